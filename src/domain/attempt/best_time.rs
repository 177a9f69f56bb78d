//! What a patient said of the best time to ring them, read as far as it is plain.
//!
//! A clause that has a word which is not known here says something else ("works Mondays"), and is left alone: a person
//! reads it.

use super::Band;
use jiff::civil::Weekday;

/// The office's hours, in minutes of the day, and the evening after them: what a part of the day has to offer.
const HOURS: [(Band, u16, u16); 3] = [
    (Band::Morning, 9 * 60, 12 * 60),
    (Band::Afternoon, 12 * 60, 17 * 60),
    (Band::Evening, 17 * 60, 20 * 60),
];
const NOON: u16 = 12 * 60;
const DAY: u16 = 24 * 60;

/// Words that say nothing of their own here.
const FILLERS: [&str; 31] = [
    "only",
    "please",
    "best",
    "better",
    "time",
    "times",
    "is",
    "are",
    "in",
    "the",
    "on",
    "at",
    "any",
    "anytime",
    "day",
    "days",
    "weekday",
    "weekdays",
    "ring",
    "call",
    "phone",
    "try",
    "prefers",
    "preferred",
    "fine",
    "ok",
    "good",
    "every",
    "early",
    "late",
    "me",
];

/// When somebody wishes to be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wishes {
    bands: Vec<Band>,
    not_bands: Vec<Band>,
    weekdays: Vec<Weekday>,
    not_weekdays: Vec<Weekday>,
    /// From which minute of the day until before which.
    hours: (u16, u16),
}

/// One word of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Not,
    Or,
    And,
    Before,
    After,
    Between,
    To,
    Band(Band),
    Weekday(Weekday),
    /// A minute of the day, and whether it was said so that it is surely a time: `2pm`, `14:00`.
    Clock(u16, bool),
}

impl Wishes {
    /// Reads the clauses that are plain. Nothing but wishes for what never comes (a weekend) is no wish.
    pub(super) fn read(text: &str) -> Self {
        let mut wishes = Self::none();
        let text: String = text.chars().take(200).collect::<String>().to_lowercase();
        for clause in text.split([',', ';', '(', ')', '\n']).flat_map(|part| part.split(" but ")) {
            let mut with = wishes.clone();
            if words(clause).is_some_and(|words| with.take(&words).is_some()) {
                wishes = with;
            }
        }
        wishes
    }

    fn none() -> Self {
        Self { bands: vec![], not_bands: vec![], weekdays: vec![], not_weekdays: vec![], hours: (0, DAY) }
    }

    /// Whether somebody may be tried on a weekday.
    pub(super) fn allow(&self, weekday: Weekday) -> bool {
        let wished = |day| {
            (self.weekdays.is_empty() || self.weekdays.contains(&day)) && !self.not_weekdays.contains(&day)
        };
        // Who wishes for none of the days on which people work has to be tried on another.
        let any = Weekday::Monday.cycle_forward().take(5).any(wished);
        !any || wished(weekday)
    }

    /// The parts of the day to try, at least one, in the order of the day.
    pub(super) fn bands(&self) -> Vec<Band> {
        let within = |band: &Band| {
            let (from, until) = self.hours;
            HOURS.iter().any(|(one, begins, ends)| one == band && from.max(*begins) < until.min(*ends))
        };
        let fitting = |of: &[Band]| -> Vec<Band> {
            let is_not = |band: &Band| self.not_bands.contains(band);
            of.iter().copied().filter(|band| !is_not(band) && within(band)).collect()
        };
        let office = [Band::Morning, Band::Afternoon];
        let wished: Vec<Band> = Band::ALL.into_iter().filter(|band| self.bands.contains(band)).collect();
        let first = fitting(if wished.is_empty() { &office } else { &wished });
        let then = if first.is_empty() { fitting(&Band::ALL) } else { first };
        if then.is_empty() { office.to_vec() } else { then }
    }

    /// Takes the words of one clause; nothing where they do not add up.
    fn take(&mut self, words: &[Word]) -> Option<()> {
        let mut rest = words;
        let mut not = false;
        while let [first, after @ ..] = rest {
            rest = after;
            match (*first, after) {
                (Word::Not, _) => not = true,
                // "Not before 10 or after 3" denies both; "not Mondays and after 2" only the one.
                (Word::Or, _) => {}
                (Word::And, [next, ..]) => not &= matches!(next, Word::Weekday(_) | Word::Band(_)),
                (Word::Weekday(from), [Word::To, Word::Weekday(to), after @ ..]) => {
                    rest = after;
                    let count = usize::try_from(from.until(*to)).ok()? + 1;
                    let days = from.cycle_forward().take(count);
                    if not { self.not_weekdays.extend(days) } else { self.weekdays.extend(days) }
                }
                (Word::Weekday(day), _) => {
                    if not {
                        self.not_weekdays.push(day);
                    } else {
                        self.weekdays.push(day);
                    }
                }
                (Word::Band(band), _) => {
                    if not {
                        self.not_bands.push(band);
                    } else {
                        self.bands.push(band);
                    }
                }
                (
                    Word::Between,
                    [Word::Clock(from, _), Word::And | Word::To, Word::Clock(until, _), after @ ..],
                )
                | (
                    Word::After,
                    [Word::Clock(from, _), Word::To | Word::Before, Word::Clock(until, _), after @ ..],
                ) if !not => {
                    rest = after;
                    self.within(*from, *until)?;
                }
                (Word::Clock(from, _), [Word::To | Word::Before, Word::Clock(until, _), after @ ..])
                    if !not =>
                {
                    rest = after;
                    self.within(from, *until)?;
                }
                (Word::Before | Word::To, [Word::Clock(at, _), after @ ..]) => {
                    rest = after;
                    if not { self.within(*at, DAY)? } else { self.within(0, *at)? }
                }
                (Word::After, [Word::Clock(at, _), after @ ..]) => {
                    rest = after;
                    if not { self.within(0, *at)? } else { self.within(*at, DAY)? }
                }
                (Word::Clock(at, true), _) if !not => {
                    self.bands.push(if at < NOON {
                        Band::Morning
                    } else if at < 17 * 60 {
                        Band::Afternoon
                    } else {
                        Band::Evening
                    });
                }
                _ => return None,
            }
        }
        Some(())
    }

