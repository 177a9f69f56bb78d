//! The table of layers in `src/lib.rs`, held against every `crate::…` in the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// What each layer may import: layers, or one module of a layer.
const ALLOWED: [(&str, &[&str]); 13] = [
    ("domain", &[]),
    ("store", &["domain", "panics"]),
    ("search", &["domain"]),
    ("desk", &["domain", "store", "search"]),
    ("exchange", &["domain", "desk::request"]),
    ("report", &["domain"]),
    ("demo", &["domain", "desk"]),
    ("keymap", &[]),
    (
        "tui",
        &[
            "domain",
            "desk::request",
            "desk::reply",
            "desk::refusal",
            // Who asks, and whoever can be asked.
            "desk::Actor",
            "desk::Ask",
            // The plan on paper and the block for the clinical system, as text to print and to copy.
            "exchange::plan",
            "exchange::clinical",
            "report",
            "keymap",
            "panics",
        ],
    ),
    ("config", &[]),
    ("cli", &["domain", "desk", "exchange", "report", "demo", "keymap", "tui", "config"]),
    ("panics", &[]),
    ("main", &["cli"]),
];

/// Crates that one file alone may name, and the files that may.
const ALONE: [(&str, &[&str]); 2] =
    [("sled", &["src/store/sled.rs"]), ("fuzzy_matcher", &["src/search/score.rs"])];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).expect("the sources are there");
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Every `crate::…` path of a line, with nested braces of a `use` spread out as far as the line shows them.
fn imports(line: &str) -> Vec<String> {
    let code = line.split("//").next().unwrap_or_default();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let path = &code[at + "crate::".len()..];
        match path.strip_prefix('{') {
            Some(list) => {
                let list = list.split('}').next().unwrap_or_default();
                found.extend(list.split(',').map(|one| one.trim().to_owned()));
            }
            None => match path.split_once("::{") {
                Some((head, list)) if !head.contains([';', ' ', ')', '(']) => {
                    let list = list.split('}').next().unwrap_or_default();
                    found.extend(list.split(',').map(|one| format!("{head}::{}", one.trim())));
                }
                _ => {
                    let end = path
                        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
                        .unwrap_or(path.len());
                    found.push(path[..end].trim_end_matches(':').to_owned());
                }
            },
        }
    }
    found.retain(|path| !path.is_empty() && !path.starts_with("self"));
    found
}

fn allows(layer: &str, path: &str) -> bool {
    let own = path == layer || path.starts_with(&format!("{layer}::"));
    let allowed = ALLOWED.iter().find(|(name, _)| *name == layer).map(|(_, allowed)| *allowed);
    let allowed = allowed.unwrap_or_else(|| panic!("the layer {layer} is not in the table"));
    own || allowed.iter().any(|one| path == *one || path.starts_with(&format!("{one}::")))
}

#[test]
fn no_layer_imports_what_the_table_does_not_allow() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for path in sources(&root.join("src")) {
        let shown = path.strip_prefix(root).unwrap().display().to_string();
        let layer = shown.trim_start_matches("src/").split(['/', '.']).next().unwrap().to_owned();
        if layer == "lib" {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        // Tests may reach for a memory store or whatever else shows what they tell.
        if shown.ends_with("/tests.rs") || shown.contains("/tests/") {
            continue;
        }
        let product = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        for (number, line) in product.lines().enumerate() {
            for import in imports(line) {
                if !allows(&layer, &import) {
                    wrong.push(format!("{shown}:{}: {layer} may not import crate::{import}", number + 1));
                }
            }
            let code = line.split("//").next().unwrap_or_default().trim_start();
            if code.starts_with("use crate::") && code.contains("::*") {
                wrong.push(format!("{shown}:{}: imports are written without globs", number + 1));
            }
            if code.starts_with("pub use crate::") {
                wrong.push(format!("{shown}:{}: nothing is re-exported across layers", number + 1));
            }
            for (name, files) in ALONE {
                let used =
                    code.starts_with(&format!("use {name}::")) || code.contains(&format!(" ::{name}::"));
                // Beside the file that may, the name is that of its module.
                let beside = files.iter().any(|file| Path::new(file).parent() == Path::new(&shown).parent());
                let named = code.contains(&format!("{name}::")) && !code.contains(&format!("::{name}::"));
                let names = used || (named && !beside);
                if names && !files.contains(&shown.as_str()) {
                    wrong.push(format!("{shown}:{}: only {} names {name}", number + 1, files.join(", ")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_import_is_found_however_it_is_written() {
    assert_eq!(imports("use crate::desk::{Actor, Ask};"), ["desk::Actor", "desk::Ask"]);
    assert_eq!(imports("use crate::{desk, store};"), ["desk", "store"]);
    assert_eq!(imports("    let x = crate::store::open::embedded(folder);"), ["store::open::embedded"]);
    assert_eq!(imports("// crate::store is not imported by a comment"), Vec::<String>::new());
    assert!(!allows("domain", "store::Store") && allows("desk", "store::Store"));
    assert!(!allows("tui", "desk::Desk") && allows("tui", "desk::request::Request"));
}
