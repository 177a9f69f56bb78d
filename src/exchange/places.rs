//! Files of postcodes, read: a table with postcodes (or their districts) and positions, line by line, within bounds.
//!
//! The first line names the columns ([`columns::COLUMNS`]); a file of Code-Point Open, whose data files name none, is
//! known by its first line. Files of the ONS Postcode Directory, Code-Point Open and most others are read as they are.
//! Several files are gathered into one whole. A line that cannot be taken keeps no other from being taken; each is
//! told with its number and the reason.
//!
//! Terminated postcodes are taken too: patients' records and services' entries still name them, and the houses have
//! not moved.

pub mod columns;
mod grid;

use super::{csv, decode};
use crate::domain::places::{Gathering, Places};
use crate::domain::postcode::{Outcode, Postcode};
use crate::domain::service::details::Position;
use columns::{Columns, Missing};
use csv_core::{ReadRecordResult, Reader};
use grid::Grid;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// The largest file that is read, in bytes: three times the ONS Postcode Directory.
pub const FILE_LIMIT: u64 = 4 * 1024 * 1024 * 1024;
/// The most postcodes that are taken: the country has 1.8 million, and 0.9 million terminated ones.
pub const MOST: usize = 4_000_000;
/// The most lines that are told one by one; those behind are counted.
pub const TOLD: usize = 100_000;
/// The longest line, in bytes.
const LINE_LIMIT: usize = 64 * 1024;
/// The most fields of a line.
const FIELD_LIMIT: usize = 500;
/// How often progress is told, in lines.
const STEP: u64 = 10_000;

/// What files of postcodes hold.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Where postcodes are.
    pub places: Places,
    /// How many of them are terminated.
    pub terminated: u64,
    /// Columns that no table knows, as written; they were not read.
    pub unknown: Vec<String>,
    /// The lines that could not be taken, in order: the first [`TOLD`].
    pub rejected: Vec<Rejected>,
    /// How many more could not be taken.
    pub rejected_more: u64,
}

/// A line that could not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Which file, from 0, in the order in which they were read.
    pub file: usize,
    /// Which line of it, from 1.
    pub line: u64,
    /// Why.
    pub reason: Reason,
}

/// Why a line could not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Its postcode has not the shape of one.
    NotAPostcode,
    /// The file says itself that it has no position.
    NoPosition,
    /// A position has no number.
    NotANumber,
    /// Its position is elsewhere on the earth.
    Elsewhere,
    /// The postcode stands in a line before.
    Repeated,
    /// It is too long.
    TooLong,
    /// A quote is not closed.
    Quote,
    /// There are more postcodes than a country can have.
    TooMany,
}

impl Reason {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotAPostcode => "this is no UK postcode",
            Self::NoPosition => "it has no position",
            Self::NotANumber => "its position is no number",
            Self::Elsewhere => "its position is not in the British Isles",
            Self::Repeated => "the postcode stands in a line before; that one was taken",
            Self::TooLong => "the line is too long",
            Self::Quote => "a quote (\") is not closed",
            Self::TooMany => "there are too many postcodes; the first 4 million were taken",
        }
    }
}

/// A file that is not one of postcodes.
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
    #[error("the file is larger than {} GB", FILE_LIMIT / 1024 / 1024 / 1024)]
    TooLarge,
    /// It is something else.
    #[error("this is {what}, not a CSV file of postcodes; {hint}")]
    Other {
        /// What it looks like.
        what: &'static str,
        /// How to get what is needed.
        hint: &'static str,
    },
    /// Columns without which no line could be taken are missing.
    #[error("{missing}; the first line is: {found}")]
    NoColumn {
        /// Which.
        missing: Missing,
        /// The first line.
        found: String,
    },
}

/// Files that are being read, one after the other.
#[derive(Default)]
pub struct Files {
    gathering: Gathering,
    reading: Reading,
    begun: usize,
    grid: Grid,
}

