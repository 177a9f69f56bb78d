//! UK postcodes by their shape.
//!
//! Whether a postcode exists, and where, is the directory's.

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

    proptest! {
        #[test]
        fn whatever_is_typed_it_never_panics(text in "\\PC{0,12}") {
            let _ = Postcode::parse(&text);
        }
    }
}
