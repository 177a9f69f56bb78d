//! `signpost keys`: whether a keymap is right, and what the keys do.

use crate::cli::failure::{Exit, Failure, Stop};
use crate::cli::out::Out;
use crate::config::Config;
use crate::keymap::{Finding, Keymap, Layer, Loaded, Rule, Severity};
use crate::tui::commands::VOCABULARY;
use clap::{Args, Subcommand};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Check a keymap, or show what the keys do
#[derive(Debug, Args)]
pub struct Keys {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Find mistakes in your keymap
    Check {
        /// Another file than your own
        file: Option<PathBuf>,
    },
    /// Show what the keys do, with your own on top
    Show {
        /// Only in this place: global, list, form, ...
        #[arg(long, value_name = "PLACE")]
        scope: Option<String>,
    },
}

/// One mistake or warning.
#[derive(Serialize)]
struct FindingShape<'a> {
    file: &'a str,
    line: usize,
    severity: &'static str,
    rule: &'static str,
    what: &'a str,
    #[serde(rename = "do")]
    advice: &'a str,
}

/// One binding.
#[derive(Serialize)]
struct KeyShape<'a> {
    scope: &'a str,
    keys: String,
    command: &'a str,
    doc: &'a str,
}

impl Keys {
    /// Checks or shows.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        match self.what {
            What::Check { file } => check(config, file, out),
            What::Show { scope } => show(config, scope.as_deref(), out),
        }
    }
}

fn check(config: &Config, file: Option<PathBuf>, out: &mut Out) -> Result<(), Stop> {
    if let Some(file) = &file
        && !file.exists()
    {
        let what = format!("There is no file {}.", file.display());
        return Err(Failure::not_found(what, "Check the name.").into());
    }
    let path = file.or_else(|| config.keymap_file.clone().filter(|path| path.exists()));
    let loaded = load(config, path.as_deref());
    for finding in &loaded.findings {
        if out.is_json() { out.object(&shape(finding))? } else { out.line(finding.to_string())? }
    }
    let mistakes = loaded.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let named = path.as_deref().map_or("The shipped keymap (you have none of your own)".to_owned(), |path| {
        path.display().to_string()
    });
    if mistakes > 0 {
        let count = if mistakes == 1 { "a mistake".to_owned() } else { format!("{mistakes} mistakes") };
        let mut failure = Failure::new(
            Exit::Refused,
            "keymap",
            format!("{named} has {count}."),
            "Correct the lines that are named, and check again.",
        );
        "The other keys work; Signpost leaves out what it cannot use.".clone_into(&mut failure.safe);
        return Err(failure.into());
    }
    if out.is_json() { Ok(()) } else { out.line(format!("{named}: no mistakes.")) }
}

fn show(config: &Config, scope: Option<&str>, out: &mut Out) -> Result<(), Stop> {
    let loaded = load(config, config.keymap_file.as_deref());
    let scopes = VOCABULARY.scopes;
    if let Some(scope) = scope
        && !scopes.iter().any(|info| info.name == scope)
    {
        let names: Vec<_> = scopes.iter().map(|info| info.name).collect();
        let advice = format!("The places are {}.", names.join(", "));
        return Err(Failure::not_found(format!("There is no place called \"{scope}\"."), advice).into());
    }
    for info in scopes.iter().filter(|info| scope.is_none_or(|scope| scope == info.name)) {
        let mut rows = loaded.keymap.rows().iter().filter(|row| row.scope == info.name).peekable();
        if rows.peek().is_some() && !out.is_json() {
            out.line(format!("{} ({})", info.doc, info.name))?;
        }
        for row in rows {
            let keys = row.keys.to_string();
            if out.is_json() {
                out.object(&KeyShape { scope: row.scope, keys, command: row.command, doc: &row.doc })?;
            } else {
                out.line(format!("  {keys:<14} {:<22} {}", row.command, row.doc))?;
            }
        }
    }
    let mistakes = loaded.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    if mistakes > 0 && !out.is_json() {
        out.line(format!("{mistakes} of your rows are left out; `signpost keys check` says why."))?;
    }
    Ok(())
}

fn load(config: &Config, file: Option<&Path>) -> Loaded {
    match file {
        Some(path) => Keymap::load_file(VOCABULARY, config.keymap.as_deref(), path),
        None => Keymap::load(VOCABULARY, config.keymap.as_deref(), None::<Layer<'_>>),
    }
}

fn shape(finding: &Finding) -> FindingShape<'_> {
    FindingShape {
        file: &finding.file,
        line: finding.line,
        severity: match finding.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        },
        rule: rule(finding.rule),
        what: &finding.what,
        advice: &finding.todo,
    }
}

/// A rule in one word.
fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::Malformed => "malformed",
        Rule::UnknownKey => "unknown_key",
        Rule::UnknownCommand => "unknown_command",
        Rule::UnknownScope => "unknown_scope",
        Rule::WrongScope => "wrong_scope",
        Rule::Duplicate => "duplicate",
        Rule::Hidden => "hidden",
        Rule::Idle => "idle",
        Rule::PrintableInText => "printable_in_text",
        Rule::Indistinguishable => "indistinguishable",
        Rule::Swallowed => "swallowed",
        Rule::Unreached => "unreached",
        Rule::Unconfirmed => "unconfirmed",
    }
}
