//! Services that a patient cannot use are set apart, with the reason; what is near and fresh comes first.

use super::{TODAY, listed, names, query};
use jiff::civil::{Date, date};
use rstest::rstest;
use signpost::domain::need::NeedKey;
use signpost::domain::service::details::{Capacity, Location, OnlyFor, Position, ServiceDetails};
use signpost::domain::service::{Service, Stopped};
use signpost::search::{Found, Index, Query, Seeker};

fn at(latitude: f64, longitude: f64) -> Position {
    Position::from_degrees(latitude, longitude).expect("on the map")
}

fn choir(id: &str, make: impl FnOnce(&mut ServiceDetails)) -> Service {
    let mut details = ServiceDetails {
        name: format!("Choir {id}"),
        locations: vec![Location {
            town: "Bristol".to_owned(),
            postcode: "BS3 4NN".to_owned(),
            position: Some(at(51.4400, -2.6000)),
            ..Location::default()
        }],
        last_checked: Some(TODAY),
        ..ServiceDetails::default()
    };
    make(&mut details);
    listed("choirs", id, details)
}

fn of(services: impl IntoIterator<Item = Service>) -> Index {
    let mut index = Index::new();
    services.into_iter().for_each(|service| index.upsert_service(&service));
    index
}

fn everybody() -> Query<'static> {
    Query { at: Some(at(51.4401, -2.6001)), ..query("choir") }
}

fn unusable(found: &Found) -> Vec<Option<&str>> {
    found.hits.iter().map(|hit| hit.unusable.as_deref()).collect()
}

#[rstest]
#[case::young(|d: &mut ServiceDetails| d.eligibility.max_age = Some(24), "for under 25")]
#[case::old(|d: &mut ServiceDetails| d.eligibility.min_age = Some(55), "for 55 and over")]
#[case::women(|d: &mut ServiceDetails| d.eligibility.sex = Some(OnlyFor::Women), "for women only")]
#[case::closed(|d: &mut ServiceDetails| d.not_running = "closed since March 2025".to_owned(), "closed since March 2025")]
#[case::full(|d: &mut ServiceDetails| d.capacity = Some(Capacity { free: Some(0), ..Capacity::default() }), "full")]
#[case::far(|d: &mut ServiceDetails| d.locations[0].position = Some(at(51.7520, -1.2577)), "99 km away")]
fn what_the_patient_cannot_use_is_set_apart_with_the_reason(
    #[case] make: fn(&mut ServiceDetails),
    #[case] reason: &str,
) {
    let index = of([choir("open", |_| ()), choir("barred", make)]);
    let him = Seeker { age: Some(40), sex: Some(OnlyFor::Men) };
    let asked = Query { person: Some(him), ..everybody() };
    let found = index.find(&asked);
    assert_eq!((names(&found), found.total, found.apart), (vec!["Choir open"], 1, 1));
    let all = index.find(&Query { apart: true, ..asked });
    assert_eq!((names(&all), all.total, all.apart), (vec!["Choir open", "Choir barred"], 2, 1));
    assert_eq!(unusable(&all), [None, Some(reason)]);
}

#[test]
fn what_is_not_known_of_a_patient_bars_nothing() {
    let index = of([
        choir("old", |d| d.eligibility.min_age = Some(55)),
        choir("women", |d| {
            d.eligibility.sex = Some(OnlyFor::Women);
        }),
    ]);
    let found = index.find(&Query { person: Some(Seeker::default()), ..query("choir") });
    assert_eq!((found.hits.len(), found.apart), (2, 0));
}

#[test]
fn a_helpline_is_never_too_far_nor_is_the_town_that_was_typed() {
    let oxford = |d: &mut ServiceDetails| {
        d.locations[0].position = Some(at(51.7520, -1.2577));
        d.locations[0].town = "Oxford".to_owned();
        d.locations[0].postcode = "OX1 1AA".to_owned();
    };
    let index = of([choir("on Zoom", |d| {
        oxford(d);
        d.description = "Online, every week.".to_owned();
    })]);
    assert_eq!(index.find(&everybody()).apart, 0);
    let index = of(["1", "2", "3"].map(|id| choir(id, oxford)));
    assert_eq!(index.find(&everybody()).apart, 3);
    let typed = index.find(&Query { text: "choir oxford", ..everybody() });
    assert_eq!((typed.hits.len(), typed.apart), (3, 0));
}

