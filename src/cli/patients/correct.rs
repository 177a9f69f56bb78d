//! `signpost patients correct`: what is known of a patient, corrected field by field.

use crate::cli::failure::{Failure, Stop};
use crate::cli::flag::tell;
use crate::cli::init::said;
use crate::cli::out::Out;
use crate::cli::patients::patient;
use crate::cli::session::Session;
use crate::cli::{times, words};
use crate::config::Config;
use crate::desk::request::Request;
use crate::domain::dates::parse_birth_date;
use crate::domain::nhs_number::NhsNumber;
use crate::domain::patient::{Details, Reach, Standing};
use crate::domain::person_name::PersonName;
use crate::domain::phone::Phone;
use crate::domain::postcode::Postcode;
use clap::{Args, ValueEnum};

/// What to correct. What is not named stays as it is; an empty text takes away what is known.
#[derive(Debug, Args)]
pub struct Correct {
    /// A record's id, a number or a name; `-` reads it from standard input
    who: String,
    /// Given and family name, or `ELLIS, Margaret`
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Ten digits
    #[arg(long, value_name = "NUMBER")]
    nhs_number: Option<String>,
    /// Day of birth
    #[arg(long, value_name = "d/m/yyyy")]
    born: Option<String>,
    /// Where they live
    #[arg(long, value_name = "POSTCODE")]
    postcode: Option<String>,
    /// First line of the address
    #[arg(long, value_name = "TEXT")]
    address: Option<String>,
    /// The number to ring
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    /// Another number
    #[arg(long, value_name = "NUMBER")]
    other_phone: Option<String>,
    /// E-mail
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// When to ring, in their words
    #[arg(long, value_name = "TEXT")]
    best_time: Option<String>,
    /// What is said first, so that they know who rings
    #[arg(long, value_name = "WORD")]
    code_word: Option<String>,
    /// Whether they may be called
    #[arg(long, value_enum, value_name = "MAY")]
    call: Option<May>,
    /// Whether they may get text messages
    #[arg(long, value_enum, value_name = "MAY")]
    text: Option<May>,
    /// Whether a message may be left on the answering machine
    #[arg(long, value_enum, value_name = "MAY")]
    voicemail: Option<May>,
    /// Whether they may get letters
    #[arg(long, value_enum, value_name = "MAY")]
    letter: Option<May>,
    /// The language they speak best
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// Whether they are a patient here, have died or moved away; the last two stop all contact
    #[arg(long, value_enum, value_name = "STANDING")]
    standing: Option<Stands>,
}

/// Whether a way of reaching somebody may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum May {
    /// They said yes
    Allowed,
    /// They said no
    Refused,
    /// Nobody has asked
    NotAsked,
}

/// Whether contact goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Stands {
    /// A patient of the practice
    Registered,
    /// Has died
    Died,
    /// Has moved away
    MovedAway,
}

impl Correct {
    /// Corrects it.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        let who = words::given(&self.who)?;
        let session = Session::open(config)?;
        let card = patient(&session, &who)?;
        let details = Box::new(self.corrected(card.patient.details)?);
        tell(out, &session.do_it(Request::CorrectPatient { patient: card.patient.id, details })?)
    }

    /// The details with what was named.
    fn corrected(self, mut details: Details) -> Result<Details, Failure> {
        read(self.name.as_deref(), &mut details.name, PersonName::parse)?;
        read(self.nhs_number.as_deref(), &mut details.nhs_number, NhsNumber::parse)?;
        read(self.born.as_deref(), &mut details.born, |text| parse_birth_date(text, times::today()))?;
        read(self.postcode.as_deref(), &mut details.postcode, Postcode::parse)?;
        let contact = &mut details.contact;
        read(self.phone.as_deref(), &mut contact.phone, Phone::parse)?;
        read(self.other_phone.as_deref(), &mut contact.other_phone, Phone::parse)?;
        keep(self.address, &mut contact.address);
        keep(self.email, &mut contact.email);
        keep(self.language, &mut details.language);
        if let Some(text) = self.best_time {
            contact.best_time = text;
        }
        if let Some(text) = self.code_word {
            contact.code_word = text;
        }
        let ways = [
            (self.call, &mut contact.call),
            (self.text, &mut contact.text),
            (self.voicemail, &mut contact.voicemail),
            (self.letter, &mut contact.letter),
        ];
        for (may, reach) in ways {
            match may {
                Some(May::Allowed) => *reach = Reach::Allowed,
                Some(May::Refused) => *reach = Reach::Refused,
                Some(May::NotAsked) => *reach = Reach::NotAsked,
                None => {}
            }
        }
        match self.standing {
            Some(Stands::Registered) => details.standing = Standing::Registered,
            Some(Stands::Died) => details.standing = Standing::Died,
            Some(Stands::MovedAway) => details.standing = Standing::MovedAway,
            None => {}
        }
        Ok(details)
    }
}

/// Reads a field that was named; an empty text takes it away.
fn read<T, E: std::fmt::Display>(
    given: Option<&str>,
    field: &mut Option<T>,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<(), Failure> {
    match given.map(str::trim) {
        None => {}
        Some("") => *field = None,
        Some(text) => *field = Some(parse(text).map_err(|error| said(&error.to_string()))?),
    }
    Ok(())
}

fn keep(given: Option<String>, field: &mut Option<String>) {
    if let Some(text) = given {
        *field = Some(text).filter(|text| !text.trim().is_empty());
    }
}
