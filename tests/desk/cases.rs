//! A case from its flag to its end: each route, each step of the link worker, and taking back.

use crate::desk::surgery::{
    CARL, LENA, LIAM, MARGARET, MONA, RITA, Surgery, TOM, flag, handed_over, number, route, somebody,
    surgery, yes,
};
use signpost::desk::refusal::Refusal;
use signpost::desk::reply::{ActionKind, SectionKind};
use signpost::desk::request::{Agreed, Request, Route, WhichCase, Whose, close_all};
use signpost::domain::case::{CaseRefusal, Closing, Command, NeedEnd, NeedState, Outcome, Stage};
use signpost::domain::id::CaseId;

fn accepted(surgery: &Surgery) -> CaseId {
    let case = surgery.flags(RITA, handed_over(number(MARGARET), &["debt"])).id;
    surgery.on(LENA, case, Command::Accept);
    case
}

fn undo(case: CaseId) -> Request {
    Request::Undo { subject: case.into() }
}

fn refused(why: CaseRefusal) -> Refusal {
    Refusal::Case(why)
}

#[test]
fn each_need_goes_its_own_way() {
    let surgery = surgery();
    let (advice, lunch) = (surgery.service("1", "Advice line"), surgery.service("2", "Lunch club"));
    let needs = ["debt", "loneliness", "food_insecurity", "transport"];
    let case = surgery.flags(RITA, flag(number(MARGARET), &needs)).id;
    let way = |need: &str, route, agreement| Request::Route {
        case: WhichCase::Id(case),
        needs: vec![need.into()],
        route,
        agreement,
    };
    let shared = vec!["name".to_owned(), "phone".to_owned()];
    surgery.does(RITA, way("debt", Route::Refer { service: advice.clone(), shared }, yes()));
    surgery.does(RITA, way("food_insecurity", Route::Signpost { service: lunch.clone() }, Agreed::NotAsked));
    surgery.does(RITA, way("transport", Route::Decline { why: "has a car".to_owned() }, Agreed::NotAsked));
    surgery.does(RITA, way("loneliness", Route::HandOver { to: None }, yes()));
    let line = surgery.case(RITA, case).line;
    let states: Vec<_> = line.needs.iter().map(|need| need.state.said()).collect();
    let expected = ["referred to Advice line", "with link worker", "signposted to Lunch club", "declined"];
    assert_eq!(states, expected);
    assert!(matches!(line.stage, Stage::Waiting { worker: None, .. }));
}

#[test]
fn nothing_is_referred_without_agreement_to_just_that() {
    let surgery = surgery();
    let advice = surgery.service("1", "Advice line");
    let case = surgery.flags(RITA, flag(number(MARGARET), &["debt"])).id;
    let refer = |shared: &[&str], agreement| {
        let shared = shared.iter().map(|field| (*field).to_owned()).collect();
        route(case, Route::Refer { service: advice.clone(), shared }, agreement)
    };
    let no_agreement = refused(CaseRefusal::NoAgreementFor("Advice line".to_owned()));
    assert_eq!(surgery.refuses(RITA, refer(&["name"], Agreed::NotAsked)), no_agreement);
    surgery.does(RITA, refer(&["name"], yes()));
    let again = Command::Refer {
        needs: vec!["debt".into()],
        service: advice.clone(),
        shared: vec!["name".to_owned(), "phone".to_owned()],
    };
    assert_eq!(surgery.refuses_on(RITA, case, again), no_agreement);
}

#[test]
fn an_escalation_heads_today_until_a_clinician_has_taken_note() {
    let surgery = surgery();
    let case = surgery.flags(RITA, flag(number(MARGARET), &["debt"])).id;
    let escalate = |told: &str| {
        let (reason, told) = ("Afraid of her son".to_owned(), told.to_owned());
        route(case, Route::Escalate { reason, told, told_at: None }, Agreed::NotAsked)
    };
    assert_eq!(surgery.refuses(RITA, escalate(" ")), refused(CaseRefusal::NobodyTold));
    surgery.does(RITA, escalate("Dr Shah"));
    for who in [RITA, CARL, LENA, MONA] {
        assert_eq!(surgery.today(who)[0].kind, SectionKind::Escalated, "{who}");
    }
    surgery.on(CARL, case, Command::Acknowledge);
    assert_eq!(surgery.on_today(CARL, SectionKind::Escalated), []);
    assert_eq!(surgery.case(RITA, case).escalations[0].acknowledged.unwrap().by, surgery.id(CARL));
}

