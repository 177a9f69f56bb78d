//! What can be done with a case, as arguments and as requests.

use crate::cli::case::appoint::{Appoint, CancelAppointment};
use crate::cli::case::block::Block;
use crate::cli::case::close::{Close, End};
use crate::cli::case::contact::Contact;
use crate::cli::case::goal::Goal;
use crate::cli::case::measure::Measure;
use crate::cli::case::next::{CallBack, FollowUp, NextDay, Wait};
use crate::cli::case::plan::Plan;
use crate::cli::case::step::Step;
use crate::cli::case::withdraw::Withdraw;
use crate::cli::case::{AGREEMENT, card};
use crate::cli::choice::one_of;
use crate::cli::failure::{Exit, Failure, Stop};
use crate::cli::flag::tell;
use crate::cli::out::Out;
use crate::cli::session::{Session, done};
use crate::cli::{needs, times, words};
use crate::desk::refusal::Refusal;
use crate::desk::reply::{ActionKind, Reply};
use crate::desk::request::{Agreed, Request, Route, WhichCase};
use crate::domain::case::{AgreementGiven, Answer, CaseRefusal, Command, Recipient, ServiceRef};
use crate::domain::disclosure::Detail;
use crate::domain::id::StaffId;
use crate::domain::unmet::WhyNot;
use crate::domain::urgency::Urgency;
use clap::{Args, Subcommand};
use jiff::Timestamp;

/// The link workers together, as an argument.
pub const TEAM: &str = "team";

/// What to do. Where a text is `-`, it is read from standard input.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Ask the link workers to take it
    HandOver {
        /// A link worker; else the team
        worker: Option<String>,
        #[command(flatten)]
        needs: Which,
        #[command(flatten)]
        asked: Asked,
    },
    /// Take it
    Accept,
    /// Give it back; where appointments stand, says which, and with --yes calls them off
    Return {
        /// Why
        why: String,
        /// Call off what stands
        #[arg(long)]
        yes: bool,
    },
    /// Write a note for link workers and clinicians
    Note {
        /// What it says
        text: String,
    },
    Close(Close),
    /// End one need
    End {
        /// Which
        need: String,
        /// How
        #[arg(value_enum)]
        end: End,
        /// Why it was not, or not wholly, met
        #[arg(long, value_name = "WORDS")]
        why: Option<String>,
        /// The same, as it is counted
        #[arg(long, value_name = "WHY-NOT", value_parser = one_of(&WhyNot::ALL, WhyNot::name))]
        because: Option<WhyNot>,
    },
    /// Give the patient a service's details; nothing about them leaves the practice
    Signpost {
        /// The service's own id, or feed/id
        service: String,
        #[command(flatten)]
        needs: Which,
    },
    /// Give a service the details that the patient agrees to
    Refer {
        /// The service's own id, or feed/id
        service: String,
        /// A detail that goes; may be given several times
        #[arg(long = "share", value_name = "DETAIL", default_values = Detail::LEAST.map(Detail::name), value_parser = Detail::ALL.map(Detail::name))]
        share: Vec<String>,
        #[command(flatten)]
        needs: Which,
        #[command(flatten)]
        asked: Asked,
    },
    /// It is not for social prescribing: somebody else was told
    Escalate {
        /// What it is about
        #[arg(long, value_name = "WHAT")]
        reason: String,
        /// Who was told
        #[arg(long, value_name = "WHO")]
        told: String,
        /// When: 14:05 or '2026-11-21 14:05'; else now
        #[arg(long, value_name = "WHEN")]
        at: Option<String>,
        #[command(flatten)]
        needs: Which,
    },
    /// Take note of what was escalated
    Acknowledge,
    /// The patient wants no help with it
    Decline {
        /// Why, if they said
        why: Option<String>,
        #[command(flatten)]
        needs: Which,
    },
    /// Give it to another link worker, or to the team
    Reassign {
        /// A link worker; else the team
        worker: Option<String>,
    },
    /// Open it again
    Reopen {
        /// Why
        why: String,
    },
    /// Record what the patient says to being contacted, or to a service being told
    Agreement {
        #[command(flatten)]
        asked: Asked,
        /// A service's own id; else the link workers
        #[arg(long = "for", value_name = "SERVICE")]
        service: Option<String>,
        /// A detail that may go to the service; may be given several times
        #[arg(long = "share", value_name = "DETAIL", requires = "service", value_parser = Detail::ALL.map(Detail::name))]
        share: Vec<String>,
    },
    /// Mark the needs that were added as seen
    Seen,
    /// Make it more or less urgent: routine, soon or urgent
    Urgency {
        /// How urgent
        #[arg(value_parser = urgency)]
        urgency: Urgency,
    },
    Contact(Contact),
    Wait(Wait),
    Next(NextDay),
    CallBack(CallBack),
    Appoint(Appoint),
    CancelAppointment(CancelAppointment),
    Goal(Goal),
    Step(Step),
    Measure(Measure),
    FollowUp(FollowUp),
    Withdraw(Withdraw),
    Plan(Plan),
    Block(Block),
    /// Take your own last change back
    Undo,
}

