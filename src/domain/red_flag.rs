//! Words and needs that mean "not for social prescribing", found in what is typed.
//!
//! What is looked for is data (`data/red_flags.toml`); who is called instead is [`call_card`](super::call_card)'s;
//! that going on needs a reason is the case's.
//!
//! Negation is deliberately not understood: `denies suicidal thoughts` raises the flag like any other. A "not" that was
//! read wrongly would hide an emergency; a card shown for nothing costs a sentence.

use super::need::NeedKey;
use serde::Deserialize;
use std::ops::Range;
use std::sync::LazyLock;

/// How many words may stand where a phrase has `..`.
const GAP: usize = 3;
/// How many characters are looked at: more than a note may have.
const LONGEST: usize = 20_000;

/// One thing that is not for social prescribing.
#[derive(Debug, PartialEq, Eq)]
pub struct RedFlag {
    /// Its stable name, as it is recorded.
    pub key: String,
    /// What it is called on screen.
    pub title: String,
    /// The entries of the call card that it brings up, by key, in the order in which they are shown.
    pub call: Vec<String>,
    /// The needs that raise it by being chosen.
    pub needs: Vec<NeedKey>,
    phrases: Vec<Phrase>,
    unless: Vec<Phrase>,
}

/// A red flag in a text, with the words that raised it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// The flag.
    pub flag: &'static RedFlag,
    /// Where the words stand in the text, in bytes.
    pub range: Range<usize>,
    /// The words as they were typed.
    pub words: String,
}

/// All red flags, the most pressing first.
pub fn all() -> &'static [RedFlag] {
    static FLAGS: LazyLock<Vec<RedFlag>> = LazyLock::new(|| {
        #[expect(clippy::expect_used, reason = "embedded at build time, and a test reads it")]
        let file: File =
            toml::from_str(include_str!("data/red_flags.toml")).expect("the red flags are well formed");
        file.flag.into_iter().map(RedFlag::from).collect()
    });
    &FLAGS
}

/// The red flag of a key.
pub fn get(key: &str) -> Option<&'static RedFlag> {
    all().iter().find(|flag| flag.key == key)
}

/// The red flags that a text raises, the most pressing first, each once with the first words that raised it.
pub fn scan(text: &str) -> Vec<Raised> {
    let words = words(text);
    all()
        .iter()
        .filter_map(|flag| {
            let found = flag.first_in(&words)?;
            let range = words[found.start].range.start..words[found.end - 1].range.end;
            Some(Raised { flag, words: text[range.clone()].to_owned(), range })
        })
        .collect()
}

/// The red flag that the choice of a need raises.
pub fn for_need(need: &NeedKey) -> Option<&'static RedFlag> {
    all().iter().find(|flag| flag.needs.contains(need))
}

