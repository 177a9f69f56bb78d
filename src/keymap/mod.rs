//! Keymaps: which keys give which command in which scope; loading, checking, looking up.
//!
//! Knows commands and scopes only as the plain table it is given ([`Vocabulary`]); nothing of Signpost, of
//! terminals or of drawing is here.
//!
//! A key is looked up through a *stack* of scopes, the innermost first: `[text, form, global]`. What a scope
//! does not bind, the next one may answer, unless the scope keeps it ([`Passes`]): a letter typed into a text
//! is never a command of the screen behind it.

mod check;
mod file;
mod finding;
mod key;
mod terminals;
mod trie;

pub use file::NONE;
pub use finding::{Finding, Rule, Severity};
pub use key::{Held, Key, KeyCode, KeyError, Keys, display};

use crate::keymap::trie::{Branch, Node};
use std::io::Read;
use std::path::Path;

/// The shipped maps, each with its name; the first stands under every other.
pub const SHIPPED: [(&str, &str); 3] = [
    ("default", include_str!("../../keymaps/default.toml")),
    ("vim", include_str!("../../keymaps/vim.toml")),
    ("function-keys", include_str!("../../keymaps/function-keys.toml")),
];

/// A command, as a keymap needs to know it.
#[derive(Clone, Copy, Debug)]
pub struct CommandInfo {
    /// The name in keymaps and in the palette, in kebab-case.
    pub name: &'static str,
    /// One line for help, hints and palette.
    pub doc: &'static str,
    /// Where keys may be bound to it.
    pub scopes: &'static [&'static str],
    /// The palette offers it, so that it needs no key.
    pub in_palette: bool,
    /// It cannot be undone, or something leaves the practice.
    pub dangerous: bool,
    /// It asks first.
    pub confirms: bool,
}

/// A place where keys mean something of their own.
#[derive(Clone, Copy, Debug)]
pub struct ScopeInfo {
    /// The name in keymaps.
    pub name: &'static str,
    /// The heading in help.
    pub doc: &'static str,
    /// What the scopes outside of it still hear.
    pub passes: Passes,
    /// Characters are text here, so that none may be bound.
    pub typing: bool,
}

/// Which keys a scope that does not bind them leaves to the scopes outside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passes {
    /// Every key.
    All,
    /// Every key but those that type a character.
    Controls,
    /// None.
    Nothing,
}

/// The commands and scopes that a keymap may speak of.
#[derive(Clone, Copy, Debug)]
pub struct Vocabulary {
    /// Every scope.
    pub scopes: &'static [ScopeInfo],
    /// Every command.
    pub commands: &'static [CommandInfo],
}

/// One binding: these keys give this command in this scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The scope's name.
    pub scope: &'static str,
    /// What is pressed.
    pub keys: Keys,
    /// The command's name.
    pub command: &'static str,
    /// The row's own words, else the command's.
    pub doc: String,
}

/// What a key came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// A whole sequence: give its command.
    Matched(&'a Row),
    /// The beginning of one: these may follow.
    Pending(Vec<Next<'a>>),
    /// No sequence begins with this key; in a text it may type a character.
    NotFound(Key),
    /// The keys so far, with the last, are no sequence: all are dropped, and none types anything.
    Cancelled(Vec<Key>),
}

/// One line of what may follow the keys so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next<'a> {
    /// The key.
    pub key: Key,
    /// The row it completes; `None` where more keys follow.
    pub row: Option<&'a Row>,
}

/// A keymap in force, with what was found on the way.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// What the keys do; rows with mistakes are not in it.
    pub keymap: Keymap,
    /// The mistakes and warnings, in the order of the files and lines.
    pub findings: Vec<Finding>,
}

/// A file of rows to lay on top of a shipped map.
#[derive(Clone, Copy, Debug)]
pub struct Layer<'a> {
    /// What findings call it: the path.
    pub name: &'a str,
    /// What stands in it.
    pub bytes: &'a [u8],
}

/// Which keys give which command.
#[derive(Clone, Debug)]
pub struct Keymap {
    vocabulary: Vocabulary,
    /// The first row of a command is the one that is shown.
    rows: Vec<Row>,
    /// One tree for each scope, in the vocabulary's order.
    trees: Vec<Node>,
}

impl Keymap {
    /// The keymap of a shipped base with the user's rows on top; a mistake leaves its row out and is reported.
    ///
    /// `base` is what the person chose (a flag or a setting) and wins over the `base` of the file; where
    /// neither is given, or there is none of that name, the default map stands.
    pub fn load(vocabulary: Vocabulary, base: Option<&str>, user: Option<Layer<'_>>) -> Loaded {
        check::load(vocabulary, base, user)
    }

