//! One case: who, how they may be contacted, each need with its route and end, what to do next, what happened.
//!
//! ```text
//!  Margaret Ellis   999 526 0182 · 3 Feb 1948 (78) · BS3 4NN                 K7M-4 · waiting 3 d
//!  Agreement  agrees to contact by the link workers (Priya, 19 Nov)
//!  Contact    07700 900 123 · call yes · text not asked · voicemail no · letter no · not before 10
//!
//!  Needs
//!    Loneliness   with link worker
//!    Debt         to route
//!
//!  Next   a accept · b give back · n note · x close
//!
//!  19 Nov 14:02  Priya flagged loneliness and debt
//! ```

mod asking;
mod details;
mod view;

use crate::desk::reply::{ActionKind, CaseCard, Reply};
use crate::desk::request::{Agreed, Request, Route, WhichCase};
use crate::domain::case::Command as CaseCommand;
use crate::domain::id::CaseId;
use crate::tui::commands::{Command, scope};
use crate::tui::open::{CardFor, FinderStart, Place};
use crate::tui::screen::{Act, Answer, Ctx, Pressed, Question};
use asking::{Asking, Heard};
use ratatui::layout::Rect;

const CASE: Question = 1;
const DOES: Question = 2;
const CARD: Question = 3;
const PEOPLE: Question = 4;
const SEES: Question = 5;

/// One case's model.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseScreen {
    id: CaseId,
    list: Vec<CaseId>,
    card: Option<Box<CaseCard>>,
    scroll: usize,
    height: usize,
    asking: Option<Asking>,
    /// A command that was pressed before the case was known.
    waiting: Option<Command>,
}

impl CaseScreen {
    /// A case, and what to ask for it; `list` is walked from it.
    pub fn new(id: CaseId, list: Vec<CaseId>) -> (Self, Vec<Act>) {
        let screen = Self { id, list, card: None, scroll: 0, height: 10, asking: None, waiting: None };
        let acts = screen.refresh();
        (screen, acts)
    }

    /// Asks for it anew.
    pub fn refresh(&self) -> Vec<Act> {
        vec![Act::Ask(CASE, Request::Case { case: WhichCase::Id(self.id) })]
    }

    /// Which case it is.
    pub fn id(&self) -> CaseId {
        self.id
    }

