//! `signpost`: the terminal application.

#[cfg(not(feature = "tui"))]
mod none;
#[cfg(feature = "tui")]
mod start;

use crate::cli::failure::{Failure, Stop};
use crate::cli::out::Out;
#[cfg(not(feature = "tui"))]
use crate::cli::terminal::none::start;
#[cfg(feature = "tui")]
use crate::cli::terminal::start::start;
use crate::config::Config;
use std::io::{IsTerminal, stdin, stdout};

/// Whose practice the application is started on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The practice's own.
    Practice,
    /// One that is made up, and marked so.
    Demo,
}

/// Starts the terminal application.
pub fn run(config: &Config, kind: Kind, out: &Out) -> Result<(), Stop> {
    needs_a_terminal(out)?;
    start(config, kind)
}

/// The terminal application wants a person in front of it.
fn needs_a_terminal(out: &Out) -> Result<(), Failure> {
    if out.is_json() {
        return Err(Failure::usage(
            "The terminal application prints no JSON.",
            "Name a command; see `signpost --help`.",
        ));
    }
    if stdin().is_terminal() && stdout().is_terminal() {
        return Ok(());
    }
    Err(Failure::usage(
        "The terminal application needs a terminal.",
        "Start it in one (with ssh, give -t), or name a command; see `signpost --help`.",
    ))
}
