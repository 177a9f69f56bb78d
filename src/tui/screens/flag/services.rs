//! The services nearby that meet the needs, live under the form.

use crate::desk::reply::{Found, Hit, HitKind};
use crate::desk::request::{Find, Request};
use crate::domain::case::ServiceRef;
use crate::domain::id::PatientId;
use crate::tui::open::Place;
use crate::tui::screen::Act;
use crate::tui::screens::flag::form::{Picked, Spot};
use crate::tui::screens::flag::{FlagScreen, asks};

/// How many are asked for: more than are ever in sight.
const MOST: usize = 12;
/// How soon they are asked for again while the index is loading, in milliseconds.
const AGAIN: u64 = 500;

/// The list, and what it was asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Near {
    /// What was asked for.
    pub wish: Option<Find>,
    /// The desk has not answered for that yet.
    pub asking: bool,
    /// What the desk answered.
    pub found: Option<Found>,
    /// Whether the highlight was moved since the last was taken.
    pub moved: bool,
}

impl Near {
    /// The services.
    pub fn hits(&self) -> &[Hit] {
        self.found.as_ref().map_or(&[], |found| &found.hits)
    }

    /// The answer arrived; while the index is loading it may not be all.
    pub fn hear(&mut self, mut found: Found) -> Vec<Act> {
        let loading = found.loading;
        found.hits.retain(|hit| matches!(hit.what, HitKind::Service(_)));
        self.found = Some(found);
        (self.asking, self.moved) = (false, false);
        if loading { vec![Act::TickIn(AGAIN)] } else { vec![] }
    }
}

impl FlagScreen {
    /// Asks for the services where the needs or the place changed.
    pub(super) fn ask_near(&mut self) -> Option<Act> {
        let needs = self.form.needs_now();
        let wish = (!needs.is_empty()).then(|| Find {
            services: true,
            needs,
            near: self.near().map(|postcode| postcode.to_string()),
            patient: self.known_patient(),
            limit: MOST,
            ..Find::default()
        });
        if wish == self.near.wish {
            return None;
        }
        self.near.wish.clone_from(&wish);
        let Some(find) = wish else {
            (self.near.found, self.near.asking) = (None, false);
            return None;
        };
        self.near.asking = true;
        Some(Act::Ask(asks::NEAR, Request::Find(find)))
    }

    /// Asks again for what the index did not have yet, unless somebody is choosing from what it had.
    pub(super) fn ask_near_again(&mut self) -> Option<Act> {
        let near = &mut self.near;
        let was_loading = near.found.as_ref().is_some_and(|found| found.loading);
        let chooses = near.moved || self.form.spot == Spot::Service && self.at > 0;
        if !was_loading || near.asking || chooses {
            return None;
        }
        near.wish = None;
        self.ask_near()
    }

    /// The patient, where they have a record.
    pub(super) fn known_patient(&self) -> Option<PatientId> {
        match &self.form.picked {
            Picked::Known(line) => Some(line.id),
            _ => None,
        }
    }

    /// Takes the highlighted service; where one is chosen already, goes on; where there is none, opens the finder.
    pub(super) fn take_service(&mut self) -> Vec<Act> {
        if self.form.service.is_some() && !self.near.moved {
            return self.move_by(1);
        }
        match self.near.hits().get(self.at).and_then(Hit::service) {
            Some(id) => vec![Act::Ask(asks::SERVICE, Request::Service { id })],
            None => vec![Act::Open(Place::Finder(self.finder_start()))],
        }
    }

    pub(super) fn set_service(&mut self, service: ServiceRef) {
        self.form.service = Some(service);
        self.near.moved = false;
    }
}
