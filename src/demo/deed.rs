//! What somebody did in the demo practice: everything that may happen to a case, as plain data.

use crate::demo::script::NextOn;
use crate::demo::when::{Day, DayTime};
use crate::domain::attempt::Band;
use crate::domain::case::work::StepState;
use crate::domain::case::{NeedEnd, Outcome};
use crate::domain::measure::Point;
use crate::domain::measure::instrument::InstrumentKey;
use crate::domain::need::NeedKey;
use crate::domain::patient::Standing;
use crate::domain::safe_contact::{ContactResult, How};
use crate::domain::urgency::Urgency;
use serde::{Deserialize, Serialize};

/// What somebody did with a patient's case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Deed {
    /// Flagged needs, and chose a route with it.
    Flag {
        /// Which.
        needs: Vec<NeedKey>,
        /// How urgent.
        #[serde(default)]
        urgency: Urgency,
        /// What was said.
        #[serde(default)]
        note: String,
        /// Where they went; nothing: to route.
        #[serde(default)]
        route: Option<RouteTo>,
        /// What the patient said to that, if they were asked.
        #[serde(default)]
        agreed: Option<bool>,
    },
    /// Chose a route.
    Route {
        /// For which needs; none: all without one.
        #[serde(default)]
        needs: Vec<NeedKey>,
        /// Which.
        route: RouteTo,
        /// What the patient said to that, if they were asked.
        #[serde(default)]
        agreed: Option<bool>,
    },
    /// Took the case.
    Accept,
    /// Looked at what was new in it.
    See,
    /// Took note of what was escalated.
    Acknowledge,
    /// Gave it back, and why.
    GiveBack(String),
    /// Gave it to a link worker.
    Reassign(String),
    /// Wrote a note.
    Note(String),
    /// Ended a need.
    EndNeed {
        /// Which.
        need: NeedKey,
        /// How.
        end: NeedEnd,
    },
    /// Closed it.
    Close {
        /// How some needs ended.
        #[serde(default)]
        ends: Vec<(NeedKey, NeedEnd)>,
        /// How the others did.
        end: NeedEnd,
        /// In a sentence.
        summary: String,
        /// What came of it as a whole; nothing: what the needs say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<Outcome>,
        /// Whether steps that go on stop with it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        stop_steps: bool,
        /// When somebody asks again how the patient is; nothing: as the practice does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        follow_ups: Option<Vec<Day>>,
    },
    /// Opened it again, and why.
    Reopen(String),
    /// Recorded that the patient has died or moved away.
    Standing(Standing),
    /// Tried to reach the patient.
    Contact {
        /// By what.
        how: How,
        /// What came of it.
        result: ContactResult,
        /// How long it took.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes: Option<u16>,
        /// In a sentence.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
    /// Settled when somebody looks at it again.
    Next(NextOn),
    /// Took down that the patient asks to be rung.
    CallBack {
        /// The day.
        on: Day,
        /// The part of the day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        band: Option<Band>,
        /// What about.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// Settled an appointment.
    Appoint {
        /// How they meet.
        how: How,
        /// When.
        at: DayTime,
        /// How long.
        minutes: u16,
        /// The place, or the link.
        place: String,
    },
    /// Called the appointment off that stands, and why.
    CallOff(String),
    /// Wrote down what matters to the patient, in their words.
    Goal(String),
    /// A goal was reached, or dropped.
    EndGoal {
        /// Which: its words.
        goal: String,
        /// Whether it was reached.
        reached: bool,
    },
    /// Put a step in the plan.
    Plan {
        /// What it is.
        what: What,
        /// The need that it is for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        need: Option<NeedKey>,
        /// Suggested or agreed.
        state: StepState,
    },
    /// Wrote down how far a step came.
    Move {
        /// Which.
        what: What,
        /// How far.
        to: StepState,
        /// Why, where one is needed.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
        /// Which details went to the service: the patient was asked, and agreed.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        shares: Vec<String>,
    },
    /// Filled an instrument in with the patient.
    Measure {
        /// Which.
        instrument: InstrumentKey,
        /// At which point.
        point: Point,
        /// `4 5 3 7`, one for each item; `-` where there is no answer.
        answers: String,
    },
    /// Settled a day on which somebody asks again.
    FollowUp {
        /// The day.
        on: Day,
        /// What about.
        why: String,
    },
    /// Took the code of the referral for the clinical system.
    Code,
    /// Recorded that the patient agrees.
    Agree {
        /// Who may: a service; nothing: the link workers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
        /// Which details.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        shares: Vec<String>,
        /// The last day that it holds on; nothing: as long as the practice's do.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Day>,
    },
    /// Recorded that the patient agrees no more.
    Withdraw {
        /// Who may no more: a service; nothing: the link workers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        /// In their words.
        words: String,
    },
}

/// A step of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum What {
    /// A service, by its id.
    Service(String),
    /// Something else.
    Activity(String),
}

/// Where needs went. Services are named by their ids, people by their names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RouteTo {
    /// The patient has a service's details.
    Signpost(String),
    /// A service has the patient's.
    Refer {
        /// Which.
        service: String,
        /// Which details.
        shares: Vec<String>,
    },
    /// To a link worker, or to the `team`.
    HandOver(String),
    /// Somebody else was told.
    Escalate {
        /// What it is about.
        reason: String,
        /// Who.
        told: String,
    },
    /// The patient wants no help, and why.
    Decline(String),
}
