//! The drawing of the caseloads, and of what is asked about one.

use super::asking::Asking;
use super::{CaseloadsScreen, cases};
use crate::desk::reply::{Caseload, Move};
use crate::domain::text::listed;
use crate::tui::commands::{Command, scope};
use crate::tui::screen::Ctx;
use crate::tui::screens::today::view_list;
use crate::tui::widgets::fit::{fit, pad, wrap};
use crate::tui::widgets::form::Form;
use crate::tui::widgets::workload::{away, bar, day, load};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span, Text};

impl CaseloadsScreen {
    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        match &self.asking {
            Some(Asking::Moves { name, leave, moves, scroll, sent, done, .. }) => {
                let until = day(leave.to);
                let head = match (*done, leave.from == leave.to && leave.to == ctx.today()) {
                    (true, _) => "What became of them".to_owned(),
                    (false, true) => format!("{} of {name}'s due today or overdue", cases(moves.len())),
                    (false, false) => format!("{} of {name}'s due by {until}", cases(moves.len())),
                };
                let ask = match (*done, *sent) {
                    (true, _) => String::new(),
                    (false, true) => "Moving".to_owned(),
                    (false, false) => format!(
                        "Move them? Each goes with its next date to whoever is named, and {name} has it no longer."
                    ),
                };
                view_moves(frame, area, (&head, &ask), moves, *scroll, ctx);
            }
            Some(asking @ (Asking::Settle { name, form, .. } | Asking::Leave { name, form, .. })) => {
                let (head, about): (String, &[&str]) = match asking {
                    Asking::Settle { .. } => (
                        format!("How many cases {name} takes, and whose"),
                        &[
                            "Nothing at Cases: as many as come. Languages beside English, with commas.",
                            "Practices by their ODS codes, with commas; nothing: this one.",
                        ],
                    ),
                    _ => (
                        format!("When {name} is away"),
                        &["Days as 30/11, 30 Nov, mon or tomorrow. Both empty: here. One alone: a day off."],
                    ),
                };
                view_form(frame, area, (&head, about), form, &asking.will_do(ctx), ctx);
            }
            None => self.view_all(frame, area, ctx),
        }
    }

    fn view_all(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let Some(all) = &self.all else {
            frame.render_widget(Line::styled("  Looking…", ctx.theme.dim), area);
            return;
        };
        if all.is_empty() {
            let says = "  There is no link worker yet. An administrator takes staff on: signpost staff add.";
            frame.render_widget(Line::styled(says, ctx.theme.text), area);
            return;
        }
        let width = usize::from(area.width);
        let selected = self.rows.selected.min(all.len() - 1);
        let details = details(&all[selected], width.saturating_sub(2), ctx);
        let below = u16::try_from(details.len()).unwrap_or(0) + 1;
        let head = Rect { height: 1.min(area.height), ..area };
        frame.render_widget(Line::styled(heading(width, ctx), ctx.theme.dim), head);
        let room = area.height.saturating_sub(1 + below).max(1);
        let rows = u16::try_from(all.len()).unwrap_or(room).min(room);
        let list = Rect { y: area.y + 1, height: rows, ..area };
        let lines = all.iter().enumerate().map(|(n, one)| row(one, width, n == selected, ctx)).collect();
        let beneath =
            Rect { y: list.bottom() + 1, height: area.bottom().saturating_sub(list.bottom() + 1), ..area };
        frame.render_widget(Text::from(details), beneath);
        view_list(frame, list, lines, selected);
    }
}

/// The widths of the columns behind the name: how many of how many, and the counts. A bar stands before them where
/// there is room.
const LOAD: usize = 16;
const COUNTS: [(&str, usize); 3] = [("Waiting", 8), ("Due", 6), ("Overdue", 9)];

fn bar_width(width: usize) -> usize {
    if width >= 72 { 10 } else { 0 }
}

/// The widths of the bar and of what stands behind it.
fn load_width(width: usize) -> usize {
    bar_width(width) + if bar_width(width) > 0 { 2 } else { 0 } + LOAD
}

fn counts_width() -> usize {
    COUNTS.iter().map(|(_, cells)| cells).sum()
}

fn name_width(width: usize) -> usize {
    let leave = if width >= 100 { 30 } else { 6 };
    width.saturating_sub(2 + load_width(width) + counts_width() + leave).clamp(10, 28)
}

fn heading(width: usize, ctx: &Ctx<'_>) -> String {
    let counts = COUNTS.map(|(said, cells)| format!("{said:>cells$}")).concat();
    let name = pad("Link worker", name_width(width), "");
    fit(&format!("  {name}{}{counts}", pad("Cases", load_width(width), "")), width, ctx.signs.ellipsis)
}

