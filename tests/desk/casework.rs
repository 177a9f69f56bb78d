//! A link worker's day at the desk: contacts under the safe-contact rules, next dates, limits, call-backs, follow-ups,
//! and what others see of it.

use crate::desk::surgery::{
    ADA, LENA, LIAM, MARGARET, MONA, RITA, Surgery, TOM, flag, handed_over, number, surgery,
};
use jiff::civil::{Date, date};
use signpost::desk::reply::{Done, Reply, SectionKind};
use signpost::desk::request::{FlagNeeds, Request, WhichCase};
use signpost::domain::attempt::Band;
use signpost::domain::case::work::{Attempt, Next, NextWhat, StepState, StepWhat, Work};
use signpost::domain::case::{
    AgreementGiven, Answer, Closing, Command, NeedEnd, OpenSteps, Outcome, Recipient, ServiceRef,
};
use signpost::domain::id::CaseId;
use signpost::domain::measure::{Filled, Point};
use signpost::domain::patient::{Contact, Details, Reach, Standing};
use signpost::domain::practice::Limits;
use signpost::domain::safe_contact::{ContactResult, How};
use signpost::domain::urgency::Urgency;

/// A piece of work, with what is next as it is proposed.
pub fn work(case: CaseId, work: Work) -> Request {
    Request::Work { case: WhichCase::Id(case), work, next: None }
}

pub fn works(surgery: &Surgery, case: CaseId, what: Work) -> Done {
    surgery.does(LENA, work(case, what))
}

/// A case of Lena's.
pub fn lenas(surgery: &Surgery, who: &str) -> CaseId {
    let case = surgery.flags(RITA, handed_over(number(who), &["loneliness"])).id;
    surgery.on(LENA, case, Command::Accept);
    case
}

pub fn attempt(surgery: &Surgery, how: How, result: ContactResult, note: &str) -> Work {
    let at = surgery.now();
    Work::Contact(Attempt { how, result, at, slot: (1, Band::Morning), minutes: None, note: note.to_owned() })
}

pub fn call(surgery: &Surgery, result: ContactResult) -> Work {
    attempt(surgery, How::Phone, result, "")
}

pub fn next(surgery: &Surgery, case: CaseId) -> Next {
    surgery.case(LENA, case).line.next.unwrap()
}

fn ends(outcome: Option<Outcome>, end: NeedEnd) -> Command {
    Command::Close(Closing { rest: Some(end), outcome, open_steps: OpenSteps::Stop, ..Closing::default() })
}

fn set_contact(surgery: &Surgery, case: CaseId, contact: Contact, standing: Standing) {
    let patient = surgery.case(LENA, case).patient;
    let details = Box::new(Details { contact, standing, ..patient.details });
    surgery.does(RITA, Request::CorrectPatient { patient: patient.id, details });
}

pub fn agreement(to: &ServiceRef, answer: Answer) -> Command {
    Command::RecordAgreement(AgreementGiven {
        recipient: Recipient::Service(to.clone()),
        answer,
        words: "May they know?".to_owned(),
        shares: vec!["name".to_owned()],
        until: None,
    })
}

pub fn add(service: &ServiceRef) -> Work {
    Work::AddStep { what: StepWhat::Service(service.clone()), need: None, state: StepState::Agreed, on: None }
}

pub fn step(number: u32, to: StepState, on: Date) -> Work {
    Work::MoveStep { number, to, on, why: "because".to_owned(), shared: vec![] }
}

pub fn ons4(on: Date, answers: [u8; 4]) -> Work {
    let answers = answers.map(Some).into();
    Work::Measure(Filled { instrument: "ons4".into(), point: Point::Baseline, on, answers })
}

pub const MONDAY: Date = date(2026, 11, 16);

