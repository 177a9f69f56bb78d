//! Patients and cases in the index: by name in any order, cut short or misspelt, by number, by birth date.

use super::alike::{Alike, Person, alike, nicknames};
use super::inverted::{Fields, Inverted, MADE, MOST_SLOTS, NAME, NEED, PLACE, Slot};
use super::rank::{Ranked, best, rank};
use super::reading::read;
use super::score::Scorer;
use super::words::{joined, words};
use super::{Found, Hit, Query, WORD_LIMIT};
use crate::domain::dates;
use crate::domain::id::{CaseId, PatientId};
use crate::domain::need::{NeedKey, catalogue};
use crate::domain::nhs_number::NhsNumber;
use crate::domain::patient::Details;
use jiff::civil::Date;
use std::collections::HashMap;
use uuid::Uuid;

/// What the index knows of a patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientEntry {
    /// The record.
    pub id: PatientId,
    /// Given names.
    pub given: String,
    /// Family name.
    pub family: String,
    /// Day of birth.
    pub born: Option<Date>,
    /// Where they live.
    pub postcode: String,
    /// Ten digits without spaces; empty: none known.
    pub nhs_number: String,
}

impl PatientEntry {
    /// From a patient's record.
    pub fn new(id: PatientId, details: &Details) -> Self {
        let name = details.name.clone().unwrap_or_default();
        Self {
            id,
            given: name.given,
            family: name.family,
            born: details.born,
            postcode: details.postcode.as_ref().map_or_else(String::new, ToString::to_string),
            nhs_number: details.nhs_number.map_or_else(String::new, NhsNumber::digits),
        }
    }
}

/// What the index knows of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseEntry {
    /// Its id.
    pub id: CaseId,
    /// Its reference: `K7M-4`.
    pub reference: String,
    /// What its patient is called.
    pub patient: String,
    /// Its needs.
    pub needs: Vec<NeedKey>,
    /// Where it stands, in words.
    pub stage: String,
}

/// Entries of one kind, in slots.
struct Kept<T> {
    index: Inverted,
    entries: Vec<Option<T>>,
    slots: HashMap<Uuid, Slot>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { index: Inverted::default(), entries: vec![], slots: HashMap::new() }
    }
}

impl<T> Kept<T> {
    fn put(&mut self, id: Uuid, entry: T, words: HashMap<String, Fields>) {
        let next = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        if next >= MOST_SLOTS {
            return;
        }
        let slot = *self.slots.entry(id).or_insert(next);
        if slot == next {
            self.entries.push(None);
        }
        self.index.put(slot, words);
        self.entries[slot as usize] = Some(entry);
    }

    fn remove(&mut self, id: Uuid) {
        if let Some(slot) = self.slots.remove(&id) {
            self.index.put(slot, HashMap::new());
            self.entries[slot as usize] = None;
        }
    }

    /// All entries that have the words, in any order.
    fn ranked(&self, typed: &[String]) -> Vec<Ranked> {
        let last = typed.len().saturating_sub(1);
        let mut readings: Vec<_> =
            typed.iter().enumerate().map(|(at, word)| read(&self.index, word, at == last)).collect();
        for (at, made) in joined(typed).enumerate() {
            if let Some(id) = self.index.get(&made) {
                readings.iter_mut().skip(at).take(2).for_each(|reading| reading.terms.push((id, 0.95)));
            }
        }
        rank(&self.index, &readings)
    }

    fn get(&self, slot: Slot) -> Option<&T> {
        self.entries.get(slot as usize)?.as_ref()
    }

    fn all(&self) -> impl Iterator<Item = (Slot, &T)> {
        (0..).zip(&self.entries).filter_map(|(slot, entry)| Some((slot, entry.as_ref()?)))
    }
}

/// The patients.
#[derive(Default)]
pub(super) struct Patients(Kept<PatientEntry>);

impl Patients {
    pub fn count(&self) -> usize {
        self.0.slots.len()
    }

    pub fn put(&mut self, patient: &PatientEntry) {
        let mut out: HashMap<String, Fields> = HashMap::new();
        let given = words(&patient.given, 10);
        let family = words(&patient.family, 10);
        for made in
            joined(&family).chain([family.concat()]).chain(given.iter().flat_map(|name| nicknames(name)))
        {
            *out.entry(made).or_default() |= NAME | MADE;
        }
        out.extend(given.into_iter().chain(family).map(|word| (word, NAME)));
        for word in words(&patient.postcode, 2) {
            *out.entry(word).or_default() |= PLACE;
        }
        self.0.put(patient.id.0, patient.clone(), out);
    }

    pub fn remove(&mut self, id: Uuid) {
        self.0.remove(id);
    }

    pub fn find(&self, query: &Query<'_>, scorer: &Scorer) -> Found {
        let typed = Typed::read(query.text, query.today);
        let mut sums: HashMap<Slot, f32> = HashMap::new();
        let mut why: HashMap<Slot, Vec<&str>> = HashMap::new();
        // Names are looked up; a number or a date is looked for in all, which is soon done.
        let has_marks = typed.number.len() >= 3 || typed.born.is_some() || typed.year.is_some();
        for (slot, patient) in self.0.all().filter(|_| has_marks) {
            let mut add = |reason, score| {
                *sums.entry(slot).or_default() += score;
                why.entry(slot).or_default().push(reason);
            };
            if typed.number.len() >= 3 && patient.nhs_number.contains(&typed.number) {
                add("NHS number", if patient.nhs_number == typed.number { 5.0 } else { 3.0 });
            }
            if typed.born.is_some() && typed.born == patient.born {
                add("birth date", 3.0);
            }
            if typed.year.is_some() && typed.year == patient.born.map(Date::year) {
                add("birth year", 1.0);
            }
        }
        for (slot, score) in self.0.ranked(&typed.words) {
            *sums.entry(slot).or_default() += score;
            why.entry(slot).or_default().insert(0, "name");
        }
        let total = sums.len();
        // Equal names in the order of the alphabet would need all of them; the best are enough.
        let top = best(sums.into_iter().collect(), query.limit);
        let hit = |(slot, score): Ranked| {
            let patient = self.0.get(slot)?;
            let name = [patient.given.as_str(), &patient.family].join(" ").trim().to_owned();
            let name = if name.is_empty() { patient.nhs_number.clone() } else { name };
            Some(Hit {
                subject: patient.id.into(),
                id: patient.nhs_number.clone(),
                marks: scorer.marks(&name, &typed.words),
                name,
                about: patient.born.map_or_else(String::new, |born| dates::with_age(born, query.today)),
                why: why.get(&slot).map_or_else(String::new, |why| why.join(" · ")),
                score,
            })
        };
        Found { hits: top.into_iter().filter_map(hit).collect(), total }
    }