    /// Narrows the hours; nothing where none would be left.
    fn within(&mut self, from: u16, until: u16) -> Option<()> {
        let hours = (self.hours.0.max(from), self.hours.1.min(until));
        (hours.0 < hours.1).then(|| self.hours = hours)
    }
}

/// The words of a clause that say something; nothing where one is not known.
fn words(clause: &str) -> Option<Vec<Word>> {
    let clause = clause.replace(['-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}'], " to ");
    let mut words: Vec<Word> = Vec::new();
    for text in clause.split(|c: char| c.is_whitespace() || matches!(c, '/' | '&' | '!' | '?')) {
        let text = text.trim_matches(['.', ':', '\'', '\u{2019}', '"']);
        if text.is_empty() || FILLERS.contains(&text) {
            continue;
        }
        // "2 pm" is one time.
        if let ("am" | "pm", Some(Word::Clock(at, false))) = (text, words.last()) {
            let at = half_of_day(*at, text == "pm");
            words.pop();
            words.push(Word::Clock(at?, true));
            continue;
        }
        words.push(word(text)?);
    }
    // A bare hour means the one at which people are rung: 8 to 12 as it is, 1 to 7 after noon.
    for word in &mut words {
        if let Word::Clock(at, false) = word {
            *at += if (60..8 * 60).contains(at) { NOON } else { 0 };
        }
    }
    Some(words)
}

fn word(text: &str) -> Option<Word> {
    Some(match text {
        "not" | "no" | "never" | "nor" | "except" | "avoid" | "don't" | "dont" => Word::Not,
        "or" => Word::Or,
        "and" => Word::And,
        "before" | "until" | "till" | "til" => Word::Before,
        "after" | "from" | "past" => Word::After,
        "between" => Word::Between,
        "to" => Word::To,
        "noon" | "midday" | "lunch" | "lunchtime" => Word::Clock(NOON, false),
        _ => {
            let one = text.strip_suffix('s').unwrap_or(text);
            match Band::parse(one).or_else(|| Band::parse(text)) {
                Some(band) => Word::Band(band),
                None => match weekday(one) {
                    Some(day) => Word::Weekday(day),
                    None => clock(text)?,
                },
            }
        }
    })
}

/// A weekday without an s at its end: `monday`, `mon`, `tue`, `wed`.
fn weekday(text: &str) -> Option<Weekday> {
    let all = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    let text = if text == "wed" || text == "weds" { "wed" } else { text };
    all.into_iter().find(|(name, _)| text.len() >= 3 && name.starts_with(text)).map(|(_, day)| day)
}

/// A time: `10`, `2pm`, `14:00`, `2.30pm`.
fn clock(text: &str) -> Option<Word> {
    let (digits, half) = match text.strip_suffix("pm").map(|d| (d, true)) {
        Some((digits, pm)) => (digits, Some(pm)),
        None => match text.strip_suffix("am") {
            Some(digits) => (digits, Some(false)),
            None => (text.strip_suffix("oclock").or(text.strip_suffix("o'clock")).unwrap_or(text), None),
        },
    };
    let (hour, minute) = digits.split_once([':', '.']).unwrap_or((digits, ""));
    let number = |text: &str| -> Option<u16> {
        let fits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if fits { text.parse().ok() } else { None }
    };
    let at = number(hour)? * 60 + if minute.is_empty() { 0 } else { number(minute).filter(|m| *m < 60)? };
    if at >= DAY {
        return None;
    }
    match half {
        Some(pm) => Some(Word::Clock(half_of_day(at, pm)?, true)),
        // `09:30` and `14` are surely times of a clock of 24 hours; `2.30` and `10` may be either.
        None => Some(Word::Clock(at, at >= 13 * 60 || (hour.len() == 2 && hour.starts_with('0')))),
    }
}

/// A time of a clock of 12 hours.
fn half_of_day(at: u16, pm: bool) -> Option<u16> {
    let at = if (NOON..NOON + 60).contains(&at) { at - NOON } else { at };
    (at < NOON).then_some(if pm { at + NOON } else { at })
}
