//! Patients in the index.

use super::numbers::Numbers;
use super::typed::Typed;
use super::{Kept, Moved, PatientEntry};
use crate::domain::dates;
use crate::search::alike::{Alike, Person, alike, nicknames};
use crate::search::index::{MADE, NAME, PLACE, Slot};
use crate::search::score::Scorer;
use crate::search::services::best;
use crate::search::text::words::{joined, words};
use crate::search::weights::{BIRTH_DATE, BIRTH_YEAR, NUMBER, PART_OF_NUMBER};
use crate::search::{Found, Hit, Query};
use foldhash::fast::RandomState;
use jiff::civil::Date;
use std::collections::HashMap;
use uuid::Uuid;

/// How many of the best by name are looked at where something else was typed too.
const BY_NAME: usize = 1_000;
/// How many of those by number or birth date are.
const BY_MARK: usize = 1_000;

/// The patients.
#[derive(Default)]
pub struct Patients {
    kept: Kept<PatientEntry>,
    numbers: Numbers,
    born: HashMap<Date, Vec<Slot>, RandomState>,
    born_in: HashMap<i16, Vec<Slot>, RandomState>,
}

impl Patients {
    pub fn count(&self) -> usize {
        self.kept.count()
    }

    pub fn put(&mut self, patient: &PatientEntry) {
        let before = self.kept.slot(patient.id.0).and_then(|slot| Some((slot, self.kept.get(slot)?.clone())));
        let moved = self.kept.put(patient.id.0, patient.clone(), |index| {
            let given = words(&patient.given, 10);
            let family = words(&patient.family, 10);
            let made = joined(&family).chain([family.concat()]);
            for made in
                made.chain(given.iter().flat_map(|name| nicknames(name))).filter(|made| !made.is_empty())
            {
                index.add(&made, NAME | MADE);
            }
            for word in given.iter().chain(&family) {
                index.add(word, NAME);
            }
            for word in words(&patient.postcode, 2) {
                index.add(&word, PLACE);
            }
        });
        self.follow(moved, before, Some(patient));
    }

    pub fn remove(&mut self, id: Uuid) {
        let before = self.kept.slot(id).and_then(|slot| Some((slot, self.kept.get(slot)?.clone())));
        let moved = self.kept.remove(id);
        self.follow(moved, before, None);
    }

    /// Numbers and birth dates follow what was put in or taken out.
    fn follow(&mut self, moved: Moved, before: Option<(Slot, PatientEntry)>, after: Option<&PatientEntry>) {
        match moved {
            Moved::Nothing => {}
            Moved::One => {
                if let Some((slot, before)) = before {
                    self.numbers.remove(slot, &before.nhs_number);
                    let of_date = before.born.and_then(|born| self.born.get_mut(&born));
                    let of_year = before.born.and_then(|born| self.born_in.get_mut(&born.year()));
                    for slots in of_date.into_iter().chain(of_year) {
                        slots.retain(|one| *one != slot);
                    }
                }
                if let Some((slot, after)) =
                    after.and_then(|after| Some((self.kept.slot(after.id.0)?, after)))
                {
                    self.note(slot, after);
                }
            }
            Moved::All => {
                self.numbers = Numbers::default();
                self.born.clear();
                self.born_in.clear();
                let all: Vec<(Slot, PatientEntry)> =
                    self.kept.all().map(|(slot, patient)| (slot, patient.clone())).collect();
                for (slot, patient) in &all {
                    self.note(*slot, patient);
                }
            }
        }
    }

    fn note(&mut self, slot: Slot, patient: &PatientEntry) {
        self.numbers.put(slot, &patient.nhs_number);
        if let Some(born) = patient.born {
            self.born.entry(born).or_default().push(slot);
            self.born_in.entry(born.year()).or_default().push(slot);
        }
    }

