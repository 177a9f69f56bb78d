//! Settings: flags over environment over file over default; and where things live (XDG).
//!
//! Knows nothing of Signpost's other parts: what a setting means is for whoever is given it.

use etcetera::BaseStrategy;
use etcetera::base_strategy::Xdg;
use serde::Deserialize;
use std::ffi::OsString;
use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The settings in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The folder of the practice's store; absolute. It may not be there yet.
    pub data: PathBuf,
    /// Who is at the keyboard: a name, a part of one, or an id. Not set: whoever's account it is.
    pub staff: Option<String>,
    /// The shipped keymap to stand on, by name.
    pub keymap: Option<String>,
    /// The user's own keymap file; it may not be there. `None` where there is no home folder.
    pub keymap_file: Option<PathBuf>,
    /// The colours; not set: by what is known of the terminal.
    pub theme: Option<Theme>,
    /// The command that prints its standard input, with its arguments; empty: none is set.
    pub print: Vec<String>,
}

/// What was given as flags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// `--data DIR`.
    pub data: Option<PathBuf>,
    /// `--as STAFF`.
    pub staff: Option<String>,
    /// `--keymap NAME`.
    pub keymap: Option<String>,
    /// `--theme NAME`.
    pub theme: Option<Theme>,
}

/// The colours of the terminal application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Reads on a dark and on a light ground.
    Plain,
    /// Light on dark.
    Dark,
    /// Dark on light.
    Light,
    /// As much contrast as the terminal has.
    HighContrast,
    /// No colours: bold, underlined and reversed only. Also where `NO_COLOR` is set and nothing else is said.
    Colourless,
}

/// Where a program's files live on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// `$XDG_DATA_HOME/signpost`, usually `~/.local/share/signpost`.
    pub data: PathBuf,
    /// `$XDG_CONFIG_HOME/signpost`, usually `~/.config/signpost`.
    pub config: PathBuf,
}

/// Settings that cannot be used. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct ConfigError {
    /// What is wrong, in a sentence.
    pub what: String,
    /// What to do, in a sentence.
    pub advice: String,
}

/// The configuration file: every line may be left out.
///
/// ```toml
/// data = "/srv/signpost"       # SIGNPOST_DATA, --data
/// as = "Priya"                 # SIGNPOST_AS, --as
/// keymap = "vim"               # SIGNPOST_KEYMAP, --keymap: default, vim, function-keys
/// theme = "high-contrast"      # SIGNPOST_THEME, --theme: plain, dark, light, high-contrast, none
/// print = ["lp"]               # the command that is given what is printed
/// ```
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    data: Option<PathBuf>,
    #[serde(rename = "as")]
    staff: Option<String>,
    keymap: Option<String>,
    theme: Option<String>,
    #[serde(default)]
    print: Vec<String>,
}

impl Config {
    /// The settings of this process.
    ///
    /// # Errors
    /// [`ConfigError`] where a setting cannot be read, or nothing says where data may live.
    pub fn load(given: Given) -> Result<Self, ConfigError> {
        Self::of(given, &|name| std::env::var_os(name), Folders::of_user())
    }

