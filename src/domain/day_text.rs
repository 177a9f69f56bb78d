//! Days as somebody types them: `tomorrow`, `thu`, `26/11`, `4 Dec pm`; to come, or of a period that is past.
//!
//! Today always comes in as an argument. Birth dates are read elsewhere, and strictly.

use super::attempt::Band;
use jiff::Span;
use jiff::civil::{Date, Weekday};

/// How many days a date without a year may lie back before next year's is meant: who is away since last week writes
/// the day on which they left.
const BACK: i32 = 60;

/// Why a text is not a day: what is wrong, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// It is no day in any form that we read.
    #[error("\"{0}\" is not a day: write tomorrow, thu, 26/11 or 26 Nov")]
    NotADay(String),
    /// The month does not have it.
    #[error("there is no {0}: check the day and the month")]
    NoSuchDay(String),
}

/// Reads a day: `today`, `tomorrow`, a weekday (the next one), `in 3 days`, `in 2 weeks`, `26/11`, `26 Nov`,
/// `26/11/2026`, `2026-11-26`. Without a year it is the next such day, or one that is past by at most 60 days.
///
/// # Errors
/// See [`DayError`].
pub fn parse(text: &str, today: Date) -> Result<Date, DayError> {
    let typed = text.trim().to_lowercase();
    let wrong = || DayError::NotADay(text.trim().to_owned());
    let ahead = |days: i64| today.checked_add(Span::new().days(days)).map_err(|_| wrong());
    match typed.as_str() {
        "today" => return Ok(today),
        "tomorrow" | "tom" => return ahead(1),
        _ => {}
    }
    if let Some(weekday) = weekday(&typed) {
        let days = today.weekday().until(weekday);
        return ahead(if days == 0 { 7 } else { i64::from(days) });
    }
    let words: Vec<&str> = typed.split([' ', '/', '.', '-', ',']).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        ["in", count, unit] => {
            let count: i64 =
                count.parse().ok().filter(|count| (0..=400).contains(count)).ok_or_else(wrong)?;
            match unit.trim_end_matches('s') {
                "day" => ahead(count),
                "week" => ahead(count * 7),
                _ => Err(wrong()),
            }
        }
        // A weekday before it is read over: `Thu 26 Nov` is how days are shown.
        [before, day, month] if weekday(before).is_some() => without_year(text, day, month, today),
        [year, month, day] if year.len() == 4 => {
            let year = year.parse().map_err(|_| wrong())?;
            dated(year, month, day)
                .ok_or_else(wrong)?
                .map_err(|_| DayError::NoSuchDay(text.trim().to_owned()))
        }
        [day, month, year] => {
            let year: i16 = year.parse().map_err(|_| wrong())?;
            let year = if year < 100 { year + 2000 } else { year };
            dated(year, month, day)
                .ok_or_else(wrong)?
                .map_err(|_| DayError::NoSuchDay(text.trim().to_owned()))
        }
        [day, month] => without_year(text, day, month, today),
        _ => Err(wrong()),
    }
}

/// Reads a day that is past, or today: as [`parse`] does, but without a year it is the latest such day, and a
/// weekday is the last one.
///
/// # Errors
/// See [`DayError`].
pub fn parse_past(text: &str, today: Date) -> Result<Date, DayError> {
    let day = parse(text, today)?;
    if day <= today {
        return Ok(day);
    }
    let back = if weekday(&text.trim().to_lowercase()).is_some() {
        Span::new().weeks(1)
    } else if has_no_year(text) {
        Span::new().years(1)
    } else {
        return Ok(day);
    };
    Ok(day.checked_sub(back).unwrap_or(day))
}

/// Whether a text is a day and a month without a year: two words, one of them digits.
fn has_no_year(text: &str) -> bool {
    let words: Vec<&str> = text.split([' ', '/', '.', '-', ',']).filter(|word| !word.is_empty()).collect();
    let words = match words.as_slice() {
        [before, rest @ ..] if weekday(&before.to_lowercase()).is_some() => rest,
        all => all,
    };
    matches!(words, [_, _])
}

/// Reads a day, with a part of it behind: `tomorrow pm`, `26 Nov, afternoon`.
///
/// # Errors
/// See [`DayError`].
pub fn parse_with_band(text: &str, today: Date) -> Result<(Date, Option<Band>), DayError> {
    let text = text.trim();
    if let Some((day, last)) = text.rsplit_once([' ', ','])
        && let Some(band) = Band::parse(last)
    {
        return Ok((parse(day.trim_end_matches([' ', ',']), today)?, Some(band)));
    }
    Ok((parse(text, today)?, None))
}

