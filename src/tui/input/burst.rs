//! Telling a paste that is not bracketed from typing, by what arrives together; a pure state machine.
//!
//! The rule: keys that come without a gap of [`GAP`] are one burst. A burst with at least [`PASTED`] characters
//! (line breaks and tabs count) is a paste, unless it is no more than two runs of one key each: a key held down
//! on a slow link arrives like that, perhaps with the next key behind it. Whoever types comes nowhere near
//! eight keys in 5 ms, and a burst of one key waits for nothing, so that typing costs no time.
//!
//! In a paste, what is not a character is dropped: it was pasted too. For [`TAIL`] afterwards characters still
//! belong to it, because a network cuts a long paste anywhere. What is lost: eight or more different keys typed
//! ahead while the link stood still arrive together, and are text as well; text is the safe reading.

use crate::keymap::{Key, KeyCode};
use crate::tui::input::decode::{Decoded, pasted};
use std::time::{Duration, Instant};

/// Keys closer together than this came at once.
pub const GAP: Duration = Duration::from_millis(5);

/// From so many characters on, a burst is a paste.
pub const PASTED: usize = 8;

/// For so long after a paste characters still belong to it.
pub const TAIL: Duration = Duration::from_millis(50);

/// A paste goes on in pieces of this many keys, so that nothing grows without measure.
const LARGEST: usize = 64 * 1024;

/// The keys that came together so far.
#[derive(Debug, Default)]
pub struct Burst {
    keys: Vec<Key>,
    /// When the last of them came.
    last: Option<Instant>,
    /// Until when characters still belong to the paste before.
    tail: Option<Instant>,
}

impl Burst {
    /// Takes what came at `at`, and adds what is known to be keys or a paste.
    pub fn push(&mut self, came: Vec<Decoded>, at: Instant, out: &mut Vec<Decoded>) {
        self.tick(at, out);
        for decoded in came {
            match decoded {
                Decoded::Key(key) => {
                    self.keys.push(key);
                    self.last = Some(at);
                }
                Decoded::Paste(_) => {
                    self.close(at, out);
                    out.push(decoded);
                }
            }
        }
        let in_tail = self.tail.is_some_and(|until| at < until);
        let characters = self.keys.iter().filter(|key| character(**key).is_some()).count();
        if (characters <= 1 && !in_tail) || self.keys.len() >= LARGEST {
            self.close(at, out);
        }
    }

    /// Lets time pass: a burst ends when nothing more comes.
    pub fn tick(&mut self, at: Instant, out: &mut Vec<Decoded>) {
        if self.deadline().is_some_and(|deadline| at >= deadline) {
            self.close(at, out);
        }
    }

    /// When [`Burst::tick`] has something to do, if nothing comes before.
    pub fn deadline(&self) -> Option<Instant> {
        if self.keys.is_empty() { None } else { self.last.map(|last| last + GAP) }
    }

    fn close(&mut self, at: Instant, out: &mut Vec<Decoded>) {
        let keys = std::mem::take(&mut self.keys);
        let Some(last) = self.last.take() else { return };
        let text: String = keys.iter().filter_map(|key| character(*key)).collect();
        let in_tail = !text.is_empty() && self.tail.is_some_and(|until| last < until);
        if in_tail || is_paste(&text) {
            self.tail = Some(at + TAIL);
            out.push(Decoded::Paste(pasted(text.as_bytes())));
        } else {
            out.extend(keys.into_iter().map(Decoded::Key));
        }
    }
}

/// The character that a key writes into a text of several lines.
fn character(key: Key) -> Option<char> {
    match key.code() {
        KeyCode::Enter if key == Key::plain(KeyCode::Enter) => Some('\n'),
        KeyCode::Tab if key == Key::plain(KeyCode::Tab) => Some('\t'),
        _ => key.typed(),
    }
}

fn is_paste(text: &str) -> bool {
    let runs = 1 + text.chars().zip(text.chars().skip(1)).filter(|(one, next)| one != next).count();
    text.chars().count() >= PASTED && runs > 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::input::decode::Decoder;
    use rstest::rstest;

    /// Sends pieces, each so many milliseconds after the one before, through decoder and burst, with the ticks
    /// that their deadlines ask for.
    fn arrive(pieces: &[(u64, &str)]) -> String {
        let (mut decoder, mut burst, mut out) = (Decoder::default(), Burst::default(), Vec::new());
        let mut at = Instant::now();
        for (after, text) in pieces {
            let next = at + Duration::from_millis(*after);
            while let Some(due) =
                decoder.deadline().into_iter().chain(burst.deadline()).min().filter(|due| *due < next)
            {
                step(&mut decoder, &mut burst, "", due, &mut out);
            }
            at = next;
            step(&mut decoder, &mut burst, text, at, &mut out);
        }
        step(&mut decoder, &mut burst, "", at + Duration::from_secs(1), &mut out);
        step(&mut decoder, &mut burst, "", at + Duration::from_secs(2), &mut out);
        let shown = out.iter().map(|decoded| match decoded {
            Decoded::Key(key) => key.to_string(),
            Decoded::Paste(text) => format!("{text:?}"),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    fn step(decoder: &mut Decoder, burst: &mut Burst, text: &str, at: Instant, out: &mut Vec<Decoded>) {
        let mut single = Vec::new();
        decoder.push(text.as_bytes(), at, &mut single);
        burst.push(single, at, out);
    }

    #[rstest]
    #[case::typing(&[(0, "f"), (60, "9"), (60, "9")], "f 9 9")]
    #[case::fast(&[(0, "l"), (6, "o"), (6, "n"), (6, "e"), (6, "l"), (6, "y"), (6, "x"), (6, "y")], "l o n e l y x y")]
    #[case::rolled_over(&[(0, "ab"), (60, "c")], "a b c")]
    #[case::held(&[(0, "jjjjjjjjjjjj")], "j j j j j j j j j j j j")]
    #[case::held_and_enter(&[(0, "jjjjjjjjjjjj\r")], "j j j j j j j j j j j j Enter")]
    #[case::held_arrow(&[(0, "\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B")], "Down Down Down Down Down Down Down Down Down")]
    #[case::seven(&[(0, "abcdefg")], "a b c d e f g")]
    #[case::pasted(&[(0, "quit now\rq\r")], "\"quit now\\nq\\n\"")]
    #[case::pasted_in_two_reads(&[(0, "quit"), (3, " now")], "\"quit now\"")]
    #[case::tail(&[(0, "a long paste\r"), (30, "q"), (30, "y\r")], "\"a long paste\\n\" \"q\" \"y\\n\"")]
    #[case::after_the_tail(&[(0, "a long paste\r"), (80, "q")], "\"a long paste\\n\" q")]
    #[case::controls_inside(&[(0, "ab\x13cd\x1b[Aefghij")], "\"abcdefghij\"")]
    #[case::control_after(&[(0, "a long paste"), (30, "\x13")], "\"a long paste\" Ctrl-S")]
    #[case::bracketed(&[(0, "\x1b[200~q\x1b[201~"), (1, "q")], "\"q\" q")]
    fn what_arrives_together_is_a_paste_and_what_is_typed_is_keys(
        #[case] pieces: &[(u64, &str)],
        #[case] means: &str,
    ) {
        assert_eq!(arrive(pieces), means);
    }

    #[test]
    fn one_key_waits_for_nothing() {
        let (mut decoder, mut burst, mut out) = (Decoder::default(), Burst::default(), Vec::new());
        step(&mut decoder, &mut burst, "j", Instant::now(), &mut out);
        assert_eq!(out.len(), 1);
        assert_eq!(burst.deadline(), None);
    }
}
