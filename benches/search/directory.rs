//! A published directory, and a larger one made of it.

use jiff::Timestamp;
use jiff::civil::date;
use signpost::domain::id::{ChangeId, PracticeId, StaffId};
use signpost::domain::record::Stamp;
use signpost::domain::service::details::{Position, ServiceDetails};
use signpost::domain::service::{Service, ServiceEvent, ServiceKey};
use signpost::exchange::{Hints, read};
use std::path::Path;
use uuid::Uuid;

const TOWNS: [&str; 40] = [
    "Ashford",
    "Barnet",
    "Bodmin",
    "Brecon",
    "Buxton",
    "Corby",
    "Crewe",
    "Derby",
    "Dover",
    "Durham",
    "Epsom",
    "Exeter",
    "Frome",
    "Goole",
    "Halifax",
    "Harlow",
    "Hexham",
    "Ilford",
    "Kendal",
    "Kettering",
    "Leek",
    "Lewes",
    "Louth",
    "Ludlow",
    "Luton",
    "Matlock",
    "Morpeth",
    "Newquay",
    "Oakham",
    "Otley",
    "Penrith",
    "Poole",
    "Redcar",
    "Ripon",
    "Rugby",
    "Selby",
    "Skipton",
    "Stroud",
    "Truro",
    "Whitby",
];
const NAMES: [&str; 30] = [
    "Acorn",
    "Beacon",
    "Bluebell",
    "Bridge",
    "Cedar",
    "Compass",
    "Daisy",
    "Ember",
    "Fern",
    "Gateway",
    "Harbour",
    "Hazel",
    "Heron",
    "Hilltop",
    "Horizon",
    "Ivy",
    "Juniper",
    "Lantern",
    "Larch",
    "Linden",
    "Maple",
    "Meadow",
    "Oakleaf",
    "Orchard",
    "Poppy",
    "Riverside",
    "Rowan",
    "Swallow",
    "Willow",
    "Woodside",
];

fn listed(feed: &str, id: &str, details: ServiceDetails) -> Service {
    let key = ServiceKey::new(feed, id).expect("a key");
    let event = ServiceEvent::Listed {
        id: key.uuid(PracticeId(Uuid::from_u128(1))),
        key,
        details: Box::new(details),
    };
    let stamp = Stamp { at: Timestamp::UNIX_EPOCH, by: StaffId(Uuid::nil()), change: ChangeId(Uuid::nil()) };
    Service::fold(None, &event, &stamp).expect("listed")
}

/// The services of `services.csv` in a folder, as they would be imported.
pub fn published(folder: &Path) -> Vec<Service> {
    let hints = Hints { feed: None, today: date(2026, 6, 30) };
    let reading = read(&folder.join("services.csv"), &hints, &mut |_| ()).expect("it is read");
    let records = reading.records.into_iter().flatten();
    records.map(|one| listed(one.feed.as_deref().expect("its source"), &one.id, one.details)).collect()
}

/// So many, made of those: each again and again, with another first name, another town, and somewhere else.
pub fn many(published: &[Service], count: usize) -> Vec<Service> {
    let mut out: Vec<Service> = published.iter().take(count).cloned().collect();
    for number in out.len()..count {
        let (base, round) = (&published[number % published.len()], number / published.len());
        let mut details = base.details.clone();
        let (name, town) =
            (NAMES[(number * 7 + round) % NAMES.len()], TOWNS[(number * 13 + round * 5) % TOWNS.len()]);
        details.name = format!("{name} {} {town}", details.name);
        if let Some(place) = details.locations.first_mut() {
            town.clone_into(&mut place.town);
            #[expect(clippy::cast_precision_loss, reason = "small")]
            let shift = round as f64 * 0.03;
            place.position = place
                .position
                .and_then(|at| Position::from_degrees(at.latitude() + shift, at.longitude() - shift));
        }
        details.description = format!("{} Ask for {name} {number} in {town}.", details.description);
        out.push(listed(&base.key.feed, &format!("{}-{round}", base.key.id), details));
    }
    out
}
