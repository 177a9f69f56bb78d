//! The directory, as it is read.

use super::*;
use crate::desk::reply::{HitKind, ServicePage};
use crate::domain::service::{ServiceKey, Stopped};
use crate::tui::screens::trying::{Trying, bare, befriending, draw};

fn press(tab: &mut ServicesScreen, command: Command, ctx: &Ctx<'_>) -> Vec<Act> {
    tab.update(Pressed::Command(command), ctx)
}

fn types(tab: &mut ServicesScreen, text: &str, ctx: &Ctx<'_>) -> Vec<Act> {
    text.chars().flat_map(|c| tab.update(Pressed::Char(c), ctx)).collect()
}

/// A page of so many services, the first of which is known well.
fn page(from: usize, many: usize, more: bool) -> Reply {
    let mut services: Vec<_> =
        (from..from + many).map(|n| bare(&format!("s{n:03}"), &format!("Service {n}"))).collect();
    if from == 0 {
        services[0] = befriending();
        services[1].stopped = Some(Stopped::LeftFeed);
    }
    Reply::Services(ServicePage { services, more })
}

fn found() -> Found {
    let hit = Hit {
        what: HitKind::Service(befriending().subject()),
        id: "b1".to_owned(),
        name: "Bedminster Befriending".to_owned(),
        marks: vec![],
        about: "Age UK Bristol, BS3".to_owned(),
        why: "meets loneliness".to_owned(),
        facts: vec!["free".to_owned()],
        unusable: None,
    };
    let other = Hit { id: "s007".to_owned(), name: "Tea and Company".to_owned(), ..hit.clone() };
    Found { hits: vec![hit, other], total: 2, micros: 80, ..Found::default() }
}

fn with_page(ctx: &Ctx<'_>, size: (u16, u16)) -> ServicesScreen {
    let (mut tab, acts) = ServicesScreen::new(ctx);
    assert_eq!(acts, [Act::Ask(PAGE, Request::Services { feed: None, after: None, limit: MANY })]);
    tab.resized(Rect::new(0, 0, size.0, size.1));
    tab.answer(PAGE, Ok(page(0, 100, true)), ctx);
    tab
}

#[test]
fn the_next_page_is_asked_for_once_as_the_selection_nears_the_end() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut tab = with_page(&ctx, (80, 24));
    assert!(press(&mut tab, Command::Down, &ctx).is_empty());
    let acts = press(&mut tab, Command::Last, &ctx);
    let after = ServiceKey::new("city", "s099");
    assert_eq!(acts, [Act::Ask(PAGE, Request::Services { feed: None, after, limit: MANY })]);
    assert!(press(&mut tab, Command::Up, &ctx).is_empty(), "it is under way");
    tab.answer(PAGE, Ok(page(100, 30, false)), &ctx);
    assert!(press(&mut tab, Command::Last, &ctx).is_empty(), "there are no more");
    assert_eq!(tab.rows.selected, 129);
}

#[test]
fn what_was_read_stays_in_sight_and_selected_while_it_is_read_anew() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut tab = with_page(&ctx, (80, 24));
    press(&mut tab, Command::PageDown, &ctx);
    let selected = tab.rows.selected;
    let acts = tab.refresh();
    assert_eq!(acts, [Act::Ask(PAGE, Request::Services { feed: None, after: None, limit: 100 })]);
    assert_eq!(tab.services.len(), 100);
    tab.answer(PAGE, Ok(page(0, 100, true)), &ctx);
    assert_eq!((tab.services.len(), tab.rows.selected), (100, selected));
}

#[test]
fn enter_opens_the_card() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut tab = with_page(&ctx, (80, 24));
    let acts = press(&mut tab, Command::Open, &ctx);
    assert_eq!(acts, [Act::Open(Place::Service(befriending().key, CardFor::Nobody))]);
}

