//! The practice at a glance, and what somebody should do next.

use super::CaseLine;
use crate::domain::practice::Practice;
use serde::{Deserialize, Serialize};

/// The practice at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// The practice.
    pub practice: Practice,
    /// Urgent open cases. The counts stop at [`Overview::MOST`].
    pub urgent: usize,
    /// Waiting for a link worker.
    pub waiting: usize,
    /// Waiting longer than the practice's limit; 0 where none is set.
    pub overdue: usize,
    /// Without a route.
    pub to_route: usize,
    /// Services in the directory that are indexed.
    pub services: usize,
    /// Whether everything can be found already; otherwise the index is still being made.
    pub index_ready: bool,
    /// What happened when the store was opened.
    pub notices: Vec<String>,
}

impl Overview {
    /// Where counting stops: "999+".
    pub const MOST: usize = 1000;
}

/// What somebody should do next.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Today {
    /// In the order of their weight; none is empty.
    pub sections: Vec<Section>,
}

/// A part of Today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// What it holds.
    pub kind: SectionKind,
    /// Its first cases.
    pub cases: Vec<CaseLine>,
    /// Whether there are more.
    pub more: bool,
}

/// What a part of Today holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    /// Escalated, and no clinician has taken note.
    Escalated,
    /// A need has no route.
    ToRoute,
    /// The asker's own, accepted, without a date on which somebody looks at it again.
    NoDate,
    /// The patient asked to be rung.
    CallBacks,
    /// The asker's own whose day is past.
    Overdue,
    /// The asker's own whose day is today, and follow-ups.
    Due,
    /// Due, of link workers who are away; and everything of those who have left.
    Colleagues,
    /// Waiting for the asker.
    WaitingForMe,
    /// The asker's own, with needs that they have not seen.
    New,
    /// Waiting for the team.
    Team,
    /// The asker's own whose patient was not spoken to yet.
    NotReached,
    /// The asker's own where a service has not answered.
    AwaitsService,
    /// The asker's own where an agreement runs out.
    Agreements,
    /// The asker's own where a measure is due.
    Measures,
    /// With the asker, and none of the others.
    Mine,
    /// What came of what the asker flagged.
    Flagged,
}

impl SectionKind {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Escalated => "Escalated: a clinician has to take note",
            Self::ToRoute => "To route",
            Self::NoDate => "Without a next date",
            Self::CallBacks => "Asked to be rung",
            Self::Overdue => "Overdue",
            Self::Due => "Due today",
            Self::NotReached => "Not reached yet",
            Self::AwaitsService => "Waiting for a service's answer",
            Self::Agreements => "Agreements that run out",
            Self::Measures => "Measures due",
            Self::Colleagues => "Of colleagues who are away or have left",
            Self::WaitingForMe => "Waiting for you",
            Self::New => "New needs in your cases",
            Self::Team => "Waiting for the team",
            Self::Mine => "Your other cases",
            Self::Flagged => "What came of what you flagged",
        }
    }
}
