//! Words that mean something together: two that are one word, one that is two, and what phrases of the lists mean.

use super::{COMMON_LEAST, COMMON_SHARE, MOST_LONGER, Reader, Reading, Term, Together, term, weight};
use crate::search::index::{Entries, Fields, Inverted, MADE, Place, Slot, TermId};
use crate::search::lists::Meaning;
use crate::search::services::fields::need_word;
use crate::search::text::words::{is_common, joined};
use crate::search::weights::{BEGUN, BY_NEED, JOINED, MEANT};
use std::sync::Arc;

/// Words that more than one entry in so many has by name or place are not looked for together: they are everywhere.
const EVERYWHERE_SHARE: usize = 3;

impl Reader<'_> {
    /// Neighbours that are one word of an entry, and words that are two.
    pub(super) fn neighbours(&self, typed: &[String], readings: &mut [Reading]) {
        let last = typed.len().saturating_sub(1);
        for (at, made) in joined(typed).enumerate() {
            if made.is_empty() {
                continue;
            }
            let most = if at + 1 == last { usize::MAX } else { MOST_LONGER + 1 };
            let begun = if made.len() >= 5 { self.begun(&made, made.chars().count(), most) } else { vec![] };
            let terms = self.index.get(&made).map(|id| term(id, JOINED));
            for found in
                terms.into_iter().chain(begun.into_iter().take(8).map(|(id, _)| term(id, JOINED * BEGUN)))
            {
                for reading in readings.iter_mut().skip(at).take(2) {
                    reading.terms.push(found);
                }
            }
        }
        for (at, reading) in readings.iter_mut().enumerate() {
            let word = &typed[at];
            let is_known = reading.terms.first().is_some_and(|term| term.fit >= 1.0 && !term.head_only);
            let is_again = typed[..at].contains(word);
            if is_known || is_again || word.len() < 5 || !word.is_ascii() {
                continue;
            }
            let best = (2..=word.len() - 2).filter_map(|cut| {
                let (one, other) = word.split_at(cut);
                let first = self.index.get(one).filter(|_| !is_common(one) && one.len() >= 3)?;
                let mut second: Vec<TermId> = self.index.get(other).into_iter().collect();
                if at == last && other.len() >= 3 {
                    second
                        .extend(self.begun(other, other.len(), usize::MAX).iter().take(8).map(|(id, _)| *id));
                }
                let found = second.into_iter().filter_map(|id| {
                    let entries = self.memo.together(self.index, &[first, id], true)?;
                    Some(self.group(vec![first, id], entries, JOINED))
                });
                found.max_by_key(|one| one.entries.count())
            });
            let best = best.max_by_key(|one| one.entries.count());
            if let Some(found) = best {
                let weight = weight(self.index.len(), found.entries.count());
                reading.weight = if reading.terms.is_empty() { weight } else { reading.weight.min(weight) };
                reading.together.push(found);
            }
        }
    }

    /// What a phrase of the lists means here.
    pub(super) fn meant(&self, meaning: &Meaning) -> (Vec<Term>, Vec<Together>) {
        let (mut terms, mut groups) = (vec![], vec![]);
        for words in &meaning.words {
            // `at home` by itself is anything: the common words of a longer phrase tell nothing.
            let telling: Vec<&String> = words.iter().filter(|word| !is_common(word)).collect();
            if telling.len() < words.len().min(2) {
                continue;
            }
            let found: Option<Vec<TermId>> = telling.iter().map(|word| self.index.get(word)).collect();
            match found.as_deref() {
                Some([id]) => {
                    let is_common =
                        self.index.entries(*id).count() > self.index.len() / COMMON_SHARE + COMMON_LEAST;
                    terms.push(Term { head_only: is_common, ..term(*id, MEANT) });
                }
                Some(ids) => {
                    let entries = self.memo.together(self.index, ids, false);
                    groups.extend(entries.map(|entries| self.group(ids.to_vec(), entries, MEANT)));
                }
                None => {}
            }
        }
        let needs = meaning.needs.iter().filter_map(|need| self.index.get(&need_word(&need.0)));
        terms.extend(needs.map(|id| term(id, BY_NEED)));
        (terms, groups)
    }

    /// Terms that entries have together.
    pub(super) fn group(&self, terms: Vec<TermId>, entries: Arc<Entries>, fit: f32) -> Together {
        let text = terms.iter().map(|term| &**self.index.text(*term)).collect::<Vec<_>>().join(" ");
        Together { text, terms, entries, fit }
    }
}

