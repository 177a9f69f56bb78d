//! What the suppression hides, what it leaves, and somebody who tries to work out what is hidden.

mod attacker;

use super::*;
use crate::domain::ods::OdsCode;
use crate::domain::report::{Adds, Column, Figure, Link, Missing, Period, ReportName, Sum};
use attacker::{Attacker, declared, figures, value};
use jiff::civil::date;
use proptest::prelude::*;
use rstest::rstest;

/// A table of counts with a last line and, behind the columns, their sum.
fn crossed(rows: &[&[u64]]) -> Table {
    let columns = rows.first().map_or(0, |row| row.len());
    let with_sum = |cells: Vec<u64>| {
        let sum: u64 = cells.iter().sum();
        cells.into_iter().chain([sum]).map(Cell::Count).collect::<Vec<_>>()
    };
    let total: Vec<u64> = (0..columns).map(|at| rows.iter().map(|row| row[at]).sum()).collect();
    Table {
        columns: (0..=columns).map(|at| Column::new(format!("c{at}"))).collect(),
        rows: rows.iter().map(|row| Row::new("r", with_sum(row.to_vec()))).collect(),
        total: Some(Row::new("All", with_sum(total))),
        sums: vec![
            Sum::Rows(Adds::Exactly),
            Sum::Columns { whole: columns, parts: (0..columns).collect(), adds: Adds::Exactly },
        ],
        ..Table::default()
    }
}

/// A table of one column with a last line.
fn listed(rows: &[u64], total: u64, adds: Adds) -> Table {
    Table {
        columns: vec![Column::new("Cases")],
        rows: rows.iter().map(|count| Row::new("r", vec![Cell::Count(*count)])).collect(),
        total: Some(Row::new("All", vec![Cell::Count(total)])),
        sums: vec![Sum::Rows(adds)],
        ..Table::default()
    }
}

fn report(n: u64, tables: Vec<Table>, links: Vec<Link>) -> Report {
    Report {
        name: ReportName::Activity,
        practice: "Riverside Surgery".to_owned(),
        ods: OdsCode::parse("A12345").unwrap(),
        period: Period::usual(date(2026, 11, 21)),
        made_on: date(2026, 11, 21),
        n: Cell::Count(n),
        counted: "cases".to_owned(),
        missing: vec![],
        definitions: vec![],
        notes: vec![],
        tables,
        links,
    }
}

/// What is left of a table: `*` where it is hidden.
fn left(table: Table) -> String {
    let report = suppressed(&report(1_000, vec![table], vec![]), Threshold::default());
    shown(&report.tables[0])
}

fn shown(table: &Table) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Count(count) => count.to_string(),
        Cell::Hidden => "*".to_owned(),
        Cell::Of { value, .. } => format!("{value:.0}%"),
        other => format!("{other:?}"),
    };
    let line = |row: &Row| row.cells.iter().map(cell).collect::<Vec<_>>().join(" ");
    table.rows.iter().chain(&table.total).map(line).collect::<Vec<_>>().join(" / ")
}

#[rstest]
#[case(&[12, 0, 30], "12 / 0 / 30 / 42")] // nothing small: nothing hidden
#[case(&[12, 3, 30], "* / * / 30 / 45")] // the next smallest goes with it
#[case(&[1, 2, 30, 9], "* / * / 30 / * / 42")] // 1 and 2 would be known to be 3 together
#[case(&[4, 2, 30], "* / * / 30 / 36")]
#[case(&[3, 0, 0], "* / 0 / 0 / *")]
#[case(&[1, 1, 1, 1, 1], "* / * / * / * / * / *")] // five hidden ones of 5 can only be ones
fn a_small_count_is_hidden_with_just_what_would_give_it_away(#[case] rows: &[u64], #[case] expected: &str) {
    assert_eq!(left(listed(rows, rows.iter().sum(), Adds::Exactly)), expected);
}

#[test]
fn in_a_crossed_table_four_corners_are_hidden() {
    let table = crossed(&[&[3, 40, 9], &[20, 8, 30], &[7, 50, 60]]);
    assert_eq!(left(table), "* 40 * 52 / 20 8 30 58 / * 50 * 117 / 30 98 99 227");
}

