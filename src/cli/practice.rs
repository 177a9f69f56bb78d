//! `signpost practice`: the practice at a glance, its limits, and the numbers of its call card.

use crate::cli::failure::{Failure, Stop};
use crate::cli::out::Out;
use crate::cli::session::Session;
use crate::config::Config;
use crate::desk::reply::{Overview, Reply};
use crate::desk::request::Request;
use crate::domain::practice::Limits;
use clap::{Args, Subcommand};
use serde::Serialize;

/// The practice at a glance; its limits and call card
#[derive(Debug, Args)]
pub struct Practice {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Set what the practice promises
    Limits {
        /// Working days within which a link worker rings after a hand-over
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u8).range(1..=60), required = true)]
        first_contact: u8,
    },
    /// Show who to call instead, or confirm a number
    Card {
        /// The entry to confirm, by its key
        #[arg(requires = "number")]
        entry: Option<String>,
        /// The number to ring
        number: Option<String>,
    },
}

/// The practice at a glance. Counts stop at 1000.
#[derive(Serialize)]
struct PracticeShape {
    practice: String,
    name: String,
    ods: String,
    /// Urgent open cases.
    urgent: usize,
    /// Waiting for a link worker.
    waiting: usize,
    /// Waiting longer than the limit.
    overdue: usize,
    /// Without a route.
    to_route: usize,
    /// Services in the directory.
    services: usize,
    /// Working days; `null`: no limit is set.
    first_contact_working_days: Option<u8>,
    /// What happened when the store was opened.
    notices: Vec<String>,
}

impl Practice {
    /// Shows or sets it.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        let session = Session::open(config)?;
        match self.what {
            None => overview(&session, out),
            Some(What::Limits { first_contact }) => {
                let limits = Limits { first_contact_working_days: Some(first_contact), ..Limits::default() };
                crate::cli::flag::tell(out, &session.do_it(Request::SetLimits(limits))?)
            }
            Some(What::Card { entry: Some(entry), number: Some(number) }) => {
                crate::cli::flag::tell(out, &session.do_it(Request::ConfirmCard { entry, number })?)
            }
            Some(What::Card { .. }) => card(&session, out),
        }
    }
}

fn overview(session: &Session, out: &mut Out) -> Result<(), Stop> {
    session.desk().wait_until_indexed();
    let Reply::Overview(overview) = session.ask(Request::Overview)? else {
        return Err(Failure::unexpected().into());
    };
    let Overview { practice, urgent, waiting, overdue, to_route, services, notices, .. } = overview;
    let first_contact_working_days = practice.limits.first_contact_working_days;
    if out.is_json() {
        return out.object(&PracticeShape {
            practice: practice.id.to_string(),
            name: practice.name,
            ods: practice.ods.to_string(),
            urgent,
            waiting,
            overdue,
            to_route,
            services,
            first_contact_working_days,
            notices,
        });
    }
    out.line(format!("{} ({})", practice.name, practice.ods))?;
    let limit =
        first_contact_working_days.map_or("not set".to_owned(), |days| format!("{days} working days"));
    out.line(format!("{urgent} urgent, {waiting} waiting, {overdue} overdue, {to_route} to route"))?;
    out.line(format!("{services} services in the directory"))?;
    out.line(format!("First contact within: {limit}"))?;
    notices.iter().try_for_each(|notice| out.line(notice))
}

fn card(session: &Session, out: &mut Out) -> Result<(), Stop> {
    let Reply::CallCard(lines) = session.ask(Request::CallCard { red_flags: vec![] })? else {
        return Err(Failure::unexpected().into());
    };
    for line in lines {
        if out.is_json() {
            out.object(&line)?;
            continue;
        }
        let number = line.number.as_deref().unwrap_or("no number yet");
        let confirmed = if line.confirmed { "" } else { " (not confirmed by your practice)" };
        out.line(format!("{:<22} {}: {number}{confirmed}", line.key, line.who))?;
    }
    Ok(())
}
