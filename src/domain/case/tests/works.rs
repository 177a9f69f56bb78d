//! Whatever somebody may try to write down for a patient: what may be, and what may not.

use super::{DEBT, LONELINESS, lunch_club, need, start};
use crate::domain::attempt::Band;
use crate::domain::case::work::{Attempt, Next, NextWhat, StepState, StepWhat, Work};
use crate::domain::case::{Closing, Command, NeedEnd, OpenSteps, Outcome, ServiceRef};
use crate::domain::clinical_code::Code;
use crate::domain::measure::{Declined, Filled, Point};
use crate::domain::need::NeedKey;
use crate::domain::safe_contact::{ContactResult, How};
use crate::domain::service::ServiceKey;
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Span, Timestamp};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

pub(super) fn service() -> impl Strategy<Value = ServiceRef> {
    let choir = ServiceRef {
        key: ServiceKey { feed: "town".to_owned(), id: "8".to_owned() },
        name: "Choir".to_owned(),
    };
    select(vec![lunch_club(), choir])
}

pub(super) fn fields() -> impl Strategy<Value = Vec<String>> {
    vec(select(vec!["name".to_owned(), "phone".to_owned()]), 0..3)
}

pub(super) fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => Just("because".to_owned()),
        1 => Just(String::new()),
        1 => Just("x".repeat(501)),
    ]
}

/// Days that are past, today, to come, and further ahead than anybody plans: as on the first day of a case, see
/// [`later`].
pub(super) fn day() -> impl Strategy<Value = Date> {
    prop_oneof![
        4 => Just(FIRST),
        3 => (1..60_i64).prop_map(|days| on(FIRST, days)),
        1 => (-5..0_i64).prop_map(|days| on(FIRST, days)),
        1 => select(vec![date(2027, 8, 30), date(2031, 1, 1), Date::MIN, Date::MAX]),
    ]
}

fn instant() -> impl Strategy<Value = Timestamp> {
    prop_oneof![-600_i64..0, 0..600_i64, 600..60_000_i64]
        .prop_map(|minutes| start() + SignedDuration::from_mins(minutes))
}

/// The day on which cases begin.
const FIRST: Date = date(2026, 11, 2);

fn on(day: Date, days: i64) -> Date {
    day.saturating_add(Span::new().days(days))
}

/// A command as it is meant so many days after the case began: its days and times go along.
pub(super) fn later(mut command: Command, days: i64) -> Command {
    let shift = |day: &mut Date| *day = on(*day, days);
    let shift_time = |at: &mut Timestamp| *at += SignedDuration::from_hours(24 * days);
    match &mut command {
        Command::RecordAgreement(given) => given.until.iter_mut().for_each(shift),
        Command::Close(closing) => closing.follow_ups.iter_mut().flatten().for_each(shift),
        Command::Work(work) => match work {
            Work::Contact(attempt) => shift_time(&mut attempt.at),
            Work::SetNext(next) => shift(&mut next.on),
            Work::Appoint { at, on, .. } => {
                shift_time(at);
                shift(on);
            }
            Work::AskCallBack { on, .. }
            | Work::MoveStep { on, .. }
            | Work::Measure(Filled { on, .. })
            | Work::DeclineMeasure(Declined { on, .. })
            | Work::FollowUp { on, .. }
            | Work::AddStep { on: Some(on), .. }
            | Work::Code { on, .. } => shift(on),
            Work::CancelAppointment { .. }
            | Work::SetGoal { .. }
            | Work::EndGoal { .. }
            | Work::AddStep { on: None, .. }
            | Work::DropFollowUp { .. } => {}
        },
        _ => {}
    }
    command
}

fn number() -> impl Strategy<Value = u32> {
    prop_oneof![3 => 1_u32..4, 2 => 0_u32..9]
}

fn how() -> impl Strategy<Value = How> {
    select(How::ALL.to_vec())
}

fn band() -> impl Strategy<Value = Option<Band>> {
    option::of(select(Band::ALL.to_vec()))
}