/// Which needs are meant.
#[derive(Debug, Args)]
pub struct Which {
    /// Only this need; may be given several times. Else all without a route
    #[arg(long = "need", value_name = "NEED")]
    needs: Vec<String>,
}

/// What the patient said.
#[derive(Debug, Args)]
pub struct Asked {
    /// The patient agrees
    #[arg(long, conflicts_with = "declined")]
    agreed: bool,
    /// The patient does not
    #[arg(long)]
    declined: bool,
    /// The words that were put to them
    #[arg(long, value_name = "WORDS")]
    words: Option<String>,
}

fn urgency(text: &str) -> Result<Urgency, String> {
    Urgency::from_word(text).ok_or_else(|| "it is routine, soon or urgent".to_owned())
}

impl Action {
    /// The action, with what stands on standard input read.
    ///
    /// # Errors
    /// A [`Failure`] where it cannot be read.
    pub fn read(mut self) -> Result<Self, Failure> {
        match &mut self {
            Self::Return { why, .. } | Self::Reopen { why } | Self::Note { text: why } => {
                *why = words::given(why)?;
            }
            Self::Escalate { reason, .. } => *reason = words::given(reason)?,
            Self::Decline { why: Some(text), .. } | Self::End { why: Some(text), .. } => {
                *text = words::given(text)?;
            }
            Self::Close(close) => close.read()?,
            Self::Contact(contact) => contact.read()?,
            Self::Wait(wait) => wait.read()?,
            Self::Next(next) => next.read()?,
            Self::CallBack(call) => call.read()?,
            Self::Appoint(appoint) => appoint.read()?,
            Self::CancelAppointment(cancel) => cancel.read()?,
            Self::Goal(goal) => goal.read()?,
            Self::Step(step) => step.read()?,
            Self::FollowUp(follow_up) => follow_up.read()?,
            Self::Withdraw(withdraw) => withdraw.read()?,
            Self::Block(block) => block.read()?,
            _ => {}
        }
        Ok(self)
    }

    /// Does it, and says what was done.
    ///
    /// # Errors
    /// [`Stop`] where a need, a service, a time or a member of staff cannot be found, or the desk refuses.
    pub fn run(self, case: WhichCase, session: &Session, out: &mut Out) -> Result<(), Stop> {
        match self {
            Self::Step(step) => step.run(case, session, out),
            Self::Measure(measure) => measure.run(case, session, out),
            Self::Withdraw(withdraw) => withdraw.run(case, session, out),
            Self::Plan(plan) => plan.run(case, session, out),
            Self::Block(block) => block.run(case, session, out),
            action => {
                let request = action.request(case, session)?;
                tell(out, &done(session.try_ask(request).map_err(explained)?)?)
            }
        }
    }

    /// What to ask the desk.
    fn request(self, case: WhichCase, session: &Session) -> Result<Request, Stop> {
        let route = |needs: Which, route: Route, agreement: Agreed| -> Result<Request, Stop> {
            Ok(Request::Route { case: case.clone(), needs: needs::keys(&needs.needs)?, route, agreement })
        };
        let command = match self {
            Self::HandOver { worker, needs, asked } => {
                let to = link_worker(session, worker.as_deref())?;
                return route(needs, Route::HandOver { to }, asked.agreed(AGREEMENT));
            }
            Self::Signpost { service, needs } => {
                let service = self::service(session, &service)?;
                return route(needs, Route::Signpost { service }, Agreed::NotAsked);
            }
            Self::Refer { service, share, needs, asked } => {
                let service = self::service(session, &service)?;
                let words = format!("{} may be told: {}.", service.name, share.join(", "));
                return route(needs, Route::Refer { service, shared: share }, asked.agreed(&words));
            }
            Self::Escalate { reason, told, at, needs } => {
                let told_at = at.as_deref().map(time).transpose()?;
                return route(needs, Route::Escalate { reason, told, told_at }, Agreed::NotAsked);
            }
            Self::Decline { why, needs } => {
                return route(needs, Route::Decline { why: why.unwrap_or_default() }, Agreed::NotAsked);
            }
            Self::Agreement { asked, service, share } => {
                Command::RecordAgreement(asked.given(session, service.as_deref(), share)?)
            }
            Self::Contact(contact) => return Ok(contact.request(case)?),
            Self::Wait(wait) => return Ok(wait.request(case)),
            Self::Next(next) => return Ok(next.request(case)),
            Self::CallBack(call) => return Ok(call.request(case)),
            Self::Appoint(appoint) => return Ok(appoint.request(case, session)?),
            Self::CancelAppointment(cancel) => return Ok(cancel.request(case)),
            Self::Goal(goal) => return Ok(goal.request(case)),
            Self::FollowUp(follow_up) => return Ok(follow_up.request(case)?),
            // What is told with these is more than what was done.
            Self::Step(_) | Self::Measure(_) | Self::Withdraw(_) | Self::Plan(_) | Self::Block(_) => {
                return Err(Failure::unexpected().into());
            }
            Self::Accept => Command::Accept,
            Self::Return { why, yes } => {
                if !yes {
                    calls_off_nothing(&case, session)?;
                }
                Command::Return { why }
            }
            Self::Note { text } => Command::Note { text },
            Self::Acknowledge => Command::Acknowledge,
            Self::Reassign { worker } => Command::Reassign { to: link_worker(session, worker.as_deref())? },
            Self::Reopen { why } => Command::Reopen { why },
            Self::Seen => Command::See,
            Self::Urgency { urgency } => Command::ChangeUrgency { urgency },
            Self::Undo => Command::Undo,
            Self::End { need, end, why, because } => {
                Command::EndNeed { need: needs::key(&need)?, end: end.because(why, because) }
            }
            Self::Close(close) => Command::Close(close.closing()?),
        };
        Ok(Request::OnCase { case, command })
    }
}

