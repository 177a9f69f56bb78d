//! From the terminal and the signals to [`Input`]: one thread reads the terminal, one waits for signals.
//!
//! The bytes become keys in `decode`, what arrives together becomes a paste in `burst`; both are pure and know
//! only the times they are told. Nothing here knows what a key does.

pub mod burst;
pub mod decode;
mod sequence;
pub mod signals;

use crate::keymap::Key;
use crate::tui::input::burst::Burst;
use crate::tui::input::decode::{Decoded, Decoder};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use std::fs::File;
use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// Something that happened at the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted: line breaks as `\n`, other control characters replaced. Never a command.
    Paste(String),
    /// The window has another size; ask the terminal for it.
    Resized,
    /// The terminal is gone: keep the drafts and leave, nothing can be shown any more.
    HangUp,
    /// Somebody asks the program to end (SIGTERM, SIGINT): keep the drafts and leave.
    Terminate,
    /// Somebody asks the program to stop for now (SIGTSTP).
    Suspend,
    /// The program runs again after a stop: the terminal may be in any state; set it up and draw all of it.
    Resumed,
}

/// Starts the two threads; they hand everything that came at once to `deliver`, and end when it says `false`.
///
/// `deliver` usually wraps the inputs and sends them to the loop's channel. After a hang-up, or when the
/// program is asked to end, the process is ended after [`signals::GRACE`] even if the loop does not.
///
/// # Errors
/// There is no terminal to read from, or the signals cannot be caught.
pub fn start<F>(deliver: F) -> io::Result<()>
where
    F: Fn(Vec<Input>) -> bool + Clone + Send + 'static,
{
    let terminal = terminal()?;
    signals::watch(deliver.clone())?;
    let read = move || read(&terminal, &deliver);
    std::thread::Builder::new().name("input".to_owned()).spawn(read)?;
    Ok(())
}

/// Waits for something at most so long, then takes everything that is there, so that one drawing answers it all;
/// empty after the time, `None` when nobody can send any more.
pub fn recv_batch<T>(from: &Receiver<T>, at_most: Option<Duration>) -> Option<Vec<T>> {
    let first = match at_most {
        Some(at_most) => from.recv_timeout(at_most),
        None => from.recv().map_err(|_| RecvTimeoutError::Disconnected),
    };
    match first {
        Ok(first) => Some(std::iter::once(first).chain(from.try_iter()).collect()),
        Err(RecvTimeoutError::Timeout) => Some(Vec::new()),
        Err(RecvTimeoutError::Disconnected) => None,
    }
}

/// The terminal to read keys from: standard input, else the one that the process belongs to.
fn terminal() -> io::Result<OwnedFd> {
    let stdin = io::stdin();
    if stdin.is_terminal() { stdin.as_fd().try_clone_to_owned() } else { Ok(File::open("/dev/tty")?.into()) }
}

/// Reads until the terminal is gone or nobody listens.
fn read<F: Fn(Vec<Input>) -> bool>(terminal: &OwnedFd, deliver: &F) {
    let (mut decoder, mut burst) = (Decoder::default(), Burst::default());
    let mut bytes = [0; 4096];
    loop {
        let due = decoder.deadline().into_iter().chain(burst.deadline()).min();
        let ready = wait(terminal, due);
        let Ok(count) = ready.and_then(|ready| if ready { take(terminal, &mut bytes) } else { Ok(0) }) else {
            signals::leave_within_grace(signals::HANG_UP);
            deliver(vec![Input::HangUp]);
            return;
        };
        // On a busy machine this thread may look up late: what was there when it did has come in time.
        let in_time = due.filter(|_| count > 0).and_then(|due| due.checked_sub(Duration::from_nanos(1)));
        let now = Instant::now();
        let at = in_time.map_or(now, |in_time| now.min(in_time));
        let (mut single, mut out) = (Vec::new(), Vec::new());
        decoder.push(&bytes[..count], at, &mut single);
        burst.push(single, at, &mut out);
        let inputs: Vec<_> = out
            .into_iter()
            .map(|decoded| match decoded {
                Decoded::Key(key) => Input::Key(key),
                Decoded::Paste(text) => Input::Paste(text),
            })
            .collect();
        if !inputs.is_empty() && !deliver(inputs) {
            return;
        }
    }
}

/// Waits until there is something to read, or `due`; an error where the terminal is gone.
///
/// crossterm's reader takes a hang-up for something to read, finds nothing and asks again, without end.
fn wait(terminal: &OwnedFd, due: Option<Instant>) -> io::Result<bool> {
    let mut polled = [PollFd::new(terminal, PollFlags::IN)];
    let timeout = due.map(|due| due.saturating_duration_since(Instant::now()));
    let timeout = timeout.map(|left| Timespec {
        tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: left.subsec_nanos().into(),
    });
    match poll(&mut polled, timeout.as_ref()) {
        Err(Errno::INTR) => Ok(false),
        Err(error) => Err(error.into()),
        Ok(_) => {
            let events = polled[0].revents();
            if events.contains(PollFlags::IN) {
                Ok(true)
            } else if events.is_empty() {
                Ok(false)
            } else {
                Err(io::ErrorKind::BrokenPipe.into())
            }
        }
    }
}

/// Takes what is there; no bytes where somebody else took them, an error at the end of the terminal.
fn take(terminal: &OwnedFd, bytes: &mut [u8]) -> io::Result<usize> {
    match rustix::io::read(terminal, bytes) {
        Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
        Ok(count) => Ok(count),
        Err(Errno::INTR | Errno::AGAIN) => Ok(0),
        Err(error) => Err(error.into()),
    }
}
