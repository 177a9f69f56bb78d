//! The practice's store on this machine: whether one is there, and opening the desk over it.

use crate::cli::failure::{Exit, Failure};
use crate::desk::{Desk, open};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::ErrorKind;
use std::path::Path;

/// Whether a practice's store has been begun in a folder. Looks only; a command must not make one by asking.
///
/// # Errors
/// A [`Failure`] where a folder cannot be there, or nobody may look into it.
pub fn is_there(folder: &Path) -> Result<bool, Failure> {
    let unusable = |why: &str| {
        let mut failure = Failure::new(
            Exit::Unavailable,
            "unwritable",
            format!("The data folder {} cannot be used: {why}.", folder.display()),
            "Name another folder with --data DIR, or make this one readable and writable for you.",
        );
        "Nothing that was confirmed is lost; nothing was changed.".clone_into(&mut failure.safe);
        failure
    };
    match std::fs::read_dir(folder) {
        Ok(_) => Ok(open::exists(folder)),
        Err(error) => match error.kind() {
            ErrorKind::NotFound => Ok(false),
            ErrorKind::NotADirectory => {
                Err(unusable("it is not a folder, or lies in something that is none"))
            }
            ErrorKind::PermissionDenied => Err(unusable("you may not look into it")),
            _ => Err(unusable(&error.to_string())),
        },
    }
}

/// Opens the desk over the store in a folder, making the store where there is none.
///
/// Where its index has to be made again, a bar on standard error shows how far that is.
///
/// # Errors
/// A [`Failure`] where the store is in use, cannot be read or written, or is damaged.
pub fn open_desk(folder: &Path) -> Result<Desk, Failure> {
    let bar = bar("Making the index again");
    let opened = open::open(folder, &|done, total| {
        bar.set_length(total);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    Ok(opened?)
}

/// A bar on standard error, drawn only where that is a terminal, and only once there is something to show.
pub fn bar(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(0).with_message(what);
    match ProgressStyle::with_template("{msg} {wide_bar} {percent}%") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// There is no practice in a folder.
pub fn no_practice(folder: &Path) -> Failure {
    Failure::new(
        Exit::NotFound,
        "no_practice",
        format!("There is no practice in {} yet.", folder.display()),
        "Set one up with `signpost init --practice NAME --ods CODE`, or look around with `signpost demo`.",
    )
}
