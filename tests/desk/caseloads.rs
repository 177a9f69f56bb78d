//! Caseloads, leave and who leaves; Today's parts; the ledger and what the practice's own cases say of a service.

use crate::desk::casework::{lenas, next, work};
use crate::desk::surgery::{
    ADA, LENA, LIAM, MARGARET, MONA, RITA, Surgery, TOM, details, flag, handed_over, new, somebody, surgery,
};
use jiff::civil::{Date, date};
use signpost::desk::Desk;
use signpost::desk::reply::{Caseload, Move, Reply, SectionKind};
use signpost::desk::request::{Find, Request};
use signpost::domain::attempt::Band;
use signpost::domain::case::work::{Attempt, Next, NextWhat, StepState, StepWhat, Work};
use signpost::domain::case::{AgreementGiven, Answer, Closing, Command, NeedEnd, OpenSteps, Recipient};
use signpost::domain::caseload::{Leave, Standing};
use signpost::domain::id::CaseId;
use signpost::domain::patient::Details;
use signpost::domain::practice::Limits;
use signpost::domain::safe_contact::{ContactResult, How};
use signpost::domain::unmet::WhyNot;
use std::sync::Arc;

fn caseloads(surgery: &Surgery) -> Vec<Caseload> {
    match surgery.ask(MONA, Request::Caseloads) {
        Ok(Reply::Caseloads(all)) => all,
        other => panic!("{other:?}"),
    }
}

fn caseload(surgery: &Surgery, name: &str) -> Caseload {
    caseloads(surgery).into_iter().find(|one| one.name == name).unwrap()
}

fn takes(surgery: &Surgery, who: &str, capacity: u16, languages: &[&str]) {
    let languages = languages.iter().map(|&one| one.to_owned()).collect();
    let staff = surgery.id(who);
    let keep = Request::KeepCaseload { staff, capacity: Some(capacity), languages, covers: vec![] };
    surgery.does(MONA, keep);
}

fn away(from: Date, to: Date) -> Leave {
    Leave { from, to }
}

fn leave(surgery: &Surgery, who: &str, leave: Leave) -> Request {
    Request::SetLeave { staff: surgery.id(who), leave: Some(leave) }
}

fn moves(surgery: &Surgery, who: &str, whose: &str, leave: Leave, only_say: bool) -> Vec<Move> {
    match surgery.ask(who, Request::MoveDue { staff: surgery.id(whose), leave, only_say }) {
        Ok(Reply::Moves(moves)) => moves,
        other => panic!("{other:?}"),
    }
}

fn due(surgery: &Surgery, case: CaseId, on: Date) {
    let next = Next { on, what: NextWhat::Review, band: None, why: String::new() };
    surgery.does(LENA, work(case, Work::SetNext(next)));
}

fn spoke(surgery: &Surgery) -> Work {
    let at = surgery.now();
    let (how, result) = (How::Phone, ContactResult::Spoke);
    Work::Contact(Attempt { how, result, at, slot: (1, Band::Morning), minutes: None, note: String::new() })
}

const MONDAY: Date = date(2026, 11, 16);
const THURSDAY: Date = date(2026, 11, 19);

#[test]
fn a_caseload_counts_what_is_open_waits_is_due_and_is_late() {
    let surgery = surgery();
    takes(&surgery, LENA, 2, &["Welsh"]);
    let (one, two) = (lenas(&surgery, MARGARET), lenas(&surgery, TOM));
    due(&surgery, one, MONDAY);
    due(&surgery, two, date(2026, 11, 17));
    let waits = surgery.flags(RITA, handed_over(somebody(1), &["debt"])).id;
    surgery.on(MONA, waits, Command::Reassign { to: Some(surgery.id(LENA)) });
    surgery.days_pass(1);
    let lena = caseload(&surgery, LENA);
    assert_eq!((lena.open, lena.waiting, lena.overdue, lena.due_today), (2, 1, 1, 1));
    assert_eq!((lena.capacity, lena.languages), (Some(2), vec!["Welsh".to_owned()]));
    let Ok(Reply::Whom(whom)) = surgery.ask(RITA, Request::Whom { patient: None }) else { panic!() };
    assert_eq!(whom[0].staff, surgery.id(LIAM));
    assert_eq!((whom[1].standing, whom[1].why.as_str()), (Standing::Full, "full: 3 of 2"));
}

