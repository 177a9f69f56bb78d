//! The index of services, patients and cases, in memory, and the ranking.
//!
//! Knows nothing of who may see what: the desk asks only for kinds that the asker may see. Nothing is kept on disk;
//! the desk fills it in the background and puts every change in.

//!
//! | | |
//! |---|---|
//! | `text` | words, endings, slips, sounds |
//! | `index` | which entries have which words |
//! | `lists`, `data` | what people say for things |
//! | `services` | what typed words mean, and which services fit |
//! | `people` | patients and cases |
//! | `alike` | the same person entered twice |
//! | `score` | the matcher of names, letter by letter |
//! | `weights` | every weight, with its reason |

pub mod alike;
mod index;
pub mod lists;
mod people;
mod score;
mod services;
mod text;
mod weights;

pub use people::{CaseEntry, PatientEntry};

use crate::domain::need::NeedKey;
use crate::domain::record::{Subject, SubjectKind};
use crate::domain::service::Service;
use crate::domain::service::details::{OnlyFor, Position};
use alike::{Alike, Person};
use jiff::civil::Date;
use lists::Lists;
use people::{Cases, Patients};
use score::Scorer;
use services::Services;
use uuid::Uuid;

/// How much of a query is looked at, in characters.
const TEXT_LIMIT: usize = 400;
/// How many words of it are.
const WORD_LIMIT: usize = 16;
/// The most hits.
const HIT_LIMIT: usize = 500;

/// What to find.
#[derive(Clone, Copy)]
pub struct Query<'a> {
    /// What was typed, of any length.
    pub text: &'a str,
    /// Among which kinds: services, patients, cases.
    pub kinds: &'a [SubjectKind],
    /// Services of this feed only.
    pub feed: Option<&'a str>,
    /// Services that meet these needs come first.
    pub needs: &'a [NeedKey],
    /// Services near this postcode or outcode come first, where [`Query::at`] does not say it better.
    pub near: Option<&'a str>,
    /// Where the patient is; services near them come first.
    pub at: Option<Position>,
    /// Where a postcode (`BS3 4NN`) or an outcode (`BS3`) is, from a file of places. Without it, or where it knows
    /// none, outcodes are where the services are that have them.
    pub locate: Option<Locate<'a>>,
    /// For whom; services that do not take them are set apart.
    pub person: Option<Seeker>,
    /// Those that the patient cannot use come too, behind all others, with the reason.
    pub apart: bool,
    /// The day, to read birth dates by.
    pub today: Date,
    /// At most so many hits; 1–500.
    pub limit: usize,
}

impl<'a> Query<'a> {
    /// A text among some kinds, today, for nobody in particular: the best 20.
    pub fn new(text: &'a str, kinds: &'a [SubjectKind], today: Date) -> Self {
        Self {
            text,
            kinds,
            feed: None,
            needs: &[],
            near: None,
            at: None,
            locate: None,
            person: None,
            apart: false,
            today,
            limit: 20,
        }
    }
}

/// Finds where a postcode or an outcode is.
pub type Locate<'a> = &'a dyn Fn(&str) -> Option<Position>;

/// Who looks for a service, as far as is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seeker {
    /// In years.
    pub age: Option<u16>,
    /// Which services for one sex they may use.
    pub sex: Option<OnlyFor>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The best first; those that the patient cannot use last, and only where they were asked for.
    pub hits: Vec<Hit>,
    /// How many there are in all, of those that were asked for.
    pub total: usize,
    /// How many services fit that the patient cannot use.
    pub apart: usize,
    /// Nothing was found: what may have been meant, and finds something; at most 3.
    pub readings: Vec<String>,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// What it is.
    pub subject: Subject,
    /// Its own id: a service's as published, a case's reference, a patient's NHS number (or nothing).
    pub id: String,
    /// Its name.
    pub name: String,
    /// The characters of the name that matched, from 0, in order.
    pub marks: Vec<usize>,
    /// What else tells it apart: organisation and place; a birth date.
    pub about: String,
    /// Why it is here: `name · need: debt · Scunthorpe · 0.8 km`.
    pub why: String,
    /// How well it fits; more is better. Comparable within one answer only.
    pub score: f32,
    /// Why the patient cannot use it: `for under 25`, `18 km away`, `full`.
    pub unusable: Option<String>,
    /// How far it is from the patient, in metres, as the crow flies.
    pub metres: Option<u32>,
}

