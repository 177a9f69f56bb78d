//! Files from outside, read: services as CSV or as Open Referral UK / HSDS JSON; where postcodes are ([`places`]).
//! And what leaves: the plan on paper ([`plan`]), appointments ([`calendar`](mod@calendar)), the block for the clinical
//! system ([`clinical`](mod@clinical)).
//!
//! Says what each record holds, or why it was rejected, and with which reservations; never all-or-nothing.
//! Comparing with what the directory holds, and keeping anything, is the desk's.

pub mod calendar;
pub mod clinical;
pub mod csv;
mod decode;
mod html;
mod oruk;
pub mod places;
pub mod plan;
mod published;
mod timetable;
mod wrap;

use crate::domain::service::details::ServiceDetails;
use jiff::civil::Date;
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The largest file that is read, in bytes.
pub const FILE_LIMIT: u64 = 512 * 1024 * 1024;

/// What the person who imports says about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hints {
    /// The feed of all records that name none themselves.
    pub feed: Option<String>,
    /// The day of the import: nothing can have been checked after it.
    pub today: Date,
}

/// What a file holds.
#[derive(Clone, Debug)]
pub struct Reading {
    /// How it is written.
    pub format: Format,
    /// Its records in order, each read or rejected.
    pub records: Vec<Result<Listing, Rejected>>,
    /// Columns (or names of JSON fields) that no table knows, as written; they were not read.
    pub unknown: Vec<String>,
    /// Reservations about the file as a whole.
    pub warnings: Vec<String>,
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma, semicolon or tab separated, one service a row.
    Csv,
    /// Open Referral UK or HSDS JSON.
    OpenReferral,
}

/// Where a record stands in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which record, from 1; the row of column names is none.
    pub record: u64,
    /// The line on which it begins, from 1, where lines mean something.
    pub line: Option<u64>,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "record {} (line {line})", self.record),
            None => write!(f, "record {}", self.record),
        }
    }
}

/// One record that can be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Where it stands.
    pub place: Place,
    /// Its feed, as the record or the person says; `None`: neither does.
    pub feed: Option<String>,
    /// Its own id, as published.
    pub id: String,
    /// What it says.
    pub details: ServiceDetails,
    /// What could not be read and was left out or kept as text, one sentence each.
    pub warnings: Vec<String>,
}

/// One record that cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct Rejected {
    /// Where it stands.
    pub place: Place,
    /// Why, for whoever can mend the file.
    pub reason: String,
}

/// A file that cannot be read at all. Nothing was imported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// It cannot be opened or read.
    #[error("cannot read the file: {0}")]
    Io(#[from] std::io::Error),
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is larger than [`FILE_LIMIT`].
    #[error("the file is larger than {} MB; split it into several", FILE_LIMIT / 1024 / 1024)]
    TooLarge,
    /// It is something else.
    #[error("this is {what}, not CSV or Open Referral JSON; {hint}")]
    Other {
        /// What it looks like.
        what: &'static str,
        /// How to get what is needed.
        hint: &'static str,
    },
    /// Its JSON is broken, or ends early.
    #[error("the JSON is broken or incomplete at line {line}, column {column}: {why}")]
    Json {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// The parser's words.
        why: String,
    },
    /// JSON of another shape.
    #[error(
        "this JSON holds no services: a page with `contents`, a list of services or one service is expected"
    )]
    NoServices,
    /// A column without which no record could be kept is missing.
    #[error("no column is called `{column}` ({also}); the columns are: {found}")]
    NoColumn {
        /// The missing column.
        column: &'static str,
        /// Its other names.
        also: String,
        /// The names in the first row.
        found: String,
    },
}

/// Reads a file of services. `progress` is called now and then with how many records have been read.
///
/// # Errors
/// [`Unreadable`] where the file is not what it should be; single bad records are in [`Reading::records`].
pub fn read(path: &Path, hints: &Hints, progress: &mut dyn FnMut(u64)) -> Result<Reading, Unreadable> {
    let file = File::open(path)?;
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that grows while it is read, or a device that never ends.
    file.take(FILE_LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(Unreadable::TooLarge);
    }
    read_bytes(&bytes, hints, progress)
}

/// Reads services from bytes, as [`read`] does from a file.
///
/// # Errors
/// As [`read`].
pub fn read_bytes(bytes: &[u8], hints: &Hints, progress: &mut dyn FnMut(u64)) -> Result<Reading, Unreadable> {
    let decoded = decode::decode(bytes)?;
    let mut reading = if decoded.is_json() {
        oruk::read(&decoded.text, hints, progress)?
    } else {
        csv::read(&decoded.text, hints, progress)?
    };
    reading.warnings.splice(0..0, decoded.warnings);
    reject_repeated(&mut reading.records);
    Ok(reading)
}

/// The later of two records with one id would undo the earlier at each import, so only the first is taken.
fn reject_repeated(records: &mut [Result<Listing, Rejected>]) {
    let mut seen: HashMap<(Option<String>, String), Place> = HashMap::new();
    for record in records {
        let Ok(listing) = record else { continue };
        let key = (listing.feed.clone(), listing.id.clone());
        if let Some(first) = seen.get(&key) {
            let reason = format!("the id {} stands at {first} already; only that one is taken", listing.id);
            *record = Err(Rejected { place: listing.place, reason });
        } else {
            seen.insert(key, listing.place);
        }
    }
}
