//! What holds of every case, whoever does whatever with it in whichever order.

use super::{
    AtWork, DEBT, HOUSING, LONELINESS, escalate, flag, lunch_club, need, note, priya, ruth, sam, says, staff,
};
use crate::domain::case::Closing;
use crate::domain::case::{
    Answer, Case, CaseEvent, CaseRefusal, Command, Flag, NeedEnd, NeedState, Recipient, ServiceRef, Stage,
};
use crate::domain::id::StaffId;
use crate::domain::need::NeedKey;
use crate::domain::record::Index;
use crate::domain::service::ServiceKey;
use crate::domain::urgency::Urgency;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeSet;

fn who() -> impl Strategy<Value = StaffId> {
    select(vec![priya(), sam(), ruth(), staff(4)])
}

fn needs() -> impl Strategy<Value = Vec<NeedKey>> {
    vec(select(vec![need(LONELINESS), need(DEBT), need(HOUSING), need("food_insecurity")]), 0..4)
}

fn service() -> impl Strategy<Value = ServiceRef> {
    let choir = ServiceRef {
        key: ServiceKey { feed: "town".to_owned(), id: "8".to_owned() },
        name: "Choir".to_owned(),
    };
    select(vec![lunch_club(), choir])
}

fn fields() -> impl Strategy<Value = Vec<String>> {
    vec(select(vec!["name".to_owned(), "phone".to_owned()]), 0..3)
}

fn words() -> impl Strategy<Value = String> {
    select(vec![String::new(), "because".to_owned(), "x".repeat(501)])
}

fn urgency() -> impl Strategy<Value = Urgency> {
    select(Urgency::ALL.to_vec())
}

fn need_end() -> impl Strategy<Value = NeedEnd> {
    prop_oneof![
        2 => Just(NeedEnd::Met),
        1 => words().prop_map(NeedEnd::partly_met),
        1 => words().prop_map(NeedEnd::not_met),
    ]
}

fn to() -> impl Strategy<Value = Option<StaffId>> {
    proptest::option::of(select(vec![sam(), ruth()]))
}

fn a_flag() -> impl Strategy<Value = Flag> {
    (needs(), urgency(), words(), proptest::option::weighted(0.2, Just("suicide".to_owned())), words())
        .prop_map(|(needs, urgency, note, red, went_on)| Flag {
            needs,
            urgency,
            note,
            red_flags: red.into_iter().collect(),
            went_on,
        })
}

fn recipient() -> impl Strategy<Value = Recipient> {
    prop_oneof![2 => Just(Recipient::LinkWorkers), 1 => service().prop_map(Recipient::Service)]
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![4 => Just(Answer::Agreed), 1 => Just(Answer::Declined)]
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        2 => a_flag().prop_map(Command::Flag),
        4 => (recipient(), answer(), fields()).prop_map(|(recipient, answer, shares)| {
            let shares: Vec<&str> = shares.iter().map(String::as_str).collect();
            says(recipient, answer, &shares)
        }),
        2 => (needs(), service()).prop_map(|(needs, service)| Command::Signpost { needs, service }),
        2 => (needs(), service(), fields())
            .prop_map(|(needs, service, shared)| Command::Refer { needs, service, shared }),
        4 => (needs(), to()).prop_map(|(needs, to)| Command::HandOver { needs, to }),
        1 => Just(escalate()),
        1 => Just(Command::Acknowledge),
        1 => (needs(), words()).prop_map(|(needs, why)| Command::Decline { needs, why }),
        4 => Just(Command::Accept),
        1 => words().prop_map(|why| Command::Return { why }),
        1 => to().prop_map(|to| Command::Reassign { to }),
        1 => words().prop_map(|text| note(&text)),
        1 => Just(Command::See),
        1 => urgency().prop_map(|urgency| Command::ChangeUrgency { urgency }),
        2 => (needs(), need_end())
            .prop_map(|(needs, end)| Command::EndNeed { need: needs.first().cloned().unwrap_or(need(DEBT)), end }),
        1 => (needs(), need_end(), proptest::option::of(need_end()), words()).prop_map(
            |(needs, end, rest, summary)| {
                let ends = needs.into_iter().map(|need| (need, end.clone())).collect();
                Command::Close(Closing { ends, rest, summary, ..Closing::default() })
            }
        ),
        1 => words().prop_map(|why| Command::Reopen { why }),
        1 => Just(Command::Undo),
    ]
}

