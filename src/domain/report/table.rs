//! A table of a report: its cells, which of them add up, and which plot says it faster.

use serde::{Deserialize, Serialize};

/// A table of figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// What it shows: "By need".
    pub title: String,
    /// A sentence to read it by; may be empty.
    pub about: String,
    /// What stands in front of each row: "Need".
    pub rows_head: String,
    /// Over the cells.
    pub columns: Vec<Column>,
    /// The rows, each with as many cells as there are columns. A row is a part of the nearest row above it whose level
    /// is lower.
    pub rows: Vec<Row>,
    /// The last line, under a rule.
    pub total: Option<Row>,
    /// Which counts add up, so that a hidden one cannot be worked out from the others.
    pub sums: Vec<Sum>,
    /// How it is best drawn.
    pub plot: Option<Plot>,
}

/// What stands over a column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// The words.
    pub label: String,
    /// Columns whose counts can be worked back from this one, or that it is made of: a percentage rests on its count
    /// and on what it is a share of, a mean on how many it is the mean of. It is hidden wherever one of them is.
    pub rests_on: Vec<usize>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What it is about.
    pub label: String,
    /// How deep it stands under others: 0 for the outermost.
    pub level: u8,
    /// A cell for each column.
    pub cells: Vec<Cell>,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// So many.
    Count(u64),
    /// A number that was set and not counted, such as a capacity. Never hidden.
    Set(u64),
    /// A value that was worked out of several. Where a percentage is, its count stands in another column, and the
    /// column of the percentage rests on that one.
    Of {
        /// The value, in its unit.
        value: f64,
        /// How many it was worked out of; of a percentage, what is a hundred. Decides whether the value is hidden,
        /// and is not shown: a reader who should know it needs a column of counts.
        n: u64,
        /// What the value is in.
        unit: Unit,
    },
    /// There is none: nothing to work it out of, or it was not recorded.
    Missing,
    /// Words, never a number that was counted: it would not be hidden here.
    Text(String),
    /// Too small to be shown, or it would give away what is. Only in what is exported.
    Hidden,
}

/// What a value is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Days of the calendar.
    Days,
    /// Monday to Friday without bank holidays.
    WorkingDays,
    /// Minutes.
    Minutes,
    /// Hundredths of a whole.
    Percent,
    /// Points of an instrument; its range and direction are in the definitions.
    Score,
    /// How many, on the average: attempts for each patient.
    Each,
}

/// Counts of one table that add up. Only where each of them is a [`Cell::Count`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sum {
    /// In every column, the rows of level 0 make the last line.
    Rows(Adds),
    /// In every column, the rows right under another make that one.
    Under(Adds),
    /// In every row and the last line, some columns make another.
    Columns {
        /// The column of the whole.
        whole: usize,
        /// The columns of the parts.
        parts: Vec<usize>,
        /// How they make it.
        adds: Adds,
    },
}

/// How parts make a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adds {
    /// Each thing is in one part: the whole is their sum.
    Exactly,
    /// Each thing is in one part, or in none. How many are in none is not shown, but whoever subtracts knows it; so
    /// it is guarded like a count that is shown.
    Among,
    /// Each thing is in one part or in several (a case with two needs).
    Overlapping,
}

/// How a table is best drawn. Columns by their places; nothing is drawn of a cell that is hidden.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plot {
    /// A bar for each row.
    Bars {
        /// Its length.
        column: usize,
    },
    /// A bar for each row, made of parts side by side.
    Stacked {
        /// The parts, from the left.
        columns: Vec<usize>,
    },
    /// A bar for each row, with a mark that it is held against: a caseload and a capacity.
    Against {
        /// Its length.
        column: usize,
        /// Where the mark stands.
        mark: usize,
    },
    /// Two bars for each row, of before and after.
    Pairs {
        /// Before.
        before: usize,
        /// After.
        after: usize,
    },
    /// A line for each column; the rows are days, weeks or months, in order.
    Lines {
        /// A line each.
        columns: Vec<usize>,
    },
}

impl Column {
    /// A column that rests on no other.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), rests_on: vec![] }
    }

    /// A column whose cells are worked out of others.
    pub fn of(label: impl Into<String>, rests_on: impl Into<Vec<usize>>) -> Self {
        Self { label: label.into(), rests_on: rests_on.into() }
    }
}

impl Row {
    /// A row of level 0.
    pub fn new(label: impl Into<String>, cells: Vec<Cell>) -> Self {
        Self { label: label.into(), level: 0, cells }
    }

    /// The same row, one level deeper.
    #[must_use]
    pub fn under(mut self) -> Self {
        self.level = self.level.saturating_add(1);
        self
    }
}

impl Cell {
    /// What share of a whole a part is, in percent; [`Cell::Missing`] of nothing.
    pub fn percent(part: u64, whole: u64) -> Self {
        if whole == 0 {
            return Self::Missing;
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of cases are far below 2^52")]
        let value = part as f64 * 100.0 / whole as f64;
        Self::Of { value, n: whole, unit: Unit::Percent }
    }
}

impl From<u64> for Cell {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}
