//! Activity: what was flagged, through whom, and which way it went.

use crate::desk::reports::kit::{Count, Cross, Figures, Within, capital, need_name, shares, squared};
use crate::domain::case::{Answer, Case, CaseNeed, NeedState, Recipient};
use crate::domain::need::NeedKey;
use crate::domain::report::{Cell, Column, Figure, Link, Plot, Row, Table};
use crate::domain::staff::Role;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The ways that a need may have gone, as the columns are called.
const ROUTES: [&str; 6] = ["Handed over", "Referred", "Signposted", "Escalated", "Declined", "None yet"];
/// How many needs have a line of their own over the months.
const LINES: usize = 3;
/// Beyond so many months, years are counted.
const MOST_MONTHS: usize = 36;

/// What was flagged in a period.
pub(super) struct Activity {
    needs: Cross<NeedKey>,
    sources: BTreeMap<Option<Role>, u64>,
    cases: u64,
    months: BTreeMap<(Date, NeedKey), u64>,
}

impl Activity {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { needs: Cross::new(ROUTES.len()), sources: BTreeMap::new(), cases: 0, months: BTreeMap::new() }
    }
}

impl Count for Activity {
    fn case(&mut self, case: &Case, within: &Within<'_>) {
        let mut any = false;
        for need in case.body.needs.iter().filter(|need| within.covers(need.flagged.at)) {
            any = true;
            self.needs.add(need.need.clone(), route(case, need));
            let by = within.staff.get(&need.flagged.by).and_then(|staff| staff.roles.first().copied());
            *self.sources.entry(by).or_default() += 1;
            let month = within.day(need.flagged.at).first_of_month();
            *self.months.entry((month, need.need.clone())).or_default() += 1;
        }
        self.cases += u64::from(any);
    }

    fn figures(self, within: &Within<'_>) -> Figures {
        let needs = self.needs.most_first();
        let mut by_need = squared(
            "Needs by route",
            "Need",
            &ROUTES,
            "All",
            needs.iter().map(|(need, counts)| (need_name(need), (*counts).clone())),
        );
        by_need.plot = Some(Plot::Bars { column: ROUTES.len() });
        let routes = ROUTES.iter().map(|route| (*route).to_owned()).zip(self.needs.total());
        let mut by_route = shares("By route", "Route", "Needs", routes);
        by_route.plot = Some(Plot::Bars { column: 0 });
        let sources = Role::ALL.map(Some).into_iter().chain([None]);
        let sources = sources.filter_map(|role| Some((role, *self.sources.get(&role)?)));
        let mut by_source = shares(
            "By who flagged them",
            "Flagged by",
            "Needs",
            sources.map(|(role, count)| {
                (role.map_or("Not known".to_owned(), |role| capital(role.name())), count)
            }),
        );
        by_source.plot = Some(Plot::Bars { column: 0 });
        let all = self.needs.all();
        let practice = format!("{} ({})", within.practice.name, within.practice.ods);
        let by_practice = Table {
            title: "By practice".to_owned(),
            about: "A case is counted once, whatever number of needs was flagged in it.".to_owned(),
            rows_head: "Practice".to_owned(),
            columns: vec![Column::new("Needs"), Column::new("Cases")],
            rows: vec![Row::new(practice, vec![Cell::Count(all), Cell::Count(self.cases)])],
            ..Table::default()
        };
        let leading: Vec<(usize, NeedKey)> =
            needs.iter().enumerate().take(LINES).map(|(at, (need, _))| (at, (*need).clone())).collect();
        let by_month = over_time(&self.months, &leading, within);
        let whole = ROUTES.len();
        let last = by_month.columns.len() - 1;
        let mut links = vec![
            Link::same(Figure::N, Figure::Total { table: 0, column: whole }),
            Link::same(Figure::N, Figure::Total { table: 1, column: 0 }),
            Link::same(Figure::N, Figure::Total { table: 2, column: 0 }),
            Link::same(Figure::N, Figure::Cell { table: 3, row: 0, column: 0 }),
            Link::same(Figure::N, Figure::Total { table: 4, column: last }),
        ];
        links.extend((0..whole).map(|column| {
            let by_route = Figure::Cell { table: 1, row: column, column: 0 };
            Link::same(Figure::Total { table: 0, column }, by_route)
        }));
        links.extend(leading.iter().map(|(row, _)| {
            let over_time = Figure::Total { table: 4, column: *row };
            Link::same(Figure::Cell { table: 0, row: *row, column: whole }, over_time)
        }));
        Figures {
            n: all,
            counted: "needs flagged in the period",
            missing: vec![],
            definitions: vec![
                "A need counts on the day that it was flagged. One that was flagged again after it had ended counts \
                 on the later day. What was taken back does not count."
                    .to_owned(),
                "Route: the way that the need went last. Handed over: to the link workers. Referred: a service was \
                 given the patient's details. Signposted: the patient was given a service's details. Escalated: it \
                 was not for social prescribing, and somebody else was told. Declined: the patient wanted no help \
                 with it. None yet: somebody has to choose."
                    .to_owned(),
                "Flagged by: the role of whoever flagged it; of several roles, the first in the order of the list."
                    .to_owned(),
            ],
            notes: vec!["A patient with two needs counts twice among the needs.".to_owned()],
            tables: vec![by_need, by_route, by_source, by_practice, by_month],
            links,
        }
    }
}

