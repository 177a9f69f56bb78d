//! A link worker's Today at a real terminal: why each case is there, what is due, and a call asked for at the desk.

use super::person::Home;
use std::time::Duration;

#[test]
fn a_link_worker_sees_their_caseload_and_why_each_case_is_there() {
    let home = Home::demo().acting_as("Sam Carter");
    let mut terminal = home.sits_down_with(120, 60, &[]).at_today();
    terminal.sees("You: ").sees("of 25").sees("Asked to be rung").sees("call back").sees("Overdue");
    terminal.sees("Waiting for a service's answer").sees("no answer since").sees("Measures due");
    terminal.keys("2").sees("all open cases").keys("d").sees("cases of mine that are due or overdue");
    terminal.sees("call back").no_longer_sees("Domestic");
    terminal.keys("l").sees("cases that wait longer than the limit").sees("over limit");
    terminal.quits();
}

#[test]
fn moving_the_selection_sends_less_than_a_kilobyte_also_beside_the_list() {
    let home = Home::demo().acting_as("Sam Carter");
    let mut terminal = home.sits_down_with(120, 60, &[]).at_today();
    terminal.sees("of 25");
    terminal.pty.quiet(Duration::from_millis(300));
    for _ in 0..12 {
        let before = terminal.pty.shown().bytes;
        terminal.keys("j");
        let (after, _) = terminal.pty.quiet(Duration::from_millis(50));
        assert!(after - before <= 1_000, "{} bytes:\n{}", after - before, terminal.screen());
    }
}

#[test]
fn whoever_flagged_sees_what_came_of_it_without_the_notes() {
    let home = Home::demo().acting_as("Donna Whitfield");
    let mut terminal = home.sits_down_with(120, 60, &[]).at_today();
    terminal.sees("What came of what you flagged").sees("reached");
    assert!(!terminal.screen().contains("You: "));
    terminal.quits();
}

#[test]
fn a_call_back_asked_for_at_the_desk_stands_on_the_link_workers_today() {
    let home = Home::demo();
    home.command(&["flag", "9995260182 lonely +agreed", "--hand-over"]);
    let mut terminal = home.sits_down().at_today();
    terminal.keys("f").types("9995260182").keys("Enter").sees("open case").sees("Ring on");
    terminal.keys("Shift-Tab").types("today pm").sees("ask the team to ring Margaret Ellis").keys("Ctrl-S");
    terminal.sees("asks to be rung");
    terminal.quits();
    let mut terminal = home.acting_as("Sam Carter").sits_down_with(120, 60, &[]).at_today();
    terminal.sees("Margaret Ellis").sees("call back").sees("afternoon");
    terminal.quits();
}
