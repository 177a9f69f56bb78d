//! The case, told as stories and checked as properties; what both use: a case at work, and who works on it.

mod agreeing;
mod allowed;
mod casework;
mod days;
mod properties;
mod stories;
mod works;

use super::{
    AgreementGiven, Answer, Body, Case, CaseEvent, CaseRefusal, Closing, Command, Escalate, Flag, NeedEnd,
    NeedState, Now, Recipient, ServiceRef,
};
use crate::domain::id::{CaseId, ChangeId, PatientId, PracticeId, StaffId};
use crate::domain::need::NeedKey;
use crate::domain::record::Stamp;
use crate::domain::reference::Reference;
use crate::domain::service::ServiceKey;
use crate::domain::urgency::Urgency;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

pub(super) const LONELINESS: &str = "loneliness";
pub(super) const DEBT: &str = "debt";
pub(super) const HOUSING: &str = "housing_repairs";

pub(super) fn staff(number: u128) -> StaffId {
    StaffId(Uuid::from_u128(0x1000 + number))
}
/// A receptionist.
pub(super) fn priya() -> StaffId {
    staff(1)
}
/// A link worker.
pub(super) fn sam() -> StaffId {
    staff(2)
}
/// Another link worker.
pub(super) fn ruth() -> StaffId {
    staff(3)
}

pub(super) fn need(key: &str) -> NeedKey {
    NeedKey::from(key)
}

pub(super) fn lunch_club() -> ServiceRef {
    ServiceRef {
        key: ServiceKey { feed: "town".to_owned(), id: "7".to_owned() },
        name: "Lunch Club".to_owned(),
    }
}

pub(super) fn flag(needs: &[&str]) -> Flag {
    Flag {
        needs: needs.iter().map(|key| need(key)).collect(),
        urgency: Urgency::Routine,
        note: String::new(),
        red_flags: vec![],
        went_on: String::new(),
    }
}

pub(super) fn says(recipient: Recipient, answer: Answer, shares: &[&str]) -> Command {
    Command::RecordAgreement(AgreementGiven {
        recipient,
        answer,
        words: "May they contact you?".to_owned(),
        shares: shares.iter().map(|&field| field.to_owned()).collect(),
        until: None,
    })
}

pub(super) fn agrees() -> Command {
    says(Recipient::LinkWorkers, Answer::Agreed, &[])
}

pub(super) fn refuses() -> Command {
    says(Recipient::LinkWorkers, Answer::Declined, &[])
}

pub(super) fn hand_over(to: Option<StaffId>) -> Command {
    Command::HandOver { needs: vec![], to }
}

pub(super) fn signpost(needs: &[&str]) -> Command {
    Command::Signpost { needs: needs.iter().map(|key| need(key)).collect(), service: lunch_club() }
}

pub(super) fn refer(shared: &[&str]) -> Command {
    Command::Refer {
        needs: vec![],
        service: lunch_club(),
        shared: shared.iter().map(|&field| field.to_owned()).collect(),
    }
}

pub(super) fn escalate() -> Command {
    Command::Escalate(Escalate {
        reason: "says that she is not safe".to_owned(),
        red_flags: vec![],
        told: "Dr Okafor".to_owned(),
        told_at: start(),
    })
}

pub(super) fn decline(needs: &[&str]) -> Command {
    Command::Decline { needs: needs.iter().map(|key| need(key)).collect(), why: String::new() }
}

pub(super) fn note(text: &str) -> Command {
    Command::Note { text: text.to_owned() }
}

pub(super) fn give_back() -> Command {
    Command::Return { why: "lives outside our area".to_owned() }
}

pub(super) fn end(key: &str, end: NeedEnd) -> Command {
    Command::EndNeed { need: need(key), end }
}

pub(super) fn close_all(end: NeedEnd) -> Command {
    Command::Close(Closing {
        rest: Some(end),
        summary: "goes to the lunch club".to_owned(),
        ..Closing::default()
    })
}

pub(super) fn reopen() -> Command {
    Command::Reopen { why: "rang again".to_owned() }
}

