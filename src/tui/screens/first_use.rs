//! First use: no practice is set up here. Offers the demo or a practice of one's own, then says what to press.
//!
//! There is no store yet: the application makes one when the set-up is asked for.

mod view;

#[cfg(test)]
mod tests;

use crate::desk::reply::Reply;
use crate::desk::request::{Request, SetUp};
use crate::domain::id::StaffId;
use crate::domain::ods::OdsCode;
use crate::domain::staff::Role;
use crate::tui::commands::{Command, scope};
use crate::tui::screen::{Act, Answer, Ctx, Pressed, Question};
use crate::tui::widgets::field::Field;
use std::collections::BTreeSet;

/// The practice is set up.
const SET_UP: Question = 1;

/// First use.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstUseScreen {
    step: Step,
    /// Which of the two offers is selected.
    offer: Offer,
    practice: Field,
    ods: Field,
    name: Field,
    roles: BTreeSet<Role>,
    row: Row,
    /// Messages appear once somebody has tried to save: an empty form is no mistake.
    tried: bool,
    asking: bool,
    /// What the desk said against it.
    refused: Option<String>,
    /// The operating system's account, by which this person is known from now on.
    account: Option<String>,
    /// Where the store will be.
    folder: String,
}

#[derive(Clone, Debug, PartialEq)]
enum Step {
    Offers,
    Form,
    Ready { said: String, me: StaffId },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Offer {
    Demo,
    Practice,
}

/// A row of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Practice,
    Ods,
    Name,
    Role(Role),
    SetUp,
}

impl Row {
    const ALL: [Self; 9] = [
        Self::Practice,
        Self::Ods,
        Self::Name,
        Self::Role(Role::ALL[0]),
        Self::Role(Role::ALL[1]),
        Self::Role(Role::ALL[2]),
        Self::Role(Role::ALL[3]),
        Self::Role(Role::ALL[4]),
        Self::SetUp,
    ];

    fn step(self, forward: bool) -> Self {
        let place = Self::ALL.iter().position(|row| *row == self).unwrap_or(0);
        let last = Self::ALL.len() - 1;
        Self::ALL[if forward { (place + 1).min(last) } else { place.saturating_sub(1) }]
    }
}

impl FirstUseScreen {
    /// Opens it. `account` is the operating system's; `folder` is where the store will be.
    pub fn new(account: Option<String>, folder: String) -> (Self, Vec<Act>) {
        let screen = Self {
            step: Step::Offers,
            offer: Offer::Demo,
            practice: Field::default(),
            ods: Field::default(),
            name: Field::default(),
            roles: Role::ALL.into(),
            row: Row::Practice,
            tried: false,
            asking: false,
            refused: None,
            account,
            folder,
        };
        (screen, vec![])
    }

