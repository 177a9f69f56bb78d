//! Contacts: two keys for a call that nobody answered.

use super::{Desk, accepted, attempt_of, hint_of, tried, work_of};
use crate::desk::reply::{Done, Reply};
use crate::desk::request::Request;
use crate::domain::case::Outcome;
use crate::domain::case::work::Work;
use crate::domain::patient::Reach;
use crate::domain::safe_contact::{ContactResult, How};
use crate::tui::screen::Act;
use crate::tui::screens::case::closing::ClosingForm;
use crate::tui::screens::case::over::Over;
use jiff::civil::date;

fn done() -> Reply {
    Reply::Done(Done {
        said: "Phone: no answer.".to_owned(),
        read_out: None,
        change: None,
        subjects: vec![],
        case: None,
        staff: None,
        practice: None,
    })
}

#[test]
fn a_call_that_is_not_answered_is_saved_in_two_keys_and_a_third_is_for_the_case_again() {
    let mut desk = Desk::on(accepted());
    let (work, next) = work_of(&desk.keys("c n"));
    let attempt = attempt_of(work);
    assert_eq!((attempt.how, attempt.result), (How::Phone, ContactResult::NoAnswer));
    assert_eq!(next, None, "the desk settles what is proposed");
    assert!(desk.screen.over.is_none());
}

#[test]
fn the_code_word_stands_first_and_a_message_cannot_be_left_where_they_said_no() {
    let mut card = accepted();
    card.patient.details.contact.code_word = "bluebell".to_owned();
    card.patient.details.contact.voicemail = Reach::Refused;
    let mut desk = Desk::on(card);
    desk.keys("c");
    insta::assert_snapshot!("contact_80", desk.text((80, 19)));
    insta::assert_snapshot!("contact_120", desk.text((120, 31)));
    assert!(hint_of(&desk.keys("m")).starts_with("They said no to voicemail."));
}

#[test]
fn a_message_may_be_left_where_they_said_yes() {
    let mut card = accepted();
    card.patient.details.contact.voicemail = Reach::Allowed;
    let attempt = attempt_of(work_of(&Desk::on(card).keys("c m")).0);
    assert_eq!(attempt.result, ContactResult::MessageLeft);
}

#[test]
fn a_talk_takes_its_sentence_and_the_next_date_as_proposed_or_typed() {
    let mut desk = Desk::on(accepted());
    desk.keys("c s");
    desk.types("Keen on the lunch club.");
    insta::assert_snapshot!("spoke_80", desk.text((80, 19)));
    let (work, next) = work_of(&desk.keys("Enter Enter Enter Enter"));
    let attempt = attempt_of(work);
    assert_eq!((attempt.result, attempt.note.as_str()), (ContactResult::Spoke, "Keen on the lunch club."));
    assert_eq!(next, None);

    let mut desk = Desk::on(accepted());
    desk.keys("c s Tab");
    desk.types("15");
    desk.keys("Tab");
    desk.types("yesterday 14:05");
    desk.keys("Tab");
    desk.types("next week");
    let (work, next) = work_of(&desk.keys("Ctrl-S"));
    let attempt = attempt_of(work);
    assert_eq!(attempt.minutes, Some(15));
    assert_eq!(attempt.at, "2026-11-18T14:05:00Z".parse().unwrap());
    assert_eq!(next.map(|next| next.on), Some(date(2026, 11, 26)));
}

#[test]
fn a_contact_to_come_or_a_next_date_that_is_past_is_refused_at_its_row() {
    let mut desk = Desk::on(accepted());
    desk.keys("c s Tab Tab");
    desk.types("23:59");
    assert!(desk.keys("Ctrl-S").is_empty());
    assert!(desk.text((80, 19)).contains("that is to come"));
    let mut desk = Desk::on(accepted());
    desk.keys("c s Tab Tab Tab");
    desk.types("2026-11-01");
    assert!(desk.keys("Ctrl-S").is_empty());
    assert!(desk.text((80, 19)).contains("that day is past"));
}

#[test]
fn another_way_is_a_tab_away_and_says_what_can_come_of_it() {
    let mut desk = Desk::on(accepted());
    let attempt = attempt_of(work_of(&desk.keys("c Tab s")).0);
    assert_eq!((attempt.how, attempt.result), (How::Text, ContactResult::Sent));
    let mut desk = Desk::on(accepted());
    assert_eq!(hint_of(&desk.keys("c Tab n")), "\"no answer\" cannot come of text.");
    let mut desk = Desk::on(accepted());
    let attempt = attempt_of(work_of(&desk.keys("c d")).0);
    assert_eq!((attempt.how, attempt.result), (How::InPerson, ContactResult::DidNotAttend));
}

#[test]
fn a_sentence_goes_with_a_call_that_failed_where_one_is_wanted() {
    let mut desk = Desk::on(accepted());
    desk.keys("c i n");
    desk.types("Engaged all morning");
    let attempt = attempt_of(work_of(&desk.keys("Ctrl-S")).0);
    assert_eq!(attempt.result, ContactResult::NoAnswer);
    assert_eq!(attempt.note, "Engaged all morning");
}

#[test]
fn who_asks_to_be_rung_is_written_down_and_comes_up_then() {
    let mut desk = Desk::on(accepted());
    desk.keys("c b");
    desk.types("mon am");
    let (work, _) = work_of(&desk.keys("Ctrl-S"));
    assert_eq!(attempt_of(work).result, ContactResult::CallBack);
    let ctx = desk.seat.ctx();
    let acts = desk.screen.answer(super::super::DOES, Ok(done()), &ctx);
    let (work, _) = work_of(&acts);
    assert!(matches!(work, Work::AskCallBack { on, .. } if on == date(2026, 11, 23)), "{work:?}");
}

#[test]
fn after_the_last_try_it_offers_to_close_as_not_reached_and_no_is_the_default() {
    let mut desk = Desk::on(tried(accepted(), 2));
    desk.keys("c n");
    let ctx = desk.seat.ctx();
    desk.screen.answer(super::super::DOES, Ok(done()), &ctx);
    desk.shows(tried(accepted(), 3));
    let text = desk.text((80, 19));
    assert!(text.contains("Not reached after 3 tries. Close Margaret Ellis's case?"), "{text}");
    desk.keys("y");
    let ctx = desk.seat.ctx();
    let filled = ClosingForm::new(Outcome::NotReached, &tried(accepted(), 3), &ctx);
    assert_eq!(desk.screen.over, Some(Over::Closing(filled)));
    let acts = desk.keys("Ctrl-S");
    let [Act::Ask(_, Request::OnCase { command, .. })] = &acts[..] else { panic!("{acts:?}") };
    let said = format!("{command:?}");
    assert!(said.contains("NotReached") && said.contains("follow_ups: Some([])"), "{said}");
    // A case that is only looked at asks nothing.
    assert!(Desk::on(tried(accepted(), 3)).screen.over.is_none());
}
