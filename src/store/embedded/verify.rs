//! Comparing the index with the journal, and repairing it.
//!
//! First beside the work: nothing is locked. Where that finds a difference, or commits came in between, once more
//! with commits waiting; what differs then is repaired.

use super::fold::{Contents, Folding, entry};
use super::{Shared, Trust, after};
use crate::domain::id::PracticeId;
use crate::domain::record::Subject;
use crate::store::StoreError;
use crate::store::journal::Point;
use crate::store::keys;
use crate::store::state::State;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// After a clean end there is no hurry: the first screen comes first.
const LATER: Duration = Duration::from_secs(5);

/// What comparing found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Entries of the journal.
    pub entries: u64,
    /// Subjects they are about.
    pub subjects: u64,
    /// Subjects and keys that the index had wrong, and has right now.
    pub repaired: u64,
}

type Look<'a> = dyn FnMut(&[u8], &[u8]) -> Result<(), StoreError> + 'a;
type Latest = HashMap<(PracticeId, Subject), (u64, u64)>;

impl Shared {
    /// Compares when it is time, as the trust in the index asks; says what was repaired.
    pub(super) fn verify_behind(&self, trust: Trust) {
        // Others come first; where the priority cannot be lowered, it works as well.
        let _ = rustix::process::nice(10);
        if trust == Trust::Clean && !self.pause(LATER) {
            return;
        }
        match self.verify() {
            Ok(Verdict { repaired: 0, .. }) => {}
            Ok(Verdict { repaired, .. }) => self.notify(format!(
                "The index differed from the log in {repaired} places and was repaired. Nothing is lost."
            )),
            Err(_) if self.stopping.load(Ordering::Acquire) => return,
            Err(error) => self.notify(error.to_string()),
        }
        self.signal().doubtful = false;
        self.changed.notify_all();
    }

    /// Waits; whether the store is still open then.
    fn pause(&self, time: Duration) -> bool {
        let since = Instant::now();
        let mut signal = self.signal();
        while !self.stopping.load(Ordering::Acquire) {
            let Some(left) = time.checked_sub(since.elapsed()) else { return true };
            (signal, _) = self.changed.wait_timeout(signal, left).unwrap_or_else(PoisonError::into_inner);
        }
        false
    }

    /// Compares, and repairs where needed.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] in the journal; [`StoreError::Index`] where repairing failed.
    pub(super) fn verify(&self) -> Result<Verdict, StoreError> {
        let mut latest = Latest::new();
        let mut from = self.journal.start();
        let mut verdict = Verdict::default();
        verdict.entries += self.read_latest(&mut from, &mut latest)?;
        let before = from.offset;
        let differs = self.differs(&latest)?;
        if !differs && self.kept.load(Ordering::Acquire) == before {
            verdict.subjects = latest.len() as u64;
            return Ok(verdict);
        }
        // From here on, commits wait for the writer.
        let writer = self.writer();
        self.wait_until_applied()?;
        verdict.entries += self.read_latest(&mut from, &mut latest)?;
        verdict.subjects = latest.len() as u64;
        if self.differs(&latest)? {
            verdict.repaired = self.repair(&latest).inspect_err(|_| self.folder.distrust_index())?;
        }
        drop(writer);
        Ok(verdict)
    }

    /// Reads on to what is kept now: where each subject stands. How many entries that were.
    fn read_latest(&self, from: &mut Point, latest: &mut Latest) -> Result<u64, StoreError> {
        let mut entries = 0;
        let until = self.kept.load(Ordering::Acquire);
        let mut scan = self.journal.scan(*from, until)?;
        while let Some(frame) = scan.next_frame()? {
            if self.stopping.load(Ordering::Acquire) {
                return Err(StoreError::Index("it is being closed".into()));
            }
            entries += 1;
            latest.insert(
                (frame.header.practice, frame.header.subject),
                (frame.header.version, frame.header.position),
            );
        }
        *from = scan.point();
        if from.offset != until {
            return Err(self.journal.damaged(from.offset, from.last, "entries are missing".into()));
        }
        Ok(entries)
    }

