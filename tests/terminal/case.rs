//! A case at a real terminal: taken, given back, noted, closed, opened again, and each taken back by undo.

use super::person::{Home, Terminal};

/// Somebody with every role, on the case of Margaret Ellis that waits for the team.
fn on_her_case(home: &Home) -> Terminal {
    home.command(&["flag", "9995260182 lonely +agreed", "--hand-over"]);
    let mut terminal = home.sits_down().at_today();
    terminal.keys("Ctrl-F").types("ellis loneliness").sees("► Margaret Ellis").sees("loneliness · waiting");
    terminal.keys("Enter").sees("Margaret Ellis");
    terminal
}

#[test]
fn a_link_worker_accepts_notes_returns_and_closes_a_case_by_keys() {
    let home = Home::demo().acting_as("Sam Carter");
    let mut terminal = on_her_case(&home);
    terminal.keys("a").sees("with Sam now");
    terminal.keys("n").sees("Note on").types("Rang: no answer.").keys("Ctrl-S").sees("Sam Carter noted");
    terminal.keys("b").sees("case back").types("Not our area.").keys("Ctrl-S").sees("returned now");
    terminal.keys("u").sees("with Sam now");
    terminal.keys("x").sees("What came of each need?").keys("Ctrl-S").sees("closed: helped");
    terminal.keys("o").sees("case again").types("She rang again.").keys("Ctrl-S").sees("to route now");
    terminal.keys("u").sees("closed: helped").sees("o reopen").keys("q").no_longer_sees("Agreement");
    terminal.quits();
}

#[test]
fn a_case_goes_to_whoever_has_room_and_the_reason_stands_beside_the_name() {
    let home = Home::demo().acting_as("Sam Carter");
    let mut terminal = on_her_case(&home);
    terminal.keys("a").sees("with Sam now");
    terminal.keys("W").sees("[the team]").keys("Right").sees(" of ");
    terminal.keys("Right Right Right Right").sees("[Ruth Bellamy: full: 7 of 6").sees("5 of 5");
    terminal.keys("Left Left Left Ctrl-S").sees("waiting").keys("q").no_longer_sees("Agreement");
    terminal.quits();
}
