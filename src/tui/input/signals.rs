//! Signals as [`Input`], so that drafts are kept and the terminal is restored; and a hard end behind them.

use crate::tui::input::Input;
use crate::tui::terminal;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long the loop has to keep the drafts and leave, before the process is ended for it.
pub const GRACE: Duration = Duration::from_secs(3);

/// The program is about to end.
static LEAVING: AtomicBool = AtomicBool::new(false);

/// The signal that stands for a terminal that is gone.
pub(super) const HANG_UP: i32 = SIGHUP;

/// Starts the thread that waits for signals.
pub(super) fn watch<F>(deliver: F) -> io::Result<()>
where
    F: Fn(Vec<Input>) -> bool + Send + 'static,
{
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGWINCH, SIGCONT, SIGTSTP])?;
    let wait = move || {
        for signal in signals.forever() {
            // The kernel continues a program behind every hang-up; there is nothing to draw on any more.
            if signal == SIGCONT && LEAVING.load(Ordering::SeqCst) {
                continue;
            }
            let input = match signal {
                SIGWINCH => Input::Resized,
                SIGCONT => Input::Resumed,
                SIGTSTP => Input::Suspend,
                SIGHUP => Input::HangUp,
                _ => Input::Terminate,
            };
            if matches!(input, Input::HangUp | Input::Terminate) {
                leave_within_grace(signal);
            }
            if !deliver(vec![input]) {
                return;
            }
        }
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(wait)?;
    Ok(())
}

/// Ends the process after [`GRACE`], as the signal would have; the loop should have left long before.
pub(super) fn leave_within_grace(signal: i32) {
    if LEAVING.swap(true, Ordering::SeqCst) {
        return;
    }
    let end = move || {
        std::thread::sleep(GRACE);
        terminal::restore();
        std::process::exit(128 + signal);
    };
    if std::thread::Builder::new().name("grace".to_owned()).spawn(end).is_err() {
        terminal::restore();
        std::process::exit(128 + signal);
    }
}