#[test]
fn what_a_patient_said_no_to_cannot_be_written_down_as_done() {
    let surgery = surgery();
    let case = lenas(&surgery, MARGARET);
    let refused = |work_: Work| surgery.refuses(LENA, work(case, work_)).what();
    let message = refused(call(&surgery, ContactResult::MessageLeft));
    assert!(message.starts_with("Nobody has asked whether a message may be left."), "{message}");
    let no = Reach::Refused;
    set_contact(
        &surgery,
        case,
        Contact { voicemail: no, letter: no, ..Contact::default() },
        Standing::Registered,
    );
    let message = refused(call(&surgery, ContactResult::MessageLeft));
    assert!(message.starts_with("They said no to voicemail."), "{message}");
    let letter = refused(attempt(&surgery, How::Letter, ContactResult::Sent, ""));
    assert!(letter.starts_with("They said no to letters."), "{letter}");
    works(&surgery, case, call(&surgery, ContactResult::NoAnswer));
    set_contact(&surgery, case, Contact { call: no, ..Contact::default() }, Standing::Registered);
    assert!(refused(call(&surgery, ContactResult::NoAnswer)).starts_with("They said no to calls."));
    let rung =
        surgery.refuses(RITA, work(case, Work::AskCallBack { on: MONDAY, band: None, why: String::new() }));
    assert!(rung.what().starts_with("They said no to calls."));
    works(&surgery, case, attempt(&surgery, How::InPerson, ContactResult::Spoke, ""));
}

#[test]
fn nobody_contacts_who_has_died_and_the_case_is_closed_without_asking_again() {
    let surgery = surgery();
    let case = lenas(&surgery, MARGARET);
    set_contact(&surgery, case, Contact::default(), Standing::Died);
    let appoint = Work::Appoint {
        number: None,
        how: How::InPerson,
        at: surgery.now() + jiff::SignedDuration::from_hours(30),
        on: MONDAY,
        minutes: 30,
        place: String::new(),
    };
    let follow_up = Work::FollowUp { on: date(2026, 12, 1), why: String::new() };
    for what in [call(&surgery, ContactResult::NoAnswer), appoint, follow_up] {
        let said = surgery.refuses(LENA, work(case, what)).what();
        assert!(said.starts_with("The patient has died"), "{said}");
    }
    works(&surgery, case, Work::SetGoal { number: None, text: "see people".to_owned() });
    assert_eq!(next(&surgery, case).to_string(), "review Mon 16 Nov: has died: to close");
    surgery.on(LENA, case, ends(None, NeedEnd::not_met("died")));
    assert_eq!(surgery.case(LENA, case).work.unwrap().follow_ups, []);
}

#[test]
fn whatever_is_done_leaves_a_date_on_which_somebody_looks_again() {
    let surgery = surgery();
    let club = surgery.service("7", "Lunch Club");
    let case = lenas(&surgery, MARGARET);
    assert_eq!(next(&surgery, case).to_string(), "contact Mon 16 Nov, morning: first contact");
    works(&surgery, case, call(&surgery, ContactResult::Spoke));
    assert_eq!(next(&surgery, case).to_string(), "review Mon 30 Nov: how it goes");
    works(&surgery, case, add(&club));
    assert_eq!(next(&surgery, case).to_string(), "review Mon 30 Nov: how it goes", "what was settled holds");
    surgery.on(LENA, case, agreement(&club, Answer::Agreed));
    works(&surgery, case, step(1, StepState::Referred, MONDAY));
    assert_eq!(next(&surgery, case).to_string(), "waits until Mon 23 Nov: the service's answer");
    surgery.days_pass(8);
    works(&surgery, case, ons4(date(2026, 11, 24), [5, 5, 5, 5]));
    assert_eq!(next(&surgery, case).on, date(2026, 12, 8), "what was late is settled anew");
    let own = Next { on: date(2026, 11, 26), what: NextWhat::Wait, band: None, why: "her son".to_owned() };
    let goal = Work::SetGoal { number: None, text: "see people".to_owned() };
    let request = Request::Work { case: WhichCase::Id(case), work: goal, next: Some(own.clone()) };
    assert!(surgery.does(LENA, request).said.ends_with("Next: waits until Thu 26 Nov: her son."));
    assert_eq!(next(&surgery, case), own);
    surgery.does(LENA, Request::Undo { subject: case.into() });
    assert_eq!(next(&surgery, case).on, date(2026, 12, 8), "undo gives the date back");
    assert_eq!(surgery.on_today(LENA, SectionKind::NoDate), []);
}

