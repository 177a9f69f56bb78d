//! What the index keeps of a service beside its words: what a hit tells, and what decides whether it is of use.

use crate::domain::need::{NeedKey, catalogue};
use crate::domain::postcode::Postcode;
use crate::domain::service::Service;
use crate::domain::service::details::{Cost, OnlyFor, Position};
use crate::search::index::TermId;
use jiff::civil::Date;
use uuid::Uuid;

/// Words of a service that one need not go to.
const REMOTE: [&str; 9] =
    ["online", "telephone", "helpline", "phone line", "nationwide", "national", "virtual", "zoom", "uk-wide"];

/// What a hit tells.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The record.
    pub id: Uuid,
    /// Its own id, as published.
    pub own_id: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// Organisation and place.
    pub about: Box<str>,
    /// Where it is, exactly.
    pub position: Option<Position>,
    /// The district that its postcode names; empty: none.
    pub outcode: Box<str>,
    /// The words of its name that tell something.
    pub name_terms: Box<[TermId]>,
    /// Why nobody should be sent there; empty: it runs.
    pub not_running: Box<str>,
    /// A digest of everything that is indexed of it: the same digest, the same words.
    pub digest: u64,
}

impl Entry {
    /// What a hit on a service tells.
    pub fn new(service: &Service, name_terms: Box<[TermId]>, digest: u64) -> Self {
        let d = &service.details;
        let place = d.locations.iter().map(|l| &l.town).chain(&d.areas).find(|text| !text.is_empty());
        let about = [Some(&d.organisation).filter(|o| !o.is_empty() && **o != d.name), place];
        let about: Vec<&str> = about.into_iter().flatten().map(String::as_str).collect();
        let postcode = d.locations.iter().find_map(|l| Postcode::parse(&l.postcode).ok());
        Self {
            id: service.id,
            own_id: service.key.id.as_str().into(),
            name: d.name.as_str().into(),
            about: about.join(" · ").into(),
            position: d.locations.iter().find_map(|l| l.position),
            outcode: postcode.as_ref().map_or("", Postcode::outcode).into(),
            name_terms,
            not_running: service.not_running().unwrap_or_default().into(),
            digest,
        }
    }

    /// How many bytes its texts take.
    pub fn bytes(&self) -> usize {
        let texts = [&self.own_id, &self.name, &self.about, &self.outcode, &self.not_running];
        texts.iter().map(|text| text.len()).sum::<usize>() + self.name_terms.len() * size_of::<TermId>()
    }
}

/// What decides whether it is of use, small, for all of them are looked at.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says another thing, and all are looked at")]
pub struct Facts {
    /// The needs that it meets, one bit for each of the catalogue.
    pub needs: u128,
    /// The day of its last check: see [`day`].
    pub checked: Option<i32>,
    /// Number of its feed.
    pub feed: u16,
    /// The youngest it takes.
    pub min_age: Option<u8>,
    /// The oldest.
    pub max_age: Option<u8>,
    /// The one sex that it is for.
    pub only_for: Option<OnlyFor>,
    /// It runs.
    pub runs: bool,
    /// `Some(false)`: full.
    pub has_room: Option<bool>,
    /// It says how long one waits.
    pub has_wait: bool,
    /// It costs nothing.
    pub is_free: bool,
    /// It is reached without going there.
    pub is_remote: bool,
}

/// A day as a number, to take from another: dates are far slower.
pub fn day(date: Date) -> i32 {
    (date - Date::constant(1970, 1, 1)).get_days()
}

/// The bits of needs.
pub fn bits(needs: &[NeedKey]) -> u128 {
    let place = |key: &NeedKey| catalogue().all().iter().position(|need| need.key == *key);
    needs.iter().filter_map(place).filter(|at| *at < 128).fold(0, |bits, at| bits | 1 << at)
}

impl Facts {
    /// The facts of a service of a feed.
    pub fn of(service: &Service, feed: u16) -> Self {
        let d = &service.details;
        let free = d.capacity.as_ref().and_then(|capacity| capacity.free);
        Self {
            needs: bits(&d.needs),
            checked: service.last_check().map(|check| day(check.on)),
            feed,
            min_age: d.eligibility.min_age,
            max_age: d.eligibility.max_age,
            only_for: d.eligibility.sex,
            runs: service.not_running().is_none(),
            has_room: free.map(|free| free > 0),
            has_wait: !d.waiting.is_empty(),
            is_free: d.cost == Some(Cost::Free),
            is_remote: is_remote(service),
        }
    }
}

fn is_remote(service: &Service) -> bool {
    let d = &service.details;
    if d.locations.is_empty() {
        return true;
    }
    let says = |text: &str| {
        let text = text.to_lowercase();
        REMOTE.iter().any(|word| text.contains(word))
    };
    let beginning =
        d.description.char_indices().nth(400).map_or(&*d.description, |(end, _)| &d.description[..end]);
    says(&d.name) || says(beginning) || d.areas.iter().chain(&d.categories).any(|text| says(text))
}
