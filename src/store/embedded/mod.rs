//! The store of one machine: the journal, and the index that follows it.
//!
//! A commit is done when the journal has it (`group`); readers see it from then on (`overlay`); a thread brings it to
//! the index (`applier`), which can at any time be made again from the journal (`fold`) and is compared with it
//! (`verify`).
//!
//! The index keeps its promises in this order, so that a crash at any moment leaves what can be caught up: places,
//! then states, then how far it came.

mod applier;
mod group;
mod overlay;
mod small_pages;
mod verify;

pub mod fold;
pub mod meta;

use super::check::{self, Held, Value};
use super::folder::Folder;
use super::journal::write::Writer;
use super::journal::{Journal, Point};
use super::keys::{self, Secret};
use super::sled::Index;
use super::{CasesPage, Commit, Notice, Row, Status, Store, StoreError, places};
use crate::domain::id::PracticeId;
use crate::domain::places::Gazetteer;
use crate::domain::record::{Entry, Key, Record, Subject, SubjectKind};
use jiff::Timestamp;
use overlay::{Layer, Overlay};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use uuid::Uuid;

pub use overlay::Group;
pub use verify::Verdict;

/// The journal and its index, open. Dropping it brings the index to disk.
pub struct EmbeddedStore {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

/// What opening found, and the store goes on from.
pub struct Opened {
    /// The folder, taken.
    pub folder: Folder,
    /// What identifiers are hashed under.
    pub secret: Secret,
    /// The log.
    pub journal: Journal,
    /// The index, caught up.
    pub index: Index,
    /// Where the log goes on.
    pub end: Point,
    /// Whether the index is known to be right.
    pub trust: Trust,
    /// What people should know.
    pub notices: Vec<Notice>,
}

/// How much an index is believed when it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// It was just made.
    Made,
    /// It was closed cleanly: it is compared with the journal when there is time.
    Clean,
    /// It was not: nothing is committed before it has been compared.
    Unclean,
}

struct Shared {
    folder: Folder,
    secret: Secret,
    journal: Journal,
    index: Index,
    overlay: Overlay,
    writer: Mutex<Writer>,
    queue: Mutex<group::Queue>,
    gathered: Condvar,
    signal: Mutex<Signal>,
    changed: Condvar,
    kept: AtomicU64,
    last: AtomicU64,
    applied: AtomicU64,
    stopping: AtomicBool,
    notices: Mutex<Vec<Notice>>,
}

/// What the threads tell one another.
#[derive(Default)]
struct Signal {
    /// The applier waits to be woken.
    idle: bool,
    /// Somebody waits for what is kept to be applied.
    hurry: bool,
    /// The index has not been compared yet.
    doubtful: bool,
    /// Why the applier has given up.
    failed: Option<StoreError>,
}

impl EmbeddedStore {
    /// Goes on from what opening found.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub(super) fn new(opened: Opened) -> Result<Self, StoreError> {
        let Opened { folder, secret, journal, index, end, trust, notices } = opened;
        let writer = Writer::new(journal.clone(), end)?;
        let shared = Arc::new(Shared {
            folder,
            secret,
            journal,
            index,
            overlay: Overlay::default(),
            writer: Mutex::new(writer),
            queue: Mutex::default(),
            gathered: Condvar::new(),
            signal: Mutex::new(Signal { doubtful: trust == Trust::Unclean, ..Signal::default() }),
            changed: Condvar::new(),
            kept: AtomicU64::new(end.offset),
            last: AtomicU64::new(end.last),
            applied: AtomicU64::new(end.last),
            stopping: AtomicBool::new(false),
            notices: Mutex::new(notices),
        });
        let mut store = Self { shared, threads: Vec::new() };
        store.start("store applier", Shared::apply_until_stopped)?;
        if trust != Trust::Made {
            store.start("store verifier", move |shared| shared.verify_behind(trust))?;
        }
        Ok(store)
    }

    fn start(&mut self, name: &str, work: impl FnOnce(&Shared) + Send + 'static) -> Result<(), StoreError> {
        let shared = Arc::clone(&self.shared);
        let thread = std::thread::Builder::new()
            .name(name.into())
            .spawn(move || work(&shared))
            .map_err(|source| StoreError::Io { doing: "starting a thread".into(), source })?;
        self.threads.push(thread);
        Ok(())
    }

    /// Reads the whole journal, compares every subject with the index, and repairs the index where they differ.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the journal is not what was written; [`StoreError::Index`] where the index could
    /// not be repaired.
    pub fn verify(&self) -> Result<Verdict, StoreError> {
        self.shared.verify()
    }
}

