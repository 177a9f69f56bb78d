//! Dates as a practice writes them: birth dates read and shown, ages.
//!
//! Today always comes in as an argument. Opening hours are the services', and working days have a module.

use jiff::civil::Date;

/// The oldest age that a typed birth date is believed for, in years (the longest verified life was 122).
const OLDEST: i16 = 130;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Why a text is not a birth date: what is wrong, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BirthDateError {
    /// It is no date in any form that we read.
    #[error("This is not a date. Write day, month, year: 3/2/1948 or 3 Feb 1948.")]
    NotADate,
    /// Day and month only.
    #[error("The year is missing. Write it after the month: 3/2/1948.")]
    NoYear,
    /// A month over 12, or 0.
    #[error("There is no month {0}. Write the day first, then the month: 3/2/1948.")]
    NoSuchMonth(i64),
    /// A day that the month has not.
    #[error("{0} does not exist. Check the day and the month.")]
    NoSuchDay(String),
    /// After today.
    #[error("{0} is in the future. Check the year.")]
    Future(String),
    /// Too long ago.
    #[error("{0} is more than 130 years ago. Check the year.")]
    TooOld(String),
}

/// Reads a birth date in the usual UK forms, day first: `3/2/1948`, `03-02-48`, `3.2.1948`, `3 Feb 1948`,
/// `03-Feb-1948`, `3rd February 1948`, `03021948`; and year first where the year has four digits: `1948-02-03`,
/// `19480203`.
///
/// A year of two digits is the latest that is not in the future.
///
/// # Errors
/// See [`BirthDateError`].
pub fn parse_birth_date(text: &str, today: Date) -> Result<Date, BirthDateError> {
    let (day, month, year) = written(text)?;
    born(day, month, year, today)
}

/// Whether a text is meant as a date, though it may be an impossible one: so that it is answered as a date, and not
/// as a number or a name. Bare digits are only where they are eight that can be a day.
pub fn looks_like_a_date(text: &str) -> bool {
    match written(text) {
        Ok((_, month, _)) => {
            let bare = text.bytes().all(|b| b.is_ascii_digit());
            let signs = text.contains(['/', '.', '-']) || text.bytes().any(|b| b.is_ascii_alphabetic());
            signs || ((1..=12).contains(&month) && (!bare || text.len() == 8))
        }
        Err(BirthDateError::NoYear) => {
            text.contains(['/', '.']) || text.bytes().any(|b| b.is_ascii_alphabetic())
        }
        Err(_) => false,
    }
}

/// Day, month and year as they were written, which need not exist.
fn written(text: &str) -> Result<(i64, i64, Year), BirthDateError> {
    let parts = split(text)?;
    Ok(match parts.as_slice() {
        [Part::Number { value, digits: 8 }] => {
            // 19480203 or 03021948: no day and month together begin like a year that is near enough.
            if (1800..2200).contains(&(value / 10_000)) && (1..=12).contains(&(value / 100 % 100)) {
                (value % 100, value / 100 % 100, Year::Full(value / 10_000))
            } else {
                (value / 1_000_000, value / 10_000 % 100, Year::Full(value % 10_000))
            }
        }
        [Part::Number { value, digits: 6 }] => (value / 10_000, value / 100 % 100, Year::Short(value % 100)),
        [Part::Number { value: y, digits: 4 }, month, Part::Number { value: d, digits: 1 | 2 }] => {
            (*d, month.month()?, Year::Full(*y))
        }
        [Part::Number { value: d, digits: 1 | 2 }, month, year] => (*d, month.month()?, Year::read(year)?),
        [month @ Part::Month(_), Part::Number { value: d, digits: 1 | 2 }, year] => {
            (*d, month.month()?, Year::read(year)?)
        }
        [Part::Number { digits: 1 | 2, .. }, Part::Number { digits: 1 | 2, .. } | Part::Month(_)] => {
            return Err(BirthDateError::NoYear);
        }
        _ => return Err(BirthDateError::NotADate),
    })
}

/// Completed years of life. Someone born on 29 February turns a year older on 1 March where there is none.
pub fn age(born: Date, today: Date) -> i16 {
    let before_birthday = (today.month(), today.day()) < (born.month(), born.day());
    (today.year() - born.year() - i16::from(before_birthday)).max(0)
}

/// A date as it is shown: `3 Feb 1948`.
pub fn short(date: Date) -> String {
    format!("{} {} {}", date.day(), &month_name(date.month())[..3], date.year())
}

/// A birth date as it is shown, with the age in years: `3 Feb 1948 (78)`.
pub fn with_age(born: Date, today: Date) -> String {
    format!("{} ({})", short(born), age(born, today))
}

