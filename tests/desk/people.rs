//! Two records of one person: joined, parted again, and what becomes of their cases.

use crate::desk::surgery::{
    LENA, MARGARET, RITA, Surgery, TOM, details, flag, handed_over, new, number, surgery, ticking,
};
use rstest::rstest;
use signpost::desk::Desk;
use signpost::desk::refusal::Refusal;
use signpost::desk::reply::Reply;
use signpost::desk::request::{Find, Request, Whose};
use signpost::domain::case::{CaseRefusal, Command, NeedEnd};
use signpost::domain::id::{CaseId, PatientId};
use std::sync::Arc;

/// Margaret by her number, and again by name and birth date.
fn two_records(surgery: &Surgery) -> [(PatientId, CaseId); 2] {
    let one = surgery.flags(RITA, handed_over(number(MARGARET), &["debt"]));
    let other = surgery.flags(RITA, flag(new(details("Margaret Ellis", "3/2/1948", "")), &["loneliness"]));
    [(one.patient.id, one.id), (other.patient.id, other.id)]
}

fn end(surgery: &Surgery, case: CaseId) {
    let needs = vec![];
    surgery.on(RITA, case, Command::Decline { needs, why: String::new() });
}

fn undo(patient: PatientId) -> Request {
    Request::Undo { subject: patient.into() }
}

fn join(keep: PatientId, join: PatientId) -> Request {
    Request::JoinPatients { keep, join }
}

#[rstest]
#[case::no_open_case(false, false)]
#[case::one_open_case(true, false)]
#[case::the_others_open_case(false, true)]
#[case::two_open_cases(true, true)]
fn two_records_are_joined_and_parted_again(#[case] ours_open: bool, #[case] theirs_open: bool) {
    let surgery = surgery();
    // Both to route, so that either can be declined.
    let ours = surgery.flags(RITA, flag(number(MARGARET), &["debt"]));
    let theirs = surgery.flags(RITA, flag(new(details("Margaret Ellis", "3/2/1948", "")), &["loneliness"]));
    for (case, open) in [(&ours, ours_open), (&theirs, theirs_open)] {
        if !open {
            end(&surgery, case.id);
        }
    }
    let (keep, gone) = (ours.patient.id, theirs.patient.id);
    let before = (surgery.patient(keep).patient.details, surgery.patient(gone).patient.details);
    let open_before = (surgery.open_cases_of(keep), surgery.open_cases_of(gone));

    surgery.does(RITA, join(keep, gone));
    let joined = surgery.patient(gone);
    assert_eq!(joined.patient.id, keep);
    assert_eq!(joined.line.called, "Margaret Ellis");
    assert_eq!(surgery.open_cases_of(keep).len(), usize::from(ours_open || theirs_open));

    surgery.does(RITA, undo(keep));
    let after = (surgery.patient(keep).patient.details, surgery.patient(gone).patient.details);
    assert_eq!(after, before);
    assert_eq!((surgery.open_cases_of(keep), surgery.open_cases_of(gone)), open_before);

    // Both go on by themselves.
    for patient in [keep, gone] {
        surgery.flags(RITA, flag(Whose::Known(patient), &["transport"]));
        assert_eq!(surgery.open_cases_of(patient).len(), 1);
    }
}

#[test]
fn of_two_open_cases_one_goes_on_with_the_needs_of_both() {
    let surgery = surgery();
    let [(keep, ours), (gone, theirs)] = two_records(&surgery);
    let done = surgery.does(RITA, join(keep, gone));
    let line = done.case.clone().unwrap();
    assert_eq!(line.id, ours, "the reply shows the case that goes on");
    assert_eq!(line.needs.len(), 2);
    assert!(done.said.contains("goes on in"), "{}", done.said);
    assert_eq!(surgery.flags(RITA, flag(Whose::Known(gone), &["transport"])).id, ours);
    let on_the_other = surgery.refuses_on(RITA, theirs, Command::Note { text: "x".to_owned() });
    assert_eq!(on_the_other.kind(), "not_allowed");
}

#[test]
fn a_joined_record_is_flagged_under_the_one_that_goes_on() {
    let surgery = surgery();
    let [(keep, ours), (gone, theirs)] = two_records(&surgery);
    end(&surgery, theirs);
    surgery.does(RITA, join(gone, keep));
    // The number is the other record's now, and so is the case.
    assert_eq!(surgery.flags(RITA, flag(number(MARGARET), &["transport"])).id, ours);
    assert_eq!(surgery.patient(keep).patient.id, gone);
}

