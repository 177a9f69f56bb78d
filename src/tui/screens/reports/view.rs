//! The drawing of a report: which one, over which days, then its plots and tables.

use super::{ReportsScreen, period};
use crate::domain::report::{Period, Report, ReportName, Table};
use crate::report::plot::{self, Ink};
use crate::report::{text, words};
use crate::tui::commands::{Command, scope};
use crate::tui::screen::Ctx;
use crate::tui::signs::Signs;
use crate::tui::widgets::fit::{fit, width as width_of, wrap};
use crate::tui::widgets::form::Form;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span, Text};

/// The rows above what scrolls.
pub(super) const HEAD: u16 = 3;

/// The widest plot: longer bars are no easier to compare.
const WIDEST: usize = 76;

/// The narrowest plot that is worth standing beside its table.
const BESIDE: usize = 40;

/// A line of a report, by what it is.
enum Said {
    Title(String),
    About(String),
    /// A line of a plot, of a table, or of both side by side.
    Figures(String),
    Blank,
}

impl ReportsScreen {
    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let width = usize::from(area.width);
        let top = Rect { height: 1.min(area.height), ..area };
        let (choice, cursor) = self.choice(width, ctx);
        frame.render_widget(choice, top);
        let x = u16::try_from(cursor).unwrap_or(0).min(area.width.saturating_sub(1));
        frame.set_cursor_position(Position::new(area.x + x, area.y));
        let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        if let Some(form) = &self.asking {
            return view_period(frame, below, form, ctx);
        }
        let shown = self.report.as_ref().filter(|report| report.name == self.name());
        let said = match (shown, self.counting) {
            (_, true) => " Counting…".to_owned(),
            (Some(report), false) => about(report, ctx),
            (None, false) => " It could not be counted.".to_owned(),
        };
        let place = Rect { height: 1.min(below.height), ..below };
        frame.render_widget(Line::styled(fit(&said, width, ctx.signs.ellipsis), ctx.theme.dim), place);
        let Some(report) = shown else { return };
        let body =
            Rect { y: area.y + HEAD.min(area.height), height: area.height.saturating_sub(HEAD), ..area };
        let lines: Vec<Line<'_>> = said_lines(report, width, ctx)
            .into_iter()
            .skip(self.scroll)
            .take(usize::from(body.height))
            .map(|said| drawn(said, ctx))
            .collect();
        frame.render_widget(Text::from(lines), body);
    }

    /// The row of reports, the chosen one in brackets; where there is no room, that one alone. And where the cursor is.
    fn choice(&self, width: usize, ctx: &Ctx<'_>) -> (Line<'static>, usize) {
        let (open, close) = (ctx.signs.chosen_left, ctx.signs.chosen_right);
        let whole: usize = ReportName::ALL.iter().map(|name| name.name().len() + 2).sum::<usize>() + 3;
        let chosen = |name: ReportName| Span::styled(format!("{open}{name}{close}"), ctx.theme.selected);
        if whole > width {
            let count = format!("  {} of {}", self.at + 1, ReportName::ALL.len());
            let spans = vec![Span::raw(" "), chosen(self.name()), Span::styled(count, ctx.theme.dim)];
            return (Line::from(spans), 1);
        }
        let mut spans = vec![Span::raw(" ")];
        let (mut cells, mut cursor) = (1, 1);
        for (at, name) in ReportName::ALL.into_iter().enumerate() {
            if at == self.at {
                cursor = cells;
                spans.push(chosen(name));
                cells += 2;
            } else {
                spans.push(Span::styled(name.name(), ctx.theme.text));
            }
            spans.push(Span::raw("  "));
            cells += name.name().len() + 2;
        }
        (Line::from(spans), cursor)
    }

    /// How many lines the report has.
    pub(super) fn lines(&self, ctx: &Ctx<'_>) -> usize {
        self.report.as_ref().map_or(0, |report| said_lines(report, usize::from(self.width), ctx).len())
    }
}

/// The period, and what the report rests on.
fn about(report: &Report, ctx: &Ctx<'_>) -> String {
    let n = words::cell(&report.n);
    format!(" {} {} n = {n} {}", report.period, ctx.signs.bullet, report.counted)
}

