//! What a screen needs to be tried without an application: a practice at a fixed minute, a service with everything
//! known of it, a patient with a case, and something to draw on.

use crate::desk::reply::{Action, ActionKind, CaseCard, CaseLine, Overview, PatientLine};
use crate::desk::request::Request;
use crate::domain::case::{CaseNeed, Moment, NeedState, Stage};
use crate::domain::id::{CaseId, PatientId, PracticeId, StaffId};
use crate::domain::need::NeedKey;
use crate::domain::ods::OdsCode;
use crate::domain::patient::{Contact, Details, Patient};
use crate::domain::person_name::PersonName;
use crate::domain::phone::Phone;
use crate::domain::postcode::Postcode;
use crate::domain::practice::{Limits, Practice};
use crate::domain::reference::Reference;
use crate::domain::service::details::{
    Capacity, Contacts, Cost, Day, Eligibility, Location, Schedule, ServiceDetails, ServiceKind,
};
use crate::domain::service::{Service, ServiceKey};
use crate::domain::staff::{Role, Staff};
use crate::domain::urgency::Urgency;
use crate::keymap::{Keymap, Outcome};
use crate::tui::commands::{Command, VOCABULARY};
use crate::tui::screen::{Act, Ctx, Pressed};
use crate::tui::signs::Signs;
use crate::tui::theme::{Theme, ThemeName};
use jiff::Timestamp;
use jiff::civil::{date, time};
use jiff::tz::TimeZone;
use ratatui::Frame;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Position;
use uuid::Uuid;

/// A practice on Thursday 19 November 2026 at 14:32.
pub(in crate::tui) struct Trying {
    theme: Theme,
    keymap: Keymap,
    staff: Vec<Staff>,
    pub(in crate::tui) overview: Overview,
    now: Timestamp,
    zone: TimeZone,
}

/// What was drawn, and where the cursor stands.
pub(in crate::tui) struct Drawn {
    pub(in crate::tui) terminal: Terminal<TestBackend>,
}

impl Trying {
    pub(in crate::tui) fn new() -> Self {
        let practice = Practice {
            licences: std::collections::BTreeMap::new(),
            id: practice(),
            version: 1,
            name: "Northgate Surgery".to_owned(),
            ods: OdsCode::parse("A12345").unwrap(),
            limits: Limits::default(),
            card: std::collections::BTreeMap::default(),
        };
        Self {
            theme: Theme::of(ThemeName::Dark),
            keymap: Keymap::load(VOCABULARY, None, None).keymap,
            staff: vec![Staff {
                capacity: None,
                languages: vec![],
                covers: vec![],
                leave: None,
                id: priya(),
                practice: practice.id,
                version: 1,
                name: "Priya Shah".to_owned(),
                roles: Role::ALL.into(),
                account: None,
                retired: false,
            }],
            overview: Overview {
                practice,
                urgent: 0,
                waiting: 0,
                overdue: 0,
                to_route: 0,
                services: 3_027,
                index_ready: true,
                notices: vec![],
            },
            now: "2026-11-19T14:32:00Z".parse().unwrap(),
            zone: TimeZone::UTC,
        }
    }

    /// Whoever is at the keyboard has this role alone.
    pub(in crate::tui) fn plays(&mut self, role: Role) {
        self.staff[0].roles = [role].into();
    }

    pub(in crate::tui) fn ctx(&self) -> Ctx<'_> {
        Ctx {
            theme: &self.theme,
            signs: &Signs::UNICODE,
            keymap: &self.keymap,
            now: self.now,
            zone: &self.zone,
            me: self.staff.first(),
            staff: &self.staff,
            overview: Some(&self.overview),
        }
    }

    /// What a screen hears of a key in these scopes, as the default keymap has it.
    pub(in crate::tui) fn pressed(&self, scopes: &[&'static str], key: &str) -> Pressed {
        let key = key.parse().unwrap();
        match self.keymap.press(scopes, &mut vec![], key) {
            Outcome::Matched(row) => Pressed::Command(Command::named(row.command).unwrap()),
            _ => Pressed::Char(key.typed().expect("a key that is for something")),
        }
    }
}

/// What was asked last.
pub(in crate::tui) fn asked_last(acts: &[Act]) -> &Request {
    let asked = acts.iter().rev().find_map(|act| match act {
        Act::Ask(_, request) => Some(request),
        _ => None,
    });
    asked.unwrap()
}

