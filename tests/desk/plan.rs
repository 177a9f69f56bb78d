//! The plan, measures and agreements at the desk, and who reads the link workers' words.

use crate::desk::casework::{MONDAY, add, attempt, call, lenas, next, ons4, step, work, works};
use crate::desk::surgery::{
    ADA, CARL, LENA, LIAM, MARGARET, MONA, RITA, details, handed_over, monday, new, record, surgery,
};
use jiff::civil::date;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use signpost::desk::refusal::Refusal;
use signpost::desk::reply::{ActionKind, CaseCard, Reply, SectionKind};
use signpost::desk::request::{CaseFilter, Find, Request, WhichCase};
use signpost::domain::attempt::Band;
use signpost::domain::case::work::{Attempt, Next, NextWhat, StepState, StepWhat, Work};
use signpost::domain::case::{
    AgreementGiven, Answer, Closing, Command, NeedEnd, OpenSteps, Recipient, Stage,
};
use signpost::domain::measure::{Filled, Point};
use signpost::domain::safe_contact::{ContactResult, How};

#[test]
fn measures_that_cannot_be_are_refused_in_words() {
    let surgery = surgery();
    let whose = new(details("Joan Hill", "1/5/2000", MARGARET));
    let case = surgery.flags(RITA, handed_over(whose, &["loneliness"])).id;
    surgery.on(LENA, case, Command::Accept);
    let refused = |measure: Work| surgery.refuses(LENA, work(case, measure)).what();
    assert!(refused(ons4(MONDAY, [11, 0, 0, 0])).contains("goes from 0 to 10, and 11 is outside"));
    assert!(refused(ons4(date(2026, 11, 17), [1, 1, 1, 1])).contains("is in the future"));
    assert!(refused(ons4(date(1999, 1, 1), [1, 1, 1, 1])).contains("before the patient was born"));
    let swemwbs = || {
        let answers = vec![Some(3); 7];
        Work::Measure(Filled { instrument: "swemwbs".into(), point: Point::Baseline, on: MONDAY, answers })
    };
    assert!(refused(swemwbs()).contains("needs a licence, and none is recorded"));
    let licence = |licence: Option<&str>| Request::RecordLicence {
        instrument: "swemwbs".into(),
        licence: licence.map(str::to_owned),
    };
    surgery.does(ADA, licence(Some("Warwick 1234")));
    let after = surgery.ask(LENA, work(case, swemwbs()));
    assert!(!format!("{after:?}").contains("needs a licence"), "{after:?}");
    surgery.does(ADA, licence(None));
    assert!(refused(swemwbs()).contains("needs a licence"));
}

#[test]
fn nobody_is_sent_to_a_service_that_stopped_and_who_goes_there_may_go_on() {
    let surgery = surgery();
    let club = surgery.service("7", "Lunch Club");
    let case = lenas(&surgery, MARGARET);
    works(&surgery, case, add(&club));
    works(&surgery, case, add(&club));
    works(&surgery, case, step(2, StepState::Started, MONDAY));
    let mut stopped = record(1, "7", "Lunch Club");
    stopped.details.not_running = "closed in autumn".to_owned();
    let import = Request::ImportServices {
        records: vec![stopped],
        feed: "town".to_owned(),
        feed_chosen: false,
        dry_run: false,
    };
    surgery.ask(ADA, import).unwrap();
    for what in [add(&club), step(1, StepState::Started, MONDAY)] {
        let refusal = surgery.refuses(LENA, work(case, what));
        assert_eq!(refusal.what(), "Lunch Club does not run now: closed in autumn.");
    }
    works(&surgery, case, step(2, StepState::Attended, MONDAY));
    works(&surgery, case, step(1, StepState::Stopped, MONDAY));
}

