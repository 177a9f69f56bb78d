//! Services in the index: how they are put in, and how a question finds them.

mod entry;
mod fields;
mod hits;
mod places;
mod rank;
mod reading;
mod standing;
mod why;

use super::index::{Inverted, Slot};
use super::lists::Lists;
use super::score::Scorer;
use super::text::words::words;
use super::{Found, Query, WORD_LIMIT};
use crate::domain::postcode::Postcode;
use crate::domain::service::Service;
use crate::domain::service::details::Position;
use entry::{Entry, Facts};
use foldhash::fast::RandomState;
use hits::Telling;
use places::{Centre, Places, Spot};
pub(super) use rank::{Race, Ranking, Scratch, Table, best};
use reading::Reading;
pub(super) use reading::{Memo, Reader};
use standing::Situation;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Rough positions are looked at anew when a share of this many in all came since: an eighth.
const SETTLED: usize = 8;
/// Slots that were left are dropped when they are a quarter of all, and at least so many.
const LEFT_LEAST: usize = 512;

/// How many situations are kept: with and without a place that was typed, for somebody and for nobody.
const SITUATIONS: usize = 4;

/// The services.
#[derive(Default)]
pub(super) struct Services {
    index: Inverted,
    /// By slot. A slot that was left has none.
    entries: Vec<Option<Entry>>,
    facts: Vec<Facts>,
    spots: Vec<Spot>,
    slots: HashMap<Uuid, Slot, RandomState>,
    feeds: Vec<Box<str>>,
    places: Places,
    /// How many came since the rough positions were looked at.
    unsettled: usize,
    table: Table,
    /// What each service's score is multiplied by, in the last few situations; the last asked for at the end.
    standing: Mutex<Vec<(Situation, Arc<Vec<f32>>)>>,
    scratch: Mutex<Vec<Scratch>>,
    memo: Memo,
}

impl Services {
    pub fn count(&self) -> usize {
        self.slots.len()
    }

    /// How many bytes it takes, roughly.
    pub fn bytes(&self) -> usize {
        let told = self.entries.iter().flatten().map(Entry::bytes).sum::<usize>();
        let each = size_of::<Option<Entry>>() + size_of::<Facts>() + size_of::<Spot>() + 32;
        self.index.bytes() + told + self.entries.len() * each
    }

    pub fn put(&mut self, service: &Service) {
        self.forget();
        // Read while services come in, so that the first question does not wait for it.
        Lists::ours();
        let digest = fields::digest(service);
        let feed = self.feed(&service.key.feed);
        let known = self.slots.get(&service.id).copied();
        if let Some(slot) = known
            && let Some(entry) = self.entries[slot as usize].as_mut()
            && entry.digest == digest
        {
            // The words are the same: a check, a use, a stop.
            let name_terms = std::mem::take(&mut entry.name_terms);
            let fresh = Entry::new(service, name_terms, digest);
            let (before, after) = (entry.position, fresh.position);
            let outcode = fresh.outcode.clone();
            *entry = fresh;
            self.places.add(&outcode, feed, before, -1.0);
            self.places.add(&outcode, feed, after, 1.0);
            self.set(slot, Facts::of(service, feed));
            return;
        }
        let name_terms = fields::add(&mut self.index, service);
        let Some(slot) = self.index.put() else { return };
        if let Some(left) = self.slots.insert(service.id, slot) {
            self.leave(left);
        }
        let entry = Entry::new(service, name_terms, digest);
        self.places.add(&entry.outcode, feed, entry.position, 1.0);
        self.entries.push(Some(entry));
        let facts = Facts::of(service, feed);
        self.facts.push(facts);
        self.spots.push(Spot::NOWHERE);
        self.set(slot, facts);
        self.unsettled += 1;
        if self.unsettled * SETTLED > self.entries.len() {
            self.settle();
        }
        self.drop_left();
    }

    pub fn remove(&mut self, id: Uuid) {
        self.forget();
        if let Some(slot) = self.slots.remove(&id) {
            self.leave(slot);
            self.drop_left();
        }
    }

    /// Sets what decides whether a service is of use.
    fn set(&mut self, slot: Slot, facts: Facts) {
        let at = slot as usize;
        let spot = self.entries[at].as_ref().map_or(Spot::NOWHERE, |entry| self.spot(entry, facts.feed));
        self.facts[at] = facts;
        self.spots[at] = spot;
        for (situation, standing) in self.standing.get_mut().unwrap_or_else(PoisonError::into_inner) {
            let standing = Arc::make_mut(standing);
            standing.resize(self.facts.len(), 0.0);
            standing[at] = situation.of(&facts, spot);
        }
    }

    fn spot(&self, entry: &Entry, feed: u16) -> Spot {
        entry.position.map_or_else(|| self.places.rough(&entry.outcode, feed), Spot::at)
    }

    /// Leaves a slot: nothing is found there any more.
    fn leave(&mut self, slot: Slot) {
        let at = slot as usize;
        if let Some(entry) = self.entries[at].take() {
            self.places.add(&entry.outcode, self.facts[at].feed, entry.position, -1.0);
        }
        self.spots[at] = Spot::NOWHERE;
        for (_, standing) in self.standing.get_mut().unwrap_or_else(PoisonError::into_inner) {
            if let Some(standing) = Arc::make_mut(standing).get_mut(at) {
                *standing = 0.0;
            }
        }
    }

    /// Looks at all rough positions anew: more is known of their outcodes and feeds.
    fn settle(&mut self) {
        self.unsettled = 0;
        for at in 0..self.entries.len() {
            if let Some(entry) = &self.entries[at]
                && entry.position.is_none()
            {
                self.spots[at] = self.places.rough(&entry.outcode, self.facts[at].feed);
            }
        }
        self.forget_standing();
    }

