//! The practice and its staff: setting up, taking on, limits, the call card, the practice at a glance.

use crate::desk::open::{BANK_HOLIDAYS, BANK_HOLIDAYS_AT};
use crate::desk::refusal::Refusal;
use crate::desk::reply::{Done, Overview, Reply};
use crate::desk::request::SetUp;
use crate::desk::{Actor, Asker, Desk, read};
use crate::domain::call_card::CallCard;
use crate::domain::case::Queue;
use crate::domain::dates;
use crate::domain::id::{PracticeId, StaffId};
use crate::domain::measure::instrument::{InstrumentKey, instruments};
use crate::domain::practice::{Limits, Practice, PracticeEvent};
use crate::domain::record::{Event, Index, Key};
use crate::domain::red_flag;
use crate::domain::staff::{Role, Staff, StaffEvent};
use crate::domain::text;
use crate::domain::urgency::Urgency;
use crate::domain::working_days::WorkingDays;
use crate::store::Row;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use uuid::Uuid;

/// How long a name may be, in characters.
const NAME: usize = 100;

impl Desk {
    /// Sets the practice up in an empty store, with its first member of staff.
    pub(super) fn set_up(&self, actor: Actor, set_up: SetUp) -> Result<Reply, Refusal> {
        if actor != Actor::NOBODY || !self.is_empty() {
            return Err(Refusal::State {
                what: "a practice is set up here already".to_owned(),
                advice: "Choose another folder with --data for another practice.".to_owned(),
            });
        }
        let (name, staff_name) = (text::line(&set_up.practice, NAME), text::line(&set_up.staff, NAME));
        if name.is_empty() || staff_name.is_empty() {
            return Err(Refusal::input("a name is missing", "Give the practice's name and your own."));
        }
        let (practice, staff) = (PracticeId(Uuid::now_v7()), StaffId(Uuid::now_v7()));
        let roles = if set_up.roles.is_empty() { Role::ALL.into() } else { set_up.roles };
        let account = set_up.account.map(|account| text::line(&account, NAME)).filter(|a| !a.is_empty());
        let asker = Asker { desk: self, actor: staff, practice };
        let ((), kept) = asker.change(|draft| {
            let (name, ods) = (name.clone(), set_up.ods.clone());
            draft.happen(practice, Event::Practice(PracticeEvent::Founded { id: practice, name, ods }))?;
            draft.happen(
                staff,
                Event::Staff(StaffEvent::Joined {
                    id: staff,
                    practice,
                    name: staff_name.clone(),
                    roles: roles.clone(),
                    account: account.clone(),
                }),
            )
        })?;
        let staff = self.staff_now().get(&staff).cloned();
        Ok(Reply::Done(Done {
            said: format!("{name} is set up. {staff_name} is its first member of staff."),
            read_out: None,
            change: Some(kept.change),
            subjects: kept.records.keys().copied().collect(),
            case: None,
            staff,
            practice: Some(practice),
        }))
    }
}

