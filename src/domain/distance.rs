//! How far something is, in words.
//!
//! Distances are as the crow flies; where somebody may walk, the words say how long the way by street takes.

/// How much longer a way on foot through a town is than the straight line. Measured: 1.21 to 1.23 around the stations
/// of a city (O'Sullivan and Morrall, Walking Distances to and from Light-Rail Transit Stations, 1996).
const WAY_ROUND: f64 = 1.22;

/// Metres that somebody walks in a minute: 4.8 km/h, what accessibility planning in the UK reckons with (Department
/// for Transport, Journey Time Statistics). Many patients are slower: the words are a help to choose, not a promise.
const WALKED: f64 = 80.0;

/// From here on nobody is told to walk, in metres.
const TOO_FAR: f64 = 2_000.0;

/// A distance as the crow flies, in metres, in words: kilometres with one decimal below 10, and below 2 km the minutes
/// that the way takes on foot.
pub fn in_words(metres: f64) -> String {
    let metres = metres.max(0.0);
    let km = metres / 1000.0;
    // What would round to 10.0 is 10.
    let far = if km >= 9.95 {
        format!("{km:.0} km")
    } else if km < 0.05 {
        "under 0.1 km".to_owned()
    } else {
        format!("{km:.1} km")
    };
    if metres < TOO_FAR { format!("{far}, {} min walk", minutes_on_foot(metres)) } else { far }
}

/// A distance that is known only from district to district, in metres, in words: no minutes, no decimals.
pub fn roughly(metres: f64) -> String {
    let km = metres.max(0.0) / 1000.0;
    if km < 1.0 { "within a km or so".to_owned() } else { format!("about {km:.0} km") }
}

/// Whole minutes on foot for a distance as the crow flies, in metres; rounded up, at least 1.
fn minutes_on_foot(metres: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few dozen at most")]
    let minutes = (metres * WAY_ROUND / WALKED).ceil() as u32;
    minutes.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0.0, "under 0.1 km, 1 min walk")]
    #[case(49.0, "under 0.1 km, 1 min walk")]
    #[case(60.0, "0.1 km, 1 min walk")]
    #[case(800.0, "0.8 km, 13 min walk")]
    #[case(1_999.0, "2.0 km, 31 min walk")]
    #[case(2_000.0, "2.0 km")]
    #[case(3_449.0, "3.4 km")]
    #[case(9_949.0, "9.9 km")]
    #[case(9_950.0, "10 km")]
    #[case(27_400.0, "27 km")]
    fn a_distance_is_read_at_a_glance(#[case] metres: f64, #[case] words: &str) {
        assert_eq!(in_words(metres), words);
    }
}