/// The entries that have all of some terms in one field; `None`: there are none. `in_head`: not in descriptions, which
/// are also left out where the rarest of the words is still a common one.
pub(super) fn together(index: &Inverted, terms: &[TermId], in_head: bool) -> Option<Entries> {
    let mut lists: Vec<&Entries> = terms.iter().map(|term| index.entries(*term)).collect();
    lists.sort_by_key(|entries| entries.count());
    let (first, others) = lists.split_first()?;
    if first.head.len() > index.len() / EVERYWHERE_SHARE + COMMON_LEAST {
        return None;
    }
    let in_head = in_head || first.count() > index.len() / COMMON_SHARE + COMMON_LEAST;
    let all = |list: &[Place]| -> Vec<Place> {
        let mut found: Vec<(Place, Fields)> =
            list.iter().map(|place| (*place, place.fields() & !MADE)).collect();
        for other in others {
            let (mut head, mut text) = (Seek::new(&other.head), Seek::new(&other.text));
            found.retain_mut(|(place, fields)| {
                let there = match head.seek(place.slot()) {
                    0 if !in_head => text.seek(place.slot()),
                    there => there,
                };
                *fields &= there;
                *fields != 0
            });
        }
        found.into_iter().map(|(place, fields)| Place::new(place.slot(), fields)).collect()
    };
    let head = all(&first.head);
    let text = if in_head { vec![] } else { all(&first.text) };
    let out = Entries { head, text };
    (out.count() > 0).then_some(out)
}

/// A list in the order of slots, looked through in that order.
struct Seek<'a>(&'a [Place]);

impl<'a> Seek<'a> {
    fn new(list: &'a [Place]) -> Self {
        Self(list)
    }

    /// The fields at a slot, at or behind the last one; 0: it is not there. Steps double until they are too far.
    fn seek(&mut self, slot: Slot) -> Fields {
        let mut step = 1;
        while self.0.get(step).is_some_and(|place| place.slot() <= slot) {
            step *= 2;
        }
        let within = &self.0[..(step + 1).min(self.0.len())];
        self.0 = &self.0[within.partition_point(|place| place.slot() < slot)..];
        self.0.first().filter(|place| place.slot() == slot).map_or(0, |place| place.fields())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::index::{NAME, TEXT};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_together_where_one_field_has_them(
            entries in prop::collection::vec((0_u8..4, 0_u8..4), 1..60),
        ) {
            let mut index = Inverted::default();
            let fields = |bits: u8| if bits & 1 == 0 { 0 } else { NAME } | if bits & 2 == 0 { 0 } else { TEXT };
            for (one, other) in &entries {
                for (word, bits) in [("food", one), ("bank", other)] {
                    if fields(*bits) != 0 {
                        index.add(word, fields(*bits));
                    }
                }
                index.put();
            }
            let expected: Vec<(Slot, Fields)> = (0..)
                .zip(&entries)
                .map(|(slot, (one, other))| (slot, fields(*one) & fields(*other)))
                .filter(|(_, fields)| *fields != 0)
                .collect();
            let terms: Option<Vec<TermId>> = ["food", "bank"].iter().map(|word| index.get(word)).collect();
            let found = terms.and_then(|terms| together(&index, &terms, false)).unwrap_or_default();
            let mut all: Vec<(Slot, Fields)> =
                found.head.iter().chain(&found.text).map(|place| (place.slot(), place.fields())).collect();
            all.sort_unstable();
            prop_assert_eq!(all, expected);
        }
    }
}
