//! What changed between two measures of the same patient, and which two are compared.
//!
//! Only the same patient's are: averages of different people before and after say nothing of anybody.

use super::instrument::{Better, Instrument, InstrumentKey, Scale};
use super::{Filled, Point};
use std::collections::BTreeMap;

/// What changed from one measure to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<'a> {
    /// Days from the first to the second; below 0 where they were given the wrong way round.
    pub days: i32,
    /// Each item, or the total alone, as the instrument is scored.
    pub differences: Vec<Difference<'a>>,
}

/// What changed on one scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference<'a> {
    /// The scale.
    pub scale: &'a Scale,
    /// The value before; none where it is missing.
    pub before: Option<u16>,
    /// The value after; none where it is missing.
    pub after: Option<u16>,
}

/// Which way it went, by the scale's direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turn {
    /// For the better.
    Better,
    /// Neither.
    Same,
    /// For the worse.
    Worse,
}

/// What changed from one measure of an instrument to another.
pub fn change<'a>(before: &Filled, after: &Filled, instrument: &'a Instrument) -> Change<'a> {
    let (first, second) = (instrument.score(before), instrument.score(after));
    let differences = first
        .values()
        .iter()
        .zip(second.values())
        .map(|(first, second)| Difference { scale: first.scale, before: first.value, after: second.value })
        .collect();
    Change { days: (after.on - before.on).get_days(), differences }
}

/// The two measures of each instrument that are compared, by the instruments' keys: the earliest baseline, and the latest
/// review or end on a later day. An instrument without both has no pair.
///
/// `filled` is one case's, in the order of recording: of several on one day the one that was recorded last counts.
pub fn pairs(filled: &[Filled]) -> Vec<(&Filled, &Filled)> {
    let mut by_instrument: BTreeMap<&InstrumentKey, Vec<&Filled>> = BTreeMap::new();
    for one in filled {
        by_instrument.entry(&one.instrument).or_default().push(one);
    }
    by_instrument
        .into_values()
        .filter_map(|all| {
            let before = baseline(all.iter().copied())?;
            // `max_by_key` takes the last of equals, which was recorded last.
            let after = all.iter().copied().filter(|one| follows(one, before)).max_by_key(|one| one.on)?;
            Some((before, after))
        })
        .collect()
}

/// The earliest baseline of one instrument's measures; of several on one day the one that was recorded last.
pub(super) fn baseline<'a>(filled: impl DoubleEndedIterator<Item = &'a Filled>) -> Option<&'a Filled> {
    // `min_by_key` takes the first of equals, so they are looked at from the end.
    filled.rev().filter(|one| one.point == Point::Baseline).min_by_key(|one| one.on)
}

/// Whether a measure is a review or end on a day after the baseline's.
pub(super) fn follows(one: &Filled, baseline: &Filled) -> bool {
    one.point != Point::Baseline && one.on > baseline.on
}

impl Change<'_> {
    /// A line for each scale: `loneliness 8 -> 5, better by 3, in 84 days`.
    pub fn in_words(&self) -> Vec<String> {
        let days = if self.days == 1 { "1 day".to_owned() } else { format!("{} days", self.days) };
        self.differences.iter().map(|difference| format!("{}, in {days}", difference.in_words())).collect()
    }
}

impl Difference<'_> {
    /// After less before, in points of the scale; none where either is missing.
    pub fn points(&self) -> Option<i32> {
        Some(i32::from(self.after?) - i32::from(self.before?))
    }

    /// By how many points it is better: below 0 where it is worse. None where either is missing.
    pub fn better_by(&self) -> Option<i32> {
        let points = self.points()?;
        Some(match self.scale.better {
            Better::Higher => points,
            Better::Lower => -points,
        })
    }

    /// Which way it went; none where either is missing.
    pub fn turn(&self) -> Option<Turn> {
        Some(match self.better_by()? {
            1.. => Turn::Better,
            0 => Turn::Same,
            ..0 => Turn::Worse,
        })
    }

    /// In words: `loneliness 8 -> 5, better by 3`; `anxiety 4 -> not answered, no comparison`.
    pub fn in_words(&self) -> String {
        let said = |value: Option<u16>| value.map_or("not answered".to_owned(), |value| value.to_string());
        let how = match self.better_by() {
            None => "no comparison".to_owned(),
            Some(0) => "the same".to_owned(),
            Some(points @ 1..) => format!("better by {points}"),
            Some(points) => format!("worse by {}", points.unsigned_abs()),
        };
        format!("{} {} -> {}, {how}", self.scale.in_sentence(), said(self.before), said(self.after))
    }
}
