//! Text from outside, made safe to keep and to show. Called once, at every boundary.
//!
//! A terminal obeys control characters, and people are deceived by invisible ones: both become U+FFFD, so that
//! it shows that something was there.

/// What replaces a character that must not be kept.
pub const REMOVED: char = '\u{FFFD}';

/// One line of text: no line breaks, no control, bidirectional, zero-width or tag characters; white space folded
/// and trimmed; at most `limit` characters (Unicode scalar values).
pub fn line(text: &str, limit: usize) -> String {
    let mut out = String::with_capacity(text.len().min(limit * 4));
    let mut kept = 0;
    let mut gap = false;
    for c in text.chars() {
        if kept >= limit {
            break;
        }
        if c.is_whitespace() {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(' ');
            kept += 1;
            gap = false;
            if kept >= limit {
                break;
            }
        }
        out.push(if is_unsafe(c) { REMOVED } else { c });
        kept += 1;
    }
    out.truncate(out.trim_end().len());
    out
}

/// Text of several lines: as [`line`](fn@line), but line breaks stay (as `\n`, at most two in a row).
pub fn block(text: &str, limit: usize) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::new();
    let mut blank = 0;
    for one in text.split('\n') {
        let one = line(one, limit);
        if one.is_empty() {
            blank += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        out.push_str(&one);
    }
    match out.char_indices().nth(limit) {
        Some((end, _)) => out[..end].trim_end().to_owned(),
        None => out,
    }
}

/// Whether a character would steer a terminal, or hide in a text.
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}' | '\u{F0000}'..='\u{10FFFF}'
            | '\u{E000}'..='\u{F8FF}' | '\u{1D173}'..='\u{1D17A}')
}

/// Things as they are said within a sentence: "name, phone and needs"; of none, "nothing".
pub fn listed<T: AsRef<str>>(names: &[T]) -> String {
    let Some((last, others)) = names.split_last() else { return "nothing".to_owned() };
    let others: Vec<&str> = others.iter().map(AsRef::as_ref).collect();
    match others.as_slice() {
        [] => last.as_ref().to_owned(),
        others => format!("{} and {}", others.join(", "), last.as_ref()),
    }
}

/// A number with its thousands apart: `1,684,685`.
pub fn grouped(number: impl ToString) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_escape_sequence_becomes_harmless_text() {
        assert_eq!(line("Ann\u{1b}[2J\u{202e}e", 50), "Ann\u{FFFD}[2J\u{FFFD}e");
    }

    #[test]
    fn lines_are_folded_and_bounded() {
        assert_eq!(line("  a\u{a0}\t b \r\n c ", 50), "a b c");
        assert_eq!(line("abcdef", 3), "abc");
        assert_eq!(block("one\r\n\r\n\r\n two\n\nthree", 50), "one\n\ntwo\n\nthree");
        assert_eq!(block("one\ntwo", 3), "one");
    }

    #[test]
    fn thousands_stand_apart() {
        let shown = [(0, "0"), (999, "999"), (1_000, "1,000"), (1_684_685, "1,684,685")];
        for (number, shown) in shown {
            assert_eq!(grouped(number), shown);
        }
    }
}
