//! Group commit: whoever comes first leads, and one sync keeps the commits of all who wait.

use super::Shared;
use super::overlay::{Group, Layer};
use crate::store::StoreError;
use crate::store::check::{self, Prepared, Value};
use crate::store::journal::Point;
use crate::store::journal::write::{Draft, Writer};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Commits that wait, and the news that they wait for.
#[derive(Default)]
pub struct Queue {
    waiting: Vec<Arc<Ticket>>,
    batch: Arc<Batch>,
    is_led: bool,
}

/// Commits that are kept as one. All who wait hear at once: to wake them one by one would cost more than the work.
#[derive(Default)]
struct Batch {
    news: Mutex<News>,
    heard: Condvar,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum News {
    #[default]
    None,
    /// One of them is to lead.
    Lead,
    /// All are answered.
    Answered,
}

impl Batch {
    fn news(&self) -> MutexGuard<'_, News> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Ticket {
    prepared: Mutex<Option<Prepared>>,
    answer: Mutex<Option<Result<u64, StoreError>>>,
}

impl Shared {
    /// Keeps a commit, together with those of others who wait.
    ///
    /// # Errors
    /// [`Store::commit`](crate::store::Store::commit)'s.
    pub fn commit(&self, prepared: Prepared) -> Result<u64, StoreError> {
        let ticket = Arc::new(Ticket { prepared: Mutex::new(Some(prepared)), answer: Mutex::new(None) });
        let mut queue = self.queue();
        queue.waiting.push(Arc::clone(&ticket));
        let leads = !queue.is_led;
        queue.is_led = true;
        let batch = Arc::clone(&queue.batch);
        drop(queue);
        if leads || is_to_lead(&batch) {
            self.lead();
        }
        let answer = ticket.answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        answer.unwrap_or_else(|| Err(StoreError::Malformed("a commit was left without an answer".into())))
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what waits, then hands the lead to the next.
    fn lead(&self) {
        let mut queue = self.queue();
        let (group, batch) = (std::mem::take(&mut queue.waiting), std::mem::take(&mut queue.batch));
        drop(queue);
        for (ticket, answer) in group.iter().zip(self.keep(&group)) {
            *ticket.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
        }
        *batch.news() = News::Answered;
        batch.heard.notify_all();
        let mut queue = self.queue();
        if queue.waiting.is_empty() {
            queue.is_led = false;
        } else {
            *queue.batch.news() = News::Lead;
            queue.batch.heard.notify_one();
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

/// Waits for the news of a batch; whether it is that one has to lead.
fn is_to_lead(batch: &Batch) -> bool {
    let mut news = batch.news();
    loop {
        match *news {
            News::Answered => return false,
            News::Lead => {
                *news = News::None;
                return true;
            }
            News::None => news = batch.heard.wait(news).unwrap_or_else(PoisonError::into_inner),
        }
    }
}

fn repeat(refusal: &StoreError, times: usize) -> Vec<Result<u64, StoreError>> {
    (0..times).map(|_| Err(refusal.again())).collect()
}
