//! Flagging: whose need it is, which case it joins, what has to be agreed, what stops it.

use crate::desk::surgery::{
    ADA, CARL, LENA, LIAM, MARGARET, MONA, RITA, TOM, details, flag, handed_over, new, number, patient_in,
    surgery, yes,
};
use rstest::rstest;
use signpost::desk::refusal::Refusal;
use signpost::desk::reply::SectionKind;
use signpost::desk::request::{Agreed, FlagNeeds, Request, Route, WhichCase, Whose};
use signpost::domain::case::{CaseRefusal, Command, Flag, NeedState, Stage};
use signpost::domain::id::StaffId;
use signpost::domain::patient::{Contact, Details, Standing};
use signpost::domain::practice::Limits;
use signpost::domain::urgency::Urgency;
use uuid::Uuid;

fn request(flag: FlagNeeds) -> Request {
    Request::Flag(Box::new(flag))
}

#[test]
fn a_number_that_nobody_has_makes_a_patient_whose_name_is_to_be_filled_in() {
    let surgery = surgery();
    let done = surgery.does(RITA, request(flag(number(MARGARET), &["debt"])));
    let case = done.case.clone().unwrap();
    assert_eq!(case.patient.called, "999 526 0182 (name to fill in)");
    assert!(done.said.contains("stays to route for debt"), "{}", done.said);

    let details = details("Margaret Ellis", "3/2/1948", MARGARET);
    let patient = patient_in(&done);
    surgery.does(RITA, Request::CorrectPatient { patient, details: Box::new(details) });
    assert_eq!(surgery.case(RITA, case.id).line.patient.called, "Margaret Ellis");
    assert_eq!(surgery.flags(RITA, flag(number(MARGARET), &["loneliness"])).id, case.id);
}

#[test]
fn a_need_flagged_twice_joins_the_open_case() {
    let surgery = surgery();
    let first = surgery.flags(RITA, flag(number(MARGARET), &["loneliness"]));
    let done = surgery.does(CARL, request(flag(Whose::Known(first.patient.id), &["loneliness", "debt"])));
    assert!(done.said.contains("(joins the open case)"), "{}", done.said);
    let cases = surgery.open_cases_of(first.patient.id);
    assert_eq!(cases.len(), 1);
    assert_eq!(
        cases[0].needs.iter().map(|need| need.need.as_str()).collect::<Vec<_>>(),
        ["loneliness", "debt"]
    );
}

#[test]
fn the_same_person_entered_twice_is_noticed() {
    let surgery = surgery();
    let known = surgery.flags(RITA, flag(new(details("Margaret Ellis", "3/2/1948", "")), &["debt"]));
    let alike = details("Margret Elis", "3/2/1948", "");
    let Refusal::Alike(lines) = surgery.refuses(RITA, request(flag(new(alike.clone()), &["debt"]))) else {
        panic!("not noticed")
    };
    assert_eq!(lines[0].id, known.patient.id);
    assert!(lines[0].open_case.as_ref().unwrap().starts_with(known.reference.as_str()));
    let other = Whose::New { details: Box::new(alike), even_if_alike: true };
    assert_ne!(surgery.flags(RITA, flag(other, &["debt"])).patient.id, known.patient.id);
}

#[test]
fn one_name_and_birth_date_is_one_person_and_what_is_new_of_them_is_kept() {
    let surgery = surgery();
    let known = surgery.flags(RITA, flag(new(details("Margaret Ellis", "3/2/1948", "")), &["debt"]));
    let again = details("MARGARET ELLIS", "3/2/1948", MARGARET);
    let contact = Contact { phone: Some("0117 496 0123".parse().unwrap()), ..Contact::default() };
    let again = Details { contact, ..again };
    let case = surgery.flags(RITA, flag(new(again), &["loneliness"]));
    assert_eq!(case.id, known.id);
    let patient = surgery.patient(known.patient.id).patient;
    assert_eq!(
        patient.details.nhs_number.map(signpost::domain::nhs_number::NhsNumber::digits),
        Some(MARGARET.to_owned())
    );
    assert_eq!(patient.details.contact.phone.unwrap().number(), "01174960123");
}

#[test]
fn who_has_neither_number_nor_birth_date_is_nobody() {
    let surgery = surgery();
    let named = Details { born: None, ..details("Margaret Ellis", "3/2/1948", "") };
    let with_number = Details { born: None, ..details("Margaret Ellis", "3/2/1948", MARGARET) };
    surgery.flags(RITA, flag(new(with_number), &["debt"]));
    let refusal = surgery.refuses(RITA, request(flag(new(named), &["debt"])));
    assert_eq!(refusal.kind(), "bad_input");
}

