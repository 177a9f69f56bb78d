//! Patients and cases in the index: by name in any order, cut short or misspelt, by number, by birth date.

mod cases;
mod numbers;
mod patients;
mod typed;

use super::index::{Inverted, Slot};
use super::lists::Lists;
use super::services::{Memo, Race, Ranking, Reader, Scratch, Table};
use crate::domain::id::{CaseId, PatientId};
use crate::domain::need::NeedKey;
use crate::domain::nhs_number::NhsNumber;
use crate::domain::patient::Details;
pub(super) use cases::Cases;
use foldhash::fast::RandomState;
use jiff::civil::Date;
pub(super) use patients::Patients;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use uuid::Uuid;

/// Slots that were left are dropped when they are a quarter of all, and at least so many.
const LEFT_LEAST: usize = 512;

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
    slots: HashMap<Uuid, Slot, RandomState>,
    /// 1 where there is an entry, 0 where there is none any more.
    standing: Vec<f32>,
    table: Table,
    scratch: Mutex<Vec<Scratch>>,
    memo: Memo,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self {
            index: Inverted::default(),
            entries: vec![],
            slots: HashMap::default(),
            standing: vec![],
            table: Table::default(),
            scratch: Mutex::default(),
            memo: Memo::default(),
        }
    }
}

/// What putting in or taking out did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moved {
    /// Nothing: it was the same, there is no room, or it was not there.
    Nothing,
    /// One entry changed.
    One,
    /// All entries have new slots.
    All,
}

impl<T: PartialEq> Kept<T> {
    fn count(&self) -> usize {
        self.slots.len()
    }

    /// Puts an entry in, whose words `add` gives.
    fn put(&mut self, id: Uuid, entry: T, add: impl FnOnce(&mut Inverted)) -> Moved {
        self.scratch.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        self.memo = Memo::default();
        if let Some(known) = self.slots.get(&id)
            && self.get(*known) == Some(&entry)
        {
            return Moved::Nothing;
        }
        add(&mut self.index);
        let Some(slot) = self.index.put() else { return Moved::Nothing };
        if let Some(left) = self.slots.insert(id, slot) {
            self.leave(left);
        }
        self.entries.push(Some(entry));
        self.standing.push(1.0);
        self.drop_left()
    }

    fn remove(&mut self, id: Uuid) -> Moved {
        self.scratch.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        self.memo = Memo::default();
        let Some(slot) = self.slots.remove(&id) else { return Moved::Nothing };
        self.leave(slot);
        self.drop_left()
    }

    fn leave(&mut self, slot: Slot) {
        self.entries[slot as usize] = None;
        self.standing[slot as usize] = 0.0;
    }

    /// Drops the slots that were left, when they are many.
    fn drop_left(&mut self) -> Moved {
        let left = self.entries.len() - self.slots.len();
        if left < LEFT_LEAST || left * 4 < self.entries.len() {
            return Moved::One;
        }
        let mut next = 0;
        let mut number = |entry: &Option<T>| {
            entry.as_ref()?;
            next += 1;
            Some(next - 1)
        };
        let numbers: Vec<Option<Slot>> = self.entries.iter().map(&mut number).collect();
        self.index.compact(&numbers);
        self.slots.values_mut().for_each(|slot| *slot = numbers[*slot as usize].unwrap_or(*slot));
        self.entries.retain(Option::is_some);
        self.standing = vec![1.0; self.entries.len()];
        Moved::All
    }

    fn slot(&self, id: Uuid) -> Option<Slot> {
        self.slots.get(&id).copied()
    }

    fn get(&self, slot: Slot) -> Option<&T> {
        self.entries.get(slot as usize)?.as_ref()
    }

    fn all(&self) -> impl Iterator<Item = (Slot, &T)> {
        (0..).zip(&self.entries).filter_map(|(slot, entry)| Some((slot, entry.as_ref()?)))
    }

    /// The best entries that have the words, in any order.
    fn ranked(&self, typed: &[String], most: usize) -> Ranking {
        static NO_LISTS: LazyLock<Lists> = LazyLock::new(Lists::default);
        let reader = Reader { index: &self.index, lists: &NO_LISTS, memo: &self.memo, are_names: true };
        let readings = reader.read(typed);
        // Words that nobody here has speak against everybody: `for a lonely man` is no Forsyth.
        let known = readings.iter().take(typed.len()).filter(|reading| !reading.is_empty()).count();
        if known * 2 < typed.len() {
            return Ranking::default();
        }
        #[expect(clippy::cast_precision_loss, reason = "a few words")]
        let share = known as f32 / typed.len().max(1) as f32;
        let race = Race { index: &self.index, table: &self.table, spots: &[], standing: &self.standing };
        let mut scratch =
            self.scratch.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let mut ranking = race.rank(&readings, most, 0, &mut scratch);
        for (_, score) in &mut ranking.best {
            *score *= share * share;
        }
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
        ranking
    }
}
