//! Finding services and people by what is typed.

mod of_use;
mod said;

use crate::exchange::samples;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rstest::rstest;
use signpost::domain::id::{CaseId, ChangeId, PatientId, PracticeId, StaffId};
use signpost::domain::need::NeedKey;
use signpost::domain::record::{Stamp, SubjectKind};
use signpost::domain::service::details::{Location, Position, ServiceDetails};
use signpost::domain::service::{Service, ServiceEvent, ServiceKey, words};
use signpost::exchange::{Hints, read};
use signpost::search::alike::{Alike, Person};
use signpost::search::{CaseEntry, Found, Hit, Index, PatientEntry, Query};
use uuid::Uuid;

const TODAY: Date = date(2026, 6, 30);
const EVERYTHING: [SubjectKind; 3] = [SubjectKind::Patient, SubjectKind::Case, SubjectKind::Service];

fn query(text: &str) -> Query<'_> {
    Query::new(text, &EVERYTHING, TODAY)
}

fn names(found: &Found) -> Vec<&str> {
    found.hits.iter().map(|hit| hit.name.as_str()).collect()
}

fn listed(feed: &str, id: &str, details: ServiceDetails) -> Service {
    let key = ServiceKey::new(feed, id).expect("a key");
    let event = ServiceEvent::Listed {
        id: key.uuid(PracticeId(Uuid::from_u128(1))),
        key,
        details: Box::new(details),
    };
    let stamp = Stamp { at: Timestamp::UNIX_EPOCH, by: StaffId(Uuid::nil()), change: ChangeId(Uuid::nil()) };
    Service::fold(None, &event, &stamp).expect("listed")
}

fn service(id: &str, name: &str, description: &str, town: &str, postcode: &str) -> Service {
    let position = match town {
        "Scunthorpe" => Position::from_degrees(53.59, -0.65),
        "Brigg" => Position::from_degrees(53.55, -0.49),
        _ => None,
    };
    let mut details = ServiceDetails {
        name: name.to_owned(),
        organisation: "Northside Trust".to_owned(),
        description: description.to_owned(),
        locations: vec![Location {
            town: town.to_owned(),
            postcode: postcode.to_owned(),
            position,
            ..Location::default()
        }],
        ..ServiceDetails::default()
    };
    words::derive(&mut details);
    listed("northside", id, details)
}

fn town() -> Index {
    let mut index = Index::new();
    for one in [
        service("1", "Community Debt Advice", "Free help with debts and bailiffs.", "Scunthorpe", "DN15 6HX"),
        service("2", "Bereavement Café", "Tea and talk for people who grieve.", "Brigg", "DN20 8LD"),
        service("3", "Brigg Food Bank", "Food parcels for families.", "Brigg", "DN20 8LD"),
        service("4", "Axholme Foodshare", "Surplus food, shared.", "Epworth", "DN9 1EU"),
        service("5", "Friday Friends", "A befriending group for lonely people.", "Scunthorpe", "DN15 7RT"),
        service("6", "Bristol Drugs Project", "Help with drugs and alcohol.", "Bristol", "BS2 8PE"),
        service("7", "Men's Shed", "Woodwork and company.", "Scunthorpe", "DN16 1AA"),
    ] {
        index.upsert_service(&one);
    }
    index
}

fn patient(number: u128, given: &str, family: &str, born: Date, nhs_number: &str) -> PatientEntry {
    PatientEntry {
        id: PatientId(Uuid::from_u128(number)),
        given: given.to_owned(),
        family: family.to_owned(),
        born: Some(born),
        postcode: "DN15 6HX".to_owned(),
        nhs_number: nhs_number.to_owned(),
    }
}

