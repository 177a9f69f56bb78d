//! How the list of services looks; from 110 columns on, with the selected service beside it.
//!
//! ```text
//!   Name                        Run by          Place       Open               Checked
//! ► Bedminster Befriending      Age UK Bristol  Bristol     open until 16:00   3 weeks ago
//!   Money Talks                 Citizens Advice Bristol     opens Mon 10:00    5 months ago
//!
//!  1 of 3,027
//! ```

use crate::desk::reply::Hit;
use crate::domain::service::Service;
use crate::domain::service::checked::age_in_words;
use crate::tui::commands::Command;
use crate::tui::screen::Ctx;
use crate::tui::screens::service_card::facts;
use crate::tui::screens::service_card::view::card_lines;
use crate::tui::screens::services::{Filter, ServicesScreen};
use crate::tui::widgets::fit::{fit, pad, wrap};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// From this width on, the selected service stands beside the list.
pub(super) const WIDE: u16 = 110;

/// How many services are in sight in an area of this width and height.
pub(super) fn rows_for_services((_, height): (u16, u16), filtered: bool) -> usize {
    // The heading and the line beneath; with a filter, its field.
    usize::from(height.saturating_sub(2 + u16::from(filtered))).max(1)
}

impl ServicesScreen {
    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let area = area.intersection(frame.area());
        if area.height < 3 || area.width < 10 {
            return;
        }
        let (list, panel) = if area.width >= WIDE {
            let width = area.width * 6 / 10;
            let panel = Rect { x: area.x + width + 2, width: area.width - width - 3, ..area };
            (Rect { width, ..area }, Some(panel))
        } else {
            (area, None)
        };
        if let (Some(panel), Some(service)) = (panel, self.shown()) {
            for (row, line) in panel.rows().zip(card_lines(service, usize::from(panel.width), ctx)) {
                frame.render_widget(line, row);
            }
        }
        let said = Rect { y: list.bottom() - 1, height: 1, ..list };
        let rest = Rect { height: list.height - 1, ..list };
        let line = format!(" {}", self.said(ctx));
        frame.render_widget(
            Line::styled(fit(&line, usize::from(said.width), ctx.signs.ellipsis), ctx.theme.dim),
            said,
        );
        match &self.filter {
            None => self.directory(frame, rest, ctx),
            Some(filter) => Self::filtered(filter, frame, rest, ctx),
        }
    }

    /// The service that the panel shows.
    fn shown(&self) -> Option<&Service> {
        match &self.filter {
            None => self.services.get(self.rows.selected),
            Some(filter) => filter.detail.as_deref(),
        }
    }

    fn directory(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        if self.services.is_empty() {
            let style = if self.refused.is_some() { ctx.theme.warning } else { ctx.theme.text };
            let text = match &self.refused {
                Some(refused) => refused.clone(),
                None if self.asking_page => "Reading the directory".to_owned(),
                None => {
                    "The directory is empty. An administrator fills it from a file:\n\n  signpost services \
                         import FILE\n\nIt reads CSV and Open Referral UK; with --dry-run it only says what \
                         would happen."
                        .to_owned()
                }
            };
            let area = Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 1 };
            for (row, line) in area.rows().zip(wrap(&text, usize::from(area.width))) {
                frame.render_widget(Line::styled(line, style), row);
            }
            frame.set_cursor_position(Position::new(area.x, area.y));
            return;
        }
        let columns = Columns::of(usize::from(area.width));
        let heads = ["Name", "Run by", "Place", "Kind", "Open", "Checked"].map(str::to_owned);
        frame.render_widget(Line::styled(columns.line("", &heads, ctx), ctx.theme.dim), area);
        let page = usize::from(area.height - 1).max(1);
        let top = self.rows.top(page);
        for (place, service) in self.services.iter().enumerate().skip(top).take(page) {
            let y = area.y + 1 + u16::try_from(place - top).unwrap_or(0);
            let row = Rect { y, height: 1, ..area };
            let details = &service.details;
            let age = age_in_words(service.last_check().map(|check| check.on), ctx.today());
            let cells = [
                details.name.clone(),
                details.organisation.clone(),
                facts::place_said(details).to_owned(),
                details.kind.map_or_else(|| facts::needs_said(details), |kind| kind.label().to_owned()),
                facts::open_said(service, ctx.local()).replace("open now", "open"),
                age.replacen("checked", "", 1).trim().to_owned(),
            ];
            let selected = place == self.rows.selected;
            let pointer = if selected { ctx.signs.pointer } else { "" };
            let style = match (selected, service.stopped.is_some()) {
                (true, _) => ctx.theme.selected,
                (false, true) => ctx.theme.warning,
                (false, false) => ctx.theme.text,
            };
            frame.render_widget(Line::styled(columns.line(pointer, &cells, ctx), style), row);
            if selected {
                frame.set_cursor_position(Position::new(row.x, row.y));
            }
        }
    }

    fn filtered(filter: &Filter, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let label = " / ";
        let field = Rect { height: 1, ..area };
        frame.render_widget(Line::styled(label, ctx.theme.accent), field);
        let field = Rect { x: field.x + 3, width: field.width.saturating_sub(4), ..field };
        let hits = Rect { y: area.y + 1, height: area.height - 1, ..area };
        let style = if filter.typing { ctx.theme.field_focus } else { ctx.theme.field };
        if filter.found.hits.is_empty() {
            for (row, line) in hits.rows().skip(1).zip(Self::nothing(filter, ctx)) {
                frame.render_widget(Line::styled(format!(" {line}"), ctx.theme.text), row);
            }
        }
        let page = usize::from(hits.height).saturating_sub(1).max(1);
        let top = filter.rows.top(page);
        let columns = HitColumns::of(usize::from(hits.width));
        if !filter.found.hits.is_empty() {
            frame.render_widget(
                Line::styled(columns.line("", ["Name", "About", "Why"], ctx), ctx.theme.dim),
                hits,
            );
        }
        for (place, hit) in filter.found.hits.iter().enumerate().skip(top).take(page) {
            let y = hits.y + 1 + u16::try_from(place - top).unwrap_or(0);
            let row = Rect { y, height: 1, ..hits }.intersection(hits);
            let selected = place == filter.rows.selected;
            frame.render_widget(columns.hit(hit, selected, ctx), row);
            if selected && !filter.typing {
                frame.set_cursor_position(Position::new(row.x, row.y));
            }
        }
        filter.field.view(frame, field, style, filter.typing);
    }

    fn nothing(filter: &Filter, ctx: &Ctx<'_>) -> Vec<String> {
        if filter.field.value().trim().is_empty() {
            return vec!["Type words: lonely, food bank, debt advice, a place, a name.".to_owned()];
        }
        if filter.asking {
            return vec![];
        }
        let back = ctx.keys(Command::Back, &[crate::tui::commands::scope::GLOBAL]);
        vec![
            format!("Nothing found for \"{}\".", filter.field.value().trim()),
            format!("Try fewer or other words; {back} takes the filter off."),
        ]
    }

    /// The line beneath: where the selection is, of how many.
    fn said(&self, ctx: &Ctx<'_>) -> String {
        let bullet = ctx.signs.bullet;
        if let Some(filter) = &self.filter {
            let mut said = Vec::new();
            let shown = filter.found.hits.len();
            if shown > 0 {
                let of = filter.found.total.max(shown);
                said.push(format!("{} of {}, best first", filter.rows.selected + 1, thousands(of)));
            }
            if filter.found.loading {
                said.push("the index is still loading: something may be missing".to_owned());
            }
            if filter.asking {
                said.push("looking".to_owned());
            }
            return said.join(&format!(" {bullet} "));
        }
        if self.services.is_empty() {
            return String::new();
        }
        let read = self.services.len();
        // The index counts what is in the directory, once it is ready.
        let of = match ctx.overview {
            Some(overview) if overview.index_ready && overview.services >= read => {
                thousands(overview.services)
            }
            _ if self.more => format!("more than {}", thousands(read)),
            _ => thousands(read),
        };
        format!("{} of {of}", thousands(self.rows.selected + 1))
    }
}

