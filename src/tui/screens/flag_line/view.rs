//! The drawing of the one line: the line, what was read, what is wrong or what saving will do.

use super::save::Saving;
use super::{FlagLineScreen, Spot, read_back};
use crate::domain::flag_line::{FlagLine, PartKind};
use crate::tui::commands::Command;
use crate::tui::screen::Ctx;
use crate::tui::screens::flag::measure::Measure;
use crate::tui::screens::flag::page::{self, Row, choices};
use crate::tui::screens::flag::red_flag::Instead;
use crate::tui::screens::flag::view::pointed;
use crate::tui::widgets::fit::wrap;
use ratatui::Frame;
use ratatui::layout::Rect;

/// An example, in the field while nothing stands in it.
const EXAMPLE: &str = "9995260182 lonely, debt !soon +agreed tel 07700 900123 -- son moved away";

/// The parts in the order in which they are shown, with their labels.
const PARTS: [(PartKind, &str); 6] = [
    (PartKind::Who, "Patient"),
    (PartKind::Need, "Needs"),
    (PartKind::Urgency, "Urgency"),
    (PartKind::Agreement, "Agreement"),
    (PartKind::Phone, "Phone"),
    (PartKind::Note, "Note"),
];

impl FlagLineScreen {
    /// Draws it, with the terminal's cursor on what has the keys.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let at = Measure::of(area.width);
        let read = self.read(ctx.today());
        let foot = self.foot(&read, at, ctx);
        let foot_rows = u16::try_from(foot.len()).unwrap_or(0).min(area.height.saturating_sub(2));
        let body = Rect { height: area.height - foot_rows, ..area };
        let below = Rect { y: body.bottom(), height: foot_rows, ..area };

