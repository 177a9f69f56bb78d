//! The short reference of a case, to be said aloud: `K7M-4`, the last character checking the others.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// What it is written with: no 0, I, L, O, U, which are misread or misheard. 31 is prime, so that the check
/// finds every single wrong character and every swap of two neighbours.
const ALPHABET: &[u8; 31] = b"123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Chosen so that the handbook's example, `K7M-4`, is a valid reference.
const OFFSET: usize = 28;

/// A case's reference: three to eight characters and one that checks them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

/// Why a text is not a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// It has not the shape of one.
    #[error("a case reference looks like K7M-4")]
    Shape,
    /// Its last character does not fit the others.
    #[error("the last character does not fit: something was misheard or mistyped")]
    Check,
}

impl Reference {
    /// How many references an id offers, before another id is needed.
    pub const ATTEMPTS: usize = 24;

    /// A reference made of an id's random bits. Different attempts give different ones, of three characters first
    /// and longer ones later, so that a store with many cases finds a free one.
    ///
    /// `attempt` is below [`Reference::ATTEMPTS`].
    pub fn propose(id: Uuid, attempt: usize) -> Self {
        let length = 3 + attempt / 4;
        // The last 62 bits of a version 7 UUID are random; each attempt begins elsewhere in them.
        let bits = id.as_u64_pair().1 & ((1 << 62) - 1);
        let mut left = bits.rotate_left(u32::try_from(attempt * 13 % 64).unwrap_or(0)) >> 1;
        let mut body = String::new();
        for _ in 0..length {
            body.push(char::from(ALPHABET[(left % 31) as usize]));
            left /= 31;
        }
        Self::checked(&body)
    }

    /// Reads one, however it was written: any case, with or without the hyphen, I and L for 1.
    ///
    /// # Errors
    /// [`ReferenceError::Shape`] or [`ReferenceError::Check`].
    pub fn parse(text: &str) -> Result<Self, ReferenceError> {
        let mut plain: String = text
            .trim()
            .chars()
            .filter(|c| !matches!(c, '-' | ' '))
            .map(|c| match c.to_ascii_uppercase() {
                'I' | 'L' => '1',
                c => c,
            })
            .collect();
        let fits = (4..=9).contains(&plain.len()) && plain.bytes().all(|b| ALPHABET.contains(&b));
        let check = plain.pop().filter(|_| fits).ok_or(ReferenceError::Shape)?;
        let reference = Self::checked(&plain);
        if reference.0.ends_with(check) { Ok(reference) } else { Err(ReferenceError::Check) }
    }

    /// The reference with this body.
    fn checked(body: &str) -> Self {
        let value = |b: u8| ALPHABET.iter().position(|&a| a == b).unwrap_or(0);
        let sum: usize = body.bytes().enumerate().map(|(i, b)| (i + 2) * value(b)).sum();
        let check = char::from(ALPHABET[(sum + OFFSET) % 31]);
        Self(format!("{body}-{check}"))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for Reference {
    type Error = ReferenceError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_handbook_is_a_reference() {
        for written in ["K7M-4", "k7m4", " k7m 4 "] {
            assert_eq!(Reference::parse(written).map(String::from), Ok("K7M-4".to_owned()), "{written}");
        }
    }

    #[test]
    fn one_wrong_character_or_two_swapped_ones_are_noticed() {
        let good = "K7M4";
        for place in 0..4 {
            for other in ALPHABET {
                let mut wrong = good.as_bytes().to_vec();
                if wrong[place] == *other {
                    continue;
                }
                wrong[place] = *other;
                let wrong = String::from_utf8(wrong).unwrap();
                assert_eq!(Reference::parse(&wrong), Err(ReferenceError::Check), "{wrong}");
            }
        }
        for swapped in ["7KM4", "KM74"] {
            assert_eq!(Reference::parse(swapped), Err(ReferenceError::Check), "{swapped}");
        }
    }

    #[test]
    fn what_is_no_reference_is_told_apart() {
        for text in ["", "K7", "K7M-0", "9995260182", "häää"] {
            assert_eq!(Reference::parse(text), Err(ReferenceError::Shape), "{text}");
        }
    }

    #[test]
    fn an_id_offers_many_references_and_each_reads_back() {
        let id = Uuid::from_u128(0x0190_5ba5_6f6e_7abc_8def_0123_4567_89ab);
        let all: std::collections::BTreeSet<_> =
            (0..Reference::ATTEMPTS).map(|attempt| Reference::propose(id, attempt)).collect();
        assert_eq!(all.len(), Reference::ATTEMPTS);
        assert!(all.iter().all(|r| Reference::parse(r.as_str()).as_ref() == Ok(r)));
    }
}