#[test]
fn a_link_worker_takes_a_case_and_gives_it_back_with_a_reason() {
    let surgery = surgery();
    let case = accepted(&surgery);
    assert_eq!(surgery.on_today(LENA, SectionKind::Due), [case], "to be rung today");
    let give_back = |why: &str| Command::Return { why: why.to_owned() };
    assert_eq!(surgery.refuses_on(LIAM, case, give_back("mine")), refused(CaseRefusal::AnotherWorker));
    assert_eq!(surgery.refuses_on(LENA, case, give_back(" ")), refused(CaseRefusal::NoReason));
    surgery.on(LENA, case, give_back("Lives outside our area"));
    assert_eq!(surgery.on_today(RITA, SectionKind::ToRoute), [case]);
    assert_eq!(surgery.on_today(RITA, SectionKind::Flagged), [case], "in front of whoever flagged");
    let card = surgery.case(RITA, case);
    assert_eq!(card.history.last().unwrap().words, "Lives outside our area");
}

#[test]
fn a_manager_gives_a_case_to_another_link_worker() {
    let surgery = surgery();
    let case = accepted(&surgery);
    let to = Some(surgery.id(LIAM));
    surgery.on(MONA, case, Command::Reassign { to });
    assert_eq!(surgery.on_today(LIAM, SectionKind::WaitingForMe), [case]);
    assert_eq!(surgery.refuses_on(LENA, case, Command::Accept), refused(CaseRefusal::AnotherWorker));
    surgery.on(LIAM, case, Command::Accept);
    assert_eq!(surgery.on_today(LENA, SectionKind::Due), []);
}

#[test]
fn a_need_added_to_an_accepted_case_is_new_until_its_worker_has_seen_it() {
    let surgery = surgery();
    let case = accepted(&surgery);
    let done = surgery.does(RITA, Request::Flag(Box::new(flag(number(MARGARET), &["loneliness"]))));
    assert!(done.said.contains("has something new for its link worker: loneliness"), "{}", done.said);
    assert_eq!(surgery.on_today(LENA, SectionKind::New), [case]);
    assert_eq!(surgery.on_today(LENA, SectionKind::Due), []);
    surgery.on(LENA, case, Command::See);
    assert_eq!(surgery.on_today(LENA, SectionKind::Due), [case]);
}

#[test]
fn a_new_need_is_seen_on_today_however_many_cases_the_link_worker_has() {
    let surgery = surgery();
    let mut cases = Vec::new();
    for made in 0..45 {
        let case = surgery.flags(RITA, handed_over(somebody(made), &["debt"]));
        surgery.on(LENA, case.id, Command::Accept);
        cases.push(case);
    }
    let last = cases.last().unwrap();
    surgery.flags(RITA, flag(Whose::Known(last.patient.id), &["loneliness"]));
    assert_eq!(surgery.on_today(LENA, SectionKind::New), [last.id]);
    let mine = surgery.today(LENA).into_iter().find(|part| part.kind == SectionKind::Due).unwrap();
    assert_eq!((mine.cases.len(), mine.more), (30, true));
}

#[test]
fn a_case_ends_with_what_came_of_each_need_and_can_go_on_after_all() {
    let surgery = surgery();
    let case = surgery.flags(RITA, handed_over(number(MARGARET), &["debt", "loneliness"])).id;
    surgery.on(LENA, case, Command::Accept);
    surgery.on(LENA, case, Command::EndNeed { need: "debt".into(), end: NeedEnd::Met });
    let unsaid = Command::Close(Closing::default());
    assert!(matches!(surgery.refuses_on(LENA, case, unsaid), Refusal::Case(CaseRefusal::NotEnded(_))));
    surgery.on(LENA, case, close_all(NeedEnd::not_met("No group nearby"), String::new()));
    let line = surgery.case(RITA, case).line;
    assert!(matches!(line.stage, Stage::Closed { outcome: Outcome::PartlyMet, .. }), "{:?}", line.stage);
    surgery.on(LENA, case, Command::Reopen { why: "A new group began".to_owned() });
    let needs = surgery.case(RITA, case).line.needs;
    assert_eq!((&needs[0].state, &needs[1].state), (&NeedState::Met, &NeedState::Open));
}

