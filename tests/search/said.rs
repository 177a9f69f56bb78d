//! What people say, what is offered where nothing is found, and whether the reasons are true.

use super::{TODAY, listed, names, query, service, town};
use crate::exchange::samples;
use proptest::prelude::*;
use rstest::rstest;
use signpost::domain::need::catalogue;
use signpost::domain::record::SubjectKind;
use signpost::domain::service::Service;
use signpost::domain::service::details::{Cost, Day, Schedule, ServiceDetails};
use signpost::exchange::{Hints, read};
use signpost::search::lists::Lists;
use signpost::search::{Index, Query};
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

static TOWN: LazyLock<Index> = LazyLock::new(town);

#[rstest]
#[case("alchohol", "Bristol Drugs Project")]
#[case("bereavmnet", "Bereavement Café")]
#[case("skint", "Community Debt Advice")]
#[case("somewhere for blokes", "Men's Shed")]
#[case("nothing to eat brigg", "Brigg Food Bank")]
#[case("on her own", "Friday Friends")]
#[case("parcels 4 families", "Brigg Food Bank")]
#[case("deb", "Community Debt Advice")]
fn what_people_say_finds_what_directories_write(#[case] typed: &str, #[case] name: &str) {
    let found = TOWN.find(&query(typed));
    assert_eq!(names(&found).first(), Some(&name), "{found:?}");
}

#[test]
fn a_cost_a_day_and_an_age_are_words_too() {
    let mut index = Index::new();
    let group = |id: &str, make: fn(&mut ServiceDetails)| {
        let mut details = ServiceDetails { name: format!("Group {id}"), ..ServiceDetails::default() };
        make(&mut details);
        listed("groups", id, details)
    };
    for one in [
        group("a", |_| ()),
        group("b", |d| d.cost = Some(Cost::Free)),
        group("c", |d| d.schedules = vec![Schedule { days: vec![Day::Tuesday], ..Schedule::default() }]),
        group("d", |d| d.eligibility.min_age = Some(55)),
        group("e", |d| d.eligibility.max_age = Some(24)),
    ] {
        index.upsert_service(&one);
    }
    let first = |typed| names(&index.find(&query(typed))).first().map(|name| (*name).to_owned());
    let expected =
        [("free group", "b"), ("group tuesdays", "c"), ("group over 55", "d"), ("group under 25", "e")];
    for (typed, id) in expected {
        assert_eq!(first(typed), Some(format!("Group {id}")), "{typed}");
    }
}

#[test]
fn a_practice_adds_its_own_words() {
    let own = Lists::parse("[[word]]\nsay = [\"the tin hut\"]\nmeans = [\"mens shed\"]\n").expect("a list");
    let mut index = Index::with_lists(&own);
    index.upsert_service(&service("7", "Men's Shed", "Woodwork.", "Scunthorpe", "DN16 1AA"));
    assert_eq!(names(&index.find(&query("the tin hut"))), ["Men's Shed"]);
    assert_eq!(TOWN.find(&query("tin hut")).hits, []);
}

#[test]
fn where_nothing_is_found_the_nearest_readings_find_something() {
    let found = TOWN.find(&query("bexrevqement"));
    assert_eq!((found.total, found.readings.first().map(String::as_str)), (0, Some("bereavement")));
    for text in &found.readings {
        assert!(TOWN.find(&query(text)).total > 0, "{text}");
    }
    assert_eq!(TOWN.find(&query("bereavement")).readings, Vec::<String>::new());
    assert_eq!(TOWN.find(&query("語")).readings, Vec::<String>::new());
}

#[test]
fn a_text_of_ten_thousand_characters_is_read_as_its_beginning() {
    let words = "debt advice in brigg for carers ";
    let long = words.repeat(400);
    assert_eq!(TOWN.find(&query(&long)).hits, TOWN.find(&query(&words.repeat(12))).hits);
}

/// Whether a service has a word, or words, in any of its texts; the names of its needs too.
fn has(service: &Service, words: &str) -> bool {
    // Also Café, and names with letters that only look alike.
    let plain = |text: &str| -> String {
        let apart = text.nfkd().filter(|c| !is_combining_mark(*c) && !matches!(c, '\'' | '’' | '`'));
        apart.flat_map(char::to_lowercase).map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect()
    };
    let needs = service.details.needs.iter().filter_map(|key| catalogue().get(key));
    let needs: Vec<&str> = needs.map(|need| need.name.as_str()).collect();
    let all = format!("{:?} {} {needs:?}", service.details, service.key.feed);
    let text = plain(&all.replace("\\n", " ").replace("\\t", " "));
    words.split(' ').all(|word| text.contains(word))
}

#[test]
fn each_reason_is_true_of_its_service() {
    let Some(folder) = samples().map(|folder| folder.join("directory")) else { return };
    let reading = read(&folder.join("services.csv"), &Hints { feed: None, today: TODAY }, &mut |_| ());
    let mut services = HashMap::new();
    let mut index = Index::new();
    for one in reading.expect("it is read").records.into_iter().flatten() {
        let one = listed(one.feed.as_deref().expect("its source"), &one.id, one.details);
        index.upsert_service(&one);
        services.insert(one.id, one);
    }
    let queries = std::fs::read_to_string(folder.join("queries.tsv")).expect("the queries");
    let mut checked = 0;
    for line in queries.lines().skip(1) {
        let text = line.split('\t').nth(2).expect("a query");
        for hit in index.find(&Query { kinds: &[SubjectKind::Service], ..query(text) }).hits {
            let service = &services[&hit.subject.id];
            for part in hit.why.split(" · ") {
                let meant = part.split_once(" → ").map(|(_, meant)| meant);
                let words = match meant.or_else(|| part.split_once(": ").map(|(_, said)| said)) {
                    _ if part.starts_with("need: ") => continue,
                    Some(words) => words.to_owned(),
                    None if ["name", "organisation", "initials"].contains(&part) => continue,
                    // `from 55 years`
                    None if part.ends_with(" years") => part.replace(|c: char| !c.is_ascii_digit(), ""),
                    None => part.to_lowercase(),
                };
                checked += 1;
                assert!(has(service, &words), "{text:?}: {part:?} of {}", service.details.name);
            }
            if hit.why.split(" · ").any(|part| part == "name") {
                checked += 1;
                assert!(!hit.marks.is_empty(), "{text:?}: {hit:?}");
            }
        }
    }
    assert!(checked > 1_000, "{checked}");
}

proptest! {
    #[test]
    fn whatever_is_typed_is_answered_in_order(text in "(?s).{0,60}|[a-z ]{0,60}", apart in any::<bool>(), limit in 0_usize..9) {
        let found = TOWN.find(&Query { apart, limit, ..query(&text) });
        prop_assert!(found.hits.len() <= limit.max(1));
        let order: Vec<_> = found.hits.iter().map(|hit| (hit.unusable.is_some(), -hit.score)).collect();
        prop_assert!(order.is_sorted_by(|a, b| a <= b), "{:?}", order);
        prop_assert!(found.readings.len() <= 3 && (found.total == 0 || found.readings.is_empty()));
    }
}
