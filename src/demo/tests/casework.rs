//! The demo's casework: a link worker's day with all that belongs to it, and months behind it for the reports.

use super::{Demo, monday_afternoon};
use crate::demo::deed::Deed;
use crate::demo::when::{Day, DayTime};
use crate::demo::{SEED, YOU, generate};
use crate::desk::reply::{CaseCard, CaseLine, Caseload, Reply, SectionKind};
use crate::desk::request::{Request, StageFilter, WhichCase};
use crate::domain::case::work::{AppointmentState, Attention, NextWhat, Step, StepState};
use crate::domain::case::{Answer, Outcome, Queue, Stage};
use crate::domain::measure::Point;
use crate::domain::measure::change::{Difference, Turn, change, pairs};
use crate::domain::measure::instrument::instruments;
use crate::domain::patient::Reach;
use crate::domain::safe_contact::How;
use crate::domain::unmet::WhyNot;
use jiff::ToSpan as _;
use jiff::civil::Date;
use rstest::rstest;
use std::collections::BTreeSet;

fn monday() -> Date {
    "2026-11-23".parse().unwrap()
}

impl Demo {
    fn card(&self, case: &CaseLine) -> CaseCard {
        match self.ask("Sam Carter", Request::Case { case: WhichCase::Id(case.id) }) {
            Reply::Case(card) => *card,
            other => panic!("{other:?}"),
        }
    }

    /// Every case, open and closed.
    fn cards(&self) -> Vec<CaseCard> {
        let open = self.cases("Sam Carter", StageFilter::Open);
        let closed = self.cases("Sam Carter", StageFilter::In(Queue::Closed));
        open.iter().chain(&closed).map(|case| self.card(case)).collect()
    }

    fn sections(&self, who: &str) -> Vec<(SectionKind, Vec<String>)> {
        let called = |case: CaseLine| case.patient.called;
        let sections = self.today(who).sections.into_iter();
        sections.map(|section| (section.kind, section.cases.into_iter().map(called).collect())).collect()
    }
}

#[test]
fn every_part_of_a_link_workers_day_has_somebody_in_it() {
    let demo = Demo::started(monday_afternoon());
    let sections = demo.sections("Sam Carter");
    let stands = |kind, called: &str| {
        let part = sections.iter().find(|(one, _)| *one == kind);
        assert!(part.is_some_and(|(_, who)| who.iter().any(|one| one == called)), "{called}: {sections:#?}");
    };
    stands(SectionKind::CallBacks, "Beryl Nightingale");
    stands(SectionKind::New, "Brian Hargreaves");
    stands(SectionKind::Overdue, "Rajesh Patel");
    stands(SectionKind::Due, "Sheila Pritchard");
    stands(SectionKind::Due, "Winifred Lamb");
    stands(SectionKind::WaitingForMe, "Gwendolyn Bailey");
    stands(SectionKind::Team, "Winston Campbell");
    stands(SectionKind::NotReached, "Terence Mottram");
    stands(SectionKind::AwaitsService, "Olive Thackray");
    stands(SectionKind::Agreements, "Krystyna Zielinska");
    stands(SectionKind::Measures, "Vernon Hartley");
    stands(SectionKind::Mine, "Joseph Adebayo");
    assert!(sections.iter().all(|(kind, _)| *kind != SectionKind::NoDate));
}

#[test]
fn whoever_plays_the_demo_sees_such_a_day_too_and_has_one_case_to_live_from_the_beginning() {
    let demo = Demo::started(monday_afternoon());
    let sections = demo.sections(YOU);
    for kind in [
        SectionKind::ToRoute,
        SectionKind::CallBacks,
        SectionKind::Overdue,
        SectionKind::Due,
        SectionKind::WaitingForMe,
        SectionKind::NotReached,
        SectionKind::AwaitsService,
        SectionKind::Measures,
        SectionKind::Mine,
        SectionKind::Flagged,
    ] {
        assert!(sections.iter().any(|(one, _)| *one == kind), "{kind:?}: {sections:#?}");
    }
    let waiting = sections.iter().find(|(kind, _)| *kind == SectionKind::WaitingForMe);
    assert_eq!(waiting.map(|(_, who)| who.clone()), Some(vec!["Moira Kincaid".to_owned()]));
}

#[test]
fn what_came_of_it_is_told_to_whoever_flagged() {
    let demo = Demo::started(monday_afternoon());
    let of = |who: &str| {
        let cases = demo.cases("Callum Reid", StageFilter::Open);
        cases.into_iter().find(|case| case.patient.called == who).map(|case| case.came_of_it)
    };
    assert_eq!(of("Terence Mottram"), Some("not reached after 2 calls".to_owned()));
    assert_eq!(of("Philippa Grange"), Some("not reached after 3 calls".to_owned()));
    assert_eq!(of("Sheila Pritchard"), Some("reached, joined Lunch Club, Northgate".to_owned()));
}

