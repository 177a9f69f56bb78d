//! What keymaps do with keys, and what the checker says of their mistakes.

use proptest::prelude::*;
use rstest::rstest;
use signpost::keymap::{
    CommandInfo, Key, Keymap, Layer, Loaded, Outcome, Passes, Rule, SHIPPED, ScopeInfo, Severity, Vocabulary,
};
use signpost::tui::commands::{Command, VOCABULARY, scope};
use std::fmt::Write;

const FORM_FIELD: [&str; 3] = [scope::TEXT, scope::FORM, scope::GLOBAL];
const CASES: [&str; 3] = [scope::CASES, scope::LIST, scope::GLOBAL];
const CASE: [&str; 3] = [scope::CASE, scope::LIST, scope::GLOBAL];

fn shipped(base: &str) -> Keymap {
    Keymap::load(VOCABULARY, Some(base), None).keymap
}

fn with(user: &str) -> Loaded {
    Keymap::load(VOCABULARY, None, Some(Layer { name: "keymap.toml", bytes: user.as_bytes() }))
}

/// Presses keys one after another and tells what the last one came to.
fn press(keymap: &Keymap, stack: &[&str], keys: &str) -> String {
    let mut pending = Vec::new();
    let mut came_to = String::new();
    for key in keys.split(' ') {
        came_to = match keymap.press(stack, &mut pending, key.parse::<Key>().expect("a key")) {
            Outcome::Matched(row) => row.command.to_owned(),
            Outcome::Pending(next) => format!("{} may follow", next.len()),
            Outcome::NotFound(key) => format!("{key} is not bound"),
            Outcome::Cancelled(keys) => format!("{} keys dropped", keys.len()),
        };
    }
    came_to
}

#[rstest]
#[case("default")]
#[case("vim")]
#[case("function-keys")]
fn a_shipped_keymap_has_nothing_to_report(#[case] base: &str) {
    let findings = Keymap::load(VOCABULARY, Some(base), None).findings;
    assert!(findings.is_empty(), "{findings:#?}");
}

#[rstest]
#[case(&CASES, "j", "down")]
#[case(&CASES, "g g", "first")]
#[case(&CASES, "m", "show-mine")]
#[case(&CASES, "f", "flag")]
#[case(&CASE, "n", "note")]
#[case(&CASE, "Ctrl-F", "find")]
#[case(&FORM_FIELD, "Ctrl-S", "save")]
#[case(&FORM_FIELD, "Left", "cursor-left")]
#[case(&FORM_FIELD, "Esc", "leave")]
#[case(&FORM_FIELD, "F1", "help")]
#[case(&FORM_FIELD, "f", "f is not bound")]
#[case(&FORM_FIELD, "?", "? is not bound")]
#[case(&FORM_FIELD, "Space", "Space is not bound")]
#[case(&[scope::FORM, scope::GLOBAL], "Space", "toggle")]
#[case(&[scope::FORM, scope::GLOBAL], "q", "q is not bound")]
#[case(&[scope::CONFIRM, scope::CASE, scope::GLOBAL], "y", "yes")]
#[case(&[scope::CONFIRM, scope::CASE, scope::GLOBAL], "x", "x is not bound")]
#[case(&[scope::HIDDEN, scope::GLOBAL], "Esc", "Esc is not bound")]
#[case(&[scope::HIDDEN, scope::GLOBAL], "Enter", "show-screen")]
#[case(&CASES, "g", "3 may follow")]
#[case(&CASES, "g m", "messages")]
#[case(&CASES, "g z", "2 keys dropped")]
#[case(&CASES, "g Esc", "2 keys dropped")]
#[case(&CASES, "g z j", "down")]
fn a_key_means_what_the_innermost_scope_says(
    #[case] stack: &[&str],
    #[case] keys: &str,
    #[case] means: &str,
) {
    assert_eq!(press(&shipped("default"), stack, keys), means);
}

