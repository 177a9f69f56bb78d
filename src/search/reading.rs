//! What a typed word may mean: the terms of the index that it is, begins, sounds like or is a slip of.

use super::inverted::{Inverted, TermId};
use super::words::{LONGEST, is_common, letters, slips, stem};
use std::collections::HashMap;

/// How much a term counts that the typed word only begins, or is only like; 1 is the word itself.
const BEGUN: f32 = 0.75;
const SAME_STEM: f32 = 0.85;
const ONE_SLIP: f32 = 0.6;
const TWO_SLIPS: f32 = 0.4;
const SAME_SOUND: f32 = 0.5;
/// What remains where only the beginning of a term is like the word.
const MISSPELT_BEGINNING: f32 = 0.8;

/// The most terms that one word may mean.
const MOST: usize = 96;

/// The terms that one typed word may mean.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The word as typed.
    pub typed: String,
    /// Each term and how well it fits: above 0, at most 1.
    pub terms: Vec<(TermId, f32)>,
    /// How much the word tells: more, the fewer entries have it.
    pub weight: f32,
}

/// Reads one word. `is_last`: it may still be growing.
pub(super) fn read(index: &Inverted, word: &str, is_last: bool) -> Reading {
    let mut found: HashMap<TermId, f32> = HashMap::new();
    let mut add = |term: TermId, fit: f32| {
        let best = found.entry(term).or_insert(0.0);
        *best = best.max(fit);
    };
    let exact = index.get(word).filter(|&id| !index.term(id).entries.is_empty());
    if let Some(id) = exact {
        add(id, 1.0);
    }
    let length = word.chars().count();
    // `no` is not half of `north`, unless it is still growing.
    if is_last || (length >= 2 && !is_common(word)) {
        // A word that is there as it stands, and is not the last, means itself and its own endings.
        let most_longer = if exact.is_some() && !is_last { 3 } else { LONGEST };
        for id in index.beginning(word) {
            let longer = index.term(id).text.chars().count() - length;
            if longer <= most_longer {
                #[expect(clippy::cast_precision_loss, reason = "at most 32")]
                add(id, BEGUN - 0.02 * longer.min(12) as f32);
            }
        }
    }
    let root = stem(word);
    if root.len() < word.len() {
        for id in index.get(root).into_iter().chain(index.beginning(root)) {
            if stem(&index.term(id).text) == root {
                add(id, SAME_STEM);
            }
        }
    }
    if exact.is_none() && length >= 4 && word.is_ascii() {
        misspelt(index, word, &mut add);
    }
    let mut terms: Vec<(TermId, f32)> =
        found.into_iter().filter(|(id, _)| !index.term(*id).entries.is_empty()).collect();
    let spread = |id: TermId| index.term(id).entries.len();
    // The best fits, and of equals those that most entries have.
    terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(spread(b.0).cmp(&spread(a.0))).then(a.0.cmp(&b.0)));
    terms.truncate(MOST);
    let entries: usize = match terms.first() {
        // Alternatives with the best fit share the weight; poor ones do not dilute a good one.
        Some((_, best)) => terms.iter().filter(|(_, fit)| *fit > best * 0.8).map(|(id, _)| spread(*id)).sum(),
        None => 1,
    };
    let weight = weight(index.len(), entries) * if is_common(word) { 0.2 } else { 1.0 };
    Reading { typed: word.to_owned(), terms, weight }
}

/// How much a word tells that so many of all entries have.
pub(super) fn weight(all: usize, entries: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a weight, not a count")]
    let ratio = (all as f32 + 1.0) / (entries as f32 + 1.0);
    (1.0 + ratio).ln()
}

/// Terms that were meant if the finger slipped, or the ear.
fn misspelt(index: &Inverted, word: &str, add: &mut impl FnMut(TermId, f32)) {
    let bound = if word.len() < 8 { 1 } else { 2 };
    let mask = letters(word);
    for glance in index.spelt() {
        // More letters that the other lacks than slips: not alike, and most terms end here.
        let is_unlike = (mask & !glance.letters).count_ones() as usize > bound;
        if is_unlike || usize::from(glance.length) + bound < word.len() {
            continue;
        }
        let (id, term) = (glance.term, index.term(glance.term));
        let text = term.text.as_bytes();
        let fit = |slips| if slips < 2 { ONE_SLIP } else { TWO_SLIPS };
        let is_longer = word.len() >= 5 && text.len() > word.len() && term.text.is_ascii();
        if let Some(slips) = slips(word.as_bytes(), text, bound) {
            add(id, fit(slips));
        } else if is_longer && let Some(slips) = slips(word.as_bytes(), &text[..word.len()], bound) {
            add(id, fit(slips) * MISSPELT_BEGINNING);
        }
    }
    for &id in index.sounding(word) {
        add(id, SAME_SOUND);
    }
}
