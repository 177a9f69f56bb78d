//! What goes wrong, and what is said of it: what happened, what is safe, what to do. Nothing is changed by any of it.

use crate::cli::machine::{MARGARET, Machine, Ran, machine, northgate};
use rstest::rstest;
use std::os::unix::fs::PermissionsExt;

const UNCHANGED: &str = "Nothing was changed.";
const CONFIRMED: &str = "Nothing that was confirmed is lost; nothing was changed.";

/// Runs as Priya with a line to flag, and sees that the log is as it was.
fn flag(practice: &Machine, line: &str, more: &[&str]) -> Ran {
    let before = practice.log();
    let ran = practice.run_with(line, &[&["--as", "Priya", "flag", "-"], more].concat());
    assert_eq!(practice.log(), before, "{ran}");
    ran
}

#[test]
fn a_wrong_check_digit_is_noticed() {
    flag(&northgate(), "9995260183 lonely", &[]).ends(1).says(
        "The check digit does not fit, so one digit is wrong or two are swapped.",
        UNCHANGED,
        "Read the number again.",
    );
}

#[test]
fn an_unknown_need_names_the_nearest() {
    flag(&northgate(), &format!("{MARGARET} lonelyness"), &[])
        .ends(1)
        .complains("Loneliness")
        .complains(UNCHANGED);
    northgate().run_as("Priya", &["cases", "--need", "dept"]).ends(1).says(
        "There is no need called \"dept\".",
        UNCHANGED,
        "Did you mean debt? `signpost needs` lists them all.",
    );
}

#[test]
fn an_impossible_date_is_noticed() {
    flag(&northgate(), "Margaret Ellis 31/2/1948 lonely", &[]).ends(1).says(
        "31 February does not exist.",
        UNCHANGED,
        "Check the day and the month.",
    );
}

#[test]
fn a_line_without_a_patient_or_without_a_need_says_what_is_missing() {
    let practice = northgate();
    flag(&practice, MARGARET, &[]).ends(1).complains("The need is missing.");
    flag(&practice, "", &[]).ends(1).complains("The patient is missing.").complains("The need is missing.");
    flag(&practice, "\u{0}\u{1b}[2J", &[]).ends(1).complains(UNCHANGED);
}

#[test]
fn several_lines_are_not_read_as_one() {
    flag(&northgate(), &format!("{MARGARET} lonely\n9991590838 debt\n"), &[]).ends(1).says(
        "That is more than one line.",
        UNCHANGED,
        "Flag one need a line, each with a command of its own.",
    );
}

#[test]
fn a_red_flag_brings_up_who_to_call_and_going_on_takes_a_reason() {
    let practice = northgate();
    let line = format!("{MARGARET} lonely -- says she wants to kill herself");
    flag(&practice, &line, &[])
        .ends(1)
        .complains("suicide or self-harm")
        .complains("Samaritans")
        .complains("--go-on");
    let flagged = practice.flag(&line, &["--go-on", "duty GP has seen her"]);
    let case = practice.run_as("Priya", &["--json", "case", flagged["case"].as_str().unwrap()]).done().json();
    assert_eq!(case["went_on"][0]["why"], "duty GP has seen her");
}

#[test]
fn somebody_alike_is_noticed_unless_it_is_somebody_else() {
    let practice = northgate();
    practice.flag("Margaret Ellis 3/2/1948 lonely", &[]);
    flag(&practice, "Margret Elis 3/2/1948 lonely", &[])
        .ends(1)
        .complains("Margaret Ellis")
        .complains("--somebody-else");
    practice.flag("Margret Elis 3/2/1948 lonely", &["--somebody-else"]);
}

