//! Cases: lists in their fair order, one case whole, what is done with it, and what is taken back.

use crate::desk::Asker;
use crate::desk::change::Draft;
use crate::desk::flagging::{state_said, unknown_need};
use crate::desk::permission::Deed;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{Action, ActionKind, CaseCard, CasePage, Reply};
use crate::desk::request::{CaseFilter, Cursor, StageFilter, WhichCase};
use crate::domain::case::{Case, CaseEvent, CaseRefusal, Command, NeedEnd, Queue, Stage};
use crate::domain::id::{CaseId, StaffId};
use crate::domain::need::catalogue;
use crate::domain::patient::{Patient, PatientEvent};
use crate::domain::record::{Event, Index, Key, Record, Subject, SubjectKind};
use crate::domain::reference::Reference;
use crate::domain::staff::Role;
use crate::domain::text;
use crate::domain::urgency::Urgency;
use crate::store::Row;
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
            if let Some(Record::Case(case)) = self.read(case)?
                && self.fits(filter, &case)
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
            if filter.urgent && !self.is_dated(filter) && tail.first().is_some_and(|rank| *rank > 0) {
                return Ok(CasePage { cases, next: None });
            }
            last = Some(Cursor { place: tail, case });
        }
        Ok(CasePage { cases, next: last })
    }

    /// The stored lists that a filter is put together from.
    fn lists(self, filter: &CaseFilter) -> Vec<Key> {
        let queue = |queue: Queue| Key { index: Index::Queue, value: queue.prefix() };
        let workers = || -> Vec<StaffId> { self.desk.staff_now().keys().copied().collect() };
        match filter.stage {
            None | Some(StageFilter::Open) => match &filter.need {
                Some(need) => {
                    vec![Key { index: Index::Need, value: [need.as_str().as_bytes(), &[0]].concat() }]
                }
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

    /// Whether a list is in the order of dates alone, not of urgency first.
    fn is_dated(self, filter: &CaseFilter) -> bool {
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

    fn fits(self, filter: &CaseFilter, case: &Case) -> bool {
        let need = filter
            .need
            .as_ref()
            .is_none_or(|key| case.body.needs.iter().any(|n| n.need == *key && !n.state.has_ended()));
        need && (!filter.urgent || case.body.urgency == Urgency::Urgent)
    }

    pub(super) fn case(self, which: &WhichCase) -> Result<Reply, Refusal> {
        let case = self.which(which)?;
        let line = self.case_line(&case)?;
        Ok(Reply::Case(Box::new(CaseCard {
            line,
            patient: self.patient_of(&case)?,
            history: self.history(&case)?,
            actions: self.actions(&case),
            undo: case.undo.as_ref().filter(|last| last.by == self.actor).map(|last| last.did.clone()),
            note: case.body.note,
            agreements: case.body.agreements,
            escalations: case.body.escalations,
            went_on: case.body.went_on,
        })))
    }

    /// What the asker can do with a case, and why not otherwise.
    fn actions(self, case: &Case) -> Vec<Action> {
        let why = || "x".to_owned();
        let tried = |command| case.decide(command, self.actor).err();
        let routes = || match case.is_open() && case.open_needs().is_empty() {
            true => Some(CaseRefusal::NothingToRoute),
            false => tried(Command::Decline { needs: vec![], why: String::new() }),
        };
        let end = Command::Close { ends: vec![], rest: Some(NeedEnd::Met), summary: String::new() };
        let elsewhere = StaffId(Uuid::nil());
        let all = [
            (ActionKind::Accept, Deed::Accept, tried(Command::Accept)),
            (ActionKind::HandOver, Deed::Route, routes()),
            (ActionKind::Signpost, Deed::Route, routes()),
            (ActionKind::Refer, Deed::Route, routes()),
            (ActionKind::Decline, Deed::Route, routes()),
            (ActionKind::Escalate, Deed::Route, (!case.is_open()).then_some(CaseRefusal::Closed)),
            (ActionKind::Acknowledge, Deed::Acknowledge, tried(Command::Acknowledge)),
            (ActionKind::Return, Deed::Return, tried(Command::Return { why: why() })),
            (ActionKind::Reassign, Deed::Reassign, tried(Command::Reassign { to: Some(elsewhere) })),
            (ActionKind::Note, Deed::WriteNote, tried(Command::Note { text: why() })),
            (ActionKind::Close, Deed::EndCase, tried(end)),
            (ActionKind::Reopen, Deed::EndCase, tried(Command::Reopen { why: why() })),
        ];
        all.into_iter()
            .map(|(kind, deed, refused)| {
                let refused = match refused {
                    _ if !self.may(deed) => Some(Refusal::not_allowed(deed).what()),
                    refused => refused.map(|refusal| Refusal::Case(refusal).what()),
                };
                Action { kind, refused }
            })
            .collect()
    }

    /// Does something with a case.
    pub(super) fn on_case(self, which: &WhichCase, command: Command) -> Result<Reply, Refusal> {
        let command = cleaned(command);
        if let Command::Flag(flag) = &command
            && let Some(unknown) = flag.needs.iter().find(|need| catalogue().get(need).is_none())
        {
            return Err(unknown_need(unknown));
        }
        if let Command::HandOver { to: Some(to), .. } | Command::Reassign { to: Some(to) } = &command {
            self.link_worker(*to)?;
        }
        if matches!(command, Command::Undo) {
            let case = self.which(which)?;
            return self.undo(case.id.into());
        }
        let (did, kept) = self.change(|draft| {
            let case = self.which(which)?;
            if matches!(command, Command::Reopen { .. }) {
                self.check_no_other_open(&case)?;
            }
            let event = case.decide(command.clone(), self.actor)?;
            let did = event.did();
            draft.happen_to_case(&case, event)?;
            Ok(did)
        })?;
        let said = kept.case().map_or_else(String::new, |case| {
            let who = self.called(case.patient);
            format!("{}: kept {did}. {} {}", who, case.reference, state_said(case))
        });
        self.done(said, &kept, false)
    }

    fn check_no_other_open(self, case: &Case) -> Result<(), Refusal> {
        let patient = self.patient_of(case)?;
        match self.open_case_of(&patient)? {
            Some(other) if other.id != case.id => Err(Refusal::State {
                what: format!("{} has another open case, {}", patient.details.called(), other.reference),
                advice: "Add to that one.".to_owned(),
            }),
            _ => Ok(()),
        }
    }

    /// Takes the asker's own last change back, in everything that it changed.
    pub(super) fn undo(self, subject: Subject) -> Result<Reply, Refusal> {
        let (did, kept) = self.change(|draft| match subject.kind {
            SubjectKind::Case => {
                let case = self.which(&WhichCase::Id(CaseId(subject.id)))?;
                let did = case.undo.as_ref().map(|last| last.did.clone()).unwrap_or_default();
                if case.undo.as_ref().is_some_and(|last| last.joined) {
                    return draft.part_again(case.patient);
                }
                draft.command(&case, Command::Undo)?;
                Ok(did)
            }
            SubjectKind::Patient => draft.part_again(crate::domain::id::PatientId(subject.id)),
            _ => Err(CaseRefusal::NothingToUndo.into()),
        })?;
        let said = match (kept.case(), kept.patient()) {
            (Some(case), _) => {
                format!(
                    "Taken back: {did} for {}. {} {}",
                    self.called(case.patient),
                    case.reference,
                    state_said(case)
                )
            }
            (None, Some(patient)) => format!("Taken back: {did} of {}.", patient.details.called()),
            (None, None) => format!("Taken back: {did}."),
        };
        self.done(said, &kept, false)
    }

    /// A case, by its id or its reference.
    pub(super) fn which(self, which: &WhichCase) -> Result<Case, Refusal> {
        let advice = "Check the reference; `signpost cases` lists them.";
        let (subject, typed): (Subject, String) = match which {
            WhichCase::Id(id) => ((*id).into(), id.to_string()),
            WhichCase::Typed(text) => {
                let typed = text::line(text, 60);
                if let Ok(id) = Uuid::parse_str(&typed) {
                    (CaseId(id).into(), typed)
                } else {
                    let reference = Reference::parse(&typed)
                        .map_err(|error| Refusal::not_found(format!("\"{typed}\": {error}"), advice))?;
                    let key = Key { index: Index::Reference, value: reference.as_str().into() };
                    match self.desk.store.lookup(self.practice, &key)? {
                        Some(subject) => (subject, typed),
                        None => {
                            return Err(Refusal::not_found(format!("there is no case {reference}"), advice));
                        }
                    }
                }
            }
        };
        match self.read(subject)? {
            Some(Record::Case(case)) => Ok(*case),
            _ => Err(Refusal::not_found(format!("there is no case {typed}"), advice)),
        }
    }

    /// A member of staff who can take cases.
    pub(super) fn link_worker(self, id: StaffId) -> Result<(), Refusal> {
        match self.desk.staff_now().get(&id) {
            Some(one) if one.is(Role::LinkWorker) => Ok(()),
            Some(one) => Err(Refusal::input(
                format!("{} is not a link worker here", one.name),
                "Choose a link worker, or the team.",
            )),
            None => Err(Refusal::not_found(
                "there is no such member of staff",
                "Choose a link worker, or the team.",
            )),
        }
    }
}

impl Draft<'_> {
    /// Takes back the last change of a patient's record: a correction, or the joining of two records with the cases
    /// that it joined.
    fn part_again(&mut self, patient: crate::domain::id::PatientId) -> Result<String, Refusal> {
        let undoable = |record: Option<Record>| -> Result<Patient, Refusal> {
            match record {
                Some(Record::Patient(patient)) if patient.undo.is_some() => Ok(patient),
                _ => Err(CaseRefusal::NothingToUndo.into()),
            }
        };
        let one = undoable(self.read(patient)?)?;
        let Some(last) = one.undo.clone().filter(|last| last.by == self.asker.actor) else {
            return Err(CaseRefusal::NothingToUndo.into());
        };
        let mut cases = last.cases.clone();
        let mut records = vec![one.clone()];
        if let Some(other) = last.other {
            let other = undoable(self.read(other)?)?;
            let same = other.undo.as_ref().is_some_and(|undo| undo.change == last.change);
            if !same {
                return Err(CaseRefusal::NothingToUndo.into());
            }
            cases.extend(other.undo.iter().flat_map(|undo| undo.cases.clone()));
            records.push(other);
        }
        // The record that goes on first: it gives back the number that the other one had.
        records.sort_by_key(|record| record.joined_into.is_some());
        for record in &records {
            self.happen(record.id, Event::Patient(PatientEvent::Undone))?;
        }
        let mut cases: Vec<Case> = cases
            .into_iter()
            .map(|id| match self.read(id)? {
                Some(Record::Case(case)) => match &case.undo {
                    Some(undo) if undo.change == last.change => Ok(*case),
                    _ => Err(CaseRefusal::NothingToUndo.into()),
                },
                _ => Err(CaseRefusal::NothingToUndo.into()),
            })
            .collect::<Result<_, Refusal>>()?;
        cases.sort_by_key(|case| matches!(case.body.stage, Stage::Withdrawn { .. }));
        for case in &cases {
            self.happen_to_case(case, CaseEvent::Undone)?;
        }
        Ok(if last.other.is_some() { "the joining of two records" } else { "the correction" }.to_owned())
    }
}

/// One stored list that is being merged with others.
struct Merging {
    prefix: Key,
    after: Option<Row>,
    page: std::collections::VecDeque<Row>,
    end: bool,
}

impl Merging {
    fn new(prefix: Key, after: Option<&Cursor>) -> Self {
        let after = after.map(|cursor| Row {
            key: Key { index: prefix.index, value: [prefix.value.as_slice(), &cursor.place].concat() },
            subject: cursor.case.into(),
        });
        Self { prefix, after, page: std::collections::VecDeque::new(), end: false }
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

    fn take(&mut self) {
        self.page.pop_front();
    }
}

/// A command whose words are safe to keep.
fn cleaned(command: Command) -> Command {
    let line = |text: &str| text::line(text, 600);
    match command {
        Command::Note { text } => Command::Note { text: text::block(&text, 4_001) },
        Command::Return { why } => Command::Return { why: line(&why) },
        Command::Reopen { why } => Command::Reopen { why: line(&why) },
        Command::Decline { needs, why } => Command::Decline { needs, why: line(&why) },
        Command::EndNeed { need, end } => Command::EndNeed { need, end: cleaned_end(end) },
        Command::Close { ends, rest, summary } => Command::Close {
            ends: ends.into_iter().map(|(need, end)| (need, cleaned_end(end))).collect(),
            rest: rest.map(cleaned_end),
            summary: line(&summary),
        },
        Command::Flag(mut flag) => {
            flag.note = text::block(&flag.note, 4_001);
            flag.went_on = line(&flag.went_on);
            Command::Flag(flag)
        }
        Command::Escalate(mut escalate) => {
            escalate.reason = line(&escalate.reason);
            escalate.told = line(&escalate.told);
            Command::Escalate(escalate)
        }
        Command::RecordAgreement(mut given) => {
            given.words = line(&given.words);
            Command::RecordAgreement(given)
        }
        other => other,
    }
}

fn cleaned_end(end: NeedEnd) -> NeedEnd {
    match end {
        NeedEnd::Met => NeedEnd::Met,
        NeedEnd::PartlyMet { why } => NeedEnd::PartlyMet { why: text::line(&why, 600) },
        NeedEnd::NotMet { why } => NeedEnd::NotMet { why: text::line(&why, 600) },
    }
}