impl RedFlag {
    /// The first words, by their places, that raise this flag.
    fn first_in(&self, words: &[Word]) -> Option<Range<usize>> {
        let starts = 0..words.len();
        let mut found = starts
            .clone()
            .flat_map(|start| self.phrases.iter().filter_map(move |phrase| phrase.at(words, start)))
            .peekable();
        // Nearly every text raises nothing: what would excuse it is looked for only where there is something.
        found.peek()?;
        let excused: Vec<Range<usize>> = starts
            .flat_map(|start| self.unless.iter().filter_map(move |phrase| phrase.at(words, start)))
            .collect();
        found.find(|found| {
            !excused.iter().any(|excused| excused.start < found.end && found.start < excused.end)
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    flag: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    key: String,
    title: String,
    call: Vec<String>,
    #[serde(default)]
    needs: Vec<NeedKey>,
    phrases: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
}

impl From<Row> for RedFlag {
    fn from(row: Row) -> Self {
        let phrases = |texts: Vec<String>| texts.iter().map(|text| Phrase::read(text)).collect();
        Self {
            key: row.key,
            title: row.title,
            call: row.call,
            needs: row.needs,
            phrases: phrases(row.phrases),
            unless: phrases(row.unless),
        }
    }
}

/// Words in a row, as the data file writes them.
#[derive(Debug, PartialEq, Eq)]
struct Phrase(Vec<Step>);

#[derive(Debug, PartialEq, Eq)]
struct Step {
    /// Whether other words may stand before it.
    after_gap: bool,
    /// Any of these.
    either: Vec<Stem>,
}

#[derive(Debug, PartialEq, Eq)]
struct Stem {
    text: String,
    whole: bool,
}

impl Phrase {
    fn read(text: &str) -> Self {
        let mut steps = Vec::new();
        let mut after_gap = false;
        for word in text.split_whitespace() {
            if word == ".." {
                after_gap = true;
                continue;
            }
            let either = word
                .split('|')
                .map(|word| match word.strip_suffix('*') {
                    Some(stem) => Stem { text: stem.to_owned(), whole: false },
                    None => Stem { text: word.to_owned(), whole: true },
                })
                .collect();
            steps.push(Step { after_gap, either });
            after_gap = false;
        }
        Self(steps)
    }

    /// The words that it fits, beginning exactly at `start`.
    fn at(&self, words: &[Word], start: usize) -> Option<Range<usize>> {
        fit(&self.0, words, start, true).map(|end| start..end)
    }
}

/// Where the words end that fit the steps from `at` on.
fn fit(steps: &[Step], words: &[Word], at: usize, first: bool) -> Option<usize> {
    let Some((step, rest)) = steps.split_first() else { return Some(at) };
    let reach = if step.after_gap { GAP } else { 0 };
    for place in at..=at + reach {
        let word = words.get(place)?;
        if word.begins_sentence && !(first && place == at) {
            return None;
        }
        let fits = |stem: &Stem| {
            if stem.whole { word.text == stem.text } else { word.text.starts_with(&stem.text) }
        };
        if step.either.iter().any(fits)
            && let Some(end) = fit(rest, words, place + 1, false)
        {
            return Some(end);
        }
    }
    None
}

/// A word of a text, as it is compared.
struct Word {
    text: String,
    /// In bytes.
    range: Range<usize>,
    /// Whether a sentence ended before it.
    begins_sentence: bool,
}

fn words(text: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut inside = false;
    let mut begins_sentence = true;
    for (at, c) in text.char_indices().take(LONGEST) {
        let end = at + c.len_utf8();
        match out.last_mut().filter(|_| inside) {
            // An apostrophe belongs to its word and is not compared: `can't` is `cant`.
            Some(_) if matches!(c, '\'' | '\u{2018}' | '\u{2019}') => {}
            Some(word) if c.is_alphanumeric() => {
                word.text.extend(c.to_lowercase());
                word.range.end = end;
            }
            None if c.is_alphanumeric() => {
                out.push(Word { text: c.to_lowercase().collect(), range: at..end, begins_sentence });
                inside = true;
                begins_sentence = false;
            }
            _ => {
                inside = false;
                begins_sentence |= matches!(c, '.' | '!' | '?' | ';' | '\n');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::call_card::CallCard;
    use crate::domain::need::catalogue;
    use proptest::prelude::*;
    use rstest::rstest;
    use std::collections::BTreeSet;

    #[test]
    fn every_flag_brings_up_entries_that_the_card_has_and_needs_that_the_catalogue_has() {
        let keys: BTreeSet<_> = all().iter().map(|flag| &flag.key).collect();
        assert_eq!(keys.len(), all().len());
        for flag in all() {
            assert!(!flag.call.is_empty() && !flag.phrases.is_empty());
            for key in &flag.call {
                assert!(CallCard::entry(key).is_some(), "{}: no {key} on the card", flag.key);
            }
            for need in &flag.needs {
                assert!(catalogue().get(need).is_some(), "{}: no need {need}", flag.key);
            }
        }
    }

    #[test]
    fn phrases_are_written_as_words_are_compared() {
        for phrase in all().iter().flat_map(|flag| flag.phrases.iter().chain(&flag.unless)) {
            assert!(!phrase.0.is_empty());
            for stem in phrase.0.iter().flat_map(|step| &step.either) {
                let plain = stem.text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
                assert!(plain && stem.text.len() > 1 || stem.text == "a", "{phrase:?}");
            }
        }
    }

    #[rstest]
    #[case("feeling suicidal", &["suicide_self_harm"])]
    #[case("he's suicidle since she left", &["suicide_self_harm"])]
    #[case("says she wants to kill herself", &["suicide_self_harm"])]
    #[case("wants to end it all", &["suicide_self_harm"])]
    #[case("thinking of ending his life", &["suicide_self_harm"])]
    #[case("doesn\u{2019}t want to be here any more", &["suicide_self_harm"])]
    #[case("self-harming again", &["suicide_self_harm"])]
    #[case("has been cutting herself", &["suicide_self_harm"])]
    #[case("took an OVERDOSE last night", &["suicide_self_harm"])]
    #[case("they would be better off without me", &["suicide_self_harm"])]
    #[case("wants to die", &["suicide_self_harm"])]
    #[case("nothing to live for", &["suicide_self_harm"])]
    #[case("denies suicidal thoughts", &["suicide_self_harm"])]
    #[case("husband hits her", &["abuse"])]
    #[case("her partner has been hitting her", &["abuse"])]
    #[case("domestic violence", &["abuse"])]
    #[case("scared of her husband", &["abuse"])]
    #[case("afraid to go home", &["abuse"])]
    #[case("he won't let her out", &["abuse"])]
    #[case("abusive ex", &["abuse"])]
    #[case("was raped", &["abuse"])]
    #[case("kids left home alone", &["child_safeguarding"])]
    #[case("child has bruises", &["child_safeguarding"])]
    #[case("mum is hitting the children", &["abuse", "child_safeguarding"])]
    #[case("baby looks neglected", &["child_safeguarding", "adult_safeguarding"])]
    #[case("daughter has an older boyfriend, county lines?", &["child_safeguarding"])]
    #[case("son is taking her pension", &["adult_safeguarding"])]
    #[case("carer steals from him, takes his money", &["adult_safeguarding"])]
    #[case("safeguarding concern", &["adult_safeguarding"])]
    #[case("self neglect, living in squalor", &["adult_safeguarding"])]
    #[case("hearing voices", &["mental_health_crisis"])]
    #[case("nowhere to sleep tonight", &["nowhere_tonight"])]
    #[case("sleeping in his car", &["nowhere_tonight"])]
    #[case("sleeping rough", &["nowhere_tonight"])]
    #[case("has nowhere to go tonight", &["nowhere_tonight"])]
    #[case("mum kicked him out tonight", &["nowhere_tonight"])]
    #[case("no food in the house", &["no_food_or_heating"])]
    #[case("hasn't eaten for two days", &["no_food_or_heating"])]
    #[case("no heating or hot water", &["no_food_or_heating"])]
    #[case("the meter has run out", &["no_food_or_heating"])]
    #[case("electric was cut off", &["no_food_or_heating"])]
    #[case("chest pain since this morning", &["acute_illness"])]
    #[case("can't breathe", &["acute_illness"])]
    #[case("struggling to breathe", &["acute_illness"])]
    #[case("collapsed in the waiting room", &["acute_illness"])]
    #[case("speech is slurred, face drooping", &["acute_illness"])]
    #[case("threatened to stab the neighbour", &["violence"])]
    #[case("going to kill him", &["violence"])]
    #[case("has a knife", &["violence"])]
    #[case("violent at home", &["violence"])]
    #[case("everyone would be better off without her", &["suicide_self_harm"])]
    #[case("no point in going on", &["suicide_self_harm"])]
    #[case("doesn't want to live", &["suicide_self_harm"])]
    #[case("voices in his head", &["mental_health_crisis"])]
    #[case("has run out of gas", &["no_food_or_heating"])]
    #[case("living on the street since March", &["nowhere_tonight"])]
    #[case("might hurt other people", &["violence"])]
    #[case("freezing cold flat", &["no_food_or_heating"])]
    #[case("fleeing an abusive home", &["abuse"])]
    #[case("lonely. Suicidal. No food", &["suicide_self_harm", "no_food_or_heating"])]
    fn these_words_are_not_for_social_prescribing(#[case] said: &str, #[case] keys: &[&str]) {
        let raised: Vec<&str> = scan(said).iter().map(|raised| raised.flag.key.as_str()).collect();
        assert_eq!(raised, keys);
    }

    #[rstest]
    #[case("")]
    #[case("lonely since her husband died")]
    #[case("dying to meet people")]
    #[case("wants something to kill time")]
    #[case("wants to kill some time on Mondays")]
    #[case("son moved away, not eating well")]
    #[case("has cut herself off from friends")]
    #[case("his back is killing him")]
    #[case("end of life care for dad, wants respite")]
    #[case("landlord threatens to evict her")]
    #[case("threatened with eviction")]
    #[case("mum kicked him out last year, sofa surfing")]
    #[case("his death hit her hard")]
    #[case("husband was hit by a car in June")]
    #[case("had a stroke last year, wants a stroke club")]
    #[case("heart attack in 2019")]
    #[case("gets panic attacks on the bus")]
    #[case("no food allergies")]
    #[case("no power of attorney yet")]
    #[case("history of alcohol abuse")]
    #[case("wants a dog grooming course")]
    #[case("neglecting his garden")]
    #[case("kids are bored, nowhere to take the children")]
    #[case("the roof collapsed, needs repairs")]
    #[case("can't go on the bus alone")]
    #[case("beats everyone at cards")]
    #[case("wants to join a walking group before it gets dark")]
    #[case("is burning herself out as a carer")]
    #[case("has nowhere to go during the day")]
    #[case("lives alone, house is too big")]
    #[case("can't heat the house, debt")]
    #[case("skint until Friday")]
    #[case("on her own, feels low")]
    #[case("She is able to cut. Herself she says little")]
    #[case("baby group on Tuesdays")]
    #[case("took redundancy, lost without work")]
    #[case("she is better off without him since the divorce")]
    #[case("doesn't want to live with her mum")]
    #[case("hurt herself in a fall")]
    #[case("burnt himself on the stove")]
    #[case("ex won't let him see the kids")]
    #[case("there is no food bank near here")]
    #[case("living on a busy street")]
    #[case("daughter takes care of her money")]
    #[case("friend took her to get benefits advice")]
    #[case("no hot water, boiler broken")]
    #[case("beating himself up about the job")]
    #[case("afraid of falling")]
    #[case("scared of bills")]
    #[case("no car, no bus")]
    #[case("would love to live by the sea")]
    #[case("gives out leaflets, passes them round")]
    #[case("looks after dad who has dementia")]
    fn these_words_are_ordinary_life(#[case] said: &str) {
        assert_eq!(scan(said), []);
    }

    #[test]
    fn a_flag_says_which_words_raised_it() {
        let raised = &scan("Lonely; says she can\u{2019}t go on.")[0];
        assert_eq!(
            (raised.words.as_str(), raised.flag.title.as_str()),
            ("can\u{2019}t go on", "Suicide or self-harm")
        );
    }

    #[test]
    fn abuse_is_raised_by_the_need_alone_and_debt_is_not() {
        let flag = |need| for_need(&NeedKey::from(need)).map(|flag| flag.key.as_str());
        assert_eq!(flag("partner_abuse"), Some("abuse"));
        assert_eq!(flag("debt"), None);
    }

    #[test]
    fn what_the_catalogue_calls_an_everyday_need_raises_nothing() {
        // These lay words are red flags themselves, and are meant to be both.
        let both = ["sleeping in the car", "rough sleeping", "sleeping rough", "on the streets", "stalked"];
        for need in catalogue().all().iter().filter(|need| for_need(&need.key).is_none()) {
            for text in
                std::iter::once(&need.name).chain(&need.words).filter(|word| !both.contains(&word.as_str()))
            {
                assert_eq!(scan(text), [], "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_it_never_panics_and_the_words_are_in_the_text(text in "(\\PC|kill|herself|no food|[ .'])*") {
            for raised in scan(&text) {
                prop_assert_eq!(&text[raised.range.clone()], raised.words.as_str());
            }
        }

        #[test]
        fn words_around_it_never_hide_suicide(before in "[a-z ]{0,30}", after in "[a-z ]{0,30}") {
            let text = format!("{before} suicidal thoughts {after}");
            let raised = scan(&text);
            prop_assert!(raised.iter().any(|raised| raised.flag.key == "suicide_self_harm"), "{}", text);
        }
    }
}
