//! Everything that a person can do with a key: one table, from which keymaps, help, hints, palette and
//! documentation come.
//!
//! What a command *does* is not here; nor is which key gives it (`keymaps/*.toml`).

use crate::keymap::{CommandInfo, Passes, ScopeInfo, Vocabulary};

/// The scopes by name; a stack of them says what keys mean at this moment, the innermost first.
pub mod scope {
    /// Everywhere.
    pub const GLOBAL: &str = "global";
    /// Any list of rows, and anything that scrolls.
    pub const LIST: &str = "list";
    /// The list of cases; stands on `LIST`.
    pub const CASES: &str = "cases";
    /// One case; stands on `LIST`, to scroll its history.
    pub const CASE: &str = "case";
    /// The list of services; stands on `LIST`.
    pub const SERVICES: &str = "services";
    /// The plan of a case: goals and steps; stands on `LIST`.
    pub const PLAN: &str = "plan";
    /// What came of trying to reach the patient.
    pub const CONTACT: &str = "contact";
    /// The block for the clinical system.
    pub const CLINICAL: &str = "clinical";
    /// One service's card; stands on `LIST`, to scroll it.
    pub const SERVICE_CARD: &str = "service-card";
    /// A form: Flag, a new patient, a question with fields.
    pub const FORM: &str = "form";
    /// A field with a cursor in it; stands on whatever holds the field.
    pub const TEXT: &str = "text";
    /// The finder; stands on `TEXT`.
    pub const FINDER: &str = "finder";
    /// The command palette; stands on `TEXT`.
    pub const PALETTE: &str = "palette";
    /// The help, which is searched by typing; stands on `TEXT`.
    pub const HELP: &str = "help";
    /// A question with yes and no.
    pub const CONFIRM: &str = "confirm";
    /// The question whether the patient agrees: yes, declined, not asked yet.
    pub const AGREEMENT: &str = "agreement";
    /// The hidden screen: nothing but showing it again.
    pub const HIDDEN: &str = "hidden";
    /// The team's caseloads; stands on `LIST`.
    pub const CASELOADS: &str = "caseloads";
    /// The reports; stands on `LIST`, to scroll one.
    pub const REPORTS: &str = "reports";
}
use scope::{
    AGREEMENT, CASE, CASELOADS, CASES, CLINICAL, CONFIRM, CONTACT, FINDER, FORM, GLOBAL, HELP, HIDDEN, LIST,
    PALETTE, PLAN, REPORTS, SERVICE_CARD, SERVICES, TEXT,
};

/// What keymaps may speak of: the scopes and the commands.
pub const VOCABULARY: Vocabulary = Vocabulary { scopes: &SCOPES, commands: &INFO };

const SCOPES: [ScopeInfo; 19] = [
    place(GLOBAL, "Everywhere", Passes::All),
    place(LIST, "In a list", Passes::All),
    place(CASES, "In the list of cases", Passes::All),
    place(CASE, "On a case", Passes::All),
    place(PLAN, "In the plan", Passes::All),
    place(CONTACT, "At what came of a contact", Passes::Controls),
    place(CLINICAL, "At the block for the clinical system", Passes::Controls),
    place(SERVICES, "In the list of services", Passes::All),
    place(SERVICE_CARD, "On a service", Passes::All),
    // A letter pressed on a row without text is a slip in typing, not a command of the screen behind.
    place(FORM, "In a form", Passes::Controls),
    typing(TEXT, "In a text"),
    typing(FINDER, "In the finder"),
    typing(PALETTE, "In the list of commands"),
    typing(HELP, "In the help"),
    place(CONFIRM, "At a question", Passes::Controls),
    place(AGREEMENT, "At the question of agreement", Passes::Controls),
    place(HIDDEN, "While the screen is hidden", Passes::Nothing),
    place(CASELOADS, "On the team's caseloads", Passes::All),
    place(REPORTS, "On a report", Passes::All),
];

const fn place(name: &'static str, doc: &'static str, passes: Passes) -> ScopeInfo {
    ScopeInfo { name, doc, passes, typing: false }
}

const fn typing(name: &'static str, doc: &'static str) -> ScopeInfo {
    ScopeInfo { name, doc, passes: Passes::Controls, typing: true }
}

/// How a command may be given, beside its keys.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Only by its key: it means something at the cursor.
    Key,
    /// In the palette too.
    Named,
    /// In the palette too; it asks first, because it cannot be taken back or something leaves the practice.
    Asks,
}
use Kind::{Asks, Key, Named};

/// Writes the enum and the table from the same lines, so that neither can lack what the other has.
macro_rules! commands {
    ($($variant:ident $name:literal $doc:literal $kind:ident [$($scope:ident),+];)+) => {
        /// What a person can do with a key.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Command {
            $(#[doc = $doc] $variant,)+
        }

        impl Command {
            /// Every command, in the table's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
        }

        static INFO: [CommandInfo; Command::ALL.len()] = [$(CommandInfo {
            name: $name,
            doc: $doc,
            scopes: &[$($scope),+],
            in_palette: !matches!($kind, Key),
            dangerous: matches!($kind, Asks),
            confirms: matches!($kind, Asks),
        }),+];
    };
}