    /// Forgets what was read and ranked before something changed.
    fn forget(&mut self) {
        self.scratch.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        self.memo = Memo::default();
    }

    fn forget_standing(&mut self) {
        self.standing.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Drops the slots that were left, when they are many: all others get new numbers in the same order.
    fn drop_left(&mut self) {
        let left = self.entries.len() - self.slots.len();
        if left < LEFT_LEAST || left * 4 < self.entries.len() {
            return;
        }
        let mut next = 0;
        let numbers: Vec<Option<Slot>> = self
            .entries
            .iter()
            .map(|entry| {
                entry.as_ref()?;
                next += 1;
                Some(next - 1)
            })
            .collect();
        let terms = self.index.compact(&numbers);
        let is_kept = |at: usize| numbers[at].is_some();
        let mut at = 0..;
        self.facts.retain(|_| at.next().is_some_and(is_kept));
        let mut at = 0..;
        self.spots.retain(|_| at.next().is_some_and(is_kept));
        self.entries.retain(Option::is_some);
        for (slot, entry) in (0..).zip(self.entries.iter_mut().flatten()) {
            self.slots.insert(entry.id, slot);
            for term in &mut entry.name_terms {
                *term = terms[*term as usize];
            }
        }
        self.forget_standing();
    }

    fn feed(&mut self, name: &str) -> u16 {
        let at = self.feeds.iter().position(|feed| **feed == *name).unwrap_or_else(|| {
            self.feeds.push(name.into());
            self.feeds.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    /// Finds. Nothing typed finds the services that meet the needs asked for, or nothing.
    pub fn find(&self, query: &Query<'_>, lists: &Lists, scorer: &Scorer) -> Found {
        let typed = words(query.text, WORD_LIMIT);
        let reader = Reader { index: &self.index, lists, memo: &self.memo, are_names: false };
        let mut readings = if typed.is_empty() { reader.needs(query.needs) } else { reader.read(&typed) };
        if readings.iter().all(Reading::is_empty) {
            return Found { readings: reader.nearest(&typed), ..Found::default() };
        }
        for reading in &mut readings {
            reading.centre = reader.centre(reading, &self.spots);
        }
        self.read_postcodes(query, &typed, &mut readings);
        let names_a_place = readings.iter().any(|reading| reading.centre.is_some());
        let feed = match query.feed.map(|name| self.feeds.iter().position(|feed| **feed == *name)) {
            // No feed of that name has anything.
            Some(None) => return Found::default(),
            Some(Some(at)) => u16::try_from(at).ok(),
            None => None,
        };
        let near = || query.near.and_then(|near| self.position(query, near));
        let centre = query.at.or_else(near).map(Centre::new);
        let situation = Situation::new(query, centre, feed, names_a_place);
        let standing = self.standing(&situation);
        let race = Race {
            index: &self.index,
            table: &self.table,
            spots: &self.spots,
            standing: standing.as_slice(),
        };
        let mut scratch =
            self.scratch.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let most = query.limit.max(hits::AGAIN);
        let ranking = race.rank(&readings, most, if query.apart { query.limit } else { 0 }, &mut scratch);
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
        let telling = Telling { services: self, readings: &readings, situation: &situation, scorer };
        let total = ranking.total + if query.apart { ranking.apart } else { 0 };
        let apart = ranking.apart;
        let hits = telling.hits(ranking, query.limit, typed.is_empty());
        Found { hits, total, apart, readings: vec![] }
    }

    /// What each service's score is multiplied by, in a situation; kept, for the next key asks the same.
    fn standing(&self, situation: &Situation) -> Arc<Vec<f32>> {
        let mut kept = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = kept.iter().position(|(known, _)| known == situation) {
            let known = kept.remove(at);
            let standing = Arc::clone(&known.1);
            kept.push(known);
            return standing;
        }
        let each = self.entries.iter().zip(&self.facts).zip(&self.spots);
        let standing: Vec<f32> = each
            .map(|((entry, facts), spot)| if entry.is_some() { situation.of(facts, *spot) } else { 0.0 })
            .collect();
        let standing = Arc::new(standing);
        if kept.len() >= SITUATIONS {
            kept.remove(0);
        }
        kept.push((situation.clone(), Arc::clone(&standing)));
        standing
    }

    /// Postcodes and outcodes among the typed words.
    fn read_postcodes(&self, query: &Query<'_>, typed: &[String], readings: &mut [Reading]) {
        for at in 0..typed.len() {
            let two = typed.get(at + 1).map(|next| format!("{} {next}", typed[at]));
            let whole = two.filter(|two| Postcode::parse(two).is_ok());
            let is_two = whole.is_some();
            let text = whole.unwrap_or_else(|| typed[at].clone());
            if let Some(position) = self.position(query, &text) {
                readings[at].centre = Some(Centre::new(position));
                if is_two {
                    // The second half alone says nothing.
                    readings[at + 1].weight *= 0.1;
                }
            }
        }
    }

    /// Where a postcode or outcode is: as the caller knows, else going by the services there.
    fn position(&self, query: &Query<'_>, text: &str) -> Option<Position> {
        let text = text.trim().to_uppercase();
        let whole = Postcode::parse(&text).ok();
        let outcode = match &whole {
            Some(postcode) => postcode.outcode(),
            // An outcode is what makes a postcode with any second half.
            None if (2..=4).contains(&text.len()) && Postcode::parse(&format!("{text}1AA")).is_ok() => &text,
            None => return None,
        };
        let located = query.locate.and_then(|locate| {
            let exact = whole.as_ref().and_then(|postcode| locate(&postcode.to_string()));
            exact.or_else(|| locate(outcode))
        });
        located.or_else(|| self.places.outcode(outcode))
    }
}
