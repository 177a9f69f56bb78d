//! What a case makes of the desk's answers.

use super::closing::ClosingForm;
use super::over::Over;
use super::printing::{Printing, sheet};
use super::sure::{Sure, Yes};
use super::{CARD, CASE, CaseScreen, HELP, PEOPLE, SEES, SERVICE, WHOM};
use crate::desk::reply::{CaseCard, Reply};
use crate::desk::request::{Request, WhichCase};
use crate::domain::case::{Command as CaseCommand, Outcome, Stage};
use crate::tui::screen::{Act, Answer, Ctx, Question};

impl CaseScreen {
    /// Hears what the desk answered.
    pub fn answer(&mut self, question: Question, answer: Answer, ctx: &Ctx<'_>) -> Vec<Act> {
        match (question, answer) {
            (_, Ok(Reply::Case(card))) => self.shows(card, ctx),
            (SEES, Ok(Reply::Done(_))) => vec![Act::Changed],
            (SEES, _) => vec![],
            (_, Ok(Reply::Done(done))) => {
                if let Some(act) = self.ask_next() {
                    return vec![act];
                }
                self.over = None;
                self.settling = true;
                let mut acts = vec![Act::Done(Box::new(done)), Act::Changed];
                acts.extend(self.copies.take().map(Act::Copy));
                acts.extend(self.refresh());
                acts
            }
            (CARD, Ok(Reply::CallCard(lines))) => {
                if let Some(Over::Asking(asking)) = &mut self.over {
                    asking.card(lines);
                }
                vec![]
            }
            (HELP, Ok(Reply::CallCard(lines))) => {
                self.printing = self.card.as_ref().map(|card| Printing::new(card, lines));
                self.print_on(ctx)
            }
            (SERVICE, Ok(Reply::Service(service))) => {
                if let Some(printing) = &mut self.printing {
                    printing.found(*service);
                }
                self.print_on(ctx)
            }
            (SERVICE, Err(_)) => self.print_on(ctx),
            (WHOM, Ok(Reply::Whom(proposals))) => {
                if let Some(Over::Asking(asking)) = &mut self.over {
                    asking.whom(&proposals, ctx);
                }
                vec![]
            }
            (PEOPLE, Ok(Reply::Patients(people))) => {
                if let Some(Over::Asking(asking)) = &mut self.over {
                    asking.people(people);
                }
                vec![]
            }
            (_, Ok(_)) => vec![],
            (CASE, Err(refusal)) => vec![Act::Refused(refusal), Act::Close],
            (_, Err(refusal)) => {
                // What came before it in the row is done, and has to show.
                let last = std::mem::take(&mut self.then).is_empty();
                self.copies = None;
                (self.busy, self.tried) = (false, false);
                let mut acts = vec![Act::Refused(refusal)];
                if last {
                    acts.extend(self.refresh());
                }
                acts
            }
        }
    }

    /// The case, as it is now.
    fn shows(&mut self, card: Box<CaseCard>, ctx: &Ctx<'_>) -> Vec<Act> {
        let mine = matches!(card.line.stage, Stage::With { worker, .. }
            if ctx.me.is_some_and(|me| me.id == worker));
        let new = mine && card.line.needs.iter().any(|need| need.new);
        if let (Some(plan), Some(before)) = (&mut self.plan, &self.card) {
            plan.keep_within(before, &card);
        }
        let attempts = ctx.overview.map_or(3, |overview| overview.practice.limits.attempts());
        let tries = card.work.as_ref().map_or(0, |work| work.tries());
        if std::mem::take(&mut self.tried) && mine && tries >= attempts && self.over.is_none() {
            let title =
                format!("Not reached after {tries} tries. Close {}'s case?", card.line.patient.called);
            let closing = Over::Closing(ClosingForm::new(Outcome::NotReached, &card, ctx));
            let means = vec![
                "The form is filled in as not reached; nothing is closed before you save it.".to_owned(),
            ];
            self.over = Some(Over::Sure(Sure::new(title, means, Yes::Becomes(Box::new(closing)))));
        }
        self.card = Some(card);
        self.settling = false;
        let mut acts = match self.waiting.take() {
            Some(command) => self.act(command, ctx),
            None => vec![],
        };
        if new {
            // Its worker looks at it: what was new has been seen.
            let command = CaseCommand::See;
            acts.push(Act::Ask(SEES, Request::OnCase { case: WhichCase::Id(self.id), command }));
        }
        acts
    }

    /// Looks the next service of the plan up; prints once all are here.
    fn print_on(&mut self, ctx: &Ctx<'_>) -> Vec<Act> {
        let (Some(printing), Some(card)) = (&mut self.printing, &self.card) else { return vec![] };
        if let Some(request) = printing.next() {
            return vec![Act::Ask(SERVICE, request)];
        }
        let text = sheet(card, printing, ctx);
        self.printing = None;
        vec![Act::Print(text)]
    }
}
