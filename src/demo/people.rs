//! The demo's patients: who they are stands in `data/people.csv`; numbers, addresses and rules of contact are drawn.

use crate::demo::script::Person;
use crate::domain::nhs_number::NhsNumber;
use crate::domain::patient::{Asked, Communication, Contact, ContactPerson, Details, Reach};
use crate::domain::person_name::PersonName;
use crate::domain::phone::Phone;
use crate::domain::postcode::Postcode;
use fastrand::Rng;
use jiff::civil::{Date, date};
use serde::Deserialize;
use std::collections::BTreeSet;

/// The numbers of people of whom nothing else is known: they rang off.
const NUMBER_ALONE: [&str; 1] = ["9991590838"];

/// Streets of the town.
pub(super) const STREETS: [&str; 14] = [
    "Tanner's Row",
    "Mill Street",
    "Castle Road",
    "Quay Lane",
    "Northgate",
    "Weaver's Close",
    "Chapel Hill",
    "Ashwood Avenue",
    "Wharf Road",
    "Southfield Crescent",
    "Priory Gardens",
    "Foundry Street",
    "Orchard Way",
    "Station Terrace",
];

/// One line of `people.csv`.
#[derive(Deserialize)]
struct Row {
    name: String,
    gender: String,
    /// A day, or the year only.
    born: String,
    ethnic: String,
    language: String,
    /// What else is known, comma by comma: `9995260182`, `TH3 4NN`, `interpreter`, `best:not before 10`, `nomobile` …
    marks: String,
}

/// All patients of the demo.
pub(super) fn patients(random: &mut Rng) -> Vec<Person> {
    let mut drawn = Drawn::default();
    drawn.numbers.extend(NUMBER_ALONE.map(String::from));
    #[expect(clippy::expect_used, reason = "embedded at build time, and a test reads it")]
    let rows: Vec<Row> = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(include_bytes!("data/people.csv").as_slice())
        .into_deserialize()
        .collect::<Result<_, _>>()
        .expect("the people are well formed");
    let known =
        rows.iter().map(|row| Person { called: row.name.clone(), details: drawn.details(row, random) });
    let known: Vec<_> = known.collect();
    let number_alone = NUMBER_ALONE.iter().map(|digits| Person {
        called: (*digits).to_owned(),
        details: Details { nhs_number: NhsNumber::parse(digits).ok(), ..Details::default() },
    });
    known.into_iter().chain(number_alone).collect()
}

/// What was given out already: nobody has anybody else's number.
#[derive(Default)]
struct Drawn {
    numbers: BTreeSet<String>,
    phones: BTreeSet<String>,
}

impl Drawn {
    fn details(&mut self, row: &Row, random: &mut Rng) -> Details {
        let marks: Vec<&str> = row.marks.split(',').filter(|mark| !mark.is_empty()).collect();
        let is = |mark: &str| marks.contains(&mark);
        let told = |key: &str| {
            marks.iter().find_map(|mark| mark.strip_prefix(key)?.strip_prefix(':')).map(str::to_owned)
        };
        let number = marks.iter().find_map(|mark| NhsNumber::parse(mark).ok());
        let name = PersonName::parse(&row.name).ok();
        let postcode = marks.iter().find_map(|mark| Postcode::parse(mark).ok());
        let drawn_number = self.nhs_number(random);
        let drawn_postcode = postcode_in_town(random);
        let born = born(&row.born, random);
        let contact_person = told("contact").map(|person| {
            let (name, relation) = person.split_once('/').unwrap_or((&person, "relative"));
            ContactPerson {
                name: name.to_owned(),
                relation: relation.to_owned(),
                phone: self.phone(Line::Mobile, random),
                may_be_told: "everything about this".to_owned(),
            }
        });
        Details {
            nhs_number: number.or(drawn_number).filter(|_| !is("nonumber")),
            born: Some(born),
            postcode: postcode.or(drawn_postcode).filter(|_| !is("nopostcode")),
            gender: Asked::Said(row.gender.clone()),
            ethnic_category: match random.u8(..10) {
                0 => Asked::Declined,
                _ if row.ethnic.is_empty() => Asked::NotAsked,
                _ => Asked::Said(row.ethnic.clone()),
            },
            language: Some(row.language.clone()).filter(|language| !language.is_empty()),
            communication: Communication {
                interpreter: is("interpreter"),
                hearing: told("hearing").unwrap_or_default(),
                sight: told("sight").unwrap_or_default(),
                reading: told("reading").unwrap_or_default(),
            },
            contact: self.contact(&row.name, &marks, told("best"), told("address"), random),
            contact_person,
            name,
            ..Details::default()
        }
    }

