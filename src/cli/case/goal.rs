//! `signpost case ID goal`: what matters to the patient, in their own words.

use crate::cli::failure::Failure;
use crate::cli::words;
use crate::desk::request::{Request, WhichCase};
use crate::domain::case::work::Work;
use clap::{Args, Subcommand};

/// Write down what matters to the patient, in their words
#[derive(Debug, Args)]
pub struct Goal {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Something matters to them
    Add {
        /// In their words
        text: String,
    },
    /// Change the words
    Set {
        /// Its number, as `signpost case ID` shows it
        number: u32,
        /// In their words
        text: String,
    },
    /// They got there
    Reached {
        /// Its number
        number: u32,
    },
    /// It does not matter to them any more
    Drop {
        /// Its number
        number: u32,
    },
}

impl Goal {
    /// Takes what stands on standard input.
    pub fn read(&mut self) -> Result<(), Failure> {
        if let What::Add { text } | What::Set { text, .. } = &mut self.what {
            *text = words::given(text)?;
        }
        Ok(())
    }

    /// What to ask the desk.
    pub fn request(self, case: WhichCase) -> Request {
        let work = match self.what {
            What::Add { text } => Work::SetGoal { number: None, text },
            What::Set { number, text } => Work::SetGoal { number: Some(number), text },
            What::Reached { number } => Work::EndGoal { number, reached: true },
            What::Drop { number } => Work::EndGoal { number, reached: false },
        };
        Request::Work { case, work, next: None }
    }
}
