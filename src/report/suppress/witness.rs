//! Whether a hidden count could be another: a second set of whole numbers that agrees with everything that is shown.
//!
//! One count is moved by one, and each sum that this breaks is mended by moving another hidden count of it, and so on
//! until all hold again. What is found is proof; where nothing is found in the time given, the count counts as exposed,
//! and more is hidden, which is safe.

use crate::report::suppress::sums::Sums;
use std::collections::BTreeMap;

/// How many counts may move, few first. In a table with rows and columns, four do: the corners of a rectangle; where
/// tables share their whole, one or two more for each table.
const MOVES: [usize; 6] = [2, 4, 6, 10, 20, 40];

/// How many steps are tried for one count with so many moves.
const STEPS: u32 = 2_000;

/// The hidden counts that are otherwise in a second set in which this one is, or `None` if none is found.
pub(super) fn another(sums: &Sums, at: usize) -> Option<Vec<usize>> {
    for moves in MOVES {
        for by in [1, -1] {
            let mut search = Search { sums, moved: BTreeMap::new(), broken: BTreeMap::new(), steps: STEPS };
            if search.move_by(at, by) && search.mend(moves - 1) {
                return Some(search.moved.into_keys().collect());
            }
        }
    }
    None
}

struct Search<'a> {
    sums: &'a Sums,
    /// By how much each count was moved.
    moved: BTreeMap<usize, i64>,
    /// By how much each sum is off.
    broken: BTreeMap<usize, i64>,
    steps: u32,
}

impl Search<'_> {
    fn move_by(&mut self, at: usize, by: i64) -> bool {
        let count = &self.sums.counts[at];
        let (least, most) = count.bounds;
        let may = count.is_hidden
            && !self.moved.contains_key(&at)
            && (least..=most).contains(&count.value.saturating_add(by));
        if may {
            self.moved.insert(at, by);
            self.shift(at, by);
        }
        may
    }

    fn move_back(&mut self, at: usize) {
        if let Some(by) = self.moved.remove(&at) {
            self.shift(at, -by);
        }
    }

    fn shift(&mut self, at: usize, by: i64) {
        for &line in &self.sums.counts[at].lines {
            let signs = self.sums.lines[line].terms.iter().filter(|(count, _)| *count == at);
            let by: i64 = signs.map(|(_, sign)| sign * by).sum();
            let off = self.broken.entry(line).or_insert(0);
            *off += by;
            if *off == 0 {
                self.broken.remove(&line);
            }
        }
    }

    /// Mends every broken sum with at most so many moves, or leaves everything as it was.
    fn mend(&mut self, moves: usize) -> bool {
        // The sum with the fewest ways to mend it comes first: most searches end there.
        let ways = |line: usize| {
            let terms = &self.sums.lines[line].terms;
            let free = |(count, _): &&(usize, i64)| {
                self.sums.counts[*count].is_hidden && !self.moved.contains_key(count)
            };
            terms.iter().filter(free).copied().collect::<Vec<_>>()
        };
        let hardest =
            self.broken.iter().map(|(line, off)| (ways(*line), *off)).min_by_key(|(ways, _)| ways.len());
        let Some((ways, off)) = hardest else { return true };
        if moves == 0 {
            return false;
        }
        for (count, sign) in ways {
            if self.steps == 0 {
                return false;
            }
            self.steps -= 1;
            if self.move_by(count, -off * sign) {
                if self.mend(moves - 1) {
                    return true;
                }
                self.move_back(count);
            }
        }
        false
    }
}
