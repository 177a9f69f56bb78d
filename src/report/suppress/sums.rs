//! A report's counts and the sums between them, as one system. What has to be hidden in it is decided elsewhere.

use crate::domain::report::{Adds, Cell, Figure, Report, Sum, Table};
use crate::report::suppress::{Threshold, evident};
use std::collections::BTreeMap;

/// All counts of a report, and what makes them add up.
pub(super) struct Sums {
    pub(super) threshold: i64,
    pub(super) counts: Vec<Count>,
    pub(super) lines: Vec<Line>,
    places: BTreeMap<Figure, usize>,
    /// Wholes that the parts declared for them do not make.
    pub(super) contradictions: Vec<Figure>,
}

/// A count: one that the report shows, at one place or at several, or one that follows from those that it shows.
pub(super) struct Count {
    pub(super) value: i64,
    /// What it may be taken for, from and to, by somebody who knows whether it was hidden for being small.
    pub(super) bounds: (i64, i64),
    /// Where it stands; nowhere for what is left of a whole.
    pub(super) figures: Vec<Figure>,
    pub(super) is_hidden: bool,
    /// Whether it must not be worked out.
    pub(super) is_guarded: bool,
    /// Whether it follows from which counts are small alone, whatever is hidden.
    pub(super) is_evident: bool,
    /// How much a reader would miss it; of several places, as much as where it is missed most.
    pub(super) weight: Weight,
    /// The lines that it is in, and how often in each: below 0 where it is taken away.
    pub(super) lines: Vec<(usize, i64)>,
}

/// How much a reader would miss a count. One is hidden only where hiding all that are lighter would not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// One of many.
    Inner,
    /// In the last line of a table.
    Total,
    /// What could not be counted.
    Missing,
    /// What the report rests on.
    Basis,
}

impl Weight {
    /// All, the lightest first.
    pub(super) const ALL: [Self; 4] = [Self::Inner, Self::Total, Self::Missing, Self::Basis];
}

/// Counts that make 0, each once with its sign: the parts are added, and the whole is taken away.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) terms: Vec<(usize, i64)>,
    /// The place of the whole among the counts.
    pub(super) whole: usize,
    /// How the parts make it.
    pub(super) adds: Adds,
}

impl Sums {
    /// The system of a report, with every small count hidden.
    pub(super) fn of(report: &Report, threshold: Threshold) -> Self {
        let threshold = i64::try_from(threshold.least_shown()).unwrap_or(i64::MAX);
        let mut sums = Self {
            threshold,
            counts: vec![],
            lines: vec![],
            places: BTreeMap::new(),
            contradictions: vec![],
        };
        sums.place(report, Figure::N);
        for at in 0..report.missing.len() {
            sums.place(report, Figure::Missing(at));
        }
        for (at, table) in report.tables.iter().enumerate() {
            for column in 0..table.columns.len() {
                for row in 0..table.rows.len() {
                    sums.place(report, Figure::Cell { table: at, row, column });
                }
                sums.place(report, Figure::Total { table: at, column });
            }
        }
        for link in &report.links {
            sums.link(report, link.whole, &link.parts, link.adds);
        }
        for (at, table) in report.tables.iter().enumerate() {
            sums.within(report, at, table);
        }
        sums.merge();
        evident::mark(&mut sums);
        sums
    }

    /// The lines that a count is in.
    pub(super) fn lines_of(&self, at: usize) -> Vec<usize> {
        self.counts[at].lines.iter().map(|(line, _)| *line).collect()
    }

    fn place(&mut self, report: &Report, figure: Figure) {
        let Some(Cell::Count(count)) = report.cell(figure) else { return };
        let value = i64::try_from(*count).unwrap_or(i64::MAX);
        let is_small = (1..self.threshold).contains(&value);
        self.places.insert(figure, self.counts.len());
        self.counts.push(Count {
            value,
            bounds: if is_small { (1, self.threshold - 1) } else { (self.threshold, i64::MAX) },
            figures: vec![figure],
            is_hidden: is_small,
            is_guarded: is_small,
            is_evident: false,
            weight: match figure {
                Figure::N => Weight::Basis,
                Figure::Missing(_) => Weight::Missing,
                Figure::Total { .. } => Weight::Total,
                Figure::Cell { .. } => Weight::Inner,
            },
            lines: vec![],
        });
    }

    /// What is in none of the parts, or in several: it is not shown, so it is as good as hidden.
    fn rest(&mut self, value: i64, is_guarded: bool) -> usize {
        let bounds = (0, i64::MAX);
        let (figures, is_hidden, weight, lines) = (vec![], true, Weight::Inner, vec![]);
        let is_evident = false;
        self.counts.push(Count { value, bounds, figures, is_hidden, is_guarded, is_evident, weight, lines });
        self.counts.len() - 1
    }

    fn within(&mut self, report: &Report, table: usize, its: &Table) {
        let column_of = |column| move |row| Figure::Cell { table, row, column };
        for sum in &its.sums {
            match sum {
                Sum::Rows(adds) => {
                    for column in 0..its.columns.len() {
                        let outer = (0..its.rows.len()).filter(|row| its.rows[*row].level == 0);
                        let parts: Vec<Figure> = outer.map(column_of(column)).collect();
                        self.link(report, Figure::Total { table, column }, &parts, *adds);
                    }
                }
                Sum::Under(adds) => {
                    for row in 0..its.rows.len() {
                        let under = under(its, row);
                        for column in 0..its.columns.len() {
                            let parts: Vec<Figure> = under.iter().copied().map(column_of(column)).collect();
                            if !parts.is_empty() {
                                self.link(report, column_of(column)(row), &parts, *adds);
                            }
                        }
                    }
                }
                Sum::Columns { whole, parts, adds } => {
                    for row in 0..its.rows.len() {
                        let cell = |column| Figure::Cell { table, row, column };
                        let parts: Vec<Figure> = parts.iter().copied().map(cell).collect();
                        self.link(report, cell(*whole), &parts, *adds);
                    }
                    let cell = |column| Figure::Total { table, column };
                    let parts: Vec<Figure> = parts.iter().copied().map(cell).collect();
                    self.link(report, cell(*whole), &parts, *adds);
                }
            }
        }
    }

