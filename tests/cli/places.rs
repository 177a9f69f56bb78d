//! Importing where postcodes are: line by line, all or none of it kept, nothing of it in the log.

use crate::cli::machine::{Machine, fixture, northgate};
use serde_json::{Value, json};

fn show(practice: &Machine) -> Value {
    practice.run(&["--json", "places", "show"]).done().json()
}

#[test]
fn a_file_of_postcodes_is_imported_and_shown_with_who_imported_it() {
    let practice = northgate();
    practice.run(&["places", "show"]).done().prints("No file of postcodes was imported");
    assert_eq!(show(&practice)["file"], json!(null));
    let before = practice.log();
    practice
        .run(&["places", "import", &fixture("places/codes.csv")])
        .done()
        .prints("rejected: codes.csv line 4: it has no position")
        .prints("rejected: codes.csv line 5: this is no UK postcode")
        .prints("not read: ward")
        .prints("3 postcodes in 2 districts known, 2 lines rejected");
    assert_eq!(practice.log(), before, "the log is for what cannot be had again");
    practice
        .run(&["places", "show"])
        .done()
        .prints("3 postcodes in 2 districts")
        .prints("From codes.csv, imported by Alex Adams on ");
}

#[test]
fn a_dry_run_keeps_nothing() {
    let practice = northgate();
    practice
        .run(&["places", "import", "--dry-run", &fixture("places/codes.csv")])
        .done()
        .prints("3 postcodes in 2 districts would be known");
    assert_eq!(show(&practice)["postcodes"], json!(0));
    assert!(!practice.data().join("places.bin").exists());
}

#[test]
fn several_files_are_one_import_and_the_next_one_takes_its_place() {
    let practice = northgate();
    let one = practice.write("bs.csv", "\"BS4 5JY\",10,362270,169979,\"E92000001\"\n");
    let other = practice.write("dn.csv", "\"DN156HX\",10,489000,411000,\"E92000001\"\n");
    practice.run(&["places", "import", &one, &other]).done().prints("2 postcodes in 2 districts known");
    assert_eq!(show(&practice)["file"], json!("bs.csv and 1 more"));
    practice.run(&["places", "import", &other]).done();
    assert_eq!((&show(&practice)["postcodes"], &show(&practice)["file"]), (&json!(1), &json!("dn.csv")));
}

#[test]
fn what_is_no_file_of_postcodes_leaves_what_was_known() {
    let practice = northgate();
    practice.run(&["places", "import", &fixture("places/codes.csv")]).done();
    practice.run(&["places", "import", "nowhere.csv"]).ends(3).says(
        "There is no file nowhere.csv.",
        "Nothing was changed.",
        "Check the name.",
    );
    practice
        .run(&["places", "import", &fixture("services/bedminster.csv")])
        .ends(1)
        .complains("no columns are called `latitude` and `longitude`");
    let none = practice.write("none.csv", "postcode,lat,lon\nBristol,51,-2\n");
    practice
        .run(&["places", "import", &none])
        .ends(1)
        .complains("There is no postcode in it that could be taken.")
        .complains("none.csv line 2: this is no UK postcode");
    assert_eq!(show(&practice)["postcodes"], json!(3));
}

#[test]
fn only_managers_and_administrators_import() {
    let practice = northgate();
    practice.run_as("Priya", &["places", "import", &fixture("places/codes.csv")]).ends(1).says(
        "Only managers and administrators may import postcodes.",
        "Nothing was changed.",
        "Ask one of them, or an administrator for the role.",
    );
    practice.run_as("Priya", &["places", "show"]).done();
}

#[test]
fn a_damaged_file_is_told_and_moved_aside_and_can_be_imported_again() {
    let practice = northgate();
    practice.run(&["places", "import", &fixture("places/codes.csv")]).done();
    let path = practice.data().join("places.bin");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    practice.run(&["places", "show"]).done().prints("its checksum does not fit").prints("places.aside");
    assert_eq!(show(&practice)["postcodes"], json!(0));
    assert!(practice.data().join("places.aside").exists() && !path.exists());
    practice.run(&["places", "import", &fixture("places/codes.csv")]).done();
    assert_eq!(show(&practice)["postcodes"], json!(3));
}
