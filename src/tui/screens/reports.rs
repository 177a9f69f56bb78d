//! The reports, for managers: one at a time, its plots beside or above its tables, over a period.
//!
//! ```text
//!  ‹activity›  waits  caseloads  contacts  outcomes  unmet  services  equity
//!  22 Nov 2025 to 21 Nov 2026 · n = 214 cases flagged in the period
//!
//!  By need
//!  Loneliness   ██████████████████ 61     Need          Flagged   Share
//! ```
//!
//! Figures are exact here, inside the practice; what is printed leaves it, and holds small numbers back.

mod view;

#[cfg(test)]
mod tests;

use crate::desk::reply::Reply;
use crate::desk::request::Request;
use crate::domain::report::{Period, Report, ReportName};
use crate::domain::typed_day::{self, TypedDayError};
use crate::report::suppress::{Suppression, Threshold};
use crate::report::{Format, render};
use crate::tui::commands::{Command, scope};
use crate::tui::screen::{Act, Answer, Ctx, Pressed, Question};
use crate::tui::widgets::form::Form;
use jiff::civil::Date;
use ratatui::layout::Rect;

const REPORT: Question = 1;

/// The reports.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportsScreen {
    /// Which is shown, by its place among all.
    at: usize,
    /// The first and the last day, as far as they were chosen.
    days: (Option<Date>, Option<Date>),
    report: Option<Box<Report>>,
    /// Whether another is being counted.
    counting: bool,
    scroll: usize,
    height: usize,
    width: u16,
    /// The period being chosen.
    asking: Option<Form>,
}

impl ReportsScreen {
    /// The screen, and what to ask for it.
    pub fn new() -> (Self, Vec<Act>) {
        let mut screen = Self {
            at: 0,
            days: (None, None),
            report: None,
            counting: false,
            scroll: 0,
            height: 10,
            width: 80,
            asking: None,
        };
        let acts = screen.refresh();
        (screen, acts)
    }

    /// Asks for it anew.
    pub fn refresh(&mut self) -> Vec<Act> {
        self.counting = true;
        let (from, to) = self.days;
        vec![Act::Ask(REPORT, Request::Report { name: self.name(), from, to, practice: None })]
    }

    fn name(&self) -> ReportName {
        ReportName::ALL[self.at]
    }

