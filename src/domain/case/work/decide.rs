//! What may be done for a patient, as the case stands.

use super::{
    AppointmentState, Attempt, Casework, FollowUpState, GoalState, MANY, NextWhat, StepState, StepWhat, Work,
    Worked,
};
use crate::domain::case::decide::{LINE_LIMIT, NOTE_LIMIT, reason, short};
use crate::domain::case::{Case, CaseRefusal, Now, Recipient, Stage};
use crate::domain::measure::{Declined, Filled, Point};
use crate::domain::safe_contact::How;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span};

/// How far ahead anything may be settled, in days: two years. A date beyond is a slip of the fingers.
const FAR: i64 = 731;

/// How long a contact may take, in minutes.
const LONGEST: u16 = 600;

impl Case {
    /// What a piece of work would make happen.
    pub(in crate::domain::case) fn work(&self, work: Work, now: Now) -> Result<Worked, CaseRefusal> {
        self.may_be_worked_on(&work)?;
        let casework = &self.body.work;
        match work {
            Work::Contact(attempt) => self.contact(attempt, now),
            Work::SetNext(next) => {
                short(&next.why, LINE_LIMIT)?;
                to_come(next.on, now)?;
                if next.what == NextWhat::Wait {
                    reason(&next.why)?;
                }
                Ok(Worked::NextSet(next))
            }
            Work::AskCallBack { on, band, why } => {
                short(&why, LINE_LIMIT)?;
                to_come(on, now)?;
                self.contact_is_agreed(now)?;
                Ok(Worked::CallBackAsked { on, band, why })
            }
            Work::Appoint { number, how, at, on, minutes, place } => {
                if !matches!(how, How::Phone | How::Video | How::InPerson) {
                    return Err(CaseRefusal::NoMeeting(how.name().to_owned()));
                }
                short(&place, LINE_LIMIT)?;
                to_come(on, now)?;
                self.contact_is_agreed(now)?;
                if at < now.at {
                    return Err(CaseRefusal::Past(super::day(on)));
                }
                if !(5..=480).contains(&minutes) {
                    return Err(CaseRefusal::Minutes);
                }
                let number = match number {
                    Some(number) => standing(casework, number)?,
                    None => casework.free_number(casework.appointments.len(), "appointments")?,
                };
                Ok(Worked::Appointed { number, how, at, on, minutes, place })
            }
            Work::CancelAppointment { number, why } => {
                short(&why, LINE_LIMIT)?;
                Ok(Worked::AppointmentCancelled { number: standing(casework, number)?, why })
            }
            Work::SetGoal { number, text } => {
                reason(&text)?;
                let number = match number {
                    Some(number) => open_goal(casework, number)?,
                    None => casework.free_number(casework.goals.len(), "goals")?,
                };
                Ok(Worked::GoalSet { number, text })
            }
            Work::EndGoal { number, reached } => {
                Ok(Worked::GoalEnded { number: open_goal(casework, number)?, reached })
            }
            Work::AddStep { what, need, state, on } => {
                if let StepWhat::Activity(text) = &what {
                    reason(text)?;
                }
                if let Some(need) = need.as_ref().filter(|need| self.need(need).is_none()) {
                    return Err(CaseRefusal::NotThere(need.to_string()));
                }
                if !matches!(state, StepState::Suggested | StepState::Agreed) {
                    return Err(CaseRefusal::StepCannot("new".to_owned(), state.name().to_owned()));
                }
                let on = on.unwrap_or(now.today);
                self.was(on, now)?;
                let number = casework.free_number(casework.steps.len(), "steps")?;
                Ok(Worked::StepAdded { number, what, need, state, on })
            }
            Work::MoveStep { number, to, on, why, shared } => {
                self.move_step(number, to, on, &why, &shared, now)?;
                Ok(Worked::StepMoved { number, to, on, why, shared })
            }
            Work::Measure(filled) => {
                if filled.on > now.today {
                    return Err(CaseRefusal::Future(super::day(filled.on)));
                }
                let number = casework.free_number(casework.measures.len(), "measures")?;
                Ok(Worked::Measured { number, filled })
            }
            Work::DeclineMeasure(declined) => casework.decline_measure(declined, now),
            Work::FollowUp { on, why } => {
                short(&why, LINE_LIMIT)?;
                to_come(on, now)?;
                self.contact_is_agreed(now)?;
                let number = casework.free_number(casework.follow_ups.len(), "follow-ups")?;
                Ok(Worked::FollowUpSet { number, on, why })
            }
            Work::DropFollowUp { number } => {
                let due = casework.follow_ups.iter().find(|one| one.number == number);
                match due.map(|one| one.state) {
                    Some(FollowUpState::Due) => Ok(Worked::FollowUpDropped { number }),
                    _ => Err(CaseRefusal::NoSuch("follow-up".to_owned())),
                }
            }
            Work::Code { code, on } => match &casework.coded {
                Some(coded) => Err(CaseRefusal::AlreadyCoded(coded.on.strftime("%-d %b %Y").to_string())),
                None => self.was(on, now).map(|()| Worked::Coded { code, on }),
            },
        }
    }

