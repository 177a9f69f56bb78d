//! Services: who was sent where, who got there, whom it helped, and why not.

use crate::desk::reports::kit::{Count, Cross, Figures, Within, capital, squared};
use crate::domain::case::Case;
use crate::domain::report::{Adds, Cell, Column, Figure, Link, Plot, Row, Sum, Table};
use crate::domain::service::ServiceKey;
use crate::domain::unmet::WhyNot;
use std::collections::BTreeMap;

/// Beyond so many services a plot is no faster to read than the table.
const DRAWN: usize = 40;

/// What came of sending patients to one service.
#[derive(Default)]
struct OfService {
    name: String,
    sent: u64,
    reached: u64,
    helped: u64,
    why_not: BTreeMap<WhyNot, u64>,
}

/// Where patients were sent whose cases began in a period.
#[derive(Default)]
pub(super) struct Services {
    services: BTreeMap<ServiceKey, OfService>,
}

impl Count for Services {
    fn case(&mut self, case: &Case, within: &Within<'_>) {
        if !within.covers(case.body.opened.at) {
            return;
        }
        for (key, used) in case.uses() {
            let one = self
                .services
                .entry(key)
                .or_insert_with_key(|key| OfService { name: name(case, key), ..OfService::default() });
            one.sent += 1;
            one.reached += u64::from(used.reached);
            one.helped += u64::from(used.helped);
            if let Some(why) = used.why_not {
                *one.why_not.entry(why).or_default() += 1;
            }
        }
    }

    fn figures(self, _: &Within<'_>) -> Figures {
        let mut services: Vec<OfService> = self.services.into_values().collect();
        services.sort_by(|one, other| other.sent.cmp(&one.sent).then_with(|| one.name.cmp(&other.name)));
        let row = |label: String, sent: u64, reached: u64, helped: u64| {
            let counts = [sent, reached, sent - reached, helped].map(Cell::Count);
            Row::new(label, counts.into_iter().chain([Cell::percent(helped, sent)]).collect())
        };
        let sum = |of: fn(&OfService) -> u64| services.iter().map(of).sum::<u64>();
        let (sent, reached, helped) = (sum(|one| one.sent), sum(|one| one.reached), sum(|one| one.helped));
        let came_of_it = Table {
            title: "What came of it".to_owned(),
            about: "A patient counts once for each service that they were sent to.".to_owned(),
            rows_head: "Service".to_owned(),
            columns: vec![
                Column::new("Sent"),
                Column::new("Got there"),
                Column::new("Not, or not yet"),
                Column::new("Helped"),
                Column::of("Helped, share of sent", [0, 3]),
            ],
            rows: services
                .iter()
                .map(|one| row(one.name.clone(), one.sent, one.reached, one.helped))
                .collect(),
            total: Some(row("All".to_owned(), sent, reached, helped)),
            sums: vec![
                Sum::Rows(Adds::Exactly),
                Sum::Columns { whole: 0, parts: vec![1, 2], adds: Adds::Exactly },
                Sum::Columns { whole: 0, parts: vec![3], adds: Adds::Among },
            ],
            plot: (services.len() <= DRAWN).then_some(Plot::Stacked { columns: vec![1, 2] }),
        };
        let mut why = Cross::new(WhyNot::ALL.len());
        let mut links = vec![Link::same(Figure::N, Figure::Total { table: 0, column: 0 })];
        for (at, one) in services.iter().enumerate() {
            for (reason, count) in &one.why_not {
                let column = WhyNot::ALL.iter().position(|one| one == reason).unwrap_or_default();
                (0..*count).for_each(|_| why.add(at, column));
            }
        }
        let reasons = WhyNot::ALL.map(|why| capital(why.name()));
        let reasons: Vec<&str> = reasons.iter().map(String::as_str).collect();
        let rows = why.rows().map(|(at, counts)| (services[*at].name.clone(), counts.clone()));
        let mut why_not = squared("Why it did not help, or not wholly", "Service", &reasons, "All", rows);
        "Where a reason was given.".clone_into(&mut why_not.about);
        if !why_not.rows.is_empty() {
            let parts = vec![Figure::Total { table: 1, column: reasons.len() }];
            links.push(Link { whole: Figure::N, parts, adds: Adds::Among });
        }
        for (row, (at, _)) in why.rows().enumerate() {
            links.push(Link {
                whole: Figure::Cell { table: 0, row: *at, column: 0 },
                parts: vec![Figure::Cell { table: 1, row, column: reasons.len() }],
                adds: Adds::Among,
            });
        }
        Figures {
            n: sent,
            counted: "times that a patient was sent to a service, in cases that began in the period",
            missing: vec![],
            definitions: vec![
                "A case counts on the day that it began; what came of it counts up to the day that the report was made."
                    .to_owned(),
                "Sent: the patient was given the service's details, was referred, or agreed on it as a step of their \
                 plan. Got there: they began, were there or finished; of those who were sent without a link worker, \
                 their need was met. Helped: the need was met, wholly or in part."
                    .to_owned(),
            ],
            notes: vec![
                "That a need was met after a service does not say that it was met by it.".to_owned(),
                "The counts are of this practice's patients. They say little of a service that few were sent to."
                    .to_owned(),
            ],
            tables: if why_not.rows.is_empty() { vec![came_of_it] } else { vec![came_of_it, why_not] },
            links,
        }
    }
}

/// What the service was called in a case that used it.
fn name(case: &Case, key: &ServiceKey) -> String {
    let went = case.body.needs.iter().filter_map(|need| need.went.as_ref());
    let steps = case.body.work.steps.iter().filter_map(|step| step.what.service());
    went.chain(steps)
        .find(|service| service.key == *key)
        .map_or_else(|| format!("{}/{}", key.feed, key.id), |one| one.name.clone())
}
