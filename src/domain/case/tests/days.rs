//! A link worker's days with a case, told as stories: what is done, what is refused and why.

use super::{
    AtWork, LONELINESS, close_all, give_back, lunch_club, need, priya, reopen, ruth, sam, says, start,
};
use crate::domain::attempt::Band;
use crate::domain::case::work::{
    AppointmentState, Attempt, Attention, FollowUpState, Next, NextWhat, StepState, StepWhat, Work,
};
use crate::domain::case::{
    Answer, CaseRefusal, Closing, Command, NeedEnd, OpenSteps, Outcome, Recipient, Stage,
};
use crate::domain::measure::{Declined, Filled, Point};
use crate::domain::practice::Limits;
use crate::domain::safe_contact::{ContactResult, How};
use crate::domain::working_days::WorkingDays;
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use rstest::rstest;

/// Monday 2 November 2026, when cases begin.
pub(super) const TODAY: Date = date(2026, 11, 2);
pub(super) const TOMORROW: Date = date(2026, 11, 3);

pub(super) fn sams() -> AtWork {
    AtWork::of_sam(&[LONELINESS])
}

pub(super) fn work(work: Work) -> Command {
    Command::Work(work)
}

fn contact(how: How, result: ContactResult, at: Timestamp) -> Command {
    let (minutes, note) = (None, String::new());
    work(Work::Contact(Attempt { how, result, at, slot: (1, Band::Morning), minutes, note }))
}

/// A call a few minutes after the case began.
fn call(result: ContactResult) -> Command {
    contact(How::Phone, result, start() + SignedDuration::from_mins(1))
}

fn next(on: Date) -> Command {
    work(Work::SetNext(Next { on, what: NextWhat::Review, band: None, why: String::new() }))
}

pub(super) fn call_back(on: Date) -> Command {
    work(Work::AskCallBack { on, band: None, why: String::new() })
}

pub(super) fn appoint(days: i64) -> Command {
    let at = start() + SignedDuration::from_hours(24 * days + 5);
    let on = at.to_zoned(jiff::tz::TimeZone::UTC).date();
    work(Work::Appoint {
        number: None,
        how: How::InPerson,
        at,
        on,
        minutes: 30,
        place: "the library".to_owned(),
    })
}

pub(super) fn plan(state: StepState) -> Command {
    work(Work::AddStep { what: StepWhat::Service(lunch_club()), need: None, state, on: None })
}

pub(super) fn step(to: StepState, on: Date, why: &str) -> Command {
    work(Work::MoveStep { number: 1, to, on, why: why.to_owned(), shared: vec![] })
}

pub(super) fn follow_up(on: Date) -> Command {
    work(Work::FollowUp { on, why: String::new() })
}

fn code(on: Date) -> Command {
    work(Work::Code { code: "871731000000106".to_owned(), on })
}

pub(super) fn withdraws(recipient: Recipient) -> Command {
    says(recipient, Answer::Withdrawn, &[])
}

pub(super) fn to_lunch_club() -> Recipient {
    Recipient::Service(lunch_club())
}

/// A case of Sam's whose patient was referred to the lunch club, with a step of the plan and with a need.
pub(super) fn referred() -> AtWork {
    sams().by(
        sam(),
        [
            says(to_lunch_club(), Answer::Agreed, &["name"]),
            plan(StepState::Agreed),
            step(StepState::Referred, TODAY, ""),
            Command::Refer {
                needs: vec![need(LONELINESS)],
                service: lunch_club(),
                shared: vec!["name".to_owned()],
            },
        ],
    )
}

pub(super) fn close(outcome: Option<Outcome>, open_steps: OpenSteps, follow_ups: &[Date]) -> Command {
    let follow_ups = Some(follow_ups.to_vec());
    Command::Close(Closing {
        rest: Some(NeedEnd::Met),
        outcome,
        open_steps,
        follow_ups,
        ..Closing::default()
    })
}

pub(super) fn attention(case: &AtWork) -> Vec<String> {
    let (limits, days) = (Limits::default(), WorkingDays::england());
    case.case.attention(case.now(), &limits, days).iter().map(Attention::to_string).collect()
}

