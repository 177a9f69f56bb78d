//! A link worker's whole day from the shell: who has room, calls, plan, referral, measures, appointments, the end.

use crate::cli::machine::{JOHN, MARGARET, Machine, Ran, fixture, northgate};
use serde_json::{Value, json};

/// A practice with a directory, and Margaret's case with Sam.
struct Day {
    practice: Machine,
    case: String,
}

fn accepted() -> Day {
    let practice = northgate();
    practice.run(&["services", "import", &fixture("services/bedminster.csv")]).done();
    let line = "Margaret Ellis 3/2/1948 lonely, debt +agreed tel 07700 900123 -- son moved away";
    let case = practice.flag(line, &["--hand-over"])["reference"].as_str().expect("a reference").to_owned();
    practice.run_as("Sam", &["case", &case, "accept"]).done();
    Day { practice, case }
}

impl Day {
    fn sam(&self, arguments: &[&str]) -> Ran {
        self.practice.run_as("Sam", &[&["case", &self.case], arguments].concat())
    }

    fn sam_with(&self, input: &str, arguments: &[&str]) -> Ran {
        self.practice.run_with(input, &[&["--as", "Sam", "case", &self.case], arguments].concat())
    }

    fn card(&self) -> Value {
        self.practice.run_as("Sam", &["--json", "case", &self.case]).done().json()
    }

    /// The number of the last of something: `steps`, `goals`, `appointments`, `follow_ups`.
    fn last(&self, what: &str) -> String {
        let card = self.card();
        let all = card["work"][what].as_array().expect("a list");
        let numbers = all.iter().map(|one| one["number"].as_u64().expect("a number"));
        numbers.max().expect("at least one").to_string()
    }
}

#[test]
fn a_link_worker_carries_a_case_from_the_first_call_to_its_end() {
    let day = accepted();
    assert_eq!(day.card()["next"]["why"], "first contact");

    // Nobody answers, twice: what is next is proposed, or settled with it.
    day.sam(&["contact", "no-answer"]).done().prints("Rang, no answer").prints("Next: contact");
    day.sam(&["contact", "phone", "no-answer", "--next", "tomorrow:am"]).done().prints("morning");
    day.practice.run_as("Priya", &["case", &day.case]).done().prints("So far   not reached after 2 calls");
    day.sam_with("glad of the call", &["contact", "spoke", "--minutes", "25", "--note", "-"]).done();

    day.sam_with("to eat with somebody again", &["goal", "add", "-"]).done();
    day.sam(&["step", "add", "lc-1", "--need", "lonely", "--agreed"]).done().prints("Lunch Club");
    let lunch = day.last("steps");
    day.sam(&["step", &lunch, "started"]).done();
    day.sam(&["step", "add", "--activity", "ring her sister on Sundays", "--agreed"]).done();
    day.sam(&["measure", "UCLA-3", "baseline", "3", "3", "2", "--on", "yesterday"])
        .done()
        .prints("UCLA-3: loneliness 8, counts as lonely");
    day.sam(&["measure", "ucla3", "review", "2", "2", "1"])
        .done()
        .prints("loneliness 8 -> 5, better by 3, in 1 day");
    day.sam(&["measure", "ons4", "baseline", "4", "-", "6,3"]).done().prints("worthwhile not answered");

    day.sam(&[])
        .done()
        .prints("to eat with somebody again")
        .prints("Lunch Club (Loneliness): started")
        .prints("better by 3")
        .prints("rang, spoke, 25 min")
        .prints("glad of the call");
    day.practice
        .run_as("Priya", &["case", &day.case])
        .done()
        .prints("So far   reached, joined Lunch Club")
        .hides("glad of the call")
        .hides("to eat with")
        .hides("UCLA");

    let step = day.last("steps");
    day.sam(&["close", "met"]).ends(1).says(
        "2 of the plan's steps go on.",
        "Nothing was changed.",
        "Stop them with --stop-steps, or say first what came of each with `step N STATE`.",
    );
    day.sam(&["step", &lunch, "completed"]).done();
    day.sam(&["step", &step, "stopped"]).ends(1).complains("A reason is needed");
    day.sam(&["step", &step, "stopped", "--why", "the sister rings her"]).done();
    let close = ["close", "met", "--need", "debt=not-met:full:asked twice", "--follow-up", "tomorrow"];
    day.sam(&close).done();
    let card = day.card();
    assert_eq!((&card["status"], &card["outcome"]), (&json!("closed"), &json!("partly_helped")));
    assert_eq!(card["work"]["follow_ups"].as_array().unwrap().len(), 1);
    let unmet = day.practice.run(&["--json", "unmet", "list"]).done().json();
    assert_eq!((&unmet["needs"], &unmet["why"]), (&json!(["debt"]), &json!("full")));
    day.practice.run(&["unmet", "list"]).done().prints("Debt  full  ended by Sam Hill");
}

