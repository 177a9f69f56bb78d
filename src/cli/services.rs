//! `signpost services`: the directory: importing it, listing it, one service whole.

mod import;

use crate::cli::failure::{Failure, Stop};
use crate::cli::flag::tell;
use crate::cli::out::Out;
use crate::cli::services::import::Import;
use crate::cli::session::Session;
use crate::cli::shapes::directory::{ColumnShape, ServiceShape};
use crate::cli::{needs, times};
use crate::config::Config;
use crate::desk::reply::Reply;
use crate::desk::request::Request;
use crate::domain::service::Service;
use crate::domain::service::checked::age_in_words;
use crate::domain::service::details::{Cost, Location};
use crate::domain::service::hours;
use crate::exchange::csv::COLUMNS;
use clap::{Args, Subcommand};

/// How many services are asked for at once.
const PAGE: usize = 200;

/// The directory of services: import, list, show
#[derive(Debug, Args)]
pub struct Services {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Import(Import),
    /// Show which columns an import of CSV reads, under which names
    Columns,
    /// List services, feed by feed
    List {
        /// Of this feed only
        #[arg(long, value_name = "NAME")]
        feed: Option<String>,
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// Show one service
    Show {
        /// Its own id, or feed/id
        id: String,
    },
    /// Record that a service's entry was checked today, and is right
    Check {
        /// Its own id, or feed/id
        id: String,
    },
}

impl Services {
    /// Does it.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        match self.what {
            What::Import(import) => import.run(config, out),
            What::Columns => columns(out),
            What::List { feed, limit } => list(&Session::open(config)?, feed.as_deref(), limit, out),
            What::Show { id } => {
                let service = service(&Session::open(config)?, id)?;
                if out.is_json() { out.object(&ServiceShape::from(&service)) } else { show(&service, out) }
            }
            What::Check { id } => {
                let session = Session::open(config)?;
                let service = service(&session, id)?.key;
                tell(out, &session.do_it(Request::CheckService { service })?)
            }
        }
    }
}

/// The columns of a CSV file, each with all its names.
fn columns(out: &mut Out) -> Result<(), Stop> {
    for column in COLUMNS {
        if out.is_json() {
            out.object(&ColumnShape { names: column.names, holds: column.holds })?;
        } else {
            out.line(format!("{:<18} {}", column.names[0], column.holds))?;
            if column.names.len() > 1 {
                out.line(format!("    also {}", column.names[1..].join(", ")))?;
            }
        }
    }
    Ok(())
}

fn service(session: &Session, id: String) -> Result<Service, Failure> {
    match session.ask(Request::Service { id })? {
        Reply::Service(service) => Ok(*service),
        _ => Err(Failure::unexpected()),
    }
}

fn list(session: &Session, feed: Option<&str>, limit: Option<usize>, out: &mut Out) -> Result<(), Stop> {
    let mut left = limit.unwrap_or(usize::MAX);
    let (mut after, mut none) = (None, true);
    while left > 0 {
        let request = Request::Services { feed: feed.map(str::to_owned), after, limit: left.min(PAGE) };
        let Reply::Services(page) = session.ask(request)? else { return Err(Failure::unexpected().into()) };
        left = left.saturating_sub(page.services.len());
        for service in &page.services {
            none = false;
            if out.is_json() {
                out.object(&ServiceShape::from(service))?;
            } else {
                let details = &service.details;
                let place = details.locations.first().map(|at| at.postcode.as_str()).unwrap_or_default();
                let (name, run_by, id) = (&details.name, &details.organisation, &service.key.id);
                out.line(format!("{name}  {run_by}  {place}  ({id})"))?;
            }
        }
        after = page.services.last().map(|service| service.key.clone());
        if !page.more {
            break;
        }
    }
    if none && !out.is_json() {
        out.line("No service is there. Import some with `signpost services import FILE`.")
    } else {
        Ok(())
    }
}

/// A service as a person reads it: how to reach it first.
fn show(service: &Service, out: &mut Out) -> Result<(), Stop> {
    let details = &service.details;
    out.line(&details.name)?;
    if service.stopped.is_some() {
        out.line("Stopped: send nobody there.")?;
    }
    let phones = details.contacts.phones.join(", ");
    let now = jiff::Timestamp::now();
    let open = hours::open(&details.schedules, times::civil(now));
    let phone = if phones.is_empty() { "no phone known" } else { &phones };
    out.line(format!("{phone}; {open}"))?;
    let mut row = |name: &str, text: &str| {
        if text.is_empty() { Ok(()) } else { out.line(format!("{name:<14} {text}")) }
    };
    row("Run by", &details.organisation)?;
    row("Needs", &needs::named(&details.needs))?;
    for at in &details.locations {
        row("Where", &place(at))?;
    }
    for when in &details.schedules {
        let days: Vec<_> = when.days.iter().map(|day| day.short()).collect();
        let hours = match (when.opens, when.closes) {
            (Some(opens), Some(closes)) => {
                format!("{} {}-{}", days.join(" "), opens.strftime("%H:%M"), closes.strftime("%H:%M"))
            }
            _ => days.join(" "),
        };
        row("When", format!("{hours} {}", when.words).trim())?;
    }
    row(
        "Cost",
        match &details.cost {
            Some(Cost::Free) => "free",
            Some(Cost::Words(words)) => words,
            None => "",
        },
    )?;
    let who = &details.eligibility;
    let ages = match (who.min_age, who.max_age) {
        (Some(min), Some(max)) => format!("aged {min} to {max}"),
        (Some(min), None) => format!("aged {min} and over"),
        (None, Some(max)) => format!("aged up to {max}"),
        (None, None) => String::new(),
    };
    row("For", [std::slice::from_ref(&ages), &who.words].concat().join("; ").trim_matches([';', ' ']))?;
    row("To get in", &details.referral.join("; "))?;
    row("Waiting", &details.waiting)?;
    row("Languages", &details.languages.join(", "))?;
    row("Access", &details.access.join("; "))?;
    row("E-mail", &details.contacts.emails.join(", "))?;
    row("Web", &details.contacts.website)?;
    row("Ask for", &details.contacts.people.join("; "))?;
    row("Checked", &age_in_words(service.last_check().map(|check| check.on), times::today()))?;
    row("Entry", &format!("{}/{}", service.key.feed, service.key.id))?;
    if details.description.is_empty() { Ok(()) } else { out.line(format!("\n{}", details.description)) }
}

fn place(at: &Location) -> String {
    let mut parts: Vec<&str> = vec![&at.name];
    parts.extend(at.lines.iter().map(String::as_str));
    parts.extend([at.town.as_str(), at.postcode.as_str()]);
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}
