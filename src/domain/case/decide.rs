//! What a command would make happen, or why the case does not allow it.

use super::work::{self, day, to_come};
use super::{
    AgreementGiven, Answer, Case, CaseEvent, CaseRefusal, Closing, Command, Escalate, Flag, Flagged, NeedEnd,
    NeedState, Now, OpenSteps, Outcome, Recipient, Stage,
};
use crate::domain::id::{CaseId, PatientId, PracticeId, StaffId};
use crate::domain::need::NeedKey;
use crate::domain::reference::Reference;
use crate::domain::unmet::WhyNot;

/// How long a note may be, in characters.
pub const NOTE_LIMIT: usize = 4_000;

/// How long a line (a reason, who was told) may be, in characters.
pub const LINE_LIMIT: usize = 500;

/// How many needs, agreements or escalations a case holds.
const MANY: usize = 50;

impl Case {
    /// Opens a case with what was flagged.
    ///
    /// # Errors
    /// [`CaseRefusal`] where no need is named, or a red flag stands without a reason to go on.
    pub fn open(
        id: CaseId,
        reference: Reference,
        practice: PracticeId,
        patient: PatientId,
        flag: Flag,
    ) -> Result<CaseEvent, CaseRefusal> {
        Ok(CaseEvent::Opened { id, practice, patient, reference, flagged: flagged(flag)? })
    }

    /// What a command would make happen, asked by `actor`. The state does not change.
    ///
    /// # Errors
    /// [`CaseRefusal`], with what to do instead.
    pub fn decide(&self, command: Command, actor: StaffId, now: Now) -> Result<CaseEvent, CaseRefusal> {
        match command {
            Command::Undo => return self.undo(actor),
            Command::Reopen { why } => return self.reopen(why),
            Command::Note { text } => return self.note(text),
            Command::Work(work) => return Ok(CaseEvent::Work(Box::new(self.work(work, now)?))),
            // Also after the end, while somebody is to ask again.
            Command::Reassign { to } if self.is_closed() => return self.reassign(to, now),
            Command::RecordAgreement(given) if given.answer == Answer::Withdrawn => {
                return self.withdraw(given, now);
            }
            _ => {}
        }
        self.goes_on()?;
        match command {
            Command::Flag(flag) => self.flag(flag),
            Command::RecordAgreement(given) => {
                room(self.body.agreements.len(), "agreements")?;
                short(&given.words, LINE_LIMIT)?;
                lines(&given.shares, "details to share")?;
                if let Some(until) = given.until.filter(|until| *until < now.today) {
                    return Err(CaseRefusal::Past(day(until)));
                }
                Ok(recorded(given, now))
            }
            Command::Signpost { needs, service } => {
                Ok(CaseEvent::Signposted { needs: self.to_route(needs)?, service })
            }
            Command::Refer { needs, service, shared } => {
                let needs = self.to_route(needs)?;
                self.is_agreed_for(&Recipient::Service(service.clone()), &shared, now)?;
                Ok(CaseEvent::Referred { needs, service, shared })
            }
            Command::HandOver { needs, to } => self.hand_over(needs, to, now),
            Command::Escalate(escalate) => self.escalate(escalate),
            // A case that has ended has no escalation that waits: closing it is refused until then.
            Command::Acknowledge if self.is_escalated() => Ok(CaseEvent::Acknowledged),
            Command::Acknowledge => Err(CaseRefusal::NothingEscalated),
            Command::Decline { needs, why } => {
                short(&why, LINE_LIMIT)?;
                Ok(CaseEvent::Declined { needs: self.to_route(needs)?, why })
            }
            Command::Accept => self.accept(actor),
            Command::Return { why } => self.give_back(why, actor),
            Command::Reassign { to } => self.reassign(to, now),
            Command::See => {
                if self.worker() != Some(actor) {
                    return Err(CaseRefusal::AnotherWorker);
                }
                if self.body.needs.iter().any(|n| n.new) {
                    Ok(CaseEvent::Seen)
                } else {
                    Err(CaseRefusal::NothingNew)
                }
            }
            Command::ChangeUrgency { urgency } if urgency == self.body.urgency => Err(CaseRefusal::NoChange),
            Command::ChangeUrgency { urgency } => Ok(CaseEvent::UrgencyChanged { urgency }),
            Command::EndNeed { need, end } => {
                let need = self.going_on(vec![need])?.remove(0);
                check_end(&end)?;
                Ok(CaseEvent::NeedEnded { need, end })
            }
            Command::Close(closing) => self.close(closing, now),
            Command::Undo | Command::Reopen { .. } | Command::Note { .. } | Command::Work(_) => {
                Err(CaseRefusal::NoChange)
            }
        }
    }

