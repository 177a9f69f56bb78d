//! Finding for somebody: what they can use, what is near them, and in the words that are said here.

use crate::desk::surgery::{ADA, RITA, Surgery, details, flag, new, patient_in, record, surgery};
use signpost::desk::open::open;
use signpost::desk::reply::{Found, Reply};
use signpost::desk::request::{Find, ImportedService, Request, SetUp};
use signpost::desk::{Actor, Desk};
use signpost::domain::id::PatientId;
use signpost::domain::ods::OdsCode;
use signpost::domain::patient::Asked;
use signpost::domain::service::details::OnlyFor;
use signpost::domain::staff::Role;

fn with_services(records: Vec<ImportedService>) -> Surgery {
    let surgery = surgery();
    let feed = "town".to_owned();
    surgery.ask(ADA, Request::ImportServices { records, feed, feed_chosen: false, dry_run: false }).unwrap();
    surgery.desk.wait_until_indexed();
    surgery
}

fn clubs() -> Vec<ImportedService> {
    let mut youth = record(1, "1", "Youth choir");
    youth.details.eligibility.max_age = Some(24);
    let mut women = record(2, "2", "Women's choir");
    women.details.eligibility.sex = Some(OnlyFor::Women);
    vec![youth, women, record(3, "3", "Choir for everybody")]
}

/// A man of 78.
fn derek(surgery: &Surgery) -> PatientId {
    let mut him = details("Derek Appleyard", "3/2/1948", "9995260182");
    him.gender = Asked::Said("Male".to_owned());
    patient_in(&surgery.does(RITA, Request::Flag(Box::new(flag(new(him), &["loneliness"])))))
}

fn found(surgery: &Surgery, who: &str, patient: Option<PatientId>, apart: bool) -> Found {
    let find = Find { text: "choir".to_owned(), services: true, patient, apart, limit: 9, ..Find::default() };
    match surgery.ask(who, Request::Find(find)) {
        Ok(Reply::Found(found)) => found,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_a_patient_cannot_use_is_set_apart_and_comes_last_with_the_reason_when_asked_for() {
    let surgery = with_services(clubs());
    let derek = derek(&surgery);
    let for_him = found(&surgery, RITA, Some(derek), false);
    let names: Vec<_> = for_him.hits.iter().map(|hit| hit.name.as_str()).collect();
    assert_eq!((names, for_him.apart), (vec!["Choir for everybody"], 2));
    let all = found(&surgery, RITA, Some(derek), true);
    let mut reasons: Vec<_> = all.hits.iter().map(|hit| hit.unusable.as_deref()).collect();
    reasons.sort();
    assert_eq!(reasons, [None, Some("for under 25"), Some("for women only")]);
    assert_eq!(all.hits[0].unusable, None);
}

#[test]
fn who_may_not_see_patients_learns_nothing_of_them_from_what_is_set_apart() {
    let surgery = with_services(clubs());
    let derek = derek(&surgery);
    assert_eq!(found(&surgery, ADA, Some(derek), false).apart, 0);
}

#[test]
fn a_practice_adds_the_words_that_are_said_there_and_a_mistake_in_them_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let words = |text: &str| std::fs::write(folder.path().join("words.toml"), text).unwrap();
    let opened = || open(folder.path(), &|_, _| {}).unwrap();
    words("[[word]]\nsay = [\"warbling\"]\nmeans = [\"choir\"]\n");
    let desk = opened();
    let set_up = SetUp {
        practice: "Northgate Surgery".to_owned(),
        ods: OdsCode::parse("A12345").unwrap(),
        staff: ADA.to_owned(),
        roles: [Role::Administrator].into(),
        account: None,
    };
    let Ok(Reply::Done(done)) = desk.ask(Actor::NOBODY, Request::SetUp(set_up)) else { panic!() };
    let ada = Actor::staff(done.staff.unwrap().id);
    let (records, feed) = (clubs(), "town".to_owned());
    desk.ask(ada, Request::ImportServices { records, feed, feed_chosen: false, dry_run: false }).unwrap();
    let count = |desk: &Desk| {
        desk.wait_until_indexed();
        let find = Find { text: "warbling".to_owned(), services: true, limit: 9, ..Find::default() };
        let Ok(Reply::Found(found)) = desk.ask(ada, Request::Find(find)) else { panic!() };
        found.hits.len()
    };
    assert_eq!(count(&desk), 3);
    desk.close().unwrap();
    drop(desk);

    words("[[word]]\nsay = [\"warbling\n");
    let desk = opened();
    assert_eq!(count(&desk), 0);
    let Ok(Reply::Overview(overview)) = desk.ask(ada, Request::Overview) else { panic!() };
    assert!(overview.notices[0].contains("words.toml is not used: Line 2:"), "{:?}", overview.notices);
}
