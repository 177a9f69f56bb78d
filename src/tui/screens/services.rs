//! The tab Services: the directory as a list, in the order of its feeds, or what fits some words, the best first.
//!
//! Pages come as the selection nears the end of what is there; a service's whole card is a screen of its own.

mod view;

#[cfg(test)]
mod tests;

use crate::desk::reply::{Found, Hit, Reply};
use crate::desk::request::{Find, Request};
use crate::domain::service::Service;
use crate::tui::commands::{Command, scope};
use crate::tui::open::{CardFor, Place};
use crate::tui::screen::{Act, Answer, Ctx, Pressed, Question};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::rows::Rows;
use ratatui::layout::Rect;

/// The next page of the directory.
const PAGE: Question = 1;
/// What fits the filter.
const FIND: Question = 2;
/// The hit to open.
const OPEN: Question = 3;
/// The selected hit, for the panel.
const DETAIL: Question = 4;
/// How many services are asked for at once: a few screens full.
const MANY: usize = 100;
/// How soon a search is repeated while the index is loading, in milliseconds: for a list that somebody looks at, and
/// for the first of somebody who has pressed Enter already.
const AGAIN: u64 = 500;
const AGAIN_TO_OPEN: u64 = 100;
/// How often it is repeated to open something that nobody has seen yet (2 s), before it is left to the eyes.
/// How near the end the selection comes before more are asked for.
const NEAR: usize = 50;

/// The tab Services.
#[derive(Clone, Debug, PartialEq)]
pub struct ServicesScreen {
    /// The directory, as far as it was read.
    services: Vec<Service>,
    /// Whether there are more.
    more: bool,
    asking_page: bool,
    /// How many from the start are read anew; 0: what is asked for comes behind.
    anew: usize,
    rows: Rows,
    filter: Option<Filter>,
    /// Why the directory cannot be shown.
    refused: Option<String>,
    size: (u16, u16),
}

/// The words that the list is filtered by.
#[derive(Clone, Debug, PartialEq)]
struct Filter {
    field: Field,
    /// Keys go into the field.
    typing: bool,
    found: Found,
    asking: bool,
    /// Enter was pressed before the answer was here.
    opening: bool,
    rows: Rows,
    /// The selected one, whole, for the panel.
    detail: Option<Box<Service>>,
}

impl ServicesScreen {
    /// Opens the tab and asks for the first page.
    pub fn new(_ctx: &Ctx<'_>) -> (Self, Vec<Act>) {
        let mut screen = Self {
            services: vec![],
            more: true,
            asking_page: false,
            anew: 0,
            rows: Rows::default(),
            filter: None,
            refused: None,
            size: (80, 20),
        };
        let acts = screen.more();
        (screen, acts)
    }