#[test]
fn what_hangs_on_an_agreement_is_listed_before_it_is_taken_back() {
    let surgery = surgery();
    let case = lenas(&surgery, MARGARET);
    let ask = Work::AskCallBack { on: date(2026, 11, 18), band: None, why: String::new() };
    works(&surgery, case, ask);
    let listed = ["the hand-over for loneliness", "the call on Wed 18 Nov"];
    assert_eq!(surgery.case(RITA, case).hangs_on_contact, listed);
    let withdraws = Command::RecordAgreement(AgreementGiven {
        recipient: Recipient::LinkWorkers,
        answer: Answer::Withdrawn,
        words: String::new(),
        shares: vec![],
        until: None,
    });
    surgery.on(RITA, case, withdraws.clone());
    assert_eq!(surgery.case(RITA, case).hangs_on_contact, Vec::<String>::new());
    works(&surgery, case, call(&surgery, ContactResult::NoAnswer));
    assert!(next(&surgery, case).why.starts_with("no longer agrees"), "nobody is proposed to ring again");
    let refusal = surgery.refuses_on(RITA, case, withdraws);
    assert_eq!(refusal.what(), "There is no agreement to withdraw.");
    let refused = |kind| action(&surgery.case(LENA, case), kind);
    assert!(refused(ActionKind::Withdraw).is_some() && refused(ActionKind::Appoint).is_some());
}

fn action(card: &CaseCard, kind: ActionKind) -> Option<String> {
    card.actions.iter().find(|action| action.kind == kind).unwrap().refused.clone()
}

#[test]
fn a_code_that_nobody_has_verified_is_never_taken() {
    let surgery = surgery();
    let case = lenas(&surgery, MARGARET);
    let code = |code: &str| Work::Code { code: code.to_owned(), on: MONDAY };
    let refusal = surgery.refuses(LENA, work(case, code("123")));
    assert_eq!(refusal.what(), "123 is no code that this records.");
    works(&surgery, case, code("871731000000106"));
    let again: Refusal = surgery.refuses(LENA, work(case, code("871731000000106")));
    assert!(again.what().contains("it was taken for 16 Nov 2026"), "{again}");
    assert!(action(&surgery.case(LENA, case), ActionKind::Code).is_some());
    surgery.does(LENA, Request::Undo { subject: case.into() });
    assert_eq!(action(&surgery.case(LENA, case), ActionKind::Code), None);
}

#[test]
fn whoever_flagged_sees_what_came_of_it_and_none_of_the_link_workers_words() {
    let surgery = surgery();
    let club = surgery.service("7", "Lunch Club");
    let case = lenas(&surgery, MARGARET);
    assert_eq!(surgery.case(RITA, case).line.came_of_it, "accepted, not rung yet");
    let own = |text: &str| format!("zebra {text}");
    let wait = Next { on: date(2026, 12, 1), what: NextWhat::Wait, band: None, why: own("waits") };
    let walk = StepWhat::Activity(own("walk"));
    for what in [
        attempt(&surgery, How::Phone, ContactResult::Spoke, &own("note")),
        Work::SetGoal { number: None, text: own("goal") },
        Work::AddStep { what: walk, need: None, state: StepState::Agreed, on: None },
        step_because(2, StepState::Started, &own("why")),
        add(&club),
        ons4(MONDAY, [7, 7, 7, 7]),
        Work::FollowUp { on: date(2026, 12, 8), why: own("follow-up") },
        Work::SetNext(wait),
    ] {
        works(&surgery, case, what);
    }
    surgery.on(LENA, case, Command::Note { text: own("aside") });
    works(&surgery, case, step(3, StepState::Started, MONDAY));
    assert_eq!(surgery.case(RITA, case).line.came_of_it, "reached, joined an activity and Lunch Club");
    let ask = Work::AskCallBack { on: date(2026, 11, 18), band: None, why: "the form".to_owned() };
    for (who, sees) in [(RITA, false), (MONA, false), (CARL, true), (LIAM, true)] {
        let card = surgery.case(who, case);
        assert_eq!(card.work.is_some(), sees, "{who}");
        let find = Find {
            text: "zebra".to_owned(),
            services: true,
            patients: true,
            cases: true,
            limit: 50,
            ..Default::default()
        };
        let mut told = vec![Reply::Case(Box::new(card))];
        let patient = surgery.case(who, case).patient.id;
        let filter = CaseFilter::default();
        for request in [
            Request::Today,
            Request::Cases { filter, after: None, limit: 50 },
            Request::Patient { patient },
            Request::Find(find),
            Request::Caseloads,
        ] {
            told.push(surgery.ask(who, request).unwrap());
        }
        if who == RITA {
            told.push(Reply::Done(surgery.does(who, work(case, ask.clone()))));
        }
        let told = serde_json::to_string(&told).unwrap();
        assert_eq!(told.contains("zebra"), sees, "{who}: {told}");
        assert_eq!(told.contains("ons4"), sees, "{who}");
    }
    assert_eq!(surgery.on_today(RITA, SectionKind::Flagged), [case]);
    assert!(matches!(surgery.case(RITA, case).line.stage, Stage::With { .. }));
    assert!(surgery.refuses(RITA, work(case, ons4(MONDAY, [1, 1, 1, 1]))).what().contains("link workers"));
}

