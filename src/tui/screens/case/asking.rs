//! What a case asks before something is done with it: a reason, an outcome, a worker, an agreement.
//!
//! Each is a title, what it means, and a short form; Ctrl-S does it, Esc leaves it undone.

use super::details::{changed_details, details_form};
use super::hand_over;
use super::over::Heard;
use crate::desk::reply::{CaseCard, PatientLine};
use crate::desk::request::{Agreed, Request, Route, WhichCase};
use crate::domain::call_card::CardLine;
use crate::domain::case::{AgreementGiven, Answer, Command as CaseCommand, Recipient};
use crate::domain::caseload::Proposal;
use crate::domain::id::{CaseId, PatientId, StaffId};
use crate::domain::patient::Details;
use crate::domain::staff::Role;
use crate::tui::commands::{Command, scope};
use crate::tui::screen::{Act, Ctx, Pressed};
use crate::tui::widgets::form::{Form, Input};
use jiff::civil::Time;
use ratatui_textarea::{CursorMove, TextArea};

/// What is asked.
#[derive(Clone, Debug)]
pub(super) struct Asking {
    pub what: What,
    pub title: String,
    pub means: Vec<String>,
    pub form: Form,
    pub note: TextArea<'static>,
    pub card: Vec<CardLine>,
    pub people: Vec<PatientLine>,
    pub person: usize,
    case: CaseId,
    patient: PatientId,
    details: Box<Details>,
    workers: Vec<Option<StaffId>>,
    first_name: String,
    agreed: bool,
}

impl PartialEq for Asking {
    fn eq(&self, other: &Self) -> bool {
        (self.what, &self.form, self.note.lines()) == (other.what, &other.form, other.note.lines())
    }
}

/// Which question it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    HandOver,
    /// Whether the patient agrees to what the hand-over before it needs.
    Agreement,
    RecordAgreement,
    Escalate,
    Decline,
    GiveBack,
    Reassign,
    Note,
    Reopen,
    EditPatient,
    JoinPatient,
    /// Whether two records are to be joined.
    ConfirmJoin,
}

impl Asking {
    /// The question that a command asks first, if it asks one.
    pub fn begin(command: Command, card: &CaseCard, ctx: &Ctx<'_>) -> Option<Self> {
        let what = match command {
            Command::HandOver => What::HandOver,
            Command::RecordAgreement => What::RecordAgreement,
            Command::Escalate => What::Escalate,
            Command::Decline => What::Decline,
            Command::GiveBack => What::GiveBack,
            Command::Reassign => What::Reassign,
            Command::Note => What::Note,
            Command::Reopen => What::Reopen,
            Command::EditPatient => What::EditPatient,
            Command::JoinPatient => What::JoinPatient,
            _ => return None,
        };
        let workers: Vec<_> = ctx.staff.iter().filter(|one| one.is(Role::LinkWorker)).collect();
        let names = || -> Vec<String> {
            std::iter::once("the team".to_owned()).chain(workers.iter().map(|one| one.name.clone())).collect()
        };
        let who = &card.line.patient.called;
        let (title, means, form): (String, &[&str], Form) = match what {
            What::HandOver => (
                format!("Hand {who} over"),
                &["A link worker takes the open needs."],
                Form::default().choice("To", names(), 0),
            ),
            What::RecordAgreement | What::Agreement => {
                (agreement_question(&card.line.patient.first_name), &[], Form::default())
            }
            What::Escalate => (
                format!("Escalate: {who}"),
                &[
                    "This is not for social prescribing. Call who is on the card, then record it.",
                    "It heads everybody's Today until a clinician takes note.",
                ],
                Form::default().text("What it is", "").text("Who was told", "").text("When", &now_said(ctx)),
            ),
            What::Decline => (
                format!("{who} declines"),
                &["The open needs end as declined."],
                Form::default().text("Why, if said", ""),
            ),
            What::GiveBack => (
                format!("Give {who}'s case back"),
                &["It is to route again, with your reason, in front of whoever flagged it."],
                Form::default().text("Why", ""),
            ),
            What::Reassign if !card.line.stage.is_open() => (
                format!("Who asks again how {who} is?"),
                &["The case stays closed; its follow-ups stand on the Today of whoever you choose."],
                Form::default().choice("To", names().split_off(1), 0),
            ),
            What::Reassign => (
                format!("Reassign {who}'s case"),
                &["It waits for whoever you choose."],
                Form::default().choice("To", names(), 0),
            ),
            What::Note => (
                format!("Note on {who}'s case"),
                &["Clinicians and link workers can read it."],
                Form::default(),
            ),
            What::Reopen => (
                format!("Open {who}'s case again"),
                &["What was not met is to route again."],
                Form::default().text("Why", ""),
            ),
            What::EditPatient => (format!("Details of {who}"), &[], details_form(&card.patient.details)),
            What::JoinPatient | What::ConfirmJoin => (
                format!("Join another record into {who}'s"),
                &[
                    "For one person who was entered twice. Look the other record up: number, name, date of birth.",
                ],
                Form::default().text("Other record", ""),
            ),
        };
        let agreed = card
            .agreements
            .iter()
            .rev()
            .find(|a| a.recipient == Recipient::LinkWorkers)
            .is_some_and(|a| a.answer == Answer::Agreed);
        Some(Self {
            what,
            title,
            means: means.iter().map(|&line| line.to_owned()).collect(),
            form,
            note: TextArea::default(),
            card: vec![],
            people: vec![],
            person: 0,
            case: card.line.id,
            patient: card.patient.id,
            details: Box::new(card.patient.details.clone()),
            workers: (what != What::Reassign || card.line.stage.is_open())
                .then_some(None)
                .into_iter()
                .chain(workers.iter().map(|one| Some(one.id)))
                .collect(),
            first_name: card.line.patient.first_name.clone(),
            agreed,
        })
    }

