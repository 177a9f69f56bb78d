//! What a case allows at which stage, as a table: every command at every stage.

use super::{
    AtWork, LONELINESS, agrees, close_all, decline, end, escalate, flag, give_back, hand_over, note, priya,
    refer, reopen, ruth, sam, says, signpost, start,
};
use crate::domain::case::Closing;
use crate::domain::case::{
    Answer, CaseRefusal, Command, Escalate, Flag, NeedEnd, Outcome, Recipient, ServiceRef, Stage,
};
use crate::domain::service::ServiceKey;
use crate::domain::urgency::Urgency;
use rstest::rstest;

/// Cases at every stage. Sam is the asker of the table below.
fn at(stage: &str) -> AtWork {
    let flagged = AtWork::flagged(&[LONELINESS]);
    let agreed = flagged.clone().by(priya(), [agrees()]);
    let case = match stage {
        "to route" => flagged,
        "agreed" => agreed,
        "team" => agreed.by(priya(), [hand_over(None)]),
        "for sam" => agreed.by(priya(), [hand_over(Some(sam()))]),
        "for ruth" => agreed.by(priya(), [hand_over(Some(ruth()))]),
        "sam's" => AtWork::of_sam(&[LONELINESS]),
        "ruth's" => agreed.by(priya(), [hand_over(None)]).by(ruth(), [Command::Accept]),
        "routed" => flagged.by(priya(), [signpost(&[])]),
        "escalated" => agreed.by(priya(), [escalate()]),
        "closed" => flagged.by(priya(), [decline(&[])]),
        "taken back" => flagged.by(priya(), [Command::Undo]),
        other => panic!("no stage {other}"),
    };
    assert_eq!(case.case.is_open(), !matches!(stage, "closed" | "taken back"), "{stage}");
    case
}

const STAGES: [&str; 11] = [
    "to route",
    "agreed",
    "team",
    "for sam",
    "for ruth",
    "sam's",
    "ruth's",
    "routed",
    "escalated",
    "closed",
    "taken back",
];

fn command(name: &str) -> Command {
    let to_lunch_club = Recipient::Service(super::lunch_club());
    match name {
        "flag" => Command::Flag(flag(&["debt"])),
        "agreement" => says(to_lunch_club, Answer::Agreed, &["name"]),
        "signpost" => signpost(&[]),
        "refer" => refer(&["name"]),
        "hand over" => hand_over(None),
        "hand over to sam" => hand_over(Some(sam())),
        "escalate" => escalate(),
        "acknowledge" => Command::Acknowledge,
        "decline" => decline(&[LONELINESS]),
        "accept" => Command::Accept,
        "return" => give_back(),
        "reassign to the team" => Command::Reassign { to: None },
        "reassign to ruth" => Command::Reassign { to: Some(ruth()) },
        "note" => note("rang"),
        "see" => Command::See,
        "urgent" => Command::ChangeUrgency { urgency: Urgency::Urgent },
        "end" => end(LONELINESS, NeedEnd::Met),
        "close" => close_all(NeedEnd::Met),
        "reopen" => reopen(),
        "undo" => Command::Undo,
        other => panic!("no command {other}"),
    }
}

/// Which stages allow what, asked by Sam; everywhere else it is refused as the second table says.
#[rstest]
#[case("flag", "to route,agreed,team,for sam,for ruth,sam's,ruth's,routed,escalated")]
#[case("agreement", "to route,agreed,team,for sam,for ruth,sam's,ruth's,routed,escalated")]
#[case("signpost", "to route,agreed,escalated")]
#[case("refer", "")]
#[case("hand over", "agreed,escalated")]
#[case("hand over to sam", "agreed,escalated")]
#[case("escalate", "to route,agreed,team,for sam,for ruth,sam's,ruth's,routed,escalated")]
#[case("acknowledge", "escalated")]
#[case("decline", "to route,agreed,team,for sam,for ruth,sam's,ruth's,routed,escalated")]
#[case("accept", "team,for sam")]
#[case("return", "team,for sam,sam's")]
#[case("reassign to the team", "for sam,for ruth,sam's,ruth's")]
#[case("reassign to ruth", "team,for sam,sam's")]
#[case("note", "to route,agreed,team,for sam,for ruth,sam's,ruth's,routed,escalated,closed")]
#[case("see", "")]
#[case("urgent", "to route,agreed,team,for sam,for ruth,sam's,ruth's,routed,escalated")]
#[case("end", "to route,agreed,team,for sam,for ruth,sam's,ruth's,routed,escalated")]
#[case("close", "to route,agreed,team,for sam,for ruth,sam's,ruth's,routed")]
#[case("reopen", "closed")]
#[case("undo", "sam's")]
fn each_command_is_allowed_at_these_stages(#[case] name: &str, #[case] allowed: &str) {
    let at_these: Vec<_> = STAGES
        .into_iter()
        .filter(|stage| at(stage).case.decide(command(name), sam(), at(stage).now()).is_ok())
        .collect();
    assert_eq!(at_these.join(","), allowed, "{name}");
}

