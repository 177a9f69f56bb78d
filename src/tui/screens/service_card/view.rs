//! How a service's card looks.
//!
//! ```text
//!  Bedminster Befriending
//!  0117 496 0001 · open now until 16:00
//!
//!  Where      St John's Hall, 12 East Street, Bristol, BS3 4NN
//!  Cost       free
//!  …
//!
//!  (its description, wrapped)
//!
//!  Checked    checked 3 weeks ago by Priya
//! ```

use crate::domain::service::Service;
use crate::tui::commands::Command;
use crate::tui::open::CardFor;
use crate::tui::screen::Ctx;
use crate::tui::screens::service_card::referral::{Referral, answers};
use crate::tui::screens::service_card::{Over, ServiceCardScreen, facts, slip};
use crate::tui::widgets::fit::{fit, pad, width, wrap};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

/// Lines longer than this are hard to read.
const WIDEST: usize = 96;
/// How wide the labels are.
const LABEL: usize = 11;

impl ServiceCardScreen {
    /// Draws it over the whole area.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let area = area.intersection(frame.area());
        frame.render_widget(Clear, area);
        let area = inset(area);
        let lines = match &self.over {
            Over::Message(text) => Self::message(text, area, ctx),
            Over::Referral(referral) => return self.referral(referral, frame, area, ctx),
            Over::Nothing | Over::Asked => self.card(usize::from(area.width), ctx),
        };
        let top = match self.over {
            Over::Message(_) => 0,
            _ => self.scroll.selected.min(lines.len().saturating_sub(usize::from(area.height))),
        };
        let below = lines.len().saturating_sub(top + usize::from(area.height));
        for (row, line) in area.rows().zip(lines.into_iter().skip(top)) {
            frame.render_widget(line, row);
        }
        if below > 0 && area.height > 2 {
            let last = Rect { y: area.bottom() - 1, height: 1, ..area };
            frame.render_widget(Clear, last);
            let more = format!("{} {} more lines", ctx.signs.ellipsis, below + 1);
            frame.render_widget(Line::styled(more, ctx.theme.dim), last);
        }
        frame.set_cursor_position(Position::new(area.x, area.y));
    }

    /// How far it can be scrolled at its size.
    pub(super) fn most_scroll(&self, ctx: &Ctx<'_>) -> usize {
        let area = inset(Rect::new(0, 0, self.size.0, self.size.1));
        self.card(usize::from(area.width), ctx).len().saturating_sub(usize::from(area.height))
    }

    /// How many lines a page is: one stays, to go on reading from.
    pub(super) fn page(&self) -> u16 {
        self.size.1.saturating_sub(1).max(1)
    }

    fn card(&self, cells: usize, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
        match (&self.service, &self.refused) {
            (Some(service), _) => {
                let mut lines = Vec::new();
                if let Some(purpose) = self.purpose_said(ctx) {
                    lines
                        .extend(wrap(&purpose, cells).into_iter().map(|l| Line::styled(l, ctx.theme.accent)));
                }
                lines.extend(card_lines(service, cells, ctx));
                lines
            }
            (None, Some(refused)) => {
                wrap(refused, cells).into_iter().map(|line| Line::styled(line, ctx.theme.warning)).collect()
            }
            (None, None) => vec![Line::styled("Looking the service up", ctx.theme.dim)],
        }
    }

    fn purpose_said(&self, ctx: &Ctx<'_>) -> Option<String> {
        let keys = |command| ctx.keys(command, &self.scopes());
        let (signpost, refer) = (keys(Command::Signpost), keys(Command::Refer));
        match (&self.purpose, &self.case) {
            (CardFor::Nobody, _) | (CardFor::Case(..), None) => None,
            (CardFor::Form, _) => Some(format!(
                "For the flag: {signpost} chooses it to signpost, {refer} to refer, {} keeps the route.",
                keys(Command::Open)
            )),
            (CardFor::Plan, _) => Some(format!("{} puts it in the plan.", keys(Command::Open))),
            (CardFor::Case(..), Some(case)) => Some(format!(
                "For {} ({}): {signpost} signposts, {refer} refers.",
                case.line.patient.called, case.line.reference
            )),
        }
    }

    fn message(text: &str, area: Rect, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
        let cells = usize::from(area.width).min(WIDEST);
        let mut lines = vec![Line::styled("As a text message", ctx.theme.title), Line::default()];
        lines.extend(wrap(text, cells).into_iter().map(|line| Line::styled(line, ctx.theme.text)));
        let said = format!(
            "{} of at most {} characters. Copied, where the terminal allows it; paste it into the SMS system, or \
             mark it with the mouse. {} goes back.",
            slip::units(text),
            slip::MOST,
            ctx.keys(Command::Back, &[crate::tui::commands::scope::GLOBAL]),
        );
        lines.push(Line::default());
        lines.extend(wrap(&said, cells).into_iter().map(|line| Line::styled(line, ctx.theme.dim)));
        lines
    }

    fn referral(&self, referral: &Referral, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let name = self.service.as_ref().map_or("the service", |service| &service.details.name);
        let (cells, cut) = (usize::from(area.width), ctx.signs.ellipsis);
        let mut lines = vec![
            Line::styled(fit(&format!("Refer {} to {name}", referral.who), cells, cut), ctx.theme.title),
            Line::styled("What leaves the practice, and nothing else:", ctx.theme.text),
            Line::default(),
        ];
        let first = lines.len();
        for (place, detail) in referral.details.iter().enumerate() {
            let selected = place == referral.rows.selected;
            let pointer = if selected { ctx.signs.pointer } else { "" };
            let tick = if detail.ticked { ctx.signs.tick_on } else { ctx.signs.tick_off };
            let said = format!(
                "{}{tick} {}{}",
                pad(pointer, 2, ""),
                pad(detail.detail.name(), 28, cut),
                detail.value
            );
            let style = match (selected, detail.ticked) {
                (true, _) => ctx.theme.selected,
                (false, true) => ctx.theme.text,
                (false, false) => ctx.theme.dim,
            };
            lines.push(Line::styled(pad(&said, cells, cut), style));
        }
        lines.push(Line::default());
        if let Some(lacking) = referral.lacking() {
            lines.extend(wrap(lacking, cells).into_iter().map(|line| Line::styled(line, ctx.theme.warning)));
        }
        let agreed = referral.words(name);
        let asked = format!("{}?", agreed.trim_end_matches('.'));
        lines.extend(wrap(&asked, cells).into_iter().map(|line| Line::styled(line, ctx.theme.title)));
        lines.push(Line::styled(answers(&self.scopes(), ctx), ctx.theme.accent));
        for (row, line) in area.rows().zip(lines) {
            frame.render_widget(line, row);
        }
        let y = u16::try_from(first + referral.rows.selected).unwrap_or(0).min(area.height.saturating_sub(1));
        frame.set_cursor_position(Position::new(area.x, area.y + y));
    }
}

