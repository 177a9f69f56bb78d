//! A service's card: how to reach it and whether it is open first, then everything that is known; single letters
//! signpost, refer, print, copy, make a text message, and record that the entry was checked.

pub mod facts;
pub(in crate::tui::screens) mod referral;
mod slip;
pub mod view;

#[cfg(test)]
mod tests;

use crate::desk::reply::{ActionKind, CaseCard, Reply};
use crate::desk::request::{Agreed, Request, Route, WhichCase};
use crate::domain::case::ServiceRef;
use crate::domain::service::{Service, ServiceKey};
use crate::tui::commands::{Command, scope};
use crate::tui::open::{CardFor, FlagStart, Place};
use crate::tui::screen::{Act, Answer, ChosenTo, Ctx, Pressed, Question};
use crate::tui::screens::service_card::referral::Referral;
use crate::tui::widgets::rows::Rows;
use ratatui::layout::Rect;

/// The service.
const LOAD: Question = 1;
/// The case that it is looked at for.
const CASE: Question = 2;
/// Its details were given, without saying to whom.
const GIVE: Question = 3;
/// Needs of the case were routed here.
const ROUTE: Question = 4;
/// The entry was checked.
const CHECK: Question = 5;
/// The most keys that are kept while the service is on its way.
const HELD: usize = 8;

/// A service's card.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceCardScreen {
    key: ServiceKey,
    purpose: CardFor,
    service: Option<Box<Service>>,
    case: Option<Box<CaseCard>>,
    /// Why it cannot be shown.
    refused: Option<String>,
    /// Pressed before the service, or the case, was here: nobody waits for a card to act on it.
    held: Vec<Command>,
    over: Over,
    /// Which line is at the top.
    scroll: Rows,
    /// How it was last sized, and so how many lines there are.
    size: (u16, u16),
}

/// What stands over the card.
#[derive(Clone, Debug, PartialEq)]
enum Over {
    Nothing,
    /// The text message, to be seen before it is pasted.
    Message(String),
    /// What would leave the practice, and whether the patient agrees.
    Referral(Referral),
    /// The desk is being asked; a second press does nothing.
    Asked,
}

impl ServiceCardScreen {
    /// Opens the card of a service.
    pub fn new(key: ServiceKey, purpose: CardFor, _ctx: &Ctx<'_>) -> (Self, Vec<Act>) {
        let mut acts = vec![ask_service(&key)];
        if let CardFor::Case(case, _) = &purpose {
            acts.push(Act::Ask(CASE, Request::Case { case: WhichCase::Id(*case) }));
        }
        let screen = Self {
            key,
            purpose,
            service: None,
            case: None,
            refused: None,
            held: vec![],
            over: Over::Nothing,
            scroll: Rows::default(),
            size: (80, 20),
        };
        (screen, acts)
    }

