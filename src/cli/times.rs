//! Days and times as the practice reads them: in Europe/London, whatever the machine's own zone.

use crate::domain::attempt::Band;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, Zoned};

/// An instant as it is shown: `21 Nov 2026 14:05`.
pub fn shown(at: Timestamp) -> String {
    in_london(at).strftime("%-d %b %Y %H:%M").to_string()
}

/// The day of an instant as it is shown: `21 Nov 2026`.
pub fn day(at: Timestamp) -> String {
    in_london(at).strftime("%-d %b %Y").to_string()
}

/// The civil time of an instant, where the practice is.
pub fn civil(at: Timestamp) -> DateTime {
    in_london(at).datetime()
}

/// Today, where the practice is.
pub fn today() -> Date {
    in_london(Timestamp::now()).date()
}

/// What a day may be typed as.
pub const DAYS: &str = "write a day like 2026-11-26, today, tomorrow, yesterday or thu";

/// A day to come that somebody typed: `2026-11-26`, `today`, `tomorrow`; `thu` is the next Thursday after today.
///
/// # Errors
/// [`DAYS`]. Whether it is past is not looked at.
pub fn coming(text: &str) -> Result<Date, String> {
    named_day(text, 1)
}

/// As [`coming`], but `thu` is the last Thursday before today.
///
/// # Errors
/// [`DAYS`]. Whether it is in the future is not looked at.
pub fn past(text: &str) -> Result<Date, String> {
    named_day(text, -1)
}

fn named_day(text: &str, nth: i32) -> Result<Date, String> {
    let today = today();
    let text = text.trim().to_lowercase();
    let beside = |days: i64| today.checked_add(Span::new().days(days)).ok();
    let day = match text.as_str() {
        "today" => Some(today),
        "tomorrow" => beside(1),
        "yesterday" => beside(-1),
        text => match WEEKDAYS.into_iter().find(|(name, _)| text.len() >= 3 && name.starts_with(text)) {
            Some((_, weekday)) => today.nth_weekday(nth, weekday).ok(),
            None => text.parse().ok(),
        },
    };
    day.ok_or_else(|| DAYS.to_owned())
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// A day, and the part of it if one was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayPart {
    /// The day.
    pub on: Date,
    /// The part of it.
    pub band: Option<Band>,
}

/// A day to come with its part, as somebody typed it: `thu`, `thu:morning`, `2026-11-26:pm`.
///
/// # Errors
/// What a day and its parts may be typed as.
pub fn coming_part(text: &str) -> Result<DayPart, String> {
    let (day, band) = match text.split_once(':') {
        Some((day, band)) => {
            let band = Band::parse(band).ok_or("behind the colon stands morning, afternoon or evening")?;
            (day, Some(band))
        }
        None => (text, None),
    };
    Ok(DayPart { on: coming(day)?, band })
}

/// An instant that was, as somebody typed it: `14:05` today, `2026-11-21 14:05`, `yesterday 14:05`; London time.
pub fn parse(text: &str) -> Option<Timestamp> {
    instant(text, past)
}

/// An instant to come, as somebody typed it: `14:05` today, `2026-11-26 14:05`, `thu 14:05`; London time.
pub fn parse_coming(text: &str) -> Option<Timestamp> {
    instant(text, coming)
}

fn instant(text: &str, day: fn(&str) -> Result<Date, String>) -> Option<Timestamp> {
    let text = text.trim();
    let (on, time) = match text.split_once([' ', 'T']) {
        Some((on, time)) => (day(on).ok()?, time),
        None => (today(), text),
    };
    let civil = on.to_datetime(time.trim().parse::<Time>().ok()?);
    civil.to_zoned(london()).ok().map(|zoned| zoned.timestamp())
}

/// The day of an instant, where the practice is.
pub fn date(at: Timestamp) -> Date {
    in_london(at).date()
}

fn in_london(at: Timestamp) -> Zoned {
    at.to_zoned(london())
}

/// Where the practice is. A machine without the zone's rules falls back to UTC: an hour off in summer, never a refusal.
pub fn london() -> TimeZone {
    TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summer_time_is_londons() {
        let noon: Timestamp = "2026-07-01T12:00:00Z".parse().unwrap();
        assert_eq!((shown(noon), day(noon)), ("1 Jul 2026 13:00".to_owned(), "1 Jul 2026".to_owned()));
        assert_eq!(parse("2026-07-01 13:00"), Some(noon));
    }

    #[test]
    fn an_hour_alone_is_todays_and_other_words_are_none() {
        assert!(parse("14:05").is_some());
        assert_eq!(parse("yesterday"), None);
        assert_eq!(parse_coming("2026-11-26"), None, "an appointment has an hour");
    }

    #[test]
    fn a_weekday_is_the_next_one_for_what_is_to_come_and_the_last_one_for_what_was() {
        for name in ["mon", "Thursday", "sun"] {
            let (next, last) = (coming(name).unwrap(), past(name).unwrap());
            assert!(next > today() && last < today(), "{name}: {last} {next}");
            assert_eq!(next.weekday(), last.weekday());
        }
        assert_eq!(coming("today"), past("today"));
        assert!(coming("day").is_err() && coming("26/11").is_err() && past("").is_err());
    }

    #[test]
    fn a_day_to_come_takes_its_part_with_it() {
        let part = coming_part("2026-11-26:pm").unwrap();
        assert_eq!((part.on.to_string().as_str(), part.band), ("2026-11-26", Some(Band::Afternoon)));
        assert_eq!(coming_part("2026-11-26").unwrap().band, None);
        assert!(coming_part("2026-11-26:night").is_err());
    }
}
