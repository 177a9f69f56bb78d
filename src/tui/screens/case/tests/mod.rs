//! A link worker at a case, key by key: what is asked of the desk, and what shows.

mod closing;
mod contact;
mod measuring;
mod plan;

use super::CaseScreen;
use crate::desk::reply::{Action, CaseCard, Reply};
use crate::desk::request::Request;
use crate::domain::attempt::Band;
use crate::domain::case::work::{
    Appointment, AppointmentState, Attempt, Casework, Contacted, Did, Goal, GoalState, Measured, Next,
    NextWhat, Step, StepChange, StepState, StepWhat, Work,
};
use crate::domain::case::{Agreement, Answer as Said, Moment, NeedState, Recipient, ServiceRef, Stage};
use crate::domain::case::{Command, Outcome};
use crate::domain::measure::{Filled, Point};
use crate::domain::need::NeedKey;
use crate::domain::patient::Reach;
use crate::domain::safe_contact::{ContactResult, How};
use crate::tui::screen::{Act, Pressed};
use crate::tui::screens::case::actions::KINDS;
use crate::tui::screens::trying::{Drawn, Trying, befriending, case, case_id, draw, priya};
use jiff::civil::date;

/// Margaret's case with Priya: accepted on Tuesday, it is Thursday 19 November.
pub(super) fn accepted() -> CaseCard {
    let mut card = case();
    let at = "2026-11-17T09:00:00Z".parse().unwrap();
    let moment = Moment { at, by: priya() };
    card.line.stage = Stage::With { since: at, worker: priya() };
    card.line.worker = Some("Priya Shah".to_owned());
    for need in &mut card.line.needs {
        need.state = NeedState::WithLinkWorker;
    }
    card.agreements = vec![Agreement {
        recipient: Recipient::LinkWorkers,
        answer: Said::Agreed,
        words: "Margaret agrees.".to_owned(),
        shares: vec![],
        asked: moment,
        until: None,
    }];
    card.actions = KINDS.map(|kind| Action { kind, refused: None }).to_vec();
    let next = |on, what, band, why: &str| Next { on, what, band, why: why.to_owned() };
    let again = next(date(2026, 11, 20), NextWhat::Contact, Some(Band::Morning), "try again");
    card.proposed = vec![
        (Did::NotReached, again.clone()),
        (Did::Spoke, next(date(2026, 12, 3), NextWhat::Review, None, "how it goes")),
        (Did::Other, again.clone()),
    ];
    card.work = Some(Box::new(Casework {
        accepted: Some(moment),
        handed_over: Some(at),
        next: Some(again),
        ..Casework::default()
    }));
    card
}

/// So many calls that nobody answered.
pub(super) fn tried(mut card: CaseCard, times: usize) -> CaseCard {
    let work = card.work.as_mut().unwrap();
    for day in 0..times {
        work.contacts.push(Contacted {
            how: How::Phone,
            result: ContactResult::NoAnswer,
            at: format!("2026-11-{}T10:00:00Z", 17 + day).parse().unwrap(),
            slot: (i8::try_from(day).unwrap() + 2, Band::Morning),
            minutes: None,
            note: String::new(),
            by: priya(),
        });
    }
    card
}

/// With a goal, a step that the patient wants, and a measure before and after.
pub(super) fn planned() -> CaseCard {
    let mut card = accepted();
    let work = card.work.as_mut().unwrap();
    let moment = work.accepted.unwrap();
    let text = "I want to get out of the house again".to_owned();
    work.goals.push(Goal { number: 1, text, set: moment, state: GoalState::Open });
    let service = befriending();
    let change = StepChange {
        state: StepState::Agreed,
        on: date(2026, 11, 17),
        why: String::new(),
        shared: vec![],
        moment,
    };
    work.steps.push(Step {
        number: 2,
        what: StepWhat::Service(ServiceRef { key: service.key, name: service.details.name }),
        need: Some(NeedKey::from("loneliness")),
        changes: vec![change],
    });
    let filled = |point, on, answers: &[u8]| Filled {
        instrument: "ucla3".into(),
        point,
        on,
        answers: answers.iter().map(|answer| Some(*answer)).collect(),
    };
    let measured = |number, filled| Measured { number, filled, by: priya() };
    work.measures.push(measured(3, filled(Point::Baseline, date(2026, 8, 25), &[3, 3, 2])));
    work.measures.push(measured(4, filled(Point::Review, date(2026, 11, 17), &[2, 2, 1])));
    card.line.needs.truncate(1);
    card
}

