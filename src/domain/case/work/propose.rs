//! What is proposed to be next after something was done: a date, a part of the day, and what for.
//!
//! A proposal: whoever works on the case takes it with Enter, or writes another.

use super::{Casework, Next, NextWhat, StepState, Work};
use crate::domain::attempt::{self, Band};
use crate::domain::case::{Case, Now};
use crate::domain::practice::Limits;
use crate::domain::working_days::WorkingDays;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// How many working days a service has to answer before somebody asks.
const ANSWER: u32 = 5;

/// How many working days after a message somebody tries again.
const MESSAGE: u32 = 3;

/// How many working days after a talk somebody looks at the case again.
const REVIEW: u32 = 10;

/// What was done, as far as what is next hangs on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Did {
    /// Accepted the case.
    Accepted,
    /// Tried to reach the patient, and did not.
    NotReached,
    /// Left a message, or wrote.
    LeftWord,
    /// Spoke to the patient.
    Spoke,
    /// Told a service of the patient.
    Referred,
    /// Anything else.
    Other,
}

impl Did {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Accepted, Self::NotReached, Self::LeftWord, Self::Spoke, Self::Referred, Self::Other];

    /// How many tries it adds that the case does not hold yet.
    pub fn tries(self) -> usize {
        usize::from(self == Self::NotReached)
    }

    /// What a piece of work is.
    pub fn of(work: &Work) -> Self {
        use crate::domain::safe_contact::ContactResult;
        match work {
            Work::Contact(attempt) => match attempt.result {
                ContactResult::Spoke => Self::Spoke,
                ContactResult::MessageLeft | ContactResult::Sent => Self::LeftWord,
                ContactResult::NoAnswer
                | ContactResult::WrongNumber
                | ContactResult::DidNotAttend
                | ContactResult::CallBack => Self::NotReached,
            },
            Work::MoveStep { to: StepState::Referred, .. } => Self::Referred,
            _ => Self::Other,
        }
    }
}

/// What a proposal looks at beside the case.
#[derive(Clone, Copy, Debug)]
pub struct Ways<'a> {
    /// When the patient is best reached, in their words.
    pub best_time: &'a str,
    /// The practice's limits.
    pub limits: &'a Limits,
    /// Which days are worked.
    pub days: &'a WorkingDays,
    /// When it is asked.
    pub now: Now,
}

impl Case {
    /// What is proposed to be next after something was done. `tries` counts attempts that the case does not hold yet.
    pub fn propose(&self, did: Did, ways: Ways<'_>, tries: usize) -> Next {
        let work = &self.body.work;
        let today = ways.now.today;
        if let Some(settled) = work.arranged(today).filter(|_| did != Did::Accepted) {
            return settled;
        }
        let next = |on, what, band, why: &str| Next { on, what, band, why: why.to_owned() };
        match did {
            Did::Accepted => {
                let (on, band) = work.slot(today, None, ways);
                next(on, NextWhat::Contact, Some(band), "first contact")
            }
            Did::NotReached if work.tries() + tries >= ways.limits.attempts() => {
                let why = format!("not reached, {} tries: close?", work.tries() + tries);
                next(ways.days.add(today, 1), NextWhat::Review, None, &why)
            }
            Did::NotReached => {
                // What was just tried is no part of the case yet.
                let just = (tries > 0).then_some(ways.now);
                let (on, band) = work.slot(ways.days.add(today, 1), just, ways);
                next(on, NextWhat::Contact, Some(band), "try again")
            }
            Did::LeftWord => {
                let (on, band) = work.slot(ways.days.add(today, MESSAGE), None, ways);
                next(on, NextWhat::Contact, Some(band), "after the message")
            }
            Did::Referred => next(ways.days.add(today, ANSWER), NextWhat::Wait, None, "the service's answer"),
            Did::Spoke => next(ways.days.add(today, REVIEW), NextWhat::Review, None, "how it goes"),
            Did::Other => match &work.next {
                Some(next) if next.on >= today => next.clone(),
                _ => next(ways.days.add(today, REVIEW), NextWhat::Review, None, "how it goes"),
            },
        }
    }
}

impl Casework {
    /// What was arranged with the patient: the next appointment.
    fn arranged(&self, today: Date) -> Option<Next> {
        let first = self.standing_appointments().filter(|one| one.on >= today).min_by_key(|one| one.at)?;
        let why = format!("appointment, {}", first.how.name());
        Some(Next { on: first.on, what: NextWhat::Contact, band: None, why })
    }

    /// The next slot to try, at a time that was not tried yet.
    fn slot(&self, from: Date, just: Option<Now>, ways: Ways<'_>) -> (Date, Band) {
        let tried = self.contacts.iter().map(|contact| contact.slot);
        let mut tried: Vec<(Weekday, Band)> = tried
            .filter_map(|(day, band)| Some((Weekday::from_monday_one_offset(day).ok()?, band)))
            .collect();
        if let Some(just) = just {
            tried.push((just.today.weekday(), Band::of(just.time)));
        }
        let now = ways.now;
        let slot = attempt::propose(&tried, from, ways.best_time, ways.days);
        if slot.on > now.today || slot.band >= Band::of(now.time) {
            return (slot.on, slot.band);
        }
        // That part of today is over.
        let slot = attempt::propose(&tried, ways.days.add(now.today, 1), ways.best_time, ways.days);
        (slot.on, slot.band)
    }
}
