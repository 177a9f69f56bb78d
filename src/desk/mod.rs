//! The desk: the use cases. Whatever anybody does goes through [`Desk::ask`]: permission, rule, append, reply.
//!
//! The only place that checks permission (`permission`), and the only writer (`change`).

mod caseloads;
mod cases;
mod change;
mod facts;
mod finding;
mod flagging;
mod history;
mod lines;
mod lists;
pub mod open;
mod patients;
pub mod permission;
mod places;
mod practice;
pub mod refusal;
mod registering;
pub mod reply;
mod reports;
pub mod request;
mod services;
mod tally;
mod today;
mod undo;
mod unmet;
mod work;

use crate::desk::finding::Directory;
use crate::desk::open::OwnFiles;
use crate::desk::permission::Deed;
use crate::desk::places::Whereabouts;
use crate::desk::refusal::Refusal;
use crate::desk::reply::Reply;
use crate::desk::request::{Request, Whose};
use crate::domain::case::{Command, Now};
use crate::domain::id::{PracticeId, StaffId};
use crate::domain::practice::Practice;
use crate::domain::record::{Record, Subject, SubjectKind};
use crate::domain::staff::Staff;
use crate::domain::working_days::WorkingDays;
use crate::store::Store;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, RwLock, RwLockReadGuard, RwLockWriteGuard};
use uuid::Uuid;

/// What time it is. The demo practice plays its past through a clock of its own.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Somebody who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor(StaffId);

impl Actor {
    /// Nobody yet: may set up an empty store, and see who works there to choose who they are.
    pub const NOBODY: Self = Self(StaffId(Uuid::nil()));

    /// A member of staff. What they may is looked up at each request.
    pub fn staff(id: StaffId) -> Self {
        Self(id)
    }

    /// Who it is.
    pub fn id(self) -> StaffId {
        self.0
    }
}

/// Whoever can be asked: the desk itself, or somebody who carries questions to it.
pub trait Ask: Send + Sync {
    /// Asks for something.
    ///
    /// # Errors
    /// [`Refusal`]: what happened, what is safe, what to do. Nothing was changed.
    fn ask(&self, actor: Actor, request: Request) -> Result<Reply, Refusal>;

    /// Whether the store holds no practice yet.
    fn is_empty(&self) -> bool;

    /// Ends well: brings the index to disk, so that the next start is quick.
    ///
    /// # Errors
    /// [`Refusal::Store`] where the disk refuses; nothing confirmed is lost by it.
    fn close(&self) -> Result<(), Refusal>;
}

impl Ask for Desk {
    fn ask(&self, actor: Actor, request: Request) -> Result<Reply, Refusal> {
        Self::ask(self, actor, request)
    }

    fn is_empty(&self) -> bool {
        Self::is_empty(self)
    }

    fn close(&self) -> Result<(), Refusal> {
        Self::close(self)
    }
}

/// The desk of one practice's store.
pub struct Desk {
    store: Arc<dyn Store>,
    clock: Clock,
    zone: TimeZone,
    /// As it is now, so that a list does not read it for each of its lines.
    practice: RwLock<Option<Practice>>,
    staff: RwLock<BTreeMap<StaffId, Staff>>,
    /// Held by what changes something, as [`Company`] says.
    company: RwLock<()>,
    directory: Arc<Directory>,
    whereabouts: Arc<Whereabouts>,
    working_days: Cow<'static, WorkingDays>,
    /// Why files of the practice's own are not used, where they are not.
    mistakes: Vec<String>,
}

impl Desk {
    /// A desk over a store. The search index is made in the background.
    ///
    /// # Errors
    /// [`Refusal::Store`] where the store cannot be read.
    pub fn new(store: Arc<dyn Store>, clock: Clock) -> Result<Self, Refusal> {
        Self::with_files(store, clock, OwnFiles::default())
    }