    pub fn scopes(&self) -> Vec<&'static str> {
        match self.what {
            What::Agreement | What::RecordAgreement => vec![scope::AGREEMENT, scope::FORM],
            What::ConfirmJoin => vec![scope::CONFIRM, scope::FORM],
            What::Note => vec![scope::TEXT, scope::FORM],
            _ if self.form.in_text() => vec![scope::TEXT, scope::FORM],
            _ => vec![scope::FORM],
        }
    }

    pub fn hints(&self) -> Vec<Command> {
        match self.what {
            What::Agreement | What::RecordAgreement => vec![Command::Yes, Command::No, Command::Later],
            What::ConfirmJoin => vec![Command::Yes, Command::No],
            _ => vec![Command::Save, Command::NextField, Command::Leave],
        }
    }

    /// The practice's card of who to call instead.
    pub fn card(&mut self, lines: Vec<CardLine>) {
        self.card = lines;
    }

    /// Who the other record may be.
    pub fn people(&mut self, people: Vec<PatientLine>) {
        self.people = people.into_iter().filter(|person| person.id != self.patient).collect();
        self.person = self.person.min(self.people.len().saturating_sub(1));
    }

    pub fn update(&mut self, pressed: &Pressed, ctx: &Ctx<'_>) -> Heard {
        match pressed {
            Pressed::Command(Command::Leave) => return Heard::Leaves,
            Pressed::Command(Command::Save) => return self.save(ctx),
            Pressed::Command(command @ (Command::Yes | Command::No | Command::Later)) => {
                return self.answered(*command);
            }
            _ => {}
        }
        match self.what {
            What::Note => self.write(pressed),
            What::JoinPatient => match pressed {
                Pressed::Command(Command::Down) => {
                    self.person = (self.person + 1).min(self.people.len().saturating_sub(1));
                }
                Pressed::Command(Command::Up) => self.person = self.person.saturating_sub(1),
                Pressed::Command(Command::Take) => return self.save(ctx),
                pressed => {
                    self.form.press(pressed);
                    self.person = 0;
                    return Heard::Looks(self.form.value(0));
                }
            },
            _ => {
                // In a form of one row there is nowhere to go on to: Enter says what saves.
                let alone = *pressed == Pressed::Command(Command::Take)
                    && self.form.focus + 1 == self.form.entries.len();
                self.form.press(pressed);
                if alone {
                    let key = ctx.keys(Command::Save, &[scope::FORM]);
                    return Heard::Goes(vec![Act::Hint(format!("{key} does it; Enter never does."))]);
                }
            }
        }
        Heard::Goes(vec![])
    }

    fn write(&mut self, pressed: &Pressed) {
        let moves = match pressed {
            Pressed::Char(c) => {
                self.note.insert_char(if crate::domain::text::is_unsafe(*c) {
                    crate::domain::text::REMOVED
                } else {
                    *c
                });
                return;
            }
            Pressed::Paste(text) => {
                self.note.insert_str(crate::domain::text::block(text, 4_000));
                return;
            }
            Pressed::Command(command) => match command {
                Command::Take => return self.note.insert_newline(),
                Command::DeleteBack => return self.note_changed(TextArea::delete_char),
                Command::DeleteForward => return self.note_changed(TextArea::delete_next_char),
                Command::DeleteWord => return self.note_changed(TextArea::delete_word),
                Command::DeleteToStart => return self.note_changed(TextArea::delete_line_by_head),
                Command::DeleteToEnd => return self.note_changed(TextArea::delete_line_by_end),
                Command::CursorLeft => CursorMove::Back,
                Command::CursorRight => CursorMove::Forward,
                Command::CursorWordLeft => CursorMove::WordBack,
                Command::CursorWordRight => CursorMove::WordForward,
                Command::CursorStart => CursorMove::Head,
                Command::CursorEnd => CursorMove::End,
                Command::Down => CursorMove::Down,
                Command::Up => CursorMove::Up,
                _ => return,
            },
        };
        self.note.move_cursor(moves);
    }

    fn note_changed(&mut self, change: fn(&mut TextArea<'static>) -> bool) {
        change(&mut self.note);
    }

    /// What a yes, no or later means here.
    fn answered(&mut self, command: Command) -> Heard {
        let words = agreement_question(&self.first_name);
        let answer = match command {
            Command::Yes => Some(Answer::Agreed),
            Command::No => Some(Answer::Declined),
            _ => None,
        };
        match (self.what, answer) {
            (What::Agreement, Some(Answer::Agreed)) => self.hands_over(Agreed::Yes { words }),
            (What::Agreement, Some(Answer::Declined)) => self.hands_over(Agreed::No { words }),
            (What::RecordAgreement, Some(answer)) => self.on(CaseCommand::RecordAgreement(AgreementGiven {
                recipient: Recipient::LinkWorkers,
                answer,
                words,
                shares: vec![],
                until: None,
            })),
            (What::ConfirmJoin, Some(Answer::Agreed)) => match self.people.get(self.person) {
                Some(other) => {
                    Heard::Asks(Box::new(Request::JoinPatients { keep: self.patient, join: other.id }))
                }
                None => Heard::Leaves,
            },
            _ => Heard::Leaves,
        }
    }

    fn hands_over(&self, agreement: Agreed) -> Heard {
        let to = self.workers.get(self.form.chosen(0)).copied().flatten();
        Heard::Asks(Box::new(hand_over(self.case, to, agreement)))
    }

    fn on(&self, command: CaseCommand) -> Heard {
        Heard::Asks(Box::new(Request::OnCase { case: WhichCase::Id(self.case), command }))
    }

    /// Does what the form says, or says what is missing.
    fn save(&mut self, ctx: &Ctx<'_>) -> Heard {
        let missing = |asking: &mut Self, row| {
            asking.form.wrong(row, "a few words are needed here");
            Heard::Goes(vec![])
        };
        let first = self.form.value(0);
        match self.what {
            What::HandOver if self.agreed => self.hands_over(Agreed::NotAsked),
            What::HandOver => {
                self.what = What::Agreement;
                self.title = agreement_question(&self.first_name);
                self.means.clear();
                Heard::Goes(vec![])
            }
            What::Agreement | What::RecordAgreement | What::ConfirmJoin => Heard::Goes(vec![]),
            What::Decline => {
                let route = Route::Decline { why: first };
                let (case, agreement) = (WhichCase::Id(self.case), Agreed::NotAsked);
                Heard::Asks(Box::new(Request::Route { case, needs: vec![], route, agreement }))
            }
            What::GiveBack | What::Reopen if first.is_empty() => missing(self, 0),
            What::GiveBack => self.on(CaseCommand::Return { why: first }),
            What::Reopen => self.on(CaseCommand::Reopen { why: first }),
            What::Reassign => {
                let to = self.workers.get(self.form.chosen(0)).copied().flatten();
                self.on(CaseCommand::Reassign { to })
            }
            What::Note => {
                let text = self.note.lines().join("\n").trim().to_owned();
                if text.is_empty() { Heard::Leaves } else { self.on(CaseCommand::Note { text }) }
            }
            What::Escalate => {
                let told = self.form.value(1);
                if first.is_empty() {
                    return missing(self, 0);
                }
                if told.is_empty() {
                    return missing(self, 1);
                }
                let Some(at) = time_of(&self.form.value(2), ctx) else {
                    self.form.wrong(2, "a time like 14:05, today");
                    return Heard::Goes(vec![]);
                };
                let route = Route::Escalate { reason: first, told, told_at: Some(at) };
                let (case, agreement) = (WhichCase::Id(self.case), Agreed::NotAsked);
                Heard::Asks(Box::new(Request::Route { case, needs: vec![], route, agreement }))
            }
            What::EditPatient => match changed_details(&self.details, &mut self.form, ctx) {
                Some(details) => {
                    let details = Box::new(details);
                    Heard::Asks(Box::new(Request::CorrectPatient { patient: self.patient, details }))
                }
                None => Heard::Goes(vec![]),
            },
            What::JoinPatient => match self.people.get(self.person) {
                Some(other) => {
                    self.title = format!("Join {} ({}) into this record?", other.called, other.read_back);
                    self.means = vec![
                        "One record goes on, with what either knew; open cases become one. Undo parts them again.".to_owned(),
                    ];
                    self.what = What::ConfirmJoin;
                    Heard::Goes(vec![])
                }
                None => missing(self, 0),
            },
        }
    }
}

