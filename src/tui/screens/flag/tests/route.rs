//! The five ways, and what is asked before.

use super::seat::{FakeDesk, Seat, key};
use crate::desk::refusal::Refusal;
use crate::desk::request::{Agreed, Route};
use crate::domain::case::{CaseRefusal, ServiceRef};
use crate::domain::id::StaffId;
use crate::domain::service::ServiceKey;
use crate::domain::urgency::Urgency;
use crate::tui::open::{CardFor, FlagStart, Place};
use crate::tui::screen::{Act, ChosenTo};
use uuid::Uuid;

fn befriending() -> ServiceRef {
    ServiceRef { key: ServiceKey::new("demo", "b1").unwrap(), name: "Bedminster Befriending".to_owned() }
}

/// Margaret is lonely, and the cursor is on the route.
fn at_the_route() -> Seat {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9995260182").keys("Enter").types("lonely").keys("Enter Tab Tab Tab Tab Tab Tab");
    seat
}

#[test]
fn a_link_worker_is_chosen_by_name() {
    let mut seat = at_the_route();
    seat.keys("Right Enter Ctrl-S");
    assert_eq!(seat.hint(), "Still missing: which link worker. Enter takes the one marked, Down another.");
    seat.keys("Down Down");
    assert!(seat.page().contains("hand Margaret Ellis to Bea Lin for loneliness."), "{}", seat.page());
    seat.keys("Ctrl-S y");
    assert_eq!(seat.saved().route, Some(Route::HandOver { to: Some(StaffId(Uuid::from_u128(3))) }));
}

#[test]
fn enter_takes_the_link_worker_whom_the_desk_proposes_first_with_the_reason() {
    let mut seat = at_the_route();
    seat.keys("Right Tab");
    insta::assert_snapshot!("workers_80", seat.drawn(80, 19));
    let page = seat.page();
    let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"));
    assert!(place("12 of 40, speaks Welsh") < place("full: 40 of 40"), "who is full comes last");
    seat.keys("Enter Ctrl-S y");
    assert_eq!(seat.saved().route, Some(Route::HandOver { to: Some(StaffId(Uuid::from_u128(2))) }));
}

#[test]
fn signposting_takes_a_service_from_the_list_and_shares_nothing() {
    let mut seat = at_the_route();
    seat.keys("Right Right Enter Enter");
    assert!(seat.page().contains("gets the details of Bedminster Befriending"), "{}", seat.page());
    seat.keys("Ctrl-S");
    assert_eq!(seat.saved().route, Some(Route::Signpost { service: befriending() }));
    assert_eq!(seat.saved().agreement, Agreed::NotAsked);
}

#[test]
fn a_referral_says_what_leaves_and_asks_for_just_that() {
    let mut seat = at_the_route();
    seat.keys("Right Right Right Tab Enter Tab Right Space Right Space");
    seat.keys("Right Right Right Right Right Right Space Ctrl-S");
    assert_eq!(seat.hint(), "The service is always told the needs.");
    let page = seat.page();
    let question = "Margaret agrees that Bedminster Befriending is told: name, needs and date of birth?";
    assert!(page.contains(question), "{page}");
    assert!(page.contains("leaves the practice: Margaret Ellis · loneliness · 3 Feb 1948"), "{page}");
    seat.keys("y");
    let shared = ["name", "needs", "date of birth"].map(str::to_owned).to_vec();
    assert_eq!(seat.saved().route, Some(Route::Refer { service: befriending(), shared }));
}

#[test]
fn escalating_without_a_red_flag_asks_who_was_told_and_when() {
    let mut seat = at_the_route();
    seat.keys("Right Right Right Right Ctrl-S");
    assert_eq!(seat.hint(), "Still missing: who was told.");
    seat.types("Dr Patel").keys("Ctrl-S");
    let told = "Dr Patel".to_owned();
    assert_eq!(
        seat.saved().route,
        Some(Route::Escalate { reason: "loneliness".to_owned(), told, told_at: None })
    );
}

#[test]
fn declined_and_later_need_no_question() {
    let mut seat = at_the_route();
    seat.keys("Right Right Right Right Right Enter").types("has family").keys("Ctrl-S");
    assert_eq!(seat.saved().route, Some(Route::Decline { why: "has family".to_owned() }));

    let mut seat = at_the_route();
    seat.keys("Right Right Right Right Right Right Right Ctrl-S");
    assert_eq!(seat.saved().route, None);
}

#[test]
fn who_declines_is_recorded_with_the_words_and_who_was_not_asked_stays_to_route() {
    let mut seat = at_the_route();
    seat.keys("Ctrl-S n");
    let words = "Margaret agrees that the link workers may contact them.".to_owned();
    assert_eq!(seat.saved().agreement, Agreed::No { words });
    assert_eq!(seat.saved().route, Some(Route::HandOver { to: None }));

    let mut seat = at_the_route();
    seat.keys("Ctrl-S l");
    assert_eq!((seat.saved().agreement.clone(), seat.saved().route.clone()), (Agreed::NotAsked, None));
}

