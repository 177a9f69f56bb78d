//! The JSON of unmet needs.

use crate::cli::choice::hyphens;
use crate::desk::reply::UnmetLine;
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

/// A note that nothing was found (`signpost unmet list`).
#[derive(Clone, Debug, Serialize)]
pub struct UnmetShape {
    /// Its id.
    pub id: Uuid,
    /// What was needed, by key.
    pub needs: Vec<String>,
    /// The district where; `null`: not said.
    pub area: Option<String>,
    /// When it was noted.
    pub noted: Timestamp,
    /// Who noted it.
    pub by: String,
    /// Why there was no help, where it comes from a case: `no-service`, `full`, `waits-too-long`, `not-eligible`, `too-far`,
    /// `cost`; `null`: somebody noted that nothing was found.
    pub why: Option<String>,
}

/// A note that was made or taken back (`signpost unmet note`, `signpost unmet undo`).
#[derive(Clone, Debug, Serialize)]
pub struct UnmetDoneShape<'a> {
    /// In a sentence.
    pub said: &'a str,
    /// The note's id.
    pub id: Uuid,
}

impl From<&UnmetLine> for UnmetShape {
    fn from(line: &UnmetLine) -> Self {
        Self {
            id: line.id.0,
            needs: line.needs.iter().map(ToString::to_string).collect(),
            area: line.area.as_ref().map(ToString::to_string),
            noted: line.at,
            by: line.by.clone(),
            why: line.why.map(|why| hyphens(why.name())),
        }
    }
}
