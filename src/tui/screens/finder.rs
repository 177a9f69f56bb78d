//! The finder: one box over services, patients and cases, opened over anything.
//!
//! Each change of the text asks anew under one number, so that only the answer to the latest text arrives. Ranking is
//! the desk's; what opens is the application's.

mod noting;
mod view;

#[cfg(test)]
mod tests;

use crate::desk::reply::{Found, Hit, HitKind, Reply};
use crate::desk::request::{Find, Request};
use crate::domain::id::CaseId;
use crate::domain::need::NeedKey;
use crate::domain::postcode::Outcode;
use crate::tui::commands::{Command, scope};
use crate::tui::open::{CardFor, FinderStart, FlagStart, Place};
use crate::tui::screen::{Act, Answer, Ctx, Pressed, Question};
use crate::tui::screens::finder::noting::Noting;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::rows::Rows;
use ratatui::layout::Rect;

/// What fits the text.
const FIND: Question = 1;
/// What has to be known before the chosen hit opens.
const OPEN: Question = 2;
/// That nothing fits is being noted.
const NOTE: Question = 3;
/// How soon a search is repeated while the index is loading, in milliseconds: for hits that somebody looks at, and
/// for the first hit of somebody who has pressed Enter already.
const AGAIN: u64 = 500;
const AGAIN_TO_OPEN: u64 = 100;
/// How many hits are asked for: more than anybody reads, few enough to answer at once.
const MOST: usize = 50;

/// The finder.
#[derive(Clone, Debug, PartialEq)]
pub struct FinderScreen {
    start: FinderStart,
    field: Field,
    kind: Kind,
    found: Found,
    /// The desk has not answered for the text as it stands.
    asking: bool,
    /// Enter was pressed: the selected hit opens as soon as it can.
    opening: Opening,
    /// Why the desk did not look.
    refused: Option<String>,
    rows: Rows,
    /// What the patient cannot use is shown too.
    apart: bool,
    /// It is asked which need nothing fits.
    noting: Option<Noting>,
    /// What was noted from here already.
    noted: Vec<(NeedKey, Option<Outcode>)>,
    /// How many rows hits may take.
    height: u16,
    width: u16,
}

/// Which kind of thing is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    All,
    Services,
    Patients,
    Cases,
}

/// How far Enter has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    No,
    /// The hits are not there yet.
    OnceFound,
    /// What opens is being looked up.
    LookingUp,
}

impl Kind {
    const ALL: [Self; 4] = [Self::All, Self::Services, Self::Patients, Self::Cases];

    fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Services => "services",
            Self::Patients => "patients",
            Self::Cases => "cases",
        }
    }

    /// The kind that a prefix means: `s:` or `service:`.
    fn of_prefix(prefix: &str) -> Option<Self> {
        match prefix.trim().to_lowercase().as_str() {
            "s" | "service" | "services" => Some(Self::Services),
            "p" | "patient" | "patients" => Some(Self::Patients),
            "c" | "case" | "cases" => Some(Self::Cases),
            _ => None,
        }
    }

    fn next(self, by: usize) -> Self {
        Self::ALL[(self as usize + by) % Self::ALL.len()]
    }
}

impl FinderScreen {
    /// Opens it; words that are there already are looked up at once.
    pub fn new(start: FinderStart, _ctx: &Ctx<'_>) -> (Self, Vec<Act>) {
        let kind = if start.chosen_for == CardFor::Nobody { Kind::All } else { Kind::Services };
        let mut screen = Self {
            field: Field::with(&start.text),
            start,
            kind,
            found: Found::default(),
            asking: false,
            opening: Opening::No,
            refused: None,
            rows: Rows::default(),
            apart: false,
            noting: None,
            noted: vec![],
            height: 10,
            width: 80,
        };
        let acts = screen.look();
        (screen, acts)
    }

