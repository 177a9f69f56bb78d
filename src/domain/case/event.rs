//! What happens to a case: the long-lived format of the log. Fields are only ever added, with a default.

use super::work::Worked;
use super::{AgreementGiven, Body, NeedEnd, Outcome, ServiceRef};
use crate::domain::id::{CaseId, PatientId, PracticeId, StaffId};
use crate::domain::need::NeedKey;
use crate::domain::reference::Reference;
use crate::domain::urgency::Urgency;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One thing that happened to a case. Who and when stand in the entry's stamp.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseEvent {
    /// A need was flagged, and this began.
    Opened {
        /// Its id.
        id: CaseId,
        /// The practice.
        practice: PracticeId,
        /// Whose it is.
        patient: PatientId,
        /// Its reference.
        reference: Reference,
        /// What was flagged.
        flagged: Flagged,
    },
    /// More was flagged while it was open.
    Flagged(Flagged),
    /// The patient said yes or no to something.
    AgreementRecorded {
        /// What, and to what.
        agreement: Box<AgreementGiven>,
        /// The practice's day on which they said no, where what hangs on it stops.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Date>,
    },
    /// The patient was given a service's details.
    Signposted {
        /// For which needs.
        needs: Vec<NeedKey>,
        /// Which service.
        service: ServiceRef,
    },
    /// A service was given the patient's agreed details.
    Referred {
        /// For which needs.
        needs: Vec<NeedKey>,
        /// Which service.
        service: ServiceRef,
        /// Which details went.
        shared: Vec<String>,
    },
    /// The link workers were asked to take it.
    HandedOver {
        /// For which needs.
        needs: Vec<NeedKey>,
        /// To one of them, or to the team.
        #[serde(default)]
        to: Option<StaffId>,
    },
    /// It is not for social prescribing: somebody else was told.
    Escalated {
        /// What it is about.
        reason: String,
        /// The red flags that brought it up.
        #[serde(default)]
        red_flags: Vec<String>,
        /// Who was told.
        told: String,
        /// When.
        told_at: Timestamp,
    },
    /// A clinician has taken note of all that was escalated.
    Acknowledged,
    /// The patient does not want help with needs.
    Declined {
        /// Which.
        needs: Vec<NeedKey>,
        /// Why, if they said.
        #[serde(default)]
        why: String,
    },
    /// A link worker took it.
    Accepted,
    /// The link workers gave it back.
    Returned {
        /// Why.
        why: String,
    },
    /// It went to another link worker, or back to the team.
    Reassigned {
        /// To whom; nobody: the team.
        #[serde(default)]
        to: Option<StaffId>,
        /// It was closed, and stays so: what is left is to ask again.
        #[serde(default, skip_serializing_if = "is_false")]
        after_end: bool,
    },
    /// A note of the link workers or clinicians.
    Noted {
        /// What it says.
        text: String,
    },
    /// Its link worker has seen the needs that were added.
    Seen,
    /// It is more or less urgent than it was.
    UrgencyChanged {
        /// How urgent now.
        urgency: Urgency,
    },
    /// A need ended.
    NeedEnded {
        /// Which.
        need: NeedKey,
        /// How.
        end: NeedEnd,
    },
    /// It was closed.
    Closed {
        /// How each need ended that had not.
        ends: Vec<(NeedKey, NeedEnd)>,
        /// What came of it as a whole.
        outcome: Outcome,
        /// In a sentence.
        #[serde(default)]
        summary: String,
        /// When somebody asks again how the patient is.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        follow_ups: Vec<Date>,
    },
    /// Something was done for the patient.
    Work(Box<Worked>),
    /// It goes on after all.
    Reopened {
        /// Why.
        why: String,
    },
    /// The patient's two records were joined: what another case held goes on here.
    Absorbed {
        /// The other case.
        from: CaseId,
        /// What it held.
        body: Box<Body>,
    },
    /// The patient's two records were joined: this goes on in another case.
    ContinuedIn {
        /// The other case.
        into: CaseId,
    },
    /// The last change was taken back.
    Undone,
}

/// What somebody flagged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flagged {
    /// Which needs.
    pub needs: Vec<NeedKey>,
    /// How urgent.
    pub urgency: Urgency,
    /// What was said.
    #[serde(default)]
    pub note: String,
    /// Red flags that the words or the needs brought up.
    #[serde(default)]
    pub red_flags: Vec<String>,
    /// Why it went on in spite of them.
    #[serde(default)]
    pub went_on: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
fn is_false(flag: &bool) -> bool {
    !*flag
}
