//! Everything that the desk answers. What the asker may not see is not in it.

mod case;
mod caseload;
mod done;
mod found;
mod patient;
mod today;

pub use case::{Action, ActionKind, CaseCard, CaseLine, CasePage, HistoryLine};
pub use caseload::{CalendarLine, Caseload, Move};
pub use done::{Done, Imported, PlacesCard, Rejected, UnmetLine, UnmetPage};
pub use found::{Found, Hit, HitKind, ServicePage};
pub use patient::{PatientCard, PatientLine};
pub use today::{Overview, Section, SectionKind, Today};

use crate::domain::call_card::CardLine;
use crate::domain::caseload::Proposal;
use crate::domain::report::Report;
use crate::domain::service::Service;
use crate::domain::staff::Staff;
use serde::{Deserialize, Serialize};

/// What the desk answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// The practice, how many wait, how the store is.
    Overview(Overview),
    /// What to do next.
    Today(Today),
    /// A page of cases.
    Cases(CasePage),
    /// One case.
    Case(Box<CaseCard>),
    /// Patients.
    Patients(Vec<PatientLine>),
    /// One patient.
    Patient(Box<PatientCard>),
    /// A page of services.
    Services(ServicePage),
    /// One service.
    Service(Box<Service>),
    /// What was found.
    Found(Found),
    /// The members of staff.
    Staff(Vec<Staff>),
    /// Who to call instead.
    CallCard(Vec<CardLine>),
    /// Something was done.
    Done(Done),
    /// What an import did.
    Imported(Imported),
    /// How much is known of where postcodes are, or would be.
    Places(PlacesCard),
    /// A page of unmet needs.
    UnmetNeeds(UnmetPage),
    /// Every link worker's caseload.
    Caseloads(Vec<Caseload>),
    /// Whom a case could go to, the best first.
    Whom(Vec<Proposal>),
    /// What moves, or would move, from a link worker who is away.
    Moves(Vec<Move>),
    /// Appointments and next dates, the first first.
    Calendar(Vec<CalendarLine>),
    /// A report, with its exact figures.
    Report(Box<Report>),
}
