//! Texts as words that can be compared: lower case, accents and apostrophes out.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest word, in characters; longer ones are cut.
pub(super) const LONGEST: usize = 32;

/// Words that stand in every text and tell none from another.
const COMMON: [&str; 35] = [
    "a",
    "an",
    "and",
    "at",
    "be",
    "by",
    "for",
    "from",
    "has",
    "her",
    "his",
    "i",
    "in",
    "is",
    "it",
    "me",
    "my",
    "need",
    "needs",
    "no",
    "of",
    "on",
    "or",
    "our",
    "some",
    "someone",
    "somewhere",
    "that",
    "the",
    "their",
    "to",
    "who",
    "with",
    "wants",
    "your",
];

/// The words of a text, in order, at most `most`.
pub(super) fn words(text: &str, most: usize) -> Vec<String> {
    let mut out = vec![];
    let mut word = String::new();
    let mut length = 0;
    for c in text.chars().chain([' ']) {
        let is_apostrophe = matches!(c, '\'' | '\u{2019}' | '`');
        if is_apostrophe {
            continue;
        }
        // Most letters are plain ones, and taking a letter apart is slow.
        let plain = c.is_ascii().then(|| c.to_ascii_lowercase());
        let apart = (!c.is_ascii()).then(|| c.to_lowercase().nfkd().filter(|c| !is_combining_mark(*c)));
        for c in plain.into_iter().chain(apart.into_iter().flatten()) {
            if c.is_alphanumeric() {
                if length < LONGEST {
                    word.push(c);
                    length += 1;
                }
            } else if !word.is_empty() {
                out.push(std::mem::take(&mut word));
                length = 0;
            }
        }
        if out.len() >= most {
            out.truncate(most);
            return out;
        }
    }
    out
}

/// Whether a word tells nothing.
pub(super) fn is_common(word: &str) -> bool {
    COMMON.contains(&word)
}

/// A word without the ending that grammar gave it: `walking`, `walks`, `walkers` meet at `walk`.
pub(super) fn stem(word: &str) -> &str {
    if !word.is_ascii() {
        return word;
    }
    for ending in ["ings", "ing", "ers", "ies", "ment", "ed", "er", "es", "s", "y"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.len() >= 4
        {
            return stem;
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() >= 3 && !stem.ends_with('s') => stem,
        _ => word,
    }
}

/// Neighbours written as one: `food bank` is found as `foodbank`, and `Gam-Anon` as `gamanon`.
pub(super) fn joined(words: &[String]) -> impl Iterator<Item = String> + '_ {
    let pairs = words.windows(2).filter(|pair| !is_common(&pair[0]) || !is_common(&pair[1]));
    pairs.map(|pair| format!("{}{}", pair[0], pair[1]).chars().take(LONGEST).collect())
}

/// The initials of a name of three words or more, with and without its small words: `bdp`, `cab`.
pub(super) fn initials(words: &[String]) -> Vec<String> {
    let all = || words.iter().filter(|word| word.chars().next().is_some_and(char::is_alphabetic));
    let letters = |word: &String| word.chars().next();
    let whole: String = all().filter_map(letters).collect();
    let short: String = all().filter(|word| !is_common(word)).filter_map(letters).collect();
    let mut out: Vec<String> =
        [whole, short].into_iter().filter(|i| (3..=6).contains(&i.chars().count())).collect();
    out.dedup();
    out
}

/// Which of the letters a to z a word has, one bit each: a quick no to most words that are not alike.
pub(super) fn letters(word: &str) -> u32 {
    word.bytes().filter(u8::is_ascii_lowercase).fold(0, |mask, byte| mask | 1 << (byte - b'a'))
}

/// How many letters must be put in, left out, replaced or swapped with their neighbour, at most `bound`.
pub(super) fn slips(one: &[u8], other: &[u8], bound: usize) -> Option<usize> {
    const SIZE: usize = LONGEST + 2;
    if one.len().abs_diff(other.len()) > bound || one.len().max(other.len()) >= SIZE {
        return None;
    }
    let mut rows = [[0_u8; SIZE]; 3];
    for (at, cell) in rows[0].iter_mut().enumerate() {
        // At most 34.
        *cell = u8::try_from(at).unwrap_or(u8::MAX);
    }
    for i in 1..=one.len() {
        let [earlier, above, row] = [(i + 1) % 3, (i + 2) % 3, i % 3];
        rows[row][0] = u8::try_from(i).unwrap_or(u8::MAX);
        let mut least = rows[row][0];
        for j in 1..=other.len() {
            let change = rows[above][j - 1] + u8::from(one[i - 1] != other[j - 1]);
            let mut cell = change.min(rows[above][j] + 1).min(rows[row][j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                cell = cell.min(rows[earlier][j - 2] + 1);
            }
            rows[row][j] = cell;
            least = least.min(cell);
        }
        if usize::from(least) > bound {
            return None;
        }
    }
    let slips = usize::from(rows[one.len() % 3][other.len()]);
    (slips <= bound).then_some(slips)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_compared_without_case_accents_and_apostrophes() {
        assert_eq!(words("Men's CAFÉ – Ty\u{2019}r Bont", 9), ["mens", "cafe", "tyr", "bont"]);
        assert_eq!(words(&"x".repeat(10_000), 9), ["x".repeat(LONGEST)]);
    }

    #[test]
    fn slips_of_the_finger_are_counted() {
        let slips = |a: &str, b: &str| slips(a.as_bytes(), b.as_bytes(), 2);
        assert_eq!(slips("bereavment", "bereavement"), Some(1));
        assert_eq!(slips("houssing", "housing"), Some(1));
        assert_eq!(slips("fodo", "food"), Some(1));
        assert_eq!(slips("debt", "house"), None);
    }

    proptest! {
        #[test]
        fn slips_are_what_they_are_said_to_be(one in "[a-c]{0,8}", other in "[a-c]{0,8}") {
            let all = strsim::osa_distance(&one, &other);
            prop_assert_eq!(slips(one.as_bytes(), other.as_bytes(), 3), (all <= 3).then_some(all));
        }
    }
}