    /// The scopes of its keys, the innermost first.
    pub fn scopes(&self) -> Vec<&'static str> {
        match self.over {
            Over::Referral(_) => vec![scope::AGREEMENT, scope::FORM],
            _ => vec![scope::SERVICE_CARD, scope::LIST],
        }
    }

    /// The commands that matter now.
    pub fn hints(&self) -> Vec<Command> {
        match (&self.over, &self.purpose) {
            (Over::Referral(_), _) => vec![Command::Yes, Command::No, Command::Later, Command::Take],
            (Over::Message(_), _) => vec![Command::Back],
            (_, CardFor::Form) => vec![Command::Open, Command::Signpost, Command::Refer, Command::Back],
            (_, CardFor::Plan) => vec![Command::Open, Command::Print, Command::Copy, Command::Back],
            _ => vec![Command::Signpost, Command::Refer, Command::Print, Command::Copy, Command::AsText],
        }
    }

    /// The size that it has now, so that scrolling ends at the end.
    pub fn resized(&mut self, area: Rect) {
        self.size = (area.width, area.height);
    }

    /// Goes a step back inside of the card, where something stands over it.
    pub fn step_back(&mut self) -> bool {
        let back = matches!(self.over, Over::Message(_) | Over::Referral(_));
        if back {
            self.over = Over::Nothing;
        }
        back
    }

    /// Hears a key.
    pub fn update(&mut self, pressed: Pressed, ctx: &Ctx<'_>) -> Vec<Act> {
        let Pressed::Command(command) = pressed else { return vec![] };
        match &self.over {
            Over::Nothing | Over::Asked => self.reading(command, ctx),
            Over::Message(text) => match command {
                Command::Open | Command::AsText => {
                    self.over = Over::Nothing;
                    vec![]
                }
                Command::Copy => vec![Act::Copy(text.clone())],
                _ => vec![],
            },
            Over::Referral(_) => self.asking(command),
        }
    }

    /// Hears what the desk says.
    pub fn answer(&mut self, question: Question, answer: Answer, ctx: &Ctx<'_>) -> Vec<Act> {
        match (question, answer) {
            (LOAD, Ok(Reply::Service(service))) => {
                self.key = service.key.clone();
                self.service = Some(service);
                self.do_held(ctx)
            }
            (CASE, Ok(Reply::Case(case))) => {
                self.case = Some(case);
                self.do_held(ctx)
            }
            (LOAD, Err(refusal)) => {
                self.held.clear();
                self.refused = Some(refusal.to_string());
                vec![]
            }
            (GIVE, Ok(Reply::Done(done))) => {
                self.over = Over::Nothing;
                vec![Act::Done(Box::new(done)), ask_service(&self.key)]
            }
            (CHECK, Ok(Reply::Done(done))) => {
                self.over = Over::Nothing;
                vec![Act::Done(Box::new(done)), Act::Changed, ask_service(&self.key)]
            }
            (ROUTE, Ok(Reply::Done(done))) => {
                self.over = Over::Nothing;
                vec![Act::Done(Box::new(done)), Act::Changed, Act::CloseOverlays]
            }
            (_, Err(refusal)) => {
                self.held.clear();
                self.over = Over::Nothing;
                vec![Act::Refused(refusal)]
            }
            _ => vec![],
        }
    }

    fn do_held(&mut self, ctx: &Ctx<'_>) -> Vec<Act> {
        std::mem::take(&mut self.held)
            .into_iter()
            .flat_map(|command| self.update(Pressed::Command(command), ctx))
            .collect()
    }

    /// A key on the card itself.
    fn reading(&mut self, command: Command, ctx: &Ctx<'_>) -> Vec<Act> {
        // The window may have grown since it was scrolled.
        self.scroll.keep_within(self.most_scroll(ctx) + 1);
        if self.scroll.press(command, self.most_scroll(ctx) + 1, usize::from(self.page())) {
            return vec![];
        }
        let acts = matches!(
            command,
            Command::Signpost
                | Command::Refer
                | Command::Print
                | Command::Copy
                | Command::AsText
                | Command::CheckedToday
                | Command::Open
        );
        if !acts || self.over == Over::Asked {
            return vec![];
        }
        let waits_for_case =
            command == Command::Refer && matches!(self.purpose, CardFor::Case(..)) && self.case.is_none();
        let Some(service) = self.service.as_deref().filter(|_| !waits_for_case) else {
            if self.refused.is_none() && self.held.len() < HELD {
                self.held.push(command);
            }
            return vec![];
        };
        match command {
            Command::Print => vec![Act::Print(slip::slip(service, ctx))],
            Command::Copy => {
                let said = format!("Copied: {}", slip::copied(service));
                vec![Act::Copy(slip::copied(service)), Act::Say(said)]
            }
            Command::AsText => {
                let text = slip::message(service, ctx);
                self.over = Over::Message(text.clone());
                vec![Act::Copy(text)]
            }
            Command::CheckedToday => {
                self.over = Over::Asked;
                vec![Act::Ask(CHECK, Request::CheckService { service: self.key.clone() })]
            }
            Command::Signpost => self.signpost(),
            Command::Refer => self.refer(ctx),
            _ if matches!(self.purpose, CardFor::Form | CardFor::Plan) => {
                self.chosen(ChosenTo::AsTheFormSays)
            }
            _ => vec![],
        }
    }

    fn signpost(&mut self) -> Vec<Act> {
        let Some(service) = self.service_ref() else { return vec![] };
        if service.is_stopped {
            return vec![stopped_hint(&service.is.name)];
        }
        match &self.purpose {
            CardFor::Form | CardFor::Plan => self.chosen(ChosenTo::Signpost),
            CardFor::Nobody => {
                self.over = Over::Asked;
                vec![Act::Ask(GIVE, Request::GiveDetails { service: self.key.clone() })]
            }
            CardFor::Case(case, needs) => {
                let request = Request::Route {
                    case: WhichCase::Id(*case),
                    needs: needs.clone(),
                    route: Route::Signpost { service: service.is },
                    agreement: Agreed::NotAsked,
                };
                self.over = Over::Asked;
                vec![Act::Ask(ROUTE, request)]
            }
        }
    }

    fn refer(&mut self, ctx: &Ctx<'_>) -> Vec<Act> {
        let Some(service) = self.service_ref() else { return vec![] };
        if service.is_stopped {
            return vec![stopped_hint(&service.is.name)];
        }
        match (&self.purpose, &self.case) {
            (CardFor::Form | CardFor::Plan, _) => self.chosen(ChosenTo::Refer),
            (CardFor::Nobody, _) => {
                vec![Act::CloseOverlays, Act::Open(Place::Flag(FlagStart::To(service.is)))]
            }
            (CardFor::Case(_, needs), Some(case)) => {
                let refused = case.actions.iter().find(|action| action.kind == ActionKind::Refer);
                if let Some(why) = refused.and_then(|action| action.refused.clone()) {
                    return vec![Act::Hint(why)];
                }
                self.over = Over::Referral(Referral::new(case, needs, ctx.today()));
                vec![]
            }
            (CardFor::Case(..), None) => vec![],
        }
    }

    fn chosen(&self, to: ChosenTo) -> Vec<Act> {
        match self.service_ref() {
            Some(service) if service.is_stopped => vec![stopped_hint(&service.is.name)],
            Some(service) => vec![Act::Chosen(service.is, to)],
            None => vec![],
        }
    }

    /// A key at the question whether the patient agrees.
    fn asking(&mut self, command: Command) -> Vec<Act> {
        let (Some(service), CardFor::Case(case, _)) = (self.service_ref(), &self.purpose) else {
            return vec![];
        };
        let case = WhichCase::Id(*case);
        let Over::Referral(referral) = &mut self.over else { return vec![] };
        if referral.rows.press(command, referral.details.len(), 5) {
            return vec![];
        }
        let agreement = match command {
            Command::NextField => return self.asking(Command::Down),
            Command::PreviousField => return self.asking(Command::Up),
            Command::Take | Command::Toggle => {
                referral.tick();
                return vec![];
            }
            Command::Later => {
                self.over = Over::Nothing;
                return vec![Act::Hint(
                    "Not asked yet: nobody was told anything, the need stays to route.".into(),
                )];
            }
            Command::Leave => {
                self.over = Over::Nothing;
                return vec![];
            }
            Command::Yes if referral.is_empty() => {
                return vec![Act::Hint("Nothing is ticked: tick what the service may be told.".into())];
            }
            Command::Yes => Agreed::Yes { words: referral.words(&service.is.name) },
            Command::No => Agreed::No { words: referral.words(&service.is.name) },
            _ => return vec![],
        };
        let request = referral.request(case, service.is, agreement);
        self.over = Over::Asked;
        vec![Act::Ask(ROUTE, request)]
    }

    fn service_ref(&self) -> Option<Named> {
        self.service.as_ref().map(|service| Named {
            is: ServiceRef { key: service.key.clone(), name: service.details.name.clone() },
            is_stopped: service.stopped.is_some(),
        })
    }
}

/// The service, as routes name it, and whether nobody should be sent there.
struct Named {
    is: ServiceRef,
    is_stopped: bool,
}

fn ask_service(key: &ServiceKey) -> Act {
    Act::Ask(LOAD, Request::Service { id: format!("{}/{}", key.feed, key.id) })
}

fn stopped_hint(name: &str) -> Act {
    Act::Hint(format!("{name} has stopped: choose another service, or ring and ask."))
}
