//! Caseloads: what each link worker carries, against what they take on.

use crate::desk::reports::kit::{Count, Figures, Within};
use crate::domain::case::{Case, Stage};
use crate::domain::id::StaffId;
use crate::domain::report::{Adds, Cell, Column, Figure, Link, Plot, Row, Sum, Table};
use crate::domain::staff::{Role, Staff};
use std::collections::BTreeMap;

/// What is counted for one link worker.
#[derive(Clone, Copy, Default)]
struct Load {
    open: u64,
    overdue: u64,
    waiting: u64,
    closed: u64,
}

/// What each link worker carries, and closed in a period.
#[derive(Default)]
pub(super) struct Caseloads {
    loads: BTreeMap<StaffId, Load>,
    team: u64,
}

impl Count for Caseloads {
    fn case(&mut self, case: &Case, within: &Within<'_>) {
        match &case.body.stage {
            Stage::With { worker, .. } => {
                let load = self.loads.entry(*worker).or_default();
                load.open += 1;
                load.overdue += u64::from(case.body.work.due().is_some_and(|on| on < within.today));
            }
            Stage::Waiting { worker: Some(worker), .. } => {
                self.loads.entry(*worker).or_default().waiting += 1;
            }
            Stage::Waiting { worker: None, .. } => self.team += 1,
            Stage::Closed { at, by, .. } if within.covers(*at) => {
                // Whose case it was, not who ended its last need at the desk.
                if case.body.work.accepted.is_some() {
                    self.loads.entry(*by).or_default().closed += 1;
                }
            }
            Stage::Closed { .. } | Stage::ToRoute { .. } | Stage::Routed { .. } | Stage::Withdrawn { .. } => {
            }
        }
    }

    fn figures(mut self, within: &Within<'_>) -> Figures {
        let works = |staff: &&Staff| staff.is(Role::LinkWorker) && !staff.retired;
        for staff in within.staff.values().filter(works) {
            self.loads.entry(staff.id).or_default();
        }
        let staff = |id: &StaffId| within.staff.get(id);
        let name = |id: &StaffId| staff(id).map_or_else(|| "Somebody".to_owned(), |staff| staff.name.clone());
        let mut loads: Vec<(String, Option<u16>, Load)> = self
            .loads
            .iter()
            .map(|(id, load)| (name(id), staff(id).and_then(|staff| staff.capacity), *load))
            .collect();
        loads.sort_by(|one, other| one.0.cmp(&other.0));
        let row = |label: String, capacity: Cell, load: Load| {
            let later = load.open - load.overdue;
            let [open, overdue, later, waiting, closed] =
                [load.open, load.overdue, later, load.waiting, load.closed].map(Cell::Count);
            Row::new(label, vec![open, capacity, overdue, later, waiting, closed])
        };
        let mut all = Load { waiting: self.team, ..Load::default() };
        for (_, _, load) in &loads {
            all.open += load.open;
            all.overdue += load.overdue;
            all.waiting += load.waiting;
            all.closed += load.closed;
        }
        let settled: Option<u64> = loads.iter().map(|(_, capacity, _)| capacity.map(u64::from)).sum();
        let set = |capacity: Option<u64>| capacity.map_or(Cell::Missing, Cell::Set);
        let mut rows: Vec<Row> = loads
            .into_iter()
            .map(|(name, capacity, load)| row(name, set(capacity.map(u64::from)), load))
            .collect();
        rows.push(row(
            "The team, nobody yet".to_owned(),
            Cell::Missing,
            Load { waiting: self.team, ..Load::default() },
        ));
        let table = Table {
            title: "Open cases against capacity".to_owned(),
            about: "On the day that the report was made; closed: in the period.".to_owned(),
            rows_head: "Link worker".to_owned(),
            columns: ["Open", "Capacity", "Overdue", "Not overdue", "Wait for them", "Closed"]
                .map(Column::new)
                .into(),
            rows,
            total: Some(row("All".to_owned(), set(settled), all)),
            sums: vec![
                Sum::Rows(Adds::Exactly),
                Sum::Columns { whole: 0, parts: vec![2, 3], adds: Adds::Exactly },
            ],
            plot: Some(Plot::Against { column: 0, mark: 1 }),
        };
        Figures {
            n: all.open,
            counted: "cases with a link worker on the day that the report was made",
            missing: vec![],
            definitions: vec![
                "Open: accepted by the link worker and not closed. Capacity: as many as a manager has settled that they \
                 take at a time. Overdue: the day on which somebody was to look at the case again is past."
                    .to_owned(),
                "Wait for them: handed over and not accepted yet; \"the team\" has those that are for nobody by name."
                    .to_owned(),
                "Closed: by that link worker on a day of the period, after a link worker had accepted it.".to_owned(),
            ],
            notes: vec![
                "How many cases somebody has does not say how much work they are.".to_owned(),
            ],
            tables: vec![table],
            links: vec![Link::same(Figure::N, Figure::Total { table: 0, column: 0 })],
        }
    }
}
