//! `signpost services import FILE`: a file of services into the directory, record by record.

use crate::cli::failure::{Exit, Failure, Stop};
use crate::cli::open::bar;
use crate::cli::out::Out;
use crate::cli::session::Session;
use crate::cli::shapes::directory::{ImportedShape, RejectedShape};
use crate::cli::times;
use crate::config::Config;
use crate::desk::reply::Reply;
use crate::desk::request::{ImportedService, Request};
use crate::exchange::{self, Hints, Listing, Reading, Unreadable};
use clap::Args;
use std::collections::HashMap;
use std::path::PathBuf;

/// How many records the desk is given at once: few enough that the bar moves.
const AT_ONCE: usize = 400;

/// How many reservations about records are shown to a person.
const SHOWN: usize = 10;

/// Import services from CSV or Open Referral UK / HSDS JSON
#[derive(Debug, Args)]
#[command(
    after_help = "Importing the same file twice changes nothing. A record that cannot be taken is reported with \
                        its number and the reason, and keeps no other from being taken."
)]
pub struct Import {
    /// The file
    file: PathBuf,
    /// The feed that the records belong to, also where they name another; else the one that they name, or the file's name
    #[arg(long, value_name = "NAME")]
    feed: Option<String>,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    /// Imports it.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        let reading = self.read()?;
        let session = Session::open(config)?;
        let mut told = ImportedShape {
            dry_run: self.dry_run,
            unknown: reading.unknown.clone(),
            warnings: reading.warnings.clone(),
            ..ImportedShape::default()
        };
        self.import(&session, reading, &mut told)?;
        session.desk().close()?;
        tell(out, &told)
    }

    /// Reads the file, before anything else is touched.
    fn read(&self) -> Result<Reading, Failure> {
        let bar = bar("Reading");
        let hints = Hints { feed: self.feed.clone(), today: times::today() };
        let reading = exchange::read(&self.file, &hints, &mut |records| bar.set_position(records));
        bar.finish_and_clear();
        reading.map_err(|error| {
            let shown = self.file.display();
            match error {
                Unreadable::Io(error) => Failure::no_file(&self.file, &error),
                other => Failure::new(
                    Exit::Refused,
                    "not_services",
                    format!("{shown}: {other}."),
                    "Give a file of services as CSV or Open Referral JSON.",
                ),
            }
        })
    }

    fn import(&self, session: &Session, reading: Reading, told: &mut ImportedShape) -> Result<(), Failure> {
        let feed = self.feed.clone().unwrap_or_else(|| {
            self.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
        });
        let mut lines: HashMap<u64, u64> = HashMap::new();
        let mut taken: Vec<Listing> = Vec::new();
        for record in reading.records {
            match record {
                Ok(listing) => {
                    lines.extend(listing.place.line.map(|line| (listing.place.record, line)));
                    told.warnings
                        .extend(listing.warnings.iter().map(|why| format!("{}: {why}", listing.place)));
                    taken.push(listing);
                }
                Err(rejected) => {
                    let (record, line) = (rejected.place.record, rejected.place.line);
                    told.rejected.push(RejectedShape { record, line, reason: rejected.reason });
                }
            }
        }
        let bar = bar("Importing");
        bar.set_length(taken.len() as u64);
        let mut taken = taken.into_iter().peekable();
        while taken.peek().is_some() {
            let records: Vec<ImportedService> = taken.by_ref().take(AT_ONCE).map(imported).collect();
            let count = records.len() as u64;
            let (feed, feed_chosen, dry_run) = (feed.clone(), self.feed.is_some(), self.dry_run);
            let reply = session.ask(Request::ImportServices { records, feed, feed_chosen, dry_run });
            let Reply::Imported(did) = reply.map_err(|failure| interrupted(failure, told))? else {
                return Err(Failure::unexpected());
            };
            told.added += did.added;
            told.changed += did.changed;
            told.unchanged += did.unchanged;
            told.rejected.extend(did.rejected.into_iter().map(|rejected| RejectedShape {
                record: rejected.record,
                line: lines.get(&rejected.record).copied(),
                reason: rejected.reason,
            }));
            bar.inc(count);
        }
        bar.finish_and_clear();
        told.rejected.sort_by_key(|rejected| rejected.record);
        Ok(())
    }
}

fn imported(listing: Listing) -> ImportedService {
    ImportedService {
        record: listing.place.record,
        feed: listing.feed,
        id: listing.id,
        details: Box::new(listing.details),
    }
}

/// A failure in the midst of it: what was taken stays taken.
fn interrupted(mut failure: Failure, told: &ImportedShape) -> Failure {
    let kept = told.added + told.changed;
    if kept > 0 && !told.dry_run {
        failure.safe = format!("The first {kept} services are in the directory; the others are not.");
        failure.advice = format!("{} Then import the file again: it goes on where it ended.", failure.advice);
    }
    failure
}

fn tell(out: &mut Out, told: &ImportedShape) -> Result<(), Stop> {
    if out.is_json() {
        return out.object(told);
    }
    for rejected in &told.rejected {
        let line = rejected.line.map(|line| format!(" (line {line})")).unwrap_or_default();
        out.line(format!("rejected: record {}{line}: {}", rejected.record, rejected.reason))?;
    }
    for warning in told.warnings.iter().take(SHOWN) {
        out.line(format!("note: {warning}"))?;
    }
    if told.warnings.len() > SHOWN {
        out.line(format!("note: {} more; --json lists them", told.warnings.len() - SHOWN))?;
    }
    if !told.unknown.is_empty() {
        out.line(format!("not read: {}", told.unknown.join(", ")))?;
    }
    let ImportedShape { added, changed, unchanged, rejected, dry_run, .. } = told;
    let would = if *dry_run { "would be " } else { "" };
    out.line(format!(
        "{added} {would}added, {changed} {would}changed, {unchanged} unchanged, {} rejected",
        rejected.len()
    ))
}
