//! What the store's benchmarks commit, and how they count: shared with the comparison with peers.

use crate::sample::{commit, noted, opened, then};
use signpost::domain::case::CaseEvent;
use signpost::store::Commit;
use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

/// Entries of one case: flagged, handed over, taken, noted twice.
const STEPS: u128 = 5;

/// The commits of some cases, one entry each, a case's entries following one another.
pub fn commits(first_case: u128, count: usize) -> Vec<Commit> {
    let mut commits = Vec::with_capacity(count);
    let mut case = first_case;
    while commits.len() < count {
        let mut change = opened(case);
        for step in 1..=STEPS {
            let before = change.record.clone();
            let number = case * STEPS + step;
            commits.push(commit(number, vec![change]));
            change = match step {
                1 => then(case, &before, CaseEvent::HandedOver { needs: needs(), to: None }),
                2 => then(case, &before, CaseEvent::Accepted),
                _ => noted(case, &before),
            };
            change.id = crate::sample::id(7, number);
        }
        case += 1;
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
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
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
            rustix::fs::fallocate(&self.file, rustix::fs::FallocateFlags::empty(), self.reserved, STEP).expect("room");
            self.reserved += STEP;
        }
        self.file.write_all_at(bytes, self.end).expect("written");
        self.end += bytes.len() as u64;
        self.file.sync_data().expect("synced");
    }
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
