//! What holds of every case, whoever does whatever with it in whichever order.

use super::works::{closing, day, fields, follow_ups, later, service, words, work};
use super::{
    AtWork, DEBT, HOUSING, LONELINESS, agrees, casework, escalate, flag, hand_over, lunch_club, need, note,
    priya, ruth, sam, says, staff,
};
use crate::domain::case::work::{StepState, StepWhat, Work, Worked};
use crate::domain::case::{
    AgreementGiven, Answer, Case, CaseEvent, CaseRefusal, Closing, Command, Flag, NeedEnd, NeedState,
    OpenSteps, Recipient, Stage,
};
use crate::domain::id::StaffId;
use crate::domain::need::NeedKey;
use crate::domain::record::Index;
use crate::domain::urgency::Urgency;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, BTreeSet};

fn who() -> impl Strategy<Value = StaffId> {
    select(vec![priya(), sam(), ruth(), staff(4)])
}

fn needs() -> impl Strategy<Value = Vec<NeedKey>> {
    vec(select(vec![need(LONELINESS), need(DEBT), need(HOUSING), need("food_insecurity")]), 0..4)
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
    option::of(select(vec![sam(), ruth()]))
}

fn a_flag() -> impl Strategy<Value = Flag> {
    (needs(), urgency(), words(), option::weighted(0.2, Just("suicide".to_owned())), words()).prop_map(
        |(needs, urgency, note, red, went_on)| Flag {
            needs,
            urgency,
            note,
            red_flags: red.into_iter().collect(),
            went_on,
        },
    )
}

fn recipient() -> impl Strategy<Value = Recipient> {
    prop_oneof![2 => Just(Recipient::LinkWorkers), 1 => service().prop_map(Recipient::Service)]
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![6 => Just(Answer::Agreed), 1 => Just(Answer::Declined), 1 => Just(Answer::Withdrawn)]
}

fn agreement() -> impl Strategy<Value = Command> {
    (recipient(), answer(), fields(), option::weighted(0.3, day())).prop_map(
        |(recipient, answer, shares, until)| {
            let words = "May they?".to_owned();
            Command::RecordAgreement(AgreementGiven { recipient, answer, words, shares, until })
        },
    )
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        2 => a_flag().prop_map(Command::Flag),
        4 => agreement(),
        8 => work().prop_map(Command::Work),
        2 => (needs(), service()).prop_map(|(needs, service)| Command::Signpost { needs, service }),
        2 => (needs(), service(), fields())
            .prop_map(|(needs, service, shared)| Command::Refer { needs, service, shared }),
        4 => (needs(), to()).prop_map(|(needs, to)| Command::HandOver { needs, to }),
        1 => Just(escalate()),
        1 => Just(Command::Acknowledge),
        1 => (needs(), words()).prop_map(|(needs, why)| Command::Decline { needs, why }),
        4 => Just(Command::Accept),
        1 => words().prop_map(|why| Command::Return { why }),
        2 => to().prop_map(|to| Command::Reassign { to }),
        1 => words().prop_map(|text| note(&text)),
        1 => Just(Command::See),
        1 => urgency().prop_map(|urgency| Command::ChangeUrgency { urgency }),
        2 => (needs(), need_end())
            .prop_map(|(needs, end)| Command::EndNeed { need: needs.first().cloned().unwrap_or(need(DEBT)), end }),
        1 => closing(ends(), option::of(need_end())).prop_map(Command::Close),
        1 => words().prop_map(|why| Command::Reopen { why }),
        1 => Just(Command::Undo),
    ]
}

fn ends() -> impl Strategy<Value = Vec<(NeedKey, NeedEnd)>> {
    (needs(), need_end()).prop_map(|(needs, end)| needs.into_iter().map(|need| (need, end.clone())).collect())
}

/// Somebody's change, of a few commands, so many days after the one before.
#[derive(Clone, Debug)]
struct Change {
    after: u64,
    who: StaffId,
    commands: Vec<Command>,
}

/// A case of Sam's with a plan of three steps; the patient agrees to the first one's service being told.
fn planned() -> AtWork {
    let to_lunch_club = Recipient::Service(lunch_club());
    let step = |what| Command::Work(Work::AddStep { what, need: None, state: StepState::Agreed, on: None });
    let service = || StepWhat::Service(lunch_club());
    let walk = StepWhat::Activity("walk to the shop".to_owned());
    AtWork::of_sam(&[LONELINESS]).by(
        sam(),
        [
            says(to_lunch_club, Answer::Agreed, &["name", "phone"]),
            step(service()),
            step(service()),
            step(walk),
        ],
    )
}

