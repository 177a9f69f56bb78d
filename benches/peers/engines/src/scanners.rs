//! Fuzzy finders: they look at every text at every keystroke.
//!
//! Each as fuzzy finders use it: every typed word must match, in any order, each by itself; the scores are summed; of
//! equal ones the shorter text comes first. *Head* stands for what a list shows of a service ([`Text::head`]), else the
//! full text is searched. On one thread.

use super::{Engine, Text, plain};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};

/// The best of what was scored, by number.
fn best(mut scored: Vec<(i64, usize, u32)>, limit: usize) -> Vec<u32> {
    let order =
        |a: &(i64, usize, u32), b: &(i64, usize, u32)| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2));
    if limit < scored.len() {
        scored.select_nth_unstable_by(limit, order);
        scored.truncate(limit);
    }
    scored.sort_unstable_by(order);
    scored.into_iter().map(|(_, _, number)| number).collect()
}

fn of(texts: &[Text], part: fn(&Text) -> String) -> Vec<String> {
    texts.iter().map(part).collect()
}

struct Nucleo {
    texts: Vec<Utf32String>,
    matcher: Matcher,
}

fn nucleo(texts: Vec<String>) -> Box<dyn Engine> {
    let texts = texts.into_iter().map(Utf32String::from).collect();
    Box::new(Nucleo { texts, matcher: Matcher::new(Config::DEFAULT) })
}

pub fn nucleo_full(texts: &[Text]) -> Box<dyn Engine> {
    nucleo(of(texts, Text::full))
}

pub fn nucleo_head(texts: &[Text]) -> Box<dyn Engine> {
    nucleo(of(texts, Text::head))
}

impl Engine for Nucleo {
    fn find(&mut self, typed: &str, _: Option<&str>, limit: usize) -> Vec<u32> {
        let pattern =
            Pattern::new(&plain(typed), CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        let scored = self.texts.iter().zip(0..).filter_map(|(text, number)| {
            let score = pattern.score(text.slice(..), &mut self.matcher)?;
            Some((score.into(), text.len(), number))
        });
        best(scored.collect(), limit)
    }
}

/// A slip is forgiven in words from four letters on, a second one from eight.
struct Frizbee {
    texts: Vec<String>,
}

pub fn frizbee_full(texts: &[Text]) -> Box<dyn Engine> {
    Box::new(Frizbee { texts: of(texts, Text::full) })
}

pub fn frizbee_head(texts: &[Text]) -> Box<dyn Engine> {
    Box::new(Frizbee { texts: of(texts, Text::head) })
}

impl Engine for Frizbee {
    fn find(&mut self, typed: &str, _: Option<&str>, limit: usize) -> Vec<u32> {
        let words = plain(typed);
        let patterns: Vec<frizbee::Pattern> = words
            .split_whitespace()
            .map(|word| {
                let slips = match word.chars().count() {
                    0..4 => 0,
                    4..8 => 1,
                    _ => 2,
                };
                frizbee::Pattern::new(word, frizbee::PatternConfig::default()).max_typos(Some(slips))
            })
            .collect();
        let config = frizbee::Config::default()
            .casing(frizbee::CaseMatching::Ignore)
            .sort(frizbee::SortStrategy::IndexAsc);
        let matches = frizbee::Matcher::from_patterns(&patterns, &config).match_list(&self.texts);
        let scored =
            matches.iter().map(|one| (one.score.into(), self.texts[one.index as usize].len(), one.index));
        best(scored.collect(), limit)
    }
}

struct Skim {
    texts: Vec<String>,
    matcher: SkimMatcherV2,
}

fn skim(texts: Vec<String>) -> Box<dyn Engine> {
    Box::new(Skim { texts, matcher: SkimMatcherV2::default().ignore_case() })
}

pub fn skim_full(texts: &[Text]) -> Box<dyn Engine> {
    skim(of(texts, Text::full))
}

pub fn skim_head(texts: &[Text]) -> Box<dyn Engine> {
    skim(of(texts, Text::head))
}

impl Engine for Skim {
    fn find(&mut self, typed: &str, _: Option<&str>, limit: usize) -> Vec<u32> {
        let typed = plain(typed);
        let words: Vec<&str> = typed.split_whitespace().collect();
        let scored = self.texts.iter().zip(0..).filter_map(|(text, number)| {
            let score = words.iter().map(|word| self.matcher.fuzzy_match(text, word)).sum::<Option<i64>>()?;
            Some((score, text.len(), number))
        });
        best(scored.collect(), limit)
    }
}