#[test]
fn words_filter_the_directory_and_the_best_opens_also_before_the_answer() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut tab = with_page(&ctx, (80, 24));
    press(&mut tab, Command::Filter, &ctx);
    assert_eq!(tab.scopes(), [scope::FINDER, scope::TEXT]);
    let acts = types(&mut tab, "tea", &ctx);
    let find = Find { text: "tea".to_owned(), services: true, apart: true, limit: MANY, ..Find::default() };
    assert_eq!(acts.last(), Some(&Act::Ask(FIND, Request::Find(find))));
    assert!(press(&mut tab, Command::Open, &ctx).is_empty());
    assert!(tab.is_opening());
    let loading = Found { loading: true, ..Found::default() };
    assert_eq!(tab.answer(FIND, Ok(Reply::Found(loading)), &ctx), [Act::TickIn(AGAIN_TO_OPEN)]);
    assert!(tab.is_opening(), "the index is not whole yet");
    assert_eq!(tab.tick(&ctx).len(), 1);
    let acts = tab.answer(FIND, Ok(Reply::Found(found())), &ctx);
    assert_eq!(acts, [Act::Ask(OPEN, Request::Service { id: befriending().id.to_string() })]);
    let acts = tab.answer(OPEN, Ok(Reply::Service(Box::new(befriending()))), &ctx);
    assert_eq!(acts, [Act::Open(Place::Service(befriending().key, CardFor::Nobody))]);
}

#[test]
fn esc_goes_from_the_words_to_the_list_and_then_to_the_whole_directory() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut tab = with_page(&ctx, (80, 24));
    press(&mut tab, Command::Filter, &ctx);
    types(&mut tab, "tea", &ctx);
    tab.answer(FIND, Ok(Reply::Found(found())), &ctx);
    press(&mut tab, Command::Down, &ctx);
    assert!(tab.step_back());
    assert_eq!(tab.scopes(), [scope::SERVICES, scope::LIST]);
    // Coming back from a card looks the same words up again, and stays where it was.
    tab.refresh();
    tab.answer(FIND, Ok(Reply::Found(found())), &ctx);
    assert_eq!(tab.filter.as_ref().map(|filter| filter.rows.selected), Some(1));
    assert!(tab.step_back());
    assert_eq!(tab.filter, None);
    assert!(!tab.step_back(), "there is nothing more to go back from");
}

#[test]
fn an_empty_directory_says_how_it_is_filled() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let (mut tab, _) = ServicesScreen::new(&ctx);
    tab.answer(PAGE, Ok(Reply::Services(ServicePage { services: vec![], more: false })), &ctx);
    for size in [(80, 20), (60, 14)] {
        let drawn = draw(size, |frame| tab.view(frame, frame.area(), &ctx));
        insta::assert_snapshot!(format!("services_empty_{}", size.0), drawn.terminal.backend());
    }
}

#[test]
fn the_list_shows_where_what_when_and_how_old_each_entry_is() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    for size in [(60, 14), (80, 20), (120, 32)] {
        let mut tab = with_page(&ctx, size);
        let mut drawn = draw(size, |frame| tab.view(frame, frame.area(), &ctx));
        insta::assert_snapshot!(format!("services_{}", size.0), drawn.terminal.backend());
        let y = drawn.row_of("► Bedminster");
        assert_eq!(drawn.cursor().y, y, "the cursor stands on the selected row");
        assert_eq!(
            drawn.terminal.backend().buffer()[(2, y)].style().add_modifier,
            ctx.theme.selected.add_modifier
        );
        assert!(drawn.row(drawn.row_of("Service 1")).contains("stopped"), "in words, not by colour alone");
        press(&mut tab, Command::Filter, &ctx);
        types(&mut tab, "tea", &ctx);
        let acts = tab.answer(FIND, Ok(Reply::Found(found())), &ctx);
        let detail = Act::Ask(DETAIL, Request::Service { id: befriending().id.to_string() });
        assert_eq!(acts.contains(&detail), size.0 >= 110, "only where there is a panel to show it");
        tab.answer(DETAIL, Ok(Reply::Service(Box::new(befriending()))), &ctx);
        let drawn = draw(size, |frame| tab.view(frame, frame.area(), &ctx));
        insta::assert_snapshot!(format!("services_filtered_{}", size.0), drawn.terminal.backend());
    }
}
