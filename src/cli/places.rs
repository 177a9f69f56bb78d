//! `signpost places`: where postcodes are: importing a file of them, and what is known.

mod import;

use crate::cli::failure::{Failure, Stop};
use crate::cli::out::Out;
use crate::cli::places::import::Import;
use crate::cli::session::Session;
use crate::cli::shapes::directory::ColumnShape;
use crate::cli::shapes::places::PlacesShape;
use crate::cli::times;
use crate::config::Config;
use crate::desk::reply::{PlacesCard, Reply};
use crate::desk::request::Request;
use crate::domain::text::grouped;
use crate::exchange::places::columns::COLUMNS;
use clap::{Args, Subcommand};

/// Where postcodes are, so that distances are real: import, show
#[derive(Debug, Args)]
pub struct Places {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Import(Import),
    /// Show which columns an import reads, under which names
    Columns,
    /// Show how much is known, and from which file
    Show,
}

impl Places {
    /// Does it.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        match self.what {
            What::Import(import) => import.run(config, out),
            What::Columns => columns(out),
            What::Show => show(&Session::open(config)?, out),
        }
    }
}

/// The columns of a file, each with all its names.
fn columns(out: &mut Out) -> Result<(), Stop> {
    for column in COLUMNS {
        if out.is_json() {
            out.object(&ColumnShape { names: column.names, holds: column.holds })?;
        } else {
            out.line(format!("{:<12} {}", column.names[0], column.holds))?;
            out.line(format!("    also {}", column.names[1..].join(", ")))?;
        }
    }
    if out.is_json() {
        return Ok(());
    }
    out.line("A file of Code-Point Open is known by its first line and needs no names.")
}

fn show(session: &Session, out: &mut Out) -> Result<(), Stop> {
    let card = card(session.ask(Request::Places)?)?;
    if out.is_json() {
        return out.object(&PlacesShape::from(&card));
    }
    match (&card.file, card.imported_at, &card.imported_by) {
        (Some(file), Some(at), Some(by)) => {
            out.line(counted(&card))?;
            out.line(format!("From {file}, imported by {by} on {}.", times::shown(at)))
        }
        _ if card.trouble.is_some() => out.line(card.trouble.unwrap_or_default()),
        _ => out.line(
            "No file of postcodes was imported: distances are between districts that the directory names. \
             Import one with `signpost places import FILE`.",
        ),
    }
}

/// The card of places.
fn card(reply: Reply) -> Result<PlacesCard, Failure> {
    match reply {
        Reply::Places(card) => Ok(card),
        _ => Err(Failure::unexpected()),
    }
}

/// `1,684,685 postcodes in 2,880 districts`.
fn counted(card: &PlacesCard) -> String {
    format!("{} postcodes in {} districts", grouped(card.postcodes), grouped(card.outcodes))
}
