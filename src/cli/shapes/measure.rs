//! The JSON of measures: what was answered, what it comes to, and what changed since the baseline.

use crate::cli::shapes::case::DoneShape;
use crate::domain::case::work::{MeasureDeclined, Measured};
use crate::domain::measure::Filled;
use crate::domain::measure::change::{self, Change, Difference};
use crate::domain::measure::instrument::{Instrument, instruments};
use crate::domain::measure::score::Value;
use jiff::civil::Date;
use serde::Serialize;

/// A filled instrument.
#[derive(Clone, Debug, Serialize)]
pub struct MeasureShape {
    /// Its number in the case.
    pub number: u32,
    /// The instrument's key.
    pub instrument: String,
    /// Its short name.
    pub name: String,
    /// `baseline`, `review` or `end`.
    pub point: &'static str,
    /// The day.
    pub on: Date,
    /// The answers; `null`: not answered.
    pub answers: Vec<Option<u8>>,
    /// What they come to: each item by itself, or the total alone.
    pub values: Vec<ValueShape>,
    /// What changed since the baseline of an earlier day; empty where there is none.
    pub change: Vec<ChangeShape>,
    /// Days since that baseline.
    pub days: Option<i32>,
}

/// An instrument that the patient did not want to fill in.
#[derive(Clone, Debug, Serialize)]
pub struct DeclinedShape {
    /// Its number in the case.
    pub number: u32,
    /// The instrument's key.
    pub instrument: String,
    /// `baseline`, `review` or `end`.
    pub point: &'static str,
    /// The day.
    pub on: Date,
}

/// A value on its scale.
#[derive(Clone, Debug, Serialize)]
pub struct ValueShape {
    /// What is measured.
    pub name: String,
    /// `null`: missing.
    pub value: Option<u16>,
    /// The name of its band, where the scale has any.
    pub band: Option<String>,
    /// The lowest value.
    pub min: u16,
    /// The highest value.
    pub max: u16,
}

/// What changed on one scale.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeShape {
    /// What is measured.
    pub name: String,
    /// The value at the baseline.
    pub before: Option<u16>,
    /// The value now.
    pub after: Option<u16>,
    /// By how many points it is better; below 0: worse; `null`: no comparison.
    pub better_by: Option<i32>,
    /// In words.
    pub said: String,
}

/// A measure was kept (`signpost case ID measure ...`).
#[derive(Clone, Debug, Serialize)]
pub struct MeasureDoneShape {
    /// What was done.
    #[serde(flatten)]
    pub done: DoneShape,
    /// What it comes to.
    pub measure: MeasureShape,
}

impl From<&MeasureDeclined> for DeclinedShape {
    fn from(one: &MeasureDeclined) -> Self {
        let declined = &one.declined;
        Self {
            number: one.number,
            instrument: declined.instrument.to_string(),
            point: declined.point.word(),
            on: declined.on,
        }
    }
}

impl MeasureShape {
    /// One of a case's measures, with what changed since the baseline before it.
    pub fn of(one: &Measured, all: &[Measured]) -> Self {
        let filled = &one.filled;
        let instrument = instruments().get(&filled.instrument).ok();
        let changed = instrument.and_then(|instrument| since_baseline(one, all, instrument));
        Self {
            number: one.number,
            instrument: filled.instrument.to_string(),
            name: instrument.map_or_else(|| filled.instrument.to_string(), |known| known.name.clone()),
            point: filled.point.word(),
            on: filled.on,
            answers: filled.answers.clone(),
            values: instrument.map(|instrument| values(filled, instrument)).unwrap_or_default(),
            change: changed.as_ref().map(ChangeShape::of).unwrap_or_default(),
            days: changed.as_ref().map(|changed| changed.days),
        }
    }

    /// What changed, a line each: `loneliness 8 -> 5, better by 3, in 84 days`.
    pub fn changed(&self) -> Vec<String> {
        let days = self.days.unwrap_or_default();
        let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
        self.change.iter().map(|change| format!("{}, in {days}", change.said)).collect()
    }
}

impl ChangeShape {
    fn of(changed: &Change<'_>) -> Vec<Self> {
        let shape = |one: &Difference<'_>| Self {
            name: one.scale.name.clone(),
            before: one.before,
            after: one.after,
            better_by: one.better_by(),
            said: one.in_words(),
        };
        changed.differences.iter().map(shape).collect()
    }
}

fn values(filled: &Filled, instrument: &Instrument) -> Vec<ValueShape> {
    let score = instrument.score(filled);
    let shape = |value: &Value<'_>| ValueShape {
        name: value.scale.name.clone(),
        value: value.value,
        band: value.band().map(str::to_owned),
        min: value.scale.min,
        max: value.scale.max,
    };
    score.values().iter().map(shape).collect()
}

/// What changed from the baseline to this measure, whatever was filled after it.
fn since_baseline<'a>(one: &Measured, all: &[Measured], instrument: &'a Instrument) -> Option<Change<'a>> {
    let own = |other: &&Measured| {
        let filled = &other.filled;
        filled.instrument == one.filled.instrument
            && (filled.on < one.filled.on || filled.on == one.filled.on && other.number <= one.number)
    };
    let mut until: Vec<&Measured> = all.iter().filter(own).collect();
    // The last that was recorded counts where several are of one day.
    until.sort_by_key(|other| other.number);
    let until: Vec<Filled> = until.into_iter().map(|other| other.filled.clone()).collect();
    let pairs = change::pairs(&until);
    let (before, after) = pairs.first()?;
    (**after == one.filled).then(|| change::change(before, after, instrument))
}
