//! Playing the demo practice through the desk, as its staff did, each at their time.

use crate::demo::FEED;
use crate::demo::script::{Deed, RouteTo, Script, When};
use crate::desk::refusal::Refusal;
use crate::desk::reply::{Done, Reply};
use crate::desk::request::{Agreed, FlagNeeds, ImportedService, Request, Route, SetUp, WhichCase, Whose};
use crate::desk::{Actor, Clock, Desk};
use crate::domain::case::{Closing, Command, ServiceRef};
use crate::domain::id::{CaseId, PatientId, StaffId};
use crate::domain::patient::Details;
use crate::domain::practice::Limits;
use crate::domain::record::SubjectKind;
use crate::domain::service::ServiceKey;
use crate::domain::staff::Role;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A clock for the desk that can be set back, to play the past, and let go again. Until it is set it tells the time.
#[derive(Clone, Debug)]
pub struct PastClock {
    /// Microseconds since 1970; [`PastClock::NOW`]: it tells the time.
    set_to: Arc<AtomicI64>,
}

impl PastClock {
    const NOW: i64 = i64::MIN;

    /// The clock, as the desk takes it.
    pub fn clock(&self) -> Clock {
        let set_to = Arc::clone(&self.set_to);
        Arc::new(move || match set_to.load(Ordering::Relaxed) {
            Self::NOW => Timestamp::now(),
            micros => Timestamp::from_microsecond(micros).unwrap_or_else(|_| Timestamp::now()),
        })
    }

    /// Stops at an instant.
    pub fn set(&self, at: Timestamp) {
        self.set_to.store(at.as_microsecond(), Ordering::Relaxed);
    }

    /// Lets it tell the time again.
    pub fn let_go(&self) {
        self.set_to.store(Self::NOW, Ordering::Relaxed);
    }
}

impl Default for PastClock {
    fn default() -> Self {
        Self { set_to: Arc::new(AtomicI64::new(Self::NOW)) }
    }
}

/// Plays a practice into an empty store, so that it stands there at `start` (the present, usually) with its past behind
/// it. `clock` is the one that the desk was made with; it tells the time again afterwards.
///
/// # Errors
/// What the desk refuses: [`Refusal::State`] where a practice is there already, [`Refusal::Store`] where the store
/// cannot. What was kept until then stays.
pub fn load(desk: &Desk, clock: &PastClock, script: &Script, start: Timestamp) -> Result<(), Refusal> {
    let zone = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
    let mut play = Play {
        desk,
        clock,
        script,
        start,
        zone,
        staff: BTreeMap::new(),
        patients: BTreeMap::new(),
        cases: BTreeMap::new(),
    };
    let played = play.found().and_then(|()| play.live()).and_then(|()| play.settle());
    clock.let_go();
    played
}

/// The play under way.
struct Play<'a> {
    desk: &'a Desk,
    clock: &'a PastClock,
    script: &'a Script,
    start: Timestamp,
    zone: TimeZone,
    staff: BTreeMap<&'a str, StaffId>,
    patients: BTreeMap<&'a str, PatientId>,
    cases: BTreeMap<&'a str, CaseId>,
}

impl<'a> Play<'a> {
    /// The practice, its staff and its directory, the day before anything happened.
    fn found(&mut self) -> Result<(), Refusal> {
        let first = self.all_times().min().unwrap_or(self.start);
        self.clock.set(first - SignedDuration::from_hours(24));
        let script = self.script;
        let Some((founder, others)) = script.staff.split_first() else {
            return Err(missing("a member of staff", "first"));
        };
        let set_up = SetUp {
            practice: script.practice.clone(),
            ods: script.ods.clone(),
            staff: founder.name.clone(),
            roles: founder.roles.clone(),
            account: None,
        };
        let done = self.done(Actor::NOBODY, Request::SetUp(set_up))?;
        self.joined(&founder.name, &done)?;
        let founder = self.actor(&founder.name)?;
        for member in others {
            let (name, roles) = (member.name.clone(), member.roles.clone());
            let done = self.done(founder, Request::AddStaff { name, roles, account: None })?;
            self.joined(&member.name, &done)?;
        }
        let today = self.start.to_zoned(self.zone.clone()).date();
        let records = script.services.iter().zip(1..).map(|(service, record)| {
            let mut details = Box::new(service.details.clone());
            details.last_checked = service
                .checked_days_ago
                .and_then(|days| today.checked_sub(jiff::Span::new().days(days)).ok());
            ImportedService { record, feed: None, id: service.id.clone(), details }
        });
        let records = records.collect();
        let feed = FEED.to_owned();
        self.desk
            .ask(founder, Request::ImportServices { records, feed, feed_chosen: false, dry_run: false })?;
        Ok(())
    }

    /// What the practice has settled for itself. The limits come last of all: they tell a whole demo from one whose
    /// making was cut off.
    fn settle(&mut self) -> Result<(), Refusal> {
        let manager = self.script.staff.iter().find(|member| member.roles.contains(&Role::Manager));
        let manager =
            self.actor(&manager.ok_or_else(|| missing("a member of staff", "who manages"))?.name)?;
        for (entry, number) in &self.script.card {
            self.done(manager, Request::ConfirmCard { entry: entry.clone(), number: number.clone() })?;
        }
        let first_contact_working_days = Some(self.script.first_contact_working_days);
        let limits = Limits { first_contact_working_days, ..Limits::default() };
        self.done(manager, Request::SetLimits(limits)).map(drop)
    }

