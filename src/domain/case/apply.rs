//! Making it so: what an event makes of a case. Decides nothing; what was once decided stays true.

use super::decide::came_of;
use super::work::Casework;
use super::{
    Agreement, AgreementGiven, Answer, Body, Case, CaseEvent, CaseNeed, Escalation, Flagged, LastChange,
    Moment, NeedState, Returned, ServiceRef, Stage, WentOn,
};
use crate::domain::need::NeedKey;
use crate::domain::record::{FoldError, Stamp};

impl Case {
    /// What an event makes of what was there.
    pub fn fold(before: Option<Self>, event: &CaseEvent, stamp: &Stamp) -> Result<Self, FoldError> {
        match (before, event) {
            (None, CaseEvent::Opened { id, practice, patient, reference, flagged }) => {
                let now = Moment { at: stamp.at, by: stamp.by };
                let mut case = Self {
                    id: *id,
                    practice: *practice,
                    patient: *patient,
                    reference: reference.clone(),
                    version: 1,
                    body: Body {
                        opened: now,
                        last: now,
                        stage: Stage::ToRoute { since: stamp.at, returned: None },
                        urgency: flagged.urgency,
                        needs: vec![],
                        note: String::new(),
                        agreements: vec![],
                        escalations: vec![],
                        went_on: vec![],
                        work: Casework::default(),
                    },
                    undo: Some(Box::new(LastChange {
                        change: stamp.change,
                        by: stamp.by,
                        before: None,
                        joined: false,
                        did: event.did().to_owned(),
                    })),
                };
                case.flagged(flagged, now);
                Ok(case)
            }
            (Some(mut case), event) if !matches!(event, CaseEvent::Opened { .. }) => {
                case.apply(event, stamp)?;
                Ok(case)
            }
            (before, event) => Err(FoldError(format!("{event:?} cannot happen to {before:?}"))),
        }
    }

    /// Makes an event so.
    ///
    /// # Errors
    /// [`FoldError`] where an event takes back what is not there.
    pub fn apply(&mut self, event: &CaseEvent, stamp: &Stamp) -> Result<(), FoldError> {
        let now = Moment { at: stamp.at, by: stamp.by };
        if *event == CaseEvent::Undone {
            self.take_back(now)?;
            self.version += 1;
            return Ok(());
        }
        self.version += 1;
        self.remember(event, stamp);
        self.body.last = now;
        match event {
            CaseEvent::Opened { .. } | CaseEvent::Undone | CaseEvent::Noted { .. } => {}
            CaseEvent::Flagged(flagged) => self.flagged(flagged, now),
            CaseEvent::AgreementRecorded { agreement, on } => {
                let AgreementGiven { recipient, answer, words, shares, until } = (**agreement).clone();
                // Who says no to what they once agreed to withdraws it, whichever of the two is written down.
                if answer != Answer::Agreed {
                    self.agreement_ended(&recipient, *on, now);
                }
                self.body.agreements.push(Agreement { recipient, answer, words, shares, asked: now, until });
                self.only_with_agreement(now);
                self.settle(now);
            }
            CaseEvent::Signposted { needs, service } => {
                self.set(needs, now, &NeedState::Signposted { service: service.clone() });
                self.settle(now);
            }
            CaseEvent::Referred { needs, service, .. } => {
                self.set(needs, now, &NeedState::Referred { service: service.clone() });
                self.settle(now);
            }
            CaseEvent::HandedOver { needs, to } => self.handed_over(needs, *to, now),
            CaseEvent::Escalated { reason, red_flags, told, told_at } => {
                self.body.escalations.push(Escalation {
                    reason: reason.clone(),
                    red_flags: red_flags.clone(),
                    told: told.clone(),
                    told_at: *told_at,
                    raised: now,
                    acknowledged: None,
                });
            }
            CaseEvent::Acknowledged => {
                for escalation in &mut self.body.escalations {
                    escalation.acknowledged.get_or_insert(now);
                }
                self.settle(now);
            }
            CaseEvent::Declined { needs, .. } => {
                self.set(needs, now, &NeedState::Declined);
                self.settle(now);
            }
            CaseEvent::Accepted => {
                self.body.stage = Stage::With { since: now.at, worker: now.by };
                self.taken_on(now);
            }
            CaseEvent::Work(worked) => self.worked(worked, now),
            CaseEvent::Returned { why } => {
                self.all_seen();
                self.given_up(now);
                self.open_what_was_handed_over();
                let returned = Some(Returned { by: now.by, why: why.clone() });
                self.body.stage = Stage::ToRoute { since: now.at, returned };
                self.settle(now);
            }
            CaseEvent::Reassigned { to, after_end: true } => {
                self.body.work.asks_again = *to;
            }
            CaseEvent::Reassigned { to, after_end: false } => {
                self.all_seen();
                // What is due goes along with its day, and so do the appointments: whoever has it next sees them.
                // Who waits already keeps their place: the list is fair whoever the case is given to.
                let since = match self.body.stage {
                    Stage::Waiting { since, .. } => since,
                    _ => now.at,
                };
                self.body.stage = Stage::Waiting { since, worker: *to };
            }
            CaseEvent::Seen => self.all_seen(),
            CaseEvent::UrgencyChanged { urgency } => self.body.urgency = *urgency,
            CaseEvent::NeedEnded { need, end } => {
                self.set(std::slice::from_ref(need), now, &end.clone().into());
                self.settle(now);
            }
            CaseEvent::Closed { ends, outcome, summary, follow_ups } => {
                for (need, end) in ends {
                    self.set(std::slice::from_ref(need), now, &end.clone().into());
                }
                self.all_seen();
                self.ended(follow_ups, now);
                let (outcome, summary) = (*outcome, summary.clone());
                self.body.stage = Stage::Closed { at: now.at, by: now.by, outcome, summary };
            }
            CaseEvent::Reopened { .. } => self.reopened(now),
            CaseEvent::Absorbed { body, .. } => self.absorbed(body, now),
            CaseEvent::ContinuedIn { into } => {
                self.body.stage = Stage::Withdrawn { at: now.at, into: Some(*into) };
            }
        }
        Ok(())
    }

