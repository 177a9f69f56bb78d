//! Going somewhere: tabs, screens over them, and back.

use super::acts::{act, ask_overview, say, with_screen};
use super::{SAID_FOR, keep_draft};
use crate::domain::id::StaffId;
use crate::domain::staff::Role;
use crate::tui::commands::{Command, scope};
use crate::tui::model::{Model, Open, Screen, Tone};
use crate::tui::msg::{Effect, Opening};
use crate::tui::open::Place;
use crate::tui::screen::Act;
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
use crate::tui::view::body;

/// Opens a place.
pub(super) fn open(model: &mut Model, place: Place, effects: &mut Vec<Effect>) {
    model.popup = None;
    model.quits_until = None;
    // What was said belongs to what was done before; only what went wrong stays.
    model.says = model.says.take().filter(|says| says.tone == Tone::Wrong);
    let opened = match place {
        Place::Today => return go(model, 0, effects),
        Place::Services => return go(model, 2, effects),
        Place::Cases(filter) => {
            go(model, 1, effects);
            let Some(number) = model.top().map(|open| open.number) else { return };
            with_screen(model, number, effects, |screen, _| match screen {
                Screen::Cases(screen) => screen.show(filter),
                _ => vec![],
            });
            return;
        }
        Place::Case(id, list) => {
            // A case that is open already comes to the front; it is not opened twice.
            let open = |open: &Open| matches!(&open.screen, Screen::Case(screen) if screen.id() == id);
            if let Some(at) = model.over.iter().position(open) {
                model.over.truncate(at + 1);
                return refresh_top(model, effects);
            }
            // What was found is done with once a case was opened from it.
            model.over.retain(|open| !matches!(open.screen, Screen::Finder(_)));
            Screen::of(CaseScreen::new(id, list), Screen::Case)
        }
        Place::Flag(start) => {
            model.over.retain(|open| !matches!(open.screen, Screen::Finder(_)));
            // What was being typed for somebody else stands behind this, and comes back after it.
            let draft = model.draft.clone();
            Screen::of(FlagScreen::new(&start, draft.as_ref(), &model.ctx()), Screen::Flag)
        }
        Place::FlagLine => {
            Screen::of(FlagLineScreen::new(model.draft.as_ref(), &model.ctx()), Screen::FlagLine)
        }
        Place::Finder(start) => Screen::of(FinderScreen::new(start, &model.ctx()), Screen::Finder),
        Place::Service(key, card_for) => {
            Screen::of(ServiceCardScreen::new(key, card_for, &model.ctx()), Screen::ServiceCard)
        }
        Place::Caseloads => {
            model.over.retain(|open| !matches!(open.screen, Screen::Caseloads(_)));
            Screen::of(CaseloadsScreen::new(), Screen::Caseloads)
        }
    };
    push(model, opened, effects);
}

/// The store is open, or why not.
pub(super) fn opened(model: &mut Model, opening: Opening, effects: &mut Vec<Effect>) {
    match opening {
        Opening::Open { me, staff, overview } => {
            model.opened = true;
            model.staff = staff;
            model.overview = overview.map(|overview| *overview);
            if let Some(me) = me {
                begin(model, me, effects);
            } else {
                let screen = Screen::of(WhoScreen::new(model.account.clone(), &model.ctx()), Screen::Who);
                push(model, screen, effects);
            }
        }
        Opening::Empty => {
            model.opened = true;
            let screen = Screen::of(
                FirstUseScreen::new(model.account.clone(), model.folder.clone()),
                Screen::FirstUse,
            );
            push(model, screen, effects);
        }
        Opening::Refused(refusal) => {
            model.failed = Some(refusal);
            effects.push(Effect::Quit);
        }
    }
}

/// Somebody sits at the keyboard: the tabs are made, and asked for.
pub(super) fn begin(model: &mut Model, me: StaffId, effects: &mut Vec<Effect>) {
    model.me = model.staff.iter().find(|one| one.id == me).cloned();
    model.over.clear();
    effects.push(Effect::Begin(me));
    let mut screens = vec![
        Screen::of(TodayScreen::new(&model.ctx()), Screen::Today),
        Screen::of(CasesScreen::new(crate::desk::request::CaseFilter::default()), Screen::Cases),
        Screen::of(ServicesScreen::new(&model.ctx()), Screen::Services),
    ];
    if model.me.as_ref().is_some_and(|me| me.is(Role::Manager)) {
        screens.push(Screen::of(ReportsScreen::new(), Screen::Reports));
    }
    model.tabs.clear();
    model.tab = model.tab.min(screens.len() - 1);
    for (n, (mut screen, acts)) in screens.into_iter().enumerate() {
        model.next_number += 1;
        let number = model.next_number;
        screen.resized(body(model.size));
        model.tabs.push(Open { number, screen });
        // The other tabs ask when they are gone to.
        if n == 0 {
            for one in acts {
                act(model, Some(number), one, effects);
            }
        }
    }
    if model.overview.as_ref().is_none_or(|overview| !overview.index_ready) {
        ask_overview(model, effects);
    }
}

pub(super) fn push(model: &mut Model, (mut screen, acts): (Screen, Vec<Act>), effects: &mut Vec<Effect>) {
    model.next_number += 1;
    let number = model.next_number;
    screen.resized(body(model.size));
    model.over.push(Open { number, screen });
    for one in acts {
        act(model, Some(number), one, effects);
    }
}

/// Goes to a tab.
pub(super) fn go(model: &mut Model, tab: usize, effects: &mut Vec<Effect>) {
    model.over.clear();
    model.tab = tab;
    refresh_top(model, effects);
}

/// Closes the finder and the cards over whatever they were opened for.
pub(super) fn close_overlays(model: &mut Model, effects: &mut Vec<Effect>) {
    let overlay = |open: &Open| matches!(open.screen, Screen::Finder(_) | Screen::ServiceCard(_));
    while model.over.last().is_some_and(overlay) {
        model.over.pop();
    }
    refresh_top(model, effects);
}

pub(super) fn refresh_top(model: &mut Model, effects: &mut Vec<Effect>) {
    let top = model.over.last_mut().or_else(|| model.tabs.get_mut(model.tab));
    let Some((number, acts)) = top.map(|open| (open.number, open.screen.refresh())) else { return };
    for one in acts {
        act(model, Some(number), one, effects);
    }
}

pub(super) fn back(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.popup.take().is_some() {
        return;
    }
    if model.says.as_ref().is_some_and(|says| says.tone == Tone::Wrong) {
        model.says = None;
        return;
    }
    let top = model.over.last_mut().or_else(|| model.tabs.get_mut(model.tab));
    if top.is_some_and(|open| open.screen.step_back()) {
        return;
    }
    if model.over.len() > 1 || (model.over.len() == 1 && model.me.is_some()) {
        model.over.pop();
        refresh_top(model, effects);
    }
}

pub(super) fn quit(model: &mut Model, effects: &mut Vec<Effect>) {
    let at_the_top = model.over.is_empty() || model.me.is_none();
    if model.popup.is_some() || !at_the_top {
        back(model, effects);
    } else if model.quits_until.is_some_and(|until| model.now <= until) {
        keep_draft(model, effects);
        effects.push(Effect::Quit);
    } else {
        model.quits_until = Some(model.now + SAID_FOR);
        let key = model.ctx().keys(Command::Quit, &[scope::GLOBAL]);
        say(model, format!("Press {key} again to end Signpost. Everything is saved."), None, Tone::Hint);
    }
}