/// A case screen with somebody at its keys.
pub(super) struct Desk {
    pub seat: Trying,
    pub screen: CaseScreen,
}

impl Desk {
    pub fn on(card: CaseCard) -> Self {
        let mut desk = Self { seat: Trying::new(), screen: CaseScreen::new(case_id(), vec![]).0 };
        desk.shows(card);
        desk
    }

    pub fn shows(&mut self, card: CaseCard) {
        self.screen.answer(super::CASE, Ok(Reply::Case(Box::new(card))), &self.seat.ctx());
    }

    /// Presses keys as the default keymap has them; what came of the last.
    pub fn keys(&mut self, keys: &str) -> Vec<Act> {
        let mut acts = vec![];
        for key in keys.split(' ') {
            let ctx = self.seat.ctx();
            let scopes = self.screen.scopes();
            acts = self.screen.update(self.seat.pressed(&scopes, key), &ctx);
        }
        acts
    }

    pub fn types(&mut self, text: &str) {
        let ctx = self.seat.ctx();
        for c in text.chars() {
            self.screen.update(Pressed::Char(c), &ctx);
        }
    }

    pub fn drawn(&self, size: (u16, u16)) -> Drawn {
        let ctx = self.seat.ctx();
        draw(size, |frame| self.screen.view(frame, frame.area(), &ctx))
    }

    pub fn text(&self, size: (u16, u16)) -> String {
        let drawn = self.drawn(size);
        let rows = (0..size.1).map(|y| drawn.row(y).trim_end().to_owned());
        rows.collect::<Vec<_>>().join("\n")
    }
}

/// The piece of work that was asked for.
#[track_caller]
pub(super) fn work_of(acts: &[Act]) -> (Work, Option<Next>) {
    match acts {
        [Act::Ask(super::DOES, Request::Work { work, next, .. })] => (work.clone(), next.clone()),
        other => panic!("no work: {other:?}"),
    }
}

#[track_caller]
pub(super) fn hint_of(acts: &[Act]) -> String {
    match acts {
        [Act::Hint(text)] => text.clone(),
        other => panic!("no hint: {other:?}"),
    }
}

#[test]
fn the_case_shows_what_is_next_before_what_was() {
    let mut card = tried(planned(), 1);
    card.patient.details.contact.code_word = "bluebell".to_owned();
    card.patient.details.contact.voicemail = Reach::Refused;
    let desk = Desk::on(card);
    insta::assert_snapshot!("case_80", desk.text((80, 30)));
    insta::assert_snapshot!("case_120", desk.text((118, 30)));
}

#[test]
fn whoever_may_not_read_the_casework_sees_what_came_of_it() {
    let mut card = planned();
    card.work = None;
    card.line.came_of_it = "reached, joined Lunch Club".to_owned();
    let text = Desk::on(card).text((80, 24));
    assert!(text.contains("So far      reached, joined Lunch Club"), "{text}");
    assert!(!text.contains("get out of the house"), "{text}");
}

#[test]
fn what_the_case_does_not_allow_says_why_and_asks_nothing() {
    let mut card = accepted();
    for action in &mut card.actions {
        action.refused = Some("The case is closed.".to_owned());
    }
    let mut desk = Desk::on(card);
    for key in ["c", "p", "w", "m", "t", "k", "v", "x", "Y", "C"] {
        assert_eq!(hint_of(&desk.keys(key)), "The case is closed.", "{key}");
    }
}

