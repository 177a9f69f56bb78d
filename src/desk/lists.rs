//! Lists of cases, in their fair order, page by page.

use crate::desk::Asker;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{CasePage, Reply};
use crate::desk::request::{CaseFilter, Cursor, StageFilter};
use crate::domain::case::{Case, Queue};
use crate::domain::id::{CaseId, StaffId};
use crate::domain::need::NeedKey;
use crate::domain::record::{Index, Key, Record};
use crate::domain::staff::Role;
use crate::domain::urgency::Urgency;
use crate::store::Row;
use std::collections::VecDeque;
use uuid::Uuid;

/// How many places of a list one page looks at, before it says where to go on.
const LOOKED_AT: usize = 5_000;

impl Asker<'_> {
    pub(super) fn cases(
        self,
        filter: &CaseFilter,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Reply, Refusal> {
        Ok(Reply::Cases(self.case_page(filter, after, limit.clamp(1, 500))?))
    }

    /// A page of a list. Several queues are merged into one fair order: by the places' ends, which all queues share.
    pub(super) fn case_page(
        self,
        filter: &CaseFilter,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<CasePage, Refusal> {
        let mut lists: Vec<Merging> =
            self.lists(filter).into_iter().map(|prefix| Merging::new(prefix, after)).collect();
        let dated = is_dated(filter);
        // What cannot be late is passed over unread: all lists but the dated ones say since when a case stands there.
        let due = (filter.overdue && !dated).then(|| self.due());
        // So is what does not have the need: its list has the same order.
        let mut with_need =
            filter.need.as_ref().filter(|_| !dated).map(|need| Merging::new(need_list(need), after));
        let mut cases = Vec::new();
        let mut last = None;
        for _ in 0..LOOKED_AT {
            let mut best: Option<(usize, (Vec<u8>, Uuid))> = None;
            for (number, list) in lists.iter_mut().enumerate() {
                if let Some(place) = list.peek(self)?
                    && best.as_ref().is_none_or(|(_, least)| place < *least)
                {
                    best = Some((number, place));
                }
            }
            let Some((number, (tail, id))) = best else { return Ok(CasePage { cases, next: None }) };
            lists[number].take();
            let case = CaseId(id);
            let has_need = match &mut with_need {
                Some(list) => list.comes_to(self, &(tail.clone(), id))?,
                None => true,
            };
            if has_need
                && due.is_none_or(|due| due.is_past(&tail))
                && let Some(Record::Case(case)) = self.read(case)?
                && fits(filter, &case)
            {
                let line = self.case_line(&case)?;
                if !filter.overdue || line.overdue_days > 0 {
                    cases.push(line);
                }
            }
            if cases.len() == limit {
                return Ok(CasePage { cases, next: Some(Cursor { place: tail, case }) });
            }
            // The order is by urgency: behind the urgent ones come no more.
            if filter.urgent && !dated && tail.first().is_some_and(|rank| *rank > 0) {
                return Ok(CasePage { cases, next: None });
            }
            last = Some(Cursor { place: tail, case });
        }
        Ok(CasePage { cases, next: last })
    }

    /// The stored lists that a filter is put together from.
    fn lists(self, filter: &CaseFilter) -> Vec<Key> {
        let queue = |queue: Queue| Key { index: Index::Queue, value: queue.prefix() };
        let workers = || -> Vec<StaffId> {
            // Those who have left too: what was theirs stays until somebody reassigns it.
            let staff = self.desk.staff_now();
            staff.values().filter(|one| one.roles.contains(&Role::LinkWorker)).map(|one| one.id).collect()
        };
        let stage = match filter.stage {
            // Only what waits can be late.
            None | Some(StageFilter::Open) if filter.overdue => Some(StageFilter::Waiting),
            stage => stage,
        };
        match stage {
            None | Some(StageFilter::Open) => match &filter.need {
                Some(need) => vec![need_list(need)],
                None => vec![Key { index: Index::Open, value: vec![] }],
            },
            Some(StageFilter::In(one)) => vec![queue(one)],
            Some(StageFilter::Mine) => {
                vec![queue(Queue::WaitingFor(self.actor)), queue(Queue::With(self.actor))]
            }
            Some(StageFilter::Waiting) => {
                let named = workers().into_iter().map(|worker| queue(Queue::WaitingFor(worker)));
                std::iter::once(queue(Queue::Team)).chain(named).collect()
            }
            Some(StageFilter::WithLinkWorker) => {
                workers().into_iter().map(|worker| queue(Queue::With(worker))).collect()
            }
            Some(StageFilter::FlaggedByMe) => {
                vec![Key { index: Index::FlaggedBy, value: self.actor.0.as_bytes().to_vec() }]
            }
            Some(StageFilter::Escalated) => vec![Key { index: Index::Escalated, value: vec![] }],
            Some(StageFilter::Of(patient)) => {
                let also = self.patient_record(patient).map(|p| p.also).unwrap_or_default();
                std::iter::once(patient)
                    .chain(also)
                    .map(|id| Key { index: Index::CasesOfPatient, value: id.0.as_bytes().to_vec() })
                    .collect()
            }
        }
    }
}

/// The list of the open cases with a need.
fn need_list(need: &NeedKey) -> Key {
    Key { index: Index::Need, value: [need.as_str().as_bytes(), &[0]].concat() }
}

/// Whether a list is in the order of dates alone, not of urgency first.
fn is_dated(filter: &CaseFilter) -> bool {
    matches!(
        filter.stage,
        Some(
            StageFilter::FlaggedByMe
                | StageFilter::Escalated
                | StageFilter::Of(_)
                | StageFilter::In(Queue::Closed)
        )
    )
}

fn fits(filter: &CaseFilter, case: &Case) -> bool {
    // Of a case that has ended, every need has.
    let need = filter.need.as_ref().is_none_or(|key| {
        case.body.needs.iter().any(|n| n.need == *key && (!n.state.has_ended() || !case.is_open()))
    });
    need && (!filter.urgent || case.body.urgency == Urgency::Urgent)
}

/// One stored list that is being merged with others.
struct Merging {
    prefix: Key,
    after: Option<Row>,
    page: VecDeque<Row>,
    end: bool,
}

impl Merging {
    fn new(prefix: Key, after: Option<&Cursor>) -> Self {
        let after = after.map(|cursor| Row {
            key: Key { index: prefix.index, value: [prefix.value.as_slice(), &cursor.place].concat() },
            subject: cursor.case.into(),
        });
        Self { prefix, after, page: VecDeque::new(), end: false }
    }

    /// The next place: the end of its key, and the case there.
    fn peek(&mut self, asker: Asker<'_>) -> Result<Option<(Vec<u8>, Uuid)>, Refusal> {
        if self.page.is_empty() && !self.end {
            let page = asker.desk.store.page(asker.practice, &self.prefix, self.after.as_ref(), 100)?;
            self.end = page.len() < 100;
            self.after = page.last().cloned().or_else(|| self.after.take());
            self.page = page.into();
        }
        let head = self.prefix.value.len();
        Ok(self.page.front().map(|row| (row.key.value[head..].to_vec(), row.subject.id)))
    }

    /// Goes on to a place, and says whether this list has it.
    fn comes_to(&mut self, asker: Asker<'_>, place: &(Vec<u8>, Uuid)) -> Result<bool, Refusal> {
        while let Some(here) = self.peek(asker)? {
            if here >= *place {
                return Ok(here == *place);
            }
            self.take();
        }
        Ok(false)
    }

    fn take(&mut self) {
        self.page.pop_front();
    }
}