commands! {
    // Everywhere
    Flag "flag" "flag a need" Named [GLOBAL];
    FlagLine "flag-line" "flag in one line" Named [GLOBAL];
    Find "find" "find a service, patient or case" Named [GLOBAL];
    Today "today" "go to Today" Named [GLOBAL];
    Cases "cases" "go to the cases" Named [GLOBAL];
    Services "services" "go to the services" Named [GLOBAL];
    NextTab "next-tab" "next tab" Named [GLOBAL];
    PreviousTab "previous-tab" "previous tab" Named [GLOBAL];
    Commands "commands" "list the commands" Key [GLOBAL];
    Help "help" "keys and help for this place" Named [GLOBAL];
    ActionsHere "actions-here" "what can be done here" Key [GLOBAL];
    Undo "undo" "take back your own last change" Named [GLOBAL];
    Print "print" "print what is shown" Named [GLOBAL, SERVICE_CARD, CASE];
    Messages "messages" "earlier messages" Named [GLOBAL];
    HideScreen "hide-screen" "hide the screen" Named [GLOBAL];
    ThemeNext "theme-next" "change the colours" Named [GLOBAL];
    Redraw "redraw" "draw the screen afresh" Named [GLOBAL];
    Suspend "suspend" "stop Signpost and go back to the shell" Named [GLOBAL];
    Back "back" "one step back" Key [GLOBAL];
    Quit "quit" "back; at the top, end Signpost" Asks [GLOBAL];
    HowToQuit "how-to-quit" "say how to end Signpost" Key [GLOBAL];
    // Lists, and what scrolls
    Down "down" "one down" Key [LIST, FORM, FINDER, PALETTE, HELP];
    Up "up" "one up" Key [LIST, FORM, FINDER, PALETTE, HELP];
    PageDown "page-down" "one page down" Key [LIST, FINDER, PALETTE, HELP];
    PageUp "page-up" "one page up" Key [LIST, FINDER, PALETTE, HELP];
    First "first" "to the first" Key [LIST];
    Last "last" "to the last" Key [LIST];
    Open "open" "open" Key [LIST, FINDER];
    Run "run" "do what is selected" Key [PALETTE, HELP];
    Filter "filter" "filter the list by words" Named [LIST];
    NextMatch "next-match" "next match" Key [LIST];
    PreviousMatch "previous-match" "previous match" Key [LIST];
    Sort "sort" "change the order" Named [CASES, SERVICES];
    // The list of cases
    ShowMine "show-mine" "only my cases" Named [CASES];
    ShowTeam "show-team" "only what waits for the team" Named [CASES];
    ShowWaiting "show-waiting" "only cases that wait" Named [CASES];
    ShowUrgent "show-urgent" "only urgent cases" Named [CASES];
    ShowToRoute "show-to-route" "only cases to route" Named [CASES];
    ShowClosed "show-closed" "only closed cases" Named [CASES];
    ShowAll "show-all" "all cases" Named [CASES];
    // A case's work
    Contact "contact" "write a contact down" Named [CASE];
    Plan "plan" "the plan" Named [CASE];
    Wait "wait" "wait until a day" Named [CASE];
    CallBack "call-back" "the patient asks to be rung" Named [CASE];
    Appoint "appoint" "an appointment" Named [CASE];
    Measure "measure" "fill a measure in" Named [CASE];
    FollowUp "follow-up" "a follow-up" Named [CASE];
    Withdraw "withdraw" "the patient withdraws an agreement" Asks [CASE];
    Clinical "clinical" "the block for the clinical system" Named [CASE];
    // One case
    NextCase "next-case" "next case of the list" Named [CASE];
    PreviousCase "previous-case" "previous case of the list" Named [CASE];
    Accept "accept" "take the case on" Named [CASE, CASES];
    HandOver "hand-over" "hand over to the link workers" Asks [CASE];
    Refer "refer" "refer to a service" Asks [CASE, SERVICE_CARD];
    Signpost "signpost" "give the patient a service's details" Named [CASE, SERVICE_CARD];
    Escalate "escalate" "escalate: not for social prescribing" Asks [CASE];
    Acknowledge "acknowledge" "acknowledge the escalation" Named [CASE];
    Decline "decline" "the patient declines" Asks [CASE];
    GiveBack "give-back" "return the case, with a reason" Named [CASE];
    Reassign "reassign" "give the case to another worker" Named [CASE];
    Note "note" "write a note" Named [CASE];
    Close "close" "close the case, with its outcome" Asks [CASE];
    Reopen "reopen" "open the case again" Named [CASE];
    RecordAgreement "record-agreement" "record what the patient agrees to" Named [CASE];
    EditPatient "edit-patient" "change the patient's details" Named [CASE];
    JoinPatient "join-patient" "join two records of one person" Asks [CASE];
    // Forms and texts
    NextField "next-field" "next field" Key [FORM];
    PreviousField "previous-field" "previous field" Key [FORM];
    Take "take" "take the suggestion, else go on" Key [FORM];
    ChoiceLeft "choice-left" "the choice to the left" Key [FORM, REPORTS];
    ChoiceRight "choice-right" "the choice to the right" Key [FORM, REPORTS];
    Toggle "toggle" "tick or untick" Key [FORM, AGREEMENT];
    RemoveLast "remove-last" "take off the last" Key [FORM];
    Save "save" "save" Named [FORM];
    Leave "leave" "keep the draft and leave" Named [FORM];
    StartAfresh "start-afresh" "empty the form; again brings it back" Named [FORM];
    ShowHidden "show-hidden" "show hidden services too" Named [FORM, FINDER, SERVICES];
    CursorLeft "cursor-left" "one character left" Key [TEXT];
    CursorRight "cursor-right" "one character right" Key [TEXT];
    CursorWordLeft "cursor-word-left" "one word left" Key [TEXT];
    CursorWordRight "cursor-word-right" "one word right" Key [TEXT];
    CursorStart "cursor-start" "to the start" Key [TEXT];
    CursorEnd "cursor-end" "to the end" Key [TEXT];
    DeleteBack "delete-back" "delete before the cursor; on nothing, the last" Key [TEXT];
    DeleteForward "delete-forward" "delete after the cursor" Key [TEXT];
    DeleteWord "delete-word" "delete the word before the cursor" Key [TEXT];
    DeleteToStart "delete-to-start" "delete to the start" Key [TEXT];
    DeleteToEnd "delete-to-end" "delete to the end" Key [TEXT];
    // The finder and a service's card
    Narrow "narrow" "only services, patients or cases" Key [FINDER];
    NarrowBack "narrow-back" "the kind before" Key [FINDER];
    NoteUnmet "note-unmet" "note that nothing meets the need" Named [FINDER];
    Copy "copy" "copy" Named [SERVICE_CARD, CLINICAL];
    AsText "as-text" "as a text message to paste" Named [SERVICE_CARD];
    CheckedToday "checked-today" "the details were checked today" Named [SERVICE_CARD];
    // What came of a contact
    Spoke "spoke" "spoke to them; of a text or letter: sent" Key [CONTACT];
    NoAnswer "no-answer" "no answer" Key [CONTACT];
    MessageLeft "message-left" "left a message" Key [CONTACT];
    WrongNumber "wrong-number" "wrong number" Key [CONTACT];
    NotThere "not-there" "did not attend" Key [CONTACT];
    AsksRing "asks-ring" "asks to be rung another time" Key [CONTACT];
    OtherWay "other-way" "another way" Key [CONTACT];
    WithWords "with-words" "with a sentence" Key [CONTACT];
    // The plan
    AddGoal "add-goal" "what matters" Named [PLAN];
    AddService "add-service" "add a service" Named [PLAN];
    AddActivity "add-activity" "add an activity" Named [PLAN];
    StepAgreed "step-agreed" "agreed" Named [PLAN];
    StepReferred "step-referred" "refer" Asks [PLAN];
    StepAccepted "step-accepted" "the service accepts" Named [PLAN];
    StepWaits "step-waits" "waiting list" Named [PLAN];
    StepStarted "step-started" "started" Named [PLAN];
    StepAttended "step-attended" "attended" Named [PLAN];
    StepDone "step-done" "completed; of a goal: reached" Named [PLAN];
    StepMissed "step-missed" "did not attend" Named [PLAN];
    StepStopped "step-stopped" "stopped; of a goal: matters no more" Named [PLAN];
    StepDeclined "step-declined" "declined" Named [PLAN];
    // The block for the clinical system
    TakeCode "take-code" "copy, and note the code" Key [CLINICAL];
    // Questions
    Yes "yes" "yes" Key [CONFIRM, AGREEMENT];
    No "no" "no" Key [CONFIRM, AGREEMENT];
    Later "later" "not asked yet" Key [AGREEMENT];
    ShowScreen "show-screen" "show the screen again" Key [HIDDEN];
    // The team
    Caseloads "caseloads" "the team: who has room, who is away" Named [GLOBAL];
    ShowDue "show-due" "only my cases that are due or overdue" Named [CASES];
    ShowLate "show-late" "only cases that wait longer than the limit" Named [CASES];
    Settle "settle-caseload" "settle how many cases they take, and whose" Named [CASELOADS];
    SetLeave "set-leave" "say when they are away" Named [CASELOADS];
    MoveDue "move-due" "move what is due to those who have room" Asks [CASELOADS];
    // The reports
    Reports "reports" "go to the reports" Named [GLOBAL];
    Period "period" "choose the days that it covers" Named [REPORTS];
}

impl Command {
    /// The command of this name.
    pub fn named(name: &str) -> Option<Self> {
        INFO.iter().position(|info| info.name == name).map(|place| Self::ALL[place])
    }

    /// Its line of the table.
    pub fn info(self) -> &'static CommandInfo {
        &INFO[self as usize]
    }

    /// Its name in keymaps and in the palette.
    pub fn name(self) -> &'static str {
        self.info().name
    }
}
