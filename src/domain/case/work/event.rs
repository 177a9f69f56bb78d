//! What was done for a patient: part of the long-lived format of the log. Fields are only ever added, with a default.

use super::{Attempt, Next, StepState, StepWhat};
use crate::domain::attempt::Band;
use crate::domain::measure::{Declined, Filled};
use crate::domain::need::NeedKey;
use crate::domain::safe_contact::How;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Something that was done for the patient. Numbers are given here, so that reading it again gives the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Worked {
    /// Somebody tried to reach them.
    Contacted(Attempt),
    /// It was settled when somebody looks at it again.
    NextSet(Next),
    /// They asked to be rung.
    CallBackAsked {
        /// The day.
        on: Date,
        /// The part of the day.
        #[serde(default)]
        band: Option<Band>,
        /// What about.
        #[serde(default)]
        why: String,
    },
    /// An appointment was settled, or changed.
    Appointed {
        /// Its number.
        number: u32,
        /// How they meet.
        how: How,
        /// When it begins.
        at: Timestamp,
        /// Its day, where the practice is.
        on: Date,
        /// How long, in minutes.
        minutes: u16,
        /// The place or the link.
        #[serde(default)]
        place: String,
    },
    /// An appointment was called off.
    AppointmentCancelled {
        /// Which.
        number: u32,
        /// Why.
        #[serde(default)]
        why: String,
    },
    /// What matters to them was written down, or its words changed.
    GoalSet {
        /// Its number.
        number: u32,
        /// In their words.
        text: String,
    },
    /// A goal was reached, or does not matter any more.
    GoalEnded {
        /// Which.
        number: u32,
        /// Whether it was reached.
        reached: bool,
    },
    /// A step came into the plan.
    StepAdded {
        /// Its number.
        number: u32,
        /// What it is.
        what: StepWhat,
        /// The need that it is for.
        #[serde(default)]
        need: Option<NeedKey>,
        /// How far it is.
        state: StepState,
        /// The day.
        on: Date,
    },
    /// A step came further, or ended.
    StepMoved {
        /// Which.
        number: u32,
        /// How far.
        to: StepState,
        /// The day that it is true of.
        on: Date,
        /// Why.
        #[serde(default)]
        why: String,
        /// Which details went to the service.
        #[serde(default)]
        shared: Vec<String>,
    },
    /// An instrument was filled.
    Measured {
        /// Its number.
        number: u32,
        /// What was answered.
        filled: Filled,
    },
    /// The patient did not want to fill an instrument in.
    MeasureDeclined {
        /// Its number.
        number: u32,
        /// Which, and at which point.
        declined: Declined,
    },
    /// A follow-up was settled.
    FollowUpSet {
        /// Its number.
        number: u32,
        /// The day.
        on: Date,
        /// What about.
        #[serde(default)]
        why: String,
    },
    /// A follow-up is not to be.
    FollowUpDropped {
        /// Which.
        number: u32,
    },
    /// The code for the clinical system was taken.
    Coded {
        /// The SNOMED CT code.
        code: String,
        /// The day that it is recorded for.
        on: Date,
    },
}

impl Worked {
    /// What it is called when it is taken back.
    pub fn did(&self) -> &'static str {
        match self {
            Self::Contacted(_) => "the contact",
            Self::NextSet(_) => "the next date",
            Self::CallBackAsked { .. } => "the call-back",
            Self::Appointed { .. } => "the appointment",
            Self::AppointmentCancelled { .. } => "the calling off of an appointment",
            Self::GoalSet { .. } | Self::GoalEnded { .. } => "the goal",
            Self::StepAdded { .. } | Self::StepMoved { .. } => "the step",
            Self::Measured { .. } => "the measure",
            Self::MeasureDeclined { .. } => "the declining of a measure",
            Self::FollowUpSet { .. } | Self::FollowUpDropped { .. } => "the follow-up",
            Self::Coded { .. } => "the taking of the code",
        }
    }
}
