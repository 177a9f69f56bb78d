//! A case's history in plain sentences. Notes are in it only for those who may read them.

use crate::desk::Asker;
use crate::desk::permission::Deed;
use crate::desk::refusal::Refusal;
use crate::desk::reply::HistoryLine;
use crate::domain::case::work::Worked;
use crate::domain::case::{Answer, Case, CaseEvent, NeedEnd, NeedState, Recipient};
use crate::domain::id::ChangeId;
use crate::domain::need;
use crate::domain::record::Event;

impl Asker<'_> {
    /// What happened to a case, oldest first.
    pub(super) fn history(self, case: &Case) -> Result<Vec<HistoryLine>, Refusal> {
        let may_read_notes = self.may(Deed::ReadNotes);
        let mut lines: Vec<(ChangeId, HistoryLine)> = Vec::new();
        for entry in self.desk.store.history(self.practice, case.id.into())? {
            let Event::Case(event) = &entry.event else { continue };
            if *event == CaseEvent::Undone {
                // What was taken back is the last change that had not been.
                let last = lines.iter().rev().find(|(_, line)| !line.taken_back).map(|(change, _)| *change);
                for (change, line) in &mut lines {
                    line.taken_back |= Some(*change) == last;
                }
                continue;
            }
            // What is next goes without saying where it was settled with something else.
            let is_next = matches!(event, CaseEvent::Work(worked) if matches!(**worked, Worked::NextSet(_)));
            if is_next && lines.last().is_some_and(|(change, _)| *change == entry.stamp.change) {
                continue;
            }
            let (what, words) = self.happened(event, case, may_read_notes);
            let who = self.name_of(entry.stamp.by);
            let line = HistoryLine { at: entry.stamp.at, who, what, words, taken_back: false };
            lines.push((entry.stamp.change, line));
        }
        Ok(lines.into_iter().map(|(_, line)| line).collect())
    }

    /// An event as the rest of a sentence, and somebody's own words with it.
    fn happened(self, event: &CaseEvent, case: &Case, may_read_notes: bool) -> (String, String) {
        let none = String::new;
        match event {
            CaseEvent::Opened { flagged, .. } | CaseEvent::Flagged(flagged) => {
                let urgency = match flagged.urgency {
                    crate::domain::urgency::Urgency::Routine => String::new(),
                    urgency => format!(" ({urgency})"),
                };
                let went_on = match flagged.went_on.as_str() {
                    "" | "escalated" => String::new(),
                    why => format!(", in spite of a red flag: {why}"),
                };
                (format!("flagged {}{urgency}{went_on}", need::said(&flagged.needs)), flagged.note.clone())
            }
            CaseEvent::AgreementRecorded { agreement, .. } => {
                let to = match &agreement.recipient {
                    Recipient::LinkWorkers => "contact by the link workers".to_owned(),
                    Recipient::Service(service) => format!("{} being told", service.name),
                };
                let said = match agreement.answer {
                    Answer::Agreed => "the patient agrees to",
                    Answer::Declined => "the patient does not agree to",
                    Answer::Withdrawn => "the patient no longer agrees to",
                };
                (format!("recorded that {said} {to}"), agreement.words.clone())
            }
            CaseEvent::Signposted { needs, service } => {
                (format!("gave the details of {} for {}", service.name, need::said(needs)), none())
            }
            CaseEvent::Referred { needs, service, shared } => (
                format!(
                    "referred to {} for {} (sent: {})",
                    service.name,
                    need::said(needs),
                    shared.join(", ")
                ),
                none(),
            ),
            CaseEvent::HandedOver { needs, to } => {
                let to = to.map_or_else(|| "the team".to_owned(), |to| self.name_of(to));
                (format!("handed {} over to {to}", need::said(needs)), none())
            }
            CaseEvent::Escalated { reason, told, told_at, .. } => {
                let at = told_at.to_zoned(self.desk.zone.clone()).strftime("%H:%M on %-d %b").to_string();
                (format!("escalated: {told} was told at {at}"), reason.clone())
            }
            CaseEvent::Acknowledged => ("took note of the escalation".to_owned(), none()),
            CaseEvent::Declined { needs, why } => {
                (format!("recorded that help with {} is declined", need::said(needs)), why.clone())
            }
            CaseEvent::Accepted => ("accepted the case".to_owned(), none()),
            CaseEvent::Returned { why } => ("gave the case back".to_owned(), why.clone()),
            CaseEvent::Reassigned { to: Some(to), after_end: true } => (
                format!("reassigned what is left to ask: {} asks again after the end", self.name_of(*to)),
                none(),
            ),
            CaseEvent::Reassigned { to, .. } => {
                let to = to.map_or_else(|| "the team".to_owned(), |to| self.name_of(to));
                (format!("reassigned the case to {to}"), none())
            }
            CaseEvent::Noted { text } if may_read_notes => ("noted".to_owned(), text.clone()),
            CaseEvent::Noted { .. } => ("wrote a note (for clinicians and link workers)".to_owned(), none()),
            CaseEvent::Work(worked) => self.worked_said(worked, case, may_read_notes),
            CaseEvent::Seen => ("saw the new needs".to_owned(), none()),
            CaseEvent::UrgencyChanged { urgency } => (format!("made it {urgency}"), none()),
            CaseEvent::NeedEnded { need, end } => {
                (end_said(&need::said(std::slice::from_ref(need)), end), none())
            }
            CaseEvent::Closed { outcome, summary, .. } => {
                (format!("closed the case: {}", outcome.name()), summary.clone())
            }
            CaseEvent::Reopened { why } => ("opened the case again".to_owned(), why.clone()),
            CaseEvent::Absorbed { .. } => {
                ("joined two records: another case goes on here".to_owned(), none())
            }
            CaseEvent::ContinuedIn { .. } => {
                ("joined two records: this goes on in another case".to_owned(), none())
            }
            CaseEvent::Undone => ("took the last change back".to_owned(), none()),
        }
    }
}

fn end_said(need: &str, end: &NeedEnd) -> String {
    match end {
        NeedEnd::Met => format!("{need} is met"),
        end => format!("{need} is {}", NeedState::from(end.clone()).said()),
    }
}
