//! What the link workers do for the patient, on the case: what is next first, then the plan, measures and contacts.
//! Whoever may not read it sees what came of it, in a line.

use super::plan::step_said;
use super::view::LABEL;
use crate::desk::reply::CaseCard;
use crate::domain::attempt::Band;
use crate::domain::case::work::{Attention, Casework, GoalState};
use crate::domain::measure::change::{change, pairs};
use crate::domain::measure::instrument::instruments;
use crate::domain::typed_day::{said, written};
use crate::tui::screen::Ctx;
use crate::tui::widgets::fit::{pad, wrap};
use jiff::civil::Weekday;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Labelled lines.
struct Lines<'a> {
    out: Vec<Line<'static>>,
    width: usize,
    ctx: &'a Ctx<'a>,
}

impl Lines<'_> {
    fn say(&mut self, label: &str, text: &str, style: Style) {
        for (n, text) in wrap(text, self.width.saturating_sub(LABEL + 1)).into_iter().enumerate() {
            let label = if n == 0 { label } else { "" };
            self.out.push(Line::from(vec![
                Span::styled(format!(" {}", pad(label, LABEL, "")), self.ctx.theme.dim),
                Span::styled(text, style),
            ]));
        }
    }

    /// Several texts under one label.
    fn each(&mut self, label: &str, texts: impl IntoIterator<Item = (String, Style)>) {
        for (n, (text, style)) in texts.into_iter().enumerate() {
            self.say(if n == 0 { label } else { "" }, &text, style);
        }
    }
}

/// What is next, and why the case wants attention; or what came of it.
pub(super) fn next(card: &CaseCard, width: usize, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
    let mut lines = Lines { out: vec![], width, ctx };
    let line = &card.line;
    let today = ctx.today();
    let call_back = line.call_back.as_ref().map(|call| {
        let band = call.band.map(|band| format!(", {}", band.name())).unwrap_or_default();
        let why = if call.why.is_empty() { String::new() } else { format!(": {}", call.why) };
        let style = if call.on <= today { ctx.theme.urgent } else { ctx.theme.text };
        (format!("asks to be rung {}{band}{why}", said(call.on, today)), style)
    });
    let Some(work) = card.work.as_deref() else {
        if !line.came_of_it.is_empty() {
            lines.say("So far", &line.came_of_it, ctx.theme.text);
        }
        lines.each("Call back", call_back);
        if !lines.out.is_empty() {
            lines.out.push(Line::default());
        }
        return lines.out;
    };
    if let Some(next) = &work.next {
        let overdue = line.attention.iter().find_map(|one| match one {
            Attention::Overdue { days, .. } => Some(*days),
            _ => None,
        });
        let (when, style) = match overdue {
            Some(1) => (", overdue by a working day".to_owned(), ctx.theme.urgent),
            Some(days) => (format!(", overdue by {days} working days"), ctx.theme.urgent),
            None => {
                let read = said(next.on, today);
                let when = read.split_once(", ").map_or(String::new(), |(_, when)| format!(" ({when})"));
                (when, if next.on == today { ctx.theme.warning } else { ctx.theme.title })
            }
        };
        lines.say("Next", &format!("{next}{when}"), style);
    }
    lines.each("Call back", call_back);
    let told = |one: &&Attention| {
        !matches!(one, Attention::Overdue { .. } | Attention::DueToday { .. } | Attention::CallBack { .. })
    };
    let attention: Vec<String> = line.attention.iter().filter(told).map(ToString::to_string).collect();
    if !attention.is_empty() {
        let bullet = format!(" {} ", ctx.signs.bullet);
        lines.say("Mind", &attention.join(&bullet), ctx.theme.warning);
    }
    if !lines.out.is_empty() {
        lines.out.push(Line::default());
    }
    lines.out
}

/// The plan, measures, contacts, appointments and follow-ups.
pub(super) fn below(card: &CaseCard, width: usize, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
    let Some(work) = card.work.as_deref() else { return vec![] };
    let mut lines = Lines { out: vec![], width, ctx };
    let part = |lines: &mut Lines<'_>, add: &dyn Fn(&mut Lines<'_>)| {
        let before = lines.out.len();
        lines.out.push(Line::default());
        add(lines);
        if lines.out.len() == before + 1 {
            lines.out.pop();
        }
    };
    part(&mut lines, &|lines| plan(work, lines));
    part(&mut lines, &|lines| lines.each("Measures", measures(work, ctx)));
    part(&mut lines, &|lines| dates(work, lines));
    lines.out
}

