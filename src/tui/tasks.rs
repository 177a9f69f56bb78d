//! The five tasks of the demo, ticked as they are done.

use crate::desk::request::Request;
use crate::domain::case::Command;
use crate::tui::screen::Ctx;
use crate::tui::widgets::fit::fit;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// Which of the tasks are done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tasks([bool; 5]);

/// What each says, and where it says it.
const TASKS: [&str; 5] = [
    "Flag a need: f, then 9995260182, Enter, lonely, Enter, Ctrl-S, y",
    "Find a service: Ctrl-F, then try skint or lunch club; Enter shows its phone and hours",
    "Open a case that waits for the team: 2 (the cases), t (the team), Enter",
    "Accept it, as its link worker: a",
    "Take your last change back: u",
];

impl Tasks {
    /// Ticks what a request that was done stands for; whether anything is new.
    pub fn did(&mut self, request: &Request) -> bool {
        let task = match request {
            Request::Flag(_) => 0,
            Request::Service { .. } | Request::GiveDetails { .. } => 1,
            Request::Case { .. } => 2,
            Request::OnCase { command: Command::Accept, .. } => 3,
            Request::Undo { .. } => 4,
            _ => return false,
        };
        !std::mem::replace(&mut self.0[task], true)
    }

    /// Draws them, and gives what is left of the place. All done, one line says so.
    pub fn view(self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) -> Rect {
        let width = usize::from(area.width);
        let mut lines = Vec::new();
        if self.0.iter().all(|done| *done) {
            lines.push(Line::styled(
                " You have done all five. q twice ends; everything here is made up.",
                ctx.theme.good,
            ));
        } else {
            lines.push(Line::styled(
                " Five things to try (this is a demo: everybody here is made up)",
                ctx.theme.title,
            ));
            for (done, task) in self.0.iter().zip(TASKS) {
                let sign = if *done { ctx.signs.tick_on } else { ctx.signs.tick_off };
                let said = if *done { " (done)" } else { "" };
                let style = if *done { ctx.theme.dim } else { ctx.theme.text };
                lines.push(Line::styled(
                    fit(&format!("   {sign} {task}{said}"), width, ctx.signs.ellipsis),
                    style,
                ));
            }
        }
        lines.push(Line::default());
        let height = u16::try_from(lines.len()).unwrap_or(0).min(area.height);
        frame.render_widget(ratatui::text::Text::from(lines), Rect { height, ..area });
        Rect { y: area.y + height, height: area.height - height, ..area }
    }
}
