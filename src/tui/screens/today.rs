//! Today: what this person should do next; for a link worker, how full their caseload is.
//!
//! ```text
//!  You: 34 of 40 · 3 overdue · 5 due today
//!  Escalated: a clinician has to take note
//!  ► ! urgent  Daniel Hughes     homeless                ESCALATED 2 h               P3F-9
//!  Overdue
//!    soon      Mary Okafor       debt                    overdue 2 d: try again      K7M-4
//! ```

#[cfg(test)]
mod tests;

use crate::desk::reply::{CaseLine, Caseload, Reply, SectionKind, Today};
use crate::desk::request::Request;
use crate::domain::id::{CaseId, StaffId};
use crate::domain::staff::Role;
use crate::tui::commands::{Command, scope};
use crate::tui::open::Place;
use crate::tui::screen::{Act, Answer, Ctx, Pressed, Question};
use crate::tui::tasks::Tasks;
use crate::tui::widgets::case_row::{self, Columns};
use crate::tui::widgets::rows::Rows;
use crate::tui::widgets::workload;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use std::collections::BTreeSet;

const TODAY: Question = 1;
const CASELOADS: Question = 2;

/// From this width on the selected case stands beside the list.
pub const WIDE: u16 = 110;

/// Today's model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TodayScreen {
    today: Option<Today>,
    /// The link worker at the keyboard.
    worker: Option<StaffId>,
    /// Theirs.
    caseload: Option<Caseload>,
    rows: Rows,
    page: usize,
}

impl TodayScreen {
    /// Today, and what to ask for it.
    pub fn new(ctx: &Ctx<'_>) -> (Self, Vec<Act>) {
        let worker = ctx.me.filter(|me| me.is(Role::LinkWorker)).map(|me| me.id);
        let screen = Self { page: 10, worker, ..Self::default() };
        let acts = screen.refresh();
        (screen, acts)
    }

    /// Asks for it anew.
    pub fn refresh(&self) -> Vec<Act> {
        let caseload = self.worker.map(|_| Act::Ask(CASELOADS, Request::Caseloads));
        std::iter::once(Act::Ask(TODAY, Request::Today)).chain(caseload).collect()
    }

    /// Whether its rows are known.
    pub fn is_loaded(&self) -> bool {
        self.today.is_some()
    }

