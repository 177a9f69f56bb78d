//! The code by which the NHS knows a GP practice.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A GP practice's code of the Organisation Data Service: a letter and five digits, `A12345`.
///
/// Source: NHS Data Dictionary, ORGANISATION CODE (GP practice: six characters, ANNNNN). Whether it is in use is
/// not checked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct OdsCode(String);

/// A text that does not have the shape of a practice's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "A practice's ODS code is one letter and five digits, like A12345. It stands on the practice's letters."
)]
pub struct OdsCodeError;

impl OdsCode {
    /// Reads a code in either case.
    ///
    /// # Errors
    /// [`OdsCodeError`] unless it is one letter and five digits.
    pub fn parse(text: &str) -> Result<Self, OdsCodeError> {
        let code = text.trim().to_ascii_uppercase();
        let mut chars = code.chars();
        let shape = chars.next().is_some_and(|c| c.is_ascii_uppercase()) && chars.all(|c| c.is_ascii_digit());
        if shape && code.len() == 6 { Ok(Self(code)) } else { Err(OdsCodeError) }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OdsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for OdsCode {
    type Err = OdsCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for OdsCode {
    type Error = OdsCodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<OdsCode> for String {
    fn from(code: OdsCode) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("A12345")]
    #[case(" a12345 ")]
    fn a_practice_code_is_read_in_either_case(#[case] typed: &str) {
        assert_eq!(OdsCode::parse(typed).unwrap().as_str(), "A12345");
    }

    #[rstest]
    #[case("")]
    #[case("A1234")]
    #[case("A123456")]
    #[case("AB1234")]
    #[case("123456")]
    #[case("Ä1234")]
    fn anything_else_is_refused(#[case] typed: &str) {
        assert_eq!(OdsCode::parse(typed), Err(OdsCodeError));
    }
}
