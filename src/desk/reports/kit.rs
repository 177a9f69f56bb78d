//! What every report is put together with: the days it is about, counts by row and column, and how values are spread.

use crate::domain::case::Case;
use crate::domain::id::StaffId;
use crate::domain::need::{NeedKey, catalogue};
use crate::domain::practice::Practice;
use crate::domain::report::{Adds, Cell, Column, Link, Period, Row, Sum, Table, Unit};
use crate::domain::staff::Staff;
use crate::domain::working_days::WorkingDays;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// What a report is counted within: its days, and what the practice knows of days and of who works there.
pub(super) struct Within<'a> {
    /// The days that the report covers.
    pub period: Period,
    /// The instant it is made at.
    pub now: Timestamp,
    /// The day of that instant.
    pub today: Date,
    /// The first instant of the period, and the first one behind it.
    pub bounds: (Timestamp, Timestamp),
    /// Where the practice is.
    pub zone: &'a TimeZone,
    /// The days on which people work.
    pub days: &'a WorkingDays,
    /// Everybody who works or worked there.
    pub staff: BTreeMap<StaffId, Staff>,
    /// The practice.
    pub practice: Practice,
}

/// A report's figures, before it is said whose and of which days they are.
pub(super) struct Figures {
    /// How many it rests on.
    pub n: u64,
    /// What `n` counts.
    pub counted: &'static str,
    /// What could not be counted, and how many.
    pub missing: Vec<(String, u64)>,
    /// What its words mean.
    pub definitions: Vec<String>,
    /// What a reader must bear in mind.
    pub notes: Vec<String>,
    /// The tables.
    pub tables: Vec<Table>,
    /// What adds up across them.
    pub links: Vec<Link>,
}

/// Something that is fed case by case, and holds nothing but counts.
pub(super) trait Count {
    /// Counts one case. Those that were taken back do not come here.
    fn case(&mut self, case: &Case, within: &Within<'_>);
    /// What was counted.
    fn figures(self, within: &Within<'_>) -> Figures;
}

impl Within<'_> {
    /// Whether something happened in the period.
    pub fn covers(&self, at: Timestamp) -> bool {
        (self.bounds.0..self.bounds.1).contains(&at)
    }

    /// The day of an instant, where the practice is.
    pub fn day(&self, at: Timestamp) -> Date {
        self.zone.to_datetime(at).date()
    }

    /// How many working days lie between two instants: 0 on the same day.
    pub fn working_days(&self, from: Timestamp, to: Timestamp) -> i32 {
        i32::try_from(self.days.between(self.day(from), self.day(to))).unwrap_or(i32::MAX)
    }
}

/// Counts by row and column, each thing in one of each.
pub(super) struct Cross<R> {
    columns: usize,
    rows: BTreeMap<R, Vec<u64>>,
}

impl<R: Ord> Cross<R> {
    /// Nothing yet, in so many columns.
    pub fn new(columns: usize) -> Self {
        Self { columns, rows: BTreeMap::new() }
    }

    /// Counts one thing.
    pub fn add(&mut self, row: R, column: usize) {
        let counts = self.rows.entry(row).or_insert_with(|| vec![0; self.columns]);
        if let Some(count) = counts.get_mut(column) {
            *count += 1;
        }
    }

    /// The counts of a row; nothing was counted there: zeros.
    pub fn row(&self, row: &R) -> Vec<u64> {
        self.rows.get(row).cloned().unwrap_or_else(|| vec![0; self.columns])
    }

    /// The rows in which something was counted, in their order.
    pub fn rows(&self) -> impl Iterator<Item = (&R, &Vec<u64>)> {
        self.rows.iter()
    }

    /// The rows in which something was counted, those with the most first.
    pub fn most_first(&self) -> Vec<(&R, &Vec<u64>)> {
        let mut rows: Vec<_> = self.rows.iter().collect();
        rows.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.iter().sum::<u64>()));
        rows
    }

    /// What was counted in each column.
    pub fn total(&self) -> Vec<u64> {
        let mut total = vec![0; self.columns];
        for counts in self.rows.values() {
            for (sum, count) in total.iter_mut().zip(counts) {
                *sum += count;
            }
        }
        total
    }

    /// All that was counted.
    pub fn all(&self) -> u64 {
        self.total().iter().sum()
    }
}

/// How whole numbers are spread: how often each was seen. As small as there are different numbers.
#[derive(Clone, Default)]
pub(super) struct Spread {
    seen: BTreeMap<i32, u64>,
    n: u64,
}

impl Spread {
    /// Takes one in.
    pub fn add(&mut self, value: i32) {
        *self.seen.entry(value).or_default() += 1;
        self.n += 1;
    }

