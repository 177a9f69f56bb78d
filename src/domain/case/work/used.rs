//! Which services a case made use of, and what came of each: what the practice's own cases say of a service.

use super::StepState;
use crate::domain::case::{Case, CaseNeed, NeedState, Outcome, Stage};
use crate::domain::need::NeedKey;
use crate::domain::service::ServiceKey;
use crate::domain::unmet::WhyNot;

/// What came of sending one patient to one service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Use {
    /// Whether the patient got there.
    pub reached: bool,
    /// Whether it helped, wholly or in part; no where the need has not ended.
    pub helped: bool,
    /// Why it did not help, or not wholly, where that was counted.
    pub why_not: Option<WhyNot>,
}

impl Case {
    /// The services that it made use of, each once.
    pub fn uses(&self) -> Vec<(ServiceKey, Use)> {
        let mut uses: Vec<(ServiceKey, Use)> = Vec::new();
        let mut add = |key: &ServiceKey, reached: bool, need: Option<&CaseNeed>| {
            let ended = need.filter(|need| need.state.has_ended());
            let helped = ended
                .is_some_and(|need| matches!(need.state, NeedState::Met | NeedState::PartlyMet { .. }))
                // A step that is for no need in particular helped where the whole did.
                || (need.is_none() && reached && self.was_helped());
            let why_not = ended.and_then(|need| need.state.why_not());
            match uses.iter_mut().find(|(one, _)| one == key) {
                Some((_, one)) => {
                    one.reached |= reached;
                    one.helped |= helped;
                    one.why_not = one.why_not.or(why_not);
                }
                None => uses.push((key.clone(), Use { reached, helped, why_not })),
            }
        };
        for need in &self.body.needs {
            if let Some(service) = &need.went {
                // What came of it is all that is known of who was sent without a link worker.
                let met = matches!(need.state, NeedState::Met | NeedState::PartlyMet { .. });
                add(&service.key, met, Some(need));
            }
        }
        for step in &self.body.work.steps {
            let sent = step.got_there() || step.was(StepState::Referred) || step.was(StepState::Agreed);
            if let Some(service) = step.what.service().filter(|_| sent) {
                let need = step.need.as_ref().and_then(|key: &NeedKey| self.need(key));
                add(&service.key, step.got_there(), need);
            }
        }
        uses
    }

    fn was_helped(&self) -> bool {
        matches!(self.body.stage, Stage::Closed { outcome: Outcome::Met | Outcome::PartlyMet, .. })
    }
}
