//! Casework: what the link workers do for a patient once a case was handed over, and what is next.
//!
//! Contacts, appointments and call-backs, the plan, measures, follow-ups, and the date on which somebody looks at the
//! case again. What may be done is decided in `decide`; what it makes of the case stands in `apply`.

mod apply;
mod attention;
mod command;
mod decide;
mod event;
mod next;
mod progress;
mod propose;
mod step;
mod used;

pub use attention::Attention;
pub use command::{Attempt, Work};
pub(super) use decide::to_come;
pub use event::Worked;
pub use next::{Next, NextWhat};
pub use propose::{Did, Ways};
pub use step::{Step, StepChange, StepState, StepWhat};
pub use used::Use;

use super::{Moment, Recipient};
use crate::domain::attempt::Band;
use crate::domain::id::StaffId;
use crate::domain::measure::{Declined, Filled};
use crate::domain::safe_contact::{ContactResult, How};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// How many contacts, steps, goals, appointments, measures or follow-ups a case holds: ten times what a link worker
/// writes for one patient in a year.
pub const MANY: usize = 200;

/// What the link workers do for a patient.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Casework {
    /// When it was first handed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed_over: Option<Timestamp>,
    /// When a link worker first accepted it, and who.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Moment>,
    /// When somebody looks at it again. Every accepted case has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Next>,
    /// The call that the patient asked for, until somebody has rung.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_back: Option<CallBack>,
    /// Every attempt to reach the patient, in the order of its time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contacted>,
    /// When patient and link worker meet or speak, by arrangement.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub appointments: Vec<Appointment>,
    /// What matters to the patient, in their words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub goals: Vec<Goal>,
    /// What was planned: services and activities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// The instruments that were filled, in the order of their day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Measured>,
    /// The instruments that the patient did not want to fill in, in the order of their day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub declined: Vec<MeasureDeclined>,
    /// When somebody asks again how the patient is, also after the end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<FollowUp>,
    /// Who asks again after the end, where that is not whoever closed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asks_again: Option<StaffId>,
    /// The code that went to the clinical system, once an episode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coded: Option<Coded>,
    /// What was counted of steps, goals, appointments and follow-ups so far: none of them has a number twice.
    #[serde(skip_serializing_if = "is_zero")]
    pub numbered: u32,
}

/// One attempt to reach the patient, with its result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contacted {
    /// By what.
    pub how: How,
    /// What came of it.
    pub result: ContactResult,
    /// When it was.
    pub at: Timestamp,
    /// The weekday and the part of the day where the practice is, to try another one next time.
    pub slot: (Weekday, Band),
    /// How long it took, in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
    /// In a sentence, for link workers and clinicians.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who tried.
    pub by: StaffId,
}

/// A weekday, from Monday (1) to Sunday (7).
pub type Weekday = i8;

/// A call that the patient asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallBack {
    /// The day.
    pub on: Date,
    /// The part of the day, if they said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<Band>,
    /// What about, in a line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Who took it down, when.
    pub asked: Moment,
}

/// Patient and link worker meet or speak, by arrangement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Its number in the case.
    pub number: u32,
    /// How they meet.
    pub how: How,
    /// When it begins.
    pub at: Timestamp,
    /// Its day, where the practice is.
    pub on: Date,
    /// How long, in minutes.
    pub minutes: u16,
    /// The place, or the link of a video call.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// How often it was changed: what calendars call its sequence.
    #[serde(default)]
    pub changed: u32,
    /// What became of it.
    #[serde(default)]
    pub state: AppointmentState,
    /// When it was last changed, through whom.
    pub last: Moment,
}

/// What became of an appointment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppointmentState {
    /// It is to come, or nobody has said what came of it.
    #[default]
    Stands,
    /// A contact was written down for it.
    Held,
    /// It was called off.
    Cancelled,
}

/// What matters to the patient, in their own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Its number in the case.
    pub number: u32,
    /// In the patient's words.
    pub text: String,
    /// When it was set, through whom.
    pub set: Moment,
    /// What came of it.
    #[serde(default)]
    pub state: GoalState,
}

/// What came of a goal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalState {
    /// They are on the way.
    #[default]
    Open,
    /// They got there.
    Reached,
    /// It does not matter to them any more.
    Dropped,
}

/// One filled instrument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// Its number in the case.
    pub number: u32,
    /// What was answered.
    pub filled: Filled,
    /// Who filled it in with the patient.
    pub by: StaffId,
}

