//! The log: one append-only file that everything else can be made from again.
//!
//! Here: the file, its first bytes, reading one record. Appending is in `write`, reading in order in `scan`, what
//! a crash left at the end in `tail`. Nothing here knows what an event says, nor that there is an index.

pub mod frame;
pub mod medium;
pub mod scan;
pub mod tail;
pub mod write;

#[cfg(test)]
mod tests;

use super::StoreError;
use frame::{Frame, Hash};
use medium::Medium;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// Where the first record stands: behind the file's own description.
pub const FIRST: u64 = HEAD as u64;

const HEAD: usize = 64;

const MAGIC: &[u8; 16] = b"signpost journal";
const FORMAT: u32 = 1;

/// A place between two records: all before it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Where the next record begins.
    pub offset: u64,
    /// The position of the record before it; 0 where there is none.
    pub last: u64,
    /// The chain up to it.
    pub chain: Hash,
}

/// The file, for reading. Cheap to clone.
#[derive(Clone)]
pub struct Journal {
    medium: Arc<dyn Medium>,
    name: Arc<str>,
    id: Uuid,
    genesis: Hash,
}

impl Journal {
    /// Opens the journal at `path`, or begins one where there is none (or one that was never begun in full).
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the file is no journal, [`StoreError::Io`], [`StoreError::Full`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let name = path.display().to_string();
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)
            .map_err(failed(&format!("opening {name}")))?;
        let fresh = file.metadata().map_err(failed(&format!("reading {name}")))?.len() == 0;
        let journal = Self::over(Arc::new(file), &name)?;
        if fresh && let Some(folder) = path.parent() {
            // The file's name is in its folder, and has to survive as well.
            File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed("syncing the folder"))?;
        }
        Ok(journal)
    }

    /// The journal on a medium.
    ///
    /// # Errors
    /// As [`Journal::open`].
    pub fn over(medium: Arc<dyn Medium>, name: &str) -> Result<Self, StoreError> {
        let reading = failed(&format!("reading {name}"));
        let mut head = [0; HEAD];
        if medium.len().map_err(&reading)? >= FIRST {
            medium.read_exact_at(&mut head, 0).map_err(&reading)?;
        }
        if head == [0; HEAD] {
            head = describe(Uuid::now_v7());
            let writing = failed(&format!("beginning {name}"));
            medium.allocate(0, write::STEP).map_err(&writing)?;
            medium.write_all_at(&head, 0).map_err(&writing)?;
            medium.sync().map_err(&writing)?;
        }
        let id = Uuid::from_slice(&head[24..40]).unwrap_or_default();
        let why = if head[..16] != MAGIC[..] {
            "it is not a journal"
        } else if head[16..20] != FORMAT.to_le_bytes() {
            "it was written by another version of Signpost"
        } else if head != describe(id) {
            "its first bytes are not what was written"
        } else {
            let genesis = *blake3::hash(&head).as_bytes();
            return Ok(Self { medium, name: name.into(), id, genesis });
        };
        Err(StoreError::Damaged { file: name.into(), offset: 0, position: 0, why: why.into() })
    }

    /// Which journal this is: made once, never changed.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Before the first record.
    pub fn start(&self) -> Point {
        Point { offset: FIRST, last: 0, chain: self.genesis }
    }

    /// How long the file is, reserved room included.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn len(&self) -> Result<u64, StoreError> {
        self.medium.len().map_err(failed(&format!("reading {}", self.name)))
    }

    /// The record at a position.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where no whole record stands there, [`StoreError::Io`].
    pub fn read(&self, position: u64) -> Result<Frame, StoreError> {
        let bytes = self.raw(position)?;
        frame::decode(&bytes, position).map_err(|why| self.damaged(position, position, why))
    }

    /// The bytes that stand where a record should.
    ///
    /// # Errors
    /// As [`Journal::read`].
    pub fn raw(&self, position: u64) -> Result<Vec<u8>, StoreError> {
        let mut first = [0; 4];
        self.fill(&mut first, position)?;
        let length = frame::length(first);
        if !(frame::SHORTEST..=frame::LONGEST).contains(&length) {
            return Err(self.damaged(position, position, "no record begins here".into()));
        }
        let mut bytes = vec![0; length];
        self.fill(&mut bytes, position)?;
        Ok(bytes)
    }

    /// Puts back a record's bytes as they were, and syncs.
    ///
    /// # Errors
    /// [`StoreError::Io`], [`StoreError::Full`].
    pub fn restore(&self, position: u64, bytes: &[u8]) -> Result<(), StoreError> {
        let writing = failed(&format!("repairing {}", self.name));
        self.medium.write_all_at(bytes, position).map_err(&writing)?;
        self.medium.sync().map_err(&writing)
    }

    fn fill(&self, into: &mut [u8], at: u64) -> Result<(), StoreError> {
        match self.medium.read_exact_at(into, at) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                Err(self.damaged(at, at, "the file ends here".into()))
            }
            other => other.map_err(failed(&format!("reading {}", self.name))),
        }
    }

    /// The error for damage at `offset`, `position` being the last entry before it.
    pub fn damaged(&self, offset: u64, position: u64, why: String) -> StoreError {
        StoreError::Damaged { file: self.name.to_string(), offset, position, why }
    }
}

/// What an operating system's refusal means for the person.
pub fn failed(doing: &str) -> impl Fn(io::Error) -> StoreError + use<> {
    let doing = doing.to_owned();
    move |source| match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            StoreError::Full
        }
        _ => StoreError::Io { doing: doing.clone(), source },
    }
}

fn describe(id: Uuid) -> [u8; HEAD] {
    let mut head = [0; HEAD];
    head[..16].copy_from_slice(MAGIC);
    head[16..20].copy_from_slice(&FORMAT.to_le_bytes());
    head[24..40].copy_from_slice(id.as_bytes());
    let sum = blake3::hash(&head[..40]);
    head[40..].copy_from_slice(&sum.as_bytes()[..24]);
    head
}
