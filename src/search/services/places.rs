//! Where services are, as far as is known, and how far that is: their own position, else the middle of their outcode,
//! else the middle of a feed that covers one area.

use crate::domain::service::details::Position;
use crate::search::weights::ROUGH_PLACE;
use std::collections::HashMap;

/// Kilometres in a degree of latitude.
const KM_A_DEGREE: f64 = 111.195;
/// A feed whose services lie further apart than this has no middle, in km.
const LOCAL_KM: f64 = 25.0;
/// How many positions a middle needs.
const ENOUGH: u32 = 3;

/// Where something is: kilometres north of the equator, and east of Greenwich as if at the equator. Not a number: not
/// known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    north: f32,
    east: f32,
    /// What being near counts there: less where the spot is rough; 0 where it is not known.
    pub weight: f32,
}

impl Spot {
    /// Nowhere known.
    pub const NOWHERE: Self = Self { north: f32::NAN, east: f32::NAN, weight: 0.0 };

    /// Exactly there.
    pub fn at(position: Position) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "to the metre, which is enough")]
        let km = |degrees: f64| (degrees * KM_A_DEGREE) as f32;
        Self { north: km(position.latitude()), east: km(position.longitude()), weight: 1.0 }
    }

    /// Whether anything is known.
    pub fn is_known(self) -> bool {
        self.weight > 0.0
    }

    /// Whether it is somebody's own position.
    pub fn is_exact(self) -> bool {
        self.weight >= 1.0
    }
}

/// From where distances are taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Centre {
    spot: Spot,
    /// How much shorter a degree of longitude is there.
    narrow: f32,
    /// Where it is.
    pub position: Position,
}

impl Centre {
    /// Distances from there.
    pub fn new(position: Position) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1")]
        let narrow = position.latitude().to_radians().cos() as f32;
        Self { spot: Spot::at(position), narrow, position }
    }

    /// Square kilometres to a spot, as on a flat map: right to a hundredth within a country. Not a number where the
    /// spot is not known.
    pub fn square_km(&self, spot: Spot) -> f32 {
        let north = spot.north - self.spot.north;
        let east = (spot.east - self.spot.east) * self.narrow;
        north * north + east * east
    }

    /// The middle of some spots that lie together: their medians, if more than half are within so many km of it.
    pub fn of(spots: &[Spot], within_km: f32) -> Option<Self> {
        let middle = |km: fn(&Spot) -> f32| {
            let mut all: Vec<f32> = spots.iter().map(km).collect();
            all.sort_unstable_by(f32::total_cmp);
            all.get(all.len() / 2).map(|km| f64::from(*km) / KM_A_DEGREE)
        };
        let centre =
            Self::new(Position::from_degrees(middle(|spot| spot.north)?, middle(|spot| spot.east)?)?);
        let near = spots.iter().filter(|spot| centre.square_km(**spot) <= within_km * within_km).count();
        (near * 2 > spots.len()).then_some(centre)
    }
}

/// The middle of positions that come and go.
#[derive(Clone, Copy, Debug, Default)]
struct Middle {
    count: u32,
    /// Sums of degrees, and of their squares.
    north: [f64; 2],
    east: [f64; 2],
}

impl Middle {
    fn add(&mut self, position: Position, sign: f64) {
        self.count = if sign > 0.0 { self.count + 1 } else { self.count.saturating_sub(1) };
        for (sums, degrees) in
            [(&mut self.north, position.latitude()), (&mut self.east, position.longitude())]
        {
            sums[0] += sign * degrees;
            sums[1] += sign * degrees * degrees;
        }
    }

    fn position(&self) -> Option<Position> {
        let count = f64::from(self.count);
        Position::from_degrees(self.north[0] / count, self.east[0] / count).filter(|_| self.count > 0)
    }

    /// How far its positions lie from it, in km, as a mean square has it.
    fn spread_km(&self) -> f64 {
        let count = f64::from(self.count);
        let square = |sums: [f64; 2]| (sums[1] / count - (sums[0] / count).powi(2)).max(0.0);
        (square(self.north) + square(self.east) * 0.37).sqrt() * KM_A_DEGREE
    }
}

/// What positions tell of the places that have none.
#[derive(Debug, Default)]
pub struct Places {
    outcodes: HashMap<Box<str>, Middle>,
    feeds: HashMap<u16, Middle>,
}

impl Places {
    /// A service came (`sign` 1) or went (-1).
    pub fn add(&mut self, outcode: &str, feed: u16, position: Option<Position>, sign: f64) {
        let Some(position) = position else { return };
        if !outcode.is_empty() {
            self.outcodes.entry(outcode.into()).or_default().add(position, sign);
        }
        self.feeds.entry(feed).or_default().add(position, sign);
    }

    /// The middle of an outcode (`BS3`), going by the services there.
    pub fn outcode(&self, outcode: &str) -> Option<Position> {
        self.outcodes.get(outcode)?.position()
    }

    /// Where a service without a position is, roughly.
    pub fn rough(&self, outcode: &str, feed: u16) -> Spot {
        let local = |middle: &&Middle| middle.count >= ENOUGH && middle.spread_km() <= LOCAL_KM;
        let feed = || self.feeds.get(&feed).filter(local).and_then(Middle::position);
        match (self.outcode(outcode), feed) {
            (Some(position), _) => Spot { weight: ROUGH_PLACE, ..Spot::at(position) },
            (None, feed) => feed().map_or(Spot::NOWHERE, |position| Spot {
                weight: ROUGH_PLACE * ROUGH_PLACE,
                ..Spot::at(position)
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(latitude: f64, longitude: f64) -> Position {
        Position::from_degrees(latitude, longitude).expect("on the map")
    }

    #[test]
    fn a_flat_map_is_right_enough() {
        let (bristol, bath) = (at(51.4545, -2.5879), at(51.3811, -2.3590));
        let flat = f64::from(Centre::new(bristol).square_km(Spot::at(bath)).sqrt());
        assert!((flat - bristol.metres_to(bath) / 1000.0).abs() < 0.1, "{flat}");
    }

    #[test]
    fn what_has_no_position_is_where_its_outcode_is_or_its_feed() {
        let mut places = Places::default();
        for north in [51.44, 51.45, 51.46] {
            places.add("BS3", 0, Some(at(north, -2.6)), 1.0);
        }
        assert_eq!(places.outcode("BS3"), Some(at(51.45, -2.6)));
        assert!(places.rough("BS3", 9).is_known() && !places.rough("BS4", 9).is_known());
        assert!(places.rough("", 0).is_known() && places.rough("", 0).weight < places.rough("BS3", 0).weight);
        places.add("DN1", 0, Some(at(57.0, -2.6)), 1.0);
        assert!(!places.rough("", 0).is_known(), "a feed of two ends of the country has no middle");
        places.add("BS3", 0, Some(at(51.46, -2.6)), -1.0);
        assert_eq!(places.outcode("BS3"), Some(at(51.445, -2.6)));
    }

    #[test]
    fn a_town_has_a_middle_a_name_that_is_everywhere_has_none() {
        let town = [at(51.08, 1.16), at(51.09, 1.17), at(51.07, 1.15), at(57.0, -4.0)].map(Spot::at);
        assert!(Centre::of(&town, 10.0).is_some());
        assert!(Centre::of(&[at(51.0, 1.0), at(53.0, -2.0), at(55.0, -4.0)].map(Spot::at), 10.0).is_none());
        assert!(Centre::of(&[], 10.0).is_none());
    }
}
