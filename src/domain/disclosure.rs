//! What a service may be told of a patient: which details there are, what each of them says, what is the least.
//!
//! One list for every way of referring, so that what was agreed to is named alike wherever it is asked, kept and
//! compared. Nothing leaves the practice from here; a case records it.

use crate::domain::dates;
use crate::domain::need::{self, NeedKey};
use crate::domain::patient::Details;
use jiff::civil::Date;

/// A detail that a service may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// What the patient is called.
    Name,
    /// The number to ring.
    Phone,
    /// What the referral is about.
    Needs,
    /// When to ring, in the patient's words.
    BestTime,
    /// Language, interpreter, hearing, sight, reading.
    Communication,
    /// The e-mail address.
    Email,
    /// The postal address.
    Address,
    /// The postcode.
    Postcode,
    /// The birth date, with the age.
    BirthDate,
    /// The note of the flag.
    Note,
}

/// Whom and what a referral is about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The patient.
    pub patient: &'a Details,
    /// The needs that are referred.
    pub needs: &'a [NeedKey],
    /// What was noted with them.
    pub note: &'a str,
    /// The day, for the age.
    pub today: Date,
}

impl Detail {
    /// All of them, in the order in which they are asked.
    pub const ALL: [Self; 10] = [
        Self::Name,
        Self::Phone,
        Self::Needs,
        Self::BestTime,
        Self::Communication,
        Self::Email,
        Self::Address,
        Self::Postcode,
        Self::BirthDate,
        Self::Note,
    ];

    /// The least with which a service can get in touch and help.
    pub const LEAST: [Self; 3] = [Self::Name, Self::Phone, Self::Needs];

    /// As it is said to the patient, kept with the agreement, and written on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Needs => "needs",
            Self::BestTime => "best time",
            Self::Communication => "language and communication",
            Self::Email => "e-mail",
            Self::Address => "address",
            Self::Postcode => "postcode",
            Self::BirthDate => "date of birth",
            Self::Note => "note",
        }
    }

    /// The detail of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|detail| detail.name().eq_ignore_ascii_case(name.trim()))
    }

    /// Whether a service can get in touch by it.
    pub fn reaches(self) -> bool {
        matches!(self, Self::Phone | Self::Email | Self::Address)
    }

    /// Exactly what the service is told; nothing where it is not known.
    pub fn value(self, about: &About<'_>) -> Option<String> {
        let patient = about.patient;
        let contact = &patient.contact;
        let value = match self {
            Self::Name => patient.name.as_ref()?.to_string(),
            Self::Phone => contact.phone.as_ref().or(contact.other_phone.as_ref())?.to_string(),
            Self::Needs => {
                if about.needs.is_empty() {
                    return None;
                }
                need::said(about.needs)
            }
            Self::BestTime => contact.best_time.clone(),
            Self::Communication => communication(patient),
            Self::Email => contact.email.clone()?,
            Self::Address => contact.address.clone()?,
            Self::Postcode => patient.postcode.as_ref()?.to_string(),
            Self::BirthDate => dates::with_age(patient.born?, about.today),
            Self::Note => about.note.to_owned(),
        };
        (!value.is_empty()).then_some(value)
    }
}

fn communication(patient: &Details) -> String {
    let communication = &patient.communication;
    let mut said: Vec<&str> = patient.language.iter().map(String::as_str).collect();
    if communication.interpreter {
        said.push("needs an interpreter");
    }
    let needs = [&communication.hearing, &communication.sight, &communication.reading];
    said.extend(needs.into_iter().filter(|need| !need.is_empty()).map(String::as_str));
    said.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_detail_says_exactly_what_is_known_and_nothing_that_is_not() {
        let mut patient = Details {
            name: Some("Margaret Ellis".parse().unwrap()),
            born: Some(date(1948, 2, 3)),
            language: Some("Welsh".to_owned()),
            ..Details::default()
        };
        patient.communication.interpreter = true;
        patient.contact.other_phone = Some("07700 900123".parse().unwrap());
        let needs = [NeedKey::from("loneliness"), NeedKey::from("debt")];
        let about = About { patient: &patient, needs: &needs, note: "", today: date(2026, 11, 21) };
        let said: Vec<_> =
            Detail::ALL.into_iter().filter_map(|one| Some((one.name(), one.value(&about)?))).collect();
        let expected = [
            ("name", "Margaret Ellis"),
            ("phone", "07700 900123"),
            ("needs", "loneliness and debt"),
            ("language and communication", "Welsh, needs an interpreter"),
            ("date of birth", "3 Feb 1948 (78)"),
        ];
        assert_eq!(said, expected.map(|(name, value)| (name, value.to_owned())));
    }

    #[test]
    fn a_name_finds_its_detail_again() {
        for detail in Detail::ALL {
            assert_eq!(Detail::named(&detail.name().to_uppercase()), Some(detail));
        }
        assert_eq!(Detail::named("shoe size"), None);
    }
}
