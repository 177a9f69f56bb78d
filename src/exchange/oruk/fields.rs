//! Which field of a published service is what.

use crate::domain::service::details::{Day, Schedule};
use crate::exchange::published::{Published, PublishedPlace};
use crate::exchange::timetable;
use jiff::civil::{Date, Time};
use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// The most parts of any list that are looked at: what is kept is bounded again, and further down.
const MOST: usize = 200;

/// Fields that are read, or that say nothing about the service itself.
const KNOWN: [&str; 41] = [
    "id",
    "name",
    "description",
    "status",
    "url",
    "email",
    "assured_date",
    "assured",
    "assurer_email",
    "organization",
    "organization_id",
    "program",
    "program_id",
    "service_areas",
    "attributes",
    "phones",
    "service_at_locations",
    "locations",
    "fees",
    "fees_description",
    "cost_options",
    "schedules",
    "regular_schedules",
    "minimum_age",
    "maximum_age",
    "eligibility_description",
    "eligibilitys",
    "eligibilities",
    "languages",
    "contacts",
    "service_capacities",
    "wait_time",
    "application_process",
    "interpretation_services",
    "accreditations",
    "licenses",
    "alert",
    "last_modified",
    "metadata",
    "additional_urls",
    "source",
];

/// What an object is that is no service, going by fields that no service has; `None`: a service, as far as it shows.
pub(super) fn what_else(object: &Object) -> Option<&'static str> {
    const TELLING: [(&str, &str); 8] = [
        ("tax_status", "an organisation"),
        ("legal_status", "an organisation"),
        ("year_incorporated", "an organisation"),
        ("location_type", "a location"),
        ("taxonomy_detail", "a term of a taxonomy"),
        ("term_uri", "a term of a taxonomy"),
        ("parent_id", "a term of a taxonomy"),
        ("properties", "a schema"),
    ];
    TELLING.iter().find(|(field, _)| object.contains_key(*field)).map(|(_, what)| *what)
}

/// A service's texts, and the names of the fields that nobody reads.
pub(super) fn published(service: &Object) -> (Published, Vec<String>) {
    let mut out = Published {
        feed: text(service, "source"),
        id: text(service, "id"),
        name: text(service, "name"),
        description: text(service, "description"),
        status: text(service, "status"),
        website: text(service, "url"),
        emails: vec![text(service, "email")],
        last_checked: text(service, "assured_date"),
        checked_by: text(service, "assurer_email"),
        min_age: text(service, "minimum_age"),
        max_age: text(service, "maximum_age"),
        waiting: text(service, "wait_time"),
        referral: vec![text(service, "application_process")],
        eligibility: vec![text(service, "eligibility_description")],
        ..Published::default()
    };
    if let Some(Value::Object(organisation)) = service.get("organization") {
        out.organisation = text(organisation, "name");
    }
    out.areas = objects(service, "service_areas")
        .map(|area| first(area, &["name", "service_area", "description", "extent"]))
        .collect();
    attributes(service, &mut out);
    costs(service, &mut out);
    places(service, &mut out);
    people(service, &mut out);
    for key in ["schedules", "regular_schedules"] {
        schedules(service, key, &mut out);
    }
    for one in ["eligibilitys", "eligibilities"].into_iter().flat_map(|key| objects(service, key)) {
        out.eligibility.push(text(one, "eligibility"));
        for (kept, key) in [(&mut out.min_age, "minimum_age"), (&mut out.max_age, "maximum_age")] {
            if kept.is_empty() {
                *kept = text(one, key);
            }
        }
    }
    out.languages = objects(service, "languages").map(|one| first(one, &["name", "language"])).collect();
    out.languages.push(text(service, "interpretation_services"));
    if let Some(one) = objects(service, "service_capacities").next() {
        out.places_free = text(one, "available");
        out.places_total = text(one, "maximum");
        out.capacity = text(one, "description");
    }
    let unknown = service.keys().filter(|key| !KNOWN.contains(&key.as_str()));
    (out, unknown.take(MOST).map(|key| crate::domain::text::line(key, 100)).collect())
}

/// A field's text; a number as it is written; nothing for anything else.
fn text(object: &Object, key: &str) -> String {
    match object.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The first of several fields that says something.
fn first(object: &Object, keys: &[&str]) -> String {
    keys.iter().map(|key| text(object, key)).find(|text| !text.is_empty()).unwrap_or_default()
}

fn objects<'a>(object: &'a Object, key: &str) -> impl Iterator<Item = &'a Object> {
    let list = object.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().take(MOST).filter_map(Value::as_object)
}

/// Terms of taxonomies: what a service is, whom it is for, how one gets in.
fn attributes(service: &Object, out: &mut Published) {
    for one in objects(service, "attributes") {
        let term = one.get("taxonomy_term").and_then(Value::as_object);
        let name = term.map_or_else(String::new, |term| text(term, "name"));
        let name = if name.is_empty() { first(one, &["label", "value"]) } else { name };
        let taxonomy = term.map_or_else(String::new, |term| text(term, "taxonomy"));
        let about = format!("{} {taxonomy}", text(one, "link_type")).to_lowercase();
        let is = |word: &str| about.contains(word);
        if is("audience") {
            out.audience.push(name);
        } else if is("eligib") {
            out.eligibility.push(name);
        } else if is("how to access") || is("referral") || is("access route") {
            out.referral.push(name);
        } else if is("accessib") {
            out.access.push(name);
        } else {
            out.categories.push(name);
        }
    }
}

