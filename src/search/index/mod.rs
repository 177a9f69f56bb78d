//! Which entries have which words, and in which of their fields: the index itself.
//!
//! Knows words and numbered slots only, no services and no people. An entry that changes gets a new slot at the end, so
//! that every list stays in order by appending; slots that were left are dropped, all at once, when they have become
//! many ([`Inverted::compact`]).

mod vocabulary;

use foldhash::fast::RandomState;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
pub use vocabulary::Vocabulary;

/// Fields of an entry, one bit each. An entry can have a word in several.
pub type Fields = u8;
/// Its name.
pub const NAME: Fields = 1;
/// Who runs it.
pub const ORGANISATION: Fields = 2;
/// Where it is, or where it serves.
pub const PLACE: Fields = 4;
/// Needs that it meets.
pub const NEED: Fields = 8;
/// Its categories and whom it is for.
pub const ABOUT: Fields = 16;
/// Its description.
pub const TEXT: Fields = 32;
/// Not written so: made of neighbours, of initials, or of what a field says in numbers.
pub const MADE: Fields = 64;

/// An entry's place in the index: below 2^24, so that it fits one number with its fields.
pub type Slot = u32;
/// A word's number.
pub type TermId = u32;

/// The most entries, and the most words.
pub const MOST: u32 = 1 << 24;

/// A slot and the fields in which it has a word, in four bytes: there are ten million of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(u32);

impl Place {
    /// A slot below [`MOST`], with fields.
    pub fn new(slot: Slot, fields: Fields) -> Self {
        Self(slot << 8 | u32::from(fields))
    }
    /// The slot.
    pub fn slot(self) -> Slot {
        self.0 >> 8
    }
    /// The fields.
    pub fn fields(self) -> Fields {
        self.0.to_le_bytes()[0]
    }
}

/// The entries that have a word, in the order of their slots.
#[derive(Debug, Default)]
pub struct Entries {
    /// Those that have it anywhere but in the description only.
    pub head: Vec<Place>,
    /// Those that have it in the description only.
    pub text: Vec<Place>,
}

impl Entries {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.head.len() + self.text.len()
    }

    /// The fields in which a slot has the word; 0: none.
    pub fn fields(&self, slot: Slot) -> Fields {
        let at =
            |list: &[Place]| list.binary_search_by_key(&slot, |place| place.slot()).ok().map(|at| list[at]);
        at(&self.head).or_else(|| at(&self.text)).map_or(0, Place::fields)
    }

    fn push(&mut self, place: Place) {
        if place.fields() & !MADE == TEXT { self.text.push(place) } else { self.head.push(place) }
    }

    fn renumber(&mut self, slots: &[Option<Slot>]) {
        for list in [&mut self.head, &mut self.text] {
            let kept = |place: &Place| {
                let slot = slots.get(place.slot() as usize).copied().flatten()?;
                Some(Place::new(slot, place.fields()))
            };
            *list = list.iter().filter_map(kept).collect();
        }
    }
}

/// The index.
#[derive(Debug, Default)]
pub struct Inverted {
    words: Vocabulary,
    /// By term.
    entries: Vec<Entries>,
    /// The entries with a word that begins with these one or two bytes, in fields that are read first. One letter
    /// begins so many words that walking each of them would take too long.
    beginnings: HashMap<[u8; 2], Vec<Place>, RandomState>,
    slots: u32,
    /// The entry that is being put in: its terms and its beginnings, with their fields.
    filling: Filling,
}

#[derive(Debug, Default)]
struct Filling {
    terms: Vec<TermId>,
    /// By term, its fields in the entry; 0: not in it.
    fields: Vec<Fields>,
    beginnings: BTreeMap<[u8; 2], Fields>,
}

impl Inverted {
    /// How many slots there are, left ones too.
    pub fn len(&self) -> usize {
        self.slots as usize
    }

    /// The words.
    pub fn words(&self) -> &Vocabulary {
        &self.words
    }

    /// A term's text.
    pub fn text(&self, term: TermId) -> &Arc<str> {
        self.words.text(term)
    }

    /// The entries that have a term.
    pub fn entries(&self, term: TermId) -> &Entries {
        &self.entries[term as usize]
    }

    /// The term of a word that some entry has.
    pub fn get(&self, word: &str) -> Option<TermId> {
        self.words.get(word).filter(|term| self.entries(*term).count() > 0)
    }

    /// The entries with a word of name, organisation or place that begins with one or two bytes.
    pub fn beginning(&self, bytes: &[u8]) -> &[Place] {
        let key = match bytes {
            [one] => [*one, 0],
            [one, two] => [*one, *two],
            _ => return &[],
        };
        self.beginnings.get(&key).map_or(&[], Vec::as_slice)
    }

