//! The drawing of the form: what stands where, and what is left out where there is little room.

use crate::desk::reply::PatientLine;
use crate::tui::commands::Command;
use crate::tui::screen::Ctx;
use crate::tui::screens::flag::FlagScreen;
use crate::tui::screens::flag::form::Spot;
use crate::tui::screens::flag::measure::Measure;
use crate::tui::screens::flag::page::{self, Row};
use crate::tui::screens::flag::save::{Asking, Progress};
use crate::tui::screens::flag::view_patient::in_a_line;
use crate::tui::widgets::fit::{pad, wrap};
use ratatui::Frame;
use ratatui::layout::Rect;

/// The fewest rows that stay for the form above the card of who to call.
const LEAST_FORM: u16 = 4;

impl FlagScreen {
    /// Draws the form, with the terminal's cursor on what has the keys.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let at = Measure::of(area.width);
        let foot = self.foot(at, ctx);
        let foot_rows = u16::try_from(foot.len()).unwrap_or(0).min(area.height.saturating_sub(2));
        let head = Rect { height: area.height.min(1), ..area };
        let rest = area.height - head.height - foot_rows;
        let body = Rect { y: area.y + head.height, height: rest, ..area };
        let below = Rect { y: body.bottom(), height: foot_rows, ..area };

        page::draw(&[Row::of(format!(" {}", self.title()), ctx.theme.title)], frame, head);
        let form = self.form_rows(at, ctx);
        let card = if self.card.stands() { self.card_rows(at, ctx) } else { vec![] };
        let height = usize::from(body.height);
        if form.len() + card.len() <= height {
            let mut rows = form;
            rows.extend(card);
            if !self.card.stands() {
                rows.extend(self.near_rows(at, ctx));
            }
            page::draw(&page::fitted(rows, height), frame, body);
        } else if card.is_empty() {
            page::draw(&page::fitted(form, height), frame, body);
        } else {
            let most = body.height.saturating_sub(LEAST_FORM);
            let card_rows = u16::try_from(card.len()).unwrap_or(most).min(most);
            let top = Rect { height: body.height - card_rows, ..body };
            let bottom = Rect { y: top.bottom(), height: card_rows, ..body };
            page::draw(&page::fitted(form, usize::from(top.height)), frame, top);
            page::draw(&page::fitted(card, usize::from(card_rows)), frame, bottom);
        }
        page::draw(&page::fitted(foot, usize::from(below.height)), frame, below);
    }

    pub(super) fn has_keys(&self, spot: Spot) -> bool {
        self.form.spot == spot && self.asking.is_none()
    }

    /// A row that begins with its label.
    pub(super) fn label<'a>(&self, text: &str, spots: &[Spot], at: Measure, ctx: &Ctx<'_>) -> Row<'a> {
        let focus = spots.iter().any(|spot| self.has_keys(*spot));
        let style = if focus { ctx.theme.accent } else { ctx.theme.dim };
        Row::default().to(at.label).text(text, style).to(at.field)
    }

    /// A row of one label and one field.
    pub(super) fn text_row(
        &self,
        label: &str,
        spot: Spot,
        empty: &str,
        at: Measure,
        ctx: &Ctx<'_>,
    ) -> Row<'_> {
        let row = self.label(label, &[spot], at, ctx);
        let room = at.end.saturating_sub(at.field);
        match self.form.text(spot) {
            Some(field) => row.field(field, room, self.has_keys(spot), empty, ctx),
            None => row,
        }
    }

    /// The rows of the form itself.
    fn form_rows(&self, at: Measure, ctx: &Ctx<'_>) -> Vec<Row<'_>> {
        let mut rows = self.patient_rows(at, ctx);
        rows.extend(self.need_rows(at, ctx));
        rows.extend(self.urgency_rows(at, ctx));
        rows.push(self.text_row("Note", Spot::Note, "one line, read by the link worker", at, ctx));
        let mut below = self.contact_rows(at, ctx);
        below.extend(self.route_rows(at, ctx));
        // Beside the card of who to call, these matter least.
        let stands = self.card.stands();
        rows.extend(below.into_iter().map(|row| if stands { row.where_room() } else { row }));
        rows
    }

    /// What saving will do, or what is missing; or the question that has to be answered.
    fn foot(&self, at: Measure, ctx: &Ctx<'_>) -> Vec<Row<'_>> {
        let theme = ctx.theme;
        let mut rows = vec![Row::blank()];
        let width = at.end.saturating_sub(1);
        let mut say = |text: &str, style| {
            rows.extend(wrap(text, width).into_iter().map(|line| Row::of(format!(" {line}"), style)));
        };
        let scopes = self.scopes();
        let key = |command| ctx.keys(command, &scopes);
        match &self.asking {
            Some(Asking::Agreement) => {
                say(&format!("{}?", self.agreement_words()), theme.title);
                let keys = format!(
                    "{} yes   {} declined   {} not asked yet",
                    key(Command::Yes),
                    key(Command::No),
                    key(Command::Later)
                );
                rows.push(Row::of(" ", theme.accent).cursor(true).text(keys, theme.accent));
            }
            Some(Asking::NoPhone) => {
                let says = format!(
                    "No phone number is known for {}: the link workers cannot ring. Hand over all the same?",
                    self.called()
                );
                say(&says, theme.warning);
                let keys = format!("{} yes   {} no, add a number", key(Command::Yes), key(Command::No));
                rows.push(Row::of(" ", theme.accent).cursor(true).text(keys, theme.accent));
            }
            Some(Asking::Alike { lines, at: chosen }) => {
                say("Somebody alike is known already. Read back and choose:", theme.warning);
                let dot = ctx.signs.bullet;
                let said = |line: &PatientLine| in_a_line(line, &format!(" {dot} {}", line.why), at, ctx);
                let mut choices: Vec<String> = lines.iter().map(said).collect();
                choices.push(format!("Somebody else: {} is new", self.called()));
                for (place, choice) in choices.iter().enumerate() {
                    rows.push(pointed(choice, place == *chosen, true, at, ctx));
                }
            }
            None => match (&self.trouble, self.first_missing(ctx)) {
                _ if self.progress != Progress::Filling => say("Saving", theme.dim),
                (Some(trouble), _) => say(trouble, theme.warning),
                (None, Some(missing)) => say(&missing.says, theme.dim),
                (None, None) => say(&format!("{}: {}", key(Command::Save), self.will_do(ctx)), theme.good),
            },
        }
        rows
    }
}

/// A line of a list, the highlighted one with the sign of it.
pub(in crate::tui::screens) fn pointed<'a>(
    text: &str,
    highlighted: bool,
    cursor: bool,
    at: Measure,
    ctx: &Ctx<'_>,
) -> Row<'a> {
    let style = if highlighted { ctx.theme.selected } else { ctx.theme.text };
    let sign = if highlighted { ctx.signs.pointer } else { "" };
    Row::default().to(at.list).cursor(highlighted && cursor).text(pad(sign, 2, ""), style).up_to(
        text,
        style,
        at.end,
        ctx.signs.ellipsis,
    )
}
