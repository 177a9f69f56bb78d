//! The arguments that every command takes, and the list of commands.

use crate::cli::case::Case;
use crate::cli::cases::Cases;
use crate::cli::completions::Completions;
use crate::cli::demo::Demo;
use crate::cli::find::Find;
use crate::cli::flag::Flag;
use crate::cli::init::Init;
#[cfg(feature = "tui")]
use crate::cli::keys::Keys;
use crate::cli::needs::Needs;
use crate::cli::patients::Patients;
use crate::cli::places::Places;
use crate::cli::practice::Practice;
use crate::cli::report::Report;
use crate::cli::services::Services;
use crate::cli::staff::Staff;
use crate::cli::unmet::Unmet;
use crate::config::{ConfigError, Given, Theme};
use clap::{Parser, Subcommand};
use std::path::PathBuf;

const AFTER: &str = "\
Environment: SIGNPOST_DATA, SIGNPOST_AS, SIGNPOST_KEYMAP, SIGNPOST_THEME, SIGNPOST_CONFIG, NO_COLOR.
Exit codes: 0 done, 1 refused, 2 usage, 3 not found, 4 busy or unwritable, 5 damaged.

Without a command, the terminal application starts. `signpost demo` starts it on a practice made up for trying.";

/// Flag a patient's social needs, find local help, hand cases to link workers.
#[derive(Debug, Parser)]
#[command(name = "signpost", version, after_help = AFTER, disable_help_subcommand = true)]
pub struct Arguments {
    /// The folder of the practice's store
    #[arg(long, global = true, value_name = "DIR", help_heading = "Everywhere")]
    data: Option<PathBuf>,
    /// Who you are: a name, a part of one, or an id; else whoever's account this is
    #[arg(long = "as", global = true, value_name = "STAFF", help_heading = "Everywhere")]
    pub acting_as: Option<String>,
    /// One JSON object a line, and errors as one JSON line on standard error
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub json: bool,
    /// The keymap to stand on: default, vim or function-keys
    #[arg(long, global = true, value_name = "NAME", help_heading = "Everywhere")]
    keymap: Option<String>,
    /// The colours: plain, dark, light, high-contrast or none
    #[arg(long, global = true, value_name = "NAME", value_parser = theme, help_heading = "Everywhere")]
    theme: Option<Theme>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    Demo(Demo),
    Init(Init),
    Practice(Practice),
    Staff(Staff),
    Flag(Flag),
    Cases(Cases),
    Case(Case),
    Find(Find),
    Services(Services),
    Places(Places),
    Patients(Patients),
    Needs(Needs),
    Unmet(Unmet),
    Report(Report),
    #[cfg(feature = "tui")]
    Keys(Keys),
    Completions(Completions),
}

fn theme(text: &str) -> Result<Theme, String> {
    text.parse().map_err(|error: ConfigError| format!("{} {}", error.what, error.advice))
}

impl Arguments {
    /// The settings that were given.
    pub fn given(&self) -> Given {
        Given {
            data: self.data.clone(),
            staff: self.acting_as.clone(),
            keymap: self.keymap.clone(),
            theme: self.theme,
        }
    }
}
