//! Flagging needs and choosing their route: the 20-second task, as one change.

use crate::desk::Asker;
use crate::desk::cases::check_contact;
use crate::desk::change::{Draft, Kept};
use crate::desk::permission::Deed;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{Done, Reply};
use crate::desk::request::{Agreed, FlagNeeds, Route, WhichCase, Whose};
use crate::domain::case::{
    AgreementGiven, Answer, Case, CaseRefusal, Command, Escalate, Flag, Recipient, ServiceRef, Stage,
};
use crate::domain::disclosure::Detail;
use crate::domain::need::{self, NeedKey, catalogue};
use crate::domain::patient::Patient;
use crate::domain::record::{Event, Index, Key, Record, Subject, SubjectKind};
use crate::domain::red_flag;
use crate::domain::service::ServiceEvent;
use crate::domain::text;

impl Asker<'_> {
    /// Flags needs, and routes them where a route was chosen with it.
    pub(super) fn flag(self, flag: &FlagNeeds) -> Result<Reply, Refusal> {
        if flag.route.is_some() && !self.may(Deed::Route) {
            return Err(Refusal::not_allowed(Deed::Route));
        }
        for need in &flag.needs {
            if catalogue().get(need).is_none() {
                return Err(unknown_need(need));
            }
        }
        let note = text::block(&flag.note, 4_000);
        let red_flags = Self::red_flags(&note, &flag.needs);
        let escalates = matches!(flag.route, Some(Route::Escalate { .. }));
        let went_on = text::line(&flag.went_on, 500);
        if !red_flags.is_empty() && went_on.is_empty() && !escalates {
            let titles = red_flags
                .iter()
                .filter_map(|key| red_flag::get(key))
                .map(|flag| flag.title.clone())
                .collect();
            return Err(Refusal::RedFlags { keys: red_flags, titles });
        }
        let (joined, kept) = self.change(|draft| {
            let patient = draft.whose(&flag.whose, flag.corrected.as_deref())?;
            check_contact(&patient)?;
            let what = Flag {
                needs: flag.needs.clone(),
                urgency: flag.urgency,
                note: note.clone(),
                red_flags: red_flags.clone(),
                went_on: if went_on.is_empty() && escalates {
                    "escalated".to_owned()
                } else {
                    went_on.clone()
                },
            };
            let open = self.open_case_of(&patient)?;
            let joined = open.is_some();
            let case = match open {
                Some(case) => draft.command(&case, Command::Flag(what))?,
                None => draft.open_case(patient.id, what)?,
            };
            if let Some(route) = &flag.route {
                draft.route(&case, &patient, &flag.needs, route, &flag.agreement)?;
            }
            Ok(joined)
        })?;
        let case = kept.case().cloned();
        let said = case.map_or_else(String::new, |case| self.said_of_flag(&case, joined, flag));
        self.done(said, &kept, matches!(flag.route, Some(Route::HandOver { .. })))
    }

    /// Flags needs of a case that is looked at: as [`Asker::flag`], for its patient.
    pub(super) fn flag_on(self, which: &WhichCase, flag: Flag) -> Result<Reply, Refusal> {
        let case = self.which(which)?;
        match case.body.stage {
            Stage::Closed { .. } => return Err(CaseRefusal::Closed.into()),
            Stage::Withdrawn { .. } => return Err(CaseRefusal::Withdrawn.into()),
            _ => {}
        }
        let Flag { needs, urgency, note, went_on, .. } = flag;
        self.flag(&FlagNeeds {
            whose: Whose::Known(case.patient),
            corrected: None,
            needs,
            urgency,
            note,
            went_on,
            route: None,
            agreement: Agreed::NotAsked,
        })
    }

    /// Chooses a route for needs of a case.
    pub(super) fn route(
        self,
        which: &WhichCase,
        needs: &[NeedKey],
        route: &Route,
        agreement: &Agreed,
    ) -> Result<Reply, Refusal> {
        let ((), kept) = self.change(|draft| {
            let case = self.which(which)?;
            let patient = self.patient_of(&case)?;
            draft.route(&case, &patient, needs, route, agreement)
        })?;
        let said = kept.case().map_or_else(String::new, |case| {
            let who = self.called(case.patient);
            let needs = if needs.is_empty() { "the open needs".to_owned() } else { need::said(needs) };
            format!(
                "{}. {} {}",
                routed_said(self, route, agreement, &who, &needs),
                case.reference,
                state_said(case)
            )
        });
        let hands_over = matches!(route, Route::HandOver { .. }) && !matches!(agreement, Agreed::No { .. });
        self.done(said, &kept, hands_over)
    }

    /// What was done, as a reply.
    pub(super) fn done(self, said: String, kept: &Kept, hands_over: bool) -> Result<Reply, Refusal> {
        let case = kept.case().map(|case| self.case_line(case)).transpose()?.map(Box::new);
        let read_out = match kept.case() {
            Some(case) if hands_over => Some(self.promise(case)?),
            _ => None,
        };
        Ok(Reply::Done(Done {
            said,
            read_out,
            change: Some(kept.change),
            subjects: kept.records.keys().copied().collect(),
            case,
            staff: None,
            practice: None,
        }))
    }

    /// What to read out after a hand-over. A day is promised only where the practice has set a limit.
    fn promise(self, case: &Case) -> Result<String, Refusal> {
        let patient = self.patient_of(case)?;
        let best = patient.details.contact.best_time.trim().to_owned();
        let best = if best.is_empty() { String::new() } else { format!(", {best}") };
        Ok(match self.limits().first_contact(case.body.urgency) {
            Some(days) => {
                let by = self.desk.working_days.add(self.desk.today(), u32::from(days));
                format!("A link worker will ring you by {}{best}.", by.strftime("%A %-d %B"))
            }
            None => format!("I have passed this on to our link workers{best}."),
        })
    }

    /// The red flags that words and needs bring up, by key, each once.
    fn red_flags(note: &str, needs: &[NeedKey]) -> Vec<String> {
        let mut keys: Vec<String> =
            red_flag::scan(note).into_iter().map(|raised| raised.flag.key.clone()).collect();
        keys.extend(needs.iter().filter_map(|need| red_flag::for_need(need)).map(|flag| flag.key.clone()));
        let mut seen = std::collections::BTreeSet::new();
        keys.retain(|key| seen.insert(key.clone()));
        keys
    }

    fn said_of_flag(self, case: &Case, joined: bool, flag: &FlagNeeds) -> String {
        let who = self.called(case.patient);
        let needs = need::said(&flag.needs);
        let first = match &flag.route {
            Some(route) => routed_said(self, route, &flag.agreement, &who, &needs),
            None => format!("{who}: {needs} flagged"),
        };
        let joins = if joined { " (joins the open case)" } else { "" };
        format!("{first}{joins}. {} {}", case.reference, state_said(case))
    }

    /// The one open case of a person, under whichever of their records it stands.
    pub(super) fn open_case_of(self, patient: &Patient) -> Result<Option<Case>, Refusal> {
        for id in std::iter::once(patient.id).chain(patient.also.iter().copied()) {
            let key = Key { index: Index::OpenCase, value: id.0.as_bytes().to_vec() };
            if let Some(subject) = self.desk.store.lookup(self.practice, &key)?
                && let Some(Record::Case(case)) = self.read(subject)?
            {
                return Ok(Some(*case));
            }
        }
        Ok(None)
    }
}

