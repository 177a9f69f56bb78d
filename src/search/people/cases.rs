//! Cases in the index.

use super::{CaseEntry, Kept};
use crate::domain::need::catalogue;
use crate::search::index::{NAME, NEED, Slot};
use crate::search::score::Scorer;
use crate::search::services::best;
use crate::search::text::words::words;
use crate::search::weights::REFERENCE;
use crate::search::{Found, Hit, Query, WORD_LIMIT};
use uuid::Uuid;

/// The cases.
#[derive(Default)]
pub struct Cases(Kept<CaseEntry>);

impl Cases {
    pub fn count(&self) -> usize {
        self.0.count()
    }

    pub fn put(&mut self, case: &CaseEntry) {
        self.0.put(case.id.0, case.clone(), |index| {
            let reference = words(&case.reference, 3);
            index.add(&reference.concat(), NAME);
            for word in reference.iter().take(1).chain(&words(&case.patient, 10)) {
                index.add(word, NAME);
            }
            for need in case.needs.iter().filter_map(|key| catalogue().get(key)) {
                for word in words(&need.name, 10) {
                    index.add(&word, NEED);
                }
            }
        });
    }

    pub fn remove(&mut self, id: Uuid) {
        self.0.remove(id);
    }

    pub fn find(&self, query: &Query<'_>, scorer: &Scorer) -> Found {
        let typed = words(query.text, WORD_LIMIT);
        let mut ranking = self.0.ranked(&typed, query.limit);
        let reference = typed.concat();
        let is_named = |case: &CaseEntry| words(&case.reference, 3).concat() == reference;
        for (slot, score) in &mut ranking.best {
            if self.0.get(*slot).is_some_and(is_named) {
                *score += REFERENCE;
            }
        }
        let hit = |(slot, score): (Slot, f32)| {
            let case = self.0.get(slot)?;
            let needs = case.needs.iter().filter_map(|key| catalogue().get(key));
            let needs = needs.map(|need| need.name.to_lowercase()).collect::<Vec<_>>().join(", ");
            let has = |text: &str| {
                words(text, 20).iter().any(|word| typed.iter().any(|t| word.starts_with(t.as_str())))
            };
            let why = [("case", is_named(case)), ("patient", has(&case.patient)), ("need", has(&needs))];
            let why: Vec<&str> = why.into_iter().filter(|(_, is)| *is).map(|(what, _)| what).collect();
            Some(Hit {
                subject: case.id.into(),
                id: case.reference.clone(),
                name: case.patient.clone(),
                marks: scorer.marks(&case.patient, &typed),
                about: [needs, case.stage.clone()].join(" · "),
                why: if why.is_empty() { "sounds or looks alike".to_owned() } else { why.join(" · ") },
                score,
                unusable: None,
                metres: None,
            })
        };
        let hits = best(ranking.best, query.limit).into_iter().filter_map(hit).collect();
        Found { hits, total: ranking.total, ..Found::default() }
    }
}
