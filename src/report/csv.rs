//! A report as CSV: one file, a line for each figure, so that tables of any shape stand in it.
//!
//! `table,within,row,column,value,unit,state`. What is said of the whole report has no table. `within` is the row that
//! a row stands under. `state` is `shown`, `hidden` (too small, or it would give away what is) or `missing`; `value` is
//! empty in the last two.

use crate::domain::report::{Cell, Report, Row, Table};
use crate::report::words;

const HEAD: [&str; 7] = ["table", "within", "row", "column", "value", "unit", "state"];

/// A line: where the figure stands, and the figure.
struct Line<'a> {
    table: &'a str,
    within: &'a str,
    row: &'a str,
    column: &'a str,
    cell: &'a Cell,
}

/// The report as CSV, with the figures as they are handed in.
pub fn csv(report: &Report) -> String {
    let mut out = csv::Writer::from_writer(Vec::new());
    let mut write = |line: &Line| {
        let (value, unit, state) = figure(line.cell);
        let words = [line.table, line.within, line.row, line.column].map(harmless);
        let fields = words.iter().map(String::as_str).chain([value.as_str(), unit, state]);
        #[expect(clippy::expect_used, reason = "writing to memory, seven fields each time")]
        out.write_record(fields).expect("memory takes it");
    };
    write_all(report, &mut write);
    let body = out.into_inner().unwrap_or_default();
    format!("{}\n{}", HEAD.join(","), String::from_utf8_lossy(&body))
}

fn write_all(report: &Report, write: &mut impl FnMut(&Line)) {
    let mut of_all = |row: &str, column: &str, cell: Cell| {
        write(&Line { table: "", within: "", row, column, cell: &cell });
    };
    let text = |text: &str| Cell::Text(text.to_owned());
    of_all("report", "", text(report.name.name()));
    of_all("practice", "name", text(&report.practice));
    of_all("practice", "ODS code", text(report.ods.as_str()));
    of_all("period", "from", text(&report.period.from().to_string()));
    of_all("period", "to", text(&report.period.to().to_string()));
    of_all("made on", "", text(&report.made_on.to_string()));
    of_all("n", &report.counted, report.n.clone());
    for missing in &report.missing {
        of_all("missing", &missing.what, missing.count.clone());
    }
    for definition in &report.definitions {
        of_all("definition", "", text(definition));
    }
    for note in &report.notes {
        of_all("note", "", text(note));
    }
    for table in &report.tables {
        let mut above: Vec<&Row> = vec![];
        for row in &table.rows {
            above.retain(|other| other.level < row.level);
            row_of(table, above.last().map_or("", |row| &row.label), row, write);
            above.push(row);
        }
        if let Some(total) = &table.total {
            row_of(table, "", total, write);
        }
    }
}

fn row_of(table: &Table, within: &str, row: &Row, write: &mut impl FnMut(&Line)) {
    for (column, cell) in table.columns.iter().zip(&row.cells) {
        write(&Line { table: &table.title, within, row: &row.label, column: &column.label, cell });
    }
}

fn figure(cell: &Cell) -> (String, &'static str, &'static str) {
    match cell {
        Cell::Count(count) => (count.to_string(), "count", "shown"),
        Cell::Set(set) => (set.to_string(), "set", "shown"),
        Cell::Of { value, unit, .. } => (words::plain(*value, *unit), words::unit(*unit), "shown"),
        Cell::Text(text) => (harmless(text), "text", "shown"),
        Cell::Missing => (String::new(), "", "missing"),
        Cell::Hidden => (String::new(), "", "hidden"),
    }
}

/// Words that a spreadsheet would take for a formula, made words again. Source: OWASP, CSV Injection: a cell must not
/// begin with `=`, `+`, `-`, `@`, a tab or a line break. Full-width forms, which some spreadsheets fold, as well.
fn harmless(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")")]
    #[case("+44", "'+44")]
    #[case("-1", "'-1")]
    #[case("@SUM(A1)", "'@SUM(A1)")]
    #[case("\tx", "'\tx")]
    #[case("Debt = money owed", "Debt = money owed")]
    fn no_words_become_a_formula(#[case] text: &str, #[case] written: &str) {
        assert_eq!(harmless(text), written);
    }
}
