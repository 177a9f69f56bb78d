//! What must hold of casework at any time.

use crate::domain::case::work::{StepState, Worked};
use crate::domain::case::{Answer, Case, Now, Recipient, Stage};
use crate::domain::measure::Filled;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// What must hold of a case's casework.
pub(super) fn check(case: &Case) -> Result<(), TestCaseError> {
    let work = &case.body.work;
    let is_with = matches!(case.body.stage, Stage::With { .. });
    let waits = matches!(case.body.stage, Stage::Waiting { .. });
    prop_assert!(!is_with || work.next.is_some(), "accepted, and nobody looks at it again");
    prop_assert!(
        !is_with || case.due_for().is_some_and(|(_, on)| on.is_some()),
        "accepted, and due on no day"
    );
    if !is_with && !waits {
        prop_assert!(work.next.is_none(), "a date on which nobody looks");
        prop_assert_eq!(work.standing_appointments().count(), 0, "an appointment to which nobody goes");
    }
    if matches!(case.body.stage, Stage::Closed { .. }) {
        prop_assert_eq!(work.open_steps().count(), 0, "closed, and a step goes on");
        prop_assert!(work.call_back.is_none(), "closed, and somebody waits to be rung");
        let follow_up = work.follow_ups_to_come().map(|one| one.due).min();
        prop_assert_eq!(case.due_for().and_then(|(_, on)| on), follow_up);
    }
    check_agreements(case)?;
    check_steps(case)?;
    let numbers = work.appointments.iter().map(|one| one.number);
    let numbers = numbers.chain(work.goals.iter().map(|one| one.number));
    let numbers = numbers.chain(work.steps.iter().map(|one| one.number));
    let numbers = numbers.chain(work.measures.iter().map(|one| one.number));
    let numbers = numbers.chain(work.declined.iter().map(|one| one.number));
    let numbers: Vec<u32> = numbers.chain(work.follow_ups.iter().map(|one| one.number)).collect();
    prop_assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len(), "a number stands twice");
    prop_assert!(numbers.iter().all(|number| (1..=work.numbered).contains(number)));
    prop_assert!(work.contacts.is_sorted_by_key(|contact| contact.at));
    prop_assert!(work.declined.is_sorted_by_key(|one| one.declined.on));
    prop_assert!(work.follow_ups.is_sorted_by_key(|one| one.due));
    Ok(())
}

/// Nothing goes on that hangs on an agreement which was taken back.
fn check_agreements(case: &Case) -> Result<(), TestCaseError> {
    let work = &case.body.work;
    let said_no = |recipient: &Recipient| case.agreed(recipient).is_some_and(|a| a.answer != Answer::Agreed);
    if said_no(&Recipient::LinkWorkers) {
        prop_assert!(work.call_back.is_none(), "rung although they said no");
        prop_assert_eq!(work.standing_appointments().count(), 0, "met although they said no");
        prop_assert_eq!(work.follow_ups_to_come().count(), 0, "asked again although they said no");
    }
    for step in work.steps.iter().filter(|step| step.state() == StepState::Referred) {
        let service = step.what.service().expect("only a service is told of anybody");
        let agreed = case.agreed(&Recipient::Service(service.clone()));
        prop_assert!(agreed.is_some_and(|a| a.answer == Answer::Agreed), "referred without an agreement");
    }
    for recipient in case.body.agreements.iter().map(|one| &one.recipient).filter(|one| said_no(one)) {
        prop_assert_eq!(case.hangs_on(recipient), Vec::<String>::new(), "{:?}", recipient);
    }
    Ok(())
}

fn check_steps(case: &Case) -> Result<(), TestCaseError> {
    for step in &case.body.work.steps {
        prop_assert!(!step.changes.is_empty());
        prop_assert!(step.changes.is_sorted_by_key(|change| change.on), "a step goes back in time");
        for pair in step.changes.windows(2) {
            let (from, to) = (pair[0].state, pair[1].state);
            // Whatever goes on may be stopped by what it hangs on.
            let stops = to == StepState::Stopped && !from.has_ended();
            prop_assert!(stops || from.may_become().contains(&to), "{from:?} became {to:?}");
        }
    }
    Ok(())
}

/// What was allowed was allowed rightly.
pub(super) fn check_worked(before: &Case, worked: &Worked, now: Now) -> Result<(), TestCaseError> {
    match worked {
        Worked::Coded { on, .. } => {
            prop_assert!(before.body.work.coded.is_none(), "the code is taken twice");
            prop_assert!(*on <= now.today);
        }
        Worked::StepMoved { number, to: StepState::Referred, shared, .. } => {
            let step = before.body.work.step(*number).expect("it moved");
            let service = step.what.service().expect("only a service is told of anybody").clone();
            let agreed = before.agreed(&Recipient::Service(service)).expect("somebody asked");
            prop_assert_eq!(agreed.answer, Answer::Agreed);
            prop_assert!(agreed.until.is_none_or(|until| until >= now.today), "the agreement had run out");
            prop_assert!(
                shared.iter().all(|field| agreed.shares.contains(field)),
                "more went than was agreed"
            );
        }
        Worked::StepAdded { on, .. } => {
            prop_assert!(*on <= now.today);
            let opened = before.body.opened.at.to_zoned(jiff::tz::TimeZone::UTC).date();
            prop_assert!(*on >= opened, "before the case");
        }
        Worked::NextSet(next) => prop_assert!(next.on >= now.today),
        Worked::FollowUpSet { on, .. } | Worked::CallBackAsked { on, .. } => prop_assert!(*on >= now.today),
        Worked::Contacted(attempt) => {
            prop_assert!(attempt.at >= before.body.opened.at, "before the case");
            prop_assert!(attempt.how.results().contains(&attempt.result));
        }
        Worked::Measured { filled, .. } => prop_assert!(filled.on <= now.today),
        Worked::MeasureDeclined { declined, .. } => {
            prop_assert!(declined.on <= now.today);
            let same = |filled: &Filled| {
                (&filled.instrument, filled.point, filled.on)
                    == (&declined.instrument, declined.point, declined.on)
            };
            prop_assert!(!before.body.work.filled().iter().any(same), "declined, and filled in");
        }
        _ => {}
    }
    Ok(())
}
