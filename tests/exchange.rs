//! Directories as they are published, imported.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use rstest::rstest;
use signpost::domain::service::details::{Cost, OnlyFor, ServiceDetails};
use signpost::exchange::{Format, Hints, Listing, Reading, Unreadable, csv, read, read_bytes};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

const TODAY: Date = date(2026, 6, 30);

fn hints() -> Hints {
    Hints { feed: None, today: TODAY }
}

fn import(text: impl AsRef<[u8]>) -> Reading {
    read_bytes(text.as_ref(), &hints(), &mut |_| ()).expect("a file of services")
}

fn refused(text: impl AsRef<[u8]>) -> String {
    match read_bytes(text.as_ref(), &hints(), &mut |_| ()) {
        Ok(reading) => panic!("it was read: {reading:?}"),
        Err(error) => error.to_string(),
    }
}

fn only(reading: &Reading) -> &Listing {
    assert_eq!(reading.records.len(), 1, "{reading:?}");
    reading.records[0].as_ref().expect("it is kept")
}

fn rejections(reading: &Reading) -> Vec<String> {
    reading.records.iter().filter_map(|r| r.as_ref().err()).map(ToString::to_string).collect()
}

/// The published directories to try on, where they are at hand.
pub fn samples() -> Option<PathBuf> {
    let folder = std::env::var_os("SIGNPOST_DATA_SAMPLES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no published directories at {}", folder.display());
    None
}

#[test]
fn a_row_becomes_a_service_with_all_that_it_says() {
    let reading = import(
        "Service ID,Title,Organization,SOURCE,Min Age,Max-Age,cost,Opening Hours,Post Code,lat,long,Telephone,E-mail,\
         url,Last Checked,audience,eligibility,colour\n\
         17,Lunch club,Age Well,north,55,,free,\"Tues, Thurs 12noon-2pm\",dn156hx,53.59,-0.65,01724 000000; 01724 000001,\
         \u{a0}lunch@example.org\u{a0},example.org/lunch,31/1/2026,Carers; Older people,Women only,blue\n",
    );
    assert_eq!((reading.format, reading.unknown.as_slice()), (Format::Csv, ["colour".to_owned()].as_slice()));
    let lunch = only(&reading);
    let details = &lunch.details;
    assert_eq!((lunch.feed.as_deref(), lunch.id.as_str()), (Some("north"), "17"));
    assert_eq!((details.name.as_str(), details.organisation.as_str()), ("Lunch club", "Age Well"));
    assert_eq!((details.eligibility.min_age, details.eligibility.max_age), (Some(55), None));
    assert_eq!(details.eligibility.sex, Some(OnlyFor::Women));
    assert_eq!(details.cost, Some(Cost::Free));
    assert_eq!(details.schedules.len(), 1);
    assert_eq!(details.locations[0].postcode, "DN15 6HX");
    assert_eq!(details.contacts.phones, ["01724 000000", "01724 000001"]);
    assert_eq!(details.contacts.emails, ["lunch@example.org"]);
    assert_eq!(details.contacts.website, "http://example.org/lunch");
    assert_eq!(details.last_checked, Some(date(2026, 1, 31)));
    assert_eq!(details.audience, ["Carers", "Older people"]);
    assert_eq!(lunch.warnings, [""; 0]);
}

#[test]
fn a_published_service_becomes_the_same_whether_alone_in_a_list_or_on_a_page() {
    let service = r#"{"id":"a-1","name":"Tea","description":"<p>Tea &amp; talk</p>","organization":{"name":"Unknown"},
        "cost_options":[{"amount":2.5,"option":"a cup"}],"schedules":[{"byday":"MO,WE","opens_at":"10:00","closes_at":"12:00"},
        {"freq":"MONTHLY","byday":"1TU","opens_at":"14:00"}],"assured_date":"2026-01-31T00:00:00Z"}"#;
    let alone = import(service);
    let details = &only(&alone).details;
    assert_eq!((details.description.as_str(), details.organisation.as_str()), ("Tea & talk", ""));
    assert_eq!(details.cost, Some(Cost::Words("£2.50 a cup".to_owned())));
    assert_eq!(details.schedules.len(), 2);
    assert_eq!(details.schedules.iter().filter(|s| s.opens.is_some()).count(), 1);
    assert_eq!(details.last_checked, Some(date(2026, 1, 31)));
    for around in [
        format!("[{service}]"),
        format!("{{\"total_pages\":1,\"contents\":[{service}]}}"),
        format!("{service}\n\n"),
        format!("\u{feff}{{\"content\":[{service}],\"totalPages\":1}}"),
    ] {
        assert_eq!(only(&import(around)), only(&alone));
    }
}

