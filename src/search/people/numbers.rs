//! NHS numbers by their beginnings, and by any digits within.

use crate::search::index::Slot;
use foldhash::fast::RandomState;
use std::collections::{BTreeSet, HashMap};

/// How many digits a number has.
const DIGITS: usize = 10;
/// Beginnings of up to so many digits are counted as numbers come and go: too many numbers share them to count anew.
const COUNTED: usize = 5;

/// The numbers.
#[derive(Debug, Default)]
pub struct Numbers {
    in_order: BTreeSet<(u64, Slot)>,
    /// By slot, the digits, four bits each; all bits: none.
    digits: Vec<u64>,
    /// How many begin so: the beginning with a 1 before it, so that its zeros count.
    counts: HashMap<u64, usize, RandomState>,
}

impl Numbers {
    /// A slot has a number now.
    pub fn put(&mut self, slot: Slot, number: &str) {
        let Some((value, packed)) = read(number).filter(|_| number.len() == DIGITS) else { return };
        if self.in_order.insert((value, slot)) {
            self.count(number, 1);
        }
        let at = slot as usize;
        if self.digits.len() <= at {
            self.digits.resize(at + 1, u64::MAX);
        }
        self.digits[at] = packed;
    }

    /// A slot has its number no more.
    pub fn remove(&mut self, slot: Slot, number: &str) {
        let Some((value, _)) = read(number).filter(|_| number.len() == DIGITS) else { return };
        if self.in_order.remove(&(value, slot)) {
            self.count(number, -1);
        }
        if let Some(digits) = self.digits.get_mut(slot as usize) {
            *digits = u64::MAX;
        }
    }

    fn count(&mut self, number: &str, by: isize) {
        for length in 1..=COUNTED {
            if let Ok(beginning) = format!("1{}", &number[..length]).parse() {
                let count = self.counts.entry(beginning).or_default();
                *count = count.saturating_add_signed(by);
            }
        }
    }

    /// The first `most` slots whose number begins with some digits, and how many there are.
    pub fn beginning(&self, digits: &str, most: usize) -> (Vec<Slot>, usize) {
        let Some((value, _)) = read(digits).filter(|_| digits.len() <= DIGITS) else { return (vec![], 0) };
        let unit = 10_u64.pow(u32::try_from(DIGITS - digits.len()).unwrap_or(0));
        let range = || self.in_order.range((value * unit, 0)..((value + 1) * unit, 0)).map(|(_, slot)| *slot);
        let counted =
            || format!("1{digits}").parse::<u64>().ok().and_then(|key| self.counts.get(&key).copied());
        let count = if digits.len() <= COUNTED { counted().unwrap_or(0) } else { range().count() };
        (range().take(most).collect(), count)
    }

    /// The first `most` slots whose number has some digits anywhere, and how many there are.
    pub fn within(&self, digits: &str, most: usize) -> (Vec<Slot>, usize) {
        let Some((_, packed)) = read(digits).filter(|_| (1..=DIGITS).contains(&digits.len())) else {
            return (vec![], 0);
        };
        let mask = (1_u64 << (4 * digits.len())) - 1;
        let has =
            |number: u64| (0..=DIGITS - digits.len()).any(|shift| number >> (4 * shift) & mask == packed);
        let all = (0..).zip(&self.digits).filter(|(_, number)| **number != u64::MAX && has(**number));
        let (mut slots, mut count) = (vec![], 0);
        for (slot, _) in all {
            count += 1;
            if slots.len() < most {
                slots.push(slot);
            }
        }
        (slots, count)
    }
}

/// Digits as a number, and packed, four bits each.
fn read(digits: &str) -> Option<(u64, u64)> {
    let each = |out: Option<(u64, u64)>, c: char| {
        let digit = u64::from(c.to_digit(10)?);
        out.map(|(value, packed)| (value * 10 + digit, packed << 4 | digit))
    };
    if digits.len() > DIGITS { None } else { digits.chars().fold(Some((0, 0)), each) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_found_by_any_of_their_digits(
            numbers in prop::collection::vec("9[0-9]{9}", 1..20),
            digits in "[0-9]{1,10}",
            left in 0_usize..20,
        ) {
            let mut known = Numbers::default();
            for (slot, number) in (0..).zip(&numbers) {
                known.put(slot, number);
            }
            let left = left % numbers.len();
            known.remove(u32::try_from(left).expect("small"), &numbers[left]);
            let there = || (0_u32..).zip(&numbers).filter(|(slot, _)| *slot as usize != left);
            let begins: Vec<u32> =
                there().filter(|(_, number)| number.starts_with(&digits)).map(|(slot, _)| slot).collect();
            let has: Vec<u32> = there().filter(|(_, number)| number.contains(&digits)).map(|(slot, _)| slot).collect();
            let (mut found, count) = known.beginning(&digits, 99);
            found.sort_unstable();
            prop_assert_eq!((found, count), (begins.clone(), begins.len()));
            prop_assert_eq!(known.within(&digits, 99), (has.clone(), has.len()));
        }
    }
}
