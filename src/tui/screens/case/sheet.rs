//! A form whose rows are filled in already as far as they can be: the first letter typed into such a row takes its place,
//! and Enter on the last row saves.

use crate::domain::case::work::Next;
use crate::domain::typed_day::{self, TypedDay};
use crate::tui::commands::{Command, scope};
use crate::tui::screen::{Ctx, Pressed};
use crate::tui::widgets::form::{Form, Input};
use jiff::civil::Date;

/// The row on which the next date stands.
pub(super) const NEXT: &str = "Next";

/// A form with prefilled rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sheet {
    pub form: Form,
    /// The rows that still hold what was proposed, and what that was.
    proposed: Vec<(String, String)>,
    next: Option<Next>,
}

/// What became of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Stays,
    Saves,
    Leaves,
}

impl Sheet {
    pub fn text(mut self, label: &str, value: &str) -> Self {
        self.form = self.form.text(label, value);
        self
    }

    /// A text that is filled in already: the first letter takes its place.
    pub fn proposed(mut self, label: &str, value: &str) -> Self {
        self.form = self.form.text(label, value);
        if !value.is_empty() {
            self.proposed.push((label.to_owned(), value.to_owned()));
        }
        self
    }

    pub fn choice(mut self, label: &str, options: Vec<String>, at: usize) -> Self {
        self.form = self.form.choice(label, options, at);
        self
    }

    /// The next date, as it is proposed.
    pub fn next(self, next: Option<&Next>, today: Date) -> Self {
        let Some(next) = next else { return self };
        let band = next.band.map(|band| format!(", {}", band.name())).unwrap_or_default();
        let mut sheet = self.proposed(NEXT, &format!("{}{band}", typed_day::written(next.on, today)));
        sheet.next = Some(next.clone());
        sheet
    }

    /// With the keys on this row.
    pub fn at(mut self, label: &str) -> Self {
        self.form.focus = self.row(label).unwrap_or(0);
        self
    }

    pub fn row(&self, label: &str) -> Option<usize> {
        self.form.entries.iter().position(|entry| entry.label == label)
    }

    pub fn value(&self, label: &str) -> String {
        self.row(label).map(|row| self.form.value(row)).unwrap_or_default()
    }

    pub fn chosen(&self, label: &str) -> usize {
        self.row(label).map_or(0, |row| self.form.chosen(row))
    }

    /// Says what is wrong with a row.
    pub fn wrong(&mut self, label: &str, problem: impl Into<String>) {
        if let Some(row) = self.row(label) {
            self.form.wrong(row, problem);
        }
    }

    /// Whether a row still holds what was proposed.
    pub fn is_proposed(&self, label: &str) -> bool {
        let value = self.value(label);
        self.proposed.iter().any(|(row, proposed)| row == label && *proposed == value)
    }

    pub fn scopes(&self) -> Vec<&'static str> {
        if self.form.in_text() { vec![scope::TEXT, scope::FORM] } else { vec![scope::FORM] }
    }

    /// Hears a key.
    pub fn press(&mut self, pressed: &Pressed) -> Turn {
        match pressed {
            Pressed::Command(Command::Leave) => return Turn::Leaves,
            Pressed::Command(Command::Save) => return Turn::Saves,
            Pressed::Command(Command::Take) if self.form.focus + 1 >= self.form.entries.len() => {
                return Turn::Saves;
            }
            Pressed::Char(_) | Pressed::Paste(_) => self.make_room(),
            Pressed::Command(_) => {}
        }
        self.form.press(pressed);
        Turn::Stays
    }

    /// What was proposed gives way to what is typed.
    fn make_room(&mut self) {
        let Some(entry) = self.form.entries.get_mut(self.form.focus) else { return };
        let Input::Text(field) = &mut entry.input else { return };
        let at =
            self.proposed.iter().position(|(label, value)| *label == entry.label && value == field.value());
        if let Some(at) = at {
            field.take();
            self.proposed.remove(at);
        }
    }

    /// A day to come that stands in a row.
    pub fn day_to_come(&mut self, label: &str, today: Date) -> Option<TypedDay> {
        match typed_day::to_come(&self.value(label), today) {
            Ok(day) => Some(day),
            Err(error) => {
                self.wrong(label, error.to_string());
                None
            }
        }
    }

    /// A day that is past, or today.
    pub fn day_gone(&mut self, label: &str, today: Date) -> Option<TypedDay> {
        match typed_day::gone(&self.value(label), today) {
            Ok(day) if day.on > today => {
                self.wrong(label, "that day is to come");
                None
            }
            Ok(day) => Some(day),
            Err(error) => {
                self.wrong(label, error.to_string());
                None
            }
        }
    }

    /// What is next: nothing where the proposal stands, for the desk proposes the same. An error is said at its row.
    pub fn settled(&mut self, today: Date) -> Result<Option<Next>, ()> {
        let Some(next) = self.next.clone().filter(|_| !self.is_proposed(NEXT)) else { return Ok(None) };
        let day = self.day_to_come(NEXT, today).ok_or(())?;
        if day.on < today {
            self.wrong(NEXT, "that day is past");
            return Err(());
        }
        Ok(Some(Next { on: day.on, band: day.band, ..next }))
    }

    /// How the days in the form are read, for a line beneath: that of the row which has the keys, and what is next.
    pub fn reading(&self, days: &[&str], back: &[&str], ctx: &Ctx<'_>) -> String {
        let today = ctx.today();
        let focus = self.form.entries.get(self.form.focus).map(|entry| entry.label.clone());
        let mut parts = Vec::new();
        for label in days.iter().chain(back).filter(|label| Some(**label) == focus.as_deref()) {
            let text = self.value(label);
            let read = if back.contains(label) {
                typed_day::gone(&text, today)
            } else {
                typed_day::to_come(&text, today)
            };
            let said = |day: TypedDay| {
                let time = day.time.map(|time| time.strftime(", %H:%M").to_string()).unwrap_or_default();
                let band = day.band.map(|band| format!(", {}", band.name())).unwrap_or_default();
                format!("{label}: {}{band}{time}", typed_day::said(day.on, today))
            };
            parts.push(read.map_or_else(|error| error.to_string(), said));
        }
        if let (Some(next), Ok(day)) = (&self.next, typed_day::to_come(&self.value(NEXT), today)) {
            let why = if next.why.is_empty() { String::new() } else { format!(", {}", next.why) };
            let next = format!("Next: {}, {}{why}", typed_day::said(day.on, today), next.what.name());
            parts.push(next);
        }
        parts.join(&format!(" {} ", ctx.signs.bullet))
    }
}
