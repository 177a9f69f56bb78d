//! The finder, as it is used.

use super::*;
use crate::desk::refusal::Refusal;
use crate::desk::reply::PatientCard;
use crate::domain::need::NeedKey;
use crate::tui::screens::trying::{
    Drawn, Trying, befriending, case, case_id, draw, margaret, patient, patient_line,
};
use ratatui::style::Modifier;

fn types(finder: &mut FinderScreen, text: &str, ctx: &Ctx<'_>) -> Vec<Act> {
    text.chars().flat_map(|c| finder.update(Pressed::Char(c), ctx)).collect()
}

fn press(finder: &mut FinderScreen, command: Command, ctx: &Ctx<'_>) -> Vec<Act> {
    finder.update(Pressed::Command(command), ctx)
}

fn hit(what: HitKind, id: &str, name: &str, about: &str, why: &str) -> Hit {
    let (id, name, about, why) = (id.to_owned(), name.to_owned(), about.to_owned(), why.to_owned());
    Hit { what, id, name, marks: vec![], about, why, facts: vec![], unusable: None }
}

/// A service, a patient and a case.
fn found() -> Found {
    let mut service = hit(
        HitKind::Service(befriending().subject()),
        "b1",
        "Bedminster Befriending",
        "Age UK Bristol, BS3",
        "meets loneliness",
    );
    service.marks = vec![0, 1, 2];
    service.facts = vec!["free".to_owned(), "open now until 16:00".to_owned()];
    let hits = vec![
        service,
        hit(HitKind::Patient(margaret()), "", "Margaret Ellis", "3 Feb 1948 (78), BS3 4NN", "name"),
        hit(HitKind::Case(case_id()), "K7M-4", "K7M-4", "Margaret Ellis: loneliness", "of the patient"),
    ];
    Found { hits, total: 38, micros: 120, ..Found::default() }
}

/// The last thing that the desk was asked to find.
fn asked(acts: &[Act]) -> Find {
    let find = |act: &Act| match act {
        Act::Ask(FIND, Request::Find(find)) => Some(find.clone()),
        _ => None,
    };
    acts.iter().rev().find_map(find).expect("nothing was asked")
}

/// The finder with those three hits.
fn with_hits(ctx: &Ctx<'_>) -> FinderScreen {
    let (mut finder, _) = FinderScreen::new(FinderStart::default(), ctx);
    types(&mut finder, "bed", ctx);
    finder.answer(FIND, Ok(Reply::Found(found())), ctx);
    finder
}

fn drawn(finder: &FinderScreen, size: (u16, u16), ctx: &Ctx<'_>) -> Drawn {
    draw(size, |frame| finder.view(frame, frame.area(), ctx))
}

#[test]
fn a_service_is_found_by_words_and_opened_with_enter() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut finder = with_hits(&ctx);
    let acts = press(&mut finder, Command::Open, &ctx);
    assert_eq!(acts, [Act::Ask(OPEN, Request::Service { id: befriending().id.to_string() })]);
    let acts = finder.answer(OPEN, Ok(Reply::Service(Box::new(befriending()))), &ctx);
    assert_eq!(acts, [Act::Open(Place::Service(befriending().key, CardFor::Nobody))]);
}

#[test]
fn whoever_types_faster_than_the_answer_still_opens_the_first_hit() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let (mut finder, _) = FinderScreen::new(FinderStart::default(), &ctx);
    types(&mut finder, "bed", &ctx);
    assert!(press(&mut finder, Command::Open, &ctx).is_empty());
    assert!(finder.is_opening(), "keys that follow are meant for the card");
    let acts = finder.answer(FIND, Ok(Reply::Found(found())), &ctx);
    assert_eq!(acts, [Act::Ask(OPEN, Request::Service { id: befriending().id.to_string() })]);
}

#[test]
fn nothing_opens_unseen_from_a_part_of_the_index_and_esc_stops_waiting() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let (mut finder, _) = FinderScreen::new(FinderStart::default(), &ctx);
    types(&mut finder, "bed", &ctx);
    press(&mut finder, Command::Open, &ctx);
    let loading = || Ok(Reply::Found(Found { loading: true, ..found() }));
    assert_eq!(finder.answer(FIND, loading(), &ctx), [Act::TickIn(AGAIN_TO_OPEN)]);
    assert!(finder.is_opening());
    assert_eq!(asked(&finder.tick(&ctx)).text, "bed");
    let mut whole = finder.clone();
    let acts = whole.answer(FIND, Ok(Reply::Found(found())), &ctx);
    assert_eq!(acts, [Act::Ask(OPEN, Request::Service { id: befriending().id.to_string() })]);
    assert!(finder.stop_opening());
    assert_eq!(finder.answer(FIND, loading(), &ctx), [Act::TickIn(AGAIN)]);
    assert!(!finder.is_opening(), "the hits are there to be seen, and keys are heard");
}

