//! What is being typed in the Flag form, kept outside log and store so that it survives a kill.

use serde::{Deserialize, Serialize};

/// A flag that is not saved yet, field by field as it stands on the screen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FlagDraft {
    /// The Flag form's model, as it writes itself.
    pub form: serde_json::Value,
}
