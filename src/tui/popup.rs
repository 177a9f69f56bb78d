//! What opens over a screen for a moment: the commands, help, what can be done here, earlier messages.
//!
//! All four are a list that is searched by typing; Enter runs what is selected.

use crate::tui::commands::{Command, scope};
use crate::tui::screen::{Act, Ctx, Pressed};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::fit::{fit, pad, wrap};
use crate::tui::widgets::rows::Rows;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Clear;

/// Which of them it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `:` every command that makes sense here.
    Commands,
    /// `F1` the keys of this place.
    Help,
    /// `Space` what can be done here.
    Actions,
    /// Earlier messages.
    Messages,
}

/// One line of a popup.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The keys, or a time.
    pub key: String,
    /// What it does, or says.
    pub text: String,
    /// What Enter does.
    pub command: Option<Command>,
    /// Why it cannot be done now.
    pub refused: Option<String>,
}

/// A popup's model.
#[derive(Clone, Debug, PartialEq)]
pub struct Popup {
    /// Which.
    pub kind: Kind,
    items: Vec<Item>,
    words: Field,
    rows: Rows,
}

impl Popup {
    /// A popup of these lines.
    pub fn new(kind: Kind, items: Vec<Item>) -> Self {
        Self { kind, items, words: Field::default(), rows: Rows::default() }
    }

    /// The scopes that keys are looked up in.
    pub fn scopes(&self) -> Vec<&'static str> {
        let own = if self.kind == Kind::Commands { scope::PALETTE } else { scope::HELP };
        vec![own, scope::TEXT]
    }

    fn shown(&self) -> Vec<&Item> {
        let words: Vec<String> = self.words.value().split_whitespace().map(str::to_lowercase).collect();
        let fits = |item: &&Item| {
            let text = format!("{} {}", item.text.to_lowercase(), item.command.map_or("", Command::name));
            words.iter().all(|word| text.contains(word.as_str()))
        };
        self.items.iter().filter(fits).collect()
    }

    /// Hears what was pressed.
    pub fn update(&mut self, pressed: &Pressed) -> Vec<Act> {
        match pressed {
            Pressed::Command(Command::Run | Command::Take | Command::Open) => {
                let item = self.shown().get(self.rows.selected).map(|item| (**item).clone());
                match item {
                    Some(Item { refused: Some(why), .. }) => vec![Act::Hint(why)],
                    Some(Item { command: Some(command), .. }) => vec![Act::Close, Act::Run(command)],
                    _ => vec![],
                }
            }
            Pressed::Command(command) => {
                let count = self.shown().len();
                if !self.rows.press(*command, count, 10) && self.words.press(pressed) {
                    self.rows.selected = 0;
                }
                vec![]
            }
            pressed => {
                // An action's own key does it at once, as it would have without the popup.
                if let (Kind::Actions, Pressed::Char(c)) = (self.kind, pressed)
                    && self.words.is_empty()
                    && let Some(item) = self.items.iter().find(|item| item.key == c.to_string())
                    && let (Some(command), None) = (item.command, &item.refused)
                {
                    return vec![Act::Close, Act::Run(command)];
                }
                self.words.press(pressed);
                self.rows.selected = 0;
                vec![]
            }
        }
    }

    /// Draws it over the screen: as wide as it needs, from the bottom up.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let shown = self.shown();
        let title = match self.kind {
            Kind::Commands => " Commands: type to search, Enter does it, Esc closes ",
            Kind::Help => " Keys of this place: type to search, Enter does it, Esc closes ",
            Kind::Actions => " What can be done here ",
            Kind::Messages => " Messages, the latest first: Esc closes ",
        };
        let width = area.width.min(100);
        let inner = usize::from(width).saturating_sub(4);
        let keys = shown.iter().map(|item| item.key.chars().count()).max().unwrap_or(0).min(24) + 2;
        let lines: Vec<(usize, Line<'_>)> = shown
            .iter()
            .enumerate()
            .flat_map(|(n, item)| {
                let selected = n == self.rows.selected;
                let style = match (selected, &item.refused) {
                    (true, _) => ctx.theme.selected,
                    (false, Some(_)) => ctx.theme.dim,
                    (false, None) => ctx.theme.text,
                };
                let pointer = if selected { ctx.signs.pointer } else { " " };
                let why = item.refused.as_deref().map(|why| format!(" ({why})")).unwrap_or_default();
                let text = format!("{}{why}", item.text);
                let cells = inner.saturating_sub(keys + 2);
                let texts = if self.kind == Kind::Messages {
                    wrap(&text, cells)
                } else {
                    vec![fit(&text, cells, ctx.signs.ellipsis)]
                };
                texts.into_iter().enumerate().map(move |(part, text)| {
                    let (pointer, key) = if part == 0 { (pointer, item.key.as_str()) } else { (" ", "") };
                    (n, Line::styled(format!(" {pointer} {}{text}", pad(key, keys, "")), style))
                })
            })
            .collect();
        let wanted = u16::try_from(lines.len().max(1) + 3).unwrap_or(u16::MAX);
        let height = wanted.min(area.height);
        let place = Rect { x: area.x, y: area.bottom() - height, width, height };
        frame.render_widget(Clear, place);
        let row = |n: u16| Rect { y: place.y + n, height: 1, ..place };
        frame.render_widget(Line::styled(ctx.signs.rule.repeat(usize::from(width)), ctx.theme.rule), row(0));
        if height < 3 {
            return;
        }
        frame.render_widget(Line::styled(title, ctx.theme.title), row(1));
        let typed = Rect { x: place.x + 3, width: width.saturating_sub(4), ..row(2) };
        frame.render_widget(Line::styled(" >", ctx.theme.accent).style(ctx.theme.accent), row(2));
        self.words.view(frame, typed, ctx.theme.text, true);
        let room = usize::from(height.saturating_sub(3));
        let at = lines.iter().position(|(n, _)| *n == self.rows.selected).unwrap_or(0);
        let top = at.checked_div(room).unwrap_or(0) * room;
        for (y, (_, line)) in lines.into_iter().skip(top).take(room).enumerate() {
            frame.render_widget(line, row(3 + u16::try_from(y).unwrap_or(0)));
        }
        if shown.is_empty() && room > 0 {
            frame.render_widget(Line::styled("   Nothing has those words.", ctx.theme.dim), row(3));
        }
    }
}
