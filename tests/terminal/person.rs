//! Somebody at the terminal: a home of their own, keys pressed and counted, the screen read.

use super::pty::{LIMIT, Pty};
use portable_pty::CommandBuilder;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use std::time::Duration;
use tempfile::TempDir;

/// The demo, made once; every test works on a copy of it.
static DEMO: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = signpost::demo::open::open(&folder.path().join("demo"), &|_, _| {}).expect("the demo");
    desk.close().expect("the demo is kept");
    folder
});

/// A home folder with nothing of Signpost in it, or with a practice.
pub struct Home {
    folder: TempDir,
    /// What is said before every command, on the command line and for the terminal.
    arguments: Vec<String>,
}

impl Home {
    /// Nobody has been here yet.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), arguments: vec![] }
    }

    /// The demo practice, played by somebody with every role.
    pub fn demo() -> Self {
        let mut home = Self::empty();
        let data = home.folder.path().join("practice");
        copy(&DEMO.path().join("demo"), &data);
        let data = data.display().to_string();
        home.arguments = ["--data", &data, "--as", signpost::demo::YOU].map(str::to_owned).to_vec();
        home
    }

    /// The same practice, with somebody else at the keyboard.
    pub fn acting_as(mut self, name: &str) -> Self {
        name.clone_into(self.arguments.last_mut().expect("a practice"));
        self
    }

    fn environment(&self) -> Vec<(&'static str, String)> {
        let at = |name: &str| self.folder.path().join(name).display().to_string();
        vec![
            ("HOME", at("")),
            ("XDG_DATA_HOME", at("data")),
            ("XDG_CONFIG_HOME", at("config")),
            ("XDG_CACHE_HOME", at("cache")),
            ("XDG_STATE_HOME", at("state")),
            ("LANG", "C.UTF-8".to_owned()),
            ("TERM", "xterm-256color".to_owned()),
            ("USER", "somebody".to_owned()),
            ("PATH", "/usr/bin:/bin".to_owned()),
        ]
    }

    /// Sits down at the terminal application, 100 columns and 30 rows.
    pub fn sits_down(&self) -> Terminal {
        self.sits_down_with(100, 30, &[])
    }

    /// Sits down at a terminal of this size, with something in its environment.
    pub fn sits_down_with(&self, columns: u16, rows: u16, also: &[(&str, &str)]) -> Terminal {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_signpost"));
        command.env_clear();
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        for (name, value) in also {
            command.env(name, value);
        }
        command.args(&self.arguments);
        Terminal { pty: Pty::start(command, columns, rows), keys: 0 }
    }

    /// What a command prints; it has to go well.
    pub fn command(&self, arguments: &[&str]) -> String {
        let (said, code) = self.tries(arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {said}");
        said
    }

    /// What a command prints, and its exit code.
    pub fn tries(&self, arguments: &[&str]) -> (String, Option<i32>) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_signpost"));
        command.env_clear().envs(self.environment()).args(&self.arguments).args(arguments);
        let output = command.output().expect("the program starts");
        let said = [output.stdout, output.stderr].concat();
        (String::from_utf8(said).expect("UTF-8"), output.status.code())
    }

    /// The patient's cases, as the command line tells them, newest last.
    pub fn cases_of(&self, nhs_number: &str) -> Vec<serde_json::Value> {
        let listed = self.command(&["cases", "--json"]);
        let lines = listed.lines().filter(|line| line.replace(' ', "").contains(nhs_number));
        lines.map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }

    /// One case, whole, as JSON text.
    pub fn case(&self, id: &serde_json::Value) -> String {
        self.command(&["case", id.as_str().expect("an id"), "--json"])
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (path, into) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &into);
        } else {
            fs::copy(&path, &into).expect("a copy");
        }
    }
}

/// The terminal with somebody at its keyboard.
pub struct Terminal {
    /// The program under it.
    pub pty: Pty,
    /// Keys pressed so far, without the letters of words.
    pub keys: usize,
}

impl Terminal {
    /// Presses keys, named as Signpost names them, with blanks between.
    pub fn keys(&mut self, names: &str) -> &mut Self {
        for name in names.split_whitespace() {
            self.keys += 1;
            self.press(&bytes_of(name), Duration::from_millis(100));
        }
        self
    }

    /// Types the letters of a word or a number, which the budgets do not count.
    pub fn types(&mut self, words: &str) -> &mut Self {
        for letter in words.chars() {
            // A letter shows nearly always: on a machine that is slow just then it is waited for.
            self.press(letter.to_string().as_bytes(), Duration::from_secs(1));
        }
        self
    }

    /// One key, and a moment for its answer: what is pressed together would be taken for a paste.
    fn press(&mut self, bytes: &[u8], at_most: Duration) {
        let before = self.pty.shown().bytes;
        self.pty.write(bytes);
        // A key that changes nothing is not answered.
        self.pty.wait(at_most, |shown| (shown.bytes != before).then_some(()));
    }

    /// Pastes text as a terminal with bracketed paste does.
    pub fn pastes(&mut self, text: &str) -> &mut Self {
        self.pty.write(format!("\x1b[200~{text}\x1b[201~").as_bytes());
        self
    }

    /// Pastes text as a terminal does that does not mark it.
    pub fn pastes_unmarked(&mut self, text: &str) -> &mut Self {
        self.pty.write(text.as_bytes());
        self
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    pub fn sees(&mut self, text: &str) -> &mut Self {
        let seen =
            self.pty.wait(LIMIT, |shown| (shown.is_whole() && shown.text().contains(text)).then_some(()));
        assert!(seen.is_some(), "{text:?} does not show:\n{}", self.screen());
        self
    }

    /// Waits until the screen no longer shows a text.
    #[track_caller]
    pub fn no_longer_sees(&mut self, text: &str) -> &mut Self {
        let gone =
            self.pty.wait(LIMIT, |shown| (shown.is_whole() && !shown.text().contains(text)).then_some(()));
        assert!(gone.is_some(), "{text:?} still shows:\n{}", self.screen());
        self
    }

    /// What the screen shows.
    pub fn screen(&self) -> String {
        self.pty.shown().text()
    }

    /// Waits for Today with its rows.
    #[track_caller]
    pub fn at_today(mut self) -> Self {
        self.sees("To route");
        self
    }

    /// Leaves for good: back to the top, then `q` twice.
    #[track_caller]
    pub fn quits(mut self) {
        self.keys("q").sees("again to end").keys("q");
        assert_eq!(self.pty.ended(), 0);
    }
}

/// What a terminal sends for a key.
fn bytes_of(name: &str) -> Vec<u8> {
    match name {
        "Enter" => b"\r".to_vec(),
        "Esc" => b"\x1b".to_vec(),
        "Tab" => b"\t".to_vec(),
        "Shift-Tab" => b"\x1b[Z".to_vec(),
        "Backspace" => b"\x7f".to_vec(),
        "Space" => b" ".to_vec(),
        "Up" => b"\x1b[A".to_vec(),
        "Down" => b"\x1b[B".to_vec(),
        "Right" => b"\x1b[C".to_vec(),
        "Left" => b"\x1b[D".to_vec(),
        "F1" => b"\x1bOP".to_vec(),
        "F12" => b"\x1b[24~".to_vec(),
        _ => match name.strip_prefix("Ctrl-") {
            Some(letter) => vec![letter.as_bytes()[0] & 0x1f],
            None => name.as_bytes().to_vec(),
        },
    }
}
