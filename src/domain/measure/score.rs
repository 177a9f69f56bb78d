//! What the answers of one filled instrument come to.
//!
//! Nothing is imputed: a total with an item missing is missing.

use super::Filled;
use super::instrument::{Instrument, Item, Scale, Scoring};

/// What the answers come to. Separate items have no total to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Score<'a> {
    /// A value for each item.
    Separate(Vec<Value<'a>>),
    /// One total.
    Sum(Value<'a>),
}

/// A value on its scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value<'a> {
    /// The scale, with its name, range and direction.
    pub scale: &'a Scale,
    /// The value; none where it is missing.
    pub value: Option<u16>,
}

impl Instrument {
    /// What the answers come to.
    ///
    /// An answer that this instrument has not (another instrument's, or one of a file that was replaced since) is missing.
    pub fn score(&self, filled: &Filled) -> Score<'_> {
        let answers = self.items.iter().enumerate().map(|(at, item)| self.answer(filled, at, item));
        match &self.scoring {
            Scoring::Separate => Score::Separate(answers.collect()),
            Scoring::Sum(scale) => {
                let value = answers.map(|answer| answer.value).sum::<Option<u16>>();
                Score::Sum(Value { scale, value })
            }
        }
    }

    fn answer<'a>(&self, filled: &Filled, at: usize, item: &'a Item) -> Value<'a> {
        let same = filled.instrument == self.key && filled.answers.len() == self.items.len();
        let given = filled.answers.get(at).copied().flatten().map(u16::from);
        Value { scale: &item.scale, value: given.filter(|value| same && item.scale.contains(*value)) }
    }
}

impl Instrument {
    /// What the answers come to, in words: `UCLA-3: loneliness 8, lonely`; separate items one after the other.
    pub fn said(&self, filled: &Filled) -> String {
        let score = self.score(filled);
        let values: Vec<String> = score.values().iter().map(Value::in_words).collect();
        format!("{}: {}", self.name, values.join("; "))
    }
}

impl<'a> Score<'a> {
    /// What is shown and compared: each item, or the total alone.
    pub fn values(&self) -> &[Value<'a>] {
        match self {
            Self::Separate(values) => values,
            Self::Sum(value) => std::slice::from_ref(value),
        }
    }
}

impl<'a> Value<'a> {
    /// The name of the band that it is in, where it is not missing and the scale has bands.
    pub fn band(&self) -> Option<&'a str> {
        self.scale.band(self.value?)
    }

    /// In words: `life satisfaction 4, low`; `anxiety not answered`.
    pub fn in_words(&self) -> String {
        let name = self.scale.in_sentence();
        match (self.value, self.band()) {
            (None, _) => format!("{name} not answered"),
            (Some(value), None) => format!("{name} {value}"),
            (Some(value), Some(band)) => format!("{name} {value}, {band}"),
        }
    }
}

impl Scale {
    /// Its name within a sentence: `Life satisfaction` begins small, `UCLA total` does not.
    pub(super) fn in_sentence(&self) -> String {
        let mut letters = self.name.chars();
        match (letters.next(), letters.clone().next()) {
            (Some(first), Some(second)) if second.is_lowercase() => {
                first.to_lowercase().chain(letters).collect()
            }
            _ => self.name.clone(),
        }
    }
}
