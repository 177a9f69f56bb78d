//! A practice far larger than any: 100,000 services, 100,000 patients and as many cases, in every state; synthetic.
//!
//! The practice and its services go in through the desk, patients and cases in large commits behind it.

use jiff::{SignedDuration, Timestamp};
use signpost::desk::reply::Reply;
use signpost::desk::request::{ImportedService, Request, SetUp};
use signpost::desk::{Actor, open};
use signpost::domain::case::{AgreementGiven, Answer, Case, Closing, Command, Flag, NeedEnd, Now, Recipient};
use signpost::domain::id::{CaseId, ChangeId, PatientId, PracticeId, StaffId};
use signpost::domain::need::catalogue;
use signpost::domain::nhs_number::NhsNumber;
use signpost::domain::patient::{Details, PatientEvent};
use signpost::domain::record::{Event, Record, Stamp};
use signpost::domain::reference::Reference;
use signpost::domain::service::details::ServiceDetails;
use signpost::domain::urgency::Urgency;
use signpost::store::open::embedded;
use signpost::store::{Change, Commit, Store};
use std::collections::BTreeSet;
use std::path::Path;
use uuid::Uuid;

/// How many services, and how many cases.
pub const MANY: u64 = 100_000;

/// Cases or services in one commit.
const STEP: u64 = 1_000;

/// Who sits at the keyboard.
pub const YOU: &str = "Priya Shah";

const FIRST: [&str; 16] = [
    "Margaret", "Doreen", "Abdul", "Kathleen", "Winston", "Harpreet", "Ewa", "Tomasz", "Blessing",
    "Mohammed", "Sheila", "Brian", "Jade", "Connor", "Fatima", "Derek",
];
const LAST: [&str; 17] = [
    "Ellis",
    "Clarke",
    "Chowdhury",
    "O'Brien",
    "Campbell",
    "Sandhu",
    "Nowak",
    "Kaminski",
    "Eze",
    "Hussain",
    "Pritchard",
    "Hargreaves",
    "Thompson",
    "Doyle",
    "Warsame",
    "Appleyard",
    "Bannister",
];
const KINDS: [&str; 13] = [
    "Lunch Club",
    "Befriending",
    "Debt Advice",
    "Walking Group",
    "Carers' Café",
    "Housing Advice",
    "Men's Shed",
    "Digital Help",
    "Food Bank",
    "Bereavement Circle",
    "Gardening",
    "Choir",
    "Energy Advice",
];
const PLACES: [&str; 11] = [
    "Bedminster",
    "Thornmere",
    "Easton",
    "Knowle",
    "Southville",
    "Horfield",
    "Lockleaze",
    "Hartcliffe",
    "Fishponds",
    "Whitchurch",
    "Brislington",
];

/// Makes it in a folder, where it is not there yet: beside its place first, so that a half is never taken for it.
pub fn practice(folder: &Path) {
    if folder.exists() {
        return;
    }
    println!("making a practice with {MANY} services and {MANY} cases in {}; once", folder.display());
    let making = folder.with_extension("making");
    let _ = std::fs::remove_dir_all(&making);
    std::fs::create_dir_all(&making).expect("a folder");
    let (practice, you) = services(&making, MANY);
    let store = embedded(&making, &|_| {}).expect("the store");
    for first in (0..MANY).step_by(usize::try_from(STEP).expect("small")) {
        let mut changes = Vec::new();
        let stamp = Stamp { at: at(first), by: you, change: ChangeId(id(9, first)) };
        for number in first..(first + STEP).min(MANY) {
            case(&mut changes, number, practice, you, &stamp);
        }
        store.commit(Commit { practice, stamp, changes }).expect("kept");
    }
    store.checkpoint().expect("kept");
    drop(store);
    std::fs::rename(&making, folder).expect("the place is free");
}

/// The practice itself, its founder, and a directory of so many services.
pub fn services(folder: &Path, many: u64) -> (PracticeId, StaffId) {
    let desk = open::open(folder, &|_, _| {}).expect("a store");
    let set_up = SetUp {
        practice: "Northgate Surgery".to_owned(),
        ods: "A12345".parse().expect("an ODS code"),
        staff: YOU.to_owned(),
        roles: BTreeSet::new(),
        account: None,
    };
    let Ok(Reply::Done(done)) = desk.ask(Actor::NOBODY, Request::SetUp(set_up)) else {
        panic!("no practice")
    };
    let (you, practice) = (done.staff.expect("a founder").id, done.practice.expect("a practice"));
    for first in (0..many).step_by(usize::try_from(STEP).expect("small")) {
        let records = (first..first + STEP).map(|number| {
            let pick = |from: &[&str], by: u64| {
                from[usize::try_from(number / by).expect("small") % from.len()].to_owned()
            };
            let (place, kind) = (pick(&PLACES, 13), pick(&KINDS, 1));
            let details = Box::new(ServiceDetails {
                name: format!("{place} {kind} {number}"),
                organisation: format!("{} Community Trust", pick(&LAST, 7)),
                description: format!(
                    "A weekly {} in {place} for anybody who would like company or advice.",
                    kind.to_lowercase()
                ),
                ..ServiceDetails::default()
            });
            ImportedService { record: number + 1, feed: None, id: format!("s{number}"), details }
        });
        let (records, feed) = (records.collect(), "large".to_owned());
        let request = Request::ImportServices { records, feed, feed_chosen: false, dry_run: false };
        desk.ask(Actor::staff(you), request).expect("imported");
    }
    desk.close().expect("kept");
    (practice, you)
}

