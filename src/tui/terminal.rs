//! The terminal that is drawn on: set up, drawn in one write a frame, and given back on every way out.
//!
//! What is drawn is the view's; what comes from the terminal is `input`'s.

use crate::panics::are_caught_here;
use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::force_color_output;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{Command, cursor};
use nix::unistd::{Pid, getpgid, getpgrp, getppid, getsid};
use ratatui::Frame;
use ratatui::Terminal;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::layout::Rect;
use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::SIGSTOP;
use std::cell::RefCell;
use std::io::{self, IsTerminal, Write};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};
use std::thread::{self, ThreadId};

/// Whether the terminal is ours at the moment: raw, on the alternate screen.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Around a frame: a terminal that knows it shows the frame at once, any other passes it over.
/// Source: the synchronised output of contour, kitty and others, DEC private mode 2026.
const BEGIN_UPDATE: &[u8] = b"\x1b[?2026h";
const END_UPDATE: &[u8] = b"\x1b[?2026l";

/// The terminal while the application has it. Dropping it gives the terminal back.
#[derive(Debug)]
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Sheet>>,
    sheet: Sheet,
    /// The frame before, so that the same one is not sent twice.
    sent: Vec<u8>,
    /// The next word that the program runs again is about a stop that is over and done with.
    took_itself_back: bool,
}

impl Screen {
    /// Takes the terminal: raw mode, alternate screen, bracketed paste. Nothing is asked of it.
    ///
    /// # Errors
    /// Standard output is no terminal, or it cannot be set up.
    pub fn enter() -> io::Result<Self> {
        if !io::stdout().is_terminal() {
            return Err(io::Error::other("standard output is not a terminal"));
        }
        // Whether there are colours is the theme's to say: with NO_COLOR, crossterm would reset the whole style at
        // a change of colour, and the selection with it.
        force_color_output(true);
        restore_on_panic();
        let sheet = Sheet::default();
        take_over(&sheet)?;
        let terminal = Terminal::new(CrosstermBackend::new(sheet.clone())).inspect_err(|_| restore())?;
        Ok(Self { terminal, sheet, sent: Vec::new(), took_itself_back: false })
    }

    /// Draws a frame and sends what has changed, in one write inside a synchronised update; nothing where nothing
    /// has changed.
    ///
    /// # Errors
    /// The terminal is gone, or was given back after a panic of another thread.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        if !ENTERED.load(Ordering::SeqCst) {
            return Err(io::Error::other("the terminal was given back"));
        }
        self.terminal.draw(view)?;
        let frame = self.sheet.take();
        // Frames begin and end with no state of the terminal but the place of the cursor, which they set: the same
        // bytes twice show the same as once.
        if frame == self.sent {
            return Ok(());
        }
        send(&[BEGIN_UPDATE, &frame, END_UPDATE].concat())?;
        self.sent = frame;
        Ok(())
    }

    /// Hands a text to the clipboard of the person's own machine, through however many connections lie between, where
    /// the terminal allows it (OSC 52); it never says whether it did.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn copy(&self, text: &str) -> io::Result<()> {
        let mut copying = Vec::new();
        queue(&mut copying, CopyToClipboard::to_clipboard_from(text));
        send(&copying)
    }

    /// Forgets what the terminal shows, so that the next frame draws all of it.
    ///
    /// Not by `Terminal::clear`, which asks the terminal where its cursor is and reads the answer from under the
    /// input thread.
    ///
    /// # Errors
    /// The terminal's size cannot be read.
    pub fn repaint(&mut self) -> io::Result<()> {
        self.sent.clear();
        let size = self.terminal.backend().size()?;
        self.terminal.resize(Rect::new(0, 0, size.width, size.height))
    }

    /// Columns and rows, as they are now.
    ///
    /// # Errors
    /// The terminal's size cannot be read.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        self.terminal.backend().size().map(|size| (size.width, size.height))
    }

    /// Gives the terminal back and stops the program until the shell continues it; then takes the terminal again,
    /// for a next frame that draws all of it.
    ///
    /// # Errors
    /// [`may_suspend`] says why not; or the terminal cannot be taken again.
    pub fn suspend(&mut self) -> io::Result<()> {
        may_suspend().map_err(io::Error::other)?;
        restore();
        // Sent to this very thread, so that it stops here: sent to the process, it would go on for a while and take
        // the terminal back from under the shell.
        signal_hook::low_level::raise(SIGSTOP)?;
        self.took_itself_back = true;
        self.take_back()
    }

    /// Takes the terminal again after the program was stopped, in answer to [`Input::Resumed`]: the shell has set it
    /// up for itself meanwhile. After [`Screen::suspend`], which has done it already, it does nothing.
    ///
    /// [`Input::Resumed`]: crate::tui::input::Input::Resumed
    ///
    /// # Errors
    /// It cannot be set up.
    pub fn resume(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.took_itself_back) { Ok(()) } else { self.take_back() }
    }

    fn take_back(&mut self) -> io::Result<()> {
        restore();
        take_over(&self.sheet)?;
        self.repaint()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

fn take_over(sheet: &Sheet) -> io::Result<()> {
    enable_raw_mode()?;
    ENTERED.store(true, Ordering::SeqCst);
    let mut setup = sheet.take();
    setup.clear();
    queue(&mut setup, EnterAlternateScreen);
    queue(&mut setup, EnableBracketedPaste);
    send(&setup).inspect_err(|_| restore())
}

/// Gives the terminal back; does nothing where it is not ours. Callable from any thread, and in a panic.
pub fn restore() {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut undo = END_UPDATE.to_vec();
    undo.extend_from_slice(b"\x1b[0m");
    queue(&mut undo, DisableBracketedPaste);
    queue(&mut undo, LeaveAlternateScreen);
    queue(&mut undo, cursor::Show);
    // Where the terminal is gone there is nothing to give back.
    let _ = send(&undo);
    let _ = disable_raw_mode();
}

/// Before a panic of any thread speaks, the terminal is given back, so that its message can be read; one of another
/// thread than the one that draws then asks that one to keep the drafts and leave, as SIGTERM would.
fn restore_on_panic() {
    static INSTALLED: Once = Once::new();
    static DRAWING: Mutex<Option<ThreadId>> = Mutex::new(None);

    let drawing = || DRAWING.lock().unwrap_or_else(PoisonError::into_inner);
    *drawing() = Some(thread::current().id());
    INSTALLED.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if are_caught_here() {
                return;
            }
            let ours = ENTERED.load(Ordering::SeqCst);
            restore();
            before(panic);
            if ours && *drawing() != Some(thread::current().id()) {
                // Where nobody listens for the signal yet, it ends the program: that will do.
                let _ = kill_process(getpid(), Signal::TERM);
            }
        }));
    });
}

