//! The frame around the screens. Never changes the model.
//!
//! ```text
//!  Signpost   Northgate Surgery                     2 urgent · 3 waiting · 1 overdue    Priya · receptionist
//!  Today   Cases   Services
//! ────────────────────────────────────────────────────────────────────────────────────────────────────────
//!  (the screen)
//! ────────────────────────────────────────────────────────────────────────────────────────────────────────
//!  f flag a need   Enter open   : commands   F1 keys                     this machine · saved 14:32:07
//! ```

use crate::desk::reply::Overview;
use crate::keymap::Outcome;
use crate::tui::commands::{Command, scope};
use crate::tui::model::{Model, Screen, Tone};
use crate::tui::widgets::fit::{fit, width, wrap};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::Clear;

/// The smallest window: columns, rows.
pub const SMALLEST: (u16, u16) = (60, 18);

/// The names of the tabs, in their order.
pub const TABS: [&str; 4] = ["Today", "Cases", "Services", "Reports"];

/// Draws everything.
pub fn view(model: &Model, frame: &mut Frame<'_>) {
    let area = frame.area();
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        view_too_small(frame, area);
    } else if model.hidden {
        let key = model.ctx().keys(Command::ShowScreen, &[scope::HIDDEN]);
        frame.render_widget(Line::raw(format!(" Hidden. {key} shows the screen again.")), area);
        frame.set_cursor_position(Position::new(0, 0));
    } else {
        view_all(model, frame, area);
    }
    if model.signs == crate::tui::signs::Signs::ASCII {
        as_ascii(frame);
    }
}

/// The place of a screen in a window of this size.
pub fn body(size: (u16, u16)) -> Rect {
    Rect { x: 0, y: 3, width: size.0, height: size.1.saturating_sub(5) }
}

fn view_too_small(frame: &mut Frame<'_>, area: Rect) {
    let said = [
        format!("This window is {}x{}.", area.width, area.height),
        format!("Signpost needs {}x{}.", SMALLEST.0, SMALLEST.1),
        "Make it larger; nothing is lost.".to_owned(),
    ];
    frame.render_widget(Text::from(said.map(Line::raw).to_vec()), area);
    frame.set_cursor_position(Position::new(0, 0));
}

fn view_all(model: &Model, frame: &mut Frame<'_>, area: Rect) {
    let ctx = model.ctx();
    let row = |y: u16| Rect { x: 0, y, width: area.width, height: 1 };
    view_head(model, frame, row(0));
    view_tabs(model, frame, row(1));
    let rule = || Line::styled(ctx.signs.rule.repeat(usize::from(area.width)), ctx.theme.rule);
    frame.render_widget(rule(), row(2));
    let body = body((area.width, area.height));
    if let Some(percent) = model.rebuilding.filter(|_| !model.opened) {
        let said = format!(" The index is made anew from the journal: {percent} %. Nothing is lost.");
        frame.render_widget(Line::styled(said, ctx.theme.text), body);
    } else if !model.opened {
        let said =
            if model.tasks.is_some() { " Making a practice to try things in…" } else { " Opening…" };
        frame.render_widget(Line::styled(said, ctx.theme.text), body);
    } else if let Some(open) = model.top() {
        // What opens over a screen without covering it is drawn over it.
        if matches!(open.screen, Screen::Finder(_)) && model.over.len() > 1 {
            let under = &model.over[model.over.len() - 2];
            under.screen.view(frame, body, None, &ctx);
            frame.render_widget(Clear, body);
        }
        open.screen.view(frame, body, model.tasks.as_ref(), &ctx);
    }
    frame.render_widget(rule(), row(area.height - 2));
    view_says(model, frame, area);
    view_foot(model, frame, row(area.height - 1));
    if let Some(popup) = &model.popup {
        popup.view(frame, body, &ctx);
    }
    view_pending(model, frame, body);
}

fn view_head(model: &Model, frame: &mut Frame<'_>, row: Rect) {
    let ctx = model.ctx();
    let practice = model.overview.as_ref().map(|o| o.practice.name.clone()).unwrap_or_default();
    let demo = if model.tasks.is_some() { "DEMO" } else { "" };
    let gap_after = if demo.is_empty() { "" } else { "  " };
    let me = model.me.as_ref().map(|me| format!("{} {} {}", me.name, ctx.signs.bullet, roles_said(me)));
    let me = fit(&me.unwrap_or_default(), usize::from(row.width) / 3, ctx.signs.ellipsis);
    let counts =
        model.overview.as_ref().map(|overview| counts(overview, ctx.signs.bullet)).unwrap_or_default();
    let room = usize::from(row.width).saturating_sub(width(&me) + 2);
    let practice = fit(&practice, room.saturating_sub(16 + width(demo)), ctx.signs.ellipsis);
    let left = width(" Signpost   ") + width(demo) + width(gap_after) + width(&practice);
    // Where all does not fit, the counts are left out: they stand on Today too.
    let counts = if left + width(&counts) + 2 > room { String::new() } else { counts };
    let gap = room.saturating_sub(left + width(&counts) + 1);
    let urgent = model.overview.as_ref().is_some_and(|o| o.urgent > 0 || o.overdue > 0);
    frame.render_widget(
        Line::from(vec![
            Span::styled(" Signpost   ", ctx.theme.title),
            Span::styled(demo, ctx.theme.warning),
            Span::raw(gap_after),
            Span::styled(practice, ctx.theme.text),
            Span::raw(" ".repeat(gap)),
            Span::styled(counts, if urgent { ctx.theme.warning } else { ctx.theme.dim }),
            Span::raw("  "),
            Span::styled(me, ctx.theme.text),
        ]),
        row,
    );
}

