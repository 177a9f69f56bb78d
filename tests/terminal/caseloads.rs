//! The team's caseloads at a real terminal: settled, a leave, what moves meanwhile, and whom to hand over to.

use super::person::Home;

#[test]
fn a_leave_moves_what_is_due_only_after_a_yes() {
    let home = Home::demo().acting_as("Sam Carter");
    let mut terminal = home.sits_down().at_today();
    terminal.keys("g c").sees("Link worker").sees("of 25").keys("l").sees("When Sam Carter is away");
    terminal.types("today").keys("Tab").types("2 weeks").sees("what is due by then is shown next");
    terminal.keys("Ctrl-S").sees("Move them?").sees("→").keys("n").sees("away until");
    terminal
        .sees("10 of 25")
        .keys("m")
        .sees("Move them?")
        .keys("y")
        .sees("Moved: ")
        .no_longer_sees("10 of 25");
    terminal.keys("q").no_longer_sees("Link worker");
    terminal.quits();
}

#[test]
fn a_manager_settles_a_capacity_and_whoever_is_full_is_proposed_last() {
    let home = Home::demo().acting_as("Alison Grant");
    let mut terminal = home.sits_down().at_today();
    terminal.keys("g c").sees("Link worker").keys("e").sees("How many cases").keys("Ctrl-U").types("lots");
    terminal
        .sees("\"lots\" is not a number of cases")
        .keys("Ctrl-U")
        .types("1")
        .keys("Ctrl-S")
        .sees("full: ");
    terminal.keys("q").no_longer_sees("Link worker");
    terminal.quits();
    let mut terminal = home.acting_as("Donna Whitfield").sits_down().at_today();
    terminal.keys("f").types("9995260182").keys("Enter").types("lonely").keys("Enter");
    terminal.keys("Tab Tab Tab Tab Tab Tab Right").sees("of 25").sees("full: ");
    let screen = terminal.screen();
    assert!(screen.find("of 25") < screen.find("full: "), "{screen}");
    terminal.keys("Tab Enter Ctrl-S y").sees("link worker will ring you");
    terminal.quits();
}
