//! Who may what: every role and every request, against the handbook's table of roles.

use crate::desk::surgery::{ADA, CARL, LENA, LIAM, MONA, RITA, STAFF, flag, handed_over, number, surgery};
use jiff::Timestamp;
use signpost::desk::Actor;
use signpost::desk::refusal::Refusal;
use signpost::desk::reply::Reply;
use signpost::desk::request::{Agreed, CaseFilter, Find, Request, Route, SetUp, WhichCase};
use signpost::domain::case::work::Work;
use signpost::domain::case::{
    AgreementGiven, Answer, Closing, Command, Escalate, Flag, NeedEnd, Recipient, ServiceRef,
};
use signpost::domain::caseload::Leave;
use signpost::domain::id::{CaseId, PatientId, StaffId};
use signpost::domain::ods::OdsCode;
use signpost::domain::patient::Details;
use signpost::domain::practice::Limits;
use signpost::domain::record::Subject;
use signpost::domain::report::ReportName;
use signpost::domain::service::ServiceKey;
use signpost::domain::staff::Role;
use signpost::domain::urgency::Urgency;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// `x`: may. The columns: receptionist, clinician, link worker, manager, administrator.
const TABLE: &str = "
    see the overview              x x x x x
    see today                     x x x x x
    see cases                     x x x x .
    see a case                    x x x x .
    look patients up              x x x x .
    see a patient                 x x x x .
    see who is alike              x x x x .
    browse services               x x x x x
    see a service                 x x x x x
    find                          x x x x x
    see the staff                 x x x x x
    see the call card             x x x x x
    take on staff                 . . . . x
    retire staff                  . . . . x
    set limits                    . . . x .
    confirm the call card         . . . x x
    flag                          x x x . .
    signpost                      x x x . .
    refer                         x x x . .
    hand over                     x x x . .
    escalate                      x x x . .
    decline                       x x x . .
    on a case: flag               x x x . .
    on a case: record agreement   x x x . .
    on a case: signpost           x x x . .
    on a case: refer              x x x . .
    on a case: hand over          x x x . .
    on a case: escalate           x x x . .
    on a case: decline            x x x . .
    on a case: acknowledge        . x . . .
    on a case: accept             . . x . .
    on a case: see                . . x . .
    on a case: return             . . x . .
    on a case: reassign           . . x x .
    on a case: note               . x x . .
    on a case: change urgency     x x x . .
    on a case: end a need         . . x . .
    on a case: close              . . x . .
    on a case: reopen             . . x . .
    on a case: undo               x x x x .
    correct a patient             x x x . .
    join patients                 x x x . .
    undo                          x x x x .
    import services               . . . . x
    see the places                x x x x x
    import places                 . . . x x
    check a service               x x x x x
    give details                  x x x . .
    note an unmet need            x x x x x
    see the unmet needs           . . x x x
    on a case: work               . . x . .
    work on a case                . . x . .
    take a call-back down         x x x . .
    see caseloads                 x x x x .
    see whom to hand to           x x x x .
    settle a caseload             . . . x .
    set leave                     . . x x .
    move what is due              . . x x .
    record a licence              . . . . x
    see the calendar              . . x . .
    see a report                  . . . x .
    see the unmet needs' report   . . x x x
";

const ROLES: [Role; 5] =
    [Role::Receptionist, Role::Clinician, Role::LinkWorker, Role::Manager, Role::Administrator];

