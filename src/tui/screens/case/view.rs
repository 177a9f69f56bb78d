//! One case, drawn.

use super::CaseScreen;
use super::over::in_lines;
use super::sections;
use crate::desk::reply::{CaseCard, HistoryLine};
use crate::domain::case::{Answer, NeedState, Recipient, Stage};
use crate::domain::patient::{Details, Reach};
use crate::tui::commands::{Command, scope};
use crate::tui::screen::Ctx;
use crate::tui::widgets::case_row::{need_name, standing};
use crate::tui::widgets::fit::{fit, pad, wrap};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Text};

/// Where the values begin behind their labels.
pub(super) const LABEL: usize = 12;

impl CaseScreen {
    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let Some(card) = &self.card else {
            frame.render_widget(Line::styled("  Looking…", ctx.theme.dim), area);
            return;
        };
        if let (Some(plan), Some(_)) = (self.plan, &card.work) {
            plan.view(card, frame, area, ctx);
            if let Some(over) = &self.over {
                over.view(card, frame, area, ctx);
            }
            return;
        }
        let width = usize::from(area.width.saturating_sub(2));
        let mut lines = lines(card, width, ctx);
        lines.extend(sections::below(card, width, ctx));
        lines.extend(self.key_lines(card, usize::from(area.width), ctx));
        lines.push(Line::default());
        lines.extend(history(&card.history, width, ctx));
        let height = usize::from(area.height);
        let scroll = self.scroll.min(lines.len().saturating_sub(height));
        let more = lines.len() - scroll > height;
        let shown: Vec<Line<'_>> = lines.into_iter().skip(scroll).take(height).collect();
        frame.render_widget(Text::from(shown), area);
        if more && height > 0 {
            let said = " more below: PgDn ";
            let width = u16::try_from(said.len()).unwrap_or(0).min(area.width);
            let place = Rect { x: area.right() - width, y: area.bottom() - 1, width, height: 1 };
            frame.render_widget(Line::styled(said, ctx.theme.dim), place);
        }
        frame.set_cursor_position(Position::new(area.x, area.y));
        if let Some(over) = &self.over {
            over.view(card, frame, area, ctx);
        }
    }

    /// What can be done now, with its keys.
    fn key_lines(&self, card: &CaseCard, width: usize, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
        let scopes = [scope::CASE, scope::LIST, scope::GLOBAL];
        let mut actions: Vec<String> = self
            .allowed()
            .into_iter()
            .map(|command| format!("{} {}", ctx.keys(command, &scopes), short_name(command.name())))
            .collect();
        if let Some(did) = &card.undo {
            let key = ctx.keys(Command::Undo, &scopes);
            actions.push(format!("{key} take back {did}"));
        }
        let mut out = vec![Line::default()];
        if actions.is_empty() {
            actions.push("Nothing for you to do here.".to_owned());
        }
        for (n, text) in in_lines(&actions, width.saturating_sub(LABEL + 2), ctx).into_iter().enumerate() {
            let label = if n == 0 { "Keys" } else { "" };
            out.push(Line::from(vec![
                ratatui::text::Span::styled(format!(" {}", pad(label, LABEL, "")), ctx.theme.dim),
                ratatui::text::Span::styled(text, ctx.theme.accent),
            ]));
        }
        out
    }
}

fn short_name(name: &str) -> String {
    name.replace('-', " ")
}

/// Who, agreement and contact, needs.
fn lines(card: &CaseCard, width: usize, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
    let line = &card.line;
    let right = format!("{} · {}", line.reference, standing(line, ctx.now));
    let left = format!(" {}   {}", line.patient.called, line.patient.read_back);
    let mut out = Vec::new();
    let both = crate::tui::widgets::fit::width(&left) + crate::tui::widgets::fit::width(&right) + 2;
    if both <= width {
        let gap = width - both + 2;
        out.push(Line::styled(format!("{left}{}{right}", " ".repeat(gap)), ctx.theme.title));
    } else {
        out.push(Line::styled(fit(&left, width, ctx.signs.ellipsis), ctx.theme.title));
        out.push(Line::styled(format!(" {right}"), ctx.theme.text));
    }
    let mut say = |label: &str, text: &str, style: Style| {
        for (n, text) in wrap(text, width.saturating_sub(LABEL + 1)).into_iter().enumerate() {
            let label = if n == 0 { label } else { "" };
            out.push(Line::from(vec![
                ratatui::text::Span::styled(format!(" {}", pad(label, LABEL, "")), ctx.theme.dim),
                ratatui::text::Span::styled(text, style),
            ]));
        }
    };
    if let Some(why) = card.patient.details.no_contact() {
        say("STOP", &format!("{} {why}. All contact stops.", line.patient.called), ctx.theme.urgent);
    }
    for escalation in card.escalations.iter().filter(|escalation| escalation.acknowledged.is_none()) {
        let at = escalation.told_at.to_zoned(ctx.zone.clone()).strftime("%H:%M, %-d %b").to_string();
        let text = format!(
            "{}: {} was told at {at}. No clinician has taken note yet.",
            escalation.reason, escalation.told
        );
        say("ESCALATED", &text, ctx.theme.urgent);
    }
    if let Stage::ToRoute { returned: Some(returned), .. } = &line.stage {
        say("Returned", &format!("{}: {}", ctx.name_of(returned.by), returned.why), ctx.theme.warning);
    }
    say("Agreement", &agreement(card, ctx), ctx.theme.text);
    say("Contact", &contact(&card.patient.details), ctx.theme.text);
    if let Some(needs) = communication(&card.patient.details) {
        say("Talking", &needs, ctx.theme.text);
    }
    if let Some(person) = &card.patient.details.contact_person {
        let told =
            if person.may_be_told.is_empty() { "nothing".to_owned() } else { person.may_be_told.clone() };
        let phone = person.phone.as_ref().map(|phone| format!(", {phone}")).unwrap_or_default();
        say(
            "Also",
            &format!("{} ({}{phone}) may be told: {told}", person.name, person.relation),
            ctx.theme.text,
        );
    }
    if !card.note.is_empty() {
        say("Said", &card.note, ctx.theme.text);
    }
    out.push(Line::default());
    out.extend(sections::next(card, width, ctx));
    for need in &line.needs {
        let (sign, style) = match &need.state {
            NeedState::Open => (ctx.signs.tick_off, ctx.theme.warning),
            NeedState::Met => (ctx.signs.tick_on, ctx.theme.good),
            state if state.has_ended() => (ctx.signs.tick_on, ctx.theme.dim),
            _ => (ctx.signs.tick_off, ctx.theme.text),
        };
        let new = if need.new { " (new)" } else { "" };
        let text = format!(" {sign} {}: {}{new}", need_name(&need.need), need.state.said());
        out.push(Line::styled(fit(&text, width, ctx.signs.ellipsis), style));
    }
    out
}

