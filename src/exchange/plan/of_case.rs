//! The plan of a case as a patient takes it along: in words that say "you", without codes, scores or notes.

use crate::domain::attempt::Band;
use crate::domain::call_card::CardLine;
use crate::domain::case::work::{
    Appointment, AppointmentState, Casework, GoalState, NextWhat, Step, StepState,
};
use crate::domain::patient::Details;
use crate::domain::safe_contact::How;
use crate::domain::service::Service;
use crate::domain::service::details::{Cost, Day, Location, Schedule};
use crate::exchange::plan::{PlanSheet, SheetStep};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// How many places or times of a service stand on the sheet: the others are to be asked for.
const FEW: usize = 2;

/// What the sheet of a case is made of.
#[derive(Clone, Copy, Debug)]
pub struct OfCase<'a> {
    /// The practice's name.
    pub practice: &'a str,
    /// Whose plan it is.
    pub patient: &'a Details,
    /// The link worker's name.
    pub link_worker: &'a str,
    /// What was done and agreed.
    pub work: &'a Casework,
    /// The services of its steps, as far as the directory has them.
    pub services: &'a [Service],
    /// Who to call instead.
    pub card: &'a [CardLine],
    /// The day.
    pub today: Date,
    /// Where the practice is.
    pub zone: &'a TimeZone,
}

impl OfCase<'_> {
    /// The sheet. What was only thought of, stopped or turned down is not on it, nor what is over.
    pub fn sheet(&self) -> PlanSheet {
        let work = self.work;
        let worker = first_word(self.link_worker);
        let goals = work.goals.iter().filter(|goal| goal.state == GoalState::Open);
        PlanSheet {
            practice: self.practice.to_owned(),
            phone: None,
            for_whom: self.patient.name.as_ref().map(|name| name.given.clone()).unwrap_or_default(),
            link_worker: self.link_worker.to_owned(),
            made_on: self.today,
            goals: goals.map(|goal| goal.text.clone()).collect(),
            steps: work.steps.iter().filter_map(|step| self.step(step, worker)).collect(),
            next: self.next(worker),
            appointments: self.coming().map(|one| self.appointment(one, worker)).collect(),
            help_now: help_now(self.card),
        }
    }

    fn step(&self, step: &Step, worker: &str) -> Option<SheetStep> {
        let service = step.what.service();
        let who_does_what = match (step.state(), service) {
            (StepState::Suggested | StepState::Completed | StepState::Stopped | StepState::Declined, _) => {
                return None;
            }
            (StepState::Agreed, Some(_)) => {
                format!("Ring them or go along, or ask {worker} to help you start.")
            }
            (StepState::Agreed, None) => "You start when you feel like it.".to_owned(),
            (StepState::Referred, _) => format!("{worker} has asked them. They will get in touch with you."),
            (StepState::Accepted, _) => "They have a place for you.".to_owned(),
            (StepState::WaitingList, _) => {
                "You are on their waiting list. They will get in touch.".to_owned()
            }
            (StepState::Started | StepState::Attended, _) => "You have started.".to_owned(),
            (StepState::DidNotAttend, _) => {
                format!("You can still go. If something is in the way, tell {worker}.")
            }
        };
        let known = service.and_then(|service| self.services.iter().find(|one| one.key == service.key));
        let details = known.map(|service| details(service, self.today)).unwrap_or_default();
        Some(SheetStep { what: step.what.said().to_owned(), details, who_does_what })
    }

    /// What happens next, where the patient has a part in it: a call, unless an appointment stands for it.
    fn next(&self, worker: &str) -> Option<String> {
        let (on, band) = match (&self.work.call_back, &self.work.next) {
            (Some(call), _) => (call.on, call.band),
            (None, Some(next)) if next.what == NextWhat::Contact => (next.on, next.band),
            _ => return None,
        };
        let arranged = self.work.standing_appointments().any(|one| one.on == on);
        if on < self.today || arranged {
            return None;
        }
        let part = match band {
            Some(Band::Morning) => ", in the morning",
            Some(Band::Afternoon) => ", in the afternoon",
            Some(Band::Evening) => ", in the evening",
            None => "",
        };
        Some(format!("{worker} will get in touch on {}{part}.", on.strftime("%A %-d %B")))
    }

    fn coming(&self) -> impl Iterator<Item = &Appointment> {
        let stands = |one: &&Appointment| one.state == AppointmentState::Stands && one.on >= self.today;
        self.work.appointments.iter().filter(stands)
    }

    fn appointment(&self, one: &Appointment, worker: &str) -> String {
        let at = one.at.to_zoned(self.zone.clone());
        let when = format!("{}, {}", at.strftime("%A %-d %B"), clock(at.time()));
        let how = match one.how {
            How::Phone => format!("{worker} rings you"),
            How::Video => format!("video call with {worker}"),
            How::InPerson | How::Text | How::Letter | How::Email => format!("you meet {worker}"),
        };
        let place = match one.place.trim() {
            "" => String::new(),
            "home" | "at home" | "Home" | "At home" => ", at your home".to_owned(),
            place => format!(", {place}"),
        };
        format!("{when}: {how}{place}")
    }
}

