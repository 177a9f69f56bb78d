//! The needs: between commas, or the longest words in a row that name one.

use super::parts::{Reading, words};
use super::{NeedRead, PartKind};
use crate::domain::need::{Need, catalogue};
use std::ops::Range;

/// The most words that a lay word has.
const MOST_WORDS: usize = 8;
/// How many unknown words get suggestions: a pasted letter is not searched through.
const MOST_SEARCHED: usize = 8;
/// How many suggestions each gets.
const SUGGESTIONS: usize = 3;
/// What people write around needs and that changes nothing of them. `not` and `no` are not among them.
const AROUND: [&str; 22] = [
    "and", "&", "also", "plus", "+", "a", "bit", "some", "very", "really", "quite", "so", "is", "has", "got",
    "feels", "feeling", "needs", "help", "support", "with", "for",
];

/// Reads the needs of a run of words.
pub(super) fn read_needs(reading: &mut Reading, run: Range<usize>) {
    let text = reading.text;
    let mut start = run.start;
    for segment in text[run].split([',', ';']) {
        let from = start + (segment.len() - segment.trim_start().len());
        read_segment(reading, from..from + segment.trim().len());
        start += segment.len() + 1;
    }
}

fn read_segment(reading: &mut Reading, range: Range<usize>) {
    let text = &reading.text[range.clone()];
    let words: Vec<Range<usize>> =
        words(text).into_iter().map(|word| range.start + word.start..range.start + word.end).collect();
    // All of it first: a need may have more words than are tried below.
    if !text.is_empty() && take_named(reading, range.clone()) {
        return;
    }
    let mut at = 0;
    let mut unknown: Option<Range<usize>> = None;
    while let Some(word) = words.get(at) {
        let most = (at + MOST_WORDS).min(words.len());
        let ends = (at + 1..=most).rev();
        let named =
            ends.map(|end| (end, word.start..words[end - 1].end)).find(|(_, range)| is_named(reading, range));
        if let Some((end, range)) = named {
            take_unknown(reading, unknown.take());
            take_named(reading, range);
            at = end;
            continue;
        }
        at += 1;
        if AROUND.contains(&reading.text[word.clone()].to_lowercase().as_str()) && unknown.is_none() {
            continue;
        }
        unknown = Some(unknown.map_or(word.start, |unknown| unknown.start)..word.end);
    }
    take_unknown(reading, unknown);
}

fn is_named(reading: &Reading, range: &Range<usize>) -> bool {
    !catalogue().named(&reading.text[range.clone()]).is_empty()
}

/// Takes words that name a need, or several; says whether they do.
fn take_named(reading: &mut Reading, range: Range<usize>) -> bool {
    let typed = &reading.text[range.clone()];
    let among = catalogue().named(typed);
    match among.as_slice() {
        [] => return false,
        [need] => {
            reading.part(range, PartKind::Need, need.name.clone(), true);
            reading.line.needs.push(NeedRead::Known(need));
        }
        _ => {
            let says = format!("{typed} can be {}. Write which.", listed(&among));
            reading.part(range.clone(), PartKind::Need, typed.to_owned(), false);
            reading.problem(range, says);
            reading.line.needs.push(NeedRead::Shared { typed: typed.to_owned(), among });
        }
    }
    true
}

fn take_unknown(reading: &mut Reading, range: Option<Range<usize>>) {
    let Some(range) = range else { return };
    let typed = &reading.text[range.clone()];
    let searched = reading.line.needs.iter().filter(|need| matches!(need, NeedRead::Unknown { .. })).count();
    let suggestions = if searched < MOST_SEARCHED { suggestions(typed) } else { Vec::new() };
    let digits = typed.bytes().filter(u8::is_ascii_digit).count();
    let says = if digits >= 5 && !typed.bytes().any(|b| b.is_ascii_alphabetic()) {
        format!("{} is no need. Write tel before a phone number.", quoted(typed))
    } else if suggestions.is_empty() {
        format!(
            "{} is no need that is known. Use other words, or write it as a note behind --.",
            quoted(typed)
        )
    } else {
        format!("{} is no need that is known. Did you mean {}?", quoted(typed), listed(&suggestions))
    };
    reading.part(range.clone(), PartKind::Need, typed.to_owned(), false);
    reading.problem(range, says);
    reading.line.needs.push(NeedRead::Unknown { typed: typed.to_owned(), suggestions });
}

fn suggestions(typed: &str) -> Vec<&'static Need> {
    let found = catalogue().find(typed, SUGGESTIONS);
    if found.is_empty() {
        catalogue().nearest(typed).into_iter().collect()
    } else {
        found.into_iter().map(|found| found.need).collect()
    }
}

/// Words as they are named in a message, cut where they are long.
fn quoted(typed: &str) -> String {
    match typed.char_indices().nth(40) {
        Some((end, _)) => format!("\"{}…\"", &typed[..end]),
        None => format!("\"{typed}\""),
    }
}

fn listed(needs: &[&Need]) -> String {
    let names: Vec<&str> = needs.iter().map(|need| need.name.as_str()).collect();
    names.join(" or ")
}