#[test]
fn each_try_is_at_another_time_and_after_the_third_closing_is_offered() {
    let surgery = surgery();
    let case = lenas(&surgery, MARGARET);
    let mut tried = vec![];
    for tries in 1..=3 {
        works(&surgery, case, call(&surgery, ContactResult::NoAnswer));
        let attention = surgery.case(LENA, case).line.attention;
        let said = if tries == 1 { "not reached, 1 try" } else { &format!("not reached, {tries} tries") };
        assert!(attention.iter().any(|why| why.to_string() == said), "{attention:?}");
        let next = next(&surgery, case);
        if tries == 3 {
            assert_eq!((next.what, next.why.as_str()), (NextWhat::Review, "not reached, 3 tries: close?"));
            break;
        }
        let slot = (next.on.weekday(), next.band.unwrap());
        assert!(!tried.contains(&slot) && slot != (jiff::civil::Weekday::Monday, Band::Morning), "{slot:?}");
        tried.push(slot);
        surgery.until(next.on, if next.band == Some(Band::Morning) { 10 } else { 14 });
    }
    assert_eq!(surgery.case(RITA, case).line.came_of_it, "not reached after 3 calls");
    surgery.on(LENA, case, ends(Some(Outcome::NotReached), NeedEnd::not_met("nobody answers")));
    assert_eq!(surgery.case(RITA, case).line.came_of_it, "not reached after 3 calls");
    assert_eq!(
        surgery.case(LENA, case).work.unwrap().follow_ups,
        [],
        "who was not reached is not asked again"
    );
}

#[test]
fn a_third_message_without_an_answer_offers_to_close_too() {
    let surgery = surgery();
    let case = lenas(&surgery, MARGARET);
    set_contact(
        &surgery,
        case,
        Contact { voicemail: Reach::Allowed, ..Contact::default() },
        Standing::Registered,
    );
    surgery.does(MONA, Request::SetLimits(Limits { attempts: Some(2), ..Limits::default() }));
    works(&surgery, case, call(&surgery, ContactResult::MessageLeft));
    assert_eq!(next(&surgery, case).why, "after the message");
    let card = surgery.case(LENA, case);
    works(&surgery, case, call(&surgery, ContactResult::MessageLeft));
    assert_eq!(next(&surgery, case).to_string(), "review Thu 19 Nov: not reached, 2 tries: close?");
    let proposed = card.proposed.into_iter().map(|(_, next)| next);
    assert!(proposed.into_iter().any(|one| one == next(&surgery, case)), "as it was proposed before");
}

#[test]
fn no_try_is_proposed_for_a_bank_holiday() {
    let surgery = surgery();
    surgery.until(date(2026, 12, 24), 9);
    let case = lenas(&surgery, MARGARET);
    works(&surgery, case, call(&surgery, ContactResult::NoAnswer));
    assert_eq!(
        next(&surgery, case).on,
        date(2026, 12, 29),
        "Christmas, a weekend, and Boxing Day's substitute"
    );
}

#[test]
fn what_is_urgent_is_late_sooner_in_the_list_and_in_what_is_promised() {
    let surgery = surgery();
    let limits = Limits {
        first_contact_working_days: Some(5),
        first_contact_urgent: Some(2),
        accept_working_days: Some(3),
        accept_urgent: Some(1),
        ..Limits::default()
    };
    surgery.does(MONA, Request::SetLimits(limits));
    let usual = surgery.flags(RITA, handed_over(number(MARGARET), &["debt"])).id;
    let urgent = FlagNeeds { urgency: Urgency::Urgent, ..handed_over(number(TOM), &["debt"]) };
    let done = surgery.does(RITA, Request::Flag(Box::new(urgent)));
    assert_eq!(done.read_out.unwrap(), "A link worker will ring you by Wednesday 18 November.");
    let urgent = done.case.unwrap().id;
    let late = |case| surgery.case(LENA, case).line.overdue_days;
    surgery.days_pass(2);
    assert_eq!((late(usual), late(urgent)), (0, 1));
    let Ok(Reply::Overview(overview)) = surgery.ask(MONA, Request::Overview) else { panic!() };
    assert_eq!(overview.overdue, 1);
    surgery.days_pass(2);
    assert_eq!((late(usual), late(urgent)), (1, 3));
    surgery.on(LENA, urgent, Command::Accept);
    let attention: Vec<_> = surgery.case(LENA, urgent).line.attention;
    assert!(attention.iter().any(|why| why.to_string() == "not rung yet, late 2 d"), "{attention:?}");
}

