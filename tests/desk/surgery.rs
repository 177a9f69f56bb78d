//! A practice at work, and a few words to tell its stories with.

use jiff::Timestamp;
use signpost::desk::refusal::Refusal;
use signpost::desk::reply::{CaseCard, CaseLine, Done, PatientCard, Reply, Section, SectionKind};
use signpost::desk::request::{
    Agreed, CaseFilter, FlagNeeds, ImportedService, Request, Route, SetUp, StageFilter, WhichCase, Whose,
};
use signpost::desk::{Actor, Clock, Desk};
use signpost::domain::case::{Command, ServiceRef};
use signpost::domain::dates::parse_birth_date;
use signpost::domain::id::{CaseId, PatientId, StaffId};
use signpost::domain::nhs_number::NhsNumber;
use signpost::domain::ods::OdsCode;
use signpost::domain::patient::Details;
use signpost::domain::person_name::PersonName;
use signpost::domain::record::SubjectKind;
use signpost::domain::service::ServiceKey;
use signpost::domain::service::details::ServiceDetails;
use signpost::domain::staff::Role;
use signpost::domain::urgency::Urgency;
use signpost::store::Store;
use signpost::store::memory::MemoryStore;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub const RITA: &str = "Rita Reception";
pub const CARL: &str = "Carl Clinician";
pub const LENA: &str = "Lena Link";
pub const LIAM: &str = "Liam Link";
pub const MONA: &str = "Mona Manager";
pub const ADA: &str = "Ada Admin";

/// Everybody, with what they are.
pub const STAFF: [(&str, Role); 6] = [
    (ADA, Role::Administrator),
    (RITA, Role::Receptionist),
    (CARL, Role::Clinician),
    (LENA, Role::LinkWorker),
    (LIAM, Role::LinkWorker),
    (MONA, Role::Manager),
];

/// Numbers of people who are made up.
pub const MARGARET: &str = "9995260182";
pub const TOM: &str = "9991590838";

/// A practice with its staff, and a clock that moves on by a second at each look.
pub struct Surgery {
    pub desk: Arc<Desk>,
    pub store: Arc<dyn Store>,
    pub clock: Arc<AtomicI64>,
    staff: BTreeMap<&'static str, Actor>,
}

/// Monday 16 November 2026, nine in the morning.
pub fn monday() -> Timestamp {
    "2026-11-16T09:00:00Z".parse().unwrap()
}

/// A clock that moves on by a second at each look.
pub fn ticking() -> (Arc<AtomicI64>, Clock) {
    let seconds = Arc::new(AtomicI64::new(monday().as_second()));
    let ticks = Arc::clone(&seconds);
    (seconds, Arc::new(move || Timestamp::from_second(ticks.fetch_add(1, Ordering::Relaxed)).unwrap()))
}

/// Northgate Surgery, in memory.
pub fn surgery() -> Surgery {
    Surgery::over(Arc::new(MemoryStore::new()))
}

impl Surgery {
    /// The same over any store.
    pub fn over(store: Arc<dyn Store>) -> Self {
        let (clock, ticks) = ticking();
        let desk = Arc::new(Desk::new(Arc::clone(&store), ticks).unwrap());
        let mut surgery = Self { desk, store, clock, staff: BTreeMap::new() };
        let set_up = SetUp {
            practice: "Northgate Surgery".to_owned(),
            ods: OdsCode::parse("A12345").unwrap(),
            staff: ADA.to_owned(),
            roles: [Role::Administrator].into(),
            account: None,
        };
        let Reply::Done(done) = surgery.desk.ask(Actor::NOBODY, Request::SetUp(set_up)).unwrap() else {
            panic!("not set up")
        };
        surgery.staff.insert(ADA, Actor::staff(done.staff.unwrap().id));
        for (name, role) in STAFF.into_iter().skip(1) {
            surgery.hire(name, &[role]);
        }
        surgery
    }

    /// Takes somebody on.
    pub fn hire(&mut self, name: &'static str, roles: &[Role]) {
        let roles = roles.iter().copied().collect();
        let done = self.does(ADA, Request::AddStaff { name: name.to_owned(), roles, account: None });
        self.staff.insert(name, Actor::staff(done.staff.unwrap().id));
    }

    pub fn actor(&self, who: &str) -> Actor {
        self.staff[who]
    }

    pub fn id(&self, who: &str) -> StaffId {
        self.staff[who].id()
    }

    pub fn ask(&self, who: &str, request: Request) -> Result<Reply, Refusal> {
        self.desk.ask(self.staff[who], request)
    }

    /// Somebody does something, and it is done.
    pub fn does(&self, who: &str, request: Request) -> Done {
        match self.ask(who, request) {
            Ok(Reply::Done(done)) => done,
            other => panic!("{who} should have been let: {other:?}"),
        }
    }

    /// Somebody is refused, and nothing has changed.
    pub fn refuses(&self, who: &str, request: Request) -> Refusal {
        let before = self.store.status().position;
        let refusal = self.ask(who, request).unwrap_err();
        assert_eq!(self.store.status().position, before, "changed although refused: {refusal}");
        refusal
    }

    /// Somebody flags, and the case is given.
    pub fn flags(&self, who: &str, flag: FlagNeeds) -> CaseLine {
        *self.does(who, Request::Flag(Box::new(flag))).case.unwrap()
    }

    pub fn on(&self, who: &str, case: CaseId, command: Command) -> Done {
        self.does(who, Request::OnCase { case: WhichCase::Id(case), command })
    }

