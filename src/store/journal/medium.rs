//! The few things that the journal asks of a file, so that tests can put a failing one in its place.

use rustix::fs::{FallocateFlags, fallocate, fstatvfs};
use std::fs::File;
use std::io;

/// A file that the journal stands on. Offsets and lengths are bytes.
pub trait Medium: Send + Sync {
    /// Fills `into` from `at`.
    fn read_exact_at(&self, into: &mut [u8], at: u64) -> io::Result<()>;
    /// Writes all of `bytes` at `at`.
    fn write_all_at(&self, bytes: &[u8], at: u64) -> io::Result<()>;
    /// Returns when what was written would survive a power cut.
    fn sync(&self) -> io::Result<()>;
    /// Reserves room, reading as zeros, from `at` on.
    fn allocate(&self, at: u64, len: u64) -> io::Result<()>;
    /// Cuts off what stands behind `len`.
    fn truncate(&self, len: u64) -> io::Result<()>;
    /// How long the file is, reserved room included.
    fn len(&self) -> io::Result<u64>;
    /// How much room the disk has left for us.
    fn free(&self) -> io::Result<u64>;
}

/// Writes zeros.
fn zero(file: &File, at: u64, len: u64) -> io::Result<()> {
    static ZEROS: [u8; 64 * 1024] = [0; 64 * 1024];
    let mut done = 0;
    while done < len {
        let some = usize::try_from(len - done).unwrap_or(usize::MAX).min(ZEROS.len());
        std::os::unix::fs::FileExt::write_all_at(file, &ZEROS[..some], at + done)?;
        done += some as u64;
    }
    Ok(())
}

impl Medium for File {
    fn read_exact_at(&self, into: &mut [u8], at: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(self, into, at)
    }

    fn write_all_at(&self, bytes: &[u8], at: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::write_all_at(self, bytes, at)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }

    fn allocate(&self, at: u64, len: u64) -> io::Result<()> {
        match fallocate(self, FallocateFlags::empty(), at, len) {
            // Some file systems cannot reserve; the file then grows as it is written.
            Err(rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::NOSYS) => Ok(()),
            Err(error) => Err(error.into()),
            // What is reserved but was never written, each sync would have to note as written now; written once as
            // zeros, it is only overwritten.
            Ok(()) => zero(self, at, len),
        }
    }

    fn truncate(&self, len: u64) -> io::Result<()> {
        self.set_len(len)
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn free(&self) -> io::Result<u64> {
        let room = fstatvfs(self)?;
        Ok(room.f_bavail.saturating_mul(room.f_frsize))
    }
}
