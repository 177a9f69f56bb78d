//! The texts that are searched: services, and what the peers get of them.

use super::many;
use engines::{Text, plain};
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
fn text_of(service: &Service) -> Text {
    let d = &service.details;
    let needs = d.needs.iter().filter_map(|key| catalogue().get(key)).map(|need| need.name.as_str());
    let needs = needs.chain(d.kind.map(ServiceKind::label)).chain(d.categories.iter().map(String::as_str));
    let only = d.eligibility.sex.map(|sex| match sex {
        OnlyFor::Women => "women",
        OnlyFor::Men => "men",
    });
    let audience = d.audience.iter().chain(&d.eligibility.words).map(String::as_str).chain(only);
    let places = d.locations.iter().flat_map(|location| {
        [&location.name].into_iter().chain(&location.lines).chain([&location.town, &location.postcode])
    });
    Text {
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

/// All that is searched. A service and its text have the same number.
pub struct Texts {
    pub services: Vec<Service>,
    pub texts: Vec<Text>,
}

impl Texts {
    /// Of a directory as it is.
    pub fn of(published: Vec<Published>) -> Self {
        let services: Vec<Service> = published.into_iter().map(listed).collect();
        let texts = services.iter().map(text_of).collect();
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
