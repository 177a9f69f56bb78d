//! Flag in one line: `9995260182 lonely, debt !soon +agreed -- son moved away`, each part shown as it was read.
//!
//! ```text
//!  Flag in one line
//!    9995260182 lonely, debt !soon +agreed -- son moved away
//!
//!    Patient    999 526 0182 · Margaret Ellis · 3 Feb 1948 (78) · BS3 4NN
//!    Needs      Loneliness, Debt
//!    Urgency    soon
//!    Agreement  agreed
//!    Note       son moved away
//!
//!  Enter: hand Margaret Ellis to the team for loneliness and debt.
//! ```
//!
//! Reading the line is [`crate::domain::flag_line`]'s.

mod save;
mod view;

use crate::desk::reply::{PatientCard, PatientLine, Reply};
use crate::desk::request::Request;
use crate::domain::dates;
use crate::domain::flag_line::{self, FlagLine, PartKind, Who};
use crate::domain::patient::Details;
use crate::tui::commands::{Command, scope};
use crate::tui::draft::FlagDraft;
use crate::tui::screen::{Act, Answer, Ctx, Pressed, Question};
use crate::tui::screens::flag::red_flag::{Card, Instead, Stop};
use crate::tui::widgets::field::Field;
use jiff::civil::Date;
use save::Saving;

/// The numbers of the questions that the screen asks.
mod asks {
    use crate::tui::screen::Question;

    pub const WHO: Question = 1;
    pub const PATIENT: Question = 2;
    pub const CARD: Question = 3;
    pub const SAVE: Question = 4;
}

/// The one line.
#[derive(Clone, Debug, PartialEq)]
pub struct FlagLineScreen {
    line: Field,
    stop: Stop,
    spot: Spot,
    /// The draft, of which the line is a part.
    kept: FlagDraft,
    /// Whom the line names, as it was last asked, and who that may be.
    asked: Option<Who>,
    people: Option<Vec<PatientLine>>,
    patient: Option<Box<PatientCard>>,
    /// Who was chosen of those alike.
    chosen: Option<PatientLine>,
    card: Card,
    saving: Saving,
    even_if_alike: bool,
    /// Why it was not saved, until something is changed.
    trouble: Option<String>,
}

/// What has the keys: the line, or a part of the card that a red flag brings up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spot {
    Line,
    Instead,
    Told,
    ToldAt,
    Because,
}

impl FlagLineScreen {
    /// The line as it opens, with what was typed before, and with what it asks first.
    pub fn new(draft: Option<&FlagDraft>, ctx: &Ctx<'_>) -> (Self, Vec<Act>) {
        let kept = draft.cloned().unwrap_or_default();
        let mut screen = Self {
            line: Field::with(&kept.line),
            stop: serde_json::from_value(kept.line_answer.clone()).unwrap_or_default(),
            spot: Spot::Line,
            kept,
            asked: None,
            people: None,
            patient: None,
            chosen: None,
            card: Card::default(),
            saving: Saving::Typing,
            even_if_alike: false,
            trouble: None,
        };
        let before = (screen.line.clone(), screen.stop.clone());
        let acts = screen.follow(&before, ctx);
        // What was answered before the draft was kept stands.
        screen.stop.instead = before.1.instead;
        (screen, acts)
    }