/// Who anybody may ring at any time, in a patient's words: the rest of the card is for staff.
fn help_now(card: &[CardLine]) -> Vec<String> {
    [
        ("samaritans", "Somebody to talk to, any time: ring Samaritans on"),
        ("nhs_111_mental_health", "A mental health crisis, any time: ring"),
        ("emergency", "In danger: ring"),
    ]
    .iter()
    .filter_map(|(key, words)| {
        let number = card.iter().find(|line| line.key == *key)?.number.as_ref()?;
        Some(format!("{words} {number}"))
    })
    .collect()
}

/// When and where a service is, what it costs and how to reach it, a line each.
fn details(service: &Service, today: Date) -> Vec<String> {
    let details = &service.details;
    let holds = |one: &&Schedule| one.until.is_none_or(|until| until >= today);
    let mut lines: Vec<String> =
        details.schedules.iter().filter(holds).map(times).filter(|said| !said.is_empty()).take(FEW).collect();
    lines.extend(details.locations.iter().map(place).filter(|said| !said.is_empty()).take(FEW));
    lines.extend(details.cost.as_ref().map(|cost| match cost {
        Cost::Free => "Free".to_owned(),
        Cost::Words(words) => words.clone(),
    }));
    lines.extend(details.contacts.phones.first().map(|phone| format!("Ring {phone}")));
    lines
}

fn times(schedule: &Schedule) -> String {
    let name = |day: &Day| match day {
        Day::Monday => "Mondays",
        Day::Tuesday => "Tuesdays",
        Day::Wednesday => "Wednesdays",
        Day::Thursday => "Thursdays",
        Day::Friday => "Fridays",
        Day::Saturday => "Saturdays",
        Day::Sunday => "Sundays",
    };
    let row = schedule.days.windows(2).all(|two| two[0] as usize + 1 == two[1] as usize);
    let days: Vec<&str> = schedule.days.iter().map(name).collect();
    let days = match days.as_slice() {
        [] => String::new(),
        [first, _, .., last] if row => format!("{first} to {last}"),
        days => crate::domain::text::listed(days),
    };
    let hours = match (schedule.opens, schedule.closes) {
        (Some(opens), Some(closes)) => format!("{} to {}", clock(opens), clock(closes)),
        (Some(opens), None) => format!("from {}", clock(opens)),
        _ => String::new(),
    };
    let said = [days, hours].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    if said.is_empty() { schedule.words.clone() } else { said }
}

