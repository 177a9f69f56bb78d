//! The shapes that scripts read. Each has an example among the fixtures; a field that stands there once stays.

use crate::cli::machine::{MARGARET, fixture, machine, northgate};
use serde_json::Value;

/// Sees that a value has every field of the example, of the same kind, and none that the example lacks.
///
/// `null` in either stands for a field that is not always known.
#[track_caller]
fn same_shape(example: &Value, value: &Value, at: &str) {
    match (example, value) {
        (Value::Null, _) | (_, Value::Null) => {}
        (Value::Object(example), Value::Object(value)) => {
            for (name, one) in example {
                let other = value.get(name).unwrap_or_else(|| panic!("{at}.{name} is gone"));
                same_shape(one, other, &format!("{at}.{name}"));
            }
            for name in value.keys() {
                assert!(example.contains_key(name), "{at}.{name} is new: put it into the example too");
            }
        }
        (Value::Array(example), Value::Array(value)) => {
            if let Some(first) = example.first() {
                for one in value {
                    same_shape(first, one, &format!("{at}[]"));
                }
            }
        }
        (example, value) => {
            assert_eq!(
                std::mem::discriminant(example),
                std::mem::discriminant(value),
                "{at}: {example} or {value}"
            );
        }
    }
}

#[track_caller]
fn like(name: &str, value: &Value) {
    let text = std::fs::read_to_string(fixture(&format!("json/{name}.json"))).expect("an example");
    same_shape(&serde_json::from_str(&text).expect("JSON"), value, name);
}

#[test]
fn every_shape_is_as_its_example_says() {
    let practice = northgate();
    let file = fixture("services/bedminster.csv");
    like("imported", &practice.run(&["--json", "services", "import", &file]).done().json());
    like(
        "imported",
        &practice.run(&["--json", "services", "import", &fixture("services/rejects.csv")]).done().json(),
    );
    like("found", &practice.run(&["--json", "find", "lunch"]).done().json());
    like("service", &practice.run(&["--json", "services", "show", "lc-1"]).done().json());
    practice
        .run(&["--json", "services", "list"])
        .done()
        .objects()
        .iter()
        .for_each(|one| like("service", one));
    practice.run(&["--json", "staff", "list"]).done().objects().iter().for_each(|one| like("staff", one));
    like("staff-done", &practice.run(&["--json", "staff", "add", "Zoe", "--role", "manager"]).done().json());
    like("practice", &practice.run(&["--json", "practice"]).done().json());
    practice.run(&["--json", "practice", "card"]).done().objects().iter().for_each(|one| like("card", one));
    practice.run(&["--json", "needs"]).done().objects().iter().for_each(|one| like("need", one));

    practice
        .run(&["--json", "services", "columns"])
        .done()
        .objects()
        .iter()
        .for_each(|one| like("column", one));

    let codes = fixture("places/codes.csv");
    like("places-imported", &practice.run(&["--json", "places", "import", &codes]).done().json());
    like("places", &practice.run(&["--json", "places", "show"]).done().json());
    practice
        .run(&["--json", "places", "columns"])
        .done()
        .objects()
        .iter()
        .for_each(|one| like("column", one));

    let nothing = ["--json", "unmet", "note", "--need", "debt", "--area", "DN15"];
    like("unmet-done", &practice.run(&nothing).done().json());
    practice.run(&["--json", "unmet", "list"]).done().objects().iter().for_each(|one| like("unmet", one));

    practice
        .run(&["--json", "report", "list"])
        .done()
        .objects()
        .iter()
        .for_each(|one| like("report-name", one));
    for name in ["activity", "waits", "caseloads", "contacts", "outcomes", "unmet", "services", "equity"] {
        like("report", &practice.run(&["--json", "report", name]).done().json());
    }
    let file = practice.path("waits.txt").display().to_string();
    like("report-done", &practice.run(&["--json", "report", "waits", "--output", &file]).done().json());

    let line = format!("{MARGARET} lonely, debt !soon +agreed tel 07700 900123 -- son moved away");
    let flagged = practice.flag(&line, &["--hand-over"]);
    like("done", &flagged);
    let case = flagged["case"].as_str().unwrap();
    practice.run_as("Sam", &["case", case, "accept"]).done();
    let escalate = ["case", case, "escalate", "--reason", "not eating", "--told", "duty GP"];
    like("done", &practice.run_as("Sam", &[&["--json"], &escalate[..]].concat()).done().json());
    practice.run_as("Sam", &["--json", "cases"]).done().objects().iter().for_each(|one| like("case", one));
    like("case-card", &practice.run_as("Sam", &["--json", "case", case]).done().json());
    like("patient", &practice.run_as("Sam", &["--json", "patients", "show", MARGARET]).done().json());
    like("patient-line", &practice.run_as("Sam", &["--json", "patients", "find", MARGARET]).done().json());
    like(
        "error",
        &serde_json::json!({ "error": practice.run(&["--json", "case", "K7M-4"]).ends(3).error() }),
    );
}

