//! Where settings come from: flags over environment over file over default.

use crate::cli::machine::{machine, northgate};

#[test]
fn the_data_folder_is_named_by_flag_or_environment_or_file() {
    let machine = machine();
    let folder = machine.path("elsewhere");
    let folder = folder.to_str().unwrap();
    machine
        .run(&["--data", folder, "init", "--practice", "Northgate", "--ods", "A12345", "--name", "Alex"])
        .done();
    assert!(!machine.data().exists());
    machine.run(&["--data", folder, "staff", "list"]).done().prints("Alex");
    let by_environment = machine.command(&["staff", "list"]).env("SIGNPOST_DATA", folder).output().unwrap();
    assert!(by_environment.status.success());
    machine.run(&["staff", "list"]).ends(3);
    machine.write(".config/signpost/config.toml", format!("data = '{folder}'\n"));
    machine.run(&["staff", "list"]).done().prints("Alex");
}

#[test]
fn only_its_owner_may_look_into_the_data_folder() {
    use std::os::unix::fs::PermissionsExt;
    let practice = northgate();
    let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(practice.data()), 0o700);
    assert_eq!(mode(practice.data().join("journal")), 0o600);
}

#[test]
fn settings_with_a_mistake_name_the_line_and_are_a_usage_error() {
    let practice = northgate();
    practice.write(".config/signpost/config.toml", "theme = 'dark'\nfont = 'big'\n");
    practice
        .run(&["cases"])
        .ends(2)
        .complains("config.toml, line 2 have a mistake")
        .complains("the settings are data, as, keymap, theme and print");
}

#[test]
fn arguments_that_cannot_be_read_are_three_sentences_or_one_line_of_json() {
    let machine = machine();
    machine.run(&["cases", "--colour"]).ends(2).says(
        "Unexpected argument '--colour' found.",
        "Nothing was changed.",
        "See `signpost --help`, or --help behind a command.",
    );
    let error = machine.run(&["cases", "--colour", "--json"]).ends(2).prints_nothing().error();
    assert_eq!((&error["kind"], &error["safe"]), (&"usage".into(), &"Nothing was changed.".into()));
    machine
        .run(&["staff", "add", "Zoe", "--role", "boss"])
        .ends(2)
        .complains("the roles are receptionist, clinician");
    machine
        .run(&["--theme", "pink", "cases"])
        .ends(2)
        .complains("plain, dark, light, high-contrast and none");
    machine.run(&["fnid", "debt"]).ends(2).complains("'find'");
}
