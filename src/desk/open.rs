//! Opening the desk over the store of this machine.

use crate::desk::refusal::Refusal;
use crate::desk::{Clock, Desk};
use crate::search::lists::Lists;
use crate::store::open::{Progress, embedded};
use jiff::Timestamp;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::Path;
use std::sync::Arc;

/// The file in the data folder with the practice's own words.
const WORDS: &str = "words.toml";
/// How long it may be, in bytes.
const WORDS_LIMIT: u64 = 1 << 20;

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
    Desk::with_words(Arc::new(store), clock, words(folder))
}

/// What people say here, as the practice wrote it down beside its store; or why it is not used.
fn words(folder: &Path) -> Result<Option<Lists>, String> {
    let path = folder.join(WORDS);
    let told = |why: String| {
        format!(
            "{} is not used: {why}\nWhat people say everywhere is understood as ever. Put it right and start again.",
            path.display()
        )
    };
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(told(format!("{error}."))),
    };
    let mut text = String::new();
    file.take(WORDS_LIMIT + 1).read_to_string(&mut text).map_err(|error| told(format!("{error}.")))?;
    if text.len() as u64 > WORDS_LIMIT {
        return Err(told("it is longer than 1 MB.".to_owned()));
    }
    Lists::parse(&text).map(Some).map_err(|error| told(format!("{error}.")))
}

/// Whether a store is there.
pub fn exists(folder: &Path) -> bool {
    crate::store::open::exists(folder)
}
