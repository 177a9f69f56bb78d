//! Finding: the index in memory, made in the background and kept up with every change.

use crate::desk::permission::Deed;
use crate::desk::reply::{Found, Hit, HitKind, Reply};
use crate::desk::request::Find;
use crate::desk::tally::Tally;
use crate::desk::{Asker, read, write};
use crate::domain::case::Case;
use crate::domain::dates;
use crate::domain::id::{CaseId, PatientId, PracticeId};
use crate::domain::patient::{Asked, Details, Patient};
use crate::domain::record::{Record, Subject, SubjectKind};
use crate::domain::service::details::OnlyFor;
use crate::search::alike::Person;
use crate::search::lists::Lists;
use crate::search::{CaseEntry, Index, PatientEntry, Query, Seeker};
use crate::store::Store;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How many records are put in at a time: a key never waits longer than they take (about 1 ms).
const STEP: usize = 32;

/// How many hits of a search are told with what decides whether they are of use.
const SHOWN: usize = 40;

/// How long the making of the index lets the first screen go first.
const HELD_BACK: Duration = Duration::from_millis(250);

/// The index, and how much of it is made.
pub(super) struct Directory {
    held: RwLock<Held>,
    made: Mutex<Made>,
    more_made: Condvar,
    /// Nobody needs it any more: the desk is gone.
    given_up: AtomicBool,
    making: Mutex<Option<JoinHandle<()>>>,
    /// Dropped when the making may begin.
    held_back: Mutex<Option<Sender<()>>>,
}

#[derive(Default)]
struct Held {
    index: Index,
    tally: Tally,
    /// The versions of what was changed since the start, so that nothing older overtakes them: what the index is
    /// made from was read before it is put in, and changes are put in after they were kept, by several threads.
    changed: HashMap<Subject, u64>,
}

/// How much of the index is made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Made {
    Nothing,
    Patients,
    Everything,
}

/// Says that the index is made, however the making of it ends: nobody waits for a thread that is gone.
struct Ends(Weak<Directory>);

impl Drop for Ends {
    fn drop(&mut self) {
        if let Some(directory) = self.0.upgrade() {
            directory.has_made(Made::Everything);
        }
    }
}

impl Directory {
    /// Begins to make the index of a store, in the background.
    pub fn load(store: &Arc<dyn Store>, practice: Option<PracticeId>, words: Option<&Lists>) -> Arc<Self> {
        let made = if practice.is_some() { Made::Nothing } else { Made::Everything };
        let directory = Arc::new(Self {
            held: RwLock::new(Held {
                index: words.map_or_else(Index::new, Index::with_lists),
                ..Held::default()
            }),
            made: Mutex::new(made),
            more_made: Condvar::new(),
            given_up: AtomicBool::new(false),
            making: Mutex::new(None),
            held_back: Mutex::new(None),
        });
        if let Some(practice) = practice {
            let (ours, store) = (Arc::downgrade(&directory), Arc::downgrade(store));
            let (held_back, may_begin) = mpsc::channel();
            *directory.held_back.lock().unwrap_or_else(PoisonError::into_inner) = Some(held_back);
            let making = std::thread::spawn(move || {
                let _ends = Ends(Weak::clone(&ours));
                // The first screen is read before everything is: both at once would make both slow.
                let _ = may_begin.recv_timeout(HELD_BACK);
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
                    if kind == SubjectKind::Patient
                        && let Some(ours) = ours.upgrade()
                    {
                        ours.has_made(Made::Patients);
                    }
                }
            });
            *directory.making.lock().unwrap_or_else(PoisonError::into_inner) = Some(making);
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
        // What cannot be read is told by the store's own checks; the index goes without it. Whoever searches gets in
        // while this reads.
        let records = store.scan(practice, kind, after, STEP).unwrap_or_default();
        let named: Vec<(&Record, String)> = records
            .iter()
            .map(|record| match record {
                Record::Case(case) => (record, name_of(store, practice, case.patient)),
                _ => (record, String::new()),
            })
            .collect();
        let mut held = write(&self.held);
        for (record, called) in named {
            if !held.changed.contains_key(&record.subject()) {
                put(&mut held, record, called);
            }
        }
        records.last().map(|last| last.subject().id)
    }

    /// Puts a changed record in, and what its patient is called where it is a case. Of two that overtake each other,
    /// the later stays.
    pub fn put(&self, record: &Record, called: String) {
        let mut held = write(&self.held);
        let latest = held.changed.entry(record.subject()).or_default();
        if *latest <= record.version() {
            *latest = record.version();
            put(&mut held, record, called);
        }
    }

    /// What the practice's own cases say of a service.
    pub fn tallied(&self, service: Uuid) -> Option<String> {
        read(&self.held).tally.said(service)
    }

    /// How many services it has.
    pub fn services(&self) -> usize {
        read(&self.held).index.count(SubjectKind::Service)
    }

    /// Whether everything can be found.
    pub fn is_ready(&self) -> bool {
        *self.made() == Made::Everything
    }

    /// Waits until everything can be found.
    pub fn wait(&self) {
        self.wait_for(Made::Everything);
    }

    /// Waits until every patient can be found.
    pub fn wait_for_patients(&self) {
        self.wait_for(Made::Patients);
    }

