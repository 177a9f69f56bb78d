//! The demo practice: a synthetic surgery at work, for looking around, learning and trying things out.
//!
//! Nobody in it is a real person, and its town, Thornmere, is on no map: NHS numbers are of the test range, telephone
//! numbers of those that Ofcom keeps for drama, the postcode area TH is not in use, and e-mail goes to `example.org`.
//! [`open`](open::open) opens it, [`generate`] makes it from a seed, [`load`](load::load) plays it through the desk, so that every rule holds for it,
//! with dates counted back from today, so that it is always fresh. `fixtures/demo.json` is what [`SEED`] gives; a test
//! compares them, and with `SIGNPOST_WRITE_FIXTURES=1` in its environment writes the file anew.

pub mod deed;
mod directory;
mod earlier;
pub mod load;
pub mod open;
mod people;
pub mod script;
pub mod when;

use crate::demo::deed::{Deed, RouteTo};
use crate::demo::script::{Caseload, Check, Member, Script, Step, Story};
use crate::demo::when::{Day, When};
use crate::domain::case::NeedEnd;
use crate::domain::need::NeedKey;
use crate::domain::ods::OdsCode;
use crate::domain::practice::Limits;
use crate::domain::staff::Role;
use jiff::civil::time;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The seed of the demo that is shipped.
pub const SEED: u64 = 1948;

/// The name of the member of staff whom a newcomer plays at first, with every role.
pub const YOU: &str = "Priya Shah";

/// The practice's name.
pub const PRACTICE: &str = "Northgate Surgery";

/// The feed that its services come from.
pub const FEED: &str = "thornmere";

/// Who works there. The first one sets it up.
const STAFF: [(&str, Role); 12] = [
    ("Tom Becker", Role::Administrator),
    ("Alison Grant", Role::Manager),
    (YOU, Role::Receptionist),
    ("Donna Whitfield", Role::Receptionist),
    ("Callum Reid", Role::Receptionist),
    ("Grace Adeyemi", Role::Clinician),
    ("Helen Price", Role::Clinician),
    ("Dr Ngozi Okafor", Role::Clinician),
    ("Dr James Lister", Role::Clinician),
    ("Sam Carter", Role::LinkWorker),
    ("Ruth Bellamy", Role::LinkWorker),
    ("Imran Yusuf", Role::LinkWorker),
];

/// What people without a story of their own once came for, with what was said.
const LONG_AGO: [(&str, &str); 7] = [
    ("physical_activity", "Would like to get out more."),
    ("groups_and_hobbies", "Looking for something to do on Wednesdays."),
    ("digital", "Wants to order prescriptions online."),
    ("benefits", "A form came that makes no sense."),
    ("transport", "Cannot get to the clinic any more."),
    ("volunteering", "Has time and would like to give some."),
    ("home_help", "The garden is too much now."),
];

/// Makes a practice: the same for the same seed.
pub fn generate(seed: u64) -> Script {
    let mut random = fastrand::Rng::with_seed(seed);
    let services = directory::services(&mut random);
    // What came to the demo later draws for itself, so that the rest stays as people know it.
    let mut later = fastrand::Rng::with_seed(seed ^ 0x00ca_5e00);
    let people::Patients { known, more, earlier } = people::patients(&mut random, &mut later);
    let mut stories = told();
    let told: BTreeSet<_> = stories.iter().map(|story| story.patient.clone()).collect();
    for person in known.iter().filter(|person| !told.contains(&person.called)) {
        stories.push(long_ago(&person.called, &services, &mut random));
    }
    let checks = (0..14).map(|_| check(&services, &mut random)).collect();
    stories.extend(earlier::stories(&earlier, &services, &mut later));
    Script {
        practice: PRACTICE.to_owned(),
        ods: ods(),
        limits: limits(),
        card: vec![("duty_gp".to_owned(), "01632 960100".to_owned())],
        staff: STAFF
            .iter()
            .map(|(name, role)| {
                // Whoever tries the demo plays everybody: one person can flag, find and accept.
                let roles: BTreeSet<Role> = if *name == YOU { Role::ALL.into() } else { [*role].into() };
                let caseload = roles.contains(&Role::LinkWorker).then(|| caseload(name));
                Member { name: (*name).to_owned(), roles, caseload }
            })
            .collect(),
        services,
        patients: known.into_iter().chain(more).chain(earlier).collect(),
        stories,
        checks,
    }
}

