//! Appointments and due dates as an iCalendar file (RFC 5545), for whichever calendar a link worker uses.
//!
//! A calendar is often shared, and shows on phones: a patient is initials and a case reference there unless full names
//! are asked for, and what they need never stands in it. Which entries there are is the desk's to say.

use crate::domain::case::work::{Appointment, AppointmentState, NextWhat};
use crate::domain::id::CaseId;
use crate::domain::person_name::PersonName;
use crate::domain::reference::Reference;
use crate::domain::safe_contact::How;
use crate::domain::text::line;
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// The longest line, in bytes without its end (RFC 5545, 3.1).
const FOLD: usize = 75;
/// The most characters of a text that was typed.
const TYPED: usize = 300;
/// The most characters of an address on the web.
const LINK: usize = 2000;

/// How patients are named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// `M E, K7M-4`.
    #[default]
    Initials,
    /// `Margaret Ellis, K7M-4`, and at home with the address.
    Full,
}

/// One appointment or due date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEntry {
    /// Its own id, the same in every export: importing twice changes nothing.
    pub uid: Uuid,
    /// When it is.
    pub when: When,
    /// What it is, without the need: "Video call", "Review due".
    pub what: String,
    /// Whom it is about, where it is about a patient.
    pub patient: Option<(PersonName, Reference)>,
    /// Where it is.
    pub place: Option<Place>,
    /// The address of a video call.
    pub link: Option<String>,
    /// Whether it will not take place; a calendar that has it strikes it out.
    pub cancelled: bool,
    /// How often it was changed; a calendar takes the highest.
    pub sequence: u32,
    /// When it was last changed: the export's own time would make each export another file.
    pub last_changed: Timestamp,
}

/// When an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At a time, for so many minutes.
    At {
        /// When it begins.
        starts: Timestamp,
        /// How long it takes.
        minutes: u16,
    },
    /// Some time on a day: something is due, and the day is not blocked.
    On(Date),
}

/// Where an appointment is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Somewhere that says nothing about the patient: the surgery, a hall.
    Premises(String),
    /// At the patient's home: its address stands in the calendar with full names only.
    Home(String),
}

/// The case of an entry, as far as a calendar may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Its id, from which its entries have theirs.
    pub case: CaseId,
    /// Its reference.
    pub reference: Reference,
    /// Whose it is; nothing: the name is not known yet.
    pub name: Option<PersonName>,
    /// Where the patient lives, for a visit.
    pub home: Option<String>,
    /// When anything of it last changed.
    pub last_changed: Timestamp,
}

/// A day on which something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// The case is looked at again. A case has one such day, so that it moves in the calendar too.
    Next(NextWhat),
    /// The patient is asked again how they are.
    FollowUp,
}

impl About {
    /// An appointment of the case.
    pub fn appointment(&self, one: &Appointment) -> CalendarEntry {
        let place = one.place.trim();
        let is_home = matches!(place.to_lowercase().as_str(), "home" | "at home");
        let is_video = one.how == How::Video;
        CalendarEntry {
            when: When::At { starts: one.at, minutes: one.minutes },
            place: match place {
                "" => None,
                _ if is_video => None,
                _ if is_home => Some(Place::Home(self.home.clone().unwrap_or_else(|| "At home".to_owned()))),
                place => Some(Place::Premises(place.to_owned())),
            },
            link: (is_video && !place.is_empty()).then(|| place.to_owned()),
            cancelled: one.state == AppointmentState::Cancelled,
            sequence: one.changed,
            last_changed: one.last.at,
            ..self.entry(&format!("appointment {}", one.number), one.at, meeting(one.how).to_owned())
        }
    }

    /// A day on which something is due. What it is about in somebody's words stays out of the calendar.
    pub fn due(&self, due: Due, on: Date) -> CalendarEntry {
        let (own, what) = match due {
            Due::Next(NextWhat::Contact) => ("next".to_owned(), "Contact due"),
            Due::Next(NextWhat::Review) => ("next".to_owned(), "Review due"),
            Due::Next(NextWhat::Wait) => ("next".to_owned(), "Wait is over"),
            Due::FollowUp => (format!("follow-up {on}"), "Follow-up due"),
        };
        CalendarEntry { when: When::On(on), ..self.entry(&own, self.last_changed, what.to_owned()) }
    }

    fn entry(&self, own: &str, at: Timestamp, what: String) -> CalendarEntry {
        CalendarEntry {
            uid: Uuid::new_v5(&self.case.0, own.as_bytes()),
            when: When::At { starts: at, minutes: 0 },
            what,
            patient: Some((self.name.clone().unwrap_or_default(), self.reference.clone())),
            place: None,
            link: None,
            cancelled: false,
            // A due day does not count its changes: the minute of the case's last one grows with each.
            sequence: u32::try_from(self.last_changed.as_second() / 60).unwrap_or(0),
            last_changed: self.last_changed,
        }
    }
}

