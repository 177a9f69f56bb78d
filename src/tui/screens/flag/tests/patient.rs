//! Finding the patient, entering somebody new, pasting a banner.

use super::seat::{FakeDesk, Seat, maggie, margaret};
use crate::desk::refusal::Refusal;
use crate::desk::request::Whose;
use crate::domain::patient::{Asked, Reach};
use crate::tui::open::FlagStart;
use crate::tui::screen::Act;

const BANNER: &str = "ELLIS, Margaret (Mrs)   Born 03-Feb-1948   NHS No. 999 526 0182   Gender Female\n\
                      Address 1 High St, Bristol, BS3 4NN   Tel 0117 496 0123   Mob 07700 900999";

fn save(seat: &mut Seat) {
    seat.types("lonely").keys("Enter Ctrl-S y");
}

#[test]
fn a_name_never_selects_by_itself_also_when_one_only_fits() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("Margery Ellis");
    assert!(seat.page().contains("► Margery Ellis · 999 159 0838 · 30 Jul 1951 (75) · BS4 2AA"));
    seat.keys("Tab").types("lonely").keys("Enter Ctrl-S");
    assert!(seat.desk.flagged.is_empty());
    assert_eq!(seat.hint(), "The patient is not chosen yet: Enter takes the one highlighted.");
    assert!(seat.page().contains("► Margery Ellis"), "the cursor is there again");
}

#[test]
fn who_shares_only_the_birth_date_is_shown_but_not_proposed() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("Joan Smith 3/2/1948");
    let page = seat.page();
    assert!(page.contains("  Margaret Ellis · 999 526 0182") && page.contains("► New patient"), "{page}");
    let mut seat = Seat::at_an_empty_form();
    seat.types("Margaret Elis 3/2/1948");
    assert!(seat.page().contains("► Margaret Ellis · 999 526 0182"));
}

#[test]
fn enter_before_the_desk_has_answered_for_a_name_takes_nobody() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("marger");
    seat.desk.silent = true;
    seat.types("y").keys("Enter");
    assert_eq!(seat.hint(), "Still looking: a moment.");
    seat.desk_answers();
    assert!(seat.page().contains("► Margery Ellis"));
}

#[test]
fn the_highlighted_person_is_taken_and_taken_off_again() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("ellis").keys("Down Enter");
    assert!(seat.page().contains("999 159 0838 · Margery Ellis"));
    seat.keys("Shift-Tab Backspace").types("9995260182").keys("Enter");
    save(&mut seat);
    assert_eq!(seat.saved().whose, Whose::Known(seat.desk.line(0, "").id));
    assert_eq!(seat.saved().corrected, None, "nothing of the first one stays");
}

#[test]
fn a_wrong_check_digit_is_said_while_it_is_typed_and_never_dropped() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9995260183").keys("Enter");
    assert!(seat.page().contains("The check digit does not fit"));
    seat.keys("Tab").types("lonely").keys("Enter Ctrl-S");
    assert!(seat.desk.flagged.is_empty());
    assert!(seat.page().contains("9995260183"));
    seat.keys("Backspace").types("2").keys("Enter Ctrl-S y");
    assert_eq!(seat.saved().whose, Whose::Known(seat.desk.line(0, "").id));
}

#[test]
fn a_number_that_is_not_known_here_is_enough() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9990166137");
    assert!(seat.page().contains("► not known here: the name can be filled in later"));
    seat.keys("Enter").types("lonely").keys("Enter Ctrl-S");
    assert!(seat.page().contains("No phone number is known for 999 016 6137"));
    seat.keys("y y");
    assert_eq!(seat.saved().whose, Whose::Number("9990166137".parse().unwrap()));
}

#[test]
fn new_patient_is_the_last_hit_and_opens_with_what_was_typed() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("ellis").keys("Down Down Enter");
    let page = seat.page();
    assert!(page.contains("Name      Ellis") && page.contains("Born      (day, month, year"), "{page}");
    seat.types("31/2/1948").keys("Ctrl-S");
    assert_eq!(seat.hint(), "31 February does not exist. Check the day and the month.");
}

#[test]
fn somebody_alike_can_be_taken_while_somebody_new_is_entered() {
    let desk = FakeDesk { alike: vec![1], ..FakeDesk::new() };
    let mut seat = Seat::at(&FlagStart::Empty, None, desk);
    seat.types("Margerie Ellis 30/7/1951").keys("Down Enter").types("07700 900456").keys("Down Enter");
    save(&mut seat);
    let mut corrected = maggie();
    corrected.contact.phone = Some("07700 900456".parse().unwrap());
    let flag = seat.saved();
    assert_eq!(flag.whose, Whose::Known(seat.desk.line(1, "").id));
    assert_eq!(flag.corrected.as_deref(), Some(&corrected), "the phone that was typed is kept");
}

#[test]
fn saving_somebody_new_asks_first_whether_it_is_who_is_known_already() {
    let alike = || {
        let desk = FakeDesk { alike: vec![1], ..FakeDesk::new() };
        let mut seat = Seat::at(&FlagStart::Empty, None, desk);
        seat.types("Margery Ellis 30/7/1951").keys("Down Enter").types("07700 900456").keys("Enter Enter");
        seat.types("lonely").keys("Enter Ctrl-S");
        assert!(seat.page().contains("Somebody else: Margery Ellis is new"), "{}", seat.page());
        seat
    };
    let mut seat = alike();
    seat.keys("Enter y");
    assert_eq!(seat.saved().whose, Whose::Known(seat.desk.line(1, "").id));
    assert!(seat.saved().corrected.is_some(), "the phone that was typed is kept");

    let mut seat = alike();
    seat.keys("Down Enter y");
    assert!(matches!(seat.saved().whose, Whose::New { even_if_alike: true, .. }));
}

