//! Finding services: how well, and how fast.
//!
//! `cargo bench --bench search -- quality QUERIES FOLDER`: questions of a tab-separated file (columns `query`, `kind`,
//! `scope`, `relevant_ids`, `split`) over the directory `services.csv` in a folder: hit@1, hit@5, MRR@10 by kind.
//! `cargo bench --bench search -- speed N QUERIES FOLDER`: each beginning of each question, as it is typed, over N
//! services made of that directory's.
//! `cargo bench --bench search -- people N`: patients.

#[path = "search/directory.rs"]
mod directory;

use directory::{many, published};
use jiff::civil::{Date, date};
use signpost::domain::id::PatientId;
use signpost::domain::record::SubjectKind;
use signpost::search::{Index, PatientEntry, Query};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const TODAY: Date = date(2026, 6, 30);
const SERVICES: [SubjectKind; 1] = [SubjectKind::Service];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|text| text != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["quality", queries, folder] => quality(queries, Path::new(folder), false),
        ["misses", queries, folder] => quality(queries, Path::new(folder), true),
        ["speed", count, queries, folder] => {
            speed(count.parse().expect("a number"), queries, Path::new(folder));
        }
        ["people", count] => people(count.parse().expect("a number")),
        // Run by `cargo bench` with all others: without a directory there is nothing to say.
        _ => println!("quality QUERIES FOLDER | misses QUERIES FOLDER | speed N QUERIES FOLDER | people N"),
    }
}

/// A question of the file.
struct Asked {
    text: String,
    kinds: Vec<String>,
    scope: Option<String>,
    relevant: Vec<String>,
    useful: Vec<String>,
}

fn asked(file: &str) -> Vec<Asked> {
    let text = std::fs::read_to_string(file).expect("the questions");
    let mut lines = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().expect("names of columns");
    let column = |name| head.iter().position(|column| *column == name).expect("a column");
    let [query, kind, scope, relevant, useful] =
        ["query", "kind", "scope", "relevant_ids", "also_useful_ids"].map(column);
    let ids = |text: &str| text.split(',').map(|id| id.trim().to_owned()).collect();
    lines
        .map(|line| Asked {
            text: line[query].to_owned(),
            kinds: line[kind].split('+').map(str::to_owned).collect(),
            scope: Some(line[scope].to_owned()).filter(|scope| scope != "all"),
            relevant: ids(line[relevant]),
            useful: ids(line[useful]),
        })
        .collect()
}

fn quality(queries: &str, folder: &Path, misses: bool) {
    let mut index = Index::new();
    for service in published(folder) {
        index.upsert_service(&service);
    }
    // All, hit@1, hit@5, the sum of reciprocal ranks.
    let mut by_kind: BTreeMap<String, [f64; 4]> = BTreeMap::new();
    for asked in asked(queries) {
        let query =
            Query { feed: asked.scope.as_deref(), limit: 30, ..Query::new(&asked.text, &SERVICES, TODAY) };
        let mut found = index.find(&query);
        let told = found.hits.clone();
        // What is of use too is never counted wrong.
        found.hits.retain(|hit| !asked.useful.contains(&hit.id) || asked.relevant.contains(&hit.id));
        let rank = found.hits.iter().take(10).position(|hit| asked.relevant.contains(&hit.id));
        for kind in asked.kinds.iter().map(String::as_str).chain(["all"]) {
            let sums = by_kind.entry(kind.to_owned()).or_default();
            let reciprocal =
                rank.map_or(0.0, |rank| 1.0 / f64::from(u32::try_from(rank).expect("small") + 1));
            let is = |most| f64::from(u8::from(rank.is_some_and(|rank| rank < most)));
            for (sum, more) in sums.iter_mut().zip([1.0, is(1), is(5), reciprocal]) {
                *sum += more;
            }
        }
        if misses && rank != Some(0) {
            println!("\n{rank:?} {}", asked.text);
            for hit in told.iter().take(6) {
                let mark = if asked.relevant.contains(&hit.id) { "*" } else { " " };
                println!("  {mark} {:.2} {} [{}] {}", hit.score, hit.name, hit.why, hit.about);
            }
            if let Some(hit) = told.iter().find(|hit| asked.relevant.contains(&hit.id)) {
                println!("  = {:.2} {} [{}]", hit.score, hit.name, hit.why);
            }
        }
    }
    println!("\n| kind | n | hit@1 | hit@5 | MRR@10 |\n|---|---|---|---|---|");
    for (kind, [all, first, five, reciprocal]) in by_kind {
        println!("| {kind} | {all} | {:.3} | {:.3} | {:.3} |", first / all, five / all, reciprocal / all);
    }
}