    fn of(
        given: Given,
        environment: &dyn Fn(&str) -> Option<OsString>,
        folders: Option<Folders>,
    ) -> Result<Self, ConfigError> {
        // An empty variable counts as none, as it does for XDG and NO_COLOR.
        let var = |name: &str| environment(name).filter(|value| !value.is_empty());
        let text = |name: &str| match var(name).map(OsString::into_string) {
            Some(Err(_)) => Err(ConfigError {
                what: format!("The environment variable {name} is not text."),
                advice: format!("Set {name} to UTF-8 text, or unset it."),
            }),
            Some(Ok(value)) => Ok(Some(value)),
            None => Ok(None),
        };
        let path = var("SIGNPOST_CONFIG").map(PathBuf::from);
        let (path, must_be_there) = match (path, &folders) {
            (Some(path), _) => (Some(path), true),
            (None, Some(folders)) => (Some(folders.config.join("config.toml")), false),
            (None, None) => (None, false),
        };
        let file = path.map_or_else(|| Ok(File::default()), |path| read(&path, must_be_there))?;

        let named = |name: Option<String>| name.map(|name| name.parse::<Theme>()).transpose();
        let theme = match (given.theme, named(text("SIGNPOST_THEME")?)?, named(file.theme)?) {
            (Some(theme), _, _) | (None, Some(theme), _) | (None, None, Some(theme)) => Some(theme),
            (None, None, None) if var("NO_COLOR").is_some() => Some(Theme::Colourless),
            (None, None, None) => None,
        };
        let data = given.data.or_else(|| var("SIGNPOST_DATA").map(PathBuf::from)).or(file.data);
        let data =
            data.or_else(|| folders.as_ref().map(|folders| folders.data.clone())).ok_or_else(|| {
                ConfigError {
                    what: "There is no home folder, so it is not known where the data lives.".to_owned(),
                    advice: "Name the folder with --data DIR, or set HOME or SIGNPOST_DATA.".to_owned(),
                }
            })?;
        let data = std::path::absolute(&data).map_err(|error| ConfigError {
            what: format!("The data folder {} cannot be used: {error}.", data.display()),
            advice: "Name another folder with --data DIR.".to_owned(),
        })?;
        Ok(Self {
            data,
            staff: given.staff.or(text("SIGNPOST_AS")?).or(file.staff),
            keymap: given.keymap.or(text("SIGNPOST_KEYMAP")?).or(file.keymap),
            keymap_file: folders.map(|folders| folders.config.join("keymap.toml")),
            theme,
            print: file.print,
        })
    }

    /// The folder of the demo practice's store, beside the practice's own.
    pub fn demo_data(&self) -> PathBuf {
        self.data.join("demo")
    }
}

impl Folders {
    /// Those of the user who runs this; `None` without a home folder.
    pub fn of_user() -> Option<Self> {
        let xdg = Xdg::new().ok()?;
        Some(Self { data: xdg.data_dir().join("signpost"), config: xdg.config_dir().join("signpost") })
    }
}

impl Theme {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Plain, Self::Dark, Self::Light, Self::HighContrast, Self::Colourless];

    /// The name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::HighContrast => "high-contrast",
            Self::Colourless => "none",
        }
    }
}

impl fmt::Display for Theme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Theme {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|theme| theme.name().eq_ignore_ascii_case(text.trim())).ok_or_else(|| {
            ConfigError {
                what: format!("There is no theme called \"{text}\"."),
                advice: "The themes are plain, dark, light, high-contrast and none.".to_owned(),
            }
        })
    }
}

