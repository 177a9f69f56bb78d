//! A case: one episode of helping one patient, from the flag to what came of it.
//!
//! [`Case::decide`] says what a command would make happen, or why it may not; [`Case::apply`] makes it so. Who may
//! ask is not decided here (the desk's table does), only what the case allows.

mod agreement;
mod apply;
mod command;
mod decide;
mod event;
mod join;
mod needs;
mod outcome;
mod queue;
mod refusal;
mod stage;
mod undo;
pub mod work;

pub use agreement::{Agreement, Answer, Recipient};
pub use command::{AgreementGiven, Closing, Command, Escalate, Flag, OpenSteps};
pub use event::{CaseEvent, Flagged};
pub use needs::{CaseNeed, NeedEnd, NeedState, ServiceRef};
pub use outcome::Outcome;
pub use queue::{Queue, day_first};
pub use refusal::CaseRefusal;
pub use stage::{Returned, Stage};

use super::id::{CaseId, ChangeId, PatientId, PracticeId, StaffId};
use super::need::NeedKey;
use super::reference::Reference;
use super::urgency::Urgency;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use work::Casework;

/// A case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// The practice.
    pub practice: PracticeId,
    /// Whose it is.
    pub patient: PatientId,
    /// Its reference, to be said aloud.
    pub reference: Reference,
    /// How many events it is made of.
    pub version: u64,
    /// What is visible of it.
    pub body: Body,
    /// What can be taken back, by whom.
    pub undo: Option<Box<LastChange>>,
}

/// A case as it is read by whoever only counts: without what undo restores, which is as large as the rest.
#[derive(Deserialize)]
pub struct Present {
    id: CaseId,
    practice: PracticeId,
    patient: PatientId,
    reference: Reference,
    version: u64,
    body: Body,
}

impl From<Present> for Case {
    fn from(present: Present) -> Self {
        let Present { id, practice, patient, reference, version, body } = present;
        Self { id, practice, patient, reference, version, body, undo: None }
    }
}

/// What is visible of a case, and what undo restores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// When it was opened, by whom.
    pub opened: Moment,
    /// When anything last happened to it, through whom.
    pub last: Moment,
    /// Where it stands.
    pub stage: Stage,
    /// How soon it is to be dealt with.
    pub urgency: Urgency,
    /// What the patient needs; each need once.
    pub needs: Vec<CaseNeed>,
    /// What was said when it was flagged, the latest.
    pub note: String,
    /// What the patient agreed to, each recipient's latest last.
    pub agreements: Vec<Agreement>,
    /// What was escalated.
    pub escalations: Vec<Escalation>,
    /// Why somebody went on in spite of a red flag.
    pub went_on: Vec<WentOn>,
    /// What the link workers do for the patient.
    #[serde(default, skip_serializing_if = "Casework::is_empty")]
    pub work: Casework,
}

/// When something is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The instant.
    pub at: Timestamp,
    /// The day, where the practice is.
    pub today: Date,
    /// The time of day there.
    pub time: Time,
}

/// When something happened, and through whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// The instant.
    pub at: Timestamp,
    /// Who.
    pub by: StaffId,
}

/// Something that is not for social prescribing, and who was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    /// What it is about.
    pub reason: String,
    /// The red flags that brought it up, by key.
    pub red_flags: Vec<String>,
    /// Who was told.
    pub told: String,
    /// When they were told.
    pub told_at: Timestamp,
    /// Who escalated, when.
    pub raised: Moment,
    /// The clinician who has taken note.
    pub acknowledged: Option<Moment>,
}

/// Why somebody went on in spite of a red flag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WentOn {
    /// The red flags, by key.
    pub red_flags: Vec<String>,
    /// The reason given.
    pub why: String,
    /// Who, when.
    pub moment: Moment,
}

/// The last change, and what stood before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastChange {
    /// Which change.
    pub change: ChangeId,
    /// Whose it was.
    pub by: StaffId,
    /// What stood before; nothing where the change opened the case.
    pub before: Option<Body>,
    /// Whether two patients' records were joined by it: it is taken back there.
    pub joined: bool,
    /// What it did, to be named when it is taken back: "the hand-over".
    pub did: String,
}

impl Case {
    /// The link worker whose case it is.
    pub fn worker(&self) -> Option<StaffId> {
        match self.body.stage {
            Stage::With { worker, .. } => Some(worker),
            _ => None,
        }
    }

    /// Whether it goes on.
    pub fn is_open(&self) -> bool {
        self.body.stage.is_open()
    }

    /// Whether its flag was taken back, or it goes on in another case.
    pub fn is_withdrawn(&self) -> bool {
        matches!(self.body.stage, Stage::Withdrawn { .. })
    }

    /// The needs without a route.
    pub fn open_needs(&self) -> Vec<NeedKey> {
        self.body.needs.iter().filter(|n| n.state == NeedState::Open).map(|n| n.need.clone()).collect()
    }

    /// Whether somebody has to choose a route: a need is open, and no link worker has the case.
    pub fn is_to_route(&self) -> bool {
        matches!(self.body.stage, Stage::ToRoute { .. } | Stage::Waiting { .. } | Stage::Routed { .. })
            && self.body.needs.iter().any(|n| n.state == NeedState::Open)
    }

    /// Whether an escalation stands that no clinician has acknowledged.
    pub fn is_escalated(&self) -> bool {
        self.body.escalations.iter().any(|e| e.acknowledged.is_none())
    }
}

#[cfg(test)]
mod tests;
