//! A card, as it is used.

use super::*;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{Action, Done};
use crate::domain::case::NeedState;
use crate::domain::need::NeedKey;
use crate::domain::service::{StaffCheck, Stopped};
use crate::tui::screens::trying::{Drawn, Trying, bare, befriending, case, case_id, draw, priya};
use jiff::civil::date;
use proptest::prelude::*;

fn press(card: &mut ServiceCardScreen, command: Command, ctx: &Ctx<'_>) -> Vec<Act> {
    card.update(Pressed::Command(command), ctx)
}

fn loaded(purpose: CardFor, ctx: &Ctx<'_>) -> ServiceCardScreen {
    let (mut card, acts) = ServiceCardScreen::new(befriending().key, purpose.clone(), ctx);
    assert_eq!(acts[0], Act::Ask(LOAD, Request::Service { id: "city/b1".to_owned() }));
    card.answer(LOAD, Ok(Reply::Service(Box::new(befriending()))), ctx);
    if matches!(purpose, CardFor::Case(..)) {
        assert_eq!(acts[1], Act::Ask(CASE, Request::Case { case: WhichCase::Id(case_id()) }));
        card.answer(CASE, Ok(Reply::Case(Box::new(case()))), ctx);
    }
    card
}

fn for_case() -> CardFor {
    CardFor::Case(case_id(), vec![NeedKey::from("loneliness")])
}

fn done() -> Done {
    Done {
        said: "Done.".to_owned(),
        read_out: None,
        change: None,
        subjects: vec![],
        case: None,
        staff: None,
        practice: None,
    }
}

fn service_ref() -> ServiceRef {
    ServiceRef { key: befriending().key, name: "Bedminster Befriending".to_owned() }
}

fn drawn(card: &mut ServiceCardScreen, size: (u16, u16), ctx: &Ctx<'_>) -> Drawn {
    card.resized(Rect::new(0, 0, size.0, size.1));
    draw(size, |frame| card.view(frame, frame.area(), ctx))
}

/// The one request that was asked under a number.
fn asked(acts: &[Act]) -> &Request {
    match acts {
        [Act::Ask(_, request)] => request,
        other => panic!("not one question: {other:?}"),
    }
}

#[test]
fn the_first_lines_are_the_name_the_phone_and_whether_it_is_open() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut card = loaded(CardFor::Nobody, &ctx);
    for size in [(80, 24), (120, 36), (60, 18)] {
        let mut drawn = drawn(&mut card, size, &ctx);
        insta::assert_snapshot!(format!("card_{}", size.0), drawn.terminal.backend());
        assert!(drawn.row(1).contains("0117 496 0001 · open now until 16:00"));
        assert_eq!((drawn.cursor().x, drawn.cursor().y), (1, 0));
    }
}

#[test]
fn a_service_of_which_little_is_known_says_what_is_not_known() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let (mut card, _) = ServiceCardScreen::new(bare("x", "A name").key, CardFor::Nobody, &ctx);
    card.answer(LOAD, Ok(Reply::Service(Box::new(bare("x", "A name")))), &ctx);
    let drawn = drawn(&mut card, (80, 24), &ctx);
    insta::assert_snapshot!("card_bare_80", drawn.terminal.backend());
    assert!(drawn.row(1).contains("no phone number · hours not known"));
}

#[test]
fn signposting_without_naming_a_patient_is_one_key_also_before_the_card_is_there() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let (mut card, _) = ServiceCardScreen::new(befriending().key, CardFor::Nobody, &ctx);
    assert!(press(&mut card, Command::Signpost, &ctx).is_empty());
    let acts = card.answer(LOAD, Ok(Reply::Service(Box::new(befriending()))), &ctx);
    assert_eq!(asked(&acts), &Request::GiveDetails { service: befriending().key });
    assert!(press(&mut card, Command::Signpost, &ctx).is_empty(), "a second press counts nothing twice");
    let acts = card.answer(GIVE, Ok(Reply::Done(done())), &ctx);
    assert_eq!(acts[0], Act::Done(Box::new(done())));
}

#[test]
fn a_need_of_a_case_is_signposted_without_a_question_and_everything_over_the_case_closes() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut card = loaded(for_case(), &ctx);
    let acts = press(&mut card, Command::Signpost, &ctx);
    let Request::Route { needs, route, agreement, .. } = asked(&acts) else { panic!("{acts:?}") };
    assert_eq!(needs, &[NeedKey::from("loneliness")]);
    assert_eq!((route, agreement), (&Route::Signpost { service: service_ref() }, &Agreed::NotAsked));
    let acts = card.answer(ROUTE, Ok(Reply::Done(done())), &ctx);
    assert_eq!(acts, [Act::Done(Box::new(done())), Act::Changed, Act::CloseOverlays]);
}

