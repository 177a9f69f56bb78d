//! Whether a commit may be kept, and what it does to the keys: the same for every backend.

use super::journal::frame::Hash;
use super::keys::{self, Named, Secret};
use super::state::{Seen, Standing, State};
use super::{Change, Commit, StoreError, sled};
use crate::domain::case::Case;
use crate::domain::id::PracticeId;
use crate::domain::record::{Event, Record, Stamp, Subject};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// A change of one key.
pub struct Op {
    /// Which.
    pub key: Vec<u8>,
    /// What becomes of it.
    pub put: Put,
}

/// What stands under a key, not being in the index yet.
#[derive(Clone)]
pub enum Put {
    /// Something where there was nothing: to take it away again leaves nothing to be done.
    New(Held),
    /// Something, whatever stood there.
    Value(Held),
    /// Nothing any more.
    Gone,
}

/// What stands under a key and is held in memory.
#[derive(Clone)]
pub enum Held {
    /// A place.
    Place(Named),
    /// A state.
    State(Arc<Standing>),
}

impl Put {
    /// The value.
    pub fn value(&self) -> Option<&Held> {
        match self {
            Self::New(value) | Self::Value(value) => Some(value),
            Self::Gone => None,
        }
    }

    /// About how much memory it takes, bytes.
    pub fn room(&self) -> usize {
        match self.value() {
            Some(Held::State(standing)) => standing.size,
            Some(Held::Place(_)) | None => 0,
        }
    }
}

/// Looks up what stands under a key.
pub type Get<'a> = dyn Fn(&[u8]) -> Result<Option<Value>, StoreError> + 'a;

/// A commit with everything done that needs no look at the store.
pub struct Prepared {
    /// The practice.
    pub practice: PracticeId,
    /// Who, when, as part of which change.
    pub stamp: Stamp,
    /// The entries, in order.
    pub changes: Vec<Ready>,
    subjects: Vec<Touched>,
}

/// An entry before it has a place.
pub struct Ready {
    /// Its id.
    pub id: Uuid,
    /// What it is about.
    pub subject: Subject,
    /// The subject's version after it.
    pub version: u64,
    /// The event, as JSON.
    pub body: Vec<u8>,
    /// Its hash.
    pub body_hash: Hash,
    touched: usize,
}

struct Touched {
    subject: Subject,
    expected: u64,
    standing: Arc<Standing>,
}

/// A value that is held here or in the index.
pub enum Value {
    /// Held in memory.
    Held(Held),
    /// In the index on disk.
    Indexed(sled::Slice),
}

impl Value {
    /// What stands under the key of a place.
    pub fn place(&self) -> &[u8] {
        match self {
            Self::Held(Held::Place(named)) => named,
            Self::Held(Held::State(_)) => &[],
            Self::Indexed(slice) => slice,
        }
    }

    /// What stands under the key of a state.
    pub fn seen(&self) -> Option<Seen<'_>> {
        match self {
            Self::Held(Held::State(standing)) => Some(standing.seen()),
            Self::Held(Held::Place(_)) => None,
            Self::Indexed(slice) => State::of(slice).map(|state| state.seen()),
        }
    }

    /// As [`Value::seen`]; `None` as well where it is not what was written.
    pub fn whole(&self) -> Option<Seen<'_>> {
        match self {
            Self::Indexed(slice) => State::of(slice).filter(State::is_whole).map(|state| state.seen()),
            Self::Held(_) => self.seen(),
        }
    }

    /// The record that stands under the key of a state.
    ///
    /// # Errors
    /// [`StoreError::Index`] where it is not what was written.
    pub fn record(&self) -> Result<Record, StoreError> {
        match self {
            Self::Held(Held::State(standing)) => Ok(standing.record.clone()),
            Self::Indexed(slice) => State::of(slice)
                .filter(State::is_whole)
                .ok_or_else(not_what_was_written)?
                .record()
                .map_err(|error| StoreError::Index(error.to_string())),
            Self::Held(Held::Place(_)) => Err(not_what_was_written()),
        }
    }
}

impl Value {
    /// The case that stands under the key of a state, as it is now.
    ///
    /// # Errors
    /// [`StoreError::Index`] where it is not what was written.
    pub fn present(&self) -> Result<Case, StoreError> {
        match self {
            Self::Held(Held::State(standing)) => match &standing.record {
                Record::Case(case) => {
                    let Case { id, practice, patient, ref reference, version, ref body, .. } = **case;
                    let (reference, body) = (reference.clone(), body.clone());
                    Ok(Case { id, practice, patient, reference, version, body, undo: None })
                }
                _ => Err(not_what_was_written()),
            },
            Self::Indexed(slice) => State::of(slice)
                .filter(State::is_whole)
                .ok_or_else(not_what_was_written)?
                .present()
                .map_err(|error| StoreError::Index(error.to_string())),
            Self::Held(Held::Place(_)) => Err(not_what_was_written()),
        }
    }
}

/// The refusal where a state of the index is damaged.
pub fn not_what_was_written() -> StoreError {
    StoreError::Index("a state is not what was written".into())
}