    fn contact(
        &mut self,
        name: &str,
        marks: &[&str],
        best_time: Option<String>,
        address: Option<String>,
        random: &mut Rng,
    ) -> Contact {
        let is = |mark: &str| marks.contains(&mark);
        let text_only = is("textonly");
        let first = if is("nomobile") { Line::Landline } else { Line::Mobile };
        let phone = self.phone(first, random);
        let other =
            self.phone(Line::Landline, random).filter(|_| first == Line::Mobile && random.u8(..4) == 0);
        let street = STREETS[random.usize(..STREETS.len())];
        let drawn_address = format!("{} {street}", random.u8(1..120));
        let mut answer = |yes: u8| match random.u8(..10) {
            n if n < yes => Reach::Allowed,
            9 => Reach::Refused,
            _ => Reach::NotAsked,
        };
        let (text, voicemail, letter) = (answer(5), answer(3), answer(4));
        let email = name.to_lowercase().replace(' ', ".").replace('\'', "");
        Contact {
            phone,
            other_phone: other,
            email: Some(format!("{email}@example.org")).filter(|_| random.u8(..10) < 4),
            address: address.or(Some(drawn_address)).filter(|_| !is("nopostcode")),
            call: if text_only { Reach::Refused } else { Reach::Allowed },
            text: match first {
                Line::Mobile if text_only => Reach::Allowed,
                Line::Mobile => text,
                Line::Landline => Reach::Refused,
            },
            voicemail: if text_only || is("novoicemail") { Reach::Refused } else { voicemail },
            letter,
            best_time: best_time.unwrap_or_default(),
            code_word: String::new(),
        }
    }

    /// A number of the range for tests, 999 000 0000 and up, with the check digit that fits.
    fn nhs_number(&mut self, random: &mut Rng) -> Option<NhsNumber> {
        loop {
            let nine = format!("999{:06}", random.u32(..1_000_000));
            let number = (0..10).find_map(|check| NhsNumber::parse(&format!("{nine}{check}")).ok());
            // To one in eleven no digit fits.
            if let Some(number) = number.filter(|number| self.numbers.insert(number.digits())) {
                return Some(number);
            }
        }
    }

    fn phone(&mut self, line: Line, random: &mut Rng) -> Option<Phone> {
        loop {
            let text = line.number(random.u16(..1000));
            if self.phones.insert(text.clone()) {
                return Phone::parse(&text).ok();
            }
        }
    }
}

/// A kind of telephone number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// A mobile.
    Mobile,
    /// A landline of no area.
    Landline,
}

impl Line {
    /// One of the thousand numbers that Ofcom keeps for drama: nobody answers there. `which` is below 1000.
    pub(super) fn number(self, which: u16) -> String {
        match self {
            Self::Mobile => format!("07700 900{which:03}"),
            Self::Landline => format!("01632 960{which:03}"),
        }
    }
}

/// A postcode of the town. Royal Mail uses no area TH.
fn postcode_in_town(random: &mut Rng) -> Option<Postcode> {
    let outcode = format!("TH{}", random.u8(1..7));
    postcode_in(&outcode, random)
}

/// A postcode of one of its districts.
pub(super) fn postcode_in(outcode: &str, random: &mut Rng) -> Option<Postcode> {
    const LETTERS: &[u8] = b"ABDEFGHJLNPQRSTUWXYZ";
    let mut letter = || char::from(LETTERS[random.usize(..LETTERS.len())]);
    let (a, b) = (letter(), letter());
    Postcode::parse(&format!("{outcode} {}{a}{b}", random.u8(1..10))).ok()
}

fn born(text: &str, random: &mut Rng) -> Date {
    let (month, day) = (random.i8(1..13), random.i8(1..29));
    match text.parse() {
        Ok(day) => day,
        Err(_) => date(text.parse().unwrap_or(1970), month, day),
    }
}
