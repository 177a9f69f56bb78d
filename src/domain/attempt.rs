//! Attempts to reach a patient: at which times of the week they were made, and when to try next.
//!
//! What came of them, and whether they may be made at all, is known elsewhere.

mod best_time;

use super::working_days::WorkingDays;
use best_time::Wishes;
use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How many working days ahead the next attempt is made, if it can be.
const SOON: usize = 5;
/// How many working days ahead are looked at where a wish or a bank holiday leaves nothing sooner.
const AHEAD: usize = 30;

/// A part of the day in which somebody is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Before 12:00.
    Morning,
    /// From 12:00 to before 17:00.
    Afternoon,
    /// From 17:00 on.
    Evening,
}

impl Band {
    /// All of them, in the order of the day.
    pub const ALL: [Self; 3] = [Self::Morning, Self::Afternoon, Self::Evening];

    /// The part of the day that a time lies in.
    pub fn of(time: Time) -> Self {
        match time.hour() {
            ..12 => Self::Morning,
            12..17 => Self::Afternoon,
            17.. => Self::Evening,
        }
    }

    /// As it is said.
    pub fn name(self) -> &'static str {
        match self {
            Self::Morning => "morning",
            Self::Afternoon => "afternoon",
            Self::Evening => "evening",
        }
    }

    /// Reads what [`Band::name`] gives, in any case, or `am` and `pm`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        match text.as_str() {
            "am" => Some(Self::Morning),
            "pm" => Some(Self::Afternoon),
            _ => Self::ALL.into_iter().find(|band| band.name() == text),
        }
    }
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A part of a day, to try somebody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slot {
    /// The day.
    pub on: Date,
    /// The part of it.
    pub band: Band,
}

/// `Thu 26 Nov, afternoon`.
impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.on.strftime("%a %-d %b"), self.band)
    }
}

/// When to try next: a working day from `from` on, at a weekday and part of the day not yet `tried` while there is one.
///
/// Within five working days, first in the part of the day that was tried least, then on the weekday that was tried
/// least, then the soonest. What the patient said of the best time is honoured as far as it is understood: in `best_time`,
/// clauses like "not before 10", "after 2pm", "mornings", "not mondays or fridays". Link workers work office hours:
/// an evening is proposed only where it is asked for. Where everything was tried, what was tried least comes again.
///
/// `from` counts whole: give the next day where today has had its hours.
pub fn propose(tried: &[(Weekday, Band)], from: Date, best_time: &str, days: &WorkingDays) -> Slot {
    let wishes = Wishes::read(best_time);
    let bands = wishes.bands();
    let times = |fits: &dyn Fn(&(Weekday, Band)) -> bool| tried.iter().filter(|one| fits(one)).count();
    let ahead: Vec<(usize, Date)> = working_days(from, days).enumerate().take(AHEAD).collect();
    let slots = ahead
        .iter()
        .filter(|(_, on)| wishes.allow(on.weekday()))
        .flat_map(|(ahead, on)| bands.iter().map(move |band| (*ahead, Slot { on: *on, band: *band })));
    slots
        .min_by_key(|(ahead, slot)| {
            let weekday = slot.on.weekday();
            (
                times(&|one| *one == (weekday, slot.band)),
                // Later ones count only where nothing sooner was left untried, and then the soonest.
                ahead.saturating_sub(SOON - 1),
                times(&|one| one.1 == slot.band),
                times(&|one| one.0 == weekday),
                *slot,
            )
        })
        .map_or_else(
            // A list of holidays without a gap for weeks: no day fits, and the first working day is as good as any.
            || Slot {
                on: days.next_on_or_after(from),
                band: bands.first().copied().unwrap_or(Band::Morning),
            },
            |(_, slot)| slot,
        )
}

/// The working days from a date on.
fn working_days(from: Date, days: &WorkingDays) -> impl Iterator<Item = Date> + '_ {
    let first = Some(days.next_on_or_after(from));
    std::iter::successors(first, move |day| Some(days.add(*day, 1)).filter(|next| next > day))
}

#[cfg(test)]
mod tests;
