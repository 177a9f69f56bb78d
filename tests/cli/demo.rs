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
fn a_practice_that_stands_where_the_demo_would_is_left_alone() {
    let machine = machine();
    let folder = machine.data().join("demo");
    let folder = folder.to_str().unwrap();
    machine
        .run(&["--data", folder, "init", "--practice", "Ours", "--ods", "A12345", "--name", "Alex"])
        .done();
    machine.run(&["demo", "--make-only"]).ends(1).complains("holds a practice, and not the demo");
    machine.run(&["--data", folder, "practice"]).done().prints("Ours");
}

#[test]
fn a_demo_that_is_open_elsewhere_is_in_use() {
    let machine = machine();
    let made = machine.run(&["--json", "demo", "--make-only"]).done().json();
    let holder =
        machine.hold(&["--data", made["data"].as_str().unwrap(), "--as", made["you"].as_str().unwrap()]);
    machine.run(&["demo", "--make-only"]).ends(4).complains("The store is in use by signpost");
    holder.let_go();
    machine.run(&["demo", "--make-only"]).done();
}
