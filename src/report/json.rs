//! A report as JSON. The names of the fields are stable; new ones may come.
//!
//! A figure is an object: `state` is `shown`, `hidden` (too small, or it would give away what is) or `missing`;
//! `value` is a number, or words where `unit` is `text`; `null` unless the figure is shown, as `unit` is. `unit` is `count`,
//! `set` (a number that was set, such as a capacity), `text`, `days`, `working_days`, `minutes`, `percent`, `score` or
//! `each`.

use crate::domain::report::{Cell, Report, Row, Table};
use crate::report::suppress::Suppression;
use crate::report::words;
use jiff::civil::Date;
use serde::Serialize;

/// The shape of this format; raised when a field goes or changes its meaning.
const FORMAT: u8 = 1;

#[derive(Serialize)]
struct ReportShape<'a> {
    format: u8,
    report: &'static str,
    title: &'static str,
    practice: PracticeShape<'a>,
    period: PeriodShape,
    made_on: Date,
    /// The least count that is shown besides 0; `null` where nothing is held back.
    least_shown: Option<u64>,
    n: FigureShape<'a>,
    counted: &'a str,
    missing: Vec<MissingShape<'a>>,
    definitions: &'a [String],
    notes: &'a [String],
    tables: Vec<TableShape<'a>>,
}

#[derive(Serialize)]
struct PracticeShape<'a> {
    name: &'a str,
    ods: &'a str,
}

#[derive(Serialize)]
struct PeriodShape {
    from: Date,
    to: Date,
}

#[derive(Serialize)]
struct MissingShape<'a> {
    what: &'a str,
    count: FigureShape<'a>,
}

#[derive(Serialize)]
struct TableShape<'a> {
    title: &'a str,
    about: &'a str,
    rows_head: &'a str,
    columns: Vec<&'a str>,
    rows: Vec<RowShape<'a>>,
    total: Option<RowShape<'a>>,
}

#[derive(Serialize)]
struct RowShape<'a> {
    label: &'a str,
    level: u8,
    cells: Vec<FigureShape<'a>>,
}

#[derive(Serialize)]
struct FigureShape<'a> {
    state: &'static str,
    value: Option<ValueShape<'a>>,
    unit: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ValueShape<'a> {
    Whole(u64),
    Number(f64),
    Words(&'a str),
}

/// The report as one JSON object on one line, with the figures as they are handed in.
pub fn json(report: &Report, suppression: Suppression) -> String {
    let shape = ReportShape {
        format: FORMAT,
        report: report.name.name(),
        title: report.name.title(),
        practice: PracticeShape { name: &report.practice, ods: report.ods.as_str() },
        period: PeriodShape { from: report.period.from(), to: report.period.to() },
        made_on: report.made_on,
        least_shown: match suppression {
            Suppression::Nothing => None,
            Suppression::Below(threshold) => Some(threshold.least_shown()),
        },
        n: figure(&report.n),
        counted: &report.counted,
        missing: report
            .missing
            .iter()
            .map(|missing| MissingShape { what: &missing.what, count: figure(&missing.count) })
            .collect(),
        definitions: &report.definitions,
        notes: &report.notes,
        tables: report.tables.iter().map(table).collect(),
    };
    #[expect(clippy::expect_used, reason = "names of fields are text, and nothing here fails to be written")]
    let mut out = serde_json::to_string(&shape).expect("plain data");
    out.push('\n');
    out
}

fn table(table: &Table) -> TableShape<'_> {
    TableShape {
        title: &table.title,
        about: &table.about,
        rows_head: &table.rows_head,
        columns: table.columns.iter().map(|column| column.label.as_str()).collect(),
        rows: table.rows.iter().map(row).collect(),
        total: table.total.as_ref().map(row),
    }
}

fn row(row: &Row) -> RowShape<'_> {
    RowShape { label: &row.label, level: row.level, cells: row.cells.iter().map(figure).collect() }
}

fn figure(cell: &Cell) -> FigureShape<'_> {
    let shown = |value, unit| FigureShape { state: "shown", value: Some(value), unit: Some(unit) };
    match cell {
        Cell::Count(count) => shown(ValueShape::Whole(*count), "count"),
        Cell::Set(set) => shown(ValueShape::Whole(*set), "set"),
        Cell::Of { value, unit, .. } => {
            shown(ValueShape::Number(words::rounded(*value, *unit)), words::unit(*unit))
        }
        Cell::Text(text) => shown(ValueShape::Words(text), "text"),
        Cell::Missing => FigureShape { state: "missing", value: None, unit: None },
        Cell::Hidden => FigureShape { state: "hidden", value: None, unit: None },
    }
}