#[test]
fn two_records_are_not_parted_when_the_case_has_gone_on_since() {
    let surgery = surgery();
    for others_case_only in [false, true] {
        let name = if others_case_only { "Ann Reed" } else { "Bea Reed" };
        let theirs = surgery.flags(RITA, flag(new(details(name, "1/1/1950", "")), &["loneliness"]));
        let who = if others_case_only { TOM } else { MARGARET };
        let ours = surgery.flags(RITA, flag(number(who), &["debt"]));
        if others_case_only {
            end(&surgery, ours.id);
        }
        let keep = ours.patient.id;
        surgery.does(RITA, join(keep, theirs.patient.id));
        let on = surgery.flags(LENA, flag(Whose::Known(keep), &["transport"]));
        let refusal = surgery.refuses(RITA, undo(keep));
        // Of two cases that were joined, neither can go back; a case that came along would go back with the new need.
        if others_case_only {
            assert!(matches!(refusal, Refusal::State { .. }), "{refusal}");
        } else {
            assert_eq!(refusal, Refusal::Case(CaseRefusal::NothingToUndo));
        }
        surgery.does(LENA, Request::Undo { subject: on.id.into() });
    }
}

#[test]
fn a_closed_case_of_a_joined_record_does_not_open_beside_another() {
    let surgery = surgery();
    let theirs = surgery.flags(RITA, handed_over(new(details("Margaret Ellis", "3/2/1948", "")), &["debt"]));
    surgery.on(LENA, theirs.id, Command::Accept);
    surgery.on(LENA, theirs.id, signpost::desk::request::close_all(NeedEnd::Met, String::new()));
    let ours = surgery.flags(RITA, flag(number(MARGARET), &["loneliness"]));
    surgery.does(RITA, join(ours.patient.id, theirs.patient.id));
    let request = Request::Undo { subject: theirs.id.into() };
    assert!(matches!(surgery.refuses(LENA, request), Refusal::State { .. }));
    assert_eq!(surgery.open_cases_of(ours.patient.id).len(), 1);
}

#[test]
fn two_numbers_are_two_people() {
    let surgery = surgery();
    let one = surgery.flags(RITA, flag(number(MARGARET), &["debt"])).patient.id;
    let other = surgery.flags(RITA, flag(number(TOM), &["debt"])).patient.id;
    let refusal = surgery.refuses(RITA, join(one, other));
    assert!(refusal.what().contains("two NHS numbers"), "{refusal}");
    assert_eq!(surgery.refuses(RITA, join(one, one)).kind(), "bad_input");
}

#[test]
fn only_who_joined_them_parts_them_again() {
    let surgery = surgery();
    let [(keep, ours), (gone, _)] = two_records(&surgery);
    surgery.does(RITA, join(keep, gone));
    assert_eq!(surgery.refuses(LENA, undo(keep)), Refusal::Case(CaseRefusal::NothingToUndo));
    // It is taken back from the case as well.
    surgery.does(RITA, Request::Undo { subject: ours.into() });
    assert_eq!(surgery.patient(gone).patient.id, gone);
}

#[test]
fn a_case_is_found_by_the_name_that_its_patient_has_now() {
    let surgery = surgery();
    surgery.desk.wait_until_indexed();
    let case = surgery.flags(RITA, flag(number(MARGARET), &["debt"]));
    let found = |text: &str| -> usize {
        let find = Find { text: text.to_owned(), cases: true, limit: 10, ..Find::default() };
        match surgery.ask(RITA, Request::Find(find)) {
            Ok(Reply::Found(found)) => found.hits.len(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(found("ellis"), 0);
    let details = Box::new(details("Margaret Ellis", "3/2/1948", MARGARET));
    surgery.does(RITA, Request::CorrectPatient { patient: case.patient.id, details });
    assert_eq!(found("ellis"), 1);
    surgery.does(RITA, undo(case.patient.id));
    assert_eq!(found("ellis"), 0);
}

#[test]
fn who_is_known_is_noticed_also_just_after_the_start() {
    let surgery = surgery();
    for day in 1..=28 {
        for month in 1..=12 {
            let someone = details("Ann Reed", &format!("{day}/{month}/1950"), "");
            surgery.flags(RITA, flag(new(someone), &["debt"]));
        }
    }
    let again = flag(new(details("Ann Reed", "28/12/1950", "")), &["loneliness"]);
    let known = surgery.flags(RITA, again.clone()).patient.id;
    let (_, clock) = ticking();
    let desk = Desk::new(Arc::clone(&surgery.store), clock).unwrap();
    let Reply::Done(done) = desk.ask(surgery.actor(RITA), Request::Flag(Box::new(again))).unwrap() else {
        panic!()
    };
    assert_eq!(done.case.unwrap().patient.id, known);
}
