//! A practice and what it has settled for itself: limits and the numbers of its call card.

use super::id::PracticeId;
use super::ods::OdsCode;
use super::record::FoldError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A GP practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    /// Its id.
    pub id: PracticeId,
    /// How many events this is made of.
    pub version: u64,
    /// Its name.
    pub name: String,
    /// Its ODS code.
    pub ods: OdsCode,
    /// What it promises and expects.
    pub limits: Limits,
    /// Numbers of the call card that the practice has confirmed, by the entry's key.
    pub card: BTreeMap<String, String>,
}

/// A practice's own limits. None is assumed where none is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Working days (Monday to Friday) within which a link worker rings after a hand-over; 1–60.
    #[serde(default)]
    pub first_contact_working_days: Option<u8>,
}

/// What happens to a practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PracticeEvent {
    /// It began to use Signpost.
    Founded {
        /// Its id.
        id: PracticeId,
        /// Its name.
        name: String,
        /// Its ODS code.
        ods: OdsCode,
    },
    /// Its limits were set.
    LimitsSet(Limits),
    /// A number of the call card was confirmed or corrected.
    CardConfirmed {
        /// The card entry's key.
        entry: String,
        /// The number to ring.
        number: String,
    },
}

impl Practice {
    /// What an event makes of it.
    pub fn fold(before: Option<Self>, event: &PracticeEvent) -> Result<Self, FoldError> {
        match (before, event) {
            (None, PracticeEvent::Founded { id, name, ods }) => Ok(Self {
                id: *id,
                version: 1,
                name: name.clone(),
                ods: ods.clone(),
                limits: Limits::default(),
                card: BTreeMap::new(),
            }),
            (Some(mut after), PracticeEvent::LimitsSet(limits)) => {
                after.version += 1;
                after.limits = *limits;
                Ok(after)
            }
            (Some(mut after), PracticeEvent::CardConfirmed { entry, number }) => {
                after.version += 1;
                after.card.insert(entry.clone(), number.clone());
                Ok(after)
            }
            (before, event) => Err(FoldError(format!("{event:?} cannot happen to {before:?}"))),
        }
    }
}
