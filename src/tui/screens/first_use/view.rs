//! How first use looks: two offers, a form of one page, and what to press first.

use crate::domain::staff::Role;
use crate::tui::commands::{Command, scope};
use crate::tui::screen::Ctx;
use crate::tui::screens::first_use::{FirstUseScreen, Offer, Row, Step};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::fit::{fit, pad, wrap};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

/// Lines longer than this are hard to read.
const WIDEST: u16 = 90;
/// How wide the labels are, with the sign of a mistake.
const LABEL: u16 = 17;

impl FirstUseScreen {
    /// Draws it over the whole area.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let area = area.intersection(frame.area());
        if area.width < 20 || area.height < 4 {
            return;
        }
        let area = Rect { x: area.x + 1, width: (area.width - 2).min(WIDEST), ..area };
        match &self.step {
            Step::Offers => self.view_offers(frame, area, ctx),
            Step::Form => self.view_form(frame, area, ctx),
            Step::Ready { said, .. } => view_ready(said, frame, area, ctx),
        }
    }

    fn view_offers(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let mut page = Page::new(area, ctx);
        page.line(frame, "Welcome to Signpost", ctx.theme.title);
        page.text(frame, "Flag a patient's social needs, find local help, hand cases to link workers.");
        page.text(frame, &format!("No practice is set up here yet ({}).", self.folder));
        page.gap();
        let offers = [
            (
                Offer::Demo,
                "1  Look around in the demo",
                "An invented practice at work, in a store of its own.",
            ),
            (
                Offer::Practice,
                "2  Set up a practice here",
                "Its name, its ODS code, your name: less than a minute.",
            ),
        ];
        for (offer, title, about) in offers {
            let selected = offer == self.offer;
            let pointer = pad(if selected { ctx.signs.pointer } else { "" }, 2, "");
            let style = if selected { ctx.theme.selected } else { ctx.theme.text };
            if selected {
                frame.set_cursor_position(Position::new(area.x, page.y.min(area.bottom() - 1)));
            }
            page.line(frame, &format!("{pointer}{title}"), style);
            page.line(frame, &format!("     {about}"), ctx.theme.dim);
            page.gap();
        }
        let enter = ctx.keys(Command::Open, &[scope::LIST]);
        page.text(frame, &format!("Up and Down choose, {enter} goes on."));
    }

    fn view_form(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let mistakes = if self.tried { self.mistakes() } else { vec![] };
        let wrong = |row: Row| mistakes.iter().any(|(at, _)| *at == row);
        let mut page = Page::new(area, ctx);
        page.line(frame, "Set up a practice", ctx.theme.title);
        if area.height > 16 {
            page.gap();
        }
        let fields = [
            (Row::Practice, "Practice", &self.practice),
            (Row::Ods, "ODS code", &self.ods),
            (Row::Name, "Your name", &self.name),
        ];
        for (row, label, field) in fields {
            self.view_field(frame, &mut page, (row, label, field), wrong(row), ctx);
        }
        let roles = "You are (all, so that you can try everything; untick what you are not)";
        page.line(frame, roles, ctx.theme.dim);
        for role in Role::ALL {
            let row = Row::Role(role);
            let tick = if self.roles.contains(&role) { ctx.signs.tick_on } else { ctx.signs.tick_off };
            let bad = if wrong(row) { "! " } else { "  " };
            let said = format!("{bad}{tick} {}{}", pad(role.name(), 15, ctx.signs.ellipsis), about(role));
            self.view_row(frame, &mut page, row, &said, ctx);
        }
        if area.height > 14 {
            page.gap();
        }
        self.view_row(frame, &mut page, Row::SetUp, "  Set it up", ctx);
        let said = mistakes.iter().find(|(row, _)| *row == self.row).or_else(|| mistakes.first());
        match (&self.refused, said) {
            (Some(refused), _) => page.warning(frame, refused),
            (None, Some((_, what))) => page.warning(frame, what),
            (None, None) => page.text(frame, &self.what_saving_does(ctx)),
        }
    }

    /// What saving will do, in a sentence.
    fn what_saving_does(&self, ctx: &Ctx<'_>) -> String {
        if self.asking {
            return "Setting it up".to_owned();
        }
        let save = ctx.keys(Command::Save, &[scope::FORM]);
        let or = |field: &Field, otherwise: &str| match field.value().trim() {
            "" => otherwise.to_owned(),
            said => said.to_owned(),
        };
        let account = self.account.as_ref().map_or_else(String::new, |account| {
            format!(" The account \"{account}\" on this machine will be you.")
        });
        let (practice, name) = (or(&self.practice, "the practice"), or(&self.name, "you"));
        format!(
            "{save}: set up {practice} in {}, with {name} as its first member of staff.{account}",
            self.folder
        )
    }

    fn view_field(
        &self,
        frame: &mut Frame<'_>,
        page: &mut Page<'_>,
        (row, label, field): (Row, &str, &Field),
        wrong: bool,
        ctx: &Ctx<'_>,
    ) {
        let Some(area) = page.next() else { return };
        let focus = self.row == row;
        let pointer = pad(if focus { ctx.signs.pointer } else { "" }, 2, "");
        let label = format!("{pointer}{}{label}", if wrong { "! " } else { "  " });
        let style = if wrong { ctx.theme.warning } else { ctx.theme.dim };
        frame.render_widget(Line::styled(label, style), area);
        let typed = Rect { x: area.x + LABEL, width: area.width.saturating_sub(LABEL), ..area };
        let style = if focus { ctx.theme.field_focus } else { ctx.theme.field };
        if field.is_empty() && !focus {
            let example = match row {
                Row::Practice => "Northgate Surgery",
                Row::Ods => "A12345, as on the practice's letters",
                _ => "as colleagues say it",
            };
            frame.render_widget(Line::styled(format!("({example})"), ctx.theme.dim), typed);
            return;
        }
        field.view(frame, typed, style, focus);
    }

    fn view_row(&self, frame: &mut Frame<'_>, page: &mut Page<'_>, row: Row, said: &str, ctx: &Ctx<'_>) {
        let Some(area) = page.next() else { return };
        let selected = self.row == row;
        let pointer = pad(if selected { ctx.signs.pointer } else { "" }, 2, "");
        let style = if selected { ctx.theme.selected } else { ctx.theme.text };
        let said = fit(&format!("{pointer}{said}"), usize::from(area.width), ctx.signs.ellipsis);
        frame.render_widget(Line::styled(said, style), area);
        if selected {
            frame.set_cursor_position(Position::new(area.x, area.y));
        }
    }
}