impl Asking {
    /// Puts the link workers in the order in which the desk proposes them, each with why. The choice stays as it is.
    pub fn whom(&mut self, proposals: &[Proposal], ctx: &Ctx<'_>) {
        if !matches!(self.what, What::HandOver | What::Reassign) {
            return;
        }
        let Some(Input::Choice(options, at)) = self.form.entries.first_mut().map(|entry| &mut entry.input)
        else {
            return;
        };
        let chosen = self.workers.get(*at).copied().flatten();
        let place = |worker: &Option<StaffId>| {
            let id = (*worker)?;
            Some(proposals.iter().position(|one| one.staff == id).unwrap_or(usize::MAX))
        };
        self.workers.sort_by_key(place);
        *options = self
            .workers
            .iter()
            .map(|worker| {
                let Some(id) = worker else { return "the team".to_owned() };
                let why = proposals.iter().find(|one| one.staff == *id).map(|one| format!(": {}", one.why));
                format!("{}{}", ctx.name_of(*id), why.unwrap_or_default())
            })
            .collect();
        *at = self.workers.iter().position(|worker| *worker == chosen).unwrap_or_default();
    }
}

/// What a patient is asked before the link workers may contact them.
pub(super) fn agreement_question(first_name: &str) -> String {
    let mut name = first_name.to_owned();
    if name == "the patient" {
        "The patient".clone_into(&mut name);
    }
    format!("{name} agrees that the link workers may contact them?")
}

fn now_said(ctx: &Ctx<'_>) -> String {
    ctx.local().strftime("%H:%M").to_string()
}

/// A time of today, as it was typed.
fn time_of(text: &str, ctx: &Ctx<'_>) -> Option<jiff::Timestamp> {
    let time = Time::strptime("%H:%M", text.trim().replace('.', ":")).ok()?;
    let at = ctx.today().to_datetime(time).to_zoned(ctx.zone.clone()).ok()?.timestamp();
    (at <= ctx.now + jiff::SignedDuration::from_mins(1)).then_some(at)
}
