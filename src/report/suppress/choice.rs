//! Which counts are hidden for the sake of the small ones: enough of them, and then as few and as light as will do.
//!
//! First counts are hidden around each one that could be worked out, the lightest first, until none can be. Then each
//! count that was hidden so is shown again, the heaviest first, unless it gives something away with all the others
//! that are hidden then. What is left hidden is needed: none of it can be shown alone, as far as was looked.

use crate::domain::report::{Adds, Figure};
use crate::report::suppress::sums::{Sums, Weight};
use crate::report::suppress::witness;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

/// How often one that is not in a last line is hidden around a count before one that is.
const INNER_FIRST: u32 = 12;
/// How often, with those, before more and more are.
const TOTALS_NEXT: u32 = 20;
/// How many steps are spent on showing again what need not be hidden: a bound for large reports alone.
const PATIENCE: u64 = 40_000;

/// What to hide of a report's counts.
pub(super) fn hide(sums: Sums) -> Vec<Figure> {
    let mut choice = Choice { sums, safe: BTreeMap::new(), steps: Cell::new(0) };
    choice.hide_enough();
    choice.steps.set(0);
    choice.show_what_may_be();
    choice.sums.counts.into_iter().filter(|count| count.is_hidden).flat_map(|count| count.figures).collect()
}

struct Choice {
    sums: Sums,
    /// Why each count that must not be worked out cannot be.
    safe: BTreeMap<usize, Safe>,
    /// How many steps were spent on looking for other sets.
    steps: Cell<u64>,
}

/// Why a count cannot be worked out.
#[derive(Clone)]
enum Safe {
    /// There is another set of numbers; these are otherwise in it.
    Otherwise(Rc<BTreeSet<usize>>),
    /// Nothing is shown of all that it hangs together with: it may as well be twice as many.
    NothingShown,
}

impl Choice {
    /// Hides until nothing can be worked out.
    fn hide_enough(&mut self) {
        loop {
            self.hide_beside(0..self.sums.lines.len());
            // What is hidden only adds to what may be otherwise: who is safe stays it. But it must be safe itself.
            let mut hid = true;
            while std::mem::take(&mut hid) {
                for at in 0..self.sums.counts.len() {
                    let mut tries = 0;
                    while self.must_not_be_known(at) && !self.safe.contains_key(&at) {
                        if let Some(why) = self.why_safe(at) {
                            self.now_safe(at, &why);
                        } else {
                            self.hide_around(at, tries);
                            (tries, hid) = (tries + 1, true);
                        }
                    }
                }
            }
            let small = (0..self.sums.lines.len()).find(|line| self.is_small_together(*line));
            let Some(line) = small else { return };
            let line = &self.sums.lines[line];
            let parts = line.terms.iter().map(|(count, _)| *count).filter(|count| *count != line.whole);
            let next = self.lightest(parts).unwrap_or(line.whole);
            self.hide(next);
        }
    }

    /// Hides a count, and one beside each that would stand hidden alone.
    fn hide(&mut self, at: usize) {
        self.sums.counts[at].is_hidden = true;
        self.hide_beside(self.sums.lines_of(at));
    }

    /// Hides one more in each line in which one stands hidden alone, as what is shown of the line would give it away;
    /// where only a last line could be, it is left to those who look further.
    fn hide_beside(&mut self, lines: impl IntoIterator<Item = usize>) {
        let mut lines: VecDeque<usize> = lines.into_iter().collect();
        while let Some(line) = lines.pop_front() {
            if self.hidden_alone(line).is_some_and(|at| self.must_not_be_known(at)) {
                let terms = self.sums.lines[line].terms.iter().map(|(count, _)| *count);
                if let Some(next) =
                    self.lightest(terms).filter(|next| self.sums.counts[*next].weight == Weight::Inner)
                {
                    self.sums.counts[next].is_hidden = true;
                    lines.extend(self.sums.lines_of(next));
                }
            }
        }
    }

    /// The only count of a line that is hidden, if only one is.
    fn hidden_alone(&self, line: usize) -> Option<usize> {
        let terms = self.sums.lines[line].terms.iter().map(|(count, _)| *count);
        let mut hidden = terms.filter(|count| self.sums.counts[*count].is_hidden);
        hidden.next().filter(|_| hidden.next().is_none())
    }

