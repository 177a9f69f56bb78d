//! Filling a measure in, item by item with number keys, and what it comes to before it is kept.

use super::over::{Heard, head, lower};
use super::sheet::{Sheet, Turn};
use crate::desk::reply::CaseCard;
use crate::desk::request::{Request, WhichCase};
use crate::domain::case::work::{Casework, Did, Work};
use crate::domain::measure::change::change;
use crate::domain::measure::due::{self, usual};
use crate::domain::measure::instrument::{Instrument, Item, instruments};
use crate::domain::measure::{Declined, Filled, Point};
use crate::domain::typed_day;
use crate::tui::commands::{Command, scope};
use crate::tui::screen::{Ctx, Pressed};
use crate::tui::widgets::fit::{fit, pad, wrap};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

/// A measure on the way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Measuring {
    stage: Stage,
    sheet: Sheet,
    offered: Vec<&'static Instrument>,
    points: Vec<Point>,
}

#[derive(Clone, Debug, PartialEq)]
enum Stage {
    Choosing,
    Filling { instrument: &'static Instrument, point: Point, on: Date, answers: Vec<Option<u8>>, one: bool },
}

const INSTRUMENT: &str = "Measure";
const POINT: &str = "Point";
const ON: &str = "On";

impl Measuring {
    /// The instruments that may be used here, those that are due first.
    pub fn new(card: &CaseCard, ctx: &Ctx<'_>) -> Self {
        let none = Casework::default();
        let work = card.work.as_deref().unwrap_or(&none);
        let licences = ctx.overview.map(|overview| overview.practice.licences.keys().cloned().collect());
        let licences = licences.unwrap_or_default();
        let filled = work.filled();
        let accepted = work.accepted.map_or(ctx.today(), |moment| moment.at.to_zoned(TimeZone::UTC).date());
        let weeks =
            ctx.overview.map_or(due::REVIEW_AFTER_DAYS, |overview| overview.practice.limits.review_days());
        let due = due::due(
            &filled,
            &work.not_filled(),
            &usual(),
            accepted,
            weeks,
            due::Stage::UnderWay,
            ctx.today(),
        );
        let mut offered: Vec<&Instrument> =
            instruments().all().iter().filter(|one| one.is_on(&licences)).collect();
        offered.sort_by_key(|one| !due.iter().any(|due| due.instrument == one.key));
        let points = offered
            .iter()
            .map(|one| {
                let before = filled.iter().any(|f| f.instrument == one.key && f.point == Point::Baseline);
                match (before, card.line.stage.is_open()) {
                    (false, _) => Point::Baseline,
                    (true, true) => Point::Review,
                    (true, false) => Point::End,
                }
            })
            .collect::<Vec<_>>();
        let names = offered.iter().map(|one| one.name.clone()).collect();
        let at = points.first().map_or(0, |point| *point as usize);
        let sheet = Sheet::default()
            .choice(INSTRUMENT, names, 0)
            .choice(POINT, Point::ALL.map(|point| point.word().to_owned()).to_vec(), at)
            .proposed(ON, "today");
        Self { stage: Stage::Choosing, sheet, offered, points }
    }

    pub fn scopes(&self) -> Vec<&'static str> {
        match self.stage {
            Stage::Choosing => self.sheet.scopes(),
            // Digits are answers, not commands.
            Stage::Filling { .. } => vec![scope::TEXT, scope::FORM],
        }
    }

    pub fn hints(&self) -> Vec<Command> {
        match self.stage {
            Stage::Choosing => vec![Command::Take, Command::NextField, Command::Leave],
            Stage::Filling { .. } => vec![Command::Save, Command::DeleteBack, Command::Leave],
        }
    }

    pub fn update(&mut self, pressed: &Pressed, card: &CaseCard, ctx: &Ctx<'_>) -> Heard {
        if matches!(self.stage, Stage::Filling { .. }) {
            return self.fill(pressed, card);
        }
        // Enter begins from any row: what is proposed is right most of the time.
        if *pressed == Pressed::Command(Command::Take) {
            return self.begin(ctx);
        }
        let before = self.sheet.chosen(INSTRUMENT);
        match self.sheet.press(pressed) {
            Turn::Leaves => return Heard::Leaves,
            Turn::Saves => return self.begin(ctx),
            Turn::Stays => {}
        }
        let now = self.sheet.chosen(INSTRUMENT);
        if now != before
            && let (Some(row), Some(point)) = (self.sheet.row(POINT), self.points.get(now))
            && let Some(entry) = self.sheet.form.entries.get_mut(row)
            && let crate::tui::widgets::form::Input::Choice(_, at) = &mut entry.input
        {
            *at = *point as usize;
        }
        Heard::nothing()
    }

