//! Patients: who somebody is, how they may be reached, and when two records are one person.

mod filling;

use super::dates;
use super::id::{CaseId, ChangeId, PatientId, PracticeId, StaffId};
use super::nhs_number::NhsNumber;
use super::person_name::PersonName;
use super::phone::Phone;
use super::postcode::Postcode;
use super::record::{FoldError, Index, Key, Stamp};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A patient's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patient {
    /// The record's id.
    pub id: PatientId,
    /// The practice.
    pub practice: PracticeId,
    /// How many events this is made of.
    pub version: u64,
    /// Who it is.
    pub details: Details,
    /// The record that this one was joined into: the same person, known twice.
    pub joined_into: Option<PatientId>,
    /// The records that were joined into this one.
    pub also: Vec<PatientId>,
    /// What can be taken back, by whom.
    pub undo: Option<Box<LastChange>>,
}

/// What undo restores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// Who it was.
    pub details: Details,
    /// Where the record was joined into.
    pub joined_into: Option<PatientId>,
    /// What was joined into it.
    pub also: Vec<PatientId>,
}

/// The last change, and what stood before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastChange {
    /// Which change.
    pub change: ChangeId,
    /// Whose it was.
    pub by: StaffId,
    /// What stood before.
    pub before: Before,
    /// The other record, where the change joined two.
    pub other: Option<PatientId>,
    /// The cases that it joined, to be parted again with it.
    pub cases: Vec<CaseId>,
}

/// Who a patient is and how to reach them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// Where known.
    pub nhs_number: Option<NhsNumber>,
    /// Where known: a number alone is enough to find the person in the clinical system.
    pub name: Option<PersonName>,
    /// Day of birth.
    pub born: Option<Date>,
    /// Where they live.
    pub postcode: Option<Postcode>,
    /// Gender, in their words.
    pub gender: Asked<String>,
    /// Ethnic category, in the words of [`ETHNIC_CATEGORIES`].
    pub ethnic_category: Asked<String>,
    /// The language they speak best, if not English.
    pub language: Option<String>,
    /// What they need to be able to talk and read.
    pub communication: Communication,
    /// How to reach them.
    pub contact: Contact,
    /// Who else may be spoken to.
    pub contact_person: Option<ContactPerson>,
    /// Whether contact has to stop.
    pub standing: Standing,
}

/// An answer that nobody is obliged to give.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked<T> {
    /// Nobody has asked yet.
    #[default]
    NotAsked,
    /// They would rather not say.
    Declined,
    /// What they said.
    Said(T),
}

/// The ethnic categories of the 2001 census, as the NHS Data Dictionary names them.
pub const ETHNIC_CATEGORIES: [&str; 16] = [
    "White: British",
    "White: Irish",
    "White: any other background",
    "Mixed: White and Black Caribbean",
    "Mixed: White and Black African",
    "Mixed: White and Asian",
    "Mixed: any other background",
    "Asian or Asian British: Indian",
    "Asian or Asian British: Pakistani",
    "Asian or Asian British: Bangladeshi",
    "Asian or Asian British: any other background",
    "Black or Black British: Caribbean",
    "Black or Black British: African",
    "Black or Black British: any other background",
    "Other: Chinese",
    "Other: any other ethnic group",
];

/// What a patient needs to be able to talk and read. Empty text: nothing is known to be needed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Communication {
    /// Whether an interpreter has to be there.
    pub interpreter: bool,
    /// Hearing: "hearing aid, left", "lip-reads", "BSL".
    pub hearing: String,
    /// Sight: "large print".
    pub sight: String,
    /// Reading: "please ring, cannot read letters".
    pub reading: String,
}

/// Whether a way of reaching somebody may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Nobody has asked: no voicemail and no letter.
    #[default]
    NotAsked,
    /// They said yes.
    Allowed,
    /// They said no.
    Refused,
}

/// How to reach a patient.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    /// The number to ring.
    pub phone: Option<Phone>,
    /// Another one.
    pub other_phone: Option<Phone>,
    /// E-mail, as given.
    pub email: Option<String>,
    /// First line of the address.
    pub address: Option<String>,
    /// A call.
    pub call: Reach,
    /// A text message.
    pub text: Reach,
    /// A message on the answering machine. Only where [`Reach::Allowed`].
    pub voicemail: Reach,
    /// A letter. Only where [`Reach::Allowed`].
    pub letter: Reach,
    /// In their words: "not before 10".
    pub best_time: String,
    /// Said first, so that the patient knows who rings; empty: none is agreed. Where another may listen in, whoever
    /// does not say it is not answered.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub code_word: String,
}

/// Somebody else who may be spoken to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactPerson {
    /// Their name.
    pub name: String,
    /// Who they are to the patient: "daughter".
    pub relation: String,
    /// Their number.
    pub phone: Option<Phone>,
    /// What they may be told; nothing where this is empty.
    pub may_be_told: String,
}

