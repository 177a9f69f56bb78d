//! Saving the one line: what is missing, what is sent, what comes of it.

use super::{FlagLineScreen, Spot, asks};
use crate::desk::refusal::Refusal;
use crate::desk::reply::{PatientLine, Reply};
use crate::desk::request::{Agreed, FlagNeeds, Request, Route, Whose};
use crate::domain::case;
use crate::domain::flag_line::{Complete, PartKind, Who};
use crate::domain::need::said;
use crate::domain::patient::Details;
use crate::tui::commands::Command;
use crate::tui::screen::{Act, Answer, Ctx, Pressed};
use crate::tui::screens::flag::needs::note_with;
use crate::tui::screens::flag::red_flag::Instead;

/// How far saving is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Saving {
    /// The line is being typed.
    Typing,
    /// It is saved when the patient's record is here, into which a phone goes.
    WhenKnown,
    /// It was sent.
    Sent,
    /// Somebody alike is known: which of them; behind the last one, somebody else.
    Asks { lines: Vec<PatientLine>, at: usize },
}

impl FlagLineScreen {
    /// Saves, or says what is missing.
    pub(super) fn save(&mut self, ctx: &Ctx<'_>) -> Vec<Act> {
        let line = match self.missing(ctx) {
            Ok(line) => line,
            Err((spot, says)) => {
                self.spot = spot;
                return vec![Act::Hint(says)];
            }
        };
        let is_known = self.people.as_ref().is_none_or(|people| !people.is_empty());
        let by_number = matches!(line.who, Who::Number(_));
        if by_number && line.phone.is_some() && is_known && self.patient.is_none() {
            self.saving = Saving::WhenKnown;
            return vec![];
        }
        // Whoever is known already is chosen, so that what was typed of them goes into their record.
        if let (Who::Person { .. }, Some(people)) = (&line.who, &self.people)
            && !people.is_empty()
            && !self.even_if_alike
        {
            self.saving = Saving::Asks { lines: people.clone(), at: 0 };
            return vec![];
        }
        self.send(line, ctx)
    }

    /// The line, if it can be saved; else where to go, and what to do there.
    pub(super) fn missing(&self, ctx: &Ctx<'_>) -> Result<Complete, (Spot, String)> {
        let line = self.read(ctx.today()).finish().map_err(|problems| {
            (Spot::Line, problems.first().map(ToString::to_string).unwrap_or_default())
        })?;
        if self.card.stands() {
            let told = self.stop.told.value().trim();
            match self.stop.instead {
                Instead::Escalate if told.is_empty() => {
                    let says = "Call first. Then write who was told, or choose \"go on\" and say why.";
                    return Err((Spot::Told, says.to_owned()));
                }
                Instead::Escalate => {
                    self.stop.told_at(ctx.local(), ctx.zone).map_err(|says| (Spot::ToldAt, says))?;
                }
                Instead::GoOn if self.stop.because.value().trim().is_empty() => {
                    let says = "Write why it goes on as a social need; the reason is recorded.";
                    return Err((Spot::Because, says.to_owned()));
                }
                Instead::GoOn => {}
            }
        }
        Ok(line)
    }

    /// Saving goes on where it waited for the record.
    pub(super) fn go_on_saving(&mut self, ctx: &Ctx<'_>) -> Vec<Act> {
        if self.saving != Saving::WhenKnown {
            return vec![];
        }
        self.saving = Saving::Typing;
        match self.missing(ctx) {
            Ok(line) => self.send(line, ctx),
            Err((_, says)) => vec![Act::Hint(says)],
        }
    }

    fn escalates(&self) -> bool {
        self.card.stands() && self.stop.instead == Instead::Escalate
    }

    fn send(&mut self, line: Complete, ctx: &Ctx<'_>) -> Vec<Act> {
        let mut note = line.note.clone();
        for part in self.read(ctx.today()).parts.iter().filter(|part| part.kind == PartKind::Need) {
            let typed = self.line.value().get(part.range.clone()).unwrap_or_default();
            note = note_with(&note, typed).unwrap_or(note);
        }
        let words = format!("{} agrees that the link workers may contact them.", self.first_name(&line));
        let route = if self.escalates() {
            Some(Route::Escalate {
                reason: self.card.reason(),
                told: self.stop.told.value().trim().to_owned(),
                told_at: self.stop.told_at(ctx.local(), ctx.zone).ok().flatten(),
            })
        } else {
            line.agreement.map(|_| Route::HandOver { to: None })
        };
        let agreement = match line.agreement {
            None => Agreed::NotAsked,
            Some(case::Answer::Agreed) => Agreed::Yes { words },
            Some(case::Answer::Declined | case::Answer::Withdrawn) => Agreed::No { words },
        };
        let goes_on = self.card.stands() && self.stop.instead == Instead::GoOn;
        let went_on = if goes_on { self.stop.because.value().trim().to_owned() } else { String::new() };
        let (whose, corrected) = self.whose(&line);
        let flag = FlagNeeds {
            whose,
            corrected,
            needs: line.needs,
            urgency: line.urgency,
            note,
            went_on,
            route,
            agreement,
        };
        self.saving = Saving::Sent;
        vec![Act::Ask(asks::SAVE, Request::Flag(Box::new(flag)))]
    }

