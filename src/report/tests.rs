//! One made-up report in every format.

use super::plot::{Ink, lines};
use super::suppress::Threshold;
use super::*;
use crate::domain::ods::OdsCode;
use crate::domain::report::{
    Adds, Cell, Column, Figure, Link, Missing, Period, Plot, ReportName, Row, Sum, Table, Unit,
};
use jiff::civil::date;
use unicode_width::UnicodeWidthStr;

fn counts(label: &str, counts: &[u64]) -> Row {
    Row::new(label, counts.iter().copied().map(Cell::Count).collect())
}

fn columns(labels: &[&str]) -> Vec<Column> {
    labels.iter().map(|label| Column::new(*label)).collect()
}

fn by_need() -> Table {
    let row = |label, count| Row::new(label, vec![Cell::Count(count), Cell::percent(count, 121)]);
    Table {
        title: "By need".into(),
        about: "Each case once for each of its needs, so that the needs make more than the cases.".into(),
        rows_head: "Need".into(),
        columns: vec![Column::new("Cases"), Column::of("Share of cases", [0])],
        rows: vec![
            row("Feeling lonely", 64),
            row("Financial insecurity, and behind on payments for the home", 41),
            row("Food insecurity", 22),
            row("Homeless", 3),
            row("Mould in the home", 0),
        ],
        total: Some(Row::new("Cases", vec![Cell::Count(121), Cell::Missing])),
        sums: vec![Sum::Rows(Adds::Overlapping)],
        plot: Some(Plot::Bars { column: 0 }),
    }
}

fn over_time() -> Table {
    Table {
        title: "Needs over time".into(),
        rows_head: "Month".into(),
        columns: columns(&["Loneliness", "Debt", "Food"]),
        rows: vec![
            counts("Jun", &[9, 6, 0]),
            counts("Jul", &[12, 3, 5]),
            counts("Aug", &[14, 8, 6]),
            counts("Sep", &[10, 11, 5]),
            counts("Oct", &[19, 13, 6]),
        ],
        plot: Some(Plot::Lines { columns: vec![0, 1, 2] }),
        ..Table::default()
    }
}

fn by_route() -> Table {
    Table {
        title: "By practice and route".into(),
        about: "What became of each case first.".into(),
        rows_head: "Practice".into(),
        columns: columns(&["Handed over", "Referred", "Signposted", "Cases"]),
        rows: vec![
            counts("Riverside", &[40, 12, 9, 61]),
            counts("Hilltop", &[25, 7, 3, 35]),
            counts("Market Place", &[12, 8, 5, 25]),
        ],
        total: Some(counts("All", &[77, 27, 17, 121])),
        sums: vec![
            Sum::Rows(Adds::Exactly),
            Sum::Columns { whole: 3, parts: vec![0, 1, 2], adds: Adds::Exactly },
        ],
        plot: Some(Plot::Stacked { columns: vec![0, 1, 2] }),
    }
}

fn caseloads() -> Table {
    let row = |label, cases, capacity: u64, days| {
        let days = Cell::Of { value: days, n: cases, unit: Unit::WorkingDays };
        Row::new(label, vec![Cell::Count(cases), Cell::Set(capacity), days])
    };
    Table {
        title: "Caseloads".into(),
        about: "Open cases today against what each has room for.".into(),
        rows_head: "Link worker".into(),
        columns: vec![
            Column::new("Cases"),
            Column::new("Capacity"),
            Column::of("Median wait, working days", [0]),
        ],
        rows: vec![row("Amina", 44, 40, 6.5), row("Dev", 21, 40, 4.0), row("New starter", 2, 10, 3.0)],
        plot: Some(Plot::Against { column: 0, mark: 1 }),
        ..Table::default()
    }
}

fn outcomes() -> Table {
    let band = |label, before, after| counts(label, &[before, after]).under();
    Table {
        title: "Life satisfaction, before and after".into(),
        about: "The same 31 people at both times.".into(),
        rows_head: "Band".into(),
        columns: columns(&["Before", "After"]),
        rows: vec![
            counts("All who answered", &[31, 31]),
            band("Low (0-4)", 14, 6),
            band("Medium (5-6)", 9, 11),
            band("High (7-8)", 8, 9),
            band("Very high (9-10)", 0, 5),
        ],
        sums: vec![Sum::Under(Adds::Exactly)],
        plot: Some(Plot::Pairs { before: 0, after: 1 }),
        ..Table::default()
    }
}

fn sample() -> Report {
    let whole = |table, column| Link::same(Figure::N, Figure::Total { table, column });
    Report {
        name: ReportName::Activity,
        practice: "Riverside Surgery".into(),
        ods: OdsCode::parse("A12345").unwrap(),
        period: Period::new(date(2026, 6, 1), date(2026, 10, 31), date(2026, 11, 21)).unwrap(),
        made_on: date(2026, 11, 21),
        n: Cell::Count(121),
        counted: "cases flagged in the period".into(),
        missing: vec![
            Missing { what: "no source was recorded".into(), count: Cell::Count(7) },
            Missing { what: "no postcode".into(), count: Cell::Count(2) },
        ],
        definitions: vec![
            "A case is one episode of helping one patient, from the day it was flagged; one that was opened again \
             counts once."
                .into(),
            "Working days are Monday to Friday without England's bank holidays.".into(),
        ],
        notes: vec!["There is no comparison group.".into()],
        tables: vec![by_need(), over_time(), by_route(), caseloads(), outcomes()],
        links: vec![whole(0, 0), whole(2, 3)],
    }
}

