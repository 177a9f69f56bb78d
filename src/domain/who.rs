//! What is typed where a patient is asked for: an NHS number, a name, a birth date, a part of each, in any order.
//!
//! Whom it fits is the store's; nobody is ever chosen here.

use super::dates::{self, BirthDateError};
use super::nhs_number::{NhsNumber, NhsNumberError};
use super::text::line;
use jiff::civil::Date;

/// How many characters are looked at.
const LONGEST: usize = 200;

/// What was understood of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhoText {
    /// Ten digits or more: a number, or why they are none.
    pub number: Option<Result<NhsNumber, NhsNumberError>>,
    /// Fewer than ten digits, without spaces: the beginning of a number that is still being typed.
    pub number_part: Option<String>,
    /// A name or a part of one, as it was typed, with single spaces.
    pub name: Option<String>,
    /// A whole birth date.
    pub born: Option<Date>,
    /// A part of a birth date: `3/2`, `3 Feb`, or a year behind a name.
    pub born_part: Option<DatePart>,
    /// What is wrong, and what to do. What is only unfinished is no problem.
    pub problem: Option<String>,
}

/// A part of a date; what is not known fits every date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DatePart {
    /// Month and day of the month.
    pub day: Option<(i8, i8)>,
    /// The year, whole.
    pub year: Option<i16>,
}

impl DatePart {
    /// Whether a date has this part.
    pub fn fits(self, date: Date) -> bool {
        self.day.is_none_or(|day| day == (date.month(), date.day()))
            && self.year.is_none_or(|year| year == date.year())
    }
}

impl WhoText {
    /// Reads what is typed so far.
    pub fn read(text: &str, today: Date) -> Self {
        let text = line(text, LONGEST);
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let mut who = Self::default();
        let mut rest: Vec<&str> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let taken = if who.born.is_none() { who.take_date(&words[at..], today) } else { 0 };
            if taken == 0 {
                rest.push(words[at]);
            }
            at += taken.max(1);
        }
        let labelled = rest.iter().any(|word| word.bytes().any(|b| b.is_ascii_digit()));
        let mut digits = String::new();
        let mut name: Vec<&str> = Vec::new();
        for word in rest {
            if word.chars().any(|c| c.is_ascii_digit()) {
                if word.chars().any(char::is_alphabetic) {
                    who.trouble(
                        "Letters and digits stand in one word. Patients are found by NHS number, name and birth date."
                            .to_owned(),
                    );
                }
                digits.extend(word.chars().filter(char::is_ascii_digit));
            } else if !(is_label(word) && (labelled || who.born.is_some())) {
                name.push(word);
            }
        }
        let name = name.join(" ");
        let name = name.trim_matches([',', ' ', '-', '/', '.', ':', ';']);
        if name.chars().any(char::is_alphabetic) {
            who.name = Some(name.to_owned());
        }
        who.take_digits(digits, today);
        who
    }

    /// Whether nothing was understood.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Takes the date that the words begin with, the longest that is one; gives how many words it has.
    fn take_date(&mut self, words: &[&str], today: Date) -> usize {
        // `3rd of February 1948` has four words.
        for length in (1..=words.len().min(4)).rev() {
            let text = words[..length].join(" ");
            let text = text.trim_matches([',', ';']);
            if !dates::looks_like_a_date(text) {
                continue;
            }
            match dates::parse_birth_date(text, today) {
                Ok(born) => self.born = Some(born),
                // 2000 has every day that a year can have.
                Err(BirthDateError::NoYear) => {
                    match dates::parse_birth_date(&format!("{text} 2000"), today) {
                        Ok(day) => {
                            self.born_part =
                                Some(DatePart { day: Some((day.month(), day.day())), year: None });
                        }
                        Err(error) => self.trouble(error.to_string()),
                    }
                }
                // Eight digits of a number can look like a day that does not exist.
                Err(_) if text.bytes().all(|b| b.is_ascii_digit()) => continue,
                Err(error) => self.trouble(error.to_string()),
            }
            return length;
        }
        // `3/` and `3/2/194` are dates that are still being typed.
        usize::from(words.first().is_some_and(|word| {
            word.contains('/') && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | ','))
        }))
    }

    fn take_digits(&mut self, digits: String, today: Date) {
        let year =
            digits.parse().ok().filter(|year| digits.len() == 4 && (1890..=today.year()).contains(year));
        match digits.len() {
            0 => {}
            4 if year.is_some() && self.name.is_some() && self.born.is_none() => {
                self.born_part.get_or_insert_default().year = year;
            }
            11 if digits.starts_with('0') => self.trouble(
                "This looks like a phone number. Patients are found by NHS number, name and birth date."
                    .to_owned(),
            ),
            1..=9 => self.number_part = Some(digits),
            _ => {
                let number = NhsNumber::parse(&digits);
                if let Err(error) = number {
                    self.trouble(error.to_string());
                }
                self.number = Some(number);
            }
        }
    }

    /// Keeps the first problem: one at a time is read out.
    fn trouble(&mut self, says: String) {
        self.problem.get_or_insert(says);
    }
}

