//! What a key, a paste or a signal comes to.

use super::acts::{act, ask, say, with_screen};
use super::places::{back, go, quit};
use super::popups::popup;
use super::{READ_AFTER, UNDO, keep_draft};
use crate::desk::request::Request;
use crate::domain::banner;
use crate::keymap::{Key, Outcome};
use crate::tui::commands::{Command, scope};
use crate::tui::input::Input;
use crate::tui::model::{Model, Says, Screen, Tone};
use crate::tui::msg::Effect;
use crate::tui::open::{FlagStart, Place};
use crate::tui::screen::{Act, Pressed};
use crate::tui::theme::Theme;

/// How many keys and pastes are held: more than anybody types ahead.
const MOST_HELD: usize = 200;

pub(super) fn hear(model: &mut Model, input: Input, effects: &mut Vec<Effect>) {
    // Somebody who knows the way types ahead: the keys are meant for what they have just opened.
    if model.is_opening() && matches!(input, Input::Key(_) | Input::Paste(_)) && !goes_through(model, &input)
    {
        return hold(model, input);
    }
    match input {
        Input::Key(key) => press(model, key, effects),
        Input::Paste(text) => pasted(model, text, effects),
        Input::Resized => {}
        Input::HangUp | Input::Terminate => {
            keep_draft(model, effects);
            effects.push(Effect::Quit);
        }
        Input::Suspend => effects.push(Effect::Suspend),
        Input::Resumed => effects.push(Effect::Resume),
    }
}

pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    // Whoever presses the next key after a while has read what was said.
    let read = |says: &Says| match says.tone {
        Tone::Hint => true,
        Tone::Well => says.read_out.is_none() && model.said_at + READ_AFTER <= model.now,
        Tone::Wrong => false,
    };
    if model.says.as_ref().is_some_and(read) {
        model.says = None;
    }
    let scopes = model.scopes();
    let mut pending = std::mem::take(&mut model.pending);
    let keymap = model.keymap.clone();
    let outcome = keymap.press(&scopes, &mut pending, key);
    match outcome {
        Outcome::Matched(row) => {
            let Some(command) = Command::named(row.command) else { return };
            if row.scope == scope::GLOBAL {
                global(model, command, effects);
            } else if command == Command::ShowScreen {
                model.hidden = false;
                effects.push(Effect::Repaint);
            } else {
                to_top(model, Pressed::Command(command), effects);
            }
        }
        Outcome::Pending(_) => model.pending = pending,
        Outcome::NotFound(key) => {
            let typing = scopes.first().is_some_and(|first| is_typing(model, first));
            match key.typed() {
                Some(c) if typing => to_top(model, Pressed::Char(c), effects),
                _ if model.hidden => {}
                _ => {
                    let help = model.ctx().keys(Command::Help, &scopes);
                    say(model, format!("{key} does nothing here. {help} shows the keys."), None, Tone::Hint);
                }
            }
        }
        Outcome::Cancelled(_) => {}
    }
}

/// What a key by itself would mean here.
fn meaning(model: &Model, input: &Input) -> Option<Command> {
    let Input::Key(key) = input else { return None };
    match model.keymap.press(&model.scopes(), &mut vec![], *key) {
        Outcome::Matched(row) => Command::named(row.command),
        _ => None,
    }
}

/// Whether it is heard at once, whatever is waited for.
fn goes_through(model: &Model, input: &Input) -> bool {
    matches!(meaning(model, input), Some(Command::HideScreen | Command::Redraw | Command::Suspend))
}

/// Keeps a key or a paste until what is opening is there. The key that goes back stops waiting, and what was typed
/// ahead is for nothing then.
fn hold(model: &mut Model, input: Input) {
    let goes_back = matches!(meaning(model, &input), Some(Command::Back | Command::Leave));
    let top = model.over.last_mut().or_else(|| model.tabs.get_mut(model.tab));
    if goes_back && top.is_some_and(|open| open.screen.stop_opening()) {
        model.held.clear();
    } else if model.held.len() < MOST_HELD {
        model.held.push(input);
    }
}

/// Hears what was held, once what it was meant for is there.
pub(super) fn hear_held(model: &mut Model, effects: &mut Vec<Effect>) {
    for input in std::mem::take(&mut model.held) {
        hear(model, input, effects);
    }
}

pub(super) fn is_typing(model: &Model, scope: &str) -> bool {
    model.keymap.vocabulary().scopes.iter().any(|info| info.name == scope && info.typing)
}

