//! Finding by command line: once, and a stream of questions.

use crate::cli::machine::{Machine, fixture, northgate};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};

fn with_services() -> Machine {
    let practice = northgate();
    practice.run(&["services", "import", &fixture("services/bedminster.csv")]).done();
    practice
}

#[test]
fn a_service_is_found_by_a_misspelt_name_and_by_a_need() {
    let practice = with_services();
    practice
        .run(&["find", "bedmnster", "befriendng"])
        .done()
        .prints("Bedminster Befriending")
        .prints("(bb-1)");
    practice.run(&["find", "debt"]).done().prints("Money Talks");
    practice.run(&["find", "zzzzqqq"]).done().prints("Nothing was found.");
}

#[test]
fn each_question_on_standard_input_has_its_line_at_once() {
    let practice = with_services();
    let mut finder = practice.start(&["find", "--stdin", "--json"]);
    let mut questions = finder.stdin.take().unwrap();
    let mut answers = BufReader::new(finder.stdout.take().unwrap());
    for (query, first) in [("lunch", "lc-1"), ("money", "mt-1"), ("", ""), ("befriend", "bb-1")] {
        // The next question waits for this answer, as a script's does.
        writeln!(questions, "{query}").unwrap();
        let mut line = String::new();
        answers.read_line(&mut line).unwrap();
        let found: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(found["query"], query);
        assert!(found["micros"].is_u64(), "{found}");
        if !first.is_empty() {
            assert_eq!(found["hits"][0]["id"], first, "{found}");
        }
    }
    drop(questions);
    assert!(finder.wait().unwrap().success());
}

#[test]
fn a_feed_narrows_and_a_limit_bounds() {
    let practice = with_services();
    let found = practice.run(&["--json", "find", "bristol", "--limit", "1"]).done().json();
    assert!(found["hits"].as_array().unwrap().len() <= 1);
    let found = practice.run(&["--json", "find", "debt", "--feed", "elsewhere"]).done().json();
    assert_eq!(found["hits"], serde_json::json!([]));
}
