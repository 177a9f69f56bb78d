//! Three years of casework: 100,000 patients with a case each, of which some 5,000 are open; 25 link workers;
//! synthetic. Whoever is flagged on one day goes the same way in time, each with contacts, steps, measures and an end of
//! their own.

use crate::large::{happens, id, person, services};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use signpost::desk::reply::Reply;
use signpost::desk::request::Request;
use signpost::desk::{Actor, open};
use signpost::domain::attempt::Band;
use signpost::domain::case::work::{Attempt, Next, NextWhat, StepState, StepWhat, Worked};
use signpost::domain::case::{
    AgreementGiven, Answer, Case, CaseEvent, Flag, NeedEnd, Outcome, Recipient, ServiceRef,
};
use signpost::domain::id::{CaseId, ChangeId, PatientId, PracticeId, StaffId};
use signpost::domain::measure::{Filled, Point};
use signpost::domain::need::{NeedKey, catalogue};
use signpost::domain::patient::{Asked, PatientEvent};
use signpost::domain::record::{Event, Record, Stamp};
use signpost::domain::reference::Reference;
use signpost::domain::safe_contact::{ContactResult, How};
use signpost::domain::service::ServiceKey;
use signpost::domain::staff::Role;
use signpost::domain::unmet::WhyNot;
use signpost::domain::urgency::Urgency;
use signpost::store::open::embedded;
use signpost::store::{Change, Commit, Store};
use std::path::Path;
use uuid::Uuid;

/// How many cases there are.
pub const CASES: u64 = 100_000;
/// How many are flagged on one day.
const A_DAY: u64 = 100;
/// How many services the directory has, and how many of them are used.
const SERVICES: u64 = 2_000;
const USED: u64 = 200;
/// How many link workers there are.
const WORKERS: usize = 25;
/// The hours from one day of flags to the next: three years in all.
const HOURS: i64 = 26;
/// How long a case takes from the flag to its end, in days. A twentieth of the cases is younger, and open.
const DAYS: i64 = 54;

/// Makes it in a folder, where it is not there yet: beside its place first, so that a half is never taken for it.
pub fn practice(folder: &Path) {
    if folder.exists() {
        return;
    }
    println!("making three years of casework with {CASES} cases in {}; once", folder.display());
    let making = folder.with_extension("making");
    let _ = std::fs::remove_dir_all(&making);
    std::fs::create_dir_all(&making).expect("a folder");
    let (practice, you) = services(&making, SERVICES);
    let workers = hire(&making, you);
    let store = embedded(&making, &|_| {}).expect("the store");
    let now = Timestamp::now();
    for day in 0..CASES / A_DAY {
        let worker = workers[usize::try_from(day).expect("small") % workers.len()];
        let ago = i64::try_from(CASES / A_DAY - day).expect("small") * HOURS;
        let people =
            Day { practice, desk: you, worker, begins: now - SignedDuration::from_hours(ago), place: day };
        people.go(&store, now);
    }
    store.checkpoint().expect("kept");
    drop(store);
    std::fs::rename(&making, folder).expect("the place is free");
}

/// Takes the link workers on.
fn hire(folder: &Path, you: StaffId) -> Vec<StaffId> {
    let desk = open::open(folder, &|_, _| {}).expect("a store");
    let workers = (0..WORKERS).map(|number| {
        let (name, roles) = (format!("Worker {number:02}"), [Role::LinkWorker].into());
        let hire = Request::AddStaff { name, roles, account: None };
        let Ok(Reply::Done(done)) = desk.ask(Actor::staff(you), hire) else { panic!("not hired") };
        let staff = done.staff.expect("somebody").id;
        let keep = Request::KeepCaseload { staff, capacity: Some(250), languages: vec![], covers: vec![] };
        desk.ask(Actor::staff(you), keep).expect("settled");
        staff
    });
    let workers = workers.collect();
    desk.close().expect("kept");
    workers
}

/// Those who were flagged on one day.
struct Day {
    practice: PracticeId,
    desk: StaffId,
    worker: StaffId,
    begins: Timestamp,
    place: u64,
}

/// One of them, with what was made of their case so far.
struct Person {
    number: u64,
    record: Record,
    need: NeedKey,
}