    /// The scopes that the keys go through, the innermost first.
    pub fn scopes(&self) -> Vec<&'static str> {
        match (&self.saving, self.spot) {
            (Saving::Asks { .. }, _) | (_, Spot::Instead) => vec![scope::FORM],
            _ => vec![scope::TEXT, scope::FORM],
        }
    }

    /// The commands that matter now, for the bottom line.
    pub fn hints(&self) -> Vec<Command> {
        match (&self.saving, self.spot) {
            (Saving::Asks { .. }, _) => vec![Command::Down, Command::Take, Command::Leave],
            (_, Spot::Instead) => vec![Command::ChoiceRight, Command::NextField, Command::Leave],
            _ if self.card.stands() => vec![Command::NextField, Command::Save, Command::Leave],
            _ => vec![Command::Save, Command::Flag, Command::Leave],
        }
    }

    /// Hears what was pressed.
    #[expect(clippy::needless_pass_by_value, reason = "every screen is handed what was pressed")]
    pub fn update(&mut self, pressed: Pressed, ctx: &Ctx<'_>) -> Vec<Act> {
        let before = (self.line.clone(), self.stop.clone());
        let mut acts = match self.saving.clone() {
            Saving::Typing => self.hear(&pressed, ctx),
            Saving::Asks { lines, at } => self.choose(lines, at, &pressed, ctx),
            Saving::WhenKnown | Saving::Sent => return vec![],
        };
        acts.extend(self.follow(&before, ctx));
        acts
    }

    /// Whether it is being saved: the next key is for what comes of that.
    pub fn is_opening(&self) -> bool {
        matches!(self.saving, Saving::WhenKnown | Saving::Sent)
    }

    /// Esc while it is being saved: back to typing, unless it was sent.
    pub fn stop_opening(&mut self) -> bool {
        let stops = self.saving == Saving::WhenKnown;
        if stops {
            self.saving = Saving::Typing;
        }
        stops
    }

    /// Hears an answer of the desk.
    pub fn answer(&mut self, question: Question, answer: Answer, ctx: &Ctx<'_>) -> Vec<Act> {
        let before = (self.line.clone(), self.stop.clone());
        let mut acts = match (question, answer) {
            (asks::WHO, Ok(Reply::Patients(lines))) => self.hear_people(lines, ctx),
            (asks::PATIENT, Ok(Reply::Patient(card))) => {
                self.patient = Some(card);
                self.go_on_saving(ctx)
            }
            (asks::CARD, Ok(Reply::CallCard(lines))) => {
                self.card.lines = lines;
                vec![]
            }
            (asks::SAVE, answer) => return self.hear_saved(answer, ctx),
            // The line works without what could not be looked up.
            (_, Err(_)) => self.go_on_saving(ctx),
            _ => vec![],
        };
        acts.extend(self.follow(&before, ctx));
        acts
    }

    /// Nothing here waits for time.
    pub fn tick(&mut self, _ctx: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }

    fn read(&self, today: Date) -> FlagLine {
        flag_line::read(self.line.value(), today)
    }

    fn hear(&mut self, pressed: &Pressed, ctx: &Ctx<'_>) -> Vec<Act> {
        if let Pressed::Command(command) = pressed {
            match command {
                Command::Save => return self.save(ctx),
                Command::Take if self.spots().last() == Some(&self.spot) || self.spot == Spot::Line => {
                    return self.save(ctx);
                }
                Command::Take | Command::NextField | Command::Down => return self.move_by(1),
                Command::PreviousField | Command::Up => return self.move_by(-1),
                Command::ChoiceLeft => self.stop.instead = Instead::Escalate,
                Command::ChoiceRight => self.stop.instead = Instead::GoOn,
                Command::Leave => return vec![Act::Draft(self.draft()), Act::Close],
                _ => {}
            }
        }
        if let Some(field) = self.field_mut() {
            field.press(pressed);
        }
        vec![]
    }

    fn field_mut(&mut self) -> Option<&mut Field> {
        match self.spot {
            Spot::Line => Some(&mut self.line),
            Spot::Instead => None,
            Spot::Told => Some(&mut self.stop.told),
            Spot::ToldAt => Some(&mut self.stop.told_at),
            Spot::Because => Some(&mut self.stop.because),
        }
    }

    fn spots(&self) -> &'static [Spot] {
        match (self.card.stands(), self.stop.instead) {
            (false, _) => &[Spot::Line],
            (true, Instead::Escalate) => &[Spot::Line, Spot::Instead, Spot::Told, Spot::ToldAt],
            (true, Instead::GoOn) => &[Spot::Line, Spot::Instead, Spot::Because],
        }
    }

    fn move_by(&mut self, by: isize) -> Vec<Act> {
        let at = self.spots().iter().position(|spot| *spot == self.spot).unwrap_or(0);
        if let Some(spot) = self.spots().get(at.saturating_add_signed(by)) {
            self.spot = *spot;
        }
        vec![]
    }

    /// Who the line may name.
    fn hear_people(&mut self, lines: Vec<PatientLine>, ctx: &Ctx<'_>) -> Vec<Act> {
        if let Some(Who::Number(number)) = &self.asked {
            // The number comes first in what is read back: only that person is meant.
            let number = number.to_string();
            let line = lines
                .iter()
                .find(|line| line.read_back.starts_with(&number) || line.called.starts_with(&number));
            let ask = line.map(|line| Act::Ask(asks::PATIENT, Request::Patient { patient: line.id }));
            self.people = Some(line.cloned().into_iter().collect());
            if let Some(ask) = ask {
                return vec![ask];
            }
        } else {
            self.people = Some(lines);
        }
        // Nobody's record is to be waited for.
        self.go_on_saving(ctx)
    }

    /// What follows from every change: who is asked for, the red flags, the draft.
    fn follow(&mut self, before: &(Field, Stop), ctx: &Ctx<'_>) -> Vec<Act> {
        let mut acts = vec![];
        let read = self.read(ctx.today());
        if read.who != self.asked {
            self.asked.clone_from(&read.who);
            self.people = None;
            self.patient = None;
            self.chosen = None;
            self.even_if_alike = false;
            acts.extend(read.who.as_ref().map(|who| Act::Ask(asks::WHO, asked_for(who))));
        }
        if self.line.value() != before.0.value() {
            self.card.refused.clear();
        }
        let mut texts = vec![read.note.as_str()];
        let needs = read.parts.iter().filter(|part| part.kind == PartKind::Need);
        texts.extend(needs.filter_map(|part| self.line.value().get(part.range.clone())));
        if let Some((request, fresh)) = self.card.look(&texts, &read.needs_known()) {
            if fresh {
                self.stop.instead = Instead::Escalate;
            }
            acts.push(Act::Ask(asks::CARD, request));
        }
        if !self.spots().contains(&self.spot) {
            self.spot = if self.card.stands() { Spot::Instead } else { Spot::Line };
        }
        if (&self.line, &self.stop) != (&before.0, &before.1) {
            self.trouble = None;
            acts.push(Act::Draft(self.draft()));
        }
        acts
    }

    fn draft(&self) -> Option<Box<FlagDraft>> {
        let line = self.line.value().to_owned();
        let answered = !line.is_empty() && self.stop != Stop::default();
        // Plain data always becomes JSON.
        let line_answer = if answered {
            serde_json::to_value(&self.stop).unwrap_or_default()
        } else {
            serde_json::Value::Null
        };
        FlagDraft { line, line_answer, ..self.kept.clone() }.worth_keeping()
    }
}

/// What is asked to show who is meant: by a number just that one, by a name all who may be.
fn asked_for(who: &Who) -> Request {
    match who {
        Who::Number(number) => Request::Patients { text: number.to_string(), limit: 5 },
        Who::Person { name, born } => {
            let details = Details { name: Some(name.clone()), born: Some(*born), ..Details::default() };
            Request::Alike { details: Box::new(details) }
        }
    }
}

/// A patient as they are read back.
fn read_back(details: &Details, dot: &str, today: Date) -> String {
    let mut parts = vec![];
    parts.extend(details.nhs_number.map(|number| number.to_string()));
    parts.extend(details.name.as_ref().map(ToString::to_string));
    parts.extend(details.born.map(|born| dates::with_age(born, today)));
    parts.extend(details.postcode.as_ref().map(ToString::to_string));
    parts.join(&format!(" {dot} "))
}