#[test]
fn a_referral_says_exactly_what_leaves_and_takes_the_patients_agreement() {
    let day = accepted();
    day.sam(&["step", "add", "bb-1"]).done().prints("suggested");
    let step = day.last("steps");
    let before = day.practice.log();
    day.sam(&["step", &step, "referred"])
        .ends(1)
        .says(
            "It is not recorded that the patient agrees to Bedminster Befriending being told.",
            "Nothing was changed.",
            "Read to the patient what would leave, and where they agree give --agreed.",
        )
        .complains("  name: Margaret Ellis")
        .complains("  phone: 07700 900123")
        .complains("  needs: loneliness and debt");
    assert_eq!(day.practice.log(), before);
    let refer = ["step", &step, "referred", "--share", "name", "--share", "postcode", "--agreed"];
    day.sam(&refer)
        .done()
        .prints("Bedminster Befriending is told:\n  name: Margaret Ellis\n  postcode: not known")
        .hides("07700");
    let card = day.card();
    let agreed = card["agreements"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(agreed["words"], "Bedminster Befriending may be told: name, postcode.");
    assert_eq!(agreed["shares"], json!(["name", "postcode"]));
    // What was not agreed to does not go with what was.
    day.sam(&["step", &step, "did-not-attend", "--why", "was ill"]).done();
    day.sam(&["step", &step, "referred", "--share", "date of birth"])
        .ends(1)
        .complains("date of birth: 3 Feb 1948");
}

#[test]
fn withdrawing_an_agreement_first_says_what_stops_with_it() {
    let day = accepted();
    day.sam(&["step", "add", "bb-1"]).done();
    let step = day.last("steps");
    day.sam(&["step", &step, "referred", "--agreed"]).done();
    day.sam(&["appoint", "in-person", "tomorrow", "10:30", "--place", "the surgery"]).done();
    let before = day.practice.log();
    day.sam(&["withdraw", "--for", "bb-1"])
        .ends(1)
        .says(
            "Margaret Ellis's agreement for Bedminster Befriending would be withdrawn, and this stops with it:",
            "Nothing was changed.",
            "Give --yes to withdraw it.",
        )
        .complains("  the step with Bedminster Befriending, referred");
    day.sam(&["withdraw"]).ends(1).complains("the appointment on");
    assert_eq!(day.practice.log(), before);

    day.sam(&["withdraw", "--for", "bb-1", "--yes"]).done().prints("stopped: the step with Bedminster");
    assert_eq!(day.card()["work"]["steps"][0]["state"], "stopped");
    day.sam(&["withdraw", "--for", "bb-1"]).ends(1).complains("There is no agreement to withdraw.");
    day.sam(&["withdraw", "--yes", "--words", "leave me in peace"]).done();
    let card = day.card();
    assert_eq!(card["work"]["appointments"][0]["state"], "cancelled");
    assert_eq!(card["agreements"].as_array().unwrap().last().unwrap()["answer"], "withdrawn");
    day.sam(&["call-back", "tomorrow"]).ends(1);
}

#[test]
fn an_agreement_is_withdrawn_also_from_a_service_that_has_stopped() {
    let day = accepted();
    day.sam(&["step", "add", "bb-1"]).done();
    let step = day.last("steps");
    day.sam(&["step", &step, "referred", "--agreed"]).done();
    let closed = "id,name,source,status\nbb-1,Bedminster Befriending,bristol,temporarily closed\n";
    day.practice.run(&["services", "import", &day.practice.write("later.csv", closed)]).done();
    day.sam(&["step", "add", "bb-1"]).ends(1).says(
        "Bedminster Befriending does not run now: temporarily closed.",
        "Nothing was changed.",
        "Choose another service.",
    );
    day.sam(&["withdraw", "--for", "bb-1", "--yes"]).done().prints("stopped: the step with Bedminster");
}

#[test]
fn what_a_patient_did_not_allow_cannot_be_written_down_as_done() {
    let day = accepted();
    day.sam(&["contact", "message-left"])
        .ends(1)
        .complains("Nobody has asked whether a message may be left.");
    day.sam(&["contact", "text", "spoke"]).ends(1).complains("Nothing was changed.");
    day.sam(&["contact", "letter", "sent"]).ends(1).complains("letter");
    day.sam(&["plan"]).ends(1).says(
        "Nobody has asked whether a letter may come. Nothing is sent or printed to post; ask first, and record the answer.",
        "Nothing was changed.",
        "Where you hand it over yourself, give --in-person.",
    );
    day.sam(&["plan", "--in-person"]).done().prints("A plan for Margaret");
}

#[test]
fn the_plan_goes_home_on_paper_as_text_and_as_pdf() {
    let day = accepted();
    day.sam(&["goal", "add", "to eat with somebody again"]).done();
    day.sam(&["step", "add", "lc-1", "--agreed"]).done();
    day.sam(&["step", "add", "mt-1"]).done();
    day.sam(&["appoint", "video", "tomorrow", "14:30", "--place", "https://meet.example.nhs.uk/k7"]).done();
    day.sam(&["plan", "--in-person"])
        .done()
        .prints("What matters to me\n- to eat with somebody again")
        .prints("1. Lunch Club\n   Tuesdays, 12 noon to 2 pm")
        .prints("2.30 pm: video call with Sam")
        .prints("Samaritans on 116 123")
        .hides("Money Talks")
        .hides("1948");
    let file = day.practice.path("plan.pdf").display().to_string();
    day.sam(&["plan", "--in-person", "--format", "pdf", "--output", &file]).done().prints("The plan is in");
    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF-1.7"));
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions());
    assert_eq!(mode & 0o077, 0, "about a patient: for its owner alone");
    let nowhere = day.practice.path("no/such/plan.pdf").display().to_string();
    day.sam(&["plan", "--in-person", "--format", "pdf", "--output", &nowhere])
        .ends(4)
        .complains("cannot be written");
    day.practice
        .run_as("Priya", &["case", &day.case, "plan", "--in-person"])
        .ends(1)
        .complains("Only clinicians and");

    // A script that the font has not is told.
    day.sam(&["goal", "add", "বাইরে"]).done();
    day.sam(&["plan", "--in-person", "--format", "pdf", "--output", &file]).done().prints("cannot be shown");
}

