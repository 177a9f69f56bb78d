//! Somebody sitting at the form: presses keys, reads the screen, and a desk that answers.

use crate::desk::refusal::Refusal;
use crate::desk::reply::{CaseCard, CaseLine, Done, Found, Hit, HitKind, PatientCard, PatientLine, Reply};
use crate::desk::request::{FlagNeeds, Request};
use crate::domain::call_card::CallCard;
use crate::domain::case::{Agreement, Stage};
use crate::domain::caseload::{Proposal, Standing};
use crate::domain::id::{CaseId, PatientId, PracticeId, StaffId};
use crate::domain::need::NeedKey;
use crate::domain::nhs_number::NhsNumber;
use crate::domain::patient::{Details, Patient};
use crate::domain::record::{Subject, SubjectKind};
use crate::domain::red_flag;
use crate::domain::reference::Reference;
use crate::domain::service::details::ServiceDetails;
use crate::domain::service::{Service, ServiceKey};
use crate::domain::staff::{Role, Staff};
use crate::domain::urgency::Urgency;
use crate::keymap::{Key, Keymap, Outcome};
use crate::tui::commands::{Command, VOCABULARY, scope};
use crate::tui::draft::FlagDraft;
use crate::tui::open::FlagStart;
use crate::tui::screen::{Act, Answer, Ctx, Pressed, Question};
use crate::tui::screens::flag::FlagScreen;
use crate::tui::screens::flag_line::FlagLineScreen;
use crate::tui::signs::Signs;
use crate::tui::theme::Theme;
use jiff::civil::date;
use jiff::tz::TimeZone;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What the desk knows.
pub struct FakeDesk {
    pub patients: Vec<Details>,
    /// The patient, by place, with an open case, and what it has of agreements.
    pub open_case: Option<(usize, Vec<Agreement>)>,
    /// Who is alike to whoever is entered, by place.
    pub alike: Vec<usize>,
    /// What it answers to a flag in place of saving, once each.
    pub refusals: Vec<Refusal>,
    /// What was flagged.
    pub flagged: Vec<FlagNeeds>,
    /// Where the open case stands; nothing: to route.
    pub stage: Option<Stage>,
    /// What else was asked to be done, in its order.
    pub done: Vec<Request>,
    /// Whether it answers at all.
    pub silent: bool,
}

/// Either of the two screens.
pub trait Flags {
    fn scopes(&self) -> Vec<&'static str>;
    fn is_opening(&self) -> bool;
    fn update(&mut self, pressed: Pressed, ctx: &Ctx<'_>) -> Vec<Act>;
    fn answer(&mut self, question: Question, answer: Answer, ctx: &Ctx<'_>) -> Vec<Act>;
    fn view(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>);
}

macro_rules! flags {
    ($($screen:ty),+) => {$(
        impl Flags for $screen {
            fn scopes(&self) -> Vec<&'static str> {
                self.scopes()
            }
            fn is_opening(&self) -> bool {
                self.is_opening()
            }
            fn update(&mut self, pressed: Pressed, ctx: &Ctx<'_>) -> Vec<Act> {
                self.update(pressed, ctx)
            }
            fn answer(&mut self, question: Question, answer: Answer, ctx: &Ctx<'_>) -> Vec<Act> {
                self.answer(question, answer, ctx)
            }
            fn view(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
                self.view(frame, area, ctx);
            }
        }
    )+};
}
flags!(FlagScreen, FlagLineScreen);

pub struct Seat<S = FlagScreen> {
    pub screen: S,
    pub desk: FakeDesk,
    /// What the screen wanted, but for questions and drafts.
    pub wanted: Vec<Act>,
    pub draft: Option<FlagDraft>,
    /// Keys pressed that are not letters of words.
    pub keys: usize,
    unanswered: Vec<(u32, Request)>,
    /// Keys that the application holds until an answer is here.
    held: Vec<Key>,
    keymap: Keymap,
    theme: Theme,
    staff: Vec<Staff>,
}

pub fn margaret() -> Details {
    let mut details = Details {
        nhs_number: Some("9995260182".parse().unwrap()),
        name: Some("Margaret Ellis".parse().unwrap()),
        born: Some(date(1948, 2, 3)),
        postcode: Some("BS3 4NN".parse().unwrap()),
        ..Details::default()
    };
    details.contact.phone = Some("07700 900123".parse().unwrap());
    details.contact.best_time = "not before 10".to_owned();
    details
}

pub fn maggie() -> Details {
    Details {
        nhs_number: Some("9991590838".parse().unwrap()),
        name: Some("Margery Ellis".parse().unwrap()),
        born: Some(date(1951, 7, 30)),
        postcode: Some("BS4 2AA".parse().unwrap()),
        ..Details::default()
    }
}

pub fn key(need: &str) -> NeedKey {
    NeedKey::from(need)
}

fn patient_id(at: usize) -> PatientId {
    PatientId(Uuid::from_u128(0x100 + at as u128))
}

impl FakeDesk {
    pub fn new() -> Self {
        Self {
            patients: vec![margaret(), maggie()],
            open_case: None,
            alike: vec![],
            refusals: vec![],
            flagged: vec![],
            stage: None,
            done: vec![],
            silent: false,
        }
    }

