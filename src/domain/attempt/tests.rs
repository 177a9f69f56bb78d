use super::*;
use jiff::Span;
use jiff::civil::{date, time};
use proptest::prelude::*;
use rstest::rstest;

/// A Monday; no bank holiday is near.
fn monday() -> Date {
    date(2026, 11, 23)
}

fn england() -> &'static WorkingDays {
    WorkingDays::england()
}

fn next(tried: &[(Weekday, Band)], best_time: &str) -> String {
    propose(tried, monday(), best_time, england()).to_string()
}

#[rstest]
#[case(time(0, 0, 0, 0), Band::Morning)]
#[case(time(11, 59, 59, 0), Band::Morning)]
#[case(time(12, 0, 0, 0), Band::Afternoon)]
#[case(time(16, 59, 0, 0), Band::Afternoon)]
#[case(time(17, 0, 0, 0), Band::Evening)]
fn the_day_has_three_parts(#[case] at: Time, #[case] band: Band) {
    assert_eq!(Band::of(at), band);
    assert_eq!(Band::parse(&band.name().to_uppercase()), Some(band));
    assert_eq!(serde_json::to_string(&band).unwrap(), format!("\"{band}\""));
}

#[test]
fn each_attempt_is_made_at_another_time_of_the_week() {
    let mut tried = Vec::new();
    let mut proposed = Vec::new();
    let mut from = monday();
    for _ in 0..4 {
        let slot = propose(&tried, from, "", england());
        proposed.push(slot.to_string());
        tried.push((slot.on.weekday(), slot.band));
        from = slot.on.tomorrow().unwrap();
    }
    let expected =
        ["Mon 23 Nov, morning", "Tue 24 Nov, afternoon", "Wed 25 Nov, morning", "Thu 26 Nov, afternoon"];
    assert_eq!(proposed, expected);
}

#[rstest]
#[case("", "Mon 23 Nov, morning")]
#[case("not before 10", "Mon 23 Nov, morning")]
#[case("not before 10 or after 3", "Mon 23 Nov, morning")]
#[case("not before noon", "Mon 23 Nov, afternoon")]
#[case("after 2pm", "Mon 23 Nov, afternoon")]
#[case("after 2 pm please", "Mon 23 Nov, afternoon")]
#[case("from 14:00", "Mon 23 Nov, afternoon")]
#[case("after 5", "Mon 23 Nov, evening")]
#[case("after 17.30", "Mon 23 Nov, evening")]
#[case("before 12", "Mon 23 Nov, morning")]
#[case("1-3", "Mon 23 Nov, afternoon")]
#[case("between 1 and 3pm", "Mon 23 Nov, afternoon")]
#[case("from 2 to 4", "Mon 23 Nov, afternoon")]
#[case("2pm", "Mon 23 Nov, afternoon")]
#[case("mornings", "Mon 23 Nov, morning")]
#[case("Afternoons only", "Mon 23 Nov, afternoon")]
#[case("pm", "Mon 23 Nov, afternoon")]
#[case("not in the mornings", "Mon 23 Nov, afternoon")]
#[case("evenings", "Mon 23 Nov, evening")]
#[case("no mornings or afternoons", "Mon 23 Nov, evening")]
#[case("not mondays", "Tue 24 Nov, morning")]
#[case("not Mon or Tues", "Wed 25 Nov, morning")]
#[case("not mondays and tuesdays, afternoons", "Wed 25 Nov, afternoon")]
#[case("not mondays and after 2pm", "Tue 24 Nov, afternoon")]
#[case("any time but not mondays", "Tue 24 Nov, morning")]
#[case("Weds, Thurs afternoons", "Wed 25 Nov, afternoon")]
#[case("tue-thu", "Tue 24 Nov, morning")]
#[case("not monday to wednesday", "Thu 26 Nov, morning")]
#[case("fridays after lunch", "Fri 27 Nov, afternoon")]
fn what_the_patient_said_of_the_best_time_is_honoured(#[case] best_time: &str, #[case] slot: &str) {
    assert_eq!(next(&[], best_time), slot);
}

