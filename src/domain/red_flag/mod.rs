//! Words and needs that mean "not for social prescribing", found in what is typed.
//!
//! What is looked for is data (`data/red_flags.toml`); who is called instead is [`call_card`](super::call_card)'s;
//! that going on needs a reason is the case's.
//!
//! Negation is deliberately not understood: `denies suicidal thoughts` raises the flag like any other. A "not" that was
//! read wrongly would hide an emergency; a card shown for nothing costs a sentence.

mod phrase;

use super::need::NeedKey;
use phrase::{Phrase, Word, words};
use serde::Deserialize;
use std::ops::Range;
use std::sync::LazyLock;

/// One thing that is not for social prescribing.
#[derive(Debug, PartialEq, Eq)]
pub struct RedFlag {
    /// Its stable name, as it is recorded.
    pub key: String,
    /// What it is called on screen.
    pub title: String,
    /// The entries of the call card that it brings up, by key, in the order in which they are shown.
    pub call: Vec<String>,
    /// The needs that raise it by being chosen.
    pub needs: Vec<NeedKey>,
    phrases: Vec<Phrase>,
    unless: Vec<Phrase>,
}

/// A red flag in a text, with the words that raised it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// The flag.
    pub flag: &'static RedFlag,
    /// Where the words stand in the text, in bytes.
    pub range: Range<usize>,
    /// The words as they were typed.
    pub words: String,
}

/// All red flags, the most pressing first.
pub fn all() -> &'static [RedFlag] {
    static FLAGS: LazyLock<Vec<RedFlag>> = LazyLock::new(|| {
        #[expect(clippy::expect_used, reason = "embedded at build time, and a test reads it")]
        let file: File =
            toml::from_str(include_str!("../data/red_flags.toml")).expect("the red flags are well formed");
        file.flag.into_iter().map(RedFlag::from).collect()
    });
    &FLAGS
}

/// The red flag of a key.
pub fn get(key: &str) -> Option<&'static RedFlag> {
    all().iter().find(|flag| flag.key == key)
}

/// The red flags that a text raises, the most pressing first, each once with the first words that raised it.
pub fn scan(text: &str) -> Vec<Raised> {
    let words = words(text);
    all()
        .iter()
        .filter_map(|flag| {
            let found = flag.first_in(&words)?;
            let range = words[found.start].range.start..words[found.end - 1].range.end;
            Some(Raised { flag, words: text[range.clone()].to_owned(), range })
        })
        .collect()
}

/// The red flag that the choice of a need raises.
pub fn for_need(need: &NeedKey) -> Option<&'static RedFlag> {
    all().iter().find(|flag| flag.needs.contains(need))
}

impl RedFlag {
    /// The first words, by their places, that raise this flag.
    fn first_in(&self, words: &[Word]) -> Option<Range<usize>> {
        let starts = 0..words.len();
        let mut found = starts
            .clone()
            .flat_map(|start| self.phrases.iter().filter_map(move |phrase| phrase.at(words, start)))
            .peekable();
        // Nearly every text raises nothing: what would excuse it is looked for only where there is something.
        found.peek()?;
        let excused: Vec<Range<usize>> = starts
            .flat_map(|start| self.unless.iter().filter_map(move |phrase| phrase.at(words, start)))
            .collect();
        found.find(|found| {
            !excused.iter().any(|excused| excused.start < found.end && found.start < excused.end)
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    flag: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    key: String,
    title: String,
    call: Vec<String>,
    #[serde(default)]
    needs: Vec<NeedKey>,
    phrases: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
}

impl From<Row> for RedFlag {
    fn from(row: Row) -> Self {
        let phrases = |texts: Vec<String>| texts.iter().map(|text| Phrase::read(text)).collect();
        Self {
            key: row.key,
            title: row.title,
            call: row.call,
            needs: row.needs,
            phrases: phrases(row.phrases),
            unless: phrases(row.unless),
        }
    }
}

#[cfg(test)]
mod tests;