#[test]
fn a_referral_shows_what_leaves_the_practice_and_asks_the_patients_agreement_to_it() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut card = loaded(for_case(), &ctx);
    assert!(press(&mut card, Command::Refer, &ctx).is_empty());
    assert_eq!(card.scopes(), [scope::AGREEMENT, scope::FORM]);
    for size in [(80, 24), (120, 36), (60, 18)] {
        let mut drawn = drawn(&mut card, size, &ctx);
        insta::assert_snapshot!(format!("card_referral_{}", size.0), drawn.terminal.backend());
        assert_eq!(drawn.cursor().y, drawn.row_of("► ■ name"));
        assert!(drawn.row(drawn.row_of("date of birth")).contains('□'), "not needed to get in touch");
    }
    for _ in 0..3 {
        press(&mut card, Command::Down, &ctx);
    }
    press(&mut card, Command::Take, &ctx);
    let acts = press(&mut card, Command::Yes, &ctx);
    let Request::Route { route, agreement, .. } = asked(&acts) else { panic!("{acts:?}") };
    let shared = ["name", "phone", "needs", "best time"].map(str::to_owned).to_vec();
    assert_eq!(route, &Route::Refer { service: service_ref(), shared });
    let words = "Margaret agrees that Bedminster Befriending is told: name, phone, needs and best time.";
    assert_eq!(agreement, &Agreed::Yes { words: words.to_owned() });
}

#[test]
fn a_patient_who_declines_is_recorded_and_one_who_was_not_asked_stays_to_route() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut card = loaded(for_case(), &ctx);
    press(&mut card, Command::Refer, &ctx);
    assert!(matches!(press(&mut card, Command::Later, &ctx)[..], [Act::Hint(_)]));
    assert_eq!(card.over, Over::Nothing);
    press(&mut card, Command::Refer, &ctx);
    let acts = press(&mut card, Command::No, &ctx);
    assert!(matches!(asked(&acts), Request::Route { agreement: Agreed::No { .. }, .. }));
}

#[test]
fn a_referral_of_nothing_is_not_asked_and_esc_leaves_it() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut card = loaded(for_case(), &ctx);
    press(&mut card, Command::Refer, &ctx);
    for _ in 0..3 {
        press(&mut card, Command::Take, &ctx);
        press(&mut card, Command::Down, &ctx);
    }
    assert!(matches!(press(&mut card, Command::Yes, &ctx)[..], [Act::Hint(_)]));
    drawn(&mut card, (80, 24), &ctx).row_of("the service cannot get in touch");
    assert!(card.step_back());
    assert_eq!(card.over, Over::Nothing);
    assert!(!card.step_back(), "the next step back closes the card");
}

#[test]
fn what_the_case_does_not_allow_says_why() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut card = loaded(for_case(), &ctx);
    let mut refused = case();
    let why = "Margaret has moved away".to_owned();
    refused.actions = vec![Action { kind: ActionKind::Refer, refused: Some(why.clone()) }];
    card.answer(CASE, Ok(Reply::Case(Box::new(refused))), &ctx);
    assert_eq!(press(&mut card, Command::Refer, &ctx), [Act::Hint(why)]);
}

#[test]
fn a_referral_without_named_needs_is_for_those_that_have_no_route() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut card = loaded(CardFor::Case(case_id(), vec![]), &ctx);
    let mut half = case();
    half.line.needs[0].state = NeedState::Declined;
    card.answer(CASE, Ok(Reply::Case(Box::new(half))), &ctx);
    press(&mut card, Command::Refer, &ctx);
    let acts = press(&mut card, Command::Yes, &ctx);
    let Request::Route { needs, .. } = asked(&acts) else { panic!("{acts:?}") };
    assert_eq!(needs, &[NeedKey::from("debt")]);
}

#[test]
fn for_the_flag_form_the_key_says_what_it_was_chosen_to_do() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    for (command, to) in [
        (Command::Signpost, ChosenTo::Signpost),
        (Command::Refer, ChosenTo::Refer),
        (Command::Open, ChosenTo::AsTheFormSays),
    ] {
        let mut card = loaded(CardFor::Form, &ctx);
        assert_eq!(press(&mut card, command, &ctx), [Act::Chosen(service_ref(), to)]);
    }
    let mut card = loaded(CardFor::Form, &ctx);
    insta::assert_snapshot!("card_for_form_80", drawn(&mut card, (80, 24), &ctx).terminal.backend());
}

#[test]
fn a_referral_for_nobody_in_particular_begins_a_flag_with_the_service() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut card = loaded(CardFor::Nobody, &ctx);
    let acts = press(&mut card, Command::Refer, &ctx);
    assert_eq!(acts, [Act::CloseOverlays, Act::Open(Place::Flag(FlagStart::To(service_ref())))]);
}

