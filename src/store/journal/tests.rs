//! The journal on a file that can be cut, flipped, filled up and made to fail.

use super::frame::Frame;
use super::medium::Medium;
use super::scan::{Ending, Stop};
use super::write::{Draft, RESERVE, STEP, Writer};
use super::{FIRST, Journal, Point};
use crate::domain::id::{ChangeId, PracticeId, StaffId};
use crate::domain::record::{Stamp, Subject, SubjectKind};
use crate::store::{Notice, StoreError};
use std::io;
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// A file in memory.
#[derive(Default)]
struct Paper {
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    bytes: Vec<u8>,
    syncs: usize,
    fails: Fails,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Fails {
    #[default]
    Nothing,
    /// Writing stops in the middle: the disk is full.
    Write,
    /// Reserving room fails: the disk is full.
    Allocate,
    /// Little room is left on the disk.
    Room,
    /// A sync fails, once.
    Sync,
}

impl Paper {
    fn of(bytes: Vec<u8>) -> Arc<Self> {
        Arc::new(Self { held: Mutex::new(Held { bytes, ..Held::default() }) })
    }

    fn bytes(&self) -> Vec<u8> {
        self.held.lock().unwrap().bytes.clone()
    }

    fn fail(&self, fails: Fails) {
        self.held.lock().unwrap().fails = fails;
    }
}

impl Medium for Paper {
    fn read_exact_at(&self, into: &mut [u8], at: u64) -> io::Result<()> {
        let held = self.held.lock().unwrap();
        let at = usize::try_from(at).unwrap();
        let from = held.bytes.get(at..at + into.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        into.copy_from_slice(from);
        Ok(())
    }

    fn write_all_at(&self, bytes: &[u8], at: u64) -> io::Result<()> {
        let mut held = self.held.lock().unwrap();
        let at = usize::try_from(at).unwrap();
        let fails = held.fails == Fails::Write;
        let bytes = if fails { &bytes[..bytes.len() / 2] } else { bytes };
        let end = held.bytes.len().max(at + bytes.len());
        held.bytes.resize(end, 0);
        held.bytes[at..at + bytes.len()].copy_from_slice(bytes);
        if fails { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn sync(&self) -> io::Result<()> {
        let mut held = self.held.lock().unwrap();
        if held.fails == Fails::Sync {
            held.fails = Fails::Nothing;
            return Err(io::Error::other("the disk went away"));
        }
        held.syncs += 1;
        Ok(())
    }

    fn allocate(&self, at: u64, len: u64) -> io::Result<()> {
        let mut held = self.held.lock().unwrap();
        if held.fails == Fails::Allocate {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let end = usize::try_from(at + len).unwrap();
        held.bytes.resize(end, 0);
        Ok(())
    }

    fn truncate(&self, len: u64) -> io::Result<()> {
        self.held.lock().unwrap().bytes.truncate(usize::try_from(len).unwrap());
        Ok(())
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.held.lock().unwrap().bytes.len() as u64)
    }

    fn free(&self) -> io::Result<u64> {
        Ok(if self.held.lock().unwrap().fails == Fails::Room { RESERVE - 1 } else { RESERVE })
    }
}

fn draft(number: u128, remaining: u32, body: &[u8]) -> Draft<'_> {
    Draft {
        id: Uuid::from_u128(number),
        practice: PracticeId(Uuid::from_u128(1)),
        stamp: Stamp {
            at: jiff::Timestamp::from_second(1_790_000_000).unwrap(),
            by: StaffId(Uuid::from_u128(2)),
            change: ChangeId(Uuid::from_u128(3)),
        },
        subject: Subject { kind: SubjectKind::Case, id: Uuid::from_u128(number) },
        version: 1,
        previous: 0,
        remaining,
        body,
        body_hash: *blake3::hash(body).as_bytes(),
    }
}

fn read(journal: &Journal, from: Point) -> (Vec<Frame>, Ending) {
    let mut frames = Vec::new();
    let ending = journal
        .replay(from, u64::MAX, &mut |frame| {
            frames.push(frame);
            Ok(())
        })
        .unwrap();
    (frames, ending)
}

/// Opens as the store does without an index: reads all, and settles the end.
fn open(paper: &Arc<Paper>) -> Result<(Vec<Frame>, Option<Notice>), StoreError> {
    let journal = Journal::over(Arc::clone(paper) as Arc<dyn Medium>, "journal")?;
    let (frames, ending) = read(&journal, journal.start());
    let notice = journal.settle(&ending)?;
    Ok((frames, notice))
}

/// Three groups: one commit; three commits, the second of two entries; and one commit of two entries.
/// The file (shortened behind the last record), where each record begins, and where each group does.
fn three_groups() -> (Vec<u8>, Vec<u64>, [u64; 4]) {
    let paper = Paper::of(vec![]);
    let journal = Journal::over(Arc::clone(&paper) as Arc<dyn Medium>, "journal").unwrap();
    let mut writer = Writer::new(journal.clone(), journal.start()).unwrap();
    let mut groups = [FIRST; 4];
    let mut records = Vec::new();
    for (group, entries) in [&[0][..], &[0, 1, 0, 0], &[1, 0]].into_iter().enumerate() {
        for remaining in entries {
            let body = format!("{{\"entry\":{}}}", records.len());
            records.push(writer.stage(&draft(records.len() as u128 + 9, *remaining, body.as_bytes())));
        }
        writer.write().unwrap();
        groups[group + 1] = writer.kept().offset;
    }
    let mut bytes = paper.bytes();
    bytes.truncate(usize::try_from(groups[3]).unwrap() + 300);
    (bytes, records, groups)
}

#[test]
fn what_was_appended_is_read_back_in_order() {
    let (bytes, records, groups) = three_groups();
    let (frames, notice) = open(&Paper::of(bytes)).unwrap();
    assert_eq!(notice, None);
    assert_eq!(frames.iter().map(|frame| frame.header.position).collect::<Vec<_>>(), records);
    assert_eq!(frames[6].header.synced, groups[2]);
    assert_eq!(frames[6].body, b"{\"entry\":6}");
}

#[test]
fn a_last_write_cut_at_any_byte_keeps_whole_commits_and_no_others() {
    let (bytes, records, groups) = three_groups();
    // The second group written last, as if the third had never been.
    for zeros in [false, true] {
        for cut in groups[1]..=groups[2] {
            let mut torn = bytes[..usize::try_from(cut).unwrap()].to_vec();
            if zeros {
                torn.resize(bytes.len(), 0);
            }
            let paper = Paper::of(torn);
            let (frames, notice) = open(&paper).unwrap();
            // Commits end before the records 1, 2, 4 and at the group's end.
            let ends = [groups[1], records[2], records[4], groups[2]];
            let whole = *ends.iter().rfind(|end| **end <= cut).unwrap();
            let kept = records.iter().filter(|record| **record < whole).count();
            // A record that ends in zeros may be whole although its last bytes were not written.
            if frames.len() != kept {
                assert!(
                    zeros
                        && bytes[usize::try_from(cut).unwrap()..usize::try_from(groups[2]).unwrap()]
                            .starts_with(&[0])
                );
                continue;
            }
            assert_eq!(notice.is_some(), cut != whole, "{cut}");
            // And it is gone for good.
            assert_eq!(open(&paper).unwrap().1, None);
        }
    }
}

#[test]
fn pages_of_the_last_write_may_be_missing_in_its_middle() {
    let (mut bytes, records, groups) = three_groups();
    bytes.truncate(usize::try_from(groups[2]).unwrap());
    let page = usize::try_from(records[2]).unwrap() + 20;
    bytes[page..page + 100].fill(0);
    let (frames, notice) = open(&Paper::of(bytes)).unwrap();
    assert_eq!(frames.len(), 2);
    assert!(notice.is_some());
}

#[test]
fn any_flipped_bit_is_noticed_and_damage_to_what_was_confirmed_is_never_cut_off() {
    let (bytes, _, groups) = three_groups();
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let paper = Paper::of(flipped.clone());
        let at = (bit / 8) as u64;
        match open(&paper) {
            Err(StoreError::Damaged { .. }) => {
                assert!(at < groups[2], "bit {bit}");
                assert!(paper.bytes() == flipped, "bit {bit}");
            }
            Err(other) => panic!("{other}"),
            // In the last write alone nothing says that it was confirmed: that is what the index's copy is for.
            Ok((frames, notice)) => {
                assert!(at >= groups[2] && notice.is_some(), "bit {bit}");
                assert_eq!(frames.len(), if at < groups[3] { 5 } else { 7 });
            }
        }
    }
}

#[test]
fn zeros_over_the_middle_are_damage() {
    let (bytes, records, groups) = three_groups();
    for from in FIRST..groups[2] {
        let mut damaged = bytes.clone();
        damaged[usize::try_from(from).unwrap()..usize::try_from(groups[2]).unwrap()].fill(0);
        let paper = Paper::of(damaged);
        if paper.bytes() == bytes {
            continue;
        }
        assert!(matches!(open(&paper), Err(StoreError::Damaged { .. })), "{from}");
    }
    assert_eq!(records.len(), 7);
}

#[test]
fn a_full_disk_refuses_and_keeps_what_was_there() {
    for fails in [Fails::Write, Fails::Allocate, Fails::Room] {
        let (bytes, ..) = three_groups();
        let paper = Paper::of(bytes);
        let journal = Journal::over(Arc::clone(&paper) as Arc<dyn Medium>, "journal").unwrap();
        let (before, Ending { point, .. }) = read(&journal, journal.start());
        let mut writer = Writer::new(journal.clone(), point).unwrap();
        let body = vec![b'x'; 400];
        paper.fail(fails);
        writer.stage(&draft(99, 0, &body));
        assert!(matches!(writer.write(), Err(StoreError::Full)));
        let (frames, Ending { stop, .. }) = read(&journal, journal.start());
        assert_eq!((frames, stop), (before, Stop::End));
        // Room again: it goes on.
        paper.fail(Fails::Nothing);
        writer.stage(&draft(99, 0, &body));
        writer.write().unwrap();
        assert_eq!(read(&journal, journal.start()).0.len(), 8);
        assert_eq!(open(&paper).unwrap().1, None);
    }
}

#[test]
fn after_a_failed_sync_nothing_is_accepted_any_more() {
    let (bytes, ..) = three_groups();
    let paper = Paper::of(bytes);
    let journal = Journal::over(Arc::clone(&paper) as Arc<dyn Medium>, "journal").unwrap();
    let (_, Ending { point, .. }) = read(&journal, journal.start());
    let mut writer = Writer::new(journal, point).unwrap();
    paper.fail(Fails::Sync);
    for _ in 0..3 {
        // The second sync would succeed; that says nothing about what the first one lost.
        writer.stage(&draft(99, 0, b"{}"));
        assert!(matches!(writer.write(), Err(StoreError::Broken(_))));
    }
    assert_eq!(paper.held.lock().unwrap().syncs, 0);
}

#[test]
fn one_write_is_synced_once_and_the_file_grows_in_steps() {
    let paper = Paper::of(vec![]);
    let journal = Journal::over(Arc::clone(&paper) as Arc<dyn Medium>, "journal").unwrap();
    let mut writer = Writer::new(journal.clone(), journal.start()).unwrap();
    let before = paper.held.lock().unwrap().syncs;
    let body = vec![b'x'; 100_000];
    for number in 0..50 {
        writer.stage(&draft(number, 0, &body));
    }
    assert_eq!(paper.bytes().len() as u64, STEP);
    for number in 50..100 {
        writer.stage(&draft(number, 0, &body));
    }
    writer.write().unwrap();
    assert_eq!(paper.held.lock().unwrap().syncs, before + 1);
    assert_eq!(paper.bytes().len() as u64, 2 * STEP);
    assert_eq!(read(&journal, journal.start()).0.len(), 100);
}
