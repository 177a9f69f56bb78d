//! Today: what this person should do next, in the order of its weight.

use crate::desk::Asker;
use crate::desk::permission::Deed;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{CaseLine, Reply, Section, SectionKind, Today};
use crate::desk::request::{CaseFilter, StageFilter};
use crate::domain::case::work::Attention;
use crate::domain::case::{Case, Queue, Stage, day_first};
use crate::domain::record::{Index, Key, Record};
use crate::domain::staff::Role;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// How many cases a part shows at first.
const SHOWN: usize = 30;

/// How many of somebody's own cases are looked through, those due first: several caseloads (about 40 each).
const OWN: usize = 200;

/// How much is shown of what came of what somebody flagged.
const FLAGGED: usize = 10;

/// The parts that a link worker's own cases fall into, each into the first that fits; the heaviest first.
const OF_ONES_OWN: [SectionKind; 10] = [
    SectionKind::NoDate,
    SectionKind::CallBacks,
    SectionKind::New,
    SectionKind::Overdue,
    SectionKind::Due,
    SectionKind::NotReached,
    SectionKind::AwaitsService,
    SectionKind::Agreements,
    SectionKind::Measures,
    SectionKind::Mine,
];

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
        let mut own = if is(Role::LinkWorker) { self.own_by_section()? } else { BTreeMap::new() };
        let mut part = |kind: SectionKind| self.lines(&own.remove(&(kind as u8)).unwrap_or_default());
        // An accepted case that nobody would look at again is the first thing to mend.
        add(SectionKind::NoDate, part(SectionKind::NoDate)?);
        add(SectionKind::Escalated, self.first(StageFilter::Escalated, SHOWN)?);
        // What is escalated heads the list already.
        let (mut to_route, more) = self.first(StageFilter::In(Queue::ToRoute), SHOWN)?;
        to_route.retain(|case| !case.escalated);
        add(SectionKind::ToRoute, (to_route, more));
        for kind in [SectionKind::CallBacks, SectionKind::New, SectionKind::Overdue, SectionKind::Due] {
            add(kind, part(kind)?);
        }
        if is(Role::LinkWorker) {
            let (mut for_me, more) = self.first(StageFilter::In(Queue::WaitingFor(self.actor)), SHOWN)?;
            // What was due when it changed hands comes first.
            for_me.sort_by_key(|case| case.attention.is_empty());
            add(SectionKind::WaitingForMe, (for_me, more));
        }
        if is(Role::LinkWorker) || is(Role::Manager) {
            add(SectionKind::Colleagues, self.of_absent()?);
            add(SectionKind::Team, self.first(StageFilter::In(Queue::Team), SHOWN)?);
        }
        let rest = OF_ONES_OWN.into_iter().skip_while(|kind| *kind != SectionKind::NotReached);
        for kind in rest {
            add(kind, part(kind)?);
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

    /// A link worker's own cases, each in the heaviest part that it belongs to; within a part, by the day that is due.
    fn own_by_section(self) -> Result<BTreeMap<u8, Vec<Case>>, Refusal> {
        let (now, limits, days) = (self.desk.clock_now(), self.limits(), &self.desk.working_days);
        let mut parts: BTreeMap<u8, Vec<Case>> = BTreeMap::new();
        for case in self.own_cases()? {
            let attention = case.attention(now, &limits, days);
            let new = case.worker() == Some(self.actor) && case.body.needs.iter().any(|need| need.new);
            let kind = match attention.first() {
                Some(Attention::NoDate) => SectionKind::NoDate,
                Some(Attention::CallBack { .. }) => SectionKind::CallBacks,
                // What waits for them by name stands in a part of its own.
                _ if matches!(case.body.stage, Stage::Waiting { .. }) => continue,
                _ if new => SectionKind::New,
                Some(Attention::Overdue { .. }) => SectionKind::Overdue,
                Some(Attention::FollowUp { on }) if *on < now.today => SectionKind::Overdue,
                Some(Attention::DueToday { .. } | Attention::FollowUp { .. }) => SectionKind::Due,
                Some(Attention::NotReached { .. }) => SectionKind::NotReached,
                Some(Attention::AwaitsService { .. }) => SectionKind::AwaitsService,
                Some(Attention::AgreementEnds { .. }) => SectionKind::Agreements,
                Some(Attention::MeasureDue { .. }) => SectionKind::Measures,
                // A follow-up after the end that is not due yet is nobody's case today.
                None if !case.is_open() => continue,
                None => SectionKind::Mine,
            };
            parts.entry(kind as u8).or_default().push(case);
        }
        Ok(parts)
    }

    /// A link worker's own cases, those due first, and those of the team whose patient asked to be rung.
    fn own_cases(self) -> Result<Vec<Case>, Refusal> {
        let today = self.desk.today();
        let page =
            |index, value: Vec<u8>| self.desk.store.page(self.practice, &Key { index, value }, None, OWN);
        let calls = page(Index::CallBack, vec![])?;
        let now = day_first(Some(today));
        let calls = calls.into_iter().filter(|row| row.key.value.as_slice() <= &now[..]);
        let own = page(Index::Due, self.actor.0.as_bytes().to_vec())?;
        let mut seen = BTreeSet::new();
        let mut cases = Vec::new();
        for row in own.into_iter().chain(calls) {
            if !seen.insert(row.subject) {
                continue;
            }
            let Some(Record::Case(case)) = self.read(row.subject)? else { continue };
            let anothers = case.worker().is_some_and(|worker| worker != self.actor)
                || matches!(case.body.stage, Stage::Waiting { worker: Some(worker), .. } if worker != self.actor);
            if !anothers {
                cases.push(*case);
            }
        }
        Ok(cases)
    }

    /// What is due of link workers who are away today, and everything of those who have left: nobody else sees it.
    fn of_absent(self) -> Result<(Vec<CaseLine>, bool), Refusal> {
        let today = self.desk.today();
        let mut cases = Vec::new();
        for one in self.link_workers_ever() {
            let away = one.leave.is_some_and(|leave| leave.covers(today));
            if one.id == self.actor || !(one.retired || away) {
                continue;
            }
            let until = if one.retired { Date::MAX } else { today };
            for case in self.due_until(one.id, until)? {
                // After the end nobody has it: what is due is all that is left of it.
                if case.is_open() || case.body.work.due().is_some_and(|due| due <= today) {
                    cases.push(case);
                }
            }
        }
        // Those without a day wait longer than any that has one.
        cases.sort_by_key(|case| case.body.work.due());
        self.lines(&cases)
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
