//! What is said of a service: everything that a feed can carry or a person can type, in one comparable value.
//!
//! Numbers are whole (positions in millionths of a degree), so that what was written is what is read back and
//! "unchanged" is an equality.

use crate::domain::need::NeedKey;
use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Serialize};

/// The most characters in a name, or in any other single line.
pub const LINE_LIMIT: usize = 500;
/// The most characters in a description. Probation services publish descriptions of 22,600.
pub const DESCRIPTION_LIMIT: usize = 30_000;
/// The most characters in a smaller text of several lines (how to refer, opening hours).
pub const NOTE_LIMIT: usize = 2_000;
/// The most entries in any of the lists.
pub const LIST_LIMIT: usize = 50;

/// Everything that can be imported or typed about a service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceDetails {
    /// What it is called. Never empty.
    pub name: String,
    /// Who runs it; empty: not known.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub organisation: String,
    /// What it is, in its own words: plain text of several lines.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Why it does not run now, in its publisher's words (`temporarily closed`); empty: it runs.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub not_running: String,
    /// What kind of thing it is; `None`: nothing said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ServiceKind>,
    /// The needs that it meets, as keys of the catalogue.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<NeedKey>,
    /// Whether the needs were guessed from words, not said by somebody.
    #[serde(skip_serializing_if = "is_false")]
    pub needs_derived: bool,
    /// The publisher's own categories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Whom it is for, in the publisher's words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub audience: Vec<String>,
    /// Who may use it.
    #[serde(skip_serializing_if = "Eligibility::is_open")]
    pub eligibility: Eligibility,
    /// What it costs; `None`: not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
    /// How one gets in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub referral: Vec<String>,
    /// Whether there is room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Capacity>,
    /// How long one waits, in words; empty: not said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub waiting: String,
    /// Where it takes place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<Location>,
    /// When it is open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub schedules: Vec<Schedule>,
    /// The areas that it serves, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
    /// Languages spoken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Access for disabled people, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub access: Vec<String>,
    /// How to reach it.
    #[serde(skip_serializing_if = "Contacts::is_empty")]
    pub contacts: Contacts,
    /// When its publisher last checked it; `None`: never, or not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_checked: Option<Date>,
    /// Who checked it for the publisher; empty: not said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub checked_by: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}

/// What kind of thing a service is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceKind {
    /// Advice and information.
    Advice,
    /// Befriending.
    Befriending,
    /// A group that meets.
    CommunityGroup,
    /// Something to help with.
    Volunteering,
    /// Sport, walking, dancing.
    PhysicalActivity,
    /// Arts, crafts, music.
    Arts,
    /// Courses, libraries, getting into work.
    Learning,
    /// Food, furniture, transport, help at home.
    PracticalHelp,
    /// Health care and therapy.
    Health,
    /// Help now: shelter, refuge, a line that answers.
    Crisis,
}

impl ServiceKind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::Advice,
        Self::Befriending,
        Self::CommunityGroup,
        Self::Volunteering,
        Self::PhysicalActivity,
        Self::Arts,
        Self::Learning,
        Self::PracticalHelp,
        Self::Health,
        Self::Crisis,
    ];

    /// Its name as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Befriending => "befriending",
            Self::CommunityGroup => "community group",
            Self::Volunteering => "volunteering",
            Self::PhysicalActivity => "physical activity",
            Self::Arts => "arts",
            Self::Learning => "learning",
            Self::PracticalHelp => "practical help",
            Self::Health => "health",
            Self::Crisis => "crisis",
        }
    }
}

/// Who may use a service. What is not said is not a bar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Eligibility {
    /// The youngest, in years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_age: Option<u8>,
    /// The oldest, in years, inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_age: Option<u8>,
    /// Only women or only men; `None`: everybody, or not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<OnlyFor>,
    /// The publisher's words (who, which area, members only).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

impl Eligibility {
    /// Nothing is said, so nobody is barred.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// Whether somebody of that age may come, as far as is said.
    pub fn admits_age(&self, years: u8) -> bool {
        self.min_age.is_none_or(|min| years >= min) && self.max_age.is_none_or(|max| years <= max)
    }
}

/// The one sex that a service is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnlyFor {
    /// Women only.
    Women,
    /// Men only.
    Men,
}

