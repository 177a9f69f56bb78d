//! The demo's directory: what its services are stands in `data/services.csv`; where, when and how fresh is drawn.

use crate::demo::people::{Line, STREETS, postcode_in};
use crate::demo::script::Listed;
use crate::domain::need::NeedKey;
use crate::domain::service::details::{
    Capacity, Contacts, Cost, Day, Eligibility, Location, OnlyFor, Position, Schedule, ServiceDetails,
    ServiceKind,
};
use fastrand::Rng;
use jiff::civil::Time;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The town. It lies in the North Sea, where no town is.
const TOWN: &str = "Thornmere";
const LATITUDE: f64 = 54.62;
const LONGITUDE: f64 = 0.85;

/// A part of the town, and where one meets there.
struct Place {
    part: &'static str,
    venue: &'static str,
    line: &'static str,
    postcode: &'static str,
    /// How far from the middle of the town, in degrees to the north and to the east.
    from_middle: (f64, f64),
}

const PLACES: [Place; 8] = [
    place("Town centre", "Thornmere Library", "2 Market Square", "TH1 1AA", (0.0, 0.0)),
    place("Northgate", "Northgate Community Hall", "31 Northgate", "TH2 4DE", (0.011, 0.002)),
    place("Castle Ward", "St Hilda's Church Hall", "8 Castle Road", "TH1 7PX", (0.003, 0.013)),
    place("Mill End", "The Old Mill", "1 Mill Street", "TH3 2RB", (-0.006, 0.019)),
    place("Quayside", "The Boathouse", "14 Wharf Road", "TH4 1QY", (-0.004, -0.009)),
    place("Southfields", "Southfields Leisure Centre", "Southfield Crescent", "TH5 6LN", (-0.021, 0.004)),
    place("Ashwood", "Ashwood Pavilion", "Ashwood Park", "TH2 9WS", (0.017, -0.024)),
    place("Wenbury", "Wenbury Village Hall", "5 Church Lane", "TH6 3HT", (0.052, 0.031)),
];

const fn place(
    part: &'static str,
    venue: &'static str,
    line: &'static str,
    postcode: &'static str,
    from_middle: (f64, f64),
) -> Place {
    Place { part, venue, line, postcode, from_middle }
}

/// One line of `services.csv`: a service, or one in each of several places.
#[derive(Deserialize)]
struct Row {
    name: String,
    organisation: String,
    kind: ServiceKind,
    needs: String,
    /// Parts of the town, comma by comma; or `homes`, `telephone`.
    places: String,
    /// `weekdays 09:00-17:00`, `daily …`, `Tue+Thu …`, `one …` (a day is drawn); anything else stands as it is.
    when: String,
    cost: String,
    /// `60+`, `11-17`, `women`, `men`; anything else stands as it is.
    who: String,
    waiting: String,
    refer: String,
    about: String,
}

/// All services of the demo.
pub(super) fn services(random: &mut Rng) -> Vec<Listed> {
    #[expect(clippy::expect_used, reason = "embedded at build time, and a test reads it")]
    let rows: Vec<Row> = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(include_bytes!("data/services.csv").as_slice())
        .into_deserialize()
        .collect::<Result<_, _>>()
        .expect("the services are well formed");
    let mut phones = Phones::default();
    let mut listed = Vec::new();
    for row in &rows {
        for place in row.places.split(',') {
            let details = details(row, place, &mut phones, random);
            listed.push(Listed { id: slug(&details.name), checked_days_ago: checked(random), details });
        }
    }
    listed
}

/// The number of each organisation, the same in all its entries.
#[derive(Default)]
struct Phones {
    by_organisation: BTreeMap<String, String>,
}

impl Phones {
    fn of(&mut self, organisation: &str) -> String {
        // From the top of the range down, so that no patient is likely to share it.
        let next = 999_u16.saturating_sub(u16::try_from(self.by_organisation.len()).unwrap_or(0));
        self.by_organisation
            .entry(organisation.to_owned())
            .or_insert_with(|| Line::Landline.number(next))
            .clone()
    }
}

fn details(row: &Row, place: &str, phones: &mut Phones, random: &mut Rng) -> ServiceDetails {
    let organisation = slug(&row.organisation);
    ServiceDetails {
        name: row.name.replace("{place}", place),
        organisation: row.organisation.clone(),
        description: row.about.clone(),
        kind: Some(row.kind),
        needs: row.needs.split(',').map(NeedKey::from).collect(),
        audience: parts(&row.who),
        eligibility: eligibility(&row.who),
        cost: match row.cost.as_str() {
            "" => None,
            "free" => Some(Cost::Free),
            words => Some(Cost::Words(words.to_owned())),
        },
        referral: parts(&row.refer)
            .into_iter()
            .map(|how| match how.as_str() {
                "self" => "Get in touch yourself".to_owned(),
                "professional" => "A professional refers".to_owned(),
                _ => "Drop in".to_owned(),
            })
            .collect(),
        capacity: capacity(random),
        waiting: row.waiting.clone(),
        locations: location(row, place, random).into_iter().collect(),
        schedules: schedule(&row.when, random).into_iter().collect(),
        areas: vec![format!("{TOWN} and the villages around")],
        languages: languages(random),
        access: access(place, random),
        contacts: Contacts {
            phones: vec![phones.of(&row.organisation)],
            emails: vec![format!("hello@{organisation}.example.org")],
            website: if random.u8(..10) < 7 {
                format!("https://{organisation}.example.org/")
            } else {
                String::new()
            },
            people: vec![],
        },
        checked_by: "Thornmere Community Directory".to_owned(),
        ..ServiceDetails::default()
    }
}