#[test]
fn hints_name_the_key_that_works_here() {
    let keymap = shipped("default");
    assert_eq!(keymap.keys_for("down", &CASES).as_deref(), Some("Down"));
    assert_eq!(keymap.keys_for("help", &CASES).as_deref(), Some("F1"));
    assert_eq!(keymap.keys_for("flag", &FORM_FIELD), None, "f is text there");
    assert_eq!(keymap.keys_for("open", &FORM_FIELD), None, "no such thing in a form");
    assert_eq!(keymap.keys_for("next-match", &CASE), None, "n writes a note there");
    let functions = shipped("function-keys");
    assert_eq!(functions.keys_for("flag", &CASES).as_deref(), Some("F2"));
    assert_eq!(functions.keys_for("flag", &FORM_FIELD).as_deref(), Some("F2"), "works in a text too");
}

#[test]
fn the_palette_offers_commands_with_and_without_keys() {
    let keymap = shipped("default");
    let offered: Vec<_> = keymap.palette(&CASES).map(|(info, keys)| (info.name, keys)).collect();
    assert!(offered.contains(&("suspend", None)));
    assert!(offered.contains(&("flag", Some("f".to_owned()))));
    assert!(!offered.iter().any(|(name, _)| *name == "close"), "closing is done on a case");
}

#[test]
fn the_help_of_a_place_lists_only_rows_that_work_there() {
    let keymap = shipped("default");
    for stack in [&CASES[..], &CASE[..], &FORM_FIELD[..]] {
        let rows: Vec<_> = keymap.reachable(stack).collect();
        assert!(rows.len() > 10);
        for row in rows {
            assert_eq!(press(&keymap, stack, &row.keys.to_string()), row.command);
        }
    }
}

#[test]
fn the_users_rows_win_and_none_takes_keys_away() {
    let loaded = with(
        "list = [[\"Ctrl-N\", \"down\"], [\"j\", \"up\"]]\nglobal = [[\"u\", \"none\"], [\"U\", \"undo\"]]",
    );
    assert_eq!(loaded.findings, []);
    assert_eq!(press(&loaded.keymap, &CASES, "j"), "up");
    assert_eq!(loaded.keymap.keys_for("down", &CASES).as_deref(), Some("Ctrl-N"));
    assert_eq!(press(&loaded.keymap, &CASES, "u"), "u is not bound");
    assert_eq!(loaded.keymap.keys_for("undo", &CASES).as_deref(), Some("U"));
}

#[test]
fn a_users_file_may_stand_on_another_shipped_map() {
    let loaded = with("base = \"vim\"\n");
    assert_eq!(loaded.findings, []);
    assert_eq!(press(&loaded.keymap, &CASES, "g t"), "next-tab");
    assert_eq!(press(&shipped("default"), &CASES, "g t"), "2 keys dropped");
}

