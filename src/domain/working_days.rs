//! Working days: Monday to Friday without England's bank holidays. Where a practice's own list of them lies is not
//! known here.
//!
//! The dates are data (`data/bank_holidays.json`), in the format in which GOV.UK publishes them and with its words:
//! <https://www.gov.uk/bank-holidays.json>, division `england-and-wales`, as it stood on 17 August 2025 (the copy of
//! that day in `dmossop/bank-holidays-data`); another copy of 2025, in the tests of the courts' service
//! (`hmcts/list-assist-e2e-tests`), says the same of 2024 to 2027. Later years are not guessed: a bank holiday can be
//! moved or added by proclamation, as in 2020, 2022 and 2023. Contains public sector information licensed under the
//! Open Government Licence v3.0.

use jiff::Span;
use jiff::civil::{Date, Weekday, date};
use serde::Deserialize;
use std::sync::LazyLock;

/// How long a list may be, in bytes (GOV.UK's has about 15,000).
const LONGEST: usize = 1 << 20;
/// How many bank holidays it may have (GOV.UK's has about 40; a century has about 800).
const MOST: usize = 2_000;
/// The years that a list may speak of. Another one is a slip, and would have us say that we know all until then.
const YEARS: std::ops::RangeInclusive<i16> = 1971..=2200;

/// Which days people work on.
///
/// After [`WorkingDays::known_until`], and before the first year listed, only weekends are known: a limit over
/// Christmas then comes out some days early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingDays {
    /// Those on which people would work otherwise, in order, each once.
    holidays: Vec<Date>,
    known_until: Date,
}

/// Why a list of bank holidays cannot be used: as the end of a sentence, without its full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorkingDaysError {
    /// It is too long.
    #[error("it is longer than 1 MB")]
    TooLong,
    /// It does not have GOV.UK's format.
    #[error("line {line}: it is not as GOV.UK publishes it ({what})")]
    Format {
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        what: String,
    },
    /// It lists nothing for England.
    #[error("it lists no bank holiday of England and Wales")]
    Empty,
    /// It lists too many.
    #[error("it lists more than {MOST} bank holidays")]
    TooMany,
    /// It lists a year that cannot be meant.
    #[error("the year {0} cannot be right")]
    Year(i16),
}

#[derive(Deserialize)]
struct File {
    #[serde(rename = "england-and-wales")]
    england: Division,
}

#[derive(Deserialize)]
struct Division {
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    date: Date,
}

impl WorkingDays {
    /// Those of England, as far as they were published when this was built.
    pub fn england() -> &'static Self {
        #[expect(clippy::expect_used, reason = "the file is compiled in, and a test reads it")]
        static ENGLAND: LazyLock<WorkingDays> = LazyLock::new(|| {
            WorkingDays::read(include_str!("data/bank_holidays.json")).expect("bank_holidays.json reads")
        });
        &ENGLAND
    }

    /// Reads a list as GOV.UK publishes it; other divisions than `england-and-wales` are passed over.
    ///
    /// # Errors
    /// [`WorkingDaysError`] where it is too long, is no such list, or is empty or not to be believed.
    pub fn read(json: &str) -> Result<Self, WorkingDaysError> {
        if json.len() > LONGEST {
            return Err(WorkingDaysError::TooLong);
        }
        let file: File = serde_json::from_str(json.trim_start_matches('\u{feff}')).map_err(|error| {
            WorkingDaysError::Format {
                line: error.line().max(1),
                what: crate::domain::text::line(&error.to_string(), 200),
            }
        })?;
        if file.england.events.len() > MOST {
            return Err(WorkingDaysError::TooMany);
        }
        let mut holidays: Vec<Date> = file.england.events.into_iter().map(|event| event.date).collect();
        holidays.sort_unstable();
        holidays.dedup();
        let last = holidays.last().ok_or(WorkingDaysError::Empty)?.year();
        if let Some(wrong) = holidays.iter().map(|day| day.year()).find(|year| !YEARS.contains(year)) {
            return Err(WorkingDaysError::Year(wrong));
        }
        holidays.retain(|day| is_weekday(*day));
        Ok(Self { holidays, known_until: date(last, 12, 31) })
    }

    /// The last day for which bank holidays are known: the end of the last year listed.
    pub fn known_until(&self) -> Date {
        self.known_until
    }

    /// Whether people work on it.
    pub fn is_working(&self, day: Date) -> bool {
        is_weekday(day) && self.holidays.binary_search(&day).is_err()
    }

    /// The day itself where people work on it, or the next working day. Ends at the last date there is
    /// (31 December 9999).
    pub fn next_on_or_after(&self, day: Date) -> Date {
        let mut day = day;
        while !self.is_working(day) {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        day
    }

    /// The working day that comes `days` working days after a date; the first on or after it where `days` is 0. Ends
    /// at the last date there is (31 December 9999).
    pub fn add(&self, day: Date, days: u32) -> Date {
        let (mut day, mut left) = (day, days);
        if left == 0 {
            return self.next_on_or_after(day);
        }
        // Each bank holiday on the way is one more weekday to go; on that way too there may be some.
        while left > 0 {
            let next = add_weekdays(day, left);
            left = self.holidays_between(day, next);
            day = next;
        }
        day
    }

    /// The working day that lies `days` working days before a date; the date itself where `days` is 0. Walks back
    /// day by day. Ends at the first date there is (1 January -9999).
    pub fn back(&self, day: Date, days: u16) -> Date {
        let (mut day, mut left) = (day, days);
        while left > 0 {
            let Ok(before) = day.yesterday() else { break };
            day = before;
            left -= u16::from(self.is_working(day));
        }
        day
    }

    /// How many working days come after a day until another, that one counted: from a Friday to the next Monday it
    /// is one. 0 where `until` is not later. Whole weeks are not walked through.
    pub fn between(&self, day: Date, until: Date) -> u32 {
        let Ok(days) = day.until(until).map(|span| span.get_days()) else { return 0 };
        let Ok(days) = u32::try_from(days) else { return 0 };
        let mut weekdays = days / 7 * 5;
        let mut last = until;
        for _ in 0..days % 7 {
            weekdays += u32::from(is_weekday(last));
            last = last.yesterday().unwrap_or(last);
        }
        weekdays - self.holidays_between(day, until)
    }

    /// How many bank holidays come after a day until another, that one counted.
    fn holidays_between(&self, day: Date, until: Date) -> u32 {
        let up_to = |day: Date| self.holidays.partition_point(|holiday| *holiday <= day);
        u32::try_from(up_to(until).saturating_sub(up_to(day))).unwrap_or(0)
    }
}

fn is_weekday(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The weekday that comes so many weekdays, at least one, after a date; the last date there is where that is sooner.
fn add_weekdays(day: Date, weekdays: u32) -> Date {
    // From a weekend it is as far as from the Friday before.
    let back = i64::from(day.weekday().to_monday_zero_offset()).max(4) - 4;
    let weekday = i64::from(day.weekday().to_monday_zero_offset()).min(4);
    let rest = i64::from(weekdays % 5);
    let over = if weekday + rest > 4 { 2 } else { 0 };
    let days = i64::from(weekdays / 5) * 7 + rest + over - back;
    Span::new().try_days(days).and_then(|span| day.checked_add(span)).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests;
