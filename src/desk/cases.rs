//! One case: whole, and what is done with it.

use crate::desk::Asker;
use crate::desk::flagging::state_said;
use crate::desk::permission::Deed;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{Action, ActionKind, CaseCard, Reply};
use crate::desk::request::{Agreed, Route, WhichCase};
use crate::domain::case::work::Did;
use crate::domain::case::{
    AgreementGiven, Answer, Case, CaseEvent, CaseRefusal, Closing, Command, Escalate, NeedEnd, OpenSteps,
    Recipient,
};
use crate::domain::id::{CaseId, StaffId};
use crate::domain::patient::Patient;
use crate::domain::record::{Index, Key, Record, Subject};
use crate::domain::reference::Reference;
use crate::domain::staff::Role;
use crate::domain::text;
use uuid::Uuid;

impl Asker<'_> {
    pub(super) fn case(self, which: &WhichCase) -> Result<Reply, Refusal> {
        let case = self.which(which)?;
        let patient = self.patient_of(&case)?;
        Ok(Reply::Case(Box::new(CaseCard {
            line: self.case_line(&case)?,
            history: self.history(&case)?,
            actions: self.actions(&case, &patient),
            // What is next was written by a link worker.
            proposed: if case.worker().is_some() && self.reads_casework() {
                Did::ALL.map(|did| (did, self.proposed(&case, &patient, did, did.tries()))).into()
            } else {
                vec![]
            },
            hangs_on_contact: case.hangs_on(&Recipient::LinkWorkers),
            work: self.reads_casework().then(|| Box::new(case.body.work.clone())),
            patient,
            undo: case.undo.as_ref().filter(|last| last.by == self.actor).map(|last| last.did.clone()),
            note: case.body.note,
            agreements: case.body.agreements,
            escalations: case.body.escalations,
            went_on: case.body.went_on,
        })))
    }

    /// What the asker can do with a case, and why not otherwise.
    fn actions(self, case: &Case, patient: &Patient) -> Vec<Action> {
        let why = || "x".to_owned();
        let tried = |command| case.decide(command, self.actor, self.desk.clock_now()).err();
        let routes = || {
            if case.is_open() && case.open_needs().is_empty() {
                Some(CaseRefusal::NothingToRoute)
            } else {
                tried(Command::Decline { needs: vec![], why: String::new() })
            }
        };
        let stopped = patient.details.no_contact();
        let end = Command::Close(Closing {
            rest: Some(NeedEnd::Met),
            open_steps: OpenSteps::Stop,
            ..Closing::default()
        });
        let elsewhere = StaffId(Uuid::nil());
        let work = |kind| self.work_refused(case, kind);
        let open = case.goes_on().err();
        let all = [
            (ActionKind::Accept, Deed::Accept, tried(Command::Accept)),
            (ActionKind::HandOver, Deed::Route, routes()),
            (ActionKind::Signpost, Deed::Route, routes()),
            (ActionKind::Refer, Deed::Route, routes()),
            (ActionKind::Decline, Deed::Route, routes()),
            (ActionKind::Escalate, Deed::Route, open),
            (ActionKind::Acknowledge, Deed::Acknowledge, tried(Command::Acknowledge)),
            (ActionKind::Return, Deed::Return, tried(Command::Return { why: why() })),
            (ActionKind::Reassign, Deed::Reassign, tried(Command::Reassign { to: Some(elsewhere) })),
            (ActionKind::Note, Deed::WriteNote, tried(Command::Note { text: why() })),
            (ActionKind::Close, Deed::EndCase, tried(end)),
            (ActionKind::Reopen, Deed::EndCase, tried(Command::Reopen { why: why() })),
            (ActionKind::Contact, Deed::Work, work(ActionKind::Contact)),
            (ActionKind::Wait, Deed::Work, work(ActionKind::Wait)),
            (ActionKind::CallBack, Deed::AskCallBack, work(ActionKind::CallBack)),
            (ActionKind::Appoint, Deed::Work, work(ActionKind::Appoint)),
            (ActionKind::Plan, Deed::Work, work(ActionKind::Plan)),
            (ActionKind::Measure, Deed::Work, work(ActionKind::Measure)),
            (ActionKind::FollowUp, Deed::Work, work(ActionKind::FollowUp)),
            (ActionKind::Withdraw, Deed::RecordAgreement, work(ActionKind::Withdraw)),
            (ActionKind::Code, Deed::Work, work(ActionKind::Code)),
        ];
        all.into_iter()
            .map(|(kind, deed, refused)| {
                let leads_to_contact = matches!(
                    kind,
                    ActionKind::Accept
                        | ActionKind::HandOver
                        | ActionKind::Signpost
                        | ActionKind::Refer
                        | ActionKind::Reassign
                        | ActionKind::Reopen
                        | ActionKind::CallBack
                        | ActionKind::Appoint
                        | ActionKind::FollowUp
                );
                let stopped = stopped.filter(|_| leads_to_contact && refused.is_none());
                let refused = stopped.map(|why| CaseRefusal::NoContact(why.to_owned())).or(refused);
                let refused = match refused {
                    _ if !self.may(deed) => Some(Refusal::not_allowed(deed).what()),
                    refused => refused.map(|refusal| Refusal::Case(refusal).what()),
                };
                Action { kind, refused }
            })
            .collect()
    }

    /// Does something with a case. What [`Asker::flag`] and [`Asker::route`] do is done by them, with all that they
    /// look at: red flags, agreements, whether the service runs.
    pub(super) fn on_case(self, which: &WhichCase, command: Command) -> Result<Reply, Refusal> {
        let command = match command {
            Command::Undo => return self.undo(self.which(which)?.id.into()),
            Command::Work(work) => return self.work(which, work, None),
            Command::Flag(flag) => return self.flag_on(which, flag),
            Command::Signpost { needs, service } => {
                return self.route(which, &needs, &Route::Signpost { service }, &Agreed::NotAsked);
            }
            Command::Refer { needs, service, shared } => {
                return self.route(which, &needs, &Route::Refer { service, shared }, &Agreed::NotAsked);
            }
            Command::HandOver { needs, to } => {
                return self.route(which, &needs, &Route::HandOver { to }, &Agreed::NotAsked);
            }
            Command::Decline { needs, why } => {
                return self.route(which, &needs, &Route::Decline { why }, &Agreed::NotAsked);
            }
            Command::Escalate(Escalate { reason, told, told_at, .. }) => {
                let route = Route::Escalate { reason, told, told_at: Some(told_at) };
                return self.route(which, &[], &route, &Agreed::NotAsked);
            }
            command => self.cleaned(command)?,
        };
        if let Command::Reassign { to: Some(to) } = &command {
            self.link_worker(*to)?;
        }
        let (done, kept) = self.change(|draft| {
            let case = self.which(which)?;
            let patient = self.patient_of(&case)?;
            if matches!(command, Command::Accept | Command::Reassign { .. } | Command::Reopen { .. }) {
                check_contact(&patient)?;
            }
            if matches!(command, Command::Reopen { .. }) {
                self.check_no_other_open(&case)?;
            }
            let command = match command.clone() {
                Command::Close(closing) => Command::Close(self.with_follow_ups(closing, &case, &patient)?),
                command => command,
            };
            // What was due when it changed hands stays due on its day.
            let is_first = command == Command::Accept && case.body.work.next.is_none();
            let event = case.decide(command, self.actor, self.desk.clock_now())?;
            let done = done_said(&event);
            let case = draft.happen_to_case(&case, event)?;
            if is_first {
                draft.settle_first(&case)?;
            }
            Ok(done)
        })?;
        let said = kept.case().map_or_else(String::new, |case| {
            let who = self.called(case.patient);
            format!("{done}: {who}. {} {}", case.reference, state_said(case))
        });
        self.done(said, &kept, false)
    }

    /// Refuses to open a case of somebody who has another open one.
    pub(super) fn check_no_other_open(self, case: &Case) -> Result<(), Refusal> {
        let patient = self.patient_of(case)?;
        match self.open_case_of(&patient)? {
            Some(other) if other.id != case.id => Err(Refusal::State {
                what: format!("{} has another open case, {}", patient.details.called(), other.reference),
                advice: "Add to that one.".to_owned(),
            }),
            _ => Ok(()),
        }
    }

    /// A case, by its id or its reference.
    pub(super) fn which(self, which: &WhichCase) -> Result<Case, Refusal> {
        let advice = "Check the reference; `signpost cases` lists them.";
        let (subject, typed): (Subject, String) = match which {
            WhichCase::Id(id) => ((*id).into(), id.to_string()),
            WhichCase::Typed(text) => {
                let typed = text::line(text, 60);
                if let Ok(id) = Uuid::parse_str(&typed) {
                    (CaseId(id).into(), typed)
                } else {
                    let reference = Reference::parse(&typed)
                        .map_err(|error| Refusal::not_found(format!("\"{typed}\": {error}"), advice))?;
                    let key = Key { index: Index::Reference, value: reference.as_str().into() };
                    match self.desk.store.lookup(self.practice, &key)? {
                        Some(subject) => (subject, typed),
                        None => {
                            return Err(Refusal::not_found(format!("there is no case {reference}"), advice));
                        }
                    }
                }
            }
        };
        match self.read(subject)? {
            Some(Record::Case(case)) => Ok(*case),
            _ => Err(Refusal::not_found(format!("there is no case {typed}"), advice)),
        }
    }

    /// A member of staff who can take cases.
    pub(super) fn link_worker(self, id: StaffId) -> Result<(), Refusal> {
        match self.desk.staff_now().get(&id) {
            Some(one) if one.is(Role::LinkWorker) => Ok(()),
            Some(one) => Err(Refusal::input(
                format!("{} is not a link worker here", one.name),
                "Choose a link worker, or the team.",
            )),
            None => Err(Refusal::not_found(
                "there is no such member of staff",
                "Choose a link worker, or the team.",
            )),
        }
    }
    /// A command whose words are safe to keep.
    fn cleaned(self, command: Command) -> Result<Command, Refusal> {
        let line = |text: &str| text::line(text, 600);
        Ok(match command {
            Command::Note { text } => Command::Note { text: text::block(&text, 4_001) },
            Command::Return { why } => Command::Return { why: line(&why) },
            Command::Reopen { why } => Command::Reopen { why: line(&why) },
            Command::EndNeed { need, end } => Command::EndNeed { need, end: cleaned_end(end) },
            Command::Close(closing) => Command::Close(Closing {
                ends: closing.ends.into_iter().map(|(need, end)| (need, cleaned_end(end))).collect(),
                rest: closing.rest.map(cleaned_end),
                summary: line(&closing.summary),
                ..closing
            }),
            Command::RecordAgreement(given) => {
                let recipient = match given.recipient {
                    Recipient::Service(service) => Recipient::Service(self.service_ref(&service)?),
                    Recipient::LinkWorkers => Recipient::LinkWorkers,
                };
                let shares = given.shares.iter().map(|share| line(share)).collect();
                let words = line(&given.words);
                let until = given.until.or_else(|| self.agreement_until());
                let until = until.filter(|_| given.answer == Answer::Agreed);
                Command::RecordAgreement(AgreementGiven { recipient, words, shares, until, ..given })
            }
            other => other,
        })
    }
}

