//! Text cut to the width of its place, in cells.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many cells a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// A text in at most so many cells; where it is cut, the sign says so.
pub fn fit(text: &str, cells: usize, ellipsis: &str) -> String {
    if text.width() <= cells {
        return text.to_owned();
    }
    let room = cells.saturating_sub(ellipsis.width());
    let mut taken = 0;
    let mut out: String = text
        .chars()
        .take_while(|c| {
            taken += c.width().unwrap_or(0);
            taken <= room
        })
        .collect();
    out.truncate(out.trim_end().len());
    if ellipsis.width() <= cells {
        out.push_str(ellipsis);
    }
    out
}

/// A text in exactly so many cells: cut, or filled with spaces.
pub fn pad(text: &str, cells: usize, ellipsis: &str) -> String {
    let mut out = fit(text, cells, ellipsis);
    out.extend(std::iter::repeat_n(' ', cells.saturating_sub(out.width())));
    out
}

/// A text in lines of at most so many cells, broken between words; its own line breaks stay.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let mut word = word.to_owned();
            if !line.is_empty() && line.width() + 1 + word.width() > cells {
                lines.push(std::mem::take(&mut line));
            }
            while word.width() > cells {
                let head = fit(&word, cells, "");
                if head.is_empty() {
                    break;
                }
                word = word[head.len()..].to_owned();
                lines.push(head);
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&word);
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_text_says_so_and_never_takes_more_than_its_place() {
        assert_eq!(fit("Bedminster Befriending", 11, "…"), "Bedminster…");
        assert_eq!(fit("short", 11, "…"), "short");
        assert_eq!(pad("ab", 4, "…"), "ab  ");
        assert_eq!(fit("漢字漢字", 5, "…"), "漢字…");
    }

    #[test]
    fn long_words_and_line_breaks_are_kept_whole_where_they_fit() {
        assert_eq!(wrap("one two three\nfour", 8), ["one two", "three", "four"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }
}
