//! Why a case does not allow something, in words for a receptionist, with what to do instead.

use serde::{Deserialize, Serialize};

/// Why a case does not allow something. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum CaseRefusal {
    /// No need was named, or none is without a route.
    #[error("no need is named")]
    NoNeed,
    /// No need of this case is without a route.
    #[error("every need of this case has a route already")]
    NothingToRoute,
    /// The case has no such need.
    #[error("this case has no need \"{0}\"")]
    NotThere(String),
    /// The need has ended.
    #[error("the need \"{0}\" has ended")]
    NeedEnded(String),
    /// A red flag stands and no reason to go on was given.
    #[error("this may not be for social prescribing, and no reason to go on is given")]
    RedFlag,
    /// No agreement to be contacted by the link workers is recorded.
    #[error("it is not recorded that the patient agrees to be contacted by the link workers")]
    NoAgreement,
    /// No agreement to a service being told is recorded.
    #[error("it is not recorded that the patient agrees to {0} being told")]
    NoAgreementFor(String),
    /// It is with a link worker already.
    #[error("the case is with a link worker already")]
    HasWorker,
    /// It is with, or waits for, another link worker.
    #[error("the case is another link worker's")]
    AnotherWorker,
    /// Nobody has handed it over.
    #[error("the case has not been handed over")]
    NotHandedOver,
    /// It is closed.
    #[error("the case is closed")]
    Closed,
    /// It is not closed.
    #[error("the case is open")]
    Open,
    /// It was taken back, or goes on in another case.
    #[error("the case was taken back")]
    Withdrawn,
    /// A need has not ended and nobody said how it ends.
    #[error("\"{0}\" has not ended: say what came of it")]
    NotEnded(String),
    /// A reason is needed.
    #[error("a reason is needed")]
    NoReason,
    /// Who was told is needed.
    #[error("who was told is missing")]
    NobodyTold,
    /// An escalation stands that nobody has acknowledged.
    #[error("it was escalated, and no clinician has taken note yet")]
    Unacknowledged,
    /// Nothing is escalated that nobody has acknowledged.
    #[error("nothing here waits for a clinician")]
    NothingEscalated,
    /// There is nothing new to see.
    #[error("nothing new stands here")]
    NothingNew,
    /// It already is so.
    #[error("it is so already")]
    NoChange,
    /// The last change is somebody else's, or nothing can be taken back.
    #[error("there is nothing of yours to take back here")]
    NothingToUndo,
    /// The last change joined two records.
    #[error("the last change joined two patients' records")]
    UndoAtPatient,
    /// The patient has died or moved away.
    #[error("the patient {0}: all contact has stopped")]
    NoContact(String),
    /// The text is too long.
    #[error("the text is longer than {0} characters")]
    TooLong(usize),
    /// The case has too many needs, agreements or escalations to be one case.
    #[error("the case holds as many {0} as it can")]
    Full(String),
}

impl CaseRefusal {
    /// What to do instead.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::NoNeed => "Name at least one need.",
            Self::NothingToRoute => "Flag another need, or open the case to see where each need went.",
            Self::NotThere(_) => "Flag it first, or choose one of the needs that the case has.",
            Self::NeedEnded(_) => "Flag it again if the patient needs it again.",
            Self::RedFlag => "Escalate it, or say why it goes on as a social need.",
            Self::NoAgreement => {
                "Ask the patient, and record what they say; until then the need stays to route."
            }
            Self::NoAgreementFor(_) => "Ask the patient first, or give them the details instead (signpost).",
            Self::HasWorker => "A link worker or a manager can reassign it.",
            Self::AnotherWorker => "Ask them to give it back, or a manager to reassign it.",
            Self::NotHandedOver => "Hand it over first.",
            Self::Closed => "Open it again first, or flag the need anew.",
            Self::Open => "Go on with it as it is.",
            Self::Withdrawn => "Flag the need anew.",
            Self::NotEnded(_) => "Choose met, partly met or not met for each need.",
            Self::NoReason => "Say why in a few words.",
            Self::NobodyTold => "Say who was told, and when.",
            Self::Unacknowledged => "A clinician acknowledges it first.",
            Self::NothingEscalated | Self::NothingNew | Self::NoChange => "Nothing needs doing.",
            Self::NothingToUndo => {
                "Only one's own last change can be taken back, while nobody has built on it."
            }
            Self::UndoAtPatient => "Take it back at the patient's record.",
            Self::NoContact(_) => "Close the case, or correct the patient's record if that is wrong.",
            Self::TooLong(_) => "Shorten it.",
            Self::Full(_) => "Close this case and flag what is left anew.",
        }
    }
}
