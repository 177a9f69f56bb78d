//! What happens to an entry of the directory, told as it happens.

use super::details::{Day, Schedule, ServiceDetails};
use super::hours::open;
use super::{Service, ServiceEvent, ServiceKey, Stopped, checked};
use crate::domain::id::{ChangeId, PracticeId, StaffId};
use crate::domain::record::Stamp;
use jiff::Timestamp;
use jiff::civil::{date, time};
use uuid::Uuid;

const PRACTICE: PracticeId = PracticeId(Uuid::from_u128(1));
const SAM: StaffId = StaffId(Uuid::from_u128(2));

fn stamp(second: i64) -> Stamp {
    Stamp { at: Timestamp::from_second(second).expect("in range"), by: SAM, change: ChangeId(Uuid::nil()) }
}

fn lunch_club() -> ServiceDetails {
    ServiceDetails { name: "Lunch club".to_owned(), ..ServiceDetails::default() }
}

fn listed() -> Service {
    let key = ServiceKey::new("northside", "17").expect("a key");
    let id = key.uuid(PRACTICE);
    let event = ServiceEvent::Listed { id, key, details: Box::new(lunch_club()) };
    Service::fold(None, &event, &stamp(0)).expect("listed")
}

fn then(service: Service, event: &ServiceEvent) -> Service {
    Service::fold(Some(service), event, &stamp(60)).expect("it follows")
}

#[test]
fn a_service_has_the_same_id_at_each_import_and_another_in_another_feed_or_practice() {
    let key = |feed, id| ServiceKey::new(feed, id).expect("a key");
    let id = key("northside", "17").uuid(PRACTICE);
    assert_eq!(id, key(" northside ", "17").uuid(PRACTICE));
    assert_ne!(id, key("northside1", "7").uuid(PRACTICE));
    assert_ne!(id, key("southside", "17").uuid(PRACTICE));
    assert_ne!(id, key("northside", "17").uuid(PracticeId(Uuid::from_u128(9))));
    assert_eq!(ServiceKey::new("northside", " \u{a0}"), None);
}

#[test]
fn a_service_that_left_its_feed_runs_again_when_the_feed_lists_it_again() {
    let gone = then(listed(), &ServiceEvent::Stopped(Stopped::LeftFeed));
    assert_eq!(gone.stopped, Some(Stopped::LeftFeed));
    let back = then(gone, &ServiceEvent::Changed(Box::new(lunch_club())));
    assert_eq!((back.stopped, back.version), (None, 3));
}

#[test]
fn a_service_that_somebody_knows_is_closed_stays_closed_whatever_its_feed_says() {
    let why = Stopped::Closed("the hall burned down".to_owned());
    let closed = then(listed(), &ServiceEvent::Stopped(why.clone()));
    let closed = then(closed, &ServiceEvent::Changed(Box::new(lunch_club())));
    assert_eq!(closed.stopped, Some(why));
    assert_eq!(then(closed, &ServiceEvent::Resumed).stopped, None);
}

#[test]
fn nothing_happens_to_a_service_that_was_never_listed_and_none_is_listed_twice() {
    assert!(Service::fold(None, &ServiceEvent::Given {}, &stamp(0)).is_err());
    let again = ServiceEvent::Listed { id: listed().id, key: listed().key, details: Box::new(lunch_club()) };
    assert!(Service::fold(Some(listed()), &again, &stamp(0)).is_err());
}

#[test]
fn the_last_check_is_the_later_of_the_feeds_and_the_practices_own() {
    let mut service = listed();
    assert_eq!(service.last_check(), None);
    service.details.last_checked = Some(date(2026, 3, 1));
    let service = then(service, &ServiceEvent::Checked { on: date(2026, 2, 1), by: SAM });
    assert_eq!(service.last_check().map(|c| (c.on, c.by)), Some((date(2026, 3, 1), checked::Checker::Feed)));
    let service = then(service, &ServiceEvent::Checked { on: date(2026, 3, 1), by: SAM });
    assert_eq!(service.last_check().map(|c| c.by), Some(checked::Checker::Staff(SAM)));
}

