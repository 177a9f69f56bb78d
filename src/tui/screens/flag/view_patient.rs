//! The rows of the patient and of the needs.

use crate::desk::reply::PatientLine;
use crate::domain::dates;
use crate::domain::need::catalogue;
use crate::domain::nhs_number::NhsNumber;
use crate::tui::screen::Ctx;
use crate::tui::screens::flag::FlagScreen;
use crate::tui::screens::flag::form::{Picked, Spot};
use crate::tui::screens::flag::measure::Measure;
use crate::tui::screens::flag::page::Row;
use crate::tui::screens::flag::patient::Offer;
use crate::tui::screens::flag::view::pointed;
use crate::tui::widgets::fit::{width, wrap};

impl FlagScreen {
    pub(super) fn patient_rows(&self, at: Measure, ctx: &Ctx<'_>) -> Vec<Row<'_>> {
        let theme = ctx.theme;
        let (spot, cut) = (Spot::Patient, ctx.signs.ellipsis);
        let dot = format!(" {} ", ctx.signs.bullet);
        let row = self.label("Patient", &[spot], at, ctx);
        let mut rows = vec![];
        match &self.form.picked {
            Picked::Nobody => rows.extend(self.searched_rows(row, at, ctx)),
            Picked::Known(line) => {
                let read_back = match &self.patient {
                    Some(card) => {
                        let details = &card.patient.details;
                        let mut parts = vec![];
                        parts.extend(details.nhs_number.map(|number| number.to_string()));
                        parts.extend(details.name.as_ref().map(ToString::to_string));
                        parts.extend(details.born.map(|born| dates::with_age(born, ctx.today())));
                        parts.extend(details.postcode.as_ref().map(ToString::to_string));
                        parts.join(&dot)
                    }
                    None => format!("{}{dot}{}", line.called, line.read_back),
                };
                let mut lines = wrap(&read_back, at.end - at.field).into_iter();
                let row = row.cursor(self.has_keys(spot)).text(lines.next().unwrap_or_default(), theme.text);
                let checked = if without_number(&line.read_back).is_some() { "number checked" } else { "" };
                rows.push(row.right(checked, theme.dim, at.end, cut));
                let below = |line| Row::default().to(at.field).text(line, theme.text);
                rows.extend(lines.map(below));
                if let Some(case) = &line.open_case {
                    let case = format!("open case {case}{dot}this adds to it");
                    for (place, line) in wrap(&case, at.end - at.field).into_iter().enumerate() {
                        let row = Row::default().to(at.field).text(line, theme.warning);
                        rows.push(if place == 0 { row } else { row.where_room() });
                    }
                }
                rows.extend(self.ring_row(at, ctx));
                if self.patient.as_ref().is_some_and(|card| card.patient.details.name.is_none()) {
                    let says = "the name is still to be filled in";
                    rows.push(Row::default().to(at.field).up_to(says, theme.dim, at.end, cut));
                }
            }
            Picked::Number(number) => {
                rows.push(row.cursor(self.has_keys(spot)).text(number.to_string(), theme.text).right(
                    "number checked",
                    theme.dim,
                    at.end,
                    cut,
                ));
                let says = if self.hits_are_of_now() {
                    "not known here: the name can be filled in later"
                } else {
                    "looking"
                };
                rows.push(Row::default().to(at.field).up_to(says, theme.warning, at.end, cut));
            }
            Picked::New(number) => {
                let number = number.map(|number| format!("{dot}{number}")).unwrap_or_default();
                let row = row.cursor(self.has_keys(spot)).text(format!("new patient{number}"), theme.text);
                rows.push(row.right("Backspace here: look again", theme.dim, at.end, cut));
                rows.push(self.text_row("Name", Spot::Name, "given name and family name", at, ctx));
                rows.push(self.text_row(
                    "Born",
                    Spot::Born,
                    "day, month, year: 3/2/1948 or 3 Feb 1948",
                    at,
                    ctx,
                ));
                rows.push(self.text_row("Phone", Spot::Phone, "the number to ring", at, ctx));
                rows.push(self.text_row("Postcode", Spot::Postcode, "for instance BS3 4NN", at, ctx));
                rows.extend(self.alike_rows(at, ctx));
            }
        }
        rows
    }

    /// The Patient field while somebody is looked for.
    fn searched_rows<'a>(&'a self, row: Row<'a>, at: Measure, ctx: &Ctx<'_>) -> Vec<Row<'a>> {
        let theme = ctx.theme;
        let focus = self.has_keys(Spot::Patient);
        let who = self.who_text(ctx.today());
        let offers = self.offers(ctx.today());
        let dot = format!(" {} ", ctx.signs.bullet);
        let (says, style) = match (&who.problem, &who.number) {
            (Some(_), _) => ("look at the number or date", theme.warning),
            (None, Some(Ok(_))) => ("number checked", theme.good),
            _ if !focus && !self.form.who.is_empty() => ("not chosen yet", theme.warning),
            _ => ("", theme.dim),
        };
        let room = at.end.saturating_sub(at.field + if says.is_empty() { 0 } else { says.len() + 2 });
        let empty = "NHS number, name or birth date, or a pasted banner";
        let mut rows = vec![row.field(&self.form.who, room, focus, empty, ctx).right(
            says,
            style,
            at.end,
            ctx.signs.ellipsis,
        )];
        if let Some(problem) = &who.problem {
            rows.push(Row::default().to(at.field).up_to(problem, theme.warning, at.end, ctx.signs.ellipsis));
        }
        if !focus {
            return rows;
        }
        for (place, offer) in offers.iter().enumerate() {
            let text = match offer {
                Offer::Known(line) => {
                    let case = line.open_case.as_ref().map(|case| format!("{dot}open case {case}"));
                    in_a_line(line, &case.unwrap_or_default(), at, ctx)
                }
                Offer::Number(_) => "not known here: the name can be filled in later".to_owned(),
                Offer::New => "New patient".to_owned(),
            };
            rows.push(pointed(&text, place == self.at, false, at, ctx));
        }
        if offers.is_empty() && !who.is_empty() && !self.hits_are_of_now() {
            rows.push(Row::default().to(at.field).text("looking", theme.dim));
        }
        rows
    }

    fn alike_rows(&self, at: Measure, ctx: &Ctx<'_>) -> Vec<Row<'_>> {
        if self.alike.is_empty() {
            return vec![];
        }
        let dot = format!(" {} ", ctx.signs.bullet);
        let says = "Somebody alike is known already. Down and Enter take them:";
        let mut rows = vec![Row::default().to(at.field).text(says, ctx.theme.warning)];
        for (place, line) in self.alike.iter().take(3).enumerate() {
            let text = in_a_line(line, &format!("{dot}{}", line.why), at, ctx);
            rows.push(pointed(&text, self.alike_at == Some(place), false, at, ctx));
        }
        rows
    }

    pub(super) fn need_rows(&self, at: Measure, ctx: &Ctx<'_>) -> Vec<Row<'_>> {
        let theme = ctx.theme;
        let focus = self.has_keys(Spot::Needs);
        let mut rows = vec![];
        let mut row = self.label("Needs", &[Spot::Needs], at, ctx);
        for need in &self.form.needs {
            let name = catalogue().get(need).map_or(need.as_str(), |need| need.name.as_str());
            let chip = format!("[{name}]");
            if row.cells() > at.field && row.cells() + chip.chars().count() > at.end {
                rows.push(std::mem::replace(&mut row, Row::default().to(at.field)));
            }
            row = row.up_to(&chip, theme.accent, at.end, ctx.signs.ellipsis).text("  ", theme.text);
        }
        if at.end.saturating_sub(row.cells()) < 12 {
            rows.push(std::mem::replace(&mut row, Row::default().to(at.field)));
        }
        let unfinished = !focus && self.form.need_is_unfinished();
        let room = at.end.saturating_sub(row.cells() + if unfinished { 14 } else { 0 });
        let empty = if self.form.needs.is_empty() { "lonely, debt, housing" } else { "" };
        row = row.field(&self.form.need, room, focus, empty, ctx);
        if unfinished {
            row = row.right("unfinished", theme.warning, at.end, ctx.signs.ellipsis);
        }
        rows.push(row);
        if focus {
            for (place, found) in self.suggestions().iter().enumerate() {
                let why = if found.matched == found.need.name { "" } else { found.matched };
                let row = pointed(&found.need.name, place == self.at, false, at, ctx);
                let why = if why.is_empty() { String::new() } else { format!("  \"{why}\"") };
                rows.push(row.up_to(&why, theme.dim, at.end, ctx.signs.ellipsis));
            }
        }
        rows
    }
}

/// Somebody in a line, to be read back; where there is little room, birth date and postcode go before the number.
pub(super) fn in_a_line(line: &PatientLine, more: &str, at: Measure, ctx: &Ctx<'_>) -> String {
    let dot = ctx.signs.bullet;
    let whole = format!("{} {dot} {}{more}", line.called, line.read_back);
    match without_number(&line.read_back) {
        Some(rest) if width(&whole) > at.end.saturating_sub(at.list + 2) => {
            format!("{} {dot} {rest}{more}", line.called)
        }
        _ => whole,
    }
}

/// What is read back of a patient, without the NHS number; nothing where none is in it.
fn without_number(read_back: &str) -> Option<&str> {
    let (number, rest) = read_back.split_once(" · ").unwrap_or((read_back, ""));
    NhsNumber::parse(number).is_ok().then_some(rest)
}
