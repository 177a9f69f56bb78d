//! What the application makes of what it hears. Pure: time comes with the message, deeds leave as effects.

use crate::desk::refusal::Refusal;
use crate::desk::reply::Reply;
use crate::desk::request::Request;
use crate::domain::banner;
use crate::domain::id::StaffId;
use crate::keymap::{Key, Outcome};
use crate::tui::commands::{Command, scope};
use crate::tui::drafts::Found;
use crate::tui::input::Input;
use crate::tui::model::{Asked, Model, Open, Says, Screen, Timer, Tone};
use crate::tui::msg::{Effect, Msg, Opening};
use crate::tui::open::{FlagStart, Place};
use crate::tui::popup::{Item, Kind, Popup};
use crate::tui::screen::{Act, Answer, Pressed};
use crate::tui::screens::case::CaseScreen;
use crate::tui::screens::cases::CasesScreen;
use crate::tui::screens::finder::FinderScreen;
use crate::tui::screens::first_use::FirstUseScreen;
use crate::tui::screens::flag::FlagScreen;
use crate::tui::screens::flag_line::FlagLineScreen;
use crate::tui::screens::service_card::ServiceCardScreen;
use crate::tui::screens::services::ServicesScreen;
use crate::tui::screens::today::TodayScreen;
use crate::tui::screens::who::WhoScreen;
use crate::tui::tasks::Tasks;
use crate::tui::theme::Theme;
use crate::tui::view::body;
use jiff::{SignedDuration, Timestamp};

/// How long something that went well stays.
const SAID_FOR: SignedDuration = SignedDuration::from_secs(4);

/// How long a sentence to read out stays: long enough to be read to somebody.
const READ_OUT_FOR: SignedDuration = SignedDuration::from_secs(20);

/// How long what was said stays at least, whatever is pressed.
const READ_AFTER: SignedDuration = SignedDuration::from_millis(1500);

/// How far a kept draft may be behind the keys.
const DRAFT_AFTER: SignedDuration = SignedDuration::from_millis(500);

/// How often a directory that is being loaded is looked at.
const LOADING: SignedDuration = SignedDuration::from_millis(300);

/// The number of questions that no screen asked: the practice at a glance, an undo.
const OVERVIEW: u32 = 1;
const UNDO: u32 = 2;
const STAFF: u32 = 3;

/// Hears a message.
pub fn update(model: &mut Model, msg: Msg, now: Timestamp) -> Vec<Effect> {
    model.now = now;
    let mut effects = Vec::new();
    match msg {
        Msg::Input(input) => hear(model, input, &mut effects),
        Msg::Size(columns, rows) => {
            model.size = (columns, rows);
            let area = body(model.size);
            for open in model.tabs.iter_mut().chain(&mut model.over) {
                open.screen.resized(area);
            }
        }
        Msg::Answer(number, answer) => answered(model, number, *answer, &mut effects),
        Msg::Time => {}
        Msg::Opened(opening) => opened(model, *opening, &mut effects),
        Msg::DraftFound(found) => draft_found(model, found),
        Msg::DraftKept(Ok(at)) => model.draft_kept = Some(at),
        Msg::DraftKept(Err(why)) => {
            let text = format!(
                "The draft cannot be kept on disk: {why}.\nIt is safe in memory while Signpost runs."
            );
            say(model, text, None, Tone::Wrong);
        }
        Msg::Sent(Ok(said)) => say(model, said, None, Tone::Well),
        Msg::Sent(Err(why)) => say(model, why, None, Tone::Wrong),
        Msg::Hint(text) => say(model, text, None, Tone::Hint),
        Msg::Rebuilding(percent) => model.rebuilding = Some(percent),
    }
    due(model, &mut effects);
    effects
}

/// What is due by now.
fn due(model: &mut Model, effects: &mut Vec<Effect>) {
    let now = model.now;
    let (due, later): (Vec<_>, Vec<_>) =
        std::mem::take(&mut model.timers).into_iter().partition(|(at, _)| *at <= now);
    model.timers = later;
    for (_, timer) in due {
        match timer {
            Timer::Says => model.says = model.says.take().filter(|says| says.tone == Tone::Wrong),
            Timer::Overview => ask_overview(model, effects),
            Timer::Tick(number) => with_screen(model, number, effects, Screen::tick),
        }
    }
    if model.draft_due.is_some_and(|at| at <= now) {
        keep_draft(model, effects);
    }
}