/// What the practice has settled for itself.
fn limits() -> Limits {
    Limits {
        first_contact_working_days: Some(5),
        first_contact_urgent: Some(2),
        accept_working_days: Some(3),
        accept_urgent: Some(1),
        attempts: Some(3),
        follow_up_months: Some(vec![1, 3, 6]),
        review_weeks: Some(12),
        agreement_months: Some(12),
        small_numbers: None,
    }
}

/// What a link worker takes on: one is full, and one soon away.
fn caseload(name: &str) -> Caseload {
    let (capacity, languages, away) = match name {
        "Sam Carter" => (25, vec!["Polish"], None),
        // Two days a week, and as many cases as fit.
        "Ruth Bellamy" => (6, vec!["Welsh"], None),
        "Imran Yusuf" => (20, vec!["Urdu", "Punjabi"], Some((Day { ahead: 3 }, Day { ahead: 7 }))),
        _ => (12, vec![], None),
    };
    Caseload { capacity, languages: languages.into_iter().map(str::to_owned).collect(), away }
}

/// A code of the shape of a practice's, which no practice has.
fn ods() -> OdsCode {
    #[expect(clippy::expect_used, reason = "written here, and a test makes it")]
    OdsCode::parse("Z99901").expect("a letter and five digits")
}

/// The stories that were written by hand.
fn told() -> Vec<Story> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        story: Vec<Story>,
    }
    let files = [include_str!("data/stories.toml"), include_str!("data/casework.toml")];
    #[expect(clippy::expect_used, reason = "embedded at build time, and a test reads it")]
    let stories = |file| toml::from_str::<File>(file).expect("the stories are well formed").story;
    files.into_iter().flat_map(stories).collect()
}

/// Somebody who was signposted months ago, and what came of it.
fn long_ago(patient: &str, services: &[script::Listed], random: &mut fastrand::Rng) -> Story {
    let (need, note) = LONG_AGO[random.usize(..LONG_AGO.len())];
    let key = NeedKey::from(need);
    let fits = |service: &&script::Listed| {
        service.details.needs.first() == Some(&key) && service.details.eligibility.is_open()
    };
    let fitting: Vec<_> = services.iter().filter(fits).collect();
    let service = fitting[random.usize(..fitting.len())].id.clone();
    let flagged = random.u16(40..220);
    let by = STAFF[random.usize(2..9)].0;
    let link_worker = STAFF[random.usize(9..12)].0;
    let end = match random.u8(..10) {
        0..6 => NeedEnd::Met,
        6..8 => NeedEnd::partly_met("goes now and then"),
        _ => NeedEnd::not_met("never got round to it"),
    };
    let flag = Deed::Flag {
        needs: vec![key.clone()],
        urgency: crate::domain::urgency::Urgency::Routine,
        note: note.to_owned(),
        route: Some(RouteTo::Signpost(service)),
        agreed: None,
    };
    let step = |days, who: &str, does, random: &mut fastrand::Rng| Step {
        when: When::WorkingDays { days, at: office_hour(random) },
        who: who.to_owned(),
        does,
        next: None,
    };
    let ended = flagged - random.u16(10..35);
    Story {
        patient: patient.to_owned(),
        steps: vec![
            step(flagged, by, flag, random),
            step(ended, link_worker, Deed::EndNeed { need: key, end }, random),
        ],
    }
}

/// A member of staff has rung a service and found its entry right.
fn check(services: &[script::Listed], random: &mut fastrand::Rng) -> Check {
    Check {
        when: When::WorkingDays { days: random.u16(1..40), at: office_hour(random) },
        who: STAFF[random.usize(2..12)].0.to_owned(),
        service: services[random.usize(..services.len())].id.clone(),
    }
}

/// A time at which the practice is open.
fn office_hour(random: &mut fastrand::Rng) -> jiff::civil::Time {
    time(random.i8(9..17), 5 * random.i8(0..12), 0, 0)
}

#[cfg(test)]
mod tests;
