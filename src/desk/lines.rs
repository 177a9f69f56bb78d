//! Records as somebody sees them in a list: a case in a line, a patient in a line.

use crate::desk::Asker;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{CaseLine, PatientLine};
use crate::domain::case::{Case, Stage};
use crate::domain::id::PatientId;
use crate::domain::need;
use crate::domain::patient::Patient;
use crate::domain::record::Record;

impl Asker<'_> {
    /// A case in a line.
    pub(super) fn case_line(self, case: &Case) -> Result<CaseLine, Refusal> {
        let patient = self.patient_of(case)?;
        let worker = match case.body.stage {
            Stage::With { worker, .. } => Some(worker),
            Stage::Waiting { worker, .. } => worker,
            _ => None,
        };
        let overdue_days = match case.body.stage {
            Stage::Waiting { since, .. } => self.due().days_late(case.body.urgency, since, &self.desk.zone),
            _ => 0,
        };
        Ok(CaseLine {
            id: case.id,
            reference: case.reference.clone(),
            patient: self.patient_line(&patient),
            needs: case.body.needs.clone(),
            urgency: case.body.urgency,
            stage: case.body.stage.clone(),
            worker: worker.map(|worker| self.name_of(worker)),
            opened: case.body.opened.at,
            opened_by: self.name_of(case.body.opened.by),
            last: case.body.last.at,
            escalated: case.is_escalated(),
            overdue_days,
            next: case.body.work.next.clone().filter(|_| self.reads_casework()),
            attention: if self.reads_casework() {
                case.attention(self.desk.clock_now(), &self.limits(), &self.desk.working_days)
            } else {
                vec![]
            },
            came_of_it: case.came_of_it(),
            call_back: case.body.work.call_back.clone(),
        })
    }

    /// A patient in a line, without looking for their case.
    pub(super) fn patient_line(self, patient: &Patient) -> PatientLine {
        PatientLine {
            id: patient.id,
            called: patient.details.called(),
            first_name: patient.details.first_name(),
            read_back: patient.details.read_back(self.desk.today()),
            open_case: None,
            why: String::new(),
        }
    }

    /// A patient in a line, with the open case.
    pub(super) fn patient_line_with_case(
        self,
        patient: &Patient,
        why: String,
    ) -> Result<PatientLine, Refusal> {
        let open_case = self.open_case_of(patient)?.map(|case| {
            let needs: Vec<_> = case.body.needs.iter().map(|need| need.need.clone()).collect();
            let by = self.name_of(case.body.opened.by);
            let on = self.desk.date_of(case.body.opened.at).strftime("%-d %b");
            format!("{}: {} ({by}, {on})", case.reference, need::said(&needs))
        });
        Ok(PatientLine { open_case, why, ..self.patient_line(patient) })
    }

    /// The patient of a case: of joined records, the one that goes on.
    pub(super) fn patient_of(self, case: &Case) -> Result<Patient, Refusal> {
        self.patient_record(case.patient)
    }

    /// A patient's record: of joined records, the one that goes on.
    pub(super) fn patient_record(self, id: PatientId) -> Result<Patient, Refusal> {
        let mut id = id;
        // Records are joined in a chain at most; a bound keeps a damaged one from going round.
        for _ in 0..32 {
            match self.read(id)? {
                Some(Record::Patient(Patient { joined_into: Some(into), .. })) => id = into,
                Some(Record::Patient(patient)) => return Ok(patient),
                _ => break,
            }
        }
        Err(Refusal::not_found("there is no such patient", "Look the patient up again."))
    }

    /// What to call a patient.
    pub(super) fn called(self, patient: PatientId) -> String {
        self.patient_record(patient).map_or_else(|_| "The patient".to_owned(), |p| p.details.called())
    }
}