fn exported(format: Format) -> String {
    render(&sample(), format, Suppression::Below(Threshold::default()))
}

#[test]
fn what_is_shown_here_adds_up() {
    assert_eq!(suppress::contradictions(&sample()), []);
}

#[test]
fn a_report_is_read_as_text() {
    let text = exported(Format::Text);
    assert!(text.lines().all(|line| line.width() <= 80));
    insta::assert_snapshot!("text", text);
    insta::assert_snapshot!("text_inside", render(&sample(), Format::Text, Suppression::Nothing));
}

#[test]
fn a_report_is_a_csv_of_one_line_a_figure() {
    let made = exported(Format::Csv);
    let mut read = ::csv::Reader::from_reader(made.as_bytes());
    let states: Vec<String> = read.records().map(|record| record.unwrap()[6].to_owned()).collect();
    assert!(states.iter().all(|state| ["shown", "hidden", "missing"].contains(&state.as_str())));
    insta::assert_snapshot!("csv", made);
}

#[test]
fn a_report_is_json_with_stable_names() {
    let made = exported(Format::Json);
    let read: serde_json::Value = serde_json::from_str(&made).unwrap();
    assert_eq!(
        read["tables"][0]["rows"][3]["cells"][0],
        serde_json::json!({ "state": "hidden", "value": null, "unit": null })
    );
    insta::assert_snapshot!("json", made.replace("},{", "},\n{"));
}

#[test]
fn a_report_is_one_page_that_fetches_nothing() {
    let page = exported(Format::Html);
    for outside in ["http:", "https:", "//", "src=", "href=", "<script", "@import", " style=", "javascript:"]
    {
        let found = page.find(outside).map(|at| page[at..].chars().take(40).collect::<String>());
        assert_eq!(found, None, "{outside}");
    }
    assert!(page.matches("url(").count() == page.matches("url(#p").count(), "only its own patterns");
    assert_eq!(page.matches("<svg class=\"plot\" role=\"img\"").count(), 5);
    assert_eq!(page.matches("<caption").count(), 5);
    let style = page.find("<style>").unwrap()..page.find("</style>").unwrap();
    insta::assert_snapshot!("html", page.replace(&page[style], "<style>page.css"));
}

#[test]
fn words_stay_words_on_the_page() {
    let mut report = sample();
    let hostile = r#"<script>alert("1")</script>'&"#;
    report.practice = hostile.into();
    report.counted = hostile.into();
    report.missing[0].what = hostile.into();
    report.definitions = vec![hostile.into()];
    report.notes = vec![hostile.into()];
    for table in &mut report.tables {
        for text in [&mut table.title, &mut table.about, &mut table.rows_head] {
            hostile.clone_into(text);
        }
        table.columns.iter_mut().for_each(|column| hostile.clone_into(&mut column.label));
        table.rows.iter_mut().for_each(|row| hostile.clone_into(&mut row.label));
        table.rows[0].cells.push(Cell::Text(hostile.into()));
    }
    let page = render(&report, Format::Html, Suppression::Nothing);
    assert!(!page.contains("<script") && !page.contains("alert(\""), "{page}");
    assert!(page.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;'&amp;"));
}

#[test]
fn no_format_shows_what_is_hidden() {
    let mut report = sample();
    // A number that stands nowhere else, small enough to be hidden below a hundred.
    report.tables[0].rows[3].cells[0] = Cell::Count(83);
    report.tables[0].sums = vec![];
    for format in Format::ALL {
        let open = render(&report, format, Suppression::Nothing);
        let closed = render(&report, format, Suppression::Below(Threshold::new(100).unwrap()));
        let has = |text: &str| {
            text.replace("8.3", "").split(|c: char| !c.is_ascii_digit()).any(|word| word == "83")
        };
        assert!(has(&open) && !has(&closed), "{format}");
    }
}

#[test]
fn a_terminal_plots_beside_its_table() {
    let drawn = |ink, width| {
        let report = suppress::suppressed(&sample(), Threshold::default());
        let plots: Vec<String> = report
            .tables
            .iter()
            .map(|table| {
                let lines = lines(table, width, ink);
                assert!(lines.iter().all(|line| line.width() <= width), "{lines:#?}");
                lines.join("\n")
            })
            .collect();
        plots.join("\n\n")
    };
    insta::assert_snapshot!("plots", drawn(Ink::Blocks, 78));
    let ascii = drawn(Ink::Ascii, 60);
    assert!(ascii.is_ascii());
    insta::assert_snapshot!("plots_ascii", ascii);
    for width in 0..60 {
        drawn(Ink::Blocks, width);
    }
}

#[test]
fn a_format_that_is_not_there_is_answered_with_those_that_are() {
    assert_eq!(Format::parse("HTML"), Ok(Format::Html));
    assert_eq!(
        Format::parse("pdf").unwrap_err().to_string(),
        "There is no format \"pdf\". Choose one of text, csv, json, html."
    );
}
