//! What hangs on an agreement: told as stories.

use super::days::{
    TODAY, TOMORROW, appoint, attention, call_back, close, follow_up, plan, referred, sams, step,
    to_lunch_club, withdraws, work,
};
use super::{AtWork, DEBT, LONELINESS, agrees, flag, hand_over, need, priya, ruth, sam, says};
use crate::domain::case::work::{AppointmentState, FollowUpState, StepState, StepWhat, Work};
use crate::domain::case::{
    AgreementGiven, Answer, CaseEvent, CaseRefusal, Command, NeedState, Now, OpenSteps, Outcome, Recipient,
    Stage,
};
use crate::domain::id::ChangeId;
use crate::domain::record::Stamp;
use jiff::civil::{date, time};
use rstest::rstest;

#[test]
fn nobody_tells_a_service_of_anybody_without_an_agreement_to_just_that() {
    let case = sams().by(sam(), [plan(StepState::Agreed)]);
    let refer = |shared: &[&str]| {
        let shared = shared.iter().map(|&field| field.to_owned()).collect();
        work(Work::MoveStep { number: 1, to: StepState::Referred, on: TODAY, why: String::new(), shared })
    };
    let missing = CaseRefusal::NoAgreementFor("Lunch Club".to_owned());
    assert_eq!(case.refusal(sam(), refer(&[])), missing);
    let case = case.by(sam(), [says(to_lunch_club(), Answer::Agreed, &["name"])]);
    assert_eq!(case.refusal(sam(), refer(&["name", "phone"])), missing);
    let case = case.by(sam(), [refer(&["name"])]);
    assert_eq!(case.body().work.steps[0].changes[1].shared, ["name"], "what went is kept");
    let walk = Work::AddStep {
        what: StepWhat::Activity("walk to the shop".to_owned()),
        need: None,
        state: StepState::Agreed,
        on: None,
    };
    let walking = sams().by(sam(), [work(walk)]);
    assert_eq!(walking.refusal(sam(), refer(&[])), CaseRefusal::NoService);
}

#[test]
fn an_agreement_that_ran_out_holds_no_more() {
    let until = |recipient, until| {
        Command::RecordAgreement(AgreementGiven {
            recipient,
            answer: Answer::Agreed,
            words: "For a week?".to_owned(),
            shares: vec![],
            until: Some(until),
        })
    };
    let past = sams().refusal(sam(), until(to_lunch_club(), date(2026, 11, 1)));
    assert_eq!(past.to_string(), "Sun 1 Nov is past");
    let last = date(2026, 11, 9);
    let mut case = sams().by(sam(), [until(to_lunch_club(), last), until(Recipient::LinkWorkers, last)]);
    case = case.by(sam(), [plan(StepState::Agreed)]);
    case.days_pass(7);
    let on_the_last_day = case.clone().by(sam(), [step(StepState::Referred, last, ""), appoint(9)]);
    assert_eq!(attention(&on_the_last_day).last().unwrap(), "agreement for contact ends Mon 9 Nov");
    case.days_pass(1);
    let ran_out = CaseRefusal::AgreementRanOut("9 Nov 2026".to_owned());
    for command in [step(StepState::Referred, last, ""), appoint(9), call_back(date(2026, 11, 12))] {
        assert_eq!(case.refusal(sam(), command), ran_out);
    }
}

#[rstest]
#[case(Answer::Withdrawn)]
#[case(Answer::Declined)]
fn who_takes_an_agreement_to_a_service_back_is_referred_there_no_more(#[case] answer: Answer) {
    let case = referred();
    let hangs = ["the referral for loneliness", "the step with Lunch Club, referred"];
    assert_eq!(case.case.hangs_on(&to_lunch_club()), hangs);
    let case = case.by(priya(), [says(to_lunch_club(), answer, &[])]);
    let step = case.body().work.step(1).unwrap();
    assert_eq!(step.state(), StepState::Stopped);
    assert_eq!(step.changes.last().unwrap().why, "the agreement was withdrawn");
    assert_eq!(*case.state(LONELINESS), NeedState::Open, "to be routed anew");
    assert_eq!(case.case.hangs_on(&to_lunch_club()), Vec::<String>::new());
    assert_eq!(case.refusal(sam(), withdraws(to_lunch_club())), CaseRefusal::NothingAgreed);
}

