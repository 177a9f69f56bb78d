//! The log's vocabulary: what an entry is about, what it says, what folding entries gives, and where it is found.
//!
//! The store keeps these; it decides nothing about them.

use super::case::{Case, CaseEvent};
use super::id::{CaseId, ChangeId, PatientId, PracticeId, StaffId, UnmetId};
use super::patient::{Patient, PatientEvent};
use super::practice::{Practice, PracticeEvent};
use super::service::{Service, ServiceEvent};
use super::staff::{Staff, StaffEvent};
use super::unmet::{UnmetEvent, UnmetNeed};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What kind of thing an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum SubjectKind {
    /// A practice and its settings.
    Practice = 1,
    /// A member of staff.
    Staff = 2,
    /// A patient.
    Patient = 3,
    /// A case.
    Case = 4,
    /// A service of the directory.
    Service = 5,
    /// A note that nothing was found for a need.
    Unmet = 6,
}

/// What one entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// Its kind.
    pub kind: SubjectKind,
    /// Its id. A service's is made from its feed and its own id.
    pub id: Uuid,
}

impl From<CaseId> for Subject {
    fn from(id: CaseId) -> Self {
        Self { kind: SubjectKind::Case, id: id.0 }
    }
}

impl From<PatientId> for Subject {
    fn from(id: PatientId) -> Self {
        Self { kind: SubjectKind::Patient, id: id.0 }
    }
}

impl From<UnmetId> for Subject {
    fn from(id: UnmetId) -> Self {
        Self { kind: SubjectKind::Unmet, id: id.0 }
    }
}

impl From<StaffId> for Subject {
    fn from(id: StaffId) -> Self {
        Self { kind: SubjectKind::Staff, id: id.0 }
    }
}

impl From<PracticeId> for Subject {
    fn from(id: PracticeId) -> Self {
        Self { kind: SubjectKind::Practice, id: id.0 }
    }
}

/// Who did something, when, and as part of which change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The instant.
    pub at: Timestamp,
    /// Who.
    pub by: StaffId,
    /// The change that this belongs to.
    pub change: ChangeId,
}

/// What happened to one subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// To a practice.
    Practice(PracticeEvent),
    /// To a member of staff.
    Staff(StaffEvent),
    /// To a patient.
    Patient(PatientEvent),
    /// To a case.
    Case(CaseEvent),
    /// To a service.
    Service(ServiceEvent),
    /// To a note that nothing was found.
    Unmet(UnmetEvent),
}

/// What one subject has become: its entries, folded.
#[expect(clippy::large_enum_variant, reason = "held a few at a time; the large ones are boxed")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// A practice.
    Practice(Practice),
    /// A member of staff.
    Staff(Staff),
    /// A patient.
    Patient(Patient),
    /// A case.
    Case(Box<Case>),
    /// A service.
    Service(Box<Service>),
    /// A note that nothing was found.
    Unmet(UnmetNeed),
}

/// An event that does not belong to what stands before it: the log is damaged, or a newer version wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an event does not follow from what stood before it: {0}")]
pub struct FoldError(pub String);

impl Record {
    /// What an event makes of what was there.
    ///
    /// # Errors
    /// [`FoldError`] where the event is of another kind than the record, or nothing was there that it could change.
    pub fn fold(before: Option<Self>, event: &Event, stamp: &Stamp) -> Result<Self, FoldError> {
        let kind = |record: &Option<Self>| record.as_ref().map(|r| r.subject().kind);
        Ok(match (before, event) {
            (before @ (None | Some(Self::Practice(_))), Event::Practice(event)) => {
                Self::Practice(Practice::fold(
                    before.and_then(|r| if let Self::Practice(p) = r { Some(p) } else { None }),
                    event,
                )?)
            }
            (before @ (None | Some(Self::Staff(_))), Event::Staff(event)) => Self::Staff(Staff::fold(
                before.and_then(|r| if let Self::Staff(s) = r { Some(s) } else { None }),
                event,
            )?),
            (before @ (None | Some(Self::Patient(_))), Event::Patient(event)) => {
                Self::Patient(Patient::fold(
                    before.and_then(|r| if let Self::Patient(p) = r { Some(p) } else { None }),
                    event,
                    stamp,
                )?)
            }
            (before @ (None | Some(Self::Case(_))), Event::Case(event)) => Self::Case(Box::new(Case::fold(
                before.and_then(|r| if let Self::Case(c) = r { Some(*c) } else { None }),
                event,
                stamp,
            )?)),
            (before @ (None | Some(Self::Service(_))), Event::Service(event)) => {
                Self::Service(Box::new(Service::fold(
                    before.and_then(|r| if let Self::Service(s) = r { Some(*s) } else { None }),
                    event,
                    stamp,
                )?))
            }
            (before @ (None | Some(Self::Unmet(_))), Event::Unmet(event)) => Self::Unmet(UnmetNeed::fold(
                before.and_then(|r| if let Self::Unmet(u) = r { Some(u) } else { None }),
                event,
                stamp,
            )?),
            (before, _) => {
                return Err(FoldError(format!("{event:?} cannot happen to {:?}", kind(&before))));
            }
        })
    }

