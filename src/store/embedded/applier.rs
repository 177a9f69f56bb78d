//! The thread that brings what was kept to the index.

use super::overlay::Layer;
use super::{Shared, Signal, meta};
use crate::store::StoreError;
use crate::store::check::{Held, Put};
use crate::store::keys;
use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// With so much waiting for the index, commits wait as well, bytes.
const BACKLOG: usize = 32 << 20;

/// What is kept may come together for so long before it is applied: many changes of one subject are then one write …
const TOGETHER: Duration = Duration::from_millis(50);

/// … unless nothing more has come for so long …
const LULL: Duration = Duration::from_millis(3);

/// … or there is so much of it, bytes.
const ENOUGH: usize = 8 << 20;

/// The index is brought to disk when so much of the journal has been applied, bytes …
const CHECKPOINT: u64 = 64 << 20;

/// … or when nothing has been committed for so long.
const QUIET: Duration = Duration::from_secs(2);

/// What the applier does next.
enum Turn {
    Apply(Arc<Layer>),
    Keep,
    Stop,
}

impl Shared {
    /// Applies what comes, until the store is closed and nothing is left.
    pub(super) fn apply_until_stopped(&self) {
        let mut durable = self.kept.load(Ordering::Acquire);
        let mut applied = durable;
        loop {
            let done = match self.next_turn(applied > durable) {
                Turn::Stop => return,
                Turn::Keep => self.index.keep().map(|()| durable = applied),
                Turn::Apply(layer) => self.apply(&layer).and_then(|end| {
                    applied = end;
                    if applied - durable > CHECKPOINT {
                        self.index.keep()?;
                        durable = applied;
                    }
                    Ok(())
                }),
            };
            if let Err(error) = done {
                if matches!(error, StoreError::Index(_)) {
                    self.folder.distrust_index();
                }
                self.signal().failed = Some(error);
                self.changed.notify_all();
                return;
            }
        }
    }

    fn next_turn(&self, dirty: bool) -> Turn {
        let mut signal = self.signal();
        let mut since = None;
        let mut seen = 0;
        loop {
            let waiting = self.overlay.waiting();
            let stopping = self.stopping.load(Ordering::Acquire);
            if waiting > 0 {
                let since = *since.get_or_insert_with(Instant::now);
                let left = TOGETHER.saturating_sub(since.elapsed());
                let kept = self.kept.load(Ordering::Acquire);
                let lull = kept == seen;
                seen = kept;
                if stopping || signal.hurry || lull || waiting >= ENOUGH || left.is_zero() {
                    signal.hurry = false;
                    // There is room again.
                    self.changed.notify_all();
                    return self.overlay.freeze().map_or(Turn::Stop, Turn::Apply);
                }
                (signal, _) =
                    self.changed.wait_timeout(signal, left.min(LULL)).unwrap_or_else(PoisonError::into_inner);
            } else if stopping {
                return Turn::Stop;
            } else {
                signal.idle = true;
                let quiet;
                (signal, quiet) = self.wait(signal, dirty);
                signal.idle = false;
                if quiet && self.overlay.waiting() == 0 {
                    return Turn::Keep;
                }
            }
        }
    }

    /// Wakes the applier where it has to know of what was just published.
    pub(super) fn wake(&self, waiting: usize) {
        if self.signal().idle || waiting >= ENOUGH {
            self.changed.notify_all();
        }
    }

    /// Waits for news; whether none came for a while that was to be short.
    fn wait<'a>(&self, signal: MutexGuard<'a, Signal>, briefly: bool) -> (MutexGuard<'a, Signal>, bool) {
        if briefly {
            let (signal, timeout) =
                self.changed.wait_timeout(signal, QUIET).unwrap_or_else(PoisonError::into_inner);
            (signal, timeout.timed_out())
        } else {
            (self.changed.wait(signal).unwrap_or_else(PoisonError::into_inner), false)
        }
    }

    /// Writes a layer to the index: places, states, how far it came. Returns the end of what is applied.
    fn apply(&self, layer: &Layer) -> Result<u64, StoreError> {
        for (key, put) in layer.map.iter().filter(|(key, _)| !keys::is_state(key)) {
            match put.value() {
                Some(Held::Place(named)) => self.index.put(key, Some(named))?,
                _ => self.index.put(key, None)?,
            }
        }
        let mut bytes = Vec::new();
        for put in layer.map.iter().filter(|(key, _)| keys::is_state(key)) {
            let (key, Put::New(Held::State(standing)) | Put::Value(Held::State(standing))) = put else {
                continue;
            };
            standing.write(&mut bytes).map_err(|error| StoreError::Malformed(error.to_string()))?;
            self.index.put(key, Some(&bytes))?;
        }
        let Some(group) = &layer.last else { return Ok(0) };
        meta::write_applied(&self.index, group)?;
        self.overlay.thaw();
        self.applied.store(group.end.last, Ordering::Release);
        drop(self.signal());
        self.changed.notify_all();
        Ok(group.end.offset)
    }

    /// Lets commits wait while the index is doubtful or too far behind.
    pub(super) fn wait_for_room(&self) -> Result<(), StoreError> {
        self.wait_while(|signal| signal.doubtful || self.overlay.waiting() > BACKLOG)
    }

    /// Waits until the index has all that was kept when this was called.
    pub(super) fn wait_until_applied(&self) -> Result<(), StoreError> {
        let wanted = self.last.load(Ordering::Acquire);
        self.signal().hurry = true;
        self.changed.notify_all();
        self.wait_while(|_| self.applied.load(Ordering::Acquire) < wanted)
    }

    fn wait_while(&self, condition: impl Fn(&Signal) -> bool) -> Result<(), StoreError> {
        let mut signal = self.signal();
        loop {
            if let Some(error) = &signal.failed {
                return Err(error.again());
            }
            if !condition(&signal) {
                return Ok(());
            }
            signal = self.changed.wait(signal).unwrap_or_else(PoisonError::into_inner);
        }
    }
}