    fn flagged(&mut self, flagged: &Flagged, now: Moment) {
        let accepted = self.worker().is_some_and(|worker| worker != now.by);
        for key in &flagged.needs {
            match self.body.needs.iter_mut().find(|n| n.need == *key) {
                Some(need) if need.state.has_ended() => {
                    *need = CaseNeed {
                        need: key.clone(),
                        flagged: now,
                        state: NeedState::Open,
                        new: accepted,
                        ended: None,
                        went: None,
                    };
                }
                Some(_) => {}
                None => self.body.needs.push(CaseNeed {
                    need: key.clone(),
                    flagged: now,
                    state: NeedState::Open,
                    new: accepted,
                    ended: None,
                    went: None,
                }),
            }
        }
        // A second call never makes a case less urgent by accident.
        self.body.urgency = self.body.urgency.min(flagged.urgency);
        if !flagged.note.is_empty() {
            flagged.note.clone_into(&mut self.body.note);
        }
        if !flagged.red_flags.is_empty() {
            self.body.went_on.push(WentOn {
                red_flags: flagged.red_flags.clone(),
                why: flagged.went_on.clone(),
                moment: now,
            });
        }
        if matches!(self.body.stage, Stage::Routed { .. }) {
            self.settle(now);
        }
    }

    fn handed_over(&mut self, needs: &[NeedKey], to: Option<crate::domain::id::StaffId>, now: Moment) {
        self.set(needs, now, &NeedState::WithLinkWorker);
        self.body.work.handed_over.get_or_insert(now.at);
        match &mut self.body.stage {
            Stage::With { .. } => {}
            Stage::Waiting { worker, .. } => *worker = to.or(*worker),
            stage => *stage = Stage::Waiting { since: now.at, worker: to },
        }
    }

    /// A case to route whose needs all have a route is routed; one whose needs have all ended is closed.
    pub(super) fn settle(&mut self, now: Moment) {
        let any = |wanted: &dyn Fn(&NeedState) -> bool| self.body.needs.iter().any(|n| wanted(&n.state));
        let open = any(&|state| *state == NeedState::Open);
        let with_worker = any(&|state| *state == NeedState::WithLinkWorker);
        let going_on = any(&|state| !state.has_ended());
        match self.body.stage {
            // The link worker closes it, with a look at the whole.
            Stage::With { .. } | Stage::Closed { .. } | Stage::Withdrawn { .. } => {}
            _ if !going_on && !self.is_escalated() => {
                let outcome = came_of(self.body.needs.iter().map(|n| n.state.clone()));
                // No link worker closes it, and so none would ask again.
                self.body.work.drop_follow_ups();
                self.ended(&[], now);
                self.body.stage = Stage::Closed { at: now.at, by: now.by, outcome, summary: String::new() };
            }
            Stage::Waiting { .. } if with_worker => {}
            Stage::Waiting { .. } | Stage::ToRoute { .. } if !open => {
                self.given_up(now);
                self.body.stage = Stage::Routed { since: now.at }
            }
            Stage::Waiting { .. } | Stage::Routed { .. } if open => {
                self.given_up(now);
                self.body.stage = Stage::ToRoute { since: now.at, returned: None };
            }
            Stage::Waiting { .. } | Stage::ToRoute { .. } | Stage::Routed { .. } => {}
        }
    }

    /// What was not met is open again; a case whose needs were all met is to be looked at anew as a whole.
    fn reopened(&mut self, now: Moment) {
        let all_met = self.body.needs.iter().all(|n| n.state == NeedState::Met);
        for need in &mut self.body.needs {
            if all_met || need.state != NeedState::Met {
                (need.state, need.ended) = (NeedState::Open, None);
            }
        }
        // It goes on: what was to be asked after the end is settled anew at the next one.
        self.body.work.drop_follow_ups();
        self.body.work.asks_again = None;
        self.body.stage = Stage::ToRoute { since: now.at, returned: None };
    }

    /// What was handed over is to be routed anew where the patient has last said no to being contacted. A link worker
    /// who has the case keeps it, to end it.
    pub(super) fn only_with_agreement(&mut self, now: Moment) {
        if !self.may_be_contacted() {
            self.open_what_was_handed_over();
            if matches!(self.body.stage, Stage::Waiting { .. }) {
                self.settle(now);
            }
        }
    }

    pub(super) fn open_what_was_referred_to(&mut self, service: &ServiceRef) {
        for need in &mut self.body.needs {
            if matches!(&need.state, NeedState::Referred { service: told } if told.key == service.key) {
                need.state = NeedState::Open;
            }
        }
    }

    fn open_what_was_handed_over(&mut self) {
        for need in self.body.needs.iter_mut().filter(|n| n.state == NeedState::WithLinkWorker) {
            need.state = NeedState::Open;
        }
    }

    fn all_seen(&mut self) {
        for need in &mut self.body.needs {
            need.new = false;
        }
    }

    fn set(&mut self, needs: &[NeedKey], now: Moment, state: &NeedState) {
        for need in self.body.needs.iter_mut().filter(|n| needs.contains(&n.need)) {
            need.state = state.clone();
            if let NeedState::Signposted { service } | NeedState::Referred { service } = state {
                need.went = Some(service.clone());
            }
            need.ended = state.has_ended().then_some(now.at);
        }
    }
}
