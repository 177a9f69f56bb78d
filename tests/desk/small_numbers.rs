//! What is left of the demo practice's reports once its small numbers are hidden: enough to be read.

use jiff::Timestamp;
use signpost::demo::load::{PastClock, load};
use signpost::demo::{SEED, YOU, generate};
use signpost::desk::reply::Reply;
use signpost::desk::request::Request;
use signpost::desk::{Actor, Desk};
use signpost::domain::report::{Cell, Figure, Report, ReportName};
use signpost::report::suppress::{Threshold, suppressed};
use signpost::store::memory::MemoryStore;
use std::sync::Arc;

/// Every report of a year of the demo practice.
fn reports() -> Vec<Report> {
    let clock = PastClock::default();
    let desk = Desk::new(Arc::new(MemoryStore::new()), clock.clock()).unwrap();
    let start: Timestamp = "2026-11-23T15:30:00Z".parse().unwrap();
    load(&desk, &clock, &generate(SEED), start).unwrap();
    clock.set(start);
    let Ok(Reply::Staff(staff)) = desk.ask(Actor::NOBODY, Request::Staff) else { panic!("no staff") };
    let you = staff.iter().find(|member| member.name == YOU).unwrap().id;
    let report = |name| {
        let asked = Request::Report { name, from: None, to: None, practice: None };
        match desk.ask(Actor::staff(you), asked) {
            Ok(Reply::Report(report)) => *report,
            other => panic!("{other:?}"),
        }
    };
    ReportName::ALL.into_iter().map(report).collect()
}

#[test]
fn every_report_of_a_small_practice_says_its_n_and_what_is_missing() {
    let threshold = Threshold::default();
    let may_show =
        |cell: &Cell| matches!(cell, Cell::Count(count) if *count == 0 || *count >= threshold.least_shown());
    for report in reports() {
        let kept = suppressed(&report, threshold);
        for figure in std::iter::once(Figure::N).chain((0..report.missing.len()).map(Figure::Missing)) {
            let counted = report.cell(figure).unwrap();
            // Of unmet needs there are as many as cells that are not 0: shown, it would say that each is 1.
            let is_evident = report.name == ReportName::Unmet && figure == Figure::N;
            let expected = if may_show(counted) && !is_evident { counted } else { &Cell::Hidden };
            assert_eq!(kept.cell(figure).unwrap(), expected, "{figure:?} of {:?}", report.name);
        }
    }
}

#[test]
fn most_totals_of_a_small_practice_are_shown() {
    let threshold = Threshold::default();
    let (mut shown, mut hidden) = (0, vec![]);
    for report in reports() {
        let kept = suppressed(&report, threshold);
        for (table, its) in report.tables.iter().enumerate() {
            for column in 0..its.columns.len() {
                let total = Figure::Total { table, column };
                match (report.cell(total), kept.cell(total)) {
                    (Some(Cell::Count(count)), Some(Cell::Hidden)) if *count >= threshold.least_shown() => {
                        hidden.push((report.name, total, *count));
                    }
                    (Some(Cell::Count(count)), Some(Cell::Count(_))) if *count > 0 => shown += 1,
                    _ => {}
                }
            }
        }
    }
    assert!(shown >= 3 * hidden.len(), "{shown} shown, and hidden: {hidden:#?}");
}
