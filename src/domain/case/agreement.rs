//! What a patient agreed to: who may contact them, or be told about them.

use super::{Moment, ServiceRef};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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
