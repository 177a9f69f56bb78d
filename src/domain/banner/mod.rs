//! The banner of a clinical system, pasted: who the patient is, in the system's own words.
//!
//! ```text
//! ELLIS, Margaret (Mrs)   Born 03-Feb-1948   NHS No. 999 526 0182   Gender Female
//! Address 1 High St, Bristol, BS3 4NN   Tel 0117 496 0123   Mob 07700 900123
//! ```
//!
//! In EMIS- and SystmOne-like variations: labels in any order, one line or several. What is wrong in it (a check digit, a
//! date) is reported, never dropped. Whether the person is known already is not asked here.

mod labels;

use super::dates::{self, BirthDateError};
use super::nhs_number::{NhsNumber, NhsNumberError, is_between_digits};
use super::person_name::PersonName;
use super::phone::Phone;
use super::postcode::Postcode;
use super::text::line;
use jiff::civil::Date;
use labels::{Field, Label};

/// The longest banner, in characters: what is longer is a letter or a record, not a banner.
pub const LONGEST: usize = 4000;
/// The most phone numbers that are taken.
const PHONES: usize = 4;

/// What a banner says of a patient.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Banner {
    /// The name, without title.
    pub name: Option<PersonName>,
    /// The birth date, or why it is none.
    pub born: Option<Result<Date, BirthDateError>>,
    /// The NHS number, or why it is none.
    pub nhs_number: Option<Result<NhsNumber, NhsNumberError>>,
    /// The gender as it was written: `Female`.
    pub gender: Option<String>,
    /// The postcode, from the address or on its own.
    pub postcode: Option<Postcode>,
    /// The address on one line, without the postcode.
    pub address: Option<String>,
    /// The phone numbers, mobiles first: they are the ones that reach somebody; each once.
    pub phones: Vec<Phone>,
}

/// Whether a text is a banner, so that a paste of it opens a new flag.
///
/// Today only decides how a date is read, never whether it is a banner, so none is asked for.
pub fn looks_like_a_banner(text: &str) -> bool {
    read(text, Date::MAX).is_some()
}

/// Reads a banner; nothing where the text is none. A banner names somebody: at least two of name, birth date and NHS
/// number are in it, and the label of one, or all three.
pub fn read(text: &str, today: Date) -> Option<Banner> {
    if text.char_indices().nth(LONGEST).is_some() {
        return None;
    }
    let text = clean(text);
    let labels = labels::find(&text);
    let mut banner = Banner::default();
    let head_end = labels.first().map_or(text.len(), |label| label.start);
    banner.take_head(&text[..head_end], today);
    for (at, label) in labels.iter().enumerate() {
        let end = labels.get(at + 1).map_or(text.len(), |next| next.start);
        banner.take(label, value(&text[label.end..end]), today);
    }
    banner.phones.sort_by_key(|phone| !phone.is_mobile());
    let named = [banner.name.is_some(), banner.born.is_some(), banner.nhs_number.is_some()];
    let named = named.into_iter().filter(|is| *is).count();
    let labelled =
        labels.iter().any(|label| matches!(label.field, Field::Name | Field::Born | Field::NhsNumber));
    (named == 3 || (named == 2 && labelled)).then_some(banner)
}

impl Banner {
    /// What stands before the first label: the name, and in some systems the birth date and the number behind it.
    fn take_head(&mut self, head: &str, today: Date) {
        let Some(digit) = head.find(|c: char| c.is_ascii_digit()) else {
            self.name = name(head);
            return;
        };
        self.name = name(&head[..digit]);
        let (date, length) = leading_date(&head[digit..], today);
        let rest = match date {
            Some(date) => {
                self.born = Some(date);
                &head[digit + length..]
            }
            None => &head[digit..],
        };
        // An unlabelled number is believed only where its check digit fits: it might be any number.
        self.nhs_number = ten_digits(rest).and_then(|digits| NhsNumber::parse(digits).ok()).map(Ok);
    }

    /// What stands behind a label. The first of a kind counts.
    fn take(&mut self, label: &Label, value: &str, today: Date) {
        if value.is_empty() {
            return;
        }
        match label.field {
            Field::Name => {
                if let Some(name) = name(value) {
                    self.name = Some(name);
                }
            }
            Field::Born => {
                self.born.get_or_insert_with(|| match leading_date(value, today) {
                    (Some(date), _) => date,
                    (None, _) => Err(BirthDateError::NotADate),
                });
            }
            // `not known` and the like are no number, and not a wrong one either.
            Field::NhsNumber if !value.contains(|c: char| c.is_ascii_digit()) => {}
            Field::NhsNumber => {
                self.nhs_number.get_or_insert_with(|| NhsNumber::parse(leading_digits(value)));
            }
            Field::Gender => {
                let word: String = value.chars().take_while(|c| c.is_alphabetic() || *c == '-').collect();
                if !word.is_empty() {
                    self.gender.get_or_insert(word);
                }
            }
            Field::Address => self.take_address(value),
            Field::Postcode => {
                if let Some((postcode, _)) = postcode(value) {
                    self.postcode.get_or_insert(postcode);
                }
            }
            Field::Phone => self.take_phones(value),
            Field::Other => {}
        }
    }