fn without_year(text: &str, day: &str, month: &str, today: Date) -> Result<Date, DayError> {
    let wrong = || DayError::NotADay(text.trim().to_owned());
    let earliest = today.checked_sub(Span::new().days(BACK)).map_err(|_| wrong())?;
    // A leap day may be up to eight years ahead; nobody plans that far.
    for year in [today.year() - 1, today.year(), today.year() + 1] {
        if let Ok(date) = dated(year, month, day).ok_or_else(wrong)?
            && date >= earliest
        {
            return Ok(date);
        }
    }
    Err(DayError::NoSuchDay(text.trim().to_owned()))
}

/// The day of a year: nothing where these are no day and month; an error where the calendar has no such day.
fn dated(year: i16, month: &str, day: &str) -> Option<Result<Date, jiff::Error>> {
    let day: i8 = day.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
    let month: i8 = match month.parse() {
        Ok(month) => month,
        Err(_) if month.len() >= 3 => {
            let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
            let at = names.iter().position(|name| month.starts_with(name))?;
            i8::try_from(at).ok()? + 1
        }
        Err(_) => return None,
    };
    Some(Date::new(year, month, day))
}

fn weekday(word: &str) -> Option<Weekday> {
    let days = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    days.into_iter().find(|(name, _)| word.len() >= 3 && name.starts_with(word)).map(|(_, day)| day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use rstest::rstest;

    /// A Saturday.
    const TODAY: Date = date(2026, 11, 21);

    #[rstest]
    #[case("today", TODAY)]
    #[case(" Tomorrow ", date(2026, 11, 22))]
    #[case("thu", date(2026, 11, 26))]
    #[case("Saturday", date(2026, 11, 28))]
    #[case("in 3 days", date(2026, 11, 24))]
    #[case("in 2 weeks", date(2026, 12, 5))]
    #[case("26/11", date(2026, 11, 26))]
    #[case("26 November", date(2026, 11, 26))]
    #[case("Thu 26 Nov", date(2026, 11, 26))]
    #[case("1st dec", date(2026, 12, 1))]
    #[case("16/11", date(2026, 11, 16))]
    #[case("4/1", date(2027, 1, 4))]
    #[case("4.1.27", date(2027, 1, 4))]
    #[case("2026-12-04", date(2026, 12, 4))]
    fn a_day_is_read_as_it_is_typed(#[case] typed: &str, #[case] day: Date) {
        assert_eq!(parse(typed, TODAY), Ok(day));
    }

    #[rstest]
    #[case("")]
    #[case("soon")]
    #[case("26")]
    #[case("26 xyz")]
    #[case("in x days")]
    fn what_is_no_day_says_how_one_is_written(#[case] typed: &str) {
        let error = parse(typed, TODAY).unwrap_err();
        assert!(error.to_string().ends_with("is not a day: write tomorrow, thu, 26/11 or 26 Nov"), "{error}");
    }

    #[rstest]
    #[case("31/11")]
    #[case("30 Feb 2027")]
    #[case("2026-13-01")]
    fn a_day_that_is_in_no_calendar_is_refused_in_words(#[case] typed: &str) {
        assert_eq!(parse(typed, TODAY).unwrap_err(), DayError::NoSuchDay(typed.to_owned()));
    }

    #[rstest]
    #[case("tomorrow pm", date(2026, 11, 22), Some(Band::Afternoon))]
    #[case("26 Nov, evening", date(2026, 11, 26), Some(Band::Evening))]
    #[case("thu", date(2026, 11, 26), None)]
    fn a_part_of_the_day_may_stand_behind(
        #[case] typed: &str,
        #[case] day: Date,
        #[case] band: Option<Band>,
    ) {
        assert_eq!(parse_with_band(typed, TODAY), Ok((day, band)));
    }

    #[rstest]
    #[case("1/4", date(2026, 4, 1))]
    #[case("21 nov", TODAY)]
    #[case("22 Nov", date(2025, 11, 22))]
    #[case("1 apr 2025", date(2025, 4, 1))]
    #[case("1/4/27", date(2027, 4, 1))]
    #[case("mon", date(2026, 11, 16))]
    #[case("Sun 22 Nov", date(2025, 11, 22))]
    #[case("tomorrow", date(2026, 11, 22))]
    fn a_day_of_a_period_is_one_that_was(#[case] typed: &str, #[case] day: Date) {
        assert_eq!(parse_past(typed, TODAY), Ok(day));
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed_again(days in -60_i64..300) {
            let day = TODAY + Span::new().days(days);
            prop_assert_eq!(parse(&day.strftime("%a %-d %b").to_string(), TODAY), Ok(day));
            prop_assert_eq!(parse(&day.to_string(), TODAY), Ok(day));
        }

        #[test]
        fn no_text_breaks_it(text in ".{0,40}") {
            let _ = parse_with_band(&text, TODAY);
        }
    }
}