/// Whether contact goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A patient of the practice.
    #[default]
    Registered,
    /// Has died: all contact stops.
    Died,
    /// Has moved away: all contact stops.
    MovedAway,
}

/// What happens to a patient's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PatientEvent {
    /// The record began.
    Registered {
        /// Its id.
        id: PatientId,
        /// The practice.
        practice: PracticeId,
        /// What is known.
        details: Box<Details>,
    },
    /// What is known changed.
    Corrected {
        /// What is known now, whole.
        details: Box<Details>,
    },
    /// This record and another are one person; the other one goes on.
    Joined {
        /// The record that goes on.
        into: PatientId,
        /// The cases that this changed.
        cases: Vec<CaseId>,
    },
    /// Another record of the same person was joined into this one.
    Took {
        /// The other record.
        from: PatientId,
        /// What is known now, of both.
        details: Box<Details>,
    },
    /// The last change was taken back.
    Undone,
}

/// Why a patient's details cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DetailsError {
    /// Neither a number nor a name with a date of birth.
    #[error("a patient needs an NHS number, or a name and a date of birth")]
    NotIdentified,
}

impl Details {
    /// Whether this is enough to know who it is.
    ///
    /// # Errors
    /// [`DetailsError::NotIdentified`] without a number, unless there are a name and a date of birth.
    pub fn check(&self) -> Result<(), DetailsError> {
        let known = self.nhs_number.is_some() || (self.name.is_some() && self.born.is_some());
        if known { Ok(()) } else { Err(DetailsError::NotIdentified) }
    }

    /// What to call them: the name, or the number of somebody whose name is still to be filled in.
    pub fn called(&self) -> String {
        match (&self.name, &self.nhs_number) {
            (Some(name), _) => name.to_string(),
            (None, Some(number)) => format!("{number} (name to fill in)"),
            (None, None) => "unknown".to_owned(),
        }
    }

    /// What to call them in speech: the first name where there is one.
    pub fn first_name(&self) -> String {
        match &self.name {
            Some(name) if !name.given.is_empty() => name.given.clone(),
            _ => "the patient".to_owned(),
        }
    }

    /// Number, birth and postcode, to read back: `999 526 0182 · 3 Feb 1948 (78) · BS3 4NN`.
    pub fn read_back(&self, today: Date) -> String {
        let mut parts = Vec::new();
        parts.extend(self.nhs_number.map(|number| number.to_string()));
        parts.extend(self.born.map(|born| dates::with_age(born, today)));
        parts.extend(self.postcode.as_ref().map(ToString::to_string));
        parts.join(" · ")
    }

    /// Whether contact has to stop, and why, as a sentence's end.
    pub fn no_contact(&self) -> Option<&'static str> {
        match self.standing {
            Standing::Registered => None,
            Standing::Died => Some("has died"),
            Standing::MovedAway => Some("has moved away"),
        }
    }
}

impl Patient {
    /// What an event makes of the record.
    pub fn fold(before: Option<Self>, event: &PatientEvent, stamp: &Stamp) -> Result<Self, FoldError> {
        let mut after = match (before, event) {
            (None, PatientEvent::Registered { id, practice, details }) => {
                return Ok(Self {
                    id: *id,
                    practice: *practice,
                    version: 1,
                    details: (**details).clone(),
                    joined_into: None,
                    also: vec![],
                    undo: None,
                });
            }
            (Some(before), event) if !matches!(event, PatientEvent::Registered { .. }) => before,
            (before, event) => return Err(FoldError(format!("{event:?} cannot happen to {before:?}"))),
        };
        after.version += 1;
        let before = Before {
            details: after.details.clone(),
            joined_into: after.joined_into,
            also: after.also.clone(),
        };
        let (mut other, mut joined) = (None, vec![]);
        match event {
            PatientEvent::Registered { .. } => {}
            PatientEvent::Corrected { details } => after.details = (**details).clone(),
            PatientEvent::Joined { into, cases } => {
                after.joined_into = Some(*into);
                other = Some(*into);
                joined.clone_from(cases);
            }
            PatientEvent::Took { from, details } => {
                after.details = (**details).clone();
                after.also.push(*from);
                other = Some(*from);
            }
            PatientEvent::Undone => {
                let last = after.undo.take();
                let last = last.ok_or_else(|| FoldError("there was nothing to take back".to_owned()))?;
                let Before { details, joined_into, also } = last.before;
                (after.details, after.joined_into, after.also) = (details, joined_into, also);
                return Ok(after);
            }
        }
        let undo = LastChange { change: stamp.change, by: stamp.by, before, other, cases: joined };
        after.undo = Some(Box::new(undo));
        Ok(after)
    }

    /// Where the record is found. A joined record gives its number up to the one that goes on.
    pub fn keys(&self) -> Vec<Key> {
        match (self.details.nhs_number, self.joined_into) {
            (Some(number), None) => {
                vec![Key { index: Index::NhsNumber, value: number.digits().into_bytes() }]
            }
            _ => vec![],
        }
    }
}