impl Draft<'_> {
    /// Takes needs one of the five ways, with the agreement that it takes.
    fn route(
        &mut self,
        case: &Case,
        patient: &Patient,
        needs: &[NeedKey],
        route: &Route,
        agreement: &Agreed,
    ) -> Result<(), Refusal> {
        let asker = self.asker;
        if matches!(route, Route::Signpost { .. } | Route::Refer { .. } | Route::HandOver { .. }) {
            check_contact(patient)?;
        }
        // An empty list means the needs that are open now, also after an agreement was recorded.
        let needs = if needs.is_empty() { case.open_needs() } else { needs.to_vec() };
        if needs.is_empty() && !matches!(route, Route::Escalate { .. }) {
            return Err(CaseRefusal::NothingToRoute.into());
        }
        let mut case = case.clone();
        let put_to_them = match route {
            Route::HandOver { .. } => Some((Recipient::LinkWorkers, vec![])),
            Route::Refer { service, shared } => {
                Some((Recipient::Service(asker.service_ref(service)?), details(shared)?))
            }
            _ => None,
        };
        if let Some((recipient, shares)) = put_to_them {
            let (answer, words) = match agreement {
                Agreed::NotAsked => (None, String::new()),
                Agreed::Yes { words } => (Some(Answer::Agreed), text::line(words, 500)),
                Agreed::No { words } => (Some(Answer::Declined), text::line(words, 500)),
            };
            if let Some(answer) = answer {
                let given =
                    AgreementGiven { recipient, answer, words, shares, until: self.asker.agreement_until() };
                case = self.command(&case, Command::RecordAgreement(given))?;
                if answer == Answer::Declined {
                    let why = match route {
                        Route::HandOver { .. } => {
                            "did not want to be contacted by the link workers".to_owned()
                        }
                        _ => "did not want to be referred".to_owned(),
                    };
                    self.command(&case, Command::Decline { needs, why })?;
                    return Ok(());
                }
            }
        }
        let command = match route {
            Route::Signpost { service } => {
                let service = asker.service_ref(service)?;
                self.count_given(&service)?;
                Command::Signpost { needs, service }
            }
            Route::Refer { service, shared } => {
                Command::Refer { needs, service: asker.service_ref(service)?, shared: details(shared)? }
            }
            Route::HandOver { to } => {
                if let Some(to) = to {
                    asker.link_worker(*to)?;
                }
                Command::HandOver { needs, to: *to }
            }
            Route::Escalate { reason, told, told_at } => Command::Escalate(Escalate {
                reason: text::line(reason, 500),
                red_flags: Asker::red_flags(&format!("{} {reason}", case.body.note), &needs),
                told: text::line(told, 500),
                told_at: told_at.unwrap_or(self.stamp.at),
            }),
            Route::Decline { why } => Command::Decline { needs, why: text::line(why, 500) },
        };
        self.command(&case, command)?;
        Ok(())
    }

    /// Counts on a service's entry that its details were given.
    fn count_given(&mut self, service: &ServiceRef) -> Result<(), Refusal> {
        let subject = Subject { kind: SubjectKind::Service, id: service.key.uuid(self.asker.practice) };
        self.happen(subject, Event::Service(ServiceEvent::Given {}))
    }
}

