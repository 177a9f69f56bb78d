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
    /// No link worker has accepted it.
    #[error("no link worker has accepted the case")]
    NotAccepted,
    /// A day that is past where one to come is meant.
    #[error("{0} is past")]
    Past(String),
    /// A day or time to come where one that was is meant.
    #[error("{0} is in the future")]
    Future(String),
    /// A day further ahead than anybody plans.
    #[error("{0} is more than two years ahead")]
    Far(String),
    /// A time before the case was opened.
    #[error("that time is before the case was opened")]
    BeforeTheCase,
    /// A day before the step's last change.
    #[error("{0} is before the step's last change")]
    BeforeTheLast(String),
    /// A number of minutes that no contact takes.
    #[error("that many minutes cannot be")]
    Minutes,
    /// There is no such thing in this case, or it has ended.
    #[error("there is no such {0} here, or it has ended")]
    NoSuch(String),
    /// A way to reach somebody that is no meeting.
    #[error("an appointment cannot be by {0}")]
    NoMeeting(String),
    /// A result that this way of reaching somebody cannot have.
    #[error("by {0} the result cannot be \"{1}\"")]
    NoSuchResult(String, String),
    /// A step cannot become that.
    #[error("a step that is {0} cannot become {1}")]
    StepCannot(String, String),
    /// An activity cannot be referred to.
    #[error("this step is an activity, and nobody can be told of the patient")]
    NoService,
    /// The agreement has run out.
    #[error("the patient's agreement ran out on {0}")]
    AgreementRanOut(String),
    /// Nothing was agreed that could be withdrawn.
    #[error("there is no agreement to withdraw")]
    NothingAgreed,
    /// The code was taken for this episode already.
    #[error("the code is in the clinical system already: it was taken for {0}")]
    AlreadyCoded(String),
    /// What was filled in cannot have been declined at the same point.
    #[error("the {0} is filled in already")]
    Measured(String),
    /// After the end somebody by name asks again.
    #[error("the case is closed, and the team as a whole asks nobody again")]
    NobodyAsksAgain,
    /// Steps of the plan go on.
    #[error("{0} of the plan's steps go on")]
    StepsGoOn(usize),
    /// The outcome says something else than the needs.
    #[error("the outcome says that they were helped, but a need was not met")]
    OutcomeContradicts,
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
            Self::NotAccepted => "Accept it first.",
            Self::Past(_) => "Choose a day from today on.",
            Self::Future(_) => "Give the day or the time at which it was.",
            Self::Far(_) => "Check the year, or choose a day nearer.",
            Self::BeforeTheCase => "Check the day and the time.",
            Self::BeforeTheLast(_) => "Give that day or a later one; undo takes the last change back.",
            Self::Minutes => "Give at most 600 for a contact, and 5 to 480 for an appointment.",
            Self::NoSuch(_) => "Look at the case again: it may have changed.",
            Self::NoMeeting(_) => "Choose phone, video or in person.",
            Self::NoSuchResult(..) => "Choose another result, or another way.",
            Self::StepCannot(..) => "Choose one of the states that are offered.",
            Self::NoService => "Put a service of the directory in the plan to refer to it.",
            Self::AgreementRanOut(_) => "Ask the patient again, and record what they say.",
            Self::NothingAgreed => "Look at what the patient has agreed to.",
            Self::AlreadyCoded(_) => "Record it once an episode: nothing needs doing.",
            Self::Measured(_) => "Look at the measures: undo takes the last change back.",
            Self::NobodyAsksAgain => "Choose a link worker, or drop the follow-ups.",
            Self::StepsGoOn(_) => "Close it and stop them, or say first what came of each.",
            Self::OutcomeContradicts => "Choose partly helped, or say that the need was met.",
            Self::TooLong(_) => "Shorten it.",
            Self::Full(_) => "Close this case and flag what is left anew.",
        }
    }
}
