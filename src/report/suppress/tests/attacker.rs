//! Somebody who tries to work out what is hidden: apart from the suppression, so that a mistake there is not made here.

use crate::domain::report::{Adds, Cell, Figure, Report, Sum};
use std::collections::BTreeMap;

/// Somebody who has what was exported, knows which sums were declared, and tries every set of whole numbers.
pub(super) struct Attacker {
    /// What a count may be: from, to.
    may: Vec<(i64, i64)>,
    /// Counts that make 0, each with its sign.
    equations: Vec<Vec<(usize, i64)>>,
    pub(super) places: BTreeMap<Figure, usize>,
    /// What is in none of the parts, with its place and true value.
    pub(super) rests: Vec<(usize, i64)>,
}

/// More than any count that is made up below, and its double.
const MOST: i64 = 2_000;

impl Attacker {
    /// `knows_small`: who is told of each hidden count whether it is small.
    pub(super) fn with(exported: &Report, truth: &Report, knows_small: bool) -> Self {
        let mut attacker = Self { may: vec![], equations: vec![], places: BTreeMap::new(), rests: vec![] };
        for figure in figures(exported) {
            let bounds = match exported.cell(figure).unwrap() {
                Cell::Count(count) => (count.cast_signed(), count.cast_signed()),
                _ if !knows_small => (1, MOST),
                _ if value(truth, figure) < 5 => (1, 4),
                _ => (5, MOST),
            };
            attacker.places.insert(figure, attacker.may.len());
            attacker.may.push(bounds);
        }
        for (whole, parts, adds) in declared(exported) {
            let rest = value(truth, whole).cast_signed()
                - parts.iter().map(|part| value(truth, *part).cast_signed()).sum::<i64>();
            let whole = attacker.places[&whole];
            let mut terms: Vec<_> = parts.iter().map(|part| (attacker.places[part], 1)).collect();
            terms.push((whole, -1));
            if adds == Adds::Among {
                terms.push((attacker.may.len(), 1));
                attacker.rests.push((attacker.may.len(), rest));
                attacker.may.push((0, MOST));
            }
            if adds == Adds::Overlapping {
                terms.push((attacker.may.len(), -1));
                attacker.may.push((0, MOST));
                for part in &parts {
                    let without = attacker.may.len();
                    attacker.may.push((0, MOST));
                    attacker.equations.push(vec![(attacker.places[part], 1), (without, 1), (whole, -1)]);
                }
            }
            attacker.equations.push(terms);
        }
        attacker
    }

    /// Narrows what each may be by every equation, until nothing changes; `false` where nothing is left.
    fn narrow(&self, may: &mut [(i64, i64)]) -> bool {
        loop {
            let mut changed = false;
            for terms in &self.equations {
                for &(at, sign) in terms {
                    let others = terms.iter().filter(|(other, _)| *other != at);
                    let (mut low, mut high) = (0, 0);
                    for &(other, its) in others {
                        let (from, to) = may[other];
                        let (from, to) = if its * sign < 0 { (from, to) } else { (-to, -from) };
                        low += from;
                        high += to;
                    }
                    let (from, to) = may[at];
                    let narrowed = (from.max(low), to.min(high));
                    if narrowed.0 > narrowed.1 {
                        return false;
                    }
                    changed |= narrowed != may[at];
                    may[at] = narrowed;
                }
            }
            if !changed {
                return true;
            }
        }
    }

    /// Whether some set of numbers agrees with everything; gives up with `None`.
    fn possible(&self, mut may: Vec<(i64, i64)>, steps: &mut u32) -> Option<bool> {
        if !self.narrow(&mut may) {
            return Some(false);
        }
        let open =
            (0..may.len()).filter(|at| may[*at].0 < may[*at].1).min_by_key(|at| may[*at].1 - may[*at].0);
        let Some(open) = open else { return Some(true) };
        for value in may[open].0..=may[open].1 {
            *steps = steps.checked_sub(1)?;
            let mut next = may.clone();
            next[open] = (value, value);
            if self.possible(next, steps)? {
                return Some(true);
            }
        }
        Some(false)
    }

    /// Whether a count can be worked out, given what it is.
    pub(super) fn works_out(&self, at: usize, truth: i64) -> bool {
        let mut all = self.may.clone();
        assert!(self.narrow(&mut all), "the truth agrees with what was exported");
        let (from, to) = all[at];
        // The nearest other numbers first; one of them being possible is enough.
        let mut others: Vec<i64> = (from..=to).filter(|value| *value != truth).collect();
        others.sort_by_key(|value| (value - truth).abs());
        !others.into_iter().any(|other| {
            let mut may = all.clone();
            may[at] = (other, other);
            self.possible(may, &mut 20_000) == Some(true)
        })
    }
}

pub(super) fn figures(report: &Report) -> Vec<Figure> {
    let mut all = vec![Figure::N];
    all.extend((0..report.missing.len()).map(Figure::Missing));
    for (table, its) in report.tables.iter().enumerate() {
        for column in 0..its.columns.len() {
            all.extend((0..its.rows.len()).map(|row| Figure::Cell { table, row, column }));
            all.push(Figure::Total { table, column });
        }
    }
    all
}

/// The sums that a report declares.
pub(super) fn declared(report: &Report) -> Vec<(Figure, Vec<Figure>, Adds)> {
    let mut all: Vec<_> =
        report.links.iter().map(|link| (link.whole, link.parts.clone(), link.adds)).collect();
    for (table, its) in report.tables.iter().enumerate() {
        for sum in &its.sums {
            match sum {
                Sum::Rows(adds) => all.extend((0..its.columns.len()).map(|column| {
                    let rows = (0..its.rows.len()).filter(|row| its.rows[*row].level == 0);
                    let rows = rows.map(|row| Figure::Cell { table, row, column }).collect();
                    (Figure::Total { table, column }, rows, *adds)
                })),
                Sum::Columns { whole, parts, adds } => {
                    all.extend((0..its.rows.len()).map(|row| {
                        let cell = |column: &usize| Figure::Cell { table, row, column: *column };
                        (cell(whole), parts.iter().map(cell).collect(), *adds)
                    }));
                    let cell = |column: &usize| Figure::Total { table, column: *column };
                    all.push((cell(whole), parts.iter().map(cell).collect(), *adds));
                }
                Sum::Under(adds) => {
                    // Here only the first row has others under it, and tables that have them have one column.
                    let cell = |row| Figure::Cell { table, row, column: 0 };
                    let parts =
                        (0..its.rows.len()).filter(|row| its.rows[*row].level == 1).map(cell).collect();
                    all.push((cell(0), parts, *adds));
                }
            }
        }
    }
    all
}

pub(super) fn value(report: &Report, figure: Figure) -> u64 {
    match report.cell(figure) {
        Some(Cell::Count(count)) => *count,
        other => panic!("{figure:?} is {other:?}"),
    }
}
