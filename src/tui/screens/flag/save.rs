//! Saving: what is asked before, what is sent, and what comes of it.

use crate::desk::refusal::Refusal;
use crate::desk::reply::{PatientLine, Reply};
use crate::desk::request::{Agreed, FlagNeeds, Request, Route, Whose};
use crate::domain::case::{self, CaseRefusal, Recipient};
use crate::domain::need::said;
use crate::domain::text::listed;
use crate::tui::commands::Command;
use crate::tui::screen::{Act, Answer, Ctx, Pressed};
use crate::tui::screens::flag::form::{Contact, Picked, Spot, Way};
use crate::tui::screens::flag::red_flag::Instead;
use crate::tui::screens::flag::{FlagScreen, asks};

/// A question that has to be answered before the form is saved.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asking {
    /// Whether the patient agrees. There is no default.
    Agreement,
    /// Whether to hand over somebody who cannot be rung.
    NoPhone,
    /// Whether it is one of these people; the place behind the last one is "somebody else".
    Alike { lines: Vec<PatientLine>, at: usize },
}

/// How far saving is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Progress {
    /// The form is being filled.
    #[default]
    Filling,
    /// Enter was pressed on somebody typed whole who is still being looked up.
    TakesWhenFound,
    /// It is saved when what was recorded of the patient is here.
    SavesWhenKnown,
    /// It was asked for everything, and is sent when the patient's record is here.
    SendsWhenKnown(Sending),
    /// It was sent.
    Sent,
}

/// What is sent with the flag.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sending {
    /// What the patient said.
    pub agreed: Agreed,
    /// Whether the needs stay to route, because nobody has asked yet.
    pub route_later: bool,
}

impl FlagScreen {
    /// Saves, or says what is missing and goes there, or asks what has to be asked first.
    pub(super) fn save(&mut self, ctx: &Ctx<'_>) -> Vec<Act> {
        if let Some(missing) = self.first_missing(ctx) {
            self.go_to(missing.spot);
            return vec![Act::Hint(missing.says)];
        }
        self.finish_need();
        if self.only_rings() {
            return self.send_ring(ctx);
        }
        if self.needs_the_record() {
            self.progress = Progress::SavesWhenKnown;
            return vec![];
        }
        self.ask_or_send(ctx)
    }

    /// Whether what was recorded of the patient has to arrive first: the record into which something was changed, or
    /// the open case, whose agreement need not be asked for twice.
    fn needs_the_record(&self) -> bool {
        let form = &self.form;
        let line = match &form.picked {
            Picked::Known(line) => line,
            // Whether the number is somebody's is being looked up.
            Picked::Number(_) => return !self.hits_are_of_now(),
            _ => return false,
        };
        let changed = form.contact != form.recorded || !form.name.is_empty() || !form.born.is_empty();
        let asks = self.way().hands_over() || self.way() == Way::Refer;
        let agreements_to_come = line.open_case.is_some() && self.recorded_agreements.is_none();
        changed && self.patient.is_none() || asks && agreements_to_come
    }

    pub(super) fn ask_or_send(&mut self, ctx: &Ctx<'_>) -> Vec<Act> {
        // Whoever is known already is chosen, so that what was typed of them goes into their record.
        let is_new = matches!(self.form.picked, Picked::New(_));
        if is_new && !self.alike.is_empty() && !self.even_if_alike {
            self.asking = Some(Asking::Alike { lines: self.alike.clone(), at: 0 });
            return vec![];
        }
        let way = self.way();
        if way.hands_over() && self.has_no_phone() && !self.phone_warned {
            self.asking = Some(Asking::NoPhone);
            return vec![];
        }
        if (way.hands_over() || way == Way::Refer) && !self.is_agreed() {
            self.asking = Some(Asking::Agreement);
            return vec![];
        }
        self.send(Sending { agreed: Agreed::NotAsked, route_later: false }, ctx)
    }

