//! Reports: what is counted from the cases of a practice, and within which days.
//!
//! The store is read in pages and each case is fed to a counter, which holds counts alone: memory stays as it is
//! however many cases there are. What of a report may leave the practice, and how it looks, is the report layer's.

mod activity;
mod caseloads;
mod contacts;
mod equity;
mod kit;
mod measured;
mod outcomes;
mod services;
mod unmet;
mod waits;

use crate::desk::Asker;
use crate::desk::refusal::Refusal;
use crate::desk::reply::Reply;
use crate::desk::reports::activity::Activity;
use crate::desk::reports::caseloads::Caseloads;
use crate::desk::reports::contacts::Contacts;
use crate::desk::reports::equity::Equity;
use crate::desk::reports::kit::{Count, Figures, Within};
use crate::desk::reports::outcomes::Outcomes;
use crate::desk::reports::services::Services;
use crate::desk::reports::unmet::Unmet;
use crate::desk::reports::waits::Waits;
use crate::domain::case::{Case, CaseNeed};
use crate::domain::id::UnmetId;
use crate::domain::ods::OdsCode;
use crate::domain::postcode::Outcode;
use crate::domain::record::{Index, Key, Record};
use crate::domain::report::{Cell, Missing, Period, PeriodError, Report, ReportName};
use crate::domain::unmet::UnmetNeed;
use crate::store::Row;
use jiff::SignedDuration;
use jiff::civil::Date;
use uuid::Uuid;

/// How many cases are read at once.
const PAGE: usize = 1_000;

impl Asker<'_> {
    /// A report of a period: the twelve months up to today where no day is said.
    pub(super) fn report(
        self,
        name: ReportName,
        from: Option<Date>,
        to: Option<Date>,
        practice: Option<&OdsCode>,
    ) -> Result<Reply, Refusal> {
        let own = self.practice_now()?;
        if let Some(other) = practice.filter(|other| **other != own.ods) {
            return Err(Refusal::input(
                format!("no cases of practice {other} are here"),
                format!("Leave the practice out, or choose {}: {}.", own.ods, own.name),
            ));
        }
        let now = self.desk.now();
        let today = self.desk.date_of(now);
        let period = Period::asked(from, to, today)?;
        let within = Within {
            period,
            now,
            today,
            bounds: (
                self.begin_of(period.from()),
                self.begin_of(period.to().tomorrow().unwrap_or(Date::MAX)),
            ),
            zone: &self.desk.zone,
            days: &self.desk.working_days,
            staff: self.desk.staff_now().clone(),
            practice: own,
        };
        let figures = match name {
            ReportName::Activity => self.counted(Activity::new(), &within)?,
            ReportName::Waits => self.counted(Waits::new(), &within)?,
            ReportName::Caseloads => self.counted(Caseloads::default(), &within)?,
            ReportName::Contacts => self.counted(Contacts::new(), &within)?,
            ReportName::Outcomes => self.counted(Outcomes::new(), &within)?,
            ReportName::Unmet => self.unmet(&within)?,
            ReportName::Services => self.counted(Services::default(), &within)?,
            ReportName::Equity => self.equity(&within)?,
        };
        Ok(Reply::Report(Box::new(made(name, figures, within))))
    }

    /// Feeds every case to a counter.
    fn counted(self, mut counter: impl Count, within: &Within<'_>) -> Result<Figures, Refusal> {
        self.each_case(|case| {
            counter.case(case, within);
            Ok(())
        })?;
        Ok(counter.figures(within))
    }

    fn equity(self, within: &Within<'_>) -> Result<Figures, Refusal> {
        let mut equity = Equity::default();
        self.each_case(|case| {
            if Equity::wants(case, within) {
                equity.case(case, &self.patient_of(case)?, within);
            }
            Ok(())
        })?;
        Ok(equity.figures())
    }

    /// What the ledger of unmet needs says of the period.
    fn unmet(self, within: &Within<'_>) -> Result<Figures, Refusal> {
        let mut unmet = Unmet::default();
        let all = Key { index: Index::Unmet, value: vec![] };
        // Behind everything that stands a moment before the first day.
        let before = within.bounds.0.saturating_sub(SignedDuration::from_millis(1));
        let last = UnmetId(Uuid::max()).into();
        let mut after = Some(Row { key: UnmetNeed::place(before.unwrap_or(within.bounds.0)), subject: last });
        loop {
            let rows = self.desk.store.page(self.practice, &all, after.as_ref(), PAGE)?;
            for row in &rows {
                match self.read(row.subject)? {
                    Some(Record::Unmet(note)) if within.covers(note.at) => {
                        for need in note.needs {
                            unmet.add(note.area.clone(), need, None);
                        }
                    }
                    // It stands at the last of its needs: an earlier one may be the one of the period.
                    Some(Record::Case(case)) => self.lacking(&case, within, &mut unmet)?,
                    _ => {}
                }
            }
            after = rows.into_iter().next_back();
            if after.is_none() {
                return Ok(unmet.figures());
            }
        }
    }

    fn lacking(self, case: &Case, within: &Within<'_>, unmet: &mut Unmet) -> Result<(), Refusal> {
        let ended = |need: &&CaseNeed| need.ended.is_some_and(|at| within.covers(at));
        let lacked = case.body.needs.iter().filter(ended);
        let lacked: Vec<_> = lacked.filter_map(|need| Some((need, need.lacked()?))).collect();
        if lacked.is_empty() {
            return Ok(());
        }
        let postcode = self.patient_of(case)?.details.postcode;
        let area = postcode.and_then(|postcode| Outcode::parse(postcode.outcode()).ok());
        for (need, why) in lacked {
            unmet.add(area.clone(), need.need.clone(), Some(why));
        }
        Ok(())
    }

    /// Every case that was not taken back.
    fn each_case(self, mut with: impl FnMut(&Case) -> Result<(), Refusal>) -> Result<(), Refusal> {
        let mut after = None;
        loop {
            let page = self.desk.store.scan_cases(self.practice, after, PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.id.0);
            page.iter().filter(|case| !case.is_withdrawn()).try_for_each(&mut with)?;
        }
    }
}

/// A report of what was counted.
fn made(name: ReportName, figures: Figures, within: Within<'_>) -> Report {
    let missing = |(what, count): (String, u64)| Missing { what, count: Cell::Count(count) };
    Report {
        name,
        practice: within.practice.name,
        ods: within.practice.ods,
        period: within.period,
        made_on: within.today,
        n: Cell::Count(figures.n),
        counted: figures.counted.to_owned(),
        missing: figures.missing.into_iter().map(missing).collect(),
        definitions: figures.definitions,
        notes: figures.notes,
        tables: figures.tables,
        links: figures.links,
    }
}

impl From<PeriodError> for Refusal {
    fn from(error: PeriodError) -> Self {
        // Its first sentence says what is wrong, its last what to do.
        let text = error.to_string();
        let (what, advice) = text.split_once(". ").unwrap_or((&text, "Choose other days."));
        Self::input(what, advice)
    }
}
