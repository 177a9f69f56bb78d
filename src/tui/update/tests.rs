//! Keys that come before what they are meant for.

use super::update;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{Found, Hit, HitKind, Reply};
use crate::desk::request::Request;
use crate::keymap::Keymap;
use crate::tui::commands::VOCABULARY;
use crate::tui::input::Input;
use crate::tui::model::{Model, Screen};
use crate::tui::msg::{Effect, Msg, Opening};
use crate::tui::screen::Answer;
use crate::tui::screens::trying::{Trying, befriending, priya};
use crate::tui::signs::Signs;
use crate::tui::theme::ThemeName;
use jiff::Timestamp;

/// The application on Today, with Priya at the keyboard; the desk answers when the test says so.
struct App {
    model: Model,
    asked: Vec<(u64, Request)>,
}

impl App {
    fn new() -> Self {
        let now: Timestamp = "2026-11-19T14:32:00Z".parse().unwrap();
        let keymap = Keymap::load(VOCABULARY, None, None).keymap;
        let model = Model::new(keymap, ThemeName::Dark, Signs::UNICODE, (80, 24), now);
        let mut app = Self { model, asked: vec![] };
        app.hears(Msg::Opened(Box::new(Opening::Open {
            me: Some(priya()),
            staff: Trying::new().ctx().staff.to_vec(),
            overview: None,
        })));
        app
    }

    fn hears(&mut self, msg: Msg) {
        let now = self.model.now;
        for effect in update(&mut self.model, msg, now) {
            if let Effect::Ask(number, request) = effect {
                self.asked.push((number, *request));
            }
        }
    }

    fn presses(&mut self, keys: &str) {
        for key in keys.split(' ') {
            self.hears(Msg::Input(Input::Key(key.parse().unwrap())));
        }
    }

    /// The desk answers the last question of this kind.
    fn answers(&mut self, is: impl Fn(&Request) -> bool, answer: Answer) {
        let at = self.asked.iter().rposition(|(_, request)| is(request)).expect("it was asked");
        let (number, _) = self.asked.remove(at);
        self.hears(Msg::Answer(number, Box::new(answer)));
    }

    fn finds(&mut self) {
        let service = befriending();
        let hit = Hit {
            what: HitKind::Service(service.subject()),
            id: "b1".to_owned(),
            name: service.details.name,
            marks: vec![],
            about: String::new(),
            why: String::new(),
            facts: vec![],
            unusable: None,
        };
        let found = Found { hits: vec![hit], total: 1, ..Found::default() };
        self.answers(|request| matches!(request, Request::Find(_)), Ok(Reply::Found(found)));
    }

    fn text(&self) -> String {
        match self.model.top().map(|open| &open.screen) {
            Some(Screen::Finder(finder)) => finder.typed().to_owned(),
            _ => panic!("the finder is not in front"),
        }
    }
}

fn is_service(request: &Request) -> bool {
    matches!(request, Request::Service { .. })
}

#[test]
fn keys_typed_ahead_wait_for_what_enter_opens() {
    let mut app = App::new();
    app.presses("Ctrl-F b e d Enter F1");
    assert!(app.model.popup.is_none(), "help for the card, which is not there yet");
    app.finds();
    assert!(app.model.popup.is_none());
    app.answers(is_service, Ok(Reply::Service(Box::new(befriending()))));
    assert!(matches!(app.model.top().map(|open| &open.screen), Some(Screen::ServiceCard(_))));
    assert!(app.model.popup.is_some(), "now it is");
}

#[test]
fn escape_stops_waiting_and_what_was_typed_ahead_is_for_nothing() {
    let mut app = App::new();
    app.presses("Ctrl-F b e d Enter x y Esc");
    app.presses("s");
    assert_eq!(app.text(), "beds");
    app.finds();
    assert_eq!(app.text(), "beds");
    assert!(!app.asked.iter().any(|(_, request)| is_service(request)), "nothing opens any more");
}

#[test]
fn what_was_typed_ahead_of_something_refused_is_for_nothing() {
    let mut app = App::new();
    app.presses("Ctrl-F b e d Enter s");
    app.finds();
    app.answers(is_service, Err(Refusal::NotFound { what: "It is gone".to_owned(), advice: String::new() }));
    assert_eq!(app.text(), "bed");
}

#[test]
fn the_screen_is_hidden_at_once_whatever_is_waited_for() {
    let mut app = App::new();
    app.presses("Ctrl-F b e d Enter F12");
    assert!(app.model.hidden);
}

#[test]
fn a_paste_keeps_its_place_among_the_keys() {
    let mut app = App::new();
    app.presses("Ctrl-F b e d Enter");
    app.hears(Msg::Input(Input::Paste("pasted".to_owned())));
    app.presses("Ctrl-F x");
    app.finds();
    app.answers(is_service, Ok(Reply::Service(Box::new(befriending()))));
    // The card takes no text; the finder over it has the letter alone.
    assert_eq!(app.text(), "x");
}
