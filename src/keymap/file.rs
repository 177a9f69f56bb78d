//! Reading a keymap file: TOML to rows, each with its line; what cannot be read is reported, not guessed.
//!
//! ```toml
//! base = "vim"                 # which shipped map this one stands on; "default" where it is not named
//! list = [
//!     ["j", "down", "one down"],   # keys, command, and, if the table's own words do not suit, a doc
//!     ["J", "none"],               # takes the keys away
//! ]
//! ```

use crate::keymap::finding::{Finding, Rule, Severity};
use crate::keymap::key::quoted;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The command that takes keys away from the map below.
pub const NONE: &str = "none";

/// Beyond this a file is no keymap, whatever it says.
pub(super) const LARGEST: u64 = 256 * 1024;

/// A keymap file as read: nothing is known yet about its commands, scopes and keys.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// The shipped map that it names as its base.
    pub base: Option<(usize, String)>,
    /// The rows, in the order of the file.
    pub rows: Vec<Raw>,
}

/// One row as it stands in the file.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub scope: String,
    pub keys: String,
    pub command: String,
    pub doc: Option<String>,
    /// From 1.
    pub line: usize,
}

/// Reads the bytes of a file called `name`; every byte sequence is a sheet, if an empty one.
pub(super) fn read(name: &str, bytes: &[u8], findings: &mut Vec<Finding>) -> Sheet {
    let mut malformed = |line: usize, what: String, todo: &str| {
        let (severity, rule) = (Severity::Error, Rule::Malformed);
        findings.push(Finding { severity, rule, file: name.to_owned(), line, what, todo: todo.to_owned() });
    };
    if bytes.len() as u64 > LARGEST {
        malformed(
            0,
            "The file is too large for a keymap.".to_owned(),
            "Nothing of it is used; is it the right file?",
        );
        return Sheet::default();
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line = line_at(bytes, error.valid_up_to());
            malformed(
                line,
                "The file is not UTF-8 text.".to_owned(),
                "Nothing of it is used; save it as UTF-8.",
            );
            return Sheet::default();
        }
    };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let line = error.span().map_or(0, |span| line_at(bytes, span.start));
        malformed(
            line,
            format!("This is not TOML: {}.", error.message()),
            "Correct the line; rows that can be read are used.",
        );
    }
    let mut sheet = Sheet::default();
    let mut scopes: Vec<_> = table.get_ref().iter().collect();
    scopes.sort_by_key(|(scope, _)| scope.span().start);
    for (scope, value) in scopes {
        let line = line_at(bytes, scope.span().start);
        let scope = scope.get_ref();
        match value.get_ref() {
            DeValue::String(base) if scope == "base" => sheet.base = Some((line, base.to_string())),
            DeValue::Array(rows) => {
                for row in rows {
                    let line = line_at(bytes, row.span().start);
                    match raw(scope, row, line) {
                        Some(raw) => sheet.rows.push(raw),
                        None => malformed(
                            line,
                            "This row is not two or three texts.".to_owned(),
                            "Write [\"keys\", \"command\"] or [\"keys\", \"command\", \"doc\"].",
                        ),
                    }
                }
            }
            _ => malformed(
                line,
                format!("{} is neither a scope with rows nor the base.", quoted(scope)),
                "Write scope = [ [\"keys\", \"command\"], … ].",
            ),
        }
    }
    sheet
}

fn raw(scope: &str, row: &Spanned<DeValue<'_>>, line: usize) -> Option<Raw> {
    let cells = row.get_ref().as_array()?;
    let text = |at: usize| cells.get(at).and_then(|cell| cell.get_ref().as_str()).map(str::to_owned);
    let (keys, command) = (text(0)?, text(1)?);
    let doc = match cells.len() {
        2 => None,
        3 => Some(text(2)?),
        _ => return None,
    };
    Some(Raw { scope: scope.to_owned(), keys, command, doc, line })
}

/// The line, from 1, of the byte at `offset`.
fn line_at(bytes: &[u8], offset: usize) -> usize {
    1 + bytes.iter().take(offset).filter(|byte| **byte == b'\n').count()
}
