//! How a phrase of the data file is found in a text.

use std::ops::Range;

/// How many words may stand where a phrase has `..`.
const GAP: usize = 3;
/// How many characters are looked at: more than a note may have.
const LONGEST: usize = 20_000;

/// Words in a row, as the data file writes them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Phrase(pub(super) Vec<Step>);

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// Whether other words may stand before it.
    after_gap: bool,
    /// Any of these.
    pub(super) either: Vec<Stem>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stem {
    pub(super) text: String,
    whole: bool,
}

impl Phrase {
    pub(super) fn read(text: &str) -> Self {
        let mut steps = Vec::new();
        let mut after_gap = false;
        for word in text.split_whitespace() {
            if word == ".." {
                after_gap = true;
                continue;
            }
            let either = word
                .split('|')
                .map(|word| match word.strip_suffix('*') {
                    Some(stem) => Stem { text: stem.to_owned(), whole: false },
                    None => Stem { text: word.to_owned(), whole: true },
                })
                .collect();
            steps.push(Step { after_gap, either });
            after_gap = false;
        }
        Self(steps)
    }

    /// The words that it fits, beginning exactly at `start`.
    pub(super) fn at(&self, words: &[Word], start: usize) -> Option<Range<usize>> {
        fit(&self.0, words, start, true).map(|end| start..end)
    }
}

/// Where the words end that fit the steps from `at` on.
fn fit(steps: &[Step], words: &[Word], at: usize, first: bool) -> Option<usize> {
    let Some((step, rest)) = steps.split_first() else { return Some(at) };
    let reach = if step.after_gap { GAP } else { 0 };
    for place in at..=at + reach {
        let word = words.get(place)?;
        if word.begins_sentence && !(first && place == at) {
            return None;
        }
        let fits = |stem: &Stem| {
            if stem.whole { word.text == stem.text } else { word.text.starts_with(&stem.text) }
        };
        if step.either.iter().any(fits)
            && let Some(end) = fit(rest, words, place + 1, false)
        {
            return Some(end);
        }
    }
    None
}

/// A word of a text, as it is compared.
pub(super) struct Word {
    text: String,
    /// In bytes.
    pub(super) range: Range<usize>,
    /// Whether a sentence ended before it.
    begins_sentence: bool,
}

/// The words of a text.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut inside = false;
    let mut begins_sentence = true;
    for (at, c) in text.char_indices().take(LONGEST) {
        let end = at + c.len_utf8();
        match out.last_mut().filter(|_| inside) {
            // An apostrophe belongs to its word and is not compared: `can't` is `cant`.
            Some(_) if matches!(c, '\'' | '\u{2018}' | '\u{2019}') => {}
            Some(word) if c.is_alphanumeric() => {
                word.text.extend(c.to_lowercase());
                word.range.end = end;
            }
            None if c.is_alphanumeric() => {
                out.push(Word { text: c.to_lowercase().collect(), range: at..end, begins_sentence });
                inside = true;
                begins_sentence = false;
            }
            _ => {
                inside = false;
                begins_sentence |= matches!(c, '.' | '!' | '?' | ';' | '\n');
            }
        }
    }
    out
}
