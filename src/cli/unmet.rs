//! `signpost unmet`: what was looked for and not found: noting it, listing it, taking a note back.

use crate::cli::failure::{Failure, Stop};
use crate::cli::out::Out;
use crate::cli::session::Session;
use crate::cli::shapes::unmet::{UnmetDoneShape, UnmetShape};
use crate::cli::{needs, times};
use crate::config::Config;
use crate::desk::reply::{Done, Reply};
use crate::desk::request::Request;
use crate::domain::id::UnmetId;
use crate::domain::postcode::Outcode;
use crate::domain::record::SubjectKind;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use uuid::Uuid;

/// How many notes are asked for at once.
const PAGE: usize = 200;

/// Needs for which nothing was found: note, list, undo
#[derive(Debug, Args)]
pub struct Unmet {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Note that nothing was found for a need
    Note {
        /// What was needed: a name, a lay word or a key; may be given several times
        #[arg(long = "need", value_name = "KEY", required = true, value_delimiter = ',')]
        needs: Vec<String>,
        /// The district where, such as DN15; of a whole postcode, only the district is kept
        #[arg(long, value_name = "DISTRICT", value_parser = district)]
        area: Option<Outcode>,
    },
    /// List what was noted, the oldest first
    List {
        /// From this day on, such as 2026-11-01
        #[arg(long, value_name = "DAY")]
        from: Option<Date>,
        /// Up to the end of this day
        #[arg(long, value_name = "DAY")]
        to: Option<Date>,
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// Take your own note back
    Undo {
        /// Its id, as `unmet note --json` and `unmet list` say it
        id: Uuid,
    },
}

fn district(text: &str) -> Result<Outcode, String> {
    Outcode::parse(text).map_err(|error| error.to_string())
}

impl Unmet {
    /// Does it.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        match self.what {
            What::Note { needs, area } => {
                let needs = needs::keys(&needs)?;
                tell(out, &Session::open(config)?.do_it(Request::NoteUnmet { needs, area })?)
            }
            What::List { from, to, limit } => list(&Session::open(config)?, from, to, limit, out),
            What::Undo { id } => {
                let subject = UnmetId(id).into();
                tell(out, &Session::open(config)?.do_it(Request::Undo { subject })?)
            }
        }
    }
}

fn list(
    session: &Session,
    from: Option<Date>,
    to: Option<Date>,
    limit: Option<usize>,
    out: &mut Out,
) -> Result<(), Stop> {
    let mut left = limit.unwrap_or(usize::MAX);
    let (mut after, mut none) = (None, true);
    while left > 0 {
        let request = Request::UnmetNeeds { from, to, after, limit: left.min(PAGE) };
        let Reply::UnmetNeeds(page) = session.ask(request)? else { return Err(Failure::unexpected().into()) };
        left = left.saturating_sub(page.needs.len());
        for line in &page.needs {
            none = false;
            if out.is_json() {
                out.object(&UnmetShape::from(line))?;
            } else {
                let area = line.area.as_ref().map_or("-", Outcode::as_str);
                let (day, needs, by, id) =
                    (times::day(line.at), needs::named(&line.needs), &line.by, line.id);
                out.line(match line.why {
                    // What a case says is taken back there.
                    Some(why) => format!("{day:<11} {area:<4} {needs}  {}  ended by {by}", why.name()),
                    None => format!("{day:<11} {area:<4} {needs}  noted by {by}  ({id})"),
                })?;
            }
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    if none && !out.is_json() { out.line("Nothing was noted.") } else { Ok(()) }
}

fn tell(out: &mut Out, done: &Done) -> Result<(), Stop> {
    if !out.is_json() {
        return out.line(&done.said);
    }
    let noted = done.subjects.iter().find(|subject| subject.kind == SubjectKind::Unmet);
    let id = noted.ok_or_else(Failure::unexpected)?.id;
    out.object(&UnmetDoneShape { said: &done.said, id })
}
