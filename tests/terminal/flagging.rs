//! Flagging a need at a real terminal: the form, the one line, a pasted banner, the routes, what is kept of it.

use super::person::Home;

const BANNER: &str =
    "ELLIS, Margaret   Born 03-Feb-1948   NHS No. 999 526 0182   Gender Female   Mob 07700 900123";

#[test]
fn one_line_flags_too() {
    let home = Home::demo();
    let mut terminal = home.sits_down().at_today();
    terminal.keys("F").types("9995260182 lonely, debt !soon -- son moved away").sees("Margaret Ellis");
    terminal.keys("Ctrl-S").no_longer_sees("son moved away").sees("flagged");
    terminal.quits();
    let cases = home.cases_of("9995260182");
    let whole = home.case(&cases[0]["case"]);
    for part in ["loneliness", "debt", "soon", "son moved away", "to route"] {
        assert!(whole.contains(part), "{part}: {whole}");
    }
}

#[test]
fn a_banner_pasted_on_today_opens_the_form_with_its_patient() {
    let home = Home::demo();
    let mut terminal = home.sits_down().at_today();
    terminal.pastes(BANNER).sees("Flag a need").sees("Margaret Ellis");
    terminal.types("lonely").keys("Enter Ctrl-S y").sees("A link worker will ring you");
    terminal.quits();
    assert_eq!(home.cases_of("9995260182").len(), 1);
}

#[test]
fn a_banner_is_understood_where_the_terminal_does_not_mark_pastes() {
    let mut terminal = Home::demo().sits_down().at_today();
    terminal.pastes_unmarked(BANNER).sees("Flag a need").sees("Margaret Ellis");
}

#[test]
fn a_paste_on_a_list_is_never_a_command() {
    let mut terminal = Home::demo().sits_down().at_today();
    terminal.pastes("qqq\rf").sees("Pasted text is never a command");
    terminal.keys("Down").pastes_unmarked("q\rfF:2q1").sees("Pasted text is never a command");
    assert!(!terminal.screen().contains("Flag a need"));
}

/// Goes to the row of the route and chooses the one so many to the right.
fn routes(terminal: &mut super::person::Terminal, right: usize) {
    terminal.sees("Route");
    let cursor = |shown: &super::pty::Shown| shown.screen().cursor_position();
    // Urgency, note, contact: until the row of routes has the cursor, each Tab is one place on.
    for _ in 0..12 {
        let here = cursor(&terminal.pty.shown());
        let row = terminal.screen().lines().nth(usize::from(here.0)).unwrap_or_default().to_owned();
        if row.trim_start().starts_with("Route") {
            break;
        }
        terminal.keys("Tab");
        let moved = |shown: &super::pty::Shown| (shown.is_whole() && cursor(shown) != here).then_some(());
        assert!(terminal.pty.wait(super::pty::LIMIT, moved).is_some(), "{}", terminal.screen());
    }
    for _ in 0..right {
        terminal.keys("Right");
    }
}

#[test]
fn a_need_stays_to_route_for_later_and_ends_where_the_patient_declines() {
    for (right, status) in [(6, "to-route"), (5, "closed")] {
        let home = Home::demo();
        let mut terminal = home.sits_down().at_today();
        terminal.keys("f").types("9995260182").keys("Enter").types("lonely").keys("Enter");
        routes(&mut terminal, right);
        terminal.keys("Ctrl-S").no_longer_sees("Patient   999");
        terminal.quits();
        let listed = home.command(&["cases", "--status", status, "--json"]);
        let hers = |case: &str| case.contains("999 526 0182") && case.contains("loneliness");
        assert!(listed.lines().any(hers), "{status}: {listed}");
    }
}