/// The widths of the columns; 0: not shown.
struct Columns([usize; 6]);

impl Columns {
    fn of(width: usize) -> Self {
        let fixed = match width {
            ..66 => [0, 0, 0, 17, 0],
            66..80 => [0, 12, 0, 17, 13],
            80..100 => [14, 9, 0, 17, 13],
            100..120 => [20, 12, 0, 19, 13],
            _ => [24, 14, 18, 19, 13],
        };
        let gaps = fixed.iter().filter(|cells| **cells > 0).count();
        let name = width.saturating_sub(2 + 1 + gaps + fixed.iter().sum::<usize>());
        let [run_by, place, kind, open, checked] = fixed;
        Self([name, run_by, place, kind, open, checked])
    }

    fn line(&self, pointer: &str, said: &[String; 6], ctx: &Ctx<'_>) -> String {
        let mut line = pad(pointer, 2, "");
        for (cells, said) in self.0.iter().zip(said).filter(|(cells, _)| **cells > 0) {
            line.push_str(&pad(said, *cells, ctx.signs.ellipsis));
            line.push(' ');
        }
        line
    }
}

/// The widths of the columns of what was found.
struct HitColumns([usize; 3]);

impl HitColumns {
    fn of(width: usize) -> Self {
        let left = width.saturating_sub(2 + 3);
        let (name, about) = (left * 4 / 10, left * 3 / 10);
        Self([name, about, left - name - about])
    }

    fn line(&self, pointer: &str, said: [&str; 3], ctx: &Ctx<'_>) -> String {
        let mut line = pad(pointer, 2, "");
        for (cells, said) in self.0.iter().zip(said) {
            line.push_str(&pad(said, *cells, ctx.signs.ellipsis));
            line.push(' ');
        }
        line
    }

    fn hit(&self, hit: &Hit, selected: bool, ctx: &Ctx<'_>) -> Line<'static> {
        let pointer = if selected { ctx.signs.pointer } else { "" };
        let why = std::iter::once(&hit.why).chain(&hit.facts).filter(|said| !said.is_empty());
        let why = why.cloned().collect::<Vec<_>>().join(&format!(" {} ", ctx.signs.bullet));
        let said = self.line(pointer, [&hit.name, &hit.about, &why], ctx);
        let style = if selected { ctx.theme.selected } else { ctx.theme.text };
        Line::from(Span::styled(said, style))
    }
}

/// `3,027`.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
