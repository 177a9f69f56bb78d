//! The short forms of a case's work: a contact, a wait, a call to come, an appointment, a follow-up, goals and steps.
//!
//! Each shows what is next as it is proposed, and how a typed day was read.

use super::contact::attempt;
use super::over::{Heard, head, lower};
use super::sheet::{NEXT, Sheet, Turn};
use crate::desk::reply::CaseCard;
use crate::desk::request::{Request, WhichCase};
use crate::domain::case::work::{Casework, Did, Next, NextWhat, StepState, StepWhat, Work};
use crate::domain::need::NeedKey;
use crate::domain::safe_contact::{ContactResult, How, blocked};
use crate::domain::typed_day::written;
use crate::domain::working_days::WorkingDays;
use crate::tui::commands::Command;
use crate::tui::screen::{Ctx, Pressed};
use crate::tui::widgets::case_row::need_name;
use crate::tui::widgets::fit::fit;
use jiff::civil::Date;
use jiff::{Span, Timestamp, ToSpan};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// A form of a case's work.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WorkForm {
    kind: Kind,
    title: String,
    means: Vec<String>,
    sheet: Sheet,
}

/// What it is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Contact {
        how: How,
        result: ContactResult,
    },
    Wait,
    CallBack,
    Appoint,
    FollowUp,
    /// What matters: the words of this goal, or of a new one.
    Goal(Option<u32>),
    Activity,
    Service(StepWhat),
    Move {
        number: u32,
        to: StepState,
    },
}

const WORDS: &str = "Sentence";
const MINUTES: &str = "Minutes";
const WHEN: &str = "When";
const RING: &str = "Ring on";
const UNTIL: &str = "Until";
const WHY: &str = "Why";
const FOR: &str = "For";
const WHICH: &str = "Which";
const HOW: &str = "How";
const PLACE: &str = "Place, link";
const ON: &str = "On";
const ABOUT: &str = "About";
const WHAT: &str = "What";
const STATE: &str = "State";

/// How people meet by arrangement.
const MEETINGS: [How; 3] = [How::InPerson, How::Video, How::Phone];