/// Refuses to give a case back unasked with which appointments are called off. What may not be given back at all the desk
/// refuses.
fn calls_off_nothing(case: &WhichCase, session: &Session) -> Result<(), Stop> {
    let card = card(session, case.clone())?;
    let may = card.actions.iter().any(|one| one.kind == ActionKind::Return && one.refused.is_none());
    let off = card.work.iter().flat_map(|work| work.would_be_called_off(&times::london()));
    let off: Vec<String> = off.map(|one| format!("  {one}")).collect();
    if off.is_empty() || !may {
        return Ok(());
    }
    let what =
        format!("{}'s case would be given back, and this is called off with it:", card.line.patient.called);
    let mut failure = Failure::new(Exit::Refused, "confirm", what, "Give --yes to give it back.");
    failure.more = off;
    Err(failure.into())
}

impl Asked {
    /// What the patient said to a route.
    fn agreed(self, words: &str) -> Agreed {
        let words = self.words.unwrap_or_else(|| words.to_owned());
        match (self.agreed, self.declined) {
            (true, _) => Agreed::Yes { words },
            (false, true) => Agreed::No { words },
            (false, false) => Agreed::NotAsked,
        }
    }

    /// What the patient said, to be recorded by itself.
    fn given(
        self,
        session: &Session,
        to: Option<&str>,
        shares: Vec<String>,
    ) -> Result<AgreementGiven, Failure> {
        let recipient = match to {
            Some(named) => Recipient::Service(service(session, named)?),
            None => Recipient::LinkWorkers,
        };
        let words = match &recipient {
            Recipient::LinkWorkers => AGREEMENT.to_owned(),
            Recipient::Service(service) if shares.is_empty() => format!("{} may be told.", service.name),
            Recipient::Service(service) => format!("{} may be told: {}.", service.name, shares.join(", ")),
        };
        let (answer, words) = match self.agreed(&words) {
            Agreed::Yes { words } => (Answer::Agreed, words),
            Agreed::No { words } => (Answer::Declined, words),
            Agreed::NotAsked => {
                return Err(Failure::usage(
                    "What the patient said is missing.",
                    "Give --agreed or --declined.",
                ));
            }
        };
        Ok(AgreementGiven { recipient, answer, words, shares, until: None })
    }
}

/// A refusal, with how to say on the command line what was meant.
pub fn explained(refusal: Refusal) -> Failure {
    let advice = match &refusal {
        Refusal::Case(CaseRefusal::StepsGoOn(_)) => {
            "Stop them with --stop-steps, or say first what came of each with `step N STATE`."
        }
        Refusal::Case(CaseRefusal::NotEnded(_)) => {
            "Say met, partly-met or not-met for all, or for each need: --need NEED=END."
        }
        _ => return refusal.into(),
    };
    Failure { advice: advice.to_owned(), ..refusal.into() }
}

/// The link worker whom a text names; nobody: the team, which may be written too.
///
/// # Errors
/// A [`Failure`] that lists whom it may mean.
pub fn link_worker(session: &Session, named: Option<&str>) -> Result<Option<StaffId>, Failure> {
    match named {
        None | Some(TEAM) => Ok(None),
        Some(named) => session.find_staff(named).map(|one| Some(one.id)),
    }
}

/// The service that an id means.
///
/// # Errors
/// A [`Failure`] where there is none.
pub fn service(session: &Session, named: &str) -> Result<ServiceRef, Failure> {
    match session.ask(Request::Service { id: named.to_owned() })? {
        Reply::Service(service) => Ok(ServiceRef { key: service.key, name: service.details.name }),
        _ => Err(Failure::unexpected()),
    }
}

/// A time that was.
///
/// # Errors
/// A [`Failure`] that says how to write it.
pub fn time(text: &str) -> Result<Timestamp, Failure> {
    times::parse(text).ok_or_else(|| {
        Failure::input(format!("\"{text}\" is no time."), "Write 14:05 or '2026-11-21 14:05'.")
    })
}
