//! A report as plain text, 80 columns wide: to read in a terminal, to paste into a mail.

use crate::domain::report::{Cell, Column, Report, Row, Table};
use crate::report::suppress::Suppression;
use crate::report::words;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How wide a text is, in cells of a terminal.
const WIDTH: usize = 80;

/// What the words in front of a row keep, however many columns there are.
const LABELS: usize = 24;

/// Between two columns.
const GAP: &str = "  ";

/// The report as text, with the figures as they are handed in.
pub fn text(report: &Report, suppression: Suppression) -> String {
    let mut out = vec![format!("{}: {} ({})", report.name.title(), report.practice, report.ods)];
    out.push(format!("{}, made on {}", report.period, crate::domain::dates::short(report.made_on)));
    out.push(String::new());
    out.extend(wrapped(&format!("n = {} {}", words::cell(&report.n), report.counted), WIDTH));
    for missing in &report.missing {
        out.extend(wrapped(&format!("Missing: {} {}", words::cell(&missing.count), missing.what), WIDTH));
    }
    out.extend(words::suppression(suppression));
    if words::has_missing(report) {
        out.push(format!("{} nothing to count, or not recorded.", words::MISSING));
    }
    for its in &report.tables {
        out.push(String::new());
        out.extend(table(its));
    }
    for (head, items) in [("Definitions", &report.definitions), ("Notes", &report.notes)] {
        if !items.is_empty() {
            out.extend([String::new(), head.to_owned()]);
        }
        for item in items {
            let lines = wrapped(item, WIDTH - 2);
            let marks = std::iter::once("- ").chain(std::iter::repeat("  "));
            out.extend(lines.iter().zip(marks).map(|(line, mark)| format!("{mark}{line}")));
        }
    }
    let lines: Vec<&str> = out.iter().map(|line| line.trim_end()).collect();
    lines.join("\n") + "\n"
}

/// A table with its title, in as many pieces as its columns need.
pub fn table(table: &Table) -> Vec<String> {
    let mut out = wrapped(&table.title, WIDTH);
    out.extend(wrapped(&table.about, WIDTH));
    let cells = |row: &Row| row.cells.iter().map(words::cell).collect::<Vec<_>>();
    let written: Vec<Vec<String>> = table.rows.iter().chain(&table.total).map(cells).collect();
    let labels = table.rows.iter().chain(&table.total).map(|row| row.label.width() + indent(row));
    let labels = labels.chain([table.rows_head.width()]).max().unwrap_or(1).clamp(1, LABELS.max(WIDTH / 2));
    // Heads of two lines where there is room, narrower columns where there is not.
    let widths = [2, 3, usize::MAX].map(|lines| widths(table, &written, lines));
    let fits = |widths: &&Vec<usize>| pieces(widths, labels).len() == 1;
    let widths = widths.iter().find(fits).unwrap_or(&widths[2]);
    for piece in pieces(widths, labels) {
        out.push(String::new());
        out.extend(drawn(table, &written, widths, &piece));
    }
    out
}

/// How wide each column has to be for its cells, and for its head in so many lines.
fn widths(table: &Table, written: &[Vec<String>], lines: usize) -> Vec<usize> {
    let width = |(at, column): (usize, &Column)| {
        let words = column.label.split_whitespace().map(UnicodeWidthStr::width);
        let cells = written.iter().filter_map(|row| row.get(at)).map(|cell| cell.width());
        let least = words.chain(cells).max().unwrap_or(1);
        let head = (least..=column.label.width()).find(|width| wrapped(&column.label, *width).len() <= lines);
        head.unwrap_or(least).clamp(1, WIDTH - LABELS - GAP.len())
    };
    table.columns.iter().enumerate().map(width).collect()
}

/// Which columns stand side by side.
fn pieces(widths: &[usize], labels: usize) -> Vec<Vec<usize>> {
    let mut pieces: Vec<Vec<usize>> = vec![];
    let mut used = 0;
    for (at, width) in widths.iter().enumerate() {
        let wide = GAP.len() + width;
        match pieces.last_mut() {
            Some(piece) if used + wide <= WIDTH => piece.push(at),
            // The words in front of the rows may be folded to get all of it side by side.
            Some(piece) if LABELS.min(labels) + used - labels + wide <= WIDTH => piece.push(at),
            _ => {
                pieces.push(vec![at]);
                used = labels;
            }
        }
        used += wide;
    }
    pieces
}

