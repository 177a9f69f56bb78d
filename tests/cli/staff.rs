//! Who works here, and who is at the keyboard.

use crate::cli::machine::{machine, northgate};

#[test]
fn whoever_sets_the_practice_up_has_every_role_and_is_known_by_their_account() {
    let practice = northgate();
    let staff = practice.run(&["--json", "staff", "list"]).done().objects();
    let alex = staff.iter().find(|one| one["name"] == "Alex Adams").unwrap();
    let roles = ["receptionist", "clinician", "link_worker", "manager", "administrator"];
    assert_eq!(alex["roles"], serde_json::json!(roles));
    assert!(alex["account"].is_string(), "{alex}");
}

#[test]
fn somebody_is_taken_on_named_by_a_part_and_leaves() {
    let practice = northgate();
    practice.run(&["staff", "add", "Zoe May", "--role", "receptionist,clinician"]).done();
    practice.run(&["staff", "list"]).done().prints("Zoe May").prints("receptionist, clinician");
    practice.run_as("zoe", &["cases"]).done();
    practice.run(&["staff", "retire", "zoe"]).done().prints("Zoe May has left. Their work stays.");
    practice.run(&["staff", "list"]).done().hides("Zoe May");
    practice.run(&["staff", "list", "--all"]).done().prints("Zoe May");
    practice.run_as("Zoe May", &["cases"]).ends(3).complains("Zoe May has left.");
}

#[test]
fn a_part_of_a_name_that_several_have_lists_them() {
    let practice = northgate();
    practice.run(&["staff", "add", "Sam Hillier", "--role", "manager"]).done();
    practice
        .run_as("sam", &["cases"])
        .ends(1)
        .complains("Sam Hill (link worker)")
        .complains("Sam Hillier (manager)");
    practice.run_as("Sam Hill", &["cases"]).done();
}

#[test]
fn where_it_is_not_clear_who_asks_they_are_listed() {
    let machine = machine();
    machine.run(&["init", "--practice", "Northgate", "--ods", "A12345", "--name", "Alex"]).done();
    // The only one there is, whatever the account.
    machine.run(&["cases"]).done();
    machine
        .run(&["staff", "add", "Priya", "--role", "receptionist", "--account", "nobody-of-this-name"])
        .done();
    machine.run(&["staff", "add", "Lee", "--role", "administrator"]).done();
    machine.run(&["staff", "retire", "Alex"]).done();
    let ran = machine.run(&["--json", "cases"]).ends(1);
    let error = ran.error();
    assert_eq!(error["kind"], "who");
    assert_eq!(
        error["more"],
        serde_json::json!(["  Lee (administrator)", "  Priya (receptionist)"]),
        "{ran}"
    );
    machine.run_as("Priya", &["cases"]).done();
}

#[test]
fn the_only_administrator_stays() {
    let practice = northgate();
    practice.run(&["staff", "retire", "Alex"]).ends(1).complains("is the only administrator");
}