#[test]
fn who_speaks_the_patients_language_comes_first_and_who_is_away_last() {
    let surgery = surgery();
    takes(&surgery, LIAM, 40, &["Welsh"]);
    let welsh = Details { language: Some("Welsh".to_owned()), ..details("Gwen Rees", "1/5/1960", TOM) };
    let patient = surgery.flags(RITA, flag(new(welsh), &["debt"])).patient.id;
    let whom = || match surgery.ask(RITA, Request::Whom { patient: Some(patient) }) {
        Ok(Reply::Whom(whom)) => whom,
        other => panic!("{other:?}"),
    };
    assert_eq!(whom()[0].why, "0 of 40, speaks Welsh");
    surgery.does(LIAM, leave(&surgery, LIAM, away(MONDAY, THURSDAY)));
    assert_eq!(whom()[0].staff, surgery.id(LENA));
    assert_eq!(whom()[1].why, "away until Thu 19 Nov, speaks Welsh");
}

#[test]
fn a_leave_moves_what_is_due_with_its_day_and_what_waits() {
    let surgery = surgery();
    let (soon, later) = (lenas(&surgery, MARGARET), lenas(&surgery, TOM));
    due(&surgery, soon, THURSDAY);
    due(&surgery, later, date(2026, 12, 9));
    let waits = surgery.flags(RITA, handed_over(somebody(1), &["debt"])).id;
    surgery.on(MONA, waits, Command::Reassign { to: Some(surgery.id(LENA)) });
    let week = away(date(2026, 11, 18), date(2026, 11, 25));
    let before = surgery.store.status().position;
    let would: Vec<_> = moves(&surgery, LENA, LENA, week, true).into_iter().map(|one| one.case.id).collect();
    assert_eq!(would, [soon, waits]);
    assert_eq!(surgery.store.status().position, before, "only said");
    let moved = moves(&surgery, MONA, LENA, week, false);
    assert!(moved.iter().all(|one| one.refused.is_none() && one.to == Some(surgery.id(LIAM))), "{moved:?}");
    assert_eq!(surgery.on_today(LIAM, SectionKind::WaitingForMe), [waits, soon]);
    surgery.until(THURSDAY, 9);
    assert_eq!(surgery.on_today(LIAM, SectionKind::WaitingForMe), [soon, waits], "what is due comes first");
    assert_eq!(surgery.case(LIAM, soon).line.attention[0].to_string(), "today: review");
    surgery.on(LIAM, soon, Command::Accept);
    assert_eq!(next(&surgery, soon).on, THURSDAY, "its day went along");
    assert_eq!(surgery.on_today(LIAM, SectionKind::Due), [soon]);
    assert_eq!(surgery.case(LENA, later).line.worker.as_deref(), Some(LENA), "due after the leave");
}

#[test]
fn nobody_is_given_more_than_they_take_and_the_rest_goes_to_the_team() {
    let surgery = surgery();
    takes(&surgery, LIAM, 1, &[]);
    for (n, who) in [MARGARET, TOM].into_iter().enumerate() {
        due(&surgery, lenas(&surgery, who), date(2026, 11, 17 + i8::try_from(n).unwrap()));
    }
    let to = |only_say| -> Vec<String> {
        let all = moves(&surgery, LENA, LENA, away(MONDAY, THURSDAY), only_say);
        all.into_iter().map(|one| one.to_name).collect()
    };
    assert_eq!(to(true), [LIAM, "the team"]);
    assert_eq!(to(false), [LIAM, "the team"], "as it was said");
}

#[test]
fn nobody_settles_somebody_elses_leave_but_a_manager_and_no_leave_is_upside_down() {
    let surgery = surgery();
    let week = away(date(2026, 11, 18), date(2026, 11, 25));
    let refusal = surgery.refuses(LIAM, leave(&surgery, LENA, week));
    assert_eq!(refusal.what(), "That is another link worker's leave.");
    let move_due = |leave| Request::MoveDue { staff: surgery.id(LENA), leave, only_say: false };
    assert_eq!(surgery.refuses(LIAM, move_due(week)).what(), "That is another link worker's leave.");
    surgery.does(MONA, leave(&surgery, LENA, week));
    let upside_down = away(date(2026, 11, 25), date(2026, 11, 18));
    let refusal = surgery.refuses(LENA, leave(&surgery, LENA, upside_down));
    assert_eq!(refusal.what(), "The first day is after the last.");
    assert_eq!(surgery.refuses(LENA, move_due(upside_down)).what(), "The first day is after the last.");
    let past = away(date(2026, 11, 2), date(2026, 11, 6));
    assert_eq!(surgery.refuses(LENA, leave(&surgery, LENA, past)).what(), "Fri 6 Nov 2026 is past.");
}

