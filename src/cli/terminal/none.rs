//! The place of the terminal application in a program that was built without it.

use crate::cli::failure::{Failure, Stop};
use crate::cli::terminal::Kind;
use crate::config::Config;

/// Says that the terminal application is not there, and what is.
///
/// # Errors
/// Always.
pub fn start(_config: &Config, _kind: Kind) -> Result<(), Stop> {
    Err(Failure::usage(
        "This signpost was built without the terminal application.",
        "Use the commands (`signpost --help`), or install it with the feature `tui`.",
    )
    .into())
}
