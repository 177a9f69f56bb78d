//! Finding services beside the peers: how fast, and how well.
//!
//! # Speed
//!
//! `cargo run --release --manifest-path benches/peers/Cargo.toml -- search speed [--services 100000]
//! [--directory FILE.csv] [--queries FILE.tsv] [--at ours]`
//!
//! Every engine gets the same texts and the same keystrokes: every prefix of every query. The directory, where it has
//! fewer services, is repeated under other names and in other places ([`many`]). Each answers with its ten best, on one
//! thread. The engines take turns, a quarter of the keystrokes at a time, each round another one first; a keystroke's
//! time is the median of three rounds. Slow ones answer a sample of the keystrokes, evenly spaced; the slowest, one of
//! more than a hundred, in the first round only. The columns:
//!
//! - *keystrokes*: how many were timed;
//! - *p50*, *p99*, *worst*: of those keystrokes' times, in ms (below a hundred keystrokes p99 is the worst); *once*: the
//!   longest single answer of all rounds, with
//!   whatever else the machine did then;
//! - *p50 ×*, *p99 ×*: how many times longer than ours, on those same keystrokes;
//! - *build*: from the texts in memory to the first answer, in s; the median of three where it takes less than 5 s;
//! - *B/service*, *index*, *peak*: what the process grew by when the index was made (resident memory, in a process of
//!   its own that gives freed memory back at once), and what it grew by while making it, in MB.
//!
//! # Quality
//!
//! `cargo run --release --manifest-path benches/peers/Cargo.toml -- search quality [--queries FILE.tsv]
//! [--directory FILE.csv|FILE.json] [--at ours] [--misses]`
//!
//! Reads any queries with the columns `query` and `relevant_ids` (ids of the directory, comma by comma), and, where
//! there are such, `kind`, `scope` (a feed, or `all`), `also_useful_ids` (neither right nor wrong: taken out of a ranking
//! before it is scored) and `corrected_query`. A ranking is narrowed to the scope's feed first. The tables give the share
//! of queries with a right service in first place (*hit@1*) and among the first five (*hit@5*), and the mean of 1 /
//! (place of the first right one), 0 below ten (*MRR@10*): over all; by kind (exactly as written, then by each part of
//! kinds such as `typo+place`); as typed, and with `corrected_query` in its place where there is one. `--misses` lists
//! what was not among the first five.
//!
//! # The peers
//!
//! All get the same text of a service: name, organisation, description, needs and categories, audience, places; without
//! apostrophes, as no peer knows that `men's` is `mens`. [`ours`] gets the whole service.
//!
//! - `tantivy`: fuzzy prefix terms; `tantivy-bm25`: ranked by BM25, unknown words corrected ([`bm25`]);
//! - `fts5`: all words, within others; `fts5-any`: then whatever has most of their trigrams ([`fts5`]);
//! - `frizbee`, `nucleo`, `skim` (`SkimMatcherV2`): every word fuzzily, in the full text, or in the head of it: name,
//!   needs, audience, places ([`scanners`]).
//!
//! # Common options
//!
//! `--at` takes the beginnings of engines' names, comma by comma: `--at ours`, `--at ours,tantivy,nucleo`. Where
//! `--directory` or `--queries` is left out, `directory/services.csv` and `directory/queries.tsv` are looked for in the
//! folder that `SIGNPOST_DATA_SAMPLES` names, else in `../shared/data` beside the project; where they are not, the
//! demo's services and a few queries of its own serve (for speed only: they say nothing of what is right).

mod many;
mod memory;
mod ours;
mod quality;
mod queries;
mod speed;
mod texts;

use engines::{Engine, bm25, fts5, scanners};
use std::path::{Path, PathBuf};
use texts::Texts;

/// An engine that can be made.
pub struct Contestant {
    /// Its name. Ours comes first.
    pub name: &'static str,
    /// It answers one keystroke of so many.
    pub one_of: usize,
    /// Makes it, from the texts in memory to where it answers.
    pub make: fn(&Texts) -> Box<dyn Engine>,
}

/// All of them.
const CONTESTANTS: [Contestant; 11] = [
    contestant("ours", 1, ours::make),
    contestant("tantivy", 1, |texts| bm25::one_field(&texts.texts)),
    contestant("tantivy-bm25", 1, |texts| bm25::ranked(&texts.texts)),
    contestant("fts5", 1, |texts| fts5::all_words(&texts.texts)),
    contestant("fts5-any", 32, |texts| fts5::any_trigram(&texts.texts)),
    contestant("frizbee-head", 16, |texts| scanners::frizbee_head(&texts.texts)),
    contestant("frizbee", 48, |texts| scanners::frizbee_full(&texts.texts)),
    contestant("nucleo-head", 48, |texts| scanners::nucleo_head(&texts.texts)),
    contestant("nucleo", 192, |texts| scanners::nucleo_full(&texts.texts)),
    contestant("skim-head", 96, |texts| scanners::skim_head(&texts.texts)),
    contestant("skim", 384, |texts| scanners::skim_full(&texts.texts)),
];

const fn contestant(name: &'static str, one_of: usize, make: fn(&Texts) -> Box<dyn Engine>) -> Contestant {
    Contestant { name, one_of, make }
}

const USAGE: &str =
    "search speed|quality [--services N] [--directory FILE] [--queries FILE] [--at NAME,…] [--misses]";

/// What was asked for.
struct Asked {
    services: usize,
    directory: Option<PathBuf>,
    queries: Option<PathBuf>,
    at: Vec<String>,
    misses: bool,
}

impl Asked {
    fn read(mut words: impl Iterator<Item = String>) -> Self {
        let samples = samples().map(|folder| folder.join("directory"));
        let sample = |name| samples.as_ref().map(|folder| folder.join(name)).filter(|file| file.is_file());
        let mut asked = Self {
            services: 100_000,
            directory: sample("services.csv"),
            queries: sample("queries.tsv"),
            at: vec![],
            misses: false,
        };
        while let Some(word) = words.next() {
            let mut value = || words.next().unwrap_or_else(|| panic!("{word} takes a value: {USAGE}"));
            match word.as_str() {
                "--services" => asked.services = value().parse().expect("a number of services"),
                "--directory" => asked.directory = Some(value().into()),
                "--queries" => asked.queries = Some(value().into()),
                "--at" => asked.at = value().split(',').map(str::to_owned).collect(),
                "--misses" => asked.misses = true,
                _ => panic!("what is {word}? {USAGE}"),
            }
        }
        asked
    }

    fn contestants(&self) -> Vec<&'static Contestant> {
        let asked = |name: &str| self.at.is_empty() || self.at.iter().any(|at| name.starts_with(at.as_str()));
        CONTESTANTS.iter().filter(|one| asked(one.name)).collect()
    }
}

/// The folder of published directories, where there is one.
fn samples() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("SIGNPOST_DATA_SAMPLES").map_or_else(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// Runs one of the benchmarks.
pub fn main(mut words: impl Iterator<Item = String>) {
    let which = words.next().unwrap_or_default();
    match which.as_str() {
        "speed" => speed::run(&Asked::read(words)),
        "quality" => quality::run(&Asked::read(words)),
        memory::WORD => memory::answer(&Asked::read(words)),
        _ => panic!("{USAGE}"),
    }
}
