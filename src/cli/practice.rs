//! `signpost practice`: the practice at a glance, its limits and licences, and the numbers of its call card.

mod limits;

use crate::cli::failure::{Failure, Stop};
use crate::cli::flag::tell;
use crate::cli::out::Out;
use crate::cli::practice::limits::Limits;
use crate::cli::session::Session;
use crate::cli::shapes::practice::{LicenceShape, LimitsShape};
use crate::cli::{instruments, words};
use crate::config::Config;
use crate::desk::reply::{Overview, Reply};
use crate::desk::request::Request;
use clap::{Args, Subcommand};
use serde::Serialize;

/// The practice at a glance; its limits, licences and call card
#[derive(Debug, Args)]
pub struct Practice {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    Limits(Limits),
    /// Record the practice's licence of an instrument, so that it can be filled
    Licence {
        /// Its key or its name
        instrument: String,
        /// The licence's number, or whom it is from; `-` reads it from standard input
        #[arg(required_unless_present = "none")]
        text: Option<String>,
        /// There is none any more
        #[arg(long, conflicts_with = "text")]
        none: bool,
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
    /// All limits.
    limits: LimitsShape,
    /// The licences of instruments that are recorded.
    licences: Vec<LicenceShape>,
    /// What happened when the store was opened.
    notices: Vec<String>,
}

impl Practice {
    /// Shows or sets it.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        let mut what = self.what;
        if let Some(What::Licence { text: Some(text), .. }) = &mut what {
            *text = words::given(text)?;
        }
        let session = Session::open(config)?;
        match what {
            None => overview(&session, out),
            Some(What::Limits(limits)) => limits.run(&session, out),
            Some(What::Licence { instrument, text, .. }) => {
                let instrument = instruments::find(&instrument)?.key.clone();
                tell(out, &session.do_it(Request::RecordLicence { instrument, licence: text })?)
            }
            Some(What::Card { entry: Some(entry), number: Some(number) }) => {
                tell(out, &session.do_it(Request::ConfirmCard { entry, number })?)
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
            limits: LimitsShape::from(&practice.limits),
            licences: practice.licences.into_iter().map(LicenceShape::from).collect(),
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