    /// Whether the index shows anything but what the journal says.
    fn differs(&self, latest: &Latest) -> Result<bool, StoreError> {
        // The sum of the hashes of all keys that there should be, less those that there are.
        let mut balance = 0_u64;
        for ((practice, subject), (version, position)) in latest {
            let Some(value) = self.get(&keys::state(*practice, *subject))? else { return Ok(true) };
            match value.whole() {
                Some(seen) if (seen.version, seen.position) == (*version, *position) => {
                    for place in seen.places {
                        let (key, value) = keys::standing(*practice, place, *subject);
                        balance = balance.wrapping_add(hash(&key, &value));
                    }
                    balance = balance.wrapping_add(hash(&keys::state(*practice, *subject), &[]));
                }
                _ => return Ok(true),
            }
        }
        self.each_key(&mut |key, value| {
            let value = if keys::subject_of_state(key).is_some() { &[] } else { value };
            balance = balance.wrapping_sub(hash(key, value));
            Ok(())
        })?;
        Ok(balance != 0)
    }

    fn each_key(&self, look: &mut Look<'_>) -> Result<(), StoreError> {
        let mut from = keys::behind(uuid::Uuid::nil().as_bytes());
        loop {
            let mut seen = 0;
            let mut next = None;
            let mut result = Ok(());
            self.overlay.visit(&self.index, &from, &[u8::MAX; 17], &mut |key, value| {
                result = look(key, value.place());
                seen += 1;
                if seen >= 256 || result.is_err() {
                    next = Some(after(key));
                    return ControlFlow::Break(());
                }
                ControlFlow::Continue(())
            })?;
            result?;
            match next {
                Some(_) if self.stopping.load(Ordering::Acquire) => {
                    return Err(StoreError::Index("it is being closed".into()));
                }
                Some(next) => from = next,
                None => return Ok(()),
            }
        }
    }

    /// Makes the index right, nothing else being written meanwhile. How much was wrong.
    fn repair(&self, latest: &Latest) -> Result<u64, StoreError> {
        let mut repaired = 0;
        let mut right: HashSet<Vec<u8>> = HashSet::new();
        for ((practice, subject), (version, position)) in latest {
            let key = keys::state(*practice, *subject);
            let found = self.index.get(&key)?;
            let seen = found.as_deref().and_then(State::of).filter(State::is_whole).map(|state| state.seen());
            if seen.is_none_or(|seen| (seen.version, seen.position) != (*version, *position)) {
                self.index.put(&key, None)?;
                self.fold_again(*position)?;
                repaired += 1;
            }
            let Some(bytes) = self.index.get(&key)? else { continue };
            for place in State::of(&bytes).into_iter().flat_map(|state| state.seen().places) {
                let (key, value) = keys::standing(*practice, place, *subject);
                if self.index.get(&key)?.is_none_or(|found| *found != *value) {
                    self.index.put(&key, Some(&value))?;
                    repaired += 1;
                }
                right.insert(key);
            }
            right.insert(key);
        }
        let mut strays = Vec::new();
        self.each_key(&mut |key, _| {
            if !right.contains(key) {
                strays.push(key.to_vec());
            }
            Ok(())
        })?;
        for key in strays {
            self.index.put(&key, None)?;
            repaired += 1;
        }
        self.index.keep()?;
        Ok(repaired)
    }

    /// Folds a subject from its first entry to the one at `position`, and writes its state and places.
    fn fold_again(&self, position: u64) -> Result<(), StoreError> {
        let mut frames = Vec::new();
        let mut position = position;
        while position != 0 {
            let frame = self.journal.read(position)?;
            position = frame.header.previous;
            frames.push(frame);
        }
        let mut folding = Folding::new(&self.index, &self.journal, &self.secret, Contents::None);
        for frame in frames.iter().rev() {
            folding.add(&entry(&self.journal, frame)?, frame.body.len())?;
        }
        folding.write()
    }
}

fn hash(key: &[u8], value: &[u8]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(key);
    hasher.update(value);
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_le_bytes(first)
}
