//! From entries to states: how the index catches up with the journal, and how it is made again.
//!
//! Entries are folded in memory, subject by subject, and written in the order of their keys when enough has come
//! together: many changes of one subject are one write.

use crate::domain::id::PracticeId;
use crate::domain::record::{Entry, Event, Record, Subject};
use crate::store::StoreError;
use crate::store::journal::Journal;
use crate::store::journal::frame::{Frame, UNSEALED};
use crate::store::keys::{self, Secret};
use crate::store::sled::Index;
use crate::store::state::{Standing, State};
use std::collections::HashMap;

/// About how much is held before it is written, bytes.
const BOUND: usize = 96 << 20;

/// The entry that a record of the journal holds.
///
/// # Errors
/// [`StoreError::Damaged`] where this version cannot read the event.
pub fn entry(journal: &Journal, frame: &Frame) -> Result<Entry, StoreError> {
    let header = &frame.header;
    let damaged = |why: String| journal.damaged(header.position, header.previous, why);
    if header.seal != UNSEALED {
        return Err(damaged(format!(
            "its body is sealed under {:?}, and this version has no keys",
            header.seal
        )));
    }
    let event: Event = serde_json::from_slice(&frame.body)
        .map_err(|error| damaged(format!("this version cannot read its event ({error})")))?;
    Ok(Entry {
        position: header.position,
        id: header.id,
        stamp: header.stamp,
        practice: header.practice,
        subject: header.subject,
        version: header.version,
        event,
    })
}

/// Folds entries in front of an index.
pub struct Folding<'a> {
    index: &'a Index,
    journal: &'a Journal,
    secret: &'a Secret,
    held: HashMap<(PracticeId, Subject), Held>,
    bytes: usize,
    empty: bool,
}

struct Held {
    record: Option<Record>,
    version: u64,
    position: u64,
    places: Vec<Vec<u8>>,
}

impl<'a> Folding<'a> {
    /// Folds in front of `index`, which is `empty` or holds what came before.
    pub fn new(index: &'a Index, journal: &'a Journal, secret: &'a Secret, empty: Contents) -> Self {
        Self { index, journal, secret, held: HashMap::new(), bytes: 0, empty: empty == Contents::None }
    }

    /// Adds an entry, whose body is `length` bytes long.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where it does not follow; those of the index.
    pub fn add(&mut self, entry: &Entry, length: usize) -> Result<(), StoreError> {
        let key = (entry.practice, entry.subject);
        if !self.held.contains_key(&key) {
            let held = if self.empty { Held::nothing() } else { self.load(key)? };
            self.held.insert(key, held);
            self.bytes += 1024;
        }
        let Some(held) = self.held.get_mut(&key) else { return Ok(()) };
        if held.version >= entry.version {
            // Written to the index before a crash kept it from saying so.
            return Ok(());
        }
        let damaged = |why: String| self.journal.damaged(entry.position, held.position, why);
        if held.version + 1 != entry.version {
            return Err(damaged(format!("version {} cannot follow version {}", entry.version, held.version)));
        }
        let record = Record::fold(held.record.take(), &entry.event, &entry.stamp)
            .map_err(|error| damaged(error.to_string()))?;
        held.record = Some(record);
        held.version = entry.version;
        held.position = entry.position;
        self.bytes += length * 2;
        if self.bytes > BOUND {
            self.write()?;
        }
        Ok(())
    }

    fn load(&self, (practice, subject): (PracticeId, Subject)) -> Result<Held, StoreError> {
        let Some(bytes) = self.index.get(&keys::state(practice, subject))? else {
            return Ok(Held::nothing());
        };
        let unreadable = || StoreError::Index("a state cannot be read".into());
        let state = State::of(&bytes).filter(State::is_whole).ok_or_else(unreadable)?;
        let seen = state.seen();
        Ok(Held {
            record: Some(state.record().map_err(|_| unreadable())?),
            version: seen.version,
            position: seen.position,
            places: seen.places.map(<[u8]>::to_vec).collect(),
        })
    }

    /// Writes all that is held to the index: places before states, so that after a crash a state that is there has its
    /// places.
    ///
    /// # Errors
    /// Those of the index.
    pub fn write(&mut self) -> Result<(), StoreError> {
        let mut removed = Vec::new();
        let mut places = Vec::new();
        let mut states = Vec::with_capacity(self.held.len());
        for ((practice, subject), held) in self.held.drain() {
            let Some(record) = held.record else { continue };
            let standing = Standing::new(record, 0, self.secret);
            standing.stands_at(held.position);
            let new: Vec<&[u8]> = standing.seen().places.collect();
            for place in held.places.iter().filter(|place| !new.contains(&place.as_slice())) {
                removed.push((keys::standing(practice, place, subject).0, subject));
            }
            for place in new.iter().filter(|place| !held.places.iter().any(|old| old == *place)) {
                places.push(keys::standing(practice, place, subject));
            }
            states.push((keys::state(practice, subject), standing));
        }
        for (key, subject) in removed {
            // After a crash, another subject may have taken the place already.
            let holder = self.index.get(&key)?;
            if holder.is_some_and(|holder| holder.is_empty() || keys::read_subject(&holder) == Some(subject))
            {
                self.index.put(&key, None)?;
            }
        }
        places.sort_unstable();
        for (key, value) in places {
            self.index.put(&key, Some(&value))?;
        }
        states.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let mut bytes = Vec::new();
        for (key, standing) in states {
            standing.write(&mut bytes).map_err(|error| StoreError::Malformed(error.to_string()))?;
            self.index.put(&key, Some(&bytes))?;
        }
        self.bytes = 0;
        self.empty = false;
        Ok(())
    }
}

/// What an index holds before folding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Contents {
    /// Nothing yet.
    None,
    /// The states up to some entry.
    Some,
}

impl Held {
    fn nothing() -> Self {
        Self { record: None, version: 0, position: 0, places: Vec::new() }
    }
}
