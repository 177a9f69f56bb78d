//! The reports at a real terminal: a manager's tab, which nobody else has.

use super::person::Home;

#[test]
fn a_manager_walks_through_every_report_and_chooses_the_days() {
    let home = Home::demo().acting_as("Alison Grant");
    let mut terminal = home.sits_down().at_today();
    terminal.keys("4").sees("‹activity›").sees("Needs by route");
    for report in ["waits", "caseloads", "contacts", "outcomes", "unmet", "services", "equity"] {
        terminal.keys("Right").sees(&format!("‹{report}›")).sees("n = ").no_longer_sees("Counting");
    }
    terminal.keys("p").sees("Which days").keys("Ctrl-U").types("tomorrow").sees("before it begins");
    terminal.keys("Ctrl-U").types("1 jan 2026").keys("Ctrl-S").sees("1 Jan 2026 to");
    terminal.quits();
}

#[test]
fn whoever_is_no_manager_has_no_tab_of_reports() {
    let mut terminal = Home::demo().acting_as("Sam Carter").sits_down().at_today();
    assert!(!terminal.screen().contains("Reports"), "{}", terminal.screen());
    terminal.keys("4").sees("Only managers see the reports.");
    terminal.quits();
}