fn step_state() -> impl Strategy<Value = StepState> {
    prop_oneof![2 => select(StepState::ALL.to_vec()), 1 => select(vec![StepState::Agreed, StepState::Referred])]
}

fn a_need() -> impl Strategy<Value = NeedKey> {
    select(vec![need(LONELINESS), need(DEBT)])
}

fn attempt() -> impl Strategy<Value = Attempt> {
    let result = select(ContactResult::ALL.to_vec());
    (how(), result, instant(), option::of(0_u16..700), words()).prop_map(
        |(how, result, at, minutes, note)| Attempt {
            how,
            result,
            at,
            slot: (1, Band::Morning),
            minutes,
            note,
        },
    )
}

fn next() -> impl Strategy<Value = Next> {
    (day(), select(NextWhat::ALL.to_vec()), band(), words()).prop_map(|(on, what, band, why)| Next {
        on,
        what,
        band,
        why,
    })
}

fn step_what() -> impl Strategy<Value = StepWhat> {
    prop_oneof![3 => service().prop_map(StepWhat::Service), 1 => words().prop_map(StepWhat::Activity)]
}

fn filled() -> impl Strategy<Value = Filled> {
    (select(Point::ALL.to_vec()), day()).prop_map(|(point, on)| Filled {
        instrument: "ons4".into(),
        point,
        on,
        answers: vec![Some(5); 4],
    })
}

/// A piece of work.
pub(super) fn work() -> impl Strategy<Value = Work> {
    let code = Code::ALL[0].number().to_owned();
    let first = select(vec![StepState::Suggested, StepState::Agreed]);
    prop_oneof![
        3 => attempt().prop_map(Work::Contact),
        2 => next().prop_map(Work::SetNext),
        2 => (day(), band(), words()).prop_map(|(on, band, why)| Work::AskCallBack { on, band, why }),
        3 => (option::weighted(0.2, number()), how(), instant(), day(), 0_u16..600, words()).prop_map(
            |(number, how, at, on, minutes, place)| Work::Appoint { number, how, at, on, minutes, place }
        ),
        3 => (number(), words()).prop_map(|(number, why)| Work::CancelAppointment { number, why }),
        1 => (option::weighted(0.3, number()), words()).prop_map(|(number, text)| Work::SetGoal { number, text }),
        1 => (number(), any::<bool>()).prop_map(|(number, reached)| Work::EndGoal { number, reached }),
        4 => (step_what(), option::of(a_need()), prop_oneof![2 => first, 1 => step_state()], option::weighted(0.3, day()))
            .prop_map(|(what, need, state, on)| Work::AddStep { what, need, state, on }),
        12 => (number(), step_state(), prop_oneof![4 => Just(FIRST), 1 => day()], words(), fields()).prop_map(|(number, to, on, why, shared)| {
            Work::MoveStep { number, to, on, why, shared }
        }),
        2 => filled().prop_map(Work::Measure),
        1 => filled().prop_map(|Filled { instrument, point, on, .. }| {
            Work::DeclineMeasure(Declined { instrument, point, on })
        }),
        2 => (day(), words()).prop_map(|(on, why)| Work::FollowUp { on, why }),
        1 => number().prop_map(|number| Work::DropFollowUp { number }),
        1 => day().prop_map(move |on| Work::Code { code: code.clone(), on }),
    ]
}

pub(super) fn follow_ups() -> impl Strategy<Value = Option<Vec<Date>>> {
    option::of(vec(day(), 0..3))
}

/// An end of a case, whichever.
pub(super) fn closing(
    ends: impl Strategy<Value = Vec<(NeedKey, NeedEnd)>>,
    rest: impl Strategy<Value = Option<NeedEnd>>,
) -> impl Strategy<Value = Closing> {
    let outcome = option::of(select(Outcome::ALL.to_vec()));
    let open_steps = select(vec![OpenSteps::Ask, OpenSteps::Stop]);
    (ends, rest, words(), outcome, open_steps, follow_ups()).prop_map(
        |(ends, rest, summary, outcome, open_steps, follow_ups)| Closing {
            ends,
            rest,
            summary,
            outcome,
            open_steps,
            follow_ups,
        },
    )
}
