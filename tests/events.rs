//! The long-lived format: what was once written to a log is read for ever.
//!
//! `fixtures/events-v1.jsonl` holds one event of every kind as the first version writes it. Fields are only ever added,
//! with a default: then the file stays as it is and is still read, and a new file of that version stands beside it.
//! Nobody rewrites a file of a version that was shipped.

#![expect(clippy::unwrap_used, reason = "the examples are right, or the test fails")]

use jiff::civil::Date;
use signpost::domain::attempt::Band;
use signpost::domain::case::work::{Attempt, Next, NextWhat, StepState, StepWhat, Worked};
use signpost::domain::case::{
    AgreementGiven, Answer, Body, Case, CaseEvent, Flagged, NeedEnd, Outcome, Recipient, ServiceRef,
};
use signpost::domain::caseload::Leave;
use signpost::domain::id::{CaseId, ChangeId, PatientId, PracticeId, StaffId, UnmetId};
use signpost::domain::measure::instrument::InstrumentKey;
use signpost::domain::measure::{Declined, Filled, Point};
use signpost::domain::need::NeedKey;
use signpost::domain::nhs_number::NhsNumber;
use signpost::domain::ods::OdsCode;
use signpost::domain::patient::{
    Asked, Communication, Contact, ContactPerson, Details, PatientEvent, Reach, Standing,
};
use signpost::domain::person_name::PersonName;
use signpost::domain::phone::Phone;
use signpost::domain::postcode::{Outcode, Postcode};
use signpost::domain::practice::{Limits, PracticeEvent};
use signpost::domain::record::{Event, Stamp};
use signpost::domain::reference::Reference;
use signpost::domain::safe_contact::{ContactResult, How};
use signpost::domain::service::details::{
    Capacity, Contacts, Cost, Day, Eligibility, Location, OnlyFor, Position, Schedule, ServiceDetails,
    ServiceKind,
};
use signpost::domain::service::{ServiceEvent, ServiceKey, Stopped};
use signpost::domain::staff::{Role, StaffEvent};
use signpost::domain::unmet::{UnmetEvent, WhyNot};
use signpost::domain::urgency::Urgency;
use std::collections::BTreeSet;
use std::path::Path;
use uuid::Uuid;

/// The kinds of events, and how to tell them apart: who adds one is told by the compiler to add it here, and then by
/// the test to write one down.
macro_rules! kinds {
    ($($pattern:pat => $name:literal,)*) => {
        fn kind(event: &Event) -> &'static str {
            match event { $($pattern => $name,)* }
        }
        const KINDS: &[&str] = &[$($name,)*];
    };
}

kinds! {
    Event::Practice(PracticeEvent::Founded { .. }) => "practice founded",
    Event::Practice(PracticeEvent::LimitsSet(_)) => "limits set",
    Event::Practice(PracticeEvent::CardConfirmed { .. }) => "card confirmed",
    Event::Practice(PracticeEvent::LicenceRecorded { .. }) => "licence recorded",
    Event::Staff(StaffEvent::Joined { .. }) => "staff joined",
    Event::Staff(StaffEvent::Retired) => "staff retired",
    Event::Staff(StaffEvent::CaseloadSettled { .. }) => "caseload settled",
    Event::Staff(StaffEvent::LeaveSet { .. }) => "leave set",
    Event::Patient(PatientEvent::Registered { .. }) => "patient registered",
    Event::Patient(PatientEvent::Corrected { .. }) => "patient corrected",
    Event::Patient(PatientEvent::Joined { .. }) => "patients joined",
    Event::Patient(PatientEvent::Took { .. }) => "patient took another record",
    Event::Patient(PatientEvent::Undone) => "patient undone",
    Event::Case(CaseEvent::Opened { .. }) => "case opened",
    Event::Case(CaseEvent::Flagged(_)) => "flagged",
    Event::Case(CaseEvent::AgreementRecorded { .. }) => "agreement recorded",
    Event::Case(CaseEvent::Signposted { .. }) => "signposted",
    Event::Case(CaseEvent::Referred { .. }) => "referred",
    Event::Case(CaseEvent::HandedOver { .. }) => "handed over",
    Event::Case(CaseEvent::Escalated { .. }) => "escalated",
    Event::Case(CaseEvent::Acknowledged) => "acknowledged",
    Event::Case(CaseEvent::Declined { .. }) => "declined",
    Event::Case(CaseEvent::Accepted) => "accepted",
    Event::Case(CaseEvent::Returned { .. }) => "returned",
    Event::Case(CaseEvent::Reassigned { .. }) => "reassigned",
    Event::Case(CaseEvent::Noted { .. }) => "noted",
    Event::Case(CaseEvent::Seen) => "seen",
    Event::Case(CaseEvent::UrgencyChanged { .. }) => "urgency changed",
    Event::Case(CaseEvent::NeedEnded { .. }) => "need ended",
    Event::Case(CaseEvent::Closed { .. }) => "closed",
    Event::Case(CaseEvent::Reopened { .. }) => "reopened",
    Event::Case(CaseEvent::Absorbed { .. }) => "absorbed",
    Event::Case(CaseEvent::ContinuedIn { .. }) => "continued in",
    Event::Case(CaseEvent::Undone) => "case undone",
    Event::Case(CaseEvent::Work(_)) => "worked",
    Event::Service(ServiceEvent::Listed { .. }) => "service listed",
    Event::Service(ServiceEvent::Changed(_)) => "service changed",
    Event::Service(ServiceEvent::Checked { .. }) => "service checked",
    Event::Service(ServiceEvent::Stopped(_)) => "service stopped",
    Event::Service(ServiceEvent::Resumed) => "service resumed",
    Event::Service(ServiceEvent::Given {}) => "service given",
    Event::Unmet(UnmetEvent::Noted { .. }) => "unmet need noted",
    Event::Unmet(UnmetEvent::Withdrawn {}) => "unmet need withdrawn",
}

fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + number)
}

const PRACTICE: PracticeId = PracticeId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));

fn needs() -> Vec<NeedKey> {
    vec![NeedKey::from("loneliness"), NeedKey::from("debt")]
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn service_key() -> ServiceKey {
    ServiceKey { feed: "town".to_owned(), id: "7".to_owned() }
}

fn service() -> ServiceRef {
    ServiceRef { key: service_key(), name: "Lunch Club".to_owned() }
}

fn flagged() -> Flagged {
    Flagged {
        needs: needs(),
        urgency: Urgency::Soon,
        note: "Son moved away".to_owned(),
        red_flags: texts(&["no_food_or_heating"]),
        went_on: "has food".to_owned(),
    }
}

fn stamp() -> Stamp {
    Stamp { at: "2026-11-20T14:31:07.5Z".parse().unwrap(), by: StaffId(uuid(2)), change: ChangeId(uuid(3)) }
}

fn opened() -> CaseEvent {
    CaseEvent::Opened {
        id: CaseId(uuid(20)),
        practice: PRACTICE,
        patient: PatientId(uuid(10)),
        reference: Reference::parse("K7M-4").unwrap(),
        flagged: flagged(),
    }
}

/// A case at its fullest, as a join of two writes it whole.
fn body() -> Body {
    let mut case = Case::fold(None, &opened(), &stamp()).unwrap();
    for event in case_events() {
        let whole = matches!(
            event,
            CaseEvent::AgreementRecorded { .. } | CaseEvent::Escalated { .. } | CaseEvent::Returned { .. }
        ) && !matches!(&event, CaseEvent::AgreementRecorded { agreement, .. } if agreement.until.is_some());
        if whole {
            case.apply(&event, &stamp()).unwrap();
        }
    }
    case.body
}

fn details() -> Details {
    Details {
        nhs_number: Some(NhsNumber::parse("9995260182").unwrap()),
        name: Some(PersonName::parse("Margaret Ellis").unwrap()),
        born: Some("1948-02-03".parse().unwrap()),
        postcode: Some(Postcode::parse("BS3 4NN").unwrap()),
        gender: Asked::Said("woman".to_owned()),
        ethnic_category: Asked::Declined,
        language: Some("Welsh".to_owned()),
        communication: Communication {
            interpreter: true,
            hearing: "hearing aid, left".to_owned(),
            sight: "large print".to_owned(),
            reading: "please ring".to_owned(),
        },
        contact: Contact {
            phone: Some(Phone::parse("07700 900 123").unwrap()),
            other_phone: Some(Phone::parse("01632 960 123").unwrap()),
            email: Some("m.ellis@example.org".to_owned()),
            address: Some("4 Mill Lane".to_owned()),
            call: Reach::Allowed,
            text: Reach::Refused,
            voicemail: Reach::NotAsked,
            letter: Reach::Allowed,
            best_time: "not before 10".to_owned(),
            code_word: String::new(),
        },
        contact_person: Some(ContactPerson {
            name: "Ann Ellis".to_owned(),
            relation: "daughter".to_owned(),
            phone: Some(Phone::parse("07700 900 124").unwrap()),
            may_be_told: "that we rang".to_owned(),
        }),
        standing: Standing::MovedAway,
    }
}

fn service_details() -> ServiceDetails {
    ServiceDetails {
        name: "Lunch Club".to_owned(),
        organisation: "Mill Lane Hall".to_owned(),
        description: "A hot meal.\nAnd company.".to_owned(),
        not_running: String::new(),
        kind: Some(ServiceKind::CommunityGroup),
        needs: needs(),
        needs_derived: true,
        categories: texts(&["Food"]),
        audience: texts(&["Older people"]),
        eligibility: Eligibility {
            min_age: Some(60),
            max_age: Some(99),
            sex: Some(OnlyFor::Women),
            words: texts(&["lives in the town"]),
        },
        cost: Some(Cost::Words("£4 a meal".to_owned())),
        referral: texts(&["ring first"]),
        capacity: Some(Capacity { free: Some(3), total: Some(20), words: "a few places".to_owned() }),
        waiting: "2 weeks".to_owned(),
        locations: vec![Location {
            name: "Hall".to_owned(),
            lines: texts(&["4 Mill Lane"]),
            town: "Northgate".to_owned(),
            postcode: "NG99 1AA".to_owned(),
            position: Position::from_degrees(51.5, -2.25),
        }],
        schedules: vec![Schedule {
            days: vec![Day::Monday, Day::Thursday],
            opens: Some("12:00:00".parse().unwrap()),
            closes: Some("14:30:00".parse().unwrap()),
            from: Some("2026-01-05".parse().unwrap()),
            until: Some("2026-12-18".parse().unwrap()),
            words: "not on bank holidays".to_owned(),
        }],
        areas: texts(&["Northgate"]),
        languages: texts(&["English", "Polish"]),
        access: texts(&["step-free"]),
        contacts: Contacts {
            phones: texts(&["01632 960 200"]),
            emails: texts(&["lunch@example.org"]),
            website: "https://example.org/lunch".to_owned(),
            people: texts(&["Sam Hill, coordinator"]),
        },
        last_checked: Some("2026-10-30".parse().unwrap()),
        checked_by: "the town council".to_owned(),
    }
}

fn case_events() -> Vec<CaseEvent> {
    vec![
        opened(),
        CaseEvent::Flagged(flagged()),
        CaseEvent::AgreementRecorded {
            agreement: Box::new(AgreementGiven {
                recipient: Recipient::LinkWorkers,
                answer: Answer::Agreed,
                words: "May the link workers contact you?".to_owned(),
                shares: vec![],
                until: None,
            }),
            on: None,
        },
        CaseEvent::AgreementRecorded {
            agreement: Box::new(AgreementGiven {
                recipient: Recipient::Service(service()),
                answer: Answer::Declined,
                words: "May we tell the Lunch Club?".to_owned(),
                shares: texts(&["name", "phone"]),
                until: None,
            }),
            on: None,
        },
        CaseEvent::AgreementRecorded {
            agreement: Box::new(AgreementGiven {
                recipient: Recipient::LinkWorkers,
                answer: Answer::Withdrawn,
                words: "no longer".to_owned(),
                shares: vec![],
                until: Some(DAY),
            }),
            on: None,
        },
        CaseEvent::AgreementRecorded {
            agreement: Box::new(AgreementGiven {
                recipient: Recipient::Service(service()),
                answer: Answer::Withdrawn,
                words: "no longer".to_owned(),
                shares: vec![],
                until: Some(DAY),
            }),
            on: Some(DAY),
        },
        CaseEvent::Signposted { needs: needs(), service: service() },
        CaseEvent::Referred { needs: needs(), service: service(), shared: texts(&["name"]) },
        CaseEvent::HandedOver { needs: needs(), to: None },
        CaseEvent::HandedOver { needs: needs(), to: Some(StaffId(uuid(4))) },
        CaseEvent::Escalated {
            reason: "not safe at home".to_owned(),
            red_flags: texts(&["domestic_abuse"]),
            told: "Dr Okafor".to_owned(),
            told_at: "2026-11-20T14:35:00Z".parse().unwrap(),
        },
        CaseEvent::Acknowledged,
        CaseEvent::Declined { needs: needs(), why: "has help".to_owned() },
        CaseEvent::Accepted,
        CaseEvent::Returned { why: "lives elsewhere".to_owned() },
        CaseEvent::Reassigned { to: Some(StaffId(uuid(4))), after_end: false },
        CaseEvent::Reassigned { to: Some(StaffId(uuid(4))), after_end: true },
        CaseEvent::Noted { text: "Rang.\nNo answer.".to_owned() },
        CaseEvent::Seen,
        CaseEvent::UrgencyChanged { urgency: Urgency::Urgent },
        CaseEvent::NeedEnded { need: NeedKey::from("debt"), end: NeedEnd::partly_met("waits") },
        CaseEvent::Closed {
            ends: vec![
                (NeedKey::from("loneliness"), NeedEnd::Met),
                (NeedKey::from("debt"), NeedEnd::not_met("no room")),
            ],
            outcome: Outcome::PartlyMet,
            summary: "goes to the club".to_owned(),
            follow_ups: vec![],
        },
        CaseEvent::Closed {
            ends: vec![(NeedKey::from("debt"), lacked())],
            outcome: Outcome::NotReached,
            summary: String::new(),
            follow_ups: vec![DAY],
        },
        CaseEvent::Reopened { why: "rang again".to_owned() },
        CaseEvent::ContinuedIn { into: CaseId(uuid(21)) },
        CaseEvent::Undone,
    ]
}

/// A day of late November.
const DAY: Date = jiff::civil::date(2026, 11, 26);

fn lacked() -> NeedEnd {
    NeedEnd::NotMet { why: String::new(), because: Some(WhyNot::NoService) }
}

/// One of each thing that a link worker writes down.
fn worked() -> Vec<Worked> {
    let at = "2026-11-26T10:00:00Z".parse().unwrap();
    vec![
        Worked::Contacted(Attempt {
            how: How::Phone,
            result: ContactResult::NoAnswer,
            at,
            slot: (4, Band::Morning),
            minutes: Some(2),
            note: "rang out".to_owned(),
        }),
        Worked::NextSet(Next {
            on: DAY,
            what: NextWhat::Contact,
            band: Some(Band::Afternoon),
            why: "try again".to_owned(),
        }),
        Worked::CallBackAsked { on: DAY, band: Some(Band::Morning), why: "has news".to_owned() },
        Worked::Appointed {
            number: 1,
            how: How::InPerson,
            at,
            on: DAY,
            minutes: 45,
            place: "Room 3".to_owned(),
        },
        Worked::AppointmentCancelled { number: 1, why: "ill".to_owned() },
        Worked::GoalSet { number: 2, text: "to see people again".to_owned() },
        Worked::GoalEnded { number: 2, reached: true },
        Worked::StepAdded {
            number: 3,
            what: StepWhat::Service(service()),
            need: Some(NeedKey::from("loneliness")),
            state: StepState::Agreed,
            on: DAY,
        },
        Worked::StepAdded {
            number: 4,
            what: StepWhat::Activity("walks to the shop".to_owned()),
            need: None,
            state: StepState::Suggested,
            on: DAY,
        },
        Worked::StepMoved {
            number: 3,
            to: StepState::Referred,
            on: DAY,
            why: "wants to go".to_owned(),
            shared: texts(&["name", "phone"]),
        },
        Worked::Measured {
            number: 5,
            filled: Filled {
                instrument: InstrumentKey::from("ons4"),
                point: Point::Baseline,
                on: DAY,
                answers: vec![Some(4), None, Some(5), Some(8)],
            },
        },
        Worked::MeasureDeclined {
            number: 7,
            declined: Declined { instrument: InstrumentKey::from("ucla3"), point: Point::Baseline, on: DAY },
        },
        Worked::FollowUpSet { number: 6, on: DAY, why: "how it goes".to_owned() },
        Worked::FollowUpDropped { number: 6 },
        Worked::Coded { code: "871731000000106".to_owned(), on: DAY },
    ]
}

/// One of every kind, and more where a kind has several shapes.
fn examples() -> Vec<Event> {
    let mut events = vec![
        Event::Practice(PracticeEvent::Founded {
            id: PRACTICE,
            name: "Northgate Surgery".to_owned(),
            ods: OdsCode::parse("A12345").unwrap(),
        }),
        Event::Practice(PracticeEvent::LimitsSet(Limits {
            first_contact_working_days: Some(5),
            ..Limits::default()
        })),
        Event::Practice(PracticeEvent::CardConfirmed {
            entry: "crisis_team".to_owned(),
            number: "01632 960 001".to_owned(),
        }),
        Event::Staff(StaffEvent::Joined {
            id: StaffId(uuid(2)),
            practice: PRACTICE,
            name: "Priya Shah".to_owned(),
            roles: Role::ALL.into_iter().collect(),
            account: Some("priya".to_owned()),
        }),
        Event::Staff(StaffEvent::Retired),
        Event::Staff(StaffEvent::CaseloadSettled {
            capacity: Some(40),
            languages: texts(&["Welsh"]),
            covers: vec![OdsCode::parse("A12345").unwrap()],
        }),
        Event::Staff(StaffEvent::LeaveSet { leave: Some(Leave { from: DAY, to: DAY }) }),
        Event::Staff(StaffEvent::LeaveSet { leave: None }),
        Event::Practice(PracticeEvent::LimitsSet(Limits {
            first_contact_working_days: Some(10),
            first_contact_urgent: Some(2),
            accept_working_days: Some(5),
            accept_urgent: Some(1),
            attempts: Some(3),
            follow_up_months: Some(vec![1, 3, 6]),
            review_weeks: Some(12),
            agreement_months: Some(12),
            small_numbers: Some(5),
        })),
        Event::Practice(PracticeEvent::LicenceRecorded {
            instrument: InstrumentKey::from("swemwbs"),
            licence: Some("4711".to_owned()),
        }),
        Event::Patient(PatientEvent::Registered {
            id: PatientId(uuid(10)),
            practice: PRACTICE,
            details: Box::new(details()),
        }),
        Event::Patient(PatientEvent::Corrected { details: Box::default() }),
        Event::Patient(PatientEvent::Joined { into: PatientId(uuid(11)), cases: vec![CaseId(uuid(20))] }),
        Event::Patient(PatientEvent::Took { from: PatientId(uuid(10)), details: Box::default() }),
        Event::Patient(PatientEvent::Undone),
        Event::Service(ServiceEvent::Listed {
            id: service_key().uuid(PRACTICE),
            key: service_key(),
            details: Box::new(service_details()),
        }),
        Event::Service(ServiceEvent::Changed(Box::new(ServiceDetails {
            name: "Lunch Club".to_owned(),
            ..ServiceDetails::default()
        }))),
        Event::Service(ServiceEvent::Checked { on: "2026-11-20".parse().unwrap(), by: StaffId(uuid(2)) }),
        Event::Service(ServiceEvent::Stopped(Stopped::LeftFeed)),
        Event::Service(ServiceEvent::Stopped(Stopped::Closed("hall sold".to_owned()))),
        Event::Service(ServiceEvent::Resumed),
        Event::Service(ServiceEvent::Given {}),
    ];
    events.extend(case_events().into_iter().map(Event::Case));
    events.push(Event::Case(CaseEvent::Absorbed { from: CaseId(uuid(21)), body: Box::new(body()) }));
    events.extend(worked().into_iter().map(|worked| Event::Case(CaseEvent::Work(Box::new(worked)))));
    events.extend([
        Event::Unmet(UnmetEvent::Noted {
            id: UnmetId(uuid(30)),
            needs: needs(),
            area: Some(Outcode::parse("BS3").unwrap()),
        }),
        Event::Unmet(UnmetEvent::Noted { id: UnmetId(uuid(31)), needs: needs(), area: None }),
        Event::Unmet(UnmetEvent::Withdrawn {}),
    ]);
    events
}

#[test]
fn every_event_of_the_first_version_is_written_as_it_was_and_read_back() {
    let examples = examples();
    let kinds: BTreeSet<_> = examples.iter().map(kind).collect();
    assert_eq!(kinds, KINDS.iter().copied().collect(), "one of every kind");

    let lines: Vec<String> = examples.iter().map(|event| serde_json::to_string(event).unwrap()).collect();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/events-v1.jsonl");
    if std::env::var_os("SIGNPOST_WRITE_FIXTURES").is_some() {
        std::fs::write(&file, lines.join("\n") + "\n").unwrap();
    }
    let stored = std::fs::read_to_string(&file).unwrap();
    for ((stored, written), event) in stored.lines().zip(&lines).zip(&examples) {
        assert_eq!(stored, written, "{}", kind(event));
        assert_eq!(serde_json::from_str::<Event>(stored).as_ref().ok(), Some(event));
    }
    assert_eq!(stored.lines().count(), lines.len());
}