pub(super) fn start() -> Timestamp {
    "2026-11-02T09:00:00Z".parse().unwrap()
}

/// A case, everything that ever happened to it, and a clock that moves a minute on with each change.
#[derive(Clone, Debug)]
pub(super) struct AtWork {
    pub case: Case,
    pub history: Vec<(CaseEvent, Stamp)>,
    changes: u64,
}

impl AtWork {
    /// Priya has flagged these needs of somebody.
    pub(super) fn flagged(needs: &[&str]) -> Self {
        Self::opened_by(priya(), flag(needs), 0)
    }

    pub(super) fn opened_by(by: StaffId, flag: Flag, number: u128) -> Self {
        let id = Uuid::from_u128(0x2000 + number);
        let event = Case::open(
            CaseId(id),
            Reference::propose(id, 0),
            PracticeId(Uuid::from_u128(1)),
            PatientId(Uuid::from_u128(2)),
            flag,
        )
        .unwrap();
        // Two cases may stand side by side; their changes are told apart.
        let changes = u64::try_from(number).unwrap() * 1_000_000;
        let stamp = stamp(by, changes);
        Self { case: Case::fold(None, &event, &stamp).unwrap(), history: vec![(event, stamp)], changes }
    }

    /// A case of Sam's: one need, agreed, handed over, taken.
    pub(super) fn of_sam(needs: &[&str]) -> Self {
        Self::flagged(needs).by(priya(), [agrees(), hand_over(None)]).by(sam(), [Command::Accept])
    }

    /// One change, of as many commands. Each must be allowed.
    pub(super) fn by(mut self, who: StaffId, commands: impl IntoIterator<Item = Command>) -> Self {
        self.begin_change();
        for command in commands {
            let said = format!("{command:?}");
            if let Err(refusal) = self.go_on(who, command) {
                panic!("{said} was refused: {refusal}");
            }
        }
        self
    }

    /// Time passes.
    pub(super) fn days_pass(&mut self, days: u64) {
        self.changes += days * 24 * 60;
    }

    /// How many days have passed.
    pub(super) fn days(&self) -> i64 {
        i64::try_from(self.changes % 1_000_000 / (24 * 60)).unwrap()
    }

    pub(super) fn begin_change(&mut self) {
        self.changes += 1;
    }

    /// A change that joins this case and another comes after all that happened to either.
    pub(super) fn begin_change_after(&mut self, other: &Self) {
        self.changes = self.changes.max(other.changes % 1_000_000) + 1;
    }

    /// One command more, in the change that was begun last.
    pub(super) fn go_on(&mut self, who: StaffId, command: Command) -> Result<CaseEvent, CaseRefusal> {
        let event = self.case.decide(command, who, self.now())?;
        self.happen(who, event.clone());
        Ok(event)
    }

    pub(super) fn happen(&mut self, who: StaffId, event: CaseEvent) {
        let stamp = stamp(who, self.changes);
        self.case = Case::fold(Some(self.case.clone()), &event, &stamp).unwrap();
        self.history.push((event, stamp));
    }

    /// Why the case does not allow it.
    pub(super) fn refusal(&self, who: StaffId, command: Command) -> CaseRefusal {
        self.case.decide(command, who, self.now()).expect_err("it is allowed")
    }

    /// When the next thing is decided.
    pub(super) fn now(&self) -> Now {
        let at = stamp(sam(), self.changes).at;
        let local = at.to_zoned(jiff::tz::TimeZone::UTC);
        Now { at, today: local.date(), time: local.time() }
    }

    pub(super) fn body(&self) -> &Body {
        &self.case.body
    }

    pub(super) fn state(&self, key: &str) -> &NeedState {
        &self.case.need(&need(key)).unwrap().state
    }
}

fn stamp(by: StaffId, change: u64) -> Stamp {
    let minutes = i64::try_from(change % 1_000_000).unwrap();
    Stamp {
        at: start() + SignedDuration::from_mins(minutes),
        by,
        change: ChangeId(Uuid::from_u128(0x3000 + u128::from(change))),
    }
}
