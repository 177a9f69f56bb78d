//! `signpost practice limits`: what the practice promises and expects. What is not given stays as it is.

use crate::cli::caseload::NONE;
use crate::cli::failure::{Failure, Stop};
use crate::cli::out::Out;
use crate::cli::session::Session;
use crate::cli::shapes::practice::{LimitsDoneShape, LimitsShape};
use crate::desk::reply::Reply;
use crate::desk::request::Request;
use crate::domain::practice;
use clap::Args;

/// Show what the practice promises and expects, or set some of it; `none` takes a limit away
#[derive(Debug, Args)]
pub struct Limits {
    /// Working days within which a link worker rings after a hand-over
    #[arg(long, value_name = "DAYS", value_parser = number)]
    first_contact: Option<Number>,
    /// The same where it is urgent; `none`: as for all
    #[arg(long, value_name = "DAYS", value_parser = number)]
    first_contact_urgent: Option<Number>,
    /// Working days within which a link worker accepts; `none`: as for the first contact
    #[arg(long, value_name = "DAYS", value_parser = number)]
    accept: Option<Number>,
    /// The same where it is urgent; `none`: as for all
    #[arg(long, value_name = "DAYS", value_parser = number)]
    accept_urgent: Option<Number>,
    /// After how many attempts closing is offered; `none`: 3
    #[arg(long, value_name = "N", value_parser = number)]
    attempts: Option<Number>,
    /// How many months after the end somebody asks again: 1,3,6; `never`; `none`: 1,3,6
    #[arg(long, value_name = "MONTHS", value_parser = months)]
    follow_up_months: Option<Months>,
    /// How many weeks after the baseline a measure is due again; `none`: 12
    #[arg(long, value_name = "WEEKS", value_parser = number)]
    review_weeks: Option<Number>,
    /// How many months an agreement holds; `none`: until it is withdrawn
    #[arg(long, value_name = "MONTHS", value_parser = number)]
    agreement_months: Option<Number>,
    /// Counts from 1 to one less than this are not exported; `none`: 5
    #[arg(long, value_name = "N", value_parser = number)]
    small_numbers: Option<Number>,
}

/// A limit that is given: a number, or that there is none.
#[derive(Clone, Copy, Debug)]
struct Number(Option<u8>);

/// Months that are given.
#[derive(Clone, Debug)]
struct Months(Option<Vec<u8>>);

fn number(text: &str) -> Result<Number, String> {
    if text == NONE {
        return Ok(Number(None));
    }
    text.parse().map(|number| Number(Some(number))).map_err(|_| "a number, or none".to_owned())
}

fn months(text: &str) -> Result<Months, String> {
    match text {
        NONE => Ok(Months(None)),
        "never" => Ok(Months(Some(vec![]))),
        text => {
            let each = text.split(',').map(|one| one.trim().parse());
            let months: Result<Vec<u8>, _> = each.collect();
            months
                .map(|months| Months(Some(months)))
                .map_err(|_| "months like 1,3,6, never or none".to_owned())
        }
    }
}

impl Limits {
    /// Shows them, or sets those that are given.
    pub fn run(self, session: &Session, out: &mut Out) -> Result<(), Stop> {
        let before = now(session)?;
        let after = self.over(before.clone());
        if after == before {
            return if out.is_json() { out.object(&LimitsShape::from(&before)) } else { show(&before, out) };
        }
        let done = session.do_it(Request::SetLimits(after.clone()))?;
        if out.is_json() {
            let limits = LimitsShape::from(&after);
            return out.object(&LimitsDoneShape { said: &done.said, read_out: None, limits });
        }
        out.line(&done.said)?;
        show(&after, out)
    }

    fn over(self, before: practice::Limits) -> practice::Limits {
        let set = |given: Option<Number>, before: Option<u8>| given.map_or(before, |given| given.0);
        practice::Limits {
            first_contact_working_days: set(self.first_contact, before.first_contact_working_days),
            first_contact_urgent: set(self.first_contact_urgent, before.first_contact_urgent),
            accept_working_days: set(self.accept, before.accept_working_days),
            accept_urgent: set(self.accept_urgent, before.accept_urgent),
            attempts: set(self.attempts, before.attempts),
            follow_up_months: self.follow_up_months.map_or(before.follow_up_months, |given| given.0),
            review_weeks: set(self.review_weeks, before.review_weeks),
            agreement_months: set(self.agreement_months, before.agreement_months),
            small_numbers: set(self.small_numbers, before.small_numbers),
        }
    }
}

fn now(session: &Session) -> Result<practice::Limits, Failure> {
    match session.ask(Request::Overview)? {
        Reply::Overview(overview) => Ok(overview.practice.limits),
        _ => Err(Failure::unexpected()),
    }
}

/// All of them, a line each, with what holds where nothing is set.
fn show(limits: &practice::Limits, out: &mut Out) -> Result<(), Stop> {
    let days = |days: Option<u8>, else_said: &str| match days {
        Some(days) => format!("{days} working days"),
        None => else_said.to_owned(),
    };
    let months: Vec<String> = limits.follow_up_months().iter().map(ToString::to_string).collect();
    let rows = [
        ("First contact within", days(limits.first_contact_working_days, "not set")),
        ("  where urgent", days(limits.first_contact_urgent, "as for all")),
        ("Accepted within", days(limits.accept_working_days, "as the first contact")),
        ("  where urgent", days(limits.accept_urgent, "as for all")),
        ("Closing is offered after", format!("{} attempts", limits.attempts())),
        (
            "Asked again after",
            if months.is_empty() { "never".to_owned() } else { format!("{} months", months.join(", ")) },
        ),
        ("Measured again after", format!("{} weeks", limits.review_days() / 7)),
        (
            "An agreement holds",
            limits
                .agreement_months
                .map_or("until it is withdrawn".to_owned(), |months| format!("{months} months")),
        ),
        ("Counts are exported from", limits.small_numbers().to_string()),
    ];
    rows.into_iter().try_for_each(|(what, said)| out.line(format!("{what:<26} {said}")))
}