fn drawn(said: Said, ctx: &Ctx<'_>) -> Line<'static> {
    let theme = ctx.theme;
    let line = |text: String, style: Style| Line::styled(format!(" {text}"), style);
    match said {
        Said::Title(text) => line(text, theme.title),
        Said::About(text) => line(text, theme.dim),
        Said::Figures(text) => line(text, theme.text),
        Said::Blank => Line::default(),
    }
}

/// All that a report says, in lines of this width.
fn said_lines(report: &Report, width: usize, ctx: &Ctx<'_>) -> Vec<Said> {
    let width = width.saturating_sub(2);
    let mut lines = vec![];
    let about = |lines: &mut Vec<Said>, text: &str| {
        lines.extend(wrap(text, width).into_iter().map(Said::About));
    };
    for missing in &report.missing {
        about(&mut lines, &format!("Missing: {} {}", words::cell(&missing.count), missing.what));
    }
    for table in &report.tables {
        if !lines.is_empty() {
            lines.push(Said::Blank);
        }
        table_lines(table, width, ctx, &mut lines);
    }
    for (head, items) in [("Definitions", &report.definitions), ("Notes", &report.notes)] {
        if items.is_empty() {
            continue;
        }
        lines.extend([Said::Blank, Said::Title(head.to_owned())]);
        for item in items {
            about(&mut lines, item);
        }
    }
    let made = format!(
        "signpost report {} --format html writes a page to share, without small numbers.",
        report.name
    );
    lines.push(Said::Blank);
    about(&mut lines, &made);
    lines
}

/// A table under its title: its plot beside it where there is room, else above.
fn table_lines(table: &Table, width: usize, ctx: &Ctx<'_>, lines: &mut Vec<Said>) {
    let ink = if *ctx.signs == Signs::ASCII { Ink::Ascii } else { Ink::Blocks };
    lines.extend(wrap(&table.title, width).into_iter().map(Said::Title));
    if !table.about.is_empty() {
        lines.extend(wrap(&table.about, width).into_iter().map(Said::About));
    }
    if table.rows.is_empty() {
        lines.push(Said::About("Nothing in these days.".to_owned()));
        return;
    }
    // The title and the sentence under it stand there already.
    let figures: Vec<String> =
        text::table(table).into_iter().skip_while(|line| !line.is_empty()).skip(1).collect();
    let cells = figures.iter().map(|line| width_of(line)).max().unwrap_or(0);
    let room = width.saturating_sub(cells + 3);
    if room >= BESIDE {
        let plot = plot::lines(table, room.min(WIDEST), ink);
        if !plot.is_empty() {
            let column = plot.iter().map(|line| width_of(line)).max().unwrap_or(0) + 3;
            for at in 0..plot.len().max(figures.len()) {
                let left = plot.get(at).map_or("", String::as_str);
                let gap = " ".repeat(column - width_of(left));
                let right = figures.get(at).cloned().unwrap_or_default();
                lines.push(Said::Figures(format!("{left}{gap}{right}")));
            }
            return;
        }
    }
    let plot = plot::lines(table, width.min(WIDEST), ink);
    if !plot.is_empty() {
        lines.extend(plot.into_iter().map(Said::Figures));
        lines.push(Said::Blank);
    }
    let narrow = figures.into_iter().map(|line| fit(&line, width, ctx.signs.ellipsis));
    lines.extend(narrow.map(Said::Figures));
}

fn view_period(frame: &mut Frame<'_>, area: Rect, form: &Form, ctx: &Ctx<'_>) {
    let width = usize::from(area.width).saturating_sub(2);
    let mut lines = vec![Line::default(), Line::styled(" Which days the report covers", ctx.theme.title)];
    let about =
        "Days as 1/4, 1 Apr 2026 or today. The last empty: today. The first empty: a year up to the last.";
    lines.extend(wrap(about, width).into_iter().map(|text| Line::styled(format!(" {text}"), ctx.theme.dim)));
    lines.push(Line::default());
    let top = u16::try_from(lines.len()).unwrap_or(0).min(area.height);
    frame.render_widget(Text::from(lines), area);
    let place = Rect { y: area.y + top, height: form.height().min(area.height - top), ..area };
    let today = ctx.today();
    let (said, style) = match period(form, today) {
        Ok((from, to)) => {
            let days = Period::asked(from, to, today).map(|days| days.to_string()).unwrap_or_default();
            let key = ctx.keys(Command::Save, &[scope::FORM]);
            (format!("{key}: {days}."), ctx.theme.good)
        }
        Err((_, why)) => (why, ctx.theme.warning),
    };
    let y = (place.bottom() + 1).min(area.bottom());
    let below = Rect { y, height: area.bottom() - y, ..area };
    let said: Vec<Line<'_>> =
        wrap(&said, width).into_iter().map(|text| Line::styled(format!(" {text}"), style)).collect();
    frame.render_widget(Text::from(said), below);
    form.view(frame, place, ctx);
}