fn draft_found(model: &mut Model, found: Found) {
    if let Some(notice) = found.notice() {
        say(model, notice, None, Tone::Wrong);
    }
    // What is being typed already is newer.
    if let (Found::Draft(draft), None) = (found, &model.draft) {
        model.draft = Some(*draft);
        let key = model.ctx().keys(Command::Flag, &[scope::GLOBAL]);
        say(model, format!("What you were typing is still there: {key} goes on with it."), None, Tone::Hint);
    }
}

fn keep_draft(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.draft_due.take().is_some() {
        effects.push(Effect::KeepDraft(model.draft.clone().map(Box::new)));
    }
}

fn hear(model: &mut Model, input: Input, effects: &mut Vec<Effect>) {
    match input {
        Input::Key(key) => press(model, key, effects),
        Input::Paste(text) => pasted(model, text, effects),
        Input::Resized => {}
        Input::HangUp | Input::Terminate => {
            keep_draft(model, effects);
            effects.push(Effect::Quit);
        }
        Input::Suspend => effects.push(Effect::Suspend),
        Input::Resumed => effects.push(Effect::Resume),
    }
}

fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    // Somebody who knows the way types ahead: the keys are meant for what they have just opened.
    if model.popup.is_none() && model.top().is_some_and(|open| open.screen.is_opening()) {
        model.held.push(key);
        return;
    }
    // Whoever presses the next key after a while has read what was said.
    let read = |says: &Says| match says.tone {
        Tone::Hint => true,
        Tone::Well => says.read_out.is_none() && model.said_at + READ_AFTER <= model.now,
        Tone::Wrong => false,
    };
    if model.says.as_ref().is_some_and(read) {
        model.says = None;
    }
    let scopes = model.scopes();
    let mut pending = std::mem::take(&mut model.pending);
    let keymap = model.keymap.clone();
    let outcome = keymap.press(&scopes, &mut pending, key);
    match outcome {
        Outcome::Matched(row) => {
            let Some(command) = Command::named(row.command) else { return };
            if row.scope == scope::GLOBAL {
                global(model, command, effects);
            } else if command == Command::ShowScreen {
                model.hidden = false;
                effects.push(Effect::Repaint);
            } else {
                to_top(model, Pressed::Command(command), effects);
            }
        }
        Outcome::Pending(_) => model.pending = pending,
        Outcome::NotFound(key) => {
            let typing = scopes.first().is_some_and(|first| is_typing(model, first));
            match key.typed() {
                Some(c) if typing => to_top(model, Pressed::Char(c), effects),
                _ if model.hidden => {}
                _ => {
                    let help = model.ctx().keys(Command::Help, &scopes);
                    say(model, format!("{key} does nothing here. {help} shows the keys."), None, Tone::Hint);
                }
            }
        }
        Outcome::Cancelled(_) => {}
    }
}

fn is_typing(model: &Model, scope: &str) -> bool {
    model.keymap.vocabulary().scopes.iter().any(|info| info.name == scope && info.typing)
}

fn pasted(model: &mut Model, text: String, effects: &mut Vec<Effect>) {
    let scopes = model.scopes();
    if model.hidden {
        return;
    }
    if scopes.first().is_some_and(|first| is_typing(model, first)) {
        to_top(model, Pressed::Paste(text), effects);
    } else if banner::looks_like_a_banner(&text) && model.over.is_empty() {
        act(model, None, Act::Open(Place::Flag(FlagStart::Banner(text))), effects);
    } else {
        let key = model.ctx().keys(Command::Flag, &[scope::GLOBAL]);
        let said = format!("Pasted text is never a command. Go to a field first; {key} opens Flag.");
        say(model, said, None, Tone::Hint);
    }
}

/// A command for the screen in front, or the popup over it.
fn to_top(model: &mut Model, pressed: Pressed, effects: &mut Vec<Effect>) {
    if let Some(mut popup) = model.popup.take() {
        let acts = popup.update(&pressed);
        if !acts.contains(&Act::Close) {
            model.popup = Some(popup);
        }
        for one in acts.into_iter().filter(|one| *one != Act::Close) {
            act(model, None, one, effects);
        }
        return;
    }
    let Some(number) = model.top().map(|open| open.number) else { return };
    with_screen(model, number, effects, |screen, ctx| screen.update(pressed, ctx));
}

