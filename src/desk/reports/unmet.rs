//! Unmet needs: what was lacking, where, and why. Fed from the ledger of unmet needs, where whoever found nothing noted
//! it, and where the needs of cases stand for which there was no help.

use crate::desk::reports::kit::{Figures, need_name, squared};
use crate::domain::need::NeedKey;
use crate::domain::postcode::Outcode;
use crate::domain::report::{Adds, Cell, Column, Figure, Link, Plot, Row, Sum, Table};
use crate::domain::unmet::WhyNot;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Why help was lacking, as it is counted of a case's needs.
const LACKS: [WhyNot; 6] =
    [WhyNot::NoService, WhyNot::Full, WhyNot::Waiting, WhyNot::NotEligible, WhyNot::TooFar, WhyNot::Cost];
/// Those, behind what was noted because nothing was found.
const COLUMNS: usize = LACKS.len() + 1;

/// Counts by need and column.
type Needs = BTreeMap<NeedKey, [u64; COLUMNS]>;

/// What was lacking in a period.
#[derive(Default)]
pub(super) struct Unmet {
    areas: BTreeMap<Option<Outcode>, Needs>,
}

impl Unmet {
    /// Counts one need; `why`: as its case says, or nothing where it was noted that nothing was found.
    pub fn add(&mut self, area: Option<Outcode>, need: NeedKey, why: Option<WhyNot>) {
        let column = why.and_then(|why| LACKS.iter().position(|one| *one == why)).map_or(0, |at| at + 1);
        self.areas.entry(area).or_default().entry(need).or_default()[column] += 1;
    }

    /// What was counted.
    pub fn figures(self) -> Figures {
        let mut needs: BTreeMap<&NeedKey, [u64; COLUMNS]> = BTreeMap::new();
        for (need, counts) in self.areas.values().flatten() {
            let sums = needs.entry(need).or_default();
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        let mut needs: Vec<(&NeedKey, [u64; COLUMNS])> = needs.into_iter().collect();
        needs.sort_by_key(|(_, counts)| Reverse(counts.iter().sum::<u64>()));
        let n = needs.iter().flat_map(|(_, counts)| counts).sum();
        let reasons = LACKS.map(|why| super::kit::capital(why.name()));
        let columns: Vec<&str> =
            std::iter::once("Nothing found").chain(reasons.iter().map(String::as_str)).collect();
        let rows = needs.iter().map(|(need, counts)| (need_name(need), counts.to_vec()));
        let mut by_need = squared("By need and reason", "Need", &columns, "All", rows);
        by_need.plot = Some(Plot::Bars { column: COLUMNS });

        let mut areas: Vec<(&Option<Outcode>, &Needs)> = self.areas.iter().collect();
        let all_of = |needs: &Needs| needs.values().flatten().sum::<u64>();
        areas.sort_by_key(|(area, needs)| (area.is_none(), Reverse(all_of(needs))));
        let row = |label: String, counts: &[u64; COLUMNS]| {
            let (noted, in_cases) = (counts[0], counts[1..].iter().sum::<u64>());
            Row::new(label, [noted, in_cases, noted + in_cases].map(Cell::Count).into())
        };
        let sum_of = |needs: &mut dyn Iterator<Item = &[u64; COLUMNS]>| {
            let mut sums = [0; COLUMNS];
            needs.for_each(|counts| sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count));
            sums
        };
        let mut links = vec![
            Link::same(Figure::N, Figure::Total { table: 0, column: COLUMNS }),
            Link::same(Figure::N, Figure::Total { table: 1, column: 2 }),
            Link::same(Figure::Total { table: 0, column: 0 }, Figure::Total { table: 1, column: 0 }),
        ];
        let mut places: BTreeMap<&NeedKey, Vec<usize>> = BTreeMap::new();
        let (mut rows, mut no_area) = (Vec::new(), 0);
        for (area, needs) in areas {
            let sums = sum_of(&mut needs.values());
            if area.is_none() {
                no_area = sums.iter().sum();
                let column = 2;
                links
                    .push(Link::same(Figure::Missing(0), Figure::Cell { table: 1, row: rows.len(), column }));
            }
            rows.push(row(area.as_ref().map_or_else(|| "Not known".to_owned(), ToString::to_string), &sums));
            let mut needs: Vec<_> = needs.iter().collect();
            needs.sort_by_key(|(_, counts)| Reverse(counts.iter().sum::<u64>()));
            for (need, counts) in needs {
                places.entry(need).or_default().push(rows.len());
                rows.push(row(need_name(need), counts).under());
            }
        }
        for (at, (need, _)) in needs.iter().enumerate() {
            let of = |column| {
                let rows = places.get(need).into_iter().flatten();
                rows.map(|row| Figure::Cell { table: 1, row: *row, column }).collect::<Vec<_>>()
            };
            for (column, there) in [(0, 0), (COLUMNS, 2)] {
                let whole = Figure::Cell { table: 0, row: at, column };
                links.push(Link { whole, parts: of(there), adds: Adds::Exactly });
            }
        }
        let sums = sum_of(&mut needs.iter().map(|(_, counts)| counts));
        let by_area = Table {
            title: "By district and need".to_owned(),
            about: "The district is the first half of the postcode.".to_owned(),
            rows_head: "District".to_owned(),
            columns: ["Nothing found", "In a case", "All"].map(Column::new).into(),
            rows,
            total: Some(row("All".to_owned(), &sums)),
            sums: vec![
                Sum::Rows(Adds::Exactly),
                Sum::Under(Adds::Exactly),
                Sum::Columns { whole: 2, parts: vec![0, 1], adds: Adds::Exactly },
            ],
            plot: None,
        };
        Figures {
            n,
            counted: "needs that there was no help for in the period",
            missing: vec![("district not known".to_owned(), no_area)],
            definitions: vec![
                "Nothing found: somebody searched, found nothing, and noted it on that day. A note does not say for \
                 whom, so that several may be about one patient."
                    .to_owned(),
                "In a case: a need that ended in the period, not or not wholly met, for a reason that lies with the \
                 help there is. Not counted: what the patient did not want, who could not be reached, other reasons."
                    .to_owned(),
            ],
            notes: vec![
                "What nobody looked for, or nobody noted, is not here: few unmet needs may also mean few notes."
                    .to_owned(),
            ],
            tables: vec![by_need, by_area],
            links,
        }
    }
}
