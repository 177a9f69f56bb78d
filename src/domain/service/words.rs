//! What a service is and which needs it meets, guessed from its words where its publisher does not say.
//!
//! Which words say what is data (`data/service_words.toml`). A guess is marked as one.

use super::details::{ServiceDetails, ServiceKind};
use crate::domain::need::NeedKey;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// What a word in name, categories or audience counts; one in the description counts 1.
const IN_HEADINGS: u32 = 3;
/// A need counts as met from here: one heading, or two different words of the description.
const ENOUGH: u32 = 2;
/// The most needs that are guessed for one service.
const MOST: usize = 6;
/// How much of a description is looked at, in words: what a service is stands at its beginning.
const BEGINNING: usize = 150;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    kinds: BTreeMap<ServiceKind, Vec<String>>,
    needs: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    Kind(ServiceKind),
    Need(NeedKey),
}

/// Phrases by their first word: the words behind it, and what the phrase says.
type Phrases = HashMap<String, Vec<(Vec<String>, Says)>>;

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "embedded at build time, and a test reads it")]
    let file: File = toml::from_str(include_str!("../data/service_words.toml"))
        .expect("the words of services are well formed");
    let kinds = file.kinds.into_iter().map(|(kind, words)| (Says::Kind(kind), words));
    let needs = file.needs.into_iter().map(|(key, words)| (Says::Need(NeedKey(key)), words));
    let mut phrases = Phrases::new();
    for (says, phrase) in
        kinds.chain(needs).flat_map(|(s, words)| words.into_iter().map(move |w| (s.clone(), w)))
    {
        let mut words = plain(&phrase);
        if !words.is_empty() {
            let first = words.remove(0);
            phrases.entry(first).or_default().push((words, says));
        }
    }
    phrases
});

/// Fills kind and needs where nothing says them, and marks guessed needs as such.
pub fn derive(details: &mut ServiceDetails) {
    let mut counts: BTreeMap<&'static Says, u32> = BTreeMap::new();
    let headings = [&details.name].into_iter().chain(&details.categories).chain(&details.audience);
    for heading in headings {
        count(&plain(heading), IN_HEADINGS, &mut counts);
    }
    let mut description = plain(&details.description);
    description.truncate(BEGINNING);
    count(&description, 1, &mut counts);
    // The catalogue's order decides between equals, so that the same words always give the same guess.
    if details.kind.is_none() {
        let kinds = counts.iter().filter_map(|(says, n)| match says {
            Says::Kind(kind) => Some((*n, std::cmp::Reverse(*kind))),
            Says::Need(_) => None,
        });
        details.kind = kinds.max().map(|(_, kind)| kind.0);
    }
    if details.needs.is_empty() {
        let mut needs: Vec<(u32, &NeedKey)> = counts
            .iter()
            .filter_map(|(says, n)| match says {
                Says::Need(key) if *n >= ENOUGH => Some((*n, key)),
                _ => None,
            })
            .collect();
        needs.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        details.needs = needs.into_iter().take(MOST).map(|(_, key)| key.clone()).collect();
        details.needs_derived = !details.needs.is_empty();
    }
}

/// Counts each phrase of a text once.
fn count(words: &[String], weight: u32, counts: &mut BTreeMap<&'static Says, u32>) {
    let mut seen: Vec<(&'static [String], &str, &'static Says)> = vec![];
    for (at, word) in words.iter().enumerate() {
        for (rest, says) in PHRASES.get(word).into_iter().flatten() {
            let found = (rest.as_slice(), word.as_str(), says);
            if words[at + 1..].starts_with(rest) && !seen.contains(&found) {
                seen.push(found);
                *counts.entry(says).or_default() += weight;
            }
        }
    }
}

/// A text's words as they are compared: lower case, no apostrophes, no plural's `s`.
fn plain(text: &str) -> Vec<String> {
    let text: String =
        text.chars().filter(|c| !matches!(c, '\'' | '\u{2019}')).flat_map(char::to_lowercase).collect();
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| match word.strip_suffix('s') {
            Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem.to_owned(),
            _ => word.to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{PHRASES, Says, derive};
    use crate::domain::need::{NeedKey, catalogue};
    use crate::domain::service::details::{ServiceDetails, ServiceKind};

    #[test]
    fn each_need_that_words_are_taken_for_is_in_the_catalogue() {
        let strangers: Vec<_> = PHRASES
            .values()
            .flatten()
            .filter(|(_, says)| matches!(says, Says::Need(key) if catalogue().get(key).is_none()))
            .collect();
        assert!(strangers.is_empty(), "{strangers:?}");
    }

    #[test]
    fn a_food_bank_meets_hunger_and_is_practical_help() {
        let mut bank = ServiceDetails { name: "St Anne's Food Bank".to_owned(), ..ServiceDetails::default() };
        derive(&mut bank);
        assert_eq!(bank.kind, Some(ServiceKind::PracticalHelp));
        assert_eq!((bank.needs, bank.needs_derived), (vec![NeedKey("food_insecurity".to_owned())], true));
    }

    #[test]
    fn what_a_publisher_says_is_not_guessed_over() {
        let mut bank = ServiceDetails {
            name: "St Anne's Food Bank".to_owned(),
            kind: Some(ServiceKind::Volunteering),
            needs: vec![NeedKey("debt".to_owned())],
            ..ServiceDetails::default()
        };
        let said = bank.clone();
        derive(&mut bank);
        assert_eq!(bank, said);
    }

    #[test]
    fn a_word_in_passing_is_not_enough() {
        let mut group = ServiceDetails {
            name: "Bingo".to_owned(),
            description: "Once a month. The grief of losing is soon forgotten.".to_owned(),
            ..ServiceDetails::default()
        };
        derive(&mut group);
        assert_eq!(group.needs, []);
    }
}
