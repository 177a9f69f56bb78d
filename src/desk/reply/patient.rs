//! Patients as somebody sees them: in a line, with their case.

use super::CaseLine;
use crate::domain::id::PatientId;
use crate::domain::patient::Patient;
use serde::{Deserialize, Serialize};

/// A patient in a list: enough to read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientLine {
    /// The record.
    pub id: PatientId,
    /// The name, or the number of somebody whose name is to be filled in.
    pub called: String,
    /// The first name, to say.
    pub first_name: String,
    /// `999 526 0182 · 3 Feb 1948 (78) · BS3 4NN`.
    pub read_back: String,
    /// The reference and needs of the open case, where there is one.
    pub open_case: Option<String>,
    /// Why a search found them: "same birth date, sounds alike".
    pub why: String,
}

/// One patient, with their cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PatientCard {
    /// The record; of a joined one, the record that goes on.
    pub patient: Patient,
    /// In a line.
    pub line: PatientLine,
    /// The open case.
    pub open_case: Option<CaseLine>,
}
