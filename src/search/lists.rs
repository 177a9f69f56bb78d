//! What people say for things: lay words, abbreviations, text-speak, and what they mean. Data, which a practice can
//! extend; how a meaning is looked for is the reading's.

use super::text::words::words;
use crate::domain::need::{NeedKey, catalogue};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;
use toml::Spanned;

/// The most words that one phrase has.
pub const LONGEST: usize = 6;
/// The most entries that one file may have.
const MOST: usize = 10_000;

/// Phrases and what they mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    phrases: HashMap<String, Meaning>,
}

/// What a phrase means: any of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// Words that entries have for it; all words of one of them together.
    pub words: Vec<Vec<String>>,
    /// Needs of the catalogue.
    pub needs: Vec<NeedKey>,
}

/// A list that cannot be read: where, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Line {line}: {what}")]
pub struct ListsError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    word: Vec<Spanned<Entry>>,
    #[serde(default)]
    alike: Vec<Spanned<Alike>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Alike {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    say: Vec<String>,
    #[serde(default)]
    means: Vec<String>,
    #[serde(default)]
    needs: Vec<String>,
}

impl Lists {
    /// Reads a list as `data/lay.toml` is written: `[[word]]` with `say`, and `means` or `needs`; `[[alike]]` with
    /// `words` that mean each other.
    ///
    /// # Errors
    /// [`ListsError`] with the line where it is no such list, names a need that the catalogue does not have, or an
    /// entry says or means nothing.
    pub fn parse(text: &str) -> Result<Self, ListsError> {
        let fail = |at: usize, what: String| ListsError {
            line: text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1,
            what,
        };
        let file: File = toml::from_str(text).map_err(|error| {
            fail(error.span().map_or(0, |span| span.start), error.message().replace('\n', " "))
        })?;
        if file.word.len() + file.alike.len() > MOST {
            return Err(fail(0, format!("more than {MOST} entries")));
        }
        let mut lists = Self::default();
        for entry in file.word {
            let at = entry.span().start;
            lists.read(entry.into_inner()).map_err(|what| fail(at, what))?;
        }
        for group in file.alike {
            let at = group.span().start;
            let words = group.into_inner().words;
            for (place, one) in words.iter().enumerate() {
                let others = words.iter().enumerate().filter(|(other, _)| *other != place);
                let means = others.map(|(_, other)| other.clone()).collect();
                let entry = Entry { say: vec![one.clone()], means, needs: vec![] };
                lists.read(entry).map_err(|what| fail(at, what))?;
            }
        }
        Ok(lists)
    }

    fn read(&mut self, entry: Entry) -> Result<(), String> {
        let mut meaning = Meaning::default();
        for text in &entry.means {
            let words = words(text, LONGEST);
            if words.is_empty() {
                return Err(format!("\u{201C}{text}\u{201D} has no letters"));
            }
            meaning.words.push(words);
        }
        for key in entry.needs {
            let key = NeedKey(key);
            if catalogue().get(&key).is_none() {
                return Err(format!("there is no need called \u{201C}{key}\u{201D}"));
            }
            meaning.needs.push(key);
        }
        if meaning == Meaning::default() {
            return Err("it means nothing: give `means` or `needs`".to_owned());
        }
        if entry.say.is_empty() {
            return Err("nobody says it: give `say`".to_owned());
        }
        for text in &entry.say {
            let said = words(text, LONGEST + 1);
            if said.is_empty() || said.len() > LONGEST {
                return Err(format!("\u{201C}{text}\u{201D} is not 1 to {LONGEST} words"));
            }
            self.add(said.join(" "), &meaning);
        }
        Ok(())
    }

    fn add(&mut self, said: String, meaning: &Meaning) {
        let known = self.phrases.entry(said).or_default();
        for words in &meaning.words {
            if !known.words.contains(words) {
                known.words.push(words.clone());
            }
        }
        for need in &meaning.needs {
            if !known.needs.contains(need) {
                known.needs.push(need.clone());
            }
        }
    }

