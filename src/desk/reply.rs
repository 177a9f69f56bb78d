//! Everything that the desk answers. What the asker may not see is not in it.

use crate::desk::request::{Cursor, UnmetCursor};
use crate::domain::call_card::CardLine;
use crate::domain::case::work::{Appointment, Attention, CallBack, Casework, Did, Next};
use crate::domain::case::{Agreement, CaseNeed, Escalation, Stage, WentOn};
use crate::domain::caseload::{Leave, Proposal};
use crate::domain::id::{CaseId, ChangeId, PatientId, PracticeId, StaffId, UnmetId};
use crate::domain::need::NeedKey;
use crate::domain::ods::OdsCode;
use crate::domain::patient::Patient;
use crate::domain::postcode::Outcode;
use crate::domain::practice::Practice;
use crate::domain::record::Subject;
use crate::domain::reference::Reference;
use crate::domain::report::Report;
use crate::domain::service::Service;
use crate::domain::staff::Staff;
use crate::domain::unmet::WhyNot;
use crate::domain::urgency::Urgency;
use jiff::Timestamp;
use jiff::civil::Date;
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

/// A link worker's caseload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caseload {
    /// Whose.
    pub staff: StaffId,
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
    /// How many they take; nothing: nobody has settled it.
    pub capacity: Option<u16>,
    /// The languages that they speak beside English.
    pub languages: Vec<String>,
    /// The practices whose cases they take; none: their own.
    pub covers: Vec<OdsCode>,
    /// When they are away next, or now.
    pub leave: Option<Leave>,
}

/// A case that moves from a link worker who is away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// Which case, as it was before.
    pub case: CaseLine,
    /// When it is due.
    pub due: Option<Date>,
    /// To whom; nobody: to the team, because nobody has room.
    pub to: Option<StaffId>,
    /// The same, by name.
    pub to_name: String,
    /// Why it did not move.
    pub refused: Option<String>,
}

/// An appointment, or a day on which a case is looked at again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalendarLine {
    /// Which case.
    pub case: CaseLine,
    /// The link worker whose it is.
    pub staff: StaffId,
    /// The appointment; nothing: the case's next date or a follow-up.
    pub appointment: Option<Appointment>,
    /// The day.
    pub on: Date,
    /// What for.
    pub what: String,
}

/// The practice at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// The practice.
    pub practice: Practice,
    /// Urgent open cases. The counts stop at [`Overview::MOST`].
    pub urgent: usize,
    /// Waiting for a link worker.
    pub waiting: usize,
    /// Waiting longer than the practice's limit; 0 where none is set.
    pub overdue: usize,
    /// Without a route.
    pub to_route: usize,
    /// Services in the directory that are indexed.
    pub services: usize,
    /// Whether everything can be found already; otherwise the index is still being made.
    pub index_ready: bool,
    /// What happened when the store was opened.
    pub notices: Vec<String>,
}

impl Overview {
    /// Where counting stops: "999+".
    pub const MOST: usize = 1000;
}

/// What somebody should do next.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Today {
    /// In the order of their weight; none is empty.
    pub sections: Vec<Section>,
}

/// A part of Today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// What it holds.
    pub kind: SectionKind,
    /// Its first cases.
    pub cases: Vec<CaseLine>,
    /// Whether there are more.
    pub more: bool,
}

/// What a part of Today holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    /// Escalated, and no clinician has taken note.
    Escalated,
    /// A need has no route.
    ToRoute,
    /// The asker's own, accepted, without a date on which somebody looks at it again.
    NoDate,
    /// The patient asked to be rung.
    CallBacks,
    /// The asker's own whose day is past.
    Overdue,
    /// The asker's own whose day is today, and follow-ups.
    Due,
    /// Waiting for the asker.
    WaitingForMe,
    /// The asker's own, with needs that they have not seen.
    New,
    /// Waiting for the team.
    Team,
    /// The asker's own whose patient was not spoken to yet.
    NotReached,
    /// The asker's own where a service has not answered.
    AwaitsService,
    /// The asker's own where an agreement runs out.
    Agreements,
    /// The asker's own where a measure is due.
    Measures,
    /// With the asker, and none of the others.
    Mine,
    /// What came of what the asker flagged.
    Flagged,
}

