//! What the store's benchmarks commit, and how they count: shared with the comparison with peers.

use crate::sample::{commit, noted, opened, then};
use signpost::domain::case::CaseEvent;
use signpost::store::{Commit, Store as _, open};
use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

/// Entries of one case: flagged, handed over, taken, noted twice.
const STEPS: u128 = 5;

/// The commits of some cases (every `stride`th from the first on), one entry each, a case's entries following one another.
pub fn commits(first_case: u128, stride: u128, count: usize) -> Vec<Commit> {
    let mut commits = Vec::with_capacity(count);
    let mut case = first_case;
    while commits.len() < count {
        let mut change = opened(case);
        let mut number = case;
        for step in 1..=STEPS {
            let before = change.record.clone();
            commits.push(commit(number, vec![change]));
            number += 10_000_000;
            change = match step {
                1 => then(number, &before, CaseEvent::HandedOver { needs: needs(), to: None }),
                2 => then(number, &before, CaseEvent::Accepted),
                _ => noted(number, &before),
            };
        }
        case += stride;
    }
    commits.truncate(count);
    commits
}

fn needs() -> Vec<signpost::domain::need::NeedKey> {
    vec![signpost::domain::need::NeedKey("loneliness".into())]
}

/// Durations, to be told as percentiles.
#[derive(Default)]
pub struct Times(pub Vec<Duration>);

impl Times {
    /// Runs `deed` and keeps how long it took.
    pub fn take<T>(&mut self, deed: impl FnOnce() -> T) -> T {
        let since = Instant::now();
        let result = deed();
        self.0.push(since.elapsed());
        result
    }

    /// The duration that so many in a hundred do not exceed, microseconds.
    pub fn percentile(&self, percent: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place in a list"
        )]
        let at = ((sorted.len() - 1) as f64 * percent / 100.0).round() as usize;
        sorted[at].as_secs_f64() * 1e6
    }
}

/// The least that a durable commit can cost: the same bytes appended to a file reserved as the journal is, one sync.
pub struct Floor {
    file: File,
    end: u64,
    reserved: u64,
}

/// The journal grows in steps of this many bytes.
const STEP: u64 = 8 << 20;

impl Floor {
    pub fn new(path: &Path) -> Self {
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(path).expect("a new file");
        Self { file, end: 0, reserved: 0 }
    }

    pub fn append(&mut self, bytes: &[u8]) {
        if self.end + bytes.len() as u64 > self.reserved {
            rustix::fs::fallocate(&self.file, rustix::fs::FallocateFlags::empty(), self.reserved, STEP)
                .expect("room");
            let zeros = vec![0; usize::try_from(STEP).expect("a few megabytes")];
            self.file.write_all_at(&zeros, self.reserved).expect("written");
            self.reserved += STEP;
        }
        self.file.write_all_at(bytes, self.end).expect("written");
        self.end += bytes.len() as u64;
        self.file.sync_data().expect("synced");
    }
}

/// So many people at once.
pub const THREADS: usize = 64;

/// What one run of many threads came to.
pub struct Run {
    /// Commits each second.
    pub per_second: f64,
    /// How long each took.
    pub times: Times,
    /// How far the index was behind at most, bytes of the log.
    pub backlog: u64,
    /// How much of a processor each took, all threads together, microseconds.
    pub cpu: f64,
}

/// Cases of its own for each thread.
pub fn for_each_thread(each: usize) -> Vec<Vec<Commit>> {
    (0..THREADS as u128).map(|thread| commits(thread, THREADS as u128, each)).collect()
}

/// Lets each thread do its part, one commit after the other.
pub fn drive(work: Vec<Vec<Commit>>, commit: impl Fn(Commit) + Sync) -> Times {
    let mut all = Times::default();
    std::thread::scope(|scope| {
        let threads: Vec<_> = work
            .into_iter()
            .map(|run| {
                let commit = &commit;
                scope.spawn(move || {
                    let mut times = Times::default();
                    for one in run {
                        times.take(|| commit(one));
                    }
                    times
                })
            })
            .collect();
        for thread in threads {
            all.0.extend(thread.join().expect("a thread").0);
        }
    });
    all
}

/// Commits each second.
pub fn rate(times: &Times, took: Duration) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "for people")]
    let count = times.0.len() as f64;
    count / took.as_secs_f64()
}

/// Many threads on a new store in `folder`, counted until the index has applied the last.
pub fn on_signpost(folder: &Path, work: Vec<Vec<Commit>>) -> Run {
    let store = open::embedded(&folder.join("signpost"), &|_| {}).expect("a store");
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut most = 0;
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                let status = store.status();
                most = most.max(status.position.saturating_sub(status.applied));
                std::thread::sleep(Duration::from_millis(5));
            }
            most
        });
        let since = Instant::now();
        let before = processor();
        let times = drive(work, |commit| {
            store.commit(commit).expect("kept");
        });
        while store.status().applied < store.status().position {
            std::thread::sleep(Duration::from_micros(200));
        }
        let took = since.elapsed();
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        let cpu = each(processor().saturating_sub(before), &times);
        Run { per_second: rate(&times, took), times, backlog: watch.join().expect("the watch"), cpu }
    })
}

/// How long the process has kept processors busy.
pub fn processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u64 =
        behind_name.split_whitespace().skip(11).take(2).filter_map(|word| word.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// The part of each, microseconds.
pub fn each(all: Duration, times: &Times) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "for people")]
    let count = times.0.len() as f64;
    all.as_secs_f64() * 1e6 / count
}

/// How much memory the process has used at most, and does use now, MB.
pub fn memory() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        status
            .lines()
            .find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok())
            .unwrap_or(0)
            / 1024
    };
    (of("VmHWM:"), of("VmRSS:"))
}
