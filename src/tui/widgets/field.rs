//! One line of text being typed, with a cursor.

use crate::domain::text;
use crate::tui::commands::Command;
use crate::tui::screen::Pressed;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use serde::{Deserialize, Serialize};
use tui_input::{Input, InputRequest};

/// One line of text being typed. Kept in drafts as its text.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Field {
    input: Input,
}

/// The most characters that a field holds.
const LIMIT: usize = 4_000;

impl Field {
    /// A field with text in it, the cursor behind it.
    pub fn with(text: &str) -> Self {
        Self { input: Input::new(text::line(text, LIMIT)) }
    }

    /// What stands in it.
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.value().is_empty()
    }

    /// Takes what stands in it out.
    pub fn take(&mut self) -> String {
        let text = self.value().to_owned();
        self.input.reset();
        text
    }

    /// Where the cursor stands, in characters.
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// Hears what was pressed; whether it was for a text.
    pub fn press(&mut self, pressed: &Pressed) -> bool {
        match pressed {
            Pressed::Char(c) => self.insert(c.encode_utf8(&mut [0; 4])),
            Pressed::Paste(pasted) => self.insert(&text::line(pasted, LIMIT)),
            Pressed::Command(command) => {
                let request = match command {
                    Command::CursorLeft => InputRequest::GoToPrevChar,
                    Command::CursorRight => InputRequest::GoToNextChar,
                    Command::CursorWordLeft => InputRequest::GoToPrevWord,
                    Command::CursorWordRight => InputRequest::GoToNextWord,
                    Command::CursorStart => InputRequest::GoToStart,
                    Command::CursorEnd => InputRequest::GoToEnd,
                    Command::DeleteBack => InputRequest::DeletePrevChar,
                    Command::DeleteForward => InputRequest::DeleteNextChar,
                    Command::DeleteWord => InputRequest::DeletePrevWord,
                    Command::DeleteToEnd => InputRequest::DeleteTillEnd,
                    Command::DeleteToStart => InputRequest::DeleteFromStart,
                    _ => return false,
                };
                self.input.handle(request);
            }
        }
        true
    }

    fn insert(&mut self, text: &str) {
        for c in text.chars() {
            if self.value().chars().count() < LIMIT {
                let c = if text::is_unsafe(c) { text::REMOVED } else { c };
                self.input.handle(InputRequest::InsertChar(c));
            }
        }
    }

    /// Draws it in one row, scrolled so that the cursor is in sight; with `focus` the terminal's cursor stands in it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, style: Style, focus: bool) {
        let width = usize::from(area.width.max(1));
        let scroll = self.input.visual_scroll(width.saturating_sub(1));
        let mut skipped = 0;
        let shown: String = self
            .value()
            .chars()
            .skip_while(|c| {
                let skip = skipped < scroll;
                skipped += unicode_width::UnicodeWidthChar::width(*c).unwrap_or(0);
                skip
            })
            .collect();
        frame.render_widget(Line::styled(shown, style), area);
        if focus {
            let x = self.input.visual_cursor().saturating_sub(scroll).min(width.saturating_sub(1));
            frame.set_cursor_position(Position::new(area.x + u16::try_from(x).unwrap_or(0), area.y));
        }
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.value() == other.value() && self.cursor() == other.cursor()
    }
}

impl From<String> for Field {
    fn from(text: String) -> Self {
        Self::with(&text)
    }
}

impl From<Field> for String {
    fn from(field: Field) -> Self {
        field.value().to_owned()
    }
}
