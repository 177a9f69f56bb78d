//! What the practice's own cases say of each service: how many were sent, reached it and were helped, and why not.
//!
//! Counted in memory beside the search index, so that a list of hits costs no reading.

use crate::domain::case::Case;
use crate::domain::case::work::Use;
use crate::domain::id::CaseId;
use crate::domain::unmet::WhyNot;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The counts of all services.
#[derive(Default)]
pub(super) struct Tally {
    /// By the service's id in the log.
    services: HashMap<Uuid, Counts>,
    /// What each case was counted for, to be taken back when it changes.
    cases: HashMap<CaseId, Vec<(Uuid, Use)>>,
}

/// What came of sending patients to one service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    sent: usize,
    reached: usize,
    helped: usize,
    why_not: BTreeMap<WhyNot, usize>,
}

impl Tally {
    /// Counts a case as it is now, in the stead of how it was.
    pub fn put(&mut self, case: &Case) {
        let uses = if case.is_withdrawn() { vec![] } else { case.uses() };
        let before = if uses.is_empty() { self.cases.remove(&case.id) } else { None };
        let uses: Vec<_> = uses.into_iter().map(|(key, one)| (key.uuid(case.practice), one)).collect();
        let before = if uses.is_empty() { before } else { self.cases.insert(case.id, uses.clone()) };
        for (service, one) in before.unwrap_or_default() {
            self.services.entry(service).or_default().count(one, |count| *count = count.saturating_sub(1));
        }
        for (service, one) in uses {
            self.services.entry(service).or_default().count(one, |count| *count += 1);
        }
    }

    /// What they say of a service: `our patients: 12 sent, 9 got there, 7 helped; full 2`; nothing: none was sent.
    pub fn said(&self, service: Uuid) -> Option<String> {
        self.services.get(&service).filter(|counts| counts.sent > 0).map(Counts::said)
    }
}

impl Counts {
    fn count(&mut self, one: Use, change: impl Fn(&mut usize)) {
        change(&mut self.sent);
        if one.reached {
            change(&mut self.reached);
        }
        if one.helped {
            change(&mut self.helped);
        }
        if let Some(why) = one.why_not {
            change(self.why_not.entry(why).or_default());
        }
    }

    fn said(&self) -> String {
        let why: Vec<String> = self
            .why_not
            .iter()
            .filter(|(_, count)| **count > 0)
            .map(|(why, count)| format!("{} {count}", why.name()))
            .collect();
        let why = if why.is_empty() { String::new() } else { format!("; {}", why.join(", ")) };
        format!("our patients: {} sent, {} got there, {} helped{why}", self.sent, self.reached, self.helped)
    }
}