    /// Refuses work where no link worker has the case. A call may be asked for as long as the case is open; after the
    /// end, follow-ups go on.
    fn may_be_worked_on(&self, work: &Work) -> Result<(), CaseRefusal> {
        match (&self.body.stage, work) {
            (Stage::Withdrawn { .. }, _) => Err(CaseRefusal::Withdrawn),
            (Stage::With { .. }, _)
            | (Stage::Closed { .. }, Work::FollowUp { .. } | Work::DropFollowUp { .. } | Work::Code { .. }) => {
                Ok(())
            }
            (Stage::Closed { .. }, Work::Contact(_) | Work::Measure(_) | Work::DeclineMeasure(_))
                if !self.body.work.follow_ups.is_empty() =>
            {
                Ok(())
            }
            (Stage::Closed { .. }, _) => Err(CaseRefusal::Closed),
            (_, Work::AskCallBack { .. }) => Ok(()),
            _ => Err(CaseRefusal::NotAccepted),
        }
    }

    /// Refuses a day to come, and one before the case began.
    fn was(&self, on: Date, now: Now) -> Result<(), CaseRefusal> {
        if on > now.today {
            return Err(CaseRefusal::Future(super::day(on)));
        }
        // By UTC, which is the practice's own day or the one before.
        if on < self.body.opened.at.to_zoned(TimeZone::UTC).date() {
            return Err(CaseRefusal::BeforeTheCase);
        }
        Ok(())
    }

    fn contact(&self, attempt: Attempt, now: Now) -> Result<Worked, CaseRefusal> {
        short(&attempt.note, NOTE_LIMIT)?;
        if !attempt.how.results().contains(&attempt.result) {
            return Err(CaseRefusal::NoSuchResult(
                attempt.how.name().to_owned(),
                attempt.result.name().to_owned(),
            ));
        }
        if attempt.minutes.is_some_and(|minutes| minutes > LONGEST) {
            return Err(CaseRefusal::Minutes);
        }
        if attempt.at > now.at + SignedDuration::from_mins(1) {
            return Err(CaseRefusal::Future("that time".to_owned()));
        }
        if attempt.at < self.body.opened.at {
            return Err(CaseRefusal::BeforeTheCase);
        }
        self.body.work.room(self.body.work.contacts.len(), "contacts")?;
        Ok(Worked::Contacted(attempt))
    }

