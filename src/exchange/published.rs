//! One record as its publisher wrote it, whatever the format, and what becomes of it: cleaned, bounded, checked.
//!
//! What identifies a service must be there; anything else that cannot be read is left out (or kept as text) with
//! a warning, because a service whose age limit is nonsense still has a telephone.

use super::html::{plain, unmark};
use super::timetable;
use super::{Hints, Listing, Place, Rejected};
use crate::domain::dates;
use crate::domain::need::{NeedKey, catalogue};
use crate::domain::postcode::Postcode;
use crate::domain::service::details::{
    Capacity, Contacts, Cost, DESCRIPTION_LIMIT, Eligibility, LINE_LIMIT, LIST_LIMIT, Location, NOTE_LIMIT,
    OnlyFor, Position, Schedule, ServiceDetails, ServiceKind,
};
use crate::domain::service::{ServiceKey, words};
use crate::domain::text::{block, line};

/// A record's texts, not yet looked at.
#[derive(Debug, Default)]
pub(super) struct Published {
    pub feed: String,
    pub id: String,
    pub name: String,
    pub organisation: String,
    pub description: String,
    pub status: String,
    pub kind: String,
    pub needs: Vec<String>,
    pub categories: Vec<String>,
    pub audience: Vec<String>,
    pub eligibility: Vec<String>,
    pub min_age: String,
    pub max_age: String,
    pub cost: Vec<String>,
    pub referral: Vec<String>,
    pub places_free: String,
    pub places_total: String,
    pub capacity: String,
    pub waiting: String,
    pub locations: Vec<PublishedPlace>,
    /// Opening hours in words.
    pub hours: Vec<String>,
    /// Opening hours that the format says in fields.
    pub schedules: Vec<Schedule>,
    pub areas: Vec<String>,
    pub languages: Vec<String>,
    pub access: Vec<String>,
    pub phones: Vec<String>,
    pub emails: Vec<String>,
    pub website: String,
    pub people: Vec<String>,
    pub last_checked: String,
    pub checked_by: String,
    /// What the format's own reader had reservations about.
    pub warnings: Vec<String>,
}

/// A place as published.
#[derive(Debug, Default)]
pub(super) struct PublishedPlace {
    pub name: String,
    pub address: String,
    pub town: String,
    pub postcode: String,
    pub latitude: String,
    pub longitude: String,
}

impl Published {
    /// What can be kept of it.
    pub fn settle(mut self, place: Place, hints: &Hints) -> Result<Listing, Rejected> {
        let reject = |reason: &str| Rejected { place, reason: reason.to_owned() };
        let id = one(&self.id, ServiceKey::LIMIT);
        let name = one(&self.name, LINE_LIMIT);
        if !name.chars().any(char::is_alphanumeric) {
            return Err(reject("it has no name"));
        }
        if id.is_empty() {
            return Err(Rejected { place, reason: format!("\u{201C}{name}\u{201D} has no id") });
        }
        if self.id.trim().chars().count() > ServiceKey::LIMIT {
            return Err(reject("its id is longer than 200 characters"));
        }
        let feed = Some(one(&self.feed, ServiceKey::LIMIT)).filter(|feed| !feed.is_empty());
        let mut warnings = std::mem::take(&mut self.warnings);
        let mut details = self.details(name, hints, &mut warnings);
        words::derive(&mut details);
        Ok(Listing { place, feed: feed.or_else(|| hints.feed.clone()), id, details, warnings })
    }

    fn details(self, name: String, hints: &Hints, warnings: &mut Vec<String>) -> ServiceDetails {
        let description = plain(&self.description);
        if description.chars().count() > DESCRIPTION_LIMIT {
            warnings.push(format!("the description was cut at {DESCRIPTION_LIMIT} characters"));
        }
        let eligibility = eligibility(&self.eligibility, &self.min_age, &self.max_age, warnings);
        let kind = kind(&self.kind);
        let mut categories = self.categories;
        if kind.is_none() {
            // A publisher's own kinds are categories to us.
            categories.push(self.kind);
        }
        let needs = needs(&self.needs, warnings);
        let mut schedules = self.schedules;
        schedules.extend(self.hours.iter().flat_map(|text| timetable::read(&plain(text))));
        schedules.truncate(LIST_LIMIT);
        let mut people = list(&self.people);
        let emails = emails(&self.emails, &mut people, warnings);
        ServiceDetails {
            name,
            organisation: organisation(&self.organisation),
            // Formats part paragraphs by a blank line, by one line break or by tags; kept alike, a directory that is
            // published in two of them is one directory.
            description: block(&description, DESCRIPTION_LIMIT).replace("\n\n", "\n"),
            not_running: not_running(&self.status),
            kind,
            needs,
            needs_derived: false,
            categories: list(&categories),
            audience: list(&self.audience),
            eligibility,
            cost: cost(&self.cost),
            referral: list(&self.referral),
            capacity: capacity(&self.places_free, &self.places_total, &self.capacity),
            waiting: one(&self.waiting, LINE_LIMIT),
            locations: self.locations.iter().filter_map(|p| location(p, warnings)).take(LIST_LIMIT).collect(),
            schedules,
            areas: list(&self.areas),
            languages: list(&self.languages),
            access: list(&self.access),
            contacts: Contacts {
                phones: phones(&self.phones),
                emails,
                website: website(&self.website),
                people,
            },
            last_checked: last_checked(&self.last_checked, hints, warnings),
            checked_by: one(&self.checked_by, LINE_LIMIT),
        }
    }
}

