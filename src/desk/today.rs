//! Today: what this person should do next, in the order of its weight.

use crate::desk::Asker;
use crate::desk::permission::Deed;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{CaseLine, Reply, Section, SectionKind, Today};
use crate::desk::request::{CaseFilter, StageFilter};
use crate::domain::case::{Case, Queue, Stage};
use crate::domain::staff::Role;

/// How many cases a part shows at first.
const SHOWN: usize = 30;

/// How many of somebody's own cases are looked through for new needs: several caseloads (about 40 each).
const OWN: usize = 200;

/// How much is shown of what came of what somebody flagged.
const FLAGGED: usize = 10;

impl Asker<'_> {
    pub(super) fn today(self) -> Result<Reply, Refusal> {
        let mut sections = Vec::new();
        if !self.may(Deed::SeeCases) {
            return Ok(Reply::Today(Today { sections }));
        }
        let roles = self.desk.staff_now().get(&self.actor).map(|me| me.roles.clone()).unwrap_or_default();
        let is = |role| roles.contains(&role);
        let mut add = |kind, (cases, more): (Vec<CaseLine>, bool)| {
            if !cases.is_empty() {
                sections.push(Section { kind, cases, more });
            }
        };
        add(SectionKind::Escalated, self.first(StageFilter::Escalated, SHOWN)?);
        // What is escalated heads the list already.
        let (mut to_route, more) = self.first(StageFilter::In(Queue::ToRoute), SHOWN)?;
        to_route.retain(|case| !case.escalated);
        add(SectionKind::ToRoute, (to_route, more));
        let own = if is(Role::LinkWorker) { self.first_of(Queue::With(self.actor), OWN)? } else { vec![] };
        let (new, own): (Vec<Case>, Vec<Case>) =
            own.into_iter().partition(|case| case.body.needs.iter().any(|need| need.new));
        if is(Role::LinkWorker) {
            let for_me = StageFilter::In(Queue::WaitingFor(self.actor));
            add(SectionKind::WaitingForMe, self.first(for_me, SHOWN)?);
            add(SectionKind::New, self.lines(&new)?);
        }
        if is(Role::LinkWorker) || is(Role::Manager) {
            add(SectionKind::Team, self.first(StageFilter::In(Queue::Team), SHOWN)?);
        }
        if is(Role::LinkWorker) {
            add(SectionKind::Mine, self.lines(&own)?);
        }
        if is(Role::Receptionist) || is(Role::Clinician) {
            let (mut cases, more) = self.first(StageFilter::FlaggedByMe, SHOWN)?;
            // What still waits to be routed stands above; here is what came of the rest.
            cases.retain(|case| !matches!(case.stage, Stage::ToRoute { returned: None, .. }));
            let more = more || cases.len() > FLAGGED;
            cases.truncate(FLAGGED);
            add(SectionKind::Flagged, (cases, more));
        }
        Ok(Reply::Today(Today { sections }))
    }

    /// The first cases of a list, and whether there are more.
    fn first(self, stage: StageFilter, limit: usize) -> Result<(Vec<CaseLine>, bool), Refusal> {
        let filter = CaseFilter { stage: Some(stage), ..CaseFilter::default() };
        let mut cases = self.case_page(&filter, None, limit + 1)?.cases;
        let more = cases.len() > limit;
        cases.truncate(limit);
        Ok((cases, more))
    }

    /// The first of some cases in lines, and whether there are more.
    fn lines(self, cases: &[Case]) -> Result<(Vec<CaseLine>, bool), Refusal> {
        let lines = cases.iter().take(SHOWN).map(|case| self.case_line(case)).collect::<Result<_, _>>()?;
        Ok((lines, cases.len() > SHOWN))
    }
}
