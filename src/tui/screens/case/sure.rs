//! Questions before something that is not easily put right: a title, what it means, yes or no; no is the default.

use super::over::{Heard, Over, head, lower};
use crate::desk::reply::CaseCard;
use crate::desk::request::{Request, WhichCase};
use crate::domain::case::{AgreementGiven, Answer, Command as CaseCommand, Recipient};
use crate::tui::commands::{Command, scope};
use crate::tui::screen::{Ctx, Pressed};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

/// A question with yes and no.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sure {
    title: String,
    /// What is asked of one of several, each with what it means; chosen with up and down.
    options: Vec<(String, Vec<String>)>,
    at: usize,
    yes: Vec<Yes>,
}

/// What yes does, for each option.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Yes {
    Asks(Box<Request>),
    Becomes(Box<Over>),
    Prints,
}

impl Sure {
    pub fn new(title: String, means: Vec<String>, yes: Yes) -> Self {
        Self { title, options: vec![(String::new(), means)], at: 0, yes: vec![yes] }
    }

    /// Which agreement is withdrawn, with what hangs on it.
    pub fn withdraw(card: &CaseCard) -> Option<Self> {
        let mut standing: Vec<Recipient> = Vec::new();
        for agreement in &card.agreements {
            standing.retain(|one| !one.is_same(&agreement.recipient));
            if agreement.answer == Answer::Agreed {
                standing.push(agreement.recipient.clone());
            }
        }
        let who = &card.line.patient.first_name;
        let mut options = Vec::new();
        let mut yes = Vec::new();
        for recipient in standing {
            let (what, hangs) = match &recipient {
                Recipient::LinkWorkers => {
                    ("contact by the link workers".to_owned(), card.hangs_on_contact.clone())
                }
                Recipient::Service(service) => {
                    let hangs = card.work.as_ref().map(|work| work.hangs_on(&recipient)).unwrap_or_default();
                    (format!("{} being told", service.name), hangs)
                }
            };
            let means = if hangs.is_empty() {
                vec!["Nothing hangs on it.".to_owned()]
            } else {
                let mut means = vec!["With it stops:".to_owned()];
                means.extend(hangs.iter().map(|one| format!("- {one}")));
                means
            };
            let words = format!("{who} no longer agrees to {what}.");
            let command = CaseCommand::RecordAgreement(AgreementGiven {
                recipient,
                answer: Answer::Withdrawn,
                words,
                shares: vec![],
                until: None,
            });
            options.push((what, means));
            let case = WhichCase::Id(card.line.id);
            yes.push(Yes::Asks(Box::new(Request::OnCase { case, command })));
        }
        let title = match options.as_slice() {
            [] => return None,
            [(what, _)] => format!("{who} no longer agrees to {what}?"),
            _ => format!("What does {who} no longer agree to?"),
        };
        Some(Self { title, options, at: 0, yes })
    }

    /// What is asked of the desk; before a case is given back whose patient expects somebody, what is called off with it.
    pub fn before(heard: Heard, card: &CaseCard, ctx: &Ctx<'_>) -> Heard {
        let Heard::Asks(request) = heard else { return heard };
        let gives_back = matches!(*request, Request::OnCase { command: CaseCommand::Return { .. }, .. });
        let off = card.work.iter().flat_map(|work| work.would_be_called_off(ctx.zone));
        let off: Vec<String> = off.map(|one| format!("- {one}")).collect();
        if !gives_back || off.is_empty() {
            return Heard::Asks(request);
        }
        let title = match off.len() {
            1 => "An appointment stands. Give the case back, and call it off?".to_owned(),
            count => format!("{count} appointments stand. Give the case back, and call them off?"),
        };
        let mut means = vec!["With it is called off:".to_owned()];
        means.extend(off);
        means.push(format!("Nobody but you tells {}.", card.line.patient.first_name));
        Heard::Becomes(Box::new(Over::Sure(Self::new(title, means, Yes::Asks(request)))))
    }

    pub fn scopes() -> Vec<&'static str> {
        vec![scope::CONFIRM, scope::FORM]
    }

    pub fn hints() -> Vec<Command> {
        vec![Command::Yes, Command::No]
    }

    pub fn update(&mut self, pressed: &Pressed) -> Heard {
        match pressed {
            Pressed::Command(Command::Yes) => match self.yes.get(self.at) {
                Some(Yes::Asks(request)) => Heard::Asks(request.clone()),
                Some(Yes::Becomes(over)) => Heard::Becomes(over.clone()),
                Some(Yes::Prints) => Heard::Prints,
                None => Heard::Leaves,
            },
            Pressed::Command(Command::Down | Command::NextField) => {
                self.at = (self.at + 1).min(self.options.len().saturating_sub(1));
                Heard::nothing()
            }
            Pressed::Command(Command::Up | Command::PreviousField) => {
                self.at = self.at.saturating_sub(1);
                Heard::nothing()
            }
            // No is the default, and so what Enter gives.
            Pressed::Command(Command::No | Command::Leave | Command::Take) => Heard::Leaves,
            _ => Heard::nothing(),
        }
    }

    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let none = vec![];
        let means = self.options.get(self.at).map_or(&none, |(_, means)| means);
        let mut lines = head(&self.title, &[], area, ctx);
        if self.options.len() > 1 {
            for (n, (what, _)) in self.options.iter().enumerate() {
                let (pointer, style) = if n == self.at {
                    (ctx.signs.pointer, ctx.theme.selected)
                } else {
                    (" ", ctx.theme.text)
                };
                lines.push(Line::styled(format!(" {pointer} {what}"), style));
            }
        }
        lines.extend(head("", means, area, ctx).into_iter().skip(1));
        let keys = |command| ctx.keys(command, &Self::scopes());
        let bullet = ctx.signs.bullet;
        let answers = format!(" {} yes {bullet} {} no", keys(Command::Yes), keys(Command::No));
        let place = lower(lines, 0, vec![Line::styled(answers, ctx.theme.accent)], frame, area, ctx);
        frame.set_cursor_position(Position::new(place.x, place.bottom().min(area.bottom() - 1)));
    }
}
