//! Where a case stands: its places in the stored lists, and the order of each.

use super::{Case, Stage};
use crate::domain::id::StaffId;
use crate::domain::record::{Index, Key, earlier_first};
use crate::domain::unmet::UnmetNeed;
use crate::domain::urgency::Urgency;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

impl Case {
    /// Where it is found.
    pub fn keys(&self) -> Vec<Key> {
        let mut keys = vec![Key { index: Index::Reference, value: self.reference.as_str().into() }];
        if matches!(self.body.stage, Stage::Withdrawn { .. }) {
            return keys;
        }
        let since = earlier_first(self.body.stage.since());
        let mut list = |index, head: &[u8], tail: &[u8]| {
            keys.push(Key { index, value: [head, tail].concat() });
        };
        list(Index::CasesOfPatient, self.patient.0.as_bytes(), &later_first(self.body.opened.at));
        list(Index::FlaggedBy, self.body.opened.by.0.as_bytes(), &later_first(self.body.last.at));
        let place = [&[rank(self.body.urgency)][..], &since].concat();
        for queue in self.queues() {
            let tail = if queue == Queue::Closed {
                later_first(self.body.stage.since()).to_vec()
            } else {
                place.clone()
            };
            list(Index::Queue, &queue.prefix(), &tail);
        }
        if self.is_open() {
            list(Index::OpenCase, self.patient.0.as_bytes(), &[]);
            list(Index::Open, &place, &[]);
            for need in self.body.needs.iter().filter(|need| !need.state.has_ended()) {
                list(Index::Need, &[need.need.0.as_bytes(), &[0]].concat(), &place);
            }
        }
        if let Some((worker, on)) = self.due_for() {
            list(Index::Due, worker.0.as_bytes(), &day_first(on));
        }
        if let Some(call) = self.body.work.call_back.as_ref().filter(|_| self.is_open()) {
            list(Index::CallBack, &[], &day_first(Some(call.on)));
        }
        if self.is_escalated() {
            list(Index::Escalated, &[], &since);
        }
        let lacked = self.body.needs.iter().filter(|need| need.lacked().is_some());
        keys.extend(lacked.filter_map(|need| need.ended).max().map(UnmetNeed::place));
        keys
    }

    /// Who has something to do, and the first day of it; no day: an accepted case without a next date, which none is.
    /// Whoever it waits for by name has what was due when it changed hands; after the end, whoever asks again.
    pub fn due_for(&self) -> Option<(StaffId, Option<Date>)> {
        match self.body.stage {
            Stage::With { worker, .. } => {
                Some((worker, self.body.work.next.as_ref().and_then(|_| self.body.work.due())))
            }
            Stage::Waiting { worker: Some(worker), .. } => self.body.work.due().map(|on| (worker, Some(on))),
            Stage::Closed { .. } => self.asks_again().zip(self.body.work.due().map(Some)),
            _ => None,
        }
    }

    /// Who asks a patient again after the end: whoever closed the case, or took that on since. Nobody while it is open.
    pub fn asks_again(&self) -> Option<StaffId> {
        match self.body.stage {
            Stage::Closed { by, .. } => Some(self.body.work.asks_again.unwrap_or(by)),
            _ => None,
        }
    }

    /// The queues that it stands in.
    fn queues(&self) -> Vec<Queue> {
        let mut queues = Vec::new();
        if self.is_to_route() {
            queues.push(Queue::ToRoute);
        }
        match self.body.stage {
            Stage::Waiting { worker: None, .. } => queues.push(Queue::Team),
            Stage::Waiting { worker: Some(worker), .. } => queues.push(Queue::WaitingFor(worker)),
            Stage::With { worker, .. } => queues.push(Queue::With(worker)),
            Stage::Routed { .. } => queues.push(Queue::Routed),
            Stage::Closed { .. } => queues.push(Queue::Closed),
            Stage::ToRoute { .. } | Stage::Withdrawn { .. } => {}
        }
        queues
    }
}

/// A list of cases by where they stand. Oldest first within urgency; closed ones the latest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Queue {
    /// Somebody has to choose a route.
    ToRoute,
    /// Waiting for whoever of the team comes first.
    Team,
    /// Waiting for one link worker.
    WaitingFor(StaffId),
    /// With one link worker.
    With(StaffId),
    /// Gone its way without a link worker.
    Routed,
    /// Closed.
    Closed,
}

impl Queue {
    /// What the values of its keys begin with.
    pub fn prefix(self) -> Vec<u8> {
        match self {
            Self::ToRoute => vec![1],
            Self::Team => vec![2],
            Self::WaitingFor(worker) => [&[3], &worker.0.as_bytes()[..]].concat(),
            Self::With(worker) => [&[4], &worker.0.as_bytes()[..]].concat(),
            Self::Routed => vec![5],
            Self::Closed => vec![6],
        }
    }
}

/// The byte that an urgency sorts by in a stored list: what cannot wait stands first.
fn rank(urgency: Urgency) -> u8 {
    match urgency {
        Urgency::Urgent => 0,
        Urgency::Soon => 1,
        Urgency::Routine => 2,
    }
}

/// A day as bytes that sort earlier ones first; none before all.
pub fn day_first(on: Option<Date>) -> [u8; 4] {
    let days = on.map_or(0, |on| on.duration_since(Date::ZERO).as_hours() / 24);
    u32::try_from(days).unwrap_or(0).to_be_bytes()
}

/// An instant as bytes that sort later ones first.
fn later_first(at: Timestamp) -> [u8; 8] {
    (u64::MAX - u64::try_from(at.as_millisecond()).unwrap_or(0)).to_be_bytes()
}
