//! Who may do what: the one place where permission is checked.

use crate::desk::request::{Request, Route};
use crate::domain::case::Command;
use crate::domain::case::work::Work;
use crate::domain::report::ReportName;
use crate::domain::staff::{Role, Staff};

/// A kind of thing that somebody may be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is named after what it allows, and said in words by `Deed::said`")]
pub enum Deed {
    SeeOverview,
    SeeToday,
    SeeCases,
    ReadNotes,
    SeePatients,
    UseDirectory,
    SeeStaff,
    SeeCallCard,
    SetUp,
    KeepStaff,
    SetLimits,
    ConfirmCard,
    Flag,
    Route,
    RecordAgreement,
    ChangeUrgency,
    Accept,
    Return,
    Reassign,
    WriteNote,
    EndCase,
    Acknowledge,
    CorrectPatient,
    JoinPatients,
    Undo,
    ImportServices,
    ImportPlaces,
    CheckService,
    GiveDetails,
    NoteUnmet,
    SeeUnmet,
    AskCallBack,
    Work,
    KeepCaseloads,
    SetLeave,
    SeeCaseloads,
    RecordLicence,
    SeeReports,
    SeeCalendar,
}

use Role::{Administrator as A, Clinician as C, LinkWorker as L, Manager as M, Receptionist as R};

impl Deed {
    /// All of them.
    pub const ALL: [Self; 39] = [
        Self::SeeOverview,
        Self::SeeToday,
        Self::SeeCases,
        Self::ReadNotes,
        Self::SeePatients,
        Self::UseDirectory,
        Self::SeeStaff,
        Self::SeeCallCard,
        Self::SetUp,
        Self::KeepStaff,
        Self::SetLimits,
        Self::ConfirmCard,
        Self::Flag,
        Self::Route,
        Self::RecordAgreement,
        Self::ChangeUrgency,
        Self::Accept,
        Self::Return,
        Self::Reassign,
        Self::WriteNote,
        Self::EndCase,
        Self::Acknowledge,
        Self::CorrectPatient,
        Self::JoinPatients,
        Self::Undo,
        Self::ImportServices,
        Self::ImportPlaces,
        Self::CheckService,
        Self::GiveDetails,
        Self::NoteUnmet,
        Self::SeeUnmet,
        Self::AskCallBack,
        Self::Work,
        Self::KeepCaseloads,
        Self::SetLeave,
        Self::SeeCaseloads,
        Self::RecordLicence,
        Self::SeeReports,
        Self::SeeCalendar,
    ];