/// What a link worker does with their case, and now and then somebody else.
fn days_of_a_link_worker(most: usize) -> impl Strategy<Value = Vec<Change>> {
    let does = prop_oneof![
        60 => work().prop_map(Command::Work),
        10 => agreement(),
        2 => command(),
        1 => (need_end(), follow_ups()).prop_map(|(end, follow_ups)| {
            let rest = Some(end);
            Command::Close(Closing { rest, follow_ups, open_steps: OpenSteps::Stop, ..Closing::default() })
        }),
        1 => Just(Command::Reopen { why: "rang again".to_owned() }),
    ];
    let who = prop_oneof![8 => Just(sam()), 1 => who()];
    let change = (select(vec![0, 0, 0, 1, 9]), who, vec(does, 1..4));
    vec(change.prop_map(|(after, who, commands)| Change { after, who, commands }), 0..most)
}

fn changes(most: usize) -> impl Strategy<Value = Vec<Change>> {
    let change = (select(vec![0, 0, 0, 1, 9]), who(), vec(command(), 1..4));
    vec(change.prop_map(|(after, who, commands)| Change { after, who, commands }), 0..most)
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
    casework::check(case)?;
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
    prop_assert_eq!(count(Index::Due), once(!withdrawn && case.due_for().is_some()));
    prop_assert_eq!(count(Index::CallBack), once(case.is_open() && case.body.work.call_back.is_some()));
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
                CaseEvent::Work(worked) => casework::check_worked(&before, worked, work.now())?,
                _ => {}
            }
            Ok(Some(event))
        }
    }
}

/// Everything that somebody does in one change; then what taking it back would do.
fn live_through(work: &mut AtWork, change: Change) -> Result<(), TestCaseError> {
    let Change { after, who, commands } = change;
    let before = work.case.clone();
    work.days_pass(after);
    work.begin_change();
    let mut happened = vec![];
    for command in commands {
        let command = later(command, work.days());
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
    fn no_sequence_of_commands_breaks_an_invariant_and_the_history_gives_the_case(
        changes in changes(25),
    ) {
        let mut work = AtWork::flagged(&[LONELINESS]);
        for change in changes {
            live_through(&mut work, change)?;
        }
        prop_assert_eq!(work.case.version, work.history.len() as u64);
        prop_assert_eq!(told_again(&work), work.case);
    }

    #[test]
    fn nor_does_whatever_a_link_worker_does(changes in days_of_a_link_worker(40)) {
        let mut work = planned();
        for change in changes {
            live_through(&mut work, change)?;
        }
        prop_assert_eq!(told_again(&work), work.case);
    }

    #[test]
    fn two_cases_of_one_person_go_on_as_one_and_part_again(
        ours in prop_oneof![changes(12), days_of_a_link_worker(12)],
        theirs in prop_oneof![changes(12), days_of_a_link_worker(12)],
        after in changes(6),
        taken in any::<[bool; 2]>(),
    ) {
        let mut work = AtWork::flagged(&[LONELINESS]);
        let mut other = AtWork::opened_by(priya(), flag(&[DEBT]), 1);
        for (case, taken) in [&mut work, &mut other].into_iter().zip(taken) {
            if taken {
                *case = case.clone().by(priya(), [agrees(), hand_over(None)]).by(sam(), [Command::Accept]);
            }
        }
        for (case, changes) in [(&mut work, ours), (&mut other, theirs)] {
            for change in changes {
                let open = case.clone();
                live_through(case, change)?;
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
        for change in after {
            live_through(&mut work, change)?;
        }
        prop_assert_eq!(told_again(&work), work.case);
    }
}

/// What is tried above is not all refused: every kind of work happens, a service is told, cases are closed and followed
/// up, and agreements are taken back.
#[test]
fn what_is_tried_reaches_every_kind_of_work() {
    let mut runner = TestRunner::deterministic();
    let mut reached: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..300 {
        let changes = days_of_a_link_worker(40).new_tree(&mut runner).unwrap().current();
        let mut work = planned();
        for change in changes {
            live_through(&mut work, change).unwrap();
        }
        for (event, _) in &work.history {
            let what = match event {
                CaseEvent::Work(worked) => match &**worked {
                    Worked::StepMoved { to, .. } => format!("step {}", to.name()),
                    worked => worked.did().to_owned(),
                },
                CaseEvent::AgreementRecorded { agreement, .. } => format!("{:?}", agreement.answer),
                CaseEvent::Closed { follow_ups, .. } if !follow_ups.is_empty() => {
                    "follow-ups after the end".to_owned()
                }
                event => event.did().to_owned(),
            };
            *reached.entry(what).or_default() += 1;
        }
    }
    let steps = StepState::ALL.into_iter().skip(1).map(|state| format!("step {}", state.name()));
    let others = [
        "the contact",
        "the next date",
        "the call-back",
        "the appointment",
        "the calling off of an appointment",
        "the goal",
        "the step",
        "the measure",
        "the declining of a measure",
        "the follow-up",
        "the taking of the code",
        "follow-ups after the end",
        "the closing",
        "the reopening",
        "the return",
        "the reassignment",
        "Withdrawn",
        "Declined",
    ];
    for what in steps.chain(others.map(str::to_owned)) {
        assert!(reached.contains_key(&what), "never: {what}; {reached:?}");
    }
}
