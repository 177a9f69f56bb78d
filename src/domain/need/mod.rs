//! The needs that can be flagged, and how typed words find them.
//!
//! What the needs are is data (`data/needs.toml`). Which words stop a flag is [`red_flag`](super::red_flag)'s;
//! ranking services is the search's.

mod typed;

use crate::domain::text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;
use typed::{plain, rank, slips};

/// The stable name of a need in the log and in files: lower case, underscores.
///
/// A key that a later catalogue no longer has stays readable in old cases.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NeedKey(pub String);

impl NeedKey {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NeedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for NeedKey {
    fn from(key: &str) -> Self {
        Self(key.to_owned())
    }
}

/// One need of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Its stable name.
    pub key: NeedKey,
    /// Its name on screen.
    pub name: String,
    /// The heading that it stands under.
    pub group: String,
    /// What people say for it.
    pub words: Vec<String>,
    /// The SNOMED CT concept of exactly this meaning, where one is verified.
    #[serde(default)]
    pub snomed: Option<String>,
}

/// Why a need was found; the earlier, the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// Its name was typed.
    Name,
    /// One of its lay words was typed.
    Word,
    /// Its name begins with what was typed.
    NameBegins,
    /// A lay word begins with what was typed.
    WordBegins,
    /// Each word that was typed begins a word of its name.
    InName,
    /// Each word that was typed begins a word of one of its lay words.
    InWord,
    /// Its name, were it not for a slip or two.
    NameMistyped,
    /// A lay word, were it not for a slip or two.
    WordMistyped,
}

impl Rank {
    /// Whether a slip had to be forgiven.
    pub fn is_mistyped(self) -> bool {
        self >= Self::NameMistyped
    }
}

/// A need that fits what was typed, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// The need.
    pub need: &'static Need,
    /// How well it fits.
    pub rank: Rank,
    /// Its name or its lay word that fitted.
    pub matched: &'static str,
}

/// All needs, in the order of the data file.
#[derive(Debug)]
pub struct Catalogue {
    needs: Vec<Need>,
    /// For each need, its name and then its lay words, plain.
    plain: Vec<Vec<String>>,
    /// Which needs each of those names.
    named: BTreeMap<String, Vec<usize>>,
}

/// Needs as they are said within a sentence: "loneliness and debt".
pub fn said(needs: &[NeedKey]) -> String {
    let name =
        |key: &NeedKey| catalogue().get(key).map_or_else(|| key.to_string(), |need| need.name.to_lowercase());
    text::listed(&needs.iter().map(name).collect::<Vec<_>>())
}

/// The catalogue of needs.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            need: Vec<Need>,
        }
        #[expect(clippy::expect_used, reason = "embedded at build time, and a test reads it")]
        let File { need: needs } = toml::from_str(include_str!("../data/needs.toml"))
            .expect("the catalogue of needs is well formed");
        let plain: Vec<Vec<String>> = needs
            .iter()
            .map(|need| std::iter::once(&need.name).chain(&need.words).map(|text| plain(text)).collect())
            .collect();
        let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, texts) in plain.iter().enumerate() {
            for text in texts {
                let needs = named.entry(text.clone()).or_default();
                if !needs.contains(&at) {
                    needs.push(at);
                }
            }
        }
        // A name is its need's own, even where it is a lay word of another.
        named.extend(plain.iter().enumerate().map(|(at, texts)| (texts[0].clone(), vec![at])));
        Catalogue { needs, plain, named }
    });
    &CATALOGUE
}

impl Catalogue {
    /// The need of a key.
    pub fn get(&'static self, key: &NeedKey) -> Option<&'static Need> {
        self.needs.iter().find(|need| need.key == *key)
    }

    /// All of them, group by group.
    pub fn all(&'static self) -> &'static [Need] {
        &self.needs
    }

    /// What a text may mean while it is being typed, best first, at most `most`: `hou`, `skint`, `lonley`.
    ///
    /// Equal ranks keep the order of the catalogue, so the same letters always give the same list.
    pub fn find(&'static self, text: &str, most: usize) -> Vec<Match> {
        let typed = plain(text);
        if typed.is_empty() {
            return Vec::new();
        }
        let words: Vec<&str> = typed.split(' ').collect();
        let mut found: Vec<Match> = self
            .needs
            .iter()
            .zip(&self.plain)
            .filter_map(|(need, texts)| {
                let (rank, at) = texts
                    .iter()
                    .enumerate()
                    .filter_map(|(at, text)| Some((rank(&typed, &words, text, at == 0)?, at)))
                    .min()?;
                let matched = if at == 0 { &need.name } else { &need.words[at - 1] };
                Some(Match { need, rank, matched })
            })
            .collect();
        found.sort_by_key(|found| found.rank);
        // Slips are only looked for where nothing fits as it was typed: `carer` is not `care` mistyped.
        if let Some(best) = found.first().map(|found| found.rank)
            && !best.is_mistyped()
        {
            found.retain(|found| !found.rank.is_mistyped());
        }
        found.truncate(most);
        found
    }

    /// The needs that a finished text names, by key, name or lay word. Several where they share the word: `on her own`
    /// is `Loneliness` and `Lives alone`.
    pub fn named(&'static self, text: &str) -> Vec<&'static Need> {
        if let Some(need) = self.needs.iter().find(|need| need.key.0 == text.trim()) {
            return vec![need];
        }
        self.named.get(&plain(text)).into_iter().flatten().map(|&at| &self.needs[at]).collect()
    }

    /// The one need that a finished text names; none where several share the word, since guessing would record
    /// something that nobody said.
    pub fn exactly(&'static self, text: &str) -> Option<&'static Need> {
        match self.named(text).as_slice() {
            [need] => Some(need),
            _ => None,
        }
    }

    /// The need most like a text that names none, for the message that says so; none where nothing is near.
    pub fn nearest(&'static self, text: &str) -> Option<&'static Need> {
        if let Some(found) = self.find(text, 1).first() {
            return Some(found.need);
        }
        let typed = plain(text);
        // A third of the letters may differ: beyond that the suggestion puzzles more than it helps.
        let bound = typed.chars().count() / 3;
        self.needs
            .iter()
            .zip(&self.plain)
            .filter_map(|(need, texts)| {
                texts.iter().filter_map(|text| slips(&typed, text, bound)).min().map(|slips| (slips, need))
            })
            .min_by_key(|(slips, _)| *slips)
            .map(|(_, need)| need)
    }
}

#[cfg(test)]
mod tests;
