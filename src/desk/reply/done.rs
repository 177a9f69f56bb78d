//! What was done: a change, an import; and the ledger of unmet needs.

use super::CaseLine;
use crate::desk::request::UnmetCursor;
use crate::domain::id::{ChangeId, PracticeId, UnmetId};
use crate::domain::need::NeedKey;
use crate::domain::postcode::Outcode;
use crate::domain::record::Subject;
use crate::domain::staff::Staff;
use crate::domain::unmet::WhyNot;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Done {
    /// In a sentence: "Margaret Ellis is handed over to the team (K7M-4)."
    pub said: String,
    /// What to read out to the patient, if anything.
    pub read_out: Option<String>,
    /// The change, to take it back.
    pub change: Option<ChangeId>,
    /// What it changed.
    pub subjects: Vec<Subject>,
    /// The case, as it is now.
    pub case: Option<Box<CaseLine>>,
    /// The member of staff who was taken on or has left.
    pub staff: Option<Staff>,
    /// The practice that was set up.
    pub practice: Option<PracticeId>,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// New services.
    pub added: usize,
    /// Services whose details differ now.
    pub changed: usize,
    /// Services that were as the file has them.
    pub unchanged: usize,
    /// What could not be taken, and why.
    pub rejected: Vec<Rejected>,
}

/// How much is known of where postcodes are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacesCard {
    /// Whole postcodes.
    pub postcodes: usize,
    /// Districts.
    pub outcodes: usize,
    /// The file that they come from; nothing: none was imported.
    pub file: Option<String>,
    /// When it was imported.
    pub imported_at: Option<Timestamp>,
    /// Who imported it, by name.
    pub imported_by: Option<String>,
    /// Why nothing is known although something was kept: the file was damaged.
    pub trouble: Option<String>,
}

/// A page of the unmet needs that were noted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmetPage {
    /// The notes, the oldest first.
    pub needs: Vec<UnmetLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<UnmetCursor>,
}

/// A note that nothing was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmetLine {
    /// Its id.
    pub id: UnmetId,
    /// What was needed.
    pub needs: Vec<NeedKey>,
    /// The district where, if it was said.
    pub area: Option<Outcode>,
    /// When it was noted.
    pub at: Timestamp,
    /// Who noted it, by name.
    pub by: String,
    /// Why there was no help, where a case was closed or a need of it ended without; nothing: somebody noted that nothing
    /// was found. The id is then nothing that could be taken back.
    #[serde(default)]
    pub why: Option<WhyNot>,
}

/// A record that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Its line or number in the file.
    pub record: u64,
    /// Why.
    pub reason: String,
}
