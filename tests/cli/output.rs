//! What reaches the terminal or the pipe: clean, quiet when nobody reads, and the shells' own words.

use crate::cli::machine::{MARGARET, machine, northgate};
use rstest::rstest;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    // More than a pipe holds, so that writing goes on after the reader has left.
    let mut child = machine().command(&["completions", "zsh"]).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with("#compdef signpost"), "{first}");
    let end = child.wait_with_output().unwrap();
    assert_eq!(
        (end.status.code(), String::from_utf8_lossy(&end.stderr).into_owned()),
        (Some(0), String::new())
    );
}

#[test]
fn an_output_that_cannot_be_written_is_said_to_be_so() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = machine().command(&["needs"]).stdout(Stdio::from(full)).output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&output.stderr).contains("The output cannot be written"), "{output:?}");
}

#[test]
fn what_would_steer_a_terminal_does_not_leave_the_program() {
    let practice = northgate();
    let flagged = practice.flag(&format!("{MARGARET} lonely -- see\u{1b}[2J \u{202e}this"), &[]);
    let case = flagged["case"].as_str().unwrap();
    for ran in [
        practice.run_as("Priya", &["case", case]).done(),
        practice.run_as("Priya", &["--json", "case", case]).done(),
        practice.run_as("\u{1b}[2JZoe", &["cases"]).ends(3),
        practice.run(&["--json", "find", "a\u{202e}b\u{7f}"]).done(),
        practice.run(&["case", "\u{1b}[31mred"]).ends(3),
    ] {
        let all = ran.out() + &ran.err();
        assert!(!all.chars().any(|c| (c != '\n' && c.is_control()) || c == '\u{202e}'), "{all:?}");
    }
    let found = practice.run(&["--json", "find", "a\u{202e}b\u{7f}"]).done().json();
    assert_eq!(found["query"], "a\u{202e}b\u{7f}");
}

#[rstest]
#[case("bash", "complete -F")]
#[case("zsh", "#compdef signpost")]
#[case("fish", "complete -c signpost")]
#[case("elvish", "edit:completion")]
#[case("powershell", "Register-ArgumentCompleter")]
fn each_shell_can_complete_the_commands(#[case] shell: &str, #[case] holds: &str) {
    machine().run(&["completions", shell]).done().prints(holds).prints("hand-over");
}

#[test]
fn help_and_version_are_answers_not_errors() {
    machine().run(&["--help"]).done().prints("Exit codes: 0 done, 1 refused, 2 usage, 3 not found");
    machine().run(&["flag", "--help"]).done().prints("signpost flag -");
    machine().run(&["--version"]).done().prints(env!("CARGO_PKG_VERSION"));
}

#[test]
fn the_terminal_application_wants_a_terminal() {
    for arguments in [&[][..], &["demo"]] {
        machine().run(arguments).ends(2).says(
            "The terminal application needs a terminal.",
            "Nothing was changed.",
            "Start it in one (with ssh, give -t), or name a command; see `signpost --help`.",
        );
    }
}
