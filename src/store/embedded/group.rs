//! Group commit: whoever comes first leads, and one sync keeps the commits of all who wait.

use super::Shared;
use super::overlay::{Group, Layer};
use crate::store::StoreError;
use crate::store::check::{self, Prepared, Value};
use crate::store::journal::Point;
use crate::store::journal::write::{Draft, Writer};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Thread;

/// A group is written when it has come to so many bytes, whoever else waits.
const GROUP: usize = 4 << 20;

/// Commits that wait.
#[derive(Default)]
pub struct Queue {
    waiting: Vec<Arc<Ticket>>,
    is_led: bool,
}

struct Ticket {
    prepared: Mutex<Option<Prepared>>,
    bytes: usize,
    thread: Thread,
    answer: Mutex<Option<Result<u64, StoreError>>>,
    leads: AtomicBool,
    answered: AtomicBool,
}

impl Ticket {
    fn answer(&self, answer: Result<u64, StoreError>) {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
        self.answered.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

impl Shared {
    /// Keeps a commit, together with those of others who wait.
    ///
    /// # Errors
    /// [`Store::commit`](crate::store::Store::commit)'s.
    pub fn commit(&self, prepared: Prepared) -> Result<u64, StoreError> {
        let ticket = Arc::new(Ticket {
            bytes: prepared.changes.iter().map(|ready| ready.body.len()).sum(),
            prepared: Mutex::new(Some(prepared)),
            thread: std::thread::current(),
            answer: Mutex::new(None),
            leads: AtomicBool::new(false),
            answered: AtomicBool::new(false),
        });
        {
            let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
            queue.waiting.push(Arc::clone(&ticket));
            if queue.is_led {
                drop(queue);
                while !ticket.answered.load(Ordering::Acquire) && !ticket.leads.load(Ordering::Acquire) {
                    std::thread::park();
                }
            } else {
                queue.is_led = true;
            }
        }
        if !ticket.answered.load(Ordering::Acquire) {
            self.lead();
        }
        let answer = ticket.answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        answer.unwrap_or_else(|| Err(StoreError::Malformed("a commit was left without an answer".into())))
    }

    /// Keeps what waits, then hands the lead to the next.
    fn lead(&self) {
        let group: Vec<_> = {
            let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
            let mut bytes = 0;
            let mut fits = |ticket: &Arc<Ticket>| {
                let before = bytes;
                bytes += ticket.bytes;
                before < GROUP
            };
            let count = queue.waiting.iter().map_while(|ticket| fits(ticket).then_some(())).count();
            queue.waiting.drain(..count).collect()
        };
        let answers = self.keep(&group);
        for (ticket, answer) in group.iter().zip(answers) {
            ticket.answer(answer);
        }
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        match queue.waiting.first() {
            Some(next) => {
                next.leads.store(true, Ordering::Release);
                next.thread.unpark();
            }
            None => queue.is_led = false,
        }
    }

    fn keep(&self, group: &[Arc<Ticket>]) -> Vec<Result<u64, StoreError>> {
        if let Err(refusal) = self.wait_for_room() {
            return repeat(&refusal, group.len());
        }
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let base = writer.kept();
        let mut layer = Layer::default();
        let answers: Vec<_> =
            group.iter().map(|ticket| self.stage(ticket, &mut writer, &mut layer)).collect();
        let end = writer.staged();
        if end == base {
            return answers;
        }
        let bytes = Arc::from(writer.bytes());
        if let Err(refusal) = writer.write() {
            // A conflict may have been with a commit of this very group, which is not there after all.
            return repeat(&refusal, group.len());
        }
        layer.last = Some(Group { base, end, bytes });
        self.publish(layer, end);
        answers
    }

    fn stage(&self, ticket: &Ticket, writer: &mut Writer, layer: &mut Layer) -> Result<u64, StoreError> {
        let prepared = ticket.prepared.lock().unwrap_or_else(PoisonError::into_inner).take();
        let prepared = prepared.ok_or_else(|| StoreError::Malformed("a commit was put in twice".into()))?;
        let Prepared { practice, stamp, .. } = prepared;
        let Point { last, .. } = writer.staged();
        let get = |key: &[u8]| match layer.map.get(key) {
            Some(held) => Ok(held.clone().map(Value::Held)),
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