/// Which way a need went last, as a column.
fn route(case: &Case, need: &CaseNeed) -> usize {
    let body = &case.body;
    match &need.state {
        NeedState::WithLinkWorker => 0,
        NeedState::Referred { .. } => 1,
        NeedState::Signposted { .. } => 2,
        NeedState::Declined => 4,
        NeedState::Open if !body.escalations.is_empty() => 3,
        NeedState::Open => 5,
        NeedState::Met | NeedState::PartlyMet { .. } | NeedState::NotMet { .. } => match &need.went {
            Some(service) => {
                let service = Recipient::Service(service.clone());
                let told =
                    case.agreed(&service).is_some_and(|agreement| agreement.answer != Answer::Declined);
                if told { 1 } else { 2 }
            }
            None if body.work.handed_over.is_some() => 0,
            None if !body.escalations.is_empty() => 3,
            None => 5,
        },
    }
}

/// The months of the period, or its years where they are many, with a column for each of the leading needs.
fn over_time(
    counts: &BTreeMap<(Date, NeedKey), u64>,
    leading: &[(usize, NeedKey)],
    within: &Within<'_>,
) -> Table {
    let last = within.period.to().min(within.today);
    let months = std::iter::successors(Some(within.period.from().first_of_month()), |month| {
        month.checked_add(1.month()).ok()
    });
    let months: Vec<Date> = months.take_while(|month| *month <= last).collect();
    let yearly = months.len() > MOST_MONTHS;
    let mut rows: Vec<(String, Vec<u64>)> = Vec::new();
    for month in months {
        let label = month.strftime(if yearly { "%Y" } else { "%b %Y" }).to_string();
        if rows.last().is_none_or(|(last, _)| *last != label) {
            rows.push((label, vec![0; leading.len() + 1]));
        }
        let Some((_, row)) = rows.last_mut() else { continue };
        for ((_, need), count) in
            counts.range((month, NeedKey(String::new()))..).take_while(|((at, _), _)| *at == month)
        {
            let column = leading.iter().position(|(_, one)| one == need).unwrap_or(leading.len());
            row[column] += count;
        }
    }
    let names: Vec<String> =
        leading.iter().map(|(_, need)| need_name(need)).chain(["Other needs".to_owned()]).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (title, head) = if yearly { ("By year", "Year") } else { ("By month", "Month") };
    let mut table = squared(title, head, &names, "All", rows);
    "The needs that were flagged most have a column of their own.".clone_into(&mut table.about);
    table.plot = Some(Plot::Lines { columns: (0..=names.len()).collect() });
    table
}
