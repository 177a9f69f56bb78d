//! The card of who to call where a need is not for social prescribing.
//!
//! The card is data (`data/call_card.toml`); which numbers a practice has confirmed is the practice's.

use super::red_flag::{self, RedFlag};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The card, before a practice has completed it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallCard {
    entry: Vec<CardEntry>,
}

/// One entry of the card.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardEntry {
    /// Its stable name, as settings and the log have it.
    pub key: String,
    /// Who is called.
    pub who: String,
    /// What for, in a few words.
    pub what_for: String,
    /// The number that its owner publishes for the whole country, as it is read out; none where it is local.
    #[serde(default)]
    pub number: Option<String>,
}

/// One line of the card as a practice has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardLine {
    /// The entry's key.
    pub key: String,
    /// Who is called.
    pub who: String,
    /// What for.
    pub what_for: String,
    /// The number to ring; none where the practice has to fill it in.
    pub number: Option<String>,
    /// Whether the practice has confirmed the number. If not, it is shown as "not confirmed by your practice".
    pub confirmed: bool,
}

impl CallCard {
    /// All entries, in the order of the data file.
    pub fn entries() -> &'static [CardEntry] {
        static CARD: LazyLock<CallCard> = LazyLock::new(|| {
            #[expect(clippy::expect_used, reason = "embedded at build time, and a test reads it")]
            toml::from_str(include_str!("data/call_card.toml")).expect("the call card is well formed")
        });
        &CARD.entry
    }

    /// The entry of a key.
    pub fn entry(key: &str) -> Option<&'static CardEntry> {
        Self::entries().iter().find(|entry| entry.key == key)
    }

    /// Who to call for these red flags, each once, for the most pressing flag first. `confirmed` has the numbers that
    /// the practice has confirmed, by entry key; an empty one confirms nothing.
    pub fn for_flags(flags: &[&RedFlag], confirmed: &BTreeMap<String, String>) -> Vec<CardLine> {
        let mut keys: Vec<&str> = Vec::new();
        for flag in red_flag::all().iter().filter(|flag| flags.contains(flag)) {
            for key in &flag.call {
                if !keys.contains(&key.as_str()) {
                    keys.push(key);
                }
            }
        }
        keys.into_iter().filter_map(Self::entry).map(|entry| entry.line(confirmed)).collect()
    }

    /// The whole card, for somebody who escalates without a red flag and for completing it.
    pub fn whole(confirmed: &BTreeMap<String, String>) -> Vec<CardLine> {
        Self::entries().iter().map(|entry| entry.line(confirmed)).collect()
    }
}

impl CardEntry {
    fn line(&self, confirmed: &BTreeMap<String, String>) -> CardLine {
        let theirs = confirmed.get(&self.key).map(|number| number.trim()).filter(|number| !number.is_empty());
        CardLine {
            key: self.key.clone(),
            who: self.who.clone(),
            what_for: self.what_for.clone(),
            number: theirs.map(str::to_owned).or_else(|| self.number.clone()),
            confirmed: theirs.is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::phone::Phone;
    use std::collections::BTreeSet;

    fn keys(lines: &[CardLine]) -> Vec<&str> {
        lines.iter().map(|line| line.key.as_str()).collect()
    }

    #[test]
    fn the_card_is_well_formed_and_no_two_entries_share_a_key() {
        let entries = CallCard::entries();
        assert_eq!(entries.iter().map(|entry| &entry.key).collect::<BTreeSet<_>>().len(), entries.len());
        for entry in entries {
            let used = red_flag::all().iter().any(|flag| flag.call.contains(&entry.key));
            assert!(used && !entry.who.is_empty() && !entry.what_for.is_empty(), "{}", entry.key);
        }
    }

    #[test]
    fn the_national_numbers_stand_as_published_and_the_local_ones_are_empty() {
        let number = |key| CallCard::entry(key).unwrap().number.as_deref();
        assert_eq!(number("emergency"), Some("999"));
        assert_eq!(number("nhs_111_mental_health"), Some("111, option 2"));
        for (key, published) in [
            ("samaritans", "116 123"),
            ("domestic_abuse_helpline", "0808 2000 247"),
            ("nspcc", "0808 800 5000"),
        ] {
            assert_eq!(number(key), Some(published));
            assert!(Phone::parse(published).is_ok());
        }
        for key in
            ["duty_gp", "adult_safeguarding", "child_safeguarding", "council_homelessness", "streetlink"]
        {
            assert_eq!(number(key), None, "{key}");
        }
    }

    #[test]
    fn a_number_is_unconfirmed_until_the_practice_confirms_it() {
        let abuse = red_flag::get("abuse").unwrap();
        let before = CallCard::for_flags(&[abuse], &BTreeMap::new());
        assert!(before.iter().all(|line| !line.confirmed));

        let confirmed = BTreeMap::from([
            ("adult_safeguarding".to_owned(), "0117 496 0199".to_owned()),
            ("duty_gp".to_owned(), "  ".to_owned()),
        ]);
        let after = CallCard::for_flags(&[abuse], &confirmed);
        let line = |key: &str| after.iter().find(|line| line.key == key).unwrap();
        assert_eq!(line("adult_safeguarding").number.as_deref(), Some("0117 496 0199"));
        assert!(line("adult_safeguarding").confirmed);
        assert!(!line("duty_gp").confirmed && line("duty_gp").number.is_none());
        assert!(!line("emergency").confirmed);
    }

    #[test]
    fn the_most_pressing_flag_comes_first_and_nobody_stands_twice() {
        let hungry = red_flag::get("no_food_or_heating").unwrap();
        let suicidal = red_flag::get("suicide_self_harm").unwrap();
        let lines = CallCard::for_flags(&[hungry, suicidal], &BTreeMap::new());
        assert_eq!(keys(&lines)[..2], ["emergency", "duty_gp"]);
        assert_eq!(keys(&lines).iter().filter(|key| **key == "duty_gp").count(), 1);
        assert!(keys(&lines).contains(&"emergency_food"));
    }

    #[test]
    fn without_a_flag_there_is_no_one_to_call_but_the_whole_card_can_be_asked_for() {
        assert_eq!(CallCard::for_flags(&[], &BTreeMap::new()), []);
        assert_eq!(CallCard::whole(&BTreeMap::new()).len(), CallCard::entries().len());
    }
}
