//! The JSON of the directory: services, what was found, what an import did.

use crate::desk::reply::{Hit, HitKind};
use crate::domain::service::details::ServiceDetails;
use crate::domain::service::{Service, Stopped};
use jiff::civil::Date;
use serde::Serialize;

/// A service (`signpost services list`, `signpost services show`).
#[derive(Clone, Debug, Serialize)]
pub struct ServiceShape {
    /// Its own id, as published.
    pub id: String,
    /// Its feed.
    pub feed: String,
    /// What it is called.
    pub name: String,
    /// Who runs it; empty: not known.
    pub organisation: String,
    /// The needs that it meets, by key.
    pub needs: Vec<String>,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// Its postcodes.
    pub postcodes: Vec<String>,
    /// The day of the last check, by staff or by its publisher.
    pub last_checked: Option<Date>,
    /// Why nobody should be sent there any more; `null`: it runs.
    pub stopped: Option<String>,
    /// Everything that is said of it.
    pub details: ServiceDetails,
}

/// One thing that was found.
#[derive(Clone, Debug, Serialize)]
pub struct HitShape {
    /// A service's own id, a case's reference, a patient's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Why it is here, in words.
    pub why: String,
    /// `service`, `patient` or `case`.
    pub kind: &'static str,
    /// What tells it apart: organisation and place; a birth date.
    pub about: String,
}

/// What was found (`signpost find`): one line for each query.
#[derive(Clone, Debug, Serialize)]
pub struct FoundShape {
    /// The query as it came.
    pub query: String,
    /// How long the search took, in microseconds.
    pub micros: u64,
    /// The best first.
    pub hits: Vec<HitShape>,
    /// How many there are in all, as far as was counted.
    pub total: usize,
}

/// What an import did, or would do (`signpost services import`): the last line.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ImportedShape {
    /// New services.
    pub added: usize,
    /// Services whose details differ now.
    pub changed: usize,
    /// Services that were as the file has them.
    pub unchanged: usize,
    /// What could not be taken, and why, in the order of the file.
    pub rejected: Vec<RejectedShape>,
    /// Whether nothing was kept, because only a look was asked for.
    pub dry_run: bool,
    /// Columns or fields that were not read.
    pub unknown: Vec<String>,
    /// Reservations about the file and about records that were taken.
    pub warnings: Vec<String>,
}

/// A record that could not be taken.
#[derive(Clone, Debug, Serialize)]
pub struct RejectedShape {
    /// Its number in the file, from 1.
    pub record: u64,
    /// The line on which it begins, from 1; `null` where lines mean nothing.
    pub line: Option<u64>,
    /// Why.
    pub reason: String,
}

impl From<&Service> for ServiceShape {
    fn from(service: &Service) -> Self {
        let details = service.details.clone();
        Self {
            id: service.key.id.clone(),
            feed: service.key.feed.clone(),
            name: details.name.clone(),
            organisation: details.organisation.clone(),
            needs: details.needs.iter().map(ToString::to_string).collect(),
            phones: details.contacts.phones.clone(),
            postcodes: details
                .locations
                .iter()
                .map(|at| at.postcode.clone())
                .filter(|p| !p.is_empty())
                .collect(),
            last_checked: service.last_check().map(|check| check.on),
            stopped: service.stopped.as_ref().map(|stopped| match stopped {
                Stopped::LeftFeed => "its feed does not list it any more".to_owned(),
                Stopped::Closed(why) => why.clone(),
            }),
            details,
        }
    }
}

impl From<&Hit> for HitShape {
    fn from(hit: &Hit) -> Self {
        Self {
            id: hit.id.clone(),
            name: hit.name.clone(),
            why: hit.why.clone(),
            kind: match hit.what {
                HitKind::Service(_) => "service",
                HitKind::Patient(_) => "patient",
                HitKind::Case(_) => "case",
            },
            about: hit.about.clone(),
        }
    }
}
