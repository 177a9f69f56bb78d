//! The main job by command line: flagged, handed over, accepted, noted, closed, taken back.

use crate::cli::machine::{JOHN, MARGARET, northgate};

#[test]
fn a_need_is_flagged_handed_over_taken_noted_and_closed() {
    let practice = northgate();
    let flagged =
        practice.flag(&format!("{MARGARET} lonely, debt !soon +agreed -- son moved away"), &["--hand-over"]);
    assert_eq!(flagged["needs"], serde_json::json!(["loneliness", "debt"]));
    assert_eq!(flagged["status"], "waiting");
    let case = flagged["reference"].as_str().unwrap();

    practice.run_as("Sam", &["cases", "--status", "team"]).done().prints(case).prints("! soon");
    practice.run_as("Sam", &["cases", "--mine"]).done().prints("No case fits.");
    practice.run_as("Sam", &["case", case, "accept"]).done();
    practice.run_as("Sam", &["cases", "--mine"]).done().prints(case);
    practice.run_with("rang, no answer\n", &["--as", "Sam", "case", case, "note", "-"]).done();
    practice.run_as("Sam", &["case", case, "close", "met", "--summary", "goes to the lunch club"]).done();

    practice.run_as("Priya", &["cases"]).done().prints("No case fits.");
    practice.run_as("Priya", &["cases", "--status", "closed"]).done().prints(case).prints("closed, helped");
    practice
        .run_as("Sam", &["case", case])
        .done()
        .prints("goes to the lunch club")
        .prints("rang, no answer")
        .prints("son moved away");
}

#[test]
fn what_was_done_last_is_taken_back_and_both_stay_in_the_history() {
    let practice = northgate();
    let case = practice.flag(&format!("{MARGARET} lonely +agreed"), &["--hand-over"]);
    let case = case["reference"].as_str().unwrap();
    practice.run_as("Sam", &["case", case, "accept"]).done();
    practice.run_as("Sam", &["case", case, "undo"]).done().prints("Taken back");
    practice.run_as("Sam", &["case", case]).done().prints("waiting for the team").prints("(taken back)");
    practice.run_as("Sam", &["case", case, "undo"]).ends(1).says(
        "There is nothing of yours to take back here.",
        "Nothing was changed.",
        "Only one's own last change can be taken back, while nobody has built on it.",
    );
}

#[test]
fn a_hand_over_without_agreement_is_refused_and_nobody_is_flagged() {
    let practice = northgate();
    let before = practice.log();
    practice
        .run_with(format!("{MARGARET} lonely"), &["--as", "Priya", "flag", "-", "--hand-over"])
        .ends(1)
        .says(
            "It is not recorded that the patient agrees to be contacted by the link workers.",
            "Nothing was changed.",
            "Ask the patient, and write +agreed or +declined into the line.",
        );
    assert_eq!(practice.log(), before);
    practice.run_as("Priya", &["cases"]).done().prints("No case fits.");
}

#[test]
fn who_agreed_when_flagged_is_not_asked_again_at_the_hand_over() {
    let practice = northgate();
    let case = practice.flag(&format!("{MARGARET} lonely +agreed"), &[]);
    assert_eq!(case["status"], "to_route");
    let case = case["case"].as_str().unwrap();
    practice.run_as("Priya", &["case", case, "hand-over", "Sam"]).done();
    practice.run_as("Priya", &["cases", "--status", "waiting"]).done().prints("waiting for Sam Hill");
}

#[test]
fn who_declines_when_flagged_is_not_handed_over() {
    let practice = northgate();
    let case = practice.flag(&format!("{MARGARET} lonely +declined"), &[]);
    let case = practice.run_as("Priya", &["--json", "case", case["case"].as_str().unwrap()]).done().json();
    assert_eq!(case["need_states"][0]["status"], "declined");
}

#[test]
fn a_named_link_worker_is_asked_and_only_a_link_worker() {
    let practice = northgate();
    let case = practice.flag(&format!("{MARGARET} lonely +agreed"), &["--hand-over", "Lee"]);
    assert_eq!(case["worker"], "Lee Wong");
    let line = format!("{JOHN} debt +agreed");
    practice
        .run_with(line, &["--as", "Priya", "flag", "-", "--hand-over", "Priya"])
        .ends(1)
        .complains("Priya Shah is not a link worker");
}

#[test]
fn a_second_need_joins_the_open_case() {
    let practice = northgate();
    let first = practice.flag(&format!("{MARGARET} lonely"), &[]);
    let second = practice.flag(&format!("{MARGARET} debt"), &[]);
    assert_eq!(first["case"], second["case"]);
    assert_eq!(practice.run_as("Priya", &["--json", "cases"]).done().objects().len(), 1);
    assert_eq!(practice.run_as("Priya", &["--json", "cases", "--need", "skint"]).done().objects().len(), 0);
    assert_eq!(practice.run_as("Priya", &["--json", "cases", "--need", "debt"]).done().objects().len(), 1);
}

