//! Doing what a screen wants, and hearing what the desk answered.

use super::keys::{global, hear_held, to_top};
use super::places::{begin, close_overlays, open, refresh_top};
use super::{DRAFT_AFTER, LOADING, OVERVIEW, READ_OUT_FOR, SAID_FOR, STAFF, UNDO};
use crate::desk::refusal::Refusal;
use crate::desk::reply::Reply;
use crate::desk::request::Request;
use crate::tui::commands::scope;
use crate::tui::model::{Asked, Model, Open, Says, Screen, Timer, Tone};
use crate::tui::msg::Effect;
use crate::tui::screen::{Act, Answer, Ctx, Pressed};
use crate::tui::tasks::Tasks;
use jiff::SignedDuration;

/// Does what a screen wants.
pub(super) fn act(model: &mut Model, screen: Option<u64>, one: Act, effects: &mut Vec<Effect>) {
    match one {
        Act::Ask(question, request) => ask(model, screen, question, request, effects),
        Act::TickIn(millis) => {
            let Some(number) = screen else { return };
            model.timers.retain(|(_, timer)| *timer != Timer::Tick(number));
            let wait = SignedDuration::from_millis(i64::try_from(millis).unwrap_or(i64::MAX));
            model.timers.push((model.now + wait, Timer::Tick(number)));
        }
        Act::Open(place) => open(model, place, effects),
        Act::Close => {
            model.over.retain(|open| Some(open.number) != screen);
            refresh_top(model, effects);
        }
        Act::CloseOverlays => close_overlays(model, effects),
        Act::Chosen(service, to) => {
            close_overlays(model, effects);
            let Some(number) = model.top().map(|open| open.number) else { return };
            with_screen(model, number, effects, |screen, ctx| match screen {
                Screen::Flag(screen) => screen.chosen(service, to, ctx),
                Screen::Case(screen) => screen.chosen(service, ctx),
                _ => vec![],
            });
        }
        Act::Begin(me) if model.staff.iter().any(|one| one.id == me) => begin(model, me, effects),
        Act::Begin(me) => {
            // Somebody who has just set the practice up is not in the list yet.
            model.beginning = Some(me);
            ask(model, None, STAFF, Request::Staff, effects);
        }
        Act::StartDemo => {
            model.tasks = Some(Tasks::default());
            (model.opened, model.me) = (false, None);
            model.over.clear();
            model.tabs.clear();
            effects.push(Effect::StartDemo);
        }
        Act::Say(text) => say(model, text, None, Tone::Well),
        Act::Hint(text) => say(model, text, None, Tone::Hint),
        Act::Refused(refusal) => refused(model, &refusal),
        Act::Done(done) => {
            model.saved = Some(model.now);
            if let Some(case) = &done.case {
                model.last_change = Some(case.id.into());
            } else {
                use crate::domain::record::SubjectKind;
                let patient = done.subjects.iter().find(|subject| subject.kind == SubjectKind::Patient);
                model.last_change = patient.copied().or(model.last_change);
            }
            say(model, done.said, done.read_out, Tone::Well);
        }
        Act::Draft(draft) => {
            model.draft = draft.map(|draft| *draft);
            // What was saved is forgotten at once; what is typed is kept within a second.
            let wait = if model.draft.is_some() { DRAFT_AFTER } else { SignedDuration::ZERO };
            let due = model.now + wait;
            model.draft_due = Some(model.draft_due.map_or(due, |before| before.min(due)));
            if model.draft.is_none() {
                model.draft_kept = None;
            }
        }
        Act::Print(text) => effects.push(Effect::Print(text)),
        Act::Copy(text) => effects.push(Effect::Copy(text)),
        Act::Run(command) => {
            let scopes = model.scopes();
            let here =
                command.info().scopes.iter().any(|scope| *scope != scope::GLOBAL && scopes.contains(scope));
            if here {
                to_top(model, Pressed::Command(command), effects);
            } else {
                global(model, command, effects);
            }
        }
        Act::Changed => {
            ask_overview(model, effects);
            if model.over.is_empty() {
                refresh_top(model, effects);
            }
        }
    }
}