#[test]
fn nobody_is_sent_to_a_service_that_has_stopped() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let stopped = Service { stopped: Some(Stopped::LeftFeed), ..befriending() };
    for purpose in [CardFor::Nobody, CardFor::Form, for_case()] {
        let mut card = loaded(purpose.clone(), &ctx);
        card.answer(LOAD, Ok(Reply::Service(Box::new(stopped.clone()))), &ctx);
        for command in [Command::Signpost, Command::Refer] {
            assert!(matches!(press(&mut card, command, &ctx)[..], [Act::Hint(_)]), "{purpose:?} {command:?}");
        }
        let open = press(&mut card, Command::Open, &ctx);
        assert!(open.iter().all(|act| matches!(act, Act::Hint(_))), "{purpose:?}");
        let drawn = drawn(&mut card, (80, 24), &ctx);
        drawn.row_of("STOPPED: its feed does not list it any more");
    }
}

#[test]
fn a_check_is_recorded_and_the_card_shows_it() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut card = loaded(CardFor::Nobody, &ctx);
    let acts = press(&mut card, Command::CheckedToday, &ctx);
    assert_eq!(asked(&acts), &Request::CheckService { service: befriending().key });
    let acts = card.answer(CHECK, Ok(Reply::Done(done())), &ctx);
    assert_eq!(acts.last(), Some(&Act::Ask(LOAD, Request::Service { id: "city/b1".to_owned() })));
    let checked = StaffCheck { on: date(2026, 11, 19), by: priya() };
    let service = Service { staff_check: Some(checked), ..befriending() };
    card.answer(LOAD, Ok(Reply::Service(Box::new(service))), &ctx);
    drawn(&mut card, (120, 36), &ctx).row_of("today by Priya Shah");
}

#[test]
fn a_refusal_is_told_and_the_card_can_be_used_again() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut card = loaded(CardFor::Nobody, &ctx);
    press(&mut card, Command::Signpost, &ctx);
    let refusal = Refusal::input("no", "Try again");
    assert_eq!(card.answer(GIVE, Err(refusal.clone()), &ctx), [Act::Refused(refusal)]);
    assert_eq!(press(&mut card, Command::Signpost, &ctx).len(), 1);
}

#[test]
fn a_slip_and_what_is_copied_hold_what_the_patient_needs() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut card = loaded(CardFor::Nobody, &ctx);
    let acts = press(&mut card, Command::Print, &ctx);
    let [Act::Print(slip)] = &acts[..] else { panic!("{acts:?}") };
    insta::assert_snapshot!("slip", slip);
    let acts = press(&mut card, Command::Copy, &ctx);
    let copied = "0117 496 0001 - Bedminster Befriending - Mon to Thu 10:00 to 16:00";
    assert_eq!(acts[0], Act::Copy(copied.to_owned()));
}

#[test]
fn a_text_message_is_shown_copied_and_left_with_one_step_back() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut card = loaded(CardFor::Nobody, &ctx);
    let acts = press(&mut card, Command::AsText, &ctx);
    assert!(matches!(&acts[..], [Act::Copy(text)] if text.contains("Ring 0117 496 0001")));
    insta::assert_snapshot!("card_message_80", drawn(&mut card, (80, 24), &ctx).terminal.backend());
    assert!(card.step_back());
    assert_eq!(card.over, Over::Nothing);
}

#[test]
fn the_card_scrolls_to_its_end_and_no_further() {
    let trying = Trying::new();
    let ctx = trying.ctx();
    let mut card = loaded(CardFor::Nobody, &ctx);
    card.resized(Rect::new(0, 0, 60, 12));
    drawn(&mut card, (60, 12), &ctx).row_of("more lines");
    press(&mut card, Command::Last, &ctx);
    let at_the_end = drawn(&mut card, (60, 12), &ctx);
    assert!(at_the_end.row(11).contains("city · b1"), "{:?}", at_the_end.row(11));
    press(&mut card, Command::Down, &ctx);
    let before = card.scroll.selected;
    press(&mut card, Command::Up, &ctx);
    assert_eq!(card.scroll.selected + 1, before, "one up is one line up at once");
}

proptest! {
    #[test]
    fn a_text_message_never_takes_more_than_two_parts(
        name in ".{1,500}", phone in "[0-9 ]{0,300}", street in ".{0,500}", cost in ".{0,500}", web in ".{0,500}",
    ) {
        let trying = Trying::new();
        let ctx = trying.ctx();
        let mut service = befriending();
        service.details.name = name;
        service.details.contacts.phones = vec![phone];
        service.details.locations[0].lines = vec![street];
        service.details.cost = Some(crate::domain::service::details::Cost::Words(cost));
        service.details.contacts.website = web;
        prop_assert!(slip::units(&slip::message(&service, &ctx)) <= slip::MOST);
    }
}
