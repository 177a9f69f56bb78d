//! Cases that the demo's link workers brought to an end in the months before, drawn: for the reports to tell of.

use super::{STAFF, office_hour};
use crate::demo::deed::{Deed, RouteTo, What};
use crate::demo::script::{Listed, Person, Step, Story};
use crate::demo::when::{Day, When};
use crate::domain::case::work::StepState;
use crate::domain::case::{NeedEnd, Outcome};
use crate::domain::measure::Point;
use crate::domain::need::NeedKey;
use crate::domain::patient::Standing;
use crate::domain::safe_contact::{ContactResult, How};
use crate::domain::unmet::WhyNot;
use crate::domain::urgency::Urgency;
use fastrand::Rng;

/// The oldest of them, in working days before the start: nine months.
const OLDEST: u16 = 190;

/// The latest: early enough to have come to its end by now.
const LATEST: u16 = 85;

/// What they came for, and what was said.
const WHAT_FOR: [(&str, &str); 12] = [
    ("loneliness", "Rings us to have somebody to talk to."),
    ("loneliness", "The neighbour who looked in has moved."),
    ("social_isolation", "Has not been out since the winter."),
    ("debt", "Does not open the post any more."),
    ("benefits", "Has a form and two weeks."),
    ("physical_activity", "Out of breath on the stairs, would like to move."),
    ("caring", "Has not had a day off in a year."),
    ("energy", "Sits in a coat to save on the meter."),
    ("bereavement", "Asked whether there is a group."),
    ("wellbeing", "Tired of being tired."),
    ("unemployed", "Would like to work again, and not as before."),
    ("transport", "Misses appointments since the bus was cut."),
];

/// How they ended, in turn: each outcome that there is comes, and those that help most often.
const ENDS: [Outcome; 20] = [
    Outcome::Met,
    Outcome::PartlyMet,
    Outcome::Met,
    Outcome::NotReached,
    Outcome::Met,
    Outcome::NotMet,
    Outcome::PartlyMet,
    Outcome::Met,
    Outcome::Declined,
    Outcome::PartlyMet,
    Outcome::Met,
    Outcome::NotMet,
    Outcome::Met,
    Outcome::Moved,
    Outcome::PartlyMet,
    Outcome::NotReached,
    Outcome::Met,
    Outcome::OtherRoute,
    Outcome::NotMet,
    Outcome::NotSuitable,
];

/// What was lacking where help fell short, in turn.
const LACKED: [WhyNot; 7] = [
    WhyNot::NoService,
    WhyNot::Full,
    WhyNot::TooFar,
    WhyNot::Waiting,
    WhyNot::Cost,
    WhyNot::NotEligible,
    WhyNot::TooFar,
];

/// One story for each of them.
pub(super) fn stories(people: &[Person], services: &[Listed], random: &mut Rng) -> Vec<Story> {
    people.iter().enumerate().map(|(place, person)| story(place, person, services, random)).collect()
}

fn story(place: usize, person: &Person, services: &[Listed], random: &mut Rng) -> Story {
    let (need, note) = WHAT_FOR[random.usize(..WHAT_FOR.len())];
    let need = NeedKey::from(need);
    let outcome = ENDS[place % ENDS.len()];
    let flagged = random.u16(LATEST..OLDEST);
    let worker = STAFF[[9, 9, 10, 11, 11][random.usize(..5)]].0;
    let mut told = Told { steps: vec![], days: flagged, minute: 0, worker, random };
    let by = STAFF[told.random.usize(2..9)].0;
    let urgency = if told.random.u8(..8) == 0 { Urgency::Soon } else { Urgency::Routine };
    told.step(
        by,
        Deed::Flag {
            needs: vec![need.clone()],
            urgency,
            note: note.to_owned(),
            route: Some(RouteTo::HandOver("team".to_owned())),
            agreed: Some(true),
        },
    );
    told.later(1..5);
    told.does(Deed::Accept);
    told.later(1..5);
    let tries = if outcome == Outcome::NotReached { 3 } else { [0, 0, 1, 1, 2][told.random.usize(..5)] };
    for _ in 0..tries {
        told.contact(ContactResult::NoAnswer);
        told.later(2..4);
    }
    if outcome != Outcome::NotReached {
        told.contact(ContactResult::Spoke);
        told.helped(place, &need, outcome, services);
    }
    told.close(place, outcome);
    Story { patient: person.called.clone(), steps: told.steps }
}

/// A story that is being told.
struct Told<'a> {
    steps: Vec<Step>,
    /// So many working days before the start.
    days: u16,
    /// What is done on one day comes one after the other.
    minute: i8,
    worker: &'static str,
    random: &'a mut Rng,
}