impl Files {
    /// Reads one more file. `progress` is called now and then with how many bytes of it have been read.
    ///
    /// # Errors
    /// [`Unreadable`] where it is not what it should be; what was read of other files stays.
    pub fn read(&mut self, path: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), Unreadable> {
        self.read_from(BufReader::with_capacity(256 * 1024, File::open(path)?), progress)
    }

    /// Reads one more file from anywhere, as [`Files::read`] does.
    ///
    /// # Errors
    /// As [`Files::read`].
    pub fn read_from(
        &mut self,
        mut from: impl BufRead,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), Unreadable> {
        recognise(from.fill_buf()?)?;
        // One byte more than allowed tells a file that grows while it is read, or a device that never ends.
        let mut lines = Lines { from: from.take(FILE_LIMIT + 1), line: vec![], number: 0, is_whole: true };
        let file = self.begun;
        self.begun += 1;
        if !lines.next()? {
            return Err(Unreadable::Empty);
        }
        let mut fields = Fields::new(csv::delimiter(&String::from_utf8_lossy(&lines.line)));
        if !fields.split(&lines.line) || !lines.is_whole {
            return Err(Unreadable::Other {
                what: "a file whose first line never ends",
                hint: "export the table as CSV",
            });
        }
        let columns = if let Some(columns) = Columns::of_code_point(fields.iter()) {
            self.line(&columns, &fields, file, lines.number);
            columns
        } else {
            let names: Vec<String> = fields.iter().map(columns::name).collect();
            let columns = Columns::named(&names).map_err(|missing| Unreadable::NoColumn {
                missing,
                found: crate::domain::text::line(&names.join(", "), 300),
            })?;
            for name in columns.unknown(&names) {
                if !self.reading.unknown.contains(name) {
                    self.reading.unknown.push(name.clone());
                }
            }
            columns
        };
        while lines.next()? {
            if lines.number.is_multiple_of(STEP) {
                progress(lines.read());
            }
            if lines.line.is_empty() && lines.is_whole {
                continue;
            }
            if !lines.is_whole {
                self.reject(file, lines.number, Reason::TooLong);
            } else if !fields.split(&lines.line) {
                self.reject(file, lines.number, Reason::Quote);
            } else {
                self.line(&columns, &fields, file, lines.number);
            }
        }
        progress(lines.read());
        if lines.from.limit() == 0 { Err(Unreadable::TooLarge) } else { Ok(()) }
    }

    /// What all of them hold.
    pub fn finish(self) -> Reading {
        Reading { places: self.gathering.pack(), ..self.reading }
    }

    fn line(&mut self, columns: &Columns, fields: &Fields, file: usize, line: u64) {
        if let Err(reason) = self.take(columns, fields) {
            self.reject(file, line, reason);
        }
    }

    fn take(&mut self, columns: &Columns, fields: &Fields) -> Result<(), Reason> {
        let text = |at: usize| std::str::from_utf8(fields.get(at)).unwrap_or("\u{FFFD}").trim();
        let code = columns.codes().map(text).find(|code| !code.is_empty()).ok_or(Reason::NotAPostcode)?;
        if self.gathering.postcodes() >= MOST {
            return Err(Reason::TooMany);
        }
        let is_new = if let Ok(postcode) = Postcode::parse(code) {
            let at = columns.position(text, &self.grid, postcode.outcode().starts_with("BT"))?;
            self.gathering.postcode(&postcode, at)
        } else {
            let outcode = Outcode::parse(code).map_err(|_| Reason::NotAPostcode)?;
            let at = columns.position(text, &self.grid, outcode.as_str().starts_with("BT"))?;
            self.gathering.district(&outcode, at)
        };
        if !is_new {
            return Err(Reason::Repeated);
        }
        self.reading.terminated += u64::from(columns.terminated().is_some_and(|at| !text(at).is_empty()));
        Ok(())
    }