#[test]
fn of_equals_the_nearest_comes_first_and_says_how_far_it_is() {
    let place = |latitude| move |d: &mut ServiceDetails| d.locations[0].position = Some(at(latitude, -2.6));
    let index = of([choir("far", place(51.54)), choir("near", place(51.4473))]);
    let found = index.find(&everybody());
    assert_eq!(names(&found), ["Choir near", "Choir far"]);
    assert_eq!(found.hits[0].metres, Some(801));
    assert_eq!(found.hits[0].why, "name · 0.8 km, 13 min walk");
}

#[test]
fn in_a_typed_place_counts_most_near_it_counts_too() {
    let there = |town: &'static str, latitude| {
        move |d: &mut ServiceDetails| {
            d.locations[0].town = town.to_owned();
            d.locations[0].position = Some(at(latitude, -2.6));
        }
    };
    let index = of([
        choir("1", there("Clevedon", 52.9)),
        choir("2", there("Redland", 51.46)),
        choir("3", there("Bedminster", 51.44)),
        choir("4", there("Bedminster", 51.441)),
    ]);
    let found = index.find(&query("choir bedminster"));
    assert_eq!(names(&found)[2..], ["Choir 2", "Choir 1"], "{found:?}");
}

#[rstest]
#[case("choir BS8", true)]
#[case("choir bs8 1tj", true)]
#[case("choir bs81tj", true)]
#[case("choir bs9", false)]
fn a_typed_postcode_is_where_the_places_say(#[case] text: &str, #[case] is_known: bool) {
    let somewhere =
        |latitude| move |d: &mut ServiceDetails| d.locations[0].position = Some(at(latitude, -2.6));
    let index = of([choir("1", somewhere(51.9)), choir("2", somewhere(51.46))]);
    let locate = |text: &str| ["BS8", "BS8 1TJ"].contains(&text).then(|| at(51.46, -2.6));
    let found = index.find(&Query { locate: Some(&locate), ..query(text) });
    let first = if is_known { "Choir 2" } else { "Choir 1" };
    assert_eq!(names(&found)[0], first, "{found:?}");
}

#[test]
fn of_equals_the_one_that_was_checked_and_has_room_comes_first() {
    let checked = |on: Option<Date>| move |d: &mut ServiceDetails| d.last_checked = on;
    let index = of([
        choir("never", checked(None)),
        choir("long ago", checked(Some(date(2020, 1, 1)))),
        choir("lately", |_| ()),
    ]);
    assert_eq!(names(&index.find(&everybody()))[0], "Choir lately");
    let room = Capacity { free: Some(3), ..Capacity::default() };
    let index = of([choir("not said", |_| ()), choir("room", |d| d.capacity = Some(room))]);
    assert_eq!(names(&index.find(&everybody()))[0], "Choir room");
}

#[test]
fn the_needs_of_the_case_come_before_distance() {
    let lonely = || NeedKey("loneliness".to_owned());
    let index = of([
        choir("near", |_| ()),
        choir("for the lonely", |d| {
            d.needs = vec![lonely()];
            d.locations[0].position = Some(at(51.47, -2.6));
        }),
    ]);
    let found = index.find(&Query { needs: &[lonely()], ..everybody() });
    assert_eq!(names(&found)[0], "Choir for the lonely");
}

#[test]
fn a_check_or_a_stop_changes_a_service_where_it_stands() {
    let mut service = choir("1", |d| d.last_checked = None);
    let mut index = of([service.clone(), choir("2", |d| d.last_checked = None)]);
    let asked = everybody();
    index.find(&asked);
    let before = index.service_bytes();
    service.details.last_checked = Some(TODAY);
    index.upsert_service(&service);
    assert_eq!((names(&index.find(&asked))[0], index.service_bytes()), ("Choir 1", before));
    service.stopped = Some(Stopped::LeftFeed);
    index.upsert_service(&service);
    let found = index.find(&asked);
    assert_eq!((names(&found), found.apart), (vec!["Choir 2"], 1));
}

#[test]
fn ten_thousand_changes_leave_an_index_that_is_no_larger_and_finds_as_before() {
    let mut index = of((0..200).map(|id| choir(&id.to_string(), |_| ())));
    let (before, expected) = (index.service_bytes(), index.find(&query("choir 77")).hits);
    for round in 0..50 {
        for id in 0..200 {
            index.upsert_service(&choir(&id.to_string(), |d| d.description = format!("round{round}of{id}")));
        }
    }
    (0..200).for_each(|id| index.upsert_service(&choir(&id.to_string(), |_| ())));
    assert!(index.service_bytes() < before * 8, "{} of {before}", index.service_bytes());
    let found = index.find(&query("choir 77"));
    assert_eq!((found.total, &found.hits[0].id), (200, &expected[0].id));
    assert!(
        index.find(&query("round49of3")).hits.iter().all(|hit| hit.why.contains('→') || hit.why == "name")
    );
}
