//! People's names, read from how clinical systems and people write them.
//!
//! Names that sound alike are compared where patients are.

use super::text::line;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest name that is kept, in characters (each part of the NHS Data Dictionary's PERSON NAME has 35).
const LONGEST: usize = 100;

/// What stands before a name and is not part of it; compared without case and full stops.
const TITLES: [&str; 24] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "master",
    "dr",
    "doctor",
    "prof",
    "professor",
    "rev",
    "revd",
    "reverend",
    "fr",
    "sr",
    "sir",
    "dame",
    "lord",
    "lady",
    "cllr",
    "capt",
    "major",
    "sgt",
    "hon",
];

/// What belongs to the family name behind it: `van der Berg`, `de Souza`.
const PARTICLES: [&str; 22] = [
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "ter", "ten",
    "bin", "binti", "ibn", "al", "el", "ap", "st",
];

/// A person's name. One of the two parts may be empty: some people have one name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PersonName {
    /// Given names, first one first: `Margaret Anne`. Empty where only one name is known.
    pub given: String,
    /// The family name: `Ellis`, `van der Berg`.
    pub family: String,
}

/// Why a text is not a name: what is wrong, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PersonNameError {
    /// Nothing, or a title only.
    #[error("The name is missing. Write given name and family name.")]
    Empty,
    /// More than a name has.
    #[error("This is longer than a name can be ({LONGEST} characters). Write the name only.")]
    TooLong,
    /// Digits or signs that no name has.
    #[error("A name has letters only. Take the other characters out.")]
    NotLetters,
}

impl PersonName {
    /// Reads `Margaret Ellis` or `ELLIS, Margaret (Mrs)`. Titles are dropped; names all in capitals or all in
    /// small letters get a capital at each beginning, others stay as they were typed. One word is a family name.
    ///
    /// # Errors
    /// See [`PersonNameError`].
    pub fn parse(text: &str) -> Result<Self, PersonNameError> {
        let text = line(text, LONGEST + 1);
        if text.chars().count() > LONGEST {
            return Err(PersonNameError::TooLong);
        }
        if !text.chars().all(belongs) {
            return Err(PersonNameError::NotLetters);
        }
        let text = without_brackets(&text);
        let words = |text: &str| -> Vec<String> {
            text.split_whitespace().filter(|word| !is_title(word)).map(str::to_owned).collect()
        };
        let (given, family) = if let Some((family, given)) = text.split_once(',') {
            (words(&given.replace(',', " ")), words(family))
        } else {
            let mut given = words(&text);
            let family = given.split_off(family_begins(&given));
            (given, family)
        };
        let name = Self { given: cased(&given), family: cased(&family) };
        let name =
            if name.family.is_empty() { Self { given: String::new(), family: name.given } } else { name };
        // A hyphen or an apostrophe alone is no name.
        if name.family.chars().any(char::is_alphabetic) { Ok(name) } else { Err(PersonNameError::Empty) }
    }

    /// As a clinical system lists it: `ELLIS, Margaret`.
    pub fn listed(&self) -> String {
        let family = self.family.to_uppercase();
        if self.given.is_empty() { family } else { format!("{family}, {}", self.given) }
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.given.is_empty() {
            f.write_str(&self.family)
        } else {
            write!(f, "{} {}", self.given, self.family)
        }
    }
}

impl std::str::FromStr for PersonName {
    type Err = PersonNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// Whether a character may stand in a written name.
pub(super) fn belongs(c: char) -> bool {
    c.is_alphabetic()
        || is_mark(c)
        || matches!(c, ' ' | '-' | '\'' | '\u{2019}' | '\u{2018}' | '`' | '.' | ',' | '(' | ')')
}

/// Accents that are written as characters of their own.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}')
}

fn is_title(word: &str) -> bool {
    let plain = word.trim_matches(|c| matches!(c, '.' | ',' | '(' | ')')).to_lowercase();
    TITLES.contains(&plain.as_str())
}

/// The text without `(Mrs)` and the like.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| match c {
            '(' => {
                depth += 1;
                false
            }
            ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// Where the family name begins: at the last word, or at the particles before it; never at the first of several.