/// What the table calls a request. A new kind of request does not compile until it has a row.
fn name(request: &Request) -> &'static str {
    match request {
        Request::Overview => "see the overview",
        Request::Today => "see today",
        Request::Cases { .. } => "see cases",
        Request::Case { .. } => "see a case",
        Request::Patients { .. } => "look patients up",
        Request::Patient { .. } => "see a patient",
        Request::Alike { .. } => "see who is alike",
        Request::Services { .. } => "browse services",
        Request::Service { .. } => "see a service",
        Request::Find(_) => "find",
        Request::Staff => "see the staff",
        Request::CallCard { .. } => "see the call card",
        Request::SetUp(_) => "set up",
        Request::AddStaff { .. } => "take on staff",
        Request::RetireStaff { .. } => "retire staff",
        Request::SetLimits(_) => "set limits",
        Request::ConfirmCard { .. } => "confirm the call card",
        Request::Flag(_) => "flag",
        Request::Route { route, .. } => match route {
            Route::Signpost { .. } => "signpost",
            Route::Refer { .. } => "refer",
            Route::HandOver { .. } => "hand over",
            Route::Escalate { .. } => "escalate",
            Route::Decline { .. } => "decline",
        },
        Request::OnCase { command, .. } => match command {
            Command::Flag(_) => "on a case: flag",
            Command::RecordAgreement(_) => "on a case: record agreement",
            Command::Signpost { .. } => "on a case: signpost",
            Command::Refer { .. } => "on a case: refer",
            Command::HandOver { .. } => "on a case: hand over",
            Command::Escalate(_) => "on a case: escalate",
            Command::Acknowledge => "on a case: acknowledge",
            Command::Decline { .. } => "on a case: decline",
            Command::Accept => "on a case: accept",
            Command::Return { .. } => "on a case: return",
            Command::Reassign { .. } => "on a case: reassign",
            Command::Note { .. } => "on a case: note",
            Command::See => "on a case: see",
            Command::ChangeUrgency { .. } => "on a case: change urgency",
            Command::EndNeed { .. } => "on a case: end a need",
            Command::Close(_) => "on a case: close",
            Command::Reopen { .. } => "on a case: reopen",
            Command::Undo => "on a case: undo",
            Command::Work(_) => "on a case: work",
        },
        Request::CorrectPatient { .. } => "correct a patient",
        Request::JoinPatients { .. } => "join patients",
        Request::Undo { .. } => "undo",
        Request::ImportServices { .. } => "import services",
        Request::Places => "see the places",
        Request::ImportPlaces { .. } => "import places",
        Request::CheckService { .. } => "check a service",
        Request::GiveDetails { .. } => "give details",
        Request::NoteUnmet { .. } => "note an unmet need",
        Request::UnmetNeeds { .. } => "see the unmet needs",
        Request::Work { work: Work::AskCallBack { .. }, .. } => "take a call-back down",
        Request::Work { .. } => "work on a case",
        Request::Caseloads => "see caseloads",
        Request::Whom { .. } => "see whom to hand to",
        Request::KeepCaseload { .. } => "settle a caseload",
        Request::SetLeave { .. } => "set leave",
        Request::MoveDue { .. } => "move what is due",
        Request::RecordLicence { .. } => "record a licence",
        Request::Calendar { .. } => "see the calendar",
        Request::Report { name: ReportName::Unmet, .. } => "see the unmet needs' report",
        Request::Report { .. } => "see a report",
    }
}

