//! What the keys do in the form: moving, choosing, taking, leaving.

use crate::desk::request::Request;
use crate::tui::commands::Command;
use crate::tui::screen::{Act, Ctx, Pressed};
use crate::tui::screens::flag::form::{Form, Picked, Spot};
use crate::tui::screens::flag::{FlagScreen, asks};
use crate::tui::widgets::field::Field;

impl FlagScreen {
    pub(super) fn update_form(&mut self, pressed: &Pressed, ctx: &Ctx<'_>) -> Vec<Act> {
        let spot = self.form.spot;
        let in_text = spot.is_text(&self.form);
        match pressed {
            Pressed::Char(',') if spot == Spot::Needs => self.comma(),
            Pressed::Paste(text)
                if spot == Spot::Patient && in_text && self.take_banner(text, ctx.today()) =>
            {
                vec![]
            }
            Pressed::Paste(_) | Pressed::Char(_) if !in_text => {
                vec![Act::Hint("Nothing is typed here; Tab goes to the next field.".to_owned())]
            }
            Pressed::Command(command) => self.command(*command, pressed, ctx),
            _ => {
                self.type_into(pressed);
                if spot == Spot::Needs && matches!(pressed, Pressed::Paste(_)) {
                    self.take_whole_needs();
                }
                vec![]
            }
        }
    }

    fn command(&mut self, command: Command, pressed: &Pressed, ctx: &Ctx<'_>) -> Vec<Act> {
        match command {
            Command::Save => self.save(ctx),
            Command::Leave => self.leave(ctx),
            Command::StartAfresh => self.start_afresh(ctx),
            Command::NextField => self.move_by(1),
            Command::PreviousField => self.move_by(-1),
            Command::Take => self.take(ctx),
            Command::Down => self.vertical(1, ctx),
            Command::Up => self.vertical(-1, ctx),
            Command::ChoiceLeft => self.choose(-1, ctx),
            Command::ChoiceRight => self.choose(1, ctx),
            Command::Toggle => self.toggle(),
            Command::RemoveLast => self.remove_last(),
            Command::DeleteBack if self.form.text(self.form.spot).is_none_or(Field::is_empty) => {
                self.remove_last()
            }
            _ => {
                self.type_into(pressed);
                vec![]
            }
        }
    }

    fn type_into(&mut self, pressed: &Pressed) {
        let spot = self.form.spot;
        if spot.is_text(&self.form)
            && let Some(field) = self.form.text_mut(spot)
        {
            field.press(pressed);
        }
    }

    fn take(&mut self, ctx: &Ctx<'_>) -> Vec<Act> {
        match self.form.spot {
            Spot::Patient if self.form.picked == Picked::Nobody => self.take_patient(ctx),
            Spot::Name | Spot::Born | Spot::Phone | Spot::Postcode => {
                match self.alike_at.and_then(|at| self.alike.get(at)).cloned() {
                    Some(line) => {
                        self.form.who = Field::default();
                        self.forget_person();
                        self.go_to(Spot::Needs);
                        self.know(line)
                    }
                    None => self.move_by(1),
                }
            }
            Spot::Needs => self.take_need(),
            Spot::Service => self.take_service(),
            Spot::Worker => {
                if self.form.worker.is_none() {
                    self.choose_worker(0, ctx);
                }
                self.move_by(1)
            }
            _ => self.move_by(1),
        }
    }

    /// Down and Up move in the list that is open, else from field to field.
    fn vertical(&mut self, by: isize, ctx: &Ctx<'_>) -> Vec<Act> {
        let spot = self.form.spot;
        if matches!(spot, Spot::Name | Spot::Born | Spot::Phone | Spot::Postcode) && !self.alike.is_empty() {
            let last = self.alike.len() - 1;
            self.alike_at = match (self.alike_at, by) {
                (None, 1..) => Some(0),
                (Some(at), 1..) => Some((at + 1).min(last)),
                (Some(at), _) => at.checked_sub(1),
                (None, _) => return self.move_by(by),
            };
            return vec![];
        }
        if spot == Spot::Worker {
            return self.choose(by, ctx);
        }
        let closed = std::mem::take(&mut self.lists_closed);
        let count = match spot {
            Spot::Patient => self.offers(ctx.today()).len(),
            Spot::Needs => self.suggestions().len(),
            Spot::Service => self.near.hits().len(),
            _ => 0,
        };
        match count {
            0 => self.move_by(by),
            // The first press shows the list again that Esc closed.
            _ if closed => vec![],
            _ => {
                self.at = self.at.saturating_add_signed(by).min(count - 1);
                self.near.moved |= spot == Spot::Service;
                vec![]
            }
        }
    }

    fn remove_last(&mut self) -> Vec<Act> {
        match self.form.spot {
            Spot::Patient => self.unpick(),
            Spot::Needs => {
                self.form.needs.pop();
            }
            Spot::Service => self.form.service = None,
            _ => {}
        }
        vec![]
    }

    /// One step back: closes the list, then leaves. The draft stays.
    fn leave(&mut self, ctx: &Ctx<'_>) -> Vec<Act> {
        let open = match self.form.spot {
            Spot::Patient => !self.offers(ctx.today()).is_empty(),
            Spot::Needs => !self.suggestions().is_empty(),
            _ => false,
        };
        if open {
            self.lists_closed = true;
            return vec![];
        }
        vec![Act::Draft(self.draft()), Act::Close]
    }

    /// Empties the form; on an empty one, brings back what was there.
    fn start_afresh(&mut self, ctx: &Ctx<'_>) -> Vec<Act> {
        let says = if self.form.is_blank() {
            let Some(form) = self.emptied.take() else {
                return vec![Act::Hint("The form is empty already.".to_owned())];
            };
            self.begin_over(*form, None);
            "What stood in the form is back."
        } else {
            let before = Box::new(std::mem::take(&mut self.form));
            self.begin_over(Form::default(), Some(before));
            "The form is empty; the same key brings back what stood there."
        };
        let mut acts = vec![Act::Hint(says.to_owned())];
        if let Picked::Known(line) = &self.form.picked {
            acts.push(Act::Ask(asks::PATIENT, Request::Patient { patient: line.id }));
        }
        let instead = self.form.stop.instead;
        acts.extend(self.follow(&Form::default(), ctx));
        self.form.stop.instead = instead;
        acts.push(Act::Draft(self.draft()));
        acts
    }

    fn begin_over(&mut self, form: Form, emptied: Option<Box<Form>>) {
        let kept = std::mem::take(&mut self.kept);
        *self = Self { emptied, ..Self::over(form, kept) };
    }

    /// The places in the order of Tab.
    pub(super) fn spots(&self) -> Vec<Spot> {
        self.form.spots(self.card.stands(), self.case_to_ring().is_some())
    }

    /// Goes to the next place, or the one before.
    pub(super) fn move_by(&mut self, by: isize) -> Vec<Act> {
        let spots = self.spots();
        let at = spots.iter().position(|spot| *spot == self.form.spot).unwrap_or(0);
        let to = at.saturating_add_signed(by);
        // At the ends it stays: nothing has to be said that could hide what saving will do.
        if let Some(spot) = spots.get(to) {
            self.go_to(*spot);
        }
        vec![]
    }

    pub(super) fn go_to(&mut self, spot: Spot) {
        self.form.spot = spot;
        self.at = if spot == Spot::Patient { self.first_offer } else { 0 };
        self.lists_closed = false;
        self.alike_at = None;
    }
}
