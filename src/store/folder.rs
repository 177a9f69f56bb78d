//! The data folder: whose it is, what stands in it, and who has it open.
//!
//! ```text
//! lock         who has it open        index/       what sled holds
//! journal      the log                index.aside/ an index that could not be used, the last one
//! secret       hashes identifiers     ballast      room to free on a full disk
//! clean        the last end was clean          places.bin   where postcodes are, as last imported
//!                                              places.aside one that could not be used
//! ```

use super::StoreError;
use super::journal::{Point, failed};
use rustix::fs::{FallocateFlags, Mode, fallocate};
use std::fs::{DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

const BALLAST: u64 = 4 << 20;

/// The folder, and the lock on it for as long as this lives.
pub struct Folder {
    path: PathBuf,
    lock: File,
}

impl Folder {
    /// Takes the folder, making it where it is missing. From here on the process makes files for its owner only.
    ///
    /// # Errors
    /// [`StoreError::Locked`] naming the holder, [`StoreError::Io`], [`StoreError::Full`].
    pub fn take(path: &Path) -> Result<Self, StoreError> {
        rustix::process::umask(Mode::from_raw_mode(0o077));
        let opening = failed(&format!("opening {}", path.display()));
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(&opening)?;
        if path.metadata().map_err(&opening)?.permissions().mode() & 0o077 != 0 {
            std::fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(&opening)?;
        }
        let mut lock = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path.join("lock"))
            .map_err(&opening)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Its words are for people; without them the answer is the same.
                let _ = lock.read_to_string(&mut holder);
                let holder = holder.trim();
                let holder = if holder.is_empty() { "another process" } else { holder };
                return Err(StoreError::Locked { holder: holder.to_owned() });
            }
            Err(TryLockError::Error(error)) => return Err(opening(error)),
        }
        let program = std::env::args_os().next().unwrap_or_default();
        let program = Path::new(&program).file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Who has it open can be left unsaid, on a full disk.
        let _ = lock.set_len(0).and_then(|()| {
            lock.write_all(format!("{program} (process {})\n", std::process::id()).as_bytes())
        });
        Ok(Self { path: path.to_owned(), lock })
    }

    /// Where the log is.
    pub fn journal(&self) -> PathBuf {
        self.path.join("journal")
    }

    /// Where the index is.
    pub fn index(&self) -> PathBuf {
        self.path.join("index")
    }

    /// Moves the index out of the way; the one that was moved before is removed.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn set_index_aside(&self) -> Result<(), StoreError> {
        let aside = self.path.join("index.aside");
        let moving = failed("moving the index aside");
        match std::fs::remove_dir_all(&aside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(moving(error)),
            _ => {}
        }
        match std::fs::rename(self.index(), aside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(moving(error)),
            _ => Ok(()),
        }
    }

    /// The secret that identifiers are hashed under, made at random where there is none.
    ///
    /// # Errors
    /// [`StoreError::Io`], [`StoreError::Full`].
    pub fn secret(&self) -> Result<[u8; 32], StoreError> {
        let path = self.path.join("secret");
        let reading = failed(&format!("reading {}", path.display()));
        match std::fs::read(&path) {
            Ok(bytes) => {
                if let Ok(secret) = bytes.try_into() {
                    return Ok(secret);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(reading(error)),
        }
        // Lost or cut short: a new one will do, the index is then made again under it.
        let mut secret = [0; 32];
        File::open("/dev/urandom").and_then(|mut source| source.read_exact(&mut secret)).map_err(&reading)?;
        self.write("secret", &secret)?;
        Ok(secret)
    }

    /// Whether the last end was clean, at `point`. Asked once: from now on it is not, until said again.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn was_clean(&self, point: &Point) -> Result<bool, StoreError> {
        let path = self.path.join("clean");
        let said = std::fs::read_to_string(&path).unwrap_or_default();
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed("opening the store")(error)),
            _ => Ok(said == words(point)),
        }
    }

    /// Says that the end is clean.
    ///
    /// # Errors
    /// [`StoreError::Io`], [`StoreError::Full`].
    pub fn say_clean(&self, point: &Point) -> Result<(), StoreError> {
        self.write("clean", words(point).as_bytes())
    }

    /// Says that the index cannot be trusted, for the next start.
    pub fn distrust_index(&self) {
        // Where even this cannot be written, the next start finds out by itself.
        let _ = self.write("index.bad", b"");
    }

    /// Whether the index was said not to be trusted. Asked once.
    pub fn index_is_distrusted(&self) -> bool {
        std::fs::remove_file(self.path.join("index.bad")).is_ok()
    }

    /// Keeps some room on the disk, to be freed when it is full. Without it the store works as well.
    pub fn keep_ballast(&self) {
        let path = self.path.join("ballast");
        if path.exists() {
            return;
        }
        let kept = File::create(&path)
            .and_then(|file| fallocate(&file, FallocateFlags::empty(), 0, BALLAST).map_err(io::Error::from));
        if kept.is_err() {
            self.free_ballast();
        }
    }

    /// Frees the room; whether there was any.
    pub fn free_ballast(&self) -> bool {
        std::fs::remove_file(self.path.join("ballast")).is_ok()
    }

    /// A file's bytes; `None` where there is none.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.path.join(name);
        match std::fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(&format!("reading {}", path.display()))(error)),
        }
    }

    /// Moves a file out of the way, over one that was moved there before.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn move_aside(&self, name: &str, aside: &str) -> Result<(), StoreError> {
        std::fs::rename(self.path.join(name), self.path.join(aside))
            .map_err(failed(&format!("moving {name} aside")))
    }

    /// Writes a file whole, or leaves what stood there: when this returns, it survives a power cut.
    ///
    /// # Errors
    /// [`StoreError::Io`], [`StoreError::Full`].
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.path.join(name);
        let half = self.path.join(format!("{name}.new"));
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&half)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
            .and_then(|()| std::fs::rename(&half, &path))
            .and_then(|()| File::open(&self.path)?.sync_all())
            .map_err(|error| {
                // On a full disk, half a file takes the room that others need.
                let _ = std::fs::remove_file(&half);
                failed(&format!("writing {}", path.display()))(error)
            })
    }
}

fn words(point: &Point) -> String {
    format!("{} {}\n", point.offset, blake3::Hash::from(point.chain))
}

impl Drop for Folder {
    /// Lets go by name, not by closing: a program that is being started by another thread holds a copy of every file
    /// for a moment, and with it the lock.
    fn drop(&mut self) {
        let _ = self.lock.unlock();
    }
}
