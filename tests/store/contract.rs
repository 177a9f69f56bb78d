//! What every store promises, told once and run against each.

use super::sample::{
    case, commit, id, noted, opened, opened_for, patient, practice, reference, stamp, then, withdrawn,
};
use rstest::rstest;
use signpost::domain::case::{Case, CaseEvent, Queue};
use signpost::domain::id::{PatientId, PracticeId};
use signpost::domain::patient::{Details, PatientEvent};
use signpost::domain::record::{Event, Index, Key, Record, Subject, SubjectKind};
use signpost::store::memory::MemoryStore;
use signpost::store::{Change, Commit, Row, Store, StoreError, open};
use std::sync::Arc;
use tempfile::TempDir;

#[derive(Clone, Copy, Debug)]
enum Backend {
    Memory,
    Embedded,
}

/// A store, and the folder that it stands in for as long as it is used.
struct Stand {
    store: Arc<dyn Store>,
    _folder: Option<TempDir>,
}

impl std::ops::Deref for Stand {
    type Target = Arc<dyn Store>;

    fn deref(&self) -> &Arc<dyn Store> {
        &self.store
    }
}

impl Stand {
    fn new(backend: Backend) -> Self {
        match backend {
            Backend::Memory => Self { store: Arc::new(MemoryStore::new()), _folder: None },
            Backend::Embedded => {
                let folder = TempDir::new().unwrap();
                let store = open::embedded(&folder.path().join("data"), &|_| {}).unwrap();
                Self { store: Arc::new(store), _folder: Some(folder) }
            }
        }
    }

    fn open_case(&self, number: u128) -> Record {
        let change = opened(number);
        let record = change.record.clone();
        self.commit(commit(number, vec![change])).unwrap();
        record
    }

    fn note(&self, number: u128, before: &Record) -> Record {
        let change = noted(number, before);
        let record = change.record.clone();
        self.commit(commit(number, vec![change])).unwrap();
        record
    }

    fn all(&self, prefix: &Key, limit: usize) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        loop {
            let page = self.page(practice(), prefix, rows.last(), limit).unwrap();
            if page.is_empty() {
                return rows;
            }
            assert!(page.len() <= limit);
            rows.extend(page);
        }
    }
}

fn to_route() -> Key {
    Key { index: Index::Queue, value: Queue::ToRoute.prefix() }
}

fn by_reference(number: u128) -> Key {
    Key { index: Index::Reference, value: reference(number).as_str().into() }
}

#[rstest]
fn what_was_committed_is_read_back(#[values(Backend::Memory, Backend::Embedded)] backend: Backend) {
    let store = Stand::new(backend);
    assert_eq!(store.read(practice(), case(1)).unwrap(), None);
    assert_eq!(store.status().position, 0);
    let before = store.open_case(1);
    assert_eq!(store.read(practice(), case(1)).unwrap().as_ref(), Some(&before));
    let after = store.note(2, &before);
    store.checkpoint().unwrap();
    assert_eq!(store.read(practice(), case(1)).unwrap(), Some(after));
    assert_eq!(store.status().applied, store.status().position);
    assert_eq!(store.practices().unwrap(), [practice()]);
    assert_eq!(store.read(PracticeId(id(1, 2)), case(1)).unwrap(), None);
}

#[rstest]
fn a_change_made_for_an_older_version_is_refused(
    #[values(Backend::Memory, Backend::Embedded)] backend: Backend,
) {
    let store = Stand::new(backend);
    let first = store.open_case(1);
    let second = store.note(2, &first);
    let position = store.status().position;
    let late = store.commit(commit(3, vec![noted(3, &first)]));
    assert!(
        matches!(late, Err(StoreError::Conflict { expected: 1, found: 2, subject }) if subject == case(1))
    );
    let again = store.commit(commit(4, vec![opened(1)]));
    assert!(matches!(again, Err(StoreError::Conflict { expected: 0, found: 2, .. })));
    assert_eq!(store.read(practice(), case(1)).unwrap(), Some(second));
    assert_eq!(store.status().position, position);
}

#[rstest]
fn a_commit_is_kept_whole_or_not_at_all(#[values(Backend::Memory, Backend::Embedded)] backend: Backend) {
    let store = Stand::new(backend);
    let first = store.open_case(1);
    store.note(2, &first);
    let refused = store.commit(commit(5, vec![opened(5), noted(6, &first), opened(7)]));
    assert!(matches!(refused, Err(StoreError::Conflict { .. })));
    assert_eq!(store.read(practice(), case(5)).unwrap(), None);
    assert_eq!(store.lookup(practice(), &by_reference(5)).unwrap(), None);
    assert_eq!(store.all(&to_route(), 10).len(), 1);
    assert_eq!(store.history(practice(), case(5)).unwrap(), []);
    store.commit(commit(8, vec![opened(5), opened(7)])).unwrap();
    assert_eq!(store.all(&to_route(), 10).len(), 3);
}

