//! What those who wait hear when the one who keeps it for all gives up.

use crate::domain::id::{ChangeId, PracticeId, StaffId};
use crate::domain::record::{Event, Record, Stamp};
use crate::domain::staff::StaffEvent;
use crate::store::embedded::{EmbeddedStore, Opened, Trust};
use crate::store::folder::Folder;
use crate::store::journal::Journal;
use crate::store::journal::medium::Medium;
use crate::store::sled::Index;
use crate::store::{Change, Commit, Store as _, StoreError};
use std::fs::File;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use uuid::Uuid;

/// A file whose syncs wait while it is held up, and of which one panics.
struct Disk {
    file: File,
    held_up: AtomicBool,
    syncs: AtomicUsize,
    panics_at: usize,
}

impl Medium for Disk {
    fn read_exact_at(&self, into: &mut [u8], at: u64) -> io::Result<()> {
        Medium::read_exact_at(&self.file, into, at)
    }

    fn write_all_at(&self, bytes: &[u8], at: u64) -> io::Result<()> {
        Medium::write_all_at(&self.file, bytes, at)
    }

    fn sync(&self) -> io::Result<()> {
        let number = self.syncs.fetch_add(1, Ordering::SeqCst) + 1;
        while self.held_up.load(Ordering::SeqCst) {
            thread::yield_now();
        }
        assert!(number != self.panics_at, "the disk is gone");
        self.file.sync()
    }

    fn allocate(&self, at: u64, len: u64) -> io::Result<()> {
        self.file.allocate(at, len)
    }

    fn truncate(&self, len: u64) -> io::Result<()> {
        self.file.truncate(len)
    }

    fn len(&self) -> io::Result<u64> {
        Medium::len(&self.file)
    }

    fn free(&self) -> io::Result<u64> {
        self.file.free()
    }
}

/// A member of staff joins.
fn joins(number: u128) -> Commit {
    let practice = PracticeId(Uuid::from_u128(1));
    let id = StaffId(Uuid::from_u128(number));
    let stamp = Stamp { at: jiff::Timestamp::UNIX_EPOCH, by: id, change: ChangeId(Uuid::from_u128(number)) };
    let event = Event::Staff(StaffEvent::Joined {
        id,
        practice,
        name: format!("Worker {number}"),
        roles: [].into(),
        account: None,
    });
    let record = Record::fold(None, &event, &stamp).unwrap();
    Commit {
        practice,
        stamp,
        changes: vec![Change { id: Uuid::from_u128(number), expected: 0, event, record }],
    }
}

#[test]
fn those_who_wait_hear_of_it_when_the_one_who_keeps_it_for_all_gives_up() {
    let folder = tempfile::tempdir().unwrap();
    // The first sync begins the log, the second keeps the first commit, the third would keep those of all others.
    let disk = Arc::new(Disk {
        file: File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(folder.path().join("log"))
            .unwrap(),
        held_up: AtomicBool::new(false),
        syncs: AtomicUsize::new(0),
        panics_at: 3,
    });
    let journal = Journal::over(disk.clone(), "log").unwrap();
    let store = EmbeddedStore::new(Opened {
        folder: Folder::take(&folder.path().join("store")).unwrap(),
        secret: [7; 32],
        index: Index::open(&folder.path().join("index")).unwrap_or_else(|error| panic!("{error:?}")),
        end: journal.start(),
        journal,
        trust: Trust::Made,
        notices: Vec::new(),
    })
    .unwrap();
    disk.held_up.store(true, Ordering::SeqCst);
    let (first, others) = thread::scope(|scope| {
        let first = scope.spawn(|| store.commit(joins(1)));
        while disk.syncs.load(Ordering::SeqCst) < 2 {
            thread::yield_now();
        }
        let others: Vec<_> = (2..6)
            .map(|number| {
                scope.spawn({
                    let store = &store;
                    move || store.commit(joins(number))
                })
            })
            .collect();
        while store.shared.queue().waiting.len() < 4 {
            thread::yield_now();
        }
        disk.held_up.store(false, Ordering::SeqCst);
        (first.join().unwrap(), others.into_iter().map(|other| other.join().ok()).collect::<Vec<_>>())
    });
    assert!(first.is_ok());
    assert_eq!(others.iter().filter(|other| other.is_none()).count(), 1, "one of them led, and panicked");
    assert!(others.iter().flatten().all(|answer| matches!(answer, Err(StoreError::Broken(_)))), "{others:?}");
    assert!(matches!(store.commit(joins(9)), Err(StoreError::Broken(_))));
    assert_eq!(store.follow(0, 10).unwrap().len(), 1);
}
