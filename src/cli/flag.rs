//! `signpost flag`: a need flagged in one line, and handed over with it where that is asked.

use crate::cli::case::action::{TEAM, link_worker};
use crate::cli::failure::{Failure, Stop};
use crate::cli::init::said;
use crate::cli::out::Out;
use crate::cli::session::{Session, done};
use crate::cli::shapes::case::DoneShape;
use crate::cli::{case, times, words};
use crate::config::Config;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{Done, Reply};
use crate::desk::request::{Agreed, FlagNeeds, Request, Route, WhichCase, Whose};
use crate::domain::case::{AgreementGiven, Answer, CaseRefusal, Command, Recipient};
use crate::domain::flag_line::{self, Complete, Problem, Who};
use crate::domain::id::PatientId;
use crate::domain::patient::{Contact, Details};
use crate::domain::phone::Phone;
use clap::Args;

const LONG: &str = "\
Flag a need in one line: WHO NEED[, NEED...] [!soon|!urgent] [+agreed|+declined] [tel ...] [-- NOTE]

WHO is an NHS number, or a name and a birth date: Margaret Ellis 3/2/1948.
Arguments show in `ps` and in the shell's history, so give the line on standard input:

    signpost flag - <<'EOF'
    9995260182 lonely, debt !soon +agreed -- son moved away
    EOF";

/// Flag a need in one line, best from standard input: `signpost flag -`
#[derive(Debug, Args)]
#[command(long_about = LONG)]
pub struct Flag {
    /// The line; `-` reads it from standard input
    line: String,
    /// Hand it over with it: to a link worker, or to the team where nobody is named; takes +agreed
    #[arg(long, value_name = "WORKER", num_args = 0..=1, default_missing_value = TEAM)]
    hand_over: Option<String>,
    /// Why it is a social need all the same, where a red flag stands
    #[arg(long, value_name = "WHY")]
    go_on: Option<String>,
    /// This is somebody else than those alike who are known already
    #[arg(long)]
    somebody_else: bool,
    /// The words that were put to the patient, where the line says +agreed or +declined
    #[arg(long, value_name = "WORDS", default_value = case::AGREEMENT)]
    words: String,
}

impl Flag {
    /// Flags it.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        let typed = words::given(&self.line)?;
        if typed.trim().lines().count() > 1 {
            let advice = "Flag one need a line, each with a command of its own.";
            return Err(Failure::input("That is more than one line.", advice).into());
        }
        let line =
            flag_line::read(typed.trim(), times::today()).finish().map_err(|problems| wrong(&problems))?;
        let session = Session::open(config)?;
        let to = link_worker(&session, self.hand_over.as_deref())?;
        let agreement = match line.agreement {
            None => Agreed::NotAsked,
            Some(Answer::Agreed) => Agreed::Yes { words: self.words.clone() },
            Some(Answer::Declined | Answer::Withdrawn) => Agreed::No { words: self.words.clone() },
        };
        // Whoever declines to be contacted declines the hand-over, whether it was asked for here or not.
        let hands_over = self.hand_over.is_some() || matches!(agreement, Agreed::No { .. });
        let whose = whose(&line, self.somebody_else);
        if matches!(whose, Whose::New { .. }) {
            // Whoever is alike is found through the index: asked before it is whole, nobody would be.
            session.desk().wait_until_indexed();
        }
        let flag = FlagNeeds {
            whose,
            corrected: None,
            needs: line.needs.clone(),
            urgency: line.urgency,
            note: line.note.clone(),
            went_on: self.go_on.clone().unwrap_or_default(),
            route: hands_over.then_some(Route::HandOver { to }),
            agreement,
        };
        let flagged = session.try_ask(Request::Flag(Box::new(flag)));
        let mut done = done(flagged.map_err(|refusal| explained(&session, refusal))?)?;
        // Agreed, but not handed over yet: it is kept, so that nobody has to ask again.
        if line.agreement == Some(Answer::Agreed) && !hands_over {
            let agreement = AgreementGiven {
                recipient: Recipient::LinkWorkers,
                answer: Answer::Agreed,
                words: self.words,
                shares: vec![],
                until: None,
            };
            if let Some(case) = &done.case {
                let command = Command::RecordAgreement(agreement);
                let recorded = session.do_it(Request::OnCase { case: WhichCase::Id(case.id), command })?;
                done = Done { case: recorded.case, ..done };
            }
        }
        if let (Some(phone), Some(case)) = (&line.phone, &done.case)
            && keep_phone(&session, case.patient.id, phone)?
        {
            done.said = format!("{} The number to ring is {phone} now.", done.said);
        }
        tell(out, &done)
    }
}

