//! `signpost case ID plan`: the plan on one page, for the patient to take along, as text or as PDF.

use crate::cli::case::card;
use crate::cli::failure::{Exit, Failure, Stop};
use crate::cli::out::Out;
use crate::cli::session::Session;
use crate::cli::shapes::work::PlanShape;
use crate::cli::{file, times};
use crate::desk::permission::Deed;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{CaseCard, Reply};
use crate::desk::request::{Request, WhichCase};
use crate::domain::case::work::Casework;
use crate::domain::safe_contact::{self, Blocked};
use crate::domain::service::Service;
use crate::exchange::plan::pdf::{Pdf, pdf};
use crate::exchange::plan::text::text;
use crate::exchange::plan::{OfCase, PlanSheet};
use clap::{Args, ValueEnum};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// Print the plan on one page in plain language and large type
#[derive(Debug, Args)]
pub struct Plan {
    /// As what
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The file to write; else standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// It is handed to the patient: also where no letter may be sent
    #[arg(long)]
    in_person: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Plain text of 72 columns
    Text,
    /// A page of A4, tagged for screen readers
    Pdf,
}

impl Plan {
    /// Prints it, unless the patient's rules for letters are against it.
    pub fn run(self, case: WhichCase, session: &Session, out: &mut Out) -> Result<(), Stop> {
        let card = card(session, case)?;
        let Some(work) = &card.work else {
            return Err(Refusal::not_allowed(Deed::ReadNotes).into());
        };
        may_print(&card, self.in_person)?;
        let sheet = sheet(&card, work, session)?;
        match self.format {
            Format::Text => {
                let said = text(&sheet);
                match &self.output {
                    Some(path) => {
                        file::write(path, said.as_bytes())?;
                        told(out, &PlanShape::text(Some(path), None))
                    }
                    None if out.is_json() => out.object(&PlanShape::text(None, Some(said))),
                    None => out.line(said.trim_end()),
                }
            }
            Format::Pdf => {
                let made = pdf(&sheet).map_err(|error| {
                    Failure::new(
                        Exit::Unavailable,
                        "not_made",
                        error.to_string(),
                        "Print it with --format text.",
                    )
                })?;
                self.pdf(&made, out)
            }
        }
    }

    fn pdf(&self, made: &Pdf, out: &mut Out) -> Result<(), Stop> {
        if let Some(path) = &self.output {
            file::write(path, &made.bytes)?;
            return told(out, &PlanShape::pdf(path, made));
        }
        if out.is_json() || std::io::stdout().is_terminal() {
            return Err(Failure::usage(
                "A PDF goes into a file.",
                "Give --output FILE, or send it on with a pipe.",
            )
            .into());
        }
        // Beside the file, so that the file stays whole.
        for line in PlanShape::of_pdf(made).reservations() {
            let _ = writeln!(std::io::stderr().lock(), "{line}");
        }
        out.bytes(&made.bytes)
    }
}

/// Refuses to print to post where the patient has not agreed to letters.
fn may_print(card: &CaseCard, in_person: bool) -> Result<(), Failure> {
    let advice = match safe_contact::may_print_letter(&card.patient.details) {
        Ok(()) => return Ok(()),
        // Handed over, it is no letter.
        Err(Blocked::Letter | Blocked::LetterNotAsked) if in_person => return Ok(()),
        Err(why @ Blocked::NoContact(_)) => (why, "Nothing is printed for them."),
        Err(why) => (why, "Where you hand it over yourself, give --in-person."),
    };
    let (why, advice) = advice;
    Err(Failure::new(Exit::Refused, "state", why.to_string(), advice))
}

/// The sheet, with what the directory and the practice's card say.
fn sheet(card: &CaseCard, work: &Casework, session: &Session) -> Result<PlanSheet, Failure> {
    let Reply::Overview(overview) = session.ask(Request::Overview)? else {
        return Err(Failure::unexpected());
    };
    let Reply::CallCard(lines) = session.ask(Request::CallCard { red_flags: vec![] })? else {
        return Err(Failure::unexpected());
    };
    let mut services: Vec<Service> = Vec::new();
    for key in work.steps.iter().filter_map(|step| step.what.service()).map(|service| &service.key) {
        let id = format!("{}/{}", key.feed, key.id);
        // What the directory does not have any more stands there by its name alone.
        if let Ok(Reply::Service(service)) = session.try_ask(Request::Service { id }) {
            services.push(*service);
        }
    }
    let link_worker = card.line.worker.clone().unwrap_or_else(|| session.me().name.clone());
    Ok(OfCase {
        practice: &overview.practice.name,
        patient: &card.patient.details,
        link_worker: &link_worker,
        work,
        services: &services,
        card: &lines,
        today: times::today(),
        zone: &times::london(),
    }
    .sheet())
}

fn told(out: &mut Out, shape: &PlanShape) -> Result<(), Stop> {
    if out.is_json() {
        return out.object(shape);
    }
    let file = shape.file.as_deref().unwrap_or_default();
    out.line(format!("The plan is in {file}. It is about a patient: delete it when it is printed."))?;
    shape.reservations().iter().try_for_each(|line| out.line(line))
}
