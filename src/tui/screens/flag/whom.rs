//! Which link worker is handed the case: the desk proposes, people decide.

use crate::desk::request::Request;
use crate::domain::caseload::{Proposal, Standing};
use crate::domain::id::{PatientId, StaffId};
use crate::tui::screen::{Act, Ctx};
use crate::tui::screens::flag::form::{Spot, Way};
use crate::tui::screens::flag::measure::Measure;
use crate::tui::screens::flag::page::Row;
use crate::tui::screens::flag::route::link_workers;
use crate::tui::screens::flag::{FlagScreen, asks};
use crate::tui::widgets::fit::{pad, width};

/// For whom the desk was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Asked {
    #[default]
    NotYet,
    /// A patient; nobody: somebody new.
    For(Option<PatientId>),
}

/// Whom the case could go to, as the desk said.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Whom {
    /// Whether it was asked, and for whom.
    asked: Asked,
    proposals: Vec<Proposal>,
}

impl Whom {
    pub fn hear(&mut self, proposals: Vec<Proposal>) {
        self.proposals = proposals;
    }

    /// The best that has room.
    fn why(&self, worker: StaffId) -> Option<&Proposal> {
        self.proposals.iter().find(|one| one.staff == worker)
    }
}

impl FlagScreen {
    /// Asks whom it could go to, where a worker is to be named: anew for another patient, who may speak another language.
    pub(super) fn ask_whom(&mut self) -> Option<Act> {
        let patient = self.known_patient();
        if self.form.way != Way::Worker || self.whom.asked == Asked::For(patient) {
            return None;
        }
        self.whom.asked = Asked::For(patient);
        Some(Act::Ask(asks::WHOM, Request::Whom { patient }))
    }

    /// The link workers: as they are proposed, the best first; by name until the desk has answered.
    pub(super) fn workers(&self, ctx: &Ctx<'_>) -> Vec<StaffId> {
        let mut workers: Vec<StaffId> = link_workers(ctx).iter().map(|one| one.id).collect();
        let place = |id: &StaffId| self.whom.proposals.iter().position(|one| one.staff == *id);
        workers.sort_by_key(|id| place(id).unwrap_or(usize::MAX));
        workers
    }

    /// Moves the choice; from nobody, to the first.
    pub(super) fn choose_worker(&mut self, by: isize, ctx: &Ctx<'_>) {
        let workers = self.workers(ctx);
        let at = workers.iter().position(|id| Some(*id) == self.form.worker);
        let at = at.map_or(0, |at| at.saturating_add_signed(by).min(workers.len().saturating_sub(1)));
        self.form.worker = workers.get(at).copied();
    }

    /// One link worker a line, each with what speaks for and against them.
    pub(super) fn worker_rows(&self, at: Measure, ctx: &Ctx<'_>) -> Vec<Row<'_>> {
        let (theme, cut) = (ctx.theme, ctx.signs.ellipsis);
        let focus = self.has_keys(Spot::Worker);
        let workers = self.workers(ctx);
        if workers.is_empty() {
            let row = self.label("Worker", &[Spot::Worker], at, ctx);
            let says = "there is no link worker yet; hand over to the team, or choose later";
            return vec![row.up_to(says, theme.warning, at.end, cut)];
        }
        let names = workers.iter().map(|id| width(ctx.name_of(*id))).max().unwrap_or(0).clamp(8, 26);
        let chosen = workers.iter().position(|id| Some(*id) == self.form.worker);
        let row = |(place, id): (usize, &StaffId)| {
            let is_chosen = chosen == Some(place);
            let here = is_chosen || chosen.is_none() && focus && place == 0;
            let style = match (is_chosen, focus) {
                (true, true) => theme.selected,
                (true, false) => theme.accent,
                (false, _) => theme.text,
            };
            let row = if place == 0 {
                self.label("Worker", &[Spot::Worker], at, ctx)
            } else {
                Row::default().to(at.field)
            };
            let row =
                row.cursor(focus && here).text(pad(if here { ctx.signs.pointer } else { "" }, 2, ""), style);
            let row = row.text(pad(ctx.name_of(*id), names, cut), style).text("  ", style);
            let (why, dim) = match self.whom.why(*id) {
                Some(one) if one.standing == Standing::Free => (one.why.as_str(), theme.text),
                Some(one) => (one.why.as_str(), theme.warning),
                None => ("", theme.dim),
            };
            let row = row.up_to(why, dim, at.end, cut);
            // The first three always show, and whoever is chosen.
            if place < 3 || here { row } else { row.where_room() }
        };
        workers.iter().enumerate().map(row).collect()
    }
}
