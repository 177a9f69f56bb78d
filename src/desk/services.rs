//! The directory: importing, looking up, checking, giving out.

use crate::desk::Asker;
use crate::desk::refusal::Refusal;
use crate::desk::reply::{Imported, Rejected, Reply, ServicePage};
use crate::desk::request::ImportedService;
use crate::domain::case::ServiceRef;
use crate::domain::record::{Event, Index, Key, Record, Subject, SubjectKind};
use crate::domain::service::{Service, ServiceEvent, ServiceKey};
use crate::domain::text;
use crate::store::Row;
use std::collections::HashSet;

/// How many services are committed as one: few enough that a commit stays small, many enough that a sync is rare.
const BATCH: usize = 200;

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

    /// One service, by its own id, or by feed and own id.
    pub(super) fn service(self, typed: &str) -> Result<Reply, Refusal> {
        let typed = text::line(typed, 2 * ServiceKey::LIMIT + 1);
        let mut found = Vec::new();
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
        for one in records {
            let named = if feed_chosen { None } else { one.feed.as_deref() };
            let known = || {
                feeds.iter().find_map(|feed| {
                    let key = ServiceKey::new(feed, &one.id)?;
                    matches!(self.service_record(self.service_subject(&key)), Ok(Some(_)))
                        .then(|| feed.clone())
                })
            };
            // A record that names no feed stays in the one that it is known from.
            let feed = match named {
                Some(named) => named.to_owned(),
                None if feed_chosen => feed.to_owned(),
                None => known().unwrap_or_else(|| feed.to_owned()),
            };
            let Some(key) = ServiceKey::new(&feed, &one.id) else {
                imported.rejected.push(Rejected { record: one.record, reason: "it has no id".to_owned() });
                continue;
            };
            if !seen.insert(key.clone()) {
                let reason = format!("the id {} stands in the file before", key.id);
                imported.rejected.push(Rejected { record: one.record, reason });
                continue;
            }
            match self.service_record(self.service_subject(&key))? {
                Some(service) if service.details == *one.details && service.stopped.is_none() => {
                    imported.unchanged += 1
                }
                Some(_) => {
                    imported.changed += 1;
                    batch.push((key, one.details));
                }
                None => {
                    imported.added += 1;
                    batch.push((key, one.details));
                }
            }
            if batch.len() == BATCH {
                self.import_batch(&mut batch, dry_run)?;
            }
        }
        self.import_batch(&mut batch, dry_run)?;
        Ok(Reply::Imported(imported))
    }

    fn import_batch(
        self,
        batch: &mut Vec<(ServiceKey, Box<crate::domain::service::details::ServiceDetails>)>,
        dry_run: bool,
    ) -> Result<(), Refusal> {
        let batch = std::mem::take(batch);
        if dry_run || batch.is_empty() {
            return Ok(());
        }
        self.change(|draft| {
            for (key, details) in &batch {
                let subject = self.service_subject(key);
                let event = match self.service_record(subject)? {
                    Some(_) => ServiceEvent::Changed(details.clone()),
                    None => {
                        ServiceEvent::Listed { id: subject.id, key: key.clone(), details: details.clone() }
                    }
                };
                draft.happen(subject, Event::Service(event))?;
            }
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
            draft.happen(subject, Event::Service(event.clone()))?;
            Ok(service.details.name)
        })?;
        self.done(format!("{name} {said}."), &kept, false)
    }

    /// A service that a need may go to, by the name that it has now.
    pub(super) fn service_ref(self, service: &ServiceRef) -> Result<ServiceRef, Refusal> {
        let found = self.service_record(self.service_subject(&service.key))?.ok_or_else(no_service)?;
        if found.stopped.is_some() {
            return Err(Refusal::State {
                what: format!("{} has stopped", found.details.name),
                advice: "Choose another service.".to_owned(),
            });
        }
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

fn no_service() -> Refusal {
    Refusal::not_found("there is no such service", "Look for it with `signpost find`.")
}
