//! A plot in the characters of a terminal, to stand beside its table.
//!
//! No colours: parts differ by what they are filled with, and every bar has its number behind it.

use crate::domain::report::Table;
use crate::report::shape::{Drawn, Kind, Place, Shape};
use crate::report::text::{cut, wrapped};
use unicode_width::UnicodeWidthStr;

/// What bars are drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Blocks, for a UTF-8 terminal: of WGL4 only, which every font of one has.
    Blocks,
    /// Plain ASCII.
    Ascii,
}

impl Ink {
    /// What the parts of a bar are filled with, one after the other.
    fn fills(self) -> [&'static str; 6] {
        match self {
            Self::Blocks => ["█", "▒", "▄", "░", "▓", "▀"],
            Self::Ascii => ["#", "=", "+", ".", "o", "-"],
        }
    }

    fn fill(self, series: usize) -> &'static str {
        self.fills()[series % 6]
    }

    fn half(self) -> &'static str {
        if self == Self::Blocks { "▌" } else { "" }
    }

    /// Where a label was cut.
    fn ellipsis(self) -> &'static str {
        if self == Self::Blocks { "…" } else { "..." }
    }

    fn mark(self) -> &'static str {
        if self == Self::Blocks { "│" } else { "|" }
    }
}

/// The widest label in front of a bar.
const LABEL: usize = 24;

/// The narrowest bar that says anything, in cells.
const BAR: usize = 6;

/// The plot of a table in lines no wider than that; none if there is nothing to draw, or no room.
pub fn lines(table: &Table, width: usize, ink: Ink) -> Vec<String> {
    let Some(shape) = Shape::of(table) else { return vec![] };
    let longest = shape.places.iter().map(|place| place.label.width()).max().unwrap_or(0);
    let label = longest.min(LABEL).min(width / 3);
    let numbers = shape.places.iter().map(|place| behind(&shape, place).width()).max().unwrap_or(0);
    let room = width.saturating_sub(label + 1);
    let mut out = match shape.kind {
        Kind::Lines => vec![],
        Kind::Bars | Kind::Stacked => legend(&shape, width, ink),
    };
    if shape.kind == Kind::Lines {
        out.extend(beside(&shape, label, room, ink));
        return out;
    }
    let Some(bar) = room.checked_sub(numbers + 1).filter(|bar| *bar >= BAR) else { return vec![] };
    for place in &shape.places {
        let front = front(&place.label, label, ink);
        if shape.kind == Kind::Stacked {
            out.push(format!("{front} {} {}", stacked(&shape, place, bar, ink), behind(&shape, place)));
            continue;
        }
        for (at, value) in place.values.iter().enumerate() {
            let front = if at == 0 { front.clone() } else { " ".repeat(label) };
            let drawn = single(&shape, value, at, bar, ink);
            let drawn =
                place.mark.as_ref().map_or(drawn.clone(), |mark| marked(&shape, drawn, mark, bar, ink));
            let said = place.mark.as_ref().map_or_else(
                || value.said().to_owned(),
                |mark| format!("{} of {}", value.said(), mark.said()),
            );
            let gap = if drawn.is_empty() { "" } else { " " };
            out.push(format!("{front} {drawn}{gap}{said}"));
        }
    }
    out.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

fn front(label: &str, width: usize, ink: Ink) -> String {
    let label = if label.width() <= width {
        label.to_owned()
    } else {
        cut(&format!("{}{}", cut(label, width.saturating_sub(ink.ellipsis().width())), ink.ellipsis()), width)
    };
    format!("{label}{}", " ".repeat(width - label.width()))
}

/// The numbers behind a bar.
fn behind(shape: &Shape, place: &Place) -> String {
    let said: Vec<&str> = place.values.iter().map(Drawn::said).collect();
    match (&place.mark, shape.kind) {
        (Some(mark), _) => format!("{} of {}", said.join("+"), mark.said()),
        (None, Kind::Stacked) => said.join("+"),
        (None, Kind::Bars | Kind::Lines) => {
            said.into_iter().max_by_key(|said| said.width()).unwrap_or("").to_owned()
        }
    }
}

/// What the fills and the mark mean, where there is more than one thing to tell apart.
fn legend(shape: &Shape, width: usize, ink: Ink) -> Vec<String> {
    let many = shape.series.len() > 1 || shape.mark.is_some();
    let series = shape.series.iter().enumerate().map(|(at, name)| format!("{} {name}", ink.fill(at)));
    let mark = shape.mark.iter().map(|name| format!("{} {name}", ink.mark()));
    let all: Vec<String> = series.chain(mark).collect();
    if many { wrapped(&all.join("   "), width) } else { vec![] }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a terminal's width")]
fn halves(shape: &Shape, size: f64, bar: usize) -> usize {
    #[expect(clippy::cast_precision_loss, reason = "a terminal's width")]
    let exact = size * 2.0 * bar as f64 / shape.most;
    // What is there is seen, however small.
    if size > 0.0 { (exact.round() as usize).clamp(1, 2 * bar) } else { 0 }
}

fn single(shape: &Shape, value: &Drawn, series: usize, bar: usize, ink: Ink) -> String {
    let halves = value.size().map_or(0, |size| halves(shape, size, bar));
    let solid = series == 0 && ink == Ink::Blocks;
    let full = if solid { halves / 2 } else { halves.div_ceil(2) };
    let half = if solid && halves % 2 == 1 { ink.half() } else { "" };
    format!("{}{half}", ink.fill(series).repeat(full))
}

fn stacked(shape: &Shape, place: &Place, bar: usize, ink: Ink) -> String {
    let (mut sum, mut at, mut out) = (0.0, 0, String::new());
    for (series, value) in place.values.iter().enumerate() {
        sum += value.size().unwrap_or(0.0);
        // Each part ends where the sum so far does, so that rounding does not add up.
        let end = (halves(shape, sum, bar) / 2).max(at);
        out.push_str(&ink.fill(series).repeat(end - at));
        at = end;
    }
    out
}

/// A bar with the mark across it, or behind its end.
fn marked(shape: &Shape, drawn: String, mark: &Drawn, bar: usize, ink: Ink) -> String {
    let Some(size) = mark.size() else { return drawn };
    let at = (halves(shape, size, bar) / 2).min(bar - 1);
    let mut cells: Vec<String> = drawn.chars().map(String::from).collect();
    cells.resize(cells.len().max(at + 1), " ".to_owned());
    ink.mark().clone_into(&mut cells[at]);
    cells.concat()
}

/// Places under each other, and the series side by side, so that each is read downwards.
fn beside(shape: &Shape, label: usize, room: usize, ink: Ink) -> Vec<String> {
    let number = shape.places.iter().flat_map(|place| &place.values).map(|value| value.said().width()).max();
    let number = number.unwrap_or(0);
    let each = (room / shape.series.len()).saturating_sub(1);
    let Some(bar) = each.checked_sub(number + 1).filter(|bar| *bar >= 2) else { return vec![] };
    let heads = shape.series.iter().map(|name| front(name, each, ink));
    let mut out = vec![format!("{} {}", " ".repeat(label), heads.collect::<Vec<_>>().join(" "))];
    for place in &shape.places {
        let cells = place.values.iter().map(|value| {
            let drawn = single(shape, value, 0, bar, ink);
            front(&format!("{:>number$} {drawn}", value.said()), each, ink)
        });
        out.push(format!("{} {}", front(&place.label, label, ink), cells.collect::<Vec<_>>().join(" ")));
    }
    out.into_iter().map(|line| line.trim_end().to_owned()).collect()
}
