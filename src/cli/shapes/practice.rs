//! The JSON of a practice's limits.

use crate::domain::measure::instrument::InstrumentKey;
use crate::domain::practice::Limits;
use serde::Serialize;

/// What a practice promises and expects (`signpost practice limits`). `null`: not set.
#[derive(Clone, Debug, Serialize)]
pub struct LimitsShape {
    /// Working days within which a link worker rings after a hand-over.
    pub first_contact_working_days: Option<u8>,
    /// The same where it is urgent; `null`: as for all.
    pub first_contact_urgent: Option<u8>,
    /// Working days within which a link worker accepts; `null`: as the first contact.
    pub accept_working_days: Option<u8>,
    /// The same where it is urgent; `null`: as for all.
    pub accept_urgent: Option<u8>,
    /// After how many attempts closing is offered.
    pub attempts: usize,
    /// How many months after the end somebody asks again.
    pub follow_up_months: Vec<u8>,
    /// How many weeks after the baseline a measure is due again.
    pub review_weeks: u16,
    /// How many months an agreement holds; `null`: until it is withdrawn.
    pub agreement_months: Option<u8>,
    /// The least count that is exported.
    pub small_numbers: u64,
}

/// The licence of an instrument.
#[derive(Clone, Debug, Serialize)]
pub struct LicenceShape {
    /// The instrument's key.
    pub instrument: String,
    /// Its number, or whom it is from.
    pub licence: String,
}

/// Limits that were set.
#[derive(Clone, Debug, Serialize)]
pub struct LimitsDoneShape<'a> {
    /// In a sentence.
    pub said: &'a str,
    /// Nothing is read out; kept for those who read it.
    pub read_out: Option<&'a str>,
    /// All limits as they are now.
    pub limits: LimitsShape,
}

impl From<(InstrumentKey, String)> for LicenceShape {
    fn from((instrument, licence): (InstrumentKey, String)) -> Self {
        Self { instrument: instrument.0, licence }
    }
}

impl From<&Limits> for LimitsShape {
    fn from(limits: &Limits) -> Self {
        Self {
            first_contact_working_days: limits.first_contact_working_days,
            first_contact_urgent: limits.first_contact_urgent,
            accept_working_days: limits.accept_working_days,
            accept_urgent: limits.accept_urgent,
            attempts: limits.attempts(),
            follow_up_months: limits.follow_up_months().to_vec(),
            review_weeks: limits.review_days() / 7,
            agreement_months: limits.agreement_months,
            small_numbers: limits.small_numbers(),
        }
    }
}
