//! Which words of a service go into the index, and as what.

use crate::domain::need::catalogue;
use crate::domain::postcode::Postcode;
use crate::domain::service::Service;
use crate::domain::service::details::{Cost, Day, OnlyFor, ServiceDetails};
use crate::search::index::{ABOUT, Fields, Inverted, MADE, NAME, NEED, ORGANISATION, PLACE, TEXT, TermId};
use crate::search::text::words::{each, initials, is_common, words};
use foldhash::fast::FixedState;
use jiff::civil::time;
use std::hash::{BuildHasher, Hash, Hasher};

/// How much of a description is indexed, in words.
const DESCRIPTION_WORDS: usize = 1_200;
/// How much of any other text.
const LINE_WORDS: usize = 60;

/// The word under which the index keeps a need. No typed word has its first character.
pub fn need_word(key: &str) -> String {
    format!("\u{1}{key}")
}

/// The word under which the index keeps the youngest or the oldest age that a service takes.
pub fn age_word(is_youngest: bool, age: u16) -> String {
    format!("\u{2}{}{age}", if is_youngest { '>' } else { '<' })
}

/// What is indexed of a service, in one number: where it stays, the words stay.
pub fn digest(service: &Service) -> u64 {
    let d = &service.details;
    let mut hasher = FixedState::default().build_hasher();
    let places = d.locations.iter().map(|l| (&l.name, &l.lines, &l.town, &l.postcode));
    places.for_each(|place| place.hash(&mut hasher));
    (&d.name, &d.organisation, &d.description, &d.areas).hash(&mut hasher);
    (&d.categories, &d.audience, &d.eligibility.words, &d.languages, &d.access).hash(&mut hasher);
    (d.kind, &d.needs, d.eligibility.min_age, d.eligibility.max_age).hash(&mut hasher);
    (d.eligibility.sex.map(|sex| sex == OnlyFor::Women), d.cost == Some(Cost::Free)).hash(&mut hasher);
    for schedule in &d.schedules {
        (&schedule.days, schedule.opens, schedule.closes, &schedule.words).hash(&mut hasher);
    }
    hasher.finish()
}

/// Adds the words of a service to the entry that is being put in, and gives the words of its name that tell something.
pub fn add(index: &mut Inverted, service: &Service) -> Box<[TermId]> {
    let d = &service.details;
    let mut word = String::new();
    let mut add = |text: &str, field: Fields| {
        each(text, LINE_WORDS, &mut word, |word| {
            index.add(word, field);
        });
    };
    add(&d.organisation, ORGANISATION);
    for place in &d.locations {
        for text in place.lines.iter().chain([&place.name, &place.town, &place.postcode]) {
            add(text, PLACE);
        }
        if let Ok(postcode) = Postcode::parse(&place.postcode) {
            add(postcode.outcode(), PLACE);
            add(&postcode.to_string().replace(' ', ""), PLACE | MADE);
        }
    }
    d.areas.iter().for_each(|area| add(area, PLACE));
    // A feed is called after its area more often than not; that says less than an address.
    add(&service.key.feed, TEXT);
    for text in d.categories.iter().chain(&d.audience).chain(&d.eligibility.words) {
        add(text, ABOUT);
    }
    d.languages.iter().chain(&d.access).for_each(|text| add(text, TEXT));
    if let Some(kind) = d.kind {
        add(kind.label(), ABOUT);
    }
    for key in &d.needs {
        if let Some(need) = catalogue().get(key) {
            add(&need.name, NEED);
        }
    }
    for said in implied(d) {
        add(said, ABOUT | MADE);
    }
    d.schedules.iter().for_each(|schedule| add(&schedule.words, TEXT));
    each(&d.description, DESCRIPTION_WORDS, &mut word, |word| {
        index.add(word, TEXT);
    });
    for key in &d.needs {
        index.add(&need_word(&key.0), NEED | MADE);
    }
    for (age, is_youngest) in [(d.eligibility.min_age, true), (d.eligibility.max_age, false)] {
        if let Some(age) = age {
            index.add(&age_word(is_youngest, age.into()), ABOUT | MADE);
        }
    }
    for text in initials(&words(&d.organisation, LINE_WORDS)) {
        index.add(&text, ORGANISATION | MADE);
    }
    let name = words(&d.name, LINE_WORDS);
    for text in initials(&name) {
        index.add(&text, NAME | MADE);
    }
    let mut terms: Vec<TermId> = vec![];
    for word in &name {
        if let Some(term) = index.add(word, NAME)
            && !is_common(word)
            && !terms.contains(&term)
        {
            terms.push(term);
        }
    }
    terms.into()
}

/// What numbers and marks say, in words that people type: `free`, `tuesday`, `evening`, `women`.
fn implied(d: &ServiceDetails) -> Vec<&'static str> {
    let mut out = vec![];
    if d.cost == Some(Cost::Free) {
        out.push("free");
    }
    match d.eligibility.sex {
        Some(OnlyFor::Women) => out.push("women"),
        Some(OnlyFor::Men) => out.push("men"),
        None => {}
    }
    for schedule in &d.schedules {
        for day in &schedule.days {
            out.push(match day {
                Day::Monday => "monday",
                Day::Tuesday => "tuesday",
                Day::Wednesday => "wednesday",
                Day::Thursday => "thursday",
                Day::Friday => "friday",
                Day::Saturday => "saturday weekend",
                Day::Sunday => "sunday weekend",
            });
        }
        if let (Some(opens), Some(closes)) = (schedule.opens, schedule.closes) {
            // Open after six for an hour or more, or through the night.
            if closes >= time(19, 0, 0, 0) || closes < opens {
                out.push("evening");
            }
            if opens < time(11, 0, 0, 0) {
                out.push("morning");
            }
        }
    }
    match (d.eligibility.min_age, d.eligibility.max_age) {
        (_, Some(..=12)) => out.push("children"),
        (_, Some(13..=30)) => out.push("young people"),
        (Some(50..), _) => out.push("older people"),
        (Some(16..), _) => out.push("adults"),
        _ => {}
    }
    out
}
