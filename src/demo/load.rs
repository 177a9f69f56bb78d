//! Playing the demo practice through the desk, as its staff did, each at their time.

mod deeds;

use crate::demo::FEED;
use crate::demo::script::{Caseload, Check, Script, Step};
use crate::demo::when::Day;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{Done, Reply};
use crate::desk::request::{ImportedService, Request, SetUp};
use crate::desk::{Actor, Clock, Desk};
use crate::domain::caseload::Leave;
use crate::domain::id::{CaseId, PatientId, StaffId};
use crate::domain::practice::Limits;
use crate::domain::service::ServiceKey;
use crate::domain::staff::Role;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
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
        Arc::new(move || match (HERE.get(), set_to.load(Ordering::Relaxed)) {
            (Some(here), _) => here,
            (None, Self::NOW) => Timestamp::now(),
            (None, micros) => Timestamp::from_microsecond(micros).unwrap_or_else(|_| Timestamp::now()),
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

thread_local! {
    /// When it is for this thread, while it plays a part of the past; that goes before what a clock is set to.
    static HERE: Cell<Option<Timestamp>> = const { Cell::new(None) };
}

/// How many things are done at once: what is kept at the same time costs the disk as much as one.
const AT_ONCE: usize = 32;

/// How far ahead is looked for things that may be done at once. The store's log is in the order of time but for that.
const AHEAD: usize = 160;

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
    let happenings = play.happenings();
    let first = happenings.first().map_or(start, |first| first.at);
    let played = play.found(first).and_then(|()| play.live(happenings)).and_then(|()| play.settle());
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
    fn found(&mut self, first: Timestamp) -> Result<(), Refusal> {
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
        // Agreements hold as long as the practice settled it.
        let limits = Limits { first_contact_working_days: None, ..script.limits.clone() };
        self.done(self.manager()?, Request::SetLimits(limits))?;
        let today = self.today();
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

    /// What the practice has settled for itself by now. The limit of the first contact comes last of all: it tells a
    /// whole demo from one whose making was cut off.
    fn settle(&mut self) -> Result<(), Refusal> {
        let manager = self.manager()?;
        // Leave is settled in the present: the past knows nothing of it.
        self.clock.set(self.start);
        for member in &self.script.staff {
            let Some(Caseload { capacity, languages, away }) = &member.caseload else { continue };
            let staff = self.actor(&member.name)?.id();
            let (capacity, languages, covers) = (Some(*capacity), languages.clone(), vec![]);
            self.done(manager, Request::KeepCaseload { staff, capacity, languages, covers })?;
            if let Some((from, to)) = away {
                let leave = Some(Leave { from: self.day(*from), to: self.day(*to) });
                self.done(manager, Request::SetLeave { staff, leave })?;
            }
        }
        for (entry, number) in &self.script.card {
            self.done(manager, Request::ConfirmCard { entry: entry.clone(), number: number.clone() })?;
        }
        self.done(manager, Request::SetLimits(self.script.limits.clone())).map(drop)
    }

    /// Everything that happens, in the order in which it does.
    fn happenings(&self) -> Vec<Happening<'a>> {
        let script = self.script;
        let steps = script.stories.iter().flat_map(|story| {
            let whose = story.patient.as_str();
            let step = move |step: &'a Step| (step.when, Happened::Step(whose, step), whose);
            story.steps.iter().map(step)
        });
        let checks = script.checks.iter();
        let checks = checks.map(|check| (check.when, Happened::Check(check), check.service.as_str()));
        let mut all: Vec<_> = steps
            .chain(checks)
            .map(|(when, what, of)| Happening { at: when.before(self.start, &self.zone), what, of })
            .collect();
        all.sort_by_key(|happening| happening.at);
        all
    }

    /// Everything that happened. What has to do with the same patient comes one after the other; what has not, together.
    fn live(&mut self, mut left: Vec<Happening<'a>>) -> Result<(), Refusal> {
        while !left.is_empty() {
            let mut of = BTreeSet::new();
            let mut later = Vec::with_capacity(left.len());
            let mut now = Vec::with_capacity(AT_ONCE);
            for (place, happening) in left.into_iter().enumerate() {
                let first = of.insert(happening.of);
                if first && now.len() < AT_ONCE && place < AHEAD {
                    now.push(happening);
                } else {
                    later.push(happening);
                }
            }
            left = later;
            for met in self.together(&now)? {
                self.patients.extend(met.patient.map(|patient| (met.called, patient)));
                self.cases.insert(met.called, met.case);
            }
        }
        Ok(())
    }

    /// What happens at once, each on a thread of its own with its own time; whom it brought in.
    fn together(&self, happenings: &[Happening<'a>]) -> Result<Vec<Met<'a>>, Refusal> {
        let play = |happening: &Happening<'a>| {
            HERE.set(Some(happening.at));
            match happening.what {
                Happened::Step(patient, step) => self.step(patient, step),
                Happened::Check(Check { who, service, .. }) => {
                    let service = ServiceKey { feed: FEED.to_owned(), id: service.clone() };
                    self.done(self.actor(who)?, Request::CheckService { service }).map(|_| None)
                }
            }
        };
        let cut_off = || Err(missing("an end of", "what happened"));
        std::thread::scope(|scope| {
            let threads: Vec<_> =
                happenings.iter().map(|happening| scope.spawn(move || play(happening))).collect();
            let met = threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| cut_off()));
            Ok(met.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
        })
    }

    fn today(&self) -> Date {
        self.start.to_zoned(self.zone.clone()).date()
    }

    fn day(&self, day: Day) -> Date {
        day.from(self.today())
    }

    fn manager(&self) -> Result<Actor, Refusal> {
        let manager = self.script.staff.iter().find(|member| member.roles.contains(&Role::Manager));
        self.actor(&manager.ok_or_else(|| missing("a member of staff", "who manages"))?.name)
    }

    fn actor(&self, name: &str) -> Result<Actor, Refusal> {
        self.staff.get(name).map(|id| Actor::staff(*id)).ok_or_else(|| missing("a member of staff", name))
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

/// Something that is played.
struct Happening<'a> {
    at: Timestamp,
    what: Happened<'a>,
    /// The patient or the service: of one, one thing happens at a time.
    of: &'a str,
}

/// What is played.
#[derive(Clone, Copy)]
enum Happened<'a> {
    /// Somebody did something for a patient.
    Step(&'a str, &'a Step),
    /// Somebody checked a service.
    Check(&'a Check),
}

/// Who was flagged.
struct Met<'a> {
    called: &'a str,
    /// Their record, where it was made with it.
    patient: Option<PatientId>,
    case: CaseId,
}

/// A script that names what it does not have.
fn missing(what: &str, name: &str) -> Refusal {
    Refusal::input(format!("the script lacks {what} {name}"), "Mend the script.")
}
