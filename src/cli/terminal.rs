//! `signpost`: the terminal application.

use crate::cli::failure::{Failure, Stop};
use crate::cli::out::Out;
use crate::cli::who::who;
use crate::config::Config;
use crate::desk::refusal::Refusal;
use crate::domain::id::StaffId;
use crate::domain::staff::Staff;
use std::io::{IsTerminal, stdin, stdout};

/// Whose practice the application is started on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The practice's own.
    Practice,
    /// One that is made up, and marked so.
    Demo,
}

/// Starts the terminal application.
pub fn run(config: &Config, kind: Kind, out: &Out) -> Result<(), Stop> {
    needs_a_terminal(out)?;
    start(config, kind)
}

/// The terminal application wants a person in front of it.
fn needs_a_terminal(out: &Out) -> Result<(), Failure> {
    if out.is_json() {
        return Err(Failure::usage(
            "The terminal application prints no JSON.",
            "Name a command; see `signpost --help`.",
        ));
    }
    if stdin().is_terminal() && stdout().is_terminal() {
        return Ok(());
    }
    Err(Failure::usage(
        "The terminal application needs a terminal.",
        "Start it in one (with ssh, give -t), or name a command; see `signpost --help`.",
    ))
}

#[cfg(not(feature = "tui"))]
fn start(_config: &Config, _kind: Kind) -> Result<(), Stop> {
    Err(Failure::usage(
        "This signpost was built without the terminal application.",
        "Use the commands (`signpost --help`), or install it with the feature `tui`.",
    )
    .into())
}

#[cfg(feature = "tui")]
fn start(config: &Config, kind: Kind) -> Result<(), Stop> {
    use crate::desk::Ask;
    use crate::desk::open::open;
    use crate::keymap::Keymap;
    use crate::tui::commands::VOCABULARY;
    use crate::tui::run::{Failed, Start, run};
    use crate::tui::signs::Signs;
    use crate::tui::theme::ThemeName;
    use std::sync::Arc;

    let environment = |name: &str| std::env::var(name).ok();
    let base = config.keymap.as_deref();
    let loaded = match &config.keymap_file {
        Some(file) => Keymap::load_file(VOCABULARY, base, file),
        None => Keymap::load(VOCABULARY, base, None),
    };
    let keymap_problems = loaded.findings.iter().map(ToString::to_string).collect();
    let practice = config.data.clone();
    let demo = if kind == Kind::Demo { config.data.clone() } else { config.demo_data() };
    let open_demo = move |progress: &dyn Fn(u8)| {
        let desk = crate::demo::open::open(&demo, &|done, total| progress(percent(done, total)))?;
        let desk: Arc<dyn Ask> = Arc::new(desk);
        Ok(desk)
    };
    let open_practice = move |progress: &dyn Fn(u8)| {
        let desk: Arc<dyn Ask> = Arc::new(open(&practice, &|done, total| progress(percent(done, total)))?);
        Ok(desk)
    };
    let is_demo = kind == Kind::Demo;
    let named = config.staff.clone().or_else(|| is_demo.then(|| crate::demo::YOU.to_owned()));
    let start = Start {
        open: if is_demo { Box::new(open_demo.clone()) } else { Box::new(open_practice) },
        open_demo: Box::new(open_demo),
        demo: is_demo,
        who: Box::new(move |staff| who_is_it(staff, named.as_deref())),
        data: config.data.clone(),
        keymap: loaded.keymap,
        keymap_problems,
        theme: ThemeName::choose(config.theme.map(crate::config::Theme::name), environment),
        signs: *Signs::choose(environment),
        print_command: config.print.clone(),
    };
    run(start).map_err(|failed| match failed {
        Failed::Refused(refusal) => Stop::from(Failure::from(refusal)),
        Failed::Terminal(error) => Failure::usage(
            format!("The terminal cannot be used: {error}."),
            "Start Signpost in a terminal, or use its commands (`signpost --help`).",
        )
        .into(),
    })
}

/// Who is at the keyboard; where that is not clear, they choose on the screen.
#[cfg(feature = "tui")]
fn who_is_it(staff: &[Staff], named: Option<&str>) -> Result<Option<StaffId>, Refusal> {
    match (who(staff, named, whoami::username().ok().as_deref()), named) {
        (Ok(one), _) => Ok(Some(one.id)),
        (Err(_), None) => Ok(None),
        (Err(failure), Some(_)) => {
            Err(Refusal::not_found(failure.what, [vec![failure.advice], failure.more].concat().join("\n")))
        }
    }
}

/// How far something is, in percent.
#[cfg(feature = "tui")]
fn percent(done: u64, total: u64) -> u8 {
    u8::try_from(done.saturating_mul(100).checked_div(total).unwrap_or(100).min(100)).unwrap_or(100)
}
