//! Texts as words that can be compared: lower case, accents and apostrophes out.

use std::collections::HashSet;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest word, in characters; longer ones are cut.
pub const LONGEST: usize = 32;

/// Words that stand in every text and every question and tell none from another.
const COMMON: &str = "a about all am an and any are as at away be been but by can cant could do does dont for from get \
    gets getting go going got had has have having he help her him his how i if im in into is isnt it its just like \
    looking me my need needs no not of off on or our out over she so some someone somebody something somewhere that \
    the their them there they this to too under up us very want wants was we what when where which who will with would \
    you your";

static IS_COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| COMMON.split_whitespace().collect());

/// Tells each word of a text, in order, at most `most`. No word is told twice the cost of its letters: nothing is
/// allocated for the plain ones.
pub fn each(text: &str, most: usize, word: &mut String, mut tell: impl FnMut(&str)) {
    word.clear();
    let (mut length, mut told) = (0, 0);
    for c in text.chars().chain([' ']) {
        if c.is_ascii_alphanumeric() {
            if length < LONGEST {
                word.push(c.to_ascii_lowercase());
                length += 1;
            }
            continue;
        }
        if matches!(c, '\'' | '\u{2019}' | '`') {
            continue;
        }
        let is_end = c.is_ascii();
        if !is_end {
            // Taking a letter apart is slow, and most letters are plain.
            let mut gap = false;
            for c in c.to_lowercase().nfkd().filter(|c| !is_combining_mark(*c)) {
                if c.is_alphanumeric() {
                    if length < LONGEST {
                        word.push(c);
                        length += 1;
                    }
                } else {
                    gap = true;
                }
            }
            if !gap {
                continue;
            }
        }
        if !word.is_empty() {
            tell(word);
            told += 1;
            word.clear();
            length = 0;
            if told >= most {
                return;
            }
        }
    }
}

/// The words of a text, in order, at most `most`.
pub fn words(text: &str, most: usize) -> Vec<String> {
    let mut out = vec![];
    if most > 0 {
        each(text, most, &mut String::new(), |word| out.push(word.to_owned()));
    }
    out
}

/// Whether a word tells nothing.
pub fn is_common(word: &str) -> bool {
    IS_COMMON.contains(word)
}

/// A word without the ending that grammar gave it: `walking`, `walks`, `walkers` meet at `walk`.
pub fn stem(word: &str) -> &str {
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
pub fn joined(words: &[String]) -> impl Iterator<Item = String> + '_ {
    words.windows(2).map(|pair| {
        if is_common(&pair[0]) && is_common(&pair[1]) {
            return String::new();
        }
        format!("{}{}", pair[0], pair[1]).chars().take(LONGEST).collect()
    })
}

/// The initials of a name of three words or more, with and without its small words: `bdp`, `cab`.
pub fn initials(words: &[String]) -> Vec<String> {
    let all = || words.iter().filter(|word| word.chars().next().is_some_and(char::is_alphabetic));
    let letters = |word: &String| word.chars().next();
    let whole: String = all().filter_map(letters).collect();
    let short: String = all().filter(|word| !is_common(word)).filter_map(letters).collect();
    let mut out: Vec<String> =
        [whole, short].into_iter().filter(|i| (3..=6).contains(&i.chars().count())).collect();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_compared_without_case_accents_and_apostrophes() {
        assert_eq!(words("Men's CAFÉ – Ty\u{2019}r Bont", 9), ["mens", "cafe", "tyr", "bont"]);
        assert_eq!(words(&"x".repeat(10_000), 9), ["x".repeat(LONGEST)]);
        assert_eq!(words("one, two; three", 2), ["one", "two"]);
    }

    #[test]
    fn a_word_meets_its_other_forms_at_its_stem() {
        assert!(["walking", "walks", "walkers", "walked"].iter().all(|word| stem(word) == "walk"));
        assert_eq!(stem("gym"), "gym");
    }

    proptest! {
        #[test]
        fn any_text_has_words_of_bounded_number_and_length(text in "(?s).{0,200}", most in 0_usize..9) {
            let words = words(&text, most);
            prop_assert!(words.len() <= most);
            prop_assert!(words.iter().all(|word| !word.is_empty() && word.chars().count() <= LONGEST));
        }
    }
}
