//! Places that can be opened.

use crate::desk::request::CaseFilter;
use crate::domain::case::ServiceRef;
use crate::domain::id::{CaseId, PatientId};
use crate::domain::need::NeedKey;
use crate::domain::service::ServiceKey;

/// A place to open: a tab, a screen over it, or something over everything.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// The tab Today.
    Today,
    /// The tab Cases.
    Cases(CaseFilter),
    /// The tab Services.
    Services,
    /// One case; with the list that `[` and `]` walk.
    Case(CaseId, Vec<CaseId>),
    /// Flag a need: with what is there of a draft; or for somebody; or with a pasted banner.
    Flag(FlagStart),
    /// Flag in one line.
    FlagLine,
    /// The finder.
    Finder(FinderStart),
    /// One service's card.
    Service(ServiceKey, CardFor),
    /// The team's caseloads.
    Caseloads,
}

/// How the Flag form begins.
#[derive(Clone, Debug, PartialEq)]
pub enum FlagStart {
    /// With the draft if there is one, else empty.
    Empty,
    /// For this patient.
    For(PatientId),
    /// With a banner of the clinical system, pasted.
    Banner(String),
    /// With a service already chosen.
    To(ServiceRef),
}

/// What the finder is opened for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FinderStart {
    /// Words that are there already.
    pub text: String,
    /// Needs that bring services forward.
    pub needs: Vec<NeedKey>,
    /// Where the patient lives.
    pub near: Option<String>,
    /// Who the patient is: what they cannot use is set apart.
    pub patient: Option<PatientId>,
    /// Whose opening it is: what happens with what is chosen.
    pub chosen_for: CardFor,
}

/// What a service's card is looked at for: what `s` and `r` do on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum CardFor {
    /// Nobody in particular: `s` counts that the details were given; `r` opens Flag with the service.
    #[default]
    Nobody,
    /// Needs of an open case: `s` signposts and `r` refers them (all open ones where none are named).
    Case(CaseId, Vec<NeedKey>),
    /// The Flag form that is open beneath: `s`, `r` or Enter choose the service for it.
    Form,
    /// The plan of the case that is open beneath: Enter puts the service in it.
    Plan,
}
