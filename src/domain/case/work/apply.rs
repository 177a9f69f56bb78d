//! What a piece of work makes of the case. Decides nothing.

use super::propose::NOT_AGREED;
use super::{
    Appointment, AppointmentState, Attempt, CallBack, Casework, Coded, Contacted, FollowUp, FollowUpState,
    Goal, GoalState, MeasureDeclined, Measured, Next, Step, StepChange, StepState, Worked,
};
use crate::domain::case::{Case, Moment, Recipient, Stage};
use crate::domain::safe_contact::{ContactResult, How};
use jiff::SignedDuration;
use jiff::civil::Date;
use jiff::tz::TimeZone;

impl Case {
    /// Makes a piece of work so.
    pub(in crate::domain::case) fn worked(&mut self, worked: &Worked, now: Moment) {
        let work = &mut self.body.work;
        match worked {
            Worked::Contacted(attempt) => work.contacted(attempt, now),
            Worked::NextSet(next) => work.next = Some(next.clone()),
            Worked::CallBackAsked { on, band, why } => {
                work.call_back = Some(CallBack { on: *on, band: *band, why: why.clone(), asked: now });
            }
            Worked::Appointed { number, how, at, on, minutes, place } => {
                let one = Appointment {
                    number: work.count(*number),
                    how: *how,
                    at: *at,
                    on: *on,
                    minutes: *minutes,
                    place: place.clone(),
                    changed: 0,
                    state: AppointmentState::Stands,
                    last: now,
                };
                match work.appointments.iter_mut().find(|old| old.number == *number) {
                    Some(old) => *old = Appointment { changed: old.changed + 1, ..one },
                    None => work.appointments.push(one),
                }
            }
            Worked::AppointmentCancelled { number, .. } => {
                for one in work.appointments.iter_mut().filter(|one| one.number == *number) {
                    one.cancel(now);
                }
            }
            Worked::GoalSet { number, text } => {
                let number = work.count(*number);
                match work.goals.iter_mut().find(|goal| goal.number == number) {
                    Some(goal) => goal.text.clone_from(text),
                    None => {
                        work.goals.push(Goal {
                            number,
                            text: text.clone(),
                            set: now,
                            state: GoalState::Open,
                        });
                    }
                }
            }
            Worked::GoalEnded { number, reached } => {
                for goal in work.goals.iter_mut().filter(|goal| goal.number == *number) {
                    goal.state = if *reached { GoalState::Reached } else { GoalState::Dropped };
                }
            }
            Worked::StepAdded { number, what, need, state, on } => {
                let number = work.count(*number);
                let change =
                    StepChange { state: *state, on: *on, why: String::new(), shared: vec![], moment: now };
                let (what, need) = (what.clone(), need.clone());
                work.steps.push(Step { number, what, need, changes: vec![change] });
            }
            Worked::StepMoved { number, to, on, why, shared } => {
                let change =
                    StepChange { state: *to, on: *on, why: why.clone(), shared: shared.clone(), moment: now };
                if let Some(step) = work.steps.iter_mut().find(|step| step.number == *number) {
                    step.changes.push(change);
                }
            }
            Worked::Measured { number, filled } => {
                let measured = Measured { number: work.count(*number), filled: filled.clone(), by: now.by };
                work.measures.push(measured);
                work.measures.sort_by_key(|one| one.filled.on);
            }
            Worked::MeasureDeclined { number, declined } => {
                let number = work.count(*number);
                work.declined.push(MeasureDeclined { number, declined: declined.clone(), by: now.by });
                work.declined.sort_by_key(|one| one.declined.on);
            }
            Worked::FollowUpSet { number, on, why } => work.follow_up(*number, *on, why),
            Worked::FollowUpDropped { number } => {
                for one in work.follow_ups.iter_mut().filter(|one| one.number == *number) {
                    one.state = FollowUpState::Dropped;
                }
            }
            Worked::Coded { code, on } => {
                work.coded = Some(Coded { code: code.clone(), on: *on, moment: now });
            }
        }
    }

    /// A link worker has accepted it: it has a next date from the first moment.
    pub(in crate::domain::case) fn taken_on(&mut self, now: Moment) {
        self.body.work.accepted.get_or_insert(now);
        // What was due when it changed hands stays due on its day.
        if self.body.work.next.is_some() {
            return;
        }
        // The day by UTC is the practice's own but for an hour in summer nights; the desk settles a better one with it.
        let today = now.at.to_zoned(TimeZone::UTC).date();
        self.body.work.next = Some(Next::first_contact(today));
    }

    /// Nobody has it any more: there is no date on which somebody would look at it again, and nobody who would be
    /// there.
    pub(in crate::domain::case) fn given_up(&mut self, now: Moment) {
        self.body.work.next = None;
        self.body.work.call_appointments_off(now);
    }

    /// What hangs on an agreement stops when it ends; a need that the service was told of is to be routed anew.
    pub(in crate::domain::case) fn agreement_ended(
        &mut self,
        recipient: &Recipient,
        on: Option<Date>,
        now: Moment,
    ) {
        // Of old the practice's day was not written down.
        let on = on.unwrap_or_else(|| now.at.to_zoned(TimeZone::UTC).date());
        match recipient {
            Recipient::Service(service) => {
                self.body
                    .work
                    .stop_steps(on, now, "the agreement was withdrawn", |step| step.hangs_on(&service.key));
                self.open_what_was_referred_to(service);
            }
            Recipient::LinkWorkers => {
                let work = &mut self.body.work;
                work.call_back = None;
                work.call_appointments_off(now);
                work.drop_follow_ups();
                // Its worker keeps it, to end it.
                work.next =
                    matches!(self.body.stage, Stage::With { .. }).then(|| Next::to_close(on, NOT_AGREED));
            }
        }
    }