#[test]
fn the_shapes_of_casework_are_as_their_examples_say() {
    let practice = northgate();
    practice.run(&["services", "import", &fixture("services/bedminster.csv")]).done();
    let flagged =
        practice.flag(&format!("{MARGARET} lonely, debt +agreed tel 07700 900123"), &["--hand-over"]);
    let case = flagged["case"].as_str().unwrap().to_owned();
    let sam =
        |arguments: &[&str]| practice.run_as("Sam", &[&["--json", "case", &case], arguments].concat()).done();
    like("done", &sam(&["accept"]).json());
    like("done", &sam(&["contact", "spoke", "--minutes", "20"]).json());
    like("done", &sam(&["appoint", "video", "tomorrow", "10:30"]).json());
    like("done", &sam(&["goal", "add", "to eat with somebody"]).json());
    like("done", &sam(&["step", "add", "bb-1", "--need", "lonely"]).json());
    like("done", &sam(&["follow-up", "tomorrow"]).json());
    like("done", &sam(&["call-back", "tomorrow"]).json());
    let number = sam(&[]).json()["work"]["steps"][0]["number"].to_string();
    like("referred", &sam(&["step", &number, "referred", "--agreed"]).json());
    like("measured", &sam(&["measure", "ucla3", "baseline", "3", "3", "2", "--on", "yesterday"]).json());
    like("measured", &sam(&["measure", "ucla3", "review", "2", "-", "2"]).json());
    like("done", &sam(&["measure", "ons4", "baseline", "--declined"]).json());
    like("plan", &sam(&["plan", "--in-person"]).json());
    let file = practice.path("plan.pdf").display().to_string();
    like("plan", &sam(&["plan", "--in-person", "--format", "pdf", "--output", &file]).json());
    like("block", &sam(&["block"]).json());
    like("block", &sam(&["block"]).json());
    like("case-card", &sam(&[]).json());

    let as_sam = |arguments: &[&str]| practice.run_as("Sam", &[&["--json"], arguments].concat()).done();
    as_sam(&["cases"]).objects().iter().for_each(|one| like("case", one));
    as_sam(&["calendar", "export"]).objects().iter().for_each(|one| like("entry", one));
    let file = practice.path("sam.ics").display().to_string();
    like("calendar", &as_sam(&["calendar", "export", "--output", &file]).json());
    let leave = as_sam(&["caseload", "leave", "Sam", "today", "tomorrow"]).json();
    like("done", &merged(&flagged, &leave));
    as_sam(&["caseload"]).objects().iter().for_each(|one| like("caseload", one));
    as_sam(&["caseload", "whom"]).objects().iter().for_each(|one| like("proposal", one));
    as_sam(&["caseload", "move", "Sam", "today", "tomorrow"])
        .objects()
        .iter()
        .for_each(|one| like("move", one));
    as_sam(&["instruments", "list"]).objects().iter().for_each(|one| like("instrument", one));
    like("instrument", &as_sam(&["instruments", "show", "ons4"]).json());

    like("limits", &practice.run(&["--json", "practice", "limits"]).done().json());
    like("limits-done", &practice.run(&["--json", "practice", "limits", "--attempts", "4"]).done().json());
    let licence = ["--json", "practice", "licence", "pam", "2026-17"];
    like("done", &merged(&flagged, &practice.run(&licence).done().json()));
    like("practice", &practice.run(&["--json", "practice"]).done().json());
    practice
        .run_as("Sam", &["case", &case, "close", "met", "--need", "debt=not-met:full", "--stop-steps"])
        .done();
    practice.run(&["--json", "unmet", "list"]).done().objects().iter().for_each(|one| like("unmet", one));
}

/// What was done where there is no case, with the case's fields of another.
fn merged(with_case: &Value, without: &Value) -> Value {
    let mut all = with_case.clone();
    for (name, value) in without.as_object().expect("an object") {
        all[name] = value.clone();
    }
    all
}

#[test]
fn setting_up_a_practice_prints_where_it_is() {
    let set_up = ["--json", "init", "--practice", "Northgate", "--ods", "A12345", "--name", "Alex"];
    like("init", &machine().run(&set_up).done().json());
    like("demo", &machine().run(&["--json", "demo", "--make-only"]).done().json());
}

#[cfg(feature = "tui")]
#[test]
fn keys_and_what_is_found_in_a_keymap_are_objects() {
    let machine = machine();
    machine.run(&["--json", "keys", "show"]).done().objects().iter().for_each(|one| like("key", one));
    machine.write(".config/signpost/keymap.toml", "list = [[\"j\", \"fly\"]]\n");
    machine.run(&["--json", "keys", "check"]).ends(1).objects().iter().for_each(|one| like("finding", one));
}
