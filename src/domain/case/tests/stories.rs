//! What happens to a case, from the flag to what came of it.

use super::{
    AtWork, DEBT, HOUSING, LONELINESS, agrees, close_all, decline, end, escalate, flag, give_back, hand_over,
    need, note, priya, refuses, reopen, ruth, sam, signpost, start,
};
use crate::domain::case::{
    Case, CaseEvent, CaseRefusal, Command, Flag, NeedEnd, NeedState, Outcome, Queue, Returned, Stage,
};
use crate::domain::record::Index;
use crate::domain::urgency::Urgency;
use jiff::SignedDuration;

/// The queues that a case stands in.
fn stands_in(case: &Case, queue: Queue) -> bool {
    case.keys().iter().any(|key| key.index == Index::Queue && key.value.starts_with(&queue.prefix()))
}

#[test]
fn a_flagged_need_stands_to_route_until_a_route_is_chosen() {
    let case = AtWork::flagged(&[LONELINESS, DEBT]);
    assert!(stands_in(&case.case, Queue::ToRoute));
    let case = case.by(priya(), [signpost(&[DEBT])]);
    assert!(stands_in(&case.case, Queue::ToRoute), "loneliness has none yet");
    let case = case.by(priya(), [agrees(), hand_over(None)]);
    assert!(!stands_in(&case.case, Queue::ToRoute) && stands_in(&case.case, Queue::Team));
    assert!(matches!(case.state(DEBT), NeedState::Signposted { .. }), "what has a route keeps it");
}

#[test]
fn a_link_worker_takes_a_case_from_the_team_and_closes_it() {
    let case = AtWork::of_sam(&[LONELINESS]);
    assert_eq!(case.case.worker(), Some(sam()));
    assert!(stands_in(&case.case, Queue::With(sam())) && !stands_in(&case.case, Queue::Team));
    let case = case.by(sam(), [close_all(NeedEnd::Met)]);
    assert!(stands_in(&case.case, Queue::Closed) && !case.case.is_open());
    assert_eq!(case.state(LONELINESS), &NeedState::Met);
}

#[test]
fn a_returned_case_is_to_route_again_with_the_reason() {
    let case =
        AtWork::of_sam(&[LONELINESS, DEBT]).by(sam(), [end(DEBT, NeedEnd::Met)]).by(sam(), [give_back()]);
    let returned = Some(Returned { by: sam(), why: "lives outside our area".to_owned() });
    assert_eq!(case.body().stage, Stage::ToRoute { since: case.body().last.at, returned });
    assert_eq!(case.body().stage.name(), "returned");
    assert_eq!((case.state(LONELINESS), case.state(DEBT)), (&NeedState::Open, &NeedState::Met));
}

#[test]
fn a_need_flagged_into_an_accepted_case_is_new_until_its_link_worker_has_seen_it() {
    let case = AtWork::of_sam(&[LONELINESS]).by(priya(), [Command::Flag(flag(&[DEBT, LONELINESS]))]);
    let is_new = |case: &AtWork, key| case.case.need(&need(key)).is_some_and(|n| n.new);
    assert!(is_new(&case, DEBT) && !is_new(&case, LONELINESS));
    assert!(!stands_in(&case.case, Queue::ToRoute), "its link worker routes it");
    assert_eq!(case.refusal(ruth(), Command::See), CaseRefusal::AnotherWorker);
    assert!(!is_new(&case.clone().by(sam(), [Command::See]), DEBT));
    assert!(!is_new(&case.by(sam(), [close_all(NeedEnd::Met)]), DEBT), "who closes it has seen it");
}

#[test]
fn what_a_link_worker_flags_in_their_own_case_is_not_new_to_them() {
    let case = AtWork::of_sam(&[LONELINESS]).by(sam(), [Command::Flag(flag(&[DEBT]))]);
    assert!(!case.case.need(&need(DEBT)).unwrap().new);
}

