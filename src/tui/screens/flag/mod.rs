//! Flag a need, the 20-second task: one page on which everything can be reached, and nothing has to be.
//!
//! ```text
//!  Flag a need
//!    Patient   999 526 0182 · Margaret Ellis · 3 Feb 1948 (78) · BS3 4NN                      number checked
//!              open case K7M-4: loneliness (Priya, 19 Nov) · this adds to it
//!    Needs     [Loneliness]  [Debt]  hou
//!              ► Housing: repairs and conditions
//!    Urgency   ‹routine›   soon   urgent
//!    Note      Son moved away, not eating well
//!    Contact   07700 900 123 · call ■  text □  voicemail □  letter □ · best time: not before 10
//!    Route     ‹hand over: team›   worker   signpost   refer   escalate   declined   later
//!
//!    Near BS3, for loneliness and debt                                                4 of 38, best first
//!    ► Bedminster Befriending      loneliness · 0.4 km · free · open now until 16:00
//!
//!  Ctrl-S: hand Margaret Ellis to the team for loneliness and debt.
//! ```
//!
//! `form` is what stands on it, `keys` what keys do, `follow` what every change brings with it, `patient`, `needs`, `route` and `red_flag` its parts, `missing` the sentence above the
//! hints, `save` the questions and the sending, `view` the drawing.

mod call_back;
mod follow;
mod form;
mod keys;
pub(super) mod measure;
mod missing;
pub(super) mod needs;
pub(super) mod page;
mod patient;
pub(super) mod red_flag;
mod route;
mod save;
mod services;
pub(super) mod view;
mod view_patient;
mod view_route;
mod whom;

#[cfg(test)]
mod tests;

use crate::desk::reply::{Done, PatientCard, PatientLine, Reply};
use crate::desk::request::{Request, WhichCase};
use crate::domain::case::{Agreement, ServiceRef};
use crate::domain::patient::Details;
use crate::tui::commands::{Command, scope};
use crate::tui::draft::FlagDraft;
use crate::tui::open::{CardFor, FinderStart, FlagStart};
use crate::tui::screen::{Act, Answer, ChosenTo, Ctx, Pressed, Question};
use crate::tui::screens::flag::form::{Contact, Form, Picked, Spot, Way};
use crate::tui::screens::flag::red_flag::Card;
use crate::tui::screens::flag::save::{Asking, Progress, Sending};
use crate::tui::screens::flag::services::Near;
use crate::tui::screens::flag::whom::Whom;
use crate::tui::widgets::field::Field;

/// The numbers of the questions that the screen asks.
mod asks {
    use crate::tui::screen::Question;

    pub const HITS: Question = 1;
    pub const PATIENT: Question = 2;
    pub const CASE: Question = 3;
    pub const ALIKE: Question = 4;
    pub const NEAR: Question = 5;
    pub const CARD: Question = 6;
    pub const SERVICE: Question = 7;
    pub const SAVE: Question = 8;
    pub const WHOM: Question = 9;
}

/// The Flag form.
#[derive(Clone, Debug, PartialEq)]
pub struct FlagScreen {
    form: Form,
    /// The parts of the draft that are not this form's.
    kept: FlagDraft,
    /// What was last asked, so that nothing is asked twice.
    asked: Asked,
    /// The people found for a text.
    hits: Option<(String, Vec<PatientLine>)>,
    /// Who is alike to the new patient.
    alike: Vec<PatientLine>,
    /// Which of them is highlighted.
    alike_at: Option<usize>,
    /// The known patient, whole.
    patient: Option<Box<PatientCard>>,
    /// What the open case has of agreements; nothing while that is not known.
    recorded_agreements: Option<Vec<Agreement>>,
    /// The highlighted line of the list that is open under the field.
    at: usize,
    /// Which of the people found is highlighted first.
    first_offer: usize,
    /// Whether Esc closed that list.
    lists_closed: bool,
    near: Near,
    whom: Whom,
    card: Card,
    asking: Option<Asking>,
    progress: Progress,
    /// What was sent last.
    sent: Option<Sending>,
    /// What is sent behind it, one after the other.
    behind: Vec<Request>,
    /// What was done of it already.
    done: Option<Box<Done>>,
    even_if_alike: bool,
    phone_warned: bool,
    /// What stood in the form before it was emptied.
    emptied: Option<Box<Form>>,
    /// Why it was not saved, until something is changed.
    trouble: Option<String>,
}

/// What was last asked.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    who: String,
    alike: Option<Box<Details>>,
}

