//! What the checker has to say about a keymap, in words for whoever wrote it.

use std::fmt;

/// One mistake, or one thing to know, in a keymap file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether the row was left out, or stands.
    pub severity: Severity,
    /// Which rule found it.
    pub rule: Rule,
    /// The file, as its reader knows it.
    pub file: String,
    /// The line in that file, from 1; 0 where it is about the file as a whole.
    pub line: usize,
    /// What is wrong; a sentence.
    pub what: String,
    /// What to do about it; a sentence.
    pub todo: String,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The row stands, but may not work everywhere.
    Warning,
    /// The row was left out, or a command cannot be given.
    Error,
}

/// The rules that a keymap is checked against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// The file is not text, not TOML, or not of our shape.
    Malformed,
    /// The keys cannot be read.
    UnknownKey,
    /// No command has this name.
    UnknownCommand,
    /// No scope has this name.
    UnknownScope,
    /// The command does nothing in this scope.
    WrongScope,
    /// The same keys stand in this scope already.
    Duplicate,
    /// A shorter sequence answers first, so that these keys are never read to their end.
    Hidden,
    /// The row changes nothing.
    Idle,
    /// A character in a scope where characters are text.
    PrintableInText,
    /// Terminals send the same bytes for another key.
    Indistinguishable,
    /// The program under or around us may take the key.
    Swallowed,
    /// No key reaches the command, nor the palette.
    Unreached,
    /// A dangerous command that would act without asking.
    Unconfirmed,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        match self.line {
            0 => write!(f, "{}: {severity}: {} {}", self.file, self.what, self.todo),
            line => write!(f, "{}:{line}: {severity}: {} {}", self.file, self.what, self.todo),
        }
    }
}
