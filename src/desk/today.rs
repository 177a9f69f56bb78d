//! Today: what this person should do next, in the order of its weight.

use crate::desk::Asker;
use crate::desk::permission::Deed;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{Reply, Section, SectionKind, Today};
use crate::desk::request::{CaseFilter, StageFilter};
use crate::domain::case::Queue;
use crate::domain::staff::{Role, Staff};

/// How many cases a part shows at first.
const SHOWN: usize = 30;

impl Asker<'_> {
    pub(super) fn today(self) -> Result<Reply, Refusal> {
        let mut sections = Vec::new();
        if self.may(Deed::SeeCases) {
            let me: Option<Staff> = self.desk.staff_now().get(&self.actor).cloned();
            let is = |role| me.as_ref().is_some_and(|me| me.is(role));
            let mut kinds = vec![
                (SectionKind::Escalated, StageFilter::Escalated),
                (SectionKind::ToRoute, StageFilter::In(Queue::ToRoute)),
            ];
            if is(Role::LinkWorker) {
                kinds.push((SectionKind::WaitingForMe, StageFilter::In(Queue::WaitingFor(self.actor))));
                kinds.push((SectionKind::New, StageFilter::In(Queue::With(self.actor))));
            }
            if is(Role::LinkWorker) || is(Role::Manager) {
                kinds.push((SectionKind::Team, StageFilter::In(Queue::Team)));
            }
            if is(Role::LinkWorker) {
                kinds.push((SectionKind::Mine, StageFilter::In(Queue::With(self.actor))));
            }
            if is(Role::Receptionist) || is(Role::Clinician) {
                kinds.push((SectionKind::Flagged, StageFilter::FlaggedByMe));
            }
            for (kind, stage) in kinds {
                let filter = CaseFilter { stage: Some(stage), ..CaseFilter::default() };
                let page = self.case_page(&filter, None, SHOWN)?;
                let more = page.next.is_some();
                let mut cases = page.cases;
                match kind {
                    // What is escalated heads the list already.
                    SectionKind::ToRoute => cases.retain(|case| !case.escalated),
                    SectionKind::New => cases.retain(|case| case.needs.iter().any(|need| need.new)),
                    SectionKind::Mine => cases.retain(|case| !case.needs.iter().any(|need| need.new)),
                    // What still waits to be routed stands above; here is what came of the rest.
                    SectionKind::Flagged => {
                        let routed = |c: &crate::desk::reply::CaseLine| c.stage.name() != "to route";
                        cases.retain(routed);
                        cases.truncate(10);
                    }
                    _ => {}
                }
                if !cases.is_empty() {
                    sections.push(Section { kind, cases, more });
                }
            }
        }
        Ok(Reply::Today(Today { sections }))
    }
}