    fn reject(&mut self, file: usize, line: u64, reason: Reason) {
        if self.reading.rejected.len() < TOLD {
            self.reading.rejected.push(Rejected { file, line, reason });
        } else {
            self.reading.rejected_more += 1;
        }
    }
}

/// Refuses what begins as another kind of file does.
fn recognise(first: &[u8]) -> Result<(), Unreadable> {
    if first.starts_with(b"\xFF\xFE") || first.starts_with(b"\xFE\xFF") {
        return Err(Unreadable::Other { what: "a file in UTF-16", hint: "save it as CSV UTF-8" });
    }
    if first.trim_ascii_start().starts_with(b"<") {
        return Err(Unreadable::Other {
            what: "a web page (or XML)",
            hint: "download the data itself, not the page that shows it",
        });
    }
    decode::recognise(first).map_err(|unreadable| match unreadable {
        super::Unreadable::Other { what, hint } => Unreadable::Other { what, hint },
        _ => Unreadable::Empty,
    })
}

/// The lines of a file, one at a time.
struct Lines<R> {
    from: std::io::Take<R>,
    /// The present one, without its end and without a byte order mark.
    line: Vec<u8>,
    /// Its number, from 1.
    number: u64,
    /// Whether all of it was kept.
    is_whole: bool,
}

impl<R: BufRead> Lines<R> {
    /// Goes on to the next line; whether there is one.
    fn next(&mut self) -> std::io::Result<bool> {
        self.line.clear();
        (&mut self.from).take(LINE_LIMIT as u64).read_until(b'\n', &mut self.line)?;
        if self.line.is_empty() {
            return Ok(false);
        }
        self.number += 1;
        self.is_whole = self.line.ends_with(b"\n") || self.line.len() < LINE_LIMIT;
        if !self.is_whole {
            self.from.skip_until(b'\n')?;
        }
        while matches!(self.line.last(), Some(b'\n' | b'\r')) {
            self.line.pop();
        }
        if self.number == 1 && self.line.starts_with(b"\xEF\xBB\xBF") {
            self.line.drain(..3);
        }
        Ok(true)
    }

    /// How many bytes were read.
    fn read(&self) -> u64 {
        FILE_LIMIT + 1 - self.from.limit()
    }
}

/// The fields of one line. A quote that is not closed spoils its own line only.
struct Fields {
    reader: Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
    count: usize,
}

impl Fields {
    fn new(delimiter: u8) -> Self {
        let reader = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
        Self { reader, text: vec![0; LINE_LIMIT], ends: vec![0; FIELD_LIMIT], count: 0 }
    }

    /// Splits a line; whether that could be done.
    fn split(&mut self, line: &[u8]) -> bool {
        self.reader.reset();
        self.count = 0;
        if csv::count(line, b'"') % 2 == 1 {
            return false;
        }
        let (_, _, written, ended) = self.reader.read_record(line, &mut self.text, &mut self.ends);
        // Nothing behind it ends the last field.
        let (result, _, _, more) =
            self.reader.read_record(&[], &mut self.text[written..], &mut self.ends[ended..]);
        self.count = ended + more;
        matches!(result, ReadRecordResult::Record)
    }

    fn get(&self, at: usize) -> &[u8] {
        if at >= self.count {
            return &[];
        }
        let begins = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[begins..self.ends[at]]
    }

    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.count).map(|at| self.get(at))
    }
}

/// A position as a file says it, if it is one where a patient of ours may live.
fn in_british_isles(at: Option<Position>) -> Result<Position, Reason> {
    // From the Channel Islands to Shetland, from Fermanagh and St Kilda to Lowestoft.
    at.filter(|at| (49.0..=61.0).contains(&at.latitude()) && (-9.0..=2.0).contains(&at.longitude()))
        .ok_or(Reason::Elsewhere)
}

#[cfg(test)]
mod tests;
