//! A call that the patient asks for at the desk: the day and the part of it, for the link worker of their open case.
//!
//! Alone it is all that is saved; with needs it is saved after them.

use crate::desk::reply::{CaseLine, Done};
use crate::desk::request::{Request, WhichCase};
use crate::domain::attempt::Band;
use crate::domain::case::Stage;
use crate::domain::case::work::Work;
use crate::domain::typed_day;
use crate::tui::screen::{Act, Ctx};
use crate::tui::screens::flag::form::Spot;
use crate::tui::screens::flag::measure::Measure;
use crate::tui::screens::flag::page::Row;
use crate::tui::screens::flag::save::{Progress, Sending};
use crate::tui::screens::flag::{FlagScreen, asks};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::workload::day;
use jiff::civil::Date;

impl FlagScreen {
    /// The open case whose link worker can be asked to ring; nothing: there is none yet.
    pub(super) fn case_to_ring(&self) -> Option<&CaseLine> {
        let case = self.patient.as_ref()?.open_case.as_ref()?;
        matches!(case.stage, Stage::With { .. } | Stage::Waiting { .. }).then_some(case)
    }

    /// Whether a call is asked for.
    pub(super) fn rings(&self) -> bool {
        self.case_to_ring().is_some() && !self.form.ring_on.value().trim().is_empty()
    }

    /// Whether a call is all that is asked for.
    pub(super) fn only_rings(&self) -> bool {
        self.rings() && self.form.needs_now().is_empty() && !self.form.need_is_unfinished()
    }

    /// The day and the part of it; or what is wrong with what was typed.
    pub(super) fn ring_on(&self, today: Date) -> Result<(Date, Option<Band>), String> {
        match typed_day::to_come(self.form.ring_on.value(), today) {
            Ok(asked) if asked.on < today => {
                Err(format!("{} is past: they can be rung from today on.", day(asked.on)))
            }
            Ok(asked) => Ok((asked.on, asked.band)),
            Err(why) => Err(format!("When to ring: {why}; am or pm may stand behind.")),
        }
    }

    /// Who rings whom and when, as the rest of "Ctrl-S: …".
    pub(super) fn will_ring(&self, ctx: &Ctx<'_>) -> String {
        let worker = self.case_to_ring().and_then(|case| case.worker.as_deref()).unwrap_or("the team");
        match self.ring_on(ctx.today()) {
            Ok((on, band)) => {
                let band = band.map(|band| format!(", {}", band.name())).unwrap_or_default();
                format!("ask {worker} to ring {} on {}{band}.", self.called(), day(on))
            }
            Err(why) => why,
        }
    }

    /// What is asked of the desk for the call. The note goes with it where nothing else takes it.
    fn ring_request(&self, ctx: &Ctx<'_>) -> Option<Request> {
        let case = WhichCase::Id(self.case_to_ring()?.id);
        let (on, band) = self.ring_on(ctx.today()).ok().filter(|_| self.rings())?;
        let why = if self.only_rings() { self.form.note.value().trim() } else { "" };
        Some(Request::Work { case, work: Work::AskCallBack { on, band, why: why.to_owned() }, next: None })
    }

    /// What is sent, one after the other: a corrected record where the call is all, and the call.
    pub(super) fn queue_ring(&mut self, ctx: &Ctx<'_>) {
        self.behind = self.ring_request(ctx).into_iter().collect();
    }

    /// Sends a call that is all that is asked for.
    pub(super) fn send_ring(&mut self, ctx: &Ctx<'_>) -> Vec<Act> {
        self.queue_ring(ctx);
        let details = self.details(ctx.today());
        let record = self.patient.as_ref().map(|card| &card.patient);
        if let Some(record) = record.filter(|record| record.details != details) {
            let correct = Request::CorrectPatient { patient: record.id, details: Box::new(details) };
            self.behind.insert(0, correct);
        }
        self.sent = Some(Sending { agreed: crate::desk::request::Agreed::NotAsked, route_later: false });
        self.send_next().into_iter().collect()
    }

    /// Sends what is next in the row, if anything is.
    pub(super) fn send_next(&mut self) -> Option<Act> {
        if self.behind.is_empty() {
            return None;
        }
        self.progress = Progress::Sent;
        Some(Act::Ask(asks::SAVE, self.behind.remove(0)))
    }

    /// What was done so far, said as one; what was saved is not sent again.
    pub(super) fn done_before(&mut self, done: Done) -> Done {
        self.form.needs.clear();
        self.form.need = Field::default();
        match self.done.take() {
            None => done,
            Some(before) => Done {
                said: format!("{} {}", before.said, done.said),
                read_out: before.read_out.or(done.read_out),
                ..done
            },
        }
    }

    pub(super) fn ring_row(&self, at: Measure, ctx: &Ctx<'_>) -> Option<Row<'_>> {
        let case = self.case_to_ring()?;
        let who = case.worker.as_deref().unwrap_or("the team");
        let empty = format!("when {who} is to ring them: tomorrow pm, thu am");
        let focus = self.has_keys(Spot::RingOn);
        let row = self.label("Ring on", &[Spot::RingOn], at, ctx);
        let room = at.end.saturating_sub(at.field);
        if !self.rings() {
            return Some(row.field(&self.form.ring_on, room, focus, &empty, ctx).where_room());
        }
        let (said, style) = match self.ring_on(ctx.today()) {
            Ok((on, None)) => (day(on), ctx.theme.good),
            Ok((on, Some(band))) => (format!("{}, {}", day(on), band.name()), ctx.theme.good),
            Err(_) => ("look at the day".to_owned(), ctx.theme.warning),
        };
        let cells = room.saturating_sub(said.len() + 2).min(30);
        let row = row.field(&self.form.ring_on, cells, focus, "", ctx);
        Some(row.right(&said, style, at.end, ctx.signs.ellipsis))
    }
}