#[rstest]
#[case(contact(How::Phone, ContactResult::NoAnswer, "2026-11-04T09:00:00Z".parse().unwrap()), "that time is in the future")]
#[case(contact(How::Phone, ContactResult::NoAnswer, "2026-11-01T09:00:00Z".parse().unwrap()), "that time is before the case was opened")]
#[case(contact(How::Letter, ContactResult::Spoke, start()), "by letter the result cannot be \"spoke\"")]
#[case(next(date(2026, 11, 1)), "Sun 1 Nov is past")]
#[case(next(date(2029, 1, 1)), "1 Jan 2029 is more than two years ahead")]
#[case(work(Work::SetNext(Next { on: TOMORROW, what: NextWhat::Wait, band: None, why: " ".to_owned() })), "a reason is needed")]
#[case(call_back(date(2026, 10, 30)), "Fri 30 Oct is past")]
#[case(appoint(-1), "Sun 1 Nov is past")]
#[case(work(Work::Appoint { number: None, how: How::Text, at: start(), on: TODAY, minutes: 30, place: String::new() }), "an appointment cannot be by text")]
#[case(work(Work::CancelAppointment { number: 7, why: String::new() }), "there is no such appointment here, or it has ended")]
#[case(work(Work::SetGoal { number: None, text: " ".to_owned() }), "a reason is needed")]
#[case(work(Work::EndGoal { number: 1, reached: true }), "there is no such goal here, or it has ended")]
#[case(plan(StepState::Started), "a step that is new cannot become started")]
#[case(step(StepState::Agreed, TODAY, ""), "there is no such step here, or it has ended")]
#[case(work(Work::DropFollowUp { number: 1 }), "there is no such follow-up here, or it has ended")]
#[case(follow_up(date(2026, 10, 1)), "Thu 1 Oct is past")]
#[case(code(TOMORROW), "Tue 3 Nov is in the future")]
#[case(code(date(2026, 10, 31)), "that time is before the case was opened")]
fn what_cannot_be_is_refused_in_words(#[case] command: Command, #[case] why: &str) {
    let refusal = sams().refusal(sam(), command);
    assert_eq!(refusal.to_string(), why);
    assert!(!refusal.advice().is_empty());
}

#[test]
fn a_call_of_eleven_hours_and_an_appointment_of_three_minutes_cannot_be() {
    let at = start() + SignedDuration::from_mins(1);
    let long = Attempt {
        how: How::Phone,
        result: ContactResult::Spoke,
        at,
        slot: (1, Band::Morning),
        minutes: Some(660),
        note: String::new(),
    };
    assert_eq!(sams().refusal(sam(), work(Work::Contact(long))), CaseRefusal::Minutes);
    let at = start() + SignedDuration::from_hours(3);
    let short =
        Work::Appoint { number: None, how: How::Video, at, on: TODAY, minutes: 3, place: String::new() };
    assert_eq!(sams().refusal(sam(), work(short)), CaseRefusal::Minutes);
}

#[test]
fn a_step_goes_its_way_with_a_reason_where_one_is_needed_and_never_back_in_time() {
    let mut case = sams().by(sam(), [plan(StepState::Agreed)]);
    case.days_pass(3);
    let case = case.by(sam(), [step(StepState::Started, date(2026, 11, 4), "")]);
    let refused = |to, on, why: &str| case.refusal(sam(), step(to, on, why));
    assert_eq!(refused(StepState::Stopped, date(2026, 11, 5), " "), CaseRefusal::NoReason);
    assert_eq!(
        refused(StepState::Completed, TODAY, "").to_string(),
        "Mon 2 Nov is before the step's last change"
    );
    assert_eq!(
        refused(StepState::Completed, date(2026, 11, 6), "").to_string(),
        "Fri 6 Nov is in the future"
    );
    assert_eq!(
        refused(StepState::Referred, date(2026, 11, 5), "").to_string(),
        "a step that is started cannot become referred"
    );
    case.by(sam(), [step(StepState::DidNotAttend, date(2026, 11, 5), "was ill")]);
}

#[test]
fn the_code_is_taken_once_an_episode_and_undo_gives_it_back() {
    let case = sams().by(sam(), [code(TODAY)]);
    let second = case.refusal(sam(), code(TODAY));
    assert_eq!(second.to_string(), "the code is in the clinical system already: it was taken for 2 Nov 2026");
    let undone = case.clone().by(sam(), [Command::Undo]);
    assert_eq!(undone.body().work.coded, None);
    let again = undone.by(sam(), [code(TODAY)]);
    assert_eq!(again.refusal(sam(), code(TODAY)), second);
    let reopened = case.by(sam(), [close_all(NeedEnd::Met)]).by(sam(), [reopen()]);
    assert_eq!(
        reopened.refusal(sam(), Command::Work(Work::Code { code: "x".to_owned(), on: TODAY })),
        CaseRefusal::NotAccepted
    );
}

