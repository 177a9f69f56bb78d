//! The needs that can be flagged, and how typed words find them.
//!
//! What the needs are is data (`data/needs.toml`). Which words stop a flag is [`red_flag`](super::red_flag)'s;
//! ranking services is the search's.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::LazyLock;

/// How many characters of a typed text are looked at.
const LONGEST: usize = 100;

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
        let File { need: needs } =
            toml::from_str(include_str!("data/needs.toml")).expect("the catalogue of needs is well formed");
        let plain = needs
            .iter()
            .map(|need| std::iter::once(&need.name).chain(&need.words).map(|text| plain(text)).collect())
            .collect();
        Catalogue { needs, plain }
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
        found.truncate(most);
        found
    }

    /// The needs that a finished text names, by key, name or lay word. Several where they share the word: `on her own`
    /// is `Loneliness` and `Lives alone`.
    pub fn named(&'static self, text: &str) -> Vec<&'static Need> {
        if let Some(need) = self.needs.iter().find(|need| need.key.0 == text.trim()) {
            return vec![need];
        }
        let typed = plain(text);
        if let Some(at) = self.plain.iter().position(|texts| texts.first() == Some(&typed)) {
            return vec![&self.needs[at]];
        }
        self.needs
            .iter()
            .zip(&self.plain)
            .filter(|(_, texts)| texts.contains(&typed))
            .map(|(need, _)| need)
            .collect()
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

/// How one text of a need fits what was typed, both plain.
fn rank(typed: &str, words: &[&str], text: &str, is_name: bool) -> Option<Rank> {
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
fn slips(one: &str, other: &str, bound: usize) -> Option<usize> {
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
fn plain(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;
    use std::collections::BTreeSet;

    #[test]
    fn the_catalogue_is_well_formed_and_no_two_needs_share_a_key_or_a_name() {
        let needs = catalogue().all();
        assert!((35..=60).contains(&needs.len()), "{}", needs.len());
        let keys: BTreeSet<_> = needs.iter().map(|need| &need.key).collect();
        let names: BTreeSet<_> = needs.iter().map(|need| &need.name).collect();
        assert_eq!((keys.len(), names.len()), (needs.len(), needs.len()));
        for need in needs {
            assert!(need.key.0.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{}", need.key);
            assert!(!need.words.is_empty() && need.words.iter().all(|word| !plain(word).is_empty()));
            assert_eq!(catalogue().exactly(&need.name), Some(need));
            assert_eq!(catalogue().exactly(&need.key.0), Some(need));
        }
    }

    #[test]
    fn needs_of_a_group_stand_together() {
        let mut seen = Vec::new();
        for need in catalogue().all() {
            if seen.last() != Some(&&need.group) {
                assert!(!seen.contains(&&need.group), "{} is torn apart", need.group);
                seen.push(&need.group);
            }
        }
    }

    #[test]
    fn only_verified_codes_are_carried_each_once() {
        let verified = [
            "267076002",
            "422650009",
            "105529008",
            "105531004",
            "224255009",
            "32911000",
            "1156196007",
            "1156195006",
            "1184702004",
            "160932005",
            "423656007",
            "733423003",
            "73438004",
            "713458007",
            "706893006",
            "707087005",
        ];
        let carried: Vec<&str> = catalogue().all().iter().filter_map(|need| need.snomed.as_deref()).collect();
        assert_eq!(carried.iter().collect::<BTreeSet<_>>().len(), carried.len());
        assert_eq!(carried.iter().find(|code| !verified.contains(code)), None);
        assert_eq!(catalogue().exactly("debt").unwrap().snomed, None);
    }

    #[rstest]
    #[case("lonely", "loneliness")]
    #[case("Lonely ", "loneliness")]
    #[case("skint", "financial_problem")]
    #[case("bailiffs", "debt")]
    #[case("can't heat the house", "energy")]
    #[case("cant heat the house", "energy")]
    #[case("can\u{2019}t heat the house", "energy")]
    #[case("mould in the home", "mould")]
    #[case("housing_repairs", "housing_repairs")]
    #[case("Housing: repairs and conditions", "housing_repairs")]
    fn a_lay_word_names_its_need(#[case] typed: &str, #[case] key: &str) {
        assert_eq!(catalogue().exactly(typed).map(|need| need.key.as_str()), Some(key));
    }

    #[rstest]
    #[case("hou", &["Housing: repairs and conditions", "Housing: at risk of homelessness"])]
    #[case("lonley", &["Loneliness"])]
    #[case("loneli", &["Loneliness"])]
    #[case("deb", &["Debt"])]
    #[case("dept", &["Debt"])]
    #[case("bereavment", &["Bereavement"])]
    #[case("repairs hous", &["Housing: repairs and conditions"])]
    #[case("on her own", &["Loneliness", "Lives alone"])]
    fn typing_offers_the_likely_needs_first(#[case] typed: &str, #[case] first: &[&str]) {
        let found = catalogue().find(typed, first.len());
        assert_eq!(found.iter().map(|found| found.need.name.as_str()).collect::<Vec<_>>(), first);
    }

    #[test]
    fn what_several_needs_share_names_none_of_them() {
        assert_eq!(catalogue().exactly("on her own"), None);
    }

    #[test]
    fn an_unfinished_word_is_not_yet_a_need() {
        assert_eq!(catalogue().exactly("lonel"), None);
        assert_eq!(catalogue().exactly(""), None);
    }

    #[test]
    fn a_match_says_which_word_it_was() {
        let found = catalogue().find("skin", 1)[0];
        assert_eq!((found.matched, found.rank), ("skint", Rank::WordBegins));
    }

    #[test]
    fn an_unknown_need_has_the_nearest_one_or_none() {
        assert_eq!(catalogue().nearest("lonelyness").map(|need| need.name.as_str()), Some("Loneliness"));
        assert_eq!(catalogue().nearest("xqzw"), None);
    }

    #[rstest]
    #[case("lonley", "lonely", 2, Some(1))]
    #[case("abc", "abc", 0, Some(0))]
    #[case("abc", "abd", 0, None)]
    #[case("kitten", "sitting", 3, Some(3))]
    #[case("", "ab", 2, Some(2))]
    fn slips_are_counted_up_to_the_bound(
        #[case] one: &str,
        #[case] other: &str,
        #[case] bound: usize,
        #[case] slips_: Option<usize>,
    ) {
        assert_eq!(slips(one, other, bound), slips_);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_the_list_is_bounded_and_the_same_twice(text in "\\PC{0,120}") {
            let once = catalogue().find(&text, 8);
            prop_assert!(once.len() <= 8);
            prop_assert_eq!(&once, &catalogue().find(&text, 8));
            let _ = catalogue().nearest(&text);
        }
    }
}
