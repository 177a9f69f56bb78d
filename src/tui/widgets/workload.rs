//! A link worker's caseload in a few words, and as a small bar.
//!
//! ```text
//! ■■■■■■■■□□  34 of 40 · 3 overdue · 5 due today
//! ```

use crate::desk::reply::Caseload;
use crate::domain::caseload::Leave;
use crate::tui::screen::Ctx;
use jiff::civil::Date;
use ratatui::text::{Line, Span};

/// A day as it is said: `Mon 30 Nov`.
pub fn day(on: Date) -> String {
    on.strftime("%a %-d %b").to_string()
}

/// How many cases there are of how many: `34 of 40`, `full: 40 of 40`, `1 case`.
pub fn load(caseload: &Caseload) -> String {
    match caseload.capacity {
        Some(most) if caseload.open >= usize::from(most) => format!("full: {} of {most}", caseload.open),
        Some(most) => format!("{} of {most}", caseload.open),
        None if caseload.open == 1 => "1 case".to_owned(),
        None => format!("{} cases", caseload.open),
    }
}

/// When somebody is not there: `away until Fri 4 Dec`, `away Mon 30 Nov to Fri 4 Dec`.
pub fn away(leave: Leave, today: Date) -> String {
    if leave.covers(today) {
        format!("away until {}", day(leave.to))
    } else {
        format!("away {} to {}", day(leave.from), day(leave.to))
    }
}

/// All of it in a line, for whoever has it: `You: 34 of 40 · 3 overdue · 5 due today · away until Fri 4 Dec`.
pub fn said(caseload: &Caseload, ctx: &Ctx<'_>) -> Line<'static> {
    let some = |count: usize, what: &str| (count > 0).then(|| format!("{count} {what}"));
    let (text, late) = (ctx.theme.text, ctx.theme.urgent);
    let parts = [
        (Some(load(caseload)), text),
        (some(caseload.waiting, "waiting for you"), text),
        (some(caseload.overdue, "overdue"), late),
        (some(caseload.due_today, "due today"), text),
        ((caseload.overdue + caseload.due_today == 0).then(|| "nothing due".to_owned()), text),
        (caseload.leave.map(|leave| away(leave, ctx.today())), ctx.theme.warning),
    ];
    let mut spans = vec![Span::styled(" You: ", text)];
    for (said, style) in parts.into_iter().filter_map(|(said, style)| Some((said?, style))) {
        if spans.len() > 1 {
            spans.push(Span::styled(format!(" {} ", ctx.signs.bullet), text));
        }
        spans.push(Span::styled(said, style));
    }
    Line::from(spans)
}

/// How much of the capacity is taken, in so many cells; blank where nobody has settled one.
pub fn bar(caseload: &Caseload, cells: usize, ctx: &Ctx<'_>) -> String {
    let Some(most) = caseload.capacity.map(usize::from) else { return " ".repeat(cells) };
    // Rounded up: one case shows, and only a full caseload fills the bar.
    let taken = if caseload.open >= most {
        cells
    } else {
        (caseload.open * cells).div_ceil(most).min(cells.saturating_sub(1))
    };
    ctx.signs.taken.repeat(taken) + &ctx.signs.left.repeat(cells - taken)
}
