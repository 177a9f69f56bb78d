//! Reading an instrument's file. A practice may bring its own, so nothing in it is believed: its size, its words and its
//! numbers are bounded, and what does not fit together is refused in words.

use super::{Answer, Band, Better, Instrument, InstrumentError, InstrumentKey, Item, Scale, Scoring};
use crate::domain::text;
use serde::Deserialize;

/// The longest file, in bytes. The longest shipped one has four thousand.
const LONGEST_FILE: usize = 64 * 1024;

/// The most items: the longest scales in use have twenty.
const MOST_ITEMS: usize = 30;

/// The highest answer: a result in per cent.
const HIGHEST: u8 = 100;

/// The longest name and the longest wording, in characters.
const LONGEST_NAME: usize = 80;
const LONGEST_TEXT: usize = 600;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    key: String,
    name: String,
    full_name: String,
    source: String,
    address: String,
    licence: String,
    licensed: bool,
    intro: Option<String>,
    scoring: How,
    item: Vec<ItemRow>,
    total: Option<TotalRow>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum How {
    Separate,
    Sum,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemRow {
    name: String,
    text: Option<String>,
    min: u8,
    max: u8,
    better: Better,
    #[serde(default)]
    answers: Vec<Answer>,
    #[serde(default)]
    bands: Vec<Band>,
    bands_source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TotalRow {
    name: String,
    better: Better,
    #[serde(default)]
    bands: Vec<Band>,
    bands_source: Option<String>,
}

impl Instrument {
    /// Reads an instrument's file (TOML; the shipped ones show its shape).
    ///
    /// # Errors
    /// [`InstrumentError`] where it is too long, is not TOML of this shape, or does not fit together: an item without a
    /// range, bands with a gap, a total that is not asked for.
    pub fn parse(file: &str) -> Result<Self, InstrumentError> {
        if file.len() > LONGEST_FILE {
            return wrong(format!("it is longer than {} KB", LONGEST_FILE / 1024));
        }
        let file: File = toml::from_str(file).map_err(|error| {
            let line = error.span().map(|span| 1 + file[..span.start.min(file.len())].matches('\n').count());
            let at = line.map(|line| format!("line {line}: ")).unwrap_or_default();
            InstrumentError(format!("{at}{}", text::line(error.message(), 200)))
        })?;
        let fits = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_';
        if file.key.is_empty() || file.key.len() > 40 || !file.key.bytes().all(fits) {
            return wrong("its key must be 1 to 40 small letters, digits and underscores");
        }
        if file.item.is_empty() || file.item.len() > MOST_ITEMS {
            return wrong(format!("it must have 1 to {MOST_ITEMS} items, and has {}", file.item.len()));
        }
        let items = file.item.into_iter().map(Item::try_from).collect::<Result<Vec<_>, _>>()?;
        for (at, item) in items.iter().enumerate() {
            if items[..at].iter().any(|before| before.scale.name == item.scale.name) {
                return wrong(format!("two items are named \"{}\"", item.scale.name));
            }
        }
        let scoring = match (file.scoring, file.total) {
            (How::Separate, None) => Scoring::Separate,
            (How::Sum, Some(total)) => Scoring::Sum(total.over(&items)?),
            (How::Separate, Some(_)) => {
                return wrong("its items are scored separately, so it must have no [total]");
            }
            (How::Sum, None) => return wrong("its items are added up, so it must have a [total]"),
        };
        Ok(Self {
            key: InstrumentKey(file.key),
            name: named("name", &file.name, LONGEST_NAME)?,
            full_name: named("full_name", &file.full_name, LONGEST_NAME)?,
            source: named("source", &file.source, LONGEST_TEXT)?,
            address: named("address", &file.address, LONGEST_TEXT)?,
            licence: named("licence", &file.licence, LONGEST_TEXT)?,
            licensed: file.licensed,
            intro: file.intro.map(|intro| named("intro", &intro, LONGEST_TEXT)).transpose()?,
            items,
            scoring,
        })
    }
}

impl TryFrom<ItemRow> for Item {
    type Error = InstrumentError;

    fn try_from(row: ItemRow) -> Result<Self, InstrumentError> {
        let name = named("name of an item", &row.name, LONGEST_NAME)?;
        if row.min >= row.max || row.max > HIGHEST {
            return wrong(format!("\"{name}\" must go from a lower to a higher number, at most {HIGHEST}"));
        }
        let mut answers = row.answers;
        for answer in &mut answers {
            answer.word = named("words of an answer", &answer.word, LONGEST_NAME)?;
        }
        let on_scale = answers.iter().all(|answer| (row.min..=row.max).contains(&answer.value));
        if !on_scale || !answers.is_sorted_by(|one, next| one.value < next.value) {
            return wrong(format!("the answers of \"{name}\" must be within its range, the lowest first"));
        }
        let scale = Scale {
            name,
            min: row.min.into(),
            max: row.max.into(),
            better: row.better,
            bands: row.bands,
            bands_source: row.bands_source,
        };
        Ok(Self {
            scale: scale.checked()?,
            text: row.text.map(|text| named("text of an item", &text, LONGEST_TEXT)).transpose()?,
            answers,
        })
    }
}

impl TotalRow {
    /// The scale of the sum of these items.
    fn over(self, items: &[Item]) -> Result<Scale, InstrumentError> {
        // An item that gets better the other way would have to be turned round before it is added: no shipped instrument
        // needs it, and adding it as it is would be wrong.
        if items.iter().any(|item| item.scale.better != self.better) {
            return wrong("items and total must get better in the same direction to be added up");
        }
        Scale {
            name: named("name of the total", &self.name, LONGEST_NAME)?,
            min: items.iter().map(|item| item.scale.min).sum(),
            max: items.iter().map(|item| item.scale.max).sum(),
            better: self.better,
            bands: self.bands,
            bands_source: self.bands_source,
        }
        .checked()
    }
}

impl Scale {
    /// This scale, if its bands are its whole range without a gap and say where they are from.
    fn checked(mut self) -> Result<Self, InstrumentError> {
        for band in &mut self.bands {
            band.name = named("name of a band", &band.name, LONGEST_NAME)?;
        }
        let source = self.bands_source.as_deref();
        self.bands_source = source.map(|source| named("bands_source", source, LONGEST_TEXT)).transpose()?;
        if self.bands.is_empty() != self.bands_source.is_none() {
            return wrong(format!("\"{}\" must have both bands and bands_source, or neither", self.name));
        }
        let mut next = u32::from(self.min);
        for band in &self.bands {
            if u32::from(band.from) != next || band.to < band.from {
                return wrong(format!("the bands of \"{}\" leave a gap or overlap at {next}", self.name));
            }
            next = u32::from(band.to) + 1;
        }
        if !self.bands.is_empty() && next != u32::from(self.max) + 1 {
            return wrong(format!("the bands of \"{}\" must end at {}", self.name, self.max));
        }
        Ok(self)
    }
}

/// A text of the file, made safe; it must not be empty, nor longer than it may be.
fn named(what: &str, text: &str, limit: usize) -> Result<String, InstrumentError> {
    if text.chars().count() > limit {
        return wrong(format!("the {what} is longer than {limit} characters"));
    }
    match text::line(text, limit) {
        safe if safe.is_empty() => wrong(format!("the {what} is empty")),
        safe => Ok(safe),
    }
}

fn wrong<T>(why: impl Into<String>) -> Result<T, InstrumentError> {
    Err(InstrumentError(why.into()))
}