fn plan(work: &Casework, lines: &mut Lines<'_>) {
    let ctx = lines.ctx;
    let goals = work.goals.iter().map(|goal| {
        let (state, style) = match goal.state {
            GoalState::Open => ("", ctx.theme.text),
            GoalState::Reached => (" (reached)", ctx.theme.good),
            GoalState::Dropped => (" (matters no more)", ctx.theme.dim),
        };
        (format!("\u{201C}{}\u{201D}{state}", goal.text), style)
    });
    let steps = work.steps.iter().map(|step| {
        let style = if step.state().has_ended() { ctx.theme.dim } else { ctx.theme.text };
        (format!("{}: {}", step.what.said(), step_said(step, ctx)), style)
    });
    lines.each("Plan", goals.chain(steps).collect::<Vec<_>>());
}

/// Each instrument: from the baseline to the latest, with the days between. Separate items are never added up.
fn measures(work: &Casework, ctx: &Ctx<'_>) -> Vec<(String, Style)> {
    let filled = work.filled();
    let pairs = pairs(&filled);
    let mut said = Vec::new();
    for instrument in instruments().all() {
        let own = filled.iter().filter(|one| one.instrument == instrument.key);
        let declined = work.declined.iter().map(|one| &one.declined);
        let declined = declined.filter(|one| one.instrument == instrument.key).map(|one| {
            let on = written(one.on, ctx.today());
            (format!("{} {}: declined ({on})", instrument.name, one.point.word()), ctx.theme.dim)
        });
        let Some(last) = own.max_by_key(|one| one.on) else {
            said.extend(declined);
            continue;
        };
        let pair = pairs.iter().find(|(before, _)| before.instrument == instrument.key);
        let text = if let Some((before, after)) = pair {
            let words = change(before, after, instrument).in_words().join("; ");
            format!("{}: {words}", instrument.name).replace(" -> ", &format!(" {} ", ctx.signs.arrow))
        } else {
            let on = written(last.on, ctx.today());
            format!("{} ({}, {on})", instrument.said(last), last.point.word())
        };
        said.push((text, ctx.theme.text));
        said.extend(declined);
    }
    said
}

/// Contacts, appointments, follow-ups, the code.
fn dates(work: &Casework, lines: &mut Lines<'_>) {
    let ctx = lines.ctx;
    let today = ctx.today();
    let at = |at: jiff::Timestamp| at.to_zoned(ctx.zone.clone());
    if let Some(last) = work.contacts.last() {
        let when = at(last.at);
        let time = when.strftime("%H:%M").to_string();
        let on = written(when.date(), today);
        let count = work.contacts.len();
        let text = format!("{count}, the last {on} {time}: {}, {}", last.how.name(), last.result.name());
        lines.say("Contacts", &text, ctx.theme.text);
        if !last.note.is_empty() {
            lines.say("", &last.note, ctx.theme.dim);
        }
        let tries = Band::ALL.into_iter().filter_map(|band| {
            let days: Vec<String> = work
                .contacts
                .iter()
                .filter(|contact| contact.slot.1 == band)
                .filter_map(|contact| Weekday::from_monday_one_offset(contact.slot.0).ok())
                .map(|day| format!("{day:?}")[..3].to_owned())
                .collect();
            (!days.is_empty()).then(|| format!("{} {}", band.name(), days.join(" ")))
        });
        let tries: Vec<String> = tries.collect();
        lines.say("  tried", &tries.join(&format!(" {} ", ctx.signs.bullet)), ctx.theme.dim);
    }
    let appointments = work.standing_appointments().map(|one| {
        let when = at(one.at);
        let place = if one.place.is_empty() { String::new() } else { format!(", {}", one.place) };
        let (on, time) = (said(one.on, today), when.strftime("%H:%M"));
        (format!("{time}, {on}: {}, {} min{place}", one.how.name(), one.minutes), ctx.theme.text)
    });
    lines.each("Meets", appointments.collect::<Vec<_>>());
    let follow_ups: Vec<String> = work.follow_ups_to_come().map(|one| written(one.due, today)).collect();
    if !follow_ups.is_empty() {
        lines.say("Ask again", &follow_ups.join(&format!(" {} ", ctx.signs.bullet)), ctx.theme.text);
    }
    if let Some(coded) = &work.coded {
        lines.say("Coded", &format!("{}, {}", coded.code, written(coded.on, today)), ctx.theme.dim);
    }
}
