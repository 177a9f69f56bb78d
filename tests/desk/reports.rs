//! Reports: figures counted by hand, what always holds of them, and what never leaves with them.

use crate::desk::surgery::{
    ADA, CARL, LENA, LIAM, MONA, RITA, Surgery, details, flag, handed_over, new, route, surgery,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use signpost::desk::reply::Reply;
use signpost::desk::request::{Agreed, FlagNeeds, Request, Route, WhichCase, Whose};
use signpost::domain::attempt::Band;
use signpost::domain::case::work::{Attempt, StepState, StepWhat, Work};
use signpost::domain::case::{Closing, Command, NeedEnd, OpenSteps, ServiceRef};
use signpost::domain::id::CaseId;
use signpost::domain::measure::{Declined, Filled, Point};
use signpost::domain::nhs_number::NhsNumber;
use signpost::domain::patient::Asked;
use signpost::domain::postcode::Outcode;
use signpost::domain::report::{Cell, Figure, Report, ReportName};
use signpost::domain::safe_contact::{ContactResult, How};
use signpost::domain::unmet::WhyNot;
use signpost::report::suppress::{Suppression, Threshold, contradictions};
use signpost::report::{Format, render};
use std::sync::atomic::Ordering;

const SECRETS: [&str; 6] = ["Quartermain", "9990000", "1948", "letters unopened", "to cook again", "6HX"];

fn asked(name: ReportName) -> Request {
    Request::Report { name, from: None, to: None, practice: None }
}

fn report(surgery: &Surgery, name: ReportName) -> Report {
    match surgery.ask(MONA, asked(name)) {
        Ok(Reply::Report(report)) => *report,
        other => panic!("{other:?}"),
    }
}

/// The cell of a table, a row and a column by what stands there; `All`: the last line.
#[track_caller]
fn cell(report: &Report, title: &str, row: &str, column: &str) -> Cell {
    let table = report.tables.iter().find(|table| table.title == title);
    let table = table.unwrap_or_else(|| panic!("no table {title:?}"));
    let at = table.columns.iter().position(|one| one.label == column);
    let at = at.unwrap_or_else(|| panic!("no column {column:?}"));
    let rows = table.rows.iter().chain(&table.total);
    let row = rows.into_iter().find(|one| one.label == row).unwrap_or_else(|| panic!("no row {row:?}"));
    row.cells[at].clone()
}

#[track_caller]
fn count(report: &Report, title: &str, row: &str, column: &str) -> u64 {
    match cell(report, title, row, column) {
        Cell::Count(count) => count,
        other => panic!("{title}, {row}, {column}: {other:?}"),
    }
}

#[track_caller]
fn value(report: &Report, title: &str, row: &str, column: &str) -> Option<f64> {
    match cell(report, title, row, column) {
        Cell::Of { value, .. } => Some(value),
        Cell::Missing => None,
        other => panic!("{title}, {row}, {column}: {other:?}"),
    }
}

/// Somebody with everything that must not leave.
fn patient(n: u64, gender: Option<&str>) -> Whose {
    let number = (9_990_000_000 + n * 30..).find_map(|n| NhsNumber::parse(&n.to_string()).ok()).unwrap();
    let mut one = details("Zebedee Quartermain", "3 Feb 1948", &number.to_string());
    one.gender = gender.map_or(Asked::NotAsked, |gender| Asked::Said(gender.to_owned()));
    one.postcode = (!n.is_multiple_of(3)).then(|| "DN15 6HX".parse().unwrap());
    match new(one) {
        Whose::New { details, .. } => Whose::New { details, even_if_alike: true },
        whose => whose,
    }
}

fn with_note(flag: FlagNeeds) -> FlagNeeds {
    FlagNeeds { note: "letters unopened".to_owned(), ..flag }
}

fn now(surgery: &Surgery) -> Timestamp {
    Timestamp::from_second(surgery.clock.load(Ordering::Relaxed)).unwrap()
}

fn today(surgery: &Surgery) -> Date {
    now(surgery).to_zoned(jiff::tz::TimeZone::UTC).date()
}

fn work(case: CaseId, work: Work) -> Request {
    Request::Work { case: WhichCase::Id(case), work, next: None }
}

fn call(surgery: &Surgery, result: ContactResult) -> Work {
    let (how, at) = (How::Phone, now(surgery));
    let note = "to cook again".to_owned();
    Work::Contact(Attempt { how, result, at, slot: (1, Band::Morning), minutes: None, note })
}

fn measure(surgery: &Surgery, instrument: &str, point: Point, answers: &[Option<u8>]) -> Work {
    let (instrument, on) = (instrument.into(), today(surgery));
    Work::Measure(Filled { instrument, point, on, answers: answers.to_vec() })
}

fn close(ends: Vec<(&str, NeedEnd)>) -> Command {
    let ends = ends.into_iter().map(|(need, end)| (need.into(), end)).collect();
    Command::Close(Closing { ends, open_steps: OpenSteps::Stop, ..Closing::default() })
}

fn not_met(because: WhyNot) -> NeedEnd {
    NeedEnd::NotMet { why: "letters unopened".to_owned(), because: Some(because) }
}

/// Six people who were flagged on a Monday (and one by mistake); two of them were taken on and are closed twelve weeks
/// later.
fn twelve_weeks() -> Surgery {
    let surgery = surgery();
    let flags = |who, flag| surgery.flags(who, with_note(flag)).id;
    let club = surgery.service("lunch", "Lunch Club");
    let one = flags(RITA, handed_over(patient(1, Some("woman")), &["loneliness", "debt"]));
    let two = flags(RITA, handed_over(patient(2, Some("man")), &["loneliness"]));
    flags(RITA, handed_over(patient(3, None), &["debt"]));
    flags(RITA, flag(patient(4, None), &["debt"]));
    let signposted = flags(CARL, flag(patient(5, Some("woman")), &["loneliness"]));
    let to_club = Route::Signpost { service: club.clone() };
    surgery.does(CARL, route(signposted, to_club, Agreed::NotAsked));
    let declined = flags(RITA, flag(patient(6, Some("woman")), &["debt"]));
    surgery
        .does(RITA, route(declined, Route::Decline { why: "letters unopened".to_owned() }, Agreed::NotAsked));
    let mistake = flags(RITA, handed_over(patient(7, None), &["loneliness"]));
    surgery.on(RITA, mistake, Command::Undo);
    let nothing = Request::NoteUnmet { needs: vec!["debt".into()], area: Outcode::parse("DN15").ok() };
    surgery.does(RITA, nothing);

    surgery.days_pass(2);
    surgery.on(LENA, one, Command::Accept);
    surgery.on(LENA, two, Command::Accept);
    surgery.does(LENA, work(one, call(&surgery, ContactResult::NoAnswer)));
    surgery.does(LENA, work(two, call(&surgery, ContactResult::Spoke)));

    surgery.days_pass(1);
    surgery.does(LENA, work(one, call(&surgery, ContactResult::Spoke)));
    let (first, both) = ([3, 4, 5, 6].map(Some), [5; 4].map(Some));
    surgery.does(LENA, work(one, measure(&surgery, "ons4", Point::Baseline, &first)));
    surgery.does(LENA, work(one, measure(&surgery, "ucla3", Point::Baseline, &[3, 3, 2].map(Some))));
    surgery.does(LENA, work(two, measure(&surgery, "ons4", Point::Baseline, &both)));
    let (instrument, point, on) = ("ucla3".into(), Point::Baseline, today(&surgery));
    surgery.does(LENA, work(two, Work::DeclineMeasure(Declined { instrument, point, on })));
    let what = StepWhat::Service(club);
    surgery.does(
        LENA,
        work(
            one,
            Work::AddStep { what, need: Some("loneliness".into()), state: StepState::Agreed, on: None },
        ),
    );
    let step = surgery.case(LENA, one).work.unwrap().steps[0].number;
    let on = today(&surgery);
    let (why, shared) = (String::new(), vec![]);
    surgery.does(LENA, work(one, Work::MoveStep { number: step, to: StepState::Attended, on, why, shared }));

    surgery.days_pass(84);
    let last = [Some(7), Some(4), Some(8), None];
    surgery.does(LENA, work(one, measure(&surgery, "ons4", Point::End, &last)));
    surgery.does(LENA, work(one, measure(&surgery, "ucla3", Point::End, &[2, 2, 1].map(Some))));
    let ends = vec![("loneliness", NeedEnd::Met), ("debt", not_met(WhyNot::Full))];
    surgery.on(LENA, one, close(ends));
    surgery.on(LENA, two, close(vec![("loneliness", not_met(WhyNot::NoService))]));
    surgery
}

#[test]
fn activity_counts_each_need_by_its_route_by_who_flagged_it_and_by_month() {
    let activity = report(&twelve_weeks(), ReportName::Activity);
    assert_eq!(activity.n, Cell::Count(7), "what was taken back does not count");
    let routes = |row: &str| {
        ["Handed over", "Referred", "Signposted", "Escalated", "Declined", "None yet", "All"]
            .map(|column| count(&activity, "Needs by route", row, column))
    };
    assert_eq!(routes("Loneliness"), [2, 0, 1, 0, 0, 0, 3]);
    assert_eq!(routes("Debt"), [2, 0, 0, 0, 1, 1, 4]);
    assert_eq!(count(&activity, "By who flagged them", "Receptionist", "Needs"), 6);
    assert_eq!(count(&activity, "By who flagged them", "Clinician", "Needs"), 1);
    assert_eq!(count(&activity, "By practice", "Northgate Surgery (A12345)", "Cases"), 6);
    assert_eq!(count(&activity, "By month", "Nov 2026", "Debt"), 4);
    assert_eq!(count(&activity, "By month", "Oct 2026", "All"), 0);
}

#[test]
fn waits_are_working_days_from_the_hand_over_and_leave_out_who_waits_still() {
    let waits = report(&twelve_weeks(), ReportName::Waits);
    assert_eq!(waits.n, Cell::Count(3));
    let [to_acceptance, to_try, to_reach] = ["acceptance", "the first attempt", "the first conversation"]
        .map(|until| format!("From hand-over to {until}"));
    assert_eq!(count(&waits, &to_acceptance, "Routine", "Accepted"), 2);
    assert_eq!(count(&waits, &to_acceptance, "Routine", "Not yet, or not at all"), 1);
    assert_eq!(value(&waits, &to_acceptance, "All", "Median"), Some(2.0));
    assert_eq!(value(&waits, &to_acceptance, "Urgent", "Median"), None);
    assert_eq!(value(&waits, &to_try, "Routine", "9 of 10 within"), Some(2.0));
    assert_eq!(value(&waits, &to_reach, "Routine", "Median"), Some(2.5));
    assert_eq!(value(&waits, &to_reach, "Routine", "9 of 10 within"), Some(3.0));
    assert_eq!(count(&waits, "Waiting now for a link worker", "More than 20", "Routine"), 1);
}

#[test]
fn caseloads_say_what_each_carries_and_closed() {
    let surgery = twelve_weeks();
    let loads = report(&surgery, ReportName::Caseloads);
    let of = |who, column| count(&loads, "Open cases against capacity", who, column);
    assert_eq!((of(LENA, "Open"), of(LENA, "Closed"), of(LIAM, "Closed")), (0, 2, 0));
    assert_eq!(of("The team, nobody yet", "Wait for them"), 1);
    let flagged = surgery.flags(RITA, handed_over(patient(8, None), &["debt"]));
    surgery.on(LIAM, flagged.id, Command::Accept);
    surgery.days_pass(30);
    let loads = report(&surgery, ReportName::Caseloads);
    let of = |who, column| count(&loads, "Open cases against capacity", who, column);
    assert_eq!((of(LIAM, "Open"), of(LIAM, "Overdue"), of(LIAM, "Not overdue")), (1, 1, 0));
}

#[test]
fn contacts_count_every_attempt_and_how_many_it_took() {
    let contacts = report(&twelve_weeks(), ReportName::Contacts);
    assert_eq!(contacts.n, Cell::Count(3));
    assert_eq!(count(&contacts, "By means and result", "Phone", "Spoke"), 2);
    assert_eq!(count(&contacts, "By means and result", "Phone", "No answer"), 1);
    assert_eq!(count(&contacts, "Telephone calls by part of the day", "Morning", "Reached"), 2);
    assert_eq!(count(&contacts, "Attempts until the patient was reached", "1", "Cases"), 1);
    assert_eq!(count(&contacts, "Attempts until the patient was reached", "2", "Cases"), 1);
    assert_eq!(count(&contacts, "Not reached so far, by attempts", "All", "All"), 0);
}

#[test]
fn outcomes_compare_the_same_patient_before_and_after_item_by_item() {
    let outcomes = report(&twelve_weeks(), ReportName::Outcomes);
    assert_eq!(outcomes.n, Cell::Count(2));
    let measured = |row: &str| {
        ["Eligible", "Baseline", "No baseline", "Paired", "Baseline only"]
            .map(|column| count(&outcomes, "Who was measured", row, column))
    };
    assert_eq!(measured("ONS4"), [2, 2, 0, 1, 1]);
    assert_eq!(measured("UCLA-3"), [2, 1, 1, 1, 0]);
    let changed = |row: &str| {
        ["Better", "The same", "Worse", "Not answered twice"]
            .map(|column| count(&outcomes, "What changed, for those who were measured twice", row, column))
    };
    assert_eq!(changed("Life satisfaction (ONS4)"), [1, 0, 0, 0]);
    assert_eq!(changed("Worthwhile (ONS4)"), [0, 1, 0, 0]);
    assert_eq!(changed("Anxiety (ONS4)"), [0, 0, 0, 1], "an answer that is missing stays missing");
    let days = value(
        &outcomes,
        "What changed, for those who were measured twice",
        "Happiness (ONS4)",
        "Median days between",
    );
    assert_eq!(days, Some(84.0));
    let missing: Vec<_> = outcomes.missing.iter().map(|one| (one.what.as_str(), one.count.clone())).collect();
    assert_eq!(
        missing,
        [
            ("not measured twice with ONS4: declined", Cell::Count(0)),
            ("not measured twice with ONS4, for another reason", Cell::Count(1)),
            ("not measured twice with UCLA-3: declined", Cell::Count(1)),
            ("not measured twice with UCLA-3, for another reason", Cell::Count(0)),
        ]
    );
    let bins = "Life satisfaction (ONS4): how much it changed";
    assert_eq!(count(&outcomes, bins, "Better by 3 or 4", "Patients"), 1);
    assert_eq!(count(&outcomes, "What came of the cases", "Partly helped", "With a link worker"), 1);
    assert_eq!(count(&outcomes, "What came of the cases", "Declined", "Without"), 1);
    assert_eq!(count(&outcomes, "What came of the needs", "Loneliness", "Not met"), 1);
    assert_eq!(count(&outcomes, "Why needs were not, or not wholly, met", "Full", "Not met"), 1);
    assert!(outcomes.notes.iter().any(|note| note.starts_with("There is no comparison group.")));
}

#[test]
fn unmet_needs_are_those_of_the_ledger_by_district_and_by_why() {
    let unmet = report(&twelve_weeks(), ReportName::Unmet);
    assert_eq!((&unmet.n, &unmet.missing[0].count), (&Cell::Count(3), &Cell::Count(0)));
    assert_eq!(count(&unmet, "By need and reason", "Debt", "Nothing found"), 1);
    assert_eq!(count(&unmet, "By need and reason", "Debt", "Full"), 1);
    assert_eq!(count(&unmet, "By need and reason", "Loneliness", "No service"), 1);
    assert_eq!(count(&unmet, "By district and need", "DN15", "In a case"), 2);
    assert_eq!(count(&unmet, "By district and need", "DN15", "Nothing found"), 1);
}

#[test]
fn services_say_who_got_there_and_whom_it_helped() {
    let services = report(&twelve_weeks(), ReportName::Services);
    let of = |column| count(&services, "What came of it", "Lunch Club", column);
    assert_eq!((of("Sent"), of("Got there"), of("Helped")), (2, 1, 1));
}

#[test]
fn equity_follows_everybody_who_was_flagged_by_who_they_are() {
    let equity = report(&twelve_weeks(), ReportName::Equity);
    assert_eq!(equity.n, Cell::Count(6));
    let of = |title, row, column| count(&equity, title, row, column);
    assert_eq!(of("By age", "65 to 79", "Flagged"), 6);
    let women = ["Flagged", "Handed over", "Accepted", "Helped", "Declined", "Goes on"];
    assert_eq!(women.map(|column| of("By sex", "Women", column)), [3, 1, 1, 1, 1, 1]);
    assert_eq!(of("By sex", "Men", "Other end"), 1);
    assert_eq!(of("By sex", "Not known", "Flagged"), 2);
    assert_eq!(of("By area", "DN15", "Flagged"), 4);
    let missing: Vec<_> = equity.missing.iter().map(|one| one.count.clone()).collect();
    assert_eq!(missing, [0_u64, 2, 2].map(Cell::Count));
}

#[test]
fn a_period_decides_by_the_day_that_the_report_says() {
    let surgery = twelve_weeks();
    let n = |name, from, to| match surgery.ask(MONA, Request::Report { name, from, to, practice: None }) {
        Ok(Reply::Report(report)) => report.n,
        other => panic!("{other:?}"),
    };
    let (first, second) = (Some(date(2026, 11, 16)), Some(date(2026, 11, 17)));
    assert_eq!(n(ReportName::Activity, first, first), Cell::Count(7));
    assert_eq!(n(ReportName::Activity, second, None), Cell::Count(0));
    assert_eq!(n(ReportName::Waits, first, first), Cell::Count(3), "what came of it counts whenever it came");
    assert_eq!(n(ReportName::Outcomes, first, second), Cell::Count(0));
    assert_eq!(n(ReportName::Unmet, second, None), Cell::Count(2), "the note was made on the day before");
}

#[test]
fn an_impossible_period_and_another_practice_are_refused_in_words() {
    let surgery = surgery();
    let refused = |from, to| {
        let asked =
            Request::Report { name: ReportName::Waits, from: Some(from), to: Some(to), practice: None };
        surgery.refuses(MONA, asked).to_string()
    };
    assert_eq!(
        refused(date(2026, 6, 30), date(2026, 4, 1)),
        "The period ends on 1 Apr 2026, before it begins on 30 Jun 2026.\nNothing was changed.\nSwap the two days."
    );
    assert!(refused(date(2026, 12, 1), date(2026, 12, 31)).contains("in the future"));
    let practice = Some("Z99999".parse().unwrap());
    let other = Request::Report { name: ReportName::Waits, from: None, to: None, practice };
    assert!(surgery.refuses(MONA, other).to_string().starts_with("No cases of practice Z99999 are here."));
}

#[test]
fn managers_see_reports_and_those_who_see_the_ledger_see_what_it_says() {
    let surgery = surgery();
    for name in ReportName::ALL {
        for who in [RITA, CARL, LENA, ADA] {
            let may = name == ReportName::Unmet && [LENA, ADA].contains(&who);
            assert_eq!(surgery.ask(who, asked(name)).is_ok(), may, "{who} and {name}");
        }
        assert!(surgery.ask(MONA, asked(name)).is_ok());
    }
}

/// Does something for a person, as far as the case lets it.
fn live(surgery: &Surgery, n: u64, steps: &[u8], club: &ServiceRef) {
    let needs: &[&str] = if n.is_multiple_of(2) { &["loneliness"] } else { &["loneliness", "debt"] };
    let gender = ["woman", "man", "neither"].get(usize::try_from(n % 4).unwrap()).copied();
    let flagged = with_note(flag(patient(n, gender), needs));
    let case = surgery.flags(if n.is_multiple_of(5) { CARL } else { RITA }, flagged).id;
    for step in steps {
        let asked = match step % 14 {
            0 => route(case, Route::HandOver { to: None }, crate::desk::surgery::yes()),
            1 => route(case, Route::Signpost { service: club.clone() }, Agreed::NotAsked),
            2 => route(case, Route::Decline { why: String::new() }, Agreed::NotAsked),
            3 => Request::OnCase { case: WhichCase::Id(case), command: Command::Accept },
            4 => work(case, call(surgery, ContactResult::NoAnswer)),
            5 => work(case, call(surgery, ContactResult::Spoke)),
            6 => work(
                case,
                measure(surgery, "ons4", Point::Baseline, &[Some(step % 11), Some(4), None, Some(5)]),
            ),
            7 => work(
                case,
                measure(surgery, "ons4", Point::Review, &[Some(5), Some(step % 11), Some(1), Some(5)]),
            ),
            8 => work(case, measure(surgery, "ucla3", Point::Baseline, &[1, 2, 3].map(Some))),
            9 => work(case, measure(surgery, "ucla3", Point::End, &[1, 1, 2].map(Some))),
            10 => {
                let (what, need) = (StepWhat::Service(club.clone()), Some("loneliness".into()));
                work(case, Work::AddStep { what, need, state: StepState::Agreed, on: None })
            }
            11 => {
                surgery.days_pass(i64::from(step % 40));
                continue;
            }
            12 => {
                let why = WhyNot::ALL[usize::from(step / 14) % WhyNot::ALL.len()];
                let end = if step.is_multiple_of(3) { NeedEnd::Met } else { not_met(why) };
                let rest = Some(end);
                let closing = Closing { rest, open_steps: OpenSteps::Stop, ..Closing::default() };
                Request::OnCase { case: WhichCase::Id(case), command: Command::Close(closing) }
            }
            _ => Request::OnCase { case: WhichCase::Id(case), command: Command::Undo },
        };
        // What a case does not allow is refused, and the next thing tried.
        let who = if step % 14 < 3 || step % 14 == 13 { RITA } else { LENA };
        let _ = surgery.ask(who, asked);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_happened_the_figures_agree_and_nothing_of_a_patient_is_exported(
        lives in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..14), 1..14)
    ) {
        let surgery = surgery();
        let club = surgery.service("lunch", "Lunch Club");
        for (n, steps) in lives.iter().enumerate() {
            // A beginning that leads somewhere, and then whatever comes.
            let steps = [&[0, 3, 5, 6][..if n % 3 == 0 { 4 } else { n % 3 }], steps].concat();
            live(&surgery, n as u64 + 1, &steps, &club);
        }
        for name in ReportName::ALL {
            let report = report(&surgery, name);
            prop_assert_eq!(contradictions(&report), Vec::<Figure>::new(), "{}", name);
            prop_assert!(!report.definitions.is_empty());
            for link in &report.links {
                let there = std::iter::once(&link.whole).chain(&link.parts).all(|one| report.cell(*one).is_some());
                prop_assert!(there, "{} links what is not there: {:?}", name, link);
            }
            for table in &report.tables {
                let whole = table.rows.iter().chain(&table.total).all(|row| row.cells.len() == table.columns.len());
                prop_assert!(whole, "{}: a row of {} has too few cells", name, table.title);
            }
            for format in Format::ALL {
                let text = render(&report, format, Suppression::Below(Threshold::default()));
                for secret in SECRETS {
                    prop_assert!(!text.contains(secret), "{} as {} says {}", name, format, secret);
                }
            }
        }
        let outcomes = report(&surgery, ReportName::Outcomes);
        for row in ["ONS4", "UCLA-3"] {
            let of = |column| count(&outcomes, "Who was measured", row, column);
            prop_assert!(of("Paired") <= of("Baseline") && of("Baseline") <= of("Eligible"));
        }
    }
}
