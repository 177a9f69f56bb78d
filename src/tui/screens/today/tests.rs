//! Today for a link worker, and for whoever flagged.

use super::{CASELOADS, TODAY, TodayScreen};
use crate::desk::reply::{CaseLine, Caseload, Reply, Section, SectionKind, Today};
use crate::domain::attempt::Band;
use crate::domain::case::Stage;
use crate::domain::case::work::{Attention, Next, NextWhat};
use crate::domain::id::{CaseId, StaffId};
use crate::domain::reference::Reference;
use crate::domain::staff::Role;
use crate::domain::urgency::Urgency;
use crate::tui::commands::Command;
use crate::tui::open::Place;
use crate::tui::screen::{Act, Pressed};
use crate::tui::screens::trying::{Drawn, Trying, case, draw, priya};
use crate::tui::theme::Theme;
use crate::tui::widgets::case_row;
use jiff::civil::date;
use uuid::Uuid;

/// A case of this patient that the link worker has, with what there is to say of it.
fn with(number: u128, name: &str, attention: Vec<Attention>) -> CaseLine {
    let mut line = case().line;
    line.id = CaseId(Uuid::from_u128(number));
    line.reference = Reference::propose(Uuid::from_u128(number), 0);
    line.patient.called = name.to_owned();
    line.stage = Stage::With { worker: priya(), since: "2026-11-10T09:00:00Z".parse().unwrap() };
    line.worker = Some("Priya Shah".to_owned());
    line.attention = attention;
    line
}

fn overdue(days: u32) -> Attention {
    Attention::Overdue { on: date(2026, 11, 17), days, what: "try again".to_owned() }
}

fn a_day() -> Vec<(SectionKind, CaseLine)> {
    let text = |text: &str| text.to_owned();
    let next = Next {
        on: date(2026, 11, 26),
        what: NextWhat::Contact,
        band: Some(Band::Afternoon),
        why: String::new(),
    };
    let mut calm = with(6, "Harpreet Kaur Dhaliwal", vec![]);
    calm.next = Some(next);
    let mut late = with(5, "Winston Campbell", vec![]);
    late.stage = Stage::Waiting { worker: None, since: "2026-11-11T09:00:00Z".parse().unwrap() };
    (late.worker, late.overdue_days) = (None, 1);
    let asked = Attention::CallBack { on: date(2026, 11, 19), band: Some(Band::Afternoon) };
    let waits = Attention::AwaitsService { service: text("Money Talks"), since: date(2026, 11, 12) };
    let tries = Attention::NotReached { tries: 2, late: 0 };
    let mut urgent = with(2, "Joseph Adebayo", vec![overdue(2), tries]);
    urgent.urgency = Urgency::Urgent;
    vec![
        (SectionKind::NoDate, with(8, "Rajesh Patel", vec![Attention::NoDate])),
        (SectionKind::CallBacks, with(1, "Margaret Ellis", vec![asked])),
        (SectionKind::Overdue, urgent),
        (SectionKind::Team, late),
        (SectionKind::AwaitsService, with(3, "Sheila Pritchard", vec![waits])),
        (
            SectionKind::Measures,
            with(4, "Ivy Rowbotham", vec![Attention::MeasureDue { what: text("ONS4 baseline") }]),
        ),
        (SectionKind::Mine, calm),
    ]
}

/// Priya in front of these cases.
fn at(trying: &Trying, cases: Vec<(SectionKind, CaseLine)>) -> TodayScreen {
    let (mut screen, _) = TodayScreen::new(&trying.ctx());
    let sections =
        cases.into_iter().map(|(kind, line)| Section { kind, cases: vec![line], more: false }).collect();
    screen.answer(TODAY, Ok(Reply::Today(Today { sections })), &trying.ctx());
    let caseload = |staff, open| Caseload {
        staff,
        name: String::new(),
        open,
        waiting: 0,
        overdue: 1,
        due_today: 5,
        capacity: Some(40),
        languages: vec![],
        covers: vec![],
        leave: None,
    };
    let all = vec![caseload(StaffId(Uuid::from_u128(99)), 7), caseload(priya(), 34)];
    screen.answer(CASELOADS, Ok(Reply::Caseloads(all)), &trying.ctx());
    screen
}