#[test]
fn a_row_of_ones_does_not_take_the_totals_with_it() {
    // The first of each row is 1: four that are not 0 make a small number. Whoever knows that it is small knows them,
    // whatever else is hidden; so no more is hidden for them than keeps them from everybody else.
    let ones = crossed(&[&[1, 20, 9], &[1, 30, 8], &[1, 40, 7], &[1, 25, 6]]);
    assert_eq!(left(ones), "* * * 30 / * * * 39 / * * * 48 / * * * 32 / * * * 149");
}

#[test]
fn n_stays_where_cells_will_do_and_goes_where_it_says_what_each_cell_is() {
    let of = |rows: &[&[u64]]| {
        let table = crossed(rows);
        let (n, last) = (rows.iter().flat_map(|row| row.iter()).sum(), rows[0].len());
        let links = vec![Link::same(Figure::N, Figure::Total { table: 0, column: last })];
        suppressed(&report(n, vec![table], links), Threshold::default())
    };
    let kept = of(&[&[2, 0, 3], &[0, 4, 1], &[3, 2, 0]]);
    assert_eq!(
        (&kept.n, shown(&kept.tables[0]).as_str()),
        (&Cell::Count(15), "* 0 * 5 / 0 * * 5 / * * 0 5 / * 6 * 15")
    );
    // Six that are not 0 make 6.
    assert_eq!(of(&[&[1, 0, 1], &[0, 1, 1], &[1, 1, 0]]).n, Cell::Hidden);
}

#[test]
fn those_in_no_part_are_guarded_too() {
    // 20 of 22 were reached: 2 were not, though nobody wrote the 2.
    let table = listed(&[20], 22, Adds::Among);
    assert_eq!(left(table), "* / 22");
    assert_eq!(left(listed(&[15], 22, Adds::Among)), "15 / 22");
}

#[test]
fn parts_that_overlap_are_hidden_alone_unless_the_whole_pins_them() {
    assert_eq!(left(listed(&[30, 25, 3], 50, Adds::Overlapping)), "30 / 25 / * / 50");
    // 51 cases with at least one need each: 30 + 17 leave at least 4, and a small number is at most 4.
    assert_eq!(left(listed(&[30, 17, 4], 51, Adds::Overlapping)), "30 / * / * / 51");
}

#[test]
fn a_row_that_others_stand_under_does_not_give_them_away() {
    let mut table = listed(&[40, 37, 3, 20], 60, Adds::Exactly);
    table.rows[1].level = 1;
    table.rows[2].level = 1;
    assert_eq!(left(table.clone()), "40 / 37 / * / 20 / 60");
    table.sums.push(Sum::Under(Adds::Exactly));
    assert_eq!(left(table), "40 / * / * / 20 / 60");
}

#[test]
fn the_same_figure_is_hidden_in_every_place() {
    let by_need = listed(&[30, 7], 37, Adds::Exactly);
    let by_sex = listed(&[35, 2], 37, Adds::Exactly);
    let whole = |table| Link::same(Figure::N, Figure::Total { table, column: 0 });
    let shared = Link::same(Figure::Cell { table: 0, row: 1, column: 0 }, Figure::Missing(0));
    let mut of = report(37, vec![by_need, by_sex], vec![whole(0), whole(1), shared]);
    of.missing = vec![Missing { what: "of the second kind".to_owned(), count: Cell::Count(7) }];
    let kept = suppressed(&of, Threshold::default());
    assert_eq!((shown(&kept.tables[0]), shown(&kept.tables[1])), ("30 / 7 / 37".into(), "* / * / 37".into()));
    of.tables[0] = listed(&[34, 3], 37, Adds::Exactly);
    of.missing[0].count = Cell::Count(3);
    let kept = suppressed(&of, Threshold::default());
    assert_eq!(shown(&kept.tables[0]), "* / * / 37");
    assert_eq!(kept.missing[0].count, Cell::Hidden);
}