#[test]
fn who_was_not_reached_three_times_is_proposed_to_be_closed() {
    let demo = Demo::started(monday_afternoon());
    let cases = demo.cases("Sam Carter", StageFilter::WithLinkWorker);
    let philippa = cases.iter().find(|case| case.patient.called == "Philippa Grange").unwrap();
    let next = philippa.next.clone().unwrap();
    assert_eq!((next.on, next.why.as_str()), (monday(), "not reached, 3 tries: close?"));
}

#[test]
fn steps_stand_in_every_state_and_cases_end_in_every_way() {
    let demo = Demo::started(monday_afternoon());
    let cards = demo.cards();
    let states: BTreeSet<_> = cards
        .iter()
        .flat_map(|card| card.work.iter().flat_map(|work| &work.steps))
        .map(Step::state)
        .collect();
    assert_eq!(states, StepState::ALL.into());
    let outcomes: BTreeSet<_> = cards
        .iter()
        .filter_map(|card| match card.line.stage {
            Stage::Closed { outcome, .. } => Some(outcome),
            _ => None,
        })
        .collect();
    assert_eq!(outcomes, Outcome::ALL.into());
    let why: BTreeSet<WhyNot> = cards
        .iter()
        .flat_map(|card| card.line.needs.iter().filter_map(|need| need.state.why_not()))
        .collect();
    assert_eq!(why, WhyNot::ALL.into());
    let open_steps = cards.iter().flat_map(|card| card.work.iter().flat_map(|work| work.open_steps()));
    assert!(open_steps.count() >= 20);
    assert!(cards.iter().any(|card| card.work.as_ref().is_some_and(|work| work.coded.is_some())));
}

#[test]
fn each_instrument_has_pairs_that_turned_every_way_and_some_with_an_item_missing() {
    let demo = Demo::started(monday_afternoon());
    let cards = demo.cards();
    for key in ["ons4", "ucla3"] {
        let instrument = instruments().get(&key.into()).unwrap();
        let (mut turns, mut paired, mut missing, mut without) = (BTreeSet::new(), 0, 0, 0);
        for card in cards.iter().filter(|card| matches!(card.line.stage, Stage::Closed { .. })) {
            let Some(work) = &card.work else { continue };
            let filled: Vec<_> = work.measures.iter().map(|one| one.filled.clone()).collect();
            let own = || filled.iter().filter(|one| one.instrument.as_str() == key);
            missing += own().filter(|one| one.missing() > 0).count();
            let pair = pairs(&filled).into_iter().find(|(one, _)| one.instrument.as_str() == key);
            match pair {
                Some((before, after)) => {
                    paired += 1;
                    let change = change(before, after, instrument);
                    assert!(change.days >= 14, "{}", card.line.patient.called);
                    turns.extend(change.differences.iter().filter_map(Difference::turn));
                }
                None => without += usize::from(own().any(|one| one.point == Point::Baseline)),
            }
        }
        assert_eq!(turns, [Turn::Better, Turn::Same, Turn::Worse].into(), "{key}");
        assert!(paired >= 20 && missing >= 1 && without >= 3, "{key}: {paired} {missing} {without}");
    }
}

#[rstest]
#[case::a_monday_morning("2026-11-23T08:05:00Z")]
#[case::a_thursday("2026-11-26T15:30:00Z")]
#[case::a_sunday("2026-11-29T22:40:00Z")]
#[case::before_a_bank_holiday("2026-12-24T12:00:00Z")]
fn whatever_was_done_is_past_and_every_accepted_case_has_a_next_date(#[case] start: &str) {
    let start: jiff::Timestamp = start.parse().unwrap();
    let demo = Demo::started(start);
    let today = start.to_zoned(jiff::tz::TimeZone::get("Europe/London").unwrap()).date();
    let mut accepted = 0;
    for card in demo.cards() {
        let Some(work) = &card.work else { continue };
        let who = &card.line.patient.called;
        assert!(work.contacts.iter().all(|one| one.at <= start), "{who}");
        assert!(work.measures.iter().all(|one| one.filled.on <= today), "{who}");
        assert!(work.steps.iter().flat_map(|one| &one.changes).all(|one| one.on <= today), "{who}");
        let born = card.patient.details.born;
        assert!(work.measures.iter().all(|one| born.is_none_or(|born| one.filled.on > born)), "{who}");
        if matches!(card.line.stage, Stage::With { .. }) {
            accepted += 1;
            assert!(work.next.is_some(), "{who}");
            assert!(!card.line.attention.contains(&Attention::NoDate), "{who}");
        }
    }
    assert!(accepted >= 25, "{accepted}");
    // Most go their way: a demo in which all is overdue teaches nothing.
    let open = demo.cases("Sam Carter", StageFilter::WithLinkWorker);
    let late = open.iter().filter(|case| matches!(case.attention.first(), Some(Attention::Overdue { .. })));
    assert!((3..=6).contains(&late.count()));
}

