//! What the application hears, and what it wants done: plain data.

use crate::desk::reply::Overview;
use crate::desk::request::Request;
use crate::domain::id::StaffId;
use crate::domain::staff::Staff;
use crate::tui::draft::FlagDraft;
use crate::tui::drafts::Found;
use crate::tui::input::Input;
use crate::tui::screen::Answer;
use jiff::Timestamp;

/// What the application hears.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// Something happened at the terminal.
    Input(Input),
    /// The terminal has this size now: columns, rows.
    Size(u16, u16),
    /// The desk answered a question.
    Answer(u64, Box<Answer>),
    /// A wish for time came due, or time passed.
    Time,
    /// The store is open, or why not.
    Opened(Box<Opening>),
    /// What was being typed when it was left last.
    DraftFound(Found),
    /// A draft was kept, or why not.
    DraftKept(Result<Timestamp, String>),
    /// Something was printed or copied, or why not.
    Sent(Result<String, String>),
    /// Something cannot be done just now.
    Hint(String),
    /// How far the index is made anew, in percent.
    Rebuilding(u8),
}

/// How opening the store went.
#[derive(Clone, Debug, PartialEq)]
pub enum Opening {
    /// It is open: who is at the keyboard, if that is clear, and who works here.
    Open {
        /// Who is at the keyboard.
        me: Option<StaffId>,
        /// Who works here.
        staff: Vec<Staff>,
        /// The practice at a glance.
        overview: Option<Box<Overview>>,
    },
    /// It is open and empty: nobody has set a practice up.
    Empty,
    /// It could not be opened.
    Refused(crate::desk::refusal::Refusal),
}

/// What the application wants done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask the desk, as whoever is at the keyboard; the answer carries the number.
    Ask(u64, Box<Request>),
    /// Somebody sits at the keyboard now.
    Begin(StaffId),
    /// Open the demo in place of this store.
    StartDemo,
    /// Keep a draft, or forget it.
    KeepDraft(Option<Box<FlagDraft>>),
    /// Print text.
    Print(String),
    /// Put text on the terminal's clipboard.
    Copy(String),
    /// Stop until the shell goes on.
    Suspend,
    /// Draw everything anew.
    Repaint,
    /// Set the terminal up again after a stop.
    Resume,
    /// End.
    Quit,
}