#[rstest]
#[case("letter.csv", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "not_services")]
#[case("page.json", &b"<!DOCTYPE html><html><body>Sign in</body></html>"[..], "not_services")]
#[case("other.json", &b"{\"weather\": \"fine\"}"[..], "not_services")]
#[case("cut.json", &b"{\"contents\": [{\"id\": \"a\", \"na"[..], "not_services")]
#[case("people.csv", &b"surname,born\nEllis,1948\n"[..], "not_services")]
#[case("empty.csv", &b""[..], "not_services")]
fn a_file_that_is_not_what_it_claims_is_refused(
    #[case] name: &str,
    #[case] bytes: &[u8],
    #[case] kind: &str,
) {
    let practice = northgate();
    let file = practice.write(name, bytes);
    let before = practice.log();
    let ran = practice.run(&["--json", "services", "import", &file]).ends(1).prints_nothing();
    let error = ran.error();
    assert_eq!((&error["kind"], &error["safe"]), (&kind.into(), &UNCHANGED.into()), "{ran}");
    assert!(error["what"].as_str().unwrap().contains(name), "{ran}");
    assert_eq!(practice.log(), before);
}

#[test]
fn a_file_that_is_not_there_is_not_found() {
    let practice = northgate();
    practice.run(&["services", "import", "nowhere.csv"]).ends(3).says(
        "There is no file nowhere.csv.",
        UNCHANGED,
        "Check the name.",
    );
    practice.run(&["services", "import", "."]).ends(1).complains("cannot be read");
}

#[test]
fn a_store_in_use_by_another_process_names_it_and_waits_for_nobody() {
    let practice = northgate();
    let holder = practice.hold(&[]);
    let before = practice.log();
    let error = practice.run(&["--json", "cases"]).ends(4).prints_nothing().error();
    assert_eq!(error["kind"], "busy");
    assert_eq!(error["what"], format!("The store is in use by signpost (process {}).", holder.id()));
    assert_eq!(error["safe"], CONFIRMED);
    practice.run_with(format!("{MARGARET} lonely"), &["flag", "-"]).ends(4);
    assert_eq!(practice.log(), before);

    holder.let_go();
    practice.run(&["cases"]).done();
}

#[test]
fn a_data_folder_that_is_a_file_is_said_to_be_one_and_left_alone() {
    let machine = machine();
    let file = machine.write("notes", "mine");
    let inside = format!("{file}/deeper");
    for folder in [&file, &inside] {
        for command in
            [&["cases"][..], &["init", "--practice", "Northgate", "--ods", "A12345", "--name", "Alex"]]
        {
            machine.run(&[&["--data", folder], command].concat()).ends(4).says(
                &format!(
                    "The data folder {folder} cannot be used: it is not a folder, or lies in something that is none."
                ),
                CONFIRMED,
                "Name another folder with --data DIR, or make this one readable and writable for you.",
            );
        }
    }
    assert_eq!(std::fs::read_to_string(file).unwrap(), "mine");
}

#[test]
fn a_store_that_may_not_be_written_is_said_to_be_so() {
    let practice = northgate();
    let journal = practice.data().join("journal");
    let folder = practice.data();
    let set = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    set(&journal, 0o400);
    set(&folder, 0o500);
    let root = std::fs::File::options().append(true).open(&journal).is_ok();
    if root {
        eprintln!("skipped: whoever runs the tests may write everything");
    } else {
        let before = practice.log();
        let ran = practice.run_with(format!("{MARGARET} lonely"), &["--as", "Priya", "flag", "-"]).ends(4);
        assert_eq!(practice.log(), before, "{ran}");
    }
    set(&folder, 0o700);
    set(&journal, 0o600);
}

#[test]
fn a_damaged_log_is_said_to_be_damaged_and_not_written_to() {
    let practice = northgate();
    practice.flag(&format!("{MARGARET} lonely"), &[]);
    // The index goes too, so that the log is read from its beginning.
    std::fs::remove_dir_all(practice.data().join("index")).unwrap();
    let path = practice.data().join("journal");
    let mut log = std::fs::read(&path).unwrap();
    let name = log.windows(10).position(|part| part == b"Priya Shah").expect("the log holds the name");
    log[name] ^= 0x20;
    std::fs::write(&path, &log).unwrap();

    let error = practice.run(&["--json", "cases"]).ends(5).prints_nothing().error();
    assert_eq!(error["kind"], "damaged");
    assert_eq!(error["safe"], "What was confirmed before the damage is untouched; nothing was changed.");
    assert!(error["what"].as_str().unwrap().contains("journal"), "{error}");
    assert!(std::fs::read(&path).unwrap() == log, "the log was written to");
}

