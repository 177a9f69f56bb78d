//! What the sequences mean that terminals send for keys.
//!
//! Source: ECMA-48 5.4 (control sequences), xterm's ctlseqs ("PC-style function keys"), the Linux console's
//! `console_codes(4)`, and the `CSI u` form that some terminals are set to send.

use crate::keymap::{Held, Key, KeyCode};

/// What a sequence means, as far as it has come.
pub(super) enum Meaning {
    /// It is not whole yet.
    More,
    /// A key.
    Key(Key),
    /// Whole, but no key that is known.
    Nothing,
    /// The beginning of a bracketed paste.
    PasteBegins,
}

/// The meaning of a sequence without its ESC: `[A`, `[1;5C`, `OP`; of printable ASCII only.
pub(super) fn meaning(sequence: &[u8]) -> Meaning {
    match *sequence {
        // `[[` begins the console's F1 to F5.
        [] | [_] | [b'[', b'['] => Meaning::More,
        [b'[', b'[', letter @ b'A'..=b'E'] => plain(KeyCode::F(letter - b'A' + 1)),
        [b'[', b'[', ..] => Meaning::Nothing,
        // An old report of the mouse: three more bytes, whatever they are.
        [b'[', b'M', ref place @ ..] => {
            if place.len() < 3 {
                Meaning::More
            } else {
                Meaning::Nothing
            }
        }
        [_, .., last] if !(0x40..=0x7e).contains(&last) => Meaning::More,
        [_, b'<'..=b'?', ..] => Meaning::Nothing,
        [kind, ref parameters @ .., last] => {
            let parameters: Vec<Parameter> =
                parameters.split(|byte| *byte == b';').map(Parameter::read).collect();
            key(kind, &parameters, last)
        }
    }
}

/// `5` or `5:3`: the number and what stands behind a colon, 0 where there is none.
struct Parameter {
    number: u32,
    detail: u32,
}

impl Parameter {
    fn read(bytes: &[u8]) -> Self {
        let mut parts = bytes.split(|byte| *byte == b':').map(number);
        let number = parts.next().unwrap_or(0);
        Self { number, detail: parts.next().unwrap_or(0) }
    }
}

fn number(digits: &[u8]) -> u32 {
    let digits = digits.iter().filter(|digit| digit.is_ascii_digit());
    digits.fold(0, |number, digit| number.saturating_mul(10).saturating_add(u32::from(digit - b'0')))
}

fn key(kind: u8, parameters: &[Parameter], last: u8) -> Meaning {
    /// The detail of the second parameter where the key was let go.
    const RELEASED: u32 = 3;

    let at = |place: usize| parameters.get(place).map_or(0, |parameter| parameter.number);
    if parameters.get(1).is_some_and(|parameter| parameter.detail == RELEASED) {
        return Meaning::Nothing;
    }
    let held = held(at(1));
    let code = match (kind, last) {
        (b'[', b'~') => match at(0) {
            27 => return character(at(2), held),
            200 => return Meaning::PasteBegins,
            tilde => by_number(tilde),
        },
        (b'[', b'u') => return character(at(0), held),
        (b'[', b'Z') => return Meaning::Key(Key::new(KeyCode::Tab, Held { shift: true, ..held })),
        (b'O', b'M') => Some(KeyCode::Enter),
        (_, b'A') => Some(KeyCode::Up),
        (_, b'B') => Some(KeyCode::Down),
        (_, b'C') => Some(KeyCode::Right),
        (_, b'D') => Some(KeyCode::Left),
        (_, b'H') => Some(KeyCode::Home),
        (_, b'F') => Some(KeyCode::End),
        // `CSI 1 ; 1 R` is where the cursor stands, not F3; nobody here asks for it.
        (b'[', b'R') => None,
        (_, b'P'..=b'S') => Some(KeyCode::F(last - b'P' + 1)),
        _ => None,
    };
    code.map_or(Meaning::Nothing, |code| Meaning::Key(Key::new(code, held)))
}

/// The keys that are numbered: `CSI 5 ~`.
fn by_number(number: u32) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11 => KeyCode::F(1),
        12 => KeyCode::F(2),
        13 => KeyCode::F(3),
        14 => KeyCode::F(4),
        15 => KeyCode::F(5),
        17 => KeyCode::F(6),
        18 => KeyCode::F(7),
        19 => KeyCode::F(8),
        20 => KeyCode::F(9),
        21 => KeyCode::F(10),
        23 => KeyCode::F(11),
        24 => KeyCode::F(12),
        _ => return None,
    })
}

/// A key that is written as the number of its character.
fn character(number: u32, held: Held) -> Meaning {
    let code = match number {
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        _ => match char::from_u32(number) {
            Some(letter) if !crate::domain::text::is_unsafe(letter) => KeyCode::Char(letter),
            _ => return Meaning::Nothing,
        },
    };
    Meaning::Key(Key::new(code, held))
}

/// What is held, from the number that stands for it: one more than the sum of shift 1, alt 2, ctrl 4.
fn held(number: u32) -> Held {
    let bits = number.saturating_sub(1);
    Held { shift: bits & 1 != 0, alt: bits & 2 != 0, ctrl: bits & 4 != 0 }
}

fn plain(code: KeyCode) -> Meaning {
    Meaning::Key(Key::plain(code))
}
