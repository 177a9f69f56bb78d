//! A file that a command writes: readable by its owner alone, since it is about patients.

use crate::cli::failure::{Exit, Failure};
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Writes a file; one that is there already is written anew, and keeps who may read it.
///
/// # Errors
/// A [`Failure`] where it cannot be written.
pub fn write(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let open = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(file);
    open.and_then(|mut to| to.write_all(bytes)).map_err(|error| {
        Failure::new(
            Exit::Unavailable,
            "unwritable",
            format!("The file {} cannot be written: {error}.", file.display()),
            "Choose another name or folder with --output.",
        )
    })
}
