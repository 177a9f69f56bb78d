//! Group commit: whoever comes first leads, and one sync keeps the commits of all who wait.

use super::Shared;
use super::overlay::{Group, Layer};
use crate::domain::record::Event;
use crate::store::StoreError;
use crate::store::check::{self, Held, Prepared, Value};
use crate::store::journal::Point;
use crate::store::journal::write::{Draft, Writer};
use std::sync::{Arc, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

#[cfg(test)]
mod tests;

/// Commits that wait to be kept as one.
#[derive(Default)]
pub struct Queue {
    waiting: Vec<Prepared>,
    answers: Arc<Answers>,
    /// So many were in the group before or came meanwhile: as many are likely to come again …
    expected: usize,
    /// … and are waited for until then at most.
    until: Option<Instant>,
}

/// What became of the commits of a group, in their order. All who wait hear at once: to wake them one by one would
/// cost more than the work. Empty where nobody can say.
type Answers = OnceLock<Vec<Result<u64, StoreError>>>;

/// Whoever has just been answered often comes again at once, and to wait for them keeps more commits with one sync.
/// One part in so many of the time that the last group took, counted from its end, is all that they get …
const PATIENCE: u32 = 2;

/// … and no longer than this, however slow the disk is.
const MOST_PATIENCE: Duration = Duration::from_millis(2);

impl Shared {
    /// Keeps a commit, together with those of others who wait. What it was made from is let go meanwhile.
    ///
    /// # Errors
    /// [`Store::commit`](crate::store::Store::commit)'s.
    pub fn commit(&self, prepared: Prepared, made_from: Vec<Event>) -> Result<u64, StoreError> {
        let mut queue = self.queue();
        let place = queue.waiting.len();
        queue.waiting.push(prepared);
        let complete = place > 0 && place + 1 == queue.expected;
        let answers = Arc::clone(&queue.answers);
        drop(queue);
        if place == 0 {
            self.lead();
        } else if complete {
            self.gathered.notify_one();
        }
        drop(made_from);
        match answers.wait().get(place) {
            Some(Ok(position)) => Ok(*position),
            Some(Err(error)) => Err(error.again()),
            None => Err(StoreError::Broken("who was keeping it for all who waited gave up midway".into())),
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the group before to be kept, then keeps all that has come together meanwhile.
    fn lead(&self) {
        let mut leader = Leader { shared: self, answers: None };
        let room = self.wait_for_room();
        let mut writer = self.writer();
        let waiting = {
            let mut queue = self.gather();
            leader.answers = Some(std::mem::take(&mut queue.answers));
            std::mem::take(&mut queue.waiting)
        };
        let commits = waiting.len();
        let since = Instant::now();
        let (result, replaced) = match room {
            Ok(()) => self.keep(waiting, &mut writer),
            Err(refusal) => (repeat(&refusal, commits), Vec::new()),
        };
        let now = Instant::now();
        let mut queue = self.queue();
        queue.expected = commits + queue.waiting.len();
        queue.until = Some(now + ((now - since) / PATIENCE).min(MOST_PATIENCE));
        drop(queue);
        // The next group goes on while this one is told.
        drop(writer);
        leader.answer(result);
        drop(replaced);
    }

    /// Waits for those who are likely to come, but not for long.
    fn gather(&self) -> MutexGuard<'_, Queue> {
        let mut queue = self.queue();
        while queue.waiting.len() < queue.expected {
            let left =
                queue.until.map_or(Duration::ZERO, |until| until.saturating_duration_since(Instant::now()));
            if left.is_zero() {
                break;
            }
            (queue, _) = self.gathered.wait_timeout(queue, left).unwrap_or_else(PoisonError::into_inner);
        }
        queue
    }

    /// What became of each commit, and the states that nobody needs any more.
    fn keep(&self, group: Vec<Prepared>, writer: &mut Writer) -> (Vec<Result<u64, StoreError>>, Vec<Held>) {
        let commits = group.len();
        let base = writer.kept();
        let mut layer = Layer::default();
        let answers: Vec<_> =
            group.into_iter().map(|prepared| self.stage(prepared, writer, &mut layer)).collect();
        let end = writer.staged();
        if end == base {
            return (answers, Vec::new());
        }
        let bytes = Arc::from(writer.bytes());
        if let Err(refusal) = writer.write() {
            // A conflict may have been with a commit of this very group, which is not there after all.
            return (repeat(&refusal, commits), Vec::new());
        }
        layer.last = Some(Group { base, end, bytes });
        (answers, self.publish(layer, end))
    }

    fn stage(&self, prepared: Prepared, writer: &mut Writer, layer: &mut Layer) -> Result<u64, StoreError> {
        let Prepared { practice, stamp, .. } = prepared;
        let Point { last, .. } = writer.staged();
        let get = |key: &[u8]| match layer.map.get(key) {
            Some(held) => Ok(held.value().cloned().map(Value::Held)),
            None => self.overlay.get(&self.index, key),
        };
        let mut position = last;
        let ops = check::settle(prepared, &get, &mut |ready, previous, remaining| {
            position = writer.stage(&Draft {
                id: ready.id,
                practice,
                stamp,
                subject: ready.subject,
                version: ready.version,
                previous,
                remaining,
                body: &ready.body,
                body_hash: ready.body_hash,
            });
            position
        })?;
        for op in ops {
            // What one commit of a group makes of another's goes at once.
            let _ = layer.put(op);
        }
        Ok(position)
    }
}

/// Who keeps a group: whatever happens, those who wait hear of it.
struct Leader<'a> {
    shared: &'a Shared,
    /// The group's, once it has been taken.
    answers: Option<Arc<Answers>>,
}

impl Leader<'_> {
    fn answer(&mut self, result: Vec<Result<u64, StoreError>>) {
        let answers = self.answers.take().unwrap_or_default();
        // Each group has one leader, so that nobody has answered before.
        let _ = answers.set(result);
    }
}

impl Drop for Leader<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            if self.answers.is_none() {
                let abandoned = std::mem::take(&mut *self.shared.queue());
                self.answers = Some(abandoned.answers);
            }
            self.answer(Vec::new());
        }
    }
}

fn repeat(refusal: &StoreError, times: usize) -> Vec<Result<u64, StoreError>> {
    (0..times).map(|_| Err(refusal.again())).collect()
}
