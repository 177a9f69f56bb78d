//! The words of an index, each with a number: by themselves, in the order of the alphabet, by length, by sound.

use super::{MOST, TermId};
use crate::search::text::slips::letters;
use crate::search::text::sound::sound;
use foldhash::fast::RandomState;
use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::sync::Arc;

/// Words of this length and longer are kept together.
const LONG: usize = 40;

/// What tells at a glance that a term is not like a word.
#[derive(Clone, Copy, Debug)]
pub struct Glance {
    /// Which letters it has.
    pub letters: u32,
    /// Its first byte.
    pub first: u8,
    /// Its length in bytes, at most 255.
    pub length: u8,
    /// The term.
    pub term: TermId,
}

/// The words.
#[derive(Debug, Default)]
pub struct Vocabulary {
    texts: Vec<Arc<str>>,
    /// By term: written so by some entry, not only made of neighbours or initials. Nobody mistypes what is made.
    is_spelt: Vec<bool>,
    by_text: HashMap<Arc<str>, TermId, RandomState>,
    in_order: BTreeMap<Arc<str>, TermId>,
    by_sound: HashMap<Box<str>, Vec<TermId>, RandomState>,
    /// Those that can be misspelt, by their length in bytes: no numbers, of which there is no end.
    by_length: Vec<Vec<Glance>>,
}

impl Vocabulary {
    /// A term's text.
    pub fn text(&self, term: TermId) -> &Arc<str> {
        &self.texts[term as usize]
    }

    /// A word's term.
    pub fn get(&self, word: &str) -> Option<TermId> {
        self.by_text.get(word).copied()
    }

    /// The terms that begin with a word and go on, in the order of the alphabet.
    pub fn beginning<'a>(&'a self, word: &'a str) -> impl Iterator<Item = TermId> + 'a {
        let from = (Bound::Excluded(word), Bound::Unbounded);
        let range = self.in_order.range::<str, _>(from);
        range.take_while(move |(text, _)| text.starts_with(word)).map(|(_, term)| *term)
    }

    /// The terms that sound as a word does.
    pub fn sounding(&self, word: &str) -> &[TermId] {
        sound(word).and_then(|sound| self.by_sound.get(&*sound)).map_or(&[], Vec::as_slice)
    }

    /// The terms that can be misspelt, with a length in bytes from `least` to `most`.
    pub fn of_length(&self, least: usize, most: usize) -> impl Iterator<Item = &[Glance]> {
        let most = most.min(LONG).min(self.by_length.len().saturating_sub(1));
        (least..=most).filter_map(|length| self.by_length.get(length).map(Vec::as_slice))
    }

    /// The number of a word, a new one where it has none. `None`: there are as many words as can be.
    pub fn number(&mut self, word: &str, is_spelt: bool) -> Option<TermId> {
        let term = if let Some(term) = self.by_text.get(word) {
            *term
        } else {
            let term = u32::try_from(self.texts.len()).ok().filter(|term| *term < MOST)?;
            let text: Arc<str> = word.into();
            self.texts.push(Arc::clone(&text));
            self.is_spelt.push(false);
            self.in_order.insert(Arc::clone(&text), term);
            self.by_text.insert(text, term);
            term
        };
        if is_spelt && !self.is_spelt[term as usize] {
            self.is_spelt[term as usize] = true;
            if !word.bytes().any(|byte| byte.is_ascii_digit()) {
                let length = word.len().min(LONG);
                if self.by_length.len() <= length {
                    self.by_length.resize(length + 1, vec![]);
                }
                let first = word.as_bytes().first().copied().unwrap_or(0);
                let bytes = u8::try_from(word.len()).unwrap_or(u8::MAX);
                self.by_length[length].push(Glance { letters: letters(word), first, length: bytes, term });
            }
            if let Some(sound) = sound(word) {
                self.by_sound.entry(sound).or_default().push(term);
            }
        }
        Some(term)
    }

    /// How many bytes it takes, roughly.
    pub fn bytes(&self) -> usize {
        // A text with its counts, three references, a place in each of the five.
        self.texts.iter().map(|text| text.len() + 16 + 3 * 16 + 40).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_by_its_beginning_its_length_and_its_sound() {
        let mut words = Vocabulary::default();
        let all =
            ["food", "foodbank", "physiotherapy", "fo"].map(|word| words.number(word, true).expect("room"));
        assert_eq!(words.beginning("foo").collect::<Vec<_>>(), [all[0], all[1]]);
        assert_eq!(words.beginning("food").collect::<Vec<_>>(), [all[1]]);
        assert_eq!(words.sounding("fisiotherapy"), [all[2]]);
        let of_four: Vec<_> = words.of_length(4, 5).flatten().map(|glance| glance.term).collect();
        assert_eq!(of_four, [all[0]]);
        assert_eq!(words.number("food", false), Some(all[0]));
    }
}