    /// Refuses what a case that has ended does not allow.
    ///
    /// # Errors
    /// [`CaseRefusal::Closed`] or [`CaseRefusal::Withdrawn`].
    pub fn goes_on(&self) -> Result<(), CaseRefusal> {
        match self.body.stage {
            Stage::Closed { .. } => Err(CaseRefusal::Closed),
            Stage::Withdrawn { .. } => Err(CaseRefusal::Withdrawn),
            _ => Ok(()),
        }
    }

    fn is_closed(&self) -> bool {
        matches!(self.body.stage, Stage::Closed { .. })
    }

    /// Who agreed may take that back at any time, also after the end, when somebody is to ask how they are.
    fn withdraw(&self, given: AgreementGiven, now: Now) -> Result<CaseEvent, CaseRefusal> {
        if self.is_withdrawn() {
            return Err(CaseRefusal::Withdrawn);
        }
        if self.agreed(&given.recipient).map(|agreement| agreement.answer) != Some(Answer::Agreed) {
            return Err(CaseRefusal::NothingAgreed);
        }
        short(&given.words, LINE_LIMIT)?;
        Ok(recorded(given, now))
    }

    fn flag(&self, flag: Flag) -> Result<CaseEvent, CaseRefusal> {
        let flagged = flagged(flag)?;
        let new = flagged.needs.iter().filter(|need| self.need(need).is_none()).count();
        if new > 0 {
            room(self.body.needs.len() + new - 1, "needs")?;
        }
        Ok(CaseEvent::Flagged(flagged))
    }

    fn hand_over(
        &self,
        needs: Vec<NeedKey>,
        to: Option<StaffId>,
        now: Now,
    ) -> Result<CaseEvent, CaseRefusal> {
        let needs = self.to_route(needs)?;
        self.is_agreed_for(&Recipient::LinkWorkers, &[], now)?;
        match (&self.body.stage, to) {
            (Stage::With { worker, .. }, Some(to)) if *worker != to => Err(CaseRefusal::HasWorker),
            _ => Ok(CaseEvent::HandedOver { needs, to }),
        }
    }

    fn escalate(
        &self,
        Escalate { reason, red_flags, told, told_at }: Escalate,
    ) -> Result<CaseEvent, CaseRefusal> {
        room(self.body.escalations.len(), "escalations")?;
        short(&reason, LINE_LIMIT)?;
        short(&told, LINE_LIMIT)?;
        lines(&red_flags, "red flags")?;
        if reason.trim().is_empty() && red_flags.is_empty() {
            return Err(CaseRefusal::NoReason);
        }
        if told.trim().is_empty() {
            return Err(CaseRefusal::NobodyTold);
        }
        Ok(CaseEvent::Escalated { reason, red_flags, told, told_at })
    }

    fn accept(&self, actor: StaffId) -> Result<CaseEvent, CaseRefusal> {
        match self.body.stage {
            Stage::Waiting { worker: None, .. } => Ok(CaseEvent::Accepted),
            Stage::Waiting { worker: Some(worker), .. } if worker == actor => Ok(CaseEvent::Accepted),
            Stage::Waiting { .. } => Err(CaseRefusal::AnotherWorker),
            Stage::With { .. } => Err(CaseRefusal::HasWorker),
            _ => Err(CaseRefusal::NotHandedOver),
        }
    }

    fn give_back(&self, why: String, actor: StaffId) -> Result<CaseEvent, CaseRefusal> {
        reason(&why)?;
        match self.body.stage {
            Stage::Waiting { worker: Some(worker), .. } | Stage::With { worker, .. } if worker != actor => {
                Err(CaseRefusal::AnotherWorker)
            }
            Stage::Waiting { .. } | Stage::With { .. } => Ok(CaseEvent::Returned { why }),
            _ => Err(CaseRefusal::NotHandedOver),
        }
    }

    /// Refuses what the patient has not agreed to, does not agree to any more, or agreed to for a time that is over.
    pub(super) fn is_agreed_for(
        &self,
        recipient: &Recipient,
        shared: &[String],
        now: Now,
    ) -> Result<(), CaseRefusal> {
        let missing = || match recipient {
            Recipient::LinkWorkers => CaseRefusal::NoAgreement,
            Recipient::Service(service) => CaseRefusal::NoAgreementFor(service.name.clone()),
        };
        let agreement = self.agreed(recipient).filter(|a| a.answer == Answer::Agreed).ok_or_else(missing)?;
        if shared.iter().any(|field| !agreement.shares.contains(field)) {
            return Err(missing());
        }
        match agreement.until {
            Some(until) if until < now.today => {
                Err(CaseRefusal::AgreementRanOut(until.strftime("%-d %b %Y").to_string()))
            }
            _ => Ok(()),
        }
    }

