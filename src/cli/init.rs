//! `signpost init`: a new store for a practice; whoever runs it is its first member of staff.

use crate::cli::failure::{Failure, Stop};
use crate::cli::open::{is_there, open_desk};
use crate::cli::out::Out;
use crate::cli::session::{account, done};
use crate::cli::shapes::people::StaffShape;
use crate::config::Config;
use crate::desk::Actor;
use crate::desk::request::{Request, SetUp};
use crate::domain::ods::OdsCode;
use crate::domain::text::line;
use clap::Args;
use serde::Serialize;
use std::collections::BTreeSet;

/// Set up a practice in a new store; you are its first member of staff, with every role
#[derive(Debug, Args)]
pub struct Init {
    /// The practice's name
    #[arg(long, value_name = "NAME")]
    practice: String,
    /// Its ODS code: a letter and five digits
    #[arg(long, value_name = "CODE")]
    ods: String,
    /// Your name, as colleagues say it; else the name of your account
    #[arg(long, value_name = "YOU")]
    name: Option<String>,
}

/// What `init` prints.
#[derive(Serialize)]
struct InitShape {
    practice: String,
    data: String,
    said: String,
    #[serde(flatten)]
    staff: StaffShape,
}

impl Init {
    /// Sets the practice up.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        // All that can be wrong is found before a folder is made.
        let ods = OdsCode::parse(&self.ods).map_err(|error| said(&error.to_string()))?;
        if line(&self.practice, 100).is_empty() {
            return Err(
                Failure::input("The practice's name is missing.", "Give it with --practice NAME.").into()
            );
        }
        let account = account();
        let real = whoami::realname().ok();
        let name =
            self.name.or_else(|| real.filter(|name| !line(name, 100).is_empty())).or_else(|| account.clone());
        let Some(name) = name.filter(|name| !line(name, 100).is_empty()) else {
            return Err(Failure::input("Your name is missing.", "Give it with --name YOU.").into());
        };
        is_there(&config.data)?;
        let desk = open_desk(&config.data)?;
        let set_up = SetUp { practice: self.practice, ods, staff: name, roles: BTreeSet::new(), account };
        let done = done(desk.ask(Actor::NOBODY, Request::SetUp(set_up))?)?;
        let (Some(practice), Some(staff)) = (done.practice, done.staff.as_ref()) else {
            return Err(Failure::unexpected().into());
        };
        desk.close()?;
        if out.is_json() {
            return out.object(&InitShape {
                practice: practice.to_string(),
                data: config.data.display().to_string(),
                said: done.said.clone(),
                staff: staff.into(),
            });
        }
        out.line(&done.said)?;
        out.line(format!("Its data is in {}.", config.data.display()))?;
        out.line("Next: `signpost staff add NAME --role ROLE`, `signpost services import FILE`, or just `signpost`.")
    }
}

/// A sentence of the domain that says what is wrong and then what to do, as a failure.
pub fn said(text: &str) -> Failure {
    match text.rsplit_once(". ") {
        Some((what, advice)) => Failure::input(format!("{what}."), advice),
        None => Failure::input(text, "Correct it and try again."),
    }
}