impl WorkForm {
    /// A form for a kind of work, filled in as far as it can be.
    #[expect(clippy::too_many_lines, reason = "a table of forms, in their order")]
    pub fn new(kind: Kind, card: &CaseCard, ctx: &Ctx<'_>) -> Self {
        let today = ctx.today();
        let who = &card.line.patient.called;
        let proposed = |did| card.proposed.iter().find(|(one, _)| *one == did).map(|(_, next)| next);
        let none = Casework::default();
        let work = card.work.as_deref().unwrap_or(&none);
        let in_days = |span: Span| {
            let on = today.checked_add(span).unwrap_or(today);
            written(WorkingDays::england().next_on_or_after(on), today)
        };
        let which = |new: &str, others: Vec<String>| -> Sheet {
            if others.is_empty() {
                return Sheet::default();
            }
            Sheet::default().choice(WHICH, std::iter::once(new.to_owned()).chain(others).collect(), 0)
        };
        let needs = |sheet: Sheet| match needs(card).len() {
            0 | 1 => sheet,
            _ => sheet.choice(FOR, needs(card).iter().map(|need| need_name(need).to_owned()).collect(), 0),
        };
        let states = || vec!["suggested".to_owned(), "agreed".to_owned()];
        let mut means: Vec<String> = vec![];
        let (title, sheet) = match &kind {
            Kind::Contact { how, result } => {
                let now = ctx.local().strftime("%H:%M").to_string();
                let mut sheet = Sheet::default();
                if *result == ContactResult::CallBack {
                    sheet = sheet.text(RING, "");
                }
                sheet = sheet.text(WORDS, "");
                if *result == ContactResult::Spoke {
                    sheet = sheet.text(MINUTES, "");
                }
                let did = Did::of(&attempt(*how, *result, ctx.now, None, String::new(), ctx));
                let sheet = sheet.proposed(WHEN, &now).next(proposed(did), today);
                (format!("{}, {}: {who}", how.name(), result.name()), sheet)
            }
            Kind::Wait => {
                means.push("Nothing is done until then; it stands on Today when the day comes.".to_owned());
                let whats = NextWhat::ALL.map(|what| what.name().to_owned()).to_vec();
                let wait = NextWhat::ALL.iter().position(|what| *what == NextWhat::Wait).unwrap_or(0);
                let sheet = Sheet::default()
                    .proposed(UNTIL, &in_days(2.weeks()))
                    .text(WHY, "")
                    .choice(FOR, whats, wait);
                (format!("{who}'s case waits"), sheet)
            }
            Kind::CallBack => {
                means.push("It comes up on that day, for whoever has the case.".to_owned());
                let sheet = Sheet::default().proposed(RING, &in_days(1.day())).text(ABOUT, "");
                (format!("{who} asks to be rung"), sheet)
            }
            Kind::Appoint => {
                let mut others = Vec::new();
                for one in work.standing_appointments() {
                    let at = one.at.to_zoned(ctx.zone.clone()).strftime("%a %-d %b %H:%M").to_string();
                    others.push(format!("change {at}"));
                    others.push(format!("call off {at}"));
                }
                let hows = MEETINGS.map(|how| how.name().to_owned()).to_vec();
                let sheet = which("new", others)
                    .text(WHEN, "")
                    .choice(HOW, hows, 0)
                    .text(PLACE, "")
                    .proposed(MINUTES, "45");
                means.push("A day and a time: thu 10:00, 26/11 2pm. It becomes the next date.".to_owned());
                let sheet = if sheet.row(WHICH).is_some() { sheet } else { sheet.at(WHEN) };
                (format!("Appointment with {who}"), sheet)
            }
            Kind::FollowUp => {
                let others = work.follow_ups_to_come();
                let others = others.map(|one| format!("drop {}", written(one.due, today))).collect();
                let limits = ctx.overview.map(|overview| &overview.practice.limits);
                let months =
                    limits.and_then(|limits| limits.follow_up_months().first().copied()).unwrap_or(1);
                let sheet =
                    which("new", others).proposed(ON, &in_days(i64::from(months).months())).text(ABOUT, "");
                (format!("Ask again how {who} is"), sheet)
            }
            Kind::Goal(number) => {
                let words = number.and_then(|number| work.goals.iter().find(|goal| goal.number == number));
                means.push("In the patient's own words; it stands on the plan they take along.".to_owned());
                let sheet = Sheet::default().text(WHAT, words.map_or("", |goal| &goal.text));
                (format!("What matters to {}", card.line.patient.first_name), sheet)
            }
            Kind::Activity => {
                // The day stands first, where it costs no key: most are put in the plan as they are talked about.
                let sheet = Sheet::default().proposed(ON, "today").text(WHAT, "");
                (format!("An activity for {who}"), needs(sheet).choice(STATE, states(), 1).at(WHAT))
            }
            Kind::Service(what) => {
                let sheet = needs(Sheet::default().proposed(ON, "today")).choice(STATE, states(), 1);
                let first = if sheet.row(FOR).is_some() { FOR } else { STATE };
                (format!("{} for {who}", what.said()), sheet.at(first))
            }
            Kind::Move { number, to } => {
                let what = work.step(*number).map_or("the step", |step| step.what.said());
                let sheet =
                    Sheet::default().proposed(ON, "today").text(WHY, "").next(proposed(Did::Other), today);
                let sheet = if to.needs_reason() { sheet.at(WHY) } else { sheet.at(NEXT) };
                (format!("{what}: {}", to.name()), sheet)
            }
        };
        Self { kind, title, means, sheet }
    }