#[test]
fn a_case_goes_the_other_ways_too() {
    let practice = northgate();
    practice.run(&["services", "import", &crate::cli::machine::fixture("services/bedminster.csv")]).done();
    let case = practice.flag(&format!("{MARGARET} lonely, debt, food"), &[]);
    let case = case["reference"].as_str().unwrap();
    let priya = |arguments: &[&str]| practice.run_as("Priya", &[&["case", case], arguments].concat());
    priya(&["signpost", "mt-1", "--need", "debt"]).done().prints("has the details of Money Talks");
    priya(&["refer", "bb-1", "--need", "lonely"])
        .ends(1)
        .complains("It is not recorded that the patient agrees to");
    priya(&["refer", "bb-1", "--need", "lonely", "--agreed"])
        .done()
        .prints("referred to Bedminster Befriending");
    priya(&["decline", "has enough", "--need", "food"]).done().prints("declines help with");
    priya(&["escalate", "--reason", "not eating", "--told", "duty GP", "--at", "09:30"]).done();
    practice.run_as("Okoro", &["cases", "--status", "escalated"]).done().prints(case).prints("! escalated");
    practice.run_as("Okoro", &["case", case, "acknowledge"]).done();
    practice.run_as("Okoro", &["cases", "--status", "escalated"]).done().prints("No case fits.");
}

#[test]
fn what_is_returned_stands_to_route_again_with_the_reason() {
    let practice = northgate();
    let case = practice.flag(&format!("{MARGARET} lonely +agreed"), &["--hand-over"]);
    let case = case["reference"].as_str().unwrap();
    practice.run_as("Sam", &["case", case, "return", "lives outside our area"]).done();
    let cases = practice.run_as("Priya", &["--json", "cases", "--status", "to-route"]).done().json();
    assert_eq!(cases["status"], "returned");
    practice.run_as("Priya", &["case", case]).done().prints("lives outside our area");
}

#[test]
fn each_need_can_end_in_its_own_way_and_a_closed_case_opens_again() {
    let practice = northgate();
    let case = practice.flag(&format!("{MARGARET} lonely, debt +agreed"), &["--hand-over", "Sam"]);
    let case = case["reference"].as_str().unwrap();
    let sam = |arguments: &[&str]| practice.run_as("Sam", &[&["case", case], arguments].concat());
    sam(&["accept"]).done();
    sam(&["close", "--need", "debt=met"]).ends(1).complains("has not ended: say what came of it");
    sam(&["close", "--need", "debt"]).ends(2).complains("Write NEED=met");
    sam(&["close", "met", "--need", "lonely=not-met:moved away"]).done();
    sam(&[]).done().prints("closed, partly helped").prints("not met: moved away");
    sam(&["reopen", "came back"]).done();
    practice.run_as("Priya", &["cases", "--status", "open"]).done().prints(case);
}

#[test]
fn two_records_of_one_person_are_joined_and_parted_again() {
    let practice = northgate();
    let by_number = practice.flag(&format!("{MARGARET} lonely"), &[]);
    let by_name = practice.flag("Margaret Ellis 3/2/1948 debt tel 07700 900123", &[]);
    assert_ne!(by_number["patient"], by_name["patient"]);
    let (keep, join) = (by_number["patient"].as_str().unwrap(), by_name["patient"].as_str().unwrap());
    practice.run_as("Priya", &["patients", "join", keep, join]).done().prints("are one record now");
    assert_eq!(practice.run_as("Priya", &["--json", "cases"]).done().objects().len(), 1);
    let joined = practice.run_as("Priya", &["--json", "patients", "show", join]).done().json();
    assert_eq!((&joined["patient"], &joined["family"]), (&by_number["patient"], &"Ellis".into()));
    practice.run_as("Priya", &["patients", "undo", keep]).done();
    assert_eq!(practice.run_as("Priya", &["--json", "cases"]).done().objects().len(), 2);
}

#[test]
fn a_patient_who_died_is_not_handed_over() {
    let practice = northgate();
    let case = practice.flag(&format!("{MARGARET} lonely +agreed"), &[]);
    let patient = case["patient"].as_str().unwrap();
    practice.run_as("Priya", &["patients", "correct", patient, "--standing", "died"]).done();
    practice
        .run_as("Priya", &["case", case["reference"].as_str().unwrap(), "hand-over"])
        .ends(1)
        .complains("has died: all contact has stopped");
}

#[test]
fn a_number_in_the_line_is_the_one_to_ring_and_the_old_one_stays_beside_it() {
    let practice = northgate();
    let phones = |who: &str| {
        let patient = practice.run_as("Priya", &["--json", "patients", "show", who]).done().json();
        (patient["phone"].clone(), patient["other_phone"].clone())
    };
    practice.flag(&format!("{MARGARET} lonely tel 07700 900123"), &[]);
    assert_eq!(phones(MARGARET), ("07700 900123".into(), serde_json::Value::Null));
    let flagged = practice.flag(&format!("{MARGARET} debt tel 07700 900456"), &[]);
    assert!(
        flagged["said"].as_str().unwrap().ends_with("The number to ring is 07700 900456 now."),
        "{flagged}"
    );
    assert_eq!(phones(MARGARET), ("07700 900456".into(), "07700 900123".into()));
    let flagged = practice.flag(&format!("{MARGARET} food tel 07700900456"), &[]);
    assert!(!flagged["said"].as_str().unwrap().contains("ring"), "{flagged}");
}
