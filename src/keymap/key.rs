//! One key and a sequence of keys: how they are written, read and compared.
//!
//! Knows nothing of terminals; which keys a terminal can send at all is the checker's to say.

use std::fmt;
use std::str::FromStr;

/// One press of a key, as a keymap writes it: `Ctrl-S`, `Shift-Tab`, `F1`, `g`, `G`, `Space`.
///
/// Made by [`Key::new`] or by parsing, so that one press has one value: a letter carries its own shift
/// (`G`, never shift and `g`), and a letter with Ctrl is lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    code: KeyCode,
    ctrl: bool,
    alt: bool,
    shift: bool,
}

/// What is printed on the key; a character is what the key writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyCode {
    /// A character that the key writes; the space bar writes `' '`.
    Char(char),
    /// Enter (Return).
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Backspace: deletes before the cursor.
    Backspace,
    /// Delete: deletes after the cursor.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key, from 1 on.
    F(u8),
}

/// The keys held down while another is pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Ctrl is held.
    pub ctrl: bool,
    /// Alt (Option, Meta) is held.
    pub alt: bool,
    /// Shift is held; a letter carries it itself.
    pub shift: bool,
}

/// The named keys, each with the name that is shown first.
const NAMES: [(&str, KeyCode); 19] = [
    ("Space", KeyCode::Char(' ')),
    ("Enter", KeyCode::Enter),
    ("Return", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Escape", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("Del", KeyCode::Delete),
    ("Delete", KeyCode::Delete),
    ("Ins", KeyCode::Insert),
    ("Insert", KeyCode::Insert),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
];

impl Key {
    /// The press of `code` with what is held, in its one form.
    pub fn new(code: KeyCode, held: Held) -> Self {
        let Held { ctrl, alt, mut shift } = held;
        let code = match code {
            KeyCode::Char(letter) if shift && !ctrl => KeyCode::Char(one_char(letter.to_uppercase(), letter)),
            KeyCode::Char(letter) if ctrl => KeyCode::Char(one_char(letter.to_lowercase(), letter)),
            other => other,
        };
        // `Shift-1` stays as it is: which character that writes is the keyboard layout's to say.
        if matches!(code, KeyCode::Char(letter) if letter.is_uppercase()) {
            shift = false;
        }
        Self { code, ctrl, alt, shift }
    }

    /// The press of `code` alone.
    pub fn plain(code: KeyCode) -> Self {
        Self::new(code, Held::default())
    }

    /// The press of `letter` with Ctrl held.
    pub fn ctrl(letter: char) -> Self {
        Self::new(KeyCode::Char(letter), Held { ctrl: true, ..Held::default() })
    }

    /// What is printed on the key.
    pub fn code(self) -> KeyCode {
        self.code
    }

    /// What is held down with it.
    pub fn held(self) -> Held {
        Held { ctrl: self.ctrl, alt: self.alt, shift: self.shift }
    }

    /// The character that this press types into a text, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(letter) if !self.ctrl && !self.alt => Some(letter),
            _ => None,
        }
    }
}

/// The only character of a case conversion, or the letter itself where the conversion makes several.
fn one_char(mut converted: impl Iterator<Item = char>, letter: char) -> char {
    match (converted.next(), converted.next()) {
        (Some(one), None) => one,
        _ => letter,
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        match (NAMES.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, KeyCode::F(number)) => write!(f, "F{number}"),
            (None, KeyCode::Char(letter)) if self.ctrl => {
                write!(f, "{}", one_char(letter.to_uppercase(), letter))
            }
            (None, KeyCode::Char(letter)) => write!(f, "{letter}"),
            (None, other) => write!(f, "{other:?}"),
        }
    }
}

/// Why a text is not a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// There is nothing to read.
    #[error("no key is named")]
    Empty,
    /// The name is of no key; the text is as it stood, escaped.
    #[error("{0} is not a key")]
    Unknown(String),
    /// The sequence is longer than anybody presses.
    #[error("the sequence has more than {max} keys", max = Keys::LONGEST)]
    TooLong,
}

impl FromStr for Key {
    type Err = KeyError;

