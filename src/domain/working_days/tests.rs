use super::*;
use proptest::prelude::*;
use rstest::rstest;

fn england() -> &'static WorkingDays {
    WorkingDays::england()
}

fn list(dates: &[&str]) -> String {
    let events: Vec<String> = dates.iter().map(|date| format!("{{\"date\": \"{date}\"}}")).collect();
    format!("{{\"england-and-wales\": {{\"events\": [{}]}}}}", events.join(", "))
}

/// What is counted day by day, to compare with.
fn walked(days: &WorkingDays, from: Date, until: Date) -> u32 {
    let mut day = from;
    let mut count = 0;
    while day < until {
        day = day.tomorrow().unwrap();
        count += u32::from(days.is_working(day));
    }
    count
}

#[test]
fn each_year_that_is_listed_has_its_eight_bank_holidays_and_good_friday_lies_before_easter_monday() {
    for year in 2024..=2027 {
        let those: Vec<Date> = england().holidays.iter().copied().filter(|day| day.year() == year).collect();
        assert_eq!(those.len(), 8, "{year}");
        assert_eq!(those[1].weekday(), Weekday::Friday);
        assert_eq!(those[2], those[1].checked_add(Span::new().days(3)).unwrap());
        assert!(those[3..6].iter().all(|day| day.weekday() == Weekday::Monday), "{year}: May and August");
    }
    assert_eq!(england().holidays.len(), 32);
    assert_eq!(england().known_until(), date(2027, 12, 31));
}

#[rstest]
#[case(date(2026, 11, 19), 2, date(2026, 11, 23))] // Thursday to Monday
#[case(date(2026, 11, 20), 1, date(2026, 11, 23))] // Friday to Monday
#[case(date(2026, 11, 21), 0, date(2026, 11, 23))] // a Saturday is no working day
#[case(date(2026, 11, 21), 1, date(2026, 11, 23))]
#[case(date(2026, 11, 22), 1, date(2026, 11, 23))]
#[case(date(2026, 11, 23), 0, date(2026, 11, 23))]
#[case(date(2026, 11, 23), 10, date(2026, 12, 7))]
#[case(date(2026, 12, 24), 1, date(2026, 12, 29))] // Christmas Day, the weekend, Boxing Day's substitute
#[case(date(2026, 12, 28), 0, date(2026, 12, 29))]
#[case(date(2026, 12, 24), 5, date(2027, 1, 5))] // and New Year
#[case(date(2026, 4, 2), 1, date(2026, 4, 7))] // Easter
#[case(date(2028, 12, 22), 1, date(2028, 12, 25))] // not published yet: only weekends are known
#[case(date(9999, 12, 30), 10, date(9999, 12, 31))]
#[case(date(2026, 11, 23), u32::MAX, date(9999, 12, 31))]
fn working_days_pass_over_weekends_and_bank_holidays(
    #[case] from: Date,
    #[case] days: u32,
    #[case] to: Date,
) {
    assert_eq!(england().add(from, days), to);
}

#[rstest]
#[case(date(2026, 11, 20), date(2026, 11, 20), 0)]
#[case(date(2026, 11, 20), date(2026, 11, 22), 0)] // Friday to Sunday
#[case(date(2026, 11, 20), date(2026, 11, 23), 1)]
#[case(date(2026, 11, 23), date(2026, 11, 20), 0)] // the wrong way round
#[case(date(2026, 12, 24), date(2026, 12, 31), 3)]
#[case(date(2026, 12, 25), date(2026, 12, 28), 0)]
#[case(date(2025, 12, 31), date(2026, 12, 31), 253)] // 261 weekdays, 8 bank holidays
fn the_working_days_behind_a_wait_leave_bank_holidays_out(
    #[case] from: Date,
    #[case] until: Date,
    #[case] days: u32,
) {
    assert_eq!(england().between(from, until), days);
}

