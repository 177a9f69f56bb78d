//! Whichever screen is open, told what concerns it.
//!
//! What a screen does with it is the screen's own.

use crate::tui::commands::Command;
use crate::tui::open::FinderStart;
use crate::tui::screen::{Act, Answer, Ctx, Pressed, Question};
use crate::tui::screens::case::CaseScreen;
use crate::tui::screens::caseloads::CaseloadsScreen;
use crate::tui::screens::cases::CasesScreen;
use crate::tui::screens::finder::FinderScreen;
use crate::tui::screens::first_use::FirstUseScreen;
use crate::tui::screens::flag::FlagScreen;
use crate::tui::screens::flag_line::FlagLineScreen;
use crate::tui::screens::reports::ReportsScreen;
use crate::tui::screens::service_card::ServiceCardScreen;
use crate::tui::screens::services::ServicesScreen;
use crate::tui::screens::today::TodayScreen;
use crate::tui::screens::who::WhoScreen;
use crate::tui::tasks::Tasks;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Calls a method of whichever screen it is.
macro_rules! each {
    ($this:expr, $screen:ident => $call:expr) => {
        match $this {
            Self::Today($screen) => $call,
            Self::Cases($screen) => $call,
            Self::Services($screen) => $call,
            Self::Case($screen) => $call,
            Self::Flag($screen) => $call,
            Self::FlagLine($screen) => $call,
            Self::Finder($screen) => $call,
            Self::ServiceCard($screen) => $call,
            Self::Who($screen) => $call,
            Self::FirstUse($screen) => $call,
            Self::Caseloads($screen) => $call,
            Self::Reports($screen) => $call,
        }
    };
}

/// One of the screens.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a handful of screens are open at a time")]
#[expect(missing_docs, reason = "each is named after its screen")]
pub enum Screen {
    Today(TodayScreen),
    Cases(CasesScreen),
    Services(ServicesScreen),
    Case(CaseScreen),
    Flag(FlagScreen),
    FlagLine(FlagLineScreen),
    Finder(FinderScreen),
    ServiceCard(ServiceCardScreen),
    Who(WhoScreen),
    FirstUse(FirstUseScreen),
    Caseloads(CaseloadsScreen),
    Reports(ReportsScreen),
}

impl Screen {
    /// A screen that was just made, with what it wants first.
    pub(in crate::tui) fn of<T>(
        (screen, acts): (T, Vec<Act>),
        kind: impl FnOnce(T) -> Self,
    ) -> (Self, Vec<Act>) {
        (kind(screen), acts)
    }