/// What somebody is, in a word or two.
fn roles_said(me: &crate::domain::staff::Staff) -> String {
    match me.roles.len() {
        5 => "all roles".to_owned(),
        _ => me.roles_said(),
    }
}

/// How many wait: `2 urgent · 3 waiting · 1 overdue`.
fn counts(overview: &Overview, bullet: &str) -> String {
    let said = |count: usize, what: &str| {
        let more = if count >= Overview::MOST { "+" } else { "" };
        (count > 0).then(|| format!("{}{more} {what}", count.min(Overview::MOST - 1)))
    };
    let parts = [
        said(overview.urgent, "urgent"),
        said(overview.to_route, "to route"),
        said(overview.waiting, "waiting"),
        said(overview.overdue, "overdue"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(&format!(" {bullet} "))
}

fn view_tabs(model: &Model, frame: &mut Frame<'_>, row: Rect) {
    let ctx = model.ctx();
    let mut spans = vec![Span::raw(" ")];
    // Who may not see the reports has no tab of them.
    for (n, name) in TABS.iter().take(model.tabs.len().max(3)).enumerate() {
        let style = if n == model.tab { ctx.theme.selected } else { ctx.theme.text };
        spans.push(Span::styled(format!(" {} {name} ", n + 1), style));
        spans.push(Span::raw(" "));
    }
    if let Some(open) = model.over.last() {
        spans.push(Span::styled(format!(" {} {}", ctx.signs.dash, open.screen.title()), ctx.theme.title));
    }
    frame.render_widget(Line::from(spans), row);
}

fn view_foot(model: &Model, frame: &mut Frame<'_>, row: Rect) {
    let ctx = model.ctx();
    let scopes = model.scopes();
    let mut commands = match (&model.popup, model.top()) {
        (None, Some(open)) => open.screen.hints(),
        _ => vec![],
    };
    commands.extend([Command::Commands, Command::Help]);
    let right = state_said(model);
    let room = usize::from(row.width).saturating_sub(width(&right) + 2);
    let hints = commands.into_iter().filter_map(|command| {
        let keys = ctx.keymap.keys_for(command.name(), &scopes)?;
        let said = short_doc(command);
        let cells = width(&keys) + 1 + width(said) + 3;
        Some((command, keys, said, cells))
    });
    let hints: Vec<_> = hints.collect();
    // The way to all keys is never left out.
    let help = hints.iter().filter(|hint| hint.0 == Command::Help).map(|hint| hint.3).sum::<usize>();
    let mut spans = vec![Span::raw(" ")];
    let mut taken = 1;
    for (command, keys, said, cells) in hints {
        let kept = if command == Command::Help { 0 } else { help };
        if taken + cells + kept > room {
            continue;
        }
        taken += cells;
        spans.push(Span::styled(keys, ctx.theme.accent));
        spans.push(Span::styled(format!(" {said}   "), ctx.theme.dim));
    }
    frame.render_widget(Line::from(spans), row);
    let cells = u16::try_from(width(&right)).unwrap_or(0).min(row.width);
    let place = Rect { x: row.right() - cells, width: cells, ..row };
    frame.render_widget(Line::styled(right, ctx.theme.dim), place);
}

/// A command in the few words that a hint has room for.
fn short_doc(command: Command) -> &'static str {
    match command {
        Command::Find => "find",
        Command::Commands => "commands",
        Command::Help => "keys",
        Command::ActionsHere => "all actions",
        Command::Accept => "accept",
        Command::HandOver => "hand over",
        Command::Signpost => "signpost",
        Command::Refer => "refer",
        Command::Escalate => "escalate",
        Command::Acknowledge => "acknowledge",
        Command::Decline => "declined",
        Command::GiveBack => "give back",
        Command::Reassign => "reassign",
        Command::Note => "note",
        Command::Close => "close",
        Command::Reopen => "reopen",
        Command::Filter => "filter",
        Command::ShowMine => "mine",
        Command::ShowToRoute => "to route",
        Command::ShowAll => "all",
        Command::Sort => "order",
        Command::Leave => "leave",
        Command::Down | Command::ChoiceRight => "choose",
        Command::NextField => "move",
        Command::Narrow => "narrow",
        Command::Print => "print",
        Command::Copy => "copy",
        Command::AsText => "as a text",
        Command::CheckedToday => "checked today",
        Command::ShowHidden => "show hidden",
        Command::NoteUnmet => "nothing fits",
        Command::Later => "not asked yet",
        Command::Toggle => "tick",
        Command::Take => "next",
        Command::ShowDue => "due",
        Command::Period => "period",
        Command::Settle => "settle",
        Command::SetLeave => "away",
        Command::MoveDue => "move what is due",
        Command::Contact => "contact",
        Command::Measure => "measure",
        Command::Wait => "wait",
        Command::StepDone => "done",
        command => command.info().doc,
    }
}

/// Where the store is, and when something was last saved.
fn state_said(model: &Model) -> String {
    let bullet = model.signs.bullet;
    let time = |at: jiff::Timestamp| at.to_zoned(model.zone.clone()).strftime("%H:%M:%S").to_string();
    let loading = model.overview.as_ref().is_some_and(|overview| !overview.index_ready);
    if loading {
        return "directory is loading ".to_owned();
    }
    match (model.saved, model.draft_kept) {
        (Some(saved), kept) if kept.is_none_or(|kept| kept < saved) => {
            let place = if model.size.0 < 100 { String::new() } else { format!("this machine {bullet} ") };
            format!("{place}saved {} ", time(saved))
        }
        (_, Some(kept)) => format!("draft kept {} ", time(kept)),
        _ => "this machine ".to_owned(),
    }
}

/// What is said: over the last lines of the screen, so that nothing moves.
fn view_says(model: &Model, frame: &mut Frame<'_>, area: Rect) {
    let Some(says) = &model.says else { return };
    let ctx = model.ctx();
    let (style, sign): (Style, &str) = match says.tone {
        Tone::Well => (ctx.theme.toast, ""),
        Tone::Hint => (ctx.theme.accent, ""),
        Tone::Wrong => (ctx.theme.urgent, "! "),
    };
    let cells = usize::from(area.width).saturating_sub(2);
    let mut lines: Vec<Line<'_>> = says
        .text
        .split('\n')
        .flat_map(|text| wrap(text, cells.saturating_sub(2)))
        .enumerate()
        .map(|(n, text)| Line::styled(format!(" {}{text}", if n == 0 { sign } else { "" }), style))
        .collect();
    if let Some(read_out) = &says.read_out {
        lines.extend(
            wrap(&format!("Read out: \"{read_out}\""), cells)
                .into_iter()
                .map(|text| Line::styled(format!(" {text}"), ctx.theme.title)),
        );
    }
    if says.tone == Tone::Wrong {
        let key = ctx.keys(Command::Back, &[scope::GLOBAL]);
        lines.push(Line::styled(format!(" {key} dismisses this."), ctx.theme.dim));
    }
    let height = u16::try_from(lines.len()).unwrap_or(1).min(area.height.saturating_sub(6));
    // A question over a case has the lower part of the screen.
    let asking = matches!(model.top().map(|open| &open.screen), Some(Screen::Case(case)) if case.is_asking());
    let y = if asking { body((area.width, area.height)).y } else { area.height - 2 - height };
    let place = Rect { y, height, ..area };
    frame.render_widget(Clear, place);
    frame.render_widget(Text::from(lines), place);
}

/// The keys of a sequence so far, with what may follow: which-key.
fn view_pending(model: &Model, frame: &mut Frame<'_>, body: Rect) {
    if model.pending.is_empty() {
        return;
    }
    let ctx = model.ctx();
    let mut keys = model.pending.clone();
    let Some(last) = keys.pop() else { return };
    let scopes = model.scopes();
    let Outcome::Pending(next) = model.keymap.press(&scopes, &mut keys, last) else { return };
    let mut lines =
        vec![Line::styled(format!(" {} …", crate::keymap::display(&model.pending)), ctx.theme.title)];
    for one in next {
        let said = one.row.map_or("more keys", |row| row.doc.as_str());
        lines.push(Line::from(vec![
            Span::styled(format!("   {:<6}", crate::keymap::display(&[one.key])), ctx.theme.accent),
            Span::styled(said.to_owned(), ctx.theme.text),
        ]));
    }
    let height = u16::try_from(lines.len()).unwrap_or(1).min(body.height);
    let place = Rect { y: body.bottom() - height, height, ..body };
    frame.render_widget(Clear, place);
    frame.render_widget(Text::from(lines), place);
}

/// Where the locale promises ASCII only, every other character gets a stand-in, whoever wrote it.
fn as_ascii(frame: &mut Frame<'_>) {
    for cell in &mut frame.buffer_mut().content {
        if cell.symbol().is_ascii() {
            continue;
        }
        let plain = match cell.symbol() {
            "·" | "–" | "—" => "-",
            "‘" | "’" => "'",
            "“" | "”" => "\"",
            "…" => ".",
            "£" => "L",
            symbol => match unicode_normalization::UnicodeNormalization::nfd(symbol).next() {
                Some(c) if c.is_ascii() && !c.is_ascii_control() => {
                    let mut letter = [0; 4];
                    let letter = c.encode_utf8(&mut letter).to_owned();
                    cell.set_symbol(&letter);
                    continue;
                }
                _ => "?",
            },
        };
        cell.set_symbol(plain);
    }
}
