//! Patients: who is meant, who is alike, correcting a record, joining two.

use crate::desk::Asker;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{PatientCard, PatientLine, Reply};
use crate::domain::case::{Case, CaseEvent};
use crate::domain::id::PatientId;
use crate::domain::nhs_number::NhsNumber;
use crate::domain::patient::{Details, Patient, PatientEvent};
use crate::domain::record::{Event, Index, Key, Record};
use crate::domain::text;

impl Asker<'_> {
    pub(super) fn patients(self, text: &str, limit: usize) -> Result<Reply, Refusal> {
        let limit = limit.clamp(1, 50);
        let text = text::line(text, 200);
        let mut lines: Vec<PatientLine> = Vec::new();
        // A whole number is known at once, also while the index is still being made.
        if let Ok(number) = NhsNumber::parse(&text)
            && let Some(patient) = self.patient_by_number(number)?
        {
            lines.push(self.patient_line_with_case(&patient, "NHS number".to_owned())?);
        }
        for (id, why) in self.desk.directory.patients(&text, self.desk.today(), limit) {
            if lines.iter().any(|line| line.id == id) {
                continue;
            }
            if let Some(Record::Patient(patient)) = self.read(id)?
                && patient.joined_into.is_none()
            {
                lines.push(self.patient_line_with_case(&patient, why)?);
            }
        }
        lines.truncate(limit);
        Ok(Reply::Patients(lines))
    }

    pub(super) fn patient(self, id: PatientId) -> Result<Reply, Refusal> {
        let patient = self.patient_record(id)?;
        let line = self.patient_line_with_case(&patient, String::new())?;
        let open_case = self.open_case_of(&patient)?.map(|case| self.case_line(&case)).transpose()?;
        Ok(Reply::Patient(Box::new(PatientCard { patient, line, open_case })))
    }

    /// Those who may be the same person as somebody who is being entered.
    pub(super) fn alike(self, details: &Details) -> Result<Vec<PatientLine>, Refusal> {
        let mut lines = Vec::new();
        for (id, why) in self.desk.directory.alike(details) {
            if let Some(Record::Patient(patient)) = self.read(id)?
                && patient.joined_into.is_none()
                && !known_apart(&patient.details, details)
            {
                lines.push(self.patient_line_with_case(&patient, why)?);
            }
        }
        Ok(lines)
    }

    pub(super) fn patient_by_number(self, number: NhsNumber) -> Result<Option<Patient>, Refusal> {
        let key = Key { index: Index::NhsNumber, value: number.digits().into_bytes() };
        match self.desk.store.lookup(self.practice, &key)? {
            Some(subject) => match self.read(subject)? {
                Some(Record::Patient(patient)) => Ok(Some(patient)),
                _ => Ok(None),
            },
            None => Ok(None),
        }
    }

    pub(super) fn correct_patient(self, id: PatientId, details: Details) -> Result<Reply, Refusal> {
        let details = details.cleaned()?;
        let ((), kept) = self.change(|draft| draft.correct(id, details.clone()))?;
        self.done(format!("{}: the record is corrected.", details.called()), &kept, false)
    }

    pub(super) fn join_patients(self, keep: PatientId, join: PatientId) -> Result<Reply, Refusal> {
        let (said, kept) = self.change(|draft| {
            let keep = self.patient_record(keep)?;
            let join = self.patient_record(join)?;
            if keep.id == join.id {
                return Err(Refusal::input("that is one record already", "Choose two different records."));
            }
            if let (Some(a), Some(b)) = (keep.details.nhs_number, join.details.nhs_number)
                && a != b
            {
                return Err(Refusal::input(
                    format!("{a} and {b} are two NHS numbers, so these are two people"),
                    "Correct the number first if one of them is wrong.",
                ));
            }
            let (ours, theirs) = (self.open_case_of(&keep)?, self.open_case_of(&join)?);
            let both: Option<(Case, Case)> = ours.zip(theirs);
            let cases = both.iter().flat_map(|(a, b)| [a.id, b.id]).collect();
            let joined = PatientEvent::Joined { into: keep.id, cases };
            // The joined record gives its number up before the other one takes it.
            draft.happen(join.id, Event::Patient(joined))?;
            let details = Box::new(keep.details.filled_from(&join.details));
            draft.happen(keep.id, Event::Patient(PatientEvent::Took { from: join.id, details }))?;
            if let Some((ours, theirs)) = &both {
                draft.happen_to_case(theirs, CaseEvent::ContinuedIn { into: ours.id })?;
                let body = Box::new(theirs.body.clone());
                draft.happen_to_case(ours, CaseEvent::Absorbed { from: theirs.id, body })?;
            }
            let cases = match &both {
                Some((ours, theirs)) => format!(" {} goes on in {}.", theirs.reference, ours.reference),
                None => String::new(),
            };
            Ok(format!("{} and {} are one record now.{cases}", keep.details.called(), join.details.called()))
        })?;
        self.done(said, &kept, false)
    }
}

/// Whether two people are surely two: each has a number, and not the same.
fn known_apart(a: &Details, b: &Details) -> bool {
    matches!((a.nhs_number, b.nhs_number), (Some(a), Some(b)) if a != b)
}
