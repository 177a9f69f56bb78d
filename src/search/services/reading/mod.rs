//! What typed words may mean: the terms of the index that each is, begins, sounds like or is a slip of; what people mean
//! by it; what two of them mean together; and whether it is a place.

mod misspelt;
mod together;

use super::fields::{age_word, need_word};
use super::places::{Centre, Spot};
use crate::search::index::{Entries, Inverted, PLACE, TermId};
use crate::search::lists::Lists;
use crate::search::text::slips::Pattern;
use crate::search::text::words::{is_common, stem};
use crate::search::weights::{BEGUN, BEGUN_LETTER, BEGUN_LETTERS, COMMON, SAME_STEM, WITHIN_PHRASE};
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use together::together;

/// The most terms that one word may begin.
const MOST_BEGUN: usize = 64;
/// How many beginnings are looked at for the commonest of them.
const MOST_LOOKED_AT: usize = 4_000;
/// How many letters a word that is not the last may lack where it is there as it stands.
const MOST_LONGER: usize = 3;
/// A word is a common one that more than one entry in so many has, and [`COMMON_LEAST`]: what is meant by others, or
/// only together with others, is then not looked for in descriptions, for time.
const COMMON_SHARE: usize = 16;
/// See [`COMMON_SHARE`].
const COMMON_LEAST: usize = 200;
/// How many entries of a name are looked at to see whether it is a place, and where.
const LOOKED_AT: usize = 64;
/// How many words, and how many words together, are kept as they were read.
const MOST_KEPT: usize = 128;
/// How far from its middle half of what is in a place lies, in km.
const PLACE_KM: f32 = 12.0;

/// Something that a word may mean, and how well that fits: above 0, at most 1.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    /// The term.
    pub id: TermId,
    /// How well it fits.
    pub fit: f32,
    /// Descriptions are left out: too many have it, and it says too little.
    pub head_only: bool,
}

/// Entries that have several words together in one field.
#[derive(Clone, Debug)]
pub struct Together {
    /// The words.
    pub text: String,
    /// The same as terms.
    pub terms: Vec<TermId>,
    /// The entries, with the fields that have all.
    pub entries: Arc<Entries>,
    /// How well they fit.
    pub fit: f32,
}

/// What one typed word may mean, or several together.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// As typed.
    pub typed: String,
    /// The terms, best first.
    pub terms: Vec<Term>,
    /// Words together.
    pub together: Vec<Together>,
    /// One or two letters, which too many words begin with to walk each.
    pub beginning: Option<String>,
    /// The place that it names.
    pub centre: Option<Centre>,
    /// How much it tells: more, the fewer entries have it.
    pub weight: f32,
}

impl Reading {
    /// Whether it means nothing that is there.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.together.is_empty() && self.beginning.is_none() && self.centre.is_none()
    }
}

/// What was read lately: while somebody types, only the last word is new. To be made anew when the index changes.
#[derive(Debug, Default)]
pub struct Memo {
    /// A word, and whether it may still be growing.
    words: Mutex<Kept<(String, bool), Reading>>,
    /// Words together, and whether descriptions are left out.
    together: Mutex<Kept<(Vec<TermId>, bool), Found>>,
}

/// The entries that have them, where any have.
type Found = Option<Arc<Entries>>;
type Kept<K, V> = HashMap<K, V, RandomState>;

impl Memo {
    fn words(&self) -> MutexGuard<'_, Kept<(String, bool), Reading>> {
        self.words.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The entries that have all of some terms in one field, as [`together()`] finds them.
    fn together(&self, index: &Inverted, terms: &[TermId], in_head: bool) -> Option<Arc<Entries>> {
        let kept = || self.together.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (terms.to_vec(), in_head);
        if let Some(known) = kept().get(&key) {
            return known.clone();
        }
        let entries = together(index, terms, in_head).map(Arc::new);
        keep(&mut kept(), key, entries.clone());
        entries
    }
}

/// Keeps something; what is kept is bounded, and what was typed long ago is read anew.
fn keep<K: Eq + Hash, V>(kept: &mut Kept<K, V>, key: K, value: V) {
    if kept.len() >= MOST_KEPT {
        kept.clear();
    }
    kept.insert(key, value);
}

/// Reads what was typed.
pub struct Reader<'a> {
    /// The words of the services.
    pub index: &'a Inverted,
    /// What people say.
    pub lists: &'a Lists,
    /// What was read before.
    pub memo: &'a Memo,
    /// The words are names of people: none of them is common (`Will`, `May`).
    pub are_names: bool,
}

