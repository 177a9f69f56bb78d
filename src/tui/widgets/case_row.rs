//! A case in one row of a list, and beside the list.
//!
//! ```text
//! ► urgent  Margaret Ellis         loneliness, debt         overdue 2 d: try again      K7M-4
//! ```

use crate::desk::reply::CaseLine;
use crate::domain::case::work::Attention;
use crate::domain::case::{NeedState, Stage};
use crate::domain::need::{NeedKey, catalogue};
use crate::domain::urgency::Urgency;
use crate::domain::working_days::WorkingDays;
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

/// Why a case is looked at, in words: the heaviest reason, else what is next, else how long it waits. What is another
/// worker's says whose it is: `Sam: overdue 2 d: try again`.
pub fn reason(line: &CaseLine, ctx: &Ctx<'_>) -> String {
    let new = line.needs.iter().any(|need| need.new);
    let said = match (&line.stage, line.attention.first(), &line.next) {
        _ if line.escalated => return standing(line, ctx.now),
        (_, Some(Attention::CallBack { on, band: Some(band) }), _) if *on == ctx.today() => {
            format!("call back today, {}", band.name())
        }
        (_, Some(first @ (Attention::NoDate | Attention::CallBack { .. })), _) => first.to_string(),
        (Stage::With { .. }, ..) if new => return whose(line, "new need", ctx),
        (_, Some(first), _) => first.to_string(),
        (Stage::With { .. }, None, Some(next)) => next.to_string(),
        (Stage::Waiting { since, .. }, ..) if line.overdue_days > 0 => {
            format!("waiting {} d, {} over limit", waited(*since, ctx), line.overdue_days)
        }
        (Stage::Waiting { since, worker: Some(worker) }, ..) if ctx.me.is_some_and(|me| me.id == *worker) => {
            format!("waiting {}", ago(*since, ctx.now))
        }
        _ => return standing(line, ctx.now),
    };
    whose(line, &said, ctx)
}

/// Something said of a case, with the name before it of whoever else has it.
fn whose(line: &CaseLine, said: &str, ctx: &Ctx<'_>) -> String {
    let worker = match line.stage {
        Stage::With { worker, .. } => Some(worker),
        Stage::Waiting { worker, .. } => worker,
        _ => None,
    };
    match &line.worker {
        Some(name) if worker.is_some() && worker != ctx.me.map(|me| me.id) => {
            format!("{}: {said}", short_name(name))
        }
        _ => said.to_owned(),
    }
}

/// For how many working days it waits. Bank holidays that a practice has in a list of its own are the desk's to know:
/// whether it waits too long is always said by the desk.
fn waited(since: Timestamp, ctx: &Ctx<'_>) -> u32 {
    WorkingDays::england().between(since.to_zoned(ctx.zone.clone()).date(), ctx.today())
}

/// The columns of a list of cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    urgency: usize,
    name: usize,
    needs: usize,
    said: usize,
    reference: usize,
}

impl Columns {
    /// For a list with these cases and what is said of each: the needs get what most of them take, what is said the rest
    /// as far as it takes it, and the needs what is left then.
    pub fn of<'a>(cases: impl Iterator<Item = (&'a CaseLine, &'a str)>, width: usize) -> Self {
        let (mut urgency, mut name, mut needs, mut said, mut reference) = (2, 0, 0, 0, 0);
        for (case, text) in cases {
            if width >= 72 {
                urgency = urgency.max(width_of(mark(case.urgency, true)));
            }
            name = name.max(width_of(&case.patient.called) + 1);
            needs = needs.max(width_of(&self::needs(case)) + 1);
            said = said.max(width_of(text) + 1);
            reference = reference.max(width_of(case.reference.as_str()) + 1);
        }
        let room = width.saturating_sub(2 + urgency + reference);
        let name = name.clamp(12, 26).min((room / 4).max(18)).min(room * 3 / 10);
        // The longest need of the list has room from 66 cells on.
        let least = match room {
            66.. => 24,
            60.. => 19,
            _ => (room / 5).max(10),
        };
        let needs = needs.clamp(10, least);
        let said = said.clamp(17, room.saturating_sub(name + needs).max(17));
        Self { urgency, name, needs: room.saturating_sub(name + said), said, reference }
    }
}

