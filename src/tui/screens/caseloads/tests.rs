//! The caseloads: read at a glance, settled in words, moved only after a yes.

use super::CaseloadsScreen;
use crate::desk::reply::{Caseload, Move, Reply};
use crate::desk::request::Request;
use crate::domain::caseload::Leave;
use crate::domain::id::StaffId;
use crate::domain::ods::OdsCode;
use crate::tui::commands::scope;
use crate::tui::screen::Act;
use crate::tui::screens::trying::{Drawn, Trying, asked_last, case, draw, priya};
use jiff::civil::date;
use uuid::Uuid;

/// Somebody in front of the caseloads; Priya, who manages, has one too.
struct Seat {
    trying: Trying,
    screen: CaseloadsScreen,
    wanted: Vec<Act>,
}

fn sam() -> StaffId {
    StaffId(Uuid::from_u128(20))
}

fn caseloads() -> Vec<Caseload> {
    let one = |staff, name: &str, open, capacity| Caseload {
        staff,
        name: name.to_owned(),
        open,
        waiting: 0,
        overdue: 0,
        due_today: 0,
        capacity,
        languages: vec![],
        covers: vec![],
        leave: None,
    };
    vec![
        Caseload {
            languages: vec!["Welsh".to_owned(), "Polish".to_owned()],
            waiting: 2,
            overdue: 3,
            due_today: 5,
            leave: Some(Leave { from: date(2026, 11, 16), to: date(2026, 11, 27) }),
            ..one(sam(), "Sam Carter", 34, Some(40))
        },
        one(priya(), "Priya Shah", 12, Some(12)),
        Caseload {
            covers: vec![OdsCode::parse("A12345").unwrap()],
            ..one(StaffId(Uuid::from_u128(21)), "Imran Yusuf", 7, None)
        },
    ]
}

impl Seat {
    fn new() -> Self {
        let (screen, _) = CaseloadsScreen::new();
        let mut seat = Self { trying: Trying::new(), screen, wanted: vec![] };
        seat.answers(super::ALL, Reply::Caseloads(caseloads()));
        seat
    }

    fn answers(&mut self, question: u32, reply: Reply) {
        let acts = self.screen.answer(question, Ok(reply), &self.trying.ctx());
        self.wanted.extend(acts);
    }

    fn presses(&mut self, keys: &str) -> &mut Self {
        for key in keys.split(' ') {
            let mut scopes = self.screen.scopes();
            scopes.push(scope::GLOBAL);
            let pressed = self.trying.pressed(&scopes, key);
            let acts = self.screen.update(pressed, &self.trying.ctx());
            self.wanted.extend(acts);
        }
        self
    }

    fn types(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.presses(&c.to_string().replace(' ', "Space"));
        }
        self
    }

    fn drawn(&self, size: (u16, u16)) -> Drawn {
        let ctx = self.trying.ctx();
        draw(size, |frame| self.screen.view(frame, frame.area(), &ctx))
    }

    fn text(&self) -> String {
        let drawn = self.drawn((100, 19));
        (0..19).map(|y| drawn.row(y).trim_end().to_owned() + "\n").collect()
    }

    /// What was asked last.
    fn asked(&self) -> &Request {
        asked_last(&self.wanted)
    }
}

fn done() -> Reply {
    Reply::Done(crate::desk::reply::Done {
        said: "Done.".to_owned(),
        read_out: None,
        change: None,
        subjects: vec![],
        case: None,
        staff: None,
        practice: None,
    })
}

fn one_move(refused: Option<&str>) -> Move {
    Move {
        case: case().line,
        due: Some(date(2026, 11, 20)),
        to: Some(priya()),
        to_name: "Imran Yusuf".to_owned(),
        refused: refused.map(str::to_owned),
    }
}

#[test]
fn who_has_room_who_is_full_and_who_is_away_is_read_at_a_glance() {
    let mut seat = Seat::new();
    assert_eq!(seat.screen.rows.selected, 1, "it opens on one's own");
    seat.presses("Up");
    insta::assert_snapshot!("caseloads_80", seat.drawn((80, 19)).terminal.backend());
    insta::assert_snapshot!("caseloads_120", seat.drawn((120, 31)).terminal.backend());
    insta::assert_snapshot!("caseloads_60", seat.drawn((60, 13)).terminal.backend());
}

