//! Closing a case: the outcome first, each need with its end and why not, a sentence, when somebody asks again; steps of
//! the plan that go on are listed before they stop.

use super::over::{Heard, Over, head, lower};
use super::sure::{Sure, Yes};
use super::working::needs;
use crate::desk::reply::CaseCard;
use crate::desk::request::{Request, WhichCase};
use crate::domain::case::{Answer, Closing, Command as CaseCommand, NeedEnd, OpenSteps, Outcome, Recipient};
use crate::domain::need::NeedKey;
use crate::domain::typed_day::{self, written};
use crate::domain::unmet::WhyNot;
use crate::domain::working_days::WorkingDays;
use crate::tui::commands::{Command, scope};
use crate::tui::screen::{Ctx, Pressed};
use crate::tui::widgets::case_row::need_name;
use crate::tui::widgets::form::{Form, Input};
use jiff::ToSpan;
use jiff::civil::Date;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// The form with which a case is closed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ClosingForm {
    form: Form,
    rows: Vec<Row>,
    outcome: Outcome,
    needs: Vec<NeedRow>,
    /// When somebody asks again, as the practice settles it.
    proposed: String,
    summary: String,
    follow_ups: String,
}

/// A need and how it ends.
#[derive(Clone, Debug, PartialEq)]
struct NeedRow {
    need: NeedKey,
    end: usize,
    /// Nothing: nobody has said yet.
    why: Option<WhyNot>,
    words: String,
}

/// What a row of the form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Outcome,
    End(usize),
    Why(usize),
    Words(usize),
    Summary,
    FollowUps,
}

/// How a need ends.
const ENDS: [&str; 3] = ["met", "partly met", "not met"];

impl ClosingForm {
    /// With an outcome that is likely, and all that follows from it.
    pub fn new(outcome: Outcome, card: &CaseCard, ctx: &Ctx<'_>) -> Self {
        let row = |need| NeedRow { need, end: 0, why: None, words: String::new() };
        let mut form = Self {
            form: Form::default(),
            rows: vec![],
            outcome,
            needs: needs(card).into_iter().map(row).collect(),
            proposed: follow_ups(card, ctx),
            summary: String::new(),
            follow_ups: String::new(),
        };
        form.presume();
        form.build(Row::Outcome);
        form
    }

    /// What an outcome says of each need, until somebody says otherwise.
    fn presume(&mut self) {
        let (end, why, words) = match self.outcome {
            Outcome::Met => (0, None, ""),
            Outcome::PartlyMet => (1, None, ""),
            Outcome::NotMet => (2, None, ""),
            Outcome::NotReached => (2, Some(WhyNot::NotReached), ""),
            Outcome::Declined => (2, Some(WhyNot::NotWanted), ""),
            other => (2, Some(WhyNot::Other), other.name()),
        };
        for need in &mut self.needs {
            need.end = end;
            need.why = why;
            words.clone_into(&mut need.words);
        }
        // Who was not reached, has moved or does not want help is not asked again.
        let asked = matches!(self.outcome, Outcome::Met | Outcome::PartlyMet | Outcome::NotMet);
        self.follow_ups = if asked { self.proposed.clone() } else { String::new() };
    }

    /// What the needs say of the whole, where they are what decides.
    fn conclude(&mut self) {
        if matches!(self.outcome, Outcome::Met | Outcome::PartlyMet | Outcome::NotMet) {
            let all = |end: usize| self.needs.iter().all(|need| need.end == end);
            self.outcome = match (all(0), all(2)) {
                (true, _) => Outcome::Met,
                (_, true) => Outcome::NotMet,
                _ => Outcome::PartlyMet,
            };
        }
    }