#[rstest]
#[case("taken back", "flag", CaseRefusal::Withdrawn)]
#[case("closed", "flag", CaseRefusal::Closed)]
#[case("team", "signpost", CaseRefusal::NothingToRoute)]
#[case("routed", "hand over", CaseRefusal::NothingToRoute)]
#[case("to route", "refer", CaseRefusal::NoAgreementFor("Lunch Club".to_owned()))]
#[case("to route", "hand over", CaseRefusal::NoAgreement)]
#[case("to route", "acknowledge", CaseRefusal::NothingEscalated)]
#[case("closed", "acknowledge", CaseRefusal::Closed)]
#[case("to route", "accept", CaseRefusal::NotHandedOver)]
#[case("routed", "accept", CaseRefusal::NotHandedOver)]
#[case("for ruth", "accept", CaseRefusal::AnotherWorker)]
#[case("sam's", "accept", CaseRefusal::HasWorker)]
#[case("ruth's", "accept", CaseRefusal::HasWorker)]
#[case("closed", "accept", CaseRefusal::Closed)]
#[case("to route", "return", CaseRefusal::NotHandedOver)]
#[case("for ruth", "return", CaseRefusal::AnotherWorker)]
#[case("ruth's", "return", CaseRefusal::AnotherWorker)]
#[case("to route", "reassign to ruth", CaseRefusal::NotHandedOver)]
#[case("ruth's", "reassign to ruth", CaseRefusal::NoChange)]
#[case("team", "reassign to the team", CaseRefusal::NoChange)]
#[case("taken back", "note", CaseRefusal::Withdrawn)]
#[case("sam's", "see", CaseRefusal::NothingNew)]
#[case("ruth's", "see", CaseRefusal::AnotherWorker)]
#[case("escalated", "close", CaseRefusal::Unacknowledged)]
#[case("closed", "end", CaseRefusal::Closed)]
#[case("to route", "reopen", CaseRefusal::Open)]
#[case("taken back", "reopen", CaseRefusal::Withdrawn)]
#[case("ruth's", "undo", CaseRefusal::NothingToUndo)]
#[case("taken back", "undo", CaseRefusal::NothingToUndo)]
fn elsewhere_it_is_refused_and_says_why(#[case] stage: &str, #[case] name: &str, #[case] why: CaseRefusal) {
    let refusal = at(stage).refusal(sam(), command(name));
    assert_eq!(refusal, why);
    assert!(!refusal.advice().is_empty() && !refusal.to_string().is_empty());
}

#[rstest]
#[case(Command::Flag(flag(&[])), CaseRefusal::NoNeed)]
#[case(Command::Flag(Flag { red_flags: vec!["suicide".to_owned()], ..flag(&["debt"]) }), CaseRefusal::RedFlag)]
#[case(Command::Flag(Flag { note: "x".repeat(4_001), ..flag(&["debt"]) }), CaseRefusal::TooLong(4_000))]
#[case(signpost(&["debt"]), CaseRefusal::NotThere("debt".to_owned()))]
#[case(end("debt", NeedEnd::Met), CaseRefusal::NotThere("debt".to_owned()))]
#[case(end(LONELINESS, NeedEnd::not_met(" ")), CaseRefusal::NoReason)]
#[case(note("  "), CaseRefusal::NoReason)]
#[case(Command::Return { why: String::new() }, CaseRefusal::NoReason)]
#[case(Command::ChangeUrgency { urgency: Urgency::Routine }, CaseRefusal::NoChange)]
#[case(Command::Close(Closing::default()), CaseRefusal::NotEnded(LONELINESS.to_owned()))]
#[case(hand_over(Some(ruth())), CaseRefusal::NothingToRoute)]
fn what_is_incomplete_or_wrong_is_refused_in_sams_own_case(
    #[case] command: Command,
    #[case] why: CaseRefusal,
) {
    assert_eq!(at("sam's").refusal(sam(), command), why);
}