#[test]
fn what_was_given_is_counted() {
    let given = then(then(listed(), &ServiceEvent::Given {}), &ServiceEvent::Given {});
    assert_eq!((given.given, given.last_given), (2, Some(stamp(60).at)));
}

#[test]
fn a_service_stands_in_the_list_of_its_feed() {
    let keys = listed().keys();
    assert_eq!(keys.len(), 1);
    assert!(keys[0].value.starts_with(&ServiceKey::feed_prefix("northside").value));
    assert!(!keys[0].value.starts_with(&ServiceKey::feed_prefix("north").value));
}

#[test]
fn an_entry_is_read_back_from_the_log_as_it_was_written() {
    let service = then(listed(), &ServiceEvent::Checked { on: date(2026, 2, 1), by: SAM });
    let json = serde_json::to_string(&service).expect("written");
    assert_eq!(serde_json::from_str::<Service>(&json).expect("read"), service);
}

#[rstest::rstest]
#[case(None, "never checked")]
#[case(Some(date(2026, 7, 1)), "checked today")]
#[case(Some(date(2026, 6, 30)), "checked today")]
#[case(Some(date(2026, 6, 29)), "checked yesterday")]
#[case(Some(date(2026, 6, 9)), "checked 3 weeks ago")]
#[case(Some(date(2026, 4, 1)), "checked 3 months ago")]
#[case(Some(date(2023, 6, 1)), "checked 3 years ago")]
#[case(Some(date(1, 1, 1)), "checked 2026 years ago")]
fn the_age_of_a_check_is_said_in_words(#[case] last: Option<jiff::civil::Date>, #[case] words: &str) {
    assert_eq!(checked::age_in_words(last, date(2026, 6, 30)), words);
}

fn on(days: &[Day], opens: (i8, i8), closes: (i8, i8)) -> Schedule {
    Schedule {
        days: days.to_vec(),
        opens: Some(time(opens.0, opens.1, 0, 0)),
        closes: Some(time(closes.0, closes.1, 0, 0)),
        ..Schedule::default()
    }
}

#[test]
fn a_service_says_until_when_it_is_open_or_when_it_opens_next() {
    let club = [on(&[Day::Tuesday, Day::Friday], (10, 0), (12, 30))];
    // 30 June 2026 is a Tuesday.
    let at = |day, hour, minute| open(&club, date(2026, 6, day).at(hour, minute, 0, 0)).to_string();
    assert_eq!(at(30, 10, 0), "open until 12:30");
    assert_eq!(at(30, 9, 59), "opens 10:00");
    assert_eq!(at(30, 12, 30), "opens Fri 10:00");
    let monthly = Schedule { from: Some(date(2026, 7, 14)), ..club[0].clone() };
    assert_eq!(open(&[monthly], date(2026, 6, 30).at(9, 0, 0, 0)).to_string(), "opens 14 Jul 10:00");
    assert_eq!(open(&[], date(2026, 6, 30).at(9, 0, 0, 0)).to_string(), "hours not known");
}

#[test]
fn a_night_shelter_is_open_after_midnight() {
    let shelter = [on(&[Day::Tuesday], (20, 0), (8, 0))];
    assert_eq!(open(&shelter, date(2026, 7, 1).at(7, 0, 0, 0)).to_string(), "open until 08:00");
    assert_eq!(open(&shelter, date(2026, 7, 1).at(8, 0, 0, 0)).to_string(), "opens Tue 20:00");
}

#[test]
fn a_schedule_that_has_ended_opens_no_more() {
    let mut summer = on(&[Day::Tuesday], (10, 0), (12, 0));
    summer.until = Some(date(2026, 6, 23));
    assert_eq!(open(&[summer], date(2026, 6, 30).at(11, 0, 0, 0)).to_string(), "hours not known");
}
