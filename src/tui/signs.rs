//! Signs by role: of WGL4 only, which every font of a terminal has; plain ASCII where the locale is not UTF-8.

/// The signs in use. How many cells one takes differs between the two sets: measure, do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signs {
    /// Before the selected row.
    pub pointer: &'static str,
    /// Between parts of a line.
    pub bullet: &'static str,
    /// A ticked box.
    pub tick_on: &'static str,
    /// A box that is not ticked.
    pub tick_off: &'static str,
    /// One cell of a rule.
    pub rule: &'static str,
    /// Where text was cut.
    pub ellipsis: &'static str,
    /// Before the choice that stands.
    pub chosen_left: &'static str,
    /// Behind the choice that stands.
    pub chosen_right: &'static str,
    /// There is more above.
    pub more_up: &'static str,
    /// There is more below.
    pub more_down: &'static str,
    /// From one thing to another.
    pub arrow: &'static str,
    /// Between a sentence and its afterthought.
    pub dash: &'static str,
    /// One cell of what is taken, in a bar.
    pub taken: &'static str,
    /// One cell of what is left, in a bar.
    pub left: &'static str,
}

impl Signs {
    /// For a UTF-8 terminal.
    pub const UNICODE: Self = Self {
        pointer: "►",
        bullet: "·",
        tick_on: "■",
        tick_off: "□",
        rule: "─",
        ellipsis: "…",
        chosen_left: "‹",
        chosen_right: "›",
        more_up: "▲",
        more_down: "▼",
        arrow: "→",
        dash: "–",
        taken: "■",
        left: "□",
    };

    /// For any other.
    pub const ASCII: Self = Self {
        pointer: ">",
        bullet: "-",
        tick_on: "[x]",
        tick_off: "[ ]",
        rule: "-",
        ellipsis: "...",
        chosen_left: "<",
        chosen_right: ">",
        more_up: "^",
        more_down: "v",
        arrow: "->",
        dash: "-",
        taken: "#",
        left: ".",
    };

    /// The signs that the locale can show: `LC_ALL`, else `LC_CTYPE`, else `LANG`, the first that is set to anything.
    ///
    /// Where none is set, as in a bare service or container, the locale is `C`, which promises ASCII only.
    pub fn choose(env: impl Fn(&str) -> Option<String>) -> &'static Self {
        let locale =
            ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(env).find(|value| !value.is_empty());
        let folded = locale.unwrap_or_default().to_ascii_lowercase().replace('-', "");
        if folded.contains("utf8") { &Self::UNICODE } else { &Self::ASCII }
    }

    /// Every sign.
    pub fn all(&self) -> [&'static str; 14] {
        [
            self.pointer,
            self.bullet,
            self.tick_on,
            self.tick_off,
            self.rule,
            self.ellipsis,
            self.chosen_left,
            self.chosen_right,
            self.more_up,
            self.more_down,
            self.arrow,
            self.dash,
            self.taken,
            self.left,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use unicode_width::UnicodeWidthStr;

    #[rstest]
    #[case(&[("LANG", "en_GB.UTF-8")], true)]
    #[case(&[("LC_ALL", ""), ("LANG", "en_GB.utf8")], true)]
    #[case(&[("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")], false)]
    #[case(&[("LC_CTYPE", "C.UTF-8"), ("LANG", "C")], true)]
    #[case(&[("LANG", "en_GB.ISO-8859-1")], false)]
    #[case(&[], false)]
    fn the_locale_says_which_signs_can_be_shown(#[case] env: &[(&str, &str)], #[case] unicode: bool) {
        let look =
            |name: &str| env.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        assert_eq!(Signs::choose(look) == &Signs::UNICODE, unicode);
    }

    #[test]
    fn every_sign_is_one_cell_of_wgl4_or_plain_ascii() {
        // The part of WGL4 that signs are taken from. Source: Microsoft Typography, WGL4 character set.
        const WGL4: &str = "·–—‹›…←↑→↓↔↕─│┌┐└┘├┤┬┴┼═║▀▄█▌▐░▒▓■□▪▫▲►▼◄◊○●◘◙◦";
        for sign in Signs::UNICODE.all() {
            assert!(WGL4.contains(sign), "{sign}");
            assert_eq!(sign.width(), 1, "{sign}");
        }
        for sign in Signs::ASCII.all() {
            assert!(sign.is_ascii() && !sign.is_empty(), "{sign}");
        }
    }
}