    fn reassign(&self, to: Option<StaffId>, now: Now) -> Result<CaseEvent, CaseRefusal> {
        let has = match self.body.stage {
            Stage::Waiting { worker, .. } => worker,
            Stage::With { worker, .. } => Some(worker),
            // What is left to do after the end goes to somebody: the team as a whole asks nobody.
            Stage::Closed { .. } if self.body.work.follow_ups_to_come().next().is_some() => {
                if to.is_none() {
                    return Err(CaseRefusal::NobodyAsksAgain);
                }
                self.asks_again()
            }
            Stage::Closed { .. } => return Err(CaseRefusal::Closed),
            _ => return Err(CaseRefusal::NotHandedOver),
        };
        match to {
            to if to == has => Err(CaseRefusal::NoChange),
            // Who said no since then is not passed on to the next one who rings.
            to => {
                self.is_agreed_for(&Recipient::LinkWorkers, &[], now)?;
                Ok(CaseEvent::Reassigned { to, after_end: self.is_closed() })
            }
        }
    }

    fn note(&self, text: String) -> Result<CaseEvent, CaseRefusal> {
        short(&text, NOTE_LIMIT)?;
        match self.body.stage {
            Stage::Withdrawn { .. } => Err(CaseRefusal::Withdrawn),
            _ if text.trim().is_empty() => Err(CaseRefusal::NoReason),
            _ => Ok(CaseEvent::Noted { text }),
        }
    }

    /// Refuses to close what is not at its end.
    fn may_close(&self, closing: &Closing, now: Now) -> Result<(), CaseRefusal> {
        short(&closing.summary, LINE_LIMIT)?;
        if self.is_escalated() {
            return Err(CaseRefusal::Unacknowledged);
        }
        let steps = self.body.work.open_steps().count();
        if steps > 0 && closing.open_steps == OpenSteps::Ask {
            return Err(CaseRefusal::StepsGoOn(steps));
        }
        let follow_ups = closing.follow_ups.as_deref().unwrap_or_default();
        if !follow_ups.is_empty() {
            self.contact_is_agreed(now)?;
        }
        if self.body.work.follow_ups.len() + follow_ups.len() > work::MANY {
            return Err(CaseRefusal::Full("follow-ups".to_owned()));
        }
        follow_ups.iter().try_for_each(|on| to_come(*on, now))
    }

    fn close(&self, closing: Closing, now: Now) -> Result<CaseEvent, CaseRefusal> {
        self.may_close(&closing, now)?;
        let Closing { ends, rest, summary, outcome, follow_ups, .. } = closing;
        let rest = rest.as_ref();
        let mut follow_ups = follow_ups.unwrap_or_default();
        follow_ups.sort_unstable();
        follow_ups.dedup();
        for (need, end) in &ends {
            self.going_on(vec![need.clone()])?;
            check_end(end)?;
        }
        rest.map_or(Ok(()), check_end)?;
        let mut all = Vec::new();
        for need in self.body.needs.iter().filter(|n| !n.state.has_ended()) {
            let end = ends.iter().find(|(key, _)| *key == need.need).map(|(_, end)| end).or(rest);
            let end = end.ok_or_else(|| CaseRefusal::NotEnded(need.need.to_string()))?;
            all.push((need.need.clone(), end.clone()));
        }
        let states: Vec<NeedState> = self
            .body
            .needs
            .iter()
            .map(|n| {
                all.iter()
                    .find(|(key, _)| *key == n.need)
                    .map_or_else(|| n.state.clone(), |(_, end)| end.clone().into())
            })
            .collect();
        if outcome == Some(Outcome::Met)
            && states.iter().any(|state| matches!(state, NeedState::NotMet { .. }))
        {
            return Err(CaseRefusal::OutcomeContradicts);
        }
        let outcome = outcome.unwrap_or_else(|| came_of(states.into_iter()));
        Ok(CaseEvent::Closed { outcome, ends: all, summary, follow_ups })
    }

