//! A store in memory, for tests: the same rules, and nothing survives.

use super::check::{self, Op, Value};
use super::keys::{self, Secret};
use super::{Commit, Notice, Row, Status, Store, StoreError};
use crate::domain::case::Case;
use crate::domain::id::PracticeId;
use crate::domain::places::Gazetteer;
use crate::domain::record::{Entry, Key, Record, Subject, SubjectKind};
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

const SECRET: Secret = [0; 32];

/// The log as a list, the index as a map.
#[derive(Default)]
pub struct MemoryStore {
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    log: Vec<Entry>,
    map: BTreeMap<Vec<u8>, check::Held>,
    places: Option<Gazetteer>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn between(&self, from: Bound<Vec<u8>>, to: Vec<u8>) -> impl Iterator<Item = (&Vec<u8>, &check::Held)> {
        self.map.range((from, Bound::Excluded(to)))
    }
}

impl Store for MemoryStore {
    fn commit(&self, commit: Commit) -> Result<u64, StoreError> {
        let (prepared, events) = check::prepare(commit, &SECRET)?;
        let mut held = self.held();
        let before = held.log.len() as u64;
        let entries: Vec<_> = (before + 1..)
            .zip(prepared.changes.iter().zip(events))
            .map(|(position, (ready, event))| Entry {
                position,
                id: ready.id,
                stamp: prepared.stamp,
                practice: prepared.practice,
                subject: ready.subject,
                version: ready.version,
                event,
            })
            .collect();
        let mut position = before;
        let get = |key: &[u8]| Ok(held.map.get(key).cloned().map(Value::Held));
        let ops = check::settle(prepared, &get, &mut |_, _, _| {
            position += 1;
            position
        })?;
        held.log.extend(entries);
        for Op { key, put } in ops {
            match put.value() {
                Some(value) => held.map.insert(key, value.clone()),
                None => held.map.remove(&key),
            };
        }
        Ok(position)
    }

    fn read(&self, practice: PracticeId, subject: Subject) -> Result<Option<Record>, StoreError> {
        self.held().map.get(&keys::state(practice, subject)).cloned().map(record).transpose()
    }

    fn lookup(&self, practice: PracticeId, key: &Key) -> Result<Option<Subject>, StoreError> {
        let key = keys::unique(practice, &keys::place(key, &SECRET));
        Ok(self
            .held()
            .map
            .get(&key)
            .cloned()
            .map(Value::Held)
            .and_then(|value| keys::read_subject(value.place())))
    }

    fn page(
        &self,
        practice: PracticeId,
        prefix: &Key,
        after: Option<&Row>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        if prefix.index.is_sealed() {
            return Ok(Vec::new());
        }
        let rows = keys::rows(practice, prefix);
        let from = match after {
            Some(row) => {
                Bound::Excluded(keys::standing(practice, &keys::place(&row.key, &SECRET), row.subject).0)
            }
            None => Bound::Included(rows.clone()),
        };
        let held = self.held();
        Ok(held
            .between(from, keys::behind(&rows))
            .filter_map(|(key, value)| keys::read_row(key, Value::Held(value.clone()).place()))
            .map(|(value, subject)| Row { key: Key { index: prefix.index, value }, subject })
            .take(limit)
            .collect())
    }

    fn history(&self, practice: PracticeId, subject: Subject) -> Result<Vec<Entry>, StoreError> {
        let held = self.held();
        Ok(held
            .log
            .iter()
            .filter(|entry| entry.practice == practice && entry.subject == subject)
            .cloned()
            .collect())
    }

    fn follow(&self, after: u64, limit: usize) -> Result<Vec<Entry>, StoreError> {
        let after = usize::try_from(after).unwrap_or(usize::MAX);
        Ok(self.held().log.iter().skip(after).take(limit).cloned().collect())
    }

    fn scan(
        &self,
        practice: PracticeId,
        kind: SubjectKind,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        let states = keys::states(practice, kind);
        let from = match after {
            Some(id) => Bound::Excluded(keys::state(practice, Subject { kind, id })),
            None => Bound::Included(states.clone()),
        };
        let held = self.held();
        held.between(from, keys::behind(&states))
            .take(limit)
            .map(|(_, value)| record(value.clone()))
            .collect()
    }

    fn scan_cases(
        &self,
        practice: PracticeId,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Case>, StoreError> {
        let records = self.scan(practice, SubjectKind::Case, after, limit)?;
        let cases = records.into_iter().filter_map(|record| match record {
            Record::Case(case) => Some(Case { undo: None, ..*case }),
            _ => None,
        });
        Ok(cases.collect())
    }

    fn practices(&self) -> Result<Vec<PracticeId>, StoreError> {
        let held = self.held();
        let mut practices: Vec<_> = held
            .map
            .keys()
            .filter_map(|key| keys::subject_of_state(key))
            .map(|(practice, _)| practice)
            .collect();
        practices.dedup();
        Ok(practices)
    }

    fn keep_places(&self, gazetteer: &Gazetteer) -> Result<(), StoreError> {
        self.held().places = Some(gazetteer.clone());
        Ok(())
    }

    fn places(&self) -> Result<Option<Gazetteer>, Notice> {
        Ok(self.held().places.clone())
    }

    fn status(&self) -> Status {
        let position = self.held().log.len() as u64;
        Status { position, applied: position, notices: Vec::new() }
    }

    fn checkpoint(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

fn record(held: check::Held) -> Result<Record, StoreError> {
    Value::Held(held).record()
}
