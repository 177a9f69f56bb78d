//! Services as rows: a table of column names says which column is what.
//!
//! The first row names the columns, in any order, in any case, with spaces, hyphens or underscores or none. Only
//! an id and a name are needed. Commas, semicolons, tabs and bars separate; UTF-8, UTF-16 and Windows-1252 are read.
//! Lists (audience, categories, phones …) have semicolons between their entries. [`columns_table`] prints the
//! names that are known; other columns are reported and passed over.

use super::published::{Published, PublishedPlace};
use super::{Format, Hints, Listing, Place, Reading, Rejected, Unreadable};
use ::csv::{ByteRecord, ReaderBuilder};
use std::fmt::Write as _;

/// The longest record, in bytes: more is a quote that was never closed.
const RECORD_LIMIT: usize = 4 * 1024 * 1024;

/// A column that is read.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its names; the first is the one to use in new files.
    pub names: &'static [&'static str],
    /// What it holds.
    pub holds: &'static str,
    put: fn(&mut Published, &str),
}

/// The columns that are read.
pub const COLUMNS: &[Column] = &[
    column(
        &["id", "service_id", "record_id", "reference", "uuid"],
        "the publisher's own id; needed",
        |p, t| {
            fill(&mut p.id, t);
        },
    ),
    column(&["name", "service_name", "title", "service"], "what it is called; needed", |p, t| {
        fill(&mut p.name, t);
    }),
    column(&["source", "feed", "source_name"], "the feed that the record belongs to", |p, t| {
        fill(&mut p.feed, t);
    }),
    column(
        &["organisation", "organization", "organisation_name", "organization_name", "provider", "run_by"],
        "who runs it",
        |p, t| fill(&mut p.organisation, t),
    ),
    column(&["description", "details", "about", "summary", "service_description"], "text or HTML", |p, t| {
        fill(&mut p.description, t);
    }),
    column(&["status"], "`active`, or why it does not run", |p, t| fill(&mut p.status, t)),
    column(
        &["kind", "type", "service_type"],
        "one of our kinds (`advice`, `befriending` …), else a category",
        |p, t| {
            fill(&mut p.kind, t);
        },
    ),
    column(&["needs", "needs_met"], "list: needs of the catalogue, by key or name", |p, t| {
        p.needs.push(t.to_owned());
    }),
    column(
        &["categories", "category", "tags", "taxonomy", "keywords"],
        "list: the publisher's categories",
        |p, t| {
            p.categories.push(t.to_owned());
        },
    ),
    column(
        &["audience", "audiences", "who_for", "for_whom", "target_group"],
        "list: whom it is for",
        |p, t| {
            p.audience.push(t.to_owned());
        },
    ),
    column(&["eligibility", "eligibility_description", "who_can_use"], "list: who may use it", |p, t| {
        p.eligibility.push(t.to_owned());
    }),
    column(&["min_age", "minimum_age", "age_from", "from_age"], "years", |p, t| fill(&mut p.min_age, t)),
    column(&["max_age", "maximum_age", "age_to", "to_age"], "years, inclusive", |p, t| {
        fill(&mut p.max_age, t);
    }),
    column(&["cost", "price", "fees", "fee", "cost_description"], "`Free`, or words", |p, t| {
        p.cost.push(t.to_owned());
    }),
    column(
        &["referral", "how_to_refer", "referral_route", "how_to_access", "application_process"],
        "list: how one gets in",
        |p, t| p.referral.push(t.to_owned()),
    ),
    column(&["places_free", "available_places"], "number; 0 is full", |p, t| {
        fill(&mut p.places_free, t);
    }),
    column(&["places", "places_total", "maximum_places"], "number", |p, t| fill(&mut p.places_total, t)),
    column(&["capacity"], "whether there is room, in words", |p, t| fill(&mut p.capacity, t)),
    column(&["waiting_time", "wait_time", "waiting", "wait"], "how long one waits, in words", |p, t| {
        fill(&mut p.waiting, t);
    }),
    column(
        &["opening_hours", "hours", "opening_times", "open", "times", "when", "schedule"],
        "`Monday 10:00-17:00; Tue, Thu 2pm-4pm`, or any words",
        |p, t| p.hours.push(t.to_owned()),
    ),
    column(&["venue", "location", "location_name", "place_name"], "what the place is called", |p, t| {
        fill(&mut place(p).name, t);
    }),
    column(&["address", "address_1", "street", "street_address"], "without town and postcode", |p, t| {
        add_line(&mut place(p).address, t);
    }),
    column(&["address_2", "address_line_2"], "more of the address", |p, t| {
        add_line(&mut place(p).address, t);
    }),
    column(&["town", "city", "town_city", "post_town"], "", |p, t| fill(&mut place(p).town, t)),
    column(&["postcode", "postal_code", "zip"], "", |p, t| fill(&mut place(p).postcode, t)),
    column(&["latitude", "lat"], "degrees north", |p, t| fill(&mut place(p).latitude, t)),
    column(&["longitude", "lon", "lng", "long"], "degrees east", |p, t| {
        fill(&mut place(p).longitude, t);
    }),
    column(&["area", "areas", "service_area", "area_served", "coverage"], "list: areas served", |p, t| {
        p.areas.push(t.to_owned());
    }),
    column(&["languages", "language"], "list", |p, t| p.languages.push(t.to_owned())),
    column(
        &["access", "accessibility", "accessibility_for_disabilities"],
        "list: access for disabled people",
        |p, t| {
            p.access.push(t.to_owned());
        },
    ),
    column(&["phone", "telephone", "tel", "phone_number", "phones", "mobile"], "list", |p, t| {
        p.phones.push(t.to_owned());
    }),
    column(&["email", "email_address", "contact_email"], "list", |p, t| p.emails.push(t.to_owned())),
    column(&["website", "url", "web", "web_address", "link", "website_url"], "", |p, t| {
        fill(&mut p.website, t);
    }),
    column(&["contact", "contact_name", "contact_person"], "list: whom to ask for", |p, t| {
        p.people.push(t.to_owned());
    }),
    column(
        &["last_checked", "assured_date", "last_assured", "checked", "last_verified", "checked_on"],
        "the day, `2026-01-31` or `31/1/2026`",
        |p, t| fill(&mut p.last_checked, t),
    ),
    column(&["checked_by", "assurer_email", "assured_by"], "who checked it for the publisher", |p, t| {
        fill(&mut p.checked_by, t);
    }),
];