fn family_begins(words: &[String]) -> usize {
    let mut at = words.len().saturating_sub(1);
    while at > 1 && PARTICLES.contains(&words[at - 1].to_lowercase().as_str()) {
        at -= 1;
    }
    at
}

fn cased(words: &[String]) -> String {
    words
        .iter()
        .enumerate()
        .map(|(at, word)| cased_word(word, at + 1 < words.len()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// One word of a name with its capitals. `before` says that another word of the name follows, so that `van` is a
/// particle.
fn cased_word(word: &str, before: bool) -> String {
    let one_case = word.to_uppercase() == word || word.to_lowercase() == word;
    if !one_case {
        return word.to_owned();
    }
    let lower = word.to_lowercase();
    if before && PARTICLES.contains(&lower.as_str()) {
        return lower;
    }
    let mut out = String::new();
    let mut begins = true;
    for c in lower.chars() {
        if begins && c.is_alphabetic() {
            out.extend(c.to_uppercase());
            begins = false;
        } else {
            out.push(c);
        }
        // O'Brien, Anne-Marie, J.P.; and McKay, but not Mckay.
        begins =
            begins && !c.is_alphabetic() || matches!(c, '-' | '\'' | '\u{2019}' | '`' | '.') || out == "Mc";
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("Margaret Ellis", "Margaret", "Ellis")]
    #[case("margaret ellis", "Margaret", "Ellis")]
    #[case("ELLIS, Margaret (Mrs)", "Margaret", "Ellis")]
    #[case("ELLIS, Margaret Anne", "Margaret Anne", "Ellis")]
    #[case("Mrs. Margaret Ellis", "Margaret", "Ellis")]
    #[case("ELLIS, Mrs Margaret", "Margaret", "Ellis")]
    #[case("O'BRIEN, Sean", "Sean", "O'Brien")]
    #[case("sean o\u{2019}brien", "Sean", "O\u{2019}Brien")]
    #[case("Anne-Marie SMITH-JONES", "Anne-Marie", "Smith-Jones")]
    #[case("Anna van der Berg", "Anna", "van der Berg")]
    #[case("VAN DER BERG, ANNA", "Anna", "van der Berg")]
    #[case("Van Nguyen", "Van", "Nguyen")]
    #[case("Kim Van", "Kim", "Van")]
    #[case("mckay, fiona", "Fiona", "McKay")]
    #[case("Jean MacDonald", "Jean", "MacDonald")]
    #[case("Zoë Müller", "Zoë", "Müller")]
    #[case("Madonna", "", "Madonna")]
    #[case("ELLIS,", "", "Ellis")]
    #[case(", Margaret", "", "Margaret")]
    #[case("Margaret\u{a0}Ellis", "Margaret", "Ellis")]
    fn a_name_is_read_as_it_is_written(#[case] typed: &str, #[case] given: &str, #[case] family: &str) {
        let name = PersonName { given: given.to_owned(), family: family.to_owned() };
        assert_eq!(PersonName::parse(typed), Ok(name));
    }

    #[test]
    fn a_name_is_shown_given_name_first_and_listed_by_family_name() {
        let name = PersonName::parse("ELLIS, Margaret (Mrs)").unwrap();
        assert_eq!(
            (name.to_string().as_str(), name.listed().as_str()),
            ("Margaret Ellis", "ELLIS, Margaret")
        );
        assert_eq!(PersonName::parse("Madonna").unwrap().to_string(), "Madonna");
    }

    #[rstest]
    #[case("", PersonNameError::Empty)]
    #[case("Mrs", PersonNameError::Empty)]
    #[case("-", PersonNameError::Empty)]
    #[case("Margaret 3", PersonNameError::NotLetters)]
    #[case("Margaret\u{1b}[2J", PersonNameError::NotLetters)]
    #[case(&"x".repeat(101), PersonNameError::TooLong)]
    fn what_is_no_name_says_why(#[case] typed: &str, #[case] wrong: PersonNameError) {
        assert_eq!(PersonName::parse(typed), Err(wrong));
    }

    proptest! {
        #[test]
        fn a_name_that_was_read_keeps_every_letter_and_never_panics(text in "\\PC{0,60}") {
            if let Ok(name) = PersonName::parse(&text) {
                prop_assert!(!name.family.is_empty());
                prop_assert!(name.to_string().chars().all(belongs));
            }
        }
    }
}
