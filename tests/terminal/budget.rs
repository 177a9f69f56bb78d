//! The budgets of keys, literally: pressed at a real terminal, and what came of them asked of the command line.
//!
//! Counted is every key but the letters of the words themselves.

use super::person::Home;

#[test]
fn a_known_patient_is_handed_to_the_team_with_five_keys() {
    let home = Home::demo();
    let mut terminal = home.sits_down().at_today();
    terminal.keys("f").types("9995260182").keys("Enter").types("lonely").keys("Enter Ctrl-S y");
    assert_eq!(terminal.keys, 5);
    terminal.sees("A link worker will ring you");
    terminal.quits();
    let cases = home.cases_of("9995260182");
    let [case] = cases.as_slice() else { panic!("{cases:?}") };
    let whole = home.case(&case["case"]);
    for part in ["loneliness", "\"status\":\"waiting\"", "agrees that the link workers may contact them"] {
        assert!(whole.contains(part), "{part}: {whole}");
    }
}

#[test]
fn another_need_costs_one_key_more() {
    let home = Home::demo();
    let mut terminal = home.sits_down().at_today();
    terminal.keys("f").types("9995260182").keys("Enter").types("lonely").keys("Enter");
    terminal.types("debt").keys("Enter Ctrl-S y");
    assert_eq!(terminal.keys, 6);
    terminal.sees("A link worker will ring you");
    terminal.quits();
    let cases = home.cases_of("9995260182");
    let whole = home.case(&cases[0]["case"]);
    assert!(whole.contains("loneliness") && whole.contains("debt"), "{whole}");
}

#[test]
fn a_new_patient_with_a_phone_takes_at_most_ten_keys() {
    let home = Home::demo();
    let mut terminal = home.sits_down().at_today();
    terminal.keys("f").types("Joan Smithson 3/2/1948").sees("► New patient").keys("Enter");
    terminal.types("07700 900456").keys("Enter").types("th3 4nn").keys("Enter");
    terminal.types("lonely").keys("Enter Ctrl-S y");
    assert!(terminal.keys <= 10, "{}", terminal.keys);
    terminal.sees("A link worker will ring you");
    terminal.quits();
    let cases = home.command(&["cases", "--json"]);
    assert!(cases.contains("Joan Smithson"), "{cases}");
}

#[test]
fn a_nurse_sees_a_services_phone_hours_and_address_with_two_keys_from_anywhere() {
    let home = Home::demo().acting_as("Grace Adeyemi");
    let mut terminal = home.sits_down().at_today();
    for place in ["1", "2", "3", "f"] {
        terminal.keys(place);
        terminal.keys = 0;
        terminal.keys("Ctrl-F").types("lunch club").sees("Lunch Club").keys("Enter");
        assert_eq!(terminal.keys, 2);
        terminal.sees("01632").sees("TH").keys("Esc").keys("Esc");
    }
}

#[test]
fn signposting_without_naming_a_patient_takes_at_most_two_keys_more() {
    let home = Home::demo().acting_as("Grace Adeyemi");
    let mut terminal = home.sits_down().at_today();
    terminal.keys("Ctrl-F").types("lunch club").sees("Lunch Club").keys("Enter").sees("01632");
    terminal.keys = 0;
    terminal.keys("s");
    assert!(terminal.keys <= 2);
    terminal.sees("signposted");
}