/// Lets a screen do something, and does what it wants then.
fn with_screen(
    model: &mut Model,
    number: u64,
    effects: &mut Vec<Effect>,
    does: impl FnOnce(&mut Screen, &crate::tui::screen::Ctx<'_>) -> Vec<Act>,
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

/// A command that means the same everywhere.
fn global(model: &mut Model, command: Command, effects: &mut Vec<Effect>) {
    let open =
        |model: &mut Model, place, effects: &mut Vec<Effect>| act(model, None, Act::Open(place), effects);
    match command {
        Command::Back => back(model, effects),
        Command::Quit => quit(model, effects),
        Command::HowToQuit => {
            let key = model.ctx().keys(Command::Quit, &[scope::GLOBAL]);
            say(
                model,
                format!("{key} goes back, and at the top a second {key} ends Signpost."),
                None,
                Tone::Hint,
            );
        }
        Command::HideScreen => {
            model.hidden = true;
            model.popup = None;
            effects.push(Effect::Repaint);
        }
        Command::Redraw => effects.push(Effect::Repaint),
        Command::Suspend => effects.push(Effect::Suspend),
        Command::ThemeNext => {
            let name = model.theme.0.next();
            model.theme = (name, Theme::of(name));
            effects.push(Effect::Repaint);
            say(model, format!("Colours: {}.", name.name()), None, Tone::Hint);
        }
        Command::Help | Command::ActionsHere | Command::Commands | Command::Messages => {
            model.popup = Some(popup(model, command));
        }
        // Before anybody has begun, the screen itself is all there is.
        _ if model.me.is_none() => to_top(model, Pressed::Command(command), effects),
        Command::Flag => open(model, Place::Flag(FlagStart::Empty), effects),
        Command::FlagLine => open(model, Place::FlagLine, effects),
        Command::Find => {
            let start = model.top().map(|open| open.screen.finder_start()).unwrap_or_default();
            open(model, Place::Finder(start), effects);
        }
        Command::Today => go(model, 0, effects),
        Command::Cases => go(model, 1, effects),
        Command::Services => go(model, 2, effects),
        Command::NextTab => go(model, (model.tab + 1) % 3, effects),
        Command::PreviousTab => go(model, (model.tab + 2) % 3, effects),
        Command::Undo => undo(model, effects),
        command => to_top(model, Pressed::Command(command), effects),
    }
}

fn back(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.popup.take().is_some() {
        return;
    }
    if model.says.as_ref().is_some_and(|says| says.tone == Tone::Wrong) {
        model.says = None;
    } else if model.over.len() > 1 || (model.over.len() == 1 && model.me.is_some()) {
        model.over.pop();
        refresh_top(model, effects);
    }
}

fn quit(model: &mut Model, effects: &mut Vec<Effect>) {
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

fn undo(model: &mut Model, effects: &mut Vec<Effect>) {
    let typing = model.scopes().first().is_some_and(|first| is_typing(model, first));
    if typing {
        say(model, "Leave the text first; undo takes back what was saved.".to_owned(), None, Tone::Hint);
        return;
    }
    let here = model.top().and_then(|open| match &open.screen {
        Screen::Case(screen) => Some(screen.id().into()),
        _ => None,
    });
    match here.or(model.last_change) {
        Some(subject) => ask(model, None, UNDO, Request::Undo { subject }, effects),
        None => {
            say(model, "You have changed nothing yet that could be taken back.".to_owned(), None, Tone::Hint);
        }
    }
}

/// A popup for a command that opens one.
fn popup(model: &Model, command: Command) -> Popup {
    let mut scopes = model.scopes();
    if model.popup.is_some() {
        scopes = model.top().map(|open| open.screen.scopes()).unwrap_or_default();
        scopes.push(scope::GLOBAL);
    }
    let row = |keys: Option<String>, command: Command, doc: &str| Item {
        key: keys.unwrap_or_default(),
        text: doc.to_owned(),
        command: Some(command),
        refused: None,
    };
    let (kind, items) = match command {
        Command::Messages => {
            let item = |(at, text): &(Timestamp, String)| Item {
                key: at.to_zoned(model.zone.clone()).strftime("%H:%M").to_string(),
                text: text.replace('\n', " "),
                command: None,
                refused: None,
            };
            (Kind::Messages, model.messages.iter().rev().map(item).collect())
        }
        Command::Commands => {
            let offered = model.keymap.palette(&scopes);
            let items = offered
                .filter_map(|(info, keys)| Some(row(keys, Command::named(info.name)?, info.doc)))
                .collect();
            (Kind::Commands, items)
        }
        Command::ActionsHere => (Kind::Actions, actions(model, &scopes)),
        _ => {
            let rows = model.keymap.reachable(&scopes);
            let items = rows
                .filter_map(|found| {
                    Some(row(Some(found.keys.to_string()), Command::named(found.command)?, &found.doc))
                })
                .collect();
            (Kind::Help, items)
        }
    };
    Popup::new(kind, items)
}

/// What can be done here: on a case, what it allows first, and why not what it does not.
fn actions(model: &Model, scopes: &[&str]) -> Vec<Item> {
    let here = scopes.first().copied().unwrap_or_default();
    let mut items: Vec<Item> = model
        .keymap
        .palette(scopes)
        .filter(|(info, _)| info.scopes.contains(&here))
        .filter_map(|(info, keys)| {
            let command = Command::named(info.name)?;
            let refused = match model.top().map(|open| &open.screen) {
                Some(Screen::Case(screen)) => screen.refused(command),
                _ => None,
            };
            Some(Item {
                key: keys.unwrap_or_default(),
                text: info.doc.to_owned(),
                command: Some(command),
                refused,
            })
        })
        .collect();
    items.sort_by_key(|item| item.refused.is_some());
    items
}

/// Closes the finder and the cards over whatever they were opened for.
fn close_overlays(model: &mut Model, effects: &mut Vec<Effect>) {
    let overlay = |open: &Open| matches!(open.screen, Screen::Finder(_) | Screen::ServiceCard(_));
    while model.over.last().is_some_and(overlay) {
        model.over.pop();
    }
    refresh_top(model, effects);
}

/// Goes to a tab.
fn go(model: &mut Model, tab: usize, effects: &mut Vec<Effect>) {
    model.over.clear();
    model.tab = tab;
    refresh_top(model, effects);
}

fn refresh_top(model: &mut Model, effects: &mut Vec<Effect>) {
    let top = model.over.last_mut().or_else(|| model.tabs.get_mut(model.tab));
    let Some((number, acts)) = top.map(|open| (open.number, open.screen.refresh())) else { return };
    for one in acts {
        act(model, Some(number), one, effects);
    }
}

/// Does what a screen wants.
fn act(model: &mut Model, screen: Option<u64>, one: Act, effects: &mut Vec<Effect>) {
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

fn ask(model: &mut Model, screen: Option<u64>, question: u32, request: Request, effects: &mut Vec<Effect>) {
    // An earlier question under the same number is no longer asked: its answer will be dropped.
    model.asked.retain(|_, asked| (asked.screen, asked.question) != (screen, question));
    model.next_number += 1;
    let number = model.next_number;
    model.asked.insert(number, Asked { screen, question, request: request.clone() });
    effects.push(Effect::Ask(number, Box::new(request)));
}

fn ask_overview(model: &mut Model, effects: &mut Vec<Effect>) {
    ask(model, None, OVERVIEW, Request::Overview, effects);
}

fn answered(model: &mut Model, number: u64, answer: Answer, effects: &mut Vec<Effect>) {
    let Some(asked) = model.asked.remove(&number) else { return };
    if answer.is_ok()
        && let Some(tasks) = &mut model.tasks
    {
        tasks.did(&asked.request);
    }
    let held = std::mem::take(&mut model.held);
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
    for key in held {
        press(model, key, effects);
    }
}

fn refused(model: &mut Model, refusal: &Refusal) {
    say(model, refusal.to_string(), None, Tone::Wrong);
}

fn say(model: &mut Model, text: String, read_out: Option<String>, tone: Tone) {
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

fn push(model: &mut Model, (mut screen, acts): (Screen, Vec<Act>), effects: &mut Vec<Effect>) {
    model.next_number += 1;
    let number = model.next_number;
    screen.resized(body(model.size));
    model.over.push(Open { number, screen });
    for one in acts {
        act(model, Some(number), one, effects);
    }
}

/// Somebody sits at the keyboard: the tabs are made, and asked for.
pub(super) fn begin(model: &mut Model, me: StaffId, effects: &mut Vec<Effect>) {
    model.me = model.staff.iter().find(|one| one.id == me).cloned();
    model.over.clear();
    effects.push(Effect::Begin(me));
    let screens = [
        Screen::of(TodayScreen::new(), Screen::Today),
        Screen::of(CasesScreen::new(crate::desk::request::CaseFilter::default()), Screen::Cases),
        Screen::of(ServicesScreen::new(&model.ctx()), Screen::Services),
    ];
    model.tabs.clear();
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

/// Opens a place.
fn open(model: &mut Model, place: Place, effects: &mut Vec<Effect>) {
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
    };
    push(model, opened, effects);
}

/// The store is open, or why not.
fn opened(model: &mut Model, opening: Opening, effects: &mut Vec<Effect>) {
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