    /// Whether the open case has this agreement already.
    fn is_agreed(&self) -> bool {
        let form = &self.form;
        let recorded = self.recorded_agreements.iter().flatten();
        let last = recorded.rev().find(|agreement| match &agreement.recipient {
            Recipient::LinkWorkers => self.way().hands_over(),
            Recipient::Service(service) => {
                self.way() == Way::Refer && form.service.as_ref().is_some_and(|ours| ours.key == service.key)
            }
        });
        last.is_some_and(|agreement| {
            let covers = |name| agreement.shares.contains(name);
            agreement.answer == case::Answer::Agreed
                && (self.way() != Way::Refer || form.shares.names().iter().all(covers))
        })
    }

    /// What the patient is asked, without its mark at the end.
    pub(super) fn agreement_words(&self) -> String {
        let who = self.first_name();
        match (self.way(), &self.form.service) {
            (Way::Refer, Some(service)) => {
                let shares = listed(&self.form.shares.names());
                format!("{who} agrees that {} is told: {shares}", service.name)
            }
            _ => format!("{who} agrees that the link workers may contact them"),
        }
    }

    /// Hears what was pressed while a question stands.
    pub(super) fn update_asking(&mut self, asking: Asking, pressed: &Pressed, ctx: &Ctx<'_>) -> Vec<Act> {
        let Pressed::Command(command) = *pressed else {
            return vec![Act::Hint("Answer the question first; Esc goes back to the form.".to_owned())];
        };
        if command == Command::Leave {
            self.asking = None;
            return vec![];
        }
        match asking {
            Asking::Agreement => {
                let words = format!("{}.", self.agreement_words());
                let (agreed, route_later) = match command {
                    Command::Yes => (Agreed::Yes { words }, false),
                    Command::No => (Agreed::No { words }, false),
                    Command::Later => (Agreed::NotAsked, true),
                    _ => {
                        let says = "Press y, n or l; Esc goes back to the form.";
                        return vec![Act::Hint(says.to_owned())];
                    }
                };
                self.send(Sending { agreed, route_later }, ctx)
            }
            Asking::NoPhone => match command {
                Command::Yes => {
                    self.asking = None;
                    self.phone_warned = true;
                    self.ask_or_send(ctx)
                }
                Command::No | Command::Take => {
                    self.asking = None;
                    self.go_to(Spot::Phone);
                    vec![]
                }
                _ => vec![Act::Hint("Press y or n; Esc goes back to the form.".to_owned())],
            },
            Asking::Alike { lines, at } => self.update_alike(lines, at, command, ctx),
        }
    }

    fn update_alike(
        &mut self,
        lines: Vec<PatientLine>,
        at: usize,
        command: Command,
        ctx: &Ctx<'_>,
    ) -> Vec<Act> {
        let at = match command {
            Command::Down | Command::NextField => (at + 1).min(lines.len()),
            Command::Up | Command::PreviousField => at.saturating_sub(1),
            Command::Take => {
                self.asking = None;
                let sending = self.sent.take();
                let Some(line) = lines.into_iter().nth(at) else {
                    self.even_if_alike = true;
                    return match sending {
                        Some(sending) => self.send(sending, ctx),
                        None => self.ask_or_send(ctx),
                    };
                };
                self.progress = sending.map_or(Progress::SavesWhenKnown, Progress::SendsWhenKnown);
                return self.know(line);
            }
            _ => {
                return vec![Act::Hint(
                    "Up and Down choose, Enter takes; Esc goes back to the form.".to_owned(),
                )];
            }
        };
        self.asking = Some(Asking::Alike { lines, at });
        vec![]
    }

