//! A service of the directory: what is known of it, where it came from, when it was last checked, and what
//! happened to its entry.
//!
//! Reading feeds is the exchange's; finding services is the search's.

pub mod checked;
pub mod details;
pub mod hours;
pub mod words;

use super::id::{PracticeId, StaffId};
use super::record::{FoldError, Index, Key, Stamp, Subject, SubjectKind};
use super::text::line;
use checked::{Check, Checker};
use details::ServiceDetails;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One entry of the directory, as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// Its id in the log: [`ServiceKey::uuid`] of its practice.
    pub id: Uuid,
    /// How many events it is made of.
    pub version: u64,
    /// Its feed and its own id there.
    pub key: ServiceKey,
    /// What the feed, or whoever typed it, says of it.
    pub details: ServiceDetails,
    /// When a member of staff last checked it, and who.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_check: Option<StaffCheck>,
    /// Why nobody should be sent there any more; `None`: it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Stopped>,
    /// How many times its details were given to somebody.
    #[serde(default)]
    pub given: u64,
    /// When they last were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_given: Option<Timestamp>,
    /// When it was first listed.
    pub listed_at: Timestamp,
    /// When its details last changed.
    pub changed_at: Timestamp,
}

/// What identifies a service for those who publish it: the feed, and its own id there, as published.
///
/// Feeds do publish ids that look like UUIDs and are none, so an id is text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ServiceKey {
    /// The feed's name: at most [`ServiceKey::LIMIT`] characters.
    pub feed: String,
    /// The record's own id, as published: at most [`ServiceKey::LIMIT`] characters.
    pub id: String,
}

impl ServiceKey {
    /// The most characters that a feed's name, or an id, may have.
    pub const LIMIT: usize = 200;

    /// A key, cleaned and bounded. `None` where the feed or the id is empty.
    pub fn new(feed: &str, id: &str) -> Option<Self> {
        let (feed, id) = (line(feed, Self::LIMIT), line(id, Self::LIMIT));
        (!feed.is_empty() && !id.is_empty()).then_some(Self { feed, id })
    }

    /// The service's id in a practice's log: the same for the same practice, feed and own id (UUID v5).
    pub fn uuid(&self, practice: PracticeId) -> Uuid {
        Uuid::new_v5(&practice.0, format!("{}\0{}", self.feed, self.id).as_bytes())
    }

    /// The beginning that all places of a feed share in [`Index::Feed`].
    pub fn feed_prefix(feed: &str) -> Key {
        let mut value = feed.as_bytes().to_vec();
        value.push(0);
        Key { index: Index::Feed, value }
    }
}

/// A check by a member of staff: "checked today".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffCheck {
    /// The day.
    pub on: Date,
    /// Who.
    pub by: StaffId,
}

/// Why nobody should be sent to a service any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stopped {
    /// Its feed does not list it any more. When the feed lists it again, it runs again.
    LeftFeed,
    /// Somebody says so, in these words.
    Closed(String),
}

/// What happened to a service's entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceEvent {
    /// It came into the directory.
    Listed {
        /// Its id in the log: [`ServiceKey::uuid`].
        id: Uuid,
        /// Its feed and own id.
        key: ServiceKey,
        /// What is said of it.
        details: Box<ServiceDetails>,
    },
    /// Its details are now these, whole.
    Changed(Box<ServiceDetails>),
    /// A member of staff checked it.
    Checked {
        /// The day.
        on: Date,
        /// Who.
        by: StaffId,
    },
    /// Nobody should be sent there any more.
    Stopped(Stopped),
    /// It runs again.
    Resumed,
    /// Its details were given to somebody. Only counted: the case says to whom.
    Given {},
}

impl Service {
    /// What an event makes of what was there.
    ///
    /// # Errors
    /// [`FoldError`] where a service is listed twice, or anything else happens to one that was never listed.
    pub fn fold(before: Option<Self>, event: &ServiceEvent, stamp: &Stamp) -> Result<Self, FoldError> {
        let mut service = match (before, event) {
            (None, ServiceEvent::Listed { id, key, details }) => {
                return Ok(Self {
                    id: *id,
                    version: 1,
                    key: key.clone(),
                    details: (**details).clone(),
                    staff_check: None,
                    stopped: None,
                    given: 0,
                    last_given: None,
                    listed_at: stamp.at,
                    changed_at: stamp.at,
                });
            }
            (None, _) => return Err(FoldError("a service changed that was never listed".to_owned())),
            (Some(_), ServiceEvent::Listed { key, .. }) => {
                return Err(FoldError(format!("the service {} of {} was listed twice", key.id, key.feed)));
            }
            (Some(before), _) => before,
        };
        service.version += 1;
        match event {
            ServiceEvent::Changed(details) => {
                service.details = (**details).clone();
                service.changed_at = stamp.at;
                if service.stopped == Some(Stopped::LeftFeed) {
                    service.stopped = None;
                }
            }
            ServiceEvent::Checked { on, by } => service.staff_check = Some(StaffCheck { on: *on, by: *by }),
            ServiceEvent::Stopped(why) => service.stopped = Some(why.clone()),
            ServiceEvent::Resumed => service.stopped = None,
            ServiceEvent::Given {} => {
                service.given += 1;
                service.last_given = Some(stamp.at);
            }
            ServiceEvent::Listed { .. } => {}
        }
        Ok(service)
    }

    /// Why nobody should be sent there, in words; `None`: it runs.
    pub fn not_running(&self) -> Option<&str> {
        match &self.stopped {
            Some(Stopped::LeftFeed) => Some("its publisher lists it no more"),
            Some(Stopped::Closed(why)) => Some(why),
            None => Some(self.details.not_running.as_str()).filter(|why| !why.is_empty()),
        }
    }

    /// What this is the state of.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Service, id: self.id }
    }

    /// Its place in the list of its feed.
    pub fn keys(&self) -> Vec<Key> {
        let mut key = ServiceKey::feed_prefix(&self.key.feed);
        key.value.extend_from_slice(self.key.id.as_bytes());
        vec![key]
    }

    /// The last check there was, by staff or as the feed says; `None`: never checked, as far as is known.
    pub fn last_check(&self) -> Option<Check> {
        let staff = self.staff_check.map(|c| Check { on: c.on, by: Checker::Staff(c.by) });
        let feed = self.details.last_checked.map(|on| Check { on, by: Checker::Feed });
        // On the same day the member of staff stands: a person can be asked.
        match (staff, feed) {
            (Some(staff), Some(feed)) => Some(if feed.on > staff.on { feed } else { staff }),
            (staff, feed) => staff.or(feed),
        }
    }
}

#[cfg(test)]
mod tests;