    pub fn line(&self, at: usize, why: &str) -> PatientLine {
        let details = &self.patients[at];
        let open_case = self.open_case.as_ref().filter(|(whose, _)| *whose == at);
        PatientLine {
            id: patient_id(at),
            called: details.called(),
            first_name: details.first_name(),
            read_back: details.read_back(date(2026, 11, 21)),
            open_case: open_case.map(|_| "K7M-4: loneliness (Priya, 19 Nov)".to_owned()),
            why: why.to_owned(),
        }
    }

    fn case_line(&self, at: usize) -> CaseLine {
        let since = "2026-11-19T10:00:00Z".parse().unwrap();
        CaseLine {
            next: None,
            attention: vec![],
            came_of_it: String::new(),
            call_back: None,
            id: CaseId(Uuid::from_u128(0x200)),
            reference: Reference::propose(Uuid::from_u128(0x200), 0),
            patient: self.line(at, ""),
            needs: vec![],
            urgency: Urgency::Routine,
            stage: self.stage.clone().unwrap_or(Stage::ToRoute { since, returned: None }),
            worker: self.stage.is_some().then(|| "Sam Okafor".to_owned()),
            opened: since,
            opened_by: "Priya".to_owned(),
            last: since,
            escalated: false,
            overdue_days: 0,
        }
    }

    fn record(&self, at: usize) -> Patient {
        Patient {
            id: patient_id(at),
            practice: PracticeId(Uuid::from_u128(1)),
            version: 1,
            details: self.patients[at].clone(),
            joined_into: None,
            also: vec![],
            undo: None,
        }
    }

