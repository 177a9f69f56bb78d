//! A subject's state: held in memory while only the log has it ([`Standing`]), and as bytes in the index ([`State`]).
//!
//! A subject often changes several times before the index hears of it, so nothing is encoded before it is written
//! there.

use super::journal::frame::Hash;
use super::keys::{self, Secret};
use crate::domain::case::{Case, Present};
use crate::domain::record::Record;
use serde::Deserialize;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a state in memory may take beside what it was made from, bytes.
const ROOM: usize = 1024;

/// A subject's state in memory.
#[derive(Debug)]
pub struct Standing {
    /// Where the subject's last entry stands, known only when it is written.
    position: AtomicU64,
    /// What it has become.
    pub record: Record,
    /// About how much memory it takes, bytes.
    pub size: usize,
    places: Box<[u8]>,
}

impl Standing {
    /// The state of a subject whose last event is `length` bytes long. Where its last entry stands is still to be said.
    pub fn new(record: Record, length: usize, secret: &Secret) -> Self {
        let places = keys::places(&record, secret).into_boxed_slice();
        let size = ROOM + 2 * length + places.len();
        Self { position: AtomicU64::new(0), record, size, places }
    }

    /// Says where the subject's last entry stands, before anybody else sees the state.
    pub fn stands_at(&self, position: u64) {
        self.position.store(position, Ordering::Relaxed);
    }

    /// Where the subject stands, its version and its last entry.
    pub fn seen(&self) -> Seen<'_> {
        Seen {
            version: self.record.version(),
            position: self.position.load(Ordering::Relaxed),
            places: Places::of(&self.places),
        }
    }

    /// Writes it in place of what is in `bytes`, as the index keeps it.
    ///
    /// # Errors
    /// Where the record cannot be written as JSON.
    pub fn write(&self, bytes: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        bytes.clear();
        bytes.extend(self.seen().position.to_le_bytes());
        bytes.extend([0; 8]);
        bytes.extend(self.record.version().to_le_bytes());
        bytes.extend(&self.places);
        serde_json::to_writer(&mut *bytes, &self.record)?;
        let sum = checksum(&bytes[16..]);
        bytes[8..16].copy_from_slice(&sum);
        Ok(())
    }
}

/// What a commit has to know of what stood before it.
pub struct Seen<'a> {
    /// The subject's version.
    pub version: u64,
    /// Where its last entry stands.
    pub position: u64,
    /// The places where it stands.
    pub places: Places<'a>,
}

/// Places in a list or a look-up, one after the other.
///
/// ```text
/// u16 how many    for each: u16 length, bytes
/// ```
#[derive(Clone, Debug, Default)]
pub struct Places<'a> {
    left: u16,
    rest: &'a [u8],
}

impl<'a> Places<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        match bytes.split_first_chunk::<2>() {
            Some((count, rest)) => Self { left: u16::from_le_bytes(*count), rest },
            None => Self { left: 0, rest: &[] },
        }
    }
}

impl<'a> Iterator for Places<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let (length, behind) = self.rest.split_first_chunk::<2>()?;
        let (place, behind) = behind.split_at_checked(u16::from_le_bytes(*length) as usize)?;
        self.rest = behind;
        Some(place)
    }
}

/// A subject's state as the index keeps it: its version, where its last entry stands, its places, and the record.
///
/// ```text
/// 0  u64 position of its last entry    8  8 checksum of all behind it    16  u64 version    24  its places
///    then the record as JSON
/// ```
#[derive(Clone, Copy, Debug)]
pub struct State<'a>(&'a [u8]);

impl<'a> State<'a> {
    /// Looks at bytes as a state; `None` where they are too short for one.
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        (bytes.len() > 26).then_some(Self(bytes))
    }

    /// Where the subject stands, its version and its last entry.
    pub fn seen(&self) -> Seen<'a> {
        Seen { version: self.number(16), position: self.number(0), places: Places::of(&self.0[24..]) }
    }

    /// Whether it is what was written.
    pub fn is_whole(&self) -> bool {
        checksum(&self.0[16..]) == self.0[8..16]
    }

    /// The record.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn record(&self) -> Result<Record, serde_json::Error> {
        let mut places = self.seen().places;
        places.by_ref().for_each(drop);
        serde_json::from_slice(places.rest)
    }

    /// The case as it is now, where it is one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn present(&self) -> Result<Case, serde_json::Error> {
        /// As [`Record`], of which it reads a part.
        #[derive(Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum Only {
            Case(Present),
        }
        let mut places = self.seen().places;
        places.by_ref().for_each(drop);
        let Only::Case(present) = serde_json::from_slice(places.rest)?;
        Ok(present.into())
    }

    fn number(&self, at: usize) -> u64 {
        self.0[at..at + 8].iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

fn checksum(bytes: &[u8]) -> [u8; 8] {
    let mut sum = [0; 8];
    sum.copy_from_slice(&Hash::from(blake3::hash(bytes))[..8]);
    sum
}
