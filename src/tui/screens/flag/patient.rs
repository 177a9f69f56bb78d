//! The patient: found by what is typed, taken by Enter, never by themselves; or entered as somebody new.

use crate::desk::reply::PatientLine;
use crate::desk::request::Request;
use crate::domain::banner;
use crate::domain::dates;
use crate::domain::nhs_number::NhsNumber;
use crate::domain::patient::{Asked, Details};
use crate::domain::person_name::PersonName;
use crate::domain::phone::Phone;
use crate::domain::postcode::Postcode;
use crate::domain::text;
use crate::domain::who::WhoText;
use crate::tui::screen::{Act, Ctx};
use crate::tui::screens::flag::form::{Contact, Picked, Spot};
use crate::tui::screens::flag::save::Progress;
use crate::tui::screens::flag::{FlagScreen, asks};
use crate::tui::widgets::field::Field;
use jiff::civil::Date;

/// How many people are offered.
const MOST: usize = 5;

/// One line that Enter can take under the Patient field.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Offer {
    /// Somebody who has a record.
    Known(PatientLine),
    /// Whoever has a number that is not known here yet.
    Number(NhsNumber),
    /// Somebody new.
    New,
}

impl FlagScreen {
    /// What is understood of the Patient field.
    pub(super) fn who_text(&self, today: Date) -> WhoText {
        WhoText::read(self.form.who.value(), today)
    }

    /// Whether the desk has answered for what stands in the Patient field now.
    pub(super) fn hits_are_of_now(&self) -> bool {
        self.hits.as_ref().is_some_and(|(text, _)| text == self.form.who.value())
    }

    /// What Enter can take, best first. Nothing while the desk has not answered: a name never selects by itself.
    pub(super) fn offers(&self, today: Date) -> Vec<Offer> {
        if self.form.picked != Picked::Nobody || self.lists_closed || !self.hits_are_of_now() {
            return vec![];
        }
        let Some((_, hits)) = &self.hits else { return vec![] };
        let who = self.who_text(today);
        let mut offers: Vec<Offer> = hits.iter().take(MOST).cloned().map(Offer::Known).collect();
        match who.number {
            Some(Ok(number)) if hits.iter().any(|hit| has_number(hit, number)) => return offers,
            Some(Ok(number)) => offers.push(Offer::Number(number)),
            // A number with a wrong digit is mended first: a new patient would lose it.
            Some(Err(_)) => return offers,
            None => {}
        }
        if who.problem.is_none() && who.number_part.is_none() && !who.is_empty() {
            offers.push(Offer::New);
        }
        offers
    }

    /// Takes what is highlighted, or a whole number at once.
    pub(super) fn take_patient(&mut self, ctx: &Ctx<'_>) -> Vec<Act> {
        let who = self.who_text(ctx.today());
        if let Some(offer) = self.offers(ctx.today()).into_iter().nth(self.at) {
            match offer {
                Offer::Known(line) => return self.pick_known(line),
                Offer::Number(number) => self.pick_number(number),
                Offer::New => self.pick_new(&who),
            }
            return vec![];
        }
        match who.number {
            // The number says who it is, also before the desk has answered.
            Some(Ok(number)) if !self.hits_are_of_now() => {
                self.pick_number(number);
                return vec![];
            }
            _ => {}
        }
        if self.form.who.value().trim().is_empty() {
            return self.move_by(1);
        }
        vec![Act::Hint(match who.problem {
            Some(problem) => problem,
            // Typed whole, it can be nobody else than the one highlighted when the answer is here; the keys that come
            // meanwhile are meant for what follows.
            None if !self.hits_are_of_now() && who.name.is_some() && who.born.is_some() => {
                self.progress = Progress::TakesWhenFound;
                return vec![];
            }
            None if !self.hits_are_of_now() => "Still looking: a moment.".to_owned(),
            None if self.lists_closed => "Type on, or press Up, to see who it may be.".to_owned(),
            None => "Nobody fits. Type the whole NHS number, or name and birth date.".to_owned(),
        })]
    }

    fn pick_known(&mut self, line: PatientLine) -> Vec<Act> {
        self.form.who = Field::default();
        self.go_to(Spot::Needs);
        self.know(line)
    }