    pub fn scopes(&self) -> Vec<&'static str> {
        self.sheet.scopes()
    }

    pub fn hints() -> Vec<Command> {
        vec![Command::Save, Command::NextField, Command::Leave]
    }

    pub fn update(&mut self, pressed: &Pressed, card: &CaseCard, ctx: &Ctx<'_>) -> Heard {
        match self.sheet.press(pressed) {
            Turn::Stays => Heard::nothing(),
            Turn::Leaves => Heard::Leaves,
            Turn::Saves => self.save(card, ctx).unwrap_or_else(Heard::nothing),
        }
    }

    /// What the form asks of the desk; nothing where a row is wrong, and says so.
    #[expect(clippy::too_many_lines, reason = "beside the table of forms, in its order")]
    fn save(&mut self, card: &CaseCard, ctx: &Ctx<'_>) -> Option<Heard> {
        let today = ctx.today();
        let case = || WhichCase::Id(card.line.id);
        let asks = |work, next| Heard::Asks(Box::new(Request::Work { case: case(), work, next }));
        let none = Casework::default();
        let casework = card.work.as_deref().unwrap_or(&none);
        let missing = |sheet: &mut Sheet, label| {
            sheet.wrong(label, "a few words are needed here");
            None
        };
        match &self.kind.clone() {
            Kind::Contact { how, result } => {
                let typed = self.sheet.value(MINUTES);
                let typed = typed.trim_end_matches(['m', 'i', 'n', ' ']);
                let minutes = typed.parse().ok();
                if minutes.is_none() && !typed.is_empty() {
                    self.sheet.wrong(MINUTES, "how many minutes: 15");
                    return None;
                }
                let at = self.contacted_at(ctx)?;
                let work = attempt(*how, *result, at, minutes, self.sheet.value(WORDS), ctx);
                if *result != ContactResult::CallBack {
                    return Some(asks(work, self.sheet.settled(today).ok()?));
                }
                let ring = self.sheet.day_to_come(RING, today)?;
                let next = self.sheet.settled(today).ok()?;
                let band = ring.band.or_else(|| ring.time.map(crate::domain::attempt::Band::of));
                let asked = Work::AskCallBack { on: ring.on, band, why: self.sheet.value(WORDS) };
                let request = |work, next| Request::Work { case: case(), work, next };
                Some(Heard::AsksAll(vec![request(work, next.clone()), request(asked, next)]))
            }
            Kind::Wait => {
                let day = self.sheet.day_to_come(UNTIL, today)?;
                let what = NextWhat::ALL.get(self.sheet.chosen(FOR)).copied().unwrap_or(NextWhat::Wait);
                let why = self.sheet.value(WHY);
                if why.is_empty() && what == NextWhat::Wait {
                    return missing(&mut self.sheet, WHY);
                }
                Some(asks(Work::SetNext(Next { on: day.on, what, band: day.band, why }), None))
            }
            Kind::CallBack => {
                let day = self.sheet.day_to_come(RING, today)?;
                let band = day.band.or_else(|| day.time.map(crate::domain::attempt::Band::of));
                Some(asks(Work::AskCallBack { on: day.on, band, why: self.sheet.value(ABOUT) }, None))
            }
            Kind::Appoint => {
                let chosen = self.sheet.chosen(WHICH);
                let number = chosen
                    .checked_sub(1)
                    .and_then(|at| casework.standing_appointments().nth(at / 2))
                    .map(|one| one.number);
                if let (0, Some(number)) = (chosen % 2, number) {
                    let why = self.sheet.value(PLACE);
                    return Some(asks(Work::CancelAppointment { number, why }, None));
                }
                let how = MEETINGS.get(self.sheet.chosen(HOW)).copied().unwrap_or(How::InPerson);
                let day = self.sheet.day_to_come(WHEN, today)?;
                let Some(time) = day.time else {
                    self.sheet.wrong(WHEN, "and the time: 10:00, 2pm");
                    return None;
                };
                let at = day.on.to_datetime(time).to_zoned(ctx.zone.clone()).ok()?.timestamp();
                let Ok(minutes) = self.sheet.value(MINUTES).parse() else {
                    self.sheet.wrong(MINUTES, "how many minutes: 45");
                    return None;
                };
                if let Some(why) = blocked(&card.patient.details, how, None) {
                    return Some(Heard::hint(why.to_string()));
                }
                let place = self.sheet.value(PLACE);
                Some(asks(Work::Appoint { number, how, at, on: day.on, minutes, place }, None))
            }
            Kind::FollowUp => {
                let chosen = self.sheet.chosen(WHICH).checked_sub(1);
                if let Some(one) = chosen.and_then(|at| casework.follow_ups_to_come().nth(at)) {
                    return Some(asks(Work::DropFollowUp { number: one.number }, None));
                }
                let day = self.sheet.day_to_come(ON, today)?;
                Some(asks(Work::FollowUp { on: day.on, why: self.sheet.value(ABOUT) }, None))
            }
            Kind::Goal(number) => {
                let text = self.sheet.value(WHAT);
                if text.is_empty() {
                    return missing(&mut self.sheet, WHAT);
                }
                Some(asks(Work::SetGoal { number: *number, text }, None))
            }
            Kind::Activity => {
                let text = self.sheet.value(WHAT);
                if text.is_empty() {
                    return missing(&mut self.sheet, WHAT);
                }
                let (need, state, on) = self.step(card, today)?;
                Some(asks(Work::AddStep { what: StepWhat::Activity(text), need, state, on }, None))
            }
            Kind::Service(what) => {
                let (need, state, on) = self.step(card, today)?;
                Some(asks(Work::AddStep { what: what.clone(), need, state, on }, None))
            }
            Kind::Move { number, to } => {
                let why = self.sheet.value(WHY);
                if why.is_empty() && to.needs_reason() {
                    return missing(&mut self.sheet, WHY);
                }
                let on = self.sheet.day_gone(ON, today)?.on;
                let next = self.sheet.settled(today).ok()?;
                Some(asks(Work::MoveStep { number: *number, to: *to, on, why, shared: vec![] }, next))
            }
        }
    }

    /// When a contact was: now, a time of today, or of a day that is past.
    fn contacted_at(&mut self, ctx: &Ctx<'_>) -> Option<Timestamp> {
        if self.sheet.is_proposed(WHEN) || self.sheet.value(WHEN).is_empty() {
            return Some(ctx.now);
        }
        let day = self.sheet.day_gone(WHEN, ctx.today())?;
        let time = day.time.unwrap_or_else(|| ctx.local().time());
        let at = day.on.to_datetime(time).to_zoned(ctx.zone.clone()).ok()?.timestamp();
        if at > ctx.now {
            self.sheet.wrong(WHEN, "that is to come");
            return None;
        }
        Some(at)
    }

    /// The need that a step is for, how far it is, and since which day where that is not today.
    fn step(&mut self, card: &CaseCard, today: Date) -> Option<(Option<NeedKey>, StepState, Option<Date>)> {
        let need = needs(card).get(self.sheet.chosen(FOR)).cloned();
        let on = self.sheet.day_gone(ON, today)?.on;
        let state = if self.sheet.chosen(STATE) == 0 { StepState::Suggested } else { StepState::Agreed };
        Some((need, state, Some(on).filter(|on| *on != today)))
    }

    pub fn view(&self, card: &CaseCard, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let mut lines = head(&self.title, &self.means, area, ctx);
        let code = &card.patient.details.contact.code_word;
        if matches!(self.kind, Kind::Contact { how: How::Phone, .. }) && !code.is_empty() {
            lines.insert(0, Line::styled(format!(" Say \u{201C}{code}\u{201D} first."), ctx.theme.urgent));
        }
        let days: &[&str] = match self.kind {
            Kind::Move { .. } | Kind::Contact { .. } | Kind::Activity | Kind::Service(_) => &[RING],
            _ => &[RING, UNTIL, ON, WHEN],
        };
        let back: &[&str] = match self.kind {
            Kind::Move { .. } | Kind::Activity | Kind::Service(_) => &[ON],
            Kind::Contact { .. } => &[WHEN],
            _ => &[],
        };
        let reading = self.sheet.reading(days, back, ctx);
        let width = usize::from(area.width.saturating_sub(2));
        let foot =
            vec![Line::styled(format!(" {}", fit(&reading, width, ctx.signs.ellipsis)), ctx.theme.accent)];
        let place = lower(lines, self.sheet.form.height(), foot, frame, area, ctx);
        self.sheet.form.view(frame, place, ctx);
    }
}

/// The needs of a case that go on.
pub(super) fn needs(card: &CaseCard) -> Vec<NeedKey> {
    card.line.needs.iter().filter(|need| !need.state.has_ended()).map(|need| need.need.clone()).collect()
}
