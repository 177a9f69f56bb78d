//! The command line, for scripts and administrators: arguments in, text or JSON out, an exit code.
//!
//! One file a subcommand. Asks the desk like everybody else; decides nothing of its own about cases or permission.
//! Exit codes are [`failure::Exit`]; what `--json` prints is in [`shapes`]; an error is three sentences on standard
//! error (what happened, what is safe, what to do), or with `--json` the one line
//! `{"error":{"kind","what","safe","do"}}`.

pub mod failure;
pub mod out;
pub mod shapes;

mod arguments;
mod case;
mod cases;
mod completions;
mod demo;
mod find;
mod flag;
mod init;
#[cfg(feature = "tui")]
mod keys;
mod needs;
mod open;
mod patients;
mod places;
mod practice;
mod report;
mod services;
mod session;
mod staff;
mod terminal;
mod times;
mod unmet;
mod who;
mod words;

use crate::cli::arguments::{Arguments, Command};
use crate::cli::failure::{Exit, Failure, Stop};
use crate::cli::out::{Out, clean, escape};
use crate::cli::terminal::Kind;
use crate::config::Config;
use clap::Parser;
use clap::error::ErrorKind;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

/// Runs one command, from its arguments to its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // Also where the arguments themselves cannot be read.
    let json = arguments.iter().take_while(|one| *one != "--").any(|one| one == "--json");
    let stop = match Arguments::try_parse_from(&arguments) {
        Ok(arguments) => {
            let mut out = Out::standard(arguments.json);
            arguments.run(&mut out).and_then(|()| out.flush()).err()
        }
        Err(error) => misread(&error),
    };
    match stop {
        None | Some(Stop::NobodyReads) => ExitCode::from(Exit::Done as u8),
        Some(Stop::Failure(failure)) => {
            let text = if json { escape(&failure.json()) } else { clean(&failure.text()) };
            // Where even this cannot be written, the exit code still says it.
            let _ = writeln!(std::io::stderr().lock(), "{text}");
            ExitCode::from(failure.exit as u8)
        }
    }
}

impl Arguments {
    fn run(self, out: &mut Out) -> Result<(), Stop> {
        let config = Config::load(self.given()).map_err(Failure::from)?;
        match self.command {
            None => terminal::run(&config, Kind::Practice, out),
            Some(Command::Demo(demo)) => demo.run(&config, self.acting_as, out),
            Some(Command::Init(init)) => init.run(&config, out),
            Some(Command::Practice(practice)) => practice.run(&config, out),
            Some(Command::Staff(staff)) => staff.run(&config, out),
            Some(Command::Flag(flag)) => flag.run(&config, out),
            Some(Command::Cases(cases)) => cases.run(&config, out),
            Some(Command::Case(case)) => case.run(&config, out),
            Some(Command::Find(find)) => find.run(&config, out),
            Some(Command::Services(services)) => services.run(&config, out),
            Some(Command::Places(places)) => places.run(&config, out),
            Some(Command::Patients(patients)) => patients.run(&config, out),
            Some(Command::Unmet(unmet)) => unmet.run(&config, out),
            Some(Command::Needs(needs)) => needs.run(out),
            Some(Command::Report(report)) => report.run(&config, out),
            #[cfg(feature = "tui")]
            Some(Command::Keys(keys)) => keys.run(&config, out),
            Some(Command::Completions(completions)) => completions.run(out),
        }
    }
}

/// Help and version are done; anything else that cannot be read is a usage error.
fn misread(error: &clap::Error) -> Option<Stop> {
    let help = [ErrorKind::DisplayHelp, ErrorKind::DisplayVersion];
    if help.contains(&error.kind()) {
        // A reader who went away is not an error, and there is nobody else to tell.
        let _ = error.print();
        return None;
    }
    let text = error.render().to_string();
    let mut what = String::new();
    let (mut tips, mut more) = (Vec::new(), Vec::new());
    for paragraph in text
        .split("\n\n")
        .map(str::trim_end)
        .filter(|paragraph| !paragraph.trim().is_empty() && !paragraph.starts_with("For more"))
    {
        if let Some(tip) = paragraph.trim_start().strip_prefix("tip: ") {
            tips.push(sentence(tip));
        } else if paragraph.starts_with("Usage:") {
            more.push(paragraph.to_owned());
        } else if what.is_empty() {
            let first = paragraph.strip_prefix("error: ").unwrap_or(paragraph);
            what = sentence(&first.split_whitespace().collect::<Vec<_>>().join(" "));
        } else {
            more.push(paragraph.to_owned());
        }
    }
    tips.push("See `signpost --help`, or --help behind a command.".to_owned());
    let mut failure = Failure::usage(what, tips.join(" "));
    failure.more = more.iter().flat_map(|paragraph| paragraph.lines()).map(str::to_owned).collect();
    Some(failure.into())
}

/// With a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut chars = text.trim().trim_end_matches('.').chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}
