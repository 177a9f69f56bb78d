//! The JSON of casework: what is next, contacts, appointments, plan, follow-ups; and what is printed of them.

use crate::cli::choice::hyphens;
use crate::cli::shapes::case::DoneShape;
use crate::cli::shapes::measure::{DeclinedShape, MeasureShape};
use crate::domain::case::work::{
    Appointment, AppointmentState, CallBack, Casework, Contacted, FollowUp, FollowUpState, Goal, GoalState,
    Next, Step, StepChange,
};
use crate::exchange::clinical::{ClinicalBlock, Coding};
use crate::exchange::plan::pdf::Pdf;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use std::path::Path;

/// What the link workers do for a patient, within `signpost case ID`.
#[derive(Clone, Debug, Serialize)]
pub struct WorkShape {
    /// When a link worker first accepted the case.
    pub accepted: Option<Timestamp>,
    /// Every attempt to reach the patient, the first first.
    pub contacts: Vec<ContactShape>,
    /// Appointments, also those that were held or called off.
    pub appointments: Vec<AppointmentShape>,
    /// What matters to the patient.
    pub goals: Vec<GoalShape>,
    /// The plan.
    pub steps: Vec<StepShape>,
    /// Filled instruments, the first day first.
    pub measures: Vec<MeasureShape>,
    /// Instruments that the patient did not want to fill in, the first day first.
    pub declined: Vec<DeclinedShape>,
    /// Days on which somebody asks again how the patient is.
    pub follow_ups: Vec<FollowUpShape>,
    /// The SNOMED CT code that was taken for the clinical system, if one was.
    pub coded: Option<String>,
    /// The day that it is recorded for.
    pub coded_on: Option<Date>,
}

/// When somebody looks at a case again.
#[derive(Clone, Debug, Serialize)]
pub struct NextShape {
    /// The day.
    pub on: Date,
    /// `contact`, `wait` or `review`.
    pub what: &'static str,
    /// `morning`, `afternoon` or `evening`; `null`: any time.
    pub band: Option<&'static str>,
    /// In words; may be empty.
    pub why: String,
}

/// A call that the patient asked for.
#[derive(Clone, Debug, Serialize)]
pub struct CallBackShape {
    /// The day.
    pub on: Date,
    /// `morning`, `afternoon` or `evening`; `null`: any time.
    pub band: Option<&'static str>,
    /// What about; may be empty.
    pub why: String,
}

/// One attempt to reach the patient.
#[derive(Clone, Debug, Serialize)]
pub struct ContactShape {
    /// When.
    pub at: Timestamp,
    /// `phone`, `text`, `video`, `in-person`, `letter` or `email`.
    pub how: String,
    /// `spoke`, `no-answer`, `message-left`, `sent`, `wrong-number`, `did-not-attend` or `call-back`.
    pub result: String,
    /// How long it took.
    pub minutes: Option<u16>,
    /// In a sentence; may be empty.
    pub note: String,
}

/// An appointment.
#[derive(Clone, Debug, Serialize)]
pub struct AppointmentShape {
    /// Its number in the case.
    pub number: u32,
    /// When it begins.
    pub at: Timestamp,
    /// How long, in minutes.
    pub minutes: u16,
    /// `phone`, `video` or `in-person`.
    pub how: String,
    /// The place, or the link of a video call; may be empty.
    pub place: String,
    /// `stands`, `held` or `cancelled`.
    pub state: &'static str,
    /// How often it was changed.
    pub changed: u32,
}

/// What matters to the patient.
#[derive(Clone, Debug, Serialize)]
pub struct GoalShape {
    /// Its number in the case.
    pub number: u32,
    /// In the patient's words.
    pub text: String,
    /// `open`, `reached` or `dropped`.
    pub state: &'static str,
}

