//! Services as Open Referral UK 3 (HSDS 3) JSON, and as Open Referral UK 1 where that is near.
//!
//! A page with `contents` (or `content`, `services`, `items`, `data`), a list, one service, or several of these
//! one after another. One service is in memory at a time.

mod fields;

use super::{Format, Hints, Listing, Place, Reading, Rejected, Unreadable};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The names under which a page keeps its services.
const LISTS: [&str; 5] = ["contents", "content", "services", "items", "data"];

/// Reads pages, lists or services.
pub(super) fn read(text: &str, hints: &Hints, progress: &mut dyn FnMut(u64)) -> Result<Reading, Unreadable> {
    let mut found =
        Found { hints, progress, records: vec![], unknown: BTreeSet::new(), pages: None, has_lists: false };
    let mut json = serde_json::Deserializer::from_str(text);
    loop {
        Top(&mut found).deserialize(&mut json).map_err(|error| Unreadable::Json {
            line: error.line(),
            column: error.column(),
            why: why(&error),
        })?;
        if json.end().is_ok() {
            break;
        }
    }
    if found.records.is_empty() && !found.has_lists {
        return Err(Unreadable::NoServices);
    }
    (found.progress)(found.records.len() as u64);
    let mut warnings = vec![];
    if let Some(pages) = found.pages.filter(|&pages| pages > 1) {
        warnings.push(format!("this is one page of {pages}; the others are to be imported too"));
    }
    Ok(Reading {
        format: Format::OpenReferral,
        records: found.records,
        unknown: found.unknown.into_iter().collect(),
        warnings,
    })
}

/// The parser's words, without the place that is said beside them.
fn why(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

struct Found<'a> {
    hints: &'a Hints,
    progress: &'a mut dyn FnMut(u64),
    records: Vec<Result<Listing, Rejected>>,
    unknown: BTreeSet<String>,
    pages: Option<u64>,
    has_lists: bool,
}

impl Found<'_> {
    fn record(&mut self, value: &Value) {
        let number = self.records.len() as u64 + 1;
        let place = Place { record: number, line: None };
        let read = match value {
            Value::Object(service) => {
                if let Some(what) = fields::what_else(service) {
                    Err(Rejected { place, reason: format!("it is {what}, not a service") })
                } else {
                    let (published, unknown) = fields::published(service);
                    if self.unknown.len() < 200 {
                        self.unknown.extend(unknown);
                    }
                    published.settle(place, self.hints)
                }
            }
            _ => Err(Rejected { place, reason: "it is no service, but a bare value".to_owned() }),
        };
        self.records.push(read);
        if number.is_multiple_of(100) {
            (self.progress)(number);
        }
    }
}

/// The outermost value.
struct Top<'a, 'b>(&'a mut Found<'b>);

impl<'de> DeserializeSeed<'de> for Top<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a page, a list or a service")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.0.has_lists = true;
        while let Some(value) = list.next_element::<Value>()? {
            self.0.record(&value);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut fields = Map::new();
        let mut is_page = false;
        while let Some(name) = map.next_key::<String>()? {
            if LISTS.contains(&name.as_str()) && !fields.contains_key("name") {
                is_page = true;
                map.next_value_seed(Top(self.0))?;
            } else if matches!(name.as_str(), "total_pages" | "totalPages") {
                self.0.pages = map.next_value::<Value>()?.as_u64();
            } else if is_page || fields.len() > 200 {
                map.next_value::<IgnoredAny>()?;
            } else {
                fields.insert(name, map.next_value()?);
            }
        }
        // A page inside a page's list is a service; an object that is neither says so by what it lacks.
        if !is_page && (fields.contains_key("name") || fields.contains_key("id")) {
            self.0.record(&Value::Object(fields));
        }
        Ok(())
    }

    // A service may have a plain field that is called as a page's list is.
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}