/// Why the program cannot be stopped for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotSuspend {
    /// Nobody who started it could continue it.
    #[error("Signpost was not started by a shell that could continue it, so it stays.")]
    NoShell,
}

/// Whether there is a shell that would continue the program.
///
/// A shell with job control gives each job a process group of its own, in the shell's session. So the parent has
/// to be in our session and in another group. Where the parent is in ours, it waits for us without job control
/// (a script, `make`); where it is in another session, or the system's first process, we were started by a login,
/// a window or `ssh host signpost`, and nobody would ever continue us. In a container the session or group may have been
/// begun outside of it, and then has the number 0: nobody there is known to continue us.
///
/// # Errors
/// [`CannotSuspend::NoShell`].
pub fn may_suspend() -> Result<(), CannotSuspend> {
    let known = |number: &Pid| number.as_raw() > 0;
    let parent = Some(getppid()).filter(|parent| parent.as_raw() > 1).ok_or(CannotSuspend::NoShell)?;
    let our_session = getsid(None).ok().filter(known);
    let in_our_session = our_session.is_some() && getsid(Some(parent)).ok() == our_session;
    let other_group = getpgid(Some(parent)).ok().filter(known).is_some_and(|group| group != getpgrp());
    if in_our_session && other_group { Ok(()) } else { Err(CannotSuspend::NoShell) }
}

/// Writes all bytes to standard output, at once where the terminal takes them.
fn send(bytes: &[u8]) -> io::Result<()> {
    let mut left = bytes;
    while !left.is_empty() {
        match rustix::io::write(rustix::stdio::stdout(), left) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => left = &left[count..],
            Err(rustix::io::Errno::INTR) => {}
            // Another process of ours may have set the terminal not to wait.
            Err(rustix::io::Errno::AGAIN) => thread::sleep(std::time::Duration::from_millis(1)),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn queue(to: &mut Vec<u8>, command: impl Command) {
    let mut text = String::new();
    // A String takes every text.
    let _ = command.write_ansi(&mut text);
    to.extend_from_slice(text.as_bytes());
}

/// What the backend writes, gathered until the frame is whole; its flushes within a frame send nothing.
#[derive(Clone, Debug, Default)]
struct Sheet(Rc<RefCell<Vec<u8>>>);

impl Sheet {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.borrow_mut())
    }
}

impl Write for Sheet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
