//! A machine with an empty home, on which commands are run and their ends looked at.

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::sync::LazyLock;
use tempfile::TempDir;

/// A patient's number that every test may use; of the range that no person has.
pub const MARGARET: &str = "9995260182";
/// Another one.
pub const JOHN: &str = "9991590838";

/// A machine with a home folder of its own.
pub struct Machine {
    home: TempDir,
}

/// A command that ended.
pub struct Ran {
    command: String,
    output: Output,
}

/// Another process that has the store.
pub struct Holder {
    child: Child,
    questions: ChildStdin,
}

/// A machine with nothing on it.
pub fn machine() -> Machine {
    Machine { home: tempfile::tempdir().expect("a folder for the test") }
}

/// A machine on which Northgate Surgery is set up: Alex has every role, Priya is a receptionist, Sam and Lee are link
/// workers, Dr Okoro is a clinician.
///
/// It is set up by commands once, and copied for each test.
pub fn northgate() -> Machine {
    static SET_UP: LazyLock<Machine> = LazyLock::new(set_up);
    let copy = machine();
    copy_folder(SET_UP.home.path(), copy.home.path());
    copy
}

fn set_up() -> Machine {
    let machine = machine();
    let set_up = ["init", "--practice", "Northgate Surgery", "--ods", "A12345", "--name", "Alex Adams"];
    machine.run(&set_up).done();
    for (name, role) in [
        ("Priya Shah", "receptionist"),
        ("Sam Hill", "link-worker"),
        ("Lee Wong", "link-worker"),
        ("Dr Okoro", "clinician"),
    ] {
        machine.run(&["staff", "add", name, "--role", role]).done();
    }
    machine
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            std::fs::create_dir(&to).expect("a folder");
            copy_folder(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), &to).expect("a copy");
        }
        // A new folder is made as the umask says, whatever the old one allowed.
        let permissions = entry.metadata().expect("its permissions").permissions();
        std::fs::set_permissions(&to, permissions).expect("the same permissions");
    }
}

impl Machine {
    /// The command, ready to run; nothing of the real environment reaches it.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_signpost"));
        command.args(arguments).env_clear().env("HOME", self.home.path()).current_dir(self.home.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command(arguments).output().expect("the program runs");
        Ran { command: arguments.join(" "), output }
    }

    /// Runs a command as a member of staff.
    pub fn run_as(&self, staff: &str, arguments: &[&str]) -> Ran {
        self.run(&[&["--as", staff], arguments].concat())
    }

    /// Runs a command with a text on its standard input.
    pub fn run_with(&self, input: impl AsRef<[u8]>, arguments: &[&str]) -> Ran {
        let mut child = self.start(arguments);
        // A command that refuses at once may be gone before it has read.
        let _ = child.stdin.take().expect("its input is a pipe").write_all(input.as_ref());
        Ran { command: arguments.join(" "), output: child.wait_with_output().expect("the program ends") }
    }

    /// Starts a command whose input stays open.
    pub fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdin(Stdio::piped()).spawn().expect("the program starts")
    }

    /// Flags a line from standard input as Priya, and gives what was printed for scripts.
    pub fn flag(&self, line: &str, arguments: &[&str]) -> Value {
        self.run_with(line, &[&["--as", "Priya", "--json", "flag", "-"], arguments].concat()).done().json()
    }

    /// Holds the store with another process, until it is let go.
    pub fn hold(&self, arguments: &[&str]) -> Holder {
        let mut child = self.start(&[arguments, &["--json", "find", "--stdin"]].concat());
        let mut questions = child.stdin.take().expect("its input is a pipe");
        let mut answers = BufReader::new(child.stdout.take().expect("its output is a pipe"));
        // Its first answer shows that it has the store.
        writeln!(questions, "debt").expect("it listens");
        answers.read_line(&mut String::new()).expect("it answers");
        Holder { child, questions }
    }

    /// A path in the home folder.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.home.path().join(inside)
    }

    /// The folder of the store.
    pub fn data(&self) -> PathBuf {
        self.path(".local/share/signpost")
    }

    /// Writes a file in the home folder, with the folders that it needs.
    pub fn write(&self, inside: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.path(inside);
        std::fs::create_dir_all(path.parent().expect("it is inside")).expect("a folder");
        std::fs::write(&path, text).expect("a file");
        path.display().to_string()
    }

    /// A fingerprint of everything that was ever confirmed: of the log, byte for byte.
    pub fn log(&self) -> String {
        blake3::hash(&std::fs::read(self.data().join("journal")).unwrap_or_default()).to_string()
    }
}

impl Holder {
    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Lets it end, and waits for that.
    pub fn let_go(mut self) {
        drop(self.questions);
        assert!(self.child.wait().expect("it ends").success());
    }
}

/// A file among the tests' fixtures.
pub fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    path.display().to_string()
}

impl Ran {
    /// It ended with this code.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.output.status.code(), Some(code), "{self}");
        self
    }

    /// It was done, and nothing was amiss.
    #[track_caller]
    pub fn done(self) -> Self {
        let ran = self.ends(0);
        assert_eq!(ran.err(), "", "{ran}");
        ran
    }

    /// It printed this somewhere.
    #[track_caller]
    pub fn prints(self, text: &str) -> Self {
        assert!(self.out().contains(text), "no \"{text}\" in {self}");
        self
    }

    /// It printed this nowhere.
    #[track_caller]
    pub fn hides(self, text: &str) -> Self {
        assert!(!self.out().contains(text), "\"{text}\" in {self}");
        self
    }

    /// It printed nothing.
    #[track_caller]
    pub fn prints_nothing(self) -> Self {
        assert_eq!(self.out(), "", "{self}");
        self
    }

    /// It said what happened, what is safe and what to do, in these words and nothing else before them.
    #[track_caller]
    pub fn says(self, what: &str, safe: &str, advice: &str) -> Self {
        let said = self.err();
        let lines: Vec<&str> = said.lines().take(3).collect();
        assert_eq!(lines, [what, safe, advice], "{self}");
        self
    }

    /// It said this somewhere on standard error.
    #[track_caller]
    pub fn complains(self, text: &str) -> Self {
        assert!(self.err().contains(text), "no \"{text}\" in {self}");
        self
    }

    /// The one object that it printed.
    #[track_caller]
    pub fn json(self) -> Value {
        let mut objects = self.objects();
        assert_eq!(objects.len(), 1, "{objects:?}");
        objects.remove(0)
    }

    /// The objects that it printed, one a line.
    #[track_caller]
    pub fn objects(&self) -> Vec<Value> {
        self.out()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{self}")))
            .collect()
    }

    /// The error that it printed for scripts: one line on standard error.
    #[track_caller]
    pub fn error(&self) -> Value {
        let text = self.err();
        assert_eq!(text.lines().count(), 1, "{self}");
        let mut error: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{self}"));
        error["error"].take()
    }

    /// Standard output.
    pub fn out(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).expect("the output is text")
    }

    /// Standard error.
    pub fn err(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).expect("the output is text")
    }
}

impl std::fmt::Display for Ran {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { command, output } = self;
        write!(f, "signpost {command}\n[{}]\n{}{}", output.status, self.out(), self.err())
    }
}
