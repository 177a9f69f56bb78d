//! A report as one page for the browser and for paper: no script, and nothing that is fetched.

use crate::domain::dates;
use crate::domain::report::{Cell, Report, Row, Table};
use crate::report::shape::Shape;
use crate::report::suppress::Suppression;
use crate::report::{svg, words};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("page.css");

/// What the page may do: use its own style, and nothing else. The hash is that of [`STYLE`]; whoever changes the one
/// is told of the other by a test.
const POLICY: &str = "default-src 'none'; style-src 'sha256-8E0H4LHoVyRFBgsa5pr7ZG0D7XnfLnWtzDVFvJyBUmY='; base-uri 'none'; form-action 'none'";

/// The report as a page, with the figures as they are handed in.
pub fn html(report: &Report, suppression: Suppression) -> String {
    let title = format!("{}: {}", report.name.title(), report.practice);
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { (title) ", " (report.period.to_string()) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (svg::patterns())
                header { (head(report, suppression)) }
                main {
                    @for (at, its) in report.tables.iter().enumerate() { (section(its, at)) }
                }
                (list("Definitions", &report.definitions))
                (list("Notes", &report.notes))
                footer { p { "Made by Signpost on " (dates::short(report.made_on)) "." } }
            }
        }
    };
    page.into_string() + "\n"
}

fn head(report: &Report, suppression: Suppression) -> Markup {
    html! {
        h1 { (report.name.title()) }
        p class="period" { (report.practice) " (" (report.ods.as_str()) "), " (report.period.to_string()) }
        dl {
            dt { "n = " (figure(&report.n)) } dd { (report.counted) }
            @for missing in &report.missing {
                dt { (figure(&missing.count)) } dd { "missing: " (missing.what) }
            }
        }
        @if let Some(said) = words::suppression(suppression) { p class="hidden" { (said) } }
        @if words::has_missing(report) { p class="hidden" { (words::MISSING) " nothing to count, or not recorded." } }
    }
}

fn section(table: &Table, at: usize) -> Markup {
    let id = format!("t{at}");
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (table.title) }
            @if let Some(shape) = Shape::of(table) {
                figure { (svg::plot(&shape, &table.title, &format!("g{at}"))) }
            }
            div class="wide" tabindex="0" role="region" aria-labelledby=(id) {
                table {
                    // A heading is not said twice to those who see it.
                    @if table.about.is_empty() { caption class="spoken" { (table.title) } }
                    @else { caption { (table.about) } }
                    thead {
                        tr {
                            th scope="col" { (table.rows_head) }
                            @for (at, column) in table.columns.iter().enumerate() {
                                th scope="col" class=[is_text(table, at).then_some("text")] { (column.label) }
                            }
                        }
                    }
                    tbody { @for row in &table.rows { (line(row)) } }
                    @if let Some(total) = &table.total { tfoot { (line(total)) } }
                }
            }
        }
    }
}

fn is_text(table: &Table, column: usize) -> bool {
    table.rows.iter().any(|row| matches!(row.cells.get(column), Some(Cell::Text(_))))
}

fn line(row: &Row) -> Markup {
    html! {
        tr {
            th scope="row" class=[(row.level > 0).then(|| format!("in{}", row.level.min(2)))] { (row.label) }
            @for cell in &row.cells {
                td class=[matches!(cell, Cell::Text(_)).then_some("text")] { (figure(cell)) }
            }
        }
    }
}

/// A figure; a sign that stands for a word says it to those who hear the page.
fn figure(cell: &Cell) -> Markup {
    html! {
        @match cell {
            Cell::Hidden => abbr title="hidden" { (words::HIDDEN) },
            Cell::Missing => abbr title="missing" { (words::MISSING) },
            shown => (words::cell(shown)),
        }
    }
}

fn list(head: &str, items: &[String]) -> Markup {
    html! {
        @if !items.is_empty() {
            section {
                h2 { (head) }
                ul { @for item in items { li { (item) } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_page_allows_its_own_style_and_no_other() {
        let hash = STANDARD.encode(Sha256::digest(STYLE));
        assert!(POLICY.contains(&format!("style-src 'sha256-{hash}'")), "the style's hash is sha256-{hash}");
    }
}
