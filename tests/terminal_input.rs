//! The terminal under the keys, on a real pseudo-terminal: what only a terminal shows.
//!
//! Each test starts this very test program again inside a pseudo-terminal, with only [`child`] to run and a
//! role for it in the environment; the child writes down what came in.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use signpost::panics::caught;
use signpost::tui::input::{self, Input, recv_batch};
use signpost::tui::terminal::Screen;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const ROLE: &str = "SIGNPOST_TEST_ROLE";
const LOG: &str = "SIGNPOST_TEST_LOG";

/// What the started program does; without a role it is nothing, and passes.
#[test]
fn child() {
    let Ok(role) = std::env::var(ROLE) else { return };
    let mut log = File::create(std::env::var(LOG).unwrap()).unwrap();
    let mut screen = Screen::enter().unwrap();
    let (sender, inputs) = mpsc::channel();
    input::start(move |came| came.into_iter().all(|one| sender.send(one).is_ok())).unwrap();
    screen.draw(|frame| frame.render_widget("ready", frame.area())).unwrap();
    let mut hang_ups = 0;
    while let Some(batch) = recv_batch(&inputs, None) {
        for one in batch {
            let key = if let Input::Key(key) = &one { key.to_string() } else { String::new() };
            match &one {
                Input::Key(key) => writeln!(log, "{key}").unwrap(),
                other => writeln!(log, "{other:?}").unwrap(),
            }
            match (&one, key.as_str()) {
                (Input::Terminate, _) if role == "stuck" => loop {
                    std::thread::park();
                },
                // One from the signal, one from the terminal itself.
                (Input::HangUp, _) => hang_ups += 1,
                (Input::Terminate, _) | (_, "Ctrl-Q") => return,
                (_, "p") => {
                    let thread = std::thread::spawn(|| panic!("the message of the panic"));
                    assert!(thread.join().is_err());
                    assert!(screen.draw(|_| ()).is_err(), "nothing is drawn over the message");
                }
                (_, "c") => {
                    let answer = std::thread::spawn(|| caught(|| panic!("damaged"))).join().unwrap();
                    screen.draw(|frame| frame.render_widget("carries-on", frame.area())).unwrap();
                    writeln!(log, "{answer:?}").unwrap();
                }
                (_, "d") => {
                    for _ in 0..10 {
                        screen.draw(|frame| frame.render_widget("ready", frame.area())).unwrap();
                    }
                    writeln!(log, "drawn").unwrap();
                }
                (_, "y") => screen.copy("0117 900").unwrap(),
                (_, "z") => match screen.suspend() {
                    Ok(()) => screen.draw(|frame| frame.render_widget("resumed", frame.area())).unwrap(),
                    Err(error) => writeln!(log, "{error}").unwrap(),
                },
                (Input::Resumed, _) => {
                    screen.resume().unwrap();
                    screen.draw(|frame| frame.render_widget("resumed", frame.area())).unwrap();
                }
                _ => {}
            }
            if hang_ups == 2 {
                // There is nowhere left for the test's own report.
                drop(screen);
                std::process::exit(7);
            }
        }
    }
}

/// A program in a pseudo-terminal.
struct Session {
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    shown: Arc<Mutex<Vec<u8>>>,
    reading: Arc<AtomicBool>,
    reader: JoinHandle<()>,
    folder: tempfile::TempDir,
}

impl Session {
    /// The child with this role, ready for keys.
    fn of(role: &str) -> Self {
        let mut command = CommandBuilder::new(std::env::current_exe().expect("this program"));
        command.args(["terminal_input::child", "--exact", "--nocapture"]);
        let session = Self::start(command, role);
        session.wait_for_shown("ready");
        session
    }