fn drawn(trying: &Trying, screen: &TodayScreen, size: (u16, u16)) -> Drawn {
    draw(size, |frame| screen.view(frame, frame.area(), None, &trying.ctx()))
}

#[test]
fn a_link_worker_sees_how_full_they_are_and_why_each_case_is_there() {
    let trying = Trying::new();
    let mut screen = at(&trying, a_day());
    for _ in 0..2 {
        screen.update(Pressed::Command(Command::Down), &trying.ctx());
    }
    insta::assert_snapshot!("today_80", drawn(&trying, &screen, (80, 22)).terminal.backend());
    insta::assert_snapshot!("today_120", drawn(&trying, &screen, (120, 31)).terminal.backend());
    insta::assert_snapshot!("today_60", drawn(&trying, &screen, (60, 13)).terminal.backend());
}

#[test]
fn what_is_late_is_told_by_its_colour_too_and_never_by_that_alone() {
    let trying = Trying::new();
    let screen = at(&trying, a_day());
    let drawn = drawn(&trying, &screen, (100, 31));
    let urgent = Theme::of(crate::tui::theme::ThemeName::Dark).urgent;
    let colour = |words: &str| {
        let y = drawn.row_of(words);
        let row = drawn.row(y);
        let x = u16::try_from(row[..row.find(words).unwrap()].chars().count()).unwrap();
        drawn.terminal.backend().buffer()[(x, y)].fg
    };
    assert_eq!(colour("overdue 2 d: try again"), urgent.fg.unwrap());
    assert_eq!(colour("waiting 6 d, 1 over limit"), urgent.fg.unwrap());
    assert_ne!(colour("call back today, afternoon"), urgent.fg.unwrap());
}

#[test]
fn whoever_flagged_sees_what_came_of_it_and_nothing_of_a_caseload() {
    let mut trying = Trying::new();
    trying.plays(Role::Receptionist);
    let mut helped = with(1, "Margaret Ellis", vec![]);
    helped.came_of_it = "reached, joined Thornmere Lunch Club".to_owned();
    let mut tried = with(2, "Derek Appleyard", vec![]);
    tried.came_of_it = "not reached after 3 calls".to_owned();
    let screen = at(&trying, vec![(SectionKind::Flagged, helped), (SectionKind::Flagged, tried)]);
    let drawn = drawn(&trying, &screen, (80, 19));
    assert!(drawn.row(1).contains("reached, joined Thornmere Lunch"), "{}", drawn.row(1));
    drawn.row_of("not reached after 3 calls");
    assert!((0..19).all(|y| !drawn.row(y).contains("You:")));
}

#[test]
fn what_another_worker_has_says_whose_it_is() {
    let trying = Trying::new();
    let mut line = with(1, "Margaret Ellis", vec![overdue(2)]);
    assert_eq!(case_row::reason(&line, &trying.ctx()), "overdue 2 d: try again");
    line.stage = Stage::With { worker: StaffId(Uuid::from_u128(9)), since: line.opened };
    line.worker = Some("Sam Carter".to_owned());
    assert_eq!(case_row::reason(&line, &trying.ctx()), "Sam: overdue 2 d: try again");
    line.needs[0].new = true;
    assert_eq!(case_row::reason(&line, &trying.ctx()), "Sam: new need");
    line.escalated = true;
    assert!(case_row::reason(&line, &trying.ctx()).starts_with("ESCALATED"));
}

#[test]
fn a_case_that_stands_in_two_parts_is_walked_once() {
    let trying = Trying::new();
    let twice = with(1, "Margaret Ellis", vec![]);
    let other = with(2, "Derek Appleyard", vec![]);
    let (first, second) = (twice.id, other.id);
    let mut screen = at(
        &trying,
        vec![(SectionKind::Due, twice.clone()), (SectionKind::Mine, other), (SectionKind::Flagged, twice)],
    );
    let acts = screen.update(Pressed::Command(Command::Open), &trying.ctx());
    assert_eq!(acts, [Act::Open(Place::Case(first, vec![first, second]))]);
}
