//! What is kept and not yet in the index: readers look here first.
//!
//! Two layers: commits add to the active one; the applier freezes it, writes it to the index, and drops it. So what a
//! reader sees is the same before, while and after the applier works.

use crate::store::StoreError;
use crate::store::check::{Held, Op, Put, Value};
use crate::store::journal::Point;
use crate::store::sled::Index;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::iter::Peekable;
use std::ops::ControlFlow;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// The newest keys, in order. Removed ones stand there as gone, unless they were never anywhere else.
#[derive(Default)]
pub struct Layer {
    /// The keys.
    pub map: BTreeMap<Vec<u8>, Put>,
    /// About how much memory they take, bytes.
    pub bytes: usize,
    /// The last group that is in here.
    pub last: Option<Group>,
}

/// A group of commits that were written and synced as one.
#[derive(Clone)]
pub struct Group {
    /// Before it.
    pub base: Point,
    /// Behind it.
    pub end: Point,
    /// Its bytes in the journal.
    pub bytes: Arc<[u8]>,
}

impl Layer {
    /// Adds a change of a key; what it replaces.
    pub fn put(&mut self, Op { key, put }: Op) -> Option<Put> {
        let room = put.room();
        match self.map.entry(key) {
            Entry::Vacant(vacant) => {
                self.bytes += vacant.key().len() + room + 64;
                vacant.insert(put);
                None
            }
            Entry::Occupied(mut held) => {
                self.bytes -= held.get().room();
                match (held.get(), put) {
                    (Put::New(_), Put::Gone) => {
                        self.bytes -= held.key().len() + 64;
                        Some(held.remove())
                    }
                    (Put::New(_), Put::New(value) | Put::Value(value)) => {
                        self.bytes += room;
                        Some(held.insert(Put::New(value)))
                    }
                    (_, Put::New(value) | Put::Value(value)) => {
                        self.bytes += room;
                        Some(held.insert(Put::Value(value)))
                    }
                    (_, Put::Gone) => Some(held.insert(Put::Gone)),
                }
            }
        }
    }
}

#[derive(Default)]
struct Layers {
    active: Layer,
    frozen: Option<Arc<Layer>>,
}

/// The layers above the index.
#[derive(Default)]
pub struct Overlay {
    layers: RwLock<Layers>,
}

impl Overlay {
    fn read(&self) -> RwLockReadGuard<'_, Layers> {
        self.layers.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Layers> {
        self.layers.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// How much waits for the applier, bytes.
    pub fn waiting(&self) -> usize {
        self.read().active.bytes
    }

    /// Shows a group to readers, all of it at once; how much waits for the applier now, bytes, and the states that were
    /// replaced, to be let go without the lock.
    pub fn publish(&self, layer: Layer) -> (usize, Vec<Held>) {
        let mut replaced = Vec::new();
        let mut layers = self.write();
        let active = &mut layers.active;
        if active.map.is_empty() {
            *active = layer;
        } else {
            active.last = layer.last;
            for (key, put) in layer.map {
                if let Some(Put::New(held) | Put::Value(held)) = active.put(Op { key, put })
                    && matches!(held, Held::State(_))
                {
                    replaced.push(held);
                }
            }
        }
        (active.bytes, replaced)
    }

    /// Takes the active layer for the applier; `None` where it is empty.
    pub fn freeze(&self) -> Option<Arc<Layer>> {
        let mut layers = self.write();
        layers.active.last.as_ref()?;
        let layer = Arc::new(std::mem::take(&mut layers.active));
        layers.frozen = Some(Arc::clone(&layer));
        Some(layer)
    }

    /// Lets go of the frozen layer: the index has it.
    pub fn thaw(&self) {
        let gone = self.write().frozen.take();
        // Freed here, without the lock.
        drop(gone);
    }

    /// What stands under a key.
    ///
    /// # Errors
    /// Those of the index.
    pub fn get(&self, index: &Index, key: &[u8]) -> Result<Option<Value>, StoreError> {
        {
            let layers = self.read();
            let held = layers.active.map.get(key).or_else(|| layers.frozen.as_ref()?.map.get(key));
            if let Some(held) = held {
                return Ok(held.value().cloned().map(Value::Held));
            }
        }
        Ok(index.get(key)?.map(Value::Indexed))
    }

    /// Hands the keys from `from` on and before `to` to `visit`, in order, until it has enough. Commits wait meanwhile:
    /// ask for little at a time.
    ///
    /// # Errors
    /// Those of the index.
    pub fn visit(
        &self,
        index: &Index,
        from: &[u8],
        to: &[u8],
        visit: &mut dyn FnMut(&[u8], Value) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        if from >= to {
            return Ok(());
        }
        // The lock is held to the end: the applier cannot drop what it has applied meanwhile, so that a key is seen
        // in the layers wherever the index is just changing.
        let layers = self.read();
        let bounds = (std::ops::Bound::Included(from), std::ops::Bound::Excluded(to));
        let mut active = layers.active.map.range::<[u8], _>(bounds).peekable();
        let mut frozen = layers
            .frozen
            .as_ref()
            .map(|frozen| frozen.map.range::<[u8], _>(bounds))
            .into_iter()
            .flatten()
            .peekable();
        let mut indexed = index.range(from, to).peekable();
        loop {
            if let Some(Err(_)) = indexed.peek() {
                return indexed.next().map_or(Ok(()), |result| result.map(drop));
            }
            let lowest = [
                active.peek().map(|(key, _)| key.as_slice()),
                frozen.peek().map(|(key, _)| key.as_slice()),
                indexed.peek().and_then(|found| found.as_ref().ok()).map(|(key, _)| &**key),
            ]
            .into_iter()
            .flatten()
            .min()
            .map(<[u8]>::to_vec);
            let Some(key) = lowest else { return Ok(()) };
            let newest = take(&mut active, &key);
            let newer = take(&mut frozen, &key);
            let old = indexed.next_if(|found| found.as_ref().is_ok_and(|(found, _)| **found == *key));
            let value = match (newest.or(newer), old) {
                (Some(held), _) => held.value().cloned().map(Value::Held),
                (None, Some(Ok((_, value)))) => Some(Value::Indexed(value)),
                (None, _) => None,
            };
            if let Some(value) = value
                && visit(&key, value).is_break()
            {
                return Ok(());
            }
        }
    }
}

type Next<'a> = (&'a Vec<u8>, &'a Put);

fn take<'a>(keys: &mut Peekable<impl Iterator<Item = Next<'a>>>, key: &[u8]) -> Option<&'a Put> {
    keys.next_if(|(held, _)| held.as_slice() == key).map(|(_, value)| value)
}
