//! Referring from a service's card: which of the patient's details would leave the practice, and the words of the
//! agreement to it.

use crate::desk::reply::CaseCard;
use crate::desk::request::{Agreed, Request, Route, WhichCase};
use crate::domain::case::{CaseNeed, NeedState, ServiceRef};
use crate::domain::disclosure::{About, Detail};
use crate::domain::need::NeedKey;
use crate::domain::text::listed;
use crate::tui::commands::Command;
use crate::tui::screen::Ctx;
use crate::tui::widgets::rows::Rows;
use jiff::civil::Date;

/// The question that stands before a referral.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::tui::screens) struct Referral {
    /// The patient's first name.
    pub(in crate::tui::screens) who: String,
    /// What could be told.
    pub(in crate::tui::screens) details: Vec<Shared>,
    /// The selected one.
    pub(in crate::tui::screens) rows: Rows,
    needs: Vec<NeedKey>,
}

/// One detail of the patient that a service may be told.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::tui::screens) struct Shared {
    /// Which.
    pub(in crate::tui::screens) detail: Detail,
    /// Exactly what the service is told.
    pub(in crate::tui::screens) value: String,
    /// Whether it is told.
    pub(in crate::tui::screens) ticked: bool,
}

/// The keys that answer the question whether the patient agrees, in one line.
pub(in crate::tui::screens) fn answers(scopes: &[&str], ctx: &Ctx<'_>) -> String {
    let keys = |command| ctx.keys(command, scopes);
    format!(
        "{} agrees {bullet} {} declined {bullet} {} not asked yet {bullet} {} ticks",
        keys(Command::Yes),
        keys(Command::No),
        keys(Command::Later),
        keys(Command::Toggle),
        bullet = ctx.signs.bullet,
    )
}

impl Referral {
    /// For needs of a case (all without a route where none are named). Ticked is the least that a service needs to
    /// get in touch: the name, how to reach them, and what it is about.
    pub(in crate::tui::screens) fn new(case: &CaseCard, needs: &[NeedKey], today: Date) -> Self {
        let patient = &case.patient.details;
        let needs = if needs.is_empty() {
            let open = |need: &&CaseNeed| need.state == NeedState::Open;
            case.line.needs.iter().filter(open).map(|need| need.need.clone()).collect()
        } else {
            needs.to_vec()
        };
        let about = About { patient, needs: &needs, note: &case.note, today };
        let has_phone = Detail::Phone.value(&about).is_some();
        let known = |detail: Detail| {
            let ticked = Detail::LEAST.contains(&detail) || detail == Detail::Email && !has_phone;
            Some(Shared { detail, value: detail.value(&about)?, ticked })
        };
        let details = Detail::ALL.into_iter().filter_map(known).collect();
        Self { who: patient.first_name(), details, rows: Rows::default(), needs }
    }

    /// Ticks or unticks the selected detail.
    pub(in crate::tui::screens) fn tick(&mut self) {
        if let Some(detail) = self.details.get_mut(self.rows.selected) {
            detail.ticked = !detail.ticked;
        }
    }

    /// What the patient is asked, with exactly what is ticked; these words are kept.
    pub(in crate::tui::screens) fn words(&self, service: &str) -> String {
        format!("{} agrees that {service} is told: {}.", self.who, listed(&self.labels()))
    }

    /// What is missing among what is ticked, where the service could do little with it.
    pub(in crate::tui::screens) fn lacking(&self) -> Option<&'static str> {
        let reached = self.details.iter().any(|shared| shared.ticked && shared.detail.reaches());
        (!reached).then_some("Without a phone number, e-mail or address the service cannot get in touch.")
    }

    /// Whether nothing would be told.
    pub(in crate::tui::screens) fn is_empty(&self) -> bool {
        self.labels().is_empty()
    }

    /// The request that the answer comes to.
    pub(in crate::tui::screens) fn request(
        &self,
        case: WhichCase,
        service: ServiceRef,
        agreement: Agreed,
    ) -> Request {
        let shared = self.labels().into_iter().map(str::to_owned).collect();
        Request::Route { case, needs: self.needs.clone(), route: Route::Refer { service, shared }, agreement }
    }

    /// What is ticked, by name.
    pub(in crate::tui::screens) fn labels(&self) -> Vec<&'static str> {
        self.details.iter().filter(|detail| detail.ticked).map(|shared| shared.detail.name()).collect()
    }
}
