//! Referring from a service's card: which of the patient's details would leave the practice, and the words of the
//! agreement to it.

use crate::desk::reply::CaseCard;
use crate::desk::request::{Agreed, Request, Route, WhichCase};
use crate::domain::case::ServiceRef;
use crate::domain::dates;
use crate::domain::need::{NeedKey, catalogue};
use crate::tui::widgets::rows::Rows;
use jiff::civil::Date;

/// The question that stands before a referral.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Referral {
    /// The patient's first name.
    pub(super) who: String,
    /// What could be told.
    pub(super) details: Vec<Shared>,
    /// The selected one.
    pub(super) rows: Rows,
    needs: Vec<NeedKey>,
}

/// One detail of the patient that a service may be told.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shared {
    /// As it is said: "phone number".
    pub(super) label: &'static str,
    /// Exactly what the service is told.
    pub(super) value: String,
    /// Whether it is told.
    pub(super) ticked: bool,
}

impl Referral {
    /// For needs of a case (all without a route where none are named). Ticked is the least that a service needs to
    /// get in touch: the name, how to reach them, and what it is about.
    pub(super) fn new(case: &CaseCard, needs: &[NeedKey], today: Date) -> Self {
        let patient = &case.patient.details;
        let needs = if needs.is_empty() {
            let open =
                |need: &&crate::domain::case::CaseNeed| need.state == crate::domain::case::NeedState::Open;
            case.line.needs.iter().filter(open).map(|need| need.need.clone()).collect()
        } else {
            needs.to_vec()
        };
        let about: Vec<_> = needs
            .iter()
            .map(|key| catalogue().get(key).map_or_else(|| key.to_string(), |need| need.name.clone()))
            .collect();
        let contact = &patient.contact;
        let speaks = {
            let mut said: Vec<String> = patient.language.iter().cloned().collect();
            if patient.communication.interpreter {
                said.push("needs an interpreter".to_owned());
            }
            let communication = &patient.communication;
            let needs = [&communication.hearing, &communication.sight, &communication.reading];
            said.extend(needs.into_iter().filter(|need| !need.is_empty()).cloned());
            said.join(", ")
        };
        let phone = contact.phone.as_ref().or(contact.other_phone.as_ref());
        let known = [
            ("name", patient.name.as_ref().map(|_| patient.called()), true),
            ("phone number", phone.map(ToString::to_string), true),
            ("need", Some(about.join(", ")), true),
            ("best time to ring", Some(contact.best_time.clone()), false),
            ("language and communication", Some(speaks), false),
            ("e-mail", contact.email.clone(), phone.is_none()),
            ("address", contact.address.clone(), false),
            ("postcode", patient.postcode.as_ref().map(ToString::to_string), false),
            ("date of birth", patient.born.map(|born| dates::with_age(born, today)), false),
        ];
        let details = known
            .into_iter()
            .filter_map(|(label, value, ticked)| {
                let value = value.filter(|value| !value.is_empty())?;
                Some(Shared { label, value, ticked })
            })
            .collect();
        Self { who: patient.first_name(), details, rows: Rows::default(), needs }
    }

    /// Ticks or unticks the selected detail.
    pub(super) fn tick(&mut self) {
        if let Some(detail) = self.details.get_mut(self.rows.selected) {
            detail.ticked = !detail.ticked;
        }
    }

    /// What the patient is asked, with exactly what is ticked; these words are kept.
    pub(super) fn words(&self, service: &str) -> String {
        format!("{} agrees that {service} is told: {}.", self.who, self.labels().join(", "))
    }

    /// What is missing among what is ticked, where the service could do little with it.
    pub(super) fn lacking(&self) -> Option<&'static str> {
        let told = |label| self.details.iter().any(|detail| detail.ticked && detail.label == label);
        let reached = ["phone number", "e-mail", "address"].into_iter().any(told);
        (!reached).then_some("Without a phone number, e-mail or address the service cannot get in touch.")
    }

    /// Whether nothing would be told.
    pub(super) fn is_empty(&self) -> bool {
        self.labels().is_empty()
    }

    /// The request that the answer comes to.
    pub(super) fn request(&self, case: WhichCase, service: ServiceRef, agreement: Agreed) -> Request {
        let shared = self.labels().into_iter().map(str::to_owned).collect();
        Request::Route { case, needs: self.needs.clone(), route: Route::Refer { service, shared }, agreement }
    }

    fn labels(&self) -> Vec<&'static str> {
        self.details.iter().filter(|detail| detail.ticked).map(|detail| detail.label).collect()
    }
}
