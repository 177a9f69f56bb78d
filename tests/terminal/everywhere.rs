//! What holds everywhere, at a real terminal: help, palette, actions, hiding, sizes, colours, and silence.

use super::person::Home;
use std::time::Duration;

#[test]
fn control_c_says_how_to_end_and_q_twice_ends() {
    let mut terminal = Home::demo().sits_down().at_today();
    terminal.keys("Ctrl-C Ctrl-C Ctrl-C").sees("a second q ends Signpost");
    terminal.quits();
}

#[test]
fn help_palette_actions_and_the_next_keys_are_shown() {
    let mut terminal = Home::demo().sits_down().at_today();
    terminal.keys("F1").sees("go to the cases").keys("Esc").no_longer_sees("go to the cases");
    terminal.keys(":").types("hide").sees("hide the screen").keys("Esc").no_longer_sees("hide the screen");
    terminal.keys("2").sees("all open cases").keys("Space").sees("only urgent cases").keys("Esc");
    terminal.no_longer_sees("only urgent cases").keys("g").sees("earlier messages").keys("Esc");
    terminal.no_longer_sees("earlier messages");
}

#[test]
fn the_hidden_screen_shows_nothing_of_anybody_and_takes_no_command() {
    let mut terminal = Home::demo().sits_down().at_today();
    terminal.sees("Doreen Clarke").keys("Ctrl-L").no_longer_sees("Doreen Clarke");
    terminal.keys("f q q").keys("Enter").sees("Doreen Clarke");
    assert!(!terminal.screen().contains("Flag a need"));
}

#[test]
fn a_small_window_shows_the_same_and_one_too_small_says_what_it_needs() {
    let mut terminal = Home::demo().sits_down().at_today();
    terminal.pty.resize(60, 18);
    terminal.sees("Today").sees("f flag");
    terminal.pty.resize(40, 10);
    terminal.sees("60").sees("18");
    terminal.pty.resize(100, 30);
    terminal.sees("To route");
    terminal.quits();
}

#[test]
fn without_colours_nothing_is_coloured_and_the_selection_still_shows() {
    let home = Home::demo();
    let terminal = home.sits_down_with(100, 30, &[("NO_COLOR", "1")]).at_today();
    let shown = terminal.pty.shown();
    let mut selected = 0;
    for row in 0..30 {
        for column in 0..100 {
            let Some(cell) = shown.screen().cell(row, column) else { continue };
            assert_eq!((cell.fgcolor(), cell.bgcolor()), (vt100::Color::Default, vt100::Color::Default));
            selected += usize::from(cell.inverse());
        }
    }
    assert!(selected > 0, "{}", shown.text());
}

#[test]
fn an_arrow_key_that_comes_in_pieces_does_not_leave_the_form() {
    let mut terminal = Home::demo().sits_down().at_today();
    for attempt in 1.. {
        terminal.keys("f").sees("Flag a need").types("9995260182").keys("Enter").sees("Margaret Ellis");
        for byte in b"\x1b[B" {
            terminal.pty.write(&[*byte]);
            std::thread::sleep(Duration::from_millis(20));
        }
        terminal.types("z");
        if terminal.screen().contains("Flag a need") {
            break;
        }
        // A busy machine may hand a byte on later than it was pressed.
        assert!(attempt < 5, "{}", terminal.screen());
    }
}

#[test]
fn nothing_is_sent_while_nothing_changes() {
    let terminal = Home::demo().sits_down().at_today();
    let (before, _) = terminal.pty.quiet(Duration::from_secs(1));
    let sent = terminal.pty.wait(Duration::from_millis(1_500), |shown| (shown.bytes != before).then_some(()));
    assert_eq!(sent, None, "{}", terminal.screen());
}
