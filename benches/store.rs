//! What the store costs: durable commits, one after the other and from many threads, and making the index again.
//!
//! `cargo bench --bench store -- [single] [many] [rebuild ENTRIES…]`, all of it where nothing is said: about a minute,
//! once it is compiled. The files are made in the temporary folder (`TMPDIR`): have it on the disk that is to be
//! measured, not in memory. Peers are compared in `benches/peers`.
//!
//! To reach: one commit at most 1.3 times the floor; with 64 threads 35,000 commits/s, counted until the index has the
//! last one; the index made again from 100,000 entries in 2 s, from 1,000,000 in 20 s, in 512 MB.

#[path = "../tests/store/sample.rs"]
#[allow(dead_code, reason = "shared with the tests, which use more of it")]
mod sample;
#[path = "store/workload.rs"]
mod workload;

use signpost::store::{Store as _, open};
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use workload::{Floor, THREADS, Times, commits, drive, memory, on_signpost};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A folder whose store is opened by a process of its own, so that its memory is its own.
const REOPEN: &str = "SIGNPOST_BENCH_REOPEN";

fn main() {
    if let Some(folder) = std::env::var_os(REOPEN) {
        return reopen(Path::new(&folder));
    }
    let said: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let asked = |name: &str| said.is_empty() || said.iter().any(|word| word == name);
    let folder = tempfile::tempdir().expect("a folder to work in");
    if asked("single") {
        single(&folder.path().join("single"));
    }
    if asked("many") {
        many(&folder.path().join("many"));
    }
    if asked("rebuild") {
        let sizes: Vec<usize> = said.iter().filter_map(|word| word.parse().ok()).collect();
        for size in if sizes.is_empty() { vec![100_000, 1_000_000] } else { sizes } {
            rebuild(&folder.path().join("rebuild"), size);
        }
    }
}

fn single(folder: &Path) {
    const ROUNDS: usize = 10;
    const EACH: usize = 500;
    std::fs::create_dir_all(folder).expect("a folder");
    let store = open::embedded(&folder.join("signpost"), &|_| {}).expect("a store");
    let mut floor = Floor::new(&folder.join("floor"));
    let (mut on_store, mut on_floor) = (Times::default(), Times::default());
    for round in 0..ROUNDS {
        let before = store.status().position;
        for commit in commits((round * EACH) as u128, 1, EACH) {
            on_store.take(|| store.commit(commit)).expect("kept");
        }
        store.checkpoint().expect("kept");
        let record = vec![7; usize::try_from(store.status().position - before).expect("small") / EACH];
        for _ in 0..EACH {
            on_floor.take(|| floor.append(&record));
        }
    }
    let [one, other] = [&on_store, &on_floor].map(|times| (times.percentile(50.0), times.percentile(99.0)));
    println!(
        "single durable commit: p50 {:.0} µs, p99 {:.0} µs; floor p50 {:.0} µs, p99 {:.0} µs; ratio {:.2}",
        one.0,
        one.1,
        other.0,
        other.1,
        one.0 / other.0
    );
}

fn many(folder: &Path) {
    for round in 0..5 {
        let folder = folder.join(round.to_string());
        std::fs::create_dir_all(&folder).expect("a folder");
        let run = on_signpost(&folder, workload::for_each_thread(1000));
        println!(
            "{THREADS} threads: {:.0} commits/s until applied, p50 {:.0} µs, p99 {:.0} µs, {:.0} µs of processor each, at most {} kB unapplied",
            run.per_second,
            run.times.percentile(50.0),
            run.times.percentile(99.0),
            run.cpu,
            run.backlog / 1024
        );
        std::fs::remove_dir_all(&folder).expect("removed");
    }
}

fn rebuild(folder: &Path, entries: usize) {
    let store = open::embedded(folder, &|_| {}).expect("a store");
    let each = entries.div_ceil(THREADS);
    let mut left = entries;
    // In pieces: prepared commits take more memory than the store does.
    for piece in 0..each.div_ceil(1000) {
        let work = (0..THREADS)
            .map(|thread| {
                let first = (piece * THREADS * 1000 + thread) as u128;
                let count = left.min(1000);
                left -= count;
                commits(first, THREADS as u128, count)
            })
            .collect();
        drive(work, |commit| {
            store.commit(commit).expect("kept");
        });
    }
    drop(store);
    println!("{entries} entries:");
    for (what, deed) in [("index made again", true), ("opened after a clean end", false)] {
        if deed {
            std::fs::remove_dir_all(folder.join("index")).expect("removed");
        }
        let answer = Command::new(std::env::current_exe().expect("this program"))
            .env(REOPEN, folder)
            .output()
            .expect("it runs");
        println!("  {what}: {}", String::from_utf8_lossy(&answer.stdout).trim());
    }
    std::fs::remove_dir_all(folder).expect("removed");
}

fn reopen(folder: &Path) {
    let since = Instant::now();
    let store = open::embedded(folder, &|_| {}).expect("a store");
    let took = since.elapsed();
    let (most, now) = memory();
    println!("{:.3} s, at most {most} MB, now {now} MB; {:?}", took.as_secs_f64(), store.status().notices);
}
