//! Who has how much to do, and when.

use super::CaseLine;
use crate::domain::case::work::Appointment;
use crate::domain::caseload::Leave;
use crate::domain::id::StaffId;
use crate::domain::ods::OdsCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A link worker's caseload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caseload {
    /// Whose.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
    /// Cases with them.
    pub open: usize,
    /// Cases that wait for them by name.
    pub waiting: usize,
    /// Cases of theirs whose day is past.
    pub overdue: usize,
    /// Cases of theirs whose day is today.
    pub due_today: usize,
    /// How many they take; nothing: nobody has settled it.
    pub capacity: Option<u16>,
    /// The languages that they speak beside English.
    pub languages: Vec<String>,
    /// The practices whose cases they take; none: their own.
    pub covers: Vec<OdsCode>,
    /// When they are away next, or now.
    pub leave: Option<Leave>,
}

/// A case that moves from a link worker who is away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// Which case, as it was before.
    pub case: CaseLine,
    /// When it is due.
    pub due: Option<Date>,
    /// To whom; nobody: to the team, because nobody has room.
    pub to: Option<StaffId>,
    /// The same, by name.
    pub to_name: String,
    /// Why it did not move.
    pub refused: Option<String>,
}

/// An appointment, or a day on which a case is looked at again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalendarLine {
    /// Which case.
    pub case: CaseLine,
    /// The link worker whose it is.
    pub staff: StaffId,
    /// The appointment; nothing: the case's next date or a follow-up.
    pub appointment: Option<Appointment>,
    /// The day.
    pub on: Date,
    /// What for.
    pub what: String,
}
