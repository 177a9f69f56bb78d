//! What the terminal application costs: the real binary in a pseudo-terminal, timed from outside.
//!
//! `cargo bench --bench terminal -- [demo] [large]`, both where nothing is said. The large practice is made once, under
//! `target/`; its starts are counted with the files in the system's cache, as on a machine that is in use.

#[path = "terminal/large.rs"]
mod large;
#[path = "../tests/terminal/pty.rs"]
#[allow(dead_code, reason = "shared with the tests, which use more of it")]
mod pty;

use portable_pty::CommandBuilder;
use pty::{LIMIT, Pty};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How many starts stand behind a figure.
const STARTS: usize = 21;

/// A screen that has sent nothing for so long is the whole one.
const SILENCE: Duration = Duration::from_millis(250);

/// A key that changes nothing sends nothing: it is waited for no longer than this, and counted as unanswered.
const UNANSWERED: Duration = Duration::from_millis(200);

fn main() {
    let said: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let asked = |name: &str| said.is_empty() || said.iter().any(|word| word == name);
    let folder = tempfile::tempdir().expect("a folder");
    if asked("demo") {
        let data = folder.path().join("practice");
        let desk = signpost::demo::open::open(&data, &|_, _| {}).expect("the demo");
        desk.close().expect("kept");
        drop(desk);
        measure("demo", &Place { home: folder.path().to_owned(), data, you: signpost::demo::YOU }, 30);
    }
    if asked("large") {
        let data = Path::new(env!("CARGO_TARGET_TMPDIR")).join("terminal-large-1");
        large::practice(&data);
        measure("large", &Place { home: folder.path().to_owned(), data, you: large::YOU }, 60);
    }
}

/// A practice to start on.
struct Place {
    home: PathBuf,
    data: PathBuf,
    you: &'static str,
}

impl Place {
    fn starts(&self) -> Pty {
        // What was being typed before would be said at the start.
        let _ = std::fs::remove_dir_all(self.data.join("drafts"));
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_signpost"));
        command.env_clear();
        command.env("HOME", &self.home);
        command.env("LANG", "C.UTF-8");
        command.env("TERM", "xterm-256color");
        command.args(["--data", &self.data.display().to_string(), "--as", self.you]);
        Pty::start(command, 80, 24)
    }
}

fn measure(name: &str, place: &Place, target: u64) {
    leave(place.starts());
    let (mut whole, mut first, mut bytes) = (Times::default(), Times::default(), Vec::new());
    for _ in 0..STARTS {
        let pty = place.starts();
        pty.wait(LIMIT, |shown| shown.text().contains("To route").then_some(())).expect("Today");
        // The rows are there already; whatever is sent until there is silence belongs to the first screen too.
        first.take(pty.shown().last - pty.started);
        let (sent, last) = pty.quiet(SILENCE);
        whole.take(last - pty.started);
        bytes.push(sent);
        leave(pty);
    }
    first.say(&format!("{name}: start to Today's rows"), "");
    whole.say(&format!("{name}: start to the last byte of the first screen"), &format!("target {target} ms"));
    bytes.sort_unstable();
    println!("{name}: bytes of the first screen: {} at most (target 10240)", bytes[bytes.len() - 1]);
    keys(name, "while the index loads", place, false);
    keys(name, "afterwards", place, true);
    let pty = place.starts();
    settled(&pty);
    let before = pty.shown().bytes;
    pty.wait(Duration::from_secs(5), |shown| (shown.bytes != before).then_some(()));
    println!("{name}: bytes in 5 s in which nothing changes: {} (target 0)", pty.shown().bytes - before);
    leave(pty);
}

/// Waits until the index is loaded and nothing more is sent.
fn settled(pty: &Pty) {
    pty.wait(LIMIT, |shown| shown.text().contains("To route").then_some(())).expect("Today");
    pty.wait(Duration::from_secs(60), |shown| (!shown.text().contains("oading")).then_some(()))
        .expect("the index");
    pty.quiet(Duration::from_secs(1));
}