fn place(at: &Location) -> String {
    let parts = [&at.name].into_iter().chain(&at.lines).chain([&at.town, &at.postcode]);
    parts.map(String::as_str).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// `10.30 am`, `2 pm`, `12 noon`.
fn clock(time: Time) -> String {
    if (time.hour(), time.minute()) == (12, 0) {
        return "12 noon".to_owned();
    }
    let form = if time.minute() == 0 { "%-I %P" } else { "%-I.%M %P" };
    time.strftime(form).to_string()
}

fn first_word(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::call_card::CallCard;
    use crate::domain::case::work::{CallBack, Goal, Next, StepChange, StepWhat};
    use crate::domain::case::{Moment, ServiceRef};
    use crate::domain::id::StaffId;
    use crate::domain::service::ServiceKey;
    use crate::domain::service::details::{Contacts, ServiceDetails};
    use jiff::Timestamp;
    use jiff::civil::date;
    use std::collections::BTreeMap;
    use uuid::Uuid;

    fn now() -> Moment {
        Moment { at: "2026-11-23T09:00:00Z".parse().unwrap(), by: StaffId(Uuid::from_u128(1)) }
    }

    fn step(number: u32, what: StepWhat, state: StepState) -> Step {
        let change =
            StepChange { state, on: date(2026, 11, 23), why: String::new(), shared: vec![], moment: now() };
        Step { number, what, need: None, changes: vec![change] }
    }

    fn lunch_club() -> Service {
        let at: Timestamp = now().at;
        Service {
            id: Uuid::from_u128(2),
            version: 1,
            key: ServiceKey::new("bristol", "lc-1").unwrap(),
            details: ServiceDetails {
                name: "Lunch Club".to_owned(),
                cost: Some(Cost::Words("£3 a meal".to_owned())),
                locations: vec![Location { postcode: "BS3 1AB".to_owned(), ..Location::default() }],
                schedules: vec![Schedule {
                    days: vec![Day::Tuesday],
                    opens: Some(Time::constant(12, 0, 0, 0)),
                    closes: Some(Time::constant(14, 30, 0, 0)),
                    ..Schedule::default()
                }],
                contacts: Contacts { phones: vec!["0117 496 0103".to_owned()], ..Contacts::default() },
                ..ServiceDetails::default()
            },
            staff_check: None,
            stopped: None,
            given: 0,
            last_given: None,
            listed_at: at,
            changed_at: at,
        }
    }

    fn sheet(work: &Casework) -> PlanSheet {
        OfCase {
            practice: "Northgate Surgery",
            patient: &Details { name: Some("Margaret Ellis".parse().unwrap()), ..Details::default() },
            link_worker: "Sam Hill",
            work,
            services: &[lunch_club()],
            card: &CallCard::whole(&BTreeMap::new()),
            today: date(2026, 11, 23),
            zone: &TimeZone::UTC,
        }
        .sheet()
    }

    #[test]
    fn what_was_agreed_stands_on_the_sheet_with_when_where_and_who_does_what() {
        let service = lunch_club();
        let lunch = StepWhat::Service(ServiceRef { key: service.key, name: service.details.name });
        let activity = |text: &str| StepWhat::Activity(text.to_owned());
        let goal = |number, text: &str, state| Goal { number, text: text.to_owned(), set: now(), state };
        let work = Casework {
            goals: vec![
                goal(1, "to eat with somebody", GoalState::Open),
                goal(2, "to find my glasses", GoalState::Reached),
            ],
            steps: vec![
                step(3, lunch, StepState::Referred),
                step(4, activity("a walk each day"), StepState::Agreed),
                step(5, activity("a choir"), StepState::Suggested),
                step(6, activity("a jigsaw"), StepState::Declined),
            ],
            ..Casework::default()
        };
        let sheet = sheet(&work);
        assert_eq!(
            (sheet.for_whom.as_str(), sheet.goals.as_slice()),
            ("Margaret", &["to eat with somebody".to_owned()][..])
        );
        let steps: Vec<_> =
            sheet.steps.iter().map(|step| (step.what.as_str(), step.who_does_what.as_str())).collect();
        assert_eq!(
            steps,
            [
                ("Lunch Club", "Sam has asked them. They will get in touch with you."),
                ("a walk each day", "You start when you feel like it."),
            ]
        );
        assert_eq!(
            sheet.steps[0].details,
            ["Tuesdays, 12 noon to 2.30 pm", "BS3 1AB", "£3 a meal", "Ring 0117 496 0103"]
        );
        assert_eq!(sheet.help_now.last().unwrap(), "In danger: ring 999");
    }

    #[test]
    fn days_in_a_row_are_said_by_the_first_and_the_last() {
        use Day::{Friday, Monday, Saturday, Sunday, Tuesday, Wednesday};
        let said = |days: &[Day]| times(&Schedule { days: days.into(), ..Schedule::default() });
        assert_eq!(said(&[Monday, Tuesday, Wednesday]), "Mondays to Wednesdays");
        assert_eq!(said(&[Saturday, Sunday]), "Saturdays and Sundays");
        assert_eq!(said(&[Monday, Wednesday, Friday]), "Mondays, Wednesdays and Fridays");
    }

    #[test]
    fn what_happens_next_is_a_call_and_never_why_the_case_is_looked_at() {
        let next =
            |what, on| Next { on, what, band: Some(Band::Afternoon), why: "debts, carefully".to_owned() };
        let work = |next| Casework { next: Some(next), ..Casework::default() };
        let thursday = date(2026, 11, 26);
        let said = sheet(&work(next(NextWhat::Contact, thursday))).next;
        assert_eq!(said.as_deref(), Some("Sam will get in touch on Thursday 26 November, in the afternoon."));
        assert_eq!(sheet(&work(next(NextWhat::Review, thursday))).next, None);
        assert_eq!(sheet(&work(next(NextWhat::Contact, date(2026, 11, 20)))).next, None, "it is past");
        let call = CallBack { on: date(2026, 11, 24), band: None, why: String::new(), asked: now() };
        let asked = Casework { call_back: Some(call), ..work(next(NextWhat::Contact, thursday)) };
        assert_eq!(sheet(&asked).next.as_deref(), Some("Sam will get in touch on Tuesday 24 November."));
    }

    #[test]
    fn appointments_stand_there_until_they_are_called_off() {
        let one = |number, how, place: &str, state| Appointment {
            number,
            how,
            at: "2026-11-26T10:30:00Z".parse().unwrap(),
            on: date(2026, 11, 26),
            minutes: 30,
            place: place.to_owned(),
            changed: 0,
            state,
            last: now(),
        };
        let stands = AppointmentState::Stands;
        let work = Casework {
            appointments: vec![
                one(1, How::InPerson, "home", stands),
                one(2, How::Video, "https://meet.example.org/k7m4", stands),
                one(3, How::Phone, "", AppointmentState::Cancelled),
            ],
            ..Casework::default()
        };
        assert_eq!(
            sheet(&work).appointments,
            [
                "Thursday 26 November, 10.30 am: you meet Sam, at your home",
                "Thursday 26 November, 10.30 am: video call with Sam, https://meet.example.org/k7m4",
            ]
        );
    }
}
