//! Outcomes: measures of the same patients before and after, and what came of cases and of needs.

use crate::desk::reports::kit::{Count, Cross, Figures, Within, capital, need_name, squared};
use crate::desk::reports::measured::Measured;
use crate::domain::case::{Case, NeedState, Outcome, Stage};
use crate::domain::need::NeedKey;
use crate::domain::report::{Figure, Link, Plot};
use crate::domain::unmet::WhyNot;

/// How needs end, as the columns are called.
const ENDS: [&str; 4] = ["Met", "Partly met", "Not met", "Declined"];

/// What came of the cases that were closed in a period.
pub(super) struct Outcomes {
    measured: Measured,
    /// With a link worker, without.
    cases: Cross<usize>,
    needs: Cross<NeedKey>,
    /// Partly met, not met; the last row: no reason was given.
    why: Cross<usize>,
}

impl Outcomes {
    /// Nothing yet.
    pub fn new() -> Self {
        let (cases, needs, why) = (Cross::new(2), Cross::new(ENDS.len()), Cross::new(2));
        Self { measured: Measured::new(), cases, needs, why }
    }
}

impl Count for Outcomes {
    fn case(&mut self, case: &Case, within: &Within<'_>) {
        for need in &case.body.needs {
            let end = match &need.state {
                NeedState::Met => 0,
                NeedState::PartlyMet { .. } => 1,
                NeedState::NotMet { .. } => 2,
                NeedState::Declined => 3,
                _ => continue,
            };
            if !need.ended.is_some_and(|at| within.covers(at)) {
                continue;
            }
            self.needs.add(need.need.clone(), end);
            if matches!(end, 1 | 2) {
                let why = need.state.why_not().and_then(|why| WhyNot::ALL.iter().position(|one| *one == why));
                self.why.add(why.unwrap_or(WhyNot::ALL.len()), end - 1);
            }
        }
        let Stage::Closed { at, outcome, .. } = &case.body.stage else { return };
        if !within.covers(*at) {
            return;
        }
        let accepted = case.body.work.accepted.is_some();
        let row = Outcome::ALL.iter().position(|one| one == outcome).unwrap_or_default();
        self.cases.add(row, usize::from(!accepted));
        if accepted {
            self.measured.case(case);
        }
    }

    fn figures(self, _: &Within<'_>) -> Figures {
        let outcomes = Outcome::ALL.iter().enumerate();
        let mut cases = squared(
            "What came of the cases",
            "Outcome",
            &["With a link worker", "Without"],
            "All",
            outcomes.map(|(at, outcome)| (capital(outcome.name()), self.cases.row(&at))),
        );
        "Cases closed in the period.".clone_into(&mut cases.about);
        cases.plot = Some(Plot::Stacked { columns: vec![0, 1] });
        let needs = self.needs.most_first().into_iter();
        let mut needs = squared(
            "What came of the needs",
            "Need",
            &ENDS,
            "All",
            needs.map(|(need, counts)| (need_name(need), counts.clone())),
        );
        "Needs that ended in the period.".clone_into(&mut needs.about);
        needs.plot = Some(Plot::Stacked { columns: vec![0, 1, 2, 3] });
        let reasons = WhyNot::ALL.iter().map(|why| why.name()).chain(["not said"]).enumerate();
        let mut why = squared(
            "Why needs were not, or not wholly, met",
            "Why",
            &["Partly met", "Not met"],
            "All",
            reasons.map(|(at, why)| (capital(why), self.why.row(&at))),
        );
        why.plot = Some(Plot::Stacked { columns: vec![0, 1] });

        let n = self.measured.eligible();
        let mut figures = self.measured.figures();
        let first = figures.tables.len();
        let total = |table, column| Figure::Total { table: first + table, column };
        figures.links.extend([
            Link::same(Figure::N, total(0, 0)),
            Link::same(total(1, 1), total(2, 0)),
            Link::same(total(1, 2), total(2, 1)),
        ]);
        figures.tables.extend([cases, needs, why]);
        figures.n = n;
        figures
    }
}
