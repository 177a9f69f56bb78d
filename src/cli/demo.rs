//! `signpost demo`: the terminal application on a practice made up for trying, in a store of its own.

use crate::cli::failure::Stop;
use crate::cli::open::is_there;
use crate::cli::out::Out;
use crate::cli::terminal::{self, Kind};
use crate::config::Config;
use crate::demo::load::{PastClock, load};
use crate::demo::{SEED, YOU, generate};
use crate::desk::open;
use crate::desk::refusal::{Fault, Refusal};
use clap::Args;
use jiff::Timestamp;
use serde::Serialize;
use std::path::Path;

/// Start on a practice made up for trying, in a store of its own, marked DEMO
#[derive(Debug, Args)]
pub struct Demo {
    /// Only make the store and say where it is, for commands with --data
    #[arg(long)]
    make_only: bool,
}

/// What `demo --make-only` prints.
#[derive(Serialize)]
struct MadeShape {
    /// The folder of the demo's store.
    data: String,
    /// Who is played at first.
    you: &'static str,
}

impl Demo {
    /// Starts it. Who one is among the practice's own staff means nothing here; only `--as` does.
    pub fn run(self, config: &Config, acting_as: Option<String>, out: &mut Out) -> Result<(), Stop> {
        let config = Config { data: config.demo_data(), staff: acting_as, ..config.clone() };
        if !self.make_only {
            return terminal::run(&config, Kind::Demo, out);
        }
        is_there(&config.data)?;
        make(&config.data)?;
        let data = config.data.display().to_string();
        if out.is_json() {
            return out.object(&MadeShape { data, you: YOU });
        }
        out.line(format!("The demo's data is in {data}."))?;
        out.line(format!("For example: signpost --data {data} --as '{YOU}' cases"))
    }
}

/// Makes the demo's store where it is not there yet.
///
/// It is made beside its place and moved there whole, so that a start that was cut off leaves no half of a practice.
///
/// # Errors
/// A [`Refusal`] where the folder cannot be written, or another process is making it at this moment.
pub fn make(folder: &Path) -> Result<(), Refusal> {
    if open::exists(folder) {
        return Ok(());
    }
    let failed = |error: std::io::Error| Refusal::Store {
        fault: Fault::Unwritable,
        what: format!("the demo cannot be made in {}: {error}", folder.display()),
    };
    let making = folder.with_extension("making");
    if open::exists(&making) {
        // Half of one, left by a start that was cut off; where somebody is at it now, the lock says so.
        drop(open::open(&making, &|_, _| {})?);
        std::fs::remove_dir_all(&making).map_err(failed)?;
    }
    let clock = PastClock::default();
    let desk = open::open_at(&making, clock.clock(), &|_, _| {})?;
    load(&desk, &clock, &generate(SEED), Timestamp::now())?;
    desk.close()?;
    drop(desk);
    std::fs::rename(&making, folder).map_err(failed)
}
