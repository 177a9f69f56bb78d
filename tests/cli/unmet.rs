//! Noting on the command line that nothing was found.

use crate::cli::machine::northgate;
use serde_json::json;

#[test]
fn what_is_missing_is_noted_listed_and_taken_back() {
    let practice = northgate();
    practice.run(&["unmet", "list"]).done().prints("Nothing was noted.");
    practice
        .run_as("Priya", &["unmet", "note", "--need", "lonely,debt", "--area", "dn15 6hx"])
        .done()
        .prints("Noted: nothing was found for loneliness and debt in DN15.");
    practice
        .run_as("Sam", &["unmet", "list"])
        .done()
        .prints("DN15 Loneliness, Debt")
        .prints("noted by Priya Shah")
        .hides("6HX");
    let log = std::fs::read(practice.data().join("journal")).unwrap();
    assert!(!String::from_utf8_lossy(&log).to_uppercase().contains("6HX"), "only the district is kept");

    let id = practice.run(&["--json", "unmet", "list"]).done().json()["id"].as_str().unwrap().to_owned();
    practice.run(&["unmet", "undo", &id]).ends(1);
    practice
        .run_as("Priya", &["unmet", "undo", &id])
        .done()
        .prints("Taken back: the note that nothing was found");
    practice.run(&["unmet", "list"]).done().prints("Nothing was noted.");
}

#[test]
fn a_list_is_of_days_and_of_at_most_so_many() {
    let practice = northgate();
    for area in ["BS1", "BS2", "BS3"] {
        practice.run(&["unmet", "note", "--need", "debt", "--area", area]).done();
    }
    let two = practice.run(&["--json", "unmet", "list", "--limit", "2"]).done().objects();
    assert_eq!(two.iter().map(|one| one["area"].clone()).collect::<Vec<_>>(), [json!("BS1"), json!("BS2")]);
    practice.run(&["unmet", "list", "--to", "2020-01-01"]).done().prints("Nothing was noted.");
    practice.run(&["unmet", "list", "--from", "tomorrow"]).ends(2);
}

#[test]
fn what_is_no_need_or_no_district_is_refused() {
    let practice = northgate();
    practice.run(&["unmet", "note", "--need", "xylophones"]).ends(1).complains("There is no need called");
    practice
        .run(&["unmet", "note", "--need", "debt", "--area", "Scunthorpe"])
        .ends(2)
        .complains("Write it like BS3.");
    practice.run_as("Priya", &["unmet", "list"]).ends(1).says(
        "Only link workers, managers and administrators may see the unmet needs.",
        "Nothing was changed.",
        "Ask one of them, or an administrator for the role.",
    );
}