#[test]
fn when_nothing_fits_enter_opens_nothing_and_keys_are_heard_again() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let (mut finder, _) = FinderScreen::new(FinderStart::default(), &ctx);
    types(&mut finder, "zzz", &ctx);
    press(&mut finder, Command::Open, &ctx);
    assert!(finder.answer(FIND, Ok(Reply::Found(Found::default())), &ctx).is_empty());
    assert!(!finder.is_opening());
    drawn(&finder, (80, 24), &ctx).row_of("Nothing found for \"zzz\".");
}

#[test]
fn a_patient_with_an_open_case_leads_to_it_and_another_one_to_a_flag_for_them() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let card = |open_case| {
        Ok(Reply::Patient(Box::new(PatientCard { patient: patient(), line: patient_line(None), open_case })))
    };
    for (open_case, place) in
        [(Some(case().line), Place::Case(case_id(), vec![])), (None, Place::Flag(FlagStart::For(margaret())))]
    {
        let mut finder = with_hits(&ctx);
        press(&mut finder, Command::Down, &ctx);
        let acts = press(&mut finder, Command::Open, &ctx);
        assert_eq!(acts, [Act::Ask(OPEN, Request::Patient { patient: margaret() })]);
        assert_eq!(finder.answer(OPEN, card(open_case), &ctx), [Act::Close, Act::Open(place)]);
    }
}

#[test]
fn a_case_opens_with_the_cases_that_were_found_to_walk_through() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut finder = with_hits(&ctx);
    press(&mut finder, Command::Down, &ctx);
    press(&mut finder, Command::Down, &ctx);
    let acts = press(&mut finder, Command::Open, &ctx);
    assert_eq!(acts, [Act::Close, Act::Open(Place::Case(case_id(), vec![case_id()]))]);
}

#[test]
fn a_prefix_or_tab_narrows_and_tab_takes_the_prefix_over() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let (mut finder, _) = FinderScreen::new(FinderStart::default(), &ctx);
    let find = asked(&types(&mut finder, "p: ellis", &ctx));
    assert_eq!((find.text.as_str(), find.services, find.patients, find.cases), ("ellis", false, true, false));
    let find = asked(&press(&mut finder, Command::Narrow, &ctx));
    assert_eq!((find.text.as_str(), find.services, find.patients, find.cases), ("ellis", false, false, true));
    let find = asked(&press(&mut finder, Command::NarrowBack, &ctx));
    assert!(find.patients && !find.cases);
    assert_eq!(
        asked(&types(&mut finder, ": now", &ctx)).text,
        "ellis: now",
        "only those prefixes are taken off"
    );
}

#[test]
fn for_a_flag_only_services_are_looked_for_near_the_patient_and_before_a_word_is_typed() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let start = FinderStart {
        patient: Some(margaret()),
        text: String::new(),
        needs: vec![NeedKey::from("loneliness")],
        near: Some("BS3".to_owned()),
        chosen_for: CardFor::Form,
    };
    let (mut finder, acts) = FinderScreen::new(start, &ctx);
    let find = asked(&acts);
    assert!(find.services && !find.patients && !find.cases);
    assert_eq!((find.needs, find.near), (vec![NeedKey::from("loneliness")], Some("BS3".to_owned())));
    assert!(matches!(press(&mut finder, Command::Narrow, &ctx)[..], [Act::Hint(_)]));
    finder.answer(FIND, Ok(Reply::Found(found())), &ctx);
    press(&mut finder, Command::Open, &ctx);
    let acts = finder.answer(OPEN, Ok(Reply::Service(Box::new(befriending()))), &ctx);
    assert_eq!(acts, [Act::Open(Place::Service(befriending().key, CardFor::Form))]);
}

#[test]
fn while_the_index_loads_it_says_so_and_looks_again_by_itself() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let (mut finder, _) = FinderScreen::new(FinderStart::default(), &ctx);
    types(&mut finder, "bed", &ctx);
    let acts = finder.answer(FIND, Ok(Reply::Found(Found { loading: true, ..found() })), &ctx);
    assert_eq!(acts, [Act::TickIn(500)]);
    drawn(&finder, (80, 24), &ctx).row_of("the index is still loading: something may be missing");
    assert_eq!(asked(&finder.tick(&ctx)).text, "bed");
}

#[test]
fn an_empty_box_asks_nothing_and_says_what_can_be_typed() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let (mut finder, acts) = FinderScreen::new(FinderStart::default(), &ctx);
    assert!(acts.is_empty());
    for size in [(80, 24), (60, 18)] {
        insta::assert_snapshot!(
            format!("finder_empty_{}", size.0),
            drawn(&finder, size, &ctx).terminal.backend()
        );
    }
    types(&mut finder, "b", &ctx);
    finder.answer(FIND, Ok(Reply::Found(found())), &ctx);
    assert!(press(&mut finder, Command::DeleteBack, &ctx).is_empty());
    drawn(&finder, (80, 24), &ctx).row_of("Type any words");
}

#[test]
fn a_refusal_is_shown_in_place_of_hits() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut finder = with_hits(&ctx);
    types(&mut finder, "x", &ctx);
    let refusal = Refusal::input("that cannot be looked for", "Type something else");
    finder.answer(FIND, Err(refusal), &ctx);
    drawn(&finder, (80, 24), &ctx).row_of("That cannot be looked for.");
}

