//! Details as they come in: made safe to keep, and filled from another record of the same person.

use super::{Asked, Communication, Contact, Details, DetailsError, Reach};
use crate::domain::text;

impl Details {
    /// These details, with what is missing in them taken from others.
    #[must_use]
    pub fn filled_from(&self, other: &Self) -> Self {
        let or = |a: &str, b: &str| if a.is_empty() { b.to_owned() } else { a.to_owned() };
        let reach = |a, b| if a == Reach::NotAsked { b } else { a };
        let asked = |a: &Asked<String>, b: &Asked<String>| match a {
            Asked::NotAsked => b.clone(),
            a => a.clone(),
        };
        let (contact, theirs) = (&self.contact, &other.contact);
        let (needs, their_needs) = (&self.communication, &other.communication);
        Self {
            nhs_number: self.nhs_number.or(other.nhs_number),
            name: self.name.clone().or_else(|| other.name.clone()),
            born: self.born.or(other.born),
            postcode: self.postcode.clone().or_else(|| other.postcode.clone()),
            gender: asked(&self.gender, &other.gender),
            ethnic_category: asked(&self.ethnic_category, &other.ethnic_category),
            language: self.language.clone().or_else(|| other.language.clone()),
            communication: Communication {
                interpreter: needs.interpreter || their_needs.interpreter,
                hearing: or(&needs.hearing, &their_needs.hearing),
                sight: or(&needs.sight, &their_needs.sight),
                reading: or(&needs.reading, &their_needs.reading),
            },
            contact: Contact {
                phone: contact.phone.clone().or_else(|| theirs.phone.clone()),
                other_phone: contact.other_phone.clone().or_else(|| theirs.other_phone.clone()),
                email: contact.email.clone().or_else(|| theirs.email.clone()),
                address: contact.address.clone().or_else(|| theirs.address.clone()),
                call: reach(contact.call, theirs.call),
                text: reach(contact.text, theirs.text),
                voicemail: reach(contact.voicemail, theirs.voicemail),
                letter: reach(contact.letter, theirs.letter),
                best_time: or(&contact.best_time, &theirs.best_time),
                code_word: or(&contact.code_word, &theirs.code_word),
            },
            contact_person: self.contact_person.clone().or_else(|| other.contact_person.clone()),
            standing: if self.no_contact().is_some() { self.standing } else { other.standing },
        }
    }

    /// These details, safe to keep: their words cleaned and bounded.
    ///
    /// # Errors
    /// As [`Details::check`].
    pub fn cleaned(mut self) -> Result<Self, DetailsError> {
        self.check()?;
        let line = |text: &mut String| *text = text::line(text, 200);
        let maybe = |text: &mut Option<String>| {
            *text = text.take().map(|text| text::line(&text, 200)).filter(|text| !text.is_empty());
        };
        maybe(&mut self.language);
        maybe(&mut self.contact.email);
        maybe(&mut self.contact.address);
        line(&mut self.contact.best_time);
        line(&mut self.contact.code_word);
        line(&mut self.communication.hearing);
        line(&mut self.communication.sight);
        line(&mut self.communication.reading);
        for asked in [&mut self.gender, &mut self.ethnic_category] {
            if let Asked::Said(text) = asked {
                line(text);
            }
        }
        if let Some(person) = &mut self.contact_person {
            line(&mut person.name);
            line(&mut person.relation);
            line(&mut person.may_be_told);
        }
        Ok(self)
    }
}
