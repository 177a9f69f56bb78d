//! How typed words are compared with the catalogue's: plain, by their beginnings, with slips forgiven.

use super::Rank;

/// How many characters of a typed text are looked at.
const LONGEST: usize = 100;

/// How one text of a need fits what was typed, both plain.
pub(super) fn rank(typed: &str, words: &[&str], text: &str, is_name: bool) -> Option<Rank> {
    let either = |name, word| Some(if is_name { name } else { word });
    if text == typed {
        return either(Rank::Name, Rank::Word);
    }
    if text.starts_with(typed) {
        return either(Rank::NameBegins, Rank::WordBegins);
    }
    let begins = |word: &&str| text.split(' ').any(|other| other.starts_with(*word));
    if words.iter().all(begins) {
        return either(Rank::InName, Rank::InWord);
    }
    // A slip is forgiven in words of four letters or more, and never in the first letter of one: shorter words
    // turn into each other (`rent`, `rant`) too easily.
    let fits = |word: &&str| begins(word) || text.split(' ').any(|other| is_mistyped(word, other));
    if words.iter().all(fits) {
        return either(Rank::NameMistyped, Rank::WordMistyped);
    }
    None
}

/// Whether `typed` is `word`, or its beginning, with one slip (two from eight letters on).
fn is_mistyped(typed: &str, word: &str) -> bool {
    let length = typed.chars().count();
    if length < 4 || typed.chars().next() != word.chars().next() {
        return false;
    }
    let bound = if length < 8 { 1 } else { 2 };
    let beginning: String = word.chars().take(length).collect();
    slips(typed, word, bound).is_some() || (length >= 5 && slips(typed, &beginning, bound).is_some())
}

/// How many letters must be put in, left out, replaced or swapped with their neighbour to turn one text into the
/// other; none beyond `bound`.
pub(super) fn slips(one: &str, other: &str, bound: usize) -> Option<usize> {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    if one.len().abs_diff(other.len()) > bound {
        return None;
    }
    let mut earlier = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for i in 1..=one.len() {
        let mut row = vec![i];
        for j in 1..=other.len() {
            let change = above[j - 1] + usize::from(one[i - 1] != other[j - 1]);
            let mut least = change.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                let swapped: &Vec<usize> = &earlier;
                least = least.min(swapped[j - 2] + 1);
            }
            row.push(least);
        }
        if row.iter().all(|&slips| slips > bound) {
            return None;
        }
        earlier = std::mem::replace(&mut above, row);
    }
    above.last().copied().filter(|&slips| slips <= bound)
}

/// A text as it is compared: lower case, apostrophes left out (`cant` is `can't`), one space between words.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    for c in text.chars().take(LONGEST) {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '\u{2018}' | '\u{2019}') {
            gap = true;
        }
    }
    out
}