/// What the patient agreed to, the latest of each recipient.
fn agreement(card: &CaseCard, ctx: &Ctx<'_>) -> String {
    let mut latest: Vec<(String, String)> = Vec::new();
    for agreement in &card.agreements {
        let to = match &agreement.recipient {
            Recipient::LinkWorkers => "contact by the link workers".to_owned(),
            Recipient::Service(service) => format!("{} being told", service.name),
        };
        let says = match agreement.answer {
            Answer::Agreed => "agrees to",
            Answer::Declined => "does NOT agree to",
            Answer::Withdrawn => "no longer agrees to",
        };
        let on = agreement.asked.at.to_zoned(ctx.zone.clone()).strftime("%-d %b").to_string();
        let text = format!("{says} {to} ({}, {on})", ctx.name_of(agreement.asked.by));
        latest.retain(|(recipient, _)| *recipient != to);
        latest.push((to, text));
    }
    if latest.is_empty() {
        return "not asked yet".to_owned();
    }
    latest.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("; ")
}

/// How the patient may be reached. Not asked means no voicemail and no letter.
fn contact(details: &Details) -> String {
    let contact = &details.contact;
    let mut parts = vec![contact.phone.as_ref().map_or_else(|| "no phone".to_owned(), ToString::to_string)];
    parts.extend(contact.other_phone.as_ref().map(ToString::to_string));
    let said = |reach: Reach| match reach {
        Reach::NotAsked => "not asked",
        Reach::Allowed => "yes",
        Reach::Refused => "NO",
    };
    let only_if_said = |reach: Reach| match reach {
        Reach::NotAsked => "no (not asked)",
        reach => said(reach),
    };
    if !contact.code_word.is_empty() {
        // First, because it has to be said first.
        parts.insert(0, format!("say \u{201C}{}\u{201D} first", contact.code_word));
    }
    parts.push(format!("call {}", said(contact.call)));
    parts.push(format!("text {}", said(contact.text)));
    parts.push(format!("voicemail {}", only_if_said(contact.voicemail)));
    parts.push(format!("letter {}", only_if_said(contact.letter)));
    if !contact.best_time.is_empty() {
        parts.push(contact.best_time.clone());
    }
    parts.join(" · ")
}

fn communication(details: &Details) -> Option<String> {
    let needs = &details.communication;
    let mut parts = Vec::new();
    parts.extend(details.language.as_ref().map(|language| format!("speaks {language}")));
    if needs.interpreter {
        parts.push("needs an interpreter".to_owned());
    }
    for (what, text) in [("hearing", &needs.hearing), ("sight", &needs.sight), ("reading", &needs.reading)] {
        if !text.is_empty() {
            parts.push(format!("{what}: {text}"));
        }
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn history(history: &[HistoryLine], width: usize, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
    let mut out = Vec::new();
    for line in history.iter().rev() {
        let at = line.at.to_zoned(ctx.zone.clone()).strftime("%_d %b %H:%M").to_string();
        let back = if line.taken_back { " (taken back)" } else { "" };
        let style = if line.taken_back { ctx.theme.dim } else { ctx.theme.text };
        for (n, text) in wrap(&format!("{} {}{back}", line.who, line.what), width.saturating_sub(16))
            .into_iter()
            .enumerate()
        {
            let at = if n == 0 { at.as_str() } else { "" };
            out.push(Line::from(vec![
                ratatui::text::Span::styled(format!(" {}  ", pad(at, 12, "")), ctx.theme.dim),
                ratatui::text::Span::styled(text, style),
            ]));
        }
        for text in line.words.split('\n').filter(|text| !text.is_empty()) {
            for text in wrap(text, width.saturating_sub(18)) {
                out.push(Line::styled(format!("{}{text}", " ".repeat(17)), ctx.theme.dim));
            }
        }
    }
    out
}
