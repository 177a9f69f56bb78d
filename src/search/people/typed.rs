//! What was typed of a person: words, a birth date, digits of a number.

use crate::domain::dates;
use crate::search::WORD_LIMIT;
use crate::search::text::words::words;
use jiff::civil::Date;

/// Its parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Names, a postcode.
    pub words: Vec<String>,
    /// A birth date.
    pub born: Option<Date>,
    /// Four digits that are a year of birth, perhaps.
    pub year: Option<i16>,
    /// Digits of an NHS number, three or more.
    pub number: String,
}

impl Typed {
    /// Reads them; dates by the day that it is.
    pub fn read(text: &str, today: Date) -> Self {
        let mut out = Self::default();
        let parts: Vec<&str> = text.split_whitespace().take(WORD_LIMIT).collect();
        let mut left: Vec<&str> = vec![];
        let mut at = 0;
        while at < parts.len() {
            // `3 Feb 1948` is three parts, and so can a number be: the longest reading is the right one.
            let date = (1..=3).rev().filter(|n| at + n <= parts.len()).find_map(|n| {
                let text = parts[at..at + n].join(" ");
                let is_date = dates::looks_like_a_date(&text);
                Some((n, dates::parse_birth_date(&text, today).ok()?)).filter(|_| is_date)
            });
            let digits =
                parts[at..].iter().take_while(|part| part.chars().all(|c| c.is_ascii_digit() || c == '-'));
            let number: Vec<&str> = digits.copied().collect();
            let joined: String = number.concat().chars().filter(char::is_ascii_digit).collect();
            if joined.len() == 10 {
                out.number = joined;
                at += number.len();
            } else if let Some((n, born)) = date {
                out.born = Some(born);
                at += n;
            } else if joined.len() >= 3 {
                out.year = joined
                    .parse()
                    .ok()
                    .filter(|year| joined.len() == 4 && (1890..=today.year()).contains(year));
                out.number = joined;
                at += number.len();
            } else {
                left.push(parts[at]);
                at += 1;
            }
        }
        out.words = words(&left.join(" "), WORD_LIMIT);
        out
    }
}
