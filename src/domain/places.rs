//! Where postcodes are: whole ones and their districts, packed so that all of the country fits into memory.
//!
//! Which files say so is the exchange's to read, and keeping them the store's. They are no part of the log: whoever
//! has the file can import it again, and one import takes the place of the one before.

use super::id::StaffId;
use super::postcode::{Outcode, Postcode};
use super::service::details::Position;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where postcodes are. Ten bytes for each, so that the country's 1.8 million take 18 MB.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Parts", try_from = "Parts")]
pub struct Places(Parts);

/// What [`Places`] are made of, as they are kept and sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// The districts, in the order of their outcodes.
    pub districts: Vec<District>,
    /// The last three characters of each postcode, as a number below 6,760, district by district, in order.
    pub incodes: Vec<u16>,
    /// Where each postcode is.
    pub positions: Vec<Position>,
}

/// One district.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct District {
    /// Its outcode in ASCII, zeros behind it.
    pub outcode: [u8; 4],
    /// Where its postcodes end, and those of the next one begin.
    pub end: u32,
    /// Its middle: as a file says it, else the mean of its postcodes.
    pub middle: Position,
}

/// Where places come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file's name, without its folder; of several, the first and how many more.
    pub file: String,
    /// When it was imported.
    pub at: Timestamp,
    /// Who imported it.
    pub by: StaffId,
}

/// Places, and where they come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gazetteer {
    /// The places.
    pub places: Places,
    /// Where they come from.
    pub source: Source,
}

/// Parts that do not fit each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("its postcodes are not in order")]
pub struct Disorder;

impl Places {
    /// Where a postcode or an outcode is, in any case, with or without its space. A whole postcode that is not known is
    /// taken to be in the middle of its district. `None` where nothing is known of it, or it is neither.
    pub fn locate(&self, text: &str) -> Option<Position> {
        let Ok(whole) = Postcode::parse(text) else {
            return self.district(Outcode::parse(text).ok()?.as_str());
        };
        self.postcode(&whole).or_else(|| self.district(whole.outcode()))
    }

    /// How many whole postcodes are known.
    pub fn postcodes(&self) -> usize {
        self.0.incodes.len()
    }

    /// How many districts are known.
    pub fn outcodes(&self) -> usize {
        self.0.districts.len()
    }

    /// Nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.districts.is_empty()
    }

    /// What they are made of.
    pub fn parts(&self) -> &Parts {
        &self.0
    }

    fn postcode(&self, whole: &Postcode) -> Option<Position> {
        let at = self.find(whole.outcode())?;
        let first = at.checked_sub(1).map_or(0, |before| self.0.districts[before].end as usize);
        let end = self.0.districts[at].end as usize;
        let found = self.0.incodes[first..end].binary_search(&incode(whole)?).ok()?;
        Some(self.0.positions[first + found])
    }

    fn district(&self, outcode: &str) -> Option<Position> {
        Some(self.0.districts[self.find(outcode)?].middle)
    }

    fn find(&self, outcode: &str) -> Option<usize> {
        let outcode = packed(outcode)?;
        self.0.districts.binary_search_by(|district| district.outcode.cmp(&outcode)).ok()
    }
}

impl TryFrom<Parts> for Places {
    type Error = Disorder;

    /// Believes parts that fit each other: nothing that is looked up in them then fails.
    fn try_from(parts: Parts) -> Result<Self, Disorder> {
        let Parts { districts, incodes, positions } = &parts;
        let last = districts.last().map_or(0, |district| district.end as usize);
        if incodes.len() != last || positions.len() != last {
            return Err(Disorder);
        }
        if !districts.is_sorted_by(|one, next| one.outcode < next.outcode && one.end <= next.end) {
            return Err(Disorder);
        }
        let mut first = 0;
        for district in districts {
            let end = district.end as usize;
            if !incodes[first..end].is_sorted_by(|one, next| one < next) {
                return Err(Disorder);
            }
            first = end;
        }
        Ok(Self(parts))
    }
}

impl From<Places> for Parts {
    fn from(places: Places) -> Self {
        places.0
    }
}

/// Places that are being gathered, in any order.
#[derive(Clone, Debug, Default)]
pub struct Gathering {
    districts: BTreeMap<[u8; 4], Gathered>,
    postcodes: usize,
}

#[derive(Clone, Debug, Default)]
struct Gathered {
    /// In the order of their incodes.
    postcodes: Vec<(u16, Position)>,
    middle: Option<Position>,
}

impl Gathering {
    /// Takes a postcode, unless it is there already; whether it was taken.
    pub fn postcode(&mut self, postcode: &Postcode, at: Position) -> bool {
        let (Some(outcode), Some(incode)) = (packed(postcode.outcode()), incode(postcode)) else {
            return false;
        };
        let known = &mut self.districts.entry(outcode).or_default().postcodes;
        // Files are in order almost always: then this is the end.
        let place = match known.last() {
            Some((last, _)) if *last >= incode => {
                match known.binary_search_by_key(&incode, |(one, _)| *one) {
                    Ok(_) => return false,
                    Err(place) => place,
                }
            }
            _ => known.len(),
        };
        known.insert(place, (incode, at));
        self.postcodes += 1;
        true
    }

    /// Takes the middle of a district, unless it is there already; whether it was taken.
    pub fn district(&mut self, outcode: &Outcode, middle: Position) -> bool {
        let Some(outcode) = packed(outcode.as_str()) else { return false };
        let known = &mut self.districts.entry(outcode).or_default().middle;
        known.is_none() && known.replace(middle).is_none()
    }

    /// How many whole postcodes there are so far.
    pub fn postcodes(&self) -> usize {
        self.postcodes
    }

    /// All of it, packed.
    pub fn pack(self) -> Places {
        let mut parts = Parts {
            districts: Vec::with_capacity(self.districts.len()),
            incodes: Vec::with_capacity(self.postcodes),
            positions: Vec::with_capacity(self.postcodes),
        };
        for (outcode, Gathered { postcodes, middle }) in self.districts {
            let Some(middle) = middle.or_else(|| mean(&postcodes)) else { continue };
            parts.incodes.extend(postcodes.iter().map(|(incode, _)| *incode));
            parts.positions.extend(postcodes.iter().map(|(_, at)| *at));
            // There are fewer postcodes than the shapes that they may have, which are fewer than this holds.
            let end = u32::try_from(parts.incodes.len()).unwrap_or(u32::MAX);
            parts.districts.push(District { outcode, end, middle });
        }
        Places(parts)
    }
}

fn mean(postcodes: &[(u16, Position)]) -> Option<Position> {
    let count = f64::from(u32::try_from(postcodes.len()).ok().filter(|count| *count > 0)?);
    let mean =
        |degrees: fn(Position) -> f64| postcodes.iter().map(|(_, at)| degrees(*at)).sum::<f64>() / count;
    Position::from_degrees(mean(Position::latitude), mean(Position::longitude))
}

/// An outcode as it is compared: four bytes.
fn packed(outcode: &str) -> Option<[u8; 4]> {
    let mut packed = [0; 4];
    packed.get_mut(..outcode.len())?.copy_from_slice(outcode.as_bytes());
    Some(packed)
}

/// The last three characters of a postcode as a number below 6,760, in the order of the alphabet.
fn incode(postcode: &Postcode) -> Option<u16> {
    let [digit, one, two] = postcode.incode().as_bytes() else { return None };
    let letter = |byte: &u8| byte.checked_sub(b'A').map(u16::from);
    Some(u16::from(digit.checked_sub(b'0')?) * 676 + letter(one)? * 26 + letter(two)?)
}

#[cfg(test)]
mod tests;
