//! Opening a store: the folder is taken, the index believed, caught up or made again, the torn end cut off.

use super::embedded::fold::{self, Contents, Folding};
use super::embedded::meta::{self, Applied};
pub use super::embedded::{EmbeddedStore, Verdict};
use super::embedded::{Group, Opened, Trust};
use super::folder::Folder;
use super::journal::scan::{Ending, Stop};
use super::journal::{Journal, Point};
use super::keys::Secret;
use super::sled::{Index, Unopened};
use super::{Notice, StoreError};
use crate::domain::record::Entry;
use std::path::Path;
use std::sync::mpsc;

/// How far making the index again has come, bytes of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Read so far.
    pub done: u64,
    /// To be read.
    pub total: u64,
}

/// Opens the store in `folder`, making one where there is none. `progress` hears of it where the index has to be made
/// again, which takes a second for each 100,000 entries or so.
///
/// From here on the whole process makes files for its owner only (umask 0077).
///
/// # Errors
/// [`StoreError::Locked`], [`StoreError::Io`], [`StoreError::Full`]; [`StoreError::Damaged`] where acknowledged
/// entries are not whole any more.
pub fn embedded(folder: &Path, progress: &dyn Fn(Progress)) -> Result<EmbeddedStore, StoreError> {
    let folder = Folder::take(folder)?;
    let opened = match open(folder, progress) {
        Err((folder, StoreError::Full)) if folder.free_ballast() => open(folder, progress),
        other => other,
    };
    let opened = opened.map_err(|(_, error)| error)?;
    EmbeddedStore::new(opened)
}

/// Whether a store has been begun in `folder`.
pub fn exists(folder: &Path) -> bool {
    folder.join("journal").exists()
}

fn open(folder: Folder, progress: &dyn Fn(Progress)) -> Result<Opened, (Folder, StoreError)> {
    match open_parts(&folder, progress) {
        Ok(Parts { secret, journal, index, end, trust, notices }) => {
            folder.keep_ballast();
            Ok(Opened { folder, secret, journal, index, end, trust, notices })
        }
        Err(error) => Err((folder, error)),
    }
}

struct Parts {
    secret: Secret,
    journal: Journal,
    index: Index,
    end: Point,
    trust: Trust,
    notices: Vec<Notice>,
}

fn open_parts(folder: &Folder, progress: &dyn Fn(Progress)) -> Result<Parts, StoreError> {
    let mut notices = Vec::new();
    let journal = Journal::open(&folder.journal())?;
    let secret = folder.secret()?;
    let found = find_index(folder, &journal, &secret);
    let caught_up = match found {
        Ok((index, applied)) => {
            notices.extend(heal(&journal, &index, &applied)?);
            catch_up(folder, &journal, &secret, index, applied.end, &mut notices)
        }
        Err(why) => Err(why),
    };
    let (index, end, trust) = match caught_up {
        Ok(caught_up) => caught_up,
        Err(Unusable::Refused(error)) => return Err(error),
        Err(Unusable::Missing) => {
            let (index, end) = make_again(folder, &journal, &secret, progress, &mut notices)?;
            (index, end, Trust::Made)
        }
        Err(Unusable::Unreadable(why)) => {
            notices.push(Notice(format!(
                "The index could not be used ({why}). It was made again from the log; nothing is lost."
            )));
            let (index, end) = make_again(folder, &journal, &secret, progress, &mut notices)?;
            (index, end, Trust::Made)
        }
    };
    Ok(Parts { secret, journal, index, end, trust, notices })
}

/// Why an index is not used.
enum Unusable {
    /// There is none.
    Missing,
    /// Making it again would not help.
    Refused(StoreError),
    /// Making it again helps.
    Unreadable(String),
}

impl From<StoreError> for Unusable {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Index(why) => Self::Unreadable(why),
            other => Self::Refused(other),
        }
    }
}

fn find_index(folder: &Folder, journal: &Journal, secret: &Secret) -> Result<(Index, Applied), Unusable> {
    if folder.index_is_distrusted() {
        return Err(Unusable::Unreadable("it was found damaged".into()));
    }
    if !folder.index().exists() {
        return Err(Unusable::Missing);
    }
    let index = Index::open(&folder.index()).map_err(|unopened| match unopened {
        Unopened::Refused(error) => Unusable::Refused(error),
        Unopened::Unreadable(why) => Unusable::Unreadable(why),
    })?;
    if !meta::is_signed(&index, journal, secret)? {
        return Err(Unusable::Unreadable("it is unfinished, or of another version or another log".into()));
    }
    match meta::read_applied(&index)? {
        Some(applied) => Ok((index, applied)),
        None => Err(Unusable::Unreadable("it does not say how far it came".into())),
    }
}

