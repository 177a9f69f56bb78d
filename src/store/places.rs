//! How places are kept: one file beside the log, written whole and replaced whole, believed only if it is what was
//! written.
//!
//! ```text
//! 0  "signpost places"    16  u32 version    20  32 hash of all behind it
//! 52 u32 length, the source as JSON    u32 districts, u32 postcodes
//! for each district 16: outcode, u32 end, i32 latitude, i32 longitude
//! for each postcode 2: incode    for each postcode 8: i32 latitude, i32 longitude
//! ```
//!
//! Numbers are little-endian, positions in millionths of a degree. The file can be imported again: one that is of
//! another version, or damaged, is not mended.

use super::folder::Folder;
use super::{Notice, StoreError};
use crate::domain::places::{District, Gazetteer, Parts, Places, Source};
use crate::domain::service::details::Position;

const NAME: &str = "places.bin";
const ASIDE: &str = "places.aside";
const MAGIC: &[u8; 16] = b"signpost places\n";
const VERSION: u32 = 1;
const HEAD: usize = 52;

/// Keeps places in the stead of those that were there.
pub fn write(folder: &Folder, gazetteer: &Gazetteer) -> Result<(), StoreError> {
    folder.write(NAME, &encode(gazetteer)?)
}

/// The places that are kept. A file that is not what was written is moved aside, and said.
pub fn read(folder: &Folder) -> Result<Option<Gazetteer>, Notice> {
    let without = |what: String| {
        Notice(format!(
            "{what}. Distances are rougher without it: import it again with `signpost places import FILE`."
        ))
    };
    let bytes = folder
        .read(NAME)
        .map_err(|error| without(format!("The file of postcodes could not be read ({error})")))?;
    let Some(bytes) = bytes else { return Ok(None) };
    decode(&bytes).map(Some).map_err(|why| {
        let moved = match folder.move_aside(NAME, ASIDE) {
            Ok(()) => format!("was moved aside to {ASIDE}"),
            Err(error) => format!("could not be moved aside ({error})"),
        };
        without(format!("The file of postcodes could not be used ({why}) and {moved}"))
    })
}

fn encode(gazetteer: &Gazetteer) -> Result<Vec<u8>, StoreError> {
    let malformed = |why: &str| StoreError::Malformed(format!("places: {why}"));
    let count = |length: usize| u32::try_from(length).map_err(|_| malformed("too many"));
    let source = serde_json::to_vec(&gazetteer.source).map_err(|error| malformed(&error.to_string()))?;
    let Parts { districts, incodes, positions } = gazetteer.places.parts();
    let mut bytes = Vec::with_capacity(HEAD + 12 + source.len() + districts.len() * 16 + incodes.len() * 10);
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend([0; 32]);
    bytes.extend(count(source.len())?.to_le_bytes());
    bytes.extend(source);
    bytes.extend(count(districts.len())?.to_le_bytes());
    bytes.extend(count(incodes.len())?.to_le_bytes());
    for District { outcode, end, middle } in districts {
        bytes.extend(outcode);
        bytes.extend(end.to_le_bytes());
        bytes.extend(position(*middle));
    }
    bytes.extend(incodes.iter().flat_map(|incode| incode.to_le_bytes()));
    bytes.extend(positions.iter().flat_map(|at| position(*at)));
    let hash = blake3::hash(&bytes[HEAD..]);
    bytes[20..HEAD].copy_from_slice(hash.as_bytes());
    Ok(bytes)
}

fn position(at: Position) -> [u8; 8] {
    let (latitude, longitude) = at.micro();
    let mut bytes = [0; 8];
    bytes[..4].copy_from_slice(&latitude.to_le_bytes());
    bytes[4..].copy_from_slice(&longitude.to_le_bytes());
    bytes
}

fn decode(bytes: &[u8]) -> Result<Gazetteer, String> {
    let mut rest = Rest(bytes);
    if &rest.take::<16>()? != MAGIC {
        return Err("it is no such file".to_owned());
    }
    let version = rest.number()?;
    if version != VERSION {
        return Err(format!("it is of version {version}, not {VERSION}"));
    }
    if blake3::Hash::from(rest.take::<32>()?) != blake3::hash(rest.0) {
        return Err("its checksum does not fit".to_owned());
    }
    let length = rest.number()? as usize;
    let source: Source =
        serde_json::from_slice(rest.slice(length)?).map_err(|_| "its source cannot be read".to_owned())?;
    let (districts, postcodes) = (rest.number()? as usize, rest.number()? as usize);
    let (district_bytes, incode_bytes) = (rest.slice(districts * 16)?, rest.slice(postcodes * 2)?);
    let position_bytes = rest.slice(postcodes * 8)?;
    let parts = Parts {
        districts: district_bytes.chunks_exact(16).map(district).collect::<Result<_, _>>()?,
        incodes: incode_bytes.as_chunks().0.iter().map(|two| u16::from_le_bytes(*two)).collect(),
        positions: position_bytes
            .chunks_exact(8)
            .map(|eight| Rest(eight).position())
            .collect::<Result<_, _>>()?,
    };
    let places = Places::try_from(parts).map_err(|disorder| disorder.to_string())?;
    Ok(Gazetteer { places, source })
}

fn district(bytes: &[u8]) -> Result<District, String> {
    let mut rest = Rest(bytes);
    Ok(District { outcode: rest.take()?, end: rest.number()?, middle: rest.position()? })
}

/// Bytes that are still to be read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn slice(&mut self, length: usize) -> Result<&'a [u8], String> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or("it ends early")?;
        self.0 = rest;
        Ok(taken)
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], String> {
        let (taken, rest) = self.0.split_first_chunk().ok_or("it ends early")?;
        self.0 = rest;
        Ok(*taken)
    }

    fn number(&mut self) -> Result<u32, String> {
        Ok(u32::from_le_bytes(self.take()?))
    }

    fn position(&mut self) -> Result<Position, String> {
        let (latitude, longitude) = (i32::from_le_bytes(self.take()?), i32::from_le_bytes(self.take()?));
        Position::from_micro(latitude, longitude).ok_or_else(|| "a position is on no map".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::StaffId;
    use crate::domain::places::Gathering;
    use crate::domain::postcode::Postcode;
    use uuid::Uuid;

    fn gazetteer() -> Gazetteer {
        let mut gathering = Gathering::default();
        for (code, latitude) in [("BS3 4NN", 51.44), ("BS3 1AA", 51.46), ("DN15 6HX", 53.59)] {
            gathering
                .postcode(&Postcode::parse(code).unwrap(), Position::from_degrees(latitude, -2.6).unwrap());
        }
        let source = Source {
            file: "codes.csv".to_owned(),
            at: "2026-11-16T09:00:00Z".parse().unwrap(),
            by: StaffId(Uuid::from_u128(3)),
        };
        Gazetteer { places: gathering.pack(), source }
    }

    #[test]
    fn what_was_written_is_read_back() {
        assert_eq!(decode(&encode(&gazetteer()).unwrap()).unwrap(), gazetteer());
    }

    #[test]
    fn each_single_flipped_bit_is_noticed() {
        let mut bytes = encode(&gazetteer()).unwrap();
        for bit in 0..bytes.len() * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(decode(&bytes).is_err(), "bit {bit}");
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
    }

    #[test]
    fn wherever_it_is_cut_off_is_noticed() {
        let bytes = encode(&gazetteer()).unwrap();
        for length in 0..bytes.len() {
            assert!(decode(&bytes[..length]).is_err(), "{length} bytes");
        }
    }
}
