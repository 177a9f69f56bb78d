//! Measures, item by item.

use super::{Desk, accepted, hint_of, planned, work_of};
use crate::domain::case::work::{MeasureDeclined, Work};
use crate::domain::measure::{Declined, Point};
use crate::tui::screens::trying::priya;
use jiff::civil::date;

fn answers(work: &Work) -> Vec<Option<u8>> {
    match work {
        Work::Measure(filled) => filled.answers.clone(),
        other => panic!("no measure: {other:?}"),
    }
}

#[test]
fn ons4_takes_a_digit_an_item_and_a_one_waits_for_its_nought() {
    let mut desk = Desk::on(accepted());
    desk.keys("m Enter");
    desk.types("4");
    desk.types("1");
    insta::assert_snapshot!("ons4_80", desk.text((80, 19)));
    desk.types("0");
    desk.types("17");
    insta::assert_snapshot!("ons4_score_80", desk.text((80, 19)));
    let (work, _) = work_of(&desk.keys("Enter"));
    assert_eq!(answers(&work), [4, 10, 1, 7].map(Some));
}

#[test]
fn a_one_at_the_end_is_taken_with_enter_and_what_is_not_answered_stays_so() {
    let mut desk = Desk::on(accepted());
    desk.keys("m Enter - 5 Backspace 6 - 1");
    assert!(desk.keys("Enter").is_empty(), "it is a 1, and shown before it is kept");
    let (work, _) = work_of(&desk.keys("Enter"));
    assert_eq!(answers(&work), [None, Some(6), None, Some(1)]);
}

#[test]
fn ucla3_goes_on_at_once_and_refuses_what_it_has_not() {
    let mut desk = Desk::on(accepted());
    desk.keys("m Right Enter");
    assert_eq!(hint_of(&desk.keys("4")), "Lacks companionship goes from 1 to 3.");
    desk.types("112");
    let (work, _) = work_of(&desk.keys("Enter"));
    assert_eq!(answers(&work), [1, 1, 2].map(Some));
}

#[test]
fn a_review_shows_the_change_since_the_baseline_before_it_is_kept() {
    let mut desk = Desk::on(planned());
    desk.keys("m Right Enter 1 1 1");
    let text = desk.text((80, 24));
    assert!(text.contains("Since the baseline: loneliness 8 -> 3, better by 5, in 86 days"), "{text}");
    let (work, _) = work_of(&desk.keys("Enter"));
    assert!(matches!(work, Work::Measure(filled) if filled.point == Point::Review));
}

#[test]
fn what_needs_a_licence_is_not_there_until_it_is_recorded() {
    let mut desk = Desk::on(accepted());
    desk.keys("m");
    assert!(!desk.text((120, 20)).contains("SWEMWBS"));
    desk.seat.overview.practice.licences.insert("swemwbs".into(), "No. 7".to_owned());
    let mut desk = Desk { screen: Desk::on(accepted()).screen, ..desk };
    desk.keys("m");
    assert!(desk.text((120, 20)).contains("SWEMWBS"), "{}", desk.text((120, 20)));
}

#[test]
fn a_measure_is_declined_as_a_whole_with_one_key_unless_something_is_answered() {
    let mut desk = Desk::on(accepted());
    desk.keys("m Right Enter");
    assert!(desk.text((80, 24)).contains("declines all of it · Backspace back"), "{}", desk.text((80, 24)));
    let (work, _) = work_of(&desk.keys("d"));
    let Work::DeclineMeasure(declined) = work else { panic!("{work:?}") };
    assert_eq!((declined.instrument.to_string(), declined.point), ("ucla3".to_owned(), Point::Baseline));

    let mut desk = Desk::on(accepted());
    desk.keys("m Right Enter 2");
    let hint = hint_of(&desk.keys("d"));
    assert_eq!(hint, "Some of UCLA-3 is answered; Backspace takes that back, then d.");

    let mut desk = Desk::on(accepted());
    desk.keys("m Right Enter - - -");
    assert!(desk.text((80, 24)).contains("d keeps it as declined"), "{}", desk.text((80, 24)));
    assert!(matches!(work_of(&desk.keys("d")).0, Work::DeclineMeasure(_)));
}

#[test]
fn the_case_shows_what_was_declined() {
    let mut card = accepted();
    let declined = Declined { instrument: "ons4".into(), point: Point::Baseline, on: date(2026, 11, 18) };
    let work = card.work.as_mut().unwrap();
    work.declined.push(MeasureDeclined { number: 1, declined, by: priya() });
    let desk = Desk::on(card);
    assert!(desk.text((80, 40)).contains("ONS4 baseline: declined ("), "{}", desk.text((80, 40)));
}