fn parts(text: &str) -> Vec<String> {
    text.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn eligibility(who: &str) -> Eligibility {
    let mut eligibility = Eligibility::default();
    for part in parts(who) {
        let range = part.split_once('-').map(|(min, max)| (min.parse().ok(), max.parse().ok()));
        match (part.as_str(), part.strip_suffix('+').map(str::parse), range) {
            ("women", ..) => eligibility.sex = Some(OnlyFor::Women),
            ("men", ..) => eligibility.sex = Some(OnlyFor::Men),
            (_, Some(Ok(min)), _) => eligibility.min_age = Some(min),
            (_, _, Some((Some(min), Some(max)))) => {
                (eligibility.min_age, eligibility.max_age) = (Some(min), Some(max));
            }
            _ => eligibility.words.push(part),
        }
    }
    eligibility
}

/// How long ago the publisher checked it: from yesterday to years, and never.
fn checked(random: &mut Rng) -> Option<u16> {
    match random.u8(..100) {
        0..12 => None,
        12..50 => Some(random.u16(1..30)),
        50..80 => Some(random.u16(30..200)),
        _ => Some(random.u16(200..900)),
    }
}

fn capacity(random: &mut Rng) -> Option<Capacity> {
    let total = 4 * random.u32(2..9);
    match random.u8(..10) {
        0 => Some(Capacity { free: Some(0), total: Some(total), words: String::new() }),
        1..4 => Some(Capacity { free: Some(random.u32(1..8)), total: Some(total), words: String::new() }),
        _ => None,
    }
}

fn languages(random: &mut Rng) -> Vec<String> {
    const OTHERS: [&str; 6] = ["Polish", "Punjabi", "Urdu", "Romanian", "Arabic", "British Sign Language"];
    let mut languages = vec!["English".to_owned()];
    if random.u8(..5) == 0 {
        languages.push(OTHERS[random.usize(..OTHERS.len())].to_owned());
    }
    languages
}

fn access(place: &str, random: &mut Rng) -> Vec<String> {
    if matches!(place, "homes" | "telephone") {
        return vec![];
    }
    let all = ["Step-free", "Accessible toilet", "Hearing loop", "Parking at the door", "On a bus route"];
    all.into_iter().filter(|_| random.u8(..10) < 5).map(str::to_owned).collect()
}

/// Groups meet in the halls of the town; who advises or treats has rooms of their own nearby.
fn location(row: &Row, place: &str, random: &mut Rng) -> Option<Location> {
    let place = PLACES.iter().find(|known| known.part == place)?;
    let (north, east) = place.from_middle;
    let hall = Location {
        name: place.venue.to_owned(),
        lines: vec![place.line.to_owned(), place.part.to_owned()],
        town: TOWN.to_owned(),
        postcode: place.postcode.to_owned(),
        position: Position::from_degrees(LATITUDE + north, LONGITUDE + east),
    };
    let own_rooms = matches!(row.kind, ServiceKind::Advice | ServiceKind::Health | ServiceKind::Crisis)
        && !row.places.contains(',');
    if !own_rooms {
        return Some(hall);
    }
    let mut near = || (random.f64() - 0.5) * 0.006;
    let position = Position::from_degrees(LATITUDE + north + near(), LONGITUDE + east + near());
    let line = format!("{} {}", random.u8(1..90), STREETS[random.usize(..STREETS.len())]);
    let outcode = place.postcode.split(' ').next().unwrap_or_default();
    Some(Location {
        name: row.organisation.clone(),
        lines: vec![line, place.part.to_owned()],
        postcode: postcode_in(outcode, random)?.to_string(),
        position,
        ..hall
    })
}

fn schedule(when: &str, random: &mut Rng) -> Option<Schedule> {
    if when.is_empty() {
        return None;
    }
    let drawn = Day::ALL[random.usize(..5)];
    let hours = || {
        let (days, hours) = when.split_once(' ')?;
        let (opens, closes) = hours.split_once('-')?;
        let time = |text| Time::strptime("%H:%M", text).ok();
        let days = match days {
            "daily" => Day::ALL.to_vec(),
            "weekdays" => Day::ALL[..5].to_vec(),
            "one" => vec![drawn],
            some => Day::ALL.into_iter().filter(|day| some.split('+').any(|s| s == day.short())).collect(),
        };
        Some(Schedule { days, opens: Some(time(opens)?), closes: Some(time(closes)?), ..Schedule::default() })
    };
    Some(hours().unwrap_or_else(|| Schedule { words: when.to_owned(), ..Schedule::default() }))
}

/// A name as an id: small letters and hyphens.
fn slug(name: &str) -> String {
    let plain = name.to_lowercase().replace('\'', "");
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}
