//! Everything that somebody can ask of the desk.

mod case;
mod find;
mod flag;
mod practice;

pub use case::{CaseFilter, Cursor, StageFilter, WhichCase, close_all};
pub use find::{Find, UnmetCursor};
pub use flag::{Agreed, FlagNeeds, Route, Whose};
pub use practice::{ImportedService, SetUp};

use crate::domain::case::Command;
use crate::domain::case::work::{Next, Work};
use crate::domain::caseload::Leave;
use crate::domain::id::{PatientId, StaffId};
use crate::domain::measure::instrument::InstrumentKey;
use crate::domain::need::NeedKey;
use crate::domain::ods::OdsCode;
use crate::domain::patient::Details;
use crate::domain::places::Places;
use crate::domain::postcode::Outcode;
use crate::domain::practice::Limits;
use crate::domain::record::Subject;
use crate::domain::report::ReportName;
use crate::domain::service::ServiceKey;
use crate::domain::staff::Role;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Something that somebody asks of the desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// The practice, how many wait, and how the store is.
    Overview,
    /// What this person should do next.
    Today,
    /// A page of a list of cases.
    Cases {
        /// Which cases.
        filter: CaseFilter,
        /// Behind this one.
        after: Option<Cursor>,
        /// At most so many; 1–500.
        limit: usize,
    },
    /// One case, whole.
    Case {
        /// Which.
        case: WhichCase,
    },
    /// Patients that a text may mean, while it is typed.
    Patients {
        /// A number, a name, a date of birth, or a part of each.
        text: String,
        /// At most so many; 1–50.
        limit: usize,
    },
    /// One patient.
    Patient {
        /// Which.
        patient: PatientId,
    },
    /// Patients who may be the same person as one who is being entered.
    Alike {
        /// Who is being entered.
        details: Box<Details>,
    },
    /// A page of the directory, in the order of feeds and own ids.
    Services {
        /// Of one feed.
        feed: Option<String>,
        /// Behind this one.
        after: Option<ServiceKey>,
        /// At most so many; 1–500.
        limit: usize,
    },
    /// One service.
    Service {
        /// Its own id; its feed and own id with a slash between them; or the id of its subject, as a hit has it.
        id: String,
    },
    /// Find services, patients and cases.
    Find(Find),
    /// The members of staff.
    Staff,
    /// Who to call instead, for red flags.
    CallCard {
        /// The red flags, by key.
        red_flags: Vec<String>,
    },

    /// Set the practice up: only in an empty store.
    SetUp(SetUp),
    /// Take on a member of staff.
    AddStaff {
        /// Their name.
        name: String,
        /// What they are; at least one role.
        roles: BTreeSet<Role>,
        /// Their account of the operating system.
        account: Option<String>,
    },
    /// A member of staff leaves.
    RetireStaff {
        /// Who.
        staff: StaffId,
    },
    /// Set the practice's limits.
    SetLimits(Limits),
    /// Confirm or correct a number of the call card.
    ConfirmCard {
        /// The entry's key.
        entry: String,
        /// The number to ring.
        number: String,
    },
    /// Flag needs, and choose their route with it.
    Flag(Box<FlagNeeds>),
    /// Do something with a case.
    OnCase {
        /// Which.
        case: WhichCase,
        /// What.
        command: Command,
    },
    /// Do something for the patient of a case, and settle what is next with it.
    Work {
        /// Which case.
        case: WhichCase,
        /// What.
        work: Work,
        /// What is next; nothing: as it is proposed.
        next: Option<Next>,
    },
    /// Every link worker's caseload.
    Caseloads,
    /// Whom a patient's case could go to, the best first.
    Whom {
        /// Whose; nobody: somebody new.
        patient: Option<PatientId>,
    },
    /// Settle how much, and what, a link worker takes on.
    KeepCaseload {
        /// Who.
        staff: StaffId,
        /// How many cases, up to 1,000; nothing: as many as come.
        capacity: Option<u16>,
        /// The languages that they speak beside English.
        languages: Vec<String>,
        /// The practices whose cases they take; none: their own.
        covers: Vec<OdsCode>,
    },
    /// Say when a link worker is away.
    SetLeave {
        /// Who.
        staff: StaffId,
        /// The days; nothing: they are here.
        leave: Option<Leave>,
    },
    /// Move what is due while a link worker is away to those who have room.
    MoveDue {
        /// Whose.
        staff: StaffId,
        /// What is due up to the last of these days.
        leave: Leave,
        /// Only say what would move.
        only_say: bool,
    },
    /// Record the licence of an instrument.
    RecordLicence {
        /// Which instrument.
        instrument: InstrumentKey,
        /// Its number, or its words; nothing: there is none any more.
        licence: Option<String>,
    },
    /// The appointments and next dates of a link worker.
    Calendar {
        /// Whose; nobody: the asker's.
        staff: Option<StaffId>,
    },
    /// A report, with its exact figures: for the practice's own eyes.
    Report {
        /// Which.
        name: ReportName,
        /// From this day on; nothing: a year up to its end.
        from: Option<Date>,
        /// Up to the end of this day; nothing: today.
        to: Option<Date>,
        /// Of which practice; nothing: of this one, the only one that a store holds.
        practice: Option<OdsCode>,
    },
    /// Choose a route for needs of a case, with the agreement that it takes.
    Route {
        /// Which case.
        case: WhichCase,
        /// Which needs; none: all without a route.
        needs: Vec<NeedKey>,
        /// Which route.
        route: Route,
        /// What the patient said.
        agreement: Agreed,
    },
    /// Correct what is known of a patient.
    CorrectPatient {
        /// Which.
        patient: PatientId,
        /// What is known now, whole.
        details: Box<Details>,
    },
    /// Two records are one person.
    JoinPatients {
        /// The record that goes on.
        keep: PatientId,
        /// The record that is joined into it.
        join: PatientId,
    },
    /// Take one's own last change back.
    Undo {
        /// A case or a patient that it changed, or an unmet need that it noted.
        subject: Subject,
    },
    /// Import services.
    ImportServices {
        /// The records.
        records: Vec<ImportedService>,
        /// The feed of records that name none and are not known yet.
        feed: String,
        /// Whether `feed` was chosen by the person, so that it also stands above the feed that a record names.
        feed_chosen: bool,
        /// Only say what would happen.
        dry_run: bool,
    },
    /// Note that nothing was found: what was needed, and in which district. Never the words that were typed.
    NoteUnmet {
        /// What was needed; at least one.
        needs: Vec<NeedKey>,
        /// The district where, if it is known.
        area: Option<Outcode>,
    },
    /// A page of the unmet needs that were noted, the oldest first.
    UnmetNeeds {
        /// From this day on.
        from: Option<Date>,
        /// Up to the end of this day.
        to: Option<Date>,
        /// Behind this one.
        after: Option<UnmetCursor>,
        /// At most so many; 1–500.
        limit: usize,
    },
    /// How much is known of where postcodes are.
    Places,
    /// Take places in the stead of those that are known.
    ImportPlaces {
        /// All of them.
        places: Box<Places>,
        /// The name of the file that they come from.
        file: String,
        /// Only say what would be known.
        dry_run: bool,
    },
    /// Record that a service's entry was checked today.
    CheckService {
        /// Which.
        service: ServiceKey,
    },
    /// Record that a service's details were given to somebody, without saying to whom.
    GiveDetails {
        /// Which.
        service: ServiceKey,
    },
}
