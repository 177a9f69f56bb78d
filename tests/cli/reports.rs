//! Reports on the command line: what is printed leaves the practice, so small numbers never do.

use crate::cli::machine::{Machine, northgate};
use std::os::unix::fs::PermissionsExt as _;

/// Seven needs flagged: five of loneliness, two of debt.
fn seven() -> Machine {
    let practice = northgate();
    let numbers =
        ["9990000018", "9990000026", "9990000034", "9990000042", "9990000050", "9990000069", "9990000077"];
    for (at, number) in numbers.into_iter().enumerate() {
        let need = if at < 5 { "lonely" } else { "debt" };
        practice.flag(&format!("{number} {need} -- letters unopened"), &[]);
    }
    practice
}

#[test]
fn a_report_says_its_period_its_n_and_its_words_and_hides_small_numbers() {
    let practice = seven();
    let report = practice.run(&["report", "activity"]).done();
    report
        .prints("Activity: Northgate Surgery (A12345)")
        .prints("* hidden: counts from 1 to 4, and what would give them away. 0 is shown.")
        .prints("Debt")
        .prints("Definitions")
        .hides("letters")
        .hides("999");
    let lines = practice.run(&["report", "activity", "--format", "csv"]).done();
    lines.prints("Needs by route").hides(",2,");
    practice.run(&["report", "waits", "--format", "html"]).done().prints("<!DOCTYPE html>").prints("</html>");
}

#[test]
fn every_report_is_printed_in_every_format() {
    let practice = seven();
    for line in practice.run(&["--json", "report", "list"]).done().objects() {
        let name = line["name"].as_str().unwrap();
        let report = practice.run(&["--json", "report", name]).done().json();
        assert_eq!(report["report"], line["name"]);
        assert_eq!(report["least_shown"], 5);
        for format in ["text", "csv", "json", "html"] {
            practice.run(&["report", name, "--format", format]).done().hides("letters");
        }
    }
    practice.run(&["report", "list"]).done().prints("outcomes   Outcomes, before and after");
}

#[test]
fn a_file_is_its_owners_alone_and_is_not_written_over_by_accident() {
    let practice = seven();
    let file = practice.path("activity.html").display().to_string();
    let write = ["report", "activity", "--format", "html", "--output", &file];
    practice.run(&write).done().prints("Written to ");
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    std::fs::write(&file, "mine").unwrap();
    practice.run(&write).ends(1).complains("There is a file").complains("--force");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine", "what stood there stays");
    practice.run(&[&write[..], &["--force"]].concat()).done();
    assert!(std::fs::read_to_string(&file).unwrap().contains("</html>"));
    let left = std::fs::read_dir(practice.path("")).unwrap();
    let left: Vec<_> = left.filter_map(|one| one.unwrap().file_name().into_string().ok()).collect();
    assert!(!left.iter().any(|name| name.starts_with(".activity")), "{left:?}");
    let nowhere = practice.path("nowhere/activity.txt").display().to_string();
    practice.run(&["report", "activity", "--output", &nowhere]).ends(3).complains("There is no folder for");
}

#[test]
fn what_cannot_be_meant_is_refused_in_words() {
    let practice = northgate();
    practice
        .run(&["report", "activity", "--from", "2026-06-30", "--to", "2026-04-01"])
        .ends(1)
        .complains("The period ends on 1 Apr 2026, before it begins on 30 Jun 2026.")
        .complains("Swap the two days.");
    practice
        .run(&["report", "activity", "--from", "2999-01-01", "--to", "2999-01-31"])
        .ends(1)
        .complains("in the future");
    practice
        .run(&["report", "activity", "--practice", "Z99999"])
        .ends(1)
        .complains("No cases of practice Z99999");
    practice.run(&["report", "income"]).ends(2).complains("There is no report called");
    practice.run(&["report", "activity", "--format", "pdf"]).ends(2).complains("There is no format");
    practice.run_as("Priya", &["report", "activity"]).ends(1).complains("Only managers may see the reports.");
}
