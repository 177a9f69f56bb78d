//! Whether a hidden count could be another: a second set of whole numbers that agrees with everything that is shown.
//!
//! One count is moved by one, and each sum that this breaks is mended by moving another hidden count of it, and so on
//! until all hold again. What is found is proof; where nothing is found in the time given, the count counts as exposed,
//! and more is hidden, which is safe. Of a count that is evident to whoever knows which counts are small, it is the set
//! of somebody who does not know that.

use crate::report::suppress::sums::Sums;

/// How many counts may move, few first. In a table with rows and columns, four do: the corners of a rectangle; where
/// tables share their whole, one or two more for each table.
const MOVES: [usize; 6] = [2, 4, 6, 10, 20, 40];

/// How many steps are tried for one count with so many moves, for all counts of a report together.
const STEPS: usize = 500_000;
/// The least and the most that are tried for one count.
const STEPS_EACH: (usize, usize) = (300, 2_000);

/// The hidden counts that are otherwise in a second set in which this one is, or `None` if none is found; and how many
/// steps that took.
pub(super) fn another(sums: &Sums, at: usize) -> (Option<Vec<usize>>, u32) {
    let mut spent = 1;
    let (moved, off) = (vec![0; sums.counts.len()], vec![0; sums.lines.len()]);
    let knows_small = !sums.counts[at].is_evident;
    let mut search = Search { sums, knows_small, moved, off, broken: vec![], steps: 0 };
    let steps = (STEPS / sums.counts.len().max(1)).clamp(STEPS_EACH.0, STEPS_EACH.1);
    let steps = u32::try_from(steps).unwrap_or(u32::MAX);
    for moves in MOVES {
        for by in [1, -1] {
            search.steps = steps;
            if !search.may_move(at, by) {
                continue;
            }
            search.shift(at, by);
            let found = search.mend(moves - 1);
            spent += steps - search.steps;
            if found {
                let moved = (0..search.moved.len()).filter(|at| search.moved[*at] != 0);
                return (Some(moved.collect()), spent);
            }
            search.shift(at, -by);
        }
    }
    (None, spent)
}

struct Search<'a> {
    sums: &'a Sums,
    /// Whether it is known which of the hidden counts are small.
    knows_small: bool,
    /// By how much each count was moved.
    moved: Vec<i64>,
    /// By how much each line is off.
    off: Vec<i64>,
    /// The lines that are.
    broken: Vec<usize>,
    steps: u32,
}

impl Search<'_> {
    fn may_move(&self, at: usize, by: i64) -> bool {
        let count = &self.sums.counts[at];
        let (least, most) = match count.figures[..] {
            [] => (0, i64::MAX),
            _ if self.knows_small => count.bounds,
            _ => (1, i64::MAX),
        };
        count.is_hidden && self.moved[at] == 0 && (least..=most).contains(&count.value.saturating_add(by))
    }

    /// Moves a count, or moves it back.
    fn shift(&mut self, at: usize, by: i64) {
        self.moved[at] += by;
        for &(line, sign) in &self.sums.counts[at].lines {
            let was = self.off[line];
            self.off[line] += sign * by;
            if was == 0 {
                self.broken.push(line);
            } else if self.off[line] == 0 {
                self.broken.retain(|broken| *broken != line);
            }
        }
    }

    /// Mends every broken line with at most so many moves, or leaves everything as it was.
    fn mend(&mut self, moves: usize) -> bool {
        // The line with the fewest ways to mend it comes first: most searches end there.
        let hardest = self.broken.iter().copied().min_by_key(|line| (self.ways(*line).count(), *line));
        let Some(line) = hardest else { return true };
        if moves == 0 {
            return false;
        }
        let mut ways: Vec<(usize, i64)> = self.ways(line).collect();
        // What breaks the least else comes first: it may close the circle.
        ways.sort_by_key(|(count, by)| self.breaks(*count, *by));
        for (count, by) in ways {
            if self.steps == 0 {
                return false;
            }
            self.steps -= 1;
            self.shift(count, by);
            if self.mend(moves - 1) {
                return true;
            }
            self.shift(count, -by);
        }
        false
    }

    /// Which counts may move, and by how much, to mend a line.
    fn ways(&self, line: usize) -> impl Iterator<Item = (usize, i64)> {
        let off = self.off[line];
        let terms = self.sums.lines[line].terms.iter().filter(move |(_, sign)| off % sign == 0);
        terms.map(move |(count, sign)| (*count, -off / sign)).filter(|(count, by)| self.may_move(*count, *by))
    }

    /// How many more lines are broken once a count was moved.
    fn breaks(&self, at: usize, by: i64) -> i64 {
        let lines = self.sums.counts[at].lines.iter();
        lines
            .map(|(line, sign)| match (self.off[*line], self.off[*line] + sign * by) {
                (0, _) => 1,
                (_, 0) => -1,
                _ => 0,
            })
            .sum()
    }
}
