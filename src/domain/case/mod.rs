//! A case: one episode of helping one patient, from the flag to what came of it.
//!
//! [`Case::decide`] says what a command would make happen, or why it may not; [`Case::apply`] makes it so. Who may
//! ask is not decided here (the desk's table does), only what the case allows.

mod apply;
mod command;
mod decide;
mod event;
mod queue;
mod refusal;
pub mod work;

pub use command::{AgreementGiven, Closing, Command, Escalate, Flag, OpenSteps};
pub use event::{CaseEvent, Flagged};
pub use queue::{Queue, day_first};
pub use refusal::CaseRefusal;

use super::id::{CaseId, ChangeId, PatientId, PracticeId, StaffId};
use super::need::NeedKey;
use super::reference::Reference;
use super::service::ServiceKey;
use super::unmet::WhyNot;
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

/// Where a case stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Stage {
    /// A need has no route yet: somebody has to choose one.
    ToRoute {
        /// Since when.
        since: Timestamp,
        /// Who gave it back and why, if somebody did.
        #[serde(default)]
        returned: Option<Returned>,
    },
    /// Waiting for a link worker.
    Waiting {
        /// Since when.
        since: Timestamp,
        /// For this one; otherwise for whoever of the team comes first.
        #[serde(default)]
        worker: Option<StaffId>,
    },
    /// With a link worker.
    With {
        /// Since when.
        since: Timestamp,
        /// Whose it is.
        worker: StaffId,
    },
    /// Every need has gone its way without a link worker (details given, referred): waiting for what comes of it.
    Routed {
        /// Since when.
        since: Timestamp,
    },
    /// Ended: every need has.
    Closed {
        /// When.
        at: Timestamp,
        /// Who closed it.
        by: StaffId,
        /// What came of it.
        outcome: Outcome,
        /// In a sentence, if somebody wrote one.
        #[serde(default)]
        summary: String,
    },
    /// Its flag was taken back, or it went on in another case: in no list any more.
    Withdrawn {
        /// When.
        at: Timestamp,
        /// The case that it goes on in.
        #[serde(default)]
        into: Option<CaseId>,
    },
}

impl Stage {
    /// As it is said.
    pub fn name(&self) -> &'static str {
        match self {
            Self::ToRoute { returned: None, .. } => "to route",
            Self::ToRoute { returned: Some(_), .. } => "returned",
            Self::Waiting { .. } => "waiting",
            Self::With { .. } => "with link worker",
            Self::Routed { .. } => "routed",
            Self::Closed { .. } => "closed",
            Self::Withdrawn { .. } => "taken back",
        }
    }

    /// Since when it stands there.
    pub fn since(&self) -> Timestamp {
        match self {
            Self::ToRoute { since, .. }
            | Self::Waiting { since, .. }
            | Self::With { since, .. }
            | Self::Routed { since } => *since,
            Self::Closed { at, .. } | Self::Withdrawn { at, .. } => *at,
        }
    }

    /// Whether the case goes on.
    pub fn is_open(&self) -> bool {
        !matches!(self, Self::Closed { .. } | Self::Withdrawn { .. })
    }
}

/// Who gave a case back, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// The link worker.
    pub by: StaffId,
    /// In their words.
    pub why: String,
}

/// One need of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseNeed {
    /// Which need of the catalogue.
    pub need: NeedKey,
    /// When it was flagged, by whom.
    pub flagged: Moment,
    /// What became of it.
    pub state: NeedState,
    /// Whether it was added to an accepted case and its link worker has not seen it yet.
    pub new: bool,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Timestamp>,
    /// The service that the patient was last sent to for it; kept when it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub went: Option<ServiceRef>,
}

impl CaseNeed {
    /// Why there was no help for it, where that was so: it then stands in the ledger of unmet needs.
    pub fn lacked(&self) -> Option<WhyNot> {
        self.state.why_not().filter(|why| why.is_lack())
    }
}

/// What became of a need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum NeedState {
    /// No route yet.
    Open,
    /// The patient has a service's details. Nothing about them left the practice.
    Signposted {
        /// Which.
        service: ServiceRef,
    },
    /// A service has the patient's agreed details.
    Referred {
        /// Which.
        service: ServiceRef,
    },
    /// A link worker has it, or the team.
    WithLinkWorker,
    /// The patient did not want help with it.
    Declined,
    /// Met.
    Met,
    /// Met in part.
    PartlyMet {
        /// Why not wholly.
        why: String,
        /// Why not wholly, as it is counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        because: Option<WhyNot>,
    },
    /// Not met.
    NotMet {
        /// Why.
        why: String,
        /// Why, as it is counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        because: Option<WhyNot>,
    },
}

impl NeedState {
    /// Whether nothing more is to come.
    pub fn has_ended(&self) -> bool {
        matches!(self, Self::Declined | Self::Met | Self::PartlyMet { .. } | Self::NotMet { .. })
    }

