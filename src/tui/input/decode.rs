//! Bytes of a terminal to keys and pastes, with the times at which they came; a pure state machine.
//!
//! crossterm's reader is not used: it reports a lone ESC byte at once, so that an arrow key whose bytes a slow
//! link brings in two packets becomes Esc, `[` and `A`; and it hides which keys arrived together, without which
//! a paste that is not bracketed looks like commands. Other parsers wait without end for the rest of a sequence
//! that was torn. Here a lone ESC is held for [`ESC_HOLD`], and nothing is held for ever.

use crate::domain::text::{REMOVED, is_unsafe};
use crate::keymap::{Held, Key, KeyCode};
use crate::tui::input::sequence::{self, Meaning};
use std::time::{Duration, Instant};

/// How long an ESC byte waits for the rest of a sequence before it is the Esc key. Slow links bring the rest
/// up to 20 ms later; nobody presses Esc and another key in 30 ms.
pub const ESC_HOLD: Duration = Duration::from_millis(30);

/// How long a sequence that has begun waits for its end before it is dropped: it was torn.
const TORN: Duration = Duration::from_millis(250);

/// How long a bracketed paste waits for more before it is taken as it is: its end was lost.
const PASTE_STALLED: Duration = Duration::from_secs(2);

/// No field holds more; what a paste has beyond it is dropped. In bytes.
const LARGEST_PASTE: usize = 64 * 1024;

/// The longest sequence a terminal sends for a key, and the longest answer to a question of another program's.
const LONGEST_SEQUENCE: usize = 32;
const LONGEST_STRING: usize = 4096;

const ESC: u8 = 0x1b;
const PASTE_END: &[u8] = b"\x1b[201~";

/// What the bytes say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decoded {
    /// One press of a key.
    Key(Key),
    /// A bracketed paste: line breaks as `\n`, other control characters replaced.
    Paste(String),
}

/// The bytes that are not yet a whole key.
#[derive(Debug, Default)]
pub struct Decoder {
    held: Vec<u8>,
    paste: Option<Vec<u8>>,
    /// When the last byte came.
    last: Option<Instant>,
}

/// What the held bytes are.
enum Step {
    /// Not whole yet.
    More,
    /// A key.
    Key(Key),
    /// Whole, but no key: a report of the mouse, of focus, an answer that nobody waits for.
    Nothing,
    /// A bracketed paste begins.
    PasteBegins,
    /// A key, followed by the last byte, which belongs to something else.
    KeyThenLast(Key),
    /// Nothing that is known, followed by the last byte, which belongs to something else.
    DropThenLast,
    /// The Esc key, followed by everything after the first byte.
    EscThenRest,
}

impl Decoder {
    /// Takes bytes that came at `at`, and adds what they say.
    pub fn push(&mut self, bytes: &[u8], at: Instant, out: &mut Vec<Decoded>) {
        self.tick(at, out);
        for byte in bytes {
            if self.paste.is_some() {
                self.paste_byte(*byte, out);
            } else {
                self.held.push(*byte);
                self.read_held(out);
            }
        }
        if !bytes.is_empty() {
            self.last = Some(at);
        }
    }

    /// Lets time pass: what was held too long is given up.
    pub fn tick(&mut self, at: Instant, out: &mut Vec<Decoded>) {
        if self.deadline().is_none_or(|deadline| at < deadline) {
            return;
        }
        if let Some(text) = self.paste.take() {
            out.push(Decoded::Paste(pasted(&text)));
            return;
        }
        let mut key = |key| out.push(Decoded::Key(key));
        match *self.held.as_slice() {
            [ESC] => key(Key::plain(KeyCode::Esc)),
            [ESC, ESC] => {
                key(Key::plain(KeyCode::Esc));
                key(Key::plain(KeyCode::Esc));
            }
            [ESC, starter] if begins_string(starter) => key(alt(Key::plain(KeyCode::Char(starter.into())))),
            [first, ..] if first >= 0x80 => key(typed(REMOVED)),
            _ => {}
        }
        self.held.clear();
    }