/// A year as it was typed.
#[derive(Clone, Copy)]
enum Year {
    Full(i64),
    Short(i64),
}

impl Year {
    fn read(part: &Part) -> Result<Self, BirthDateError> {
        match part {
            Part::Number { value, digits: 4 } => Ok(Self::Full(*value)),
            Part::Number { value, digits: 2 } => Ok(Self::Short(*value)),
            _ => Err(BirthDateError::NotADate),
        }
    }
}

/// One part of a written date.
enum Part {
    Number { value: i64, digits: usize },
    Month(i64),
}

impl Part {
    fn month(&self) -> Result<i64, BirthDateError> {
        match self {
            Self::Month(month) | Self::Number { value: month, digits: 1 | 2 } => Ok(*month),
            Self::Number { .. } => Err(BirthDateError::NotADate),
        }
    }
}

fn split(text: &str) -> Result<Vec<Part>, BirthDateError> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    // The longest form is `September 30th, 1948`; anything much longer is not a date.
    if rest.len() > 40 {
        return Err(BirthDateError::NotADate);
    }
    while let Some(first) = rest.chars().next() {
        let same = |c: char| c.is_ascii_digit() == first.is_ascii_digit() && c.is_ascii_alphanumeric();
        let end = rest.find(|c| !same(c)).unwrap_or(rest.len());
        let word = &rest[..end];
        if first.is_ascii_digit() {
            let value = word.parse().map_err(|_| BirthDateError::NotADate)?;
            parts.push(Part::Number { value, digits: word.len() });
        } else if first.is_ascii_alphabetic() {
            let after_number = matches!(parts.last(), Some(Part::Number { digits: 1 | 2, .. }));
            let lower = word.to_ascii_lowercase();
            if let Some(month) = month_of(&lower) {
                parts.push(Part::Month(month));
            } else if !(after_number && matches!(lower.as_str(), "st" | "nd" | "rd" | "th" | "of")) {
                return Err(BirthDateError::NotADate);
            }
        } else if first.is_whitespace() || matches!(first, '/' | '-' | '.' | ',' | '\u{2010}'..='\u{2014}') {
            rest = &rest[first.len_utf8()..];
            continue;
        } else {
            return Err(BirthDateError::NotADate);
        }
        rest = &rest[end..];
    }
    Ok(parts)
}

/// The month that a word of three letters or more begins: `feb`, `sept`, `february`.
fn month_of(word: &str) -> Option<i64> {
    if word.len() < 3 {
        return None;
    }
    (1..).zip(MONTHS).find(|(_, name)| name.to_ascii_lowercase().starts_with(word)).map(|(month, _)| month)
}

fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or("???")
}

