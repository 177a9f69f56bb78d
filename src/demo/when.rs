//! Times of the demo's past and future, counted from its start.

use crate::domain::working_days::WorkingDays;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A time before the demo's start, written `6 days 14:10` (so many working days before, at that time) or `40 minutes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum When {
    /// On a working day.
    WorkingDays {
        /// How many working days before the day of the start; at least 1.
        days: u16,
        /// At what time there.
        at: Time,
    },
    /// Just now.
    Minutes(u16),
}

impl When {
    /// The instant, seen from the start.
    pub fn before(self, start: Timestamp, zone: &TimeZone) -> Timestamp {
        match self {
            Self::Minutes(minutes) => start - SignedDuration::from_mins(i64::from(minutes)),
            Self::WorkingDays { days, at } => {
                let day = WorkingDays::england().back(start.to_zoned(zone.clone()).date(), days);
                // An hour that does not exist, when the clocks change, is none at which the practice is open.
                zone.to_ambiguous_timestamp(day.to_datetime(at)).compatible().unwrap_or(start)
            }
        }
    }
}

impl TryFrom<String> for When {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("\"{text}\" is neither like \"6 days 14:10\" nor like \"40 minutes\"");
        let words: Vec<&str> = text.split(' ').collect();
        match words.as_slice() {
            [minutes, "minutes"] => Ok(Self::Minutes(minutes.parse().map_err(|_| wrong())?)),
            [days, "days", at] => {
                let days = days.parse().ok().filter(|days| *days > 0).ok_or_else(wrong)?;
                Ok(Self::WorkingDays { days, at: Time::strptime("%H:%M", at).map_err(|_| wrong())? })
            }
            _ => Err(wrong()),
        }
    }
}

impl From<When> for String {
    fn from(when: When) -> Self {
        match when {
            When::Minutes(minutes) => format!("{minutes} minutes"),
            When::WorkingDays { days, at } => format!("{days} days {:02}:{:02}", at.hour(), at.minute()),
        }
    }
}

/// A day, seen from the day of the start: `today`, `in 3 days`, `3 days ago`, in working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day {
    /// So many working days after the start; below 0: before it.
    pub ahead: i16,
}

impl Day {
    /// The day, for a demo that starts on another.
    pub fn from(self, start: Date) -> Date {
        let days = WorkingDays::england();
        match self.ahead {
            0 => start,
            1.. => days.add(start, u32::from(self.ahead.unsigned_abs())),
            ..0 => days.back(start, self.ahead.unsigned_abs()),
        }
    }
}

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let count = |days: &str| days.parse::<i16>().ok().filter(|days| *days > 0);
        let words: Vec<&str> = text.split(' ').collect();
        let ahead = match words.as_slice() {
            ["today"] => Some(0),
            ["in", days, "days"] => count(days),
            [days, "days", "ago"] => count(days).map(|days| -days),
            _ => None,
        };
        ahead
            .map(|ahead| Self { ahead })
            .ok_or_else(|| format!("\"{text}\" is none of \"today\", \"in 3 days\", \"3 days ago\""))
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        match day.ahead {
            0 => "today".to_owned(),
            1.. => format!("in {} days", day.ahead),
            ..0 => format!("{} days ago", day.ahead.unsigned_abs()),
        }
    }
}

/// A time of such a day: `in 3 days 14:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DayTime {
    /// The day.
    pub day: Day,
    /// At what time there.
    pub at: Time,
}

impl TryFrom<String> for DayTime {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (day, at) = text.rsplit_once(' ').ok_or_else(|| format!("\"{text}\" lacks a time"))?;
        let at = Time::strptime("%H:%M", at).map_err(|error| format!("\"{text}\": {error}"))?;
        Ok(Self { day: Day::try_from(day.to_owned())?, at })
    }
}

impl From<DayTime> for String {
    fn from(time: DayTime) -> Self {
        format!("{} {:02}:{:02}", Self::from(time.day), time.at.hour(), time.at.minute())
    }
}