impl OnlyFor {
    /// What somebody of this gender, in their words, may use; nothing where the words do not tell: then nothing is
    /// kept from them.
    pub fn of_gender(words: &str) -> Option<Self> {
        match words.trim().to_lowercase().as_str() {
            "f" | "female" | "woman" => Some(Self::Women),
            "m" | "male" | "man" => Some(Self::Men),
            _ => None,
        }
    }
}

/// What a service costs the person who comes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cost {
    /// Nothing.
    Free,
    /// As published: `£3 a session`.
    Words(String),
}

/// Whether a service has room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Capacity {
    /// Free places; 0: full.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free: Option<u32>,
    /// Places in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
    /// The publisher's words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// A place where a service is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Location {
    /// What the place is called.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Lines of the address, without town and postcode.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// Town.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub town: String,
    /// Postcode, as written in the UK (`DN15 6HX`); as published where it is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub postcode: String,
    /// Where on the earth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
}

/// A position on the earth (WGS 84), to a millionth of a degree (about 0.1 m).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    lat_e6: i32,
    lon_e6: i32,
}

impl Position {
    /// From degrees. `None` where they are on no map.
    pub fn from_degrees(latitude: f64, longitude: f64) -> Option<Self> {
        if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most 180,000,000 in size")]
        let micro = |degrees: f64| (degrees * 1e6).round() as i32;
        Some(Self { lat_e6: micro(latitude), lon_e6: micro(longitude) })
    }

    /// From millionths of a degree. `None` where they are on no map.
    pub fn from_micro(latitude: i32, longitude: i32) -> Option<Self> {
        let on_map = latitude.unsigned_abs() <= 90_000_000 && longitude.unsigned_abs() <= 180_000_000;
        on_map.then_some(Self { lat_e6: latitude, lon_e6: longitude })
    }

    /// Millionths of a degree north and east.
    pub fn micro(self) -> (i32, i32) {
        (self.lat_e6, self.lon_e6)
    }

    /// Degrees north.
    pub fn latitude(self) -> f64 {
        f64::from(self.lat_e6) / 1e6
    }

    /// Degrees east.
    pub fn longitude(self) -> f64 {
        f64::from(self.lon_e6) / 1e6
    }

    /// Metres to another position, along a great circle of a sphere of 6,371 km.
    pub fn metres_to(self, other: Self) -> f64 {
        let (lat1, lat2) = (self.latitude().to_radians(), other.latitude().to_radians());
        let dlat = lat2 - lat1;
        let dlon = (other.longitude() - self.longitude()).to_radians();
        let h = (dlat / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * (dlon / 2.0).sin().powi(2);
        2.0 * 6_371_000.0 * h.sqrt().min(1.0).asin()
    }
}

/// When a service is open: weekly hours where they could be read, the publisher's words where not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Schedule {
    /// The days, every week; empty: not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Day>,
    /// Opens at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens: Option<Time>,
    /// Closes at; before `opens`: the next day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closes: Option<Time>,
    /// The first day on which this holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day on which this holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The publisher's words; they stand beside the hours, or in their place.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// A day of the week, stored as calendars write it (`MO`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Day {
    /// Monday.
    #[serde(rename = "MO")]
    Monday,
    /// Tuesday.
    #[serde(rename = "TU")]
    Tuesday,
    /// Wednesday.
    #[serde(rename = "WE")]
    Wednesday,
    /// Thursday.
    #[serde(rename = "TH")]
    Thursday,
    /// Friday.
    #[serde(rename = "FR")]
    Friday,
    /// Saturday.
    #[serde(rename = "SA")]
    Saturday,
    /// Sunday.
    #[serde(rename = "SU")]
    Sunday,
}

impl Day {
    /// All seven, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// The day of a date.
    pub fn of(date: Date) -> Self {
        match date.weekday() {
            Weekday::Monday => Self::Monday,
            Weekday::Tuesday => Self::Tuesday,
            Weekday::Wednesday => Self::Wednesday,
            Weekday::Thursday => Self::Thursday,
            Weekday::Friday => Self::Friday,
            Weekday::Saturday => Self::Saturday,
            Weekday::Sunday => Self::Sunday,
        }
    }

    /// Three letters: `Tue`.
    pub fn short(self) -> &'static str {
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][self as usize]
    }
}

/// How to reach a service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contacts {
    /// Telephone numbers, as published.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// E-mail addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<String>,
    /// Web address; empty: none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub website: String,
    /// Whom to ask for (`Sam Hill, coordinator`), and other ways to reach it, as published.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
}

impl Contacts {
    /// There is no way to reach it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