fn born(day: i64, month: i64, year: Year, today: Date) -> Result<Date, BirthDateError> {
    let month8 = i8::try_from(month)
        .ok()
        .filter(|month| (1..=12).contains(month))
        .ok_or(BirthDateError::NoSuchMonth(month))?;
    let day8 = i8::try_from(day).map_err(|_| BirthDateError::NotADate)?;
    let on = |year: i64| i16::try_from(year).ok().and_then(|year| Date::new(year, month8, day8).ok());
    let named = format!("{day} {}", month_name(month8));
    let is_leap_day = (day, month) == (29, 2);
    let absent = |year: i64| {
        // The year matters to one day only; naming it for the others would send people looking there.
        BirthDateError::NoSuchDay(if is_leap_day { format!("{named} {year}") } else { named.clone() })
    };
    let date = match year {
        Year::Full(year) => on(year).ok_or_else(|| absent(year))?,
        Year::Short(short) => {
            let this = i64::from(today.year());
            let near = this - this % 100 + short;
            [near, near - 100]
                .into_iter()
                .filter_map(on)
                .find(|date| *date <= today)
                .ok_or_else(|| absent(if near > this { near - 100 } else { near }))?
        }
    };
    if date > today {
        return Err(BirthDateError::Future(short(date)));
    }
    if age(date, today) > OLDEST {
        return Err(BirthDateError::TooOld(short(date)));
    }
    Ok(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use rstest::rstest;

    fn today() -> Date {
        date(2026, 11, 21)
    }

    #[rstest]
    #[case("3/2/1948")]
    #[case("03/02/1948")]
    #[case("3/2/48")]
    #[case("03-02-48")]
    #[case("3.2.1948")]
    #[case("3 2 1948")]
    #[case("3 Feb 1948")]
    #[case("3feb1948")]
    #[case("03-Feb-1948")]
    #[case("03-FEB-48")]
    #[case("3 February 1948")]
    #[case("3rd of February 1948")]
    #[case("February 3, 1948")]
    #[case("19480203")]
    #[case("03021948")]
    #[case("030248")]
    #[case("1948-02-03")]
    #[case(" 3\u{a0}Feb\u{a0}1948 ")]
    fn a_birth_date_is_read_as_people_write_it(#[case] typed: &str) {
        assert_eq!(parse_birth_date(typed, today()), Ok(date(1948, 2, 3)));
    }

    #[rstest]
    #[case("31/2/1948", "31 February does not exist. Check the day and the month.")]
    #[case("31 Feb 48", "31 February does not exist. Check the day and the month.")]
    #[case("29/2/1947", "29 February 1947 does not exist. Check the day and the month.")]
    #[case("29/2/47", "29 February 1947 does not exist. Check the day and the month.")]
    #[case("0/2/1948", "0 February does not exist. Check the day and the month.")]
    #[case("2/13/1948", "There is no month 13. Write the day first, then the month: 3/2/1948.")]
    #[case("22/11/2026", "22 Nov 2026 is in the future. Check the year.")]
    #[case("3/2/1848", "3 Feb 1848 is more than 130 years ago. Check the year.")]
    #[case("3/2", "The year is missing. Write it after the month: 3/2/1948.")]
    #[case("3 Feb", "The year is missing. Write it after the month: 3/2/1948.")]
    #[case("Margaret", "This is not a date. Write day, month, year: 3/2/1948 or 3 Feb 1948.")]
    #[case("", "This is not a date. Write day, month, year: 3/2/1948 or 3 Feb 1948.")]
    #[case("3/2/194", "This is not a date. Write day, month, year: 3/2/1948 or 3 Feb 1948.")]
    fn an_impossible_date_says_why_in_plain_words(#[case] typed: &str, #[case] message: &str) {
        assert_eq!(parse_birth_date(typed, today()).unwrap_err().to_string(), message);
    }

    #[rstest]
    #[case("21/11/26", date(2026, 11, 21))]
    #[case("22/11/26", date(1926, 11, 22))]
    #[case("1/1/00", date(2000, 1, 1))]
    #[case("29/2/00", date(2000, 2, 29))]
    fn a_short_year_is_the_latest_that_is_past(#[case] typed: &str, #[case] born: Date) {
        assert_eq!(parse_birth_date(typed, today()), Ok(born));
    }

    #[rstest]
    #[case(date(1948, 2, 3), date(2026, 11, 21), 78)]
    #[case(date(1948, 2, 3), date(2026, 2, 2), 77)]
    #[case(date(1948, 2, 3), date(2026, 2, 3), 78)]
    #[case(date(2004, 2, 29), date(2026, 2, 28), 21)]
    #[case(date(2004, 2, 29), date(2026, 3, 1), 22)]
    fn age_counts_completed_years(#[case] born: Date, #[case] on: Date, #[case] years: i16) {
        assert_eq!(age(born, on), years);
    }

    #[test]
    fn a_birth_date_is_shown_with_the_age() {
        assert_eq!(with_age(date(1948, 2, 3), today()), "3 Feb 1948 (78)");
    }

    #[rstest]
    #[case("3/2/1948", true)]
    #[case("3 Feb", true)]
    #[case("19480203", true)]
    #[case("9995260182", false)]
    #[case("Margaret", false)]
    #[case("999 526", false)]
    #[case("999 526 0182", false)]
    #[case("99 52 6018", false)]
    #[case("99952601", false)]
    #[case("030248", false)]
    #[case("31/2/1948", true)]
    #[case("3/13/1948", true)]
    #[case("3 2 1948", true)]
    fn a_date_is_told_from_a_number_and_a_name(#[case] typed: &str, #[case] is: bool) {
        assert_eq!(looks_like_a_date(typed), is);
    }

    proptest! {
        #[test]
        fn every_date_that_is_shown_can_be_typed_back(days in 0_i32..45_000) {
            let born = today().checked_sub(jiff::Span::new().days(days)).unwrap();
            prop_assert_eq!(parse_birth_date(&short(born), today()), Ok(born));
            prop_assert_eq!(parse_birth_date(&born.to_string(), today()), Ok(born));
        }

        #[test]
        fn whatever_is_typed_it_never_panics(text in "\\PC{0,50}", numbers in "[0-9/. -]{0,30}") {
            let _ = (parse_birth_date(&text, today()), parse_birth_date(&numbers, today()));
        }
    }
}