#[test]
fn the_block_for_the_clinical_system_has_its_code_once() {
    let day = accepted();
    day.sam(&["block"])
        .done()
        .prints(&format!("Social prescribing, case {}", day.case))
        .prints("SNOMED CT: 871731000000106 Referral to social prescribing service");
    day.sam_with("has joined the lunch club", &["block", "--text", "-"])
        .done()
        .prints("has joined the lunch club")
        .prints("already coded on")
        .hides("871731000000106");
    day.practice.run_as("Priya", &["case", &day.case, "block"]).ends(1);
}

#[test]
fn appointments_are_changed_called_off_and_exported() {
    let day = accepted();
    day.sam(&["appoint", "video", "tomorrow", "10:30", "--place", "https://meet.example.nhs.uk/k7"]).done();
    let number = day.last("appointments");
    let export = |names: &str| {
        let written = day.practice.run_as("Sam", &["calendar", "export", "--names", names]).done().out();
        let calendar: icalendar::Calendar = written.parse().expect("a calendar");
        (written, calendar)
    };
    let uid = |written: &str| {
        written.lines().filter_map(|line| line.strip_prefix("UID:")).map(str::to_owned).collect::<Vec<_>>()
    };
    let (first, calendar) = export("initials");
    assert_eq!(calendar.components.len(), 1, "{first}");
    assert!(first.contains("SUMMARY:Video call: M E\\, ") && !first.contains("Ellis"), "{first}");
    assert!(first.contains("SEQUENCE:0"));

    day.sam(&["appoint", "video", "tomorrow", "11:00", "--change", &number]).done();
    let (second, _) = export("full");
    assert_eq!(uid(&first), uid(&second));
    assert!(second.contains("SEQUENCE:1") && second.contains("Margaret Ellis"), "{second}");
    assert!(second.contains("https://meet.example.nhs.uk/k7"), "what is not said stays: {second}");

    day.sam(&["cancel-appointment", &number, "she is ill"]).done();
    let (third, _) = export("initials");
    assert!(third.contains("STATUS:CANCELLED") && third.contains("due: M E"), "{third}");
    day.sam(&["cancel-appointment", &number]).ends(1).complains("There is no such appointment here");

    let file = day.practice.path("sam.ics").display().to_string();
    day.practice.run(&["--as", "Sam", "calendar", "export", "--output", &file]).done().prints("2 entries in");
    day.practice.run_as("Priya", &["calendar", "export"]).ends(1).complains("Only link workers may");
}

