//! The list of cases: filtered by where they stand and by words, in the fair order or the latest first.

use crate::desk::reply::{CaseLine, CasePage, Reply};
use crate::desk::request::{CaseFilter, Cursor, Request, StageFilter};
use crate::domain::case::Queue;
use crate::domain::case::work::Attention;
use crate::tui::commands::{Command, scope};
use crate::tui::open::Place;
use crate::tui::screen::{Act, Answer, Ctx, Pressed, Question};
use crate::tui::screens::today::{split, view_list};
use crate::tui::widgets::case_row::{self, Columns};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::fit::fit;
use crate::tui::widgets::rows::Rows;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Text};

const FIRST: Question = 1;
const MORE: Question = 2;

/// How many cases are asked for at once.
const PAGE: usize = 100;

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Order {
    /// Oldest first within urgency; closed ones the latest first.
    #[default]
    Fair,
    /// What changed last first.
    Latest,
    /// By name.
    Name,
}

/// The list's model.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is true or not by itself")]
pub struct CasesScreen {
    filter: CaseFilter,
    /// Of one's own, only those whose day has come.
    due: bool,
    cases: Vec<CaseLine>,
    next: Option<Cursor>,
    loaded: bool,
    asking_more: bool,
    rows: Rows,
    page: usize,
    words: Field,
    typing: bool,
    order: Order,
}

impl CasesScreen {
    /// The list, and what to ask for it.
    pub fn new(filter: CaseFilter) -> (Self, Vec<Act>) {
        let screen = Self { filter, page: 10, ..Self::default() };
        let acts = screen.refresh();
        (screen, acts)
    }

    /// Asks for it anew, as far as it was read.
    pub fn refresh(&self) -> Vec<Act> {
        let limit = self.cases.len().clamp(PAGE, 500);
        vec![Act::Ask(FIRST, Request::Cases { filter: self.filter.clone(), after: None, limit })]
    }

    /// Shows another part.
    pub fn show(&mut self, filter: CaseFilter) -> Vec<Act> {
        (self.filter, self.due, self.rows, self.loaded) = (filter, false, Rows::default(), false);
        self.cases.clear();
        self.refresh()
    }