#[test]
fn the_question_has_no_default_and_esc_goes_back_to_the_form() {
    let mut seat = at_the_route();
    seat.keys("Ctrl-S Enter Space Tab Ctrl-S");
    assert!(seat.desk.flagged.is_empty());
    assert!(seat.page().contains("y yes   n declined   l not asked yet"));
    seat.keys("Esc");
    assert!(!seat.wanted.contains(&Act::Close));
    assert!(seat.page().contains("Ctrl-S: hand Margaret Ellis to the team"));
}

#[test]
fn an_agreement_that_the_desk_misses_is_asked_for_and_nothing_is_lost() {
    use crate::domain::case::{Agreement, Answer, Moment, Recipient};
    let asked = Moment { at: "2026-11-19T10:00:00Z".parse().unwrap(), by: StaffId(Uuid::from_u128(1)) };
    let recipient = Recipient::LinkWorkers;
    let agreement = Agreement {
        recipient,
        answer: Answer::Agreed,
        words: String::new(),
        shares: vec![],
        asked,
        until: None,
    };
    let desk = FakeDesk {
        open_case: Some((0, vec![agreement])),
        refusals: vec![Refusal::Case(CaseRefusal::NoAgreement)],
        ..FakeDesk::new()
    };
    let mut seat = Seat::at(&FlagStart::Empty, None, desk);
    seat.types("9995260182").keys("Enter").types("debt").keys("Enter Ctrl-S y");
    assert!(matches!(seat.desk.flagged[1].agreement, Agreed::Yes { .. }));
    assert!(seat.wanted.contains(&Act::Close));
}

#[test]
fn a_service_that_the_finder_chose_is_signposted_unless_it_is_to_be_referred() {
    let mut seat = at_the_route();
    let start = seat.screen.finder_start();
    assert_eq!((start.needs, start.near), (vec![key("loneliness")], Some("BS3 4NN".to_owned())));
    assert_eq!(start.chosen_for, CardFor::Form);
    seat.told(|screen, ctx| screen.chosen(befriending(), ChosenTo::AsTheFormSays, ctx));
    seat.keys("Ctrl-S");
    assert_eq!(seat.saved().route, Some(Route::Signpost { service: befriending() }));

    let mut seat = Seat::at(&FlagStart::To(befriending()), None, FakeDesk::new());
    assert_eq!(seat.draft, None);
    seat.types("9995260182").keys("Enter").types("lonely").keys("Enter Ctrl-S y");
    assert!(matches!(seat.saved().route, Some(Route::Refer { .. })));
}

#[test]
fn without_a_service_nearby_enter_opens_the_finder() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9995260182").keys("Enter Tab Tab Tab Tab Tab Tab Right Right Enter Enter");
    assert!(matches!(seat.wanted.last(), Some(Act::Open(Place::Finder(_)))), "{}", seat.page());
}

#[test]
fn needs_end_at_a_comma_and_the_last_is_taken_off_by_backspace() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9995260182").keys("Enter").types("lonely,skint,").keys("Backspace").types("debt");
    // What stands there whole is taken on saving, without Enter.
    seat.keys("Tab Right Right Ctrl-S y");
    assert_eq!(seat.saved().needs, [key("loneliness"), key("debt")]);
    assert_eq!(seat.saved().urgency, Urgency::Urgent);
}

#[test]
fn pasted_needs_are_taken_where_they_are_whole() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9995260182").keys("Enter").pastes("lonely, debt, hou");
    assert!(seat.page().contains("[Loneliness]  [Debt]  hou"), "{}", seat.page());
}

#[test]
fn an_unknown_need_says_what_it_may_be_and_stays() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9995260182").keys("Enter").types("zzz").keys("Enter Ctrl-S");
    assert!(seat.hint().starts_with("There is no need \"zzz\"."));
    assert!(seat.page().contains("zzz"));
}

#[test]
fn keys_for_the_list_of_services_wait_until_it_is_there() {
    let mut seat = at_the_route();
    seat.keys("Right Right");
    seat.desk.silent = true;
    // Another need, so that the list is asked for anew; then down to it again.
    seat.keys("Shift-Tab Shift-Tab Shift-Tab Shift-Tab Shift-Tab Shift-Tab").types("debt").keys("Enter");
    seat.keys("Tab Tab Tab Tab Tab Tab Tab Down Enter");
    seat.desk.silent = false;
    seat.desk_answers();
    assert!(seat.page().contains("gets the details of"), "{}", seat.page());
    assert!(!seat.wanted.iter().any(|act| matches!(act, Act::Open(_))), "no finder");
}

#[test]
fn services_that_the_index_did_not_have_yet_are_asked_for_again() {
    let mut seat = at_the_route();
    let find = |seat: &mut Seat, loading| {
        seat.told(|screen, ctx| {
            let found = crate::desk::reply::Found { loading, ..Default::default() };
            screen.answer(5, Ok(crate::desk::reply::Reply::Found(found)), ctx)
        });
    };
    find(&mut seat, true);
    assert!(matches!(seat.wanted.last(), Some(Act::TickIn(_))), "{:?}", seat.wanted);
    assert!(!seat.page().contains("Bedminster Befriending"));
    seat.told(crate::tui::screens::flag::FlagScreen::tick);
    assert!(seat.page().contains("Bedminster Befriending"), "{}", seat.page());
}
