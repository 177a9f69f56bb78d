//! Where postcodes are: kept beside the log, offered to what measures distances, told when damaged.

use crate::desk::surgery::{ADA, MONA, RITA, Surgery, record, surgery};
use signpost::desk::reply::{PlacesCard, Reply};
use signpost::desk::request::{Find, Request};
use signpost::domain::places::{Gathering, Places};
use signpost::domain::postcode::Postcode;
use signpost::domain::service::details::{Location, Position};
use signpost::exchange::places::Files;
use signpost::store::open;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

fn places(codes: &[(&str, f64, f64)]) -> Places {
    let mut gathering = Gathering::default();
    for (code, latitude, longitude) in codes {
        let at = Position::from_degrees(*latitude, *longitude).unwrap();
        gathering.postcode(&Postcode::parse(code).unwrap(), at);
    }
    gathering.pack()
}

fn import(surgery: &Surgery, places: Places, dry_run: bool) -> PlacesCard {
    let request = Request::ImportPlaces { places: Box::new(places), file: "codes.csv".to_owned(), dry_run };
    match surgery.ask(MONA, request) {
        Ok(Reply::Places(card)) => card,
        other => panic!("{other:?}"),
    }
}

fn known(surgery: &Surgery) -> PlacesCard {
    match surgery.ask(RITA, Request::Places) {
        Ok(Reply::Places(card)) => card,
        other => panic!("{other:?}"),
    }
}

fn bedminster() -> Places {
    places(&[("BS3 4NN", 51.4404, -2.6023), ("BS3 1AA", 51.4467, -2.5886)])
}

#[test]
fn who_imported_what_and_when_is_known() {
    let surgery = surgery();
    assert_eq!(known(&surgery), PlacesCard::default());
    let card = import(&surgery, bedminster(), false);
    assert_eq!((card.postcodes, card.outcodes), (2, 1));
    assert_eq!((card.file.as_deref(), card.imported_by.as_deref()), (Some("codes.csv"), Some(MONA)));
    assert!(card.imported_at.is_some());
    assert_eq!(known(&surgery), card);
}

#[test]
fn a_look_and_an_empty_file_change_nothing() {
    let surgery = surgery();
    import(&surgery, bedminster(), false);
    let before = known(&surgery);
    assert_eq!(import(&surgery, places(&[("DN15 6HX", 53.59, -0.65)]), true).postcodes, 1);
    let empty = Request::ImportPlaces { places: Box::default(), file: "x".to_owned(), dry_run: false };
    assert_eq!(surgery.refuses(ADA, empty).kind(), "bad_input");
    assert_eq!(known(&surgery), before);
}

#[test]
fn they_are_there_at_the_next_start_and_a_damaged_file_is_never_believed() {
    let folder = TempDir::new().unwrap();
    let surgery = Surgery::over(Arc::new(open::embedded(folder.path(), &|_| {}).unwrap()));
    import(&surgery, bedminster(), false);
    drop(surgery);

    let reopened =
        || -> Arc<dyn signpost::store::Store> { Arc::new(open::embedded(folder.path(), &|_| {}).unwrap()) };
    let store = reopened();
    assert_eq!(store.places().unwrap().unwrap().places, bedminster());
    drop(store);

    let path = folder.path().join("places.bin");
    let mut bytes = std::fs::read(&path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let store = reopened();
    assert!(store.places().is_err());
    let notices = store.status().notices;
    assert!(notices[0].0.contains("its checksum does not fit") && notices[0].0.contains("places.aside"));
    assert!(folder.path().join("places.aside").exists() && !path.exists());
    // Once is enough.
    assert_eq!((store.places(), store.status().notices.len()), (Ok(None), 1));
}

#[test]
fn what_is_found_near_a_postcode_says_how_far_it_is() {
    let surgery = surgery();
    let mut hall = record(1, "1", "Lunch club");
    // The entry has no position of its own: its postcode says where it is.
    hall.details.locations =
        vec![Location { postcode: "BS3 1AA".to_owned(), ..Location::default() }, Location::default()];
    let (records, feed) = (vec![hall, record(2, "2", "Lunch line")], "town".to_owned());
    surgery.ask(ADA, Request::ImportServices { records, feed, feed_chosen: false, dry_run: false }).unwrap();
    surgery.desk.wait_until_indexed();
    let facts = |near: &str| {
        let find = Find {
            text: "lunch".to_owned(),
            services: true,
            near: Some(near.to_owned()),
            limit: 9,
            ..Find::default()
        };
        let Ok(Reply::Found(found)) = surgery.ask(RITA, Request::Find(find)) else { panic!() };
        let mut hits: Vec<_> = found.hits.into_iter().map(|hit| (hit.name, hit.facts[0].clone())).collect();
        hits.sort();
        hits
    };
    let named = |club: &str| {
        vec![
            ("Lunch club".to_owned(), club.to_owned()),
            ("Lunch line".to_owned(), "never checked".to_owned()),
        ]
    };
    assert_eq!(facts("BS3 4NN"), named("never checked"));
    import(&surgery, bedminster(), false);
    assert_eq!(facts("bs34nn"), named("1.2 km, 18 min walk"));
    assert_eq!(facts("elsewhere"), named("never checked"));
}

/// Where the real files are; they are no part of the project.
fn samples() -> PathBuf {
    std::env::var_os("SIGNPOST_DATA_SAMPLES")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from)
}

#[test]
fn the_postcodes_of_three_real_areas_are_read_and_found() {
    let folder = samples().join("postcodes");
    let (whole, districts) = (folder.join("gb_postcodes_bs_dn_ct.csv"), folder.join("gb_outcodes_2014.csv"));
    if !whole.exists() {
        eprintln!("skipped: {} is not there", whole.display());
        return;
    }
    let mut files = Files::default();
    files.read(&whole, &mut |_| ()).unwrap();
    files.read(&districts, &mut |_| ()).unwrap();
    let reading = files.finish();
    let rejected: Vec<_> = reading.rejected.iter().map(|one| (one.file, one.line, one.reason)).collect();
    eprintln!("{} postcodes, rejected {rejected:?}", reading.places.postcodes());
    assert!(reading.places.postcodes() > 50_000);
    assert!(reading.places.outcodes() > 2_800);
    assert!(rejected.len() < 50, "{rejected:?}");
    let at = reading.places.locate("BS1 1AD").unwrap();
    assert!(at.metres_to(Position::from_degrees(51.45843, -2.57418).unwrap()) < 1.0);
    // A district that only the second file knows.
    let aberdeen = reading.places.locate("AB10 9ZZ").unwrap();
    assert!(aberdeen.metres_to(Position::from_degrees(57.13524, -2.12002).unwrap()) < 1.0);
}
