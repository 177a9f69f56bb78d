//! Which entries fit what was typed best: each word adds what it counts, in whole numbers, for all entries at once.

use super::places::{Centre, Spot};
use super::reading::{Reading, Term};
use crate::search::index::{Inverted, MADE, PLACE, Place, Slot, TermId};
use crate::search::weights::{BEGUN, MADE_UP, NEAR_PLACE, NEAR_PLACE_KM, of_fields};

/// How finely fits are told apart.
const FITS: usize = 64;
/// The greatest weight of fields, about; what is more is as much.
const GREATEST: f32 = 4.25;
/// What all words together weigh.
const WHOLE: u16 = 256;
/// The most places of one question that are looked at in descriptions, for each entry that there is: beyond them the
/// commonest words are left out, which every entry has.
const TEXT_SHARE: usize = 1;
/// As above, at least.
const TEXT_LEAST: usize = 20_000;

/// What makes a score of a sum: the greatest score is about [`GREATEST`].
const SCALE: f32 = GREATEST / 255.0 / 256.0;

/// An entry and how well it fits: 0 not at all.
pub type Ranked = (Slot, f32);

/// For each fit and fields what they count, 0 to 255.
pub struct Table(Box<[[u8; 128]]>);

impl Default for Table {
    fn default() -> Self {
        let row = |fit: usize| {
            let mut row = [0; 128];
            for (fields, level) in (0_u8..128).zip(row.iter_mut()) {
                let made = if fields & MADE == 0 { 1.0 } else { MADE_UP };
                #[expect(clippy::cast_precision_loss, reason = "at most 64")]
                let fit = fit as f32 / FITS as f32;
                *level = level_of(of_fields(fields) * made * fit);
            }
            row
        };
        Self((0..=FITS).map(row).collect())
    }
}

impl Table {
    fn row(&self, fit: f32) -> &[u8; 128] {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 64")]
        let fit = (fit.clamp(0.0, 1.0) * 64.0).round() as usize;
        &self.0[fit.clamp(1, FITS)]
    }

    /// What a word counts that stands in these fields, and fits so well.
    pub fn level(&self, fit: f32, fields: u8) -> u8 {
        self.row(fit)[usize::from(fields & 127)]
    }
}

/// A weight as a level; at least 1 where it is anything.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
fn level_of(weight: f32) -> u8 {
    if weight <= 0.0 { 0 } else { (weight / GREATEST * 255.0).clamp(1.0, 255.0) as u8 }
}

/// How many entries are added up at a time: what is summed stays at hand, and blocks without any are passed over.
const BLOCK: usize = 64;
/// What how many words counted is kept.
const KEPT: usize = 16;

/// What earlier words counted, and room for the scores. While somebody types, only the last word is new.
///
/// To be forgotten when anything changes that is ranked.
#[derive(Default)]
pub struct Scratch {
    /// The last asked for at the end.
    known: Vec<(Wanted, Vec<u8>)>,
    scores: Vec<f32>,
    /// For each block its greatest and its least score; both 0: none of its scores was written.
    tops: Vec<[f32; 2]>,
}

/// All that decides what a reading counts.
#[derive(Debug, PartialEq)]
struct Wanted {
    /// Terms, how well they fit (as bits), and whether descriptions are looked at.
    terms: Vec<(TermId, u32, bool)>,
    /// Words together, how well they fit, and how many entries have them.
    together: Vec<(Vec<TermId>, u32, usize)>,
    beginning: Option<String>,
    centre: Option<Centre>,
}

/// What fits.
#[derive(Debug, Default)]
pub struct Ranking {
    /// How many fit that can be of use.
    pub total: usize,
    /// How many fit that cannot.
    pub apart: usize,
    /// The best of use, best first.
    pub best: Vec<Ranked>,
    /// The best of those that cannot, best first.
    pub best_apart: Vec<Ranked>,
}

/// What is ranked.
pub struct Race<'a> {
    /// The words.
    pub index: &'a Inverted,
    /// What words count.
    pub table: &'a Table,
    /// Where each entry is.
    pub spots: &'a [Spot],
    /// What each entry's score is multiplied by; negative: of no use; 0: not asked for.
    pub standing: &'a [f32],
}