#[test]
fn who_is_alike_on_saving_is_chosen_or_is_somebody_else() {
    let refused = || {
        let mut desk = FakeDesk::new();
        desk.refusals = vec![Refusal::Alike(vec![desk.line(1, "sounds alike")])];
        let mut seat = Seat::at(&FlagStart::Empty, None, desk);
        seat.types("Margerie Ellis 30/7/1951").keys("Down Enter").types("07700 900456").keys("Enter Enter");
        save(&mut seat);
        seat
    };
    let mut seat = refused();
    seat.keys("Down Enter");
    let Whose::New { even_if_alike, .. } = &seat.desk.flagged[1].whose else { panic!("somebody new") };
    assert!(even_if_alike);
    assert_eq!(seat.desk.flagged[1].agreement, seat.desk.flagged[0].agreement);

    let mut seat = refused();
    seat.keys("Enter");
    assert_eq!(seat.desk.flagged[1].whose, Whose::Known(seat.desk.line(1, "").id));
    assert!(seat.desk.flagged[1].corrected.is_some(), "the phone that was typed is kept");
    assert!(seat.wanted.contains(&Act::Close));
}

#[test]
fn a_pasted_banner_of_somebody_known_names_them_and_offers_its_phone() {
    let mut seat = Seat::at_an_empty_form();
    seat.pastes(BANNER);
    let page = seat.page();
    assert!(page.contains("999 526 0182 · Margaret Ellis · 3 Feb 1948 (78) · BS3 4NN"), "{page}");
    assert!(page.contains("saving changes the phone in the record, from 07700 900123"), "{page}");
    save(&mut seat);
    let corrected = seat.saved().corrected.clone().unwrap();
    assert_eq!(corrected.contact.phone, Some("07700 900999".parse().unwrap()));
    assert_eq!(corrected.gender, Asked::Said("Female".to_owned()));
}

#[test]
fn a_pasted_banner_of_somebody_new_fills_everything() {
    let desk = FakeDesk { patients: vec![], ..FakeDesk::new() };
    let mut seat = Seat::at(&FlagStart::Banner(BANNER.to_owned()), None, desk);
    save(&mut seat);
    let Whose::New { details, .. } = &seat.saved().whose else { panic!("{:?}", seat.saved()) };
    assert_eq!(details.nhs_number, margaret().nhs_number);
    assert_eq!(details.name, margaret().name);
    assert_eq!(details.born, margaret().born);
    assert_eq!(details.postcode, margaret().postcode);
    assert_eq!(details.contact.phone, Some("07700 900999".parse().unwrap()));
    assert_eq!(details.contact.address.as_deref(), Some("1 High St, Bristol"));
}

#[test]
fn a_wrong_number_in_a_banner_is_shown_and_what_was_right_stays() {
    let mut seat = Seat::at_an_empty_form();
    seat.pastes(&BANNER.replace("0182", "0183"));
    let page = seat.page();
    assert!(page.contains("999 526 0183") && page.contains("The check digit does not fit"), "{page}");
    seat.keys("Backspace").types("2").keys("Enter");
    save(&mut seat);
    let corrected = seat.saved().corrected.clone().unwrap();
    assert_eq!(corrected.contact.phone, Some("07700 900999".parse().unwrap()));
}

#[test]
fn a_banner_that_was_taken_out_leaves_nothing_for_the_next_patient() {
    let desk = FakeDesk { patients: vec![maggie()], ..FakeDesk::new() };
    let mut seat = Seat::at(&FlagStart::Empty, None, desk);
    seat.pastes(BANNER).keys("Shift-Tab Shift-Tab Shift-Tab Shift-Tab Shift-Tab Backspace Ctrl-U");
    seat.types("9991590838").keys("Enter").types("lonely").keys("Enter Ctrl-S y y");
    assert_eq!(seat.saved().whose, Whose::Known(seat.desk.line(0, "").id));
    assert_eq!(seat.saved().corrected, None);
}

#[test]
fn contact_wishes_change_the_record_only_where_they_were_changed() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9995260182")
        .keys("Enter")
        .types("lonely")
        .keys("Enter Tab Tab Tab Tab Right Space Right Space Space");
    seat.keys("Ctrl-S y");
    let mut corrected = margaret();
    corrected.contact.text = Reach::Allowed;
    assert_eq!(seat.saved().corrected.as_deref(), Some(&corrected));
}

#[test]
fn a_phone_that_is_none_is_said_and_stays() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9991590838")
        .keys("Enter")
        .types("lonely")
        .keys("Enter Tab Tab Tab")
        .types("077x")
        .keys("Ctrl-S");
    assert!(seat.hint().starts_with("A phone number is digits only"));
    assert!(seat.page().contains("077x"));
}

#[test]
fn who_has_died_is_not_flagged() {
    let mut gone = margaret();
    gone.standing = crate::domain::patient::Standing::Died;
    let desk = FakeDesk { patients: vec![gone], ..FakeDesk::new() };
    let mut seat = Seat::at(&FlagStart::Empty, None, desk);
    save(seat.types("9995260182").keys("Enter"));
    assert_eq!(seat.hint(), "Margaret Ellis has died: all contact has stopped.");
    assert!(seat.desk.flagged.is_empty());
}
