//! What stands in the Flag form, field by field: what a draft keeps.
//!
//! What the desk answered (hits, the call card, services nearby) is not here: it is asked for again.

use crate::desk::reply::PatientLine;
use crate::domain::case::ServiceRef;
use crate::domain::disclosure::Detail;
use crate::domain::id::StaffId;
use crate::domain::need::{NeedKey, catalogue};
use crate::domain::nhs_number::NhsNumber;
use crate::domain::patient::{self, Reach};
use crate::domain::phone::Phone;
use crate::domain::urgency::Urgency;
use crate::tui::screens::flag::red_flag::{Instead, Stop};
use crate::tui::widgets::field::Field;
use serde::{Deserialize, Serialize};

/// The form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    /// Where the keys go.
    pub spot: Spot,
    /// Whether it was opened for somebody or with a service, so that these alone are no draft.
    pub given: bool,
    /// What is typed to find the patient.
    pub who: Field,
    /// Who was taken.
    pub picked: Picked,
    /// Of a new patient: the name.
    pub name: Field,
    /// Of a new patient: the birth date.
    pub born: Field,
    /// Of a new patient: the postcode.
    pub postcode: Field,
    /// Whether a pasted banner filled fields.
    pub from_banner: bool,
    /// From a pasted banner.
    pub gender: Option<String>,
    /// From a pasted banner.
    pub address: Option<String>,
    /// When the patient asks to be rung, where they have an open case.
    pub ring_on: Field,
    /// The needs that were taken.
    pub needs: Vec<NeedKey>,
    /// The need that is being typed.
    pub need: Field,
    /// How urgent.
    pub urgency: Urgency,
    /// The note.
    pub note: Field,
    /// How to reach the patient.
    pub contact: Contact,
    /// The same as the record has it, so that only what was changed here is changed there.
    pub recorded: Contact,
    /// The tick of [`Spot::Ticks`] that the cursor is on.
    pub tick: usize,
    /// The route.
    pub way: Way,
    /// The link worker, where one is named.
    pub worker: Option<StaffId>,
    /// The service to signpost or refer to.
    pub service: Option<ServiceRef>,
    /// What a service is told.
    pub shares: Shares,
    /// The tick of [`Spot::Shares`] that the cursor is on.
    pub share: usize,
    /// Why the patient declines, if they said.
    pub why: Field,
    /// What happens instead, where a red flag stands; and who was told, where it is escalated.
    pub stop: Stop,
}

/// A place of the form that has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Spot {
    #[default]
    Patient,
    Name,
    Born,
    Phone,
    Postcode,
    RingOn,
    Needs,
    Urgency,
    Note,
    Ticks,
    BestTime,
    Route,
    Worker,
    Service,
    Shares,
    Why,
    Instead,
    Told,
    ToldAt,
    Because,
}

/// Who was taken as the patient.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Picked {
    /// Nobody yet.
    #[default]
    Nobody,
    /// Somebody who has a record.
    Known(PatientLine),
    /// Whoever has this number.
    Number(NhsNumber),
    /// Somebody new, with this number where it is known.
    New(Option<NhsNumber>),
}

/// How to reach the patient, as it stands in the form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Contact {
    /// The phone.
    pub phone: Field,
    /// In the order of [`CHANNELS`].
    pub reach: [Reach; 4],
    /// In the patient's words.
    pub best_time: Field,
}

/// The ways of reaching somebody, as they are ticked.
pub(super) const CHANNELS: [&str; 4] = ["call", "text", "voicemail", "letter"];

/// What happens with the needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Way {
    #[default]
    Team,
    Worker,
    Signpost,
    Refer,
    Escalate,
    Declined,
    Later,
}

impl Way {
    /// All of them, as they stand in the row.
    pub const ALL: [Self; 7] =
        [Self::Team, Self::Worker, Self::Signpost, Self::Refer, Self::Escalate, Self::Declined, Self::Later];

    /// As it stands in the row.
    pub fn word(self) -> &'static str {
        match self {
            Self::Team => "hand over: team",
            Self::Worker => "worker",
            Self::Signpost => "signpost",
            Self::Refer => "refer",
            Self::Escalate => "escalate",
            Self::Declined => "declined",
            Self::Later => "later",
        }
    }

    /// Whether the link workers are asked to ring.
    pub fn hands_over(self) -> bool {
        matches!(self, Self::Team | Self::Worker)
    }

    /// Whether it goes to a service.
    pub fn has_service(self) -> bool {
        matches!(self, Self::Signpost | Self::Refer)
    }
}

/// What leaves the practice with a referral. The least unless somebody ticks more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Shares(pub [bool; Detail::ALL.len()]);

impl Default for Shares {
    fn default() -> Self {
        Self(Detail::ALL.map(|detail| Detail::LEAST.contains(&detail)))
    }
}

impl Shares {
    /// What goes.
    pub fn details(self) -> impl Iterator<Item = Detail> {
        Detail::ALL.into_iter().zip(self.0).filter_map(|(detail, ticked)| ticked.then_some(detail))
    }

    /// What goes, by name.
    pub fn names(self) -> Vec<String> {
        self.details().map(|detail| detail.name().to_owned()).collect()
    }
}

impl Spot {
    /// Whether text is typed there, in this form.
    pub fn is_text(self, form: &Form) -> bool {
        match self {
            Self::Patient => form.picked == Picked::Nobody,
            Self::Urgency
            | Self::Ticks
            | Self::Route
            | Self::Worker
            | Self::Service
            | Self::Shares
            | Self::Instead => false,
            _ => true,
        }
    }
}

