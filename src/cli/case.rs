//! `signpost case ID`: one case whole, and everything that can be done with it.

pub mod action;
mod appoint;
mod block;
mod card;
mod close;
mod contact;
mod goal;
mod measure;
mod next;
mod plan;
mod step;
mod withdraw;
mod work;

use crate::cli::case::action::Action;
use crate::cli::failure::{Failure, Stop};
use crate::cli::out::Out;
use crate::cli::session::Session;
use crate::cli::shapes::case::CaseCardShape;
use crate::config::Config;
use crate::desk::reply::{CaseCard, Reply};
use crate::desk::request::{Request, WhichCase};
use clap::Args;

/// The words that are put to a patient before the link workers may contact them, where nobody gave others.
pub const AGREEMENT: &str = "The link workers may contact me.";

/// Show a case, or do something with it
#[derive(Debug, Args)]
#[command(subcommand_value_name = "ACTION", subcommand_help_heading = "Actions")]
pub struct Case {
    /// Its reference (K7M-4) or its id
    #[arg(value_name = "ID")]
    case: String,
    #[command(subcommand)]
    action: Option<Action>,
}

impl Case {
    /// Shows it, or does it.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        let case = WhichCase::Typed(self.case);
        let Some(action) = self.action else {
            let session = Session::open(config)?;
            let card = card(&session, case)?;
            return if out.is_json() {
                out.object(&CaseCardShape::from(&*card))
            } else {
                card::show(&card, out)
            };
        };
        let action = action.read()?;
        action.run(case, &Session::open(config)?, out)
    }
}

/// A case, whole.
///
/// # Errors
/// A [`Failure`] where there is none, or the asker may not see it.
pub fn card(session: &Session, case: WhichCase) -> Result<Box<CaseCard>, Failure> {
    match session.ask(Request::Case { case })? {
        Reply::Case(card) => Ok(card),
        _ => Err(Failure::unexpected()),
    }
}

/// Who to call for red flags, a line each; nothing where it cannot be looked up.
pub fn call_card(session: &Session, red_flags: Vec<String>) -> Vec<String> {
    let Ok(Reply::CallCard(lines)) = session.ask(Request::CallCard { red_flags }) else { return vec![] };
    lines
        .iter()
        .map(|line| {
            let number = line.number.as_deref().unwrap_or("no number yet");
            let unconfirmed = if line.confirmed { "" } else { " (not confirmed by your practice)" };
            format!("  {}: {number}{unconfirmed}. {}", line.who, line.what_for)
        })
        .collect()
}