#[test]
fn the_home_of_a_patient_is_in_a_calendar_only_where_full_names_are_asked_for() {
    let day = accepted();
    let patient = day.card()["patient"].as_str().unwrap().to_owned();
    let address = ["patients", "correct", &patient, "--address", "12 North Street", "--postcode", "BS3 4NN"];
    day.practice.run_as("Priya", &address).done();
    day.sam(&["appoint", "in-person", "tomorrow", "10:30", "--place", "home"]).done();
    day.practice.run_as("Sam", &["calendar", "export"]).done().prints("LOCATION:At home").hides("North");
    day.practice
        .run_as("Sam", &["calendar", "export", "--names", "full"])
        .done()
        .prints("LOCATION:12 North Street\\, BS3 4NN");
}

#[test]
fn what_can_be_said_is_completed_and_explained() {
    let practice = northgate();
    practice
        .run(&["completions", "bash"])
        .done()
        .prints("did-not-attend")
        .prints("partly-helped")
        .prints("morning");
    practice
        .run(&["case", "--help"])
        .done()
        .prints("contact")
        .prints("cancel-appointment")
        .prints("withdraw");
    practice.run(&["case", "X", "step", "--help"]).done().prints("waiting-list").prints("--agreed");
    practice.run(&["case", "X", "step", "add", "--help"]).done().prints("--activity");
}

#[test]
fn waits_call_backs_and_follow_ups_are_settled_and_dropped() {
    let day = accepted();
    day.sam(&["wait", "tomorrow", "her new carer starts"]).done().prints("waits until");
    day.sam(&["next", "tomorrow:evening", "--what", "review", "--why", "with her daughter"]).done();
    let next = day.card()["next"].clone();
    assert_eq!((&next["what"], &next["band"]), (&json!("review"), &json!("evening")));
    day.practice
        .run_as("Priya", &["case", &day.case, "call-back", "tomorrow", "about the bus", "--band", "morning"])
        .done();
    assert_eq!(day.card()["call_back"]["why"], "about the bus");
    day.sam(&["follow-up", "tomorrow", "how is the new flat"]).done();
    let number = day.last("follow_ups");
    day.sam(&["follow-up", "drop", &number]).done();
    assert_eq!(day.card()["work"]["follow_ups"][0]["state"], "dropped");
    day.sam(&["undo"]).done();
    assert_eq!(day.card()["work"]["follow_ups"][0]["state"], "due");
}