    /// Somebody who has a record is meant.
    pub(super) fn know(&mut self, line: PatientLine) -> Vec<Act> {
        let patient = line.id;
        self.form.picked = Picked::Known(line);
        self.patient = None;
        vec![Act::Ask(asks::PATIENT, Request::Patient { patient })]
    }

    pub(super) fn pick_number(&mut self, number: NhsNumber) {
        self.form.picked = Picked::Number(number);
        self.go_to(Spot::Needs);
    }

    fn pick_new(&mut self, who: &WhoText) {
        if let Some(name) = &who.name {
            self.form.name =
                Field::with(&PersonName::parse(name).map_or(name.clone(), |name| name.to_string()));
        }
        if let Some(born) = who.born {
            self.form.born = Field::with(&dates::short(born));
        }
        let number = who.number.and_then(Result::ok);
        self.form.picked = Picked::New(number);
        let first = [Spot::Name, Spot::Born, Spot::Phone, Spot::Postcode]
            .into_iter()
            .find(|spot| self.form.text(*spot).is_some_and(Field::is_empty));
        self.go_to(first.unwrap_or(Spot::Needs));
    }

    /// Takes the patient off again; what was typed to find them stands there as before.
    pub(super) fn unpick(&mut self) {
        if matches!(self.form.picked, Picked::New(_)) {
            let (name, born) = (self.form.name.value(), self.form.born.value());
            self.form.who = Field::with(&format!("{name} {born}"));
        }
        self.form.picked = Picked::Nobody;
        self.form.given = false;
        self.form.ring_on = Field::default();
        self.phone_warned = false;
        self.forget_person();
        self.patient = None;
        self.recorded_agreements = None;
        // The record's own contact details go with the patient; what was typed here stays.
        let mut recorded = std::mem::take(&mut self.form.recorded);
        self.form.contact.follow(&mut recorded, Contact::default());
        self.even_if_alike = false;
    }

    /// Drops what describes one person only, so that it never gets into another one's record.
    pub(super) fn forget_person(&mut self) {
        let form = &mut self.form;
        if std::mem::take(&mut form.from_banner) {
            form.contact.phone = Field::default();
        }
        (form.name, form.born, form.postcode) = Default::default();
        (form.gender, form.address) = (None, None);
    }

    /// The hits for a text arrived.
    pub(super) fn hear_hits(&mut self, hits: Vec<PatientLine>, today: Date) -> Vec<Act> {
        let text = self.asked.who.clone();
        if text.is_empty() || text != self.form.who.value() {
            return vec![];
        }
        let mut acts = vec![];
        if let Picked::Number(number) = self.form.picked {
            match hits.iter().find(|hit| has_number(hit, number)) {
                Some(line) => {
                    self.form.who = Field::default();
                    acts = self.know(line.clone());
                }
                // A banner told the name with the number.
                None if !self.form.name.is_empty() => self.form.picked = Picked::New(Some(number)),
                None => {}
            }
        }
        self.first_offer = first_offer(&self.who_text(today), &hits);
        if self.form.spot == Spot::Patient {
            self.at = self.first_offer;
        }
        self.hits = Some((text, hits));
        acts
    }

    /// A banner of the clinical system fills what it tells; whether the text was one.
    pub(super) fn take_banner(&mut self, pasted: &str, today: Date) -> bool {
        let Some(banner) = banner::read(pasted, today) else { return false };
        self.unpick();
        let form = &mut self.form;
        let name = banner.name.as_ref().map(PersonName::to_string).unwrap_or_default();
        let born = banner.born.and_then(Result::ok).map(dates::short).unwrap_or_default();
        form.name = Field::with(&name);
        form.born = Field::with(&born);
        form.postcode = Field::with(&banner.postcode.as_ref().map(Postcode::to_string).unwrap_or_default());
        form.from_banner = true;
        form.gender = banner.gender;
        form.address = banner.address;
        if let Some(phone) = banner.phones.first() {
            form.contact.phone = Field::with(&phone.to_string());
        }
        match banner.nhs_number {
            Some(Ok(number)) => {
                form.who = Field::with(&number.to_string());
                self.pick_number(number);
            }
            // A wrong number is shown as it was, to be mended; without one the name has to be chosen.
            wrong => {
                let number = wrong.and_then(|_| number_in(pasted)).unwrap_or_default();
                form.who = Field::with(&text::line(&format!("{name} {born} {number}"), 200));
                self.go_to(Spot::Patient);
            }
        }
        true
    }

