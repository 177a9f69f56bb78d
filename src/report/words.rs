//! Figures as they are written, the same in every format: so that none of them says more than another.

use crate::domain::report::{Cell, Report, Unit};
use crate::domain::text::grouped;
use crate::report::suppress::Suppression;

/// What stands in a cell that is hidden.
pub const HIDDEN: &str = "*";

/// What stands in a cell that there is nothing for.
pub const MISSING: &str = "-";

/// A cell as people read it.
pub fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Count(count) | Cell::Set(count) => grouped(*count),
        Cell::Of { value, unit: Unit::Percent, .. } => format!("{}%", plain(*value, Unit::Percent)),
        Cell::Of { value, unit, .. } => plain(*value, *unit),
        Cell::Missing => MISSING.to_owned(),
        Cell::Text(text) => text.clone(),
        Cell::Hidden => HIDDEN.to_owned(),
    }
}

/// A value without its unit, rounded as it is shown everywhere: percentages whole, anything else to a tenth.
pub fn plain(value: f64, unit: Unit) -> String {
    let value = rounded(value, unit);
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.1}") }
}

/// A value as it is shown everywhere. More digits would lead back to the counts it was worked out of.
pub fn rounded(value: f64, unit: Unit) -> f64 {
    let steps = if unit == Unit::Percent { 1.0 } else { 10.0 };
    // No -0.
    (value * steps).round() / steps + 0.0
}

/// The stable name of a unit in files.
pub fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Days => "days",
        Unit::WorkingDays => "working_days",
        Unit::Minutes => "minutes",
        Unit::Percent => "percent",
        Unit::Score => "score",
        Unit::Each => "each",
    }
}

/// What a reader is told of what is held back; `None` where nothing is.
pub fn suppression(how: Suppression) -> Option<String> {
    let Suppression::Below(threshold) = how else { return None };
    let most = threshold.least_shown() - 1;
    Some(format!("{HIDDEN} hidden: counts from 1 to {most}, and what would give them away. 0 is shown."))
}

/// Whether anything is written as missing, so that the sign has to be explained.
pub fn has_missing(report: &Report) -> bool {
    let rows = report.tables.iter().flat_map(|table| table.rows.iter().chain(&table.total));
    rows.flat_map(|row| &row.cells).any(|cell| *cell == Cell::Missing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(Cell::Count(0), "0")]
    #[case(Cell::Count(999), "999")]
    #[case(Cell::Count(1_234_567), "1,234,567")]
    #[case(Cell::percent(1, 3), "33%")]
    #[case(Cell::percent(0, 0), "-")]
    #[case(Cell::Of { value: 8.0, n: 9, unit: Unit::WorkingDays }, "8")]
    #[case(Cell::Of { value: 8.25, n: 9, unit: Unit::Days }, "8.3")]
    #[case(Cell::Of { value: -0.04, n: 9, unit: Unit::Score }, "0")]
    #[case(Cell::Of { value: -1.26, n: 9, unit: Unit::Score }, "-1.3")]
    fn a_figure_is_written_as_people_read_it(#[case] figure: Cell, #[case] written: &str) {
        assert_eq!(cell(&figure), written);
    }
}