#[test]
fn hits_show_why_they_are_there_with_the_matched_letters_marked() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let finder = with_hits(&ctx);
    for size in [(80, 24), (120, 36), (60, 18)] {
        let mut drawn = drawn(&finder, size, &ctx);
        insta::assert_snapshot!(format!("finder_hits_{}", size.0), drawn.terminal.backend());
        let y = drawn.row_of("Bedminster");
        assert!(drawn.row(y).contains("► Bedminster"), "the selected row is marked by a sign");
        let style = |x: u16| drawn.terminal.backend().buffer()[(x, y)].style();
        let marked = |x: u16| style(x).add_modifier.contains(ctx.theme.mark.add_modifier);
        assert!(marked(3) && marked(5) && style(3) != style(6), "B, e, d and no more");
        assert!(style(6).add_modifier.contains(Modifier::REVERSED) || style(6).bg.is_some());
        assert_eq!((drawn.cursor().x, drawn.cursor().y), (4, 1), "the cursor stands behind what was typed");
    }
}

#[test]
fn what_the_patient_cannot_use_is_counted_and_shown_on_one_key_with_the_reason() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let start = FinderStart { patient: Some(margaret()), ..FinderStart::default() };
    let (mut finder, _) = FinderScreen::new(start, &ctx);
    let acts = types(&mut finder, "bed", &ctx);
    assert_eq!((asked(&acts).patient, asked(&acts).apart), (Some(margaret()), false));
    finder.answer(FIND, Ok(Reply::Found(Found { apart: 2, ..found() })), &ctx);
    drawn(&finder, (120, 36), &ctx).row_of("2 more do not fit: Ctrl-T shows why");
    let acts = press(&mut finder, Command::ShowHidden, &ctx);
    assert!(asked(&acts).apart);
    let mut all = Found { apart: 1, ..found() };
    let youth = hit(HitKind::Service(befriending().subject()), "y1", "Youth Club", "", "name");
    all.hits.push(Hit { unusable: Some("for under 25".to_owned()), ..youth });
    finder.answer(FIND, Ok(Reply::Found(all)), &ctx);
    let drawn = drawn(&finder, (120, 36), &ctx);
    assert!(drawn.row(drawn.row_of("Youth Club")).contains("for under 25"));
    drawn.row_of("the last does not fit: Ctrl-T leaves it out");
    assert!(!asked(&press(&mut finder, Command::ShowHidden, &ctx)).apart);
}

#[test]
fn nothing_found_offers_the_nearest_readings_and_enter_takes_one() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let (mut finder, _) = FinderScreen::new(FinderStart::default(), &ctx);
    types(&mut finder, "befrending zumbathon", &ctx);
    let readings = vec!["befriending".to_owned(), "zumba".to_owned()];
    finder.answer(FIND, Ok(Reply::Found(Found { readings, ..Found::default() })), &ctx);
    drawn(&finder, (80, 24), &ctx).row_of("Did you mean:");
    press(&mut finder, Command::Down, &ctx);
    let acts = press(&mut finder, Command::Open, &ctx);
    assert_eq!(asked(&acts).text, "zumba");
    assert_eq!(finder.typed(), "zumba");
}

/// What the desk was asked to note.
fn noted(acts: &[Act]) -> Request {
    match acts {
        [Act::Ask(NOTE, request)] => request.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_key_notes_a_need_that_nothing_meets_and_never_the_words() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let needs = vec![NeedKey::from("loneliness")];
    let near = Some("BS3 4NN".to_owned());
    let start = FinderStart { needs: needs.clone(), near, ..FinderStart::default() };
    let (mut finder, _) = FinderScreen::new(start, &ctx);
    types(&mut finder, "somebody for Margaret Ellis", &ctx);
    let area = Some(Outcode::parse("BS3").unwrap());
    let acts = press(&mut finder, Command::NoteUnmet, &ctx);
    assert_eq!(noted(&acts), Request::NoteUnmet { needs, area });
    let again = press(&mut finder, Command::NoteUnmet, &ctx);
    assert_eq!(again, [Act::Hint("That is noted already.".to_owned())]);
}

#[test]
fn where_the_need_is_not_clear_it_is_asked_which_it_was() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let (mut finder, _) = FinderScreen::new(FinderStart::default(), &ctx);
    types(&mut finder, "skint zebras th3", &ctx);
    assert!(press(&mut finder, Command::NoteUnmet, &ctx).is_empty());
    for size in [(80, 24), (60, 18)] {
        let drawn = drawn(&finder, size, &ctx);
        insta::assert_snapshot!(format!("noting_{}", size.0), drawn.terminal.backend());
    }
    types(&mut finder, "debt", &ctx);
    let acts = press(&mut finder, Command::Open, &ctx);
    let area = Some(Outcode::parse("TH3").unwrap());
    assert_eq!(noted(&acts), Request::NoteUnmet { needs: vec![NeedKey::from("debt")], area });
    press(&mut finder, Command::NoteUnmet, &ctx);
    assert!(finder.step_back());
    assert!(!finder.step_back());
    assert_eq!(finder.typed(), "skint zebras th3");
}
