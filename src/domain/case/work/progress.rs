//! What came of a case so far, in a few words for whoever flagged it: without the link worker's notes.

use super::{Step, StepState};
use crate::domain::case::{Case, NeedState, Outcome, Stage};
use crate::domain::safe_contact::How;

impl Case {
    /// `reached, joined Lunch Club`; `not reached after 3 calls`; `accepted, not tried yet`.
    pub fn came_of_it(&self) -> String {
        let work = &self.body.work;
        let mut parts = Vec::new();
        match (&self.body.stage, work.contacts.len()) {
            (Stage::With { .. } | Stage::Closed { .. }, _) if work.is_reached() => {
                parts.push("reached".to_owned());
            }
            (Stage::With { .. }, 0) => parts.push("accepted, not rung yet".to_owned()),
            (Stage::With { .. } | Stage::Closed { .. }, tries @ 1..) => {
                let calls = work.contacts.iter().all(|contact| contact.how == How::Phone);
                let what = match (calls, tries) {
                    (true, 1) => "call",
                    (true, _) => "calls",
                    (false, 1) => "try",
                    (false, _) => "tries",
                };
                parts.push(format!("not reached after {tries} {what}"));
            }
            _ => {}
        }
        let joined = work.steps.iter().filter(|step| step.got_there());
        // What an activity is stands in the link worker's own words, and in their plan.
        let mut joined: Vec<_> =
            joined.map(|step| step.what.service().map_or("an activity", |service| &service.name)).collect();
        joined.dedup();
        if joined.is_empty() {
            let is_told =
                |step: &&Step| step.what.service().is_some() && step.state() != StepState::Suggested;
            let waits = work.open_steps().find(is_told);
            parts.extend(waits.map(|step| format!("{}: {}", step.what.said(), step.state().name())));
        } else {
            parts.push(format!("joined {}", crate::domain::text::listed(&joined)));
        }
        if let Stage::Closed { outcome, .. } = &self.body.stage {
            // That nobody was reached is said already.
            if *outcome != Outcome::NotReached || parts.is_empty() {
                parts.push(outcome.name().to_owned());
            }
        }
        if parts.is_empty() {
            let given = self.body.needs.iter().find_map(|need| match &need.state {
                NeedState::Signposted { service } => Some(format!("has the details of {}", service.name)),
                NeedState::Referred { service } => Some(format!("referred to {}", service.name)),
                _ => None,
            });
            parts.extend(given);
        }
        parts.join(", ")
    }
}
