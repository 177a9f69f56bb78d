//! How the index's keys are written as bytes, the same for every backend.
//!
//! One ordered map holds everything. Its keys begin with the practice, so that a practice is one stretch of it:
//!
//! ```text
//! practice 's' kind id             a subject's state
//! practice 'x' place               a unique key: its value is the subject
//! practice 'x' place kind id       a place in a list
//! ```
//!
//! A *place* is the index's number, its value with each zero byte followed by 1, and two zero bytes: so that places
//! are in the order of their values, whatever follows. The value of a sealed index is a keyed hash instead.

use super::journal::frame::kind_of;
use crate::domain::id::PracticeId;
use crate::domain::record::{Index, Key, Record, Subject, SubjectKind};
use std::ops::Deref;
use uuid::Uuid;

/// The secret that identifiers of patients are hashed under.
pub type Secret = [u8; 32];

const STATE: u8 = b's';
const PLACE: u8 = b'x';
const SUBJECT: usize = 17;

/// The key of a subject's state.
pub fn state(practice: PracticeId, subject: Subject) -> Vec<u8> {
    let mut key = states(practice, subject.kind);
    key.extend(subject.id.as_bytes());
    key
}

/// What the keys of all states of a kind begin with.
pub fn states(practice: PracticeId, kind: SubjectKind) -> Vec<u8> {
    let mut key = Vec::with_capacity(34);
    key.extend(practice.0.as_bytes());
    key.extend([STATE, kind as u8]);
    key
}

/// Whether a key is that of a state.
pub fn is_state(key: &[u8]) -> bool {
    key.get(16) == Some(&STATE)
}

/// The practice and the subject that the key of a state names; `None` for other keys.
pub fn subject_of_state(key: &[u8]) -> Option<(PracticeId, Subject)> {
    let (practice, rest) = key.split_at_checked(16)?;
    let rest = rest.strip_prefix(&[STATE])?;
    Some((PracticeId(Uuid::from_slice(practice).ok()?), read_subject(rest)?))
}

/// The place of a key in its index.
pub fn place(key: &Key, secret: &Secret) -> Vec<u8> {
    let mut place = Vec::with_capacity(key.value.len() + 16);
    write_place(key, secret, &mut place);
    place
}

fn write_place(key: &Key, secret: &Secret, out: &mut Vec<u8>) {
    if key.index.is_sealed() {
        begin(key.index, blake3::keyed_hash(secret, &key.value).as_bytes(), out);
    } else {
        begin(key.index, &key.value, out);
    }
    out.extend([0, 0]);
}

fn begin(index: Index, value: &[u8], out: &mut Vec<u8>) {
    out.push(index as u8);
    for byte in value {
        out.push(*byte);
        if *byte == 0 {
            out.push(1);
        }
    }
}

/// Where a subject stands: the key, and what stands under it.
pub fn standing(practice: PracticeId, place: &[u8], subject: Subject) -> (Vec<u8>, Named) {
    let mut key = unique(practice, place);
    let named = write_subject(subject);
    if is_unique(place) {
        (key, Named::Subject(named))
    } else {
        key.extend(named);
        (key, Named::InTheKey)
    }
}

/// What stands under the key of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// Nothing: the key itself names the subject.
    InTheKey,
    /// The subject that alone can have the place.
    Subject([u8; SUBJECT]),
}

impl Deref for Named {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::InTheKey => &[],
            Self::Subject(bytes) => bytes,
        }
    }
}

/// The key of a place that only one subject can have.
pub fn unique(practice: PracticeId, place: &[u8]) -> Vec<u8> {
    let mut key = Vec::with_capacity(17 + place.len() + SUBJECT);
    key.extend(practice.0.as_bytes());
    key.push(PLACE);
    key.extend(place);
    key
}

/// Whether a place belongs to a unique index.
pub fn is_unique(place: &[u8]) -> bool {
    place.first().and_then(|number| index_of(*number)).is_some_and(Index::is_unique)
}

/// The index that a place belongs to.
pub fn index_of(number: u8) -> Option<Index> {
    [
        Index::NhsNumber,
        Index::Reference,
        Index::OpenCase,
        Index::CasesOfPatient,
        Index::Queue,
        Index::Escalated,
        Index::FlaggedBy,
        Index::Need,
        Index::Account,
        Index::Feed,
        Index::Open,
        Index::Unmet,
    ]
    .into_iter()
    .find(|index| *index as u8 == number)
}