    /// As it is said.
    pub fn said(&self) -> String {
        match self {
            Self::Open => "to route".to_owned(),
            Self::Signposted { service } => format!("signposted to {}", service.name),
            Self::Referred { service } => format!("referred to {}", service.name),
            Self::WithLinkWorker => "with link worker".to_owned(),
            Self::Declined => "declined".to_owned(),
            Self::Met => "met".to_owned(),
            Self::PartlyMet { why, because } => said_because("partly met", why, *because),
            Self::NotMet { why, because } => said_because("not met", why, *because),
        }
    }

    /// Why it was not, or not wholly, met, as it is counted.
    pub fn why_not(&self) -> Option<WhyNot> {
        match self {
            Self::PartlyMet { because, .. } | Self::NotMet { because, .. } => *because,
            _ => None,
        }
    }
}

/// `not met: full, asked twice`.
fn said_because(end: &str, why: &str, because: Option<WhyNot>) -> String {
    let because = because.filter(|because| *because != WhyNot::Other).map(WhyNot::name);
    let parts: Vec<&str> = because.into_iter().chain([why]).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { end.to_owned() } else { format!("{end}: {}", parts.join(", ")) }
}

/// A service as it was called when a need went there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceRef {
    /// Which.
    pub key: ServiceKey,
    /// Its name then.
    pub name: String,
}

/// How a need ends, when somebody says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeedEnd {
    /// Met.
    Met,
    /// Met in part.
    PartlyMet {
        /// Why not wholly.
        why: String,
        /// Why not wholly, as it is counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        because: Option<WhyNot>,
    },
    /// Not met.
    NotMet {
        /// Why; may be empty where the counted reason says it.
        why: String,
        /// Why, as it is counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        because: Option<WhyNot>,
    },
}

impl NeedEnd {
    /// Met in part, and why not wholly, in words.
    pub fn partly_met(why: impl Into<String>) -> Self {
        Self::PartlyMet { why: why.into(), because: None }
    }

    /// Not met, and why, in words.
    pub fn not_met(why: impl Into<String>) -> Self {
        Self::NotMet { why: why.into(), because: None }
    }
}

/// What came of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Every need was met.
    Met,
    /// Some were, or in part.
    PartlyMet,
    /// None was.
    NotMet,
    /// Nothing was wanted.
    Declined,
    /// Nobody could reach the patient.
    NotReached,
    /// The patient has moved away.
    Moved,
    /// The patient has died.
    Died,
    /// Social prescribing is not what would help.
    NotSuitable,
    /// They found help another way.
    OtherRoute,
}

impl Outcome {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Met,
        Self::PartlyMet,
        Self::NotMet,
        Self::NotReached,
        Self::Declined,
        Self::Moved,
        Self::NotSuitable,
        Self::OtherRoute,
        Self::Died,
    ];

    /// As it is said.
    pub fn name(self) -> &'static str {
        match self {
            Self::Met => "helped",
            Self::PartlyMet => "partly helped",
            Self::NotMet => "not helped",
            Self::Declined => "declined",
            Self::NotReached => "not reached",
            Self::Moved => "moved away",
            Self::Died => "died",
            Self::NotSuitable => "not suitable",
            Self::OtherRoute => "other route",
        }
    }

    /// The outcome of this name, with spaces or hyphens.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase().replace(['-', '_'], " ");
        Self::ALL.into_iter().find(|outcome| outcome.name() == text)
    }
}

/// Who may contact the patient, or be told about them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// The practice's link workers.
    LinkWorkers,
    /// A service, with the agreed details.
    Service(ServiceRef),
}

impl Recipient {
    /// Whether it is the same, however a service was called then.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::LinkWorkers, Self::LinkWorkers) => true,
            (Self::Service(a), Self::Service(b)) => a.key == b.key,
            _ => false,
        }
    }
}

/// What the patient said to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Yes.
    Agreed,
    /// No.
    Declined,
    /// They agreed once, and do not any more.
    Withdrawn,
}

/// What a patient agreed to, or did not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Who may.
    pub recipient: Recipient,
    /// Yes or no.
    pub answer: Answer,
    /// The words that were put to them.
    pub words: String,
    /// Which details go, for a service.
    #[serde(default)]
    pub shares: Vec<String>,
    /// When, and who asked.
    pub asked: Moment,
    /// The last day that it holds on, where the practice settles one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
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

    /// Whether the patient agrees to be contacted by the link workers, as far as they last said.
    pub fn may_be_contacted(&self) -> bool {
        self.agreed(&Recipient::LinkWorkers).is_some_and(|agreement| agreement.answer == Answer::Agreed)
    }

    /// What the patient last said to a recipient.
    pub fn agreed(&self, recipient: &Recipient) -> Option<&Agreement> {
        self.body.agreements.iter().rev().find(|a| a.recipient.is_same(recipient))
    }
}

#[cfg(test)]
mod tests;