    fn whose(&self, line: &Complete) -> (Whose, Option<Box<Details>>) {
        if let Some(card) = &self.patient {
            let mut now = card.patient.details.clone();
            now.contact.phone = line.phone.clone().or(now.contact.phone);
            let corrected = (now != card.patient.details).then(|| Box::new(now));
            return (Whose::Known(card.patient.id), corrected);
        }
        if let Some(chosen) = &self.chosen {
            return (Whose::Known(chosen.id), None);
        }
        let mut details = match &line.who {
            Who::Number(number) => Details { nhs_number: Some(*number), ..Details::default() },
            Who::Person { name, born } => {
                Details { name: Some(name.clone()), born: Some(*born), ..Details::default() }
            }
        };
        details.contact.phone.clone_from(&line.phone);
        match &line.who {
            Who::Number(number) if line.phone.is_none() => (Whose::Number(*number), None),
            _ => (Whose::New { details: Box::new(details), even_if_alike: self.even_if_alike }, None),
        }
    }

    /// Hears what was pressed while people stand to be chosen from.
    pub(super) fn choose(
        &mut self,
        lines: Vec<PatientLine>,
        at: usize,
        pressed: &Pressed,
        ctx: &Ctx<'_>,
    ) -> Vec<Act> {
        let at = match pressed {
            Pressed::Command(Command::Down | Command::NextField) => (at + 1).min(lines.len()),
            Pressed::Command(Command::Up | Command::PreviousField) => at.saturating_sub(1),
            Pressed::Command(Command::Leave) => {
                self.saving = Saving::Typing;
                return vec![];
            }
            Pressed::Command(Command::Take) => {
                // With the record the phone of the line can go into it.
                self.saving = Saving::WhenKnown;
                let Some(line) = lines.into_iter().nth(at) else {
                    self.even_if_alike = true;
                    return self.go_on_saving(ctx);
                };
                let ask = Request::Patient { patient: line.id };
                self.chosen = Some(line);
                return vec![Act::Ask(asks::PATIENT, ask)];
            }
            _ => at,
        };
        self.saving = Saving::Asks { lines, at };
        vec![]
    }

    /// What came of saving.
    pub(super) fn hear_saved(&mut self, answer: Answer, ctx: &Ctx<'_>) -> Vec<Act> {
        self.saving = Saving::Typing;
        match answer {
            Ok(Reply::Done(done)) => {
                let rest = crate::tui::draft::FlagDraft {
                    line: String::new(),
                    line_answer: serde_json::Value::Null,
                    ..self.kept.clone()
                };
                vec![Act::Done(Box::new(done)), Act::Draft(rest.worth_keeping()), Act::Close, Act::Changed]
            }
            Ok(_) => vec![],
            Err(Refusal::Alike(lines)) => {
                self.saving = Saving::Asks { lines, at: 0 };
                vec![]
            }
            Err(Refusal::RedFlags { keys, .. }) => {
                self.card.refused = keys;
                let before = (self.line.clone(), self.stop.clone());
                let acts = self.follow(&before, ctx);
                self.spot = Spot::Told;
                acts
            }
            Err(refusal) => {
                self.trouble = Some(format!("{} {}", refusal.what(), refusal.advice()));
                vec![Act::Refused(refusal)]
            }
        }
    }

    /// What to call the patient.
    pub(super) fn called(&self, line: &Complete) -> String {
        match (&self.patient, &line.who) {
            (Some(card), _) => card.line.called.clone(),
            (None, Who::Number(number)) => number.to_string(),
            (None, Who::Person { name, .. }) => name.to_string(),
        }
    }

    fn first_name(&self, line: &Complete) -> String {
        let given = match (self.chosen.as_ref().or(self.patient.as_ref().map(|card| &card.line)), &line.who) {
            (Some(known), _) => known.first_name.clone(),
            (None, Who::Person { name, .. }) => name.given.clone(),
            (None, Who::Number(_)) => String::new(),
        };
        if given.is_empty() || given == "the patient" { "The patient".to_owned() } else { given }
    }

    /// What saving will do, as the rest of "Enter: …".
    pub(super) fn will_do(&self, line: &Complete) -> String {
        let (who, needs) = (self.called(line), said(&line.needs));
        if self.escalates() {
            return format!("escalate: {} was told about {who}.", self.stop.told.value().trim());
        }
        match line.agreement {
            Some(case::Answer::Agreed) => format!("hand {who} to the team for {needs}."),
            Some(case::Answer::Declined | case::Answer::Withdrawn) => {
                format!("record that {who} wants no help with {needs}.")
            }
            None => format!("flag {needs} for {who}; it stays to route. +agreed hands it to the team."),
        }
    }
}
