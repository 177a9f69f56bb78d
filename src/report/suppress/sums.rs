//! A report's counts and the sums between them, as one system; and which counts have to be hidden in it.

use crate::domain::report::{Adds, Cell, Figure, Report, Sum, Table};
use crate::report::suppress::{Threshold, witness};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// All counts of a report, and what makes them add up.
pub(super) struct Sums {
    threshold: i64,
    pub(super) counts: Vec<Count>,
    pub(super) lines: Vec<Line>,
    places: BTreeMap<Figure, usize>,
    /// Wholes that the parts declared for them do not make.
    pub(super) contradictions: Vec<Figure>,
}

/// A count: one that the report shows, or one that follows from those that it shows.
pub(super) struct Count {
    pub(super) value: i64,
    /// What it may be taken for, from and to, by somebody who knows whether it was hidden for being small.
    pub(super) bounds: (i64, i64),
    /// Where it stands; `None` for what is left of a whole, which stands nowhere.
    figure: Option<Figure>,
    pub(super) is_hidden: bool,
    /// Whether it must not be worked out.
    is_guarded: bool,
    /// How much a reader would miss it: 2 what the report rests on, 1 a last line, 0 anything else; or as much as
    /// another that is the same.
    weight: u8,
    /// The lines that it is in.
    pub(super) lines: Vec<usize>,
}

