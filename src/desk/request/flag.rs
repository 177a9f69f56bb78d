//! Flagging needs, and the route that they go.

use crate::domain::case::ServiceRef;
use crate::domain::id::{PatientId, StaffId};
use crate::domain::need::NeedKey;
use crate::domain::nhs_number::NhsNumber;
use crate::domain::patient::Details;
use crate::domain::urgency::Urgency;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Whose need is flagged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// Somebody who has a record here.
    Known(PatientId),
    /// Whoever has this number; where nobody has, the name is to be filled in later.
    Number(NhsNumber),
    /// Somebody new.
    New {
        /// Who.
        details: Box<Details>,
        /// Also where somebody alike is known.
        even_if_alike: bool,
    },
}

/// Needs to flag, and what happens to them with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlagNeeds {
    /// Whose.
    pub whose: Whose,
    /// What is known of the patient now, where the form changed it; whole.
    pub corrected: Option<Box<Details>>,
    /// Which needs.
    pub needs: Vec<NeedKey>,
    /// How urgent.
    pub urgency: Urgency,
    /// What was said.
    pub note: String,
    /// Why to go on in spite of a red flag, where one stands.
    pub went_on: String,
    /// What happens to the needs; nothing: they stay to route.
    pub route: Option<Route>,
    /// What the patient said to the hand-over or the referral.
    pub agreement: Agreed,
}

/// One of the five routes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// Give the patient a service's details.
    Signpost {
        /// Which.
        service: ServiceRef,
    },
    /// Give a service the patient's agreed details.
    Refer {
        /// Which.
        service: ServiceRef,
        /// Which details go.
        shared: Vec<String>,
    },
    /// Ask the link workers to take it.
    HandOver {
        /// One of them, or the team.
        to: Option<StaffId>,
    },
    /// It is not for social prescribing: somebody else was told.
    Escalate {
        /// What it is about.
        reason: String,
        /// Who was told.
        told: String,
        /// When; nothing: now.
        told_at: Option<Timestamp>,
    },
    /// The patient wants no help with it.
    Decline {
        /// Why, if they said.
        why: String,
    },
}

/// What the patient said to being contacted, or to a service being told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreed {
    /// Nobody has asked, or it is recorded already.
    #[default]
    NotAsked,
    /// Yes, to these words.
    Yes {
        /// The words that were put to them.
        words: String,
    },
    /// No, to these words: the needs are declined.
    No {
        /// The words that were put to them.
        words: String,
    },
}
