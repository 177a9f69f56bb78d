//! Counts that follow from which counts are small alone: four rows that are not 0, of a small number together, are 1
//! each. No hiding keeps them from somebody who knows that much.

use crate::report::suppress::sums::{Line, Sums};

/// How often all lines are gone through: what follows over more steps is not taken for evident, and is safer for it.
const ROUNDS: usize = 30;
/// As good as without end.
const MOST: i128 = i64::MAX as i128;

/// Marks the counts that would be known even if nothing but the zeros was shown.
pub(super) fn mark(sums: &mut Sums) {
    let bounds = sums.counts.iter().map(|count| match count.value {
        // It shows.
        0 if !count.figures.is_empty() => (0, 0),
        _ => (i128::from(count.bounds.0), i128::from(count.bounds.1)),
    });
    let mut may: Vec<(i128, i128)> = bounds.collect();
    for _ in 0..ROUNDS {
        let before = may.clone();
        sums.lines.iter().for_each(|line| narrow(line, &mut may));
        if may == before {
            break;
        }
    }
    for (count, (least, most)) in sums.counts.iter_mut().zip(may) {
        count.is_evident = least == most;
    }
}

/// Narrows what each count of a line may be by what the others may be.
fn narrow(line: &Line, may: &mut [(i128, i128)]) {
    for &(at, sign) in line.terms.iter().filter(|(_, sign)| sign.abs() == 1) {
        let (mut least, mut most) = (Some(0), Some(0));
        for &(other, its) in line.terms.iter().filter(|(other, _)| *other != at) {
            let its = -i128::from(its * sign);
            let (low, high) = may[other];
            let high = (high < MOST).then_some(high * its);
            let (low, high) = if its < 0 { (high, Some(low * its)) } else { (Some(low * its), high) };
            least = least.zip(low).map(|(sum, low)| sum + low);
            most = most.zip(high).map(|(sum, high)| sum + high);
        }
        let (low, high) = may[at];
        may[at] = (least.map_or(low, |least| least.max(low)), most.map_or(high, |most| most.min(high)));
    }
}