impl Form {
    /// The places in the order of Tab; `stopped`: a red flag stands; `rung`: somebody can be asked to ring the patient.
    pub fn spots(&self, stopped: bool, rung: bool) -> Vec<Spot> {
        let mut spots = vec![Spot::Patient];
        spots.extend(rung.then_some(Spot::RingOn));
        let new = matches!(self.picked, Picked::New(_));
        if new {
            spots.extend([Spot::Name, Spot::Born, Spot::Phone, Spot::Postcode]);
        }
        spots.extend([Spot::Needs, Spot::Urgency, Spot::Note]);
        if !new {
            spots.push(Spot::Phone);
        }
        spots.extend([Spot::Ticks, Spot::BestTime]);
        let escalates_instead = stopped && self.stop.instead == Instead::Escalate;
        if !escalates_instead {
            spots.push(Spot::Route);
            match self.way {
                Way::Worker => spots.push(Spot::Worker),
                Way::Signpost => spots.push(Spot::Service),
                Way::Refer => spots.extend([Spot::Service, Spot::Shares]),
                Way::Escalate => spots.extend([Spot::Told, Spot::ToldAt]),
                Way::Declined => spots.push(Spot::Why),
                Way::Team | Way::Later => {}
            }
        }
        if stopped {
            spots.push(Spot::Instead);
            match self.stop.instead {
                Instead::Escalate => spots.extend([Spot::Told, Spot::ToldAt]),
                Instead::GoOn => spots.push(Spot::Because),
            }
        }
        spots
    }

    /// The text that a place holds.
    pub fn text(&self, spot: Spot) -> Option<&Field> {
        Some(match spot {
            Spot::Patient => &self.who,
            Spot::Name => &self.name,
            Spot::Born => &self.born,
            Spot::Phone => &self.contact.phone,
            Spot::Postcode => &self.postcode,
            Spot::RingOn => &self.ring_on,
            Spot::Needs => &self.need,
            Spot::Note => &self.note,
            Spot::BestTime => &self.contact.best_time,
            Spot::Why => &self.why,
            Spot::Told => &self.stop.told,
            Spot::ToldAt => &self.stop.told_at,
            Spot::Because => &self.stop.because,
            _ => return None,
        })
    }

    /// The same, to type into.
    pub fn text_mut(&mut self, spot: Spot) -> Option<&mut Field> {
        Some(match spot {
            Spot::Patient => &mut self.who,
            Spot::Name => &mut self.name,
            Spot::Born => &mut self.born,
            Spot::Phone => &mut self.contact.phone,
            Spot::Postcode => &mut self.postcode,
            Spot::RingOn => &mut self.ring_on,
            Spot::Needs => &mut self.need,
            Spot::Note => &mut self.note,
            Spot::BestTime => &mut self.contact.best_time,
            Spot::Why => &mut self.why,
            Spot::Told => &mut self.stop.told,
            Spot::ToldAt => &mut self.stop.told_at,
            Spot::Because => &mut self.stop.because,
            _ => return None,
        })
    }

    /// The needs that would be flagged: those taken, and one whose whole name or lay word stands there unfinished.
    pub fn needs_now(&self) -> Vec<NeedKey> {
        let mut needs = self.needs.clone();
        if let Some(need) = catalogue().exactly(self.need.value())
            && !needs.contains(&need.key)
        {
            needs.push(need.key.clone());
        }
        needs
    }

    /// Whether text stands at the needs that is none.
    pub fn need_is_unfinished(&self) -> bool {
        !self.need.value().trim().is_empty() && catalogue().exactly(self.need.value()).is_none()
    }

    /// Whether nothing would be lost with it.
    pub fn is_blank(&self) -> bool {
        let mut rest = Self { spot: Spot::default(), tick: 0, share: 0, ..self.clone() };
        if std::mem::take(&mut rest.given) {
            (rest.picked, rest.service, rest.way) = Default::default();
            if rest.contact == rest.recorded {
                (rest.contact, rest.recorded) = Default::default();
            }
        }
        rest == Self::default()
    }
}

impl Contact {
    /// As a record has it.
    pub fn of(contact: &patient::Contact) -> Self {
        Self {
            phone: Field::with(&contact.phone.as_ref().map(Phone::to_string).unwrap_or_default()),
            reach: [contact.call, contact.text, contact.voicemail, contact.letter],
            best_time: Field::with(&contact.best_time),
        }
    }

    /// What stands in the form, into a record. A phone that is none is left out: it is asked for before saving.
    pub fn write_to(&self, contact: &mut patient::Contact) {
        contact.phone = Phone::parse(self.phone.value()).ok();
        [contact.call, contact.text, contact.voicemail, contact.letter] = self.reach;
        self.best_time.value().trim().clone_into(&mut contact.best_time);
    }

    /// Brings what was not changed here up to date with the record, which `recorded` remembers from now on.
    pub fn follow(&mut self, recorded: &mut Self, now: Self) {
        if self.phone.value() == recorded.phone.value() {
            self.phone = now.phone.clone();
        }
        if self.best_time.value() == recorded.best_time.value() {
            self.best_time = now.best_time.clone();
        }
        for (at, reach) in self.reach.iter_mut().enumerate() {
            if *reach == recorded.reach[at] {
                *reach = now.reach[at];
            }
        }
        *recorded = now;
    }

    /// Ticks or unticks. What the record allowed and is unticked here is refused; other ticks go back to what they were.
    pub fn toggle(&mut self, at: usize, recorded: &Self) {
        self.reach[at] = match (self.reach[at], recorded.reach[at]) {
            (Reach::Allowed, Reach::Allowed) => Reach::Refused,
            (Reach::Allowed, before) => before,
            _ => Reach::Allowed,
        };
    }
}
