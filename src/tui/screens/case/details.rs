//! What is known of a patient, as a form to correct it.

use crate::domain::dates;
use crate::domain::nhs_number::NhsNumber;
use crate::domain::patient::{Asked, Details, Reach, Standing};
use crate::domain::person_name::PersonName;
use crate::domain::phone::Phone;
use crate::domain::postcode::Postcode;
use crate::tui::screen::Ctx;
use crate::tui::widgets::form::Form;

const REACHES: [(Reach, &str); 3] =
    [(Reach::NotAsked, "not asked"), (Reach::Allowed, "yes"), (Reach::Refused, "no")];
const STANDINGS: [(Standing, &str); 3] =
    [(Standing::Registered, "registered"), (Standing::Died, "has died"), (Standing::MovedAway, "moved away")];

/// A form of all that is known of a patient.
pub(super) fn details_form(details: &Details) -> Form {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let said = |asked: &Asked<String>| match asked {
        Asked::NotAsked => String::new(),
        Asked::Declined => "declined".to_owned(),
        Asked::Said(text) => text.clone(),
    };
    let reach = |reach: Reach| REACHES.iter().position(|(one, _)| *one == reach).unwrap_or(0);
    let reaches = || REACHES.map(|(_, name)| name.to_owned()).to_vec();
    let contact = &details.contact;
    let person = details.contact_person.clone().unwrap_or_default();
    Form::default()
        .text("Name", &details.name.as_ref().map(ToString::to_string).unwrap_or_default())
        .text("Born", &details.born.map(dates::short).unwrap_or_default())
        .text("NHS number", &details.nhs_number.map(|n| n.to_string()).unwrap_or_default())
        .text("Postcode", &details.postcode.as_ref().map(ToString::to_string).unwrap_or_default())
        .text("Phone", &contact.phone.as_ref().map(ToString::to_string).unwrap_or_default())
        .text("Other phone", &contact.other_phone.as_ref().map(ToString::to_string).unwrap_or_default())
        .choice("Call", reaches(), reach(contact.call))
        .choice("Text", reaches(), reach(contact.text))
        .choice("Voicemail", reaches(), reach(contact.voicemail))
        .choice("Letter", reaches(), reach(contact.letter))
        .text("Best time", &contact.best_time)
        .text("Code word", &contact.code_word)
        .text("E-mail", &text(&contact.email))
        .text("Address", &text(&contact.address))
        .text("Gender", &said(&details.gender))
        .text("Ethnic category", &said(&details.ethnic_category))
        .text("Language", &text(&details.language))
        .tick("Interpreter", details.communication.interpreter)
        .text("Hearing", &details.communication.hearing)
        .text("Sight", &details.communication.sight)
        .text("Reading", &details.communication.reading)
        .text("Contact person", &person.name)
        .text("  who is", &person.relation)
        .text("  their phone", &person.phone.as_ref().map(ToString::to_string).unwrap_or_default())
        .text("  may be told", &person.may_be_told)
        .choice(
            "Standing",
            STANDINGS.map(|(_, name)| name.to_owned()).to_vec(),
            STANDINGS.iter().position(|(one, _)| *one == details.standing).unwrap_or(0),
        )
}

/// The details that a form gives; where a row cannot be read, it says so there.
pub(super) fn changed_details(before: &Details, form: &mut Form, ctx: &Ctx<'_>) -> Option<Details> {
    let mut details = before.clone();
    let text = |form: &Form, row| Some(form.value(row)).filter(|text| !text.is_empty());
    let mut wrong: Option<(usize, String)> = None;
    let mut read = |row: usize, problem: Option<String>| {
        if let (Some(problem), None) = (problem, &wrong) {
            wrong = Some((row, problem));
        }
    };
    macro_rules! parsed {
        ($row:expr, $parse:expr) => {
            match text(form, $row).map($parse).transpose() {
                Ok(value) => value,
                Err(error) => {
                    read($row, Some(error.to_string()));
                    None
                }
            }
        };
    }
    details.name = parsed!(0, |t| PersonName::parse(&t));
    details.born = parsed!(1, |t| dates::parse_birth_date(&t, ctx.today()));
    details.nhs_number = parsed!(2, |t| NhsNumber::parse(&t));
    details.postcode = parsed!(3, |t| Postcode::parse(&t));
    details.contact.phone = parsed!(4, |t| Phone::parse(&t));
    details.contact.other_phone = parsed!(5, |t| Phone::parse(&t));
    let person_phone = parsed!(23, |t| Phone::parse(&t));
    for (row, reach) in [
        (6, &mut details.contact.call),
        (7, &mut details.contact.text),
        (8, &mut details.contact.voicemail),
        (9, &mut details.contact.letter),
    ] {
        *reach = REACHES[form.chosen(row).min(2)].0;
    }
    details.contact.best_time = form.value(10);
    details.contact.code_word = form.value(11);
    details.contact.email = text(form, 12);
    details.contact.address = text(form, 13);
    let asked = |text: Option<String>| match text {
        None => Asked::NotAsked,
        Some(text) if text.eq_ignore_ascii_case("declined") => Asked::Declined,
        Some(text) => Asked::Said(text),
    };
    details.gender = asked(text(form, 14));
    details.ethnic_category = asked(text(form, 15));
    details.language = text(form, 16);
    details.communication.interpreter = form.ticked(17);
    details.communication.hearing = form.value(18);
    details.communication.sight = form.value(19);
    details.communication.reading = form.value(20);
    details.contact_person = text(form, 21).map(|name| crate::domain::patient::ContactPerson {
        name,
        relation: form.value(22),
        phone: person_phone,
        may_be_told: form.value(24),
    });
    details.standing = STANDINGS[form.chosen(25).min(2)].0;
    if let Err(error) = details.check() {
        read(0, Some(error.to_string()));
    }
    match wrong {
        Some((row, problem)) => {
            form.wrong(row, problem);
            None
        }
        None => Some(details),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::patient::{Communication, Contact, ContactPerson};
    use crate::tui::screens::trying::{Trying, patient};

    #[test]
    fn a_form_that_is_saved_as_it_was_opened_changes_nothing() {
        let before = Details {
            gender: Asked::Said("woman".to_owned()),
            ethnic_category: Asked::Declined,
            language: Some("Welsh".to_owned()),
            communication: Communication {
                interpreter: true,
                hearing: "lip-reads".to_owned(),
                sight: "large print".to_owned(),
                reading: "please ring".to_owned(),
            },
            contact: Contact {
                other_phone: Phone::parse("01632 960 123").ok(),
                email: Some("m@example.org".to_owned()),
                address: Some("4 Mill Lane".to_owned()),
                call: Reach::Allowed,
                text: Reach::Refused,
                letter: Reach::Allowed,
                code_word: "bluebell".to_owned(),
                ..patient().details.contact
            },
            contact_person: Some(ContactPerson {
                name: "Ann Ellis".to_owned(),
                relation: "daughter".to_owned(),
                phone: Phone::parse("07700 900 124").ok(),
                may_be_told: "that we rang".to_owned(),
            }),
            standing: Standing::MovedAway,
            ..patient().details
        };
        let seat = Trying::new();
        let after = changed_details(&before, &mut details_form(&before), &seat.ctx());
        assert_eq!(after, Some(before));
    }
}