/// One instrument that the patient did not want to fill in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureDeclined {
    /// Its number in the case.
    pub number: u32,
    /// Which, and at which point.
    pub declined: Declined,
    /// Who asked them.
    pub by: StaffId,
}

/// A day on which somebody asks again how the patient is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// Its number in the case.
    pub number: u32,
    /// The day.
    pub due: Date,
    /// What about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// What became of it.
    #[serde(default)]
    pub state: FollowUpState,
}

/// What became of a follow-up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpState {
    /// It is to come.
    #[default]
    Due,
    /// The patient was spoken to.
    Done,
    /// It is not to be.
    Dropped,
}

/// The code that went to the clinical system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coded {
    /// The SNOMED CT code.
    pub code: String,
    /// The day that it is recorded for.
    pub on: Date,
    /// Who took it, when.
    pub moment: Moment,
}

impl Casework {
    /// Whether nothing has been done yet.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the patient was ever spoken to.
    pub fn is_reached(&self) -> bool {
        self.contacts.iter().any(|contact| contact.result.reached())
    }

    /// How many attempts there were since the patient was last spoken to, or since the beginning.
    pub fn tries(&self) -> usize {
        self.contacts.iter().rev().take_while(|contact| !contact.result.reached()).count()
    }

    /// When somebody first tried to reach the patient.
    pub fn first_tried(&self) -> Option<Timestamp> {
        self.contacts.first().map(|contact| contact.at)
    }

    /// When the patient was first spoken to.
    pub fn first_reached(&self) -> Option<Timestamp> {
        self.contacts.iter().find(|contact| contact.result.reached()).map(|contact| contact.at)
    }

    /// The steps that go on.
    pub fn open_steps(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| !step.state().has_ended())
    }

    /// One step.
    pub fn step(&self, number: u32) -> Option<&Step> {
        self.steps.iter().find(|step| step.number == number)
    }

    /// What was filled in, in the order of its day.
    pub fn filled(&self) -> Vec<Filled> {
        self.measures.iter().map(|one| one.filled.clone()).collect()
    }

    /// What the patient did not want to fill in, in the order of its day.
    pub fn not_filled(&self) -> Vec<Declined> {
        self.declined.iter().map(|one| one.declined.clone()).collect()
    }

    /// The appointments that stand.
    pub fn standing_appointments(&self) -> impl Iterator<Item = &Appointment> {
        self.appointments.iter().filter(|one| one.state == AppointmentState::Stands)
    }

    /// The follow-ups that are to come, the first first.
    pub fn follow_ups_to_come(&self) -> impl Iterator<Item = &FollowUp> {
        self.follow_ups.iter().filter(|one| one.state == FollowUpState::Due)
    }

    /// The first day on which something is to be done, whoever has the case.
    pub fn due(&self) -> Option<Date> {
        let next = self.next.iter().map(|next| next.on);
        let call_back = self.call_back.iter().map(|call| call.on);
        let appointments = self.standing_appointments().map(|one| one.on);
        let follow_ups = self.follow_ups_to_come().map(|one| one.due);
        next.chain(call_back).chain(appointments).chain(follow_ups).min()
    }

    /// The appointments that nobody keeps once nobody has the case any more, in words.
    pub fn would_be_called_off(&self, zone: &TimeZone) -> Vec<String> {
        let said = |one: &Appointment| {
            let at = one.at.to_zoned(zone.clone()).strftime("%H:%M");
            format!("the appointment on {} at {at} ({})", day(one.on), one.how.name())
        };
        self.standing_appointments().map(said).collect()
    }

    /// What hangs on an agreement, in words: what stops when it is withdrawn.
    pub fn hangs_on(&self, recipient: &Recipient) -> Vec<String> {
        match recipient {
            Recipient::Service(service) => self
                .open_steps()
                .filter(|step| step.hangs_on(&service.key))
                .map(|step| format!("the step with {}, {}", step.what.said(), step.state().name()))
                .collect(),
            Recipient::LinkWorkers => {
                let call_back = self.call_back.iter().map(|call| format!("the call on {}", day(call.on)));
                let appointments = self
                    .standing_appointments()
                    .map(|one| format!("the appointment on {} ({})", day(one.on), one.how.name()));
                let follow_ups =
                    self.follow_ups_to_come().map(|one| format!("the follow-up on {}", day(one.due)));
                call_back.chain(appointments).chain(follow_ups).collect()
            }
        }
    }
}

/// `Thu 26 Nov`.
pub(super) fn day(date: Date) -> String {
    date.strftime("%a %-d %b").to_string()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}