/// One of each kind, about records that are not there: whoever may is told that, and nothing changes.
#[expect(clippy::too_many_lines, reason = "a list of everything that can be asked")]
fn requests() -> Vec<Request> {
    let why = || "because".to_owned();
    let service = || ServiceRef { key: ServiceKey::new("town", "1").unwrap(), name: "Lunch".to_owned() };
    let at = Timestamp::UNIX_EPOCH;
    let today = jiff::civil::date(2026, 11, 21);
    let (patient, nobody) = (PatientId(Uuid::max()), StaffId(Uuid::max()));
    let case = CaseId(Uuid::max());
    let which = || WhichCase::Id(case);
    let routes = [
        Route::Signpost { service: service() },
        Route::Refer { service: service(), shared: vec![] },
        Route::HandOver { to: None },
        Route::Escalate { reason: why(), told: why(), told_at: None },
        Route::Decline { why: why() },
    ];
    let words = Flag {
        needs: vec!["debt".into()],
        urgency: Urgency::Routine,
        note: why(),
        red_flags: vec![],
        went_on: why(),
    };
    let agreement = AgreementGiven {
        recipient: Recipient::LinkWorkers,
        answer: Answer::Agreed,
        words: why(),
        shares: vec![],
        until: None,
    };
    let commands = [
        Command::Flag(words),
        Command::RecordAgreement(agreement),
        Command::Signpost { needs: vec![], service: service() },
        Command::Refer { needs: vec![], service: service(), shared: vec![] },
        Command::HandOver { needs: vec![], to: None },
        Command::Escalate(Escalate { reason: why(), red_flags: vec![], told: why(), told_at: at }),
        Command::Acknowledge,
        Command::Decline { needs: vec![], why: why() },
        Command::Accept,
        Command::Return { why: why() },
        Command::Reassign { to: None },
        Command::Note { text: why() },
        Command::See,
        Command::ChangeUrgency { urgency: Urgency::Soon },
        Command::EndNeed { need: "debt".into(), end: NeedEnd::Met },
        Command::Close(Closing { rest: Some(NeedEnd::Met), summary: why(), ..Closing::default() }),
        Command::Reopen { why: why() },
        Command::Undo,
        Command::Work(Work::DropFollowUp { number: 1 }),
    ];
    let mut all = vec![
        Request::Overview,
        Request::Today,
        Request::Cases { filter: CaseFilter::default(), after: None, limit: 10 },
        Request::Case { case: which() },
        Request::Patients { text: "ellis".to_owned(), limit: 5 },
        Request::Patient { patient },
        Request::Alike { details: Box::default() },
        Request::Services { feed: None, after: None, limit: 10 },
        Request::Service { id: "1".to_owned() },
        Request::Find(Find { text: "ellis".to_owned(), services: true, ..Find::default() }),
        Request::Staff,
        Request::CallCard { red_flags: vec![] },
        Request::AddStaff { name: String::new(), roles: BTreeSet::new(), account: None },
        Request::RetireStaff { staff: nobody },
        Request::SetLimits(Limits { first_contact_working_days: Some(99), ..Limits::default() }),
        Request::ConfirmCard { entry: "nobody".to_owned(), number: "1".to_owned() },
        Request::Flag(Box::new(flag(signpost::desk::request::Whose::Known(patient), &["debt"]))),
        Request::CorrectPatient { patient, details: Box::<Details>::default() },
        Request::JoinPatients { keep: patient, join: patient },
        Request::Undo { subject: Subject::from(case) },
        Request::ImportServices {
            records: vec![],
            feed: "town".to_owned(),
            feed_chosen: false,
            dry_run: false,
        },
        Request::Places,
        Request::ImportPlaces { places: Box::default(), file: String::new(), dry_run: false },
        Request::CheckService { service: service().key },
        Request::GiveDetails { service: service().key },
        Request::NoteUnmet { needs: vec![], area: None },
        Request::UnmetNeeds { from: None, to: None, after: None, limit: 10 },
        Request::Work { case: which(), work: Work::DropFollowUp { number: 1 }, next: None },
        Request::Work {
            case: which(),
            work: Work::AskCallBack { on: today, band: None, why: why() },
            next: None,
        },
        Request::Caseloads,
        Request::Whom { patient: None },
        Request::KeepCaseload { staff: nobody, capacity: None, languages: vec![], covers: vec![] },
        Request::SetLeave { staff: nobody, leave: None },
        Request::MoveDue { staff: nobody, leave: Leave { from: today, to: today }, only_say: true },
        Request::RecordLicence { instrument: "nothing".into(), licence: None },
        Request::Calendar { staff: None },
        Request::Report { name: ReportName::Unmet, from: None, to: None, practice: None },
        Request::Report { name: ReportName::Waits, from: None, to: None, practice: None },
    ];
    all.extend(routes.map(|route| Request::Route {
        case: which(),
        needs: vec![],
        route,
        agreement: Agreed::NotAsked,
    }));
    all.extend(commands.map(|command| Request::OnCase { case: which(), command }));
    all
}

fn table() -> BTreeMap<&'static str, [bool; 5]> {
    TABLE
        .lines()
        .map(str::trim)
        .filter(|row| !row.is_empty())
        .map(|row| {
            let (name, marks) = row.split_at(row.len() - 9);
            let marks: Vec<bool> = marks.split(' ').map(|mark| mark == "x").collect();
            (name.trim(), marks.try_into().unwrap())
        })
        .collect()
}

#[test]
fn every_kind_of_request_has_a_row_and_every_row_a_request() {
    let asked: BTreeSet<_> = requests().iter().map(name).collect();
    assert_eq!(asked, table().into_keys().collect());
    assert_eq!(requests().len(), asked.len());
}

#[test]
fn each_role_may_what_the_handbook_says_and_nothing_else() {
    let surgery = surgery();
    let position = surgery.store.status().position;
    for request in requests() {
        let expected = table()[name(&request)];
        for (role, may) in ROLES.into_iter().zip(expected) {
            let (who, _) = STAFF.into_iter().find(|(_, is)| *is == role).unwrap();
            let answer = surgery.ask(who, request.clone());
            let is_let = !matches!(answer, Err(Refusal::NotAllowed { .. }));
            assert_eq!(is_let, may, "{}: {}", role.name(), name(&request));
        }
    }
    assert_eq!(surgery.store.status().position, position, "a request about nothing changed something");
}