#[rstest]
fn several_changes_of_one_case_follow_one_another_in_a_commit(
    #[values(Backend::Memory, Backend::Embedded)] backend: Backend,
) {
    let store = Stand::new(backend);
    let first = opened(1);
    let second = noted(2, &first.record);
    let third = noted(3, &second.record);
    let end = third.record.clone();
    let stale = noted(4, &first.record);
    let twice = store.commit(commit(1, vec![first.clone(), second.clone(), stale]));
    assert!(matches!(twice, Err(StoreError::Conflict { expected: 1, found: 2, .. })));
    store.commit(commit(1, vec![first, second, third])).unwrap();
    assert_eq!(store.read(practice(), case(1)).unwrap(), Some(end));
    assert_eq!(store.history(practice(), case(1)).unwrap().len(), 3);
}

#[rstest]
fn a_patient_has_one_open_case(#[values(Backend::Memory, Backend::Embedded)] backend: Backend) {
    let store = Stand::new(backend);
    let first = store.open_case(1);
    let second = store.commit(commit(2, vec![opened_for(2, patient(1))]));
    assert!(matches!(second, Err(StoreError::Taken { index: Index::OpenCase, by }) if by == case(1)));
    let both = store.commit(commit(3, vec![opened_for(3, patient(9)), opened_for(4, patient(9))]));
    assert!(matches!(both, Err(StoreError::Taken { index: Index::OpenCase, .. })));
    // The place that one gives up, another can take in the same commit, whichever is named first.
    let end = withdrawn(5, &first);
    store.commit(commit(5, vec![opened_for(2, patient(1)), end])).unwrap();
    let key = Key { index: Index::OpenCase, value: patient(1).0.as_bytes().to_vec() };
    assert_eq!(store.lookup(practice(), &key).unwrap(), Some(case(2)));
    store.checkpoint().unwrap();
    assert_eq!(store.lookup(practice(), &key).unwrap(), Some(case(2)));
}

#[rstest]
fn a_patient_is_found_by_number_and_listed_by_none(
    #[values(Backend::Memory, Backend::Embedded)] backend: Backend,
) {
    let store = Stand::new(backend);
    let event = Event::Patient(PatientEvent::Registered {
        id: patient(1),
        practice: practice(),
        details: Box::new(Details { nhs_number: Some("9995260182".parse_number()), ..Details::default() }),
    });
    let record = Record::fold(None, &event, &stamp(1)).unwrap();
    store.commit(commit(1, vec![Change { id: id(6, 1), expected: 0, event, record }])).unwrap();
    let key = |value: &str| Key { index: Index::NhsNumber, value: value.as_bytes().to_vec() };
    assert_eq!(store.lookup(practice(), &key("9995260182")).unwrap(), Some(patient(1).into()));
    assert_eq!(store.lookup(practice(), &key("9995260190")).unwrap(), None);
    // Their order would say something about them; there is none.
    assert_eq!(store.page(practice(), &key(""), None, 10).unwrap(), []);
}

trait Number {
    fn parse_number(&self) -> signpost::domain::nhs_number::NhsNumber;
}

impl Number for str {
    fn parse_number(&self) -> signpost::domain::nhs_number::NhsNumber {
        signpost::domain::nhs_number::NhsNumber::parse(self).unwrap()
    }
}

#[rstest]
fn a_list_is_paged_in_order_over_what_is_on_disk_and_what_is_not(
    #[values(Backend::Memory, Backend::Embedded)] backend: Backend,
    #[values(1, 3, 7, 1000)] limit: usize,
) {
    let store = Stand::new(backend);
    let mut records = Vec::new();
    for number in 0..60 {
        records.push(store.open_case(number));
        if number == 30 {
            store.checkpoint().unwrap();
        }
    }
    // These leave the list again: from disk, and from what is newer.
    for number in [3_u8, 29, 30, 31, 59] {
        let number = u128::from(number);
        let change = withdrawn(100 + number, &records[usize::try_from(number).unwrap()]);
        store.commit(commit(100 + number, vec![change])).unwrap();
    }
    let rows = store.all(&to_route(), limit);
    assert_eq!(rows.len(), 55);
    assert!(rows.is_sorted_by_key(|row| (row.key.value.clone(), row.subject)));
    let mut wanted: Vec<Subject> =
        (0..60).filter(|number| ![3, 29, 30, 31, 59].contains(number)).map(case).collect();
    let mut found: Vec<Subject> = rows.iter().map(|row| row.subject).collect();
    wanted.sort();
    found.sort();
    assert_eq!(found, wanted);
    store.checkpoint().unwrap();
    assert_eq!(store.all(&to_route(), limit), rows);
}

