//! The plan as the patient takes it along: what stands on the sheet.

use crate::desk::reply::CaseCard;
use crate::desk::request::Request;
use crate::domain::call_card::CardLine;
use crate::domain::case::work::{GoalState, Next, NextWhat, Step, StepState};
use crate::domain::service::{Service, ServiceKey};
use crate::domain::typed_day::written;
use crate::exchange::plan::{PlanSheet, SheetStep, text};
use crate::tui::screen::Ctx;
use crate::tui::screens::service_card::facts;

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

    /// How to reach a step's service: the number to ring, where, and when.
    fn details(&self, step: &Step) -> Vec<String> {
        let found = step.what.service().and_then(|one| self.services.iter().find(|s| s.key == one.key));
        let Some(service) = found else { return vec![] };
        let details = &service.details;
        let ring = details.contacts.phones.first().map(|phone| format!("Ring {phone}"));
        let parts = [ring.unwrap_or_default(), facts::address(details), facts::hours(details)];
        parts.into_iter().filter(|part| !part.is_empty()).collect()
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
    let worker = card.line.worker.clone().or_else(|| ctx.me.map(|me| me.name.clone())).unwrap_or_default();
    let first = worker.split_whitespace().next().unwrap_or("Your link worker").to_owned();
    let appointment = |one: &crate::domain::case::work::Appointment| {
        let at = one.at.to_zoned(ctx.zone.clone()).strftime("%A %-d %B, %H:%M").to_string();
        let place = if one.place.is_empty() { String::new() } else { format!(", {}", one.place) };
        format!("{at}, {}{place}, with {first}", one.how.name())
    };
    let numbered = printing.help.iter().filter(|line| line.confirmed);
    let sheet = PlanSheet {
        practice: ctx.overview.map(|overview| overview.practice.name.clone()).unwrap_or_default(),
        phone: None,
        for_whom: card.line.patient.first_name.clone(),
        made_on: ctx.today(),
        goals: work
            .goals
            .iter()
            .filter(|goal| goal.state == GoalState::Open)
            .map(|goal| goal.text.clone())
            .collect(),
        steps: work
            .steps
            .iter()
            .filter(|step| on_plan(step))
            .map(|step| SheetStep {
                what: step.what.said().to_owned(),
                details: printing.details(step),
                who_does_what: who_does_what(step.state(), &first),
            })
            .collect(),
        next: work.next.as_ref().map(|next| next_said(next, &first, ctx)),
        appointments: work.standing_appointments().map(appointment).collect(),
        help_now: numbered
            .filter_map(|line| Some(format!("{}: {}", line.who, line.number.as_ref()?)))
            .collect(),
        link_worker: worker.clone(),
    };
    text::text(&sheet)
}

fn who_does_what(state: StepState, worker: &str) -> String {
    match state {
        StepState::Suggested => "Have a think about whether you would like this.".to_owned(),
        StepState::Agreed => "You said that you would like this.".to_owned(),
        StepState::Referred => format!("{worker} has asked them. They will be in touch with you."),
        StepState::Accepted => "They have a place for you.".to_owned(),
        StepState::WaitingList => "You are on their waiting list.".to_owned(),
        StepState::Started | StepState::Attended => "You have begun. Keep going.".to_owned(),
        StepState::DidNotAttend => format!("Tell {worker} if you would like to try again."),
        StepState::Completed | StepState::Stopped | StepState::Declined => String::new(),
    }
}

fn next_said(next: &Next, worker: &str, ctx: &Ctx<'_>) -> String {
    let on = written(next.on, ctx.today());
    let band = next.band.map(|band| format!(", in the {}", band.name())).unwrap_or_default();
    match next.what {
        NextWhat::Contact => format!("{worker} will be in touch on {on}{band}."),
        NextWhat::Wait | NextWhat::Review => format!("{worker} will see how things are on {on}{band}."),
    }
}