#[test]
fn who_has_room_is_seen_and_what_is_due_in_somebodys_leave_moves() {
    let day = accepted();
    let practice = &day.practice;
    let set =
        ["caseload", "set", "Sam", "--capacity", "1", "--language", "Welsh,Polish", "--covers", "A12345"];
    practice.run(&set).done();
    practice.run(&["caseload", "set", "Lee", "--capacity", "30"]).done();
    practice.run(&["caseload", "set", "Alex", "--capacity", "0"]).done();
    practice.run(&["caseload"]).done().prints("1 of 1  full").prints("speaks Welsh, Polish  covers A12345");
    practice.run(&["caseload", "set", "Sam", "--language", "none"]).done();
    let sam = practice.run(&["--json", "caseload", "list"]).done().objects();
    let sam = sam.iter().find(|one| one["name"] == "Sam Hill").unwrap();
    assert_eq!((&sam["capacity"], &sam["languages"]), (&json!(1), &json!([])), "what is not given stays");
    let whom = practice.run_with("Margaret Ellis", &["--as", "Priya", "caseload", "whom", "-"]).done();
    let order: Vec<String> = whom.out().lines().map(|line| line[..9].trim().to_owned()).collect();
    assert_eq!(order, ["Lee Wong", "Alex Adam", "Sam Hill"]);
    whom.prints("full: 1 of 1");

    day.sam(&["next", "tomorrow"]).done();
    practice
        .run_as("Sam", &["caseload", "leave", "Sam", "today", "tomorrow"])
        .done()
        .prints("is away from")
        .prints("caseload move 'Sam'");
    practice.run_as("Sam", &["caseload", "leave", "Sam", "tomorrow", "today"]).ends(1).says(
        "The first day is after the last.",
        "Nothing was changed.",
        "Check the two days: the first, then the last.",
    );
    practice.run_as("Sam", &["caseload", "leave", "Lee", "today", "tomorrow"]).ends(1);
    let before = practice.log();
    let (move_only, move_yes) = (["caseload", "move", "Sam", "today", "tomorrow"], ["--yes"]);
    practice.run(&move_only).done().prints("to Lee Wong").prints("Give --yes to move them.");
    practice.run(&["caseload", "move", "Sam", "tomorrow", "today"]).ends(1);
    assert_eq!(practice.log(), before);
    practice.run(&[&move_only[..], &move_yes[..]].concat()).done().prints("to Lee Wong");
    practice.run_as("Lee", &["cases", "--mine"]).done().prints(&day.case);
    practice.run_as("Sam", &["caseload", "leave", "Sam", "--none"]).done().prints("Sam Hill is here.");
}

#[test]
fn limits_are_set_one_by_one_and_shown_together() {
    let practice = northgate();
    practice.run(&["practice", "limits"]).done().prints("First contact within       not set");
    practice.run(&["practice", "limits", "--first-contact", "5", "--accept-urgent", "1"]).done();
    practice.run(&["practice", "limits", "--follow-up-months", "3,6", "--small-numbers", "10"]).done();
    let limits = practice.run(&["--json", "practice", "limits"]).done().json();
    assert_eq!((&limits["first_contact_working_days"], &limits["accept_urgent"]), (&json!(5), &json!(1)));
    assert_eq!((&limits["follow_up_months"], &limits["small_numbers"]), (&json!([3, 6]), &json!(10)));
    practice
        .run(&["practice", "limits", "--first-contact", "none"])
        .done()
        .prints("First contact within       not set");
    practice.run(&["practice", "limits", "--attempts", "0"]).ends(1).says(
        "The number of attempts takes 1 to 20, not 0.",
        "Nothing was changed.",
        "Give a number within that range.",
    );
    practice.run(&["practice", "limits", "--attempts", "some"]).ends(2);
    practice
        .run_as("Priya", &["practice", "limits", "--attempts", "2"])
        .ends(1)
        .complains("Only managers may");
}

