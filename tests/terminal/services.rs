//! The directory and a service's card, in the real application.

use crate::terminal::person::Home;

#[test]
fn each_esc_takes_one_step_back_from_a_text_message_to_the_whole_directory() {
    let home = Home::demo();
    let mut terminal = home.sits_down().at_today();
    terminal.keys("3").sees("Checked").keys("/").types("lunch club").keys("Enter").sees("01632");
    terminal.keys("t").sees("of at most 306 characters");
    terminal.keys("Esc").no_longer_sees("306").sees("01632").sees("Entry");
    terminal.keys("Esc").no_longer_sees("Entry").sees("/ lunch club");
    terminal.keys("Esc").keys("Esc").no_longer_sees("lunch club").sees("Checked");
    terminal.quits();
}

#[test]
fn whoever_types_ahead_signposts_from_the_finder_without_waiting_for_the_card() {
    let home = Home::demo().acting_as("Grace Adeyemi");
    let mut terminal = home.sits_down().at_today();
    terminal.keys("Ctrl-F").types("lunch club").keys("Enter").keys("s").sees("signposted");
}

#[test]
fn what_nothing_fits_is_noted_with_need_and_district_and_never_with_the_words() {
    let home = Home::demo();
    let mut terminal = home.sits_down().at_today();
    terminal.keys("Ctrl-F").types("zebra rides th3").keys("Ctrl-G").sees("Which need did nothing fit?");
    terminal.types("lonel").keys("Enter").sees("Noted: nothing was found for loneliness in TH3");
    terminal.keys("Esc").no_longer_sees("zebra");
    terminal.quits();
    let noted = home.command(&["unmet", "list", "--json"]);
    assert!(noted.contains("loneliness") && noted.contains("TH3") && !noted.contains("zebra"), "{noted}");
}
