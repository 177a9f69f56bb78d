//! What a service's card says, as facts in words; the list's panel, the slip and the text message say the same.

use crate::domain::need::catalogue;
use crate::domain::service::checked::{Checker, age_in_words};
use crate::domain::service::details::{
    Capacity, Cost, Day, Eligibility, Location, OnlyFor, Schedule, ServiceDetails,
};
use crate::domain::service::hours::{Open, open};
use crate::domain::service::{Service, Stopped};
use crate::tui::screen::Ctx;
use jiff::civil::{DateTime, Time};

/// One fact: what it is about, and what is said.
pub(super) struct Fact {
    pub(super) label: &'static str,
    pub(super) said: String,
}

/// `open now until 16:00`, `opens Tue 10:00`, `hours not known`; a service that has stopped is not open.
pub fn open_said(service: &Service, now: DateTime) -> String {
    if service.stopped.is_some() {
        return "stopped".to_owned();
    }
    match open(&service.details.schedules, now) {
        Open::Until(time) => format!("open now until {}", clock(time)),
        other => other.to_string(),
    }
}

/// Where it is, in a word or two: the first town, else postcode, else area.
pub fn place_said(details: &ServiceDetails) -> &str {
    let towns = details.locations.iter().map(|location| &location.town);
    let postcodes = details.locations.iter().map(|location| &location.postcode);
    towns.chain(postcodes).chain(&details.areas).find(|said| !said.is_empty()).map_or("", String::as_str)
}

