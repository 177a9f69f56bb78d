//! What is known of terminals, and of what runs around us in them, that a keymap has to respect.

use crate::keymap::key::{Key, KeyCode};

/// What terminals send for this key, where that is what they send for another one, or nothing.
///
/// Source: the C0 control characters of ECMA-48, xterm's ctlseqs ("PC-style function keys").
pub(super) fn cannot_be_told_apart(key: Key) -> Option<String> {
    let held = key.held();
    let same_as = |other: &str| Some(format!("terminals send the same for {other}"));
    match key.code() {
        KeyCode::Char('i') | KeyCode::Tab if held.ctrl => same_as("Tab"),
        KeyCode::Char('m') if held.ctrl => same_as("Enter"),
        KeyCode::Char('j') if held.ctrl => {
            same_as("a line feed, which pastes and some Enter keys are made of")
        }
        KeyCode::Char('h' | '8') if held.ctrl => same_as("Backspace"),
        KeyCode::Char('[' | '3') if held.ctrl => same_as("Esc"),
        KeyCode::Char('4') if held.ctrl => same_as("Ctrl-\\"),
        KeyCode::Char('5') if held.ctrl => same_as("Ctrl-]"),
        KeyCode::Char('6') if held.ctrl => same_as("Ctrl-^"),
        KeyCode::Char('7' | '/' | '-') if held.ctrl => same_as("Ctrl-_"),
        KeyCode::Char('2' | '@') if held.ctrl => same_as("Ctrl-Space"),
        KeyCode::Char(letter) if held.ctrl && held.shift => {
            same_as(&format!("Ctrl-{}", letter.to_ascii_uppercase()))
        }
        KeyCode::Char('a'..='z' | ' ' | '\\' | ']' | '^' | '_') if held.ctrl => None,
        KeyCode::Char(_) if held.ctrl => Some("terminals send the bare character, or nothing".to_owned()),
        KeyCode::Char('[' | 'O') if held.alt => {
            Some("what terminals send for it begins the arrow keys".to_owned())
        }
        KeyCode::Char(' ') if held.shift => same_as("Space"),
        KeyCode::Char(_) if held.shift => {
            Some("terminals send the character that it writes; name that".to_owned())
        }
        code @ (KeyCode::Enter | KeyCode::Esc | KeyCode::Backspace) if held.ctrl || held.shift => {
            same_as(&Key::plain(code).to_string())
        }
        KeyCode::F(13..) => Some("terminals disagree about what it sends".to_owned()),
        _ => None,
    }
}

/// Who takes a key in some places only, so that it is fine beside another.
pub(super) fn taken_by_some(key: Key) -> Option<&'static str> {
    match (key.held().ctrl, key.code()) {
        (true, KeyCode::Char('z')) => Some("some shells and remote sessions stop a program with it"),
        (false, KeyCode::F(1)) => Some("some terminals open their own help with it"),
        (false, KeyCode::F(12)) => Some("some desktops drop a terminal down with it"),
        _ => None,
    }
}

/// Who may take a key before it reaches us.
pub(super) fn swallowed_by(key: Key) -> Option<&'static str> {
    let held = key.held();
    match key.code() {
        KeyCode::Char('a') if held.ctrl => Some("screen takes it for its own commands"),
        KeyCode::Char('b') if held.ctrl => Some("tmux takes it for its own commands"),
        KeyCode::Char('q') if held.ctrl => Some("some lines take it as flow control"),
        _ if held.alt => Some("many terminals take Alt for their menus, or send Esc and the key"),
        KeyCode::F(10) => Some("many terminals open their menu with it"),
        KeyCode::F(11) => Some("many terminals go full screen with it"),
        KeyCode::PageUp | KeyCode::PageDown | KeyCode::Home | KeyCode::End | KeyCode::Insert
            if held.shift =>
        {
            Some("terminals scroll or paste with it")
        }
        KeyCode::PageUp | KeyCode::PageDown if held.ctrl => Some("terminals change tabs with it"),
        _ => None,
    }
}
