//! What follows from every change: what is asked of the desk, the red flags, the draft.

use crate::desk::request::Request;
use crate::domain::patient::Details;
use crate::tui::draft::FlagDraft;
use crate::tui::screen::{Act, Ctx};
use crate::tui::screens::flag::form::{Form, Picked, Spot};
use crate::tui::screens::flag::red_flag::Instead;
use crate::tui::screens::flag::{FlagScreen, asks};
use crate::tui::widgets::field::Field;

impl FlagScreen {
    /// Brings everything up to date with what changed: asks, red flags, the draft.
    pub(super) fn follow(&mut self, before: &Form, ctx: &Ctx<'_>) -> Vec<Act> {
        let mut acts = vec![];
        if self.form.text(self.form.spot).map(Field::value) != before.text(self.form.spot).map(Field::value) {
            self.at = 0;
            self.first_offer = 0;
            self.lists_closed = false;
            self.alike_at = None;
        }
        if self.form.picked == Picked::Nobody && self.form.from_banner && self.form.who.is_empty() {
            self.forget_person();
        }
        acts.extend(self.ask_who(ctx));
        acts.extend(self.ask_alike(ctx));
        acts.extend(self.ask_near());
        acts.extend(self.ask_whom());
        acts.extend(self.look_for_red_flags(before));
        if !self.spots().contains(&self.form.spot) {
            self.go_to(match self.form.spot {
                Spot::RingOn => Spot::Needs,
                _ if self.card.stands() => Spot::Instead,
                _ => Spot::Route,
            });
        }
        if self.form != *before {
            self.trouble = None;
            acts.push(Act::Draft(self.draft()));
        }
        acts
    }

    fn ask_who(&mut self, ctx: &Ctx<'_>) -> Option<Act> {
        let open = matches!(self.form.picked, Picked::Nobody | Picked::Number(_));
        let text = self.form.who.value();
        if !open || text == self.asked.who {
            return None;
        }
        text.clone_into(&mut self.asked.who);
        if text.trim().is_empty() {
            self.hits = None;
            return None;
        }
        // A whole number says who it is, whatever stands beside it.
        let text = match self.who_text(ctx.today()).number {
            Some(Ok(number)) => number.to_string(),
            _ => text.to_owned(),
        };
        Some(Act::Ask(asks::HITS, Request::Patients { text, limit: 6 }))
    }

    /// Notices while somebody new is typed that somebody alike is known.
    fn ask_alike(&mut self, ctx: &Ctx<'_>) -> Option<Act> {
        let details = match self.form.picked {
            Picked::New(_) => Some(self.details(ctx.today())),
            _ => None,
        };
        let details =
            details.filter(|details| details.name.is_some() && details.born.is_some()).map(|details| {
                let Details { nhs_number, name, born, postcode, .. } = details;
                Box::new(Details { nhs_number, name, born, postcode, ..Details::default() })
            });
        if details == self.asked.alike {
            return None;
        }
        self.asked.alike.clone_from(&details);
        self.alike.clear();
        self.alike_at = None;
        self.even_if_alike = false;
        details.map(|details| Act::Ask(asks::ALIKE, Request::Alike { details }))
    }

    fn look_for_red_flags(&mut self, before: &Form) -> Option<Act> {
        let form = &self.form;
        if form.note != before.note || form.needs != before.needs {
            self.card.refused.clear();
        }
        let needs = form.needs_now();
        let (request, fresh) = self.card.look(&[form.note.value(), form.need.value()], &needs)?;
        if fresh {
            self.form.stop.instead = Instead::Escalate;
        }
        Some(Act::Ask(asks::CARD, request))
    }

    /// The draft as it stands.
    pub(super) fn draft(&self) -> Option<Box<FlagDraft>> {
        // Plain data always becomes JSON.
        let form = if self.form.is_blank() { None } else { serde_json::to_value(&self.form).ok() };
        FlagDraft { form: form.unwrap_or_default(), ..self.kept.clone() }.worth_keeping()
    }
}
