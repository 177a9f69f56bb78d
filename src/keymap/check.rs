//! Laying files over each other, and the rules that each row is checked against.
//!
//! The files are taken from the top (the user's) to the bottom (the default map): what stands already wins.

use crate::keymap::file::{self, NONE, Raw, Sheet};
use crate::keymap::finding::{Finding, Rule, Severity};
use crate::keymap::key::{Keys, quoted};
use crate::keymap::terminals::{cannot_be_told_apart, swallowed_by, taken_by_some};
use crate::keymap::trie::{InTheWay, Node};
use crate::keymap::{CommandInfo, Keymap, Layer, Loaded, Row, SHIPPED, ScopeInfo, Vocabulary};

pub(super) fn load(vocabulary: Vocabulary, base: Option<&str>, user: Option<Layer<'_>>) -> Loaded {
    let trees = vec![Node::default(); vocabulary.scopes.len()];
    let keymap = Keymap { vocabulary, rows: Vec::new(), trees };
    let mut check = Check {
        keymap,
        places: Vec::new(),
        taken: Vec::new(),
        findings: Vec::new(),
        file: String::new(),
        depth: 0,
    };

    let sheet = user.map(|user| file::read(user.name, user.bytes, &mut check.findings)).unwrap_or_default();
    let top = user.map_or_else(|| "keymap".to_owned(), |user| user.name.to_owned());
    let named = base.map(|base| (0, base.to_owned())).or_else(|| sheet.base.clone());
    check.file.clone_from(&top);
    check.layer(sheet);

    let mut below = Vec::new();
    if let Some((line, name)) = named {
        match SHIPPED.iter().find(|(known, _)| *known == name) {
            Some(known) if known.0 != SHIPPED[0].0 => below.push(known),
            Some(_) => {}
            None => {
                let all: Vec<_> = SHIPPED.iter().map(|(name, _)| *name).collect();
                let what = format!("There is no keymap called {}.", quoted(&name));
                let todo = format!("The default is used; the keymaps are {}.", all.join(", "));
                check.report(Severity::Error, Rule::Malformed, line, what, todo);
            }
        }
    }
    below.push(&SHIPPED[0]);
    for (name, text) in below {
        check.file = format!("keymaps/{name}.toml");
        let sheet = file::read(&check.file, text.as_bytes(), &mut check.findings);
        check.layer(sheet);
    }
    check.file = top;
    check.reach();
    check.rely();
    check.findings.sort_by(|a, b| a.file.cmp(&b.file).then(a.line.cmp(&b.line)));
    Loaded { keymap: check.keymap, findings: check.findings }
}

/// The keymap so far, and where its rows came from.
struct Check {
    keymap: Keymap,
    /// File, depth and line of each row.
    places: Vec<(String, usize, usize)>,
    /// What `none` took away.
    taken: Vec<Taken>,
    findings: Vec<Finding>,
    /// The file being laid.
    file: String,
    /// How many files lie above it.
    depth: usize,
}

/// Keys that a file took away from the files below it.
struct Taken {
    scope: usize,
    keys: Keys,
    file: String,
    line: usize,
    /// There was something to take.
    found: bool,
}

impl Check {
    fn report(&mut self, severity: Severity, rule: Rule, line: usize, what: String, todo: String) {
        self.findings.push(Finding { severity, rule, file: self.file.clone(), line, what, todo });
    }

    fn error(&mut self, rule: Rule, line: usize, what: String, todo: impl Into<String>) {
        self.report(Severity::Error, rule, line, what, todo.into());
    }

    fn layer(&mut self, sheet: Sheet) {
        let below = self.taken.len();
        for raw in sheet.rows {
            if let Some((scope, keys, command)) = self.read_row(&raw) {
                match command {
                    None => {
                        let (file, line) = (self.file.clone(), raw.line);
                        self.taken.push(Taken { scope, keys, file, line, found: false });
                    }
                    Some(command) => self.lay(below, scope, keys, command, &raw),
                }
            }
        }
        self.depth += 1;
    }

