//! `signpost demo`: the terminal application on a practice made up for trying, in a store of its own.

use crate::cli::failure::Stop;
use crate::cli::out::Out;
use crate::cli::terminal::{self, Kind};
use crate::config::Config;
use crate::demo::load::{PastClock, load};
use crate::demo::{SEED, generate};
use crate::desk::open;
use crate::desk::refusal::{Fault, Refusal};
use clap::Args;
use jiff::Timestamp;
use std::path::Path;

/// Start on a practice made up for trying, in a store of its own, marked DEMO
#[derive(Debug, Args)]
pub struct Demo {}

impl Demo {
    /// Starts it.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        let Self {} = self;
        terminal::run(&Config { data: config.demo_data(), ..config.clone() }, Kind::Demo, out)
    }
}

/// Makes the demo's store where it is not there yet.
///
/// It is made beside its place and moved there whole, so that a start that was cut off leaves no half of a practice.
///
/// # Errors
/// A [`Refusal`] where the folder cannot be written.
#[cfg(feature = "tui")]
pub fn make(folder: &Path) -> Result<(), Refusal> {
    if open::exists(folder) {
        return Ok(());
    }
    let failed = |error: std::io::Error| Refusal::Store {
        fault: Fault::Unwritable,
        what: format!("the demo cannot be made in {}: {error}", folder.display()),
    };
    let making = folder.with_extension("making");
    match std::fs::remove_dir_all(&making) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    let clock = PastClock::default();
    let desk = open::open_at(&making, clock.clock(), &|_, _| {})?;
    load(&desk, &clock, &generate(SEED), Timestamp::now())?;
    desk.close()?;
    drop(desk);
    std::fs::rename(&making, folder).map_err(failed)
}