#[rstest]
#[case("", &[], "Dr Okafor", CaseRefusal::NoReason)]
#[case("unsafe", &[], " ", CaseRefusal::NobodyTold)]
#[case("", &["abuse"], "", CaseRefusal::NobodyTold)]
fn an_escalation_says_what_it_is_about_and_who_was_told(
    #[case] reason: &str,
    #[case] red_flags: &[&str],
    #[case] told: &str,
    #[case] why: CaseRefusal,
) {
    let command = Command::Escalate(Escalate {
        reason: reason.to_owned(),
        red_flags: red_flags.iter().map(|&flag| flag.to_owned()).collect(),
        told: told.to_owned(),
        told_at: start(),
    });
    assert_eq!(at("to route").refusal(priya(), command), why);
}

#[test]
fn nobody_is_put_between_a_link_worker_and_their_case() {
    let case = AtWork::of_sam(&[LONELINESS]).by(priya(), [Command::Flag(flag(&["debt"]))]);
    assert_eq!(case.refusal(priya(), hand_over(Some(ruth()))), CaseRefusal::HasWorker);
    let case = case.by(priya(), [hand_over(Some(sam()))]);
    assert_eq!(case.case.worker(), Some(sam()));
}

#[test]
fn a_referral_sends_no_more_than_was_agreed_and_to_nobody_else() {
    let agreed = says(Recipient::Service(super::lunch_club()), Answer::Agreed, &["name", "phone"]);
    let case = AtWork::flagged(&[LONELINESS]).by(priya(), [agreed]);
    let refused = CaseRefusal::NoAgreementFor("Lunch Club".to_owned());
    assert_eq!(case.refusal(priya(), refer(&["name", "address"])), refused);
    let other = ServiceRef {
        key: ServiceKey { feed: "town".to_owned(), id: "8".to_owned() },
        name: "Choir".to_owned(),
    };
    let to_choir = Command::Refer { needs: vec![], service: other, shared: vec![] };
    assert_eq!(case.refusal(priya(), to_choir), CaseRefusal::NoAgreementFor("Choir".to_owned()));
    let taken_back =
        case.clone().by(priya(), [says(Recipient::Service(super::lunch_club()), Answer::Declined, &[])]);
    assert_eq!(taken_back.refusal(priya(), refer(&["name"])), refused);
    let case = case.by(priya(), [refer(&["name", "phone"])]);
    assert!(matches!(case.body().stage, Stage::Routed { .. }));
}

#[rstest]
#[case(&[NeedEnd::Met, NeedEnd::Met], Outcome::Met)]
#[case(&[NeedEnd::Met, NeedEnd::not_met("no room")], Outcome::PartlyMet)]
#[case(&[NeedEnd::partly_met(""), NeedEnd::not_met("no room")], Outcome::PartlyMet)]
#[case(&[NeedEnd::not_met("moved"), NeedEnd::not_met("no room")], Outcome::NotMet)]
fn what_came_of_the_needs_is_what_came_of_the_case(#[case] ends: &[NeedEnd], #[case] wanted: Outcome) {
    let keys = [LONELINESS, "debt"];
    let ends = keys.iter().zip(ends).map(|(key, end)| (super::need(key), end.clone())).collect();
    let close = Command::Close(Closing { ends, ..Closing::default() });
    let case = AtWork::of_sam(&keys).by(sam(), [close]);
    assert!(matches!(case.body().stage, Stage::Closed { outcome, .. } if outcome == wanted));
}

#[test]
fn a_declined_need_beside_a_met_one_leaves_the_case_met_and_declined_ones_alone_leave_it_declined() {
    let both = AtWork::of_sam(&[LONELINESS, "debt"]);
    let met = both.clone().by(sam(), [decline(&["debt"]), close_all(NeedEnd::Met)]);
    assert!(matches!(met.body().stage, Stage::Closed { outcome: Outcome::Met, .. }));
    let declined = AtWork::flagged(&[LONELINESS, "debt"]).by(priya(), [decline(&[])]);
    assert!(matches!(declined.body().stage, Stage::Closed { outcome: Outcome::Declined, .. }));
}

#[test]
fn a_case_holds_fifty_needs_and_no_more() {
    let keys: Vec<String> = (0..50).map(|n| format!("need_{n}")).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let case = AtWork::flagged(&keys[..49]).by(priya(), [Command::Flag(flag(&keys))]);
    let one_more = Command::Flag(flag(&["one_more"]));
    assert_eq!(case.refusal(priya(), one_more), CaseRefusal::Full("needs".to_owned()));
    case.by(priya(), [Command::Flag(flag(&keys[3..9]))]);
}
