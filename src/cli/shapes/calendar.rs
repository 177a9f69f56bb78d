//! The JSON of the calendar.

use crate::desk::reply::CalendarLine;
use crate::exchange::calendar::{CalendarEntry, When};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// An entry of a link worker's calendar (`signpost calendar export` without a file).
#[derive(Clone, Debug, Serialize)]
pub struct EntryShape {
    /// Its own id, the same in every export.
    pub uid: String,
    /// The day.
    pub on: Date,
    /// When it begins; `null`: some time on that day.
    pub at: Option<Timestamp>,
    /// How long, in minutes.
    pub minutes: Option<u16>,
    /// What it is, without a word about the need.
    pub what: String,
    /// The case's reference.
    pub reference: String,
    /// Whether it was called off.
    pub cancelled: bool,
    /// How often it was changed.
    pub sequence: u32,
}

/// A calendar that was written (`signpost calendar export --output FILE`).
#[derive(Clone, Debug, Serialize)]
pub struct CalendarFileShape {
    /// The file.
    pub file: String,
    /// How many entries it has.
    pub entries: usize,
}

impl EntryShape {
    /// An entry, with the line that it is of.
    pub fn of(line: &CalendarLine, entry: &CalendarEntry) -> Self {
        let (at, minutes) = match entry.when {
            When::At { starts, minutes } => (Some(starts), Some(minutes)),
            When::On(_) => (None, None),
        };
        Self {
            uid: entry.uid.to_string(),
            on: line.on,
            at,
            minutes,
            what: entry.what.clone(),
            reference: line.case.reference.to_string(),
            cancelled: entry.cancelled,
            sequence: entry.sequence,
        }
    }
}