#[test]
fn what_is_due_of_a_colleague_who_is_away_stands_on_the_others_today() {
    let surgery = surgery();
    let (today, later) = (lenas(&surgery, MARGARET), lenas(&surgery, TOM));
    due(&surgery, today, MONDAY);
    due(&surgery, later, THURSDAY);
    assert_eq!(surgery.on_today(LIAM, SectionKind::Colleagues), []);
    surgery.does(LENA, leave(&surgery, LENA, away(MONDAY, date(2026, 11, 18))));
    for who in [LIAM, MONA] {
        assert_eq!(surgery.on_today(who, SectionKind::Colleagues), [today], "{who}");
    }
    assert_eq!(surgery.on_today(LENA, SectionKind::Colleagues), []);
    surgery.until(THURSDAY, 9);
    assert_eq!(surgery.on_today(LIAM, SectionKind::Colleagues), [], "she is back");
}

#[test]
fn what_somebody_had_who_leaves_is_seen_until_somebody_takes_it_on() {
    let surgery = surgery();
    let (one, two) = (lenas(&surgery, MARGARET), lenas(&surgery, TOM));
    due(&surgery, two, THURSDAY);
    let done = surgery.does(ADA, Request::RetireStaff { staff: surgery.id(LENA) });
    assert!(done.said.starts_with("Lena Link has left. Their 2 cases stand on"), "{}", done.said);
    for who in [LIAM, MONA] {
        assert_eq!(surgery.on_today(who, SectionKind::Colleagues), [one, two], "{who}");
    }
    assert_eq!(caseload(&surgery, "Lena Link (has left)").open, 2);
    for case in [one, two] {
        surgery.on(MONA, case, Command::Reassign { to: Some(surgery.id(LIAM)) });
    }
    assert_eq!(surgery.on_today(LIAM, SectionKind::Colleagues), []);
    let left: Vec<_> = caseloads(&surgery).into_iter().map(|one| one.name).collect();
    assert_eq!(left, [LIAM]);
}

/// A case of Lena's that was closed, and whose patient is asked again on Thursday.
fn asked_again(surgery: &Surgery, who: &str) -> CaseId {
    let case = lenas(surgery, who);
    surgery.does(LENA, work(case, spoke(surgery)));
    let (rest, follow_ups) = (Some(NeedEnd::Met), Some(vec![THURSDAY]));
    surgery.on(LENA, case, Command::Close(Closing { rest, follow_ups, ..Closing::default() }));
    case
}

#[test]
fn who_asks_again_after_the_end_can_be_somebody_else() {
    let surgery = surgery();
    let case = asked_again(&surgery, MARGARET);
    let to = |who| Command::Reassign { to: Some(surgery.id(who)) };
    surgery.on(MONA, case, to(LIAM));
    surgery.until(THURSDAY, 9);
    assert_eq!(surgery.on_today(LENA, SectionKind::Due), []);
    assert_eq!(surgery.on_today(LIAM, SectionKind::Due), [case]);
    assert_eq!(surgery.case(LIAM, case).line.stage.name(), "closed");
    let told = surgery.case(LIAM, case).history;
    assert!(told.iter().any(|one| one.what.contains("Liam Link asks again after the end")), "{told:?}");

    let refused = |command| surgery.refuses_on(LIAM, case, command).what();
    assert_eq!(refused(to(LIAM)), "It is so already.");
    let nobody = "The case is closed, and the team as a whole asks nobody again.";
    assert_eq!(refused(Command::Reassign { to: None }), nobody);
    assert_eq!(refused(to(RITA)), "Rita Reception is not a link worker here.");
    surgery.on(MONA, case, Command::Undo);
    surgery.on(LENA, case, to(LIAM));
    surgery.does(LIAM, work(case, spoke(&surgery)));
    assert_eq!(surgery.on_today(LIAM, SectionKind::Due), []);
    assert_eq!(refused(to(LENA)), "The case is closed.", "nothing is left to ask");
}

