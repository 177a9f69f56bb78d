//! Writing: what one request does is put together as one change, committed as one, and tried again where somebody
//! else was first. The only place that writes.

use crate::desk::refusal::{Fault, Refusal};
use crate::desk::{Asker, write};
use crate::domain::case::{Case, CaseEvent, Command};
use crate::domain::id::ChangeId;
use crate::domain::patient::Patient;
use crate::domain::record::{Event, Record, Stamp, Subject};
use crate::store::{Change, Commit, StoreError};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How often a change is put together anew because somebody else was first.
const TRIES: usize = 8;

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
        let subject = subject.into();
        let before = self.read(subject)?;
        let expected = before.as_ref().map_or(0, Record::version);
        let record = Record::fold(before, &event, &self.stamp)
            .map_err(|error| Refusal::Store { fault: Fault::Damaged, what: error.to_string() })?;
        self.records.insert(subject, record.clone());
        self.changes.push(Change { id: Uuid::now_v7(), expected, event, record });
        Ok(())
    }

    /// Does something with a case, and gives the case after it.
    pub fn command(&mut self, case: &Case, command: Command) -> Result<Case, Refusal> {
        let event = case.decide(command, self.asker.actor)?;
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
    /// The case that was changed, if one was.
    pub fn case(&self) -> Option<&Case> {
        self.records.values().find_map(|record| match record {
            Record::Case(case) => Some(&**case),
            _ => None,
        })
    }

    /// The patient who was changed, if one was.
    pub fn patient(&self) -> Option<&Patient> {
        self.records.values().find_map(|record| match record {
            Record::Patient(patient) => Some(patient),
            _ => None,
        })
    }
}

impl<'a> Asker<'a> {
    /// Puts a change together and keeps it.
    ///
    /// `build` may run several times, from fresh states each time.
    pub(super) fn change<T>(
        self,
        mut build: impl FnMut(&mut Draft<'a>) -> Result<T, Refusal>,
    ) -> Result<(T, Kept), Refusal> {
        let mut last = StoreError::Full;
        for _ in 0..TRIES {
            let stamp = Stamp { at: self.desk.now(), by: self.actor, change: ChangeId(Uuid::now_v7()) };
            let mut draft = Draft { asker: self, stamp, changes: vec![], records: BTreeMap::new() };
            let built = build(&mut draft)?;
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
                if let Record::Staff(staff) = record {
                    write(&self.desk.staff).insert(staff.id, staff.clone());
                }
                self.desk.directory.put(record, &|id| self.called(id));
            }
            return Ok((built, Kept { change: stamp.change, records }));
        }
        Err(last.into())
    }
}
