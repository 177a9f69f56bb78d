//! Reports: what is counted from the cases of a practice, and within which days.
//!
//! The store is read in pages and each case is fed to a counter, which holds counts alone: memory stays as it is
//! however many cases there are. What of a report may leave the practice, and how it looks, is the report layer's.

mod activity;
mod kit;

use crate::desk::Asker;
use crate::desk::refusal::Refusal;
use crate::desk::reply::Reply;
use crate::desk::reports::activity::Activity;
use crate::desk::reports::kit::{Count, Figures, Within};
use crate::domain::case::Case;
use crate::domain::ods::OdsCode;
use crate::domain::record::{Record, SubjectKind};
use crate::domain::report::{Cell, Missing, Period, PeriodError, Report, ReportName};
use jiff::civil::Date;

/// How many cases are read at once.
const PAGE: usize = 500;

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
        let today = self.desk.today();
        let period = Period::asked(from, to, today)?;
        let within = Within {
            period,
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
            _ => return Err(Refusal::input("this report is not there yet", "Choose another.")),
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

    /// Every case that was not taken back.
    fn each_case(self, mut with: impl FnMut(&Case) -> Result<(), Refusal>) -> Result<(), Refusal> {
        let mut after = None;
        loop {
            let page = self.desk.store.scan(self.practice, SubjectKind::Case, after, PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.subject().id);
            for record in &page {
                if let Record::Case(case) = record
                    && !case.is_withdrawn()
                {
                    with(case)?;
                }
            }
        }
    }
}

/// A report of what was counted.
fn made(name: ReportName, figures: Figures, within: Within<'_>) -> Report {
    let missing = |(what, count): (&str, u64)| Missing { what: what.to_owned(), count: Cell::Count(count) };
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