fn drawn(table: &Table, written: &[Vec<String>], widths: &[usize], piece: &[usize]) -> Vec<String> {
    let rows: Vec<&Row> = table.rows.iter().chain(&table.total).collect();
    let columns: usize = piece.iter().map(|at| GAP.len() + widths[*at]).sum();
    let longest =
        rows.iter().map(|row| row.label.width() + indent(row)).chain([table.rows_head.width()]).max();
    let labels = longest.unwrap_or(1).min(WIDTH.saturating_sub(columns)).max(1);
    let is_text = |at: usize| rows.iter().any(|row| matches!(row.cells.get(at), Some(Cell::Text(_))));
    let aligned = |at: usize, text: &str| {
        if is_text(at) { left(text, widths[at]) } else { right(text, widths[at]) }
    };
    let rule = || {
        let rules = piece.iter().map(|at| format!("{GAP}{}", "-".repeat(widths[*at])));
        format!("{}{}", "-".repeat(labels), rules.collect::<String>())
    };
    let mut out = vec![];
    // Heads stand on the rule: a short one beside a folded one is at the bottom.
    let mut heads: Vec<(usize, Vec<String>)> = vec![];
    heads.extend(piece.iter().map(|at| (*at, wrapped(&table.columns[*at].label, widths[*at]))));
    let first = wrapped(&table.rows_head, labels);
    let deep = heads.iter().map(|(_, lines)| lines.len()).chain([first.len()]).max().unwrap_or(0);
    let line_of = |lines: &[String], at: usize| {
        let skip = deep - lines.len();
        at.checked_sub(skip).and_then(|at| lines.get(at)).cloned().unwrap_or_default()
    };
    for at in 0..deep {
        let cells =
            heads.iter().map(|(column, lines)| format!("{GAP}{}", aligned(*column, &line_of(lines, at))));
        out.push(format!("{}{}", left(&line_of(&first, at), labels), cells.collect::<String>()));
    }
    out.push(rule());
    for (at, row) in rows.iter().enumerate() {
        if at == table.rows.len() {
            out.push(rule());
        }
        let inset = " ".repeat(indent(row).min(labels / 2));
        let label = wrapped(&row.label, labels - inset.len());
        let cells = piece.iter().map(|column| {
            let cell = written.get(at).and_then(|row| row.get(*column)).map_or("", String::as_str);
            format!("{GAP}{}", aligned(*column, &cut(cell, widths[*column])))
        });
        let cells: String = cells.collect();
        let last = label.len().saturating_sub(1);
        // The figures stand beside the last line of what they are about.
        out.extend(label.iter().take(last).map(|line| format!("{inset}{line}")));
        let line = label.last().map_or("", String::as_str);
        out.push(format!("{}{cells}", left(&format!("{inset}{line}"), labels)));
    }
    out
}

fn indent(row: &Row) -> usize {
    usize::from(row.level) * 2
}

fn left(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.width())))
}

/// As much of a text as is so wide.
pub(super) fn cut(text: &str, width: usize) -> String {
    let mut used = 0;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= width
    };
    text.chars().take_while(fits).collect()
}

/// A text in lines of a width, broken between words, and within one that is wider than a line.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    let mut lines: Vec<String> = vec![];
    for word in text.split_whitespace() {
        let mut word = word;
        loop {
            match lines.last_mut() {
                Some(line) if line.width() + 1 + word.width() <= width => {
                    line.push(' ');
                    line.push_str(word);
                    break;
                }
                _ => {
                    let piece = cut(word, width);
                    word = &word[piece.len()..];
                    lines.push(piece);
                    if word.is_empty() {
                        break;
                    }
                }
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_line_of_a_table_is_wider_than_the_page(
            labels in proptest::collection::vec("[a-z é日]{0,60}", 1..5),
            heads in proptest::collection::vec("[a-z日]{1,30}( [a-z]{1,12}){0,3}", 1..14),
            count in 0_u64..10_000_000,
        ) {
            let row = |label: &String| Row::new(label.clone(), vec![Cell::Count(count); heads.len()]);
            let made = Table {
                title: "By need".to_owned(),
                columns: heads.iter().map(|head| Column::new(head.clone())).collect(),
                rows: labels.iter().map(row).collect(),
                ..Table::default()
            };
            let lines = table(&made);
            for line in &lines {
                prop_assert!(line.width() <= WIDTH, "{line:?}");
            }
            let said = lines.join("\n").matches(&words::cell(&Cell::Count(count))).count();
            prop_assert!(said >= labels.len() * heads.len(), "every figure is there");
        }

        #[test]
        fn folding_loses_nothing(text in "[a-z日 ]{0,200}", width in 2_usize..40) {
            let folded: String = wrapped(&text, width).concat();
            prop_assert_eq!(folded.replace(' ', ""), text.replace(' ', ""));
        }
    }
}