fn step_because(number: u32, to: StepState, why: &str) -> Work {
    Work::MoveStep { number, to, on: MONDAY, why: why.to_owned(), shared: vec![] }
}

/// The word that stands in everything a link worker writes here.
const OWN: &str = "zebra";

/// Something that a link worker writes, whatever of it is allowed.
fn written() -> impl Strategy<Value = Work> {
    let own = || OWN.to_owned();
    let day = || (0..20_i64).prop_map(|days| MONDAY.saturating_add(jiff::Span::new().days(days)));
    let what = select(vec![NextWhat::Contact, NextWhat::Review, NextWhat::Wait]);
    let states = || select(StepState::ALL.to_vec());
    prop_oneof![
        (select(How::ALL.to_vec()), select(ContactResult::ALL.to_vec())).prop_map(move |(how, result)| {
            let at = monday() + jiff::SignedDuration::from_secs(30);
            Work::Contact(Attempt { how, result, at, slot: (1, Band::Morning), minutes: None, note: own() })
        }),
        (day(), what).prop_map(move |(on, what)| Work::SetNext(Next { on, what, band: None, why: own() })),
        (2..30_i64).prop_map(move |hours| Work::Appoint {
            number: None,
            how: How::InPerson,
            at: monday() + jiff::SignedDuration::from_hours(hours),
            on: MONDAY,
            minutes: 30,
            place: own(),
        }),
        (0..6_u32).prop_map(move |number| Work::CancelAppointment { number, why: own() }),
        Just(Work::SetGoal { number: None, text: own() }),
        any::<bool>().prop_map(move |agreed| Work::AddStep {
            what: StepWhat::Activity(own()),
            need: None,
            state: if agreed { StepState::Agreed } else { StepState::Suggested },
            on: None,
        }),
        (0..6_u32, states()).prop_map(|(number, to)| step_because(number, to, OWN)),
        day().prop_map(move |on| Work::FollowUp { on, why: own() }),
        Just(ons4(MONDAY, [1, 2, 3, 4])),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_word_of_a_link_worker_is_read_at_the_front_desk_and_every_case_of_theirs_has_a_date(
        written in vec((written(), any::<bool>()), 1..14),
        end in 0..4_u8,
    ) {
        let surgery = surgery();
        let case = lenas(&surgery, MARGARET);
        for (what, settled) in written {
            let on = date(2026, 11, 20);
            let own = Next { on, what: NextWhat::Wait, band: None, why: OWN.to_owned() };
            let next = settled.then_some(own);
            let request = Request::Work { case: WhichCase::Id(case), work: what, next };
            let _ = surgery.ask(LENA, request);
            prop_assert!(surgery.case(LENA, case).line.next.is_some());
            prop_assert_eq!(surgery.on_today(LENA, SectionKind::NoDate), []);
        }
        let command = match end {
            0 => None,
            1 => Some(Command::Reassign { to: Some(surgery.id(LIAM)) }),
            2 => Some(Command::Return { why: "moved".to_owned() }),
            _ => Some(Command::Close(Closing {
                rest: Some(NeedEnd::Met),
                open_steps: OpenSteps::Stop,
                ..Closing::default()
            })),
        };
        if let Some(command) = command {
            surgery.on(LENA, case, command);
        }
        for who in [RITA, MONA] {
            let mut told = vec![Reply::Case(Box::new(surgery.case(who, case)))];
            for request in [Request::Today, Request::Cases { filter: CaseFilter::default(), after: None, limit: 9 }] {
                told.push(surgery.ask(who, request).unwrap());
            }
            let told = serde_json::to_string(&told).unwrap();
            prop_assert!(!told.contains(OWN) && !told.contains("ons4"), "{}: {}", who, told);
        }
    }
}