#[test]
fn who_has_two_roles_may_what_either_may() {
    let mut surgery = surgery();
    surgery.hire("Bo Both", &[Role::Receptionist, Role::Administrator]);
    for request in requests() {
        let [receptionist, .., administrator] = table()[name(&request)];
        let is_let = !matches!(surgery.ask("Bo Both", request.clone()), Err(Refusal::NotAllowed { .. }));
        assert_eq!(is_let, receptionist || administrator, "{}", name(&request));
    }
}

#[test]
fn nobody_may_only_see_who_works_here_and_how_things_stand() {
    let surgery = surgery();
    for request in requests() {
        let answer = surgery.desk.ask(Actor::NOBODY, request.clone());
        let may_choose = matches!(request, Request::Staff | Request::Overview);
        assert_eq!(answer.is_ok(), may_choose, "{}", name(&request));
    }
}

#[test]
fn who_has_left_may_nothing() {
    let surgery = surgery();
    surgery.does(ADA, Request::RetireStaff { staff: surgery.id(LIAM) });
    for request in requests() {
        let refusal = surgery.refuses(LIAM, request.clone());
        assert_eq!(refusal.what(), "Liam Link has left.", "{}", name(&request));
    }
}

#[test]
fn a_practice_is_set_up_once() {
    let surgery = surgery();
    let again = || {
        Request::SetUp(SetUp {
            practice: "Southgate Surgery".to_owned(),
            ods: OdsCode::parse("B12345").unwrap(),
            staff: "Zoe".to_owned(),
            roles: BTreeSet::new(),
            account: None,
        })
    };
    for actor in [Actor::NOBODY, surgery.actor(ADA)] {
        let refusal = surgery.desk.ask(actor, again()).unwrap_err();
        assert_eq!(refusal.what(), "A practice is set up here already.");
    }
}

#[test]
fn the_last_administrator_stays() {
    let mut surgery = surgery();
    let refusal = surgery.refuses(ADA, Request::RetireStaff { staff: surgery.id(ADA) });
    assert_eq!(refusal.what(), "Ada Admin is the only administrator.");
    surgery.hire("Bea", &[Role::Administrator]);
    surgery.does(ADA, Request::RetireStaff { staff: surgery.id(ADA) });
}

#[test]
fn an_administrator_sees_no_patient_by_any_request() {
    let surgery = surgery();
    let case = surgery.flags(RITA, handed_over(number(crate::desk::surgery::MARGARET), &["debt"]));
    surgery.desk.wait_until_indexed();
    let told = ["999526", "999 526", case.reference.as_str()];
    let find = Find {
        text: "9995260182".to_owned(),
        services: true,
        patients: true,
        cases: true,
        ..Find::default()
    };
    let case_named = Find { text: case.reference.to_string(), cases: true, ..Find::default() };
    let about = [
        Request::Find(find),
        Request::Find(case_named),
        Request::Case { case: WhichCase::Typed(case.reference.to_string()) },
        Request::Patient { patient: case.patient.id },
        Request::Undo { subject: case.id.into() },
    ];
    for request in about.into_iter().chain(requests()) {
        let answer = match surgery.ask(ADA, request) {
            Ok(reply) => serde_json::to_string(&reply).unwrap(),
            Err(refusal) => refusal.to_string(),
        };
        assert!(!told.iter().any(|word| answer.contains(word)), "{answer}");
    }
}

#[test]
fn the_link_workers_notes_are_for_clinicians_and_link_workers() {
    let surgery = surgery();
    let case = surgery.flags(RITA, handed_over(number(crate::desk::surgery::MARGARET), &["debt"])).id;
    surgery.on(LENA, case, Command::Accept);
    surgery.on(LENA, case, Command::Note { text: "Her son took the savings.".to_owned() });
    for (who, sees) in [(RITA, false), (MONA, false), (CARL, true), (LIAM, true)] {
        let card = serde_json::to_string(&surgery.case(who, case)).unwrap();
        assert_eq!(card.contains("savings"), sees, "{who}");
        assert!(card.contains("note"), "that there is one is no secret: {who}");
        let Reply::Patient(patient) =
            surgery.ask(who, Request::Patient { patient: surgery.case(who, case).patient.id }).unwrap()
        else {
            panic!()
        };
        assert!(!serde_json::to_string(&patient).unwrap().contains("savings"));
    }
}
