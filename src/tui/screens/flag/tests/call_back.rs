//! A call that the patient asks for at the desk.

use super::seat::{FakeDesk, Seat, key};
use crate::desk::request::Request;
use crate::domain::attempt::Band;
use crate::domain::case::Stage;
use crate::domain::case::work::Work;
use crate::domain::id::StaffId;
use crate::tui::open::FlagStart;
use jiff::civil::date;
use uuid::Uuid;

/// Margaret has an open case, which Sam has.
fn she_rings() -> Seat {
    let since = "2026-11-19T10:00:00Z".parse().unwrap();
    let stage = Stage::With { worker: StaffId(Uuid::from_u128(2)), since };
    let desk = FakeDesk { open_case: Some((0, vec![])), stage: Some(stage), ..FakeDesk::new() };
    let mut seat = Seat::at(&FlagStart::Empty, None, desk);
    seat.types("9995260182").keys("Enter");
    seat
}

#[test]
fn a_call_back_is_asked_for_with_four_keys_and_nothing_is_flagged() {
    let mut seat = she_rings();
    seat.keys("Shift-Tab").types("tomorrow pm");
    assert!(seat.page().contains("Ctrl-S: ask Sam Okafor to ring Margaret Ellis on Sun 22 Nov, afternoon."));
    insta::assert_snapshot!("call_back_80", seat.drawn(80, 19));
    seat.keys("Ctrl-S");
    assert_eq!(1 + seat.keys, 4);
    assert!(seat.desk.flagged.is_empty());
    let [Request::Work { work: Work::AskCallBack { on, band, why }, next: None, .. }] =
        seat.desk.done.as_slice()
    else {
        panic!("{:?}", seat.desk.done)
    };
    assert_eq!((*on, *band, why.as_str()), (date(2026, 11, 22), Some(Band::Afternoon), ""));
    assert_eq!(seat.draft, None);
}

#[test]
fn what_she_says_of_it_and_her_new_number_are_kept_with_the_call() {
    let mut seat = she_rings();
    seat.keys("Shift-Tab").types("thu").keys("Tab Tab Tab").types("The letter came.");
    seat.keys("Tab").keys("Ctrl-U").types("07700 900999").keys("Ctrl-S");
    let [Request::CorrectPatient { details, .. }, Request::Work { work, .. }] = seat.desk.done.as_slice()
    else {
        panic!("{:?}", seat.desk.done)
    };
    assert_eq!(details.contact.phone.as_ref().unwrap().to_string(), "07700 900999");
    assert!(matches!(work, Work::AskCallBack { why, band: None, .. } if why == "The letter came."));
}

#[test]
fn another_need_is_flagged_first_and_then_the_call_is_asked_for() {
    let mut seat = she_rings();
    seat.keys("Shift-Tab").types("tomorrow am").keys("Tab").types("debt").keys("Enter Ctrl-S y");
    assert_eq!(seat.saved().needs, [key("debt")]);
    assert_eq!(seat.desk.done.len(), 1);
}

#[test]
fn a_day_that_is_past_or_none_is_said_in_words_and_nothing_is_sent() {
    let mut seat = she_rings();
    seat.keys("Shift-Tab").types("19/11/2026").keys("Ctrl-S");
    assert_eq!(seat.hint(), "Thu 19 Nov is past: they can be rung from today on.");
    seat.keys("Ctrl-U").types("after lunch").keys("Ctrl-S");
    assert!(seat.hint().contains("not a day: write"), "{}", seat.hint());
    assert!(seat.desk.done.is_empty());
}

#[test]
fn nobody_is_asked_to_ring_somebody_without_a_case() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9995260182").keys("Enter");
    assert!(!seat.page().contains("Ring on"));
}
