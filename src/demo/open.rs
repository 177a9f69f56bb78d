//! Opening the demo's own store, made where it is not there yet.

use crate::demo::load::{PastClock, load};
use crate::demo::{SEED, generate, ods};
use crate::desk::open::open_at;
use crate::desk::refusal::{Fault, Refusal};
use crate::desk::reply::Reply;
use crate::desk::request::Request;
use crate::desk::{Actor, Desk};
use jiff::Timestamp;
use std::path::{Path, PathBuf};

/// Opens the demo practice in a folder of its own: made at the first start, found as it was left at the next.
///
/// One whose making was cut off is moved aside, beside the folder, and made anew. `progress` is that of
/// [`open_at`].
///
/// # Errors
/// [`Refusal::State`] where another practice is in the folder, which is left alone; [`Refusal::Store`] where the store
/// is in use, cannot be written, or is damaged.
pub fn open(folder: &Path, progress: &dyn Fn(u64, u64)) -> Result<Desk, Refusal> {
    let clock = PastClock::default();
    let mut desk = open_at(folder, clock.clock(), progress)?;
    if !desk.is_empty() {
        if is_whole(&desk, folder)? {
            return Ok(desk);
        }
        desk.wait_until_indexed();
        drop(desk);
        move_aside(folder)?;
        desk = open_at(folder, clock.clock(), progress)?;
    }
    load(&desk, &clock, &generate(SEED), Timestamp::now())?;
    Ok(desk)
}

/// Whether the demo here was made to its end: setting its limits is the last step.
fn is_whole(desk: &Desk, folder: &Path) -> Result<bool, Refusal> {
    match desk.ask(Actor::NOBODY, Request::Overview)? {
        Reply::Overview(overview) if overview.practice.ods == ods() => {
            Ok(overview.practice.limits.first_contact_working_days.is_some())
        }
        _ => Err(Refusal::State {
            what: format!("{} holds a practice, and not the demo", folder.display()),
            advice: "Choose another folder with --data.".to_owned(),
        }),
    }
}

fn move_aside(folder: &Path) -> Result<(), Refusal> {
    let aside = |number: u32| {
        let mut name = folder.as_os_str().to_owned();
        name.push(format!(".unfinished-{number}"));
        PathBuf::from(name)
    };
    let free = (1..1000).map(aside).find(|path| !path.exists()).unwrap_or_else(|| aside(0));
    std::fs::rename(folder, free).map_err(|error| Refusal::Store {
        fault: Fault::Unwritable,
        what: format!("moving the unfinished demo in {} aside: {error}", folder.display()),
    })
}
