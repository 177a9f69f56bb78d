//! Group commit: whoever comes first leads, and one sync keeps the commits of all who wait.

use super::Shared;
use super::overlay::{Group, Layer};
use crate::store::check::{self, Prepared, Value};
use crate::store::journal::Point;
use crate::store::journal::write::{Draft, Writer};
use crate::store::{Commit, StoreError};
use std::sync::{Arc, MutexGuard, OnceLock, PoisonError};

/// Commits that wait to be kept as one.
#[derive(Default)]
pub struct Queue {
    waiting: Vec<Prepared>,
    answers: Arc<Answers>,
}

/// What became of the commits of a group, in their order. All who wait hear at once: to wake them one by one would
/// cost more than the work.
type Answers = OnceLock<Vec<Result<u64, StoreError>>>;

impl Shared {
    /// Keeps a commit, together with those of others who wait. What it was made from is let go meanwhile.
    ///
    /// # Errors
    /// [`Store::commit`](crate::store::Store::commit)'s.
    pub fn commit(&self, prepared: Prepared, made_from: Commit) -> Result<u64, StoreError> {
        let mut queue = self.queue();
        let place = queue.waiting.len();
        queue.waiting.push(prepared);
        let answers = Arc::clone(&queue.answers);
        drop(queue);
        if place == 0 {
            self.lead();
        }
        drop(made_from);
        match answers.wait().get(place) {
            Some(Ok(position)) => Ok(*position),
            Some(Err(error)) => Err(error.again()),
            None => Err(StoreError::Malformed("a commit was left without an answer".into())),
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the group before to be kept, then keeps all that has come together meanwhile.
    fn lead(&self) {
        let room = self.wait_for_room();
        let mut writer = self.writer();
        let Queue { waiting, answers } = std::mem::take(&mut *self.queue());
        let result = match room {
            Ok(()) => self.keep(waiting, &mut writer),
            Err(refusal) => repeat(&refusal, waiting.len()),
        };
        // The next group goes on while this one is told.
        drop(writer);
        // Each group has one leader, so that nobody has answered before.
        let _ = answers.set(result);
    }

    fn keep(&self, group: Vec<Prepared>, writer: &mut Writer) -> Vec<Result<u64, StoreError>> {
        let commits = group.len();
        let base = writer.kept();
        let mut layer = Layer::default();
        let answers: Vec<_> =
            group.into_iter().map(|prepared| self.stage(prepared, writer, &mut layer)).collect();
        let end = writer.staged();
        if end == base {
            return answers;
        }
        let bytes = Arc::from(writer.bytes());
        if let Err(refusal) = writer.write() {
            // A conflict may have been with a commit of this very group, which is not there after all.
            return repeat(&refusal, commits);
        }
        layer.last = Some(Group { base, end, bytes });
        self.publish(layer, end);
        answers
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
            layer.put(op);
        }
        Ok(position)
    }
}

fn repeat(refusal: &StoreError, times: usize) -> Vec<Result<u64, StoreError>> {
    (0..times).map(|_| Err(refusal.again())).collect()
}