    /// What a row says, where it says it without a mistake; a command of `None` takes the keys away.
    fn read_row(&mut self, raw: &Raw) -> Option<(usize, Keys, Option<&'static CommandInfo>)> {
        let Vocabulary { scopes, commands } = self.keymap.vocabulary;
        let line = raw.line;
        let Some(scope) = scopes.iter().position(|scope| scope.name == raw.scope) else {
            let todo = suggestion(&raw.scope, scopes.iter().map(|scope| scope.name));
            self.error(
                Rule::UnknownScope,
                line,
                format!("There is no scope called {}.", quoted(&raw.scope)),
                todo,
            );
            return None;
        };
        let keys: Keys = match raw.keys.parse() {
            Ok(keys) => keys,
            Err(error) => {
                let what = format!("The keys {} cannot be read: {error}.", quoted(&raw.keys));
                self.error(Rule::UnknownKey, line, what, "Write them as Ctrl-S, Shift-Tab, F5, g or g g.");
                return None;
            }
        };
        if raw.command == NONE {
            return Some((scope, keys, None));
        }
        let Some(command) = commands.iter().find(|command| command.name == raw.command) else {
            let todo = suggestion(&raw.command, commands.iter().map(|command| command.name));
            self.error(
                Rule::UnknownCommand,
                line,
                format!("There is no command called {}.", quoted(&raw.command)),
                todo,
            );
            return None;
        };
        self.check_row(&scopes[scope], &keys, command, line).then_some((scope, keys, Some(command)))
    }

    /// Whether a row may stand.
    fn check_row(&mut self, scope: &ScopeInfo, keys: &Keys, command: &CommandInfo, line: usize) -> bool {
        let before = self.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        if !command.scopes.contains(&scope.name) {
            let what = format!("{} does nothing in {}.", command.name, scope.name);
            let todo = format!("Bind it in {}.", command.scopes.join(" or "));
            self.error(Rule::WrongScope, line, what, todo);
        }
        if command.dangerous && !command.confirms {
            let what = format!("{} cannot be undone, and it would not ask.", command.name);
            self.error(Rule::Unconfirmed, line, what, "It needs a confirmation before a key may reach it.");
        }
        if scope.typing && keys.first().typed().is_some() {
            let what = format!("{} is text in {}, so it cannot be a command.", keys.first(), scope.name);
            self.error(Rule::PrintableInText, line, what, "Use Ctrl with a letter, or a function key.");
        }
        for key in keys.as_slice() {
            if let Some(sends) = cannot_be_told_apart(*key) {
                let what = format!("{key} cannot be used: {sends}.");
                self.error(Rule::Indistinguishable, line, what, "Use another key.");
            } else if let Some(who) = swallowed_by(*key) {
                let todo = "It stays; see that the command has another key as well.".to_owned();
                self.report(
                    Severity::Warning,
                    Rule::Swallowed,
                    line,
                    format!("{key} may not arrive: {who}."),
                    todo,
                );
            }
        }
        before == self.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
    }

    /// Puts a row in its place, unless the files above it say otherwise; `own` is the first of its file's own
    /// takings, which are about the files below only.
    fn lay(&mut self, own: usize, scope: usize, keys: Keys, command: &'static CommandInfo, raw: &Raw) {
        if let Some(taken) =
            self.taken[..own].iter_mut().find(|taken| taken.scope == scope && taken.keys == keys)
        {
            taken.found = true;
            return;
        }
        let name = self.keymap.vocabulary.scopes[scope].name;
        match self.keymap.trees[scope].insert(keys.as_slice(), self.keymap.rows.len()) {
            Ok(()) => {
                let doc = raw.doc.clone().unwrap_or_else(|| command.doc.to_owned());
                self.keymap.rows.push(Row { scope: name, keys, command: command.name, doc });
                self.places.push((self.file.clone(), self.depth, raw.line));
            }
            Err(in_the_way) => self.in_the_way(in_the_way, &keys, command.name, raw.line),
        }
    }