    pub fn find(&self, query: &Query<'_>, scorer: &Scorer) -> Found {
        let typed = Typed::read(query.text, query.today);
        let has_marks = typed.number.len() >= 3 || typed.born.is_some() || typed.year.is_some();
        let mut total = 0;
        let mut sums: HashMap<Slot, f32, RandomState> = HashMap::default();
        let mut named: HashMap<Slot, f32, RandomState> = HashMap::default();
        if !typed.words.is_empty() {
            let ranking = self.kept.ranked(&typed.words, if has_marks { BY_NAME } else { query.limit });
            total = ranking.total;
            named.extend(ranking.best);
            sums.extend(named.iter().map(|(slot, score)| (*slot, *score)));
        }
        if has_marks {
            let (slots, count) = self.marked(&typed);
            // Who has both is counted once.
            let both = slots.iter().filter(|slot| named.contains_key(slot)).count();
            total += count - both;
            for slot in slots {
                sums.entry(slot).or_default();
            }
            for (slot, sum) in &mut sums {
                let patient = self.kept.get(*slot);
                *sum += patient
                    .map_or(0.0, |patient| marks(&typed, patient).map(|(_, score)| score).sum::<f32>());
            }
        }
        // Equal names in the order of the alphabet would need all of them; the best are enough.
        let top = best(sums.into_iter().collect(), query.limit);
        let hit = |(slot, score): (Slot, f32)| {
            let patient = self.kept.get(slot)?;
            let name = [patient.given.as_str(), &patient.family].join(" ").trim().to_owned();
            let name = if name.is_empty() { patient.nhs_number.clone() } else { name };
            let by_name = named.contains_key(&slot).then_some("name");
            let why: Vec<&str> =
                by_name.into_iter().chain(marks(&typed, patient).map(|(why, _)| why)).collect();
            Some(Hit {
                subject: patient.id.into(),
                id: patient.nhs_number.clone(),
                marks: scorer.marks(&name, &typed.words),
                name,
                about: patient.born.map_or_else(String::new, |born| dates::with_age(born, query.today)),
                why: why.join(" · "),
                score,
                unusable: None,
                metres: None,
            })
        };
        Found { hits: top.into_iter().filter_map(hit).collect(), total, ..Found::default() }
    }

    /// Who has a number or a birth date that was typed, the first of them, and how many there are.
    fn marked(&self, typed: &Typed) -> (Vec<Slot>, usize) {
        let (mut slots, mut count) = (vec![], 0);
        if typed.number.len() >= 3 {
            let (found, all) = match self.numbers.beginning(&typed.number, BY_MARK) {
                (none, 0) if none.is_empty() => self.numbers.within(&typed.number, BY_MARK),
                some => some,
            };
            slots.extend(found);
            count += all;
        }
        let of_date = typed.born.and_then(|born| self.born.get(&born));
        let of_year = typed.year.and_then(|year| self.born_in.get(&year));
        for found in of_date.into_iter().chain(of_year) {
            slots.extend(found.iter().take(BY_MARK));
            count += found.len();
        }
        let listed = slots.len();
        slots.sort_unstable();
        slots.dedup();
        (slots.clone(), count - (listed - slots.len()))
    }

    /// Who may be the same person.
    pub fn alike(&self, person: &Person<'_>, limit: usize) -> Vec<(Uuid, Alike)> {
        let (mut slots, _) = self.numbers.beginning(person.nhs_number, BY_MARK);
        if person.nhs_number.is_empty() {
            slots.clear();
        }
        slots.extend(person.born.and_then(|born| self.born.get(&born)).into_iter().flatten());
        slots.sort_unstable();
        slots.dedup();
        let patients = slots.into_iter().filter_map(|slot| self.kept.get(slot));
        let mut out: Vec<_> =
            patients.filter_map(|patient| Some((patient.id.0, alike(person, &patient.into())?))).collect();
        out.sort_by_key(|(id, alike)| (*alike, *id));
        out.truncate(limit);
        out
    }
}

/// What of a number and a birth date is a patient's, and what that counts.
fn marks<'a>(typed: &'a Typed, patient: &'a PatientEntry) -> impl Iterator<Item = (&'static str, f32)> + 'a {
    let is_part = typed.number.len() >= 3 && patient.nhs_number.contains(&typed.number);
    let number = if patient.nhs_number == typed.number { NUMBER } else { PART_OF_NUMBER };
    let is_born = typed.born.is_some() && typed.born == patient.born;
    let is_year = typed.year.is_some() && typed.year == patient.born.map(Date::year);
    [
        (is_part, "NHS number", number),
        (is_born, "birth date", BIRTH_DATE),
        (is_year, "birth year", BIRTH_YEAR),
    ]
    .into_iter()
    .filter_map(|(is_so, why, score)| is_so.then_some((why, score)))
}