const fn column(
    names: &'static [&'static str],
    holds: &'static str,
    put: fn(&mut Published, &str),
) -> Column {
    Column { names, holds, put }
}

fn place(published: &mut Published) -> &mut PublishedPlace {
    if published.locations.is_empty() {
        published.locations.push(PublishedPlace::default());
    }
    &mut published.locations[0]
}

/// The first column that says something stands: `name` before `title`.
fn fill(field: &mut String, text: &str) {
    if field.is_empty() {
        text.clone_into(field);
    }
}

fn add_line(address: &mut String, text: &str) {
    if !address.is_empty() && !text.is_empty() {
        address.push('\n');
    }
    address.push_str(text);
}

/// The table of columns, as Markdown for the manual.
pub fn columns_table() -> String {
    let mut out = "| column | also called | holds |\n|---|---|---|\n".to_owned();
    for column in COLUMNS {
        let also: Vec<String> = column.names[1..].iter().map(|name| format!("`{name}`")).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(out, "| `{}` | {} | {} |", column.names[0], also.join(", "), column.holds);
    }
    out
}

/// A name as it is compared: letters and digits only, lower case.
pub(super) fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The column of a name, and which of its names that is.
fn find(name: &str) -> Option<(usize, &'static Column)> {
    let name = bare(name);
    COLUMNS.iter().find_map(|column| {
        let which = column.names.iter().position(|known| bare(known) == name)?;
        Some((which, column))
    })
}

/// Refuses the other tables of an HSDS package: an organisation has an id and a name too, but is no service.
fn refuse_other_tables(names: &[String], columns: &[Option<(usize, &Column)>]) -> Result<(), Unreadable> {
    const TELLING: [(&str, &str); 8] = [
        ("taxstatus", "a table of organisations"),
        ("legalstatus", "a table of organisations"),
        ("transportation", "a table of locations"),
        ("locationtype", "a table of locations"),
        ("department", "a table of contacts"),
        ("parentid", "a taxonomy"),
        ("termuri", "a taxonomy"),
        ("characterset", "a table of descriptions"),
    ];
    const OF_SERVICES: [&str; 9] = [
        "status",
        "organisation",
        "eligibility",
        "cost",
        "opening_hours",
        "categories",
        "audience",
        "referral",
        "postcode",
    ];
    if columns.iter().flatten().any(|(_, column)| OF_SERVICES.contains(&column.names[0])) {
        return Ok(());
    }
    let names: Vec<String> = names.iter().map(|name| bare(name)).collect();
    match TELLING.iter().find(|(name, _)| names.iter().any(|known| known == name)) {
        Some((_, what)) => {
            Err(Unreadable::Other { what, hint: "import the table of services that belongs to it" })
        }
        None => Ok(()),
    }
}

