//! A case in one row of a list, and beside the list.
//!
//! ```text
//! ► urgent  Margaret Ellis         loneliness, debt                  waiting 3 d         K7M-4
//! ```

use crate::desk::reply::CaseLine;
use crate::domain::case::{NeedState, Stage};
use crate::domain::need::{NeedKey, catalogue};
use crate::domain::urgency::Urgency;
use crate::tui::screen::Ctx;
use crate::tui::widgets::fit::{fit, pad, width as width_of, wrap};
use jiff::Timestamp;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// A need's plain name.
pub fn need_name(key: &NeedKey) -> &str {
    catalogue().get(key).map_or(key.as_str(), |need| need.name.as_str())
}

/// How long ago, in the shortest words: `now`, `20 min`, `3 h`, `5 d`, `7 wk`.
pub fn ago(at: Timestamp, now: Timestamp) -> String {
    let minutes = (now.as_second() - at.as_second()).max(0) / 60;
    match minutes {
        0 => "now".to_owned(),
        1..60 => format!("{minutes} min"),
        60..1440 => format!("{} h", minutes / 60),
        1440..40_320 => format!("{} d", minutes / 1440),
        _ => format!("{} wk", minutes / 10_080),
    }
}

/// What colleagues call each other in a row: the first name, or the title and the name behind it.
fn short_name(name: &str) -> &str {
    let words = if name.starts_with("Dr ") { 2 } else { 1 };
    name.match_indices(' ').nth(words - 1).map_or(name, |(end, _)| &name[..end])
}

/// Where a case stands and since when: `waiting for Sam 3 d`, `overdue 2 d`.
pub fn standing(line: &CaseLine, now: Timestamp) -> String {
    let since = ago(line.stage.since(), now);
    match &line.stage {
        _ if line.escalated => format!("ESCALATED {since}"),
        Stage::Waiting { .. } if line.overdue_days > 0 => format!("overdue {} d", line.overdue_days),
        Stage::Waiting { .. } => match &line.worker {
            Some(worker) => format!("for {} {since}", short_name(worker)),
            None => format!("waiting {since}"),
        },
        Stage::With { .. } => match &line.worker {
            Some(worker) if line.needs.iter().any(|need| need.new) => {
                format!("{}: new need", short_name(worker))
            }
            Some(worker) => format!("with {} {since}", short_name(worker)),
            None => format!("with link worker {since}"),
        },
        Stage::Closed { outcome, .. } => format!("closed: {}", outcome.name()),
        stage => format!("{} {since}", stage.name()),
    }
}

/// The needs of a case in a row: those that have not ended, else all.
pub fn needs(line: &CaseLine) -> String {
    let open: Vec<&str> =
        line.needs.iter().filter(|n| !n.state.has_ended()).map(|n| need_name(&n.need)).collect();
    if open.is_empty() {
        line.needs.iter().map(|n| need_name(&n.need)).collect::<Vec<_>>().join(", ")
    } else {
        open.join(", ")
    }
}

/// A case as a row of a list.
pub fn row(line: &CaseLine, width: usize, selected: bool, ctx: &Ctx<'_>) -> Line<'static> {
    let dots = ctx.signs.ellipsis;
    let reference = 7;
    let standing_width = if width >= 100 { 24 } else { 17 };
    let urgency = if width >= 72 { 8 } else { 2 };
    let rest = width.saturating_sub(2 + urgency + standing_width + reference);
    let name = (rest * 9 / 20).clamp(8, 26).min(rest);
    let mark = match (line.urgency, urgency) {
        (Urgency::Routine, _) => "",
        (Urgency::Urgent, 2) => "!",
        (Urgency::Soon, 2) => "+",
        (Urgency::Urgent, _) => "! urgent",
        (Urgency::Soon, _) => "soon",
    };
    let style = |style: Style| if selected { ctx.theme.selected } else { style };
    let urgency_style = match line.urgency {
        Urgency::Urgent => ctx.theme.urgent,
        Urgency::Soon => ctx.theme.warning,
        Urgency::Routine => ctx.theme.text,
    };
    let standing_style = if line.escalated || line.overdue_days > 0 {
        ctx.theme.urgent
    } else if matches!(line.stage, Stage::Closed { .. }) {
        ctx.theme.dim
    } else {
        ctx.theme.text
    };
    let pointer = if selected { ctx.signs.pointer } else { " " };
    Line::from(vec![
        Span::styled(pad(pointer, 2, ""), style(ctx.theme.accent)),
        Span::styled(mark, style(urgency_style)),
        Span::styled(" ".repeat(urgency.saturating_sub(width_of(mark))), style(ctx.theme.text)),
        Span::styled(pad(&format!(" {}", line.patient.called), name, dots), style(ctx.theme.text)),
        Span::styled(pad(&format!(" {}", needs(line)), rest - name, dots), style(ctx.theme.text)),
        Span::styled(
            pad(&format!(" {}", standing(line, ctx.now)), standing_width, dots),
            style(standing_style),
        ),
        Span::styled(pad(&format!(" {}", line.reference), reference, dots), style(ctx.theme.dim)),
    ])
}

/// A case beside its list: whose it is, each need with what became of it, who flagged it.
pub fn beside(line: &CaseLine, width: usize, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
    let dots = ctx.signs.ellipsis;
    let mut lines = vec![
        Line::styled(fit(&line.patient.called, width, dots), ctx.theme.title),
        Line::styled(fit(&line.patient.read_back, width, dots), ctx.theme.text),
        Line::default(),
    ];
    let say = |lines: &mut Vec<Line<'static>>, text: &str, style: Style| {
        lines.extend(wrap(text, width).into_iter().map(|text| Line::styled(text, style)));
    };
    for need in &line.needs {
        let style = match need.state {
            NeedState::Open => ctx.theme.warning,
            _ if need.state.has_ended() => ctx.theme.dim,
            _ => ctx.theme.text,
        };
        let new = if need.new { " (new)" } else { "" };
        say(&mut lines, &format!("{}: {}{new}", need_name(&need.need), need.state.said()), style);
    }
    lines.push(Line::default());
    say(&mut lines, &standing(line, ctx.now), ctx.theme.text);
    if let Stage::ToRoute { returned: Some(returned), .. } = &line.stage {
        let by = ctx.name_of(returned.by);
        say(&mut lines, &format!("{by} gave it back: {}", returned.why), ctx.theme.warning);
    }
    let opened = line.opened.to_zoned(ctx.zone.clone()).strftime("%-d %b %H:%M").to_string();
    say(&mut lines, &format!("flagged by {}, {opened}", line.opened_by), ctx.theme.dim);
    lines
}
