//! Several processes, and processes that die: this very test program, started again as another one.

use super::sample::{case, commit, id, noted, opened, practice};
use signpost::domain::record::SubjectKind;
use signpost::store::{Store as _, StoreError, open};
use std::collections::HashSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tempfile::TempDir;

/// The data folder that the other process works on.
const FOLDER: &str = "SIGNPOST_TEST_FOLDER";

/// The number that its first case has.
const FIRST: &str = "SIGNPOST_TEST_FIRST";

const THREADS: u128 = 4;

/// What the other process does: commits until it is killed, saying what was acknowledged. Without being asked to, nothing.
#[test]
fn the_other_process() {
    let (Some(folder), Ok(first)) = (std::env::var_os(FOLDER), std::env::var(FIRST)) else { return };
    let first: u128 = first.parse().unwrap();
    let store = match open::embedded(Path::new(&folder), &|_| {}) {
        Ok(store) => store,
        Err(error) => return say(&format!("refused {error}")),
    };
    say("opened");
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (store, over) = (&store, &over);
            scope.spawn(move || {
                for number in (first + thread * 10_000..).take_while(|_| !over.load(Ordering::Relaxed)) {
                    let new = opened(number);
                    let note = noted(number, &new.record);
                    let kept =
                        store.commit(commit(number, vec![new])).map(|_| say(&format!("kept {number} 1")));
                    let kept = kept
                        .and_then(|()| store.commit(commit(number, vec![note])))
                        .map(|_| say(&format!("kept {number} 2")));
                    if let Err(error) = kept {
                        over.store(true, Ordering::Relaxed);
                        say(&format!("refused {error}"));
                    }
                }
            });
        }
    });
}

fn say(line: &str) {
    // In one write, so that a kill cannot leave half a line.
    std::io::stderr().lock().write_all(format!("{line}\n").as_bytes()).unwrap();
}