    fn ask(&mut self, request: Request) -> Answer {
        Ok(match request {
            Request::Patients { text, .. } => {
                let plain = |text: &str| text.to_lowercase().replace(' ', "");
                let typed = plain(&text);
                let fits = |details: &Details| {
                    let number = details.nhs_number.map(NhsNumber::digits).unwrap_or_default();
                    let name = details.name.as_ref().map(ToString::to_string).unwrap_or_default();
                    let born = details.born.map(|born| born.strftime("%-d/%-m/%Y").to_string());
                    let same_birth = born.is_some_and(|born| text.contains(&born));
                    number == typed || plain(&name).contains(&typed) || same_birth
                };
                let places = 0..self.patients.len();
                Reply::Patients(
                    places.filter(|at| fits(&self.patients[*at])).map(|at| self.line(at, "name")).collect(),
                )
            }
            Request::Patient { patient } => {
                let at = (0..self.patients.len()).find(|at| patient_id(*at) == patient).unwrap();
                let open = self.open_case.as_ref().is_some_and(|(whose, _)| *whose == at);
                Reply::Patient(Box::new(PatientCard {
                    patient: self.record(at),
                    line: self.line(at, ""),
                    open_case: open.then(|| self.case_line(at)),
                }))
            }
            Request::Case { .. } => {
                let (at, agreements) = self.open_case.clone().unwrap();
                Reply::Case(Box::new(CaseCard {
                    work: None,
                    proposed: vec![],
                    hangs_on_contact: vec![],
                    line: self.case_line(at),
                    patient: self.record(at),
                    note: String::new(),
                    agreements,
                    escalations: vec![],
                    went_on: vec![],
                    history: vec![],
                    actions: vec![],
                    undo: None,
                }))
            }
            Request::Alike { .. } => {
                Reply::Patients(self.alike.iter().map(|at| self.line(*at, "sounds alike")).collect())
            }
            Request::Find(find) => Reply::Found(found(&find.needs)),
            Request::Service { .. } => Reply::Service(Box::new(service("b1"))),
            Request::CallCard { red_flags } => {
                let flags: Vec<_> = red_flags.iter().filter_map(|key| red_flag::get(key)).collect();
                Reply::CallCard(CallCard::for_flags(&flags, &BTreeMap::new()))
            }
            Request::Flag(flag) => {
                self.flagged.push(*flag);
                if !self.refusals.is_empty() {
                    return Err(self.refusals.remove(0));
                }
                done("Done.")
            }
            request @ (Request::Work { .. } | Request::CorrectPatient { .. }) => {
                self.done.push(request);
                done("Sam rings.")
            }
            Request::Whom { .. } => {
                let proposal = |id, standing, why: &str| Proposal {
                    staff: StaffId(Uuid::from_u128(id)),
                    standing,
                    why: why.to_owned(),
                };
                Reply::Whom(vec![
                    proposal(2, Standing::Free, "12 of 40, speaks Welsh"),
                    proposal(3, Standing::Full, "full: 40 of 40"),
                ])
            }
            other => panic!("the form asks {other:?}"),
        })
    }
}

fn done(said: &str) -> Reply {
    Reply::Done(Done {
        said: said.to_owned(),
        read_out: None,
        change: None,
        subjects: vec![],
        case: None,
        staff: None,
        practice: None,
    })
}

fn service(id: &str) -> Service {
    let at = "2026-01-01T00:00:00Z".parse().unwrap();
    Service {
        id: Uuid::from_u128(9),
        version: 1,
        key: ServiceKey::new("demo", id).unwrap(),
        details: ServiceDetails { name: "Bedminster Befriending".to_owned(), ..ServiceDetails::default() },
        staff_check: None,
        stopped: None,
        given: 0,
        last_given: None,
        listed_at: at,
        changed_at: at,
    }
}

fn found(needs: &[NeedKey]) -> Found {
    let hit = |id: &str, name: &str, about: &str, why: &str| Hit {
        what: HitKind::Service(Subject { kind: SubjectKind::Service, id: Uuid::from_u128(9) }),
        id: id.to_owned(),
        name: name.to_owned(),
        marks: vec![],
        about: about.to_owned(),
        facts: about.split(", ").map(str::to_owned).collect(),
        why: why.to_owned(),
        unusable: None,
    };
    let mut hits = vec![hit("b1", "Bedminster Befriending", "0.4 km, open now until 16:00", "loneliness")];
    if needs.contains(&key("debt")) {
        hits.push(hit("m1", "Money Talks, South Bristol", "1.1 km, opens Mon 10:00", "debt"));
    }
    Found { total: 36 + hits.len(), hits, micros: 90, ..Found::default() }
}

impl Seat {
    pub fn at_an_empty_form() -> Self {
        Self::at(&FlagStart::Empty, None, FakeDesk::new())
    }

    pub fn at(start: &FlagStart, draft: Option<&FlagDraft>, desk: FakeDesk) -> Self {
        Self::before(draft, desk, |ctx| FlagScreen::new(start, draft, ctx))
    }

    /// Starts again with what was kept, as after a kill.
    pub fn killed_and_started_again(self) -> Self {
        Self::at(&FlagStart::Empty, self.draft.as_ref(), self.desk)
    }
}

impl Seat<FlagLineScreen> {
    pub fn at_the_line(draft: Option<&FlagDraft>, desk: FakeDesk) -> Self {
        Self::before(draft, desk, |ctx| FlagLineScreen::new(draft, ctx))
    }
}

impl<S: Flags> Seat<S> {
    fn before(
        draft: Option<&FlagDraft>,
        desk: FakeDesk,
        screen: impl FnOnce(&Ctx<'_>) -> (S, Vec<Act>),
    ) -> Self {
        let keymap = Keymap::load(VOCABULARY, None, None).keymap;
        let theme = Theme::none();
        let one = |id, name: &str, role| Staff {
            capacity: None,
            languages: vec![],
            covers: vec![],
            leave: None,
            id: StaffId(Uuid::from_u128(id)),
            practice: PracticeId(Uuid::from_u128(1)),
            version: 1,
            name: name.to_owned(),
            roles: [role].into(),
            account: None,
            retired: false,
        };
        let staff = vec![
            one(1, "Priya", Role::Receptionist),
            one(2, "Sam Okafor", Role::LinkWorker),
            one(3, "Bea Lin", Role::LinkWorker),
        ];
        let (screen, acts) = screen(&ctx(&keymap, &theme, &staff));
        let mut seat = Self {
            screen,
            desk,
            wanted: vec![],
            draft: draft.cloned(),
            keys: 0,
            unanswered: vec![],
            held: vec![],
            keymap,
            theme,
            staff,
        };
        seat.hear(acts);
        seat
    }

    /// Types the letters of words.
    pub fn types(&mut self, words: &str) -> &mut Self {
        for letter in words.chars() {
            self.press(letter.to_string().replace(' ', "Space").parse().unwrap());
        }
        self
    }

    /// Presses keys, each counted.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split(' ') {
            self.keys += 1;
            self.press(key.parse().unwrap());
        }
        self
    }