    /// The scopes that keys are looked up in.
    pub fn scopes(&self) -> Vec<&'static str> {
        if self.typing { vec![scope::TEXT, scope::FORM] } else { vec![scope::CASES, scope::LIST] }
    }

    /// The commands that matter most here.
    pub fn hints(&self) -> Vec<Command> {
        if self.typing {
            vec![Command::Take, Command::Leave]
        } else {
            vec![
                Command::Open,
                Command::Filter,
                Command::ShowMine,
                Command::ShowDue,
                Command::ShowToRoute,
                Command::ShowAll,
                Command::Sort,
            ]
        }
    }

    /// The cases that the words let through, in the order of the list.
    fn shown(&self) -> Vec<&CaseLine> {
        let words: Vec<String> = self.words.value().split_whitespace().map(str::to_lowercase).collect();
        let mut shown: Vec<&CaseLine> =
            self.cases.iter().filter(|case| (!self.due || is_due(case)) && fits(case, &words)).collect();
        match self.order {
            Order::Fair => {}
            Order::Latest => shown.sort_by_key(|case| std::cmp::Reverse(case.last)),
            Order::Name => shown.sort_by_key(|case| case.patient.called.to_lowercase()),
        }
        shown
    }

    /// Hears what was pressed.
    pub fn update(&mut self, pressed: Pressed, _ctx: &Ctx<'_>) -> Vec<Act> {
        if self.typing {
            match pressed {
                Pressed::Command(Command::Take | Command::Leave) => self.typing = false,
                Pressed::Command(command @ (Command::Down | Command::Up)) => {
                    self.typing = false;
                    self.rows.press(command, self.shown().len(), self.page);
                }
                pressed => {
                    self.words.press(&pressed);
                    self.rows.selected = 0;
                }
            }
            return vec![];
        }
        let Pressed::Command(command) = pressed else { return vec![] };
        let stage = |stage| CaseFilter { stage: Some(stage), ..CaseFilter::default() };
        match command {
            Command::Open | Command::Accept => {
                let list: Vec<_> = self.shown().iter().map(|case| case.id).collect();
                match list.get(self.rows.selected) {
                    Some(case) => {
                        let mut acts = vec![Act::Open(Place::Case(*case, list.clone()))];
                        if command == Command::Accept {
                            acts.push(Act::Run(Command::Accept));
                        }
                        acts
                    }
                    None => vec![],
                }
            }
            Command::Filter => {
                self.typing = true;
                vec![]
            }
            Command::ShowMine => self.show(stage(StageFilter::Mine)),
            Command::ShowTeam => self.show(stage(StageFilter::In(Queue::Team))),
            Command::ShowWaiting => self.show(stage(StageFilter::Waiting)),
            Command::ShowToRoute => self.show(stage(StageFilter::In(Queue::ToRoute))),
            Command::ShowClosed => self.show(stage(StageFilter::In(Queue::Closed))),
            Command::ShowLate => self.show(CaseFilter { overdue: true, ..CaseFilter::default() }),
            Command::ShowDue => {
                let acts = self.show(stage(StageFilter::Mine));
                self.due = true;
                acts
            }
            Command::ShowUrgent => self.show(CaseFilter { urgent: true, ..CaseFilter::default() }),
            Command::ShowAll => {
                self.words = Field::default();
                self.show(CaseFilter::default())
            }
            Command::Sort => {
                self.order = match self.order {
                    Order::Fair => Order::Latest,
                    Order::Latest => Order::Name,
                    Order::Name => Order::Fair,
                };
                vec![Act::Hint(format!("Order: {}.", self.order_said()))]
            }
            command => {
                self.rows.press(command, self.shown().len(), self.page);
                self.more()
            }
        }
    }

    /// Asks for the next page when the selection comes near the end.
    fn more(&mut self) -> Vec<Act> {
        let near = self.rows.selected + 2 * self.page.max(10) >= self.cases.len();
        if !near || self.asking_more || self.next.is_none() {
            return vec![];
        }
        self.asking_more = true;
        let after = self.next.clone();
        vec![Act::Ask(MORE, Request::Cases { filter: self.filter.clone(), after, limit: PAGE })]
    }

    /// Hears what the desk answered.
    pub fn answer(&mut self, question: Question, answer: Answer, _ctx: &Ctx<'_>) -> Vec<Act> {
        match answer {
            Ok(Reply::Cases(CasePage { cases, next })) => {
                let selected = self.shown().get(self.rows.selected).map(|case| case.id);
                if question == MORE {
                    self.asking_more = false;
                    self.cases.extend(cases);
                } else {
                    self.cases = cases;
                    self.asking_more = false;
                }
                (self.next, self.loaded) = (next, true);
                let shown = self.shown();
                let again = selected.and_then(|id| shown.iter().position(|case| case.id == id));
                let count = shown.len();
                self.rows.selected = again.unwrap_or(self.rows.selected);
                self.rows.keep_within(count);
                // A page may be short where few of the places looked at fit: the next one goes on.
                if count <= self.rows.selected + self.page { self.more() } else { vec![] }
            }
            Ok(_) => vec![],
            Err(refusal) => {
                self.loaded = true;
                vec![Act::Refused(refusal)]
            }
        }
    }

    /// How many rows are in sight.
    pub fn resized(&mut self, area: Rect) {
        self.page = usize::from(area.height.saturating_sub(2).max(1));
    }

    fn order_said(&self) -> &'static str {
        match self.order {
            Order::Fair => "oldest first within urgency",
            Order::Latest => "what changed last first",
            Order::Name => "by name",
        }
    }

    fn filter_said(&self) -> &'static str {
        match &self.filter.stage {
            _ if self.filter.urgent => "urgent cases",
            _ if self.filter.overdue => "cases that wait longer than the limit",
            _ if self.due => "cases of mine that are due or overdue",
            None | Some(StageFilter::Open) => "all open cases",
            Some(StageFilter::Mine) => "my cases",
            Some(StageFilter::In(Queue::Team)) => "waiting for the team",
            Some(StageFilter::Waiting) => "waiting for a link worker",
            Some(StageFilter::In(Queue::ToRoute)) => "cases to route",
            Some(StageFilter::In(Queue::Closed)) => "closed cases",
            Some(StageFilter::Of(_)) => "cases of this patient",
            Some(_) => "cases",
        }
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let shown = self.shown();
        let selected = self.rows.selected.min(shown.len().saturating_sub(1));
        let count = format!("{}{}", shown.len(), if self.next.is_some() { "+" } else { "" });
        let head = format!(" {count} {} · {}", self.filter_said(), self.order_said());
        let dots = ctx.signs.ellipsis;
        let row = Rect { height: 1.min(area.height), ..area };
        let body = Rect { y: area.y + row.height, height: area.height - row.height, ..area };
        if self.typing || !self.words.is_empty() {
            let head = format!(" {count} {} with: ", self.filter_said());
            let width = u16::try_from(crate::tui::widgets::fit::width(&head)).unwrap_or(0).min(row.width);
            frame.render_widget(Line::styled(head, ctx.theme.dim), row);
            let place = Rect { x: row.x + width, width: row.width - width, ..row };
            self.words.view(frame, place, ctx.theme.field_focus, false);
        } else {
            frame.render_widget(Line::styled(fit(&head, usize::from(row.width), dots), ctx.theme.dim), row);
        }
        if shown.is_empty() {
            let said = match (self.loaded, self.words.is_empty()) {
                (false, _) => "  Looking…".to_owned(),
                (true, false) => {
                    "  None of these has those words. Esc ends typing; * shows all cases.".to_owned()
                }
                (true, true) => {
                    format!("  There are no {}. * shows all cases, f flags a need.", self.filter_said())
                }
            };
            frame.render_widget(Text::from(vec![Line::default(), Line::styled(said, ctx.theme.text)]), body);
        } else {
            let (list, beside) = split(body);
            let width = usize::from(list.width);
            let said: Vec<String> = shown.iter().map(|case| case_row::reason(case, ctx)).collect();
            let rows = || shown.iter().copied().zip(said.iter().map(String::as_str));
            let columns = Columns::of(rows(), width);
            let lines = rows()
                .enumerate()
                .map(|(n, (case, said))| case_row::row(case, said, columns, n == selected, ctx))
                .collect();
            view_list(frame, list, lines, selected);
            if let (Some(beside), Some(case)) = (beside, shown.get(selected)) {
                let lines = case_row::beside(case, usize::from(beside.width), ctx);
                frame.render_widget(Text::from(lines), beside);
            }
        }
        if self.typing {
            let head = format!(" {count} {} with: ", self.filter_said());
            let x = crate::tui::widgets::fit::width(&head) + self.words.cursor();
            let x = u16::try_from(x).unwrap_or(0).min(row.width.saturating_sub(1));
            frame.set_cursor_position(ratatui::layout::Position::new(row.x + x, row.y));
        }
    }
}

/// Whether its day has come: somebody is to look at it today, or should have.
fn is_due(case: &CaseLine) -> bool {
    let due = |one: &Attention| {
        matches!(
            one,
            Attention::NoDate
                | Attention::CallBack { .. }
                | Attention::Overdue { .. }
                | Attention::DueToday { .. }
                | Attention::FollowUp { .. }
        )
    };
    case.overdue_days > 0 || case.attention.iter().any(due)
}

/// Whether a case has all the words: in the name, the reference, the needs, the worker's name or the stage.
fn fits(case: &CaseLine, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let needs: Vec<&str> = case.needs.iter().map(|need| case_row::need_name(&need.need)).collect();
    let text = format!(
        "{} {} {} {} {} {} {}",
        case.patient.called,
        case.patient.read_back,
        case.reference,
        needs.join(" "),
        case.worker.as_deref().unwrap_or_default(),
        case.stage.name(),
        case.urgency,
    )
    .to_lowercase();
    words.iter().all(|word| text.contains(word.as_str()))
}
