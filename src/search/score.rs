//! How well typed words fit a name, and which of its letters they are. The only file that names the matcher.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// The longest name that is looked at, in characters.
const LONGEST: usize = 300;

/// Scores names.
pub(super) struct Scorer(SkimMatcherV2);

impl Default for Scorer {
    fn default() -> Self {
        // A match of more cells than this is scored roughly: time is bounded, whatever is typed.
        Self(SkimMatcherV2::default().ignore_case().element_limit(10_000))
    }
}

impl Scorer {
    /// The matcher's points for a word in a name: 0 where its letters are not there in order.
    pub fn points(&self, name: &str, word: &str) -> i64 {
        self.0.fuzzy_match(cut(name), word).unwrap_or(0).max(0)
    }

    /// The characters of one word that what was typed matches, from 0; none where its letters are not there in order.
    pub fn marks_within(&self, word: &str, typed: &str) -> Vec<usize> {
        self.0.fuzzy_indices(cut(word), typed).map(|(_, at)| at).unwrap_or_default()
    }

    /// The characters of the name that the words match, from 0, in order. A word whose letters are strewn over the
    /// name marks nothing: it would mark what nobody typed.
    pub fn marks(&self, name: &str, words: &[String]) -> Vec<usize> {
        let mut marks = vec![];
        for word in words {
            let found = self.0.fuzzy_indices(cut(name), word).map(|(_, at)| at).unwrap_or_default();
            let spread = found.last().zip(found.first()).map_or(0, |(last, first)| last - first);
            if spread <= found.len() + 1 {
                marks.extend(found);
            }
        }
        marks.sort_unstable();
        marks.dedup();
        marks
    }
}

fn cut(name: &str) -> &str {
    name.char_indices().nth(LONGEST).map_or(name, |(end, _)| &name[..end])
}
