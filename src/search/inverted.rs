//! Which entries have which words, and in which of their fields: the index itself.
//!
//! Knows words and numbered slots only, no services and no people. An entry is changed in place.

use super::words::letters;
use rphonetic::DoubleMetaphone;
use std::collections::{BTreeMap, HashMap};

/// Fields of an entry, one bit each. An entry can have a word in several.
pub(super) type Fields = u8;
/// Its name.
pub(super) const NAME: Fields = 1;
/// Who runs it.
pub(super) const ORGANISATION: Fields = 2;
/// Where it is, or where it serves.
pub(super) const PLACE: Fields = 4;
/// Needs that it meets.
pub(super) const NEED: Fields = 8;
/// Its categories and whom it is for.
pub(super) const ABOUT: Fields = 16;
/// Its description.
pub(super) const TEXT: Fields = 32;
/// Written another way: neighbours as one word, or initials.
pub(super) const MADE: Fields = 64;

/// An entry's place in the index: below 2^24, so that it fits one number with its fields.
pub(super) type Slot = u32;
/// A word's number.
pub(super) type TermId = u32;

/// The most entries.
pub(super) const MOST_SLOTS: u32 = 1 << 24;

/// A number below 2^24 and fields, in four bytes: there are ten million of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place(u32);

impl Place {
    fn new(number: u32, fields: Fields) -> Self {
        Self(number << 8 | u32::from(fields))
    }
    /// The slot, or the term.
    pub fn number(self) -> u32 {
        self.0 >> 8
    }
    /// The fields.
    pub fn fields(self) -> Fields {
        self.0.to_le_bytes()[0]
    }
}

/// A word that entries have.
#[derive(Debug)]
pub(super) struct Term {
    /// The word.
    pub text: Box<str>,
    /// Whether some entry has it written so, not only made of neighbours or initials.
    is_spelt: bool,
    /// The entries that have it, by slot.
    pub entries: Vec<Place>,
}

/// What tells at a glance that a term is not like a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glance {
    /// Which letters it has.
    pub letters: u32,
    /// The term.
    pub term: TermId,
    /// How long it is, in bytes; 255 and more are 255.
    pub length: u8,
}

/// The index.
#[derive(Debug, Default)]
pub(super) struct Inverted {
    terms: Vec<Term>,
    by_text: HashMap<Box<str>, TermId>,
    /// The same in the order of the alphabet, for beginnings.
    in_order: BTreeMap<Box<str>, TermId>,
    by_sound: HashMap<Box<str>, Vec<TermId>>,
    /// The terms that can be misspelt. Those made of neighbours are as many again, and nobody mistypes them.
    spelt: Vec<Glance>,
    /// For each slot, its terms by number.
    slots: Vec<Box<[Place]>>,
}

impl Inverted {
    /// How many slots there are, empty ones too.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// A term.
    pub fn term(&self, id: TermId) -> &Term {
        &self.terms[id as usize]
    }

    /// The terms that can be misspelt, in no order.
    pub fn spelt(&self) -> &[Glance] {
        &self.spelt
    }

    /// The term of a word.
    pub fn get(&self, word: &str) -> Option<TermId> {
        self.by_text.get(word).copied()
    }

    /// The terms that begin with a word and go on.
    pub fn beginning<'a>(&'a self, word: &'a str) -> impl Iterator<Item = TermId> + 'a {
        let from = (std::ops::Bound::Excluded(word), std::ops::Bound::Unbounded);
        self.in_order
            .range::<str, _>(from)
            .take_while(move |(text, _)| text.starts_with(word))
            .map(|(_, id)| *id)
    }

    /// The terms that sound as a word does.
    pub fn sounding(&self, word: &str) -> &[TermId] {
        sound(word).and_then(|sound| self.by_sound.get(&*sound)).map_or(&[], Vec::as_slice)
    }

    /// The terms of a slot.
    pub fn of(&self, slot: Slot) -> &[Place] {
        self.slots.get(slot as usize).map_or(&[], |terms| terms)
    }

    /// The fields in which a slot has a term; 0: none.
    pub fn fields(&self, slot: Slot, term: TermId) -> Fields {
        let terms = self.of(slot);
        terms.binary_search_by_key(&term, |place| place.number()).map_or(0, |at| terms[at].fields())
    }

    /// Puts an entry's words into a slot, in the place of those that were there.
    pub fn put(&mut self, slot: Slot, words: HashMap<String, Fields>) {
        while self.slots.len() <= slot as usize {
            self.slots.push(Box::default());
        }
        let mut terms: Vec<Place> =
            words.into_iter().map(|(word, fields)| Place::new(self.number(word, fields), fields)).collect();
        terms.sort_unstable();
        let before = std::mem::replace(&mut self.slots[slot as usize], terms.clone().into_boxed_slice());
        for old in before.iter().filter(|old| terms.binary_search(old).is_err()) {
            let entries = &mut self.terms[old.number() as usize].entries;
            if let Ok(at) = entries.binary_search(&Place::new(slot, old.fields())) {
                entries.remove(at);
            }
        }
        for new in terms.iter().filter(|new| before.binary_search(new).is_err()) {
            let entries = &mut self.terms[new.number() as usize].entries;
            let entry = Place::new(slot, new.fields());
            // New slots are the greatest.
            if entries.last().is_none_or(|last| *last < entry) {
                entries.push(entry);
            } else if let Err(at) = entries.binary_search(&entry) {
                entries.insert(at, entry);
            }
        }
    }

    fn number(&mut self, word: String, fields: Fields) -> TermId {
        let id = self.get(&word).unwrap_or_else(|| self.add(word.into()));
        let term = &mut self.terms[id as usize];
        if fields & MADE == 0 && !term.is_spelt {
            term.is_spelt = true;
            let length = u8::try_from(term.text.len()).unwrap_or(u8::MAX);
            self.spelt.push(Glance { letters: letters(&term.text), term: id, length });
            if let Some(sound) = sound(&term.text) {
                self.by_sound.entry(sound).or_default().push(id);
            }
        }
        id
    }

    fn add(&mut self, text: Box<str>) -> TermId {
        // Sixteen million different words are no directory; whatever came then would share the last one's number.
        let id = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        if id >= MOST_SLOTS {
            return MOST_SLOTS - 1;
        }
        self.terms.push(Term { text: text.clone(), is_spelt: false, entries: vec![] });
        self.in_order.insert(text.clone(), id);
        self.by_text.insert(text, id);
        id
    }
}

/// How a word sounds; `None` for short words and for what is not made of letters.
fn sound(word: &str) -> Option<Box<str>> {
    if word.len() < 5 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let code = DoubleMetaphone::new(Some(8)).double_metaphone(word).primary();
    (code.len() >= 3).then(|| code.into())
}
