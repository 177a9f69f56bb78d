//! Lists of cases: their order, their pages, their filters, and what is counted.

use crate::desk::surgery::{
    CARL, LENA, LIAM, MONA, RITA, Surgery, flag, handed_over, number, somebody, surgery,
};
use proptest::prelude::*;
use signpost::desk::reply::{CaseLine, Overview, Reply};
use signpost::desk::request::{CaseFilter, Cursor, FlagNeeds, Request, Route, StageFilter, Whose, close_all};
use signpost::domain::case::{Command, NeedEnd, Queue};
use signpost::domain::practice::Limits;
use signpost::domain::urgency::Urgency;

fn pages(surgery: &Surgery, who: &str, filter: &CaseFilter, limit: usize) -> Vec<CaseLine> {
    let (mut cases, mut after): (Vec<CaseLine>, Option<Cursor>) = (vec![], None);
    for _ in 0..1_000 {
        let request = Request::Cases { filter: filter.clone(), after: after.take(), limit };
        let Ok(Reply::Cases(page)) = surgery.ask(who, request) else { panic!() };
        assert!(page.cases.len() <= limit);
        cases.extend(page.cases);
        match page.next {
            Some(next) => after = Some(next),
            None => return cases,
        }
    }
    panic!("the pages never end")
}

fn stage(stage: StageFilter) -> CaseFilter {
    CaseFilter { stage: Some(stage), ..CaseFilter::default() }
}