/// The needs that it meets, by their names.
pub fn needs_said(details: &ServiceDetails) -> String {
    let name = |key| catalogue().get(key).map_or_else(|| key.to_string(), |need| need.name.clone());
    details.needs.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The number to ring; of several, the first.
pub(super) fn phone(details: &ServiceDetails) -> &str {
    details.contacts.phones.first().map_or("no phone number", String::as_str)
}

/// The address of the first place, in a line.
pub(in crate::tui::screens) fn address(details: &ServiceDetails) -> String {
    details.locations.iter().map(location_said).find(|said| !said.is_empty()).unwrap_or_default()
}

/// When it is open every week, in a line; empty: not known.
pub(in crate::tui::screens) fn hours(details: &ServiceDetails) -> String {
    let said: Vec<_> = details.schedules.iter().map(schedule_said).filter(|said| !said.is_empty()).collect();
    said.join("; ")
}

/// What it costs; empty: not said.
pub(super) fn cost(details: &ServiceDetails) -> String {
    match &details.cost {
        Some(Cost::Free) => "free".to_owned(),
        Some(Cost::Words(words)) => words.clone(),
        None => String::new(),
    }
}

/// Why nobody should be sent there, where that is so.
pub(super) fn stopped_said(service: &Service) -> Option<String> {
    service.stopped.as_ref().map(|stopped| match stopped {
        Stopped::LeftFeed => {
            "STOPPED: its feed does not list it any more. Ring before you send anybody.".into()
        }
        Stopped::Closed(words) if words.is_empty() => "STOPPED: nobody should be sent there any more.".into(),
        Stopped::Closed(words) => format!("STOPPED: {words}"),
    })
}

/// When it was last checked, and by whom.
pub fn checked_said(service: &Service, ctx: &Ctx<'_>) -> String {
    let Some(check) = service.last_check() else { return age_in_words(None, ctx.today()) };
    let age = age_in_words(Some(check.on), ctx.today());
    match check.by {
        Checker::Staff(by) => format!("{age} by {}", ctx.name_of(by)),
        Checker::Feed if service.details.checked_by.is_empty() => format!("{age} by its publisher"),
        Checker::Feed => format!("{age} by {}", service.details.checked_by),
    }
}

/// The facts in the order of the card, those that are known; the last says what is not.
pub(super) fn facts(service: &Service) -> Vec<Fact> {
    let details = &service.details;
    let joined = |parts: &[String]| parts.join(", ");
    let places: Vec<_> =
        details.locations.iter().map(location_said).filter(|said| !said.is_empty()).collect();
    let contacts = &details.contacts;
    let needs = match needs_said(details) {
        said if details.needs_derived && !said.is_empty() => format!("{said} (guessed from its words)"),
        said => said,
    };
    // The third word says what is not known; where it is empty, nobody misses it.
    let rows = [
        ("Where", places.join("\n"), "address"),
        ("Opens", hours(details), "hours"),
        ("Cost", cost(details), "cost"),
        ("For", who_said(details), "who it is for"),
        ("To refer", details.referral.join("\n"), "how to refer"),
        ("Languages", joined(&details.languages), "languages"),
        ("Access", joined(&details.access), "access"),
        ("Room", room_said(details.capacity.as_ref(), &details.waiting), "waiting time"),
        ("Needs", needs, "needs"),
        ("Kind", details.kind.map(|kind| kind.label().to_owned()).unwrap_or_default(), ""),
        ("Run by", details.organisation.clone(), ""),
        ("Ask for", joined(&contacts.people), ""),
        ("Also ring", contacts.phones.get(1..).map(joined).unwrap_or_default(), ""),
        ("E-mail", joined(&contacts.emails), ""),
        ("Website", contacts.website.clone(), ""),
    ];
    let mut facts = Vec::new();
    let mut unknown = Vec::new();
    for (label, said, missed) in rows {
        if !said.is_empty() {
            facts.push(Fact { label, said });
        } else if !missed.is_empty() {
            unknown.push(missed);
        }
    }
    if !unknown.is_empty() {
        facts.push(Fact { label: "Not said", said: unknown.join(", ") });
    }
    facts
}

/// Where the entry came from, what became of it.
pub(super) fn origin(service: &Service, ctx: &Ctx<'_>) -> Vec<Fact> {
    let checked = checked_said(service, ctx).replacen("checked", "", 1);
    let mut facts = vec![Fact { label: "Checked", said: checked.trim().to_owned() }];
    if service.given > 0 {
        let times = if service.given == 1 { "once".to_owned() } else { format!("{} times", service.given) };
        facts.push(Fact { label: "Given out", said: times });
    }
    let from = format!("{} {} {}", service.key.feed, ctx.signs.bullet, service.key.id);
    facts.push(Fact { label: "Entry", said: from });
    facts
}

fn location_said(location: &Location) -> String {
    let lines = std::iter::once(&location.name)
        .chain(&location.lines)
        .chain([&location.town, &location.postcode])
        .filter(|part| !part.is_empty());
    let mut parts: Vec<&str> = Vec::new();
    for part in lines {
        // Feeds repeat the town as a line of the address.
        if !parts.iter().any(|known| known.eq_ignore_ascii_case(part)) {
            parts.push(part);
        }
    }
    parts.join(", ")
}

fn schedule_said(schedule: &Schedule) -> String {
    let mut said = Vec::new();
    if let (Some(opens), Some(closes), false) = (schedule.opens, schedule.closes, schedule.days.is_empty()) {
        let days = match schedule.days.len() {
            7 => "every day".to_owned(),
            _ => days_said(&schedule.days),
        };
        said.push(format!("{days} {} to {}", clock(opens), clock(closes)));
        if let Some(from) = schedule.from {
            said.push(format!("from {}", crate::domain::dates::short(from)));
        }
        if let Some(until) = schedule.until {
            said.push(format!("until {}", crate::domain::dates::short(until)));
        }
    }
    if !schedule.words.is_empty() {
        said.push(if said.is_empty() { schedule.words.clone() } else { format!("({})", schedule.words) });
    }
    said.join(" ")
}

/// `Mon to Fri`, `Tue, Thu`.
fn days_said(days: &[Day]) -> String {
    let mut days = days.to_vec();
    days.sort_unstable();
    days.dedup();
    match (days.first(), days.last()) {
        (Some(first), Some(last)) if days.len() > 2 && *last as usize - *first as usize + 1 == days.len() => {
            format!("{} to {}", first.short(), last.short())
        }
        _ => days.iter().map(|day| day.short()).collect::<Vec<_>>().join(", "),
    }
}

fn who_said(details: &ServiceDetails) -> String {
    let Eligibility { min_age, max_age, sex, words } = &details.eligibility;
    let mut said = Vec::new();
    match sex {
        Some(OnlyFor::Women) => said.push("women only".to_owned()),
        Some(OnlyFor::Men) => said.push("men only".to_owned()),
        None => {}
    }
    match (min_age.filter(|age| *age > 0), max_age) {
        (Some(min), Some(max)) => said.push(format!("aged {min} to {max}")),
        (Some(min), None) => said.push(format!("aged {min} and over")),
        (None, Some(max)) => said.push(format!("aged up to {max}")),
        (None, None) => {}
    }
    said.extend(words.iter().chain(&details.audience).cloned());
    if !details.areas.is_empty() {
        said.push(format!("living in {}", details.areas.join(", ")));
    }
    said.join(", ")
}

fn room_said(capacity: Option<&Capacity>, waiting: &str) -> String {
    let mut said = Vec::new();
    if let Some(Capacity { free, total, words }) = capacity {
        match (free, total) {
            (Some(0), _) => said.push("full".to_owned()),
            (Some(free), Some(total)) => said.push(format!("{free} of {total} places free")),
            (Some(free), None) => said.push(format!("{free} places free")),
            (None, Some(total)) => said.push(format!("{total} places, how many are free is not said")),
            (None, None) => {}
        }
        if !words.is_empty() {
            said.push(words.clone());
        }
    }
    if !waiting.is_empty() {
        said.push(format!("waiting time: {waiting}"));
    }
    said.join(", ")
}

fn clock(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}