/// Draws on a terminal of this size.
pub(in crate::tui) fn draw(size: (u16, u16), view: impl FnOnce(&mut Frame<'_>)) -> Drawn {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    terminal.draw(view).unwrap();
    Drawn { terminal }
}

impl Drawn {
    pub(in crate::tui) fn row(&self, y: u16) -> String {
        let buffer = self.terminal.backend().buffer();
        (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect()
    }

    /// The first row with this text, from 0.
    pub(in crate::tui) fn row_of(&self, text: &str) -> u16 {
        let height = self.terminal.backend().buffer().area.height;
        (0..height).find(|y| self.row(*y).contains(text)).unwrap_or_else(|| panic!("no row has {text:?}"))
    }

    pub(in crate::tui) fn cursor(&mut self) -> Position {
        self.terminal.get_cursor_position().unwrap()
    }
}

fn practice() -> PracticeId {
    PracticeId(Uuid::from_u128(1))
}

/// The member of staff at the keyboard.
pub(in crate::tui) fn priya() -> StaffId {
    StaffId(Uuid::from_u128(2))
}

/// The case of [`case`].
pub(in crate::tui) fn case_id() -> CaseId {
    CaseId(Uuid::from_u128(3))
}

/// The patient of [`case`].
pub(in crate::tui) fn margaret() -> PatientId {
    PatientId(Uuid::from_u128(4))
}

/// A service of which nothing but its name is known.
pub(in crate::tui) fn bare(id: &str, name: &str) -> Service {
    let key = ServiceKey::new("city", id).unwrap();
    let at = "2026-09-01T09:00:00Z".parse().unwrap();
    Service {
        id: key.uuid(practice()),
        version: 1,
        details: ServiceDetails { name: name.to_owned(), ..ServiceDetails::default() },
        key,
        staff_check: None,
        stopped: None,
        given: 0,
        last_given: None,
        listed_at: at,
        changed_at: at,
    }
}

/// A service of which everything is known.
pub(in crate::tui) fn befriending() -> Service {
    let mut service = bare("b1", "Bedminster Befriending");
    let text = |text: &str| text.to_owned();
    service.details = ServiceDetails {
        organisation: text("Age UK Bristol"),
        description: text(
            "Volunteers visit people at home once a week, for a cup of tea and a talk.\n\nNew volunteers are met \
             first by the coordinator, who finds somebody with the same interests.",
        ),
        kind: Some(ServiceKind::Befriending),
        needs: vec![NeedKey::from("loneliness")],
        needs_derived: true,
        audience: vec![text("older people")],
        eligibility: Eligibility { min_age: Some(55), ..Eligibility::default() },
        cost: Some(Cost::Free),
        referral: vec![text("Ring, or a GP practice refers by e-mail")],
        capacity: Some(Capacity { free: Some(3), total: Some(12), words: String::new() }),
        waiting: text("2 weeks"),
        locations: vec![Location {
            name: text("St John's Hall"),
            lines: vec![text("12 East Street")],
            town: text("Bristol"),
            postcode: text("BS3 4NN"),
            position: None,
        }],
        schedules: vec![Schedule {
            days: vec![Day::Monday, Day::Tuesday, Day::Wednesday, Day::Thursday],
            opens: Some(time(10, 0, 0, 0)),
            closes: Some(time(16, 0, 0, 0)),
            ..Schedule::default()
        }],
        languages: vec![text("English"), text("Polish")],
        access: vec![text("step-free"), text("hearing loop")],
        contacts: Contacts {
            phones: vec![text("0117 496 0001"), text("0117 496 0002")],
            emails: vec![text("hello@befriending.example")],
            website: text("https://befriending.example"),
            people: vec![text("Sam Hill, coordinator")],
        },
        last_checked: Some(date(2026, 10, 29)),
        ..service.details
    };
    service
}

/// Margaret's case, waiting to be routed for loneliness and debt.
pub(in crate::tui) fn case() -> CaseCard {
    let at = "2026-11-19T09:00:00Z".parse().unwrap();
    let moment = Moment { at, by: priya() };
    let need = |key: &str| CaseNeed {
        ended: None,
        went: None,
        need: NeedKey::from(key),
        flagged: moment,
        state: NeedState::Open,
        new: false,
    };
    let line = CaseLine {
        next: None,
        attention: vec![],
        came_of_it: String::new(),
        call_back: None,
        id: case_id(),
        reference: Reference::parse("K7M-4").unwrap(),
        patient: patient_line(None),
        needs: vec![need("loneliness"), need("debt")],
        urgency: Urgency::Routine,
        stage: Stage::ToRoute { since: at, returned: None },
        worker: None,
        opened: at,
        opened_by: "Priya Shah".to_owned(),
        last: at,
        escalated: false,
        overdue_days: 0,
    };
    CaseCard {
        work: None,
        proposed: vec![],
        hangs_on_contact: vec![],
        line,
        patient: patient(),
        note: String::new(),
        agreements: vec![],
        escalations: vec![],
        went_on: vec![],
        history: vec![],
        actions: vec![Action { kind: ActionKind::Refer, refused: None }],
        undo: None,
    }
}

/// Margaret in a line.
pub(in crate::tui) fn patient_line(open_case: Option<&str>) -> PatientLine {
    PatientLine {
        id: margaret(),
        called: "Margaret Ellis".to_owned(),
        first_name: "Margaret".to_owned(),
        read_back: "999 526 0182 · 3 Feb 1948 (78) · BS3 4NN".to_owned(),
        open_case: open_case.map(str::to_owned),
        why: String::new(),
    }
}

/// Margaret.
pub(in crate::tui) fn patient() -> Patient {
    let details = Details {
        name: PersonName::parse("Margaret Ellis").ok(),
        born: Some(date(1948, 2, 3)),
        postcode: Postcode::parse("BS3 4NN").ok(),
        contact: Contact {
            phone: Phone::parse("07700 900 123").ok(),
            best_time: "not before 10".to_owned(),
            ..Contact::default()
        },
        ..Details::default()
    };
    Patient {
        id: margaret(),
        practice: practice(),
        version: 1,
        details,
        joined_into: None,
        also: vec![],
        undo: None,
    }
}
