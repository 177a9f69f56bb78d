//! Where the log and its index are kept: `trait Store`, and its backends.
//!
//! Nothing above knows which backend it stands on. A store keeps what it is given; rules are the desk's.

pub mod memory;
pub mod open;

mod check;
mod embedded;
mod folder;
mod journal;
mod keys;
mod places;
mod sled;
mod state;

use crate::domain::case::Case;
use crate::domain::id::PracticeId;
use crate::domain::places::Gazetteer;
use crate::domain::record::{Entry, Event, Index, Key, Record, Stamp, Subject, SubjectKind};
use uuid::Uuid;

/// One event of a commit, with what it makes of its subject.
#[derive(Clone, Debug)]
pub struct Change {
    /// The new entry's id (UUID v7).
    pub id: Uuid,
    /// The version that the subject must have before it: 0 where nothing may stand there yet.
    pub expected: u64,
    /// What happened.
    pub event: Event,
    /// The subject after it: `Record::fold` of what stood there and `event`.
    pub record: Record,
}

/// What is committed as one: all of it is kept, or nothing.
#[derive(Clone, Debug)]
pub struct Commit {
    /// The practice.
    pub practice: PracticeId,
    /// Who, when, as part of which change.
    pub stamp: Stamp,
    /// In order. Several may be about one subject, their versions following one another.
    pub changes: Vec<Change>,
}

/// One subject on a page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its place: where the next page begins after it.
    pub key: Key,
    /// Which subject.
    pub subject: Subject,
}

/// Something the person should know about how the store opened (a torn tail cut off, an index rebuilt).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice(pub String);

/// Where a store stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The last entry's position (0: none).
    pub position: u64,
    /// The last entry that the index holds on disk.
    pub applied: u64,
    /// What happened when it was opened.
    pub notices: Vec<Notice>,
}

/// Why a store did not do what it was asked. Nothing was changed, except where [`StoreError::Broken`] says so.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Somebody changed the subject first.
    #[error("version {found} stands where {expected} was expected")]
    Conflict {
        /// Which.
        subject: Subject,
        /// The version that the change was made for.
        expected: u64,
        /// The version that stands there.
        found: u64,
    },
    /// A unique key is taken by another subject.
    #[error("another record has the same {index:?}")]
    Taken {
        /// Which index.
        index: Index,
        /// Who stands there.
        by: Subject,
    },
    /// Another process has the store.
    #[error("the store is in use by {holder}")]
    Locked {
        /// The program and its process id.
        holder: String,
    },
    /// The folder or its files cannot be written or read.
    #[error("{doing}: {source}")]
    Io {
        /// What was being done.
        doing: String,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// The disk is full. Nothing that was confirmed is lost.
    #[error("the disk is full")]
    Full,
    /// A record of the journal is damaged.
    #[error("{file} is damaged at byte {offset}: {why}")]
    Damaged {
        /// The file.
        file: String,
        /// Where the damage begins.
        offset: u64,
        /// The last entry before it (0: none).
        position: u64,
        /// What is wrong.
        why: String,
    },
    /// The index cannot be used. Nothing is lost: it is made again from the journal at the next start.
    #[error("the index is damaged ({0}); the log is whole, and the next start makes the index again")]
    Index(String),
    /// A change that cannot follow from what it says it follows from: a mistake in the program.
    #[error("a change was put together wrongly: {0}")]
    Malformed(String),
    /// A sync failed: nothing more is acknowledged until the store is opened anew.
    #[error("the disk refused to keep what was written ({0}); nothing more is accepted until a new start")]
    Broken(String),
}

/// The log and its index.
pub trait Store: Send + Sync {
    /// Keeps a commit; when this returns, it survives a power cut. The position is the last entry's.
    fn commit(&self, commit: Commit) -> Result<u64, StoreError>;

    /// The present state of a subject.
    fn read(&self, practice: PracticeId, subject: Subject) -> Result<Option<Record>, StoreError>;

    /// The subject that stands under one value of a unique index.
    fn lookup(&self, practice: PracticeId, key: &Key) -> Result<Option<Subject>, StoreError>;

    /// A page of a list: rows whose value begins with `prefix`, in order, behind `after`, at most `limit`.
    fn page(
        &self,
        practice: PracticeId,
        prefix: &Key,
        after: Option<&Row>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError>;

    /// All entries about a subject, oldest first.
    fn history(&self, practice: PracticeId, subject: Subject) -> Result<Vec<Entry>, StoreError>;

    /// Entries behind a position, oldest first, at most `limit`: how followers keep up.
    fn follow(&self, after: u64, limit: usize) -> Result<Vec<Entry>, StoreError>;

    /// The present states of all subjects of a kind, in the order of their ids, behind `after`, at most `limit`.
    fn scan(
        &self,
        practice: PracticeId,
        kind: SubjectKind,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError>;

    /// As [`Store::scan`], the cases, as they are now: without what can be taken back. For whoever counts all of them.
    fn scan_cases(
        &self,
        practice: PracticeId,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Case>, StoreError>;

    /// The practices that the store holds.
    fn practices(&self) -> Result<Vec<PracticeId>, StoreError>;

    /// Keeps places in the stead of those that were there; when this returns, they survive a power cut. They are beside
    /// the log, not in it: they can be imported again.
    fn keep_places(&self, gazetteer: &Gazetteer) -> Result<(), StoreError>;

    /// The places that are kept. Where they cannot be read, or are not what was kept, they are moved out of the way, and
    /// the notice says so; it then stands among those of [`Store::status`] too.
    fn places(&self) -> Result<Option<Gazetteer>, Notice>;

    /// Where it stands.
    fn status(&self) -> Status;

    /// Brings the index to disk, so that the next start has little to replay.
    fn checkpoint(&self) -> Result<(), StoreError>;
}
