//! What is typed, and what it should find.

use std::collections::HashSet;
use std::path::Path;

/// One query.
#[derive(Debug, Default)]
pub struct Query {
    pub typed: String,
    /// As it should have been spelt; empty: as typed.
    pub corrected: String,
    pub kind: String,
    /// A feed; `None`: all.
    pub scope: Option<String>,
    pub relevant: HashSet<String>,
    /// Neither right nor wrong.
    pub also_useful: HashSet<String>,
}

/// Without a file: what the demo's directory is asked.
const OF_THE_DEMO: [&str; 16] = [
    "befriending northgate",
    "debt advice",
    "bereavment",
    "food bank quayside",
    "foodbank",
    "lonley old man",
    "carers cafe",
    "mens shed",
    "walking group ashwood",
    "someone to talk to",
    "houssing",
    "help with heating bills",
    "alchohol",
    "dementia singing",
    "leaflets in polish",
    "lift to hospital wenbury",
];

/// The queries of a file; without one, a few of the demo's, which say nothing of what is right.
pub fn queries(file: Option<&Path>) -> Vec<Query> {
    let Some(file) = file else {
        println!("no queries given, and none beside the project: a few about the demo's services");
        let one = |typed: &&str| Query { typed: (*typed).to_owned(), ..Query::default() };
        return OF_THE_DEMO.iter().map(one).collect();
    };
    let text = std::fs::read_to_string(file).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
    let mut rows = text.lines().map(|row| row.split('\t').map(str::trim).collect::<Vec<_>>());
    let head = rows.next().unwrap_or_default();
    let column = |name: &str| head.iter().position(|column| column.eq_ignore_ascii_case(name));
    let typed = column("query").expect("a column `query`");
    let [corrected, kind, scope, relevant, also_useful] =
        ["corrected_query", "kind", "scope", "relevant_ids", "also_useful_ids"].map(column);
    let mut queries = vec![];
    for row in rows {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).copied().unwrap_or_default();
        let ids =
            |at| cell(at).split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect();
        let query = Query {
            typed: cell(Some(typed)).to_owned(),
            corrected: cell(corrected).to_owned(),
            kind: cell(kind).to_owned(),
            scope: Some(cell(scope)).filter(|feed| !["", "all"].contains(feed)).map(str::to_owned),
            relevant: ids(relevant),
            also_useful: ids(also_useful),
        };
        if !query.typed.is_empty() {
            queries.push(query);
        }
    }
    queries
}
