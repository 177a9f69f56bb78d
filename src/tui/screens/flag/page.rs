//! A page of rows with fields in them: what is left out where there is little room, and where the cursor stands.
//!
//! Knows nothing of what the rows say.

use crate::tui::screen::Ctx;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::fit::{fit, width};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// What becomes of a row where not all rows have room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::tui::screens) enum Keep {
    /// It stays; the page scrolls to the row that has the keys.
    #[default]
    Always,
    /// It goes when what is only useful is gone.
    Blank,
    /// It is useful, and goes first, the last row first.
    WhereRoom,
}

/// One row of the page.
#[derive(Clone, Debug, Default)]
pub(in crate::tui::screens) struct Row<'a> {
    spans: Vec<Span<'a>>,
    cells: usize,
    fields: Vec<Placed<'a>>,
    cursor: Option<usize>,
    keep: Keep,
}

#[derive(Clone, Debug)]
struct Placed<'a> {
    x: usize,
    cells: usize,
    field: &'a Field,
    style: Style,
    focus: bool,
}

impl<'a> Row<'a> {
    /// A row without anything, which goes where there is little room.
    pub fn blank() -> Self {
        Self { keep: Keep::Blank, ..Self::default() }
    }

    /// A row that begins with text.
    pub fn of(text: impl Into<String>, style: Style) -> Self {
        Self::default().text(text, style)
    }

    /// With more text.
    pub fn text(mut self, text: impl Into<String>, style: Style) -> Self {
        let text = text.into();
        self.cells += width(&text);
        self.spans.push(Span::styled(text, style));
        self
    }

    /// With spaces up to a column.
    pub fn to(self, column: usize) -> Self {
        let gap = column.saturating_sub(self.cells);
        self.text(" ".repeat(gap), Style::new())
    }

    /// With text that ends at a column; cut where what stands before it leaves no room, and left out where it leaves
    /// hardly any.
    pub fn right(self, text: &str, style: Style, end: usize, ellipsis: &str) -> Self {
        let room = end.saturating_sub(self.cells + 2);
        if room < 8.min(width(text)) {
            return self;
        }
        let text = fit(text, room, ellipsis);
        let column = end.saturating_sub(width(&text));
        self.to(column).text(text, style)
    }

    /// With text, cut at a column.
    pub fn up_to(self, text: &str, style: Style, end: usize, ellipsis: &str) -> Self {
        let room = end.saturating_sub(self.cells);
        let text = fit(text, room, ellipsis);
        self.text(text, style)
    }

    /// With a field of so many cells; where nothing stands in it, with words that say what belongs there.
    pub fn field(mut self, field: &'a Field, cells: usize, focus: bool, empty: &str, ctx: &Ctx<'_>) -> Self {
        let style = if focus { ctx.theme.field_focus } else { ctx.theme.field };
        let x = self.cells;
        self.fields.push(Placed { x, cells, field, style, focus });
        // In brackets, so that it is not taken for a value where there are no colours.
        let words = if field.is_empty() && !empty.is_empty() {
            fit(&format!("({empty})"), cells, ctx.signs.ellipsis)
        } else {
            String::new()
        };
        self.text(words, ctx.theme.dim).to(x + cells)
    }

    /// With the cursor at this place of the row.
    pub fn cursor(mut self, here: bool) -> Self {
        if here {
            self.cursor = Some(self.cells);
        }
        self
    }

    /// To be left out where there is little room.
    pub fn where_room(mut self) -> Self {
        self.keep = Keep::WhereRoom;
        self
    }

    /// How many cells it takes so far.
    pub fn cells(&self) -> usize {
        self.cells
    }

    fn has_keys(&self) -> bool {
        self.cursor.is_some() || self.fields.iter().any(|field| field.focus)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect) {
        frame.render_widget(Line::from(self.spans.clone()), area);
        let inside = |x: usize| u16::try_from(x).unwrap_or(u16::MAX).min(area.width);
        for placed in &self.fields {
            let x = inside(placed.x);
            let cells = inside(placed.cells).min(area.width - x);
            if cells == 0 {
                continue;
            }
            let place = Rect { x: area.x + x, y: area.y, width: cells, height: 1 };
            if placed.field.is_empty() {
                // The words in its place stay; only the cursor is put.
                if placed.focus {
                    frame.set_cursor_position(Position::new(place.x, place.y));
                }
            } else {
                placed.field.view(frame, place, placed.style, placed.focus);
            }
        }
        if let Some(x) = self.cursor {
            frame.set_cursor_position(Position::new(
                area.x + inside(x).min(area.width.saturating_sub(1)),
                area.y,
            ));
        }
    }
}

/// The rows that have room: first what is only useful goes, then blank rows, then the page scrolls to the keys.
pub(in crate::tui::screens) fn fitted(mut rows: Vec<Row<'_>>, height: usize) -> Vec<Row<'_>> {
    for keep in [Keep::WhereRoom, Keep::Blank] {
        while rows.len() > height
            && let Some(at) = rows.iter().rposition(|row| row.keep == keep && !row.has_keys())
        {
            rows.remove(at);
        }
    }
    if rows.len() > height {
        let at = rows.iter().position(Row::has_keys).unwrap_or(0);
        // The row with the keys, and what belongs to it below, stand in the middle.
        let first = at.saturating_sub(height / 2).min(rows.len() - height);
        rows.drain(..first);
        rows.truncate(height);
    }
    rows
}

/// Draws rows from the top of a place.
pub(in crate::tui::screens) fn draw(rows: &[Row<'_>], frame: &mut Frame<'_>, area: Rect) {
    for (row, y) in rows.iter().zip(area.y..area.bottom()) {
        row.draw(frame, Rect { y, height: 1, ..area });
    }
}

/// A row of choices, the chosen one in brackets; broken into more rows where they have no room in one.
pub(in crate::tui::screens) fn choices<'a>(
    mut row: Row<'a>,
    words: &[&str],
    chosen: Option<usize>,
    focus: bool,
    end: usize,
    ctx: &Ctx<'_>,
) -> Vec<Row<'a>> {
    let (open, close) = (ctx.signs.chosen_left, ctx.signs.chosen_right);
    let indent = row.cells();
    let brackets = if chosen.is_some() { 2 } else { 0 };
    let whole: usize = words.iter().map(|word| width(word)).sum::<usize>() + brackets;
    let gaps = words.len().saturating_sub(1).max(1);
    let gap = (end.saturating_sub(indent + whole) / gaps).clamp(1, 3);
    let mut rows = vec![];
    for (at, word) in words.iter().enumerate() {
        let is_chosen = chosen == Some(at);
        let cells = width(word) + if is_chosen { 2 } else { 0 };
        if at > 0 {
            if row.cells() + gap + cells > end {
                rows.push(std::mem::replace(&mut row, Row::default().to(indent)));
            } else {
                row = row.text(" ".repeat(gap), Style::new());
            }
        }
        row = if is_chosen {
            let style = if focus { ctx.theme.selected } else { ctx.theme.accent };
            row.cursor(focus).text(format!("{open}{word}{close}"), style)
        } else {
            row.cursor(focus && chosen.is_none() && at == 0).text(*word, ctx.theme.text)
        };
    }
    rows.push(row);
    rows
}
