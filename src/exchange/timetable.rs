//! Opening hours as people write them, read into weekly hours where every word is understood.
//!
//! `Mon-Fri: 6:30am-10pm, Sat 8-6pm` becomes hours; `every 2nd Tuesday` stays words: half a timetable would send
//! people to a closed door.

use crate::domain::service::details::{Day, NOTE_LIMIT, Schedule};
use crate::domain::text::block;
use jiff::civil::{Time, time};

/// The most hours of one text that are read.
const MOST: usize = 100;

/// The hours that a text says, or the text itself.
pub(super) fn read(text: &str) -> Vec<Schedule> {
    let text = block(text, NOTE_LIMIT);
    if text.is_empty() {
        return vec![];
    }
    match hours(&text) {
        Some(hours) => gather(hours),
        None => vec![Schedule { words: text, ..Schedule::default() }],
    }
}

/// Days with equal hours brought together, in the order of the week, so that equal timetables are equal values.
pub(super) fn gather(mut hours: Vec<(Day, Time, Time)>) -> Vec<Schedule> {
    hours.sort_unstable();
    hours.dedup();
    let mut out: Vec<Schedule> = vec![];
    for (day, opens, closes) in hours {
        match out.iter_mut().find(|s| s.opens == Some(opens) && s.closes == Some(closes)) {
            Some(schedule) => schedule.days.push(day),
            None => out.push(Schedule {
                days: vec![day],
                opens: Some(opens),
                closes: Some(closes),
                ..Schedule::default()
            }),
        }
    }
    out
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Word {
    Day(Day),
    Group(&'static [Day]),
    Clock(Clock),
    To,
    And,
    Comma,
    End,
    /// `on`, `every`: says nothing that the others do not.
    Filler,
}

/// A time as written: `9`, `9.30`, `4pm`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Clock {
    hour: i8,
    minute: i8,
    half: Option<Half>,
    has_minutes: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Half {
    Am,
    Pm,
}

fn hours(text: &str) -> Option<Vec<(Day, Time, Time)>> {
    let words = words(text)?;
    let mut out = vec![];
    for part in words.split(|word| *word == Word::End).filter(|part| !part.is_empty()) {
        let mut rest = part;
        // Days first (`Mon-Fri 9-5, Sat 9-1`) or hours first (`9am-5pm Monday`), one way through a part.
        let days_first = !matches!(rest.first(), Some(Word::Clock(_)));
        while !rest.is_empty() {
            let (days, from, to);
            if days_first {
                (days, rest) = take_days(rest)?;
                (from, to, rest) = take_times(rest)?;
            } else {
                (from, to, rest) = take_times(rest)?;
                (days, rest) = take_days(rest)?;
            }
            out.extend(days.into_iter().map(|day| (day, from, to)));
            if out.len() > MOST {
                return None;
            }
            if let [Word::Comma | Word::And, after @ ..] = rest {
                rest = after;
            }
        }
    }
    (!out.is_empty()).then_some(out)
}

fn take_days(mut rest: &[Word]) -> Option<(Vec<Day>, &[Word])> {
    let mut days = vec![];
    loop {
        rest = match rest {
            [Word::Day(from), Word::To, Word::Day(to), after @ ..] => {
                if to < from {
                    return None;
                }
                days.extend(Day::ALL.into_iter().filter(|day| (from..=to).contains(&day)));
                after
            }
            [Word::Day(day), after @ ..] => {
                days.push(*day);
                after
            }
            [Word::Group(group), after @ ..] => {
                days.extend_from_slice(group);
                after
            }
            _ => return None,
        };
        rest = match rest {
            // `Monday, Tuesday and Friday`, but `Monday, 10am` ends the days.
            [Word::Comma, Word::And, Word::Day(_) | Word::Group(_), ..] => &rest[2..],
            [Word::Comma | Word::And, Word::Day(_) | Word::Group(_), ..] => &rest[1..],
            [Word::Day(_) | Word::Group(_), ..] => rest,
            [Word::Comma, after @ ..] => return Some((days, after)),
            _ => return Some((days, rest)),
        };
    }
}

fn take_times(rest: &[Word]) -> Option<(Time, Time, &[Word])> {
    let [Word::Clock(from), Word::To, Word::Clock(to), after @ ..] = rest else { return None };
    let closes = to.exactly()?;
    let opens = match from.exactly() {
        Some(opens) => opens,
        // `2 - 4.30pm`, `9-5pm`: the half of the day that makes the shorter opening.
        None if to.half.is_some() => [Half::Pm, Half::Am]
            .into_iter()
            .filter_map(|half| Clock { half: Some(half), ..*from }.exactly())
            .find(|opens| *opens < closes)?,
        None => return None,
    };
    // An opening of 14 hours is more likely a slip (`11:30am - 12:30am`) than a truth, unless written in 24 hours.
    let is_slip = from.half.is_some() && closes <= opens;
    (!is_slip && opens != closes).then_some((opens, closes, after))
}

impl Clock {
    /// The time of day, where the writing leaves no doubt.
    fn exactly(self) -> Option<Time> {
        let hour = match self.half {
            Some(_) if !(1..=12).contains(&self.hour) => return None,
            Some(Half::Am) => self.hour % 12,
            Some(Half::Pm) => self.hour % 12 + 12,
            None if self.has_minutes && (0..24).contains(&self.hour) => self.hour,
            None => return None,
        };
        (0..60).contains(&self.minute).then(|| time(hour, self.minute, 0, 0))
    }
}

fn words(text: &str) -> Option<Vec<Word>> {
    let text = text.to_lowercase();
    let chars: Vec<char> = text.chars().collect();
    let mut out = vec![];
    let mut at = 0;
    while at < chars.len() {
        let run = |at: &mut usize, accept: fn(char) -> bool| -> String {
            let from = *at;
            while chars.get(*at).is_some_and(|&c| accept(c)) {
                *at += 1;
            }
            chars[from..*at].iter().collect()
        };
        match chars[at] {
            c if c.is_ascii_digit() => out.push(Word::Clock(clock(&run(&mut at, |c| {
                c.is_ascii_alphanumeric() || matches!(c, ':' | '.')
            }))?)),
            c if c.is_alphabetic() => {
                let word = run(&mut at, char::is_alphabetic);
                match (word.as_str(), out.last_mut()) {
                    // `10 am`
                    ("am", Some(Word::Clock(last))) if last.half.is_none() => last.half = Some(Half::Am),
                    ("pm", Some(Word::Clock(last))) if last.half.is_none() => last.half = Some(Half::Pm),
                    // `12 noon`
                    ("noon", Some(Word::Clock(last))) if last.half.is_none() && last.hour == 12 => {
                        last.half = Some(Half::Pm);
                    }
                    _ => out.extend(Some(named(&word)?).filter(|word| *word != Word::Filler)),
                }
            }
            c => {
                at += 1;
                match c {
                    '-' | '\u{2010}'..='\u{2014}' => out.push(Word::To),
                    '&' => out.push(Word::And),
                    ',' => out.push(Word::Comma),
                    ';' | '\n' => out.push(Word::End),
                    c if c.is_whitespace() || c == ':' => {}
                    _ => return None,
                }
            }
        }
    }
    Some(out)
}

/// A word's meaning; `None` where it is not understood.
fn named(word: &str) -> Option<Word> {
    const WEEKDAYS: &[Day] = &[Day::Monday, Day::Tuesday, Day::Wednesday, Day::Thursday, Day::Friday];
    const WEEKEND: &[Day] = &[Day::Saturday, Day::Sunday];
    let day = match word.strip_suffix("days").map(|stem| format!("{stem}day")).as_deref().unwrap_or(word) {
        "mon" | "monday" => Day::Monday,
        "tue" | "tues" | "tuesday" => Day::Tuesday,
        "wed" | "weds" | "wednesday" => Day::Wednesday,
        "thu" | "thur" | "thurs" | "thursday" => Day::Thursday,
        "fri" | "friday" => Day::Friday,
        "sat" | "saturday" => Day::Saturday,
        "sun" | "sunday" => Day::Sunday,
        "weekday" => return Some(Word::Group(WEEKDAYS)),
        "weekend" | "weekends" => return Some(Word::Group(WEEKEND)),
        "daily" | "day" => return Some(Word::Group(&Day::ALL)),
        "to" | "until" | "till" => return Some(Word::To),
        "and" => return Some(Word::And),
        "on" | "every" | "from" | "open" | "at" => return Some(Word::Filler),
        "noon" | "midday" => return Some(Word::Clock(Clock::noon())),
        _ => return None,
    };
    Some(Word::Day(day))
}

impl Clock {
    const fn noon() -> Self {
        Self { hour: 12, minute: 0, half: Some(Half::Pm), has_minutes: true }
    }
}

/// `9`, `09:30`, `9.30am`, `12noon`.
fn clock(text: &str) -> Option<Clock> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let half = match &text[digits.len()..] {
        "" => None,
        "am" => Some(Half::Am),
        "pm" => Some(Half::Pm),
        "noon" if digits == "12" => Some(Half::Pm),
        _ => return None,
    };
    let digits = digits.trim_end_matches(['.', ':']);
    let (hour, minute) = match digits.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (hour, Some(minute)),
        Some(_) => return None,
        None => (digits, None),
    };
    if hour.is_empty() || hour.len() > 2 {
        return None;
    }
    Some(Clock {
        hour: hour.parse().ok()?,
        minute: minute.map_or(Some(0), |m| m.parse().ok())?,
        half,
        has_minutes: minute.is_some(),
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use proptest::prelude::*;
    use rstest::rstest;

    fn told(text: &str) -> String {
        let one = |s: &crate::domain::service::details::Schedule| match (s.opens, s.closes) {
            (Some(opens), Some(closes)) => {
                let days: Vec<_> = s.days.iter().map(|d| d.short()).collect();
                format!("{} {}-{}", days.join(" "), opens.strftime("%H:%M"), closes.strftime("%H:%M"))
            }
            _ => format!("\"{}\"", s.words),
        };
        read(text).iter().map(one).collect::<Vec<_>>().join("; ")
    }

    #[rstest]
    #[case(
        "Monday 10:00-17:00; Tuesday 10:00-17:00; Saturday 09:00-13:00",
        "Mon Tue 10:00-17:00; Sat 09:00-13:00"
    )]
    #[case(
        "Mon-Fri: 6:30am-10:00pm, Sat-Sun: 8:00am-6:00pm",
        "Mon Tue Wed Thu Fri 06:30-22:00; Sat Sun 08:00-18:00"
    )]
    #[case(
        "Mondays, Tuesdays and Thursdays, 9.30am-4pm; Fridays, 9.30am-1pm",
        "Mon Tue Thu 09:30-16:00; Fri 09:30-13:00"
    )]
    #[case("9:30am-2:30pm on Mondays Tuesdays Thursdays", "Mon Tue Thu 09:30-14:30")]
    #[case("10am - 12pm Every Friday", "Fri 10:00-12:00")]
    #[case("6pm-11pm Every day", "Mon Tue Wed Thu Fri Sat Sun 18:00-23:00")]
    #[case("Friday 2 - 4.30pm", "Fri 14:00-16:30")]
    #[case("Monday 12noon - 2pm", "Mon 12:00-14:00")]
    #[case("Tues 11am - 2pm, Fri 11.30am -1.30pm", "Tue 11:00-14:00; Fri 11:30-13:30")]
    #[case("Saturday 20:00-08:00", "Sat 20:00-08:00")]
    fn hours_that_are_understood_whole_become_hours(#[case] text: &str, #[case] hours: &str) {
        assert_eq!(told(text), hours);
    }

    #[rstest]
    #[case("Every 2nd Thursday of the month")]
    #[case("9am-10:30am on Tuesdays (term time only)")]
    #[case("5pm on Saturdays")]
    #[case("Monday 9-5")]
    #[case("11:30am - 12:30am Every Thursday")]
    #[case("Book a time")]
    #[case("Monday 25:00-26:00")]
    #[case("Monday to Thursdays, 9-5pm for calls; 10am-2pm for collections")]
    fn hours_that_leave_a_doubt_stay_words(#[case] text: &str) {
        assert_eq!(told(text), format!("\"{text}\""));
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "(?s).{0,300}", hours in "[0-9:.apm, ;&a-z-]{0,200}") {
            let _ = (read(&text), read(&hours));
        }
    }
}
