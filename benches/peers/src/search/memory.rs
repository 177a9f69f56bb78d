//! What an index takes in memory, seen from outside: in a process that makes it and nothing else.

use super::Asked;
use super::texts::{Texts, published};
use std::process::{Command, Stdio};

/// What tells this program that it is such a process.
pub const WORD: &str = "memory";

/// Bytes that the process grew by: with the index made, and while it was.
#[derive(Clone, Copy, Default)]
pub struct Grown {
    pub index: u64,
    pub peak: u64,
}

/// Asks a process of its own.
pub fn of(name: &str, asked: &Asked) -> Grown {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["search", WORD, "--services", &asked.services.to_string(), "--at", name]);
    if let Some(directory) = &asked.directory {
        command.arg("--directory").arg(directory);
    }
    // What was freed is given back at once, so that only what the index holds is counted.
    command.env("MIMALLOC_PURGE_DELAY", "0").stderr(Stdio::inherit());
    let output = command.output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text.lines().last().unwrap_or_default().split(' ').map(str::parse);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(index)), Some(Ok(peak))) => Grown { index, peak },
        _ => panic!("no memory for {name}: {text}"),
    }
}

/// Makes the index of one engine and says what the process grew by.
pub fn answer(asked: &Asked) {
    let contestants = asked.contestants();
    let one = contestants.iter().find(|one| asked.at.contains(&one.name.to_owned())).expect("one engine");
    let texts = Texts::many(&published(asked.directory.as_deref()), asked.services);
    // The peak is counted from here on.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let before = status("VmRSS:");
    let engine = (one.make)(&texts);
    let (after, peak) = (status("VmRSS:"), status("VmHWM:"));
    drop(engine);
    println!("{} {}", after.saturating_sub(before), peak.saturating_sub(before));
}

/// A figure of this process, in bytes.
fn status(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or_default() * 1024
}