    /// The scopes that keys are looked up in.
    pub fn scopes(&self) -> Vec<&'static str> {
        match &self.asking {
            Some(asking) => asking.scopes(),
            None => vec![scope::CASE, scope::LIST],
        }
    }

    /// The commands that matter most here: what the case allows, the most likely first.
    pub fn hints(&self) -> Vec<Command> {
        if let Some(asking) = &self.asking {
            return asking.hints();
        }
        let mut hints = self.allowed();
        hints.truncate(5);
        hints.push(Command::ActionsHere);
        hints
    }

    /// The commands that the case allows now, the most likely first.
    pub fn allowed(&self) -> Vec<Command> {
        let Some(card) = &self.card else { return vec![] };
        let allowed = |kind: &ActionKind| card.actions.iter().any(|a| a.kind == *kind && a.refused.is_none());
        KINDS.into_iter().filter(allowed).filter_map(command_of).collect()
    }

    /// Hears what was pressed.
    pub fn update(&mut self, pressed: Pressed, ctx: &Ctx<'_>) -> Vec<Act> {
        if let Some(asking) = &mut self.asking {
            return match asking.update(&pressed, ctx) {
                Heard::Goes(acts) => acts,
                Heard::Leaves => {
                    self.asking = None;
                    vec![]
                }
                Heard::Asks(request) => vec![Act::Ask(DOES, *request)],
                Heard::Looks(text) => vec![Act::Ask(PEOPLE, Request::Patients { text, limit: 8 })],
            };
        }
        let Pressed::Command(command) = pressed else { return vec![] };
        let walk = |by: isize| -> Vec<Act> {
            let Some(at) = self.list.iter().position(|id| *id == self.id) else { return vec![] };
            match at.checked_add_signed(by).and_then(|at| self.list.get(at)) {
                Some(next) => vec![Act::Close, Act::Open(Place::Case(*next, self.list.clone()))],
                None => vec![Act::Hint("That was the last case of the list.".to_owned())],
            }
        };
        match command {
            Command::NextCase => return walk(1),
            Command::PreviousCase => return walk(-1),
            Command::Down => self.scroll += 1,
            Command::Up => self.scroll = self.scroll.saturating_sub(1),
            Command::PageDown => self.scroll += self.height,
            Command::PageUp => self.scroll = self.scroll.saturating_sub(self.height),
            Command::First => self.scroll = 0,
            Command::Last => self.scroll = usize::MAX / 2,
            command => return self.act(command, ctx),
        }
        vec![]
    }

    /// Why the case does not allow a command now.
    pub fn refused(&self, command: Command) -> Option<String> {
        let kind = kind_of(command)?;
        self.card.as_ref()?.actions.iter().find(|action| action.kind == kind)?.refused.clone()
    }

    /// Begins what a command wants, or says why the case does not allow it.
    fn act(&mut self, command: Command, ctx: &Ctx<'_>) -> Vec<Act> {
        let Some(card) = &self.card else {
            self.waiting = Some(command);
            return vec![];
        };
        if let Some(why) = self.refused(command) {
            return vec![Act::Hint(why)];
        }
        let on = |command| vec![Act::Ask(DOES, Request::OnCase { case: WhichCase::Id(self.id), command })];
        match command {
            Command::Accept => on(CaseCommand::Accept),
            Command::Acknowledge => on(CaseCommand::Acknowledge),
            Command::Signpost | Command::Refer => {
                let needs = card.line.needs.iter().filter(|need| !need.state.has_ended());
                let open = card.line.needs.iter().filter(|n| n.state == crate::domain::case::NeedState::Open);
                let start = FinderStart {
                    text: String::new(),
                    needs: needs.map(|need| need.need.clone()).collect(),
                    near: card.patient.details.postcode.as_ref().map(ToString::to_string),
                    patient: Some(card.patient.id),
                    chosen_for: CardFor::Case(self.id, open.map(|need| need.need.clone()).collect()),
                };
                let key = if command == Command::Signpost { Command::Signpost } else { Command::Refer };
                let key = ctx.keys(key, &[scope::SERVICE_CARD]);
                let does = if command == Command::Signpost { "gives its details" } else { "refers there" };
                vec![
                    Act::Open(Place::Finder(start)),
                    Act::Hint(format!("Choose a service; {key} on its card {does}.")),
                ]
            }
            command => {
                let mut acts = vec![];
                self.asking = Asking::begin(command, card, ctx);
                if command == Command::Escalate {
                    let red_flags = card.went_on.iter().flat_map(|went| went.red_flags.clone()).collect();
                    acts.push(Act::Ask(CARD, Request::CallCard { red_flags }));
                }
                acts
            }
        }
    }

    /// Hears what the desk answered.
    pub fn answer(&mut self, question: Question, answer: Answer, ctx: &Ctx<'_>) -> Vec<Act> {
        match (question, answer) {
            (_, Ok(Reply::Case(card))) => {
                let new = card.line.needs.iter().any(|need| need.new)
                    && matches!(card.line.stage, crate::domain::case::Stage::With { worker, .. }
                        if ctx.me.is_some_and(|me| me.id == worker));
                self.card = Some(card);
                let mut acts = match self.waiting.take() {
                    Some(command) => self.act(command, ctx),
                    None => vec![],
                };
                if new {
                    // Its worker looks at it: what was new has been seen.
                    let command = CaseCommand::See;
                    acts.push(Act::Ask(SEES, Request::OnCase { case: WhichCase::Id(self.id), command }));
                }
                acts
            }
            (SEES, Ok(Reply::Done(_))) => vec![Act::Changed],
            (SEES, _) => vec![],
            (_, Ok(Reply::Done(done))) => {
                self.asking = None;
                let mut acts = vec![Act::Done(Box::new(done)), Act::Changed];
                acts.extend(self.refresh());
                acts
            }
            (CARD, Ok(Reply::CallCard(lines))) => {
                if let Some(asking) = &mut self.asking {
                    asking.card(lines);
                }
                vec![]
            }
            (PEOPLE, Ok(Reply::Patients(people))) => {
                if let Some(asking) = &mut self.asking {
                    asking.people(people);
                }
                vec![]
            }
            (_, Ok(_)) => vec![],
            (CASE, Err(refusal)) => vec![Act::Refused(refusal), Act::Close],
            (_, Err(refusal)) => vec![Act::Refused(refusal)],
        }
    }

    /// How many rows are in sight.
    pub fn resized(&mut self, area: Rect) {
        self.height = usize::from(area.height.saturating_sub(2).max(1));
    }
}

/// A hand-over of the open needs, as it is asked for from a case.
fn hand_over(id: CaseId, to: Option<crate::domain::id::StaffId>, agreement: Agreed) -> Request {
    Request::Route { case: WhichCase::Id(id), needs: vec![], route: Route::HandOver { to }, agreement }
}

/// The command that does a kind of action.
fn command_of(kind: ActionKind) -> Option<Command> {
    Some(match kind {
        ActionKind::Accept => Command::Accept,
        ActionKind::HandOver => Command::HandOver,
        ActionKind::Signpost => Command::Signpost,
        ActionKind::Refer => Command::Refer,
        ActionKind::Escalate => Command::Escalate,
        ActionKind::Acknowledge => Command::Acknowledge,
        ActionKind::Decline => Command::Decline,
        ActionKind::Return => Command::GiveBack,
        ActionKind::Reassign => Command::Reassign,
        ActionKind::Note => Command::Note,
        ActionKind::Close => Command::Close,
        ActionKind::Reopen => Command::Reopen,
        _ => return None,
    })
}

/// The kind of action that a command does.
fn kind_of(command: Command) -> Option<ActionKind> {
    KINDS.into_iter().find(|kind| command_of(*kind) == Some(command))
}

/// Every kind of action, the most likely first.
const KINDS: [ActionKind; 12] = [
    ActionKind::Acknowledge,
    ActionKind::Accept,
    ActionKind::HandOver,
    ActionKind::Signpost,
    ActionKind::Refer,
    ActionKind::Note,
    ActionKind::Close,
    ActionKind::Return,
    ActionKind::Decline,
    ActionKind::Reassign,
    ActionKind::Reopen,
    ActionKind::Escalate,
];
