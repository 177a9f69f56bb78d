//! `signpost cases`: lists of cases, in their fair order: oldest first within urgency.

use crate::cli::failure::{Failure, Stop};
use crate::cli::needs;
use crate::cli::out::Out;
use crate::cli::session::Session;
use crate::cli::shapes::case::CaseShape;
use crate::cli::times;
use crate::config::Config;
use crate::desk::reply::{CaseLine, Reply};
use crate::desk::request::{CaseFilter, Request, StageFilter};
use crate::domain::case::{Queue, Stage};
use crate::domain::id::StaffId;
use crate::domain::urgency::Urgency;
use clap::{Args, ValueEnum};

/// How many cases are asked for at once.
const PAGE: usize = 200;

/// List cases, oldest first within urgency
#[derive(Debug, Args)]
pub struct Cases {
    /// Where they stand; else all that are open
    #[arg(long, value_enum)]
    status: Option<Status>,
    /// With this need, not ended: a name, a lay word or a key
    #[arg(long, value_name = "NEED")]
    need: Option<String>,
    /// Only your own: with you, or waiting for you
    #[arg(long)]
    mine: bool,
    /// Only urgent ones
    #[arg(long)]
    urgent: bool,
    /// Only those that wait longer than the practice's limit
    #[arg(long)]
    overdue: bool,
    /// At most so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// Where cases stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Status {
    /// A need has no route yet
    ToRoute,
    /// Waiting for a link worker
    Waiting,
    /// Waiting for whoever of the team comes first
    Team,
    /// With a link worker
    WithLinkWorker,
    /// Gone its way without a link worker
    Routed,
    /// Closed
    Closed,
    /// Every case that is open
    Open,
    /// Escalated, and no clinician has taken note
    Escalated,
    /// What you flagged
    FlaggedByMe,
}

impl Cases {
    /// Lists them.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        let need = self.need.as_deref().map(needs::key).transpose()?;
        let session = Session::open(config)?;
        let stage = stage(self.status, self.mine, session.me().id)?;
        let filter = CaseFilter { stage, need, urgent: self.urgent, overdue: self.overdue };
        let mut left = self.limit.unwrap_or(usize::MAX);
        let (mut after, mut none) = (None, true);
        while left > 0 {
            let request = Request::Cases { filter: filter.clone(), after, limit: left.min(PAGE) };
            let Reply::Cases(page) = session.ask(request)? else { return Err(Failure::unexpected().into()) };
            left = left.saturating_sub(page.cases.len());
            for case in &page.cases {
                none = false;
                if out.is_json() { out.object(&CaseShape::from(case))? } else { out.line(line(case))? }
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        if none && !out.is_json() { out.line("No case fits.") } else { Ok(()) }
    }
}

/// The list that a status means, for everybody or for the asker alone.
fn stage(status: Option<Status>, mine: bool, me: StaffId) -> Result<Option<StageFilter>, Failure> {
    Ok(match (status, mine) {
        (None, false) => None,
        (None, true) => Some(StageFilter::Mine),
        (Some(Status::Waiting), true) => Some(StageFilter::In(Queue::WaitingFor(me))),
        (Some(Status::WithLinkWorker), true) => Some(StageFilter::In(Queue::With(me))),
        (Some(Status::FlaggedByMe), _) => Some(StageFilter::FlaggedByMe),
        (Some(_), true) => {
            return Err(Failure::usage(
                "Only cases that wait for a link worker or are with one are anybody's own.",
                "Leave --mine out, or use it alone or with --status waiting or with-link-worker.",
            ));
        }
        (Some(Status::ToRoute), false) => Some(StageFilter::In(Queue::ToRoute)),
        (Some(Status::Waiting), false) => Some(StageFilter::Waiting),
        (Some(Status::Team), false) => Some(StageFilter::In(Queue::Team)),
        (Some(Status::WithLinkWorker), false) => Some(StageFilter::WithLinkWorker),
        (Some(Status::Routed), false) => Some(StageFilter::In(Queue::Routed)),
        (Some(Status::Closed), false) => Some(StageFilter::In(Queue::Closed)),
        (Some(Status::Open), false) => Some(StageFilter::Open),
        (Some(Status::Escalated), false) => Some(StageFilter::Escalated),
    })
}

/// A case in a line, for people.
fn line(case: &CaseLine) -> String {
    let mut marks = Vec::new();
    if case.urgency != Urgency::Routine {
        marks.push(format!("! {}", case.urgency));
    }
    if case.escalated {
        marks.push("! escalated".to_owned());
    }
    if case.overdue_days > 0 {
        marks.push(format!("overdue {} d", case.overdue_days));
    }
    marks.extend(case.attention.first().map(ToString::to_string));
    let needs = needs::named(case.needs.iter().map(|need| &need.need));
    let (who, stands) = (&case.patient.called, stands(case));
    format!("{:<7} {who:<26} {needs:<32} {stands}  {}", case.reference, marks.join("  "))
        .trim_end()
        .to_owned()
}

/// Where a case stands and since when: `waiting for the team since 21 Nov 2026`.
pub fn stands(case: &CaseLine) -> String {
    let worker = case.worker.as_deref();
    let stage = match &case.stage {
        Stage::Waiting { .. } => format!("waiting for {}", worker.unwrap_or("the team")),
        Stage::With { .. } => format!("with {}", worker.unwrap_or("a link worker")),
        Stage::Closed { outcome, .. } => format!("closed, {},", outcome.name()),
        stage => stage.name().to_owned(),
    };
    format!("{stage} since {}", times::day(case.stage.since()))
}
