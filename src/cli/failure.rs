//! Why a command did not do what it was asked, for a person and for a script; and the exit codes.

use crate::config::ConfigError;
use crate::desk::refusal::{Fault, Refusal};
use serde::Serialize;
use std::io;
use std::path::Path;

/// What a command ends with.
///
/// | code | meaning |
/// |---|---|
/// | 0 | done; also an import some of whose records were rejected, and a reader who went away (`\| head`) |
/// | 1 | refused: a rule, a permission, or something in what was entered |
/// | 2 | usage: the command line or the settings cannot be understood |
/// | 3 | not found: no such case, patient, service, member of staff, file or practice |
/// | 4 | busy or unwritable: another process has the store, the disk is full, or nothing can be written |
/// | 5 | damaged: the store needs care before it is used |
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Refused.
    Refused = 1,
    /// Usage.
    Usage = 2,
    /// Not found.
    NotFound = 3,
    /// Busy or unwritable.
    Unavailable = 4,
    /// Damaged.
    Damaged = 5,
}

/// What happened, what is safe, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// One word for scripts. Words are only ever added.
    pub kind: &'static str,
    /// What happened; a sentence.
    pub what: String,
    /// What is safe; a sentence.
    pub safe: String,
    /// What to do; a sentence.
    pub advice: String,
    /// More lines to read, such as who to call.
    pub more: Vec<String>,
}

/// Why a command ends early.
#[derive(Debug)]
pub enum Stop {
    /// Something did not work.
    Failure(Box<Failure>),
    /// Whoever read the output has gone: nothing is wrong, and nobody is left to tell.
    NobodyReads,
}

/// The line that scripts read on standard error: `{"error":{"kind","what","safe","do"}}`.
///
/// `more`, where there is something, holds further lines of text.
#[derive(Serialize)]
struct ErrorLine<'a> {
    error: ErrorShape<'a>,
}

#[derive(Serialize)]
struct ErrorShape<'a> {
    kind: &'a str,
    what: &'a str,
    safe: &'a str,
    #[serde(rename = "do")]
    advice: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    more: &'a [String],
}

impl Failure {
    /// A failure that changed nothing.
    pub fn new(exit: Exit, kind: &'static str, what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            exit,
            kind,
            what: what.into(),
            safe: "Nothing was changed.".to_owned(),
            advice: advice.into(),
            more: vec![],
        }
    }

    /// The command line says something that cannot be meant.
    pub fn usage(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "usage", what, advice)
    }

    /// What was entered cannot be kept or understood.
    pub fn input(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(Exit::Refused, "bad_input", what, advice)
    }

    /// A file that is not there, or that cannot be read.
    pub fn no_file(file: &Path, error: &io::Error) -> Self {
        let shown = file.display();
        if error.kind() == io::ErrorKind::NotFound {
            return Self::not_found(format!("There is no file {shown}."), "Check the name.");
        }
        Self::new(
            Exit::Refused,
            "unreadable",
            format!("The file {shown} cannot be read: {error}."),
            "Make it readable for you, or copy it here.",
        )
    }

    /// There is no such thing.
    pub fn not_found(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(Exit::NotFound, "not_found", what, advice)
    }

    /// The desk answered something else than was asked: only a mistake of ours can do that.
    pub fn unexpected() -> Self {
        Self::new(
            Exit::Refused,
            "unexpected",
            "The answer was not the one that was expected.",
            "Please report this.",
        )
    }

    /// As a script reads it: one line of JSON.
    pub fn json(&self) -> String {
        let error = ErrorShape {
            kind: self.kind,
            what: &self.what,
            safe: &self.safe,
            advice: &self.advice,
            more: &self.more,
        };
        serde_json::to_string(&ErrorLine { error }).unwrap_or_default()
    }

    /// As a person reads it: three lines, and what more there is to read.
    pub fn text(&self) -> String {
        let lines = [&self.what, &self.safe, &self.advice];
        lines.into_iter().chain(&self.more).filter(|line| !line.is_empty()).fold(
            String::new(),
            |text, line| {
                if text.is_empty() { line.clone() } else { format!("{text}\n{line}") }
            },
        )
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let exit = match &refusal {
            Refusal::NotFound { .. } => Exit::NotFound,
            Refusal::Store { fault: Fault::Damaged, .. } => Exit::Damaged,
            Refusal::Store { .. } => Exit::Unavailable,
            Refusal::NotAllowed { .. }
            | Refusal::Case(_)
            | Refusal::RedFlags { .. }
            | Refusal::Input { .. }
            | Refusal::Alike(_)
            | Refusal::State { .. } => Exit::Refused,
        };
        Self {
            exit,
            kind: refusal.kind(),
            what: refusal.what(),
            safe: refusal.safe().to_owned(),
            advice: refusal.advice(),
            more: vec![],
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::new(Exit::Usage, "settings", error.what, error.advice)
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(Box::new(failure))
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Failure::from(refusal).into()
    }
}
