//! More services than were published: each again and again, every time as another area might have it.
//!
//! Each time round, every town becomes another (the same one for all services, so that an area stays one), in names and
//! texts as in addresses; postcodes and positions are drawn anew, organisations and halls are named after other people,
//! and some sentences of the descriptions are missing. The words of the field stay: so do a country's directories
//! differ. The same directory and number give the same services.

use super::texts::Published;
use fastrand::Rng;
use signpost::domain::service::details::{Position, ServiceDetails};
use std::collections::HashSet;

const BEGINNINGS: [&str; 32] = [
    "Ash", "Thorn", "Whit", "Brad", "Kings", "Mel", "Lang", "Wes", "Hart", "Stan", "Col", "Bar", "Hex",
    "Mill", "North", "Sutter", "Oak", "Pem", "Ring", "Shel", "Tad", "Up", "Wal", "Yar", "Alder", "Birk",
    "Crow", "Drax", "Ember", "Fen", "Gar", "Hol",
];
const ENDINGS: [&str; 18] = [
    "ford", "ton", "ham", "bury", "ley", "field", "wick", "worth", "stead", "combe", "don", "mere", "bourne",
    "gate", "hurst", "cliffe", "well", "thorpe",
];
const PEOPLE: [&str; 24] = [
    "Ellis",
    "Clarke",
    "Chowdhury",
    "Obrien",
    "Campbell",
    "Sandhu",
    "Nowak",
    "Kaminski",
    "Eze",
    "Hussain",
    "Pritchard",
    "Hargreaves",
    "Thompson",
    "Doyle",
    "Warsame",
    "Appleyard",
    "Bannister",
    "Fairclough",
    "Okafor",
    "Pemberton",
    "Ramsbottom",
    "Szymanski",
    "Tregenza",
    "Wainwright",
];
const POST_AREAS: [&str; 20] = [
    "AL", "BD", "CB", "DH", "EX", "GL", "HU", "IP", "LA", "LN", "ME", "NE", "OX", "PE", "RG", "SA", "TQ",
    "WF", "YO", "ZE",
];
/// The letters of a postcode's end.
const UNITS: &[u8; 20] = b"ABDEFGHJLNPQRSTUWXYZ";
/// One sentence of so many is missing.
const MISSING: u8 = 8;

/// So many services, of those published.
pub fn many(published: &[Published], services: usize) -> Vec<Published> {
    let towns = towns(published);
    (0..services)
        .map(|number| {
            let (time, one) = (number / published.len(), &published[number % published.len()]);
            if time == 0 { one.clone() } else { again(one, time, number, &towns) }
        })
        .collect()
}

/// The words that are towns.
fn towns(published: &[Published]) -> HashSet<&str> {
    published
        .iter()
        .flat_map(|one| {
            one.details
                .locations
                .iter()
                .map(|l| l.town.as_str())
                .chain(one.details.areas.iter().map(String::as_str))
        })
        .flat_map(|text| text.split(|c: char| !c.is_alphabetic()))
        .filter(|word| word.len() > 4 && word.starts_with(char::is_uppercase))
        .filter(|word| {
            !["North", "South", "Central", "Greater", "England", "Street", "County"].contains(word)
        })
        .collect()
}

fn again(one: &Published, time: usize, number: usize, towns: &HashSet<&str>) -> Published {
    let mut random = Rng::with_seed(number as u64);
    let elsewhere = |text: &str| elsewhere(text, time, towns);
    let person = PEOPLE[random.usize(..PEOPLE.len())];
    let mut d: ServiceDetails = one.details.clone();
    d.name = elsewhere(&d.name);
    let town = d.locations.first().map(|location| elsewhere(&location.town)).filter(|town| !town.is_empty());
    let town = town.unwrap_or_else(|| town_of("", time + random.usize(..4)));
    if random.bool() && !d.name.contains(&town) {
        d.name = format!("{} - {town}", d.name);
    }
    d.organisation = elsewhere(&d.organisation);
    match random.u8(..4) {
        0 => d.organisation = format!("{person} Trust"),
        1 => d.organisation = format!("{town} {}", d.organisation),
        _ => {}
    }
    d.description = elsewhere(&d.description)
        .split_inclusive(". ")
        .enumerate()
        .filter(|(at, _)| *at == 0 || random.u8(..MISSING) > 0)
        .map(|(_, sentence)| sentence)
        .collect();
    let middle = (50.5 + random.f64() * 4.5, -4.0 + random.f64() * 5.0);
    for location in &mut d.locations {
        location.name = elsewhere(&location.name);
        if random.u8(..3) == 0 {
            location.name = format!("{person} Hall");
        }
        location.lines.iter_mut().for_each(|line| *line = elsewhere(line));
        location.town = elsewhere(&location.town);
        let area = POST_AREAS[(time + location.town.len()) % POST_AREAS.len()];
        if !location.postcode.is_empty() {
            let unit = [(); 2].map(|()| char::from(UNITS[random.usize(..UNITS.len())]));
            let (district, sector) = (random.u8(1..30), random.u8(1..10));
            location.postcode = format!("{area}{district} {sector}{}{}", unit[0], unit[1]);
        }
        location.position = location.position.and_then(|_| Position::from_degrees(middle.0, middle.1));
    }
    d.areas.iter_mut().for_each(|area| *area = elsewhere(area));
    Published { feed: one.feed.clone(), id: format!("{}-{time}", one.id), details: d }
}

/// A text with other towns.
fn elsewhere(text: &str, time: usize, towns: &HashSet<&str>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if towns.contains(word) {
            out.push_str(&town_of(word, time));
        } else {
            out.push_str(word);
        }
        let next = after.find(char::is_alphabetic).unwrap_or(after.len());
        out.push_str(&after[..next]);
        rest = &after[next..];
    }
    out
}

/// What a town is called this time.
fn town_of(word: &str, time: usize) -> String {
    let sum = word
        .bytes()
        .fold(time.wrapping_mul(7919), |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    format!("{}{}", BEGINNINGS[sum % BEGINNINGS.len()], ENDINGS[sum / BEGINNINGS.len() % ENDINGS.len()])
}
