//! Everything that somebody can ask of the desk.

use crate::domain::case::work::{Next, Work};
use crate::domain::case::{Closing, Command, NeedEnd, Queue, ServiceRef};
use crate::domain::caseload::Leave;
use crate::domain::id::{CaseId, PatientId, StaffId, UnmetId};
use crate::domain::measure::instrument::InstrumentKey;
use crate::domain::need::NeedKey;
use crate::domain::nhs_number::NhsNumber;
use crate::domain::ods::OdsCode;
use crate::domain::patient::Details;
use crate::domain::places::Places;
use crate::domain::postcode::Outcode;
use crate::domain::practice::Limits;
use crate::domain::record::Subject;
use crate::domain::report::ReportName;
use crate::domain::service::ServiceKey;
use crate::domain::service::details::ServiceDetails;
use crate::domain::staff::Role;
use crate::domain::urgency::Urgency;
use jiff::Timestamp;
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

/// One record of a file of services.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportedService {
    /// The line or the number of the record in its file, from 1.
    pub record: u64,
    /// The feed that it names.
    pub feed: Option<String>,
    /// Its own id.
    pub id: String,
    /// What it says.
    pub details: Box<ServiceDetails>,
}

/// A case, by its id or its reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhichCase {
    /// By id.
    Id(CaseId),
    /// As somebody typed it: a reference or an id.
    Typed(String),
}

/// Which cases a list shows. All conditions hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CaseFilter {
    /// Where they stand; without it: all open ones.
    pub stage: Option<StageFilter>,
    /// With this need, not ended.
    pub need: Option<NeedKey>,
    /// Only urgent ones.
    pub urgent: bool,
    /// Only those that wait longer than the practice's limit.
    pub overdue: bool,
}

/// Where a case stands, as a list asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageFilter {
    /// One queue.
    In(Queue),
    /// The asker's own: with them, or waiting for them.
    Mine,
    /// Waiting, for the team or for anybody.
    Waiting,
    /// With any link worker.
    WithLinkWorker,
    /// What the asker flagged.
    FlaggedByMe,
    /// Escalated and not acknowledged.
    Escalated,
    /// Of one patient, closed ones too.
    Of(PatientId),
    /// Every case that is open.
    Open,
}

/// Where a page of a list ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The place, as its queue orders it.
    pub place: Vec<u8>,
    /// The case there.
    pub case: CaseId,
}

/// Where a page of unmet needs ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmetCursor {
    /// When the last one was noted.
    pub at: Timestamp,
    /// Which it is.
    pub id: UnmetId,
    /// Whether it is a case's.
    #[serde(default)]
    pub from_case: bool,
}

/// What to find.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each says whether something comes, by itself")]
pub struct Find {
    /// What was typed; at most 10,000 characters are looked at.
    pub text: String,
    /// Services.
    pub services: bool,
    /// Patients.
    pub patients: bool,
    /// Cases.
    pub cases: bool,
    /// Services of this feed only.
    pub feed: Option<String>,
    /// Services that meet these needs come first.
    pub needs: Vec<NeedKey>,
    /// Services near here come first: a postcode or an outcode.
    pub near: Option<String>,
    /// For whom: what they cannot use is set apart, by age and sex; without `near`, what is near them comes first.
    #[serde(default)]
    pub patient: Option<PatientId>,
    /// What was set apart comes too, behind the rest, each with its reason.
    #[serde(default)]
    pub apart: bool,
    /// At most so many; 1–500.
    pub limit: usize,
}

/// A new practice and its first member of staff, who has every role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUp {
    /// The practice's name.
    pub practice: String,
    /// Its ODS code.
    pub ods: OdsCode,
    /// Who sets it up.
    pub staff: String,
    /// Their roles; all of them where this is empty.
    pub roles: BTreeSet<Role>,
    /// Their account of the operating system.
    pub account: Option<String>,
}

/// Whose need is flagged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// Somebody who has a record here.
    Known(PatientId),
    /// Whoever has this number; where nobody has, the name is to be filled in later.
    Number(NhsNumber),
    /// Somebody new.
    New {
        /// Who.
        details: Box<Details>,
        /// Also where somebody alike is known.
        even_if_alike: bool,
    },
}

/// Needs to flag, and what happens to them with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlagNeeds {
    /// Whose.
    pub whose: Whose,
    /// What is known of the patient now, where the form changed it; whole.
    pub corrected: Option<Box<Details>>,
    /// Which needs.
    pub needs: Vec<NeedKey>,
    /// How urgent.
    pub urgency: Urgency,
    /// What was said.
    pub note: String,
    /// Why to go on in spite of a red flag, where one stands.
    pub went_on: String,
    /// What happens to the needs; nothing: they stay to route.
    pub route: Option<Route>,
    /// What the patient said to the hand-over or the referral.
    pub agreement: Agreed,
}

/// One of the five routes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// Give the patient a service's details.
    Signpost {
        /// Which.
        service: ServiceRef,
    },
    /// Give a service the patient's agreed details.
    Refer {
        /// Which.
        service: ServiceRef,
        /// Which details go.
        shared: Vec<String>,
    },
    /// Ask the link workers to take it.
    HandOver {
        /// One of them, or the team.
        to: Option<StaffId>,
    },
    /// It is not for social prescribing: somebody else was told.
    Escalate {
        /// What it is about.
        reason: String,
        /// Who was told.
        told: String,
        /// When; nothing: now.
        told_at: Option<Timestamp>,
    },
    /// The patient wants no help with it.
    Decline {
        /// Why, if they said.
        why: String,
    },
}

/// What the patient said to being contacted, or to a service being told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreed {
    /// Nobody has asked, or it is recorded already.
    #[default]
    NotAsked,
    /// Yes, to these words.
    Yes {
        /// The words that were put to them.
        words: String,
    },
    /// No, to these words: the needs are declined.
    No {
        /// The words that were put to them.
        words: String,
    },
}

/// One end for every need that has not ended.
pub fn close_all(end: NeedEnd, summary: String) -> Command {
    Command::Close(Closing { rest: Some(end), summary, ..Closing::default() })
}
