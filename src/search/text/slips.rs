//! How many slips of the finger two words are apart: letters put in, left out, replaced, or swapped with their
//! neighbour (optimal string alignment).
//!
//! One word is made ready and compared with thousands; each comparison walks the other word once, a whole column of
//! the table in one machine word. Source: Hyyrö, A bit-vector algorithm for computing Levenshtein and Damerau edit
//! distances, 2003.

/// The longest word that can be compared, in bytes.
pub const LONGEST: usize = 64;

/// A typed word, ready to be compared.
pub struct Pattern {
    /// For each letter, the places where the word has it.
    places: [u64; 128],
    length: usize,
    letters: u32,
}

/// How far apart two words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slips {
    /// From the whole word.
    pub whole: usize,
    /// From its beginning, of about the pattern's length.
    pub beginning: usize,
}

impl Pattern {
    /// Makes a word ready; `None` where it is empty, too long, or not plain ASCII.
    pub fn new(word: &str) -> Option<Self> {
        if word.is_empty() || word.len() > LONGEST || !word.is_ascii() {
            return None;
        }
        let mut places = [0; 128];
        for (at, byte) in word.bytes().enumerate() {
            places[usize::from(byte & 127)] |= 1 << at;
        }
        Some(Self { places, length: word.len(), letters: letters(word) })
    }

    /// Whether a word with these letters cannot be within so many slips, nor begin so: a quick no to most.
    pub fn is_unlike(&self, letters: u32, bound: usize) -> bool {
        let mut missing = self.letters & !letters;
        for _ in 0..bound {
            missing &= missing.wrapping_sub(1);
        }
        missing != 0
    }

    /// Whether a word with these letters has more others than so many: no whole word within that many slips.
    pub fn has_others(&self, letters: u32, bound: usize) -> bool {
        let mut others = letters & !self.letters;
        for _ in 0..bound {
            others &= others.wrapping_sub(1);
        }
        others != 0
    }

    /// How far another word is. What is not ASCII in it fits nothing.
    pub fn slips(&self, other: &str) -> Slips {
        let last = 1_u64 << (self.length - 1);
        let (mut up, mut down, mut same, mut before) = (u64::MAX, 0_u64, 0_u64, 0_u64);
        let (mut slips, mut beginning) = (self.length, self.length);
        for (at, byte) in other.bytes().enumerate() {
            let here = if byte < 128 { self.places[usize::from(byte)] } else { 0 };
            let swapped = ((!same & here) << 1) & before;
            same = ((here & up).wrapping_add(up) ^ up) | here | down | swapped;
            let mut right_up = down | !(same | up);
            let mut right_down = same & up;
            slips += usize::from(right_up & last != 0);
            slips -= usize::from(right_down & last != 0);
            right_up = right_up << 1 | 1;
            right_down <<= 1;
            up = right_down | !(same | right_up);
            down = right_up & same;
            before = here;
            if (at + 1).abs_diff(self.length) <= 1 {
                beginning = beginning.min(slips);
            }
        }
        Slips { whole: slips, beginning }
    }
}

/// Which of the letters a to z a word has, one bit each.
pub fn letters(word: &str) -> u32 {
    word.bytes().filter(u8::is_ascii_lowercase).fold(0, |mask, byte| mask | 1 << (byte - b'a'))
}

/// A word with each run of one letter as a single letter: `begginers` and `beginners` meet at `beginers`.
pub fn without_doubles(word: &str) -> String {
    let mut last = None;
    word.chars().filter(|c| last.replace(*c) != Some(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whole(one: &str, other: &str) -> usize {
        Pattern::new(one).expect("a word").slips(other).whole
    }

    #[test]
    fn slips_of_the_finger_are_counted() {
        assert_eq!(whole("bereavment", "bereavement"), 1);
        assert_eq!(whole("houssing", "housing"), 1);
        assert_eq!(whole("fodo", "food"), 1);
        assert!(whole("debt", "house") > 3);
        assert_eq!(Pattern::new("berevem").expect("a word").slips("bereavement").beginning, 1);
        assert_eq!(without_doubles("begginers"), without_doubles("beginners"));
    }

    proptest! {
        #[test]
        fn slips_are_what_they_are_said_to_be(one in "[a-c]{1,8}", other in "[a-c]{0,8}") {
            prop_assert_eq!(whole(&one, &other), strsim::osa_distance(&one, &other));
        }

        #[test]
        fn the_quick_no_is_never_wrong(one in "[a-e]{1,8}", other in "[a-e]{0,8}", bound in 0_usize..3) {
            let pattern = Pattern::new(&one).expect("a word");
            if pattern.slips(&other).whole <= bound {
                prop_assert!(!pattern.is_unlike(letters(&other), bound));
                prop_assert!(!pattern.has_others(letters(&other), bound));
            }
        }

        #[test]
        fn any_other_word_can_be_compared(one in "[a-z]{1,64}", other in "\\PC{0,80}") {
            let _ = Pattern::new(&one).expect("a word").slips(&other);
        }
    }
}