/// Encodes and hashes a commit: what is to be kept, and its events, which nobody needs any more.
///
/// # Errors
/// [`StoreError::Malformed`] where versions and records do not fit together; [`StoreError::Conflict`] where one
/// change of the commit does not follow the one before it.
pub fn prepare(commit: Commit, secret: &Secret) -> Result<(Prepared, Vec<Event>), StoreError> {
    let mut changes: Vec<Ready> = Vec::with_capacity(commit.changes.len());
    let mut events = Vec::with_capacity(commit.changes.len());
    let mut subjects: Vec<Touched> = Vec::new();
    let mut latest: BTreeMap<Subject, usize> = BTreeMap::new();
    let alone = commit.changes.len() == 1;
    for Change { id, expected, event, record } in commit.changes {
        let subject = record.subject();
        let version = record.version();
        if version != expected + 1 {
            return Err(StoreError::Malformed(format!("version {version} cannot follow version {expected}")));
        }
        let mut body = Vec::with_capacity(512);
        serde_json::to_writer(&mut body, &event).map_err(|why| StoreError::Malformed(why.to_string()))?;
        let body_hash = *blake3::hash(&body).as_bytes();
        let standing = Arc::new(Standing::new(record, body.len(), secret));
        let touched = if alone { 0 } else { *latest.entry(subject).or_insert(subjects.len()) };
        match subjects.get_mut(touched) {
            None => subjects.push(Touched { subject, expected, standing }),
            Some(before) => {
                let found = before.standing.seen().version;
                if found != expected {
                    return Err(StoreError::Conflict { subject, expected, found });
                }
                before.standing = standing;
            }
        }
        changes.push(Ready { id, subject, version, body, body_hash, touched });
        events.push(event);
    }
    Ok((Prepared { practice: commit.practice, stamp: commit.stamp, changes, subjects }, events))
}

/// Checks versions and unique keys against `get`; where all hold, hands each entry to `append` (with the position of
/// the subject's entry before it, and how many entries follow; it answers the entry's position).
///
/// # Errors
/// [`StoreError::Conflict`], [`StoreError::Taken`] and those of `get`; nothing was appended.
pub fn settle(
    prepared: Prepared,
    get: &Get<'_>,
    append: &mut dyn FnMut(&Ready, u64, u32) -> u64,
) -> Result<Vec<Op>, StoreError> {
    let practice = prepared.practice;
    let mut ops: Vec<Op> = Vec::with_capacity(prepared.subjects.len() * 16);
    let mut added: Vec<Op> = Vec::with_capacity(prepared.subjects.len() * 8);
    let mut unique: BTreeMap<Vec<u8>, (Subject, Named)> = BTreeMap::new();
    let mut positions = Vec::with_capacity(prepared.subjects.len());
    for Touched { subject, expected, standing } in &prepared.subjects {
        let before = get(&keys::state(practice, *subject))?;
        let before = before.as_ref().and_then(Value::seen);
        let found = before.as_ref().map_or(0, |before| before.version);
        if found != *expected {
            return Err(StoreError::Conflict { subject: *subject, expected: *expected, found });
        }
        positions.push(before.as_ref().map_or(0, |before| before.position));
        let old = before.map(|before| before.places).unwrap_or_default();
        let new = standing.seen().places;
        for place in old.clone().filter(|place| !new.clone().any(|other| other == *place)) {
            ops.push(Op { key: keys::standing(practice, place, *subject).0, put: Put::Gone });
        }
        for place in new.filter(|place| !old.clone().any(|other| other == *place)) {
            let (key, named) = keys::standing(practice, place, *subject);
            if named == Named::InTheKey {
                added.push(Op { key, put: Put::New(Held::Place(named)) });
            } else if let Some((other, _)) = unique.insert(key, (*subject, named)) {
                return Err(taken(place, other));
            }
        }
    }
    for (key, (subject, named)) in unique {
        let held = get(&key)?;
        if let Some(holder) = held.as_ref().map(Value::place).and_then(keys::read_subject)
            && holder != subject
            && !ops.iter().any(|op| op.key == key)
        {
            return Err(taken(&key[17..], holder));
        }
        let value = Held::Place(named);
        let put = if held.is_none() { Put::New(value) } else { Put::Value(value) };
        added.push(Op { key, put });
    }
    // A key that one subject gives up and another takes has to be there afterwards: removals come first.
    ops.append(&mut added);
    let mut left = u32::try_from(prepared.changes.len()).unwrap_or(u32::MAX);
    for ready in &prepared.changes {
        left -= 1;
        positions[ready.touched] = append(ready, positions[ready.touched], left);
    }
    for (Touched { subject, standing, .. }, position) in prepared.subjects.into_iter().zip(positions) {
        standing.stands_at(position);
        ops.push(Op { key: keys::state(practice, subject), put: Put::Value(Held::State(standing)) });
    }
    Ok(ops)
}

fn taken(place: &[u8], by: Subject) -> StoreError {
    match place.first().and_then(|number| keys::index_of(*number)) {
        Some(index) => StoreError::Taken { index, by },
        None => StoreError::Malformed("a key of no index".into()),
    }
}