/// A step of the plan.
#[derive(Clone, Debug, Serialize)]
pub struct StepShape {
    /// Its number in the case.
    pub number: u32,
    /// The service's name, or the activity.
    pub what: String,
    /// The service as `feed/id`; `null`: an activity.
    pub service: Option<String>,
    /// The need that it is for, by key.
    pub need: Option<String>,
    /// Where it stands: `suggested`, `agreed`, `referred`, `waiting-list` ...
    pub state: String,
    /// How far it came, each with its day.
    pub changes: Vec<StepChangeShape>,
}

/// How far a step came.
#[derive(Clone, Debug, Serialize)]
pub struct StepChangeShape {
    /// As the step's own.
    pub state: String,
    /// The day that it is true of.
    pub on: Date,
    /// Why; may be empty.
    pub why: String,
    /// Which details went to the service.
    pub shared: Vec<String>,
}

/// A day on which somebody asks again how the patient is.
#[derive(Clone, Debug, Serialize)]
pub struct FollowUpShape {
    /// Its number in the case.
    pub number: u32,
    /// The day.
    pub on: Date,
    /// What about; may be empty.
    pub why: String,
    /// `due`, `done` or `dropped`.
    pub state: &'static str,
}

/// A service was told of the patient (`signpost case ID step N referred`).
#[derive(Clone, Debug, Serialize)]
pub struct ReferredShape {
    /// What was done.
    #[serde(flatten)]
    pub done: DoneShape,
    /// The service's name.
    pub sent_to: String,
    /// Exactly what it is told.
    pub sent: Vec<DetailShape>,
}

/// A detail that leaves the practice.
#[derive(Clone, Debug, Serialize)]
pub struct DetailShape {
    /// Which.
    pub detail: &'static str,
    /// What it says; `null`: it is not known, and so nothing is told.
    pub says: Option<String>,
}

/// A printed plan (`signpost case ID plan`).
#[derive(Clone, Debug, Serialize)]
pub struct PlanShape {
    /// `text` or `pdf`.
    pub format: &'static str,
    /// The file that was written; `null`: none.
    pub file: Option<String>,
    /// The text, where no file was written.
    pub text: Option<String>,
    /// How many pages; `null`: text has none.
    pub pages: Option<usize>,
    /// The size of the type, in points.
    pub points: Option<f32>,
    /// Characters that cannot be shown in the PDF.
    pub not_shown: Vec<char>,
}

/// What is pasted into the clinical system (`signpost case ID block`).
#[derive(Clone, Debug, Serialize)]
pub struct BlockShape {
    /// The block: ASCII, in short lines.
    pub block: String,
    /// The SNOMED CT code to record now; `null`: none, or it was recorded before.
    pub code: Option<&'static str>,
    /// The day for which it was recorded before; `null`: it was not.
    pub already_coded_on: Option<Date>,
}

impl From<&Casework> for WorkShape {
    fn from(work: &Casework) -> Self {
        Self {
            accepted: work.accepted.map(|moment| moment.at),
            contacts: work.contacts.iter().map(ContactShape::from).collect(),
            appointments: work.appointments.iter().map(AppointmentShape::from).collect(),
            goals: work.goals.iter().map(GoalShape::from).collect(),
            steps: work.steps.iter().map(StepShape::from).collect(),
            measures: work.measures.iter().map(|one| MeasureShape::of(one, &work.measures)).collect(),
            declined: work.declined.iter().map(DeclinedShape::from).collect(),
            follow_ups: work.follow_ups.iter().map(FollowUpShape::from).collect(),
            coded: work.coded.as_ref().map(|coded| coded.code.clone()),
            coded_on: work.coded.as_ref().map(|coded| coded.on),
        }
    }
}

impl From<&Next> for NextShape {
    fn from(next: &Next) -> Self {
        let band = next.band.map(crate::domain::attempt::Band::name);
        Self { on: next.on, what: next.what.name(), band, why: next.why.clone() }
    }
}

impl From<&CallBack> for CallBackShape {
    fn from(call: &CallBack) -> Self {
        let band = call.band.map(crate::domain::attempt::Band::name);
        Self { on: call.on, band, why: call.why.clone() }
    }
}