/// Refuses what leads to contact with somebody who has died or moved away.
pub(super) fn check_contact(patient: &Patient) -> Result<(), Refusal> {
    match patient.details.no_contact() {
        Some(why) => Err(CaseRefusal::NoContact(why.to_owned()).into()),
        None => Ok(()),
    }
}

fn cleaned_end(end: NeedEnd) -> NeedEnd {
    match end {
        NeedEnd::Met => NeedEnd::Met,
        NeedEnd::PartlyMet { why, because } => NeedEnd::PartlyMet { why: text::line(&why, 600), because },
        NeedEnd::NotMet { why, because } => NeedEnd::NotMet { why: text::line(&why, 600), because },
    }
}

/// What was done, as the head of a sentence about the patient.
fn done_said(event: &CaseEvent) -> &'static str {
    match event {
        CaseEvent::Accepted => "Accepted",
        CaseEvent::Returned { .. } => "Given back",
        CaseEvent::Reassigned { .. } => "Reassigned",
        CaseEvent::Noted { .. } => "Note kept",
        CaseEvent::Closed { .. } => "Closed",
        CaseEvent::Reopened { .. } => "Opened again",
        CaseEvent::Acknowledged => "Acknowledged",
        CaseEvent::AgreementRecorded { .. } => "Agreement recorded",
        CaseEvent::UrgencyChanged { .. } => "Urgency changed",
        CaseEvent::NeedEnded { .. } => "Need ended",
        _ => "Done",
    }
}
