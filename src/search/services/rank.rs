//! Which entries fit what was typed best: each word adds what it counts, in whole numbers, for all entries at once.

use super::places::Spot;
use super::reading::Reading;
use crate::search::index::{Inverted, MADE, PLACE, Place, Slot};
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

/// Room for the sums, kept between questions.
#[derive(Default)]
pub struct Scratch {
    /// What the word that is being read counts for each entry, at best.
    best: Vec<u8>,
    sums: Vec<u16>,
    found: Vec<u16>,
    scores: Vec<f32>,
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
        let slots = self.index.len().min(self.standing.len());
        scratch.ready(slots);
        let told: Vec<&Reading> = readings.iter().filter(|reading| !reading.is_empty()).collect();
        let all: f32 = told.iter().map(|reading| reading.weight).sum();
        if all <= 0.0 {
            return Ranking::default();
        }
        let longest_text = self.longest_text(&told);
        for reading in told {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 256")]
            let weight = ((reading.weight / all * f32::from(WHOLE)).round() as u16).clamp(1, WHOLE);
            self.add(reading, weight, longest_text, scratch);
        }
        self.take(most, most_apart, scratch)
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

    /// Adds what a reading counts to each entry: the best of what it may mean there.
    fn add(&self, reading: &Reading, weight: u16, longest_text: usize, scratch: &mut Scratch) {
        let Scratch { best, sums, found, .. } = scratch;
        let lists = self.lists(reading, longest_text);
        for (list, row) in &lists {
            for place in *list {
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
        let walked: usize = lists.iter().map(|(list, _)| list.len()).sum();
        if reading.centre.is_none() && walked * 8 < best.len() {
            for place in lists.iter().flat_map(|(list, _)| *list) {
                let at = place.slot() as usize;
                if at < best.len() && best[at] > 0 {
                    sums[at] = sums[at].saturating_add(u16::from(best[at]) * weight);
                    found[at] += weight;
                    best[at] = 0;
                }
            }
            return;
        }
        for ((best, sum), found) in best.iter_mut().zip(sums.iter_mut()).zip(found.iter_mut()) {
            *sum = sum.saturating_add(u16::from(*best) * weight);
            *found += if *best > 0 { weight } else { 0 };
            *best = 0;
        }
    }

    /// The lists of entries to walk for a reading, each with what its fields count.
    fn lists<'a>(&'a self, reading: &'a Reading, longest_text: usize) -> Vec<(&'a [Place], &'a [u8; 128])> {
        let mut lists: Vec<(&[Place], &[u8; 128])> = vec![];
        for term in &reading.terms {
            let entries = self.index.entries(term.id);
            let row = self.table.row(term.fit);
            lists.push((&entries.head, row));
            if !term.head_only && entries.text.len() <= longest_text {
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

    /// Takes the best out of the sums.
    fn take(&self, most: usize, most_apart: usize, scratch: &mut Scratch) -> Ranking {
        let Scratch { sums, found, scores, .. } = scratch;
        let sums = sums.iter().zip(found.iter());
        for ((score, (sum, found)), standing) in scores.iter_mut().zip(sums).zip(self.standing) {
            // How hard it counts that words are missing: the share of what was typed that was found, squared.
            let share = f32::from((*found).min(WHOLE)) / f32::from(WHOLE);
            *score = f32::from(*sum) * share * share * standing * SCALE;
        }
        let [greatest, least] = greatest_and_least(scores);
        let mut ranking = Ranking::default();
        for score in scores.iter() {
            ranking.total += usize::from(*score > 0.0);
            ranking.apart += usize::from(*score < 0.0);
        }
        ranking.best = above(scores, greatest, most, 1.0);
        if most_apart > 0 {
            ranking.best_apart = above(scores, -least, most_apart, -1.0);
        }
        ranking
    }
}

/// The greatest and the least score, 0 at least and at most.
fn greatest_and_least(scores: &[f32]) -> [f32; 2] {
    // Sixteen at a time, which machines do as one.
    let (mut greatest, mut least) = ([0.0_f32; 16], [0.0_f32; 16]);
    let chunks = scores.chunks_exact(16);
    for (at, score) in chunks.remainder().iter().enumerate() {
        greatest[at] = score.max(0.0);
        least[at] = score.min(0.0);
    }
    for chunk in chunks {
        for ((greatest, least), score) in greatest.iter_mut().zip(&mut least).zip(chunk) {
            *greatest = if *score > *greatest { *score } else { *greatest };
            *least = if *score < *least { *score } else { *least };
        }
    }
    [greatest.iter().copied().fold(0.0, f32::max), least.iter().copied().fold(0.0, f32::min)]
}

/// The best `most` of the scores that are above 0 once they are multiplied by `sign`; the greatest is known.
fn above(scores: &[f32], greatest: f32, most: usize, sign: f32) -> Vec<Ranked> {
    let mut found: Vec<Ranked> = vec![];
    if greatest <= 0.0 {
        return found;
    }
    // Most entries are far below the best: they are not even listed, unless there are too few others.
    for share in [0.8, 0.5, 0.25, 0.1, 0.0] {
        let least = (greatest * share).max(f32::MIN_POSITIVE);
        found.clear();
        for (first, chunk) in (0..).step_by(16).zip(scores.chunks(16)) {
            if chunk.iter().map(|score| u8::from(score * sign >= least)).fold(0, std::ops::BitOr::bitor) != 0
            {
                let all = (first..).zip(chunk).map(|(slot, score)| (slot, score * sign));
                found.extend(all.filter(|(_, score)| *score >= least));
            }
        }
        if found.len() >= most {
            break;
        }
    }
    best(found, most)
}

impl Scratch {
    fn ready(&mut self, slots: usize) {
        self.best.clear();
        self.best.resize(slots, 0);
        self.sums.clear();
        self.sums.resize(slots, 0);
        self.found.clear();
        self.found.resize(slots, 0);
        self.scores.clear();
        self.scores.resize(slots, 0.0);
    }
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