    /// When [`Decoder::tick`] has something to do, if no byte comes before.
    pub fn deadline(&self) -> Option<Instant> {
        let hold = match (&self.paste, self.held.as_slice()) {
            (Some(_), _) => PASTE_STALLED,
            (None, []) => return None,
            (None, [ESC] | [ESC, ESC]) => ESC_HOLD,
            (None, [ESC, starter]) if begins_string(*starter) => ESC_HOLD,
            (None, _) => TORN,
        };
        self.last.map(|last| last + hold)
    }

    fn read_held(&mut self, out: &mut Vec<Decoded>) {
        loop {
            match read(&self.held) {
                Step::More => return,
                Step::Key(key) => out.push(Decoded::Key(key)),
                Step::Nothing => {}
                Step::PasteBegins => self.paste = Some(Vec::new()),
                Step::KeyThenLast(key) => {
                    out.push(Decoded::Key(key));
                    self.held.drain(..self.held.len() - 1);
                    continue;
                }
                Step::DropThenLast => {
                    self.held.drain(..self.held.len() - 1);
                    continue;
                }
                Step::EscThenRest => {
                    out.push(Decoded::Key(Key::plain(KeyCode::Esc)));
                    self.held.remove(0);
                    continue;
                }
            }
            self.held.clear();
            return;
        }
    }

    fn paste_byte(&mut self, byte: u8, out: &mut Vec<Decoded>) {
        let Some(text) = &mut self.paste else { return };
        if text.len() >= LARGEST_PASTE + PASTE_END.len() {
            // Only the end is still looked for, in the last bytes.
            text.remove(LARGEST_PASTE);
        }
        text.push(byte);
        if text.ends_with(PASTE_END) {
            text.truncate((text.len() - PASTE_END.len()).min(LARGEST_PASTE));
            out.push(Decoded::Paste(pasted(text)));
            self.paste = None;
        }
    }
}

fn read(held: &[u8]) -> Step {
    match *held {
        [] | [ESC] | [ESC, ESC] => Step::More,
        [ESC, ESC, b'[' | b'O', ..] => with_alt(sequence_of(&held[1..])),
        [ESC, ESC, ..] => Step::EscThenRest,
        [ESC, b'[' | b'O', ..] => sequence_of(held),
        [ESC, starter] if begins_string(starter) => Step::More,
        [ESC, starter, first, ..] if begins_string(starter) => string(held, starter, first),
        [ESC, ref rest @ ..] => with_alt(character(rest)),
        _ => character(held),
    }
}

/// One key that is not a sequence: a control byte or a character of UTF-8.
fn character(bytes: &[u8]) -> Step {
    let ctrl = |letter: u8| Step::Key(Key::ctrl(letter.into()));
    let first = bytes[0];
    match first {
        0x00 => ctrl(b' '),
        // A line feed is Enter: some senders write it, and Ctrl-J cannot be told apart from it.
        b'\r' | b'\n' => Step::Key(Key::plain(KeyCode::Enter)),
        b'\t' => Step::Key(Key::plain(KeyCode::Tab)),
        0x08 | 0x7f => Step::Key(Key::plain(KeyCode::Backspace)),
        0x01..=0x1a => ctrl(first - 1 + b'a'),
        ESC => Step::More,
        0x1c..=0x1f => ctrl(first - 0x1c + b'\\'),
        0x20..=0x7e => Step::Key(Key::plain(KeyCode::Char(first.into()))),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Step::Key(typed(text.chars().next().unwrap_or(REMOVED))),
            Err(error) if error.error_len().is_none() => Step::More,
            Err(_) if bytes.len() == 1 => Step::Key(typed(REMOVED)),
            Err(_) => Step::KeyThenLast(typed(REMOVED)),
        },
    }
}

/// A sequence that begins with `ESC [` or `ESC O`.
fn sequence_of(held: &[u8]) -> Step {
    let Some((last, _)) = held[2..].split_last() else { return Step::More };
    if held.len() > LONGEST_SEQUENCE || *last < 0x20 || *last >= 0x7f {
        return Step::DropThenLast;
    }
    match sequence::meaning(&held[1..]) {
        Meaning::More => Step::More,
        Meaning::Key(key) => Step::Key(key),
        Meaning::Nothing => Step::Nothing,
        Meaning::PasteBegins => Step::PasteBegins,
    }
}

