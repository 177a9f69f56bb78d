//! Taking back: the asker's own last change, while nobody has built on it.

use crate::desk::Asker;
use crate::desk::change::Draft;
use crate::desk::flagging::state_said;
use crate::desk::refusal::Refusal;
use crate::desk::reply::Reply;
use crate::desk::request::WhichCase;
use crate::domain::case::{Case, CaseEvent, CaseRefusal, Command, Stage};
use crate::domain::id::{CaseId, PatientId, UnmetId};
use crate::domain::patient::{Patient, PatientEvent};
use crate::domain::record::{Event, Index, Key, Record, Subject, SubjectKind};

impl Asker<'_> {
    /// Takes the asker's own last change of a case or of a patient's record, or a note of an unmet need, back. Where the change joined two records,
    /// it is taken back in both and in their cases.
    pub(super) fn undo(self, subject: Subject) -> Result<Reply, Refusal> {
        let (did, kept) = self.change(|draft| match subject.kind {
            SubjectKind::Case => {
                let case = self.which(&WhichCase::Id(CaseId(subject.id)))?;
                let did = case.undo.as_ref().map(|last| last.did.clone()).unwrap_or_default();
                if case.undo.as_ref().is_some_and(|last| last.joined) {
                    return draft.part_again(case.patient);
                }
                let before = draft.command(&case, Command::Undo)?;
                if before.is_open() && !case.is_open() {
                    self.check_no_other_open(&case)?;
                }
                Ok(did)
            }
            SubjectKind::Patient => draft.part_again(PatientId(subject.id)),
            SubjectKind::Unmet => draft.withdraw_unmet(UnmetId(subject.id)),
            _ => Err(CaseRefusal::NothingToUndo.into()),
        })?;
        let said = match (kept.case(), kept.patient()) {
            (Some(case), _) => {
                format!(
                    "Taken back: {did} for {}. {} {}",
                    self.called(case.patient),
                    case.reference,
                    state_said(case)
                )
            }
            (None, Some(patient)) => format!("Taken back: {did} of {}.", patient.details.called()),
            (None, None) => format!("Taken back: {did}."),
        };
        self.done(said, &kept, false)
    }
}

impl Draft<'_> {
    /// Takes back the last change of a patient's record: a correction, or the joining of two records with the cases
    /// that it joined.
    fn part_again(&mut self, patient: PatientId) -> Result<String, Refusal> {
        let undoable = |record: Option<Record>| -> Result<Patient, Refusal> {
            match record {
                Some(Record::Patient(patient)) if patient.undo.is_some() => Ok(patient),
                _ => Err(CaseRefusal::NothingToUndo.into()),
            }
        };
        let one = undoable(self.read(patient)?)?;
        let Some(last) = one.undo.clone().filter(|last| last.by == self.asker.actor) else {
            return Err(CaseRefusal::NothingToUndo.into());
        };
        if last.other.is_some() {
            self.check_nothing_since(&one)?;
        }
        let mut cases = last.cases.clone();
        let mut records = vec![one.clone()];
        if let Some(other) = last.other {
            let other = undoable(self.read(other)?)?;
            let same = other.undo.as_ref().is_some_and(|undo| undo.change == last.change);
            if !same {
                return Err(CaseRefusal::NothingToUndo.into());
            }
            cases.extend(other.undo.iter().flat_map(|undo| undo.cases.clone()));
            records.push(other);
        }
        // The record that goes on first: it gives back the number that the other one had.
        records.sort_by_key(|record| record.joined_into.is_some());
        for record in &records {
            self.happen(record.id, Event::Patient(PatientEvent::Undone))?;
        }
        let mut cases: Vec<Case> = cases
            .into_iter()
            .map(|id| match self.read(id)? {
                Some(Record::Case(case)) => match &case.undo {
                    Some(undo) if undo.change == last.change => Ok(*case),
                    _ => Err(CaseRefusal::NothingToUndo.into()),
                },
                _ => Err(CaseRefusal::NothingToUndo.into()),
            })
            .collect::<Result<_, Refusal>>()?;
        cases.sort_by_key(|case| matches!(case.body.stage, Stage::Withdrawn { .. }));
        for case in &cases {
            self.happen_to_case(case, CaseEvent::Undone)?;
        }
        Ok(if last.other.is_some() { "the joining of two records" } else { "the correction" }.to_owned())
    }
    /// Refuses to part two records when something has happened since to a case that goes back to the joined one: it
    /// may have been meant for the other person.
    fn check_nothing_since(&self, one: &Patient) -> Result<(), Refusal> {
        let Some(last) = &one.undo else { return Ok(()) };
        let asker = self.asker;
        let entries = asker.desk.store.history(asker.practice, one.id.into())?;
        let Some(joined_at) =
            entries.iter().rev().find(|e| e.stamp.change == last.change).map(|e| e.stamp.at)
        else {
            return Ok(());
        };
        let goes_back = if one.joined_into.is_some() { Some(one.id) } else { last.other };
        if let Some(id) = goes_back {
            let cases = Key { index: Index::CasesOfPatient, value: id.0.as_bytes().to_vec() };
            for row in asker.desk.store.page(asker.practice, &cases, None, 200)? {
                if let Some(Record::Case(case)) = self.read(row.subject)?
                    && case.body.last.at > joined_at
                {
                    return Err(Refusal::State {
                        what: format!("{} has changed since the two records were joined", case.reference),
                        advice: "Take that back first, or enter the other person anew.".to_owned(),
                    });
                }
            }
        }
        Ok(())
    }
}
