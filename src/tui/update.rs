//! What the application makes of what it hears. Pure: time comes with the message, deeds leave as effects.

mod acts;
mod keys;
mod places;
mod popups;

#[cfg(test)]
mod tests;

use crate::tui::commands::{Command, scope};
use crate::tui::drafts::Found;
use crate::tui::model::{Model, Screen, Timer, Tone};
use crate::tui::msg::{Effect, Msg};
use crate::tui::view::body;
use acts::{answered, ask_overview, say, with_screen};
use jiff::{SignedDuration, Timestamp};
use keys::hear;
use places::opened;

/// How long something that went well stays.
const SAID_FOR: SignedDuration = SignedDuration::from_secs(4);

/// How long a sentence to read out stays: long enough to be read to somebody.
const READ_OUT_FOR: SignedDuration = SignedDuration::from_secs(20);

/// How long what was said stays at least, whatever is pressed.
const READ_AFTER: SignedDuration = SignedDuration::from_millis(1500);

/// How far a kept draft may be behind the keys.
const DRAFT_AFTER: SignedDuration = SignedDuration::from_millis(500);

/// How often a directory that is being loaded is looked at.
const LOADING: SignedDuration = SignedDuration::from_millis(300);

/// The number of questions that no screen asked: the practice at a glance, an undo.
const OVERVIEW: u32 = 1;
const UNDO: u32 = 2;
const STAFF: u32 = 3;

/// Hears a message.
pub fn update(model: &mut Model, msg: Msg, now: Timestamp) -> Vec<Effect> {
    model.now = now;
    let mut effects = Vec::new();
    match msg {
        Msg::Input(input) => hear(model, input, &mut effects),
        Msg::Size(columns, rows) => {
            model.size = (columns, rows);
            let area = body(model.size);
            for open in model.tabs.iter_mut().chain(&mut model.over) {
                open.screen.resized(area);
            }
        }
        Msg::Answer(number, answer) => answered(model, number, *answer, &mut effects),
        Msg::Time => {}
        Msg::Opened(opening) => opened(model, *opening, &mut effects),
        Msg::DraftFound(found) => draft_found(model, found),
        Msg::DraftKept(Ok(at)) => model.draft_kept = Some(at),
        Msg::DraftKept(Err(why)) => {
            let text = format!(
                "The draft cannot be kept on disk: {why}.\nIt is safe in memory while Signpost runs."
            );
            say(model, text, None, Tone::Wrong);
        }
        Msg::Sent(Ok(said)) => say(model, said, None, Tone::Well),
        Msg::Sent(Err(why)) => say(model, why, None, Tone::Wrong),
        Msg::Hint(text) => say(model, text, None, Tone::Hint),
        Msg::Rebuilding(percent) => model.rebuilding = Some(percent),
    }
    due(model, &mut effects);
    effects
}

/// What is due by now.
fn due(model: &mut Model, effects: &mut Vec<Effect>) {
    let now = model.now;
    let (due, later): (Vec<_>, Vec<_>) =
        std::mem::take(&mut model.timers).into_iter().partition(|(at, _)| *at <= now);
    model.timers = later;
    for (_, timer) in due {
        match timer {
            Timer::Says => model.says = model.says.take().filter(|says| says.tone == Tone::Wrong),
            Timer::Overview => ask_overview(model, effects),
            Timer::Tick(number) => with_screen(model, number, effects, Screen::tick),
        }
    }
    if model.draft_due.is_some_and(|at| at <= now) {
        keep_draft(model, effects);
    }
}

fn draft_found(model: &mut Model, found: Found) {
    if let Some(notice) = found.notice() {
        say(model, notice, None, Tone::Wrong);
    }
    // What is being typed already is newer.
    if let (Found::Draft(draft), None) = (found, &model.draft) {
        model.draft = Some(*draft);
        let key = model.ctx().keys(Command::Flag, &[scope::GLOBAL]);
        say(model, format!("What you were typing is still there: {key} goes on with it."), None, Tone::Hint);
    }
}

fn keep_draft(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.draft_due.take().is_some() {
        effects.push(Effect::KeepDraft(model.draft.clone().map(Box::new)));
    }
}