#[rstest]
#[case::malformed("list = [\n[\"x\", 3],\n]", Rule::Malformed, Severity::Error, 2)]
#[case::malformed("list = 3", Rule::Malformed, Severity::Error, 1)]
#[case::malformed("\n\nlist = [", Rule::Malformed, Severity::Error, 3)]
#[case::malformed("base = \"emacs\"", Rule::Malformed, Severity::Error, 1)]
#[case::unknown_key("list = [[\"Hyper-x\", \"down\"]]", Rule::UnknownKey, Severity::Error, 1)]
#[case::unknown_command("list = [\n\n[\"x\", \"dwon\"]]", Rule::UnknownCommand, Severity::Error, 3)]
#[case::unknown_scope("lists = [[\"x\", \"down\"]]", Rule::UnknownScope, Severity::Error, 1)]
#[case::wrong_scope("global = [[\"x\", \"save\"]]", Rule::WrongScope, Severity::Error, 1)]
#[case::duplicate("list = [[\"x\", \"down\"],\n[\"x\", \"up\"]]", Rule::Duplicate, Severity::Error, 2)]
#[case::hidden_by_prefix("list = [[\"x\", \"down\"],\n[\"x y\", \"up\"]]", Rule::Hidden, Severity::Error, 2)]
#[case::hidden_by_longer("list = [[\"x y\", \"down\"],\n[\"x\", \"up\"]]", Rule::Hidden, Severity::Error, 2)]
#[case::hides_a_shipped_row("list = [\n[\"g\", \"down\"]]", Rule::Hidden, Severity::Warning, 2)]
#[case::printable(
    "form = [[\"Ctrl-X\", \"save\"]]\ntext = [\n[\"x\", \"delete-back\"]]",
    Rule::PrintableInText,
    Severity::Error,
    3
)]
#[case::ctrl_i("list = [[\"Ctrl-I\", \"down\"]]", Rule::Indistinguishable, Severity::Error, 1)]
#[case::ctrl_m("list = [[\"Ctrl-M\", \"down\"]]", Rule::Indistinguishable, Severity::Error, 1)]
#[case::ctrl_j("list = [[\"Ctrl-J\", \"down\"]]", Rule::Indistinguishable, Severity::Error, 1)]
#[case::ctrl_h("list = [[\"Ctrl-H\", \"down\"]]", Rule::Indistinguishable, Severity::Error, 1)]
#[case::ctrl_bracket("list = [[\"Ctrl-[\", \"down\"]]", Rule::Indistinguishable, Severity::Error, 1)]
#[case::ctrl_enter("form = [[\"Ctrl-Enter\", \"save\"]]", Rule::Indistinguishable, Severity::Error, 1)]
#[case::ctrl_shift("form = [[\"Ctrl-Shift-X\", \"save\"]]", Rule::Indistinguishable, Severity::Error, 1)]
#[case::screen("list = [[\"Ctrl-A\", \"down\"]]", Rule::Swallowed, Severity::Warning, 1)]
#[case::tmux("list = [[\"Ctrl-B\", \"down\"]]", Rule::Swallowed, Severity::Warning, 1)]
#[case::alt("list = [[\"Alt-x\", \"down\"]]", Rule::Swallowed, Severity::Warning, 1)]
#[case::f10("list = [[\"F10\", \"down\"]]", Rule::Swallowed, Severity::Warning, 1)]
#[case::f11("list = [[\"F11\", \"down\"]]", Rule::Swallowed, Severity::Warning, 1)]
#[case::ctrl_z_alone("global = [\n[\"u\", \"none\"]]", Rule::Swallowed, Severity::Warning, 0)]
#[case::idle("list = [[\"Ctrl-X\", \"none\"]]", Rule::Idle, Severity::Warning, 1)]
#[case::unreached("form = [[\"Tab\", \"none\"]]", Rule::Unreached, Severity::Error, 0)]
fn each_mistake_is_found_with_its_line(
    #[case] user: &str,
    #[case] rule: Rule,
    #[case] severity: Severity,
    #[case] line: usize,
) {
    let findings = with(user).findings;
    let found =
        findings.iter().find(|finding| finding.rule == rule).unwrap_or_else(|| panic!("{findings:#?}"));
    assert_eq!((found.severity, found.line, found.file.as_str()), (severity, line, "keymap.toml"));
    assert!(found.what.ends_with('.') && !found.todo.is_empty(), "{found}");
}

#[test]
fn a_dangerous_command_that_would_not_ask_gets_no_key() {
    const SCOPES: &[ScopeInfo] = &[ScopeInfo { name: "global", doc: "", passes: Passes::All, typing: false }];
    const COMMANDS: &[CommandInfo] = &[CommandInfo {
        name: "erase",
        doc: "erase everything",
        scopes: &["global"],
        in_palette: true,
        dangerous: true,
        confirms: false,
    }];
    let user = Layer { name: "keymap.toml", bytes: b"global = [[\"e\", \"erase\"]]" };
    let vocabulary = Vocabulary { scopes: SCOPES, commands: COMMANDS };
    let loaded = Keymap::load(vocabulary, None, Some(user));
    assert!(loaded.findings.iter().any(|finding| finding.rule == Rule::Unconfirmed && finding.line == 1));
    assert_eq!(loaded.keymap.rows(), []);
}

