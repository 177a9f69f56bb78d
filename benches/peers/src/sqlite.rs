//! SQLite beside the store: an insert of the same event and an upsert of the same state, durable when it answers. It
//! encodes both as JSON within the time that is measured, as the store does; only that the store encodes a state when
//! its index takes it, by when the subject has often changed again.
//!
//! The store does more than that for each commit: it checks the version and the look-ups that only one subject may
//! have, moves the subject in its lists, and chains hashes. [`Work::ListsAsWell`] has SQLite check versions and keep
//! the same look-ups and lists; without hashes still.

use rusqlite::{Connection, OptionalExtension as _, params};
use signpost::domain::record::Index;
use signpost::store::{Change, Commit};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

/// How much of the store's work is done.
#[derive(Clone, Copy, PartialEq)]
pub enum Work {
    /// The event and the state.
    EventAndState,
    /// The look-ups and the lists that the subject stands in as well, and the check of its version.
    ListsAsWell,
}

/// One connection.
pub struct Sqlite(Connection, Work);

impl Sqlite {
    pub fn open(path: &Path, work: Work) -> Self {
        let connection = Connection::open(path).expect("SQLite opens");
        connection.busy_timeout(Duration::from_secs(60)).expect("set");
        connection.pragma_update(None, "journal_mode", "WAL").expect("set");
        connection.pragma_update(None, "synchronous", "FULL").expect("set");
        connection
            .execute_batch(
                "CREATE TABLE IF NOT EXISTS events (position INTEGER PRIMARY KEY, id BLOB, practice BLOB, subject BLOB,
                     version INTEGER, at TEXT, actor BLOB, change BLOB, body BLOB);
                 CREATE TABLE IF NOT EXISTS states (subject BLOB PRIMARY KEY, version INTEGER, body BLOB, places BLOB);
                 CREATE TABLE IF NOT EXISTS lookups (list INTEGER, value BLOB, subject BLOB,
                     PRIMARY KEY (list, value)) WITHOUT ROWID;
                 CREATE TABLE IF NOT EXISTS lists (list INTEGER, value BLOB, subject BLOB,
                     PRIMARY KEY (list, value, subject)) WITHOUT ROWID;",
            )
            .expect("made");
        Self(connection, work)
    }

    pub fn commit(&self, commit: &Commit) {
        self.0.execute_batch("BEGIN IMMEDIATE").expect("begun");
        self.write(commit);
        self.0.execute_batch("COMMIT").expect("kept");
    }

    fn write(&self, commit: &Commit) {
        for change in &commit.changes {
            let subject = change.record.subject();
            let event = serde_json::to_vec(&change.event).expect("JSON");
            let state = serde_json::to_vec(&change.record).expect("JSON");
            let version = i64::try_from(change.record.version()).expect("small");
            self.0
                .prepare_cached("INSERT INTO events VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
                .and_then(|mut insert| {
                    insert.execute(params![
                        change.id.as_bytes(),
                        commit.practice.0.as_bytes(),
                        subject.id.as_bytes(),
                        version,
                        commit.stamp.at.to_string(),
                        commit.stamp.by.0.as_bytes(),
                        commit.stamp.change.0.as_bytes(),
                        event
                    ])
                })
                .expect("inserted");
            let places = match self.1 {
                Work::EventAndState => None,
                Work::ListsAsWell => Some(self.place(change)),
            };
            self.0
                .prepare_cached(
                    "INSERT INTO states VALUES (?1, ?2, ?3, ?4) ON CONFLICT (subject)
                     DO UPDATE SET version = excluded.version, body = excluded.body, places = excluded.places",
                )
                .and_then(|mut upsert| upsert.execute(params![subject.id.as_bytes(), version, state, places]))
                .expect("put");
        }
    }

    /// Checks the version, and takes the subject out of the lists that it left and into those that it came to; where
    /// it stands then, to be kept with its state.
    fn place(&self, change: &Change) -> Vec<u8> {
        let subject = change.record.subject();
        let found: Option<(i64, Vec<u8>)> = self
            .0
            .prepare_cached("SELECT version, places FROM states WHERE subject = ?1")
            .and_then(|mut select| {
                select.query_row([subject.id.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?))).optional()
            })
            .expect("read");
        let (version, before) = found.unwrap_or_default();
        assert_eq!(version.cast_unsigned(), change.expected, "the work is made so that nothing conflicts");
        let mut keys = change.record.keys();
        keys.sort_unstable();
        let mut now = Vec::with_capacity(512);
        for key in &keys {
            now.push(key.index as u8);
            now.extend(u16::try_from(key.value.len()).expect("short").to_le_bytes());
            now.extend(&key.value);
        }
        let [old, new] = [places(&before), places(&now)];
        for (list, value) in old.iter().filter(|place| !new.contains(place)) {
            let statement = if is_unique(*list) {
                "DELETE FROM lookups WHERE list = ?1 AND value = ?2 AND subject = ?3"
            } else {
                "DELETE FROM lists WHERE list = ?1 AND value = ?2 AND subject = ?3"
            };
            self.0
                .prepare_cached(statement)
                .and_then(|mut delete| delete.execute(params![list, value, subject.id.as_bytes()]))
                .expect("deleted");
        }
        for (list, value) in new.iter().filter(|place| !old.contains(place)) {
            // Where another subject has a look-up, the insert fails.
            let statement = if is_unique(*list) {
                "INSERT INTO lookups VALUES (?1, ?2, ?3)"
            } else {
                "INSERT INTO lists VALUES (?1, ?2, ?3)"
            };
            self.0
                .prepare_cached(statement)
                .and_then(|mut insert| insert.execute(params![list, value, subject.id.as_bytes()]))
                .expect("inserted");
        }
        now
    }
}

fn places(bytes: &[u8]) -> Vec<(u8, &[u8])> {
    let mut places = Vec::with_capacity(12);
    let mut rest = bytes;
    while let Some(([list, low, high], behind)) = rest.split_first_chunk::<3>() {
        let (value, behind) = behind.split_at(u16::from_le_bytes([*low, *high]) as usize);
        places.push((*list, value));
        rest = behind;
    }
    places
}

fn is_unique(list: u8) -> bool {
    [Index::NhsNumber, Index::Reference, Index::OpenCase, Index::Account]
        .iter()
        .any(|index| *index as u8 == list)
}

/// One writer that takes all commits waiting into one transaction.
pub struct Grouped(mpsc::Sender<(Commit, mpsc::SyncSender<()>)>);

impl Grouped {
    pub fn start(path: &Path, work: Work) -> Self {
        let sqlite = Sqlite::open(path, work);
        let (send, receive) = mpsc::channel::<(Commit, mpsc::SyncSender<()>)>();
        std::thread::spawn(move || {
            while let Ok(first) = receive.recv() {
                let group: Vec<_> = std::iter::once(first).chain(receive.try_iter()).collect();
                sqlite.0.execute_batch("BEGIN IMMEDIATE").expect("begun");
                for (commit, _) in &group {
                    sqlite.write(commit);
                }
                sqlite.0.execute_batch("COMMIT").expect("kept");
                for (_, answer) in group {
                    // Who has gone does not want to know.
                    let _ = answer.send(());
                }
            }
        });
        Self(send)
    }

    pub fn commit(&self, commit: Commit) {
        let (send, receive) = mpsc::sync_channel(1);
        self.0.send((commit, send)).expect("the writer runs");
        receive.recv().expect("kept");
    }
}
