//! Contacts: attempts to reach patients, what came of them, and how many it takes.

use crate::desk::reports::kit::{Count, Cross, Figures, Within, capital, shares, squared};
use crate::domain::attempt::Band;
use crate::domain::case::Case;
use crate::domain::report::{Adds, Cell, Column, Figure, Link, Plot, Row, Sum, Table};
use crate::domain::safe_contact::{ContactResult, How};

/// How many attempts there were, as rows; the last: more.
const TRIES: [&str; 5] = ["1", "2", "3", "4", "5 or more"];

/// Attempts to reach patients in a period.
pub(super) struct Contacts {
    by_how: Cross<How>,
    /// Telephone calls: reached, not.
    by_band: Cross<Band>,
    /// Cases whose patient was first spoken to in the period, by the number of that attempt.
    until_reached: Cross<usize>,
    /// Cases accepted in the period whose patient was never spoken to, by attempts: open, closed.
    never: Cross<usize>,
    no_minutes: u64,
}

impl Contacts {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            by_how: Cross::new(ContactResult::ALL.len()),
            by_band: Cross::new(2),
            until_reached: Cross::new(1),
            never: Cross::new(2),
            no_minutes: 0,
        }
    }

    fn calls(&self) -> Table {
        let row = |label: String, counts: &[u64]| {
            let (reached, not) = (counts[0], counts[1]);
            let all = reached + not;
            let share = Cell::percent(reached, all);
            Row::new(label, vec![Cell::Count(all), Cell::Count(reached), Cell::Count(not), share])
        };
        let rows = Band::ALL.map(|band| row(capital(band.name()), &self.by_band.row(&band)));
        Table {
            title: "Telephone calls by part of the day".to_owned(),
            rows_head: "Part of the day".to_owned(),
            columns: vec![
                Column::new("Calls"),
                Column::new("Reached"),
                Column::new("Not reached"),
                Column::of("Reached, share", [0, 1]),
            ],
            rows: rows.into(),
            total: Some(row("All".to_owned(), &self.by_band.total())),
            sums: vec![
                Sum::Rows(Adds::Exactly),
                Sum::Columns { whole: 0, parts: vec![1, 2], adds: Adds::Exactly },
            ],
            plot: Some(Plot::Stacked { columns: vec![1, 2] }),
            ..Table::default()
        }
    }
}

impl Count for Contacts {
    fn case(&mut self, case: &Case, within: &Within<'_>) {
        let work = &case.body.work;
        for contact in work.contacts.iter().filter(|contact| within.covers(contact.at)) {
            let result = ContactResult::ALL.iter().position(|one| *one == contact.result).unwrap_or_default();
            self.by_how.add(contact.how, result);
            if contact.how == How::Phone {
                self.by_band.add(contact.slot.1, usize::from(!contact.result.reached()));
            }
            self.no_minutes += u64::from(contact.minutes.is_none());
        }
        match work.contacts.iter().position(|contact| contact.result.reached()) {
            Some(at) if within.covers(work.contacts[at].at) => {
                self.until_reached.add(at.min(TRIES.len() - 1), 0);
            }
            Some(_) => {}
            None => {
                if work.accepted.is_some_and(|accepted| within.covers(accepted.at)) {
                    self.never.add(work.contacts.len().min(TRIES.len()), usize::from(!case.is_open()));
                }
            }
        }
    }

    fn figures(self, _: &Within<'_>) -> Figures {
        let results = ContactResult::ALL.map(|result| capital(result.name()));
        let results: Vec<&str> = results.iter().map(String::as_str).collect();
        let mut by_how = squared(
            "By means and result",
            "By",
            &results,
            "All",
            How::ALL.map(|how| (capital(how.name()), self.by_how.row(&how))),
        );
        by_how.plot = Some(Plot::Bars { column: results.len() });
        let tries = TRIES.iter().enumerate();
        let mut until = shares(
            "Attempts until the patient was reached",
            "Attempts",
            "Cases",
            tries.map(|(at, label)| ((*label).to_owned(), self.until_reached.row(&at)[0])),
        );
        "Cases whose patient was spoken to for the first time in the period; the last attempt is that one."
            .clone_into(&mut until.about);
        until.plot = Some(Plot::Bars { column: 0 });
        let never = std::iter::once(&"0").chain(&TRIES).enumerate();
        let mut never = squared(
            "Not reached so far, by attempts",
            "Attempts",
            &["Goes on", "Closed"],
            "All",
            never.map(|(at, label)| ((*label).to_owned(), self.never.row(&at))),
        );
        "Cases accepted in the period whose patient nobody has spoken to.".clone_into(&mut never.about);
        never.plot = Some(Plot::Stacked { columns: vec![0, 1] });
        let phone = How::ALL.iter().position(|how| *how == How::Phone).unwrap_or_default();
        let spoke = ContactResult::ALL.iter().position(|result| result.reached()).unwrap_or_default();
        let n = self.by_how.all();
        Figures {
            n,
            counted: "attempts to reach a patient in the period",
            missing: vec![("attempts without the minutes that they took".to_owned(), self.no_minutes)],
            definitions: vec![
                "An attempt counts on the day that it was made.".to_owned(),
                "Reached: somebody spoke with the patient (the result \"spoke\").".to_owned(),
                "Morning: before 12:00. Afternoon: from 12:00 to before 17:00. Evening: from 17:00 on."
                    .to_owned(),
            ],
            notes: vec![],
            links: vec![
                Link::same(Figure::N, Figure::Total { table: 0, column: results.len() }),
                Link { whole: Figure::N, parts: vec![Figure::Missing(0)], adds: Adds::Among },
                Link::same(
                    Figure::Cell { table: 0, row: phone, column: results.len() },
                    Figure::Total { table: 1, column: 0 },
                ),
                Link::same(
                    Figure::Cell { table: 0, row: phone, column: spoke },
                    Figure::Total { table: 1, column: 1 },
                ),
            ],
            tables: vec![by_how, self.calls(), until, never],
        }
    }
}