fn row(one: &Caseload, width: usize, selected: bool, ctx: &Ctx<'_>) -> Line<'static> {
    let dots = ctx.signs.ellipsis;
    let is_full = one.capacity.is_some_and(|most| one.open >= usize::from(most));
    let style = |style| if selected { ctx.theme.selected } else { style };
    let count = |count: usize, cells: usize| {
        let said = if count == 0 { ctx.signs.bullet.to_owned() } else { count.to_string() };
        format!("{said:>cells$}")
    };
    let late = if one.overdue > 0 { ctx.theme.urgent } else { ctx.theme.dim };
    let leave = one.leave.map(|leave| match (leave.covers(ctx.today()), width >= 100) {
        (_, true) => away(leave, ctx.today()),
        (true, false) => "away".to_owned(),
        (false, false) => String::new(),
    });
    let rest = width.saturating_sub(2 + name_width(width) + load_width(width) + counts_width());
    let bar = match bar_width(width) {
        0 => String::new(),
        cells => format!("{}  ", bar(one, cells, ctx)),
    };
    Line::from(vec![
        Span::styled(pad(if selected { ctx.signs.pointer } else { "" }, 2, ""), style(ctx.theme.accent)),
        Span::styled(pad(&one.name, name_width(width), dots), style(ctx.theme.text)),
        Span::styled(bar, style(if is_full { ctx.theme.warning } else { ctx.theme.accent })),
        Span::styled(
            pad(&load(one), LOAD, dots),
            style(if is_full { ctx.theme.warning } else { ctx.theme.text }),
        ),
        Span::styled(count(one.waiting, COUNTS[0].1), style(ctx.theme.text)),
        Span::styled(count(one.due_today, COUNTS[1].1), style(ctx.theme.text)),
        Span::styled(count(one.overdue, COUNTS[2].1), style(late)),
        Span::styled(pad(&format!("  {}", leave.unwrap_or_default()), rest, dots), style(ctx.theme.warning)),
    ])
}

/// What else is known of one, in sentences.
fn details(one: &Caseload, width: usize, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
    let mut said = vec![];
    if let Some(leave) = one.leave {
        said.push(format!("{} is {}.", one.name, away(leave, ctx.today())));
    }
    said.push(if one.languages.is_empty() {
        format!("{} speaks English; no other language is known.", one.name)
    } else {
        format!("{} speaks {} beside English.", one.name, listed(&one.languages))
    });
    said.push(if one.covers.is_empty() {
        "Takes cases of this practice.".to_owned()
    } else {
        let covers: Vec<String> = one.covers.iter().map(ToString::to_string).collect();
        format!("Takes cases of {}.", listed(&covers))
    });
    if one.capacity.is_none() {
        said.push("Nobody has settled how many cases they take.".to_owned());
    }
    let lines = said.into_iter().flat_map(|text| wrap(&text, width));
    lines.map(|text| Line::styled(format!(" {text}"), ctx.theme.dim)).collect()
}

fn view_moves(
    frame: &mut Frame<'_>,
    area: Rect,
    (head, ask): (&str, &str),
    moves: &[Move],
    scroll: usize,
    ctx: &Ctx<'_>,
) {
    let width = usize::from(area.width);
    let dots = ctx.signs.ellipsis;
    let mut lines = vec![Line::styled(format!(" {head}"), ctx.theme.title)];
    lines.extend(
        wrap(ask, width.saturating_sub(2))
            .into_iter()
            .map(|l| Line::styled(format!(" {l}"), ctx.theme.warning)),
    );
    if ask.starts_with("Move them") {
        let key = |command| ctx.keys(command, &[scope::CONFIRM]);
        let keys = format!(" {} yes   {} no, they stay", key(Command::Yes), key(Command::No));
        lines.push(Line::styled(keys, ctx.theme.accent));
    }
    let cursor = u16::try_from(lines.len() - 1).unwrap_or(0);
    lines.push(Line::default());
    let name = (width / 4).clamp(14, 26);
    for one in moves.iter().skip(scroll) {
        let due = one.due.map_or_else(|| "no date".to_owned(), day);
        let to = match &one.refused {
            Some(why) => format!("stays: {why}"),
            None => format!("{} {}", ctx.signs.arrow, one.to_name),
        };
        let style = if one.refused.is_some() { ctx.theme.warning } else { ctx.theme.text };
        let case = pad(&one.case.patient.called, name, dots);
        let text = format!("   {case} {:<7} {} {to}", one.case.reference.to_string(), pad(&due, 12, dots));
        lines.push(Line::styled(fit(&text, width, dots), style));
    }
    frame.render_widget(Text::from(lines), area);
    frame.set_cursor_position(Position::new(area.x + 1, area.y + cursor.min(area.height.saturating_sub(1))));
}

fn view_form(
    frame: &mut Frame<'_>,
    area: Rect,
    (head, about): (&str, &[&str]),
    form: &Form,
    will_do: &Result<String, String>,
    ctx: &Ctx<'_>,
) {
    let width = usize::from(area.width).saturating_sub(2);
    let mut lines = vec![Line::styled(format!(" {head}"), ctx.theme.title)];
    let said = about.iter().flat_map(|text| wrap(text, width));
    lines.extend(said.map(|text| Line::styled(format!(" {text}"), ctx.theme.dim)));
    lines.push(Line::default());
    let top = u16::try_from(lines.len()).unwrap_or(0).min(area.height);
    frame.render_widget(Text::from(lines), area);
    let place = Rect { y: area.y + top, height: form.height().min(area.height - top), ..area };
    let key = ctx.keys(Command::Save, &[scope::FORM]);
    let (text, style) = match will_do {
        Ok(said) => (format!("{key}: {said}"), ctx.theme.good),
        Err(wrong) => (wrong.clone(), ctx.theme.warning),
    };
    let y = (place.bottom() + 1).min(area.bottom());
    let below = Rect { y, height: area.bottom() - y, ..area };
    let text: Vec<Line<'_>> =
        wrap(&text, width).into_iter().map(|text| Line::styled(format!(" {text}"), style)).collect();
    frame.render_widget(Text::from(text), below);
    form.view(frame, place, ctx);
}
