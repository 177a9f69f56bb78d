//! How long a keystroke takes, and what the index costs.

use super::queries::queries;
use super::texts::{Texts, published};
use super::{Asked, Contestant, memory};
use engines::Engine;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How often everything is timed.
const ROUNDS: usize = 3;
/// The engines take turns after such a part of the keystrokes.
const TURNS: usize = 4;
/// How many hits are asked for.
const HITS: usize = 10;
/// Who answers one keystroke of more than so many does so in the first round only.
const ONCE: usize = 100;
/// What takes less is built as often as the rounds.
const QUICK: Duration = Duration::from_secs(5);

/// An engine in the race.
struct Runner {
    contestant: &'static Contestant,
    engine: Box<dyn Engine>,
    build: Duration,
    grown: memory::Grown,
    /// For each keystroke, each round's time; nothing: it is not in the sample.
    times: Vec<Vec<Duration>>,
}

/// Runs it and prints the table.
pub fn run(asked: &Asked) {
    let published = published(asked.directory.as_deref());
    let keystrokes: Vec<String> =
        queries(asked.queries.as_deref()).iter().flat_map(|query| prefixes(&query.typed)).collect();
    println!(
        "{} services of {} published ones, {} keystrokes, {ROUNDS} rounds\n",
        asked.services,
        published.len(),
        keystrokes.len()
    );
    // Before anything large is in memory: each has the machine for itself.
    let grown: Vec<_> = asked.contestants().iter().map(|one| memory::of(one.name, asked)).collect();
    let texts = Texts::many(&published, asked.services);
    let length: usize = texts.texts.iter().map(|text| text.full().len()).sum();
    let head: usize = texts.texts.iter().map(|text| text.head().len()).sum();
    println!("full text {} B a service, head {} B\n", length / texts.texts.len(), head / texts.texts.len());
    let mut runners: Vec<Runner> = asked
        .contestants()
        .into_iter()
        .zip(grown)
        .map(|(one, grown)| enter(one, grown, &texts, &keystrokes))
        .collect();
    for round in 0..ROUNDS {
        for turn in 0..TURNS {
            let part = keystrokes.len() * turn / TURNS..keystrokes.len() * (turn + 1) / TURNS;
            for at in 0..runners.len() {
                let at = (at + round) % runners.len();
                if round == 0 || runners[at].contestant.one_of <= ONCE {
                    runners[at].take(&keystrokes, part.clone());
                }
            }
        }
        let took = |runner: &Runner| {
            let sum: Duration = runner.times.iter().filter_map(|times| times.get(round)).sum();
            format!("{} {:.1} s", runner.contestant.name, sum.as_secs_f64())
        };
        let took: Vec<_> = runners.iter().map(took).collect();
        eprintln!("round {} of {ROUNDS}: {}", round + 1, took.join(", "));
    }
    print(&runners, asked.services);
}

/// Everything that is on the screen while a query is typed.
fn prefixes(query: &str) -> impl Iterator<Item = String> {
    query.char_indices().map(|(at, c)| query[..at + c.len_utf8()].to_owned())
}

fn enter(
    contestant: &'static Contestant,
    grown: memory::Grown,
    texts: &Texts,
    keystrokes: &[String],
) -> Runner {
    let mut builds = vec![];
    let engine = loop {
        let since = Instant::now();
        let mut engine = (contestant.make)(texts);
        black_box(engine.find("advice", None, HITS));
        builds.push(since.elapsed());
        if builds.len() == ROUNDS || since.elapsed() > QUICK {
            break engine;
        }
    };
    eprintln!("{} is built", contestant.name);
    let times = vec![vec![]; keystrokes.len()];
    Runner { contestant, engine, build: median(&mut builds), grown, times }
}

impl Runner {
    fn take(&mut self, keystrokes: &[String], part: std::ops::Range<usize>) {
        for at in part.filter(|at| at % self.contestant.one_of == 0) {
            let since = Instant::now();
            black_box(self.engine.find(black_box(&keystrokes[at]), None, HITS));
            self.times[at].push(since.elapsed());
        }
    }

    /// The medians of the keystrokes that are in another's sample, the shortest first.
    fn medians(&self, sample: &Self) -> Vec<Duration> {
        let both = self.times.iter().zip(&sample.times).filter(|(_, theirs)| !theirs.is_empty());
        let mut medians: Vec<Duration> = both.map(|(ours, _)| median(&mut ours.clone())).collect();
        medians.sort_unstable();
        medians
    }
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Below which so many in a hundred lie.
fn percentile(sorted: &[Duration], percent: usize) -> f64 {
    let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted[at].as_secs_f64() * 1e3
}

#[expect(clippy::cast_precision_loss, reason = "for people")]
fn print(runners: &[Runner], services: usize) {
    println!(
        "| ms a keystroke | keystrokes | p50 | p99 | worst | once | p50 × | p99 × | build s | B/service | index MB | peak MB |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for runner in runners {
        let times = runner.medians(runner);
        let once = runner.times.iter().flatten().max().copied().unwrap_or_default().as_secs_f64() * 1e3;
        let [p50, p99, worst] = [50, 99, 100].map(|percent| percentile(&times, percent));
        let ours = runners.iter().find(|one| one.contestant.one_of == 1).map(|ours| ours.medians(runner));
        let [to50, to99] = [(50, p50), (99, p99)]
            .map(|(percent, theirs)| ours.as_ref().map_or(1.0, |ours| theirs / percentile(ours, percent)));
        let mb = |bytes: u64| bytes as f64 / 1e6;
        println!(
            "| {} | {} | {p50:.3} | {p99:.3} | {worst:.3} | {once:.3} | {to50:.1} | {to99:.1} | {:.2} | {} | {:.0} | {:.0} |",
            runner.contestant.name,
            times.len(),
            runner.build.as_secs_f64(),
            runner.grown.index / services as u64,
            mb(runner.grown.index),
            mb(runner.grown.peak),
        );
    }
}