#[test]
fn a_leave_moves_what_is_to_be_asked_after_the_end_too() {
    let surgery = surgery();
    let week = away(date(2026, 11, 18), date(2026, 11, 25));
    let case = asked_again(&surgery, MARGARET);
    surgery.does(MONA, leave(&surgery, LIAM, week));
    let stays = &moves(&surgery, MONA, LENA, week, false)[0];
    assert_eq!((stays.to, stays.to_name.as_str()), (None, LENA));
    assert_eq!(stays.refused.as_deref(), Some("nobody else is there to ask again"));

    // Who is full can still ask how somebody is.
    surgery.does(MONA, Request::SetLeave { staff: surgery.id(LIAM), leave: None });
    takes(&surgery, LIAM, 0, &[]);
    let moved = &moves(&surgery, MONA, LENA, week, false)[0];
    assert_eq!((moved.to, &moved.refused), (Some(surgery.id(LIAM)), &None));
    assert_eq!(moves(&surgery, MONA, LENA, week, true).len(), 0);
    surgery.until(THURSDAY, 9);
    assert_eq!(surgery.on_today(LIAM, SectionKind::Due), [case]);
}

#[test]
fn what_is_to_be_asked_after_the_end_outlasts_whoever_closed_the_case() {
    let surgery = surgery();
    let case = asked_again(&surgery, MARGARET);
    surgery.does(ADA, Request::RetireStaff { staff: surgery.id(LENA) });
    assert_eq!(caseload(&surgery, "Lena Link (has left)").open, 0);
    surgery.on(MONA, case, Command::Reassign { to: Some(surgery.id(LIAM)) });
    let left: Vec<_> = caseloads(&surgery).into_iter().map(|one| one.name).collect();
    assert_eq!(left, [LIAM]);
}

#[test]
fn each_case_stands_in_todays_part_that_weighs_most_and_says_why() {
    let surgery = surgery();
    let club = surgery.service("7", "Lunch Club");
    surgery.does(MONA, Request::SetLimits(Limits { agreement_months: Some(1), ..Limits::default() }));
    let case = |n: u64| {
        let case = surgery.flags(RITA, handed_over(somebody(n), &["loneliness"])).id;
        surgery.on(LENA, case, Command::Accept);
        case
    };
    let all: Vec<CaseId> = (0..7).map(case).collect();
    let far = date(2026, 12, 15);
    for case in &all[2..] {
        surgery.does(LENA, work(*case, spoke(&surgery)));
    }
    let ons4 = |instrument: &str, answers: Vec<Option<u8>>| {
        use signpost::domain::measure::{Filled, Point};
        Work::Measure(Filled { instrument: instrument.into(), point: Point::Baseline, on: MONDAY, answers })
    };
    for case in &all[3..] {
        surgery.does(LENA, work(*case, ons4("ons4", vec![Some(5); 4])));
        surgery.does(LENA, work(*case, ons4("ucla3", vec![Some(2); 3])));
    }
    // Who agrees for longer than a month is told of later.
    let agrees = |recipient, until| {
        Command::RecordAgreement(AgreementGiven {
            recipient,
            answer: Answer::Agreed,
            words: "For a year?".to_owned(),
            shares: vec![],
            until: Some(until),
        })
    };
    for case in [all[0], all[1], all[2], all[4], all[5], all[6]] {
        surgery.on(LENA, case, agrees(Recipient::LinkWorkers, date(2027, 11, 16)));
    }
    surgery.on(LENA, all[4], agrees(Recipient::Service(club.clone()), date(2027, 11, 16)));
    let step =
        Work::AddStep { what: StepWhat::Service(club), need: None, state: StepState::Agreed, on: None };
    surgery.does(LENA, work(all[4], step));
    let number = surgery.case(LENA, all[4]).work.unwrap().steps[0].number;
    let (to, why) = (StepState::Referred, String::new());
    surgery.does(LENA, work(all[4], Work::MoveStep { number, to, on: MONDAY, why, shared: vec![] }));
    surgery.until(date(2026, 12, 7), 9);
    due(&surgery, all[0], date(2026, 12, 7));
    for case in &all[1..6] {
        due(&surgery, *case, far);
    }
    let parts: Vec<_> = surgery.today(LENA).into_iter().map(|part| (part.kind, part.cases)).collect();
    let told: Vec<(SectionKind, CaseId, String)> = parts
        .into_iter()
        .flat_map(|(kind, cases)| cases.into_iter().map(move |case| (kind, case)))
        .map(|(kind, case)| {
            (kind, case.id, case.attention.first().map(ToString::to_string).unwrap_or_default())
        })
        .collect();
    let expected = [
        (SectionKind::Overdue, all[6], "overdue 5 d: how it goes"),
        (SectionKind::Due, all[0], "today: review"),
        (SectionKind::NotReached, all[1], "not rung yet"),
        (SectionKind::AwaitsService, all[4], "no answer since Mon 16 Nov: Lunch Club"),
        (SectionKind::Agreements, all[3], "agreement for contact ends Wed 16 Dec"),
        (SectionKind::Measures, all[2], "ONS4 baseline due"),
        (SectionKind::Mine, all[5], ""),
    ]
    .map(|(kind, case, why)| (kind, case, why.to_owned()));
    assert_eq!(told, expected);
}

