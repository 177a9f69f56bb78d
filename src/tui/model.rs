//! The application's model: the tabs, what is open over them, what was said, what is being asked.

mod screens;

pub use screens::Screen;

use crate::desk::reply::Overview;
use crate::desk::request::Request;
use crate::domain::id::StaffId;
use crate::domain::record::Subject;
use crate::domain::staff::Staff;
use crate::keymap::{Key, Keymap};
use crate::tui::draft::FlagDraft;
use crate::tui::input::Input;
use crate::tui::popup::Popup;
use crate::tui::screen::{Ctx, Question};
use crate::tui::signs::Signs;
use crate::tui::tasks::Tasks;
use crate::tui::theme::{Theme, ThemeName};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// What the application is.
#[derive(Clone, Debug)]
pub struct Model {
    /// Who is at the keyboard.
    pub me: Option<Staff>,
    /// The operating system's account of whoever is at the keyboard.
    pub account: Option<String>,
    /// Where the data lives, as it is said.
    pub folder: String,
    /// Who works here.
    pub staff: Vec<Staff>,
    /// The practice at a glance, as last heard.
    pub overview: Option<Overview>,
    /// The instant of the last update.
    pub now: Timestamp,
    /// Where the practice is.
    pub zone: TimeZone,
    /// Colours, by name and by role.
    pub theme: (ThemeName, Theme),
    /// Signs by role.
    pub signs: Signs,
    /// Which keys give which command.
    pub keymap: Keymap,
    /// Columns and rows.
    pub size: (u16, u16),
    /// The tabs, in their order; made when they are first gone to.
    pub tabs: Vec<Open>,
    /// Which tab is in front.
    pub tab: usize,
    /// What is open over the tab, the topmost last.
    pub over: Vec<Open>,
    /// A list over everything: commands, help, actions, messages.
    pub popup: Option<Popup>,
    /// The keys of a sequence so far, and what may follow.
    pub pending: Vec<Key>,
    /// Keys and pastes that wait for what is opening.
    pub(super) held: Vec<Input>,
    /// What is said at the bottom.
    pub says: Option<Says>,
    /// When it was said.
    pub(super) said_at: Timestamp,
    /// Everything that was said, oldest first; at most [`Model::REMEMBERED`].
    pub messages: Vec<(Timestamp, String)>,
    /// Whether the screen is hidden from onlookers.
    pub hidden: bool,
    /// Until when a second `q` ends.
    pub quits_until: Option<Timestamp>,
    /// What can be taken back: the subject of the last change.
    pub last_change: Option<Subject>,
    /// When something was last saved.
    pub saved: Option<Timestamp>,
    /// The draft of the Flag form as last heard, and until when it has to be kept.
    pub draft: Option<FlagDraft>,
    /// Whether the draft is newer than what is kept, and when it is due.
    pub draft_due: Option<Timestamp>,
    /// When the draft was last kept.
    pub draft_kept: Option<Timestamp>,
    /// The tasks of the demo.
    pub tasks: Option<Tasks>,
    /// Who begins as soon as the list of staff knows them.
    pub(super) beginning: Option<StaffId>,
    /// Whether the store is open.
    pub opened: bool,
    /// How far the index is made anew, in percent.
    pub rebuilding: Option<u8>,
    /// What is being asked: by request number, of which screen, which question, and what.
    pub(super) asked: BTreeMap<u64, Asked>,
    pub(super) timers: Vec<(Timestamp, Timer)>,
    pub(super) next_number: u64,
    /// Something that went wrong before anything could be shown: said, then the end.
    pub failed: Option<crate::desk::refusal::Refusal>,
}

/// A screen that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    /// Its number: answers and ticks find it by it.
    pub number: u64,
    /// The screen.
    pub screen: Screen,
}

/// A question that is under way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Asked {
    pub screen: Option<u64>,
    pub question: Question,
    pub request: Request,
}

/// Something that is due at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timer {
    /// A screen's wish.
    Tick(u64),
    /// What is said goes away.
    Says,
    /// The practice at a glance is asked for anew.
    Overview,
}

/// What is said at the bottom.
#[derive(Clone, Debug, PartialEq)]
pub struct Says {
    /// What.
    pub text: String,
    /// What to read out to the patient.
    pub read_out: Option<String>,
    /// How.
    pub tone: Tone,
}

/// How something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It went well: goes away by itself.
    Well,
    /// A hint: goes away by itself.
    Hint,
    /// It did not go well: stays until it is dismissed.
    Wrong,
}

impl Model {
    /// How many messages are remembered.
    pub const REMEMBERED: usize = 200;

    /// What screens may look at.
    pub fn ctx(&self) -> Ctx<'_> {
        Ctx {
            theme: &self.theme.1,
            signs: &self.signs,
            keymap: &self.keymap,
            now: self.now,
            zone: &self.zone,
            me: self.me.as_ref(),
            staff: &self.staff,
            overview: self.overview.as_ref(),
        }
    }

    /// A model that knows nothing yet but the terminal.
    pub fn new(keymap: Keymap, theme: ThemeName, signs: Signs, size: (u16, u16), now: Timestamp) -> Self {
        Self {
            me: None,
            account: None,
            folder: String::new(),
            staff: vec![],
            overview: None,
            now,
            zone: TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC),
            theme: (theme, Theme::of(theme)),
            signs,
            keymap,
            size,
            tabs: vec![],
            tab: 0,
            over: vec![],
            popup: None,
            pending: vec![],
            held: vec![],
            says: None,
            said_at: now,
            messages: vec![],
            hidden: false,
            quits_until: None,
            last_change: None,
            saved: None,
            draft: None,
            draft_due: None,
            draft_kept: None,
            tasks: None,
            beginning: None,
            opened: false,
            rebuilding: None,
            asked: BTreeMap::new(),
            timers: vec![],
            next_number: 0,
            failed: None,
        }
    }

    /// The screen in front.
    pub fn top(&self) -> Option<&Open> {
        self.over.last().or_else(|| self.tabs.get(self.tab))
    }

    /// Whether an answer is waited for that decides what the next key is for.
    pub(super) fn is_opening(&self) -> bool {
        self.popup.is_none() && !self.hidden && self.top().is_some_and(|open| open.screen.is_opening())
    }

    /// The scopes that keys are looked up in, the innermost first.
    pub fn scopes(&self) -> Vec<&'static str> {
        use crate::tui::commands::scope;
        if self.hidden {
            return vec![scope::HIDDEN];
        }
        let mut scopes = match (&self.popup, self.top()) {
            (Some(popup), _) => popup.scopes(),
            (None, Some(open)) => open.screen.scopes(),
            (None, None) => vec![],
        };
        scopes.push(scope::GLOBAL);
        scopes
    }

    /// Whether the screen in front shows what it is for.
    pub fn is_ready(&self) -> bool {
        self.opened && self.top().is_some_and(|open| open.screen.is_ready())
            || self.rebuilding.is_some_and(|_| !self.opened)
    }

    /// When something is due next.
    pub fn deadline(&self) -> Option<Timestamp> {
        self.timers.iter().map(|(due, _)| *due).chain(self.draft_due).min()
    }
}
