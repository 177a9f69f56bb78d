//! Phone numbers, as typed and as dialled.
//!
//! Which channels a patient allows is the patient's.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The fewest digits of a number that can be rung (short codes have five or six) and the most (ITU-T E.164).
const DIGITS: std::ops::RangeInclusive<usize> = 5..=15;

/// A phone number, shown in the groups in which it was typed.
///
/// A UK number is kept in its national form: `+44 7700 900123` becomes `07700 900123`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Phone(String);

/// Why a text is not a phone number: what is wrong, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Too few digits.
    #[error("This number has only {0} digits. Ask for the whole number with its area code.")]
    TooShort(usize),
    /// Too many digits.
    #[error("This number has {0} digits, too many for a phone number. Write one number only.")]
    TooLong(usize),
    /// Something else than digits, spaces and the usual signs.
    #[error("A phone number is digits only, with + in front of a foreign one. Put the rest into the note.")]
    NotANumber,
}

impl Phone {
    /// Reads a number with spaces, hyphens, dots, slashes or brackets between its digits.
    ///
    /// # Errors
    /// See [`PhoneError`].
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let mut shown = String::new();
        let mut count = 0;
        let mut gap = false;
        for (at, c) in text.trim().chars().enumerate() {
            if c.is_ascii_digit() {
                if gap && count > 0 {
                    shown.push(' ');
                }
                gap = false;
                count += 1;
                if count <= *DIGITS.end() {
                    shown.push(c);
                }
            } else if c == '+' && at == 0 {
                shown.push(c);
            } else if c.is_whitespace() || matches!(c, '-' | '.' | '/' | '(' | ')' | '\u{2010}'..='\u{2014}')
            {
                gap = true;
            } else {
                return Err(PhoneError::NotANumber);
            }
        }
        if count < *DIGITS.start() {
            return Err(PhoneError::TooShort(count));
        }
        if count > *DIGITS.end() {
            return Err(PhoneError::TooLong(count));
        }
        Ok(Self(national(&shown).unwrap_or(shown)))
    }

    /// What is dialled: digits only, `+` in front of a foreign number. Equal for the same number, however grouped.
    pub fn number(&self) -> String {
        self.0.chars().filter(|c| !c.is_whitespace()).collect()
    }

    /// Whether it is a UK mobile, so that a text reaches it (070 and 076 are personal numbers and pagers, but for
    /// 07624, the Isle of Man's mobiles). Source: Ofcom, National Telephone Numbering Plan.
    pub fn is_mobile(&self) -> bool {
        let number = self.number();
        number.starts_with("07")
            && !number.starts_with("070")
            && (!number.starts_with("076") || number.starts_with("07624"))
    }
}

/// The national form of a number written with the UK's country code: `+44 (0)117 …`, `0044 117 …`.
fn national(shown: &str) -> Option<String> {
    let code = ["+44", "+4 4", "0044", "00 44"].into_iter().find(|code| shown.starts_with(code))?;
    let rest = shown[code.len()..].trim_start();
    let rest = rest.strip_prefix('0').unwrap_or(rest).trim_start();
    // `+44` and three digits is no number; leave it as it was typed.
    (rest.len() >= *DIGITS.start()).then(|| format!("0{rest}"))
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Phone {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Phone {
    type Error = PhoneError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("07700 900123", "07700 900123")]
    #[case("07700 900 123", "07700 900 123")]
    #[case("07700900123", "07700900123")]
    #[case("+44 7700 900123", "07700 900123")]
    #[case("+447700900123", "07700900123")]
    #[case("0044 7700 900123", "07700 900123")]
    #[case("+44 (0)117 496 0123", "0117 496 0123")]
    #[case("(0117) 496-0123", "0117 496 0123")]
    #[case("116 123", "116 123")]
    #[case("+33 1 99 00 12 34", "+33 1 99 00 12 34")]
    fn a_number_keeps_the_groups_it_was_typed_in(#[case] typed: &str, #[case] shown: &str) {
        assert_eq!(Phone::parse(typed).unwrap().to_string(), shown);
    }

    #[test]
    fn the_same_number_is_known_however_it_was_typed() {
        let number = |typed| Phone::parse(typed).unwrap().number();
        assert_eq!(number("+44 (0)7700 900-123"), number("07700 900123"));
    }

    #[rstest]
    #[case("900", PhoneError::TooShort(3))]
    #[case("", PhoneError::TooShort(0))]
    #[case("07700 900123 07700 900124", PhoneError::TooLong(22))]
    #[case("07700 900123 (son)", PhoneError::NotANumber)]
    #[case("07700+900123", PhoneError::NotANumber)]
    fn what_cannot_be_rung_says_why(#[case] typed: &str, #[case] wrong: PhoneError) {
        assert_eq!(Phone::parse(typed), Err(wrong));
    }

    #[rstest]
    #[case("07700 900123", true)]
    #[case("07624 900123", true)]
    #[case("0117 496 0123", false)]
    #[case("07000 900123", false)]
    fn only_a_mobile_takes_texts(#[case] typed: &str, #[case] is: bool) {
        assert_eq!(Phone::parse(typed).unwrap().is_mobile(), is);
    }

    proptest! {
        #[test]
        fn what_was_read_is_read_again_as_the_same(text in "[+0-9 ()./-]{0,24}") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(&phone.to_string()), Ok(phone));
            }
        }
    }
}
