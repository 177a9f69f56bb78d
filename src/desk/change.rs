//! Writing: what one request does is put together as one change, committed as one, and tried again where somebody
//! else was first. The only place that writes.

use crate::desk::refusal::Refusal;
use crate::desk::{Asker, write};
use crate::domain::case::{Case, CaseEvent, Command};
use crate::domain::id::ChangeId;
use crate::domain::patient::Patient;
use crate::domain::places::Gazetteer;
use crate::domain::record::{Event, Index, Key, Record, Stamp, Subject};
use crate::store::{Change, Commit, StoreError};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How often a change is put together anew because somebody else was first. At each try at least one of those who
/// change the same thing gets on, so that this many people can do so at once.
const TRIES: usize = 64;

/// A change that is being put together.
pub(super) struct Draft<'a> {
    pub asker: Asker<'a>,
    pub stamp: Stamp,
    changes: Vec<Change>,
    records: BTreeMap<Subject, Record>,
}

/// A change that was kept.
pub(super) struct Kept {
    pub change: ChangeId,
    pub records: BTreeMap<Subject, Record>,
}

impl Draft<'_> {
    /// A subject as this change has left it so far.
    pub fn read(&self, subject: impl Into<Subject>) -> Result<Option<Record>, Refusal> {
        let subject = subject.into();
        match self.records.get(&subject) {
            Some(record) => Ok(Some(record.clone())),
            None => self.asker.read(subject),
        }
    }

    /// Lets an event happen to a subject.
    pub fn happen(&mut self, subject: impl Into<Subject>, event: Event) -> Result<(), Refusal> {
        let before = self.read(subject)?;
        self.happen_to(before, event)
    }

    /// Lets an event happen to what the caller has just read.
    pub fn happen_to(&mut self, before: Option<Record>, event: Event) -> Result<(), Refusal> {
        let expected = before.as_ref().map_or(0, Record::version);
        let record =
            Record::fold(before, &event, &self.stamp).map_err(|error| Refusal::damaged(error.to_string()))?;
        self.records.insert(record.subject(), record.clone());
        self.changes.push(Change { id: Uuid::now_v7(), expected, event, record });
        Ok(())
    }

    /// Does something with a case, and gives the case after it.
    pub fn command(&mut self, case: &Case, command: Command) -> Result<Case, Refusal> {
        let event = case.decide(command, self.asker.actor, self.asker.desk.clock_now())?;
        self.happen_to_case(case, event)
    }

    /// Lets an event happen to a case, and gives the case after it.
    pub fn happen_to_case(&mut self, case: &Case, event: CaseEvent) -> Result<Case, Refusal> {
        self.happen(case.id, Event::Case(event))?;
        match self.records.get(&case.id.into()) {
            Some(Record::Case(case)) => Ok((**case).clone()),
            _ => Ok(case.clone()),
        }
    }
}

impl Kept {
    /// The case that was changed, if one was: of several, the one that goes on.
    pub fn case(&self) -> Option<&Case> {
        let mut cases = self.records.values().filter_map(|record| match record {
            Record::Case(case) => Some(&**case),
            _ => None,
        });
        let first = cases.next()?;
        Some(std::iter::once(first).chain(cases).find(|case| !case.is_withdrawn()).unwrap_or(first))
    }

    /// The patient who was changed, if one was: of two records that were joined, the one that goes on.
    pub fn patient(&self) -> Option<&Patient> {
        let mut patients = self.records.values().filter_map(|record| match record {
            Record::Patient(patient) => Some(patient),
            _ => None,
        });
        let first = patients.next()?;
        Some(std::iter::once(first).chain(patients).find(|one| one.joined_into.is_none()).unwrap_or(first))
    }
}

impl<'a> Asker<'a> {
    /// Puts a change together and keeps it.
    ///
    /// `put_together` may run several times, from fresh states each time.
    pub(super) fn change<T>(
        self,
        mut put_together: impl FnMut(&mut Draft<'a>) -> Result<T, Refusal>,
    ) -> Result<(T, Kept), Refusal> {
        let mut last = StoreError::Full;
        for _ in 0..TRIES {
            let stamp = Stamp { at: self.desk.now(), by: self.actor, change: ChangeId(Uuid::now_v7()) };
            let mut draft = Draft { asker: self, stamp, changes: vec![], records: BTreeMap::new() };
            let gives = put_together(&mut draft)?;
            let Draft { changes, records, .. } = draft;
            if !changes.is_empty() {
                match self.desk.store.commit(Commit { practice: self.practice, stamp, changes }) {
                    Ok(_) => {}
                    Err(error @ (StoreError::Conflict { .. } | StoreError::Taken { .. })) => {
                        last = error;
                        continue;
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            for record in records.values() {
                self.know(record);
            }
            return Ok((gives, Kept { change: stamp.change, records }));
        }
        Err(last.into())
    }

    /// Keeps places. They are no part of the log, so that this is no change that could be taken back.
    pub(super) fn keep_places(self, gazetteer: &Gazetteer) -> Result<(), Refusal> {
        Ok(self.desk.store.keep_places(gazetteer)?)
    }

    /// Brings what is kept in memory up to a record that was kept. Of two that overtake each other, the later stays.
    fn know(self, record: &Record) {
        match record {
            Record::Practice(practice) => {
                let mut known = write(&self.desk.practice);
                if known.as_ref().is_none_or(|known| known.version < practice.version) {
                    *known = Some(practice.clone());
                }
            }
            Record::Staff(staff) => {
                let mut known = write(&self.desk.staff);
                if known.get(&staff.id).is_none_or(|known| known.version < staff.version) {
                    known.insert(staff.id, staff.clone());
                }
            }
            Record::Patient(patient) => {
                self.desk.directory.put(record, String::new());
                // Their cases are found by their name, which may be another one now.
                if patient.version > 1 {
                    self.find_cases_of(patient);
                }
            }
            Record::Case(case) => self.desk.directory.put(record, self.called(case.patient)),
            Record::Service(_) => self.desk.directory.put(record, String::new()),
            Record::Unmet(_) => {}
        }
    }

    /// Puts a patient's cases in the index anew.
    fn find_cases_of(self, patient: &Patient) {
        for id in std::iter::once(patient.id).chain(patient.also.iter().copied()) {
            let cases = Key { index: Index::CasesOfPatient, value: id.0.as_bytes().to_vec() };
            // What cannot be read is told by the store's own checks; the index goes without it.
            for row in self.desk.store.page(self.practice, &cases, None, 200).unwrap_or_default() {
                if let Ok(Some(record @ Record::Case(_))) = self.read(row.subject) {
                    self.desk.directory.put(&record, self.called(id));
                }
            }
        }
    }
}
