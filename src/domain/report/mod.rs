//! A report: what is said of a period in figures, before anybody decides how it looks or what of it may leave.
//!
//! Holds the exact figures, as the practice's own staff may see them. Counting is the desk's; hiding small numbers,
//! and every format, are the report layer's. Nothing here leads to a patient.

mod name;
mod period;
mod table;

pub use name::{ReportName, ReportNameError};
pub use period::{Period, PeriodError};
pub use table::{Adds, Cell, Column, Plot, Row, Sum, Table, Unit};

use super::ods::OdsCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What the desk answers when it is asked for a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Which one.
    pub name: ReportName,
    /// The practice's name.
    pub practice: String,
    /// Its ODS code.
    pub ods: OdsCode,
    /// The days that it covers.
    pub period: Period,
    /// The day it was made on.
    pub made_on: Date,
    /// How many it rests on: a [`Cell::Count`], or [`Cell::Hidden`].
    pub n: Cell,
    /// What `n` counts, to be read behind the number: "cases handed over in the period".
    pub counted: String,
    /// What could not be counted, and how many.
    pub missing: Vec<Missing>,
    /// What each word of the report means. Never a number that was counted: it would not be hidden here.
    pub definitions: Vec<String>,
    /// What a reader must bear in mind: "There is no comparison group." Never a number that was counted.
    pub notes: Vec<String>,
    /// The figures.
    pub tables: Vec<Table>,
    /// What adds up across tables, `n` and what is missing. Sums inside a table are that table's own.
    pub links: Vec<Link>,
}

/// Something that could not be counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Missing {
    /// What: "no date of birth".
    pub what: String,
    /// How many: a [`Cell::Count`], or [`Cell::Hidden`].
    pub count: Cell,
}

/// One figure of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// What the report rests on.
    N,
    /// One of what is missing, by its place.
    Missing(usize),
    /// A cell of a table, all by their places.
    Cell {
        /// The table.
        table: usize,
        /// The row.
        row: usize,
        /// The column.
        column: usize,
    },
    /// A cell of the last line of a table.
    Total {
        /// The table.
        table: usize,
        /// The column.
        column: usize,
    },
}

/// Figures of different places that add up, or that are the same (one part that adds up exactly).
///
/// Hiding a small number in one place is worth nothing while another place gives it away; so whoever makes a report
/// says what hangs together. What is not said here or in [`Table::sums`] is taken as unrelated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What the parts are parts of.
    pub whole: Figure,
    /// The parts.
    pub parts: Vec<Figure>,
    /// How they make the whole.
    pub adds: Adds,
}

impl Link {
    /// Two places that show the same figure.
    pub fn same(one: Figure, other: Figure) -> Self {
        Self { whole: one, parts: vec![other], adds: Adds::Exactly }
    }
}

impl Report {
    /// A figure's cell, if the report has it.
    pub fn cell(&self, figure: Figure) -> Option<&Cell> {
        match figure {
            Figure::N => Some(&self.n),
            Figure::Missing(at) => self.missing.get(at).map(|missing| &missing.count),
            Figure::Cell { table, row, column } => self.tables.get(table)?.rows.get(row)?.cells.get(column),
            Figure::Total { table, column } => self.tables.get(table)?.total.as_ref()?.cells.get(column),
        }
    }

    /// A figure's cell, to be changed.
    pub fn cell_mut(&mut self, figure: Figure) -> Option<&mut Cell> {
        match figure {
            Figure::N => Some(&mut self.n),
            Figure::Missing(at) => self.missing.get_mut(at).map(|missing| &mut missing.count),
            Figure::Cell { table, row, column } => {
                self.tables.get_mut(table)?.rows.get_mut(row)?.cells.get_mut(column)
            }
            Figure::Total { table, column } => {
                self.tables.get_mut(table)?.total.as_mut()?.cells.get_mut(column)
            }
        }
    }
}