    fn begin(&mut self, ctx: &Ctx<'_>) -> Heard {
        let Some(instrument) = self.offered.get(self.sheet.chosen(INSTRUMENT)).copied() else {
            return Heard::Leaves;
        };
        let point = Point::ALL.get(self.sheet.chosen(POINT)).copied().unwrap_or(Point::Baseline);
        let Some(day) = self.sheet.day_gone(ON, ctx.today()) else { return Heard::nothing() };
        self.stage = Stage::Filling { instrument, point, on: day.on, answers: vec![], one: false };
        Heard::nothing()
    }

    fn fill(&mut self, pressed: &Pressed, card: &CaseCard) -> Heard {
        let Stage::Filling { instrument, point, on, answers, one } = &mut self.stage else {
            return Heard::nothing();
        };
        let item = instrument.items.get(answers.len());
        match (pressed, item) {
            (Pressed::Command(Command::Leave), _) => return Heard::Leaves,
            (Pressed::Command(Command::DeleteBack | Command::RemoveLast), _) => {
                if *one {
                    *one = false;
                } else if answers.pop().is_none() {
                    self.stage = Stage::Choosing;
                }
            }
            (Pressed::Command(Command::Take), Some(_)) if *one => {
                *one = false;
                answers.push(Some(1));
            }
            (Pressed::Command(Command::Take | Command::Save), None) => {
                let filled = Filled {
                    instrument: instrument.key.clone(),
                    point: *point,
                    on: *on,
                    answers: answers.clone(),
                };
                let case = WhichCase::Id(card.line.id);
                return Heard::Asks(Box::new(Request::Work {
                    case,
                    work: Work::Measure(filled),
                    next: None,
                }));
            }
            (Pressed::Command(Command::Save | Command::Take), Some(item)) => {
                return Heard::hint(format!("{} is not answered yet; - leaves it out.", item.scale.name));
            }
            (Pressed::Char('d'), _) if *one || answers.iter().any(Option::is_some) => {
                let name = &instrument.name;
                return Heard::hint(format!(
                    "Some of {name} is answered; Backspace takes that back, then d."
                ));
            }
            (Pressed::Char('d'), _) => {
                let (instrument, point, on) = (instrument.key.clone(), *point, *on);
                let case = WhichCase::Id(card.line.id);
                let work = Work::DeclineMeasure(Declined { instrument, point, on });
                return Heard::Asks(Box::new(Request::Work { case, work, next: None }));
            }
            (Pressed::Char('-'), Some(_)) => {
                *one = false;
                answers.push(None);
            }
            (Pressed::Char(c), Some(item)) if c.is_ascii_digit() => {
                let digit = u8::try_from(u32::from(*c) - u32::from('0')).unwrap_or(0);
                return type_digit(item, digit, answers, one, instrument);
            }
            _ => {}
        }
        Heard::nothing()
    }

    pub fn view(&self, card: &CaseCard, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        match &self.stage {
            Stage::Choosing => {
                let title = format!("Measure: {}", card.line.patient.called);
                let lines = head(&title, &["Enter begins with the first question.".to_owned()], area, ctx);
                let reading = self.sheet.reading(&[], &[ON], ctx);
                let foot = vec![Line::styled(format!(" {reading}"), ctx.theme.accent)];
                let place = lower(lines, self.sheet.form.height(), foot, frame, area, ctx);
                self.sheet.form.view(frame, place, ctx);
            }
            Stage::Filling { instrument, point, on, answers, one } => {
                view_items(instrument, (*point, *on), answers, *one, card, frame, area, ctx);
            }
        }
    }
}

/// A digit of an answer: taken at once, but for a 1 that may become a 10.
fn type_digit(
    item: &Item,
    digit: u8,
    answers: &mut Vec<Option<u8>>,
    one: &mut bool,
    instrument: &Instrument,
) -> Heard {
    let scale = &item.scale;
    let fits = |value: u8| scale.contains(u16::from(value));
    if *one {
        *one = false;
        if digit == 0 {
            answers.push(Some(10));
            return Heard::nothing();
        }
        // It was a 1, and this is the answer to the next one.
        answers.push(Some(1));
        let Some(next) = instrument.items.get(answers.len()) else { return Heard::nothing() };
        return type_digit(next, digit, answers, one, instrument);
    }
    if digit == 1 && fits(10) {
        *one = true;
    } else if fits(digit) {
        answers.push(Some(digit));
    } else {
        return Heard::hint(format!("{} goes from {} to {}.", scale.name, scale.min, scale.max));
    }
    Heard::nothing()
}

