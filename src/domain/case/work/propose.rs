//! What is proposed to be next after something was done: a date, a part of the day, and what for.
//!
//! A proposal: whoever works on the case takes it with Enter, or writes another.

use super::{Appointment, Casework, Next, NextWhat, StepState, Work};
use crate::domain::attempt::{self, Band};
use crate::domain::case::{Case, Now};
use crate::domain::practice::Limits;
use crate::domain::safe_contact::How;
use crate::domain::working_days::WorkingDays;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// How many working days a service has to answer before somebody asks.
const ANSWER: u32 = 5;

/// How many working days after a message somebody tries again.
const MESSAGE: u32 = 3;

/// How many working days after a talk somebody looks at the case again.
const REVIEW: u32 = 10;

/// Why nobody contacts who has taken their agreement back.
pub(super) const NOT_AGREED: &str = "no longer agrees to be contacted";

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
        usize::from(matches!(self, Self::NotReached | Self::LeftWord))
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
        if !self.may_be_contacted() {
            return Next::to_close(today, NOT_AGREED);
        }
        let arranged = work.arranged(did, today);
        // What was just tried is no part of the case yet.
        let just = (tries > 0).then_some(ways.now);
        let next = |on, what, band, why: &str| Next { on, what, band, why: why.to_owned() };
        let in_days = |count, what, why: &str| next(ways.days.add(today, count), what, None, why);
        match (did, arranged) {
            // What somebody settled holds, unless something was arranged before its day.
            (Did::Other, arranged) => {
                let stands = |next: &&Next| next.on >= today && !work.was_called_off(next);
                let settled = work.next.iter().filter(stands).cloned();
                let first = settled.chain(arranged).min_by_key(|next| next.on);
                first.unwrap_or_else(|| {
                    if work.next.as_ref().is_some_and(|next| work.was_called_off(next)) {
                        let (on, band) = work.slot(ways.days.add(today, 1), None, ways);
                        return next(on, NextWhat::Contact, Some(band), "arrange another appointment");
                    }
                    in_days(REVIEW, NextWhat::Review, "how it goes")
                })
            }
            (Did::Referred, arranged) => {
                let answer = in_days(ANSWER, NextWhat::Wait, "the service's answer");
                arranged.filter(|arranged| arranged.on < answer.on).unwrap_or(answer)
            }
            (_, Some(arranged)) => arranged,
            (Did::Accepted, None) => {
                let (on, band) = work.slot(today, None, ways);
                next(on, NextWhat::Contact, Some(band), "first contact")
            }
            (Did::NotReached | Did::LeftWord, None) if work.tries() + tries >= ways.limits.attempts() => {
                let why = format!("not reached, {} tries: close?", work.tries() + tries);
                // A message is given its time.
                in_days(if did == Did::LeftWord { MESSAGE } else { 1 }, NextWhat::Review, &why)
            }
            (Did::NotReached, None) => {
                let (on, band) = work.slot(ways.days.add(today, 1), just, ways);
                next(on, NextWhat::Contact, Some(band), "try again")
            }
            (Did::LeftWord, None) => {
                let (on, band) = work.slot(ways.days.add(today, MESSAGE), just, ways);
                next(on, NextWhat::Contact, Some(band), "after the message")
            }
            (Did::Spoke, None) => in_days(REVIEW, NextWhat::Review, "how it goes"),
        }
    }
}

/// What an appointment is called where it is what is next.
fn said(how: How) -> String {
    format!("appointment, {}", how.name())
}

impl Casework {
    /// Whether what is next is an appointment that was called off, or put on another day.
    fn was_called_off(&self, next: &Next) -> bool {
        let is = |one: &Appointment| next.why == said(one.how);
        next.what == NextWhat::Contact
            && self.appointments.iter().any(is)
            && !self.standing_appointments().any(|one| is(one) && one.on == next.on)
    }

    /// What was arranged with the patient: the next appointment, or the call that they asked for. Where somebody has
    /// just tried to reach them, that was today's.
    fn arranged(&self, did: Did, today: Date) -> Option<Next> {
        let tried = matches!(did, Did::NotReached | Did::LeftWord | Did::Spoke);
        let is_to_come = |on: Date| if tried { on > today } else { on >= today };
        let appointments = self.standing_appointments().filter(|one| is_to_come(one.on)).map(|one| Next {
            on: one.on,
            what: NextWhat::Contact,
            band: None,
            why: said(one.how),
        });
        // Who was spoken to does not wait to be rung any more.
        let call_back = self.call_back.iter().filter(|call| did != Did::Spoke && is_to_come(call.on));
        let call_back = call_back.map(|call| {
            let why = "asked to be rung".to_owned();
            Next { on: call.on, what: NextWhat::Contact, band: call.band, why }
        });
        appointments.chain(call_back).min_by_key(|next| next.on)
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
