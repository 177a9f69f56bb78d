//! `signpost calendar export`: a link worker's appointments and due days as iCalendar.

use crate::cli::failure::{Failure, Stop};
use crate::cli::file;
use crate::cli::out::Out;
use crate::cli::session::Session;
use crate::cli::shapes::calendar::{CalendarFileShape, EntryShape};
use crate::config::Config;
use crate::desk::reply::{CalendarLine, Reply};
use crate::desk::request::Request;
use crate::domain::case::work::AppointmentState;
use crate::domain::id::PatientId;
use crate::domain::patient::Details;
use crate::exchange::calendar::{self, About, CalendarEntry, Due, Names};
use clap::{Args, Subcommand, ValueEnum};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Appointments and due days, for another calendar
#[derive(Debug, Args)]
pub struct Calendar {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Write them as iCalendar (.ics); importing it again moves and strikes out what changed
    Export {
        /// Whose; else your own
        #[arg(long, value_name = "NAME")]
        worker: Option<String>,
        /// How patients are named
        #[arg(long, value_enum, default_value_t = Named::Initials)]
        names: Named,
        /// The file to write; else standard output
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Named {
    /// By initials and the case's reference; a visit is "At home"
    Initials,
    /// By name; a visit has the address
    Full,
}

impl Calendar {
    /// Writes it.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        let What::Export { worker, names, output } = self.what;
        let session = Session::open(config)?;
        let worker = worker.map(|named| session.find_staff(&named)).transpose()?;
        let Reply::Calendar(lines) =
            session.ask(Request::Calendar { staff: worker.as_ref().map(|one| one.id) })?
        else {
            return Err(Failure::unexpected().into());
        };
        let names = match names {
            Named::Initials => Names::Initials,
            Named::Full => Names::Full,
        };
        let entries = entries(&session, &lines)?;
        let whose = worker.as_ref().map_or(&session.me().name, |one| &one.name);
        let written = calendar::calendar(&entries, &format!("Signpost, {whose}"), names);
        match output {
            Some(path) => {
                file::write(&path, written.as_bytes())?;
                let shown = path.display().to_string();
                if out.is_json() {
                    return out.object(&CalendarFileShape { file: shown, entries: entries.len() });
                }
                let count = if entries.len() == 1 {
                    "1 entry".to_owned()
                } else {
                    format!("{} entries", entries.len())
                };
                out.line(format!("{count} in {shown}."))
            }
            None if out.is_json() => {
                let mut both = own(&lines).zip(&entries);
                both.try_for_each(|(line, entry)| out.object(&EntryShape::of(line, entry)))
            }
            // Its lines end as the standard says.
            None => out.raw(&written),
        }
    }
}

/// The entries of the lines, in their order.
fn entries(session: &Session, lines: &[CalendarLine]) -> Result<Vec<CalendarEntry>, Failure> {
    let mut known: BTreeMap<PatientId, Details> = BTreeMap::new();
    let mut entries = Vec::new();
    for line in own(lines) {
        let patient = line.case.patient.id;
        if let std::collections::btree_map::Entry::Vacant(place) = known.entry(patient) {
            let Reply::Patient(card) = session.ask(Request::Patient { patient })? else {
                return Err(Failure::unexpected());
            };
            place.insert(card.patient.details);
        }
        let details = known.get(&patient);
        let about = About {
            case: line.case.id,
            reference: line.case.reference.clone(),
            name: details.and_then(|details| details.name.clone()),
            home: details.and_then(home),
            last_changed: line.case.last,
        };
        entries.push(match &line.appointment {
            Some(one) => about.appointment(one),
            None => about.due(due(line), line.on),
        });
    }
    Ok(entries)
}

/// What a line without an appointment is due for: the case's next date, or a follow-up.
fn due(line: &CalendarLine) -> Due {
    match &line.case.next {
        Some(next) if line.on == next.on && line.what == next.to_string() => Due::Next(next.what),
        _ => Due::FollowUp,
    }
}

/// The lines that have an entry: not a day on which the case is looked at again because of an appointment, which has one.
fn own(lines: &[CalendarLine]) -> impl Iterator<Item = &CalendarLine> {
    let stands = |line: &CalendarLine, other: &CalendarLine| {
        let state = other.appointment.as_ref().map(|one| one.state);
        other.case.id == line.case.id && other.on == line.on && state == Some(AppointmentState::Stands)
    };
    let arranged = move |line: &CalendarLine| {
        line.appointment.is_none()
            && matches!(due(line), Due::Next(_))
            && lines.iter().any(|other| stands(line, other))
    };
    lines.iter().filter(move |line| !arranged(line))
}

/// Where somebody lives, in a line.
fn home(details: &Details) -> Option<String> {
    let postcode = details.postcode.as_ref().map(ToString::to_string);
    let parts: Vec<String> = details.contact.address.clone().into_iter().chain(postcode).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
