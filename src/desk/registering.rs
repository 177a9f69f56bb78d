//! Whose need it is: somebody known, a number, somebody new; and the case that a flag opens for them.

use crate::desk::Asker;
use crate::desk::change::Draft;
use crate::desk::refusal::Refusal;
use crate::desk::request::Whose;
use crate::domain::case::{Case, Flag};
use crate::domain::id::{CaseId, PatientId};
use crate::domain::patient::{Details, Patient, PatientEvent};
use crate::domain::record::{Event, Index, Key, Record};
use crate::domain::reference::Reference;
use uuid::Uuid;

impl Draft<'_> {
    /// The patient who is meant, registered or corrected on the way.
    pub(super) fn whose(&mut self, whose: &Whose, corrected: Option<&Details>) -> Result<Patient, Refusal> {
        let asker = self.asker;
        let id = match whose {
            Whose::Known(id) => asker.patient_record(*id)?.id,
            Whose::Number(number) => match asker.patient_by_number(*number)? {
                Some(patient) => patient.id,
                None => self.register(Details { nhs_number: Some(*number), ..Details::default() })?,
            },
            Whose::New { details, even_if_alike } => self.somebody_new(details, *even_if_alike)?,
        };
        if let Some(corrected) = corrected {
            self.correct(id, Details::clone(corrected).cleaned()?)?;
        }
        match self.read(id)? {
            Some(Record::Patient(patient)) => Ok(patient),
            _ => Err(Refusal::not_found("there is no such patient", "Look the patient up again.")),
        }
    }

    /// Somebody who was entered as new: one who is known already, where the number or the name with the birth date
    /// says so.
    fn somebody_new(&mut self, details: &Details, even_if_alike: bool) -> Result<PatientId, Refusal> {
        let asker = self.asker;
        let details = details.clone().cleaned()?;
        let by_number = match details.nhs_number {
            Some(number) => asker.patient_by_number(number)?.map(|patient| patient.id),
            None => None,
        };
        let known = match by_number {
            None if !even_if_alike => asker.same_person(&details)?,
            by_number => by_number,
        };
        if let Some(id) = known {
            // What was entered besides fills what was missing.
            let filled = asker.patient_record(id)?.details.filled_from(&details);
            self.correct(id, filled)?;
            return Ok(id);
        }
        let alike = if even_if_alike { vec![] } else { asker.alike(&details)? };
        if alike.is_empty() { self.register(details) } else { Err(Refusal::Alike(alike)) }
    }

    fn register(&mut self, details: Details) -> Result<PatientId, Refusal> {
        let (id, practice) = (PatientId(Uuid::now_v7()), self.asker.practice);
        let details = Box::new(details);
        self.happen(id, Event::Patient(PatientEvent::Registered { id, practice, details }))?;
        Ok(id)
    }

    /// Corrects what is known of a patient, where it differs. `details` are clean.
    pub(super) fn correct(&mut self, id: PatientId, details: Details) -> Result<(), Refusal> {
        let now = match self.read(id)? {
            Some(Record::Patient(patient)) if patient.joined_into.is_none() => patient,
            _ => self.asker.patient_record(id)?,
        };
        if let Some(number) = details.nhs_number
            && let Some(other) = self.asker.patient_by_number(number)?
            && other.id != now.id
        {
            let line = self.asker.patient_line_with_case(&other, "NHS number".to_owned())?;
            return Err(Refusal::Alike(vec![line]));
        }
        if now.details == details {
            return Ok(());
        }
        self.happen(now.id, Event::Patient(PatientEvent::Corrected { details: Box::new(details) }))
    }

    /// Opens a case, under the first reference that is free.
    pub(super) fn open_case(&mut self, patient: PatientId, flag: Flag) -> Result<Case, Refusal> {
        let asker = self.asker;
        let id = CaseId(Uuid::now_v7());
        for attempt in 0..Reference::ATTEMPTS {
            let reference = Reference::propose(id.0, attempt);
            let key = Key { index: Index::Reference, value: reference.as_str().into() };
            if asker.desk.store.lookup(asker.practice, &key)?.is_some() {
                continue;
            }
            let event = Case::open(id, reference, asker.practice, patient, flag)?;
            self.happen(id, Event::Case(event))?;
            return match self.read(id)? {
                Some(Record::Case(case)) => Ok(*case),
                _ => Err(Refusal::not_found("the case was not opened", "Try again.")),
            };
        }
        Err(Refusal::input("no free case reference was found", "Try again."))
    }
}

impl Asker<'_> {
    /// The one person with just this name and date of birth, if there is one.
    fn same_person(self, details: &Details) -> Result<Option<PatientId>, Refusal> {
        let called =
            |details: &Details| Some((details.name.as_ref()?.to_string().to_lowercase(), details.born?));
        let Some(wanted) = called(details) else { return Ok(None) };
        let mut same = Vec::new();
        for line in self.alike(details)? {
            let patient = self.patient_record(line.id)?;
            if called(&patient.details).as_ref() == Some(&wanted) {
                same.push(patient.id);
            }
        }
        Ok(match same.as_slice() {
            [one] => Some(*one),
            _ => None,
        })
    }
}
