//! Which entries fit what was typed best. The weights of the fields are here, and nowhere else.

use super::inverted::{ABOUT, Fields, Inverted, MADE, NAME, NEED, ORGANISATION, PLACE, Slot, TEXT};
use super::reading::Reading;

/// What a word counts in each field. A name says what a thing is; a description mentions much.
const WEIGHTS: [(Fields, f32); 6] =
    [(NAME, 3.0), (PLACE, 2.4), (ABOUT, 1.6), (ORGANISATION, 1.5), (NEED, 1.3), (TEXT, 1.0)];
/// What the other fields add that have the word too.
const ALSO: f32 = 0.15;
/// What a word counts that is not written so, but made of neighbours or initials.
const MADE_UP: f32 = 0.85;
/// How hard it counts that words are missing: the share of what was typed that was found, to this power.
const COVERAGE: i32 = 2;
/// The most places that are looked at for one query, so that time is bounded. The best readings come first.
const MOST: usize = 3_000_000;

/// An entry and how well it fits: 0 not at all; the best possible is about 3.5.
pub(super) type Ranked = (Slot, f32);

/// What a word counts that stands in these fields.
pub(super) fn weight_of(fields: Fields) -> f32 {
    let weights = WEIGHTS.iter().filter(|(field, _)| fields & field != 0).map(|(_, weight)| *weight);
    let (best, all) = weights.fold((0.0_f32, 0.0), |(best, all), weight| (best.max(weight), all + weight));
    (best + ALSO * (all - best)) * if fields & MADE == 0 { 1.0 } else { MADE_UP }
}

/// All entries that fit, in no order.
pub(super) fn rank(index: &Inverted, readings: &[Reading]) -> Vec<Ranked> {
    let mut table = [0.0_f32; 128];
    for (fields, weight) in (0..).zip(table.iter_mut()) {
        *weight = weight_of(fields);
    }
    let all: f32 = readings.iter().map(|reading| reading.weight).sum();
    if all <= 0.0 {
        return vec![];
    }
    let mut sums = vec![0.0_f32; index.len()];
    let mut found = vec![0.0_f32; index.len()];
    let mut best = vec![0.0_f32; index.len()];
    let mut entries: Vec<Slot> = vec![];
    let mut left = MOST;
    for reading in readings {
        let mut touched: Vec<Slot> = vec![];
        for (term, fit) in &reading.terms {
            for place in index.term(*term).entries.iter().take(left) {
                let value = fit * table[usize::from(place.fields() & 127)];
                let slot = place.number();
                let known = &mut best[slot as usize];
                if *known == 0.0 {
                    touched.push(slot);
                }
                *known = known.max(value);
            }
            left = left.saturating_sub(index.term(*term).entries.len());
        }
        for slot in touched {
            let at = slot as usize;
            if found[at] == 0.0 {
                entries.push(slot);
            }
            sums[at] += reading.weight * best[at];
            found[at] += reading.weight;
            best[at] = 0.0;
        }
    }
    let fit = |slot: Slot| sums[slot as usize] / all * (found[slot as usize] / all).powi(COVERAGE);
    entries.into_iter().map(|slot| (slot, fit(slot))).collect()
}

/// The best `most`, best first; equal ones in the order of their slots, so that the same letters give the same list.
pub(super) fn best(mut ranked: Vec<Ranked>, most: usize) -> Vec<Ranked> {
    let order = |a: &Ranked, b: &Ranked| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if ranked.len() > most && most > 0 {
        ranked.select_nth_unstable_by(most - 1, order);
        ranked.truncate(most);
    }
    ranked.sort_unstable_by(order);
    ranked
}