impl Day {
    /// Everything that happens to them up to now.
    fn go(&self, store: &impl Store, now: Timestamp) {
        let mut people: Vec<Person> = Vec::new();
        self.commit(store, 0, self.desk, 0, |changes, stamp| {
            people = (self.place * A_DAY..(self.place + 1) * A_DAY)
                .map(|number| self.flagged(number, changes, stamp))
                .collect();
        });
        let waits = 1 + i64::try_from(self.place % 9).expect("small");
        for (step, days) in [(1, waits), (2, waits + 12), (3, DAYS)] {
            if self.begins + SignedDuration::from_hours(days * 24) > now {
                return;
            }
            self.commit(store, step, self.worker, days, |changes, stamp| {
                for person in &mut people {
                    match step {
                        1 => person.does(CaseEvent::Accepted, changes, stamp),
                        2 => person.begins(changes, stamp),
                        _ => person.ends(changes, stamp),
                    }
                }
            });
        }
    }

    fn commit(
        &self,
        store: &impl Store,
        step: u64,
        by: StaffId,
        days: i64,
        what: impl FnOnce(&mut Vec<Change>, &Stamp),
    ) {
        let at = self.begins + SignedDuration::from_hours(days * 24);
        let stamp = Stamp { at, by, change: ChangeId(id(9, (self.place * 4 + step) << 12)) };
        let mut changes = Vec::new();
        what(&mut changes, &stamp);
        store.commit(Commit { practice: self.practice, stamp, changes }).expect("kept");
    }

    fn flagged(&self, number: u64, changes: &mut Vec<Change>, stamp: &Stamp) -> Person {
        let patient = PatientId(id(1, number));
        let mut details = person(number);
        details.postcode = format!("BS{} {}AA", number % 40 + 1, number % 9 + 1).parse().ok();
        details.gender = match number % 10 {
            0 => Asked::NotAsked,
            1..6 => Asked::Said("woman".to_owned()),
            _ => Asked::Said("man".to_owned()),
        };
        let registered =
            PatientEvent::Registered { id: patient, practice: self.practice, details: Box::new(details) };
        happens(changes, None, Event::Patient(registered), stamp);
        let needs = catalogue().all();
        let need = |by: u64| needs[usize::try_from(number / by).expect("small") % needs.len()].key.clone();
        let mut flagged = vec![need(1)];
        if number.is_multiple_of(3) && need(7) != flagged[0] {
            flagged.push(need(7));
        }
        let flag = Flag {
            needs: flagged.clone(),
            urgency: match number % 20 {
                0 => Urgency::Urgent,
                1..5 => Urgency::Soon,
                _ => Urgency::Routine,
            },
            note: format!("Case {number}: her son moved away in March; letters lie unopened."),
            red_flags: vec![],
            went_on: String::new(),
        };
        let reference = Reference::propose(Uuid::from_u128(u128::from(number) << 1 | 1 << 61), 23);
        let opened =
            Case::open(CaseId(id(2, number)), reference, self.practice, patient, flag).expect("it opens");
        let record = happens(changes, None, Event::Case(opened), stamp);
        let mut person = Person { number, record, need: flagged[0].clone() };
        let agreement = AgreementGiven {
            recipient: Recipient::LinkWorkers,
            answer: Answer::Agreed,
            words: "The link workers may contact me.".to_owned(),
            shares: vec![],
            until: None,
        };
        person.does(
            CaseEvent::AgreementRecorded { agreement: Box::new(agreement), on: None },
            changes,
            stamp,
        );
        person.does(CaseEvent::HandedOver { needs: flagged, to: None }, changes, stamp);
        person
    }
}

impl Person {
    fn does(&mut self, event: CaseEvent, changes: &mut Vec<Change>, stamp: &Stamp) {
        self.record = happens(changes, Some(self.record.clone()), Event::Case(event), stamp);
    }

    fn works(&mut self, worked: Worked, changes: &mut Vec<Change>, stamp: &Stamp) {
        self.does(CaseEvent::Work(Box::new(worked)), changes, stamp);
    }

    /// One in ten is never reached.
    fn is_reached(&self) -> bool {
        self.number % 10 != 3
    }

