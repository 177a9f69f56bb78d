//! A link worker's day at a real terminal: accept, call, reach, plan, refer, measure, follow up, close; the keys counted.

use super::person::{Home, Terminal};

/// Sam Carter on the case of Margaret Ellis, which waits for the team.
fn on_her_case(home: &Home) -> Terminal {
    home.command(&["flag", "9995260182 lonely +agreed", "--hand-over"]);
    let mut terminal = home.sits_down().at_today();
    terminal.keys("Ctrl-F").types("ellis loneliness").sees("► Margaret Ellis").sees("loneliness · waiting");
    terminal.keys("Enter").sees("Margaret Ellis").sees("a accept");
    terminal
}

/// The keys since the last count.
fn counted(terminal: &mut Terminal) -> usize {
    std::mem::take(&mut terminal.keys)
}

#[test]
fn a_call_that_nobody_answers_takes_two_keys() {
    let home = Home::demo().acting_as("Sam Carter");
    let mut terminal = on_her_case(&home);
    terminal.keys("a").sees("not rung yet");
    counted(&mut terminal);
    terminal.keys("c n").sees("no answer").sees("try again").sees("1 try");
    assert_eq!(counted(&mut terminal), 2);
    terminal.keys("u").sees("not rung yet");
}

#[test]
fn a_day_is_lived_with_few_keys() {
    let home = Home::demo().acting_as("Sam Carter");
    let mut terminal = on_her_case(&home);
    counted(&mut terminal);
    terminal.keys("a").sees("first contact");
    assert_eq!(counted(&mut terminal), 1, "accept");
    terminal.keys("c n").sees("1 try");
    terminal.keys("c n").sees("2 tries");
    assert_eq!(counted(&mut terminal), 4, "two calls");
    terminal
        .keys("c s")
        .sees("Sentence")
        .types("Keen on the lunch club.")
        .keys("Ctrl-S")
        .sees("ONS4 baseline due");
    assert_eq!(counted(&mut terminal), 3, "a talk");
    terminal.keys("p M").sees("What matters to Margaret").types("I want to get out again").keys("Enter");
    terminal.sees("“I want to get out again”");
    terminal.keys("S").types("lunch").sees("► Lunch Club").keys("Enter").sees("puts it in the plan");
    terminal.keys("Enter").sees("for Margaret Ellis").keys("Enter").sees("agreed since");
    assert_eq!(counted(&mut terminal), 7, "a goal and a step");
    terminal.keys("r").sees("What leaves the practice").sees("is told").keys("y").sees("referred since");
    assert_eq!(counted(&mut terminal), 2, "a referral");
    terminal.keys("Esc").sees("Mind");
    counted(&mut terminal);
    terminal.keys("m Enter").sees("satisfied").types("4567").sees("anxiety 7, high").keys("Enter");
    terminal.sees("UCLA-3 baseline due").no_longer_sees("ONS4 baseline due");
    assert_eq!(counted(&mut terminal), 3, "ONS4, but for its answers");
    terminal.keys("m Enter").sees("companionship").types("233").sees("loneliness 8").keys("Enter");
    terminal.no_longer_sees("UCLA-3 baseline due");
    assert_eq!(counted(&mut terminal), 3, "UCLA-3, but for its answers");
    terminal.keys("v").sees("Ask again how").keys("Ctrl-S").sees("Ask again   ");
    assert_eq!(counted(&mut terminal), 2, "a follow-up");
    terminal.keys("x").sees("What came of each need?").keys("Ctrl-S").sees("goes on. Close the case");
    terminal.keys("y").sees("closed: helped");
    assert_eq!(counted(&mut terminal), 3, "a close with a step that goes on");
}

#[test]
fn the_third_call_offers_to_close_as_not_reached() {
    let home = Home::demo().acting_as("Sam Carter");
    let mut terminal = on_her_case(&home);
    // Somebody who knows the way types ahead.
    terminal.keys("a c n c n c n").sees("Not reached after 3 tries").keys("y").sees("[not reached]");
    terminal.keys("Ctrl-S").sees("closed: not reached");
}

#[test]
fn the_code_for_the_clinical_system_is_taken_once() {
    let home = Home::demo().acting_as("Sam Carter");
    let mut terminal = on_her_case(&home);
    terminal.keys("a").sees("first contact").keys("C").sees("871731000000106").keys("y").sees("took code");
    terminal.keys("C").sees("already coded").keys("y").sees("coded").keys("Esc").sees("Keys");
}
