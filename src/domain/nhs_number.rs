//! NHS numbers: valid because they exist.
//!
//! What a person types half-way is [`who`](super::who)'s.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The first number of the range kept for tests: 999 000 0000 and up are never given to a person.
const FIRST_TEST: u64 = 9_990_000_000;

/// An NHS number: ten digits whose last checks the others.
///
/// Source: NHS Data Dictionary, NHS NUMBER, modulus 11. Written `999 526 0182`, stored without spaces.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct NhsNumber(u64);

/// Why a text is not an NHS number: what is wrong, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NhsNumberError {
    /// It has this many digits in place of ten.
    #[error("An NHS number has 10 digits; this has {0}. Check it against the record.")]
    Length(usize),
    /// The last digit does not fit the others: one was mistyped, or two were swapped.
    #[error("The check digit does not fit, so one digit is wrong or two are swapped. Read the number again.")]
    Check,
    /// Something else than digits, spaces and hyphens is in it.
    #[error("An NHS number is digits only. Remove the other characters.")]
    NotDigits,
}

impl NhsNumber {
    /// Reads ten digits; spaces (pasted no-break ones too), hyphens and dashes between them are passed over.
    ///
    /// # Errors
    /// [`NhsNumberError::NotDigits`] where there is anything else, [`NhsNumberError::Length`] unless there are
    /// ten digits, [`NhsNumberError::Check`] if the last is wrong.
    pub fn parse(text: &str) -> Result<Self, NhsNumberError> {
        let mut number = 0_u64;
        let mut count = 0_usize;
        for c in text.chars() {
            if let Some(digit) = c.to_digit(10) {
                count += 1;
                if count <= 10 {
                    number = number * 10 + u64::from(digit);
                }
            } else if !is_between_digits(c) {
                return Err(NhsNumberError::NotDigits);
            }
        }
        if count != 10 {
            return Err(NhsNumberError::Length(count));
        }
        if check_digit(number / 10) != Some(number % 10) {
            return Err(NhsNumberError::Check);
        }
        Ok(Self(number))
    }

    /// The ten digits, without spaces.
    pub fn digits(self) -> String {
        format!("{:010}", self.0)
    }

    /// Whether it is of the range kept for tests, which no person has.
    pub fn is_test(self) -> bool {
        self.0 >= FIRST_TEST
    }
}

/// Whether a character may stand between the digits of a written number.
pub(super) fn is_between_digits(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2014}' | '\u{2212}')
}

/// The check digit of nine: weights 10 to 2, 11 less the remainder by 11; 11 becomes 0, and where it would be 10
/// there is none and the nine are never given out.
fn check_digit(nine: u64) -> Option<u64> {
    let mut rest = nine;
    let mut sum = 0;
    for weight in 2..=10 {
        sum += rest % 10 * weight;
        rest /= 10;
    }
    match 11 - sum % 11 {
        11 => Some(0),
        10 => None,
        digit => Some(digit),
    }
}

impl fmt::Display for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03} {:03} {:04}", self.0 / 10_000_000, self.0 / 10_000 % 1000, self.0 % 10_000)
    }
}

impl fmt::Debug for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NhsNumber({self})")
    }
}

impl FromStr for NhsNumber {
    type Err = NhsNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for NhsNumber {
    type Error = NhsNumberError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<NhsNumber> for String {
    fn from(number: NhsNumber) -> Self {
        number.digits()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("9995260182")]
    #[case("9991590838")]
    #[case("9990166137")]
    #[case("9991860916")]
    #[case("9993909963")]
    fn the_published_test_numbers_are_valid_and_known_as_tests(#[case] digits: &str) {
        let number = NhsNumber::parse(digits).unwrap();
        assert_eq!(number.digits(), digits);
        assert!(number.is_test());
    }

    #[rstest]
    #[case("999 526 0182")]
    #[case(" 999-526-0182 ")]
    #[case("999\u{a0}526\u{a0}0182")]
    #[case("999\u{2013}526\u{2013}0182")]
    fn however_it_is_spaced_it_is_the_same_number_and_shown_in_groups(#[case] typed: &str) {
        assert_eq!(NhsNumber::parse(typed).unwrap().to_string(), "999 526 0182");
    }

    #[rstest]
    #[case("9995260183", NhsNumberError::Check)]
    #[case("9992560182", NhsNumberError::Check)]
    #[case("0000000010", NhsNumberError::Check)] // the check digit would be 9
    #[case("999526018", NhsNumberError::Length(9))]
    #[case("99952601820", NhsNumberError::Length(11))]
    #[case("", NhsNumberError::Length(0))]
    #[case("999526018X", NhsNumberError::NotDigits)]
    #[case("٩٩٩٥٢٦٠١٨٢", NhsNumberError::NotDigits)]
    fn a_wrong_number_says_what_is_wrong(#[case] typed: &str, #[case] wrong: NhsNumberError) {
        assert_eq!(NhsNumber::parse(typed), Err(wrong));
    }

    #[test]
    fn it_is_kept_as_ten_digits_and_checked_when_it_is_read_back() {
        let number = NhsNumber::parse("999 526 0182").unwrap();
        assert_eq!(serde_json::to_string(&number).unwrap(), "\"9995260182\"");
        assert_eq!(serde_json::from_str::<NhsNumber>("\"9995260182\"").unwrap(), number);
        assert!(serde_json::from_str::<NhsNumber>("\"9995260183\"").is_err());
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_noticed(nine in 0_u64..1_000_000_000, place in 0_u32..10, by in 1_u64..10) {
            if let Some(check) = check_digit(nine) {
                let number = nine * 10 + check;
                let unit = 10_u64.pow(place);
                let digit = number / unit % 10;
                let wrong = number - digit * unit + (digit + by) % 10 * unit;
                let (right, wrong) = (format!("{number:010}"), format!("{wrong:010}"));
                prop_assert!(NhsNumber::parse(&right).is_ok());
                prop_assert!(NhsNumber::parse(&wrong).is_err());
            }
        }

        #[test]
        fn whatever_is_pasted_it_never_panics(text in "\\PC{0,40}") {
            let _ = NhsNumber::parse(&text);
        }
    }
}