impl SectionKind {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Escalated => "Escalated: a clinician has to take note",
            Self::ToRoute => "To route",
            Self::NoDate => "Without a next date",
            Self::CallBacks => "Asked to be rung",
            Self::Overdue => "Overdue",
            Self::Due => "Due today",
            Self::NotReached => "Not reached yet",
            Self::AwaitsService => "Waiting for a service's answer",
            Self::Agreements => "Agreements that run out",
            Self::Measures => "Measures due",
            Self::WaitingForMe => "Waiting for you",
            Self::New => "New needs in your cases",
            Self::Team => "Waiting for the team",
            Self::Mine => "Your other cases",
            Self::Flagged => "What came of what you flagged",
        }
    }
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseLine {
    /// Its id.
    pub id: CaseId,
    /// Its reference.
    pub reference: Reference,
    /// Whose it is.
    pub patient: PatientLine,
    /// The needs.
    pub needs: Vec<CaseNeed>,
    /// How urgent.
    pub urgency: Urgency,
    /// Where it stands.
    pub stage: Stage,
    /// The link worker's name: whose it is, or for whom it waits.
    pub worker: Option<String>,
    /// When it was opened.
    pub opened: Timestamp,
    /// Who flagged it first.
    pub opened_by: String,
    /// When anything last happened.
    pub last: Timestamp,
    /// Whether an escalation waits for a clinician.
    pub escalated: bool,
    /// Working days past the practice's limit; 0: not overdue.
    pub overdue_days: u16,
    /// When its link worker looks at it again; nothing where nobody has it, or the asker may not see it.
    #[serde(default)]
    pub next: Option<Next>,
    /// Why it wants its link worker's attention, the heaviest reason first.
    #[serde(default)]
    pub attention: Vec<Attention>,
    /// What came of it so far, without the link workers' notes: "reached, joined Lunch Club".
    #[serde(default)]
    pub came_of_it: String,
    /// The call that the patient asked for.
    #[serde(default)]
    pub call_back: Option<CallBack>,
}

/// A page of a list of cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CasePage {
    /// The cases.
    pub cases: Vec<CaseLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// A patient in a list: enough to read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientLine {
    /// The record.
    pub id: PatientId,
    /// The name, or the number of somebody whose name is to be filled in.
    pub called: String,
    /// The first name, to say.
    pub first_name: String,
    /// `999 526 0182 · 3 Feb 1948 (78) · BS3 4NN`.
    pub read_back: String,
    /// The reference and needs of the open case, where there is one.
    pub open_case: Option<String>,
    /// Why a search found them: "same birth date, sounds alike".
    pub why: String,
}

/// One patient, with their cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PatientCard {
    /// The record; of a joined one, the record that goes on.
    pub patient: Patient,
    /// In a line.
    pub line: PatientLine,
    /// The open case.
    pub open_case: Option<CaseLine>,
}

/// One case, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseCard {
    /// In a line.
    pub line: CaseLine,
    /// Whose it is.
    pub patient: Patient,
    /// What was said when it was flagged.
    pub note: String,
    /// What the patient agreed to.
    pub agreements: Vec<Agreement>,
    /// What was escalated.
    pub escalations: Vec<Escalation>,
    /// Where somebody went on in spite of a red flag.
    pub went_on: Vec<WentOn>,
    /// What happened, oldest first.
    pub history: Vec<HistoryLine>,
    /// What the asker can do with it now, and why not otherwise.
    pub actions: Vec<Action>,
    /// What the asker can take back: "the hand-over".
    pub undo: Option<String>,
    /// What the link workers do for the patient; nothing where the asker may not see it.
    #[serde(default)]
    pub work: Option<Box<Casework>>,
    /// What is proposed to be next after each kind of thing that can be done.
    #[serde(default)]
    pub proposed: Vec<(Did, Next)>,
    /// What hangs on the patient's agreement to be contacted, in words: what stops when it is withdrawn.
    #[serde(default)]
    pub hangs_on_contact: Vec<String>,
}

/// Something that can be done with a case, or why it cannot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// What.
    pub kind: ActionKind,
    /// Why not; nothing: it can be done.
    pub refused: Option<String>,
}

/// What can be done with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// Take it.
    Accept,
    /// Hand it over.
    HandOver,
    /// Give the details of a service.
    Signpost,
    /// Refer to a service.
    Refer,
    /// Escalate.
    Escalate,
    /// Take note of an escalation.
    Acknowledge,
    /// Record that needs are declined.
    Decline,
    /// Give it back.
    Return,
    /// Give it to somebody else.
    Reassign,
    /// Write a note.
    Note,
    /// Close it.
    Close,
    /// Open it again.
    Reopen,
    /// Write a contact down.
    Contact,
    /// Settle when it is looked at again.
    Wait,
    /// Take down that the patient asks to be rung.
    CallBack,
    /// Settle an appointment.
    Appoint,
    /// Work on the plan: goals and steps.
    Plan,
    /// Fill an instrument.
    Measure,
    /// Settle a follow-up.
    FollowUp,
    /// Withdraw an agreement.
    Withdraw,
    /// Take the block for the clinical system.
    Code,
}