#[test]
fn one_takes_back_ones_own_last_change() {
    let surgery = surgery();
    let case = accepted(&surgery);
    assert_eq!(surgery.refuses(RITA, undo(case)), refused(CaseRefusal::NothingToUndo), "others built on it");
    assert_eq!(surgery.case(LENA, case).undo.as_deref(), Some("the acceptance"));
    let done = surgery.does(LENA, undo(case));
    assert!(done.said.starts_with("Taken back: the acceptance for"), "{}", done.said);
    assert!(matches!(done.case.unwrap().stage, Stage::Waiting { .. }));
    assert_eq!(surgery.refuses(LENA, undo(case)), refused(CaseRefusal::NothingToUndo), "once");
    let taken_back: Vec<_> =
        surgery.case(LENA, case).history.iter().map(|line| (line.what.clone(), line.taken_back)).collect();
    assert_eq!(taken_back.last().unwrap(), &("accepted the case".to_owned(), true));
}

#[test]
fn a_flag_with_its_hand_over_is_taken_back_as_one() {
    let surgery = surgery();
    let open = surgery.flags(RITA, flag(number(MARGARET), &["debt"]));
    surgery.flags(CARL, handed_over(number(MARGARET), &["loneliness"]));
    let back = surgery.does(CARL, undo(open.id)).case.unwrap();
    assert_eq!((back.needs.len(), &back.stage), (1, &open.stage));
    assert_eq!(surgery.case(RITA, open.id).agreements, []);

    let case = surgery.flags(RITA, handed_over(number(TOM), &["debt"]));
    let back = surgery.does(RITA, undo(case.id)).case.unwrap();
    assert!(matches!(back.stage, Stage::Withdrawn { .. }));
    assert_eq!(surgery.open_cases_of(case.patient.id), []);
    assert_ne!(surgery.flags(RITA, flag(number(TOM), &["debt"])).id, case.id);
}

#[test]
fn what_was_closed_stays_closed_where_another_case_is_open_by_now() {
    let surgery = surgery();
    let case = accepted(&surgery);
    surgery.on(LENA, case, close_all(NeedEnd::Met, String::new()));
    let other = surgery.flags(RITA, flag(number(MARGARET), &["loneliness"]));
    for request in [
        undo(case),
        Request::OnCase { case: WhichCase::Id(case), command: Command::Reopen { why: "again".to_owned() } },
    ] {
        let refusal = surgery.refuses(LENA, request);
        assert_eq!(
            refusal.what(),
            format!("999 526 0182 (name to fill in) has another open case, {}.", other.reference)
        );
    }
}

#[test]
fn a_case_is_known_by_its_reference_wherever_an_id_is() {
    let surgery = surgery();
    let case = surgery.flags(RITA, handed_over(number(MARGARET), &["debt"]));
    let plain = case.reference.as_str().replace('-', "").to_lowercase();
    let typed = |text: &str| WhichCase::Typed(text.to_owned());
    surgery.does(LENA, Request::OnCase { case: typed(&plain), command: Command::Accept });
    let note = Command::Note { text: "Rang, no answer.".to_owned() };
    surgery.does(LENA, Request::OnCase { case: typed(&case.id.to_string()), command: note });
    for (wrong, what) in
        [("K7M-5", "\"K7M-5\": the last character"), ("nonsense", "\"nonsense\": a case ref")]
    {
        let refusal = surgery.refuses(RITA, Request::Case { case: typed(wrong) });
        assert_eq!(refusal.kind(), "not_found");
        assert!(refusal.what().starts_with(what), "{}", refusal.what());
    }
}

#[test]
fn what_can_be_done_is_what_is_offered() {
    let surgery = surgery();
    let case = surgery.flags(RITA, handed_over(number(MARGARET), &["debt"])).id;
    let offered = |who: &str| -> Vec<ActionKind> {
        let actions = surgery.case(who, case).actions;
        actions.into_iter().filter(|action| action.refused.is_none()).map(|action| action.kind).collect()
    };
    assert_eq!(offered(RITA), [ActionKind::Escalate, ActionKind::CallBack, ActionKind::Withdraw]);
    assert!(offered(LENA).starts_with(&[ActionKind::Accept]));
    surgery.on(LENA, case, Command::Accept);
    let lena = [
        ActionKind::Escalate,
        ActionKind::Return,
        ActionKind::Reassign,
        ActionKind::Note,
        ActionKind::Close,
        ActionKind::Contact,
        ActionKind::Wait,
        ActionKind::CallBack,
        ActionKind::Appoint,
        ActionKind::Plan,
        ActionKind::Measure,
        ActionKind::FollowUp,
        ActionKind::Withdraw,
        ActionKind::Code,
    ];
    assert_eq!(offered(LENA), lena);
    assert_eq!(offered(MONA), [ActionKind::Reassign]);
}
