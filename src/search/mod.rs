//! The index of services, patients and cases, in memory, and the ranking.
//!
//! Knows nothing of who may see what: the desk asks only for kinds that the asker may see. Nothing is kept on disk;
//! the desk fills it in the background and puts every change in.

pub mod alike;
mod inverted;
mod lay;
mod people;
mod rank;
mod reading;
mod score;
mod services;
mod words;

pub use people::{CaseEntry, PatientEntry};

use crate::domain::need::NeedKey;
use crate::domain::record::{Subject, SubjectKind};
use crate::domain::service::Service;
use alike::{Alike, Person};
use jiff::civil::Date;
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
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// What was typed, of any length.
    pub text: &'a str,
    /// Among which kinds: services, patients, cases.
    pub kinds: &'a [SubjectKind],
    /// Services of this feed only.
    pub feed: Option<&'a str>,
    /// Services that meet these needs come first.
    pub needs: &'a [NeedKey],
    /// Services near this postcode or outcode come first.
    pub near: Option<&'a str>,
    /// The day, to read birth dates by.
    pub today: Date,
    /// At most so many hits; 1–500.
    pub limit: usize,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The best first.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
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
    /// Why it is here: `name · need: debt · Scunthorpe`.
    pub why: String,
    /// How well it fits; more is better. Comparable within one answer only.
    pub score: f32,
}

/// The index.
#[derive(Default)]
pub struct Index {
    services: Services,
    patients: Patients,
    cases: Cases,
    scorer: Scorer,
}

impl Index {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
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

    /// Finds. Nothing typed finds the services that meet the needs asked for, or nothing.
    pub fn find(&self, query: &Query<'_>) -> Found {
        let text =
            query.text.char_indices().nth(TEXT_LIMIT).map_or(query.text, |(end, _)| &query.text[..end]);
        let query = Query { text, limit: query.limit.clamp(1, HIT_LIMIT), ..*query };
        let mut found = Found::default();
        for kind in [SubjectKind::Patient, SubjectKind::Case, SubjectKind::Service] {
            if query.kinds.contains(&kind) {
                let one = match kind {
                    SubjectKind::Patient => self.patients.find(&query, &self.scorer),
                    SubjectKind::Case => self.cases.find(&query, &self.scorer),
                    _ => self.services.find(&query, &self.scorer),
                };
                found.total += one.total;
                found.hits.extend(one.hits);
            }
        }
        found.hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        found.hits.truncate(query.limit);
        found
    }

    /// Patients who may be this person, the likeliest first, at most `limit`.
    pub fn alike(&self, person: &Person<'_>, limit: usize) -> Vec<(Uuid, Alike)> {
        self.patients.alike(person, limit)
    }
}

/// A typed word with a capital, as places are written: `Scunthorpe`, `DN15`.
fn capital(word: &str) -> String {
    if word.chars().any(|c| c.is_ascii_digit()) {
        return word.to_uppercase();
    }
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
