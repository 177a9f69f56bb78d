//! Days and times as the practice reads them: in Europe/London, whatever the machine's own zone.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

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

/// An instant that somebody typed: `14:05` today, or `2026-11-21 14:05`; London time.
pub fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    // A whole date and time would also be read as a time alone, and lose its day.
    let civil = match text.parse::<DateTime>() {
        Ok(civil) => civil,
        Err(_) => today().to_datetime(text.parse::<Time>().ok()?),
    };
    civil.to_zoned(london()).ok().map(|zoned| zoned.timestamp())
}

fn in_london(at: Timestamp) -> Zoned {
    at.to_zoned(london())
}

/// A machine without the zone's rules falls back to UTC: an hour off in summer, never a refusal.
fn london() -> TimeZone {
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
    }
}