/// Words that only say what stands beside them.
fn is_label(word: &str) -> bool {
    let word = word.trim_matches([':', ',', '.']).to_ascii_lowercase();
    matches!(word.as_str(), "nhs" | "no" | "number" | "born" | "dob" | "d.o.b" | "b")
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

    fn read(text: &str) -> WhoText {
        WhoText::read(text, today())
    }

    #[rstest]
    #[case("9995260182")]
    #[case("999 526 0182")]
    #[case("999-526-0182")]
    #[case("NHS No. 999 526 0182")]
    fn a_whole_number_is_checked(#[case] text: &str) {
        let expected = WhoText { number: Some(NhsNumber::parse("9995260182")), ..WhoText::default() };
        assert_eq!(read(text), expected);
    }

    #[rstest]
    #[case("9", "9")]
    #[case("999 52", "99952")]
    #[case("999 526 01", "99952601")]
    #[case("99952601", "99952601")]
    #[case("999-526-018", "999526018")]
    fn a_part_of_a_number_is_kept_without_spaces(#[case] text: &str, #[case] part: &str) {
        let expected = WhoText { number_part: Some(part.to_owned()), ..WhoText::default() };
        assert_eq!(read(text), expected);
    }

    #[rstest]
    #[case("Margaret Ellis", "Margaret Ellis")]
    #[case("  marg   ", "marg")]
    #[case("ELLIS, Margaret", "ELLIS, Margaret")]
    #[case("O'Brien", "O'Brien")]
    #[case("No", "No")]
    #[case("May Ellis", "May Ellis")]
    fn a_name_or_a_part_of_one_stays_as_it_was_typed(#[case] text: &str, #[case] name: &str) {
        assert_eq!(read(text), WhoText { name: Some(name.to_owned()), ..WhoText::default() });
    }

    #[rstest]
    #[case("ellis 3/2/1948", "ellis")]
    #[case("3/2/1948 ellis", "ellis")]
    #[case("Margaret 3 Feb 1948 Ellis", "Margaret Ellis")]
    #[case("May Ellis born 3rd of February 1948", "May Ellis")]
    #[case("ELLIS, Margaret 03-Feb-1948", "ELLIS, Margaret")]
    #[case("ellis 19480203", "ellis")]
    fn a_name_and_a_birth_date_stand_in_any_order(#[case] text: &str, #[case] name: &str) {
        let born = Some(date(1948, 2, 3));
        assert_eq!(read(text), WhoText { name: Some(name.to_owned()), born, ..WhoText::default() });
    }

    #[rstest]
    #[case("ellis 3/2", Some((2, 3)), None)]
    #[case("3 feb ellis", Some((2, 3)), None)]
    #[case("ellis 29 feb", Some((2, 29)), None)]
    #[case("ellis 1948", None, Some(1948))]
    fn a_part_of_a_birth_date_narrows_the_name(
        #[case] text: &str,
        #[case] day: Option<(i8, i8)>,
        #[case] year: Option<i16>,
    ) {
        let born_part = Some(DatePart { day, year });
        assert_eq!(read(text), WhoText { name: Some("ellis".to_owned()), born_part, ..WhoText::default() });
    }

    #[test]
    fn a_part_of_a_date_fits_each_date_that_has_it() {
        let part = |text| read(text).born_part.unwrap();
        assert!(part("ellis 3/2").fits(date(1948, 2, 3)) && !part("ellis 3/2").fits(date(1948, 3, 2)));
        assert!(part("ellis 1948").fits(date(1948, 2, 3)) && !part("ellis 1948").fits(date(1949, 2, 3)));
    }

    #[test]
    fn all_three_are_told_apart() {
        let who = read("Ellis 999 526 0182 3/2/1948");
        assert_eq!(who.number, Some(NhsNumber::parse("9995260182")));
        assert_eq!((who.name.as_deref(), who.born), (Some("Ellis"), Some(date(1948, 2, 3))));
    }

    #[rstest]
    #[case(
        "9995260183",
        "The check digit does not fit, so one digit is wrong or two are swapped. Read the number again."
    )]
    #[case("99952601822", "An NHS number has 10 digits; this has 11. Check it against the record.")]
    #[case(
        "07700 900123",
        "This looks like a phone number. Patients are found by NHS number, name and birth date."
    )]
    #[case("ellis 31/2", "31 February does not exist. Check the day and the month.")]
    #[case("ellis 31/2/1948", "31 February does not exist. Check the day and the month.")]
    #[case(
        "ellis999",
        "Letters and digits stand in one word. Patients are found by NHS number, name and birth date."
    )]
    fn what_is_wrong_is_said_with_what_to_do(#[case] text: &str, #[case] says: &str) {
        assert_eq!(read(text).problem.as_deref(), Some(says));
    }

    #[test]
    fn what_is_only_unfinished_is_no_problem() {
        let text = "Ellis 3/2/1948";
        for end in 0..=text.len() {
            assert_eq!(read(&text[..end]).problem, None, "{}", &text[..end]);
        }
        assert!(read("  ").is_empty());
    }

    proptest! {
        #[test]
        fn whatever_is_typed_it_never_panics(text in "([\\PC]{0,6}|[0-9]{1,12}|3/2|[ ,/-]|Feb|Ellis){0,10}") {
            let who = read(&text);
            prop_assert!(who.number.is_none() || who.number_part.is_none());
        }
    }
}
