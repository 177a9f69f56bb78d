//! What an instrument asks, which answers it takes, and which direction is the better one.
//!
//! An instrument is a file (`data/instruments/*.toml`); how one is read and what it may hold is `file.rs`'s.

mod file;

use super::{Licences, MeasureError};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::LazyLock;

/// The stable name of an instrument in the log and in files: lower case, digits, underscores.
///
/// A key that a later version no longer ships stays readable in old cases.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InstrumentKey(pub String);

/// One instrument, well formed because it was read by [`Instrument::parse`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// Its stable name.
    pub key: InstrumentKey,
    /// Its short name on screen: `ONS4`.
    pub name: String,
    /// Its name in full.
    pub full_name: String,
    /// Who publishes it.
    pub source: String,
    /// Where it is published.
    pub address: String,
    /// Under which terms it may be used.
    pub licence: String,
    /// Whether it stays off until an administrator records the practice's licence.
    pub licensed: bool,
    /// What is said before the first item, where the instrument has words for it.
    pub intro: Option<String>,
    /// What is asked, in order; at least one.
    pub items: Vec<Item>,
    /// What the answers come to.
    pub scoring: Scoring,
}

/// One question of an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name, range, direction and bands.
    pub scale: Scale,
    /// Its wording; none where that may not be shipped.
    pub text: Option<String>,
    /// The answers that have words, lowest first; all of them, or only the ends of the scale, or none.
    pub answers: Vec<Answer>,
}

/// An answer in words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Its number.
    pub value: u8,
    /// Its words: `some of the time`.
    pub word: String,
}

/// What the answers come to. An instrument whose items are separate has no total, so that none can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scoring {
    /// Each item stands for itself.
    Separate,
    /// The answers are added up, on this scale.
    Sum(Scale),
}

/// A range of whole points, with its direction and bands: an item's, or a total's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// What is measured: `Life satisfaction`, `Loneliness`.
    pub name: String,
    /// The lowest value.
    pub min: u16,
    /// The highest value.
    pub max: u16,
    /// Which direction is the better one.
    pub better: Better,
    /// Its bands, lowest first: the whole range without a gap, or none.
    pub bands: Vec<Band>,
    /// Where the bands are from; some where there are bands.
    pub bands_source: Option<String>,
}

/// The direction in which a scale gets better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// A higher value is better: life satisfaction.
    Higher,
    /// A lower value is better: anxiety, loneliness.
    Lower,
}

/// A part of a scale that has a name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The first value in it.
    pub from: u16,
    /// The last value in it.
    pub to: u16,
    /// Its name: `very high`.
    pub name: String,
}

/// Instruments, each key once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruments(Vec<Instrument>);

/// Why a file is not an instrument: what is wrong, in words that its author can act on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This is not an instrument file: {0}.")]
pub struct InstrumentError(String);

/// The shipped instruments: ONS4 and UCLA-3 first, then those that need a licence.
pub fn instruments() -> &'static Instruments {
    static SHIPPED: LazyLock<Instruments> = LazyLock::new(|| {
        #[expect(clippy::expect_used, reason = "embedded at build time, and a test reads them")]
        let read = |text| Instrument::parse(text).expect("the shipped instruments are well formed");
        Instruments(
            [
                include_str!("../../data/instruments/ons4.toml"),
                include_str!("../../data/instruments/ucla3.toml"),
                include_str!("../../data/instruments/swemwbs.toml"),
                include_str!("../../data/instruments/mycaw.toml"),
                include_str!("../../data/instruments/pam.toml"),
            ]
            .map(read)
            .into(),
        )
    });
    &SHIPPED
}

impl Instruments {
    /// The instrument of a key.
    ///
    /// # Errors
    /// [`MeasureError::UnknownInstrument`] where there is none.
    pub fn get(&self, key: &InstrumentKey) -> Result<&Instrument, MeasureError> {
        self.0
            .iter()
            .find(|instrument| instrument.key == *key)
            .ok_or_else(|| MeasureError::UnknownInstrument(key.clone()))
    }

    /// All of them, in the order in which they are offered.
    pub fn all(&self) -> &[Instrument] {
        &self.0
    }

    /// These and one more, which takes the place of the one of its key: a practice's own file goes before the shipped one.
    #[must_use]
    pub fn with(mut self, instrument: Instrument) -> Self {
        match self.0.iter_mut().find(|known| known.key == instrument.key) {
            Some(known) => *known = instrument,
            None => self.0.push(instrument),
        }
        self
    }
}

impl Instrument {
    /// Whether it may be used: it needs no licence, or the practice's is recorded.
    pub fn is_on(&self, licences: &Licences) -> bool {
        !self.licensed || licences.contains(&self.key)
    }

    /// The scales that its results are on: the total's, or each item's.
    pub fn scales(&self) -> Vec<&Scale> {
        match &self.scoring {
            Scoring::Sum(total) => vec![total],
            Scoring::Separate => self.items.iter().map(|item| &item.scale).collect(),
        }
    }
}

impl Item {
    /// What is read out: the wording, or the name where that may not be shipped.
    pub fn asked(&self) -> &str {
        self.text.as_deref().unwrap_or(&self.scale.name)
    }

    /// The words of an answer, where it has any.
    pub fn word(&self, value: u8) -> Option<&str> {
        self.answers.iter().find(|answer| answer.value == value).map(|answer| answer.word.as_str())
    }
}

impl Scale {
    /// Whether a value is on it.
    pub fn contains(&self, value: u16) -> bool {
        (self.min..=self.max).contains(&value)
    }

    /// The name of the band that a value is in; none outside the scale, or where it has no bands.
    pub fn band(&self, value: u16) -> Option<&str> {
        self.bands.iter().find(|band| (band.from..=band.to).contains(&value)).map(|band| band.name.as_str())
    }
}

impl InstrumentKey {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InstrumentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for InstrumentKey {
    fn from(key: &str) -> Self {
        Self(key.to_owned())
    }
}