    /// As [`Desk::new`], for a practice that has files of its own beside its store.
    ///
    /// # Errors
    /// As [`Desk::new`].
    pub fn with_files(store: Arc<dyn Store>, clock: Clock, files: OwnFiles) -> Result<Self, Refusal> {
        let OwnFiles { words, working_days, mistakes } = files;
        let found = store.practices()?.into_iter().next();
        let mut staff = BTreeMap::new();
        let mut practice = None;
        if let Some(found) = found {
            practice = match store.read(found, found.into())? {
                Some(Record::Practice(practice)) => Some(practice),
                _ => return Err(Refusal::damaged("the practice's own record is missing")),
            };
            let mut after = None;
            loop {
                let page = store.scan(found, SubjectKind::Staff, after, 500)?;
                let Some(last) = page.last() else { break };
                after = Some(last.subject().id);
                staff.extend(page.into_iter().filter_map(|record| match record {
                    Record::Staff(one) => Some((one.id, one)),
                    _ => None,
                }));
            }
        }
        let directory = Directory::load(&store, found, words.as_ref());
        let whereabouts = Whereabouts::load(&store);
        // A machine without the zone's rules falls back to UTC: an hour off in summer, never a refusal to start.
        let zone = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
        let (practice, staff) = (RwLock::new(practice), RwLock::new(staff));
        Ok(Self {
            store,
            clock,
            zone,
            practice,
            staff,
            company: RwLock::new(()),
            directory,
            whereabouts,
            working_days: working_days.map_or(Cow::Borrowed(WorkingDays::england()), Cow::Owned),
            mistakes,
        })
    }

    /// Asks for something.
    ///
    /// # Errors
    /// [`Refusal`]: what happened, what is safe, what to do. Nothing was changed.
    pub fn ask(&self, actor: Actor, request: Request) -> Result<Reply, Refusal> {
        let deed = Deed::of(&request);
        if matches!(&request, Request::Flag(flag) if matches!(flag.whose, Whose::New { .. })) {
            // Somebody who is known already must not be registered anew because they cannot be found yet.
            self.directory.wait_for_patients();
        }
        let (_alone, _together) = match Company::of(&request) {
            Some(Company::Alone) => (Some(write(&self.company)), None),
            Some(Company::Together) => (None, Some(read(&self.company))),
            None => (None, None),
        };
        if let Request::SetUp(set_up) = request {
            return self.set_up(actor, set_up);
        }
        let practice = self.practice()?;
        let choosing = actor == Actor::NOBODY && matches!(deed, Deed::SeeStaff | Deed::SeeOverview);
        if !choosing {
            self.check(actor, deed)?;
        }
        let asker = Asker { desk: self, actor: actor.id(), practice };
        match request {
            Request::Overview => asker.overview(),
            Request::Today => asker.today().inspect(|_| self.directory.begin()),
            Request::Cases { filter, after, limit } => asker.cases(&filter, after.as_ref(), limit),
            Request::Case { case } => asker.case(&case),
            Request::Patients { text, limit } => asker.patients(&text, limit),
            Request::Patient { patient } => asker.patient(patient),
            Request::Alike { details } => asker.alike(&details).map(Reply::Patients),
            Request::Services { feed, after, limit } => {
                asker.services(feed.as_deref(), after.as_ref(), limit)
            }
            Request::Service { id } => asker.service(&id),
            Request::Find(find) => Ok(asker.find(&find)),
            Request::Staff => Ok(Reply::Staff(self.staff_now().values().cloned().collect())),
            Request::CallCard { red_flags } => asker.call_card(&red_flags),
            Request::SetUp(_) => Err(Refusal::not_allowed(deed)),
            Request::AddStaff { name, roles, account } => asker.add_staff(&name, roles, account),
            Request::RetireStaff { staff } => asker.retire_staff(staff),
            Request::SetLimits(limits) => asker.set_limits(limits),
            Request::ConfirmCard { entry, number } => asker.confirm_card(&entry, &number),
            Request::Flag(flag) => asker.flag(&flag),
            Request::OnCase { case, command } => asker.on_case(&case, command),
            Request::Route { case, needs, route, agreement } => {
                asker.route(&case, &needs, &route, &agreement)
            }
            Request::Work { case, work, next } => asker.work(&case, work, next),
            Request::Caseloads => asker.caseloads(),
            Request::Whom { patient } => asker.whom(patient),
            Request::KeepCaseload { staff, capacity, languages, covers } => {
                asker.keep_caseload(staff, capacity, &languages, covers)
            }
            Request::SetLeave { staff, leave } => asker.set_leave(staff, leave),
            Request::MoveDue { staff, leave, only_say } => asker.move_due(staff, leave, only_say),
            Request::RecordLicence { instrument, licence } => asker.record_licence(&instrument, licence),
            Request::Calendar { staff } => asker.calendar(staff),
            Request::Report { name, from, to, practice } => asker.report(name, from, to, practice.as_ref()),
            Request::CorrectPatient { patient, details } => asker.correct_patient(patient, *details),
            Request::JoinPatients { keep, join } => asker.join_patients(keep, join),
            Request::Undo { subject } => asker.undo(subject),
            Request::ImportServices { records, feed, feed_chosen, dry_run } => {
                asker.import(records, &feed, feed_chosen, dry_run)
            }
            Request::NoteUnmet { needs, area } => asker.note_unmet(needs, area.as_ref()),
            Request::UnmetNeeds { from, to, after, limit } => asker.unmet_needs(from, to, after, limit),
            Request::Places => Ok(asker.places()),
            Request::ImportPlaces { places, file, dry_run } => asker.import_places(*places, &file, dry_run),
            Request::CheckService { service } => asker.check_service(&service),
            Request::GiveDetails { service } => asker.give_details(&service),
        }
    }

