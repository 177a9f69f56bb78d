//! Choosing who one is.

use super::*;
use crate::domain::id::{PracticeId, StaffId};
use crate::domain::staff::Role;
use crate::keymap::Keymap;
use crate::tui::commands::VOCABULARY;
use crate::tui::signs::Signs;
use crate::tui::theme::{Theme, ThemeName};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use uuid::Uuid;

fn staff(n: u128, name: &str, role: Role, retired: bool) -> Staff {
    Staff {
        capacity: None,
        languages: vec![],
        covers: vec![],
        leave: None,
        id: StaffId(Uuid::from_u128(n)),
        practice: PracticeId(Uuid::from_u128(1)),
        version: 1,
        name: name.to_owned(),
        roles: [role].into(),
        account: None,
        retired,
    }
}

#[test]
fn a_few_letters_of_a_name_or_a_role_and_enter_say_who() {
    let keymap = Keymap::load(VOCABULARY, None, None).keymap;
    let theme = Theme::of(ThemeName::None);
    let here = [
        staff(1, "Sam Carter", Role::LinkWorker, false),
        staff(2, "Priya Shah", Role::Receptionist, false),
        staff(3, "Tom Gone", Role::Receptionist, true),
    ];
    let ctx = Ctx {
        theme: &theme,
        signs: &Signs::UNICODE,
        keymap: &keymap,
        now: Timestamp::UNIX_EPOCH,
        zone: &TimeZone::UTC,
        me: None,
        staff: &here,
        overview: None,
    };
    let (mut who, _) = WhoScreen::new(Some("root".to_owned()), &ctx);
    let mut terminal = Terminal::new(TestBackend::new(80, 12)).unwrap();
    terminal.draw(|frame| who.view(frame, frame.area(), &ctx)).unwrap();
    insta::assert_snapshot!("who_80", terminal.backend());
    for c in "link".chars() {
        who.update(Pressed::Char(c), &ctx);
    }
    assert_eq!(who.update(Pressed::Command(Command::Open), &ctx), [Act::Begin(here[0].id)]);
    for c in "zz".chars() {
        who.update(Pressed::Char(c), &ctx);
    }
    assert!(who.update(Pressed::Command(Command::Open), &ctx).is_empty(), "nobody is chosen by a wrong name");
}
