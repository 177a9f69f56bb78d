//! Ids: one type for each thing that has one, so that a case cannot be taken for a patient.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

id! {
    /// A GP practice.
    PracticeId
    /// A member of staff.
    StaffId
    /// A patient's record (two records of one person may be joined).
    PatientId
    /// A case.
    CaseId
    /// A note that nothing was found for a need.
    UnmetId
    /// One change: everything that one request did together, and that is undone together.
    ChangeId
}
