//! `signpost demo`: the terminal application on a practice made up for trying, in a store of its own.

use crate::cli::failure::Stop;
use crate::cli::out::Out;
use crate::cli::terminal::{self, Kind};
use crate::config::Config;
use clap::Args;

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