#[test]
fn a_licensed_instrument_is_off_until_its_licence_is_recorded() {
    let day = accepted();
    let practice = &day.practice;
    practice.run(&["instruments", "list"]).done().prints("ONS4").prints("off until a licence is recorded");
    practice
        .run(&["instruments", "show", "ucla-3"])
        .done()
        .prints("3 to 9, lower is better")
        .prints("Licence");
    practice.run(&["instruments", "show", "gad7"]).ends(3);
    day.sam(&["measure", "pam", "baseline", "56", "3"]).ends(1).says(
        "PAM needs a licence, and none is recorded.",
        "Nothing was changed.",
        "Ask an administrator to record the practice's licence.",
    );
    practice.run_with("PAM-2026-17", &["practice", "licence", "pam", "-"]).done();
    let on = |instrument: &Value| instrument["key"] == "pam" && instrument["on"] == true;
    assert!(practice.run(&["--json", "instruments", "list"]).done().objects().iter().any(on));
    day.sam(&["measure", "pam", "baseline", "56", "3"]).done().prints("activation score 56");
    practice.run(&["practice", "licence", "PAM", "--none"]).done();
    practice.run(&["practice", "licence", "ons4", "x"]).ends(1).complains("ONS4 needs no licence");
}

#[test]
fn a_measure_that_the_patient_declines_is_not_due_any_more() {
    let day = accepted();
    day.sam(&["contact", "spoke"]).done();
    let due = |what: &str| {
        let card = day.card();
        card["attention"].as_array().expect("a list").iter().any(|one| one == what)
    };
    assert!(due("UCLA-3 baseline due"), "{}", day.card()["attention"]);
    let declines = ["measure", "ucla3", "baseline", "--declined"];
    day.sam(&declines).done().prints("Wrote down that they declined UCLA-3, baseline");
    assert!(!due("UCLA-3 baseline due") && due("ONS4 baseline due"));
    day.sam(&[]).done().prints("UCLA-3 declined").prints("they declined UCLA-3, baseline");
    assert_eq!(day.card()["work"]["declined"][0]["instrument"], "ucla3");
    day.sam(&declines).ends(1).complains("It is so already");
    day.sam(&["undo"]).done().prints("the declining of a measure");
    assert!(due("UCLA-3 baseline due"));
    day.sam(&["measure", "ucla3", "baseline"]).ends(2);
    day.sam(&["measure", "ucla3", "baseline", "1", "1", "1", "--declined"]).ends(2);
    day.sam(&["measure", "pam", "baseline", "--declined"]).ends(1).complains("needs a licence");
    let before_birth = ["measure", "ucla3", "baseline", "--declined", "--on", "1948-02-02"];
    day.sam(&before_birth).ends(1).complains("before the patient was born");
}

#[test]
fn giving_a_case_back_says_which_appointments_are_called_off_with_it() {
    let day = accepted();
    day.sam(&["appoint", "phone", "tomorrow", "10:00"]).done();
    let before = day.practice.log();
    day.sam(&["return", "lives elsewhere"])
        .ends(1)
        .complains("would be given back, and this is called off with it:")
        .complains("  the appointment on ")
        .complains("at 10:00 (phone)")
        .complains("Give --yes to give it back.");
    assert_eq!(day.practice.log(), before);
    day.practice
        .run_as("Lee", &["case", &day.case, "return", "x"])
        .ends(1)
        .complains("another link worker's");
    day.sam(&["return", "lives elsewhere", "--yes"]).done().prints("Given back");
    assert_eq!(day.card()["work"]["appointments"][0]["state"], "cancelled");
}