#[test]
fn whoever_asks_at_the_desk_to_be_rung_is_rung_on_that_day_by_their_link_worker() {
    let surgery = surgery();
    let (mine, waits) = (lenas(&surgery, MARGARET), surgery.flags(RITA, flag(number(TOM), &["debt"])).id);
    let late = Next { on: MONDAY, what: NextWhat::Wait, band: None, why: "her secret".to_owned() };
    works(&surgery, mine, Work::SetNext(late));
    surgery.days_pass(1);
    let thursday = date(2026, 11, 19);
    for case in [mine, waits] {
        let asks =
            Work::AskCallBack { on: thursday, band: Some(Band::Afternoon), why: "the form".to_owned() };
        let done = surgery.does(RITA, work(case, asks));
        assert!(!done.said.contains("Next:"), "a receptionist reads no link worker's words: {}", done.said);
    }
    assert_eq!(surgery.on_today(LENA, SectionKind::Overdue), [mine], "what is late stays late");
    assert_eq!(surgery.on_today(LENA, SectionKind::CallBacks), []);
    surgery.until(thursday, 9);
    assert_eq!(surgery.on_today(LENA, SectionKind::CallBacks).len(), 2);
    assert_eq!(surgery.on_today(LIAM, SectionKind::CallBacks), [waits], "nobody has that one");
    works(&surgery, mine, call(&surgery, ContactResult::NoAnswer));
    assert_eq!(surgery.on_today(LENA, SectionKind::CallBacks), [waits]);
}

#[test]
fn after_the_end_somebody_asks_again_on_working_days_and_sees_it_on_their_today() {
    let surgery = surgery();
    let case = lenas(&surgery, MARGARET);
    works(&surgery, case, call(&surgery, ContactResult::Spoke));
    surgery.until(date(2026, 11, 25), 9);
    surgery.on(LENA, case, ends(None, NeedEnd::Met));
    let due: Vec<_> = surgery.case(LENA, case).work.unwrap().follow_ups.iter().map(|one| one.due).collect();
    assert_eq!(due, [date(2026, 12, 29), date(2027, 2, 25), date(2027, 5, 25)], "25 December is none");
    assert_eq!(surgery.on_today(LENA, SectionKind::Due), []);
    surgery.until(date(2026, 12, 29), 9);
    assert_eq!(surgery.on_today(LENA, SectionKind::Due), [case]);
    let why = surgery.case(LENA, case).line.attention[0].to_string();
    assert_eq!(why, "follow-up Tue 29 Dec");
    surgery.until(date(2026, 12, 30), 9);
    assert_eq!(surgery.on_today(LENA, SectionKind::Due), []);
    assert_eq!(surgery.on_today(LENA, SectionKind::Overdue), [case], "nobody asked yesterday");
    works(&surgery, case, call(&surgery, ContactResult::Spoke));
    assert_eq!(surgery.on_today(LENA, SectionKind::Due), []);
    surgery.until(date(2027, 2, 25), 9);
    surgery.does(ADA, Request::RetireStaff { staff: surgery.id(LENA) });
    assert_eq!(surgery.on_today(LIAM, SectionKind::Colleagues), [case], "somebody asks all the same");
    surgery.does(LIAM, work(case, call(&surgery, ContactResult::Spoke)));
    assert_eq!(surgery.on_today(LIAM, SectionKind::Colleagues), []);
}