/// Changes, each somebody's, each of a few commands.
fn changes(most: usize) -> impl Strategy<Value = Vec<(StaffId, Vec<Command>)>> {
    vec((who(), vec(command(), 1..4)), 0..most)
}

/// What a case must be at any time.
fn check(case: &Case) -> Result<(), TestCaseError> {
    let body = &case.body;
    let keys: BTreeSet<_> = body.needs.iter().map(|n| &n.need).collect();
    prop_assert_eq!(keys.len(), body.needs.len(), "a need stands twice");
    prop_assert!(!body.needs.is_empty());
    let closed = matches!(body.stage, Stage::Closed { .. });
    prop_assert!(
        !closed || body.needs.iter().all(|n| n.state.has_ended()),
        "closed before every need has ended"
    );
    prop_assert!(!closed || !case.is_escalated(), "closed before a clinician took note");
    if case.is_open() {
        let open = !case.open_needs().is_empty();
        prop_assert!(open || !matches!(body.stage, Stage::ToRoute { .. }), "nothing is to route");
        prop_assert!(!open || !matches!(body.stage, Stage::Routed { .. }), "routed with an open need");
        let with_worker = body.needs.iter().any(|n| n.state == NeedState::WithLinkWorker);
        prop_assert!(
            !with_worker || matches!(body.stage, Stage::Waiting { .. } | Stage::With { .. }),
            "handed over, and in nobody's list"
        );
        let waits = matches!(body.stage, Stage::Waiting { .. });
        prop_assert!(!(waits || with_worker) || case.may_be_contacted(), "waits without an agreement");
        prop_assert!(body.needs.iter().all(|n| !n.new) || case.worker().is_some(), "new to nobody");
        prop_assert!(body.stage.since() <= body.last.at && body.opened.at <= body.last.at);
    }
    check_keys(case)
}

fn check_keys(case: &Case) -> Result<(), TestCaseError> {
    let keys = case.keys();
    let count = |index| keys.iter().filter(|key| key.index == index).count();
    let once = |condition: bool| usize::from(condition);
    prop_assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "a key stands twice");
    prop_assert_eq!(count(Index::Reference), 1);
    prop_assert_eq!(count(Index::OpenCase), once(case.is_open()));
    prop_assert_eq!(count(Index::Open), once(case.is_open()));
    let withdrawn = matches!(case.body.stage, Stage::Withdrawn { .. });
    prop_assert_eq!(count(Index::CasesOfPatient), once(!withdrawn));
    prop_assert_eq!(count(Index::FlaggedBy), once(!withdrawn));
    prop_assert_eq!(count(Index::Escalated), once(!withdrawn && case.is_escalated()));
    prop_assert_eq!(count(Index::Queue) > 0, !withdrawn, "a case that is in no list is forgotten");
    let going_on = case.body.needs.iter().filter(|n| !n.state.has_ended()).count();
    prop_assert_eq!(count(Index::Need), if case.is_open() { going_on } else { 0 });
    Ok(())
}

/// One command: either it happens and what must be agreed is agreed, or nothing changes and there is advice.
fn attempt(work: &mut AtWork, who: StaffId, command: Command) -> Result<Option<CaseEvent>, TestCaseError> {
    let before = work.case.clone();
    let decided = work.case.decide(command.clone(), who, work.now());
    prop_assert_eq!(&work.case, &before, "deciding changed something");
    prop_assert_eq!(&decided, &work.case.decide(command.clone(), who, work.now()), "deciding is no dice");
    match work.go_on(who, command) {
        Err(refusal) => {
            prop_assert!(!refusal.advice().is_empty() && !refusal.to_string().is_empty());
            prop_assert_eq!(&work.case, &before, "a refusal changed something");
            Ok(None)
        }
        Ok(event) => {
            prop_assert_eq!(work.case.version, before.version + 1);
            match &event {
                CaseEvent::Referred { service, shared, .. } => {
                    let agreed = before.agreed(&Recipient::Service(service.clone()));
                    prop_assert!(
                        agreed.is_some_and(|a| a.answer == Answer::Agreed
                            && shared.iter().all(|field| a.shares.contains(field)))
                    );
                }
                CaseEvent::HandedOver { .. } => prop_assert!(before.may_be_contacted()),
                CaseEvent::Accepted => prop_assert_eq!(before.worker(), None),
                _ => {}
            }
            Ok(Some(event))
        }
    }
}

