//! Who are you: chosen once at the start, where the operating system's account does not say it.

use crate::desk::reply::Reply;
use crate::desk::request::Request;
use crate::domain::staff::Staff;
use crate::tui::commands::{Command, scope};
use crate::tui::screen::{Act, Answer, Ctx, Pressed, Question};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::fit::{fit, pad, wrap};
use crate::tui::widgets::rows::Rows;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

#[cfg(test)]
mod tests;

/// Who works here.
const STAFF: Question = 1;
/// Rows above the list: the question, the reason, the field, an empty one.
const ABOVE: u16 = 4;

/// Who are you.
#[derive(Clone, Debug, PartialEq)]
pub struct WhoScreen {
    /// The account that nobody here has, where it is known.
    account: Option<String>,
    staff: Vec<Staff>,
    /// The staff are known: Enter means the one in sight.
    is_known: bool,
    field: Field,
    rows: Rows,
    refused: Option<String>,
    height: u16,
}

impl WhoScreen {
    /// Asks who works here. `account` is the operating system's, as the reason why it has to be asked.
    pub fn new(account: Option<String>, ctx: &Ctx<'_>) -> (Self, Vec<Act>) {
        let screen = Self {
            account,
            staff: at_work(ctx.staff.to_vec()),
            is_known: !ctx.staff.is_empty(),
            field: Field::default(),
            rows: Rows::default(),
            refused: None,
            height: 20,
        };
        (screen, vec![Act::Ask(STAFF, Request::Staff)])
    }

    /// The scopes of its keys, the innermost first.
    pub fn scopes(&self) -> Vec<&'static str> {
        vec![scope::FINDER, scope::TEXT]
    }

    /// The commands that matter now.
    pub fn hints(&self) -> Vec<Command> {
        vec![Command::Open, Command::Down, Command::Up]
    }

    /// The size that it has now, so that a page is a page.
    pub fn resized(&mut self, area: Rect) {
        self.height = area.height;
    }

    /// Hears a key.
    pub fn update(&mut self, pressed: Pressed, _ctx: &Ctx<'_>) -> Vec<Act> {
        if let Pressed::Command(command) = pressed {
            let page = usize::from(self.height.saturating_sub(ABOVE)).max(1);
            if self.rows.press(command, self.fitting().count(), page) {
                return vec![];
            }
            if command == Command::Open {
                let chosen = self.fitting().nth(self.rows.selected).map(|one| one.id);
                return chosen.map(|id| vec![Act::Begin(id)]).unwrap_or_default();
            }
        }
        let before = self.field.value().to_owned();
        if self.field.press(&pressed) && self.field.value() != before {
            self.rows = Rows::default();
        }
        vec![]
    }

    /// Hears what the desk says.
    pub fn answer(&mut self, question: Question, answer: Answer, _ctx: &Ctx<'_>) -> Vec<Act> {
        match (question, answer) {
            (STAFF, Ok(Reply::Staff(staff))) => {
                self.staff = at_work(staff);
                self.is_known = true;
                self.rows.keep_within(self.fitting().count());
            }
            (STAFF, Err(refusal)) => self.refused = Some(refusal.to_string()),
            _ => {}
        }
        vec![]
    }

    /// Draws it over the whole area.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let area = area.intersection(frame.area());
        if area.width < 4 || area.height <= ABOVE {
            return;
        }
        let area = Rect { x: area.x + 1, width: area.width - 2, ..area };
        let (cells, cut) = (usize::from(area.width), ctx.signs.ellipsis);
        let row = |y: u16| Rect { y: area.y + y, height: 1, ..area };
        frame.render_widget(Line::styled("Who are you?", ctx.theme.title), row(0));
        let why = match &self.account {
            Some(account) => format!("Nobody here has the account \"{account}\". Choose yourself."),
            None => "Choose yourself.".to_owned(),
        };
        frame.render_widget(Line::styled(fit(&why, cells, cut), ctx.theme.dim), row(1));
        frame.render_widget(Line::styled("Name", ctx.theme.dim), row(2));
        let list = Rect { y: area.y + ABOVE, height: area.height - ABOVE, ..area };
        let page = usize::from(list.height);
        let top = self.rows.top(page);
        let fitting: Vec<_> = self.fitting().collect();
        if fitting.is_empty() {
            let said = match (&self.refused, self.is_known, self.staff.is_empty()) {
                (Some(refused), ..) => refused.clone(),
                (None, false, _) => "Looking up who works here".to_owned(),
                (None, true, true) => {
                    "Nobody works here any more: an administrator adds staff with `signpost \
                                       staff add`."
                        .to_owned()
                }
                (None, true, false) => {
                    format!("Nobody here is called \"{}\". Delete some letters.", self.field.value().trim())
                }
            };
            for (row, line) in list.rows().zip(wrap(&said, cells)) {
                frame.render_widget(Line::styled(line, ctx.theme.text), row);
            }
        }
        let name = fitting.iter().map(|one| one.name.chars().count()).max().unwrap_or(0).clamp(12, cells / 2);
        for (y, (place, one)) in fitting.iter().enumerate().skip(top).take(page).enumerate() {
            let selected = place == self.rows.selected;
            let pointer = pad(if selected { ctx.signs.pointer } else { "" }, 2, "");
            let said = format!("{pointer}{}  {}", pad(&one.name, name, cut), one.roles_said());
            let style = if selected { ctx.theme.selected } else { ctx.theme.text };
            let row = row(ABOVE + u16::try_from(y).unwrap_or(0));
            frame.render_widget(Line::styled(pad(&said, cells, cut), style), row);
        }
        let field = Rect { x: area.x + 6, width: area.width.saturating_sub(6), ..row(2) };
        self.field.view(frame, field, ctx.theme.field_focus, true);
    }

    /// Those whose name or role has a word that begins with each word that was typed.
    fn fitting(&self) -> impl Iterator<Item = &Staff> {
        let typed = self.field.value().to_lowercase();
        let typed: Vec<String> = typed.split_whitespace().map(str::to_owned).collect();
        self.staff.iter().filter(move |one| {
            let said = format!("{} {}", one.name, one.roles_said()).to_lowercase();
            let words: Vec<_> = said.split(|c: char| !c.is_alphanumeric()).collect();
            typed.iter().all(|typed| words.iter().any(|word| word.starts_with(typed.as_str())))
        })
    }
}

/// Those who have not left, by name.
fn at_work(mut staff: Vec<Staff>) -> Vec<Staff> {
    staff.retain(|one| !one.retired);
    staff.sort_by_key(|one| one.name.to_lowercase());
    staff
}