/// Makes a number the one to ring, where the patient was known by another; the other one stays beside it.
fn keep_phone(session: &Session, patient: PatientId, phone: &Phone) -> Result<bool, Failure> {
    let Reply::Patient(card) = session.ask(Request::Patient { patient })? else {
        return Err(Failure::unexpected());
    };
    let mut details = card.patient.details;
    // However its digits were grouped.
    if details.contact.phone.as_ref().is_some_and(|known| known.number() == phone.number()) {
        return Ok(false);
    }
    details.contact.other_phone =
        details.contact.phone.replace(phone.clone()).or(details.contact.other_phone);
    session.do_it(Request::CorrectPatient { patient: card.patient.id, details: Box::new(details) })?;
    Ok(true)
}

/// Whose need it is. A phone comes with a number by way of the details, which only fill what is not known yet.
fn whose(line: &Complete, somebody_else: bool) -> Whose {
    let contact = Contact { phone: line.phone.clone(), ..Contact::default() };
    let details = match (&line.who, &line.phone) {
        (Who::Number(number), None) => return Whose::Number(*number),
        (Who::Number(number), Some(_)) => {
            Details { nhs_number: Some(*number), contact, ..Details::default() }
        }
        (Who::Person { name, born }, _) => {
            Details { name: Some(name.clone()), born: Some(*born), contact, ..Details::default() }
        }
    };
    Whose::New { details: Box::new(details), even_if_alike: somebody_else }
}

/// What was done, for a person or a script.
///
/// # Errors
/// [`Stop`] where it cannot be written.
pub fn tell(out: &mut Out, done: &Done) -> Result<(), Stop> {
    if out.is_json() {
        return out.object(&DoneShape::from(done));
    }
    out.line(&done.said)?;
    match &done.read_out {
        Some(read_out) => out.line(format!("To read out: {read_out}")),
        None => Ok(()),
    }
}

/// What is wrong with the line: the first thing, the others below it.
fn wrong(problems: &[Problem]) -> Failure {
    let mut all = problems.iter().map(|problem| problem.says.as_str());
    let mut failure = said(all.next().unwrap_or("The line cannot be read. Write it anew."));
    failure.more = all.map(str::to_owned).collect();
    failure
}

/// A refusal, with what helps on: who to call, and how to say what was meant on the command line.
fn explained(session: &Session, refusal: Refusal) -> Failure {
    match refusal {
        Refusal::RedFlags { ref keys, .. } => {
            let more = case::call_card(session, keys.clone());
            let advice = "Call who is named here and tell them; where it is a social need all the same, say why with \
                          --go-on WHY.";
            Failure { advice: advice.to_owned(), more, ..refusal.into() }
        }
        Refusal::Alike(_) => {
            let advice = "Give that person's NHS number, or say that this is --somebody-else.";
            Failure { advice: advice.to_owned(), ..refusal.into() }
        }
        Refusal::Case(CaseRefusal::NoAgreement) => {
            let advice = "Ask the patient, and write +agreed or +declined into the line.";
            Failure { advice: advice.to_owned(), ..refusal.into() }
        }
        refusal => refusal.into(),
    }
}