    fn wait_for(&self, enough: Made) {
        self.begin();
        let mut made = self.made();
        while *made < enough {
            made = self.more_made.wait(made).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Lets the making begin: what the first screen shows has been read, or somebody looks for something.
    pub fn begin(&self) {
        self.held_back.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn has_made(&self, more: Made) {
        *self.made() = more;
        self.more_made.notify_all();
    }

    fn made(&self) -> MutexGuard<'_, Made> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the making of the index, if it is under way, and waits until nothing holds the store any more: whoever
    /// opens it next finds it free.
    pub fn give_up(&self) {
        self.given_up.store(true, Ordering::Relaxed);
        self.begin();
        if let Some(making) = self.making.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // What it panicked of, it has said.
            let _ = making.join();
        }
    }

    /// Patients that a text may mean, and why.
    pub fn patients(&self, text: &str, today: Date, limit: usize) -> Vec<(PatientId, String)> {
        let kinds = [SubjectKind::Patient];
        let query = Query { limit, ..Query::new(text, &kinds, today) };
        let found = read(&self.held).index.find(&query);
        found.hits.into_iter().map(|hit| (PatientId(hit.subject.id), hit.why)).collect()
    }

    /// Patients who may be the same person, and why.
    pub fn alike(&self, details: &Details) -> Vec<(PatientId, String)> {
        let entry = PatientEntry::new(PatientId(Uuid::nil()), details);
        let alike = read(&self.held).index.alike(&Person::from(&entry), 10);
        alike.into_iter().map(|(id, how)| (PatientId(id), how.words().to_owned())).collect()
    }
}

fn put(held: &mut Held, record: &Record, called: String) {
    if let Record::Case(case) = record {
        held.tally.put(case);
    }
    let index = &mut held.index;
    match record {
        Record::Service(service) => index.upsert_service(service),
        Record::Patient(Patient { id, joined_into: Some(_), .. }) => index.remove((*id).into()),
        Record::Patient(patient) => index.upsert_patient(&PatientEntry::new(patient.id, &patient.details)),
        Record::Case(case) if case.is_withdrawn() => index.remove(case.id.into()),
        Record::Case(case) => index.upsert_case(&entry(case, called)),
        Record::Practice(_) | Record::Staff(_) | Record::Unmet(_) => {}
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

/// What a patient is called: of joined records, the one that goes on.
fn name_of(store: &dyn Store, practice: PracticeId, mut id: PatientId) -> String {
    // Records are joined in a chain at most; a bound keeps a damaged one from going round.
    for _ in 0..32 {
        match store.read(practice, id.into()) {
            Ok(Some(Record::Patient(Patient { joined_into: Some(into), .. }))) => id = into,
            Ok(Some(Record::Patient(patient))) => return patient.details.called(),
            _ => break,
        }
    }
    String::new()
}

impl Asker<'_> {
    pub(super) fn find(self, find: &Find) -> Reply {
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
        self.desk.directory.begin();
        let patient = find.patient.filter(|_| self.may(Deed::SeePatients)).and_then(|id| self.seeker(id));
        let (person, home) = patient.unzip();
        let near = find.near.clone().or(home.flatten());
        let at = near.as_deref().and_then(|near| self.locate(near));
        let places = self.desk.whereabouts.now();
        let locate = |text: &str| places.as_ref()?.places.locate(text);
        let begun = Instant::now();
        let query = Query {
            feed: find.feed.as_deref(),
            needs: &find.needs,
            near: near.as_deref(),
            at,
            locate: Some(&locate),
            person,
            apart: find.apart,
            limit: find.limit.clamp(1, 500),
            ..Query::new(&find.text, &kinds, self.desk.today())
        };
        let found = read(&self.desk.directory.held).index.find(&query);
        let took = begun.elapsed();
        // As many as a screen shows; a longer list is read by a script, which looks at each by itself.
        let hits = found.hits.into_iter().enumerate().filter_map(|(place, hit)| {
            let service = hit.subject.kind == SubjectKind::Service && place < SHOWN;
            // How far it is stands in its why already, where the index knows.
            let from = at.filter(|_| hit.metres.is_none());
            Some(Hit {
                facts: if service { self.facts(hit.subject, from).unwrap_or_default() } else { vec![] },
                what: kind_of(hit.subject)?,
                id: hit.id,
                name: hit.name,
                marks: hit.marks,
                about: hit.about,
                why: hit.why,
                unusable: hit.unusable,
            })
        });
        Reply::Found(Found {
            hits: hits.collect(),
            total: found.total,
            apart: found.apart,
            readings: found.readings,
            loading: !self.desk.directory.is_ready(),
            micros: micros(took),
        })
    }

    /// What decides which services a patient can use, and where they live. What cannot be read decides nothing.
    fn seeker(self, id: PatientId) -> Option<(Seeker, Option<String>)> {
        let Ok(Some(Record::Patient(Patient { details, .. }))) = self.read(Subject::from(id)) else {
            return None;
        };
        let age = details.born.map(|born| dates::age(born, self.desk.today()));
        let sex = match &details.gender {
            Asked::Said(said) => OnlyFor::of_gender(said),
            _ => None,
        };
        let age = age.and_then(|years| u16::try_from(years).ok());
        Some((Seeker { age, sex }, details.postcode.as_ref().map(ToString::to_string)))
    }
}

fn kind_of(subject: Subject) -> Option<HitKind> {
    match subject.kind {
        SubjectKind::Service => Some(HitKind::Service(subject)),
        SubjectKind::Patient => Some(HitKind::Patient(PatientId(subject.id))),
        SubjectKind::Case => Some(HitKind::Case(CaseId(subject.id))),
        SubjectKind::Practice | SubjectKind::Staff | SubjectKind::Unmet => None,
    }
}

fn micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}
