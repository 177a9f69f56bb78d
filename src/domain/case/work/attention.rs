//! Why a case wants its link worker's attention today: each reason in words, the heaviest first.

use super::{NextWhat, StepState, day};
use crate::domain::attempt::Band;
use crate::domain::case::{Case, Now, Recipient, Stage};
use crate::domain::measure::due::{self, usual};
use crate::domain::measure::instrument::instruments;
use crate::domain::practice::Limits;
use crate::domain::working_days::WorkingDays;
use jiff::Span;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How many days before an agreement runs out it is told.
const SOON: i64 = 14;

/// A reason to look at a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attention {
    /// It is accepted, and nobody has settled when somebody looks at it again.
    NoDate,
    /// The patient asked to be rung on this day, or one that is past.
    CallBack {
        /// The day.
        on: Date,
        /// The part of the day.
        band: Option<Band>,
    },
    /// Its next date is past.
    Overdue {
        /// The day.
        on: Date,
        /// Working days since.
        days: u32,
        /// What for.
        what: String,
    },
    /// Its next date is today.
    DueToday {
        /// What for.
        what: String,
    },
    /// A follow-up is due.
    FollowUp {
        /// The day.
        on: Date,
    },
    /// The patient was not spoken to yet.
    NotReached {
        /// How often somebody tried.
        tries: usize,
        /// Working days past the practice's limit for the first contact; 0: within it, or nobody has set one.
        late: u32,
    },
    /// A service was told of the patient, and has not answered.
    AwaitsService {
        /// Which.
        service: String,
        /// Since when.
        since: Date,
    },
    /// An agreement runs out, or has.
    AgreementEnds {
        /// To whom or what.
        to: String,
        /// The last day that it holds on.
        on: Date,
    },
    /// An instrument is to be filled.
    MeasureDue {
        /// Its short name, and its point: `ONS4 baseline`.
        what: String,
    },
}

impl fmt::Display for Attention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDate => f.write_str("no next date"),
            Self::CallBack { on, band } => {
                write!(f, "call back {}", day(*on))?;
                band.map_or(Ok(()), |band| write!(f, ", {}", band.name()))
            }
            Self::Overdue { days: 0, what, .. } => write!(f, "overdue: {what}"),
            Self::Overdue { days, what, .. } => write!(f, "overdue {days} d: {what}"),
            Self::DueToday { what } => write!(f, "today: {what}"),
            Self::FollowUp { on } => write!(f, "follow-up {}", day(*on)),
            Self::NotReached { tries: 0, late: 0 } => f.write_str("not rung yet"),
            Self::NotReached { tries: 0, late } => write!(f, "not rung yet, late {late} d"),
            Self::NotReached { tries, .. } => {
                write!(f, "not reached, {tries} {}", if *tries == 1 { "try" } else { "tries" })
            }
            Self::AwaitsService { service, since } => write!(f, "no answer since {}: {service}", day(*since)),
            Self::AgreementEnds { to, on } => write!(f, "agreement for {to} ends {}", day(*on)),
            Self::MeasureDue { what } => write!(f, "{what} due"),
        }
    }
}

impl Case {
    /// Why it wants attention, the heaviest reason first; nothing: it goes its way.
    pub fn attention(&self, now: Now, limits: &Limits, days: &WorkingDays) -> Vec<Attention> {
        let today = now.today;
        let work = &self.body.work;
        let mut all = Vec::new();
        if let Some(call) = work.call_back.as_ref().filter(|call| self.is_open() && call.on <= today) {
            all.push(Attention::CallBack { on: call.on, band: call.band });
        }
        all.extend(
            work.follow_ups_to_come()
                .filter(|one| one.due <= today)
                .map(|one| Attention::FollowUp { on: one.due })
                .take(1),
        );
        let with_worker = matches!(self.body.stage, Stage::With { .. });
        // What was due when it changed hands is due for whoever it waits for.
        if with_worker || matches!(self.body.stage, Stage::Waiting { .. }) {
            match &work.next {
                None if with_worker => all.push(Attention::NoDate),
                Some(next) if next.on < today => {
                    let (days, what) = (days.between(next.on, today), said(next.what, &next.why));
                    all.push(Attention::Overdue { on: next.on, days, what });
                }
                Some(next) if next.on == today => {
                    all.push(Attention::DueToday { what: said(next.what, &next.why) });
                }
                _ => {}
            }
            all.extend(self.appointment_due(today, days));
        }
        if with_worker {
            self.while_it_goes_on(now, limits, days, &mut all);
        }
        all.sort();
        all
    }

    /// The first appointment that is today, or whose day is past and of which nobody has said what came. Where the next
    /// date stands on its day, that says so already.
    fn appointment_due(&self, today: Date, days: &WorkingDays) -> Option<Attention> {
        let work = &self.body.work;
        let first = work.standing_appointments().min_by_key(|one| one.at)?;
        if first.on > today || work.next.as_ref().is_some_and(|next| next.on == first.on) {
            return None;
        }
        let what = format!("appointment, {}", first.how.name());
        Some(if first.on == today {
            Attention::DueToday { what }
        } else {
            Attention::Overdue { on: first.on, days: days.between(first.on, today), what }
        })
    }

    fn while_it_goes_on(&self, now: Now, limits: &Limits, days: &WorkingDays, all: &mut Vec<Attention>) {
        let work = &self.body.work;
        let date = |at: jiff::Timestamp| at.to_zoned(TimeZone::UTC).date();
        if !work.is_reached() {
            let since = work.handed_over.map_or(now.today, date);
            let late = match limits.first_contact(self.body.urgency) {
                Some(limit) if work.contacts.is_empty() => {
                    days.between(days.add(since, u32::from(limit)), now.today)
                }
                _ => 0,
            };
            all.push(Attention::NotReached { tries: work.contacts.len(), late });
        }
        let waits = work.open_steps().filter(|step| step.state() == StepState::Referred);
        all.extend(waits.filter_map(|step| {
            Some(Attention::AwaitsService { service: step.what.said().to_owned(), since: step.since()? })
        }));
        let soon = now.today.saturating_add(Span::new().days(SOON));
        all.extend(self.standing_agreements().filter_map(|(recipient, until)| {
            let to = match recipient {
                Recipient::LinkWorkers => "contact".to_owned(),
                Recipient::Service(service) => service.name.clone(),
            };
            until.filter(|on| *on <= soon).map(|on| Attention::AgreementEnds { to, on })
        }));
        let Some(accepted) = work.accepted else { return };
        // Who was never spoken to can fill nothing in.
        if work.is_reached() {
            let stage = due::Stage::UnderWay;
            let (filled, declined, weeks) = (work.filled(), work.not_filled(), limits.review_days());
            let due = due::due(&filled, &declined, &usual(), date(accepted.at), weeks, stage, now.today);
            all.extend(due.into_iter().map(|due| {
                let name = instruments().get(&due.instrument).map_or("measure", |one| &one.name);
                Attention::MeasureDue { what: format!("{name} {}", due.point.word()) }
            }));
        }
    }
}

fn said(what: NextWhat, why: &str) -> String {
    if why.is_empty() { what.name().to_owned() } else { why.to_owned() }
}