/// Reads rows.
pub(super) fn read(text: &str, hints: &Hints, progress: &mut dyn FnMut(u64)) -> Result<Reading, Unreadable> {
    // Excel's own hint, on a line before the names.
    let (skipped, text) = match text.split_once('\n') {
        Some((first, rest))
            if first.trim_end().len() == 5 && first.to_ascii_lowercase().starts_with("sep=") =>
        {
            (1, rest)
        }
        _ => (0, text),
    };
    let mut rows = ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .has_headers(true)
        .from_reader(text.as_bytes());
    let names: Vec<String> = rows
        .byte_headers()
        .map_err(broken)?
        .iter()
        .map(|n| String::from_utf8_lossy(n).trim().to_owned())
        .collect();
    let columns: Vec<Option<(usize, &Column)>> = names.iter().map(|name| find(name)).collect();
    for needed in ["id", "name"] {
        if !columns.iter().flatten().any(|(_, column)| column.names[0] == needed) {
            return Err(no_column(needed, &names));
        }
    }
    refuse_other_tables(&names, &columns)?;
    // Where several columns say the same, the one with the better name comes first.
    let mut order: Vec<(usize, usize, &Column)> =
        columns.iter().enumerate().filter_map(|(at, found)| found.map(|(which, c)| (which, at, c))).collect();
    order.sort_by_key(|(which, at, _)| (*which, *at));
    let unknown = names.iter().zip(&columns).filter(|(name, c)| c.is_none() && !name.is_empty());
    let mut reading = Reading {
        format: Format::Csv,
        records: vec![],
        unknown: unknown.map(|(name, _)| crate::domain::text::line(name, 100)).collect(),
        warnings: vec![],
    };
    let mut row = ByteRecord::new();
    let mut number = 0;
    while rows.read_byte_record(&mut row).map_err(broken)? {
        let position = row.position();
        if row.iter().all(|field| field.trim_ascii().is_empty()) {
            continue;
        }
        number += 1;
        let begins = position.map_or(0, |p| usize::try_from(p.byte()).unwrap_or(usize::MAX)).min(text.len());
        let ends = usize::try_from(rows.position().byte()).unwrap_or(usize::MAX).clamp(begins, text.len());
        let raw = &text.as_bytes()[begins..ends];
        // The parser counts empty lines before a row to the row.
        let empty =
            raw.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|&&b| b == b'\n').count();
        let line = position.map_or(0, ::csv::Position::line) + skipped + empty as u64;
        let place = Place { record: number, line: Some(line) };
        let read = whole(&row, raw, names.len(), ends == text.len())
            .map_err(|reason| Rejected { place, reason })
            .and_then(|warning| listing(&row, &order, warning, place, hints));
        reading.records.push(read);
        if number.is_multiple_of(100) {
            progress(number);
        }
    }
    progress(number);
    Ok(reading)
}

/// Whether a row is one record, going by its size; what is doubtful about it.
fn whole(row: &ByteRecord, raw: &[u8], columns: usize, is_last: bool) -> Result<Option<String>, String> {
    let quotes = count(raw, b'"');
    let lines = count(raw, b'\n');
    if raw.len() > RECORD_LIMIT || (is_last && quotes % 2 == 1 && lines > 1) {
        return Err(format!(
            "a quote (\") is not closed, so that {lines} lines were taken for this one record"
        ));
    }
    if row.iter().skip(columns).any(|field| !field.trim_ascii().is_empty()) {
        return Err(format!(
            "it has {} fields, but there are {columns} columns; a text with a separator in it needs quotes",
            row.len()
        ));
    }
    Ok((row.len() < columns)
        .then(|| format!("it has {} fields of {columns}; the missing ones count as empty", row.len())))
}

pub(super) fn count(raw: &[u8], byte: u8) -> usize {
    raw.split(|&other| other == byte).count() - 1
}

fn listing(
    row: &ByteRecord,
    columns: &[(usize, usize, &Column)],
    warning: Option<String>,
    place: Place,
    hints: &Hints,
) -> Result<Listing, Rejected> {
    let mut published = Published::default();
    published.warnings.extend(warning);
    for (_, at, column) in columns {
        let field = row.get(*at).unwrap_or_default();
        (column.put)(&mut published, String::from_utf8_lossy(field).trim());
    }
    published.settle(place, hints)
}

/// The separator that stands most often in the first row, outside quotes.
pub(super) fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut is_quoted = false;
    for byte in text.bytes().take(64 * 1024) {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if is_quoted => {}
            _ => counts
                .iter_mut()
                .filter(|(separator, _)| *separator == byte)
                .for_each(|(_, count)| *count += 1),
        }
    }
    // The first of equals: a comma.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| *separator)
}

fn no_column(needed: &'static str, names: &[String]) -> Unreadable {
    let also =
        COLUMNS.iter().find(|c| c.names[0] == needed).map_or_else(String::new, |c| c.names[1..].join(", "));
    Unreadable::NoColumn {
        column: needed,
        also: format!("nor {also}"),
        found: crate::domain::text::line(&names.join(", "), 300),
    }
}

fn broken(error: ::csv::Error) -> Unreadable {
    Unreadable::Io(error.into())
}
