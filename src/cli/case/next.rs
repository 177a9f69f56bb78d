//! When somebody looks at a case again: `wait`, `next`, `call-back`, `follow-up`, and `--next` with everything else.

use crate::cli::choice::one_of;
use crate::cli::failure::Failure;
use crate::cli::times::{self, DayPart};
use crate::cli::words;
use crate::desk::request::{Request, WhichCase};
use crate::domain::attempt::Band;
use crate::domain::case::work::{Did, Next, NextWhat, Work};
use clap::{Args, Subcommand};
use jiff::civil::Date;

/// What is next, with whatever was done.
#[derive(Debug, Args)]
pub struct Then {
    /// When somebody looks at the case again: a day, with :morning, :afternoon or :evening if it matters; else as is
    /// proposed
    #[arg(long, value_name = "DAY[:BAND]", value_parser = times::coming_part)]
    next: Option<DayPart>,
}

impl Then {
    /// A piece of work with what is next.
    pub fn with(&self, case: WhichCase, work: Work) -> Request {
        let next = self.next.map(|DayPart { on, band }| {
            let (what, why) = match Did::of(&work) {
                Did::Accepted | Did::NotReached | Did::LeftWord => (NextWhat::Contact, ""),
                // A wait says for what.
                Did::Referred => (NextWhat::Wait, "the service's answer"),
                Did::Spoke | Did::Other => (NextWhat::Review, ""),
            };
            Next { on, what, band, why: why.to_owned() }
        });
        Request::Work { case, work, next }
    }
}

/// Settle when it is looked at again, and until then nothing is to do
#[derive(Debug, Args)]
pub struct Wait {
    /// The day: 2026-11-26, tomorrow, thu
    #[arg(value_parser = times::coming)]
    day: Date,
    /// Why
    why: String,
}

impl Wait {
    /// Takes what stands on standard input.
    pub fn read(&mut self) -> Result<(), Failure> {
        self.why = words::given(&self.why)?;
        Ok(())
    }

    /// What to ask the desk.
    pub fn request(self, case: WhichCase) -> Request {
        let next = Next { on: self.day, what: NextWhat::Wait, band: None, why: self.why };
        Request::Work { case, work: Work::SetNext(next), next: None }
    }
}

/// Settle when it is looked at again, and what for
#[derive(Debug, Args)]
pub struct NextDay {
    /// The day, with :morning, :afternoon or :evening if it matters
    #[arg(value_name = "DAY[:BAND]", value_parser = times::coming_part)]
    day: DayPart,
    /// What for
    #[arg(long, value_parser = one_of(&NextWhat::ALL, NextWhat::name), default_value = "contact")]
    what: NextWhat,
    /// Why
    #[arg(long, value_name = "WORDS")]
    why: Option<String>,
}

impl NextDay {
    /// Takes what stands on standard input.
    pub fn read(&mut self) -> Result<(), Failure> {
        self.why.iter_mut().try_for_each(|why| words::given(why).map(|text| *why = text))
    }

    /// What to ask the desk.
    pub fn request(self, case: WhichCase) -> Request {
        let DayPart { on, band } = self.day;
        let next = Next { on, what: self.what, band, why: self.why.unwrap_or_default() };
        Request::Work { case, work: Work::SetNext(next), next: None }
    }
}

/// Take down that the patient asks to be rung
#[derive(Debug, Args)]
pub struct CallBack {
    /// The day: 2026-11-26, tomorrow, thu
    #[arg(value_parser = times::coming)]
    day: Date,
    /// What about, in a line
    why: Option<String>,
    /// The part of the day, if they said
    #[arg(long, value_parser = one_of(&Band::ALL, Band::name))]
    band: Option<Band>,
}

impl CallBack {
    /// Takes what stands on standard input.
    pub fn read(&mut self) -> Result<(), Failure> {
        self.why.iter_mut().try_for_each(|why| words::given(why).map(|text| *why = text))
    }

    /// What to ask the desk.
    pub fn request(self, case: WhichCase) -> Request {
        let work = Work::AskCallBack { on: self.day, band: self.band, why: self.why.unwrap_or_default() };
        Request::Work { case, work, next: None }
    }
}

/// Settle a day on which somebody asks again how the patient is, or drop one: `follow-up drop N`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct FollowUp {
    #[command(subcommand)]
    drop: Option<Drop>,
    /// The day: 2026-11-26, tomorrow, thu
    #[arg(required = true, value_parser = times::coming)]
    day: Option<Date>,
    /// What about
    why: Option<String>,
    #[command(flatten)]
    then: Then,
}

#[derive(Debug, Subcommand)]
enum Drop {
    /// It is not to be
    Drop {
        /// Its number, as `signpost case ID` shows it
        number: u32,
    },
}

impl FollowUp {
    /// Takes what stands on standard input.
    pub fn read(&mut self) -> Result<(), Failure> {
        self.why.iter_mut().try_for_each(|why| words::given(why).map(|text| *why = text))
    }

    /// What to ask the desk.
    pub fn request(self, case: WhichCase) -> Result<Request, Failure> {
        let work = match (self.drop, self.day) {
            (Some(Drop::Drop { number }), _) => Work::DropFollowUp { number },
            (None, Some(on)) => Work::FollowUp { on, why: self.why.unwrap_or_default() },
            (None, None) => return Err(Failure::usage("The day is missing.", times::DAYS)),
        };
        Ok(self.then.with(case, work))
    }
}
