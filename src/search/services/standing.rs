//! What speaks for and against a service beside the words: the patient's needs, where they are, their age and sex, room,
//! and how long ago it was checked. One number for each service, kept while the same is asked again.

use super::entry::{Entry, Facts, bits, day};
use super::places::{Centre, Spot};
use crate::domain::distance;
use crate::domain::service::details::OnlyFor;
use crate::search::Seeker;
use crate::search::weights::{
    ASKED_NEED, FOR_THEM, FREE, FRESH_DAYS, FURTHER_NEED, HALF_NEAR_KM, NEARNESS, ROOM, STALE_DAYS,
    TOO_FAR_KM, UNCHECKED, WAITING,
};

/// For whom, where and when is searched.
#[derive(Clone, Debug, PartialEq)]
pub struct Situation {
    /// The needs that were asked for, as bits.
    needs: u128,
    /// Where the patient is.
    pub centre: Option<Centre>,
    /// Who they are.
    person: Seeker,
    /// Only this feed.
    feed: Option<u16>,
    /// Today, as [`day`] has it.
    today: i32,
    /// Where the patient is, is known by their postcode; else only by services of their district.
    is_measured: bool,
    /// What is far away is of no use. Not where a place was typed: then that is where to look.
    is_bound: bool,
}

/// Why a service is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bar {
    Stopped,
    TooYoung,
    TooOld,
    Only(OnlyFor),
    Far,
    Full,
}

impl Situation {
    /// Of a question.
    pub fn new(
        query: &crate::search::Query<'_>,
        centre: Option<Centre>,
        feed: Option<u16>,
        names_a_place: bool,
    ) -> Self {
        Self {
            needs: bits(query.needs),
            centre,
            person: query.person.unwrap_or_default(),
            feed,
            today: day(query.today),
            is_measured: query.at.is_some(),
            is_bound: !names_a_place,
        }
    }

    /// What a service's score is multiplied by. Negative: of no use, else so much. 0: not asked for at all.
    pub fn of(&self, facts: &Facts, spot: Spot) -> f32 {
        if self.feed.is_some_and(|feed| feed != facts.feed) {
            return 0.0;
        }
        let mut factor = 1.0 + self.freshness(facts);
        let met = (self.needs & facts.needs).count_ones();
        if met > 0 {
            #[expect(clippy::cast_precision_loss, reason = "at most 128")]
            let further = (met - 1) as f32;
            factor += ASKED_NEED + FURTHER_NEED * further;
        }
        let square = self.centre.map(|centre| centre.square_km(spot)).filter(|square| square.is_finite());
        if let Some(square) = square {
            factor += NEARNESS * spot.weight / (1.0 + square.sqrt() / HALF_NEAR_KM);
        }
        let is_meant = facts.only_for.is_some() && facts.only_for == self.person.sex
            || self.person.age.is_some() && (facts.min_age.is_some() || facts.max_age.is_some());
        for (is_so, weight) in [
            (is_meant, FOR_THEM),
            (facts.has_room == Some(true), ROOM),
            (facts.has_wait, WAITING),
            (facts.is_free, FREE),
        ] {
            factor += if is_so { weight } else { 0.0 };
        }
        if self.bar(facts, spot, square).is_some() { -factor } else { factor }
    }

    fn freshness(&self, facts: &Facts) -> f32 {
        let Some(checked) = facts.checked else { return UNCHECKED };
        #[expect(clippy::cast_precision_loss, reason = "days since somebody checked")]
        let days = (self.today - checked) as f32;
        UNCHECKED * ((days - FRESH_DAYS) / (STALE_DAYS - FRESH_DAYS)).clamp(0.0, 1.0)
    }

    fn bar(&self, facts: &Facts, spot: Spot, square: Option<f32>) -> Option<Bar> {
        let too_young = |age| facts.min_age.is_some_and(|min| age < u16::from(min));
        let too_old = |age| facts.max_age.is_some_and(|max| age > u16::from(max));
        let is_far = square.is_some_and(|square| square > TOO_FAR_KM * TOO_FAR_KM);
        let others = facts.only_for.filter(|only| self.person.sex.is_some_and(|sex| sex != *only));
        if !facts.runs {
            Some(Bar::Stopped)
        } else if self.person.age.is_some_and(too_young) {
            Some(Bar::TooYoung)
        } else if self.person.age.is_some_and(too_old) {
            Some(Bar::TooOld)
        } else if let Some(only) = others {
            Some(Bar::Only(only))
        } else if self.is_bound && is_far && !facts.is_remote && spot.is_exact() {
            Some(Bar::Far)
        } else if facts.has_room == Some(false) {
            Some(Bar::Full)
        } else {
            None
        }
    }

    /// How far a service is from the patient, in metres; `None` where it or they have no position of their own.
    pub fn metres(&self, entry: &Entry) -> Option<u32> {
        let metres = self.centre?.position.metres_to(entry.position?);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most half round the earth"
        )]
        let metres = metres.round() as u32;
        Some(metres)
    }

    /// How far a service is, in words.
    pub fn far(&self, entry: &Entry) -> Option<String> {
        let metres = f64::from(self.metres(entry)?);
        Some(if self.is_measured { distance::in_words(metres) } else { distance::roughly(metres) })
    }

    /// Why a service is of no use, in words; `None`: it is.
    pub fn unusable(&self, entry: &Entry, facts: &Facts, spot: Spot) -> Option<String> {
        let square = self.centre.map(|centre| centre.square_km(spot)).filter(|square| square.is_finite());
        Some(match self.bar(facts, spot, square)? {
            Bar::Stopped => entry.not_running.to_string(),
            Bar::TooYoung => format!("for {} and over", facts.min_age?),
            Bar::TooOld => format!("for under {}", u16::from(facts.max_age?) + 1),
            Bar::Only(OnlyFor::Women) => "for women only".to_owned(),
            Bar::Only(OnlyFor::Men) => "for men only".to_owned(),
            Bar::Far => {
                let far = self.far(entry).unwrap_or_else(|| "too far".to_owned());
                format!("{far} away")
            }
            Bar::Full => "full".to_owned(),
        })
    }
}
