//! What the lists over a screen hold: commands, keys, actions, messages.

use crate::tui::commands::{Command, scope};
use crate::tui::model::{Model, Screen};
use crate::tui::popup::{Item, Kind, Popup};
use jiff::Timestamp;

/// A popup for a command that opens one.
pub(super) fn popup(model: &Model, command: Command) -> Popup {
    let mut scopes = model.scopes();
    if model.popup.is_some() {
        scopes = model.top().map(|open| open.screen.scopes()).unwrap_or_default();
        scopes.push(scope::GLOBAL);
    }
    let row = |keys: Option<String>, command: Command, doc: &str| Item {
        key: keys.unwrap_or_default(),
        text: doc.to_owned(),
        command: Some(command),
        refused: None,
    };
    let (kind, items) = match command {
        Command::Messages => {
            let item = |(at, text): &(Timestamp, String)| Item {
                key: at.to_zoned(model.zone.clone()).strftime("%H:%M").to_string(),
                text: text.replace('\n', " "),
                command: None,
                refused: None,
            };
            (Kind::Messages, model.messages.iter().rev().map(item).collect())
        }
        Command::Commands => {
            let offered = model.keymap.palette(&scopes);
            let items = offered
                .filter_map(|(info, keys)| Some(row(keys, Command::named(info.name)?, info.doc)))
                .collect();
            (Kind::Commands, items)
        }
        Command::ActionsHere => (Kind::Actions, actions(model, &scopes)),
        _ => {
            let rows = model.keymap.reachable(&scopes);
            let items = rows
                .filter_map(|found| {
                    Some(row(Some(found.keys.to_string()), Command::named(found.command)?, &found.doc))
                })
                .collect();
            (Kind::Help, items)
        }
    };
    Popup::new(kind, items)
}

/// What can be done here: on a case, what it allows first, and why not what it does not.
pub(super) fn actions(model: &Model, scopes: &[&str]) -> Vec<Item> {
    let here = scopes.first().copied().unwrap_or_default();
    let mut items: Vec<Item> = model
        .keymap
        .palette(scopes)
        .filter(|(info, _)| info.scopes.contains(&here))
        .filter_map(|(info, keys)| {
            let command = Command::named(info.name)?;
            let refused = match model.top().map(|open| &open.screen) {
                Some(Screen::Case(screen)) => screen.refused(command),
                _ => None,
            };
            Some(Item {
                key: keys.unwrap_or_default(),
                text: info.doc.to_owned(),
                command: Some(command),
                refused,
            })
        })
        .collect();
    items.sort_by_key(|item| item.refused.is_some());
    items
}