#[rstest]
#[case("works mondays")]
#[case("daughter comes in the afternoons")]
#[case("after 3 before 2")]
#[case("saturdays only")]
#[case("not monday to friday")]
#[case("when it is quiet, ring twice")]
#[case("not")]
#[case("after 25")]
#[case("07700 900123")]
fn what_is_not_plain_is_left_to_be_read(#[case] best_time: &str) {
    assert_eq!(next(&[], best_time), next(&[], ""));
}

#[test]
fn a_wish_that_is_not_plain_does_not_take_the_plain_one_with_it() {
    assert_eq!(next(&[], "works mondays, afternoons only"), "Mon 23 Nov, afternoon");
}

#[test]
fn no_attempt_is_proposed_for_a_bank_holiday_and_one_that_is_due_then_waits_a_week() {
    // Thursday before Easter 2026: the next Monday on which people work is the 13th.
    let thursday = date(2026, 4, 2);
    assert_eq!(propose(&[], thursday, "mondays", england()).to_string(), "Mon 13 Apr, morning");
    assert_eq!(propose(&[], date(2026, 4, 3), "", england()).to_string(), "Tue 7 Apr, morning");
}

#[test]
fn where_everything_was_tried_the_time_tried_least_comes_again() {
    let mut tried = Vec::new();
    for day in Weekday::Monday.cycle_forward().take(5) {
        tried.extend([(day, Band::Morning), (day, Band::Afternoon), (day, Band::Morning)]);
    }
    assert_eq!(next(&tried, ""), "Mon 23 Nov, afternoon");
}

fn attempts() -> impl Strategy<Value = Vec<(Weekday, Band)>> {
    let weekday = (1_i8..=7).prop_map(|day| Weekday::from_monday_one_offset(day).unwrap());
    let band = (0_usize..3).prop_map(|at| Band::ALL[at]);
    proptest::collection::vec((weekday, band), 0..25)
}

const WORDS: [&str; 22] = [
    "not",
    "or",
    "and",
    "before",
    "after",
    "between",
    "to",
    "10",
    "2pm",
    "14:30",
    "5",
    "mornings",
    "afternoon",
    "evenings",
    "mondays",
    "tue",
    "fri",
    "sundays",
    ",",
    "but",
    "only",
    "works",
];

proptest! {
    #[test]
    fn the_next_attempt_is_on_a_working_day_at_a_time_not_yet_tried_while_there_is_one(
        tried in attempts(),
        ahead in 0_i32..900,
        best_time in proptest::sample::select(vec!["", "mornings", "not mondays", "evenings", "after 2pm, not fri"]),
    ) {
        let from = date(2025, 1, 1).checked_add(Span::new().days(ahead)).unwrap();
        let slot = propose(&tried, from, best_time, england());
        prop_assert!(slot.on >= from && england().is_working(slot.on));
        prop_assert_eq!(slot, propose(&tried, from, best_time, england()));
        let wishes = Wishes::read(best_time);
        prop_assert!(wishes.allow(slot.on.weekday()) && wishes.bands().contains(&slot.band));
        let again = tried.contains(&(slot.on.weekday(), slot.band));
        let untried = Weekday::Monday
            .cycle_forward()
            .take(5)
            .filter(|day| wishes.allow(*day))
            .any(|day| wishes.bands().iter().any(|band| !tried.contains(&(day, *band))));
        prop_assert_eq!(again, !untried);
    }

    #[test]
    fn whatever_the_best_time_says_there_is_a_next_attempt(
        words in proptest::collection::vec(proptest::sample::select(WORDS.to_vec()), 0..8),
        text in "\\PC{0,60}",
        tried in attempts(),
    ) {
        for said in [words.join(" "), text] {
            prop_assert!(england().is_working(propose(&tried, monday(), &said, england()).on));
        }
    }
}