impl Asker<'_> {
    /// The practice as it is now.
    pub(super) fn practice_now(self) -> Result<Practice, Refusal> {
        read(&self.desk.practice)
            .clone()
            .ok_or_else(|| Refusal::damaged("the practice's own record is missing"))
    }

    pub(super) fn add_staff(
        self,
        name: &str,
        roles: BTreeSet<Role>,
        account: Option<String>,
    ) -> Result<Reply, Refusal> {
        let name = text::line(name, NAME);
        if name.is_empty() {
            return Err(Refusal::input("the name is missing", "Give the name that colleagues use."));
        }
        if roles.is_empty() {
            return Err(Refusal::input("no role is given", "Give at least one role."));
        }
        let account = account.map(|account| text::line(&account, NAME)).filter(|account| !account.is_empty());
        self.check_nobody_else(&name, account.as_deref())?;
        let (id, practice) = (StaffId(Uuid::now_v7()), self.practice);
        let joined = StaffEvent::Joined { id, practice, name: name.clone(), roles, account };
        self.staff_change(id, &joined, |roles| format!("{name} joins as {roles}."))
    }

    /// Refuses a name or an account that somebody has who works here.
    fn check_nobody_else(self, name: &str, account: Option<&str>) -> Result<(), Refusal> {
        let staff = self.desk.staff_now();
        for one in staff.values().filter(|one| !one.retired) {
            if one.name.to_lowercase() == name.to_lowercase() {
                return Err(Refusal::input(
                    format!("{name} works here already"),
                    "Give a name that tells the two apart.",
                ));
            }
            if account.is_some() && one.account.as_deref() == account {
                return Err(Refusal::input(
                    format!("that account is {}'s", one.name),
                    "Give another account, or none.",
                ));
            }
        }
        Ok(())
    }

    pub(super) fn retire_staff(self, id: StaffId) -> Result<Reply, Refusal> {
        let name = {
            let staff = self.desk.staff_now();
            let one = staff.get(&id).filter(|one| !one.retired).ok_or_else(|| {
                Refusal::not_found(
                    "there is no such member of staff",
                    "List them with `signpost staff list`.",
                )
            })?;
            let administrators = staff.values().filter(|one| one.is(Role::Administrator)).count();
            if one.is(Role::Administrator) && administrators == 1 {
                return Err(Refusal::State {
                    what: format!("{} is the only administrator", one.name),
                    advice: "Take another administrator on first.".to_owned(),
                });
            }
            one.name.clone()
        };
        let cases = self.count_of(id)?;
        let stays = match cases {
            0 => "Their work stays.".to_owned(),
            1 => "Their case stands on the link workers' and managers' Today.".to_owned(),
            cases => format!("Their {cases} cases stand on the link workers' and managers' Today."),
        };
        self.staff_change(id, &StaffEvent::Retired, |_| format!("{name} has left. {stays}"))
    }

    fn staff_change(
        self,
        id: StaffId,
        event: &StaffEvent,
        said: impl Fn(&str) -> String,
    ) -> Result<Reply, Refusal> {
        let ((), kept) = self.change(|draft| draft.happen(id, Event::Staff(event.clone())))?;
        let staff = self.desk.staff_now().get(&id).cloned();
        let roles = staff.as_ref().map(Staff::roles_said).unwrap_or_default();
        Ok(Reply::Done(Done {
            said: said(&roles),
            read_out: None,
            change: Some(kept.change),
            subjects: vec![id.into()],
            case: None,
            staff,
            practice: None,
        }))
    }

    pub(super) fn set_limits(self, limits: Limits) -> Result<Reply, Refusal> {
        limits.check().map_err(|what| Refusal::input(what, "Give a number within that range."))?;
        self.practice_change(&PracticeEvent::LimitsSet(limits), "The practice's limits are set.")
    }

    pub(super) fn confirm_card(self, entry: &str, number: &str) -> Result<Reply, Refusal> {
        let number = text::line(number, 50);
        if CallCard::entry(entry).is_none() {
            return Err(Refusal::not_found(
                format!("no entry \"{entry}\" on the card"),
                "Choose one of the card's.",
            ));
        }
        if !number.chars().any(|c| c.is_ascii_digit()) {
            return Err(Refusal::input("that is no telephone number", "Give the number to ring."));
        }
        let confirmed = PracticeEvent::CardConfirmed { entry: entry.to_owned(), number };
        self.practice_change(&confirmed, "The number is confirmed by your practice.")
    }

    /// Records the licence of an instrument, so that it can be filled.
    pub(super) fn record_licence(
        self,
        instrument: &InstrumentKey,
        licence: Option<String>,
    ) -> Result<Reply, Refusal> {
        let known = instruments().get(instrument);
        let known =
            known.map_err(|error| Refusal::not_found(error.to_string(), "Choose one that is listed."))?;
        if !known.licensed {
            return Err(Refusal::input(
                format!("{} needs no licence", known.name),
                "It can be filled as it is.",
            ));
        }
        let licence = licence.map(|licence| text::line(&licence, 300));
        if licence.as_ref().is_some_and(String::is_empty) {
            return Err(Refusal::input(
                "the licence is missing",
                "Give its number, or whom it is from and for whom it is.",
            ));
        }
        let said = match &licence {
            Some(_) => format!("The licence of {} is recorded: it can be filled.", known.name),
            None => format!("{} has no licence any more: it cannot be filled.", known.name),
        };
        let event = PracticeEvent::LicenceRecorded { instrument: instrument.clone(), licence };
        self.practice_change(&event, &said)
    }

    fn practice_change(self, event: &PracticeEvent, said: &str) -> Result<Reply, Refusal> {
        let ((), kept) = self.change(|draft| draft.happen(self.practice, Event::Practice(event.clone())))?;
        self.done(said.to_owned(), &kept, false)
    }

    pub(super) fn call_card(self, red_flags: &[String]) -> Result<Reply, Refusal> {
        let flags: Vec<_> = red_flags.iter().filter_map(|key| red_flag::get(key)).collect();
        let confirmed = self.practice_now()?.card;
        let lines = if flags.is_empty() {
            CallCard::whole(&confirmed)
        } else {
            CallCard::for_flags(&flags, &confirmed)
        };
        Ok(Reply::CallCard(lines))
    }

    pub(super) fn overview(self) -> Result<Reply, Refusal> {
        let practice = self.practice_now()?;
        let most = Overview::MOST;
        let urgent = self.count(Index::Open, &[0], most)?.len();
        let to_route = self.count(Index::Queue, &Queue::ToRoute.prefix(), most)?.len();
        let mut waiting = self.count(Index::Queue, &Queue::Team.prefix(), most)?;
        waiting.extend(self.count(Index::Queue, &[3], most)?);
        let due = self.due();
        let overdue = waiting.iter().filter(|row| due.is_past(&row.key.value)).count().min(most);
        Ok(Reply::Overview(Overview {
            practice,
            urgent,
            waiting: waiting.len().min(most),
            overdue,
            to_route,
            services: self.desk.directory.services(),
            index_ready: self.desk.directory.is_ready(),
            notices: self.notices(),
        }))
    }

    fn notices(self) -> Vec<String> {
        let stored = self.desk.store.status().notices.into_iter().map(|notice| notice.0);
        stored.chain(self.desk.mistakes.iter().cloned()).chain(self.holidays_run_out()).collect()
    }

    /// That bank holidays will soon not be known any more, a month before.
    fn holidays_run_out(self) -> Option<String> {
        let known_until = self.desk.working_days.known_until();
        let soon = self.desk.today().saturating_add(jiff::Span::new().days(31));
        (soon > known_until).then(|| {
            format!(
                "Bank holidays are known until {} only; after it just weekends are no working days.\nSave \
                 {BANK_HOLIDAYS_AT} as {BANK_HOLIDAYS} in the data folder, and start again.",
                dates::short(known_until),
            )
        })
    }

    fn count(self, index: Index, prefix: &[u8], most: usize) -> Result<Vec<Row>, Refusal> {
        let prefix = Key { index, value: prefix.to_vec() };
        Ok(self.desk.store.page(self.practice, &prefix, None, most)?)
    }
}