fn practice() -> Index {
    let mut index = town();
    for one in [
        patient(1, "Margaret Anne", "Ellis", date(1948, 2, 3), "9995260182"),
        patient(2, "Owen", "van der Berg", date(1948, 2, 4), "9991590838"),
        patient(3, "Siân", "O'Brien-Hughes", date(1990, 12, 31), ""),
        patient(4, "Friday", "Okafor", date(1971, 5, 6), "9990166137"),
    ] {
        index.upsert_patient(&one);
    }
    index.upsert_case(&CaseEntry {
        id: CaseId(Uuid::from_u128(9)),
        reference: "K7M-4".to_owned(),
        patient: "Margaret Ellis".to_owned(),
        needs: vec![NeedKey("loneliness".to_owned())],
        stage: "waiting".to_owned(),
    });
    index
}

#[rstest]
#[case("debt advice", "Community Debt Advice")]
#[case("advice debt", "Community Debt Advice")]
#[case("bereavment", "Bereavement Café")]
#[case("berevement cafe", "Bereavement Café")]
#[case("foodbank", "Brigg Food Bank")]
#[case("food share", "Axholme Foodshare")]
#[case("food scunthrope brigg", "Brigg Food Bank")]
#[case("lonely", "Friday Friends")]
#[case("no friends", "Friday Friends")]
#[case("bdp", "Bristol Drugs Project")]
#[case("mens shed", "Men's Shed")]
#[case("dn20 food", "Brigg Food Bank")]
#[case("DRUG", "Bristol Drugs Project")]
fn what_a_receptionist_types_finds_the_service(#[case] typed: &str, #[case] name: &str) {
    let found = town().find(&query(typed));
    assert_eq!(names(&found).first(), Some(&name), "{found:?}");
}

#[test]
fn a_hit_says_why_it_is_there() {
    let why = |typed| town().find(&query(typed)).hits.first().map(|hit| hit.why.clone()).unwrap_or_default();
    assert_eq!(why("debt scunthorpe"), "name · Scunthorpe");
    assert_eq!(why("bereavment"), "“bereavment” → bereavement");
    assert_eq!(why("no friends scunthorpe"), "name · Scunthorpe · need: loneliness");
}

#[test]
fn the_letters_that_matched_are_marked() {
    let found = town().find(&query("debt ad"));
    let Hit { name, marks, .. } = &found.hits[0];
    let marked: String = marks.iter().filter_map(|at| name.chars().nth(*at)).collect();
    assert_eq!(marked, "DebtAd");
}

#[test]
fn a_service_nearby_and_one_that_meets_the_need_come_first() {
    let index = town();
    let first = |query: &Query<'_>| index.find(query).hits.first().map(|hit| hit.id.clone());
    assert_eq!(first(&Query { near: Some("DN20 8LD"), ..query("food help") }), Some("3".to_owned()));
    let lonely = [NeedKey("loneliness".to_owned())];
    assert_eq!(first(&Query { needs: &lonely, ..query("") }), Some("5".to_owned()));
    assert_eq!(index.find(&query("")), Found::default());
}

#[test]
fn a_feed_can_be_searched_alone() {
    let mut index = town();
    let food = ServiceDetails { name: "Food van".to_owned(), ..ServiceDetails::default() };
    index.upsert_service(&listed("southside", "1", food));
    let found = index.find(&Query { feed: Some("southside"), ..query("food") });
    assert_eq!((names(&found), found.total), (vec!["Food van"], 1));
    assert_eq!(index.find(&Query { feed: Some("elsewhere"), ..query("food") }).total, 0);
}

#[test]
fn a_service_that_changed_is_found_by_its_new_words_only() {
    let mut index = town();
    index.upsert_service(&service("3", "Brigg Pantry", "Groceries.", "Brigg", "DN20 8LD"));
    assert_eq!(names(&index.find(&query("pantry"))).first(), Some(&"Brigg Pantry"));
    assert!(!names(&index.find(&query("food bank"))).contains(&"Brigg Food Bank"));
    let gone = index.find(&query("pantry")).hits[0].subject;
    index.remove(gone);
    assert!(!names(&index.find(&query("pantry"))).contains(&"Brigg Pantry"));
    assert_eq!(index.count(SubjectKind::Service), 6);
}

