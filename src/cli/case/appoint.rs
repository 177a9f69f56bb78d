//! `signpost case ID appoint`, `cancel-appointment`: when patient and link worker meet or speak, by arrangement.

use crate::cli::case::card;
use crate::cli::case::next::Then;
use crate::cli::choice::one_of;
use crate::cli::failure::Failure;
use crate::cli::session::Session;
use crate::cli::{times, words};
use crate::desk::request::{Request, WhichCase};
use crate::domain::case::work::Work;
use crate::domain::safe_contact::How;
use clap::Args;

/// The ways in which somebody meets; a text message is no meeting.
const WAYS: [How; 3] = [How::Phone, How::Video, How::InPerson];

/// How long an appointment takes where nobody says, in minutes.
const USUAL: u16 = 30;

/// Settle an appointment, or change one
#[derive(Debug, Args)]
pub struct Appoint {
    /// How they meet
    #[arg(value_parser = one_of(&WAYS, How::name))]
    how: How,
    /// When it begins: `thu 14:30`, `2026-11-26 14:30`, or 14:30 today
    #[arg(required = true, num_args = 1..=2)]
    when: Vec<String>,
    /// How long; else 30, or as it was
    #[arg(long, value_name = "N")]
    minutes: Option<u16>,
    /// The place, or the link of a video call; `home` for the patient's own
    #[arg(long, value_name = "TEXT")]
    place: Option<String>,
    /// The number of the one to change, as `signpost case ID` shows it
    #[arg(long, value_name = "N")]
    change: Option<u32>,
    #[command(flatten)]
    then: Then,
}

impl Appoint {
    /// Takes what stands on standard input.
    pub fn read(&mut self) -> Result<(), Failure> {
        self.place.iter_mut().try_for_each(|place| words::given(place).map(|text| *place = text))
    }

    /// What to ask the desk. What is not said of one that is changed stays as it was.
    pub fn request(self, case: WhichCase, session: &Session) -> Result<Request, Failure> {
        let when = self.when.join(" ");
        let at = times::parse_coming(&when).ok_or_else(|| {
            Failure::input(
                format!("\"{when}\" is no day and time."),
                "Write thu 14:30, 2026-11-26 14:30 or 14:30.",
            )
        })?;
        let before = match self.change {
            Some(number) => card(session, case.clone())?
                .work
                .and_then(|work| work.appointments.into_iter().find(|one| one.number == number)),
            None => None,
        };
        let (minutes, place) = before.map_or((USUAL, String::new()), |one| (one.minutes, one.place));
        let work = Work::Appoint {
            number: self.change,
            how: self.how,
            at,
            on: times::date(at),
            minutes: self.minutes.unwrap_or(minutes),
            place: self.place.unwrap_or(place),
        };
        Ok(self.then.with(case, work))
    }
}

/// Call an appointment off
#[derive(Debug, Args)]
pub struct CancelAppointment {
    /// Its number, as `signpost case ID` shows it
    number: u32,
    /// Why
    why: Option<String>,
    #[command(flatten)]
    then: Then,
}

impl CancelAppointment {
    /// Takes what stands on standard input.
    pub fn read(&mut self) -> Result<(), Failure> {
        self.why.iter_mut().try_for_each(|why| words::given(why).map(|text| *why = text))
    }

    /// What to ask the desk.
    pub fn request(self, case: WhichCase) -> Request {
        let work = Work::CancelAppointment { number: self.number, why: self.why.unwrap_or_default() };
        self.then.with(case, work)
    }
}