/// What a role is for, in a few words.
fn about(role: Role) -> &'static str {
    match role {
        Role::Receptionist => "flags needs, chooses a route",
        Role::Clinician => "flags needs, acknowledges escalations",
        Role::LinkWorker => "takes cases on and works them",
        Role::Manager => "sees how it goes, sets the limits",
        Role::Administrator => "keeps staff and directory",
    }
}

fn view_ready(said: &str, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
    let mut page = Page::new(area, ctx);
    page.line(frame, "Ready", ctx.theme.title);
    page.text(frame, said);
    page.gap();
    page.line(frame, "What to press", ctx.theme.title);
    let rows = [
        (Command::Flag, "flag a need, for somebody at the desk or on the phone"),
        (Command::Find, "find a service, a patient or a case, from anywhere"),
        (Command::Services, "the directory of services"),
        (Command::Commands, "everything that can be done, by name"),
        (Command::Help, "the keys that work where you are"),
    ];
    for (command, about) in rows {
        let keys = ctx.keys(command, &[scope::GLOBAL]);
        page.line(frame, &format!("  {}{about}", pad(&keys, 9, "")), ctx.theme.text);
    }
    page.gap();
    page.text(frame, "The directory is empty. In a shell: signpost services import FILE");
    page.text(frame, "Colleagues, in a shell: signpost staff add");
    page.gap();
    let enter = ctx.keys(Command::Open, &[scope::LIST]);
    frame.set_cursor_position(Position::new(area.x, page.y.min(area.bottom() - 1)));
    page.line(frame, &format!("{} {enter} begins", ctx.signs.pointer), ctx.theme.selected);
}

/// Lines from the top of an area down, as far as there is room.
struct Page<'a> {
    area: Rect,
    y: u16,
    ctx: &'a Ctx<'a>,
}

impl<'a> Page<'a> {
    fn new(area: Rect, ctx: &'a Ctx<'a>) -> Self {
        Self { area, y: area.y, ctx }
    }

    fn next(&mut self) -> Option<Rect> {
        let row = Rect { y: self.y, height: 1, ..self.area };
        self.y += 1;
        (row.y < self.area.bottom()).then_some(row)
    }

    fn gap(&mut self) {
        self.y += 1;
    }

    fn line(&mut self, frame: &mut Frame<'_>, text: &str, style: Style) {
        if let Some(row) = self.next() {
            let text = fit(text, usize::from(row.width), self.ctx.signs.ellipsis);
            frame.render_widget(Line::styled(text, style), row);
        }
    }

    fn text(&mut self, frame: &mut Frame<'_>, text: &str) {
        self.wrapped(frame, text, self.ctx.theme.text);
    }

    fn warning(&mut self, frame: &mut Frame<'_>, text: &str) {
        self.wrapped(frame, text, self.ctx.theme.warning);
    }

    fn wrapped(&mut self, frame: &mut Frame<'_>, text: &str, style: Style) {
        for line in wrap(text, usize::from(self.area.width)) {
            self.line(frame, &line, style);
        }
    }
}