    /// Gives the entry that will be put in next a word. Not at all where there are sixteen million words already.
    pub fn add(&mut self, word: &str, fields: Fields) -> Option<TermId> {
        let term = self.words.number(word, fields & MADE == 0)?;
        if self.entries.len() <= term as usize {
            self.entries.push(Entries::default());
            self.filling.fields.push(0);
        }
        let known = &mut self.filling.fields[term as usize];
        if *known == 0 {
            self.filling.terms.push(term);
            *known = fields;
        } else {
            // Written as it is somewhere, not only made.
            *known = (*known | fields) & !(MADE & !(*known & fields));
        }
        if fields & (NAME | ORGANISATION | PLACE) != 0 && fields & MADE == 0 {
            if let Some(first) = word.as_bytes().first() {
                *self.filling.beginnings.entry([*first, 0]).or_default() |= fields;
            }
            if let [first, second, ..] = word.as_bytes() {
                *self.filling.beginnings.entry([*first, *second]).or_default() |= fields;
            }
        }
        Some(term)
    }

    /// Puts the entry in whose words were added, and says in which slot. `None`: there are sixteen million.
    pub fn put(&mut self) -> Option<Slot> {
        let slot = self.slots;
        let is_full = slot >= MOST;
        for term in self.filling.terms.drain(..) {
            let fields = std::mem::take(&mut self.filling.fields[term as usize]);
            if !is_full {
                self.entries[term as usize].push(Place::new(slot, fields));
            }
        }
        for (key, fields) in std::mem::take(&mut self.filling.beginnings) {
            if !is_full {
                self.beginnings.entry(key).or_default().push(Place::new(slot, fields));
            }
        }
        if is_full {
            return None;
        }
        self.slots += 1;
        Some(slot)
    }

    /// Gives slots new numbers, in the same order; those without one are dropped, and words that no entry has left.
    /// Returns each former term's new number; those that were dropped have none that means anything.
    pub fn compact(&mut self, slots: &[Option<Slot>]) -> Vec<TermId> {
        let before = std::mem::take(self);
        let mut terms = vec![TermId::MAX; before.entries.len()];
        self.slots = u32::try_from(slots.iter().flatten().count()).unwrap_or(u32::MAX);
        for (at, mut entries) in (0..).zip(before.entries) {
            entries.renumber(slots);
            if entries.count() > 0 {
                let is_spelt =
                    entries.head.iter().chain(&entries.text).any(|place| place.fields() & MADE == 0);
                if let Some(term) = self.words.number(before.words.text(at), is_spelt) {
                    terms[at as usize] = term;
                    self.entries.push(entries);
                    self.filling.fields.push(0);
                }
            }
        }
        for (key, head) in before.beginnings {
            let mut entries = Entries { head, text: vec![] };
            entries.renumber(slots);
            self.beginnings.insert(key, entries.head);
        }
        terms
    }

    /// How many bytes it takes, roughly.
    pub fn bytes(&self) -> usize {
        let lists = self.entries.iter().flat_map(|entries| [&entries.head, &entries.text]);
        let places: usize = lists.chain(self.beginnings.values()).map(Vec::capacity).sum();
        places * size_of::<Place>() + self.entries.len() * size_of::<Entries>() + self.words.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(index: &mut Inverted, words: &[(&str, Fields)]) -> Slot {
        for (word, fields) in words {
            index.add(word, *fields);
        }
        index.put().expect("room")
    }

    fn slots(index: &Inverted, word: &str) -> Vec<Slot> {
        let entries = index.get(word).map(|term| index.entries(term));
        entries.into_iter().flat_map(|e| e.head.iter().chain(&e.text)).map(|place| place.slot()).collect()
    }

    #[test]
    fn an_entry_is_found_by_its_words_and_their_beginnings() {
        let mut index = Inverted::default();
        put(&mut index, &[("food", NAME), ("bank", NAME), ("bank", TEXT), ("parcels", TEXT)]);
        put(&mut index, &[("food", TEXT)]);
        let food = index.get("food").expect("known");
        assert_eq!((index.entries(food).fields(0), index.entries(food).fields(1)), (NAME, TEXT));
        assert_eq!(index.entries(index.get("bank").expect("known")).fields(0), NAME | TEXT);
        assert_eq!(index.beginning(b"fo").len(), 1);
        assert_eq!(index.beginning(b"p"), []);
    }

    #[test]
    fn what_is_left_is_dropped_with_its_words() {
        let mut index = Inverted::default();
        put(&mut index, &[("food", NAME), ("bank", NAME)]);
        put(&mut index, &[("food", NAME), ("van", NAME)]);
        index.compact(&[None, Some(0)]);
        assert_eq!((slots(&index, "food"), slots(&index, "van"), index.len()), (vec![0], vec![0], 1));
        assert_eq!((index.get("bank"), index.words().get("bank")), (None, None));
        assert_eq!(put(&mut index, &[("bank", NAME)]), 1);
        assert_eq!(slots(&index, "bank"), [1]);
    }

    #[test]
    fn a_word_that_is_written_once_is_not_only_made() {
        let mut index = Inverted::default();
        put(&mut index, &[("cab", NAME | MADE), ("cab", TEXT), ("bdp", NAME | MADE), ("bdp", NAME | MADE)]);
        let fields = |word| index.entries(index.get(word).expect("known")).fields(0);
        assert_eq!((fields("cab"), fields("bdp")), (NAME | TEXT, NAME | MADE));
    }
}
