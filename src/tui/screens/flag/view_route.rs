//! The rows that are chosen and ticked, the card of who to call, and the services nearby.

use crate::desk::request::Find;
use crate::domain::disclosure::{About, Detail};
use crate::domain::need;
use crate::domain::patient::Reach;
use crate::domain::urgency::Urgency;
use crate::tui::commands::{Command, scope};
use crate::tui::screen::Ctx;
use crate::tui::screens::flag::FlagScreen;
use crate::tui::screens::flag::form::{CHANNELS, Picked, Spot, Way};
use crate::tui::screens::flag::measure::Measure;
use crate::tui::screens::flag::page::{Row, choices};
use crate::tui::screens::flag::red_flag::Instead;
use crate::tui::widgets::fit::{pad, width};
use ratatui::style::Style;

impl FlagScreen {
    pub(super) fn urgency_rows(&self, at: Measure, ctx: &Ctx<'_>) -> Vec<Row<'_>> {
        let words = Urgency::ALL.map(Urgency::word);
        let chosen = Urgency::ALL.iter().position(|urgency| *urgency == self.form.urgency);
        let row = self.label("Urgency", &[Spot::Urgency], at, ctx);
        choices(row, &words, chosen, self.has_keys(Spot::Urgency), at.end, ctx)
    }

    pub(super) fn contact_rows(&self, at: Measure, ctx: &Ctx<'_>) -> Vec<Row<'_>> {
        let form = &self.form;
        let dim = ctx.theme.dim;
        let narrow = at.end < 70;
        let dot = if narrow { "  ".to_owned() } else { format!(" {} ", ctx.signs.bullet) };
        let spots = [Spot::Phone, Spot::Ticks, Spot::BestTime];
        let is_new = matches!(form.picked, Picked::New(_));
        let mut rows = vec![];
        let mut row = self.label("Contact", if is_new { &spots[1..] } else { &spots }, at, ctx);
        if !is_new {
            let phone = form.contact.phone.value().chars().count();
            let room = at.end.saturating_sub(at.field + width(&dot) + self.tick_cells(ctx));
            let cells = (phone + 1).clamp(13, 24);
            // A phone of the usual length is read whole, whatever the ticks take.
            let alone = room < 13;
            let cells = if alone { cells } else { cells.min(room) };
            row = row.field(&form.contact.phone, cells, self.has_keys(Spot::Phone), "phone", ctx);
            if alone {
                rows.push(std::mem::replace(&mut row, Row::default().to(at.field)));
            } else {
                row = row.text(&dot, dim);
            }
        }
        let gap = if at.end >= 79 { "  " } else { " " };
        for (place, channel) in CHANNELS.iter().enumerate() {
            let sign = match form.contact.reach[place] {
                Reach::Allowed => ctx.signs.tick_on.to_owned(),
                Reach::NotAsked => ctx.signs.tick_off.to_owned(),
                Reach::Refused => format!("{}no", ctx.signs.tick_off),
            };
            let here = self.has_keys(Spot::Ticks) && form.tick == place;
            let style = if here { ctx.theme.selected } else { ctx.theme.text };
            row = row
                .text(if place > 0 { gap } else { "" }, dim)
                .cursor(here)
                .text(format!("{channel} {sign}"), style);
        }
        let best = "best time: ";
        if at.end.saturating_sub(row.cells()) < 32 {
            rows.push(row);
            row = Row::default().to(at.field);
        } else {
            row = row.text(&dot, dim);
        }
        row = row.text(best, dim);
        let room = at.end.saturating_sub(row.cells());
        let cells = room.min(40);
        rows.push(row.field(&form.contact.best_time, cells, self.has_keys(Spot::BestTime), "any", ctx));
        let has_record = matches!(form.picked, Picked::Known(_)) && self.patient.is_some();
        let changed =
            form.contact.phone.value() != form.recorded.phone.value() && !form.recorded.phone.is_empty();
        if has_record && changed {
            let says =
                format!("saving changes the phone in the record, from {}", form.recorded.phone.value());
            rows.push(Row::default().to(at.field).up_to(
                &says,
                ctx.theme.warning,
                at.end,
                ctx.signs.ellipsis,
            ));
        }
        if self.has_keys(Spot::Ticks) {
            let says = "not asked means no voicemail and no letter";
            rows.push(Row::default().to(at.field).text(says, dim).where_room());
        }
        rows
    }

    fn tick_cells(&self, ctx: &Ctx<'_>) -> usize {
        let refused = self.form.contact.reach.iter().filter(|reach| **reach == Reach::Refused).count();
        let sign = width(ctx.signs.tick_on);
        CHANNELS.iter().map(|channel| channel.len() + sign + 2).sum::<usize>() - 1 + 2 * refused
    }

    pub(super) fn route_rows(&self, at: Measure, ctx: &Ctx<'_>) -> Vec<Row<'_>> {
        let form = &self.form;
        let row = self.label("Route", &[Spot::Route], at, ctx);
        if self.card.stands() && form.stop.instead == Instead::Escalate {
            return vec![row.text("escalate, below", ctx.theme.urgent)];
        }
        let words = Way::ALL.map(Way::word);
        let chosen = Way::ALL.iter().position(|way| *way == form.way);
        let mut rows = choices(row, &words, chosen, self.has_keys(Spot::Route), at.end, ctx);
        match form.way {
            Way::Worker => rows.extend(self.worker_rows(at, ctx)),
            Way::Signpost => rows.push(self.service_row(at, ctx)),
            Way::Refer => {
                rows.push(self.service_row(at, ctx));
                rows.extend(self.share_rows(at, ctx));
            }
            Way::Escalate => rows.extend(self.told_rows(at, ctx)),
            Way::Declined => rows.push(self.text_row("Why", Spot::Why, "if they said", at, ctx)),
            Way::Team | Way::Later => {}
        }
        rows
    }

    fn service_row(&self, at: Measure, ctx: &Ctx<'_>) -> Row<'_> {
        let focus = self.has_keys(Spot::Service);
        let row = self.label("Service", &[Spot::Service], at, ctx).cursor(focus);
        let find = ctx.keys(Command::Find, &[scope::GLOBAL]);
        if let Some(service) = &self.form.service {
            return row.up_to(&service.name, ctx.theme.accent, at.end, ctx.signs.ellipsis);
        }
        let says = format!("none yet: Down and Enter choose below, {find} finds others");
        row.up_to(&says, ctx.theme.dim, at.end, ctx.signs.ellipsis)
    }

    /// What leaves the practice, each with its tick, before it does.
    fn share_rows(&self, at: Measure, ctx: &Ctx<'_>) -> Vec<Row<'_>> {
        let mut rows = vec![];
        let mut row = self.label("Told", &[Spot::Shares], at, ctx);
        for (place, name) in Detail::ALL.map(Detail::name).into_iter().enumerate() {
            let ticked = self.form.shares.0[place];
            let text = format!("{name} {}", if ticked { ctx.signs.tick_on } else { ctx.signs.tick_off });
            let here = self.has_keys(Spot::Shares) && self.form.share == place;
            let style = if here { ctx.theme.selected } else { ctx.theme.text };
            if row.cells() + text.chars().count() + 2 > at.end {
                rows.push(std::mem::replace(&mut row, Row::default().to(at.field)));
            }
            row = row.cursor(here).text(text, style).text("  ", Style::new());
        }
        rows.push(row);
        let values = format!("leaves the practice: {}", self.shared_values(ctx));
        rows.push(Row::default().to(at.field).up_to(&values, ctx.theme.warning, at.end, ctx.signs.ellipsis));
        rows
    }

    /// The very words that a service would be told.
    fn shared_values(&self, ctx: &Ctx<'_>) -> String {
        let needs = self.form.needs_now();
        let note = self.form.note.value().trim();
        let patient = self.details(ctx.today());
        let about = About { patient: &patient, needs: &needs, note, today: ctx.today() };
        let value = |detail: Detail| {
            detail.value(&about).unwrap_or_else(|| format!("({} is not known)", detail.name()))
        };
        let values: Vec<String> = self.form.shares.details().map(value).collect();
        values.join(&format!(" {} ", ctx.signs.bullet))
    }

    fn told_rows(&self, at: Measure, ctx: &Ctx<'_>) -> Vec<Row<'_>> {
        let row = self.label("Told", &[Spot::Told, Spot::ToldAt], at, ctx);
        let keys = (self.has_keys(Spot::Told), self.has_keys(Spot::ToldAt));
        vec![self.form.stop.told_row(row, keys, at, ctx)]
    }

    /// The card of who to call, and the two ways on.
    pub(super) fn card_rows(&self, at: Measure, ctx: &Ctx<'_>) -> Vec<Row<'_>> {
        let mut rows = vec![Row::blank()];
        rows.extend(self.card.rows(at, ctx));
        let instead = self.form.stop.instead;
        let chosen = Some(usize::from(instead == Instead::GoOn));
        let row = self.label("Instead", &[Spot::Instead], at, ctx);
        let words = ["escalate", "go on, because"];
        rows.extend(choices(row, &words, chosen, self.has_keys(Spot::Instead), at.end, ctx));
        match instead {
            Instead::Escalate => rows.extend(self.told_rows(at, ctx)),
            Instead::GoOn => {
                rows.push(self.text_row("Because", Spot::Because, "the reason is recorded", at, ctx));
            }
        }
        rows
    }

    /// The services nearby, where there is room.
    pub(super) fn near_rows(&self, at: Measure, ctx: &Ctx<'_>) -> Vec<Row<'_>> {
        let Some(Find { needs, near, .. }) = &self.near.wish else { return vec![] };
        let (theme, cut) = (ctx.theme, ctx.signs.ellipsis);
        let place = near.as_ref().and_then(|near| near.split(' ').next());
        let needs = need::said(needs);
        let head = match place {
            Some(place) => format!("Near {place}, for {needs}"),
            None => format!("For {needs}"),
        };
        let count = match &self.near.found {
            None => "looking".to_owned(),
            Some(found) if found.loading => "still being read".to_owned(),
            Some(found) if found.hits.is_empty() => "nothing fits".to_owned(),
            Some(found) if found.apart > 0 => {
                format!("{} in all, {} more do not fit", found.total, found.apart)
            }
            Some(found) => format!("{} in all, best first", found.total),
        };
        let row = Row::default().to(at.label).up_to(
            &head,
            theme.title,
            at.end.saturating_sub(width(&count) + 2),
            cut,
        );
        let mut rows = vec![Row::blank(), row.right(&count, theme.dim, at.end, cut).where_room()];
        let focus = self.has_keys(Spot::Service);
        let names = (at.end / 3).clamp(18, 34);
        for (place, hit) in self.near.hits().iter().enumerate() {
            let highlighted = focus && place == self.at;
            let style = if highlighted { theme.selected } else { theme.text };
            let sign = if highlighted { ctx.signs.pointer } else { "" };
            let facts = hit.facts.iter().map(String::as_str);
            let about: Vec<&str> =
                std::iter::once(hit.why.as_str()).chain(facts).filter(|s| !s.is_empty()).collect();
            let about = about.join(&format!(" {} ", ctx.signs.bullet));
            let row = Row::default().to(at.label).text(pad(sign, 2, ""), style);
            let row = row.text(pad(&hit.name, names, cut), style).text("  ", style);
            rows.push(row.up_to(&about, theme.dim, at.end, cut).where_room());
        }
        rows
    }
}
