//! Small numbers, hidden from everything that is exported, together with what would give them away.
//!
//! # What is hidden
//!
//! - every count from 1 to below the threshold, wherever it stands: in a table, as the report's `n`, among what is
//!   missing. 0 shows;
//! - as many other counts as are needed, so that the first cannot be worked out; never a 0. A hidden cell does not say
//!   for which of the two reasons it is;
//! - every value worked out of fewer than the threshold, or that rests on a hidden count; a percentage also where its
//!   part, or what is left of the whole, is small, and where it rests on no count that could be held against it.
//!
//! # What is guaranteed
//!
//! Whoever knows all that is shown, all sums that the report declares ([`Sum`](crate::domain::report::Sum),
//! [`Link`](crate::domain::report::Link)), and even which of the hidden counts are small and which are hidden for their
//! sake:
//!
//! - cannot work out any hidden count: for each there is another set of whole numbers that agrees with all of it, in
//!   which that count is different. That set is found before the count is called safe, not presumed;
//! - cannot work out how many are in none of the parts ([`Among`](crate::domain::report::Adds::Among)) where that is
//!   small, by the same measure;
//! - cannot work out a small number for hidden parts of one sum together: where the whole is shown, they make at
//!   least the threshold.
//!
//! Some counts follow from which counts are small alone: four rows that are not 0, of a small number together, are 1
//! each. As 0 shows, no hiding keeps them from somebody who knows that much, not even of everything; so nothing is
//! hidden that would not help. For them the guarantee holds for those who do not know which counts are small, whatever
//! else is shown. It is so only where it follows with everything hidden that is not 0. Where no set is found with
//! everything hidden that a count hangs together with, it holds for the same people: all may be twice as large.
//!
//! # What stays shown
//!
//! What a reader would miss least is hidden: cells before last lines, those before what is missing, and that before
//! `n`; small ones before large ones. What is hidden for the sake of others is shown again, in the opposite order,
//! wherever the guarantees hold with it shown. `n` is hidden where it is small, where it is one of a sum whose other
//! parts show and one may not, and where it says what the zeros leave open: 16 unmet needs in 16 cells that are not 0
//! are one each, and everybody sees it. For reports of thousands of counts, the showing again is cut off after so many
//! steps; more is hidden then than need be.
//!
//! # What is not
//!
//! A hidden count may still be known to lie between bounds. Two reports are not held against each other: one of
//! January to March and one of January to April differ by what happened in April. Sums that are not declared are not
//! known here. Nobody is kept from guessing who follows this very procedure back from its outcome.

mod choice;
mod evident;
mod sums;
mod witness;

#[cfg(test)]
mod tests;

use crate::domain::report::{Cell, Figure, Report, Row, Table, Unit};
use serde::{Deserialize, Serialize};
use sums::Sums;

/// What of a report is held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suppression {
    /// Nothing: for the practice's own terminal only.
    Nothing,
    /// Counts below a threshold, and what would give them away: for everything that leaves it.
    Below(Threshold),
}

/// The least count that is shown, besides 0; 5 unless a practice sets another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Threshold(u64);

/// A threshold under which nothing would be hidden, or everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "Small numbers cannot be hidden below {0}. Choose 3 to 100: below 3, a hidden number could only be a 1; 5 is usual."
)]
pub struct ThresholdError(u64);

impl Threshold {
    /// # Errors
    /// [`ThresholdError`] unless it is 3 to 100.
    pub fn new(least: u64) -> Result<Self, ThresholdError> {
        if (3..=100).contains(&least) { Ok(Self(least)) } else { Err(ThresholdError(least)) }
    }

    /// The least count that is shown, besides 0.
    pub fn least_shown(self) -> u64 {
        self.0
    }

    fn is_small(self, count: u64) -> bool {
        (1..self.0).contains(&count)
    }
}

impl Default for Threshold {
    fn default() -> Self {
        Self(5)
    }
}

impl TryFrom<u64> for Threshold {
    type Error = ThresholdError;

    fn try_from(least: u64) -> Result<Self, Self::Error> {
        Self::new(least)
    }
}

impl From<Threshold> for u64 {
    fn from(threshold: Threshold) -> Self {
        threshold.0
    }
}

/// The report without its small numbers, and without what would give them away. The same report gives the same.
#[must_use]
pub fn suppressed(report: &Report, threshold: Threshold) -> Report {
    let mut report = report.clone();
    for figure in choice::hide(Sums::of(&report, threshold)) {
        if let Some(cell) = report.cell_mut(figure) {
            *cell = Cell::Hidden;
        }
    }
    for table in &mut report.tables {
        hide_values(table, threshold);
    }
    report
}

/// Wholes that their parts do not make as the report declares it: whoever counted made a mistake, and what is hidden
/// may be worked out by another sum than the one that was declared. None in a report that is right.
pub fn contradictions(report: &Report) -> Vec<Figure> {
    Sums::of(report, Threshold::default()).contradictions
}

/// Hides what was worked out of too few, or of what is hidden.
fn hide_values(table: &mut Table, threshold: Threshold) {
    let Table { columns, rows, total, .. } = table;
    for row in rows.iter_mut().chain(total) {
        // A column may rest on one behind it that rests on another: as many rounds as columns reach the end.
        for _ in 0..columns.len() {
            for (at, column) in columns.iter().enumerate() {
                let rests =
                    |row: &Row| column.rests_on.iter().any(|on| row.cells.get(*on) == Some(&Cell::Hidden));
                let hide = match row.cells.get(at) {
                    Some(Cell::Of { value, n, unit }) => {
                        threshold.is_small(*n)
                            || (*unit == Unit::Percent
                                && (column.rests_on.is_empty() || tells_of_few(*value, *n, threshold)))
                            || rests(row)
                    }
                    Some(Cell::Set(_) | Cell::Missing | Cell::Hidden | Cell::Count(_) | Cell::Text(_))
                    | None => false,
                };
                if hide && let Some(cell) = row.cells.get_mut(at) {
                    *cell = Cell::Hidden;
                }
            }
        }
    }
}

/// Whether a percentage is that of a small count, or leaves a small one.
fn tells_of_few(percent: f64, whole: u64, threshold: Threshold) -> bool {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts of cases are far below 2^52, and a negative percentage is no share"
    )]
    let part = (percent * whole as f64 / 100.0).round() as u64;
    threshold.is_small(part) || threshold.is_small(whole.saturating_sub(part))
}
