//! Services in the index: what of them is found, and why a hit is one.

use super::inverted::{
    ABOUT, Fields, Inverted, MADE, MOST_SLOTS, NAME, NEED, ORGANISATION, PLACE, Slot, TEXT, TermId,
};
use super::rank::{best, rank, weight_of};
use super::reading::{Reading, read, weight};
use super::score::Scorer;
use super::words::{initials, is_common, joined, stem, words};
use super::{Found, Hit, Query, WORD_LIMIT, capital, lay};
use crate::domain::need::{Need, NeedKey, catalogue};
use crate::domain::postcode::Postcode;
use crate::domain::record::{Subject, SubjectKind};
use crate::domain::service::Service;
use crate::domain::service::details::Position;
use std::collections::HashMap;
use uuid::Uuid;

/// How much of a description is indexed, in words.
const DESCRIPTION_WORDS: usize = 400;
/// How many of the best are looked at again, letter by letter.
const AGAIN: usize = 60;
/// What a lay phrase's need counts beside the words themselves.
const BY_NEED: f32 = 0.75;
/// What the letters of the name add at most.
const LETTERS: f32 = 0.3;
/// What meeting a need that was asked for adds.
const ASKED_NEED: f32 = 0.5;
/// What being next door adds; half of it 5 km away.
const NEARNESS: f32 = 0.5;
/// What a service that does not run keeps of its score.
const NOT_RUNNING: f32 = 0.2;

/// The services.
#[derive(Default)]
pub(super) struct Services {
    index: Inverted,
    entries: Vec<Option<Entry>>,
    slots: HashMap<Uuid, Slot>,
    feeds: Vec<Box<str>>,
}

struct Entry {
    id: Uuid,
    own_id: Box<str>,
    name: Box<str>,
    about: Box<str>,
    feed: u16,
    needs: Box<[NeedKey]>,
    outcode: Box<str>,
    position: Option<Position>,
    runs: bool,
}

impl Services {
    pub fn count(&self) -> usize {
        self.slots.len()
    }

    pub fn put(&mut self, service: &Service) {
        let feed = self.feed(&service.key.feed);
        let next = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        if next >= MOST_SLOTS {
            return;
        }
        let slot = *self.slots.entry(service.id).or_insert(next);
        if slot == next {
            self.entries.push(None);
        }
        self.index.put(slot, words_of(service));
        let d = &service.details;
        let place = d.locations.iter().map(|l| &l.town).chain(&d.areas).find(|text| !text.is_empty());
        let about = [Some(&d.organisation).filter(|o| !o.is_empty() && **o != d.name), place];
        let about: Vec<&str> = about.into_iter().flatten().map(String::as_str).collect();
        let postcode = d.locations.iter().find_map(|l| Postcode::parse(&l.postcode).ok());
        self.entries[slot as usize] = Some(Entry {
            id: service.id,
            own_id: service.key.id.as_str().into(),
            name: d.name.as_str().into(),
            about: about.join(" · ").into(),
            feed,
            needs: d.needs.clone().into(),
            outcode: postcode.as_ref().map_or("", Postcode::outcode).into(),
            position: d.locations.iter().find_map(|l| l.position),
            runs: service.not_running().is_none(),
        });
    }

