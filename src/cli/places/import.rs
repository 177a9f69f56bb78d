//! `signpost places import FILE`: files of postcodes, in the stead of those that were imported before.

use super::{card, counted, grouped};
use crate::cli::failure::{Exit, Failure, Stop};
use crate::cli::open::bar;
use crate::cli::out::Out;
use crate::cli::session::Session;
use crate::cli::shapes::places::{PlacesImportedShape, RejectedLineShape};
use crate::config::Config;
use crate::desk::request::Request;
use crate::exchange::places::{Files, Reading, Reason, Unreadable};
use clap::Args;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// How many rejected lines are shown to a person one by one.
const SHOWN: usize = 20;

/// Import where postcodes are, from the ONS Postcode Directory, Code-Point Open or any CSV
#[derive(Debug, Args)]
#[command(after_help = "The files take the place of what was imported before, so give all of them at once: \
                        `signpost places import Data/CSV/*.csv`. A line that cannot be taken is reported with its \
                        number and the reason, and keeps no other from being taken.")]
pub struct Import {
    /// The files: a postcode and its latitude and longitude, or its easting and northing, in each line
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    /// Imports them.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        let Reading { places, terminated, unknown, rejected, rejected_more } = self.read()?;
        let session = Session::open(config)?;
        let names: Vec<String> = self.files.iter().map(|file| name(file)).collect();
        let file = match names.as_slice() {
            [first, _, ..] => format!("{first} and {} more", names.len() - 1),
            names => names.concat(),
        };
        let dry_run = self.dry_run;
        let lines = rejected.iter().map(|one| RejectedLineShape {
            file: &names[one.file],
            line: one.line,
            reason: one.reason.words(),
        });
        let asked = session.ask(Request::ImportPlaces { places: Box::new(places), file, dry_run });
        let card = card(asked.map_err(|mut failure| {
            // Where nothing could be taken, this is what there is to mend.
            if failure.exit == Exit::Refused && failure.kind == "bad_input" {
                failure.more = lines.clone().take(SHOWN).map(said).collect();
            }
            failure
        })?)?;
        session.desk().close()?;
        if out.is_json() {
            return out.object(&PlacesImportedShape {
                postcodes: card.postcodes,
                outcodes: card.outcodes,
                terminated,
                rejected: lines.collect(),
                rejected_more,
                dry_run,
                unknown,
            });
        }
        for line in lines.take(SHOWN) {
            out.line(said(line))?;
        }
        if rejected.len() > SHOWN {
            let mut reasons: BTreeMap<Reason, usize> = BTreeMap::new();
            for one in &rejected {
                *reasons.entry(one.reason).or_default() += 1;
            }
            for (reason, count) in reasons {
                out.line(format!("rejected in all: {} lines: {}", grouped(count), reason.words()))?;
            }
            out.line("--json lists each")?;
        }
        if !unknown.is_empty() {
            out.line(format!("not read: {}", unknown.join(", ")))?;
        }
        let all = rejected.len() + usize::try_from(rejected_more).unwrap_or(usize::MAX);
        let known = if dry_run { "would be known" } else { "known" };
        out.line(format!("{} {known}, {} lines rejected", counted(&card), grouped(all)))
    }

    /// Reads the files, before anything else is touched.
    fn read(&self) -> Result<Reading, Failure> {
        let sizes: Vec<u64> =
            self.files.iter().map(|file| file.metadata().map_or(0, |about| about.len())).collect();
        let bar = bar("Reading");
        bar.set_length(sizes.iter().sum());
        let mut files = Files::default();
        let mut before = 0;
        for (file, size) in self.files.iter().zip(sizes) {
            let read = files.read(file, &mut |bytes| bar.set_position(before + bytes));
            read.map_err(|error| {
                bar.finish_and_clear();
                unreadable(file, error)
            })?;
            before += size;
        }
        bar.finish_and_clear();
        Ok(files.finish())
    }
}

fn said(line: RejectedLineShape<'_>) -> String {
    format!("rejected: {} line {}: {}", line.file, line.line, line.reason)
}

fn name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn unreadable(file: &Path, error: Unreadable) -> Failure {
    let shown = file.display();
    match error {
        Unreadable::Io(error) => Failure::no_file(file, &error),
        other => Failure::new(
            Exit::Refused,
            "not_places",
            format!("{shown}: {other}."),
            "Give a CSV file of postcodes with their positions; `signpost places columns` lists what is read.",
        ),
    }
}
