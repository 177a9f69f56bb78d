//! What is being typed in the Flag form and in the one line, kept outside log and store so that it survives a kill.
//!
//! Reading and writing the file is [`drafts`](crate::tui::drafts)'s.

use serde::{Deserialize, Serialize};

/// A flag that is not saved yet, field by field as it stands on the screen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FlagDraft {
    /// The Flag form, as it writes itself; null where nothing stands in it.
    pub form: serde_json::Value,
    /// What stands in the one line.
    pub line: String,
    /// What was answered to a red flag of the line, as the screen writes it.
    pub line_answer: serde_json::Value,
    /// A form that was unfinished when another patient's was begun; it comes back when that one is saved.
    pub earlier: Option<Box<FlagDraft>>,
}

impl FlagDraft {
    /// Whether nothing would be lost with it.
    pub fn is_empty(&self) -> bool {
        self.form.is_null() && self.line.is_empty() && self.earlier.as_deref().is_none_or(Self::is_empty)
    }

    /// What is left when the form is saved: the one that waited behind it comes back.
    #[must_use]
    pub fn without_form(self) -> Self {
        match self.earlier {
            Some(earlier) => Self { form: earlier.form, earlier: earlier.earlier, ..self },
            None => Self { form: serde_json::Value::Null, ..self },
        }
    }

    /// As the application keeps it; nothing where nothing would be lost.
    pub fn worth_keeping(self) -> Option<Box<Self>> {
        (!self.is_empty()).then(|| Box::new(self))
    }
}