impl FlagScreen {
    /// The form as it opens, with what it asks first. A draft comes back; where the form opens for somebody else, the
    /// draft waits behind it.
    pub fn new(start: &FlagStart, draft: Option<&FlagDraft>, ctx: &Ctx<'_>) -> (Self, Vec<Act>) {
        let mut acts = vec![];
        let mut kept = FlagDraft { form: serde_json::Value::Null, ..draft.cloned().unwrap_or_default() };
        let written = draft.map(|draft| &draft.form).filter(|form| !form.is_null());
        let restored = written.and_then(|form| serde_json::from_value::<Form>(form.clone()).ok());
        let goes_on = match (start, &restored) {
            (FlagStart::Empty, Some(_)) => true,
            (FlagStart::For(id), Some(Form { picked: Picked::Known(line), .. })) => line.id == *id,
            _ => false,
        };
        if !goes_on && let Some(form) = written {
            let earlier =
                FlagDraft { form: form.clone(), earlier: kept.earlier.take(), ..FlagDraft::default() };
            kept.earlier = Some(Box::new(earlier));
            acts.push(Act::Hint("The draft that you left is kept; it comes back after this one.".to_owned()));
        }
        let mut screen = Self::over(restored.filter(|_| goes_on).unwrap_or_default(), kept);
        let instead = screen.form.stop.instead;
        match start {
            FlagStart::For(id) => {
                screen.form.given |= !goes_on;
                screen.form.spot = Spot::Needs;
                acts.push(Act::Ask(asks::PATIENT, Request::Patient { patient: *id }));
            }
            FlagStart::Banner(text) => {
                if !screen.take_banner(text, ctx.today()) {
                    screen.form.who = Field::with(text);
                }
            }
            FlagStart::To(service) => {
                screen.form.given = true;
                screen.form.way = Way::Refer;
                screen.form.service = Some(service.clone());
            }
            FlagStart::Empty => {
                if let Picked::Known(line) = &screen.form.picked {
                    acts.push(Act::Ask(asks::PATIENT, Request::Patient { patient: line.id }));
                }
            }
        }
        let before = if goes_on { screen.form.clone() } else { Form::default() };
        acts.extend(screen.follow(&before, ctx));
        if goes_on {
            screen.form.stop.instead = instead;
        }
        (screen, acts)
    }

    fn over(form: Form, kept: FlagDraft) -> Self {
        Self {
            form,
            kept,
            asked: Asked::default(),
            hits: None,
            alike: vec![],
            alike_at: None,
            patient: None,
            recorded_agreements: None,
            at: 0,
            first_offer: 0,
            lists_closed: false,
            near: Near::default(),
            whom: Whom::default(),
            card: Card::default(),
            asking: None,
            progress: Progress::Filling,
            sent: None,
            behind: vec![],
            done: None,
            even_if_alike: false,
            phone_warned: false,
            emptied: None,
            trouble: None,
        }
    }