    /// The scopes that keys are looked up in.
    pub fn scopes(&self) -> Vec<&'static str> {
        vec![scope::LIST]
    }

    /// The commands that matter most here.
    pub fn hints(&self) -> Vec<Command> {
        vec![Command::Flag, Command::Open, Command::Find]
    }

    fn cases(&self) -> impl Iterator<Item = &CaseLine> {
        self.today.iter().flat_map(|today| today.sections.iter().flat_map(|section| section.cases.iter()))
    }

    /// The cases in their order, each once: one that stands in two parts would otherwise lead back.
    fn to_walk(&self) -> Vec<CaseId> {
        let mut seen = BTreeSet::new();
        self.cases().map(|case| case.id).filter(|id| seen.insert(*id)).collect()
    }

    /// Hears what was pressed.
    pub fn update(&mut self, pressed: Pressed, _ctx: &Ctx<'_>) -> Vec<Act> {
        let Pressed::Command(command) = pressed else { return vec![] };
        let count = self.cases().count();
        match command {
            Command::Open => {
                let case = self.cases().nth(self.rows.selected).map(|case| case.id);
                case.map(|case| Act::Open(Place::Case(case, self.to_walk()))).into_iter().collect()
            }
            Command::Filter => {
                vec![Act::Hint("The list of cases (2) can be filtered; Ctrl-F finds anything.".to_owned())]
            }
            command => {
                self.rows.press(command, count, self.page);
                vec![]
            }
        }
    }

    /// Hears what the desk answered.
    pub fn answer(&mut self, _question: Question, answer: Answer, _ctx: &Ctx<'_>) -> Vec<Act> {
        match answer {
            Ok(Reply::Today(today)) => {
                let selected = self.cases().nth(self.rows.selected).map(|case| case.id);
                self.today = Some(today);
                // The selection stays on its case where that is still there.
                let again = selected.and_then(|id| self.cases().position(|case| case.id == id));
                let count = self.cases().count();
                self.rows.selected = again.unwrap_or(self.rows.selected);
                self.rows.keep_within(count);
                vec![]
            }
            Ok(Reply::Caseloads(all)) => {
                self.caseload = all.into_iter().find(|one| Some(one.staff) == self.worker);
                vec![]
            }
            Ok(_) => vec![],
            Err(refusal) => vec![Act::Refused(refusal)],
        }
    }

    /// How many rows are in sight.
    pub fn resized(&mut self, area: Rect) {
        self.page = usize::from(area.height.saturating_sub(4).max(1));
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, tasks: Option<&Tasks>, ctx: &Ctx<'_>) {
        let area = match tasks {
            Some(tasks) => tasks.view(frame, area, ctx),
            None => area,
        };
        // Its row is there before what it says is known, so that nothing moves.
        let area = match self.worker {
            Some(_) => self.view_caseload(frame, area, ctx),
            None => area,
        };
        let Some(today) = &self.today else {
            frame.render_widget(Line::styled("  Looking…", ctx.theme.dim), area);
            return;
        };
        if today.sections.is_empty() {
            view_nothing(frame, area, ctx);
            return;
        }
        let selected = self.rows.selected.min(self.cases().count().saturating_sub(1));
        let (list, beside) = split(area);
        let width = usize::from(list.width);
        let said: Vec<String> = today
            .sections
            .iter()
            .flat_map(|section| section.cases.iter().map(|case| said(section.kind, case, ctx)))
            .collect();
        let columns = Columns::of(self.cases().zip(said.iter().map(String::as_str)), width);
        let mut lines: Vec<Line<'_>> = Vec::new();
        let (mut number, mut at) = (0, 0);
        for section in &today.sections {
            if !lines.is_empty() {
                lines.push(Line::default());
            }
            let more = if section.more { format!(" (first {})", section.cases.len()) } else { String::new() };
            lines.push(Line::styled(format!(" {}{more}", section.kind.title()), ctx.theme.title));
            for case in &section.cases {
                if number == selected {
                    at = lines.len();
                }
                lines.push(case_row::row(case, &said[number], columns, number == selected, ctx));
                number += 1;
            }
        }
        view_list(frame, list, lines, at);
        if let (Some(beside), Some(case)) = (beside, self.cases().nth(selected)) {
            let lines = case_row::beside(case, usize::from(beside.width), ctx);
            frame.render_widget(ratatui::text::Text::from(lines), beside);
        }
    }

    /// Says how full the caseload is, and gives back what is left below.
    fn view_caseload(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) -> Rect {
        if let Some(caseload) = &self.caseload {
            let place = Rect { height: 1.min(area.height), ..area };
            frame.render_widget(workload::said(caseload, ctx), place);
        }
        Rect { y: area.y + 1.min(area.height), height: area.height.saturating_sub(1), ..area }
    }
}

/// What is said of a case in a part of Today: what came of it for whoever flagged it, else why it stands there.
fn said(kind: SectionKind, case: &CaseLine, ctx: &Ctx<'_>) -> String {
    match kind {
        SectionKind::Flagged if !case.came_of_it.is_empty() => case.came_of_it.clone(),
        _ => case_row::reason(case, ctx),
    }
}

fn view_nothing(frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
    let keys = |command| ctx.keys(command, &[scope::LIST, scope::GLOBAL]);
    let lines = vec![
        Line::default(),
        Line::styled(format!("  Nobody is waiting. {} flags a need.", keys(Command::Flag)), ctx.theme.text),
        Line::default(),
        Line::styled(
            format!("  {} finds a service; {} shows all keys.", keys(Command::Find), keys(Command::Help)),
            ctx.theme.dim,
        ),
    ];
    frame.render_widget(ratatui::text::Text::from(lines), area);
    frame.set_cursor_position(Position::new(area.x, area.y + 1));
}

/// The list's place, and the place beside it where the terminal is wide.
pub fn split(area: Rect) -> (Rect, Option<Rect>) {
    if area.width < WIDE {
        return (area, None);
    }
    let list = area.width * 5 / 7;
    let beside = Rect { x: area.x + list + 2, width: area.width - list - 3, ..area };
    (Rect { width: list, ..area }, Some(beside))
}

/// Draws the lines of a list, the selected one in sight under the terminal's cursor. Pages turn whole.
pub fn view_list(frame: &mut Frame<'_>, area: Rect, lines: Vec<Line<'_>>, selected: usize) {
    let height = usize::from(area.height.max(1));
    // One line of what came before stays in sight, so that a heading does.
    let page = height.saturating_sub(1).max(1);
    let top = if lines.len() <= height { 0 } else { (selected / page * page).saturating_sub(1) };
    let shown: Vec<Line<'_>> = lines.into_iter().skip(top).take(height).collect();
    frame.render_widget(ratatui::text::Text::from(shown), area);
    let y = u16::try_from(selected - top).unwrap_or(0).min(area.height.saturating_sub(1));
    frame.set_cursor_position(Position::new(area.x, area.y + y));
}