/// How urgent a case is, as its row says it; nothing: it is routine.
fn mark(urgency: Urgency, whole: bool) -> &'static str {
    match (urgency, whole) {
        (Urgency::Routine, _) => "",
        (Urgency::Urgent, false) => "!",
        (Urgency::Soon, false) => "+",
        (Urgency::Urgent, true) => "! urgent",
        (Urgency::Soon, true) => "soon",
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

/// A case as a row of a list, with what is said of it.
pub fn row(line: &CaseLine, said: &str, columns: Columns, selected: bool, ctx: &Ctx<'_>) -> Line<'static> {
    let dots = ctx.signs.ellipsis;
    let urgency = columns.urgency;
    let mark = mark(line.urgency, urgency > 2);
    let style = |style: Style| if selected { ctx.theme.selected } else { style };
    let urgency_style = match line.urgency {
        Urgency::Urgent => ctx.theme.urgent,
        Urgency::Soon => ctx.theme.warning,
        Urgency::Routine => ctx.theme.text,
    };
    let late = matches!(line.attention.first(), Some(Attention::NoDate | Attention::Overdue { .. }));
    let said_style = if line.escalated || line.overdue_days > 0 || late {
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
        Span::styled(pad(&format!(" {}", line.patient.called), columns.name, dots), style(ctx.theme.text)),
        Span::styled(pad(&format!(" {}", needs(line)), columns.needs, dots), style(ctx.theme.text)),
        Span::styled(pad(&format!(" {said}"), columns.said, dots), style(said_style)),
        Span::styled(pad(&format!(" {}", line.reference), columns.reference, dots), style(ctx.theme.dim)),
    ])
}

/// A case beside its list: whose it is, each need with what became of it, every reason to look at it, what is next,
/// what came of it, who flagged it.
pub fn beside(line: &CaseLine, width: usize, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
    // Each in one line: what stands beside is sent anew with every step down the list.
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
        // Of an accepted case it is said below who has it.
        let state = match (&need.state, &line.stage) {
            (NeedState::WithLinkWorker, Stage::With { .. }) => String::new(),
            (state, _) => format!(": {}", state.said()),
        };
        say(&mut lines, &format!("{}{state}{new}", need_name(&need.need)), style);
    }
    lines.push(Line::default());
    match &line.stage {
        Stage::Waiting { since, .. } if line.overdue_days > 0 && !line.escalated => {
            let days = waited(*since, ctx);
            let waits = whose(line, &format!("waiting {days} working days"), ctx);
            say(&mut lines, &format!("{waits}, {} over the limit", line.overdue_days), ctx.theme.urgent);
        }
        _ => say(&mut lines, &standing(line, ctx.now), ctx.theme.text),
    }
    for reason in &line.attention {
        say(&mut lines, &reason.to_string(), ctx.theme.warning);
    }
    // What is due is said among the reasons.
    let due = |one: &Attention| matches!(one, Attention::Overdue { .. } | Attention::DueToday { .. });
    if let Some(next) = line.next.as_ref().filter(|_| !line.attention.iter().any(due)) {
        say(&mut lines, &format!("next: {next}"), ctx.theme.text);
    }
    if !line.came_of_it.is_empty() {
        say(&mut lines, &format!("so far: {}", line.came_of_it), ctx.theme.text);
    }
    if let Stage::ToRoute { returned: Some(returned), .. } = &line.stage {
        let by = ctx.name_of(returned.by);
        say(&mut lines, &format!("{by} gave it back: {}", returned.why), ctx.theme.warning);
    }
    let opened = line.opened.to_zoned(ctx.zone.clone()).strftime("%-d %b %H:%M").to_string();
    let flagged = format!("flagged by {}, {opened}", line.opened_by);
    lines.push(Line::styled(fit(&flagged, width, dots), ctx.theme.dim));
    lines
}
