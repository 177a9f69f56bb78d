//! What stands over a case while it is asked: which of the questions, and how each is drawn over the lower part, so
//! that who it is about stays in sight.

use super::asking::Asking;
use super::clinical::Clinical;
use super::closing::ClosingForm;
use super::contact::ContactAsk;
use super::measuring::Measuring;
use super::referring::Referring;
use super::sure::Sure;
use super::working::WorkForm;
use crate::desk::reply::CaseCard;
use crate::desk::request::Request;
use crate::tui::commands::Command;
use crate::tui::screen::{Act, Ctx, Pressed};
use crate::tui::widgets::fit::{fit, width, wrap};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Text};
use ratatui::widgets::Clear;

/// What stands over a case.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one of them stands at a time")]
pub(super) enum Over {
    Asking(Asking),
    Contact(ContactAsk),
    Work(WorkForm),
    Referring(Referring),
    Measuring(Measuring),
    Closing(ClosingForm),
    Sure(Sure),
    Clinical(Clinical),
}

/// What became of something that was pressed.
pub(super) enum Heard {
    Goes(Vec<Act>),
    Leaves,
    Asks(Box<Request>),
    /// One after the other; what is refused ends the row.
    AsksAll(Vec<Request>),
    /// Copies, and asks.
    AsksAndCopies(Box<Request>, String),
    /// Prints, once the numbers to call are known.
    Prints,
    Looks(String),
    Becomes(Box<Over>),
}

impl Heard {
    /// Nothing more.
    pub fn nothing() -> Self {
        Self::Goes(vec![])
    }

    /// A hint.
    pub fn hint(text: impl Into<String>) -> Self {
        Self::Goes(vec![Act::Hint(text.into())])
    }
}

impl Over {
    pub fn scopes(&self) -> Vec<&'static str> {
        match self {
            Self::Asking(one) => one.scopes(),
            Self::Contact(_) => ContactAsk::scopes(),
            Self::Work(one) => one.scopes(),
            Self::Referring(_) => Referring::scopes(),
            Self::Measuring(one) => one.scopes(),
            Self::Closing(one) => one.scopes(),
            Self::Sure(_) => Sure::scopes(),
            Self::Clinical(_) => Clinical::scopes(),
        }
    }

    pub fn hints(&self) -> Vec<Command> {
        match self {
            Self::Asking(one) => one.hints(),
            Self::Contact(_) => ContactAsk::hints(),
            Self::Work(_) => WorkForm::hints(),
            Self::Referring(_) => Referring::hints(),
            Self::Measuring(one) => one.hints(),
            Self::Closing(_) => ClosingForm::hints(),
            Self::Sure(_) => Sure::hints(),
            Self::Clinical(_) => Clinical::hints(),
        }
    }

    pub fn update(&mut self, pressed: &Pressed, card: &CaseCard, ctx: &Ctx<'_>) -> Heard {
        match self {
            Self::Asking(one) => Sure::before(one.update(pressed, ctx), card, ctx),
            Self::Contact(one) => one.update(pressed, card, ctx),
            Self::Work(one) => one.update(pressed, card, ctx),
            Self::Referring(one) => one.update(pressed, card),
            Self::Measuring(one) => one.update(pressed, card, ctx),
            Self::Closing(one) => one.update(pressed, card, ctx),
            Self::Sure(one) => one.update(pressed),
            Self::Clinical(one) => one.update(pressed, card, ctx),
        }
    }

    pub fn view(&self, card: &CaseCard, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        match self {
            Self::Asking(one) => super::view_asking::view_asking(one, frame, area, ctx),
            Self::Contact(one) => one.view(card, frame, area, ctx),
            Self::Work(one) => one.view(card, frame, area, ctx),
            Self::Referring(one) => one.view(frame, area, ctx),
            Self::Measuring(one) => one.view(card, frame, area, ctx),
            Self::Closing(one) => one.view(card, frame, area, ctx),
            Self::Sure(one) => one.view(frame, area, ctx),
            Self::Clinical(one) => one.view(frame, area, ctx),
        }
    }
}

/// Clears the lower part of a screen for a head, so many rows of a body, and a foot; gives the place of the body. Where
/// not all fits, the body gives way, and scrolls.
pub(super) fn lower(
    head: Vec<Line<'static>>,
    body: u16,
    foot: Vec<Line<'static>>,
    frame: &mut Frame<'_>,
    area: Rect,
    ctx: &Ctx<'_>,
) -> Rect {
    let rows = |lines: &[Line<'_>]| u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let (top, bottom) = (rows(&head) + 1, rows(&foot));
    let height = (top + body + bottom).min(area.height);
    let body = height.saturating_sub(top + bottom);
    let place = Rect { y: area.bottom() - height, height, ..area };
    frame.render_widget(Clear, place);
    frame.render_widget(
        Line::styled(ctx.signs.rule.repeat(usize::from(area.width)), ctx.theme.rule),
        Rect { height: 1, ..place },
    );
    let rest = |y: u16, height: u16| Rect { y: (place.y + y).min(place.bottom()), height, ..place };
    frame.render_widget(Text::from(head), rest(1, top.min(height) - 1));
    frame.render_widget(Text::from(foot), rest(top + body, height.saturating_sub(top + body)));
    Rect { x: place.x + 1, width: place.width.saturating_sub(2), ..rest(top, body) }
}

/// A head of a title and what it means.
pub(super) fn head(title: &str, means: &[String], area: Rect, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
    let cells = usize::from(area.width.saturating_sub(3));
    let title = Line::styled(format!(" {}", fit(title, cells, ctx.signs.ellipsis)), ctx.theme.title);
    let means = means.iter().flat_map(|text| wrap(text, cells));
    std::iter::once(title).chain(means.map(|text| Line::styled(format!(" {text}"), ctx.theme.dim))).collect()
}

/// Parts in lines of at most so many cells, broken between parts only.
pub(super) fn in_lines(parts: &[String], cells: usize, ctx: &Ctx<'_>) -> Vec<String> {
    let bullet = format!(" {} ", ctx.signs.bullet);
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if width(line) + width(&bullet) + width(part) <= cells => {
                line.push_str(&bullet);
                line.push_str(part);
            }
            _ => lines.push(part.clone()),
        }
    }
    lines
}
