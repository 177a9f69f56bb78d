//! A short form: labelled texts, choices and ticks, one above the other.
//!
//! ```text
//!   Outcome   [met]   partly met   not met
//!   Why       no group near enough
//! ```

use crate::tui::commands::Command;
use crate::tui::screen::{Ctx, Pressed};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::fit::pad;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// One row of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What stands before it.
    pub label: String,
    /// What can be done with it.
    pub input: Input,
    /// What is wrong with it, said behind it.
    pub problem: String,
}

/// What can be done with a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A text.
    Text(Field),
    /// One of several.
    Choice(Vec<String>, usize),
    /// Yes or no.
    Tick(bool),
}

/// A short form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    /// Its rows.
    pub entries: Vec<Entry>,
    /// The row that has the keys.
    pub focus: usize,
}

impl Form {
    /// With a text at its end.
    #[must_use]
    pub fn text(mut self, label: &str, value: &str) -> Self {
        self.push(label, Input::Text(Field::with(value)));
        self
    }

    /// With a choice at its end.
    #[must_use]
    pub fn choice(mut self, label: &str, options: Vec<String>, at: usize) -> Self {
        self.push(label, Input::Choice(options, at));
        self
    }

    /// With a tick at its end.
    #[must_use]
    pub fn tick(mut self, label: &str, on: bool) -> Self {
        self.push(label, Input::Tick(on));
        self
    }

    fn push(&mut self, label: &str, input: Input) {
        self.entries.push(Entry { label: label.to_owned(), input, problem: String::new() });
    }

    /// The text of a row; empty where it is none.
    pub fn value(&self, row: usize) -> String {
        match self.entries.get(row).map(|entry| &entry.input) {
            Some(Input::Text(field)) => field.value().trim().to_owned(),
            Some(Input::Choice(options, at)) => options.get(*at).cloned().unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// Which of a choice's options is chosen.
    pub fn chosen(&self, row: usize) -> usize {
        match self.entries.get(row).map(|entry| &entry.input) {
            Some(Input::Choice(_, at)) => *at,
            _ => 0,
        }
    }

    /// Whether a row is ticked.
    pub fn ticked(&self, row: usize) -> bool {
        matches!(self.entries.get(row).map(|entry| &entry.input), Some(Input::Tick(true)))
    }

    /// Says what is wrong with a row, and goes there.
    pub fn wrong(&mut self, row: usize, problem: impl Into<String>) {
        if let Some(entry) = self.entries.get_mut(row) {
            entry.problem = problem.into();
            self.focus = row;
        }
    }

    /// Whether the row that has the keys is a text.
    pub fn in_text(&self) -> bool {
        matches!(self.entries.get(self.focus).map(|entry| &entry.input), Some(Input::Text(_)))
    }

    /// Hears what was pressed; whether it was for the form. Enter goes to the next row, never further.
    pub fn press(&mut self, pressed: &Pressed) -> bool {
        let count = self.entries.len();
        if let Pressed::Command(command) = pressed {
            let focus = match command {
                Command::NextField | Command::Down => (self.focus + 1) % count.max(1),
                Command::PreviousField | Command::Up => (self.focus + count.max(1) - 1) % count.max(1),
                Command::Take => (self.focus + 1).min(count.saturating_sub(1)),
                _ => count,
            };
            if focus < count {
                self.focus = focus;
                return true;
            }
        }
        let Some(entry) = self.entries.get_mut(self.focus) else { return false };
        let heard = match (&mut entry.input, pressed) {
            (Input::Text(field), pressed) => field.press(pressed),
            (Input::Choice(options, at), Pressed::Command(Command::ChoiceRight)) => {
                *at = (*at + 1).min(options.len().saturating_sub(1));
                true
            }
            (Input::Choice(_, at), Pressed::Command(Command::ChoiceLeft)) => {
                *at = at.saturating_sub(1);
                true
            }
            (Input::Tick(on), Pressed::Command(Command::Toggle)) => {
                *on = !*on;
                true
            }
            _ => false,
        };
        if heard {
            entry.problem.clear();
        }
        heard
    }

    /// How many rows it takes.
    pub fn height(&self) -> u16 {
        u16::try_from(self.entries.len()).unwrap_or(u16::MAX)
    }

    /// Draws it; the terminal's cursor stands on the row that has the keys. Rows beyond the area scroll into sight.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let label = self.entries.iter().map(|e| e.label.chars().count()).max().unwrap_or(0).min(24) + 2;
        let height = usize::from(area.height.max(1));
        let top = (self.focus + 1).saturating_sub(height);
        for (row, entry) in self.entries.iter().enumerate().skip(top).take(height) {
            let y = area.y + u16::try_from(row - top).unwrap_or(0);
            let focus = row == self.focus;
            let line = Rect { y, height: 1, ..area };
            let style = if focus { ctx.theme.accent } else { ctx.theme.dim };
            let pointer = if focus { ctx.signs.pointer } else { " " };
            let head = format!("{pointer} {}", pad(&entry.label, label, ctx.signs.ellipsis));
            let x = u16::try_from(label + 2).unwrap_or(0).min(area.width);
            frame.render_widget(Line::styled(head, style), line);
            let value = Rect { x: area.x + x, width: area.width - x, ..line };
            match &entry.input {
                Input::Text(field) => {
                    let style = if focus { ctx.theme.field_focus } else { ctx.theme.field };
                    field.view(frame, value, style, focus);
                }
                Input::Choice(options, at)
                    if options.iter().map(|o| o.len() + 4).sum::<usize>() > usize::from(value.width) =>
                {
                    let option = options.get(*at).map(String::as_str).unwrap_or_default();
                    let style = if focus { ctx.theme.selected } else { ctx.theme.title };
                    let count = format!("  {} of {}", at + 1, options.len());
                    let spans =
                        [Span::styled(format!("[{option}]"), style), Span::styled(count, ctx.theme.dim)];
                    frame.render_widget(Line::from_iter(spans), value);
                    if focus {
                        frame.set_cursor_position(Position::new(value.x, value.y));
                    }
                }
                Input::Choice(options, at) => {
                    let spans = options.iter().enumerate().map(|(n, option)| {
                        if n == *at {
                            let style = if focus { ctx.theme.selected } else { ctx.theme.title };
                            Span::styled(format!("[{option}]  "), style)
                        } else {
                            Span::styled(format!(" {option}   "), ctx.theme.dim)
                        }
                    });
                    frame.render_widget(Line::from(spans.collect::<Vec<_>>()), value);
                    if focus {
                        frame.set_cursor_position(Position::new(value.x, value.y));
                    }
                }
                Input::Tick(on) => {
                    let sign = if *on { ctx.signs.tick_on } else { ctx.signs.tick_off };
                    frame.render_widget(Line::styled(sign, ctx.theme.text), value);
                    if focus {
                        frame.set_cursor_position(Position::new(value.x, value.y));
                    }
                }
            }
            if !entry.problem.is_empty() {
                let text = format!(" {}", entry.problem);
                let width =
                    u16::try_from(crate::tui::widgets::fit::width(&text)).unwrap_or(0).min(value.width);
                let at = Rect { x: value.right().saturating_sub(width), width, ..value };
                frame.render_widget(Line::styled(text, ctx.theme.warning), at);
            }
        }
    }
}