    /// The scopes that the keys go through, the innermost first.
    pub fn scopes(&self) -> Vec<&'static str> {
        match &self.asking {
            Some(Asking::Agreement) => vec![scope::AGREEMENT, scope::FORM],
            Some(Asking::NoPhone) => vec![scope::CONFIRM, scope::FORM],
            None if self.form.spot.is_text(&self.form) => vec![scope::TEXT, scope::FORM],
            Some(Asking::Alike { .. }) | None => vec![scope::FORM],
        }
    }

    /// The commands that matter now, for the bottom line.
    pub fn hints(&self) -> Vec<Command> {
        match (&self.asking, self.form.spot) {
            (Some(Asking::Agreement), _) => vec![Command::Yes, Command::No, Command::Later, Command::Leave],
            (Some(Asking::NoPhone), _) => vec![Command::Yes, Command::No, Command::Leave],
            (Some(Asking::Alike { .. }), _) | (None, Spot::Worker) => {
                vec![Command::Down, Command::Take, Command::Leave]
            }
            (None, Spot::Ticks | Spot::Shares) => {
                vec![Command::ChoiceRight, Command::Toggle, Command::NextField, Command::Leave]
            }
            (None, Spot::Urgency | Spot::Route | Spot::Instead) => {
                vec![Command::ChoiceRight, Command::NextField, Command::Find, Command::Leave]
            }
            (None, _) => vec![Command::Take, Command::NextField, Command::Find, Command::Leave],
        }
    }

    /// The name of the place.
    pub fn title(&self) -> &'static str {
        "Flag a need"
    }

    /// What the finder begins with when it is opened over the form.
    pub fn finder_start(&self) -> FinderStart {
        FinderStart {
            text: String::new(),
            needs: self.form.needs_now(),
            near: self.near().map(|near| near.to_string()),
            patient: self.known_patient(),
            chosen_for: CardFor::Form,
        }
    }

    /// Hears what was pressed.
    #[expect(clippy::needless_pass_by_value, reason = "every screen is handed what was pressed")]
    pub fn update(&mut self, pressed: Pressed, ctx: &Ctx<'_>) -> Vec<Act> {
        if self.progress != Progress::Filling {
            return vec![];
        }
        let before = self.form.clone();
        let mut acts = match self.asking.clone() {
            Some(asking) => self.update_asking(asking, &pressed, ctx),
            None => self.update_form(&pressed, ctx),
        };
        acts.extend(self.follow(&before, ctx));
        acts
    }

    /// Whether an answer decides what the next key is for: the next field, a question, or the screen beneath.
    pub fn is_opening(&self) -> bool {
        self.progress != Progress::Filling || self.form.spot == Spot::Service && self.near.asking
    }

    /// Esc while an answer is waited for: back to filling, unless it was sent.
    pub fn stop_opening(&mut self) -> bool {
        let stops = !matches!(self.progress, Progress::Sent | Progress::Filling);
        if stops {
            self.progress = Progress::Filling;
        }
        stops
    }

    /// Hears an answer of the desk.
    pub fn answer(&mut self, question: Question, answer: Answer, ctx: &Ctx<'_>) -> Vec<Act> {
        if question == asks::SAVE {
            let mut acts = self.hear_saved(answer);
            if !acts.contains(&Act::Close) {
                let before = self.form.clone();
                acts.extend(self.follow(&before, ctx));
            }
            return acts;
        }
        let before = self.form.clone();
        let mut acts = match (question, answer) {
            (asks::HITS, Ok(Reply::Patients(hits))) => {
                let mut acts = self.hear_hits(hits, ctx.today());
                if self.progress == Progress::TakesWhenFound && self.hits_are_of_now() {
                    self.progress = Progress::Filling;
                    acts.extend(self.take_patient(ctx));
                }
                acts.extend(self.go_on_saving(ctx));
                acts
            }
            (asks::HITS, Err(refusal)) => {
                // Nobody was found for what was asked: the form can be saved without.
                self.hits = Some((self.asked.who.clone(), vec![]));
                self.progress = Progress::Filling;
                vec![Act::Refused(refusal)]
            }
            (asks::PATIENT, Ok(Reply::Patient(card))) => self.hear_patient(card, ctx),
            (asks::CASE, Ok(Reply::Case(card))) => self.hear_agreements(card.agreements, ctx),
            // The form works without what could not be looked up; saving will say what is wrong.
            (asks::CASE, Err(_)) => self.hear_agreements(vec![], ctx),
            (asks::NEAR, Err(_)) => {
                self.near.asking = false;
                vec![]
            }
            // Without the proposal the link workers stand by name.
            (asks::ALIKE | asks::WHOM, Err(_)) => vec![],
            (asks::ALIKE, Ok(Reply::Patients(lines))) => {
                self.alike = lines;
                self.alike_at = None;
                vec![]
            }
            (asks::WHOM, Ok(Reply::Whom(proposals))) => {
                self.whom.hear(proposals);
                vec![]
            }
            (asks::NEAR, Ok(Reply::Found(found))) => self.near.hear(found),
            (asks::CARD, Ok(Reply::CallCard(lines))) => {
                self.card.lines = lines;
                vec![]
            }
            (asks::SERVICE, Ok(Reply::Service(service))) => {
                self.set_service(ServiceRef { key: service.key, name: service.details.name });
                vec![]
            }
            (_, Err(refusal)) => {
                self.progress = Progress::Filling;
                vec![Act::Refused(refusal)]
            }
            _ => vec![],
        };
        acts.extend(self.follow(&before, ctx));
        acts
    }

    /// The index was loading: the services nearby may not have been all.
    pub fn tick(&mut self, _ctx: &Ctx<'_>) -> Vec<Act> {
        self.ask_near_again().into_iter().collect()
    }

    /// The finder's card chose a service for the form. Signposting is proposed: it shares nothing.
    pub fn chosen(&mut self, service: ServiceRef, to: ChosenTo, ctx: &Ctx<'_>) -> Vec<Act> {
        let before = self.form.clone();
        match to {
            ChosenTo::Signpost => self.form.way = Way::Signpost,
            ChosenTo::Refer => self.form.way = Way::Refer,
            ChosenTo::AsTheFormSays if !self.form.way.has_service() => self.form.way = Way::Signpost,
            ChosenTo::AsTheFormSays => {}
        }
        self.set_service(service);
        self.go_to(Spot::Route);
        self.follow(&before, ctx)
    }

    fn hear_patient(&mut self, card: Box<PatientCard>, ctx: &Ctx<'_>) -> Vec<Act> {
        match &self.form.picked {
            Picked::Known(_) => {}
            // It was opened for this patient.
            Picked::Nobody if self.form.given && self.form.who.is_empty() => {}
            _ => return vec![],
        }
        let mut acts = vec![];
        self.form.picked = Picked::Known(card.line.clone());
        let now = Contact::of(&card.patient.details.contact);
        self.form.contact.follow(&mut self.form.recorded, now);
        match &card.open_case {
            Some(case) => acts.push(Act::Ask(asks::CASE, Request::Case { case: WhichCase::Id(case.id) })),
            None => self.recorded_agreements = Some(vec![]),
        }
        self.patient = Some(card);
        acts.extend(self.go_on_saving(ctx));
        acts
    }

    fn hear_agreements(&mut self, agreements: Vec<Agreement>, ctx: &Ctx<'_>) -> Vec<Act> {
        self.recorded_agreements = Some(agreements);
        self.go_on_saving(ctx)
    }

    /// Saving goes on where it waited; it may have to wait for more.
    fn go_on_saving(&mut self, ctx: &Ctx<'_>) -> Vec<Act> {
        match std::mem::take(&mut self.progress) {
            Progress::SavesWhenKnown => self.save(ctx),
            Progress::SendsWhenKnown(sending) if self.patient.is_some() => self.send(sending, ctx),
            before => {
                self.progress = before;
                vec![]
            }
        }
    }
}
