//! The patient, with whom the line begins.

use super::parts::{Reading, words};
use super::{PartKind, Who};
use crate::domain::dates::{self, BirthDateError};
use crate::domain::need::catalogue;
use crate::domain::nhs_number::{NhsNumber, is_between_digits};
use crate::domain::person_name::PersonName;
use jiff::civil::Date;
use std::ops::Range;

/// Takes the patient off a run of words; gives what is left.
pub(super) fn read_who(reading: &mut Reading, run: Range<usize>) -> Range<usize> {
    let text = &reading.text[run.clone()];
    let end = run.end;
    let taken = match text.find(|c: char| c.is_ascii_digit()) {
        Some(0) => number(reading, run),
        Some(digit) => person(reading, run.clone(), run.start + digit),
        None => name_only(reading, run),
    };
    taken..end
}

/// An NHS number: digits, spaces and hyphens, as far as ten digits go.
fn number(reading: &mut Reading, run: Range<usize>) -> usize {
    let text = &reading.text[run.clone()];
    let length = number_length(text);
    let stop = text[length..].chars().next();
    let range = run.start..run.start + length;
    let typed = &reading.text[range.clone()];
    if stop.is_some_and(|c| matches!(c, '/' | '.')) || dates::looks_like_a_date(typed) {
        let word = words(text).first().map_or(text.len(), |word| word.end);
        let range = run.start..run.start + word;
        let says = "The name is missing. Write it before the birth date: Margaret Ellis 3/2/1948.";
        reading.part(range.clone(), PartKind::Who, reading.text[range.clone()].to_owned(), false);
        reading.problem(range.clone(), says.to_owned());
        return range.end;
    }
    match NhsNumber::parse(typed) {
        Ok(number) => {
            reading.part(range.clone(), PartKind::Who, number.to_string(), true);
            reading.line.who = Some(Who::Number(number));
        }
        Err(error) => {
            reading.part(range.clone(), PartKind::Who, typed.to_owned(), false);
            reading.problem(range.clone(), error.to_string());
        }
    }
    range.end
}

/// How far an NHS number goes that a text begins with, in bytes: to its last digit, not past the tenth unless more follow
/// without a space.
fn number_length(text: &str) -> usize {
    let mut count = 0;
    let mut length = 0;
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() {
            count += 1;
            length = at + 1;
        } else if count >= 10 || !is_between_digits(c) {
            break;
        }
    }
    length
}

/// Ten digits that do not begin the line: with a name before them two patients might be meant.
fn number_later(reading: &mut Reading, range: Range<usize>) -> usize {
    let says = "The NHS number stands first, without a name: 999 526 0182 lonely, debt.";
    reading.part(range.clone(), PartKind::Who, reading.text[range.clone()].to_owned(), false);
    reading.problem(range.clone(), says.to_owned());
    range.end
}

/// A name, and the birth date that begins at the first digit.
fn person(reading: &mut Reading, run: Range<usize>, digit: usize) -> usize {
    let length = number_length(&reading.text[digit..run.end]);
    if reading.text[digit..digit + length].bytes().filter(u8::is_ascii_digit).count() >= 10 {
        return number_later(reading, run.start..digit + length);
    }
    let typed = &reading.text[run.start..digit];
    let mut name = typed.trim_end();
    for label in ["dob:", "dob", "born:", "born", "b.", "d.o.b."] {
        let cut = name.len().saturating_sub(label.len());
        if name.get(cut..).is_some_and(|end| end.eq_ignore_ascii_case(label))
            && name[..cut].ends_with(char::is_whitespace)
        {
            name = name[..cut].trim_end();
        }
    }
    let name = PersonName::parse(name.trim_end_matches(','));
    let (date, length) = date(&reading.text[digit..run.end], reading.today);
    let range = run.start..digit + length + age_length(&reading.text[digit + length..run.end]);
    match (name, date) {
        (Ok(name), Ok(born)) => {
            let read_as = format!("{name}, {}", dates::with_age(born, reading.today));
            reading.part(range.clone(), PartKind::Who, read_as, true);
            reading.line.who = Some(Who::Person { name, born });
        }
        (name, date) => {
            reading.part(range.clone(), PartKind::Who, reading.text[range.clone()].to_owned(), false);
            if let Err(error) = name {
                reading.problem(run.start..digit, error.to_string());
            }
            if let Err(error) = date {
                reading.problem(digit..range.end, error.to_string());
            }
        }
    }
    range.end
}

/// The length of an age in brackets, as it is shown behind a birth date.
fn age_length(text: &str) -> usize {
    let Some((inside, _)) = text.trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')')) else {
        return 0;
    };
    let is_age = inside.len() <= 5 && inside.starts_with(|c: char| c.is_ascii_digit());
    if is_age { text.len() - text.trim_start().len() + inside.len() + 2 } else { 0 }
}

/// The date at the beginning of a text, and its length in bytes: the longest that is one, else the longest that was
/// meant as one, else the first word.
fn date(text: &str, today: Date) -> (Result<Date, BirthDateError>, usize) {
    // `3rd of February 1948` has four words.
    let ends: Vec<usize> = words(text).iter().take(4).map(|word| word.end).rev().collect();
    let at = |end: usize| text[..end].trim_end_matches(',');
    let read = |end: usize| (dates::parse_birth_date(at(end), today), at(end).len());
    ends.iter()
        .map(|&end| read(end))
        .find(|(date, _)| date.is_ok())
        .or_else(|| ends.iter().find(|&&end| dates::looks_like_a_date(at(end))).map(|&end| read(end)))
        .or_else(|| ends.last().map(|&end| read(end)))
        .unwrap_or((Err(BirthDateError::NotADate), 0))
}

/// Words without any digit: the patient is not there, or half of them is.
fn name_only(reading: &mut Reading, run: Range<usize>) -> usize {
    let text = &reading.text[run.clone()];
    let segment = &text[..text.find([',', ';']).unwrap_or(text.len())];
    let words = words(segment);
    let need = words.iter().find(|word| !catalogue().named(&segment[word.start..]).is_empty());
    let name = need.map_or(segment, |need| &segment[..need.start]).trim_end();
    if name.is_empty() {
        return run.start;
    }
    let range = run.start..run.start + name.len();
    let says = "The birth date is missing. Write it behind the name (Margaret Ellis 3/2/1948), or write the NHS number.";
    reading.part(range.clone(), PartKind::Who, name.to_owned(), false);
    reading.problem(range.clone(), says.to_owned());
    range.end
}
