//! The one line that flags: `WHO NEED[, NEED…] [!soon|!urgent] [+agreed|+declined] [tel …] [-- NOTE]`.
//!
//! Read while it is typed: every part says how it was understood, nothing is an error before it is finished, and nothing
//! is ever guessed. Finding the patient in the store, and flagging, are not done here.
//!
//! ```text
//! 9995260182 lonely, debt !soon +agreed tel 07700 900123 -- son moved away
//! └ Who     └ Need   └ Need └ Urgency └ Agreement └ Phone └ Note
//! ```

mod needs;
mod parts;
mod who;

use crate::domain::case::Answer;
use crate::domain::need::{Need, NeedKey};
use crate::domain::nhs_number::NhsNumber;
use crate::domain::person_name::PersonName;
use crate::domain::phone::Phone;
use crate::domain::urgency::Urgency;
use jiff::civil::Date;
use std::fmt;
use std::ops::Range;

/// The longest line, in characters.
pub const LONGEST: usize = 2000;

/// Whom a line is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A patient by NHS number.
    Number(NhsNumber),
    /// A patient by name and day of birth.
    Person {
        /// The name.
        name: PersonName,
        /// The day of birth.
        born: Date,
    },
}

/// What was understood of one need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NeedRead {
    /// A need of the catalogue.
    Known(&'static Need),
    /// Words that several needs share; one has to be chosen.
    Shared {
        /// As it was typed.
        typed: String,
        /// Those needs.
        among: Vec<&'static Need>,
    },
    /// Words that name no need.
    Unknown {
        /// As it was typed.
        typed: String,
        /// What may have been meant, best first; empty where nothing is near.
        suggestions: Vec<&'static Need>,
    },
}

/// What a part of the line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// The patient.
    Who,
    /// A need.
    Need,
    /// `!soon`, `!urgent`, `!routine`.
    Urgency,
    /// `+agreed`, `+declined`: whether the link workers may contact the patient.
    Agreement,
    /// `tel …`
    Phone,
    /// All behind `--`.
    Note,
}

/// One part of the line, as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// What it is.
    pub kind: PartKind,
    /// What was understood, to show in its place: `Loneliness`, `999 526 0182`. What was typed, where nothing was.
    pub read_as: String,
    /// Whether it was understood.
    pub ok: bool,
}

/// What keeps a line from being flagged: what is wrong, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{says}")]
pub struct Problem {
    /// Where, in bytes. Empty, at the end, for what is missing.
    pub range: Range<usize>,
    /// What is wrong, and what to do, in words.
    pub says: String,
    /// Whether it stands at the end of the line, so that typing on may mend it: not yet worth a warning.
    pub unfinished: bool,
}

/// A line, as far as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlagLine {
    /// Whom it is about.
    pub who: Option<Who>,
    /// The needs, as they stand in the line.
    pub needs: Vec<NeedRead>,
    /// How urgent; routine where the line does not say.
    pub urgency: Option<Urgency>,
    /// What the patient said to being contacted; not asked yet where the line does not say.
    pub agreement: Option<Answer>,
    /// The patient's phone.
    pub phone: Option<Phone>,
    /// The note, clean, without the dashes; empty where there is none.
    pub note: String,
    /// The parts, as they stand in the line.
    pub parts: Vec<Part>,
    /// What is wrong with what is there. What is missing is said by [`FlagLine::finish`].
    pub problems: Vec<Problem>,
    /// How long the line is, in bytes.
    length: usize,
}

/// A line that can be flagged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complete {
    /// Whom it is about.
    pub who: Who,
    /// The needs, each once, in the order of the line; at least one.
    pub needs: Vec<NeedKey>,
    /// How urgent.
    pub urgency: Urgency,
    /// What the patient said to being contacted; not asked yet where the line does not say.
    pub agreement: Option<Answer>,
    /// The patient's phone.
    pub phone: Option<Phone>,
    /// The note; empty where there is none.
    pub note: String,
}

/// Reads a line, finished or not.
pub fn read(text: &str, today: Date) -> FlagLine {
    parts::read(text, today)
}

impl FlagLine {
    /// The line, if it can be flagged.
    ///
    /// # Errors
    /// All that is wrong with it or missing from it, in the order of the line; never empty.
    pub fn finish(&self) -> Result<Complete, Vec<Problem>> {
        let mut problems = self.problems.clone();
        let end = self.length..self.length;
        let mut miss = |says: &str| {
            problems.push(Problem { range: end.clone(), says: says.to_owned(), unfinished: true });
        };
        if self.who.is_none() && !self.parts.iter().any(|part| part.kind == PartKind::Who) {
            miss(
                "The patient is missing. Begin with the NHS number, or with name and birth date: Margaret Ellis 3/2/1948.",
            );
        }
        if self.needs.is_empty() {
            miss("The need is missing. Write it behind the patient: lonely, debt.");
        }
        match (&self.who, problems.is_empty()) {
            (Some(who), true) => Ok(Complete {
                who: who.clone(),
                needs: self.needs_known(),
                urgency: self.urgency.unwrap_or_default(),
                agreement: self.agreement,
                phone: self.phone.clone(),
                note: self.note.clone(),
            }),
            _ => Err(problems),
        }
    }

    /// The needs that were understood, each once, in the order of the line.
    pub fn needs_known(&self) -> Vec<NeedKey> {
        let mut keys: Vec<NeedKey> = Vec::new();
        for need in &self.needs {
            if let NeedRead::Known(need) = need
                && !keys.contains(&need.key)
            {
                keys.push(need.key.clone());
            }
        }
        keys
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Person { name, born } => write!(f, "{name}, {}", crate::domain::dates::short(*born)),
        }
    }
}

#[cfg(test)]
mod tests;
