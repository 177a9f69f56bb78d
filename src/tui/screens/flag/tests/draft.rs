//! Leaving never loses a word.

use super::seat::{FakeDesk, Seat, key};
use crate::desk::request::Whose;
use crate::tui::draft::FlagDraft;
use crate::tui::open::FlagStart;
use crate::tui::screen::Act;
use crate::tui::screens::flag::form::{Form, Picked};
use proptest::prelude::*;

#[test]
fn everything_is_there_again_after_a_kill_also_what_was_half_typed_and_where_the_cursor_was() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9995260182").keys("Enter").types("lonely").keys("Enter").types("hou").keys("Tab Right Tab");
    seat.types("Son moved away")
        .keys("Tab Tab Right Space Tab")
        .types(" or after 3")
        .keys("Tab Right Tab Right");
    let before = seat.page();
    let mut seat = seat.killed_and_started_again();
    let strip = |page: &str| page.replace(' ', "");
    assert_eq!(strip(&seat.page()), strip(&before));
    seat.keys("Ctrl-S");
    assert_eq!(seat.hint(), "\"hou\" is not a need yet: Enter takes the one highlighted.");
    seat.keys("Enter Ctrl-S y");
    let flag = seat.saved();
    assert_eq!(flag.needs, [key("loneliness"), key("housing_repairs")]);
    assert_eq!(flag.note, "Son moved away");
    let contact = &flag.corrected.as_ref().unwrap().contact;
    assert_eq!(contact.best_time, "not before 10 or after 3");
}

#[test]
fn a_half_typed_patient_is_looked_for_again() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("marge");
    let mut seat = seat.killed_and_started_again();
    seat.keys("Enter");
    assert!(seat.page().contains("999 159 0838 · Margery Ellis"));
}

#[test]
fn a_reason_to_go_on_is_kept_with_the_choice() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9995260182").keys("Enter").types("lonely").keys("Enter Tab Tab").types("she can't go on");
    seat.keys("Ctrl-S Shift-Tab Right Tab").types("spoke to Dr Patel");
    let mut seat = seat.killed_and_started_again();
    seat.keys("Ctrl-S y");
    assert_eq!(seat.saved().went_on, "spoke to Dr Patel");
}

#[test]
fn esc_closes_the_list_first_then_leaves_and_the_draft_stays() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("ellis").keys("Esc");
    assert!(!seat.wanted.contains(&Act::Close) && !seat.page().contains("Margery"));
    seat.keys("Up");
    assert!(seat.page().contains("Margery"), "Up shows the list again");
    seat.keys("Esc Esc");
    assert!(seat.wanted.contains(&Act::Close));
    assert!(seat.draft.is_some());
}

#[test]
fn an_empty_form_leaves_no_draft() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("a").keys("Backspace Tab Tab Esc");
    assert!(seat.wanted.contains(&Act::Close));
    assert_eq!(seat.draft, None);
}

#[test]
fn a_form_opened_for_somebody_lets_the_draft_wait_and_it_comes_back() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9995260182").keys("Enter").types("debt").keys("Enter Esc");
    let draft = seat.draft.clone();
    let margery = seat.desk.line(1, "").id;
    let mut seat = Seat::at(&FlagStart::For(margery), draft.as_ref(), FakeDesk::new());
    assert!(seat.hint().starts_with("The draft that you left is kept"));
    seat.types("lonely").keys("Enter Ctrl-S y y");
    assert_eq!(seat.saved().whose, Whose::Known(margery));
    let mut seat = seat.killed_and_started_again();
    seat.desk.flagged.clear();
    assert!(seat.page().contains("Margaret Ellis"));
    seat.keys("Ctrl-S y");
    assert_eq!(seat.saved().needs, [key("debt")]);
    assert_eq!(seat.draft, None);
}

#[test]
fn opening_for_somebody_and_leaving_again_is_no_draft_of_its_own() {
    let seat = Seat::at_an_empty_form();
    let margery = seat.desk.line(1, "").id;
    let mut seat = Seat::at(&FlagStart::For(margery), None, FakeDesk::new());
    assert!(seat.page().contains("Margery Ellis"));
    seat.keys("Esc");
    assert_eq!(seat.draft, None);
}

