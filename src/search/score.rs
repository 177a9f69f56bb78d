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
    /// How well the words fit the name, each anywhere in it, in any order: 0 not at all, 1 as if it were typed out.
    pub fn fit(&self, name: &str, words: &[String]) -> f32 {
        let name = cut(name);
        let (mut sum, mut best) = (0_i64, 0_i64);
        for word in words {
            sum += self.0.fuzzy_match(name, word).unwrap_or(0).max(0);
            best += self.0.fuzzy_match(word, word).unwrap_or(1).max(1);
        }
        #[expect(clippy::cast_precision_loss, reason = "a ratio")]
        let fit = sum as f32 / best.max(1) as f32;
        fit.min(1.0)
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
