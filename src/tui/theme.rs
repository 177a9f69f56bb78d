//! Colours by role.

use ratatui::style::{Color, Modifier, Style};

/// The styles of a theme, by what they say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Ordinary text.
    pub text: Style,
    /// What matters less.
    pub dim: Style,
    /// What stands out.
    pub accent: Style,
    /// The selected row.
    pub selected: Style,
    /// Cannot wait.
    pub urgent: Style,
    /// Needs attention.
    pub warning: Style,
    /// Went well.
    pub good: Style,
    /// A heading.
    pub title: Style,
    /// A rule between parts.
    pub rule: Style,
    /// A field.
    pub field: Style,
    /// The field that has the keys.
    pub field_focus: Style,
    /// Letters that matched.
    pub mark: Style,
    /// A message that goes away by itself.
    pub toast: Style,
}

impl Theme {
    /// On a dark ground.
    pub fn dark() -> Self {
        let s = Style::new;
        Self {
            text: s(),
            dim: s().fg(Color::DarkGray),
            accent: s().fg(Color::Cyan),
            selected: s().add_modifier(Modifier::REVERSED),
            urgent: s().fg(Color::Red).add_modifier(Modifier::BOLD),
            warning: s().fg(Color::Yellow),
            good: s().fg(Color::Green),
            title: s().add_modifier(Modifier::BOLD),
            rule: s().fg(Color::DarkGray),
            field: s(),
            field_focus: s().add_modifier(Modifier::UNDERLINED),
            mark: s().add_modifier(Modifier::BOLD),
            toast: s().fg(Color::Green),
        }
    }
}
