//! What the link workers do for a patient, as a person reads it on the command line.

use crate::cli::failure::Stop;
use crate::cli::out::Out;
use crate::cli::shapes::measure::MeasureShape;
use crate::cli::{needs, times};
use crate::domain::case::work::{AppointmentState, Casework, FollowUpState, GoalState};
use crate::domain::dates::short;
use crate::domain::measure::instrument::instruments;
use jiff::civil::Date;

/// Shows it: what is next first, then plan, measures, contacts.
pub fn show(work: &Casework, out: &mut Out) -> Result<(), Stop> {
    if let Some(next) = &work.next {
        out.line(format!("Next     {next}"))?;
    }
    if let Some(call) = &work.call_back {
        let band = call.band.map(|band| format!(", {}", band.name())).unwrap_or_default();
        out.line(format!("Ring     asked to be rung on {}{band}{}", weekday(call.on), behind(&call.why)))?;
    }
    for one in work.appointments.iter().filter(|one| one.state != AppointmentState::Held) {
        let off = if one.state == AppointmentState::Cancelled { "  called off" } else { "" };
        let at = times::civil(one.at).strftime("%a %-d %b %Y %H:%M");
        let (number, how, minutes) = (one.number, one.how.name(), one.minutes);
        out.line(format!("Meet     {number}. {at}, {how}, {minutes} min{}{off}", behind(&one.place)))?;
    }
    for goal in &work.goals {
        let state = match goal.state {
            GoalState::Open => "",
            GoalState::Reached => "  reached",
            GoalState::Dropped => "  dropped",
        };
        out.line(format!("Goal     {}. {}{state}", goal.number, goal.text))?;
    }
    for step in &work.steps {
        let need = step.need.as_ref().map(|need| format!(" ({})", needs::name(need))).unwrap_or_default();
        let since = step.since().map(|on| format!(" since {}", short(on))).unwrap_or_default();
        let last = step.changes.last();
        let why = last.map(|change| behind(&change.why)).unwrap_or_default();
        let (number, what, state) = (step.number, step.what.said(), step.state().name());
        out.line(format!("Step     {number}. {what}{need}: {state}{since}{why}"))?;
    }
    for one in &work.measures {
        let known = instruments().get(&one.filled.instrument);
        let said = known.map_or_else(|_| one.filled.instrument.to_string(), |known| known.said(&one.filled));
        out.line(format!("Measure  {} {}: {said}", one.filled.point, short(one.filled.on)))?;
        for line in MeasureShape::of(one, &work.measures).changed() {
            out.line(format!("         {line}"))?;
        }
    }
    for one in work.declined.iter().map(|one| &one.declined) {
        let known = instruments().get(&one.instrument);
        let name = known.map_or_else(|_| one.instrument.to_string(), |known| known.name.clone());
        out.line(format!("Measure  {} {}: {name} declined", one.point, short(one.on)))?;
    }
    for contact in &work.contacts {
        let minutes = contact.minutes.map(|minutes| format!(", {minutes} min")).unwrap_or_default();
        let (at, how, result) = (times::shown(contact.at), contact.how, contact.result);
        out.line(format!("Contact  {at} {how}: {result}{minutes}"))?;
    }
    for one in &work.follow_ups {
        let state = match one.state {
            FollowUpState::Due => "",
            FollowUpState::Done => "  done",
            FollowUpState::Dropped => "  not to be",
        };
        out.line(format!(
            "Ask      {}. again on {}{}{state}",
            one.number,
            weekday(one.due),
            behind(&one.why)
        ))?;
    }
    match &work.coded {
        Some(coded) => out.line(format!("Code     {} taken for {}", coded.code, short(coded.on))),
        None => Ok(()),
    }
}

fn weekday(on: Date) -> String {
    on.strftime("%a %-d %b %Y").to_string()
}

/// Somebody's words behind a colon, if there are any.
fn behind(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!(": {words}") }
}
