//! Why a service was found, in a few words that are true of it.

use super::rank::Table;
use super::reading::Reading;
use crate::domain::need::{NeedKey, catalogue};
use crate::search::index::{ABOUT, Fields, Inverted, MADE, NAME, NEED, ORGANISATION, PLACE, Slot, TEXT};
use crate::search::text::words::{is_common, stem, words};

/// The most reasons that are told.
const MOST: usize = 5;

/// What found an entry.
#[derive(Clone, Debug)]
pub struct Cause {
    /// The word or the words of the entry.
    pub text: String,
    /// The fields that have them.
    pub fields: Fields,
    /// What it counts.
    pub level: u8,
}

/// By what a reading found an entry: the best of what it may mean there. `None`: by its place alone, or not at all.
pub fn cause(index: &Inverted, table: &Table, reading: &Reading, slot: Slot) -> Option<Cause> {
    let mut best: Option<Cause> = None;
    let level = |best: &Option<Cause>| best.as_ref().map_or(0, |cause| cause.level);
    for term in &reading.terms {
        // The terms come best first: what fits worse cannot count more than this.
        if table.level(term.fit, 63) <= level(&best) {
            break;
        }
        let entries = index.entries(term.id);
        let fields = entries.fields(slot);
        let counts = table.level(term.fit, fields);
        if fields != 0 && counts > level(&best) {
            best = Some(Cause { text: index.text(term.id).to_string(), fields, level: counts });
        }
    }
    for one in &reading.together {
        let fields = one.entries.fields(slot);
        let counts = table.level(one.fit, fields);
        if fields != 0 && counts > level(&best) {
            best = Some(Cause { text: one.text.clone(), fields, level: counts });
        }
    }
    if best.is_none()
        && let Some(letters) = &reading.beginning
        && let here = index.beginning(letters.as_bytes())
        && let Ok(at) = here.binary_search_by_key(&slot, |place| place.slot())
    {
        let fields = here[at].fields();
        best = Some(Cause { text: letters.clone(), fields, level: 1 });
    }
    best
}

/// The reasons, best known first: which field, or which word was meant, and how far it is.
pub fn why(
    index: &Inverted,
    table: &Table,
    readings: &[Reading],
    slot: Slot,
    name: &str,
    far: Option<String>,
) -> String {
    let mut parts: Vec<String> = vec![];
    let causes = readings.iter().filter_map(|reading| Some((reading, cause(index, table, reading, slot)?)));
    let causes: Vec<(&Reading, Cause)> = causes.collect();
    let phrases: Vec<&str> =
        causes.iter().map(|(reading, _)| &*reading.typed).filter(|typed| typed.contains(' ')).collect();
    for (reading, cause) in &causes {
        // What a phrase says is not in its words: the weeks of a description are no reason for `leaking wee`.
        let is_of_a_phrase = phrases.iter().any(|phrase| phrase.split(' ').any(|word| word == reading.typed));
        if is_of_a_phrase && cause.fields & !MADE == TEXT {
            continue;
        }
        let Some(part) = told(&reading.typed, cause, name) else { continue };
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.truncate(MOST);
    parts.extend(far);
    parts.join(" · ")
}

fn told(typed: &str, cause: &Cause, name: &str) -> Option<String> {
    let text = &*cause.text;
    if let Some(key) = text.strip_prefix('\u{1}') {
        let need = catalogue().get(&NeedKey(key.to_owned()));
        return Some(format!("need: {}", need.map_or(key, |need| need.name.as_str()).to_lowercase()));
    }
    if let Some(age) = text.strip_prefix('\u{2}') {
        return Some(match age.split_at_checked(1)? {
            (">", age) => format!("from {age} years"),
            (_, age) => format!("up to {age} years"),
        });
    }
    if is_common(text) {
        return None;
    }
    let is = |field| cause.fields & field != 0;
    let is_made = |field| cause.fields & !MADE == field && is(MADE);
    // Written in the description, it may be the name's by its initials only.
    let is_written = || words(name, 60).iter().any(|word| word == text);
    let is_initials = || text.len() < 8 && !text.contains(' ') && is(NAME) && is(TEXT) && !is_written();
    Some(if is_made(NAME) || is_made(ORGANISATION) {
        "initials".to_owned()
    } else if typed == text && is_initials() {
        format!("says: {text}")
    } else if is_other_word(typed, text) {
        format!("\u{201C}{typed}\u{201D} \u{2192} {text}")
    } else if is(NAME) {
        "name".to_owned()
    } else if is(PLACE) {
        capital(text)
    } else if is_made(ABOUT) {
        text.to_owned()
    } else if is(ABOUT) {
        format!("for: {text}")
    } else if is(NEED) {
        format!("need: {text}")
    } else if is(ORGANISATION) {
        "organisation".to_owned()
    } else {
        format!("says: {text}")
    })
}

/// Whether a term is neither what was typed, nor begins so, nor has its stem: a slip, a sound, a meaning.
fn is_other_word(typed: &str, term: &str) -> bool {
    let (typed, term) = (typed.replace(' ', ""), term.replace(' ', ""));
    !term.starts_with(&typed) && stem(&typed) != stem(&term) && !typed.starts_with(&term)
}

/// A word with a capital, as places are written: `Scunthorpe`, `DN15`.
fn capital(word: &str) -> String {
    if word.chars().any(|c| c.is_ascii_digit()) {
        return word.to_uppercase();
    }
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