    /// Shows what was hidden for the sake of others and need not be, the heaviest first.
    fn show_what_may_be(&mut self) {
        let counts = &self.sums.counts;
        let others = (0..counts.len())
            .filter(|at| counts[*at].is_hidden && !counts[*at].is_guarded && !counts[*at].figures.is_empty());
        let mut others: Vec<usize> = others.collect();
        others.sort_by_key(|at| std::cmp::Reverse((counts[*at].weight, self.wholes(*at), counts[*at].value)));
        for at in others {
            if self.sums.counts[at].is_hidden && self.steps.get() < PATIENCE {
                self.show_if_safe(at);
            }
        }
    }

    /// Shows a count, and with it what would be given away that need not be hidden either; unless that gives away what
    /// must be.
    fn show_if_safe(&mut self, first: usize) {
        let mut shown = vec![first];
        self.sums.counts[first].is_hidden = false;
        if let Some(anew) = self.safe_with(&mut shown) {
            self.safe.extend(anew);
            self.safe.retain(|at, _| !shown.contains(at));
        } else {
            for at in shown {
                self.sums.counts[at].is_hidden = true;
            }
        }
    }

    /// Why all are safe that are not any more as they were, with some counts shown and what that shows besides; `None`
    /// if one is not.
    fn safe_with(&mut self, shown: &mut Vec<usize>) -> Option<BTreeMap<usize, Safe>> {
        let mut anew: BTreeMap<usize, Safe> = BTreeMap::new();
        let all: Vec<usize> = self.safe.keys().copied().collect();
        let mut checked = 0;
        self.steps.set(self.steps.get() + all.len() as u64 / 8);
        while checked < shown.len() {
            while let Some(&next) = shown.get(checked) {
                checked += 1;
                for line in self.sums.lines_of(next) {
                    if self.is_small_together(line) {
                        return None;
                    }
                    let Some(alone) = self.hidden_alone(line).filter(|at| self.must_not_be_known(*at)) else {
                        continue;
                    };
                    if self.sums.counts[alone].is_guarded {
                        return None;
                    }
                    self.sums.counts[alone].is_hidden = false;
                    shown.push(alone);
                }
            }
            anew.retain(|_, why| self.holds_still(why));
            for &at in &all {
                let holds = anew.contains_key(&at) || self.holds_still(&self.safe[&at]);
                if holds || !self.must_not_be_known(at) {
                    continue;
                }
                match self.why_safe(at) {
                    Some(Safe::Otherwise(others)) => {
                        let too = others
                            .iter()
                            .filter(|other| self.safe.contains_key(other) && self.is_as_evident(at, **other));
                        anew.extend(too.map(|other| (*other, Safe::Otherwise(Rc::clone(&others)))));
                    }
                    Some(why) => drop(anew.insert(at, why)),
                    None if self.sums.counts[at].is_guarded => return None,
                    None => {
                        self.sums.counts[at].is_hidden = false;
                        shown.push(at);
                    }
                }
            }
        }
        Some(anew)
    }

    /// Whether a reason holds for certain after something was shown.
    fn holds_still(&self, why: &Safe) -> bool {
        match why {
            Safe::Otherwise(others) => others.iter().all(|other| self.sums.counts[*other].is_hidden),
            Safe::NothingShown => false,
        }
    }

    fn must_not_be_known(&self, at: usize) -> bool {
        let count = &self.sums.counts[at];
        count.is_guarded || (count.is_hidden && !count.figures.is_empty())
    }

    fn why_safe(&self, at: usize) -> Option<Safe> {
        let (others, steps) = witness::another(&self.sums, at);
        self.steps.set(self.steps.get() + u64::from(steps));
        match others {
            Some(others) => Some(Safe::Otherwise(Rc::new(others.into_iter().collect()))),
            None => self.nothing_is_shown_around(at).then_some(Safe::NothingShown),
        }
    }

    fn now_safe(&mut self, at: usize, why: &Safe) {
        self.safe.insert(at, why.clone());
        if let Safe::Otherwise(others) = why {
            for &other in others.iter() {
                if self.must_not_be_known(other) && self.is_as_evident(at, other) {
                    self.safe.entry(other).or_insert_with(|| why.clone());
                }
            }
        }
    }

