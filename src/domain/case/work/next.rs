//! The date on which somebody looks at a case again, and what for.

use super::day;
use crate::domain::attempt::Band;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// When somebody looks at a case again, and what for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Next {
    /// The day.
    pub on: Date,
    /// What for.
    pub what: NextWhat,
    /// The part of the day, where it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<Band>,
    /// In words, if somebody wrote some.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// What a case is looked at again for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextWhat {
    /// To speak to the patient.
    Contact,
    /// To see how it stands; until then there is nothing to do.
    Wait,
    /// To look at the plan with the patient.
    Review,
}

impl NextWhat {
    /// All of them, the usual first.
    pub const ALL: [Self; 3] = [Self::Contact, Self::Wait, Self::Review];

    /// As it is said.
    pub fn name(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Wait => "wait",
            Self::Review => "review",
        }
    }

    /// What [`NextWhat::name`] gives, read.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.name().eq_ignore_ascii_case(text.trim()))
    }
}

impl Next {
    /// What is left to do for a patient whom nobody contacts any more: who `has died`, for one.
    pub fn to_close(on: Date, why: &str) -> Self {
        let why = format!("{why}: to close");
        Self { on, what: NextWhat::Review, band: None, why }
    }

    /// The first look at a case that was just accepted, where nothing else is settled: the same day.
    pub fn first_contact(on: Date) -> Self {
        Self { on, what: NextWhat::Contact, band: None, why: "first contact".to_owned() }
    }
}

impl fmt::Display for Next {
    /// `contact Thu 26 Nov, afternoon: not answered`; `waits until Thu 3 Dec: her new carer starts`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.what {
            NextWhat::Wait => write!(f, "waits until {}", day(self.on))?,
            what => write!(f, "{} {}", what.name(), day(self.on))?,
        }
        if let Some(band) = self.band {
            write!(f, ", {}", band.name())?;
        }
        if !self.why.is_empty() {
            write!(f, ": {}", self.why)?;
        }
        Ok(())
    }
}