fn closes(need: &str, because: WhyNot) -> Command {
    let end = NeedEnd::NotMet { why: String::new(), because: Some(because) };
    Command::Close(Closing {
        ends: vec![(need.into(), end)],
        open_steps: OpenSteps::Stop,
        ..Closing::default()
    })
}

fn ledger(surgery: &Surgery) -> Vec<String> {
    match surgery.ask(MONA, Request::UnmetNeeds { from: None, to: None, after: None, limit: 50 }) {
        Ok(Reply::UnmetNeeds(page)) => page
            .needs
            .into_iter()
            .map(|line| {
                let area = line.area.map(|area| area.to_string()).unwrap_or_default();
                format!("{} {area} {}", line.needs[0], line.why.map_or("noted", WhyNot::name))
            })
            .collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_case_closed_for_lack_of_help_stands_in_the_ledger_with_its_district_until_it_goes_on() {
    let surgery = surgery();
    let joan = Details {
        postcode: signpost::domain::postcode::Postcode::parse("BS3 4NN").ok(),
        ..details("Joan Hill", "1/5/1960", MARGARET)
    };
    let case = surgery.flags(RITA, handed_over(new(joan), &["debt"])).id;
    surgery.on(LENA, case, Command::Accept);
    let undo = || surgery.does(LENA, Request::Undo { subject: case.into() });
    surgery.on(LENA, case, closes("debt", WhyNot::Full));
    assert_eq!(ledger(&surgery), ["debt BS3 full"]);
    undo();
    assert_eq!(ledger(&surgery), Vec::<String>::new());
    surgery.on(LENA, case, closes("debt", WhyNot::NotWanted));
    assert_eq!(ledger(&surgery), Vec::<String>::new(), "help was not lacking");
    undo();
    surgery.on(LENA, case, closes("debt", WhyNot::NoService));
    surgery.on(LENA, case, Command::Reopen { why: "rang again".to_owned() });
    assert_eq!(ledger(&surgery), Vec::<String>::new());
}

fn says(desk: &Desk, who: signpost::desk::Actor) -> Option<String> {
    desk.wait_until_indexed();
    let find = Find { text: "lunch".to_owned(), services: true, limit: 5, ..Find::default() };
    let Ok(Reply::Found(found)) = desk.ask(who, Request::Find(find)) else { panic!() };
    found.hits[0].facts.iter().find(|fact| fact.starts_with("our patients:")).cloned()
}

#[test]
fn a_service_that_is_found_says_how_many_of_our_patients_it_helped() {
    let surgery = surgery();
    let club = surgery.service("7", "Lunch Club");
    let rita = surgery.actor(RITA);
    assert_eq!(says(&surgery.desk, rita), None);
    let case = lenas(&surgery, MARGARET);
    let what = StepWhat::Service(club);
    surgery.does(
        LENA,
        work(
            case,
            Work::AddStep { what, need: Some("loneliness".into()), state: StepState::Agreed, on: None },
        ),
    );
    let attended =
        Work::MoveStep { number: 1, to: StepState::Attended, on: MONDAY, why: String::new(), shared: vec![] };
    surgery.does(LENA, work(case, attended));
    let before = Some("our patients: 1 sent, 1 got there, 0 helped".to_owned());
    assert_eq!(says(&surgery.desk, rita), before);
    surgery.on(LENA, case, closes("loneliness", WhyNot::Cost));
    let closed = Some("our patients: 1 sent, 1 got there, 0 helped; cost 1".to_owned());
    assert_eq!(says(&surgery.desk, rita), closed);
    let again = Desk::new(
        Arc::clone(&surgery.store),
        Arc::new(|| MONDAY.at(12, 0, 0, 0).in_tz("Europe/London").unwrap().timestamp()),
    )
    .unwrap();
    assert_eq!(says(&again, rita), closed, "also after a start");
    surgery.does(LENA, Request::Undo { subject: case.into() });
    assert_eq!(says(&surgery.desk, rita), before);
}
