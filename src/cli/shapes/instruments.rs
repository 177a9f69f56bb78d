//! The JSON of instruments.

use crate::domain::measure::Licences;
use crate::domain::measure::instrument::{Band, Better, Instrument, Item, Scale, Scoring};
use serde::Serialize;

/// An instrument (`signpost instruments list`, `signpost instruments show`).
#[derive(Clone, Debug, Serialize)]
pub struct InstrumentShape {
    /// Its key, as `measure` takes it.
    pub key: String,
    /// Its short name.
    pub name: String,
    /// Its name in full.
    pub full_name: String,
    /// Whether it can be filled.
    pub on: bool,
    /// Whether it needs the practice's own licence.
    pub licensed: bool,
    /// Under which terms it may be used.
    pub licence: String,
    /// Who publishes it.
    pub source: String,
    /// Where.
    pub address: String,
    /// Whether its answers are added up.
    pub added_up: bool,
    /// What is asked, in order.
    pub items: Vec<ItemShape>,
    /// The scales of its results: each item's, or the total's.
    pub scales: Vec<ScaleShape>,
}

/// A question.
#[derive(Clone, Debug, Serialize)]
pub struct ItemShape {
    /// Its name.
    pub name: String,
    /// Its wording; `null`: it may not be shipped.
    pub text: Option<String>,
    /// The lowest answer.
    pub min: u16,
    /// The highest answer.
    pub max: u16,
}

/// A scale.
#[derive(Clone, Debug, Serialize)]
pub struct ScaleShape {
    /// What is measured.
    pub name: String,
    /// The lowest value.
    pub min: u16,
    /// The highest value.
    pub max: u16,
    /// `higher` or `lower`.
    pub better: &'static str,
    /// Its bands, lowest first.
    pub bands: Vec<BandShape>,
}

/// A part of a scale that has a name.
#[derive(Clone, Debug, Serialize)]
pub struct BandShape {
    /// The first value in it.
    pub from: u16,
    /// The last value in it.
    pub to: u16,
    /// Its name.
    pub name: String,
}

impl InstrumentShape {
    /// An instrument, as a practice with these licences may use it.
    pub fn of(one: &Instrument, licences: &Licences) -> Self {
        let item = |item: &Item| ItemShape {
            name: item.scale.name.clone(),
            text: item.text.clone(),
            min: item.scale.min,
            max: item.scale.max,
        };
        Self {
            key: one.key.to_string(),
            name: one.name.clone(),
            full_name: one.full_name.clone(),
            on: one.is_on(licences),
            licensed: one.licensed,
            licence: one.licence.clone(),
            source: one.source.clone(),
            address: one.address.clone(),
            added_up: matches!(one.scoring, Scoring::Sum(_)),
            items: one.items.iter().map(item).collect(),
            scales: one.scales().into_iter().map(ScaleShape::from).collect(),
        }
    }
}

impl From<&Scale> for ScaleShape {
    fn from(scale: &Scale) -> Self {
        let better = match scale.better {
            Better::Higher => "higher",
            Better::Lower => "lower",
        };
        let band = |band: &Band| BandShape { from: band.from, to: band.to, name: band.name.clone() };
        let bands = scale.bands.iter().map(band).collect();
        Self { name: scale.name.clone(), min: scale.min, max: scale.max, better, bands }
    }
}
