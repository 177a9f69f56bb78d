//! A program in a pseudo-terminal, and what its screen shows: shared by the tests and the benchmark of the terminal.
//!
//! Knows nothing of Signpost. Nothing here sleeps for luck: what is waited for is a condition, within [`LIMIT`].

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// How long anything is waited for; only a test that fails takes so long.
pub const LIMIT: Duration = Duration::from_secs(10);

/// What the program has sent so far, and what a terminal makes of it.
pub struct Shown {
    parser: vt100::Parser,
    /// How many bytes were sent.
    pub bytes: usize,
    /// When the last of them came.
    pub last: Instant,
    /// All of it.
    pub raw: Vec<u8>,
}

impl Shown {
    /// The rows of the screen.
    pub fn text(&self) -> String {
        self.parser.screen().contents()
    }

    /// Whether no frame is half drawn: a frame stands between two marks, and may come in pieces.
    pub fn is_whole(&self) -> bool {
        let last = |mark: &[u8]| self.raw.windows(mark.len()).rposition(|bytes| bytes == mark);
        last(b"\x1b[?2026h") <= last(b"\x1b[?2026l")
    }

    /// The screen, cell by cell.
    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }
}

/// A program in a pseudo-terminal. It is killed when this is dropped.
pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    shown: Arc<(Mutex<Shown>, Condvar)>,
    /// When it was started.
    pub started: Instant,
}

impl Pty {
    /// Starts a program in a terminal of this size.
    pub fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).expect("a pseudo-terminal");
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let parser = vt100::Parser::new(cells(rows), cells(columns), 0);
        let shown = Shown { parser, bytes: 0, last: started, raw: Vec::new() };
        let shown = Arc::new((Mutex::new(shown), Condvar::new()));
        let into = Arc::clone(&shown);
        std::thread::spawn(move || {
            let mut bytes = vec![0; 64 * 1024];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let came = Instant::now();
                let mut shown = into.0.lock().expect("no panic");
                shown.last = came;
                shown.bytes += count;
                shown.raw.extend_from_slice(&bytes[..count]);
                shown.parser.process(&bytes[..count]);
                into.1.notify_all();
            }
        });
        let keys = pair.master.take_writer().expect("a writer");
        Self { master: pair.master, keys, child, shown, started }
    }

    /// What was sent so far.
    pub fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.0.lock().expect("no panic")
    }

    /// Sends bytes, in one write.
    pub fn write(&mut self, bytes: &[u8]) {
        self.keys.write_all(bytes).expect("the program takes keys");
        self.keys.flush().expect("the program takes keys");
    }

    /// Waits until there is an answer; `None` after `limit`.
    pub fn wait<T>(&self, limit: Duration, mut ask: impl FnMut(&Shown) -> Option<T>) -> Option<T> {
        let until = Instant::now() + limit;
        let mut shown = self.shown();
        loop {
            if let Some(answer) = ask(&shown) {
                return Some(answer);
            }
            let left = until.checked_duration_since(Instant::now())?;
            shown = self.shown.1.wait_timeout(shown, left).expect("no panic").0;
        }
    }

    /// Waits until nothing was sent for so long; how many bytes there were until then, and when the last came.
    pub fn quiet(&self, silence: Duration) -> (usize, Instant) {
        loop {
            let (bytes, last) = {
                let shown = self.shown();
                (shown.bytes, shown.last)
            };
            let quiet_at = last.max(self.started) + silence;
            let Some(left) = quiet_at.checked_duration_since(Instant::now()) else { return (bytes, last) };
            self.wait(left, |shown| (shown.bytes != bytes).then_some(()));
        }
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.shown().parser.screen_mut().set_size(cells(rows), cells(columns));
        self.master.resize(size(columns, rows)).expect("another size");
    }

    /// The program's number.
    pub fn id(&self) -> u32 {
        self.child.process_id().expect("it was started")
    }

    /// Waits until the program has ended, and tells its exit code.
    pub fn ended(&mut self) -> u32 {
        let until = Instant::now() + LIMIT;
        loop {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                return status.exit_code();
            }
            assert!(Instant::now() < until, "it has not ended; there is\n{}", self.shown().text());
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Kills it at once, as `kill -9` does.
    pub fn kill(&mut self) {
        // SIGKILL by hand: the library's own `kill` asks with SIGHUP first.
        let id = i32::try_from(self.id()).ok().and_then(rustix::process::Pid::from_raw).expect("a number");
        let _ = rustix::process::kill_process(id, rustix::process::Signal::KILL);
        let _ = self.child.wait();
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            self.kill();
        }
    }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has cells")
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}