    /// Everything that happened, in the order in which it did.
    fn live(&mut self) -> Result<(), Refusal> {
        let script = self.script;
        let steps = script.stories.iter().flat_map(|story| {
            story
                .steps
                .iter()
                .map(|step| (self.at(step.when), Happening::Step(&story.patient, &step.who, &step.does)))
        });
        let checks = script
            .checks
            .iter()
            .map(|check| (self.at(check.when), Happening::Check(&check.who, &check.service)));
        let mut all: Vec<_> = steps.chain(checks).collect();
        all.sort_by_key(|(at, _)| *at);
        for (at, happening) in all {
            self.clock.set(at);
            match happening {
                Happening::Step(patient, who, deed) => self.step(patient, self.actor(who)?, deed)?,
                Happening::Check(who, service) => {
                    self.done(self.actor(who)?, Request::CheckService { service: key(service) })?;
                }
            }
        }
        Ok(())
    }

    fn all_times(&self) -> impl Iterator<Item = Timestamp> {
        let steps = self.script.stories.iter().flat_map(|story| story.steps.iter().map(|step| step.when));
        steps.chain(self.script.checks.iter().map(|check| check.when)).map(|when| self.at(when))
    }

    fn at(&self, when: When) -> Timestamp {
        when.before(self.start, &self.zone)
    }

    fn step(&mut self, patient: &'a str, actor: Actor, deed: &Deed) -> Result<(), Refusal> {
        let on_case = |case, command| Request::OnCase { case: WhichCase::Id(case), command };
        let request = match deed {
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
                return self.flag(patient, actor, flag);
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
            other => on_case(self.case(patient)?, self.command(other)?),
        };
        self.done(actor, request).map(drop)
    }

    fn flag(&mut self, patient: &'a str, actor: Actor, flag: FlagNeeds) -> Result<(), Refusal> {
        let done = self.done(actor, Request::Flag(Box::new(flag)))?;
        let registered = done.subjects.iter().find(|subject| subject.kind == SubjectKind::Patient);
        if let Some(registered) = registered {
            self.patients.insert(patient, PatientId(registered.id));
        }
        let case = done.case.ok_or_else(|| missing("the case of", patient))?;
        self.cases.insert(patient, case.id);
        Ok(())
    }

    fn command(&self, deed: &Deed) -> Result<Command, Refusal> {
        Ok(match deed {
            Deed::Accept => Command::Accept,
            Deed::See => Command::See,
            Deed::Acknowledge => Command::Acknowledge,
            Deed::GiveBack(why) => Command::Return { why: why.clone() },
            Deed::Reassign(to) => Command::Reassign { to: self.link_worker(to)? },
            Deed::Note(text) => Command::Note { text: text.clone() },
            Deed::EndNeed { need, end } => Command::EndNeed { need: need.clone(), end: end.clone() },
            Deed::Close { ends, end, summary } => {
                let (ends, rest, summary) = (ends.clone(), Some(end.clone()), summary.clone());
                Command::Close(Closing { ends, rest, summary, ..Closing::default() })
            }
            Deed::Reopen(why) => Command::Reopen { why: why.clone() },
            Deed::Flag { .. } | Deed::Route { .. } | Deed::Standing(_) => {
                return Err(missing("a command for", "this deed"));
            }
        })
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

    fn actor(&self, name: &str) -> Result<Actor, Refusal> {
        self.staff.get(name).map(|id| Actor::staff(*id)).ok_or_else(|| missing("a member of staff", name))
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
        let listed = listed.ok_or_else(|| missing("a service", id))?;
        Ok(ServiceRef { key: key(id), name: listed.details.name.clone() })
    }

    fn joined(&mut self, name: &'a str, done: &Done) -> Result<(), Refusal> {
        let staff = done.staff.as_ref().ok_or_else(|| missing("a member of staff", name))?;
        self.staff.insert(name, staff.id);
        Ok(())
    }

    fn done(&self, actor: Actor, request: Request) -> Result<Done, Refusal> {
        match self.desk.ask(actor, request)? {
            Reply::Done(done) => Ok(done),
            _ => Err(missing("an answer to", "a request")),
        }
    }
}

/// What is played.
enum Happening<'a> {
    /// Somebody did something for a patient.
    Step(&'a str, &'a str, &'a Deed),
    /// Somebody checked a service.
    Check(&'a str, &'a str),
}

fn key(service: &str) -> ServiceKey {
    ServiceKey { feed: FEED.to_owned(), id: service.to_owned() }
}

/// The words that were put to the patient, and what they said.
fn agreement(agreed: Option<bool>, route: Option<&Route>) -> Agreed {
    let words = match route {
        Some(Route::Refer { service, shared }) => {
            format!("We would give {} your {}. Do you agree?", service.name, shared.join(", "))
        }
        _ => "The link workers would contact you about this. Do you agree?".to_owned(),
    };
    match agreed {
        None => Agreed::NotAsked,
        Some(true) => Agreed::Yes { words },
        Some(false) => Agreed::No { words },
    }
}

/// A script that names what it does not have.
fn missing(what: &str, name: &str) -> Refusal {
    Refusal::input(format!("the script lacks {what} {name}"), "Mend the script.")
}