    /// Makes the rows anew, with the keys on the same one.
    fn build(&mut self, focus: Row) {
        let names = |all: &[&str]| all.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let outcomes = Outcome::ALL.map(Outcome::name);
        let at = Outcome::ALL.iter().position(|one| *one == self.outcome).unwrap_or(0);
        let mut form = Form::default().choice("Outcome", names(&outcomes), at);
        let mut rows = vec![Row::Outcome];
        for (n, need) in self.needs.iter().enumerate() {
            form = form.choice(need_name(&need.need), names(&ENDS), need.end);
            rows.push(Row::End(n));
            if need.end > 0 {
                // Nothing is chosen for anybody: it is counted.
                let at = need.why.and_then(|why| WhyNot::ALL.iter().position(|one| *one == why));
                let whys: Vec<&str> =
                    std::iter::once("say which").chain(WhyNot::ALL.map(WhyNot::name)).collect();
                form = form
                    .choice("  why not", names(&whys), at.map_or(0, |at| at + 1))
                    .text("  in words", &need.words);
                rows.extend([Row::Why(n), Row::Words(n)]);
            }
        }
        form = form.text("In a sentence", &self.summary).text("Ask again", &self.follow_ups);
        rows.extend([Row::Summary, Row::FollowUps]);
        form.focus = rows.iter().position(|row| *row == focus).unwrap_or(0);
        (self.form, self.rows) = (form, rows);
    }