#[test]
fn a_wait_takes_a_day_as_it_is_typed_and_a_reason() {
    let mut desk = Desk::on(accepted());
    desk.keys("w");
    desk.types("26/11");
    insta::assert_snapshot!("wait_80", desk.text((80, 19)));
    assert!(desk.keys("Ctrl-S").is_empty(), "a wait without a reason");
    desk.types("her carer starts");
    let (work, _) = work_of(&desk.keys("Ctrl-S"));
    let next =
        Next { on: date(2026, 11, 26), what: NextWhat::Wait, band: None, why: "her carer starts".to_owned() };
    assert_eq!(work, Work::SetNext(next));
}

#[test]
fn an_appointment_needs_its_time_and_a_call_back_keeps_its_part_of_the_day() {
    let mut desk = Desk::on(accepted());
    desk.keys("t");
    desk.types("thu");
    assert!(desk.keys("Ctrl-S").is_empty());
    desk.types(" 10:00");
    let (work, _) = work_of(&desk.keys("Ctrl-S"));
    let Work::Appoint { at, how, minutes, number, .. } = work else { panic!("{work:?}") };
    assert_eq!((how, minutes, number), (How::InPerson, 45, None));
    assert_eq!(at, "2026-11-26T10:00:00Z".parse().unwrap());

    let mut desk = Desk::on(accepted());
    desk.keys("k");
    desk.types("tomorrow pm");
    let (work, _) = work_of(&desk.keys("Ctrl-S"));
    let why = String::new();
    assert_eq!(work, Work::AskCallBack { on: date(2026, 11, 20), band: Some(Band::Afternoon), why });
}

#[test]
fn withdrawing_lists_what_hangs_on_it_and_no_is_the_default() {
    let mut card = accepted();
    card.hangs_on_contact = vec!["the call on Thu 26 Nov".to_owned()];
    let mut desk = Desk::on(card);
    desk.keys("Y");
    let text = desk.text((80, 20));
    assert!(text.contains("- the call on Thu 26 Nov"), "{text}");
    assert!(desk.keys("Enter").is_empty());
    assert!(desk.screen.over.is_none());
    desk.keys("Y");
    let acts = desk.keys("y");
    assert!(matches!(&acts[..], [Act::Ask(super::DOES, Request::OnCase { .. })]), "{acts:?}");
}

/// With an appointment tomorrow at ten.
fn appointed() -> CaseCard {
    let mut card = accepted();
    let work = card.work.as_mut().unwrap();
    work.appointments.push(Appointment {
        number: 1,
        how: How::InPerson,
        at: "2026-11-20T10:00:00Z".parse().unwrap(),
        on: date(2026, 11, 20),
        minutes: 45,
        place: "the library".to_owned(),
        changed: 0,
        state: AppointmentState::Stands,
        last: work.accepted.unwrap(),
    });
    card
}

#[test]
fn giving_a_case_back_lists_the_appointments_that_are_called_off_with_it() {
    let mut desk = Desk::on(appointed());
    desk.keys("b");
    desk.types("lives elsewhere");
    assert!(desk.keys("Ctrl-S").is_empty(), "it is asked first");
    insta::assert_snapshot!("give_back_80", desk.text((80, 19)));
    assert!(desk.keys("Enter").is_empty(), "no is the default");
    assert!(desk.screen.over.is_none());
    desk.keys("b");
    desk.types("lives elsewhere");
    desk.keys("Ctrl-S");
    let acts = desk.keys("y");
    let [Act::Ask(_, Request::OnCase { command, .. })] = &acts[..] else { panic!("{acts:?}") };
    assert_eq!(*command, Command::Return { why: "lives elsewhere".to_owned() });

    let mut desk = Desk::on(accepted());
    desk.keys("b");
    desk.types("lives elsewhere");
    assert!(matches!(&desk.keys("Ctrl-S")[..], [Act::Ask(..)]), "nothing is called off");
}

