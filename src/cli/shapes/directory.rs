//! The JSON of the directory: services, what was found, what an import did.

use crate::desk::reply::{Hit, HitKind};
use crate::domain::service::details::{Cost, Location, OnlyFor, Position, Schedule, ServiceKind};
use crate::domain::service::{Service, Stopped};
use jiff::civil::{Date, Time};
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
    /// What it is, in its own words.
    pub description: String,
    /// What kind of thing it is: `advice`, `befriending`, `community group` ...; `null`: not said.
    pub kind: Option<&'static str>,
    /// The needs that it meets, by key.
    pub needs: Vec<String>,
    /// Whether the needs were guessed from its words.
    pub needs_derived: bool,
    /// The publisher's own categories.
    pub categories: Vec<String>,
    /// Whom it is for, in the publisher's words, audience and conditions together.
    pub audience: Vec<String>,
    /// The youngest who may come, in years.
    pub min_age: Option<u8>,
    /// The oldest who may come, in years, inclusive.
    pub max_age: Option<u8>,
    /// `women` or `men`, where it is for them only.
    pub only_for: Option<&'static str>,
    /// What it costs: `free`, or as published; `null`: not said.
    pub cost: Option<String>,
    /// How one gets in.
    pub referral: Vec<String>,
    /// Free places; 0: full; `null`: not said.
    pub free_places: Option<u32>,
    /// How long one waits, in words; empty: not said.
    pub waiting: String,
    /// Where it takes place.
    pub places: Vec<PlaceShape>,
    /// When it is open.
    pub times: Vec<TimesShape>,
    /// The areas that it serves, in words.
    pub areas: Vec<String>,
    /// Languages spoken.
    pub languages: Vec<String>,
    /// Access for disabled people, in words.
    pub access: Vec<String>,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Web address; empty: none.
    pub website: String,
    /// Whom to ask for.
    pub people: Vec<String>,
    /// The day of the last check, by staff or by its publisher.
    pub last_checked: Option<Date>,
    /// Why nobody should be sent there any more; `null`: it runs.
    pub stopped: Option<String>,
}

/// A column that an import of CSV reads (`signpost services columns`, `signpost places columns`).
#[derive(Clone, Debug, Serialize)]
pub struct ColumnShape {
    /// Its names, the one to use first.
    pub names: &'static [&'static str],
    /// What it holds.
    pub holds: &'static str,
}

/// A place where a service is.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceShape {
    /// What the place is called.
    pub name: String,
    /// Lines of the address, without town and postcode.
    pub address: Vec<String>,
    /// Town.
    pub town: String,
    /// Postcode.
    pub postcode: String,
    /// Degrees north (WGS 84).
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
}

/// Times at which a service is open, every week.
#[derive(Clone, Debug, Serialize)]
pub struct TimesShape {
    /// `Mon`, `Tue` ...
    pub days: Vec<&'static str>,
    /// `10:00`.
    pub opens: Option<String>,
    /// `16:00`; before `opens`: the next day.
    pub closes: Option<String>,
    /// The first day on which this holds.
    pub from: Option<Date>,
    /// The last day on which this holds.
    pub until: Option<Date>,
    /// The publisher's words.
    pub words: String,
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
            name: details.name,
            organisation: details.organisation,
            description: details.description,
            kind: details.kind.map(ServiceKind::label),
            needs: details.needs.iter().map(ToString::to_string).collect(),
            needs_derived: details.needs_derived,
            categories: details.categories,
            audience: [details.audience, details.eligibility.words].concat(),
            min_age: details.eligibility.min_age,
            max_age: details.eligibility.max_age,
            only_for: details.eligibility.sex.map(|only| match only {
                OnlyFor::Women => "women",
                OnlyFor::Men => "men",
            }),
            cost: details.cost.map(|cost| match cost {
                Cost::Free => "free".to_owned(),
                Cost::Words(words) => words,
            }),
            referral: details.referral,
            free_places: details.capacity.and_then(|capacity| capacity.free),
            waiting: details.waiting,
            places: details.locations.iter().map(PlaceShape::from).collect(),
            times: details.schedules.iter().map(TimesShape::from).collect(),
            areas: details.areas,
            languages: details.languages,
            access: details.access,
            phones: details.contacts.phones,
            emails: details.contacts.emails,
            website: details.contacts.website,
            people: details.contacts.people,
            last_checked: service.last_check().map(|check| check.on),
            stopped: service.stopped.as_ref().map(|stopped| match stopped {
                Stopped::LeftFeed => "its feed does not list it any more".to_owned(),
                Stopped::Closed(why) => why.clone(),
            }),
        }
    }
}

impl From<&Location> for PlaceShape {
    fn from(at: &Location) -> Self {
        Self {
            name: at.name.clone(),
            address: at.lines.clone(),
            town: at.town.clone(),
            postcode: at.postcode.clone(),
            latitude: at.position.map(Position::latitude),
            longitude: at.position.map(Position::longitude),
        }
    }
}

impl From<&Schedule> for TimesShape {
    fn from(when: &Schedule) -> Self {
        let minute = |time: Option<Time>| time.map(|time| time.strftime("%H:%M").to_string());
        Self {
            days: when.days.iter().map(|day| day.short()).collect(),
            opens: minute(when.opens),
            closes: minute(when.closes),
            from: when.from,
            until: when.until,
            words: when.words.clone(),
        }
    }
}

impl From<&Hit> for HitShape {
    fn from(hit: &Hit) -> Self {
        Self {
            id: hit.id.clone(),
            name: hit.name.clone(),
            why: hit.says().collect::<Vec<_>>().join(" · "),
            kind: match hit.what {
                HitKind::Service(_) => "service",
                HitKind::Patient(_) => "patient",
                HitKind::Case(_) => "case",
            },
            about: hit.about.clone(),
        }
    }
}
