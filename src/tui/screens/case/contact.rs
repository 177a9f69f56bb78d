//! A contact in two keys: what came of trying to reach the patient, with what safe contact says first.

use super::over::{Heard, Over, in_lines, lower};
use super::working::{Kind, WorkForm};
use crate::desk::reply::CaseCard;
use crate::desk::request::{Request, WhichCase};
use crate::domain::attempt::Band;
use crate::domain::case::work::{Attempt, Work};
use crate::domain::safe_contact::{ContactResult, How, blocked};
use crate::tui::commands::{Command, scope};
use crate::tui::screen::{Ctx, Pressed};
use crate::tui::widgets::fit::wrap;
use jiff::Timestamp;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// The question what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ContactAsk {
    how: How,
    /// The result that is chosen next takes a sentence, or another time.
    with_words: bool,
}

/// The commands, each with what it means, in the order in which they are offered.
const RESULTS: [(Command, ContactResult, &str); 6] = [
    (Command::NoAnswer, ContactResult::NoAnswer, "no answer"),
    (Command::Spoke, ContactResult::Spoke, "spoke"),
    (Command::MessageLeft, ContactResult::MessageLeft, "message left"),
    (Command::AsksRing, ContactResult::CallBack, "asks to be rung another time"),
    (Command::WrongNumber, ContactResult::WrongNumber, "wrong number"),
    (Command::NotThere, ContactResult::DidNotAttend, "did not attend"),
];

impl ContactAsk {
    pub fn new() -> Self {
        Self { how: How::Phone, with_words: false }
    }

