//! What casework costs in a practice with three years of it: each report, and what is behind the screens.
//!
//! `cargo bench --bench casework -- [reports] [screens]`, both where nothing is said. The practice is made once, under
//! `target/`; everything is asked of the desk, as the terminal does, with the files in the system's cache. Medians; the
//! load of the machine is said, because it decides how much they can be believed.
//!
//! To reach: each report in 2 s, memory flat while it is made; everything behind a screen in 50 ms.

#[path = "terminal/large.rs"]
#[allow(dead_code, reason = "shared with the benchmark of the terminal, which uses more of it")]
mod large;
#[path = "casework/years.rs"]
mod years;

use signpost::desk::reply::Reply;
use signpost::desk::request::{CaseFilter, Request, StageFilter, WhichCase};
use signpost::desk::{Actor, Desk, open};
use signpost::domain::caseload::Leave;
use signpost::domain::report::ReportName;
use std::path::Path;
use std::time::{Duration, Instant};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often a report, and a screen, is asked for.
const REPORTS: usize = 5;
const SCREENS: usize = 21;

fn main() {
    let said: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let asked = |name: &str| said.is_empty() || said.iter().any(|word| word == name);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("casework-1");
    years::practice(&folder);
    let desk = open::open(&folder, &|_, _| {}).expect("the practice");
    desk.wait_until_indexed();
    println!("load of the machine: {}", first_line("/proc/loadavg"));
    let Ok(Reply::Staff(staff)) = desk.ask(Actor::NOBODY, Request::Staff) else { panic!("no staff") };
    let actor = |name: &str| {
        Actor::staff(staff.iter().find(|one| one.name == name).expect("somebody of this name").id)
    };
    if asked("screens") {
        screens(&desk, actor("Worker 07"), actor(large::YOU));
    }
    if asked("reports") {
        reports(&desk, actor(large::YOU));
    }
}

fn reports(desk: &Desk, manager: Actor) {
    let before = memory("VmRSS");
    // Counts the peak from here on; where the kernel does not let us, the peak of making the index stands.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    for name in ReportName::ALL {
        let ask = || Request::Report { name, from: None, to: None, practice: None };
        let n = match desk.ask(manager, ask()) {
            Ok(Reply::Report(report)) => report.n,
            other => panic!("{other:?}"),
        };
        say(
            &format!("report {name} (n {n:?})"),
            REPORTS,
            || drop(desk.ask(manager, ask()).expect("a report")),
            2_000,
        );
    }
    println!("memory before the reports {before} MB, at most {} MB while they were made", memory("VmHWM"));
}

fn screens(desk: &Desk, worker: Actor, manager: Actor) {
    let mine = CaseFilter { stage: Some(StageFilter::Mine), ..CaseFilter::default() };
    let cases = |filter: &CaseFilter| Request::Cases { filter: filter.clone(), after: None, limit: 200 };
    let Ok(Reply::Cases(page)) = desk.ask(worker, cases(&mine)) else { panic!("no cases") };
    let case = page.cases[page.cases.len() / 2].id;
    let patient = page.cases[0].patient.id;
    let today = jiff::Zoned::now().date();
    let leave = Leave { from: today, to: today + jiff::Span::new().days(14) };
    let ask = |what: &str, actor: Actor, request: Request| {
        say(what, SCREENS, || drop(desk.ask(actor, request.clone()).expect("an answer")), 50);
    };
    ask("Today of a link worker", worker, Request::Today);
    ask("Today of a manager with every role", manager, Request::Today);
    ask("a case", worker, Request::Case { case: WhichCase::Id(case) });
    ask("one's own cases, 200", worker, cases(&mine));
    ask("all open cases, 200", worker, cases(&CaseFilter::default()));
    ask("caseloads", manager, Request::Caseloads);
    ask("whom", worker, Request::Whom { patient: Some(patient) });
    let only_say = Request::MoveDue { staff: worker.id(), leave, only_say: true };
    ask("what would move, two weeks", worker, only_say);
    ask("calendar", worker, Request::Calendar { staff: None });
}

/// Does something so often, and says how long it took.
fn say(what: &str, times: usize, mut does: impl FnMut(), target: u64) {
    let mut took: Vec<Duration> = (0..times)
        .map(|_| {
            let since = Instant::now();
            does();
            since.elapsed()
        })
        .collect();
    took.sort_unstable();
    let shown = |took: Duration| took.as_secs_f64() * 1_000.0;
    println!(
        "{what}: median {:.1} ms, at most {:.1} ms (target {target} ms)",
        shown(took[times / 2]),
        shown(took[times - 1])
    );
}

/// A figure of `/proc/self/status`, in MB; 0 where there is none.
fn memory(figure: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(figure));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1_024
}

fn first_line(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_default().lines().next().unwrap_or("not known").to_owned()
}