fn read(path: &Path, must_be_there: bool) -> Result<File, ConfigError> {
    let shown = path.display();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound && !must_be_there => return Ok(File::default()),
        Err(error) => {
            return Err(ConfigError {
                what: format!("The settings in {shown} cannot be read: {error}."),
                advice: "Make the file readable for you, or move it away.".to_owned(),
            });
        }
    };
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        let at = line.map(|line| format!(", line {line}")).unwrap_or_default();
        let why = error.message().lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
        ConfigError {
            what: format!("The settings in {shown}{at} have a mistake: {why}."),
            advice: "Correct the line; the settings are data, as, keymap, theme and print.".to_owned(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    struct Machine {
        home: tempfile::TempDir,
        environment: HashMap<&'static str, String>,
        given: Given,
    }

    fn machine() -> Machine {
        Machine { home: tempfile::tempdir().unwrap(), environment: HashMap::new(), given: Given::default() }
    }

    impl Machine {
        fn with_file(self, text: &str) -> Self {
            std::fs::create_dir_all(self.home.path().join("config")).unwrap();
            std::fs::write(self.home.path().join("config/config.toml"), text).unwrap();
            self
        }

        fn with_var(mut self, name: &'static str, value: &str) -> Self {
            self.environment.insert(name, value.to_owned());
            self
        }

        fn given(mut self, given: Given) -> Self {
            self.given = given;
            self
        }

        fn config(&self) -> Result<Config, ConfigError> {
            let folders =
                Folders { data: self.home.path().join("data"), config: self.home.path().join("config") };
            let environment = |name: &str| self.environment.get(name).map(OsString::from);
            Config::of(self.given.clone(), &environment, Some(folders))
        }
    }

    #[test]
    fn in_an_empty_home_everything_has_its_place() {
        let machine = machine();
        let config = machine.config().unwrap();
        assert_eq!(config.data, machine.home.path().join("data"));
        assert_eq!(config.demo_data(), machine.home.path().join("data/demo"));
        assert_eq!(config.keymap_file, Some(machine.home.path().join("config/keymap.toml")));
        assert_eq!((config.staff, config.keymap, config.theme), (None, None, None));
    }

    #[test]
    fn a_flag_stands_over_the_environment_and_that_over_the_file() {
        let file = "data = '/file'\nas = 'File'\nkeymap = 'file'\ntheme = 'light'";
        let named =
            |config: Config| (config.data, config.staff.unwrap(), config.keymap.unwrap(), config.theme);
        let text = str::to_owned;
        let machine = machine().with_file(file);
        assert_eq!(
            named(machine.config().unwrap()),
            ("/file".into(), text("File"), text("file"), Some(Theme::Light))
        );
        let machine = machine
            .with_var("SIGNPOST_DATA", "/env")
            .with_var("SIGNPOST_AS", "Env")
            .with_var("SIGNPOST_KEYMAP", "env")
            .with_var("SIGNPOST_THEME", "none");
        assert_eq!(
            named(machine.config().unwrap()),
            ("/env".into(), text("Env"), text("env"), Some(Theme::Colourless))
        );
        let machine = machine.given(Given {
            data: Some("/flag".into()),
            staff: Some(text("Flag")),
            keymap: Some(text("flag")),
            theme: Some(Theme::HighContrast),
        });
        assert_eq!(
            named(machine.config().unwrap()),
            ("/flag".into(), text("Flag"), text("flag"), Some(Theme::HighContrast))
        );
    }

    #[test]
    fn no_color_takes_the_colours_unless_somebody_asked_for_them() {
        assert_eq!(machine().with_var("NO_COLOR", "1").config().unwrap().theme, Some(Theme::Colourless));
        assert_eq!(machine().with_var("NO_COLOR", "").config().unwrap().theme, None);
        let asked = machine().with_var("NO_COLOR", "1").with_file("theme = 'light'");
        assert_eq!(asked.config().unwrap().theme, Some(Theme::Light));
    }

    #[test]
    fn the_printing_command_is_a_list_so_that_no_shell_reads_it() {
        assert_eq!(machine().config().unwrap().print, Vec::<String>::new());
        let with_printer = machine().with_file("print = ['lp', '-d', 'desk']");
        assert_eq!(with_printer.config().unwrap().print, ["lp", "-d", "desk"]);
    }

    #[test]
    fn a_mistake_in_the_file_names_its_line() {
        let error = machine().with_file("theme = 'dark'\ncolour = 'red'\n").config().unwrap_err();
        assert!(error.what.contains("config.toml, line 2"), "{}", error.what);
        assert!(error.what.contains("colour"), "{}", error.what);
    }

    #[test]
    fn a_theme_that_is_not_there_names_those_that_are() {
        let error = machine().with_var("SIGNPOST_THEME", "pink").config().unwrap_err();
        assert_eq!(error.what, "There is no theme called \"pink\".");
        assert_eq!(error.advice, "The themes are plain, dark, light, high-contrast and none.");
    }

    #[test]
    fn a_settings_file_that_was_named_must_be_there() {
        let error = machine().with_var("SIGNPOST_CONFIG", "/nowhere/config.toml").config().unwrap_err();
        assert!(error.what.contains("/nowhere/config.toml"), "{}", error.what);
    }

    #[test]
    fn without_a_home_the_data_folder_has_to_be_named() {
        let none = |_: &str| None;
        assert!(Config::of(Given::default(), &none, None).is_err());
        let given = Given { data: Some("/srv/signpost".into()), ..Given::default() };
        assert_eq!(Config::of(given, &none, None).unwrap().data, Path::new("/srv/signpost"));
    }
}
