//! Cases as somebody sees them: in a line, in a page, whole.

use super::PatientLine;
use crate::desk::request::Cursor;
use crate::domain::case::work::{Attention, CallBack, Casework, Did, Next};
use crate::domain::case::{Agreement, CaseNeed, Escalation, Stage, WentOn};
use crate::domain::id::CaseId;
use crate::domain::patient::Patient;
use crate::domain::reference::Reference;
use crate::domain::urgency::Urgency;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseLine {
    /// Its id.
    pub id: CaseId,
    /// Its reference.
    pub reference: Reference,
    /// Whose it is.
    pub patient: PatientLine,
    /// The needs.
    pub needs: Vec<CaseNeed>,
    /// How urgent.
    pub urgency: Urgency,
    /// Where it stands.
    pub stage: Stage,
    /// The link worker's name: whose it is, or for whom it waits.
    pub worker: Option<String>,
    /// When it was opened.
    pub opened: Timestamp,
    /// Who flagged it first.
    pub opened_by: String,
    /// When anything last happened.
    pub last: Timestamp,
    /// Whether an escalation waits for a clinician.
    pub escalated: bool,
    /// Working days past the practice's limit; 0: not overdue.
    pub overdue_days: u16,
    /// When its link worker looks at it again; nothing where nobody has it, or the asker may not see it.
    #[serde(default)]
    pub next: Option<Next>,
    /// Why it wants its link worker's attention, the heaviest reason first.
    #[serde(default)]
    pub attention: Vec<Attention>,
    /// What came of it so far, without the link workers' notes: "reached, joined Lunch Club".
    #[serde(default)]
    pub came_of_it: String,
    /// The call that the patient asked for.
    #[serde(default)]
    pub call_back: Option<CallBack>,
}

/// A page of a list of cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CasePage {
    /// The cases.
    pub cases: Vec<CaseLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// One case, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseCard {
    /// In a line.
    pub line: CaseLine,
    /// Whose it is.
    pub patient: Patient,
    /// What was said when it was flagged.
    pub note: String,
    /// What the patient agreed to.
    pub agreements: Vec<Agreement>,
    /// What was escalated.
    pub escalations: Vec<Escalation>,
    /// Where somebody went on in spite of a red flag.
    pub went_on: Vec<WentOn>,
    /// What happened, oldest first.
    pub history: Vec<HistoryLine>,
    /// What the asker can do with it now, and why not otherwise.
    pub actions: Vec<Action>,
    /// What the asker can take back: "the hand-over".
    pub undo: Option<String>,
    /// What the link workers do for the patient; nothing where the asker may not see it.
    #[serde(default)]
    pub work: Option<Box<Casework>>,
    /// What is proposed to be next after each kind of thing that can be done.
    #[serde(default)]
    pub proposed: Vec<(Did, Next)>,
    /// What hangs on the patient's agreement to be contacted, in words: what stops when it is withdrawn.
    #[serde(default)]
    pub hangs_on_contact: Vec<String>,
}

/// Something that can be done with a case, or why it cannot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// What.
    pub kind: ActionKind,
    /// Why not; nothing: it can be done.
    pub refused: Option<String>,
}

/// What can be done with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// Take it.
    Accept,
    /// Hand it over.
    HandOver,
    /// Give the details of a service.
    Signpost,
    /// Refer to a service.
    Refer,
    /// Escalate.
    Escalate,
    /// Take note of an escalation.
    Acknowledge,
    /// Record that needs are declined.
    Decline,
    /// Give it back.
    Return,
    /// Give it to somebody else.
    Reassign,
    /// Write a note.
    Note,
    /// Close it.
    Close,
    /// Open it again.
    Reopen,
    /// Write a contact down.
    Contact,
    /// Settle when it is looked at again.
    Wait,
    /// Take down that the patient asks to be rung.
    CallBack,
    /// Settle an appointment.
    Appoint,
    /// Work on the plan: goals and steps.
    Plan,
    /// Fill an instrument.
    Measure,
    /// Settle a follow-up.
    FollowUp,
    /// Withdraw an agreement.
    Withdraw,
    /// Take the block for the clinical system.
    Code,
}

/// One line of a case's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: String,
    /// What, as the rest of a sentence: "handed loneliness over to the team".
    pub what: String,
    /// More, in somebody's own words.
    pub words: String,
    /// Whether it was taken back later.
    pub taken_back: bool,
}
