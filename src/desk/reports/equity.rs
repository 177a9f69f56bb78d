//! Equity: who is helped and who is not, by age, sex and area.

use crate::desk::reports::kit::{Figures, Within};
use crate::domain::case::{Case, Outcome, Stage};
use crate::domain::dates;
use crate::domain::patient::{Asked, Patient};
use crate::domain::report::{Adds, Cell, Column, Figure, Link, Plot, Row, Sum, Table};
use crate::domain::service::details::OnlyFor;
use crate::domain::unmet::WhyNot;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Age bands: up to these years.
const AGES: [(i16, &str); 6] = [
    (17, "0 to 17"),
    (29, "18 to 29"),
    (44, "30 to 44"),
    (64, "45 to 64"),
    (79, "65 to 79"),
    (i16::MAX, "80 and over"),
];
/// What patients said of themselves.
const SEXES: [&str; 3] = ["Women", "Men", "Other words"];
/// What stands for those who are not in a group because it is not known.
const NOT_KNOWN: &str = "Not known";

/// How cases ended, or go on, in the order of their columns.
const HELPED: usize = 0;
const DECLINED: usize = 1;
const DROPPED_OUT: usize = 2;
const OTHER_END: usize = 3;
const GOES_ON: usize = 4;

/// What became of the patients of one group.
#[derive(Clone, Copy, Default)]
struct Group {
    handed_over: u64,
    accepted: u64,
    ends: [u64; 5],
}

/// What became of the patients whose cases began in a period, by group.
#[derive(Default)]
pub(super) struct Equity {
    /// By the place in [`AGES`] and [`SEXES`]; none: not known.
    ages: BTreeMap<Option<usize>, Group>,
    sexes: BTreeMap<Option<usize>, Group>,
    areas: BTreeMap<Option<String>, Group>,
}

impl Equity {
    /// Whether a case is one of them.
    pub fn wants(case: &Case, within: &Within<'_>) -> bool {
        within.covers(case.body.opened.at)
    }

    /// Counts a case of a patient.
    pub fn case(&mut self, case: &Case, patient: &Patient, within: &Within<'_>) {
        let (body, details) = (&case.body, &patient.details);
        let age = details.born.map(|born| {
            let age = dates::age(born, within.day(body.opened.at));
            AGES.iter().position(|(most, _)| age <= *most).unwrap_or(AGES.len() - 1)
        });
        let sex = match &details.gender {
            Asked::Said(words) => Some(match OnlyFor::of_gender(words) {
                Some(OnlyFor::Women) => 0,
                Some(OnlyFor::Men) => 1,
                None => 2,
            }),
            Asked::NotAsked | Asked::Declined => None,
        };
        let area = details.postcode.as_ref().map(|postcode| postcode.outcode().to_owned());
        let end = end(case);
        let groups = [
            self.ages.entry(age).or_default(),
            self.sexes.entry(sex).or_default(),
            self.areas.entry(area).or_default(),
        ];
        for group in groups {
            group.handed_over += u64::from(body.work.handed_over.is_some());
            group.accepted += u64::from(body.work.accepted.is_some());
            group.ends[end] += 1;
        }
    }