impl From<&Contacted> for ContactShape {
    fn from(one: &Contacted) -> Self {
        Self {
            at: one.at,
            how: hyphens(one.how.name()),
            result: hyphens(one.result.name()),
            minutes: one.minutes,
            note: one.note.clone(),
        }
    }
}

impl From<&Appointment> for AppointmentShape {
    fn from(one: &Appointment) -> Self {
        Self {
            number: one.number,
            at: one.at,
            minutes: one.minutes,
            how: hyphens(one.how.name()),
            place: one.place.clone(),
            state: match one.state {
                AppointmentState::Stands => "stands",
                AppointmentState::Held => "held",
                AppointmentState::Cancelled => "cancelled",
            },
            changed: one.changed,
        }
    }
}

impl From<&Goal> for GoalShape {
    fn from(goal: &Goal) -> Self {
        let state = match goal.state {
            GoalState::Open => "open",
            GoalState::Reached => "reached",
            GoalState::Dropped => "dropped",
        };
        Self { number: goal.number, text: goal.text.clone(), state }
    }
}

impl From<&Step> for StepShape {
    fn from(step: &Step) -> Self {
        let service = step.what.service().map(|service| format!("{}/{}", service.key.feed, service.key.id));
        Self {
            number: step.number,
            what: step.what.said().to_owned(),
            service,
            need: step.need.as_ref().map(ToString::to_string),
            state: hyphens(step.state().name()),
            changes: step.changes.iter().map(StepChangeShape::from).collect(),
        }
    }
}

impl From<&StepChange> for StepChangeShape {
    fn from(change: &StepChange) -> Self {
        Self {
            state: hyphens(change.state.name()),
            on: change.on,
            why: change.why.clone(),
            shared: change.shared.clone(),
        }
    }
}

impl From<&FollowUp> for FollowUpShape {
    fn from(one: &FollowUp) -> Self {
        let state = match one.state {
            FollowUpState::Due => "due",
            FollowUpState::Done => "done",
            FollowUpState::Dropped => "dropped",
        };
        Self { number: one.number, on: one.due, why: one.why.clone(), state }
    }
}

impl DetailShape {
    /// A line for people: `  phone: 07700 900123`.
    pub fn line(&self) -> String {
        format!("  {}: {}", self.detail, self.says.as_deref().unwrap_or("not known"))
    }
}

impl PlanShape {
    /// A plan as text: in a file, or here.
    pub fn text(file: Option<&Path>, text: Option<String>) -> Self {
        let file = file.map(|file| file.display().to_string());
        Self { format: "text", file, text, pages: None, points: None, not_shown: vec![] }
    }

    /// A plan as PDF.
    pub fn of_pdf(made: &Pdf) -> Self {
        Self {
            format: "pdf",
            file: None,
            text: None,
            pages: Some(made.pages),
            points: Some(made.points),
            not_shown: made.not_shown.iter().copied().collect(),
        }
    }

    /// A plan as PDF, in a file.
    pub fn pdf(file: &Path, made: &Pdf) -> Self {
        Self { file: Some(file.display().to_string()), ..Self::of_pdf(made) }
    }

    /// What whoever prints it should know.
    pub fn reservations(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(pages @ 2..) = self.pages {
            lines.push(format!("It has {pages} pages, because the plan is long: print them all."));
        }
        if !self.not_shown.is_empty() {
            let signs: Vec<String> = self.not_shown.iter().map(char::to_string).collect();
            let signs = signs.join(" ");
            lines.push(format!(
                "These characters cannot be shown in it: {signs}. Print it with --format text."
            ));
        }
        lines
    }
}

impl BlockShape {
    /// A block, with its code by itself.
    pub fn of(made: &ClinicalBlock, block: String) -> Self {
        let (code, already_coded_on) = match made.coding {
            Coding::Record(code) => (Some(code.number()), None),
            Coding::Recorded(_, on) => (None, Some(on)),
            Coding::Nothing => (None, None),
        };
        Self { block, code, already_coded_on }
    }
}
