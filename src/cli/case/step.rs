//! `signpost case ID step`: the plan: services and activities, how far each came, and what a service is told.

use crate::cli::case::action::{self, explained};
use crate::cli::case::card;
use crate::cli::case::next::Then;
use crate::cli::choice::one_of;
use crate::cli::failure::{Failure, Stop};
use crate::cli::flag::tell;
use crate::cli::out::Out;
use crate::cli::session::{Session, done};
use crate::cli::shapes::case::DoneShape;
use crate::cli::shapes::work::{DetailShape, ReferredShape};
use crate::cli::{needs, times, words};
use crate::desk::refusal::Refusal;
use crate::desk::reply::CaseCard;
use crate::desk::request::{Request, WhichCase};
use crate::domain::case::work::{StepState, StepWhat, Work};
use crate::domain::case::{AgreementGiven, Answer, CaseRefusal, Command, Recipient, ServiceRef};
use crate::domain::disclosure::{About, Detail};
use crate::domain::need::NeedKey;
use clap::{Args, Subcommand};
use jiff::civil::Date;

/// Put a step in the plan (`step add SERVICE`), or write down how far one came (`step N STATE`)
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Step {
    #[command(subcommand)]
    add: Option<Add>,
    /// Its number, as `signpost case ID` shows it
    #[arg(value_name = "N", required = true)]
    number: Option<u32>,
    /// How far it came; `referred` tells the service what the patient agrees to
    #[arg(required = true, value_parser = one_of(&StepState::ALL, StepState::name))]
    state: Option<StepState>,
    /// The day that it is true of; else today
    #[arg(long, value_name = "DAY", value_parser = times::past)]
    on: Option<Date>,
    /// Why, where they did not attend, stopped or declined
    #[arg(long, value_name = "WORDS")]
    why: Option<String>,
    /// A detail that goes to the service; may be given several times
    #[arg(long = "share", value_name = "DETAIL", default_values = Detail::LEAST.map(Detail::name), value_parser = Detail::ALL.map(Detail::name))]
    share: Vec<String>,
    /// The patient agrees that the service is told these
    #[arg(long)]
    agreed: bool,
    /// The words that were put to them
    #[arg(long, value_name = "WORDS")]
    words: Option<String>,
    #[command(flatten)]
    then: Then,
}

#[derive(Debug, Subcommand)]
enum Add {
    /// Put a step in the plan
    Add {
        /// The service's own id, or feed/id
        #[arg(required_unless_present = "activity")]
        service: Option<String>,
        /// Something that is no service, in words
        #[arg(long, value_name = "TEXT", conflicts_with = "service")]
        activity: Option<String>,
        /// The need that it is for
        #[arg(long, value_name = "NEED")]
        need: Option<String>,
        /// The patient wants it; else it is a suggestion
        #[arg(long)]
        agreed: bool,
        /// The day that it is true of; else today
        #[arg(long, value_name = "DAY", value_parser = times::past)]
        on: Option<Date>,
        #[command(flatten)]
        then: Then,
    },
}

/// A step that comes further.
struct Moved {
    number: u32,
    to: StepState,
    on: Date,
    why: String,
    share: Vec<String>,
}

impl Step {
    /// Takes what stands on standard input.
    pub fn read(&mut self) -> Result<(), Failure> {
        let activity = self.add.iter_mut().flat_map(|Add::Add { activity, .. }| activity);
        for text in activity.chain(&mut self.why).chain(&mut self.words) {
            *text = words::given(text)?;
        }
        Ok(())
    }

    /// Does it.
    pub fn run(self, case: WhichCase, session: &Session, out: &mut Out) -> Result<(), Stop> {
        if let Some(add) = self.add {
            let request = add.request(case, session)?;
            return tell(out, &done(session.try_ask(request).map_err(explained)?)?);
        }
        let (Some(number), Some(to)) = (self.number, self.state) else {
            return Err(Failure::usage("The step or its state is missing.", "Write `step N STATE`.").into());
        };
        let on = self.on.unwrap_or_else(times::today);
        let why = self.why.unwrap_or_default();
        let moved = Moved { number, to, on, why, share: self.share };
        if to != StepState::Referred {
            let request = self.then.with(case, moved.work());
            return tell(out, &done(session.try_ask(request).map_err(explained)?)?);
        }
        let agreed = self.agreed.then(|| self.words.unwrap_or_default());
        refer(&moved, agreed, &self.then, case, session, out)
    }
}