#[rstest]
#[case("margaret ellis", "Margaret Anne Ellis")]
#[case("ellis marg", "Margaret Anne Ellis")]
#[case("peggy ellis", "Margaret Anne Ellis")]
#[case("elis margret", "Margaret Anne Ellis")]
#[case("999 526 0182", "Margaret Anne Ellis")]
#[case("9995260182", "Margaret Anne Ellis")]
#[case("526 01", "Margaret Anne Ellis")]
#[case("ellis 3/2/48", "Margaret Anne Ellis")]
#[case("3 Feb 1948", "Margaret Anne Ellis")]
#[case("vanderberg", "Owen van der Berg")]
#[case("obrien", "Siân O'Brien-Hughes")]
#[case("sian", "Siân O'Brien-Hughes")]
#[case("31.12.1990", "Siân O'Brien-Hughes")]
fn a_person_is_found_however_they_are_typed(#[case] typed: &str, #[case] name: &str) {
    let found = practice().find(&Query { kinds: &[SubjectKind::Patient], ..query(typed) });
    assert_eq!(names(&found).first(), Some(&name), "{found:?}");
}

#[rstest]
#[case("food for a lonely man with a dog")]
#[case("help with frid")]
fn a_sentence_about_a_need_is_not_somebodys_name(#[case] typed: &str) {
    let mut index = practice();
    index.upsert_patient(&patient(5, "Angela", "Forsyth", date(1958, 9, 26), ""));
    let found = index.find(&Query { kinds: &[SubjectKind::Patient, SubjectKind::Service], ..query(typed) });
    assert_eq!(found.hits[0].subject.kind, SubjectKind::Service, "{found:?}");
}

#[rstest]
#[case("k7m-4")]
#[case("K7M4")]
#[case("ellis")]
#[case("lonel")]
fn a_case_is_found_by_its_reference_its_patient_and_its_needs(#[case] typed: &str) {
    let found = practice().find(&Query { kinds: &[SubjectKind::Case], ..query(typed) });
    assert_eq!(found.hits.first().map(|hit| hit.id.as_str()), Some("K7M-4"), "{found:?}");
}

#[test]
fn one_box_finds_people_and_services_and_only_the_kinds_that_were_asked_for() {
    let index = practice();
    let both = index.find(&query("friday"));
    assert!(names(&both).contains(&"Friday Okafor") && names(&both).contains(&"Friday Friends"), "{both:?}");
    let one = index.find(&Query { kinds: &[SubjectKind::Service], ..query("friday") });
    assert_eq!(names(&one), ["Friday Friends"]);
}

#[rstest]
#[case("Margaret", "Ellis", date(1948, 2, 3), "9995260182", Some(Alike::Number))]
#[case("Margaret", "Ellis", date(1948, 2, 3), "", Some(Alike::Sounds))]
#[case("Peggy", "Ellis", date(1948, 2, 3), "", Some(Alike::Sounds))]
#[case("Ellis", "Margaret", date(1948, 2, 3), "", Some(Alike::Sounds))]
#[case("Margret Anne", "Elis", date(1948, 2, 3), "", Some(Alike::Sounds))]
#[case("", "Ellis", date(1948, 2, 3), "", Some(Alike::Looks))]
#[case("Margaret", "Ellis", date(1948, 2, 4), "", None)]
#[case("Margaret", "Ellis", date(1948, 2, 3), "9991590838", None)]
#[case("Thomas", "Price", date(1948, 2, 3), "", None)]
fn the_same_person_entered_twice_is_noticed(
    #[case] given: &str,
    #[case] family: &str,
    #[case] born: Date,
    #[case] nhs_number: &str,
    #[case] how: Option<Alike>,
) {
    let person = Person { given, family, born: Some(born), nhs_number };
    let found = practice().alike(&person, 5);
    let margaret = found.iter().find(|(id, _)| *id == Uuid::from_u128(1)).map(|(_, how)| *how);
    assert_eq!(margaret, how, "{found:?}");
}

