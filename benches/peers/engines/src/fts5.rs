//! `SQLite`'s full-text index of trigrams, in memory, without the texts themselves, ranked by its `bm25`.
//!
//! Trigrams find words inside of others. `fts5`: every typed word of three letters or more must be there as typed.
//! `fts5-any`: where that finds too little, what has most of the trigrams follows, which forgives slips. Words
//! below three letters find nothing in either.

use super::{Engine, Text, plain};
use rusqlite::Connection;
use std::fmt::Write as _;

/// What a column counts, in the order of the table: name, organisation, needs, audience, places, description.
const WEIGHTS: &str = "bm25(6.0, 2.0, 3.0, 3.0, 3.0, 1.0)";

struct Fts5 {
    connection: Connection,
    any: bool,
}

pub fn all_words(texts: &[Text]) -> Box<dyn Engine> {
    Box::new(Fts5 { connection: made(texts), any: false })
}

pub fn any_trigram(texts: &[Text]) -> Box<dyn Engine> {
    Box::new(Fts5 { connection: made(texts), any: true })
}

fn made(texts: &[Text]) -> Connection {
    let mut connection = Connection::open_in_memory().expect("SQLite opens");
    connection
        .execute_batch(
            "CREATE VIRTUAL TABLE texts USING fts5(name, organisation, needs, audience, places, description,
                 content = '', tokenize = 'trigram remove_diacritics 1');",
        )
        .expect("made");
    connection
        .execute("INSERT INTO texts (texts, rank) VALUES ('rank', ?1)", [WEIGHTS])
        .expect("the ranking is set");
    let transaction = connection.transaction().expect("begun");
    {
        let mut insert = transaction
            .prepare(
                "INSERT INTO texts (rowid, name, organisation, needs, audience, places, description)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .expect("prepared");
        for (text, number) in texts.iter().zip(0_u32..) {
            insert
                .execute((
                    number,
                    &text.name,
                    &text.organisation,
                    &text.needs,
                    &text.audience,
                    &text.places,
                    &text.description,
                ))
                .expect("put in");
        }
    }
    transaction.execute("INSERT INTO texts (texts) VALUES ('optimize')", []).expect("one segment");
    transaction.commit().expect("kept");
    connection
}

impl Fts5 {
    fn ask(&self, asked: &str, limit: usize) -> Vec<u32> {
        if asked.is_empty() {
            return vec![];
        }
        let mut select = self
            .connection
            .prepare_cached("SELECT rowid FROM texts WHERE texts MATCH ?1 ORDER BY rank LIMIT ?2")
            .expect("prepared");
        let limit = i64::try_from(limit).expect("small");
        let rows = select.query_map((asked, limit), |row| row.get(0)).expect("asked");
        rows.collect::<Result<_, _>>().expect("answered")
    }
}

impl Engine for Fts5 {
    fn find(&mut self, typed: &str, _: Option<&str>, limit: usize) -> Vec<u32> {
        let typed = plain(typed).replace('"', " ");
        let words: Vec<Vec<char>> = typed
            .split_whitespace()
            .map(|word| word.chars().collect())
            .filter(|word: &Vec<_>| word.len() > 2)
            .collect();
        let mut all = String::new();
        for word in &words {
            let _ = write!(all, "\"{}\" ", word.iter().collect::<String>());
        }
        let mut found = self.ask(all.trim_end(), limit);
        if self.any && found.len() < limit {
            let mut trigrams: Vec<String> = words
                .iter()
                .flat_map(|word| word.windows(3))
                .map(|three| format!("\"{}\"", three.iter().collect::<String>()))
                .collect();
            trigrams.sort_unstable();
            trigrams.dedup();
            let more = self.ask(&trigrams.join(" OR "), limit);
            let more: Vec<u32> = more.into_iter().filter(|number| !found.contains(number)).collect();
            found.extend(more);
            found.truncate(limit);
        }
        found
    }
}