#[test]
fn a_second_call_never_makes_a_case_less_urgent_and_keeps_an_earlier_note() {
    let urgent = Flag { urgency: Urgency::Urgent, note: "son moved away".to_owned(), ..flag(&[LONELINESS]) };
    let case = AtWork::opened_by(priya(), urgent, 0).by(ruth(), [Command::Flag(flag(&[DEBT]))]);
    assert_eq!(case.body().urgency, Urgency::Urgent);
    assert_eq!(case.body().note, "son moved away");
    assert_eq!(case.body().opened.by, priya());
}

#[test]
fn a_need_that_had_ended_is_open_again_when_it_is_flagged_again() {
    let case = AtWork::of_sam(&[LONELINESS, DEBT])
        .by(sam(), [end(DEBT, NeedEnd::Met)])
        .by(priya(), [Command::Flag(flag(&[DEBT]))]);
    assert_eq!(case.state(DEBT), &NeedState::Open);
    assert_eq!(case.body().needs.len(), 2);
}

#[test]
fn going_on_in_spite_of_a_red_flag_is_kept_with_its_reason() {
    let red = Flag {
        red_flags: vec!["no_food".to_owned()],
        went_on: "has food, asks about the club".to_owned(),
        ..flag(&[LONELINESS])
    };
    let case = AtWork::opened_by(priya(), red, 0);
    assert_eq!(case.body().went_on[0].why, "has food, asks about the club");
    assert_eq!(case.body().went_on[0].moment.by, priya());
}

#[test]
fn an_escalation_stands_until_a_clinician_takes_note_and_keeps_the_case_open() {
    let case = AtWork::flagged(&[LONELINESS]).by(priya(), [escalate(), decline(&[])]);
    assert!(case.case.is_open() && case.case.is_escalated());
    assert!(case.case.keys().iter().any(|key| key.index == Index::Escalated));
    assert!(!stands_in(&case.case, Queue::ToRoute), "nothing is to route");
    let case = case.by(ruth(), [Command::Acknowledge]);
    assert!(!case.case.is_escalated());
    assert!(matches!(case.body().stage, Stage::Closed { outcome: Outcome::Declined, .. }));
    assert_eq!(case.body().escalations[0].acknowledged.map(|moment| moment.by), Some(ruth()));
    assert!(!case.case.keys().iter().any(|key| key.index == Index::Escalated));
}

#[test]
fn who_says_no_to_being_contacted_waits_for_no_link_worker() {
    let waiting = AtWork::flagged(&[LONELINESS]).by(priya(), [agrees(), hand_over(None)]);
    let case = waiting.by(priya(), [refuses()]);
    assert!(matches!(case.body().stage, Stage::ToRoute { .. }));
    assert_eq!(case.state(LONELINESS), &NeedState::Open);
    assert_eq!(case.refusal(priya(), hand_over(None)), CaseRefusal::NoAgreement);
    assert_eq!(case.refusal(sam(), Command::Accept), CaseRefusal::NotHandedOver);
}

#[test]
fn a_link_worker_keeps_the_case_of_somebody_who_says_no_later_but_passes_it_to_nobody() {
    let case = AtWork::of_sam(&[LONELINESS]).by(sam(), [refuses()]);
    assert_eq!(case.case.worker(), Some(sam()));
    assert_eq!(case.refusal(sam(), Command::Reassign { to: Some(ruth()) }), CaseRefusal::NoAgreement);
    case.by(sam(), [decline(&[]), close_all(NeedEnd::Met)]);
}

#[test]
fn the_last_answer_counts() {
    AtWork::flagged(&[LONELINESS]).by(priya(), [refuses()]).by(priya(), [agrees(), hand_over(None)]);
}

#[test]
fn who_waits_keeps_their_place_whoever_the_case_is_given_to() {
    let case = AtWork::flagged(&[LONELINESS]).by(priya(), [agrees(), hand_over(None)]);
    let since = case.body().stage.since();
    let case = case.by(ruth(), [Command::Reassign { to: Some(sam()) }]);
    assert_eq!(case.body().stage, Stage::Waiting { since, worker: Some(sam()) });
    assert!(stands_in(&case.case, Queue::WaitingFor(sam())));
    let case = case.by(sam(), [Command::Accept]).by(sam(), [Command::Reassign { to: None }]);
    assert_eq!(case.body().stage, Stage::Waiting { since: case.body().last.at, worker: None });
}