    /// The scopes of its keys, the innermost first.
    pub fn scopes(&self) -> Vec<&'static str> {
        match (&self.step, self.row) {
            (Step::Form, Row::Practice | Row::Ods | Row::Name) => vec![scope::TEXT, scope::FORM],
            (Step::Form, _) => vec![scope::FORM],
            (Step::Offers | Step::Ready { .. }, _) => vec![scope::LIST],
        }
    }

    /// The commands that matter now.
    pub fn hints(&self) -> Vec<Command> {
        match (&self.step, self.row) {
            (Step::Offers, _) => vec![Command::Open, Command::Down, Command::Up],
            (Step::Form, Row::Role(_)) => vec![Command::Toggle, Command::NextField, Command::Save],
            (Step::Form, _) => vec![Command::Take, Command::NextField, Command::Save],
            (Step::Ready { .. }, _) => vec![Command::Open],
        }
    }

    /// Hears a key.
    pub fn update(&mut self, pressed: Pressed, _ctx: &Ctx<'_>) -> Vec<Act> {
        match (&self.step, pressed) {
            (Step::Offers, Pressed::Command(command)) => self.offers(command),
            (Step::Form, pressed) => self.form(pressed),
            (Step::Ready { me, .. }, Pressed::Command(Command::Open)) => {
                vec![Act::Begin(*me)]
            }
            _ => vec![],
        }
    }

    /// Hears what the desk says.
    pub fn answer(&mut self, question: Question, answer: Answer, _ctx: &Ctx<'_>) -> Vec<Act> {
        self.asking = false;
        match (question, answer) {
            (SET_UP, Ok(Reply::Done(done))) => {
                if let Some(staff) = done.staff {
                    self.step = Step::Ready { said: done.said, me: staff.id };
                }
            }
            (SET_UP, Err(refusal)) => self.refused = Some(refusal.to_string()),
            _ => {}
        }
        vec![]
    }

    fn offers(&mut self, command: Command) -> Vec<Act> {
        match command {
            Command::Up | Command::First | Command::PageUp => self.offer = Offer::Demo,
            Command::Down | Command::Last | Command::PageDown => self.offer = Offer::Practice,
            // The offers stand as 1 and 2, which elsewhere are the first two tabs.
            Command::Today => {
                self.offer = Offer::Demo;
                return self.take_offer();
            }
            Command::Cases => {
                self.offer = Offer::Practice;
                return self.take_offer();
            }
            Command::Open => return self.take_offer(),
            _ => {}
        }
        vec![]
    }

    fn take_offer(&mut self) -> Vec<Act> {
        match self.offer {
            Offer::Demo => vec![Act::StartDemo],
            Offer::Practice => {
                self.step = Step::Form;
                vec![]
            }
        }
    }

    fn form(&mut self, pressed: Pressed) -> Vec<Act> {
        if self.asking {
            return vec![];
        }
        if let Pressed::Command(command) = pressed {
            match command {
                Command::PreviousField | Command::Up => self.row = self.row.step(false),
                Command::Take if self.row == Row::SetUp => return self.save(),
                Command::NextField | Command::Down | Command::Take => self.row = self.row.step(true),
                Command::Save => return self.save(),
                Command::Toggle => self.toggle(),
                // What was typed stays, for whoever comes back to it.
                Command::Leave => self.step = Step::Offers,
                _ => self.type_into(&pressed),
            }
            return vec![];
        }
        self.type_into(&pressed);
        vec![]
    }

    fn type_into(&mut self, pressed: &Pressed) {
        let field = match self.row {
            Row::Practice => &mut self.practice,
            Row::Ods => &mut self.ods,
            Row::Name => &mut self.name,
            Row::Role(_) | Row::SetUp => return,
        };
        if field.press(pressed) {
            self.refused = None;
        }
    }

    fn toggle(&mut self) {
        if let Row::Role(role) = self.row
            && !self.roles.remove(&role)
        {
            self.roles.insert(role);
        }
    }

    fn save(&mut self) -> Vec<Act> {
        self.tried = true;
        self.refused = None;
        if let Some((row, _)) = self.mistakes().into_iter().next() {
            self.row = row;
            return vec![];
        }
        let Ok(ods) = OdsCode::parse(self.ods.value()) else { return vec![] };
        let set_up = SetUp {
            practice: self.practice.value().trim().to_owned(),
            ods,
            staff: self.name.value().trim().to_owned(),
            roles: self.roles.clone(),
            account: self.account.clone(),
        };
        self.asking = true;
        vec![Act::Ask(SET_UP, Request::SetUp(set_up))]
    }

    /// What keeps the form from being saved, row by row.
    fn mistakes(&self) -> Vec<(Row, String)> {
        let mut mistakes = Vec::new();
        if self.practice.value().trim().is_empty() {
            mistakes.push((Row::Practice, "Give the practice's name, as patients know it.".to_owned()));
        }
        if let Err(error) = OdsCode::parse(self.ods.value()) {
            mistakes.push((Row::Ods, error.to_string()));
        }
        if self.name.value().trim().is_empty() {
            mistakes.push((Row::Name, "Give your name, as colleagues say it.".to_owned()));
        }
        if !self.roles.contains(&Role::Administrator) {
            // Somebody has to be able to take on the others.
            let what = "The first member of staff has to be an administrator, to add the others.".to_owned();
            mistakes.push((Row::Role(Role::Administrator), what));
        }
        mistakes
    }
}