#[test]
fn appointments_of_each_kind_are_to_come_and_one_case_waits_with_a_reason() {
    let demo = Demo::started(monday_afternoon());
    let cards = demo.cards();
    let standing: Vec<_> = cards
        .iter()
        .flat_map(|card| card.work.iter().flat_map(|work| &work.appointments))
        .filter(|one| one.state == AppointmentState::Stands && one.on >= monday())
        .collect();
    let has = |how, place: &str| standing.iter().any(|one| one.how == how && one.place.starts_with(place));
    assert!(has(How::Phone, "") && has(How::Video, "https://") && has(How::InPerson, "Northgate"));
    let waits = |card: &&CaseCard| {
        let next = card.line.next.as_ref();
        next.is_some_and(|next| next.what == NextWhat::Wait && next.why.contains("sitter"))
    };
    assert_eq!(cards.iter().filter(waits).count(), 1);
}

#[test]
fn agreements_hold_for_a_year_one_runs_out_and_one_was_withdrawn() {
    let demo = Demo::started(monday_afternoon());
    let cards = demo.cards();
    let all: Vec<_> = cards.iter().flat_map(|card| &card.agreements).collect();
    assert!(all.iter().any(|one| one.answer == Answer::Withdrawn));
    let agreed = || all.iter().filter(|one| one.answer == Answer::Agreed);
    assert!(agreed().all(|one| one.until.is_some()));
    let soon = monday() + 14.days();
    assert!(agreed().any(|one| one.until.is_some_and(|until| until <= soon && until >= monday())));
}

#[test]
fn one_link_worker_is_full_one_goes_on_leave_and_each_speaks_something_else() {
    let demo = Demo::started(monday_afternoon());
    let Reply::Caseloads(loads) = demo.ask(YOU, Request::Caseloads) else { panic!("no caseloads") };
    let full = |one: &&Caseload| one.capacity.is_some_and(|most| one.open + one.waiting >= usize::from(most));
    let full: Vec<_> = loads.iter().filter(full).map(|one| one.name.as_str()).collect();
    assert_eq!(full, ["Ruth Bellamy"]);
    let away: Vec<_> = loads.iter().filter_map(|one| Some((one.name.as_str(), one.leave?.from))).collect();
    assert_eq!(away, [("Imran Yusuf", monday() + 3.days())]);
    let spoken: BTreeSet<_> = loads.iter().flat_map(|one| one.languages.clone()).collect();
    assert_eq!(spoken, ["Polish", "Punjabi", "Urdu", "Welsh"].map(String::from).into());
}

#[test]
fn somebody_has_a_code_word_and_no_voicemail_and_somebody_blocked_letters() {
    let script = generate(SEED);
    let contact = |called: &str| {
        let person = script.patients.iter().find(|person| person.called == called).unwrap();
        person.details.contact.clone()
    };
    let beryl = contact("Beryl Nightingale");
    assert_eq!((beryl.code_word.as_str(), beryl.voicemail), ("bluebell", Reach::Refused));
    assert_eq!(contact("Olive Thackray").letter, Reach::Refused);
    let names: BTreeSet<_> = script.patients.iter().map(|person| &person.called).collect();
    assert_eq!(names.len(), script.patients.len(), "the script names people by their names");
}

#[test]
fn every_kind_of_work_is_done_in_it() {
    let script = generate(SEED);
    let has = |is: fn(&Deed) -> bool| {
        script.stories.iter().flat_map(|story| &story.steps).any(|step| is(&step.does))
    };
    assert!(has(|deed| matches!(deed, Deed::Contact { .. })));
    assert!(has(|deed| matches!(deed, Deed::Next(_))));
    assert!(has(|deed| matches!(deed, Deed::CallBack { .. })));
    assert!(has(|deed| matches!(deed, Deed::Appoint { .. })) && has(|deed| matches!(deed, Deed::CallOff(_))));
    assert!(has(|deed| matches!(deed, Deed::Goal(_))) && has(|deed| matches!(deed, Deed::EndGoal { .. })));
    assert!(has(|deed| matches!(deed, Deed::Plan { .. })) && has(|deed| matches!(deed, Deed::Move { .. })));
    assert!(has(|deed| matches!(deed, Deed::Measure { .. })));
    assert!(has(|deed| matches!(deed, Deed::FollowUp { .. })));
    assert!(has(|deed| matches!(deed, Deed::Code)));
    assert!(
        has(|deed| matches!(deed, Deed::Agree { .. })) && has(|deed| matches!(deed, Deed::Withdraw { .. }))
    );
}

#[rstest]
#[case("today", "2026-11-23")]
#[case("in 1 days", "2026-11-24")]
#[case("in 5 days", "2026-11-30")]
#[case("1 days ago", "2026-11-20")]
fn a_day_is_counted_on_and_back_over_weekends(#[case] written: &str, #[case] on: &str) {
    let day = Day::try_from(written.to_owned()).unwrap();
    assert_eq!(day.from(monday()), on.parse().unwrap());
    assert_eq!(String::from(day), written);
    let time = DayTime::try_from(format!("{written} 09:05")).unwrap();
    assert_eq!((time.day, String::from(time)), (day, format!("{written} 09:05")));
}

#[rstest]
#[case("in 0 days")]
#[case("in -3 days")]
#[case("tomorrow")]
fn what_is_no_day_is_refused(#[case] written: &str) {
    assert!(Day::try_from(written.to_owned()).is_err());
    assert!(DayTime::try_from(written.to_owned()).is_err());
}