    fn start(mut command: CommandBuilder, role: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        command.env(ROLE, role);
        command.env(LOG, folder.path().join("log"));
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let shown = Arc::new(Mutex::new(Vec::new()));
        let into = Arc::clone(&shown);
        let reading = Arc::new(AtomicBool::new(true));
        let go_on = Arc::clone(&reading);
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while go_on.load(Ordering::SeqCst)
                && let Ok(count @ 1..) = reader.read(&mut bytes)
            {
                into.lock().expect("no panic").extend_from_slice(&bytes[..count]);
            }
        });
        let keys = pair.master.take_writer().expect("a writer");
        Self { master: Some(pair.master), keys: Some(keys), child, shown, reading, reader, folder }
    }

    fn press(&mut self, bytes: &[u8]) {
        let keys = self.keys.as_mut().expect("the terminal is there");
        keys.write_all(bytes).expect("the program takes keys");
        keys.flush().expect("the program takes keys");
    }

    /// A session with the bytes pressed 20 ms apart, as a slow link brings them, and `logged` as what came of it.
    ///
    /// A busy machine may hand a byte on later than it was pressed; so a few sessions may try. The last byte is a key.
    fn pressed_slowly(bytes: &[u8], logged: &str) -> Self {
        for attempt in 1.. {
            let mut session = Self::of("inputs");
            for byte in bytes {
                session.press(&[*byte]);
                std::thread::sleep(Duration::from_millis(20));
            }
            let last = logged.rsplit(' ').next().unwrap_or_default();
            let came = session.logged(last);
            if came == logged {
                return session;
            }
            assert!(attempt < 5, "{logged} became {came}");
        }
        unreachable!("the fifth attempt returns or fails")
    }

    /// Lets go of the terminal: everything here that holds it.
    fn hang_up(&mut self) {
        self.reading.store(false, Ordering::SeqCst);
        // The reader looks up when something is drawn.
        self.press(b"d");
        self.logged("drawn");
        until("the reader's end", || self.reader.is_finished().then_some(()), String::new);
        self.keys = None;
        self.master = None;
    }

    fn log(&self) -> String {
        fs::read_to_string(self.log_path()).unwrap_or_default().replace('\n', " ").trim_end().to_owned()
    }

    fn log_path(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    fn shown(&self) -> String {
        String::from_utf8_lossy(&self.shown.lock().expect("no panic")).into_owned()
    }

    fn wait_for_shown(&self, text: &str) {
        until(&format!("{text:?} to show"), || self.shown().contains(text).then_some(()), || self.shown());
    }

    /// Waits until the child has written down `last`, and tells all it has.
    fn logged(&self, last: &str) -> String {
        until(
            &format!("{last:?} to be logged"),
            || Some(self.log()).filter(|log| log.ends_with(last)),
            || self.log(),
        )
    }

    /// Waits until the child has ended, and tells its exit code.
    fn ended(&mut self) -> u32 {
        let child = &mut self.child;
        until("the end", || child.try_wait().ok().flatten(), String::new).exit_code()
    }

    fn signal(&self, signal: Signal) {
        let pid = self.child.process_id().and_then(|pid| i32::try_from(pid).ok()).and_then(Pid::from_raw);
        kill_process(pid.expect("a running program"), signal).expect("it runs");
    }

    /// The terminal's modes, to be compared.
    fn modes(&self) -> String {
        format!("{:?}", self.master.as_ref().and_then(|master| master.get_termios()))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks again and again until there is an answer; fails after 20 s.
fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>, instead: impl Fn() -> String) -> T {
    let started = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(started.elapsed() < Duration::from_secs(20), "waited for {what}; there is {}", instead());
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn an_arrow_key_split_by_a_slow_link_is_an_arrow_key() {
    Session::pressed_slowly(b"\x1b[A\x1bOB\x1b[1;5Cj", "Up Down Ctrl-Right j");
}

#[test]
fn escape_alone_is_escape() {
    let mut session = Session::of("inputs");
    session.press(b"\x1b");
    assert_eq!(session.logged("Esc"), "Esc");
    session.press(b"x");
    assert_eq!(session.logged("x"), "Esc x");
}

#[test]
fn a_paste_is_text_bracketed_or_not_whole_or_split() {
    let mut session = Session::pressed_slowly(b"\x1b[200~quit\rq\x1b[201~j", "Paste(\"quit\\nq\") j");
    session.press(b"delete it all\ry\r");
    let log = session.logged("y\\n\")");
    assert_eq!(log, "Paste(\"quit\\nq\") j Paste(\"delete it all\\ny\\n\")");
}

#[test]
fn a_window_of_another_size_is_told() {
    let mut session = Session::of("inputs");
    let size = PtySize { rows: 30, cols: 100, pixel_width: 0, pixel_height: 0 };
    session.master.as_ref().unwrap().resize(size).unwrap();
    assert_eq!(session.logged("Resized"), "Resized");
    session.press(b"\x11");
    assert_eq!(session.ended(), 0);
}

#[test]
fn a_terminal_that_is_gone_is_told_by_signal_and_by_itself() {
    let mut session = Session::of("inputs");
    session.hang_up();
    assert_eq!(session.ended(), 7);
    // The pseudo-terminal's library says goodbye with a line feed and Ctrl-D; whether they arrive is chance.
    let log = session.log().replace(" Enter Ctrl-D", "");
    assert_eq!(log, "d drawn HangUp HangUp");
}

#[test]
fn leaving_gives_the_terminal_back() {
    let mut session = Session::of("inputs");
    let raw = session.modes();
    session.press(b"\x11");
    assert_eq!(session.ended(), 0);
    session.wait_for_shown("\x1b[?1049l");
    session.wait_for_shown("\x1b[?2004l");
    assert_ne!(session.modes(), raw, "no longer raw");
}

#[test]
fn a_request_to_end_gives_the_terminal_back() {
    let mut session = Session::of("inputs");
    session.signal(Signal::TERM);
    assert_eq!(session.ended(), 0);
    assert_eq!(session.log(), "Terminate");
    session.wait_for_shown("\x1b[?1049l");
}

#[test]
fn a_program_that_is_stuck_ends_when_asked_all_the_same() {
    let mut session = Session::of("stuck");
    session.signal(Signal::TERM);
    assert_eq!(session.ended(), 128 + 15);
    session.wait_for_shown("\x1b[?1049l");
}

#[test]
fn a_panic_of_another_thread_gives_the_terminal_back_before_it_speaks() {
    let mut session = Session::of("inputs");
    session.press(b"p");
    session.ended();
    assert_eq!(session.log(), "p Terminate", "the loop is asked to leave");
    session.wait_for_shown("the message of the panic");
    let shown = session.shown();
    assert!(shown.find("\x1b[?1049l") < shown.find("the message of the panic"), "{shown}");
}

#[test]
fn a_panic_that_is_caught_leaves_the_screen_alone() {
    let mut session = Session::of("inputs");
    session.press(b"c");
    assert_eq!(session.logged(")"), "c Err(\"damaged\")");
    session.wait_for_shown("carries-on");
    assert!(!session.shown().contains("damaged"), "{}", session.shown());
}

#[test]
fn a_frame_that_changes_nothing_sends_nothing() {
    let mut session = Session::of("inputs");
    until("the first frame", || session.shown().ends_with("\x1b[?2026l").then_some(()), || session.shown());
    session.press(b"d");
    assert_eq!(session.logged("drawn"), "d drawn");
    session.press(b"\x11");
    session.ended();
    session.wait_for_shown("\x1b[?1049l");
    let shown = session.shown();
    assert_eq!(
        shown.matches("\x1b[?2026h").count(),
        2,
        "the first frame, and one more for the cursor: {shown:?}"
    );
    assert_eq!(shown.matches("ready").count(), 1);
}

#[test]
fn a_copied_text_goes_to_the_terminals_clipboard() {
    let mut session = Session::of("inputs");
    session.press(b"y");
    session.wait_for_shown("\x1b]52;c;MDExNyA5MDA=\x1b\\");
}

#[test]
fn nothing_is_asked_of_the_terminal() {
    let mut session = Session::of("inputs");
    session.press(b"\x11");
    session.ended();
    let shown = session.shown();
    for question in ["\x1b[6n", "\x1b[c", "\x1b[0c", "\x1b[>", "\x1b[?u", "\x1b]11;?", "\x1bP"] {
        assert!(!shown.contains(question), "{shown:?}");
    }
}

#[test]
fn without_a_shell_to_continue_it_the_program_does_not_stop() {
    let mut session = Session::of("inputs");
    session.press(b"z");
    let log = session.logged(".");
    assert!(log.contains("was not started by a shell"), "{log}");
    session.press(b"\x11");
    assert_eq!(session.ended(), 0);
}

#[test]
fn under_a_shell_it_stops_and_comes_back_whole() {
    let mut shell = CommandBuilder::new("bash");
    shell.args(["--norc", "--noprofile", "-i"]);
    shell.env("PS1", "prompt> ");
    let mut session = Session::start(shell, "inputs");
    session.wait_for_shown("prompt> ");
    let program = std::env::current_exe().unwrap();
    let line = format!("{} terminal_input::child --exact --nocapture\r", program.display());
    session.press(line.as_bytes());
    session.wait_for_shown("ready");
    session.press(b"z");
    session.wait_for_shown("Stopped");
    session.press(b"fg\r");
    session.wait_for_shown("resumed");
    session.press(b"\x11");
    until("the prompt", || session.shown().ends_with("prompt> ").then_some(()), || session.shown());
    session.press(b"exit\r");
    assert_eq!(session.ended(), 0);
}
