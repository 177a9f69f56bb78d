//! Whether a commit may be kept, and what it does to the keys: the same for every backend.

use super::keys::{self, Secret, State};
use super::{Commit, StoreError, sled};
use crate::domain::id::PracticeId;
use crate::domain::record::{Stamp, Subject};
use crate::store::journal::frame::Hash;
use std::collections::BTreeMap;
use std::ops::Deref;
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
    /// A value where there was nothing: to take it away again leaves nothing to be done.
    New(Arc<[u8]>),
    /// A value, whatever stood there.
    Value(Arc<[u8]>),
    /// Nothing any more.
    Gone,
}

impl Put {
    /// The value.
    pub fn value(&self) -> Option<&Arc<[u8]>> {
        match self {
            Self::New(value) | Self::Value(value) => Some(value),
            Self::Gone => None,
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
    state: Arc<[u8]>,
}

/// A value that is held here or in the index.
pub enum Value {
    /// Held in memory.
    Held(Arc<[u8]>),
    /// In the index on disk.
    Indexed(sled::Slice),
}

impl Deref for Value {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Held(bytes) => bytes,
            Self::Indexed(slice) => slice,
        }
    }
}

/// Encodes and hashes a commit.
///
/// # Errors
/// [`StoreError::Malformed`] where versions and records do not fit together; [`StoreError::Conflict`] where one
/// change of the commit does not follow the one before it.
pub fn prepare(commit: &Commit, secret: &Secret) -> Result<Prepared, StoreError> {
    let malformed = |why: serde_json::Error| StoreError::Malformed(why.to_string());
    let mut known: BTreeMap<Subject, (usize, u64)> = BTreeMap::new();
    let mut subjects: Vec<(Subject, u64, usize)> = Vec::with_capacity(commit.changes.len());
    let mut changes = Vec::with_capacity(commit.changes.len());
    for (at, change) in commit.changes.iter().enumerate() {
        let subject = change.record.subject();
        let version = change.record.version();
        if version != change.expected + 1 {
            let why = format!("version {version} cannot follow version {}", change.expected);
            return Err(StoreError::Malformed(why));
        }
        let touched = if let Some((touched, found)) = known.get(&subject).copied() {
            if found != change.expected {
                return Err(StoreError::Conflict { subject, expected: change.expected, found });
            }
            subjects[touched].2 = at;
            touched
        } else {
            subjects.push((subject, change.expected, at));
            subjects.len() - 1
        };
        known.insert(subject, (touched, version));
        let mut body = Vec::with_capacity(512);
        serde_json::to_writer(&mut body, &change.event).map_err(malformed)?;
        let body_hash = *blake3::hash(&body).as_bytes();
        changes.push(Ready { id: change.id, subject, version, body, body_hash, touched });
    }
    let subjects = subjects
        .into_iter()
        .map(|(subject, expected, last)| {
            let state = keys::write_state(&commit.changes[last].record, secret).map_err(malformed)?;
            Ok(Touched { subject, expected, state })
        })
        .collect::<Result<_, StoreError>>()?;
    Ok(Prepared { practice: commit.practice, stamp: commit.stamp, changes, subjects })
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
    let mut ops: Vec<Op> = Vec::with_capacity(prepared.subjects.len() * 4);
    let mut added: Vec<Op> = Vec::new();
    let mut unique: BTreeMap<Vec<u8>, (Subject, Vec<u8>)> = BTreeMap::new();
    let mut positions = Vec::with_capacity(prepared.subjects.len());
    for Touched { subject, expected, state } in &prepared.subjects {
        let before = get(&keys::state(practice, *subject))?;
        let before = before.as_deref().and_then(State::of);
        let found = before.map_or(0, |state| state.version());
        if found != *expected {
            return Err(StoreError::Conflict { subject: *subject, expected: *expected, found });
        }
        positions.push(before.map_or(0, |state| state.position()));
        let [old, new] =
            [before, State::of(state)].map(|state| state.iter().flat_map(State::places).collect::<Vec<_>>());
        for place in old.iter().filter(|place| !new.contains(place)) {
            ops.push(Op { key: keys::standing(practice, place, *subject).0, put: Put::Gone });
        }
        for place in new.iter().filter(|place| !old.contains(place)) {
            let (key, value) = keys::standing(practice, place, *subject);
            if !keys::is_unique(place) {
                added.push(Op { key, put: Put::New(Arc::default()) });
            } else if let Some((other, _)) = unique.insert(key, (*subject, value)) {
                return Err(taken(place, other));
            }
        }
    }
    for (key, (subject, value)) in unique {
        let held = get(&key)?;
        if let Some(holder) = held.as_deref().and_then(keys::read_subject)
            && holder != subject
            && !ops.iter().any(|op| op.key == key)
        {
            return Err(taken(&key[17..], holder));
        }
        let put = if held.is_none() { Put::New(value.into()) } else { Put::Value(value.into()) };
        added.push(Op { key, put });
    }
    // A key that one subject gives up and another takes has to be there afterwards: removals come first.
    ops.append(&mut added);
    let mut left = u32::try_from(prepared.changes.len()).unwrap_or(u32::MAX);
    for ready in &prepared.changes {
        left -= 1;
        positions[ready.touched] = append(ready, positions[ready.touched], left);
    }
    for (Touched { subject, mut state, .. }, position) in prepared.subjects.into_iter().zip(positions) {
        keys::set_position(&mut state, position);
        ops.push(Op { key: keys::state(practice, subject), put: Put::Value(state) });
    }
    Ok(ops)
}

fn taken(place: &[u8], by: Subject) -> StoreError {
    match place.first().and_then(|number| keys::index_of(*number)) {
        Some(index) => StoreError::Taken { index, by },
        None => StoreError::Malformed("a key of no index".into()),
    }
}