/// Everything that somebody does in one change; then what taking it back would do.
fn live_through(work: &mut AtWork, who: StaffId, commands: Vec<Command>) -> Result<(), TestCaseError> {
    let before = work.case.clone();
    work.begin_change();
    let mut happened = vec![];
    for command in commands {
        happened.extend(attempt(work, who, command)?);
        check(&work.case)?;
    }
    if happened.is_empty() || happened.contains(&CaseEvent::Undone) {
        return Ok(());
    }
    let other = staff(9);
    prop_assert_eq!(work.refusal(other, Command::Undo), CaseRefusal::NothingToUndo);
    let mut undone = work.clone();
    undone.begin_change();
    let event = attempt(&mut undone, who, Command::Undo)?;
    prop_assert_eq!(event, Some(CaseEvent::Undone));
    prop_assert_eq!(&undone.case.body, &before.body, "undo restores what was visible");
    prop_assert_eq!(undone.refusal(who, Command::Undo), CaseRefusal::NothingToUndo);
    check(&undone.case)
}

/// The case that the history gives, each event and each state written down and read back on the way.
fn told_again(work: &AtWork) -> Case {
    let mut case: Option<Case> = None;
    for (event, stamp) in &work.history {
        let event: CaseEvent = serde_json::from_str(&serde_json::to_string(event).unwrap()).unwrap();
        let stamp = serde_json::from_str(&serde_json::to_string(stamp).unwrap()).unwrap();
        let after = Case::fold(case, &event, &stamp).unwrap();
        case = Some(serde_json::from_str(&serde_json::to_string(&after).unwrap()).unwrap());
    }
    case.unwrap()
}

proptest! {
    #[test]
    fn no_sequence_of_commands_breaks_an_invariant_and_the_history_gives_the_case(changes in changes(25)) {
        let mut work = AtWork::flagged(&[LONELINESS]);
        for (who, commands) in changes {
            live_through(&mut work, who, commands)?;
        }
        prop_assert_eq!(work.case.version, work.history.len() as u64);
        prop_assert_eq!(told_again(&work), work.case);
    }

    #[test]
    fn two_cases_of_one_person_go_on_as_one_and_part_again(
        ours in changes(12),
        theirs in changes(12),
        after in changes(6),
    ) {
        let mut work = AtWork::flagged(&[LONELINESS]);
        let mut other = AtWork::opened_by(priya(), flag(&[DEBT]), 1);
        for (case, changes) in [(&mut work, ours), (&mut other, theirs)] {
            for (who, commands) in changes {
                let open = case.clone();
                live_through(case, who, commands)?;
                if !case.case.is_open() {
                    *case = open;
                }
            }
        }
        let before = work.case.clone();
        work.begin_change_after(&other);
        let body = Box::new(other.case.body.clone());
        work.happen(priya(), CaseEvent::Absorbed { from: other.case.id, body });
        other.happen(priya(), CaseEvent::ContinuedIn { into: work.case.id });
        prop_assert!(!other.case.is_open());
        check_keys(&other.case)?;
        check(&work.case)?;
        if let Some(worker) = before.worker() {
            prop_assert_eq!(work.case.worker(), Some(worker), "the worker who is there stays");
        }
        prop_assert_eq!(work.case.is_escalated(), before.is_escalated() || other.case.is_escalated());
        let mut parted = work.clone();
        prop_assert_eq!(parted.refusal(priya(), Command::Undo), CaseRefusal::UndoAtPatient);
        parted.happen(priya(), CaseEvent::Undone);
        prop_assert_eq!(&parted.case.body, &before.body);
        for (who, commands) in after {
            live_through(&mut work, who, commands)?;
        }
        prop_assert_eq!(told_again(&work), work.case);
    }
}