pub(super) fn pasted(model: &mut Model, text: String, effects: &mut Vec<Effect>) {
    let scopes = model.scopes();
    if model.hidden {
        return;
    }
    if scopes.first().is_some_and(|first| is_typing(model, first)) {
        to_top(model, Pressed::Paste(text), effects);
    } else if banner::looks_like_a_banner(&text) && model.over.is_empty() {
        act(model, None, Act::Open(Place::Flag(FlagStart::Banner(text))), effects);
    } else {
        let key = model.ctx().keys(Command::Flag, &[scope::GLOBAL]);
        let said = format!("Pasted text is never a command. Go to a field first; {key} opens Flag.");
        say(model, said, None, Tone::Hint);
    }
}

/// A command for the screen in front, or the popup over it.
pub(super) fn to_top(model: &mut Model, pressed: Pressed, effects: &mut Vec<Effect>) {
    if let Some(mut popup) = model.popup.take() {
        let acts = popup.update(&pressed);
        if !acts.contains(&Act::Close) {
            model.popup = Some(popup);
        }
        for one in acts.into_iter().filter(|one| *one != Act::Close) {
            act(model, None, one, effects);
        }
        return;
    }
    let Some(number) = model.top().map(|open| open.number) else { return };
    with_screen(model, number, effects, |screen, ctx| screen.update(pressed, ctx));
}

/// A command that means the same everywhere.
pub(super) fn global(model: &mut Model, command: Command, effects: &mut Vec<Effect>) {
    let open =
        |model: &mut Model, place, effects: &mut Vec<Effect>| act(model, None, Act::Open(place), effects);
    match command {
        Command::Back => back(model, effects),
        Command::Quit => quit(model, effects),
        Command::HowToQuit => {
            let key = model.ctx().keys(Command::Quit, &[scope::GLOBAL]);
            say(
                model,
                format!("{key} goes back, and at the top a second {key} ends Signpost."),
                None,
                Tone::Hint,
            );
        }
        Command::HideScreen => {
            model.hidden = true;
            model.popup = None;
            effects.push(Effect::Repaint);
        }
        Command::Redraw => effects.push(Effect::Repaint),
        Command::Suspend => effects.push(Effect::Suspend),
        Command::ThemeNext => {
            let name = model.theme.0.next();
            model.theme = (name, Theme::of(name));
            effects.push(Effect::Repaint);
            say(model, format!("Colours: {}.", name.name()), None, Tone::Hint);
        }
        Command::Help | Command::ActionsHere | Command::Commands | Command::Messages => {
            model.popup = Some(popup(model, command));
        }
        // Before anybody has begun, the screen itself is all there is.
        _ if model.me.is_none() => to_top(model, Pressed::Command(command), effects),
        Command::Flag => open(model, Place::Flag(FlagStart::Empty), effects),
        Command::FlagLine => open(model, Place::FlagLine, effects),
        Command::Find => {
            let start = model.top().map(|open| open.screen.finder_start()).unwrap_or_default();
            open(model, Place::Finder(start), effects);
        }
        Command::Today => go(model, 0, effects),
        Command::Cases => go(model, 1, effects),
        Command::Services => go(model, 2, effects),
        Command::Caseloads => open(model, Place::Caseloads, effects),
        Command::Reports if model.tabs.len() > 3 => go(model, 3, effects),
        Command::Reports => say(model, "Only managers see the reports.".to_owned(), None, Tone::Hint),
        Command::NextTab => go(model, (model.tab + 1) % model.tabs.len().max(1), effects),
        Command::PreviousTab => {
            let count = model.tabs.len().max(1);
            go(model, (model.tab + count - 1) % count, effects);
        }
        Command::Undo => undo(model, effects),
        command => to_top(model, Pressed::Command(command), effects),
    }
}

pub(super) fn undo(model: &mut Model, effects: &mut Vec<Effect>) {
    let typing = model.scopes().first().is_some_and(|first| is_typing(model, first));
    if typing {
        say(model, "Leave the text first; undo takes back what was saved.".to_owned(), None, Tone::Hint);
        return;
    }
    let here = model.top().and_then(|open| match &open.screen {
        Screen::Case(screen) => Some(screen.id().into()),
        _ => None,
    });
    match here.or(model.last_change) {
        Some(subject) => ask(model, None, UNDO, Request::Undo { subject }, effects),
        None => {
            say(model, "You have changed nothing yet that could be taken back.".to_owned(), None, Tone::Hint);
        }
    }
}