#[test]
fn a_number_belongs_to_one_patient() {
    let surgery = surgery();
    surgery.flags(RITA, flag(number(MARGARET), &["debt"]));
    let tom = surgery.flags(RITA, flag(new(details("Tom Hill", "1/5/1960", "")), &["debt"])).patient.id;
    let wrong = Box::new(details("Tom Hill", "1/5/1960", MARGARET));
    let correct = Request::CorrectPatient { patient: tom, details: wrong.clone() };
    assert!(matches!(surgery.refuses(RITA, correct), Refusal::Alike(_)));
    let in_the_form = FlagNeeds { corrected: Some(wrong), ..flag(Whose::Known(tom), &["loneliness"]) };
    assert!(matches!(surgery.refuses(RITA, request(in_the_form)), Refusal::Alike(_)));
}

#[test]
fn nothing_is_handed_over_without_agreement() {
    let surgery = surgery();
    let unasked = FlagNeeds { agreement: Agreed::NotAsked, ..handed_over(number(MARGARET), &["debt"]) };
    assert_eq!(surgery.refuses(RITA, request(unasked)), Refusal::Case(CaseRefusal::NoAgreement));

    let no = Agreed::No { words: "May we?".to_owned() };
    let declined =
        surgery.flags(RITA, FlagNeeds { agreement: no, ..handed_over(number(MARGARET), &["debt"]) });
    assert_eq!(declined.needs[0].state, NeedState::Declined);
    assert!(matches!(declined.stage, Stage::Closed { .. }));

    let later = surgery.flags(RITA, flag(number(TOM), &["debt"]));
    assert!(matches!(later.stage, Stage::ToRoute { .. }));
    let hand_over = |agreement| Request::Route {
        case: WhichCase::Typed(later.reference.to_string().to_lowercase()),
        needs: vec![],
        route: Route::HandOver { to: None },
        agreement,
    };
    assert_eq!(surgery.refuses(RITA, hand_over(Agreed::NotAsked)), Refusal::Case(CaseRefusal::NoAgreement));
    let done = surgery.does(RITA, hand_over(yes()));
    assert!(matches!(done.case.unwrap().stage, Stage::Waiting { worker: None, .. }));
}

#[test]
fn a_case_is_handed_to_a_named_link_worker_only() {
    let surgery = surgery();
    let to = |to| FlagNeeds {
        route: Some(Route::HandOver { to: Some(to) }),
        ..handed_over(number(MARGARET), &["debt"])
    };
    let refusal = surgery.refuses(RITA, request(to(surgery.id(MONA))));
    assert_eq!(refusal.what(), "Mona Manager is not a link worker here.");
    assert_eq!(surgery.refuses(RITA, request(to(StaffId(Uuid::max())))).kind(), "not_found");
    let case = surgery.flags(RITA, to(surgery.id(LIAM)));
    assert_eq!(case.worker.as_deref(), Some(LIAM));
    assert_eq!(surgery.on_today(LIAM, SectionKind::WaitingForMe), [case.id]);
    assert_eq!(surgery.on_today(LENA, SectionKind::WaitingForMe), []);
}

#[test]
fn a_day_is_promised_only_where_the_practice_has_set_a_limit() {
    let surgery = surgery();
    let done = surgery.does(RITA, request(handed_over(number(MARGARET), &["debt"])));
    assert_eq!(done.read_out.as_deref(), Some("I have passed this on to our link workers."));

    surgery
        .does(MONA, Request::SetLimits(Limits { first_contact_working_days: Some(5), ..Limits::default() }));
    let contact = Contact { best_time: "not before 10".to_owned(), ..Contact::default() };
    let tom = Details { contact, ..details("Tom Hill", "1/5/1960", TOM) };
    let done = surgery.does(RITA, request(handed_over(new(tom), &["debt"])));
    let promise = "A link worker will ring you by Monday 23 November, not before 10.";
    assert_eq!(done.read_out.as_deref(), Some(promise));
    assert_eq!(surgery.does(RITA, request(flag(number(TOM), &["food_insecurity"]))).read_out, None);
}

#[rstest]
#[case::in_the_words("debt", "she says she wants to kill herself")]
#[case::in_the_need("domestic_abuse", "")]
fn a_red_flag_stops_until_a_reason_is_given(#[case] need: &str, #[case] note: &str) {
    let surgery = surgery();
    let flagged = FlagNeeds { note: note.to_owned(), ..flag(number(MARGARET), &[need]) };
    let Refusal::RedFlags { keys, .. } = surgery.refuses(RITA, request(flagged.clone())) else {
        panic!("not stopped")
    };
    assert_eq!(keys.len(), 1);
    let why = "The duty doctor has seen her.".to_owned();
    let case = surgery.flags(RITA, FlagNeeds { went_on: why.clone(), ..flagged });
    let went_on = surgery.case(CARL, case.id).went_on;
    assert_eq!((&went_on[0].red_flags, &went_on[0].why), (&keys, &why));
}

