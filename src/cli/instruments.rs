//! `signpost instruments`: what can be measured: items, ranges, licence, and whether it is on.

use crate::cli::failure::{Failure, Stop};
use crate::cli::out::Out;
use crate::cli::session::Session;
use crate::cli::shapes::instruments::InstrumentShape;
use crate::config::Config;
use crate::desk::reply::Reply;
use crate::desk::request::Request;
use crate::domain::measure::Licences;
use crate::domain::measure::instrument::{Better, Instrument, Scoring, instruments};
use clap::{Args, Subcommand};

/// What can be measured: list, show
#[derive(Debug, Args)]
pub struct Instruments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the instruments, and which are on
    List,
    /// Show an instrument's items, ranges and licence
    Show {
        /// Its key or its name
        instrument: String,
    },
}

impl Instruments {
    /// Lists or shows.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        let session = Session::open(config)?;
        let Reply::Overview(overview) = session.ask(Request::Overview)? else {
            return Err(Failure::unexpected().into());
        };
        let licences: Licences = overview.practice.licences.keys().cloned().collect();
        match self.what {
            What::List => {
                for one in instruments().all() {
                    if out.is_json() {
                        out.object(&InstrumentShape::of(one, &licences))?;
                    } else {
                        let (key, name, full) = (one.key.as_str(), &one.name, &one.full_name);
                        out.line(format!("{key:<10} {name:<10} {full}: {}", state(one, &licences)))?;
                    }
                }
                Ok(())
            }
            What::Show { instrument } => {
                let one = find(&instrument)?;
                if out.is_json() {
                    return out.object(&InstrumentShape::of(one, &licences));
                }
                show(one, &licences, out)
            }
        }
    }
}

/// The instrument of a key or a name, however it is hyphened.
///
/// # Errors
/// A [`Failure`] where there is none.
pub fn find(named: &str) -> Result<&'static Instrument, Failure> {
    let plain = |text: &str| text.to_lowercase().replace(['-', ' ', '_'], "");
    let wanted = plain(named);
    let found =
        instruments().all().iter().find(|one| [one.key.as_str(), &one.name].map(plain).contains(&wanted));
    found.ok_or_else(|| {
        let what = format!("There is no instrument \"{}\".", named.trim());
        Failure::not_found(what, "`signpost instruments list` lists them all.")
    })
}

fn state(one: &Instrument, licences: &Licences) -> &'static str {
    match (one.licensed, one.is_on(licences)) {
        (false, _) => "on",
        (true, true) => "on, the licence is recorded",
        (true, false) => "off until a licence is recorded",
    }
}

fn show(one: &Instrument, licences: &Licences, out: &mut Out) -> Result<(), Stop> {
    out.line(format!("{}: {}", one.name, one.full_name))?;
    out.line(state(one, licences))?;
    out.line(format!("Source   {}, {}", one.source, one.address))?;
    out.line(format!("Licence  {}", one.licence))?;
    if let Some(intro) = &one.intro {
        out.line(format!("Say      {intro}"))?;
    }
    for (at, item) in one.items.iter().enumerate() {
        let scale = &item.scale;
        out.line(format!("{:<8} {} ({} to {})", at + 1, item.asked(), scale.min, scale.max))?;
        let words: Vec<String> =
            item.answers.iter().map(|answer| format!("{} {}", answer.value, answer.word)).collect();
        if !words.is_empty() {
            out.line(format!("         {}", words.join(", ")))?;
        }
    }
    for scale in one.scales() {
        let better = match scale.better {
            Better::Higher => "higher is better",
            Better::Lower => "lower is better",
        };
        let bands: Vec<String> =
            scale.bands.iter().map(|band| format!("{}-{} {}", band.from, band.to, band.name)).collect();
        let bands = if bands.is_empty() { String::new() } else { format!(": {}", bands.join(", ")) };
        out.line(format!("Scale    {}, {} to {}, {better}{bands}", scale.name, scale.min, scale.max))?;
    }
    match one.scoring {
        Scoring::Separate => out.line("Each item stands for itself; they are never added up."),
        Scoring::Sum(_) => out.line("The answers are added up; with one missing there is no total."),
    }
}
