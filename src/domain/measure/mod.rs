//! Measures: one filled instrument, at baseline, review or end, and what may be recorded.
//!
//! What an instrument asks is data ([`instrument`]); what its answers come to is [`score`]'s, what changed between two
//! is [`change`]'s, and when one is due is [`due`]'s. Who may record and read a measure is the case's.

pub mod change;
pub mod due;
pub mod instrument;
pub mod score;

use crate::domain::dates;
use instrument::{Instrument, InstrumentKey, Instruments};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// One instrument as a patient answered it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// Which instrument.
    pub instrument: InstrumentKey,
    /// When in the episode.
    pub point: Point,
    /// The day on which the patient answered.
    pub on: Date,
    /// One answer an item, in the instrument's order; none where the patient did not answer. That is missing, and stays so:
    /// nothing is ever put in its place.
    pub answers: Vec<Option<u8>>,
}

/// One instrument that a patient did not want to fill in at all, when they were asked to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declined {
    /// Which instrument.
    pub instrument: InstrumentKey,
    /// When in the episode.
    pub point: Point,
    /// The day on which they said so.
    pub on: Date,
}

/// When in an episode a measure is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Point {
    /// At the beginning, before anything could have helped.
    Baseline,
    /// On the way.
    Review,
    /// When the case closes.
    End,
}

/// The instruments whose licence an administrator of the practice has recorded.
pub type Licences = BTreeSet<InstrumentKey>;

/// Why a measure cannot be recorded: what is wrong, and what to do. Nothing was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum MeasureError {
    /// No instrument has this key.
    #[error("There is no instrument \"{0}\" here. Choose one from the list of measures.")]
    UnknownInstrument(InstrumentKey),
    /// It needs a licence, and none is recorded.
    #[error(
        "{0} needs a licence, and none is recorded. Ask an administrator to record the practice's licence."
    )]
    NotLicensed(String),
    /// More or fewer answers than items.
    #[error(
        "{name} has {items} items, and {given} answers were given. Give one for each, or leave it unanswered."
    )]
    Answers {
        /// The instrument's name.
        name: String,
        /// How many items it has.
        items: usize,
        /// How many answers there were.
        given: usize,
    },
    /// An answer that the item has not.
    #[error(
        "{item} goes from {min} to {max}, and {given} is outside. Check the answer, or leave it unanswered."
    )]
    OutOfRange {
        /// The item's name.
        item: String,
        /// The lowest answer.
        min: u16,
        /// The highest answer.
        max: u16,
        /// What was given.
        given: u8,
    },
    /// No item was answered.
    #[error("Nothing of {0} is answered. Answer at least one item, or leave the measure for another day.")]
    NothingAnswered(String),
    /// After today.
    #[error("{} is in the future. Check the date.", dates::short(*.0))]
    Future(Date),
    /// Before the patient was born.
    #[error("{} is before the patient was born ({}). Check the date.", dates::short(*.on), dates::short(*.born))]
    BeforeBirth {
        /// The measure's date.
        on: Date,
        /// The birth date.
        born: Date,
    },
}

impl Filled {
    /// Whether it may be recorded. The birth date is none where it is not known.
    ///
    /// # Errors
    /// See [`MeasureError`]; the date first, then the answers in their order.
    pub fn check(
        &self,
        instruments: &Instruments,
        licences: &Licences,
        today: Date,
        born: Option<Date>,
    ) -> Result<(), MeasureError> {
        let instrument = usable(instruments, &self.instrument, licences)?;
        may_have_been(self.on, today, born)?;
        self.check_answers(instrument)
    }

    fn check_answers(&self, instrument: &Instrument) -> Result<(), MeasureError> {
        if self.answers.len() != instrument.items.len() {
            return Err(MeasureError::Answers {
                name: instrument.name.clone(),
                items: instrument.items.len(),
                given: self.answers.len(),
            });
        }
        for (item, answer) in instrument.items.iter().zip(&self.answers) {
            if let Some(given) = answer.filter(|given| !item.scale.contains(u16::from(*given))) {
                return Err(MeasureError::OutOfRange {
                    item: item.scale.name.clone(),
                    min: item.scale.min,
                    max: item.scale.max,
                    given,
                });
            }
        }
        if self.missing() == self.answers.len() {
            return Err(MeasureError::NothingAnswered(instrument.name.clone()));
        }
        Ok(())
    }

    /// How many items were not answered.
    pub fn missing(&self) -> usize {
        self.answers.iter().filter(|answer| answer.is_none()).count()
    }
}

impl Declined {
    /// Whether it may be recorded. The birth date is none where it is not known.
    ///
    /// # Errors
    /// See [`MeasureError`]: what nobody may be asked cannot be declined, and it was on a day of their life.
    pub fn check(
        &self,
        instruments: &Instruments,
        licences: &Licences,
        today: Date,
        born: Option<Date>,
    ) -> Result<(), MeasureError> {
        usable(instruments, &self.instrument, licences)?;
        may_have_been(self.on, today, born)
    }
}

fn usable<'a>(
    instruments: &'a Instruments,
    key: &InstrumentKey,
    licences: &Licences,
) -> Result<&'a Instrument, MeasureError> {
    let instrument = instruments.get(key)?;
    if instrument.is_on(licences) {
        Ok(instrument)
    } else {
        Err(MeasureError::NotLicensed(instrument.name.clone()))
    }
}

fn may_have_been(on: Date, today: Date, born: Option<Date>) -> Result<(), MeasureError> {
    match born {
        _ if on > today => Err(MeasureError::Future(on)),
        Some(born) if on < born => Err(MeasureError::BeforeBirth { on, born }),
        _ => Ok(()),
    }
}

impl Point {
    /// All of them, in the order of an episode.
    pub const ALL: [Self; 3] = [Self::Baseline, Self::Review, Self::End];

    /// The plain word, on screen and in the log.
    pub fn word(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Review => "review",
            Self::End => "end",
        }
    }

    /// The point of a plain word, in any case.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|point| point.word().eq_ignore_ascii_case(word.trim()))
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests;