#[test]
fn a_page_of_several_says_that_there_are_more() {
    let reading = import(r#"{"total_pages": 5, "contents": [{"id": "1", "name": "Tea"}]}"#);
    assert_eq!(reading.warnings, ["this is one page of 5; the others are to be imported too"]);
}

#[test]
fn a_bad_record_is_rejected_with_its_place_and_the_others_are_kept() {
    let reading = import("id,name\n1,Tea\n,Cake\n3,\n\n4,Bread, and, butter\n1,Coffee\n5,Jam\n");
    let kept: Vec<_> = reading.records.iter().flatten().map(|l| l.details.name.as_str()).collect();
    assert_eq!(kept, ["Tea", "Jam"]);
    assert_eq!(
        rejections(&reading),
        [
            "record 2 (line 3): \u{201C}Cake\u{201D} has no id",
            "record 3 (line 4): it has no name",
            "record 4 (line 6): it has 4 fields, but there are 2 columns; a text with a separator in it needs quotes",
            "record 5 (line 7): the id 1 stands at record 1 (line 2) already; only that one is taken",
        ]
    );
}

#[test]
fn a_record_that_is_no_service_is_rejected_and_the_others_are_kept() {
    let reading = import(r#"[{"id": "1", "name": "Tea"}, 7, {"id": "2"}, {"id": "3", "name": "Cake"}]"#);
    assert_eq!(reading.records.iter().flatten().count(), 2);
    assert_eq!(
        rejections(&reading),
        ["record 2: it is no service, but a bare value", "record 3: it has no name"]
    );
}

#[test]
fn an_organisation_or_a_place_is_not_taken_for_a_service() {
    let reading = import(
        r#"[{"id": "1", "name": "Northside Trust", "legal_status": "charity"},
            {"id": "2", "name": "Town hall", "location_type": "physical"}, {"id": "3", "name": "Tea"}]"#,
    );
    assert_eq!(
        rejections(&reading),
        ["record 1: it is an organisation, not a service", "record 2: it is a location, not a service"]
    );
}

#[test]
fn where_two_columns_say_the_same_the_better_name_stands() {
    let reading = import("Title,id,name,tags,category\nMr,1,Tea,warm,food\n,2,Cake,,\n");
    let names: Vec<_> = reading.records.iter().flatten().map(|l| l.details.name.as_str()).collect();
    assert_eq!(names, ["Tea", "Cake"]);
    assert_eq!(reading.records[0].as_ref().expect("kept").details.categories, ["food", "warm"]);
}

#[rstest]
#[case("min_age", "180", "the youngest age \u{201C}180\u{201D} was left out: it is no age from 0 to 120")]
#[case(
    "last_checked",
    "31/02/2026",
    "the day of the last check \u{201C}31/02/2026\u{201D} was left out: it is no day in the past"
)]
#[case(
    "last_checked",
    "2031-01-01",
    "the day of the last check \u{201C}2031-01-01\u{201D} was left out: it is no day in the past"
)]
#[case("latitude", "530.1", "the position \u{201C}530.1, \u{201D} was left out: it is on no map")]
#[case("postcode", "by the church", "\u{201C}by the church\u{201D} is no UK postcode; it was kept as text")]
#[case(
    "email",
    "https://example.org/form",
    "\u{201C}https://example.org/form\u{201D} is no e-mail address; it was kept as text"
)]
#[case("needs", "unicorns", "the need \u{201C}unicorns\u{201D} is not in the catalogue")]
fn nonsense_in_one_field_costs_that_field_only(
    #[case] column: &str,
    #[case] text: &str,
    #[case] warning: &str,
) {
    let reading = import(format!("id,name,{column}\n1,Tea,{text}\n"));
    assert_eq!(only(&reading).warnings, [warning]);
}

