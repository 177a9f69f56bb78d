//! Finding: the index in memory, made in the background and kept up with every change.

use crate::desk::permission::Deed;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{Found, Hit, HitKind, Reply};
use crate::desk::request::Find;
use crate::desk::{Asker, read, write};
use crate::domain::case::Case;
use crate::domain::id::{CaseId, PatientId, PracticeId};
use crate::domain::patient::{Details, Patient};
use crate::domain::record::{Record, Subject, SubjectKind};
use crate::search::alike::Person;
use crate::search::{CaseEntry, Index, PatientEntry, Query};
use crate::store::Store;
use jiff::civil::Date;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How many records are put in before a question may come in between: a key never waits longer than they take.
const STEP: usize = 64;

/// How many hits of a search are told with what decides whether they are of use.
const SHOWN: usize = 40;

/// The index, and whether it is whole yet.
pub(super) struct Directory {
    index: RwLock<Index>,
    whole: Mutex<bool>,
    became_whole: Condvar,
    /// Nobody needs it any more: the desk is gone.
    given_up: AtomicBool,
}

impl Directory {
    /// Begins to make the index of a store, in the background.
    pub fn load(store: &Arc<dyn Store>, practice: Option<PracticeId>) -> Arc<Self> {
        let directory = Arc::new(Self {
            index: RwLock::new(Index::new()),
            whole: Mutex::new(practice.is_none()),
            became_whole: Condvar::new(),
            given_up: AtomicBool::new(false),
        });
        if let Some(practice) = practice {
            let (ours, store) = (Arc::downgrade(&directory), Arc::downgrade(store));
            std::thread::spawn(move || {
                // People first: they are few, and whoever is on the phone is looked up before any service is.
                for kind in [SubjectKind::Patient, SubjectKind::Case, SubjectKind::Service] {
                    let mut after = None;
                    loop {
                        // Held for one step only, so that a desk that is done with can close its store.
                        let (Some(ours), Some(store)) = (ours.upgrade(), store.upgrade()) else { return };
                        match ours.step(&*store, practice, kind, after) {
                            Some(next) => after = Some(next),
                            None => break,
                        }
                    }
                }
                if let Some(ours) = ours.upgrade() {
                    *ours.whole.lock().unwrap_or_else(PoisonError::into_inner) = true;
                    ours.became_whole.notify_all();
                }
            });
        }
        directory
    }

    /// Puts the next records in, and says behind which one to go on.
    fn step(
        &self,
        store: &dyn Store,
        practice: PracticeId,
        kind: SubjectKind,
        after: Option<Uuid>,
    ) -> Option<Uuid> {
        if self.given_up.load(Ordering::Relaxed) {
            return None;
        }
        // The lock is held from the reading on: a change that comes meanwhile is put in behind it, not lost under it.
        let mut index = write(&self.index);
        // What cannot be read is told by the store's own checks; the index goes without it.
        let records = store.scan(practice, kind, after, STEP).unwrap_or_default();
        for record in &records {
            put(&mut index, record, &|id| name_of(store, practice, id));
        }
        records.last().map(|last| last.subject().id)
    }

    /// Puts a changed record in.
    pub fn put(&self, record: &Record, called: &dyn Fn(PatientId) -> String) {
        put(&mut write(&self.index), record, called);
    }

    /// How many services it has.
    pub fn services(&self) -> usize {
        read(&self.index).count(SubjectKind::Service)
    }

