//! A day as it is typed in a hurry: `26/11`, `thu`, `+3`, `3 days`, `next week`, `2026-11-26`, with a part of the day or a
//! time behind it where somebody says one. Birth dates are the dates' own.

use super::attempt::Band;
use jiff::civil::{Date, Time, Weekday};
use jiff::{Span, ToSpan};

/// A day, with what was said of its hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypedDay {
    /// The day.
    pub on: Date,
    /// The part of it.
    pub band: Option<Band>,
    /// The time.
    pub time: Option<Time>,
}

/// Why a text is no day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TypedDayError {
    /// Nothing was typed.
    #[error("a day is needed: 26/11, thu, +3, next week")]
    Nothing,
    /// It is no day in any form that is read.
    #[error("not a day: write 26/11, thu, +3, next week")]
    NotADay,
    /// The month has no such day, or there is no such month.
    #[error("there is no such day")]
    NoSuchDay,
    /// A weekday and a date that are not of one day.
    #[error("{} is a {}", .0.strftime("%-d %b"), .0.strftime("%A"))]
    OtherWeekday(Date),
}

/// Which way a day lies that leaves it open: `thu`, `26/11`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Ahead,
    Back,
}

/// A day to come: a weekday is the next one after today, a day without its year the first from today on.
///
/// # Errors
/// See [`TypedDayError`]. A day that is past is read as it stands; whether it may be is not decided here.
pub fn to_come(text: &str, today: Date) -> Result<TypedDay, TypedDayError> {
    read(text, today, Way::Ahead)
}

/// A day that is past, or today: a weekday is the last one before today, a day without its year the last up to today.
///
/// # Errors
/// See [`TypedDayError`].
pub fn gone(text: &str, today: Date) -> Result<TypedDay, TypedDayError> {
    read(text, today, Way::Back)
}

/// A day as it was read: `Thu 26 Nov, in 5 days`; with its year where it is not this one.
pub fn said(on: Date, today: Date) -> String {
    let day = written(on, today);
    match (on - today).get_days() {
        0 => format!("{day}, today"),
        1 => format!("{day}, tomorrow"),
        -1 => format!("{day}, yesterday"),
        days @ 2.. => format!("{day}, in {days} days"),
        days => format!("{day}, {} days ago", days.unsigned_abs()),
    }
}

/// A day as it can be typed again: `Thu 26 Nov`, `Mon 4 Jan 2027`.
pub fn written(on: Date, today: Date) -> String {
    let year = if on.year() == today.year() { "" } else { " %Y" };
    on.strftime(&format!("%a %-d %b{year}")).to_string()
}

fn read(text: &str, today: Date, way: Way) -> Result<TypedDay, TypedDayError> {
    let lower = text.trim().to_lowercase();
    let (mut band, mut time) = (None, None);
    let mut words: Vec<&str> = Vec::new();
    for word in lower.split([' ', ',', '\t']).filter(|word| !word.is_empty() && *word != "at") {
        if let Some(one) = Band::parse(word) {
            band = Some(one);
        } else if let Some(one) = time_of(word) {
            time = Some(one);
        } else {
            words.push(word);
        }
    }
    let on = match words.as_slice() {
        [] if band.is_some() || time.is_some() => today,
        [] => return Err(TypedDayError::Nothing),
        words => day(words, today, way)?,
    };
    Ok(TypedDay { on, band, time })
}

