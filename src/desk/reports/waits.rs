//! Waits: how many working days patients waited for somebody to take them on, to ring them, to speak to them.

use crate::desk::reports::kit::{Count, Cross, Figures, Spread, Within, capital, squared};
use crate::domain::case::{Case, Stage};
use crate::domain::report::{Adds, Cell, Column, Figure, Link, Plot, Row, Sum, Table, Unit};
use crate::domain::urgency::Urgency;
use std::collections::BTreeMap;

/// What is waited for, from the hand-over: the heading, and what the cases that came there are called.
const UNTIL: [(&str, &str); 3] = [
    ("From hand-over to acceptance", "Accepted"),
    ("From hand-over to the first attempt", "Tried"),
    ("From hand-over to the first conversation", "Reached"),
];
/// The urgencies, the most urgent first.
const URGENCIES: [Urgency; 3] = [Urgency::Urgent, Urgency::Soon, Urgency::Routine];
/// How long cases have waited so far, in working days: up to, and as it is said.
const AGES: [(i32, &str); 5] = [
    (2, "Up to 2 working days"),
    (5, "3 to 5"),
    (10, "6 to 10"),
    (20, "11 to 20"),
    (i32::MAX, "More than 20"),
];

/// How long patients waited whose cases were handed over in a period, and how long others wait now.
pub(super) struct Waits {
    handed_over: BTreeMap<Urgency, u64>,
    /// For each of [`UNTIL`].
    until: [BTreeMap<Urgency, Spread>; 3],
    waiting: Cross<usize>,
}

impl Waits {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { handed_over: BTreeMap::new(), until: Default::default(), waiting: Cross::new(URGENCIES.len()) }
    }

    fn one(&self, at: usize) -> Table {
        let (title, there) = UNTIL[at];
        let nothing = Spread::default();
        let row = |label: String, handed_over: u64, spread: &Spread| {
            let not = handed_over.saturating_sub(spread.n());
            let counts = [handed_over, spread.n(), not].map(Cell::Count);
            let values = [spread.median(Unit::WorkingDays), spread.ninth_tenth(Unit::WorkingDays)];
            Row::new(label, counts.into_iter().chain(values).collect())
        };
        let rows = URGENCIES.map(|urgency| {
            let spread = self.until[at].get(&urgency).unwrap_or(&nothing);
            row(capital(urgency.word()), self.of(urgency), spread)
        });
        let mut all = Spread::default();
        self.until[at].values().for_each(|spread| all.join(spread));
        Table {
            title: title.to_owned(),
            about: "In working days.".to_owned(),
            rows_head: "Urgency".to_owned(),
            columns: vec![
                Column::new("Handed over"),
                Column::new(there),
                Column::new("Not yet, or not at all"),
                Column::of("Median", [1]),
                Column::of("9 of 10 within", [1]),
            ],
            rows: rows.into(),
            total: Some(row("All".to_owned(), self.handed_over.values().sum(), &all)),
            sums: vec![
                Sum::Rows(Adds::Exactly),
                Sum::Columns { whole: 0, parts: vec![1, 2], adds: Adds::Exactly },
            ],
            plot: Some(Plot::Pairs { before: 3, after: 4 }),
        }
    }

    fn of(&self, urgency: Urgency) -> u64 {
        self.handed_over.get(&urgency).copied().unwrap_or_default()
    }
}

impl Count for Waits {
    fn case(&mut self, case: &Case, within: &Within<'_>) {
        let (urgency, work) = (case.body.urgency, &case.body.work);
        if let (Stage::Waiting { since, .. }, Some(column)) = (&case.body.stage, place(urgency)) {
            let days = within.working_days(*since, within.now);
            let age = AGES.iter().position(|(most, _)| days <= *most).unwrap_or(AGES.len() - 1);
            self.waiting.add(age, column);
        }
        let Some(handed_over) = work.handed_over.filter(|at| within.covers(*at)) else { return };
        *self.handed_over.entry(urgency).or_default() += 1;
        let accepted = work.accepted.map(|moment| moment.at);
        for (at, when) in [accepted, work.first_tried(), work.first_reached()].into_iter().enumerate() {
            if let Some(when) = when {
                self.until[at].entry(urgency).or_default().add(within.working_days(handed_over, when));
            }
        }
    }

    fn figures(self, _: &Within<'_>) -> Figures {
        let mut tables: Vec<Table> = (0..UNTIL.len()).map(|at| self.one(at)).collect();
        let urgencies = URGENCIES.map(|urgency| capital(urgency.word()));
        let heads = [&urgencies[0], &urgencies[1], &urgencies[2]].map(String::as_str);
        let rows =
            AGES.iter().enumerate().map(|(at, (_, label))| ((*label).to_owned(), self.waiting.row(&at)));
        let mut waiting = squared("Waiting now for a link worker", "Waiting for", &heads, "All", rows);
        "On the day that the report was made, whenever they were handed over; since they last began to wait."
            .clone_into(&mut waiting.about);
        waiting.plot = Some(Plot::Stacked { columns: vec![0, 1, 2] });
        tables.push(waiting);
        let mut links = vec![];
        for table in 0..UNTIL.len() {
            links.push(Link::same(Figure::N, Figure::Total { table, column: 0 }));
            if table > 0 {
                links.extend((0..URGENCIES.len()).map(|row| {
                    let here = Figure::Cell { table, row, column: 0 };
                    Link::same(Figure::Cell { table: 0, row, column: 0 }, here)
                }));
            }
        }
        // Whoever was spoken to had been tried.
        links.extend((0..URGENCIES.len()).map(|row| Link {
            whole: Figure::Cell { table: 1, row, column: 1 },
            parts: vec![Figure::Cell { table: 2, row, column: 1 }],
            adds: Adds::Among,
        }));
        links.push(Link {
            whole: Figure::Total { table: 1, column: 1 },
            parts: vec![Figure::Total { table: 2, column: 1 }],
            adds: Adds::Among,
        });
        Figures {
            n: self.handed_over.values().sum(),
            counted: "cases handed over to the link workers in the period",
            missing: vec![],
            definitions: vec![
                "A case counts on the day that it was first handed over. What came of it counts whenever it came, up \
                 to the day that the report was made."
                    .to_owned(),
                "Working days: Monday to Friday without England's bank holidays; 0 is the same day.".to_owned(),
                "Accepted: a link worker first took the case. Tried: the first attempt to reach the patient, by \
                 whatever means. Reached: the first time that somebody spoke with them."
                    .to_owned(),
                "Median: half of those who came there had waited no longer. 9 of 10 within: the 90th percentile, the \
                 least number of days that nine of ten had not waited longer than."
                    .to_owned(),
                "Urgency: as it stands now.".to_owned(),
            ],
            notes: vec![
                "The median and the 90th percentile leave out those who wait still: while many do, they look better \
                 than they are."
                    .to_owned(),
            ],
            tables,
            links,
        }
    }
}

/// Where an urgency stands among the columns.
fn place(urgency: Urgency) -> Option<usize> {
    URGENCIES.iter().position(|one| *one == urgency)
}
