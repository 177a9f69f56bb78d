//! Taking the last change back: what is kept for it, and what it is called.

use super::work::Worked;
use super::{Case, CaseEvent, CaseRefusal, LastChange, Moment, Stage};
use crate::domain::id::StaffId;
use crate::domain::record::{FoldError, Stamp};

/// What flagging is called when it is taken back.
const FLAG: &str = "the flag";

impl Case {
    /// Taking one's own last change back, if it is.
    pub(super) fn undo(&self, actor: StaffId) -> Result<CaseEvent, CaseRefusal> {
        match &self.undo {
            Some(last) if last.joined => Err(CaseRefusal::UndoAtPatient),
            Some(last) if last.by == actor => Ok(CaseEvent::Undone),
            _ => Err(CaseRefusal::NothingToUndo),
        }
    }

    /// Keeps what stood before, to be taken back: the whole change, however many events it is made of.
    pub(super) fn remember(&mut self, event: &CaseEvent, stamp: &Stamp) {
        let joined = matches!(event, CaseEvent::Absorbed { .. } | CaseEvent::ContinuedIn { .. });
        match &mut self.undo {
            Some(last) if last.change == stamp.change => {
                last.joined |= joined;
                // A flag is taken back with the route that was chosen with it: both are named. The next date goes without
                // saying.
                last.did = if matches!(event, CaseEvent::Work(worked) if matches!(**worked, Worked::NextSet(_)))
                {
                    std::mem::take(&mut last.did)
                } else if last.did.starts_with(FLAG) && event.did() != FLAG {
                    format!("{FLAG} and {}", event.did())
                } else {
                    event.did().to_owned()
                };
            }
            undo => {
                *undo = Some(Box::new(LastChange {
                    change: stamp.change,
                    by: stamp.by,
                    before: Some(self.body.clone()),
                    joined,
                    did: event.did().to_owned(),
                }));
            }
        }
    }

    pub(super) fn take_back(&mut self, now: Moment) -> Result<(), FoldError> {
        let last = self.undo.take().ok_or_else(|| FoldError("there was nothing to take back".to_owned()))?;
        match last.before {
            Some(body) => self.body = body,
            None => self.body.stage = Stage::Withdrawn { at: now.at, into: None },
        }
        Ok(())
    }
}

impl CaseEvent {
    /// What it is called when it is taken back: "the hand-over".
    pub fn did(&self) -> &'static str {
        match self {
            Self::Opened { .. } | Self::Flagged(_) => FLAG,
            Self::AgreementRecorded { .. } => "the agreement",
            Self::Signposted { .. } => "the signposting",
            Self::Referred { .. } => "the referral",
            Self::HandedOver { .. } => "the hand-over",
            Self::Escalated { .. } => "the escalation",
            Self::Acknowledged => "the acknowledgement",
            Self::Declined { .. } => "the declining",
            Self::Accepted => "the acceptance",
            Self::Returned { .. } => "the return",
            Self::Reassigned { .. } => "the reassignment",
            Self::Noted { .. } => "the note",
            Self::Seen => "the look at what is new",
            Self::UrgencyChanged { .. } => "the change of urgency",
            Self::NeedEnded { .. } => "the end of a need",
            Self::Closed { .. } => "the closing",
            Self::Reopened { .. } => "the reopening",
            Self::Work(worked) => worked.did(),
            Self::Absorbed { .. } | Self::ContinuedIn { .. } => "the joining of two records",
            Self::Undone => "the undoing",
        }
    }
}