#[test]
fn closing_a_case_lists_the_appointments_that_are_called_off_with_it() {
    let mut desk = Desk::on(appointed());
    desk.keys("x");
    assert!(desk.keys("Ctrl-S").is_empty());
    let text = desk.text((80, 24));
    assert!(text.contains("An appointment stands. Close the case, and call it off?"), "{text}");
    assert!(text.contains("- the appointment on Fri 20 Nov at 10:00 (in person)"), "{text}");
    assert!(matches!(&desk.keys("y")[..], [Act::Ask(_, Request::OnCase { .. })]));
}

#[test]
fn what_is_left_to_ask_after_the_end_goes_to_a_link_worker_by_name() {
    let mut card = accepted();
    card.line.stage = Stage::Closed {
        at: "2026-11-18T09:00:00Z".parse().unwrap(),
        by: priya(),
        outcome: Outcome::Met,
        summary: String::new(),
    };
    let mut desk = Desk::on(card);
    desk.keys("W");
    let text = desk.text((80, 24));
    assert!(text.contains("Who asks again how Margaret Ellis is?") && !text.contains("the team"), "{text}");
    let acts = desk.keys("Ctrl-S");
    let [Act::Ask(_, Request::OnCase { command: Command::Reassign { to }, .. })] = &acts[..] else {
        panic!("{acts:?}")
    };
    assert!(to.is_some());
}

#[test]
fn a_plan_is_not_printed_to_be_posted_by_accident() {
    let mut desk = Desk::on(planned());
    assert!(desk.keys("P").is_empty());
    let text = desk.text((80, 20));
    assert!(
        text.contains("in person?") && text.contains("Nobody has asked whether a letter may come"),
        "{text}"
    );
    let asks_numbers = [Act::Ask(super::HELP, Request::CallCard { red_flags: vec![] })];
    assert_eq!(desk.keys("y"), asks_numbers);
    let ctx = desk.seat.ctx();
    let acts = desk.screen.answer(super::HELP, Ok(Reply::CallCard(vec![])), &ctx);
    let [Act::Ask(super::SERVICE, Request::Service { id })] = &acts[..] else { panic!("{acts:?}") };
    assert_eq!(id, "city/b1");
    let acts = desk.screen.answer(super::SERVICE, Ok(Reply::Service(Box::new(befriending()))), &ctx);
    let [Act::Print(sheet)] = &acts[..] else { panic!("{acts:?}") };
    assert!(sheet.contains("Ring 0117 496 0001"), "{sheet}");
    assert!(sheet.contains("I want to get out of the house again"), "{sheet}");
    assert!(sheet.contains("Bedminster Befriending"), "{sheet}");
}

#[test]
fn the_block_for_the_clinical_system_is_copied_and_its_code_taken_once() {
    let mut desk = Desk::on(accepted());
    desk.keys("C");
    insta::assert_snapshot!("clinical_80", desk.text((80, 19)));
    let (work, _) = work_of(&desk.keys("y"));
    assert!(matches!(work, Work::Code { .. }));
    let mut card = accepted();
    let on = date(2026, 11, 18);
    let moment = card.work.as_ref().unwrap().accepted.unwrap();
    let code = "871731000000106".to_owned();
    card.work.as_mut().unwrap().coded = Some(crate::domain::case::work::Coded { code, on, moment });
    for action in &mut card.actions {
        action.refused = Some("It was coded on 18 Nov 2026.".to_owned());
    }
    let mut desk = Desk::on(card);
    desk.keys("C");
    assert!(desk.text((80, 19)).contains("already coded on 18 Nov 2026"), "{}", desk.text((80, 19)));
    assert_eq!(hint_of(&desk.keys("y")), "It was coded on 18 Nov 2026.");
}

/// An attempt, as far as a test looks at it.
#[track_caller]
pub(super) fn attempt_of(work: Work) -> Attempt {
    match work {
        Work::Contact(attempt) => attempt,
        other => panic!("no contact: {other:?}"),
    }
}