    /// Takes a sum into the system, if all of it can be known.
    fn link(&mut self, report: &Report, whole: Figure, parts: &[Figure], adds: Adds) {
        // What was hidden before is no count any more: nothing follows from a sum that it is in.
        if parts.iter().any(|part| report.cell(*part) == Some(&Cell::Hidden)) {
            return;
        }
        let figure = whole;
        let Some(&whole) = self.places.get(&figure) else { return };
        let parts: Vec<usize> = parts.iter().filter_map(|part| self.places.get(part).copied()).collect();
        if parts.is_empty() {
            return;
        }
        let rest = self.counts[whole].value - parts.iter().map(|part| self.counts[*part].value).sum::<i64>();
        let largest = parts.iter().map(|part| self.counts[*part].value).max().unwrap_or(0);
        let holds = match adds {
            Adds::Exactly => rest == 0,
            Adds::Among => rest >= 0,
            Adds::Overlapping => rest <= 0 && largest <= self.counts[whole].value,
        };
        if !holds {
            self.contradictions.push(figure);
        }
        // A zero shows, and nothing that is 0 has parts that are more.
        let counted = parts.iter().filter(|part| !holds || self.counts[**part].value != 0);
        let mut terms: Vec<(usize, i64)> = counted.map(|part| (*part, 1)).collect();
        if terms.is_empty() && adds == Adds::Exactly {
            return;
        }
        terms.push((whole, -1));
        match adds {
            Adds::Exactly => {}
            Adds::Among => terms.push((self.rest(rest, (1..self.threshold).contains(&rest)), 1)),
            Adds::Overlapping => {
                terms.push((self.rest(-rest, false), -1));
                for part in parts {
                    let without = self.rest(self.counts[whole].value - self.counts[part].value, false);
                    let terms = vec![(part, 1), (without, 1), (whole, -1)];
                    self.lines.push(Line { terms, whole, adds });
                }
            }
        }
        self.lines.push(Line { terms, whole, adds });
    }

    /// Takes counts that can only be the same for one: those that a line says to be, and wholes of the same parts.
    fn merge(&mut self) {
        loop {
            let mut same: Vec<usize> = (0..self.counts.len()).collect();
            let mut wholes: BTreeMap<Vec<(usize, i64)>, usize> = BTreeMap::new();
            for line in self.lines.iter().filter(|line| line.adds == Adds::Exactly) {
                let mut parts: Vec<_> =
                    line.terms.iter().copied().filter(|(count, _)| *count != line.whole).collect();
                parts.sort_unstable();
                let other = match parts[..] {
                    [(part, 1)] => part,
                    _ => *wholes.entry(parts).or_insert(line.whole),
                };
                let (one, other) = (root(&same, line.whole), root(&same, other));
                // Where somebody made a mistake in counting, they are not.
                if self.counts[one].value == self.counts[other].value {
                    same[one.max(other)] = one.min(other);
                }
            }
            let merged = (0..same.len()).any(|at| same[at] != at);
            if merged {
                self.take_for_one(&same);
            } else {
                break;
            }
        }
        for (at, line) in self.lines.iter().enumerate() {
            for (count, sign) in &line.terms {
                self.counts[*count].lines.push((at, *sign));
            }
        }
    }

    fn take_for_one(&mut self, same: &[usize]) {
        for at in 0..same.len() {
            let one = root(same, at);
            if one != at {
                let figures = std::mem::take(&mut self.counts[at].figures);
                self.counts[one].figures.extend(figures);
                self.counts[one].weight = self.counts[one].weight.max(self.counts[at].weight);
                (self.counts[at].is_hidden, self.counts[at].is_guarded) = (false, false);
            }
        }
        let mut lines: Vec<Line> = vec![];
        for mut line in std::mem::take(&mut self.lines) {
            line.whole = root(same, line.whole);
            let mut terms: BTreeMap<usize, i64> = BTreeMap::new();
            for (count, sign) in line.terms {
                *terms.entry(root(same, count)).or_default() += sign;
            }
            line.terms = terms.into_iter().filter(|(_, sign)| *sign != 0).collect();
            if !line.terms.is_empty() && !lines.contains(&line) {
                lines.push(line);
            }
        }
        self.lines = lines;
    }
}

/// The count that another is taken for.
fn root(same: &[usize], mut at: usize) -> usize {
    while same[at] != at {
        at = same[at];
    }
    at
}

/// The rows right under one, by their places.
fn under(table: &Table, row: usize) -> Vec<usize> {
    let level = table.rows[row].level;
    let deeper = (row + 1..table.rows.len()).take_while(|at| table.rows[*at].level > level);
    let deeper: Vec<usize> = deeper.collect();
    let nearest = deeper.iter().map(|at| table.rows[*at].level).min();
    deeper.into_iter().filter(|at| Some(table.rows[*at].level) == nearest).collect()
}
