//! The plan as the patient takes it along: what stands on the sheet.

use crate::desk::reply::CaseCard;
use crate::desk::request::Request;
use crate::domain::call_card::CardLine;
use crate::domain::case::work::{Step, StepState};
use crate::domain::service::{Service, ServiceKey};
use crate::exchange::plan::{OfCase, text};
use crate::tui::screen::Ctx;

/// A plan that is about to be printed: what is known so far, and which services are still looked up.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Printing {
    help: Vec<CardLine>,
    services: Vec<Service>,
    wanted: Vec<ServiceKey>,
}

impl Printing {
    /// With the numbers to call; every service of the plan is looked up, the last first.
    pub fn new(card: &CaseCard, help: Vec<CardLine>) -> Self {
        let steps = card.work.iter().flat_map(|work| &work.steps).filter(|step| on_plan(step));
        let wanted = steps.filter_map(|step| Some(step.what.service()?.key.clone())).collect();
        Self { help, services: vec![], wanted }
    }

    /// The service to look up next; nothing: everything is here.
    pub fn next(&mut self) -> Option<Request> {
        self.wanted.pop().map(|key| Request::Service { id: format!("{}/{}", key.feed, key.id) })
    }

    /// A service that was looked up. One that is gone is on the plan by its name alone.
    pub fn found(&mut self, service: Service) {
        self.services.push(service);
    }
}

/// Whether a step still stands on the plan.
fn on_plan(step: &Step) -> bool {
    !matches!(step.state(), StepState::Declined | StepState::Stopped)
}

/// Whether there is anything to print.
pub(super) fn has_plan(card: &CaseCard) -> bool {
    card.work.as_ref().is_some_and(|work| !work.goals.is_empty() || !work.steps.is_empty())
}

/// The plan on one page, as text.
pub(super) fn sheet(card: &CaseCard, printing: &Printing, ctx: &Ctx<'_>) -> String {
    let Some(work) = card.work.as_deref() else { return String::new() };
    let worker = card.line.worker.as_deref().or(ctx.me.map(|me| me.name.as_str())).unwrap_or_default();
    let of_case = OfCase {
        practice: ctx.overview.map_or("", |overview| &overview.practice.name),
        patient: &card.patient.details,
        link_worker: worker,
        work,
        services: &printing.services,
        card: &printing.help,
        today: ctx.today(),
        zone: ctx.zone,
    };
    text::text(&of_case.sheet())
}
