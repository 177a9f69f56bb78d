//! Appending: records are staged in memory, written as one, and kept when one sync has returned.

use super::frame::{self, Hash, Header};
use super::{Journal, Point, failed};
use crate::domain::id::PracticeId;
use crate::domain::record::{Stamp, Subject};
use crate::store::StoreError;
use uuid::Uuid;

/// The file grows in steps of this many bytes, so that few syncs have to keep a new length as well.
pub const STEP: u64 = 8 << 20;

/// With less room than this on the disk nothing more is accepted, so that the index can still follow.
pub const RESERVE: u64 = 16 << 20;

/// What becomes a record; the journal adds where it stands.
pub struct Draft<'a> {
    /// The entry's id.
    pub id: Uuid,
    /// The practice.
    pub practice: PracticeId,
    /// Who, when, as part of which change.
    pub stamp: Stamp,
    /// What the entry is about.
    pub subject: Subject,
    /// The subject's version after it.
    pub version: u64,
    /// Where the subject's entry before it stands; 0 for its first.
    pub previous: u64,
    /// How many entries of the same commit follow.
    pub remaining: u32,
    /// The event, as JSON.
    pub body: &'a [u8],
    /// Its hash.
    pub body_hash: Hash,
}

/// The one that appends.
pub struct Writer {
    journal: Journal,
    kept: Point,
    staged: Point,
    buffer: Vec<u8>,
    allocated: u64,
    broken: Option<String>,
}

impl Writer {
    /// A writer that goes on at `end`.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn new(journal: Journal, end: Point) -> Result<Self, StoreError> {
        let allocated = journal.len()?;
        Ok(Self { journal, kept: end, staged: end, buffer: Vec::new(), allocated, broken: None })
    }

    /// The end of what is kept.
    pub fn kept(&self) -> Point {
        self.kept
    }

    /// The end of what is staged.
    pub fn staged(&self) -> Point {
        self.staged
    }

    /// What is staged, as bytes from [`Writer::kept`] on.
    pub fn bytes(&self) -> &[u8] {
        &self.buffer
    }

    /// Adds a record to what the next [`Writer::write`] keeps; its position.
    pub fn stage(&mut self, draft: &Draft<'_>) -> u64 {
        let position = self.staged.offset;
        let header = Header {
            position,
            previous: draft.previous,
            synced: self.kept.offset,
            remaining: draft.remaining,
            id: draft.id,
            practice: draft.practice,
            stamp: draft.stamp,
            subject: draft.subject,
            version: draft.version,
            seal: frame::UNSEALED.into(),
            body_hash: draft.body_hash,
        };
        let chain = frame::encode(&header, draft.body, &self.staged.chain, &mut self.buffer);
        self.staged = Point { offset: self.kept.offset + self.buffer.len() as u64, last: position, chain };
        position
    }

    /// Accepts nothing more, and forgets what is staged.
    pub fn give_up(&mut self, why: &str) {
        self.broken.get_or_insert_with(|| why.to_owned());
        self.buffer.clear();
        self.staged = self.kept;
    }

    /// Writes what is staged and syncs once. When this returns, it survives a power cut.
    ///
    /// # Errors
    /// [`StoreError::Full`] or [`StoreError::Io`] where the file stands as it stood before;
    /// [`StoreError::Broken`], from then on always, where that is not certain.
    pub fn write(&mut self) -> Result<(), StoreError> {
        let result = self.try_write();
        self.buffer.clear();
        if result.is_err() {
            self.staged = self.kept;
        }
        result
    }

    fn try_write(&mut self) -> Result<(), StoreError> {
        if let Some(why) = &self.broken {
            return Err(StoreError::Broken(why.clone()));
        }
        if self.buffer.is_empty() {
            return Ok(());
        }
        let writing = failed(&format!("writing {}", self.journal.name));
        let medium = &self.journal.medium;
        if medium.free().map_err(&writing)? < RESERVE {
            return Err(StoreError::Full);
        }
        if self.staged.offset > self.allocated {
            let room = (self.staged.offset - self.allocated).next_multiple_of(STEP);
            medium.allocate(self.allocated, room).map_err(&writing)?;
            self.allocated += room;
        }
        if let Err(error) = medium.write_all_at(&self.buffer, self.kept.offset) {
            // Part of it may stand there now, and must not be taken for a record later.
            if let Err(again) = medium.truncate(self.kept.offset) {
                let why = format!("{error}, then {again}");
                self.broken = Some(why.clone());
                return Err(StoreError::Broken(why));
            }
            self.allocated = self.kept.offset;
            return Err(writing(error));
        }
        if let Err(error) = medium.sync() {
            // Never again: the kernel forgets what it could not write, and a second sync would succeed.
            let why = error.to_string();
            self.broken = Some(why.clone());
            return Err(StoreError::Broken(why));
        }
        self.kept = self.staged;
        Ok(())
    }
}
