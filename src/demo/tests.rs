//! The demo practice: synthetic through and through, allowed by every rule, and fresh whenever it is started.

use super::deed::Deed;
use super::load::{PastClock, load};
use super::open::open as open_demo;
use super::people::Line;
use super::script::Script;
use super::when::When;
use super::{SEED, STAFF, YOU, generate};
use crate::desk::open::open_at;
use crate::desk::reply::{CaseLine, Overview, PatientLine, Reply, SectionKind, Today};
use crate::desk::request::{CaseFilter, Request, SetUp, StageFilter};
use crate::desk::{Actor, Desk};
use crate::domain::case::{Outcome, Queue, Stage};
use crate::domain::need::catalogue;
use crate::domain::ods::OdsCode;
use crate::domain::phone::Phone;
use crate::domain::service::details::ServiceKind;
use crate::domain::staff::Role;
use crate::store::memory::MemoryStore;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rstest::rstest;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

mod casework;

fn monday_afternoon() -> Timestamp {
    "2026-11-23T15:30:00Z".parse().unwrap()
}

/// The practice at work, at that moment.
struct Demo {
    desk: Desk,
    clock: PastClock,
}

impl Demo {
    fn started(start: Timestamp) -> Self {
        let clock = PastClock::default();
        let desk = Desk::new(Arc::new(MemoryStore::new()), clock.clock()).unwrap();
        load(&desk, &clock, &generate(SEED), start).unwrap();
        clock.set(start);
        desk.wait_until_indexed();
        Self { desk, clock }
    }

    fn ask(&self, who: &str, request: Request) -> Reply {
        let Reply::Staff(staff) = self.desk.ask(Actor::NOBODY, Request::Staff).unwrap() else {
            panic!("no staff")
        };
        let who = staff.iter().find(|member| member.name == who).unwrap();
        self.desk.ask(Actor::staff(who.id), request).unwrap()
    }

    fn cases(&self, who: &str, stage: StageFilter) -> Vec<CaseLine> {
        let filter = CaseFilter { stage: Some(stage), ..CaseFilter::default() };
        match self.ask(who, Request::Cases { filter, after: None, limit: 500 }) {
            Reply::Cases(page) => page.cases,
            other => panic!("{other:?}"),
        }
    }

    fn patients(&self, text: &str) -> Vec<PatientLine> {
        match self.ask(YOU, Request::Patients { text: text.to_owned(), limit: 10 }) {
            Reply::Patients(lines) => lines,
            other => panic!("{other:?}"),
        }
    }

    fn today(&self, who: &str) -> Today {
        match self.ask(who, Request::Today) {
            Reply::Today(today) => today,
            other => panic!("{other:?}"),
        }
    }