impl Race<'_> {
    /// The best `most` of those that fit, and of those of no use the best `most_apart`.
    pub fn rank(
        &self,
        readings: &[Reading],
        most: usize,
        most_apart: usize,
        scratch: &mut Scratch,
    ) -> Ranking {
        let told: Vec<&Reading> = readings.iter().filter(|reading| !reading.is_empty()).collect();
        let all: f32 = told.iter().map(|reading| reading.weight).sum();
        if all <= 0.0 {
            return Ranking::default();
        }
        let longest_text = self.longest_text(&told);
        let mut adding: Vec<(Wanted, Vec<u8>)> = vec![];
        let mut weights: Vec<u16> = vec![];
        for reading in told {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 256")]
            let weight = ((reading.weight / all * f32::from(WHOLE)).round() as u16).clamp(1, WHOLE);
            weights.push(weight);
            adding.push(self.levels(reading, longest_text, scratch));
        }
        let ranking = self.sum_up(&adding, &weights, most, most_apart, scratch);
        scratch.known.extend(adding);
        let many = scratch.known.len().saturating_sub(KEPT);
        scratch.known.drain(..many);
        ranking
    }

    fn slots(&self) -> usize {
        self.index.len().min(self.standing.len())
    }

    /// The longest list of descriptions that is still looked at.
    fn longest_text(&self, readings: &[&Reading]) -> usize {
        let mut lengths: Vec<usize> = readings
            .iter()
            .flat_map(|reading| reading.terms.iter().filter(|term| !term.head_only))
            .map(|term| self.index.entries(term.id).text.len())
            .collect();
        lengths.sort_unstable();
        let mut left = (self.index.len() * TEXT_SHARE).max(TEXT_LEAST);
        for length in &lengths {
            match left.checked_sub(*length) {
                Some(less) => left = less,
                None => return length - 1,
            }
        }
        usize::MAX
    }

    /// What a reading counts for each entry: the best of what it may mean there.
    fn levels(&self, reading: &Reading, longest_text: usize, scratch: &mut Scratch) -> (Wanted, Vec<u8>) {
        let slots = self.slots();
        let wanted = self.wanted(reading, longest_text);
        let known = scratch.known.iter().position(|(one, best)| *one == wanted && best.len() == slots);
        if let Some(at) = known {
            return scratch.known.remove(at);
        }
        // What was asked for longest ago makes room.
        let mut best = if scratch.known.len() < KEPT { vec![] } else { scratch.known.remove(0).1 };
        best.clear();
        best.resize(slots, 0);
        for (list, row) in self.lists(reading, longest_text) {
            for place in list {
                if let Some(known) = best.get_mut(place.slot() as usize) {
                    *known = (*known).max(row[usize::from(place.fields() & 127)]);
                }
            }
        }
        if let Some(centre) = reading.centre {
            let in_it = of_fields(PLACE) * NEAR_PLACE / GREATEST * 255.0;
            let far = 1.0 / (NEAR_PLACE_KM * NEAR_PLACE_KM);
            for (known, spot) in best.iter_mut().zip(self.spots) {
                let near = in_it * spot.weight * (1.0 - centre.square_km(*spot) * far);
                // What is not a number becomes 0.
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below 255")]
                let near = near as u8;
                *known = (*known).max(near);
            }
        }
        (wanted, best)
    }

    fn wanted(&self, reading: &Reading, longest_text: usize) -> Wanted {
        let terms = reading.terms.iter().map(|term| {
            let is_read = self.reads_text(term, longest_text);
            (term.id, term.fit.to_bits(), is_read)
        });
        let together =
            reading.together.iter().map(|one| (one.terms.clone(), one.fit.to_bits(), one.entries.count()));
        Wanted {
            terms: terms.collect(),
            together: together.collect(),
            beginning: reading.beginning.clone(),
            centre: reading.centre,
        }
    }

    fn reads_text(&self, term: &Term, longest_text: usize) -> bool {
        !term.head_only && self.index.entries(term.id).text.len() <= longest_text
    }

    /// The lists of entries to walk for a reading, each with what its fields count.
    fn lists<'a>(&'a self, reading: &'a Reading, longest_text: usize) -> Vec<(&'a [Place], &'a [u8; 128])> {
        let mut lists: Vec<(&[Place], &[u8; 128])> = vec![];
        for term in &reading.terms {
            let entries = self.index.entries(term.id);
            let row = self.table.row(term.fit);
            lists.push((&entries.head, row));
            if self.reads_text(term, longest_text) {
                lists.push((&entries.text, row));
            }
        }
        for one in &reading.together {
            let row = self.table.row(one.fit);
            lists.extend([(&*one.entries.head, row), (&*one.entries.text, row)]);
        }
        if let Some(letters) = &reading.beginning {
            lists.push((self.index.beginning(letters.as_bytes()), self.table.row(BEGUN)));
        }
        lists
    }

    /// Adds up what all readings count, and takes the best.
    fn sum_up(
        &self,
        adding: &[(Wanted, Vec<u8>)],
        weights: &[u16],
        most: usize,
        most_apart: usize,
        scratch: &mut Scratch,
    ) -> Ranking {
        let slots = self.slots();
        let Scratch { scores, tops, .. } = scratch;
        // What stands there from before is not looked at: its block says that nothing was written.
        scores.resize(slots, 0.0);
        tops.clear();
        let mut ranking = Ranking::default();
        for (at, scores) in scores.chunks_mut(BLOCK).enumerate() {
            let from = at * BLOCK;
            let within = from..from + scores.len();
            let (mut sums, mut found, mut any) = ([0_u16; BLOCK], [0_u16; BLOCK], 0);
            for ((_, levels), weight) in adding.iter().zip(weights) {
                let levels = &levels[within.clone()];
                any |= levels.iter().fold(0, |any, level| any | level);
                for ((sum, found), level) in sums.iter_mut().zip(&mut found).zip(levels) {
                    *sum = sum.saturating_add(u16::from(*level) * weight);
                    *found += if *level > 0 { *weight } else { 0 };
                }
            }
            if any == 0 {
                tops.push([0.0, 0.0]);
                continue;
            }
            let sums = sums.iter().zip(&found);
            for ((score, (sum, found)), standing) in scores.iter_mut().zip(sums).zip(&self.standing[within]) {
                // How hard it counts that words are missing: the share of what was typed that was found, squared.
                let share = f32::from((*found).min(WHOLE)) / f32::from(WHOLE);
                *score = f32::from(*sum) * share * share * standing * SCALE;
            }
            let ([total, apart], top) = seen(scores);
            ranking.total += total;
            ranking.apart += apart;
            tops.push(top);
        }
        ranking.best = above(scores, tops, most, 0);
        if most_apart > 0 {
            ranking.best_apart = above(scores, tops, most_apart, 1);
        }
        ranking
    }
}

