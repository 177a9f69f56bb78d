//! How soon a need must be acted on.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How soon somebody should act. Urgent sorts first, so that an ordered list begins with what cannot wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Before everything else.
    Urgent,
    /// Before routine.
    Soon,
    /// In turn.
    #[default]
    Routine,
}

impl Urgency {
    /// All of them, as they are offered: the usual one first.
    pub const ALL: [Self; 3] = [Self::Routine, Self::Soon, Self::Urgent];

    /// The plain word on screen and behind the `!` of the one line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::Soon => "soon",
            Self::Routine => "routine",
        }
    }

    /// The urgency of a plain word, in any case.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|urgency| urgency.word().eq_ignore_ascii_case(word.trim()))
    }
}

impl fmt::Display for Urgency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_wait_stands_first() {
        let mut queue = Urgency::ALL;
        queue.sort();
        assert_eq!(queue, [Urgency::Urgent, Urgency::Soon, Urgency::Routine]);
    }

    #[test]
    fn the_log_keeps_the_word_that_is_shown() {
        for urgency in Urgency::ALL {
            assert_eq!(serde_json::to_string(&urgency).unwrap(), format!("\"{urgency}\""));
            assert_eq!(Urgency::from_word(&urgency.word().to_uppercase()), Some(urgency));
        }
    }
}