#[test]
fn a_routed_case_is_to_route_again_when_more_is_flagged_and_closes_when_all_has_ended() {
    let case = AtWork::flagged(&[LONELINESS]).by(priya(), [signpost(&[])]);
    assert!(stands_in(&case.case, Queue::Routed));
    let case = case.by(priya(), [Command::Flag(flag(&[DEBT]))]);
    assert!(stands_in(&case.case, Queue::ToRoute) && !stands_in(&case.case, Queue::Routed));
    let case = case.by(priya(), [decline(&[])]).by(priya(), [end(LONELINESS, NeedEnd::Met)]);
    assert!(matches!(case.body().stage, Stage::Closed { outcome: Outcome::Met, .. }));
}

#[test]
fn a_reopened_case_takes_up_what_was_not_met() {
    let closed = AtWork::of_sam(&[LONELINESS, DEBT, HOUSING]).by(
        sam(),
        [end(LONELINESS, NeedEnd::Met), decline(&[HOUSING]), close_all(NeedEnd::not_met("no appointment"))],
    );
    let case = closed.by(priya(), [reopen()]);
    assert_eq!(case.state(LONELINESS), &NeedState::Met);
    assert_eq!((case.state(DEBT), case.state(HOUSING)), (&NeedState::Open, &NeedState::Open));
    assert!(stands_in(&case.case, Queue::ToRoute));
    let all_met = AtWork::of_sam(&[LONELINESS]).by(sam(), [close_all(NeedEnd::Met)]).by(sam(), [reopen()]);
    assert_eq!(all_met.state(LONELINESS), &NeedState::Open, "the whole is looked at anew");
}

#[test]
fn a_change_of_several_steps_is_taken_back_as_one_and_named() {
    let before = AtWork::flagged(&[LONELINESS]);
    let case = before.clone().by(priya(), [Command::Flag(flag(&[DEBT])), agrees(), hand_over(None)]);
    assert_eq!(case.case.undo.as_ref().map(|last| last.did.as_str()), Some("the flag and the hand-over"));
    let case = case.by(priya(), [Command::Undo]);
    assert_eq!(case.body(), before.body());
    assert_eq!(case.case.version, 5, "the history keeps both");
    let handed_over = before.by(priya(), [agrees(), hand_over(None)]);
    assert_eq!(handed_over.case.undo.as_ref().map(|last| last.did.as_str()), Some("the hand-over"));
}

#[test]
fn nobody_takes_back_what_somebody_else_has_built_on() {
    let case =
        AtWork::flagged(&[LONELINESS]).by(priya(), [agrees(), hand_over(None)]).by(sam(), [Command::Accept]);
    assert_eq!(case.refusal(priya(), Command::Undo), CaseRefusal::NothingToUndo);
    let case = case.by(sam(), [Command::Undo]);
    assert!(stands_in(&case.case, Queue::Team));
    assert_eq!(case.refusal(sam(), Command::Undo), CaseRefusal::NothingToUndo, "twice");
    assert_eq!(case.refusal(priya(), Command::Undo), CaseRefusal::NothingToUndo);
}

#[test]
fn a_flag_taken_back_leaves_no_case_in_any_list_but_its_reference_stays_its_own() {
    let case = AtWork::flagged(&[LONELINESS]).by(priya(), [Command::Undo]);
    let indices: Vec<_> = case.case.keys().iter().map(|key| key.index).collect();
    assert_eq!(indices, [Index::Reference]);
    assert_eq!(case.refusal(priya(), note("more")), CaseRefusal::Withdrawn);
}

