//! Referring a step: exactly which of the patient's details leave the practice, and whether they agree to it. Both are
//! recorded, the agreement first.

use super::over::{Heard, head, lower};
use crate::desk::reply::CaseCard;
use crate::desk::request::{Request, WhichCase};
use crate::domain::case::work::{Step, StepState, Work};
use crate::domain::case::{AgreementGiven, Answer, Command as CaseCommand, Recipient, ServiceRef};
use crate::tui::commands::{Command, scope};
use crate::tui::screen::{Ctx, Pressed};
use crate::tui::screens::service_card::referral::{Referral, answers};
use crate::tui::widgets::fit::{fit, pad, wrap};
use jiff::civil::Date;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

/// The question before a step is referred.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Referring {
    step: u32,
    service: ServiceRef,
    on: Date,
    referral: Referral,
}

impl Referring {
    /// For a step that is a service.
    pub fn new(step: &Step, card: &CaseCard, ctx: &Ctx<'_>) -> Option<Self> {
        let service = step.what.service()?.clone();
        let needs = step.need.clone().map_or_else(|| super::working::needs(card), |need| vec![need]);
        let referral = Referral::new(card, &needs, ctx.today());
        Some(Self { step: step.number, service, on: ctx.today(), referral })
    }

    pub fn scopes() -> Vec<&'static str> {
        vec![scope::AGREEMENT, scope::FORM]
    }

    pub fn hints() -> Vec<Command> {
        vec![Command::Yes, Command::No, Command::Later, Command::Toggle]
    }

    pub fn update(&mut self, pressed: &Pressed, card: &CaseCard) -> Heard {
        let Pressed::Command(command) = pressed else { return Heard::nothing() };
        let command = match command {
            Command::NextField => Command::Down,
            Command::PreviousField => Command::Up,
            command => *command,
        };
        if self.referral.rows.press(command, self.referral.details.len(), 5) {
            return Heard::nothing();
        }
        match command {
            Command::Toggle | Command::Take => {
                self.referral.tick();
                Heard::nothing()
            }
            Command::Yes if self.referral.is_empty() => {
                Heard::hint("Nothing is ticked: tick what the service may be told.")
            }
            Command::Yes => {
                let shared: Vec<String> = self.referral.labels().into_iter().map(str::to_owned).collect();
                let work = Work::MoveStep {
                    number: self.step,
                    to: StepState::Referred,
                    on: self.on,
                    why: String::new(),
                    shared: shared.clone(),
                };
                let case = WhichCase::Id(card.line.id);
                let moves = Request::Work { case, work, next: None };
                Heard::AsksAll(vec![self.answered(Answer::Agreed, shared, card), moves])
            }
            Command::No => Heard::Asks(Box::new(self.answered(Answer::Declined, vec![], card))),
            _ => Heard::Leaves,
        }
    }

    fn answered(&self, answer: Answer, shares: Vec<String>, card: &CaseCard) -> Request {
        let words = self.referral.words(&self.service.name);
        let recipient = Recipient::Service(self.service.clone());
        let given = AgreementGiven { recipient, answer, words, shares, until: None };
        let case = WhichCase::Id(card.line.id);
        Request::OnCase { case, command: CaseCommand::RecordAgreement(given) }
    }

    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let cut = ctx.signs.ellipsis;
        let width = usize::from(area.width.saturating_sub(2));
        let title = format!("Refer {} to {}", self.referral.who, self.service.name);
        let lines = head(&title, &["What leaves the practice, and nothing else:".to_owned()], area, ctx);
        let mut foot = Vec::new();
        if let Some(lacking) = self.referral.lacking() {
            foot.push(Line::styled(format!(" {lacking}"), ctx.theme.warning));
        }
        let asked = format!("{}?", self.referral.words(&self.service.name).trim_end_matches('.'));
        foot.extend(wrap(&asked, width).into_iter().map(|t| Line::styled(format!(" {t}"), ctx.theme.title)));
        foot.push(Line::styled(format!(" {}", answers(&Self::scopes(), ctx)), ctx.theme.accent));
        let count = self.referral.details.len();
        let rows = u16::try_from(count).unwrap_or(u16::MAX);
        let place = lower(lines, rows, foot, frame, area, ctx);
        let top = (self.referral.rows.selected + 1).saturating_sub(usize::from(place.height.max(1)));
        for (y, (n, detail)) in place.rows().zip(self.referral.details.iter().enumerate().skip(top)) {
            let selected = n == self.referral.rows.selected;
            let pointer = if selected { ctx.signs.pointer } else { "" };
            let tick = if detail.ticked { ctx.signs.tick_on } else { ctx.signs.tick_off };
            let name = pad(detail.detail.name(), 26, cut);
            let said = format!("{}{tick} {name}{}", pad(pointer, 2, ""), detail.value);
            let style = match (selected, detail.ticked) {
                (true, _) => ctx.theme.selected,
                (false, true) => ctx.theme.text,
                (false, false) => ctx.theme.dim,
            };
            frame.render_widget(Line::styled(fit(&said, usize::from(y.width), cut), style), y);
            if selected {
                frame.set_cursor_position(Position::new(y.x, y.y));
            }
        }
    }
}
