//! One case: who, how they may be contacted, each need with its route and end, what to do next, what happened.
//!
//! ```text
//!  Margaret Ellis   999 526 0182 · 3 Feb 1948 (78) · BS3 4NN                 K7M-4 · waiting 3 d
//!  Agreement  agrees to contact by the link workers (Priya, 19 Nov)
//!  Contact    07700 900 123 · call yes · text not asked · voicemail no · letter no · not before 10
//!
//!  Next       contact Mon 23 Nov, morning: try again (in 2 days)
//!
//!  □ Loneliness: with link worker
//!
//!  Plan       "I want to get out again"
//!             Lunch Club: referred since Thu 19 Nov
//!
//!  Keys   c contact · p plan · m measure · n note · x close
//!
//!  19 Nov 14:02  Priya flagged loneliness and debt
//! ```

mod actions;
mod answers;
mod asking;
mod clinical;
mod closing;
mod contact;
mod details;
mod measuring;
mod over;
mod plan;
mod printing;
mod referring;
mod sections;
mod sheet;
mod sure;
mod view;
mod view_asking;
mod working;

#[cfg(test)]
mod tests;

use crate::desk::reply::{ActionKind, CaseCard};
use crate::desk::request::{Agreed, Request, Route, WhichCase};
use crate::domain::case::work::Work;
use crate::domain::case::{Command as CaseCommand, Outcome, ServiceRef};
use crate::domain::id::CaseId;
use crate::domain::patient::Standing;
use crate::domain::safe_contact::may_print_letter;
use crate::tui::commands::{Command, scope};
use crate::tui::open::{CardFor, FinderStart, Place};
use crate::tui::screen::{Act, Ctx, Pressed, Question};
use actions::{KINDS, command_of, kind_of};
use asking::Asking;
use clinical::Clinical;
use closing::ClosingForm;
use contact::ContactAsk;
use measuring::Measuring;
use over::{Heard, Over};
use plan::PlanPanel;
use printing::Printing;
use ratatui::layout::Rect;
use std::collections::VecDeque;
use sure::{Sure, Yes};
use working::{Kind, WorkForm};

const CASE: Question = 1;
const DOES: Question = 2;
const CARD: Question = 3;
const PEOPLE: Question = 4;
const SEES: Question = 5;
const HELP: Question = 6;
const SERVICE: Question = 7;
const WHOM: Question = 8;

/// One case's model.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseScreen {
    id: CaseId,
    list: Vec<CaseId>,
    card: Option<Box<CaseCard>>,
    scroll: usize,
    height: usize,
    /// The plan, where it is open over the case.
    plan: Option<PlanPanel>,
    /// What is asked, over either.
    over: Option<Over>,
    /// The desk is being asked to do something: a second press does nothing.
    busy: bool,
    /// Something was done, and the case is not here anew: the next keys are for what it is then.
    settling: bool,
    /// What is asked of the desk after that.
    then: VecDeque<Request>,
    /// What is copied once it is done.
    copies: Option<String>,
    /// The plan on its way to the printer.
    printing: Option<Printing>,
    /// Somebody has just failed to reach the patient.
    tried: bool,
    /// A command that was pressed before the case was known.
    waiting: Option<Command>,
}

impl CaseScreen {
    /// A case, and what to ask for it; `list` is walked from it.
    pub fn new(id: CaseId, list: Vec<CaseId>) -> (Self, Vec<Act>) {
        let screen = Self {
            id,
            list,
            card: None,
            scroll: 0,
            height: 10,
            plan: None,
            over: None,
            busy: false,
            settling: false,
            then: VecDeque::new(),
            copies: None,
            printing: None,
            tried: false,
            waiting: None,
        };
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
        match (&self.over, self.plan) {
            (Some(over), _) => over.scopes(),
            (None, Some(_)) => PlanPanel::scopes(),
            (None, None) => vec![scope::CASE, scope::LIST],
        }
    }

    /// Whether the desk is doing something: keys pressed meanwhile are meant for the case as it is then.
    pub fn is_opening(&self) -> bool {
        self.busy || self.settling
    }

    /// Stops waiting for that.
    pub fn stop_opening(&mut self) -> bool {
        (self.busy, self.settling) = (false, false);
        true
    }

    /// Whether a question stands over its lower part.
    pub fn is_asking(&self) -> bool {
        self.over.is_some()
    }

    /// The commands that matter most here: what the case allows, the most likely first.
    pub fn hints(&self) -> Vec<Command> {
        match (&self.over, self.plan, &self.card) {
            (Some(over), _, _) => over.hints(),
            (None, Some(plan), Some(card)) => plan.hints(card),
            _ => {
                let mut hints = self.allowed();
                hints.truncate(5);
                hints.push(Command::ActionsHere);
                hints
            }
        }
    }

