//! `signpost case ID contact`: an attempt to reach the patient, with its result, in two words.

use crate::cli::case::action::time;
use crate::cli::case::next::Then;
use crate::cli::choice::one_of;
use crate::cli::failure::Failure;
use crate::cli::words;
use crate::desk::request::{Request, WhichCase};
use crate::domain::attempt::Band;
use crate::domain::case::work::{Attempt, Work};
use crate::domain::safe_contact::{ContactResult, How};
use clap::Args;
use jiff::Timestamp;

/// Write down an attempt to reach the patient: `contact no-answer`, `contact in-person spoke`
#[derive(Debug, Args)]
#[command(allow_missing_positional = true)]
pub struct Contact {
    /// By what; else by phone
    #[arg(value_parser = one_of(&How::ALL, How::name))]
    how: Option<How>,
    /// What came of it
    #[arg(required = true, value_parser = one_of(&ContactResult::ALL, ContactResult::name))]
    result: ContactResult,
    /// How many minutes it took
    #[arg(long, value_name = "N")]
    minutes: Option<u16>,
    /// When it was: 14:05, 'yesterday 14:05' or '2026-11-21 14:05'; else now
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// In a sentence, for link workers and clinicians
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    then: Then,
}

impl Contact {
    /// Takes what stands on standard input.
    pub fn read(&mut self) -> Result<(), Failure> {
        self.note.iter_mut().try_for_each(|note| words::given(note).map(|text| *note = text))
    }

    /// What to ask the desk, which works the weekday and the part of the day out itself.
    pub fn request(self, case: WhichCase) -> Result<Request, Failure> {
        let at = self.at.as_deref().map_or_else(|| Ok(Timestamp::now()), time)?;
        let work = Work::Contact(Attempt {
            how: self.how.unwrap_or(How::Phone),
            result: self.result,
            at,
            slot: (1, Band::Morning),
            minutes: self.minutes,
            note: self.note.unwrap_or_default(),
        });
        Ok(self.then.with(case, work))
    }
}
