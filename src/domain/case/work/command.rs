//! What a link worker may want to write down.

use super::{Next, StepState, StepWhat};
use crate::domain::attempt::Band;
use crate::domain::measure::{Declined, Filled};
use crate::domain::need::NeedKey;
use crate::domain::safe_contact::{ContactResult, How};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Something that is done for the patient of an accepted case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Write an attempt to reach the patient down.
    Contact(Attempt),
    /// Settle when somebody looks at it again; a wait takes a reason.
    SetNext(Next),
    /// The patient asks to be rung.
    AskCallBack {
        /// The day.
        on: Date,
        /// The part of the day, if they said.
        band: Option<Band>,
        /// What about.
        why: String,
    },
    /// Settle an appointment, or change one.
    Appoint {
        /// The one to change; nothing: a new one.
        number: Option<u32>,
        /// How they meet: by phone, by video or in person.
        how: How,
        /// When it begins.
        at: Timestamp,
        /// Its day, where the practice is.
        on: Date,
        /// How long, in minutes; 5–480.
        minutes: u16,
        /// The place, or the link of a video call.
        place: String,
    },
    /// Call an appointment off.
    CancelAppointment {
        /// Which.
        number: u32,
        /// Why.
        why: String,
    },
    /// Write down what matters to the patient, or change the words.
    SetGoal {
        /// The one to change; nothing: a new one.
        number: Option<u32>,
        /// In the patient's words.
        text: String,
    },
    /// A goal was reached, or does not matter any more.
    EndGoal {
        /// Which.
        number: u32,
        /// Whether it was reached.
        reached: bool,
    },
    /// Put a step in the plan.
    AddStep {
        /// What it is.
        what: StepWhat,
        /// The need that it is for.
        need: Option<NeedKey>,
        /// How far it is: suggested or agreed.
        state: StepState,
        /// The day that it is true of; nothing: today.
        #[serde(default)]
        on: Option<Date>,
    },
    /// Write down how far a step came.
    MoveStep {
        /// Which.
        number: u32,
        /// How far.
        to: StepState,
        /// The day that it is true of.
        on: Date,
        /// Why, where one is needed.
        why: String,
        /// Which details go to the service, where it is referred.
        shared: Vec<String>,
    },
    /// Keep a filled instrument.
    Measure(Filled),
    /// The patient does not want to fill an instrument in, at this point.
    DeclineMeasure(Declined),
    /// Settle a day on which somebody asks again how the patient is.
    FollowUp {
        /// The day.
        on: Date,
        /// What about.
        why: String,
    },
    /// A follow-up is not to be.
    DropFollowUp {
        /// Which.
        number: u32,
    },
    /// Take the code for the clinical system: once an episode.
    Code {
        /// The SNOMED CT code.
        code: String,
        /// The day that it is recorded for.
        on: Date,
    },
}

/// An attempt to reach the patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// By what.
    pub how: How,
    /// What came of it.
    pub result: ContactResult,
    /// When it was.
    pub at: Timestamp,
    /// The weekday (Monday is 1) and the part of the day, where the practice is.
    pub slot: (super::Weekday, Band),
    /// How long it took, in minutes; at most 600.
    pub minutes: Option<u16>,
    /// In a sentence.
    pub note: String,
}
