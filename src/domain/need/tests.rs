use super::typed::{plain, slips};
use super::*;
use proptest::prelude::*;
use rstest::rstest;
use std::collections::BTreeSet;

#[test]
fn the_catalogue_is_well_formed_and_no_two_needs_share_a_key_or_a_name() {
    let needs = catalogue().all();
    assert!((35..=60).contains(&needs.len()), "{}", needs.len());
    let keys: BTreeSet<_> = needs.iter().map(|need| &need.key).collect();
    let names: BTreeSet<_> = needs.iter().map(|need| &need.name).collect();
    assert_eq!((keys.len(), names.len()), (needs.len(), needs.len()));
    for need in needs {
        assert!(need.key.0.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{}", need.key);
        assert!(!need.words.is_empty() && need.words.iter().all(|word| !plain(word).is_empty()));
        assert_eq!(catalogue().exactly(&need.name), Some(need));
        assert_eq!(catalogue().exactly(&need.key.0), Some(need));
    }
}

#[test]
fn needs_of_a_group_stand_together() {
    let mut seen = Vec::new();
    for need in catalogue().all() {
        if seen.last() != Some(&&need.group) {
            assert!(!seen.contains(&&need.group), "{} is torn apart", need.group);
            seen.push(&need.group);
        }
    }
}

#[test]
fn only_verified_codes_are_carried_each_once() {
    let verified = [
        "267076002",
        "422650009",
        "105529008",
        "105531004",
        "224255009",
        "32911000",
        "1156196007",
        "1156195006",
        "1184702004",
        "160932005",
        "423656007",
        "733423003",
        "73438004",
        "713458007",
        "706893006",
        "707087005",
    ];
    let carried: Vec<&str> = catalogue().all().iter().filter_map(|need| need.snomed.as_deref()).collect();
    assert_eq!(carried.iter().collect::<BTreeSet<_>>().len(), carried.len());
    assert_eq!(carried.iter().find(|code| !verified.contains(code)), None);
    assert_eq!(catalogue().exactly("debt").unwrap().snomed, None);
}

#[rstest]
#[case("lonely", "loneliness")]
#[case("Lonely ", "loneliness")]
#[case("skint", "financial_problem")]
#[case("bailiffs", "debt")]
#[case("can't heat the house", "energy")]
#[case("cant heat the house", "energy")]
#[case("can\u{2019}t heat the house", "energy")]
#[case("mould in the home", "mould")]
#[case("housing_repairs", "housing_repairs")]
#[case("Housing: repairs and conditions", "housing_repairs")]
fn a_lay_word_names_its_need(#[case] typed: &str, #[case] key: &str) {
    assert_eq!(catalogue().exactly(typed).map(|need| need.key.as_str()), Some(key));
}

#[rstest]
#[case("hou", &["Housing: repairs and conditions", "Housing: at risk of homelessness"])]
#[case("lonley", &["Loneliness"])]
#[case("loneli", &["Loneliness"])]
#[case("deb", &["Debt"])]
#[case("dept", &["Debt"])]
#[case("bereavment", &["Bereavement"])]
#[case("repairs hous", &["Housing: repairs and conditions"])]
#[case("on her own", &["Loneliness", "Lives alone"])]
fn typing_offers_the_likely_needs_first(#[case] typed: &str, #[case] first: &[&str]) {
    let found = catalogue().find(typed, first.len());
    assert_eq!(found.iter().map(|found| found.need.name.as_str()).collect::<Vec<_>>(), first);
}

#[rstest]
#[case("befriend")]
#[case("carer")]
#[case("mold")]
fn slips_are_only_looked_for_where_nothing_fits_as_it_was_typed(#[case] typed: &str) {
    assert!(catalogue().find(typed, 8).iter().all(|found| !found.rank.is_mistyped()));
}

#[test]
fn what_several_needs_share_names_none_of_them() {
    assert_eq!(catalogue().exactly("on her own"), None);
}

#[test]
fn an_unfinished_word_is_not_yet_a_need() {
    assert_eq!(catalogue().exactly("lonel"), None);
    assert_eq!(catalogue().exactly(""), None);
}

#[test]
fn a_match_says_which_word_it_was() {
    let found = catalogue().find("skin", 1)[0];
    assert_eq!((found.matched, found.rank), ("skint", Rank::WordBegins));
}

#[test]
fn an_unknown_need_has_the_nearest_one_or_none() {
    assert_eq!(catalogue().nearest("lonelyness").map(|need| need.name.as_str()), Some("Loneliness"));
    assert_eq!(catalogue().nearest("xqzw"), None);
}

#[rstest]
#[case("lonley", "lonely", 2, Some(1))]
#[case("abc", "abc", 0, Some(0))]
#[case("abc", "abd", 0, None)]
#[case("kitten", "sitting", 3, Some(3))]
#[case("", "ab", 2, Some(2))]
fn slips_are_counted_up_to_the_bound(
    #[case] one: &str,
    #[case] other: &str,
    #[case] bound: usize,
    #[case] slips_: Option<usize>,
) {
    assert_eq!(slips(one, other, bound), slips_);
}

proptest! {
    #[test]
    fn whatever_is_typed_the_list_is_bounded_and_the_same_twice(text in "\\PC{0,120}") {
        let once = catalogue().find(&text, 8);
        prop_assert!(once.len() <= 8);
        prop_assert_eq!(&once, &catalogue().find(&text, 8));
        let _ = catalogue().nearest(&text);
    }
}
