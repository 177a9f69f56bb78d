//! Needs: the keys of the catalogue.

use serde::{Deserialize, Serialize};

/// A need's key in the catalogue: short, lower case, never changed once it has shipped.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NeedKey(pub String);

impl std::fmt::Display for NeedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