    /// As [`Keymap::load`], with the user's rows read from a file; a file that is not there is no mistake.
    pub fn load_file(vocabulary: Vocabulary, base: Option<&str>, path: &Path) -> Loaded {
        let name = path.display().to_string();
        match read_limited(path) {
            Ok(bytes) => {
                Self::load(vocabulary, base, bytes.as_deref().map(|bytes| Layer { name: &name, bytes }))
            }
            Err(error) => {
                let mut loaded = Self::load(vocabulary, base, None);
                loaded.findings.push(Finding {
                    severity: Severity::Error,
                    rule: Rule::Malformed,
                    file: name,
                    line: 0,
                    what: format!("The file cannot be read: {error}."),
                    todo: "The shipped keys are used; make the file readable, or move it away.".to_owned(),
                });
                loaded
            }
        }
    }

    /// What `key` comes to after `pending`, looked up through `stack`, the innermost scope first.
    ///
    /// `pending` is kept by the caller between keys and is emptied whenever a sequence ends. Esc always ends
    /// one. A scope that the vocabulary does not know is passed over.
    pub fn press<'a>(&'a self, stack: &[&str], pending: &mut Vec<Key>, key: Key) -> Outcome<'a> {
        pending.push(key);
        if pending.len() > 1 && key.code() == KeyCode::Esc {
            return Outcome::Cancelled(std::mem::take(pending));
        }
        match self.find(stack, pending) {
            Found::Row(row) => {
                pending.clear();
                Outcome::Matched(row)
            }
            Found::Begun(next) => Outcome::Pending(next),
            Found::Nothing if pending.len() > 1 => Outcome::Cancelled(std::mem::take(pending)),
            Found::Nothing => {
                pending.clear();
                Outcome::NotFound(key)
            }
        }
    }

    /// The keys to show for a command in this stack: those of the first row that really reaches it.
    pub fn keys_for(&self, command: &str, stack: &[&str]) -> Option<String> {
        self.reachable(stack).find(|row| row.command == command).map(|row| row.keys.to_string())
    }

    /// Every row that works in this stack, the innermost scope first, for help and for "actions here".
    pub fn reachable<'a>(&'a self, stack: &'a [&'a str]) -> impl Iterator<Item = &'a Row> {
        stack.iter().flat_map(|scope| self.rows.iter().filter(move |row| row.scope == *scope)).filter(|row| {
            matches!(self.find(stack, row.keys.as_slice()), Found::Row(found) if std::ptr::eq(found, *row))
        })
    }

    /// Every command that the palette offers in this stack, in the table's order, with the keys to show.
    pub fn palette<'a>(
        &'a self,
        stack: &'a [&'a str],
    ) -> impl Iterator<Item = (&'static CommandInfo, Option<String>)> + 'a {
        let offered =
            |info: &&CommandInfo| info.in_palette && info.scopes.iter().any(|scope| stack.contains(scope));
        let commands = self.vocabulary.commands;
        commands.iter().filter(offered).map(|info| (info, self.keys_for(info.name, stack)))
    }

    /// All rows, in the order in which they are shown.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The commands and scopes that the rows speak of.
    pub fn vocabulary(&self) -> Vocabulary {
        self.vocabulary
    }

    fn find(&self, stack: &[&str], keys: &[Key]) -> Found<'_> {
        let Some(first) = keys.first() else { return Found::Nothing };
        let mut next: Vec<Next<'_>> = Vec::new();
        for scope in stack {
            let Some(place) = self.vocabulary.scopes.iter().position(|info| info.name == *scope) else {
                continue;
            };
            match self.trees[place].find(keys) {
                // A sequence begun in an inner scope is not cut short by an outer one.
                Some(Branch::Leaf(row)) if next.is_empty() => return Found::Row(&self.rows[*row]),
                Some(Branch::Node(node)) => {
                    for (key, branch) in node.branches() {
                        if !next.iter().any(|known| known.key == *key) {
                            let row = match branch {
                                Branch::Leaf(row) => Some(&self.rows[*row]),
                                Branch::Node(_) => None,
                            };
                            next.push(Next { key: *key, row });
                        }
                    }
                }
                _ => {}
            }
            let heard_further = match self.vocabulary.scopes[place].passes {
                Passes::All => true,
                Passes::Controls => first.typed().is_none(),
                Passes::Nothing => false,
            };
            if !heard_further {
                break;
            }
        }
        if next.is_empty() { Found::Nothing } else { Found::Begun(next) }
    }
}

enum Found<'a> {
    Row(&'a Row),
    Begun(Vec<Next<'a>>),
    Nothing,
}

/// The file's bytes; `None` where there is no file. A pipe or a device is refused rather than waited for.
fn read_limited(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let metadata = match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        other => other?,
    };
    if !metadata.is_file() {
        return Err(std::io::Error::other("it is not a file"));
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(file::LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}