/// One line, HTML and marks out.
fn one(text: &str, limit: usize) -> String {
    line(&plain(text), limit)
}

/// Entries of a list: what stands between semicolons or on lines of their own, each once.
fn list(texts: &[String]) -> Vec<String> {
    let mut out: Vec<String> = vec![];
    for text in texts {
        for part in plain(text).split([';', '\n']) {
            let part = line(part, LINE_LIMIT);
            if !part.is_empty() && !out.contains(&part) && out.len() < LIST_LIMIT {
                out.push(part);
            }
        }
    }
    out
}

fn phones(texts: &[String]) -> Vec<String> {
    let numbers = list(texts).into_iter().map(|number| number.trim_matches('"').to_owned());
    numbers.filter(|number| !number.is_empty()).collect()
}

fn organisation(text: &str) -> String {
    let name = one(text, LINE_LIMIT);
    // Formats that demand an organisation get these.
    let is_nobody =
        matches!(name.to_lowercase().as_str(), "unknown" | "not known" | "none" | "n/a" | "na" | "-" | "tbc");
    if is_nobody { String::new() } else { name }
}

/// HSDS: active, inactive, defunct, temporarily closed.
fn not_running(status: &str) -> String {
    let status = one(status, LINE_LIMIT);
    match status.to_lowercase().as_str() {
        "" | "active" | "open" | "live" | "published" => String::new(),
        _ => status,
    }
}

fn eligibility(words: &[String], min: &str, max: &str, warnings: &mut Vec<String>) -> Eligibility {
    let mut min_age = age("the youngest age", min, warnings);
    let mut max_age = age("the oldest age", max, warnings);
    if let (Some(min), Some(max)) = (min_age, max_age)
        && min > max
    {
        warnings.push(format!("ages from {min} to {max} admit nobody; both were left out"));
        (min_age, max_age) = (None, None);
    }
    let words = list(words);
    let says = |text: &str| {
        words.iter().any(|word| word.to_lowercase().split([',', ';']).any(|part| part.trim() == text))
    };
    let sex = match (says("women only"), says("men only")) {
        (true, false) => Some(OnlyFor::Women),
        (false, true) => Some(OnlyFor::Men),
        _ => None,
    };
    Eligibility { min_age, max_age, sex, words }
}

/// `18`, `18.0`, `18+`, `18 years`. Nobody is older than 120.
fn age(what: &str, text: &str, warnings: &mut Vec<String>) -> Option<u8> {
    let text = one(text, 40);
    if text.is_empty() {
        return None;
    }
    let number = text.trim_end_matches(|c: char| c.is_alphabetic() || c == '+' || c == ' ');
    match number.parse::<f64>() {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 120 fits")]
        Ok(years) if (0.0..=120.0).contains(&years) => Some(years as u8),
        _ => {
            warnings.push(format!("{what} \u{201C}{text}\u{201D} was left out: it is no age from 0 to 120"));
            None
        }
    }
}

fn needs(texts: &[String], warnings: &mut Vec<String>) -> Vec<NeedKey> {
    let mut out: Vec<NeedKey> = vec![];
    for text in list(texts) {
        match catalogue().exactly(&text) {
            Some(need) if !out.contains(&need.key) => out.push(need.key.clone()),
            Some(_) => {}
            None => warnings.push(format!("the need \u{201C}{text}\u{201D} is not in the catalogue")),
        }
    }
    out
}

fn kind(text: &str) -> Option<ServiceKind> {
    let text = one(text, LINE_LIMIT).to_lowercase().replace('_', " ");
    ServiceKind::ALL.into_iter().find(|kind| kind.label() == text)
}

