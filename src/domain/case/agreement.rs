//! What a patient agreed to: who may contact them, or be told about them.

use super::{Case, Moment, NeedState, ServiceRef};
use crate::domain::need;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Who may contact the patient, or be told about them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// The practice's link workers.
    LinkWorkers,
    /// A service, with the agreed details.
    Service(ServiceRef),
}

impl Recipient {
    /// Whether it is the same, however a service was called then.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::LinkWorkers, Self::LinkWorkers) => true,
            (Self::Service(a), Self::Service(b)) => a.key == b.key,
            _ => false,
        }
    }
}

/// What the patient said to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Yes.
    Agreed,
    /// No.
    Declined,
    /// They agreed once, and do not any more.
    Withdrawn,
}

/// What a patient agreed to, or did not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Who may.
    pub recipient: Recipient,
    /// Yes or no.
    pub answer: Answer,
    /// The words that were put to them.
    pub words: String,
    /// Which details go, for a service.
    #[serde(default)]
    pub shares: Vec<String>,
    /// When, and who asked.
    pub asked: Moment,
    /// The last day that it holds on, where the practice settles one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl Case {
    /// Whether the patient agrees to be contacted by the link workers, as far as they last said.
    pub fn may_be_contacted(&self) -> bool {
        self.agreed(&Recipient::LinkWorkers).is_some_and(|agreement| agreement.answer == Answer::Agreed)
    }

    /// What the patient last said to a recipient.
    pub fn agreed(&self, recipient: &Recipient) -> Option<&Agreement> {
        self.body.agreements.iter().rev().find(|a| a.recipient.is_same(recipient))
    }

    /// What the patient agrees to now, for each recipient, with the last day that it holds on.
    pub fn standing_agreements(&self) -> impl Iterator<Item = (&Recipient, Option<Date>)> {
        self.last_answers().filter(|one| one.answer == Answer::Agreed).map(|one| (&one.recipient, one.until))
    }

    /// Whom the patient has last said no to.
    pub(super) fn no_longer_agreed(&self) -> impl Iterator<Item = &Recipient> {
        self.last_answers().filter(|one| one.answer != Answer::Agreed).map(|one| &one.recipient)
    }

    /// What the patient last said, to each recipient.
    fn last_answers(&self) -> impl Iterator<Item = &Agreement> {
        let agreements = self.body.agreements.iter();
        agreements.enumerate().filter_map(move |(place, one)| {
            let later = &self.body.agreements[place + 1..];
            later.iter().all(|other| !other.recipient.is_same(&one.recipient)).then_some(one)
        })
    }

    /// What hangs on an agreement, in words: what stops, or is to be routed anew, when it is withdrawn.
    pub fn hangs_on(&self, recipient: &Recipient) -> Vec<String> {
        let goes_there = |state: &NeedState| match (recipient, state) {
            (Recipient::LinkWorkers, NeedState::WithLinkWorker) => true,
            (Recipient::Service(service), NeedState::Referred { service: told }) => told.key == service.key,
            _ => false,
        };
        let needs = self.body.needs.iter().filter(|need| goes_there(&need.state)).map(|need| {
            let name = need::said(std::slice::from_ref(&need.need));
            match recipient {
                Recipient::LinkWorkers => format!("the hand-over for {name}"),
                Recipient::Service(_) => format!("the referral for {name}"),
            }
        });
        needs.chain(self.body.work.hangs_on(recipient)).collect()
    }
}