    /// Takes in what another has seen.
    pub fn join(&mut self, other: &Self) {
        for (value, times) in &other.seen {
            *self.seen.entry(*value).or_default() += times;
        }
        self.n += other.n;
    }

    /// How many there were.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// How many lay in a range.
    pub fn within(&self, range: std::ops::RangeInclusive<i32>) -> u64 {
        self.seen.range(range).map(|(_, times)| times).sum()
    }

    /// The middle one; of an even number, halfway between the two in the middle.
    pub fn median(&self, unit: Unit) -> Cell {
        let (Some(low), Some(high)) = (self.at(self.n.div_ceil(2)), self.at(self.n / 2 + 1)) else {
            return Cell::Missing;
        };
        Cell::Of { value: f64::midpoint(f64::from(low), f64::from(high)), n: self.n, unit }
    }

    /// The least one that nine of ten are not above.
    pub fn ninth_tenth(&self, unit: Unit) -> Cell {
        let place = (self.n * 9).div_ceil(10);
        self.at(place).map_or(Cell::Missing, |value| Cell::Of { value: f64::from(value), n: self.n, unit })
    }

    /// The value at a place, counted from 1.
    fn at(&self, place: u64) -> Option<i32> {
        let mut before = 0;
        self.seen.iter().find_map(|(value, times)| {
            before += times;
            (before >= place && place > 0).then_some(*value)
        })
    }
}

/// A table in which the columns of each row make a last one, and the rows a last line.
pub(super) fn squared(
    title: &str,
    rows_head: &str,
    columns: &[&str],
    whole: &str,
    rows: impl IntoIterator<Item = (String, Vec<u64>)>,
) -> Table {
    let mut total = vec![0; columns.len()];
    let rows: Vec<Row> = rows
        .into_iter()
        .map(|(label, counts)| {
            for (sum, count) in total.iter_mut().zip(&counts) {
                *sum += count;
            }
            Row::new(label, with_sum(&counts))
        })
        .collect();
    Table {
        title: title.to_owned(),
        rows_head: rows_head.to_owned(),
        columns: columns.iter().chain([&whole]).map(|label| Column::new(*label)).collect(),
        rows,
        total: Some(Row::new("All", with_sum(&total))),
        sums: vec![
            Sum::Rows(Adds::Exactly),
            Sum::Columns { whole: columns.len(), parts: (0..columns.len()).collect(), adds: Adds::Exactly },
        ],
        ..Table::default()
    }
}

/// A table of one count with its share of all; the rows make the last line.
pub(super) fn shares(
    title: &str,
    rows_head: &str,
    column: &str,
    rows: impl IntoIterator<Item = (String, u64)>,
) -> Table {
    let rows: Vec<(String, u64)> = rows.into_iter().collect();
    let all = rows.iter().map(|(_, count)| count).sum();
    let row =
        |label: String, count: u64| Row::new(label, vec![Cell::Count(count), Cell::percent(count, all)]);
    Table {
        title: title.to_owned(),
        rows_head: rows_head.to_owned(),
        columns: vec![Column::new(column), Column::of("Share", [0])],
        rows: rows.into_iter().map(|(label, count)| row(label, count)).collect(),
        total: Some(row("All".to_owned(), all)),
        sums: vec![Sum::Rows(Adds::Exactly)],
        ..Table::default()
    }
}

fn with_sum(counts: &[u64]) -> Vec<Cell> {
    counts.iter().copied().chain([counts.iter().sum()]).map(Cell::Count).collect()
}

/// A need's name as the catalogue has it; one that it does not have any more is called by its key.
pub(super) fn need_name(key: &NeedKey) -> String {
    catalogue().get(key).map_or_else(|| key.to_string(), |need| need.name.clone())
}

/// A word with a capital letter, as it stands in front of a row.
pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(values: &[i32]) -> Spread {
        let mut spread = Spread::default();
        for value in values {
            spread.add(*value);
        }
        spread
    }

    fn value(cell: &Cell) -> Option<f64> {
        if let Cell::Of { value, .. } = cell { Some(*value) } else { None }
    }

    #[test]
    fn the_median_and_the_ninth_tenth_are_those_of_the_values_in_order() {
        for (values, median, ninth) in [
            (&[7][..], 7.0, 7.0),
            (&[1, 2], 1.5, 2.0),
            (&[3, 1, 2], 2.0, 3.0),
            (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 100], 5.5, 9.0),
            (&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 50], 0.0, 0.0),
        ] {
            let spread = spread(values);
            assert_eq!(value(&spread.median(Unit::Days)), Some(median), "{values:?}");
            assert_eq!(value(&spread.ninth_tenth(Unit::Days)), Some(ninth), "{values:?}");
        }
        assert_eq!(Spread::default().median(Unit::Days), Cell::Missing);
        assert_eq!(Spread::default().ninth_tenth(Unit::Days), Cell::Missing);
    }
}