    /// The scopes of its keys, the innermost first.
    pub fn scopes(&self) -> Vec<&'static str> {
        vec![scope::FINDER, scope::TEXT]
    }

    /// The commands that matter now.
    pub fn hints(&self) -> Vec<Command> {
        let mut hints = Vec::new();
        if self.choices() > 0 {
            hints.extend([Command::Open, Command::Down]);
        }
        if self.found.apart > 0 {
            hints.push(Command::ShowHidden);
        }
        if !self.only_services() {
            hints.push(Command::Narrow);
        }
        if self.noting.is_some() {
            return vec![Command::Open, Command::Down, Command::Back];
        }
        hints.push(Command::NoteUnmet);
        hints.push(Command::Back);
        hints
    }

    /// Enter was pressed and what it opens is not there yet: keys pressed meanwhile are meant for that, so the
    /// application holds them back until the answer is here.
    pub fn is_opening(&self) -> bool {
        self.opening != Opening::No
    }

    /// Goes a step back inside of it: from the question which need nothing fits.
    pub fn step_back(&mut self) -> bool {
        self.noting.take().is_some()
    }

    /// Esc while the hit is waited for: the hits are there to be looked at.
    pub fn stop_opening(&mut self) -> bool {
        self.opening = Opening::No;
        true
    }

    #[cfg(test)]
    pub(in crate::tui) fn typed(&self) -> &str {
        self.field.value()
    }

    /// The size that it has now, so that a page is a page.
    pub fn resized(&mut self, area: Rect) {
        (self.width, self.height) = (area.width, view::rows_for_hits(area));
    }

    /// Hears a key.
    pub fn update(&mut self, pressed: Pressed, _ctx: &Ctx<'_>) -> Vec<Act> {
        if self.noting.is_some() {
            return self.update_noting(&pressed);
        }
        if let Pressed::Command(command) = pressed {
            let page = usize::from(self.height / view::rows_of_a_hit(self.width)).max(1);
            if self.rows.press(command, self.choices(), page) {
                return vec![];
            }
            match command {
                Command::Open => return self.open(),
                Command::Narrow => return self.narrow(1),
                Command::NarrowBack => return self.narrow(Kind::ALL.len() - 1),
                Command::ShowHidden => return self.show_apart(),
                Command::NoteUnmet => return self.note_unmet(),
                _ => {}
            }
        }
        let before = self.field.value().to_owned();
        if self.field.press(&pressed) && self.field.value() != before {
            self.opening = Opening::No;
            return self.look();
        }
        vec![]
    }

    /// Hears what the desk says.
    pub fn answer(&mut self, question: Question, answer: Answer, _ctx: &Ctx<'_>) -> Vec<Act> {
        match (question, answer) {
            (FIND, Ok(Reply::Found(found))) => {
                self.asking = false;
                self.refused = None;
                let loading = found.loading;
                self.found = found;
                self.rows = Rows::default();
                if self.opening != Opening::OnceFound {
                    return if loading { vec![Act::TickIn(AGAIN)] } else { vec![] };
                }
                // Of a part of the index the best may be the wrong one, and nobody has seen it yet.
                if loading {
                    return vec![Act::TickIn(AGAIN_TO_OPEN)];
                }
                self.opening = Opening::No;
                self.open()
            }
            (FIND, Err(refusal)) => {
                self.asking = false;
                self.opening = Opening::No;
                self.found = Found::default();
                self.refused = Some(format!("{} {}", refusal.what(), refusal.advice()));
                vec![]
            }
            (OPEN, Ok(Reply::Service(service))) => {
                self.opening = Opening::No;
                vec![Act::Open(Place::Service(service.key, self.start.chosen_for.clone()))]
            }
            (OPEN, Ok(Reply::Patient(card))) => {
                self.opening = Opening::No;
                let place = match card.open_case {
                    Some(case) => Place::Case(case.id, vec![]),
                    None => Place::Flag(FlagStart::For(card.patient.id)),
                };
                vec![Act::Close, Act::Open(place)]
            }
            (NOTE, Ok(Reply::Done(done))) => vec![Act::Done(Box::new(done))],
            (NOTE, Err(refusal)) => {
                self.noted.pop();
                vec![Act::Refused(refusal)]
            }
            (OPEN, Err(refusal)) => {
                self.opening = Opening::No;
                vec![Act::Refused(refusal)]
            }
            _ => vec![],
        }
    }

    /// The index was loading: what was found then may not be all.
    pub fn tick(&mut self, _ctx: &Ctx<'_>) -> Vec<Act> {
        if self.found.loading && !self.asking && self.rows.selected == 0 { self.look() } else { vec![] }
    }

    /// Asks for what fits the text now. Where there is nothing to go by, nothing is asked.
    fn look(&mut self) -> Vec<Act> {
        let (kind, text) = self.understood();
        if text.is_empty() && self.start.needs.is_empty() {
            self.asking = false;
            self.refused = None;
            self.found = Found::default();
            self.rows = Rows::default();
            return vec![];
        }
        let find = Find {
            text: text.to_owned(),
            services: matches!(kind, Kind::All | Kind::Services),
            patients: matches!(kind, Kind::All | Kind::Patients),
            cases: matches!(kind, Kind::All | Kind::Cases),
            feed: None,
            needs: self.start.needs.clone(),
            near: self.start.near.clone(),
            patient: self.start.patient,
            apart: self.apart,
            limit: MOST,
        };
        self.asking = true;
        vec![Act::Ask(FIND, Request::Find(find))]
    }

    /// The kind that is looked for, and the words without a prefix.
    fn understood(&self) -> (Kind, &str) {
        let text = self.field.value().trim();
        if !self.only_services()
            && let Some((prefix, words)) = text.split_once(':')
            && let Some(kind) = Kind::of_prefix(prefix)
        {
            return (kind, words.trim());
        }
        (self.kind, text)
    }

    fn only_services(&self) -> bool {
        self.start.chosen_for != CardFor::Nobody
    }

    fn narrow(&mut self, by: usize) -> Vec<Act> {
        if self.only_services() {
            return vec![Act::Hint("Only a service can be chosen here.".to_owned())];
        }
        let (kind, words) = self.understood();
        if words.len() < self.field.value().trim().len() {
            // The prefix would go on overruling the choice.
            self.field = Field::with(words);
        }
        self.kind = kind.next(by);
        self.opening = Opening::No;
        self.look()
    }

    fn open(&mut self) -> Vec<Act> {
        if self.asking {
            self.opening = Opening::OnceFound;
            return vec![];
        }
        let Some(hit) = self.found.hits.get(self.rows.selected) else { return self.take_reading() };
        let request = match hit.what {
            HitKind::Case(case) => {
                return vec![Act::Close, Act::Open(Place::Case(case, self.case_hits()))];
            }
            HitKind::Service(subject) => Request::Service { id: subject.id.to_string() },
            HitKind::Patient(patient) => Request::Patient { patient },
        };
        self.opening = Opening::LookingUp;
        vec![Act::Ask(OPEN, request)]
    }

    /// Shows what was set apart behind the rest, or no longer.
    fn show_apart(&mut self) -> Vec<Act> {
        if !self.apart && self.found.apart == 0 {
            return vec![Act::Hint("Nothing was set apart: the patient may use all of these.".to_owned())];
        }
        self.apart = !self.apart;
        self.look()
    }

    /// How many lines can be chosen from: hits, or where there are none, the nearest texts that find something.
    fn choices(&self) -> usize {
        if self.found.hits.is_empty() { self.found.readings.len() } else { self.found.hits.len() }
    }

    /// Takes the selected reading as what was typed.
    fn take_reading(&mut self) -> Vec<Act> {
        let Some(reading) = self.found.readings.get(self.rows.selected) else { return vec![] };
        self.field = Field::with(reading);
        self.look()
    }

    /// The cases that were found, to walk from one to the next.
    fn case_hits(&self) -> Vec<CaseId> {
        let case = |hit: &Hit| match hit.what {
            HitKind::Case(case) => Some(case),
            _ => None,
        };
        self.found.hits.iter().filter_map(case).collect()
    }
}
