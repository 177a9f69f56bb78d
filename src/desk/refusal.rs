//! Why the desk did not do something: what happened, what is safe, what to do.

use crate::desk::permission::Deed;
use crate::desk::reply::PatientLine;
use crate::domain::case::CaseRefusal;
use crate::domain::patient::DetailsError;
use crate::domain::record::Index;
use crate::store::StoreError;
use serde::{Deserialize, Serialize};

/// Why the desk did not do something. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The asker's roles do not allow it.
    NotAllowed {
        /// "reassign cases".
        deed: String,
        /// "link workers and managers".
        who_may: String,
    },
    /// The case does not allow it.
    Case(CaseRefusal),
    /// The words or needs mean that this may not be for social prescribing.
    RedFlags {
        /// The red flags, by key.
        keys: Vec<String>,
        /// Their titles.
        titles: Vec<String>,
    },
    /// There is no such thing.
    NotFound {
        /// "no case K7M-4".
        what: String,
        /// What to do.
        advice: String,
    },
    /// What was entered cannot be kept.
    Input {
        /// What is wrong with it.
        what: String,
        /// What to do.
        advice: String,
    },
    /// Somebody alike is known already.
    Alike(Vec<PatientLine>),
    /// The practice is set up already, or not yet.
    State {
        /// How it is.
        what: String,
        /// What to do.
        advice: String,
    },
    /// The store could not.
    Store {
        /// What kind of trouble.
        fault: Fault,
        /// What happened.
        what: String,
    },
}

/// What kind of trouble a store is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Others change the same thing all the time.
    Conflict,
    /// Another process has it.
    Busy,
    /// It cannot be written.
    Unwritable,
    /// The disk is full.
    Full,
    /// It is damaged.
    Damaged,
}

impl Refusal {
    /// A deed that the asker's roles do not allow.
    pub fn not_allowed(deed: Deed) -> Self {
        Self::NotAllowed { deed: deed.said().to_owned(), who_may: deed.who_may() }
    }

    /// Something that is not there.
    pub fn not_found(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::NotFound { what: what.into(), advice: advice.into() }
    }

    /// Something that cannot be kept as it was entered.
    pub fn input(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::Input { what: what.into(), advice: advice.into() }
    }

    /// A store whose records do not fit each other.
    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Self::Store { fault: Fault::Damaged, what: what.into() }
    }

    /// One word for scripts. Words are only ever added.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NotAllowed { .. } => "not_allowed",
            Self::Case(_) => "refused",
            Self::RedFlags { .. } => "red_flag",
            Self::NotFound { .. } => "not_found",
            Self::Input { .. } => "bad_input",
            Self::Alike(_) => "alike",
            Self::State { .. } => "state",
            Self::Store { fault, .. } => match fault {
                Fault::Conflict => "conflict",
                Fault::Busy => "busy",
                Fault::Unwritable => "unwritable",
                Fault::Full => "full",
                Fault::Damaged => "damaged",
            },
        }
    }

    /// What happened, in a sentence.
    pub fn what(&self) -> String {
        match self {
            Self::NotAllowed { deed, who_may } => format!("Only {who_may} may {deed}."),
            Self::Case(refusal) => sentence(&refusal.to_string()),
            Self::RedFlags { titles, .. } => {
                format!("This may not be for social prescribing: {}.", titles.join(", ").to_lowercase())
            }
            Self::Alike(lines) => {
                let who: Vec<_> = lines.iter().map(|p| format!("{} ({})", p.called, p.read_back)).collect();
                format!("Somebody alike is known already: {}.", who.join("; "))
            }
            Self::NotFound { what, .. }
            | Self::Input { what, .. }
            | Self::State { what, .. }
            | Self::Store { what, .. } => sentence(what),
        }
    }

    /// What is safe, in a sentence.
    pub fn safe(&self) -> &'static str {
        match self {
            Self::Store { fault: Fault::Damaged, .. } => {
                "What was confirmed before the damage is untouched; nothing was changed."
            }
            Self::Store { .. } => "Nothing that was confirmed is lost; nothing was changed.",
            _ => "Nothing was changed.",
        }
    }

    /// What to do, in a sentence.
    pub fn advice(&self) -> String {
        match self {
            Self::NotAllowed { .. } => "Ask one of them, or an administrator for the role.".to_owned(),
            Self::Case(refusal) => refusal.advice().to_owned(),
            Self::RedFlags { .. } => {
                "Call who stands on the practice's card and escalate, or say why it goes on as a social need."
                    .to_owned()
            }
            Self::Alike(_) => "Choose that person, or say that this is somebody else.".to_owned(),
            Self::NotFound { advice, .. } | Self::Input { advice, .. } | Self::State { advice, .. } => {
                sentence(advice)
            }
            Self::Store { fault, .. } => match fault {
                Fault::Conflict => "Look at it again, and try again.",
                Fault::Busy => "Close Signpost there first, or wait until it has ended, and try again.",
                Fault::Unwritable => "Make the folder and its files writable for you, and start again.",
                Fault::Full => "Free some space on the disk, and try again.",
                Fault::Damaged => {
                    "Keep a copy of the folder as it is, then restore the journal from a backup."
                }
            }
            .to_owned(),
        }
    }
}

/// With a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

impl From<CaseRefusal> for Refusal {
    fn from(refusal: CaseRefusal) -> Self {
        Self::Case(refusal)
    }
}

impl From<DetailsError> for Refusal {
    fn from(error: DetailsError) -> Self {
        Self::input(error.to_string(), "Give the NHS number, or the name and the date of birth.")
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        let fault = match &error {
            StoreError::Conflict { .. } | StoreError::Taken { .. } => Fault::Conflict,
            StoreError::Locked { .. } => Fault::Busy,
            StoreError::Full => Fault::Full,
            StoreError::Damaged { .. } => Fault::Damaged,
            StoreError::Io { .. }
            | StoreError::Broken(_)
            | StoreError::Index(_)
            | StoreError::Malformed(_) => Fault::Unwritable,
        };
        let what = match &error {
            StoreError::Conflict { .. } => "somebody else changes the same thing".to_owned(),
            StoreError::Taken { index, .. } => match index {
                Index::NhsNumber => "another patient's record has this NHS number by now".to_owned(),
                Index::OpenCase => "the patient has another open case by now".to_owned(),
                Index::Account => "that account is another member of staff's by now".to_owned(),
                _ => "another record was first".to_owned(),
            },
            other => other.to_string(),
        };
        Self::Store { fault, what }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n{}\n{}", self.what(), self.safe(), self.advice())
    }
}

impl std::error::Error for Refusal {}
