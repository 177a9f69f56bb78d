//! One thing in the plan: a service or an activity, and how far the patient has come with it.

use crate::domain::case::{Moment, ServiceRef};
use crate::domain::need::NeedKey;
use crate::domain::service::ServiceKey;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One thing in the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its number in the case.
    pub number: u32,
    /// What it is.
    pub what: StepWhat,
    /// The need that it is for, if one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<NeedKey>,
    /// How far it came, each with its day: the last is where it stands. Never empty.
    pub changes: Vec<StepChange>,
}

/// What a step is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepWhat {
    /// A service of the directory.
    Service(ServiceRef),
    /// Something else: "walk to the shop with her neighbour".
    Activity(String),
}

impl StepWhat {
    /// As it is said.
    pub fn said(&self) -> &str {
        match self {
            Self::Service(service) => &service.name,
            Self::Activity(text) => text,
        }
    }

    /// The service, if it is one.
    pub fn service(&self) -> Option<&ServiceRef> {
        match self {
            Self::Service(service) => Some(service),
            Self::Activity(_) => None,
        }
    }
}

/// How far a step came, on which day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepChange {
    /// How far.
    pub state: StepState,
    /// The day that it is true of.
    pub on: Date,
    /// Why, where one is needed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Which details went to the service.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared: Vec<String>,
    /// Who wrote it down, when.
    pub moment: Moment,
}

/// How far a step came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// The link worker thought of it.
    Suggested,
    /// The patient wants it.
    Agreed,
    /// The service was told of the patient, and has not answered.
    Referred,
    /// The service takes them.
    Accepted,
    /// They wait for a place.
    WaitingList,
    /// They began.
    Started,
    /// They were there.
    Attended,
    /// It is done.
    Completed,
    /// They did not come.
    DidNotAttend,
    /// It was stopped.
    Stopped,
    /// The patient or the service said no.
    Declined,
}

impl StepState {
    /// All of them, in the order in which they usually come.
    pub const ALL: [Self; 11] = [
        Self::Suggested,
        Self::Agreed,
        Self::Referred,
        Self::Accepted,
        Self::WaitingList,
        Self::Started,
        Self::Attended,
        Self::Completed,
        Self::DidNotAttend,
        Self::Stopped,
        Self::Declined,
    ];

    /// As it is said.
    pub fn name(self) -> &'static str {
        match self {
            Self::Suggested => "suggested",
            Self::Agreed => "agreed",
            Self::Referred => "referred",
            Self::Accepted => "accepted",
            Self::WaitingList => "waiting list",
            Self::Started => "started",
            Self::Attended => "attended",
            Self::Completed => "completed",
            Self::DidNotAttend => "did not attend",
            Self::Stopped => "stopped",
            Self::Declined => "declined",
        }
    }

    /// The state of this name, with spaces or hyphens.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase().replace(['-', '_'], " ");
        Self::ALL.into_iter().find(|state| state.name() == text)
    }

    /// Whether nothing more is to come of it.
    pub fn has_ended(self) -> bool {
        matches!(self, Self::Completed | Self::Stopped | Self::Declined)
    }

    /// Whether it takes a reason.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::DidNotAttend | Self::Stopped | Self::Declined)
    }

    /// What it may become.
    pub fn may_become(self) -> &'static [Self] {
        use StepState::{
            Accepted, Agreed, Attended, Completed, Declined, DidNotAttend, Referred, Started, Stopped,
            WaitingList,
        };
        match self {
            Self::Suggested => &[Agreed, Referred, Started, Attended, Declined, Stopped],
            Self::Agreed => {
                &[Referred, WaitingList, Started, Attended, Completed, DidNotAttend, Stopped, Declined]
            }
            Self::Referred => {
                &[Accepted, WaitingList, Started, Attended, Completed, DidNotAttend, Stopped, Declined]
            }
            Self::Accepted => &[WaitingList, Started, Attended, Completed, DidNotAttend, Stopped, Declined],
            Self::WaitingList => &[Accepted, Started, Attended, Completed, DidNotAttend, Stopped, Declined],
            Self::Started | Self::Attended => &[Attended, Completed, DidNotAttend, Stopped],
            Self::DidNotAttend => {
                &[Referred, Accepted, WaitingList, Started, Attended, Completed, Stopped, Declined]
            }
            // It goes on after all.
            Self::Completed | Self::Stopped | Self::Declined => &[Agreed],
        }
    }
}

impl Step {
    /// Where it stands.
    pub fn state(&self) -> StepState {
        self.changes.last().map_or(StepState::Suggested, |change| change.state)
    }

    /// The day since when it stands there.
    pub fn since(&self) -> Option<Date> {
        self.changes.last().map(|change| change.on)
    }

    /// Whether it was ever in a state.
    pub fn was(&self, state: StepState) -> bool {
        self.changes.iter().any(|change| change.state == state)
    }

    /// Whether the patient got there: began, was there, or finished.
    pub fn got_there(&self) -> bool {
        [StepState::Started, StepState::Attended, StepState::Completed]
            .into_iter()
            .any(|state| self.was(state))
    }

    /// Whether it goes on because this service was told of the patient. What was stopped and goes on again is no longer.
    pub fn hangs_on(&self, service: &ServiceKey) -> bool {
        let goes_on = self.changes.iter().rev().take_while(|change| !change.state.has_ended());
        let mut since = goes_on.map(|change| change.state);
        self.what.service().is_some_and(|one| one.key == *service)
            && since.any(|it| it == StepState::Referred)
    }
}