    fn take_address(&mut self, value: &str) {
        let value = line(&value.replace(['\n', '|'], ", "), LONGEST);
        let without = match postcode(&value) {
            Some((postcode, range)) => {
                self.postcode.get_or_insert(postcode);
                value[..range.start].to_owned()
            }
            None => value,
        };
        let lines: Vec<&str> = without.split(',').map(str::trim).filter(|line| !line.is_empty()).collect();
        if !lines.is_empty() {
            self.address.get_or_insert(lines.join(", "));
        }
    }

    fn take_phones(&mut self, value: &str) {
        for part in value.split([',', '/', ';', '\n', '|']) {
            let part = part.trim();
            let end =
                part.find(|c: char| !(c.is_ascii_digit() || " +()-.".contains(c))).unwrap_or(part.len());
            let Ok(phone) = Phone::parse(&part[..end]) else { continue };
            if self.phones.len() < PHONES && self.phones.iter().all(|known| known.number() != phone.number())
            {
                self.phones.push(phone);
            }
        }
    }
}

/// The text with plain spaces, its lines and columns (tabs, two spaces or more, bars) kept apart by line breaks and bars.
fn clean(text: &str) -> String {
    let mut out = String::new();
    for one in text.replace("\r\n", "\n").split(['\n', '\r']) {
        let one = one.replace('\t', " | ").replace("  ", " | ");
        let one = line(&one, LONGEST);
        let columns: Vec<&str> = one.split('|').map(str::trim).filter(|column| !column.is_empty()).collect();
        if columns.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&columns.join("|"));
    }
    out
}

/// A value without the colon and the white space around it.
fn value(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '|' | ',' | ';'))
}

/// The name at the beginning of a text, as far as its column or line goes.
fn name(text: &str) -> Option<PersonName> {
    let text = value(text);
    let column = text.split(['|', '\n']).next().unwrap_or_default();
    PersonName::parse(value(column)).ok()
}

/// The date that a text begins with, and its length; nothing where it begins with none.
fn leading_date(text: &str, today: Date) -> (Option<Result<Date, BirthDateError>>, usize) {
    let column = text.split(['|', '\n']).next().unwrap_or_default();
    // `03 Feb 1948` has three words; `3rd of February 1948` has four.
    let mut ends: Vec<usize> = column.match_indices(' ').map(|(at, _)| at).take(3).collect();
    if ends.len() < 4 {
        ends.push(column.len());
    }
    for &end in ends.iter().rev() {
        let typed = column[..end].trim_end_matches([',', '(', ' ']);
        if dates::looks_like_a_date(typed) {
            return (Some(dates::parse_birth_date(typed, today)), end);
        }
    }
    (None, 0)
}

/// The digits that a text begins with, as an NHS number is grouped; all of it where it begins with none.
fn leading_digits(text: &str) -> &str {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || (c != '\n' && is_between_digits(c))))
        .unwrap_or(text.len());
    if text[..end].bytes().any(|b| b.is_ascii_digit()) { &text[..end] } else { text }
}

/// The first ten digits in a row, spaces and hyphens between them.
fn ten_digits(text: &str) -> Option<&str> {
    let starts = text.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at);
    starts
        .filter(|&at| !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()))
        .map(|at| leading_digits(&text[at..]))
        .find(|run| run.bytes().filter(u8::is_ascii_digit).count() == 10)
}

/// The last postcode in a text, and where it stands.
fn postcode(text: &str) -> Option<(Postcode, std::ops::Range<usize>)> {
    let mut words: Vec<std::ops::Range<usize>> = Vec::new();
    let mut inside = false;
    for (at, c) in text.char_indices() {
        if !c.is_ascii_alphanumeric() {
            inside = false;
        } else if let Some(word) = words.last_mut().filter(|_| inside) {
            word.end = at + 1;
        } else {
            words.push(at..at + 1);
            inside = true;
        }
    }
    let pairs = words.windows(2).map(|pair| pair[0].start..pair[1].end);
    let ranges = words.iter().cloned().chain(pairs);
    ranges
        .filter_map(|range| Some((Postcode::parse(&text[range.clone()]).ok()?, range)))
        .max_by_key(|(_, range)| (range.end, range.start))
}

#[cfg(test)]
mod tests;