impl Add {
    fn request(self, case: WhichCase, session: &Session) -> Result<Request, Failure> {
        let Self::Add { service, activity, need, agreed, on, then } = self;
        let what = match (service, activity) {
            (Some(service), _) => StepWhat::Service(action::service(session, &service)?),
            (None, activity) => StepWhat::Activity(activity.unwrap_or_default()),
        };
        let need = need.as_deref().map(needs::key).transpose()?;
        let state = if agreed { StepState::Agreed } else { StepState::Suggested };
        Ok(then.with(case, Work::AddStep { what, need, state, on }))
    }
}

impl Moved {
    fn work(&self) -> Work {
        let shared = if self.to == StepState::Referred { self.share.clone() } else { vec![] };
        Work::MoveStep { number: self.number, to: self.to, on: self.on, why: self.why.clone(), shared }
    }
}

/// Tells a service of the patient: with exactly these details, and only where the patient agrees to them; `agreed` has the
/// words that were put to them, empty for the usual ones.
fn refer(
    moved: &Moved,
    agreed: Option<String>,
    then: &Then,
    case: WhichCase,
    session: &Session,
    out: &mut Out,
) -> Result<(), Stop> {
    let before = card(session, case)?;
    let case = WhichCase::Id(before.line.id);
    let leaves = leaves(&before, moved);
    let ask = || session.try_ask(then.with(case.clone(), moved.work()));
    let told = match (ask(), agreed, service(&before, moved.number)) {
        (Err(refusal), Some(words), Some(service)) if lacks_agreement(&refusal) => {
            record(session, &case, service, &moved.share, words)?;
            ask()
        }
        (told, ..) => told,
    };
    let told = told.map_err(|refusal| {
        let lacks = lacks_agreement(&refusal);
        let mut failure = explained(refusal);
        if lacks {
            "Read to the patient what would leave, and where they agree give --agreed."
                .clone_into(&mut failure.advice);
            failure.more = leaves.iter().map(DetailShape::line).collect();
        }
        failure
    })?;
    let told = done(told)?;
    let to = service(&before, moved.number).map(|service| service.name.clone()).unwrap_or_default();
    if out.is_json() {
        return out.object(&ReferredShape { done: DoneShape::from(&told), sent_to: to, sent: leaves });
    }
    out.line(&told.said)?;
    out.line(format!("{to} is told:"))?;
    leaves.iter().try_for_each(|detail| out.line(detail.line()))
}

/// Records that the patient agrees.
fn record(
    session: &Session,
    case: &WhichCase,
    service: &ServiceRef,
    share: &[String],
    words: String,
) -> Result<(), Failure> {
    let usual = || format!("{} may be told: {}.", service.name, share.join(", "));
    let words = if words.is_empty() { usual() } else { words };
    let given = AgreementGiven {
        recipient: Recipient::Service(service.clone()),
        answer: Answer::Agreed,
        words,
        shares: share.to_vec(),
        until: None,
    };
    let command = Command::RecordAgreement(given);
    session.do_it(Request::OnCase { case: case.clone(), command }).map(drop)
}

fn lacks_agreement(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::Case(CaseRefusal::NoAgreementFor(_) | CaseRefusal::AgreementRanOut(_)))
}

/// The service of a step.
fn service(card: &CaseCard, number: u32) -> Option<&ServiceRef> {
    card.work.as_ref()?.step(number)?.what.service()
}

/// Exactly what leaves the practice, in the order in which it is asked.
fn leaves(card: &CaseCard, moved: &Moved) -> Vec<DetailShape> {
    let own = card.work.as_ref().and_then(|work| work.step(moved.number)?.need.clone());
    let goes_on = card.line.needs.iter().filter(|need| !need.state.has_ended());
    let needs: Vec<NeedKey> = match own {
        Some(need) => vec![need],
        None => goes_on.map(|need| need.need.clone()).collect(),
    };
    let about =
        About { patient: &card.patient.details, needs: &needs, note: &card.note, today: times::today() };
    let chosen = |detail: &Detail| moved.share.iter().any(|named| Detail::named(named) == Some(*detail));
    let shape = |detail: Detail| DetailShape { detail: detail.name(), says: detail.value(&about) };
    Detail::ALL.into_iter().filter(chosen).map(shape).collect()
}
