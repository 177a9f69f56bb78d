//! Colours by role, in four themes and one for a ground that is not known.
//!
//! The terminal's own 16 colours only, so that a person's own choice of them holds. No role is told from another
//! by its colour alone: words or signs stand beside it. Which words is the views' business.

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

/// The themes by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ThemeName {
    /// Reads on a dark and on a light ground; where nothing is known of the terminal.
    Plain,
    /// For a dark ground.
    Dark,
    /// For a light ground.
    Light,
    /// For weak sight: nothing is dimmed, what is selected is unmistakable.
    HighContrast,
    /// Without colours: bold, reverse and underlined only.
    None,
}

impl ThemeName {
    /// Every theme, in the order in which they are changed through.
    pub const ALL: [Self; 5] = [Self::Plain, Self::Dark, Self::Light, Self::HighContrast, Self::None];

    /// The name in settings: `plain`, `dark`, `light`, `high-contrast`, `none`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::HighContrast => "high-contrast",
            Self::None => "none",
        }
    }

    /// The theme of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name().eq_ignore_ascii_case(name.trim()))
    }

    /// The next one, for a key that changes them.
    #[must_use]
    pub fn next(self) -> Self {
        let place = Self::ALL.iter().position(|theme| *theme == self).unwrap_or(0);
        Self::ALL[(place + 1) % Self::ALL.len()]
    }

    /// The theme to start with: what was asked for (a flag, a setting), else `SIGNPOST_THEME`, else none of colours
    /// where `NO_COLOR` is set to anything or the terminal has none, else what `COLORFGBG` tells of the ground, else
    /// the one that reads on both. A name that is no theme's is passed over.
    ///
    /// `NO_COLOR` is read here and not by crossterm, which would reset the whole style at each change of colour, and
    /// the selection with it. Source: <https://no-color.org>; `COLORFGBG` is rxvt's: `15;0`, the ground last.
    pub fn choose(asked: Option<&str>, env: impl Fn(&str) -> Option<String>) -> Self {
        let named =
            asked.and_then(Self::named).or_else(|| env("SIGNPOST_THEME").as_deref().and_then(Self::named));
        if let Some(theme) = named {
            return theme;
        }
        let set = |name: &str| env(name).is_some_and(|value| !value.is_empty());
        if set("NO_COLOR") || env("TERM").is_some_and(|term| is_colourless(&term)) {
            return Self::None;
        }
        match env("COLORFGBG").and_then(|colours| colours.rsplit(';').next()?.trim().parse::<u8>().ok()) {
            Some(0..=6 | 8) => Self::Dark,
            Some(7 | 9..=15) => Self::Light,
            _ => Self::Plain,
        }
    }
}

/// The terminals without colours that are still about.
fn is_colourless(term: &str) -> bool {
    matches!(term, "dumb" | "vt100" | "vt102" | "vt220" | "vt320")
        || term.ends_with("-mono")
        || term.ends_with("-m")
}

impl Theme {
    /// The styles of a theme.
    pub fn of(name: ThemeName) -> Self {
        match name {
            ThemeName::Plain => Self::plain(),
            ThemeName::Dark => Self::dark(),
            ThemeName::Light => Self::light(),
            ThemeName::HighContrast => Self::high_contrast(),
            ThemeName::None => Self::none(),
        }
    }

