//! Closing: few keys where all went well, every reason where it did not.

use super::{Desk, accepted, planned};
use crate::desk::request::Request;
use crate::domain::case::{Closing, Command, NeedEnd, OpenSteps, Outcome};
use crate::domain::unmet::WhyNot;
use crate::tui::screen::Act;

#[track_caller]
fn closing(acts: &[Act]) -> Closing {
    match acts {
        [Act::Ask(_, Request::OnCase { command: Command::Close(closing), .. })] => closing.clone(),
        other => panic!("nothing is closed: {other:?}"),
    }
}

#[test]
fn a_case_that_went_well_is_closed_with_two_keys() {
    let closed = closing(&Desk::on(accepted()).keys("x Ctrl-S"));
    assert_eq!(closed.outcome, Some(Outcome::Met));
    assert!(closed.ends.iter().all(|(_, end)| *end == NeedEnd::Met));
    assert_eq!(closed.follow_ups, None, "as the practice does");
}

#[test]
fn a_need_that_was_not_met_asks_why_and_the_outcome_follows() {
    let mut desk = Desk::on(accepted());
    desk.keys("x Tab Right Right");
    assert!(desk.keys("Ctrl-S").is_empty(), "why not is counted, and nobody has said");
    desk.keys("Right Right Tab");
    desk.types("asked twice");
    insta::assert_snapshot!("closing_80", desk.text((80, 22)));
    let closed = closing(&desk.keys("Ctrl-S"));
    assert_eq!(closed.outcome, Some(Outcome::PartlyMet));
    let end = NeedEnd::NotMet { why: "asked twice".to_owned(), because: Some(WhyNot::Full) };
    assert_eq!(closed.ends[0].1, end);
}

#[test]
fn an_outcome_says_what_follows_for_each_need() {
    let mut desk = Desk::on(accepted());
    let moved = closing(&desk.keys("x Right Right Right Right Right Ctrl-S"));
    assert_eq!(moved.outcome, Some(Outcome::Moved));
    assert_eq!(moved.follow_ups, Some(vec![]), "nobody asks again");
    let end = NeedEnd::NotMet { why: "moved away".to_owned(), because: Some(WhyNot::Other) };
    assert!(moved.ends.iter().all(|(_, one)| *one == end));
}

#[test]
fn steps_that_go_on_are_listed_before_they_stop() {
    let mut desk = Desk::on(planned());
    assert!(desk.keys("x Ctrl-S").is_empty());
    let text = desk.text((80, 19));
    assert!(text.contains("- Bedminster Befriending, agreed"), "{text}");
    let closed = closing(&desk.keys("y"));
    assert_eq!(closed.open_steps, OpenSteps::Stop);
}

#[test]
fn follow_ups_are_typed_or_taken_off() {
    let mut desk = Desk::on(accepted());
    desk.keys("x Up");
    desk.types("1 month, 3 months");
    let days = closing(&desk.keys("Enter")).follow_ups.unwrap();
    assert_eq!(days.len(), 2);
    let mut desk = Desk::on(accepted());
    desk.keys("x Up");
    desk.types("none");
    assert_eq!(closing(&desk.keys("Enter")).follow_ups, Some(vec![]));
}