#[test]
fn a_bad_row_is_left_out_and_the_good_ones_stand() {
    let loaded = with("list = [[\"J\", \"down\"], [\"K\", \"upp\"], [\"K\", \"up\"]]");
    assert_eq!(loaded.findings.len(), 1, "{:#?}", loaded.findings);
    assert_eq!(
        loaded.findings[0].to_string(),
        "keymap.toml:1: error: There is no command called \"upp\". Did you mean up?"
    );
    assert_eq!(press(&loaded.keymap, &CASES, "J"), "down");
    assert_eq!(press(&loaded.keymap, &CASES, "K"), "up");
}

#[test]
fn a_file_that_is_no_text_changes_nothing_and_says_so() {
    let user = Layer { name: "keymap.toml", bytes: b"list = [\n[\"\xff\", \"down\"]]" };
    let loaded = Keymap::load(VOCABULARY, None, Some(user));
    assert_eq!(loaded.findings.len(), 1);
    assert_eq!((loaded.findings[0].rule, loaded.findings[0].line), (Rule::Malformed, 2));
    assert_eq!(loaded.keymap.rows(), shipped("default").rows());
}

#[test]
fn a_file_that_is_absent_is_no_mistake_and_a_folder_in_its_place_is() {
    let folder = tempfile::tempdir().unwrap();
    let absent = Keymap::load_file(VOCABULARY, None, &folder.path().join("keymap.toml"));
    assert_eq!(absent.findings, []);
    let findings = Keymap::load_file(VOCABULARY, None, folder.path()).findings;
    assert_eq!(findings.len(), 1);
    assert!(findings[0].what.contains("cannot be read"), "{}", findings[0]);
}

#[test]
fn a_message_carries_no_control_characters_of_the_file() {
    let loaded = with("list = [[\"x\", \"\\u001b[2J\\u202e\"]]");
    let message = loaded.findings[0].to_string();
    assert!(!message.chars().any(|letter| letter.is_control() || letter == '\u{202e}'), "{message:?}");
}

#[test]
fn every_command_has_a_name_a_line_and_a_place_of_its_own() {
    let mut names: Vec<_> = Command::ALL.iter().map(|command| command.name()).collect();
    for command in Command::ALL {
        assert_eq!(Command::named(command.name()), Some(*command));
        assert!(!command.info().doc.is_empty() && !command.info().scopes.is_empty());
        assert!(command.name().chars().all(|letter| letter.is_ascii_lowercase() || letter == '-'));
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Command::ALL.len());
}

proptest! {
    #[test]
    fn no_file_makes_the_loader_panic_or_stop(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let loaded = Keymap::load(VOCABULARY, None, Some(Layer { name: "x", bytes: &bytes }));
        prop_assert!(loaded.keymap.rows().len() > 50);
    }

    #[test]
    fn no_toml_makes_the_loader_panic_or_keep_a_row_that_cannot_be_pressed(
        rows in prop::collection::vec(("(Ctrl-|Alt-|Shift-)?([a-z!?]|F[0-9]{1,2}|Tab|Esc|g g|Space [a-z])", 0..Command::ALL.len(), 0..14usize), 0..20),
        tail in "[\\[\\]{}\"'=,.a-z0-9\n #]{0,40}",
    ) {
        let mut text = String::new();
        for (place, info) in VOCABULARY.scopes.iter().enumerate() {
            let cells: Vec<_> = rows.iter().filter(|(_, _, scope)| *scope == place)
                .map(|(keys, command, _)| format!("[{keys:?}, {:?}]", Command::ALL[*command].name())).collect();
            writeln!(text, "{} = [{}]", info.name, cells.join(",\n")).unwrap();
        }
        text.push_str(&tail);
        let loaded = with(&text);
        for row in loaded.keymap.rows() {
            prop_assert_eq!(press(&loaded.keymap, &[row.scope], &row.keys.to_string()), row.command);
        }
    }

    #[test]
    fn the_shipped_files_with_any_bytes_changed_never_make_it_panic(which in 0..3usize, place in 0..2000usize, byte in any::<u8>()) {
        let mut bytes = SHIPPED[which].1.as_bytes().to_vec();
        let place = place % bytes.len();
        bytes[place] = byte;
        let _ = Keymap::load(VOCABULARY, None, Some(Layer { name: "x", bytes: &bytes }));
    }
}
