//! The index on disk: one ordered map in sled. The only file that names sled.
//!
//! It is never the only copy of anything, and it is not durable by itself: sled's own flush does not survive a power
//! cut, so [`Index::keep`] syncs its file behind it. Changes are written key by key, in the order given, and what
//! survives a crash is what was written up to some moment: so whoever writes puts what depends on other keys last.

use super::StoreError;
use super::journal::failed;
use crate::panics::caught;
use std::fs::File;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// How much of the index is held in memory, bytes.
const CACHE: u64 = 96 << 20;

/// After a kill, or an index that was given up, sled's files can stay locked for a moment (1.5 s was seen). Nobody else
/// can have them: the folder has been taken.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long letting sled go may take: a flush of what readers made dirty, some milliseconds.
const ENDING: Duration = Duration::from_secs(1);

/// The map.
pub struct Index {
    /// There until it is dropped.
    db: Option<sled::Db>,
    folder: PathBuf,
}

/// A value of the map.
pub struct Slice(sled::IVec);

impl Deref for Slice {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// Why the index could not be opened.
#[derive(Debug)]
pub enum Unopened {
    /// The disk or the folder's permissions: making it anew would not help.
    Refused(StoreError),
    /// What it holds is not readable: it can be made anew.
    Unreadable(String),
}

impl Index {
    /// Opens the map in `folder`, or makes an empty one.
    ///
    /// # Errors
    /// [`Unopened`].
    pub fn open(folder: &Path) -> Result<Self, Unopened> {
        remove_half_snapshots(folder)
            .map_err(|error| Unopened::Refused(failed("opening the index")(error)))?;
        let since = Instant::now();
        loop {
            let config = sled::Config::new().path(folder).cache_capacity(CACHE).flush_every_ms(None);
            let opened = caught(|| config.open().and_then(|db| db.get([0]).map(|_| db)));
            let error = match opened {
                Ok(Ok(db)) => return Ok(Self { db: Some(db), folder: folder.to_owned() }),
                Ok(Err(error)) => error,
                Err(panic) => return Err(Unopened::Unreadable(panic)),
            };
            match error {
                sled::Error::Io(error) if error.to_string().contains("could not acquire lock") => {
                    if since.elapsed() > PATIENCE {
                        return Err(Unopened::Refused(StoreError::Locked {
                            holder: "another process".into(),
                        }));
                    }
                    std::thread::sleep(Duration::from_millis(20));
                }
                sled::Error::Io(error) => {
                    return Err(match error.kind() {
                        std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::InvalidData => {
                            Unopened::Unreadable(error.to_string())
                        }
                        _ => Unopened::Refused(failed("opening the index")(error)),
                    });
                }
                error => return Err(Unopened::Unreadable(error.to_string())),
            }
        }
    }

    fn db(&self) -> &sled::Db {
        #[expect(clippy::expect_used, reason = "it is taken only when the index is dropped")]
        self.db.as_ref().expect("the index is open")
    }

    /// What stands under a key.
    ///
    /// # Errors
    /// [`StoreError::Index`].
    pub fn get(&self, key: &[u8]) -> Result<Option<Slice>, StoreError> {
        Ok(guarded(|| self.db().get(key))?.map(Slice))
    }

    /// Keys from `from` on and before `to`, in order.
    pub fn range(
        &self,
        from: &[u8],
        to: &[u8],
    ) -> impl Iterator<Item = Result<(Slice, Slice), StoreError>> + use<> {
        let mut found = self.db().range(from.to_vec()..to.to_vec());
        std::iter::from_fn(move || match guarded(|| found.next().transpose()) {
            Ok(None) => None,
            Ok(Some((key, value))) => Some(Ok((Slice(key), Slice(value)))),
            Err(error) => Some(Err(error)),
        })
    }

    /// Puts a value under a key, or removes the key.
    ///
    /// # Errors
    /// [`StoreError::Index`], [`StoreError::Full`].
    pub fn put(&self, key: &[u8], value: Option<&[u8]>) -> Result<(), StoreError> {
        guarded(|| match value {
            Some(value) => self.db().insert(key, value).map(drop),
            None => self.db().remove(key).map(drop),
        })
    }

    /// Brings everything written so far to disk; when this returns, it survives a power cut.
    ///
    /// # Errors
    /// [`StoreError::Index`], [`StoreError::Full`], [`StoreError::Io`].
    pub fn keep(&self) -> Result<(), StoreError> {
        guarded(|| self.db().flush())?;
        let syncing = failed("syncing the index");
        File::open(self.folder.join("db")).and_then(|file| file.sync_data()).map_err(syncing)
    }
}

impl Drop for Index {
    /// Lets sled go, but waits no longer than [`ENDING`] for it.
    ///
    /// When it is dropped, sled 0.34 flushes until nothing is dirty, and now and then waits for ever for a buffer that
    /// nobody writes any more: the program would not end. Whatever has to be on disk was brought there by
    /// [`Index::keep`] before; what was not is made again from the journal.
    fn drop(&mut self) {
        let Some(db) = self.db.take() else { return };
        let (gone, is_gone) = mpsc::channel();
        let ending = std::thread::Builder::new().name("index-end".to_owned()).spawn(move || {
            drop(db);
            let _ = gone.send(());
        });
        if ending.is_ok() {
            let _ = is_gone.recv_timeout(ENDING);
        }
    }
}

/// A kill can leave half of a snapshot, which keeps sled from opening; without it, sled opens.
fn remove_half_snapshots(folder: &Path) -> std::io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for file in folder.read_dir()? {
        let file = file?;
        let name = file.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            std::fs::remove_file(file.path())?;
        }
    }
    Ok(())
}

/// sled panics at some damage; that is an answer, not the end of the program.
fn guarded<T>(deed: impl FnOnce() -> Result<T, sled::Error>) -> Result<T, StoreError> {
    match caught(deed) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(sled::Error::Io(error))) => Err(match failed("")(error) {
            StoreError::Io { source, .. } => StoreError::Index(source.to_string()),
            other => other,
        }),
        Ok(Err(error)) => Err(StoreError::Index(error.to_string())),
        Err(panic) => Err(StoreError::Index(panic)),
    }
}