impl Drop for EmbeddedStore {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::Release);
        drop(self.shared.signal());
        self.shared.changed.notify_all();
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so.
            let _ = thread.join();
        }
        let shared = &self.shared;
        let whole = {
            let signal = shared.signal();
            signal.failed.is_none() && !signal.doubtful
        };
        let end = shared.writer().kept();
        if whole && shared.applied.load(Ordering::Acquire) == end.last && shared.index.keep().is_ok() {
            // Where it cannot be said, the next start compares.
            let _ = shared.folder.say_clean(&end);
        }
    }
}

impl Shared {
    fn signal(&self) -> MutexGuard<'_, Signal> {
        self.signal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(|poisoned| {
            // Somebody gave up halfway: what the index and the readers know of it is not certain any more.
            let mut writer = poisoned.into_inner();
            writer.give_up("the program gave up in the middle of writing");
            writer
        })
    }

    fn notify(&self, notice: String) {
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).push(Notice(notice));
    }

    /// Shows what was kept, and wakes the applier. The states that were replaced.
    fn publish(&self, layer: Layer, end: Point) -> Vec<Held> {
        let (waiting, replaced) = self.overlay.publish(layer);
        self.kept.store(end.offset, Ordering::Release);
        self.last.store(end.last, Ordering::Release);
        self.wake(waiting);
        replaced
    }

    fn get(&self, key: &[u8]) -> Result<Option<Value>, StoreError> {
        self.overlay.get(&self.index, key)
    }

    /// At most `limit` keys (and what `keep` makes of them) behind `from` and before `to`.
    fn collect<T>(
        &self,
        from: Vec<u8>,
        to: &[u8],
        limit: usize,
        keep: impl Fn(&[u8], Value) -> Option<T>,
    ) -> Result<Vec<T>, StoreError> {
        const AT_ONCE: usize = 512;
        let mut kept = Vec::new();
        let mut from = from;
        while kept.len() < limit {
            let mut next = None;
            let mut seen = 0;
            self.overlay.visit(&self.index, &from, to, &mut |key, value| {
                seen += 1;
                kept.extend(keep(key, value));
                if kept.len() >= limit || seen >= AT_ONCE {
                    next = Some(after(key));
                    return ControlFlow::Break(());
                }
                ControlFlow::Continue(())
            })?;
            match next {
                Some(next) => from = next,
                None => break,
            }
        }
        Ok(kept)
    }
}

impl EmbeddedStore {
    /// The states of a kind behind one, at most so many.
    fn states<T>(
        &self,
        practice: PracticeId,
        kind: SubjectKind,
        after: Option<Uuid>,
        limit: usize,
        keep: impl Fn(&[u8], Value) -> Option<T>,
    ) -> Result<Vec<T>, StoreError> {
        let states = keys::states(practice, kind);
        let from = after
            .map_or_else(|| states.clone(), |id| self::after(&keys::state(practice, Subject { kind, id })));
        self.shared.collect(from, &keys::behind(&states), limit, keep)
    }
}

/// The first key behind this one.
fn after(key: &[u8]) -> Vec<u8> {
    [key, &[0]].concat()
}

impl Store for EmbeddedStore {
    fn commit(&self, commit: Commit) -> Result<u64, StoreError> {
        small_pages::from_now_on();
        let (prepared, events) = check::prepare(commit, &self.shared.secret)?;
        self.shared.commit(prepared, events)
    }

    fn read(&self, practice: PracticeId, subject: Subject) -> Result<Option<Record>, StoreError> {
        self.shared.get(&keys::state(practice, subject))?.map(|value| value.record()).transpose()
    }

    fn lookup(&self, practice: PracticeId, key: &Key) -> Result<Option<Subject>, StoreError> {
        let place = keys::place(key, &self.shared.secret);
        Ok(self
            .shared
            .get(&keys::unique(practice, &place))?
            .as_ref()
            .map(Value::place)
            .and_then(keys::read_subject))
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
        let from = after.map_or_else(
            || rows.clone(),
            |row| {
                let place = keys::place(&row.key, &self.shared.secret);
                self::after(&keys::standing(practice, &place, row.subject).0)
            },
        );
        self.shared.collect(from, &keys::behind(&rows), limit, |key, value| {
            let (value, subject) = keys::read_row(key, value.place())?;
            Some(Row { key: Key { index: prefix.index, value }, subject })
        })
    }

    fn history(&self, practice: PracticeId, subject: Subject) -> Result<Vec<Entry>, StoreError> {
        let Some(value) = self.shared.get(&keys::state(practice, subject))? else { return Ok(Vec::new()) };
        let mut position = value.whole().ok_or_else(check::not_what_was_written)?.position;
        let mut entries = Vec::new();
        while position != 0 {
            let frame = self.shared.journal.read(position)?;
            entries.push(fold::entry(&self.shared.journal, &frame)?);
            position = frame.header.previous;
        }
        entries.reverse();
        Ok(entries)
    }