    pub fn alike(&self, person: &Person<'_>, limit: usize) -> Vec<(Uuid, Alike)> {
        let mut out: Vec<_> = self
            .0
            .all()
            .filter_map(|(_, patient)| Some((patient.id.0, alike(person, &patient.into())?)))
            .collect();
        out.sort_by_key(|(id, alike)| (*alike, *id));
        out.truncate(limit);
        out
    }
}

/// The cases.
#[derive(Default)]
pub(super) struct Cases(Kept<CaseEntry>);

impl Cases {
    pub fn count(&self) -> usize {
        self.0.slots.len()
    }

    pub fn put(&mut self, case: &CaseEntry) {
        let mut out: HashMap<String, Fields> = HashMap::new();
        let reference = words(&case.reference, 3);
        out.insert(reference.concat(), NAME);
        out.extend(reference.into_iter().take(1).map(|word| (word, NAME)));
        out.extend(words(&case.patient, 10).into_iter().map(|word| (word, NAME)));
        for need in case.needs.iter().filter_map(|key| catalogue().get(key)) {
            for word in words(&need.name, 10) {
                *out.entry(word).or_default() |= NEED;
            }
        }
        self.0.put(case.id.0, case.clone(), out);
    }

    pub fn remove(&mut self, id: Uuid) {
        self.0.remove(id);
    }

    pub fn find(&self, query: &Query<'_>, scorer: &Scorer) -> Found {
        let typed = words(query.text, WORD_LIMIT);
        let mut ranked = self.0.ranked(&typed);
        let reference = typed.concat();
        for (slot, score) in &mut ranked {
            let case = self.0.get(*slot);
            if case.is_some_and(|case| words(&case.reference, 3).concat() == reference) {
                *score += 4.0;
            }
        }
        let total = ranked.len();
        let hit = |(slot, score): Ranked| {
            let case = self.0.get(slot)?;
            let needs = case.needs.iter().filter_map(|key| catalogue().get(key));
            let needs = needs.map(|need| need.name.to_lowercase()).collect::<Vec<_>>().join(", ");
            let has = |text: &str| {
                words(text, 20).iter().any(|word| typed.iter().any(|t| word.starts_with(t.as_str())))
            };
            let is_named = words(&case.reference, 3).concat() == reference;
            let why = [("case", is_named), ("patient", has(&case.patient)), ("need", has(&needs))];
            let why: Vec<&str> = why.into_iter().filter(|(_, is)| *is).map(|(what, _)| what).collect();
            Some(Hit {
                subject: case.id.into(),
                id: case.reference.clone(),
                name: case.patient.clone(),
                marks: scorer.marks(&case.patient, &typed),
                about: [needs, case.stage.clone()].join(" · "),
                why: if why.is_empty() { "sounds or looks alike".to_owned() } else { why.join(" · ") },
                score,
            })
        };
        Found { hits: best(ranked, query.limit).into_iter().filter_map(hit).collect(), total }
    }
}

/// What was typed of a person: words, a birth date, digits of a number.
#[derive(Debug, Default, PartialEq, Eq)]
struct Typed {
    words: Vec<String>,
    born: Option<Date>,
    year: Option<i16>,
    number: String,
}

impl Typed {
    fn read(text: &str, today: Date) -> Self {
        let mut out = Self::default();
        let parts: Vec<&str> = text.split_whitespace().take(WORD_LIMIT).collect();
        let mut left: Vec<&str> = vec![];
        let mut at = 0;
        while at < parts.len() {
            // `3 Feb 1948` is three parts, and so can a number be: the longest reading is the right one.
            let date = (1..=3).rev().filter(|n| at + n <= parts.len()).find_map(|n| {
                let text = parts[at..at + n].join(" ");
                let is_date = dates::looks_like_a_date(&text);
                Some((n, dates::parse_birth_date(&text, today).ok()?)).filter(|_| is_date)
            });
            let digits =
                parts[at..].iter().take_while(|part| part.chars().all(|c| c.is_ascii_digit() || c == '-'));
            let number: Vec<&str> = digits.copied().collect();
            let joined: String = number.concat().chars().filter(char::is_ascii_digit).collect();
            if joined.len() == 10 {
                out.number = joined;
                at += number.len();
            } else if let Some((n, born)) = date {
                out.born = Some(born);
                at += n;
            } else if joined.len() >= 3 {
                out.year = joined
                    .parse()
                    .ok()
                    .filter(|year| joined.len() == 4 && (1890..=today.year()).contains(year));
                out.number = joined;
                at += number.len();
            } else {
                left.push(parts[at]);
                at += 1;
            }
        }
        out.words = words(&left.join(" "), WORD_LIMIT);
        out
    }
}
