//! The directory: what an import does, whose record it is, and services that do not run.

use crate::desk::surgery::{ADA, MARGARET, RITA, Surgery, flag, number, record, route, surgery};
use signpost::desk::reply::{Imported, Reply};
use signpost::desk::request::{Agreed, Find, ImportedService, Request, Route};
use signpost::domain::case::ServiceRef;
use signpost::domain::service::ServiceKey;
use signpost::exchange::{Hints, read};
use std::path::PathBuf;

fn import(surgery: &Surgery, records: Vec<ImportedService>, feed: &str, chosen: bool) -> Imported {
    let (feed, feed_chosen, dry_run) = (feed.to_owned(), chosen, false);
    match surgery.ask(ADA, Request::ImportServices { records, feed, feed_chosen, dry_run }) {
        Ok(Reply::Imported(imported)) => imported,
        other => panic!("{other:?}"),
    }
}

fn counts(imported: &Imported) -> (usize, usize, usize, usize) {
    (imported.added, imported.changed, imported.unchanged, imported.rejected.len())
}

fn feeds(surgery: &Surgery) -> Vec<(String, String)> {
    match surgery.ask(RITA, Request::Services { feed: None, after: None, limit: 500 }) {
        Ok(Reply::Services(page)) => {
            page.services.into_iter().map(|service| (service.key.feed, service.key.id)).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn of(feed: &str, record: ImportedService) -> ImportedService {
    ImportedService { feed: Some(feed.to_owned()), ..record }
}

#[test]
fn importing_twice_changes_nothing() {
    let surgery = surgery();
    let file = || (1..=450).map(|n| record(n, &format!("s{n}"), "Lunch club")).collect::<Vec<_>>();
    assert_eq!(counts(&import(&surgery, file(), "town", false)), (450, 0, 0, 0));
    let before = surgery.store.status().position;
    assert_eq!(counts(&import(&surgery, file(), "town", false)), (0, 0, 450, 0));
    assert_eq!(surgery.store.status().position, before);
    let mut changed = file();
    changed[7].details.name = "Supper club".to_owned();
    changed.push(record(451, "s451", "Choir"));
    assert_eq!(counts(&import(&surgery, changed, "town", false)), (1, 1, 449, 0));
    assert_eq!(surgery.store.status().position, before + 2);
}

#[test]
fn what_cannot_be_taken_is_rejected_by_itself() {
    let surgery = surgery();
    let records = vec![
        record(1, "a", "Choir"),
        record(2, " ", "Walk"),
        record(3, "a", "Choir again"),
        record(4, "b", "Walk"),
    ];
    let imported = import(&surgery, records, "town", false);
    assert_eq!(counts(&imported), (2, 0, 0, 2));
    assert_eq!(imported.rejected.iter().map(|r| r.record).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn a_dry_run_says_what_would_happen_and_does_nothing() {
    let surgery = surgery();
    let before = surgery.store.status().position;
    let (records, feed) = (vec![record(1, "a", "Choir")], "town".to_owned());
    let dry = Request::ImportServices { records, feed, feed_chosen: false, dry_run: true };
    let Ok(Reply::Imported(imported)) = surgery.ask(ADA, dry) else { panic!() };
    assert_eq!(counts(&imported), (1, 0, 0, 0));
    assert_eq!(surgery.store.status().position, before);
    assert_eq!(feeds(&surgery), []);
}

#[test]
fn a_record_belongs_to_the_feed_that_is_chosen_or_that_it_names_or_that_knows_it() {
    let surgery = surgery();
    import(&surgery, vec![of("county", record(1, "a", "Choir"))], "file", false);
    assert_eq!(feeds(&surgery), [("county".to_owned(), "a".to_owned())]);
    // It names no feed, but one knows it.
    assert_eq!(counts(&import(&surgery, vec![record(1, "a", "Choir")], "file", false)), (0, 0, 1, 0));
    // Nobody knows it: the file's.
    import(&surgery, vec![record(1, "b", "Walk")], "file", false);
    assert_eq!(feeds(&surgery).last().unwrap(), &("file".to_owned(), "b".to_owned()));
    // What was chosen stands above what a record names.
    import(&surgery, vec![of("county", record(1, "a", "Choir"))], "mine", true);
    assert_eq!(feeds(&surgery).last().unwrap(), &("mine".to_owned(), "a".to_owned()));

    let refusal = surgery.refuses(RITA, Request::Service { id: "a".to_owned() });
    assert_eq!(refusal.what(), "2 feeds have a service a: county, mine.");
    let Ok(Reply::Service(one)) = surgery.ask(RITA, Request::Service { id: "mine/a".to_owned() }) else {
        panic!()
    };
    assert_eq!(one.key.feed, "mine");
    // What a search found is asked for as it was found.
    let found = surgery.ask(RITA, Request::Service { id: one.id.to_string() });
    assert_eq!(found, Ok(Reply::Service(one)));
}

#[test]
fn nobody_is_sent_to_a_service_that_does_not_run() {
    let surgery = surgery();
    let service = surgery.service("1", "Lunch club");
    let case = surgery.flags(RITA, flag(number(MARGARET), &["loneliness"])).id;
    let mut stopped = record(1, "1", "Lunch club");
    stopped.details.not_running = "temporarily closed".to_owned();
    import(&surgery, vec![stopped], "town", false);
    let signpost = |service| route(case, Route::Signpost { service }, Agreed::NotAsked);
    let refusal = surgery.refuses(RITA, signpost(service.clone()));
    assert_eq!(refusal.what(), "Lunch club does not run now: temporarily closed.");
    surgery.refuses(RITA, Request::GiveDetails { service: service.key.clone() });
    let unknown = ServiceRef { key: ServiceKey::new("town", "2").unwrap(), name: "Made up".to_owned() };
    assert_eq!(surgery.refuses(RITA, signpost(unknown)).kind(), "not_found");
    import(&surgery, vec![record(1, "1", "Lunch club")], "town", false);
    surgery.does(RITA, signpost(service));
}

#[test]
fn what_is_given_out_is_counted_and_a_check_is_dated() {
    let surgery = surgery();
    let service = surgery.service("1", "Lunch club");
    let case = surgery.flags(RITA, flag(number(MARGARET), &["loneliness"])).id;
    surgery.does(RITA, route(case, Route::Signpost { service: service.clone() }, Agreed::NotAsked));
    surgery.does(RITA, Request::GiveDetails { service: service.key.clone() });
    surgery.does(ADA, Request::CheckService { service: service.key });
    let Ok(Reply::Service(one)) = surgery.ask(RITA, Request::Service { id: "1".to_owned() }) else {
        panic!()
    };
    assert_eq!(one.given, 2);
    assert_eq!(one.staff_check.unwrap().on, jiff::civil::date(2026, 11, 16));
}

/// Where the real files are; they are no part of the project.
fn samples() -> PathBuf {
    std::env::var_os("SIGNPOST_DATA_SAMPLES")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from)
}

#[test]
fn the_real_directory_is_imported_whole_and_found() {
    let folder = samples().join("directory");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    };
    let surgery = surgery();
    let mut first = true;
    for file in files.filter_map(Result::ok).map(|file| file.path()) {
        if !file.extension().is_some_and(|kind| kind == "csv" || kind == "json") {
            continue;
        }
        let hints = Hints { feed: None, today: jiff::civil::date(2026, 11, 16) };
        let Ok(reading) = read(&file, &hints, &mut |_| ()) else { continue };
        let records: Vec<_> = reading
            .records
            .into_iter()
            .filter_map(Result::ok)
            .map(|listing| ImportedService {
                record: listing.place.record,
                feed: listing.feed,
                id: listing.id,
                details: Box::new(listing.details),
            })
            .collect();
        let all = records.len();
        let imported = import(&surgery, records.clone(), "real", false);
        eprintln!("{}: {all} records, {:?}", file.display(), counts(&imported));
        assert_eq!(imported.rejected, []);
        assert!(!first || imported.added == all);
        assert_eq!(counts(&import(&surgery, records, "real", false)), (0, 0, all, 0));
        first = false;
    }
    let find = Find { text: "debt advice".to_owned(), services: true, limit: 5, ..Find::default() };
    let Ok(Reply::Found(found)) = surgery.ask(RITA, Request::Find(find)) else { panic!() };
    assert!(first || !found.hits.is_empty());
}
