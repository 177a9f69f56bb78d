//! A red flag: who to call instead comes up while it is typed, and going on needs a reason.

use super::seat::{FakeDesk, Seat, key};
use crate::desk::refusal::Refusal;
use crate::desk::request::{Agreed, Route};
use crate::tui::open::FlagStart;

fn with_a_need() -> Seat {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9995260182").keys("Enter").types("lonely").keys("Enter Tab Tab");
    seat
}

#[test]
fn the_card_comes_up_while_it_is_typed_and_goes_with_the_words() {
    let mut seat = with_a_need();
    seat.types("feels suicida");
    assert!(seat.page().contains("Samaritans"));
    assert!(seat.page().contains("not confirmed by your practice"));
    seat.keys("Ctrl-W");
    assert!(!seat.page().contains("Samaritans"));
}

#[test]
fn nothing_is_saved_before_somebody_was_told_or_a_reason_is_given() {
    let mut seat = with_a_need();
    seat.types("feels suicidal").keys("Ctrl-S");
    assert!(seat.desk.flagged.is_empty());
    assert_eq!(seat.hint(), "Call first. Then write who was told, or choose \"go on\" and say why.");
    seat.types("Dr Patel").keys("Tab").types("14:10").keys("Ctrl-S");
    let flag = seat.saved();
    let Some(Route::Escalate { reason, told, told_at }) = &flag.route else { panic!("{flag:?}") };
    assert_eq!((reason.as_str(), told.as_str()), ("Suicide or self-harm (\"suicidal\")", "Dr Patel"));
    assert_eq!(*told_at, Some("2026-11-21T14:10:00Z".parse().unwrap()));
    assert_eq!((flag.went_on.as_str(), flag.agreement.clone()), ("", Agreed::NotAsked));
}

#[test]
fn going_on_needs_a_reason_and_then_the_chosen_route_is_taken() {
    let mut seat = with_a_need();
    seat.types("feels suicidal").keys("Ctrl-S Shift-Tab Right Ctrl-S");
    assert_eq!(seat.hint(), "Write why it goes on as a social need; the reason is recorded.");
    seat.types("years ago, Dr Patel knows").keys("Ctrl-S y");
    let flag = seat.saved();
    assert_eq!(flag.went_on, "years ago, Dr Patel knows");
    assert_eq!(flag.route, Some(Route::HandOver { to: None }));
}

#[test]
fn another_red_flag_takes_the_decision_to_go_on_back() {
    let mut seat = with_a_need();
    seat.types("feels suicidal").keys("Ctrl-S Shift-Tab Right Tab").types("known").keys("Shift-Tab");
    for _ in 0..5 {
        seat.keys("Shift-Tab");
    }
    assert!(seat.page().contains("‹go on, because›"));
    seat.types(", no food today").keys("Ctrl-S");
    assert!(seat.page().contains("‹escalate›"), "{}", seat.page());
    assert!(seat.desk.flagged.is_empty());
}

#[test]
fn a_need_that_is_a_red_flag_by_itself_raises_it() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9995260182").keys("Enter").types("abuse by a partner").keys("Enter");
    seat.types("partner_abuse").keys("Enter");
    assert!(seat.page().contains("Call instead") || seat.page().contains("call instead"), "{}", seat.page());
}

#[test]
fn the_words_of_a_need_that_raise_it_stay_in_the_note_when_the_need_takes_their_place() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9995260182").keys("Enter").types("sleeping rough").keys("Enter");
    let page = seat.page();
    assert!(page.contains("Note      sleeping rough") && page.contains("call instead"), "{page}");
}

#[test]
fn a_red_flag_that_only_the_desk_sees_brings_the_card_up_too() {
    let refusal = Refusal::RedFlags { keys: vec!["abuse".to_owned()], titles: vec!["Abuse".to_owned()] };
    let desk = FakeDesk { refusals: vec![refusal], ..FakeDesk::new() };
    let mut seat = Seat::at(&FlagStart::Empty, None, desk);
    seat.types("9995260182").keys("Enter").types("lonely").keys("Enter Ctrl-S y");
    assert!(seat.page().contains("call instead"), "{}", seat.page());
    seat.types("the safeguarding lead").keys("Ctrl-S");
    let flag = &seat.desk.flagged[1];
    assert!(matches!(&flag.route, Some(Route::Escalate { told, .. }) if told == "the safeguarding lead"));
    assert_eq!(flag.needs, [key("loneliness")]);
}
