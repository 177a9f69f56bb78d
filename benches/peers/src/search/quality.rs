//! How well the right service is found.

use super::queries::{Query, queries};
use super::texts::{Texts, published};
use super::{Asked, Contestant};
use engines::Engine;
use std::collections::BTreeSet;

/// How far a ranking is looked at.
const DEPTH: usize = 10;

/// What one engine made of the queries: the place of the first right one of each, from 1; `None`: not in the first ten.
type Places = Vec<Option<usize>>;

/// Runs it and prints the tables.
pub fn run(asked: &Asked) {
    let texts = Texts::of(published(asked.directory.as_deref()));
    let queries: Vec<Query> =
        queries(asked.queries.as_deref()).into_iter().filter(|query| !query.relevant.is_empty()).collect();
    assert!(!queries.is_empty(), "no query says what is right");
    println!("{} services, {} queries\n", texts.texts.len(), queries.len());
    warn(&texts, &queries);
    let mut engines: Vec<(&Contestant, Box<dyn Engine>)> =
        asked.contestants().into_iter().map(|one| (one, (one.make)(&texts))).collect();
    let has_corrections = queries.iter().any(|query| !query.corrected.is_empty());
    for (heading, is_corrected) in [("as typed", false), ("corrected", true)] {
        if is_corrected && !has_corrections {
            continue;
        }
        let mut table = vec![];
        for (contestant, engine) in &mut engines {
            let shows_misses = asked.misses && !is_corrected;
            let places = queries.iter().map(|query| {
                let found = ranking(engine.as_mut(), query, is_corrected, &texts);
                let right = |number: &u32| query.relevant.contains(&texts.texts[*number as usize].id);
                let place = found.iter().position(right).map(|at| at + 1);
                if shows_misses && place.is_none_or(|place| place > 5) {
                    miss(contestant.name, query, place, &found, &texts);
                }
                place
            });
            table.push((contestant.name, places.collect::<Places>()));
        }
        overall(heading, &table);
        by_kind(heading, &queries, &table);
    }
}

/// The first ten, of the scope's feed, without what is neither right nor wrong.
fn ranking(engine: &mut dyn Engine, query: &Query, is_corrected: bool, texts: &Texts) -> Vec<u32> {
    let typed = if is_corrected && !query.corrected.is_empty() { &query.corrected } else { &query.typed };
    let feed = query.scope.as_deref();
    let mut found = engine.find(typed, feed, texts.texts.len());
    found.retain(|number| {
        let text = &texts.texts[*number as usize];
        feed.is_none_or(|feed| feed == text.feed)
            && (query.relevant.contains(&text.id) || !query.also_useful.contains(&text.id))
    });
    found.truncate(DEPTH);
    found
}

/// What cannot be right, whatever is found.
fn warn(texts: &Texts, queries: &[Query]) {
    let ids: BTreeSet<&str> = texts.texts.iter().map(|text| text.id.as_str()).collect();
    let feeds: BTreeSet<&str> = texts.texts.iter().map(|text| text.feed.as_str()).collect();
    for query in queries {
        if !query.relevant.iter().any(|id| ids.contains(id.as_str())) {
            println!("`{}`: the directory has none of its services", query.typed);
        }
        if let Some(feed) = query.scope.as_deref().filter(|feed| !feeds.contains(feed)) {
            println!("`{}`: the directory has no feed {feed}", query.typed);
        }
    }
}

fn miss(name: &str, query: &Query, place: Option<usize>, found: &[u32], texts: &Texts) {
    let names: Vec<&str> =
        found.iter().take(3).map(|number| texts.texts[*number as usize].name.as_str()).collect();
    let place = place.map_or_else(|| "-".to_owned(), |place| place.to_string());
    println!("{name}: {place} `{}` ({}): {}", query.typed, query.kind, names.join(" / "));
}

/// The share in first place, the share among the first five, the mean of 1 / place.
#[expect(clippy::cast_precision_loss, reason = "for people")]
fn scores(places: &[Option<usize>]) -> [f64; 3] {
    let share = |most: usize| places.iter().flatten().filter(|place| **place <= most).count() as f64;
    let reciprocal = places.iter().flatten().fold(0.0, |sum, place| sum + 1.0 / *place as f64);
    [share(1), share(5), reciprocal].map(|sum| sum / places.len() as f64)
}

fn overall(heading: &str, table: &[(&str, Places)]) {
    println!("\n| {heading} | hit@1 | hit@5 | MRR@10 |\n|---|---|---|---|");
    for (name, places) in table {
        let [one, five, reciprocal] = scores(places);
        println!("| {name} | {one:.3} | {five:.3} | {reciprocal:.3} |");
    }
}

fn by_kind(heading: &str, queries: &[Query], table: &[(&str, Places)]) {
    let whole: BTreeSet<&str> = queries.iter().map(|query| query.kind.as_str()).collect();
    let parts: BTreeSet<&str> =
        whole.iter().filter(|kind| kind.contains('+')).flat_map(|kind| kind.split('+')).collect();
    if whole.len() < 2 {
        return;
    }
    let names: Vec<&str> = table.iter().map(|(name, _)| *name).collect();
    println!("\n| {heading}: hit@1 hit@5 MRR@10 | queries | {} |", names.join(" | "));
    println!("|---|---|{}", "---|".repeat(names.len()));
    for kind in whole {
        row(kind, |one| one == kind, queries, table);
    }
    for part in parts {
        row(&format!("…{part}…"), |one| one.split('+').any(|one| one == part), queries, table);
    }
}

fn row(name: &str, is_in: impl Fn(&str) -> bool, queries: &[Query], table: &[(&str, Places)]) {
    let of = |places: &Places| -> Places {
        queries.iter().zip(places).filter(|(query, _)| is_in(&query.kind)).map(|(_, place)| *place).collect()
    };
    let cells = table.iter().map(|(_, places)| {
        let [one, five, reciprocal] = scores(&of(places));
        format!("{one:.2} {five:.2} {reciprocal:.2}")
    });
    let count = queries.iter().filter(|query| is_in(&query.kind)).count();
    println!("| {name} | {count} | {} |", cells.collect::<Vec<_>>().join(" | "));
}
