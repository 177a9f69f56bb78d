//! The directory: importing, looking up, checking, giving out.

use crate::desk::Asker;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{Imported, Rejected, Reply, ServicePage};
use crate::desk::request::ImportedService;
use crate::domain::case::ServiceRef;
use crate::domain::record::{Event, Index, Key, Record, Subject, SubjectKind};
use crate::domain::service::details::ServiceDetails;
use crate::domain::service::{Service, ServiceEvent, ServiceKey, Stopped};
use crate::domain::text;
use crate::store::Row;
use std::collections::HashSet;

/// How many services are committed as one: few enough that a commit stays small, many enough that a sync is rare.
const BATCH: usize = 200;

/// A record of a file that is new, or not as it is known.
struct Listed {
    key: ServiceKey,
    details: Box<ServiceDetails>,
    known: Option<Service>,
}

impl Asker<'_> {
    pub(super) fn services(
        self,
        feed: Option<&str>,
        after: Option<&ServiceKey>,
        limit: usize,
    ) -> Result<Reply, Refusal> {
        let limit = limit.clamp(1, 500);
        let prefix = feed.map_or(Key { index: Index::Feed, value: vec![] }, ServiceKey::feed_prefix);
        let after = after.map(|key| Row {
            key: Key {
                index: Index::Feed,
                value: [ServiceKey::feed_prefix(&key.feed).value, key.id.clone().into()].concat(),
            },
            subject: self.service_subject(key),
        });
        let rows = self.desk.store.page(self.practice, &prefix, after.as_ref(), limit + 1)?;
        let more = rows.len() > limit;
        let services = rows.iter().take(limit).map(|row| self.service_record(row.subject));
        let services = services.collect::<Result<Vec<_>, _>>()?;
        Ok(Reply::Services(ServicePage { services: services.into_iter().flatten().collect(), more }))
    }

    /// One service, by its own id, by feed and own id, or as a search found it.
    pub(super) fn service(self, typed: &str) -> Result<Reply, Refusal> {
        let typed = text::line(typed, 2 * ServiceKey::LIMIT + 1);
        let mut found = Vec::new();
        // Own ids look like this too; ours are made from feed and own id, so that none is another's.
        if let Ok(id) = typed.parse() {
            found.extend(self.service_record(Subject { kind: SubjectKind::Service, id })?);
        }
        if let Some((feed, id)) = typed.split_once('/')
            && let Some(key) = ServiceKey::new(feed, id)
        {
            found.extend(self.service_record(self.service_subject(&key))?);
        }
        if found.is_empty() {
            for feed in self.feeds()? {
                if let Some(key) = ServiceKey::new(&feed, &typed) {
                    found.extend(self.service_record(self.service_subject(&key))?);
                }
            }
        }
        if found.len() > 1 {
            let feeds: Vec<_> = found.iter().map(|service| service.key.feed.clone()).collect();
            return Err(Refusal::input(
                format!("{} feeds have a service {typed}: {}", feeds.len(), feeds.join(", ")),
                format!("Write the feed before it: {}/{typed}", feeds[0]),
            ));
        }
        match found.pop() {
            Some(service) => Ok(Reply::Service(Box::new(service))),
            None => Err(Refusal::not_found(
                format!("there is no service {typed}"),
                "Look for it with `signpost find`.",
            )),
        }
    }

    /// Imports services. Each record is taken or rejected by itself.
    pub(super) fn import(
        self,
        records: Vec<ImportedService>,
        feed: &str,
        feed_chosen: bool,
        dry_run: bool,
    ) -> Result<Reply, Refusal> {
        let feeds = self.feeds()?;
        let mut imported = Imported::default();
        let mut seen = HashSet::new();
        let mut batch = Vec::new();
        for ImportedService { record, feed: named, id, details } in records {
            let (key, known) = match named.filter(|_| !feed_chosen) {
                // A record that names no feed stays in the one that it is known from.
                None if !feed_chosen => match self.known_in(&feeds, &id)? {
                    Some(service) => (Some(service.key.clone()), Some(service)),
                    None => (ServiceKey::new(feed, &id), None),
                },
                named => {
                    let key = ServiceKey::new(named.as_deref().unwrap_or(feed), &id);
                    let known = key.as_ref().map(|key| self.service_record(self.service_subject(key)));
                    (key, known.transpose()?.flatten())
                }
            };
            let Some(key) = key else {
                imported.rejected.push(Rejected { record, reason: "it has no id, or no feed".to_owned() });
                continue;
            };
            if !seen.insert(key.clone()) {
                let reason = format!("the id {} stands in the file before", key.id);
                imported.rejected.push(Rejected { record, reason });
                continue;
            }
            match &known {
                None => imported.added += 1,
                Some(service) if is_as_listed(service, &details) => {
                    imported.unchanged += 1;
                    continue;
                }
                Some(_) => imported.changed += 1,
            }
            batch.push(Listed { key, details, known });
            if batch.len() == BATCH {
                self.import_batch(&mut batch, dry_run)?;
            }
        }
        self.import_batch(&mut batch, dry_run)?;
        Ok(Reply::Imported(imported))
    }

    /// The service that has an id of its own in one of the feeds.
    fn known_in(self, feeds: &[String], id: &str) -> Result<Option<Service>, Refusal> {
        for key in feeds.iter().filter_map(|feed| ServiceKey::new(feed, id)) {
            if let Some(service) = self.service_record(self.service_subject(&key))? {
                return Ok(Some(service));
            }
        }
        Ok(None)
    }

    fn import_batch(self, batch: &mut Vec<Listed>, dry_run: bool) -> Result<(), Refusal> {
        let mut batch = std::mem::take(batch);
        if dry_run || batch.is_empty() {
            return Ok(());
        }
        let mut is_fresh = true;
        self.change(|draft| {
            for Listed { key, details, known } in &mut batch {
                // Read a moment ago, and once is enough; but not where somebody else was first.
                let known =
                    if is_fresh { known.take() } else { self.service_record(self.service_subject(key))? };
                let details = details.clone();
                let event = if known.is_some() {
                    ServiceEvent::Changed(details)
                } else {
                    ServiceEvent::Listed { id: key.uuid(self.practice), key: key.clone(), details }
                };
                draft
                    .happen_to(known.map(|known| Record::Service(Box::new(known))), Event::Service(event))?;
            }
            is_fresh = false;
            Ok(())
        })?;
        Ok(())
    }

    pub(super) fn check_service(self, key: &ServiceKey) -> Result<Reply, Refusal> {
        let event = ServiceEvent::Checked { on: self.desk.today(), by: self.actor };
        self.service_change(key, &event, "was checked today")
    }

    pub(super) fn give_details(self, key: &ServiceKey) -> Result<Reply, Refusal> {
        self.service_change(key, &ServiceEvent::Given {}, "was signposted to; no patient is named")
    }

    fn service_change(self, key: &ServiceKey, event: &ServiceEvent, said: &str) -> Result<Reply, Refusal> {
        let subject = self.service_subject(key);
        let (name, kept) = self.change(|draft| {
            let service = self.service_record(subject)?.ok_or_else(no_service)?;
            if matches!(event, ServiceEvent::Given {}) {
                check_runs(&service)?;
            }
            draft.happen(subject, Event::Service(event.clone()))?;
            Ok(service.details.name)
        })?;
        self.done(format!("{name} {said}."), &kept, false)
    }

    /// A service that a need may go to, by the name that it has now.
    pub(super) fn service_ref(self, service: &ServiceRef) -> Result<ServiceRef, Refusal> {
        let found = self.service_record(self.service_subject(&service.key))?.ok_or_else(no_service)?;
        check_runs(&found)?;
        Ok(ServiceRef { key: found.key, name: found.details.name })
    }

    fn service_subject(self, key: &ServiceKey) -> Subject {
        Subject { kind: SubjectKind::Service, id: key.uuid(self.practice) }
    }

    fn service_record(self, subject: Subject) -> Result<Option<Service>, Refusal> {
        Ok(match self.read(subject)? {
            Some(Record::Service(service)) => Some(*service),
            _ => None,
        })
    }

    /// The feeds that the directory has: the list is read from feed to feed, not from service to service.
    fn feeds(self) -> Result<Vec<String>, Refusal> {
        let mut feeds = Vec::new();
        let all = Key { index: Index::Feed, value: vec![] };
        let mut after: Option<Row> = None;
        while let Some(row) = self.desk.store.page(self.practice, &all, after.as_ref(), 1)?.pop() {
            let feed: Vec<u8> = row.key.value.iter().copied().take_while(|byte| *byte != 0).collect();
            // Behind the last id of this feed: ids are UTF-8, which has no byte 255.
            let past = [feed.as_slice(), &[0, 255]].concat();
            after = Some(Row { key: Key { index: Index::Feed, value: past }, subject: row.subject });
            feeds.push(String::from_utf8_lossy(&feed).into_owned());
        }
        Ok(feeds)
    }
}

/// Whether a service is as a file has it. One that its feed had dropped runs again when the feed lists it again.
fn is_as_listed(service: &Service, details: &ServiceDetails) -> bool {
    service.details == *details && service.stopped != Some(Stopped::LeftFeed)
}

/// Refuses to send anybody to a service that does not run.
fn check_runs(service: &Service) -> Result<(), Refusal> {
    match service.not_running() {
        Some(why) => Err(Refusal::State {
            what: format!("{} does not run now: {why}", service.details.name),
            advice: "Choose another service.".to_owned(),
        }),
        None => Ok(()),
    }
}

fn no_service() -> Refusal {
    Refusal::not_found("there is no such service", "Look for it with `signpost find`.")
}