    /// The first calls; for those who are reached, the plan and the first measures.
    fn begins(&mut self, changes: &mut Vec<Change>, stamp: &Stamp) {
        let tries = 1 + self.number % 4;
        for this in 0..tries {
            let reached = self.is_reached() && this + 1 == tries;
            self.tries(reached, tries - this, changes, stamp);
        }
        let today = stamp.at.to_zoned(TimeZone::UTC).date();
        if self.is_reached() {
            self.works(Worked::GoalSet { number: 1, text: "to get out again".to_owned() }, changes, stamp);
            for (number, state) in [(2, StepState::Agreed), (3, StepState::Referred)] {
                let which = (self.number * 7 + u64::from(number)) % USED;
                let service = ServiceRef {
                    key: ServiceKey::new("large", &format!("s{which}")).expect("a key"),
                    name: format!("Service {which}"),
                };
                let what = StepWhat::Service(service);
                let need = Some(self.need.clone());
                self.works(Worked::StepAdded { number, what, need, state, on: today }, changes, stamp);
            }
            if self.number % 4 != 1 {
                self.measures(Point::Baseline, 4, changes, stamp);
            }
        }
        let on = today + jiff::Span::new().days(14 + i64::try_from(self.number % 30).expect("small"));
        let next = Next { on, what: NextWhat::Contact, band: None, why: String::new() };
        self.works(Worked::NextSet(next), changes, stamp);
    }

    /// The last call, the last measures, and the end.
    fn ends(&mut self, changes: &mut Vec<Change>, stamp: &Stamp) {
        let today = stamp.at.to_zoned(TimeZone::UTC).date();
        let (end, outcome) = if self.is_reached() {
            self.tries(true, 1, changes, stamp);
            if self.number % 5 != 4 {
                let (to, on) = (StepState::Attended, today);
                let moved = Worked::StepMoved { number: 3, to, on, why: String::new(), shared: vec![] };
                self.works(moved, changes, stamp);
            }
            if self.number % 8 < 5 {
                self.measures(Point::End, 5 + self.number % 3, changes, stamp);
            }
            let why = WhyNot::ALL[usize::try_from(self.number / 11).expect("small") % WhyNot::ALL.len()];
            match self.number % 11 {
                0 => (NeedEnd::NotMet { why: "asked twice".to_owned(), because: Some(why) }, Outcome::NotMet),
                1 | 2 => (NeedEnd::PartlyMet { why: String::new(), because: Some(why) }, Outcome::PartlyMet),
                _ => (NeedEnd::Met, Outcome::Met),
            }
        } else {
            (NeedEnd::NotMet { why: String::new(), because: Some(WhyNot::NotReached) }, Outcome::NotReached)
        };
        let Record::Case(case) = &self.record else { unreachable!("a case stays one") };
        let ends = case.body.needs.iter().map(|need| (need.need.clone(), end.clone())).collect();
        let closed = CaseEvent::Closed { ends, outcome, summary: String::new(), follow_ups: vec![] };
        self.does(closed, changes, stamp);
    }

    fn tries(&mut self, reached: bool, ago: u64, changes: &mut Vec<Change>, stamp: &Stamp) {
        let hours = i64::try_from(ago * 24 + self.number % 7).expect("small");
        let at = stamp.at - SignedDuration::from_hours(hours);
        let local = at.to_zoned(TimeZone::UTC);
        let slot = (local.weekday().to_monday_one_offset(), Band::of(local.time()));
        let result = match (reached, self.number % 3) {
            (true, _) => ContactResult::Spoke,
            (false, 0) => ContactResult::MessageLeft,
            (false, _) => ContactResult::NoAnswer,
        };
        let note = if reached { "Misses her sister; would like to cook for others." } else { "" }.to_owned();
        let attempt = Attempt { how: How::Phone, result, at, slot, minutes: reached.then_some(25), note };
        self.works(Worked::Contacted(attempt), changes, stamp);
    }

    fn measures(&mut self, point: Point, about: u64, changes: &mut Vec<Change>, stamp: &Stamp) {
        let on = stamp.at.to_zoned(TimeZone::UTC).date();
        let answer = |at: u64, most: u64| u8::try_from((about + self.number / (at + 1) % 3).min(most)).ok();
        let ons4 = (0..4).map(|at| answer(at, 10)).collect();
        let ucla3 = (0..3).map(|at| answer(at + 4, 6).map(|answer| answer / 3 + 1)).collect();
        for (number, key, answers) in [(10, "ons4", ons4), (11, "ucla3", ucla3)] {
            let filled = Filled { instrument: key.into(), point, on, answers };
            let number = number + if point == Point::End { 10 } else { 0 };
            self.works(Worked::Measured { number, filled }, changes, stamp);
        }
    }
}