    /// Whether what shows that one count is safe shows it of another.
    fn is_as_evident(&self, one: usize, other: usize) -> bool {
        self.sums.counts[one].is_evident == self.sums.counts[other].is_evident
    }

    /// Hides more around a count: what a reader would miss most only where all else did not help, and more at once the
    /// more often that did not. What was too many is shown again.
    fn hide_around(&mut self, at: usize, tries: u32) {
        use Weight::{Basis, Inner, Missing, Total};
        let (at_once, order) = match tries {
            ..INNER_FIRST => (1 << tries.saturating_sub(INNER_FIRST / 2), Weight::ALL),
            // One last line that has to go is found before all is hidden that is above it.
            INNER_FIRST..TOTALS_NEXT => (1, [Total, Inner, Missing, Basis]),
            _ => (1 << (tries - TOTALS_NEXT).min(12), Weight::ALL),
        };
        let next = order.into_iter().map(|weight| self.around(at, weight, at_once));
        if let Some(next) = next.into_iter().find(|next| !next.is_empty()) {
            for at in next {
                self.hide(at);
            }
        }
    }

    /// What is shown around a count, of a weight: so many at least, if there are, of the nearest lines that have any,
    /// what costs least first.
    fn around(&self, from: usize, weight: Weight, at_least: usize) -> Vec<usize> {
        let (mut seen, mut queue) = (BTreeSet::from([from]), VecDeque::from([from]));
        let (mut lines, mut found) = (BTreeSet::new(), vec![]);
        while let Some(at) = queue.pop_front() {
            let mut here = vec![];
            for line in self.sums.lines_of(at).into_iter().filter(|line| lines.insert(*line)) {
                for (count, _) in &self.sums.lines[line].terms {
                    if self.sums.counts[*count].is_hidden {
                        queue.extend(seen.insert(*count).then_some(*count));
                    } else if self.may_be_hidden(*count) && self.sums.counts[*count].weight == weight {
                        here.push(*count);
                    }
                }
            }
            here.sort_by_cached_key(|at| self.cost(*at));
            here.truncate(at_least - found.len());
            found.extend(here);
            if found.len() == at_least {
                break;
            }
        }
        found
    }

    /// Whether nothing but zeros is shown of all that a count hangs together with.
    fn nothing_is_shown_around(&self, at: usize) -> bool {
        Weight::ALL.into_iter().all(|weight| self.around(at, weight, 1).is_empty())
    }

    fn may_be_hidden(&self, at: usize) -> bool {
        !self.sums.counts[at].is_hidden && self.sums.counts[at].value > 0
    }

    /// Whether the hidden parts of a shown whole are a small count together.
    fn is_small_together(&self, at: usize) -> bool {
        let line = &self.sums.lines[at];
        if line.adds == Adds::Overlapping || self.sums.counts[line.whole].is_hidden {
            return false;
        }
        let parts = line.terms.iter().map(|(count, _)| *count).filter(|count| *count != line.whole);
        let hidden = parts.map(|count| &self.sums.counts[count]).filter(|count| count.is_hidden);
        (1..self.sums.threshold).contains(&hidden.map(|count| count.value).sum())
    }

    /// Of some counts, the one whose hiding costs least.
    fn lightest(&self, among: impl Iterator<Item = usize>) -> Option<usize> {
        among.filter(|at| self.may_be_hidden(*at)).min_by_key(|at| self.cost(*at))
    }

    /// What hiding a count costs: what a reader would miss more than what not, one that would stand hidden alone in its
    /// lines more than one that would not, a whole more than a part, a large one more than a small one, and a later one
    /// more than an earlier one.
    fn cost(&self, at: usize) -> (Weight, usize, usize, i64, usize) {
        let count = &self.sums.counts[at];
        let alone = count.lines.iter().filter(|(line, _)| {
            !self.sums.lines[*line].terms.iter().any(|(count, _)| self.sums.counts[*count].is_hidden)
        });
        (count.weight, alone.count(), self.wholes(at), count.value, at)
    }

    /// Of how many lines a count is the whole.
    fn wholes(&self, at: usize) -> usize {
        self.sums.counts[at].lines.iter().filter(|(line, _)| self.sums.lines[*line].whole == at).count()
    }
}
