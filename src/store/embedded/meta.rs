//! What the index says about itself: whose it is, how far it came, and the last group of the journal once more.

use crate::store::StoreError;
use crate::store::journal::{Journal, Point};
use crate::store::keys::Secret;
use crate::store::sled::Index;
use uuid::Uuid;

use super::overlay::Group;

/// The shape of what the index holds. Another number in an index: it is made again.
const FORMAT: u32 = 2;

/// The index keeps a copy of the last group for as long as it is in so many pieces at most.
const PIECES: u8 = 16;

/// sled keeps longer values in files of their own, which our sync does not cover.
const PIECE: usize = 32 << 10;

fn key(name: &str) -> Vec<u8> {
    // No practice has the nil id.
    [Uuid::nil().as_bytes(), name.as_bytes()].concat()
}

/// How far the index came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Before the last group.
    pub base: Point,
    /// Behind it.
    pub end: Point,
    /// How many bytes of the last group are kept.
    kept: u64,
}

/// Marks an index as made, under this secret, from this journal.
///
/// # Errors
/// Those of the index.
pub fn sign(index: &Index, journal: &Journal, secret: &Secret) -> Result<(), StoreError> {
    index.put(&key("about"), Some(&about(journal, secret)))
}

/// Whether an index was made in full, in this format, under this secret, from this journal.
///
/// # Errors
/// Those of the index.
pub fn is_signed(index: &Index, journal: &Journal, secret: &Secret) -> Result<bool, StoreError> {
    Ok(index.get(&key("about"))?.is_some_and(|found| *found == *about(journal, secret)))
}

fn about(journal: &Journal, secret: &Secret) -> Vec<u8> {
    let mark = blake3::derive_key("signpost store: which secret an index was made under", secret);
    [&FORMAT.to_le_bytes()[..], journal.id().as_bytes(), &mark].concat()
}

/// Says how far the index came, and keeps the last group. Written after all that it speaks of.
///
/// # Errors
/// Those of the index.
pub fn write_applied(index: &Index, group: &Group) -> Result<(), StoreError> {
    let pieces = group.bytes.chunks(PIECE);
    let kept = if pieces.len() <= PIECES as usize { group.bytes.len() as u64 } else { 0 };
    if kept > 0 {
        for (number, piece) in (0_u8..).zip(pieces) {
            index.put(&piece_key(number), Some(piece))?;
        }
    }
    let mut value = Vec::with_capacity(104);
    for point in [&group.base, &group.end] {
        value.extend(point.offset.to_le_bytes());
        value.extend(point.last.to_le_bytes());
        value.extend(point.chain);
    }
    value.extend(kept.to_le_bytes());
    index.put(&key("applied"), Some(&value))
}

/// How far the index came; `None` where it does not say.
///
/// # Errors
/// Those of the index.
pub fn read_applied(index: &Index) -> Result<Option<Applied>, StoreError> {
    let Some(value) = index.get(&key("applied"))? else { return Ok(None) };
    let number =
        |at: usize| value.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes);
    let point = |at: usize| {
        let chain = value.get(at + 16..at + 48)?.try_into().ok()?;
        Some(Point { offset: number(at)?, last: number(at + 8)?, chain })
    };
    Ok((|| Some(Applied { base: point(0)?, end: point(48)?, kept: number(96)? }))())
}

impl Applied {
    /// The index's copy of the last group; `None` where it has none.
    ///
    /// # Errors
    /// Those of the index.
    pub fn copy(&self, index: &Index) -> Result<Option<Vec<u8>>, StoreError> {
        let mut bytes = Vec::new();
        for number in 0..PIECES {
            if bytes.len() as u64 >= self.kept {
                break;
            }
            match index.get(&piece_key(number))? {
                Some(piece) => bytes.extend_from_slice(&piece),
                None => return Ok(None),
            }
        }
        let whole = self.kept > 0 && bytes.len() as u64 >= self.kept;
        bytes.truncate(usize::try_from(self.kept).unwrap_or(usize::MAX));
        Ok(whole.then_some(bytes))
    }
}

fn piece_key(number: u8) -> Vec<u8> {
    let mut key = key("group");
    key.push(number);
    key
}
