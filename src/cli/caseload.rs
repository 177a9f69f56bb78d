//! `signpost caseload`: who has room, whom to hand to, who is away, and what moves meanwhile.

use crate::cli::failure::{Failure, Stop};
use crate::cli::flag::tell;
use crate::cli::out::Out;
use crate::cli::patients::patient;
use crate::cli::session::Session;
use crate::cli::shapes::caseload::{CaseloadShape, MoveShape, ProposalShape};
use crate::cli::{times, words};
use crate::config::Config;
use crate::desk::reply::{self, Move, Reply};
use crate::desk::request::Request;
use crate::domain::caseload::Leave;
use crate::domain::dates::short;
use crate::domain::id::StaffId;
use crate::domain::ods::OdsCode;
use clap::{Args, Subcommand};
use jiff::civil::Date;

/// What stands for "not set any more".
pub const NONE: &str = "none";

/// Who has room; whom to hand to; leave, and what moves meanwhile
#[derive(Debug, Args)]
pub struct Caseload {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List every link worker's caseload (as without a subcommand)
    List,
    /// Say whom a case could go to, the best first
    Whom {
        /// Whose case, for the language: a record's id, a number or a name; `-` reads it from standard input
        patient: Option<String>,
    },
    /// Settle how much, and what, a link worker takes on; what is not given stays
    Set {
        /// A name, a part of one that only one person has, or an id
        worker: String,
        /// How many cases they take; `none`: as many as come
        #[arg(long, value_name = "N", value_parser = capacity)]
        capacity: Option<Capacity>,
        /// A language that they speak beside English, in the place of those that stand; several times; `none`
        #[arg(long = "language", value_name = "LANGUAGE", value_delimiter = ',')]
        languages: Vec<String>,
        /// A practice whose cases they take, by its ODS code, in the place of those that stand; several times; `none`
        #[arg(long = "covers", value_name = "ODS", value_delimiter = ',')]
        covers: Vec<String>,
    },
    /// Say when a link worker is away; `--none`: they are here
    Leave {
        /// A name, a part of one that only one person has, or an id
        worker: String,
        /// The first day away
        #[arg(value_parser = times::coming, required_unless_present = "none", requires = "to")]
        from: Option<Date>,
        /// The last day away
        #[arg(value_parser = times::coming)]
        to: Option<Date>,
        /// They are here
        #[arg(long, conflicts_with = "from")]
        none: bool,
    },
    /// Move what is due while a link worker is away to those who have room; without --yes, only say what would move
    Move {
        /// A name, a part of one that only one person has, or an id
        worker: String,
        /// The first day away
        #[arg(value_parser = times::coming)]
        from: Date,
        /// The last day away: what is due up to then moves
        #[arg(value_parser = times::coming)]
        to: Date,
        /// Do it
        #[arg(long)]
        yes: bool,
    },
}

/// How many cases somebody takes.
#[derive(Clone, Copy, Debug)]
struct Capacity(Option<u16>);

fn capacity(text: &str) -> Result<Capacity, String> {
    if text == NONE {
        return Ok(Capacity(None));
    }
    text.parse().map(|cases| Capacity(Some(cases))).map_err(|_| "a number of cases, or none".to_owned())
}

impl Caseload {
    /// Does it.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        let named = match &self.what {
            Some(What::Whom { patient: Some(who) }) => Some(words::given(who)?),
            _ => None,
        };
        let session = Session::open(config)?;
        match self.what {
            None | Some(What::List) => list(&session, out),
            Some(What::Whom { .. }) => whom(&session, named.as_deref(), out),
            Some(What::Set { worker, capacity, languages, covers }) => {
                let worker = session.find_staff(&worker)?;
                let cleared = |given: &[String]| given.iter().any(|one| one == NONE);
                let languages = match languages {
                    given if given.is_empty() => worker.languages,
                    given if cleared(&given) => vec![],
                    given => given,
                };
                let covers = match covers {
                    given if given.is_empty() => worker.covers,
                    given if cleared(&given) => vec![],
                    given => given.iter().map(|code| ods(code)).collect::<Result<_, _>>()?,
                };
                let capacity = capacity.map_or(worker.capacity, |given| given.0);
                let request = Request::KeepCaseload { staff: worker.id, capacity, languages, covers };
                tell(out, &session.do_it(request)?)
            }
            Some(What::Leave { worker, from, to, .. }) => {
                let staff = session.find_staff(&worker)?.id;
                let leave = from.zip(to).map(|(from, to)| Leave { from, to });
                tell(out, &session.do_it(Request::SetLeave { staff, leave })?)?;
                match leave {
                    Some(leave) if !out.is_json() => offer(&session, staff, &worker, leave, out),
                    _ => Ok(()),
                }
            }
            Some(What::Move { worker, from, to, yes }) => {
                if from > to {
                    let advice = "Check the two days: the first, then the last.";
                    return Err(Failure::input("The first day is after the last.", advice).into());
                }
                let staff = session.find_staff(&worker)?.id;
                let moves = moves(&session, staff, Leave { from, to }, !yes)?;
                show_moves(&moves, !yes, out)
            }
        }
    }
}

