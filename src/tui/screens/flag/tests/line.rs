//! The one line.

use super::seat::{FakeDesk, Seat, key, margaret};
use crate::desk::refusal::Refusal;
use crate::desk::request::{Agreed, Route, Whose};
use crate::domain::urgency::Urgency;
use crate::tui::screen::Act;
use crate::tui::screens::flag_line::FlagLineScreen;

fn at_the_line() -> Seat<FlagLineScreen> {
    Seat::at_the_line(None, FakeDesk::new())
}

#[test]
fn each_part_is_shown_as_it_was_read_while_it_is_typed() {
    let desk = FakeDesk { open_case: Some((0, vec![])), ..FakeDesk::new() };
    let mut seat = Seat::at_the_line(None, desk);
    insta::assert_snapshot!("line_empty_80", seat.drawn(80, 18));
    seat.types("9995260182 lonely, dbt !soon +agreed tel 07700 900456 -- son moved away");
    insta::assert_snapshot!("line_typed_120", seat.drawn(120, 30));
    insta::assert_snapshot!("line_typed_80", seat.drawn(80, 18));
    insta::assert_snapshot!("line_typed_60", seat.drawn(60, 12));
}

#[test]
fn agreed_hands_over_to_the_team_with_enter() {
    let mut seat = at_the_line();
    seat.types("9995260182 lonely, debt !soon +agreed -- son moved away").keys("Enter");
    let flag = seat.saved();
    assert_eq!(flag.whose, Whose::Known(seat.desk.line(0, "").id));
    assert_eq!(flag.needs, [key("loneliness"), key("debt")]);
    assert_eq!((flag.urgency, flag.note.as_str()), (Urgency::Soon, "son moved away"));
    assert_eq!(flag.route, Some(Route::HandOver { to: None }));
    let words = "Margaret agrees that the link workers may contact them.".to_owned();
    assert_eq!(flag.agreement, Agreed::Yes { words });
    assert_eq!(seat.draft, None);
}

#[test]
fn without_agreed_it_stays_to_route_and_declined_is_recorded() {
    let mut seat = at_the_line();
    seat.types("9990166137 lonely").keys("Ctrl-S");
    assert_eq!(seat.saved().whose, Whose::Number("9990166137".parse().unwrap()));
    assert_eq!((seat.saved().route.clone(), seat.saved().agreement.clone()), (None, Agreed::NotAsked));

    let mut seat = at_the_line();
    seat.types("9995260182 lonely +declined").keys("Ctrl-S");
    assert!(matches!(seat.saved().agreement, Agreed::No { .. }));
}

#[test]
fn a_phone_goes_into_the_record_also_where_it_arrives_late() {
    let mut seat = at_the_line();
    seat.desk.silent = true;
    seat.types("9995260182 lonely tel 07700 900456").keys("Enter");
    assert!(seat.desk.flagged.is_empty());
    seat.desk.silent = false;
    seat.desk_answers();
    let mut corrected = margaret();
    corrected.contact.phone = Some("07700 900456".parse().unwrap());
    assert_eq!(seat.saved().corrected.as_deref(), Some(&corrected));
}

#[test]
fn what_is_missing_or_wrong_is_said_in_words_and_changes_nothing() {
    let mut seat = at_the_line();
    seat.types("9995260183 lonely").keys("Enter");
    assert!(seat.page().contains("The check digit does not fit"), "{}", seat.page());
    assert!(seat.desk.flagged.is_empty());
    seat.keys("Ctrl-U").types("9995260182").keys("Enter");
    assert!(seat.hint().starts_with("The need is missing."));
    assert!(seat.desk.flagged.is_empty());
}

#[test]
fn a_red_flag_brings_the_card_up_and_needs_an_answer() {
    let mut seat = at_the_line();
    seat.types("9995260182 lonely +agreed -- says she can't go on").keys("Enter");
    assert!(seat.page().contains("Samaritans"));
    insta::assert_snapshot!("line_red_flag_80", seat.drawn(80, 18));
    seat.types("Dr Patel").keys("Ctrl-S");
    assert!(matches!(&seat.saved().route, Some(Route::Escalate { told, .. }) if told == "Dr Patel"));

    let mut seat = at_the_line();
    seat.types("9995260182 lonely +agreed -- says she can't go on").keys("Enter Shift-Tab Right Tab");
    seat.types("a figure of speech").keys("Enter");
    assert_eq!(seat.saved().went_on, "a figure of speech");
    assert_eq!(seat.saved().route, Some(Route::HandOver { to: None }));
}

#[test]
fn somebody_alike_is_chosen_or_is_somebody_else() {
    let alike = || {
        let mut desk = FakeDesk::new();
        desk.refusals = vec![Refusal::Alike(vec![desk.line(0, "sounds alike")])];
        let mut seat = Seat::at_the_line(None, desk);
        seat.types("Margaret Elis 3/2/1948 lonely tel 07700 900456").keys("Enter");
        assert!(seat.page().contains("Somebody alike is known already"), "{}", seat.page());
        seat
    };
    let mut seat = alike();
    seat.keys("Enter");
    assert_eq!(seat.desk.flagged[1].whose, Whose::Known(seat.desk.line(0, "").id));
    assert!(seat.desk.flagged[1].corrected.is_some(), "the phone of the line is kept");

    let mut seat = alike();
    seat.keys("Down Enter");
    assert!(matches!(seat.desk.flagged[1].whose, Whose::New { even_if_alike: true, .. }));
    assert!(seat.wanted.contains(&Act::Close));
}

#[test]
fn the_line_is_there_again_after_leaving() {
    let mut seat = at_the_line();
    seat.types("9995260182 lon").keys("Esc");
    assert!(seat.wanted.contains(&Act::Close));
    let draft = seat.draft.clone();
    let mut seat = Seat::at_the_line(draft.as_ref(), FakeDesk::new());
    seat.types("ely").keys("Enter");
    assert_eq!(seat.saved().needs, [key("loneliness")]);
    assert_eq!(seat.draft, None);
}