    /// The scopes of its keys, the innermost first.
    pub fn scopes(&self) -> Vec<&'static str> {
        match &self.filter {
            // The finder's keys: up and down choose, Enter opens, while letters are typed.
            Some(Filter { typing: true, .. }) => vec![scope::FINDER, scope::TEXT],
            _ => vec![scope::SERVICES, scope::LIST],
        }
    }

    /// The commands that matter now.
    pub fn hints(&self) -> Vec<Command> {
        match &self.filter {
            Some(Filter { typing: true, .. }) => vec![Command::Open, Command::Down, Command::Back],
            Some(_) => vec![Command::Open, Command::Filter, Command::Back],
            None => vec![Command::Open, Command::Filter, Command::Find],
        }
    }

    /// Enter was pressed and the service is on its way: keys pressed meanwhile are meant for its card.
    pub fn is_opening(&self) -> bool {
        self.filter.as_ref().is_some_and(|filter| filter.opening)
    }

    /// Esc while the service is waited for: the hits are there to be looked at.
    pub fn stop_opening(&mut self) -> bool {
        if let Some(filter) = &mut self.filter {
            filter.opening = false;
        }
        true
    }

    /// The size that it has now, so that a page is a page.
    pub fn resized(&mut self, area: Rect) {
        self.size = (area.width, area.height);
    }

    /// Goes a step back inside of the tab, where there is one: from typing to the list, from the filter to all.
    pub fn step_back(&mut self) -> bool {
        match &mut self.filter {
            Some(filter) if filter.typing && !filter.field.is_empty() => filter.typing = false,
            Some(_) => self.filter = None,
            None => return false,
        }
        true
    }

    /// The directory changed: reads it anew from the start, as far as it was read.
    pub fn refresh(&mut self) -> Vec<Act> {
        if self.filter.is_some() {
            return self.look();
        }
        let limit = self.services.len().clamp(MANY, 500);
        (self.asking_page, self.anew) = (true, limit);
        vec![Act::Ask(PAGE, Request::Services { feed: None, after: None, limit })]
    }

    /// Hears a key.
    #[expect(clippy::only_used_in_recursion, reason = "every screen hears its keys in this shape")]
    pub fn update(&mut self, pressed: Pressed, ctx: &Ctx<'_>) -> Vec<Act> {
        let page = view::rows_for_services((self.size.0, self.size.1), self.filter.is_some());
        if let Some(filter) = &mut self.filter {
            if let Pressed::Command(command) = pressed
                && filter.rows.press(command, filter.found.hits.len(), page)
            {
                return self.detail();
            }
            if filter.typing {
                return self.type_filter(&pressed);
            }
        } else if let Pressed::Command(command) = pressed
            && self.rows.press(command, self.services.len(), page)
        {
            return self.more();
        }
        let Pressed::Command(command) = pressed else { return vec![] };
        match command {
            Command::Open => self.open(),
            Command::Filter => {
                match &mut self.filter {
                    Some(filter) => filter.typing = true,
                    None => self.filter = Some(Filter::new()),
                }
                vec![]
            }
            Command::NextMatch if self.filter.is_some() => self.update(Pressed::Command(Command::Down), ctx),
            Command::PreviousMatch if self.filter.is_some() => {
                self.update(Pressed::Command(Command::Up), ctx)
            }
            Command::Sort => vec![Act::Hint(if self.filter.is_some() {
                "What fits the words best stands first.".to_owned()
            } else {
                "The directory is in the order of its feeds. Filter it to have the best first.".to_owned()
            })],
            Command::ShowHidden => {
                vec![Act::Hint("Nothing is hidden: services that have stopped are marked.".to_owned())]
            }
            _ => vec![],
        }
    }

    /// Hears what the desk says.
    pub fn answer(&mut self, question: Question, answer: Answer, _ctx: &Ctx<'_>) -> Vec<Act> {
        match (question, answer) {
            (PAGE, Ok(Reply::Services(page))) => {
                self.asking_page = false;
                self.refused = None;
                // What stands there stays in sight until it is replaced.
                let anew = std::mem::take(&mut self.anew).min(self.services.len());
                if anew == 0 {
                    self.services.extend(page.services);
                    self.more = page.more;
                } else {
                    self.more = if anew == self.services.len() { page.more } else { self.more };
                    self.services.splice(..anew, page.services);
                }
                self.rows.keep_within(self.services.len());
                vec![]
            }
            (PAGE, Err(refusal)) => {
                self.asking_page = false;
                self.more = false;
                self.refused = Some(refusal.to_string());
                vec![]
            }
            (FIND, Ok(Reply::Found(found))) => {
                let Some(filter) = &mut self.filter else { return vec![] };
                let loading = found.loading;
                filter.asking = false;
                filter.found = found;
                filter.rows.keep_within(filter.found.hits.len());
                filter.detail = None;
                // Of a part of the index the best may be the wrong one, and nobody has seen it yet.
                if filter.opening && loading {
                    return vec![Act::TickIn(AGAIN_TO_OPEN)];
                }
                if std::mem::take(&mut filter.opening) {
                    return self.open();
                }
                let mut acts = self.detail();
                acts.extend(loading.then_some(Act::TickIn(AGAIN)));
                acts
            }
            (OPEN, Ok(Reply::Service(service))) => {
                if let Some(filter) = &mut self.filter {
                    filter.opening = false;
                }
                vec![Act::Open(Place::Service(service.key, CardFor::Nobody))]
            }
            (DETAIL, Ok(Reply::Service(service))) => {
                if let Some(filter) = &mut self.filter {
                    filter.detail = Some(service);
                }
                vec![]
            }
            // The panel stays empty; the card says why, when it is opened.
            (DETAIL, Err(_)) => vec![],
            (_, Err(refusal)) => {
                if let Some(filter) = &mut self.filter {
                    (filter.asking, filter.opening) = (false, false);
                }
                vec![Act::Refused(refusal)]
            }
            _ => vec![],
        }
    }

    /// The index was loading: what was found then may not be all.
    pub fn tick(&mut self, _ctx: &Ctx<'_>) -> Vec<Act> {
        let anew = |filter: &Filter| filter.found.loading && !filter.asking && filter.rows.selected == 0;
        if self.filter.as_ref().is_some_and(anew) { self.look() } else { vec![] }
    }

    fn type_filter(&mut self, pressed: &Pressed) -> Vec<Act> {
        let Some(filter) = &mut self.filter else { return vec![] };
        if *pressed == Pressed::Command(Command::Open) {
            return self.open();
        }
        let before = filter.field.value().to_owned();
        if filter.field.press(pressed) && filter.field.value() != before {
            filter.opening = false;
            filter.rows = Rows::default();
            return self.look();
        }
        vec![]
    }

    /// Asks for what fits the filter now.
    fn look(&mut self) -> Vec<Act> {
        let Some(filter) = &mut self.filter else { return vec![] };
        let text = filter.field.value().trim().to_owned();
        if text.is_empty() {
            (filter.found, filter.asking, filter.detail) = (Found::default(), false, None);
            return vec![];
        }
        filter.asking = true;
        let find = Find { text, services: true, apart: true, limit: MANY, ..Find::default() };
        vec![Act::Ask(FIND, Request::Find(find))]
    }

    fn open(&mut self) -> Vec<Act> {
        if let Some(filter) = &mut self.filter {
            if filter.asking {
                filter.opening = true;
                return vec![];
            }
            let Some(id) = filter.selected().and_then(Hit::service) else { return vec![] };
            filter.opening = true;
            return vec![Act::Ask(OPEN, Request::Service { id })];
        }
        let Some(service) = self.services.get(self.rows.selected) else { return vec![] };
        vec![Act::Open(Place::Service(service.key.clone(), CardFor::Nobody))]
    }

    /// Asks for the next page where the selection is near the end.
    fn more(&mut self) -> Vec<Act> {
        if !self.more || self.asking_page || self.rows.selected + NEAR < self.services.len() {
            return vec![];
        }
        self.asking_page = true;
        let after = self.services.last().map(|service| service.key.clone());
        vec![Act::Ask(PAGE, Request::Services { feed: None, after, limit: MANY })]
    }

    /// Asks for the selected hit whole, where the panel shows it.
    fn detail(&mut self) -> Vec<Act> {
        let wide = self.size.0 >= view::WIDE;
        let Some(filter) = &mut self.filter else { return vec![] };
        match filter.selected().filter(|_| wide).and_then(Hit::service) {
            Some(id) if filter.detail.as_ref().is_none_or(|service| service.id.to_string() != id) => {
                filter.detail = None;
                vec![Act::Ask(DETAIL, Request::Service { id })]
            }
            _ => vec![],
        }
    }
}

impl Filter {
    fn new() -> Self {
        Self {
            field: Field::default(),
            typing: true,
            found: Found::default(),
            asking: false,
            opening: false,
            rows: Rows::default(),
            detail: None,
        }
    }

    fn selected(&self) -> Option<&Hit> {
        self.found.hits.get(self.rows.selected)
    }
}