/// One line of a case's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: String,
    /// What, as the rest of a sentence: "handed loneliness over to the team".
    pub what: String,
    /// More, in somebody's own words.
    pub words: String,
    /// Whether it was taken back later.
    pub taken_back: bool,
}

/// A page of the directory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServicePage {
    /// The services.
    pub services: Vec<Service>,
    /// Whether there are more.
    pub more: bool,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The best first.
    pub hits: Vec<Hit>,
    /// How many there are in all, as far as was counted.
    pub total: usize,
    /// How many services were set apart, because the patient cannot use them.
    #[serde(default)]
    pub apart: usize,
    /// Where nothing was found: the nearest texts that do find something, at most three.
    #[serde(default)]
    pub readings: Vec<String>,
    /// Whether the index is still being made, so that something may be missing.
    pub loading: bool,
    /// How long the search took, in microseconds.
    pub micros: u64,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// What it is.
    pub what: HitKind,
    /// Its own id: of a service as published, of a case its reference.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The characters of the name that matched, from 0.
    pub marks: Vec<usize>,
    /// What else tells it apart: organisation and place; a birth date.
    pub about: String,
    /// Why it is here, in words.
    pub why: String,
    /// What decides whether a service is of use: `free`, `open now until 16:00`, `checked 3 weeks ago`.
    #[serde(default)]
    pub facts: Vec<String>,
    /// Why the patient cannot use it: `for under 25`, `full`.
    #[serde(default)]
    pub unusable: Option<String>,
}

/// What a hit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HitKind {
    /// A service, by its subject.
    Service(Subject),
    /// A patient.
    Patient(PatientId),
    /// A case.
    Case(CaseId),
}

impl Hit {
    /// Everything that speaks for and against it, in order: why it cannot be used, why it is here, what decides.
    pub fn says(&self) -> impl Iterator<Item = &str> {
        let parts = self.unusable.iter().chain([&self.why]).chain(&self.facts);
        parts.map(String::as_str).filter(|part| !part.is_empty())
    }

    /// How to ask for the service that this is: also where several feeds have its own id.
    pub fn service(&self) -> Option<String> {
        match self.what {
            HitKind::Service(subject) => Some(subject.id.to_string()),
            _ => None,
        }
    }
}

/// Something was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Done {
    /// In a sentence: "Margaret Ellis is handed over to the team (K7M-4)."
    pub said: String,
    /// What to read out to the patient, if anything.
    pub read_out: Option<String>,
    /// The change, to take it back.
    pub change: Option<ChangeId>,
    /// What it changed.
    pub subjects: Vec<Subject>,
    /// The case, as it is now.
    pub case: Option<Box<CaseLine>>,
    /// The member of staff who was taken on or has left.
    pub staff: Option<Staff>,
    /// The practice that was set up.
    pub practice: Option<PracticeId>,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// New services.
    pub added: usize,
    /// Services whose details differ now.
    pub changed: usize,
    /// Services that were as the file has them.
    pub unchanged: usize,
    /// What could not be taken, and why.
    pub rejected: Vec<Rejected>,
}

/// How much is known of where postcodes are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacesCard {
    /// Whole postcodes.
    pub postcodes: usize,
    /// Districts.
    pub outcodes: usize,
    /// The file that they come from; nothing: none was imported.
    pub file: Option<String>,
    /// When it was imported.
    pub imported_at: Option<Timestamp>,
    /// Who imported it, by name.
    pub imported_by: Option<String>,
    /// Why nothing is known although something was kept: the file was damaged.
    pub trouble: Option<String>,
}

/// A page of the unmet needs that were noted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmetPage {
    /// The notes, the oldest first.
    pub needs: Vec<UnmetLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<UnmetCursor>,
}

/// A note that nothing was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmetLine {
    /// Its id.
    pub id: UnmetId,
    /// What was needed.
    pub needs: Vec<NeedKey>,
    /// The district where, if it was said.
    pub area: Option<Outcode>,
    /// When it was noted.
    pub at: Timestamp,
    /// Who noted it, by name.
    pub by: String,
    /// Why there was no help, where a case was closed or a need of it ended without; nothing: somebody noted that nothing
    /// was found. The id is then nothing that could be taken back.
    #[serde(default)]
    pub why: Option<WhyNot>,
}

/// A record that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Its line or number in the file.
    pub record: u64,
    /// Why.
    pub reason: String,
}