/// How many scores are above 0 and below, and how far at most.
fn seen(scores: &[f32]) -> ([usize; 2], [f32; 2]) {
    const LANES: usize = 16;
    // So many at a time, which machines do as one.
    let (mut above, mut below) = ([0_u32; LANES], [0_u32; LANES]);
    let (mut greatest, mut least) = ([0.0_f32; LANES], [0.0_f32; LANES]);
    let mut see = |chunk: &[f32; LANES]| {
        for lane in 0..LANES {
            let score = chunk[lane];
            above[lane] += u32::from(score > 0.0);
            below[lane] += u32::from(score < 0.0);
            greatest[lane] = if score > greatest[lane] { score } else { greatest[lane] };
            least[lane] = if score < least[lane] { score } else { least[lane] };
        }
    };
    let (chunks, rest) = scores.as_chunks::<LANES>();
    chunks.iter().for_each(&mut see);
    let mut last = [0.0; LANES];
    last[..rest.len()].copy_from_slice(rest);
    see(&last);
    let count = |lanes: [u32; LANES]| lanes.iter().map(|count| *count as usize).sum();
    let top = [greatest.iter().copied().fold(0.0, f32::max), -least.iter().copied().fold(0.0, f32::min)];
    ([count(above), count(below)], top)
}

/// The best `most` of the scores above 0; with `side` 1 of those below, turned round.
fn above(scores: &[f32], tops: &[[f32; 2]], most: usize, side: usize) -> Vec<Ranked> {
    let sign = if side == 0 { 1.0 } else { -1.0 };
    let mut greatest: Vec<f32> = tops.iter().map(|top| top[side]).filter(|top| *top > 0.0).collect();
    // Each of the best blocks has one that is as good: what is worse than all of those is not even listed.
    let least = match most.checked_sub(1) {
        Some(last) if last < greatest.len() => {
            *greatest.select_nth_unstable_by(last, |a, b| b.total_cmp(a)).1
        }
        _ => f32::MIN_POSITIVE,
    };
    let mut found: Vec<Ranked> = vec![];
    let blocks = (0..).step_by(BLOCK).zip(scores.chunks(BLOCK)).zip(tops);
    for ((first, chunk), _) in blocks.filter(|(_, top)| top[side] >= least) {
        let all = (first..).zip(chunk).map(|(slot, score)| (slot, score * sign));
        found.extend(all.filter(|(_, score)| *score >= least));
    }
    best(found, most)
}

/// The best `most`, best first; equal ones in the order of their slots, so that the same letters give the same list.
pub fn best(mut ranked: Vec<Ranked>, most: usize) -> Vec<Ranked> {
    let order = |a: &Ranked, b: &Ranked| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if ranked.len() > most && most > 0 {
        ranked.select_nth_unstable_by(most - 1, order);
    }
    ranked.truncate(most);
    ranked.sort_unstable_by(order);
    ranked
}
