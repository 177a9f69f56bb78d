//! What the form looks like, at 120x36, 80x24 and 60x18, less what the frame takes. Styles are not in it; the cursor's
//! place is.

use super::seat::{FakeDesk, Seat, key};
use crate::desk::refusal::Refusal;
use crate::domain::case::ServiceRef;
use crate::domain::service::ServiceKey;
use crate::tui::open::FlagStart;

/// The sizes of the place between the head and the foot of the application's frame.
const SIZES: [(u16, u16); 3] = [(120, 30), (80, 18), (60, 12)];

fn shown(name: &str, seat: &Seat) {
    for (width, height) in SIZES {
        insta::assert_snapshot!(format!("{name}_{width}"), seat.drawn(width, height));
    }
}

fn with_an_open_case() -> Seat {
    let desk = FakeDesk { open_case: Some((0, vec![])), ..FakeDesk::new() };
    Seat::at(&FlagStart::Empty, None, desk)
}

#[test]
fn empty_it_says_what_goes_where_and_what_is_missing() {
    shown("empty", &Seat::at_an_empty_form());
}

#[test]
fn people_who_may_be_meant_are_there_to_be_read_back() {
    let mut seat = with_an_open_case();
    seat.types("ellis").keys("Down");
    shown("patient_hits", &seat);
}

#[test]
fn somebody_new_is_entered_in_place_and_somebody_alike_is_noticed() {
    let desk = FakeDesk { alike: vec![0], ..FakeDesk::new() };
    let mut seat = Seat::at(&FlagStart::Empty, None, desk);
    seat.types("Margaret Elis 3/2/1948").keys("Down Enter").types("07700 900456");
    shown("new_patient", &seat);
}

#[test]
fn filled_it_says_in_a_sentence_what_saving_will_do() {
    let mut seat = with_an_open_case();
    seat.types("9995260182")
        .keys("Enter")
        .types("lonely,debt,")
        .keys("Tab Tab")
        .types("Son moved away, not eating well");
    shown("filled", &seat);
}

#[test]
fn needs_are_completed_while_they_are_typed() {
    let mut seat = with_an_open_case();
    seat.types("9995260182").keys("Enter").types("lonely,debt,hou");
    shown("needs", &seat);
}

#[test]
fn a_referral_shows_what_leaves_the_practice() {
    let service = ServiceRef {
        key: ServiceKey::new("demo", "m1").unwrap(),
        name: "Money Talks, South Bristol".to_owned(),
    };
    let mut seat = Seat::at(&FlagStart::To(service), None, FakeDesk::new());
    seat.types("9995260182")
        .keys("Enter")
        .types("debt,")
        .keys("Tab Tab Tab Tab Tab Tab Tab Tab Right Right Right");
    shown("referral", &seat);
}

#[test]
fn a_red_flag_shows_who_to_call_instead() {
    let mut seat = with_an_open_case();
    seat.types("9995260182").keys("Enter").types("lonely,").keys("Tab Tab").types("says she can't go on");
    shown("red_flag", &seat);
    seat.keys("Ctrl-S").types("Dr Patel");
    shown("red_flag_told", &seat);
}

#[test]
fn the_question_of_agreement_has_no_default() {
    let mut seat = with_an_open_case();
    seat.types("9995260182").keys("Enter").types("lonely").keys("Enter Ctrl-S");
    shown("agreement", &seat);
}

#[test]
fn without_a_phone_it_warns_before_it_hands_over() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9991590838").keys("Enter").types("lonely").keys("Enter Ctrl-S");
    shown("no_phone", &seat);
}

#[test]
fn a_refusal_stands_in_words_until_something_is_changed() {
    let refusal = Refusal::input("the disk wants a rest", "Wait a little, then save again");
    let desk = FakeDesk { refusals: vec![refusal], ..FakeDesk::new() };
    let mut seat = Seat::at(&FlagStart::Empty, None, desk);
    seat.types("9995260182").keys("Enter").types("lonely").keys("Enter Ctrl-S y");
    shown("refusal", &seat);
    seat.types("d");
    assert!(!seat.page().contains("The disk wants a rest."));
    assert_eq!(seat.desk.flagged[0].needs, [key("loneliness")]);
}

#[test]
fn somebody_alike_on_saving_can_be_chosen_or_said_to_be_somebody_else() {
    let mut desk = FakeDesk::new();
    desk.refusals = vec![Refusal::Alike(vec![desk.line(0, "same birth date, sounds alike")])];
    let mut seat = Seat::at(&FlagStart::Empty, None, desk);
    seat.types("Margaret Elis 3/2/1948").keys("Down Enter").types("07700 900456").keys("Enter Enter");
    seat.types("lonely").keys("Enter Ctrl-S y");
    shown("alike_on_saving", &seat);
}