#[test]
fn nobody_is_asked_again_after_the_day_until_which_they_agreed() {
    let surgery = surgery();
    surgery.does(MONA, Request::SetLimits(Limits { agreement_months: Some(4), ..Limits::default() }));
    let case = lenas(&surgery, MARGARET);
    surgery.on(LENA, case, ends(None, NeedEnd::Met));
    assert_eq!(
        surgery.case(LENA, case).work.unwrap().follow_ups.len(),
        2,
        "after one and three months, not six"
    );
}

#[test]
fn what_was_arranged_and_called_off_is_not_what_is_next() {
    let surgery = surgery();
    let case = lenas(&surgery, MARGARET);
    works(&surgery, case, call(&surgery, ContactResult::Spoke));
    let appoint = |number, days: i64, how| Work::Appoint {
        number,
        how,
        at: surgery.now() + jiff::SignedDuration::from_hours(24 * days),
        on: MONDAY,
        minutes: 30,
        place: String::new(),
    };
    works(&surgery, case, appoint(None, 3, How::InPerson));
    assert_eq!(next(&surgery, case).to_string(), "contact Thu 19 Nov: appointment, in person");
    let number = surgery.case(LENA, case).work.unwrap().appointments[0].number;

    // Put on a later day, it is next on that day alone.
    works(&surgery, case, appoint(Some(number), 4, How::InPerson));
    assert_eq!(next(&surgery, case).to_string(), "contact Fri 20 Nov: appointment, in person");
    let of_theirs = Work::SetGoal { number: None, text: "see people".to_owned() };
    works(&surgery, case, of_theirs.clone());
    assert_eq!(next(&surgery, case).on, date(2026, 11, 20));

    works(&surgery, case, Work::CancelAppointment { number, why: "ill".to_owned() });
    let again = next(&surgery, case);
    assert_eq!((again.on, again.what), (date(2026, 11, 17), NextWhat::Contact));
    assert_eq!(again.why, "arrange another appointment");
    works(&surgery, case, of_theirs);
    assert_eq!(next(&surgery, case), again, "it holds until somebody has rung");

    // Where another one stands, that is next.
    works(&surgery, case, appoint(None, 7, How::Video));
    let on = surgery.case(LENA, case).work.unwrap().appointments[1].number;
    works(&surgery, case, appoint(None, 9, How::Video));
    works(&surgery, case, call(&surgery, ContactResult::Spoke));
    works(&surgery, case, Work::CancelAppointment { number: on, why: String::new() });
    assert_eq!(next(&surgery, case).to_string(), "contact Wed 25 Nov: appointment, video");
}

#[test]
fn a_step_began_on_a_day_since_the_case_did() {
    let surgery = surgery();
    let case = lenas(&surgery, MARGARET);
    surgery.days_pass(3);
    let walk = |on| Work::AddStep {
        what: StepWhat::Activity("walk to the shop".to_owned()),
        need: None,
        state: StepState::Agreed,
        on,
    };
    let done = works(&surgery, case, walk(Some(date(2026, 11, 17))));
    assert!(
        done.said.starts_with("Put walk to the shop in the plan, agreed since Tue 17 Nov"),
        "{}",
        done.said
    );
    let steps = surgery.case(LENA, case).work.unwrap().steps;
    assert_eq!(steps[0].since(), Some(date(2026, 11, 17)));
    works(&surgery, case, step(steps[0].number, StepState::Started, date(2026, 11, 18)));
    let refused = |on| surgery.refuses(LENA, work(case, walk(Some(on)))).what();
    assert!(refused(date(2026, 11, 20)).starts_with("Fri 20 Nov is in the future"));
    assert!(refused(date(2026, 11, 15)).starts_with("That time is before the case was opened"));
    works(&surgery, case, walk(None));
    assert_eq!(surgery.case(LENA, case).work.unwrap().steps[1].since(), Some(date(2026, 11, 19)));
}
