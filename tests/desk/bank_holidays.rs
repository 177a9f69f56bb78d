//! Bank holidays: those that are built in, and the newer list that a practice puts beside its store.

use crate::desk::surgery::{ADA, TOM, details, handed_over, new, number};
use jiff::Timestamp;
use signpost::desk::open::open_at;
use signpost::desk::reply::{Done, Overview, Reply};
use signpost::desk::request::{Request, SetUp};
use signpost::desk::{Actor, Desk};
use signpost::domain::ods::OdsCode;
use signpost::domain::practice::Limits;
use signpost::domain::staff::Role;
use std::path::Path;
use std::sync::Arc;

fn opened(folder: &Path, now: &str) -> Desk {
    let now: Timestamp = now.parse().unwrap();
    open_at(folder, Arc::new(move || now), &|_, _| {}).unwrap()
}

fn done(desk: &Desk, actor: Actor, request: Request) -> Done {
    match desk.ask(actor, request) {
        Ok(Reply::Done(done)) => done,
        other => panic!("{other:?}"),
    }
}

fn overview(desk: &Desk, actor: Actor) -> Overview {
    match desk.ask(actor, Request::Overview) {
        Ok(Reply::Overview(overview)) => overview,
        other => panic!("{other:?}"),
    }
}

/// A practice whose limit is five working days, on the Monday before Christmas 2026.
fn set_up(folder: &Path) -> Actor {
    let desk = opened(folder, "2026-12-21T09:00:00Z");
    let set_up = SetUp {
        practice: "Northgate Surgery".to_owned(),
        ods: OdsCode::parse("A12345").unwrap(),
        staff: ADA.to_owned(),
        roles: [Role::Administrator, Role::Manager, Role::Receptionist].into(),
        account: None,
    };
    let ada = Actor::staff(done(&desk, Actor::NOBODY, Request::SetUp(set_up)).staff.unwrap().id);
    done(&desk, ada, Request::SetLimits(Limits { first_contact_working_days: Some(5), ..Limits::default() }));
    desk.close().unwrap();
    ada
}

/// What is promised on that Monday to somebody who is handed over.
fn promised(desk: &Desk, actor: Actor) -> String {
    let tom = || details("Tom Hill", "1/5/1960", TOM);
    let known = desk.ask(actor, Request::Patients { text: TOM.to_owned(), limit: 1 });
    let whose = match known {
        Ok(Reply::Patients(known)) if !known.is_empty() => number(TOM),
        _ => new(tom()),
    };
    done(desk, actor, Request::Flag(Box::new(handed_over(whose, &["debt"])))).read_out.unwrap()
}

#[test]
fn nobody_is_promised_a_call_within_days_that_are_bank_holidays() {
    let folder = tempfile::tempdir().unwrap();
    let ada = set_up(folder.path());
    let desk = opened(folder.path(), "2026-12-21T09:00:00Z");
    assert_eq!(promised(&desk, ada), "A link worker will ring you by Wednesday 30 December.");
    assert_eq!(overview(&desk, ada).notices, Vec::<String>::new());
}

#[test]
fn a_practice_puts_a_newer_list_beside_its_store() {
    let folder = tempfile::tempdir().unwrap();
    let ada = set_up(folder.path());
    let list = r#"{"england-and-wales": {"division": "england-and-wales", "events": [
        {"title": "A coronation", "date": "2026-12-24", "notes": "", "bunting": true},
        {"title": "Christmas Day", "date": "2026-12-25", "notes": "", "bunting": true},
        {"title": "Boxing Day", "date": "2026-12-28", "notes": "Substitute day", "bunting": true},
        {"title": "New Year\u2019s Day", "date": "2030-01-01", "notes": "", "bunting": true}]}}"#;
    std::fs::write(folder.path().join("bank-holidays.json"), list).unwrap();
    let desk = opened(folder.path(), "2026-12-21T09:00:00Z");
    assert_eq!(promised(&desk, ada), "A link worker will ring you by Thursday 31 December.");
}

#[test]
fn a_mistake_in_the_list_is_told_and_what_is_built_in_holds() {
    let folder = tempfile::tempdir().unwrap();
    let ada = set_up(folder.path());
    std::fs::write(folder.path().join("bank-holidays.json"), "{\n\"england-and-wales\": [").unwrap();
    let desk = opened(folder.path(), "2026-12-21T09:00:00Z");
    let notices = overview(&desk, ada).notices;
    let told = "bank-holidays.json is not used: line 2: it is not as GOV.UK publishes it";
    assert!(notices.len() == 1 && notices[0].contains(told), "{notices:?}");
    assert!(notices[0].ends_with("The bank holidays that are built in hold. Put it right and start again."));
    assert_eq!(promised(&desk, ada), "A link worker will ring you by Wednesday 30 December.");
}

#[test]
fn a_month_before_the_known_bank_holidays_end_it_is_told_where_newer_ones_are() {
    let folder = tempfile::tempdir().unwrap();
    let ada = set_up(folder.path());
    let notices = |now: &str| overview(&opened(folder.path(), now), ada).notices;
    assert_eq!(notices("2027-11-30T09:00:00Z"), Vec::<String>::new());
    let told = notices("2027-12-01T09:00:00Z");
    assert!(
        told.len() == 1 && told[0].starts_with("Bank holidays are known until 31 Dec 2027 only"),
        "{told:?}"
    );
    assert!(told[0].contains("https://www.gov.uk/bank-holidays.json as bank-holidays.json"), "{told:?}");
}
