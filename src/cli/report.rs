//! `signpost report`: reports as files and on standard output. Both leave the practice, so small numbers are always
//! hidden in them, from the practice's own threshold down.

use crate::cli::failure::{Exit, Failure, Stop};
use crate::cli::out::Out;
use crate::cli::session::Session;
use crate::config::Config;
use crate::desk::reply::Reply;
use crate::desk::request::Request;
use crate::domain::ods::OdsCode;
use crate::domain::report::ReportName;
use crate::domain::text::{REMOVED, is_unsafe};
use crate::report::suppress::{Suppression, Threshold};
use crate::report::{Format, render};
use clap::Args;
use jiff::civil::Date;
use serde::Serialize;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// What managers see of the work: as text, CSV, JSON or a page for the browser, without small numbers
#[derive(Debug, Args)]
pub struct Report {
    /// activity, waits, caseloads, contacts, outcomes, unmet, services or equity; `list` says what each is called
    name: Which,
    /// From this day on, such as 2026-04-01; else a year up to the last day
    #[arg(long, value_name = "DAY")]
    from: Option<Date>,
    /// Up to the end of this day; else today
    #[arg(long, value_name = "DAY")]
    to: Option<Date>,
    /// Of this practice, by its ODS code; a store holds one
    #[arg(long, value_name = "ODS")]
    practice: Option<OdsCode>,
    /// text, csv, json or html; without it text, or JSON with --json
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// The file to write, which only you may read; else standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over a file that is there already
    #[arg(long, requires = "output")]
    force: bool,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
enum Which {
    /// What there is.
    List,
    /// A report.
    One(ReportName),
}

impl FromStr for Which {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.trim().eq_ignore_ascii_case("list") {
            return Ok(Self::List);
        }
        ReportName::parse(text).map(Self::One).map_err(|error| error.to_string())
    }
}

/// A report that there is (`signpost report list`).
#[derive(Serialize)]
struct NameShape {
    /// As it is typed.
    name: &'static str,
    /// Its heading.
    title: &'static str,
}

/// A report that was written to a file (`signpost report NAME --output FILE`).
#[derive(Serialize)]
struct WrittenShape<'a> {
    /// In a sentence.
    said: &'a str,
    /// The file.
    file: &'a Path,
}

impl Report {
    /// Prints it, or writes it to a file.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        let Which::One(name) = self.name else { return list(out) };
        let session = Session::open(config)?;
        let asked = Request::Report { name, from: self.from, to: self.to, practice: self.practice };
        let Reply::Report(report) = session.ask(asked)? else { return Err(Failure::unexpected().into()) };
        let Reply::Overview(overview) = session.ask(Request::Overview)? else {
            return Err(Failure::unexpected().into());
        };
        let least = overview.practice.limits.small_numbers();
        let threshold = Threshold::new(least).unwrap_or_default();
        let format = self.format.unwrap_or(if out.is_json() { Format::Json } else { Format::Text });
        let text = clean(&render(&report, format, Suppression::Below(threshold)));
        let Some(file) = &self.output else { return out.raw(&text) };
        write(file, text.as_bytes(), self.force).map_err(|error| cannot_write(file, &error))?;
        let said = format!("Written to {}.", file.display());
        if out.is_json() { out.object(&WrittenShape { said: &said, file }) } else { out.line(said) }
    }
}

fn list(out: &mut Out) -> Result<(), Stop> {
    for report in ReportName::ALL {
        let (name, title) = (report.name(), report.title());
        if out.is_json() {
            out.object(&NameShape { name, title })?;
        } else {
            out.line(format!("{name:<11}{title}"))?;
        }
    }
    Ok(())
}

/// Clean of what would steer a terminal; the ends of lines stay, whichever the format has.
fn clean(text: &str) -> String {
    text.chars().map(|c| if !matches!(c, '\n' | '\r') && is_unsafe(c) { REMOVED } else { c }).collect()
}

/// Writes a file whole or not at all, for its owner's eyes. A file that is there stays as it is unless it may be
/// written over, also where it comes into being meanwhile.
fn write(path: &Path, bytes: &[u8], over: bool) -> io::Result<()> {
    if !over && path.symlink_metadata().is_ok() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    let name = path.file_name().ok_or(ErrorKind::IsADirectory)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let half = folder.join(format!(".{}.{}", name.to_string_lossy(), uuid::Uuid::new_v4()));
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&half)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| if over { std::fs::rename(&half, path) } else { put_beside(&half, path) })
        .and_then(|()| File::open(folder)?.sync_all());
    let _ = std::fs::remove_file(&half);
    written
}

/// Gives a file a second name, which has to be free; where the disk has no links, a new one.
fn put_beside(half: &Path, path: &Path) -> io::Result<()> {
    match std::fs::hard_link(half, path) {
        Err(error) if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::PermissionDenied) => {
            std::fs::rename(half, path)
        }
        linked => linked,
    }
}

fn cannot_write(file: &Path, error: &io::Error) -> Failure {
    let shown = file.display();
    if error.kind() == ErrorKind::AlreadyExists {
        return Failure::new(
            Exit::Refused,
            "exists",
            format!("There is a file {shown} already."),
            "Choose another name, or write over it with --force.",
        );
    }
    if error.kind() == ErrorKind::NotFound {
        return Failure::not_found(format!("There is no folder for {shown}."), "Check the name.");
    }
    Failure::new(
        Exit::Unavailable,
        "unwritable",
        format!("{shown} cannot be written: {error}."),
        "Choose another place.",
    )
}
