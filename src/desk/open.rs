//! Opening the desk over the store of this machine, with the files that a practice keeps beside it.

use crate::desk::refusal::Refusal;
use crate::desk::{Clock, Desk};
use crate::domain::working_days::WorkingDays;
use crate::search::lists::Lists;
use crate::store::open::{Progress, embedded};
use jiff::Timestamp;
use std::fmt::Display;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::Path;
use std::sync::Arc;

/// The file in the data folder with the practice's own words.
const WORDS: &str = "words.toml";
/// The file in the data folder with newer bank holidays, as GOV.UK publishes them.
pub const BANK_HOLIDAYS: &str = "bank-holidays.json";
/// Where GOV.UK publishes them.
pub const BANK_HOLIDAYS_AT: &str = "https://www.gov.uk/bank-holidays.json";
/// How long such a file may be, in bytes.
const LIMIT: u64 = 1 << 20;

/// What a practice wrote down beside its store.
#[derive(Default)]
pub struct OwnFiles {
    /// What people say there.
    pub words: Option<Lists>,
    /// Its working days; those that are built in where it has none of its own.
    pub working_days: Option<WorkingDays>,
    /// Why a file that is there is not used, to be told with the other notices.
    pub mistakes: Vec<String>,
}

impl OwnFiles {
    /// Reads those that are in a folder.
    fn read(folder: &Path) -> Self {
        let mut files = Self::default();
        files.words = files.one(&folder.join(WORDS), WORDS_WITHOUT, Lists::parse);
        files.working_days = files.one(&folder.join(BANK_HOLIDAYS), BANK_HOLIDAYS_WITHOUT, WorkingDays::read);
        files
    }

    /// What a file says, where it is there and can be read; `without`: what holds where it cannot.
    fn one<T, E: Display>(
        &mut self,
        path: &Path,
        without: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let why = match text(path) {
            Ok(text) => match read(&text?) {
                Ok(read) => return Some(read),
                Err(error) => error.to_string(),
            },
            Err(why) => why,
        };
        self.mistakes
            .push(format!("{} is not used: {why}.\n{without} Put it right and start again.", path.display()));
        None
    }
}

/// What is told where the words are not used.
const WORDS_WITHOUT: &str = "What people say everywhere is understood as ever.";
/// What is told where the bank holidays are not used.
const BANK_HOLIDAYS_WITHOUT: &str = "The bank holidays that are built in hold.";

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
    Desk::with_files(Arc::new(store), clock, OwnFiles::read(folder))
}

/// What stands in a file; nothing where it is not there.
fn text(path: &Path) -> Result<Option<String>, String> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.to_string()),
    };
    let mut text = String::new();
    file.take(LIMIT + 1).read_to_string(&mut text).map_err(|error| error.to_string())?;
    if text.len() as u64 > LIMIT {
        return Err("it is longer than 1 MB".to_owned());
    }
    Ok(Some(text))
}

/// Whether a store is there.
pub fn exists(folder: &Path) -> bool {
    crate::store::open::exists(folder)
}