/// Which details go, by their own names.
pub(super) fn details(shared: &[String]) -> Result<Vec<String>, Refusal> {
    let detail = |named: &String| {
        Detail::named(named).map(|detail| detail.name().to_owned()).ok_or_else(|| {
            let known: Vec<_> = Detail::ALL.into_iter().map(Detail::name).collect();
            Refusal::input(
                format!("there is no detail \"{}\" that a service could be told", text::line(named, 60)),
                format!("There are: {}.", text::listed(&known)),
            )
        })
    };
    shared.iter().map(detail).collect()
}

/// Where a case stands now, as the rest of a sentence about its reference.
pub(super) fn state_said(case: &Case) -> String {
    match case.open_needs().as_slice() {
        [] => format!("is {}.", case.body.stage.name()),
        open if case.worker().is_some() => {
            format!("has something new for its link worker: {}.", need::said(open))
        }
        open => format!("stays to route for {}.", need::said(open)),
    }
}

/// A route, as a sentence about the patient.
fn routed_said(asker: Asker<'_>, route: &Route, agreement: &Agreed, who: &str, needs: &str) -> String {
    if matches!(agreement, Agreed::No { .. }) && matches!(route, Route::HandOver { .. } | Route::Refer { .. })
    {
        return format!("{who} does not want it: {needs} declined");
    }
    match route {
        Route::Signpost { service } => format!("{who} has the details of {} for {needs}", service.name),
        Route::Refer { service, .. } => format!("{who} is referred to {} for {needs}", service.name),
        Route::HandOver { to: None } => format!("{who} is handed over to the team for {needs}"),
        Route::HandOver { to: Some(to) } => {
            format!("{who} is handed over to {} for {needs}", asker.name_of(*to))
        }
        Route::Escalate { told, .. } => format!("{who}: escalated, {} was told", text::line(told, 500)),
        Route::Decline { .. } => format!("{who} declines help with {needs}"),
    }
}

pub(super) fn unknown_need(need: &NeedKey) -> Refusal {
    let nearest = catalogue().nearest(need.as_str()).map(|near| near.name.to_lowercase());
    Refusal::input(
        format!("there is no need \"{need}\""),
        nearest
            .map_or_else(|| "Choose one from the list.".to_owned(), |near| format!("Did you mean {near}?")),
    )
}