fn ods(text: &str) -> Result<OdsCode, Failure> {
    OdsCode::parse(text).map_err(|error| Failure::input(error.to_string(), "Write it like A12345."))
}

fn list(session: &Session, out: &mut Out) -> Result<(), Stop> {
    let Reply::Caseloads(all) = session.ask(Request::Caseloads)? else {
        return Err(Failure::unexpected().into());
    };
    if all.is_empty() && !out.is_json() {
        return out.line("There is no link worker yet: `signpost staff add NAME --role link-worker`.");
    }
    for one in &all {
        if out.is_json() { out.object(&CaseloadShape::from(one))? } else { out.line(line(one))? }
    }
    Ok(())
}

/// A caseload in a line: `Sam Hill  12 of 40  2 due  1 overdue  speaks Welsh  away 1 Dec 2026 to 5 Dec 2026`.
fn line(one: &reply::Caseload) -> String {
    let mut parts = vec![match one.capacity {
        Some(most) => format!("{} of {most}", one.open),
        None => format!("{} open", one.open),
    }];
    if one.capacity.is_some_and(|most| one.open + one.waiting >= usize::from(most)) {
        parts.push("full".to_owned());
    }
    for (count, what) in [(one.waiting, "waiting"), (one.due_today, "due"), (one.overdue, "overdue")] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    if !one.languages.is_empty() {
        parts.push(format!("speaks {}", one.languages.join(", ")));
    }
    if !one.covers.is_empty() {
        let codes: Vec<String> = one.covers.iter().map(ToString::to_string).collect();
        parts.push(format!("covers {}", codes.join(", ")));
    }
    if let Some(Leave { from, to }) = one.leave {
        parts.push(format!("away {} to {}", short(from), short(to)));
    }
    format!("{:<26} {}", one.name, parts.join("  "))
}

fn whom(session: &Session, named: Option<&str>, out: &mut Out) -> Result<(), Stop> {
    let patient = named.map(|named| patient(session, named)).transpose()?.map(|card| card.patient.id);
    let Reply::Whom(proposals) = session.ask(Request::Whom { patient })? else {
        return Err(Failure::unexpected().into());
    };
    if proposals.is_empty() && !out.is_json() {
        return out.line("There is no link worker yet: `signpost staff add NAME --role link-worker`.");
    }
    for one in &proposals {
        let staff = session.staff().iter().find(|staff| staff.id == one.staff);
        let name = staff.map_or_else(String::new, |staff| staff.name.clone());
        if out.is_json() {
            out.object(&ProposalShape::of(one, name))?;
        } else {
            out.line(format!("{name:<26} {}", one.why))?;
        }
    }
    Ok(())
}

fn moves(session: &Session, staff: StaffId, leave: Leave, only_say: bool) -> Result<Vec<Move>, Failure> {
    match session.ask(Request::MoveDue { staff, leave, only_say })? {
        Reply::Moves(moves) => Ok(moves),
        _ => Err(Failure::unexpected()),
    }
}

/// Says how much is due while somebody is away, and how to move it.
fn offer(session: &Session, staff: StaffId, worker: &str, leave: Leave, out: &mut Out) -> Result<(), Stop> {
    let due = moves(session, staff, leave, true)?.len();
    let cases = match due {
        0 => return Ok(()),
        1 => "1 case of theirs is".to_owned(),
        due => format!("{due} cases of theirs are"),
    };
    let Leave { from, to } = leave;
    out.line(format!(
        "{cases} due up to then; `signpost caseload move '{worker}' {from} {to}` says to whom it would move."
    ))
}

fn show_moves(moves: &[Move], only_says: bool, out: &mut Out) -> Result<(), Stop> {
    for one in moves {
        if out.is_json() {
            out.object(&MoveShape::of(one, only_says))?;
            continue;
        }
        let due = one.due.map(|due| format!("due {}", short(due))).unwrap_or_default();
        let (reference, who, to) = (&one.case.reference, &one.case.patient.called, &one.to_name);
        let refused = one.refused.as_ref().map(|why| format!("  stays: {why}")).unwrap_or_default();
        out.line(format!("{reference:<7} {who:<26} {due:<16} to {to}{refused}"))?;
    }
    if out.is_json() {
        return Ok(());
    }
    match moves.len() {
        0 => out.line("Nothing is due up to then."),
        _ if only_says => out.line("Nothing was changed. Give --yes to move them."),
        _ => Ok(()),
    }
}