#[test]
fn who_was_only_told_of_a_service_has_nothing_that_stops() {
    let case = sams().by(sam(), [plan(StepState::Agreed), says(to_lunch_club(), Answer::Declined, &[])]);
    assert_eq!(
        case.body().work.step(1).unwrap().state(),
        StepState::Agreed,
        "they may go there by themselves"
    );
    assert_eq!(case.refusal(sam(), withdraws(to_lunch_club())), CaseRefusal::NothingAgreed);
}

#[test]
fn who_does_not_want_to_be_contacted_any_more_is_not_and_the_case_is_to_be_closed() {
    let case = sams().by(sam(), [call_back(TOMORROW), appoint(2), follow_up(date(2026, 12, 1))]);
    let hangs = [
        "the hand-over for loneliness",
        "the call on Tue 3 Nov",
        "the appointment on Wed 4 Nov (in person)",
        "the follow-up on Tue 1 Dec",
    ];
    assert_eq!(case.case.hangs_on(&Recipient::LinkWorkers), hangs);
    let case = case.by(priya(), [withdraws(Recipient::LinkWorkers)]);
    let body = case.body();
    assert_eq!(body.work.call_back, None);
    assert_eq!(body.work.appointments[0].state, AppointmentState::Cancelled);
    assert_eq!(body.work.follow_ups[0].state, FollowUpState::Dropped);
    assert_eq!(case.case.worker(), Some(sam()));
    let next = body.work.next.as_ref().unwrap().to_string();
    assert_eq!(next, "review Mon 2 Nov: no longer agrees to be contacted: to close");
    for command in [appoint(3), call_back(TOMORROW), follow_up(TOMORROW)] {
        assert_eq!(case.refusal(sam(), command), CaseRefusal::NoAgreement);
    }
    let asks_again = close(None, OpenSteps::Stop, &[TOMORROW]);
    assert_eq!(case.refusal(sam(), asks_again), CaseRefusal::NoAgreement);
    case.by(sam(), [close(Some(Outcome::Declined), OpenSteps::Stop, &[])]);
}

#[test]
fn after_the_end_too_somebody_may_say_that_they_are_not_to_be_asked_again() {
    let case = sams().by(sam(), [close(None, OpenSteps::Ask, &[date(2026, 12, 2)])]);
    let case = case.by(priya(), [withdraws(Recipient::LinkWorkers)]);
    assert_eq!(case.case.due_for(), None);
    assert!(matches!(case.body().stage, Stage::Closed { .. }));
    assert_eq!(case.refusal(sam(), agrees()), CaseRefusal::Closed);
}

#[test]
fn two_cases_that_become_one_keep_every_step_under_a_number_of_its_own() {
    let mut ours = referred();
    let other = AtWork::opened_by(priya(), flag(&[DEBT]), 1)
        .by(priya(), [agrees(), hand_over(None)])
        .by(ruth(), [Command::Accept, plan(StepState::Agreed), appoint(1)])
        .by(ruth(), [withdraws(Recipient::LinkWorkers)]);
    ours.begin_change_after(&other);
    let body = Box::new(other.case.body.clone());
    ours.happen(priya(), CaseEvent::Absorbed { from: other.case.id, body });
    let numbers: Vec<u32> = ours.body().work.steps.iter().map(|step| step.number).collect();
    assert_eq!(numbers, [1, 2]);
    assert_eq!(ours.case.worker(), Some(sam()));
    let next = ours.body().work.next.as_ref().unwrap();
    assert!(next.why.contains("no longer agrees"), "what they said to Ruth holds for Sam: {next}");
    assert!(ours.case.need(&need(DEBT)).is_some());
}

#[test]
fn what_hangs_on_an_agreement_stops_on_the_practices_day() {
    // Half past midnight on a summer's night: by UTC it is still the day before.
    let now =
        Now { at: "2027-06-30T23:30:00Z".parse().unwrap(), today: date(2027, 7, 1), time: time(0, 30, 0, 0) };
    let mut case = sams().case;
    let event = case.decide(withdraws(Recipient::LinkWorkers), sam(), now).unwrap();
    let stamp = Stamp { at: now.at, by: sam(), change: ChangeId(uuid::Uuid::from_u128(9)) };
    case.apply(&event, &stamp).unwrap();
    assert_eq!(case.body.work.next.unwrap().on, now.today);

    // What was written down of old says no day.
    let mut case = sams().case;
    let CaseEvent::AgreementRecorded { agreement, .. } = event else { panic!("{event:?}") };
    case.apply(&CaseEvent::AgreementRecorded { agreement, on: None }, &stamp).unwrap();
    assert_eq!(case.body.work.next.unwrap().on, date(2027, 6, 30));
}
