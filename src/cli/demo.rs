//! `signpost demo`: the terminal application on a practice made up for trying, in a store of its own.

use crate::cli::failure::Stop;
use crate::cli::open::{bar, is_there};
use crate::cli::out::Out;
use crate::cli::terminal::{self, Kind};
use crate::config::Config;
use crate::demo::YOU;
use crate::demo::open::open;
use clap::Args;
use serde::Serialize;

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
        let bar = bar("Making the demo's index again");
        let desk = open(&config.data, &|done, total| {
            bar.set_length(total);
            bar.set_position(done);
        })?;
        bar.finish_and_clear();
        desk.close()?;
        let data = config.data.display().to_string();
        if out.is_json() {
            return out.object(&MadeShape { data, you: YOU });
        }
        out.line(format!("The demo's data is in {data}."))?;
        out.line(format!("For example: signpost --data {data} --as '{YOU}' cases"))
    }
}