#[test]
fn ages_that_admit_nobody_are_left_out() {
    let reading = import("id,name,min_age,max_age\n1,Tea,60,50\n");
    assert_eq!(only(&reading).details.eligibility.min_age, None);
    assert_eq!(only(&reading).warnings, ["ages from 60 to 50 admit nobody; both were left out"]);
}

#[test]
fn files_from_excel_are_read_whatever_it_saved() {
    let table = "id;name;cost\r\n1;Café – “Tea”;£3\r\n";
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(table.replace(';', "\t").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let windows: Vec<u8> = b"id,name,cost\r\n1,Caf\xE9 \x96 \x93Tea\x94,\xA33\r\n".to_vec();
    let marked = format!("\u{feff}{table}");
    let hinted = format!("sep=;\r\n{table}");
    for bytes in [table.as_bytes().to_vec(), utf16, windows, marked.into_bytes(), hinted.into_bytes()] {
        let reading = import(bytes);
        assert_eq!(only(&reading).details.name, "Café – “Tea”");
        assert_eq!(only(&reading).details.cost, Some(Cost::Words("£3".to_owned())));
    }
}

#[test]
fn one_stray_byte_does_not_spoil_the_rest_of_a_file() {
    let mut bytes = "id,name\n1,Café\n2,Crêpes\n3,".as_bytes().to_vec();
    bytes.extend(b"T\xFFa\n");
    let names: Vec<_> = import(bytes).records.into_iter().flatten().map(|l| l.details.name).collect();
    assert_eq!(names, ["Café", "Crêpes", "T\u{FFFD}a"]);
}

#[test]
fn a_quote_that_is_never_closed_does_not_swallow_the_rest_in_silence() {
    let reading = import("id,name\n1,Tea\n2,\"Cake\n3,Jam\n4,Bread\n");
    assert_eq!(
        rejections(&reading),
        ["record 2 (line 3): a quote (\") is not closed, so that 3 lines were taken for this one record"]
    );
}

#[rstest]
#[case("", "the file is empty")]
#[case("\u{feff} \n", "the file is empty")]
#[case("<!DOCTYPE html><p>Not found", "this is a web page (or XML), not CSV or Open Referral JSON")]
#[case(
    "PK\u{3}\u{4}xl/workbook",
    "this is an Excel workbook or a ZIP archive, not CSV or Open Referral JSON"
)]
#[case("id,name\0\n", "this is a binary file, not CSV or Open Referral JSON")]
#[case(
    "[{\"id\": \"1\", \"name\": \"Tea\"}, {\"id\":",
    "the JSON is broken or incomplete at line 1, column 35"
)]
#[case("{\"error\": \"no such page\"}", "this JSON holds no services")]
#[case("id,name,tax_status\n1,Northside Trust,none\n", "this is a table of organisations, not CSV or Open")]
#[case("day,what\nMonday,Tea\n", "no column is called `id`")]
fn a_file_that_is_something_else_is_refused_with_what_it_is(#[case] text: &str, #[case] begins: &str) {
    let said = refused(text);
    assert!(said.starts_with(begins), "{said}");
}

#[test]
fn a_file_that_is_not_there_is_said_to_be() {
    let error = read(Path::new("/nowhere/services.csv"), &hints(), &mut |_| ()).err();
    assert!(matches!(error, Some(Unreadable::Io(_))), "{error:?}");
}

#[test]
fn the_manual_names_every_column_and_no_name_stands_twice() {
    let table = csv::columns_table();
    let mut seen = HashMap::new();
    for column in csv::COLUMNS {
        for name in column.names {
            assert!(table.contains(&format!("`{name}`")), "{name}");
            let bare: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
            assert_eq!(seen.insert(bare, column.names[0]), None, "{name}");
        }
    }
}