/// The last group that the index has applied was acknowledged: where the journal does not have it as it was, the
/// index's copy is put back.
fn heal(journal: &Journal, index: &Index, applied: &Applied) -> Result<Option<Notice>, StoreError> {
    let Applied { base, end, .. } = *applied;
    if base == end || ends_with(journal, &end).is_ok() && is_whole(journal, base, end)? {
        return Ok(None);
    }
    if base.last != 0 {
        ends_with(journal, &base)?;
    }
    let copy = applied.copy(index).unwrap_or_default();
    if let Some(bytes) = copy {
        journal.restore(base.offset, &bytes)?;
        if is_whole(journal, base, end)? {
            return Ok(Some(Notice(
                "The last entries of the log were damaged and were put back from the index. Nothing is lost."
                    .into(),
            )));
        }
    }
    Err(journal.damaged(base.offset, base.last, "entries that were confirmed are missing or changed".into()))
}

/// Whether the log between two points is whole and leads from one to the other.
fn is_whole(journal: &Journal, from: Point, to: Point) -> Result<bool, StoreError> {
    let Ending { point, .. } = journal.replay(from, to.offset, &mut |_| Ok(()))?;
    Ok(point == to)
}

fn ends_with(journal: &Journal, point: &Point) -> Result<(), StoreError> {
    let last = journal.read(point.last)?;
    if last.chain == point.chain && last.end == point.offset {
        return Ok(());
    }
    let why = "the index knows other entries than these; to go on with these, remove the folder \"index\"";
    Err(journal.damaged(point.last, last.header.previous, why.into()))
}

/// Brings the index from `from` to the end of the journal.
fn catch_up(
    folder: &Folder,
    journal: &Journal,
    secret: &Secret,
    index: Index,
    from: Point,
    notices: &mut Vec<Notice>,
) -> Result<(Index, Point, Trust), Unusable> {
    let clean = folder.was_clean(&from)?;
    let mut folding = Folding::new(&index, journal, secret, Contents::Some);
    let ending = journal
        .replay(from, u64::MAX, &mut |frame| folding.add(&fold::entry(journal, &frame)?, frame.body.len()))?;
    let end = ending.point;
    if clean && end == from && ending.stop == Stop::End {
        return Ok((index, end, Trust::Clean));
    }
    notices.extend(journal.settle(&ending)?);
    folding.write()?;
    if end != from {
        meta::write_applied(&index, &Group { base: end, end, bytes: [].into() })?;
    }
    Ok((index, end, Trust::Unclean))
}

/// Makes the index from the journal alone.
fn make_again(
    folder: &Folder,
    journal: &Journal,
    secret: &Secret,
    progress: &dyn Fn(Progress),
    notices: &mut Vec<Notice>,
) -> Result<(Index, Point), StoreError> {
    folder.set_index_aside()?;
    let index = Index::open(&folder.index()).map_err(|unopened| match unopened {
        Unopened::Refused(error) => error,
        Unopened::Unreadable(why) => StoreError::Index(why),
    })?;
    let mut folding = Folding::new(&index, journal, secret, Contents::None);
    let total = journal.len()?;
    // One thread reads and checks, this one folds and writes.
    let ending = std::thread::scope(|scope| {
        let (send, receive) = mpsc::sync_channel::<Vec<(Entry, usize)>>(16);
        let reader = scope.spawn(move || {
            let mut run = Vec::new();
            let ending = journal.replay(journal.start(), u64::MAX, &mut |frame| {
                run.push((fold::entry(journal, &frame)?, frame.body.len()));
                if run.len() == RUN {
                    // Where the other end has failed, its error is the one that counts.
                    let _ = send.send(std::mem::take(&mut run));
                }
                Ok(())
            });
            let _ = send.send(run);
            ending
        });
        for run in receive {
            if let Some((entry, _)) = run.last() {
                progress(Progress { done: entry.position, total });
            }
            for (entry, length) in run {
                folding.add(&entry, length)?;
            }
        }
        reader.join().unwrap_or_else(|_| Err(StoreError::Index("making it again failed".into())))
    })?;
    notices.extend(journal.settle(&ending)?);
    folding.write()?;
    let end = ending.point;
    meta::write_applied(&index, &Group { base: end, end, bytes: [].into() })?;
    meta::sign(&index, journal, secret)?;
    index.keep()?;
    Ok((index, end))
}

/// So many entries are handed over at once.
const RUN: usize = 256;
