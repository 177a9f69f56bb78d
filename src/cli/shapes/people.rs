//! The JSON of patients and of staff.

use crate::desk::reply::PatientLine;
use crate::domain::nhs_number::NhsNumber;
use crate::domain::patient::{Asked, Contact, ContactPerson, Patient, Reach, Standing};
use crate::domain::staff::Staff;
use jiff::civil::Date;
use serde::Serialize;

/// A patient (`signpost patients show`), and within a case.
#[derive(Clone, Debug, Serialize)]
pub struct PatientShape {
    /// The record's id.
    pub patient: String,
    /// The name, or the number of one whose name is to be filled in.
    pub called: String,
    /// Ten digits.
    pub nhs_number: Option<String>,
    /// Given names.
    pub given: Option<String>,
    /// Family name.
    pub family: Option<String>,
    /// Day of birth.
    pub born: Option<Date>,
    /// Where they live.
    pub postcode: Option<String>,
    /// First line of the address.
    pub address: Option<String>,
    /// The number to ring.
    pub phone: Option<String>,
    /// Another one.
    pub other_phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Ways of reaching them, each `not_asked`, `allowed` or `refused`.
    pub reach: ReachShape,
    /// When to ring, in their words.
    pub best_time: String,
    /// What is said first, so that they know who rings; empty: nothing is agreed.
    pub code_word: String,
    /// Gender in their words, `declined`, or `null`: not asked.
    pub gender: Option<String>,
    /// Ethnic category, `declined`, or `null`: not asked.
    pub ethnic_category: Option<String>,
    /// The language they speak best, if not English.
    pub language: Option<String>,
    /// Whether an interpreter has to be there.
    pub interpreter: bool,
    /// Hearing needs.
    pub hearing: String,
    /// Sight needs.
    pub sight: String,
    /// Reading needs.
    pub reading: String,
    /// Who else may be spoken to.
    pub contact_person: Option<ContactPersonShape>,
    /// `registered`, `died` or `moved_away`.
    pub standing: &'static str,
}

/// Ways of reaching a patient.
#[derive(Clone, Debug, Serialize)]
pub struct ReachShape {
    /// A call.
    pub call: &'static str,
    /// A text message.
    pub text: &'static str,
    /// A message on the answering machine.
    pub voicemail: &'static str,
    /// A letter.
    pub letter: &'static str,
}

/// Somebody else who may be spoken to.
#[derive(Clone, Debug, Serialize)]
pub struct ContactPersonShape {
    /// Their name.
    pub name: String,
    /// Who they are to the patient.
    pub relation: String,
    /// Their number.
    pub phone: Option<String>,
    /// What they may be told.
    pub may_be_told: String,
}

/// A patient in a list (`signpost patients find`).
#[derive(Clone, Debug, Serialize)]
pub struct PatientLineShape {
    /// The record's id.
    pub patient: String,
    /// The name, or the number.
    pub called: String,
    /// Number, birth and postcode, to read back.
    pub read_back: String,
    /// The reference and needs of the open case.
    pub open_case: Option<String>,
    /// Why they were found.
    pub why: String,
}

/// A member of staff (`signpost staff list`).
#[derive(Clone, Debug, Serialize)]
pub struct StaffShape {
    /// Their id.
    pub staff: String,
    /// Their name.
    pub name: String,
    /// `receptionist`, `clinician`, `link_worker`, `manager`, `administrator`.
    pub roles: Vec<String>,
    /// Their account of the operating system.
    pub account: Option<String>,
    /// Whether they have left.
    pub retired: bool,
}

impl From<&Patient> for PatientShape {
    fn from(patient: &Patient) -> Self {
        let details = &patient.details;
        let Contact { phone, other_phone, email, address, best_time, code_word, .. } =
            details.contact.clone();
        let said = |asked: &Asked<String>| match asked {
            Asked::NotAsked => None,
            Asked::Declined => Some("declined".to_owned()),
            Asked::Said(text) => Some(text.clone()),
        };
        Self {
            patient: patient.id.to_string(),
            called: details.called(),
            nhs_number: details.nhs_number.map(NhsNumber::digits),
            given: details.name.as_ref().map(|name| name.given.clone()),
            family: details.name.as_ref().map(|name| name.family.clone()),
            born: details.born,
            postcode: details.postcode.as_ref().map(ToString::to_string),
            address,
            phone: phone.map(|phone| phone.to_string()),
            other_phone: other_phone.map(|phone| phone.to_string()),
            email,
            reach: ReachShape {
                call: reach(details.contact.call),
                text: reach(details.contact.text),
                voicemail: reach(details.contact.voicemail),
                letter: reach(details.contact.letter),
            },
            best_time,
            code_word,
            gender: said(&details.gender),
            ethnic_category: said(&details.ethnic_category),
            language: details.language.clone(),
            interpreter: details.communication.interpreter,
            hearing: details.communication.hearing.clone(),
            sight: details.communication.sight.clone(),
            reading: details.communication.reading.clone(),
            contact_person: details.contact_person.as_ref().map(ContactPersonShape::from),
            standing: match details.standing {
                Standing::Registered => "registered",
                Standing::Died => "died",
                Standing::MovedAway => "moved_away",
            },
        }
    }
}

fn reach(reach: Reach) -> &'static str {
    match reach {
        Reach::NotAsked => "not_asked",
        Reach::Allowed => "allowed",
        Reach::Refused => "refused",
    }
}

impl From<&ContactPerson> for ContactPersonShape {
    fn from(person: &ContactPerson) -> Self {
        Self {
            name: person.name.clone(),
            relation: person.relation.clone(),
            phone: person.phone.as_ref().map(ToString::to_string),
            may_be_told: person.may_be_told.clone(),
        }
    }
}

impl From<&PatientLine> for PatientLineShape {
    fn from(line: &PatientLine) -> Self {
        Self {
            patient: line.id.to_string(),
            called: line.called.clone(),
            read_back: line.read_back.clone(),
            open_case: line.open_case.clone(),
            why: line.why.clone(),
        }
    }
}

impl From<&Staff> for StaffShape {
    fn from(staff: &Staff) -> Self {
        Self {
            staff: staff.id.to_string(),
            name: staff.name.clone(),
            roles: staff.roles.iter().map(|role| role.name().replace(' ', "_")).collect(),
            account: staff.account.clone(),
            retired: staff.retired,
        }
    }
}
