//! The best entries looked at again, and told.

use super::Services;
use super::rank::{Ranked, Ranking, best};
use super::reading::Reading;
use super::standing::Situation;
use super::why::why;
use crate::domain::record::{Subject, SubjectKind};
use crate::search::Hit;
use crate::search::index::{Slot, TermId};
use crate::search::score::Scorer;
use crate::search::text::words::words;
use crate::search::weights::{BEGUN, BY_LETTER, LETTERS};
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// How many of the best are looked at again, word by word of their names.
pub const AGAIN: usize = 96;
/// How many of those the matcher looks at, letter by letter.
const LETTER_BY_LETTER: usize = 20;

/// A word of the index that was typed, or meant.
#[derive(Clone, Copy)]
struct Meant<'a> {
    typed: &'a str,
    fit: f32,
}

/// What hits are told from.
pub struct Telling<'a> {
    /// The services.
    pub services: &'a Services,
    /// What was asked for.
    pub readings: &'a [Reading],
    /// For whom, where and when.
    pub situation: &'a Situation,
    /// The matcher.
    pub scorer: &'a Scorer,
}

impl<'a> Telling<'a> {
    /// The best hits, and behind them those of no use that were asked for.
    pub fn hits(&self, ranking: Ranking, limit: usize, nothing_typed: bool) -> Vec<Hit> {
        let meant = self.meant();
        let top =
            if nothing_typed { best(ranking.best, limit) } else { self.again(ranking.best, limit, &meant) };
        let room = limit.saturating_sub(top.len());
        let all = top.into_iter().chain(ranking.best_apart.into_iter().take(room));
        all.filter_map(|(slot, score)| self.hit(slot, score, &meant)).collect()
    }

    /// Which words were typed or meant, and how well they fit.
    fn meant(&self) -> HashMap<TermId, Meant<'a>, RandomState> {
        let mut out: HashMap<TermId, Meant<'a>, RandomState> = HashMap::default();
        for reading in self.readings {
            let alone = reading.terms.iter().map(|term| (term.id, &*reading.typed, term.fit));
            let index = &self.services.index;
            let together = reading
                .together
                .iter()
                .flat_map(|one| one.terms.iter().map(|term| (*term, &**index.text(*term), one.fit)));
            for (id, typed, fit) in alone.chain(together) {
                let fresh = Meant { typed, fit };
                let known = out.entry(id).or_insert(fresh);
                if known.fit < fresh.fit {
                    *known = fresh;
                }
            }
        }
        out
    }

    /// The best `most`, by how much of their names was typed too: `food bank` is more of `Food Bank` than of a longer
    /// name.
    fn again(
        &self,
        mut top: Vec<Ranked>,
        most: usize,
        meant: &HashMap<TermId, Meant<'a>, RandomState>,
    ) -> Vec<Ranked> {
        for (slot, score) in top.iter_mut().take(AGAIN) {
            let Some(entry) = self.services.entries[*slot as usize].as_ref() else { continue };
            let fit = |term: &TermId| match meant.get(term) {
                Some(one) => one.fit,
                None => self.begun(self.services.index.text(*term)).map_or(0.0, |_| BEGUN),
            };
            let found: f32 = entry.name_terms.iter().map(fit).sum();
            #[expect(clippy::cast_precision_loss, reason = "at most 60")]
            let share = found / entry.name_terms.len().max(1) as f32;
            *score *= 1.0 + LETTERS * share;
        }
        let mut top = best(top, most.max(LETTER_BY_LETTER));
        let mut wholes: HashMap<&str, i64, RandomState> = HashMap::default();
        for (slot, score) in top.iter_mut().take(LETTER_BY_LETTER) {
            let Some(entry) = self.services.entries[*slot as usize].as_ref() else { continue };
            let (mut fit, mut whole) = (0, 0);
            for term in &entry.name_terms {
                let Some(one) = meant.get(term) else { continue };
                let text = &**self.services.index.text(*term);
                // A misspelt word is compared as it is spelt: the matcher would lose it.
                let word = if text.starts_with(one.typed) { one.typed } else { text };
                fit += self.scorer.points(&entry.name, word);
                whole += *wholes.entry(word).or_insert_with(|| self.scorer.points(word, word));
            }
            #[expect(clippy::cast_precision_loss, reason = "a ratio")]
            let ratio = if whole > 0 { (fit as f32 / whole as f32).min(1.0) } else { 0.0 };
            *score *= 1.0 + BY_LETTER * ratio;
        }
        best(top, most)
    }

    fn hit(&self, slot: Slot, score: f32, meant: &HashMap<TermId, Meant<'a>, RandomState>) -> Option<Hit> {
        let services = self.services;
        let entry = services.entries[slot as usize].as_ref()?;
        let (facts, spot) = (&services.facts[slot as usize], services.spots[slot as usize]);
        let metres = self.situation.metres(entry);
        Some(Hit {
            subject: Subject { kind: SubjectKind::Service, id: entry.id },
            id: entry.own_id.to_string(),
            name: entry.name.to_string(),
            marks: self.marks(&entry.name, meant),
            about: entry.about.to_string(),
            why: why(
                &services.index,
                &services.table,
                self.readings,
                slot,
                &entry.name,
                self.situation.far(entry),
            ),
            score,
            unusable: self.situation.unusable(entry, facts, spot),
            metres,
        })
    }

    /// One or two letters that were typed and that a word begins with.
    fn begun(&self, word: &str) -> Option<&'a str> {
        let mut letters = self.readings.iter().filter_map(|reading| reading.beginning.as_deref());
        letters.rfind(|letters| word.starts_with(*letters))
    }

    /// The characters of the name that were typed: of each word that was found, the letters.
    fn marks(&self, name: &str, meant: &HashMap<TermId, Meant<'a>, RandomState>) -> Vec<usize> {
        let mut marks = vec![];
        let mut mark = |from: usize, text: &str| {
            let Some(word) = words(text, 1).pop() else { return };
            let term = self.services.index.get(&word);
            let typed = term.and_then(|term| meant.get(&term)).map(|one| one.typed);
            let Some(typed) = typed.or_else(|| self.begun(&word)) else { return };
            let within = self.scorer.marks_within(text, typed);
            if within.is_empty() {
                marks.extend((from..).take(text.chars().count()));
            } else {
                marks.extend(within.into_iter().map(|at| from + at));
            }
        };
        let mut start: Option<(usize, usize)> = None;
        for (at, (byte, c)) in name.char_indices().enumerate() {
            let is_word = c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}' | '`');
            match start {
                None if is_word => start = Some((at, byte)),
                Some((from, begin)) if !is_word => {
                    mark(from, &name[begin..byte]);
                    start = None;
                }
                _ => {}
            }
        }
        if let Some((from, begin)) = start {
            mark(from, &name[begin..]);
        }
        marks
    }
}
