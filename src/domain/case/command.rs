//! What somebody may want to do with a case.

use super::work::Work;
use super::{Answer, NeedEnd, Outcome, Recipient, ServiceRef};
use crate::domain::id::StaffId;
use crate::domain::need::NeedKey;
use crate::domain::urgency::Urgency;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Something to do with a case. Where `needs` is empty, all needs without a route are meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Flag needs.
    Flag(Flag),
    /// Record what the patient said to being contacted, or to a service being told.
    RecordAgreement(AgreementGiven),
    /// Give the patient a service's details; nothing about them leaves the practice.
    Signpost {
        /// For which needs.
        needs: Vec<NeedKey>,
        /// Which service.
        service: ServiceRef,
    },
    /// Give a service the patient's agreed details.
    Refer {
        /// For which needs.
        needs: Vec<NeedKey>,
        /// Which service.
        service: ServiceRef,
        /// Which details go.
        shared: Vec<String>,
    },
    /// Ask the link workers to take it.
    HandOver {
        /// For which needs.
        needs: Vec<NeedKey>,
        /// One of them, or the team.
        to: Option<StaffId>,
    },
    /// Record that somebody else was told, because it is not for social prescribing.
    Escalate(Escalate),
    /// Take note of what was escalated.
    Acknowledge,
    /// Record that the patient wants no help with needs.
    Decline {
        /// Which.
        needs: Vec<NeedKey>,
        /// Why, if they said.
        why: String,
    },
    /// Take it.
    Accept,
    /// Give it back.
    Return {
        /// Why.
        why: String,
    },
    /// Give it to another link worker, or to the team.
    Reassign {
        /// To whom; nobody: the team.
        to: Option<StaffId>,
    },
    /// Write a note.
    Note {
        /// What it says.
        text: String,
    },
    /// Mark the needs that were added as seen.
    See,
    /// Make it more or less urgent.
    ChangeUrgency {
        /// How urgent.
        urgency: Urgency,
    },
    /// End a need.
    EndNeed {
        /// Which.
        need: NeedKey,
        /// How.
        end: NeedEnd,
    },
    /// Close it.
    Close(Closing),
    /// Do something for the patient.
    Work(Work),
    /// Open it again.
    Reopen {
        /// Why.
        why: String,
    },
    /// Take one's own last change back.
    Undo,
}

/// How a case ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Closing {
    /// How needs ended, each by itself; those not named end as `rest`.
    pub ends: Vec<(NeedKey, NeedEnd)>,
    /// How the other needs ended.
    pub rest: Option<NeedEnd>,
    /// In a sentence.
    pub summary: String,
    /// What came of it as a whole; nothing: what the needs say.
    pub outcome: Option<Outcome>,
    /// What becomes of steps of the plan that go on.
    pub open_steps: OpenSteps,
    /// When somebody asks again how the patient is; nothing: as the practice does.
    pub follow_ups: Option<Vec<Date>>,
}

/// What becomes of steps that go on when their case is closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenSteps {
    /// Nobody has said: closing is refused, and says how many there are.
    #[default]
    Ask,
    /// They stop with it.
    Stop,
}

/// What to flag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// Which needs.
    pub needs: Vec<NeedKey>,
    /// How urgent.
    pub urgency: Urgency,
    /// What was said.
    pub note: String,
    /// Red flags that the words and needs bring up.
    pub red_flags: Vec<String>,
    /// Why to go on in spite of them.
    pub went_on: String,
}

/// What a patient was asked, and said. Who asked and when stand in the entry's stamp.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementGiven {
    /// Who may.
    pub recipient: Recipient,
    /// Yes or no.
    pub answer: Answer,
    /// The words that were put to them.
    pub words: String,
    /// Which details go, for a service.
    #[serde(default)]
    pub shares: Vec<String>,
    /// The last day that it holds on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// What to escalate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalate {
    /// What it is about.
    pub reason: String,
    /// The red flags that brought it up.
    pub red_flags: Vec<String>,
    /// Who was told.
    pub told: String,
    /// When.
    pub told_at: Timestamp,
}
