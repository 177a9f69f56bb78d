//! What saving will do, in a sentence; or what is still missing, the first thing first.

use crate::domain::dates;
use crate::domain::need::said;
use crate::domain::person_name::PersonName;
use crate::domain::phone::Phone;
use crate::domain::postcode::Postcode;
use crate::domain::text::listed;
use crate::domain::who::WhoText;
use crate::tui::commands::scope;
use crate::tui::screen::Ctx;
use crate::tui::screens::flag::FlagScreen;
use crate::tui::screens::flag::form::{Picked, Spot, Way};
use crate::tui::screens::flag::red_flag::Instead;

/// What keeps the form from being saved, and where it is mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Missing {
    pub spot: Spot,
    pub says: String,
}

impl FlagScreen {
    /// The route that saving takes: a red flag that is not answered with a reason is escalated.
    pub(super) fn way(&self) -> Way {
        let escalates = self.card.stands() && self.form.stop.instead == Instead::Escalate;
        if escalates { Way::Escalate } else { self.form.way }
    }

    /// The first thing that is missing or wrong, in the order of weight and then of the form.
    pub(super) fn first_missing(&self, ctx: &Ctx<'_>) -> Option<Missing> {
        let to_ring = || self.rings().then(|| self.ring_on(ctx.today()).err()).flatten();
        let ring_wrong = || to_ring().and_then(|says| missing(Spot::RingOn, &says));
        if self.only_rings() {
            return self.patient_missing(ctx).or_else(ring_wrong).or_else(|| self.phone_wrong());
        }
        self.red_flag_open()
            .or_else(|| self.patient_missing(ctx))
            .or_else(ring_wrong)
            .or_else(|| self.need_missing())
            .or_else(|| self.phone_wrong())
            .or_else(|| self.route_missing(ctx))
    }

    fn red_flag_open(&self) -> Option<Missing> {
        let stop = &self.form.stop;
        if !self.card.stands() {
            return None;
        }
        match stop.instead {
            Instead::Escalate if stop.told.value().trim().is_empty() => {
                missing(Spot::Told, "Call first. Then write who was told, or choose \"go on\" and say why.")
            }
            Instead::GoOn if stop.because.value().trim().is_empty() => {
                missing(Spot::Because, "Write why it goes on as a social need; the reason is recorded.")
            }
            _ => None,
        }
    }

    fn patient_missing(&self, ctx: &Ctx<'_>) -> Option<Missing> {
        let form = &self.form;
        let today = ctx.today();
        match &form.picked {
            Picked::Known(_) => {
                let standing = self.patient.as_ref()?.patient.details.no_contact()?;
                missing(Spot::Patient, &format!("{} {standing}: all contact has stopped.", self.called()))
            }
            Picked::Number(_) => None,
            Picked::New(number) => {
                let identified = number.is_some();
                let name = form.name.value().trim();
                let born = form.born.value().trim();
                match (PersonName::parse(name), dates::parse_birth_date(born, today)) {
                    (Err(_), _) if name.is_empty() && identified => {}
                    (Err(error), _) => return missing(Spot::Name, &error.to_string()),
                    (Ok(_), Err(_)) if born.is_empty() && identified => {}
                    (Ok(_), Err(_)) if born.is_empty() => {
                        return missing(Spot::Born, "Still missing: the birth date, or the NHS number.");
                    }
                    (Ok(_), Err(error)) => return missing(Spot::Born, &error.to_string()),
                    (Ok(_), Ok(_)) => {}
                }
                let postcode = form.postcode.value().trim();
                match Postcode::parse(postcode) {
                    Err(error) if !postcode.is_empty() => missing(Spot::Postcode, &error.to_string()),
                    _ => None,
                }
            }
            Picked::Nobody => {
                let who = WhoText::read(form.who.value(), today);
                match who.problem {
                    Some(problem) => missing(Spot::Patient, &problem),
                    None if who.is_empty() => {
                        missing(Spot::Patient, "Still missing: the patient. NHS number, name or birth date.")
                    }
                    None => missing(
                        Spot::Patient,
                        "The patient is not chosen yet: Enter takes the one highlighted.",
                    ),
                }
            }
        }
    }

    fn need_missing(&self) -> Option<Missing> {
        let form = &self.form;
        if form.need_is_unfinished() {
            let typed = form.need.value().trim();
            let says = match self.suggestions().first() {
                Some(_) => format!("\"{typed}\" is not a need yet: Enter takes the one highlighted."),
                None => self.no_such_need(typed),
            };
            return missing(Spot::Needs, &says);
        }
        if form.needs_now().is_empty() {
            return missing(Spot::Needs, "Still missing: what the patient needs.");
        }
        None
    }

    fn phone_wrong(&self) -> Option<Missing> {
        let phone = self.form.contact.phone.value().trim();
        match Phone::parse(phone) {
            Err(error) if !phone.is_empty() => missing(Spot::Phone, &error.to_string()),
            _ => None,
        }
    }

    fn route_missing(&self, ctx: &Ctx<'_>) -> Option<Missing> {
        let form = &self.form;
        match self.way() {
            Way::Worker if form.worker.is_none() => missing(
                Spot::Worker,
                "Still missing: which link worker. Enter takes the one marked, Down another.",
            ),
            Way::Signpost | Way::Refer if form.service.is_none() => missing(
                Spot::Service,
                &format!(
                    "Still missing: which service. Down and Enter choose one below; {} finds others.",
                    ctx.keys(crate::tui::commands::Command::Find, &[scope::GLOBAL])
                ),
            ),
            Way::Escalate if form.stop.told.value().trim().is_empty() => {
                missing(Spot::Told, "Still missing: who was told.")
            }
            Way::Escalate => match form.stop.told_at(ctx.local(), ctx.zone) {
                Err(says) => missing(Spot::ToldAt, &says),
                Ok(_) => None,
            },
            _ => None,
        }
    }

    /// What saving will do, as the rest of "Ctrl-S: …".
    pub(super) fn will_do(&self, ctx: &Ctx<'_>) -> String {
        let form = &self.form;
        let who = self.called();
        let needs = said(&form.needs_now());
        let service = form.service.as_ref().map_or("the service", |service| service.name.as_str());
        if self.only_rings() {
            return self.will_ring(ctx);
        }
        let routed = match self.way() {
            Way::Team => format!("hand {who} to the team for {needs}."),
            Way::Worker => {
                let worker = form.worker.map_or("a link worker", |id| ctx.name_of(id));
                format!("hand {who} to {worker} for {needs}.")
            }
            Way::Signpost => {
                format!("{who} gets the details of {service} for {needs}; nothing leaves the practice.")
            }
            Way::Refer => {
                format!(
                    "refer {who} to {service} for {needs}; they are told: {}.",
                    listed(&form.shares.names())
                )
            }
            Way::Escalate => {
                format!("escalate: {} was told about {who}.", form.stop.told.value().trim())
            }
            Way::Declined => format!("record that {who} wants no help with {needs}."),
            Way::Later => format!("flag {needs} for {who}; the route stays to be chosen."),
        };
        if self.rings() { format!("{routed} Then {}", self.will_ring(ctx)) } else { routed }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "read as the end of a chain of what may be missing")]
fn missing(spot: Spot, says: &str) -> Option<Missing> {
    Some(Missing { spot, says: says.to_owned() })
}