    /// What stands behind the tabs while it is open.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Today(_) | Self::Cases(_) | Self::Services(_) | Self::Reports(_) => "",
            Self::Case(_) => "Case",
            Self::Flag(_) => "Flag a need",
            Self::FlagLine(_) => "Flag in one line",
            Self::Finder(_) => "Find",
            Self::ServiceCard(_) => "Service",
            Self::Who(_) => "Who are you?",
            Self::FirstUse(_) => "Welcome",
            Self::Caseloads(_) => "Caseloads",
        }
    }

    /// What the finder begins with when it is opened over this.
    pub fn finder_start(&self) -> FinderStart {
        match self {
            Self::Flag(screen) => screen.finder_start(),
            _ => FinderStart::default(),
        }
    }

    /// Whether something was opened that is not there yet, for which the next keys are meant.
    pub(in crate::tui) fn is_opening(&self) -> bool {
        match self {
            Self::Flag(screen) => screen.is_opening(),
            Self::FlagLine(screen) => screen.is_opening(),
            Self::Finder(screen) => screen.is_opening(),
            Self::Services(screen) => screen.is_opening(),
            Self::Case(screen) => screen.is_opening(),
            _ => false,
        }
    }

    /// Stops waiting for it, so that keys are heard again; whether it could.
    pub(in crate::tui) fn stop_opening(&mut self) -> bool {
        match self {
            Self::Flag(screen) => screen.stop_opening(),
            Self::FlagLine(screen) => screen.stop_opening(),
            Self::Finder(screen) => screen.stop_opening(),
            Self::Services(screen) => screen.stop_opening(),
            Self::Case(screen) => screen.stop_opening(),
            _ => false,
        }
    }

    /// The scopes that keys are looked up in, the innermost first.
    pub fn scopes(&self) -> Vec<&'static str> {
        each!(self, screen => screen.scopes())
    }

    /// The commands that matter most now.
    pub fn hints(&self) -> Vec<Command> {
        each!(self, screen => screen.hints())
    }

    pub(in crate::tui) fn update(&mut self, pressed: Pressed, ctx: &Ctx<'_>) -> Vec<Act> {
        each!(self, screen => screen.update(pressed, ctx))
    }

    pub(in crate::tui) fn answer(&mut self, question: Question, answer: Answer, ctx: &Ctx<'_>) -> Vec<Act> {
        each!(self, screen => screen.answer(question, answer, ctx))
    }

    pub(in crate::tui) fn tick(&mut self, ctx: &Ctx<'_>) -> Vec<Act> {
        match self {
            Self::Flag(screen) => screen.tick(ctx),
            Self::Finder(screen) => screen.tick(ctx),
            Self::Services(screen) => screen.tick(ctx),
            _ => vec![],
        }
    }

    /// Goes a step back inside of it, where it has one: what stands over it, a filter.
    pub(in crate::tui) fn step_back(&mut self) -> bool {
        match self {
            Self::Services(screen) => screen.step_back(),
            Self::Finder(screen) => screen.step_back(),
            Self::ServiceCard(screen) => screen.step_back(),
            Self::Case(screen) => screen.step_back(),
            Self::Caseloads(screen) => screen.step_back(),
            Self::Reports(screen) => screen.step_back(),
            _ => false,
        }
    }

    /// Asks anew for what a change may have touched.
    pub(in crate::tui) fn refresh(&mut self) -> Vec<Act> {
        match self {
            Self::Services(screen) => screen.refresh(),
            Self::Today(screen) => screen.refresh(),
            Self::Cases(screen) => screen.refresh(),
            Self::Case(screen) => screen.refresh(),
            Self::Caseloads(screen) => screen.refresh(),
            Self::Reports(screen) => screen.refresh(),
            _ => vec![],
        }
    }

    pub(in crate::tui) fn resized(&mut self, area: Rect) {
        match self {
            Self::Today(screen) => screen.resized(area),
            Self::Cases(screen) => screen.resized(area),
            Self::Case(screen) => screen.resized(area),
            Self::Services(screen) => screen.resized(area),
            Self::Finder(screen) => screen.resized(area),
            Self::ServiceCard(screen) => screen.resized(area),
            Self::Who(screen) => screen.resized(area),
            Self::Caseloads(screen) => screen.resized(area),
            Self::Reports(screen) => screen.resized(area),
            Self::Flag(_) | Self::FlagLine(_) | Self::FirstUse(_) => {}
        }
    }

    /// Whether what it shows first is there.
    pub fn is_ready(&self) -> bool {
        match self {
            Self::Today(screen) => screen.is_loaded(),
            _ => true,
        }
    }

    /// Draws it; `tasks` are the demo's, for Today.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, tasks: Option<&Tasks>, ctx: &Ctx<'_>) {
        match self {
            Self::Today(screen) => screen.view(frame, area, tasks, ctx),
            Self::Cases(screen) => screen.view(frame, area, ctx),
            Self::Services(screen) => screen.view(frame, area, ctx),
            Self::Case(screen) => screen.view(frame, area, ctx),
            Self::Flag(screen) => screen.view(frame, area, ctx),
            Self::FlagLine(screen) => screen.view(frame, area, ctx),
            Self::Finder(screen) => screen.view(frame, area, ctx),
            Self::ServiceCard(screen) => screen.view(frame, area, ctx),
            Self::Who(screen) => screen.view(frame, area, ctx),
            Self::FirstUse(screen) => screen.view(frame, area, ctx),
            Self::Caseloads(screen) => screen.view(frame, area, ctx),
            Self::Reports(screen) => screen.view(frame, area, ctx),
        }
    }
}
