//! The demo's store: made once, whole, beside the practice's own.

use crate::cli::machine::{machine, northgate};

#[test]
fn the_demo_is_made_once_and_beside_the_practices_own_store() {
    let practice = northgate();
    let before = practice.log();
    let made = practice.run(&["--json", "demo", "--make-only"]).done().json();
    let (data, you) = (made["data"].as_str().unwrap(), made["you"].as_str().unwrap());
    assert_eq!(std::path::Path::new(data), practice.data().join("demo"));
    let demo = |arguments: &[&str]| {
        practice.run(&[&["--data", data, "--as", you, "--json"], arguments].concat()).done()
    };
    let cases = demo(&["cases"]).objects();
    assert!(cases.len() >= 20, "{} cases are open", cases.len());
    assert!(demo(&["services", "list"]).objects().len() >= 100);

    let case = cases[0]["reference"].as_str().unwrap();
    demo(&["case", case, "note", "tried by somebody"]);
    practice.run(&["demo", "--make-only"]).done().prints(data);
    let history = demo(&["case", case]).json()["history"].to_string();
    assert!(history.contains("tried by somebody"), "the second start keeps what was done: {history}");
    assert_eq!(practice.log(), before);
}

#[test]
fn half_a_demo_that_a_cut_off_start_left_is_made_anew() {
    let machine = machine();
    let half = machine.data().join("demo.making");
    let half = half.to_str().unwrap();
    machine.run(&["--data", half, "init", "--practice", "Half", "--ods", "A12345", "--name", "Alex"]).done();
    let made = machine.run(&["--json", "demo", "--make-only"]).done().json();
    let data = made["data"].as_str().unwrap();
    let practice =
        machine.run(&["--data", data, "--as", made["you"].as_str().unwrap(), "--json", "practice"]);
    assert_ne!(practice.done().json()["name"], "Half");
    assert!(!machine.data().join("demo.making").exists());
}

#[test]
fn a_demo_that_somebody_is_making_is_waited_for_by_nobody() {
    let machine = machine();
    let half = machine.data().join("demo.making");
    let half = half.to_str().unwrap();
    machine.run(&["--data", half, "init", "--practice", "Half", "--ods", "A12345", "--name", "Alex"]).done();
    let holder = machine.hold(&["--data", half]);
    machine.run(&["demo", "--make-only"]).ends(4).complains("The store is in use by signpost");
    holder.let_go();
    machine.run(&["demo", "--make-only"]).done();
}