fn costs(service: &Object, out: &mut Published) {
    for one in objects(service, "cost_options") {
        let words = first(one, &["option", "amount_description", "cost_description", "description"]);
        let amount = text(one, "amount");
        out.cost.push(match (amount.parse::<f64>(), words.as_str()) {
            (Ok(0.0), "") => "Free".to_owned(),
            (Ok(amount), _) if amount > 0.0 => {
                let currency = match text(one, "currency").as_str() {
                    "" | "GBP" | "gbp" => "£".to_owned(),
                    other => format!("{other} "),
                };
                let pence = if amount.fract() == 0.0 { 0 } else { 2 };
                format!("{currency}{amount:.pence$} {words}")
            }
            _ => words,
        });
    }
    if out.cost.is_empty() {
        out.cost = vec![first(service, &["fees_description", "fees"])];
    }
}

fn places(service: &Object, out: &mut Published) {
    let nested = objects(service, "service_at_locations")
        .map(|at| (Some(at), at.get("location").and_then(Value::as_object)));
    let direct = objects(service, "locations").map(|location| (None, Some(location)));
    let all: Vec<_> = nested.chain(direct).take(MOST).collect();
    for (at, location) in all {
        if let Some(at) = at {
            for key in ["schedules", "regular_schedule"] {
                schedules(at, key, out);
            }
        }
        let Some(location) = location else { continue };
        let address =
            ["addresses", "physical_addresses"].into_iter().flat_map(|key| objects(location, key)).next();
        let none = Object::new();
        let address = address.unwrap_or(&none);
        let lines = [text(address, "address_1"), text(address, "address_2")].join("\n");
        out.locations.push(PublishedPlace {
            // A place that is called as its street or as the service says nothing by its name.
            name: Some(text(location, "name"))
                .filter(|name| !lines.contains(name.as_str()) && *name != out.name)
                .unwrap_or_default(),
            address: lines,
            town: text(address, "city"),
            postcode: text(address, "postal_code"),
            latitude: text(location, "latitude"),
            longitude: text(location, "longitude"),
        });
        for one in
            objects(location, "accessibility").chain(objects(location, "accessibility_for_disabilities"))
        {
            out.access.push(first(one, &["description", "accessibility"]));
        }
        out.phones.extend(objects(location, "phones").map(|phone| text(phone, "number")));
    }
}

fn people(service: &Object, out: &mut Published) {
    out.phones.extend(objects(service, "phones").map(|phone| {
        let extension = text(phone, "extension");
        let number = text(phone, "number");
        if extension.is_empty() { number } else { format!("{number} ext. {extension}") }
    }));
    for contact in objects(service, "contacts") {
        let who = [text(contact, "name"), text(contact, "title")];
        out.people.push(who.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", "));
        out.emails.push(text(contact, "email"));
        out.phones.extend(objects(contact, "phones").map(|phone| text(phone, "number")));
    }
}

/// Hours in fields where they are weekly; anything else as words.
fn schedules(object: &Object, key: &str, out: &mut Published) {
    let mut weekly = vec![];
    for one in objects(object, key) {
        let words = text(one, "description");
        let days: Vec<Day> = text(one, "byday").split([',', ' ']).filter_map(day).collect();
        let opens = clock(&text(one, "opens_at"));
        let closes = clock(&text(one, "closes_at"));
        let is_weekly = matches!(text(one, "freq").to_uppercase().as_str(), "" | "WEEKLY")
            && matches!(text(one, "interval").as_str(), "" | "1")
            && text(one, "bymonthday").is_empty()
            && text(one, "byweekno").is_empty();
        let date = |key| text(one, key).get(..10).and_then(|day| day.parse::<Date>().ok());
        let (from, until) = (date("valid_from"), date("valid_to").or_else(|| date("until")));
        match (opens, closes) {
            (Some(opens), Some(closes)) if is_weekly && !days.is_empty() => {
                if words.is_empty() && from.is_none() && until.is_none() {
                    weekly.extend(days.into_iter().map(|day| (day, opens, closes)));
                } else {
                    let words = crate::domain::text::block(&words, 500);
                    out.schedules.push(Schedule {
                        days,
                        opens: Some(opens),
                        closes: Some(closes),
                        from,
                        until,
                        words,
                    });
                }
            }
            _ if !words.is_empty() => out.hours.push(words),
            _ => out.hours.push(told(one)),
        }
    }
    out.schedules.extend(timetable::gather(weekly));
}

/// A schedule that is not weekly, as the publisher's own field values: honest, and nobody is sent to a closed door.
fn told(schedule: &Object) -> String {
    let part = |key: &str, before: &str| {
        let value = text(schedule, key);
        if value.is_empty() { value } else { format!("{before}{value}") }
    };
    let parts = [
        part("freq", "").to_lowercase(),
        part("interval", "every "),
        part("byday", ""),
        part("bymonthday", "day "),
        part("opens_at", "from "),
        part("closes_at", "to "),
        part("dtstart", "starting "),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `MO`, `Monday`. `1MO` is the first Monday of a month: no weekly day.
fn day(text: &str) -> Option<Day> {
    let short: String = text.trim().chars().take(2).collect();
    let index =
        ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].iter().position(|day| *day == short.to_uppercase())?;
    Some(Day::ALL[index])
}

/// `09:30`, `09:30:00`, `09:30Z`.
fn clock(text: &str) -> Option<Time> {
    let (hour, rest) = text.split_once(':')?;
    let minute = rest.get(..2)?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}
