//! Drawing a question with its form over the lower part of the case.

use super::asking::{Asking, What};
use crate::tui::commands::Command;
use crate::tui::screen::Ctx;
use crate::tui::widgets::fit::{fit, wrap};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Text};
use ratatui::widgets::Clear;

/// The question stands over the lower part of the case, so that who it is about stays in sight.
pub(super) fn view_asking(asking: &Asking, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
    let width = usize::from(area.width.saturating_sub(3));
    let mut head: Vec<Line<'_>> = vec![
        Line::styled(ctx.signs.rule.repeat(usize::from(area.width)), ctx.theme.rule),
        Line::styled(format!(" {}", fit(&asking.title, width, ctx.signs.ellipsis)), ctx.theme.title),
    ];
    for text in asking.means.iter().flat_map(|text| wrap(text, width)) {
        head.push(Line::styled(format!(" {text}"), ctx.theme.dim));
    }
    // The card never pushes out what is asked; those with a number stand first.
    let mut card: Vec<_> = asking.card.iter().collect();
    card.sort_by_key(|line| (!line.confirmed, line.number.is_none()));
    let room = usize::from(area.height).saturating_sub(head.len() + usize::from(asking.form.height()) + 2);
    let more = card.len().saturating_sub(room);
    for line in card.into_iter().take(room) {
        let number = match (&line.number, line.confirmed) {
            (Some(number), true) => number.clone(),
            (Some(number), false) => format!("{number} (not confirmed by your practice)"),
            (None, _) => "no number yet: your practice fills it in".to_owned(),
        };
        head.push(Line::styled(
            fit(&format!(" {}: {number}", line.who), width, ctx.signs.ellipsis),
            ctx.theme.warning,
        ));
    }
    if more > 0 {
        head.push(Line::styled(format!(" and {more} more on your practice's card"), ctx.theme.dim));
    }
    let question = matches!(asking.what, What::Agreement | What::RecordAgreement | What::ConfirmJoin);
    if question {
        let keys = |command| ctx.keys(command, &asking.scopes());
        let answers = match asking.what {
            What::ConfirmJoin => format!("{} yes · {} no", keys(Command::Yes), keys(Command::No)),
            _ => format!(
                "{} yes · {} declined · {} not asked yet",
                keys(Command::Yes),
                keys(Command::No),
                keys(Command::Later)
            ),
        };
        head.push(Line::styled(format!(" {answers}"), ctx.theme.accent));
    }
    let body = match asking.what {
        What::Note => 6,
        What::JoinPatient => {
            asking.form.height() + u16::try_from(asking.people.len().clamp(1, 8)).unwrap_or(8)
        }
        _ if question => 0,
        _ => asking.form.height(),
    };
    let top = u16::try_from(head.len()).unwrap_or(u16::MAX);
    let height = (top + body + 1).min(area.height);
    let place = Rect { y: area.bottom() - height, height, ..area };
    frame.render_widget(Clear, place);
    frame.render_widget(Text::from(head), place);
    let rest = Rect {
        x: place.x + 1,
        width: place.width.saturating_sub(2),
        y: place.y + top.min(height),
        height: height.saturating_sub(top),
    };
    match asking.what {
        What::Note => {
            let mut note = asking.note.clone();
            note.set_cursor_line_style(Style::new());
            note.set_cursor_style(Style::new());
            note.set_style(ctx.theme.field);
            frame.render_widget(&note, rest);
            let (row, column) = (note.screen_cursor().row, note.screen_cursor().col);
            let x = rest.x + u16::try_from(column).unwrap_or(0).min(rest.width.saturating_sub(1));
            let y = rest.y + u16::try_from(row).unwrap_or(0).min(rest.height.saturating_sub(1));
            frame.set_cursor_position(Position::new(x, y));
        }
        _ if question => frame.set_cursor_position(Position::new(place.x + 1, place.y + 1)),
        What::JoinPatient => {
            for (n, person) in asking.people.iter().take(8).enumerate() {
                let y = rest.y + 1 + u16::try_from(n).unwrap_or(0);
                if y >= rest.bottom() {
                    break;
                }
                let pointer = if n == asking.person { ctx.signs.pointer } else { " " };
                let text = format!("  {pointer} {}   {}   {}", person.called, person.read_back, person.why);
                let style = if n == asking.person { ctx.theme.selected } else { ctx.theme.text };
                frame.render_widget(
                    Line::styled(fit(&text, width, ctx.signs.ellipsis), style),
                    Rect { y, height: 1, ..rest },
                );
            }
            asking.form.view(frame, Rect { height: 1, ..rest }, ctx);
        }
        _ => asking.form.view(frame, rest, ctx),
    }
}
