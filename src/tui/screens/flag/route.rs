//! The rows that are chosen and ticked: urgency, route, link worker, what a service is told, contact.

use crate::domain::disclosure::Detail;
use crate::domain::staff::{Role, Staff};
use crate::domain::urgency::Urgency;
use crate::tui::screen::{Act, Ctx};
use crate::tui::screens::flag::FlagScreen;
use crate::tui::screens::flag::form::{CHANNELS, Spot, Way};
use crate::tui::screens::flag::red_flag::Instead;

impl FlagScreen {
    /// Moves a choice or the cursor of a row of ticks by one, to the left or to the right.
    pub(super) fn choose(&mut self, by: isize, ctx: &Ctx<'_>) -> Vec<Act> {
        let form = &mut self.form;
        match form.spot {
            Spot::Urgency => step(&Urgency::ALL, &mut form.urgency, by),
            Spot::Route => step(&Way::ALL, &mut form.way, by),
            Spot::Ticks => form.tick = moved(form.tick, by, CHANNELS.len()),
            Spot::Shares => form.share = moved(form.share, by, Detail::ALL.len()),
            Spot::Instead => step(&[Instead::Escalate, Instead::GoOn], &mut form.stop.instead, by),
            Spot::Worker => self.choose_worker(by, ctx),
            _ => return vec![],
        }
        self.only_worker(ctx);
        vec![]
    }

    /// Ticks or unticks where the cursor is.
    pub(super) fn toggle(&mut self) -> Vec<Act> {
        let form = &mut self.form;
        match form.spot {
            Spot::Ticks => form.contact.toggle(form.tick, &form.recorded),
            // A referral without what the patient needs would say nothing.
            Spot::Shares if Detail::ALL[form.share] == Detail::Needs => {
                return vec![Act::Hint("The service is always told the needs.".to_owned())];
            }
            Spot::Shares => form.shares.0[form.share] = !form.shares.0[form.share],
            _ => {}
        }
        vec![]
    }

    /// Where there is one link worker only, that one is meant.
    fn only_worker(&mut self, ctx: &Ctx<'_>) {
        if self.form.way == Way::Worker
            && self.form.worker.is_none()
            && let [only] = link_workers(ctx).as_slice()
        {
            self.form.worker = Some(only.id);
        }
    }
}

/// The link workers, by name.
pub(super) fn link_workers<'a>(ctx: &Ctx<'a>) -> Vec<&'a Staff> {
    let mut workers: Vec<&Staff> = ctx.staff.iter().filter(|one| one.is(Role::LinkWorker)).collect();
    workers.sort_by(|a, b| a.name.cmp(&b.name));
    workers
}

fn step<T: PartialEq + Copy>(all: &[T], chosen: &mut T, by: isize) {
    let at = all.iter().position(|one| one == chosen).unwrap_or(0);
    if let Some(one) = all.get(moved(at, by, all.len())) {
        *chosen = *one;
    }
}

/// A place moved by one; it stays at the ends.
fn moved(at: usize, by: isize, count: usize) -> usize {
    at.saturating_add_signed(by).min(count.saturating_sub(1))
}