    fn move_step(
        &self,
        number: u32,
        to: StepState,
        on: Date,
        why: &str,
        shared: &[String],
        now: Now,
    ) -> Result<(), CaseRefusal> {
        let step = self.body.work.step(number).ok_or_else(|| CaseRefusal::NoSuch("step".to_owned()))?;
        let from = step.state();
        if !from.may_become().contains(&to) {
            return Err(CaseRefusal::StepCannot(from.name().to_owned(), to.name().to_owned()));
        }
        self.body.work.room(step.changes.len(), "changes of one step")?;
        short(why, LINE_LIMIT)?;
        if to.needs_reason() {
            reason(why)?;
        }
        if on > now.today {
            return Err(CaseRefusal::Future(super::day(on)));
        }
        if step.since().is_some_and(|since| on < since) {
            return Err(CaseRefusal::BeforeTheLast(super::day(on)));
        }
        if to == StepState::Referred {
            let service = step.what.service().ok_or(CaseRefusal::NoService)?;
            self.is_agreed_for(&Recipient::Service(service.clone()), shared, now)?;
        }
        Ok(())
    }

    /// Refuses to settle a contact that the patient has not agreed to.
    pub(in crate::domain::case) fn contact_is_agreed(&self, now: Now) -> Result<(), CaseRefusal> {
        // Whoever asks to be rung agrees to it; who has said no takes that back first.
        match self.agreed(&Recipient::LinkWorkers) {
            None => Ok(()),
            Some(_) => self.is_agreed_for(&Recipient::LinkWorkers, &[], now),
        }
    }
}

impl Casework {
    /// Refuses to have declined what was filled in, and to decline it twice.
    fn decline_measure(&self, declined: Declined, now: Now) -> Result<Worked, CaseRefusal> {
        if declined.on > now.today {
            return Err(CaseRefusal::Future(super::day(declined.on)));
        }
        let point = declined.point;
        let same = |one: &Filled| one.instrument == declined.instrument && one.point == point;
        let mut own = self.measures.iter().map(|one| &one.filled).filter(|one| same(one));
        if own.any(|one| point == Point::Baseline || one.on == declined.on) {
            return Err(CaseRefusal::Measured(point.word().to_owned()));
        }
        if self.declined.iter().any(|one| one.declined == declined) {
            return Err(CaseRefusal::NoChange);
        }
        let number = self.free_number(self.declined.len(), "declined measures")?;
        Ok(Worked::MeasureDeclined { number, declined })
    }

    /// The next number, if there is room for one more.
    fn free_number(&self, taken: usize, what: &str) -> Result<u32, CaseRefusal> {
        self.room(taken, what)?;
        Ok(self.numbered + 1)
    }

    #[expect(clippy::unused_self, reason = "it is this casework's room")]
    fn room(&self, taken: usize, what: &str) -> Result<(), CaseRefusal> {
        if taken >= MANY { Err(CaseRefusal::Full(what.to_owned())) } else { Ok(()) }
    }
}

/// Refuses a day that is past, or further ahead than anybody plans.
pub(in crate::domain::case) fn to_come(on: Date, now: Now) -> Result<(), CaseRefusal> {
    if on < now.today {
        return Err(CaseRefusal::Past(super::day(on)));
    }
    let far = now.today.saturating_add(Span::new().days(FAR));
    if on > far { Err(CaseRefusal::Far(on.strftime("%-d %b %Y").to_string())) } else { Ok(()) }
}

fn standing(casework: &Casework, number: u32) -> Result<u32, CaseRefusal> {
    let stands = |one: &&super::Appointment| one.number == number && one.state == AppointmentState::Stands;
    match casework.appointments.iter().find(stands) {
        Some(_) => Ok(number),
        None => Err(CaseRefusal::NoSuch("appointment".to_owned())),
    }
}

fn open_goal(casework: &Casework, number: u32) -> Result<u32, CaseRefusal> {
    match casework.goals.iter().find(|goal| goal.number == number && goal.state == GoalState::Open) {
        Some(_) => Ok(number),
        None => Err(CaseRefusal::NoSuch("goal".to_owned())),
    }
}