/// What a meeting is called in a calendar.
fn meeting(how: How) -> &'static str {
    match how {
        How::Phone => "Phone call",
        How::Video => "Video call",
        How::InPerson => "Meeting",
        How::Text | How::Letter | How::Email => "Appointment",
    }
}

/// The calendar with these entries, called `name`. Times are UTC, which every calendar shows as its user's own.
pub fn calendar(entries: &[CalendarEntry], name: &str, names: Names) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Signpost//Signpost//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", &line(name, TYPED)),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    for entry in entries {
        calendar.push(entry.event(names));
    }
    fold(&calendar.to_string())
}

impl CalendarEntry {
    fn event(&self, names: Names) -> Event {
        let mut event = Event::new();
        let changed = utc(self.last_changed);
        event.uid(&self.uid.to_string()).summary(&self.summary(names));
        event.add_property("DTSTAMP", &changed).add_property("LAST-MODIFIED", &changed);
        event.add_property("SEQUENCE", self.sequence.to_string()).add_property("CLASS", "PRIVATE");
        event.status(if self.cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed });
        match self.when {
            When::At { starts, minutes } => {
                let ends =
                    starts.saturating_add(SignedDuration::from_mins(i64::from(minutes))).unwrap_or(starts);
                event.add_property("DTSTART", utc(starts));
                // An end must lie behind the beginning; without one the entry is a point in time.
                if ends > starts {
                    event.add_property("DTEND", utc(ends));
                }
            }
            When::On(day) => {
                let mut starts = Property::new("DTSTART", day.strftime("%Y%m%d").to_string());
                event.append_property(starts.add_parameter("VALUE", "DATE").done());
                event.add_property("TRANSP", "TRANSPARENT");
            }
        }
        match (&self.place, names) {
            (Some(Place::Premises(place)), _) | (Some(Place::Home(place)), Names::Full) => {
                event.location(&line(place, TYPED));
            }
            (Some(Place::Home(_)), Names::Initials) => {
                event.location("At home");
            }
            (None, _) => {}
        }
        if let Some(link) = self.link.as_deref().map(|link| line(link, LINK)).filter(|link| !link.is_empty())
        {
            if is_web_address(&link) {
                event.add_property("URL", &link);
            }
            // Several calendars hide URL.
            event.description(&format!("Join: {link}"));
        }
        event
    }

    fn summary(&self, names: Names) -> String {
        let what = line(&self.what, TYPED);
        let Some((name, reference)) = &self.patient else { return what };
        let who = match names {
            Names::Full => line(&format!("{} {}", name.given, name.family), TYPED),
            Names::Initials => initials(name),
        };
        // Of a patient whose name is to be filled in, the reference is all.
        let comma = if who.is_empty() { "" } else { ", " };
        line(&format!("{what}: {who}{comma}{reference}"), 2 * TYPED)
    }
}

/// `M E`: the first letters of first given and last family name.
fn initials(name: &PersonName) -> String {
    let first = |part: Option<&str>| part.and_then(|part| part.chars().find(|c| c.is_alphabetic()));
    let given = first(name.given.split_whitespace().next());
    let family = first(name.family.split_whitespace().next_back());
    let letters: Vec<String> = [given, family].into_iter().flatten().map(String::from).collect();
    letters.join(" ")
}

/// Whether it may stand as a URI, which is neither quoted nor escaped.
fn is_web_address(link: &str) -> bool {
    (link.starts_with("https://") || link.starts_with("http://"))
        && link.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'\\'))
}

