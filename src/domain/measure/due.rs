//! Which measures are due, from acceptance to the end of a case.

use super::change::{baseline, follows};
use super::instrument::InstrumentKey;
use super::{Declined, Filled, Point};
use jiff::ToSpan;
use jiff::civil::Date;

/// How long after the baseline a review is due, in days, where a practice says nothing else: twelve weeks.
pub const REVIEW_AFTER_DAYS: u16 = 84;

/// A measure that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which instrument.
    pub instrument: InstrumentKey,
    /// Which of its points.
    pub point: Point,
    /// The day from which it is due.
    pub since: Date,
}

/// How far a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// A link worker has accepted it and works on it.
    UnderWay,
    /// It is about to be closed.
    Closing,
}

/// The instruments that are in use where a practice says nothing else: ONS4 and UCLA-3.
pub fn usual() -> Vec<InstrumentKey> {
    ["ons4", "ucla3"].map(InstrumentKey::from).into()
}

/// Which measures of a case are due today, in the order of the instruments in use.
///
/// Under way: the baseline from the day of acceptance until there is one; a review `review_after_days` after it, unless a
/// review or end was filled on a later day than the baseline. Closing: the end, unless it was filled since acceptance, and
/// only where there is a baseline: without one there is nothing to compare, and the patient would be asked for nothing.
///
/// `filled` is one case's, in the order of recording. A licensed instrument in use is the caller's to leave out until its
/// licence is recorded. What the patient `declined` is not asked for again at that point: a review until there is a baseline
/// of a later day, an end unless that was before acceptance.
pub fn due(
    filled: &[Filled],
    declined: &[Declined],
    in_use: &[InstrumentKey],
    accepted_on: Date,
    review_after_days: u16,
    stage: Stage,
    today: Date,
) -> Vec<Due> {
    let mut all = Vec::new();
    for key in in_use {
        let own = || filled.iter().filter(|one| one.instrument == *key);
        let said_no = |point: Point, since: Option<Date>| {
            let mut own = declined.iter().filter(|one| one.instrument == *key && one.point == point);
            own.any(|one| since.is_none_or(|since| one.on >= since))
        };
        let point = match (baseline(own()), stage) {
            (None, Stage::UnderWay) => {
                (!said_no(Point::Baseline, None)).then_some((Point::Baseline, accepted_on))
            }
            (Some(baseline), Stage::UnderWay) => {
                let reviewed = own().any(|one| follows(one, baseline));
                let reviewed = reviewed || said_no(Point::Review, Some(baseline.on));
                // A date past the last one there is never comes.
                let on = baseline.on.checked_add(i32::from(review_after_days).days()).ok();
                on.filter(|_| !reviewed).map(|on| (Point::Review, on))
            }
            (Some(_), Stage::Closing) => {
                let ended = own().any(|one| one.point == Point::End && one.on >= accepted_on);
                let ended = ended || said_no(Point::End, Some(accepted_on));
                (!ended).then_some((Point::End, today))
            }
            (None, Stage::Closing) => None,
        };
        if let Some((point, since)) = point.filter(|(_, since)| *since <= today) {
            all.push(Due { instrument: key.clone(), point, since });
        }
    }
    all
}
