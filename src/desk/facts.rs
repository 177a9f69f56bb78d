//! What decides whether a service is of use, in the few words that stand beside it in a list:
//! `0.8 km, 13 min walk`, `free`, `open now until 16:00`, `checked 3 weeks ago`, `has room`. Why it is of no use, the search says.

use crate::desk::Asker;
use crate::desk::refusal::Refusal;
use crate::domain::distance;
use crate::domain::record::{Record, Subject};
use crate::domain::service::Service;
use crate::domain::service::checked::age_in_words;
use crate::domain::service::details::{Cost, Position};
use crate::domain::service::hours::{Open, open};
use jiff::civil::DateTime;

impl Asker<'_> {
    /// The facts of a service, for somebody who is there.
    pub(super) fn facts(self, subject: Subject, near: Option<Position>) -> Result<Vec<String>, Refusal> {
        let now = self.desk.now().to_zoned(self.desk.zone.clone()).datetime();
        Ok(match self.read(subject)? {
            Some(Record::Service(service)) => {
                let mut facts = facts(&service, now, self.how_far(&service, near));
                facts.extend(self.desk.directory.tallied(service.id));
                facts
            }
            _ => vec![],
        })
    }

    /// How far the nearest place of a service is, in words; where its entry does not say where that is, its postcode
    /// does.
    fn how_far(self, service: &Service, near: Option<Position>) -> Option<String> {
        let near = near?;
        let places = &service.details.locations;
        let metres = places
            .iter()
            .filter_map(|place| place.position.or_else(|| self.locate(&place.postcode)))
            .map(|at| near.metres_to(at))
            .min_by(f64::total_cmp)?;
        Some(distance::in_words(metres))
    }
}

fn facts(service: &Service, now: DateTime, how_far: Option<String>) -> Vec<String> {
    let details = &service.details;
    let mut facts = Vec::new();
    facts.extend(how_far);
    match &details.cost {
        Some(Cost::Free) => facts.push("free".to_owned()),
        Some(Cost::Words(words)) => facts.push(words.clone()),
        None => {}
    }
    match open(&details.schedules, now) {
        Open::NotKnown => {}
        known => facts.push(known.to_string()),
    }
    facts.push(age_in_words(service.last_check().map(|check| check.on), now.date()));
    // That it is full is said where it is set apart.
    if details.capacity.as_ref().and_then(|capacity| capacity.free).is_some_and(|free| free > 0) {
        facts.push("has room".to_owned());
    }
    if !details.waiting.is_empty() {
        facts.push(details.waiting.clone());
    }
    facts
}