#[test]
fn the_published_directory_is_found_by_what_receptionists_type() {
    let Some(folder) = samples().map(|folder| folder.join("directory")) else { return };
    let hints = Hints { feed: None, today: TODAY };
    let reading = read(&folder.join("services.csv"), &hints, &mut |_| ()).expect("it is read");
    let mut index = Index::new();
    for one in reading.records.into_iter().flatten() {
        let feed = one.feed.as_deref().expect("its source");
        index.upsert_service(&listed(feed, &one.id, one.details));
    }
    let queries = std::fs::read_to_string(folder.join("queries.tsv")).expect("the queries");
    let mut lines = queries.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().expect("names");
    let column = |name| head.iter().position(|column| *column == name).expect("a column");
    let [text, scope, relevant] = ["query", "scope", "relevant_ids"].map(column);
    let (mut all, mut first, mut five, mut reciprocal) = (0, 0, 0, 0.0);
    for line in lines {
        let feed = Some(line[scope]).filter(|scope| *scope != "all");
        let found =
            index.find(&Query { feed, limit: 10, kinds: &[SubjectKind::Service], ..query(line[text]) });
        let wanted: Vec<&str> = line[relevant].split(',').map(str::trim).collect();
        let rank = found.hits.iter().position(|hit| wanted.contains(&hit.id.as_str()));
        all += 1;
        first += i32::from(rank == Some(0));
        five += i32::from(rank.is_some_and(|rank| rank < 5));
        reciprocal += rank.map_or(0.0, |rank| 1.0 / f64::from(u32::try_from(rank).expect("below 10") + 1));
        if std::env::var_os("SIGNPOST_SHOW_MISSES").is_some() && rank.is_none_or(|rank| rank >= 5) {
            let shown: Vec<_> =
                found.hits.iter().take(3).map(|hit| format!("{} [{}]", hit.name, hit.why)).collect();
            eprintln!("{rank:?} {} => {shown:?}", line[text]);
        }
    }
    let share = |n: i32| f64::from(n) / f64::from(all);
    eprintln!(
        "hit@1 {:.3} hit@5 {:.3} MRR@10 {:.3} n {all}",
        share(first),
        share(five),
        reciprocal / f64::from(all)
    );
    assert!(share(five) >= 0.95, "hit@5 is {:.3}", share(five));
    assert!(reciprocal / f64::from(all) >= 0.88, "MRR@10 is {:.3}", reciprocal / f64::from(all));
}

#[test]
fn an_index_can_be_shared_between_threads() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Index>();
}

proptest! {
    #[test]
    fn nothing_that_can_be_typed_is_too_strange(text in "(?s).{0,80}", near in ".{0,12}", times in 1_usize..300) {
        let index = practice();
        let text = text.repeat(times);
        let found = index.find(&Query { near: Some(&near), limit: 3, ..query(&text) });
        prop_assert!(found.hits.len() <= 3 && found.total >= found.hits.len());
        for hit in &found.hits {
            prop_assert!(hit.marks.iter().all(|at| *at < hit.name.chars().count()));
        }
    }

    #[test]
    fn no_name_is_too_strange(given in "\\PC{0,20}", family in "\\PC{0,20}", name in "(?s).{0,60}") {
        let mut index = practice();
        index.upsert_patient(&patient(7, &given, &family, TODAY, ""));
        index.upsert_service(&service("8", &name, &family, &given, &name));
        let person = Person { given: &given, family: &family, born: Some(TODAY), nhs_number: "" };
        let _ = index.alike(&person, 5);
        let _ = index.find(&query(&name));
    }
}