    /// The scopes that keys are looked up in.
    pub fn scopes(&self) -> Vec<&'static str> {
        match &self.asking {
            None => vec![scope::REPORTS, scope::LIST],
            Some(form) if form.in_text() => vec![scope::TEXT, scope::FORM],
            Some(_) => vec![scope::FORM],
        }
    }

    /// The commands that matter most here.
    pub fn hints(&self) -> Vec<Command> {
        match &self.asking {
            None => vec![Command::ChoiceRight, Command::Period, Command::Print],
            Some(_) => vec![Command::Save, Command::NextField, Command::Leave],
        }
    }

    /// Hears what was pressed.
    #[expect(clippy::needless_pass_by_value, reason = "every screen is handed what was pressed")]
    pub fn update(&mut self, pressed: Pressed, ctx: &Ctx<'_>) -> Vec<Act> {
        if self.asking.is_some() {
            return self.update_period(&pressed, ctx);
        }
        let Pressed::Command(command) = pressed else { return vec![] };
        match command {
            Command::ChoiceRight | Command::ChoiceLeft => {
                let by = if command == Command::ChoiceRight { 1 } else { -1 };
                let at = self.at.saturating_add_signed(by).min(ReportName::ALL.len() - 1);
                if at == self.at {
                    return vec![];
                }
                (self.at, self.scroll) = (at, 0);
                return self.refresh();
            }
            Command::Period => {
                let shown = self.report.as_ref().map(|report| report.period);
                let said = |day: Option<Date>| day.map(crate::domain::dates::short).unwrap_or_default();
                let form = Form::default()
                    .text("First day", &said(shown.map(Period::from)))
                    .text("Last day", &said(shown.map(Period::to)));
                self.asking = Some(form);
            }
            Command::Print => return self.print(ctx),
            Command::Filter => {
                return vec![Act::Hint("A report is not filtered; p chooses its days.".to_owned())];
            }
            Command::Open => return vec![Act::Hint("Right and Left choose the report.".to_owned())],
            // How far down is known where it is drawn.
            Command::Down => self.scroll += 1,
            Command::Up => self.scroll = self.scroll.saturating_sub(1),
            Command::PageDown => self.scroll += self.height.saturating_sub(2),
            Command::PageUp => self.scroll = self.scroll.saturating_sub(self.height.saturating_sub(2)),
            Command::First => self.scroll = 0,
            Command::Last => self.scroll = usize::MAX,
            _ => {}
        }
        self.scroll = self.scroll.min(self.lines(ctx).saturating_sub(self.height));
        vec![]
    }

    fn print(&self, ctx: &Ctx<'_>) -> Vec<Act> {
        let limits = ctx.overview.map(|overview| overview.practice.limits.clone()).unwrap_or_default();
        match (&self.report, Threshold::new(limits.small_numbers())) {
            (Some(report), Ok(threshold)) => {
                vec![Act::Print(render(report, Format::Text, Suppression::Below(threshold)))]
            }
            _ => vec![Act::Hint("There is no report yet to print.".to_owned())],
        }
    }

    fn update_period(&mut self, pressed: &Pressed, ctx: &Ctx<'_>) -> Vec<Act> {
        let Some(form) = &mut self.asking else { return vec![] };
        match pressed {
            Pressed::Command(Command::Leave) => self.asking = None,
            Pressed::Command(Command::Save) => match period(form, ctx.today()) {
                Ok(days) => {
                    (self.days, self.asking, self.scroll) = (days, None, 0);
                    return self.refresh();
                }
                // What is wrong stands below already; the keys go there.
                Err((row, _)) => form.focus = row,
            },
            Pressed::Command(Command::Take) if form.focus + 1 == form.entries.len() => {
                let key = ctx.keys(Command::Save, &[scope::FORM]);
                return vec![Act::Hint(format!("{key} does it; Enter never does."))];
            }
            pressed => {
                form.press(pressed);
            }
        }
        vec![]
    }

    /// Hears what the desk answered.
    pub fn answer(&mut self, _question: Question, answer: Answer, ctx: &Ctx<'_>) -> Vec<Act> {
        self.counting = false;
        match answer {
            Ok(Reply::Report(report)) => {
                self.report = Some(report);
                self.scroll = self.scroll.min(self.lines(ctx).saturating_sub(self.height));
                vec![]
            }
            Ok(_) => vec![],
            Err(refusal) => vec![Act::Refused(refusal)],
        }
    }

    /// One step back: out of the period.
    pub fn step_back(&mut self) -> bool {
        self.asking.take().is_some()
    }

    /// How many rows are in sight.
    pub fn resized(&mut self, area: Rect) {
        self.height = usize::from(area.height.saturating_sub(view::HEAD).max(1));
        self.width = area.width;
    }
}

/// The days that a form means; what is empty is left open. Or which row is wrong, and why.
fn period(form: &Form, today: Date) -> Result<(Option<Date>, Option<Date>), (usize, String)> {
    let read = |row| {
        let text = form.value(row);
        if text.is_empty() {
            return Ok(None);
        }
        let wrong = |why: TypedDayError| {
            (row, format!("{}: {why}.", if row == 0 { "First day" } else { "Last day" }))
        };
        typed_day::gone(&text, today).map(|day| Some(day.on)).map_err(wrong)
    };
    let days = (read(0)?, read(1)?);
    Period::asked(days.0, days.1, today).map_err(|why| (0, why.to_string()))?;
    Ok(days)
}
