//! Importing services: record by record, twice the same, nothing lost of what was rejected.

use crate::cli::machine::{fixture, northgate};
use serde_json::json;

#[test]
fn the_same_file_twice_changes_nothing() {
    let practice = northgate();
    let file = fixture("services/bedminster.csv");
    practice.run(&["services", "import", &file]).done().prints("3 added, 0 changed, 0 unchanged, 0 rejected");
    let before = practice.log();
    practice.run(&["services", "import", &file]).done().prints("0 added, 0 changed, 3 unchanged, 0 rejected");
    assert_eq!(practice.log(), before);
}

#[test]
fn each_rejected_record_is_named_with_its_reason_and_the_others_are_taken() {
    let practice = northgate();
    let ran = practice.run(&["--json", "services", "import", &fixture("services/rejects.csv")]).done();
    let last = ran.objects().pop().unwrap();
    assert_eq!(
        (&last["added"], &last["changed"], &last["unchanged"]),
        (&json!(2), &json!(0), &json!(0)),
        "{ran}"
    );
    let rejected: Vec<_> = last["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["record"].clone(), one["line"].clone()))
        .collect();
    assert_eq!(rejected, [(json!(2), json!(3)), (json!(3), json!(4)), (json!(4), json!(5))], "{ran}");
    assert!(last["rejected"][0]["reason"].as_str().unwrap().contains("no id"), "{ran}");
    assert_eq!(last["unknown"], json!(["colour"]));
    practice
        .run(&["services", "import", &fixture("services/rejects.csv")])
        .done()
        .prints("rejected: record 2 (line 3)")
        .prints("not read: colour")
        .prints("dancing on the moon");
}

#[test]
fn a_dry_run_says_what_would_happen_and_keeps_nothing() {
    let practice = northgate();
    let before = practice.log();
    let file = fixture("services/bedminster.csv");
    practice.run(&["services", "import", "--dry-run", &file]).done().prints("3 would be added");
    assert_eq!(practice.log(), before);
    practice.run(&["services", "list"]).done().prints("No service is there.");
}

#[test]
fn open_referral_json_comes_in_beside_csv_and_its_html_as_text() {
    let practice = northgate();
    practice.run(&["services", "import", &fixture("services/page.json"), "--feed", "council"]).done();
    let list = practice.run(&["--json", "services", "list", "--feed", "council"]).done().objects();
    let ids: Vec<_> = list.iter().map(|service| service["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["bb-1", "wg-7"]);
    practice.run(&["services", "show", "council/bb-1"]).done().prints("once a week").hides("<b>");
    assert_eq!(practice.run(&["--json", "services", "list", "--limit", "1"]).done().objects().len(), 1);
}

#[test]
fn a_service_shows_how_to_reach_it_first_and_when_it_was_checked() {
    let practice = northgate();
    practice.run(&["services", "import", &fixture("services/bedminster.csv")]).done();
    let shown =
        practice.run(&["services", "show", "lc-1"]).done().prints("Lunch Club").prints("never checked");
    assert!(shown.out().lines().nth(1).unwrap().starts_with("0117 496 0103; "), "{shown}");
    practice.run(&["services", "check", "lc-1"]).done().prints("was checked today");
    practice.run(&["services", "show", "bristol/lc-1"]).done().prints("checked today");
}