    fn overview(&self) -> Overview {
        match self.ask(YOU, Request::Overview) {
            Reply::Overview(overview) => overview,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_file_in_fixtures_is_what_the_generator_makes() {
    let made = serde_json::to_string_pretty(&generate(SEED)).unwrap() + "\n";
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo.json");
    if std::env::var_os("SIGNPOST_WRITE_FIXTURES").is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let stored = std::fs::read_to_string(&file).unwrap();
    assert!(stored == made, "fixtures/demo.json is not what the generator makes: see src/demo/mod.rs");
    assert_eq!(serde_json::from_str::<Script>(&stored).unwrap(), generate(SEED));
}

#[test]
fn another_seed_makes_other_numbers_and_as_good_a_practice() {
    let (ours, other) = (generate(SEED), generate(7));
    assert_ne!(ours.patients[1].details.nhs_number, other.patients[1].details.nhs_number);
    assert_eq!(ours.patients[0].details.nhs_number, other.patients[0].details.nhs_number, "Margaret Ellis");
    let clock = PastClock::default();
    let desk = Desk::new(Arc::new(MemoryStore::new()), clock.clock()).unwrap();
    load(&desk, &clock, &other, monday_afternoon()).unwrap();
}

#[test]
fn no_number_and_no_address_can_reach_a_real_person() {
    let script = generate(SEED);
    let drama = |text: &str| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let kept = digits.starts_with("07700900") || digits.starts_with("01632960");
        assert!(kept && digits.len() == 11, "{text}");
    };
    let mut numbers = BTreeSet::new();
    let mut phones = BTreeSet::new();
    for person in &script.patients {
        let details = &person.details;
        details.check().unwrap();
        if let Some(number) = details.nhs_number {
            assert!(number.is_test() && numbers.insert(number), "{number}");
        }
        let contact = &details.contact;
        let other = details.contact_person.as_ref().and_then(|person| person.phone.as_ref());
        for phone in contact.phone.iter().chain(&contact.other_phone).chain(other) {
            drama(&phone.number());
            assert!(phones.insert(phone.number()), "{phone:?} is two people's");
        }
        assert!(contact.email.as_ref().is_none_or(|email| email.ends_with("@example.org")));
        assert!(details.postcode.as_ref().is_none_or(|postcode| postcode.outcode().starts_with("TH")));
    }
    for service in &script.services {
        let contacts = &service.details.contacts;
        contacts.phones.iter().for_each(|phone| drama(phone));
        assert!(contacts.emails.iter().all(|email| email.ends_with(".example.org")));
        assert!(contacts.website.is_empty() || contacts.website.ends_with(".example.org/"));
        assert!(service.details.locations.iter().all(|place| place.postcode.starts_with("TH")));
    }
    script.card.iter().for_each(|(_, number)| drama(number));
    assert!(Phone::parse(&Line::Mobile.number(0)).unwrap().is_mobile());
}

#[test]
fn its_patients_are_many_kinds_of_people() {
    let script = generate(SEED);
    let count = |is: fn(&super::script::Person) -> bool| script.patients.iter().filter(|p| is(p)).count();
    assert!((118..=125).contains(&script.patients.len()), "{}", script.patients.len());
    assert!(count(|p| p.details.nhs_number.is_none()) >= 2);
    assert!(count(|p| p.details.name.is_none()) == 1, "a number alone");
    assert!(count(|p| p.details.communication.interpreter) >= 6);
    assert!(count(|p| p.details.language.is_some()) >= 12);
    assert!(count(|p| p.details.contact_person.is_some()) >= 3);
    let ethnic: BTreeSet<_> =
        script.patients.iter().map(|p| format!("{:?}", p.details.ethnic_category)).collect();
    assert!(ethnic.len() >= 10);
    let margaret = &script.patients[0];
    assert_eq!(
        (margaret.called.as_str(), margaret.details.nhs_number.map(|number| number.to_string())),
        ("Margaret Ellis", Some("999 526 0182".to_owned()))
    );
    assert_eq!(margaret.details.born, Some("1948-02-03".parse().unwrap()));
    let roles: BTreeSet<Role> = script.staff.iter().flat_map(|member| member.roles.clone()).collect();
    assert_eq!((script.staff.len(), roles.len()), (12, Role::ALL.len()));
}

#[test]
fn its_directory_has_something_for_every_need_and_entries_of_every_age() {
    let script = generate(SEED);
    assert_eq!(script.services.len(), 150);
    let ids: BTreeSet<_> = script.services.iter().map(|service| &service.id).collect();
    assert_eq!(ids.len(), 150);
    for need in catalogue().all() {
        assert!(
            script.services.iter().any(|s| s.details.needs.contains(&need.key)),
            "nothing for {}",
            need.name
        );
    }
    for service in &script.services {
        assert!(service.details.needs.iter().all(|need| catalogue().get(need).is_some()), "{}", service.id);
    }
    for kind in ServiceKind::ALL {
        assert!(script.services.iter().any(|s| s.details.kind == Some(kind)), "no {kind:?}");
    }
    let aged =
        |is: fn(Option<u16>) -> bool| script.services.iter().filter(|s| is(s.checked_days_ago)).count();
    assert!(aged(|days| days.is_none()) >= 8, "never checked");
    assert!(aged(|days| days.is_some_and(|days| days < 30)) >= 30, "fresh");
    assert!(aged(|days| days.is_some_and(|days| days > 365)) >= 10, "stale");
    let with = |is: fn(&super::script::Listed) -> bool| script.services.iter().filter(|s| is(s)).count();
    assert!(with(|s| s.details.schedules.iter().any(|hours| hours.opens.is_some())) >= 100);
    assert!(with(|s| s.details.capacity.as_ref().is_some_and(|c| c.free == Some(0))) >= 5, "full");
    assert!(with(|s| s.details.eligibility.sex.is_some()) >= 3);
    assert!(with(|s| !s.details.waiting.is_empty()) >= 20);
}

#[test]
fn each_story_is_told_in_order_by_people_who_work_there() {
    let zone = TimeZone::get("Europe/London").unwrap();
    for story in generate(SEED).stories {
        let times: Vec<_> =
            story.steps.iter().map(|step| step.when.before(monday_afternoon(), &zone)).collect();
        assert!(times.is_sorted_by(|a, b| a < b), "{}", story.patient);
        assert!(matches!(story.steps[0].does, Deed::Flag { .. }), "{}", story.patient);
        assert!(story.steps.iter().all(|step| STAFF.iter().any(|(name, _)| *name == step.who)));
    }
}

#[rstest]
#[case::a_monday_morning("2026-11-23T08:05:00Z")]
#[case::an_afternoon("2026-11-26T15:30:00Z")]
#[case::a_sunday("2026-11-29T22:40:00Z")]
#[case::just_after_midnight("2026-06-11T23:10:00Z")]
#[case::a_leap_day("2028-02-29T12:00:00Z")]
fn whenever_it_is_started_it_is_at_work_and_nothing_lies_in_the_future(#[case] start: &str) {
    let start: Timestamp = start.parse().unwrap();
    let demo = Demo::started(start);
    for case in demo.cases(YOU, StageFilter::Open) {
        assert!(case.last <= start && case.opened <= case.last, "{}", case.patient.called);
    }
    let to_route = demo.cases(YOU, StageFilter::In(Queue::ToRoute));
    assert!(to_route.iter().any(|case| start.duration_since(case.opened) < SignedDuration::from_hours(2)));
    let overview = demo.overview();
    assert!(overview.overdue >= 1 && overview.overdue < overview.waiting, "{overview:?}");
}

#[test]
fn it_has_cases_in_every_state() {
    let demo = Demo::started(monday_afternoon());
    let count = |stage| demo.cases("Sam Carter", stage).len();
    assert!(count(StageFilter::In(Queue::ToRoute)) >= 5);
    assert!(count(StageFilter::In(Queue::Team)) >= 5);
    assert!(count(StageFilter::Waiting) >= count(StageFilter::In(Queue::Team)) + 3);
    assert!(count(StageFilter::WithLinkWorker) >= 8);
    assert!(count(StageFilter::In(Queue::Routed)) >= 4);
    assert_eq!(count(StageFilter::Escalated), 2);
    let open = demo.cases("Sam Carter", StageFilter::Open);
    let returned = open.iter().filter(|c| matches!(c.stage, Stage::ToRoute { returned: Some(_), .. }));
    assert_eq!(returned.count(), 2);
    let with_new = open.iter().filter(|case| case.needs.iter().any(|need| need.new));
    assert!(with_new.count() >= 2);
    let closed = demo.cases("Sam Carter", StageFilter::In(Queue::Closed));
    for wanted in [Outcome::Met, Outcome::PartlyMet, Outcome::NotMet, Outcome::Declined] {
        let is = |case: &&CaseLine| matches!(case.stage, Stage::Closed { outcome, .. } if outcome == wanted);
        assert!(closed.iter().any(|case| is(&case)), "none is {}", wanted.name());
    }
    assert!(open.len() + closed.len() >= 60);
}

#[test]
fn everybody_finds_something_to_do_in_it() {
    let demo = Demo::started(monday_afternoon());
    let has = |who, kind| demo.today(who).sections.iter().any(|section| section.kind == kind);
    assert!(
        has(YOU, SectionKind::Escalated) && has(YOU, SectionKind::ToRoute) && has(YOU, SectionKind::Flagged)
    );
    assert!(has("Dr Ngozi Okafor", SectionKind::Escalated));
    for link_worker in ["Sam Carter", "Ruth Bellamy", "Imran Yusuf"] {
        assert!(
            has(link_worker, SectionKind::WaitingForMe) && has(link_worker, SectionKind::Overdue),
            "{link_worker}"
        );
        assert!(has(link_worker, SectionKind::Team));
    }
    assert!(has("Sam Carter", SectionKind::New) && has("Ruth Bellamy", SectionKind::New));
}

#[test]
fn margaret_is_known_and_free_to_be_flagged_and_two_records_look_alike() {
    let demo = Demo::started(monday_afternoon());
    let margaret = &demo.patients("9995260182")[0];
    assert_eq!(margaret.read_back, "999 526 0182 · 3 Feb 1948 (78) · TH3 4NN");
    assert_eq!(margaret.open_case, None);
    let typed = demo.patients("Kathleen O'Brien");
    assert_eq!(typed[0].called, "Kathleen O'Brien");
    let cathleen =
        generate(SEED).patients.into_iter().find(|person| person.called == "Cathleen OBrien").unwrap();
    let alike = match demo.ask(YOU, Request::Alike { details: Box::new(cathleen.details) }) {
        Reply::Patients(lines) => lines,
        other => panic!("{other:?}"),
    };
    let names: BTreeSet<_> = alike.iter().map(|line| line.called.as_str()).collect();
    assert_eq!(names, ["Cathleen OBrien", "Kathleen O'Brien"].into());
}

#[test]
fn a_second_start_finds_what_the_first_one_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut open = vec![];
    for start in ["first", "second"] {
        let desk = open_demo(folder.path(), &|_, _| {}).unwrap();
        let demo = Demo { desk, clock: PastClock::default() };
        open.push(demo.cases(YOU, StageFilter::Open));
        demo.desk.close().unwrap();
        assert!(open[0].len() > 35 && open.last() == open.first(), "at the {start} start");
    }
}

fn set_up_in(folder: &Path, ods: OdsCode) {
    let (practice, staff) = (super::PRACTICE.to_owned(), "Tom Becker".to_owned());
    let set_up = SetUp { practice, ods, staff, roles: BTreeSet::new(), account: None };
    let desk = open_at(folder, PastClock::default().clock(), &|_, _| {}).unwrap();
    desk.ask(Actor::NOBODY, Request::SetUp(set_up)).unwrap();
}

#[test]
fn a_demo_that_was_cut_off_while_it_was_made_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("demo");
    set_up_in(&folder, super::ods());
    let desk = open_demo(&folder, &|_, _| {}).unwrap();
    let demo = Demo { desk, clock: PastClock::default() };
    assert_eq!(demo.overview().practice.limits.first_contact_working_days, Some(5));
    assert!(folder.with_extension("unfinished-1").is_dir(), "moved aside, not deleted");
}