#[test]
fn urgent_cases_stand_first_and_among_equals_the_oldest() {
    let place = |case: &AtWork| {
        let keys = case.case.keys();
        keys.into_iter().find(|key| key.index == Index::Open).unwrap().value
    };
    let urgent = |minutes: usize| {
        let mut case = AtWork::flagged(&[LONELINESS]);
        for _ in 0..minutes {
            case.begin_change();
        }
        case.by(priya(), [Command::ChangeUrgency { urgency: Urgency::Urgent }, signpost(&[])])
    };
    let routine = AtWork::flagged(&[LONELINESS]);
    assert!(place(&urgent(9)) < place(&routine), "urgent before routine, though later");
    assert!(place(&urgent(1)) < place(&urgent(9)), "the older one first");
}

#[test]
fn one_persons_two_cases_go_on_as_one_with_the_link_worker_who_is_there() {
    let mut ours = AtWork::flagged(&[LONELINESS]).by(priya(), [escalate()]);
    let theirs = AtWork::opened_by(ruth(), flag(&[DEBT, LONELINESS]), 1)
        .by(ruth(), [agrees(), hand_over(None)])
        .by(sam(), [Command::Accept]);
    let before = ours.body().clone();
    ours.begin_change();
    ours.happen(ruth(), CaseEvent::Absorbed { from: theirs.case.id, body: Box::new(theirs.body().clone()) });
    assert_eq!(ours.case.worker(), Some(sam()));
    assert_eq!(ours.state(DEBT), &NeedState::WithLinkWorker);
    assert!(ours.case.need(&need(LONELINESS)).unwrap().new, "Sam has not seen what stood in the other case");
    assert!(!ours.case.need(&need(DEBT)).unwrap().new);
    assert!(ours.case.is_escalated() && ours.case.may_be_contacted());
    assert_eq!(ours.refusal(ruth(), Command::Undo), CaseRefusal::UndoAtPatient);
    ours.happen(ruth(), CaseEvent::Undone);
    assert_eq!(*ours.body(), before);
}

#[test]
fn two_cases_of_which_the_later_answer_is_no_wait_for_nobody() {
    let mut ours = AtWork::flagged(&[LONELINESS]).by(priya(), [agrees(), hand_over(None)]);
    let theirs = AtWork::opened_by(ruth(), flag(&[DEBT]), 1).by(ruth(), [note("x")]).by(ruth(), [refuses()]);
    ours.begin_change();
    ours.happen(ruth(), CaseEvent::Absorbed { from: theirs.case.id, body: Box::new(theirs.body().clone()) });
    assert!(matches!(ours.body().stage, Stage::ToRoute { .. }));
    assert_eq!(ours.refusal(sam(), Command::Accept), CaseRefusal::NotHandedOver);
}

#[test]
fn a_case_that_goes_on_in_another_is_in_no_list() {
    let into = AtWork::opened_by(ruth(), flag(&[DEBT]), 1).case.id;
    let mut case = AtWork::of_sam(&[LONELINESS]);
    case.begin_change();
    case.happen(ruth(), CaseEvent::ContinuedIn { into });
    assert!(!case.case.is_open());
    assert_eq!(case.case.keys().len(), 1);
    assert_eq!(case.refusal(sam(), close_all(NeedEnd::Met)), CaseRefusal::Withdrawn);
}

#[test]
fn who_and_when_come_from_whoever_did_it() {
    let case = AtWork::flagged(&[LONELINESS]).by(sam(), [agrees()]);
    let asked = case.body().agreements[0].asked;
    assert_eq!((asked.by, asked.at), (sam(), start() + SignedDuration::from_mins(1)));
    assert_eq!((case.body().last, case.body().opened.by), (asked, priya()));
}

#[test]
fn a_damaged_log_is_an_error_and_no_case() {
    let case = AtWork::flagged(&[LONELINESS]);
    let (opened, stamp) = case.history[0].clone();
    assert!(Case::fold(Some(case.case.clone()), &opened, &stamp).is_err(), "opened twice");
    assert!(Case::fold(None, &CaseEvent::Accepted, &stamp).is_err(), "never opened");
    let mut undone = case.by(priya(), [Command::Undo]).case;
    let before = undone.clone();
    assert!(undone.apply(&CaseEvent::Undone, &stamp).is_err(), "nothing to take back");
    assert_eq!(undone, before);
}
