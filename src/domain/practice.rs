//! A practice and what it has settled for itself: limits and the numbers of its call card.

use super::id::PracticeId;
use super::measure::instrument::InstrumentKey;
use super::ods::OdsCode;
use super::record::FoldError;
use super::urgency::Urgency;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A GP practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    /// Its id.
    pub id: PracticeId,
    /// How many events this is made of.
    pub version: u64,
    /// Its name.
    pub name: String,
    /// Its ODS code.
    pub ods: OdsCode,
    /// What it promises and expects.
    pub limits: Limits,
    /// Numbers of the call card that the practice has confirmed, by the entry's key.
    pub card: BTreeMap<String, String>,
    /// The licences of instruments, as an administrator recorded them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub licences: BTreeMap<InstrumentKey, String>,
}

/// A practice's own limits. No promise is assumed where none is set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Working days within which a link worker rings after a hand-over; 1–60.
    pub first_contact_working_days: Option<u8>,
    /// The same where it is urgent; else as for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_contact_urgent: Option<u8>,
    /// Working days within which a link worker accepts what was handed over; 1–60. Where none is set, the limit of the
    /// first contact stands for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept_working_days: Option<u8>,
    /// The same where it is urgent; else as for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept_urgent: Option<u8>,
    /// After how many attempts without an answer closing is offered; 1–20.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u8>,
    /// How many months after the end somebody asks again how the patient is; each 1–24, at most six.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_up_months: Option<Vec<u8>>,
    /// How many weeks after the baseline a measure is due again; 1–104.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_weeks: Option<u8>,
    /// How many months an agreement holds; 1–60. Where none is set, until it is withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement_months: Option<u8>,
    /// Counts from 1 to one less than this are not exported; 3–20: below 3, a hidden number could only be a 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub small_numbers: Option<u8>,
}

impl Limits {
    /// After how many attempts without an answer closing is offered: three where nothing is set (a usual policy; see
    /// the practice's own).
    pub fn attempts(&self) -> usize {
        usize::from(self.attempts.unwrap_or(3))
    }

    /// How many months after the end somebody asks again: 1, 3 and 6 where nothing is set.
    pub fn follow_up_months(&self) -> &[u8] {
        self.follow_up_months.as_deref().unwrap_or(&[1, 3, 6])
    }

    /// How many days after the baseline a measure is due again: 12 weeks where nothing is set.
    pub fn review_days(&self) -> u16 {
        u16::from(self.review_weeks.unwrap_or(12)) * 7
    }

    /// The least count that is exported: 5 where nothing is set.
    pub fn small_numbers(&self) -> u64 {
        u64::from(self.small_numbers.unwrap_or(5))
    }

    /// Working days within which a case is to be accepted.
    pub fn accept(&self, urgency: Urgency) -> Option<u8> {
        let all = self.accept_working_days.or(self.first_contact_working_days);
        if urgency == Urgency::Urgent {
            self.accept_urgent.or(self.first_contact_urgent).or(all)
        } else {
            all
        }
    }

    /// Working days within which a patient is first rung, from the hand-over.
    pub fn first_contact(&self, urgency: Urgency) -> Option<u8> {
        let all = self.first_contact_working_days;
        if urgency == Urgency::Urgent { self.first_contact_urgent.or(all) } else { all }
    }

    /// Refuses what no practice could mean.
    ///
    /// # Errors
    /// What is wrong, and which numbers are taken.
    pub fn check(&self) -> Result<(), String> {
        let days = [
            self.first_contact_working_days,
            self.first_contact_urgent,
            self.accept_working_days,
            self.accept_urgent,
        ];
        let within = |value: Option<u8>, least: u8, most: u8, what: &str| match value {
            Some(value) if !(least..=most).contains(&value) => {
                Err(format!("{what} takes {least} to {most}, not {value}"))
            }
            _ => Ok(()),
        };
        days.into_iter().try_for_each(|days| within(days, 1, 60, "a limit in working days"))?;
        within(self.attempts, 1, 20, "the number of attempts")?;
        within(self.review_weeks, 1, 104, "the weeks until a review")?;
        within(self.agreement_months, 1, 60, "the months that an agreement holds")?;
        within(self.small_numbers, 3, 20, "the least count that is exported")?;
        let months = self.follow_up_months.as_deref().unwrap_or_default();
        if months.len() > 6 {
            return Err("at most six follow-ups are settled at the end of a case".to_owned());
        }
        months.iter().try_for_each(|month| within(Some(*month), 1, 24, "the months until a follow-up"))
    }
}

/// What happens to a practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PracticeEvent {
    /// It began to use Signpost.
    Founded {
        /// Its id.
        id: PracticeId,
        /// Its name.
        name: String,
        /// Its ODS code.
        ods: OdsCode,
    },
    /// Its limits were set.
    LimitsSet(Limits),
    /// The licence of an instrument was recorded, or taken away.
    LicenceRecorded {
        /// Which instrument.
        instrument: InstrumentKey,
        /// The licence's number or words; nothing: there is none any more.
        #[serde(default)]
        licence: Option<String>,
    },
    /// A number of the call card was confirmed or corrected.
    CardConfirmed {
        /// The card entry's key.
        entry: String,
        /// The number to ring.
        number: String,
    },
}

impl Practice {
    /// What an event makes of it.
    pub fn fold(before: Option<Self>, event: &PracticeEvent) -> Result<Self, FoldError> {
        match (before, event) {
            (None, PracticeEvent::Founded { id, name, ods }) => Ok(Self {
                id: *id,
                version: 1,
                name: name.clone(),
                ods: ods.clone(),
                limits: Limits::default(),
                card: BTreeMap::new(),
                licences: BTreeMap::new(),
            }),
            (Some(mut after), PracticeEvent::LimitsSet(limits)) => {
                after.version += 1;
                after.limits = limits.clone();
                Ok(after)
            }
            (Some(mut after), PracticeEvent::LicenceRecorded { instrument, licence }) => {
                after.version += 1;
                match licence {
                    Some(licence) => after.licences.insert(instrument.clone(), licence.clone()),
                    None => after.licences.remove(instrument),
                };
                Ok(after)
            }
            (Some(mut after), PracticeEvent::CardConfirmed { entry, number }) => {
                after.version += 1;
                after.card.insert(entry.clone(), number.clone());
                Ok(after)
            }
            (before, event) => Err(FoldError(format!("{event:?} cannot happen to {before:?}"))),
        }
    }
}
