//! The demo's patients: who they are stands in `data/people.csv`; numbers, addresses and rules of contact are drawn.

use crate::demo::script::Person;
use crate::domain::nhs_number::NhsNumber;
use crate::domain::patient::{
    Asked, Communication, Contact, ContactPerson, Details, ETHNIC_CATEGORIES, Reach,
};
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
    /// What else is known, comma by comma: `9995260182`, `TH3 4NN`, `interpreter`, `best:not before 10`, `nomobile`,
    /// `novoicemail`, `noletters`, `code:bluebell` …
    marks: String,
}

/// The demo's patients, by when they are known.
pub(super) struct Patients {
    /// Who is there already, or was helped without a link worker.
    pub known: Vec<Person>,
    /// With whom the link workers are at work.
    pub more: Vec<Person>,
    /// Whom they helped before.
    pub earlier: Vec<Person>,
}

/// All patients of the demo; `later` is drawn from for those who came to the demo last, so that the others stay as they
/// are.
pub(super) fn patients(random: &mut Rng, later: &mut Rng) -> Patients {
    let mut drawn = Drawn::default();
    drawn.numbers.extend(NUMBER_ALONE.map(String::from));
    let mut people = |rows: Vec<Row>, random: &mut Rng| -> Vec<Person> {
        let person = |row: Row| Person { details: drawn.details(&row, random), called: row.name };
        rows.into_iter().map(person).collect()
    };
    let known = people(rows(include_bytes!("data/people.csv")), random);
    let more = people(rows(include_bytes!("data/more_people.csv")), later);
    let earlier = people(earlier(later), later);
    let number_alone = NUMBER_ALONE.iter().map(|digits| Person {
        called: (*digits).to_owned(),
        details: Details { nhs_number: NhsNumber::parse(digits).ok(), ..Details::default() },
    });
    Patients { known: known.into_iter().chain(number_alone).collect(), more, earlier }
}

fn rows(file: &'static [u8]) -> Vec<Row> {
    #[expect(clippy::expect_used, reason = "embedded at build time, and a test reads it")]
    csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(file)
        .into_deserialize()
        .collect::<Result<_, _>>()
        .expect("the people are well formed")
}

/// People who were helped before, of every age and of many origins.
fn earlier(random: &mut Rng) -> Vec<Row> {
    let mut surnames = SURNAMES;
    random.shuffle(&mut surnames);
    let women = WOMEN.iter().map(|name| (name, "woman"));
    let men = MEN.iter().map(|name| (name, "man"));
    let row = |((given, gender), surname): ((&&str, &str), &str)| Row {
        name: format!("{given} {surname}"),
        gender: gender.to_owned(),
        born: random.u16(1934..2006).to_string(),
        ethnic: ETHNIC_CATEGORIES[if random.u8(..10) < 7 { 0 } else { random.usize(1..16) }].to_owned(),
        language: String::new(),
        marks: String::new(),
    };
    women.chain(men).zip(surnames).map(row).collect()
}

/// First names of those who were helped before; more women than men come to link workers.
const WOMEN: [&str; 25] = [
    "Enid", "Glenys", "Hilda", "Joyce", "Mabel", "Nora", "Pamela", "Rita", "Sandra", "Thelma", "Una", "Vera",
    "Wanda", "Audrey", "Brenda", "Carol", "Denise", "Eileen", "Freda", "Gillian", "Heather", "Imogen",
    "Judy", "Kerry", "Lynne",
];
const MEN: [&str; 15] = [
    "Arnold", "Barry", "Cedric", "Dennis", "Eric", "Frank", "Geoffrey", "Howard", "Ivor", "Kenneth",
    "Leslie", "Malcolm", "Neville", "Percy", "Roland",
];
const SURNAMES: [&str; 40] = [
    "Applewhite",
    "Birkinshaw",
    "Cattermole",
    "Dunkerley",
    "Entwistle",
    "Featherstone",
    "Gathercole",
    "Heppenstall",
    "Inchbald",
    "Jellicoe",
    "Kettlewell",
    "Lazenby",
    "Micklethwaite",
    "Netherwood",
    "Oxtoby",
    "Pickersgill",
    "Quarmby",
    "Ramsbottom",
    "Shillingford",
    "Tattersall",
    "Umpleby",
    "Varley",
    "Winterbottom",
    "Yeadon",
    "Arkwright",
    "Bullivant",
    "Cleghorn",
    "Dewhurst",
    "Eastwood",
    "Fothergill",
    "Greenhalgh",
    "Hebblethwaite",
    "Illingworth",
    "Jagger",
    "Kirkbride",
    "Longbottom",
    "Murgatroyd",
    "Nuttall",
    "Ollerenshaw",
    "Postlethwaite",
];

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
        let said = |what: &str, drawn| match (is(what), is(&format!("no{what}"))) {
            (true, _) => Reach::Allowed,
            (_, true) => Reach::Refused,
            _ => drawn,
        };
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
            voicemail: if text_only { Reach::Refused } else { said("voicemail", voicemail) },
            letter: said("letters", letter),
            best_time: best_time.unwrap_or_default(),
            code_word: marks
                .iter()
                .find_map(|mark| mark.strip_prefix("code:"))
                .unwrap_or_default()
                .to_owned(),
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
