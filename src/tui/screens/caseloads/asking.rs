//! What is asked before a caseload changes: how many cases and whose, the days of a leave, and whether what is due moves.
//!
//! Each says below what saving will do, or what is wrong, while it is typed.

use super::{AWAY, MOVED, SETTLED};
use crate::desk::reply::{Caseload, Move};
use crate::desk::request::Request;
use crate::domain::caseload::Leave;
use crate::domain::id::StaffId;
use crate::domain::ods::OdsCode;
use crate::domain::text::listed;
use crate::domain::typed_day;
use crate::tui::commands::{Command, scope};
use crate::tui::screen::{Act, Ctx, Pressed};
use crate::tui::widgets::form::Form;
use crate::tui::widgets::workload::day;
use jiff::civil::Date;

/// The most cases that anybody takes.
const MOST: u16 = 1_000;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asking {
    /// How many cases somebody takes, and whose.
    Settle { staff: StaffId, name: String, form: Form },
    /// When somebody is away.
    Leave {
        staff: StaffId,
        name: String,
        form: Form,
        /// The days that were sent.
        sent: Option<Leave>,
    },
    /// Whether what is due moves.
    Moves {
        staff: StaffId,
        name: String,
        leave: Leave,
        moves: Vec<Move>,
        scroll: usize,
        /// Whether it was answered with yes.
        sent: bool,
        /// Whether these are those that were moved already.
        done: bool,
    },
}

/// What a form comes to, or which row is wrong and why.
pub(super) type Meant<T> = Result<T, (usize, String)>;

/// What is settled of a caseload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Settled {
    capacity: Option<u16>,
    languages: Vec<String>,
    covers: Vec<OdsCode>,
}

impl Asking {
    pub fn settle(one: &Caseload) -> Self {
        let covers: Vec<String> = one.covers.iter().map(ToString::to_string).collect();
        let form = Form::default()
            .text("Cases at a time", &one.capacity.map(|most| most.to_string()).unwrap_or_default())
            .text("Languages", &one.languages.join(", "))
            .text("Practices", &covers.join(", "));
        Self::Settle { staff: one.staff, name: one.name.clone(), form }
    }

    pub fn leave(one: &Caseload) -> Self {
        let said = |day: Option<Date>| day.map(self::day).unwrap_or_default();
        let form = Form::default()
            .text("First day away", &said(one.leave.map(|leave| leave.from)))
            .text("Last day away", &said(one.leave.map(|leave| leave.to)));
        Self::Leave { staff: one.staff, name: one.name.clone(), form, sent: None }
    }

    pub fn moves(staff: StaffId, name: &str, leave: Leave, moves: Vec<Move>) -> Self {
        Self::Moves { staff, name: name.to_owned(), leave, moves, scroll: 0, sent: false, done: false }
    }

    /// What came of moving: some stayed.
    pub fn moved(&mut self, all: Vec<Move>) {
        if let Self::Moves { moves, done, scroll, .. } = self {
            (*moves, *done, *scroll) = (all, true, 0);
        }
    }