#[test]
fn an_unknown_member_of_staff_lists_who_there_is() {
    northgate()
        .run_as("Zoe", &["cases"])
        .ends(3)
        .says("Nobody called \"Zoe\" works here.", UNCHANGED, "Name one of these; see `signpost staff list`.")
        .complains("Priya Shah (receptionist)");
}

#[cfg(feature = "tui")]
#[test]
fn a_keymap_with_mistakes_names_the_lines_and_the_shipped_keys_stay() {
    let practice = machine();
    let file = practice.write(
        ".config/signpost/keymap.toml",
        "list = [\n    [\"j\", \"fly\"],\n    [\"Hyper-Q\", \"down\"],\n]\n",
    );
    practice
        .run(&["keys", "check"])
        .ends(1)
        .prints(&format!("{file}:2: error"))
        .prints(&format!("{file}:3: error"))
        .says(
            &format!("{file} has 2 mistakes."),
            "The other keys work; Signpost leaves out what it cannot use.",
            "Correct the lines that are named, and check again.",
        );
    practice
        .run(&["keys", "show", "--scope", "list"])
        .done()
        .prints("down")
        .prints("2 of your rows are left out");
    practice.run(&["keys", "check", "nowhere.toml"]).ends(3);
}

#[test]
fn a_case_that_is_not_there_is_not_found() {
    let practice = northgate();
    practice.run_as("Priya", &["case", "K7M-4"]).ends(3).complains("There is no case K7M-4.");
    practice.run_as("Priya", &["case", "K7M-5"]).ends(3).complains("misheard or mistyped");
    practice
        .run_as("Priya", &["services", "show", "nothing"])
        .ends(3)
        .complains("There is no service nothing.");
}

#[test]
fn without_a_practice_it_says_how_to_begin_and_makes_nothing() {
    let machine = machine();
    for command in [&["cases"][..], &["find", "debt"], &["staff", "list"], &["services", "list"]] {
        let folder = machine.data();
        machine.run(command).ends(3).says(
            &format!("There is no practice in {} yet.", folder.display()),
            UNCHANGED,
            "Set one up with `signpost init --practice NAME --ods CODE`, or look around with `signpost demo`.",
        );
        assert!(!folder.exists());
    }
}

#[test]
fn a_practice_is_set_up_once_and_only_with_a_code_that_can_be_one() {
    let machine = machine();
    let set_up = |ods: &'static str| ["init", "--practice", "Northgate", "--ods", ods, "--name", "Alex"];
    machine.run(&set_up("12345")).ends(1).complains("one letter and five digits");
    assert!(!machine.data().exists());
    machine.run(&set_up("A12345")).done();
    let before = machine.log();
    machine.run(&set_up("B12345")).ends(1).says(
        "A practice is set up here already.",
        UNCHANGED,
        "Choose another folder with --data for another practice.",
    );
    assert_eq!(machine.log(), before);
}

#[test]
fn what_somebodys_role_does_not_allow_says_who_may() {
    let practice = northgate();
    let before = practice.log();
    practice.run_as("Priya", &["staff", "add", "Zoe", "--role", "manager"]).ends(1).says(
        "Only administrators may take staff on or retire them.",
        UNCHANGED,
        "Ask one of them, or an administrator for the role.",
    );
    assert_eq!(practice.log(), before);
}

#[test]
fn a_note_that_is_no_text_or_endless_is_refused() {
    let practice = northgate();
    practice.run_with(b"9995260182 lonely -- caf\xff", &["flag", "-"]).ends(1).complains("not UTF-8");
    practice.run_with("x".repeat(100_000), &["flag", "-"]).ends(1).complains("far more than belongs here");
}
