//! `signpost case ID withdraw`: the patient takes an agreement back, and what hangs on it stops.

use crate::cli::case::action::{explained, service};
use crate::cli::case::card;
use crate::cli::failure::{Exit, Failure, Stop};
use crate::cli::flag::tell;
use crate::cli::out::Out;
use crate::cli::session::{Session, done};
use crate::cli::words;
use crate::desk::reply::CaseCard;
use crate::desk::request::{Request, WhichCase};
use crate::domain::case::{AgreementGiven, Answer, Command, NeedState, Recipient, Stage};
use crate::domain::need::{self, NeedKey};
use clap::Args;

/// The patient does not agree any more: says what hangs on it, and with --yes stops it
#[derive(Debug, Args)]
pub struct Withdraw {
    /// A service's own id; else the link workers
    #[arg(long = "for", value_name = "SERVICE")]
    service: Option<String>,
    /// Do it
    #[arg(long)]
    yes: bool,
    /// What they said
    #[arg(long, value_name = "WORDS", default_value = "I do not agree any more.")]
    words: String,
}

impl Withdraw {
    /// Takes what stands on standard input.
    pub fn read(&mut self) -> Result<(), Failure> {
        self.words = words::given(&self.words)?;
        Ok(())
    }

    /// Says what hangs on it; with `--yes`, does it.
    pub fn run(self, case: WhichCase, session: &Session, out: &mut Out) -> Result<(), Stop> {
        let card = card(session, case)?;
        let (recipient, to) = match &self.service {
            Some(named) => {
                let service = service(session, named)?;
                let name = service.name.clone();
                (Recipient::Service(service), name)
            }
            None => (Recipient::LinkWorkers, "the link workers".to_owned()),
        };
        let hangs = hangs(&card, &recipient);
        let last = card.agreements.iter().rev().find(|one| one.recipient.is_same(&recipient));
        let agrees = last.is_some_and(|one| one.answer == Answer::Agreed);
        // Where there is nothing to withdraw, the desk says so.
        if agrees && !self.yes {
            let who = &card.line.patient.called;
            let what = if hangs.is_empty() {
                format!("{who}'s agreement for {to} would be withdrawn; nothing hangs on it.")
            } else {
                format!("{who}'s agreement for {to} would be withdrawn, and this stops with it:")
            };
            let mut failure = Failure::new(Exit::Refused, "confirm", what, "Give --yes to withdraw it.");
            failure.more = hangs.iter().map(|one| format!("  {one}")).collect();
            return Err(failure.into());
        }
        let given = AgreementGiven {
            recipient,
            answer: Answer::Withdrawn,
            words: self.words,
            shares: vec![],
            until: None,
        };
        let command = Command::RecordAgreement(given);
        let request = Request::OnCase { case: WhichCase::Id(card.line.id), command };
        let told = done(session.try_ask(request).map_err(explained)?)?;
        tell(out, &told)?;
        if out.is_json() {
            return Ok(());
        }
        hangs.iter().try_for_each(|one| out.line(format!("  stopped: {one}")))
    }
}

fn said(need: &NeedKey) -> String {
    need::said(std::slice::from_ref(need))
}

/// What hangs on an agreement, in words.
fn hangs(card: &CaseCard, recipient: &Recipient) -> Vec<String> {
    let needs = &card.line.needs;
    match recipient {
        Recipient::LinkWorkers => {
            let mut hangs = card.hangs_on_contact.clone();
            let with = needs.iter().filter(|need| need.state == NeedState::WithLinkWorker);
            if matches!(card.line.stage, Stage::Waiting { .. }) {
                hangs.extend(with.map(|need| format!("the hand-over of {}", said(&need.need))));
            }
            hangs
        }
        Recipient::Service(service) => {
            let mut hangs = card.work.as_ref().map(|work| work.hangs_on(recipient)).unwrap_or_default();
            let told = |state: &NeedState| matches!(state, NeedState::Referred { service: one } if one.key == service.key);
            let referred = needs.iter().filter(|need| told(&need.state));
            hangs.extend(referred.map(|need| format!("the referral for {}", said(&need.need))));
            hangs
        }
    }
}