#[test]
fn five_working_days_before_the_day_after_christmas_lie_before_christmas() {
    assert_eq!(england().back(date(2026, 12, 29), 5), date(2026, 12, 18));
    assert_eq!(england().back(date(2026, 12, 26), 0), date(2026, 12, 26));
    assert_eq!(england().back(Date::MIN, 3), Date::MIN);
}

#[test]
fn a_practice_can_bring_a_newer_list_with_other_divisions_in_it() {
    let json = r#"{"scotland": {"division": "scotland", "events": [{"title": "2nd January", "date": "2028-01-04"}]},
        "england-and-wales": {"division": "england-and-wales", "events": [
        {"title": "New Year’s Day", "date": "2028-01-03", "notes": "Substitute day", "bunting": true}]}}"#;
    let days = WorkingDays::read(&format!("\u{feff}{json}")).unwrap();
    assert!(!days.is_working(date(2028, 1, 3)));
    assert!(days.is_working(date(2028, 1, 4)));
    assert_eq!(days.known_until(), date(2028, 12, 31));
}

#[rstest]
#[case("", "line 1: it is not as GOV.UK publishes it (EOF while parsing a value at line 1 column 0)")]
#[case("<html>", "line 1: it is not as GOV.UK publishes it (expected value at line 1 column 1)")]
#[case(&list(&[]), "it lists no bank holiday of England and Wales")]
#[case(&list(&["2026-12-25", "20026-12-25"]), "line 1: it is not as GOV.UK publishes it")]
#[case(&list(&["2026-12-25", "2602-12-25"]), "the year 2602 cannot be right")]
#[case(&list(&vec!["2026-12-25"; 2_001]), "it lists more than 2000 bank holidays")]
#[case(&" ".repeat((1 << 20) + 1), "it is longer than 1 MB")]
#[case(&"[".repeat(100_000), "line 1: it is not as GOV.UK publishes it")]
fn a_list_that_cannot_be_believed_is_refused_with_the_reason(#[case] json: &str, #[case] why: &str) {
    let error = WorkingDays::read(json).unwrap_err().to_string();
    assert!(error.starts_with(why), "{error}");
}

proptest! {
    #[test]
    fn counting_agrees_with_walking_day_by_day(from in 0_i32..1_800, length in 0_i32..900) {
        let from = date(2023, 6, 1).checked_add(Span::new().days(from)).unwrap();
        let until = from.checked_add(Span::new().days(length)).unwrap();
        prop_assert_eq!(england().between(from, until), walked(england(), from, until));
    }

    #[test]
    fn so_many_working_days_later_so_many_have_passed(from in 0_i32..1_800, days in 1_u32..400) {
        let from = date(2023, 6, 1).checked_add(Span::new().days(from)).unwrap();
        let to = england().add(from, days);
        prop_assert!(england().is_working(to));
        prop_assert_eq!(england().between(from, to), days);
        let back = england().back(to, u16::try_from(days).unwrap());
        prop_assert_eq!(back, england().back(from, u16::from(!england().is_working(from))));
    }

    #[test]
    fn whatever_the_list_says_it_never_panics(
        text in "\\PC{0,80}",
        holidays in proptest::collection::vec((1990_i16..2100, 1_i8..13, 1_i8..29), 1..200),
        from in 0_i32..40_000,
        days in any::<u32>(),
    ) {
        let _ = WorkingDays::read(&text);
        let named: Vec<String> = holidays.iter().map(|(y, m, d)| date(*y, *m, *d).to_string()).collect();
        let named: Vec<&str> = named.iter().map(String::as_str).collect();
        let these = WorkingDays::read(&list(&named)).unwrap();
        let from = date(1990, 1, 1).checked_add(Span::new().days(from)).unwrap();
        let to = these.add(from, days % 5_000);
        prop_assert!(these.is_working(to));
        prop_assert_eq!(these.between(from, to), if days % 5_000 == 0 { u32::from(to > from) } else { days % 5_000 });
        let _ = these.add(from, days);
    }
}