    fn follow(&self, after: u64, limit: usize) -> Result<Vec<Entry>, StoreError> {
        let journal = &self.shared.journal;
        let until = self.shared.kept.load(Ordering::Acquire);
        if after >= until {
            return Ok(Vec::new());
        }
        let from = if after == 0 {
            journal.start()
        } else {
            let frame = journal.read(after)?;
            Point { offset: frame.end, last: after, chain: frame.chain }
        };
        let mut scan = journal.scan(from, until)?;
        let mut entries = Vec::new();
        while entries.len() < limit {
            let Some(frame) = scan.next_frame()? else { break };
            entries.push(fold::entry(journal, &frame)?);
        }
        Ok(entries)
    }

    fn scan(
        &self,
        practice: PracticeId,
        kind: SubjectKind,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        let found = self.states(practice, kind, after, limit, |_, value| Some(value))?;
        found.iter().map(Value::record).collect()
    }

    fn scan_cases(
        &self,
        practice: PracticeId,
        after: Option<Uuid>,
        limit: usize,
        since: Timestamp,
    ) -> Result<CasesPage, StoreError> {
        let found = self.states(practice, SubjectKind::Case, after, limit, |key, value| {
            Some((keys::subject_of_state(key)?.1.id, value))
        })?;
        let last = found.last().map(|(id, _)| *id);
        let read = |values: &[(Uuid, Value)]| {
            let taken = values.iter().filter(|(_, value)| !value.is_let_be_since(since));
            taken.map(|(_, value)| value.present()).collect::<Result<Vec<_>, _>>()
        };
        // Reading what was written takes nearly all of the time: both halves are read at once.
        let (first, second) = found.split_at(found.len() / 2);
        let (first, second_there) = std::thread::scope(|scope| {
            let there = std::thread::Builder::new()
                .name("store reader".to_owned())
                .spawn_scoped(scope, || read(second));
            (read(first), there.ok().and_then(|thread| thread.join().ok()))
        });
        let mut cases = first?;
        // Where there was no thread to be had, the other half is read here.
        cases.extend(second_there.unwrap_or_else(|| read(second))?);
        Ok(CasesPage { cases, last })
    }

    fn practices(&self) -> Result<Vec<PracticeId>, StoreError> {
        let mut practices = Vec::new();
        // Behind the nil id, under which the index keeps what it says of itself.
        let mut from = keys::behind(Uuid::nil().as_bytes());
        let to = [u8::MAX; 17];
        while let Some(practice) = self
            .shared
            .collect(from, &to, 1, |key, _| Some(Uuid::from_slice(key.get(..16)?).map(PracticeId)))?
            .pop()
            .and_then(Result::ok)
        {
            practices.push(practice);
            from = keys::behind(practice.0.as_bytes());
        }
        Ok(practices)
    }

    fn keep_places(&self, gazetteer: &Gazetteer) -> Result<(), StoreError> {
        places::write(&self.shared.folder, gazetteer)
    }

    fn places(&self) -> Result<Option<Gazetteer>, Notice> {
        places::read(&self.shared.folder).inspect_err(|Notice(notice)| self.shared.notify(notice.clone()))
    }

    fn status(&self) -> Status {
        let shared = &self.shared;
        Status {
            applied: shared.applied.load(Ordering::Acquire),
            position: shared.last.load(Ordering::Acquire),
            notices: shared.notices.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    fn checkpoint(&self) -> Result<(), StoreError> {
        self.shared.wait_until_applied()?;
        self.shared.index.keep()
    }
}

impl StoreError {
    /// The same answer for another who waits for it.
    fn again(&self) -> Self {
        match self {
            Self::Conflict { subject, expected, found } => {
                Self::Conflict { subject: *subject, expected: *expected, found: *found }
            }
            Self::Taken { index, by } => Self::Taken { index: *index, by: *by },
            Self::Locked { holder } => Self::Locked { holder: holder.clone() },
            Self::Io { doing, source } => Self::Io {
                doing: doing.clone(),
                source: std::io::Error::new(source.kind(), source.to_string()),
            },
            Self::Full => Self::Full,
            Self::Damaged { file, offset, position, why } => {
                Self::Damaged { file: file.clone(), offset: *offset, position: *position, why: why.clone() }
            }
            Self::Broken(why) => Self::Broken(why.clone()),
            Self::Index(why) => Self::Index(why.clone()),
            Self::Malformed(why) => Self::Malformed(why.clone()),
        }
    }
}