#[test]
fn a_sum_that_was_declared_and_is_none_is_found() {
    let figure = |table| Figure::Total { table, column: 0 };
    let tables = vec![
        listed(&[20, 10], 31, Adds::Exactly),
        listed(&[20, 10], 29, Adds::Among),
        listed(&[20, 10], 31, Adds::Overlapping),
        listed(&[20, 10], 19, Adds::Overlapping),
        listed(&[20, 10], 30, Adds::Exactly),
    ];
    assert_eq!(contradictions(&report(31, tables, vec![])), [figure(0), figure(1), figure(2), figure(3)]);
}

#[test]
fn a_missing_count_is_not_the_difference_between_n_and_a_table() {
    let mut of = report(40, vec![listed(&[20, 18], 38, Adds::Exactly)], vec![]);
    of.missing = vec![Missing { what: "no date of birth".to_owned(), count: Cell::Count(2) }];
    let parts = vec![Figure::Total { table: 0, column: 0 }, Figure::Missing(0)];
    of.links = vec![Link { whole: Figure::N, parts, adds: Adds::Exactly }];
    let kept = suppressed(&of, Threshold::default());
    assert_eq!(kept.missing[0].count, Cell::Hidden);
    assert!(kept.n == Cell::Hidden || shown(&kept.tables[0]).ends_with('*'));
}

#[test]
fn a_percentage_goes_with_its_count_and_a_median_with_its_n() {
    let row = |part, whole| {
        let days = Cell::Of { value: 8.0, n: whole, unit: Unit::WorkingDays };
        Row::new("r", vec![Cell::Count(part), Cell::Count(whole), Cell::percent(part, whole), days])
    };
    let table = |rests: &[usize]| Table {
        columns: vec![
            Column::new("Reached"),
            Column::new("Cases"),
            Column::of("Reached, %", rests),
            Column::of("Days", [1]),
        ],
        rows: vec![row(20, 40), row(38, 40), row(0, 40), row(3, 40), row(2, 4)],
        ..Table::default()
    };
    assert_eq!(
        left(table(&[0, 1])),
        "20 40 50% 8% / 38 40 * 8% / 0 40 0% 8% / * 40 * 8% / * * * *",
        "38 of 40 leaves 2"
    );
    assert_eq!(
        left(table(&[])).matches('%').count(),
        4,
        "a percentage that no count stands beside is not shown"
    );
}

#[test]
fn a_capacity_is_no_count_and_stays() {
    let cells = vec![Cell::Count(3), Cell::Set(3)];
    let table = Table {
        columns: vec![Column::new("Caseload"), Column::new("Capacity")],
        rows: vec![Row::new("r", cells)],
        ..Table::default()
    };
    let kept = suppressed(&report(3, vec![table], vec![]), Threshold::default());
    assert_eq!(kept.tables[0].rows[0].cells, [Cell::Hidden, Cell::Set(3)]);
    assert_eq!(kept.n, Cell::Hidden);
}

#[rstest]
#[case(2)]
#[case(0)]
#[case(101)]
fn a_threshold_that_hides_nothing_or_everything_is_refused(#[case] least: u64) {
    let said = Threshold::new(least).unwrap_err().to_string();
    assert!(said.contains("Choose 3 to 100"), "{said}");
}

/// A count as they are: many small ones, some zeros, some large.
fn count() -> impl Strategy<Value = u64> {
    prop_oneof![1 => Just(0_u64), 4 => 1_u64..8, 4 => 5_u64..40]
}

