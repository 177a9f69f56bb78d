//! What the demo practice is and what happened in it, as plain data with times that are counted back from its start.

use crate::demo::deed::Deed;
use crate::demo::when::{Day, When};
use crate::domain::attempt::Band;
use crate::domain::case::work::NextWhat;
use crate::domain::ods::OdsCode;
use crate::domain::patient::Details;
use crate::domain::practice::Limits;
use crate::domain::service::details::ServiceDetails;
use crate::domain::staff::Role;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A practice and its past.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// Its name.
    pub practice: String,
    /// Its code.
    pub ods: OdsCode,
    /// What it promises and expects. That of the first contact is set last of all.
    pub limits: Limits,
    /// Numbers of the call card that it has confirmed: entry and number.
    pub card: Vec<(String, String)>,
    /// Who works there; the first sets it up and keeps the directory, the second manages it.
    pub staff: Vec<Member>,
    /// Its directory.
    pub services: Vec<Listed>,
    /// Its patients.
    pub patients: Vec<Person>,
    /// What happened to them.
    pub stories: Vec<Story>,
    /// Which services were checked by whom.
    pub checks: Vec<Check>,
}

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The name, by which the script names them.
    pub name: String,
    /// What they are.
    pub roles: BTreeSet<Role>,
    /// What a link worker takes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caseload: Option<Caseload>,
}

/// What a link worker takes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caseload {
    /// How many cases at a time.
    pub capacity: u16,
    /// The languages that they speak beside English.
    pub languages: Vec<String>,
    /// The first and the last day on which they are away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away: Option<(Day, Day)>,
}

/// A service of the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Its own id in the feed: its name, in small letters.
    pub id: String,
    /// How many days before the start its publisher last checked it; nothing: never, as far as is known.
    pub checked_days_ago: Option<u16>,
    /// What is said of it, without the date of that check.
    pub details: ServiceDetails,
}

/// A patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// By which the script names them: the name, or the number of somebody whose name is not known.
    pub called: String,
    /// Who they are, as of the first flag.
    pub details: Details,
}

/// What happened to one patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// Whom.
    pub patient: String,
    /// What, in order. It begins with a flag.
    pub steps: Vec<Step>,
}

/// One thing that somebody did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// When.
    pub when: When,
    /// Who: a member of staff.
    pub who: String,
    /// What.
    pub does: Deed,
    /// What was settled to be next with it; nothing: as the desk proposes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<NextOn>,
}

/// When somebody looks at a case again, and what for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NextOn {
    /// The day.
    pub on: Day,
    /// What for.
    pub what: NextWhat,
    /// The part of the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<Band>,
    /// In words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// A service that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// When.
    pub when: When,
    /// By whom.
    pub who: String,
    /// Which.
    pub service: String,
}
