//! SQLite doing the same work: an insert of the event and an upsert of the state, durable when it answers.

use rusqlite::{Connection, params};
use signpost::store::Commit;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

/// One connection.
pub struct Sqlite(Connection);

impl Sqlite {
    pub fn open(path: &Path) -> Self {
        let connection = Connection::open(path).expect("SQLite opens");
        connection.busy_timeout(Duration::from_secs(60)).expect("set");
        connection.pragma_update(None, "journal_mode", "WAL").expect("set");
        connection.pragma_update(None, "synchronous", "FULL").expect("set");
        connection
            .execute_batch(
                "CREATE TABLE IF NOT EXISTS events (position INTEGER PRIMARY KEY, id BLOB, practice BLOB, subject BLOB,
                     version INTEGER, at TEXT, actor BLOB, change BLOB, body BLOB);
                 CREATE TABLE IF NOT EXISTS states (subject BLOB PRIMARY KEY, version INTEGER, body BLOB);",
            )
            .expect("made");
        Self(connection)
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
            self.0
                .prepare_cached(
                    "INSERT INTO states VALUES (?1, ?2, ?3)
                     ON CONFLICT (subject) DO UPDATE SET version = excluded.version, body = excluded.body",
                )
                .and_then(|mut upsert| upsert.execute(params![subject.id.as_bytes(), version, state]))
                .expect("put");
        }
    }
}

/// One writer that takes all commits waiting into one transaction.
pub struct Grouped(mpsc::Sender<(Commit, mpsc::SyncSender<()>)>);

impl Grouped {
    pub fn start(path: &Path) -> Self {
        let sqlite = Sqlite::open(path);
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