#[test]
fn what_cannot_have_been_or_cannot_be_is_refused_in_words() {
    let day = accepted();
    let before = day.practice.log();
    day.sam(&["contact", "spoke", "--at", "2999-01-01 10:00"]).ends(1).says(
        "That time is in the future.",
        "Nothing was changed.",
        "Give the day or the time at which it was.",
    );
    day.sam(&["contact", "spoke", "--at", "2020-01-01 10:00"])
        .ends(1)
        .complains("before the case was opened");
    day.sam(&["contact", "spoke", "--minutes", "601"]).ends(1).complains("That many minutes cannot be.");
    day.sam(&["contact", "shouted"]).ends(2).complains("no-answer");
    day.sam(&["contact", "spoke", "--at", "teatime"]).ends(1).complains("is no time");
    day.sam(&["wait", "2020-01-01", "x"]).ends(1).complains("is past");
    day.sam(&["wait", "2999-01-01", "x"]).ends(1).complains("more than two years ahead");
    day.sam(&["wait", "someday", "x"]).ends(2).complains("write a day like 2026-11-26");
    day.sam(&["wait", "tomorrow"]).ends(2);
    day.sam(&["appoint", "letter", "tomorrow", "10:00"]).ends(2);
    day.sam(&["appoint", "phone", "tomorrow"]).ends(1).complains("is no day and time");
    day.sam(&["appoint", "phone", "2020-01-01", "10:00"]).ends(1).complains("is past");
    day.sam(&["measure", "ons4", "baseline", "4", "7", "11", "8"]).ends(1).says(
        "Happiness goes from 0 to 10, and 11 is outside.",
        "Nothing was changed.",
        "Check the answer, or leave it unanswered.",
    );
    day.sam(&["measure", "ons4", "baseline", "4", "7"]).ends(1).complains("ONS4 has 4 items");
    day.sam(&["measure", "ucla3", "baseline", "1", "1", "1", "--on", "tomorrow"])
        .ends(1)
        .complains("in the future");
    day.sam(&["measure", "ucla3", "baseline", "1", "1", "1", "--on", "1948-02-02"])
        .ends(1)
        .complains("before the patient was born");
    day.sam(&["step", "add", "no-such"]).ends(3);
    day.sam(&["step", "9", "started"]).ends(1).complains("There is no such step here");
    day.sam(&["close", "met", "--outcome", "sunny"]).ends(2).complains("partly-helped");
    day.sam(&["close", "not-met", "--because", "full", "--outcome", "helped"])
        .ends(1)
        .complains("The outcome says that they were helped");
    day.practice.run_as("Lee", &["case", &day.case, "contact", "spoke", "--at", "soon"]).ends(1);
    assert_eq!(day.practice.log(), before);

    let waiting = day.practice.flag(&format!("{JOHN} debt +agreed"), &["--hand-over"]);
    let waiting = waiting["reference"].as_str().unwrap();
    day.practice.run_as("Sam", &["case", waiting, "contact", "spoke"]).ends(1).says(
        "No link worker has accepted the case.",
        "Nothing was changed.",
        "Accept it first.",
    );
    day.practice
        .run_as("Sam", &["case", waiting, "block"])
        .done()
        .prints("Social prescribing for debt")
        .hides("SNOMED");
}

#[test]
fn a_patient_who_is_known_by_number_only_can_be_carried_too() {
    let practice = northgate();
    let case = practice.flag(&format!("{MARGARET} lonely +agreed"), &["--hand-over"]);
    let case = case["reference"].as_str().unwrap();
    let sam = |arguments: &[&str]| practice.run_as("Sam", &[&["case", case], arguments].concat());
    sam(&["accept"]).done();
    sam(&["plan", "--in-person"]).done().prints("Your plan");
    practice.run_as("Sam", &["calendar", "export"]).done().prints(&format!("Contact due: {case}"));
}
