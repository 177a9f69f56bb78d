//! What a patient needs, what became of each need, and how it ends.

use super::Moment;
use crate::domain::need::NeedKey;
use crate::domain::service::ServiceKey;
use crate::domain::unmet::WhyNot;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

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

impl From<NeedEnd> for NeedState {
    fn from(end: NeedEnd) -> Self {
        match end {
            NeedEnd::Met => Self::Met,
            NeedEnd::PartlyMet { why, because } => Self::PartlyMet { why, because },
            NeedEnd::NotMet { why, because } => Self::NotMet { why, because },
        }
    }
}
