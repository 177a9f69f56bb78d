//! Durable commits beside the floor and SQLite, in one run, the contestants taking turns.
//!
//! `signpost-peers [FOLDER] [ROUNDS] [single|many]`: the files are made in a folder below FOLDER (default: the
//! temporary one), on the disk that is to be measured; both parts are run where none is named.
//! `signpost-peers search …`: finding services; see [`search`].
//!
//! All are handed the same commits: an event and the state that comes of it. The floor is told only how long the
//! store's records are. The store is counted until its index has the last commit; with it each commit is checked
//! against the version that stands there and against the look-ups, moves its subject in about nine lists and look-ups,
//! and is hashed. SQLite is in WAL with `synchronous=FULL`; what it does is said in `sqlite`.

#[path = "../../../tests/store/sample.rs"]
#[allow(dead_code, reason = "shared with the tests, which use more of it")]
mod sample;
mod search;
mod sqlite;
#[path = "../../store/workload.rs"]
#[allow(dead_code, reason = "shared with the store's own benchmark, which uses more of it")]
mod workload;

use signpost::store::{Commit, Store as _, open};
use sqlite::{Grouped, Sqlite, Work};
use std::path::PathBuf;
use std::time::Instant;
use workload::{Floor, Run, THREADS, Times, commits, drive, each, on_signpost, processor, rate};

/// As the program has it. SQLite brings its own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Commits of each thread in one run.
const EACH: usize = 500;

fn main() {
    let mut arguments = std::env::args().skip(1).peekable();
    if arguments.next_if(|word| word == "search").is_some() {
        return search::main(arguments);
    }
    let folder = arguments.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let rounds: usize = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(10);
    let folder = tempfile::tempdir_in(folder).expect("a folder to work in");
    let part = arguments.next();
    let asked = |name: &str| part.as_ref().is_none_or(|part| part == name);
    if asked("single") {
        single(&folder.path().join("single"), rounds);
    }
    if asked("many") {
        many(&folder.path().join("many"), rounds.div_ceil(2));
    }
}

/// One writer, one commit after the other.
fn single(folder: &std::path::Path, rounds: usize) {
    const PER_ROUND: usize = 500;
    std::fs::create_dir_all(folder).expect("a folder");
    let store = open::embedded(&folder.join("signpost"), &|_| {}).expect("a store");
    let sqlite = Sqlite::open(&folder.join("sqlite"), Work::EventAndState);
    let mut floor = Floor::new(&folder.join("floor"));
    let [mut on_floor, mut on_store, mut on_sqlite] = [(); 3].map(|()| Times::default());
    let mut bytes = (0, 0);
    for round in 0..rounds {
        let run = commits((round * PER_ROUND) as u128, 1, PER_ROUND);
        let before = store.status().position;
        for commit in run.clone() {
            on_store.take(|| store.commit(commit)).expect("kept");
        }
        store.checkpoint().expect("kept");
        let length = usize::try_from(store.status().position - before).expect("small") / PER_ROUND;
        bytes = (length, serde_json::to_vec(&run[2].changes[0].record).expect("JSON").len());
        let record = vec![7; length];
        for _ in 0..PER_ROUND {
            on_floor.take(|| floor.append(&record));
        }
        for commit in run {
            on_sqlite.take(|| sqlite.commit(&commit));
        }
    }
    println!(
        "single durable commit, {} each, entry {} B, state {} B\n",
        rounds * PER_ROUND,
        bytes.0,
        bytes.1
    );
    println!("| | p50 µs | p99 µs | p50 to the floor |\n|---|---|---|---|");
    let base = on_floor.percentile(50.0);
    for (name, times) in [("floor", on_floor), ("signpost", on_store), ("SQLite WAL FULL", on_sqlite)] {
        let (p50, p99) = (times.percentile(50.0), times.percentile(99.0));
        println!("| {name} | {p50:.0} | {p99:.0} | {:.2} |", p50 / base);
    }
}

const NAMES: [&str; 4] = [
    "signpost, until applied",
    "SQLite, one writer",
    "SQLite, one writer, lists as well",
    "SQLite, own transactions",
];

/// Many threads at once.
fn many(folder: &std::path::Path, rounds: usize) {
    let mut runs: [Vec<Run>; 4] = Default::default();
    for round in 0..rounds {
        let folder = folder.join(round.to_string());
        std::fs::create_dir_all(&folder).expect("a folder");
        let work = workload::for_each_thread(EACH);
        runs[0].push(on_signpost(&folder, work.clone()));
        runs[1].push(on_grouped(&folder, Work::EventAndState, work.clone()));
        runs[2].push(on_grouped(&folder, Work::ListsAsWell, work.clone()));
        // Far slower: a tenth of the work says as much.
        runs[3].push(on_sqlite(&folder, work.into_iter().map(|run| run[..EACH / 10].to_vec()).collect()));
        std::fs::remove_dir_all(&folder).expect("removed");
    }
    println!("\n{THREADS} threads, {EACH} commits each, medians of {rounds} runs\n");
    println!(
        "| | commits/s | slowest run | p50 µs | p99 µs | processor µs each | most unapplied, kB |\n|---|---|---|---|---|---|---|"
    );
    for (name, runs) in NAMES.iter().zip(runs) {
        let median = |of: &dyn Fn(&Run) -> f64| {
            let mut all: Vec<f64> = runs.iter().map(of).collect();
            all.sort_by(f64::total_cmp);
            (all[all.len() / 2], all[0])
        };
        let (rate, slowest) = median(&|run| run.per_second);
        let (p50, _) = median(&|run| run.times.percentile(50.0));
        let (p99, _) = median(&|run| run.times.percentile(99.0));
        let (cpu, _) = median(&|run| run.cpu);
        #[expect(clippy::cast_precision_loss, reason = "for people")]
        let (backlog, _) = median(&|run| run.backlog as f64 / 1024.0);
        println!("| {name} | {rate:.0} | {slowest:.0} | {p50:.0} | {p99:.0} | {cpu:.0} | {backlog:.0} |");
    }
}

fn on_grouped(folder: &std::path::Path, kind: Work, work: Vec<Vec<Commit>>) -> Run {
    let name = if kind == Work::ListsAsWell { "grouped with lists" } else { "grouped" };
    let grouped = Grouped::start(&folder.join(name), kind);
    let (since, before) = (Instant::now(), processor());
    let times = drive(work, |commit| grouped.commit(commit));
    let per_second = rate(&times, since.elapsed());
    Run { per_second, cpu: each(processor().saturating_sub(before), &times), times, backlog: 0 }
}

fn on_sqlite(folder: &std::path::Path, work: Vec<Vec<Commit>>) -> Run {
    let path = folder.join("sqlite");
    drop(Sqlite::open(&path, Work::EventAndState));
    let (since, before) = (Instant::now(), processor());
    let times = {
        let path = &path;
        drive(work, move |commit| {
            thread_local!(static MINE: std::cell::OnceCell<Sqlite> = const { std::cell::OnceCell::new() });
            MINE.with(|mine| mine.get_or_init(|| Sqlite::open(path, Work::EventAndState)).commit(&commit));
        })
    };
    let per_second = rate(&times, since.elapsed());
    Run { per_second, cpu: each(processor().saturating_sub(before), &times), times, backlog: 0 }
}