/// Somebody made up.
pub fn person(number: u64) -> Details {
    let pick =
        |from: &[&'static str], by: u64| from[usize::try_from(number / by).expect("small") % from.len()];
    Details {
        name: format!("{} {}", pick(&FIRST, 1), pick(&LAST, 16)).parse().ok(),
        nhs_number: nhs_number(number),
        born: jiff::civil::date(1930, 1, 1)
            .checked_add(jiff::Span::new().days(i64::try_from(number % 30_000).expect("small")))
            .ok(),
        ..Details::default()
    }
}

/// One patient with one case: a fifth to route, three tenths waiting for the team, a fifth accepted, the rest closed.
fn case(changes: &mut Vec<Change>, number: u64, practice: PracticeId, you: StaffId, stamp: &Stamp) {
    let patient = PatientId(id(1, number));
    let details = person(number);
    happens(
        changes,
        None,
        Event::Patient(PatientEvent::Registered { id: patient, practice, details: Box::new(details) }),
        stamp,
    );
    let needs: Vec<_> = catalogue().all().iter().map(|need| need.key.clone()).collect();
    let need = needs[usize::try_from(number).expect("small") % needs.len()].clone();
    let flag = Flag {
        needs: vec![need],
        urgency: Urgency::ALL[usize::try_from(number % 3).expect("small")],
        note: format!(
            "Case {number}: her son moved away in March; letters about the rent are lying unopened."
        ),
        red_flags: vec![],
        went_on: String::new(),
    };
    let case = CaseId(id(2, number));
    let reference = Reference::propose(Uuid::from_u128(u128::from(number) << 1 | 1 << 61), 23);
    let opened = Case::open(case, reference, practice, patient, flag).expect("it can be opened");
    let mut record = happens(changes, None, Event::Case(opened), stamp);
    let local = stamp.at.to_zoned(jiff::tz::TimeZone::UTC);
    let now = Now { at: stamp.at, today: local.date(), time: local.time() };
    let mut does = |command: Command| {
        let Record::Case(case) = &record else { unreachable!("a case stays one") };
        let event = case.decide(command, you, now).expect("the case allows it");
        record = happens(changes, Some(record.clone()), Event::Case(event), stamp);
    };
    if number % 10 >= 2 {
        does(Command::RecordAgreement(AgreementGiven {
            recipient: Recipient::LinkWorkers,
            answer: Answer::Agreed,
            words: "The link workers may contact me.".to_owned(),
            shares: vec![],
            until: None,
        }));
        does(Command::HandOver { needs: vec![], to: None });
    }
    if number % 10 >= 5 {
        does(Command::Accept);
    }
    if number % 10 >= 7 {
        does(Command::Close(Closing { rest: Some(NeedEnd::Met), ..Closing::default() }));
    }
}

/// Lets an event happen, and gives what it makes of what was there.
pub fn happens(changes: &mut Vec<Change>, before: Option<Record>, event: Event, stamp: &Stamp) -> Record {
    let expected = before.as_ref().map_or(0, Record::version);
    let record = Record::fold(before, &event, stamp).expect("it follows");
    let number = u64::try_from(changes.len()).expect("small");
    let id = Uuid::from_u128(stamp.change.0.as_u128() + u128::from(number) + 1);
    changes.push(Change { id, expected, event, record: record.clone() });
    record
}

/// A time within the last year, later with the number.
fn at(number: u64) -> Timestamp {
    let ago = i64::try_from(MANY - number).expect("small") * 300;
    Timestamp::now() - SignedDuration::from_secs(ago)
}

/// An id that sorts by the number.
pub fn id(kind: u128, number: u64) -> Uuid {
    Uuid::from_u128(
        (1_760_000_000_000 + u128::from(number)) << 80
            | 7 << 76
            | 2 << 62
            | kind << 56
            | u128::from(number) << 20,
    )
}

/// A number of the test range, where one has a check digit.
fn nhs_number(number: u64) -> Option<NhsNumber> {
    (0..10).find_map(|check| NhsNumber::parse(&format!("999{number:06}{check}")).ok())
}