    /// It was closed: nothing is to come but follow-ups.
    pub(in crate::domain::case) fn ended(&mut self, follow_ups: &[Date], now: Moment) {
        let on = now.at.to_zoned(TimeZone::UTC).date();
        let work = &mut self.body.work;
        work.next = None;
        work.call_back = None;
        work.call_appointments_off(now);
        work.stop_steps(on, now, "the case was closed", |_| true);
        for on in follow_ups {
            work.follow_up(work.numbered + 1, *on, "after the end");
        }
    }
}

impl Casework {
    fn contacted(&mut self, attempt: &Attempt, now: Moment) {
        let Attempt { how, result, at, slot, minutes, note } = attempt.clone();
        self.contacts.push(Contacted { how, result, at, slot, minutes, note, by: now.by });
        self.contacts.sort_by_key(|contact| contact.at);
        // The appointment that it was: of those that stand, by the same way, the last one whose time had come.
        let kept = |one: &&mut Appointment| {
            let since = at.duration_since(one.at);
            one.state == AppointmentState::Stands && one.how == how && (-AN_HOUR..=A_WEEK).contains(&since)
        };
        if let Some(one) = self.appointments.iter_mut().filter(kept).max_by_key(|one| one.at) {
            one.state = AppointmentState::Held;
            one.last = now;
        }
        let on = at.to_zoned(TimeZone::UTC).date();
        // Who asked to be rung on Thursday and was not reached on Monday is still rung on Thursday.
        let rung = |call: &CallBack| how == How::Phone && call.on <= on;
        if result.reached() || self.call_back.as_ref().is_some_and(rung) {
            self.call_back = None;
        }
        if result == ContactResult::Spoke {
            for one in self.follow_ups.iter_mut().filter(|one| one.due <= on) {
                if one.state == FollowUpState::Due {
                    one.state = FollowUpState::Done;
                }
            }
        }
    }

    fn follow_up(&mut self, number: u32, due: Date, why: &str) {
        let number = self.count(number);
        self.follow_ups.push(FollowUp { number, due, why: why.to_owned(), state: FollowUpState::Due });
        self.follow_ups.sort_by_key(|one| one.due);
    }

    /// Nobody asks again.
    pub(in crate::domain::case) fn drop_follow_ups(&mut self) {
        for one in self.follow_ups.iter_mut().filter(|one| one.state == FollowUpState::Due) {
            one.state = FollowUpState::Dropped;
        }
    }

    /// Notes that a number is given.
    fn count(&mut self, number: u32) -> u32 {
        self.numbered = self.numbered.max(number);
        number
    }

    fn call_appointments_off(&mut self, now: Moment) {
        for one in &mut self.appointments {
            if one.state == AppointmentState::Stands {
                one.cancel(now);
            }
        }
    }

    fn stop_steps(&mut self, on: Date, now: Moment, why: &str, which: impl Fn(&Step) -> bool) {
        for step in self.steps.iter_mut().filter(|step| !step.state().has_ended() && which(step)) {
            // Around midnight the day by UTC may be the one before the practice's.
            let on = step.since().map_or(on, |since| on.max(since));
            step.changes.push(StepChange {
                state: StepState::Stopped,
                on,
                why: why.to_owned(),
                shared: vec![],
                moment: now,
            });
        }
    }

    /// What was done in another case of the same person goes on here: numbers are given anew.
    pub(in crate::domain::case) fn absorb(&mut self, mut other: Self, theirs_comes: bool) {
        let by = self.numbered;
        let numbers = other.appointments.iter_mut().map(|one| &mut one.number);
        let numbers = numbers.chain(other.goals.iter_mut().map(|one| &mut one.number));
        let numbers = numbers.chain(other.steps.iter_mut().map(|one| &mut one.number));
        let numbers = numbers.chain(other.measures.iter_mut().map(|one| &mut one.number));
        let numbers = numbers.chain(other.declined.iter_mut().map(|one| &mut one.number));
        for number in numbers.chain(other.follow_ups.iter_mut().map(|one| &mut one.number)) {
            *number += by;
        }
        self.numbered += other.numbered;
        self.handed_over = [self.handed_over, other.handed_over].into_iter().flatten().min();
        self.accepted = [self.accepted, other.accepted].into_iter().flatten().min_by_key(|moment| moment.at);
        if theirs_comes {
            self.asks_again = other.asks_again;
            self.next = other.next;
        }
        self.call_back = self.call_back.take().or(other.call_back);
        self.coded = self.coded.take().or(other.coded);
        self.contacts.append(&mut other.contacts);
        self.contacts.sort_by_key(|contact| contact.at);
        self.appointments.append(&mut other.appointments);
        self.goals.append(&mut other.goals);
        self.steps.append(&mut other.steps);
        self.measures.append(&mut other.measures);
        self.measures.sort_by_key(|one| one.filled.on);
        self.declined.append(&mut other.declined);
        self.declined.sort_by_key(|one| one.declined.on);
        self.follow_ups.append(&mut other.follow_ups);
        self.follow_ups.sort_by_key(|one| one.due);
    }
}

/// How much earlier than arranged somebody may come.
const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);

/// How much later somebody may write an appointment down, as what it was.
const A_WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Appointment {
    fn cancel(&mut self, now: Moment) {
        self.state = AppointmentState::Cancelled;
        self.changed += 1;
        self.last = now;
    }
}
