//! The JSON of places: what is known of where postcodes are, what an import of them did.

use crate::desk::reply::PlacesCard;
use jiff::Timestamp;
use serde::Serialize;

/// How much is known of where postcodes are (`signpost places show`).
#[derive(Clone, Debug, Serialize)]
pub struct PlacesShape {
    /// Whole postcodes.
    pub postcodes: usize,
    /// Districts.
    pub outcodes: usize,
    /// The file that they come from; `null`: none was imported.
    pub file: Option<String>,
    /// When it was imported.
    pub imported_at: Option<Timestamp>,
    /// Who imported it.
    pub imported_by: Option<String>,
    /// Why nothing is known although something was kept; `null`: all is well.
    pub trouble: Option<String>,
}

/// What an import did, or would do (`signpost places import`).
#[derive(Clone, Debug, Serialize)]
pub struct PlacesImportedShape<'a> {
    /// Whole postcodes that are known now.
    pub postcodes: usize,
    /// Districts that are known now.
    pub outcodes: usize,
    /// How many of the lines that were taken are of terminated postcodes.
    pub terminated: u64,
    /// The lines that could not be taken, and why, in the order of the files; at most 100,000.
    pub rejected: Vec<RejectedLineShape<'a>>,
    /// How many more could not be taken.
    pub rejected_more: u64,
    /// Whether nothing was kept, because only a look was asked for.
    pub dry_run: bool,
    /// Columns that were not read.
    pub unknown: Vec<String>,
}

/// A line that could not be taken.
#[derive(Clone, Debug, Serialize)]
pub struct RejectedLineShape<'a> {
    /// The name of its file.
    pub file: &'a str,
    /// Its number there, from 1.
    pub line: u64,
    /// Why.
    pub reason: &'static str,
}

impl From<&PlacesCard> for PlacesShape {
    fn from(card: &PlacesCard) -> Self {
        Self {
            postcodes: card.postcodes,
            outcodes: card.outcodes,
            file: card.file.clone(),
            imported_at: card.imported_at,
            imported_by: card.imported_by.clone(),
            trouble: card.trouble.clone(),
        }
    }
}
