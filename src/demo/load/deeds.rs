//! What the demo's staff did, as the desk is asked for it.

use super::{Met, Play, missing};
use crate::demo::FEED;
use crate::demo::deed::{Deed, RouteTo, What};
use crate::demo::script::{NextOn, Step};
use crate::desk::Actor;
use crate::desk::refusal::Refusal;
use crate::desk::reply::Reply;
use crate::desk::request::{Agreed, FlagNeeds, Request, Route, WhichCase, Whose};
use crate::domain::attempt::Band;
use crate::domain::case::work::{Attempt, Casework, Next, StepState, StepWhat, Work};
use crate::domain::case::{AgreementGiven, Answer, Closing, Command, OpenSteps, Recipient, ServiceRef};
use crate::domain::clinical_code::Code;
use crate::domain::id::{CaseId, PatientId, StaffId};
use crate::domain::measure::Filled;
use crate::domain::patient::Details;
use crate::domain::record::SubjectKind;
use crate::domain::service::ServiceKey;
use jiff::Timestamp;
use jiff::civil::Date;

impl<'a> Play<'a> {
    /// What somebody did for a patient; who came in with it.
    pub(super) fn step(&self, patient: &'a str, step: &Step) -> Result<Option<Met<'a>>, Refusal> {
        let actor = self.actor(&step.who)?;
        let request = match &step.does {
            Deed::Flag { needs, urgency, note, route, agreed } => {
                let route = route.as_ref().map(|route| self.route(route)).transpose()?;
                let flag = FlagNeeds {
                    whose: self.whose(patient)?,
                    corrected: None,
                    needs: needs.clone(),
                    urgency: *urgency,
                    note: note.clone(),
                    went_on: String::new(),
                    agreement: agreement(*agreed, route.as_ref()),
                    route,
                };
                return self.flag(patient, actor, flag).map(Some);
            }
            Deed::Route { needs, route, agreed } => {
                let route = self.route(route)?;
                let agreement = agreement(*agreed, Some(&route));
                let case = WhichCase::Id(self.case(patient)?);
                Request::Route { case, needs: needs.clone(), route, agreement }
            }
            Deed::Standing(standing) => {
                let details = Details { standing: *standing, ..self.details(patient)? };
                let patient = *self.patients.get(patient).ok_or_else(|| missing("a patient", patient))?;
                Request::CorrectPatient { patient, details: Box::new(details) }
            }
            deed => {
                let id = self.case(patient)?;
                let case = WhichCase::Id(id);
                if let Some(command) = self.command(deed)? {
                    Request::OnCase { case, command }
                } else {
                    self.agree_first(deed, id, actor)?;
                    let work = self.work(deed, id, actor, step)?;
                    Request::Work { case, work, next: step.next.as_ref().map(|next| self.next(next)) }
                }
            }
        };
        self.done(actor, request).map(|_| None)
    }

    fn flag(&self, patient: &'a str, actor: Actor, flag: FlagNeeds) -> Result<Met<'a>, Refusal> {
        let done = self.done(actor, Request::Flag(Box::new(flag)))?;
        let registered = done.subjects.iter().find(|subject| subject.kind == SubjectKind::Patient);
        let case = done.case.ok_or_else(|| missing("the case of", patient))?;
        Ok(Met { called: patient, patient: registered.map(|subject| PatientId(subject.id)), case: case.id })
    }

    /// What is done with a case; nothing: it is work for its patient.
    fn command(&self, deed: &Deed) -> Result<Option<Command>, Refusal> {
        Ok(Some(match deed {
            Deed::Accept => Command::Accept,
            Deed::See => Command::See,
            Deed::Acknowledge => Command::Acknowledge,
            Deed::GiveBack(why) => Command::Return { why: why.clone() },
            Deed::Reassign(to) => Command::Reassign { to: self.link_worker(to)? },
            Deed::Note(text) => Command::Note { text: text.clone() },
            Deed::EndNeed { need, end } => Command::EndNeed { need: need.clone(), end: end.clone() },
            Deed::Close { ends, end, summary, outcome, stop_steps, follow_ups } => Command::Close(Closing {
                ends: ends.clone(),
                rest: Some(end.clone()),
                summary: summary.clone(),
                outcome: *outcome,
                open_steps: if *stop_steps { OpenSteps::Stop } else { OpenSteps::Ask },
                follow_ups: follow_ups.as_ref().map(|days| days.iter().map(|day| self.day(*day)).collect()),
            }),
            Deed::Reopen(why) => Command::Reopen { why: why.clone() },
            Deed::Agree { to, shares, until } => {
                let recipient = self.recipient(to.as_deref())?;
                let words = asked(&recipient, shares);
                Command::RecordAgreement(AgreementGiven {
                    recipient,
                    answer: Answer::Agreed,
                    words,
                    shares: shares.clone(),
                    until: until.map(|day| self.day(day)),
                })
            }
            Deed::Withdraw { from, words } => Command::RecordAgreement(AgreementGiven {
                recipient: self.recipient(from.as_deref())?,
                answer: Answer::Withdrawn,
                words: words.clone(),
                shares: vec![],
                until: None,
            }),
            _ => return Ok(None),
        }))
    }

    /// A service that is told of a patient is agreed to first.
    fn agree_first(&self, deed: &Deed, case: CaseId, actor: Actor) -> Result<(), Refusal> {
        let Deed::Move { what: What::Service(service), to: StepState::Referred, shares, .. } = deed else {
            return Ok(());
        };
        let recipient = self.recipient(Some(service))?;
        let (words, shares) = (asked(&recipient, shares), shares.clone());
        let given = AgreementGiven { recipient, answer: Answer::Agreed, words, shares, until: None };
        let command = Command::RecordAgreement(given);
        self.done(actor, Request::OnCase { case: WhichCase::Id(case), command }).map(drop)
    }

    fn work(&self, deed: &Deed, case: CaseId, actor: Actor, step: &Step) -> Result<Work, Refusal> {
        let at = step.when.before(self.start, &self.zone);
        let on = self.date(at);
        Ok(match deed {
            Deed::Contact { how, result, minutes, note } => Work::Contact(Attempt {
                how: *how,
                result: *result,
                at,
                // The desk knows better.
                slot: (1, Band::Morning),
                minutes: *minutes,
                note: note.clone(),
            }),
            Deed::Next(next) => Work::SetNext(self.next(next)),
            Deed::CallBack { on, band, why } => {
                Work::AskCallBack { on: self.day(*on), band: *band, why: why.clone() }
            }
            Deed::Appoint { how, at, minutes, place } => {
                let on = self.day(at.day);
                let at = self.zone.to_ambiguous_timestamp(on.to_datetime(at.at)).compatible();
                let at = at.map_err(|_| missing("a time for", "an appointment"))?;
                let (minutes, place) = (*minutes, place.clone());
                Work::Appoint { number: None, how: *how, at, on, minutes, place }
            }
            Deed::CallOff(why) => {
                let work = self.casework(case, actor)?;
                let one = work.standing_appointments().next();
                let number = one.ok_or_else(|| missing("an appointment", why))?.number;
                Work::CancelAppointment { number, why: why.clone() }
            }
            Deed::Goal(text) => Work::SetGoal { number: None, text: text.clone() },
            Deed::EndGoal { goal, reached } => {
                let work = self.casework(case, actor)?;
                let one = work.goals.iter().find(|one| one.text == *goal);
                let number = one.ok_or_else(|| missing("the goal", goal))?.number;
                Work::EndGoal { number, reached: *reached }
            }
            Deed::Plan { what, need, state } => {
                Work::AddStep { what: self.what(what)?, need: need.clone(), state: *state, on: None }
            }
            Deed::Move { what, to, why, shares } => {
                let what = self.what(what)?;
                let work = self.casework(case, actor)?;
                let one = work.steps.iter().find(|one| one.what == what);
                let number = one.ok_or_else(|| missing("the step", what.said()))?.number;
                Work::MoveStep { number, to: *to, on, why: why.clone(), shared: shares.clone() }
            }
            Deed::Measure { instrument, point, answers } => {
                let answers = answers.split(' ').map(|answer| match answer {
                    "-" => Ok(None),
                    answer => answer.parse().map(Some).map_err(|_| missing("an answer like", answer)),
                });
                let answers = answers.collect::<Result<_, _>>()?;
                Work::Measure(Filled { instrument: instrument.clone(), point: *point, on, answers })
            }
            Deed::FollowUp { on, why } => Work::FollowUp { on: self.day(*on), why: why.clone() },
            Deed::Code => Work::Code { code: Code::Referred.number().to_owned(), on },
            _ => return Err(missing("work for", "this deed")),
        })
    }

    /// What was done for the patient of a case so far.
    fn casework(&self, case: CaseId, actor: Actor) -> Result<Casework, Refusal> {
        match self.desk.ask(actor, Request::Case { case: WhichCase::Id(case) })? {
            Reply::Case(card) => card.work.map(|work| *work).ok_or_else(|| missing("the work on", "a case")),
            _ => Err(missing("an answer to", "a request")),
        }
    }

    fn next(&self, next: &NextOn) -> Next {
        let NextOn { on, what, band, why } = next;
        Next { on: self.day(*on), what: *what, band: *band, why: why.clone() }
    }

    fn date(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    fn what(&self, what: &What) -> Result<StepWhat, Refusal> {
        Ok(match what {
            What::Service(service) => StepWhat::Service(self.service(service)?),
            What::Activity(text) => StepWhat::Activity(text.clone()),
        })
    }

    fn recipient(&self, service: Option<&str>) -> Result<Recipient, Refusal> {
        service.map_or(Ok(Recipient::LinkWorkers), |service| Ok(Recipient::Service(self.service(service)?)))
    }

    fn whose(&self, patient: &str) -> Result<Whose, Refusal> {
        if let Some(id) = self.patients.get(patient) {
            return Ok(Whose::Known(*id));
        }
        let details = self.details(patient)?;
        Ok(match (details.nhs_number, &details.name) {
            (Some(number), None) => Whose::Number(number),
            // Some of them are alike, and the demo shows how they are joined.
            _ => Whose::New { details: Box::new(details), even_if_alike: true },
        })
    }

    fn details(&self, patient: &str) -> Result<Details, Refusal> {
        let person = self.script.patients.iter().find(|person| person.called == patient);
        person.map(|person| person.details.clone()).ok_or_else(|| missing("a patient", patient))
    }

    fn case(&self, patient: &str) -> Result<CaseId, Refusal> {
        self.cases.get(patient).copied().ok_or_else(|| missing("the case of", patient))
    }

    /// A link worker by name; nobody: the team.
    fn link_worker(&self, name: &str) -> Result<Option<StaffId>, Refusal> {
        if name == "team" { Ok(None) } else { Ok(Some(self.actor(name)?.id())) }
    }

    fn route(&self, route: &RouteTo) -> Result<Route, Refusal> {
        Ok(match route {
            RouteTo::Signpost(service) => Route::Signpost { service: self.service(service)? },
            RouteTo::Refer { service, shares } => {
                Route::Refer { service: self.service(service)?, shared: shares.clone() }
            }
            RouteTo::HandOver(to) => Route::HandOver { to: self.link_worker(to)? },
            RouteTo::Escalate { reason, told } => {
                Route::Escalate { reason: reason.clone(), told: told.clone(), told_at: None }
            }
            RouteTo::Decline(why) => Route::Decline { why: why.clone() },
        })
    }

    fn service(&self, id: &str) -> Result<ServiceRef, Refusal> {
        let listed = self.script.services.iter().find(|service| service.id == id);
        let name = listed.ok_or_else(|| missing("a service", id))?.details.name.clone();
        Ok(ServiceRef { key: ServiceKey { feed: FEED.to_owned(), id: id.to_owned() }, name })
    }
}

/// The words that were put to the patient, and what they said.
fn agreement(agreed: Option<bool>, route: Option<&Route>) -> Agreed {
    let words = match route {
        Some(Route::Refer { service, shared }) => asked(&Recipient::Service(service.clone()), shared),
        _ => asked(&Recipient::LinkWorkers, &[]),
    };
    match agreed {
        None => Agreed::NotAsked,
        Some(true) => Agreed::Yes { words },
        Some(false) => Agreed::No { words },
    }
}

/// The words that were put to the patient.
fn asked(recipient: &Recipient, shares: &[String]) -> String {
    match recipient {
        Recipient::Service(service) => {
            format!("We would give {} your {}. Do you agree?", service.name, shares.join(", "))
        }
        Recipient::LinkWorkers => "The link workers would contact you about this. Do you agree?".to_owned(),
    }
}
