//! Breaking text into lines of a given width, whatever the width is measured in: columns, or points on paper.
//!
//! Takes text of one line that is clean already.

use unicode_width::UnicodeWidthStr;

/// The lines of a text, none wider than `most` as `width` measures it, unless one character alone is. Words stay
/// whole where they can, and so do numbers that are written in groups: nobody should have to dial across a line's end.
pub(super) fn wrap<W: PartialOrd>(text: &str, most: &W, width: impl Fn(&str) -> W) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut open = String::new();
    for word in words(text) {
        let longer = if open.is_empty() { word.clone() } else { format!("{open} {word}") };
        if width(&longer) <= *most {
            open = longer;
            continue;
        }
        if !open.is_empty() {
            lines.push(std::mem::take(&mut open));
        }
        for c in word.chars() {
            open.push(c);
            if open.chars().count() > 1 && width(&open) > *most {
                open.pop();
                lines.push(std::mem::replace(&mut open, c.to_string()));
            }
        }
    }
    if !open.is_empty() || lines.is_empty() {
        lines.push(open);
    }
    // A number too wide for a line was cut anywhere, perhaps beside a space.
    lines.into_iter().map(|line| line.trim().to_owned()).collect()
}

/// As [`wrap`], in columns of a screen or of a fixed-width font.
pub(super) fn columns(text: &str, most: usize) -> Vec<String> {
    wrap(text, &most, UnicodeWidthStr::width)
}

/// The longest number that is kept together, in bytes: what is longer is no telephone number.
const NUMBER: usize = 24;

fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let digits = |c: char| c.is_ascii_digit();
        match words.last_mut() {
            Some(before)
                if before.ends_with(digits)
                    && word.starts_with(digits)
                    && before.len() + word.len() < NUMBER =>
            {
                before.push(' ');
                before.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_phone_number_is_not_broken_between_its_groups() {
        assert_eq!(
            columns("Ring the hall on 0117 496 0123 first", 24),
            ["Ring the hall on", "0117 496 0123 first"]
        );
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut() {
        assert_eq!(columns("an abcdefgh z", 4), ["an", "abcd", "efgh", "z"]);
        assert_eq!(columns("", 4), [""]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_nothing_is_lost(text in "[a-z0-9ß東 ]{0,120}", most in 2_usize..40) {
            let lines = columns(&text, most);
            prop_assert!(lines.iter().all(|line| line.width() <= most));
            let without = |text: &str| text.replace(' ', "");
            prop_assert_eq!(without(&lines.concat()), without(&text));
        }
    }
}