    pub fn scopes(&self) -> Vec<&'static str> {
        if self.form.in_text() { vec![scope::TEXT, scope::FORM] } else { vec![scope::FORM] }
    }

    pub fn hints() -> Vec<Command> {
        vec![Command::Save, Command::NextField, Command::ChoiceRight, Command::Leave]
    }

    pub fn update(&mut self, pressed: &Pressed, card: &CaseCard, ctx: &Ctx<'_>) -> Heard {
        let here = self.rows.get(self.form.focus).copied().unwrap_or(Row::Outcome);
        match pressed {
            Pressed::Command(Command::Leave) => return Heard::Leaves,
            Pressed::Command(Command::Save) => return self.save(card, ctx),
            Pressed::Command(Command::Take) if here == Row::FollowUps => return self.save(card, ctx),
            // What is proposed gives way to what is typed.
            Pressed::Char(_) | Pressed::Paste(_)
                if here == Row::FollowUps
                    && !self.proposed.is_empty()
                    && self.form.value(self.form.focus) == self.proposed =>
            {
                let focus = self.form.focus;
                if let Some(Input::Text(field)) =
                    self.form.entries.get_mut(focus).map(|entry| &mut entry.input)
                {
                    field.take();
                }
            }
            _ => {}
        }
        self.form.press(pressed);
        self.read();
        Heard::nothing()
    }

    /// Takes what the rows say; where a choice changed, the rows follow.
    fn read(&mut self) {
        let mut changed = None;
        for (at, row) in self.rows.clone().into_iter().enumerate() {
            match row {
                Row::Outcome => {
                    let outcome = Outcome::ALL.get(self.form.chosen(at)).copied().unwrap_or(Outcome::Met);
                    if outcome != self.outcome {
                        (self.outcome, changed) = (outcome, Some(row));
                    }
                }
                Row::End(n) if self.needs[n].end != self.form.chosen(at) => {
                    self.needs[n].end = self.form.chosen(at);
                    changed = Some(row);
                }
                Row::End(_) => {}
                Row::Why(n) => {
                    let chosen = self.form.chosen(at).checked_sub(1);
                    self.needs[n].why = chosen.and_then(|at| WhyNot::ALL.get(at)).copied();
                }
                Row::Words(n) => self.needs[n].words = self.form.value(at),
                Row::Summary => self.summary = self.form.value(at),
                Row::FollowUps => self.follow_ups = self.form.value(at),
            }
        }
        match changed {
            Some(Row::Outcome) => self.presume(),
            Some(_) => self.conclude(),
            None => return,
        }
        self.build(changed.unwrap_or(Row::Outcome));
    }

    fn save(&mut self, card: &CaseCard, ctx: &Ctx<'_>) -> Heard {
        let mut ends = Vec::new();
        for (n, need) in self.needs.iter().enumerate() {
            let (why, because) = (need.words.clone(), need.why);
            let at = |wanted| self.rows.iter().position(|row| *row == wanted).unwrap_or(0);
            let wrong = match (need.end, need.why) {
                (2, None) => Some((at(Row::Why(n)), "say which")),
                (1 | 2, Some(WhyNot::Other)) if why.is_empty() => Some((at(Row::Words(n)), "say why")),
                _ => None,
            };
            if let Some((row, problem)) = wrong {
                self.form.wrong(row, problem);
                return Heard::nothing();
            }
            let end = match need.end {
                0 => NeedEnd::Met,
                1 => NeedEnd::PartlyMet { why, because },
                _ => NeedEnd::NotMet { why, because },
            };
            ends.push((need.need.clone(), end));
        }
        let follow_ups = match self.follow_up_days(ctx.today()) {
            Ok(days) => days,
            Err(problem) => {
                let row = self.rows.iter().position(|row| *row == Row::FollowUps).unwrap_or(0);
                self.form.wrong(row, problem);
                return Heard::nothing();
            }
        };
        let closing = |open_steps| {
            let command = CaseCommand::Close(Closing {
                ends: ends.clone(),
                rest: None,
                summary: self.summary.clone(),
                outcome: Some(self.outcome),
                open_steps,
                follow_ups: follow_ups.clone(),
            });
            Box::new(Request::OnCase { case: WhichCase::Id(card.line.id), command })
        };
        let open: Vec<String> = card
            .work
            .iter()
            .flat_map(|work| work.open_steps())
            .map(|step| format!("- {}, {}", step.what.said(), step.state().name()))
            .collect();
        let off = card.work.iter().flat_map(|work| work.would_be_called_off(ctx.zone));
        let off: Vec<String> = off.map(|one| format!("- {one}")).collect();
        if open.is_empty() && off.is_empty() {
            return Heard::Asks(closing(OpenSteps::Ask));
        }
        let title = match open.len() {
            0 if off.len() == 1 => "An appointment stands. Close the case, and call it off?".to_owned(),
            0 => format!("{} appointments stand. Close the case, and call them off?", off.len()),
            1 => "One step of the plan goes on. Close the case, and stop it?".to_owned(),
            steps => format!("{steps} steps of the plan go on. Close the case, and stop them?"),
        };
        let sure = Sure::new(title, [open, off].concat(), Yes::Asks(closing(OpenSteps::Stop)));
        Heard::Becomes(Box::new(Over::Sure(sure)))
    }

    /// When somebody asks again; nothing: as the practice settles it.
    fn follow_up_days(&self, today: Date) -> Result<Option<Vec<Date>>, String> {
        let typed = self.follow_ups.trim();
        if !typed.is_empty() && typed == self.proposed {
            return Ok(None);
        }
        if typed.is_empty() || typed.eq_ignore_ascii_case("none") {
            return Ok(Some(vec![]));
        }
        let days = typed.split(',').map(|part| match typed_day::to_come(part, today) {
            Ok(day) if day.on < today => Err("that day is past".to_owned()),
            Ok(day) => Ok(day.on),
            Err(error) => Err(error.to_string()),
        });
        days.collect::<Result<Vec<_>, _>>().map(Some)
    }

    pub fn view(&self, card: &CaseCard, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let title = format!("Close {}'s case", card.line.patient.called);
        let means = ["What came of each need?".to_owned()];
        let lines = head(&title, &means, area, ctx);
        let says = match self.follow_up_days(ctx.today()) {
            Err(problem) => problem,
            Ok(Some(days)) if days.is_empty() => "Nobody asks again.".to_owned(),
            _ => "Ask again: days with commas between; empty: nobody asks.".to_owned(),
        };
        let foot = vec![Line::styled(format!(" {says}"), ctx.theme.dim)];
        let place = lower(lines, self.form.height(), foot, frame, area, ctx);
        self.form.view(frame, place, ctx);
    }
}

/// When somebody asks again, as the practice settles it: for who was accepted and agrees to be contacted.
fn follow_ups(card: &CaseCard, ctx: &Ctx<'_>) -> String {
    let accepted = card.work.as_ref().is_some_and(|work| work.accepted.is_some());
    let of_us = card.agreements.iter().rev().find(|one| one.recipient == Recipient::LinkWorkers);
    if !accepted || of_us.is_none_or(|one| one.answer != Answer::Agreed) {
        return String::new();
    }
    let Some(overview) = ctx.overview else { return String::new() };
    let months = overview.practice.limits.follow_up_months().iter();
    let days = months.filter_map(|months| ctx.today().checked_add(i64::from(*months).months()).ok());
    let days = days.map(|day| written(WorkingDays::england().next_on_or_after(day), ctx.today()));
    days.collect::<Vec<_>>().join(", ")
}
