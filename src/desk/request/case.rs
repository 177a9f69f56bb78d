//! Which case, and which cases of a list.

use crate::domain::case::{Closing, Command, NeedEnd, Queue};
use crate::domain::id::{CaseId, PatientId};
use crate::domain::need::NeedKey;
use serde::{Deserialize, Serialize};

/// A case, by its id or its reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhichCase {
    /// By id.
    Id(CaseId),
    /// As somebody typed it: a reference or an id.
    Typed(String),
}

/// Which cases a list shows. All conditions hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CaseFilter {
    /// Where they stand; without it: all open ones.
    pub stage: Option<StageFilter>,
    /// With this need, not ended.
    pub need: Option<NeedKey>,
    /// Only urgent ones.
    pub urgent: bool,
    /// Only those that wait longer than the practice's limit.
    pub overdue: bool,
}

/// Where a case stands, as a list asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageFilter {
    /// One queue.
    In(Queue),
    /// The asker's own: with them, or waiting for them.
    Mine,
    /// Waiting, for the team or for anybody.
    Waiting,
    /// With any link worker.
    WithLinkWorker,
    /// What the asker flagged.
    FlaggedByMe,
    /// Escalated and not acknowledged.
    Escalated,
    /// Of one patient, closed ones too.
    Of(PatientId),
    /// Every case that is open.
    Open,
}

/// Where a page of a list ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The place, as its queue orders it.
    pub place: Vec<u8>,
    /// The case there.
    pub case: CaseId,
}

/// One end for every need that has not ended.
pub fn close_all(end: NeedEnd, summary: String) -> Command {
    Command::Close(Closing { rest: Some(end), summary, ..Closing::default() })
}
