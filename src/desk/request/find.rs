//! What to find, and where a page of the ledger ended.

use crate::domain::id::{PatientId, UnmetId};
use crate::domain::need::NeedKey;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Where a page of unmet needs ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmetCursor {
    /// When the last one was noted.
    pub at: Timestamp,
    /// Which it is.
    pub id: UnmetId,
    /// Whether it is a case's.
    #[serde(default)]
    pub from_case: bool,
}

/// What to find.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each says whether something comes, by itself")]
pub struct Find {
    /// What was typed; at most 10,000 characters are looked at.
    pub text: String,
    /// Services.
    pub services: bool,
    /// Patients.
    pub patients: bool,
    /// Cases.
    pub cases: bool,
    /// Services of this feed only.
    pub feed: Option<String>,
    /// Services that meet these needs come first.
    pub needs: Vec<NeedKey>,
    /// Services near here come first: a postcode or an outcode.
    pub near: Option<String>,
    /// For whom: what they cannot use is set apart, by age and sex; without `near`, what is near them comes first.
    #[serde(default)]
    pub patient: Option<PatientId>,
    /// What was set apart comes too, behind the rest, each with its reason.
    #[serde(default)]
    pub apart: bool,
    /// At most so many; 1–500.
    pub limit: usize,
}