/// The bytes that begin a string: an answer to a question that another program asked of the terminal.
fn begins_string(byte: u8) -> bool {
    matches!(byte, b']' | b'P' | b'_' | b'^' | b'X')
}

/// A string as far as it has come; where it does not look like one, its beginning was Alt and a character.
fn string(held: &[u8], starter: u8, first: u8) -> Step {
    if !matches!(first, b'0'..=b'9' | b'>' | b'!' | b'G') {
        return Step::KeyThenLast(alt(Key::plain(KeyCode::Char(starter.into()))));
    }
    let ended = held.ends_with(b"\x07") || held.ends_with(b"\x1b\\");
    if ended || held.len() > LONGEST_STRING { Step::Nothing } else { Step::More }
}

fn with_alt(step: Step) -> Step {
    match step {
        Step::Key(key) => Step::Key(alt(key)),
        Step::KeyThenLast(key) => Step::KeyThenLast(alt(key)),
        other => other,
    }
}

fn alt(key: Key) -> Key {
    Key::new(key.code(), Held { alt: true, ..key.held() })
}

/// A character from outside: what would steer a terminal or hide in a text shows as removed.
fn typed(letter: char) -> Key {
    Key::plain(KeyCode::Char(if is_unsafe(letter) { REMOVED } else { letter }))
}