/// The index.
#[derive(Default)]
pub struct Index {
    services: Services,
    patients: Patients,
    cases: Cases,
    scorer: Scorer,
    /// What people say here; `None`: what they say everywhere.
    lists: Option<Lists>,
}

impl Index {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty one, for a place where people say these things beside what they say everywhere.
    pub fn with_lists(own: &Lists) -> Self {
        let mut lists = Lists::ours().clone();
        lists.extend(own);
        Self { lists: Some(lists), ..Self::default() }
    }

    /// Puts a service in, or its new state in the old one's place.
    pub fn upsert_service(&mut self, service: &Service) {
        self.services.put(service);
    }

    /// Puts a patient in, or their new state in the old one's place.
    pub fn upsert_patient(&mut self, patient: &PatientEntry) {
        self.patients.put(patient);
    }

    /// Puts a case in, or its new state in the old one's place.
    pub fn upsert_case(&mut self, case: &CaseEntry) {
        self.cases.put(case);
    }

    /// Takes something out: a record that was joined into another.
    pub fn remove(&mut self, subject: Subject) {
        match subject.kind {
            SubjectKind::Service => self.services.remove(subject.id),
            SubjectKind::Patient => self.patients.remove(subject.id),
            SubjectKind::Case => self.cases.remove(subject.id),
            SubjectKind::Practice | SubjectKind::Staff | SubjectKind::Unmet => {}
        }
    }

    /// How many services, patients or cases it has.
    pub fn count(&self, kind: SubjectKind) -> usize {
        match kind {
            SubjectKind::Service => self.services.count(),
            SubjectKind::Patient => self.patients.count(),
            SubjectKind::Case => self.cases.count(),
            SubjectKind::Practice | SubjectKind::Staff | SubjectKind::Unmet => 0,
        }
    }

    /// How many bytes the services take, roughly.
    pub fn service_bytes(&self) -> usize {
        self.services.bytes()
    }

    /// Finds. Nothing typed finds the services that meet the needs asked for, or nothing.
    pub fn find(&self, query: &Query<'_>) -> Found {
        let text =
            query.text.char_indices().nth(TEXT_LIMIT).map_or(query.text, |(end, _)| &query.text[..end]);
        let query = Query { text, limit: query.limit.clamp(1, HIT_LIMIT), ..*query };
        let mut found = self.one(&query);
        if found.total == 0 && !found.readings.is_empty() {
            // Only what finds something is worth a try.
            found.readings.retain(|text| self.one(&Query { text, limit: 1, ..query }).total > 0);
        } else {
            found.readings.clear();
        }
        found
    }

    fn one(&self, query: &Query<'_>) -> Found {
        let mut found = Found::default();
        for kind in [SubjectKind::Patient, SubjectKind::Case, SubjectKind::Service] {
            if query.kinds.contains(&kind) {
                let one = match kind {
                    SubjectKind::Patient => self.patients.find(query, &self.scorer),
                    SubjectKind::Case => self.cases.find(query, &self.scorer),
                    _ => {
                        self.services.find(query, self.lists.as_ref().unwrap_or(Lists::ours()), &self.scorer)
                    }
                };
                found.total += one.total;
                found.apart += one.apart;
                found.hits.extend(one.hits);
                found.readings.extend(one.readings);
            }
        }
        let is_apart = |hit: &Hit| hit.unusable.is_some();
        found.hits.sort_by(|a, b| is_apart(a).cmp(&is_apart(b)).then(b.score.total_cmp(&a.score)));
        found.hits.truncate(query.limit);
        found
    }

    /// Patients who may be this person, the likeliest first, at most `limit`.
    pub fn alike(&self, person: &Person<'_>, limit: usize) -> Vec<(Uuid, Alike)> {
        self.patients.alike(person, limit)
    }
}