fn utc(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Lines of at most [`FOLD`] bytes. The library's own folding, which is undone first, forgets that the space before a
/// continued line counts, and so writes lines of 76.
fn fold(calendar: &str) -> String {
    let mut out = String::with_capacity(calendar.len());
    for line in calendar.replace("\r\n ", "").split_terminator("\r\n") {
        let mut used = 0;
        for c in line.chars() {
            if used + c.len_utf8() > FOLD {
                out.push_str("\r\n ");
                used = 1;
            }
            out.push(c);
            used += c.len_utf8();
        }
        out.push_str("\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn timestamp(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn video_call() -> CalendarEntry {
        CalendarEntry {
            uid: Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0001),
            when: When::At { starts: timestamp("2026-07-02T14:30:00+01:00"), minutes: 45 },
            what: "Video call".to_owned(),
            patient: Some((
                PersonName::parse("Margaret Anne Ellis").unwrap(),
                Reference::parse("K7M-4").unwrap(),
            )),
            place: None,
            link: Some("https://meet.example.nhs.uk/k7m4?pin=12,34;5".to_owned()),
            cancelled: false,
            sequence: 2,
            last_changed: timestamp("2026-06-30T09:00:00Z"),
        }
    }

    fn read(text: &str) -> Vec<Event> {
        let calendar: Calendar = text.parse().unwrap();
        calendar.components.iter().map(|one| one.as_event().unwrap().clone()).collect()
    }

    #[test]
    fn an_appointment_is_written_as_the_standard_has_it() {
        let written = calendar(&[video_call()], "Sam Okafor; Signpost", Names::default());
        assert_eq!(
            written.replace("\r\n", "\n"),
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Signpost//Signpost//EN\nCALSCALE:GREGORIAN\nMETHOD:PUBLISH\n\
             X-WR-CALNAME:Sam Okafor\\; Signpost\nBEGIN:VEVENT\nCLASS:PRIVATE\n\
             DESCRIPTION:Join: https://meet.example.nhs.uk/k7m4?pin=12\\,34\\;5\nDTEND:20260702T141500Z\n\
             DTSTAMP:20260630T090000Z\nDTSTART:20260702T133000Z\nLAST-MODIFIED:20260630T090000Z\nSEQUENCE:2\n\
             STATUS:CONFIRMED\nSUMMARY:Video call: M E\\, K7M-4\nUID:01990000-0000-7000-8000-000000000001\n\
             URL:https://meet.example.nhs.uk/k7m4?pin=12,34;5\nEND:VEVENT\nEND:VCALENDAR\n"
        );
        assert_eq!(written.matches('\n').count(), written.matches("\r\n").count());
    }

    #[test]
    fn a_shared_calendar_shows_initials_and_no_home_address_unless_asked() {
        let entry = CalendarEntry { place: Some(Place::Home("12 Hill Road".to_owned())), ..video_call() };
        let shown = calendar(std::slice::from_ref(&entry), "Sam", Names::Initials);
        assert!(!shown.contains("Ellis") && !shown.contains("Margaret") && !shown.contains("Hill Road"));
        let full = calendar(&[entry], "Sam", Names::Full);
        assert!(full.contains("Margaret Anne Ellis\\, K7M-4") && full.contains("LOCATION:12 Hill Road"));
    }

    #[test]
    fn a_due_date_is_a_day_that_blocks_no_time() {
        let entry = CalendarEntry { when: When::On(date(2026, 12, 25)), link: None, ..video_call() };
        let written = calendar(&[entry], "Sam", Names::Initials);
        assert!(written.contains("DTSTART;VALUE=DATE:20261225\r\n"));
        assert!(written.contains("TRANSP:TRANSPARENT\r\n") && !written.contains("DTEND"));
    }

    #[test]
    fn a_cancelled_appointment_keeps_its_id_so_that_calendars_strike_it_out() {
        let entry = CalendarEntry { cancelled: true, sequence: 3, ..video_call() };
        let written = calendar(&[entry], "Sam", Names::Initials);
        assert!(written.contains("STATUS:CANCELLED\r\n") && written.contains("SEQUENCE:3\r\n"));
        assert!(written.contains("UID:01990000-0000-7000-8000-000000000001\r\n"));
    }

    #[test]
    fn no_text_can_add_a_line_of_its_own() {
        let evil = "x\r\nEND:VEVENT\r\nBEGIN:VALARM\nATTACH:http://x\u{2028}\u{202e}";
        let entry = CalendarEntry {
            what: evil.to_owned(),
            place: Some(Place::Premises(evil.to_owned())),
            link: Some(format!("https://x/{evil}")),
            ..video_call()
        };
        let written = calendar(&[entry], evil, Names::Initials);
        let starts = |what: &str| written.split("\r\n").filter(|line| line.starts_with(what)).count();
        assert_eq!((starts("BEGIN:"), starts("END:"), starts("ATTACH"), starts("URL")), (2, 2, 0, 0));
        assert!(!written.contains('\u{202e}'));
    }

    #[test]
    fn the_space_before_a_continued_line_counts() {
        // 150 bytes: what the library breaks into 75 and 1 + 75.
        let entry = CalendarEntry { patient: None, what: "a".repeat(142), ..video_call() };
        let written = calendar(&[entry], "Sam", Names::Initials);
        assert_eq!(written.split("\r\n").map(str::len).max(), Some(75));
    }

    proptest! {
        #[test]
        fn lines_are_folded_and_what_was_written_is_read_again(
            what in "\\PC{0,200}", place in "(?s).{0,200}", link in "(https://)?.{0,200}", name in ".{0,90}",
            minutes in any::<u16>(), seconds in -62_000_000_000_i64..250_000_000_000,
        ) {
            let entry = CalendarEntry {
                when: When::At { starts: Timestamp::from_second(seconds).unwrap(), minutes },
                what: what.clone(),
                place: Some(Place::Premises(place.clone())),
                link: Some(link),
                patient: None,
                ..video_call()
            };
            let written = calendar(std::slice::from_ref(&entry), &name, Names::Initials);
            prop_assert!(written.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
            let events = read(&written);
            prop_assert_eq!(events.len(), 1);
            prop_assert_eq!(events[0].get_summary().unwrap_or_default(), line(&what, 300));
            prop_assert_eq!(events[0].get_location().unwrap_or_default(), line(&place, 300));
            prop_assert_eq!(events[0].get_uid().map(str::to_owned), Some(entry.uid.to_string()));
        }
    }
}