/// A report of three tables over the same whole: one crossed, one plain, one whose parts overlap or leave some out.
fn any_report() -> impl Strategy<Value = Report> {
    let crossed_rows = (1_usize..4).prop_flat_map(|columns| {
        proptest::collection::vec(proptest::collection::vec(count(), columns), 1..5)
    });
    (crossed_rows, proptest::collection::vec(0_u64..100, 1..5), 0_u64..8, any::<bool>()).prop_map(
        |(rows, cuts, outside, overlap)| {
            let rows: Vec<&[u64]> = rows.iter().map(Vec::as_slice).collect();
            let whole: u64 = rows.iter().flat_map(|row| row.iter()).sum();
            let share = |cut: &u64| whole * cut / 100;
            // Parts that are cut off one after the other, the last of them to the end of the whole.
            let mut plain = vec![];
            let mut rest = whole;
            for cut in &cuts {
                let part = rest * cut / 100;
                plain.push(part);
                rest -= part;
            }
            let among = listed(&plain, whole, Adds::Among);
            plain.push(rest);
            let mut exact = listed(&plain, whole, Adds::Exactly);
            let under = [plain[0] / 3, plain[0] - plain[0] / 3];
            let under = under.map(|count| Row::new("u", vec![Cell::Count(count)]).under());
            exact.rows.splice(1..1, under);
            exact.sums.push(Sum::Under(Adds::Exactly));
            let mut overlapping: Vec<u64> = cuts.iter().map(share).collect();
            overlapping.push(whole.saturating_sub(overlapping.iter().sum()));
            let loose = if overlap { listed(&overlapping, whole, Adds::Overlapping) } else { among };
            let last = crossed(&rows).columns.len() - 1;
            let same = |table, column| {
                Link::same(Figure::Total { table, column }, Figure::Total { table: 0, column: last })
            };
            let mut made =
                report(whole + outside, vec![crossed(&rows), exact, loose], vec![same(1, 0), same(2, 0)]);
            made.missing = vec![Missing { what: "elsewhere".to_owned(), count: Cell::Count(outside) }];
            let parts = vec![Figure::Total { table: 0, column: last }, Figure::Missing(0)];
            made.links.push(Link { whole: Figure::N, parts, adds: Adds::Exactly });
            made
        },
    )
}

/// The report with everything hidden that is not 0: as little as can be said with it.
fn without_counts(truth: &Report) -> Report {
    let mut bare = truth.clone();
    for figure in figures(truth) {
        if value(truth, figure) > 0 {
            *bare.cell_mut(figure).unwrap() = Cell::Hidden;
        }
    }
    bare
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn nobody_works_out_what_is_hidden(truth in any_report()) {
        prop_assert_eq!(contradictions(&truth), []);
        let exported = suppressed(&truth, Threshold::default());
        let attacker = Attacker::with(&exported, &truth, true);
        let knows_less = Attacker::with(&exported, &truth, false);
        let of_nothing = Attacker::with(&without_counts(&truth), &truth, true);
        for figure in figures(&truth) {
            let is = value(&truth, figure);
            match exported.cell(figure) {
                Some(Cell::Hidden) => {
                    prop_assert!(is > 0, "a zero shows");
                    let (at, is) = (attacker.places[&figure], is.cast_signed());
                    if attacker.works_out(at, is) {
                        // Then it is no secret from them, whatever is hidden; but it is from everybody else.
                        prop_assert!(of_nothing.works_out(at, is), "{figure:?} = {is} of {exported:#?}");
                        prop_assert!(!knows_less.works_out(at, is), "{figure:?} = {is} of {exported:#?}");
                    }
                }
                shown => {
                    prop_assert_eq!(shown, Some(&Cell::Count(is)));
                    prop_assert!(!(1..5).contains(&is), "{:?} = {} shows", figure, is);
                }
            }
        }
        for (whole, parts, adds) in declared(&exported) {
            let is_hidden = |figure: &Figure| exported.cell(*figure) == Some(&Cell::Hidden);
            let hidden: u64 = parts.iter().filter(|part| is_hidden(part)).map(|part| value(&truth, *part)).sum();
            let rest = match adds {
                Adds::Exactly => 0,
                Adds::Among => value(&truth, whole) - parts.iter().map(|part| value(&truth, *part)).sum::<u64>(),
                Adds::Overlapping => continue,
            };
            prop_assert!(is_hidden(&whole) || !(1..5).contains(&(hidden + rest)), "{:?} in {:#?}", whole, exported);
        }
        for &(at, rest) in &attacker.rests {
            if (1..5).contains(&rest) && attacker.works_out(at, rest) {
                prop_assert!(of_nothing.works_out(at, rest), "{rest} in no part of {exported:#?}");
                prop_assert!(!knows_less.works_out(at, rest), "{rest} in no part of {exported:#?}");
            }
        }
    }

    #[test]
    fn what_was_suppressed_stays_as_it_is(truth in any_report()) {
        let once = suppressed(&truth, Threshold::default());
        prop_assert_eq!(&suppressed(&truth, Threshold::default()), &once);
        prop_assert_eq!(&suppressed(&once, Threshold::default()), &once);
    }

    #[test]
    fn where_nothing_is_small_nothing_is_hidden(rows in proptest::collection::vec(proptest::collection::vec(5_u64..90, 3), 1..6)) {
        let rows: Vec<&[u64]> = rows.iter().map(Vec::as_slice).collect();
        let table = crossed(&rows);
        prop_assert!(!left(table).contains('*'));
    }
}