fn other_process(folder: &Path, first: u128) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["store::processes::the_other_process", "--exact", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(FIRST, first.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

fn lines(child: &mut Child) -> impl Iterator<Item = String> + use<> {
    BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok)
}

#[test]
fn kill_9_at_any_moment_loses_nothing_that_was_confirmed() {
    let seed = std::env::var("SIGNPOST_TEST_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| fastrand::u64(..));
    println!("seed {seed} (SIGNPOST_TEST_SEED={seed} runs the same)");
    let mut random = fastrand::Rng::with_seed(seed);
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let mut confirmed: HashSet<(u128, u64)> = HashSet::new();
    for round in 1..=60 {
        let mut child = other_process(&data, round * 100_000).spawn().unwrap();
        let mut said = lines(&mut child);
        // After so many were confirmed; or already while it opens.
        let enough = if random.u8(..4) == 0 { 0 } else { random.usize(1..150) };
        let note = |line: String, confirmed: &mut HashSet<_>| {
            if let Some((number, version)) = line.strip_prefix("kept ").and_then(|kept| kept.split_once(' '))
            {
                confirmed.insert((number.parse().unwrap(), version.parse().unwrap()));
            }
            assert!(!line.starts_with("refused"), "{line}");
        };
        if enough == 0 {
            std::thread::sleep(Duration::from_micros(random.u64(..60_000)));
        } else {
            said.by_ref()
                .skip_while(|line| line != "opened")
                .take(enough)
                .for_each(|line| note(line, &mut confirmed));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        said.for_each(|line| note(line, &mut confirmed));
        // Sometimes the next one finds what was left without anybody having looked.
        if random.bool() && round != 60 {
            continue;
        }
        let store = open::embedded(&data, &|_| {}).unwrap();
        let verdict = store.verify().unwrap();
        let log: HashSet<_> = store
            .follow(0, usize::MAX)
            .unwrap()
            .into_iter()
            .map(|entry| (entry.subject, entry.version))
            .collect();
        assert_eq!(log.len() as u64, verdict.entries);
        for (number, version) in &confirmed {
            assert!(log.contains(&(case(*number), *version)), "round {round}: {number} {version} is lost");
        }
        let states = store.scan(practice(), SubjectKind::Case, None, usize::MAX).unwrap();
        assert_eq!(states.len() as u64, verdict.subjects);
        for state in states {
            assert!(log.contains(&(state.subject(), state.version())));
            assert!(!log.contains(&(state.subject(), state.version() + 1)));
        }
    }
    println!("{} confirmed, all there", confirmed.len());
    assert!(confirmed.len() > 500);
}

#[test]
fn a_second_process_is_told_who_has_the_store_and_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let store = open::embedded(folder.path(), &|_| {}).unwrap();
    store.commit(commit(1, vec![opened(1)])).unwrap();
    let before = fs::read(folder.path().join("journal")).unwrap();
    let mut child = other_process(folder.path(), 5).spawn().unwrap();
    let said: Vec<String> = lines(&mut child).collect();
    child.wait().unwrap();
    let refusal = said.iter().find(|line| line.starts_with("refused")).unwrap();
    assert!(refusal.contains(&format!("(process {})", std::process::id())), "{refusal}");
    assert!(fs::read(folder.path().join("journal")).unwrap() == before);
    store.commit(commit(2, vec![opened(2)])).unwrap();
    drop(store);
    // In this process as well, and once it is closed it is free.
    let store = open::embedded(folder.path(), &|_| {}).unwrap();
    let second = open::embedded(folder.path(), &|_| {}).err().unwrap();
    assert!(matches!(second, StoreError::Locked { .. }), "{second}");
    drop(store);
}

#[test]
fn a_folder_that_cannot_be_written_is_said_to_be() {
    let folder = TempDir::new().unwrap();
    drop(open::embedded(folder.path(), &|_| {}).unwrap());
    let mut command = other_process(folder.path(), 5);
    if rustix::process::geteuid().is_root() {
        // Root may write anywhere, so the other one is nobody.
        command.uid(65534).gid(65534);
    } else {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder.path().join("lock"), fs::Permissions::from_mode(0o400)).unwrap();
    }
    let Ok(mut child) = command.spawn() else {
        println!("skipped: this test program cannot be started as nobody");
        return;
    };
    let said: Vec<String> = lines(&mut child).collect();
    child.wait().unwrap();
    let refusal = said.iter().find(|line| line.starts_with("refused")).unwrap();
    assert!(refusal.contains("ermission denied"), "{refusal}");
}

#[test]
fn a_full_disk_refuses_commits_and_still_opens() {
    let folder = TempDir::new().unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"])
        .arg(folder.path())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !mounted {
        println!("skipped: a small disk cannot be mounted here");
        return;
    }
    let result = std::panic::catch_unwind(|| on_a_small_disk(folder.path()));
    let unmounted = Command::new("umount").arg(folder.path()).status().unwrap();
    assert!(unmounted.success());
    if let Err(panic) = result {
        std::panic::resume_unwind(panic);
    }
}

fn on_a_small_disk(disk: &Path) {
    let data = disk.join("data");
    let filler = disk.join("filler");
    let store = open::embedded(&data, &|_| {}).unwrap();
    let first = opened(1);
    store.commit(commit(1, vec![first.clone()])).unwrap();
    fill(&filler);
    for _ in 0..3 {
        let refused = store.commit(commit(2, vec![opened(2)]));
        assert!(matches!(refused, Err(StoreError::Full)), "{refused:?}");
    }
    assert_eq!(store.read(practice(), case(1)).unwrap(), Some(first.record.clone()));
    fs::remove_file(&filler).unwrap();
    store.commit(commit(3, vec![opened(3)])).unwrap();
    drop(store);

    fill(&filler);
    fs::remove_dir_all(data.join("index")).unwrap();
    fill(&disk.join("more"));
    let store = open::embedded(&data, &|_| {}).unwrap();
    assert_eq!(store.read(practice(), case(1)).unwrap(), Some(first.record));
    assert!(matches!(store.commit(commit(4, vec![opened(4)])), Err(StoreError::Full)));
    drop(store);

    fs::remove_file(&filler).unwrap();
    fs::remove_file(disk.join("more")).unwrap();
    let store = open::embedded(&data, &|_| {}).unwrap();
    store.commit(commit(5, vec![opened(5)])).unwrap();
    let ids: Vec<_> = store.follow(0, 10).unwrap().iter().map(|entry| entry.id).collect();
    assert_eq!(ids, [1, 3, 5].map(|number| id(6, number)));
    store.verify().unwrap();
}

/// Leaves nothing free.
fn fill(path: &Path) {
    let mut file = fs::File::create(path).unwrap();
    let mut piece = 1 << 20;
    while piece > 0 {
        match file.write(&vec![b'x'; piece]) {
            Ok(written) if written > 0 => {}
            _ => piece /= 2,
        }
    }
}
