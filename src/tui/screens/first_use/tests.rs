//! First use, as somebody does it who has read nothing.

use super::*;
use crate::keymap::Keymap;
use crate::tui::commands::VOCABULARY;
use crate::tui::signs::Signs;
use crate::tui::theme::{Theme, ThemeName};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;

static UTC: TimeZone = TimeZone::UTC;

/// Somebody in front of the screen.
struct Seat {
    screen: FirstUseScreen,
    keymap: Keymap,
    theme: Theme,
}

fn seat() -> Seat {
    let (screen, acts) =
        FirstUseScreen::new(Some("priya".to_owned()), "/home/priya/.local/share/signpost".to_owned());
    assert!(acts.is_empty());
    Seat { screen, keymap: Keymap::load(VOCABULARY, None, None).keymap, theme: Theme::of(ThemeName::Plain) }
}

impl Seat {
    fn ctx<'a>(keymap: &'a Keymap, theme: &'a Theme) -> Ctx<'a> {
        Ctx {
            theme,
            signs: &Signs::UNICODE,
            keymap,
            now: Timestamp::UNIX_EPOCH,
            zone: &UTC,
            me: None,
            staff: &[],
            overview: None,
        }
    }

    fn press(&mut self, command: Command) -> Vec<Act> {
        self.screen.update(Pressed::Command(command), &Self::ctx(&self.keymap, &self.theme))
    }

    fn types(&mut self, text: &str) {
        for c in text.chars() {
            self.screen.update(Pressed::Char(c), &Self::ctx(&self.keymap, &self.theme));
        }
    }

    fn drawn(&self, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let ctx = Self::ctx(&self.keymap, &self.theme);
        terminal.draw(|frame| self.screen.view(frame, Rect::new(0, 0, width, height), &ctx)).unwrap();
        terminal.backend().to_string()
    }
}

#[test]
fn the_first_offer_is_the_demo_and_enter_takes_it() {
    let mut seat = seat();
    assert!(seat.drawn(80, 19).contains("demo"), "{}", seat.drawn(80, 19));
    assert_eq!(seat.press(Command::Open), [Act::StartDemo]);
}

#[test]
fn a_practice_is_set_up_without_reading_anything() {
    let mut seat = seat();
    seat.press(Command::Down);
    seat.press(Command::Open);
    seat.types("Northgate Surgery");
    seat.press(Command::Take);
    seat.types("a12345");
    seat.press(Command::Take);
    seat.types("Priya Shah");
    let acts = seat.press(Command::Save);
    let [Act::Ask(SET_UP, Request::SetUp(set_up))] = acts.as_slice() else { panic!("{acts:?}") };
    assert_eq!((set_up.practice.as_str(), set_up.staff.as_str()), ("Northgate Surgery", "Priya Shah"));
    assert_eq!(set_up.roles, Role::ALL.into());
    assert_eq!(set_up.account.as_deref(), Some("priya"));
}

#[test]
fn what_is_missing_is_said_and_gone_to() {
    let mut seat = seat();
    seat.press(Command::Cases);
    seat.types("Northgate Surgery");
    seat.press(Command::Take);
    seat.types("12345");
    assert!(seat.press(Command::Save).is_empty());
    assert_eq!(seat.screen.row, Row::Ods);
    seat.press(Command::Leave);
    seat.press(Command::Open);
    assert_eq!(seat.screen.practice.value(), "Northgate Surgery", "what was typed stays");
}

#[test]
fn without_an_administrator_nobody_could_be_taken_on() {
    let mut seat = seat();
    seat.press(Command::Cases);
    seat.types("Northgate Surgery");
    seat.press(Command::Take);
    seat.types("A12345");
    seat.press(Command::Take);
    seat.types("Priya");
    seat.screen.row = Row::Role(Role::Administrator);
    seat.press(Command::Toggle);
    assert!(seat.press(Command::Save).is_empty());
    seat.press(Command::Toggle);
    assert_eq!(seat.press(Command::Save).len(), 1);
}

#[test]
fn the_screens_of_first_use() {
    let mut seat = seat();
    insta::assert_snapshot!("offers_80", seat.drawn(80, 19));
    seat.press(Command::Cases);
    seat.types("Northgate Surgery");
    seat.press(Command::Take);
    seat.types("1");
    seat.press(Command::Save);
    insta::assert_snapshot!("form_80", seat.drawn(80, 19));
    insta::assert_snapshot!("form_120", seat.drawn(120, 31));
}