        let mut rows = vec![Row::of(" Flag in one line", ctx.theme.title)];
        let row = Row::default().to(at.label);
        let room = at.end.saturating_sub(at.label);
        rows.push(row.field(&self.line, room, self.has_keys(Spot::Line), EXAMPLE, ctx));
        rows.push(Row::blank());
        rows.extend(self.part_rows(&read, at, ctx));
        if self.card.stands() {
            rows.extend(self.card_rows(at, ctx));
        }
        page::draw(&page::fitted(rows, usize::from(body.height)), frame, body);
        page::draw(&page::fitted(foot, usize::from(below.height)), frame, below);
    }

    fn has_keys(&self, spot: Spot) -> bool {
        self.spot == spot && !matches!(self.saving, Saving::Asks { .. })
    }

    /// The parts of the line, each as it was read.
    fn part_rows(&self, read: &FlagLine, at: Measure, ctx: &Ctx<'_>) -> Vec<Row<'_>> {
        let (theme, cut, column) = (ctx.theme, ctx.signs.ellipsis, at.label + 11);
        let label = |text: &str| Row::default().to(at.label).text(text, theme.dim).to(column);
        let mut rows = vec![];
        for (kind, name) in PARTS {
            let parts: Vec<_> = read.parts.iter().filter(|part| part.kind == kind).collect();
            if parts.is_empty() {
                continue;
            }
            let mut row = label(name);
            if kind == PartKind::Who && parts.iter().all(|part| part.ok) {
                rows.extend(self.who_rows(row, &parts[0].read_as, column, at, ctx));
                continue;
            }
            for (place, part) in parts.iter().enumerate() {
                let comma = if place > 0 { ", " } else { "" };
                let (text, style) = if part.ok {
                    (format!("{comma}{}", part.read_as), theme.text)
                } else {
                    (format!("{comma}{}?", part.read_as), theme.warning)
                };
                row = row.up_to(&text, style, at.end, cut);
            }
            rows.push(row);
        }
        rows
    }

    /// Who is meant, with what is known of them.
    fn who_rows<'a>(
        &self,
        row: Row<'a>,
        read_as: &str,
        column: usize,
        at: Measure,
        ctx: &Ctx<'_>,
    ) -> Vec<Row<'a>> {
        let (theme, cut) = (ctx.theme, ctx.signs.ellipsis);
        if let Some(card) = &self.patient {
            let whole = read_back(&card.patient.details, ctx.signs.bullet, ctx.today());
            let mut lines = wrap(&whole, at.end - column).into_iter();
            let mut rows = vec![row.text(lines.next().unwrap_or_default(), theme.text)];
            rows.extend(lines.map(|line| Row::default().to(column).text(line, theme.text)));
            if let Some(case) = &card.line.open_case {
                let case = format!("open case {case} {} this adds to it", ctx.signs.bullet);
                rows.push(Row::default().to(column).up_to(&case, theme.warning, at.end, cut));
            }
            return rows;
        }
        let mut rows = vec![row.up_to(read_as, theme.text, at.end, cut)];
        match &self.people {
            None => rows.push(Row::default().to(column).text("looking", theme.dim)),
            Some(people) if people.is_empty() => {
                rows.push(Row::default().to(column).up_to("not known here yet", theme.warning, at.end, cut));
            }
            Some(people) => {
                for line in people.iter().take(3) {
                    let text = format!("known: {} {} {}", line.called, ctx.signs.bullet, line.read_back);
                    rows.push(Row::default().to(column).up_to(&text, theme.warning, at.end, cut));
                }
            }
        }
        rows
    }

    fn card_rows(&self, at: Measure, ctx: &Ctx<'_>) -> Vec<Row<'_>> {
        let dim = ctx.theme.dim;
        let label = |text: &str| Row::default().to(at.label).text(text.to_owned(), dim).to(at.field);
        let mut rows = vec![Row::blank()];
        rows.extend(self.card.rows(at, ctx));
        let chosen = Some(usize::from(self.stop.instead == Instead::GoOn));
        let words = ["escalate", "go on, because"];
        rows.extend(choices(label("Instead"), &words, chosen, self.has_keys(Spot::Instead), at.end, ctx));
        match self.stop.instead {
            Instead::Escalate => {
                let told = label("Told");
                let keys = (self.has_keys(Spot::Told), self.has_keys(Spot::ToldAt));
                rows.push(self.stop.told_row(told, keys, at, ctx));
            }
            Instead::GoOn => {
                let room = at.end.saturating_sub(at.field);
                let focus = self.has_keys(Spot::Because);
                let empty = "the reason is recorded";
                rows.push(label("Because").field(&self.stop.because, room, focus, empty, ctx));
            }
        }
        rows
    }

    fn foot(&self, read: &FlagLine, at: Measure, ctx: &Ctx<'_>) -> Vec<Row<'_>> {
        let theme = ctx.theme;
        let mut rows = vec![Row::blank()];
        let width = at.end.saturating_sub(1);
        let mut say = |text: &str, style| {
            rows.extend(wrap(text, width).into_iter().map(|line| Row::of(format!(" {line}"), style)));
        };
        let key = ctx.keys(Command::Save, &self.scopes());
        match (&self.saving, &self.trouble, self.missing(ctx)) {
            (Saving::Asks { lines, at: chosen }, _, _) => {
                say("Somebody alike is known already. Read back and choose:", theme.warning);
                let dot = ctx.signs.bullet;
                for (place, line) in lines.iter().enumerate() {
                    let text = format!("{} {dot} {} {dot} {}", line.called, line.read_back, line.why);
                    rows.push(pointed(&text, place == *chosen, true, at, ctx));
                }
                rows.push(pointed("Somebody else", *chosen == lines.len(), true, at, ctx));
            }
            (Saving::Sent | Saving::WhenKnown, _, _) => say("Saving", theme.dim),
            (Saving::Typing, Some(trouble), _) => say(trouble, theme.warning),
            (Saving::Typing, None, Ok(line)) => say(&format!("{key}: {}", self.will_do(&line)), theme.good),
            (Saving::Typing, None, Err(_)) if read.parts.is_empty() => {
                say(
                    "Who, then what they need, with commas between; !soon, +agreed, tel and -- note as it suits.",
                    theme.dim,
                );
            }
            // What is only unfinished is no problem yet.
            (Saving::Typing, None, Err((_, says))) => {
                let wrong = read.problems.iter().any(|problem| !problem.unfinished);
                say(&says, if wrong { theme.warning } else { theme.dim });
            }
        }
        rows
    }
}