    fn feed(&mut self, name: &str) -> u16 {
        let at = self.feeds.iter().position(|feed| **feed == *name).unwrap_or_else(|| {
            self.feeds.push(name.into());
            self.feeds.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    pub fn remove(&mut self, id: Uuid) {
        if let Some(slot) = self.slots.remove(&id) {
            self.index.put(slot, HashMap::new());
            self.entries[slot as usize] = None;
        }
    }

    fn entry(&self, slot: Slot) -> Option<&Entry> {
        self.entries.get(slot as usize)?.as_ref()
    }

    pub fn find(&self, query: &Query<'_>, scorer: &Scorer) -> Found {
        let typed = words(query.text, WORD_LIMIT);
        let readings = if typed.is_empty() { self.asked(query.needs) } else { self.read(&typed) };
        let feed = query.feed.map(|name| self.feeds.iter().position(|feed| **feed == *name));
        let centre = query.near.and_then(|near| self.centre(near));
        let mut ranked = rank(&self.index, &readings);
        ranked.retain_mut(|(slot, score)| {
            let Some(entry) = self.entry(*slot) else { return false };
            if feed.is_some_and(|feed| feed != Some(usize::from(entry.feed))) {
                return false;
            }
            *score *= bonus(entry, query.needs, centre);
            true
        });
        let total = ranked.len();
        let mut top = best(ranked, query.limit.max(AGAIN));
        for (slot, score) in top.iter_mut().take(AGAIN) {
            if let Some(entry) = self.entry(*slot) {
                *score *=
                    1.0 + LETTERS * scorer.fit(&entry.name, &typed) * self.share(*slot, &readings, entry);
            }
        }
        let top = best(top, query.limit);
        let hits =
            top.into_iter().filter_map(|(slot, score)| self.hit(slot, score, &typed, &readings, scorer));
        Found { hits: hits.collect(), total }
    }

    /// What the typed words may mean, each by itself, with its neighbour, and together as lay words.
    fn read(&self, typed: &[String]) -> Vec<Reading> {
        let last = typed.len() - 1;
        let mut readings: Vec<Reading> =
            typed.iter().enumerate().map(|(at, word)| read(&self.index, word, at == last)).collect();
        for (at, made) in joined(typed).collect::<Vec<_>>().iter().enumerate().filter(|_| typed.len() > 1) {
            if let Some(id) = self.index.get(made) {
                for reading in readings.iter_mut().skip(at).take(2) {
                    reading.terms.push((id, 0.9));
                }
            }
        }
        for (range, needs) in lay::needs(typed) {
            let terms: Vec<(TermId, f32)> = needs
                .iter()
                .filter_map(|need| self.index.get(&lay::term(&need.key.0)))
                .map(|id| (id, BY_NEED))
                .collect();
            if range.len() == 1 {
                readings[range.start].terms.extend(terms);
                continue;
            }
            // The phrase tells what its words do not: `on her own`.
            let entries = terms.iter().map(|(id, _)| self.index.term(*id).entries.len()).sum();
            for reading in &mut readings[range.clone()] {
                reading.weight *= 0.5;
            }
            let typed = typed[range].join(" ");
            let weight = if terms.is_empty() { 0.0 } else { weight(self.index.len(), entries) };
            readings.push(Reading { typed, terms, weight });
        }
        readings
    }

    /// Nothing typed: the needs that were asked for.
    fn asked(&self, needs: &[NeedKey]) -> Vec<Reading> {
        let terms = needs.iter().filter_map(|need| self.index.get(&lay::term(&need.0))).map(|id| (id, 1.0));
        let terms: Vec<_> = terms.collect();
        if terms.is_empty() { vec![] } else { vec![Reading { typed: String::new(), terms, weight: 1.0 }] }
    }

    /// Where a postcode or outcode is, going by the services there.
    fn centre(&self, near: &str) -> Option<Position> {
        let whole = Postcode::parse(near).ok();
        let near = near.trim().to_uppercase();
        let outcode = whole.as_ref().map_or(near.as_str(), |postcode| postcode.outcode());
        let there = self.entries.iter().flatten().filter(|e| *e.outcode == *outcode);
        let at: Vec<Position> = there.filter_map(|e| e.position).take(1000).collect();
        #[expect(clippy::cast_precision_loss, reason = "at most 1000")]
        let mean =
            |degrees: fn(Position) -> f64| at.iter().map(|p| degrees(*p)).sum::<f64>() / at.len() as f64;
        if at.is_empty() {
            None
        } else {
            Position::from_degrees(mean(Position::latitude), mean(Position::longitude))
        }
    }

    /// The share of a name's words that were typed: `food bank` is more of `Food Bank` than of a longer name.
    fn share(&self, slot: Slot, readings: &[Reading], entry: &Entry) -> f32 {
        let of_name: Vec<String> =
            words(&entry.name, 20).into_iter().filter(|word| !is_common(word)).collect();
        let typed = of_name.iter().filter(|word| {
            let id = self.index.get(word);
            id.is_some_and(|id| {
                self.index.fields(slot, id) & NAME != 0
                    && readings.iter().any(|reading| reading.terms.iter().any(|(term, _)| *term == id))
            })
        });
        #[expect(clippy::cast_precision_loss, reason = "at most 20")]
        let share = typed.count() as f32 / of_name.len().max(1) as f32;
        share
    }

    fn hit(
        &self,
        slot: Slot,
        score: f32,
        typed: &[String],
        readings: &[Reading],
        scorer: &Scorer,
    ) -> Option<Hit> {
        let entry = self.entry(slot)?;
        Some(Hit {
            subject: Subject { kind: SubjectKind::Service, id: entry.id },
            id: entry.own_id.to_string(),
            name: entry.name.to_string(),
            marks: scorer.marks(&entry.name, &self.of_name(slot, typed, readings)),
            about: entry.about.to_string(),
            why: self.why(slot, entry, readings),
            score,
        })
    }

    /// The words to mark in the name: those that were found there, as the name has them.
    fn of_name(&self, slot: Slot, typed: &[String], readings: &[Reading]) -> Vec<String> {
        let found = readings.iter().filter_map(|reading| {
            let (term, fields, _) = self.best_term(slot, reading)?;
            let text = &self.index.term(term).text;
            let is_plain = fields & NAME != 0 && fields & MADE == 0;
            is_plain.then(|| {
                if text.starts_with(reading.typed.as_str()) {
                    reading.typed.clone()
                } else {
                    text.to_string()
                }
            })
        });
        let mut out: Vec<String> = found.filter(|word| !word.is_empty()).collect();
        // Neighbours that make one word of the name are marked as they were typed.
        out.extend(typed.windows(2).map(<[String]>::concat).filter(|made| {
            self.index.get(made).is_some_and(|id| self.index.fields(slot, id) & (NAME | MADE) == NAME)
        }));
        out
    }

    /// The term by which a word found an entry, its fields there, and how well it fits.
    fn best_term(&self, slot: Slot, reading: &Reading) -> Option<(TermId, Fields, f32)> {
        let here = reading.terms.iter().filter_map(|(term, fit)| {
            let fields = self.index.fields(slot, *term);
            (fields != 0).then_some((*term, fields, *fit))
        });
        here.max_by(|a, b| (a.2 * weight_of(a.1)).total_cmp(&(b.2 * weight_of(b.1))))
    }

    fn why(&self, slot: Slot, entry: &Entry, readings: &[Reading]) -> String {
        let mut parts: Vec<String> = vec![];
        if !entry.runs {
            parts.push("does not run now".to_owned());
        }
        for reading in readings {
            let Some((term, fields, _)) = self.best_term(slot, reading) else { continue };
            let text = &*self.index.term(term).text;
            let part = if let Some(key) = text.strip_prefix('\u{1}') {
                let need = catalogue().get(&NeedKey(key.to_owned()));
                format!("need: {}", need.map_or(key, |need: &Need| need.name.as_str()).to_lowercase())
            } else if is_common(text) {
                continue;
            } else if is_other_word(&reading.typed, text) {
                format!("\u{201C}{}\u{201D} \u{2192} {text}", reading.typed)
            } else if fields & NAME != 0 {
                "name".to_owned()
            } else if fields & PLACE != 0 {
                capital(text)
            } else if fields & ABOUT != 0 {
                format!("for: {text}")
            } else if fields & NEED != 0 {
                format!("need: {text}")
            } else if fields & ORGANISATION != 0 {
                "organisation".to_owned()
            } else {
                format!("says: {text}")
            };
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts.truncate(5);
        parts.join(" · ")
    }
}

/// Whether a term is neither what was typed, nor begins so, nor has its stem: a slip or a sound.
fn is_other_word(typed: &str, term: &str) -> bool {
    !term.starts_with(typed) && stem(typed) != stem(term)
}

/// What speaks for an entry beside the words.
fn bonus(entry: &Entry, needs: &[NeedKey], centre: Option<Position>) -> f32 {
    let meets = entry.needs.iter().any(|need| needs.contains(need));
    let near = centre.zip(entry.position).map_or(0.0, |(centre, at)| {
        #[expect(clippy::cast_possible_truncation, reason = "a weight")]
        let km = (centre.metres_to(at) / 1000.0) as f32;
        NEARNESS / (1.0 + km / 5.0)
    });
    (1.0 + if meets { ASKED_NEED } else { 0.0 } + near) * if entry.runs { 1.0 } else { NOT_RUNNING }
}

/// A service's words, with the fields that have them.
fn words_of(service: &Service) -> HashMap<String, Fields> {
    let d = &service.details;
    let mut out: HashMap<String, Fields> = HashMap::new();
    let mut add = |words: Vec<String>, field: Fields, with_joined: bool| {
        if with_joined {
            for made in joined(&words) {
                *out.entry(made).or_default() |= field | MADE;
            }
        }
        for word in words {
            let fields = out.entry(word).or_default();
            // Written as it is, not only made of neighbours.
            *fields = (*fields | field) & !MADE;
        }
    };
    let name = words(&d.name, 40);
    let made = initials(&name);
    add(name, NAME, true);
    let organisation = words(&d.organisation, 40);
    let made_too = initials(&organisation);
    add(organisation, ORGANISATION, true);
    for place in &d.locations {
        for text in place.lines.iter().chain([&place.name, &place.town, &place.postcode]) {
            add(words(text, 30), PLACE, true);
        }
        if let Ok(postcode) = Postcode::parse(&place.postcode) {
            add(words(postcode.outcode(), 1), PLACE, false);
        }
    }
    for area in &d.areas {
        add(words(area, 30), PLACE, false);
    }
    for text in d.categories.iter().chain(&d.audience).chain(&d.eligibility.words) {
        add(words(text, 30), ABOUT, true);
    }
    if let Some(kind) = d.kind {
        add(words(kind.label(), 5), ABOUT, false);
    }
    for key in &d.needs {
        add(vec![lay::term(&key.0)], NEED, false);
        if let Some(need) = catalogue().get(key) {
            add(words(&need.name, 10), NEED, false);
        }
    }
    add(words(&d.description, DESCRIPTION_WORDS), TEXT, false);
    for (made, field) in [(made, NAME), (made_too, ORGANISATION)] {
        for initials in made {
            out.entry(initials).or_insert(field | MADE);
        }
    }
    out
}