#[test]
fn a_need_added_to_an_open_case_joins_it() {
    let home = Home::demo();
    let mut terminal = home.sits_down().at_today();
    for need in ["lonely", "debt"] {
        terminal.keys("f").types("9995260182").keys("Enter").types(need).keys("Enter Ctrl-S");
        if need == "lonely" {
            terminal.sees("y yes").keys("y");
        }
        terminal.no_longer_sees("Flag a need");
    }
    terminal.sees("joins the open case");
    terminal.quits();
    let cases = home.cases_of("9995260182");
    assert_eq!(cases.len(), 1, "{cases:?}");
}

#[test]
fn a_red_flag_brings_up_who_to_call_and_saves_nothing_by_itself() {
    let home = Home::demo();
    let mut terminal = home.sits_down().at_today();
    terminal.keys("f").types("9995260182").keys("Enter").types("lonely").keys("Enter Tab Tab");
    terminal.types("wants to end it all").sees("Samaritans");
    terminal.keys("Ctrl-S").sees("Flag a need");
    assert!(home_is_locked(&home), "the terminal has the store");
    terminal.keys("Esc").no_longer_sees("Flag a need");
    terminal.quits();
    assert!(home.cases_of("9995260182").is_empty());
}

fn home_is_locked(home: &Home) -> bool {
    home.tries(&["cases"]).1 == Some(4)
}

#[test]
fn escape_leaves_the_form_and_never_what_was_typed() {
    let mut terminal = Home::demo().sits_down().at_today();
    terminal.keys("f").types("9995260182").keys("Enter").types("lonely").keys("Enter Esc");
    terminal.no_longer_sees("Flag a need");
    terminal.keys("f").sees("Flag a need").sees("Margaret Ellis").sees("Loneliness");
}

#[test]
fn the_details_of_a_service_are_given_to_a_patient_who_is_named() {
    let home = Home::demo();
    let mut terminal = home.sits_down().at_today();
    terminal
        .keys("f")
        .types("9995260182")
        .keys("Enter")
        .types("lonely")
        .keys("Enter")
        .sees("Near TH3")
        .sees("need: ");
    routes(&mut terminal, 2);
    terminal.sees("‹signpost›").keys("Tab").keys("Down").keys("Enter").no_longer_sees("none yet");
    terminal.keys("Ctrl-S").sees("has the details of").sees("is routed");
    terminal.quits();
}

#[test]
fn a_service_is_told_the_agreed_details_and_no_others() {
    let home = Home::demo();
    let mut terminal = home.sits_down().at_today();
    terminal
        .keys("f")
        .types("9995260182")
        .keys("Enter")
        .types("lonely")
        .keys("Enter")
        .sees("Near TH3")
        .sees("need: ");
    routes(&mut terminal, 3);
    terminal.sees("‹refer›").keys("Tab").keys("Down").keys("Enter").no_longer_sees("none yet");
    terminal.sees("leaves the practice: Margaret Ellis · 07700 900340 · loneliness");
    terminal.keys("Ctrl-S").sees("y yes").keys("y").sees("is referred to");
    terminal.quits();
}

#[test]
fn what_is_not_for_social_prescribing_is_escalated_and_heads_today() {
    let home = Home::demo();
    let mut terminal = home.sits_down().at_today();
    terminal.keys("f").types("9995260182").keys("Enter").types("lonely").keys("Enter");
    routes(&mut terminal, 4);
    terminal.sees("‹escalate›").keys("Tab").types("the duty GP").keys("Ctrl-S");
    terminal.sees("escalated, the duty GP was told").sees("Margaret Ellis");
    terminal.quits();
}

#[test]
fn a_case_is_handed_to_one_link_worker_by_name() {
    let home = Home::demo();
    let mut terminal = home.sits_down().at_today();
    terminal.keys("f").types("9995260182").keys("Enter").types("lonely").keys("Enter");
    routes(&mut terminal, 1);
    terminal
        .sees("‹worker›")
        .keys("Tab")
        .keys("Right")
        .sees("‹")
        .keys("Ctrl-S")
        .sees("y yes")
        .keys("y")
        .sees("is handed over to");
    terminal.quits();
}