    /// The commands that the case allows now, the most likely first.
    pub fn allowed(&self) -> Vec<Command> {
        let Some(card) = &self.card else { return vec![] };
        let allowed = |kind: &ActionKind| card.actions.iter().any(|a| a.kind == *kind && a.refused.is_none());
        KINDS.into_iter().filter(allowed).map(command_of).collect()
    }

    /// Goes a step back inside of it: from the plan to the case.
    pub fn step_back(&mut self) -> bool {
        self.plan.take().is_some()
    }

    /// Hears what was pressed.
    pub fn update(&mut self, pressed: Pressed, ctx: &Ctx<'_>) -> Vec<Act> {
        if let (Some(over), Some(card)) = (&mut self.over, &self.card) {
            if self.busy {
                return vec![];
            }
            let heard = over.update(&pressed, card, ctx);
            return self.does(heard);
        }
        let Pressed::Command(command) = pressed else { return vec![] };
        if let (Some(plan), Some(card)) = (&mut self.plan, &self.card)
            && command != Command::Print
        {
            if self.busy {
                return vec![];
            }
            let heard = plan.update(command, card, ctx);
            return self.does(heard);
        }
        match command {
            Command::NextCase => return self.walk(1),
            Command::PreviousCase => return self.walk(-1),
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

    fn walk(&self, by: isize) -> Vec<Act> {
        let Some(at) = self.list.iter().position(|id| *id == self.id) else {
            return vec![Act::Hint("It was not opened from a list: there is none to walk.".to_owned())];
        };
        match at.checked_add_signed(by).and_then(|at| self.list.get(at)) {
            Some(next) => vec![Act::Close, Act::Open(Place::Case(*next, self.list.clone()))],
            None if by < 0 => vec![Act::Hint("That was the first case of the list.".to_owned())],
            None => vec![Act::Hint("That was the last case of the list.".to_owned())],
        }
    }

    /// Does what a question, or the plan, came to.
    fn does(&mut self, heard: Heard) -> Vec<Act> {
        match heard {
            Heard::Goes(acts) => acts,
            Heard::Leaves => {
                self.over = None;
                vec![]
            }
            Heard::Asks(request) => self.ask(vec![*request]),
            Heard::AsksAll(requests) => self.ask(requests),
            Heard::AsksAndCopies(request, text) => {
                self.copies = Some(text);
                self.ask(vec![*request])
            }
            Heard::Prints => {
                self.over = None;
                vec![Act::Ask(HELP, Request::CallCard { red_flags: vec![] })]
            }
            Heard::Looks(text) => vec![Act::Ask(PEOPLE, Request::Patients { text, limit: 8 })],
            Heard::Becomes(over) => {
                self.over = Some(*over);
                vec![]
            }
        }
    }

    /// Asks the desk for one thing after the other.
    fn ask(&mut self, requests: Vec<Request>) -> Vec<Act> {
        self.then = requests.into();
        // What came of a contact was chosen: the next key is for the case again.
        if matches!(self.over, Some(Over::Contact(_))) {
            self.over = None;
        }
        self.ask_next().into_iter().collect()
    }

    fn ask_next(&mut self) -> Option<Act> {
        let request = self.then.pop_front();
        self.busy = request.is_some();
        let request = request?;
        self.tried |= matches!(&request, Request::Work { work: Work::Contact(attempt), .. }
            if !attempt.result.reached());
        Some(Act::Ask(DOES, request))
    }

    /// Why the case does not allow a command now.
    pub fn refused(&self, command: Command) -> Option<String> {
        let card = self.card.as_ref()?;
        if let Some(plan) = self.plan {
            return plan.refused(command, card);
        }
        let kind = match (command, card.work.as_deref().and_then(|work| work.coded.as_ref())) {
            // What was coded can be looked at again; that it is not coded twice is said there.
            (Command::Clinical, Some(_)) => return None,
            (Command::Print, _) if card.work.is_none() => {
                return Some("Only whoever works on the plan can print it.".to_owned());
            }
            (Command::Print, _) if !printing::has_plan(card) => {
                return Some("There is no plan yet.".to_owned());
            }
            _ => kind_of(command)?,
        };
        card.actions.iter().find(|action| action.kind == kind)?.refused.clone()
    }

    /// Begins what a command wants, or says why the case does not allow it.
    fn act(&mut self, command: Command, ctx: &Ctx<'_>) -> Vec<Act> {
        let Some(card) = self.card.clone() else {
            self.waiting = Some(command);
            return vec![];
        };
        if let Some(why) = self.refused(command) {
            return vec![Act::Hint(why)];
        }
        let on = |command| Request::OnCase { case: WhichCase::Id(self.id), command };
        let form = |kind| Some(Over::Work(WorkForm::new(kind, &card, ctx)));
        match command {
            Command::Accept => return self.ask(vec![on(CaseCommand::Accept)]),
            Command::Acknowledge => return self.ask(vec![on(CaseCommand::Acknowledge)]),
            Command::Signpost | Command::Refer => return self.find(command, &card, ctx),
            Command::Contact => self.over = Some(Over::Contact(ContactAsk::new())),
            Command::Plan => self.plan = Some(PlanPanel::default()),
            Command::Measure => self.over = Some(Over::Measuring(Measuring::new(&card, ctx))),
            Command::Wait => self.over = form(Kind::Wait),
            Command::CallBack => self.over = form(Kind::CallBack),
            Command::Appoint => self.over = form(Kind::Appoint),
            Command::FollowUp => self.over = form(Kind::FollowUp),
            Command::Clinical => self.over = Some(Over::Clinical(Clinical::new(&card, ctx))),
            Command::Close => {
                self.over = Some(Over::Closing(ClosingForm::new(likely_outcome(&card), &card, ctx)));
            }
            Command::Withdraw => self.over = Sure::withdraw(&card).map(Over::Sure),
            Command::Print => return self.print(&card),
            command => {
                self.over = Asking::begin(command, &card, ctx).map(Over::Asking);
                if command == Command::Escalate {
                    let red_flags = card.went_on.iter().flat_map(|went| went.red_flags.clone()).collect();
                    return vec![Act::Ask(CARD, Request::CallCard { red_flags })];
                }
                if matches!(command, Command::HandOver | Command::Reassign) {
                    let patient = Some(card.patient.id);
                    return vec![Act::Ask(WHOM, Request::Whom { patient })];
                }
            }
        }
        vec![]
    }

    /// The plan goes on paper; one that could be posted against the patient's word is asked about.
    fn print(&mut self, card: &CaseCard) -> Vec<Act> {
        match may_print_letter(&card.patient.details) {
            Ok(()) => self.does(Heard::Prints),
            Err(why) => {
                let title = format!("Hand the plan over to {} in person?", card.line.patient.called);
                self.over = Some(Over::Sure(Sure::new(title, vec![why.to_string()], Yes::Prints)));
                vec![]
            }
        }
    }

    /// Opens the finder to route needs of the case.
    fn find(&self, command: Command, card: &CaseCard, ctx: &Ctx<'_>) -> Vec<Act> {
        let needs = card.line.needs.iter().filter(|need| !need.state.has_ended());
        let open = card.line.needs.iter().filter(|n| n.state == crate::domain::case::NeedState::Open);
        let start = FinderStart {
            text: String::new(),
            needs: needs.map(|need| need.need.clone()).collect(),
            near: card.patient.details.postcode.as_ref().map(ToString::to_string),
            patient: Some(card.patient.id),
            chosen_for: CardFor::Case(self.id, open.map(|need| need.need.clone()).collect()),
        };
        let key = ctx.keys(command, &[scope::SERVICE_CARD]);
        let does = if command == Command::Signpost { "gives its details" } else { "refers there" };
        vec![
            Act::Open(Place::Finder(start)),
            Act::Hint(format!("Choose a service; {key} on its card {does}.")),
        ]
    }

    /// Hears that a service was chosen for the plan.
    pub fn chosen(&mut self, service: ServiceRef, ctx: &Ctx<'_>) -> Vec<Act> {
        let Some(card) = &self.card else { return vec![] };
        let heard = PlanPanel::chosen(service, card, ctx);
        self.does(heard)
    }

    /// How many rows are in sight.
    pub fn resized(&mut self, area: Rect) {
        self.height = usize::from(area.height.saturating_sub(2).max(1));
    }
}

/// What most likely came of a case, to begin the closing form with.
fn likely_outcome(card: &CaseCard) -> Outcome {
    let never = card.work.as_ref().is_some_and(|work| !work.is_reached() && !work.contacts.is_empty());
    match card.patient.details.standing {
        Standing::Died => Outcome::Died,
        Standing::MovedAway => Outcome::Moved,
        Standing::Registered if never => Outcome::NotReached,
        Standing::Registered => Outcome::Met,
    }
}

/// A hand-over of the open needs, as it is asked for from a case.
fn hand_over(id: CaseId, to: Option<crate::domain::id::StaffId>, agreement: Agreed) -> Request {
    Request::Route { case: WhichCase::Id(id), needs: vec![], route: Route::HandOver { to }, agreement }
}
