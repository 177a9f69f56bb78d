//! Words that are slips of the finger or of the ear.

use super::Reader;
use crate::search::index::TermId;
use crate::search::text::slips::{Pattern, without_doubles};
use crate::search::weights::{
    BEGINS_SOMETHING, COMMON_MEANT, COMMONER, DOUBLED, MISSPELT_BEGINNING, ONE_SLIP, OTHER_FIRST,
    RARE_AS_IT_STANDS, SAME_SOUND, SOUNDS_TOO, TWO_SLIPS,
};

/// The most that one word may be a slip of.
const MOST_MISSPELT: usize = 6;
/// A misspelt reading that fits less than this share of the best one is left out.
const WORTH: f32 = 0.7;
/// The most readings that are offered where nothing was found.
const MOST_NEAREST: usize = 3;

impl Reader<'_> {
    /// Terms that were meant if the finger slipped, or the ear. `own`: how many entries have the word as it stands.
    pub(super) fn misspelt(
        &self,
        word: &str,
        is_last: bool,
        begins: bool,
        own: Option<usize>,
    ) -> Vec<(TermId, f32)> {
        let index = self.index;
        let Some(pattern) = Pattern::new(word) else { return vec![] };
        let length = word.len();
        let bound = if length < 8 || own.is_some() { 1 } else { 2 };
        let may_go_on = is_last && length >= 5 && own.is_none();
        let undoubled = without_doubles(word);
        let first = word.as_bytes().first().copied();
        let sounding = index.words().sounding(word);
        #[expect(clippy::cast_precision_loss, reason = "a weight, not a count")]
        let (all, entries) = ((index.len() as f32 + 2.0).ln(), |id| index.entries(id).count() as f32);
        let mut out: Vec<(TermId, f32)> = vec![];
        let mut keep = |id: TermId, mut fit: f32| {
            let text = index.text(id).as_bytes();
            if text.first().copied() != first {
                fit *= OTHER_FIRST;
            }
            if sounding.contains(&id) {
                fit *= SOUNDS_TOO;
            }
            if begins {
                fit *= BEGINS_SOMETHING;
            }
            fit *= 1.0 + COMMON_MEANT * (1.0 + entries(id)).ln() / all;
            out.push((id, fit.min(0.95)));
        };
        let most = if may_go_on { usize::MAX } else { length + bound };
        for glance in index.words().of_length(length.saturating_sub(bound), most).flatten() {
            if pattern.is_unlike(glance.letters, bound) {
                continue;
            }
            let long = usize::from(glance.length);
            let is_whole = long <= length + bound && !pattern.has_others(glance.letters, bound);
            // What goes on has to begin with the same letter.
            let goes_on = may_go_on && long > length && Some(glance.first) == first;
            if !is_whole && !goes_on {
                continue;
            }
            let text = index.text(glance.term);
            let slips = pattern.slips(text);
            let fit = |slips| if slips < 2 { ONE_SLIP } else { TWO_SLIPS };
            if slips.whole == 0 || index.entries(glance.term).count() == 0 {
                continue;
            }
            if slips.whole <= bound {
                let is_doubled = without_doubles(text) == undoubled;
                keep(glance.term, if is_doubled { DOUBLED } else { fit(slips.whole) });
            } else if goes_on && slips.beginning <= bound {
                keep(glance.term, fit(slips.beginning) * MISSPELT_BEGINNING);
            }
        }
        if own.is_none() {
            for &id in sounding {
                let slips = pattern.slips(index.text(id)).whole;
                if slips > bound && slips * 2 <= length && index.entries(id).count() > 0 {
                    keep(id, SAME_SOUND);
                }
            }
        }
        if let Some(own) = own {
            out.retain(|(id, _)| index.entries(*id).count() >= own.max(1) * COMMONER);
            for (_, fit) in &mut out {
                *fit *= RARE_AS_IT_STANDS;
            }
        }
        out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let least = out.first().map_or(0.0, |best| best.1 * WORTH);
        out.retain(|(_, fit)| *fit >= least);
        out.truncate(MOST_MISSPELT);
        out
    }

    /// What may have been meant where nothing was found: the typed words with each replaced that nothing is like
    /// enough, by what is nearest all the same, or left out. At most [`MOST_NEAREST`].
    pub fn nearest(&self, typed: &[String]) -> Vec<String> {
        let mut out: Vec<String> = vec![];
        for (at, word) in typed.iter().enumerate() {
            for near in self.like(word) {
                let mut words: Vec<&str> = typed.iter().map(String::as_str).collect();
                words[at] = &near;
                // The other words find nothing either.
                words.retain(|word| *word == near || self.index.get(word).is_some());
                let text = words.join(" ");
                if !out.contains(&text) {
                    out.push(text);
                }
            }
        }
        out.truncate(MOST_NEAREST);
        out
    }

    /// The words nearest to one that nothing is like enough.
    fn like(&self, word: &str) -> Vec<String> {
        let bound = (word.len() / 2).min(4);
        let Some(pattern) = Pattern::new(word).filter(|_| bound > 1) else { return vec![] };
        let lengths = (word.len() - bound, word.len() + bound);
        let near = self.index.words().of_length(lengths.0, lengths.1).flatten().filter_map(|glance| {
            if pattern.is_unlike(glance.letters, bound) || self.index.entries(glance.term).head.is_empty() {
                return None;
            }
            let slips = pattern.slips(self.index.text(glance.term)).whole;
            let count = self.index.entries(glance.term).count();
            (slips <= bound).then_some((slips, std::cmp::Reverse(count), glance.term))
        });
        let mut near: Vec<_> = near.collect();
        near.sort_unstable();
        near.iter().take(MOST_NEAREST).map(|(_, _, term)| self.index.text(*term).to_string()).collect()
    }
}