    fn reopen(&self, why: String) -> Result<CaseEvent, CaseRefusal> {
        reason(&why)?;
        match self.body.stage {
            Stage::Closed { .. } => Ok(CaseEvent::Reopened { why }),
            Stage::Withdrawn { .. } => Err(CaseRefusal::Withdrawn),
            _ => Err(CaseRefusal::Open),
        }
    }

    /// One need of the case.
    pub fn need(&self, key: &NeedKey) -> Option<&super::CaseNeed> {
        self.body.needs.iter().find(|n| n.need == *key)
    }

    /// The needs to route: those named, or all that have no route. Those named may be routed anew until they end.
    fn to_route(&self, named: Vec<NeedKey>) -> Result<Vec<NeedKey>, CaseRefusal> {
        if !named.is_empty() {
            return self.going_on(named);
        }
        let open = self.open_needs();
        if open.is_empty() { Err(CaseRefusal::NothingToRoute) } else { Ok(open) }
    }

    /// The named needs, if each is there and has not ended.
    fn going_on(&self, mut named: Vec<NeedKey>) -> Result<Vec<NeedKey>, CaseRefusal> {
        let mut seen = std::collections::BTreeSet::new();
        named.retain(|key| seen.insert(key.clone()));
        for key in &named {
            match self.need(key) {
                None => return Err(CaseRefusal::NotThere(key.to_string())),
                Some(need) if need.state.has_ended() => return Err(CaseRefusal::NeedEnded(key.to_string())),
                Some(_) => {}
            }
        }
        Ok(named)
    }
}

/// What the patient said, with the day where something stops with it.
fn recorded(given: AgreementGiven, now: Now) -> CaseEvent {
    let on = (given.answer != Answer::Agreed).then_some(now.today);
    CaseEvent::AgreementRecorded { agreement: Box::new(given), on }
}

/// What came of a case whose needs ended so.
pub(super) fn came_of(states: impl Iterator<Item = NeedState>) -> Outcome {
    let states: Vec<_> = states.collect();
    let all = |wanted: fn(&NeedState) -> bool| states.iter().all(wanted);
    let helped = |state: &NeedState| matches!(state, NeedState::Met | NeedState::PartlyMet { .. });
    if all(|s| *s == NeedState::Declined) {
        Outcome::Declined
    } else if states.iter().filter(|s| **s != NeedState::Declined).all(|s| *s == NeedState::Met) {
        Outcome::Met
    } else if states.iter().any(helped) {
        Outcome::PartlyMet
    } else {
        Outcome::NotMet
    }
}

/// What a flag records, if it may.
fn flagged(flag: Flag) -> Result<Flagged, CaseRefusal> {
    let Flag { mut needs, urgency, note, red_flags, went_on } = flag;
    let mut seen = std::collections::BTreeSet::new();
    needs.retain(|key| seen.insert(key.clone()));
    short(&note, NOTE_LIMIT)?;
    short(&went_on, LINE_LIMIT)?;
    lines(&red_flags, "red flags")?;
    room(needs.len().saturating_sub(1), "needs")?;
    if needs.is_empty() {
        return Err(CaseRefusal::NoNeed);
    }
    if !red_flags.is_empty() && went_on.trim().is_empty() {
        return Err(CaseRefusal::RedFlag);
    }
    Ok(Flagged { needs, urgency, note, red_flags, went_on })
}

fn check_end(end: &NeedEnd) -> Result<(), CaseRefusal> {
    match end {
        NeedEnd::Met => Ok(()),
        NeedEnd::PartlyMet { why, .. } => short(why, LINE_LIMIT),
        // What is counted says it where it is not "other".
        NeedEnd::NotMet { why, because: Some(because) } if *because != WhyNot::Other => {
            short(why, LINE_LIMIT)
        }
        NeedEnd::NotMet { why, .. } => reason(why),
    }
}

pub(super) fn reason(why: &str) -> Result<(), CaseRefusal> {
    short(why, LINE_LIMIT)?;
    if why.trim().is_empty() { Err(CaseRefusal::NoReason) } else { Ok(()) }
}

pub(super) fn short(text: &str, limit: usize) -> Result<(), CaseRefusal> {
    if text.chars().count() > limit { Err(CaseRefusal::TooLong(limit)) } else { Ok(()) }
}

fn lines(texts: &[String], what: &str) -> Result<(), CaseRefusal> {
    room(texts.len().saturating_sub(1), what)?;
    texts.iter().try_for_each(|text| short(text, LINE_LIMIT))
}

fn room(taken: usize, what: &str) -> Result<(), CaseRefusal> {
    if taken >= MANY { Err(CaseRefusal::Full(what.to_owned())) } else { Ok(()) }
}