#[test]
fn a_red_flag_stops_a_flag_on_an_open_case_too() {
    let surgery = surgery();
    let case = surgery.flags(RITA, flag(number(MARGARET), &["debt"])).id;
    let more = |went_on: &str| {
        Command::Flag(Flag {
            needs: vec!["domestic_abuse".into()],
            urgency: Urgency::Routine,
            note: String::new(),
            red_flags: vec![],
            went_on: went_on.to_owned(),
        })
    };
    assert!(matches!(surgery.refuses_on(RITA, case, more("")), Refusal::RedFlags { .. }));
    surgery.on(RITA, case, more("Safe now, the police know."));
    assert_eq!(surgery.case(CARL, case).went_on.len(), 1);
}

#[test]
fn a_red_flag_that_is_escalated_with_the_flag_needs_no_other_reason() {
    let surgery = surgery();
    let escalate = Route::Escalate {
        reason: "Says she wants to die".to_owned(),
        told: "Dr Shah".to_owned(),
        told_at: None,
    };
    let flagged = FlagNeeds {
        note: "wants to kill herself".to_owned(),
        route: Some(escalate),
        ..flag(number(MARGARET), &["loneliness"])
    };
    let case = surgery.flags(RITA, flagged);
    assert!(case.escalated);
    let [escalation] = &surgery.case(CARL, case.id).escalations[..] else { panic!() };
    assert_eq!(escalation.red_flags, ["suicide_self_harm"]);
    assert_eq!(surgery.today(CARL)[0].kind, SectionKind::Escalated);
}

#[rstest]
#[case(Standing::Died, "has died")]
#[case(Standing::MovedAway, "has moved away")]
fn all_contact_stops_with_who_died_or_moved_away(#[case] standing: Standing, #[case] why: &str) {
    let surgery = surgery();
    let service = surgery.service("1", "Lunch club");
    let case = surgery.flags(RITA, handed_over(number(MARGARET), &["debt"]));
    let accepted = surgery.flags(RITA, handed_over(number(TOM), &["debt"]));
    surgery.on(LENA, accepted.id, Command::Accept);
    for patient in [case.patient.id, accepted.patient.id] {
        let details = Box::new(Details { standing, ..surgery.patient(patient).patient.details });
        surgery.does(RITA, Request::CorrectPatient { patient, details });
    }
    let stopped = Refusal::Case(CaseRefusal::NoContact(why.to_owned()));
    let again = flag(Whose::Known(case.patient.id), &["loneliness"]);
    assert_eq!(surgery.refuses(RITA, request(again)), stopped);
    let needs = || vec!["debt".into()];
    for command in [
        Command::HandOver { needs: needs(), to: None },
        Command::Signpost { needs: needs(), service: service.clone() },
        Command::Refer { needs: needs(), service: service.clone(), shared: vec![] },
    ] {
        assert_eq!(surgery.refuses_on(RITA, case.id, command), stopped);
    }
    assert_eq!(surgery.refuses_on(LENA, case.id, Command::Accept), stopped);
    assert_eq!(surgery.refuses_on(MONA, accepted.id, Command::Reassign { to: None }), stopped);
    let card = surgery.case(LENA, case.id);
    let accept = card.actions.iter().find(|a| a.kind == signpost::desk::reply::ActionKind::Accept).unwrap();
    assert!(accept.refused.as_ref().unwrap().contains(why), "{accept:?}");
    // What was begun is still brought to its end.
    let end = signpost::desk::request::close_all(
        signpost::domain::case::NeedEnd::not_met("It came too late"),
        String::new(),
    );
    surgery.on(LENA, case.id, end);
}

#[test]
fn a_need_that_is_not_in_the_list_is_refused_with_the_nearest() {
    let surgery = surgery();
    let refusal = surgery.refuses(RITA, request(flag(number(MARGARET), &["lonelines"])));
    assert_eq!(refusal.what(), "There is no need \"lonelines\".");
    assert!(refusal.advice().starts_with("Did you mean"), "{}", refusal.advice());
    assert_eq!(surgery.refuses(RITA, request(flag(number(MARGARET), &[]))).kind(), "refused");
}

#[test]
fn only_a_manager_gives_the_practice_a_limit_that_makes_sense() {
    let surgery = surgery();
    for days in [0, 61] {
        let limits =
            Request::SetLimits(Limits { first_contact_working_days: Some(days), ..Limits::default() });
        assert_eq!(surgery.refuses(MONA, limits).kind(), "bad_input");
    }
    assert_eq!(surgery.refuses(ADA, Request::SetLimits(Limits::default())).kind(), "not_allowed");
}