    /// Whether the store holds no practice yet.
    pub fn is_empty(&self) -> bool {
        read(&self.practice).is_none()
    }

    /// Brings the index to disk, so that the next start is quick.
    ///
    /// # Errors
    /// [`Refusal::Store`] where the disk refuses; nothing confirmed is lost by it.
    pub fn close(&self) -> Result<(), Refusal> {
        self.directory.give_up();
        self.whereabouts.give_up();
        Ok(self.store.checkpoint()?)
    }

    /// Waits until everything can be found; for scripts, which ask once.
    pub fn wait_until_indexed(&self) {
        // There is no first screen to let go first.
        self.directory.begin();
        self.directory.wait();
        self.whereabouts.wait();
    }

    fn check(&self, actor: Actor, deed: Deed) -> Result<(), Refusal> {
        let staff = self.staff_now();
        match staff.get(&actor.id()) {
            None => {
                Err(Refusal::not_found("you are not a member of staff here", "Choose who you are with --as."))
            }
            Some(one) if one.retired => {
                Err(Refusal::not_found(format!("{} has left", one.name), "Choose who you are with --as."))
            }
            Some(one) if deed.is_allowed(one) => Ok(()),
            Some(_) => Err(Refusal::not_allowed(deed)),
        }
    }

    fn practice(&self) -> Result<PracticeId, Refusal> {
        read(&self.practice).as_ref().map(|practice| practice.id).ok_or_else(|| Refusal::State {
            what: "there is no practice here yet".to_owned(),
            advice: "Set one up with `signpost init`, or start `signpost demo` to look around.".to_owned(),
        })
    }

    fn staff_now(&self) -> RwLockReadGuard<'_, BTreeMap<StaffId, Staff>> {
        read(&self.staff)
    }

    fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// The instant and the day, as rules look at them.
    fn clock_now(&self) -> Now {
        let at = self.now();
        let local = at.to_zoned(self.zone.clone());
        Now { at, today: local.date(), time: local.time() }
    }

    fn today(&self) -> Date {
        self.date_of(self.now())
    }

    /// The day of an instant, where the practice is.
    fn date_of(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.directory.give_up();
        self.whereabouts.give_up();
    }
}

/// What may be done beside other things. The store checks each record by itself; what has to hold across several
/// (one open case for each person, whose records may be two; nobody registered twice; an administrator who stays)
/// holds because whatever decides it is done alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Company {
    /// It decides what has to hold across records.
    Alone,
    /// It relies on that.
    Together,
}

impl Company {
    fn of(request: &Request) -> Option<Self> {
        match request {
            Request::SetUp(_)
            | Request::AddStaff { .. }
            | Request::RetireStaff { .. }
            | Request::JoinPatients { .. }
            | Request::Undo { .. }
            | Request::OnCase { command: Command::Undo | Command::Reopen { .. }, .. } => Some(Self::Alone),
            Request::Flag(flag) if matches!(flag.whose, Whose::New { .. }) => Some(Self::Alone),
            Request::Flag(_)
            | Request::OnCase { .. }
            | Request::Work { .. }
            | Request::Route { .. }
            | Request::CorrectPatient { .. } => Some(Self::Together),
            _ => None,
        }
    }
}

/// One request under way: who asks, of which practice.
#[derive(Clone, Copy)]
struct Asker<'a> {
    desk: &'a Desk,
    actor: StaffId,
    practice: PracticeId,
}

impl Asker<'_> {
    fn read(self, subject: impl Into<Subject>) -> Result<Option<Record>, Refusal> {
        Ok(self.desk.store.read(self.practice, subject.into())?)
    }

    fn may(self, deed: Deed) -> bool {
        self.desk.staff_now().get(&self.actor).is_some_and(|staff| deed.is_allowed(staff))
    }

    fn name_of(self, staff: StaffId) -> String {
        self.desk.staff_now().get(&staff).map_or_else(|| "somebody".to_owned(), |one| one.name.clone())
    }
}

/// A lock whose holder panicked guards plain data that is whole all the same.
fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(std::sync::PoisonError::into_inner)
}