    pub(super) fn send(&mut self, sending: Sending, ctx: &Ctx<'_>) -> Vec<Act> {
        let form = &self.form;
        let today = ctx.today();
        let details = self.details(today);
        let even_if_alike = self.even_if_alike;
        let mut corrected = None;
        let whose = match &form.picked {
            Picked::Known(line) => {
                let record = self.patient.as_ref().map(|card| &card.patient);
                corrected = record.filter(|record| record.details != details).map(|_| Box::new(details));
                Whose::Known(record.map_or(line.id, |record| record.id))
            }
            Picked::Number(number) if form.contact == Contact::default() => Whose::Number(*number),
            _ => Whose::New { details: Box::new(details), even_if_alike },
        };
        let went_on = if self.card.stands() && form.stop.instead == Instead::GoOn {
            form.stop.because.value().trim().to_owned()
        } else {
            String::new()
        };
        let flag = FlagNeeds {
            whose,
            corrected,
            needs: form.needs_now(),
            urgency: form.urgency,
            note: form.note.value().trim().to_owned(),
            went_on,
            route: if sending.route_later { None } else { self.route(ctx) },
            agreement: sending.agreed.clone(),
        };
        self.asking = None;
        self.sent = Some(sending);
        self.queue_ring(ctx);
        self.progress = Progress::Sent;
        vec![Act::Ask(asks::SAVE, Request::Flag(Box::new(flag)))]
    }

    fn route(&self, ctx: &Ctx<'_>) -> Option<Route> {
        let form = &self.form;
        Some(match self.way() {
            Way::Team => Route::HandOver { to: None },
            Way::Worker => Route::HandOver { to: Some(form.worker?) },
            Way::Signpost => Route::Signpost { service: form.service.clone()? },
            Way::Refer => Route::Refer { service: form.service.clone()?, shared: form.shares.names() },
            Way::Escalate => {
                let note = form.note.value().trim();
                let reason = match (self.card.stands(), note) {
                    (true, _) => self.card.reason(),
                    (false, "") => said(&form.needs_now()),
                    (false, note) => note.to_owned(),
                };
                Route::Escalate {
                    reason,
                    told: form.stop.told.value().trim().to_owned(),
                    told_at: form.stop.told_at(ctx.local(), ctx.zone).ok().flatten(),
                }
            }
            Way::Declined => Route::Decline { why: form.why.value().trim().to_owned() },
            Way::Later => return None,
        })
    }

    /// What came of saving.
    pub(super) fn hear_saved(&mut self, answer: Answer) -> Vec<Act> {
        self.progress = Progress::Filling;
        let refusal = match answer {
            Ok(Reply::Done(done)) => {
                let done = self.done_before(done);
                if let Some(next) = self.send_next() {
                    self.done = Some(Box::new(done));
                    return vec![next];
                }
                let draft = self.kept.clone().without_form().worth_keeping();
                return vec![Act::Done(Box::new(done)), Act::Draft(draft), Act::Close, Act::Changed];
            }
            Ok(_) => return vec![],
            Err(refusal) => refusal,
        };
        match refusal {
            Refusal::RedFlags { keys, .. } => {
                self.card.refused = keys;
                self.go_to(Spot::Told);
                vec![]
            }
            Refusal::Alike(lines) => {
                self.asking = Some(Asking::Alike { lines, at: 0 });
                vec![]
            }
            Refusal::Case(CaseRefusal::NoAgreement | CaseRefusal::NoAgreementFor(_))
                if self.asked_nobody() =>
            {
                self.recorded_agreements = Some(vec![]);
                self.asking = Some(Asking::Agreement);
                vec![]
            }
            refusal => {
                self.trouble = Some(format!("{} {}", refusal.what(), refusal.advice()));
                // What went before it is done, and said.
                let done = self.done.take().into_iter().flat_map(|done| [Act::Done(done), Act::Changed]);
                done.chain([Act::Refused(refusal)]).collect()
            }
        }
    }

    /// Whether the flag went without an answer of the patient.
    fn asked_nobody(&self) -> bool {
        self.sent.as_ref().is_some_and(|sent| sent.agreed == Agreed::NotAsked)
    }
}