fn speed(count: usize, queries: &str, folder: &Path) {
    let before = resident();
    let services = many(&published(folder), count);
    let texts = resident();
    let begun = Instant::now();
    let mut index = Index::new();
    for service in &services {
        index.upsert_service(service);
    }
    let built = begun.elapsed();
    #[expect(clippy::cast_precision_loss, reason = "for people")]
    let (grown, told) = ((resident() - texts) as f64 / 1e6, index.service_bytes() as f64 / 1e6);
    println!(
        "{count} services: built in {:.2} s, {grown:.0} MB more (the index says {told:.0} MB; the services themselves {} MB)",
        built.as_secs_f64(),
        (texts - before) / 1_000_000
    );
    let [mut times, mut first]: [Vec<(Duration, String)>; 2] = Default::default();
    for asked in asked(queries) {
        let ends = asked.text.char_indices().map(|(at, c)| at + c.len_utf8());
        for end in ends {
            let text = &asked.text[..end];
            // The quickest of three, so that what else the machine does is not told as ours; the first is told too.
            let each = [(); 3].map(|()| {
                let begun = Instant::now();
                std::hint::black_box(index.find(&Query::new(text, &SERVICES, TODAY)));
                begun.elapsed()
            });
            first.push((each[0], text.to_owned()));
            times.push((each.into_iter().min().unwrap_or_default(), text.to_owned()));
        }
    }
    tell("each key, once", &mut first);
    tell("each key, the quickest of three", &mut times);
    let long = "food bank for carers in bristol ".repeat(400);
    for _ in 0..3 {
        let begun = Instant::now();
        std::hint::black_box(index.find(&Query::new(&long, &SERVICES, TODAY)));
        println!("{} characters: {:.2} ms", long.len(), begun.elapsed().as_secs_f64() * 1e3);
    }
    let begun = Instant::now();
    for service in services.iter().take(10_000) {
        let mut changed = service.clone();
        changed.details.description.push_str(" changed");
        index.upsert_service(&changed);
    }
    println!("10000 changes: {:.1} µs each", begun.elapsed().as_secs_f64() * 1e2);
}

fn people(count: usize) {
    let mut index = Index::new();
    let given =
        ["Margaret", "Doreen", "Abdul", "Kathleen", "Winston", "Harpreet", "Ewa", "Tomasz", "Blessing"];
    let family =
        ["Ellis", "Clarke", "Chowdhury", "O'Brien", "Campbell", "Sandhu", "Nowak", "Kaminski", "Eze"];
    let begun = Instant::now();
    for number in 0..count {
        index.upsert_patient(&PatientEntry {
            id: PatientId(Uuid::from_u128(number as u128)),
            given: given[number % 9].to_owned(),
            family: format!("{}{}", family[number / 9 % 9], ["", "son", "s", "by", "ton"][number / 81 % 5]),
            born: Some(date(
                1930 + i16::try_from(number % 80).expect("small"),
                1 + i8::try_from(number % 12).expect("small"),
                1,
            )),
            postcode: "DN15 6HX".to_owned(),
            nhs_number: format!("999{:07}", number * 97 % 10_000_000),
        });
    }
    println!("{count} patients: built in {:.2} s", begun.elapsed().as_secs_f64());
    let mut times = vec![];
    for text in
        ["9990", "999012", "margaret ellis", "elis margret", "clarkson 3/1/1948", "ob", "526 01", "1948"]
    {
        for _ in 0..20 {
            let begun = Instant::now();
            std::hint::black_box(index.find(&Query::new(text, &[SubjectKind::Patient], TODAY)));
            times.push((begun.elapsed(), text.to_owned()));
        }
    }
    tell("each question", &mut times);
}

fn tell(what: &str, times: &mut [(Duration, String)]) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 1000).min(times.len() - 1)].0.as_secs_f64() * 1e3;
    println!(
        "{what}, {}: p50 {:.3} ms, p90 {:.3}, p99 {:.3}, p99.9 {:.3}, worst {:.3}",
        times.len(),
        at(500),
        at(900),
        at(990),
        at(999),
        at(1000)
    );
    for (time, text) in times.iter().rev().take(12) {
        println!("  {:.3} ms {text:?}", time.as_secs_f64() * 1e3);
    }
}

/// What the process holds in memory, in bytes.
fn resident() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = text.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok());
    pages.unwrap_or(0) * 4096
}