#[test]
fn the_line_that_waits_in_the_draft_is_left_alone() {
    let line = FlagDraft { line: "9991590838 debt".to_owned(), ..FlagDraft::default() };
    let mut seat = Seat::at(&FlagStart::Empty, Some(&line), FakeDesk::new());
    seat.types("9995260182").keys("Enter").types("lonely").keys("Enter Ctrl-S y");
    assert_eq!(seat.draft, Some(line));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_is_pressed_nothing_panics_nothing_is_saved_unasked_and_the_draft_restores_the_form(
        presses in proptest::collection::vec(0..22_usize, 0..60)
    ) {
        const PRESSES: [&str; 20] = [
            "Enter", "Tab", "Shift-Tab", "Down", "Up", "Left", "Right", "Space", "Backspace", "Esc", "Ctrl-U",
            "Ctrl-S", "n", "l", ",", "9", "ellis", "lonely", "9995260182", "kill herself",
        ];
        let mut seat = Seat::at_an_empty_form();
        for press in presses {
            match PRESSES.get(press) {
                Some(words) if words.len() > 1 && words.chars().all(|c| c.is_ascii_lowercase() || c == ' ' || c.is_ascii_digit()) => seat.types(words),
                Some(key) => seat.keys(key),
                None => seat.pastes("ELLIS, Margaret Born 03-Feb-1948 NHS No. 999 526 0182"),
            };
            seat.drawn(60, 12);
            if seat.wanted.contains(&Act::Close) {
                break;
            }
        }
        for flag in &seat.desk.flagged {
            let agreed = matches!(flag.agreement, crate::desk::request::Agreed::Yes { .. });
            prop_assert!(!agreed, "nobody pressed y");
        }
        if seat.desk.flagged.is_empty() && !seat.wanted.contains(&Act::Close) {
            let before = seat.screen.form.clone();
            let again = seat.killed_and_started_again();
            // A number that nobody had taken yet is looked up anew, and known then.
            let taken = !matches!(before.picked, Picked::Number(_));
            if !before.is_blank() && taken {
                // White space at the ends of a text is no word.
                let plain = |form: &Form| serde_json::to_string(form).unwrap().replace(' ', "");
                prop_assert_eq!(plain(&again.screen.form), plain(&before));
            }
        }
    }
}

#[test]
fn a_number_typed_over_a_draft_that_came_back_begins_a_flag_of_its_own_and_loses_nothing() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9991590838").keys("Enter").types("debt").keys("Enter Esc");
    let mut seat = seat.killed_and_started_again();
    seat.types("9995260182");
    assert!(
        seat.page().contains("Enter begins a flag for 999 526 0182; what stands here is kept for later.")
    );
    seat.keys("Enter").types("lonely").keys("Enter Ctrl-S y");
    assert_eq!(seat.saved().whose, Whose::Known(seat.desk.line(0, "").id));
    assert_eq!(seat.saved().needs, [key("loneliness")]);
    let seat = seat.killed_and_started_again();
    assert!(seat.page().contains("Margery Ellis") && seat.page().contains("[Debt]"), "{}", seat.page());
}

#[test]
fn a_number_typed_where_needs_go_changes_a_patient_for_whom_nothing_stands_yet() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9991590838")
        .keys("Enter")
        .types("9995260182")
        .keys("Enter")
        .types("debt")
        .keys("Enter Ctrl-S y");
    assert_eq!(seat.saved().whose, Whose::Known(seat.desk.line(0, "").id));
    assert_eq!(seat.draft, None);
}

#[test]
fn the_form_is_emptied_for_somebody_else_and_the_same_key_brings_it_back() {
    let mut seat = Seat::at_an_empty_form();
    seat.types("9995260182").keys("Enter").types("lonely").keys("Enter");
    seat.keys("Ctrl-X");
    assert!(!seat.page().contains("Margaret Ellis"), "{}", seat.page());
    assert_eq!(seat.draft, None);
    seat.keys("Ctrl-X");
    for part in ["Margaret Ellis", "[Loneliness]", "Bedminster Befriending"] {
        assert!(seat.page().contains(part), "{}", seat.page());
    }
    seat.keys("Ctrl-X").types("9991590838").keys("Enter").types("debt").keys("Enter Ctrl-S y y");
    assert_eq!(seat.saved().needs, [key("debt")]);
}