impl Told<'_> {
    fn step(&mut self, who: &str, does: Deed) {
        let hour = if self.minute == 0 { office_hour(self.random) } else { self.last_hour() };
        let at = hour.with().minute(self.minute).build().unwrap_or(hour);
        self.minute += 2;
        let when = When::WorkingDays { days: self.days, at };
        self.steps.push(Step { when, who: who.to_owned(), does, next: None });
    }

    fn does(&mut self, does: Deed) {
        self.step(self.worker, does);
    }

    fn last_hour(&self) -> jiff::civil::Time {
        match self.steps.last().map(|step| step.when) {
            Some(When::WorkingDays { at, .. }) => at,
            _ => jiff::civil::time(10, 0, 0, 0),
        }
    }

    /// Lets working days go by, but leaves a few before the start.
    fn later(&mut self, days: std::ops::Range<u16>) {
        self.days = self.days.saturating_sub(self.random.u16(days)).max(2);
        self.minute = 0;
    }

    fn contact(&mut self, result: ContactResult) {
        let minutes = result.reached().then(|| 5 * self.random.u16(2..8));
        self.does(Deed::Contact { how: How::Phone, result, minutes, note: String::new() });
    }

    /// What was done from the first talk on.
    fn helped(&mut self, place: usize, need: &NeedKey, outcome: Outcome, services: &[Listed]) {
        // With every seventh nobody asked, and some were asked once only.
        let asked = !place.is_multiple_of(7);
        let again = asked && matches!(outcome, Outcome::Met | Outcome::PartlyMet | Outcome::NotMet);
        let ons4: [u8; 4] =
            [self.random.u8(2..7), self.random.u8(3..8), self.random.u8(2..7), self.random.u8(4..10)];
        let ucla3: [u8; 3] = std::array::from_fn(|_| self.random.u8(1..4));
        if asked {
            self.measure("ons4", Point::Baseline, &ons4);
            self.measure("ucla3", Point::Baseline, &ucla3);
        }
        let fits = |service: &&Listed| service.details.needs.first() == Some(need);
        let fitting: Vec<_> = services.iter().filter(fits).collect();
        let service = fitting.get(self.random.usize(..fitting.len().max(1)));
        let helps = matches!(outcome, Outcome::Met | Outcome::PartlyMet);
        if let Some(service) =
            service.filter(|_| !matches!(outcome, Outcome::Declined | Outcome::NotSuitable))
        {
            let what = What::Service(service.id.clone());
            let need = Some(need.clone());
            self.does(Deed::Plan { what: what.clone(), need, state: StepState::Agreed });
            self.later(5..15);
            let (to, why) = if helps {
                (StepState::Completed, "")
            } else {
                (StepState::Declined, "was told that it does not work out")
            };
            self.does(Deed::Move { what, to, why: why.to_owned(), shares: vec![] });
        }
        self.later(20..45);
        if again {
            let by = if helps { self.random.i8(1..4) } else { self.random.i8(-2..1) };
            let to = |value: &u8, by: i8, most: u8| value.saturating_add_signed(by).clamp(0, most);
            let ons4 =
                [to(&ons4[0], by, 10), to(&ons4[1], by, 10), to(&ons4[2], by, 10), to(&ons4[3], -by, 10)];
            let ucla3 = ucla3.map(|value| to(&value, -by.signum(), 3).max(1));
            self.measure("ons4", Point::End, &ons4);
            self.measure("ucla3", Point::End, &ucla3);
        }
    }

    fn measure(&mut self, instrument: &str, point: Point, answers: &[u8]) {
        // Now and then a question stays without an answer.
        let left_out = (self.random.u8(..12) == 0).then(|| self.random.usize(..answers.len()));
        let answers = answers.iter().enumerate().map(|(place, answer)| match left_out {
            Some(out) if out == place => "-".to_owned(),
            _ => answer.to_string(),
        });
        let answers = answers.collect::<Vec<_>>().join(" ");
        self.does(Deed::Measure { instrument: instrument.into(), point, answers });
    }

    fn close(&mut self, place: usize, outcome: Outcome) {
        let lacked = Some(LACKED[place % LACKED.len()]);
        let not_met = |because, why: &str| NeedEnd::NotMet { why: why.to_owned(), because: Some(because) };
        let (end, summary) = match outcome {
            Outcome::Met => (NeedEnd::Met, "Goes on without us."),
            Outcome::PartlyMet => {
                (NeedEnd::PartlyMet { why: String::new(), because: lacked }, "Better, and not yet good.")
            }
            Outcome::NotMet => {
                (NeedEnd::NotMet { why: String::new(), because: lacked }, "Knows that we would try again.")
            }
            Outcome::NotReached => (not_met(WhyNot::NotReached, ""), "Three calls at different times."),
            Outcome::Declined => (not_met(WhyNot::NotWanted, ""), "Would rather not, for now."),
            Outcome::Moved => (not_met(WhyNot::Other, "moved to the coast"), "Lives with a brother now."),
            Outcome::NotSuitable => {
                (not_met(WhyNot::Other, "the nurse takes it on"), "Asked for treatment, and has it.")
            }
            Outcome::OtherRoute | Outcome::Died => {
                (not_met(WhyNot::Other, "found help at church"), "Had found it before we did.")
            }
        };
        // Of those who were helped some are asked again, and the latest have it still before them.
        let asks = matches!(outcome, Outcome::Met) && place.is_multiple_of(3);
        let follow_ups = if asks { vec![Day { ahead: 5 + self.random.i16(0..40) }] } else { vec![] };
        self.does(Deed::Close {
            ends: vec![],
            end,
            summary: summary.to_owned(),
            outcome: Some(outcome),
            stop_steps: true,
            follow_ups: Some(follow_ups),
        });
        if outcome == Outcome::Moved {
            self.does(Deed::Standing(Standing::MovedAway));
        }
    }
}
