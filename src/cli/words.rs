//! Words about a patient, which should not stand in arguments: those show in `ps` and in the shell's history, so `-`
//! reads them from standard input.

use crate::cli::failure::{Exit, Failure};
use std::io::Read;

/// The most that is read of words, in bytes: more than any line or note may have.
const MOST: u64 = 64 * 1024;

/// The words of an argument; `-`: those on standard input, without the last line's end.
///
/// # Errors
/// A [`Failure`] where standard input cannot be read as text, or holds more than a note may.
pub fn given(argument: &str) -> Result<String, Failure> {
    if argument != "-" {
        return Ok(argument.to_owned());
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes).map_err(|error| {
        Failure::new(
            Exit::Unavailable,
            "unreadable",
            format!("Standard input cannot be read: {error}."),
            "Pipe the text in, or write it behind the command.",
        )
    })?;
    if bytes.len() as u64 > MOST {
        return Err(Failure::input(
            "Standard input holds far more than belongs here.",
            "Give one line or one note.",
        ));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::input("Standard input is not UTF-8 text.", "Write it as UTF-8."))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
