//! The ledger of unmet needs: noting that nothing was found, taking it back, listing what was noted.

use crate::desk::Asker;
use crate::desk::change::Draft;
use crate::desk::flagging::unknown_need;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{Reply, UnmetLine, UnmetPage};
use crate::desk::request::UnmetCursor;
use crate::domain::case::CaseRefusal;
use crate::domain::id::UnmetId;
use crate::domain::need::{self, NeedKey, catalogue};
use crate::domain::postcode::Outcode;
use crate::domain::record::{Event, Index, Key, Record};
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
            (Some(UnmetCursor { at, id }), _) => Some(Row { key: UnmetNeed::place(at), subject: id.into() }),
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
            let Some(Record::Unmet(note)) = self.read(row.subject)? else { continue };
            if ends.is_some_and(|ends| note.at >= ends) {
                return Ok(Reply::UnmetNeeds(UnmetPage { next: None, ..page }));
            }
            page.next = more.then_some(UnmetCursor { at: note.at, id: note.id });
            page.needs.push(UnmetLine {
                id: note.id,
                needs: note.needs,
                area: note.area,
                at: note.at,
                by: self.name_of(note.by),
            });
        }
        Ok(Reply::UnmetNeeds(page))
    }

    /// The first instant of a day, where the practice is; at the ends of the calendar, the last there is.
    fn begin_of(self, day: Date) -> Timestamp {
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
