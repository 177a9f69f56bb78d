//! How the finder looks.
//!
//! ```text
//!  Find     ‹all›  services   patients   cases
//!  lonely man with a dog_
//! ────────────────────────────────────────────────
//!  ► Bedminster Befriending                service
//!      Age UK Bristol · BS3 · meets loneliness
//! ────────────────────────────────────────────────
//!  12 of 38, best first
//! ```

use crate::desk::reply::{Hit, HitKind};
use crate::tui::commands::{Command, scope};
use crate::tui::screen::Ctx;
use crate::tui::screens::finder::{FinderScreen, Kind, Opening};
use crate::tui::widgets::fit::{fit, pad, width, wrap};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

/// From this width on, a hit takes one row; below it, two.
const WIDE: u16 = 110;

/// How many rows of the area hits may take.
pub(super) fn rows_for_hits(area: Rect) -> u16 {
    area.height.saturating_sub(5)
}

/// How many rows a hit takes.
pub(super) fn rows_of_a_hit(width: u16) -> u16 {
    if width >= WIDE { 1 } else { 2 }
}

impl FinderScreen {
    /// Draws it over the whole area.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let area = area.intersection(frame.area());
        frame.render_widget(Clear, area);
        let rows = [1, 1, 1].map(Constraint::Length).into_iter();
        let rows = rows.chain([Constraint::Fill(1), Constraint::Length(1), Constraint::Length(1)]);
        let [title, field, over, hits, under, said] = Layout::vertical(rows).areas(area);
        frame.render_widget(self.kinds(ctx), title);
        for rule in [over, under] {
            let line = ctx.signs.rule.repeat(usize::from(rule.width));
            frame.render_widget(Line::styled(line, ctx.theme.rule), rule);
        }
        if let Some(noting) = &self.noting {
            let area = inset(hits);
            let lines = self.noting_lines(usize::from(area.width), usize::from(area.height), ctx);
            for (row, line) in area.rows().zip(lines) {
                frame.render_widget(line, row);
            }
            noting.field.view(frame, inset(field), ctx.theme.field_focus, true);
            return;
        }
        self.hits(frame, inset(hits), ctx);
        frame.render_widget(self.said(usize::from(inset(said).width), ctx), inset(said));
        self.field.view(frame, inset(field), ctx.theme.field_focus, true);
    }

    /// The kinds, the one that is looked for between angle quotes.
    fn kinds(&self, ctx: &Ctx<'_>) -> Line<'static> {
        let (chosen, _) = self.understood();
        let mut spans = vec![Span::styled(" Find     ", ctx.theme.title)];
        let (left, right) = (ctx.signs.chosen_left, ctx.signs.chosen_right);
        let all = if self.only_services() { &[Kind::Services][..] } else { &Kind::ALL[..] };
        for kind in all {
            spans.push(if *kind == chosen {
                Span::styled(format!("{left}{}{right}  ", kind.name()), ctx.theme.accent)
            } else {
                Span::styled(format!(" {}   ", kind.name()), ctx.theme.dim)
            });
        }
        Line::from(spans)
    }

    fn hits(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        if self.found.hits.is_empty() {
            let lines = if self.asking { vec![] } else { self.nothing(area, ctx) };
            for (row, line) in area.rows().zip(lines) {
                frame.render_widget(line, row);
            }
            return;
        }
        let each = rows_of_a_hit(frame.area().width.min(area.width + 2));
        let page = usize::from(area.height / each).max(1);
        let top = self.rows.top(page);
        for (place, hit) in self.found.hits.iter().enumerate().skip(top).take(page) {
            let y = area.y + u16::try_from(place - top).unwrap_or(0) * each;
            let row = Rect { y, height: each, ..area }.intersection(area);
            let selected = place == self.rows.selected;
            for (row, line) in row.rows().zip(hit_lines(hit, selected, row, each, ctx)) {
                frame.render_widget(line, row);
            }
        }
    }

    /// What stands where no hits are: what can be typed, or what to do when nothing fits.
    fn nothing(&self, area: Rect, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
        let (kind, text) = self.understood();
        let cells = usize::from(area.width);
        if let Some(refused) = &self.refused {
            return wrap(refused, cells)
                .into_iter()
                .map(|line| Line::styled(line, ctx.theme.warning))
                .collect();
        }
        if text.is_empty() {
            return Self::help(kind, cells, ctx);
        }
        let narrow = ctx.keys(Command::Narrow, &self.scopes());
        let flag = ctx.keys(Command::Flag, &[scope::GLOBAL]);
        let mut said = vec![match kind {
            Kind::All => format!("Nothing found for \"{text}\"."),
            kind => format!("Nothing found for \"{text}\" among {}.", kind.name()),
        }];
        if self.found.apart > 0 {
            let key = ctx.keys(Command::ShowHidden, &self.scopes());
            let apart = self.found.apart;
            said.push(format!("{apart} would fit, but not this patient: {key} shows them, each with why."));
        }
        let note = matches!(kind, Kind::All | Kind::Services).then(|| {
            let key = ctx.keys(Command::NoteUnmet, &self.scopes());
            format!("{key} notes that nothing meets the need, so that the practice sees what is missing.")
        });
        if !self.found.readings.is_empty() {
            let text = |said: &str| wrap(said, cells).into_iter().map(Line::raw).collect::<Vec<_>>();
            let mut lines = text(&said.join(" "));
            lines.push(Line::styled("Did you mean:", ctx.theme.title));
            for (place, reading) in self.found.readings.iter().enumerate() {
                let selected = place == self.rows.selected;
                let pointer = pad(if selected { ctx.signs.pointer } else { "" }, 2, "");
                let style = if selected { ctx.theme.selected } else { ctx.theme.text };
                lines.push(Line::styled(
                    pad(&format!("{pointer}{reading}"), cells, ctx.signs.ellipsis),
                    style,
                ));
            }
            lines.extend(note.iter().flat_map(|note| text(note)));
            return lines;
        }
        said.push("Try fewer or other words, or the beginnings of words.".to_owned());
        said.extend(note);
        if kind != Kind::All && !self.only_services() {
            said.push(format!("{narrow} looks among other kinds."));
        }
        if matches!(kind, Kind::All | Kind::Patients) && !self.only_services() {
            said.push(format!("Somebody new? Esc, then {flag} flags a need and makes the record."));
        }
        said.iter()
            .flat_map(|text| wrap(text, cells))
            .map(|line| Line::styled(line, ctx.theme.text))
            .collect()
    }

    fn help(kind: Kind, cells: usize, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
        let services = ("a service", "lonely · food bank · Age UK · BS3 · debt advice");
        let patients = ("a patient", "999 526 0182 · ellis · margaret 3/2/1948 · BS3 4NN");
        let cases = ("a case", "K7M-4 · housing · a patient's name");
        let mut rows = match kind {
            Kind::All => vec![services, patients, cases],
            Kind::Services => vec![services],
            Kind::Patients => vec![patients],
            Kind::Cases => vec![cases],
        };
        if kind == Kind::All {
            rows.push(("only one kind", "s: services · p: patients · c: cases"));
        }
        let mut lines = vec![Line::styled("Type any words; parts of words are enough.", ctx.theme.text)];
        lines.push(Line::default());
        for (label, example) in rows {
            let example = example.replace('·', ctx.signs.bullet);
            lines.push(Line::from(vec![
                Span::styled(pad(label, 15, ctx.signs.ellipsis), ctx.theme.text),
                Span::styled(fit(&example, cells.saturating_sub(15), ctx.signs.ellipsis), ctx.theme.dim),
            ]));
        }
        lines
    }

    /// The line beneath: counts, and whether something may be missing.
    fn said(&self, cells: usize, ctx: &Ctx<'_>) -> Line<'static> {
        let mut said = Vec::new();
        let shown = self.found.hits.len();
        if shown > 0 {
            said.push(match self.found.total {
                total if total > shown => format!("{shown} of {total}, best first"),
                1 => "1 found".to_owned(),
                _ => format!("{shown} found, best first"),
            });
        }
        if self.found.apart > 0 {
            let key = ctx.keys(Command::ShowHidden, &self.scopes());
            let apart = self.found.apart;
            said.push(match (self.apart, apart) {
                (true, 1) => format!("the last does not fit: {key} leaves it out"),
                (true, _) => format!("the last {apart} do not fit: {key} leaves them out"),
                (false, 1) => format!("1 more does not fit: {key} shows why"),
                (false, _) => format!("{apart} more do not fit: {key} shows why"),
            });
        }
        if self.found.loading || ctx.overview.is_some_and(|overview| !overview.index_ready) {
            said.push("the index is still loading: something may be missing".to_owned());
        }
        if self.opening == Opening::OnceFound {
            let esc = ctx.keys(Command::Back, &[scope::GLOBAL]);
            said.push(format!("opening the first that is found, {esc} stops"));
        } else if self.asking {
            said.push("looking".to_owned());
        }
        let said = said.join(&format!(" {} ", ctx.signs.bullet));
        Line::styled(fit(&said, cells, ctx.signs.ellipsis), ctx.theme.dim)
    }
}

/// One cell of air on both sides.
fn inset(area: Rect) -> Rect {
    let air = u16::from(area.width > 2);
    Rect { x: area.x + air, width: area.width - 2 * air, ..area }
}

/// A hit in one row or two.
fn hit_lines(hit: &Hit, selected: bool, row: Rect, each: u16, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
    let (text, dim) = match (selected, &hit.unusable) {
        (true, _) => (ctx.theme.selected, ctx.theme.selected),
        (false, Some(_)) => (ctx.theme.dim, ctx.theme.warning),
        (false, None) => (ctx.theme.text, ctx.theme.dim),
    };
    let cut = ctx.signs.ellipsis;
    let cells = usize::from(row.width);
    let pointer = pad(if selected { ctx.signs.pointer } else { "" }, 2, "");
    let kind = match hit.what {
        HitKind::Service(_) => "service",
        HitKind::Patient(_) => "patient",
        HitKind::Case(_) => "case",
    };
    let bullet = format!(" {} ", ctx.signs.bullet);
    let said = hit.says().collect::<Vec<_>>().join(&bullet);
    let mut first = vec![Span::styled(pointer, text)];
    if each == 1 {
        let (name, about) = (cells / 4, cells * 2 / 9);
        first.extend(marked(hit, name, text, ctx));
        first.push(Span::styled(format!(" {} ", pad(&hit.about, about, cut)), text));
        let why = cells.saturating_sub(2 + name + about + 2 + 8);
        first.push(Span::styled(format!("{} ", pad(&said, why.saturating_sub(1), cut)), dim));
        first.push(Span::styled(pad(kind, 8, cut), dim));
        return vec![Line::from(first)];
    }
    first.extend(marked(hit, cells.saturating_sub(2 + 8), text, ctx));
    first.push(Span::styled(pad(kind, 8, cut), dim));
    let parts: Vec<_> = [&hit.about, &said].into_iter().filter(|part| !part.is_empty()).cloned().collect();
    // What tells it apart is cut before why it is here.
    let why = width(&hit.why) + 3;
    let about = fit(&hit.about, cells.saturating_sub(4 + why).max(cells / 3), cut);
    let second = if parts.len() == 2 { format!("{about}{bullet}{said}") } else { parts.concat() };
    vec![Line::from(first), Line::styled(format!("    {}", pad(&second, cells.saturating_sub(4), cut)), dim)]
}

/// The name with the letters that matched marked, in exactly so many cells.
fn marked(hit: &Hit, cells: usize, style: Style, ctx: &Ctx<'_>) -> Vec<Span<'static>> {
    let whole = hit.name.chars().count();
    let shown = pad(&hit.name, cells, ctx.signs.ellipsis);
    let mut spans: Vec<Span<'static>> = Vec::new();
    let kept = if width(&hit.name) <= cells { whole } else { shown.chars().count().saturating_sub(1) };
    let mut run = String::new();
    let mut run_marked = false;
    for (place, c) in shown.chars().enumerate() {
        let is_marked = place < kept && hit.marks.contains(&place);
        if is_marked != run_marked && !run.is_empty() {
            spans.push(Span::styled(std::mem::take(&mut run), styled(style, run_marked, ctx)));
        }
        run_marked = is_marked;
        run.push(c);
    }
    spans.push(Span::styled(run, styled(style, run_marked, ctx)));
    spans
}

fn styled(style: Style, marked: bool, ctx: &Ctx<'_>) -> Style {
    if marked { style.patch(ctx.theme.mark) } else { style }
}