#[test]
fn a_real_practice_is_never_taken_for_the_demo() {
    let folder = tempfile::tempdir().unwrap();
    set_up_in(folder.path(), OdsCode::parse("A12345").unwrap());
    let refused = open_demo(folder.path(), &|_, _| {}).map(|_| ()).unwrap_err();
    assert_eq!(refused.kind(), "state");
    let desk = open_at(folder.path(), PastClock::default().clock(), &|_, _| {}).unwrap();
    assert!(!desk.is_empty());
}

#[test]
fn after_it_is_loaded_the_clock_tells_the_time_again_and_no_second_practice_is_made() {
    let demo = Demo::started(monday_afternoon());
    let again = load(&demo.desk, &demo.clock, &generate(SEED), monday_afternoon());
    assert!(again.is_err());
    let now = (demo.clock.clock())();
    assert!(Timestamp::now().duration_since(now) < SignedDuration::from_secs(60));
}

#[rstest]
#[case("6 days 14:10", "2026-11-13T14:10:00Z")]
#[case("1 days 09:00", "2026-11-20T09:00:00Z")]
#[case("40 minutes", "2026-11-23T14:50:00Z")]
#[case("40 days 09:00", "2026-09-28T08:00:00Z")] // in summer time
fn a_time_is_counted_back_over_weekends(#[case] written: &str, #[case] at: &str) {
    let when = When::try_from(written.to_owned()).unwrap();
    let zone = TimeZone::get("Europe/London").unwrap();
    assert_eq!(when.before(monday_afternoon(), &zone), at.parse().unwrap());
    assert_eq!(String::from(when), written);
}

#[rstest]
#[case("0 days 09:00")]
#[case("6 days")]
#[case("6 days 25:00")]
#[case("later")]
fn what_is_no_time_is_refused(#[case] written: &str) {
    assert!(When::try_from(written.to_owned()).is_err());
}
