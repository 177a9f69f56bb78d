//! The ledger of unmet needs: noting that nothing was found, taking it back, listing what was noted.

use crate::desk::Asker;
use crate::desk::change::Draft;
use crate::desk::flagging::unknown_need;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{Reply, UnmetLine, UnmetPage};
use crate::desk::request::UnmetCursor;
use crate::domain::case::{Case, CaseRefusal, Stage};
use crate::domain::id::{CaseId, UnmetId};
use crate::domain::need::{self, NeedKey, catalogue};
use crate::domain::postcode::Outcode;
use crate::domain::record::{Event, Index, Key, Record, SubjectKind};
use crate::domain::unmet::{UnmetEvent, UnmetNeed};
use crate::store::Row;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeSet;
use uuid::Uuid;

impl Asker<'_> {
    /// Notes that nothing was found.
    pub(super) fn note_unmet(
        self,
        mut needs: Vec<NeedKey>,
        area: Option<&Outcode>,
    ) -> Result<Reply, Refusal> {
        let mut seen = BTreeSet::new();
        needs.retain(|need| seen.insert(need.clone()));
        if needs.is_empty() {
            return Err(Refusal::input("no need was named", "Choose what was needed."));
        }
        if let Some(unknown) = needs.iter().find(|need| catalogue().get(need).is_none()) {
            return Err(unknown_need(unknown));
        }
        let id = UnmetId(Uuid::now_v7());
        let ((), kept) = self.change(|draft| {
            let noted = UnmetEvent::Noted { id, needs: needs.clone(), area: area.cloned() };
            draft.happen_to(None, Event::Unmet(noted))
        })?;
        self.done(format!("Noted: nothing was found for {}.", said(&needs, area)), &kept, false)
    }

    /// What was noted from one day to another, both included, the oldest first.
    pub(super) fn unmet_needs(
        self,
        from: Option<Date>,
        to: Option<Date>,
        after: Option<UnmetCursor>,
        limit: usize,
    ) -> Result<Reply, Refusal> {
        let limit = limit.clamp(1, 500);
        let begins = from.map(|day| self.begin_of(day));
        let ends = to.map(|day| self.begin_of(day.tomorrow().unwrap_or(Date::MAX)));
        let after = match (after, begins) {
            (Some(UnmetCursor { at, id, from_case }), _) => {
                let subject = if from_case { CaseId(id.0).into() } else { id.into() };
                Some(Row { key: UnmetNeed::place(at), subject })
            }
            // Behind everything that stands a moment before the day.
            (None, Some(at)) if at > Timestamp::UNIX_EPOCH => Some(Row {
                key: UnmetNeed::place(at - jiff::SignedDuration::from_millis(1)),
                subject: UnmetId(Uuid::max()).into(),
            }),
            (None, _) => None,
        };
        let all = Key { index: Index::Unmet, value: vec![] };
        let rows = self.desk.store.page(self.practice, &all, after.as_ref(), limit + 1)?;
        let more = rows.len() > limit;
        let mut page = UnmetPage::default();
        for row in rows.into_iter().take(limit) {
            let line = match self.read(row.subject)? {
                Some(Record::Unmet(note)) => UnmetLine {
                    id: note.id,
                    needs: note.needs,
                    area: note.area,
                    at: note.at,
                    by: self.name_of(note.by),
                    why: None,
                },
                Some(Record::Case(case)) => match self.lacked(&case)? {
                    Some(line) => line,
                    None => continue,
                },
                _ => continue,
            };
            if ends.is_some_and(|ends| line.at >= ends) {
                return Ok(Reply::UnmetNeeds(UnmetPage { next: None, ..page }));
            }
            let (id, from_case) = (UnmetId(row.subject.id), row.subject.kind == SubjectKind::Case);
            page.next = more.then_some(UnmetCursor { at: line.at, id, from_case });
            page.needs.push(line);
        }
        Ok(Reply::UnmetNeeds(page))
    }

    /// The needs of a case for which help was lacking, as a line of the ledger: no word of whose case it is.
    fn lacked(self, case: &Case) -> Result<Option<UnmetLine>, Refusal> {
        let lacked: Vec<_> = case.body.needs.iter().filter(|need| need.lacked().is_some()).collect();
        let Some(at) = lacked.iter().filter_map(|need| need.ended).max() else { return Ok(None) };
        let patient = self.patient_of(case)?;
        let by = match case.body.stage {
            Stage::Closed { by, .. } => by,
            _ => case.body.last.by,
        };
        Ok(Some(UnmetLine {
            // An id of its own, from which nobody finds the case.
            id: UnmetId(Uuid::new_v5(&case.id.0, b"unmet")),
            needs: lacked.iter().map(|need| need.need.clone()).collect(),
            area: patient.details.postcode.as_ref().and_then(|at| Outcode::parse(at.outcode()).ok()),
            at,
            by: self.name_of(by),
            why: lacked.iter().find_map(|need| need.lacked()),
        }))
    }

    /// The first instant of a day, where the practice is; at the ends of the calendar, the last there is.
    pub(super) fn begin_of(self, day: Date) -> Timestamp {
        let furthest = if day.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
        day.to_zoned(self.desk.zone.clone()).map_or(furthest, |begin| begin.timestamp())
    }
}

impl Draft<'_> {
    /// Takes one's own note back.
    pub(super) fn withdraw_unmet(&mut self, id: UnmetId) -> Result<String, Refusal> {
        match self.read(id)? {
            Some(Record::Unmet(note)) if note.by == self.asker.actor && !note.withdrawn => {
                let did =
                    format!("the note that nothing was found for {}", said(&note.needs, note.area.as_ref()));
                self.happen_to(Some(Record::Unmet(note)), Event::Unmet(UnmetEvent::Withdrawn {}))?;
                Ok(did)
            }
            _ => Err(CaseRefusal::NothingToUndo.into()),
        }
    }
}

/// `debt and loneliness in DN15`.
fn said(needs: &[NeedKey], area: Option<&Outcode>) -> String {
    let place = area.map(|area| format!(" in {area}")).unwrap_or_default();
    format!("{}{place}", need::said(needs))
}
