//! The codes that a practice's clinical system gets, once an episode.
//!
//! Only codes that were verified against a published source stand here; what is pasted is the exchange's.

/// A SNOMED CT code (England) of social prescribing.
///
/// Source: NHS England, social prescribing minimum dataset and reference sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Referral to social prescribing service: for an accepted episode, once.
    Referred,
    /// Social prescribing declined.
    Declined,
}

impl Code {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Referred, Self::Declined];

    /// The SNOMED CT concept id.
    pub fn number(self) -> &'static str {
        match self {
            Self::Referred => "871731000000106",
            Self::Declined => "871711000000103",
        }
    }

    /// What it is called.
    pub fn term(self) -> &'static str {
        match self {
            Self::Referred => "Referral to social prescribing service",
            Self::Declined => "Social prescribing declined",
        }
    }
}