#[rstest]
fn one_practice_does_not_see_another(#[values(Backend::Memory, Backend::Embedded)] backend: Backend) {
    let store = Stand::new(backend);
    let other = PracticeId(id(1, 2));
    store.open_case(1);
    store.commit(Commit { practice: other, ..commit(2, vec![opened(2)]) }).unwrap();
    let mut both = vec![practice(), other];
    both.sort();
    assert_eq!(store.practices().unwrap(), both);
    assert_eq!(store.page(other, &to_route(), None, 10).unwrap().len(), 1);
    assert_eq!(store.lookup(other, &by_reference(1)).unwrap(), None);
    assert_eq!(store.scan(other, SubjectKind::Case, None, 10).unwrap(), [opened(2).record]);
}

#[rstest]
fn history_and_log_tell_what_happened_in_order(
    #[values(Backend::Memory, Backend::Embedded)] backend: Backend,
) {
    let store = Stand::new(backend);
    let one = store.open_case(1);
    let two = store.open_case(2);
    let one = store.note(3, &one);
    store.note(4, &two);
    store.note(5, &one);
    let history = store.history(practice(), case(1)).unwrap();
    assert_eq!(history.iter().map(|entry| entry.version).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(history.iter().map(|entry| entry.stamp).collect::<Vec<_>>(), [1, 3, 5].map(stamp));
    assert_eq!(history[0].event, opened(1).event);
    assert!(history.iter().all(|entry| entry.subject == case(1) && entry.practice == practice()));
    assert_eq!(store.history(practice(), case(9)).unwrap(), []);

    let log = store.follow(0, 100).unwrap();
    assert_eq!(log.iter().map(|entry| entry.id).collect::<Vec<_>>(), [1, 2, 3, 4, 5].map(|n| id(6, n)));
    assert!(log.is_sorted_by_key(|entry| entry.position));
    assert_eq!(log.last().map(|entry| entry.position), Some(store.status().position));
    for (at, entry) in log.iter().enumerate() {
        assert_eq!(store.follow(entry.position, 100).unwrap(), log[at + 1..]);
    }
    assert_eq!(store.follow(0, 2).unwrap(), log[..2]);
}

#[rstest]
fn all_of_a_kind_are_scanned_page_by_page(#[values(Backend::Memory, Backend::Embedded)] backend: Backend) {
    let store = Stand::new(backend);
    for number in 0..25 {
        store.open_case(number);
        if number == 12 {
            store.checkpoint().unwrap();
        }
    }
    let mut found: Vec<Record> = Vec::new();
    loop {
        let after = found.last().map(|record| record.subject().id);
        let page = store.scan(practice(), SubjectKind::Case, after, 4).unwrap();
        if page.is_empty() {
            break;
        }
        found.extend(page);
    }
    let mut wanted: Vec<Record> = (0..25).map(|number| opened(number).record).collect();
    wanted.sort_by_key(|record| record.subject().id);
    assert_eq!(found, wanted);
    assert_eq!(store.scan(practice(), SubjectKind::Patient, None, 4).unwrap(), []);
}

#[rstest]
fn cases_are_read_as_they_are_now_and_those_let_be_are_passed_over(
    #[values(Backend::Memory, Backend::Embedded)] backend: Backend,
    #[values(true, false)] on_disk: bool,
) {
    let store = Stand::new(backend);
    let (mut wanted, mut ended) = (Vec::new(), Vec::new());
    for number in 0..9 {
        store.open_case(number);
        let record = opened(number).record;
        let ends = number % 3 == 0;
        let change = if ends { withdrawn(number, &record) } else { noted(number, &record) };
        let Record::Case(case) = change.record.clone() else { panic!("a case stays one") };
        store.commit(commit(number, vec![change])).unwrap();
        let case = Case { undo: None, ..*case };
        if ends { ended.push(case) } else { wanted.push(case) }
    }
    if on_disk {
        store.checkpoint().unwrap();
    }
    let scanned = |since| {
        let (mut cases, mut after) = (Vec::new(), None);
        loop {
            let page = store.scan_cases(practice(), after, 2, since).unwrap();
            cases.extend(page.cases);
            after = page.last;
            if after.is_none() {
                return cases;
            }
        }
    };
    let last = ended.iter().map(|case| case.body.last.at).max().unwrap();
    let later = last + jiff::SignedDuration::from_secs(1);
    wanted.sort_by_key(|case| case.id);
    assert_eq!(scanned(later), wanted, "what had ended and was let be is passed over; what goes on is not");
    let mut all = [wanted, ended].concat();
    all.sort_by_key(|case| case.id);
    assert_eq!(scanned(all.iter().map(|case| case.body.last.at).min().unwrap()), all);
}

#[rstest]
fn a_commit_of_nothing_changes_nothing(#[values(Backend::Memory, Backend::Embedded)] backend: Backend) {
    let store = Stand::new(backend);
    store.open_case(1);
    let position = store.status().position;
    assert_eq!(store.commit(commit(2, vec![])).unwrap(), position);
    assert_eq!(store.status().position, position);
}

#[rstest]
fn a_change_whose_record_is_not_the_next_version_is_refused(
    #[values(Backend::Memory, Backend::Embedded)] backend: Backend,
) {
    let store = Stand::new(backend);
    let wrong = Change { expected: 4, ..opened(1) };
    assert!(matches!(store.commit(commit(1, vec![wrong])), Err(StoreError::Malformed(_))));
}

#[rstest]
fn many_people_commit_at_once_and_each_change_follows_the_one_before(
    #[values(Backend::Memory, Backend::Embedded)] backend: Backend,
) {
    const PEOPLE: u128 = 16;
    const CHANGES: u64 = 40;
    let store = Stand::new(backend);
    store.open_case(0);
    let refused: u64 = std::thread::scope(|scope| {
        let people: Vec<_> = (1..=PEOPLE)
            .map(|person| {
                let store = Arc::clone(&store.store);
                scope.spawn(move || {
                    let mut refused = 0;
                    for turn in 0..CHANGES {
                        let number = person * 1000 + u128::from(turn);
                        // A case of one's own, and the one that all write about: until it is accepted.
                        let mut own = vec![opened(number)];
                        loop {
                            let shared = store.read(practice(), case(0)).unwrap().unwrap();
                            let mut changes = own.clone();
                            changes.push(then(number, &shared, CaseEvent::Seen));
                            match store.commit(commit(number, changes)) {
                                Ok(_) => break,
                                Err(StoreError::Conflict { subject, .. }) if subject == case(0) => {
                                    refused += 1;
                                }
                                Err(other) => panic!("{other}"),
                            }
                        }
                        own.clear();
                        assert_eq!(store.read(practice(), case(number)).unwrap().unwrap().version(), 1);
                    }
                    refused
                })
            })
            .collect();
        people.into_iter().map(|person| person.join().unwrap()).sum()
    });
    let changes = u64::try_from(PEOPLE).unwrap() * CHANGES;
    println!("{refused} refused, {changes} kept");
    let shared = store.read(practice(), case(0)).unwrap().unwrap();
    assert_eq!(shared.version(), changes + 1);
    let history = store.history(practice(), case(0)).unwrap();
    assert_eq!(
        history.iter().map(|entry| entry.version).collect::<Vec<_>>(),
        (1..=changes + 1).collect::<Vec<_>>()
    );
    let folded = history
        .iter()
        .fold(None, |before, entry| Some(Record::fold(before, &entry.event, &entry.stamp).unwrap()));
    assert_eq!(folded, Some(shared));
    let log = store.follow(0, usize::MAX).unwrap();
    assert_eq!(log.len() as u64, changes * 2 + 1);
    assert!(log.is_sorted_by(|one, two| one.position < two.position));
    assert_eq!(store.all(&to_route(), 100).len() as u64, changes + 1);
}

#[rstest]
fn readers_see_a_commit_whole_while_others_commit(
    #[values(Backend::Memory, Backend::Embedded)] backend: Backend,
) {
    let store = Stand::new(backend);
    let mut open = store.open_case(0);
    std::thread::scope(|scope| {
        // Each commit ends one case of the patient and opens the next: there is always exactly one.
        let store = &store;
        let writer = scope.spawn(move || {
            for number in 1..400 {
                let next = opened_for(number, patient(0));
                let after = next.record.clone();
                store.commit(commit(number, vec![withdrawn(number, &open), next])).unwrap();
                open = after;
            }
        });
        while !writer.is_finished() {
            let rows = store.page(practice(), &to_route(), None, 10).unwrap();
            assert_eq!(rows.len(), 1, "{rows:?}");
        }
    });
    let key = Key { index: Index::OpenCase, value: PatientId(patient(0).0).0.as_bytes().to_vec() };
    assert_eq!(store.lookup(practice(), &key).unwrap(), Some(case(399)));
}
