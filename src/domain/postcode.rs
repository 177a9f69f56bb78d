//! UK postcodes by their shape.
//!
//! Whether a postcode exists, and where, is known by [`super::places`].

use serde::{Deserialize, Serialize};
use std::fmt;

/// A UK postcode of the right shape, written `BS3 4NN`. It need not exist.
///
/// Source: Royal Mail, PAF Programmers' Guide (shapes A9, A99, A9A, AA9, AA99, AA9A, then 9AA); the letters
/// Q, V, X never come first, I, J, Z never second, and C, I, K, M, O, V never in the last two.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Postcode(String);

/// A text that does not have the shape of a postcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This is not a UK postcode. Write it like BS3 4NN, or leave it empty.")]
pub struct PostcodeError;

impl Postcode {
    /// Reads a whole postcode in any case, with or without its space.
    ///
    /// # Errors
    /// [`PostcodeError`] where it has not the shape of one.
    pub fn parse(text: &str) -> Result<Self, PostcodeError> {
        let mut plain = String::new();
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            if !c.is_ascii_alphanumeric() || plain.len() == 7 {
                return Err(PostcodeError);
            }
            plain.push(c.to_ascii_uppercase());
        }
        let split = plain.len().checked_sub(3).ok_or(PostcodeError)?;
        let (out, inward) = plain.split_at(split);
        if is_outcode(out) && is_incode(inward) {
            Ok(Self(format!("{out} {inward}")))
        } else {
            Err(PostcodeError)
        }
    }

    /// The part before the space, which names a district without naming a house: `BS3`.
    pub fn outcode(&self) -> &str {
        self.0.split(' ').next().unwrap_or_default()
    }

    /// The part behind the space, which names a few houses of the district: `4NN`.
    pub fn incode(&self) -> &str {
        self.0.split(' ').next_back().unwrap_or_default()
    }
}

/// The first part of a postcode, which names a district without naming a house: `BS3`. It need not exist.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Outcode(String);

/// A text that does not begin as a postcode does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This is not a postcode district. Write it like BS3.")]
pub struct OutcodeError;

impl Outcode {
    /// Reads an outcode in any case, or takes it from a whole postcode.
    ///
    /// # Errors
    /// [`OutcodeError`] where it has the shape of neither.
    pub fn parse(text: &str) -> Result<Self, OutcodeError> {
        if let Ok(whole) = Postcode::parse(text) {
            return Ok(Self(whole.outcode().to_owned()));
        }
        let plain = text.trim();
        // What is longer is none, and need not be copied to be seen to be none.
        if plain.len() > 4 || !plain.is_ascii() || !is_outcode(&plain.to_ascii_uppercase()) {
            return Err(OutcodeError);
        }
        Ok(Self(plain.to_ascii_uppercase()))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Outcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Outcode {
    type Err = OutcodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Outcode {
    type Error = OutcodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Outcode> for String {
    fn from(outcode: Outcode) -> Self {
        outcode.0
    }
}

fn is_outcode(out: &str) -> bool {
    let shape: String = out.chars().map(|c| if c.is_ascii_digit() { '9' } else { 'A' }).collect();
    let mut letters = out.chars();
    out == "GIR"
        || (matches!(shape.as_str(), "A9" | "A99" | "A9A" | "AA9" | "AA99" | "AA9A")
            && letters.next().is_some_and(|c| !"QVX".contains(c))
            && letters.next().is_some_and(|c| !"IJZ".contains(c)))
}

fn is_incode(inward: &str) -> bool {
    let mut chars = inward.chars();
    chars.next().is_some_and(|c| c.is_ascii_digit())
        && chars.all(|c| c.is_ascii_uppercase() && !"CIKMOV".contains(c))
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Postcode {
    type Err = PostcodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Postcode {
    type Error = PostcodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Postcode> for String {
    fn from(postcode: Postcode) -> Self {
        postcode.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("BS3 4NN", "BS3 4NN", "BS3")]
    #[case("bs34nn", "BS3 4NN", "BS3")]
    #[case(" bs3\u{a0}4nn ", "BS3 4NN", "BS3")]
    #[case("M1 1AE", "M1 1AE", "M1")]
    #[case("B33 8TH", "B33 8TH", "B33")]
    #[case("CR2 6XH", "CR2 6XH", "CR2")]
    #[case("DN55 1PT", "DN55 1PT", "DN55")]
    #[case("W1A 1HQ", "W1A 1HQ", "W1A")]
    #[case("EC1A 1BB", "EC1A 1BB", "EC1A")]
    #[case("gir0aa", "GIR 0AA", "GIR")]
    fn a_postcode_is_written_with_one_space(#[case] typed: &str, #[case] shown: &str, #[case] out: &str) {
        let postcode = Postcode::parse(typed).unwrap();
        assert_eq!((postcode.to_string().as_str(), postcode.outcode()), (shown, out));
    }

    #[rstest]
    #[case("")]
    #[case("BS3")]
    #[case("BS3 4N")]
    #[case("BS3 4NV")]
    #[case("QS3 4NN")]
    #[case("BZ3 4NN")]
    #[case("BS333 4NN")]
    #[case("BS3-4NN")]
    #[case("12345")]
    #[case("BŠ3 4NN")]
    fn what_has_another_shape_is_none(#[case] typed: &str) {
        assert_eq!(Postcode::parse(typed), Err(PostcodeError));
    }

    #[rstest]
    #[case("dn15", "DN15")]
    #[case(" BS3 ", "BS3")]
    #[case("w1a", "W1A")]
    #[case("DN15 6HX", "DN15")]
    #[case("bs34nn", "BS3")]
    fn a_district_is_read_alone_or_from_a_whole_postcode(#[case] typed: &str, #[case] shown: &str) {
        assert_eq!(Outcode::parse(typed).unwrap().as_str(), shown);
    }

    #[rstest]
    #[case("")]
    #[case("BS")]
    #[case("Bristol")]
    #[case("BS3 4")]
    #[case("QS3")]
    #[case("BŠ3")]
    fn what_names_no_district_is_none(#[case] typed: &str) {
        assert_eq!(Outcode::parse(typed), Err(OutcodeError));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_it_never_panics(text in "\\PC{0,12}") {
            let _ = Postcode::parse(&text);
            let _ = Outcode::parse(&text);
        }
    }
}