    pub fn scopes(&self) -> Vec<&'static str> {
        match self {
            Self::Settle { form, .. } | Self::Leave { form, .. } if form.in_text() => {
                vec![scope::TEXT, scope::FORM]
            }
            Self::Settle { .. } | Self::Leave { .. } | Self::Moves { done: true, .. } => vec![scope::FORM],
            Self::Moves { .. } => vec![scope::CONFIRM, scope::FORM],
        }
    }

    pub fn hints(&self) -> Vec<Command> {
        match self {
            Self::Settle { .. } | Self::Leave { .. } => {
                vec![Command::Save, Command::NextField, Command::Leave]
            }
            Self::Moves { done: false, .. } => vec![Command::Yes, Command::No],
            Self::Moves { .. } => vec![Command::Leave],
        }
    }

    /// Hears what was pressed; what is wanted, and whether it goes on being asked.
    pub fn update(&mut self, pressed: &Pressed, ctx: &Ctx<'_>) -> (Vec<Act>, bool) {
        match self {
            Self::Moves { staff, leave, moves, scroll, sent, done, .. } => match pressed {
                Pressed::Command(Command::Yes) if !*done && !*sent => {
                    *sent = true;
                    let request = Request::MoveDue { staff: *staff, leave: *leave, only_say: false };
                    (vec![Act::Ask(MOVED, request)], true)
                }
                Pressed::Command(Command::No | Command::Leave) => (vec![], false),
                Pressed::Command(Command::Down) => {
                    *scroll = (*scroll + 1).min(moves.len().saturating_sub(1));
                    (vec![], true)
                }
                Pressed::Command(Command::Up) => {
                    *scroll = scroll.saturating_sub(1);
                    (vec![], true)
                }
                _ if *done => (vec![Act::Hint("Esc goes back to the caseloads.".to_owned())], true),
                _ => (vec![Act::Hint("Press y or n; without a y nothing moves.".to_owned())], true),
            },
            Self::Settle { form, .. } | Self::Leave { form, .. } => {
                let alone =
                    *pressed == Pressed::Command(Command::Take) && form.focus + 1 == form.entries.len();
                match pressed {
                    Pressed::Command(Command::Leave) => (vec![], false),
                    Pressed::Command(Command::Save) => (self.save(ctx), true),
                    _ if alone => {
                        let key = ctx.keys(Command::Save, &[scope::FORM]);
                        (vec![Act::Hint(format!("{key} does it; Enter never does."))], true)
                    }
                    pressed => {
                        form.press(pressed);
                        (vec![], true)
                    }
                }
            }
        }
    }

    fn save(&mut self, ctx: &Ctx<'_>) -> Vec<Act> {
        let wrong = match self {
            Self::Settle { staff, form, .. } => match settled(form) {
                Ok(Settled { capacity, languages, covers }) => {
                    let request = Request::KeepCaseload { staff: *staff, capacity, languages, covers };
                    return vec![Act::Ask(SETTLED, request)];
                }
                Err((row, _)) => row,
            },
            Self::Leave { staff, form, sent, .. } => match days(form, ctx.today()) {
                Ok(leave) => {
                    *sent = leave;
                    return vec![Act::Ask(AWAY, Request::SetLeave { staff: *staff, leave })];
                }
                Err((row, _)) => row,
            },
            Self::Moves { .. } => return vec![],
        };
        // What is wrong stands below already; the keys go there.
        if let Self::Settle { form, .. } | Self::Leave { form, .. } = self {
            form.focus = wrong;
        }
        vec![]
    }

    /// What saving will do, in a sentence; or what is wrong.
    pub fn will_do(&self, ctx: &Ctx<'_>) -> Result<String, String> {
        match self {
            Self::Settle { name, form, .. } => {
                let Settled { capacity, languages, covers } = settled(form).map_err(|(_, why)| why)?;
                let takes = match capacity {
                    Some(0) => "takes no new cases".to_owned(),
                    Some(most) => format!("takes {}", super::cases(usize::from(most))),
                    None => "takes as many cases as come".to_owned(),
                };
                let whose = if covers.is_empty() {
                    "of this practice".to_owned()
                } else {
                    format!("of {}", listed(&covers.iter().map(ToString::to_string).collect::<Vec<_>>()))
                };
                let speaks = if languages.is_empty() {
                    String::new()
                } else {
                    format!(", and speaks {}", listed(&languages))
                };
                Ok(format!("{name} {takes} {whose}{speaks}."))
            }
            Self::Leave { name, form, .. } => match days(form, ctx.today()).map_err(|(_, why)| why)? {
                None => Ok(format!("{name} is here.")),
                Some(leave) => Ok(format!(
                    "{name} is away from {} to {}; what is due by then is shown next.",
                    day(leave.from),
                    day(leave.to)
                )),
            },
            Self::Moves { .. } => Ok(String::new()),
        }
    }
}

fn settled(form: &Form) -> Meant<Settled> {
    let capacity = form.value(0);
    let capacity = match capacity.parse::<u16>() {
        _ if capacity.is_empty() => None,
        Ok(most) if most <= MOST => Some(most),
        Ok(_) => return Err((0, "Nobody takes more than 1,000 cases at a time.".to_owned())),
        Err(_) => {
            let says =
                format!("\"{capacity}\" is not a number of cases; nothing here means as many as come.");
            return Err((0, says));
        }
    };
    let languages = parts(&form.value(1)).map(str::to_owned).collect();
    let typed = form.value(2);
    let mut covers = Vec::new();
    for code in parts(&typed) {
        match OdsCode::parse(code) {
            Ok(code) => covers.push(code),
            Err(why) => return Err((2, format!("\"{code}\": {why}"))),
        }
    }
    Ok(Settled { capacity, languages, covers })
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// The days of a leave; both empty: somebody is here. One day alone is a day off.
fn days(form: &Form, today: Date) -> Meant<Option<Leave>> {
    let (from, to) = (form.value(0), form.value(1));
    if from.is_empty() && to.is_empty() {
        return Ok(None);
    }
    if from.is_empty() {
        return Err((0, "The first day is missing.".to_owned()));
    }
    let read = |row, text: &str| {
        read_day(text, today).map_err(|why| (row, format!("{}.", capital(&why.to_string()))))
    };
    let from = read(0, &from)?;
    let to = if to.is_empty() { from } else { read(1, &to)? };
    if from > to {
        return Err((1, format!("The last day, {}, is before the first, {}.", day(to), day(from))));
    }
    if to < today {
        return Err((1, format!("{} is past.", day(to))));
    }
    Ok(Some(Leave { from, to }))
}

/// The day that somebody means: one to come, or, of those who are away already, one that has just been.
fn read_day(text: &str, today: Date) -> Result<Date, typed_day::TypedDayError> {
    let just_been = |on: &Date| (0..=60).contains(&on.until(today).map_or(-1, |span| span.get_days()));
    let to_come = typed_day::to_come(text, today).map(|day| day.on);
    match (&to_come, typed_day::gone(text, today).map(|day| day.on)) {
        // In a year, or on another weekday: a day that was typed without its year.
        (Ok(on), Ok(gone))
            if today.until(*on).is_ok_and(|span| span.get_days() > 300) && just_been(&gone) =>
        {
            Ok(gone)
        }
        (Err(_), Ok(gone)) if just_been(&gone) => Ok(gone),
        _ => to_come,
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
