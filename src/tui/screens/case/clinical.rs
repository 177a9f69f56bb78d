//! The block that is pasted into the clinical system: shown, copied, and its code noted once an episode.

use super::over::{Heard, head, lower};
use crate::desk::reply::{ActionKind, CaseCard};
use crate::desk::request::{Request, WhichCase};
use crate::domain::case::Stage;
use crate::domain::case::work::{Casework, Work};
use crate::domain::clinical_code::Code;
use crate::exchange::clinical::{ClinicalBlock, Coding, Episode, clinical, told};
use crate::tui::commands::{Command, scope};
use crate::tui::screen::{Act, Ctx, Pressed};
use jiff::civil::Date;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

/// The block, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clinical {
    text: String,
    code: Option<Code>,
    on: Date,
}

impl Clinical {
    pub fn new(card: &CaseCard, ctx: &Ctx<'_>) -> Self {
        let line = &card.line;
        let day = |at: jiff::Timestamp| at.to_zoned(ctx.zone.clone()).date();
        let work = card.work.as_deref();
        let accepted = work.and_then(|work| work.accepted);
        let declined =
            matches!(line.stage, Stage::Closed { outcome: crate::domain::case::Outcome::Declined, .. });
        let code = match (accepted, declined) {
            (_, true) => Some(Code::Declined),
            (Some(_), _) => Some(Code::Referred),
            _ => None,
        };
        let coding = match (work.and_then(|work| work.coded.as_ref()), code) {
            (Some(coded), code) => {
                let kept = Code::ALL.into_iter().find(|one| one.number() == coded.code).or(code);
                kept.map_or(Coding::Nothing, |code| Coding::Recorded(code, coded.on))
            }
            (None, Some(code)) => Coding::Record(code),
            (None, None) => Coding::Nothing,
        };
        let none = Casework::default();
        let episode = Episode {
            needs: &line.needs,
            stage: &line.stage,
            worker: line.worker.as_deref(),
            came_of_it: &line.came_of_it,
            work: work.unwrap_or(&none),
        };
        let block = ClinicalBlock {
            on: ctx.today(),
            case: line.reference.clone(),
            text: told(episode, day),
            by: ctx.me.map(|me| format!("{}, {}", me.name, me.roles_said())).unwrap_or_default(),
            practice: ctx.overview.map(|overview| overview.practice.name.clone()).unwrap_or_default(),
            coding,
        };
        let code = code.filter(|_| matches!(coding, Coding::Record(_)));
        Self { text: clinical(&block), code, on: ctx.today() }
    }

    pub fn scopes() -> Vec<&'static str> {
        vec![scope::CLINICAL, scope::FORM]
    }

    pub fn hints() -> Vec<Command> {
        vec![Command::TakeCode, Command::Copy, Command::Leave]
    }

    pub fn update(&mut self, pressed: &Pressed, card: &CaseCard, _ctx: &Ctx<'_>) -> Heard {
        match pressed {
            Pressed::Command(Command::Copy) => {
                let said = "Copied, where the terminal allows it; the code is not noted.".to_owned();
                Heard::Goes(vec![Act::Copy(self.text.clone()), Act::Say(said)])
            }
            Pressed::Command(Command::TakeCode) => {
                let refused = card.actions.iter().find(|action| action.kind == ActionKind::Code);
                if let Some(why) = refused.and_then(|action| action.refused.clone()) {
                    return Heard::hint(why);
                }
                let Some(code) = self.code else {
                    return Heard::hint(
                        "There is nothing to code before a link worker has accepted the case.",
                    );
                };
                let case = WhichCase::Id(card.line.id);
                let work = Work::Code { code: code.number().to_owned(), on: self.on };
                Heard::AsksAndCopies(Box::new(Request::Work { case, work, next: None }), self.text.clone())
            }
            Pressed::Command(Command::Leave | Command::Take) => Heard::Leaves,
            _ => Heard::nothing(),
        }
    }

    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let mut lines = head("For the clinical system", &[], area, ctx);
        lines.push(Line::default());
        lines.extend(self.text.lines().map(|text| Line::styled(format!("   {text}"), ctx.theme.text)));
        lines.push(Line::default());
        let keys = |command| ctx.keys(command, &Self::scopes());
        let bullet = ctx.signs.bullet;
        let take = match self.code {
            Some(_) => {
                format!("{} copies it and notes the code as recorded {bullet} ", keys(Command::TakeCode))
            }
            None => String::new(),
        };
        let said =
            format!(" {take}{} copies only {bullet} {} leaves", keys(Command::Copy), keys(Command::Leave));
        let place = lower(lines, 0, vec![Line::styled(said, ctx.theme.accent)], frame, area, ctx);
        frame.set_cursor_position(Position::new(place.x, place.bottom().min(area.bottom() - 1)));
    }
}
