//! The JSON of caseloads: who has room, whom to hand to, what moves while somebody is away.

use crate::cli::shapes::case::CaseShape;
use crate::desk::reply::{Caseload, Move};
use crate::domain::caseload::{Leave, Proposal, Standing};
use jiff::civil::Date;
use serde::Serialize;

/// A link worker's caseload (`signpost caseload`).
#[derive(Clone, Debug, Serialize)]
pub struct CaseloadShape {
    /// The link worker's id.
    pub staff: String,
    /// Their name.
    pub name: String,
    /// Cases with them.
    pub open: usize,
    /// Cases that wait for them by name.
    pub waiting: usize,
    /// Cases of theirs whose day is past.
    pub overdue: usize,
    /// Cases of theirs whose day is today.
    pub due_today: usize,
    /// How many they take; `null`: as many as come.
    pub capacity: Option<u16>,
    /// The languages that they speak beside English.
    pub languages: Vec<String>,
    /// ODS codes of the practices whose cases they take; empty: their own.
    pub covers: Vec<String>,
    /// When they are away next, or now.
    pub leave: Option<LeaveShape>,
}

/// Days on which somebody is away, both included.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct LeaveShape {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

/// Whom a case could go to (`signpost caseload whom`).
#[derive(Clone, Debug, Serialize)]
pub struct ProposalShape {
    /// The link worker's id.
    pub staff: String,
    /// Their name.
    pub name: String,
    /// `free`, `full`, `away` or `elsewhere`.
    pub standing: &'static str,
    /// In words.
    pub why: String,
}

/// A case that moves from a link worker who is away (`signpost caseload move`).
#[derive(Clone, Debug, Serialize)]
pub struct MoveShape {
    /// The case as it was before.
    #[serde(flatten)]
    pub case: CaseShape,
    /// When it is due.
    pub due: Option<Date>,
    /// To whom, by id; `null`: to the team, because nobody has room.
    pub to: Option<String>,
    /// To whom, by name.
    pub to_name: String,
    /// Whether it moved; else this only says that it would, or `refused` says why not.
    pub moved: bool,
    /// Why it did not move.
    pub refused: Option<String>,
}

impl From<&Caseload> for CaseloadShape {
    fn from(one: &Caseload) -> Self {
        Self {
            staff: one.staff.to_string(),
            name: one.name.clone(),
            open: one.open,
            waiting: one.waiting,
            overdue: one.overdue,
            due_today: one.due_today,
            capacity: one.capacity,
            languages: one.languages.clone(),
            covers: one.covers.iter().map(ToString::to_string).collect(),
            leave: one.leave.map(|Leave { from, to }| LeaveShape { from, to }),
        }
    }
}

impl ProposalShape {
    /// A proposal, with the name of whom it is.
    pub fn of(proposal: &Proposal, name: String) -> Self {
        let standing = match proposal.standing {
            Standing::Free => "free",
            Standing::Full => "full",
            Standing::Away { .. } => "away",
            Standing::Elsewhere => "elsewhere",
        };
        Self { staff: proposal.staff.to_string(), name, standing, why: proposal.why.clone() }
    }
}

impl MoveShape {
    /// A case that moves, or `only_says` that it would.
    pub fn of(one: &Move, only_says: bool) -> Self {
        Self {
            case: (&one.case).into(),
            due: one.due,
            to: one.to.map(|to| to.to_string()),
            to_name: one.to_name.clone(),
            moved: !only_says && one.refused.is_none(),
            refused: one.refused.clone(),
        }
    }
}
