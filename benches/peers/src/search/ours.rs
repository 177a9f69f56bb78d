//! This engine. The only file here that names its types.

use super::texts::Texts;
use engines::Engine;
use jiff::civil::{Date, date};
use signpost::domain::record::SubjectKind;
use signpost::search::{Index, Query};
use std::collections::HashMap;
use uuid::Uuid;

/// The day that answers are given on, and directories read.
pub const TODAY: Date = date(2026, 6, 30);

/// It is asked for at most so many, as it narrows to the feed itself.
const MOST: usize = 100;

struct Ours {
    index: Index,
    numbers: HashMap<Uuid, u32>,
}

/// Makes it of the services.
pub fn make(texts: &Texts) -> Box<dyn Engine> {
    let mut index = Index::new();
    for service in &texts.services {
        index.upsert_service(service);
    }
    let numbers = texts.services.iter().map(|service| service.id).zip(0..).collect();
    Box::new(Ours { index, numbers })
}

impl Engine for Ours {
    fn find(&mut self, typed: &str, feed: Option<&str>, limit: usize) -> Vec<u32> {
        let kinds = &[SubjectKind::Service];
        let limit = limit.min(MOST);
        let query = Query { feed, limit, ..Query::new(typed, kinds, TODAY) };
        let hits = self.index.find(&query).hits;
        hits.iter().filter_map(|hit| self.numbers.get(&hit.subject.id)).copied().collect()
    }
}
