//! Noting that nothing fits: what was needed and in which district, never the words that were typed.

use crate::desk::request::Request;
use crate::domain::need::{Need, NeedKey, catalogue};
use crate::domain::postcode::Outcode;
use crate::tui::commands::Command;
use crate::tui::screen::{Act, Ctx, Pressed};
use crate::tui::screens::finder::{FinderScreen, NOTE};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::fit::{pad, wrap};
use crate::tui::widgets::rows::Rows;
use ratatui::text::Line;

/// How many needs are offered for what is typed.
const MOST: usize = 12;

/// The question which need it was.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Noting {
    /// What was typed to find the need.
    pub(super) field: Field,
    rows: Rows,
}

impl FinderScreen {
    /// Notes it at once where the need is clear; else asks which it was.
    pub(super) fn note_unmet(&mut self) -> Vec<Act> {
        let (_, text) = self.understood();
        let clear = match self.start.needs.as_slice() {
            [one] => Some(one.clone()),
            [] => catalogue().exactly(text).map(|need| need.key.clone()),
            _ => None,
        };
        if let Some(need) = clear {
            return self.note(need);
        }
        self.noting = Some(Noting::default());
        vec![]
    }

    /// Hears what was pressed while the question stands.
    pub(super) fn update_noting(&mut self, pressed: &Pressed) -> Vec<Act> {
        let offers = self.offers();
        let Some(noting) = &mut self.noting else { return vec![] };
        if let Pressed::Command(command) = pressed {
            if noting.rows.press(*command, offers.len(), MOST) {
                return vec![];
            }
            if *command == Command::Open {
                let Some(need) = offers.get(noting.rows.selected) else {
                    return vec![Act::Hint("No need is called so; type another word for it.".to_owned())];
                };
                return self.note(need.key.clone());
            }
        }
        if noting.field.press(pressed) {
            noting.rows = Rows::default();
        }
        vec![]
    }

    /// The needs that it may be: of the case, or what the words that were looked for may mean; else all.
    fn offers(&self) -> Vec<&'static Need> {
        let Some(noting) = &self.noting else { return vec![] };
        let typed = noting.field.value().trim();
        if !typed.is_empty() {
            return catalogue().find(typed, MOST).into_iter().map(|found| found.need).collect();
        }
        let mut offers: Vec<&Need> =
            self.start.needs.iter().filter_map(|need| catalogue().get(need)).collect();
        let (_, text) = self.understood();
        let meant = std::iter::once(text).chain(text.split_whitespace().filter(|word| word.len() > 2));
        offers.extend(meant.flat_map(|text| catalogue().find(text, 3)).map(|found| found.need));
        offers.extend(catalogue().all());
        let mut seen = std::collections::HashSet::new();
        offers.retain(|need| seen.insert(&need.key));
        offers
    }

    fn note(&mut self, need: NeedKey) -> Vec<Act> {
        self.noting = None;
        let note = (need, self.area());
        if self.noted.contains(&note) {
            return vec![Act::Hint("That is noted already.".to_owned())];
        }
        self.noted.push(note.clone());
        let (need, area) = note;
        vec![Act::Ask(NOTE, Request::NoteUnmet { needs: vec![need], area })]
    }

    /// The district: the patient's, else one that was typed.
    fn area(&self) -> Option<Outcode> {
        let words = self.field.value();
        let near = self.start.near.as_deref();
        near.into_iter().chain(words.split_whitespace()).find_map(|text| Outcode::parse(text).ok())
    }

    /// The question, and the needs to choose from.
    pub(super) fn noting_lines(&self, cells: usize, height: usize, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
        let Some(noting) = &self.noting else { return vec![] };
        let area = self.area().map_or_else(|| "no district".to_owned(), |area| area.to_string());
        let asks = format!(
            "Which need did nothing fit? Type to find it. Noted are the need, {area} and the day; not your words."
        );
        let mut lines: Vec<_> =
            wrap(&asks, cells).into_iter().map(|line| Line::styled(line, ctx.theme.title)).collect();
        let room = height.saturating_sub(lines.len()).max(1);
        let top = noting.rows.top(room);
        for (place, need) in self.offers().into_iter().enumerate().skip(top).take(room) {
            let selected = place == noting.rows.selected;
            let pointer = pad(if selected { ctx.signs.pointer } else { "" }, 2, "");
            let style = if selected { ctx.theme.selected } else { ctx.theme.text };
            let line = pad(&format!("{pointer}{}", need.name), cells, ctx.signs.ellipsis);
            lines.push(Line::styled(line, style));
        }
        lines
    }
}
