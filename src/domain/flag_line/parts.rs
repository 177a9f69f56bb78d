//! Cutting the line into its parts: the note first, then the marks, then the patient, and what is left are needs.

use super::needs::read_needs;
use super::who::read_who;
use super::{FlagLine, LONGEST, Part, PartKind, Problem};
use crate::domain::case::Answer;
use crate::domain::phone::Phone;
use crate::domain::text;
use crate::domain::urgency::Urgency;
use jiff::civil::Date;
use std::ops::Range;

/// The line that is being read, and what has been understood so far.
pub(super) struct Reading<'a> {
    pub text: &'a str,
    pub today: Date,
    pub line: FlagLine,
    /// Where typing goes on: the end of what is typed, without white space.
    pub end: usize,
}

pub(super) fn read(text: &str, today: Date) -> FlagLine {
    let cut = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let line = FlagLine { length: text.len(), ..FlagLine::default() };
    let mut reading = Reading { text: &text[..cut], today, line, end: text[..cut].trim_end().len() };
    if cut < text.len() {
        let says = format!("The line is longer than {LONGEST} characters. Shorten the note.");
        reading.problem(cut..text.len(), says);
    }
    let words = reading.cut_off_note(words(reading.text));
    let runs = reading.take_marks(&words);
    let mut runs = runs.into_iter();
    if let Some(first) = runs.next() {
        let rest = read_who(&mut reading, first);
        read_needs(&mut reading, rest);
    }
    for run in runs {
        read_needs(&mut reading, run);
    }
    let mut line = reading.line;
    line.parts.sort_by_key(|part| part.range.start);
    line.problems.sort_by_key(|problem| problem.range.start);
    line
}

/// The words between white space.
pub(super) fn words(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut inside = false;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            inside = false;
        } else if let Some(word) = out.last_mut().filter(|_| inside) {
            word.end = at + c.len_utf8();
        } else {
            out.push(at..at + c.len_utf8());
            inside = true;
        }
    }
    out
}

impl Reading<'_> {
    pub fn part(&mut self, range: Range<usize>, kind: PartKind, read_as: String, ok: bool) {
        self.line.parts.push(Part { range, kind, read_as, ok });
    }

    pub fn problem(&mut self, range: Range<usize>, says: String) {
        let unfinished = range.end == self.end;
        self.line.problems.push(Problem { range, says, unfinished });
    }

    /// Takes the note off, and gives the words before it.
    fn cut_off_note(&mut self, mut words: Vec<Range<usize>>) -> Vec<Range<usize>> {
        let dashes = |word: &Range<usize>| {
            let word = &self.text[word.clone()];
            // Some keyboards and programs turn two hyphens into a dash.
            ["--", "\u{2014}", "\u{2013}"].into_iter().find(|dashes| word.starts_with(dashes)).map(str::len)
        };
        let Some((at, length)) = words.iter().enumerate().find_map(|(at, word)| Some((at, dashes(word)?)))
        else {
            return words;
        };
        let range = words[at].start..self.end;
        self.line.note = text::line(&self.text[range.start + length..range.end], LONGEST);
        self.part(range, PartKind::Note, self.line.note.clone(), true);
        words.truncate(at);
        words
    }

    /// Takes the marks and the phone out; gives the runs of words between them.
    fn take_marks(&mut self, words: &[Range<usize>]) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        let mut broken = true;
        let mut at = 0;
        while let Some(range) = words.get(at).cloned() {
            let word = &self.text[range.clone()];
            at += 1;
            broken = if let Some(mark) = word.strip_prefix('!') {
                self.take_urgency(mark.trim_end_matches(','), range);
                true
            } else if word.starts_with('+') && !word[1..].starts_with(|c: char| c.is_ascii_digit()) {
                let mark = &word[1..];
                self.take_agreement(mark.trim_end_matches(','), range);
                true
            } else if let Some(rest) = after_tel(word) {
                at += self.take_phone(range, rest, &words[at..]);
                true
            } else {
                match runs.last_mut().filter(|_| !broken) {
                    Some(run) => run.end = range.end,
                    None => runs.push(range),
                }
                false
            };
        }
        runs
    }

    fn take_urgency(&mut self, mark: &str, range: Range<usize>) {
        let Some(urgency) = Urgency::from_word(mark) else {
            let says = format!("!{mark} is not known. Write !soon or !urgent.");
            self.part(range.clone(), PartKind::Urgency, format!("!{mark}"), false);
            return self.problem(range, says);
        };
        self.part(range.clone(), PartKind::Urgency, urgency.to_string(), true);
        if self.line.urgency.is_some_and(|before| before != urgency) {
            self.problem(range, "Two urgencies stand in the line. Keep one.".to_owned());
        }
        self.line.urgency = Some(urgency);
    }

    fn take_agreement(&mut self, mark: &str, range: Range<usize>) {
        let answer = match mark.to_lowercase().as_str() {
            "agreed" => Answer::Agreed,
            "declined" => Answer::Declined,
            _ => {
                let says = format!(
                    "+{mark} is not known. Write +agreed or +declined, or tel before a phone number."
                );
                self.part(range.clone(), PartKind::Agreement, format!("+{mark}"), false);
                return self.problem(range, says);
            }
        };
        let read_as = match answer {
            Answer::Agreed => "agreed to be contacted",
            Answer::Declined | Answer::Withdrawn => "declined to be contacted",
        };
        self.part(range.clone(), PartKind::Agreement, read_as.to_owned(), true);
        if self.line.agreement.is_some_and(|before| before != answer) {
            self.problem(range, "The patient cannot have agreed and declined. Keep one.".to_owned());
        }
        self.line.agreement = Some(answer);
    }

    /// Takes a phone number: what is left of the word behind `tel`, and the words behind it that are of digits.
    /// Gives how many of those words it took.
    fn take_phone(&mut self, tel: Range<usize>, rest: &str, words: &[Range<usize>]) -> usize {
        let mut end = tel.end;
        let mut taken = 0;
        let mut closed = rest.ends_with(',');
        for word in words {
            let text = &self.text[word.clone()];
            let digits = text.trim_end_matches(',');
            let is_number = digits.chars().any(|c| c.is_ascii_digit())
                && digits.chars().all(|c| c.is_ascii_digit() || "+()-./".contains(c));
            if closed || !is_number {
                break;
            }
            closed = text.ends_with(',');
            end = word.end;
            taken += 1;
        }
        let range = tel.start..end;
        let number = self.text[tel.end - rest.len()..end].trim().trim_end_matches(',');
        match Phone::parse(number) {
            Ok(phone) => {
                self.part(range.clone(), PartKind::Phone, phone.to_string(), true);
                if self.line.phone.as_ref().is_some_and(|before| before.number() != phone.number()) {
                    self.problem(
                        range,
                        "Two phone numbers stand in the line. Put one into the note.".to_owned(),
                    );
                }
                self.line.phone = Some(phone);
            }
            Err(error) => {
                self.part(range.clone(), PartKind::Phone, number.to_owned(), false);
                self.problem(range, error.to_string());
            }
        }
        taken
    }
}

/// What follows `tel`, `tel.` or `tel:` in a word, or a number that begins with `+` and so needs none; nothing where
/// the word is another one.
fn after_tel(word: &str) -> Option<&str> {
    if word.starts_with('+') {
        return Some(word);
    }
    let tel = word.get(..3).filter(|tel| tel.eq_ignore_ascii_case("tel"))?;
    let rest = &word[tel.len()..];
    let rest = rest.strip_prefix([':', '.']).unwrap_or(rest);
    (rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit() || c == '+')).then_some(rest)
}