/// `14:05`, `9am`, `2pm`, `2:30pm`.
fn time_of(word: &str) -> Option<Time> {
    let (digits, later) = match (word.strip_suffix("am"), word.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(0)),
        (_, Some(digits)) => (digits, Some(12)),
        _ => (word, None),
    };
    let (hour, minute) = match (digits.split_once(':'), later) {
        (Some((hour, minute)), _) => (hour.parse::<i8>().ok()?, minute.parse::<i8>().ok()?),
        (None, Some(_)) => (digits.parse::<i8>().ok()?, 0),
        (None, None) => return None,
    };
    let hour = match later {
        Some(later) if (1..=12).contains(&hour) => hour % 12 + later,
        Some(_) => return None,
        None => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

fn day(words: &[&str], today: Date, way: Way) -> Result<Date, TypedDayError> {
    let far = |span: Span| today.checked_add(span).map_err(|_| TypedDayError::NoSuchDay);
    match words {
        ["today"] => Ok(today),
        ["tomorrow" | "tom"] => far(1.day()),
        ["yesterday"] => far(-1.day()),
        ["next", "week"] => far(1.week()),
        ["next", "month"] => far(1.month()),
        ["last", "week"] => far(-1.week()),
        ["next", name] => {
            let weekday = weekday(name).ok_or(TypedDayError::NotADay)?;
            // Of the week after this one, as the calendar has it.
            let ahead = 7 - i64::from(today.weekday().to_monday_zero_offset());
            far((ahead + i64::from(weekday.to_monday_zero_offset())).days())
        }
        ["in", rest @ ..] => span(rest).map_or(Err(TypedDayError::NotADay), far),
        [name] if weekday(name).is_some() => {
            let weekday = weekday(name).ok_or(TypedDayError::NotADay)?;
            let nth = if way == Way::Ahead { 1 } else { -1 };
            today.nth_weekday(nth, weekday).map_err(|_| TypedDayError::NoSuchDay)
        }
        [name, rest @ ..] if weekday(name).is_some() => {
            let on = day(rest, today, way)?;
            if Some(on.weekday()) == weekday(name) { Ok(on) } else { Err(TypedDayError::OtherWeekday(on)) }
        }
        words => match span(words) {
            Some(span) => far(span),
            None => calendar(words, today, way),
        },
    }
}

/// `+3`, `3d`, `3 days`, `2 weeks`, `1 month`, `-2`.
fn span(words: &[&str]) -> Option<Span> {
    let joined = words.concat();
    let signed = joined.starts_with(['+', '-']);
    let at = joined.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(joined.len());
    let (number, unit) = joined.split_at(at);
    let count: i64 =
        number.trim_start_matches('+').parse().ok().filter(|count: &i64| count.abs() < 10_000)?;
    match unit {
        "" if signed => Some(count.days()),
        "d" | "day" | "days" => Some(count.days()),
        "w" | "wk" | "week" | "weeks" => Some(count.weeks()),
        "m" | "month" | "months" => Some(count.months()),
        "y" | "year" | "years" => Some(count.years()),
        _ => None,
    }
}

/// `26/11`, `26 nov 2026`, `nov 26`, `26th`, `2026-11-26`.
fn calendar(words: &[&str], today: Date, way: Way) -> Result<Date, TypedDayError> {
    let joined = words.join(" ");
    let parts: Vec<&str> = joined.split([' ', '/', '-', '.']).filter(|part| !part.is_empty()).collect();
    let number = |text: &str| {
        let text = ["st", "nd", "rd", "th"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
        text.parse::<i16>().ok()
    };
    let month_of = |text: &str| number(text).or_else(|| month(text));
    let (day, month, year) = match parts.as_slice() {
        [day] => (number(day), None, None),
        [year, month, day] if year.len() == 4 && number(year).is_some() => {
            (number(day), Some(month_of(month)), number(year))
        }
        [name, day] if month(name).is_some() => (number(day), Some(month(name)), None),
        [day, month] => (number(day), Some(month_of(month)), None),
        [day, month, year] => {
            let full = number(year).map(|year| if year < 100 { 2000 + year } else { year });
            (number(day), Some(month_of(month)), Some(full.ok_or(TypedDayError::NotADay)?))
        }
        _ => return Err(TypedDayError::NotADay),
    };
    let day = day.ok_or(TypedDayError::NotADay)?;
    let exact = |year: i16, month: i16| {
        Date::new(year, i8::try_from(month).unwrap_or(0), i8::try_from(day).unwrap_or(0)).ok()
    };
    let fits = |on: &Date| if way == Way::Ahead { *on >= today } else { *on <= today };
    let (step, year_now): (i16, i16) = (if way == Way::Ahead { 1 } else { -1 }, today.year());
    let found = match (month, year) {
        (Some(month), Some(year)) => exact(year, month.ok_or(TypedDayError::NotADay)?),
        (Some(month), None) => {
            let month = month.ok_or(TypedDayError::NotADay)?;
            // Eight years: 29 February comes again at the latest then.
            (0..=8).filter_map(|ahead| exact(year_now + step * ahead, month)).find(fits)
        }
        (None, _) => (0..=12)
            .filter_map(|ahead: i16| {
                let months = i16::from(today.month()) - 1 + step * ahead;
                exact(year_now + months.div_euclid(12), months.rem_euclid(12) + 1)
            })
            .find(fits),
    };
    found.ok_or(TypedDayError::NoSuchDay)
}

fn month(text: &str) -> Option<i16> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = NAMES.iter().position(|name| text.len() >= 3 && name.starts_with(text))?;
    i16::try_from(at + 1).ok()
}

fn weekday(text: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let at = NAMES.iter().position(|name| text.len() >= 2 && name.starts_with(text))?;
    Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};
    use proptest::prelude::*;
    use rstest::rstest;

    /// Saturday 21 November 2026.
    const TODAY: Date = date(2026, 11, 21);

    #[rstest]
    #[case("26/11", 2026, 11, 26)]
    #[case("26.11.", 2026, 11, 26)]
    #[case("26-11-26", 2026, 11, 26)]
    #[case("2026-11-26", 2026, 11, 26)]
    #[case("26 Nov", 2026, 11, 26)]
    #[case("Thu 26 Nov", 2026, 11, 26)]
    #[case("nov 26th", 2026, 11, 26)]
    #[case("26th", 2026, 11, 26)]
    #[case("3", 2026, 12, 3)]
    #[case("4/1", 2027, 1, 4)]
    #[case("Mon 4 Jan 2027", 2027, 1, 4)]
    #[case("thu", 2026, 11, 26)]
    #[case("Saturday", 2026, 11, 28)]
    #[case("next thu", 2026, 11, 26)]
    #[case("+3", 2026, 11, 24)]
    #[case("3 days", 2026, 11, 24)]
    #[case("in 2 weeks", 2026, 12, 5)]
    #[case("2w", 2026, 12, 5)]
    #[case("1 month", 2026, 12, 21)]
    #[case("next week", 2026, 11, 28)]
    #[case("tomorrow", 2026, 11, 22)]
    #[case("29/2", 2028, 2, 29)]
    fn a_day_to_come_is_read_as_people_write_it(
        #[case] text: &str,
        #[case] year: i16,
        #[case] month: i8,
        #[case] day: i8,
    ) {
        assert_eq!(to_come(text, TODAY).map(|day| day.on), Ok(date(year, month, day)));
    }

    #[rstest]
    #[case("thu", date(2026, 11, 19))]
    #[case("26/11", date(2025, 11, 26))]
    #[case("yesterday", date(2026, 11, 20))]
    #[case("-2", date(2026, 11, 19))]
    fn a_day_gone_lies_back(#[case] text: &str, #[case] on: Date) {
        assert_eq!(gone(text, TODAY).map(|day| day.on), Ok(on));
    }

    #[test]
    fn a_part_of_the_day_or_a_time_stands_behind_it_or_alone() {
        let read = to_come("thu, afternoon", TODAY).unwrap();
        assert_eq!((read.on, read.band), (date(2026, 11, 26), Some(Band::Afternoon)));
        let read = to_come("26/11 at 2:30pm", TODAY).unwrap();
        assert_eq!((read.on, read.time), (date(2026, 11, 26), Some(time(14, 30, 0, 0))));
        let read = gone("9:05", TODAY).unwrap();
        assert_eq!((read.on, read.time), (TODAY, Some(time(9, 5, 0, 0))));
    }

    #[rstest]
    #[case("", TypedDayError::Nothing)]
    #[case("soon", TypedDayError::NotADay)]
    #[case("31/2", TypedDayError::NoSuchDay)]
    #[case("fri 26/11", TypedDayError::OtherWeekday(date(2026, 11, 26)))]
    fn what_is_no_day_says_why(#[case] text: &str, #[case] error: TypedDayError) {
        assert_eq!(to_come(text, TODAY), Err(error));
    }

    #[test]
    fn how_it_was_read_is_told() {
        assert_eq!(said(date(2026, 11, 26), TODAY), "Thu 26 Nov, in 5 days");
        assert_eq!(said(TODAY, TODAY), "Sat 21 Nov, today");
        assert_eq!(said(date(2027, 1, 4), TODAY), "Mon 4 Jan 2027, in 44 days");
        assert_eq!(said(date(2026, 11, 19), TODAY), "Thu 19 Nov, 2 days ago");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read_or_refused(text in "\\PC{0,30}") {
            let _ = to_come(&text, TODAY);
            let _ = gone(&text, TODAY);
        }

        #[test]
        fn what_is_written_is_read_again(days in 0_i64..700) {
            let on = TODAY.saturating_add(days.days());
            prop_assert_eq!(to_come(&written(on, TODAY), TODAY).map(|day| day.on), Ok(on));
        }
    }
}