    pub fn scopes() -> Vec<&'static str> {
        vec![scope::CONTACT, scope::FORM]
    }

    pub fn hints() -> Vec<Command> {
        vec![Command::NoAnswer, Command::Spoke, Command::OtherWay, Command::WithWords, Command::Leave]
    }

    /// What a command means for a way of reaching somebody; nothing where that cannot come of it.
    fn result(how: How, command: Command) -> Option<ContactResult> {
        let result = RESULTS.iter().find(|(one, _, _)| *one == command)?.1;
        // What is sent is sent by the same key that says they spoke.
        let sent = how.results().contains(&ContactResult::Sent);
        let result = if result == ContactResult::Spoke && sent { ContactResult::Sent } else { result };
        how.results().contains(&result).then_some(result)
    }

    pub fn update(&mut self, pressed: &Pressed, card: &CaseCard, ctx: &Ctx<'_>) -> Heard {
        let Pressed::Command(command) = pressed else { return Heard::nothing() };
        match command {
            Command::OtherWay | Command::ChoiceRight => {
                let at = How::ALL.iter().position(|how| *how == self.how).unwrap_or(0);
                self.how = How::ALL[(at + 1) % How::ALL.len()];
                Heard::nothing()
            }
            Command::ChoiceLeft | Command::PreviousField => {
                let at = How::ALL.iter().position(|how| *how == self.how).unwrap_or(0);
                self.how = How::ALL[(at + How::ALL.len() - 1) % How::ALL.len()];
                Heard::nothing()
            }
            Command::WithWords => {
                self.with_words = !self.with_words;
                Heard::nothing()
            }
            Command::Leave => Heard::Leaves,
            command if RESULTS.iter().any(|(one, _, _)| one == command) => self.chosen(*command, card, ctx),
            _ => Heard::nothing(),
        }
    }

    fn chosen(&self, command: Command, card: &CaseCard, ctx: &Ctx<'_>) -> Heard {
        // Nobody fails to attend a call: it was the appointment.
        let how = match (self.how, command) {
            (How::Phone, Command::NotThere) => Self::missed(card, ctx),
            (how, _) => how,
        };
        let Some(result) = Self::result(how, command) else {
            let what = RESULTS.iter().find(|(one, _, _)| *one == command).map_or("", |(_, _, said)| said);
            return Heard::hint(format!("\"{what}\" cannot come of {}.", how.name()));
        };
        if let Some(why) = blocked(&card.patient.details, how, Some(result)) {
            return Heard::hint(why.to_string());
        }
        let quick = !matches!(result, ContactResult::Spoke | ContactResult::CallBack);
        if quick && !self.with_words {
            let case = WhichCase::Id(card.line.id);
            let work = attempt(how, result, ctx.now, None, String::new(), ctx);
            return Heard::Asks(Box::new(Request::Work { case, work, next: None }));
        }
        Heard::Becomes(Box::new(Over::Work(WorkForm::new(Kind::Contact { how, result }, card, ctx))))
    }

    /// How they would have met: as the appointment was settled, else in person.
    fn missed(card: &CaseCard, ctx: &Ctx<'_>) -> How {
        let work = card.work.as_deref();
        let due = work.and_then(|work| work.standing_appointments().find(|one| one.at <= ctx.now));
        due.map(|one| one.how).filter(|how| *how != How::Phone).unwrap_or(How::InPerson)
    }

    pub fn view(&self, card: &CaseCard, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let details = &card.patient.details;
        let width = usize::from(area.width.saturating_sub(3));
        let mut lines = Vec::new();
        let code = &details.contact.code_word;
        if !code.is_empty() {
            // First, because it has to be said first.
            lines.push(Line::styled(format!(" Say \u{201C}{code}\u{201D} first."), ctx.theme.urgent));
        }
        let to = match self.how {
            How::Phone | How::Text => details
                .contact
                .phone
                .as_ref()
                .map_or_else(|| "no phone is known".to_owned(), ToString::to_string),
            How::Email => details.contact.email.clone().unwrap_or_else(|| "no e-mail is known".to_owned()),
            How::Letter => {
                details.contact.address.clone().unwrap_or_else(|| "no address is known".to_owned())
            }
            How::Video | How::InPerson => String::new(),
        };
        let mut spans =
            vec![Span::styled(format!(" Contact with {}: ", card.line.patient.called), ctx.theme.title)];
        for how in How::ALL {
            let chosen = how == self.how;
            let (text, style) = if chosen {
                (format!("[{}] ", how.name()), ctx.theme.selected)
            } else {
                (format!(" {}  ", how.name()), ctx.theme.dim)
            };
            spans.push(Span::styled(text, style));
        }
        lines.push(Line::from(spans));
        let best = &details.contact.best_time;
        let parts: Vec<&str> =
            [to.as_str(), best.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
        if !parts.is_empty() {
            lines.push(Line::styled(
                format!(" {}", parts.join(&format!(" {} ", ctx.signs.bullet))),
                ctx.theme.text,
            ));
        }
        let way = blocked(details, self.how, None);
        if let Some(why) = way {
            let why = why.to_string();
            lines.extend(
                wrap(&why, width).into_iter().map(|t| Line::styled(format!(" {t}"), ctx.theme.urgent)),
            );
        }
        let keys = |command| ctx.keys(command, &Self::scopes());
        let mut offered = Vec::new();
        let mut not = Vec::new();
        for (command, _, said) in RESULTS {
            let as_phone = self.how == How::Phone && command == Command::NotThere;
            let Some(result) =
                Self::result(self.how, command).or(as_phone.then_some(ContactResult::DidNotAttend))
            else {
                continue;
            };
            let how = if as_phone { How::InPerson } else { self.how };
            match blocked(details, how, Some(result)) {
                None => {
                    let said = if result == ContactResult::Sent { "sent" } else { said };
                    offered.push(format!("{} {said}", keys(command)));
                }
                Some(why) if way.is_none() => not.push(format!("No {said}: {why}")),
                Some(_) => {}
            }
        }
        for text in in_lines(&offered, width, ctx) {
            lines.push(Line::styled(format!(" {text}"), ctx.theme.accent));
        }
        for text in not.iter().flat_map(|text| wrap(text, width)) {
            lines.push(Line::styled(format!(" {text}"), ctx.theme.dim));
        }
        let foot = format!(
            " {} another way {bullet} {} {}",
            keys(Command::OtherWay),
            keys(Command::WithWords),
            if self.with_words { "with a sentence: on" } else { "with a sentence, or another time" },
            bullet = ctx.signs.bullet,
        );
        let foot = vec![Line::styled(foot, if self.with_words { ctx.theme.accent } else { ctx.theme.dim })];
        let place = lower(lines, 0, foot, frame, area, ctx);
        frame.set_cursor_position(Position::new(place.x, place.y.min(area.bottom() - 1)));
    }
}

/// An attempt as the desk takes it.
pub(super) fn attempt(
    how: How,
    result: ContactResult,
    at: Timestamp,
    minutes: Option<u16>,
    note: String,
    ctx: &Ctx<'_>,
) -> Work {
    let local = at.to_zoned(ctx.zone.clone());
    let slot = (local.weekday().to_monday_one_offset(), Band::of(local.time()));
    Work::Contact(Attempt { how, result, at, slot, minutes, note })
}