#[test]
fn a_case_with_open_steps_is_closed_only_when_somebody_says_that_they_stop() {
    let case = referred();
    let refusal = case.refusal(sam(), close(None, OpenSteps::Ask, &[]));
    assert_eq!(refusal.to_string(), "1 of the plan's steps go on");
    let case = case.by(sam(), [appoint(2), call_back(TOMORROW), close(None, OpenSteps::Stop, &[])]);
    let work = &case.body().work;
    assert_eq!(work.open_steps().count() + work.standing_appointments().count(), 0);
    assert_eq!((&work.next, &work.call_back), (&None, &None));
    assert_eq!(case.refusal(sam(), next(TOMORROW)), CaseRefusal::Closed);
}

#[test]
fn a_follow_up_after_the_end_is_done_once_they_were_spoken_to_and_due_until_then() {
    let (december, february) = (date(2026, 12, 2), date(2027, 2, 2));
    let mut case = sams().by(sam(), [close(None, OpenSteps::Ask, &[february, december, december])]);
    assert_eq!(case.body().work.follow_ups.len(), 2, "each day once");
    case.days_pass(30);
    assert_eq!(case.case.due_for(), Some((sam(), Some(december))));
    assert_eq!(attention(&case), ["follow-up Wed 2 Dec"]);
    let at = case.now().at;
    let case = case.by(ruth(), [contact(How::Phone, ContactResult::NoAnswer, at)]);
    assert_eq!(case.case.due_for(), Some((sam(), Some(december))), "nobody was reached");
    let case = case.by(ruth(), [contact(How::Phone, ContactResult::Spoke, at)]);
    assert_eq!(case.case.due_for(), Some((sam(), Some(february))));
    let case = case.by(sam(), [work(Work::DropFollowUp { number: 2 })]);
    assert_eq!(case.case.due_for(), None);
    let late = case.refusal(sam(), plan(StepState::Agreed));
    assert_eq!(late, CaseRefusal::Closed);
}

#[test]
fn a_case_that_is_opened_again_asks_again_only_after_its_next_end() {
    let case = sams().by(sam(), [close(None, OpenSteps::Ask, &[date(2026, 12, 2)])]).by(sam(), [reopen()]);
    assert_eq!(case.body().work.follow_ups[0].state, FollowUpState::Dropped);
}

#[test]
fn what_nobody_closed_asks_nobody_again() {
    let case = sams().by(sam(), [follow_up(date(2026, 12, 1))]).by(sam(), [give_back()]);
    let case = case.by(priya(), [super::decline(&[])]);
    assert!(matches!(case.body().stage, Stage::Closed { .. }));
    assert_eq!(case.case.due_for(), None, "a receptionist would be due to ask");
}

#[test]
fn the_appointment_that_a_contact_was_is_the_one_whose_time_had_come() {
    let mut case = sams().by(sam(), [appoint(20)]).by(sam(), [appoint(2)]).by(sam(), [appoint(1)]);
    case.days_pass(3);
    let states =
        |case: &AtWork| -> Vec<_> { case.body().work.appointments.iter().map(|one| one.state).collect() };
    let (stands, held) = (AppointmentState::Stands, AppointmentState::Held);
    let call = contact(How::Phone, ContactResult::Spoke, case.now().at);
    assert_eq!(states(&case.clone().by(sam(), [call])), [stands; 3], "that was another way");
    let at = start() + SignedDuration::from_hours(53);
    let case = case.by(sam(), [contact(How::InPerson, ContactResult::DidNotAttend, at)]);
    assert_eq!(states(&case), [stands, held, stands]);
    let mut long_after = case;
    long_after.days_pass(10);
    let at = long_after.now().at;
    let long_after = long_after.by(sam(), [contact(How::InPerson, ContactResult::Spoke, at)]);
    assert_eq!(states(&long_after), [stands, held, stands], "nobody knows what came of the first");
}