    /// Whether everything can be found.
    pub fn is_ready(&self) -> bool {
        *self.whole.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until everything can be found.
    pub fn wait(&self) {
        let mut whole = self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        while !*whole {
            whole = self.became_whole.wait(whole).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Ends the making of the index, if it is under way.
    pub fn give_up(&self) {
        self.given_up.store(true, Ordering::Relaxed);
    }

    /// Patients that a text may mean, and why.
    pub fn patients(&self, text: &str, today: Date, limit: usize) -> Vec<(PatientId, String)> {
        let kinds = [SubjectKind::Patient];
        let query = Query { text, kinds: &kinds, feed: None, needs: &[], near: None, today, limit };
        let found = read(&self.index).find(&query);
        found.hits.into_iter().map(|hit| (PatientId(hit.subject.id), hit.why)).collect()
    }

    /// Patients who may be the same person, and why.
    pub fn alike(&self, details: &Details) -> Vec<(PatientId, String)> {
        let entry = PatientEntry::new(PatientId(Uuid::nil()), details);
        let alike = read(&self.index).alike(&Person::from(&entry), 5);
        alike.into_iter().map(|(id, how)| (PatientId(id), how.words().to_owned())).collect()
    }
}

fn put(index: &mut Index, record: &Record, called: &dyn Fn(PatientId) -> String) {
    match record {
        Record::Service(service) => index.upsert_service(service),
        Record::Patient(Patient { id, joined_into: Some(_), .. }) => index.remove((*id).into()),
        Record::Patient(patient) => index.upsert_patient(&PatientEntry::new(patient.id, &patient.details)),
        Record::Case(case) if case.is_withdrawn() => index.remove(case.id.into()),
        Record::Case(case) => index.upsert_case(&entry(case, called(case.patient))),
        Record::Practice(_) | Record::Staff(_) => {}
    }
}

fn entry(case: &Case, patient: String) -> CaseEntry {
    CaseEntry {
        id: case.id,
        reference: case.reference.to_string(),
        patient,
        needs: case.body.needs.iter().map(|need| need.need.clone()).collect(),
        stage: case.body.stage.name().to_owned(),
    }
}

fn name_of(store: &dyn Store, practice: PracticeId, id: PatientId) -> String {
    match store.read(practice, id.into()) {
        Ok(Some(Record::Patient(patient))) => patient.details.called(),
        _ => String::new(),
    }
}

impl Asker<'_> {
    pub(super) fn find(self, find: &Find) -> Result<Reply, Refusal> {
        let mut kinds: Vec<SubjectKind> = Vec::new();
        if find.patients && self.may(Deed::SeePatients) {
            kinds.push(SubjectKind::Patient);
        }
        if find.cases && self.may(Deed::SeeCases) {
            kinds.push(SubjectKind::Case);
        }
        if find.services {
            kinds.push(SubjectKind::Service);
        }
        let begun = Instant::now();
        let query = Query {
            text: &find.text,
            kinds: &kinds,
            feed: find.feed.as_deref(),
            needs: &find.needs,
            near: find.near.as_deref(),
            today: self.desk.today(),
            limit: find.limit.clamp(1, 500),
        };
        let found = read(&self.desk.directory.index).find(&query);
        let took = begun.elapsed();
        // As many as a screen shows; a longer list is read by a script, which looks at each by itself.
        let hits = found.hits.into_iter().enumerate().filter_map(|(place, hit)| {
            let service = hit.subject.kind == SubjectKind::Service && place < SHOWN;
            Some(Hit {
                facts: if service { self.facts(hit.subject).unwrap_or_default() } else { vec![] },
                what: kind_of(hit.subject)?,
                id: hit.id,
                name: hit.name,
                marks: hit.marks,
                about: hit.about,
                why: hit.why,
            })
        });
        Ok(Reply::Found(Found {
            hits: hits.collect(),
            total: found.total,
            loading: !self.desk.directory.is_ready(),
            micros: micros(took),
        }))
    }
}

fn kind_of(subject: Subject) -> Option<HitKind> {
    match subject.kind {
        SubjectKind::Service => Some(HitKind::Service(subject)),
        SubjectKind::Patient => Some(HitKind::Patient(PatientId(subject.id))),
        SubjectKind::Case => Some(HitKind::Case(CaseId(subject.id))),
        SubjectKind::Practice | SubjectKind::Staff => None,
    }
}

fn micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}