#[test]
fn the_published_directory_is_the_same_as_rows_and_as_open_referral() {
    let Some(folder) = samples() else { return };
    let file = |name| read(&folder.join("directory").join(name), &hints(), &mut |_| ()).expect("it is read");
    let (rows, pages) = (file("services.csv"), file("services.oruk.json"));
    assert_eq!((rejections(&rows), rejections(&pages)), (vec![], vec![]));
    assert_eq!((rows.records.len(), pages.records.len()), (3027, 3027));
    assert_eq!(rows.unknown, ["licence", "postcode_source"]);
    assert_eq!(pages.unknown, [""; 0]);
    let by_id: HashMap<&str, &Listing> = pages.records.iter().flatten().map(|l| (l.id.as_str(), l)).collect();
    let mut differences = vec![];
    for row in rows.records.iter().flatten() {
        let page = by_id[row.id.as_str()];
        assert_eq!(page.feed, None);
        assert!(row.feed.is_some());
        differences
            .extend(compare(&row.details, &page.details).into_iter().map(|what| (row.id.as_str(), what)));
    }
    let but_for = [
        // An empty list item stands as a dash in the rows, and as nothing in HTML.
        ("f1a4416b-2893-4d0a-9234-885a7f8a2c38", "description"),
        // A row has a web address where its e-mail address should be; the page leaves it out.
        ("3bf71a0b-29ee-5144-a521-1dc947ffe3be", "contacts"),
    ];
    differences
        .retain(|(id, what)| !but_for.iter().any(|(known, field)| known == id && what.starts_with(field)));
    assert!(differences.is_empty(), "{} differences: {differences:#?}", differences.len());
}

/// In what two publications of one service differ, white space apart.
fn compare(row: &ServiceDetails, page: &ServiceDetails) -> Vec<String> {
    let unspaced = |text: &str| text.split_whitespace().collect::<String>();
    let (a, b) = (unspaced(&row.description), unspaced(&page.description));
    let mut out = vec![];
    if a != b {
        let at = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
        let near = |text: &str| text.chars().skip(at.saturating_sub(20)).take(60).collect::<String>();
        out.push(format!("description: {:?} {:?}", near(&a), near(&b)));
    }
    // The guesses follow the description's words, which white space parts.
    let settle = |details: &ServiceDetails| ServiceDetails {
        description: String::new(),
        kind: None,
        needs: vec![],
        needs_derived: false,
        ..details.clone()
    };
    let json = |details| serde_json::to_value(settle(details)).expect("written");
    let (a, b) = (json(row), json(page));
    let (a, b) = (a.as_object().expect("fields"), b.as_object().expect("fields"));
    let mut names: Vec<_> = a.keys().chain(b.keys()).collect();
    names.sort_unstable();
    names.dedup();
    out.extend(
        names
            .iter()
            .filter(|n| a.get(**n) != b.get(**n))
            .map(|n| format!("{n}: {:?} {:?}", a.get(*n), b.get(*n))),
    );
    out
}

proptest! {
    #[test]
    fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = read_bytes(&bytes, &hints(), &mut |_| ());
    }

    #[test]
    fn no_rows_are_too_strange(rows in "(?s)[0-9a-z<>&;,\"'\n\t./:@\u{a0}£-]{0,400}") {
        let text = format!("id,name,description,opening_hours,latitude,longitude,min_age,last_checked,email\n{rows}");
        let _ = read_bytes(text.as_bytes(), &hints(), &mut |_| ());
    }

    #[test]
    fn no_json_is_too_strange(text in "(?s).{0,200}", html in "(<[a-z/]{0,6}|>|&[a-z#0-9]{0,6};?|[ -~]){0,60}") {
        let _ = read_bytes(format!("[{text}").as_bytes(), &hints(), &mut |_| ());
        let service = serde_json::json!({ "id": "1", "name": "Tea", "description": html, "schedules": text });
        prop_assert_eq!(import(service.to_string()).records.len(), 1);
    }
}
