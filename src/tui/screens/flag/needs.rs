//! The needs: chips, and the catalogue's suggestions for what is typed, without asking the desk.

use crate::domain::need::{Match, NeedKey, catalogue};
use crate::domain::nhs_number::NhsNumber;
use crate::domain::red_flag;
use crate::tui::draft::FlagDraft;
use crate::tui::screen::Act;
use crate::tui::screens::flag::FlagScreen;
use crate::tui::screens::flag::form::Form;
use crate::tui::widgets::field::Field;

/// How many suggestions are shown.
const MOST: usize = 4;

impl FlagScreen {
    /// What Enter can take for the text that stands there, best first.
    pub(super) fn suggestions(&self) -> Vec<Match> {
        if self.lists_closed {
            return vec![];
        }
        let taken = &self.form.needs;
        let mut found = catalogue().find(self.form.need.value(), MOST + taken.len());
        found.retain(|found| !taken.contains(&found.need.key));
        found.truncate(MOST);
        found
    }

    /// Takes the highlighted suggestion; where nothing is typed, goes on.
    pub(super) fn take_need(&mut self) -> Vec<Act> {
        let typed = self.form.need.value().trim().to_owned();
        if typed.is_empty() || self.lists_closed {
            return self.move_by(1);
        }
        if let Ok(number) = NhsNumber::parse(&typed) {
            return self.begin_for(number);
        }
        match self.suggestions().get(self.at) {
            Some(found) => {
                self.add_need(found.need.key.clone(), &typed);
                self.form.need = Field::default();
                vec![]
            }
            None => vec![Act::Hint(self.no_such_need(&typed))],
        }
    }

    /// A number typed where needs go, as over a draft that came back, names another patient: what stands here waits
    /// until that one is saved.
    fn begin_for(&mut self, number: NhsNumber) -> Vec<Act> {
        self.form.need = Field::default();
        let mut acts = vec![];
        if self.form.needs.is_empty() && self.form.note.is_empty() {
            self.unpick();
        } else {
            let earlier = FlagDraft {
                form: serde_json::to_value(&self.form).unwrap_or_default(),
                earlier: self.kept.earlier.take(),
                ..FlagDraft::default()
            };
            self.kept.earlier = Some(Box::new(earlier));
            acts.push(Act::Hint(format!("What stood here for {} is kept; it comes back.", self.called())));
            *self = Self::over(Form::default(), std::mem::take(&mut self.kept));
        }
        self.form.who = Field::with(&number.to_string());
        self.pick_number(number);
        acts
    }

    /// A comma ends a need: it takes what Enter would.
    pub(super) fn comma(&mut self) -> Vec<Act> {
        if self.form.need.value().trim().is_empty() { vec![] } else { self.take_need() }
    }

    /// Pasted text: the needs in it that are whole, between commas, become chips; the rest stays as text.
    pub(super) fn take_whole_needs(&mut self) {
        if !self.form.need.value().contains(',') {
            return;
        }
        let text = self.form.need.value().to_owned();
        let mut rest: Vec<&str> = vec![];
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            match catalogue().exactly(part) {
                Some(need) => self.add_need(need.key.clone(), part),
                None => rest.push(part),
            }
        }
        self.form.need = Field::with(&rest.join(", "));
    }

    /// Takes the unfinished text that is a whole need, before saving.
    pub(super) fn finish_need(&mut self) {
        let typed = self.form.need.value().to_owned();
        if let Some(need) = catalogue().exactly(&typed) {
            self.add_need(need.key.clone(), &typed);
            self.form.need = Field::default();
        }
    }

    fn add_need(&mut self, need: NeedKey, typed: &str) {
        if let Some(note) = note_with(self.form.note.value(), typed) {
            self.form.note = Field::with(&note);
        }
        if !self.form.needs.contains(&need) {
            self.form.needs.push(need);
        }
        self.at = 0;
    }

    pub(super) fn no_such_need(&self, typed: &str) -> String {
        if let Ok(number) = NhsNumber::parse(typed) {
            return format!("Enter begins a flag for {number}; what stands here is kept for later.");
        }
        match catalogue().exactly(typed).or_else(|| catalogue().nearest(typed)) {
            Some(need) if self.form.needs.contains(&need.key) => format!("{} is there already.", need.name),
            Some(need) => format!("There is no need \"{typed}\". Did you mean {}?", need.name.to_lowercase()),
            None => {
                format!("There is no need \"{typed}\". Say it in other words, or write it into the note.")
            }
        }
    }
}

/// The note with the words of a need that raise a red flag which it does not raise yet: the need's name takes their
/// place, and they have to be recorded and to go on raising it.
pub(in crate::tui::screens) fn note_with(note: &str, typed: &str) -> Option<String> {
    let kept = red_flag::scan(note);
    let raises = |raised: &red_flag::Raised| !kept.iter().any(|kept| kept.flag == raised.flag);
    red_flag::scan(typed).iter().any(raises).then(|| match note {
        "" => typed.to_owned(),
        note => format!("{note}; {typed}"),
    })
}
