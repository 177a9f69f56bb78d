//! Opening the desk over the store of this machine.

use crate::desk::refusal::Refusal;
use crate::desk::{Clock, Desk};
use crate::store::open::{Progress, embedded};
use jiff::Timestamp;
use std::path::Path;
use std::sync::Arc;

/// Opens the store in a folder, made where it is not there, and the desk over it.
///
/// `progress` hears of a rebuild of the index, which takes a while: how much of the journal is read, of how much.
///
/// # Errors
/// [`Refusal::Store`] where the store is in use, cannot be written, or is damaged.
pub fn open(folder: &Path, progress: &dyn Fn(u64, u64)) -> Result<Desk, Refusal> {
    open_at(folder, Arc::new(Timestamp::now), progress)
}

/// As [`open`], by another clock.
///
/// # Errors
/// As [`open`].
pub fn open_at(folder: &Path, clock: Clock, progress: &dyn Fn(u64, u64)) -> Result<Desk, Refusal> {
    let store = embedded(folder, &|at: Progress| progress(at.done, at.total))?;
    Desk::new(Arc::new(store), clock)
}

/// Whether a store is there.
pub fn exists(folder: &Path) -> bool {
    crate::store::open::exists(folder)
}