/// The card as lines of at most so many cells.
pub fn card_lines(service: &Service, cells: usize, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
    let cells = cells.min(WIDEST);
    let details = &service.details;
    let mut lines: Vec<Line<'static>> = Vec::new();
    lines.extend(wrap(&details.name, cells).into_iter().map(|line| Line::styled(line, ctx.theme.title)));
    if let Some(stopped) = facts::stopped_said(service) {
        lines.extend(wrap(&stopped, cells).into_iter().map(|line| Line::styled(line, ctx.theme.urgent)));
    }
    let phone = facts::phone(details);
    let open = facts::open_said(service, ctx.local());
    let is_open = open.starts_with("open now");
    let open_style = if is_open { ctx.theme.good } else { ctx.theme.text };
    if width(phone) + width(&open) + 3 <= cells {
        lines.push(Line::from(vec![
            Span::styled(phone.to_owned(), ctx.theme.accent),
            Span::styled(format!(" {} ", ctx.signs.bullet), ctx.theme.dim),
            Span::styled(open, open_style),
        ]));
    } else {
        lines.extend(wrap(phone, cells).into_iter().map(|line| Line::styled(line, ctx.theme.accent)));
        lines.push(Line::styled(open, open_style));
    }
    lines.push(Line::default());
    for fact in facts::facts(service) {
        fact_lines(&mut lines, &fact, cells, ctx);
    }
    if !details.description.is_empty() {
        lines.push(Line::default());
        lines.extend(
            wrap(&details.description, cells).into_iter().map(|line| Line::styled(line, ctx.theme.text)),
        );
    }
    lines.push(Line::default());
    for fact in facts::origin(service, ctx) {
        fact_lines(&mut lines, &fact, cells, ctx);
    }
    lines
}

fn fact_lines(lines: &mut Vec<Line<'static>>, fact: &facts::Fact, cells: usize, ctx: &Ctx<'_>) {
    for (place, said) in wrap(&fact.said, cells.saturating_sub(LABEL).max(10)).into_iter().enumerate() {
        let label = if place == 0 { fact.label } else { "" };
        lines.push(Line::from(vec![
            Span::styled(pad(label, LABEL, ""), ctx.theme.dim),
            Span::styled(said, ctx.theme.text),
        ]));
    }
}

/// One cell of air on both sides.
fn inset(area: Rect) -> Rect {
    let air = u16::from(area.width > 2);
    Rect { x: area.x + air, width: area.width - 2 * air, ..area }
}
