//! `signpost case ID block`: what is pasted into the clinical system, with its code once an episode.

use crate::cli::case::action::explained;
use crate::cli::case::card;
use crate::cli::failure::{Failure, Stop};
use crate::cli::out::Out;
use crate::cli::session::Session;
use crate::cli::shapes::work::BlockShape;
use crate::cli::{times, words};
use crate::desk::permission::Deed;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{CaseCard, Reply};
use crate::desk::request::{Request, WhichCase};
use crate::domain::case::work::{Casework, Work};
use crate::domain::case::{CaseRefusal, Outcome, Stage};
use crate::domain::clinical_code::Code;
use crate::domain::text::block;
use crate::exchange::clinical::{ClinicalBlock, Coding, Episode, clinical, told};
use clap::Args;

/// Print the block to paste into the clinical system; it takes the code, once an episode
#[derive(Debug, Args)]
pub struct Block {
    /// What to say; else what happened so far. `undo` takes the taking of the code back
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
}

impl Block {
    /// Takes what stands on standard input.
    pub fn read(&mut self) -> Result<(), Failure> {
        self.text.iter_mut().try_for_each(|text| words::given(text).map(|given| *text = given))
    }

    /// Prints it.
    pub fn run(self, case: WhichCase, session: &Session, out: &mut Out) -> Result<(), Stop> {
        let card = card(session, case)?;
        let Some(work) = &card.work else {
            return Err(Refusal::not_allowed(Deed::Work).into());
        };
        let Reply::Overview(overview) = session.ask(Request::Overview)? else {
            return Err(Failure::unexpected().into());
        };
        let text = self.text.map_or_else(|| happened(&card, work), |text| block(&text, 4_000));
        let coding = coding(&card, work, session)?;
        let made = ClinicalBlock {
            on: times::today(),
            case: card.line.reference.clone(),
            text,
            by: format!("{}, {}", session.me().name, session.me().roles_said()),
            practice: overview.practice.name,
            coding,
        };
        let text = clinical(&made);
        if out.is_json() { out.object(&BlockShape::of(&made, text)) } else { out.line(text.trim_end()) }
    }
}

/// The code to record now, which is taken with it; or that it was.
fn coding(card: &CaseCard, work: &Casework, session: &Session) -> Result<Coding, Failure> {
    if let Some(coded) = &work.coded {
        let code = Code::ALL.into_iter().find(|code| code.number() == coded.code);
        return Ok(code.map_or(Coding::Nothing, |code| Coding::Recorded(code, coded.on)));
    }
    let code = match &card.line.stage {
        Stage::Closed { outcome: Outcome::Declined, .. } => Code::Declined,
        _ => Code::Referred,
    };
    let work = Work::Code { code: code.number().to_owned(), on: times::today() };
    let request = Request::Work { case: WhichCase::Id(card.line.id), work, next: None };
    match session.try_ask(request) {
        Ok(_) => Ok(Coding::Record(code)),
        // Nothing is coded before a link worker has accepted: the words may be pasted all the same.
        Err(Refusal::Case(CaseRefusal::NotAccepted)) => Ok(Coding::Nothing),
        Err(refusal) => Err(explained(refusal)),
    }
}

fn happened(card: &CaseCard, work: &Casework) -> String {
    let line = &card.line;
    let episode = Episode {
        needs: &line.needs,
        stage: &line.stage,
        worker: line.worker.as_deref(),
        came_of_it: &line.came_of_it,
        work,
    };
    told(episode, times::date)
}