    /// Adds another list's phrases and meanings.
    pub fn extend(&mut self, other: &Self) {
        for (said, meaning) in &other.phrases {
            self.add(said.clone(), meaning);
        }
    }

    /// What everybody says: the catalogue's words for its needs, and the lists that come with the program.
    pub fn ours() -> &'static Self {
        static OURS: LazyLock<Lists> = LazyLock::new(|| {
            let mut lists = Lists::default();
            for need in catalogue().all() {
                for text in std::iter::once(&need.name).chain(&need.words) {
                    let meaning = Meaning { words: vec![], needs: vec![need.key.clone()] };
                    lists.add(words(text, LONGEST).join(" "), &meaning);
                }
            }
            for text in [include_str!("data/lay.toml"), include_str!("data/short.toml")] {
                #[expect(clippy::expect_used, reason = "embedded at build time, and a test reads it")]
                let list = Lists::parse(text).expect("the lists that come with the program are well formed");
                lists.extend(&list);
            }
            lists
        });
        &OURS
    }

    /// What a phrase means.
    pub fn get(&self, phrase: &str) -> Option<&Meaning> {
        self.phrases.get(phrase)
    }

    /// The phrases of one word.
    pub fn single(&self) -> impl Iterator<Item = &str> {
        self.phrases.keys().map(String::as_str).filter(|said| !said.contains(' '))
    }

    /// Phrases of typed words: which words (from, to, exclusive), and what they mean. A phrase within a longer one says
    /// nothing more.
    pub fn phrases(&self, typed: &[String]) -> Vec<(std::ops::Range<usize>, &Meaning)> {
        let mut out: Vec<(std::ops::Range<usize>, &Meaning)> = vec![];
        for length in (1..=LONGEST.min(typed.len())).rev() {
            for from in 0..=typed.len() - length {
                let is_within =
                    |range: &std::ops::Range<usize>| range.start <= from && from + length <= range.end;
                if !out.iter().any(|(range, _)| is_within(range))
                    && let Some(meaning) = self.get(&typed[from..from + length].join(" "))
                {
                    out.push((from..from + length, meaning));
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Vec<String> {
        words(text, 16)
    }

    #[test]
    fn the_longest_phrase_is_the_one_that_was_meant() {
        let found = Lists::ours().phrases(&typed("lives on her own and skint"));
        let texts: Vec<_> = found.iter().map(|(range, _)| range.clone()).collect();
        assert!(texts.contains(&(0..4)) && texts.contains(&(5..6)) && !texts.contains(&(1..4)), "{texts:?}");
    }

    #[test]
    fn a_practice_adds_what_its_patients_say() {
        let text =
            "[[word]]\nsay = [\"the Foss\", \"foss\"]\nmeans = [\"fossgate centre\"]\nneeds = [\"debt\"]\n";
        let mut lists = Lists::ours().clone();
        lists.extend(&Lists::parse(text).expect("a list"));
        let meaning = lists.get("the foss").expect("known");
        assert_eq!(meaning.words, [vec!["fossgate".to_owned(), "centre".to_owned()]]);
        assert_eq!(meaning.needs, [NeedKey("debt".to_owned())]);
        assert!(lists.get("skint").is_some());
    }

    #[test]
    fn a_list_that_cannot_be_read_says_where() {
        let line = |text| Lists::parse(text).map_err(|error| error.line);
        assert_eq!(line("# a\n[[word]]\nsay = [\"x\"]\nneeds = [\"no_such_need\"]\n"), Err(2));
        assert_eq!(line("[[word]]\nsay = [\"x\"]\nmeans = [\"y\"]\n\n[[word]]\nsay = [\"x\"]\n"), Err(5));
        assert_eq!(line("[[word]]\nsay = \"x\n"), Err(2));
        assert_eq!(line("[[word]]\nsays = [\"x\"]\n"), Err(2));
        assert_eq!(line("[[word]]\nsay = [\"!\"]\nmeans = [\"y\"]\n"), Err(1));
        assert_eq!(line(""), Ok(Lists::default()));
    }
}
