//! What a screen and the application say to each other.
//!
//! A screen is plain data with its own `update` and `view`. It is told what was pressed ([`Pressed`]) and what the
//! desk answered; it says what it wants ([`Act`]). It never waits, reads a clock, or touches the store.

use crate::desk::refusal::Refusal;
use crate::desk::reply::{Overview, Reply};
use crate::desk::request::Request;
use crate::domain::case::ServiceRef;
use crate::domain::id::StaffId;
use crate::domain::staff::Staff;
use crate::keymap::Keymap;
use crate::tui::commands::Command;
use crate::tui::draft::FlagDraft;
use crate::tui::open::Place;
use crate::tui::signs::Signs;
use crate::tui::theme::Theme;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// What a screen may look at while it updates or draws.
#[derive(Clone, Copy, Debug)]
pub struct Ctx<'a> {
    /// Styles by role.
    pub theme: &'a Theme,
    /// Signs by role.
    pub signs: &'a Signs,
    /// Which keys give which command.
    pub keymap: &'a Keymap,
    /// The instant of this update or drawing.
    pub now: Timestamp,
    /// Where the practice is.
    pub zone: &'a TimeZone,
    /// Who is at the keyboard.
    pub me: Option<&'a Staff>,
    /// Everybody who works here.
    pub staff: &'a [Staff],
    /// The practice at a glance, as last heard.
    pub overview: Option<&'a Overview>,
}

impl Ctx<'_> {
    /// Today, where the practice is.
    pub fn today(&self) -> Date {
        self.local().date()
    }

    /// The date and time where the practice is.
    pub fn local(&self) -> DateTime {
        self.now.to_zoned(self.zone.clone()).datetime()
    }

    /// A member of staff's name.
    pub fn name_of(&self, id: StaffId) -> &str {
        self.staff.iter().find(|one| one.id == id).map_or("somebody", |one| &one.name)
    }

    /// The keys to show for a command in a stack of scopes.
    pub fn keys(&self, command: Command, scopes: &[&str]) -> String {
        self.keymap.keys_for(command.name(), scopes).unwrap_or_default()
    }
}

/// What was pressed, as a screen hears it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// A command that the keymap gave.
    Command(Command),
    /// A character typed where text is.
    Char(char),
    /// Text that was pasted: never a command.
    Paste(String),
}

/// Which question of a screen an answer belongs to. A screen numbers its own; one that is asked anew under the same
/// number makes the earlier answer void, so it is never delivered.
pub type Question = u32;

/// What a screen wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Ask the desk; the answer comes to the screen's `answer` under this number.
    Ask(Question, Request),
    /// Call the screen's `tick` after so many milliseconds, unless another such wish comes first (debouncing).
    TickIn(u64),
    /// Open something over this, or go to a tab.
    Open(Place),
    /// Close this screen (or this overlay).
    Close,
    /// Close this overlay and every overlay beneath it: what they were opened for is done.
    CloseOverlays,
    /// A service was chosen for the Flag form beneath: close the overlays and give it to the form.
    Chosen(ServiceRef, ChosenTo),
    /// Go on as this member of staff.
    Begin(StaffId),
    /// Start the demo practice, in a store of its own.
    StartDemo,
    /// Say something that went well; it can be taken back where a `Done` is given.
    Say(String),
    /// Say something that went well and can be taken back by undo, and what to read out to the patient.
    Done(Box<crate::desk::reply::Done>),
    /// Say that something did not go well; stays until it is dismissed, and in the message log.
    Refused(Refusal),
    /// A short hint that something cannot be done here; goes away by itself.
    Hint(String),
    /// Keep what is being typed, at most a second behind the keys; nothing: the draft is done with.
    Draft(Option<Box<FlagDraft>>),
    /// Print text with the configured command.
    Print(String),
    /// Put text on the terminal's clipboard.
    Copy(String),
    /// Do a command as if its key had been pressed.
    Run(Command),
    /// Something was changed that lists show: ask for them anew.
    Changed,
}

/// What a service was chosen to do, in the Flag form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChosenTo {
    /// The patient gets its details.
    Signpost,
    /// It gets the patient's agreed details.
    Refer,
    /// Nothing was said: the form's own route stands.
    AsTheFormSays,
}

/// An answer of the desk.
pub type Answer = Result<Reply, Refusal>;