    fn in_the_way(&mut self, in_the_way: InTheWay, keys: &Keys, command: &str, line: usize) {
        let (InTheWay::Same(other) | InTheWay::Prefix(other)) = in_the_way;
        let (file, depth, other_line) = self.places[other].clone();
        let there = &self.keymap.rows[other];
        let (there_keys, there_command) = (there.keys.to_string(), there.command);
        match in_the_way {
            InTheWay::Same(_) if depth == self.depth => {
                let what = format!("{keys} is bound already: to {there_command}, in line {other_line}.");
                self.error(Rule::Duplicate, line, what, "Keep one of the two.");
            }
            // The file above says something else for these keys: that is what it is for.
            InTheWay::Same(_) => {}
            InTheWay::Prefix(_) if depth == self.depth => {
                let what =
                    format!("{keys} and {there_keys} ({there_command}, line {other_line}) hide each other.");
                self.error(Rule::Hidden, line, what, "No sequence may begin with another; change one.");
            }
            InTheWay::Prefix(_) => {
                let what = format!("{there_keys} hides {keys} ({command}) of {}.", self.file);
                let todo = format!("It stays; give {command} other keys if you use it.");
                let (severity, rule) = (Severity::Warning, Rule::Hidden);
                self.findings.push(Finding { severity, rule, file, line: other_line, what, todo });
            }
        }
    }

    /// Commands left with no key but one that does not arrive everywhere.
    fn rely(&mut self) {
        let rows = &self.keymap.rows;
        let mut lonely = Vec::new();
        for (row, (_, depth, line)) in rows.iter().zip(&self.places) {
            let mut keys_of_command =
                rows.iter().filter(|other| other.scope == row.scope && other.command == row.command);
            if keys_of_command.all(|other| taken_by_some(other.keys.first()).is_some()) {
                // A row of a shipped map is left alone by what the file on top took away.
                lonely.push((row.clone(), if *depth == 0 { *line } else { 0 }));
            }
        }
        for (row, line) in lonely {
            let Some(who) = taken_by_some(row.keys.first()) else { continue };
            let what =
                format!("{} is the only key of {} in {}, and {who}.", row.keys, row.command, row.scope);
            self.report(
                Severity::Warning,
                Rule::Swallowed,
                line,
                what,
                "Bind another key as well.".to_owned(),
            );
        }
    }

    /// What can no longer be done at all, and what was taken away for nothing.
    fn reach(&mut self) {
        for taken in std::mem::take(&mut self.taken).into_iter().filter(|taken| !taken.found) {
            let scope = self.keymap.vocabulary.scopes[taken.scope].name;
            self.findings.push(Finding {
                severity: Severity::Warning,
                rule: Rule::Idle,
                file: taken.file,
                line: taken.line,
                what: format!("{} does nothing in {scope} anyway.", taken.keys),
                todo: "Remove the row.".to_owned(),
            });
        }
        for command in self.keymap.vocabulary.commands.iter().filter(|command| !command.in_palette) {
            for scope in command.scopes {
                let reached =
                    self.keymap.rows.iter().any(|row| row.scope == *scope && row.command == command.name);
                if !reached {
                    let what = format!("No key reaches {} ({}) in {scope}.", command.name, command.doc);
                    self.error(
                        Rule::Unreached,
                        0,
                        what,
                        format!("Bind it: {scope} = [ [\"keys\", {:?}] ].", command.name),
                    );
                }
            }
        }
    }
}

/// The nearest of the known names, as advice.
fn suggestion(name: &str, known: impl Iterator<Item = &'static str>) -> String {
    let best = known
        .map(|known| (strsim::jaro_winkler(name, known), known))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(likeness, _)| *likeness > 0.8);
    match best {
        Some((_, known)) => format!("Did you mean {known}?"),
        None => "The row is left out; `signpost keys show` lists the names.".to_owned(),
    }
}
