//! The team's caseloads: who has how much room, who is away, and what moves to whom meanwhile.
//!
//! ```text
//!    Link worker         Cases                       Waiting   Due   Overdue
//!  ► Sam Carter          ■■■■■■■■■□  34 of 40              2     5         3   away until Fri 4 Dec
//!    Bea Lin             ■■■■□□□□□□  8 of 20               -     -         -
//!
//!  Sam Carter speaks Welsh and Polish beside English.
//! ```
//!
//! `asking` is what is asked before something changes, `view` the drawing.

mod asking;
mod view;

#[cfg(test)]
mod tests;

use crate::desk::reply::{Caseload, Move, Reply};
use crate::desk::request::Request;
use crate::domain::caseload::Leave;
use crate::domain::id::StaffId;
use crate::domain::staff::Role;
use crate::tui::commands::{Command, scope};
use crate::tui::screen::{Act, Answer, Ctx, Pressed, Question};
use crate::tui::screens::caseloads::asking::Asking;
use crate::tui::widgets::rows::Rows;
use ratatui::layout::Rect;

const ALL: Question = 1;
const SETTLED: Question = 2;
const AWAY: Question = 3;
const WOULD_MOVE: Question = 4;
const MOVED: Question = 5;

/// The team's caseloads.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseloadsScreen {
    all: Option<Vec<Caseload>>,
    rows: Rows,
    page: usize,
    asking: Option<Asking>,
    /// Whose cases are asked for, and the days: what would move of them is shown before it does.
    moving: Option<(StaffId, Leave)>,
}

impl CaseloadsScreen {
    /// The screen, and what to ask for it.
    pub fn new() -> (Self, Vec<Act>) {
        let screen = Self { all: None, rows: Rows::default(), page: 10, asking: None, moving: None };
        let acts = screen.refresh();
        (screen, acts)
    }

    /// Asks for it anew.
    pub fn refresh(&self) -> Vec<Act> {
        vec![Act::Ask(ALL, Request::Caseloads)]
    }