/// A pasted text, safe to keep: line breaks as `\n`, tabs as they are, every other control character replaced.
pub(super) fn pasted(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .map(|letter| if is_unsafe(letter) && letter != '\n' && letter != '\t' { REMOVED } else { letter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    /// Pushes pieces, each so many milliseconds after the one before, waits a second, and writes down what came.
    fn decode(pieces: &[(u64, &[u8])]) -> String {
        let mut decoder = Decoder::default();
        let mut at = Instant::now();
        let mut out = Vec::new();
        for (after, bytes) in pieces {
            at += Duration::from_millis(*after);
            decoder.push(bytes, at, &mut out);
        }
        decoder.tick(at + Duration::from_secs(3), &mut out);
        assert_eq!(decoder.deadline(), None, "nothing is held for ever");
        let shown = out.iter().map(|decoded| match decoded {
            Decoded::Key(key) => key.to_string(),
            Decoded::Paste(text) => format!("{text:?}"),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[rstest]
    #[case(b"a", "a")]
    #[case(b"A", "A")]
    #[case("é".as_bytes(), "é")]
    #[case(b"\xff", "\u{FFFD}")]
    #[case(b"\xc3a", "\u{FFFD} a")]
    #[case(b"\r", "Enter")]
    #[case(b"\t", "Tab")]
    #[case(b"\x7f\x08", "Backspace Backspace")]
    #[case(b"\x13", "Ctrl-S")]
    #[case(b"\x00", "Ctrl-Space")]
    #[case(b"\x1d", "Ctrl-]")]
    #[case(b"\x1b[A\x1bOB\x1b[C\x1b[D", "Up Down Right Left")]
    #[case(b"\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[5~\x1b[6~", "Home End Home End PgUp PgDn")]
    #[case(b"\x1b[2~\x1b[3~", "Ins Del")]
    #[case(b"\x1bOP\x1b[12~\x1b[[C\x1b[15~\x1b[24~", "F1 F2 F3 F5 F12")]
    #[case(b"\x1b[Z", "Shift-Tab")]
    #[case(b"\x1b[1;5C\x1b[1;2A\x1b[3;5~", "Ctrl-Right Shift-Up Ctrl-Del")]
    #[case(b"\x1b[115;5u\x1b[27;5;115~", "Ctrl-S Ctrl-S")]
    #[case(b"\x1bx\x1b\x7f", "Alt-x Alt-Backspace")]
    #[case(b"\x1b\x1b[A", "Alt-Up")]
    #[case(b"\x1b\x1b", "Esc Esc")]
    #[case(b"\x1b[<0;3;4M\x1b[M !!\x1b[I", "")]
    #[case(b"\x1b]11;rgb:0000/0000/0000\x07\x1bP1$r0m\x1b\\j", "j")]
    #[case(b"\x1b]", "Alt-]")]
    #[case(b"\x1b]x", "Alt-] x")]
    #[case(b"\x1b[200~one\rtwo\x1b[31m\x1b[201~j", "\"one\\ntwo\u{FFFD}[31m\" j")]
    #[case(b"\x1b[201~j", "j")]
    #[case("\u{202e}".as_bytes(), "\u{FFFD}")]
    fn bytes_are_keys(#[case] bytes: &[u8], #[case] keys: &str) {
        assert_eq!(decode(&[(0, bytes)]), keys);
        let apart: Vec<(u64, &[u8])> = bytes.chunks(1).map(|byte| (20, byte)).collect();
        assert_eq!(decode(&apart), keys, "the same with 20 ms between the bytes");
    }

    #[test]
    fn escape_alone_comes_after_30_ms_and_not_before() {
        let (mut decoder, start, mut out) = (Decoder::default(), Instant::now(), Vec::new());
        decoder.push(b"\x1b", start, &mut out);
        decoder.tick(start + Duration::from_millis(29), &mut out);
        assert_eq!(out, []);
        assert_eq!(decoder.deadline(), Some(start + ESC_HOLD));
        decoder.tick(start + ESC_HOLD, &mut out);
        assert_eq!(out, [Decoded::Key(Key::plain(KeyCode::Esc))]);
    }

    #[rstest]
    #[case(&[(0, "\x1b"), (29, "x")], "Alt-x")]
    #[case(&[(0, "\x1b"), (31, "x")], "Esc x")]
    #[case(&[(0, "\x1b"), (29, "[A")], "Up")]
    #[case(&[(0, "\x1b"), (31, "j")], "Esc j")]
    #[case(&[(0, "\x1b["), (200, "A")], "Up")]
    #[case(&[(0, "\x1b["), (300, "j")], "j")]
    #[case(&[(0, "\x1b[1;\x1b[B")], "Down")]
    #[case(&[(0, "\x1b"), (20, "["), (20, "20"), (20, "0~ab"), (20, "c\x1b"), (20, "[201~")], "\"abc\"")]
    #[case(&[(0, "\x1b[200~lost end"), (3000, "j")], "\"lost end\" j")]
    fn time_tells_keys_apart(#[case] pieces: &[(u64, &str)], #[case] keys: &str) {
        let pieces: Vec<_> = pieces.iter().map(|(after, text)| (*after, text.as_bytes())).collect();
        assert_eq!(decode(&pieces), keys);
    }

    #[test]
    fn a_paste_without_measure_is_cut_and_ends_where_it_ends() {
        let mut bytes = b"\x1b[200~".to_vec();
        bytes.extend(std::iter::repeat_n(b'x', LARGEST_PASTE + 1000));
        bytes.extend(b"\x1b[201~j");
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.push(&bytes, Instant::now(), &mut out);
        assert_eq!(
            out,
            [Decoded::Paste("x".repeat(LARGEST_PASTE)), Decoded::Key(Key::plain(KeyCode::Char('j')))]
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_or_wait_for_ever(pieces in prop::collection::vec((0u64..60, prop::collection::vec(prop_oneof![any::<u8>(), Just(0x1b), Just(b'['), Just(b'O')], 0..8)), 0..30)) {
            let pieces: Vec<(u64, &[u8])> = pieces.iter().map(|(after, bytes)| (*after, bytes.as_slice())).collect();
            let _ = decode(&pieces);
        }

        #[test]
        fn how_bytes_are_cut_into_reads_changes_nothing(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(0x1b), Just(b'[')], 0..40), cut in 1usize..10) {
            let cut: Vec<(u64, &[u8])> = bytes.chunks(cut).map(|piece| (1, piece)).collect();
            prop_assert_eq!(decode(&cut), decode(&[(0, &bytes)]));
        }
    }
}
