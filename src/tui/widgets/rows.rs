//! The viewport of a list: which row is selected, and which rows are in sight.

use crate::tui::commands::Command;

/// Which row of a list is selected, and where the sight begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// The selected row.
    pub selected: usize,
}

impl Rows {
    /// Hears a command; whether it moved the selection. `page` is how many rows are in sight.
    pub fn press(&mut self, command: Command, count: usize, page: usize) -> bool {
        let last = count.saturating_sub(1);
        self.selected = match command {
            Command::Down => (self.selected + 1).min(last),
            Command::Up => self.selected.saturating_sub(1),
            Command::PageDown => (self.selected + page.max(1)).min(last),
            Command::PageUp => self.selected.saturating_sub(page.max(1)),
            Command::First => 0,
            Command::Last => last,
            _ => return false,
        };
        true
    }

    /// Keeps the selection inside a list that became shorter.
    pub fn keep_within(&mut self, count: usize) {
        self.selected = self.selected.min(count.saturating_sub(1));
    }

    /// The first row in sight, so that the selected one is: pages turn whole, so that moving the selection redraws two
    /// rows and not all of them.
    pub fn top(self, height: usize) -> usize {
        let height = height.max(1);
        self.selected / height * height
    }
}
