//! A report as people read it and as machines do: what of it may leave, and in which form.
//!
//! What is counted is the desk's; what is shown on which screen is the terminal's.

pub mod plot;
pub mod suppress;
pub mod text;
pub mod words;

mod csv;
mod html;
mod json;
mod shape;
mod svg;

#[cfg(test)]
mod tests;

use crate::domain::report::Report;
use std::fmt;
use suppress::Suppression;

/// A form that a report is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text, 80 columns.
    Text,
    /// CSV, a line for each figure.
    Csv,
    /// JSON with stable names of fields.
    Json,
    /// One page with plots.
    Html,
}

/// A text that is no format's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("There is no format {0:?}. Choose one of text, csv, json, html.")]
pub struct FormatError(String);

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Text, Self::Csv, Self::Json, Self::Html];

    /// As it is typed, and what a file's name ends in but for text (`txt`).
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Html => "html",
        }
    }

    /// Reads what [`Format::name`] gives, in either case.
    ///
    /// # Errors
    /// [`FormatError`], which lists the names there are.
    pub fn parse(text: &str) -> Result<Self, FormatError> {
        let asked = text.trim().to_lowercase();
        Self::ALL.into_iter().find(|format| format.name() == asked).ok_or(FormatError(asked))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Format {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// A report in a format, ending with a line break. What is to be held back is taken out first, so no format sees it.
pub fn render(report: &Report, format: Format, suppression: Suppression) -> String {
    let hidden;
    let report = match suppression {
        Suppression::Nothing => report,
        Suppression::Below(threshold) => {
            hidden = suppress::suppressed(report, threshold);
            &hidden
        }
    };
    match format {
        Format::Text => text::text(report, suppression),
        Format::Csv => csv::csv(report),
        Format::Json => json::json(report, suppression),
        Format::Html => html::html(report, suppression),
    }
}
