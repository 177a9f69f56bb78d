//! Whatever stands in the directory and whatever is typed: the index answers, within its bounds.
//!
//! The first line is a service's name, the second its description and place, the third a patient's names, the rest is
//! typed.

#![no_main]

use jiff::Timestamp;
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use signpost::domain::id::{ChangeId, PatientId, PracticeId, StaffId};
use signpost::domain::record::{Stamp, SubjectKind};
use signpost::domain::service::details::{Location, ServiceDetails};
use signpost::domain::service::{Service, ServiceEvent, ServiceKey};
use signpost::search::lists::Lists;
use signpost::search::{Index, PatientEntry, Query};
use uuid::Uuid;

fuzz_target!(|text: &str| {
    let mut lines = text.splitn(4, '\n');
    let mut next = || lines.next().unwrap_or_default().to_owned();
    let (name, description, patient, typed) = (next(), next(), next(), next());
    let mut index = Lists::parse(&typed).map_or_else(|_| Index::new(), |lists| Index::with_lists(&lists));
    let place = Location { town: description.clone(), postcode: name.clone(), ..Location::default() };
    let details = ServiceDetails { name, description, locations: vec![place], ..ServiceDetails::default() };
    let key = ServiceKey::new("feed", "1").expect("a key");
    let event =
        ServiceEvent::Listed { id: key.uuid(PracticeId(Uuid::nil())), key, details: Box::new(details) };
    let stamp = Stamp { at: Timestamp::UNIX_EPOCH, by: StaffId(Uuid::nil()), change: ChangeId(Uuid::nil()) };
    index.upsert_service(&Service::fold(None, &event, &stamp).expect("listed"));
    let (given, family) = patient.split_once(' ').unwrap_or((&patient, ""));
    index.upsert_patient(&PatientEntry {
        id: PatientId(Uuid::nil()),
        given: given.to_owned(),
        family: family.to_owned(),
        born: None,
        postcode: String::new(),
        nhs_number: String::new(),
    });
    let kinds = [SubjectKind::Service, SubjectKind::Patient, SubjectKind::Case];
    let found = index.find(&Query { apart: true, ..Query::new(&typed, &kinds, date(2026, 6, 30)) });
    assert!(found.hits.len() <= 20 && found.readings.len() <= 3);
    for hit in &found.hits {
        assert!(hit.marks.iter().all(|at| *at < hit.name.chars().count()));
    }
});
