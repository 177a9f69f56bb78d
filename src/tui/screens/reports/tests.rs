//! The reports: chosen with the arrows, over days that are said in words, printed without small numbers.

use super::{REPORT, ReportsScreen};
use crate::desk::reply::Reply;
use crate::desk::request::Request;
use crate::domain::ods::OdsCode;
use crate::domain::report::{Cell, Column, Missing, Period, Plot, Report, ReportName, Row, Table};
use crate::tui::commands::scope;
use crate::tui::screen::Act;
use crate::tui::screens::trying::{Drawn, Trying, asked_last, draw};
use jiff::civil::{Date, date};
use ratatui::layout::Rect;

struct Seat {
    trying: Trying,
    screen: ReportsScreen,
    wanted: Vec<Act>,
}

const TODAY: Date = date(2026, 11, 19);

fn report(name: ReportName) -> Report {
    let row = |label: &str, count: u64| Row::new(label, vec![Cell::Count(count), Cell::percent(count, 64)]);
    let table = Table {
        title: "By need".to_owned(),
        about: "A case with two needs stands in two rows.".to_owned(),
        rows_head: "Need".to_owned(),
        columns: vec![Column::new("Cases"), Column::of("Share", [0])],
        rows: vec![row("Loneliness", 41), row("Debt", 20), row("Housing: repairs and conditions", 3)],
        plot: Some(Plot::Bars { column: 0 }),
        ..Table::default()
    };
    Report {
        name,
        practice: "Northgate Surgery".to_owned(),
        ods: OdsCode::parse("A12345").unwrap(),
        period: Period::usual(TODAY),
        made_on: TODAY,
        n: Cell::Count(64),
        counted: "cases flagged in the period".to_owned(),
        missing: vec![Missing { what: "without a date of birth".to_owned(), count: Cell::Count(2) }],
        definitions: vec!["A case is flagged when its first need is.".to_owned()],
        notes: vec![],
        tables: vec![
            table.clone(),
            Table { title: "By source".to_owned(), rows_head: "Role".to_owned(), ..table },
        ],
        links: vec![],
    }
}

impl Seat {
    fn new() -> Self {
        let (mut screen, wanted) = ReportsScreen::new();
        screen.resized(Rect::new(0, 0, 80, 19));
        let mut seat = Self { trying: Trying::new(), screen, wanted };
        seat.counted();
        seat
    }

    /// The desk has counted what was asked last.
    fn counted(&mut self) {
        let name = match self.asked() {
            Request::Report { name, .. } => *name,
            other => panic!("{other:?}"),
        };
        let acts = self.screen.answer(REPORT, Ok(Reply::Report(Box::new(report(name)))), &self.trying.ctx());
        self.wanted.extend(acts);
    }

    fn asked(&self) -> &Request {
        asked_last(&self.wanted)
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
        let drawn = self.drawn((80, 19));
        (0..19).map(|y| drawn.row(y).trim_end().to_owned() + "\n").collect()
    }
}

#[test]
fn a_report_shows_its_period_what_it_rests_on_its_plots_and_its_tables() {
    let mut seat = Seat::new();
    insta::assert_snapshot!("report_80", seat.drawn((80, 19)).terminal.backend());
    insta::assert_snapshot!("report_60", seat.drawn((60, 13)).terminal.backend());
    seat.screen.resized(Rect::new(0, 0, 120, 31));
    insta::assert_snapshot!("report_120", seat.drawn((120, 31)).terminal.backend());
}

#[test]
fn the_arrows_choose_the_report_and_end_at_the_ends() {
    let mut seat = Seat::new();
    seat.presses("Left");
    assert!(matches!(seat.asked(), Request::Report { name: ReportName::Activity, .. }));
    seat.presses("Right");
    assert!(matches!(seat.asked(), Request::Report { name: ReportName::Waits, .. }));
    assert!(!seat.text().contains("By need"), "what was counted before is not shown under the other name");
    seat.counted();
    assert!(seat.text().contains("By need"));
    seat.presses("Right Right Right Right Right Right Right Right Right");
    assert!(matches!(seat.asked(), Request::Report { name: ReportName::Equity, .. }));
}

#[test]
fn the_days_are_chosen_in_words_and_an_upside_down_period_is_not_asked_for() {
    let mut seat = Seat::new();
    seat.presses("p");
    let before = seat.wanted.len();
    seat.presses("Ctrl-U").types("1/7").presses("Tab Ctrl-U").types("30/6").presses("Ctrl-S");
    let said = seat.text().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("before it begins on 1 Jul 2026. Swap the two days."), "{said}");
    seat.presses("Ctrl-U").types("soon").presses("Ctrl-S");
    assert!(!seat.wanted[before..].iter().any(|act| matches!(act, Act::Ask(..))));
    assert!(seat.text().contains("First day: not a day"), "{}", seat.text());
    seat.presses("Ctrl-U").types("1 apr 2025").presses("Ctrl-S");
    let (from, to) = (Some(date(2025, 4, 1)), Some(date(2026, 6, 30)));
    assert_eq!(*seat.asked(), Request::Report { name: ReportName::Activity, from, to, practice: None });
}

#[test]
fn what_is_printed_holds_small_numbers_back_and_the_screen_does_not() {
    let mut seat = Seat::new();
    let shows_the_small_number =
        seat.text().lines().any(|line| line.contains("repairs") && line.contains(" 3"));
    assert!(shows_the_small_number, "{}", seat.text());
    seat.presses("Ctrl-P");
    let Some(Act::Print(text)) = seat.wanted.last() else { panic!("{:?}", seat.wanted.last()) };
    let row = text.lines().find(|line| line.contains("repairs and conditions")).unwrap();
    assert!(row.contains('*') && !row.contains('3'), "{row}");
}

#[test]
fn scrolling_ends_at_the_end() {
    let mut seat = Seat::new();
    seat.presses("End");
    let end = seat.text();
    assert!(end.contains("signpost report activity --format html"), "{end}");
    seat.presses("Down PgDn");
    assert_eq!(seat.text(), end);
    seat.presses("Home");
    assert!(seat.text().contains("Missing: 2 without a date of birth"), "{}", seat.text());
}
