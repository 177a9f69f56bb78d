//! The plan: goals, steps, and what leaves with a referral.

use super::{Desk, accepted, hint_of, planned, work_of};
use crate::desk::request::Request;
use crate::domain::case::ServiceRef;
use crate::domain::case::work::{StepState, StepWhat, Work};
use crate::tui::open::{CardFor, Place};
use crate::tui::screen::Act;
use crate::tui::screens::trying::befriending;
use jiff::civil::date;

#[test]
fn the_plan_shows_goals_and_steps_with_what_can_be_done() {
    let mut desk = Desk::on(planned());
    desk.keys("p Down");
    insta::assert_snapshot!("plan_80", desk.text((80, 19)));
    insta::assert_snapshot!("plan_120", desk.text((120, 31)));
    assert!(desk.screen.step_back(), "Esc goes back to the case");
    assert!(!desk.screen.step_back());
}

#[test]
fn a_goal_is_written_in_their_words_and_reached() {
    let mut desk = Desk::on(accepted());
    desk.keys("p M");
    desk.types("I want to get out");
    let (work, _) = work_of(&desk.keys("Enter"));
    assert_eq!(work, Work::SetGoal { number: None, text: "I want to get out".to_owned() });
    let mut desk = Desk::on(planned());
    assert_eq!(work_of(&desk.keys("p f")).0, Work::EndGoal { number: 1, reached: true });
}

#[test]
fn a_service_comes_from_the_same_finder() {
    let mut desk = Desk::on(planned());
    let acts = desk.keys("p S");
    let [Act::Open(Place::Finder(start))] = &acts[..] else { panic!("{acts:?}") };
    assert_eq!(start.chosen_for, CardFor::Plan);
    let service = befriending();
    let chosen = ServiceRef { key: service.key, name: service.details.name };
    let ctx = desk.seat.ctx();
    assert!(desk.screen.chosen(chosen.clone(), &ctx).is_empty(), "how far it is, and since when, is asked");
    let (work, _) = work_of(&desk.keys("Enter"));
    let Work::AddStep { what, state, need, on: None } = work else { panic!("{work:?}") };
    assert_eq!((what, state), (StepWhat::Service(chosen), StepState::Agreed));
    assert_eq!(need.unwrap().as_str(), "loneliness");
}

#[test]
fn a_step_that_was_agreed_on_another_day_says_which() {
    let mut desk = Desk::on(planned());
    desk.keys("p A");
    desk.types("walk to the shop");
    desk.keys("Up");
    desk.types("yesterday");
    insta::assert_snapshot!("activity_80", desk.text((80, 19)));
    let (work, _) = work_of(&desk.keys("Ctrl-S"));
    let Work::AddStep { on, .. } = work else { panic!("{work:?}") };
    assert_eq!(on, Some(date(2026, 11, 18)));

    let mut desk = Desk::on(planned());
    desk.keys("p A");
    desk.types("walk to the shop");
    desk.keys("Up");
    desk.types("26/11/2026");
    assert!(desk.keys("Ctrl-S").is_empty());
    assert!(desk.text((80, 19)).contains("that day is to come"), "{}", desk.text((80, 19)));
}

#[test]
fn a_step_moves_with_its_letter_and_what_it_cannot_become_says_why() {
    let mut desk = Desk::on(planned());
    let (work, next) = work_of(&desk.keys("p Down s Enter"));
    assert!(matches!(work, Work::MoveStep { number: 2, to: StepState::Started, .. }), "{work:?}");
    assert_eq!(next, None);
    let mut desk = Desk::on(planned());
    assert!(hint_of(&desk.keys("p Down c")).starts_with("What is agreed cannot become accepted: "));
    let mut desk = Desk::on(planned());
    desk.keys("p Down x");
    assert!(desk.keys("Ctrl-S").is_empty(), "stopping takes a reason");
    desk.types("She moved");
    let (work, _) = work_of(&desk.keys("Ctrl-S"));
    assert!(matches!(work, Work::MoveStep { to: StepState::Stopped, why, .. } if why == "She moved"));
}

#[test]
fn a_referral_shows_exactly_what_leaves_and_records_the_agreement_first() {
    let mut desk = Desk::on(planned());
    desk.keys("p Down r");
    insta::assert_snapshot!("referral_80", desk.text((80, 19)));
    let acts = desk.keys("y");
    let [Act::Ask(_, Request::OnCase { command, .. })] = &acts[..] else { panic!("{acts:?}") };
    let said = format!("{command:?}");
    assert!(said.contains("Agreed") && said.contains("shares: [\"name\", \"phone\", \"needs\"]"), "{said}");
    let Some(Request::Work { work, .. }) = desk.screen.then.front() else { panic!("nothing follows") };
    assert!(
        matches!(work, Work::MoveStep { to: StepState::Referred, shared, .. } if shared.len() == 3),
        "{work:?}"
    );
}

#[test]
fn where_they_do_not_agree_nothing_moves() {
    let mut desk = Desk::on(planned());
    let acts = desk.keys("p Down r n");
    let [Act::Ask(_, Request::OnCase { command, .. })] = &acts[..] else { panic!("{acts:?}") };
    assert!(format!("{command:?}").contains("Declined"));
    assert!(desk.screen.then.is_empty());
}