fn cost(texts: &[String]) -> Option<Cost> {
    let text = block(&plain(&texts.join("\n")), NOTE_LIMIT);
    let bare = text.to_lowercase();
    match bare.trim_matches(['.', '!', ' ']) {
        "" => None,
        "free" | "0" | "£0" | "0.00" | "£0.00" | "no cost" | "no charge" | "free of charge" => {
            Some(Cost::Free)
        }
        _ => Some(Cost::Words(text)),
    }
}

fn capacity(free: &str, total: &str, words: &str) -> Option<Capacity> {
    let number = |text: &str| line(text, 20).parse().ok();
    let capacity = Capacity { free: number(free), total: number(total), words: one(words, LINE_LIMIT) };
    (capacity != Capacity::default()).then_some(capacity)
}

fn location(place: &PublishedPlace, warnings: &mut Vec<String>) -> Option<Location> {
    let written = one(&place.postcode, 40);
    let postcode =
        Postcode::parse(&written).map_or_else(|_| written.clone(), |postcode| postcode.to_string());
    if !written.is_empty() && Postcode::parse(&written).is_err() {
        warnings.push(format!("\u{201C}{written}\u{201D} is no UK postcode; it was kept as text"));
    }
    let address = plain(&place.address);
    let lines = address.lines().map(|text| line(text, LINE_LIMIT)).filter(|text| !text.is_empty());
    let location = Location {
        name: one(&place.name, LINE_LIMIT),
        lines: lines.take(LIST_LIMIT).collect(),
        town: one(&place.town, LINE_LIMIT),
        postcode,
        position: position(&place.latitude, &place.longitude, warnings),
    };
    (location != Location::default()).then_some(location)
}

fn position(latitude: &str, longitude: &str, warnings: &mut Vec<String>) -> Option<Position> {
    let (latitude, longitude) = (line(latitude, 40), line(longitude, 40));
    if latitude.is_empty() && longitude.is_empty() {
        return None;
    }
    let degrees = latitude.parse().ok().zip(longitude.parse().ok());
    // Null Island stands for "not known" in more than one feed.
    let found =
        degrees.filter(|&at| at != (0.0, 0.0)).and_then(|(lat, lon)| Position::from_degrees(lat, lon));
    if found.is_none() {
        warnings.push(format!(
            "the position \u{201C}{latitude}, {longitude}\u{201D} was left out: it is on no map"
        ));
    }
    found
}

/// A web address with its scheme, once: feeds do publish `http://HTTPS://…` and bare host names.
fn website(text: &str) -> String {
    fn after_scheme(text: &str) -> Option<&str> {
        let (scheme, rest) = text.split_once("://")?;
        (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")).then_some(rest)
    }
    let text = one(text, LINE_LIMIT);
    let mut address = text.as_str();
    while let Some(rest) = after_scheme(address).filter(|rest| after_scheme(rest).is_some()) {
        address = rest;
    }
    if address.is_empty() || address.contains("://") {
        address.to_owned()
    } else {
        format!("http://{address}")
    }
}

/// Addresses, freed from the spaces and marks of the web page they were copied from. What is none is kept among the
/// other ways to reach the service: a web form is better than nothing.
fn emails(texts: &[String], people: &mut Vec<String>, warnings: &mut Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = vec![];
    for text in texts {
        let text = line(&unmark(text), NOTE_LIMIT);
        for part in text.split([';', ',', ' ']).map(|part| part.trim_matches(['<', '>', '.', '(', ')'])) {
            let part = part.strip_prefix("mailto:").unwrap_or(part);
            if part.is_empty() || out.len() == LIST_LIMIT {
                continue;
            }
            if is_email(part) {
                if !out.iter().any(|known| known == part) {
                    out.push(line(part, LINE_LIMIT));
                }
            } else if part.contains(['@', '/', '.']) {
                warnings.push(format!("\u{201C}{part}\u{201D} is no e-mail address; it was kept as text"));
                if people.len() < LIST_LIMIT {
                    people.push(line(part, LINE_LIMIT));
                }
            }
        }
    }
    out
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(who, host)| {
        !who.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
    })
}

fn last_checked(text: &str, hints: &Hints, warnings: &mut Vec<String>) -> Option<jiff::civil::Date> {
    let text = line(text, 60);
    if text.is_empty() {
        return None;
    }
    let day = text.split(['T', ' ']).next().filter(|day| day.len() >= 8).unwrap_or(&text);
    let read =
        dates::parse_birth_date(day, hints.today).or_else(|_| dates::parse_birth_date(&text, hints.today));
    if read.is_err() {
        warnings.push(format!(
            "the day of the last check \u{201C}{text}\u{201D} was left out: it is no day in the past"
        ));
    }
    read.ok()
}
