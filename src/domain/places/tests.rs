//! What is known of where postcodes are.

use super::{Disorder, District, Gathering, Parts, Places};
use crate::domain::postcode::{Outcode, Postcode};
use crate::domain::service::details::Position;
use proptest::prelude::*;

fn at(latitude: f64, longitude: f64) -> Position {
    Position::from_degrees(latitude, longitude).unwrap()
}

fn code(text: &str) -> Postcode {
    Postcode::parse(text).unwrap()
}

/// Two postcodes of Bedminster, one of Scunthorpe, and a district of which only the middle is known.
fn places() -> Places {
    let mut gathering = Gathering::default();
    assert!(gathering.postcode(&code("DN15 6HX"), at(53.59, -0.65)));
    assert!(gathering.postcode(&code("BS3 4NN"), at(51.44, -2.60)));
    assert!(gathering.postcode(&code("BS3 1AA"), at(51.46, -2.62)));
    assert!(gathering.district(&Outcode::parse("BT7").unwrap(), at(54.58, -5.93)));
    gathering.pack()
}

#[test]
fn a_postcode_is_where_the_file_says_however_it_is_typed() {
    let places = places();
    assert_eq!(places.locate("BS3 4NN"), Some(at(51.44, -2.60)));
    assert_eq!(places.locate(" bs34nn "), Some(at(51.44, -2.60)));
    assert_eq!(places.locate("BS3 1AA"), Some(at(51.46, -2.62)));
    assert_eq!(places.locate("DN15 6HX"), Some(at(53.59, -0.65)));
    assert_eq!((places.postcodes(), places.outcodes()), (3, 3));
}

#[test]
fn a_postcode_that_is_not_known_is_in_the_middle_of_its_district() {
    let places = places();
    assert_eq!(places.locate("BS3 9ZZ"), Some(at(51.45, -2.61)));
    assert_eq!(places.locate("bs3"), Some(at(51.45, -2.61)));
    assert_eq!(places.locate("BT7 1NN"), Some(at(54.58, -5.93)));
}

#[test]
fn what_is_no_postcode_or_not_known_is_nowhere() {
    let places = places();
    for text in ["", "BS", "BS4", "BS4 1AA", "Bedminster", "DN1", "DN15 6H", "BŠ3"] {
        assert_eq!(places.locate(text), None, "{text}");
    }
    assert_eq!(Places::default().locate("BS3 4NN"), None);
}

#[test]
fn the_middle_that_a_file_gives_stands_before_the_mean_of_postcodes() {
    let mut gathering = Gathering::default();
    gathering.postcode(&code("BS3 4NN"), at(51.44, -2.60));
    gathering.district(&Outcode::parse("BS3").unwrap(), at(51.43, -2.61));
    let places = gathering.pack();
    assert_eq!(places.locate("BS3"), Some(at(51.43, -2.61)));
    assert_eq!(places.locate("BS3 4NN"), Some(at(51.44, -2.60)));
}

#[test]
fn of_a_postcode_that_is_said_twice_the_first_stands() {
    let mut gathering = Gathering::default();
    assert!(gathering.postcode(&code("BS3 4NN"), at(51.44, -2.60)));
    assert!(!gathering.postcode(&code("BS3 4NN"), at(1.0, 1.0)));
    assert!(gathering.district(&Outcode::parse("BS3").unwrap(), at(51.43, -2.61)));
    assert!(!gathering.district(&Outcode::parse("BS3").unwrap(), at(1.0, 1.0)));
    assert_eq!(gathering.postcodes(), 1);
    assert_eq!(gathering.pack().locate("BS3 4NN"), Some(at(51.44, -2.60)));
}

#[test]
fn parts_that_do_not_fit_are_not_believed() {
    let parts = places().parts().clone();
    assert_eq!(Places::try_from(parts.clone()), Ok(places()));
    let changed = |change: fn(&mut Parts)| {
        let mut parts = parts.clone();
        change(&mut parts);
        Places::try_from(parts)
    };
    assert_eq!(changed(|parts| parts.districts.swap(0, 1)), Err(Disorder));
    assert_eq!(changed(|parts| parts.incodes.swap(0, 1)), Err(Disorder));
    assert_eq!(changed(|parts| parts.positions.truncate(2)), Err(Disorder));
    assert_eq!(changed(|parts| parts.districts[0].end = 9), Err(Disorder));
    assert_eq!(changed(|parts| parts.districts.truncate(2)), Err(Disorder));
}

proptest! {
    #[test]
    fn whatever_is_gathered_in_whatever_order_is_found_again(
        codes in proptest::collection::btree_map("[A-PR-UWYZ][A-HK-Y]?[0-9]{1,2} ?[0-9][ABD-HJLNP-UW-Z]{2}",
            (49_000_000..61_000_000_i32, -9_000_000..2_000_000_i32), 1..60),
        order in any::<u64>(),
    ) {
        let mut rows: Vec<_> = codes.into_iter().filter_map(|(text, at)| {
            Some((Postcode::parse(&text).ok()?, Position::from_micro(at.0, at.1)?))
        }).collect();
        rows.sort_by_key(|(code, _)| blake3::hash(format!("{order}{code}").as_bytes()).as_bytes().to_owned());
        let mut gathering = Gathering::default();
        let mut known = std::collections::BTreeMap::new();
        for (code, at) in &rows {
            let is_new = !known.contains_key(code);
            prop_assert_eq!(gathering.postcode(code, *at), is_new);
            known.entry(code).or_insert(*at);
        }
        let places = gathering.pack();
        prop_assert_eq!(Places::try_from(places.parts().clone()), Ok(places.clone()));
        prop_assert_eq!(places.postcodes(), known.len());
        for (code, at) in known {
            prop_assert_eq!(places.locate(&code.to_string()), Some(at));
        }
    }

    #[test]
    fn no_parts_that_are_believed_fail_a_question(
        districts in proptest::collection::vec((any::<[u8; 4]>(), 0..6_u32), 0..4),
        incodes in proptest::collection::vec(0..6760_u16, 0..6),
        text in "\\PC{0,9}",
    ) {
        let districts = districts.into_iter().map(|(outcode, end)| District { outcode, end, middle: at(51.0, 0.0) });
        let positions = vec![at(51.0, 0.0); incodes.len()];
        if let Ok(places) = Places::try_from(Parts { districts: districts.collect(), incodes, positions }) {
            places.locate(&text);
            places.locate("BS3 4NN");
        }
    }
}
