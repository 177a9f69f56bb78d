//! The texts that are searched: services, and what the peers get of them.

use super::many;
use jiff::Timestamp;
use signpost::domain::id::{ChangeId, PracticeId, StaffId};
use signpost::domain::need::catalogue;
use signpost::domain::record::Stamp;
use signpost::domain::service::details::{OnlyFor, ServiceDetails, ServiceKind};
use signpost::domain::service::{Service, ServiceEvent, ServiceKey};
use signpost::exchange::{Hints, read};
use std::path::Path;
use uuid::Uuid;

/// A service as it was published.
#[derive(Clone)]
pub struct Published {
    pub feed: String,
    pub id: String,
    pub details: ServiceDetails,
}

/// What a peer gets of a service.
pub struct Text {
    pub feed: String,
    pub id: String,
    pub name: String,
    pub organisation: String,
    pub description: String,
    pub needs: String,
    pub audience: String,
    pub places: String,
}

impl Text {
    fn of(service: &Service) -> Self {
        let d = &service.details;
        let needs = d.needs.iter().filter_map(|key| catalogue().get(key)).map(|need| need.name.as_str());
        let needs =
            needs.chain(d.kind.map(ServiceKind::label)).chain(d.categories.iter().map(String::as_str));
        let only = d.eligibility.sex.map(|sex| match sex {
            OnlyFor::Women => "women",
            OnlyFor::Men => "men",
        });
        let audience = d.audience.iter().chain(&d.eligibility.words).map(String::as_str).chain(only);
        let places = d.locations.iter().flat_map(|location| {
            [&location.name].into_iter().chain(&location.lines).chain([&location.town, &location.postcode])
        });
        Self {
            feed: service.key.feed.clone(),
            id: service.key.id.clone(),
            name: plain(&d.name),
            organisation: plain(&d.organisation),
            description: plain(&d.description),
            needs: plain(&needs.collect::<Vec<_>>().join(", ")),
            audience: plain(&audience.collect::<Vec<_>>().join(", ")),
            places: plain(&places.chain(&d.areas).map(String::as_str).collect::<Vec<_>>().join(", ")),
        }
    }

    /// Everything, in one text.
    pub fn full(&self) -> String {
        let Self { name, organisation, description, needs, audience, places, .. } = self;
        join(&[name, organisation, needs, audience, places, description])
    }

    /// What a list shows of it: everything without description and organisation.
    pub fn head(&self) -> String {
        join(&[&self.name, &self.needs, &self.audience, &self.places])
    }
}

fn join(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" | ")
}

/// Without apostrophes, which nobody types where they belong.
pub fn plain(text: &str) -> String {
    text.replace(['\'', '\u{2019}'], "")
}

/// All that is searched. A service and its text have the same number.
pub struct Texts {
    pub services: Vec<Service>,
    pub texts: Vec<Text>,
}

impl Texts {
    /// Of a directory as it is.
    pub fn of(published: Vec<Published>) -> Self {
        let services: Vec<Service> = published.into_iter().map(listed).collect();
        let texts = services.iter().map(Text::of).collect();
        Self { services, texts }
    }

    /// So many, of a directory.
    pub fn many(published: &[Published], services: usize) -> Self {
        Self::of(many::many(published, services))
    }
}

/// A directory: of a file, or of the demo.
pub fn published(file: Option<&Path>) -> Vec<Published> {
    let Some(file) = file else {
        println!("no directory given, and none beside the project: the demo's services");
        let listed = signpost::demo::generate(signpost::demo::SEED).services.into_iter();
        let feed = signpost::demo::FEED;
        return listed
            .map(|one| Published { feed: feed.to_owned(), id: one.id, details: one.details })
            .collect();
    };
    let hints = Hints { feed: None, today: super::ours::TODAY };
    let reading = read(file, &hints, &mut |_| ()).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
    let records = reading.records.into_iter().flatten();
    let one_feed = || "directory".to_owned();
    records
        .map(|one| Published { feed: one.feed.unwrap_or_else(one_feed), id: one.id, details: one.details })
        .collect()
}

fn listed(one: Published) -> Service {
    let key = ServiceKey::new(&one.feed, &one.id).expect("a feed and an id");
    let id = key.uuid(PracticeId(Uuid::nil()));
    let event = ServiceEvent::Listed { id, key, details: Box::new(one.details) };
    let stamp = Stamp { at: Timestamp::UNIX_EPOCH, by: StaffId(Uuid::nil()), change: ChangeId(Uuid::nil()) };
    Service::fold(None, &event, &stamp).expect("listed for the first time")
}