#[test]
fn the_attacker_works_out_what_is_hidden_alone() {
    let truth = report(90, vec![crossed(&[&[3, 40], &[20, 8]])], vec![]);
    let mut exported = truth.clone();
    let small = Figure::Cell { table: 0, row: 0, column: 0 };
    *exported.cell_mut(small).unwrap() = Cell::Hidden;
    let attacker = Attacker::with(&exported, &truth, true);
    assert!(attacker.works_out(attacker.places[&small], 3));
}

/// A cheap, repeatable scatter of counts: mostly small, as in a practice's tables by area.
fn scattered(rows: u64, columns: u64, most: u64) -> Vec<Vec<u64>> {
    let count =
        |row, column| (row * 7_919 + column * 104_729 + row * column * 31 + 17) % 1_009 * most / 1_009;
    (0..rows).map(|row| (0..columns).map(|column| count(row, column)).collect()).collect()
}

/// How many counts of a table are small, how many others are hidden for them, and how many are left besides zeros.
fn tally(rows: u64, columns: u64, most: u64) -> (usize, usize, usize) {
    let rows = scattered(rows, columns, most);
    let rows: Vec<&[u64]> = rows.iter().map(Vec::as_slice).collect();
    let truth = report(100_000, vec![crossed(&rows)], vec![]);
    let exported = suppressed(&truth, Threshold::default());
    let of = |wanted: &dyn Fn(Figure) -> bool| {
        figures(&truth).into_iter().filter(|figure| wanted(*figure)).count()
    };
    let small = |figure| (1..5).contains(&value(&truth, figure));
    let is_hidden = |figure| exported.cell(figure) == Some(&Cell::Hidden);
    (
        of(&small),
        of(&|figure| is_hidden(figure) && !small(figure)),
        of(&|figure| !is_hidden(figure) && value(&truth, figure) > 0),
    )
}

/// What the hiding costs: small counts, others hidden for their sake, and what is left.
#[rstest]
#[case(12, 3, 60, (2, 2, 49))]
#[case(8, 5, 40, (8, 5, 40))]
#[case(60, 8, 12, (150, 20, 302))]
fn as_little_as_possible_is_hidden(
    #[case] rows: u64,
    #[case] columns: u64,
    #[case] most: u64,
    #[case] expected: (usize, usize, usize),
) {
    assert_eq!(tally(rows, columns, most), expected);
}

#[test]
fn a_large_report_keeps_most_of_its_counts() {
    let mut rows = vec![];
    let mut all = 0;
    for (area, needs) in scattered(80, 12, 14).into_iter().enumerate() {
        let sum: u64 = needs.iter().sum();
        all += sum;
        rows.push(Row::new(format!("DN{area}"), vec![Cell::Count(sum)]));
        rows.extend(needs.into_iter().map(|count| Row::new("need", vec![Cell::Count(count)]).under()));
    }
    let mut nested = listed(&[], all, Adds::Exactly);
    nested.rows = rows;
    nested.sums.push(Sum::Under(Adds::Exactly));
    let crossed_rows = scattered(80, 6, 14);
    let crossed_rows: Vec<&[u64]> = crossed_rows.iter().map(Vec::as_slice).collect();
    let links = vec![Link::same(Figure::N, Figure::Total { table: 0, column: 0 })];
    let truth = report(all, vec![nested, crossed(&crossed_rows)], links);
    let exported = suppressed(&truth, Threshold::default());
    let hidden = figures(&truth).into_iter().filter(|figure| exported.cell(*figure) == Some(&Cell::Hidden));
    let (small, others): (Vec<_>, Vec<_>) = hidden.partition(|figure| value(&truth, *figure) < 5);
    assert_eq!((figures(&truth).len(), small.len(), others.len()), (1_609, 451, 59));
    assert_eq!(exported.n, Cell::Count(all));
}
