//! Casework: what a link worker writes down, what is proposed to be next, and what the history says of it.

use crate::desk::Asker;
use crate::desk::change::Draft;
use crate::desk::permission::Deed;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{ActionKind, CalendarLine, Reply};
use crate::desk::request::WhichCase;
use crate::domain::attempt::Band;
use crate::domain::case::work::{
    Appointment, AppointmentState, Attempt, Did, Next, NextWhat, StepState, StepWhat, Ways, Work, Worked,
};
use crate::domain::case::{Case, CaseEvent, CaseRefusal, Closing, Command, Outcome, Recipient, Stage};
use crate::domain::id::StaffId;
use crate::domain::measure::instrument::{InstrumentKey, instruments};
use crate::domain::measure::{Filled, Licences, MeasureError, Point};
use crate::domain::patient::Patient;
use crate::domain::practice::Limits;
use crate::domain::record::Record;
use crate::domain::safe_contact::{self, ContactResult, How};
use crate::domain::text;
use jiff::civil::Date;
use jiff::{SignedDuration, Span};

impl Asker<'_> {
    /// Writes a piece of work down, and settles what is next: as it was said, else as it is proposed.
    pub(super) fn work(self, which: &WhichCase, work: Work, next: Option<Next>) -> Result<Reply, Refusal> {
        let work = self.cleaned_work(work)?;
        let next = next.map(|next| Next { why: text::line(&next.why, 500), ..next });
        let (said, kept) = self.change(|draft| {
            let case = self.which(which)?;
            let patient = self.patient_of(&case)?;
            self.check_work(&case, &patient, &work)?;
            let event = case.decide(Command::Work(work.clone()), self.actor, self.desk.clock_now())?;
            let CaseEvent::Work(worked) = &event else {
                return Err(Refusal::damaged("a piece of work became something else"));
            };
            let said = self.worked_said(worked, &case, true).0;
            let case = draft.happen_to_case(&case, event)?;
            // A call that the patient asks for is due by itself: what was settled stays, and stays late where it is.
            let settles = match work {
                Work::SetNext(_) => false,
                Work::AskCallBack { .. } => next.is_some(),
                _ => true,
            };
            if settles {
                draft.settle_next(&case, &patient, Did::of(&work), next.clone())?;
            }
            Ok(said)
        })?;
        let said = kept.case().map_or_else(String::new, |case| {
            let who = self.called(case.patient);
            let next = match (&case.body.stage, &case.body.work.next) {
                (Stage::With { .. }, Some(next)) if self.reads_casework() => format!(" Next: {next}."),
                _ => String::new(),
            };
            format!("{}: {who} ({}).{next}", capital(&said), case.reference)
        });
        self.done(said, &kept, false)
    }

    /// Refuses what may not be: contact that the patient did not allow, a service that does not run, answers that cannot
    /// be.
    fn check_work(self, case: &Case, patient: &Patient, work: &Work) -> Result<(), Refusal> {
        let details = &patient.details;
        match work {
            Work::Contact(Attempt { how, result, at, .. }) => {
                if *at > self.desk.now() + SignedDuration::from_mins(1) {
                    return Err(CaseRefusal::Future("that time".to_owned()).into());
                }
                // What has happened is written down; what is not allowed cannot be chosen.
                blocked(safe_contact::blocked(details, *how, Some(*result)))
            }
            Work::FollowUp { .. } => super::cases::check_contact(patient),
            Work::AskCallBack { .. } => blocked(safe_contact::blocked(details, How::Phone, None)),
            Work::Appoint { how, .. } => blocked(safe_contact::blocked(details, *how, None)),
            Work::MoveStep { number, to, .. } => {
                let step = case.body.work.step(*number);
                // Who goes there already may go on; nobody is sent to what has stopped.
                let sent = matches!(to, StepState::Agreed | StepState::Referred | StepState::Started);
                match step.and_then(|step| step.what.service()).filter(|_| sent) {
                    Some(service) => {
                        super::cases::check_contact(patient)?;
                        self.service_ref(service).map(drop)
                    }
                    None => Ok(()),
                }
            }
            Work::Measure(filled) => {
                let (licences, born) = (self.licences()?, patient.details.born);
                filled.check(instruments(), &licences, self.desk.today(), born).map_err(no_measure)
            }
            Work::DeclineMeasure(declined) => {
                let (licences, born) = (self.licences()?, patient.details.born);
                declined.check(instruments(), &licences, self.desk.today(), born).map_err(no_measure)
            }
            _ => Ok(()),
        }
    }

    fn licences(self) -> Result<Licences, Refusal> {
        Ok(self.practice_now()?.licences.keys().cloned().collect())
    }

    /// A piece of work whose words are safe to keep, and whose service is the directory's.
    fn cleaned_work(self, work: Work) -> Result<Work, Refusal> {
        let line = |text: String| text::line(&text, 600);
        Ok(match work {
            Work::Contact(attempt) => {
                let local = attempt.at.to_zoned(self.desk.zone.clone());
                let slot = (local.date().weekday().to_monday_one_offset(), Band::of(local.time()));
                Work::Contact(Attempt { note: text::block(&attempt.note, 4_001), slot, ..attempt })
            }
            Work::SetNext(next) => Work::SetNext(Next { why: line(next.why), ..next }),
            Work::AskCallBack { on, band, why } => Work::AskCallBack { on, band, why: line(why) },
            Work::Appoint { number, how, at, minutes, place, .. } => {
                Work::Appoint { number, how, at, on: self.desk.date_of(at), minutes, place: line(place) }
            }
            Work::CancelAppointment { number, why } => Work::CancelAppointment { number, why: line(why) },
            Work::SetGoal { number, text } => Work::SetGoal { number, text: line(text) },
            Work::AddStep { what: StepWhat::Service(service), need, state, on } => {
                Work::AddStep { what: StepWhat::Service(self.service_ref(&service)?), need, state, on }
            }
            Work::AddStep { what: StepWhat::Activity(text), need, state, on } => {
                Work::AddStep { what: StepWhat::Activity(line(text)), need, state, on }
            }
            Work::MoveStep { number, to, on, why, shared } => {
                Work::MoveStep { number, to, on, why: line(why), shared: super::flagging::details(&shared)? }
            }
            Work::FollowUp { on, why } => Work::FollowUp { on, why: line(why) },
            Work::Code { code, on } => {
                let code = line(code);
                // A code that nobody has verified is never recorded.
                if !crate::domain::clinical_code::Code::ALL.iter().any(|one| one.number() == code) {
                    return Err(Refusal::input(
                        format!("{code} is no code that this records"),
                        "Take the code as it is offered.",
                    ));
                }
                Work::Code { code, on }
            }
            other => other,
        })
    }

    /// Why a case does not allow a kind of work now; nothing: it does.
    pub(super) fn work_refused(self, case: &Case, kind: ActionKind) -> Option<CaseRefusal> {
        let now = self.desk.clock_now();
        let today = now.today;
        let work = match kind {
            ActionKind::Contact => Work::Contact(Attempt {
                how: How::Phone,
                result: ContactResult::NoAnswer,
                at: now.at,
                slot: (1, Band::Morning),
                minutes: None,
                note: String::new(),
            }),
            ActionKind::Wait => {
                let why = "x".to_owned();
                Work::SetNext(Next { on: today, what: NextWhat::Wait, band: None, why })
            }
            ActionKind::CallBack => Work::AskCallBack { on: today, band: None, why: String::new() },
            ActionKind::Appoint => Work::Appoint {
                number: None,
                how: How::Phone,
                at: now.at,
                on: today,
                minutes: 30,
                place: String::new(),
            },
            ActionKind::Plan => Work::SetGoal { number: None, text: "x".to_owned() },
            ActionKind::Measure => Work::Measure(Filled {
                instrument: InstrumentKey("x".to_owned()),
                point: Point::Baseline,
                on: today,
                answers: vec![],
            }),
            ActionKind::FollowUp => Work::FollowUp { on: today, why: String::new() },
            ActionKind::Code => Work::Code { code: String::new(), on: today },
            ActionKind::Withdraw => {
                let agrees = case.standing_agreements().next().is_some();
                return match case.body.stage {
                    Stage::Withdrawn { .. } => Some(CaseRefusal::Withdrawn),
                    _ if agrees => None,
                    _ => Some(CaseRefusal::NothingAgreed),
                };
            }
            _ => return None,
        };
        case.decide(Command::Work(work), self.actor, now).err()
    }

    /// The appointments of a link worker, and the days on which their cases are looked at again, the first first.
    pub(super) fn calendar(self, staff: Option<StaffId>) -> Result<Reply, Refusal> {
        let staff = staff.unwrap_or(self.actor);
        let mut lines = Vec::new();
        for row in self.due_rows(staff)? {
            let Some(Record::Case(case)) = self.read(row.subject)? else { continue };
            let work = &case.body.work;
            let line = self.case_line(&case)?;
            let mut add = |appointment: Option<Appointment>, on, what: String| {
                lines.push(CalendarLine { case: line.clone(), staff, appointment, on, what });
            };
            for one in &work.appointments {
                // One that was called off long ago is in nobody's calendar any more.
                if one.on >= self.desk.today() || one.state == AppointmentState::Stands {
                    add(Some(one.clone()), one.on, format!("appointment, {}", one.how.name()));
                }
            }
            if let Some(next) = &work.next {
                add(None, next.on, next.to_string());
            }
            for one in work.follow_ups_to_come() {
                add(None, one.due, "follow-up".to_owned());
            }
        }
        lines.sort_by_key(|line| (line.on, line.appointment.as_ref().map(|one| one.at)));
        Ok(Reply::Calendar(lines))
    }

    /// What is proposed to be next after something.
    pub(super) fn proposed(self, case: &Case, patient: &Patient, did: Did, tries: usize) -> Next {
        if let Some(why) = patient.details.no_contact() {
            return Next::to_close(self.desk.today(), why);
        }
        let limits = self.limits();
        let ways = Ways {
            best_time: &patient.details.contact.best_time,
            limits: &limits,
            days: &self.desk.working_days,
            now: self.desk.clock_now(),
        };
        case.propose(did, ways, tries)
    }

    /// The practice's limits.
    pub(super) fn limits(self) -> Limits {
        super::read(&self.desk.practice).as_ref().map(|now| now.limits.clone()).unwrap_or_default()
    }

    /// The last day on which an agreement holds that is given today.
    pub(super) fn agreement_until(self) -> Option<Date> {
        let months = self.limits().agreement_months?;
        self.desk.today().checked_add(Span::new().months(i64::from(months))).ok()
    }

    /// A closing with the follow-ups that the practice settles, where nobody said which: within the time for which the
    /// patient agrees to be contacted.
    pub(super) fn with_follow_ups(
        self,
        closing: Closing,
        case: &Case,
        patient: &Patient,
    ) -> Result<Closing, Refusal> {
        if closing.follow_ups.as_ref().is_some_and(|follow_ups| !follow_ups.is_empty()) {
            super::cases::check_contact(patient)?;
        }
        let helped = match closing.outcome {
            None => true,
            Some(outcome) => matches!(outcome, Outcome::Met | Outcome::PartlyMet | Outcome::NotMet),
        };
        // Who was never accepted, or does not want to be contacted, is not asked again.
        let asked = helped && case.worker().is_some() && patient.details.no_contact().is_none();
        let agrees = |day: Date| {
            let until = case.standing_agreements().find(|(to, _)| **to == Recipient::LinkWorkers);
            until.is_some_and(|(_, until)| until.is_none_or(|until| day <= until))
        };
        let follow_ups = closing.follow_ups.unwrap_or_else(|| {
            let (limits, today) = (self.limits(), self.desk.today());
            let months = limits.follow_up_months().iter().filter(|_| asked);
            months
                .filter_map(|months| today.checked_add(Span::new().months(i64::from(*months))).ok())
                .map(|day| self.desk.working_days.next_on_or_after(day))
                .filter(|day| agrees(*day))
                .collect()
        });
        Ok(Closing { follow_ups: Some(follow_ups), ..closing })
    }

    /// Whether somebody sees what the link workers write.
    pub(super) fn reads_casework(self) -> bool {
        self.may(Deed::ReadNotes)
    }

    /// A piece of work as the rest of a sentence, and somebody's own words with it.
    pub(super) fn worked_said(self, worked: &Worked, case: &Case, may_read_notes: bool) -> (String, String) {
        let day = |on: Date| on.strftime("%a %-d %b").to_string();
        let if_may = |text: &str| if may_read_notes { text.to_owned() } else { String::new() };
        match worked {
            Worked::Contacted(attempt) => {
                let minutes = attempt.minutes.map(|minutes| format!(", {minutes} min")).unwrap_or_default();
                let tried = match attempt.how {
                    How::Phone => "rang",
                    How::Text => "sent a text",
                    How::Video => "met by video",
                    How::InPerson => "met in person",
                    How::Letter => "wrote a letter",
                    How::Email => "wrote an e-mail",
                };
                let said = format!("{tried}, {}{minutes}", attempt.result.name());
                (said, if_may(&attempt.note))
            }
            Worked::NextSet(next) if may_read_notes => {
                (format!("settled what is next: {next}"), String::new())
            }
            Worked::NextSet(next) => (format!("settled what is next, on {}", day(next.on)), String::new()),
            Worked::CallBackAsked { on, band, why } => {
                let band = band.map(|band| format!(", {}", band.name())).unwrap_or_default();
                (format!("took down that the patient asks to be rung on {}{band}", day(*on)), why.clone())
            }
            Worked::Appointed { how, at, minutes, place, .. } => {
                let at = at.to_zoned(self.desk.zone.clone()).strftime("%a %-d %b, %H:%M");
                (format!("settled an appointment: {at}, {}, {minutes} min", how.name()), if_may(place))
            }
            Worked::AppointmentCancelled { why, .. } => ("called an appointment off".to_owned(), if_may(why)),
            _ if !may_read_notes => ("worked on the plan".to_owned(), String::new()),
            Worked::GoalSet { text, .. } => ("wrote down what matters to them".to_owned(), text.clone()),
            Worked::GoalEnded { reached: true, .. } => {
                ("wrote down that a goal is reached".to_owned(), String::new())
            }
            Worked::GoalEnded { reached: false, .. } => ("dropped a goal".to_owned(), String::new()),
            Worked::StepAdded { what, state, on, .. } => {
                let on =
                    if *on == self.desk.today() { String::new() } else { format!(" since {}", day(*on)) };
                (format!("put {} in the plan, {}{on}", what.said(), state.name()), String::new())
            }
            Worked::StepMoved { number, to, on, why, shared } => {
                let step = case.body.work.step(*number).map_or("a step", |step| step.what.said());
                let sent =
                    if shared.is_empty() { String::new() } else { format!(" (sent: {})", shared.join(", ")) };
                (format!("moved {step} on: {}, {}{sent}", to.name(), day(*on)), why.clone())
            }
            Worked::Measured { filled, .. } => {
                let said = instruments()
                    .get(&filled.instrument)
                    .map_or_else(|_| "a measure".to_owned(), |one| one.said(filled));
                (format!("filled in {said}, {}", filled.point.word()), String::new())
            }
            Worked::MeasureDeclined { declined, .. } => {
                let name = instruments().get(&declined.instrument).map_or("a measure", |one| &one.name);
                (format!("wrote down that they declined {name}, {}", declined.point.word()), String::new())
            }
            Worked::FollowUpSet { on, why, .. } => {
                (format!("settled a follow-up on {}", day(*on)), why.clone())
            }
            Worked::FollowUpDropped { .. } => ("dropped a follow-up".to_owned(), String::new()),
            Worked::Coded { code, on } => {
                (format!("took code {code} for the clinical system, {}", day(*on)), String::new())
            }
        }
    }
}

impl Draft<'_> {
    /// Settles what is next for a case that a link worker has: as it was said, else as it is proposed.
    pub(super) fn settle_next(
        &mut self,
        case: &Case,
        patient: &Patient,
        did: Did,
        next: Option<Next>,
    ) -> Result<(), Refusal> {
        if case.worker().is_none() {
            return Ok(());
        }
        let next = next.unwrap_or_else(|| self.asker.proposed(case, patient, did, 0));
        if case.body.work.next.as_ref() == Some(&next) {
            return Ok(());
        }
        self.command(case, Command::Work(Work::SetNext(next))).map(drop)
    }
}

/// Refuses a measure, in the words of what is wrong with it.
fn no_measure(error: MeasureError) -> Refusal {
    let said = error.to_string();
    let (what, advice) = said.split_once(". ").unwrap_or((&said, "Check it"));
    Refusal::input(what, advice)
}

/// Refuses contact that is blocked, in the words of what blocks it.
fn blocked(blocked: Option<safe_contact::Blocked>) -> Result<(), Refusal> {
    match blocked {
        Some(blocked) => Err(Refusal::State {
            what: blocked.to_string(),
            advice: "Choose another way, or correct the patient's record if that is wrong.".to_owned(),
        }),
        None => Ok(()),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
