//! `signpost needs`: the needs that can be flagged, and what they are called.

use crate::cli::failure::{Failure, Stop};
use crate::cli::out::Out;
use crate::domain::need::{Need, NeedKey, catalogue};
use clap::Args;
use serde::Serialize;

/// List the needs that can be flagged
#[derive(Debug, Args)]
pub struct Needs {
    /// Only those that these words may mean
    words: Option<String>,
}

/// A need of the catalogue.
#[derive(Serialize)]
struct NeedLine<'a> {
    /// Its key.
    need: &'a str,
    /// Its name.
    name: &'a str,
    /// Its group.
    group: &'a str,
    /// The SNOMED CT concept of exactly this meaning, where one is verified.
    snomed: Option<&'a str>,
    /// What people say for it.
    words: &'a [String],
}

impl Needs {
    /// Lists them.
    pub fn run(self, out: &mut Out) -> Result<(), Stop> {
        let all: Vec<&Need> = match &self.words {
            Some(words) => catalogue().find(words, 50).into_iter().map(|found| found.need).collect(),
            None => catalogue().all().iter().collect(),
        };
        for need in all {
            let Need { key, name, group, words, snomed } = need;
            if out.is_json() {
                out.object(&NeedLine { need: key.as_str(), name, group, snomed: snomed.as_deref(), words })?;
            } else {
                out.line(format!("{name:<38} {group:<22} {key}"))?;
            }
        }
        Ok(())
    }
}

/// The need that a name, a lay word or a key means.
///
/// # Errors
/// A [`Failure`] that names the nearest.
pub fn key(text: &str) -> Result<NeedKey, Failure> {
    if let Some(need) = catalogue().exactly(text) {
        return Ok(need.key.clone());
    }
    let advice = match catalogue().nearest(text) {
        Some(near) => format!("Did you mean {}? `signpost needs` lists them all.", near.name.to_lowercase()),
        None => "`signpost needs` lists them all.".to_owned(),
    };
    Err(Failure::input(format!("There is no need called \"{}\".", text.trim()), advice))
}

/// As [`key`], for several.
///
/// # Errors
/// As [`key`], for the first that is none.
pub fn keys(texts: &[String]) -> Result<Vec<NeedKey>, Failure> {
    texts.iter().map(|text| key(text)).collect()
}

/// Needs by their names, for people: `Loneliness, Debt`.
pub fn named<'a>(keys: impl IntoIterator<Item = &'a NeedKey>) -> String {
    let names: Vec<String> = keys.into_iter().map(name).collect();
    names.join(", ")
}

/// A need's name; its key where a later catalogue has no such need any more.
pub fn name(key: &NeedKey) -> String {
    catalogue().get(key).map_or_else(|| key.to_string(), |need| need.name.clone())
}