#[test]
fn a_manager_settles_how_many_cases_whose_and_which_languages() {
    let mut seat = Seat::new();
    seat.presses("Up e Ctrl-U")
        .types("25")
        .presses("Tab Ctrl-U")
        .types("Welsh")
        .presses("Tab")
        .types("a12345, B81001");
    let says = "Sam Carter takes 25 cases of A12345 and B81001, and speaks Welsh.";
    assert!(seat.text().contains(says), "{}", seat.text());
    insta::assert_snapshot!("settle_80", seat.drawn((80, 19)).terminal.backend());
    seat.presses("Ctrl-S");
    let Request::KeepCaseload { staff, capacity, languages, covers } = seat.asked() else {
        panic!("{:?}", seat.asked())
    };
    assert_eq!((*staff, *capacity, languages.len(), covers.len()), (sam(), Some(25), 1, 2));
}

#[test]
fn what_cannot_be_is_said_in_words_and_not_sent() {
    let mut seat = Seat::new();
    let before = seat.wanted.len();
    seat.presses("e Ctrl-U").types("many").presses("Ctrl-S");
    assert!(seat.text().contains("\"many\" is not a number of cases"), "{}", seat.text());
    seat.presses("Ctrl-U").types("1001");
    assert!(seat.text().contains("Nobody takes more than 1,000 cases"), "{}", seat.text());
    seat.presses("Esc l").types("30/11").presses("Tab").types("27/11").presses("Ctrl-S");
    assert!(
        seat.text().contains("The last day, Fri 27 Nov, is before the first, Mon 30 Nov."),
        "{}",
        seat.text()
    );
    seat.presses("Ctrl-U").types("31/11");
    assert!(seat.text().contains("There is no such day."), "{}", seat.text());
    assert_eq!(seat.wanted.len(), before);
}

#[test]
fn a_leave_shows_to_whom_what_is_due_would_go_and_only_a_yes_moves_it() {
    let mut seat = Seat::new();
    seat.presses("l").types("mon").presses("Tab").types("fri").presses("Ctrl-S");
    assert!(seat.text().contains("is before the first, Mon 23 Nov."), "the Friday before that Monday");
    seat.presses("Ctrl-U").types("27 nov").presses("Ctrl-S");
    let leave = Leave { from: date(2026, 11, 23), to: date(2026, 11, 27) };
    assert_eq!(*seat.asked(), Request::SetLeave { staff: priya(), leave: Some(leave) });
    seat.answers(super::AWAY, done());
    assert_eq!(*seat.asked(), Request::MoveDue { staff: priya(), leave, only_say: true });
    seat.answers(super::WOULD_MOVE, Reply::Moves(vec![one_move(None), one_move(None)]));
    insta::assert_snapshot!("moves_80", seat.drawn((80, 19)).terminal.backend());
    let asked = seat.wanted.len();
    seat.presses("Ctrl-S Enter Down");
    assert!(
        !seat.wanted[asked..].iter().any(|act| matches!(act, Act::Ask(..))),
        "nothing moves without a yes"
    );
    seat.presses("y y");
    assert_eq!(*seat.asked(), Request::MoveDue { staff: priya(), leave, only_say: false });
    let refused = "Margaret Ellis has moved away";
    seat.answers(super::MOVED, Reply::Moves(vec![one_move(None), one_move(Some(refused))]));
    assert!(seat.wanted.contains(&Act::Say("Moved: 1 case. 1 case stays; why is said here.".to_owned())));
    assert!(seat.text().contains(&format!("stays: {refused}")), "{}", seat.text());
    seat.presses("Esc");
    assert!(seat.text().contains("Link worker"), "{}", seat.text());
}

#[test]
fn whoever_is_no_manager_settles_only_their_own_leave() {
    let mut seat = Seat::new();
    seat.trying.plays(crate::domain::staff::Role::LinkWorker);
    seat.presses("e");
    assert!(matches!(seat.wanted.last(), Some(Act::Hint(hint)) if hint.starts_with("Only managers")));
    seat.presses("Up l");
    assert!(matches!(seat.wanted.last(), Some(Act::Hint(hint)) if hint.starts_with("Each link worker")));
    seat.presses("Down l");
    assert!(seat.text().contains("When Priya Shah is away"), "{}", seat.text());
}

#[test]
fn the_leave_of_somebody_who_is_away_already_is_read_again_as_it_is_shown() {
    let mut seat = Seat::new();
    seat.presses("Up l Ctrl-S");
    let leave = Leave { from: date(2026, 11, 16), to: date(2026, 11, 27) };
    assert_eq!(*seat.asked(), Request::SetLeave { staff: sam(), leave: Some(leave) });
}