#[expect(clippy::too_many_arguments, reason = "everything that a measure on the way is")]
fn view_items(
    instrument: &Instrument,
    (point, on): (Point, Date),
    answers: &[Option<u8>],
    one: bool,
    card: &CaseCard,
    frame: &mut Frame<'_>,
    area: Rect,
    ctx: &Ctx<'_>,
) {
    let cut = ctx.signs.ellipsis;
    let width = usize::from(area.width.saturating_sub(3));
    let who = &card.line.patient.called;
    let title = format!("{}, {}: {who}, {}", instrument.name, point.word(), typed_day::said(on, ctx.today()));
    let mut lines = head(&title, &[], area, ctx);
    if answers.is_empty()
        && !one
        && let Some(intro) = &instrument.intro
    {
        lines.extend(wrap(intro, width).into_iter().map(|t| Line::styled(format!(" {t}"), ctx.theme.dim)));
    }
    let mut at = None;
    for (n, item) in instrument.items.iter().enumerate() {
        let name = pad(&item.scale.name, 20, cut);
        match answers.get(n) {
            Some(answer) => {
                let said = answer.map_or("not answered".to_owned(), |value| {
                    let word = item.word(value).or_else(|| item.scale.band(u16::from(value)));
                    word.map_or_else(|| value.to_string(), |word| format!("{value}, {word}"))
                });
                lines.push(Line::styled(fit(&format!("   {name}{said}"), width, cut), ctx.theme.text));
            }
            None if n == answers.len() => {
                for (row, text) in wrap(item.asked(), width.saturating_sub(3)).into_iter().enumerate() {
                    let sign = if row == 0 { ctx.signs.pointer } else { " " };
                    lines.push(Line::styled(format!(" {sign} {text}"), ctx.theme.title));
                }
                let ends: Vec<String> =
                    item.answers.iter().map(|answer| format!("{} {}", answer.value, answer.word)).collect();
                let range = format!("{} to {}", item.scale.min, item.scale.max);
                let words =
                    if ends.is_empty() { range } else { ends.join(&format!(" {} ", ctx.signs.bullet)) };
                let typed =
                    if one { "1_  (0 makes it 10, Enter takes 1)".to_owned() } else { "_".to_owned() };
                lines.push(Line::styled(fit(&format!("     {words}"), width, cut), ctx.theme.dim));
                at = Some(lines.len());
                lines.push(Line::styled(format!("     {typed}"), ctx.theme.accent));
            }
            None => lines.push(Line::styled(format!("   {name}"), ctx.theme.dim)),
        }
    }
    let filled = Filled { instrument: instrument.key.clone(), point, on, answers: answers.to_vec() };
    let foot = if answers.len() == instrument.items.len() {
        at = Some(lines.len());
        let mut text = vec![instrument.said(&filled)];
        let before = card.work.iter().flat_map(|work| &work.measures).map(|one| &one.filled);
        let before = before.filter(|one| one.instrument == instrument.key && one.point == Point::Baseline);
        if let Some(before) = before.filter(|one| one.on < on).min_by_key(|one| one.on) {
            text.push(format!(
                "Since the baseline: {}",
                change(before, &filled, instrument).in_words().join("; ")
            ));
        }
        if let Some((_, next)) = card.proposed.iter().find(|(did, _)| *did == Did::Other) {
            text.push(format!("Next: {next}."));
        }
        let mut foot: Vec<Line<'static>> = text
            .iter()
            .flat_map(|text| wrap(text, width))
            .map(|text| Line::styled(format!(" {text}"), ctx.theme.text))
            .collect();
        let keys = if filled.missing() == answers.len() {
            " d keeps it as declined · Backspace goes back"
        } else {
            " Enter keeps it · Backspace goes back"
        };
        foot.push(Line::styled(keys.to_owned(), ctx.theme.accent));
        foot
    } else {
        let keys = if answers.is_empty() && !one {
            " Number keys answer · - not answered · d declines all of it · Backspace back"
        } else {
            " Number keys answer · - not answered · Backspace goes back"
        };
        vec![Line::styled(keys.to_owned(), ctx.theme.dim)]
    };
    let rows = lines.len();
    let place = lower(lines, 0, foot, frame, area, ctx);
    let up = u16::try_from(rows - at.unwrap_or(rows).min(rows)).unwrap_or(0);
    frame.set_cursor_position(Position::new(place.x + 4, place.y.saturating_sub(up).min(area.bottom() - 1)));
}
