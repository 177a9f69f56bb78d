//! Which column of a file of postcodes is what: a table of names.

use super::grid::Grid;
use super::{Reason, in_british_isles};
use crate::domain::postcode::Postcode;
use crate::domain::service::details::Position;
use std::fmt;

/// A column that is read.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its names; the first is the one to use in new files. Of several columns, the one with the better name counts.
    pub names: &'static [&'static str],
    /// What it holds.
    pub holds: &'static str,
    is: What,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Code,
    Latitude,
    Longitude,
    Easting,
    Northing,
    Terminated,
}

/// The columns that are read. Names are compared by their letters and digits, in any case.
pub const COLUMNS: &[Column] = &[
    Column {
        names: &[
            "postcode",
            "pcds",
            "pcd",
            "pcd7",
            "pcd8",
            "pcd2",
            "pc",
            "post_code",
            "postal_code",
            "outcode",
            "outward_code",
            "postcode_district",
        ],
        holds: "a postcode, or the district of one (`DN15`); needed",
        is: What::Code,
    },
    Column { names: &["latitude", "lat"], holds: "degrees north (WGS 84)", is: What::Latitude },
    Column {
        names: &["longitude", "long", "lon", "lng"],
        holds: "degrees east; with `latitude`, or in their place the next two",
        is: What::Longitude,
    },
    Column {
        names: &["easting", "eastings", "oseast1m", "east1m", "ea"],
        holds: "metres of the National Grid; of the Irish Grid for BT postcodes",
        is: What::Easting,
    },
    Column {
        names: &["northing", "northings", "osnrth1m", "north1m", "no"],
        holds: "metres of the same grid",
        is: What::Northing,
    },
    Column {
        names: &["doterm", "terminated", "date_of_termination"],
        holds: "when the postcode was terminated; it is taken all the same, and counted",
        is: What::Terminated,
    },
];

/// Which column is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// There are no postcodes.
    Postcode,
    /// There are no positions.
    Position,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Postcode => "no column is called `postcode`, nor by another name of it",
            Self::Position => {
                "no columns are called `latitude` and `longitude`, nor `easting` and `northing`"
            }
        })
    }
}

/// The columns of one file.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Postcodes, the best name first.
    codes: Vec<usize>,
    degrees: Option<(usize, usize)>,
    metres: Option<(usize, usize)>,
    terminated: Option<usize>,
}

impl Columns {
    /// From the names in the first line.
    ///
    /// # Errors
    /// [`Missing`] where no line could be read with them.
    pub fn named(names: &[String]) -> Result<Self, Missing> {
        let all = |what: What| {
            let mut found: Vec<(usize, usize)> = names
                .iter()
                .enumerate()
                .filter_map(|(at, name)| find(name).filter(|(_, is)| *is == what).map(|(rank, _)| (rank, at)))
                .collect();
            found.sort_unstable();
            found.into_iter().map(|(_, at)| at)
        };
        let codes: Vec<usize> = all(What::Code).collect();
        let one = |what: What| all(what).next();
        let columns = Self {
            codes,
            degrees: one(What::Latitude).zip(one(What::Longitude)),
            metres: one(What::Easting).zip(one(What::Northing)),
            terminated: one(What::Terminated),
        };
        if columns.codes.is_empty() {
            return Err(Missing::Postcode);
        }
        if columns.degrees.is_none() && columns.metres.is_none() {
            return Err(Missing::Position);
        }
        Ok(columns)
    }

    /// Those of Code-Point Open, where the first line is one of its data: postcode, quality, easting, northing, and six
    /// codes of areas. Source: OS Code-Point Open technical specification, CSV.
    pub fn of_code_point<'a>(mut first: impl Iterator<Item = &'a [u8]>) -> Option<Self> {
        let mut text = || Some(std::str::from_utf8(first.next()?).ok()?.trim());
        Postcode::parse(text()?).ok()?;
        for _ in 0..3 {
            text()?.parse::<u32>().ok()?;
        }
        Some(Self { codes: vec![0], degrees: None, metres: Some((2, 3)), terminated: None })
    }

    /// Names that no table knows.
    pub fn unknown<'a>(&self, names: &'a [String]) -> impl Iterator<Item = &'a String> + use<'a> {
        names.iter().filter(|name| !name.is_empty() && find(name).is_none())
    }

    /// Where postcodes stand.
    pub fn codes(&self) -> impl Iterator<Item = usize> {
        self.codes.iter().copied()
    }

    /// Where it stands when one was terminated.
    pub fn terminated(&self) -> Option<usize> {
        self.terminated
    }

    /// The position in a line; `text` gives a field.
    ///
    /// # Errors
    /// A [`Reason`] why there is none.
    pub fn position<'a>(
        &self,
        text: impl Fn(usize) -> &'a str,
        grid: &Grid,
        irish: bool,
    ) -> Result<Position, Reason> {
        let pair = |at: Option<(usize, usize)>| at.map(|(one, other)| (text(one), text(other)));
        let said = |pair: &(&str, &str)| !pair.0.is_empty() && !pair.1.is_empty();
        if let Some((latitude, longitude)) = pair(self.degrees).filter(said) {
            let (latitude, longitude) = (number(latitude)?, number(longitude)?);
            // What the ONS Postcode Directory writes where there is none: 99.999999 and 0.
            if latitude < 99.0 {
                return in_british_isles(Position::from_degrees(latitude, longitude));
            }
        }
        let Some((easting, northing)) = pair(self.metres).filter(said) else {
            return Err(Reason::NoPosition);
        };
        let (easting, northing) = (number(easting)?, number(northing)?);
        // What Code-Point Open writes where there is none.
        if easting == 0.0 && northing == 0.0 {
            return Err(Reason::NoPosition);
        }
        in_british_isles(if irish { grid.irish(easting, northing) } else { grid.british(easting, northing) })
    }
}

fn number(text: &str) -> Result<f64, Reason> {
    text.parse::<f64>().ok().filter(|number| number.is_finite()).ok_or(Reason::NotANumber)
}

/// A name as it is written in a file.
pub fn name(field: &[u8]) -> String {
    crate::domain::text::line(&String::from_utf8_lossy(field), 100)
}

/// What a column of that name is, and which of its names that is.
fn find(name: &str) -> Option<(usize, What)> {
    let name = super::csv::bare(name);
    COLUMNS.iter().find_map(|column| {
        let rank = column.names.iter().position(|known| super::csv::bare(known) == name)?;
        Some((rank, column.is))
    })
}
