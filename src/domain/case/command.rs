//! What somebody may want to do with a case.

use super::{Answer, NeedEnd, Recipient, ServiceRef};
use crate::domain::id::StaffId;
use crate::domain::need::NeedKey;
use crate::domain::urgency::Urgency;
use jiff::Timestamp;
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
    Close {
        /// How needs ended, each by itself; those not named end as `rest`.
        ends: Vec<(NeedKey, NeedEnd)>,
        /// How the other needs ended.
        rest: Option<NeedEnd>,
        /// In a sentence.
        summary: String,
    },
    /// Open it again.
    Reopen {
        /// Why.
        why: String,
    },
    /// Take one's own last change back.
    Undo,
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
