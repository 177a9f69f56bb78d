//! The plan: what matters to the patient, and each step with how far it came. Letters move the selected step on.

use super::over::{Heard, Over, in_lines};
use super::referring::Referring;
use super::working::{Kind, WorkForm, needs};
use crate::desk::reply::CaseCard;
use crate::desk::request::{Request, WhichCase};
use crate::domain::case::ServiceRef;
use crate::domain::case::work::{Casework, Goal, GoalState, Step, StepState, StepWhat, Work};
use crate::domain::safe_contact::blocked;
use crate::domain::typed_day::written;
use crate::tui::commands::{Command, scope};
use crate::tui::open::{CardFor, FinderStart, Place};
use crate::tui::screen::{Act, Ctx};
use crate::tui::widgets::case_row::need_name;
use crate::tui::widgets::fit::{fit, pad, width as width_of};
use crate::tui::widgets::rows::Rows;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Text};

/// The plan, opened over the case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PlanPanel {
    rows: Rows,
}

/// What is selected.
enum Selected<'a> {
    Goal(&'a Goal),
    Step(&'a Step),
    Nothing,
}

/// The letters that move a step on.
const MOVES: [(Command, StepState); 10] = [
    (Command::StepAgreed, StepState::Agreed),
    (Command::StepReferred, StepState::Referred),
    (Command::StepAccepted, StepState::Accepted),
    (Command::StepWaits, StepState::WaitingList),
    (Command::StepStarted, StepState::Started),
    (Command::StepAttended, StepState::Attended),
    (Command::StepDone, StepState::Completed),
    (Command::StepMissed, StepState::DidNotAttend),
    (Command::StepStopped, StepState::Stopped),
    (Command::StepDeclined, StepState::Declined),
];

impl PlanPanel {
    pub fn scopes() -> Vec<&'static str> {
        vec![scope::PLAN, scope::LIST]
    }

    pub fn hints(self, card: &CaseCard) -> Vec<Command> {
        let mut hints: Vec<Command> = match self.selected(card) {
            Selected::Step(step) => {
                let to = step.state().may_become();
                let next = MOVES.iter().filter(|(_, state)| to.contains(state));
                next.take(3).map(|(command, _)| *command).collect()
            }
            Selected::Goal(_) => vec![Command::StepDone, Command::Open],
            Selected::Nothing => vec![],
        };
        hints.extend([Command::AddGoal, Command::AddService, Command::AddActivity, Command::Back]);
        hints
    }

    fn selected(self, card: &CaseCard) -> Selected<'_> {
        let Some(work) = card.work.as_deref() else { return Selected::Nothing };
        match self.rows.selected.checked_sub(work.goals.len()) {
            None => work.goals.get(self.rows.selected).map_or(Selected::Nothing, Selected::Goal),
            Some(at) => work.steps.get(at).map_or(Selected::Nothing, Selected::Step),
        }
    }

    /// Selects the last of what was just added.
    pub fn keep_within(&mut self, before: &CaseCard, card: &CaseCard) {
        let count =
            |card: &CaseCard| card.work.as_ref().map_or((0, 0), |work| (work.goals.len(), work.steps.len()));
        let ((goals, steps), (goals_now, steps_now)) = (count(before), count(card));
        if steps_now > steps {
            self.rows.selected = goals_now + steps_now - 1;
        } else if goals_now > goals {
            self.rows.selected = goals_now - 1;
        }
        self.rows.keep_within(goals_now + steps_now);
    }

    /// Why a command does not fit what is selected; nothing: it does.
    pub fn refused(self, command: Command, card: &CaseCard) -> Option<String> {
        let (_, to) = *MOVES.iter().find(|(one, _)| *one == command)?;
        match self.selected(card) {
            Selected::Nothing => Some("The plan is empty.".to_owned()),
            Selected::Goal(goal) => match (goal.state, command) {
                (GoalState::Open, Command::StepDone | Command::StepStopped) => None,
                (GoalState::Open, _) => Some("That is for a step; this is a goal.".to_owned()),
                _ => Some("This goal has ended.".to_owned()),
            },
            Selected::Step(step) => {
                let from = step.state();
                if to == StepState::Referred && step.what.service().is_none() {
                    return Some("An activity cannot be referred to: nobody would be told.".to_owned());
                }
                let may = from.may_become();
                let names: Vec<_> = may.iter().map(|state| state.name()).collect();
                (!may.contains(&to)).then(|| {
                    format!(
                        "What is {} cannot become {}: {}.",
                        from.name(),
                        to.name(),
                        crate::domain::text::listed(&names)
                    )
                })
            }
        }
    }

    /// Hears a command.
    pub fn update(&mut self, command: Command, card: &CaseCard, ctx: &Ctx<'_>) -> Heard {
        let none = Casework::default();
        let work = card.work.as_deref().unwrap_or(&none);
        if self.rows.press(command, work.goals.len() + work.steps.len(), 5) {
            return Heard::nothing();
        }
        if let Some(why) = self.refused(command, card) {
            return Heard::hint(why);
        }
        let form = |kind| Heard::Becomes(Box::new(Over::Work(WorkForm::new(kind, card, ctx))));
        let asks = |work| {
            let case = WhichCase::Id(card.line.id);
            Heard::Asks(Box::new(Request::Work { case, work, next: None }))
        };
        match (command, self.selected(card)) {
            (Command::AddGoal, _) => form(Kind::Goal(None)),
            (Command::AddActivity, _) => form(Kind::Activity),
            (Command::AddService, _) => Heard::Goes(vec![Act::Open(Place::Finder(FinderStart {
                text: String::new(),
                needs: needs(card),
                near: card.patient.details.postcode.as_ref().map(ToString::to_string),
                patient: Some(card.patient.id),
                chosen_for: CardFor::Plan,
            }))]),
            (Command::Open, Selected::Goal(goal)) if goal.state == GoalState::Open => {
                form(Kind::Goal(Some(goal.number)))
            }
            (Command::Open, Selected::Step(_)) => Heard::hint(self.moves(card, ctx).join(", ")),
            (Command::StepDone, Selected::Goal(goal)) => {
                asks(Work::EndGoal { number: goal.number, reached: true })
            }
            (Command::StepStopped, Selected::Goal(goal)) => {
                asks(Work::EndGoal { number: goal.number, reached: false })
            }
            (Command::StepReferred, Selected::Step(step)) => match Referring::new(step, card, ctx) {
                Some(referring) => Heard::Becomes(Box::new(Over::Referring(referring))),
                None => Heard::nothing(),
            },
            (command, Selected::Step(step)) => match MOVES.iter().find(|(one, _)| *one == command) {
                Some((_, to)) => form(Kind::Move { number: step.number, to: *to }),
                None => Heard::nothing(),
            },
            _ => Heard::nothing(),
        }
    }

    /// A service that was chosen for the plan.
    pub fn chosen(service: ServiceRef, card: &CaseCard, ctx: &Ctx<'_>) -> Heard {
        let kind = Kind::Service(StepWhat::Service(service));
        Heard::Becomes(Box::new(Over::Work(WorkForm::new(kind, card, ctx))))
    }

    /// What the selected step may become, each with its letter.
    fn moves(self, card: &CaseCard, ctx: &Ctx<'_>) -> Vec<String> {
        let keys = |command| ctx.keys(command, &Self::scopes());
        match self.selected(card) {
            Selected::Nothing => vec![],
            Selected::Goal(goal) if goal.state == GoalState::Open => vec![
                format!("{} reached", keys(Command::StepDone)),
                format!("{} matters no more", keys(Command::StepStopped)),
                format!("{} other words", keys(Command::Open)),
            ],
            Selected::Goal(_) => vec!["it has ended".to_owned()],
            Selected::Step(step) => MOVES
                .iter()
                .filter(|(command, _)| self.refused(*command, card).is_none())
                .map(|(command, state)| {
                    let again = if step.state().has_ended() { " after all" } else { "" };
                    format!("{} {}{again}", keys(*command), state.name())
                })
                .collect(),
        }
    }

    pub fn view(self, card: &CaseCard, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let none = Casework::default();
        let work = card.work.as_deref().unwrap_or(&none);
        let (cut, cells) = (ctx.signs.ellipsis, usize::from(area.width.saturating_sub(1)));
        let mut lines = vec![Line::styled(
            fit(&format!(" Plan for {}", card.line.patient.called), cells, cut),
            ctx.theme.title,
        )];
        if let Some(next) = &work.next {
            lines.push(Line::styled(fit(&format!(" Next: {next}"), cells, cut), ctx.theme.text));
        }
        // A goal or a step may not be told against where it is done anyway.
        if let Some(why) = blocked(&card.patient.details, crate::domain::safe_contact::How::InPerson, None) {
            lines.push(Line::styled(fit(&format!(" {why}"), cells, cut), ctx.theme.urgent));
        }
        lines.push(Line::default());
        let mut selected_at = lines.len();
        lines.push(Line::styled(" What matters to them".to_owned(), ctx.theme.dim));
        if work.goals.is_empty() {
            let key = ctx.keys(Command::AddGoal, &Self::scopes());
            lines.push(Line::styled(format!("   {key} writes it down, in their own words"), ctx.theme.dim));
        }
        for (n, goal) in work.goals.iter().enumerate() {
            let state = match goal.state {
                GoalState::Open => "",
                GoalState::Reached => "  reached",
                GoalState::Dropped => "  matters no more",
            };
            let text = format!("\u{201C}{}\u{201D}{state}", goal.text);
            if n == self.rows.selected {
                selected_at = lines.len();
            }
            let style = if goal.state == GoalState::Open { ctx.theme.text } else { ctx.theme.dim };
            lines.push(self.row(n, &text, style, cells, ctx));
        }
        lines.push(Line::default());
        lines.push(Line::styled(" Steps".to_owned(), ctx.theme.dim));
        if work.steps.is_empty() {
            let keys = |command| ctx.keys(command, &Self::scopes());
            let (service, activity) = (keys(Command::AddService), keys(Command::AddActivity));
            let said = format!("   {service} finds a service, {activity} adds an activity");
            lines.push(Line::styled(said, ctx.theme.dim));
        }
        let longest = work.steps.iter().map(|step| width_of(step.what.said())).max().unwrap_or(0);
        let name = longest.clamp(12, cells.saturating_sub(36).max(12));
        for (n, step) in work.steps.iter().enumerate() {
            let n = n + work.goals.len();
            if n == self.rows.selected {
                selected_at = lines.len();
            }
            let style = if step.state().has_ended() { ctx.theme.dim } else { ctx.theme.text };
            let text = format!("{}  {}", pad(step.what.said(), name, cut), step_said(step, ctx));
            lines.push(self.row(n, &text, style, cells, ctx));
        }
        let foot: Vec<Line<'_>> = in_lines(&self.moves(card, ctx), cells.saturating_sub(2), ctx)
            .into_iter()
            .map(|text| Line::styled(format!(" {text}"), ctx.theme.accent))
            .collect();
        let foot_rows = u16::try_from(foot.len()).unwrap_or(0).min(area.height);
        let room = usize::from(area.height - foot_rows);
        let top = (selected_at + 1).saturating_sub(room);
        let shown: Vec<Line<'_>> = lines.into_iter().skip(top).take(room).collect();
        frame.render_widget(Text::from(shown), Rect { height: area.height - foot_rows, ..area });
        frame.render_widget(
            Text::from(foot),
            Rect { y: area.bottom() - foot_rows, height: foot_rows, ..area },
        );
        let y = area.y + u16::try_from(selected_at - top).unwrap_or(0);
        frame.set_cursor_position(Position::new(area.x + 1, y));
    }

    fn row(
        self,
        n: usize,
        text: &str,
        style: ratatui::style::Style,
        cells: usize,
        ctx: &Ctx<'_>,
    ) -> Line<'static> {
        let selected = n == self.rows.selected;
        let (pointer, style) = if selected { (ctx.signs.pointer, ctx.theme.selected) } else { (" ", style) };
        Line::styled(fit(&format!(" {pointer} {text}"), cells, ctx.signs.ellipsis), style)
    }
}

/// How far a step came: `referred since Thu 19 Nov, for loneliness`.
pub(super) fn step_said(step: &Step, ctx: &Ctx<'_>) -> String {
    let state = step.state();
    let on = step.since().map(|on| written(on, ctx.today())).unwrap_or_default();
    let since = if state.has_ended() || state == StepState::DidNotAttend { "" } else { "since " };
    let why = step.changes.last().map(|change| change.why.as_str()).filter(|why| !why.is_empty());
    let why = why.map(|why| format!(": {why}")).unwrap_or_default();
    let need = step.need.as_ref().map(|need| format!(", for {}", need_name(need).to_lowercase()));
    format!("{} {since}{on}{why}{}", state.name(), need.unwrap_or_default())
}