    /// The roles that may.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Self::SeeOverview
            | Self::SeeToday
            | Self::UseDirectory
            | Self::SeeStaff
            | Self::SeeCallCard
            | Self::CheckService
            | Self::NoteUnmet => &[R, C, L, M, A],
            // Whoever hands over sees who has room.
            Self::SeeCases | Self::SeePatients | Self::Undo | Self::SeeCaseloads => &[R, C, L, M],
            Self::Flag
            | Self::Route
            | Self::RecordAgreement
            | Self::ChangeUrgency
            | Self::CorrectPatient
            | Self::JoinPatients
            | Self::AskCallBack
            | Self::GiveDetails => &[R, C, L],
            Self::ReadNotes | Self::WriteNote => &[C, L],
            Self::Accept | Self::Return | Self::EndCase | Self::Work | Self::SeeCalendar => &[L],
            Self::Acknowledge => &[C],
            Self::Reassign | Self::SetLeave => &[L, M],
            Self::SeeUnmet => &[L, M, A],
            Self::SetLimits | Self::KeepCaseloads | Self::SeeReports => &[M],
            Self::ConfirmCard | Self::ImportPlaces => &[M, A],
            Self::KeepStaff | Self::ImportServices | Self::RecordLicence => &[A],
            // Nobody is anybody yet: an empty store lets whoever comes set it up, once.
            Self::SetUp => &[],
        }
    }

    /// What it is, as the end of "only … may".
    pub fn said(self) -> &'static str {
        match self {
            Self::SeeOverview | Self::SeeToday => "see what is to do",
            Self::SeeCases => "see cases",
            Self::ReadNotes => "read the link workers' notes",
            Self::SeePatients => "look patients up",
            Self::UseDirectory => "use the directory",
            Self::SeeStaff => "see who works here",
            Self::SeeCallCard => "see who to call",
            Self::SetUp => "set up a practice",
            Self::KeepStaff => "take staff on or retire them",
            Self::SetLimits => "set the practice's limits",
            Self::ConfirmCard => "confirm the numbers of the call card",
            Self::Flag => "flag needs",
            Self::Route => "choose a route for a need",
            Self::RecordAgreement => "record what a patient agrees to",
            Self::ChangeUrgency => "change how urgent a case is",
            Self::Accept => "accept cases",
            Self::Return => "give cases back",
            Self::Reassign => "reassign cases",
            Self::WriteNote => "write notes",
            Self::EndCase => "close cases, end needs and open cases again",
            Self::Acknowledge => "acknowledge an escalation",
            Self::CorrectPatient => "correct a patient's record",
            Self::JoinPatients => "join two records",
            Self::Undo => "take changes back",
            Self::ImportServices => "import services",
            Self::ImportPlaces => "import postcodes",
            Self::CheckService => "say that a service was checked",
            Self::GiveDetails => "give a service's details",
            Self::NoteUnmet => "note an unmet need",
            Self::SeeUnmet => "see the unmet needs",
            Self::AskCallBack => "take down that a patient asks to be rung",
            Self::Work => "write down what is done for a patient",
            Self::KeepCaseloads => "settle how many cases a link worker takes",
            Self::SetLeave => "say when a link worker is away",
            Self::SeeCaseloads => "see who has room",
            Self::RecordLicence => "record the licence of an instrument",
            Self::SeeReports => "see the reports",
            Self::SeeCalendar => "see the appointments",
        }
    }

    /// What a request does.
    pub fn of(request: &Request) -> Self {
        match request {
            Request::Overview => Self::SeeOverview,
            Request::Today => Self::SeeToday,
            Request::Cases { .. } | Request::Case { .. } => Self::SeeCases,
            Request::Patients { .. } | Request::Patient { .. } | Request::Alike { .. } => Self::SeePatients,
            Request::Services { .. } | Request::Service { .. } | Request::Find(_) | Request::Places => {
                Self::UseDirectory
            }
            Request::Staff => Self::SeeStaff,
            Request::CallCard { .. } => Self::SeeCallCard,
            Request::SetUp(_) => Self::SetUp,
            Request::AddStaff { .. } | Request::RetireStaff { .. } => Self::KeepStaff,
            Request::SetLimits(_) => Self::SetLimits,
            Request::ConfirmCard { .. } => Self::ConfirmCard,
            Request::Flag(_) => Self::Flag,
            Request::Route { route, .. } => Self::of_route(route),
            Request::OnCase { command, .. } => Self::of_command(command),
            Request::Work { work: Work::AskCallBack { .. }, .. } => Self::AskCallBack,
            Request::Work { .. } => Self::Work,
            Request::Caseloads | Request::Whom { .. } => Self::SeeCaseloads,
            Request::KeepCaseload { .. } => Self::KeepCaseloads,
            Request::SetLeave { .. } | Request::MoveDue { .. } => Self::SetLeave,
            Request::RecordLicence { .. } => Self::RecordLicence,
            Request::Calendar { .. } => Self::SeeCalendar,
            Request::CorrectPatient { .. } => Self::CorrectPatient,
            Request::JoinPatients { .. } => Self::JoinPatients,
            Request::Undo { .. } => Self::Undo,
            Request::ImportServices { .. } => Self::ImportServices,
            Request::ImportPlaces { .. } => Self::ImportPlaces,
            Request::CheckService { .. } => Self::CheckService,
            Request::GiveDetails { .. } => Self::GiveDetails,
            Request::NoteUnmet { .. } => Self::NoteUnmet,
            // The report says what the ledger says.
            Request::UnmetNeeds { .. } | Request::Report { name: ReportName::Unmet, .. } => Self::SeeUnmet,
            Request::Report { .. } => Self::SeeReports,
        }
    }

    /// All five are one permission today; a practice that wants to part them does it here.
    fn of_route(route: &Route) -> Self {
        match route {
            Route::Signpost { .. }
            | Route::Refer { .. }
            | Route::HandOver { .. }
            | Route::Escalate { .. }
            | Route::Decline { .. } => Self::Route,
        }
    }

    fn of_command(command: &Command) -> Self {
        match command {
            Command::Flag(_) => Self::Flag,
            Command::RecordAgreement(_) => Self::RecordAgreement,
            Command::Signpost { .. }
            | Command::Refer { .. }
            | Command::HandOver { .. }
            | Command::Escalate(_)
            | Command::Decline { .. } => Self::Route,
            Command::Acknowledge => Self::Acknowledge,
            Command::Accept | Command::See => Self::Accept,
            Command::Return { .. } => Self::Return,
            Command::Reassign { .. } => Self::Reassign,
            Command::Note { .. } => Self::WriteNote,
            Command::ChangeUrgency { .. } => Self::ChangeUrgency,
            Command::Work(Work::AskCallBack { .. }) => Self::AskCallBack,
            Command::Work(_) => Self::Work,
            Command::EndNeed { .. } | Command::Close(_) | Command::Reopen { .. } => Self::EndCase,
            Command::Undo => Self::Undo,
        }
    }

    /// Whether a member of staff may.
    pub fn is_allowed(self, staff: &Staff) -> bool {
        self.roles().iter().any(|role| staff.is(*role))
    }

    /// Who may, as it is said: "link workers and managers".
    pub fn who_may(self) -> String {
        let names: Vec<_> = self.roles().iter().map(|role| format!("{}s", role.name())).collect();
        match names.split_last() {
            None => "nobody".to_owned(),
            Some((one, [])) => one.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
        }
    }
}