pub(super) fn ask(
    model: &mut Model,
    screen: Option<u64>,
    question: u32,
    request: Request,
    effects: &mut Vec<Effect>,
) {
    // An earlier question under the same number is no longer asked: its answer will be dropped.
    model.asked.retain(|_, asked| (asked.screen, asked.question) != (screen, question));
    model.next_number += 1;
    let number = model.next_number;
    model.asked.insert(number, Asked { screen, question, request: request.clone() });
    effects.push(Effect::Ask(number, Box::new(request)));
}

pub(super) fn ask_overview(model: &mut Model, effects: &mut Vec<Effect>) {
    ask(model, None, OVERVIEW, Request::Overview, effects);
}

pub(super) fn answered(model: &mut Model, number: u64, answer: Answer, effects: &mut Vec<Effect>) {
    let Some(asked) = model.asked.remove(&number) else { return };
    if answer.is_ok()
        && let Some(tasks) = &mut model.tasks
    {
        tasks.did(&asked.request);
    }
    let was_opening = model.is_opening();
    let refused_the_top = answer.is_err() && asked.screen == model.top().map(|open| open.number);
    match (asked.screen, asked.question, answer) {
        (Some(screen), question, answer) => {
            with_screen(model, screen, effects, |screen, ctx| screen.answer(question, answer, ctx));
        }
        (None, OVERVIEW, Ok(Reply::Overview(overview))) => {
            if !overview.index_ready {
                model.timers.push((model.now + LOADING, Timer::Overview));
            }
            for notice in &overview.notices {
                if !model.messages.iter().any(|(_, said)| said == notice) {
                    say(model, notice.clone(), None, Tone::Wrong);
                }
            }
            model.overview = Some(overview);
        }
        (None, UNDO, Ok(Reply::Done(done))) => {
            act(model, None, Act::Done(Box::new(done)), effects);
            act(model, None, Act::Changed, effects);
            refresh_top(model, effects);
        }
        (None, STAFF, Ok(Reply::Staff(staff))) => {
            model.staff = staff;
            if let Some(me) = model.beginning.take() {
                begin(model, me, effects);
            }
        }
        (None, _, Err(refusal)) => refused(model, &refusal),
        (None, _, Ok(_)) => {}
    }
    // What was typed ahead was meant for what did not come.
    if was_opening && refused_the_top && !model.is_opening() {
        model.held.clear();
    }
    if !model.is_opening() {
        hear_held(model, effects);
    }
}

pub(super) fn refused(model: &mut Model, refusal: &Refusal) {
    say(model, refusal.to_string(), None, Tone::Wrong);
}

pub(super) fn say(model: &mut Model, text: String, read_out: Option<String>, tone: Tone) {
    if tone != Tone::Hint {
        model.messages.push((model.now, text.clone()));
        if model.messages.len() > Model::REMEMBERED {
            model.messages.remove(0);
        }
    }
    model.timers.retain(|(_, timer)| *timer != Timer::Says);
    if tone != Tone::Wrong {
        let stays = if read_out.is_some() { READ_OUT_FOR } else { SAID_FOR };
        model.timers.push((model.now + stays, Timer::Says));
    }
    model.said_at = model.now;
    model.says = Some(Says { text, read_out, tone });
}

/// Lets a screen do something, and does what it wants then.
pub(super) fn with_screen(
    model: &mut Model,
    number: u64,
    effects: &mut Vec<Effect>,
    does: impl FnOnce(&mut Screen, &Ctx<'_>) -> Vec<Act>,
) {
    let find = |open: &&mut Open| open.number == number;
    let place = model.over.iter_mut().chain(&mut model.tabs).find(find);
    let Some(open) = place else { return };
    // The screen is taken out for the while, so that it can look at the rest of the model.
    let mut taken = open.clone();
    let acts = does(&mut taken.screen, &model.ctx());
    if let Some(open) = model.over.iter_mut().chain(&mut model.tabs).find(find) {
        *open = taken;
    }
    for one in acts {
        act(model, Some(number), one, effects);
    }
}
