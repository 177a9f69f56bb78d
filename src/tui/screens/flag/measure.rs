//! The columns of the page.

/// The columns of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui::screens) struct Measure {
    /// Where labels begin.
    pub label: usize,
    /// Where fields begin.
    pub field: usize,
    /// Where lists under a field begin.
    pub list: usize,
    /// The column behind the last.
    pub end: usize,
}

impl Measure {
    /// The columns of a page of so many cells.
    pub fn of(width: u16) -> Self {
        let width = usize::from(width);
        let label = if width < 70 { 1 } else { 3 };
        let field = label + if width < 70 { 9 } else { 10 };
        Self { label, field, list: field, end: width.saturating_sub(1) }
    }
}
