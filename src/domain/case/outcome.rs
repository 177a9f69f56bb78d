//! What came of a case as a whole.

use serde::{Deserialize, Serialize};

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
