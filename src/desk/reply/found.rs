//! The directory, and what was found.

use crate::domain::id::{CaseId, PatientId};
use crate::domain::record::Subject;
use crate::domain::service::Service;
use serde::{Deserialize, Serialize};

/// A page of the directory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServicePage {
    /// The services.
    pub services: Vec<Service>,
    /// Whether there are more.
    pub more: bool,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The best first.
    pub hits: Vec<Hit>,
    /// How many there are in all, as far as was counted.
    pub total: usize,
    /// How many services were set apart, because the patient cannot use them.
    #[serde(default)]
    pub apart: usize,
    /// Where nothing was found: the nearest texts that do find something, at most three.
    #[serde(default)]
    pub readings: Vec<String>,
    /// Whether the index is still being made, so that something may be missing.
    pub loading: bool,
    /// How long the search took, in microseconds.
    pub micros: u64,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// What it is.
    pub what: HitKind,
    /// Its own id: of a service as published, of a case its reference.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The characters of the name that matched, from 0.
    pub marks: Vec<usize>,
    /// What else tells it apart: organisation and place; a birth date.
    pub about: String,
    /// Why it is here, in words.
    pub why: String,
    /// What decides whether a service is of use: `free`, `open now until 16:00`, `checked 3 weeks ago`.
    #[serde(default)]
    pub facts: Vec<String>,
    /// Why the patient cannot use it: `for under 25`, `full`.
    #[serde(default)]
    pub unusable: Option<String>,
}

/// What a hit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HitKind {
    /// A service, by its subject.
    Service(Subject),
    /// A patient.
    Patient(PatientId),
    /// A case.
    Case(CaseId),
}

impl Hit {
    /// Everything that speaks for and against it, in order: why it cannot be used, why it is here, what decides.
    pub fn says(&self) -> impl Iterator<Item = &str> {
        let parts = self.unusable.iter().chain([&self.why]).chain(&self.facts);
        parts.map(String::as_str).filter(|part| !part.is_empty())
    }

    /// How to ask for the service that this is: also where several feeds have its own id.
    pub fn service(&self) -> Option<String> {
        match self.what {
            HitKind::Service(subject) => Some(subject.id.to_string()),
            _ => None,
        }
    }
}