impl Reader<'_> {
    /// What the typed words mean, each by itself, with its neighbour, and together as people say it. The first readings
    /// are those of the words, one each.
    pub fn read(&self, typed: &[String]) -> Vec<Reading> {
        let last = typed.len().saturating_sub(1);
        let mut readings: Vec<Reading> =
            typed.iter().enumerate().map(|(at, word)| self.once(typed, at, word, at == last)).collect();
        self.neighbours(typed, &mut readings);
        ages(self.index, typed, &mut readings);
        let said: Vec<String> =
            typed.iter().zip(&readings).map(|(word, reading)| self.as_said(word, reading)).collect();
        let mut told: Vec<&[String]> = vec![];
        for (range, meaning) in self.lists.phrases(&said) {
            if told.contains(&&said[range.clone()]) {
                continue;
            }
            told.push(&said[range.clone()]);
            let (terms, mut groups) = self.meant(meaning);
            if range.len() == 1 {
                let reading = &mut readings[range.start];
                if reading.terms.is_empty() && reading.beginning.is_none() {
                    let count = terms.iter().map(|term| self.index.entries(term.id).count()).max();
                    reading.weight = weight(self.index.len(), count.unwrap_or(0));
                }
                reading.terms.extend(terms);
                reading.together.extend(groups);
                continue;
            }
            // The words themselves, as they stand together, mean it best.
            let own: Option<Vec<TermId>> = said[range.clone()]
                .iter()
                .filter(|word| !is_common(word))
                .map(|word| self.index.get(word))
                .collect();
            let own = own.filter(|own| own.len() > 1);
            groups.extend(own.and_then(|terms| {
                let entries = self.memo.together(self.index, &terms, false)?;
                Some(self.group(terms, entries, 1.0))
            }));
            // The phrase tells what its words do not: `on her own`.
            for reading in &mut readings[range.clone()] {
                reading.weight *= WITHIN_PHRASE;
            }
            let counts = terms.iter().map(|term| self.index.entries(term.id).count());
            let count = counts.chain(groups.iter().map(|one| one.entries.count())).max();
            if let Some(count) = count {
                let weight = weight(self.index.len(), count);
                let typed = typed[range].join(" ");
                readings.push(Reading { typed, terms, together: groups, weight, ..Reading::default() });
            }
        }
        for reading in &mut readings {
            reading.terms.sort_by(|a, b| b.fit.total_cmp(&a.fit));
        }
        readings
    }

    /// The entries that meet needs, nothing typed.
    pub fn needs(&self, needs: &[crate::domain::need::NeedKey]) -> Vec<Reading> {
        let terms: Vec<Term> = needs
            .iter()
            .filter_map(|need| self.index.get(&need_word(&need.0)))
            .map(|id| term(id, 1.0))
            .collect();
        if terms.is_empty() { vec![] } else { vec![Reading { terms, weight: 1.0, ..Reading::default() }] }
    }

    /// One word of several by itself. A word that is typed again says nothing more.
    fn once(&self, typed: &[String], at: usize, word: &str, is_last: bool) -> Reading {
        if typed[..at].iter().any(|earlier| earlier == word) {
            return Reading { typed: word.to_owned(), ..Reading::default() };
        }
        let key = (word.to_owned(), is_last);
        if let Some(known) = self.memo.words().get(&key) {
            return known.clone();
        }
        let reading = self.word(word, is_last);
        keep(&mut self.memo.words(), key, reading.clone());
        reading
    }

    /// One word by itself. `is_last`: it may still be growing.
    fn word(&self, word: &str, is_last: bool) -> Reading {
        let index = self.index;
        let mut found: HashMap<TermId, Term, RandomState> = HashMap::default();
        let mut add = |id: TermId, fit: f32, head_only: bool| {
            let best = found.entry(id).or_insert(Term { id, fit, head_only });
            best.fit = best.fit.max(fit);
            best.head_only &= head_only;
        };
        let exact = index.get(word);
        let length = word.chars().count();
        let common = !self.are_names && is_common(word);
        if let Some(id) = exact {
            add(id, 1.0, common);
        }
        let mut beginning = None;
        let mut begins = false;
        if length <= 2 {
            // `no` is not half of `north`, unless it is still growing.
            if is_last && !index.beginning(word.as_bytes()).is_empty() {
                beginning = Some(word.to_owned());
            }
        } else if is_last || !common {
            let most = if exact.is_some() && !is_last { MOST_LONGER } else { usize::MAX };
            for (id, longer) in self.begun(word, length, most) {
                begins = true;
                #[expect(clippy::cast_precision_loss, reason = "at most 12")]
                let longer = longer.min(BEGUN_LETTERS) as f32;
                add(id, BEGUN - BEGUN_LETTER * longer, length <= 3);
            }
        }
        let root = stem(word);
        if root.len() < word.len() {
            for id in index.get(root).into_iter().chain(index.words().beginning(root).take(MOST_LOOKED_AT)) {
                if index.entries(id).count() > 0 && stem(index.text(id)) == root {
                    add(id, SAME_STEM, false);
                }
            }
        }
        let own = exact.map_or(0, |id| index.entries(id).count());
        if length >= 4 && !common && own * 1_000 <= index.len() {
            for (id, fit) in self.misspelt(word, is_last, begins, exact.map(|_| own)) {
                add(id, fit, false);
            }
        }
        let mut terms: Vec<Term> = found.into_values().collect();
        let count = |id: TermId| index.entries(id).count();
        // The best fits, and of equals those that most entries have.
        terms.sort_unstable_by(|a, b| {
            b.fit.total_cmp(&a.fit).then_with(|| count(b.id).cmp(&count(a.id))).then(a.id.cmp(&b.id))
        });
        let entries = match (terms.first(), &beginning) {
            (None, None) => 0,
            // Alternatives with about the best fit share the weight; poor ones do not dilute a good one.
            (Some(best), _) => terms.iter().filter(|t| t.fit > best.fit * 0.8).map(|t| count(t.id)).sum(),
            (None, Some(letters)) => index.beginning(letters.as_bytes()).len(),
        };
        let weight = weight(index.len(), entries) * if common { COMMON } else { 1.0 };
        Reading { typed: word.to_owned(), terms, beginning, weight, ..Reading::default() }
    }

    /// The commonest terms that a word begins, with how many letters more they have.
    fn begun(&self, word: &str, length: usize, most_longer: usize) -> Vec<(TermId, usize)> {
        let index = self.index;
        let all = index.words().beginning(word).take(MOST_LOOKED_AT);
        let mut out: Vec<(TermId, usize)> = all
            .map(|id| (id, index.text(id).chars().count() - length))
            .filter(|(id, longer)| *longer <= most_longer && index.entries(*id).count() > 0)
            .collect();
        if out.len() > MOST_BEGUN {
            let spread = |id: TermId| {
                let entries = index.entries(id);
                entries.head.len() * 4 + entries.text.len()
            };
            out.select_nth_unstable_by_key(MOST_BEGUN, |(id, _)| std::cmp::Reverse(spread(*id)));
            out.truncate(MOST_BEGUN);
        }
        out
    }

    /// A word as the lists have it: itself, or the known word that it is a slip of.
    fn as_said(&self, word: &str, reading: &Reading) -> String {
        let is_known = reading.terms.first().is_some_and(|term| term.fit >= 1.0);
        let is_again = reading.weight <= 0.0;
        if is_known
            || is_again
            || reading.beginning.is_some()
            || word.len() < 4
            || self.lists.get(word).is_some()
        {
            return word.to_owned();
        }
        let corrected = reading.terms.first().map(|term| self.index.text(term.id));
        if let Some(corrected) = corrected
            && !corrected.starts_with(word)
            && self.lists.get(corrected).is_some()
        {
            return corrected.to_string();
        }
        if reading.terms.is_empty()
            && let Some(pattern) = Pattern::new(word)
        {
            let bound = if word.len() < 8 { 1 } else { 2 };
            let said = self.lists.single().map(|said| (pattern.slips(said).whole, said));
            if let Some((_, said)) = said.filter(|(slips, _)| *slips <= bound).min() {
                return said.to_owned();
            }
        }
        word.to_owned()
    }

    /// The place that a reading names: what most of the entries that have it have as their place, close together.
    pub fn centre(&self, reading: &Reading, spots: &[Spot]) -> Option<Centre> {
        let best =
            reading.terms.first().filter(|term| !term.head_only).map(|term| self.index.entries(term.id));
        let groups = reading.together.iter().map(|one| &*one.entries);
        let entries = best.into_iter().chain(groups).max_by_key(|entries| entries.head.len())?;
        let step = entries.head.len().div_ceil(LOOKED_AT).max(1);
        let (mut all, mut places, mut known) = (0, 0, vec![]);
        for place in entries.head.iter().step_by(step) {
            all += 1;
            if place.fields() & PLACE != 0 {
                places += 1;
                known.extend(spots.get(place.slot() as usize).filter(|spot| spot.is_known()));
            }
        }
        if places * 2 > all { Centre::of(&known, PLACE_KM) } else { None }
    }
}

fn term(id: TermId, fit: f32) -> Term {
    Term { id, fit, head_only: false }
}

/// How much a word tells that so many of all entries have.
pub fn weight(all: usize, entries: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a weight, not a count")]
    let ratio = (all as f32 + 1.0) / (entries as f32 + 1.0);
    (1.0 + ratio).ln()
}

/// `over 55`, `under 25`: what says so in numbers.
fn ages(index: &Inverted, typed: &[String], readings: &mut [Reading]) {
    for at in 1..typed.len() {
        let is_youngest = match typed[at - 1].as_str() {
            "over" | "above" => true,
            "under" | "below" => false,
            _ => continue,
        };
        let plain = typed[at].strip_suffix('s').unwrap_or(&typed[at]);
        let Some(years) = plain.parse::<u16>().ok().filter(|years| (1..=110).contains(years)) else {
            continue;
        };
        // Nobody minds a few years: `over 55` finds what begins at 50, and rather what begins at 55.
        for off in 0..=5_u16 {
            let fit = 0.9 - 0.06 * f32::from(off);
            for age in [years.saturating_sub(off), years + off] {
                let term = index.get(&age_word(is_youngest, age)).map(|id| term(id, fit));
                readings[at].terms.extend(term);
            }
        }
    }
}