    pub fn refuses_on(&self, who: &str, case: CaseId, command: Command) -> Refusal {
        self.refuses(who, Request::OnCase { case: WhichCase::Id(case), command })
    }

    pub fn case(&self, who: &str, case: CaseId) -> CaseCard {
        match self.ask(who, Request::Case { case: WhichCase::Id(case) }) {
            Ok(Reply::Case(card)) => *card,
            other => panic!("{other:?}"),
        }
    }

    pub fn patient(&self, id: PatientId) -> PatientCard {
        match self.ask(RITA, Request::Patient { patient: id }) {
            Ok(Reply::Patient(card)) => *card,
            other => panic!("{other:?}"),
        }
    }

    pub fn cases(&self, who: &str, filter: &CaseFilter) -> Vec<CaseLine> {
        match self.ask(who, Request::Cases { filter: filter.clone(), after: None, limit: 500 }) {
            Ok(Reply::Cases(page)) => page.cases,
            other => panic!("{other:?}"),
        }
    }

    /// The open cases of a person.
    pub fn open_cases_of(&self, patient: PatientId) -> Vec<CaseLine> {
        let filter = CaseFilter { stage: Some(StageFilter::Of(patient)), ..CaseFilter::default() };
        self.cases(RITA, &filter).into_iter().filter(|case| case.stage.is_open()).collect()
    }

    pub fn today(&self, who: &str) -> Vec<Section> {
        match self.ask(who, Request::Today) {
            Ok(Reply::Today(today)) => today.sections,
            other => panic!("{other:?}"),
        }
    }

    /// The cases of one part of somebody's Today.
    pub fn on_today(&self, who: &str, kind: SectionKind) -> Vec<CaseId> {
        let sections = self.today(who).into_iter().filter(|section| section.kind == kind);
        sections.flat_map(|section| section.cases).map(|case| case.id).collect()
    }

    /// Lists a service.
    pub fn service(&self, id: &str, name: &str) -> ServiceRef {
        let records = vec![record(1, id, name)];
        let import =
            Request::ImportServices { records, feed: "town".to_owned(), feed_chosen: false, dry_run: false };
        self.ask(ADA, import).unwrap();
        ServiceRef { key: ServiceKey::new("town", id).unwrap(), name: name.to_owned() }
    }

    /// The instant, without the clock moving on.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_second(self.clock.load(Ordering::Relaxed)).unwrap()
    }

    /// Time passes until an hour of a day.
    pub fn until(&self, day: jiff::civil::Date, hour: i8) {
        let at = day.at(hour, 0, 0, 0).in_tz("Europe/London").unwrap().timestamp();
        assert!(at >= self.now(), "{day} is past");
        self.clock.store(at.as_second(), Ordering::Relaxed);
    }

    /// Time passes.
    pub fn days_pass(&self, days: i64) {
        self.clock.fetch_add(days * 86_400, Ordering::Relaxed);
    }
}

/// A record of a file of services.
pub fn record(record: u64, id: &str, name: &str) -> ImportedService {
    let details = Box::new(ServiceDetails { name: name.to_owned(), ..ServiceDetails::default() });
    ImportedService { record, feed: None, id: id.to_owned(), details }
}

/// Details of somebody.
pub fn details(name: &str, born: &str, number: &str) -> Details {
    Details {
        nhs_number: (!number.is_empty()).then(|| NhsNumber::parse(number).unwrap()),
        name: Some(PersonName::parse(name).unwrap()),
        born: Some(parse_birth_date(born, jiff::civil::date(2026, 11, 16)).unwrap()),
        ..Details::default()
    }
}

pub fn number(number: &str) -> Whose {
    Whose::Number(NhsNumber::parse(number).unwrap())
}

pub fn new(details: Details) -> Whose {
    Whose::New { details: Box::new(details), even_if_alike: false }
}

/// A flag without a route.
pub fn flag(whose: Whose, needs: &[&str]) -> FlagNeeds {
    FlagNeeds {
        whose,
        corrected: None,
        needs: needs.iter().map(|need| (*need).into()).collect(),
        urgency: Urgency::Routine,
        note: String::new(),
        went_on: String::new(),
        route: None,
        agreement: Agreed::NotAsked,
    }
}

pub fn yes() -> Agreed {
    Agreed::Yes { words: "Shall a link worker ring you?".to_owned() }
}

/// A flag that hands over to the team, with the patient's agreement.
pub fn handed_over(whose: Whose, needs: &[&str]) -> FlagNeeds {
    FlagNeeds { route: Some(Route::HandOver { to: None }), agreement: yes(), ..flag(whose, needs) }
}

pub fn route(case: CaseId, route: Route, agreement: Agreed) -> Request {
    Request::Route { case: WhichCase::Id(case), needs: vec![], route, agreement }
}

/// The patient's record that a change registered or changed.
pub fn patient_in(done: &Done) -> PatientId {
    done.case.as_ref().map_or_else(
        || PatientId(done.subjects.iter().find(|s| s.kind == SubjectKind::Patient).unwrap().id),
        |case| case.patient.id,
    )
}

/// The n-th person whose number nobody has: of thirty numbers in a row, at least one is valid.
pub fn somebody(n: u64) -> Whose {
    let number = (9_990_000_000 + n * 30..).find_map(|n| NhsNumber::parse(&n.to_string()).ok());
    Whose::Number(number.unwrap())
}
