//! `signpost patients`: looking patients up, correcting what is known of them, joining two records of one person.

mod correct;

use crate::cli::failure::{Exit, Failure, Stop};
use crate::cli::flag::tell;
use crate::cli::out::Out;
use crate::cli::patients::correct::Correct;
use crate::cli::session::Session;
use crate::cli::shapes::case::CaseShape;
use crate::cli::shapes::people::{PatientLineShape, PatientShape};
use crate::cli::words;
use crate::config::Config;
use crate::desk::reply::{PatientCard, PatientLine, Reply};
use crate::desk::request::Request;
use crate::domain::id::PatientId;
use clap::{Args, Subcommand};
use serde::Serialize;
use uuid::Uuid;

/// Look patients up, correct what is known, join two records of one person
#[derive(Debug, Args)]
#[command(
    after_help = "WHO is a record's id, an NHS number, or a name that only one patient has; `-` reads it from \
                        standard input, so that it shows neither in `ps` nor in the shell's history."
)]
pub struct Patients {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Look patients up by number, name or date of birth, or a part of each
    Find {
        /// What is known; `-` reads it from standard input
        text: String,
        /// At most so many
        #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=50))]
        limit: u16,
    },
    /// Show what is known of a patient
    Show {
        /// A record's id, a number or a name; `-` reads it from standard input
        who: String,
    },
    /// Correct what is known of a patient
    Correct(Box<Correct>),
    /// Two records are one person: the second is joined into the first
    Join {
        /// The record that goes on
        keep: String,
        /// The record that is joined into it
        join: String,
    },
    /// Take your own last change of a patient's record back
    Undo {
        /// A record's id, a number or a name; `-` reads it from standard input
        who: String,
    },
}

/// A patient, and the open case.
#[derive(Serialize)]
struct CardShape {
    #[serde(flatten)]
    patient: PatientShape,
    read_back: String,
    open_case: Option<CaseShape>,
}

impl Patients {
    /// Does it.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        match self.what {
            What::Find { text, limit } => {
                let text = words::given(&text)?;
                let session = Session::open(config)?;
                let found = look_up(&session, &text, limit.into())?;
                for line in &found {
                    if out.is_json() {
                        out.object(&PatientLineShape::from(line))?;
                    } else {
                        out.line(shown(line))?;
                    }
                }
                if found.is_empty() && !out.is_json() { out.line("Nobody was found.") } else { Ok(()) }
            }
            What::Show { who } => {
                let who = words::given(&who)?;
                let session = Session::open(config)?;
                let card = patient(&session, &who)?;
                show(&card, out)
            }
            What::Correct(correct) => correct.run(config, out),
            What::Join { keep, join } => {
                let session = Session::open(config)?;
                let (keep, join) = (patient(&session, &keep)?, patient(&session, &join)?);
                let request = Request::JoinPatients { keep: keep.patient.id, join: join.patient.id };
                tell(out, &session.do_it(request)?)
            }
            What::Undo { who } => {
                let who = words::given(&who)?;
                let session = Session::open(config)?;
                let card = patient(&session, &who)?;
                tell(out, &session.do_it(Request::Undo { subject: card.patient.id.into() })?)
            }
        }
    }
}

fn look_up(session: &Session, text: &str, limit: usize) -> Result<Vec<PatientLine>, Failure> {
    session.desk().wait_until_indexed();
    match session.ask(Request::Patients { text: text.to_owned(), limit })? {
        Reply::Patients(patients) => Ok(patients),
        _ => Err(Failure::unexpected()),
    }
}

/// The one patient whom a text means.
///
/// # Errors
/// A [`Failure`] where there is none, or several, who are listed.
pub fn patient(session: &Session, text: &str) -> Result<PatientCard, Failure> {
    let patient = if let Ok(id) = Uuid::parse_str(text.trim()) {
        PatientId(id)
    } else {
        match look_up(session, text, 10)?.as_slice() {
            [] => {
                return Err(Failure::not_found(
                    "Nobody of that number or name has a record here.",
                    "Look them up with `signpost patients find`.",
                ));
            }
            [one] => one.id,
            several => {
                let what = "That may be any of several patients.";
                let advice = "Give the NHS number, or the record's id.";
                let mut failure = Failure::new(Exit::Refused, "which", what, advice);
                failure.more = several.iter().map(|line| format!("  {}", shown(line))).collect();
                return Err(failure);
            }
        }
    };
    match session.ask(Request::Patient { patient })? {
        Reply::Patient(card) => Ok(*card),
        _ => Err(Failure::unexpected()),
    }
}

fn shown(line: &PatientLine) -> String {
    let case = line.open_case.as_ref().map(|case| format!("  {case}")).unwrap_or_default();
    format!("{}  {}{case}  ({})", line.called, line.read_back, line.id)
}

fn show(card: &PatientCard, out: &mut Out) -> Result<(), Stop> {
    let shape = PatientShape::from(&card.patient);
    if out.is_json() {
        return out.object(&CardShape {
            patient: shape,
            read_back: card.line.read_back.clone(),
            open_case: card.open_case.as_ref().map(CaseShape::from),
        });
    }
    out.line(&card.line.called)?;
    let mut row = |name: &str, text: Option<&str>| match text.filter(|text| !text.is_empty()) {
        Some(text) => out.line(format!("{name:<16} {text}")),
        None => Ok(()),
    };
    row("Known by", Some(&card.line.read_back))?;
    row("Address", shape.address.as_deref())?;
    row("Phone", shape.phone.as_deref())?;
    row("Other phone", shape.other_phone.as_deref())?;
    row("E-mail", shape.email.as_deref())?;
    let reach = &shape.reach;
    let ways = [
        ("call", reach.call),
        ("text", reach.text),
        ("voicemail", reach.voicemail),
        ("letter", reach.letter),
    ];
    let ways: Vec<_> = ways.iter().map(|(way, may)| format!("{way} {}", may.replace('_', " "))).collect();
    row("Contact", Some(&ways.join(", ")))?;
    row("Best time", Some(&shape.best_time))?;
    row("Code word", Some(&shape.code_word))?;
    row("Language", shape.language.as_deref())?;
    row("Interpreter", shape.interpreter.then_some("needed"))?;
    row("Hearing", Some(&shape.hearing))?;
    row("Sight", Some(&shape.sight))?;
    row("Reading", Some(&shape.reading))?;
    row("Gender", shape.gender.as_deref())?;
    row("Ethnic category", shape.ethnic_category.as_deref())?;
    if let Some(person) = &shape.contact_person {
        let phone = person.phone.as_deref().unwrap_or_default();
        let told = if person.may_be_told.is_empty() { "nothing" } else { &person.may_be_told };
        row(
            "May be spoken to",
            Some(&format!("{}, {} {phone}; may be told: {told}", person.name, person.relation)),
        )?;
    }
    row("Standing", (shape.standing != "registered").then(|| shape.standing.replace('_', " ")).as_deref())?;
    row("Open case", card.line.open_case.as_deref())?;
    row("Record", Some(&shape.patient))
}