    /// Without colours: bold, reverse and underlined only. The others are this one with colours.
    pub const fn none() -> Self {
        const PLAIN: Style = Style::new();
        const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);
        const UNDERLINED: Style = Style::new().add_modifier(Modifier::UNDERLINED);
        Self {
            text: PLAIN,
            dim: PLAIN,
            accent: BOLD,
            selected: Style::new().add_modifier(Modifier::REVERSED),
            urgent: BOLD,
            warning: BOLD,
            good: PLAIN,
            title: BOLD,
            rule: PLAIN,
            field: PLAIN,
            field_focus: UNDERLINED,
            mark: BOLD.add_modifier(Modifier::UNDERLINED),
            toast: BOLD,
        }
    }

    /// Reads on a dark and on a light ground: only colours that are far enough from both.
    pub const fn plain() -> Self {
        // Faint, not grey: several schemes make "bright black" the colour of the ground.
        const FAINT: Style = Style::new().add_modifier(Modifier::DIM);
        let none = Self::none();
        Self {
            dim: FAINT,
            rule: FAINT,
            urgent: none.urgent.fg(Color::Red),
            warning: Style::new().fg(Color::Magenta),
            ..none
        }
    }

    /// For a dark ground.
    pub const fn dark() -> Self {
        let plain = Self::plain();
        Self {
            accent: plain.accent.fg(Color::LightCyan),
            urgent: plain.urgent.fg(Color::LightRed),
            warning: Style::new().fg(Color::LightYellow),
            good: Style::new().fg(Color::LightGreen),
            mark: plain.mark.fg(Color::LightCyan),
            toast: Style::new().fg(Color::LightGreen),
            ..plain
        }
    }

    /// For a light ground.
    pub const fn light() -> Self {
        let plain = Self::plain();
        Self {
            accent: plain.accent.fg(Color::Blue),
            urgent: plain.urgent.fg(Color::Red),
            warning: Style::new().fg(Color::Magenta),
            // Green on white is hard to read in the palettes of most terminals.
            good: Style::new().add_modifier(Modifier::BOLD),
            mark: plain.mark.fg(Color::Blue),
            toast: Style::new().add_modifier(Modifier::BOLD),
            ..plain
        }
    }

    /// For weak sight: nothing is dimmed, and what has the keys or cannot wait fills its cells.
    pub const fn high_contrast() -> Self {
        let none = Self::none();
        Self {
            selected: none.selected.add_modifier(Modifier::BOLD),
            urgent: Style::new().fg(Color::White).bg(Color::Red).add_modifier(Modifier::BOLD),
            warning: Style::new().fg(Color::Black).bg(Color::Yellow),
            good: none.good.add_modifier(Modifier::BOLD),
            field: none.field.add_modifier(Modifier::UNDERLINED),
            field_focus: none.field_focus.add_modifier(Modifier::BOLD.union(Modifier::REVERSED)),
            toast: none.toast.add_modifier(Modifier::REVERSED),
            ..none
        }
    }

    /// Every style with its role's name.
    pub fn roles(&self) -> [(&'static str, Style); 13] {
        [
            ("text", self.text),
            ("dim", self.dim),
            ("accent", self.accent),
            ("selected", self.selected),
            ("urgent", self.urgent),
            ("warning", self.warning),
            ("good", self.good),
            ("title", self.title),
            ("rule", self.rule),
            ("field", self.field),
            ("field_focus", self.field_focus),
            ("mark", self.mark),
            ("toast", self.toast),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(None, &[], "plain")]
    #[case(None, &[("COLORFGBG", "15;0")], "dark")]
    #[case(None, &[("COLORFGBG", "0;default;15")], "light")]
    #[case(None, &[("COLORFGBG", "what")], "plain")]
    #[case(None, &[("NO_COLOR", "1"), ("COLORFGBG", "15;0")], "none")]
    #[case(None, &[("NO_COLOR", "")], "plain")]
    #[case(None, &[("TERM", "vt220")], "none")]
    #[case(None, &[("TERM", "xterm-256color")], "plain")]
    #[case(None, &[("SIGNPOST_THEME", "high-contrast"), ("NO_COLOR", "1")], "high-contrast")]
    #[case(None, &[("SIGNPOST_THEME", "purple"), ("NO_COLOR", "1")], "none")]
    #[case(Some("light"), &[("SIGNPOST_THEME", "dark")], "light")]
    fn the_theme_is_chosen_by_the_person_then_by_the_terminal(
        #[case] asked: Option<&str>,
        #[case] env: &[(&str, &str)],
        #[case] chosen: &str,
    ) {
        let look =
            |name: &str| env.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        assert_eq!(ThemeName::choose(asked, look).name(), chosen);
    }

    #[test]
    fn no_theme_leaves_the_terminals_own_16_colours_and_none_has_any() {
        for name in ThemeName::ALL {
            for (role, style) in Theme::of(name).roles() {
                for colour in [style.fg, style.bg].into_iter().flatten() {
                    assert!(
                        !matches!(colour, Color::Rgb(..) | Color::Indexed(_)),
                        "{role} of {}",
                        name.name()
                    );
                    assert_ne!(name, ThemeName::None, "{role}");
                }
            }
        }
    }

    #[test]
    fn what_is_selected_and_what_cannot_wait_show_without_colours() {
        for name in ThemeName::ALL {
            let theme = Theme::of(name);
            assert!(theme.selected.add_modifier.contains(Modifier::REVERSED), "{}", name.name());
            assert!(theme.urgent.add_modifier.contains(Modifier::BOLD), "{}", name.name());
            assert!(theme.field_focus.add_modifier.contains(Modifier::UNDERLINED), "{}", name.name());
            assert!(theme.mark.add_modifier.contains(Modifier::UNDERLINED), "{}", name.name());
        }
    }

    #[test]
    fn changing_the_theme_comes_round_to_the_first() {
        let all: Vec<_> =
            std::iter::successors(Some(ThemeName::Plain), |theme| Some(theme.next())).take(6).collect();
        assert_eq!(all[..5], ThemeName::ALL);
        assert_eq!(all[5], ThemeName::Plain);
        for theme in ThemeName::ALL {
            assert_eq!(ThemeName::named(theme.name()), Some(theme));
        }
    }
}