    /// What this is the state of.
    pub fn subject(&self) -> Subject {
        match self {
            Self::Practice(p) => p.id.into(),
            Self::Staff(s) => s.id.into(),
            Self::Patient(p) => p.id.into(),
            Self::Case(c) => c.id.into(),
            Self::Service(s) => s.subject(),
            Self::Unmet(u) => u.id.into(),
        }
    }

    /// How many events it is made of.
    pub fn version(&self) -> u64 {
        match self {
            Self::Practice(p) => p.version,
            Self::Staff(s) => s.version,
            Self::Patient(p) => p.version,
            Self::Case(c) => c.version,
            Self::Service(s) => s.version,
            Self::Unmet(u) => u.version,
        }
    }

    /// Where it is found beside its id: its place in each list and look-up.
    pub fn keys(&self) -> Vec<Key> {
        match self {
            Self::Practice(_) => vec![],
            Self::Staff(s) => s.keys(),
            Self::Patient(p) => p.keys(),
            Self::Case(c) => c.keys(),
            Self::Service(s) => s.keys(),
            Self::Unmet(u) => u.keys(),
        }
    }
}

/// A list or a look-up that subjects stand in. The number is part of the stored key: never reuse one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Index {
    /// Look-up, sealed, unique: a patient by NHS number.
    NhsNumber = 1,
    /// Look-up, unique: a case by its reference.
    Reference = 2,
    /// Look-up, unique: the one open case of a patient.
    OpenCase = 3,
    /// List: the cases of a patient, by when they were opened.
    CasesOfPatient = 4,
    /// List: cases by stage, then urgency, then since when.
    Queue = 5,
    /// List: cases with an escalation that nobody has acknowledged, oldest first.
    Escalated = 6,
    /// List: cases by who flagged, last change last.
    FlaggedBy = 7,
    /// List: open cases by need, then since when.
    Need = 8,
    /// Look-up, unique: a member of staff by the operating system's account.
    Account = 9,
    /// List: services by feed and own id.
    Feed = 10,
    /// List: all open cases, by urgency and since when.
    Open = 11,
    /// List: notes that nothing was found, and needs of cases that were not met, by when.
    Unmet = 12,
    /// List: accepted cases and follow-ups, by worker and the first day on which something is to be done.
    Due = 13,
    /// List: open cases whose patient asked to be rung, by day.
    CallBack = 14,
}

impl Index {
    /// Whether its values identify a patient, so that the store keeps a keyed hash in their place.
    pub fn is_sealed(self) -> bool {
        matches!(self, Self::NhsNumber)
    }

    /// Whether at most one subject of a practice may stand under one value.
    pub fn is_unique(self) -> bool {
        matches!(self, Self::NhsNumber | Self::Reference | Self::OpenCase | Self::Account)
    }
}

/// A place in an index: ordered by `value` as bytes, within the practice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which list or look-up.
    pub index: Index,
    /// The place in it. In a list, subjects with equal values stand in the order of their ids.
    pub value: Vec<u8>,
}

/// An instant as bytes that sort earlier ones first (milliseconds; before 1970 is 1970).
pub fn earlier_first(at: Timestamp) -> [u8; 8] {
    u64::try_from(at.as_millisecond()).unwrap_or(0).to_be_bytes()
}

/// One line of the log, as it is read back.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Where it stands in the log; later entries have greater positions. Opaque otherwise.
    pub position: u64,
    /// Its own id (UUID v7).
    pub id: Uuid,
    /// Who, when, as part of which change.
    pub stamp: Stamp,
    /// The practice it belongs to.
    pub practice: PracticeId,
    /// What it is about.
    pub subject: Subject,
    /// The subject's version after it: 1 for its first.
    pub version: u64,
    /// What happened.
    pub event: Event,
}