#[test]
fn an_appointment_is_told_on_its_day_and_until_somebody_says_what_came_of_it() {
    let mut case = sams().by(sam(), [call(ContactResult::Spoke), appoint(1), next(date(2026, 11, 20))]);
    assert!(!attention(&case).iter().any(|why| why.contains("appointment")));
    case.days_pass(1);
    assert_eq!(attention(&case)[0], "today: appointment, in person");
    case.days_pass(2);
    assert_eq!(attention(&case)[0], "overdue 2 d: appointment, in person");
    assert_eq!(case.case.due_for(), Some((sam(), Some(TOMORROW))));
}

#[test]
fn who_asked_to_be_rung_on_thursday_is_rung_on_thursday() {
    let thursday = date(2026, 11, 5);
    let mut case = sams().by(priya(), [call_back(thursday)]);
    case = case.by(sam(), [call(ContactResult::NoAnswer)]);
    assert!(case.body().work.call_back.is_some(), "tried on Monday, not reached");
    case.days_pass(3);
    let at = case.now().at;
    let no_answer = case.clone().by(sam(), [contact(How::Phone, ContactResult::NoAnswer, at)]);
    assert_eq!(no_answer.body().work.call_back, None, "rung, as they asked");
    let spoke = sams().by(priya(), [call_back(thursday)]).by(sam(), [call(ContactResult::Spoke)]);
    assert_eq!(spoke.body().work.call_back, None);
}

#[test]
fn a_case_that_changes_hands_is_due_for_whoever_it_waits_for_and_keeps_its_appointments() {
    let friday = date(2026, 11, 6);
    let case = sams().by(sam(), [appoint(8), next(friday)]);
    let case = case.by(sam(), [Command::Reassign { to: Some(ruth()) }]);
    assert_eq!(case.case.due_for(), Some((ruth(), Some(friday))));
    let mut late = case.clone();
    late.days_pass(5);
    assert_eq!(attention(&late), ["overdue: review"]);
    let case = case.by(ruth(), [Command::Accept]);
    assert_eq!(case.body().work.next.as_ref().unwrap().on, friday);
    assert_eq!(case.body().work.standing_appointments().count(), 1);
    let case = case.by(ruth(), [give_back()]);
    assert_eq!(case.case.due_for(), None);
    assert_eq!(case.body().work.standing_appointments().count(), 0);
}

#[test]
fn what_waits_for_a_link_worker_and_goes_another_way_is_looked_at_by_nobody() {
    let case = sams().by(sam(), [appoint(8)]).by(sam(), [Command::Reassign { to: None }]);
    let signposted = case.by(priya(), [super::signpost(&[LONELINESS])]);
    assert!(matches!(signposted.body().stage, Stage::Routed { .. }));
    assert_eq!(signposted.body().work.next, None);
    assert_eq!(signposted.body().work.standing_appointments().count(), 0);
}

fn ucla3(point: Point) -> Command {
    let (instrument, answers) = ("ucla3".into(), vec![Some(2); 3]);
    work(Work::Measure(Filled { instrument, point, on: TODAY, answers }))
}

fn declines(point: Point, on: Date) -> Command {
    work(Work::DeclineMeasure(Declined { instrument: "ucla3".into(), point, on }))
}

#[test]
fn a_measure_that_the_patient_declined_is_due_no_more_and_undo_asks_for_it_again() {
    let mut case = sams().by(sam(), [call(ContactResult::Spoke)]);
    let due = |case: &AtWork| attention(case).contains(&"UCLA-3 baseline due".to_owned());
    assert!(due(&case));
    case = case.by(sam(), [declines(Point::Baseline, TODAY)]);
    assert!(!due(&case));
    assert!(attention(&case).contains(&"ONS4 baseline due".to_owned()), "they were not asked that");
    assert_eq!(case.refusal(sam(), declines(Point::Baseline, TODAY)), CaseRefusal::NoChange);
    assert_eq!(
        case.refusal(sam(), declines(Point::Review, TOMORROW)),
        CaseRefusal::Future("Tue 3 Nov".to_owned())
    );
    case = case.by(sam(), [Command::Undo]);
    assert!(due(&case));
    case = case.by(sam(), [ucla3(Point::Baseline)]);
    assert_eq!(
        case.refusal(sam(), declines(Point::Baseline, TODAY)),
        CaseRefusal::Measured("baseline".to_owned())
    );
}
