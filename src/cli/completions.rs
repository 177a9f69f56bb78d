//! `signpost completions SHELL`: what a shell needs to complete commands and options.

use crate::cli::arguments::Arguments;
use crate::cli::failure::{Failure, Stop};
use crate::cli::out::Out;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Print what a shell needs to complete commands: `source <(signpost completions bash)`
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    /// Prints the shell's script.
    pub fn run(self, out: &mut Out) -> Result<(), Stop> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "signpost", &mut script);
        let script = String::from_utf8(script).map_err(|_| Failure::unexpected())?;
        out.raw(&script)
    }
}
