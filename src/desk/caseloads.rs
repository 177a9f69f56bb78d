//! Caseloads: who has how many cases, who has room, who is away, and what moves to whom meanwhile.

use crate::desk::Asker;
use crate::desk::cases::check_contact;
use crate::desk::change::Draft;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{Caseload, Move, Reply};
use crate::domain::case::work::Did;
use crate::domain::case::{Case, Command, Queue, day_first};
use crate::domain::caseload::{self, Leave, Proposal, Standing, Wanted, Worker};
use crate::domain::id::{PatientId, StaffId};
use crate::domain::ods::OdsCode;
use crate::domain::record::{Event, Index, Key, Record};
use crate::domain::staff::{Role, Staff, StaffEvent};
use crate::domain::text;
use crate::store::Row;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// How many cases of one worker are counted, and moved at a time: many times any caseload.
const MOST: usize = 1_000;

impl Asker<'_> {
    /// Every link worker's caseload.
    pub(super) fn caseloads(self) -> Result<Reply, Refusal> {
        let today = self.desk.today();
        let mut all = Vec::new();
        for mut staff in self.link_workers_ever() {
            let due = self.due_rows(staff.id)?;
            if staff.retired {
                // Who has left is told of as long as somebody has to take on what was theirs, also after the end.
                if due.is_empty() && self.count_of(staff.id)? == 0 {
                    continue;
                }
                staff.name.push_str(" (has left)");
            }
            let days = |row: &&Row| row.key.value.get(16..20).map(<[u8]>::to_vec);
            let now = day_first(Some(today)).to_vec();
            all.push(Caseload {
                open: self.count_in(Queue::With(staff.id))?,
                waiting: self.count_in(Queue::WaitingFor(staff.id))?,
                overdue: due.iter().filter(|row| days(row).is_some_and(|day| day < now)).count(),
                due_today: due.iter().filter(|row| days(row).is_some_and(|day| day == now)).count(),
                staff: staff.id,
                name: staff.name,
                capacity: staff.capacity,
                languages: staff.languages,
                covers: staff.covers,
                leave: staff.leave.filter(|leave| leave.to >= today),
            });
        }
        Ok(Reply::Caseloads(all))
    }

    /// Whom a patient's case could go to, the best first.
    pub(super) fn whom(self, patient: Option<PatientId>) -> Result<Reply, Refusal> {
        Ok(Reply::Whom(self.proposals(patient, self.desk.today(), &self.workers(None)?)?))
    }

    /// Whom a patient's case could go to on a day, of some workers, the best first.
    fn proposals(
        self,
        patient: Option<PatientId>,
        on: Date,
        workers: &[Worker],
    ) -> Result<Vec<Proposal>, Refusal> {
        let language = match patient {
            Some(patient) => self.patient_record(patient)?.details.language,
            None => None,
        };
        let practice = self.practice_now()?.ods;
        Ok(caseload::propose(workers, &Wanted { language, practice, today: on }))
    }

    /// The link workers but one, with what each carries now.
    fn workers(self, but: Option<StaffId>) -> Result<Vec<Worker>, Refusal> {
        let mut workers = Vec::new();
        for staff in self.link_workers().into_iter().filter(|staff| Some(staff.id) != but) {
            workers.push(Worker {
                open: self.count_of(staff.id)?,
                id: staff.id,
                name: staff.name,
                capacity: staff.capacity,
                languages: staff.languages,
                covers: staff.covers,
                away: staff.leave,
            });
        }
        Ok(workers)
    }

    /// Settles how much, and what, a link worker takes on.
    pub(super) fn keep_caseload(
        self,
        staff: StaffId,
        capacity: Option<u16>,
        languages: &[String],
        covers: Vec<OdsCode>,
    ) -> Result<Reply, Refusal> {
        self.link_worker(staff)?;
        if capacity.is_some_and(|capacity| capacity > 1_000) {
            return Err(Refusal::input(
                "nobody takes more than 1,000 cases",
                "Give the number of cases that they take at a time; 0 for none.",
            ));
        }
        let languages = languages.iter().map(|language| text::line(language, 60)).take(30);
        let languages = languages.filter(|language| !language.is_empty()).collect();
        let covers = covers.into_iter().take(200).collect();
        let event = StaffEvent::CaseloadSettled { capacity, languages, covers };
        let said = match capacity {
            Some(capacity) => format!("{} takes {capacity} cases.", self.name_of(staff)),
            None => format!("{} takes as many cases as come.", self.name_of(staff)),
        };
        self.settle_staff(staff, event, said)
    }

    /// Says when a link worker is away; nothing: they are not. One's own, or, for a manager, anybody's.
    pub(super) fn set_leave(self, staff: StaffId, leave: Option<Leave>) -> Result<Reply, Refusal> {
        self.link_worker(staff)?;
        self.own_or_manager(staff)?;
        leave.map_or(Ok(()), |leave| self.check_leave(leave))?;
        let said = match leave {
            Some(leave) => format!(
                "{} is away from {} to {}.",
                self.name_of(staff),
                said_day(leave.from),
                said_day(leave.to)
            ),
            None => format!("{} is here.", self.name_of(staff)),
        };
        self.settle_staff(staff, StaffEvent::LeaveSet { leave }, said)
    }

    fn check_leave(self, leave: Leave) -> Result<(), Refusal> {
        let what = if leave.from > leave.to {
            "the first day is after the last".to_owned()
        } else if leave.to < self.desk.today() {
            format!("{} is past", said_day(leave.to))
        } else if leave.from.until(leave.to).is_ok_and(|span| span.get_days() > 400) {
            "that is more than a year".to_owned()
        } else {
            return Ok(());
        };
        Err(Refusal::input(what, "Check the two days: the first, then the last."))
    }

    /// Moves what is due up to the end of a leave, and what waits for whoever is away, to those who have room; or says
    /// what would move.
    pub(super) fn move_due(self, staff: StaffId, leave: Leave, only_say: bool) -> Result<Reply, Refusal> {
        self.own_or_manager(staff)?;
        self.check_leave(leave)?;
        let from = leave.from.max(self.desk.today());
        let mut workers = self.workers(Some(staff))?;
        let mut moves = Vec::new();
        for case in self.due_until(staff, leave.to)? {
            // Each goes to the best of those who are there; what was given before counts.
            let proposals = self.proposals(Some(case.patient), from, &workers)?;
            // Who only asks again carries no case more by it; the team as a whole asks nobody.
            let takes = |one: &&Proposal| match one.standing {
                Standing::Free => true,
                Standing::Full => !case.is_open(),
                Standing::Away { .. } | Standing::Elsewhere => false,
            };
            let to = proposals.iter().find(takes).map(|one| one.staff);
            for worker in workers.iter_mut().filter(|worker| case.is_open() && Some(worker.id) == to) {
                worker.open += 1;
            }
            let nobody = to.is_none() && !case.is_open();
            let to_name = match to {
                Some(to) => self.name_of(to),
                None if nobody => self.name_of(staff),
                None => "the team".to_owned(),
            };
            let refused = nobody.then(|| "nobody else is there to ask again".to_owned());
            let (due, case_line) = (case.body.work.due(), self.case_line(&case)?);
            moves.push((case, Move { case: case_line, due, to, to_name, refused }));
        }
        if !only_say {
            for (case, one) in moves.iter_mut().filter(|(_, one)| one.refused.is_none()) {
                one.refused = self.moved(case, one.to).err().map(|why| why.what());
            }
        }
        Ok(Reply::Moves(moves.into_iter().map(|(_, one)| one).collect()))
    }

    /// What is due for somebody up to a day, the first first; behind it what waits for them without a day.
    pub(super) fn due_until(self, staff: StaffId, last: Date) -> Result<Vec<Case>, Refusal> {
        let last = day_first(Some(last));
        let due = self.due_rows(staff)?.into_iter();
        let due = due.take_while(|row| row.key.value.get(16..20) <= Some(&last[..]));
        let waiting = Key { index: Index::Queue, value: Queue::WaitingFor(staff).prefix() };
        let waiting = self.desk.store.page(self.practice, &waiting, None, MOST)?;
        let mut seen = BTreeSet::new();
        let mut cases = Vec::new();
        for row in due.chain(waiting).filter(|row| seen.insert(row.subject)) {
            if let Some(Record::Case(case)) = self.read(row.subject)? {
                cases.push(*case);
            }
        }
        Ok(cases)
    }

    /// Moves one case, with its next date, so that whoever has it now sees it on the same day.
    fn moved(self, case: &Case, to: Option<StaffId>) -> Result<(), Refusal> {
        self.change(|draft| {
            let Some(Record::Case(case)) = draft.read(case.id)? else { return Ok(()) };
            check_contact(&self.patient_of(&case)?)?;
            draft.command(&case, Command::Reassign { to }).map(drop)
        })
        .map(drop)
    }

    fn own_or_manager(self, staff: StaffId) -> Result<(), Refusal> {
        let manages = self.desk.staff_now().get(&self.actor).is_some_and(|one| one.is(Role::Manager));
        if staff == self.actor || manages {
            return Ok(());
        }
        Err(Refusal::input(
            "that is another link worker's leave",
            "Ask them, or a manager: each settles their own, a manager anybody's.",
        ))
    }

    fn settle_staff(self, staff: StaffId, event: StaffEvent, said: String) -> Result<Reply, Refusal> {
        let ((), kept) = self.change(|draft| draft.happen(staff, Event::Staff(event.clone())))?;
        self.done(said, &kept, false)
    }

    fn link_workers(self) -> Vec<Staff> {
        self.link_workers_ever().into_iter().filter(|one| !one.retired).collect()
    }

    /// The link workers, those who have left too.
    pub(super) fn link_workers_ever(self) -> Vec<Staff> {
        let staff = self.desk.staff_now();
        staff.values().filter(|one| one.roles.contains(&Role::LinkWorker)).cloned().collect()
    }

    /// How many open cases somebody has: with them, and waiting for them by name.
    pub(super) fn count_of(self, worker: StaffId) -> Result<usize, Refusal> {
        Ok(self.count_in(Queue::With(worker))? + self.count_in(Queue::WaitingFor(worker))?)
    }

    fn count_in(self, queue: Queue) -> Result<usize, Refusal> {
        let prefix = Key { index: Index::Queue, value: queue.prefix() };
        Ok(self.desk.store.page(self.practice, &prefix, None, MOST)?.len())
    }

    /// Where a worker's cases stand in the list of what is due, the first day first.
    pub(super) fn due_rows(self, worker: StaffId) -> Result<Vec<Row>, Refusal> {
        let prefix = Key { index: Index::Due, value: worker.0.as_bytes().to_vec() };
        Ok(self.desk.store.page(self.practice, &prefix, None, MOST)?)
    }
}

impl Draft<'_> {
    /// What is proposed to be next once a case is accepted, settled with it.
    pub(super) fn settle_first(&mut self, case: &Case) -> Result<(), Refusal> {
        let patient = self.asker.patient_of(case)?;
        self.settle_next(case, &patient, Did::Accepted, None)
    }
}

fn said_day(day: Date) -> String {
    day.strftime("%a %-d %b %Y").to_string()
}
