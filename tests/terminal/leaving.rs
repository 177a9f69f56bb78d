//! Kills, a second process, and the first start of all.

use super::person::Home;

#[test]
fn what_is_being_typed_survives_a_kill() {
    let home = Home::demo();
    let mut terminal = home.sits_down().at_today();
    terminal.keys("f").types("9995260182").keys("Enter").types("lonely").keys("Enter").sees("draft kept");
    terminal.types("deb");
    terminal.pty.kill();
    let mut terminal = home.sits_down().at_today();
    terminal.sees("still there").keys("f").sees("Margaret Ellis").sees("Loneliness");
}

#[test]
fn a_case_whose_hand_over_was_said_survives_a_kill() {
    let home = Home::demo();
    let mut terminal = home.sits_down().at_today();
    terminal.keys("f").types("9995260182").keys("Enter").types("lonely").keys("Enter Ctrl-S y");
    terminal.sees("A link worker will ring you");
    terminal.pty.kill();
    let cases = home.cases_of("9995260182");
    assert_eq!(cases.len(), 1);
    assert!(home.case(&cases[0]["case"]).contains("\"status\":\"waiting\""));
}

#[test]
fn a_second_start_on_the_same_store_says_who_has_it() {
    let home = Home::demo();
    let first = home.sits_down().at_today();
    let mut second = home.sits_down();
    assert_eq!(second.pty.ended(), 4);
    second.sees("in use");
    first.quits();
}
