//! Standard output: text for people, one JSON object a line for scripts; clean of what would steer a terminal.

use crate::cli::failure::{Exit, Failure, Stop};
use crate::domain::text::{REMOVED, is_unsafe};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{BufWriter, ErrorKind, Write};

/// Where a command writes what it has to say.
pub struct Out {
    json: bool,
    to: Box<dyn Write>,
}

impl Out {
    /// Standard output.
    pub fn standard(json: bool) -> Self {
        Self { json, to: Box::new(BufWriter::with_capacity(64 * 1024, std::io::stdout().lock())) }
    }

    /// Whether a script reads.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// A line of text, or several.
    ///
    /// # Errors
    /// [`Stop`] where it cannot be written.
    pub fn line(&mut self, text: impl AsRef<str>) -> Result<(), Stop> {
        self.raw(&format!("{}\n", clean(text.as_ref())))
    }

    /// One object on one line.
    ///
    /// # Errors
    /// [`Stop`] where it cannot be written.
    pub fn object(&mut self, shape: &impl Serialize) -> Result<(), Stop> {
        let json = serde_json::to_string(shape).map_err(|_| Failure::unexpected())?;
        self.raw(&format!("{}\n", escape(&json)))
    }

    /// Text that is ours and may hold tabs, such as a shell's script.
    ///
    /// # Errors
    /// [`Stop`] where it cannot be written.
    pub fn raw(&mut self, text: &str) -> Result<(), Stop> {
        self.bytes(text.as_bytes())
    }

    /// A file that is not text, for a pipe.
    ///
    /// # Errors
    /// [`Stop`] where it cannot be written.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.to.write_all(bytes).map_err(|error| cannot_write(&error))
    }

    /// Hands over what was written so far.
    ///
    /// # Errors
    /// [`Stop`] where it cannot be written.
    pub fn flush(&mut self) -> Result<(), Stop> {
        self.to.flush().map_err(|error| cannot_write(&error))
    }
}

fn cannot_write(error: &std::io::Error) -> Stop {
    if error.kind() == ErrorKind::BrokenPipe {
        return Stop::NobodyReads;
    }
    let mut failure = Failure::new(
        Exit::Unavailable,
        "unwritable",
        format!("The output cannot be written: {error}."),
        "Look whether it was done before doing it again.",
    );
    "What was asked may have been done; only the answer is missing.".clone_into(&mut failure.safe);
    failure.into()
}

/// Text as a terminal may be given it: lines stay, everything that would steer it shows as U+FFFD.
pub fn clean(text: &str) -> String {
    text.chars().map(|c| if c != '\n' && is_unsafe(c) { REMOVED } else { c }).collect()
}

/// JSON as a terminal may be given it: what would steer it is escaped, and reads back as it was.
pub fn escape(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_unsafe(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_holds_an_escape_sequence_does_not_reach_the_terminal_as_one() {
        assert_eq!(clean("Ann\u{1b}[2J\nnext"), "Ann\u{FFFD}[2J\nnext");
    }

    #[test]
    fn json_is_harmless_on_a_terminal_and_reads_back_whole() {
        let text = "Ann\u{9b}2J \u{202e}cod \u{e0041} tea\tcup";
        let json = escape(&serde_json::to_string(text).unwrap());
        assert!(!json.chars().any(is_unsafe), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