    pub fn pastes(&mut self, text: &str) -> &mut Self {
        self.hand(Pressed::Paste(text.to_owned()));
        self
    }

    fn press(&mut self, key: Key) {
        if self.screen.is_opening() {
            self.held.push(key);
            return;
        }
        let mut scopes = self.screen.scopes();
        scopes.push(scope::GLOBAL);
        let pressed = match self.keymap.press(&scopes, &mut vec![], key) {
            Outcome::Matched(row) if row.scope == scope::GLOBAL => return,
            Outcome::Matched(row) => Pressed::Command(Command::named(row.command).unwrap()),
            Outcome::NotFound(key) if scopes[0] == scope::TEXT => match key.typed() {
                Some(letter) => Pressed::Char(letter),
                None => return,
            },
            _ => return,
        };
        self.hand(pressed);
    }

    fn hand(&mut self, pressed: Pressed) {
        let acts = self.screen.update(pressed, &ctx(&self.keymap, &self.theme, &self.staff));
        self.hear(acts);
    }

    fn hear(&mut self, acts: Vec<Act>) {
        for act in acts {
            match act {
                Act::Ask(question, request) => {
                    // Asked anew under the same number, the earlier answer is void.
                    self.unanswered.retain(|(earlier, _)| *earlier != question);
                    self.unanswered.push((question, request));
                }
                Act::Draft(draft) => self.draft = draft.map(|draft| *draft),
                other => self.wanted.push(other),
            }
        }
        if !self.desk.silent {
            self.desk_answers();
        }
    }

    /// Answers everything that was asked.
    pub fn desk_answers(&mut self) {
        while !self.unanswered.is_empty() {
            let (question, request) = self.unanswered.remove(0);
            let answer = self.desk.ask(request);
            let acts = self.screen.answer(question, answer, &ctx(&self.keymap, &self.theme, &self.staff));
            let silent = std::mem::replace(&mut self.desk.silent, true);
            self.hear(acts);
            if !self.screen.is_opening() && !self.wanted.contains(&Act::Close) {
                for key in std::mem::take(&mut self.held) {
                    self.press(key);
                }
            }
            self.desk.silent = silent;
        }
    }

    /// The application tells the screen something.
    pub fn told(&mut self, tell: impl FnOnce(&mut S, &Ctx<'_>) -> Vec<Act>) {
        let acts = tell(&mut self.screen, &ctx(&self.keymap, &self.theme, &self.staff));
        self.hear(acts);
    }

    /// The one flag that was saved.
    pub fn saved(&self) -> &FlagNeeds {
        assert_eq!(self.desk.flagged.len(), 1, "{}", self.page());
        assert!(self.wanted.contains(&Act::Close), "{}", self.page());
        &self.desk.flagged[0]
    }

    /// The last hint.
    pub fn hint(&self) -> &str {
        let hints = self.wanted.iter().rev().find_map(|act| match act {
            Act::Hint(hint) => Some(hint.as_str()),
            _ => None,
        });
        hints.unwrap_or_else(|| panic!("no hint but {:?}", self.wanted))
    }

    /// What stands on a wide screen.
    pub fn page(&self) -> String {
        self.drawn(120, 32)
    }

    /// What stands on a screen of this size, with the place of the cursor.
    pub fn drawn(&self, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let ctx = ctx(&self.keymap, &self.theme, &self.staff);
        terminal.draw(|frame| self.screen.view(frame, frame.area(), &ctx)).unwrap();
        let cursor = terminal.get_cursor_position().unwrap();
        let buffer = terminal.backend().buffer();
        let mut text = String::new();
        for y in 0..height {
            let row: String = (0..width).map(|x| buffer[(x, y)].symbol()).collect();
            text.push_str(row.trim_end());
            text.push('\n');
        }
        format!("{text}cursor {},{}", cursor.x, cursor.y)
    }
}

fn ctx<'a>(keymap: &'a Keymap, theme: &'a Theme, staff: &'a [Staff]) -> Ctx<'a> {
    const ZONE: TimeZone = TimeZone::UTC;
    static UTC: TimeZone = ZONE;
    Ctx {
        theme,
        signs: &Signs::UNICODE,
        keymap,
        now: "2026-11-21T14:32:00Z".parse().unwrap(),
        zone: &UTC,
        me: staff.first(),
        staff,
        overview: None,
    }
}