    /// What was counted.
    pub fn figures(self) -> Figures {
        let of = |groups: &BTreeMap<Option<usize>, Group>, labels: &[&str]| -> Vec<(String, Group)> {
            let known = labels.iter().enumerate().map(|(at, label)| (Some(at), *label));
            known
                .chain([(None, NOT_KNOWN)])
                .map(|(at, label)| (label.to_owned(), groups.get(&at).copied().unwrap_or_default()))
                .collect()
        };
        let ages = of(&self.ages, &AGES.map(|(_, label)| label));
        let sexes = of(&self.sexes, &SEXES);
        let unknown = self.areas.get(&None).copied().unwrap_or_default();
        let mut areas: Vec<(String, Group)> =
            self.areas.into_iter().filter_map(|(area, group)| Some((area?, group))).collect();
        areas.sort_by_key(|(_, group)| Reverse(group.flagged()));
        areas.push((NOT_KNOWN.to_owned(), unknown));
        let missing = |groups: &[(String, Group)]| groups.last().map_or(0, |(_, group)| group.flagged());
        let what = ["date of birth not known", "sex not asked, or not said", "postcode not known"];
        let mut links = Vec::new();
        for (table, groups) in [&ages, &sexes, &areas].into_iter().enumerate() {
            let unknown = Figure::Cell { table, row: groups.len() - 1, column: 0 };
            links.push(Link::same(Figure::Missing(table), unknown));
            links.push(Link::same(Figure::N, Figure::Total { table, column: 0 }));
            if table > 0 {
                links.extend((1..8).map(|column| {
                    Link::same(Figure::Total { table: 0, column }, Figure::Total { table, column })
                }));
            }
        }
        Figures {
            n: ages.iter().map(|(_, group)| group.flagged()).sum(),
            counted: "cases that began in the period",
            missing: what.into_iter().map(ToOwned::to_owned).zip([&ages, &sexes, &areas].map(|one| missing(one))).collect(),
            definitions: vec![
                "A case counts on the day that it was first flagged; what came of it counts up to the day that the \
                 report was made."
                    .to_owned(),
                "Handed over: to the link workers, at any time. Accepted: by a link worker, at any time.".to_owned(),
                "Helped: closed as helped or partly helped. Declined: closed because the patient wanted nothing. Dropped \
                 out: closed as not reached, or, after somebody had spoken with them, as not helped because they did \
                 not want it any more. Other end: closed otherwise. Goes on: not closed."
                    .to_owned(),
                "Age: on the day of the flag. Sex: in the patient's own words; \"woman\", \"female\", \"man\" and \
                 \"male\" are understood. Area: the first half of the postcode."
                    .to_owned(),
            ],
            notes: vec![
                "Who is registered with the practice is not known here: a group may be small here because it is small \
                 there."
                    .to_owned(),
            ],
            tables: vec![
                table("By age", "Age", &ages),
                table("By sex", "Sex", &sexes),
                table("By area", "Area", &areas),
            ],
            links,
        }
    }
}

/// How a case ended, or that it goes on.
fn end(case: &Case) -> usize {
    let Stage::Closed { outcome, .. } = &case.body.stage else { return GOES_ON };
    let not_wanted = || case.body.needs.iter().any(|need| need.state.why_not() == Some(WhyNot::NotWanted));
    match outcome {
        Outcome::Met | Outcome::PartlyMet => HELPED,
        Outcome::Declined => DECLINED,
        Outcome::NotReached => DROPPED_OUT,
        Outcome::NotMet if case.body.work.is_reached() && not_wanted() => DROPPED_OUT,
        Outcome::NotMet | Outcome::Moved | Outcome::Died | Outcome::NotSuitable | Outcome::OtherRoute => {
            OTHER_END
        }
    }
}

impl Group {
    fn flagged(&self) -> u64 {
        self.ends.iter().sum()
    }

    fn row(&self, label: String) -> Row {
        let all = self.flagged();
        let counts = [all, self.handed_over, self.accepted].into_iter().chain(self.ends).map(Cell::Count);
        Row::new(label, counts.chain([Cell::percent(self.ends[HELPED], all)]).collect())
    }
}

fn table(title: &str, head: &str, groups: &[(String, Group)]) -> Table {
    let mut all = Group::default();
    for (_, group) in groups {
        all.handed_over += group.handed_over;
        all.accepted += group.accepted;
        all.ends.iter_mut().zip(group.ends).for_each(|(sum, count)| *sum += count);
    }
    let counts =
        ["Flagged", "Handed over", "Accepted", "Helped", "Declined", "Dropped out", "Other end", "Goes on"];
    Table {
        title: title.to_owned(),
        about: "The share is of all that were flagged.".to_owned(),
        rows_head: head.to_owned(),
        columns: counts.map(Column::new).into_iter().chain([Column::of("Helped, share", [0, 3])]).collect(),
        rows: groups.iter().map(|(label, group)| group.row(label.clone())).collect(),
        total: Some(all.row("All".to_owned())),
        sums: vec![
            Sum::Rows(Adds::Exactly),
            Sum::Columns { whole: 0, parts: (3..8).collect(), adds: Adds::Exactly },
            Sum::Columns { whole: 0, parts: vec![1], adds: Adds::Among },
            Sum::Columns { whole: 1, parts: vec![2], adds: Adds::Among },
        ],
        plot: Some(Plot::Stacked { columns: (3..8).collect() }),
    }
}