    /// Reads `Ctrl-S`, `ctrl-s`, `Alt-Left`, `F5`, `g`, `-`; the case matters for a single character only.
    ///
    /// # Errors
    /// [`KeyError::Empty`] for no text, [`KeyError::Unknown`] for a name that no key has.
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let unknown = || KeyError::Unknown(quoted(text));
        let mut held = Held::default();
        let mut rest = text;
        while let Some((modifier, behind)) = rest.split_once('-') {
            if behind.is_empty() || modifier.is_empty() {
                break;
            }
            let flag = match modifier.to_ascii_lowercase().as_str() {
                "ctrl" | "control" => &mut held.ctrl,
                "alt" | "meta" => &mut held.alt,
                "shift" => &mut held.shift,
                _ => return Err(unknown()),
            };
            if std::mem::replace(flag, true) {
                return Err(unknown());
            }
            rest = behind;
        }
        let mut letters = rest.chars();
        let code = match (letters.next(), letters.next()) {
            (None, _) => return Err(KeyError::Empty),
            (Some(letter), None) if !letter.is_control() && !letter.is_whitespace() => KeyCode::Char(letter),
            _ => named(rest).ok_or_else(unknown)?,
        };
        Ok(Self::new(code, held))
    }
}

/// The key of this name, whatever its case.
fn named(name: &str) -> Option<KeyCode> {
    let by_name = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, code)| *code);
    by_name.or_else(|| match name.to_ascii_lowercase().as_str() {
        "pageup" => Some(KeyCode::PageUp),
        "pagedown" => Some(KeyCode::PageDown),
        lower => {
            let number: u8 = lower.strip_prefix('f')?.parse().ok()?;
            (1..=24).contains(&number).then_some(KeyCode::F(number))
        }
    })
}

/// Text of the user's, for a message: control and formatting characters escaped, at most 40 characters.
pub(super) fn quoted(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("{short:?}{more}")
}

/// Keys pressed one after another: `g g`, `Space f`; never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Keys(Vec<Key>);

impl Keys {
    /// The longest sequence that a keymap may hold.
    pub const LONGEST: usize = 4;

    /// The keys, in the order in which they are pressed.
    pub fn as_slice(&self) -> &[Key] {
        &self.0
    }

    /// The first key.
    pub fn first(&self) -> Key {
        self.0[0]
    }
}

impl FromStr for Keys {
    type Err = KeyError;

    /// Reads keys with space between them.
    ///
    /// # Errors
    /// The [`KeyError`] of the first key that is none; [`KeyError::TooLong`] beyond [`Keys::LONGEST`].
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let keys = text.split_whitespace().map(str::parse).collect::<Result<Vec<Key>, _>>()?;
        match keys.len() {
            0 => Err(KeyError::Empty),
            1..=Self::LONGEST => Ok(Self(keys)),
            _ => Err(KeyError::TooLong),
        }
    }
}

impl fmt::Display for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&display(&self.0))
    }
}

/// Keys as they are shown: `g g`.
pub fn display(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Ctrl-S", "Ctrl-S")]
    #[case("ctrl-s", "Ctrl-S")]
    #[case("Shift-Tab", "Shift-Tab")]
    #[case("f12", "F12")]
    #[case("Shift-g", "G")]
    #[case("-", "-")]
    #[case("Alt--", "Alt--")]
    #[case("PageDown", "PgDn")]
    #[case("return", "Enter")]
    #[case("Ctrl-Left", "Ctrl-Left")]
    #[case("Ctrl-]", "Ctrl-]")]
    fn a_key_is_read_and_shown_in_one_form(#[case] written: &str, #[case] shown: &str) {
        assert_eq!(written.parse::<Key>().unwrap().to_string(), shown);
    }

    #[rstest]
    #[case("")]
    #[case("Hyper-x")]
    #[case("Ctrl-Ctrl-x")]
    #[case("F0")]
    #[case("F99")]
    #[case("\u{1b}")]
    #[case("Ctrl-")]
    fn what_is_no_key_is_refused(#[case] written: &str) {
        assert!(written.parse::<Key>().is_err());
    }

    proptest::proptest! {
        #[test]
        fn every_key_that_can_be_read_is_read_back_from_what_is_shown(text in "(Ctrl-|Alt-|Shift-){0,3}([!-~é]|F[0-9]{1,2}|Tab|Space|Left|Home)") {
            if let Ok(key) = text.parse::<Key>() {
                proptest::prop_assert_eq!(key.to_string().parse::<Key>(), Ok(key));
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,60}") {
            let _ = text.parse::<Keys>();
        }
    }
}
