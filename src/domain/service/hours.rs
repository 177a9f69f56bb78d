//! Whether a service is open: `open until 16:00`, `opens Tue 10:00`, `hours not known`.

use super::details::{Day, Schedule};
use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, ToSpan};
use std::fmt;

/// How many days ahead an opening is looked for: seasonal groups start within weeks, not months.
const AHEAD: i64 = 28;

/// Whether a service is open at some minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// Open, until then.
    Until(Time),
    /// Closed; opens then.
    Opens {
        /// The day and time.
        at: DateTime,
        /// In how many days that is; 0: today.
        days: i32,
    },
    /// The hours are not known, or nothing is known to open within four weeks.
    NotKnown,
}

impl fmt::Display for Open {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Until(time) => write!(f, "open until {}", time.strftime("%H:%M")),
            Self::Opens { at, days: 0 } => write!(f, "opens {}", at.strftime("%H:%M")),
            Self::Opens { at, days: ..7 } => {
                write!(f, "opens {} {}", Day::of(at.date()).short(), at.strftime("%H:%M"))
            }
            // A week ahead the day's name alone would be taken for today or this week.
            Self::Opens { at, .. } => write!(f, "opens {}", at.strftime("%-d %b %H:%M")),
            Self::NotKnown => f.write_str("hours not known"),
        }
    }
}

/// Whether a service with these schedules is open at `now` (civil time of the practice).
pub fn open(schedules: &[Schedule], now: DateTime) -> Open {
    let mut until: Option<DateTime> = None;
    let mut next: Option<DateTime> = None;
    for ahead in -1..=AHEAD {
        let Ok(day) = now.date().checked_add(ahead.days()) else { continue };
        for (opens, closes) in schedules.iter().filter_map(|s| hours_on(s, day)) {
            if opens <= now && now < closes {
                until = until.max(Some(closes));
            } else if opens > now && next.is_none_or(|next| opens < next) {
                next = Some(opens);
            }
        }
    }
    match (until, next) {
        (Some(until), _) => Open::Until(until.time()),
        (None, Some(at)) => Open::Opens { at, days: (at.date() - now.date()).get_days() },
        (None, None) => Open::NotKnown,
    }
}

/// From when until when a schedule opens on a day; `None` where it does not, or does not say.
fn hours_on(schedule: &Schedule, day: Date) -> Option<(DateTime, DateTime)> {
    let (opens, closes) = (schedule.opens?, schedule.closes?);
    let holds = schedule.days.contains(&Day::of(day))
        && schedule.from.is_none_or(|from| day >= from)
        && schedule.until.is_none_or(|until| day <= until);
    if !holds {
        return None;
    }
    let overnight: Span = if closes <= opens { 1.day() } else { 0.days() };
    Some((day.to_datetime(opens), day.checked_add(overnight).ok()?.to_datetime(closes)))
}
