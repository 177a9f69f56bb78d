//! Metres of a national grid as degrees of the earth (WGS 84), to about 5 m.
//!
//! Source: Ordnance Survey, *A guide to coordinate systems in Great Britain*: the National Grid on the Airy 1830
//! ellipsoid (annex A), and the seven-parameter Helmert transformation to WGS 84 (section 6.6). For Northern Ireland,
//! the Irish Grid on the modified Airy ellipsoid (the same guide, and EPSG 29903). The formulas are `proj4rs`'s.

use crate::domain::service::details::Position;
use proj4rs::Proj;
use proj4rs::transform::transform;

const BRITISH: &str = "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy \
                       +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs";
const IRISH: &str = "+proj=tmerc +lat_0=53.5 +lon_0=-8 +k=1.000035 +x_0=200000 +y_0=250000 +ellps=mod_airy \
                     +towgs84=482.5,-130.6,564.6,-1.042,-0.214,-0.631,8.15 +units=m +no_defs";
const EARTH: &str = "+proj=longlat +datum=WGS84 +no_defs";

/// The two grids.
pub struct Grid {
    british: Proj,
    irish: Proj,
    earth: Proj,
}

impl Default for Grid {
    fn default() -> Self {
        #[expect(clippy::expect_used, reason = "three constants, which the tests read")]
        let proj = |words: &str| Proj::from_proj_string(words).expect("a projection that is known");
        Self { british: proj(BRITISH), irish: proj(IRISH), earth: proj(EARTH) }
    }
}

impl Grid {
    /// Where metres of the National Grid are. `None` where they are off every map.
    pub fn british(&self, easting: f64, northing: f64) -> Option<Position> {
        self.position(&self.british, easting, northing)
    }

    /// Where metres of the Irish Grid are. `None` where they are off every map.
    pub fn irish(&self, easting: f64, northing: f64) -> Option<Position> {
        self.position(&self.irish, easting, northing)
    }

    fn position(&self, grid: &Proj, easting: f64, northing: f64) -> Option<Position> {
        // Off the sheet the formulas mean nothing.
        if !(0.0..=700_000.0).contains(&easting) || !(0.0..=1_300_000.0).contains(&northing) {
            return None;
        }
        let mut point = (easting, northing, 0.0);
        transform(grid, &self.earth, &mut point).ok()?;
        Position::from_degrees(point.1.to_degrees(), point.0.to_degrees())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// Some of the points that Ordnance Survey publishes to test transformations with (OSTN15, TP01 to TP40): grid, and
    /// degrees by the exact transformation.
    #[rstest]
    #[case("St Mary's, Scilly", 91_492.146, 11_318.804, 49.922_263_937, -6.299_777_520)]
    #[case("Plymouth", 250_359.811, 62_016.569, 50.438_858_256, -4.108_645_636)]
    #[case("North Foreland", 639_821.835, 169_565.858, 51.374_470_256, 1.444_547_304)]
    #[case("Brislington", 362_269.991, 169_978.690, 51.427_547_430, -2.544_076_183)]
    #[case("Lambeth", 530_624.974, 178_388.464, 51.489_365_650, -0.119_925_572)]
    #[case("Carmarthen", 241_124.584, 220_332.641, 51.858_908_964, -4.308_524_770)]
    #[case("King's Lynn", 562_180.547, 319_784.995, 52.751_366_872, 0.401_535_471)]
    #[case("Carlisle", 339_921.145, 556_034.761, 54.895_423_404, -2.938_277_411)]
    #[case("Glasgow", 256_340.925, 664_697.269, 55.853_999_530, -4.296_490_163)]
    #[case("Inverness", 267_056.768, 846_176.972, 57.486_250_007, -4.219_263_986)]
    #[case("Hirta, St Kilda", 9_587.909, 899_448.996, 57.813_518_384, -8.578_544_561)]
    #[case("Sumburgh Head", 440_725.073, 1_107_878.448, 59.854_099_139, -1.274_869_104)]
    fn a_place_of_the_national_grid_is_found_to_a_few_metres(
        #[case] place: &str,
        #[case] easting: f64,
        #[case] northing: f64,
        #[case] latitude: f64,
        #[case] longitude: f64,
    ) {
        let wanted = Position::from_degrees(latitude, longitude).unwrap();
        let off = Grid::default().british(easting, northing).unwrap().metres_to(wanted);
        assert!(off < 6.0, "{place}: {off} m");
    }

    #[test]
    fn the_guides_own_example_is_found() {
        // Caister water tower, by the guide's own formulas: 52° 39' 28.723" N, 1° 42' 57.787" E.
        let wanted = Position::from_degrees(52.657_978_6, 1.716_051_9).unwrap();
        let off = Grid::default().british(651_409.903, 313_177.270).unwrap().metres_to(wanted);
        assert!(off < 0.5, "{off} m");
    }

    #[test]
    fn a_place_of_the_irish_grid_is_not_taken_for_one_in_great_britain() {
        // Belfast City Hall, J 338 740.
        let wanted = Position::from_degrees(54.5964, -5.9301).unwrap();
        let off = Grid::default().irish(333_830.0, 374_000.0).unwrap().metres_to(wanted);
        assert!(off < 100.0, "{off} m");
        assert!(Grid::default().british(333_830.0, 374_000.0).unwrap().metres_to(wanted) > 100_000.0);
    }

    #[rstest]
    #[case(f64::NAN, 0.0)]
    #[case(1e300, 1e300)]
    #[case(-1.0, 100_000.0)]
    fn what_is_off_the_sheet_is_nowhere(#[case] easting: f64, #[case] northing: f64) {
        assert_eq!(Grid::default().british(easting, northing), None);
    }
}