/// The answers to a mix of keys: lists, tabs, the finder, the form.
fn keys(name: &str, when: &str, place: &Place, after_loading: bool) {
    let (mut all, mut moves) = (Times::default(), Vec::new());
    let mut unanswered = 0;
    let mut slowest: Vec<(Duration, String)> = Vec::new();
    for _ in 0..if after_loading { 3 } else { 6 } {
        let mut pty = place.starts();
        pty.wait(LIMIT, |shown| shown.text().contains("To route").then_some(())).expect("Today");
        if after_loading {
            settled(&pty);
        }
        for (place, keys) in MIX {
            for key in keys.split(' ') {
                if key == "Esc" {
                    // A lone one is held for 30 ms on purpose.
                    pty.write(b"\x1b");
                    pty.quiet(Duration::from_millis(150));
                    continue;
                }
                let before = pty.shown().bytes;
                let pressed = Instant::now();
                pty.write(bytes_of(key).as_slice());
                let answered = pty.wait(UNANSWERED, |shown| (shown.bytes != before).then_some(shown.last));
                let Some(at) = answered else {
                    unanswered += 1;
                    continue;
                };
                let took = at.saturating_duration_since(pressed);
                all.take(took);
                slowest.push((took, format!("{key} {place}")));
                if after_loading {
                    let (bytes, _) = pty.quiet(Duration::from_millis(30));
                    if matches!(key, "j" | "k") {
                        moves.push(bytes - before);
                    }
                }
            }
        }
        leave(pty);
    }
    all.say(&format!("{name}: answer to a key {when}"), "target p99 10 ms");
    slowest.sort_by(|one, other| other.cmp(one));
    let slowest: Vec<String> =
        slowest.iter().take(5).map(|(took, key)| format!("{key} {:.1} ms", millis(*took))).collect();
    println!("{name}:   slowest: {}; {unanswered} changed nothing", slowest.join(", "));
    if let Some(most) = moves.iter().max() {
        println!("{name}: bytes for moving the selection: {most} at most (target 1024)");
    }
}

/// What is pressed, and where.
const MIX: [(&str, &str); 14] = [
    ("on Today", "j j j k j k k"),
    ("to the cases", "2"),
    ("on the cases", "j j k j j j k k j PgDn PgUp G"),
    ("to the services", "3"),
    ("on the services", "j j k j PgDn"),
    ("to Today", "1"),
    ("to the finder", "Ctrl-F"),
    ("in the finder", "l u n c h Space c l u b Down Down Up"),
    ("out of the finder", "Ctrl-C"),
    ("in the finder", "Backspace Backspace Backspace Backspace b e f r i e n d"),
    ("in the finder", "Ctrl-U 9 9 9 5 Ctrl-U m a r g a r e t Tab Tab"),
    ("in the finder", "Ctrl-U h o u s i n g Esc"),
    ("in the form's patient", "f 9 9 9 5 2 6 Ctrl-U e l l i s Ctrl-U 9 9 9 5 2 6 0 1 8 2 Enter"),
    ("in the form's needs", "l o n e l y Enter d e b t Enter Tab Tab"),
];

fn bytes_of(key: &str) -> Vec<u8> {
    match key {
        "Space" => b" ".to_vec(),
        "Enter" => b"\r".to_vec(),
        "Tab" => b"\t".to_vec(),
        "Backspace" => b"\x7f".to_vec(),
        "Up" => b"\x1b[A".to_vec(),
        "Down" => b"\x1b[B".to_vec(),
        "PgUp" => b"\x1b[5~".to_vec(),
        "PgDn" => b"\x1b[6~".to_vec(),
        _ => match key.strip_prefix("Ctrl-") {
            Some(letter) => vec![letter.as_bytes()[0] & 0x1f],
            None => key.as_bytes().to_vec(),
        },
    }
}

/// Ends it in order, as somebody's quitting does: the next start finds a store that was closed.
fn leave(mut pty: Pty) {
    let id = i32::try_from(pty.id()).ok().and_then(rustix::process::Pid::from_raw).expect("a number");
    rustix::process::kill_process(id, rustix::process::Signal::TERM).expect("it runs");
    pty.ended();
}

/// How long something took, each time.
#[derive(Default)]
struct Times(Vec<Duration>);

impl Times {
    fn take(&mut self, took: Duration) {
        self.0.push(took);
    }

    fn say(&mut self, what: &str, target: &str) {
        self.0.sort_unstable();
        let at = |percent: usize| millis(self.0[(self.0.len() - 1) * percent / 100]);
        let count = self.0.len();
        println!("{what}: median {:.1} ms, p99 {:.1} ms, {count} times ({target})", at(50), at(99));
    }
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}
