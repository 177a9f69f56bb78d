//! A case as a person reads it on the command line.

use crate::cli::case::work;
use crate::cli::cases::stands;
use crate::cli::failure::Stop;
use crate::cli::out::Out;
use crate::cli::shapes::case::{AgreementShape, action_name};
use crate::cli::{needs, times};
use crate::desk::reply::CaseCard;
use crate::domain::case::Stage;
use crate::domain::dates::short;
use crate::domain::urgency::Urgency;

/// Shows it: where it stands, needs, agreement, contact, what happened, what can be done.
pub fn show(card: &CaseCard, out: &mut Out) -> Result<(), Stop> {
    let line = &card.line;
    let urgency =
        if line.urgency == Urgency::Routine { String::new() } else { format!("  ! {}", line.urgency) };
    out.line(format!("{}  {}  {}{urgency}", line.reference, line.patient.called, stands(line)))?;
    out.line(format!("         {}", line.patient.read_back))?;
    if let Stage::Closed { summary, .. } = &line.stage
        && !summary.is_empty()
    {
        out.line(format!("         {summary}"))?;
    }
    if line.overdue_days > 0 {
        out.line(format!("         overdue {} d", line.overdue_days))?;
    }
    for reason in &line.attention {
        out.line(format!("! {reason}"))?;
    }
    if !line.came_of_it.is_empty() {
        out.line(format!("So far   {}", line.came_of_it))?;
    }
    for need in &line.needs {
        let new = if need.new { "  new" } else { "" };
        out.line(format!("Need     {:<32} {}{new}", needs::name(&need.need), need.state.said()))?;
    }
    for agreement in card.agreements.iter().map(AgreementShape::from) {
        let AgreementShape { to, answer, words, at, until, .. } = agreement;
        let until = until.map(|until| format!(", until {}", short(until))).unwrap_or_default();
        out.line(format!("Asked    {to}: {answer}, {}{until} (\"{words}\")", times::day(at)))?;
    }
    let contact = &card.patient.details.contact;
    // Before the number, so that it is said first.
    if !contact.code_word.is_empty() {
        out.line(format!("Say      \"{}\" first, so that they know who rings", contact.code_word))?;
    }
    if let Some(phone) = &contact.phone {
        out.line(format!("Phone    {phone}"))?;
    }
    if !contact.best_time.is_empty() {
        out.line(format!("Best     {}", contact.best_time))?;
    }
    if let Some(why) = card.patient.details.no_contact() {
        out.line(format!("Contact  none: {} {why}", line.patient.first_name))?;
    }
    for escalation in &card.escalations {
        let seen = match escalation.acknowledged {
            Some(moment) => format!("acknowledged {}", times::shown(moment.at)),
            None => "no clinician has taken note yet".to_owned(),
        };
        let (reason, told) = (&escalation.reason, &escalation.told);
        out.line(format!("! Escalated  {reason}; told {told} {}; {seen}", times::shown(escalation.told_at)))?;
    }
    for went_on in &card.went_on {
        out.line(format!("! Red flag   went on: {}", went_on.why))?;
    }
    if !card.note.is_empty() {
        out.line(format!("Note     {}", card.note.replace('\n', "\n         ")))?;
    }
    if let Some(work) = &card.work {
        work::show(work, out)?;
    }
    for happened in &card.history {
        let back = if happened.taken_back { " (taken back)" } else { "" };
        out.line(format!("{}  {} {}{back}", times::shown(happened.at), happened.who, happened.what))?;
        if !happened.words.is_empty() {
            out.line(format!("    {}", happened.words.replace('\n', "\n    ")))?;
        }
    }
    let can: Vec<_> = card.actions.iter().filter(|action| action.refused.is_none()).collect();
    if !can.is_empty() {
        let names: Vec<_> = can.iter().map(|action| action_name(action.kind)).collect();
        out.line(format!("You can  {}", names.join(", ")))?;
    }
    match &card.undo {
        Some(did) => out.line(format!("undo     takes back {did}")),
        None => Ok(()),
    }
}
