//! What the files can suffer, and what the store makes of it. With real files, damaged by hand.

use super::sample::{case, commit, noted, opened, practice};
use signpost::domain::record::{Index, Key, Record, SubjectKind};
use signpost::store::open::{EmbeddedStore, Progress};
use signpost::store::{Row, Store as _, StoreError, open};
use std::cell::Cell;
use std::fs::{self, File};
use std::os::unix::fs::{FileExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const CASES: u128 = 12;

/// A data folder with some cases in it, closed.
struct Practice {
    folder: TempDir,
}

/// All that a reader can see.
type Seen = (Vec<Record>, Vec<Row>, Vec<u64>);

impl Practice {
    fn new() -> Self {
        let practice = Self { folder: TempDir::new().unwrap() };
        let store = open::embedded(&practice.data(), &|_| {}).unwrap();
        for number in 0..CASES {
            let first = opened(number);
            let second = noted(100 + number, &first.record);
            store.commit(commit(number, vec![first])).unwrap();
            store.commit(commit(100 + number, vec![second])).unwrap();
        }
        practice
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn journal(&self) -> PathBuf {
        self.data().join("journal")
    }

    fn open(&self) -> Result<EmbeddedStore, StoreError> {
        open::embedded(&self.data(), &|_| {})
    }

    fn notices(&self) -> Vec<String> {
        let store = self.open().unwrap();
        store.verify().unwrap();
        store.status().notices.into_iter().map(|notice| notice.0).collect()
    }

    fn seen(&self) -> Seen {
        let store = self.open().unwrap();
        let states = store.scan(practice(), SubjectKind::Case, None, usize::MAX).unwrap();
        let mut rows = Vec::new();
        for index in [
            Index::Queue,
            Index::CasesOfPatient,
            Index::FlaggedBy,
            Index::Need,
            Index::Open,
            Index::Reference,
        ] {
            rows.extend(store.page(practice(), &Key { index, value: vec![] }, None, usize::MAX).unwrap());
        }
        let mut history = Vec::new();
        for record in &states {
            let entries = store.history(practice(), record.subject()).unwrap();
            history.extend(entries.iter().map(|entry| entry.version));
        }
        (states, rows, history)
    }

    /// Where the last entry begins and ends.
    fn last_entry(&self) -> (u64, u64) {
        let store = self.open().unwrap();
        let start = store.status().position;
        let file = File::open(self.journal()).unwrap();
        let mut length = [0; 4];
        file.read_exact_at(&mut length, start).unwrap();
        (start, start + u64::from(u32::from_le_bytes(length)))
    }

    /// As after a kill: nothing says that the end was clean.
    fn forget_the_clean_end(&self) {
        fs::remove_file(self.data().join("clean")).unwrap();
    }

    fn remove_index(&self) {
        fs::remove_dir_all(self.data().join("index")).unwrap();
    }
}

fn flip(path: &Path, at: u64, bit: u8) {
    let file = File::options().read(true).write(true).open(path).unwrap();
    let mut byte = [0];
    file.read_exact_at(&mut byte, at).unwrap();
    byte[0] ^= 1 << bit;
    file.write_all_at(&byte, at).unwrap();
}

#[test]
fn a_last_write_cut_short_anywhere_is_removed_and_nothing_confirmed_is_lost() {
    let practice = Practice::new();
    let before = practice.seen();
    let (_, end) = practice.last_entry();
    // One more entry, which was never confirmed: the power goes while it is being written.
    let store = practice.open().unwrap();
    store.commit(commit(500, vec![opened(500)])).unwrap();
    drop(store);
    let after = practice.seen();
    let (start, last) = practice.last_entry();
    assert_eq!(start, end);
    let whole = fs::read(practice.journal()).unwrap();
    let file = File::options().write(true).open(practice.journal()).unwrap();
    practice.remove_index();
    // Each single byte is tried beside the journal's code.
    for cut in (start..last).step_by(37).chain(last - 3..last) {
        file.set_len(start).unwrap();
        file.write_all_at(&whole[usize::try_from(start).unwrap()..usize::try_from(cut).unwrap()], start)
            .unwrap();
        // Sometimes the file has been made longer already, and reads as zeros there.
        let longer = cut % 2 == 0;
        if longer {
            file.set_len(whole.len() as u64).unwrap();
        }
        let same_as_whole = longer
            && whole[usize::try_from(cut).unwrap()..usize::try_from(last).unwrap()]
                .iter()
                .all(|byte| *byte == 0);
        let notices = practice.notices();
        if same_as_whole {
            continue;
        }
        assert_eq!(
            notices.iter().any(|notice| notice.contains("cut short")),
            cut > start,
            "{cut}: {notices:?}"
        );
        if cut % 8 == 0 {
            assert!(practice.seen() == before, "cut at {cut}");
        }
        practice.remove_index();
    }
    fs::write(practice.journal(), whole).unwrap();
    assert!(practice.seen() == after);
}

#[test]
fn one_flipped_bit_anywhere_in_the_journal_is_noticed() {
    let practice = Practice::new();
    let whole = fs::read(practice.journal()).unwrap();
    let before = practice.seen();
    let (start, end) = practice.last_entry();
    let mut healed = 0;
    // Each bit of each record is tried beside the journal's code; here, with all that opens and compares, some.
    let all = (0..start).step_by(211).chain((start..end + 64).step_by(29));
    for at in all {
        flip(&practice.journal(), at, u8::try_from(at * 5 % 8).unwrap());
        let found = practice.open().and_then(|store| {
            store.verify()?;
            Ok(store.status().notices)
        });
        match found {
            Err(StoreError::Damaged { offset, .. }) => assert!(offset <= at, "{offset} {at}"),
            Err(other) => panic!("{other}"),
            // The index has a copy of the last entry, and what was never written can be cut off.
            Ok(notices) => {
                assert!(at >= start, "byte {at} went unnoticed");
                let said: Vec<_> = notices.iter().map(|notice| notice.0.as_str()).collect();
                let word = if at < end { "put back from the index" } else { "cut short" };
                assert!(said.iter().any(|said| said.contains(word)) || at >= end, "{at}: {said:?}");
                healed += 1;
            }
        }
        fs::write(practice.journal(), &whole).unwrap();
    }
    assert!(healed > 10);
    assert!(practice.seen() == before);
}

#[test]
fn damage_in_the_middle_is_never_cut_off_even_without_an_index() {
    let practice = Practice::new();
    let (start, _) = practice.last_entry();
    let before = fs::read(practice.journal()).unwrap();
    practice.remove_index();
    flip(&practice.journal(), start / 2, 3);
    let error = practice.open().err().unwrap();
    let StoreError::Damaged { file, offset, position, .. } = &error else { panic!("{error}") };
    assert!(file.ends_with("journal") && *offset > 0 && *offset <= start / 2 && position < offset, "{error}");
    flip(&practice.journal(), start / 2, 3);
    assert!(fs::read(practice.journal()).unwrap() == before);
    assert_eq!(practice.seen().0.len(), usize::try_from(CASES).unwrap());
}

#[test]
fn a_journal_that_lost_entries_which_the_index_has_is_not_taken_for_whole() {
    let practice = Practice::new();
    let (start, _) = practice.last_entry();
    let file = File::options().write(true).open(practice.journal()).unwrap();
    file.set_len(start - 1000).unwrap();
    let error = practice.open().err().unwrap();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
}

#[test]
fn a_lost_index_is_made_again() {
    let practice = Practice::new();
    let before = practice.seen();
    practice.remove_index();
    let heard = Cell::new(0);
    let store = open::embedded(&practice.data(), &|Progress { done, total }| {
        assert!(done <= total);
        heard.set(heard.get() + 1);
    })
    .unwrap();
    assert!(heard.get() > 0);
    drop(store);
    assert!(practice.seen() == before);
}

#[test]
fn an_index_made_under_another_secret_is_made_again() {
    let practice = Practice::new();
    let before = practice.seen();
    fs::remove_file(practice.data().join("secret")).unwrap();
    assert!(practice.notices().iter().any(|notice| notice.contains("made again")));
    assert!(practice.seen() == before);
}

#[test]
fn a_damaged_index_loses_nothing() {
    let practice = Practice::new();
    let before = practice.seen();
    let database = practice.data().join("index").join("db");
    let whole = fs::read(&database).unwrap();
    let mut random = fastrand::Rng::with_seed(7);
    let used = whole.iter().rposition(|byte| *byte != 0).unwrap();
    for trial in 0..60 {
        let mut damaged = whole.clone();
        match trial % 3 {
            0 => damaged[random.usize(..used)] ^= 1 << random.u8(..8),
            1 => damaged.truncate(random.usize(..used)),
            _ => {
                let from = random.usize(..used);
                let to = (from + random.usize(1..4096)).min(used);
                damaged[from..to].fill(0);
            }
        }
        fs::write(&database, damaged).unwrap();
        let store = practice.open().unwrap_or_else(|error| panic!("trial {trial}: {error}"));
        // Some damage is silent: sled just has less than it was given. Comparing finds it.
        let healed = store.verify();
        drop(store);
        if healed.is_err() {
            // Not repairable in place: the next start makes it again.
            practice.notices();
        }
        assert!(practice.seen() == before, "trial {trial}");
        practice.remove_index();
        fs::create_dir(practice.data().join("index")).unwrap();
        drop(practice.open().unwrap());
        fs::write(practice.data().join("index").join("db"), &whole).unwrap();
    }
}

#[test]
fn half_a_snapshot_of_a_kill_does_not_keep_the_store_from_opening() {
    let practice = Practice::new();
    let before = practice.seen();
    fs::write(practice.data().join("index").join("snap.0000000000000F1B.generating"), b"half").unwrap();
    assert_eq!(practice.notices(), Vec::<String>::new());
    assert!(practice.seen() == before);
}

#[test]
fn an_unclean_end_is_followed_by_a_comparison_before_the_first_commit() {
    let practice = Practice::new();
    let before = practice.seen();
    practice.forget_the_clean_end();
    let store = practice.open().unwrap();
    assert_eq!(
        store.read(super::sample::practice(), case(1)).unwrap().as_ref(),
        before.0.iter().find(|record| record.subject() == case(1))
    );
    store.commit(commit(700, vec![opened(700)])).unwrap();
    assert_eq!(store.status().notices, []);
}

#[test]
fn only_the_owner_can_read_what_is_kept() {
    let practice = Practice::new();
    let mut folders = vec![practice.data()];
    while let Some(folder) = folders.pop() {
        assert_eq!(folder.metadata().unwrap().permissions().mode() & 0o077, 0, "{}", folder.display());
        for file in fs::read_dir(folder).unwrap() {
            let file = file.unwrap();
            assert_eq!(file.metadata().unwrap().permissions().mode() & 0o077, 0, "{}", file.path().display());
            if file.file_type().unwrap().is_dir() {
                folders.push(file.path());
            }
        }
    }
}

#[test]
fn a_folder_that_others_could_look_into_is_closed_to_them() {
    let folder = TempDir::new().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    drop(open::embedded(folder.path(), &|_| {}).unwrap());
    assert_eq!(folder.path().metadata().unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn something_that_is_not_a_journal_is_not_written_over() {
    let folder = TempDir::new().unwrap();
    let text = "Dear diary, ".repeat(20);
    fs::write(folder.path().join("journal"), &text).unwrap();
    let error = open::embedded(folder.path(), &|_| {}).err().unwrap();
    assert!(matches!(error, StoreError::Damaged { offset: 0, .. }), "{error}");
    assert_eq!(fs::read_to_string(folder.path().join("journal")).unwrap(), text);
}
