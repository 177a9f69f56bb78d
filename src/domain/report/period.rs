//! The days that a report covers.

use crate::domain::dates;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest period, in years: what a practice's records of one system may reach back to.
const LONGEST_YEARS: i16 = 20;

/// The days that a report covers, the first and the last included. It is never upside down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Days", into = "Days")]
pub struct Period {
    from: Date,
    to: Date,
}

/// Why two days are not a report's period: what is wrong, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// It ends before it begins.
    #[error("The period ends on {}, before it begins on {}. Swap the two days.", dates::short(*to), dates::short(*from))]
    UpsideDown {
        /// Where it was to begin.
        from: Date,
        /// Where it was to end.
        to: Date,
    },
    /// It has not begun yet.
    #[error("The period begins on {}, in the future. Choose a day up to today.", dates::short(*from))]
    Future {
        /// Where it was to begin.
        from: Date,
    },
    /// It is too long.
    #[error("The period from {} to {} is longer than 20 years. Choose a later first day.", dates::short(*from), dates::short(*to))]
    TooLong {
        /// Where it was to begin.
        from: Date,
        /// Where it was to end.
        to: Date,
    },
}

impl Period {
    /// The days from one to another. A last day that is still to come is let be: what happens until then is not there
    /// yet.
    ///
    /// # Errors
    /// See [`PeriodError`].
    pub fn new(from: Date, to: Date, today: Date) -> Result<Self, PeriodError> {
        let period = Self::try_from(Days { from, to })?;
        if from > today {
            return Err(PeriodError::Future { from });
        }
        if years_after(from, LONGEST_YEARS).is_some_and(|end| to >= end) {
            return Err(PeriodError::TooLong { from, to });
        }
        Ok(period)
    }

    /// The period of those who name none: the twelve months up to today. Long enough for outcomes to have a before and
    /// an after, and for few numbers to be so small that they have to be hidden.
    pub fn usual(today: Date) -> Self {
        let from = today.tomorrow().ok().and_then(|day| years_after(day, -1)).unwrap_or(today);
        Self { from, to: today }
    }

    /// The period that is meant by those who say one of its ends, both or none: what is left open is as in
    /// [`Period::usual`], a year up to its end.
    ///
    /// # Errors
    /// See [`PeriodError`].
    pub fn asked(from: Option<Date>, to: Option<Date>, today: Date) -> Result<Self, PeriodError> {
        let usual = Self::usual(to.unwrap_or(today));
        Self::new(from.unwrap_or(usual.from), usual.to, today)
    }

    /// The first day.
    pub fn from(self) -> Date {
        self.from
    }

    /// The last day.
    pub fn to(self) -> Date {
        self.to
    }

    /// Whether a day is in it.
    pub fn covers(self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// `1 Apr 2026 to 30 Jun 2026`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", dates::short(self.from), dates::short(self.to))
    }
}

fn years_after(day: Date, years: i16) -> Option<Date> {
    day.checked_add(years.years()).ok()
}

/// A period as it is kept.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Days {
    from: Date,
    to: Date,
}

impl TryFrom<Days> for Period {
    type Error = PeriodError;

    fn try_from(Days { from, to }: Days) -> Result<Self, Self::Error> {
        if to < from { Err(PeriodError::UpsideDown { from, to }) } else { Ok(Self { from, to }) }
    }
}

impl From<Period> for Days {
    fn from(Period { from, to }: Period) -> Self {
        Self { from, to }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    fn today() -> Date {
        date(2026, 11, 21)
    }

    #[rstest]
    #[case(
        date(2026, 6, 30),
        date(2026, 4, 1),
        "The period ends on 1 Apr 2026, before it begins on 30 Jun 2026. Swap the two days."
    )]
    #[case(
        date(2026, 11, 22),
        date(2026, 12, 1),
        "The period begins on 22 Nov 2026, in the future. Choose a day up to today."
    )]
    #[case(
        date(2006, 11, 21),
        date(2026, 11, 21),
        "The period from 21 Nov 2006 to 21 Nov 2026 is longer than 20 years. Choose a later first day."
    )]
    fn an_impossible_period_is_refused_in_words(#[case] from: Date, #[case] to: Date, #[case] why: &str) {
        assert_eq!(Period::new(from, to, today()).unwrap_err().to_string(), why);
    }

    #[rstest]
    #[case(date(2026, 11, 21), date(2026, 11, 21))]
    #[case(date(2026, 11, 1), date(2026, 11, 30))]
    #[case(date(2006, 11, 22), date(2026, 11, 21))]
    fn a_day_a_month_that_is_not_over_and_twenty_years_are_periods(#[case] from: Date, #[case] to: Date) {
        let period = Period::new(from, to, today()).unwrap();
        assert!(period.covers(from) && period.covers(to) && !period.covers(to.tomorrow().unwrap()));
    }

    #[test]
    fn nobody_has_to_name_a_period() {
        let said = |from, to| Period::asked(from, to, today()).unwrap().to_string();
        assert_eq!(said(None, None), "22 Nov 2025 to 21 Nov 2026");
        assert_eq!(said(Some(date(2026, 4, 1)), None), "1 Apr 2026 to 21 Nov 2026");
        assert_eq!(said(None, Some(date(2026, 3, 31))), "1 Apr 2025 to 31 Mar 2026");
    }

    #[test]
    fn what_is_read_back_is_never_upside_down() {
        let kept = serde_json::to_string(&Period::usual(today())).unwrap();
        assert_eq!(kept, r#"{"from":"2025-11-22","to":"2026-11-21"}"#);
        assert_eq!(serde_json::from_str::<Period>(&kept).unwrap(), Period::usual(today()));
        assert!(serde_json::from_str::<Period>(r#"{"from":"2026-11-22","to":"2026-11-21"}"#).is_err());
    }
}