    /// The scopes that keys are looked up in.
    pub fn scopes(&self) -> Vec<&'static str> {
        match &self.asking {
            None => vec![scope::CASELOADS, scope::LIST],
            Some(asking) => asking.scopes(),
        }
    }

    /// The commands that matter most here.
    pub fn hints(&self) -> Vec<Command> {
        match &self.asking {
            None => vec![Command::Settle, Command::SetLeave, Command::MoveDue],
            Some(asking) => asking.hints(),
        }
    }

    fn selected(&self) -> Option<&Caseload> {
        self.all.as_ref()?.get(self.rows.selected)
    }

    /// Hears what was pressed.
    #[expect(clippy::needless_pass_by_value, reason = "every screen is handed what was pressed")]
    pub fn update(&mut self, pressed: Pressed, ctx: &Ctx<'_>) -> Vec<Act> {
        if let Some(asking) = &mut self.asking {
            let (acts, stays) = asking.update(&pressed, ctx);
            if !stays {
                self.asking = None;
            }
            return acts;
        }
        let Pressed::Command(command) = pressed else { return vec![] };
        let manages = ctx.me.is_some_and(|me| me.is(Role::Manager));
        let Some(one) = self.selected() else { return vec![] };
        let own = ctx.me.is_some_and(|me| me.id == one.staff);
        match command {
            Command::Settle if manages => self.asking = Some(Asking::settle(one)),
            Command::Settle => {
                return vec![Act::Hint("Only managers settle how many cases somebody takes.".to_owned())];
            }
            Command::SetLeave if manages || own => self.asking = Some(Asking::leave(one)),
            Command::MoveDue if manages || own => {
                let today = ctx.today();
                let leave = one.leave.unwrap_or(Leave { from: today, to: today });
                return self.ask_what_would_move(one.staff, leave);
            }
            Command::SetLeave | Command::MoveDue => {
                let says = "Each link worker settles their own leave; a manager anybody's.";
                return vec![Act::Hint(says.to_owned())];
            }
            Command::Open => {
                let command = if manages { Command::Settle } else { Command::SetLeave };
                return self.update(Pressed::Command(command), ctx);
            }
            Command::Filter => {
                return vec![Act::Hint("These are all; there is nothing to filter.".to_owned())];
            }
            command => {
                let count = self.all.as_ref().map_or(0, Vec::len);
                self.rows.press(command, count, self.page);
            }
        }
        vec![]
    }

    fn ask_what_would_move(&mut self, staff: StaffId, leave: Leave) -> Vec<Act> {
        self.moving = Some((staff, leave));
        vec![Act::Ask(WOULD_MOVE, Request::MoveDue { staff, leave, only_say: true })]
    }

    /// Hears what the desk answered.
    pub fn answer(&mut self, question: Question, answer: Answer, ctx: &Ctx<'_>) -> Vec<Act> {
        match (question, answer) {
            (ALL, Ok(Reply::Caseloads(all))) => {
                let selected = self.selected().map(|one| one.staff);
                let own = ctx.me.map(|me| me.id);
                let place = |id| all.iter().position(|one| Some(one.staff) == id);
                // It opens on one's own.
                let at = if self.all.is_none() { place(own) } else { place(selected) };
                self.rows.selected = at.unwrap_or(self.rows.selected);
                self.rows.keep_within(all.len());
                self.all = Some(all);
                vec![]
            }
            (SETTLED, Ok(Reply::Done(done))) => {
                self.asking = None;
                [Act::Done(Box::new(done)), Act::Changed].into_iter().chain(self.refresh()).collect()
            }
            (AWAY, Ok(Reply::Done(done))) => {
                let leave = match self.asking.take() {
                    Some(Asking::Leave { staff, sent: Some(leave), .. }) => Some((staff, leave)),
                    _ => None,
                };
                let mut acts = vec![Act::Done(Box::new(done)), Act::Changed];
                acts.extend(self.refresh());
                if let Some((staff, leave)) = leave {
                    acts.extend(self.ask_what_would_move(staff, leave));
                }
                acts
            }
            (WOULD_MOVE, Ok(Reply::Moves(moves))) => self.would_move(moves, ctx),
            (MOVED, Ok(Reply::Moves(moves))) => {
                let stay = moves.iter().filter(|one| one.refused.is_some()).count();
                let moved = cases(moves.len() - stay);
                let said = match stay {
                    0 => format!("Moved: {moved}."),
                    1 => format!("Moved: {moved}. 1 case stays; why is said here."),
                    stay => format!("Moved: {moved}. {stay} cases stay; why is said here."),
                };
                match &mut self.asking {
                    Some(asking) if stay > 0 => asking.moved(moves),
                    _ => self.asking = None,
                }
                [Act::Say(said), Act::Changed].into_iter().chain(self.refresh()).collect()
            }
            (_, Ok(_)) => vec![],
            (ALL, Err(refusal)) => vec![Act::Refused(refusal), Act::Close],
            (_, Err(refusal)) => {
                if let Some(Asking::Moves { sent, .. }) = &mut self.asking {
                    *sent = false;
                }
                vec![Act::Refused(refusal)]
            }
        }
    }

    fn would_move(&mut self, moves: Vec<Move>, ctx: &Ctx<'_>) -> Vec<Act> {
        let Some((staff, leave)) = self.moving.take() else { return vec![] };
        let name = ctx.name_of(staff);
        if moves.is_empty() {
            let by = crate::tui::widgets::workload::day(leave.to);
            let away = leave != Leave { from: ctx.today(), to: ctx.today() };
            let said = if away {
                format!("{name} is away until {by}. Nothing of theirs is due by then.")
            } else {
                format!("Nothing of {name}'s is due today.")
            };
            return vec![Act::Say(said)];
        }
        self.asking = Some(Asking::moves(staff, name, leave, moves));
        vec![]
    }

    /// One step back: out of what is asked.
    pub fn step_back(&mut self) -> bool {
        self.asking.take().is_some()
    }

    /// How many rows are in sight.
    pub fn resized(&mut self, area: Rect) {
        self.page = usize::from(area.height.saturating_sub(8).max(1));
    }
}

/// `1 case`, `5 cases`.
fn cases(count: usize) -> String {
    if count == 1 { "1 case".to_owned() } else { format!("{count} cases") }
}
