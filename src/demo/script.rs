//! What the demo practice is and what happened in it, as plain data with times that are counted back from its start.

use crate::domain::case::NeedEnd;
use crate::domain::need::NeedKey;
use crate::domain::ods::OdsCode;
use crate::domain::patient::{Details, Standing};
use crate::domain::service::details::ServiceDetails;
use crate::domain::staff::Role;
use crate::domain::urgency::Urgency;
use crate::domain::working_days::WorkingDays;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
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
    /// Within how many working days its link workers ring.
    pub first_contact_working_days: u8,
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

/// What somebody did with a patient's case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Deed {
    /// Flagged needs, and chose a route with it.
    Flag {
        /// Which.
        needs: Vec<NeedKey>,
        /// How urgent.
        #[serde(default)]
        urgency: Urgency,
        /// What was said.
        #[serde(default)]
        note: String,
        /// Where they went; nothing: to route.
        #[serde(default)]
        route: Option<RouteTo>,
        /// What the patient said to that, if they were asked.
        #[serde(default)]
        agreed: Option<bool>,
    },
    /// Chose a route.
    Route {
        /// For which needs; none: all without one.
        #[serde(default)]
        needs: Vec<NeedKey>,
        /// Which.
        route: RouteTo,
        /// What the patient said to that, if they were asked.
        #[serde(default)]
        agreed: Option<bool>,
    },
    /// Took the case.
    Accept,
    /// Looked at what was new in it.
    See,
    /// Took note of what was escalated.
    Acknowledge,
    /// Gave it back, and why.
    GiveBack(String),
    /// Gave it to a link worker.
    Reassign(String),
    /// Wrote a note.
    Note(String),
    /// Ended a need.
    EndNeed {
        /// Which.
        need: NeedKey,
        /// How.
        end: NeedEnd,
    },
    /// Closed it.
    Close {
        /// How some needs ended.
        #[serde(default)]
        ends: Vec<(NeedKey, NeedEnd)>,
        /// How the others did.
        end: NeedEnd,
        /// In a sentence.
        summary: String,
    },
    /// Opened it again, and why.
    Reopen(String),
    /// Recorded that the patient has died or moved away.
    Standing(Standing),
}

/// Where needs went. Services are named by their ids, people by their names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RouteTo {
    /// The patient has a service's details.
    Signpost(String),
    /// A service has the patient's.
    Refer {
        /// Which.
        service: String,
        /// Which details.
        shares: Vec<String>,
    },
    /// To a link worker, or to the `team`.
    HandOver(String),
    /// Somebody else was told.
    Escalate {
        /// What it is about.
        reason: String,
        /// Who.
        told: String,
    },
    /// The patient wants no help, and why.
    Decline(String),
}

/// A time before the demo's start, written `6 days 14:10` (so many working days before, at that time) or `40 minutes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum When {
    /// On a working day.
    WorkingDays {
        /// How many working days before the day of the start; at least 1.
        days: u16,
        /// At what time there.
        at: Time,
    },
    /// Just now.
    Minutes(u16),
}

impl When {
    /// The instant, seen from the start.
    pub fn before(self, start: Timestamp, zone: &TimeZone) -> Timestamp {
        match self {
            Self::Minutes(minutes) => start - SignedDuration::from_mins(i64::from(minutes)),
            Self::WorkingDays { days, at } => {
                let day = WorkingDays::england().back(start.to_zoned(zone.clone()).date(), days);
                // An hour that does not exist, when the clocks change, is none at which the practice is open.
                zone.to_ambiguous_timestamp(day.to_datetime(at)).compatible().unwrap_or(start)
            }
        }
    }
}

impl TryFrom<String> for When {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("\"{text}\" is neither like \"6 days 14:10\" nor like \"40 minutes\"");
        let words: Vec<&str> = text.split(' ').collect();
        match words.as_slice() {
            [minutes, "minutes"] => Ok(Self::Minutes(minutes.parse().map_err(|_| wrong())?)),
            [days, "days", at] => {
                let days = days.parse().ok().filter(|days| *days > 0).ok_or_else(wrong)?;
                Ok(Self::WorkingDays { days, at: Time::strptime("%H:%M", at).map_err(|_| wrong())? })
            }
            _ => Err(wrong()),
        }
    }
}

impl From<When> for String {
    fn from(when: When) -> Self {
        match when {
            When::Minutes(minutes) => format!("{minutes} minutes"),
            When::WorkingDays { days, at } => format!("{days} days {:02}:{:02}", at.hour(), at.minute()),
        }
    }
}
