//! The budget of keys, beside the letters of the words themselves. `f`, which opens the form, counts as one.

use super::seat::{FakeDesk, Seat, key, margaret};
use crate::desk::request::{Agreed, Route, Whose};
use crate::domain::id::PatientId;
use crate::domain::patient::Details;
use crate::tui::screen::Act;
use jiff::civil::date;
use uuid::Uuid;

const F: usize = 1;

#[test]
fn a_known_patient_with_one_need_is_handed_to_the_team_with_five_keys() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9995260182").keys("Enter").types("lonely").keys("Enter Ctrl-S y");
    assert_eq!(F + seat.keys, 5);
    let flag = seat.saved();
    assert_eq!(flag.whose, Whose::Known(PatientId(Uuid::from_u128(0x100))));
    assert_eq!(flag.needs, [key("loneliness")]);
    assert_eq!(flag.route, Some(Route::HandOver { to: None }));
    let words = "Margaret agrees that the link workers may contact them.".to_owned();
    assert_eq!(flag.agreement, Agreed::Yes { words });
    assert_eq!(flag.corrected, None);
    assert_eq!(seat.draft, None);
    assert!(matches!(seat.wanted.as_slice(), [Act::Done(_), Act::Close, Act::Changed]));
}

#[test]
fn the_five_keys_work_also_before_the_desk_has_answered_anything() {
    let mut seat = Seat::at_an_empty_form();
    seat.desk.silent = true;
    seat.types("9995260182").keys("Enter").types("lonely").keys("Enter Ctrl-S y");
    seat.desk.silent = false;
    seat.desk_answers();
    let flag = seat.saved();
    assert_eq!(flag.whose, Whose::Known(PatientId(Uuid::from_u128(0x100))));
    let words = "Margaret agrees that the link workers may contact them.".to_owned();
    assert_eq!(flag.agreement, Agreed::Yes { words }, "the question was about her by name");
}

#[test]
fn another_need_costs_one_key_more() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9995260182").keys("Enter").types("lonely").keys("Enter").types("debt").keys("Enter Ctrl-S y");
    assert_eq!(F + seat.keys, 6);
    assert_eq!(seat.saved().needs, [key("loneliness"), key("debt")]);
}

#[test]
fn a_new_patient_with_a_phone_takes_at_most_ten_keys() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("Joan Smith 3/2/1948").keys("Enter");
    seat.types("07700 900456").keys("Enter").types("bs3 4nn").keys("Enter");
    seat.types("lonely").keys("Enter Ctrl-S y");
    assert!(F + seat.keys <= 10, "{}", F + seat.keys);
    let mut joan = Details {
        name: Some("Joan Smith".parse().unwrap()),
        born: Some(date(1948, 2, 3)),
        postcode: Some("BS3 4NN".parse().unwrap()),
        ..Details::default()
    };
    joan.contact.phone = Some("07700 900456".parse().unwrap());
    assert_eq!(seat.saved().whose, Whose::New { details: Box::new(joan), even_if_alike: false });
}

#[test]
fn where_the_open_case_has_the_agreement_nobody_is_asked_again() {
    use crate::domain::case::{Agreement, Answer, Moment, Recipient};
    use crate::domain::id::StaffId;
    let asked = Moment { at: "2026-11-19T10:00:00Z".parse().unwrap(), by: StaffId(Uuid::from_u128(1)) };
    let agreement = |answer| Agreement {
        until: None,
        recipient: Recipient::LinkWorkers,
        answer,
        words: "Yes.".to_owned(),
        shares: vec![],
        asked,
    };
    let desk = FakeDesk { open_case: Some((0, vec![agreement(Answer::Agreed)])), ..FakeDesk::new() };
    let mut seat = Seat::at(&crate::tui::open::FlagStart::Empty, None, desk);
    seat.types("9995260182").keys("Enter").types("debt").keys("Enter Ctrl-S");
    assert_eq!(seat.saved().agreement, Agreed::NotAsked);

    // Nor where the case arrives after everything was pressed.
    let desk = FakeDesk { open_case: Some((0, vec![agreement(Answer::Agreed)])), ..FakeDesk::new() };
    let mut seat = Seat::at(&crate::tui::open::FlagStart::Empty, None, desk);
    seat.desk.silent = true;
    seat.types("9995260182").keys("Enter").types("debt").keys("Enter Ctrl-S");
    assert!(seat.desk.flagged.is_empty());
    seat.desk_answers();
    assert_eq!(seat.saved().agreement, Agreed::NotAsked);

    // What was withdrawn is asked again.
    let declined = vec![agreement(Answer::Agreed), agreement(Answer::Declined)];
    let desk = FakeDesk { open_case: Some((0, declined)), ..FakeDesk::new() };
    let mut seat = Seat::at(&crate::tui::open::FlagStart::Empty, None, desk);
    seat.types("9995260182").keys("Enter").types("debt").keys("Enter Ctrl-S");
    assert!(seat.desk.flagged.is_empty());
    assert!(seat.page().contains("Margaret agrees that the link workers may contact them?"));
    assert_eq!(margaret().first_name(), "Margaret");
}