    /// What is known of the patient now: the record with what the form changed; whom it describes is `picked`'s.
    pub(super) fn details(&self, today: Date) -> Details {
        let mut details = match (&self.form.picked, &self.patient) {
            (Picked::Known(_), Some(card)) => card.patient.details.clone(),
            (Picked::Number(number), _) => Details { nhs_number: Some(*number), ..Details::default() },
            (Picked::New(number), _) => Details { nhs_number: *number, ..Details::default() },
            _ => Details::default(),
        };
        let form = &self.form;
        form.contact.write_to(&mut details.contact);
        let fills = matches!(form.picked, Picked::New(_) | Picked::Known(_));
        if fills {
            details.name = details.name.or_else(|| PersonName::parse(form.name.value()).ok());
            details.born = details.born.or_else(|| dates::parse_birth_date(form.born.value(), today).ok());
            details.postcode = details.postcode.or_else(|| Postcode::parse(form.postcode.value()).ok());
            details.contact.address = details.contact.address.or_else(|| form.address.clone());
            if let (Asked::NotAsked, Some(gender)) = (&details.gender, &form.gender) {
                details.gender = Asked::Said(gender.clone());
            }
        }
        details
    }

    /// What to call the patient in a sentence.
    pub(super) fn called(&self) -> String {
        match &self.form.picked {
            Picked::Known(line) => line.called.clone(),
            Picked::Number(number) => number.to_string(),
            Picked::New(number) => match PersonName::parse(self.form.name.value()) {
                Ok(name) => name.to_string(),
                Err(_) => number.map_or_else(|| "the new patient".to_owned(), |number| number.to_string()),
            },
            Picked::Nobody => "the patient".to_owned(),
        }
    }

    /// What to call the patient when speaking, at the beginning of a sentence.
    pub(super) fn first_name(&self) -> String {
        let given = match &self.form.picked {
            Picked::Known(line) => line.first_name.clone(),
            Picked::New(_) => {
                PersonName::parse(self.form.name.value()).map(|name| name.given).unwrap_or_default()
            }
            _ => String::new(),
        };
        if given.is_empty() || given == "the patient" { "The patient".to_owned() } else { given }
    }

    /// Where the patient lives, as far as the form or the record tells.
    pub(super) fn near(&self) -> Option<Postcode> {
        let recorded = self.patient.as_ref().and_then(|card| card.patient.details.postcode.clone());
        recorded.or_else(|| Postcode::parse(self.form.postcode.value()).ok())
    }

    /// Whether it is known that there is no number to ring.
    pub(super) fn has_no_phone(&self) -> bool {
        let unknown = match &self.form.picked {
            Picked::Known(_) => self.patient.is_none(),
            Picked::Number(_) => !self.hits_are_of_now(),
            Picked::New(_) | Picked::Nobody => false,
        };
        !unknown && Phone::parse(self.form.contact.phone.value()).is_err()
    }
}

/// What is highlighted first: somebody; or *New patient*, where a whole name was typed with a birth date and nobody
/// found shares a word of that name, only the birth date.
fn first_offer(who: &WhoText, hits: &[PatientLine]) -> usize {
    let (Some(name), Some(_)) = (&who.name, who.born) else { return 0 };
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase().split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect()
    };
    let typed: Vec<String> = words(name).into_iter().filter(|word| word.chars().count() > 1).collect();
    let shares = |hit: &PatientLine| words(&hit.called).iter().any(|word| typed.contains(word));
    if hits.iter().any(shares) { 0 } else { hits.len().min(MOST) }
}

/// Whether a hit is the patient with this number: a line begins with it where it is known.
fn has_number(hit: &PatientLine, number: NhsNumber) -> bool {
    let number = number.to_string();
    hit.read_back.starts_with(&number) || hit.called.starts_with(&number)
}

/// The digits behind "NHS" in a text, as they stand there.
fn number_in(text: &str) -> Option<String> {
    let at = text.to_ascii_lowercase().find("nhs")?;
    let digits: String = text[at..]
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '\u{a0}'))
        .collect();
    // Two spaces end a column.
    digits.split("  ").next().map(|digits| digits.trim().to_owned()).filter(|digits| !digits.is_empty())
}
