//! Lay words in a query: `skint`, `on her own` and the needs that they mean.

use super::words::words;
use crate::domain::need::{Need, catalogue};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The most words that one lay phrase has.
const LONGEST: usize = 5;

static PHRASES: LazyLock<HashMap<String, Vec<&'static Need>>> = LazyLock::new(|| {
    let mut phrases: HashMap<String, Vec<&'static Need>> = HashMap::new();
    for need in catalogue().all() {
        for text in std::iter::once(&need.name).chain(&need.words) {
            let needs = phrases.entry(words(text, LONGEST).join(" ")).or_default();
            if !needs.iter().any(|known| known.key == need.key) {
                needs.push(need);
            }
        }
    }
    phrases
});

/// Needs that words of a query mean: which words (from, to, exclusive), and the needs. Longer phrases first.
pub(super) fn needs(typed: &[String]) -> Vec<(std::ops::Range<usize>, &'static [&'static Need])> {
    let mut out = vec![];
    for length in (1..=LONGEST.min(typed.len())).rev() {
        for from in 0..=typed.len() - length {
            let found = PHRASES.get(&typed[from..from + length].join(" "));
            // `her own` within `on her own` says nothing more.
            let is_within =
                |range: &std::ops::Range<usize>| range.start <= from && from + length <= range.end;
            if let Some(needs) = found
                && !out.iter().any(|(range, _)| is_within(range))
            {
                out.push((from..from + length, needs.as_slice()));
            }
        }
    }
    out
}

/// The word under which the index keeps a need. No typed word has its first character.
pub(super) fn term(key: &str) -> String {
    format!("\u{1}{key}")
}
