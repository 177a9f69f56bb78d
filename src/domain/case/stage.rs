//! Where a case stands.

use super::Outcome;
use crate::domain::id::{CaseId, StaffId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

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