/// What the keys of all rows whose value begins with `prefix` begin with.
pub fn rows(practice: PracticeId, prefix: &Key) -> Vec<u8> {
    let mut place = Vec::with_capacity(prefix.value.len() + 16);
    begin(prefix.index, &prefix.value, &mut place);
    unique(practice, &place)
}

/// The value and the subject that an index key (and what stands under it) says.
pub fn read_row(key: &[u8], value: &[u8]) -> Option<(Vec<u8>, Subject)> {
    let rest = key.get(16..)?.strip_prefix(&[PLACE])?.get(1..)?;
    let mut plain = Vec::with_capacity(rest.len());
    let mut at = 0;
    loop {
        match (*rest.get(at)?, rest.get(at + 1)) {
            (0, Some(0)) => break,
            (0, _) => {
                plain.push(0);
                at += 2;
            }
            (byte, _) => {
                plain.push(byte);
                at += 1;
            }
        }
    }
    let behind = &rest[at + 2..];
    Some((plain, read_subject(if behind.is_empty() { value } else { behind })?))
}

/// A subject as bytes.
pub fn write_subject(subject: Subject) -> [u8; SUBJECT] {
    let mut bytes = [subject.kind as u8; SUBJECT];
    bytes[1..].copy_from_slice(subject.id.as_bytes());
    bytes
}

/// The subject that bytes name.
pub fn read_subject(bytes: &[u8]) -> Option<Subject> {
    let (kind, id) = bytes.split_first()?;
    Some(Subject { kind: kind_of(*kind).ok()?, id: Uuid::from_slice(id).ok()? })
}

/// The places where a record stands, each once, in order, as [`Places`](super::state::Places) reads them.
pub fn places(record: &Record, secret: &Secret) -> Vec<u8> {
    let mut keys = record.keys();
    keys.sort_unstable();
    keys.dedup();
    let room = keys.iter().map(|key| key.value.len() + 8).sum::<usize>();
    let mut bytes = Vec::with_capacity(2 + room);
    bytes.extend(u16::try_from(keys.len()).unwrap_or(u16::MAX).to_le_bytes());
    for key in &keys {
        let at = bytes.len();
        bytes.extend([0; 2]);
        write_place(key, secret, &mut bytes);
        let length = u16::try_from(bytes.len() - at - 2).unwrap_or(u16::MAX);
        bytes[at..at + 2].copy_from_slice(&length.to_le_bytes());
    }
    bytes
}

/// The key behind all that begin with `prefix`.
pub fn behind(prefix: &[u8]) -> Vec<u8> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECRET: Secret = [7; 32];

    proptest! {
        #[test]
        fn rows_stand_in_the_order_of_their_values(
            one in proptest::collection::vec(0..3_u8, 0..6), two in proptest::collection::vec(0..3_u8, 0..6),
            first in any::<u128>(), second in any::<u128>(),
        ) {
            let practice = PracticeId(Uuid::from_u128(1));
            let row = |value: &Vec<u8>, id| {
                let subject = Subject { kind: SubjectKind::Case, id: Uuid::from_u128(id) };
                let key = Key { index: Index::Queue, value: value.clone() };
                let (key, under) = standing(practice, &place(&key, &SECRET), subject);
                assert_eq!(read_row(&key, &under), Some((value.clone(), subject)));
                key
            };
            prop_assert_eq!(row(&one, first).cmp(&row(&two, second)), (&one, first).cmp(&(&two, second)));
            let prefix = rows(practice, &Key { index: Index::Queue, value: two.clone() });
            prop_assert_eq!(row(&one, first).starts_with(&prefix), one.starts_with(&two));
        }
    }

    #[test]
    fn an_identifier_of_a_patient_is_not_in_its_place() {
        let key = Key { index: Index::NhsNumber, value: b"9995260182".to_vec() };
        let place = place(&key, &SECRET);
        assert!(!place.windows(6).any(|part| b"9995260182".windows(6).any(|clear| clear == part)));
        assert_ne!(place, super::place(&key, &[8; 32]));
    }

    #[test]
    fn the_end_of_a_stretch_is_behind_all_of_it() {
        assert_eq!(behind(&[1, 2]), [1, 3]);
        assert_eq!(behind(&[1, 255]), [2]);
    }
}