/// A case of some urgency, as far as `way` says: to route, with the team, with or waiting for one of two.
fn made(surgery: &Surgery, n: u64, way: u8, urgency: Urgency, need: &str) {
    let to = match way {
        1 | 3 => Some(surgery.id(LENA)),
        2 => Some(surgery.id(LIAM)),
        _ => None,
    };
    let flagged = match way {
        5 => FlagNeeds { urgency, ..flag(somebody(n), &[need]) },
        _ => FlagNeeds { urgency, route: Some(Route::HandOver { to }), ..handed_over(somebody(n), &[need]) },
    };
    let case = surgery.flags(RITA, flagged);
    if way == 3 {
        surgery.on(LENA, case.id, Command::Accept);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_pages_of_a_list_are_the_list_in_its_fair_order(
        cases in proptest::collection::vec((0..6_u8, 0..3_usize, 0..2_usize), 1..24), limit in 1..8_usize,
    ) {
        let surgery = surgery();
        for (n, (way, urgency, need)) in (0..).zip(&cases) {
            made(&surgery, n, *way, Urgency::ALL[*urgency], ["debt", "loneliness"][*need]);
        }
        let mut filters: Vec<_> = [
            StageFilter::Open, StageFilter::Waiting, StageFilter::WithLinkWorker, StageFilter::Mine,
            StageFilter::FlaggedByMe, StageFilter::In(Queue::Team), StageFilter::In(Queue::ToRoute),
        ].map(stage).into();
        filters.push(CaseFilter { need: Some("debt".into()), ..CaseFilter::default() });
        filters.push(CaseFilter { urgent: true, ..CaseFilter::default() });
        filters.push(CaseFilter { urgent: true, need: Some("debt".into()), ..stage(StageFilter::Waiting) });
        filters.push(CaseFilter { need: Some("debt".into()), ..stage(StageFilter::Waiting) });
        filters.push(CaseFilter { need: Some("debt".into()), ..stage(StageFilter::Mine) });
        for filter in filters {
            for who in [RITA, LENA] {
                let whole = surgery.cases(who, &filter);
                prop_assert_eq!(&pages(&surgery, who, &filter, limit), &whole, "{:?}", &filter);
                let mut ids: Vec<_> = whole.iter().map(|case| case.id).collect();
                ids.sort_unstable();
                ids.dedup();
                prop_assert_eq!(ids.len(), whole.len(), "each case once: {:?}", &filter);
                if filter.stage != Some(StageFilter::FlaggedByMe) {
                    let order = |case: &CaseLine| (case.urgency, case.stage.since());
                    prop_assert!(whole.is_sorted_by_key(order), "{:?}", &filter);
                }
            }
        }
        let open = surgery.cases(RITA, &CaseFilter::default());
        prop_assert_eq!(open.len(), cases.len());
        let has_debt = |case: &CaseLine| case.needs.iter().any(|need| need.need.as_str() == "debt");
        let waiting = surgery.cases(RITA, &stage(StageFilter::Waiting));
        let in_debt = CaseFilter { need: Some("debt".into()), ..stage(StageFilter::Waiting) };
        let expected: Vec<_> = waiting.iter().filter(|case| has_debt(case)).cloned().collect();
        prop_assert_eq!(surgery.cases(RITA, &in_debt), expected);
        prop_assert_eq!(waiting.len(), cases.iter().filter(|(way, ..)| ![3, 5].contains(way)).count());
    }
}

#[test]
fn a_filter_shows_what_it_says() {
    let surgery = surgery();
    made(&surgery, 1, 0, Urgency::Urgent, "debt");
    made(&surgery, 2, 1, Urgency::Routine, "loneliness");
    made(&surgery, 3, 3, Urgency::Routine, "debt");
    made(&surgery, 4, 5, Urgency::Soon, "debt");
    let closed = surgery.flags(CARL, flag(somebody(5), &["debt"])).id;
    surgery.on(CARL, closed, Command::Decline { needs: vec![], why: String::new() });
    let count = |who, filter: &CaseFilter| surgery.cases(who, filter).len();
    assert_eq!(count(RITA, &CaseFilter::default()), 4);
    assert_eq!(count(LENA, &stage(StageFilter::Mine)), 2);
    assert_eq!(count(RITA, &stage(StageFilter::Mine)), 0);
    assert_eq!(count(RITA, &stage(StageFilter::FlaggedByMe)), 4);
    assert_eq!(count(CARL, &stage(StageFilter::FlaggedByMe)), 1);
    assert_eq!(count(RITA, &stage(StageFilter::In(Queue::Closed))), 1);
    let debt = CaseFilter { need: Some("debt".into()), ..CaseFilter::default() };
    assert_eq!(count(RITA, &debt), 3);
    assert_eq!(count(RITA, &CaseFilter { urgent: true, ..debt.clone() }), 1);
    // A case that has ended has the need that it was about.
    let closed = stage(StageFilter::In(Queue::Closed));
    assert_eq!(count(RITA, &CaseFilter { need: Some("debt".into()), ..closed }), 1);
}

#[test]
fn who_waits_longer_than_the_limit_is_overdue_by_working_days() {
    let surgery = surgery();
    let filter = CaseFilter { overdue: true, ..CaseFilter::default() };
    let overview = || match surgery.ask(MONA, Request::Overview) {
        Ok(Reply::Overview(overview)) => overview,
        other => panic!("{other:?}"),
    };
    // Flagged on a Monday, and on the Thursday of the same week.
    let monday = surgery.flags(RITA, handed_over(somebody(1), &["debt"])).id;
    surgery.flags(RITA, flag(somebody(3), &["debt"]));
    surgery.days_pass(3);
    surgery.flags(RITA, handed_over(somebody(2), &["debt"]));
    assert_eq!((surgery.cases(RITA, &filter).len(), overview().overdue), (0, 0), "no limit is set");

    surgery
        .does(MONA, Request::SetLimits(Limits { first_contact_working_days: Some(5), ..Limits::default() }));
    let late = || -> Vec<_> {
        let late = surgery.cases(RITA, &filter);
        assert_eq!(late.len(), overview().overdue);
        late.iter().map(|case| (case.id == monday, case.overdue_days)).collect()
    };
    surgery.days_pass(4);
    assert_eq!(late(), [], "on the next Monday it is due, not late");
    surgery.days_pass(1);
    assert_eq!(late(), [(true, 1)], "Tuesday");
    surgery.days_pass(2);
    assert_eq!(late(), [(true, 3)], "Thursday");
    surgery.days_pass(2);
    assert_eq!(late(), [(true, 4), (false, 1)], "Saturday");
    surgery.days_pass(2);
    assert_eq!(late(), [(true, 5), (false, 2)], "Monday");
    surgery.days_pass(364);
    assert_eq!(late(), [(true, 257), (false, 254)], "52 weeks later, with eight bank holidays in them");
    surgery.on(LENA, monday, Command::Accept);
    assert_eq!(late(), [(false, 254)]);
}

#[test]
fn what_waits_is_counted() {
    let surgery = surgery();
    made(&surgery, 1, 0, Urgency::Urgent, "debt");
    made(&surgery, 2, 1, Urgency::Routine, "debt");
    made(&surgery, 3, 3, Urgency::Urgent, "debt");
    made(&surgery, 4, 5, Urgency::Soon, "debt");
    let Ok(Reply::Overview(overview)) = surgery.ask(RITA, Request::Overview) else { panic!() };
    let Overview { urgent, waiting, to_route, overdue, .. } = overview;
    assert_eq!((urgent, waiting, to_route, overdue), (2, 2, 1, 0));
}

#[test]
fn a_list_of_a_patient_has_the_closed_ones_too() {
    let surgery = surgery();
    let case = surgery.flags(RITA, handed_over(number("9991860916"), &["debt"]));
    surgery.on(LENA, case.id, Command::Accept);
    surgery.on(LENA, case.id, close_all(NeedEnd::Met, String::new()));
    let later = surgery.flags(RITA, flag(Whose::Known(case.patient.id), &["loneliness"]));
    let ids: Vec<_> =
        surgery.cases(RITA, &stage(StageFilter::Of(case.patient.id))).into_iter().map(|c| c.id).collect();
    assert_eq!(ids, [later.id, case.id]);
}