impl<'a> Asker<'a> {
    /// Since when a case that waits is late today, by the practice's limits for accepting.
    pub(super) fn due(self) -> Due<'a> {
        Due::of(&self.limits(), self.desk.today(), &self.desk.zone, &self.desk.working_days)
    }
}

/// Which cases wait longer than the practice's limit, without counting days for each of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Due<'a> {
    days: &'a WorkingDays,
    today: Date,
    /// The limit in working days, and the instant before which whatever waits since then is late.
    late_before: Option<(u8, Timestamp)>,
    /// The same of what is urgent.
    urgent: Option<(u8, Timestamp)>,
}

impl<'a> Due<'a> {
    fn of(limits: &Limits, today: Date, zone: &TimeZone, days: &'a WorkingDays) -> Self {
        let late_before = |urgency| {
            let limit = limits.accept(urgency)?;
            // What waits since that day has today left; what waits since an earlier one is late.
            let day = days.back(today, u16::from(limit));
            Some((limit, day.to_zoned(zone.clone()).ok()?.timestamp()))
        };
        let (usual, urgent) = (late_before(Urgency::Routine), late_before(Urgency::Urgent));
        Self { days, today, late_before: usual, urgent }
    }

    fn late_before(self, urgent: bool) -> Option<(u8, Timestamp)> {
        if urgent { self.urgent } else { self.late_before }
    }

    /// Working days past the limit for what waits since then, up to 999; 0: not late.
    pub fn days_late(self, urgency: Urgency, since: Timestamp, zone: &TimeZone) -> u16 {
        match self.late_before(urgency == Urgency::Urgent) {
            Some((limit, late_before)) if since < late_before => {
                let since = since.to_zoned(zone.clone()).date();
                // Who is due on a Friday is a day late at the weekend, and on Monday.
                let late = self.days.between(self.days.add(since, u32::from(limit)), self.today);
                u16::try_from(late).unwrap_or(u16::MAX).clamp(1, 999)
            }
            _ => 0,
        }
    }

    /// Whether the place of a case that waits says that it is late.
    pub fn is_past(self, place: &[u8]) -> bool {
        let Some((urgent, at)) = since(place) else { return false };
        self.late_before(urgent).is_some_and(|(_, late_before)| at < late_before)
    }
}

/// Whether a case that waits is urgent, and since when it waits, as the place in its queue says: a byte, 0 for urgent,
/// and the last eight, in milliseconds.
fn since(place: &[u8]) -> Option<(bool, Timestamp)> {
    let at = place.len().checked_sub(8)?;
    let bytes: [u8; 8] = place.get(at..)?.try_into().ok()?;
    let urgent = place.get(at.checked_sub(1)?) == Some(&0);
    Some((urgent, Timestamp::from_millisecond(i64::try_from(u64::from_be_bytes(bytes)).ok()?).ok()?))
}
