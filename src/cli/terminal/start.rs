//! What the terminal application is given to start with.

use crate::cli::failure::{Failure, Stop};
use crate::cli::terminal::Kind;
use crate::cli::who::who;
use crate::config::Config;
use crate::desk::Ask;
use crate::desk::open::open;
use crate::desk::refusal::Refusal;
use crate::domain::id::StaffId;
use crate::domain::staff::Staff;
use crate::keymap::Keymap;
use crate::tui::commands::VOCABULARY;
use crate::tui::run::{Failed, Start, run};
use crate::tui::signs::Signs;
use crate::tui::theme::ThemeName;
use std::sync::Arc;

/// Starts the terminal application on a store that it opens itself, so that it can show how far that is.
///
/// # Errors
/// A [`Stop`] where the store cannot be opened, or the terminal is none.
pub fn start(config: &Config, kind: Kind) -> Result<(), Stop> {
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
        account: whoami::username().ok(),
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
fn percent(done: u64, total: u64) -> u8 {
    u8::try_from(done.saturating_mul(100).checked_div(total).unwrap_or(100).min(100)).unwrap_or(100)
}