/// Counts that make 0, each once with its sign: the parts are added, and the whole is taken away.
pub(super) struct Line {
    pub(super) terms: Vec<(usize, i64)>,
    /// The place of the whole among the counts.
    whole: usize,
    /// Whether no thing is counted in two parts, so that parts together are a count as well.
    is_disjoint: bool,
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
        sums.weigh();
        sums
    }

    /// Gives counts that are the same the weight of the heaviest: none can be hidden without the others.
    fn weigh(&mut self) {
        let same: Vec<[usize; 2]> = self
            .lines
            .iter()
            .filter_map(|line| match line.terms[..] {
                [(one, _), (other, _)] => Some([one, other]),
                _ => None,
            })
            .collect();
        let mut changed = true;
        while changed {
            changed = false;
            for [one, other] in &same {
                let weight = self.counts[*one].weight.max(self.counts[*other].weight);
                for at in [*one, *other] {
                    changed |= self.counts[at].weight < weight;
                    self.counts[at].weight = weight;
                }
            }
        }
    }

    /// Hides what has to be hidden, and says what is.
    pub(super) fn hide(mut self) -> Vec<Figure> {
        let mut safe = BTreeSet::new();
        loop {
            let exposed = (0..self.counts.len()).find_map(|at| self.exposed(at, &mut safe));
            let small = || (0..self.lines.len()).find_map(|line| self.small_together(line));
            let Some(next) = exposed.or_else(small) else { break };
            self.counts[next].is_hidden = true;
        }
        self.counts.iter().filter(|count| count.is_hidden).filter_map(|count| count.figure).collect()
    }

    /// What to hide next so that a count cannot be worked out; `None` where it cannot already.
    fn exposed(&self, at: usize, safe: &mut BTreeSet<usize>) -> Option<usize> {
        let count = &self.counts[at];
        // What is hidden only adds to what may be otherwise: who is safe stays it.
        if !(count.is_guarded || (count.is_hidden && count.figure.is_some())) || safe.contains(&at) {
            return None;
        }
        if let Some(changed) = witness::another(self, at) {
            safe.extend(changed);
            return None;
        }
        let next = self.next_around(at);
        if next.is_none() {
            // Nothing is shown of all that it hangs together with: it may as well be twice as many.
            safe.insert(at);
        }
        next
    }

    /// The count to hide around another: in the nearest sum that gives a hidden one away at once, else in the nearest.
    fn next_around(&self, from: usize) -> Option<usize> {
        let (mut seen, mut queue) = (BTreeSet::from([from]), VecDeque::from([from]));
        let (mut nearest, mut lines) = (None, BTreeSet::new());
        while let Some(at) = queue.pop_front() {
            let (mut here, mut at_once) = (vec![], vec![]);
            for &line in self.counts[at].lines.iter().filter(|line| lines.insert(**line)) {
                let terms = self.lines[line].terms.iter().map(|(count, _)| *count);
                let hidden: Vec<usize> =
                    terms.clone().filter(|count| self.counts[*count].is_hidden).collect();
                let best = self.best(terms, line);
                let best = best.map(|best| (self.cost(best, line), best));
                if hidden.len() == 1 {
                    at_once.extend(best);
                }
                here.extend(best);
                queue.extend(hidden.into_iter().filter(|count| seen.insert(*count)));
            }
            if let Some((_, best)) = at_once.into_iter().min() {
                return Some(best);
            }
            nearest = nearest.or(here.into_iter().min().map(|(_, best)| best));
        }
        nearest
    }

    /// What to hide where the hidden parts of a shown whole are a small count together.
    fn small_together(&self, at: usize) -> Option<usize> {
        let line = &self.lines[at];
        if !line.is_disjoint || self.counts[line.whole].is_hidden {
            return None;
        }
        let parts = || line.terms.iter().map(|(count, _)| *count).filter(|count| *count != line.whole);
        let together: i64 =
            parts().map(|count| &self.counts[count]).filter(|count| count.is_hidden).map(|c| c.value).sum();
        if !(1..self.threshold).contains(&together) {
            return None;
        }
        self.best(parts(), at).or(Some(line.whole))
    }

    /// The count whose hiding costs least.
    fn best(&self, among: impl Iterator<Item = usize>, line: usize) -> Option<usize> {
        let shown = among.filter(|at| !self.counts[*at].is_hidden && self.counts[*at].value > 0);
        shown.min_by_key(|at| self.cost(*at, line))
    }

    /// What hiding a count of a line costs: what a reader would miss more than what not, a whole more than a part, one that would stand hidden alone in other lines
    /// more than one that would not, a large one more than a small one, and a later one more than an earlier one.
    fn cost(&self, at: usize, line: usize) -> (u8, usize, usize, i64, usize) {
        let count = &self.counts[at];
        let wholes = count.lines.iter().filter(|line| self.lines[**line].whole == at).count();
        let alone = count.lines.iter().filter(|other| **other != line).filter(|other| {
            !self.lines[**other].terms.iter().any(|(count, _)| self.counts[*count].is_hidden)
        });
        (count.weight, wholes, alone.count(), count.value, at)
    }

    fn place(&mut self, report: &Report, figure: Figure) {
        let Some(Cell::Count(count)) = report.cell(figure) else { return };
        let value = i64::try_from(*count).unwrap_or(i64::MAX);
        let is_small = (1..self.threshold).contains(&value);
        self.places.insert(figure, self.counts.len());
        self.counts.push(Count {
            value,
            bounds: if is_small { (1, self.threshold - 1) } else { (self.threshold, i64::MAX) },
            figure: Some(figure),
            is_hidden: is_small,
            is_guarded: is_small,
            weight: match figure {
                Figure::N => 2,
                Figure::Total { .. } => 1,
                Figure::Missing(_) | Figure::Cell { .. } => 0,
            },
            lines: vec![],
        });
    }

    /// What is in none of the parts, or in several: it is not shown, so it is as good as hidden.
    fn rest(&mut self, value: i64, is_guarded: bool) -> usize {
        let bounds = (0, i64::MAX);
        let (figure, is_hidden, weight, lines) = (None, true, 0, vec![]);
        self.counts.push(Count { value, bounds, figure, is_hidden, is_guarded, weight, lines });
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
        let mut terms: Vec<(usize, i64)> = parts.iter().map(|part| (*part, 1)).collect();
        terms.push((whole, -1));
        match adds {
            Adds::Exactly => {}
            Adds::Among => terms.push((self.rest(rest, (1..self.threshold).contains(&rest)), 1)),
            Adds::Overlapping => {
                terms.push((self.rest(-rest, false), -1));
                for part in parts {
                    let without = self.rest(self.counts[whole].value - self.counts[part].value, false);
                    self.line(Line {
                        terms: vec![(part, 1), (without, 1), (whole, -1)],
                        whole,
                        is_disjoint: false,
                    });
                }
            }
        }
        self.line(Line { terms, whole, is_disjoint: adds != Adds::Overlapping });
    }

    fn line(&mut self, line: Line) {
        for (count, _) in &line.terms {
            self.counts[*count].lines.push(self.lines.len());
        }
        self.lines.push(line);
    }
}

/// The rows right under one, by their places.
fn under(table: &Table, row: usize) -> Vec<usize> {
    let level = table.rows[row].level;
    let deeper = (row + 1..table.rows.len()).take_while(|at| table.rows[*at].level > level);
    let deeper: Vec<usize> = deeper.collect();
    let nearest = deeper.iter().map(|at| table.rows[*at].level).min();
    deeper.into_iter().filter(|at| Some(table.rows[*at].level) == nearest).collect()
}
